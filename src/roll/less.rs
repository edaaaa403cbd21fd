//! Finds differences of two periods of a figure of which one has moved and the other has not: what they give is no longer
//! the stretch that it was.

use std::collections::BTreeMap;

use super::Old;
use super::texts::expressions;
use crate::data::period::{Date, Period};

/// What stands between two terms.
const MINUS: &str = " - ";
/// How the value of another period is asked for.
const VALUE: &str = ".value(";
/// The most months that a difference has.
const MOST_MONTHS: u16 = 120;

/// A difference with what it gives now, in words, and the places where it stands.
#[derive(Debug, Clone)]
pub(super) struct Less {
    pub(super) words: String,
    pub(super) places: Vec<usize>,
}

/// One side of a difference: a figure in a period.
type Term<'a> = (&'a str, Period);

/// The differences that give another stretch than they did.
pub(super) fn less(old: &Old<'_>) -> Vec<Less> {
    let mut found: BTreeMap<(String, Period, Period), Vec<usize>> = BTreeMap::new();
    for (path, value) in old.texts() {
        let (text, places) = (value.text().unwrap_or_default(), old.text_of(value));
        for range in expressions(&path, text) {
            let expression = &text[range.clone()];
            for (at, _) in expression.match_indices(MINUS) {
                let first = before(&expression[..at]).and_then(|term| old.period_of(term));
                let second = behind(&expression[at + MINUS.len()..]).and_then(|term| old.period_of(term));
                if let (Some((figure, whole)), Some((other, part))) = (first, second)
                    && figure == other
                {
                    let place = places.at(range.start + at, range.start + at + 1).range().start;
                    found.entry((figure.to_owned(), whole, part)).or_default().push(place);
                }
            }
        }
    }
    let told = found.into_iter().filter_map(|((figure, whole, part), places)| {
        Some(Less { words: old.told(&figure, whole, part)?, places })
    });
    told.collect()
}

/// A figure as an expression names it, with the period that is asked for; none for its own.
fn before(text: &str) -> Option<(&str, Option<&str>)> {
    let text = text.trim_end();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (rest, period) = match text.strip_suffix(')') {
        Some(inside) => {
            let at = inside.rfind(VALUE)?;
            (&inside[..at], Some(unquoted(&inside[at + VALUE.len()..])?))
        }
        None => (text.strip_suffix(".total").unwrap_or(text), None),
    };
    let name = &rest[rest.rfind(|c| !is_name(c)).map_or(0, |at| at + 1)..];
    // What hangs on another name is no figure.
    (!name.is_empty() && !rest[..rest.len() - name.len()].ends_with('.')).then_some((name, period))
}

/// The same at the beginning of what stands behind.
fn behind(text: &str) -> Option<(&str, Option<&str>)> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let period = match rest.strip_prefix(VALUE) {
        Some(inside) => Some(unquoted(inside.split_once(')')?.0)?),
        None if rest.starts_with(".total") || !rest.starts_with('.') => None,
        None => return None,
    };
    (!name.is_empty()).then_some((name, period))
}

fn unquoted(text: &str) -> Option<&str> {
    let text = text.trim();
    ['"', '\''].iter().find_map(|mark| text.strip_prefix(*mark)?.strip_suffix(*mark))
}

/// The months from a day to another one.
fn between(first: Date, last: Date) -> Option<Period> {
    let months = (1..=MOST_MONTHS).filter_map(|count| Period::months(first.year, first.month, count));
    months
        .take_while(|period| period.last_day() <= last)
        .find(|period| period.last_day() == last && period.first_day() == first)
}

/// What a longer period has besides a shorter one at its beginning or end.
fn rest(whole: Period, part: Period) -> Option<Period> {
    if whole.first_day() == part.first_day() && part.last_day() < whole.last_day() {
        return between(part.last_day().next()?, whole.last_day());
    }
    let is_end = whole.last_day() == part.last_day() && whole.first_day() < part.first_day();
    let months = (1..=MOST_MONTHS)
        .filter_map(|count| Period::months(whole.first_day().year, whole.first_day().month, count));
    let mut before = months.take_while(|period| period.last_day() < part.first_day());
    let found = before.find(|period| period.last_day().next() == Some(part.first_day()));
    found.filter(|_| is_end)
}

impl Old<'_> {
    fn period_of<'b>(&self, (name, period): (&'b str, Option<&str>)) -> Option<Term<'b>> {
        let own = self.figures.get(name)?.period;
        Some((name, period.map_or(Some(own), |period| period.parse().ok())?))
    }

    /// What the difference of two periods of a figure gives in the new edition, when it is not what it was to the old one.
    fn told(&self, figure: &str, whole: Period, part: Period) -> Option<String> {
        let moved = |period: Period| self.roles.of(period).period();
        let new = |period: Period| moved(period).unwrap_or(period);
        let wanted = moved(rest(whole, part)?)?;
        let (new_whole, new_part) = (new(whole), new(part));
        let given = rest(new_whole, new_part);
        if given == Some(wanted) {
            return None;
        }
        let words = |period: Period| self.locale.period(period).replace('\u{a0}', " ");
        let given = match given {
            Some(given) => format!("{new_whole} less {new_part} is {}", words(given)),
            None => format!("{new_whole} does not hold {new_part}"),
        };
        let instead = match rest(new_whole, wanted) {
            Some(instead) => format!("; for {}, subtract {instead}", words(wanted)),
            None if new_whole == wanted => format!("; {} is the first alone", words(wanted)),
            None => String::new(),
        };
        Some(format!("`{figure}`: {given}{instead}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{before, behind, rest};
    use crate::data::period::Period;

    #[test]
    fn terms_are_read_on_both_sides() {
        let value = Some("2023-H1");
        assert_eq!(before("departures.total"), Some(("departures", None)));
        assert_eq!(before("percent(a.value('2023-H1')"), Some(("a", value)));
        assert_eq!(before("visas.share(\"CN\")"), None);
        assert_eq!(behind("departures.value(\"2023-H1\")) | short"), Some(("departures", value)));
        assert_eq!((behind("a"), behind("a.other"), before("a.other")), (Some(("a", None)), None, None));
    }

    #[test]
    fn what_is_left_of_a_year_has_its_months() {
        let left = |whole: &str, part: &str| {
            let period = |text: &str| text.parse::<Period>().unwrap();
            rest(period(whole), period(part)).map(|period| period.to_string())
        };
        assert_eq!(left("2023-9M", "2023-H1").as_deref(), Some("2023-Q3"));
        assert_eq!(left("2023", "2023-H1").as_deref(), Some("2023-H2"));
        assert_eq!(left("2023", "2023-Q4").as_deref(), Some("2023-9M"));
        assert_eq!((left("2024-Q1", "2023-9M"), left("2023-Q3", "2023-Q3")), (None, None));
    }
}
