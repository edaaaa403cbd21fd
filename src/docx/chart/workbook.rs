//! Writes the workbook that Word and Excel open for "Edit data": the figures of one chart.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Formula, Table, TableColumn, TableStyle, Workbook, Worksheet,
    XlsxError,
};

use super::number::Codes;
use super::plan::Plan;
use crate::chart::Values;
use crate::data::column::letters;
use crate::docx::error::DocxError;
use crate::docx::package::system::made_on_unix;
use crate::docx::package::tree::clean;
use crate::language::{Language, fill};
use crate::report::{Chart, Number, Report, plain_lines, plain_text, source_label};

/// Widest column, in characters.
const WIDEST: f64 = 42.0;

/// Where a chart's data stand: categories in the first column, a series a column, names in the first row.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// Its name: "Figure 1".
    pub(super) name: String,
    /// Number of categories.
    pub(super) rows: usize,
}

impl Sheet {
    /// The sheet of a chart.
    pub(super) fn of(chart: &Chart, locale: &Language) -> Self {
        let labels = locale.labels();
        let number = chart.number.to_string();
        let name = fill(&labels.reference, &[("label", &labels.figure), ("number", &number)]);
        // Excel allows 31 characters, none of these, and no apostrophe at an end.
        let name = text(&name).replace(['[', ']', ':', '*', '?', '/', '\\', '\'', '\u{a0}'], " ");
        let name: String = name.trim().chars().filter(|c| !c.is_control()).take(31).collect();
        Self { name: if name.is_empty() { number } else { name }, rows: chart.categories.len() }
    }

    /// The cell with the name of a series.
    pub(super) fn title(&self, series: usize) -> String {
        format!("{}!${}$1", self.quoted(), column(series + 1))
    }

    /// The cells of the categories.
    pub(super) fn categories(&self) -> String {
        self.range(0)
    }

    /// The cells of a series' values.
    pub(super) fn values(&self, series: usize) -> String {
        self.range(series + 1)
    }

    /// The first cell of a series' values.
    pub(super) fn first(&self, series: usize) -> String {
        format!("{}!${}$2", self.quoted(), column(series + 1))
    }

    fn range(&self, index: usize) -> String {
        let column = column(index);
        format!("{}!${column}$2:${column}${}", self.quoted(), self.rows.max(1) + 1)
    }

    fn quoted(&self) -> String {
        format!("'{}'", self.name)
    }
}

/// The letters of a column, counted from 0.
fn column(index: usize) -> String {
    letters(u32::try_from(index).unwrap_or(0))
}

/// Text as a cell and the chart's own copy of it hold it: in one line.
pub(super) fn text(raw: &str) -> String {
    clean(raw).replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ")
}

/// The value as a file holds it, of a range its middle: without zeros at the end, which its format prints.
pub(super) fn value(number: &Number) -> String {
    number.quantity().drawn().normalize().to_string()
}

/// Writes the workbook of a chart: the same bytes for the same chart.
///
/// # Errors
/// Fails when the chart is too large for a sheet.
pub(super) fn workbook(plan: &Plan<'_>, report: &Report, locale: &Language) -> Result<Vec<u8>, DocxError> {
    write(plan, report, locale).map_err(|error| DocxError::Workbook(plan.chart.id.clone(), error.to_string()))
}

fn write(plan: &Plan<'_>, report: &Report, locale: &Language) -> Result<Vec<u8>, XlsxError> {
    let chart = plan.chart;
    let mut workbook = Workbook::new();
    let date = report.date;
    let created = ExcelDateTime::from_ymd(date.year, date.month, date.day)?;
    let caption = caption(chart, locale);
    let properties = DocProperties::new()
        .set_title(text(&caption))
        .set_author(text(&report.author))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name(Sheet::of(chart, locale).name)?;
    let codes = Codes::of(chart);
    let last = write_data(sheet, chart, locale, &codes)?;
    if plan.decisions.values != Values::OnAxis {
        write_labels(sheet, chart, locale, &codes)?;
    }
    add_table(sheet, chart, locale, last)?;
    write_notes(sheet, chart, locale, &codes, last + 2)?;
    workbook.save_to_buffer().map(made_on_unix)
}

