//! `quarterly build`: specs in, PDF, DOCX and charts out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::crew::each;
use super::files::{Names, OutFolder, WriteError};
use super::guard::guarded;
use super::stream::{self, shown};
use super::telling::Telling;
use super::{BuildArguments, Outcome, Output, languages, reference, theme, threads};
use crate::build::{Edition, checked, differences, edition_with, on_pages};
use crate::check::{Step, settle};
use crate::diag::{Diagnostic, Faults, Placed, Severity, Warned, code, printable};
use crate::docx::Template;
use crate::parity::Facts;
use crate::pdf::{FLOW, Files, Pdf, Press, decodes};
use crate::report::Decodes;
use crate::spec::Spec;
use crate::spec::overlay::Published;
use crate::theme::Theme;

/// How a build tells findings.
fn telling(arguments: &BuildArguments) -> Telling {
    Telling { extent: arguments.extent(), consequence: "; nothing was written" }
}

/// What is printed about one spec, and how it ended.
struct Answer {
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

/// What is the same for all editions of a call.
#[derive(Debug, Clone, Copy)]
struct Job<'a> {
    arguments: &'a BuildArguments,
    theme: &'a Theme,
    press: &'a OnceLock<Press>,
    reference: Option<&'a Template>,
    out: &'a OutFolder,
    folder: ChartFolder,
}

/// What keeps an edition from being built.
struct Stopped {
    faults: Faults,
}

/// An edition that is ready to be printed, with what has been found in it.
struct Ready {
    spec: Spec,
    edition: Edition,
    findings: Vec<Diagnostic>,
    time: Duration,
}

pub(super) fn run(arguments: &BuildArguments) -> Outcome {
    threads::start(None);
    let theme = match theme::theme(&arguments.theme) {
        Ok(theme) => theme,
        Err(faults) => {
            return tell(&[Answer::failed(telling(arguments).faults(&faults))]);
        }
    };
    let reference = match arguments.reference.as_deref().map(reference::reference).transpose() {
        Ok(reference) => reference,
        Err(told) => return tell(&[Answer::failed(told)]),
    };
    let specs: Vec<(&PathBuf, Vec<Option<String>>)> =
        arguments.specs.iter().map(|path| (path, languages::chosen(path, &arguments.language))).collect();
    let several = specs.iter().map(|(_, languages)| languages.len()).sum::<usize>() > 1;
    let folder = if several { ChartFolder::OfEdition } else { ChartFolder::Shared };
    let out = match OutFolder::chosen(arguments.out.as_deref(), OUT, Names::Edition) {
        Ok(out) => out,
        Err(told) => return tell(&[Answer::failed(told)]),
    };
    out.mend();
    let press = OnceLock::new();
    let job =
        Job { arguments, theme: &theme, press: &press, reference: reference.as_ref(), out: &out, folder };
    let bar = progress(arguments.specs.len());
    let specs = specs.into_iter().zip(refused(&arguments.specs)).collect();
    let told =
        each(specs, |((path, languages), refused): ((&PathBuf, Vec<Option<String>>), Option<String>)| {
            let build = || {
                guarded(|| build_all(path, &languages, &job))
                    .unwrap_or_else(|told| vec![Answer::failed(told)])
            };
            let told = refused.map_or_else(build, |told| vec![Answer::failed(told)]);
            bar.inc(1);
            told
        });
    let told: Vec<Answer> = told.into_iter().flatten().collect();
    bar.finish_and_clear();
    if out.is_open() {
        stream::tell(UNLOCKED);
    }
    tell(&told)
}

/// What is told where a file system knows no locks.
const UNLOCKED: &str = "note: files in the folder for the outputs cannot be locked; let no other build write into it at the same time\n";
/// The folder for outputs when none is named.
const OUT: &str = "out";

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
        // Some systems take `A` and `a` for one name.
        let stem = stem.filter(|stem| !known.insert(stem.to_lowercase()))?;
        let hint = "give the series another id, or build them in two calls with different --out folders";
        let stem = printable(&stem);
        Some(format!("error: another spec of this call writes `{stem}` too\n = hint: {hint}\n"))
    };
    stems.into_iter().map(refuse).collect()
}

impl<'a> Job<'a> {
    /// The press, made when it is first needed.
    fn press(&self) -> &'a Press {
        self.press.get_or_init(|| Press::new(self.theme))
    }
}

