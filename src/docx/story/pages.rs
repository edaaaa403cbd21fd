//! Reckons on which page a heading or figure stands, for the contents of a document that no program has laid out yet:
//! lines of text by the widths of their words, what is kept together, and the notes at the foot of each page. Of the
//! space behind a paragraph and the space before the next one, the larger counts, and on top of a page neither does.

use std::collections::BTreeMap;

use super::place::{GLANCE, chapter_place, figure_place, table_place};
use super::table::SHORT;
use crate::docx::chart::Native;
use crate::docx::package::style::note_size;
use crate::language::{JOINER, hold_together};
use crate::report::{Block, Chart, ChartKind, Event, Inline, Report, Table, plain_lines, plain_text};
use crate::theme::{Face, Theme};

/// The place behind the last chapter.
pub(super) const LAST: &str = "last";

/// The rule below the heading of a chapter.
const RULE: f64 = 5.0;
/// Space around the heading of a chapter and of a topic, around a caption with what it names, and around a card, in points.
const CHAPTER: Space = Space::of(28.0, 14.0);
const TOPIC: Space = Space::of(14.0, 7.0);
const FIGURE: Space = Space::of(10.5, 14.0);
const CARD: Space = Space::of(0.0, 7.0);
/// Height of a row of a table, and of its header with what is around it, in points.
const ROW: f64 = 16.5;
const HEAD: f64 = 31.0;
/// The line above the notes of a page, with its space.
const NOTE_RULE: f64 = 12.0;
/// Lines that a page keeps of a paragraph, at its foot and on its top.
const KEPT_LINES: u32 = 2;

/// Pages by place, as their numbers are printed.
pub(super) fn guess(report: &Report, theme: &Theme, charts: &[Native]) -> BTreeMap<String, String> {
    let mut guess = Guess::new(report, theme, charts);
    let (chapter_size, heading_size) =
        (theme.brand.type_scale.chapter_size, theme.brand.type_scale.heading_size);
    for chapter in &report.chapters {
        let mark = |guess: &mut Guess<'_>| guess.mark(chapter_place(&chapter.id));
        let height = guess.title(&chapter.title.to_uppercase(), chapter_size) + RULE;
        let title = |guess: &Guess<'_>, title: &str| guess.title(&title.to_uppercase(), heading_size);
        // A chapter without words of its own begins with the heading of a topic.
        let kept = match chapter.topics.first().filter(|_| chapter.blocks.is_empty()) {
            Some(topic) => {
                let (kept, notes) = guess.kept(TOPIC.after, topic.blocks.first());
                (CHAPTER.after + title(&guess, &topic.title) + kept, notes)
            }
            None => guess.kept(CHAPTER.after, chapter.blocks.first()),
        };
        guess.heading(CHAPTER, height, kept, mark);
        guess.blocks(&chapter.blocks);
        for topic in &chapter.topics {
            let mark = |guess: &mut Guess<'_>| guess.mark(chapter_place(&topic.id));
            let height = title(&guess, &topic.title);
            let kept = guess.kept(TOPIC.after, topic.blocks.first());
            guess.heading(TOPIC, height, kept, mark);
            guess.blocks(&topic.blocks);
        }
    }
    guess.mark(LAST.to_owned());
    if !report.tiles.is_empty() {
        // Cover, imprint and contents stand before it.
        guess.pages.insert(GLANCE.to_owned(), "iv".to_owned());
    }
    guess.pages
}

/// Space before and behind a paragraph, in points.
#[derive(Debug, Clone, Copy)]
struct Space {
    before: f64,
    after: f64,
}

impl Space {
    const fn of(before: f64, after: f64) -> Self {
        Self { before, after }
    }
}

struct Guess<'a> {
    report: &'a Report,
    theme: &'a Theme,
    charts: &'a [Native],
    /// Height and width of the text on a page, in points.
    height: f64,
    width: f64,
    leading: f64,
    /// Height used by text and by notes on the page so far.
    used: f64,
    notes: f64,
    /// Space behind the last paragraph, which nothing has used yet.
    after: f64,
    page: u32,
    pages: BTreeMap<String, String>,
}

