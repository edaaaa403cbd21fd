//! The words of a report as rules read them: every passage a line of one text, with what is no business of theirs masked.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;
use memchr::{memchr3_iter, memmem};
use regex::Regex;

use super::pairs::is_whole;
use super::{Mask, Scope};
use crate::diag::{Sources, Span};
use crate::report::{Passage, PassageRole, PieceKind};

/// Stands for each byte of what is masked: no letter, no digit, no space, no sign that a rule looks for.
const MASKED: char = '\u{1}';
/// Stands for words that the program will put there.
const LINK: char = '□';

/// Bytes that the rules of an author look through, all of them together, once they have found something: a rule may
/// look to the end of the text from each of its places. With 50,000 bytes of text, these are 20,000 places.
const MOST_LOOKED: usize = 1_000_000_000;

/// The passages of a report, read for style.
#[derive(Debug)]
pub(super) struct Prose<'a> {
    sources: &'a Sources,
    /// The passages, one a line; only words of another language are masked.
    pub(super) text: String,
    pub(super) lines: Vec<Line<'a>>,
    /// The pieces of all lines, in order.
    spots: Vec<Spot>,
    /// The marks of notes, in order.
    pub(super) marks: Vec<NoteMark>,
    /// Words in bold, in order.
    pub(super) bold: Vec<Range<usize>>,
    masks: Vec<(Mask, Range<usize>)>,
    /// The text with masks, by what is read all the same.
    masked: [OnceLock<String>; 8],
    capitals: OnceLock<Vec<Range<usize>>>,
    sentences: OnceLock<Vec<Vec<Range<usize>>>>,
    /// Bytes that the rules of an author may still look through.
    left: AtomicUsize,
}

/// A passage.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// What of the publication it is.
    pub(super) scope: Scope,
    pub(super) passage: &'a Passage,
}

/// A piece of a passage.
#[derive(Debug)]
struct Spot {
    range: Range<usize>,
    span: Span,
    kind: SpotKind,
}

/// Who made a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SpotKind {
    Typed,
    Claimed,
    Foreign,
    Computed,
}

/// The marks of notes at one place.
#[derive(Debug)]
pub(super) struct NoteMark {
    /// Where in the text.
    pub(super) at: usize,
    /// The marks as they were written.
    pub(super) span: Span,
}

/// Follows the signs of bold type over the pieces of a passage: they stand in the file between the pieces.
#[derive(Debug, Default)]
struct Bold {
    /// Where in the text it began.
    open: Option<usize>,
    /// The piece before, in the file and in the text.
    last: Option<(Span, usize)>,
}

impl Bold {
    const SIGNS: [&str; 2] = ["**", "__"];

    /// Reads the signs before a piece; gives the words in bold that end there.
    fn step(&mut self, range: &Range<usize>, span: Span, sources: &Sources) -> Option<Range<usize>> {
        let file = sources.text(span.source);
        let between = match self.last.replace((span, range.end)) {
            Some((last, _)) if last.source == span.source => file.get(last.end..span.start),
            Some(_) => None,
            // A passage may begin behind others of its line.
            None => file.get(..span.start).and_then(|before| before.rsplit('\n').next()),
        };
        let between = between.unwrap_or_default();
        let signs: usize = Self::SIGNS.iter().map(|sign| between.matches(sign).count()).sum();
        if signs.is_multiple_of(2) {
            return None;
        }
        match self.open.take() {
            Some(open) => Some(open..range.start),
            None => {
                self.open = Some(range.start);
                None
            }
        }
    }

    /// The words in bold that end with the passage.
    fn end(self) -> Option<Range<usize>> {
        self.open.zip(self.last).map(|(open, (_, end))| open..end)
    }
}

/// Whether a sign that closes a quotation does so here: one that opens quotations too stands behind a word.
fn is_end(sign: char, pairs: &[(char, char)], (before, after): (Option<char>, Option<char>)) -> bool {
    let is_both = pairs.iter().any(|(opens, closes)| *opens == sign && opens == closes);
    let is_behind = !before.is_some_and(char::is_whitespace) && !after.is_some_and(char::is_alphanumeric);
    !is_both || is_behind
}

