//! Changes in tables that nothing calls falls.

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::report::{Direction, What};
use crate::text::{Grid, Said, comparative, directed, signs};

/// Cells that print a fall without a sign, where neither the cell, its row nor its column says which way it went: a reader
/// takes it for a rise.
pub(super) fn of_tables(subject: &Subject<'_>) -> Vec<Diagnostic> {
    Grid::all(subject.text).iter().flat_map(|grid| of_table(subject, grid)).collect()
}

fn of_table(subject: &Subject<'_>, grid: &Grid<'_>) -> Vec<Diagnostic> {
    let reading = subject.locale.reading();
    let tells = |row: usize, column: usize| {
        grid.cell(row, column).is_some_and(|cell| {
            let (line, whole) = (&cell.line, cell.line.whole());
            directed(line, &whole, reading).is_some()
                || comparative(line, &whole, reading).is_some()
                || !signs(line, &whole, reading).is_empty()
        })
    };
    let found = grid.numbers().into_iter().filter_map(|(row, column, cell, said)| {
        let text = &cell.line.text;
        // Accountants write brackets for a minus.
        let has_sign =
            said.sign.is_some() || text[..said.range.end].contains(['+', '-', '\u{2212}', '\u{2013}', '(']);
        let places = [(row, column), (row, 0), (0, column)];
        if has_sign || !is_fall(subject, said) || places.iter().any(|(row, column)| tells(*row, *column)) {
            return None;
        }
        let number = &text[said.range.clone()];
        let message = format!("the change {number} is a fall, and neither a sign nor a word says so");
        let hint = "write its sign, as in [−43.3%](=…) or {{ … | signed }}, or say it in the header";
        Some(Diagnostic::new(code::CLAIM_DIRECTION, said.span, message).hint(hint).found(number))
    });
    found.collect()
}

fn is_fall(subject: &Subject<'_>, said: &Said<'_>) -> bool {
    let What::Change { from, to, part } = &said.asked.what else { return false };
    let Some(figure) = subject.report.figures.get(&said.asked.figure) else { return false };
    let change = match part {
        Some(part) => figure.change_of(part, *from, *to),
        None => figure.change(*from, *to),
    };
    change.is_ok_and(|change| change.direction == Direction::Down)
}
