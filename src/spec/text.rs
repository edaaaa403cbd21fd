//! An author's text, with the place in the file of every byte.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::diag::Span;
use crate::language::LanguageTag;

/// A string of a TOML file, decoded, that can still tell where each part of it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The decoded text.
    pub value: String,
    /// The whole string in the file, quotes included.
    pub span: Span,
    /// Pairs of (offset in `value`, offset in the file) where the distance of the two changes.
    map: Vec<(usize, usize)>,
    /// The language that it is in, where that is not the edition's: it has not been translated yet.
    pub language: Option<LanguageTag>,
}

impl Text {
    /// Aligns a decoded string with the way it was written in the file.
    pub fn new(value: &str, file: &str, span: Span) -> Self {
        let raw = &file[span.range()];
        Self { value: value.to_owned(), span, map: align(value, raw, span.start), language: None }
    }

    /// A text that was not read from a string, such as a key; every part of it has the same place.
    pub fn whole(value: impl Into<String>, span: Span) -> Self {
        Self { value: value.into(), span, map: Vec::new(), language: None }
    }

    /// The same with letters in one piece that were written in two, as files from a Mac have them: и with a breve behind
    /// it is й. Fonts and words of rules know the whole letters only.
    pub fn composed(self) -> Self {
        if !self.value.chars().any(is_combining_mark) {
            return self;
        }
        let (mut value, mut map) = (String::with_capacity(self.value.len()), Vec::new());
        let mut add = |at: usize, place: usize| {
            let distance = |(at, place): &(usize, usize)| place.wrapping_sub(*at);
            if map.last().is_none_or(|last| distance(last) != distance(&(at, place))) {
                map.push((at, place));
            }
        };
        let mut rest = self.value.as_str();
        while let Some(first) = rest.chars().next() {
            let marks = rest[first.len_utf8()..].find(|c| !is_combining_mark(c));
            let (written, behind) = rest.split_at(marks.map_or(rest.len(), |end| first.len_utf8() + end));
            let start = self.value.len() - rest.len();
            // A letter alone may have another form too, which is none of two pieces.
            let made: String =
                if written.len() == first.len_utf8() { written.to_owned() } else { written.nfc().collect() };
            let at = value.len();
            if made == written {
                written.char_indices().for_each(|(offset, _)| add(at + offset, self.place(start + offset)));
            } else {
                add(at, self.place(start));
                add(at + made.len() - 1, self.place(start + written.len() - 1));
            }
            value.push_str(&made);
            rest = behind;
        }
        let map = if self.map.is_empty() { Vec::new() } else { map };
        Self { value, map, span: self.span, language: self.language }
    }

    /// The place in the file of a part of the text.
    pub fn at(&self, start: usize, end: usize) -> Span {
        if self.map.is_empty() {
            return self.span;
        }
        let source = self.span.source;
        let last = self.span.end.saturating_sub(1).max(self.span.start);
        let from = self.place(start).min(last);
        let to = if end > start { self.place(end - 1) + 1 } else { from + 1 };
        Span { source, start: from, end: to.clamp(from + 1, self.span.end.max(from + 1)) }
    }

    fn place(&self, offset: usize) -> usize {
        let index = self.map.partition_point(|(value, _)| *value <= offset);
        match index.checked_sub(1).and_then(|i| self.map.get(i)) {
            Some((value, file)) => file + (offset - value),
            None => self.span.start,
        }
    }
}

/// Walks the decoded and the written string side by side, through escapes and line endings.
fn align(value: &str, raw: &str, base: usize) -> Vec<(usize, usize)> {
    let basic = raw.starts_with('"');
    let quotes = if raw.starts_with("'''") || raw.starts_with("\"\"\"") { 3 } else { 1 };
    let mut at = quotes.min(raw.len());
    if quotes == 3 {
        // A line break right after the opening quotes is not part of the string.
        at += raw[at..].strip_prefix("\r\n").map_or(usize::from(raw[at..].starts_with('\n')), |_| 2);
    }
    let mut map: Vec<(usize, usize)> = Vec::new();
    for (offset, c) in value.char_indices() {
        at = skip_line_joins(raw, at, basic, c);
        if map.last().is_none_or(|(v, f)| f - v != base + at - offset) || base + at < offset {
            map.push((offset, base + at));
        }
        at += written_length(&raw[at.min(raw.len())..], basic, c);
    }
    if map.is_empty() {
        map.push((0, base + at));
    }
    map
}

/// Steps over what leaves nothing in the decoded string: `\` at a line's end, the CR of a CRLF.
fn skip_line_joins(raw: &str, mut at: usize, basic: bool, next: char) -> usize {
    loop {
        let rest = &raw[at.min(raw.len())..];
        if next != '\r' && rest.starts_with("\r\n") {
            return at + 1;
        }
        let after = rest.strip_prefix('\\').map(|r| r.trim_start_matches([' ', '\t']));
        match after {
            Some(after) if basic && after.starts_with(['\n', '\r']) => {
                at = raw.len() - after.trim_start().len();
            }
            _ => return at,
        }
    }
}

