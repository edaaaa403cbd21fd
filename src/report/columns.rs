//! Shares the width of a page among the columns of a table, by the widths of its words: for the PDF, the DOCX and the
//! check that tells where there is no room.

use super::{Block, Column, Inline, Report, Table, has_note, plain_text};
use crate::theme::{Face, Theme};

/// How a table is set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fit {
    /// Type size, in points.
    pub size: f64,
    /// Room beside the words of a cell, on each side.
    pub inset: f64,
    /// Width of each column.
    pub widths: Vec<f64>,
    /// The columns that are narrower than their longest word or number, each with that.
    pub crowded: Vec<(usize, String)>,
}

impl Fit {
    /// Whether each column takes its longest word.
    pub fn fits(&self) -> bool {
        self.crowded.is_empty()
    }
}

/// A size of type and the room on each side of a cell, in points.
pub type Look = (f64, f64);

/// Type size of tables, and of the data of charts, in points.
const TABLE_SIZE: f64 = 9.0;
const DATA_SIZE: f64 = 8.0;
/// The data of a chart of more columns than this take the whole width.
const DATA_COLUMNS: usize = 4;
/// Sizes of type below the usual one, down to the least that the brand allows.
const SMALLER: f64 = 0.5;
/// Room beside the words of a cell, in parts of the usual one: before type is smaller, and where even the smallest does
/// not fit.
const LESS: f64 = 0.6;
const LEAST: f64 = 0.35;
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
/// Of an address, which breaks at its signs, so many letters count.
const ADDRESS: usize = 16;
/// What lists and events take of the width of the tables in them, in steps of the rhythm.
const LIST_TAKES: f64 = 8.0;
const EVENT_TAKES: f64 = 28.0;
const EVENT_WITH_PHOTO_TAKES: f64 = 72.0;

/// What a column needs, in widths of type of one point.
#[derive(Debug, Clone, Default)]
struct Need {
    /// Its longest word, and what that is.
    least: f64,
    word: String,
    /// Its longest number, which is never parted.
    number: f64,
    /// Its longest text in one line, a header in two.
    natural: f64,
    /// Marks of notes, which have a size of their own.
    marks: f64,
}

/// Points that a list takes of what is in it.
pub fn taken_by_list(theme: &Theme) -> f64 {
    LIST_TAKES * step(theme)
}

/// Points that an event with so many photographs takes: beside the date and one photograph, with what parts and
/// surrounds them.
pub fn taken_by_event(theme: &Theme, photos: usize) -> f64 {
    step(theme) * if photos == 1 { EVENT_WITH_PHOTO_TAKES } else { EVENT_TAKES }
}

/// The vertical rhythm: a quarter of the line of running text, in points.
fn step(theme: &Theme) -> f64 {
    theme.brand.type_scale.leading / 4.0
}

/// How a table fits onto the page, of whose width so much is taken, and the width that it may have; the data of a chart
/// fit beside another's where they are narrow enough.
pub fn on_page(table: &Table, theme: &Theme, taken: f64) -> (Fit, f64) {
    let page = &theme.brand.page;
    let text_width = (page.width - page.inside - page.outside) * 72.0 / 25.4;
    let (step, whole) = (step(theme), (text_width - taken).max(1.0));
    if table.is_data {
        let room = (whole - 6.0 * step) / 2.0;
        let fit = fit(table, theme, room, &looks(theme, DATA_SIZE, 1.5 * step));
        if fit.fits() && table.columns.len() <= DATA_COLUMNS {
            return (fit, room);
        }
    }
    (fit(table, theme, whole, &looks(theme, TABLE_SIZE, 2.0 * step)), whole)
}

/// All tables of a report with how each fits onto its page, in the order of the text.
pub fn of_report<'a>(report: &'a Report, theme: &Theme) -> Vec<(&'a Table, Fit)> {
    let mut found = Vec::new();
    for chapter in &report.chapters {
        of_blocks(&chapter.blocks, theme, 0.0, &mut found);
        chapter.topics.iter().for_each(|topic| of_blocks(&topic.blocks, theme, 0.0, &mut found));
    }
    found
}