/// Names, categories and values; gives the last row.
fn write_data(
    sheet: &mut Worksheet,
    chart: &Chart,
    locale: &Language,
    codes: &Codes,
) -> Result<u32, XlsxError> {
    let head = Format::new().set_bold().set_text_wrap();
    let labels = locale.labels();
    sheet.write_string_with_format(0, 0, &labels.category, &head)?;
    let names = chart.categories.iter().map(|category| category.label.chars().count()).max().unwrap_or(0);
    sheet.set_column_width(0, f64::from(u32::try_from(names).unwrap_or(0)).clamp(12.0, WIDEST))?;
    for (row, category) in (1..).zip(&chart.categories) {
        sheet.write_string(row, 0, text(&category.label))?;
    }
    for (column, series) in (1_u16..).zip(&chart.series) {
        sheet.set_column_width(column, 16.0)?;
        sheet.write_string_with_format(0, column, text(&series.label), &head)?;
        for (row, number) in (1..).zip(&series.values) {
            if let Some(number) = number {
                write_number(sheet, (row, column), number, codes)?;
            }
        }
    }
    write_references(sheet, chart, codes)?;
    let total = u16::try_from(chart.series.len() + 1).unwrap_or(u16::MAX);
    if !chart.totals.is_empty() {
        sheet.write_string_with_format(0, total, &labels.total, &head)?;
    }
    for (index, number) in chart.totals.iter().take(chart.categories.len()).enumerate() {
        let row = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if sum(chart, index) == number.quantity().value() {
            // The total follows when an editor changes a part.
            let cells = format!("=SUM(B{0}:{1}{0})", row + 1, column(chart.series.len()));
            let formula = Formula::new(cells).set_result(value(number));
            sheet.write_formula_with_format(row, total, formula, &format(number, codes))?;
        } else {
            write_number(sheet, (row, total), number, codes)?;
        }
    }
    Ok(u32::try_from(chart.categories.len()).unwrap_or(u32::MAX))
}

/// Most characters of the name of a column.
const LONGEST: usize = 255;

/// Makes the data a table of Excel's, as Word makes those of its own charts: the chart follows when a row is added.
/// Where two columns have one name, or one has none, Excel knows no such table.
fn add_table(sheet: &mut Worksheet, chart: &Chart, locale: &Language, last: u32) -> Result<(), XlsxError> {
    let labels = locale.labels();
    let series = chart.series.iter().map(|series| text(&series.label));
    let total = (!chart.totals.is_empty()).then(|| labels.total.clone());
    let names: Vec<String> = std::iter::once(labels.category.clone()).chain(series).chain(total).collect();
    let mut known = BTreeSet::new();
    let is_name = |name: &String| {
        let is_plain = name.trim() == name && !name.is_empty() && name.encode_utf16().count() <= LONGEST;
        is_plain && known.insert(name.to_lowercase())
    };
    let last_column = u16::try_from(names.len() - 1).unwrap_or(u16::MAX);
    if last == 0 || !names.iter().all(is_name) {
        return Ok(());
    }
    let head = Format::new().set_bold().set_text_wrap();
    let column = |name: &String| TableColumn::new().set_header(name).set_header_format(&head);
    let columns: Vec<TableColumn> = names.iter().map(column).collect();
    let table = Table::new().set_columns(&columns).set_style(TableStyle::None).set_autofilter(false);
    sheet.add_table(0, 0, last, last_column, &table)?;
    Ok(())
}

/// The column of the cells of a line to compare with, counted like those of series.
pub(super) fn line_column(chart: &Chart, line: usize) -> usize {
    chart.series.len() + usize::from(!chart.totals.is_empty()) + line
}

/// The column of the labels of a series, or of the totals behind the last of them, counted like those of series.
pub(super) fn label_column(chart: &Chart, series: usize) -> usize {
    line_column(chart, chart.references.len()) + series
}

