//! Cards: key figures, events, notes on legislation, key terms.

use super::DocxError;
use super::body::{Body, Frame};
use super::style::id;
use super::table::share;
use super::tree::Element;
use super::word::{Cell, Grid, Heads, Height, Look, Para, Place, Row, run};
use crate::report::{Block, Direction, Event, LegislativeNote, Tile};

/// Least height of a tile, in twips.
const TILE: usize = 2000;
/// Width of a date badge, in twips.
const BADGE: usize = 1360;
/// Width of the photographs of a card, in twips.
const PHOTO: usize = 3000;
/// Room between the edge of a card's cell and what it holds, in twips.
const ROOM: usize = 140;

impl Body<'_> {
    /// The tiles of the page "At a glance", as a table of two or three columns.
    pub(super) fn tiles(&mut self, tiles: &[Tile], frame: Frame) -> Element {
        let across = if tiles.len().is_multiple_of(3) { 3 } else { 2 };
        let panel = self.theme.brand.colours.panel.hex();
        let mut cells: Vec<Cell> = Vec::new();
        for tile in tiles {
            let name = self.next_scope("tile");
            let content = self.scoped(&name, |body| body.tile(tile));
            cells.push(Cell { fill: Some(panel.clone()), ..Cell::of(content) });
        }
        let rows = cells.chunks(across).map(|row| {
            let empty = across - row.len();
            let cells = row.iter().cloned().chain(std::iter::repeat_n(Cell::default(), empty));
            Row { height: Height::AtLeast(TILE), ..Row::of(cells) }
        });
        let grid = Grid {
            style: id::TILES,
            name: self.locale.labels().glance.clone(),
            columns: share(frame.width, &vec![1; across]),
            rows: rows.collect(),
            ..Grid::default()
        };
        grid.build()
    }

    fn tile(&mut self, tile: &Tile) -> Vec<Element> {
        let look = Look::default();
        let mut label = self.inlines(&tile.label, look);
        if let Some(note) = tile.note {
            label.extend(self.inlines(&[crate::report::Inline::Note(note)], look));
        }
        let mut content = vec![
            self.keyed("number", Para::of(id::TILE_NUMBER).text(tile.number.text())),
            self.keyed("label", Para::of(id::TILE_TEXT).with(label)),
        ];
        if let Some(change) = &tile.change {
            let arrow = match change.direction {
                Direction::Down => '\u{2193}',
                Direction::Same => '\u{2192}',
                Direction::Up => '\u{2191}',
            };
            let change = Para::of(id::TILE_CHANGE).text(&format!("{arrow}\u{a0}{}", change.words));
            content.push(self.keyed("change", change));
        }
        if !tile.remark.is_empty() {
            let remark = Para::of(id::TILE_TEXT).with(self.inlines(&tile.remark, look));
            content.push(self.keyed("remark", remark));
        }
        content
    }

    /// An event as a table of one row: date badge, text, photographs.
    pub(super) fn event(&mut self, event: &Event, frame: Frame) -> Result<Vec<Element>, DocxError> {
        let name = self.scoped("", |body| body.next_scope("event"));
        self.scoped(&name, |body| body.card(event, frame))
    }

    fn card(&mut self, event: &Event, frame: Frame) -> Result<Vec<Element>, DocxError> {
        let photo = if event.photos.is_empty() { 0 } else { PHOTO };
        let text = frame.width.saturating_sub(BADGE + photo);
        let mut badge = vec![];
        if !event.badge_day.is_empty() {
            badge.push(self.keyed("day", Para::of(id::CARD_DAY).text(&event.badge_day)));
        }
        badge.push(self.keyed("month", Para::of(id::CARD_MONTH).text(&event.badge_month)));
        let badge = Cell {
            fill: Some(self.theme.brand.colours.primary.hex()),
            place: Place::Middle,
            margins: Some([60, 40, 60, 40]),
            ..Cell::of(badge)
        };
        let inner = Frame { width: text - 2 * ROOM, text: id::CARD_TEXT, depth: 0 };
        let mut content = vec![self.keyed("title", Para::of(id::CARD_TITLE).text(&event.title))];
        content.extend(self.blocks(&event.blocks, inner)?);
        let mut cells = vec![badge, Cell::of(content)];
        let mut columns = vec![BADGE, text];
        if !event.photos.is_empty() {
            let width = PHOTO - ROOM;
            let mut content = Vec::new();
            for photo in &event.photos {
                // Two parts high, three parts wide, as the cards of the series have them.
                let picture = self.photo_run(photo, width, Some(width * 2 / 3))?;
                content.push(Para::of(id::PICTURE).with([picture]));
                let credit = if photo.credit.is_empty() { String::new() } else { self.credit(photo) };
                content.push(self.counted("credit", Para::of(id::CREDIT).text(&credit)));
            }
            cells.push(Cell { margins: Some([100, 0, 40, ROOM]), ..Cell::of(content) });
            columns.push(photo);
        }
        let grid = Grid {
            style: id::CARD,
            name: event.title.clone(),
            description: event.date.clone(),
            columns,
            rows: vec![Row::of(cells)],
            heads: Heads::None,
        };
        Ok(vec![grid.build(), Para::of(id::SPACER).with([])])
    }

    /// A note on legislation: date, title, text.
    pub(super) fn legislation(
        &mut self,
        note: &LegislativeNote,
        frame: Frame,
    ) -> Result<Vec<Element>, DocxError> {
        let name = self.scoped("", |body| body.next_scope("legislation"));
        self.scoped(&name, |body| {
            let mut flow = vec![
                body.keyed("date", Para::of(id::NOTE_DATE).text(&note.date)),
                body.keyed("title", Para::of(id::NOTE_TITLE).text(&note.title)),
            ];
            flow.extend(body.blocks(&note.blocks, frame)?);
            Ok(flow)
        })
    }

    /// Key terms as a table: term at the left, definition beside it.
    pub(super) fn terms(&mut self, terms: &[Block], frame: Frame) -> Vec<Element> {
        let mut rows = Vec::new();
        let mut names = Vec::new();
        for term in terms {
            if let Block::Term { name, definition } = term {
                names.push(name.as_str());
                let definition = Para::of(id::DEFINITION).with(self.inlines(definition, Look::default()));
                let scope = self.scoped("", |body| body.next_scope("term"));
                let (term, definition) = self.scoped(&scope, |body| {
                    let term = Para::of(id::TERM).with([run(name, Look::default())]);
                    (body.keyed("name", term), body.keyed("text", definition))
                });
                rows.push(Row::of([
                    Cell { margins: Some([0, 0, 0, ROOM]), ..Cell::of([term]) },
                    Cell::of([definition]),
                ]));
            }
        }
        let grid = Grid {
            style: id::LAYOUT,
            name: names.join(", "),
            columns: share(frame.width, &[3, 7]),
            rows,
            heads: Heads::FirstColumn,
            ..Grid::default()
        };
        vec![grid.build(), Para::of(id::SPACER).with([])]
    }
}
