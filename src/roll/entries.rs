//! Takes out the entries that are of one quarter: legislation, events, corrections, and the notes that only they used.

use std::ops::Range;

use super::tree::Tree;
use super::written::Kind;
use crate::data::period::Period;
use crate::patch::Edit;

/// What is taken out.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) edits: Vec<Edit>,
    pub(super) gone: Vec<Range<usize>>,
    /// Notes on legislation, events and corrections.
    pub(super) counts: [usize; 3],
    /// Notes and photographs that only they used.
    pub(super) unused: usize,
}

/// The lists, in the order of [`Entries::counts`].
const LISTS: [&str; 3] = ["legislation", "event", "correction"];

/// Takes out the entries of a file; `others` are texts of other files that may use its notes.
pub(super) fn entries(tree: &Tree<'_>, to: Period, others: &[&str], is_kept: bool) -> Entries {
    let mut entries = Entries::default();
    for (number, list) in LISTS.iter().enumerate() {
        // What was corrected is of the edition that was.
        if is_kept && *list != "correction" {
            continue;
        }
        let blocks = blocks(tree, list);
        entries.counts[number] = blocks.len();
        for (index, block) in blocks.into_iter().enumerate() {
            let pattern = if index == 0 { pattern(list, to) } else { String::new() };
            entries.edits.push(Edit::new(block.clone(), pattern, "of the old period alone"));
            entries.gone.push(block);
        }
        for (index, item) in tree.items.iter().enumerate().filter(|(_, item)| item.path == [*list]) {
            if let Kind::List(values) = &item.value.kind {
                entries.counts[number] += values.len();
                let ranges = tree.without(&[index]);
                entries.gone.extend(ranges.iter().cloned());
                entries
                    .edits
                    .extend(ranges.into_iter().map(|range| Edit::new(range, "", "of the old period alone")));
            }
        }
    }
    unused(tree, others, &mut entries);
    entries
}

/// The tables of a list, each with the comment right above it, all that stands below it, and the empty lines behind.
fn blocks(tree: &Tree<'_>, list: &str) -> Vec<Range<usize>> {
    let is_of = |index: usize| tree.statements[index].path.first().is_some_and(|first| first == list);
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for (index, statement) in tree.statements.iter().enumerate() {
        let is_heading = statement.is_heading() && statement.path.len() == 2;
        if is_of(index) && is_heading {
            blocks.push(comment_above(tree, statement.range.start)..statement.range.end);
        }
        if let Some(last) = blocks.last_mut().filter(|_| is_of(index)) {
            last.end = tree.line_end(statement.range.end);
        }
    }
    for block in &mut blocks {
        while block.end < tree.text.len() {
            let end = tree.line_end(block.end);
            if !tree.text[block.end..end].trim().is_empty() {
                break;
            }
            block.end = end;
        }
    }
    blocks
}

/// The first line of the comment that stands right above a heading; a line of signs begins a part of the file and stays.
pub(super) fn comment_above(tree: &Tree<'_>, place: usize) -> usize {
    let mut start = tree.line_start(place);
    while start > 0 {
        let above = tree.line_start(start - 1);
        let line = tree.text[above..start].trim();
        // The source of a translation may hold such signs.
        let is_rule = !line.starts_with("#|")
            && ["══", "──", "===", "---", "***", "###"].iter().any(|sign| line.contains(sign));
        if !line.starts_with('#') || is_rule {
            break;
        }
        start = above;
    }
    start
}

/// An entry as a comment, to be filled in.
fn pattern(list: &str, to: Period) -> String {
    let month = format!("{}-{:02}", to.first_day().year, to.first_month());
    let lines: &[&str] = match list {
        "legislation" => {
            &["[[legislation]]", "date  = \"MONTH\"", "title = \"…\"", "text  = '''", "….", "'''"]
        }
        "event" => &[
            "[[event]]",
            "date   = \"MONTH-05/MONTH-06\"",
            "title  = \"…\"",
            "text   = '''",
            "….",
            "'''",
            "photos = [{ file = \"photos/….jpg\", alt = \"…\", credit = \"…\" }]",
        ],
        _ => return String::new(),
    };
    let lines: Vec<String> =
        lines.iter().map(|line| format!("# {}\n", line.replace("MONTH", &month))).collect();
    format!("{}\n", lines.concat())
}

/// Notes and photographs that nothing else uses.
fn unused(tree: &Tree<'_>, others: &[&str], entries: &mut Entries) {
    let is_gone = |place: usize| entries.gone.iter().any(|gone| gone.contains(&place));
    let uses = |sign: &str| -> (bool, bool) {
        let mut places = tree.text.match_indices(sign).map(|(at, _)| is_gone(at));
        let (mut by_gone, mut by_kept) = (false, others.iter().any(|other| other.contains(sign)));
        places.by_ref().for_each(|gone| if gone { by_gone = true } else { by_kept = true });
        (by_gone, by_kept)
    };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for item in tree.items.iter().filter(|item| !is_gone(item.range.start)) {
        let [notes, name] = &item.path[..] else { continue };
        // A note may be the source of a figure, too.
        let is_source = tree.items.iter().any(|other| {
            let is_named =
                other.path.last().is_some_and(|last| last == "source") && !is_gone(other.range.start);
            is_named && other.value.text() == Some(name)
        });
        if notes == "notes" && !is_source && uses(&format!("[^{name}]")) == (true, false) {
            let lines = tree.lines(&item.range);
            if tree.statements[item.statement].range == item.range {
                ranges.push(lines);
            }
        }
    }
    for (index, statement) in tree.statements.iter().enumerate() {
        let [photos, name] = &statement.path[..] else { continue };
        if photos == "photos" && statement.is_heading() && uses(&format!("(photo:{name})")) == (true, false) {
            let below = tree.statements[index..].iter().take_while(|other| other.path == statement.path);
            let end = below.last().map_or(statement.range.end, |last| last.range.end);
            ranges.push(tree.lines(&(statement.range.start..end)));
        }
    }
    entries.unused = ranges.len();
    entries.gone.extend(ranges.iter().cloned());
    entries.edits.extend(ranges.into_iter().map(|range| Edit::new(range, "", "nothing uses it any more")));
}

#[cfg(test)]
mod tests {
    use super::entries;
    use crate::patch::Patch;
    use crate::roll::tree::Tree;

    #[test]
    fn entries_go_with_their_comments_and_notes_and_leave_a_pattern() {
        let text = "a = 1\n\n# ══ Events ══\n\n# A remark.\n[[event]]\ntitle = \"one\"\ntext = '''\nx[^n]\n\n[[event]]\n'''\n\n[[event]]\ntitle = \"two\"\n\n# ══ Notes ══\n[notes]\nn = \"only there\"\nm = \"here\"\n[[chapter]]\ntext = \"[^m]\"\n";
        let tree = Tree::new(text);
        let found = entries(&tree, "2023-Q3".parse().unwrap(), &[], false);
        assert_eq!((found.counts, found.unused), ([0, 2, 0], 1));
        let new = Patch::new(text, found.edits).unwrap().new_text();
        assert!(new.starts_with("a = 1\n\n# ══ Events ══\n\n# [[event]]\n# date   = \"2023-07-05"), "{new}");
        assert!(
            new.ends_with(
                "credit = \"…\" }]\n\n# ══ Notes ══\n[notes]\nm = \"here\"\n[[chapter]]\ntext = \"[^m]\"\n"
            ),
            "{new}"
        );
    }
}
