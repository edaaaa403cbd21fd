//! What a cell gives as a number, and what it gives as the key of its row.

use rust_decimal::Decimal;

use super::cell::{Cell, Held, Sheet};
use super::format::Shown;
use super::format::date::{self, Fields};
use crate::data::column::plain;
use crate::data::hint::start_of;
use crate::data::number;
use crate::data::written::{self, Of};

/// A number as it is printed, and what the cell holds beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    /// What the cell shows.
    pub(super) number: Decimal,
    /// What it holds, where somebody may have typed more digits than it shows.
    pub(super) held: Option<Decimal>,
    /// Whether its format divides by thousands.
    pub(super) is_scaled: bool,
}

/// Why a cell gives no number or no key, to be told behind its place, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unusable {
    pub(super) why: String,
    pub(super) hint: String,
}

impl Unusable {
    fn new(why: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { why: why.into(), hint: hint.into() }
    }
}

/// What to do about numbers that are too long.
const LONG_HINT: &str =
    "give the cell a format with the decimals that are to be printed, at most 6; give large sums in millions";

/// The number that a cell shows.
pub(super) fn number(sheet: &Sheet, cell: &Cell) -> Result<Taken, Unusable> {
    match &cell.held {
        Held::Number(number) => shown(sheet, cell, *number),
        Held::Text { text, raised } => of_text(text.trim(), raised.trim()),
        Held::Date(_) => Err(no_date()),
        Held::Error(error) => {
            Err(Unusable::new(format!("holds the error {error}"), "mend the formula, or empty the cell"))
        }
        Held::Truth(_) | Held::NoResult => Err(Unusable::new("holds no number", number::HINT)),
    }
}

fn no_date() -> Unusable {
    Unusable::new("holds a date, not a number", "give the cell the format of a number")
}

fn shown(sheet: &Sheet, cell: &Cell, held: f64) -> Result<Taken, Unusable> {
    let general = || super::format::Format::new("General").show(held);
    let shown = sheet.format(cell).map_or_else(general, |format| format.show(held));
    let code = sheet.format(cell).map_or("General", |format| format.code.as_str());
    let digits = || match general() {
        Shown::Whole(number) => start_of(&number.to_string()),
        _ => start_of(&held.to_string()),
    };
    let (number, exact, is_scaled) = match shown {
        Shown::Whole(number) => (number, number, false),
        Shown::Digits { shown, exact, is_scaled } => (shown, exact, is_scaled),
        Shown::Date(_) => return Err(no_date()),
        // A zero that is shown as a dash is a zero all the same.
        Shown::Words(words) if held == 0.0 && is_dash(&words) => (Decimal::ZERO, Decimal::ZERO, false),
        Shown::Words(words) => {
            let words = if words.is_empty() { "nothing".to_owned() } else { format!("`{words}`") };
            return Err(Unusable::new(
                format!("holds {} and shows {words}", digits()),
                "give the cell the format of a number if the number is meant, or empty it",
            ));
        }
        Shown::Unclear => {
            return Err(Unusable::new(
                format!("holds {}, which its format {code} shows as something else", digits()),
                "give the cell the format of a number",
            ));
        }
        Shown::TooLong => return Err(too_long(&digits())),
    };
    if number::parse(&number.to_string()).is_err() {
        return Err(too_long(&digits()));
    }
    // What a computed number has beyond six decimals nobody has typed.
    let is_typed = exact.scale() <= MOST_TYPED && exact != number || is_scaled;
    let whole = general();
    let held = match whole {
        Shown::Whole(whole) if is_scaled => Some(whole),
        _ if is_typed => Some(exact),
        _ => None,
    };
    Ok(Taken { number, held, is_scaled })
}

/// Decimals that somebody types.
const MOST_TYPED: u32 = 6;

fn too_long(number: &str) -> Unusable {
    Unusable::new(format!("holds `{number}`, which is not a number that can be printed"), LONG_HINT)
}

fn is_dash(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|c| "-–—−‒".contains(c) || c.is_whitespace())
}

fn of_text(text: &str, raised: &str) -> Result<Taken, Unusable> {
    if !raised.is_empty() {
        let why = if text.is_empty() {
            format!("holds nothing but a raised `{}`", start_of(raised))
        } else {
            format!("holds `{}` with a raised `{}`", start_of(text), start_of(raised))
        };
        return Err(Unusable::new(why, "delete the mark of the note, and type the number alone"));
    }
    match written::parse(text, Of::Workbook) {
        Ok(number) => Ok(Taken { number, held: None, is_scaled: false }),
        Err(fault) => {
            let why = fault.why.unwrap_or_else(|| "is not a number that can be printed".to_owned());
            Err(Unusable::new(format!("holds the text `{}`, which {why}", start_of(text)), fault.hint))
        }
    }
}

/// Bytes; what is longer is no name.
const LONGEST_NAME: usize = 1_000;

/// What a cell gives as the key of its row: words, a number, or the period that a date shows.
pub(super) fn key(sheet: &Sheet, cell: &Cell, target: &str) -> Result<String, Unusable> {
    match &cell.held {
        Held::Text { text, .. } => Ok(plain(&text[..text.floor_char_boundary(LONGEST_NAME)])),
        Held::Number(number) => match sheet.format(cell).map(|format| format.show(*number)) {
            Some(Shown::Date(fields)) => {
                let day = date::day(*number, sheet.is_1904);
                day.map_or_else(|| Err(no_period("a time")), |day| of_date(fields, day, target))
            }
            _ => Ok(match super::format::Format::new("General").show(*number) {
                Shown::Whole(number) => number.to_string(),
                _ => number.to_string(),
            }),
        },
        Held::Date(text) => {
            let all = Fields { year: true, month: true, day: true, time: false };
            let mut parts = text.split(['-', 'T']).map(|part| part.parse::<i64>().unwrap_or(0));
            let mut next = || parts.next().unwrap_or(0);
            of_date(all, (next(), next(), next()), target)
        }
        Held::Truth(truth) => Ok(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
        Held::Error(error) => {
            Err(Unusable::new(format!("holds the error {error}"), "mend the formula, or delete the row"))
        }
        Held::NoResult => Err(Unusable::new("holds no name", "give the row its name, or delete it")),
    }
}

fn no_period(what: &str) -> Unusable {
    Unusable::new(format!("holds {what}, not a period"), "write 2023-04, 2023-Q2, 2023-H1 or 2023")
}

fn of_date(fields: Fields, (year, month, day): (i64, i64, i64), target: &str) -> Result<String, Unusable> {
    if target != "values" {
        return Err(Unusable::new(
            format!("holds the date {year}-{month:02}-{day:02}, not a name"),
            "Excel makes dates of words such as 5-9: give the column the format Text, and type the name again",
        ));
    }
    match (fields.year, fields.month, fields.day) {
        (true, false, false) => Ok(format!("{year}")),
        (true, true, false) => Ok(format!("{year}-{month:02}")),
        (true, _, true) => Ok(format!("{year}-{month:02}-{day:02}")),
        (false, true, _) | (false, _, true) => Err(Unusable::new(
            format!("holds the date {year}-{month:02}-{day:02} and shows it without the year"),
            format!(
                "Excel adds the year in which something is typed: write {year}-{month:02} if that is right"
            ),
        )),
        (false, false, false) => Err(no_period("a time")),
    }
}
