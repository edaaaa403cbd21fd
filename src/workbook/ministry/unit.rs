//! Holds the unit that a table names to that of the figure: numbers of thousands, and per cent of what is counted.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::choose::Choosing;
use super::map::{AS_IS, Map, SCALES};
use super::titles::titles;
use crate::data::quantity::{Measure, Scale, Unit};
use crate::data::sheet::Content;
use crate::diag::{Diagnostic, code};
use crate::workbook::number::start_of;

/// Rows in which units are looked for that stand beside the numbers.
const MOST_ROWS: usize = 500;
/// Words of a cell that is a unit and no remark.
const MOST_WORDS: usize = 4;

/// Where a table names a unit, and in which words.
struct Named {
    place: String,
    text: String,
}

/// What the numbers of chosen columns are multiplied by.
///
/// # Errors
/// The table names another unit than that of the figure, or none where that of the figure is none of single things: which
/// is meant has to be said.
pub(super) fn factor(
    choosing: &Choosing<'_>,
    map: &Map,
    columns: &[u32],
) -> Result<Decimal, Vec<Diagnostic>> {
    if map.target == "shares" {
        return Ok(Decimal::ONE);
    }
    let own = unit(choosing);
    if map.scale.as_deref() == Some(AS_IS) {
        return Ok(Decimal::ONE);
    }
    let named = named(choosing, columns);
    let scales = named.iter().filter_map(|named| Some((named, choosing.words.scale(&named.text)?)));
    let scales: Vec<(&Named, Scale)> = scales.collect();
    if let Some(said) = map.scale.as_deref().and_then(scale_of) {
        // The table of the next quarter may have another unit.
        if let Some((named, scale)) = scales.iter().find(|(_, scale)| *scale != said) {
            return Err(of_scale(choosing, named, *scale, said));
        }
        return Ok(said.power() / own.scale.power());
    }
    if let Some((named, scale)) = scales.iter().find(|(_, scale)| *scale != own.scale) {
        return Err(of_scale(choosing, named, *scale, own.scale));
    }
    if scales.is_empty() && own.scale != Scale::One {
        let key = &choosing.figure.key.value;
        let message = format!(
            "`{}` does not say in what its numbers are, and `{key}` is in {}",
            choosing.name,
            word(own.scale)
        );
        let hint = format!(
            "say so with --scale {AS_IS} (in a mapping, scale = \"{AS_IS}\"), or in what they are: --scale million"
        );
        return Err(vec![Diagnostic::new(code::MAP_CHOICE, None, message).hint(hint)]);
    }
    if own.measure != Measure::Percent
        && let Some(place) = percent(choosing, columns)
    {
        return Err(of_percent(choosing, &place));
    }
    Ok(Decimal::ONE)
}

/// What is not proven: that numbers are thousands, as a mapping says, where nothing in the table says so.
pub(super) fn doubts(choosing: &Choosing<'_>, map: &Map, columns: &[u32]) -> Vec<String> {
    if map.scale.as_deref() == Some(AS_IS) || map.target == "shares" {
        return Vec::new();
    }
    let Some(said) = map.scale.as_deref().and_then(scale_of) else {
        return of_title(choosing, columns).into_iter().collect();
    };
    let is_named =
        named(choosing, columns).iter().any(|named| choosing.words.scale(&named.text) == Some(said));
    if is_named || said == Scale::One {
        return Vec::new();
    }
    vec![format!(
        "nothing in the table says that its numbers are {}, as --scale does: if they are taken as they stand now, say --scale {AS_IS}",
        word(said)
    )]
}

/// A title that says per cent or per thousand, and no column that is: the chosen one may be.
fn of_title(choosing: &Choosing<'_>, columns: &[u32]) -> Option<String> {
    if unit(choosing).measure == Measure::Percent {
        return None;
    }
    let is_of_column = |column: &u32| choosing.words.is_percent(&choosing.head(*column));
    if choosing.found.columns.iter().any(is_of_column) {
        return None;
    }
    let titles = titles(choosing, columns).into_iter().filter(|title| !title.is_file);
    let title = titles.into_iter().find(|title| choosing.words.is_percent(&title.text))?;
    let (place, text) = (&title.place, start_of(&title.text));
    Some(format!(
        "{place} says `{text}`: that the numbers are no per cent is not proven; if they are taken as they stand, say --scale {AS_IS}"
    ))
}

/// What is to be said of numbers that are not taken as they stand.
pub(super) fn told(factor: Decimal) -> Option<String> {
    let is_as_is = factor == Decimal::ONE;
    (!is_as_is)
        .then(|| format!("each number of the table is multiplied by {}, as --scale says", factor.normalize()))
}

/// The unit of the figure's own numbers.
fn unit(choosing: &Choosing<'_>) -> Unit {
    let entries = choosing.figure.entries.iter().filter(|entry| entry.unit.measure != Measure::Percent);
    let shares = || choosing.figure.entries.first();
    entries.clone().next().or_else(shares).map(|entry| entry.unit.clone()).unwrap_or_default()
}

