//! Superlatives in sentences without a number: "most permits went to nationals of India". Which figure they are about, the
//! words of its label say.

use std::collections::BTreeSet;

use super::left_out::left_out;
use super::ranking::{is_of_one, is_tied, names, of_figure, within_group};
use super::told::{of_many, wrong};
use crate::check::Subject;
use crate::check::rules::sentence::alone_with::{Clause, told_of};
use crate::diag::Diagnostic;
use crate::text::{Extreme, ReadPassage, Sentence, segment, stretch};

/// What the superlatives of a sentence without numbers tell wrongly of a figure that the sentence names.
pub(super) fn unlinked(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Diagnostic> {
    let extremes = sentence.extremes(&passage.line, subject.locale).iter();
    extremes.filter_map(|extreme| of_extreme(subject, passage, (sentence, extreme))).collect()
}

fn of_extreme(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (sentence, extreme): (&Sentence<'_>, &Extreme),
) -> Option<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let own = segment(line, &sentence.range, extreme.range.start, reading);
    let is_of_time = extreme.is_of_periods
        || extreme.is_of_change
        || line.has(&reading.open_times, &own)
        || line.has(&reading.negations.before, &own);
    if is_of_time {
        return None;
    }
    let figure = told_of(subject, line, &own)?;
    let stretch = stretch(line, &own, extreme, &passage.named, subject.locale);
    if stretch.is_some_and(|stretch| !is_of_one(stretch, figure.period)) {
        return None;
    }
    let named = names(subject, line, figure, &own);
    let ranking = of_figure(figure)?;
    let clause = Clause { subject, line, range: &own, figure, named: &named, extreme };
    if !clause.is_of_now(passage) || !clause.is_of_all(passage) || clause.names_others(passage) {
        return None;
    }
    if let Some(count) = extreme.count {
        return of_many(line, (extreme, count), (&ranking, &named));
    }
    let mut left_out = left_out(subject, line, &own, (extreme, &named), figure)?;
    // "After China, Türkiye got the most": a comma alone may go on with those that are left out, or end them.
    if let [.., (before, _), (last, name)] = &named[..]
        && named.iter().all(|(_, name)| left_out.contains(name.as_str()))
        && line.lower[before.end..last.start].trim() == ","
    {
        left_out.remove(name.as_str());
    }
    let mut about = named.iter().filter(|(_, name)| !left_out.contains(name.as_str()));
    let ((range, part), None) = (about.next()?, about.next()) else { return None };
    if extreme.needs_name && !clause.is_near(range) {
        return None;
    }
    let ranking = within_group(subject, line, &own, (ranking, part))?;
    if line.has(&reading.counted.foreign, &own) {
        left_out.insert(&subject.spec.series.country.value);
    }
    let before = ranking.before(part, extreme.is_highest, &left_out)?;
    let whole = ranking.before(part, extreme.is_highest, &BTreeSet::new())?;
    let is_right = before + 1 == extreme.nth
        || whole + 1 == extreme.nth && extreme.nth > 1
        || is_tied(&ranking, part, extreme);
    (!is_right).then(|| wrong(subject, line, (range, part, extreme), &ranking, &left_out))
}