fn of_blocks<'a>(blocks: &'a [Block], theme: &Theme, taken: f64, found: &mut Vec<(&'a Table, Fit)>) {
    for block in blocks {
        match block {
            Block::Table(table) => found.push((table, on_page(table, theme, taken).0)),
            Block::List { items, .. } => {
                let taken = taken + taken_by_list(theme);
                items.iter().for_each(|item| of_blocks(item, theme, taken, found));
            }
            Block::Event(event) => {
                let taken = taken + taken_by_event(theme, event.photos.len());
                of_blocks(&event.blocks, theme, taken, found);
            }
            Block::Legislation(note) => of_blocks(&note.blocks, theme, taken, found),
            Block::Paragraph(_)
            | Block::Heading(_)
            | Block::Chart(_)
            | Block::Photo(_)
            | Block::Unavailable(_)
            | Block::Correction(_)
            | Block::Term { .. }
            | Block::Reference(_) => {}
        }
    }
}

/// What is tried one after the other: words that hardly fit have less white beside them before their type is smaller
/// still.
fn looks(theme: &Theme, largest: f64, inset: f64) -> Vec<Look> {
    let least = theme.brand.layout.least_size.min(largest);
    let steps = std::iter::successors(Some(largest), |size| Some(size - SMALLER));
    let steps: Vec<f64> = steps.take_while(|size| *size >= least - 0.01).collect();
    let last = steps.last().map(|size| (*size, inset * LEAST));
    let less = steps.iter().map(|size| (*size, inset * LESS));
    std::iter::once((largest, inset)).chain(less).chain(last).collect()
}

/// Fits a table into a width, in points, in the first look in which it has room for all words. Where none has, numbers
/// stay whole, and the longest words are parted.
pub fn fit(table: &Table, theme: &Theme, room: f64, looks: &[Look]) -> Fit {
    let needs: Vec<Need> = (0..table.columns.len()).map(|index| need(table, index, theme)).collect();
    let mut last = Fit::default();
    for (size, inset) in looks.iter().copied() {
        let around = |need: &Need| need.marks + SLACK + 2.0 * inset;
        let least: Vec<f64> = needs.iter().map(|need| need.least * size + around(need)).collect();
        if least.iter().sum::<f64>() <= room {
            let natural = |need: &Need| need.natural * size + around(need);
            let wanted = needs.iter().zip(&least).map(|(need, least)| natural(need).max(*least)).collect();
            return Fit { size, inset, widths: shared(&least, wanted, room), crowded: Vec::new() };
        }
        let numbers: Vec<f64> = needs.iter().map(|need| need.number * size + around(need)).collect();
        let widths = parted(&least, &numbers, room);
        let is_crowded = |index: &usize| widths[*index] < least[*index] - 0.01;
        let crowded = (0..needs.len()).filter(is_crowded);
        let crowded = crowded.map(|index| (index, needs[index].word.clone())).collect();
        last = Fit { size, inset, widths, crowded };
    }
    last
}

/// Widths where there is no room for all words: those up to one width stay whole, as do the numbers, and only what is
/// longer is parted. Where not even the numbers have room, all is as much too narrow.
fn parted(least: &[f64], numbers: &[f64], room: f64) -> Vec<f64> {
    let capped = |limit: f64| -> Vec<f64> {
        least.iter().zip(numbers).map(|(least, number)| least.min(limit).max(*number)).collect()
    };
    let numbers_alone = numbers.iter().sum::<f64>();
    if numbers_alone >= room {
        return numbers.iter().map(|width| width * room / numbers_alone).collect();
    }
    let (mut low, mut high) = (0.0, room);
    // Halving a page forty times is far below what a printer can show.
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        let is_room = capped(middle).iter().sum::<f64>() <= room;
        if is_room { low = middle } else { high = middle }
    }
    capped(low)
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
    let mut texts: Vec<(String, Face)> = cells.iter().map(|cell| (short_of(cell), face(cell))).collect();
    texts.sort_by_key(|(text, _)| std::cmp::Reverse(text.chars().count()));
    let mut words: Vec<(&str, Face)> =
        texts.iter().flat_map(|(text, face)| text.split(' ').map(|word| (word, *face))).collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
    for (word, face) in words.iter().take(MEASURED) {
        need.take(word, width(word, *face));
    }
    let numbers = words.iter().filter(|(word, _)| is_number(word)).take(MEASURED);
    need.number = numbers.map(|(word, face)| width(word, *face)).fold(need.number, f64::max);
    for (text, face) in texts.iter().take(MEASURED) {
        need.natural = need.natural.max(width(text, *face));
    }
    if cells.iter().any(|cell| has_note(cell)) {
        need.marks = MARK;
    }
    need
}

