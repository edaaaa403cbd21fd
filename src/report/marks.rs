//! Takes expressions and note marks out of a text before Markdown reads it, and keeps their places.

use std::ops::Range;

/// Opens a mark in the text that Markdown reads. Authors cannot write it: private-use characters are refused.
pub(super) const OPEN: char = '\u{e000}';
/// Closes a mark.
pub(super) const CLOSE: char = '\u{e001}';
/// Stands before the number in the mark of a claim, which is the target of a link.
pub(super) const CLAIM: &str = "claim:";

/// Whether what is asked in an `{{ if … }}` at a place of the text can be printed.
type Holds<'a> = &'a dyn Fn(&str, Range<usize>) -> bool;

/// Stands for an `{{ if … }}` that is not ended.
pub(super) const IF: &str = "if";
/// Stands for an `{{ else }}` that belongs to no `{{ if … }}`.
pub(super) const ELSE: &str = "else";
/// Stands for an `{{ end }}` that belongs to no `{{ if … }}`.
pub(super) const END: &str = "end";

/// A sign between what is written for one case and for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fork {
    If,
    Else,
    End,
}

impl Fork {
    fn read(written: &str) -> Option<Self> {
        match written {
            ELSE => Some(Self::Else),
            END => Some(Self::End),
            _ => written
                .strip_prefix(IF)
                .filter(|rest| rest.starts_with(char::is_whitespace))
                .map(|_| Self::If),
        }
    }

    /// The next one at the same depth that ends what is written for a case, and its place.
    fn next(text: &str, from: usize) -> Option<(Self, Range<usize>)> {
        let (mut at, mut depth) = (from, 0_usize);
        loop {
            let start = at + text[at..].find("{{")?;
            let Some(end) = closing(&text[start + 2..], "}}").map(|end| start + 2 + end) else {
                at = start + 2;
                continue;
            };
            at = end + 2;
            match Self::read(text[start + 2..end].trim()) {
                Some(Self::If) => depth += 1,
                Some(Self::End) if depth > 0 => depth -= 1,
                Some(fork) if depth == 0 => return Some((fork, start..at)),
                _ => {}
            }
        }
    }
}

/// What a mark stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// `{{ expression }}`
    Computed(String),
    /// `[words](=expression)`
    Claimed(String),
    /// `[^name]`
    Note(String),
    /// The place of an `{{ if … }}`, `{{ else }}` or `{{ end }}` within a line: nothing stands there.
    Fork,
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
    /// What was written for the case that is not this one.
    pub(super) left_out: Vec<Range<usize>>,
    /// The places of the `{{ if … }}` that are not ended yet, and whether its `{{ else }}` has come.
    open: Vec<(usize, bool)>,
    /// Whether one was found that is never ended, so that no other is looked for.
    is_endless: bool,
    /// Pairs of (offset in `text`, offset in the author's text) where the distance changes.
    map: Vec<(usize, usize)>,
}

/// An expression that is never closed, or never opened: the sign that stands alone, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unclosed(pub(super) &'static str, pub(super) usize);

impl Marked {
    /// Finds all marks of a text. Of what was written for two cases, that stays which fits.
    pub(super) fn new(text: &str, holds: Holds<'_>) -> Self {
        Self::with(text, Some(holds))
    }

    /// Finds all marks of a text, whatever case each is written for.
    pub(super) fn of_all_cases(text: &str) -> Self {
        Self::with(text, None)
    }

