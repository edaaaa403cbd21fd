//! Hands the record to the template, which knows the pages, and takes it back from the set document.

use typst::foundations::NativeElement;
use typst::introspection::Introspector;
use typst::pdf::AttachElem;
use typst_layout::PagedDocument;

use super::joined::clean;
use super::payload::{RecordLine, RecordSheet};
use crate::language::Language;
use crate::record::{COLUMNS, RECORD, Row};

/// The record as lines that are parted where the page goes.
pub(super) fn sheet(rows: &[Row], locale: &Language) -> RecordSheet {
    let rows = rows.iter().zip(1..).map(|(row, number)| {
        let cells = row.cells(number, &locale.words().record);
        RecordLine {
            mark: row.mark,
            before: line(&cells[..1]) + ",",
            after: format!(",{}\n", line(&cells[2..])),
        }
    });
    RecordSheet {
        name: RECORD.to_owned(),
        description: clean(&locale.labels().record_description),
        head: line(&COLUMNS) + "\n",
        rows: rows.collect(),
    }
}

/// Cells as CSV (RFC 4180), without the end of the line.
fn line(cells: &[impl AsRef<str>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells.iter().map(AsRef::as_ref)).expect("writing to memory cannot fail");
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8_lossy(&bytes).trim_end_matches('\n').to_owned()
}

/// The record as it stands inside the PDF, pages filled in.
pub fn record(document: &PagedDocument) -> Option<Vec<u8>> {
    let files = document.introspector().query(&AttachElem::ELEM.select());
    let files = files.iter().filter_map(|file| file.to_packed::<AttachElem>());
    let mut named = files.filter(|file| file.path.derived.trim_start_matches('/') == RECORD);
    named.next().map(|file| file.data.as_slice().to_vec())
}