impl Need {
    /// Has room for a word of that width.
    fn take(&mut self, word: &str, width: f64) {
        if width > self.least {
            self.least = width;
            word.clone_into(&mut self.word);
        }
    }
}

/// Whether a word is digits with what stands around and between them.
fn is_number(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit()) && !word.contains(char::is_alphabetic)
}

/// The words of a cell; of web addresses, which break at their signs, the beginning.
pub fn short_of(cell: &[Inline]) -> String {
    let text = plain_text(cell);
    let is_address = |word: &str| ["http://", "https://", "www."].iter().any(|start| word.starts_with(start));
    if !text.split(' ').any(is_address) {
        return text;
    }
    let short = |word: &str| {
        let letters = if is_address(word) { ADDRESS } else { usize::MAX };
        word.chars().take(letters).collect::<String>()
    };
    text.split(' ').map(short).collect::<Vec<_>>().join(" ")
}

/// A header stands in two lines where that makes its column narrower.
fn header(column: &Column, width: &impl Fn(&str) -> f64) -> Need {
    let text = plain_text(&column.header);
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let lines = (1..=words.len()).map(|at| {
        let (first, second) = words.split_at(at);
        width(&first.join(" ")).max(width(&second.join(" ")))
    });
    let natural = lines.fold(f64::INFINITY, f64::min);
    let marks = if has_note(&column.header) { MARK } else { 0.0 };
    let natural = if natural.is_finite() { natural } else { 0.0 };
    let mut need = Need { natural, marks, ..Need::default() };
    for word in words {
        need.take(word, width(word));
        if is_number(word) {
            need.number = need.number.max(width(word));
        }
    }
    need
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit, looks};
    use crate::report::{Align, Column, Inline, Table};
    use crate::theme::Theme;

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
        let theme = Theme::embedded().unwrap();
        fit(&table(header, row), &theme, 460.0, &looks(&theme, 9.0, 7.0))
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
    fn an_address_takes_no_more_than_its_beginning() {
        let long = "Nationals may stay in the country for up to thirty days without a visa. ".repeat(3);
        let address = format!("https://example.org/{}", "a/long/path/".repeat(9));
        let fit = of(&["Law", "What it changes", "Since"], &[&address, &long, "May 2024"]);
        assert!(fit.fits() && fit.size == 9.0 && fit.widths[0] < 120.0, "{fit:?}");
    }

    #[test]
    fn many_columns_turn_to_small_type_and_at_last_do_not_fit() {
        let header = ["Registration", "Employers’", "Departures", "Permanent"].repeat(4);
        let fit = of(&header[..9], &["1"; 9]);
        assert!(fit.fits() && fit.size < 9.0 && fit.size >= 7.0, "{fit:?}");
        let fit = of(&header, &["1"; 16]);
        assert!(!fit.fits() && fit.size == 7.0, "{fit:?}");
        assert!((fit.widths.iter().sum::<f64>() - 460.0).abs() < 0.1, "{fit:?}");
    }

    #[test]
    fn of_crowded_columns_only_the_longest_words_are_parted_and_no_number() {
        let header = ["Naturalization", "Total"].repeat(6);
        let fit = of(&header, &["1,234,567"; 12]);
        let crowded: Vec<usize> = fit.crowded.iter().map(|(column, _)| *column).collect();
        assert_eq!(crowded, [0, 2, 4, 6, 8, 10], "{fit:?}");
        assert_eq!(fit.crowded[0].1, "Naturalization");
        assert!(fit.widths.iter().sum::<f64>() < 460.1, "{fit:?}");
    }
}
