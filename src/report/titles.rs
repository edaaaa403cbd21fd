//! References in titles and other lines without marks: they are printed as words, which are known only when everything
//! has been placed. A report with such a line is built again with what the round before found.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::place::Place;
use crate::diag::{Diagnostic, Span, code};

/// Rounds until titles that refer to titles are whole; nobody nests them deeper.
const MOST_ROUNDS: usize = 4;

/// The words for places, as lines without marks need them.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// What the round before found.
    known: BTreeMap<Place, String>,
    round: usize,
    /// The places that a line has asked for, and where.
    asked: RefCell<Vec<(Place, Span)>>,
}

impl Titles {
    /// The words for a place in a line without marks.
    pub(super) fn words_of(&self, place: &Place, span: Span) -> Option<String> {
        self.asked.borrow_mut().push((place.clone(), span));
        self.known.get(place).cloned()
    }

    /// What another round needs, when a line has asked for words that were not known yet, or the lines that never get
    /// whole.
    pub(super) fn next_round(
        &self,
        places: &BTreeMap<Place, (String, Span)>,
    ) -> Result<Option<Self>, Vec<Diagnostic>> {
        let asked = self.asked.borrow();
        let now = |place: &Place| places.get(place).map(|(words, _)| words);
        let (open, closed): (Vec<_>, Vec<_>) =
            asked.iter().partition(|(place, _)| now(place) != self.known.get(place));
        let round = self.round + 1;
        if !open.is_empty() && round < MOST_ROUNDS {
            let known = places.iter().map(|(place, (words, _))| (place.clone(), words.clone())).collect();
            return Ok(Some(Self { known, round, asked: RefCell::default() }));
        }
        let empty = closed.into_iter().filter(|(place, _)| now(place).is_some_and(String::is_empty));
        let faults = open.into_iter().chain(empty).map(|(place, span)| {
            let message = format!("the title that `#{place}` leads to is made of this one");
            Diagnostic::new(code::BAD_LINK, *span, message).hint("write the words out")
        });
        let faults: Vec<Diagnostic> = faults.collect();
        if faults.is_empty() { Ok(None) } else { Err(faults) }
    }
}
