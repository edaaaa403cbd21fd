//! Finds lines and columns of places in a file, without walking through it from its beginning each time.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes between two marks.
const STRIDE: usize = 1_024;

/// Lines and characters before every so many bytes of a file, counted as far as somebody has asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    marks: Arc<Mutex<Vec<Mark>>>,
}

/// What stands before a place.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    at: usize,
    /// Line breaks.
    lines: usize,
    /// Characters.
    chars: usize,
    /// Where the line begins that the place lies in.
    line: usize,
}

impl Mark {
    /// The mark of a later place.
    fn moved(self, text: &str, to: usize) -> Self {
        let between = &text[self.at..to];
        Self {
            at: to,
            lines: self.lines + between.matches('\n').count(),
            chars: self.chars + between.chars().count(),
            line: between.rfind('\n').map_or(self.line, |at| self.at + at + 1),
        }
    }
}

impl Lines {
    fn mark(&self, text: &str, place: usize) -> Mark {
        let place = text.floor_char_boundary(place);
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        let mut last = marks.last().copied().unwrap_or_default();
        while last.at + STRIDE <= place {
            // Of a boundary that lies within a character, the character comes behind.
            last = last.moved(text, text.floor_char_boundary(last.at + STRIDE));
            marks.push(last);
        }
        let behind = marks.partition_point(|mark| mark.at <= place);
        let before = behind.checked_sub(1).map_or_else(Mark::default, |index| marks[index]);
        drop(marks);
        before.moved(text, place)
    }

    /// Line and column of a place, both from 1, columns in characters.
    pub(super) fn line_column(&self, text: &str, place: usize) -> (usize, usize) {
        let here = self.mark(text, place);
        let column = here.chars - self.mark(text, here.line).chars;
        (here.lines + 1, column + 1)
    }

    /// The number of the line that a place lies in, from 1, and where that line begins.
    pub(super) fn line(&self, text: &str, place: usize) -> (usize, usize) {
        let here = self.mark(text, place);
        (here.lines + 1, here.line)
    }
}

/// The lines that a range touches, with the line break at their end.
pub(super) fn whole(text: &str, begins: usize, range: &Range<usize>) -> Range<usize> {
    let end = text.floor_char_boundary(range.end).max(begins);
    begins..text[end..].find('\n').map_or(text.len(), |at| end + at + 1)
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn places_are_found_in_any_order() {
        let text = "ä\nbcd\n\n".repeat(2_000) + &"é".repeat(5_000);
        let walked = |place: usize| {
            let before = &text[..place];
            let line = before.matches('\n').count() + 1;
            (line, before.rsplit('\n').next().unwrap().chars().count() + 1)
        };
        let lines = Lines::default();
        let places: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        for step in [997, 13] {
            for place in places.iter().rev().step_by(step) {
                assert_eq!(lines.line_column(&text, *place), walked(*place), "{place}");
            }
        }
        assert_eq!(lines.line_column(&text, text.len() + 7), walked(text.len()));
    }
}
