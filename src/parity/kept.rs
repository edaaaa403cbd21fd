//! Writes the facts of an edition as a file that travels inside its documents, reads it again, and tells what one file
//! keeps and another does not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Fact, Facts};
use crate::hash;
use crate::language::{Language, fill};
use crate::report::{Attachment, Relationship};

/// Name of the file inside a PDF.
pub const FACTS: &str = "facts.json";
/// No file of facts is larger: that of the full example has some hundred kilobytes.
const LARGEST: usize = 8 << 20;
/// Most facts of a file.
const MOST: usize = 100_000;

/// The facts of an edition in one language, as its documents keep them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFacts {
    /// The language.
    pub language: String,
    /// SHA-256 of all facts; none as long as texts are not translated.
    pub digest: Option<String>,
    /// Texts that have not been translated.
    pub untranslated: usize,
    /// The charts with their values.
    pub charts: Vec<String>,
    /// The texts, in the order of their names.
    pub texts: Vec<KeptText>,
}

/// The facts of one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptText {
    /// Its name: `chapter.flows.text`.
    pub name: String,
    /// File, line and column, below the folder of the edition.
    pub place: String,
    /// Paragraphs, lists, tables and charts, in order.
    pub shape: String,
    /// What it says.
    pub facts: Vec<KeptFact>,
}

/// A fact of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFact {
    /// `number`, `typed`, `link` or `nearness`.
    pub kind: String,
    /// What it is, the same in all languages.
    pub what: String,
    /// File, line and column, below the folder of the edition.
    pub place: String,
}

impl KeptFacts {
    /// The facts of an edition.
    #[must_use]
    pub fn new(facts: &Facts) -> Self {
        let texts = facts.texts.iter().map(|(name, said)| {
            let kinds: [(&str, &[Fact]); 4] = [
                ("number", &said.numbers),
                ("typed", &said.typed),
                ("link", &said.links),
                ("nearness", &said.nearness),
            ];
            let kept = kinds.into_iter().flat_map(|(kind, facts)| {
                facts.iter().map(move |fact| KeptFact {
                    kind: kind.to_owned(),
                    what: fact.what.clone(),
                    place: below_folder(&fact.place),
                })
            });
            KeptText {
                name: name.clone(),
                place: said.whole.as_ref().map(|(_, place)| below_folder(place)).unwrap_or_default(),
                shape: said.shape.clone(),
                facts: kept.collect(),
            }
        });
        let charts = facts.charts.iter().cloned().collect();
        let language = facts.language.clone();
        let mut kept =
            Self { language, digest: None, untranslated: facts.open, charts, texts: texts.collect() };
        kept.digest = kept.computed();
        kept
    }

    /// The digest, of the facts that are listed.
    fn computed(&self) -> Option<String> {
        if self.untranslated > 0 {
            return None;
        }
        let mut lines: Vec<String> = self.charts.iter().map(|chart| format!("chart {chart}")).collect();
        for KeptText { name, shape, facts, .. } in &self.texts {
            lines.push(format!("{name} shape {shape}"));
            lines.extend(facts.iter().map(|fact| format!("{name} {} {}", fact.kind, fact.what)));
        }
        lines.sort();
        Some(hash::sha256(lines.join("\n").as_bytes()))
    }

    /// As a file.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("facts are plain data with text keys")
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Says in a sentence why it is no list of facts: too large, another form, or a digest of other facts.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > LARGEST {
            return Err(format!("they have more than {} MB", LARGEST >> 20));
        }
        let kept: Self =
            serde_json::from_slice(bytes).map_err(|error| format!("they cannot be read: {error}"))?;
        let count: usize =
            kept.texts.iter().map(|text| text.facts.len() + 1).sum::<usize>() + kept.charts.len();
        if count > MOST {
            return Err(format!("there are more than {MOST} of them"));
        }
        if kept.digest != kept.computed() {
            return Err("their digest is one of other facts; somebody has changed the list".to_owned());
        }
        Ok(kept)
    }
}

/// The file of facts that travels inside the documents of an edition.
#[must_use]
pub fn attached(facts: &Facts, locale: &Language) -> Attachment {
    let kept = KeptFacts::new(facts);
    let digest = kept.digest.as_deref().unwrap_or("–");
    Attachment {
        name: FACTS.to_owned(),
        mime: "application/json".to_owned(),
        description: fill(&locale.labels().facts_description, &[("digest", digest)]),
        relationship: Relationship::Data,
        bytes: kept.to_json().into(),
    }
}

/// A place without the folder of the edition, which is another one on each machine.
fn below_folder(place: &str) -> String {
    place.rsplit(['/', '\\']).next().unwrap_or(place).to_owned()
}

