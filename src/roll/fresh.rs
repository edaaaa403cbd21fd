//! Begins a series: a series file and a first edition in which each block says what it is for.

use std::collections::BTreeMap;

use crate::data::period::Period;
use crate::diag::nearest;
use crate::language::Language;

/// The name of the series file.
pub const SERIES: &str = "series.toml";
/// Who publishes, unless it is somebody else.
pub const PUBLISHER: &str = "International Organization for Migration (IOM)";

const SERIES_TEXT: &str = include_str!("../../data/skeleton/series.toml");
const EDITION_TEXT: &str = include_str!("../../data/skeleton/edition.toml");
const WORDS: &str = include_str!("../../data/skeleton/words.toml");
/// Countries of the first shares: the first two that are not the series' own.
const PARTS: [&str; 3] = ["CN", "RU", "UZ"];

/// The two files of a new series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh {
    /// The series file.
    pub series: String,
    /// The first edition.
    pub edition: String,
    /// Its period, in words.
    pub period: String,
}

/// Why a series cannot be begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Fresh {
    /// Writes the files of a series about a country, in a language that goes by a tag.
    ///
    /// # Errors
    /// The country is not known, or the period is not one of months.
    pub fn new(
        country: &str,
        period: Period,
        (language, locale): (&str, &Language),
        publisher: Option<&str>,
    ) -> Result<Self, Fault> {
        let fault = |message: String, hint: String| Fault { message, hint };
        let english = Language::embedded("en").ok();
        let codes: Vec<String> = locale.country_codes().map(str::to_owned).collect();
        let name = locale.country(country).ok_or_else(|| {
            let near = nearest(country, codes.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!(": did you mean {near}?"));
            fault(
                format!("there is no country with the code `{country}`"),
                format!("write its two letters of ISO 3166, such as KG{near}"),
            )
        })?;
        let months = months(period).ok_or_else(|| {
            fault(
                format!("an edition of `{period}` cannot be begun"),
                "give a period of months: 2026-Q3, 2026-H2, 2026-07 or 2026".to_owned(),
            )
        })?;
        let id = english.as_ref().and_then(|english| english.country(country)).map_or_else(String::new, id);
        let id = if id.is_empty() { country.to_lowercase() } else { id };
        let mut parts = PARTS.iter().filter(|part| **part != country);
        let rows: Vec<String> = months
            .iter()
            .map(|month| {
                format!("| {{{{ span(\"{month}\") }}}} | {{{{ arrivals.value(\"{month}\") | bare }}}} |")
            })
            .collect();
        let values: Vec<String> = months.iter().map(|month| format!("{month} = \"?\"")).collect();
        let plain = |text: &str| text.replace(['"', '\\'], "'").replace(char::is_control, " ");
        let mut slots: BTreeMap<String, String> = words(language).into_iter().collect();
        for text in slots.values_mut() {
            *text = text.replace("{country}", name);
        }
        for (slot, text) in [
            ("id", id),
            ("country", country.to_owned()),
            ("name", name.to_owned()),
            ("language", language.to_owned()),
            ("publisher", plain(publisher.unwrap_or(PUBLISHER))),
            ("period", period.to_string()),
            ("one", parts.next().map_or_else(String::new, ToString::to_string)),
            ("two", parts.next().map_or_else(String::new, ToString::to_string)),
            ("rows", rows.join("\n")),
            ("values", values.join(", ")),
            ("first month", months.first().map_or_else(String::new, ToString::to_string)),
        ] {
            slots.insert(slot.to_owned(), text);
        }
        let fill = |text: &str| {
            slots
                .iter()
                .fold(text.to_owned(), |text, (slot, words)| text.replace(&format!("«{slot}»"), words))
        };
        let period = locale.period(period).replace('\u{a0}', " ");
        Ok(Self { series: fill(SERIES_TEXT), edition: fill(EDITION_TEXT), period })
    }
}

/// The months of a period of months.
fn months(period: Period) -> Option<Vec<Period>> {
    period.count_of_months()?;
    let (mut year, mut month) = (period.first_day().year, period.first_month());
    let mut months = Vec::new();
    while let Some(one) = Period::months(year, month, 1).filter(|one| period.contains(*one)) {
        months.push(one);
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    Some(months)
}

/// The words of a language; English ones where it has none here.
fn words(language: &str) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(WORDS).unwrap_or_default();
    let words = all.remove(language);
    words.or_else(|| all.remove("en")).unwrap_or_default()
}

/// The name of a country as a name of files: letters of ASCII and hyphens.
fn id(name: &str) -> String {
    let plain = name.to_lowercase();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    if plain.is_ascii() { words.collect::<Vec<_>>().join("-") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::Fresh;
    use crate::language::Language;

    #[test]
    fn no_slot_is_left() {
        for language in ["en", "ru", "kk"] {
            for (country, period) in [("KG", "2026-Q3"), ("CN", "2026-H2"), ("TR", "2026-12")] {
                let locale = Language::embedded(language).unwrap();
                let fresh = Fresh::new(country, period.parse().unwrap(), (language, &locale), None).unwrap();
                for text in [fresh.series, fresh.edition] {
                    assert!(!text.contains(['«', '»']), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_known_is_told() {
        let english = Language::embedded("en").unwrap();
        let fault = |country: &str, period: &str| {
            Fresh::new(country, period.parse().unwrap(), ("en", &english), None).unwrap_err().message
        };
        assert_eq!(fault("kg", "2026-Q3"), "there is no country with the code `kg`");
        assert_eq!(fault("KG", "2026-07-01"), "an edition of `2026-07-01` cannot be begun");
    }
}
