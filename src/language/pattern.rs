//! Finds the words of a language in a text of small letters.

use std::collections::BTreeMap;
use std::ops::{Deref, Range};

use memchr::memmem;
use serde::Deserialize;

use crate::data::apostrophe::is_apostrophe;

/// Stands behind the beginning of a word for any ending.
const ANY_ENDING: char = '*';

/// A word or a phrase that is looked for as whole words; `increas*` stands for all words that begin so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    text: String,
    /// Its words, when one of them has any ending; else the text is looked for as it is.
    stems: Vec<Stem>,
    /// Whether it has an apostrophe, which texts write with one sign or another.
    has_apostrophe: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Stem {
    text: String,
    has_any_ending: bool,
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        let stem = |word: &str| {
            let stem = word.strip_suffix(ANY_ENDING);
            Stem { text: stem.unwrap_or(word).to_owned(), has_any_ending: stem.is_some() }
        };
        let is_open = text.split(' ').any(|word| word.len() > 1 && word.ends_with(ANY_ENDING));
        let stems = if is_open { text.split(' ').map(stem).collect() } else { Vec::new() };
        let has_apostrophe = text.contains(is_apostrophe);
        Self { text, stems, has_apostrophe }
    }
}

impl From<&str> for Pattern {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl Pattern {
    /// As it was written; the words to write, when no ending is left open.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether an ending is left open, so that words may be taken that were not meant.
    pub fn has_open_ending(&self) -> bool {
        !self.stems.is_empty()
    }

    /// Every place in a part of a text where it stands as whole words.
    pub fn find(&self, text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
        let first = self.stems.first().map_or(self.text.as_str(), |stem| stem.text.as_str());
        let mut found = Vec::new();
        let mut at = range.start;
        if first.is_empty() {
            return found;
        }
        let first =
            if self.has_apostrophe { first.split(is_apostrophe).next().unwrap_or(first) } else { first };
        if first.is_empty() {
            let signs = text[range.clone()].char_indices().filter(|(_, c)| is_apostrophe(*c));
            let starts = signs.map(|(offset, _)| range.start + offset);
            return starts.filter_map(|start| Some(start..self.at(text, start, range.end)?)).collect();
        }
        // The standard search makes itself ready for each text anew, and most texts are a sentence.
        while let Some(offset) = memmem::find(&text.as_bytes()[at..range.end], first.as_bytes()) {
            let start = at + offset;
            found.extend(self.at(text, start, range.end).map(|end| start..end));
            at = start + first.chars().next().map_or(1, char::len_utf8);
        }
        found
    }

    /// Whether it stands anywhere in a text.
    pub fn is_in(&self, text: &str) -> bool {
        !self.find(text, &(0..text.len())).is_empty()
    }

    /// Where it ends, when a text begins with it.
    pub fn leads(&self, text: &str) -> Option<usize> {
        self.at(text, 0, text.len())
    }

    /// Where it begins, when a text ends with it.
    pub fn ends(&self, text: &str) -> Option<usize> {
        if self.stems.is_empty() && !self.has_apostrophe {
            let start = text.len().checked_sub(self.text.len())?;
            return (text.ends_with(&self.text) && is_whole(text, &(start..text.len()))).then_some(start);
        }
        let found = self.find(text, &(last_words(text, self.words())..text.len())).into_iter();
        found.filter(|place| place.end == text.len()).map(|place| place.start).next()
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        self.text.split(' ').count()
    }

    /// Whether a word or phrase is just it.
    pub fn is(&self, words: &str) -> bool {
        if self.stems.is_empty() && !self.has_apostrophe {
            self.text == words
        } else {
            self.leads(words) == Some(words.len())
        }
    }

