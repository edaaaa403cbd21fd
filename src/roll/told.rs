//! Says what was moved, left, taken out, and what is left to do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::clear::{Cleared, LETTERS};
use super::entries::Entries;
use super::less::less;
use super::literals::Moved;
use super::stale::{Stale, stale};
use super::{Done, Old, Roles};
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::patch::Patch;
use crate::spec::Text;

/// What was done to an edition, and what is left to do.
#[derive(Debug, Clone)]
pub struct Told {
    /// From which period to which, in words.
    pub periods: [String; 2],
    /// Periods that moved, the lines that they stand in, and names of months.
    pub moved: [usize; 3],
    /// A year so far before and after, in words, and how many of them there were.
    pub grown: Option<(String, String, usize)>,
    /// Values to be filled in, and the figures that they are of.
    pub to_fill: (usize, usize),
    /// How many of these values are of other periods, which no edition has.
    pub added: usize,
    /// Whether the old file says when it was published, which the new one does not yet.
    pub is_dated: bool,
    /// Claims whose words are to be written.
    pub to_write: usize,
    /// Entries on legislation and events that went.
    pub entries: [usize; 2],
    /// Paragraphs, notes, remarks, titles and comments that stayed and name a time: how many, and the first lines of them.
    pub again: Vec<(&'static str, Vec<usize>, usize)>,
    /// What was taken out, with how often.
    pub out: Vec<(String, usize)>,
    /// Periods that stay, with the lines of the new file.
    pub left: BTreeMap<Period, BTreeSet<usize>>,
    /// Differences of periods of a figure that give another stretch now, in words, with their lines.
    pub less: Vec<(String, BTreeSet<usize>)>,
    /// Names of files of tables that are other ones now.
    pub renamed: Vec<(String, String)>,
    /// Files of tables that keep their name, with their lines.
    pub kept_files: Vec<(usize, String)>,
    /// Figures that are still called not available.
    pub unavailable: Vec<(usize, String)>,
    /// What the periods say that may be meant in two ways.
    pub both: Option<String>,
    stale: Stale,
    places: Vec<(usize, Period)>,
}

impl Told {
    pub(super) fn new(
        old: &Old<'_>,
        moved: &Moved,
        (claims, months): (usize, usize),
        (entries, cleared): (&Entries, &Cleared),
    ) -> Self {
        let lines: BTreeSet<usize> = moved.edits.iter().map(|edit| old.tree.line(edit.range.start)).collect();
        let words = |period: Period| old.locale.period(period).replace('\u{a0}', " ");
        let [legislation, events, corrections] = entries.counts;
        let plain = [
            ("exemption", cleared.allowed),
            ("converted value", cleared.converted),
            ("note", entries.unused),
            ("correction", corrections),
        ];
        let plain = plain.into_iter().map(|(name, count)| (name.to_owned(), count));
        let others = cleared.others.iter().map(|(name, count)| match name.as_str() {
            "date" | "alternative text" | LETTERS => (name.clone(), *count),
            key => (format!("`{key}`"), *count),
        });
        Self {
            periods: [words(old.roles.from()), words(old.roles.to())],
            moved: [moved.edits.len(), lines.len(), months],
            grown: moved.to_date.map(|(from, to)| (words(from), words(to), moved.grown)),
            to_fill: (0, 0),
            added: 0,
            is_dated: old.spec.edition.published.is_some(),
            to_write: claims,
            entries: [legislation, events],
            again: Vec::new(),
            out: plain.chain(others).filter(|(_, count)| *count > 0).collect(),
            left: BTreeMap::new(),
            less: less(old).into_iter().map(|less| (less.words, less.places.into_iter().collect())).collect(),
            renamed: moved.renamed.clone(),
            kept_files: moved.files.clone(),
            unavailable: cleared.not_available.clone(),
            both: both(old.roles, moved),
            stale: stale(old),
            places: moved.left.clone(),
        }
    }

    /// Turns places of the old file into lines of the new one.
    pub(super) fn place(&mut self, first: &Patch, others: &[Patch]) {
        let last = others.last().unwrap_or(first).new_text();
        let line = |place: usize| {
            let at = others.iter().fold(after(first, place), |at, patch| after(patch, at));
            last[..at.min(last.len())].matches('\n').count() + 1
        };
        for (place, period) in &self.places {
            self.left.entry(*period).or_default().insert(line(*place));
        }
        self.kept_files.iter_mut().chain(&mut self.unavailable).for_each(|(place, _)| *place = line(*place));
        for (_, places) in &mut self.less {
            *places = places.iter().map(|place| line(*place)).collect();
        }
        let Stale { notes, remarks, titles, comments } = &self.stale;
        for (name, places) in [("note", notes), ("remark", remarks), ("title", titles), ("comment", comments)]
        {
            let lines: Vec<usize> = places.iter().map(|place| line(*place)).collect();
            self.again.push((name, lines, places.len()));
        }
    }

