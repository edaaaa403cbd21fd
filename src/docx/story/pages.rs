//! Guesses on which page a heading or figure stands, for the contents of a document not laid out yet.

use std::collections::BTreeMap;

use super::place::{GLANCE, chapter_place, figure_place, table_place};
use super::table::SHORT;
use crate::docx::chart::Native;
use crate::report::{Block, Report, Table, plain_text};
use crate::theme::Brand;

/// The place behind the last chapter.
pub(super) const LAST: &str = "last";

/// Pages by place, as their numbers are printed.
pub(super) fn guess(report: &Report, brand: &Brand, charts: &[Native]) -> BTreeMap<String, String> {
    let mut guess = Guess::new(brand, charts);
    for chapter in &report.chapters {
        guess.heading(&chapter_place(&chapter.id), 65.0, chapter.blocks.first());
        guess.blocks(&chapter.blocks);
        for topic in &chapter.topics {
            guess.heading(&chapter_place(&topic.id), 36.0, topic.blocks.first());
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

struct Guess<'a> {
    charts: &'a [Native],
    /// Height and width of the text on a page, in points.
    height: f64,
    width: f64,
    leading: f64,
    /// Height used on the page so far.
    used: f64,
    page: u32,
    pages: BTreeMap<String, String>,
}

impl<'a> Guess<'a> {
    fn new(brand: &Brand, charts: &'a [Native]) -> Self {
        let (page, point) = (&brand.page, 72.0 / 25.4);
        Self {
            charts,
            height: (page.height - page.top - page.bottom) * point,
            width: (page.width - page.inside - page.outside) * point,
            leading: brand.type_scale.leading,
            used: 0.0,
            page: 1,
            pages: BTreeMap::new(),
        }
    }

    /// Takes room for something that is not broken over pages.
    fn take(&mut self, height: f64) {
        if self.used + height > self.height && self.used > 0.0 {
            self.page += 1;
            self.used = 0.0;
        }
        self.used += height;
    }

    fn mark(&mut self, place: String) {
        self.pages.insert(place, self.page.to_string());
    }

    /// A heading is kept with what follows: two lines of text, or the whole of what is not broken.
    fn heading(&mut self, place: &str, height: f64, next: Option<&Block>) {
        let kept = match next {
            Some(Block::Chart(chart)) => self.chart(&chart.id),
            Some(Block::Table(table)) if table.rows.len() <= SHORT => table_height(table),
            _ => 2.0 * self.leading,
        };
        self.take(height + kept);
        self.used -= kept;
        self.mark(place.to_owned());
    }

    /// Height of a chart with its caption and source.
    fn chart(&self, id: &str) -> f64 {
        let native = self.charts.iter().find(|native| native.id == id);
        self.width * native.map_or(0.4, |native| native.ratio) + 60.0
    }

    fn text(&mut self, characters: usize) {
        // Five points a character is what the text face needs at its size.
        let per_line = (self.width / 5.0).max(1.0);
        let lines = (f64::from(u32::try_from(characters).unwrap_or(u32::MAX)) / per_line).ceil().min(1e6);
        self.used += lines * self.leading + self.leading / 2.0;
        while self.used > self.height {
            self.page += 1;
            self.used -= self.height;
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) | Block::Reference(text) | Block::Heading(text) => {
                    self.text(plain_text(text).chars().count());
                }
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Term { definition, .. } => self.text(plain_text(definition).chars().count() * 3 / 2),
                Block::Correction(entry) => self.text(plain_text(&entry.content).chars().count() + 60),
                Block::Unavailable(absent) => {
                    self.take(75.0);
                    self.mark(figure_place(&absent.id));
                }
                Block::Chart(chart) => {
                    self.take(self.chart(&chart.id));
                    self.mark(figure_place(&chart.id));
                }
                Block::Table(table) => {
                    let is_kept = table.rows.len() <= SHORT;
                    self.take(if is_kept { table_height(table) } else { HEAD + ROW });
                    self.mark(table_place(&table.id));
                    let rows = if is_kept { 0 } else { table.rows.len().saturating_sub(1) };
                    (0..rows).for_each(|_| self.take(ROW));
                }
                Block::Photo(_) => self.take(280.0),
                Block::Legislation(note) => {
                    self.take(40.0);
                    self.blocks(&note.blocks);
                }
                Block::Event(event) => {
                    let text: usize = event.blocks.iter().map(length).sum();
                    let lines = f64::from(u32::try_from(text / 55).unwrap_or(0)) + 1.0;
                    let photo = if event.photos.is_empty() { 0.0 } else { 125.0 };
                    self.take((lines * 13.0 + 40.0).max(photo));
                }
            }
        }
    }
}

/// Height of a row of a table, and of its caption, header and source, in points.
const ROW: f64 = 17.0;
const HEAD: f64 = 77.0;

fn table_height(table: &Table) -> f64 {
    HEAD + ROW * f64::from(u32::try_from(table.rows.len()).unwrap_or(u32::MAX))
}

fn length(block: &Block) -> usize {
    match block {
        Block::Paragraph(text) => plain_text(text).chars().count(),
        _ => 0,
    }
}
