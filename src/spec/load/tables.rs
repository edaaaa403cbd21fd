//! Reads tables beside the spec, one after the other as figures name them. Two thousand figures may name one large file,
//! so that what all of them together make of it has a limit.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Loader;
use crate::data::country::Names;
use crate::data::csv;
use crate::data::sheet;
use crate::data::table::{Rows, TableKind, TableSpec};
use crate::diag::{Diagnostic, SourceId, Span, code};

/// Bytes of tables of text that all figures of an edition go through; some hundred figures of a large table.
const MOST_READ: usize = 128 << 20;
/// Tables with faults that are told of one file: what is wrong with the first is mostly wrong with all.
const MOST_FAULTY: usize = 20;

/// What reading the tables of an edition has taken so far.
#[derive(Debug, Default)]
pub(super) struct Effort {
    /// Bytes of text.
    read: usize,
    /// Tables with faults, by file.
    faulty: BTreeMap<String, usize>,
}

impl Loader<'_> {
    pub(super) fn rows(&mut self, spec: &TableSpec, names: &Names) -> Option<Rows> {
        let (path, named) = (&spec.file.value, Some(spec.file.span));
        let faulty = self.effort.faulty.get(path).copied().unwrap_or_default();
        if faulty >= MOST_FAULTY {
            self.leave_out(spec, faulty);
            return None;
        }
        let rows = match spec.kind {
            TableKind::Csv => {
                let source = self.table(path, named)?;
                let text = self.sources.text(source);
                self.effort.read += text.len();
                if self.effort.read > MOST_READ {
                    let megabytes = MOST_READ >> 20;
                    let message =
                        format!("`{path}` is one table too many: together they are more than {megabytes} MB");
                    let fault = Diagnostic::new(code::TOO_MANY, spec.file.span, message);
                    Err(vec![fault.hint("keep in each file the rows and columns that its figures need")])
                } else {
                    csv::read(spec, source, text, names)
                }
            }
            TableKind::Xlsx => {
                let bytes = self.workbook(path, named)?;
                sheet::read(spec, &bytes, names, &mut self.workbooks).map(|read| {
                    self.faults.borrow_mut().extend(read.warnings);
                    read.output
                })
            }
        };
        rows.map_err(|faults| {
            *self.effort.faulty.entry(path.clone()).or_default() += 1;
            self.faults.borrow_mut().extend(faults);
        })
        .ok()
    }

    /// Tells, once a file, that the tables of more figures are not looked at.
    fn leave_out(&mut self, spec: &TableSpec, faulty: usize) {
        if faulty == MOST_FAULTY {
            self.effort.faulty.insert(spec.file.value.clone(), faulty + 1);
            let message = format!(
                "{MOST_FAULTY} tables in `{}` have faults; those of more figures are not looked at",
                spec.file.value
            );
            let fault = Diagnostic::new(code::TOO_MANY, spec.file.span, message);
            self.faults.borrow_mut().push(fault.hint("mend the first: one change often mends all"));
        }
    }

    /// The text of a table; one that several figures take their values from is read once.
    fn table(&mut self, path: &str, named: Option<Span>) -> Option<SourceId> {
        if let Some((source, bytes)) = self.tables.get(path).cloned() {
            self.keep(path, &bytes);
            return Some(source);
        }
        let bytes = self.bytes(path, named)?;
        let shown = format!("{}{path}", self.prefix);
        let source = self.text_of(path, &shown, &bytes, named)?;
        self.tables.insert(path.to_owned(), (source, bytes));
        Some(source)
    }

    /// A workbook; one that several figures take their values from is read once.
    fn workbook(&mut self, path: &str, named: Option<Span>) -> Option<Arc<[u8]>> {
        let known = self.files.iter().find(|(known, _)| known == path).map(|(_, bytes)| Arc::clone(bytes));
        let bytes = known.or_else(|| self.bytes(path, named))?;
        self.keep(path, &bytes);
        Some(bytes)
    }
}