/// What stands above the columns, in the titles, and beside the numbers.
fn named(choosing: &Choosing<'_>, columns: &[u32]) -> Vec<Named> {
    let heads = columns.iter().flat_map(|column| {
        let place = format!("the head of column {}", choosing.letters(*column));
        choosing.levels(*column).iter().map(move |text| Named { place: place.clone(), text: text.clone() })
    });
    let titles = titles(choosing, columns).into_iter();
    let titles = titles.map(|title| Named { place: title.place, text: title.text });
    let (grid, found) = (choosing.grid, choosing.found);
    let rows: BTreeSet<u32> = found.rows.iter().copied().take(MOST_ROWS).collect();
    let rows = grid.rows.iter().filter(|row| rows.contains(&row.number));
    let cells = rows.flat_map(|row| row.cells.iter().map(|(column, content)| (row.number, *column, content)));
    let is_beside = |column: u32| column != found.key && found.columns.binary_search(&column).is_err();
    let beside = cells.filter_map(|(row, column, content)| {
        let Content::Text(text) = content else { return None };
        let is_short = text.split_whitespace().count() <= MOST_WORDS;
        (is_beside(column) && is_short)
            .then(|| Named { place: grid.place(row, column), text: text.to_string() })
    });
    let mut seen = BTreeSet::new();
    heads.chain(titles).chain(beside).filter(|named| seen.insert(named.text.clone())).collect()
}

/// Where the chosen columns say that they are per cent: by their heads, or by how their cells are shown.
fn percent(choosing: &Choosing<'_>, columns: &[u32]) -> Option<Named> {
    columns.iter().find_map(|column| {
        let levels = choosing.levels(*column);
        let is_short = |text: &&String| text.split_whitespace().count() <= MOST_WORDS;
        let says = |text: &&String| choosing.words.is_percent(text);
        let head = levels.iter().filter(is_short).chain(levels.last()).find(says);
        let place = format!("the head of column {}", choosing.letters(*column));
        let head = head.map(|text| Named { place, text: text.clone() });
        head.or_else(|| {
            let shown =
                choosing.found.rows.iter().find_map(|row| match choosing.grid.cell(*row, *column)? {
                    Content::Number { shown, is_percent: true, .. } => {
                        Some((*row, format!("{}%", shown.normalize())))
                    }
                    Content::Text(text) if text.trim().ends_with('%') => Some((*row, text.to_string())),
                    Content::Number { .. } | Content::Text(_) | Content::Unusable { .. } => None,
                });
            shown.map(|(row, text)| Named { place: choosing.grid.place(row, *column), text })
        })
    })
}

fn of_scale(choosing: &Choosing<'_>, named: &Named, scale: Scale, own: Scale) -> Vec<Diagnostic> {
    let key = &choosing.figure.key.value;
    let counts = match own {
        Scale::One => "counts single ones".to_owned(),
        own => format!("is in {}", word(own)),
    };
    let message = format!(
        "`{}`: {} says `{}`: its numbers may be {}, and `{key}` {counts}",
        choosing.name,
        named.place,
        start_of(&named.text),
        word(scale)
    );
    let option = option_of(scale);
    let hint = format!(
        "if they are, say so with --scale {option} (in a mapping, scale = \"{option}\"); if they are taken as they stand, with --scale {AS_IS}"
    );
    vec![Diagnostic::new(code::MAP_CHOICE, None, message).hint(hint)]
}

fn of_percent(choosing: &Choosing<'_>, named: &Named) -> Vec<Diagnostic> {
    let message = format!(
        "`{}`: {} says `{}`: its numbers may be per cent, and `{}` lists none",
        choosing.name,
        named.place,
        start_of(&named.text),
        choosing.figure.key.value
    );
    let hint = format!(
        "choose the column of the numbers with --column, or list `shares` in the figure; if they are the numbers all the same, say --scale {AS_IS}"
    );
    vec![Diagnostic::new(code::MAP_CHOICE, None, message).hint(hint)]
}

fn word(scale: Scale) -> &'static str {
    match scale {
        Scale::One => "single ones",
        Scale::Thousand => "thousands",
        Scale::Million => "millions",
        Scale::Billion => "thousand millions",
    }
}

/// One of [`SCALES`] for a power of ten.
fn option_of(scale: Scale) -> &'static str {
    let index = match scale {
        Scale::One => 1,
        Scale::Thousand => 2,
        Scale::Million => 3,
        Scale::Billion => 4,
    };
    SCALES[index]
}

/// The power of ten that one of [`SCALES`] says; none of numbers that are taken as they stand.
fn scale_of(option: &str) -> Option<Scale> {
    [Scale::One, Scale::Thousand, Scale::Million, Scale::Billion]
        .into_iter()
        .find(|scale| option_of(*scale) == option)
}
