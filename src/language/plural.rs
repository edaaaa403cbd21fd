//! Patterns that depend on a number: "1 visa", "2 visas"; the categories are those of Unicode's CLDR.

use icu_locale::LanguageIdentifier;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};
use rust_decimal::Decimal;
use serde::Deserialize;

/// A pattern, or one for each plural category that the language tells apart; `other` serves for the rest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Plural {
    /// The same for every number.
    Plain(String),
    /// By category.
    Forms(Box<PluralForms>),
}

/// Patterns by the names that CLDR gives to categories.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PluralForms {
    pub zero: Option<String>,
    pub one: Option<String>,
    pub two: Option<String>,
    pub few: Option<String>,
    pub many: Option<String>,
    pub other: String,
}

impl Plural {
    /// The pattern for a number.
    pub fn pattern(&self, rules: &PluralRules, number: Decimal) -> &str {
        match self {
            Self::Plain(pattern) => pattern,
            Self::Forms(forms) => forms.of(category(rules, number)),
        }
    }

    /// Every pattern.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        let (plain, forms) = match self {
            Self::Plain(pattern) => (Some(pattern), None),
            Self::Forms(forms) => (None, Some(forms)),
        };
        let forms = forms.into_iter().flat_map(|forms| {
            let PluralForms { zero, one, two, few, many, other } = &**forms;
            [zero, one, two, few, many].into_iter().flatten().chain([other])
        });
        plain.into_iter().chain(forms).map(String::as_str)
    }

    /// Changes every pattern.
    pub(super) fn map(&mut self, change: impl Fn(&str) -> String) {
        match self {
            Self::Plain(pattern) => *pattern = change(pattern),
            Self::Forms(forms) => {
                let PluralForms { zero, one, two, few, many, other } = &mut **forms;
                for pattern in [zero, one, two, few, many].into_iter().flatten().chain([other]) {
                    *pattern = change(pattern);
                }
            }
        }
    }
}

impl PluralForms {
    fn of(&self, category: PluralCategory) -> &str {
        let own = match category {
            PluralCategory::Zero => &self.zero,
            PluralCategory::One => &self.one,
            PluralCategory::Two => &self.two,
            PluralCategory::Few => &self.few,
            PluralCategory::Many => &self.many,
            PluralCategory::Other => &None,
        };
        own.as_ref().unwrap_or(&self.other)
    }
}

/// The rules of a language; of one that CLDR does not have, those without categories.
pub(super) fn rules(language: &str) -> Option<PluralRules> {
    let tag: LanguageIdentifier = language.parse().ok()?;
    PluralRules::try_new((&tag).into(), PluralRulesOptions::default()).ok()
}

/// The name that CLDR gives to the category of a number.
pub(super) fn name_of(rules: &PluralRules, number: Decimal) -> &'static str {
    match category(rules, number) {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

fn category(rules: &PluralRules, number: Decimal) -> PluralCategory {
    // The decimals that are shown count: "1.0 visas".
    let shown = number.abs().to_string().parse::<fixed_decimal::Decimal>();
    shown.map_or(PluralCategory::Other, |shown| rules.category_for(&shown))
}

#[cfg(test)]
mod tests {
    use super::{Plural, rules};

    fn forms(text: &str) -> Plural {
        #[derive(serde::Deserialize)]
        struct File {
            visas: Plural,
        }
        toml::from_str::<File>(text).unwrap().visas
    }

    #[test]
    fn the_category_follows_the_digits_that_are_shown() {
        let russian = rules("ru").unwrap();
        let plural =
            forms("visas = { one = \"виза\", few = \"визы\", many = \"виз\", other = \"визы (др.)\" }");
        for (number, right) in [
            ("1", "виза"),
            ("1653", "визы"),
            ("12", "виз"),
            ("21", "виза"),
            ("43.3", "визы (др.)"),
            ("0", "виз"),
        ] {
            assert_eq!(plural.pattern(&russian, number.parse().unwrap()), right, "{number}");
        }
        let english = rules("en").unwrap();
        let plural = forms("visas = { one = \"visa\", other = \"visas\" }");
        for (number, right) in [("1", "visa"), ("1.0", "visas"), ("2", "visas")] {
            assert_eq!(plural.pattern(&english, number.parse().unwrap()), right, "{number}");
        }
        assert_eq!(forms("visas = \"visas\"").pattern(&english, 1.into()), "visas");
    }

    #[test]
    fn a_language_without_rules_has_one_form() {
        let rules = rules("qaa").unwrap();
        let plural = forms("visas = { one = \"a\", other = \"b\" }");
        assert_eq!(plural.pattern(&rules, 1.into()), "b");
    }
}
