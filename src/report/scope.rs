//! What expressions can reach: the edition's figures, its period, and the names of parts.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use super::compute::{Figure, NoValue, OTHER};
use super::groups::Groups;
use crate::data::country::{Meaning, Names};
use crate::data::period::Period;
use crate::diag::{Guesses, listed};
use crate::language::Language;

/// What an expression can ask for beside figures.
const OTHERS: [&str; 3] = ["period", "country", "span"];

/// What expressions can reach.
#[derive(Debug)]
pub struct Scope {
    /// The figures by name.
    pub figures: BTreeMap<String, Arc<Figure>>,
    /// The edition's period.
    pub period: Period,
    /// The period at which figures that stand alone are taken, where that is not each one's own.
    pub at: Option<Period>,
    /// Parts that can be asked for together.
    pub groups: Arc<Groups>,
    /// The language.
    pub locale: Arc<Language>,
    /// Names of parts that are not countries.
    pub names: BTreeMap<String, String>,
    /// What is guessed for names that are not known.
    pub guesses: Guesses,
}

impl Scope {
    /// The same for a text that speaks of another period.
    pub(super) fn in_period(&self, period: Period) -> Self {
        Self {
            figures: self.figures.clone(),
            period,
            at: self.at,
            groups: Arc::clone(&self.groups),
            locale: Arc::clone(&self.locale),
            names: self.names.clone(),
            guesses: Guesses::default(),
        }
    }

    /// The name of a part as a label: "Russian Federation".
    pub fn label(&self, part: &str) -> Option<String> {
        if part == OTHER {
            return Some(self.locale.labels().other.clone());
        }
        self.names.get(part).cloned().or_else(|| self.locale.country(part).map(str::to_owned))
    }

    /// The name of a part in running text: "the Russian Federation".
    pub fn in_text(&self, part: &str) -> Option<String> {
        self.names.get(part).cloned().or_else(|| self.locale.country_in_text(part).map(str::to_owned))
    }

    /// What to do about a name that an expression asks and that is not known; `None` when it is known.
    pub(super) fn hint_for_unknown(&self, name: &str) -> Option<String> {
        if self.figures.contains_key(name) || OTHERS.contains(&name) {
            return None;
        }
        let figures = |from, to| self.figures.range::<str, _>((from, to)).map(|(key, _)| key.as_str());
        let (before, behind) = (Bound::Excluded("period"), Bound::Excluded("period"));
        let known = figures(Bound::Unbounded, before).chain(["period"]);
        let known = known.chain(figures(behind, Bound::Unbounded)).chain(["country", "span"]);
        Some(match self.guesses.nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            // Labels and reasons are read before the figures that they describe.
            None if self.figures.is_empty() => {
                "no figure can be asked here; write words or {{ period }}".to_owned()
            }
            None => format!("figures: {}", listed(self.figures.keys().map(String::as_str))),
        })
    }

    /// A part that neither the locale nor `[names]` knows.
    pub fn unknown_part(&self, part: &str) -> NoValue {
        let hint = match self.nearest_part(part) {
            Some((near, name)) => format!(
                "did you mean `{near}` ({name})? Codes are those of ISO 3166; other parts need a line in [names]"
            ),
            None => "write the ISO 3166 code of a country, or add the part to [names]".to_owned(),
        };
        NoValue::new(format!("unknown country or part `{part}`"), hint)
    }

    /// The code and label of a country that is called by a name or code of its own: "Turkey", "RUS".
    pub(super) fn meant_part(&self, part: &str) -> Option<(String, String)> {
        let Meaning::Part(key) = Names::default().meaning(part) else { return None };
        let label = self.label(&key).filter(|_| key != part && self.label(part).is_none())?;
        Some((key, label))
    }

    /// The part that was meant by a mistyped code, a code of three letters, or a country's name.
    fn nearest_part(&self, part: &str) -> Option<(String, String)> {
        if let Some(meant) = self.meant_part(part) {
            return Some(meant);
        }
        let first = part.chars().next()?.to_ascii_uppercase();
        let codes = || self.locale.country_codes();
        let near = codes().filter(|code| code.starts_with(first));
        let key = self.guesses.nearest(part, near.chain(self.names.keys().map(String::as_str)));
        let named = || {
            let names: BTreeMap<&str, &str> =
                codes().filter_map(|code| Some((self.locale.country(code)?, code))).collect();
            let mut whole = names.keys().filter(|name| part.len() > 3 && name.contains(part));
            let near = match (whole.next(), whole.next()) {
                (Some(only), None) => Some(*only),
                _ => {
                    let alike = names.keys().copied().filter(|name| name.starts_with(first));
                    self.guesses.nearest(part, alike)
                }
            };
            near.map(|name| names[name])
        };
        let key = key.or_else(named)?;
        Some((key.to_owned(), self.label(key)?))
    }
}
