//! Finds on the set pages what stands in the author's files: numbers, and the words of findings.
//!
//! A number has a mark on the page, or its sentence is looked for; so nothing is asked of the template but what it
//! gives already. Words are compared by their letters and digits alone, without capitals: spaces, hyphens at the ends
//! of lines and marks of notes are not the author's.

use std::collections::BTreeMap;

use serde::Serialize;

use super::charts::DrawnChart;
use crate::diag::Span;
use crate::pdf::layout::{Line, PageWords, Role};
use crate::record::{How, Row};
use crate::report::Passage;

/// A place on a page, in points from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Area {
    /// Page, from 1.
    pub(super) page: usize,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A letter or digit of a page.
#[derive(Debug, Clone, Copy)]
struct Letter {
    page: u32,
    line: u32,
    character: u32,
}

/// Letters and digits in the order of reading.
#[derive(Debug, Default)]
struct Stream {
    text: String,
    /// The letter that each byte of the text belongs to.
    letters: Vec<Letter>,
    /// From which byte on the next passage is looked for.
    next: usize,
}

impl Stream {
    fn push(&mut self, line: &Line, page: usize, index: usize) {
        for (character, letter) in line.text.chars().enumerate() {
            for plain in plain(letter) {
                self.text.push(plain);
                let place = Letter { page: page as u32, line: index as u32, character: character as u32 };
                self.letters.resize(self.text.len(), place);
            }
        }
    }

    /// Where a text stands: behind what was found before, or else anywhere.
    fn find(&mut self, text: &str) -> Option<usize> {
        let found = self.text[self.next..].find(text).map(|at| at + self.next);
        let found = found.or_else(|| self.text.find(text))?;
        self.next = found + text.len();
        Some(found)
    }
}

/// The letters and digits that stand for a character when texts are compared.
fn plain(letter: char) -> impl Iterator<Item = char> {
    letter.to_lowercase().filter(|letter| letter.is_alphanumeric())
}

fn letters(text: &str) -> String {
    text.chars().flat_map(plain).collect()
}

/// A piece of a passage that was found on the pages.
#[derive(Debug)]
struct Found {
    span: Span,
    /// The letters of the piece.
    text: String,
    /// As it is printed.
    printed: String,
    is_note: bool,
    /// Its first byte in the stream.
    start: usize,
}

/// The pages with what was found on them.
#[derive(Debug)]
pub(super) struct Places<'a> {
    pages: &'a [PageWords],
    streams: [Stream; 2],
    /// Pieces by the places where they were written.
    found: Vec<Found>,
    /// Where each mark stands: page and number of the mark on it.
    marks: BTreeMap<u32, (usize, usize)>,
}

impl<'a> Places<'a> {
    /// Looks for all passages of a report.
    pub(super) fn new(pages: &'a [PageWords], passages: &[Passage], body: (f64, f64)) -> Self {
        let mut streams = [Stream::default(), Stream::default()];
        let mut marks = BTreeMap::new();
        for (index, page) in pages.iter().enumerate() {
            for (number, line) in page.lines.iter().enumerate() {
                // Running heads and page numbers part what goes on over pages. Covers have none.
                let is_outside = line.y + line.height < body.0 - line.size || line.y > body.1 + line.size;
                match line.role {
                    Role::Artifact => {}
                    Role::Note => streams[1].push(line, index, number),
                    Role::Heading(_) | Role::Text if is_outside && index > 0 => {}
                    Role::Heading(_) | Role::Text => streams[0].push(line, index, number),
                }
            }
            for (number, mark) in page.marks.iter().enumerate() {
                marks.entry(mark.id).or_insert((index, number));
            }
        }
        let mut places = Self { pages, streams, found: Vec::new(), marks };
        passages.iter().for_each(|passage| places.look_for(passage));
        places.found.sort_by_key(|found| found.span);
        places
    }

