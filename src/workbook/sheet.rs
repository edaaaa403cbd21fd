//! Writes the workbook in which the numbers of an edition are filled in.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format,
    Formula, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::checks::{self, Goal, Numbers, Rows, Whole, quoted};
use super::key::Kind;
use super::layout::{Choice, FIRST_ROW, List, ROWS_TO_ADD, Row, rows};
use super::parts::{OTHER, PartLabels};
use super::places::{Places, number_of, places, starts_list};
use super::values::{Entry, FigureValues, Held, Values};
use super::{base, formats, new, notes};
use crate::data::period::Period;
use crate::data::table::inert;
use crate::docx::package::system::made_on_unix;
use crate::language::{Language, SheetWords};
use crate::spec::Spec;

/// What a program finds a column by, whatever stands above it; with its width in characters.
pub(super) const COLUMNS: [(&str, f64); 13] = [
    ("quarterly|key", 8.0),
    ("quarterly|figure", 40.0),
    ("quarterly|part", 24.0),
    ("quarterly|period", 24.0),
    ("quarterly|unit", 18.0),
    ("quarterly|source", 11.0),
    ("quarterly|last", 13.0),
    ("quarterly|year_before", 13.0),
    ("quarterly|value", 15.0),
    ("quarterly|change", 17.0),
    ("quarterly|check", 32.0),
    ("quarterly|note", 36.0),
    ("quarterly|letter", 24.0),
];
const FIGURE: u16 = 1;
const PART: u16 = 2;
const LAST: u16 = 6;
const YEAR_BEFORE: u16 = 7;
const VALUE: u16 = 8;
const CHANGE: u16 = 9;
const CHECK: u16 = 10;
const NOTE: u16 = 11;
const LETTER: u16 = 12;

/// The row with the names of columns for programs, from 0; nobody sees it.
const IDS: u32 = 1;
/// The row with their names for readers.
const HEAD: u32 = 2;
/// By which factor a number may differ from that of the last quarter without being marked, as the check `sharp-break`
/// has it, unless the series says otherwise.
const SHARP: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Writes the workbook of an edition, in the words of a language: the same bytes for the same edition.
///
/// # Errors
/// What the workbook's own format does not allow, such as a text of more than 32,767 characters.
pub fn sheet(spec: &Spec, values: &Values, choice: &Choice, locale: &Language) -> Result<Vec<u8>, XlsxError> {
    let english = Language::embedded("en").ok();
    let words = locale.words().sheet.as_ref();
    let words = words.or_else(|| english.as_ref()?.words().sheet.as_ref());
    let Some(words) = words else {
        return Err(XlsxError::ParameterError("the program has no words for the sheet".to_owned()));
    };
    let mut workbook = Workbook::new();
    let day = values.period.last_day();
    let created = ExcelDateTime::from_ymd(day.year, day.month, day.day)?;
    let title = plain(&spec.edition.title.value, spec, locale);
    let title = words.title.replace("{title}", &title).replace("{period}", &locale.period(values.period));
    workbook.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&created));
    let rows = rows(values, choice);
    let labels = PartLabels::new(spec);
    let mut figures = Worksheet::new();
    let mut guide = Worksheet::new();
    let mut hidden = Worksheet::new();
    let entries =
        rows.iter().filter_map(|row| if let Row::Entry(_, entry) = row { Some(*entry) } else { None });
    let names = base::write(&mut hidden, values, entries, &labels.all(locale))?;
    notes::write(&mut guide, words)?;
    Writer { sheet: &mut figures, spec, values, labels: &labels, locale, words, names: &names }
        .write(&title, &rows)?;
    workbook.push_worksheet(figures);
    workbook.push_worksheet(guide);
    workbook.push_worksheet(hidden);
    workbook.save_to_buffer().map(made_on_unix)
}

