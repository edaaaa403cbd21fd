//! Cards: key figures, events, notes on legislation, key terms.

use super::inline::{inlines, note_comma};
use super::photo::{credit, photo_run};
use super::word::{Cell, Grid, Heads, Height, Look, Para, Row, VerticalPlace, run};
use super::writer::{Frame, Writer};
use crate::docx::error::DocxError;
use crate::docx::package::length::{points, share};
use crate::docx::package::style::id;
use crate::docx::package::tree::Element;
use crate::report::{
    Block, Direction, Event, Headline, Inline, LegislativeNote, Tile, ends_with_mark, plain_text,
};
use crate::theme::Face;

/// Least height of a tile, in twips.
const TILE: usize = 2000;
/// Least width of a tile, in twips: 40 mm.
const NARROWEST_TILE: usize = 2268;
/// Room at each side of what a tile holds, in twips.
const TILE_EDGE: usize = 200;
/// Sizes of a tile's number and of its words, in points, as its styles have them.
const TILE_SIZES: (f64, f64) = (24.0, 9.0);
/// Width of a date badge, in twips.
const BADGE: usize = 1360;
/// Width of the photographs of a card, in twips.
const PHOTO: usize = 3000;
/// Room between the edge of a card's cell and what it holds, in twips.
const ROOM: usize = 140;

/// The tiles of the page "At a glance", as a table of two or three columns.
pub(super) fn tiles(writer: &mut Writer<'_>, tiles: &[Tile], frame: Frame) -> Element {
    let most = (frame.width / NARROWEST_TILE).clamp(1, 3);
    let is_narrow = tiles.len().is_multiple_of(3) && tiles.iter().all(|tile| has_room(writer, tile, frame));
    let across = if is_narrow { most } else { most.min(2) };
    let panel = writer.theme.brand.colours.panel.hex();
    let mut cells: Vec<Cell> = Vec::new();
    for own in tiles {
        let name = writer.next_scope("tile");
        let content = writer.scoped(&name, |writer| tile(writer, own));
        cells.push(Cell { fill: Some(panel.clone()), ..Cell::of(content) });
    }
    let rows = cells.chunks(across).map(|row| {
        let empty = across - row.len();
        let cells = row.iter().cloned().chain(std::iter::repeat_n(Cell::default(), empty));
        Row { height: Height::AtLeast(TILE), ..Row::of(cells) }
    });
    let grid = Grid {
        style: id::TILES,
        name: writer.locale.labels().glance.clone(),
        columns: share(frame.width, &vec![1; across]),
        rows: rows.collect(),
        ..Grid::default()
    };
    grid.build()
}

/// Whether every word of a tile has room in a third of the page; a period such as "July–September 2025" is one word.
fn has_room(writer: &Writer<'_>, tile: &Tile, frame: Frame) -> bool {
    let room = f64::from(points((frame.width / 3).saturating_sub(2 * TILE_EDGE)));
    let family = &writer.theme.brand.type_scale.body;
    let fits = |text: &str, size: f64| {
        let mut words = text.split(' ');
        words.all(|word| writer.theme.fonts.width(word, family, Face::Bold, size) <= room)
    };
    let change = tile.change.as_ref().map_or("", |change| &change.words);
    fits(tile.number.text(), TILE_SIZES.0)
        && [change, &plain_text(&tile.label), &plain_text(&tile.remark)]
            .iter()
            .all(|text| fits(text, TILE_SIZES.1))
}

fn tile(writer: &mut Writer<'_>, tile: &Tile) -> Vec<Element> {
    let look = Look::default();
    let mut label = inlines(writer, &tile.label, look);
    if let Some(note) = tile.note {
        label.extend(ends_with_mark(&tile.label).then(note_comma));
        label.extend(inlines(writer, &[Inline::Note(note)], look));
    }
    let is_gap = matches!(tile.number, Headline::ToFill { .. });
    let large = Look { is_gap, is_computed: !is_gap, ..look };
    let mut content = vec![
        writer.keyed("number", Para::of(id::TILE_NUMBER).with([run(tile.number.text(), large)])),
        writer.keyed("label", Para::of(id::TILE_TEXT).with(label)),
    ];
    if let Some(change) = &tile.change {
        let arrow = match change.direction {
            Direction::Down => '\u{2193}',
            Direction::Same => '\u{2192}',
            Direction::Up => '\u{2191}',
        };
        let words = format!("{arrow}\u{a0}{}", change.words);
        let change = Para::of(id::TILE_CHANGE).with([run(&words, Look { is_computed: true, ..look })]);
        content.push(writer.keyed("change", change));
    }
    if !tile.remark.is_empty() {
        let remark = Para::of(id::TILE_TEXT).with(inlines(writer, &tile.remark, look));
        content.push(writer.keyed("remark", remark));
    }
    content
}

