//! Holds the unit that a table names to that of the figure: numbers of thousands, and per cent of what is counted.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::choose::Choosing;
use super::map::{AS_IS, Map, PERCENT, RATE, SCALES};
use super::titles::titles;
use crate::data::quantity::{Measure, Scale, Unit};
use crate::data::sheet::Content;
use crate::diag::{Diagnostic, code};
use crate::workbook::number::start_of;

/// Rows in which units are looked for that stand beside the numbers.
const MOST_ROWS: usize = 500;
/// Words of a cell that is a unit and no remark.
const MOST_WORDS: usize = 4;
/// Rows of notes below a table.
const MOST_NOTES: usize = 40;
/// Letters of a note that are read.
const MOST_LETTERS: usize = 300;

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
    let is_as_is = map.scale.as_deref() == Some(AS_IS);
    if is_as_is && map.units.is_none() {
        return Ok(Decimal::ONE);
    }
    let named = named(choosing, columns);
    let scales = named.iter().filter_map(|named| Some((named, scale_in(choosing, named)?)));
    let scales: Vec<(&Named, Scale)> = scales.collect();
    if let Some(said) = map.scale.as_deref().and_then(scale_of) {
        // The table of the next quarter may have another unit.
        if let Some((named, scale)) = scales.iter().find(|(_, scale)| *scale != said) {
            return Err(of_scale(choosing, named, *scale, said));
        }
        return Ok(said.power() / own.scale.power());
    }
    let is_new = |scale: Scale| scale != own.scale && !is_known(map, option_of(scale));
    if let Some((named, scale)) = scales.iter().find(|(_, scale)| is_new(*scale)) {
        return Err(of_scale(choosing, named, *scale, own.scale));
    }
    if scales.is_empty() && !is_as_is && own.scale != Scale::One {
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
        && !is_known(map, kind(choosing, &place.text))
    {
        return Err(of_percent(choosing, &place));
    }
    Ok(Decimal::ONE)
}

/// Whether somebody has said of a unit that the table names that the numbers are taken as they stand.
fn is_known(map: &Map, kind: &str) -> bool {
    map.units.iter().flatten().any(|known| known == kind)
}

/// The units that a table names besides that of the figure: of these, and no others, a mapping keeps that the numbers are
/// taken as they stand.
pub(super) fn units(choosing: &Choosing<'_>, columns: &[u32]) -> Vec<String> {
    let own = unit(choosing);
    let named = named(choosing, columns);
    let scales =
        named.iter().filter_map(|named| scale_in(choosing, named)).filter(|scale| *scale != own.scale);
    let mut units: BTreeSet<&str> = scales.map(option_of).collect();
    if own.measure != Measure::Percent {
        let of_columns = percent(choosing, columns).into_iter();
        units.extend(of_columns.chain(in_titles(choosing, columns)).map(|named| kind(choosing, &named.text)));
    }
    units.into_iter().map(str::to_owned).collect()
}

