//! Tables of data with caption, header row and source.

use super::caption::{Counter, caption, data_title, source};
use super::inline::inlines;
use super::place::table_place;
use super::word::{Cell, Grid, Heads, Look, Para, Row, run};
use super::writer::{Frame, Writer};
use crate::docx::package::length::{points, share, twips};
use crate::docx::package::order::canonicalise;
use crate::docx::package::style::{id, small};
use crate::docx::package::tree::{Element, el};
use crate::report::columns::{fit, short_of};
use crate::report::{Align, Lettered, Table, has_note, plain_text};
use crate::theme::Face;

/// A table with its caption above and its source below.
pub(super) fn data_table(writer: &mut Writer<'_>, table: &Table, frame: Frame) -> Vec<Element> {
    writer.scoped(&format!("table/{}", table.id), |writer| table_and_words(writer, table, frame))
}

fn table_and_words(writer: &mut Writer<'_>, table: &Table, frame: Frame) -> Vec<Element> {
    let mut flow = Vec::new();
    if let Some(number) = table.number {
        let word = &writer.locale.labels().table;
        flow.push(caption(writer, Counter::Table, word, number, &table_place(&table.id), &table.title));
    } else if !table.title.is_empty() {
        let title = data_title(writer, table).unwrap_or_else(|| vec![run(&table.title, Look::default())]);
        let title = writer.places.mark(&table_place(&table.id), title);
        flow.push(writer.keyed("title", Para::of(id::CAPTION).with(title)));
    }
    let headers = table.columns.iter().map(|column| plain_text(&column.header)).collect::<Vec<_>>();
    let headers = headers.join(", ");
    let set = Set::of(writer, table, frame);
    let (rows, letters) = writer.lettered(Lettered::default(), |writer| rows(writer, table, &set));
    let grid = Grid {
        style: id::TABLE,
        name: if table.title.is_empty() { headers.clone() } else { table.title.clone() },
        description: headers,
        columns: set.columns,
        rows,
        heads: if words_column(table) == Some(0) { Heads::Both } else { Heads::FirstRow },
    };
    flow.push(grid.build());
    let source = source(writer, &table.source, &table.remark, letters);
    flow.push(source.unwrap_or_else(|| Para::of(id::SPACER).with([])));
    flow
}

fn rows(writer: &mut Writer<'_>, table: &Table, set: &Set) -> Vec<Row> {
    // Notes of the cells may be all that stands below the table.
    let sourced = !table.source.is_empty() || !table.remark.is_empty() || is_marked(table);
    let mut rows = vec![head_row(writer, table, set)];
    for (index, row) in table.rows.iter().enumerate() {
        // Short tables stay on one page, with their source; of long ones, the first rows stay with the head.
        let last = index + 1 == table.rows.len();
        let kept = (table.rows.len() <= SHORT && (!last || sourced)) || index == 0;
        let kind = format!("row/{}", index + 1);
        let cells = row.iter().zip(&table.columns).enumerate().map(|(column_index, (cell, column))| {
            let cell = set.paragraph(column.align, kept).with(inlines(writer, cell, Look::default()));
            set.cell(writer.counted(&kind, if kept && column_index == 0 { held(cell) } else { cell }))
        });
        rows.push(Row::of(cells.collect::<Vec<_>>()));
    }
    rows
}

/// How a table is set.
struct Set {
    /// Widths in twips.
    columns: Vec<usize>,
    /// Styles of the paragraphs: text, number, both kept with the next row, and head.
    styles: [&'static str; 5],
    /// Twips at the sides of a cell, where they are not those of the style.
    margin: Option<usize>,
}

/// The styles of the usual size.
const USUAL: [&str; 5] =
    [id::TABLE_TEXT, id::TABLE_NUMBER, id::TABLE_TEXT_KEPT, id::TABLE_NUMBER_KEPT, id::TABLE_HEAD];
/// Room on each side of a cell, in points: as the style has it, and less where words hardly fit; of it, this much is
/// left for what another program rounds.
const INSET: f64 = 5.5;
const LESS: f64 = 3.5;
const LEAST: f64 = 2.5;
const SLACK: f64 = 0.5;

impl Set {
    /// Words have the usual size where each column has room for its longest word; else what the model finds to fit.
    fn of(writer: &Writer<'_>, table: &Table, frame: Frame) -> Self {
        if let Some(columns) = column_widths(table, frame.width, &|text| wide(writer, text)) {
            return Self { columns, styles: USUAL, margin: None };
        }
        let [smaller, smallest] = small::SIZES;
        let looks = [(SIZE, INSET), (SIZE, LESS), (smaller, LESS), (smallest, LESS), (smallest, LEAST)];
        let fit = fit(table, writer.theme, f64::from(points(frame.width)), &looks);
        let size = small::SIZES.iter().position(|size| fit.size <= *size + 0.01 && fit.size > *size - 0.5);
        let widths: Vec<usize> =
            fit.widths.iter().map(|width| usize::try_from(twips(*width)).unwrap_or(0)).collect();
        Self {
            columns: share(frame.width, &widths),
            styles: size.map_or(USUAL, |size| id::TABLE_SMALL[size]),
            margin: (fit.inset < INSET).then(|| usize::try_from(twips(fit.inset - SLACK)).unwrap_or(0)),
        }
    }

