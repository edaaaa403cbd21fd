//! Reads the rows and cells of a sheet of an `.xlsx` workbook.

use super::cell::{Area, Cell, Held, Row, Sheet, parse_cell_name};
use super::strings;
use super::xml::{BadXml, Piece, Tag, Xml};
use crate::data::table::MOST_COLUMNS;

/// Rows of a sheet of Excel.
const MOST_ROWS: u32 = 1_048_576;

/// Adds to a sheet what its part has.
pub(super) fn read(part: &[u8], texts: &[Held], sheet: &mut Sheet) -> Result<(), BadXml> {
    let mut xml = Xml::new(part);
    let mut next_row = 0;
    loop {
        match xml.next()? {
            Piece::Open(tag) if tag.is("row") => {
                let row = row(&tag, &mut xml, texts, next_row, &mut sheet.is_too_wide)?;
                next_row = row.number + 1;
                if !row.cells.is_empty() {
                    sheet.rows.push(row);
                }
            }
            Piece::Single(tag) if tag.is("row") => next_row = row_number(&tag, next_row)? + 1,
            Piece::Open(tag) | Piece::Single(tag) if tag.is("col") => {
                let is_hidden = tag.is_set("hidden")? || is_nothing(tag.get("width")?.as_deref());
                let span = tag.number("min")?.zip(tag.number("max")?);
                if let Some((min, max)) = span.filter(|_| is_hidden) {
                    sheet.hidden_columns.push((min.saturating_sub(1), max.saturating_sub(1)));
                }
            }
            Piece::Open(tag) | Piece::Single(tag) if tag.is("mergeCell") => {
                sheet.merged.extend(tag.get("ref")?.as_deref().and_then(area));
            }
            Piece::End => break,
            Piece::Open(_) | Piece::Single(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    sheet.sort();
    Ok(())
}

fn is_nothing(size: Option<&str>) -> bool {
    size.and_then(|size| size.trim().parse::<f64>().ok()).is_some_and(|size| size <= 0.0)
}

fn area(name: &str) -> Option<Area> {
    let (start, end) = name.split_once(':').unwrap_or((name, name));
    let (start, end) = (parse_cell_name(start)?, parse_cell_name(end)?);
    Some(Area {
        start: (start.0.min(end.0), start.1.min(end.1)),
        end: (start.0.max(end.0), start.1.max(end.1)),
    })
}

fn row_number(tag: &Tag<'_>, next: u32) -> Result<u32, BadXml> {
    let number = tag.number("r")?.map_or(Some(next), |number| number.checked_sub(1));
    number.filter(|number| *number < MOST_ROWS).ok_or(BadXml)
}

fn row(
    tag: &Tag<'_>,
    xml: &mut Xml<'_>,
    texts: &[Held],
    next: u32,
    is_too_wide: &mut bool,
) -> Result<Row, BadXml> {
    let is_hidden = tag.is_set("hidden")? || is_nothing(tag.get("ht")?.as_deref());
    let mut row = Row { number: row_number(tag, next)?, is_hidden, cells: Vec::new() };
    let mut next_column = 0;
    loop {
        match xml.next()? {
            Piece::Open(tag) if tag.is("c") => {
                let column = column(&tag, next_column)?;
                next_column = column + 1;
                let (kind, format) = (tag.get("t")?, tag.number("s")?.unwrap_or(0));
                let held = held(kind.as_deref().unwrap_or("n"), xml, texts)?;
                *is_too_wide |= column >= MOST_COLUMNS;
                if let Some(held) = held.filter(|_| column < MOST_COLUMNS) {
                    row.cells.push(Cell { column, held, format: format as usize });
                }
            }
            Piece::Single(tag) if tag.is("c") => next_column = column(&tag, next_column)? + 1,
            Piece::Close(name) if name == "row" => return Ok(row),
            Piece::End => return Err(BadXml),
            Piece::Open(_) | Piece::Single(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
}

fn column(tag: &Tag<'_>, next: u32) -> Result<u32, BadXml> {
    let named = tag.get("r")?.map(|name| parse_cell_name(&name).map(|(_, column)| column).ok_or(BadXml));
    Ok(named.transpose()?.unwrap_or(next))
}

/// What a cell holds, up to its end.
fn held(kind: &str, xml: &mut Xml<'_>, texts: &[Held]) -> Result<Option<Held>, BadXml> {
    let (mut value, mut rich, mut is_formula) = (None, None, false);
    loop {
        match xml.next()? {
            Piece::Open(tag) if tag.is("v") => value = Some(xml.text()?),
            Piece::Open(tag) if tag.is("is") => rich = Some(strings::rich(xml, "is")?),
            Piece::Open(tag) if tag.is("f") => {
                is_formula = true;
                xml.text()?;
            }
            Piece::Single(tag) if tag.is("f") => is_formula = true,
            Piece::Close(name) if name == "c" => break,
            Piece::End => return Err(BadXml),
            Piece::Open(_) | Piece::Single(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    let value = match (value, kind) {
        (Some(value), "str") => return Ok(Some(Held::text(&strings::unescape(&value)))),
        (Some(value), _) if !value.trim().is_empty() => value.trim().to_owned(),
        _ if is_formula => return Ok(Some(Held::NoResult)),
        _ => return Ok(rich),
    };
    Ok(Some(match kind {
        "s" => {
            let text = value.parse().ok().and_then(|index: usize| texts.get(index));
            text.cloned().ok_or(BadXml)?
        }
        "b" => Held::Truth(value == "1" || value == "true"),
        "e" => Held::Error(value),
        "d" => Held::Date(value),
        _ => match value.parse::<f64>() {
            Ok(number) if number.is_finite() => Held::Number(number),
            _ => Held::text(&value),
        },
    }))
}
