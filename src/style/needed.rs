//! Words that a text has to have for a pattern to match: most patterns of a house match nothing in an edition, and need
//! not be compiled for it.

use std::iter::Peekable;
use std::str::Chars;

/// Words of which every match has at least one; none when the pattern does not show any.
pub(super) fn needed(pattern: &str) -> Option<Vec<String>> {
    let mut reader = Reader { signs: pattern.chars().peekable(), is_loose: false };
    let found = reader.alternation();
    // What is left has a form that is not known here.
    let is_whole = reader.signs.peek().is_none() && !reader.is_loose;
    found.filter(|words| is_whole && !words.is_empty())
}

/// Reads a pattern as far as it is words.
struct Reader<'p> {
    signs: Peekable<Chars<'p>>,
    /// Whether letters of the pattern mean others too.
    is_loose: bool,
}

/// The words of a branch that are known so far.
#[derive(Default)]
struct Branch {
    best: Option<Vec<String>>,
    /// Signs in a row that stand for themselves.
    run: String,
}

impl Branch {
    /// Keeps the words whose shortest is the longest.
    fn offer(&mut self, words: Vec<String>) {
        let shortest = |words: &[String]| words.iter().map(String::len).min().unwrap_or_default();
        let is_better = self.best.as_ref().is_none_or(|best| shortest(best) < shortest(&words));
        if is_better && shortest(&words) > 0 {
            self.best = Some(words);
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.offer(vec![run]);
    }
}

impl Reader<'_> {
    /// Branches up to the end or a closing bracket; what is needed is a word of each.
    fn alternation(&mut self) -> Option<Vec<String>> {
        let mut all = Some(Vec::new());
        loop {
            let branch = self.branch();
            all = all.zip(branch).map(|(mut all, more): (Vec<String>, _)| {
                all.extend(more);
                all
            });
            if self.signs.next_if_eq(&'|').is_none() {
                return all;
            }
        }
    }

    fn branch(&mut self) -> Option<Vec<String>> {
        let mut branch = Branch::default();
        while let Some(&sign) = self.signs.peek() {
            if matches!(sign, '|' | ')') {
                break;
            }
            self.signs.next();
            match sign {
                '(' => {
                    branch.end_run();
                    let words = self.group();
                    if let (Some(words), false) = (words, self.is_optional()) {
                        branch.offer(words);
                    }
                }
                '[' => {
                    branch.end_run();
                    self.class();
                    self.is_optional();
                }
                '.' | '^' | '$' => {
                    branch.end_run();
                    self.is_optional();
                }
                '\\' => match self.signs.next() {
                    Some(escaped) if !escaped.is_alphanumeric() => self.letter(escaped, &mut branch),
                    Some('p' | 'P' | 'x' | 'u') => {
                        branch.end_run();
                        if self.signs.next_if_eq(&'{').is_some() {
                            self.signs.by_ref().find(|sign| *sign == '}');
                        } else {
                            self.is_loose = true;
                        }
                        self.is_optional();
                    }
                    _ => {
                        branch.end_run();
                        self.is_optional();
                    }
                },
                letter => self.letter(letter, &mut branch),
            }
        }
        branch.end_run();
        branch.best
    }

    /// A sign that stands for itself, unless it may be missing.
    fn letter(&mut self, letter: char, branch: &mut Branch) {
        if !matches!(self.signs.peek(), Some('?' | '*' | '+' | '{')) {
            return branch.run.push(letter);
        }
        if self.is_optional() {
            branch.end_run();
        } else {
            branch.run.push(letter);
            branch.end_run();
        }
    }

    /// What stands in a group; its first bracket is read.
    fn group(&mut self) -> Option<Vec<String>> {
        if self.signs.next_if_eq(&'?').is_some() {
            let head: String =
                std::iter::from_fn(|| self.signs.next_if(|sign| !matches!(sign, ':' | '>'))).collect();
            self.signs.next();
            // Flags other than the name of a group.
            self.is_loose |= !head.is_empty() && !head.starts_with(['P', '<']);
        }
        let words = self.alternation();
        self.is_loose |= self.signs.next() != Some(')');
        words
    }

    /// Steps over a class; its first bracket is read.
    fn class(&mut self) {
        while let Some(sign) = self.signs.next() {
            match sign {
                '\\' => {
                    self.signs.next();
                }
                // A class in a class is not looked into.
                '[' => self.is_loose = true,
                ']' => return,
                _ => {}
            }
        }
    }

    /// Steps over how often something stands; whether that may be never.
    fn is_optional(&mut self) -> bool {
        let is_optional = match self.signs.peek() {
            Some('?' | '*') => true,
            Some('+') => false,
            Some('{') => {
                let inside: String = self.signs.by_ref().skip(1).take_while(|sign| *sign != '}').collect();
                self.signs.next_if_eq(&'?');
                return inside.starts_with(['0', ',']);
            }
            _ => return false,
        };
        self.signs.next();
        self.signs.next_if_eq(&'?');
        is_optional
    }
}

#[cfg(test)]
mod tests {
    use super::needed;

    #[test]
    fn every_match_has_one_of_the_words() {
        for (pattern, right) in [
            (r"\b(?:percent|per-cent|pct)\b", Some("percent per-cent pct")),
            (r"\bcompared to\b", Some("compared_to")),
            (r"(?P<n>\d)\s?%", Some("%")),
            (r"\be\.g\.", Some("e.g.")),
            (r"\bmigrants?\b", Some("migrant")),
            (r"(?:a|b)?cde?", Some("cd")),
            (r"\b(?P<q>Q[1-4]) of (?P<y>\d\d)", Some("_of_")),
            (r"\d+", None),
            (r"abc|\d", None),
            (r"(?i:abc)d", None),
            (r"[ab]x{0,2}", None),
            (r"x{2}yz", Some("yz")),
            (r"a\p{L}bc", Some("bc")),
            (r"(ab", None),
        ] {
            let found = needed(pattern)
                .map(|words| words.join(" ").replace(" of ", "_of_").replace("compared to", "compared_to"));
            assert_eq!(found.as_deref(), right, "{pattern}");
        }
    }
}
