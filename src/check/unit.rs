//! Holds the words of a unit around a number that is printed bare to the number's own unit.

use super::Subject;
use super::sentence::{Line, Occurrence, ends_with_word, is_whole, plain};
use crate::diag::Diagnostic;
use crate::locale::Locale;
use crate::report::{Measure, Number, Scale, Unit, What};

/// What the words around a number say of its unit, and as they stand there.
struct Typed {
    currency: Option<String>,
    scale: Option<Scale>,
    rate: Option<Rate>,
    /// Whether another number follows, which may bring what is left out here: "KZT 3 to 4 billion".
    is_listed: bool,
    /// How many letters of the text before and behind the number.
    around: (usize, usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rate {
    Percent,
    Points,
}

/// What is to be said of a computed number whose unit was typed, when it is not the number's own.
pub(super) fn typed(
    subject: &Subject<'_>,
    line: &Line<'_>,
    occurrence: &Occurrence<'_>,
    number: &Number,
) -> Option<Diagnostic> {
    let (locale, quantity) = (subject.locale, number.quantity());
    if locale.format_bare(quantity).text() != number.text() {
        return None;
    }
    let range = &occurrence.range;
    let typed = read(&line.lower[..range.start], &line.lower[range.end..], locale);
    let unit = quantity.unit();
    // The change of a percentage is told in points.
    let figure = subject.report.figures.get(&occurrence.asked.figure)?;
    let is_points = matches!(occurrence.asked.what, What::Change { .. })
        && figure.unit == Unit::PERCENT
        && typed.rate == Some(Rate::Points);
    if is_points || typed.fits(unit) {
        return None;
    }
    let (before, behind) = typed.around;
    let words = &line.text[range.start - before..range.end + behind];
    let right = locale.format(quantity);
    let message = format!("the words “{words}” have another unit than {}", right.text());
    let hint = format!("write {}; without `| bare`, the number comes with its unit", right.text());
    Some(Diagnostic::warning("claim-unit", occurrence.span, message).hint(hint).found(words))
}

impl Typed {
    fn fits(&self, unit: &Unit) -> bool {
        let is_rate = match self.rate {
            Some(Rate::Percent) => unit.measure == Measure::Percent,
            Some(Rate::Points) => false,
            None => true,
        };
        let is_currency = match (&self.currency, &unit.measure) {
            (Some(code), Measure::Money(own)) => code == own,
            (Some(_), Measure::Count | Measure::Percent | Measure::Ratio) => false,
            (None, _) => true,
        };
        // A currency without its scale is that many of it.
        let is_scale = match self.scale {
            Some(scale) => scale == unit.scale,
            None => self.currency.is_none() || self.is_listed || unit.scale == Scale::One,
        };
        is_rate && is_currency && is_scale
    }
}

/// Reads the words right before and right behind a number.
fn read(before: &str, after: &str, locale: &Locale) -> Typed {
    let words = locale.words();
    let codes = words.currencies.iter().flat_map(|(code, name)| [(plain(code), code), (plain(name), code)]);
    let names = words.reading.money.iter().map(|(name, code)| (plain(name), code));
    let money: Vec<(String, &String)> = codes.chain(names).collect();
    let lead = before.trim_end();
    let ahead =
        money.iter().filter(|(name, _)| ends_with_word(lead, name)).max_by_key(|(name, _)| name.len());
    let mut rest = Rest { text: after, at: 0 };
    let scales = [
        (Scale::Thousand, &words.scale.thousand),
        (Scale::Million, &words.scale.million),
        (Scale::Billion, &words.scale.billion),
    ];
    let take_scale = |rest: &mut Rest<'_>| {
        scales.into_iter().find(|(_, name)| rest.take(&plain(name))).map(|(scale, _)| scale)
    };
    let scale = take_scale(&mut rest);
    let behind = money.iter().filter(|(name, _)| rest.clone().take(name)).max_by_key(|(name, _)| name.len());
    if let Some((name, _)) = behind {
        rest.take(name);
    }
    // "253.8 million tenge", and "253.8 KZT million".
    let scale = scale.or_else(|| take_scale(&mut rest));
    let rates = [(Rate::Points, &words.reading.points), (Rate::Percent, &words.reading.percent)];
    let mut rates =
        rates.into_iter().flat_map(|(rate, names)| names.iter().rev().map(move |name| (rate, name)));
    let rate = rates.find(|(_, name)| rest.take(name)).map(|(rate, _)| rate);
    Typed {
        currency: ahead.or(behind).map(|(_, code)| (*code).clone()),
        scale,
        rate,
        is_listed: is_listed(after, locale),
        around: (ahead.map_or(0, |(name, _)| before.len() - lead.len() + name.len()), rest.at),
    }
}

/// Whether a text goes on as a list does.
fn is_listed(after: &str, locale: &Locale) -> bool {
    let words = locale.words();
    let list = [&words.list.separator, &words.list.last, &words.list.last_of_many].map(|joint| plain(joint));
    let next = after.trim_start();
    let mut joints =
        list.iter().map(|joint| joint.trim()).chain(words.reading.joints.iter().map(String::as_str));
    next.starts_with(['–', '-', '/'])
        || joints.any(|joint| next.starts_with(joint) && is_whole(next, &(0..joint.len())))
}

/// The text behind a number, and how much of it has been read.
#[derive(Clone)]
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl Rest<'_> {
    /// Reads a phrase, when the text goes on with it.
    fn take(&mut self, phrase: &str) -> bool {
        let rest = &self.text[self.at..];
        let start = rest.len() - rest.trim_start_matches([' ', '-']).len();
        let place = start..start + phrase.len();
        let is_next = rest[start..].starts_with(phrase) && is_whole(rest, &place);
        if is_next {
            self.at += place.end;
        }
        is_next
    }
}
