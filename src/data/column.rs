//! Finds a column of a table by its name, by its letter, or by both.

use super::hint::{listed, meant};
use crate::diag::{Diagnostic, Spanned, code};

/// How an author names a column.
#[derive(Debug, Clone)]
pub struct ColumnSpec {
    /// What the header calls it.
    pub name: Option<Spanned<String>>,
    /// The letter that Excel shows above it.
    pub letter: Option<Spanned<String>>,
}

/// A column as the header of a table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// From 0.
    pub(super) index: u32,
    /// What it is called, as [`plain`] gives it.
    pub(super) name: String,
    /// The cell with its name.
    pub(super) place: String,
}

/// What is said of a table when a column is not found in it.
pub(super) struct Header<'a> {
    /// The file.
    pub(super) file: &'a str,
    /// The columns that have a name.
    pub(super) columns: &'a [Column],
    /// What stands before the list of names: `its first row: `.
    pub(super) list: String,
    /// What else could be meant by a name, such as a header in another row.
    pub(super) elsewhere: &'a dyn Fn(&str) -> Option<String>,
    /// Whether a column has any cell.
    pub(super) is_filled: &'a dyn Fn(u32) -> bool,
}

impl ColumnSpec {
    /// What to call the column in a message.
    pub(super) fn shown(&self) -> &str {
        self.name.as_ref().or(self.letter.as_ref()).map_or("", |word| word.value.as_str())
    }

    /// Finds the column; `key` is how the spec calls it, `key` or `value`.
    ///
    /// # Errors
    /// There is none, or there are several of that name.
    pub(super) fn find(&self, key: &str, header: &Header<'_>) -> Result<u32, Diagnostic> {
        match (&self.name, &self.letter) {
            (name, Some(letter)) => by_letter(letter, name.as_ref(), header),
            (Some(name), None) => by_name(key, name, header),
            (None, None) => Err(Diagnostic::new(code::UNKNOWN_COLUMN, None, "no column is named")),
        }
    }
}

fn by_name(key: &str, name: &Spanned<String>, header: &Header<'_>) -> Result<u32, Diagnostic> {
    let wanted = plain(&name.value);
    let found: Vec<&Column> = header.columns.iter().filter(|column| column.name == wanted).collect();
    match found.as_slice() {
        [column] => Ok(column.index),
        [] => {
            let message = format!("the file `{}` has no column `{}`", header.file, name.value);
            let fault = Diagnostic::new(code::UNKNOWN_COLUMN, name.span, message);
            let names = meant(header.columns.iter().map(|column| column.name.as_str()));
            Err(match (header.elsewhere)(&wanted) {
                Some(hint) => fault.hint(hint),
                None => fault
                    .did_you_mean(&name.value, names)
                    .or_hint(|| format!("{}{}", header.list, list(header.columns))),
            })
        }
        [first, ..] => {
            let places: Vec<&str> =
                found.iter().map(|column| column.place.as_str()).take(MOST_LISTED).collect();
            let message =
                format!("{} columns are called `{}` ({})", found.len(), first.name, places.join(", "));
            let letter = letters(first.index);
            let hint = format!(
                "say which by its letter, as in {key} = {{ name = {wanted:?}, column = \"{letter}\" }}"
            );
            Err(Diagnostic::new(code::COLUMN_TWICE, name.span, message).hint(hint))
        }
    }
}

fn by_letter(
    letter: &Spanned<String>,
    name: Option<&Spanned<String>>,
    header: &Header<'_>,
) -> Result<u32, Diagnostic> {
    let Some(index) = parse(&letter.value) else {
        let message = format!("`{}` is not the letter of a column", letter.value);
        let fault = Diagnostic::new(code::UNKNOWN_COLUMN, letter.span, message);
        return Err(fault.hint("write the letter that Excel shows above the column, as in \"F\""));
    };
    let called = header.columns.iter().find(|column| column.index == index);
    if let Some(name) = name {
        let wanted = plain(&name.value);
        if called.is_some_and(|column| column.name == wanted) {
            return Ok(index);
        }
        let message = match called {
            Some(column) => {
                format!(
                    "column {} is called `{}` ({}), not `{}`",
                    letter.value, column.name, column.place, name.value
                )
            }
            None => {
                format!("column {} has no name in the header, and is to be `{}`", letter.value, name.value)
            }
        };
        let same = header.columns.iter().filter(|column| column.name == wanted);
        let places: Vec<&str> = same.map(|column| column.place.as_str()).take(MOST_LISTED).collect();
        let hint = if places.is_empty() {
            format!("correct the letter or the name; {}{}", header.list, list(header.columns))
        } else {
            format!("`{}` stands in {}: correct the letter", name.value, places.join(", "))
        };
        return Err(Diagnostic::new(code::UNKNOWN_COLUMN, letter.span, message).hint(hint));
    }
    if called.is_some() || (header.is_filled)(index) {
        return Ok(index);
    }
    let message = format!("the file `{}` has nothing in column {}", header.file, letter.value);
    let fault = Diagnostic::new(code::UNKNOWN_COLUMN, letter.span, message);
    Err(fault.hint(format!("{}{}", header.list, list(header.columns))))
}

/// Cells that a message lists.
const MOST_LISTED: usize = 20;

fn list(columns: &[Column]) -> String {
    listed(columns.iter().map(|column| column.name.as_str()))
}

/// A name as it is compared: line breaks and no-break spaces in it are spaces, and it has no gaps at its ends.
pub(super) fn plain(name: &str) -> String {
    let name = name.replace(['\u{feff}', '\u{ad}'], "");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters of a column, counted from 0: `AA` behind `Z`.
pub(crate) fn letters(column: u32) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters
}

/// The column of letters, from 0; a sheet of Excel has 16,384.
pub(crate) fn parse(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let digits = letters.bytes().map(|byte| match byte.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => Some(u32::from(letter - b'A') + 1),
        _ => None,
    });
    let number = digits.into_iter().try_fold(0, |number, digit| Some(number * 26 + digit?))?;
    Some(number - 1)
}

#[cfg(test)]
mod tests {
    use super::{letters, parse};

    #[test]
    fn columns_go_on_behind_z() {
        assert_eq!([0, 1, 25, 26, 52].map(letters), ["A", "B", "Z", "AA", "BA"]);
        assert_eq!(["A", "b", "Z", "AA", "BA"].map(parse), [0, 1, 25, 26, 52].map(Some));
        assert_eq!(["", "ABCD", "1", "Я"].map(parse), [None; 4]);
    }
}
