//! Superlatives of periods in sentences without a number: "the busiest month was July", "most applications were lodged in
//! August". Which figure they are about, the words of its label say.

use std::ops::Range;

use super::alone_with::{Clause, told_of};
use super::in_stretch::{nearest, periods};
use crate::check::Subject;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::report::Figure;
use crate::text::{Extreme, Mention, Named, ReadPassage, Sentence, named_parts, segment, stretch};

/// What the superlatives of a sentence without numbers tell wrongly of the periods of a figure that it names.
pub(super) fn of_sentence(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
) -> Vec<Diagnostic> {
    let extremes = sentence.extremes(&passage.line, subject.locale).iter();
    let whole =
        extremes.filter(|extreme| extreme.nth == 1 && extreme.count.is_none() && !extreme.is_of_change);
    whole.filter_map(|extreme| of_extreme(subject, passage, (sentence, extreme))).collect()
}

fn of_extreme(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (sentence, extreme): (&Sentence<'_>, &Extreme),
) -> Option<Diagnostic> {
    let (line, locale, reading) = (&passage.line, subject.locale, subject.locale.reading());
    let own = segment(line, &sentence.range, extreme.range.start, reading);
    if line.has(&reading.negations.before, &(own.start..extreme.range.start)) {
        return None;
    }
    let inside = passage.named.iter().filter(|mention| own.contains(&mention.range.start));
    let mentions: Vec<&Mention> = inside.collect();
    if mentions.is_empty() {
        return None;
    }
    let figure = told_of(subject, line, &own)?;
    let (at, mention) = meant(figure, &mentions)?;
    let named = named_parts(line, &figure.key, &own, subject.names, locale);
    let clause = Clause { subject, line, range: &own, figure, named: &named, extreme };
    let is_whole = named.is_empty()
        && is_without_other_digits(passage, &own)
        && clause.is_of_all(passage)
        && !clause.names_others(passage);
    if !is_whole || extreme.needs_name && !clause.is_near(&mention.range) {
        return None;
    }
    let among = match stretch(line, &own, extreme, &passage.named, locale) {
        Some(stretch) => periods(subject, figure, at, stretch)?,
        None => nearest(figure, at)?,
    };
    let value =
        figure.value(at).ok().filter(|value| value.is_exact() && !value.value().is_sign_negative())?;
    let others = among.into_iter().filter(|other| *other != at);
    let better = others.filter_map(|other| Some((other, figure.value(other).ok()?))).find(|(_, other)| {
        other.is_exact()
            && if extreme.is_highest { other.value() > value.value() } else { other.value() < value.value() }
    });
    let (other, larger) = better?;
    let words = &line.text[extreme.range.clone()];
    let message = format!(
        "“{words}” is not true: `{}` was {} {} and {} {}",
        figure.key,
        locale.format(&value).text(),
        locale.period_when(at),
        locale.format(&larger).text(),
        locale.period_when(other)
    );
    let hint = "name the period that it is true of, or take the word out";
    Some(Diagnostic::new(code::CLAIM_RECORD, line.span(&extreme.range), message).hint(hint).found(words))
}

/// The one period of a clause that a figure has a value of, and that is not all that the figure is of; the others that are
/// named hold it.
fn meant<'m>(figure: &Figure, mentions: &[&'m Mention]) -> Option<(Period, &'m Mention)> {
    let whole = figure.period;
    let of = |mention: &Mention| -> Vec<Period> {
        let known =
            figure.values.keys().copied().filter(|at| *at != whole && mention.named.means(*at, whole));
        let all: Vec<Period> = known.collect();
        let beside: Vec<Period> = all.iter().copied().filter(|at| whole.contains(*at)).collect();
        if beside.is_empty() { all } else { beside }
    };
    let mut found: Option<(Period, &Mention)> = None;
    for mention in mentions.iter().filter(|mention| !matches!(mention.named, Named::Year(_) | Named::ToDate))
    {
        if mention.named.means(whole, whole) {
            continue;
        }
        let ([at], None) = (&of(mention)[..], &found) else { return None };
        found = Some((*at, mention));
    }
    let (at, mention) = found?;
    let mut years = mentions.iter().filter_map(|mention| match mention.named {
        Named::Year(year) => Some(year),
        _ => None,
    });
    years.all(|year| at.is_in_year(year)).then_some((at, mention))
}

/// Whether no digit stands in a range but in names of periods.
fn is_without_other_digits(passage: &ReadPassage<'_>, range: &Range<usize>) -> bool {
    let is_named = |at: usize| passage.named.iter().any(|mention| mention.range.contains(&at));
    let text = &passage.line.text[range.clone()];
    let mut digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
    digits.all(|(at, _)| is_named(range.start + at))
}
