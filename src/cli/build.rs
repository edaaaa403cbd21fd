//! `quarterly build`: specs in, PDF, DOCX and charts out.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::files::Pending;
use super::{BuildArguments, Outcome, Output, theme};
use crate::build::{Edition, edition};
use crate::diag::{Diagnostic, Severity, Sources, Warned, render};
use crate::pdf::Pdf;
use crate::pdf::layout::findings;
use crate::spec::Spec;
use crate::theme::Theme;

/// What is printed about one spec, and how it ended.
struct Told {
    messages: String,
    written: String,
    outcome: Outcome,
}

/// Where the charts of an edition go: several editions in one folder must not overwrite each other's.
#[derive(Debug, Clone, Copy)]
enum ChartFolder {
    Shared,
    OfEdition,
}

pub(super) fn run(arguments: &BuildArguments) -> Outcome {
    let theme = match theme::theme(arguments) {
        Ok(theme) => theme,
        Err(error) => return tell(&[Told::failed(format!("error: {error}\n"))]),
    };
    let several = arguments.specs.len() > 1;
    let folder = if several { ChartFolder::OfEdition } else { ChartFolder::Shared };
    let bar = progress(arguments.specs.len());
    let told: Vec<Told> = arguments
        .specs
        .par_iter()
        .map(|path| {
            let told = build(path, arguments, &theme, folder);
            bar.inc(1);
            told
        })
        .collect();
    bar.finish_and_clear();
    tell(&told)
}

/// A bar on a terminal when there is more than one edition to wait for.
fn progress(specs: usize) -> ProgressBar {
    if specs < 2 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:40} {pos} of {len} editions").expect("the template is valid");
    ProgressBar::new(specs as u64).with_style(style)
}

fn tell(told: &[Told]) -> Outcome {
    for one in told {
        // A closed pipe is the reader's choice; the exit code still tells how it ended.
        let _ = io::stderr().lock().write_all(one.messages.as_bytes());
        let _ = io::stdout().lock().write_all(one.written.as_bytes());
    }
    told.iter().map(|one| one.outcome).max().unwrap_or(Outcome::Clean)
}

fn build(path: &Path, arguments: &BuildArguments, theme: &Theme, folder: ChartFolder) -> Told {
    let start = Instant::now();
    let spec = match Spec::open(path) {
        Ok(spec) => spec,
        Err(faults) => return Told::failed(with_summary(&faults.diagnostics, &faults.sources)),
    };
    let Warned { output: edition, warnings } = match edition(&spec, theme) {
        Ok(edition) => edition,
        Err(faults) => return Told::failed(with_summary(&faults.diagnostics, &faults.sources)),
    };
    let mut findings = warnings;
    if arguments.is_final && !findings.is_empty() {
        for finding in &mut findings {
            finding.severity = Severity::Error;
        }
        return Told::failed(with_summary(&findings, &spec.sources));
    }
    match write(&edition, arguments, theme, folder, start) {
        Ok((written, layout)) => {
            findings.extend(layout);
            let open = findings.iter().any(|finding| finding.severity == Severity::Warning);
            let outcome = if open { Outcome::Findings } else { Outcome::Clean };
            Told { messages: with_summary(&findings, &spec.sources), written, outcome }
        }
        Err(error) => Told::failed(format!("error: {error}\n")),
    }
}

/// Makes and writes the outputs; gives the lines that say what was written.
fn write(
    edition: &Edition,
    arguments: &BuildArguments,
    theme: &Theme,
    folder: ChartFolder,
    start: Instant,
) -> Result<(String, Vec<Diagnostic>), String> {
    let wanted = |output| arguments.only.is_empty() || arguments.only.contains(&output);
    let (pdf, docx) = rayon::join(
        || wanted(Output::Pdf).then(|| edition.pdf(theme)).transpose(),
        || wanted(Output::Docx).then(|| edition.docx(theme)).transpose(),
    );
    let (pdf, docx) = (pdf.map_err(|e| e.to_string())?, docx.map_err(|e| e.to_string())?);
    let id = &edition.report.id;
    let mut pending = Pending::default();
    let mut lines = Vec::new();
    let mut put = |path: PathBuf, bytes: &[u8]| pending.write(&path, bytes).map_err(|e| e.to_string());
    if let Some(pdf) = &pdf {
        let path = arguments.out.join(format!("{id}.pdf"));
        put(path.clone(), &pdf.bytes)?;
        lines.push(format!("{} ({} pages)", path.display(), pdf.pages));
    }
    if let Some(docx) = &docx {
        let path = arguments.out.join(format!("{id}.docx"));
        put(path.clone(), docx)?;
        lines.push(path.display().to_string());
    }
    if wanted(Output::Svg) && !edition.charts.is_empty() {
        let folder = match folder {
            ChartFolder::Shared => arguments.out.join("charts"),
            ChartFolder::OfEdition => arguments.out.join("charts").join(id),
        };
        for (name, svg) in &edition.charts {
            put(folder.join(format!("{name}.svg")), svg.as_bytes())?;
        }
        lines.push(format!("{} ({} charts)", folder.display(), edition.charts.len()));
    }
    if arguments.keep {
        let folder = arguments.out.join(format!("{id}.inputs"));
        for (name, bytes) in edition.inputs(theme).map_err(|e| e.to_string())? {
            put(folder.join(name), &bytes)?;
        }
        lines.push(folder.display().to_string());
    }
    pending.place().map_err(|error| error.to_string())?;
    let layout = pdf.map(|pdf| layout(&pdf, theme)).unwrap_or_default();
    Ok((summary(&lines, start.elapsed()), layout))
}

/// What a reader would call broken on the pages, and what Typst had to say.
fn layout(pdf: &Pdf, theme: &Theme) -> Vec<Diagnostic> {
    let findings = findings(&pdf.document, theme).into_iter().map(|finding| {
        let message = format!("page {} [{}]: {}", finding.page, finding.element, finding.text);
        Diagnostic::warning(finding.code, None, message)
    });
    pdf.warnings.iter().cloned().chain(findings).collect()
}

fn summary(lines: &[String], time: Duration) -> String {
    let written: String = lines.iter().map(|line| format!("wrote {line}\n")).collect();
    format!("{written}in {:.2} s\n", time.as_secs_f64())
}

/// The findings and a line that counts them.
fn with_summary(findings: &[Diagnostic], sources: &Sources) -> String {
    let mut text = render(findings, sources);
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors > 0 {
        text.push_str(&format!("{}; nothing was written\n", plural(errors, "error")));
    } else if warnings > 0 {
        text.push_str(&format!("{}; a final build would refuse\n", plural(warnings, "warning")));
    }
    text
}

impl Told {
    fn failed(messages: String) -> Self {
        Self { messages, written: String::new(), outcome: Outcome::Failed }
    }
}