    fn look_for(&mut self, passage: &Passage) {
        let whole: Vec<String> = passage.pieces.iter().map(|piece| letters(&piece.text)).collect();
        let text = whole.concat();
        if text.is_empty() {
            return;
        }
        let found = (0..2).find_map(|at| Some((at, self.streams[at].find(&text)?)));
        let mut offset = 0;
        for (piece, text) in passage.pieces.iter().zip(whole) {
            let start = match found {
                Some((at, start)) => Some((at, start + offset)),
                // A float or a note stands between its parts.
                None if text.len() >= 4 => (0..2).find_map(|at| Some((at, self.streams[at].find(&text)?))),
                None => None,
            };
            offset += text.len();
            if let (Some((at, start)), false) = (start, text.is_empty()) {
                let found =
                    Found { span: piece.span, text, printed: piece.text.clone(), is_note: at == 1, start };
                self.found.push(found);
            }
        }
    }

    /// The places of some letters of a stream, one a line.
    fn areas(&self, is_note: bool, start: usize, length: usize) -> Vec<Area> {
        let stream = &self.streams[usize::from(is_note)];
        let mut areas: Vec<(Area, u32)> = Vec::new();
        for letter in stream.letters.iter().skip(start).take(length) {
            let line = &self.pages[letter.page as usize].lines[letter.line as usize];
            let at = letter.character as usize;
            let (left, right) =
                (line.edges[at.min(line.edges.len() - 1)], line.edges[(at + 1).min(line.edges.len() - 1)]);
            let page = letter.page as usize + 1;
            match areas.last_mut().filter(|(area, known)| area.page == page && *known == letter.line) {
                Some((area, _)) => area.width = right - area.x,
                None => {
                    let area = Area { page, x: left, y: line.y, width: right - left, height: line.height };
                    areas.push((area, letter.line));
                }
            }
        }
        areas.into_iter().map(|(area, _)| area).collect()
    }

    /// Where the words stand that were written at a place; those of them that were found wrong, if they are named.
    pub(super) fn of_words(&self, span: Span, wrong: Option<&str>) -> Vec<Area> {
        let end = span.end.max(span.start + 1);
        let is_here = |found: &&Found| {
            found.span.source == span.source
                && found.span.start < end
                && span.start < found.span.end.max(found.span.start + 1)
        };
        let here: Vec<&Found> = self.found.iter().filter(is_here).collect();
        let wrong = wrong.map(letters).filter(|wrong| !wrong.is_empty());
        if let Some(wrong) = wrong
            && let Some((found, at)) = here.iter().find_map(|found| Some((*found, found.text.find(&wrong)?)))
        {
            return self.areas(found.is_note, found.start + at, wrong.len());
        }
        here.iter()
            .flat_map(|found| {
                let (at, length) = within(found, span);
                self.areas(found.is_note, found.start + at, length)
            })
            .collect()
    }

    /// Where each number of the record stands.
    pub(super) fn of_rows(&self, record: &[Row], charts: &[DrawnChart]) -> Vec<Vec<Area>> {
        let mut used: Vec<(u32, usize)> = Vec::new();
        record
            .iter()
            .map(|row| match (row.how, row.mark) {
                (How::Chart, Some(mark)) => {
                    self.in_chart(mark, &row.text, charts, &mut used).into_iter().collect()
                }
                _ => self.of_row(row),
            })
            .collect()
    }

    /// Where a number stands in a chart: at the first text that says it and is no other number's; else the whole chart.
    fn in_chart(
        &self,
        mark: u32,
        text: &str,
        charts: &[DrawnChart],
        used: &mut Vec<(u32, usize)>,
    ) -> Option<Area> {
        let picture = self.picture_behind(mark)?;
        let chart = charts.iter().find(|chart| chart.mark == Some(mark));
        let texts = chart.map(|chart| chart.texts.as_slice()).unwrap_or_default();
        let mut free = |says: &dyn Fn(&str) -> bool| {
            let at = texts
                .iter()
                .zip(0..)
                .position(|((words, _), at)| says(words) && !used.contains(&(mark, at)))?;
            used.push((mark, at));
            Some(at)
        };
        let whole = |words: &str| letters(words) == letters(text) && !letters(text).is_empty();
        let part = |words: &str| {
            words.split(|c: char| c.is_whitespace() || "()".contains(c)).any(|word| word == text)
        };
        let at = free(&whole).or_else(|| free(&part));
        let Some((_, [left, top, width, height])) = at.and_then(|at| texts.get(at)) else {
            return Some(picture);
        };
        Some(Area {
            x: picture.x + left * picture.width,
            y: picture.y + top * picture.height,
            width: width * picture.width,
            height: height * picture.height,
            ..picture
        })
    }

