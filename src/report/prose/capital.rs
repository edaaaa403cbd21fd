//! The first letter of a sentence or heading that an expression begins: "{{ period.when }}, 1,653 visas …".

use super::{Frame, Prose};
use crate::report::passage::PassageRole;

/// Letters that have capitals for inscriptions alone: a Georgian sentence begins as its other words do.
const INSCRIPTIONS: std::ops::RangeInclusive<char> = '\u{1c90}'..='\u{1cbf}';

/// Bytes that the last word of a sentence and the signs behind it take at most.
const ENOUGH: usize = 200;

impl Prose<'_> {
    /// What an expression gives, with a capital letter where it begins a sentence or a heading. Cells, items of lists and
    /// lines beside something begin as their author wants.
    pub(super) fn as_beginning(&self, words: String) -> String {
        let is_listed = self.frames.iter().any(|frame| matches!(frame, Frame::List(..)));
        let before = self.end_of_text();
        let begins = match self.builder.role.get() {
            PassageRole::Text => !self.builder.in_line.get() && (!is_listed || !before.trim().is_empty()),
            PassageRole::Title(level) => level > 0,
            PassageRole::Item { .. }
            | PassageRole::Caption
            | PassageRole::Note
            | PassageRole::Reference
            | PassageRole::Imprint => false,
        };
        let is_here = begins && self.cell.is_none() && !self.builder.is_foreign.get();
        if is_here && self.ends_sentence(&before) { capitalised(words) } else { words }
    }

    /// The last words before a place, from which one sees whether a sentence ends there.
    fn end_of_text(&self) -> String {
        let mut length = 0;
        let last = self.pieces.iter().rev().take_while(|piece| {
            let is_needed = length < ENOUGH;
            length += piece.text.trim().len();
            is_needed
        });
        let mut last: Vec<&str> = last.map(|piece| piece.text.as_str()).collect();
        last.reverse();
        last.concat()
    }

    /// Whether a sentence may begin behind a text.
    fn ends_sentence(&self, before: &str) -> bool {
        let locale = &self.builder.reach().locale;
        let grammar = &locale.reading().sentence;
        let text = before.trim_end();
        if text.is_empty() || text.len() == before.len() {
            return text.is_empty();
        }
        let text = text.trim_end_matches(|c| grammar.closing.contains(&c));
        let Some(rest) = text.strip_suffix('.') else { return text.ends_with(['!', '?', '…']) };
        let word = rest.rsplit([' ', '\u{a0}']).next().unwrap_or(rest).to_lowercase();
        let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        // "No. 34", "5. April": what is short for another word or counts ends nothing.
        letters > grammar.short && !grammar.abbreviations.contain(word)
    }
}

/// A text whose first letter is a capital.
fn capitalised(words: String) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) if first.is_lowercase() => {
            let capital: String = first.to_uppercase().collect();
            if capital.chars().any(|c| INSCRIPTIONS.contains(&c)) {
                return words;
            }
            capital + letters.as_str()
        }
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::capitalised;

    #[test]
    fn only_a_small_letter_becomes_a_capital() {
        for (words, right) in [
            ("april–iyun 2023", "April–iyun 2023"),
            ("in April", "In April"),
            ("ҳар йили", "Ҳар йили"),
            ("2023 жылғы сәуір", "2023 жылғы сәуір"),
            ("აპრილი", "აპრილი"),
            ("", ""),
        ] {
            assert_eq!(capitalised(words.to_owned()), right);
        }
    }
}
