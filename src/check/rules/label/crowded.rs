//! The rule about columns of a table that have no room for their words.

use crate::check::Subject;
use crate::diag::{Diagnostic, Span, code};
use crate::report::columns::of_report;
use crate::report::{Table, plain_text};

#[doc = include_str!("crowded-table.md")]
pub(in crate::check) fn crowded_table(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let crowded = of_report(subject.report, subject.theme).into_iter().filter(|(_, fit)| !fit.fits());
    let told = crowded.filter_map(|(table, fit)| {
        let columns = fit.crowded.iter().take(MOST_NAMED).map(|(column, word)| {
            let header = table.columns.get(*column).map(|column| plain_text(&column.header));
            format!("column {} (“{}”) for “{word}”", column + 1, header.unwrap_or_default())
        });
        let more = fit.crowded.len().saturating_sub(MOST_NAMED);
        let more = if more == 0 { String::new() } else { format!(", and {more} more columns for theirs") };
        let (first, word) = fit.crowded.first()?;
        let message = format!(
            "table `{}` has {} columns, and there is no room in {}{more}",
            table.id,
            table.columns.len(),
            columns.collect::<Vec<_>>().join(", "),
        );
        let hint = "part the table in two, print its rows as columns, or write shorter words; where nothing is changed, words break within";
        Some(Diagnostic::new(code::CROWDED_TABLE, place(subject, table, *first), message).hint(hint).found(word))
    });
    told.collect()
}

/// Most columns that are named.
const MOST_NAMED: usize = 3;

/// Where the header of a column was written, or what the table shows the data of.
fn place(subject: &Subject<'_>, table: &Table, column: usize) -> Option<Span> {
    if table.is_data {
        let charts = subject.spec.edition.charts.iter();
        let mut own = charts.filter(|chart| table.id.strip_prefix("data-") == Some(chart.key.value.as_str()));
        return own.next().map(|chart| chart.key.span);
    }
    let named = subject.spec.edition.tables.iter().find(|spec| spec.key.value == table.id);
    let header = plain_text(&table.columns.get(column)?.header);
    let of_header = |span: Option<Span>| {
        let passages = subject.report.passages.iter().filter(|passage| {
            let is_header = passage.cell.is_some_and(|cell| cell.row == 0 && cell.column == column);
            is_header && passage.pieces.iter().map(|piece| piece.text.as_str()).collect::<String>() == header
        });
        let mut spans = passages.filter_map(|passage| Some(passage.pieces.first()?.span));
        spans.find(|found| {
            span.is_none_or(|span| {
                found.source == span.source && (span.start..=span.end).contains(&found.start)
            })
        })
    };
    of_header(named.map(|spec| spec.text.span)).or(named.map(|spec| spec.key.span))
}
