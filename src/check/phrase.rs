//! Reads a unit in words, as titles and headers name it: "USD million", "per cent", "number of persons".

use super::sentence::{is_whole, plain};
use crate::locale::Locale;
use crate::report::{Measure, Scale, Unit};

/// What words say of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnitPhrase {
    /// What is measured, when they say so.
    measure: Option<Measure>,
    /// In which power of ten, when they say so.
    scale: Option<Scale>,
}

/// What one word or a few stand for.
enum Word {
    Measure(Measure),
    Scale(Scale),
    /// Says nothing.
    Link,
    /// What stands behind it is what is measured.
    Of,
}

impl UnitPhrase {
    /// Reads words that name a unit and nothing else; none when they are no such words.
    pub(super) fn read(text: &str, locale: &Locale) -> Option<Self> {
        let lower = plain(text);
        let mut phrase = Self { measure: None, scale: None };
        let (mut at, mut is_link) = (0, false);
        loop {
            at += lower[at..].len() - lower[at..].trim_start().len();
            if at == lower.len() {
                return (!is_link && phrase != Self { measure: None, scale: None }).then_some(phrase);
            }
            let (length, word) = next(&lower, at, locale)?;
            is_link = matches!(word, Word::Link | Word::Of);
            match word {
                Word::Of if phrase.measure.is_some() => return Some(phrase),
                Word::Measure(measure) if phrase.measure.as_ref().is_none_or(|known| *known == measure) => {
                    phrase.measure = Some(measure);
                }
                Word::Scale(scale) if phrase.scale.is_none() => phrase.scale = Some(scale),
                Word::Link | Word::Of => {}
                Word::Measure(_) | Word::Scale(_) => return None,
            }
            at += length;
        }
    }

    /// Whether only what is counted is named, which may as well be the name of a column.
    pub(super) fn is_count_alone(&self) -> bool {
        self.measure == Some(Measure::Count) && self.scale.is_none()
    }

    /// Whether this names another unit than that of numbers that show their digits alone.
    pub(super) fn contradicts(&self, unit: &Unit) -> bool {
        if unit.measure == Measure::Ratio {
            return false;
        }
        self.scale.unwrap_or_default() != unit.scale || self.contradicts_measure(unit)
    }

    /// The same of numbers that show their unit beside them, so that the words may leave out the scale.
    pub(super) fn contradicts_shown(&self, unit: &Unit) -> bool {
        let other_scale = self.scale.is_some_and(|scale| scale != unit.scale);
        // A row of changes in per cent may stand below amounts: the reader sees the sign.
        !matches!(unit.measure, Measure::Ratio | Measure::Percent)
            && (other_scale || self.contradicts_measure(unit))
    }

    fn contradicts_measure(&self, unit: &Unit) -> bool {
        self.measure.as_ref().map_or(unit.measure == Measure::Percent, |said| *said != unit.measure)
    }
}

/// The longest known words at a place.
fn next(lower: &str, at: usize, locale: &Locale) -> Option<(usize, Word)> {
    let (reading, scales) = (&locale.words().reading, &locale.words().scale);
    let units = &reading.units;
    let mut best: Option<(usize, Word)> = None;
    let mut consider = |words: &str, word: Word| {
        let words = plain(words);
        let is_here = lower[at..].starts_with(&words) && is_whole(lower, &(at..at + words.len()));
        if is_here && best.as_ref().is_none_or(|(length, _)| words.len() > *length) {
            best = Some((words.len(), word));
        }
    };
    for (scale, name, others) in [
        (Scale::Thousand, &scales.thousand, &units.thousand),
        (Scale::Million, &scales.million, &units.million),
        (Scale::Billion, &scales.billion, &units.billion),
    ] {
        std::iter::once(name).chain(others).for_each(|words| consider(words, Word::Scale(scale)));
    }
    let percent = reading.percent.iter().chain(std::iter::once(&locale.words().unit.percent_name));
    percent.for_each(|words| consider(words, Word::Measure(Measure::Percent)));
    units.counted.iter().for_each(|words| consider(words, Word::Measure(Measure::Count)));
    for (code, name) in &locale.words().currencies {
        let others = reading.money.iter().filter(|(_, known)| *known == code).map(|(words, _)| words);
        for words in [code, name].into_iter().chain(others) {
            consider(words, Word::Measure(Measure::Money(code.clone())));
        }
    }
    units.links.iter().for_each(|words| consider(words, Word::Link));
    units.of.iter().for_each(|words| consider(words, Word::Of));
    best
}

#[cfg(test)]
mod tests {
    use super::UnitPhrase;
    use crate::locale::Locale;
    use crate::report::Unit;

    fn read(text: &str) -> Option<UnitPhrase> {
        UnitPhrase::read(text, &Locale::embedded("en").unwrap())
    }

    #[test]
    fn units_are_read_as_titles_name_them() {
        for (text, unit) in [
            ("USD million", "USD million"),
            ("million USD", "USD million"),
            ("in millions of US dollars", "USD million"),
            ("KZT, billion", "KZT billion"),
            ("per cent", "per cent"),
            ("%", "per cent"),
            ("per cent of all visas", "per cent"),
            ("persons", ""),
            ("number of permits issued", ""),
            ("thousand persons", "thousand"),
            ("thousand", "thousand"),
            ("thousand", "KZT thousand"),
        ] {
            let phrase = read(text).unwrap();
            assert!(!phrase.contradicts(&Unit::parse(unit).unwrap()), "{text}: {unit}");
        }
    }

    #[test]
    fn another_unit_is_a_contradiction() {
        for (text, unit) in [
            ("USD million", "KZT billion"),
            ("KZT million", "KZT billion"),
            ("KZT", "KZT billion"),
            ("per cent", ""),
            ("persons", "per cent"),
            ("persons", "thousand"),
            ("thousand", ""),
            ("million", "per cent"),
        ] {
            assert!(read(text).unwrap().contradicts(&Unit::parse(unit).unwrap()), "{text}: {unit}");
        }
    }

    #[test]
    fn other_words_are_no_unit() {
        for text in
            ["CIS", "", "in", "USD and KZT", "see the note", "per month", "number, per cent", "USD per"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
