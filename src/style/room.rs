//! How much a style may hold that an author wrote: it may have come by mail, like all of an edition's folder.

use super::raw::RawRule;

/// Letters of a text of a rule.
const LONGEST: usize = 1_000;
/// Letters of what is found or written by a list, and of what a pattern is replaced by.
const LONGEST_WORDS: usize = 500;
/// Letters of a pattern as it is written.
const LONGEST_PATTERN: usize = 4_000;
/// Rules, and patterns of all of them: the largest style of the program has 150 and some 200.
const MOST_RULES: usize = 1_000;
const MOST_PATTERNS: usize = 500;
/// Bytes of all lists, each entry with each of its endings.
const MOST_LISTED: usize = 2_000_000;
/// Bytes that all patterns take once they are compiled.
const MOST_COMPILED: usize = 128 << 20;

/// What is left to the rules of an author.
#[derive(Debug)]
pub(super) struct Room {
    rules: usize,
    patterns: usize,
    listed: usize,
    /// Bytes for patterns.
    pub(super) compiled: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { rules: MOST_RULES, patterns: MOST_PATTERNS, listed: MOST_LISTED, compiled: MOST_COMPILED }
    }
}

impl Room {
    /// What to do when there is none.
    pub(super) const HINT: &str = "keep the rules that the series needs; docs/style.md lists the limits";

    /// Whether nothing more fits in.
    pub(super) fn is_full(&self) -> bool {
        [self.rules, self.patterns, self.listed, self.compiled].contains(&0)
    }

    /// Adds what a rule holds, before anything is made of it.
    pub(super) fn add(&mut self, rule: &RawRule) -> Result<(), String> {
        let patterns = || rule.find.iter().chain(&rule.needs).chain(&rule.except).chain(&rule.forms);
        if has_longer(patterns(), LONGEST_PATTERN) {
            return Err(format!("one of its patterns has more than {LONGEST_PATTERN} letters"));
        }
        let pairs = rule.pairs.iter().chain(&rule.words).flat_map(|(from, to)| [from, to]);
        let words = pairs.chain(&rule.endings).chain(&rule.instead).chain(&rule.signs);
        if has_longer(words, LONGEST_WORDS) {
            return Err(format!("one of its words or replacements has more than {LONGEST_WORDS} letters"));
        }
        let texts = [&rule.why, &rule.source, &rule.id].into_iter().chain(&rule.wrong).chain(&rule.right);
        if has_longer(texts, LONGEST) {
            return Err(format!("one of its texts has more than {LONGEST} letters"));
        }
        let written: usize = rule.pairs.iter().map(|(from, to)| from.len() + to.len()).sum();
        let endings: usize = rule.endings.iter().map(String::len).sum();
        let listed = written
            .saturating_mul(rule.endings.len() + 1)
            .saturating_add(endings.saturating_mul(2 * rule.pairs.len()));
        self.rules = self.rules.saturating_sub(1);
        self.patterns = self.patterns.saturating_sub(patterns().count());
        self.listed = self.listed.saturating_sub(listed);
        if self.is_full() { Err("with it, the style is too large".to_owned()) } else { Ok(()) }
    }
}

fn has_longer<'t>(mut texts: impl Iterator<Item = &'t String>, most: usize) -> bool {
    texts.any(|text| text.chars().nth(most).is_some())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Room;
    use crate::style::raw::RawRule;

    #[test]
    fn rules_have_limits() {
        let pairs = |count: usize| -> BTreeMap<String, String> {
            (0..count).map(|number| (format!("a{number}"), format!("b{number}"))).collect()
        };
        let endings = |count: usize| (0..count).map(|number| format!("e{number}")).collect();
        for rule in [
            RawRule { instead: Some("a".repeat(501)), ..RawRule::default() },
            RawRule { find: Some("a".repeat(4_001)), ..RawRule::default() },
            RawRule { why: "a".repeat(1_001), ..RawRule::default() },
            RawRule { except: vec![String::new(); 500], ..RawRule::default() },
            RawRule { pairs: pairs(1_000), endings: endings(1_000), ..RawRule::default() },
        ] {
            assert!(Room::default().add(&rule).is_err(), "{rule:.80?}");
        }
        let mut room = Room::default();
        assert_eq!((0..2_000).take_while(|_| room.add(&RawRule::default()).is_ok()).count(), 999);
        let rule = RawRule { pairs: pairs(1_000), endings: endings(10), ..RawRule::default() };
        assert_eq!(Room::default().add(&rule), Ok(()));
    }
}
