//! Which codes tell a kind of mistake rightly, and on which lines.

use super::Told;
use super::plant::Planted;

/// What is told of a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A fitting code on a line that it concerns.
    Rightly,
    /// Only something else.
    Otherwise,
    /// Nothing.
    Silent,
}

/// The lines that a mistake of a kind concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// The one that it stands on.
    Own,
    /// The table of the figure that it stands in, and every line that names the figure.
    OfFigure,
    /// Any: what is missing or said twice is told where it is used.
    Any,
}

const GIVEN: &[&str] = &[
    "shares-sum",
    "parts-sum",
    "periods-sum",
    "share-of-total",
    "share-range",
    "conversion-differs",
    "derived-differs",
    "given-differs",
    "value-differs",
    "claim-value",
];

/// Kinds of mistakes, the codes that tell them rightly, and where.
const KINDS: &[(&str, &[&str], Lines)] = &[
    ("a digit of a given number, prose computed", GIVEN, Lines::OfFigure),
    ("a digit of a given number, prose claimed", GIVEN, Lines::OfFigure),
    ("a sign of a given number", &["negative-count", "share-range"], Lines::OfFigure),
    ("a digit of a rate", &["conversion-differs", "rate-reused", "claim-value"], Lines::OfFigure),
    ("the last digit of a given conversion", &["conversion-differs"], Lines::OfFigure),
    ("a dropped part", &["shares-sum", "parts-sum", "no-value"], Lines::OfFigure),
    ("a digit of a typed number", &["claim-value"], Lines::Own),
    ("a unit", &["claim-unit"], Lines::Own),
    ("a word for how nearly", &["claim-nearness"], Lines::Own),
    ("a number without its link", &["loose-number"], Lines::Own),
    ("a value for a change", &["change-or-value"], Lines::Own),
    ("a word of direction", &["claim-direction"], Lines::Own),
    ("a period, prose computed", &["claim-period", "claim-value"], Lines::Own),
    ("a period, prose claimed", &["claim-period", "claim-value"], Lines::Own),
    ("the number of another part", &["claim-part"], Lines::Own),
    ("a reference to another chart", &["chart-reference"], Lines::Any),
    ("the date of an event", &["event-outside"], Lines::Own),
    ("a missing source", &["source-missing"], Lines::Any),
    ("the change of another figure or period", &["other-change"], Lines::Own),
    ("another figure in a chart", &["chart-reference"], Lines::Any),
    ("a word of direction beside two values", &["claim-direction"], Lines::Own),
    ("a noun of direction behind a change", &["claim-direction"], Lines::Own),
    ("a unit typed around a bare number", &["claim-unit"], Lines::Own),
    ("a share or a ratio for a change", &["change-or-value"], Lines::Own),
    ("a day that no calendar has", &["impossible-date"], Lines::Own),
    ("a number in words", &["loose-number"], Lines::Own),
    ("a unit in a title or header", &["label-unit"], Lines::Own),
    ("a chart that is not converted", &["label-unit"], Lines::Any),
    ("a cell that is not converted", &["label-unit"], Lines::Any),
    ("a period in a cell", &["label-period"], Lines::Own),
    ("the first cell of a row", &["label-period"], Lines::Own),
    ("a period in a title", &["label-period"], Lines::Own),
];

/// Whether what is told of a mistake fits it.
pub(crate) fn outcome(planted: &Planted, told: &[Told]) -> Outcome {
    let Some((_, codes, lines)) = KINDS.iter().find(|(kind, ..)| *kind == planted.kind) else {
        return Outcome::Otherwise;
    };
    let own = own_lines(planted);
    let table = table(planted);
    let concerns = |line: usize| match lines {
        Lines::Any => true,
        Lines::Own => own.contains(&line),
        Lines::OfFigure => table.as_ref().is_some_and(|(lines, key)| {
            let text = planted.text.lines().nth(line - 1).unwrap_or_default();
            lines.contains(&line) || names(text, key)
        }),
    };
    let is_right = |(code, line): &Told| codes.contains(code) && line.map_or(*lines == Lines::Any, concerns);
    match told {
        [] => Outcome::Silent,
        told if told.iter().any(is_right) => Outcome::Rightly,
        _ => Outcome::Otherwise,
    }
}

/// The lines that the mistake itself takes.
fn own_lines(planted: &Planted) -> std::ops::RangeInclusive<usize> {
    let line = |at: usize| planted.text[..at].matches('\n').count() + 1;
    line(planted.range.start)..=line(planted.range.end)
}

/// The lines of the table of the figure that a mistake stands in, and its key.
fn table(planted: &Planted) -> Option<(std::ops::Range<usize>, String)> {
    let head = planted.text[..planted.range.start].rfind("\n[figures.")? + 1;
    let rest = &planted.text[head..];
    let end = rest[1..].find("\n[").map_or(rest.len(), |at| at + 1);
    let first = planted.text[..head].matches('\n').count() + 1;
    let key = rest.strip_prefix("[figures.")?.split([']', '.']).next()?;
    Some((first..first + rest[..end].matches('\n').count() + 1, key.to_owned()))
}

/// Whether a line names a figure.
fn names(text: &str, key: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.split(|c| !is_word(c)).any(|word| word == key)
}