/// Builds an edition in some languages and writes it; the press gets ready while the spec is read.
fn build_all(path: &Path, languages: &[Option<String>], job: &Job<'_>) -> Vec<Answer> {
    let warm = || {
        if job.arguments.wants(Output::Pdf) {
            job.press();
        }
    };
    let read = || languages.iter().map(|language| prepare(path, language.as_deref(), job)).collect();
    let ((), mut ready): ((), Vec<Result<Ready, Stopped>>) = rayon::join(warm, read);
    tell_once(&mut ready);
    let own = own_facts(path, languages, &ready, job);
    hold(own.as_ref(), &mut ready);
    let told = ready.into_iter().zip(languages).map(|(ready, language)| {
        let answer = match ready {
            Ok(ready) => finish(ready, job),
            Err(Stopped { faults }) => Answer::failed(telling(job.arguments).faults(&faults)),
        };
        answer.of(path, language.as_deref().filter(|_| languages.len() > 1))
    });
    told.collect()
}

/// What the spec itself says, to hold its translations against; read anew where it is not built.
fn own_facts(
    path: &Path,
    languages: &[Option<String>],
    ready: &[Result<Ready, Stopped>],
    job: &Job<'_>,
) -> Option<Facts> {
    match (languages.first()?, ready.first()?) {
        (None, Ok(own)) => own.edition.facts.clone(),
        (None, Err(_)) => None,
        (Some(_), Ok(own)) if own.spec.translation.is_none() => own.edition.facts.clone(),
        (Some(_), _) => {
            let folder = job.theme.languages.as_deref();
            // By its name, the spec is read as one of several languages, whatever the series lists.
            let own = Published::of(path).own;
            let spec = Spec::open_in(path, Some(&own), folder, BTreeMap::new()).ok()?;
            checked(&spec, job.theme).ok()?.facts
        }
    }
}

/// Adds to each translation what it says otherwise than the spec itself.
fn hold(own: Option<&Facts>, ready: &mut [Result<Ready, Stopped>]) {
    let Some(own) = own else { return };
    for ready in ready.iter_mut().flatten().filter(|ready| ready.spec.translation.is_some()) {
        if let Some(facts) = &ready.edition.facts {
            ready.findings.extend(differences(own, facts, &ready.spec).open);
        }
    }
}