/// What a rule that reads all the same has to look at.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let domain =
        r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:int|org|com|net|gov|edu|info|[a-z]{2})(?-u:\b)(?:/[^ \n]*)?";
    let mail = r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+";
    Regex::new(&format!(r"(?:https?://|www\.)[^ \n]+|{mail}|(?-u:\b){domain}")).ok()
});

impl<'a> Prose<'a> {
    /// Whether a rule of an author may look through so many more bytes.
    pub(super) fn has_time(&self, bytes: usize) -> bool {
        let less = |left: usize| left.checked_sub(bytes);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// Reads passages; quotations stand between pairs of signs, names are found by the automaton.
    pub(super) fn new(
        passages: &'a [Passage],
        sources: &'a Sources,
        quotations: &[(char, char)],
        names: Option<&AhoCorasick>,
    ) -> Self {
        let mut prose = Self {
            sources,
            text: String::new(),
            lines: Vec::new(),
            spots: Vec::new(),
            marks: Vec::new(),
            bold: Vec::new(),
            masks: Vec::new(),
            masked: Default::default(),
            capitals: OnceLock::new(),
            sentences: OnceLock::new(),
            left: AtomicUsize::new(MOST_LOOKED),
        };
        for passage in passages {
            prose.add(passage);
        }
        prose.mask_quotations(quotations);
        let addresses = ADDRESS.iter().flat_map(|address| address.find_iter(&prose.text));
        let addresses: Vec<_> = addresses.map(|found| (Mask::Addresses, found.range())).collect();
        let names = names.into_iter().flat_map(|names| names.find_iter(&prose.text));
        let names = names.map(|found| found.start()..found.end());
        let names: Vec<_> =
            names.filter(|range| is_whole(&prose.text, range)).map(|range| (Mask::Names, range)).collect();
        prose.masks.extend(addresses);
        prose.masks.extend(names);
        prose
    }

    fn add(&mut self, passage: &'a Passage) {
        let start = self.text.len();
        let mut bold = Bold::default();
        for (index, piece) in passage.pieces.iter().enumerate() {
            let kind = match &piece.kind {
                PieceKind::Words => SpotKind::Typed,
                PieceKind::Claimed(_) => SpotKind::Claimed,
                PieceKind::Foreign => SpotKind::Foreign,
                PieceKind::Number { .. }
                | PieceKind::Made
                | PieceKind::Reference(_)
                | PieceKind::Unknown
                | PieceKind::Gap { .. } => SpotKind::Computed,
            };
            let from = self.text.len();
            match kind {
                SpotKind::Foreign => self.text.extend(piece.text.bytes().map(|_| MASKED)),
                _ => self.text.push_str(&piece.text),
            }
            if piece.text.is_empty() {
                self.text.push(LINK);
            }
            let range = from..self.text.len();
            self.mask_title(&range, piece.span);
            self.bold.extend(bold.step(&range, piece.span, self.sources));
            self.spots.push(Spot { range, span: piece.span, kind });
            self.mark_behind(piece.span, passage.pieces.get(index + 1).map(|next| next.span));
        }
        self.bold.extend(bold.end());
        let scope = match passage.role {
            _ if passage.cell.is_some() => Scope::Tables,
            PassageRole::Text => Scope::Text,
            PassageRole::Item { .. } => Scope::Lists,
            PassageRole::Title(_) => Scope::Titles,
            PassageRole::Caption => Scope::Captions,
            PassageRole::Note | PassageRole::Reference => Scope::Notes,
            PassageRole::Imprint => Scope::Imprint,
        };
        self.lines.push(Line { range: start..self.text.len(), scope, passage });
        self.text.push('\n');
    }

    /// Words in italics are the title of a document, or stressed: their form is their own.
    fn mask_title(&mut self, range: &Range<usize>, span: Span) {
        let file = self.sources.text(span.source);
        let (Some(before), Some(after)) = (file.get(..span.start), file.get(span.end..)) else { return };
        let sign = |sign: char| {
            let (two, one) = (format!("{sign}{sign}"), sign);
            before.ends_with(one)
                && after.starts_with(one)
                && !before.ends_with(&two)
                && !after.starts_with(&two)
        };
        if sign('*') || sign('_') {
            self.masks.push((Mask::Quotations, range.clone()));
        }
    }

    /// Keeps the marks of notes behind a piece, as the file has them.
    fn mark_behind(&mut self, span: Span, next: Option<Span>) {
        let file = self.sources.text(span.source);
        let end = next.filter(|next| next.source == span.source).map_or(file.len(), |next| next.start);
        let Some(between) = file.get(span.end..end) else { return };
        let mut length = 0;
        while let Some(inside) = between[length..].strip_prefix("[^") {
            let Some(close) = inside.find(']') else { return };
            length += 2 + close + 1;
        }
        if length > 0 {
            let span = Span { start: span.end, end: span.end + length, ..span };
            self.marks.push(NoteMark { at: self.text.len(), span });
        }
    }

    fn mask_quotations(&mut self, pairs: &[(char, char)]) {
        // Most lines have none, and most editions have one kind.
        let is_in = |text: &str, (opens, _): &(char, char)| {
            memmem::find(text.as_bytes(), opens.encode_utf8(&mut [0; 4]).as_bytes()).is_some()
        };
        let pairs: Vec<(char, char)> = pairs.iter().copied().filter(|pair| is_in(&self.text, pair)).collect();
        for line in &self.lines {
            let text = &self.text[line.range.clone()];
            if !pairs.iter().any(|pair| is_in(text, pair)) {
                continue;
            }
            let mut open: Option<(usize, char)> = None;
            for (at, c) in text.char_indices() {
                let (before, after) =
                    (text[..at].chars().next_back(), text[at + c.len_utf8()..].chars().next());
                match open {
                    Some((start, close)) if c == close && is_end(c, pairs.as_slice(), (before, after)) => {
                        self.masks.push((Mask::Quotations, line.range.start + start..line.range.start + at));
                        open = None;
                    }
                    None => {
                        let opens = pairs.iter().find(|(opens, _)| *opens == c).filter(|(opens, closes)| {
                            opens != closes || !before.is_some_and(char::is_alphanumeric)
                        });
                        open = opens.map(|(_, closes)| (at + c.len_utf8(), *closes));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// The text without what no rule reads that does not ask for it; places in it are places in the text.
    pub(super) fn masked(&self, reads: &[Mask]) -> &str {
        let bits = |masks: &[Mask]| masks.iter().fold(0, |bits, mask| bits | 1 << (*mask as usize));
        let open = bits(reads);
        self.masked[open].get_or_init(|| {
            let mut text = self.text.clone().into_bytes();
            for (_, range) in self.masks.iter().filter(|(mask, _)| bits(&[*mask]) & open == 0) {
                text[range.clone()].fill(MASKED as u8);
            }
            String::from_utf8(text).unwrap_or_default()
        })
    }

    /// The line that a place stands in, whole.
    pub(super) fn line_of(&self, range: &Range<usize>) -> Option<&Line<'a>> {
        let index = self.lines.partition_point(|line| line.range.end < range.start);
        self.lines.get(index).filter(|line| line.range.start <= range.start && range.end <= line.range.end)
    }

    fn spots_of(&self, range: &Range<usize>) -> &[Spot] {
        let from = self.spots.partition_point(|spot| spot.range.end <= range.start);
        let to = self.spots.partition_point(|spot| spot.range.start < range.end).max(from);
        &self.spots[from..to]
    }

    /// Whether an author typed all of a place.
    pub(super) fn is_typed(&self, range: &Range<usize>) -> bool {
        let spots = self.spots_of(range);
        !spots.is_empty() && spots.iter().all(|spot| matches!(spot.kind, SpotKind::Typed | SpotKind::Claimed))
    }

    /// Whether a place is the spaces on both sides of the mark of a note, and nothing else.
    pub(super) fn is_around_mark(&self, range: &Range<usize>) -> bool {
        let next = self.marks.partition_point(|mark| mark.at <= range.start);
        let is_inside = self.marks.get(next).is_some_and(|mark| mark.at < range.end);
        is_inside && self.text[range.clone()].trim().is_empty()
    }

    /// Whether some of it was linked to a figure.
    pub(super) fn is_claimed(&self, range: &Range<usize>) -> bool {
        self.spots_of(range).iter().any(|spot| spot.kind == SpotKind::Claimed)
    }

    /// The place in the author's file.
    pub(super) fn span(&self, range: &Range<usize>) -> Option<Span> {
        let (first, last) = match self.spots_of(range) {
            [first, .., last] => (first, last),
            [one] => (one, one),
            [] => return None,
        };
        // A text with escapes is longer in the file; then the piece as a whole is pointed at.
        let is_plain = |spot: &Spot| spot.span.end - spot.span.start == spot.range.len();
        let start = if is_plain(first) {
            first.span.start + range.start.saturating_sub(first.range.start)
        } else {
            first.span.start
        };
        let end = if is_plain(last) {
            last.span.start + range.end.min(last.range.end) - last.range.start
        } else {
            last.span.end
        };
        let is_one = first.span.source == last.span.source && end >= start;
        Some(if is_one { Span { start, end, ..first.span } } else { first.span })
    }

    /// The bytes of the author's file, when exactly these words stand there.
    pub(super) fn literal(&self, range: &Range<usize>) -> Option<Span> {
        let span = self.span(range)?;
        let written = self.sources.text(span.source).get(span.range())?;
        (written == &self.text[range.clone()] && self.is_typed(range)).then_some(span)
    }

    /// The character of the author's file behind a place, and its own place.
    pub(super) fn behind(&self, span: Span) -> Option<(char, Span)> {
        let c = self.sources.text(span.source).get(span.end..)?.chars().next()?;
        Some((c, Span { start: span.end, end: span.end + c.len_utf8(), ..span }))
    }

    /// What stands in the author's file before a place, in its line.
    pub(super) fn before(&self, span: Span) -> &str {
        let before = self.sources.text(span.source).get(..span.start).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default()
    }

    /// What stands in the author's file at a place.
    pub(super) fn written(&self, span: Span) -> &str {
        self.sources.text(span.source).get(span.range()).unwrap_or_default()
    }

    /// Whether two places are in one table of the author's file: no line between them begins another.
    pub(super) fn is_one_table(&self, one: Span, other: Span) -> bool {
        let (start, end) = (one.start.min(other.start), one.start.max(other.start));
        let between = self.sources.text(one.source).get(start..end);
        one.source == other.source && between.is_some_and(|between| !between.contains("\n["))
    }

    /// What stands in the author's file behind a place.
    pub(super) fn rest(&self, span: Span) -> &str {
        self.sources.text(span.source).get(span.end..).unwrap_or_default()
    }

    /// The words that begin with two capitals, whatever masks them, in order.
    pub(super) fn capitals(&self) -> &[Range<usize>] {
        self.capitals.get_or_init(|| {
            let (mut found, mut before) = (Vec::new(), None);
            let mut signs = self.text.char_indices().peekable();
            while let Some((at, c)) = signs.next() {
                let is_large = c.is_uppercase() && signs.peek().is_some_and(|(_, next)| next.is_uppercase());
                if is_large && !before.is_some_and(char::is_alphanumeric) {
                    let rest = &self.text[at..];
                    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                    found.push(at..at + end);
                }
                before = Some(c);
            }
            found
        })
    }

    /// The sentences of lines of some scopes, each with its line.
    pub(super) fn sentences(&self, scopes: &[Scope]) -> impl Iterator<Item = Range<usize>> {
        let all = self.sentences.get_or_init(|| self.lines.iter().map(|line| self.divided(line)).collect());
        let wanted = self.lines.iter().zip(all).filter(|(line, _)| scopes.contains(&line.scope));
        wanted.flat_map(|(_, sentences)| sentences.iter().cloned())
    }

    /// A line in sentences, as far as signs and capitals tell.
    fn divided(&self, line: &Line<'_>) -> Vec<Range<usize>> {
        let (mut found, mut start) = (Vec::new(), line.range.start);
        let text = &self.text[line.range.clone()];
        for at in memchr3_iter(b'.', b'!', b'?', text.as_bytes()) {
            let rest = &text[at + 1..];
            let next = rest.trim_start();
            if next.len() < rest.len() && next.chars().next().is_some_and(char::is_uppercase) {
                found.push(start..line.range.start + at + 1);
                start = line.range.start + at + 1;
            }
        }
        found.push(start..line.range.end);
        found
    }
}