    fn with(text: &str, holds: Option<Holds<'_>>) -> Self {
        let mut marked = Self {
            text: String::with_capacity(text.len()),
            marks: Vec::new(),
            unclosed: Vec::new(),
            left_out: Vec::new(),
            open: Vec::new(),
            is_endless: false,
            map: vec![(0, 0)],
        };
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let taken = if let Some(inner) = rest.strip_prefix("{{") {
                match closing(inner, "}}") {
                    Some(end) => {
                        let place = trimmed(text, at + 2..at + 2 + end);
                        let written = inner[..end].trim();
                        match (Fork::read(written), holds) {
                            (Some(_), None) => end + 4,
                            (Some(fork), Some(holds)) => {
                                marked.fork(text, fork, at..at + end + 4, holds) - at
                            }
                            (None, _) => {
                                marked.push(Mark::Computed(written.to_owned()), place);
                                end + 4
                            }
                        }
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
        marked.unclosed.extend(marked.open.drain(..).map(|(at, _)| Unclosed(IF, at)));
        marked
    }

    /// Leaves out what is not written for this case; gives the place in the author's text to go on from.
    fn fork(&mut self, text: &str, fork: Fork, sign: Range<usize>, holds: Holds<'_>) -> usize {
        let is_first = match fork {
            Fork::If => {
                self.open.push((sign.start, false));
                let inside = trimmed(text, sign.start + 2..sign.end - 2);
                let asked = trimmed(text, inside.start + IF.len()..inside.end);
                holds(&text[asked.clone()], asked)
            }
            Fork::Else if self.open.last().is_none_or(|(_, has_else)| *has_else) => {
                self.unclosed.push(Unclosed(ELSE, sign.start));
                return sign.end;
            }
            Fork::End if self.open.pop().is_none() => {
                self.unclosed.push(Unclosed(END, sign.start));
                return sign.end;
            }
            Fork::Else => false,
            Fork::End => true,
        };
        let line = whole_line(text, &sign);
        if line.is_some() || fork != Fork::If {
            self.text.truncate(self.text.trim_end_matches([' ', '\t']).len());
        }
        if line.is_none() {
            self.push(Mark::Fork, sign.clone());
        }
        let next = if is_first || self.is_endless { None } else { Fork::next(text, sign.end) };
        let (fork, sign, line) = match next {
            Some((next, place)) => {
                self.left_out.push(sign.end..place.start);
                if (next, fork) == (Fork::Else, Fork::Else) {
                    self.unclosed.push(Unclosed(ELSE, place.start));
                }
                if next == Fork::End {
                    self.open.pop();
                } else if let Some((_, has_else)) = self.open.last_mut() {
                    *has_else = true;
                }
                let line = whole_line(text, &place);
                (next, place, line)
            }
            None => {
                self.is_endless |= !is_first;
                (fork, sign, line)
            }
        };
        // Words stand apart by the space that was there already.
        let is_apart = fork != Fork::End || self.ends_with_space();
        let behind = &text[sign.end..];
        let spaces = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        line.unwrap_or(if is_apart { sign.end + spaces } else { sign.end })
    }

    /// Whether the last that is seen is a space, or nothing was.
    fn ends_with_space(&self) -> bool {
        let mut text = self.text.as_str();
        while let Some(before) = text.strip_suffix(CLOSE) {
            let open = before.rfind(OPEN).unwrap_or(0);
            let mark = before[open..].trim_start_matches(OPEN).parse().ok();
            match mark.and_then(|index: usize| self.marks.get(index)) {
                Some((Mark::Fork, _)) => text = &before[..open],
                _ => return false,
            }
        }
        text.is_empty() || text.ends_with(char::is_whitespace)
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

/// The end of the line on which a sign stands alone.
fn whole_line(text: &str, sign: &Range<usize>) -> Option<usize> {
    let before = text[..sign.start].rsplit('\n').next().unwrap_or_default();
    let behind = text[sign.end..].split_inclusive('\n').next().unwrap_or_default();
    (before.trim().is_empty() && behind.trim().is_empty()).then(|| sign.end + behind.len())
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

/// The characters of a text up to its first empty line: most marks are closed long before it.
fn of_paragraph(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().take_while(|(index, c)| *c != '\n' || !text[*index..].starts_with("\n\n"))
}

/// Where the closing sign stands, outside of quotes, and before another expression or paragraph begins.
fn closing(text: &str, sign: &str) -> Option<usize> {
    let mut quote = None;
    for (index, c) in of_paragraph(text) {
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
    let (mut quote, mut depth) = (None, 0_u32);
    for (index, c) in of_paragraph(text) {
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
        let marked = Marked::new(text, &|_, _| true);
        assert_eq!(marked.text, "A \u{e000}0\u{e001} [x](\u{e000}claim:1\u{e001}) y.\u{e000}2\u{e001} z");
        assert_eq!(marked.marks[0].0, Mark::Computed("a.b(\"}}\")".to_owned()));
        assert_eq!(marked.marks[1].0, Mark::Claimed("c.d(\"(\")".to_owned()));
        assert_eq!(&text[marked.marks[2].1.clone()], "n-1");
        let z = marked.text.find(" z").unwrap();
        assert_eq!(&text[marked.original(z)..], " z");
    }

    #[test]
    fn what_is_never_closed_is_found() {
        let unclosed = |text: &str| Marked::new(text, &|_, _| true).unclosed;
        assert_eq!(unclosed("a {{ b"), [Unclosed("{{", 2)]);
        assert_eq!(unclosed("a [b](=c"), [Unclosed("](=", 4)]);
        assert_eq!(unclosed("a b }} c"), [Unclosed("}}", 4)]);
        assert_eq!(unclosed("{{ a {{ b }}\n\n{{ c }} d }}"), [Unclosed("{{", 0), Unclosed("}}", 24)]);
    }

    #[test]
    fn what_follows_in_other_paragraphs_is_read() {
        let marked = Marked::new("a {{ b\n\n{{ c }}", &|_, _| true);
        assert_eq!(marked.marks.len(), 1);
        assert_eq!(marked.text, "a \n\n\u{e000}0\u{e001}");
    }

    #[test]
    fn what_is_written_for_another_case_is_left_out() {
        let read = |text: &str, holds: bool| {
            let marked = Marked::new(text, &|_, _| holds);
            assert_eq!(marked.unclosed, [], "{text}");
            let plain = marked.text.split(super::OPEN).map(|piece| match piece.split_once(super::CLOSE) {
                Some((_, rest)) => rest,
                None => piece,
            });
            plain.collect::<String>()
        };
        for (text, first, second) in [
            ("A. {{ if x }}B.{{ else }}C.{{ end }} D.", "A. B. D.", "A. C. D."),
            ("A. {{ if x }} B. {{ else }} C. {{ end }} D.", "A. B. D.", "A. C. D."),
            ("A. {{ if x }}B.{{ end }} D.", "A. B. D.", "A. D."),
            ("A. {{ if x }}{{ else }}C.{{ end }} D.", "A. D.", "A. C. D."),
            ("A.\n{{ if x }}\nB.\n{{ else }}\nC.\n{{ end }}\nD.", "A.\nB.\nD.", "A.\nC.\nD."),
            ("{{ if x }}\nB.\n\nB.\n{{ else }}\nC.\n{{ end }}\n\nD.", "B.\n\nB.\n\nD.", "C.\n\nD."),
            (
                "{{ if x }}{{ if y }}A{{ else }}B{{ end }}{{ else }}{{ if z }}C{{ else }}D{{ end }}{{ end }}.",
                "A.",
                "D.",
            ),
            ("|a|\n|-|\n{{ if x }}\n|b|\n{{ end }}\n|c|", "|a|\n|-|\n|b|\n|c|", "|a|\n|-|\n|c|"),
        ] {
            assert_eq!(
                (read(text, true), read(text, false)),
                (first.to_owned(), second.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_case_that_is_not_ended_is_found() {
        for holds in [true, false] {
            let unclosed = |text: &str| Marked::new(text, &|_, _| holds).unclosed;
            assert_eq!(unclosed("a {{ if x }} b"), [Unclosed("if", 2)]);
            assert_eq!(unclosed("a {{ else }} b {{ end }}"), [Unclosed("else", 2), Unclosed("end", 15)]);
            assert_eq!(unclosed("{{ if x }}a{{ else }}b{{ else }}c{{ end }}"), [Unclosed("else", 22)]);
        }
    }

    #[test]
    fn places_behind_what_is_left_out_are_right() {
        let text = "A. {{ if x }}B.{{ else }}C.{{ end }} word";
        for holds in [true, false] {
            let marked = Marked::new(text, &|_, _| holds);
            let word = marked.text.find("word").unwrap();
            assert_eq!(&text[marked.original(word)..], "word");
        }
    }

    #[test]
    fn plain_brackets_stay() {
        let text = "a [b] [^] [^x y] { } (=) ü";
        assert_eq!(Marked::new(text, &|_, _| true).text, text);
    }
}