    fn of_row(&self, row: &Row) -> Vec<Area> {
        match row.how {
            How::Chart => Vec::new(),
            How::Tile => row.mark.map(|mark| self.behind(mark, &row.text)).unwrap_or_default(),
            How::Computed | How::Claimed | How::Loose => {
                let words = row.span.map(|span| self.of_words(span, Some(&row.text))).unwrap_or_default();
                match row.mark {
                    Some(mark) if words.is_empty() => self.behind(mark, &row.text),
                    _ => words,
                }
            }
        }
    }

    /// Where a text stands behind a mark, within the next few lines.
    fn behind(&self, mark: u32, text: &str) -> Vec<Area> {
        const LINES: usize = 8;
        let Some((page, mark)) = self.marks.get(&mark).copied() else { return Vec::new() };
        let words = &self.pages[page];
        let mark = words.marks[mark];
        let mut stream = Stream::default();
        let last = (mark.line + LINES).min(words.lines.len());
        for index in mark.line..last {
            stream.push(&words.lines[index], page, index);
        }
        let before = |letter: &Letter| {
            letter.line as usize == mark.line && (letter.character as usize) < mark.character
        };
        stream.next = stream.letters.iter().take_while(|letter| before(letter)).count();
        let wanted = letters(text);
        if wanted.is_empty() {
            // The sign of a number that is to be filled in has neither letters nor digits.
            let lines = words.lines.get(mark.line..last).unwrap_or_default();
            return lines.iter().find_map(|line| sign(line, text, page + 1)).into_iter().collect();
        }
        let text = wanted;
        let start = if text.is_empty() { None } else { stream.text[stream.next..].find(&text) };
        let Some(start) = start.map(|start| start + stream.next) else { return Vec::new() };
        let found = Self {
            pages: self.pages,
            streams: [stream, Stream::default()],
            found: Vec::new(),
            marks: BTreeMap::new(),
        };
        found.areas(false, start, text.len())
    }

    /// The picture behind a mark.
    pub(super) fn picture_behind(&self, mark: u32) -> Option<Area> {
        let (page, mark) = *self.marks.get(&mark)?;
        let words = &self.pages[page];
        let drawn = words.pictures.get(words.marks[mark].picture)?;
        Some(Area { page: page + 1, x: drawn.x, y: drawn.y, width: drawn.width, height: drawn.height })
    }

    /// The first line of a page that holds some words.
    pub(super) fn on_page(&self, page: usize, words: &str) -> Vec<Area> {
        let wanted = letters(words);
        let Some(set) = page.checked_sub(1).and_then(|index| self.pages.get(index)) else {
            return Vec::new();
        };
        let line = set.lines.iter().find(|line| !wanted.is_empty() && letters(&line.text).contains(&wanted));
        let area = |line: &Line| Area {
            page,
            x: line.x(),
            y: line.y,
            width: line.right() - line.x(),
            height: line.height,
        };
        line.map(area).into_iter().collect()
    }
}

/// Where a sign stands in a line.
fn sign(line: &Line, sign: &str, page: usize) -> Option<Area> {
    let sign = sign.trim();
    let at = if sign.is_empty() { None } else { line.text.find(sign) }?;
    let from = line.text[..at].chars().count();
    let (left, right) = (*line.edges.get(from)?, *line.edges.get(from + sign.chars().count())?);
    Some(Area { page, x: left, y: line.y, width: right - left, height: line.height })
}

/// Which letters of a piece a place covers: those of the part of it, where the piece is printed as it was written.
fn within(found: &Found, span: Span) -> (usize, usize) {
    let Found { span: own, printed, text, .. } = found;
    let is_plain = printed.len() == own.end - own.start;
    let (from, to) = (span.start.max(own.start) - own.start, span.end.min(own.end).saturating_sub(own.start));
    let inside = is_plain.then(|| Some((printed.get(..from)?, printed.get(from..to.max(from))?))).flatten();
    match inside.map(|(before, words)| (letters(before).len(), letters(words).len())) {
        Some((at, length)) if length > 0 => (at, length),
        Some(_) | None => (0, text.len()),
    }
}