/// How many bytes of the file one decoded character takes.
fn written_length(raw: &str, basic: bool, c: char) -> usize {
    if !basic || !raw.starts_with('\\') {
        return c.len_utf8();
    }
    match raw.as_bytes().get(1) {
        Some(b'u') => 6,
        Some(b'U') => 10,
        Some(b'x') => 4,
        _ => 2,
    }
}

/// The characters that must not stand in a publication, with their places in the text.
///
/// Control characters make broken XML, private-use ones are our own marks and have no glyph
/// (PDF/A forbids them), and bidirectional overrides can make a number read as another.
pub fn forbidden(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    text.char_indices().filter(|&(_, c)| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}')
            || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
    })
}

/// Signs of no width between letters, as programs for texts leave them where a word may be parted. Where words are
/// written without spaces between them, such a sign parts them: there it is right.
pub fn invisible(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let is_of_word = |c: char| c.is_alphabetic() && (c as u32) < 0x0590;
    text.char_indices().filter(move |&(at, c)| {
        matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}')
            && text[..at].chars().next_back().is_some_and(is_of_word)
    })
}

/// Whether a character is not seen, or turns around what is seen.
pub fn is_unseen(c: char) -> bool {
    let mut bytes = [0; 4];
    c.is_control()
        || forbidden(c.encode_utf8(&mut bytes)).next().is_some()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e0fff}')
}

/// Words of somebody else's file in one line of an author's: what is not seen becomes a space, so that what is written is
/// what was shown.
pub fn seen(text: &str) -> String {
    text.replace(is_unseen, " ")
}

#[cfg(test)]
mod tests {
    use super::{Text, forbidden, invisible, seen};
    use crate::diag::{Sources, Span};

    fn places(file: &str, value: &str) -> Vec<String> {
        let source = Sources::default().add("a.toml", file);
        let start = file.find(['"', '\'']).unwrap();
        let text = Text::new(value, file, Span { source, start, end: file.len() });
        value.char_indices().map(|(i, c)| file[text.at(i, i + c.len_utf8()).range()].to_owned()).collect()
    }

    #[test]
    fn literal_strings_keep_their_places() {
        assert_eq!(places("a = '''\nxé*'''", "xé*"), ["x", "é", "*"]);
        assert_eq!(places("a = 'xy'", "xy"), ["x", "y"]);
    }

    #[test]
    fn escapes_are_one_character() {
        assert_eq!(places(r#"a = "\"b\u00e9c""#, "\"béc")[1], "b");
        assert_eq!(places(r#"a = "\"b\u00e9c""#, "\"béc")[3], "c");
    }

    #[test]
    fn joined_lines_are_stepped_over() {
        assert_eq!(places("a = \"\"\"x \\\n   y\"\"\"", "x y"), ["x", " ", "y"]);
    }

    #[test]
    fn letters_in_two_pieces_are_one_and_keep_their_places() {
        for (file, value, right) in [
            ("a = 'xи\u{306}e\u{301}q\u{302}z'", "xи\u{306}e\u{301}q\u{302}z", "x йé q\u{302} z"),
            (r#"a = "e\u0301\"b""#, "e\u{301}\"b", "é \" b"),
            ("a = 'a\u{323}\u{307}b'", "a\u{323}\u{307}b", "ạ\u{307} b"),
        ] {
            let source = Sources::default().add("a.toml", file);
            let start = file.find(['"', '\'']).unwrap();
            let text = Text::new(value, file, Span { source, start, end: file.len() }).composed();
            assert_eq!(text.value, right.replace(' ', ""), "{file}");
            // What a part of the text was written as is the same letter, or an escape.
            let mut at = 0;
            for part in right.split(' ') {
                let written = &file[text.at(at, at + part.len()).range()];
                let same: String = unicode_normalization::UnicodeNormalization::nfc(written).collect();
                assert!(same == part || written.contains('\\'), "{written:?} for {part:?}");
                at += part.len();
            }
        }
    }

    #[test]
    fn windows_line_endings_keep_their_places() {
        assert_eq!(places("a = '''\r\nx\r\ny'''", "x\ny")[2], "y");
    }

    #[test]
    fn what_has_no_glyph_is_found() {
        assert_eq!(forbidden("ab\u{e000}").next(), Some((2, '\u{e000}')));
        assert_eq!(forbidden("a\tb\nc\u{a0}–қ").next(), None);
        assert_eq!(forbidden("\u{202e}1\u{202c}2").count(), 2);
        assert_eq!(seen("a\u{202e}b\u{200b}c\u{feff}\td\u{2066}é"), "a b c  d é");
    }

    #[test]
    fn signs_between_letters_that_nobody_sees_are_found() {
        let found = |text: &str| invisible(text).map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(found("mig\u{ad}rants, mi\u{200b}grants"), [3, 14]);
        assert_eq!(found("\u{e01}\u{200b}\u{e02} and \u{ad}x, 5\u{2060}%"), Vec::<usize>::new());
    }
}
