//! Turns a report into a branded PDF that is both PDF/UA-1 and PDF/A-3a.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::chart::Spacing;
use crate::diag::{Diagnostic, Severity, code};
use crate::language::Language;
use crate::record::Row;
use crate::report::{Chart, Report};
use crate::theme::Theme;

mod convert;
mod flow;
mod joined;
pub mod layout;
mod nodes;
pub mod payload;
mod record;
mod rounds;
mod world;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use flow::Flow;
use flow::{Laid, Settled};
use layout::{Item, LayoutFinding};
pub use record::record;
use world::MemoryWorld;
pub use world::{MAIN, Press, decodes};

/// Name of the payload among the virtual files.
pub const PAYLOAD: &str = "report.json";

/// Name of the record among the virtual files.
pub const SHEET: &str = "record.json";

/// Name of the list of what text flows past, among the virtual files.
pub const FLOW: &str = "flow.json";

/// Files of the virtual folder that the template sees, by path without leading slash.
pub type Files = BTreeMap<String, Arc<[u8]>>;

/// A finished PDF.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// The laid out pages, for snapshots and checks: see [`layout`].
    pub document: PagedDocument,
    /// What a reader would call broken on the pages.
    pub findings: Vec<LayoutFinding>,
    /// What Typst had to say; nothing, when the template is sound.
    pub warnings: Vec<Diagnostic>,
    /// How text flows past charts and tables that do not fit where they stand.
    pub flow: Flow,
}

impl Pdf {
    /// The file [`FLOW`] by which the template sets these pages.
    pub fn flow(&self) -> Arc<[u8]> {
        Arc::from(self.flow.file())
    }
}

