//! Cuts a sentence where it begins to tell of another thing.

use std::ops::Range;

use super::line::Line;
use crate::language::{Pattern, Reading};

/// The part of a sentence around a place, up to a semicolon or a word such as "while" on both sides.
pub fn segment(line: &Line<'_>, sentence: &Range<usize>, at: usize, reading: &Reading) -> Range<usize> {
    let words = reading.breaks.iter().flat_map(|word: &Pattern| line.find(word, sentence));
    let signs = line.lower[sentence.clone()].match_indices(';').map(|(offset, sign)| {
        let start = sentence.start + offset;
        start..start + sign.len()
    });
    let breaks: Vec<Range<usize>> = words.chain(signs).collect();
    let start = breaks.iter().map(|place| place.end).filter(|end| *end <= at).max();
    let end = breaks.iter().map(|place| place.start).filter(|start| *start >= at).min();
    start.unwrap_or(sentence.start)..end.unwrap_or(sentence.end)
}

/// How many words stand in a range.
pub fn words_in(line: &Line<'_>, range: Range<usize>) -> usize {
    let text = line.lower.get(range).unwrap_or_default();
    text.split(' ').filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

#[cfg(test)]
mod tests {
    use super::{segment, words_in};
    use crate::language::Language;
    use crate::text::line::Line;
    use crate::text::line::tests::passage;

    #[test]
    fn a_sentence_is_cut_at_semicolons_and_at_words_of_contrast() {
        let english = Language::embedded("en").unwrap();
        let passage = passage("Ten came, while nine left; one stayed.");
        let line = Line::new(&passage, &english);
        let of = |word: &str| {
            let at = line.text.find(word).unwrap();
            line.text[segment(&line, &line.whole(), at, english.reading())].trim().to_owned()
        };
        assert_eq!(
            (of("came"), of("nine"), of("one s")),
            ("Ten came,".into(), "nine left".into(), "one stayed.".into())
        );
        assert_eq!(words_in(&line, 0..9), 2);
    }
}
