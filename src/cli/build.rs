//! `quarterly build`: specs in, PDF, DOCX and charts out.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::crew::each;
use super::files::{OutFolder, WriteError};
use super::{BuildArguments, Outcome, Output, reference, theme};
use crate::build::{Edition, edition_with};
use crate::check::{Step, settle};
use crate::diag::{Diagnostic, Faults, Severity, Sources, Warned, render};
use crate::docx::Reference;
use crate::pdf::{Files, Pdf, Press, decodes};
use crate::report::Decodes;
use crate::spec::Spec;
use crate::theme::Theme;

/// What errors lead to.
const NOTHING: &str = "; nothing was written";

/// What is printed about one spec, and how it ended.
pub(super) struct Told {
    pub(super) messages: String,
    written: String,
    outcome: Outcome,
}

/// Where the charts of an edition go: several editions in one folder must not overwrite each other's.
#[derive(Debug, Clone, Copy)]
enum ChartFolder {
    Shared,
    OfEdition,
}

/// What is the same for all editions of a call.
#[derive(Debug, Clone, Copy)]
struct Job<'a> {
    arguments: &'a BuildArguments,
    theme: &'a Theme,
    press: &'a OnceLock<Press<'a>>,
    reference: Option<&'a Reference>,
    out: &'a OutFolder,
    folder: ChartFolder,
}

/// An edition that is ready to be printed, with what has been found in it.
struct Ready {
    spec: Spec,
    edition: Edition,
    findings: Vec<Diagnostic>,
    time: Duration,
}

pub(super) fn run(arguments: &BuildArguments) -> Outcome {
    let theme = match theme::theme(&arguments.theme) {
        Ok(theme) => theme,
        Err(faults) => {
            return tell(&[Told::failed(with_summary(&faults.diagnostics, &faults.sources, NOTHING))]);
        }
    };
    let reference = match arguments.reference.as_deref().map(reference::reference).transpose() {
        Ok(reference) => reference,
        Err(told) => return tell(&[Told::failed(told)]),
    };
    let several = arguments.specs.len() > 1;
    let folder = if several { ChartFolder::OfEdition } else { ChartFolder::Shared };
    let out = OutFolder::new(&arguments.out);
    out.mend();
    let press = OnceLock::new();
    let job =
        Job { arguments, theme: &theme, press: &press, reference: reference.as_ref(), out: &out, folder };
    let bar = progress(arguments.specs.len());
    let specs = arguments.specs.iter().zip(refused(&arguments.specs)).collect();
    let told = each(specs, |(path, refused): (&PathBuf, Option<String>)| {
        let build = || guarded(|| build_one(path, &job)).unwrap_or_else(|failed| failed);
        let told = refused.map_or_else(build, Told::failed);
        bar.inc(1);
        told
    });
    bar.finish_and_clear();
    tell(&told)
}

/// A fault of the program itself must not take the other editions of a call with it, nor look like a finding.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Told> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        Told::failed("error: the program itself failed; nothing was written\n = hint: please report it with the spec\n".to_owned())
    })
}

/// Two editions of one name would overwrite each other's files; the later one of the call is refused.
///
/// The names are asked for before anything is built, so that of many editions only a few are in memory at a time.
fn refused(paths: &[PathBuf]) -> Vec<Option<String>> {
    if paths.len() < 2 {
        return vec![None; paths.len()];
    }
    let stems: Vec<Option<String>> = each(paths.iter().collect(), |path: &PathBuf| {
        guarded(|| Some(Spec::open(path).ok()?.stem())).ok()?
    });
    let mut known = BTreeSet::new();
    let refuse = |stem: Option<String>| {
        let stem = stem.filter(|stem| !known.insert(stem.clone()))?;
        let hint = "give the series another id, or build them in two calls with different --out folders";
        Some(format!("error: another spec of this call writes `{stem}` too\n = hint: {hint}\n"))
    };
    stems.into_iter().map(refuse).collect()
}

impl<'a> Job<'a> {
    /// The press, made by whoever needs it first.
    fn press(&self) -> &'a Press<'a> {
        self.press.get_or_init(|| Press::new(self.theme))
    }
}

