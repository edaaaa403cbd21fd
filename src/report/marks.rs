//! Takes expressions and note marks out of a text before Markdown reads it, and keeps their places.

use std::ops::Range;

/// Opens a mark in the text that Markdown reads. Authors cannot write it: private-use characters are refused.
pub(super) const OPEN: char = '\u{e000}';
/// Closes a mark.
pub(super) const CLOSE: char = '\u{e001}';
/// Stands before the number in the mark of a claim, which is the target of a link.
pub(super) const CLAIM: &str = "claim:";

/// What a mark stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// `{{ expression }}`
    Computed(String),
    /// `[words](=expression)`
    Claimed(String),
    /// `[^name]`
    Note(String),
}

/// A text ready for Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// The text with marks.
    pub(super) text: String,
    /// What each mark stands for, and where its inside stands in the author's text.
    pub(super) marks: Vec<(Mark, Range<usize>)>,
    /// Signs that stand alone; the rest of their paragraph is not in the text.
    pub(super) unclosed: Vec<Unclosed>,
    /// Pairs of (offset in `text`, offset in the author's text) where the distance changes.
    map: Vec<(usize, usize)>,
}

/// An expression that is never closed, or never opened: the sign that stands alone, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unclosed(pub(super) &'static str, pub(super) usize);

impl Marked {
    /// Finds all marks of a text.
    pub(super) fn new(text: &str) -> Self {
        let mut marked = Self {
            text: String::with_capacity(text.len()),
            marks: Vec::new(),
            unclosed: Vec::new(),
            map: vec![(0, 0)],
        };
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let taken = if let Some(inner) = rest.strip_prefix("{{") {
                match closing(inner, "}}") {
                    Some(end) => {
                        let place = trimmed(text, at + 2..at + 2 + end);
                        marked.push(Mark::Computed(inner[..end].trim().to_owned()), place);
                        end + 4
                    }
                    None => marked.skip("{{", at, text),
                }
            } else if let Some(inner) = rest.strip_prefix("](=") {
                match closing_bracket(inner) {
                    Some(end) => {
                        let index = marked.marks.len();
                        marked.text.push_str(&format!("]({OPEN}{CLAIM}{index}{CLOSE})"));
                        let place = trimmed(text, at + 3..at + 3 + end);
                        marked.marks.push((Mark::Claimed(inner[..end].trim().to_owned()), place));
                        end + 4
                    }
                    None => {
                        marked.text.push(']');
                        marked.skip("](=", at, text)
                    }
                }
            } else if rest.starts_with("}}") {
                marked.skip("}}", at, text)
            } else if let Some(name) = note_name(rest) {
                marked.push(Mark::Note(name.to_owned()), at + 2..at + 2 + name.len());
                name.len() + 3
            } else {
                let c = rest.chars().next().map_or(1, char::len_utf8);
                marked.text.push_str(&rest[..c]);
                at += c;
                continue;
            };
            at += taken;
            marked.map.push((marked.text.len(), at));
        }
        marked
    }

    /// Leaves the rest of a paragraph out: what it says cannot be told from what it computes.
    fn skip(&mut self, sign: &'static str, at: usize, text: &str) -> usize {
        self.unclosed.push(Unclosed(sign, at));
        paragraph(&text[at..]).len()
    }

    fn push(&mut self, mark: Mark, place: Range<usize>) {
        let index = self.marks.len();
        self.text.push_str(&format!("{OPEN}{index}{CLOSE}"));
        self.marks.push((mark, place));
    }

    /// The place in the author's text of an offset that Markdown reports.
    pub(super) fn original(&self, offset: usize) -> usize {
        let index = self.map.partition_point(|(marked, _)| *marked <= offset).max(1) - 1;
        let (marked, original) = self.map[index];
        let next = self.map.get(index + 1).map_or(usize::MAX, |(_, original)| *original);
        (original + (offset - marked)).min(next)
    }
}

/// The place of an expression without the spaces around it.
fn trimmed(text: &str, place: Range<usize>) -> Range<usize> {
    let inside = &text[place.clone()];
    let start = place.start + inside.len() - inside.trim_start().len();
    if inside.trim().is_empty() { place } else { start..start + inside.trim().len() }
}

/// A text up to its first empty line.
fn paragraph(text: &str) -> &str {
    text.find("\n\n").map_or(text, |end| &text[..end])
}

/// Where the closing sign stands, outside of quotes, and before another expression or paragraph begins.
fn closing(text: &str, sign: &str) -> Option<usize> {
    let text = paragraph(text);
    let mut quote = None;
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, _) if text[index..].starts_with(sign) => return Some(index),
            (None, _) if text[index..].starts_with("{{") => return None,
            (None, _) => {}
        }
    }
    None
}

/// Where the bracket that closes a claim stands: outside of quotes and of brackets of its own.
fn closing_bracket(text: &str) -> Option<usize> {
    let text = paragraph(text);
    let (mut quote, mut depth) = (None, 0_u32);
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => return Some(index),
            (None, ')') => depth -= 1,
            (None, _) => {}
        }
    }
    None
}

fn note_name(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("[^")?;
    let end = inner.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'))?;
    (end > 0 && inner[end..].starts_with(']')).then_some(&inner[..end])
}

#[cfg(test)]
mod tests {
    use super::{Mark, Marked, Unclosed};

    #[test]
    fn marks_are_taken_out_and_keep_their_places() {
        let text = r#"A {{ a.b("}}") }} [x](=c.d("(")) y.[^n-1] z"#;
        let marked = Marked::new(text);
        assert_eq!(marked.text, "A \u{e000}0\u{e001} [x](\u{e000}claim:1\u{e001}) y.\u{e000}2\u{e001} z");
        assert_eq!(marked.marks[0].0, Mark::Computed("a.b(\"}}\")".to_owned()));
        assert_eq!(marked.marks[1].0, Mark::Claimed("c.d(\"(\")".to_owned()));
        assert_eq!(&text[marked.marks[2].1.clone()], "n-1");
        let z = marked.text.find(" z").unwrap();
        assert_eq!(&text[marked.original(z)..], " z");
    }

    #[test]
    fn what_is_never_closed_is_found() {
        let unclosed = |text: &str| Marked::new(text).unclosed;
        assert_eq!(unclosed("a {{ b"), [Unclosed("{{", 2)]);
        assert_eq!(unclosed("a [b](=c"), [Unclosed("](=", 4)]);
        assert_eq!(unclosed("a b }} c"), [Unclosed("}}", 4)]);
        assert_eq!(unclosed("{{ a {{ b }}\n\n{{ c }} d }}"), [Unclosed("{{", 0), Unclosed("}}", 24)]);
    }

    #[test]
    fn what_follows_in_other_paragraphs_is_read() {
        let marked = Marked::new("a {{ b\n\n{{ c }}");
        assert_eq!(marked.marks.len(), 1);
        assert_eq!(marked.text, "a \n\n\u{e000}0\u{e001}");
    }

    #[test]
    fn plain_brackets_stay() {
        let text = "a [b] [^] [^x y] { } (=) ü";
        assert_eq!(Marked::new(text).text, text);
    }
}
