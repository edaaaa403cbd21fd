//! Words that say of no subset and of nothing else than the figure that a sentence tells of.

use std::ops::Range;

use super::label_words::is_akin;
use crate::check::Subject;
use crate::language::words_of;
use crate::report::Figure;
use crate::text::{Line, Mention, NamedPart};

/// Letters of a word that can say what only some are.
const SHORTEST: usize = 4;

/// What the words around a figure's number are known by.
pub(super) struct Explained<'c> {
    pub(super) subject: &'c Subject<'c>,
    pub(super) figure: &'c Figure,
    /// The parts that are named, and the periods.
    pub(super) named: &'c [NamedPart],
    pub(super) mentions: &'c [Mention],
}

impl Explained<'_> {
    /// Whether a word of a line in small letters, at its place, is one of the figure's label, a name that is known, or one
    /// that says nothing.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        let (reading, known) = (self.subject.locale.reading(), self.subject.locale.known());
        let is_in = |range: &Range<usize>| range.contains(&at);
        word.chars().count() < SHORTEST
            || self.named.iter().any(|(range, _)| is_in(range))
            || self.mentions.iter().any(|mention| is_in(&mention.range))
            || known.is_small(word)
            || self.subject.labels.is_generic(word)
            || reading.extremes.things.contain(word)
            || reading.extremes.placed.contain(word)
            || reading.places.contain(word)
            || reading.extremes.periods.contain(word)
            || reading.numerals.get(word).is_some()
            || known.is_month(word)
            || self.is_of_label(word)
    }

    /// Whether a word is one of the figure's label.
    pub(super) fn is_of_label(&self, word: &str) -> bool {
        self.subject.labels.of(&self.figure.key).iter().any(|known| is_akin(known, word))
    }

    /// How many words of a range are not known so.
    pub(super) fn others(&self, line: &Line<'_>, range: &Range<usize>) -> usize {
        words_of(&line.lower[range.clone()]).filter(|(at, word)| !self.is(range.start + at, word)).count()
    }
}
