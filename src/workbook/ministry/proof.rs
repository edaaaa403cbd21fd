//! Proves that a table was read rightly, by the sums that it has itself.

use rust_decimal::Decimal;

use super::digits::Cell;
use super::find::Found;
use super::line::{Line, Meaning, Sign};
use crate::data::sheet::Grid;

/// Columns that are tried as the parts of another one.
const MOST_COLUMNS: usize = 13;
/// Cells of a table in which such columns are looked for.
const MOST_CELLS: usize = 200_000;
/// The fewest rows in which a column has to be the sum of others.
const FEWEST: usize = 3;

/// What the sums of a table say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The rows add up to the whole.
    Proven,
    /// There is no row of the whole, and the rows add up to the total that the edition has.
    OfEdition(Decimal),
    /// There is no row of the whole, and the shares of the rows add up to a hundred.
    Hundred(Decimal),
    /// The rows lack something of the whole, which the cells may have that the source does not show: their sum, and the
    /// whole.
    Suppressed(Decimal, Decimal),
    /// There is nothing to compare the sum of the rows with.
    NoTotal(Decimal),
    /// The rows do not add up: their sum, and the whole.
    Off(Decimal, Decimal),
}

impl Proof {
    /// Whether a sum proves that the rows are all there are.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Self::Proven | Self::OfEdition(_) | Self::Hundred(_) => true,
            Self::Suppressed(..) | Self::NoTotal(_) | Self::Off(..) => false,
        }
    }
}

/// What rows without a row of their whole are held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// The total that the edition has.
    Total(Decimal),
    /// They are shares.
    Hundred,
    /// Nothing.
    Nothing,
}

/// Which rows are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// All.
    All,
    /// Those whose names are known: the others are sums or parts of them.
    Known,
    /// The same, and one more, by its number in the sheet: an area that no list of countries has.
    KnownAnd(u32),
}

impl Counted {
    /// Whether a row is counted, the whole aside.
    pub(super) fn has(self, line: &Line) -> bool {
        match (&line.meaning, self) {
            (Meaning::Total, _) | (Meaning::Unknown, Self::Known) => false,
            (Meaning::Unknown, Self::KnownAnd(row)) => line.row == row,
            (Meaning::Part(_) | Meaning::Rest | Meaning::Several | Meaning::Unknown, _) => true,
        }
    }
}

/// Holds the rows against the row of the whole; where there is none, against what is known of it.
pub(super) fn rows(lines: &[Line], known: Known) -> (Proof, Counted) {
    let all: Decimal =
        lines.iter().filter(|line| line.meaning != Meaning::Total).filter_map(|line| line.value).sum();
    let scale = lines.iter().filter_map(|line| line.value).map(|value| value.scale()).max().unwrap_or(0);
    let half = Decimal::new(5, scale + 1);
    let tolerance = half * Decimal::from(lines.len());
    let Some(total) = total(lines).and_then(|line| line.value) else {
        let proof = match known {
            Known::Total(total) if total == all && !all.is_zero() => Proof::OfEdition(all),
            // Of many rounded shares, one that is left out is less than what rounding may make: few units are allowed.
            Known::Hundred
                if (all - Decimal::ONE_HUNDRED).abs()
                    <= tolerance.min(half * Decimal::from(6)).min(Decimal::ONE) =>
            {
                Proof::Hundred(all)
            }
            Known::Total(_) | Known::Hundred | Known::Nothing => Proof::NoTotal(all),
        };
        return (proof, Counted::All);
    };
    let is_known = |line: &&Line| matches!(line.meaning, Meaning::Part(_) | Meaning::Rest | Meaning::Several);
    let known: Decimal = lines.iter().filter(is_known).filter_map(|line| line.value).sum();
    let tolerance = if scale == 0 { Decimal::ZERO } else { tolerance };
    let is_right = |sum: Decimal| (sum - total).abs() <= tolerance;
    if is_right(all) {
        (Proof::Proven, Counted::All)
    } else if is_right(known) {
        (Proof::Proven, Counted::Known)
    } else if let [line] = lacking(lines, total - known).as_slice() {
        (Proof::Proven, Counted::KnownAnd(line.row))
    } else if all < total && is_suppressed(lines) {
        (Proof::Suppressed(all, total), Counted::All)
    } else {
        (Proof::Off(all, total), Counted::All)
    }
}

