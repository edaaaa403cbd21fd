//! Lists of words and what is written for them, found in one pass, the longest first.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::template::capital;

/// Words, and what is written for each.
#[derive(Debug, Clone)]
pub(super) struct Pairs {
    automaton: AhoCorasick,
    /// What is looked for and what is written for it, in the order of the automaton.
    all: Vec<(String, String)>,
}

impl Pairs {
    /// A list, each entry also with endings that both words take.
    pub(super) fn new(pairs: &BTreeMap<String, String>, endings: &[String]) -> Result<Self, String> {
        let mut all: Vec<(String, String)> = Vec::new();
        for (from, to) in pairs {
            for ending in std::iter::once("").chain(endings.iter().map(String::as_str)) {
                let (from, to) = (format!("{from}{ending}"), format!("{to}{ending}"));
                // The automaton takes small letters of ASCII for capitals too, and no others.
                if !from.is_ascii() && is_small(&from) {
                    all.push((capital(&from), capital(&to)));
                }
                all.push((from, to));
            }
        }
        let automaton = automaton(all.iter().map(|(from, _)| from.as_str()))?;
        Ok(Self { automaton, all })
    }

    /// Every place where a word of the list stands whole, with what is written for it.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        for place in self.automaton.find_iter(text) {
            let range = place.start()..place.end();
            let (from, to) = &self.all[place.pattern().as_usize()];
            let written = &text[range.clone()];
            if !is_whole(text, &range) || (!is_small(from) && written != from) {
                continue;
            }
            let to = like(written, from, to);
            if written != to {
                found.push((range, to));
            }
        }
        found
    }
}

/// Finds any of some words, the longest of those that begin at one place.
pub(super) fn automaton<'w>(words: impl IntoIterator<Item = &'w str>) -> Result<AhoCorasick, String> {
    // The other kinds are faster for long texts, and take longer to make than an edition to be read.
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(words)
        .map_err(|error| error.to_string())
}

fn is_small(word: &str) -> bool {
    !word.chars().any(char::is_uppercase)
}

/// A word in the letters of another: capitals stay capitals.
fn like(written: &str, from: &str, to: &str) -> String {
    if !is_small(from) || is_small(written) {
        return to.to_owned();
    }
    let letters = written.chars().filter(|c| c.is_alphabetic());
    if letters.clone().count() > 1 && letters.clone().all(char::is_uppercase) {
        return to.to_uppercase();
    }
    capital(to)
}

/// Whether no letter or digit stands right beside a place, where that begins or ends with one.
pub(super) fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let (inside, before, after) = (&text[range.clone()], &text[..range.start], &text[range.end..]);
    let is_in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let starts = is_in_word(inside.chars().next()) && is_in_word(before.chars().next_back());
    let ends = is_in_word(inside.chars().next_back()) && is_in_word(after.chars().next());
    !starts && !ends
}

/// Whether a place is cut out of a word where only letters beyond ASCII show it.
pub(super) fn is_cut(text: &str, range: &Range<usize>) -> bool {
    let is_in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let cuts = |edge: Option<char>, beside: Option<char>| {
        let is_beyond = [edge, beside].iter().any(|c| c.is_some_and(|c| !c.is_ascii()));
        is_beyond && is_in_word(edge) && is_in_word(beside)
    };
    let inside = &text[range.clone()];
    cuts(inside.chars().next(), text[..range.start].chars().next_back())
        || cuts(inside.chars().next_back(), text[range.end..].chars().next())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Pairs;

    fn found(text: &str) -> Vec<(String, String)> {
        let pairs = [
            ("program", "programme"),
            ("US", "United States"),
            ("korea", "K"),
            ("south korea", "RK"),
            ("ещё", "еще"),
        ];
        let pairs = BTreeMap::from(pairs.map(|(from, to)| (from.to_owned(), to.to_owned())));
        let found = Pairs::new(&pairs, &["s".to_owned()]).unwrap().find(text);
        found.into_iter().map(|(range, to)| (text[range].to_owned(), to)).collect()
    }

    #[test]
    fn capitals_stay_and_words_are_whole() {
        let all = |text: &str| found(text).into_iter().map(|(_, to)| to).collect::<Vec<_>>();
        assert_eq!(all("A Program, PROGRAMS, programmer"), ["Programme", "PROGRAMMES"]);
        assert_eq!(all("us US, USA"), ["United States"]);
        assert_eq!(all("Ещё и ещё"), ["Еще", "еще"]);
    }

    #[test]
    fn the_longest_name_is_taken() {
        assert_eq!(found("in south korea"), [("south korea".to_owned(), "RK".to_owned())]);
    }
}
