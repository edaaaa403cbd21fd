//! Shares the width of the page among the columns of a table.

use crate::report::{Column, Inline, Table, has_note, plain_text};
use crate::theme::{Face, Theme};

/// How a table is set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    /// Type size.
    pub(super) size: f64,
    /// Room beside the words of a cell, on each side.
    pub(super) inset: f64,
    /// Width of each column.
    pub(super) widths: Vec<f64>,
    /// Whether each column takes its longest word.
    pub(super) fits: bool,
}

/// Sizes of type below the usual one, down to the least that the brand allows.
const SMALLER: f64 = 0.5;
/// The mark of a note behind a word, in points.
const MARK: f64 = 5.0;
/// What rounding may take of a word, in points.
const SLACK: f64 = 0.5;
/// Room that a column may have beyond what its words need: numbers stand near their names.
const SPARE: f64 = 16.0;
/// A column of running text counts as this part of the page, however long its text is.
const LONGEST: f64 = 0.6;
/// Texts of a column that are measured: the longest by their characters.
const MEASURED: usize = 4;

/// What a column needs, in widths of type of one point.
#[derive(Debug, Clone, Copy, Default)]
struct Need {
    /// Its longest word.
    least: f64,
    /// Its longest text in one line, a header in two.
    natural: f64,
    /// Marks of notes, which have a size of their own.
    marks: f64,
}

/// Fits a table into a width, in points: its type is as large as it can be, from `largest` on.
pub(super) fn fit(table: &Table, theme: &Theme, room: f64, largest: f64, inset: f64) -> Fit {
    let needs: Vec<Need> = (0..table.columns.len()).map(|index| need(table, index, theme)).collect();
    let least_size = theme.brand.layout.least_size.min(largest);
    let steps = std::iter::successors(Some(largest), |size| Some(size - SMALLER));
    let steps = steps.take_while(|size| *size >= least_size - 0.01);
    // Words that hardly fit have less white beside them before their type is smaller still.
    let tries = std::iter::once((largest, inset)).chain(steps.map(|size| (size, inset * 0.6)));
    let mut last = None;
    for (size, inset) in tries {
        let least: Vec<f64> =
            needs.iter().map(|need| need.least * size + need.marks + SLACK + 2.0 * inset).collect();
        let found = Fit { size, inset, widths: least.clone(), fits: true };
        if least.iter().sum::<f64>() <= room {
            let natural = |need: &Need| need.natural * size + need.marks + SLACK + 2.0 * inset;
            let wanted = needs.iter().zip(&least).map(|(need, least)| natural(need).max(*least)).collect();
            return Fit { widths: shared(&least, wanted, room), ..found };
        }
        last = Some(found);
    }
    let mut fit = last.unwrap_or(Fit { size: largest, inset, widths: Vec::new(), fits: true });
    let sum = fit.widths.iter().sum::<f64>();
    fit.widths.iter_mut().for_each(|width| *width *= room / sum);
    Fit { fits: false, ..fit }
}

/// Widths between the least and the wanted ones: each column gets the same part of what it still wants, of which
/// running text counts up to a part of the page.
fn shared(least: &[f64], wanted: Vec<f64>, room: f64) -> Vec<f64> {
    let sum = wanted.iter().sum::<f64>();
    if sum <= room {
        let count = f64::from(u32::try_from(wanted.len().max(1)).unwrap_or(u32::MAX));
        let spare = ((room - sum) / count).min(SPARE);
        return wanted.into_iter().map(|width| width + spare).collect();
    }
    let capped = |least: &[f64]| -> Vec<f64> {
        wanted.iter().zip(least).map(|(wanted, least)| wanted.min(room * LONGEST).max(*least)).collect()
    };
    let grown = |least: &[f64], wanted: &[f64]| -> Vec<f64> {
        let (base, sum) = (least.iter().sum::<f64>(), wanted.iter().sum::<f64>());
        let part = if sum > base { ((room - base) / (sum - base)).min(1.0) } else { 0.0 };
        least.iter().zip(wanted).map(|(least, wanted)| least + (wanted - least) * part).collect()
    };
    // What short columns leave goes to those with more text.
    grown(&grown(least, &capped(least)), &wanted)
}

