//! Finds the row of the whole where no row is called so: the series' own country beside its regions, or the first or
//! last row when it is just what all others add up to.

use rust_decimal::Decimal;

use super::line::{Line, Meaning};
use crate::workbook::number::start_of;
use crate::workbook::parts::PartLabels;

/// The fewest other rows whose sum is more than chance.
const FEWEST: usize = 3;

/// Makes the row of the whole known; tells of it where its number gave it away.
pub(super) fn find(
    lines: &mut [Line],
    (home, parts): (&str, &[&str]),
    labels: &PartLabels,
) -> Option<String> {
    if lines.iter().any(|line| line.meaning == Meaning::Total) {
        return None;
    }
    let is_home = |line: &Line| matches!(&line.meaning, Meaning::Part(part) if part == home);
    let is_of_regions = !parts.is_empty() && parts.iter().all(|part| !labels.is_country(part));
    if let Some(line) = lines.iter_mut().find(|line| is_of_regions && is_home(line)) {
        line.meaning = Meaning::Total;
        return None;
    }
    let index = sum_of_others(lines)?;
    let line = lines.get_mut(index)?;
    // A part that the edition lists may be half of all.
    let is_free = line.meaning == Meaning::Unknown || is_home(line) && !parts.contains(&home);
    is_free.then(|| {
        line.meaning = Meaning::Total;
        format!("{} is the row of the whole: it has just what all other rows add up to", start_of(&line.name))
    })
}

/// The first or last row, when it is the sum of all others.
fn sum_of_others(lines: &[Line]) -> Option<usize> {
    let values = || lines.iter().filter_map(|line| line.value);
    // Where some are below zero, sums meet by chance.
    if values().count() <= FEWEST || values().any(|value| value.is_sign_negative()) {
        return None;
    }
    let all = values().try_fold(Decimal::ZERO, Decimal::checked_add)?;
    let is_half = |index: &usize| {
        let value = lines.get(*index).and_then(|line| line.value).filter(|value| !value.is_zero());
        value.is_some_and(|value| value.checked_add(value) == Some(all))
    };
    [0, lines.len() - 1].into_iter().find(is_half)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rust_decimal::Decimal;

    use super::sum_of_others;
    use crate::workbook::ministry::line::{Line, Meaning};

    fn rows(values: &[i64]) -> Vec<Line> {
        let row = |value: &i64| Line {
            name: String::new(),
            meaning: Meaning::Unknown,
            value: Some(Decimal::from(*value)),
            unread: None,
            cells: String::new(),
            row: 0,
        };
        values.iter().map(row).collect()
    }

    #[test]
    fn the_first_or_last_row_that_is_the_sum_of_all_others_is_the_whole() {
        let right: BTreeMap<&str, (&[i64], Option<usize>)> = [
            ("last", (&[5, 3, 2, 10][..], Some(3))),
            ("first", (&[10, 5, 3, 2][..], Some(0))),
            ("between", (&[5, 10, 3, 2][..], None)),
            ("off by one", (&[5, 3, 2, 11][..], None)),
            ("too few", (&[5, 3, 8][..], None)),
            ("below zero", (&[5, -3, 8, 10][..], None)),
            ("nothing at all", (&[0, 0, 0, 0][..], None)),
        ]
        .into();
        for (what, (values, right)) in right {
            assert_eq!(sum_of_others(&rows(values)), right, "{what}");
        }
        assert_eq!(sum_of_others(&rows(&[])), None);
    }
}