    /// The paragraph of a cell: a number stands at the right, and a row that is kept with the next says so.
    fn paragraph(&self, align: Align, is_kept: bool) -> Para {
        let [text, number, text_kept, number_kept, _] = self.styles;
        let style = match (align, is_kept) {
            (Align::Right, false) => number,
            (Align::Right, true) => number_kept,
            (Align::Left | Align::Center, false) => text,
            (Align::Left | Align::Center, true) => text_kept,
        };
        Para { align: Some(align).filter(|align| *align == Align::Center), ..Para::of(style) }
    }

    /// A cell with that paragraph.
    fn cell(&self, paragraph: Element) -> Cell {
        let margins = self.margin.map(|side| [0, side, 0, side]);
        Cell { margins, ..Cell::of([paragraph]) }
    }
}

/// Whether a note is marked in a table.
fn is_marked(table: &Table) -> bool {
    let cells = table.columns.iter().map(|column| &column.header).chain(table.rows.iter().flatten());
    cells.into_iter().any(|cell| has_note(cell))
}

fn head_row(writer: &mut Writer<'_>, table: &Table, set: &Set) -> Row {
    let [.., head] = set.styles;
    let cells = table.columns.iter().enumerate().map(|(index, column)| {
        let cell = Para::of(head).with(inlines(writer, &column.header, Look::default()));
        set.cell(writer.counted("head", if index == 0 { held(cell) } else { cell }))
    });
    Row::of(cells.collect::<Vec<_>>())
}

/// A paragraph that is kept with the next by itself too: LibreOffice keeps a row with the one below, and a table with its
/// source, by what the first paragraph of each row has beside its style.
fn held(mut paragraph: Element) -> Element {
    paragraph.find_or_insert("w:pPr").push(el("w:keepNext"));
    canonicalise(&mut paragraph);
    paragraph
}

/// A table of up to so many rows is not broken over pages.
pub(super) const SHORT: usize = 14;
/// Size of the words of a table, in points.
const SIZE: f64 = 9.5;
/// The data of a chart of more columns than this take the whole width, as in the PDF.
const MOST_NARROW: usize = 4;
/// Twips of a cell that are not for its text.
const PADDING: usize = 320;

/// Twips that a text of a table takes in bold, with the padding of its cell.
fn wide(writer: &Writer<'_>, text: &str) -> usize {
    let family = &writer.theme.brand.type_scale.body;
    let twips = writer.theme.fonts.width(text, family, Face::Bold, SIZE) * 20.0;
    twips.ceil().clamp(0.0, 1e6) as usize + PADDING
}

/// The first column of words, which names the rows.
fn words_column(table: &Table) -> Option<usize> {
    table.columns.iter().position(|column| column.align == Align::Left)
}

/// Columns as wide as their longest text, and the rest for the column of words; where that leaves too
/// little for it, widths in proportion to the longest texts. None where the longest words alone have no room.
fn column_widths(table: &Table, width: usize, wide: &dyn Fn(&str) -> usize) -> Option<Vec<usize>> {
    if let Some(widths) = narrow(table, wide).filter(|widths| widths.iter().sum::<usize>() <= width / 3 * 2) {
        return Some(widths);
    }
    let texts = |index: usize| {
        let cells = table.rows.iter().filter_map(move |row| row.get(index));
        cells.chain([&table.columns[index].header]).map(|cell| short_of(cell))
    };
    let unbroken = |index: usize| texts(index).map(|text| wide(&text)).max().unwrap_or(0);
    // Where heads in one line leave too little for the words, they stand in two.
    for natural in [&unbroken as &dyn Fn(usize) -> usize, &|index| folded(table, index, wide)] {
        let mut widths: Vec<usize> = (0..table.columns.len()).map(natural).collect();
        if let Some(words) = words_column(table) {
            let others = widths.iter().sum::<usize>() - widths[words];
            let room = width.saturating_sub(others);
            if room >= widths[words].min(width / 3) {
                widths[words] = room;
                return Some(widths);
            }
        }
    }
    let needs: Vec<Need> = (0..table.columns.len())
        .map(|index| Need {
            least: texts(index).map(|text| longest_word(&text, wide)).max().unwrap_or(0),
            weight: texts(index).map(|text| text.chars().count()).max().unwrap_or(0).clamp(8, 40),
        })
        .collect();
    shared(width, &needs)
}

/// Twips of the longest word of a text.
fn longest_word(text: &str, wide: &dyn Fn(&str) -> usize) -> usize {
    text.split(' ').map(wide).max().unwrap_or(0)
}

/// The data of a chart take no more of the page than they need, so that numbers stand near their names; heads stand in
/// two lines, unless one line is hardly wider than the cells.
fn narrow(table: &Table, wide: &dyn Fn(&str) -> usize) -> Option<Vec<usize>> {
    let columns = 0..table.columns.len();
    (table.is_data && columns.len() <= MOST_NARROW)
        .then(|| columns.map(|index| in_line(table, index, wide)).collect())
}

/// Most twips that a column of a chart's data is widened by, so that its head stands in one line.
const WIDENED: usize = 800;

/// Twips of a column whose cells stand in one line, and its head too where that costs little.
fn in_line(table: &Table, index: usize, wide: &dyn Fn(&str) -> usize) -> usize {
    let (least, head) = (folded(table, index, wide), wide(&plain_text(&table.columns[index].header)));
    if head <= least + WIDENED { least.max(head) } else { least }
}

/// Twips of a column whose cells stand in one line and its head in two.
fn folded(table: &Table, index: usize, wide: &dyn Fn(&str) -> usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.get(index));
    let longest = cells.map(|cell| wide(&short_of(cell))).max().unwrap_or(0);
    let head = plain_text(&table.columns[index].header);
    // Two lines are seldom alike.
    let halves = wide(&head).saturating_sub(PADDING) * 3 / 5 + PADDING;
    longest.max(halves).max(longest_word(&head, wide))
}