/// Whether rows have no number, and each of them since the source does not show it.
fn is_suppressed(lines: &[Line]) -> bool {
    let mut lost =
        lines.iter().filter(|line| line.is_lost()).filter_map(|line| line.unread.as_ref()).peekable();
    lost.peek().is_some() && lost.all(|unread| unread.sign == Sign::NotAvailable)
}

/// The rows of unknown names that have just what the known ones lack; more than one proves nothing.
fn lacking(lines: &[Line], lack: Decimal) -> Vec<&Line> {
    let unknown = lines.iter().filter(|line| line.meaning == Meaning::Unknown);
    unknown.filter(|line| !lack.is_zero() && line.value == Some(lack)).collect()
}

/// The row of the whole: of several, that with the largest number.
pub(super) fn total(lines: &[Line]) -> Option<&Line> {
    lines.iter().filter(|line| line.meaning == Meaning::Total).max_by_key(|line| line.value)
}

/// In how many rows of the table a column is the sum of others; nothing where it is not in one that has them all.
pub(super) fn is_sum(grid: &Grid, found: &Found<'_>, sum: u32, parts: &[u32]) -> Option<usize> {
    let has_all = |row: &u32| {
        let has = |column: &u32| {
            let cell = grid.cell(*row, *column).map(|content| found.digits.read(content));
            matches!(cell, Some(Cell::Number(_)))
        };
        has(&sum) && parts.iter().all(has)
    };
    let rows: Vec<u32> = found.rows.iter().copied().filter(has_all).collect();
    (rows.len() >= FEWEST && adds_up(grid, found, (sum, parts), &rows)).then_some(rows.len())
}

/// Of several columns, the first that is the sum of all the others, as [`is_sum`] tells: each cell is read once, since there
/// may be thousands of columns.
pub(super) fn whole_of(grid: &Grid, found: &Found<'_>, columns: &[u32]) -> Option<u32> {
    let number = |row: u32, column: u32| match found.digits.read(grid.cell(row, column)?) {
        Cell::Number(number) => Some(number),
        Cell::Missing | Cell::NotAvailable | Cell::Words | Cell::Date(..) | Cell::Unclear(..) => None,
    };
    let numbers = |row: &u32| columns.iter().map(|column| number(*row, *column)).collect::<Option<Vec<_>>>();
    let rows: Vec<Vec<Decimal>> = found.rows.iter().filter_map(numbers).collect();
    let sums: Vec<Decimal> = rows.iter().map(|row| row.iter().sum()).collect();
    let is_whole = |place: &usize| {
        let mut own = rows.iter().zip(&sums).map(|(row, sum)| (row[*place], *sum));
        own.clone().any(|(number, _)| !number.is_zero()) && own.all(|(number, sum)| sum - number == number)
    };
    let place = (0..columns.len()).find(is_whole).filter(|_| rows.len() >= FEWEST && columns.len() > 2)?;
    columns.get(place).copied()
}

fn adds_up(grid: &Grid, found: &Found<'_>, (sum, parts): (u32, &[u32]), rows: &[u32]) -> bool {
    let value = |row: u32, column: u32| match grid.cell(row, column).map(|content| found.digits.read(content))
    {
        Some(Cell::Number(number)) => Some(number),
        Some(Cell::Missing) | None => Some(Decimal::ZERO),
        Some(Cell::NotAvailable | Cell::Words | Cell::Date(..) | Cell::Unclear(..)) => None,
    };
    let holds = |row: &u32| {
        let parts: Option<Decimal> = parts.iter().map(|part| value(*row, *part)).sum();
        parts.is_some() && parts == value(*row, sum)
    };
    let is_something = rows.iter().any(|row| value(*row, sum).is_some_and(|number| !number.is_zero()));
    is_something && rows.iter().all(holds)
}

