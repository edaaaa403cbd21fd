//! The tags by which languages are named.

use std::fmt;
use std::str::FromStr;

use icu_locale::{LanguageIdentifier, LocaleDirectionality};

/// A language as its tag of BCP 47 names it: `kk`, `ru-KZ`, `kk-Latn`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageTag(LanguageIdentifier);

/// The tag names no language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoLanguage;

impl FromStr for LanguageTag {
    type Err = NoLanguage;

    fn from_str(tag: &str) -> Result<Self, NoLanguage> {
        let found = LanguageIdentifier::try_from_str(tag).map_err(|_| NoLanguage)?;
        // Longer codes are well-formed, but no language has one.
        if found.language.as_str().len() <= 3 { Ok(Self(found)) } else { Err(NoLanguage) }
    }
}

impl LanguageTag {
    /// The code of the language alone: `kk`.
    pub fn code(&self) -> &str {
        self.0.language.as_str()
    }

    /// The country whose usage is meant, when its code has two letters: `KZ`.
    pub fn country(&self) -> Option<&str> {
        self.0.region.as_ref().map(|region| region.as_str()).filter(|code| code.len() == 2)
    }

    /// Whether its script runs from right to left.
    pub fn is_right_to_left(&self) -> bool {
        LocaleDirectionality::new_common().is_right_to_left(&self.0)
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::LanguageTag;

    #[test]
    fn tags_are_read_and_written_in_one_form() {
        for (tag, right) in [("kk", "kk"), ("KK-latn-kz", "kk-Latn-KZ"), ("es-419", "es-419")] {
            assert_eq!(tag.parse::<LanguageTag>().unwrap().to_string(), right);
        }
        for tag in ["", "k", "Kazakh", "kazak", "kk_KZ", "kk-", "kk KZ", "ru-Russia-RU", "қк"] {
            assert!(tag.parse::<LanguageTag>().is_err(), "{tag}");
        }
    }

    #[test]
    fn the_script_tells_the_direction() {
        let is_rtl = |tag: &str| tag.parse::<LanguageTag>().unwrap().is_right_to_left();
        assert!(is_rtl("ar") && is_rtl("kk-Arab") && is_rtl("fa-AF"));
        assert!(!is_rtl("kk") && !is_rtl("ru-KZ") && !is_rtl("ar-Latn"));
    }

    #[test]
    fn a_country_has_two_letters() {
        let country = |tag: &str| tag.parse::<LanguageTag>().unwrap().country().map(str::to_owned);
        assert_eq!(country("ru-KZ").as_deref(), Some("KZ"));
        assert_eq!(country("es-419"), None);
    }
}
