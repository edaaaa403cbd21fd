//! The parts of a figure by their size.

use std::collections::BTreeSet;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::check::rules::sentence::label_words::is_akin;
use crate::data::period::{Frequency, Period};
use crate::report::compute::OTHER;
use crate::report::{Direction, Figure, PartOf, What};
use crate::text::{Extreme, Line, NamedPart, Said, Stretch, named_parts};

/// Parts of a figure with their sizes, the largest first.
pub(super) struct Ranking<'a> {
    pub(super) figure: &'a Figure,
    pub(super) parts: Vec<(String, Decimal)>,
}

impl Ranking<'_> {
    pub(super) fn value(&self, part: &str) -> Option<Decimal> {
        self.parts.iter().find(|(key, _)| key == part).map(|(_, value)| *value)
    }

    /// How many parts are larger than one, or smaller.
    pub(super) fn before(&self, part: &str, is_highest: bool, without: &BTreeSet<&str>) -> Option<usize> {
        let own = self.value(part)?;
        // Of balances and changes, losses are compared with losses.
        let is_before = |value: Decimal| {
            let is_alike = value.is_sign_negative() == own.is_sign_negative();
            let (value, size) = (value.abs(), own.abs());
            is_alike && if is_highest { value > size } else { value < size }
        };
        let others =
            self.parts.iter().filter(|(key, value)| is_before(*value) && !without.contains(key.as_str()));
        Some(others.count())
    }
}

/// The parts of a figure in a period; none when a source gives only a limit of one.
fn sorted(figure: &Figure, is_share: bool, at: Period) -> Option<Vec<(String, Decimal)>> {
    let list = figure.ranking(is_share, at);
    list.into_iter().map(|(key, value)| value.is_exact().then(|| (key, value.value()))).collect()
}

/// The parts of a figure in its own period.
pub(super) fn of_figure(figure: &Figure) -> Option<Ranking<'_>> {
    let is_share = figure.lists(figure.period).parts.is_empty();
    let parts = sorted(figure, is_share, figure.period)?;
    Some(Ranking { figure, parts })
}

/// The parts that a number is one of.
pub(super) fn ranking<'a>(subject: &Subject<'a>, said: &Said<'_>) -> Option<Ranking<'a>> {
    let figure: &Figure = subject.report.figures.get(&said.asked.figure)?;
    let parts = match &said.asked.what {
        What::Share(PartOf { at, .. }) | What::Part(PartOf { at, .. }) => {
            let lists = figure.lists(*at);
            let is_share = matches!(said.asked.what, What::Share(_)) && !lists.shares.is_empty();
            sorted(figure, is_share, *at)?
        }
        What::Change { from, to, part: Some(_) } => {
            let keys: BTreeSet<&str> = figure.all_parts().filter(|part| *part != OTHER).collect();
            let of = |key: &str| {
                let change = figure.change_of(key, *from, *to).ok()?;
                let percent = change.percent.ok()?.value().abs();
                let sign = if change.direction == Direction::Down { -percent } else { percent };
                Some((key.to_owned(), sign))
            };
            keys.into_iter().filter_map(of).collect()
        }
        _ => return None,
    };
    Some(Ranking { figure, parts })
}

/// The parts of the group that a sentence ranks: "among the four countries of Central Asia, Turkmenistan had the most".
/// Nothing when it ranks some that are no group.
pub(super) fn within_group<'a>(
    subject: &Subject<'_>,
    line: &Line<'_>,
    own: &Range<usize>,
    (ranking, part): (Ranking<'a>, &str),
) -> Option<Ranking<'a>> {
    let groups = subject.names.groups_in(line, own);
    let members = groups.iter().filter_map(|(_, group)| ranking.figure.groups.members(group));
    if let Some(members) = members.into_iter().find(|members| members.iter().any(|member| member == part)) {
        let parts = ranking.parts.into_iter().filter(|(key, _)| members.contains(key)).collect();
        return Some(Ranking { parts, ..ranking });
    }
    let (reading, text) = (subject.locale.reading(), line.lower[own.clone()].trim_start());
    let led = reading.counted.among.iter().find_map(|word| word.leads(text));
    let phrase = led.and_then(|led| text[led..].split(',').next()).unwrap_or_default();
    let is_of_some =
        [&reading.extremes.things, &reading.places].into_iter().any(|words| words.are_in(phrase));
    // "Among the recipients of temporary permits" are all that such a figure counts.
    let label = crate::check::telling_words(&ranking.figure.label, subject.locale);
    let is_all = phrase.split_whitespace().all(|word| {
        label.iter().any(|known| is_akin(known, word))
            || reading.fillers.contain(word)
            || reading.numerals.get(word).is_some()
            || word.chars().all(|c| c.is_ascii_digit())
            || reading.extremes.things.contain(word)
            || reading.places.contain(word)
            || reading.counted.all.contain(word)
    });
    (!is_of_some || is_all).then_some(ranking)
}

/// Whether a stretch of time is no longer than one period: "in 2025", beside a number of that year, names when it was.
pub(super) fn is_of_one(stretch: Stretch, at: Period) -> bool {
    match stretch {
        Stretch::NamedYear(year) => at.frequency() == Frequency::Year && at.is_in_year(year),
        Stretch::Year => at.frequency() == Frequency::Year,
        Stretch::Quarter => at.frequency() == Frequency::Quarter,
        _ => false,
    }
}

/// Whether parts of one size share the place that is told.
pub(super) fn is_tied(ranking: &Ranking<'_>, part: &str, extreme: &Extreme) -> bool {
    let Some(own) = ranking.value(part) else { return false };
    let Some(before) = ranking.before(part, extreme.is_highest, &BTreeSet::new()) else { return false };
    let equal = ranking.parts.iter().filter(|(_, value)| *value == own).count();
    equal > 1 && (before + 1..=before + equal).contains(&extreme.nth)
}

pub(super) fn is_of_part(said: &Said<'_>) -> bool {
    said.asked.what.part().is_some_and(|part| part != OTHER)
}

/// Names in a part of a sentence that are of one figure's parts.
pub(super) fn names(
    subject: &Subject<'_>,
    line: &Line<'_>,
    figure: &Figure,
    range: &Range<usize>,
) -> Vec<NamedPart> {
    named_parts(line, &figure.key, range, subject.names, subject.locale)
}
