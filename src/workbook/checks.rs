//! The formulas of the sheet, and the results that they are stored with: whoever does not compute sees those.

use rust_decimal::{Decimal, RoundingStrategy};
use rust_xlsxwriter::Formula;

use crate::language::{Language, SheetWords};

/// Rows of a list in the sheet, from 1: those with keys, and all with those to be added.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) last_to_add: u32,
}

impl Rows {
    fn listed(self) -> String {
        format!("I{}:I{}", self.first, self.last)
    }

    fn all(self) -> String {
        format!("I{}:I{}", self.first, self.last_to_add)
    }
}

/// What a list is held against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole {
    /// What it has to add up to.
    pub(super) goal: Goal,
    /// Whether one of its rows is the rest: without one, it may add up to less.
    pub(super) has_rest: bool,
}

/// What a list has to add up to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Goal {
    /// A hundred.
    Hundred,
    /// The cell of the total in that row, from 1, with its number.
    Total(u32, Option<Decimal>),
}

/// Numbers of a list as they stand in the sheet; nothing in the place of those that are open.
pub(super) type Numbers = Vec<Option<Decimal>>;

/// A formula with the result that it has now.
fn stored(formula: String, result: impl Into<String>) -> Formula {
    Formula::new(formula).set_result(result.into())
}

/// What the numbers of a list add up to.
pub(super) fn sum(rows: Rows, numbers: &Numbers) -> Formula {
    let total: Decimal = numbers.iter().flatten().sum();
    stored(format!("=SUM({})", rows.all()), total.normalize().to_string())
}

/// The change of a number against that of the last quarter, in per cent with one decimal.
pub(super) fn change(row: u32, value: Option<Decimal>, last: Decimal) -> Formula {
    let result = value.and_then(|value| {
        let change = (value - last).checked_div(last.abs())?.checked_mul(Decimal::ONE_HUNDRED)?;
        Some(change.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize().to_string())
    });
    let formula = format!("=IF(ISNUMBER(I{row}),ROUND((I{row}-G{row})/ABS(G{row})*100,1),\"\")");
    stored(formula, result.unwrap_or_default())
}

/// The total as the sum of the rows that add up to it.
pub(super) fn total(rows: &[u32], numbers: &Numbers) -> Formula {
    let cells: Vec<String> = rows.iter().map(|row| format!("I{row}")).collect();
    let cells = cells.join(",");
    let result = numbers.iter().copied().sum::<Option<Decimal>>();
    let count = rows.len();
    let formula = format!("=IF(COUNT({cells})<{count},\"\",SUM({cells}))");
    stored(formula, result.map(|sum| sum.normalize().to_string()).unwrap_or_default())
}

/// Whether a list adds up, in words; nothing while one of its numbers is open.
pub(super) fn check(
    rows: Rows,
    numbers: &Numbers,
    (whole, decimals): (Whole, u32),
    (words, locale): (&SheetWords, &Language),
) -> Formula {
    // Half a last digit for each number: so much can be rounded away.
    let half = Decimal::new(5, decimals + 1);
    let all = rows.all();
    let count = numbers.len();
    let tolerance = half * Decimal::from(count);
    let (goal, guard) = match whole.goal {
        Goal::Hundred => ("100".to_owned(), format!("COUNT({})<{count}", rows.listed())),
        Goal::Total(row, _) => {
            (format!("I{row}"), format!("OR(COUNT({})<{count},COUNT(I{row})=0)", rows.listed()))
        }
    };
    let difference = format!("ROUND(SUM({all})-{goal},{decimals})");
    let too_few = pieces(&words.short, &all, &format!("-{difference}"), decimals);
    let too_many = pieces(&words.over, &all, &difference, decimals);
    let formula = if whole.has_rest {
        let right = quoted(&words.right);
        format!(
            "=IF({guard},\"\",IF(ABS({difference})<={tolerance},{right},IF({difference}<0,{too_few},{too_many})))"
        )
    } else {
        let exceed = match whole.goal {
            Goal::Hundred => too_many,
            Goal::Total(..) => pieces(&words.exceed, &all, &difference, decimals),
        };
        format!("=IF({guard},\"\",IF({difference}>{tolerance},{exceed},\"\"))")
    };
    stored(formula, result(numbers, (whole, decimals), tolerance, (words, locale)))
}

fn result(
    numbers: &Numbers,
    (whole, decimals): (Whole, u32),
    tolerance: Decimal,
    (words, locale): (&SheetWords, &Language),
) -> String {
    let Some(sum) = numbers.iter().copied().sum::<Option<Decimal>>() else { return String::new() };
    let goal = match whole.goal {
        Goal::Hundred => Some(Decimal::ONE_HUNDRED),
        Goal::Total(_, value) => value,
    };
    let Some(goal) = goal else { return String::new() };
    let difference = (sum - goal).round_dp(decimals);
    let shown = |number: Decimal| {
        number.round_dp(decimals).normalize().to_string().replace('.', &locale.words().number.decimal)
    };
    let said = |pattern: &str| {
        pattern.replace("{sum}", &shown(sum)).replace("{difference}", &shown(difference.abs()))
    };
    let is_over = difference > tolerance;
    match (whole.has_rest, whole.goal) {
        (false, Goal::Hundred) if is_over => said(&words.over),
        (false, Goal::Total(..)) if is_over => said(&words.exceed),
        (false, _) => String::new(),
        (true, _) if is_over => said(&words.over),
        (true, _) if difference < -tolerance => said(&words.short),
        (true, _) => words.right.clone(),
    }
}

/// A pattern as a formula that puts its words and numbers together.
fn pieces(pattern: &str, sum: &str, difference: &str, decimals: u32) -> String {
    let mut out = Vec::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            out.push(quoted(before));
        }
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push(if name == "sum" { format!("ROUND(SUM({sum}),{decimals})") } else { difference.to_owned() });
        rest = after;
    }
    if !rest.is_empty() {
        out.push(quoted(rest));
    }
    out.join("&")
}

/// Words in a formula.
pub(super) fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}
