//! Which figures a sentence calls by a word of their labels.

use std::collections::BTreeMap;

use crate::check::{Subject, is_akin, telling_words};
use crate::report::Figure;

/// A word in more labels than this says of no figure that it is meant.
const FEW: usize = 2;

/// The words of the figures' labels.
pub(super) struct Labels<'a>(BTreeMap<&'a str, Vec<String>>);

impl<'a> Labels<'a> {
    pub(super) fn new(subject: &Subject<'a>) -> Self {
        let reading = subject.locale.reading();
        let figures = subject.report.figures.values();
        let all: BTreeMap<&str, Vec<String>> = figures
            .map(|figure| (figure.key.as_str(), telling_words(&figure.label, subject.locale)))
            .collect();
        let count = |word: &String| {
            all.values().filter(|words| words.iter().any(|other| is_akin(other, word))).count()
        };
        let is_telling = |word: &&String| !reading.generic.contain(word) && count(word) <= FEW;
        let telling = all.iter().map(|(key, words)| {
            let few: Vec<String> = words.iter().filter(is_telling).cloned().collect();
            (*key, few)
        });
        Self(telling.collect())
    }

    /// How many words of a figure's label stand among those of a sentence.
    pub(super) fn count(&self, figure: &Figure, words: &[String]) -> usize {
        let label = self.0.get(figure.key.as_str()).map_or(&[][..], Vec::as_slice);
        label.iter().filter(|word| words.iter().any(|known| is_akin(known, word))).count()
    }
}