/// What is found in the files of the spec itself is told with its own language only.
fn tell_once(ready: &mut [Result<Ready, Stopped>]) {
    let Some((own, others)) = ready.split_first_mut() else { return };
    let known = match own {
        Ok(own) => Placed::new(&own.findings),
        Err(own) => Placed::new(&own.faults.diagnostics),
    };
    for other in others {
        let findings = match other {
            Ok(ready) => &mut ready.findings,
            Err(stopped) => &mut stopped.faults.diagnostics,
        };
        findings.retain(|finding| !known.has(finding));
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

fn tell(told: &[Answer]) -> Outcome {
    for one in told {
        stream::tell(&one.messages);
        stream::print(&one.written);
    }
    told.iter().map(|one| one.outcome).max().unwrap_or(Outcome::Clean)
}

/// Reads and checks a spec and draws its charts.
fn prepare(path: &Path, language: Option<&str>, job: &Job<'_>) -> Result<Ready, Stopped> {
    let start = Instant::now();
    let stopped = |faults: Faults| Stopped { faults };
    let files = BTreeMap::new();
    let spec = Spec::open_in(path, language, job.theme.languages.as_deref(), files).map_err(stopped)?;
    let decodes: Option<Decodes<'_>> = job.arguments.wants(Output::Pdf).then_some(&decodes);
    let Warned { output: edition, warnings: findings } =
        edition_with(&spec, job.theme, decodes).map_err(stopped)?;
    Ok(Ready { spec, edition, findings, time: start.elapsed() })
}

/// Makes the outputs, and writes them unless a final build refuses a finding.
fn finish(ready: Ready, job: &Job<'_>) -> Answer {
    let arguments = job.arguments;
    let Ready { spec, edition, mut findings, time } = ready;
    let start = Instant::now();
    let outputs = match Outputs::new(&edition, &spec, job) {
        Ok(outputs) => outputs,
        Err(told) => return Answer::failed(told),
    };
    findings.extend(job.reference.iter().flat_map(|reference| reference.findings(job.theme, None)));
    let of_pages =
        outputs.pdf.as_ref().map(|pdf| on_pages(&pdf.findings, &pdf.warnings, &spec)).unwrap_or_default();
    findings.extend(settle(of_pages, &spec, Step::Pages, &[]).open);
    if arguments.is_final {
        // Notes, and what a house style is not sure of, hold nothing up, unless the series says otherwise.
        for finding in findings.iter_mut().filter(|finding| finding.is_refused_when_final()) {
            finding.severity = Severity::Error;
            if finding.code == code::PLACEHOLDER_LOGO {
                finding.hints.push(which_logo(job.theme));
            }
        }
    }
    // A finding of a layout rule is an error when the series says so.
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Answer::failed(telling(arguments).findings(&findings, &spec.sources, 0));
    }
    match outputs.write(&edition, job) {
        Ok(lines) => {
            let open = findings.iter().any(|finding| finding.severity == Severity::Warning);
            let outcome = if open { Outcome::Findings } else { Outcome::Clean };
            let facts = edition.facts.as_ref().map(told_facts).unwrap_or_default();
            let written = facts + &summary(&lines, time + start.elapsed());
            Answer { messages: telling(arguments).findings(&findings, &spec.sources, 0), written, outcome }
        }
        Err(error) => Answer::failed(telling(arguments).findings(&[error.diagnostic()], &spec.sources, 0)),
    }
}

/// Which file a final build asks for.
fn which_logo(theme: &Theme) -> String {
    let logo = &theme.brand.logo;
    let pixels = (logo.width / 25.4 * PRINTED).ceil();
    format!(
        "the file is a JPEG or PNG in the folder of series.toml, or below it; printed {} mm wide, it needs {pixels:.0} pixels or more; a brand file (--brand) names it for all series",
        logo.width
    )
}

/// Dots an inch of what is printed.
const PRINTED: f64 = 300.0;

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
        let spacing = pdf.as_ref().ok().and_then(Option::as_ref).map(|pdf| pdf.flow.spacing);
        let mut inputs =
            arguments.keep.then(|| edition.inputs(theme, spacing.unwrap_or_default())).transpose();
        if let (Ok(Some(inputs)), Ok(Some(pdf))) = (&mut inputs, &pdf) {
            inputs.insert(FLOW.to_owned(), pdf.flow());
        }
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
        Job { arguments, theme, out, folder, .. }: &Job<'_>,
    ) -> Result<Vec<String>, WriteError> {
        let id = &edition.report.id;
        let mut pending = out.start()?;
        let mut lines = Vec::new();
        if let Some(pdf) = &self.pdf {
            let path = pending.write(format!("{id}.pdf"), &pdf.bytes)?;
            lines.push(format!("{} ({} pages)", shown(&path), pdf.pages));
        }
        if let Some(docx) = &self.docx {
            lines.push(shown(&pending.write(format!("{id}.docx"), docx)?));
        }
        if arguments.wants(Output::Svg) && !edition.charts.is_empty() {
            let folder = match folder {
                ChartFolder::Shared => PathBuf::from("charts"),
                ChartFolder::OfEdition => Path::new("charts").join(id),
            };
            let charts = edition.pictures(theme);
            let charts: Vec<(String, &[u8])> =
                charts.iter().map(|(name, svg)| (format!("{name}.svg"), svg.as_bytes())).collect();
            let folder = pending.write_all(&folder, &format!(".{id}.written"), &charts)?;
            lines.push(format!("{} ({} charts)", shown(&folder), edition.charts.len()));
        }
        if let Some(inputs) = &self.inputs {
            let folder = PathBuf::from(format!("{id}.inputs"));
            let files: Vec<(String, &[u8])> =
                inputs.iter().map(|(name, bytes)| (name.clone(), bytes.as_ref())).collect();
            lines.push(shown(&pending.write_all(&folder, ".written", &files)?));
        }
        pending.place()?;
        Ok(lines)
    }
}

/// The digest of what an edition says, the same in all languages that say the same.
fn told_facts(facts: &Facts) -> String {
    let language = printable(&facts.language);
    match facts.digest() {
        Some(digest) => format!("facts {digest} ({language})\n"),
        None => format!("no digest of facts ({language}): {} texts are not translated\n", facts.open),
    }
}

fn summary(lines: &[String], time: Duration) -> String {
    let written: String = lines.iter().map(|line| format!("wrote {line}\n")).collect();
    format!("{written}in {:.2} s\n", time.as_secs_f64())
}

impl Answer {
    fn failed(messages: String) -> Self {
        Self { messages, written: String::new(), outcome: Outcome::Failed }
    }

    /// The same, with the language above what is told where there are several.
    fn of(self, path: &Path, language: Option<&str>) -> Self {
        match language {
            Some(language) if !self.messages.is_empty() => {
                let messages = format!("{} in {language}:\n{}", shown(path), self.messages);
                Self { messages, ..self }
            }
            Some(_) | None => self,
        }
    }
}