/// What labels print, a column for each series, as formulas that follow the values. `rust_xlsxwriter` takes a result
/// that reads as a number, as "253.80" does, for one: whoever opens the workbook computes it anew.
fn write_labels(
    sheet: &mut Worksheet,
    chart: &Chart,
    locale: &Language,
    codes: &Codes,
) -> Result<(), XlsxError> {
    let labels = locale.labels();
    let head = Format::new().set_bold().set_text_wrap();
    let totals: Vec<Option<&Number>> = chart.totals.iter().map(Some).collect();
    let series = chart
        .series
        .iter()
        .map(|series| (series.label.as_str(), series.values.iter().map(Option::as_ref).collect()));
    let all = series.chain((!totals.is_empty()).then_some((labels.total.as_str(), totals)));
    for (index, (name, values)) in all.enumerate() {
        let at = u16::try_from(label_column(chart, index) + 1).unwrap_or(u16::MAX);
        sheet.set_column_width(at, 16.0)?;
        let title = fill(&labels.as_printed, &[("series", name)]);
        sheet.write_string_with_format(0, at, text(&title), &head)?;
        for (row, number) in (1_u32..).zip(values.into_iter().take(chart.categories.len())) {
            let Some(number) = number else { continue };
            let cell = format!("{}{}", column(index + 1), row + 1);
            match codes.spelled(&cell, number, &locale.words().number) {
                Some(formula) => {
                    sheet.write_formula(row, at, Formula::new(formula).set_result(text(number.text())))?;
                }
                None => {
                    sheet.write_string(row, at, text(number.text()))?;
                }
            }
        }
    }
    Ok(())
}

/// Lines to compare with, a column each: the cells below the first follow it.
fn write_references(sheet: &mut Worksheet, chart: &Chart, codes: &Codes) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap();
    for (index, line) in chart.references.iter().enumerate() {
        let at = u16::try_from(line_column(chart, index) + 1).unwrap_or(u16::MAX);
        sheet.set_column_width(at, 16.0)?;
        sheet.write_string_with_format(0, at, text(&line.text), &head)?;
        write_number(sheet, (1, at), &line.value, codes)?;
        let rows = u32::try_from(chart.categories.len()).unwrap_or(u32::MAX);
        for row in 2..=rows {
            let first = format!("={}$2", column(usize::from(at)));
            let formula = Formula::new(first).set_result(value(&line.value));
            sheet.write_formula_with_format(row, at, formula, &format(&line.value, codes))?;
        }
    }
    Ok(())
}

/// What the figure is, its unit and source, and the numbers that stand beside its marks.
fn write_notes(
    sheet: &mut Worksheet,
    chart: &Chart,
    locale: &Language,
    codes: &Codes,
    first: u32,
) -> Result<(), XlsxError> {
    let labels = locale.labels();
    let mut row = first;
    if let Some((number, word)) = &chart.hole {
        sheet.write_string(row, 0, text(word))?;
        write_number(sheet, (row, 1), number, codes)?;
        row += 1;
    }
    for (index, change) in chart.changes.iter().enumerate() {
        let Some(change) = change else { continue };
        let pair = chart.changes.len() == 1;
        let name = chart.categories.get(index).filter(|_| !pair).map_or("", |category| &category.label);
        sheet.write_string(row, 0, text(name))?;
        sheet.write_string(row, 1, text(change))?;
        row += 1;
    }
    let labelled =
        |label: &str, words: &str| (!words.trim().is_empty()).then(|| locale.labelled(label, words));
    let notes = [
        Some(caption(chart, locale)),
        labelled(&labels.value, &chart.unit_text),
        labelled(source_label(labels, &chart.source), &plain_lines(&chart.source).join("; ")),
        labelled(&labels.note, &plain_text(&chart.told)),
        labelled(&labels.note, &plain_text(&chart.remark)),
    ];
    for (row, note) in (row..).zip(notes.into_iter().flatten()) {
        sheet.write_string(row, 0, text(&note))?;
    }
    Ok(())
}

fn caption(chart: &Chart, locale: &Language) -> String {
    let labels = locale.labels();
    let number = chart.number.to_string();
    fill(&labels.caption, &[("label", &labels.figure), ("number", &number), ("title", &chart.title)])
}

fn write_number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    number: &Number,
    codes: &Codes,
) -> Result<(), XlsxError> {
    let value = number.quantity().drawn().to_f64().unwrap_or(0.0);
    sheet.write_number_with_format(row, column, value, &format(number, codes))?;
    Ok(())
}

fn format(number: &Number, codes: &Codes) -> Format {
    Format::new().set_num_format(codes.code(number))
}

/// The sum of a category's values.
fn sum(chart: &Chart, category: usize) -> Decimal {
    let values = chart.series.iter().filter_map(|series| series.values.get(category)?.as_ref());
    values.map(|number| number.quantity().value()).sum()
}
