//! Cuts a sentence where it begins to tell of another thing.

use std::ops::Range;

use super::line::Line;
use super::words::Kind;
use crate::language::Reading;

/// The part of a sentence around a place, up to a semicolon or a word such as "while" on both sides.
pub fn segment(line: &Line<'_>, sentence: &Range<usize>, at: usize, reading: &Reading) -> Range<usize> {
    let (before, behind) = line.words(Kind::Breaks, reading).around(sentence, at);
    let start = before.map_or(sentence.start, |word| word.end);
    let end = behind.map_or(sentence.end, |word| word.start);
    let at = at.clamp(start, end);
    let start = line.lower[start..at].rfind(';').map_or(start, |sign| start + sign + 1);
    let end = line.lower[at..end].find(';').map_or(end, |sign| at + sign);
    start..end
}

/// Whether two bytes are a sign at which a clause ends; within a number, none stands before a space.
fn is_end(pair: &[u8]) -> bool {
    matches!(pair, [b',' | b';' | b':', b' '])
}

/// The part of a range around a place, up to a comma, a semicolon or a colon on both sides.
pub fn clause(line: &Line<'_>, range: &Range<usize>, place: &Range<usize>) -> Range<usize> {
    let place = place.start.clamp(range.start, range.end)..place.end.clamp(range.start, range.end);
    let (before, behind) = (&line.lower[range.start..place.start], &line.lower[place.end..range.end]);
    let start = before.as_bytes().windows(2).rposition(is_end).map_or(0, |at| at + 2);
    let end = behind.as_bytes().windows(2).position(is_end).unwrap_or(behind.len());
    range.start + start..place.end + end
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
