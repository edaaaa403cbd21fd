//! Knows by which names tables call countries, the rest and the whole, in English, Russian and Kazakh.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::apostrophe::is_apostrophe;

/// Names that tables use, one file a language.
const FILES: [&str; 3] = [
    include_str!("../../data/countries/en.toml"),
    include_str!("../../data/countries/ru.toml"),
    include_str!("../../data/countries/kk.toml"),
];
/// Codes of three digits, by which tables of the United Nations name countries.
const NUMBERS: &str = include_str!("../../data/countries/m49.toml");
/// The English names that are printed; tables use them too.
const PRINTED: &str = include_str!("../../data/languages/en/countries.toml");

/// The key of the rest among parts.
const OTHER: &str = "other";

/// What a file of names says.
#[derive(Deserialize)]
struct File {
    ambiguous: Vec<String>,
    total: Vec<String>,
    total_first: Vec<String>,
    total_last: Vec<String>,
    other: Vec<String>,
    names: BTreeMap<String, Vec<String>>,
}

/// What the file of numbers says.
#[derive(Deserialize)]
struct Numbers {
    total: Vec<String>,
    areas: Vec<String>,
    codes: BTreeMap<String, String>,
}

/// A name that is printed, in one form or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Printed {
    One(String),
    Forms { name: String },
}

/// The name of a country in a language of an author's own.
#[derive(Deserialize)]
#[serde(untagged)]
enum OwnName {
    One(String),
    Forms(BTreeMap<String, String>),
}

/// Forms of a country's name that name it in a table: other cases and words for its nationals do not.
const OTHER_NAMES: [&str; 4] = ["name", "text", "also", "short"];

/// All names, made alike by [`folded`].
struct Known {
    /// Codes, and the names as they are written.
    keys: BTreeMap<String, (String, String)>,
    codes: BTreeSet<String>,
    ambiguous: BTreeSet<String>,
    total: BTreeSet<String>,
    /// Words that begin, and words that end the name of a row of the whole.
    total_first: BTreeSet<String>,
    total_last: BTreeSet<String>,
}

/// Read once, and only when a table has a key that is no code.
static KNOWN: LazyLock<Known> = LazyLock::new(known);

fn known() -> Known {
    let printed: BTreeMap<String, Printed> =
        toml::from_str(PRINTED).expect("a test reads the file inside the program");
    let mut known = Known {
        keys: BTreeMap::new(),
        codes: printed.keys().cloned().collect(),
        ambiguous: BTreeSet::new(),
        total: BTreeSet::new(),
        total_first: BTreeSet::new(),
        total_last: BTreeSet::new(),
    };
    for (code, name) in printed {
        let (Printed::One(name) | Printed::Forms { name }) = name;
        known.keys.insert(folded(&name), (code, name));
    }
    for file in FILES {
        let file: File = toml::from_str(file).expect("a test reads the files inside the program");
        for (code, names) in file.names {
            known.keys.extend(names.into_iter().map(|name| (folded(&name), (code.clone(), name))));
        }
        let others = file.other.into_iter();
        known.keys.extend(others.map(|name| (folded(&name), (OTHER.to_owned(), name))));
        known.ambiguous.extend(file.ambiguous.iter().map(|name| folded(name)));
        known.total.extend(file.total.iter().map(|name| folded(name)));
        known.total_first.extend(file.total_first.iter().map(|word| folded(word)));
        known.total_last.extend(file.total_last.iter().map(|word| folded(word)));
    }
    known.keys.retain(|name, _| !known.ambiguous.contains(name));
    known
}

/// Whether a name begins or ends as that of a row of the whole does: `Итого по республике`. It may as well be the sum of
/// some rows only, which their numbers tell.
pub fn sounds_whole(name: &str) -> bool {
    let name = folded(name);
    let is_apart =
        |rest: &str, beside: Option<char>| rest.is_empty() || !beside.is_some_and(char::is_alphanumeric);
    let begins = |word: &String| {
        name.strip_prefix(word.as_str()).is_some_and(|rest| is_apart(rest, rest.chars().next()))
    };
    let ends = |word: &String| {
        name.strip_suffix(word.as_str()).is_some_and(|rest| is_apart(rest, rest.chars().next_back()))
    };
    KNOWN.total_first.iter().any(begins) || KNOWN.total_last.iter().any(ends)
}

/// The code of three letters of ISO 3166-1 for a country, by that of two.
pub fn code_of_three(code: &str) -> Option<&'static str> {
    static CODES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let file: File = toml::from_str(FILES[0]).expect("a test reads the files inside the program");
        let is_code = |name: &String| name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase());
        // Other names of three letters, such as UAE, stand before it.
        let last = |names: Vec<String>| names.into_iter().rfind(is_code);
        file.names.into_iter().filter_map(|(code, names)| Some((code, last(names)?))).collect()
    });
    CODES.get(code).map(String::as_str)
}

