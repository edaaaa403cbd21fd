//! `quarterly check`: specs in, findings out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::crew::each;
use super::files::write_one;
use super::fix::{self, Asking};
use super::guard::guarded;
use super::stream::{self, print};
use super::telling::Telling;
use super::{CheckArguments, FindingsFormat, Outcome, languages, theme, threads};
use crate::build::{Checked, checked, differences, edition};
use crate::check::{self, Allowed, EditionFindings, json, rule, sarif, unknown_code, unknown_rule};
use crate::diag::code::STYLE;
use crate::diag::{Code, Diagnostic, Faults, Placed, Severity, Sources, printable, render};
use crate::parity::Facts;
use crate::pdf::{Press, record};
use crate::record::{How, Row};
use crate::spec::Spec;
use crate::spec::overlay::Published;
use crate::theme::Theme;

pub(super) fn run(arguments: &CheckArguments) -> Outcome {
    if let Some(code) = &arguments.explain {
        if check::code(code).is_none() && is_own(code) {
            load_own(arguments);
        }
        return explain(code);
    }
    if let Some(unknown) = arguments.deny.iter().find(|code| rule(code).is_none() && !is_own(code)) {
        return refuse_code(&unknown_rule(unknown, None));
    }
    let is_unknown = |text: &&String| check::code(text).is_none() && !is_own(text);
    if let Some(unknown) = arguments.only.iter().chain(&arguments.code).find(is_unknown) {
        return refuse_code(&unknown_code(unknown));
    }
    let telling = Telling { extent: arguments.extent(), consequence: "" };
    threads::start(None);
    let theme = match theme::theme(&arguments.theme) {
        Ok(theme) => theme,
        Err(faults) => return refuse(&telling.faults(&faults)),
    };
    if arguments.record.is_some() && arguments.specs.len() != 1 {
        return refuse("error: a record is of one edition\n = hint: give one spec with --record\n");
    }
    let asking = Asking { codes: &arguments.code, is_agreed: arguments.yes };
    let fixed = if arguments.fix { fix::run(&arguments.specs, &theme, asking) } else { Outcome::Clean };
    let told =
        each(arguments.specs.iter().collect(), |path: &PathBuf| guarded(|| all(path, &theme, arguments)));
    let told = match told.into_iter().collect::<Result<Vec<Vec<(EditionFindings, Counts)>>, String>>() {
        Ok(told) => told.into_iter().flatten().collect::<Vec<_>>(),
        Err(messages) => return refuse(&messages),
    };
    // Rules that a series has of its own are known once it was read.
    let mut named = arguments.deny.iter().chain(&arguments.only).filter(|code| is_own(code));
    if let Some(unknown) = named.find(|code| rule(code).is_none() && Code::loaded(code).is_none()) {
        return refuse_code(&unknown_rule(unknown, None));
    }
    if let (Some(file), [spec]) = (&arguments.record, &arguments.specs[..])
        && let Err(message) =
            guarded(|| write_record(spec, &theme, (file, &arguments.language))).unwrap_or_else(Err)
    {
        told.iter().for_each(|(told, _)| tell(told, Counts::default(), telling));
        return refuse(&message);
    }
    let worst = |told: &EditionFindings| match told.findings.iter().map(|finding| finding.severity).min() {
        Some(Severity::Error) => Outcome::Failed,
        Some(Severity::Warning) => Outcome::Findings,
        Some(Severity::Note) | None => Outcome::Clean,
    };
    let outcome = told.iter().map(|(told, _)| worst(told)).max().unwrap_or(Outcome::Clean);
    match arguments.format {
        FindingsFormat::Text => told.iter().for_each(|(told, counts)| tell(told, *counts, telling)),
        FindingsFormat::Json => print(&json(&plain(told))),
        FindingsFormat::Sarif => print(&sarif(&plain(told))),
    }
    outcome.max(fixed)
}

/// How many numbers of an edition came into it in which way.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    computed: usize,
    claimed: usize,
    loose: usize,
    /// Sentences that no check has judged.
    sentences_left: usize,
}

impl Counts {
    fn new(rows: &[Row], sentences_left: usize) -> Self {
        let count = |how: &[How]| rows.iter().filter(|row| how.contains(&row.how)).count();
        Self {
            computed: count(&[How::Computed, How::Tile, How::Chart]),
            claimed: count(&[How::Claimed]),
            loose: count(&[How::Loose]),
            sentences_left,
        }
    }
}

fn plain(told: Vec<(EditionFindings, Counts)>) -> Vec<EditionFindings> {
    let mut told: Vec<EditionFindings> = told.into_iter().map(|(told, _)| told).collect();
    // Programs show the beginning of a list, people see its end.
    told.iter_mut().for_each(|told| told.findings.sort_by_key(|finding| finding.severity));
    told
}

/// Sets the edition, for only the set pages know where each number stands, and writes its record.
fn write_record(path: &Path, theme: &Theme, (file, asked): (&Path, &[String])) -> Result<(), String> {
    // A record is of one language: the first that is asked for, or the spec's own.
    let language = languages::chosen(path, asked).into_iter().next().flatten();
    let files = BTreeMap::new();
    let spec = Spec::open_in(path, language.as_deref(), theme.languages.as_deref(), files)
        .map_err(|_| NO_RECORD.to_owned())?;
    let edition = edition(&spec, theme).map_err(|_| NO_RECORD.to_owned())?.output;
    let pdf = edition
        .pdf(&Press::new(theme))
        .map_err(|error| format!("error: {}\n", printable(&error.to_string())))?;
    let record = record(&pdf.document).ok_or("error: the template attaches no record\n")?;
    write_one(file, &record, RECORD_BEGINS).map_err(|error| format!("error: {}\n", error.told()))
}