/// Builds an edition and writes it; the press gets ready while the spec is read.
fn build_one(path: &Path, job: &Job<'_>) -> Told {
    let warm = || {
        if job.arguments.wants(Output::Pdf) {
            job.press();
        }
    };
    let ((), ready) = rayon::join(warm, || prepare(path, job));
    match ready {
        Ok(ready) => finish(ready, job),
        Err(told) => told,
    }
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

/// Reads and checks a spec and draws its charts.
fn prepare(path: &Path, job: &Job<'_>) -> Result<Ready, Told> {
    let start = Instant::now();
    let failed = |faults: Faults| Told::failed(with_summary(&faults.diagnostics, &faults.sources, NOTHING));
    let spec = Spec::open(path).map_err(failed)?;
    let decodes: Option<Decodes<'_>> = job.arguments.wants(Output::Pdf).then_some(&decodes);
    let Warned { output: edition, warnings: findings } =
        edition_with(&spec, job.theme, decodes).map_err(failed)?;
    Ok(Ready { spec, edition, findings, time: start.elapsed() })
}

/// Makes the outputs, and writes them unless a final build has something to say against it.
fn finish(ready: Ready, job: &Job<'_>) -> Told {
    let arguments = job.arguments;
    let Ready { spec, edition, mut findings, time } = ready;
    let start = Instant::now();
    let outputs = match Outputs::new(&edition, &spec, job) {
        Ok(outputs) => outputs,
        Err(told) => return Told::failed(told),
    };
    let of_pages = outputs.pdf.as_ref().map(layout).unwrap_or_default();
    findings.extend(settle(of_pages, &spec, Step::Pages).open);
    if arguments.is_final && !findings.is_empty() {
        for finding in &mut findings {
            finding.severity = Severity::Error;
        }
        return Told::failed(with_summary(&findings, &spec.sources, NOTHING));
    }
    match outputs.write(&edition, job) {
        Ok(lines) => {
            let open = findings.iter().any(|finding| finding.severity == Severity::Warning);
            let outcome = if open { Outcome::Findings } else { Outcome::Clean };
            let written = summary(&lines, time + start.elapsed());
            Told { messages: with_summary(&findings, &spec.sources, NOTHING), written, outcome }
        }
        Err(error) => Told::failed(with_summary(&[error.diagnostic()], &spec.sources, NOTHING)),
    }
}

/// What was asked for, made but not written.
struct Outputs {
    pdf: Option<Pdf>,
    docx: Option<Vec<u8>>,
    inputs: Option<Files>,
}

impl Outputs {
    fn new(edition: &Edition, spec: &Spec, job: &Job<'_>) -> Result<Self, String> {
        let Job { arguments, theme, reference, .. } = *job;
        // A template that the call names stands in for that of the series.
        let docx = || match reference {
            Some(reference) => edition.docx_like(theme, reference),
            None => edition.docx(theme),
        };
        let named = spec.reference.as_ref().filter(|_| reference.is_none());
        let place = named.map(|named| named.span);
        let told = |error: &dyn std::fmt::Display| format!("error: {error}\n");
        let (pdf, docx) = rayon::join(
            || arguments.wants(Output::Pdf).then(|| edition.pdf(job.press())).transpose(),
            || arguments.wants(Output::Docx).then(docx).transpose(),
        );
        let inputs = arguments.keep.then(|| edition.inputs(theme)).transpose();
        Ok(Self {
            pdf: pdf.map_err(|error| told(&error))?,
            docx: docx.map_err(|error| reference::refusal(&error, place, &spec.sources))?,
            inputs: inputs.map_err(|error| told(&error))?,
        })
    }

    /// Writes everything, or nothing; gives a line for each thing written.
    fn write(
        self,
        edition: &Edition,
        Job { arguments, out, folder, .. }: &Job<'_>,
    ) -> Result<Vec<String>, WriteError> {
        let id = &edition.report.id;
        let mut pending = out.start()?;
        let mut lines = Vec::new();
        if let Some(pdf) = &self.pdf {
            let path = pending.write(format!("{id}.pdf"), &pdf.bytes)?;
            lines.push(format!("{} ({} pages)", path.display(), pdf.pages));
        }
        if let Some(docx) = &self.docx {
            lines.push(pending.write(format!("{id}.docx"), docx)?.display().to_string());
        }
        if arguments.wants(Output::Svg) && !edition.charts.is_empty() {
            let folder = match folder {
                ChartFolder::Shared => PathBuf::from("charts"),
                ChartFolder::OfEdition => Path::new("charts").join(id),
            };
            let charts = edition.charts.iter();
            let charts: Vec<(String, &[u8])> =
                charts.map(|(name, svg)| (format!("{name}.svg"), svg.as_bytes())).collect();
            let folder = pending.write_all(&folder, &format!(".{id}.written"), &charts)?;
            lines.push(format!("{} ({} charts)", folder.display(), edition.charts.len()));
        }
        if let Some(inputs) = &self.inputs {
            let folder = PathBuf::from(format!("{id}.inputs"));
            let files: Vec<(String, &[u8])> =
                inputs.iter().map(|(name, bytes)| (name.clone(), bytes.as_ref())).collect();
            lines.push(pending.write_all(&folder, ".written", &files)?.display().to_string());
        }
        pending.place()?;
        Ok(lines)
    }
}

/// What a reader would call broken on the pages, and what Typst had to say.
fn layout(pdf: &Pdf) -> Vec<Diagnostic> {
    let findings = pdf.findings.iter().map(|finding| {
        let message = format!("page {} [{}]: {}", finding.page, finding.element, finding.text);
        Diagnostic::warning(finding.code, None, message).found(format!("page {}", finding.page))
    });
    pdf.warnings.iter().cloned().chain(findings).collect()
}

fn summary(lines: &[String], time: Duration) -> String {
    let written: String = lines.iter().map(|line| format!("wrote {line}\n")).collect();
    format!("{written}in {:.2} s\n", time.as_secs_f64())
}

/// The findings and a line that counts them.
pub(super) fn with_summary(findings: &[Diagnostic], sources: &Sources, consequence: &str) -> String {
    let mut text = render(findings, sources);
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors > 0 {
        let more = if warnings > 0 { format!(", {}", plural(warnings, "warning")) } else { String::new() };
        text.push_str(&format!("{}{more}{consequence}\n", plural(errors, "error")));
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
