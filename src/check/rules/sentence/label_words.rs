//! The words of labels, and which words of sentences are forms of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::{Language, Patterns, plain, words_of};
use crate::report::{Figure, Report};
use crate::spec::Spec;

/// A word in more labels than this says of no figure that it is meant.
const FEW: usize = 2;
/// Words of a label that are looked at.
const LONGEST_LABEL: usize = 12;

/// Letters that a word of a label has at least.
const SHORTEST: usize = 4;
/// Letters that two forms of a word share at the beginning, and how much of the longer one: "arrived", "arrivals".
const STEM: usize = 5;
const SHARED_PERCENT: usize = 60;

/// The words of a text that can tell one figure from another.
pub(crate) fn words(text: &str, locale: &Language) -> Vec<String> {
    in_small_letters(&plain(text), locale).map(|(_, word)| word.to_owned()).collect()
}

/// The same of a text in small letters, each word with its place.
pub(super) fn in_small_letters<'t>(
    text: &'t str,
    locale: &'t Language,
) -> impl Iterator<Item = (usize, &'t str)> {
    let all = words_of(text).filter(|(_, word)| word.len() >= SHORTEST && word.chars().count() >= SHORTEST);
    all.filter(|(_, word)| !locale.known().is_small(word))
}

/// Whether two words are one, or one of them is the other's plural: "visa" and "visas". A verb is no name of what is
/// counted: "granted" tells of no grants.
pub(super) fn is_same(one: &str, two: &str) -> bool {
    let shared = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
    let (one_count, two_count) = (one.chars().count(), two.chars().count());
    let longer = one_count.max(two_count);
    one == two || (shared == one_count.min(two_count) && longer - shared == 1 && shared + 1 > SHORTEST)
}

/// Letters that a word has at least without its ending.
const SHORTEST_STEM: usize = 3;

/// A word without the longest of some endings; the whole word when too little would be left.
pub(super) fn stem<'w>(word: &'w str, endings: &[String]) -> &'w str {
    let cut = endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
    let cut = cut.filter(|stem| stem.chars().count() >= SHORTEST_STEM);
    cut.min_by_key(|stem| stem.len()).unwrap_or(word)
}

/// Whether two words are forms of one.
pub(crate) fn is_akin(one: &str, two: &str) -> bool {
    if one == two {
        return true;
    }
    let shared = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
    let (one, two) = (one.chars().count(), two.chars().count());
    let longer = one.max(two);
    // "Visa" and "visas", "permit" and "permits".
    let is_plural = shared == one.min(two) && longer - shared == 1 && shared + 1 > SHORTEST;
    is_plural || shared >= STEM && shared * 100 >= longer * SHARED_PERCENT
}

/// Letters by which two words differ at the end when they may still be forms of one: "workers", "working".
const ENDING: usize = 4;

/// Whether two words may be forms of one: what would be too little to say so is enough to say nothing against it.
pub(super) fn may_be_akin(one: &str, two: &str) -> bool {
    let shared = one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count();
    let longer = one.chars().count().max(two.chars().count());
    is_akin(one, two) || shared >= SHORTEST && longer - shared < ENDING
}

/// The words of the labels of all figures, and how much each says.
#[derive(Debug)]
pub struct LabelWords<'a> {
    words: BTreeMap<&'a str, Vec<String>>,
    /// In how many labels a word stands, in one form or another.
    counts: BTreeMap<String, usize>,
    /// How the telling words of each label begin.
    beginnings: BTreeSet<Vec<String>>,
    /// Words that are the first telling ones of all labels that have them: "visas issued", "visa refusal rate".
    leading: BTreeSet<String>,
    /// The figures that have a label, be it the word that they are called by.
    labelled: BTreeSet<&'a str>,
    /// Words that say of no figure that it is meant.
    generic: &'a Patterns,
    /// The words of the names of the series' own country, which say as little.
    home: Vec<String>,
    /// So do ordinals: "nearly a third" is not said of third countries.
    ordinals: &'a [String],
}

