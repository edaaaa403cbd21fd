//! Figures that an edition does not have, typed into the last rows of the workbook: sources, names, units and formulas.

use std::fmt::Write as _;

use libtest_mimic::{Failed, Trial};

use super::{Bench, Book, hold};
use crate::fail;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("fill::new::a_new_source_serves_all_rows", sources),
        Trial::test("fill::new::what_cannot_be_a_figure_is_refused_with_its_cell", refusals),
    ]
}

/// What is typed into a row: figure, unit, source, value.
type Row = [&'static str; 4];

fn typed(book: &Book, rows: &[Row]) -> Result<Book, Failed> {
    let mut book = book.clone();
    for (index, [figure, unit, source, value]) in rows.iter().enumerate() {
        let key = format!("+{}|new||2023-Q2", index + 1);
        for (column, words) in [('B', figure), ('E', unit), ('F', source), ('I', value)] {
            if !words.is_empty() {
                book.words(column, &key, words)?;
            }
        }
    }
    Ok(book)
}

/// By its key in the rows behind, and before, and written out twice alike.
fn sources() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let rows: &[Row] = &[
        ["arrivals: arrivals", "", "mlsp", "12"],
        ["departures: departures", "", "mlsp: Ministry of Labour", "7"],
        ["net: net arrivals", "", "Ministry of Labour", "arrivals - departures"],
        ["Students: foreign students", "", "edu: Ministry of Education", "100"],
        ["schools: schools", "", "edu: ministry of education", "20"],
    ];
    let (told, texts) = bench.fill(&typed(&bench.book()?, rows)?.bytes()?)?;
    let text = texts.get("edition.toml").ok_or_else(|| fail(told))?;
    let is_right = text.matches("[sources.mlsp]").count() == 1
        && text.matches("[sources.edu]").count() == 1
        && text.matches("source = \"mlsp\"").count() == 3
        && text.matches("source = \"edu\"").count() == 2
        && text.contains("[figures.students]\nlabel  = \"foreign students\"");
    if is_right { Ok(()) } else { Err(fail(text.clone())) }
}

/// Rows that are refused, each with its name.
const REFUSED: &[(&str, &[Row])] = &[
    ("a source that nobody has named", &[["arrivals: arrivals", "", "mlsp", "12"]]),
    (
        "one key for two sources",
        &[
            ["arrivals: arrivals", "", "mlsp: Ministry of Labour", "12"],
            ["departures: departures", "", "mlsp: Ministry of Law", "7"],
        ],
    ),
    ("no source", &[["arrivals: arrivals", "", "", "12"]]),
    ("nothing that is counted", &[["arrivals", "", "mia", "12"]]),
    ("a figure that follows from none", &[["net: net arrivals", "", "mia", "workers - departures"]]),
    ("a unit that is none", &[["transfers: transfers", "mln USD", "nbk", "12"]]),
    ("persons as a unit", &[["students: foreign students", "persons", "mia", "12"]]),
    ("a name that is taken", &[["workers: seasonal workers", "", "mia", "12"]]),
];

fn refusals() -> Result<(), Failed> {
    let bench = Bench::new()?;
    let fresh = bench.book()?;
    let mut all = String::new();
    for (name, rows) in REFUSED {
        let (told, texts) = bench.fill(&typed(&fresh, rows)?.bytes()?)?;
        if !texts.is_empty() || !told.starts_with("error[") || !told.contains("Figures!") {
            return Err(fail(format!("{name} is not refused with its cell:\n{told}")));
        }
        writeln!(all, "# {name}\n{told}")?;
    }
    hold("new-diagnostics.txt", &all)
}
