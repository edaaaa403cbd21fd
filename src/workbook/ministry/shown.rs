//! Shows a table as it was read, for whoever is asked whether that is right.

use super::choose::Choosing;
use super::line::{Line, Meaning};
use super::proof::Proof;
use crate::workbook::number::start_of;

/// Rows that are shown.
const MOST: usize = 40;

/// The table as it was read.
pub(super) fn shown(
    choosing: &Choosing<'_>,
    columns: &[u32],
    (lines, wanted): (&[Line], &[&str]),
    proof: &Proof,
    sums: &[String],
) -> String {
    let mut out = String::new();
    let heads: Vec<String> = columns
        .iter()
        .map(|column| format!("{} ({})", choosing.letters(*column), choosing.head(*column)))
        .collect();
    out.push_str(&format!(
        "{}{} {}, numbers of {}\n",
        if choosing.grid.name.is_empty() { String::new() } else { format!("sheet {}: ", choosing.grid.name) },
        if choosing.grid.is_turned { "columns by row" } else { "rows by column" },
        choosing.name_of(choosing.found.key),
        heads.join(" + ")
    ));
    // Of a table of the whole world, what is asked for is shown.
    let is_asked = |line: &&Line| match &line.meaning {
        Meaning::Part(part) => wanted.contains(&part.as_str()),
        Meaning::Total | Meaning::Rest => true,
        Meaning::Several | Meaning::Unknown => false,
    };
    let is_long = lines.len() > MOST;
    let chosen: Vec<&Line> = lines.iter().filter(|line| !is_long || is_asked(line)).take(MOST).collect();
    for line in &chosen {
        let meaning = match &line.meaning {
            Meaning::Part(part) => part.as_str(),
            Meaning::Rest => "other",
            Meaning::Total => "total",
            Meaning::Several | Meaning::Unknown => "?",
        };
        let unread = || line.unread.as_ref().map_or_else(|| "–".to_owned(), |unread| start_of(&unread.text));
        let value = line.value.map_or_else(unread, |value| value.to_string());
        out.push_str(&format!("  {:32}  {meaning:12}  {value:>14}  {}\n", start_of(&line.name), line.cells));
    }
    if lines.len() > chosen.len() {
        out.push_str(&format!("  … and {} more rows\n", lines.len() - chosen.len()));
    }
    match proof {
        Proof::Proven => out.push_str("proven: the rows add up to the row of the whole\n"),
        Proof::OfEdition(sum) => {
            out.push_str(&format!("proven: the rows add up to {sum}, the total that the edition has\n"));
        }
        Proof::Hundred(sum) => {
            out.push_str(&format!("proven: the shares of the rows add up to {sum}\n"));
        }
        Proof::Suppressed(sum, total) => out.push_str(&format!(
            "not proven: the rows add up to {sum}, and the row of the whole has {total}; cells that the source does not show may have the rest\n"
        )),
        Proof::NoTotal(sum) => out.push_str(&format!(
            "not proven: there is no row of the whole to compare with; the rows add up to {sum}\n"
        )),
        Proof::Off(..) => {}
    }
    for sum in sums {
        out.push_str(&format!("proven: column {sum}\n"));
    }
    out
}