/// What a code of three digits means, as the United Nations writes them (M49): 398 is Kazakhstan. An area without a code
/// of ISO 3166-1 has its number as its key. Nothing of codes of regions.
pub fn meaning_of_number(number: u16) -> Option<Meaning> {
    static NUMBERED: LazyLock<BTreeMap<u16, Meaning>> = LazyLock::new(|| {
        let file: Numbers = toml::from_str(NUMBERS).expect("a test reads the file inside the program");
        let total = file.total.into_iter().map(|number| (number, Meaning::Total));
        let codes = file.codes.into_iter().map(|(code, number)| (number, Meaning::Part(code)));
        let areas = file.areas.into_iter().map(|number| (number.clone(), Meaning::Part(number)));
        total
            .chain(codes)
            .chain(areas)
            .filter_map(|(number, meaning)| Some((number.parse().ok()?, meaning)))
            .collect()
    });
    NUMBERED.get(&number).cloned()
}

/// What the key of a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A part: the code of a country, a name of the edition's own, or the rest.
    Part(String),
    /// The whole, which is no part.
    Total,
    /// Countries of the same name.
    Several,
    /// Nothing that is known.
    Unknown,
}

/// The names that keys of tables are looked up in.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Keys of `[names]` by their labels.
    own: BTreeMap<String, String>,
    keys: BTreeSet<String>,
}

impl Names {
    /// Adds the names of an edition, keys with labels, to those of countries.
    pub fn new<'a>(own: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut names = Self::default();
        for (key, label) in own {
            names.keys.insert(key.to_owned());
            names.own.insert(folded(label), key.to_owned());
        }
        names
    }

    /// The same with the names of countries in a language of an author's own, a file `countries.toml`. A name of two
    /// countries is none.
    #[must_use]
    pub fn with_countries(mut self, file: &str) -> Self {
        let countries: BTreeMap<String, OwnName> = toml::from_str(file).unwrap_or_default();
        let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (code, name) in countries {
            let names = match name {
                OwnName::One(name) => vec![name],
                OwnName::Forms(forms) => {
                    let is_asked = |form: &String| OTHER_NAMES.contains(&form.as_str());
                    forms.into_iter().filter(|(form, _)| is_asked(form)).map(|(_, name)| name).collect()
                }
            };
            for name in names.iter().map(|name| folded(name)) {
                let code = code.clone();
                found
                    .entry(name)
                    .and_modify(|known| *known = known.take().filter(|known| *known == code))
                    .or_insert(Some(code));
            }
        }
        for (name, code) in found {
            if let Some(code) = code {
                self.own.entry(name).or_insert(code);
            }
        }
        self
    }

    /// What the key of a row means. A code or key is taken as it is.
    pub fn meaning(&self, written: &str) -> Meaning {
        if written == OTHER || self.keys.contains(written) {
            return Meaning::Part(written.to_owned());
        }
        let folded = folded(written);
        if let Some(key) = self.own.get(&folded) {
            return Meaning::Part(key.clone());
        }
        if KNOWN.codes.contains(written) {
            return Meaning::Part(written.to_owned());
        }
        match KNOWN.keys.get(&folded) {
            Some((key, _)) => Meaning::Part(key.clone()),
            None if KNOWN.total.contains(&folded) => Meaning::Total,
            None if KNOWN.ambiguous.contains(&folded) => Meaning::Several,
            None => Meaning::Unknown,
        }
    }

    /// The codes of all countries that a name of several can mean: those in one of whose names it stands.
    pub fn sharing(&self, written: &str) -> Vec<&str> {
        let wanted = folded(written);
        let sharing = KNOWN.keys.iter().filter(|(name, _)| name.contains(&wanted));
        sharing.map(|(_, (code, _))| code.as_str()).collect()
    }

    /// The name that is nearest to one that is not known. Among so many some other is always near: only a slip of the
    /// pen is meant.
    pub fn nearest(&self, written: &str) -> Option<&str> {
        let wanted = folded(written);
        let length = wanted.chars().count();
        let most = 1 + length / 10;
        let is_as_long = |name: &&str| length > 3 && name.chars().count().abs_diff(length) <= most;
        let known = KNOWN.keys.keys().chain(self.own.keys()).map(String::as_str).filter(is_as_long);
        let near = known.map(|name| (strsim::damerau_levenshtein(&wanted, name), name));
        let (_, name) = near.filter(|(distance, _)| *distance <= most).min()?;
        Some(KNOWN.keys.get(name).map_or(name, |(_, name)| name.as_str()))
    }
}

/// Letters of a name that are compared: what is longer is none.
const LONGEST: usize = 500;