/// A column that is the sum of others, with them, and the number of rows in which that holds.
pub(super) type Sum = (u32, Vec<u32>, usize);

/// The columns that have to do with chosen ones and are, in every row, the sum of a run of others; with that run. `beside` are columns of the same
/// period, which the chosen one may be the sum of.
pub(super) fn columns(
    grid: &Grid,
    found: &Found<'_>,
    (chosen, beside): (&[u32], &[u32]),
    lines: &[Line],
) -> Vec<Sum> {
    let rows: Vec<u32> = lines.iter().map(|line| line.row).collect();
    let adds_up = |sum: u32, parts: &[u32]| adds_up(grid, found, (sum, parts), &rows);
    let mut told = Vec::new();
    if found.columns.len() * lines.len() > MOST_CELLS {
        return told;
    }
    if let [column] = chosen
        && beside.len() > 1
        && let Some(count) = is_sum(grid, found, *column, beside)
    {
        told.push((*column, beside.to_vec(), count));
    }
    for (at, column) in found.columns.iter().enumerate() {
        let right = (2..=MOST_COLUMNS).filter_map(|count| found.columns.get(at + 1..at + 1 + count));
        let left = (2..=MOST_COLUMNS.min(at)).filter_map(|count| found.columns.get(at - count..at));
        let run = right.chain(left).find(|run| {
            (chosen.contains(column) || run.iter().any(|part| chosen.contains(part))) && adds_up(*column, run)
        });
        if let Some(run) = run.filter(|run| told.iter().all(|(one, other, _)| one != column || other != run))
        {
            told.push((*column, run.to_vec(), lines.len()));
        }
    }
    told
}

/// A sum of columns in words: `H = B + C + D in all 7 rows that have them`.
pub(super) fn told((column, run, count): &Sum, name: impl Fn(u32) -> String) -> String {
    let parts: Vec<String> = run.iter().map(|part| name(*part)).collect();
    format!("{} = {} in all {count} rows that have them", name(*column), parts.join(" + "))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Counted, Known, Proof, rows};
    use crate::workbook::ministry::line::{Line, Meaning};

    fn line(meaning: Meaning, value: i64) -> Line {
        Line {
            name: String::new(),
            meaning,
            value: Some(Decimal::from(value)),
            unread: None,
            cells: String::new(),
            row: 0,
        }
    }

    #[test]
    fn rows_prove_the_whole_with_or_without_sums_among_them() {
        let part = |value| line(Meaning::Part("A".into()), value);
        let (total, unknown) = (line(Meaning::Total, 10), line(Meaning::Unknown, 7));
        assert_eq!(rows(&[total.clone(), part(7), part(3)], Known::Nothing), (Proof::Proven, Counted::All));
        assert_eq!(
            rows(&[total.clone(), part(3), unknown.clone()], Known::Nothing),
            (Proof::Proven, Counted::All)
        );
        assert_eq!(
            rows(&[total.clone(), unknown, part(7), part(3)], Known::Nothing),
            (Proof::Proven, Counted::Known)
        );
        let (sum, area) = (line(Meaning::Unknown, 9), Line { row: 4, ..line(Meaning::Unknown, 1) });
        assert_eq!(
            rows(&[total.clone(), sum, part(9), area], Known::Nothing),
            (Proof::Proven, Counted::KnownAnd(4))
        );
        assert_eq!(rows(&[total, part(7)], Known::Nothing).0, Proof::Off(Decimal::from(7), Decimal::TEN));
        let edition = |known| rows(&[part(7), part(3)], Known::Total(Decimal::from(known))).0;
        assert_eq!(edition(10), Proof::OfEdition(Decimal::TEN));
        assert_eq!(edition(11), Proof::NoTotal(Decimal::TEN));
        assert_eq!(rows(&[part(7)], Known::Nothing).0, Proof::NoTotal(Decimal::from(7)));
    }
}
