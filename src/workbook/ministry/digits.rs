//! Reads the numbers of a sheet that has them as text: which sign stands before decimals is decided once, from all cells.

use rust_decimal::Decimal;

use super::dates;
use super::words::TableWords;
use crate::data::number;
use crate::data::sheet::{Content, Grid};

/// How the numbers of a sheet are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Digits<'a> {
    sign: Sign,
    words: &'a TableWords,
}

/// The sign before decimals, as far as the cells of a sheet tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A comma.
    Comma,
    /// A point.
    Point,
    /// No cell tells.
    Unknown,
}

/// What a cell of a table gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// A number.
    Number(Decimal),
    /// A sign that there is nothing to count.
    Missing,
    /// A sign, or words, that the source does not have the number.
    NotAvailable,
    /// Words.
    Words,
    /// A date, which is no number of a table; what it holds, in words.
    Date(String, String),
    /// Two numbers can be meant, or none that can be used; why, and what to do.
    Unclear(String, String),
}

/// What stands in a cell for nothing to count.
const NIL: [&str; 4] = ["-", "–", "—", "−"];
/// For a number that the source does not have: dots, as statistical offices agree on them, and the Latin or Cyrillic letter.
const NOT_AVAILABLE: [&str; 5] = ["…", "...", "..", "x", "х"];

impl<'a> Digits<'a> {
    /// Looks through all cells of a sheet.
    pub(super) fn of(grid: &Grid, words: &'a TableWords) -> Self {
        let mut sign = Sign::Unknown;
        let texts = grid.rows.iter().flat_map(|row| &row.cells);
        let texts = texts
            .filter_map(|(_, content)| if let Content::Text(text) = content { Some(text) } else { None });
        for text in texts {
            let plain = plain(text);
            let signs: Vec<(usize, char)> =
                plain.char_indices().filter(|(_, c)| matches!(c, ',' | '.')).collect();
            let is_number = !plain.is_empty()
                && plain.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-'));
            let (Some((at, last)), true) = (signs.last(), is_number) else { continue };
            let decimals = plain.len() - at - 1;
            let is_group = decimals == 3 && *at <= 4 && !plain.trim_start_matches('-').starts_with('0');
            let told = match (signs.len(), is_group) {
                (1, true) => continue,
                // Of two different signs, the last parts the decimals; of several alike, none does.
                (1, false) => *last,
                _ if signs.iter().all(|(_, other)| other == last) => {
                    if *last == ',' {
                        '.'
                    } else {
                        ','
                    }
                }
                _ => *last,
            };
            sign = if told == ',' { Sign::Comma } else { Sign::Point };
            break;
        }
        Self { sign, words }
    }

    /// Reads a cell.
    pub(super) fn read(self, content: &Content) -> Cell {
        match content {
            Content::Number { shown, exact, .. } => {
                let mut number = if exact.scale() <= 6 { *exact } else { *shown };
                // With the digits that are shown: 82.0 is not 82.
                if number.scale() < shown.scale() {
                    number.rescale(shown.scale());
                }
                within(number)
            }
            Content::Unusable { why, hint, period: Some(_) } => Cell::Date(why.clone(), hint.clone()),
            Content::Unusable { why, hint, period: None } => Cell::Unclear(why.clone(), hint.clone()),
            Content::Text(text) => self.text(text),
        }
    }

    fn text(self, text: &str) -> Cell {
        // A sign alone hides a small number.
        let is_sign = text.contains('*');
        let plain = plain(text);
        if plain.is_empty() && is_sign {
            return Cell::Words;
        }
        if plain.is_empty() || NIL.contains(&plain.as_str()) {
            return Cell::Missing;
        }
        if NOT_AVAILABLE.contains(&plain.to_lowercase().as_str()) || self.words.is_none(&plain) {
            return Cell::NotAvailable;
        }
        if !plain.chars().all(|c| c.is_ascii_digit() || ",.-+eE%".contains(c))
            || !plain.contains(|c: char| c.is_ascii_digit())
            || !is_grouped(text)
        {
            return Cell::Words;
        }
        if dates::date(text).is_some() {
            let why = format!("holds the date `{}`", text.trim());
            return Cell::Date(why, "type the number of the row".to_owned());
        }
        let plain = plain.trim_end_matches('%');
        let (group, point) = match self.sign {
            Sign::Comma => ('.', ','),
            Sign::Point | Sign::Unknown => (',', '.'),
        };
        let could_be_two = |sign: char| {
            plain.trim_start_matches('-').split_once(sign).is_some_and(|(whole, rest)| {
                rest.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0')
            })
        };
        let is_unclear = self.sign == Sign::Unknown
            && plain.matches([',', '.']).count() == 1
            && (could_be_two(',') || could_be_two('.'));
        if is_unclear {
            let both = plain.replace([',', '.'], "");
            let why =
                format!("holds the text `{plain}`, which could be {both} or {}", plain.replace(',', "."));
            return Cell::Unclear(why, "type it as a number".to_owned());
        }
        let number = plain.replace(group, "").replace(point, ".");
        let parsed = number::parse(number.trim_start_matches('+'))
            .ok()
            .or_else(|| with_exponent(&number))
            .or_else(|| long(&number));
        match parsed {
            Some(number) => within(number),
            None => Cell::Words,
        }
    }
}

