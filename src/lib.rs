//! Builds a quarterly migration overview: a TOML quarter spec in; charts as SVG, a branded accessible PDF
//! and an editable DOCX out.
//!
//! Data flows one way:
//!
//! 1. [`data`] knows periods, quantities and kinds of charts, and reads tables; [`language`] turns them into words and
//!    holds the grammar by which sentences are read; [`spec`] reads the TOML files of an edition as they were
//!    written, every value with its place.
//! 2. [`report`] resolves names, evaluates expressions and computes every number once. What it gives is
//!    in reading order and in the edition's language, so that the steps below only print.
//! 3. [`text`] reads the report's sentences once: what they say of each number. [`check`] holds that against the
//!    figures, and the words against a house style whose rules are data ([`style`]); [`record`] lists every number with what the checks say of it,
//!    [`parity`] holds language versions against each other.
//! 4. [`chart`] lays charts out as boxes and texts with measured places, and draws them as SVG.
//! 5. [`pdf`] hands the report to the series template and sets it with the embedded Typst;
//!    [`docx`] writes the same report as a Word document.
//! 6. [`diff`] reads finished documents back and says what differs between two of them, the reason first;
//!    [`golden`] keeps outputs as text, so that the next ones can be compared with them.
//! 7. [`build`] is the road from step 1 to step 5; [`fix`] proposes changes to an author's files and proves each by
//!    going it again; [`edits`] does so with what an editor wrote into a document, [`translate`] with the files of
//!    translators; [`roll`] makes the next edition from the last one; [`opendata`] gives the numbers of editions as tables for everybody; [`workbook`] brings
//!    numbers in, from a workbook that others fill in or a table of a ministry; [`preview`] shows an edition in a
//!    browser while it is written, and is the only place that listens to anybody; [`cli`] is the only place with files,
//!    terminal and clock.
//!
//! Beside the steps: [`diag`] says what is wrong in an author's file and where, [`theme`] is brand and fonts,
//! [`patch`] is the one road by which an author's file is changed ([`patch::file`] writes it, after a yes).
//!
//! In order: `hash`, `diag`, `patch`, `data`, `language`, `theme`, `spec`, `report`, `text`, `style`, `check`, `record`, `parity`,
//! `chart`, `pdf`, `docx`, `diff`, `build`, `fix`, `edits`, `workbook`, `translate`, `roll`, `opendata`, `golden`, `preview`, `cli`. A test holds each to what stands before it, and finds files of a
//! folder that import each other in a circle.
//!
//! ```
//! use quarterly::{build, pdf::Press, spec::Spec, theme::Theme};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let spec = Spec::open("data/kazakhstan/2023-q2.toml")?; // what was written, every place kept
//! let theme = Theme::embedded()?; // brand, template and fonts
//! let edition = build::edition(&spec, &theme)?.output; // computed, checked, charts drawn
//!
//! let departures = edition.report.chart("departures").ok_or("no such chart")?;
//! assert_eq!(departures.changes, [Some("43.3% fewer".to_owned())]);
//!
//! let pdf = edition.pdf(&Press::new(&theme))?;
//! assert!(pdf.warnings.is_empty() && pdf.bytes.starts_with(b"%PDF-1.7"));
//! let docx = edition.docx(&theme)?;
//! assert!(quarterly::docx::lint(&docx).is_empty());
//! # Ok(())
//! # }
//! ```

pub mod build;
pub mod chart;
pub mod check;
pub mod cli;
pub mod data;
pub mod diag;
pub mod diff;
pub mod docx;
pub mod edits;
pub mod fix;
pub mod golden;
mod hash;
pub mod language;
pub mod opendata;
pub mod parity;
pub mod patch;
pub mod pdf;
pub mod preview;
pub mod record;
pub mod report;
pub mod roll;
pub mod spec;
pub mod style;
pub mod text;
pub mod theme;
pub mod translate;
pub mod workbook;