/// What one file keeps and another does not, each with both places; `names` is what the two are called.
#[must_use]
pub fn differences_kept((old, new): (&KeptFacts, &KeptFacts), names: (&str, &str)) -> Vec<String> {
    let mut found = Vec::new();
    let charts =
        |kept: &KeptFacts| kept.charts.iter().map(|chart| (chart.clone(), String::new())).collect::<Vec<_>>();
    one_way("charts", (&charts(old), ""), (&charts(new), ""), names, &mut found);
    let by_name = |kept: &'_ KeptFacts| -> BTreeMap<String, KeptText> {
        kept.texts.iter().map(|text| (text.name.clone(), text.clone())).collect()
    };
    let (from, to) = (by_name(old), by_name(new));
    for (name, text) in &from {
        match to.get(name) {
            Some(other) => texts((text, other), names, &mut found),
            None => found.push(alone(text, names, new.untranslated)),
        }
    }
    for (name, text) in &to {
        if !from.contains_key(name) {
            found.push(alone(text, (names.1, names.0), old.untranslated));
        }
    }
    found
}

/// A text that one of them does not have.
fn alone(text: &KeptText, names: (&str, &str), untranslated: usize) -> String {
    let why = if untranslated > 0 { ", where it may not be translated" } else { "" };
    format!("{}: in {} ({}), not in {}{why}", text.name, names.0, text.place, names.1)
}

fn texts((old, new): (&KeptText, &KeptText), names: (&str, &str), found: &mut Vec<String>) {
    if old.shape != new.shape {
        let (from, to) = (format!("{} ({})", names.0, old.place), format!("{} ({})", names.1, new.place));
        found.push(format!("{}: {from} is built of `{}`, {to} of `{}`", old.name, old.shape, new.shape));
    }
    let listed = |text: &KeptText| -> Vec<(String, String)> {
        text.facts.iter().map(|fact| (format!("{} `{}`", fact.kind, fact.what), fact.place.clone())).collect()
    };
    one_way(&old.name, (&listed(old), &old.place), (&listed(new), &new.place), names, found);
}

/// Tells facts that one list has more often than the other, both ways.
fn one_way(
    text: &str,
    (old, old_place): (&[(String, String)], &str),
    (new, new_place): (&[(String, String)], &str),
    names: (&str, &str),
    found: &mut Vec<String>,
) {
    let at = |name: &str, place: &str| {
        if place.is_empty() { name.to_owned() } else { format!("{name} ({place})") }
    };
    for (what, place) in beyond(old, new) {
        found.push(format!("{text}: {what} in {}, not in {}", at(names.0, place), at(names.1, new_place)));
    }
    for (what, place) in beyond(new, old) {
        found.push(format!("{text}: {what} in {}, not in {}", at(names.1, place), at(names.0, old_place)));
    }
}

/// What the first list has and the second has not, or has less often.
fn beyond<'f>(one: &'f [(String, String)], other: &[(String, String)]) -> Vec<&'f (String, String)> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (what, _) in other {
        *left.entry(what).or_insert(0) += 1;
    }
    let is_beyond = |(what, _): &&(String, String)| match left.get_mut(what.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    one.iter().filter(is_beyond).collect()
}

#[cfg(test)]
mod tests {
    use super::{KeptFact, KeptFacts, KeptText, differences_kept};

    fn kept(language: &str, value: &str) -> KeptFacts {
        let fact = KeptFact {
            kind: "number".to_owned(),
            what: format!("visas value 2023-Q2: {value}"),
            place: format!("edition.{language}.toml:7:3"),
        };
        let text = KeptText {
            name: "summary".to_owned(),
            place: format!("edition.{language}.toml:6:1"),
            shape: "p".to_owned(),
            facts: vec![fact],
        };
        let language = language.to_owned();
        let mut kept =
            KeptFacts { language, digest: None, untranslated: 0, charts: Vec::new(), texts: vec![text] };
        kept.digest = kept.computed();
        kept
    }

    #[test]
    fn the_language_and_the_places_make_no_other_digest() {
        let (ru, kk, other) = (kept("ru", "1"), kept("kk", "1"), kept("ru", "2"));
        assert_eq!(ru.digest, kk.digest);
        assert_ne!(ru.digest, other.digest);
        assert!(differences_kept((&ru, &kk), ("a", "b")).is_empty());
    }

    #[test]
    fn a_difference_is_told_with_both_places() {
        assert_eq!(
            differences_kept((&kept("ru", "1"), &kept("kk", "2")), ("a.pdf", "b.docx")),
            [
                "summary: number `visas value 2023-Q2: 1` in a.pdf (edition.ru.toml:7:3), not in b.docx (edition.kk.toml:6:1)",
                "summary: number `visas value 2023-Q2: 2` in b.docx (edition.kk.toml:7:3), not in a.pdf (edition.ru.toml:6:1)",
            ]
        );
    }

    #[test]
    fn a_list_that_somebody_has_changed_is_refused() {
        let json = String::from_utf8(kept("ru", "1653").to_json()).unwrap();
        assert_eq!(KeptFacts::read(json.as_bytes()).unwrap(), kept("ru", "1653"));
        assert!(
            KeptFacts::read(json.replace("1653", "1654").as_bytes()).unwrap_err().contains("other facts")
        );
        assert!(KeptFacts::read(b"{}").unwrap_err().contains("cannot be read"));
        assert!(KeptFacts::read(&vec![b'['; 9 << 20]).unwrap_err().contains("more than 8 MB"));
        assert!(KeptFacts::read("[".repeat(10_000).as_bytes()).is_err());
    }
}
