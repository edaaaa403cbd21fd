//! Guesses on which page a heading or figure stands, for the contents of a document not laid out yet.

use std::collections::BTreeMap;

use super::chart::Native;
use super::place::{GLANCE, chapter_place, figure_place, table_place};
use crate::report::{Block, Report, plain_text};
use crate::theme::Brand;

/// Pages by place, as their numbers are printed.
pub(super) fn guess(report: &Report, brand: &Brand, charts: &[Native]) -> BTreeMap<String, String> {
    let mut guess = Guess::new(brand, charts);
    for chapter in &report.chapters {
        guess.heading(&chapter_place(&chapter.id), 65.0);
        guess.blocks(&chapter.blocks);
        for topic in &chapter.topics {
            guess.heading(&chapter_place(&topic.id), 36.0);
            guess.blocks(&topic.blocks);
        }
    }
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

    fn heading(&mut self, place: &str, height: f64) {
        // A heading takes two lines of text with it.
        self.take(height + 2.0 * self.leading);
        self.used -= 2.0 * self.leading;
        self.mark(place.to_owned());
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
                Block::Unavailable { reason, .. } => self.text(reason.chars().count() + 60),
                Block::Chart(chart) => {
                    let native = self.charts.iter().find(|native| native.id == chart.id);
                    self.take(self.width * native.map_or(0.4, |native| native.ratio) + 60.0);
                    self.mark(figure_place(&chart.id));
                }
                Block::Table(table) => {
                    self.take(60.0);
                    self.mark(table_place(&table.id));
                    table.rows.iter().for_each(|_| self.take(17.0));
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

fn length(block: &Block) -> usize {
    match block {
        Block::Paragraph(text) => plain_text(text).chars().count(),
        _ => 0,
    }
}