fn need(table: &Table, index: usize, theme: &Theme) -> Need {
    let family = &theme.brand.type_scale.body;
    let width = |text: &str, face| theme.fonts.width(text, family, face, 1.0);
    let mut need = header(&table.columns[index], &|text| width(text, Face::Bold));
    let cells: Vec<&Vec<Inline>> = table.rows.iter().filter_map(|row| row.get(index)).collect();
    let face = |cell: &[Inline]| match cell.first() {
        Some(Inline::Strong(_)) => Face::Bold,
        _ => Face::Regular,
    };
    let mut texts: Vec<(String, Face)> = cells.iter().map(|cell| (plain_text(cell), face(cell))).collect();
    texts.sort_by_key(|(text, _)| std::cmp::Reverse(text.chars().count()));
    let mut words: Vec<(&str, Face)> =
        texts.iter().flat_map(|(text, face)| text.split(' ').map(|word| (word, *face))).collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
    for (word, face) in words.iter().take(MEASURED) {
        need.least = need.least.max(width(word, *face));
    }
    for (text, face) in texts.iter().take(MEASURED) {
        need.natural = need.natural.max(width(text, *face));
    }
    if cells.iter().any(|cell| has_note(cell)) {
        need.marks = MARK;
    }
    need
}

/// A header stands in two lines where that makes its column narrower.
fn header(column: &Column, width: &impl Fn(&str) -> f64) -> Need {
    let text = plain_text(&column.header);
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let least = words.iter().map(|word| width(word)).fold(0.0, f64::max);
    let lines = (1..=words.len()).map(|at| {
        let (first, second) = words.split_at(at);
        width(&first.join(" ")).max(width(&second.join(" ")))
    });
    let natural = lines.fold(f64::INFINITY, f64::min);
    let marks = if has_note(&column.header) { MARK } else { 0.0 };
    Need { least, natural: if natural.is_finite() { natural } else { 0.0 }, marks }
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit};
    use crate::pdf::sample;
    use crate::report::{Align, Column, Inline, Table};

    fn table(header: &[&str], row: &[&str]) -> Table {
        let text = |words: &&str| vec![Inline::Text((*words).to_owned())];
        Table {
            id: "t".to_owned(),
            number: None,
            title: String::new(),
            columns: header.iter().map(|words| Column { header: text(words), align: Align::Left }).collect(),
            rows: vec![row.iter().map(text).collect()],
            source: Vec::new(),
            remark: Vec::new(),
            is_data: false,
        }
    }

    fn of(header: &[&str], row: &[&str]) -> Fit {
        fit(&table(header, row), &sample::theme(), 460.0, 9.0, 7.0)
    }

    #[test]
    fn a_short_table_is_as_wide_as_its_words() {
        let fit = of(&["Country", "Visas"], &["Uzbekistan", "1,653"]);
        assert!(fit.size == 9.0 && fit.widths.iter().sum::<f64>() < 200.0, "{fit:?}");
    }

    #[test]
    fn running_text_does_not_crush_the_other_columns() {
        let long = "Nationals may stay in the country for up to thirty days without a visa. ".repeat(3);
        let fit = of(&["Measure", "What it changes"], &["Visa exemption", &long]);
        assert!(fit.widths[0] > 55.0 && fit.widths[1] > fit.widths[0], "{fit:?}");
        assert!((fit.widths.iter().sum::<f64>() - 460.0).abs() < 0.1, "{fit:?}");
    }

    #[test]
    fn many_columns_turn_to_small_type_and_at_last_do_not_fit() {
        let header = ["Registration", "Employers’", "Departures", "Permanent"].repeat(3);
        let fit = of(&header[..9], &["1"; 9]);
        assert!(fit.fits && fit.size < 9.0 && fit.size >= 7.0, "{fit:?}");
        let fit = of(&header, &["1"; 12]);
        assert!(!fit.fits && fit.size == 7.0, "{fit:?}");
        assert!((fit.widths.iter().sum::<f64>() - 460.0).abs() < 0.1, "{fit:?}");
    }
}