/// The room of an event's text: beside its date and its photographs.
pub(super) fn event_room(event: &Event, frame: Frame) -> Frame {
    let (_, text) = event_columns(event, frame);
    Frame { width: text.saturating_sub(2 * ROOM), text: id::CARD_TEXT, depth: 0, ..frame }
}

/// Width of an event's photographs, and of its text.
fn event_columns(event: &Event, frame: Frame) -> (usize, usize) {
    let photo = if event.photos.is_empty() { 0 } else { PHOTO.min(frame.width / 3) };
    (photo, frame.width.saturating_sub(badge_width(frame) + photo))
}

/// Width of a date badge: on a narrow page a fifth of it.
fn badge_width(frame: Frame) -> usize {
    BADGE.min(frame.width / 5)
}

/// An event: its title, and below it a table of one row with date badge, text, photographs. Its text is written already.
///
/// The title stands before the table: Word's Navigation pane shows no heading that is in one.
pub(super) fn event(
    writer: &mut Writer<'_>,
    event: &Event,
    text: Vec<Element>,
    frame: Frame,
) -> Result<Vec<Element>, DocxError> {
    let (photo_width, text_width) = event_columns(event, frame);
    let mut badge = vec![];
    if !event.badge_day.is_empty() {
        badge.push(writer.keyed("day", Para::of(id::CARD_DAY).text(&event.badge_day)));
    }
    badge.push(writer.keyed("month", Para::of(id::CARD_MONTH).text(&event.badge_month)));
    let badge = Cell {
        fill: Some(writer.theme.brand.colours.primary.hex()),
        place: VerticalPlace::Middle,
        margins: Some([60, 40, 60, 40]),
        ..Cell::of(badge)
    };
    let title = writer.keyed("title", Para::of(id::CARD_TITLE).text(&event.title));
    let mut cells = vec![badge, Cell::of(text)];
    let mut columns = vec![badge_width(frame), text_width];
    if !event.photos.is_empty() {
        let width = photo_width.saturating_sub(ROOM);
        let mut content = Vec::new();
        for photo in &event.photos {
            // Whole, a high one narrower; around a focus two parts high and three parts wide.
            let (own, high) = (photo.picture.width.max(1) as usize, photo.picture.height.max(1) as usize);
            let crop = photo.focus.map(|_| width * 2 / 3);
            let shown = if crop.is_some() { width } else { width.min(width * 3 / 2 * own / high) };
            let picture = photo_run(writer, photo, shown, crop)?;
            content.push(Para::of(id::CARD_PICTURE).with([picture]));
            let credit = if photo.credit.is_empty() { String::new() } else { credit(writer, photo) };
            content.push(writer.counted("credit", Para::of(id::CARD_CREDIT).text(&credit)));
        }
        cells.push(Cell { margins: Some([100, 0, 40, ROOM]), ..Cell::of(content) });
        columns.push(photo_width);
    }
    let grid = Grid {
        style: id::CARD,
        name: event.title.clone(),
        description: event.date.clone(),
        columns,
        rows: vec![Row::of(cells)],
        heads: Heads::None,
    };
    Ok(vec![title, grid.build(), Para::of(id::SPACER).with([])])
}

/// A note on legislation: date, title, text. Its text is written already.
pub(super) fn legislation(writer: &Writer<'_>, note: &LegislativeNote, text: Vec<Element>) -> Vec<Element> {
    let mut flow = vec![
        writer.keyed("date", Para::of(id::NOTE_DATE).text(&note.date)),
        writer.keyed("title", Para::of(id::NOTE_TITLE).text(&note.title)),
    ];
    flow.extend(text);
    flow
}

/// Key terms as a table: term at the left, definition beside it.
pub(super) fn terms(writer: &mut Writer<'_>, terms: &[Block], frame: Frame) -> Vec<Element> {
    let mut rows = Vec::new();
    let mut names = Vec::new();
    for term in terms {
        if let Block::Term { name, definition } = term {
            names.push(name.as_str());
            let definition = Para::of(id::DEFINITION).with(inlines(writer, definition, Look::default()));
            let scope = writer.scoped("", |writer| writer.next_scope("term"));
            let (term, definition) = writer.scoped(&scope, |writer| {
                let term = Para::of(id::TERM).with([run(name, Look::default())]);
                (writer.keyed("name", term), writer.keyed("text", definition))
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