impl<'a> Guess<'a> {
    fn new(report: &'a Report, theme: &'a Theme, charts: &'a [Native]) -> Self {
        let (page, point) = (&theme.brand.page, 72.0 / 25.4);
        Self {
            report,
            theme,
            charts,
            height: (page.height - page.top - page.bottom) * point,
            width: (page.width - page.inside - page.outside) * point,
            leading: theme.brand.type_scale.leading,
            used: 0.0,
            notes: 0.0,
            after: 0.0,
            page: 1,
            pages: BTreeMap::new(),
        }
    }

    fn mark(&mut self, place: String) {
        self.pages.insert(place, self.page.to_string());
    }

    fn turn(&mut self) {
        self.page += 1;
        self.used = 0.0;
        self.notes = 0.0;
        self.after = 0.0;
    }

    /// The space above a paragraph that asks for some.
    fn gap(&self, before: f64) -> f64 {
        if self.used == 0.0 { 0.0 } else { self.after.max(before) }
    }

    /// Height of a heading of that size.
    fn title(&self, title: &str, size: f64) -> f64 {
        f64::from(self.count(title, Face::Bold, size, self.width)) * (size + 3.0)
    }

    /// What a page has left when these notes come to it.
    fn free(&self, notes: f64) -> f64 {
        let rule = if self.notes == 0.0 && notes > 0.0 { NOTE_RULE } else { 0.0 };
        self.height - self.used - self.notes - notes - rule
    }

    fn add_notes(&mut self, notes: f64) {
        if notes > 0.0 {
            self.notes += notes + if self.notes == 0.0 { NOTE_RULE } else { 0.0 };
        }
    }

    /// Takes room for something that is not broken over pages.
    fn take(&mut self, space: Space, height: f64, notes: f64) {
        if self.gap(space.before) + height > self.free(notes) && self.used > 0.0 {
            self.turn();
        }
        self.used += self.gap(space.before) + height;
        self.after = space.after;
        self.add_notes(notes);
    }

    /// Takes room for lines that go on over pages, and the space behind them.
    fn lines(&mut self, count: u32, leading: f64, after: f64, notes: f64) {
        let mut left = count;
        loop {
            let fits = whole((self.free(notes) - self.gap(0.0)) / leading);
            if left <= fits {
                break;
            }
            // Notes stand on the page of their marks, and most marks at the end.
            let without = whole((self.free(0.0) - self.gap(0.0)) / leading);
            let mut here = without.min(left.saturating_sub(KEPT_LINES));
            if here < KEPT_LINES {
                here = 0;
            }
            if here == 0 && self.used == 0.0 {
                break;
            }
            left -= here;
            self.turn();
        }
        self.used += self.gap(0.0) + f64::from(left) * leading;
        self.after = after;
        self.add_notes(notes);
    }

    /// Lines that a text needs in type of a size and a width: long words leave more of a line empty than short ones.
    fn count(&self, text: &str, face: Face, size: f64, width: f64) -> u32 {
        let family = &self.theme.brand.type_scale.body;
        let wide = |text: &str| self.theme.fonts.width(text, family, face, size);
        let space = wide(" ");
        let (mut lines, mut used) = (1, 0.0);
        for piece in pieces(text) {
            let word = piece.trim_end_matches([' ', '\n']);
            let own = wide(word);
            if used > 0.0 && used + own > width {
                lines += 1;
                used = 0.0;
            }
            // A word that is wider than its line goes on over the next ones.
            lines += whole(own / width);
            used += own % width + if word.len() < piece.len() { space } else { 0.0 };
        }
        lines
    }

    fn body_lines(&self, text: &[Inline], width: f64) -> u32 {
        self.count(&plain_text(text), Face::Regular, self.theme.brand.type_scale.body_size, width)
    }

    /// Height of the notes of a text.
    fn notes_of(&self, text: &[Inline]) -> f64 {
        let (size, leading) = note_size(&self.theme.brand);
        let mut height = 0.0;
        for inline in text {
            match inline {
                Inline::Note(index) => {
                    let Some(note) = self.report.notes.get(*index) else { continue };
                    let text = plain_text(&note.content);
                    let lines = self.count(&text, Face::Regular, size, self.width - 7.0);
                    height += f64::from(lines) * leading + 1.5;
                }
                Inline::Strong(content) | Inline::Emphasis(content) => height += self.notes_of(content),
                _ => {}
            }
        }
        height
    }

