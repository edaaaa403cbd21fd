//! Letters that mark the notes of a table, a chart or a panel, which stand directly below it.

/// The notes that one table, chart or panel marks, in the order of their letters.
#[derive(Debug, Clone, Default)]
pub struct Lettered(Vec<usize>);

impl Lettered {
    /// The letter of a note: that of its first mark here, however often it is marked.
    pub fn mark(&mut self, note: usize) -> String {
        let known = self.0.iter().position(|&own| own == note);
        letter(known.unwrap_or_else(|| {
            self.0.push(note);
            self.0.len() - 1
        }))
    }

    /// Each letter with its note.
    pub fn notes(&self) -> Vec<(String, usize)> {
        self.0.iter().enumerate().map(|(position, &note)| (letter(position), note)).collect()
    }
}

/// a, b, … z, aa, ab, …
fn letter(position: usize) -> String {
    let last = char::from(b'a' + u8::try_from(position % 26).unwrap_or_default());
    match position / 26 {
        0 => last.to_string(),
        more => letter(more - 1) + &last.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Lettered, letter};

    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!([0, 1, 25, 26, 27, 701, 702].map(letter), ["a", "b", "z", "aa", "ab", "zz", "aaa"]);
    }

    #[test]
    fn a_note_has_one_letter() {
        let mut lettered = Lettered::default();
        assert_eq!([7, 3, 7].map(|note| lettered.mark(note)), ["a", "b", "a"]);
        assert_eq!(lettered.notes(), [("a".to_owned(), 7), ("b".to_owned(), 3)]);
    }
}