/// How every record begins.
const RECORD_BEGINS: &[u8] = b"number,page,";

/// The message when there is no edition to write a record of.
const NO_RECORD: &str = "error: no record was written: the edition has errors\n";

/// Checks an edition in its languages; what is found in the files of the spec itself is told once.
fn all(path: &Path, theme: &Theme, arguments: &CheckArguments) -> Vec<(EditionFindings, Counts)> {
    let languages = languages::chosen(path, &arguments.language);
    // By its name, the spec is read as one of several languages, whatever the series lists.
    let named = Some(Published::of(path).own);
    let is_own = |language: &Option<String>| language.is_none() || *language == named;
    let mut own: Option<Facts> = None;
    if !languages.first().is_some_and(is_own) {
        own = one(path, (named.as_deref(), None), theme, arguments).2;
    }
    let mut told: Vec<(EditionFindings, Counts)> = Vec::new();
    for language in &languages {
        let (findings, counts, facts) = one(path, (language.as_deref(), own.as_ref()), theme, arguments);
        if is_own(language) {
            own = facts;
        }
        told.push((findings, counts));
    }
    if let Some(((first, _), others)) = told.split_first_mut() {
        let known = Placed::new(&first.findings);
        for (other, _) in others {
            other.findings.retain(|finding| !known.has(finding));
        }
    }
    told
}

/// Checks one spec in one language; what it is accused of comes first, what stops it from being read is no less told.
fn one(
    path: &Path,
    (language, own): (Option<&str>, Option<&Facts>),
    theme: &Theme,
    arguments: &CheckArguments,
) -> (EditionFindings, Counts, Option<Facts>) {
    let name = path.to_string_lossy().replace('\\', "/");
    let stopped = |faults: Faults| EditionFindings {
        spec: name.clone(),
        language: language.map(str::to_owned),
        findings: faults.diagnostics,
        allowed: Vec::new(),
        sources: faults.sources,
    };
    let spec = match Spec::open_in(path, language, theme.languages.as_deref(), BTreeMap::new()) {
        Ok(spec) => spec,
        Err(faults) => return (stopped(faults), Counts::default(), None),
    };
    match checked(&spec, theme) {
        Ok(Checked { mut findings, mut allowed, record, sentences_left, facts, .. }) => {
            if let (Some(own), Some(facts)) = (own, &facts) {
                let differing = differences(own, facts, &spec);
                findings.extend(differing.open);
                allowed.extend(differing.allowed);
            }
            let findings = findings.into_iter().map(|finding| denied(finding, &arguments.deny));
            let findings = findings.filter(|finding| is_wanted(finding, arguments)).collect();
            let language = language.map(str::to_owned);
            let told = EditionFindings { spec: name, language, findings, allowed, sources: spec.sources };
            (told, Counts::new(&record, sentences_left), facts)
        }
        Err(faults) => (stopped(faults), Counts::default(), None),
    }
}

/// Whether a finding is to be told: an error always is, since it hides others.
fn is_wanted(finding: &Diagnostic, arguments: &CheckArguments) -> bool {
    let only = &arguments.only;
    only.is_empty()
        || finding.severity == Severity::Error
        || only.iter().any(|code| code == finding.code.as_str())
}

/// A finding of a denied rule is an error.
pub(super) fn denied(finding: Diagnostic, deny: &[String]) -> Diagnostic {
    let is_denied = deny.iter().any(|code| code == finding.code.as_str());
    let severity = if is_denied { Severity::Error } else { finding.severity };
    Diagnostic { severity, ..finding }
}

fn tell(told: &EditionFindings, counts: Counts, telling: Telling) {
    let mut text = String::new();
    let reasons = |allowed: &Allowed| format!("{}: {}", allowed.finding.code, printable(&allowed.reason));
    if !told.allowed.is_empty() {
        let reasons: Vec<String> = told.allowed.iter().map(reasons).collect();
        text.push_str(&format!("{} let stand by the author:\n  {}\n", reasons.len(), reasons.join("\n  ")));
    }
    let Counts { computed, claimed, loose, .. } = counts;
    if computed + claimed + loose > 0 {
        let language = told.language.as_ref().map(|tag| format!(" in {tag}")).unwrap_or_default();
        let spec = printable(&told.spec) + &language;
        text.push_str(&format!("{spec}: {computed} numbers computed, {claimed} claimed, {loose} loose\n"));
    }
    text.push_str(&telling.findings(&told.findings, &told.sources, counts.sentences_left));
    stream::tell(&text);
}

fn refuse(message: &str) -> Outcome {
    stream::tell(message);
    Outcome::Failed
}

fn refuse_code(unknown: &Diagnostic) -> Outcome {
    refuse(&render(std::slice::from_ref(unknown), &Sources::default()))
}

/// Whether a code may be that of a rule which a series has of its own.
fn is_own(code: &str) -> bool {
    code.starts_with(STYLE)
}

/// Reads the specs for the rules of their series.
fn load_own(arguments: &CheckArguments) {
    let Ok(theme) = theme::theme(&arguments.theme) else { return };
    let specs =
        arguments.specs.iter().filter_map(|path| Spec::open_with(path, theme.languages.as_deref()).ok());
    specs.for_each(|spec| drop(checked(&spec, &theme)));
}

fn explain(code: &str) -> Outcome {
    let Some(code) = check::code(code).or_else(|| Code::loaded(code)) else {
        return refuse_code(&unknown_code(code));
    };
    let severity = code.severity().word();
    let change = if code.can_change() {
        format!("The series can change it: [checks] {code} = \"error\", \"warning\", \"note\" or \"off\".")
    } else {
        "It cannot be changed.".to_owned()
    };
    print(&format!("{code} ({severity})\n\n{}\n# Severity\n{change}\n", code.help()));
    Outcome::Clean
}
