//! Names the parts of figures, and finds the part that a typed name means.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::data::country::{Meaning, Names, folded};
use crate::language::{FILES, Language};
use crate::spec::Spec;

/// The key of the rest among parts.
pub(super) const OTHER: &str = "other";

/// The file of a language that names countries.
const COUNTRIES: &str = FILES[2];

/// The name of a part of a figure in a language; its key where it has none.
pub fn part_name(spec: &Spec, part: &str, locale: &Language) -> String {
    PartLabels::new(spec).label(part, locale)
}

/// All names that a part can be chosen by in a language, in the order of their letters, with their keys.
pub fn part_names(spec: &Spec, locale: &Language) -> Vec<(String, String)> {
    PartLabels::new(spec).all(locale)
}

/// The names of parts in a language.
#[derive(Debug, Clone)]
pub(super) struct PartLabels {
    /// Names of the edition's own by their keys.
    own: BTreeMap<String, String>,
    names: Names,
    /// What was looked up: in long tables, each name stands in many rows.
    known: Arc<Mutex<LookedUp>>,
}

/// What names mean that were looked up.
#[derive(Debug, Default)]
struct LookedUp {
    meanings: BTreeMap<String, Typed>,
    /// How many of them are not known.
    unknown: usize,
}

/// Different names that are not known, and for which another is looked for: a table with more is of other things.
const MOST_NEAR: usize = 500;

/// What a typed name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// A part.
    Part(String),
    /// More than one country has the name.
    Several,
    /// The whole, which is no part.
    Total,
    /// Nothing that is known; perhaps a name that is near.
    Unknown(Option<String>),
}

impl PartLabels {
    /// The names that an edition has.
    pub(super) fn new(spec: &Spec) -> Self {
        let names = || spec.common.iter().flat_map(|common| &common.names);
        let own_words = spec.language_files.iter().find(|(file, _)| *file == COUNTRIES);
        let known = Names::new(names().map(|(key, label)| (key.value.as_str(), label.value.as_str())));
        let known = match own_words {
            Some((_, source)) => known.with_countries(spec.sources.text(*source)),
            None => known,
        };
        Self {
            own: names().map(|(key, label)| (key.value.clone(), label.value.clone())).collect(),
            names: known,
            known: Arc::default(),
        }
    }

    /// The name of a part; its key where it has none.
    pub(super) fn label(&self, part: &str, locale: &Language) -> String {
        if part == OTHER {
            return locale.labels().other.clone();
        }
        let country = || locale.country(part).map(str::to_owned);
        self.own.get(part).cloned().or_else(country).unwrap_or_else(|| part.to_owned())
    }

    /// Whether a part is a country, and no name of the edition's own.
    pub(super) fn is_country(&self, part: &str) -> bool {
        part != OTHER && !self.own.contains_key(part)
    }

    /// All names that can be chosen, in the order of their letters, with their keys.
    pub(super) fn all(&self, locale: &Language) -> Vec<(String, String)> {
        let own = self.own.iter().map(|(key, label)| (label.clone(), key.clone()));
        let countries = locale.country_codes().map(|code| (self.label(code, locale), code.to_owned()));
        let mut all: Vec<(String, String)> = own.chain(countries).collect();
        all.sort_by_key(|(label, _)| folded(label));
        all.dedup_by(|one, two| one.0 == two.0);
        all
    }

    /// The keys of the parts that a name of several countries can mean.
    pub(super) fn sharing(&self, typed: &str) -> Vec<&str> {
        self.names.sharing(typed)
    }

    /// The part that a typed name means, and nothing near it: any number of cells are asked for theirs.
    pub(super) fn part(&self, typed: &str) -> Option<String> {
        if let Meaning::Part(part) = self.names.meaning(typed) { Some(part) } else { None }
    }

    /// What a typed name means: exactly, whatever its letters; a name that is near is only offered.
    pub(super) fn meaning(&self, typed: &str) -> Typed {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(meaning) = known.meanings.get(typed) {
            return meaning.clone();
        }
        let meaning = match self.names.meaning(typed) {
            Meaning::Part(part) => Typed::Part(part),
            Meaning::Several => Typed::Several,
            Meaning::Total => Typed::Total,
            Meaning::Unknown => {
                known.unknown += 1;
                let is_asked = known.unknown <= MOST_NEAR;
                Typed::Unknown(is_asked.then(|| self.names.nearest(typed).map(str::to_owned)).flatten())
            }
        };
        known.meanings.insert(typed.to_owned(), meaning.clone());
        meaning
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Arc, MOST_NEAR, PartLabels, Typed};
    use crate::data::country::Names;

    #[test]
    fn names_are_guessed_so_many_times() {
        let labels = PartLabels { own: BTreeMap::new(), names: Names::default(), known: Arc::default() };
        let near = Typed::Unknown(Some("Узбекистан".to_owned()));
        assert_eq!(labels.meaning("Узбикистан"), near);
        assert_eq!(labels.part("Узбикистан"), None);
        for number in 1..MOST_NEAR {
            assert!(matches!(labels.meaning(&format!("{number:05}")), Typed::Unknown(None)));
        }
        assert_eq!(labels.meaning("Кыргызстон"), Typed::Unknown(None));
        assert_eq!(labels.meaning("Узбикистан"), near);
    }
}