/// A label or title without what would have to be computed, but for the period.
fn plain(text: &str, spec: &Spec, locale: &Language) -> String {
    let period = locale.period(spec.edition.period.value);
    let text = text.replace("{{ period }}", &period).replace("{{period}}", &period);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sheet while it is written.
struct Writer<'a> {
    sheet: &'a mut Worksheet,
    spec: &'a Spec,
    values: &'a Values,
    labels: &'a PartLabels,
    locale: &'a Language,
    words: &'a SheetWords,
    /// The cells of the names that can be chosen.
    names: &'a str,
}

impl Writer<'_> {
    fn write(&mut self, title: &str, rows: &[Row<'_>]) -> Result<(), XlsxError> {
        self.frame(title)?;
        let places = places(rows);
        let mut list: (u32, Numbers) = (0, Vec::new());
        for (number, row) in (FIRST_ROW..).zip(rows) {
            match row {
                Row::Source(source) => {
                    let name = self.source_name(source);
                    self.sheet.write_string_with_format(number, FIGURE, name, &formats::source())?;
                }
                Row::Asked => {
                    self.sheet.write_string_with_format(
                        number,
                        FIGURE,
                        &self.words.asked,
                        &formats::source(),
                    )?;
                }
                Row::NewFigures => {
                    let words = &self.words.new;
                    self.sheet.write_string_with_format(number, FIGURE, words, &formats::source())?;
                }
                Row::New(index) => self.new_row(number, *index)?,
                Row::Entry(figure, entry) => {
                    if entry.key.kind.is_of_part() && !starts_list(rows, number) {
                        list.1.push(number_of(entry));
                    } else {
                        list = (number, vec![number_of(entry)]);
                    }
                    self.entry(number, figure, entry)?;
                }
                Row::Total(figure) => self.total(number, figure, &places)?,
                Row::Add(figure, of, index) => self.empty_row(number, figure, *of, *index)?,
                Row::Sum(figure, of) => self.sum(number, figure, *of, (list.0, &list.1), &places)?,
            }
        }
        let last = FIRST_ROW + u32::try_from(rows.len()).unwrap_or(0);
        self.conditions(last.max(FIRST_ROW + 1) - 1)
    }

    /// Title, names of columns, widths, what can be changed and how it is printed.
    fn frame(&mut self, title: &str) -> Result<(), XlsxError> {
        let words = self.words;
        self.sheet.set_name(formats::sheet_name(&words.name))?;
        self.sheet.write_string_with_format(0, FIGURE, inert(title), &formats::title())?;
        let heads = [
            "",
            &words.figure,
            &words.part,
            &words.period,
            &words.unit,
            &words.source,
            &words.last,
            &words.year_before,
            &words.value,
            &words.change,
            &words.check,
            &words.note,
            &words.letter,
        ];
        for (column, ((id, width), head)) in (0..).zip(COLUMNS.into_iter().zip(heads)) {
            self.sheet.set_column_width(column, width)?;
            self.sheet.write_string(IDS, column, id)?;
            self.sheet.write_string_with_format(HEAD, column, head, &formats::head())?;
        }
        self.sheet.set_row_height(HEAD, 45.0)?;
        self.sheet.set_column_hidden(0)?.set_row_hidden(IDS)?;
        self.sheet.set_freeze_panes(FIRST_ROW, PART)?;
        self.sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        self.sheet.set_repeat_rows(HEAD, HEAD)?;
        let options = ProtectionOptions {
            format_cells: true,
            format_columns: true,
            format_rows: true,
            sort: true,
            use_autofilter: true,
            ..ProtectionOptions::new()
        };
        self.sheet.protect_with_options(&options);
        // A formula without a result shows nothing, and not 0, to whoever does not compute it.
        self.sheet.set_formula_result_default("");
        Ok(())
    }

    fn source_name(&self, source: &str) -> String {
        let sources = self.spec.common.iter().rev().flat_map(|common| &common.sources);
        let known = sources.into_iter().find(|known| known.key.value == source);
        let name =
            known.map_or_else(|| source.to_owned(), |known| plain(&known.name.value, self.spec, self.locale));
        inert(&name).into_owned()
    }

    /// Key and words of a row, and the empty cells of it that can be filled in.
    fn words_of(
        &mut self,
        row: u32,
        figure: &FigureValues,
        (key, part): (Option<String>, &str),
        (period, unit): (Period, &str),
    ) -> Result<(), XlsxError> {
        let format = formats::words();
        if let Some(key) = key {
            self.sheet.write_string(row, 0, format!("{}|{key}", self.values.stem))?;
            self.sheet.write_blank(row, NOTE, &formats::note())?;
            self.sheet.write_blank(row, LETTER, &formats::note())?;
        }
        for column in [LAST, YEAR_BEFORE, CHANGE, CHECK] {
            self.sheet.write_blank(row, column, &format)?;
        }
        let label = plain(&figure.label, self.spec, self.locale);
        let source = figure.source.clone().unwrap_or_default();
        let cells = [label.as_str(), part, &self.locale.period(period), unit, &source];
        for (column, text) in (FIGURE..).zip(cells) {
            self.sheet.write_string_with_format(row, column, inert(text), &format)?;
        }
        // Not every program makes room for words that are broken.
        let width = |column: u16| COLUMNS.get(usize::from(column)).map_or(8.0, |(_, width)| *width - 2.0);
        let length = |text: &str| f64::from(u32::try_from(text.chars().count()).unwrap_or(0));
        let lines = (FIGURE..).zip(cells).map(|(column, text)| (length(text) / width(column)).ceil());
        let lines = lines.fold(1.0, f64::max);
        if lines > 1.0 {
            self.sheet.set_row_height(row, 15.0 * lines)?;
        }
        Ok(())
    }

    fn unit(&self, entry: &Entry) -> String {
        match entry.key.kind {
            Kind::Rate => self.words.rate.clone(),
            Kind::Total | Kind::Value | Kind::Share | Kind::Part | Kind::Converted => {
                let name = self.locale.unit_name(&entry.unit);
                if name.is_empty() { self.words.count.clone() } else { name }
            }
        }
    }

    fn entry(&mut self, row: u32, figure: &FigureValues, entry: &Entry) -> Result<(), XlsxError> {
        let part = match entry.key.kind {
            Kind::Share | Kind::Part => self.labels.label(&entry.key.part, self.locale),
            Kind::Total => self.locale.labels().total.clone(),
            Kind::Converted => entry.key.part.clone(),
            Kind::Value | Kind::Rate => String::new(),
        };
        let unit = self.unit(entry);
        self.words_of(row, figure, (Some(entry.key.to_string()), &part), (entry.period, &unit))?;
        for (column, known) in [(LAST, &entry.last), (YEAR_BEFORE, &entry.year_before)] {
            let format = formats::known(entry.decimals);
            match known.as_ref().filter(|known| known.text != known.number.to_string()) {
                // A limit is no number, and one of another period says of which it is.
                Some(limit) => {
                    self.sheet.write_string_with_format(row, column, &limit.text, &format)?;
                }
                None => self.number(row, column, known.as_ref().map(|known| known.number), &format)?,
            }
        }
        let format =
            if entry.is_of_file { formats::known(entry.decimals) } else { formats::value(entry.decimals) };
        match &entry.held {
            Held::Number(number, text)
                if text.starts_with(|c: char| c.is_ascii_digit() || "-+".contains(c)) =>
            {
                let is_range = text[1..].contains(['-', '–']);
                if is_range {
                    self.sheet.write_string_with_format(row, VALUE, text, &format)?;
                } else {
                    self.number(row, VALUE, Some(*number), &format)?;
                }
            }
            Held::Number(_, text) => {
                self.sheet.write_string_with_format(row, VALUE, text, &format)?;
            }
            Held::ToFill | Held::Asked => {
                self.sheet.write_blank(row, VALUE, &format)?;
            }
        }
        let last = entry.last.as_ref().filter(|last| last.is_comparable && !last.number.is_zero());
        if let Some(last) = last {
            let change = checks::change(row + 1, number_of(entry), last.number);
            self.sheet.write_formula_with_format(row, CHANGE, change, &formats::known(1))?;
        }
        if !entry.is_of_file {
            self.validate(row)?;
        }
        Ok(())
    }

    fn number(
        &mut self,
        row: u32,
        column: u16,
        number: Option<Decimal>,
        format: &Format,
    ) -> Result<(), XlsxError> {
        match number.and_then(|number| number.to_f64()) {
            Some(number) => self.sheet.write_number_with_format(row, column, number, format)?,
            None => self.sheet.write_blank(row, column, format)?,
        };
        Ok(())
    }

    fn validate(&mut self, row: u32) -> Result<(), XlsxError> {
        let cell = format!("I{}", row + 1);
        let none = quoted(&self.words.none);
        let rule = Formula::new(format!("=OR(ISNUMBER({cell}),{cell}={none},{cell}=\"n/a\")"));
        let validation = DataValidation::new()
            .allow_custom(rule)
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title(cut(&self.words.invalid_title, 32))?
            .set_error_message(cut(&self.words.invalid, 255))?;
        self.sheet.add_data_validation(row, VALUE, row, VALUE, &validation)?;
        Ok(())
    }

    /// The total that the rows of shorter periods add up to.
    fn total(&mut self, row: u32, figure: &FigureValues, places: &Places) -> Result<(), XlsxError> {
        let known = |period: &Period| places.get(&(figure.key.value.clone(), *period));
        let cells: Vec<(u32, Option<Decimal>)> = figure.sum_of.iter().filter_map(known).copied().collect();
        let first = figure.entries.iter().find(|entry| figure.sum_of.contains(&entry.period));
        let unit = first.map(|entry| self.unit(entry)).unwrap_or_default();
        let decimals = figure.entries.iter().filter(|entry| entry.key.kind == Kind::Value);
        let decimals = decimals.map(|entry| entry.decimals).max().unwrap_or(0);
        let part = self.locale.labels().total.clone();
        self.words_of(row, figure, (None, &part), (figure.period, &unit))?;
        let rows: Vec<u32> = cells.iter().map(|(row, _)| row + 1).collect();
        let formula = checks::total(&rows, &cells.iter().map(|(_, number)| *number).collect());
        self.sheet.write_formula_with_format(row, VALUE, formula, &formats::sum(decimals))?;
        Ok(())
    }

    fn empty_row(
        &mut self,
        row: u32,
        figure: &FigureValues,
        list: List<'_>,
        index: usize,
    ) -> Result<(), XlsxError> {
        let key = format!("{}|{}|+{index}|{}", figure.key.value, list.kind.name(), list.first.key.period);
        let unit = self.unit(list.first);
        self.words_of(row, figure, (Some(key), ""), (list.period(), &unit))?;
        self.sheet.write_blank(row, PART, &formats::note())?;
        self.sheet.write_blank(row, VALUE, &formats::value(list.decimals))?;
        self.choose_part(row)?;
        self.sheet.write_string_with_format(row, CHECK, &self.words.add, &formats::words())?;
        self.validate(row)
    }

    /// An empty row for a number of a figure that the edition does not have.
    fn new_row(&mut self, row: u32, index: usize) -> Result<(), XlsxError> {
        let key = format!("{}|+{index}|{}||{}", self.values.stem, new::KIND, self.values.period);
        self.sheet.write_string(row, 0, key)?;
        // Excel makes dates of periods such as 2023-07, but not in cells of text.
        for column in FIGURE..LAST {
            self.sheet.write_blank(row, column, &formats::text())?;
        }
        for column in [NOTE, LETTER] {
            self.sheet.write_blank(row, column, &formats::note())?;
        }
        for column in [LAST, YEAR_BEFORE, CHANGE] {
            self.sheet.write_blank(row, column, &formats::words())?;
        }
        self.sheet.write_blank(row, VALUE, &formats::plain_value())?;
        let hint = self.words.new_hint.clone();
        self.sheet.write_string_with_format(
            row,
            CHECK,
            if index == 1 { &hint } else { "" },
            &formats::words(),
        )?;
        self.choose_part(row)
    }

    /// The list of names that can be chosen in a cell.
    fn choose_part(&mut self, row: u32) -> Result<(), XlsxError> {
        let validation = DataValidation::new()
            .allow_list_formula(Formula::new(self.names))
            .set_input_title(cut(&self.words.add, 32))?
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title(cut(&self.words.invalid_title, 32))?
            .set_error_message(cut(&self.words.unknown_part, 255))?;
        self.sheet.add_data_validation(row, PART, row, PART, &validation)?;
        Ok(())
    }

    fn sum(
        &mut self,
        row: u32,
        figure: &FigureValues,
        list: List<'_>,
        (first, numbers): (u32, &Numbers),
        places: &Places,
    ) -> Result<(), XlsxError> {
        let unit = self.unit(list.first);
        let part = self.words.sum.clone();
        self.words_of(row, figure, (None, &part), (list.period(), &unit))?;
        let count = u32::try_from(list.count).unwrap_or(0);
        let to_add = if list.first.is_of_file { 0 } else { u32::try_from(ROWS_TO_ADD).unwrap_or(0) };
        let rows = Rows { first: first + 1, last: first + count, last_to_add: first + count + to_add };
        let sum = checks::sum(rows, numbers);
        self.sheet.write_formula_with_format(row, VALUE, sum, &formats::sum(list.decimals))?;
        let has_rest = figure.entries.iter().any(|entry| {
            entry.key.kind == list.kind && entry.period == list.period() && entry.key.part == OTHER
        });
        let goal = match (list.kind, places.get(&(figure.key.value.clone(), list.period()))) {
            (Kind::Share, _) => Goal::Hundred,
            (_, Some((row, value))) => Goal::Total(row + 1, *value),
            (_, None) => return Ok(()),
        };
        let whole = Whole { goal, has_rest };
        let check = checks::check(rows, numbers, (whole, list.decimals), (self.words, self.locale));
        self.sheet.write_formula_with_format(row, CHECK, check, &formats::words())?;
        Ok(())
    }

    /// Colours by what stands in the cells.
    fn conditions(&mut self, last: u32) -> Result<(), XlsxError> {
        let first = FIRST_ROW + 1;
        let none = quoted(&self.words.none);
        let sharp = self.spec.series.sharp_break.as_ref().map_or(SHARP, |factor| factor.value);
        let rules = [
            (
                VALUE,
                format!("=AND($A{first}<>\"\",ISBLANK($I{first}),ISERROR(FIND(\"|+\",$A{first})))"),
                formats::YELLOW,
            ),
            (
                VALUE,
                format!("=AND(ISTEXT($I{first}),$I{first}<>{none},$I{first}<>\"n/a\",$A{first}<>\"\")"),
                formats::RED,
            ),
            (
                CHANGE,
                format!(
                    "=AND(ISNUMBER($I{first}),ISNUMBER($G{first}),OR($I{first}>$G{first}*{sharp},$I{first}*{sharp}<$G{first}))"
                ),
                formats::ORANGE,
            ),
            (
                CHECK,
                format!("=AND($A{first}=\"\",$K{first}<>\"\",$K{first}<>{})", quoted(&self.words.right)),
                formats::ORANGE,
            ),
        ];
        for (column, rule, colour) in rules {
            let condition = ConditionalFormatFormula::new()
                .set_rule(Formula::new(rule))
                .set_format(Format::new().set_background_color(colour));
            self.sheet.add_conditional_format(FIRST_ROW, column, last, column, &condition)?;
        }
        Ok(())
    }
}

/// As many characters as Excel allows.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