/// What [`UNITS`](super::map::UNITS) call words that say per cent, or for each thousand.
fn kind(choosing: &Choosing<'_>, text: &str) -> &'static str {
    if choosing.words.is_rate(text) { RATE } else { PERCENT }
}

/// The power of ten that words name as that of the numbers: “на 1000 человек” is a rate.
fn scale_in(choosing: &Choosing<'_>, named: &Named) -> Option<Scale> {
    let words = choosing.words;
    words.scale(&named.text).filter(|_| !words.is_rate(&named.text))
}

/// What is not proven: that numbers are thousands, as a mapping says, where nothing in the table says so.
pub(super) fn doubts(choosing: &Choosing<'_>, map: &Map, columns: &[u32]) -> Vec<String> {
    let is_said = map.scale.as_deref() == Some(AS_IS) && map.units.is_none();
    if is_said || map.target == "shares" {
        return Vec::new();
    }
    let Some(said) = map.scale.as_deref().and_then(scale_of) else {
        return of_title(choosing, map, columns).into_iter().collect();
    };
    let is_named = named(choosing, columns).iter().any(|named| scale_in(choosing, named) == Some(said));
    if is_named || said == Scale::One {
        return Vec::new();
    }
    vec![format!(
        "nothing in the table says that its numbers are {}, as --scale does: if they are taken as they stand now, say --scale {AS_IS}",
        word(said)
    )]
}

/// A title or a note that says per cent or per thousand, and no column that is: the chosen one may be.
fn of_title(choosing: &Choosing<'_>, map: &Map, columns: &[u32]) -> Option<String> {
    if unit(choosing).measure == Measure::Percent {
        return None;
    }
    let named = in_titles(choosing, columns).filter(|named| !is_known(map, kind(choosing, &named.text)))?;
    let (place, text) = (&named.place, start_of(&named.text));
    let what = if kind(choosing, &named.text) == RATE { "rates" } else { "per cent" };
    Some(format!(
        "{place} says `{text}`: that the numbers are no {what} is not proven; if they are taken as they stand, say --scale {AS_IS}"
    ))
}

/// The title or note that says per cent or per thousand, where no column is.
fn in_titles(choosing: &Choosing<'_>, columns: &[u32]) -> Option<Named> {
    if choosing.found.columns.iter().any(|column| is_part(choosing, &choosing.head(*column))) {
        return None;
    }
    let titles = titles(choosing, columns).into_iter().filter(|title| !title.is_file);
    let titles = titles.map(|title| Named { place: title.place, text: title.text });
    titles.chain(notes(choosing)).find(|named| is_part(choosing, &named.text))
}

/// Whether words say that numbers are per cent, or for each thousand.
fn is_part(choosing: &Choosing<'_>, words: &str) -> bool {
    choosing.words.is_percent(words) || choosing.words.is_rate(words)
}

/// The texts below a table. A number in them is one of their own, “1,2 тыс. из них”, and no unit: only rates are so named.
fn notes(choosing: &Choosing<'_>) -> Vec<Named> {
    let (grid, found) = (choosing.grid, choosing.found);
    let Some(last) = found.rows.last() else { return Vec::new() };
    let below = grid.rows.iter().filter(|row| row.number > *last).take(MOST_NOTES);
    let cells =
        below.flat_map(|row| row.cells.iter().map(|(column, content)| (row.number, *column, content)));
    let words = cells.filter_map(|(row, column, content)| {
        let Content::Text(text) = content else { return None };
        let text: String = text.chars().take(MOST_LETTERS).collect();
        let text = if choosing.words.is_rate(&text) { text } else { without_amounts(&text) };
        Some(Named { place: grid.place(row, column), text })
    });
    words.collect()
}

/// A text without its numbers and the words right behind them.
fn without_amounts(text: &str) -> String {
    let mut is_behind = false;
    let words = text.split_whitespace().filter(|word| {
        let has_digit = word.contains(|c: char| c.is_ascii_digit());
        let is_left_out = has_digit || is_behind;
        is_behind = has_digit;
        !is_left_out
    });
    words.collect::<Vec<_>>().join(" ")
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

/// What stands above the columns, in the titles, beside the numbers and below them.
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
    heads
        .chain(titles)
        .chain(beside)
        .chain(notes(choosing))
        .filter(|named| seen.insert(named.text.clone()))
        .collect()
}

/// Where the chosen columns say that they are per cent: by their heads, or by how their cells are shown.
fn percent(choosing: &Choosing<'_>, columns: &[u32]) -> Option<Named> {
    columns.iter().find_map(|column| {
        let levels = choosing.levels(*column);
        let is_short = |text: &&String| text.split_whitespace().count() <= MOST_WORDS;
        let says = |text: &&String| is_part(choosing, text);
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
    let what = if kind(choosing, &named.text) == RATE { "rates" } else { "per cent" };
    let message = format!(
        "`{}`: {} says `{}`: its numbers may be {what}, and `{}` lists none",
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
