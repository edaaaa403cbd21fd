//! Reads the words of a unit around a number that is printed bare: "KZT 253.8 billion".

use crate::language::{Language, Pattern, is_whole};
use crate::report::{Measure, Scale, Unit};

/// What the words around a number say of its unit, and how much of the text they take.
#[derive(Debug, Clone)]
pub struct UnitSaid {
    /// The currency by its code.
    pub currency: Option<String>,
    /// The power of ten.
    pub scale: Option<Scale>,
    /// Per cent or percentage points.
    pub rate: Option<Rate>,
    /// Whether another number follows, which may bring what is left out here: "KZT 3 to 4 billion".
    pub is_listed: bool,
    /// How many letters of the text before and behind the number.
    pub around: (usize, usize),
}

/// How a rate is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// Hundredths.
    Percent,
    /// The difference of two percentages.
    Points,
}

impl UnitSaid {
    /// Whether it may be the unit of a number.
    pub fn fits(&self, unit: &Unit) -> bool {
        let is_rate = match self.rate {
            Some(Rate::Percent) => unit.measure == Measure::Percent,
            Some(Rate::Points) => unit.measure == Measure::Points,
            None => true,
        };
        let is_currency = match (&self.currency, &unit.measure) {
            (Some(code), Measure::Money(own)) => code == own,
            (Some(_), _) => false,
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
pub(super) fn around(before: &str, after: &str, locale: &Language) -> UnitSaid {
    let (reading, known) = (locale.reading(), locale.known());
    let lead = before.trim_end();
    let length = |(name, _): &&(Pattern, String)| name.as_str().len();
    let ahead = known.currencies.iter().filter(|(name, _)| name.ends(lead).is_some()).max_by_key(length);
    let mut rest = Rest { text: after, at: 0 };
    let take_scale =
        |rest: &mut Rest<'_>| known.scales.iter().find(|(_, name)| rest.take(name)).map(|(scale, _)| *scale);
    let scale = take_scale(&mut rest);
    let behind = known.currencies.iter().filter(|(name, _)| rest.clone().take(name)).max_by_key(length);
    if let Some((name, _)) = behind {
        rest.take(name);
    }
    // "253.8 million tenge", and "253.8 KZT million".
    let scale = scale.or_else(|| take_scale(&mut rest));
    let rates = [(Rate::Points, &reading.points), (Rate::Percent, &reading.percent)];
    let mut rates =
        rates.into_iter().flat_map(|(rate, names)| names.iter().rev().map(move |name| (rate, name)));
    let rate = rates.find(|(_, name)| rest.take(name)).map(|(rate, _)| rate);
    let words_before = ahead.and_then(|(name, _)| name.ends(lead)).map_or(0, |start| before.len() - start);
    UnitSaid {
        currency: ahead.or(behind).map(|(_, code)| code.clone()),
        scale,
        rate,
        is_listed: is_listed(after, locale),
        around: (words_before, rest.at),
    }
}

/// Whether a text goes on as a list does.
fn is_listed(after: &str, locale: &Language) -> bool {
    let next = after.trim_start();
    let is_joint = |joint: &str| next.starts_with(joint) && is_whole(next, &(0..joint.len()));
    next.starts_with(['–', '-', '/'])
        || locale.known().list_joints.iter().any(|joint| is_joint(joint))
        || locale.reading().joints.iter().any(|joint| joint.leads(next).is_some())
}

/// The text behind a number, and how much of it has been read.
#[derive(Clone)]
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl Rest<'_> {
    /// Reads a phrase, when the text goes on with it.
    fn take(&mut self, phrase: &Pattern) -> bool {
        let rest = &self.text[self.at..];
        let start = rest.len() - rest.trim_start_matches([' ', '-']).len();
        let end = phrase.leads(&rest[start..]);
        self.at += end.map_or(0, |end| start + end);
        end.is_some()
    }
}
