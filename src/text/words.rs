//! The words of direction in a line, found once for all of its numbers.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use crate::language::{Opposites, Pattern, Reading};

/// Which words are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// "Rose", "fell".
    Directions,
    /// "Improved", which says it only of a number that follows.
    Moves,
    /// "More", "fewer".
    Comparatives,
    /// "Stable".
    Unchanged,
    /// Words that begin another clause.
    Clauses,
    /// "Inflow", "outflow".
    Balances,
    /// Words that begin to tell of another thing: "while".
    Breaks,
}

/// Where words of one kind stand in a line.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// In the order of their ends: what the author typed, with the place of the word in its list.
    ends: Vec<(Range<usize>, usize)>,
    /// In the order of their beginnings, whoever made them; of equal ones the longest first.
    starts: Vec<Range<usize>>,
}

/// The words of a line, kind by kind; each kind is looked for when somebody asks for it.
#[derive(Debug, Default)]
pub(super) struct Words([OnceLock<Places>; 7]);

fn both(pairs: &[Opposites]) -> Vec<&Pattern> {
    pairs.iter().flat_map(Opposites::both).collect()
}

/// The words of a list in its order: of a pair the one for up stands first.
pub(super) fn list(kind: Kind, reading: &Reading) -> Vec<&Pattern> {
    match kind {
        Kind::Directions => both(&reading.directions),
        Kind::Moves => both(&reading.moves),
        Kind::Comparatives => both(&reading.comparatives),
        Kind::Unchanged => reading.unchanged.iter().collect(),
        Kind::Clauses => reading.clauses.iter().collect(),
        Kind::Balances => both(&reading.balances),
        Kind::Breaks => reading.breaks.iter().collect(),
    }
}

impl Words {
    /// Where words of a kind stand; `places` looks for one of them, and `is_typed` tells whether the author typed what
    /// stands at a place.
    pub(super) fn of(
        &self,
        kind: Kind,
        reading: &Reading,
        places: impl Fn(&Pattern) -> Vec<Range<usize>>,
        is_typed: impl Fn(usize) -> bool,
    ) -> &Places {
        self.0[kind as usize].get_or_init(|| {
            let words = list(kind, reading).into_iter().enumerate();
            let found =
                words.flat_map(|(order, word)| places(word).into_iter().map(move |place| (place, order)));
            let mut ends: Vec<(Range<usize>, usize)> = found.collect();
            let mut starts: Vec<Range<usize>> = ends.iter().map(|(place, _)| place.clone()).collect();
            starts.sort_by_key(|place| (place.start, Reverse(place.end)));
            ends.retain(|(place, _)| is_typed(place.start));
            ends.sort_by_key(|(place, order)| (place.end, *order));
            Places { ends, starts }
        })
    }
}

impl Places {
    /// The words in a range that end where the last of them does, in the order of their list.
    pub(super) fn last(&self, range: &Range<usize>) -> Vec<(Range<usize>, usize)> {
        let upto = &self.ends[..self.ends.partition_point(|(place, _)| place.end <= range.end)];
        let inside = |place: &Range<usize>| place.start >= range.start;
        let mut last = upto.iter().rev().take_while(|(place, _)| place.end > range.start);
        let Some(end) = last.find(|(place, _)| inside(place)).map(|(place, _)| place.end) else {
            return Vec::new();
        };
        let same = &upto[upto.partition_point(|(place, _)| place.end < end)..];
        same.iter()
            .filter(|(place, _)| inside(place))
            .take_while(|(place, _)| place.end == end)
            .cloned()
            .collect()
    }

    /// Where words begin in a range, in order.
    pub(super) fn starts_in(&self, range: &Range<usize>) -> impl Iterator<Item = usize> {
        let from = self.starts.partition_point(|place| place.start < range.start);
        let to = self.starts.partition_point(|place| place.start < range.end).max(from);
        self.starts[from..to].iter().map(|place| place.start)
    }

    /// The last word in a range that ends before a place or at it, and the first one that begins there or behind it.
    pub(super) fn around(
        &self,
        range: &Range<usize>,
        at: usize,
    ) -> (Option<Range<usize>>, Option<Range<usize>>) {
        let next = self.starts.partition_point(|place| place.start < at);
        let mut before = self.starts[..next].iter().rev().take_while(|place| place.start >= range.start);
        let behind = self.starts[next..].first().filter(|place| place.end <= range.end);
        (before.find(|place| place.end <= at).cloned(), behind.cloned())
    }

    /// The first word in a range, the longest of those that begin there.
    pub(super) fn first(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let from = &self.starts[self.starts.partition_point(|place| place.start < range.start)..];
        let mut here = from.iter().take_while(|place| place.start < range.end);
        here.find(|place| place.end <= range.end).cloned()
    }
}
