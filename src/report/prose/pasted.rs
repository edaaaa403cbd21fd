//! Tells of lists and headings whose signs are not those of Markdown, so that they would be printed as they are written.

use super::Prose;
use crate::diag::{Diagnostic, code};

/// What programs for texts put before an item of a list.
const BULLETS: [char; 8] = ['•', '▪', '◦', '‣', '●', '■', '▸', '\u{f0b7}'];

/// Levels that a heading can have.
const DEEPEST: usize = 6;

impl Prose<'_> {
    /// Tells of lines that begin with a bullet, and of headings without a space behind their `#`.
    pub(super) fn tell_pasted_signs(&self) {
        // A title or keyword may begin with any sign.
        if !self.builder.tells_stray_signs() || self.builder.in_line.get() {
            return;
        }
        let (mut at, mut is_open, mut is_list) = (0, false, false);
        for line in self.marked.text.split('\n') {
            let begins = at + (line.len() - line.trim_start().len());
            let words = line.trim_start();
            if let Some(bullet) = bullet(words) {
                // Of a list, its first item is told.
                if !is_list {
                    let hint = "write a hyphen and a space before each item: - first";
                    self.tell_pasted(begins, bullet.len_utf8(), &format!("{bullet}"), hint);
                }
                is_list = true;
            } else if !words.is_empty() {
                is_list = false;
            }
            if let Some(signs) = heading(words).filter(|_| !is_open) {
                let hint = "write a space behind the signs of a heading, ### Heading, or a backslash before them when they are meant";
                self.tell_pasted(begins, signs, &words[..signs], hint);
            }
            is_open = !words.is_empty();
            at += line.len() + 1;
        }
    }

    fn tell_pasted(&self, at: usize, length: usize, sign: &str, hint: &str) {
        let message = format!("this `{sign}` makes no list and no heading and is printed as it is");
        let place = self.span(&(at..at + length));
        self.builder.fault(Diagnostic::new(code::UNCLOSED_MARKUP, place, message).hint(hint));
    }
}

/// The bullet that a line begins with.
fn bullet(line: &str) -> Option<char> {
    let first = line.chars().next().filter(|c| BULLETS.contains(c))?;
    line[first.len_utf8()..].starts_with(char::is_whitespace).then_some(first)
}

/// How many `#` a line begins with, right before a letter.
fn heading(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches('#');
    let signs = line.len() - rest.len();
    ((1..=DEEPEST).contains(&signs) && rest.starts_with(char::is_alphabetic)).then_some(signs)
}

#[cfg(test)]
mod tests {
    use super::{bullet, heading};

    #[test]
    fn bullets_and_headings_without_a_space_are_seen() {
        assert_eq!(bullet("• first"), Some('•'));
        assert_eq!(bullet("•\u{a0}first"), Some('•'));
        assert_eq!((heading("#Heading"), heading("###Heading")), (Some(1), Some(3)));
        for line in ["- first", "•first", "### Heading", "#1 of them", "\\#Heading", ""] {
            assert_eq!((bullet(line), heading(line)), (None, None), "{line}");
        }
    }
}