    /// What stays on the page of a heading with that space behind it: lines of text, or the whole of what is not broken;
    /// its height, and that of its notes.
    fn kept(&self, behind: f64, next: Option<&Block>) -> (f64, f64) {
        let few = f64::from(KEPT_LINES) * self.leading;
        match next {
            Some(Block::Chart(chart)) => (FIGURE.before + self.chart(chart), 0.0),
            Some(Block::Table(table)) if table.rows.len() <= SHORT => {
                (FIGURE.before + self.table(table), 0.0)
            }
            Some(Block::Event(event)) => (behind + self.event(event), 0.0),
            Some(Block::Paragraph(text)) => match self.body_lines(text, self.width) {
                // The notes of a longer one mostly stand at its end.
                lines if lines >= 2 * KEPT_LINES => (behind + few, 0.0),
                lines => (behind + f64::from(lines) * self.leading, self.notes_of(text)),
            },
            Some(Block::Legislation(_) | Block::Heading(_)) => (behind + 29.0 + few, 0.0),
            _ => (behind + few, 0.0),
        }
    }

    /// A heading is kept with what follows.
    fn heading(&mut self, space: Space, height: f64, kept: (f64, f64), mark: impl FnOnce(&mut Self)) {
        let (kept, notes) = kept;
        if self.gap(space.before) + height + kept > self.free(notes) && self.used > 0.0 {
            self.turn();
        }
        self.used += self.gap(space.before) + height;
        self.after = space.after;
        mark(self);
    }

    /// Height of lines below a chart or table.
    fn small_lines(&self, text: &[Inline]) -> f64 {
        let scale = &self.theme.brand.type_scale;
        if text.is_empty() {
            return 0.0;
        }
        let lines = plain_lines(text);
        let lines = lines.iter().map(|line| self.count(line, Face::Regular, scale.source_size, self.width));
        f64::from(lines.sum::<u32>()) * scale.source_leading
    }

    fn caption(&self, title: &str, face: Face) -> f64 {
        let lines = self.count(title, face, self.theme.brand.type_scale.caption_size, self.width - 50.0);
        f64::from(lines) * self.leading
    }

    /// Height of a chart with what it shows, its caption, its source and its remark, without the space around.
    fn chart(&self, chart: &Chart) -> f64 {
        let drawn = || {
            let scene = crate::chart::layout(chart, self.theme);
            scene.height / scene.width
        };
        let native = self.charts.iter().find(|native| native.id == chart.id);
        // Without its picture a map has no height.
        let ratio = match chart.kind {
            ChartKind::Map => drawn(),
            _ => native.map_or(0.4, |native| native.ratio),
        };
        let (message, face) = if chart.message.is_empty() {
            (0.0, Face::Bold)
        } else {
            (self.caption(&plain_text(&chart.message), Face::Bold) + 1.75, Face::Regular)
        };
        let below = self.small_lines(&chart.source) + self.small_lines(&chart.remark);
        message + self.caption(&chart.title, face) + 5.25 + self.width * ratio + 3.5 + below
    }

    fn table(&self, table: &Table) -> f64 {
        let rows = ROW * f64::from(u32::try_from(table.rows.len()).unwrap_or(u32::MAX));
        self.table_head(table)
            + rows
            + 3.5
            + self.small_lines(&table.source)
            + self.small_lines(&table.remark)
    }

    fn table_head(&self, table: &Table) -> f64 {
        self.caption(&table.title, Face::Bold) + 5.25 + HEAD
    }