/// A name as it is compared: in small letters, composed, with plain spaces, hyphens and apostrophes, without marks of
/// notes and a colon behind it; е stands for ё, as most tables write it.
pub fn folded(name: &str) -> String {
    let plain = |c: char| match c {
        'ё' => 'е',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '`' | '´' => '\'',
        c if is_apostrophe(c) => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let name: String = name.chars().take(LONGEST).nfc().flat_map(char::to_lowercase).map(plain).collect();
    let is_mark = |c: char| {
        matches!(c, '*' | '†' | '‡' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | ':' | ';' | ',') || c == ' '
    };
    let words: Vec<&str> =
        name.trim_end_matches(is_mark).split(' ').filter(|word| !word.is_empty()).collect();
    // `Папуа — Новая Гвинея`: a dash between spaces joins the words as one without.
    words.join(" ").replace(" - ", "-")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{KNOWN, Meaning, Names, meaning_of_number, sounds_whole};

    fn part(name: &str) -> Option<String> {
        match Names::new([("abay", "Abay region")]).meaning(name) {
            Meaning::Part(key) => Some(key),
            Meaning::Total | Meaning::Several | Meaning::Unknown => None,
        }
    }

    #[test]
    fn countries_are_known_by_what_ministries_call_them() {
        for (name, code) in [
            ("Russian Federation", "RU"),
            ("  Россия ", "RU"),
            ("РОССИЙСКАЯ ФЕДЕРАЦИЯ", "RU"),
            ("Ресей", "RU"),
            ("Соединённые Штаты Америки", "US"),
            ("Кот-д'Ивуар", "CI"),
            ("Папуа — Новая Гвинея", "PG"),
            ("Виргинские острова, США", "VI"),
            ("Denmark*", "DK"),
            ("Қытай¹", "CN"),
            ("Tu\u{308}rkiye", "TR"),
            ("KAZ", "KZ"),
            ("Abay  region", "abay"),
            ("abay", "abay"),
            ("Прочие", "other"),
            ("Republic of Korea", "KR"),
        ] {
            assert_eq!(part(name).as_deref(), Some(code), "{name}");
        }
    }

    #[test]
    fn every_country_has_a_number_of_its_own() {
        let file: super::Numbers = toml::from_str(super::NUMBERS).unwrap();
        let all = || file.codes.values().chain(&file.total).chain(&file.areas);
        assert_eq!(all().collect::<BTreeSet<_>>().len(), all().count());
        assert!(KNOWN.codes.iter().all(|code| file.codes.contains_key(code)));
        let part = |code: &str| Some(Meaning::Part(code.to_owned()));
        assert_eq!((meaning_of_number(398), meaning_of_number(4)), (part("KZ"), part("AF")));
        assert_eq!((meaning_of_number(900), meaning_of_number(947)), (Some(Meaning::Total), None));
    }

    #[test]
    fn a_name_of_two_countries_and_the_whole_are_no_parts() {
        for name in ["Конго", "Корея", "Congo"] {
            assert_eq!(Names::default().meaning(name), Meaning::Several, "{name}");
        }
        assert_eq!(BTreeSet::from_iter(Names::default().sharing("Корея")), BTreeSet::from(["KP", "KR"]));
        for name in ["ВСЕГО", "Всего по странам", "Total", "Барлығы", "Итого:", "ИТОГО: *", "Total :"]
        {
            assert_eq!(Names::default().meaning(name), Meaning::Total, "{name}");
        }
        assert_eq!(Names::default().meaning("Абхазия"), Meaning::Unknown);
        assert_eq!(Names::default().nearest("Узбикистан"), Some("Узбекистан"));
    }

    #[test]
    fn names_of_a_language_of_ones_own_are_known() {
        let file = "UZ = { name = \"Oʻzbekiston\", people = \"Oʻzbeklar\" }\nCI = \"Kot-d’Ivuar\"\nCG = \"Kongo\"\nCD = \"Kongo\"";
        let names = Names::default().with_countries(file);
        for written in ["Oʻzbekiston", "O'ZBEKISTON", "O‘zbekiston", "Oʼzbekiston*"] {
            assert_eq!(names.meaning(written), Meaning::Part("UZ".to_owned()), "{written}");
        }
        assert_eq!(names.meaning("Kot-d'Ivuar"), Meaning::Part("CI".to_owned()));
        assert_eq!(names.meaning("Kongo"), Names::default().meaning("Kongo"));
        assert_eq!(names.meaning("Oʻzbeklar"), Meaning::Unknown);
        assert_eq!(names.meaning("Kazakhstan"), Meaning::Part("KZ".to_owned()));
    }

    #[test]
    fn a_row_of_the_whole_is_known_by_the_words_at_its_ends() {
        for (name, is_whole) in [
            ("Итого по республике", true),
            ("ВСЕГО иностранных граждан:", true),
            ("Всего", true),
            ("Республика бойынша барлығы", true),
            ("Total, all countries", true),
            ("Country total", true),
            ("Totally other", false),
            ("Прочие", false),
            ("Всеволожск", false),
        ] {
            assert_eq!(sounds_whole(name), is_whole, "{name}");
        }
    }

    #[test]
    fn every_country_that_is_printed_has_a_name_in_each_language_and_no_name_means_two() {
        assert!(KNOWN.keys.len() > 800, "{}", KNOWN.keys.len());
        for file in super::FILES {
            let file: super::File = toml::from_str(file).unwrap();
            let own: BTreeSet<_> = file.names.keys().cloned().collect();
            assert_eq!(own, KNOWN.codes);
            for (code, names) in file.names {
                for name in names {
                    assert_eq!(part(&name).as_deref(), Some(code.as_str()), "{name}");
                }
            }
        }
    }
}