    /// Where it ends, when it begins at a place as whole words.
    fn at(&self, text: &str, start: usize, limit: usize) -> Option<usize> {
        if self.stems.is_empty() {
            let end = start + self.alike(text.get(start..limit)?, &self.text)?;
            return is_whole(text, &(start..end)).then_some(end);
        }
        let mut at = start;
        for (index, stem) in self.stems.iter().enumerate() {
            if index > 0 {
                let rest = &text[at..limit];
                let spaces = rest.len() - rest.trim_start_matches(' ').len();
                at += spaces;
                if spaces == 0 {
                    return None;
                }
            }
            let end = at + self.alike(&text[at..limit], &stem.text)?;
            let rest = &text[end..limit];
            let end = if stem.has_any_ending { end + ending(rest) } else { end };
            if !is_whole(text, &(at..end)) {
                return None;
            }
            at = end;
        }
        Some(at)
    }

    /// How long the beginning of a text is that says the same as some words: every sign for an apostrophe is one.
    fn alike(&self, text: &str, words: &str) -> Option<usize> {
        if !self.has_apostrophe {
            return text.starts_with(words).then_some(words.len());
        }
        let mut letters = text.chars();
        for wanted in words.chars() {
            let found = letters.next()?;
            if found != wanted && !(is_apostrophe(found) && is_apostrophe(wanted)) {
                return None;
            }
        }
        Some(text.len() - letters.as_str().len())
    }
}

/// Words of one meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Patterns(Vec<Pattern>);

impl Deref for Patterns {
    type Target = [Pattern];

