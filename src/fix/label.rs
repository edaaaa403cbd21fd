//! Which figures a sentence calls by a word of their labels.

use std::collections::BTreeMap;

use crate::check::{Subject, is_akin};
use crate::report::Figure;

/// The words of the figures' labels.
pub(super) struct Labels<'a>(BTreeMap<&'a str, Vec<String>>);

impl<'a> Labels<'a> {
    pub(super) fn new(subject: &Subject<'a>) -> Self {
        let words = subject.labels;
        let telling = words.all().map(|(key, label)| {
            let few: Vec<String> = label.iter().filter(|word| words.is_telling(word)).cloned().collect();
            (key, few)
        });
        Self(telling.collect())
    }

    /// How many words of a figure's label stand among those of a sentence.
    pub(super) fn count(&self, figure: &Figure, words: &[String]) -> usize {
        let label = self.0.get(figure.key.as_str()).map_or(&[][..], Vec::as_slice);
        label.iter().filter(|word| words.iter().any(|known| is_akin(known, word))).count()
    }
}