impl<'a> LabelWords<'a> {
    /// Of the figures of a report.
    pub(crate) fn new(spec: &'a Spec, report: &'a Report, locale: &'a Language) -> Self {
        let figures = report.figures.values();
        let of_label = |label: &str| words(label, locale).into_iter().take(LONGEST_LABEL).collect::<Vec<_>>();
        let all: BTreeMap<&str, Vec<String>> =
            figures.map(|figure| (figure.key.as_str(), of_label(&figure.label))).collect();
        let counts = counts(&all);
        let home = locale.country_forms(&spec.series.country.value);
        let home = home.flat_map(|name| words(name, locale)).collect();
        let (generic, ordinals) = (&locale.reading().generic, &locale.known().ordinals);
        let labelled = spec.figures.iter().filter(|figure| figure.label.is_some());
        let labelled = labelled.map(|figure| figure.key.value.as_str()).collect();
        let (beginnings, leading) = (BTreeSet::new(), BTreeSet::new());
        let found = Self { words: all, counts, beginnings, leading, labelled, generic, home, ordinals };
        let telling = |label: &Vec<String>| {
            let telling = label.iter().filter(|word| !found.is_generic(word));
            let begin: Vec<String> = telling.filter_map(|word| beginning(word).map(str::to_owned)).collect();
            (!begin.is_empty()).then_some(begin)
        };
        let beginnings = found.words.values().filter_map(telling).collect();
        // Where nouns have cases, their labels end with what is counted: the first word says less.
        let leading =
            if locale.reading().noun_endings.is_empty() { found.leading() } else { BTreeSet::new() };
        Self { beginnings, leading, ..found }
    }

    fn leading(&self) -> BTreeSet<String> {
        let first = |label: &'_ Vec<String>| label.iter().find(|word| !self.is_generic(word)).cloned();
        let all: Vec<String> = self.words.values().filter_map(first).collect();
        let leads = |word: &&String| {
            let count = self.count(word);
            count <= FEW && all.iter().filter(|other| is_akin(other, word)).count() == count
        };
        all.iter().filter(leads).cloned().collect()
    }

    /// Whether a figure has no label: it is called by its name, which is no word of a sentence.
    pub(super) fn is_nameless(&self, figure: &Figure) -> bool {
        figure.label == figure.key && !self.labelled.contains(figure.key.as_str())
    }

    /// Whether a word tells what a figure counts as well as one that only its label has.
    pub(super) fn leads(&self, word: &str) -> bool {
        self.count(word) == 1 || self.leading.contains(word)
    }

    /// Figures with the words of their labels.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'a str, &[String])> {
        self.words.iter().map(|(key, words)| (*key, words.as_slice()))
    }

    /// The words of a figure's label.
    pub(crate) fn of(&self, figure: &str) -> &[String] {
        self.words.get(figure).map_or(&[], Vec::as_slice)
    }

    /// Whether a word can tell a figure from most others.
    pub(crate) fn is_telling(&self, word: &str) -> bool {
        !self.is_generic(word) && self.count(word) <= FEW
    }

    /// Whether a word says of no figure that it is meant.
    pub(crate) fn is_generic(&self, word: &str) -> bool {
        self.generic.contain(word)
            || self.home.iter().any(|home| home == word)
            || self.ordinals.iter().any(|ordinal| ordinal == word)
    }

    /// Whether a text in small letters may have all telling words of a label: in far less time than it takes to see which.
    pub(super) fn may_be_named(&self, text: &str) -> bool {
        let here: BTreeSet<&str> = words_of(text).filter_map(|(_, word)| beginning(word)).collect();
        self.beginnings.iter().any(|label| label.iter().all(|word| here.contains(word.as_str())))
    }

    /// In how many labels a word of one stands.
    pub(crate) fn count(&self, word: &str) -> usize {
        self.counts.get(word).copied().unwrap_or_default()
    }
}

/// The letters with which all forms of a word begin.
fn beginning(word: &str) -> Option<&str> {
    let (last, letter) = word.char_indices().nth(SHORTEST - 1)?;
    Some(&word[..last + letter.len_utf8()])
}

/// In how many labels each word of one stands, in one form or another.
fn counts(all: &BTreeMap<&str, Vec<String>>) -> BTreeMap<String, usize> {
    let mut by_begin: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for (key, word) in all.iter().flat_map(|(key, label)| label.iter().map(move |word| (*key, word))) {
        by_begin.entry(beginning(word).unwrap_or(word)).or_default().entry(word).or_default().push(key);
    }
    let mut counts = BTreeMap::new();
    for alike in by_begin.values() {
        for word in alike.keys() {
            let akin = alike.iter().filter(|(other, _)| is_akin(other, word));
            let labels: BTreeSet<&str> = akin.flat_map(|(_, labels)| labels.iter().copied()).collect();
            counts.insert((*word).to_owned(), labels.len());
        }
    }
    counts
}