/// What a column needs: its longest word in twips, and how much it wants of the rest.
#[derive(Debug, Clone, Copy)]
struct Need {
    least: usize,
    weight: usize,
}

/// Each column gets its longest word, and a share of what is left; none where there is no room for that.
fn shared(width: usize, needs: &[Need]) -> Option<Vec<usize>> {
    let weights: Vec<usize> = needs.iter().map(|need| need.weight).collect();
    let least: usize = needs.iter().map(|need| need.least).sum();
    let more = share(width.checked_sub(least)?, &weights);
    Some(needs.iter().zip(more).map(|(need, more)| need.least + more).collect())
}

#[cfg(test)]
mod tests {
    use super::{Need, column_widths, shared};
    use crate::report::{Align, Column, Inline, Table};

    fn text(words: &str) -> Vec<Inline> {
        vec![Inline::Text(words.to_owned())]
    }

    fn table(heads: &[(&str, Align)], row: &[&str], is_data: bool) -> Table {
        let column = |(head, align): &(&str, Align)| Column { header: text(head), align: *align };
        Table {
            id: "a".to_owned(),
            number: None,
            title: String::new(),
            columns: heads.iter().map(column).collect(),
            rows: vec![row.iter().map(|cell| text(cell)).collect()],
            source: Vec::new(),
            remark: Vec::new(),
            is_data,
        }
    }

    /// A hundred twips a letter, and twice as many for one that is wide.
    fn wide(text: &str) -> usize {
        text.chars().map(|c| if c == 'щ' { 200 } else { 100 }).sum()
    }

    #[test]
    fn data_of_a_chart_are_as_narrow_as_they_can_be() {
        let heads = [("Country", Align::Left), ("Departures for residence", Align::Right)];
        let of = |is_data| {
            column_widths(&table(&heads, &["Russian Federation", "9,428"], is_data), 9000, &wide).unwrap()
        };
        assert!(of(true).iter().sum::<usize>() < 4500, "{:?}", of(true));
        assert_eq!(of(false).iter().sum::<usize>(), 9000);
    }

    #[test]
    fn a_short_head_stands_in_one_line() {
        let heads = [("Country", Align::Left), ("Per cent", Align::Right)];
        let widths =
            column_widths(&table(&heads, &["Russian Federation", "9.4"], true), 9000, &wide).unwrap();
        assert!(widths[1] >= wide("Per cent"), "{widths:?}");
    }

    #[test]
    fn a_column_is_measured_in_the_widths_of_its_letters() {
        let heads = [("a", Align::Left), ("щщщщщщщщ", Align::Right), ("iiiiiiii", Align::Right)];
        let widths = column_widths(&table(&heads, &["a", "1", "2"], false), 9000, &wide).unwrap();
        assert_eq!(widths[1..], [1600, 800]);
    }

    #[test]
    fn heads_stand_in_two_lines_where_the_words_of_a_row_need_the_room() {
        let head = "Received there (million of dollars)";
        let heads = [("Country", Align::Left), (head, Align::Right), (head, Align::Right)];
        let row = ["United States of America", "1", "2"];
        let widths = column_widths(&table(&heads, &row, false), 9000, &wide).unwrap();
        assert!(widths[0] >= wide(row[0]), "{widths:?}");
        assert!(widths[1] < wide(head), "{widths:?}");
    }

    #[test]
    fn every_column_has_its_longest_word_or_type_is_smaller() {
        let needs = [Need { least: 2000, weight: 40 }, Need { least: 900, weight: 10 }];
        let widths = shared(4000, &needs).unwrap();
        assert!(widths[0] >= 2000 && widths[1] >= 900);
        assert_eq!(widths.iter().sum::<usize>(), 4000);
        assert_eq!(shared(2000, &needs), None);
    }
}
