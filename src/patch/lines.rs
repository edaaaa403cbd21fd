//! Turns edits into lines that show an author what would change.

use std::fmt::Write;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::{Edit, Patch};
use crate::diag::one_line;

/// Lines that are shown before and after those that change.
const CONTEXT: usize = 1;
/// More lines are not compared with each other: all old ones are shown, then all new ones.
const MOST_COMPARED: usize = 2_000;

/// The lines that change, each with its number in the old and in the new text, below what the edits are for.
///
/// ```text
///   total of visas
///   12   12   [figures.visas]
///   13      - total = 3.0
///        13 + total = 3.10
/// ```
pub fn shown(patch: &Patch) -> String {
    let old = Numbered::new(patch.old_text());
    let mut out = String::new();
    let mut numbers = Numbers { old: 0, new: 0 };
    for group in groups(patch.edits(), &old) {
        if !out.is_empty() {
            out.push('\n');
        }
        let mut reasons: Vec<&str> = group.edits.iter().map(|edit| edit.reason.as_str()).collect();
        reasons.dedup();
        for reason in reasons {
            // Writing into a string cannot fail.
            let _ = writeln!(out, "  {}", one_line(reason));
        }
        let changed = old.bytes(group.lines.clone());
        let new_text = replaced(patch.old_text(), &changed, group.edits);
        let before = group.lines.start.saturating_sub(CONTEXT)..group.lines.start;
        let after = group.lines.end..(group.lines.end + CONTEXT).min(old.len());
        numbers.skip_to(before.start);
        before.for_each(|line| numbers.both(&mut out, old.line(line)));
        numbers.compare(&mut out, &old.text[changed], &new_text);
        after.for_each(|line| numbers.both(&mut out, old.line(line)));
    }
    out
}

/// A text and where its lines begin.
struct Numbered<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Numbered<'a> {
    fn new(text: &'a str) -> Self {
        let starts = text.split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some(start)
        });
        Self { text, starts: starts.collect() }
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    /// The line that a place stands in, from 0.
    fn at(&self, place: usize) -> usize {
        self.starts.partition_point(|start| *start <= place).saturating_sub(1)
    }

    fn bytes(&self, lines: Range<usize>) -> Range<usize> {
        let start = |line: usize| self.starts.get(line).copied().unwrap_or(self.text.len());
        start(lines.start)..start(lines.end)
    }

    fn line(&self, line: usize) -> &'a str {
        &self.text[self.bytes(line..line + 1)]
    }
}

/// Edits that are shown together, and the lines they stand in.
struct Group<'a> {
    edits: &'a [Edit],
    lines: Range<usize>,
}

fn groups<'a>(edits: &'a [Edit], old: &Numbered<'_>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut first = 0;
    for (index, edit) in edits.iter().enumerate() {
        let lines = old.at(edit.range.start)..(old.at(edit.range.end) + 1).min(old.len());
        match groups.last_mut() {
            Some(last) if lines.start <= last.lines.end + 2 * CONTEXT => {
                last.lines.end = last.lines.end.max(lines.end);
                last.edits = &edits[first..=index];
            }
            _ => {
                first = index;
                groups.push(Group { edits: &edits[index..=index], lines });
            }
        }
    }
    groups
}

/// Part of a text with the edits made that stand in it.
fn replaced(text: &str, part: &Range<usize>, edits: &[Edit]) -> String {
    let mut out = text[part.clone()].to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.range.start - part.start..edit.range.end - part.start, &edit.text);
    }
    out
}

/// How many lines of both texts have been shown or passed.
struct Numbers {
    old: usize,
    new: usize,
}

impl Numbers {
    fn skip_to(&mut self, old: usize) {
        self.new += old - self.old;
        self.old = old;
    }

    fn both(&mut self, out: &mut String, line: &str) {
        self.old += 1;
        self.new += 1;
        let _ = writeln!(out, "{:>5}{:>5}   {}", self.old, self.new, plain(line));
    }

    fn taken(&mut self, out: &mut String, line: &str) {
        self.old += 1;
        let _ = writeln!(out, "{:>5}{:>5} - {}", self.old, "", plain(line));
    }

    fn added(&mut self, out: &mut String, line: &str) {
        self.new += 1;
        let _ = writeln!(out, "{:>5}{:>5} + {}", "", self.new, plain(line));
    }

    fn compare(&mut self, out: &mut String, old: &str, new: &str) {
        let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<&str>>();
        let (old, new) = (lines(old), lines(new));
        if old.len() + new.len() > MOST_COMPARED {
            old.iter().for_each(|line| self.taken(out, line));
            new.iter().for_each(|line| self.added(out, line));
            return;
        }
        for step in capture_diff_slices(Algorithm::Myers, &old, &new) {
            let (tag, old_lines, new_lines) = step.as_tag_tuple();
            if tag == DiffTag::Equal {
                old[old_lines].iter().for_each(|line| self.both(out, line));
            } else {
                old[old_lines].iter().for_each(|line| self.taken(out, line));
                new[new_lines].iter().for_each(|line| self.added(out, line));
            }
        }
    }
}

/// A line as a terminal can show it, without its end.
fn plain(line: &str) -> String {
    let line = line.strip_suffix('\n').unwrap_or(line);
    one_line(line.strip_suffix('\r').unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::shown;
    use crate::patch::{Edit, Patch};

    fn patch(old: &str, edits: &[(&str, &str)]) -> Patch {
        let edit = |&(from, to): &(&str, &str)| {
            let start = old.find(from).unwrap();
            Edit::new(start..start + from.len(), to, format!("from {}", from.trim()))
        };
        Patch::new(old, edits.iter().map(edit).collect()).unwrap()
    }

    #[test]
    fn changed_lines_have_both_numbers() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\n";
        let patch = patch(old, &[("b\n", "B1\nB2\n"), ("g", "G")]);
        let first = "  from b\n    1    1   a\n    2      - b\n         2 + B1\n         3 + B2\n";
        let next = "    3    4   c\n    4    5   d\n";
        let second = "  from g\n    6    7   f\n    7      - g\n         8 + G\n    8    9   h\n";
        assert_eq!(shown(&patch), format!("{first}{next}\n{second}"));
    }

    #[test]
    fn edits_of_one_line_are_shown_once() {
        let patch = patch("x = 1, y = 2\r\n", &[("1", "3"), ("2", "4")]);
        assert_eq!(
            shown(&patch),
            "  from 1\n  from 2\n    1      - x = 1, y = 2\n         1 + x = 3, y = 4\n"
        );
    }

    #[test]
    fn what_is_added_at_the_end_is_shown() {
        let patch = Patch::new("a\n", vec![Edit::new(2..2, "b\n", "a line")]).unwrap();
        assert_eq!(shown(&patch), "  a line\n    1    1   a\n         2 + b\n");
        let patch = Patch::new("", vec![Edit::new(0..0, "b\n", "a line")]).unwrap();
        assert_eq!(shown(&patch), "  a line\n         1 + b\n");
    }

    #[test]
    fn nothing_acts_on_the_terminal() {
        let patch = patch("a\u{1b}[2Jb\n", &[("b", "c")]);
        assert!(!shown(&patch).contains('\u{1b}'));
    }

    #[test]
    fn a_very_long_change_is_not_compared() {
        let old = "a\n".repeat(3_000);
        let patch =
            Patch::new(old.clone(), vec![Edit::new(0..old.len(), "b\n".repeat(3_000), "all")]).unwrap();
        assert_eq!(shown(&patch).lines().count(), 6_001);
    }
}