    fn event(&self, event: &Event) -> f64 {
        let beside = if event.photos.is_empty() { 0.0 } else { 150.0 };
        let width = (self.width - 75.0 - beside - 20.0).max(60.0);
        let texts = event.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(text) => Some(text),
            _ => None,
        });
        let text: u32 =
            texts.map(|text| self.count(&plain_text(text), Face::Regular, 10.0, width)).sum::<u32>();
        let title = self.count(&event.title, Face::Bold, 11.0, self.width);
        let words = f64::from(text) * 13.0 + 15.0;
        let row = words.max(if event.photos.is_empty() { 50.0 } else { 112.0 });
        f64::from(title) * 14.0 + 12.0 + row + 7.0
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let size = self.leading;
        for (index, block) in blocks.iter().enumerate() {
            let next = blocks.get(index + 1);
            match block {
                Block::Paragraph(text) | Block::Reference(text) => {
                    self.lines(self.body_lines(text, self.width), size, size / 2.0, self.notes_of(text));
                }
                Block::Heading(text) => {
                    let height = self.title(&plain_text(text), self.theme.brand.type_scale.heading_size);
                    self.heading(TOPIC, height, self.kept(TOPIC.after, next), |_| {});
                }
                Block::List { items, .. } => items.iter().for_each(|item| self.item(item)),
                Block::Term { definition, .. } => {
                    let lines = self.body_lines(definition, self.width * 0.68);
                    self.take(CARD, f64::from(lines) * size + 7.0, self.notes_of(definition));
                }
                Block::Correction(entry) => {
                    let lines = self.body_lines(&entry.content, self.width - 20.0);
                    self.take(Space::of(7.0, 7.0), f64::from(lines) * size, 0.0);
                }
                Block::Unavailable(absent) => {
                    self.take(FIGURE, 51.0, 0.0);
                    self.mark(figure_place(&absent.id));
                }
                Block::Chart(chart) => {
                    self.take(FIGURE, self.chart(chart), 0.0);
                    self.mark(figure_place(&chart.id));
                }
                Block::Table(table) => self.rows(table),
                Block::Photo(_) => self.take(CARD, 273.0, 0.0),
                Block::Legislation(note) => {
                    let date = 12.0
                        + 14.0 * f64::from(self.body_lines(&[Inline::Text(note.title.clone())], self.width));
                    let kept = self.kept(3.5, note.blocks.first());
                    self.heading(Space::of(10.5, 3.5), date, kept, |_| {});
                    self.blocks(&note.blocks);
                }
                Block::Event(event) => {
                    let notes = event.blocks.iter().map(|block| match block {
                        Block::Paragraph(text) => self.notes_of(text),
                        _ => 0.0,
                    });
                    let notes = notes.sum();
                    self.take(CARD, self.event(event), notes);
                }
            }
        }
    }

    fn item(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) => {
                    let lines = self.body_lines(text, self.width - 18.0);
                    self.lines(lines, self.leading, self.leading / 4.0, self.notes_of(text));
                }
                other => self.blocks(std::slice::from_ref(other)),
            }
        }
    }

    /// A short table is kept whole, a long one goes on row by row.
    fn rows(&mut self, table: &Table) {
        let is_kept = table.rows.len() <= SHORT;
        self.take(FIGURE, if is_kept { self.table(table) } else { self.table_head(table) + ROW }, 0.0);
        let after = std::mem::take(&mut self.after);
        self.mark(table_place(&table.id));
        let rows = if is_kept { 0 } else { table.rows.len().saturating_sub(1) };
        (0..rows).for_each(|_| self.take(Space::of(0.0, 0.0), ROW, 0.0));
        self.after = after;
    }
}

/// What a text may be parted into at the ends of lines.
fn pieces(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    hold_together(&mut [&mut text]);
    let mut found: Vec<String> = Vec::new();
    for piece in text.split_inclusive([' ', '\n', '-', '–', '—']) {
        match (found.last_mut(), piece.strip_prefix(JOINER)) {
            (Some(last), Some(rest)) => last.push_str(rest),
            _ => found.push(piece.to_owned()),
        }
    }
    found
}

/// Lines that fit, or are needed; what is less than none is none.
fn whole(count: f64) -> u32 {
    count.clamp(0.0, 1e6) as u32
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn a_line_ends_where_one_may_end() {
        assert_eq!(pieces("in April–June 2023"), ["in ", "April–June ", "2023"]);
        assert_eq!(pieces("еңбекші-мигрант, 1-сурет"), ["еңбекші-", "мигрант, ", "1-сурет"]);
        assert_eq!(pieces("43.3\u{a0}per\u{a0}cent"), ["43.3\u{a0}per\u{a0}cent"]);
    }
}