    fn deref(&self) -> &[Pattern] {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Patterns {
    type Item = &'a Pattern;
    type IntoIter = std::slice::Iter<'a, Pattern>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Patterns {
    /// Whether a word or phrase is one of them.
    pub fn contain(&self, words: &str) -> bool {
        self.iter().any(|pattern| pattern.is(words))
    }

    /// Whether one of them stands anywhere in a text.
    pub fn are_in(&self, text: &str) -> bool {
        self.iter().any(|pattern| pattern.is_in(text))
    }

    /// The first of them, as an author would write it.
    pub fn first_words(&self) -> &str {
        self.first().map_or("", Pattern::as_str)
    }
}

/// Words with a value each, in the order of the words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "BTreeMap<String, T>", bound(deserialize = "T: Deserialize<'de>"))]
pub struct Values<T>(Vec<(Pattern, T)>);

impl<T> From<BTreeMap<String, T>> for Values<T> {
    fn from(words: BTreeMap<String, T>) -> Self {
        Self(words.into_iter().map(|(words, value)| (Pattern::from(words), value)).collect())
    }
}

impl<T> Values<T> {
    /// The value of a word or phrase.
    pub fn get(&self, words: &str) -> Option<&T> {
        self.iter().find(|(pattern, _)| pattern.is(words)).map(|(_, value)| value)
    }

    /// Words and values.
    pub fn iter(&self) -> impl Iterator<Item = (&Pattern, &T)> {
        self.0.iter().map(|(pattern, value)| (pattern, value))
    }
}

/// How long the rest of a word is. An apostrophe between two letters is one of them: “qo'shildi” is one word,
/// with whichever sign the keyboard writes it.
fn ending(rest: &str) -> usize {
    let mut letters = rest.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let is_inside = is_apostrophe(c) && letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !is_inside {
            return at;
        }
    }
    rest.len()
}

/// The words of a text, runs of letters and digits, each with its place.
pub fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

/// The year between 1900 and 2100 that a word is.
pub fn year(word: &str) -> Option<u16> {
    let year = word.parse().ok().filter(|year| (1900..=2100).contains(year));
    year.filter(|_| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Where so many words at the end of a text begin, and a few signs before them.
pub fn last_words(text: &str, words: usize) -> usize {
    let mut head = text.trim_end_matches(' ');
    for _ in 0..words {
        head = head.trim_end_matches(|c| c != ' ').trim_end_matches(' ');
    }
    head.len()
}

/// Whether a range begins and ends where words do.
pub fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let inside = &text[range.clone()];
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let starts = !joins(inside.chars().next()) || !joins(text[..range.start].chars().next_back());
    let ends = !joins(inside.chars().next_back()) || !joins(text[range.end..].chars().next());
    starts && ends
}

/// Small letters and plain spaces; every character stays as long as it is.
pub fn plain(text: &str) -> String {
    text.chars().map(plain_space).map(small).collect()
}

/// No-break and narrow spaces as the plain one.
pub fn plain_space(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}

/// The small letter, when it takes as many bytes. In Cyrillic, ё is read as е: most texts leave its dots out, and nobody means
/// another word with them.
pub fn small(c: char) -> char {
    if matches!(c, 'ё' | 'Ё') {
        return 'е';
    }
    let mut letters = c.to_lowercase();
    match (letters.next(), letters.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Pattern, plain};

    fn found(pattern: &str, text: &str) -> Vec<String> {
        let places = Pattern::from(pattern).find(text, &(0..text.len()));
        places.into_iter().map(|place| text[place].to_owned()).collect()
    }

    #[test]
    fn words_are_found_whole() {
        assert_eq!(found("up", "upward, up; cup, up"), ["up", "up"]);
        assert_eq!(found("%", "43%"), ["%"]);
        assert_eq!(found("per cent", "per cent, per  cent"), ["per cent"]);
    }

    #[test]
    fn a_star_stands_for_any_ending() {
        assert_eq!(found("увелич*", "увеличилось, преувеличено, увеличение"), ["увеличилось", "увеличение"]);
        assert_eq!(found("процентн* пункт*", "на 0,4 процентного пункта."), ["процентного пункта"]);
        assert_eq!(found("прошл* год", "прошлого года, прошлый год"), ["прошлый год"]);
        assert_eq!(found("*", "2 * 3"), ["*"]);
        for sign in ["'", "’", "ʻ"] {
            let word = format!("ko{sign}payishi");
            assert_eq!(
                found("ko*", &format!("{word}, ko{sign}")),
                [word, "ko".to_owned() + if sign == "ʻ" { sign } else { "" }]
            );
        }
    }

    #[test]
    fn words_are_held_to_the_ends_of_a_text() {
        let pattern = Pattern::from("пункт*");
        assert_eq!((pattern.leads("пункта 4"), pattern.leads("подпункта")), (Some(12), None));
        assert_eq!((pattern.ends("до пункта"), pattern.ends("пункта.")), (Some(5), None));
        assert!(pattern.is("пунктов") && !pattern.is("пункт 4"));
        assert_eq!(Pattern::from("up").ends("cup"), None);
        let phrase = Pattern::from("за прошл* год");
        assert_eq!(phrase.ends("это (за прошлый  год"), Some("это (".len()));
        assert_eq!((phrase.ends("за прошлый год "), phrase.ends("за прошлый год и")), (None, None));
    }

    #[test]
    fn every_sign_for_an_apostrophe_is_one() {
        for written in ["o'sdi", "o’sdi", "o‘sdi", "oʻsdi", "oʼsdi"] {
            let text = format!("soni 5 foizga {written}.");
            for pattern in ["oʻsdi", "o'sd*", "foizga o’sdi"] {
                assert_eq!(found(pattern, &text).len(), 1, "{pattern}: {text}");
                assert!(
                    Pattern::from(pattern).ends(text.trim_end_matches('.')).is_some(),
                    "{pattern}: {text}"
                );
            }
            assert!(Pattern::from("oʻsdi").is(written) && !Pattern::from("oʻsdi").is("osdi"));
        }
        assert_eq!(found("‘x", "a 'x ʻx ‘xy"), ["'x", "ʻx"]);
    }

    #[test]
    fn small_letters_stand_where_the_large_ones_did() {
        for text in ["ÀÉ\u{a0}B", "İstanbul", "ẞ", "ҚОҒАМ"] {
            assert_eq!(plain(text).len(), text.replace('\u{a0}', " ").len(), "{text}");
        }
    }
}