/// The largest number that is read: sums of a whole sheet of such numbers can be computed.
const LARGEST: i64 = 10_000_000_000_000;

/// A number, unless it is larger than any statistic.
fn within(number: Decimal) -> Cell {
    if number.abs() <= Decimal::from(LARGEST) {
        return Cell::Number(number);
    }
    Cell::Unclear(format!("holds {number}, which is too long"), number::LONG_HINT.to_owned())
}

/// Without gaps between thousands, with a plain sign of minus, without marks of notes.
fn plain(text: &str) -> String {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '\'' | '’' | '*' | '\u{200b}');
    // A raised digit behind a number is the mark of a note.
    let text = text.trim().trim_end_matches(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '*']);
    let text: String = text.chars().filter(|c| !is_gap(*c)).collect();
    let is_number = text.chars().any(|c| c.is_ascii_digit());
    if is_number { text.replace(['−', '–'], "-") } else { text }
}

/// Whether gaps within a number stand between its thousands: `7000 1` may be 7,000 with the mark of a note.
fn is_grouped(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(|c: char| !c.is_ascii_digit());
    let whole = digits.split([',', '.', '%', 'e', 'E', '*']).next().unwrap_or(digits).trim();
    let mut groups = whole.split(char::is_whitespace).map(|group| group.trim_end_matches('\u{200b}'));
    let first = groups.next().unwrap_or_default();
    let is_thousand = |group: &str| group.trim_end_matches(|c: char| !c.is_ascii()).len() == 3;
    let rest: Vec<&str> = groups.collect();
    rest.is_empty() || first.len() <= 3 && rest.into_iter().all(is_thousand)
}

/// `1e+05`, as programs for statistics write it.
fn with_exponent(text: &str) -> Option<Decimal> {
    Decimal::from_scientific(text).ok().filter(|number| number.scale() <= 6)
}

/// A computed number, without the decimals that nobody has counted.
fn long(text: &str) -> Option<Decimal> {
    let number: Decimal = text.parse().ok()?;
    (number.scale() > 6).then(|| number.round_dp(6).normalize())
}

#[cfg(test)]
mod tests {
    use super::{Cell, Digits, TableWords};
    use crate::data::sheet::text_grid;

    fn read(table: &str, cell: &str) -> Cell {
        let grid = text_grid(table).unwrap();
        Digits::of(&grid, &TableWords::embedded()).text(cell)
    }

    #[test]
    fn the_sign_before_decimals_is_decided_by_all_cells() {
        let number = |text: &str| Cell::Number(text.parse().unwrap());
        assert_eq!(read("a;12,5\nb;1.234\n", "1.234"), number("1234"));
        assert_eq!(read("a;12.5\nb;1,234\n", "1,234"), number("1234"));
        assert_eq!(read("a;1.234.567\n", "1.234"), number("1234"));
        assert!(matches!(read("a;1.234\nb;5\n", "1.234"), Cell::Unclear(..)));
        assert_eq!(read("a;5\n", "4 123"), number("4123"));
        assert_eq!(read("a;5\n", "1e+05"), number("100000"));
        assert_eq!(read("a;61730.1666666667\n", "61730.1666666667"), number("61730.166667"));
        assert!(matches!(read("a;5\n", "1e+27"), Cell::Unclear(..)));
        assert_eq!(read("a;5\n", "—"), Cell::Missing);
        for not_available in ["…", "н/д", "нет данных", "N/A", "х"] {
            assert_eq!(read("a;5\n", not_available), Cell::NotAvailable, "{not_available}");
        }
        assert_eq!(read("a;5\n", "всего"), Cell::Words);
        assert_eq!(read("a;5\n", "−484"), number("-484"));
    }
}
