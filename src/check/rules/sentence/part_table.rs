//! Parts that the rows and columns of tables name, and those of their numbers.

use std::collections::BTreeSet;

use crate::check::Subject;
use crate::check::terms::Term;
use crate::data::country;
use crate::diag::{Diagnostic, code};
use crate::language::plain;
use crate::report::What;
use crate::report::compute::OTHER;
use crate::text::{Grid, NamedPart, ReadPassage, Said};

/// Words of a cell that may be the name of the rest.
const WORDS_OF_REST: usize = 3;

/// Numbers that stand where a table names another part: in its row, in the head of its column.
pub(super) fn of_table(subject: &Subject<'_>, grid: &Grid<'_>) -> Vec<Diagnostic> {
    let table = Table { subject, grid };
    grid.numbers()
        .into_iter()
        .filter_map(|(row, column, cell, said)| table.check(row, column, cell, said))
        .collect()
}

/// A table, and what it is held to.
struct Table<'t, 's> {
    subject: &'s Subject<'s>,
    grid: &'s Grid<'t>,
}

/// A name that a number stands beside: as it is written, and its part.
struct Beside {
    place: &'static str,
    name: String,
    part: String,
}

impl Table<'_, '_> {
    fn check(
        &self,
        row: usize,
        column: usize,
        cell: &ReadPassage<'_>,
        said: &Said<'_>,
    ) -> Option<Diagnostic> {
        if column == 0 {
            return None;
        }
        if let What::Computed { .. } = said.asked.what {
            return self.of_sum(row, cell, said);
        }
        let part = said.asked.what.part().filter(|part| *part != OTHER)?;
        let of = self.subject.names.of(part).first()?;
        let Beside { place, name, part: other } = self.beside((row, column), part, &said.asked.figure)?;
        let number = &cell.line.text[said.range.clone()];
        let message = format!("the {place} names {name}, the number {number} is that of {of}");
        let hint = match other.as_str() {
            OTHER => format!("name {of} in the {place}, or ask for {}.other", said.asked.figure),
            _ => format!("name {of} in the {place}, or ask for the part `{other}`"),
        };
        Some(Diagnostic::new(code::CLAIM_PART, said.span, message).hint(hint).found(number))
    }

    fn named(&self, row: usize, column: usize, figure: &str) -> Vec<NamedPart> {
        let cell = self.grid.cell(row, column);
        cell.map_or_else(Vec::new, |cell| {
            self.subject.names.named_in(&cell.line, figure, self.subject.locale)
        })
    }

    /// The names of parts in the cells of a row that hold no numbers of figures, or begin it.
    fn in_row(&self, row: usize, figure: &str) -> Vec<(String, String)> {
        let (_, columns) = self.grid.size();
        let is_name = |column: &usize| {
            let cell = self.grid.cell(row, *column);
            *column == 0 || cell.is_some_and(|cell| cell.numbers().next().is_none())
        };
        let cells = (0..columns).filter(is_name);
        let names = cells.flat_map(|column| {
            let text = self.grid.cell(row, column).map_or("", |cell| cell.line.text.as_str());
            let named = self.named(row, column, figure).into_iter();
            named.filter_map(|(range, part)| Some((text.get(range)?.to_owned(), part))).collect::<Vec<_>>()
        });
        names.collect()
    }

    /// The one other part that is named for a number of a part, when its own is named nowhere.
    fn beside(&self, (row, column): (usize, usize), own: &str, figure: &str) -> Option<Beside> {
        let in_head = self.named(0, column, figure);
        let in_row = self.in_row(row, figure);
        if in_head.iter().any(|(_, part)| part == own) || in_row.iter().any(|(_, part)| part == own) {
            return None;
        }
        match (&in_row[..], &in_head[..]) {
            ([(name, part)], _) => Some(Beside { place: "row", name: name.clone(), part: part.clone() }),
            ([], [(range, part)]) if self.is_by_column(column, figure) => {
                let name = self.grid.cell(0, column)?.line.text.get(range.clone())?.to_owned();
                Some(Beside { place: "head of the column", name, part: part.clone() })
            }
            ([], []) => self.rest(row, figure),
            _ => None,
        }
    }

    /// The parts of a figure that the numbers of a column are of.
    fn parts(&self, figure: &str, only: usize) -> BTreeSet<&str> {
        let numbers = self.grid.numbers().into_iter();
        let inside = numbers.filter(|(_, column, ..)| only == *column);
        let of_figure = inside.filter(|(.., said)| said.asked.figure == figure);
        of_figure.filter_map(|(.., said)| said.asked.what.part()).collect()
    }

    /// Whether the heads of columns are names of parts: of several, or of the one that all numbers below it are of. With
    /// numbers of several below one name, the rows may be those parts under names that no list has.
    fn is_by_column(&self, column: usize, figure: &str) -> bool {
        let (_, columns) = self.grid.size();
        let heads = (1..columns).filter(|column| self.named(0, *column, figure).len() == 1);
        heads.count() > 1 || self.parts(figure, column).len() == 1
    }

    /// A row that is called "Other", in a table whose other rows are parts of the figure.
    fn rest(&self, row: usize, figure: &str) -> Option<Beside> {
        let name = self.grid.cell(row, 0)?.line.text.trim();
        let is_short = !name.is_empty() && name.split(' ').count() <= WORDS_OF_REST;
        if !is_short || !name.chars().all(|c| c.is_alphabetic() || c == ' ') {
            return None;
        }
        let is_rest = plain(name) == plain(&self.subject.locale.labels().other)
            || country::Names::new([]).meaning(name) == country::Meaning::Part(OTHER.to_owned());
        let (rows, _) = self.grid.size();
        let mut others = (1..=rows).filter(|other| *other != row);
        (is_rest && others.any(|other| self.in_row(other, figure).len() == 1)).then(|| Beside {
            place: "row",
            name: name.to_owned(),
            part: OTHER.to_owned(),
        })
    }

    /// A row of several parts, whose number is the sum of others.
    fn of_sum(&self, row: usize, cell: &ReadPassage<'_>, said: &Said<'_>) -> Option<Diagnostic> {
        let Term::Sum(terms) = Term::of(self.subject, said.asked)? else { return None };
        let parts = terms.iter().map(|term| {
            let asked = term.one()?;
            let (What::Part(of) | What::Share(of)) = &asked.what else { return None };
            Some((asked.figure.as_str(), of.part.as_str()))
        });
        let parts: BTreeSet<(&str, &str)> = parts.collect::<Option<_>>()?;
        let (figure, _) = *parts.first()?;
        let named: BTreeSet<String> = self.named(row, 0, figure).into_iter().map(|(_, part)| part).collect();
        let is_right = parts.iter().all(|(of, part)| *of == figure && named.contains(*part));
        let is_known = parts.iter().all(|(of, part)| *of == figure && *part != OTHER);
        if is_right || !is_known || named.len() != parts.len() {
            return None;
        }
        let names = |keys: &mut dyn Iterator<Item = &str>| {
            let name = |key: &str| self.subject.names.of(key).first().map_or(key, String::as_str).to_owned();
            keys.map(name).collect::<Vec<_>>().join(", ")
        };
        let row_names = names(&mut named.iter().map(String::as_str));
        let of = names(&mut parts.iter().map(|(_, part)| *part));
        let number = &cell.line.text[said.range.clone()];
        let message = format!("the row names {row_names}, the number {number} is the sum of {of}");
        let hint = "add up what the row names, or name what is added up";
        Some(Diagnostic::new(code::CLAIM_PART, said.span, message).hint(hint).found(number))
    }
}