/// A PDF could not be made, for a reason that no author can mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PdfError {
    /// The report names a chart of which there is no picture.
    MissingChart(String),
    /// Several pictures or attachments of the report want the same file name.
    DuplicateFile(String),
    /// The template could not be compiled, or its pages break a standard.
    Typst(Vec<Diagnostic>),
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingChart(id) => write!(f, "there is no picture of chart `{id}`"),
            Self::DuplicateFile(name) => write!(f, "two different files are named `{name}`"),
            Self::Typst(faults) => {
                f.write_str("the PDF cannot be set")?;
                for fault in faults {
                    write!(f, "\n{}", fault.message)?;
                    for hint in &fault.hints {
                        write!(f, "\n  {hint}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for PdfError {}

/// What is printed beside the words of a report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Supplement<'a> {
    /// Pictures of its charts: the chart's name and SVG text.
    pub charts: &'a [(String, String)],
    /// Draws a chart anew, lower or higher, where pages would else be left half empty.
    pub redraw: Option<fn(&Chart, &Theme, Spacing) -> String>,
    /// The record of its numbers.
    pub record: &'a [Row],
}

/// Pages that were set, and no file of them.
#[derive(Debug, Clone)]
pub struct Pages {
    /// The laid out pages.
    pub document: PagedDocument,
    /// What Typst had to say; nothing, when the template is sound.
    pub warnings: Vec<Diagnostic>,
    /// How text flows past charts and tables.
    flow: Flow,
    /// What stands on the pages.
    items: Vec<Item>,
}

impl Pages {
    /// What a reader would call broken on the pages.
    pub fn findings(&self, theme: &Theme) -> Vec<LayoutFinding> {
        layout::findings(self.items.clone(), self.document.pages().len(), theme)
    }
}

/// Prints a report with what belongs to it.
///
/// # Errors
/// See [`PdfError`].
pub fn pdf(
    report: &Report,
    press: &Press,
    locale: &Language,
    supplement: &Supplement<'_>,
) -> Result<Pdf, PdfError> {
    let (world, Pages { document, warnings, flow, items }) = laid_out(report, press, locale, supplement)?;
    let faults = |errors: &[SourceDiagnostic]| faults(errors, &world);
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_3a])
        .expect("PDF/UA-1 and PDF/A-3a share PDF 1.7");
    let options = PdfOptions {
        ident: Smart::Custom(format!("{}-{}", report.id, report.language)),
        creator: Smart::Custom(Some("quarterly".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let pages = document.pages().len();
    let (bytes, findings) =
        rayon::join(|| typst_pdf::pdf(&document, &options), || layout::findings(items, pages, &press.theme));
    let bytes = bytes.map_err(|errors| faults(&errors))?;
    Ok(Pdf { bytes, pages, document, findings, warnings, flow })
}

/// Sets the pages of a report.
///
/// # Errors
/// See [`PdfError`]; what only a standard refuses is not told.
pub fn pages(
    report: &Report,
    press: &Press,
    locale: &Language,
    supplement: &Supplement<'_>,
) -> Result<Pages, PdfError> {
    laid_out(report, press, locale, supplement).map(|(_, pages)| pages)
}

/// The pages, and the world that they were set in.
fn laid_out<'p>(
    report: &Report,
    press: &'p Press,
    locale: &Language,
    supplement: &Supplement<'_>,
) -> Result<(MemoryWorld<'p>, Pages), PdfError> {
    let theme = &press.theme;
    let setter_of = |spacing: Spacing| {
        let mut files = inputs_spaced(report, theme, locale, supplement, spacing)?;
        Ok(move |flow: &Flow, before: Option<&PagedDocument>| {
            files.insert(FLOW.to_owned(), Arc::from(flow.file()));
            let world = MemoryWorld::new(files.clone(), press);
            let (document, warnings) = set(&world, before)?;
            let items = layout::items(&document);
            Ok(Laid { world, document, warnings, items })
        })
    };
    let mut setter = setter_of(Spacing::Usual)?;
    let mut best = flow::settle(theme, Spacing::Usual, None, &mut setter)?;
    let others = if supplement.redraw.is_some() { &[Spacing::Close, Spacing::Roomy][..] } else { &[] };
    for &spacing in others {
        if best.is_full(theme) {
            break;
        }
        let mut other_setter = setter_of(spacing)?;
        let before = Some(&best.laid.document);
        let other = flow::settle(theme, spacing, before, &mut other_setter)?;
        if other.is_fuller_than(&best, theme) {
            (best, setter) = (other, other_setter);
        }
    }
    if !best.is_full(theme) {
        best = flow::reconsider(best, theme, setter)?;
    }
    let Settled { flow, laid: Laid { world, document, warnings, items }, .. } = best;
    Ok((world, Pages { document, warnings, flow, items }))
}

/// Lays the pages out, beginning with those of the round before.
fn set(
    world: &MemoryWorld<'_>,
    before: Option<&PagedDocument>,
) -> Result<(PagedDocument, Vec<Diagnostic>), PdfError> {
    // Typst remembers every document it has laid out; a long run would never give the memory back.
    comemo::evict(4);
    // The charts are read while the template is evaluated, which takes one thread.
    let (compiled, ()) = rayon::join(|| rounds::compile(world, before), || world.warm());
    let warnings = compiled.warnings.iter().map(|warning| diagnostic(warning, world)).collect();
    Ok((compiled.output.map_err(|errors| faults(&errors, world))?, warnings))
}

fn faults(errors: &[SourceDiagnostic], world: &MemoryWorld<'_>) -> PdfError {
    PdfError::Typst(errors.iter().map(|error| diagnostic(error, world)).collect())
}

/// The files of [`inputs`] with all charts lower or higher, as the pages were set.
///
/// # Errors
/// As [`inputs`].
pub fn inputs_spaced(
    report: &Report,
    theme: &Theme,
    locale: &Language,
    supplement: &Supplement<'_>,
    spacing: Spacing,
) -> Result<Files, PdfError> {
    let Some(redraw) = supplement.redraw.filter(|_| spacing != Spacing::Usual) else {
        return inputs(report, theme, locale, supplement);
    };
    let redrawn = |chart: &&Chart| (chart.id.clone(), redraw(chart, theme, spacing));
    let charts: Vec<_> = report.charts().iter().map(redrawn).collect();
    inputs(report, theme, locale, &Supplement { charts: &charts, ..*supplement })
}

/// Every file that the template sees: the payload, pictures, charts, attachments and the template
/// itself. Written to a folder, `typst compile report.typ` sets the same pages from them, once [`FLOW`] says what floats
/// ([`Pdf::flow`]).
///
/// # Errors
/// A chart without a picture, or two files of one name.
pub fn inputs(
    report: &Report,
    theme: &Theme,
    locale: &Language,
    supplement: &Supplement<'_>,
) -> Result<Files, PdfError> {
    let (payload, mut files) = convert::payload(report, theme, locale, supplement.charts)?;
    let json = serde_json::to_vec_pretty(&payload).expect("the payload is plain data with text keys");
    files.insert(PAYLOAD.to_owned(), Arc::from(json));
    let sheet = serde_json::to_vec_pretty(&record::sheet(supplement.record, locale));
    files.insert(SHEET.to_owned(), Arc::from(sheet.expect("the record is plain data with text keys")));
    files.insert(FLOW.to_owned(), Arc::from(Flow::default().file()));
    for (name, bytes) in &theme.template {
        files.insert(name.clone(), Arc::clone(bytes));
    }
    Ok(files)
}

fn diagnostic(found: &SourceDiagnostic, world: &MemoryWorld<'_>) -> Diagnostic {
    // A message of Typst may have several lines; one of ours has one.
    let mut message = found.message.lines().collect::<Vec<_>>().join(", ");
    let place = found.span.id().and_then(|id| {
        let range = world.range(found.span)?;
        let name = id.get().vpath().get_without_slash().to_owned();
        let line = world.source(id).ok().and_then(|s| s.lines().byte_to_line(range.start));
        Some(line.map_or_else(|| name.clone(), |line| format!("{name}:{}", line + 1)))
    });
    if let Some(place) = place {
        message = format!("{message} ({place})");
    }
    let severity = match found.severity {
        typst::diag::Severity::Error => Severity::Error,
        typst::diag::Severity::Warning => Severity::Warning,
    };
    let shape = Diagnostic::new(code::TYPST, None, message).with_severity(severity);
    found.hints.iter().fold(shape, |shape, hint| shape.hint(hint.v.as_str()))
}
