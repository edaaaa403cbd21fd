//! Reads a unit in words, as titles and headers name it: "USD million", "per cent", "number of persons".

use crate::language::{Language, Pattern, plain};
use crate::report::{Measure, Scale, Unit};

/// What words say of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPhrase {
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
    pub(super) fn read(text: &str, locale: &Language) -> Option<Self> {
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
    pub fn is_count_alone(&self) -> bool {
        self.measure == Some(Measure::Count) && self.scale.is_none()
    }

    /// Whether this names another unit than that of numbers that show their digits alone.
    pub fn contradicts(&self, unit: &Unit) -> bool {
        if matches!(unit.measure, Measure::Ratio | Measure::Per(_)) {
            return false;
        }
        self.scale.unwrap_or_default() != unit.scale || self.contradicts_measure(unit)
    }

    /// The same of numbers that show their unit beside them, so that the words may leave out the scale.
    pub fn contradicts_shown(&self, unit: &Unit) -> bool {
        let other_scale = self.scale.is_some_and(|scale| scale != unit.scale);
        // A row of changes in per cent may stand below amounts: the reader sees the sign.
        !matches!(unit.measure, Measure::Ratio | Measure::Per(_) | Measure::Percent | Measure::Points)
            && (other_scale || self.contradicts_measure(unit))
    }

    fn contradicts_measure(&self, unit: &Unit) -> bool {
        self.measure
            .as_ref()
            .map_or(matches!(unit.measure, Measure::Percent | Measure::Points), |said| *said != unit.measure)
    }
}

/// The longest known words at a place; of equal ones the first.
fn next(lower: &str, at: usize, locale: &Language) -> Option<(usize, Word)> {
    let (reading, known) = (locale.reading(), locale.known());
    let units = &reading.units;
    let others = [
        (Scale::Thousand, &units.thousand),
        (Scale::Million, &units.million),
        (Scale::Billion, &units.billion),
    ];
    let scales = known.scales.iter().map(|(scale, words)| (words, Word::Scale(*scale)));
    let others =
        others.into_iter().flat_map(|(scale, all)| all.iter().map(move |words| (words, Word::Scale(scale))));
    let printed = Pattern::from(plain(&locale.words().unit.percent_name));
    let percent = reading.percent.iter().chain([&printed]);
    let percent = percent.map(|words| (words, Word::Measure(Measure::Percent)));
    let points = reading.points.iter().map(|words| (words, Word::Measure(Measure::Points)));
    let counted = units.counted.iter().map(|words| (words, Word::Measure(Measure::Count)));
    let money = known.currencies.iter();
    let money = money.map(|(words, code)| (words, Word::Measure(Measure::Money(code.clone()))));
    let links = units.links.iter().map(|words| (words, Word::Link));
    let of = units.of.iter().map(|words| (words, Word::Of));
    let all =
        scales.chain(others).chain(percent).chain(points).chain(counted).chain(money).chain(links).chain(of);
    let here = all.filter_map(|(words, word)| Some((words.leads(&lower[at..])?, word)));
    here.reduce(|best, next| if next.0 > best.0 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::UnitPhrase;
    use crate::language::Language;
    use crate::report::Unit;

    fn read(text: &str) -> Option<UnitPhrase> {
        UnitPhrase::read(text, &Language::embedded("en").unwrap())
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