    /// Counts what the new edition waits for.
    pub(super) fn count(&mut self, done: &Done, roles: Roles) {
        let gaps = done.spec.figures.iter().filter(|figure| !figure.gaps.is_empty());
        let counts: Vec<usize> = gaps.map(|figure| figure.gaps.len()).collect();
        self.to_fill = (counts.iter().sum(), counts.len());
        self.added = done.added.iter().filter(|(_, period)| !roles.to().contains(*period)).count();
        self.again.insert(0, ("paragraph", Vec::new(), same_as_last(done)));
    }
}

/// How many paragraphs and other texts the checks say are those of the edition before; notes have a list of their own.
fn same_as_last(done: &Done) -> usize {
    let is_of_note = |finding: &Diagnostic| {
        finding.span.is_some_and(|span| {
            let is_in =
                |text: &Text| text.span.source == span.source && text.span.range().contains(&span.start);
            done.spec.note_texts().any(is_in)
        })
    };
    let all = done.findings.iter().filter(|finding| finding.code == code::SAME_AS_LAST);
    all.filter(|finding| !is_of_note(finding)).count()
}

/// Where a place of the old text is in the new one.
pub(super) fn after(patch: &Patch, place: usize) -> usize {
    let before = patch.edits().iter().take_while(|edit| edit.range.end <= place);
    let (added, taken) =
        before.fold((0, 0), |(added, taken), edit| (added + edit.text.len(), taken + edit.range.len()));
    place + added - taken
}

fn both(roles: Roles, moved: &Moved) -> Option<String> {
    let (from, to) = (roles.from(), roles.to());
    if from.to_date() == Some(from) && to.to_date().is_some_and(|so_far| so_far != to) {
        let so_far = to.to_date()?;
        return Some(format!(
            "`{from}` was the quarter and the year so far, and all of it is `{to}` now; where the months since January are meant, write `{so_far}`"
        ));
    }
    (to.to_date() == Some(to) && moved.grown > 0)
        .then(|| format!("`{to}` is now both: the period itself and the year so far"))
}

/// "1 claim", "5 claims".
pub(super) fn counted(count: usize, name: &str) -> String {
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}

/// Lines that are named one by one.
const MOST_LINES: usize = 8;

pub(super) fn lines(lines: impl ExactSizeIterator<Item = usize>) -> String {
    let (count, mut named) = (lines.len(), Vec::new());
    for line in lines.take(MOST_LINES) {
        named.push(line.to_string());
    }
    let more = if count > MOST_LINES { " …" } else { "" };
    let word = if count == 1 { "line" } else { "lines" };
    format!("{word} {}{more}", named.join(", "))
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [periods, in_lines, months] = self.moved;
        write!(f, "  {} in {}", counted(periods, "period"), counted(in_lines, "line"))?;
        if months > 0 {
            let name = if months == 1 { "name of a month" } else { "names of months" };
            write!(f, " and {months} {name}")?;
        }
        f.write_str(" moved")?;
        if let Some((from, to, count)) = &self.grown {
            write!(f, "; {from} became {to} in {}", counted(*count, "place"))?;
        }
        f.write_str("\n")?;
        let (values, figures) = self.to_fill;
        if values > 0 {
            write!(f, "  to fill in     {} of {}", counted(values, "value"), counted(figures, "figure"))?;
            let others = if self.added == 1 { " is of a period" } else { " are of periods" };
            if self.added > 0 {
                write!(f, "; {}{others} that no edition here has", self.added)?;
            }
            f.write_str("\n")?;
        }
        let [legislation, events] = self.entries;
        let mut to_write = Vec::new();
        to_write.extend((self.to_write > 0).then(|| counted(self.to_write, "claim")));
        if legislation + events > 0 {
            to_write.push(format!("the legislation and the events ({legislation} and {events} last time)"));
        }
        if self.is_dated {
            to_write.push("the date (`published`)".to_owned());
        }
        if !to_write.is_empty() {
            writeln!(f, "  to write       {}", to_write.join(", "))?;
        }
        let again: Vec<String> = self
            .again
            .iter()
            .filter(|(.., count)| *count > 0)
            .map(|(name, places, count)| {
                let places = if places.is_empty() {
                    " (quarterly check tells them)".to_owned()
                } else {
                    format!(" ({})", lines(places.iter().copied()))
                };
                format!("{}{places}", counted(*count, name))
            })
            .collect();
        if !again.is_empty() {
            writeln!(f, "  to read again  {}", again.join(", "))?;
        }
        let out: Vec<String> = self.out.iter().map(|(name, count)| counted(*count, name)).collect();
        if !out.is_empty() {
            writeln!(f, "  taken out      {}", out.join(", "))?;
        }
        for (period, places) in &self.left {
            writeln!(f, "  left           {period} ({})", lines(places.iter().copied()))?;
        }
        for (words, places) in &self.less {
            writeln!(f, "  look           {} ({})", words, lines(places.iter().copied()))?;
        }
        for (from, to) in &self.renamed {
            writeln!(f, "  tables         put `{to}` here, in the place of `{from}`")?;
        }
        for (line, file) in &self.kept_files {
            writeln!(f, "  tables         replace what is in `{file}`, or write another name (line {line})")?;
        }
        for (line, figure) in &self.unavailable {
            writeln!(f, "  not available  `{figure}` still is (line {line})")?;
        }
        if let Some(both) = &self.both {
            writeln!(f, "  look           {both}")?;
        }
        Ok(())
    }
}
