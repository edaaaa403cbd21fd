//! `quarterly check`: specs in, findings out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::build::{guarded, with_summary};
use super::crew::each;
use super::files::write_one;
use super::{CheckArguments, FindingsFormat, Outcome, theme};
use crate::build::{Checked, checked, edition};
use crate::check::{Allowed, RULES, Rule, Told, json, sarif};
use crate::diag::{Diagnostic, Faults, Severity, nearest, printable};
use crate::pdf::{Press, record};
use crate::report::record::{How, Row};
use crate::spec::Spec;
use crate::theme::Theme;

pub(super) fn run(arguments: &CheckArguments) -> Outcome {
    if let Some(code) = &arguments.explain {
        return explain(code);
    }
    if let Some(unknown) = arguments.deny.iter().find(|code| Rule::find(code).is_none()) {
        return refuse(&unknown_rule(unknown));
    }
    let theme = match theme::theme(&arguments.theme) {
        Ok(theme) => theme,
        Err(faults) => return refuse(&with_summary(&faults.diagnostics, &faults.sources, "")),
    };
    if arguments.record.is_some() && arguments.specs.len() != 1 {
        return refuse("error: a record is of one edition\n = hint: give one spec with --record\n");
    }
    let told = each(arguments.specs.iter().collect(), |path: &PathBuf| {
        guarded(|| one(path, &theme, &arguments.deny)).map_err(|failed| failed.messages)
    });
    let told = match told.into_iter().collect::<Result<Vec<(Told, Counts)>, String>>() {
        Ok(told) => told,
        Err(messages) => return refuse(&messages),
    };
    if let (Some(file), [spec]) = (&arguments.record, &arguments.specs[..])
        && let Err(message) = guarded(|| write_record(spec, &theme, file)).unwrap_or_else(|f| Err(f.messages))
    {
        told.iter().for_each(|(told, _)| tell(told, Counts::default()));
        return refuse(&message);
    }
    let worst = |told: &Told| match told.findings.iter().map(|finding| finding.severity).min() {
        Some(Severity::Error) => Outcome::Failed,
        Some(Severity::Warning) => Outcome::Findings,
        Some(Severity::Note) | None => Outcome::Clean,
    };
    let outcome = told.iter().map(|(told, _)| worst(told)).max().unwrap_or(Outcome::Clean);
    match arguments.format {
        FindingsFormat::Text => told.iter().for_each(|(told, counts)| tell(told, *counts)),
        FindingsFormat::Json => print(&json(&plain(told))),
        FindingsFormat::Sarif => print(&sarif(&plain(told))),
    }
    outcome
}

/// How many numbers of an edition came into it in which way.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    computed: usize,
    claimed: usize,
    loose: usize,
}

impl Counts {
    fn new(rows: &[Row]) -> Self {
        let count = |how: &[How]| rows.iter().filter(|row| how.contains(&row.how)).count();
        Self {
            computed: count(&[How::Computed, How::Tile, How::Chart]),
            claimed: count(&[How::Claimed]),
            loose: count(&[How::Loose]),
        }
    }
}

fn plain(told: Vec<(Told, Counts)>) -> Vec<Told> {
    told.into_iter().map(|(told, _)| told).collect()
}

/// Sets the edition, for only the set pages know where each number stands, and writes its record.
fn write_record(path: &Path, theme: &Theme, file: &Path) -> Result<(), String> {
    let spec = Spec::open(path).map_err(|_| NO_RECORD.to_owned())?;
    let edition = edition(&spec, theme).map_err(|_| NO_RECORD.to_owned())?.output;
    let pdf = edition.pdf(&Press::new(theme)).map_err(|error| format!("error: {error}\n"))?;
    let record = record(&pdf.document).ok_or("error: the template attaches no record\n")?;
    write_one(file, &record, RECORD_BEGINS).map_err(|error| format!("error: {}\n", error.told()))
}

/// How every record begins.
const RECORD_BEGINS: &[u8] = b"number,page,";

/// What is said when there is no edition to be recorded.
const NO_RECORD: &str = "error: no record was written: the edition has errors\n";

/// Checks one spec; what it is accused of comes first, what stops it from being read is no less told.
fn one(path: &Path, theme: &Theme, deny: &[String]) -> (Told, Counts) {
    let name = path.to_string_lossy().replace('\\', "/");
    let stopped = |faults: Faults| Told {
        spec: name.clone(),
        findings: faults.diagnostics,
        allowed: Vec::new(),
        sources: faults.sources,
    };
    let spec = match Spec::open(path) {
        Ok(spec) => spec,
        Err(faults) => return (stopped(faults), Counts::default()),
    };
    match checked(&spec, theme) {
        Ok(Checked { findings, allowed, report, .. }) => {
            let findings = findings.into_iter().map(|finding| denied(finding, deny)).collect();
            let told = Told { spec: name, findings, allowed, sources: spec.sources };
            (told, Counts::new(&report.record))
        }
        Err(faults) => (stopped(faults), Counts::default()),
    }
}

/// A finding of a denied rule is an error.
pub(super) fn denied(finding: Diagnostic, deny: &[String]) -> Diagnostic {
    let is_denied = deny.iter().any(|code| code == finding.code);
    let severity = if is_denied { Severity::Error } else { finding.severity };
    Diagnostic { severity, ..finding }
}

fn tell(told: &Told, counts: Counts) {
    let mut text = with_summary(&told.findings, &told.sources, "");
    let reasons = |allowed: &Allowed| format!("{}: {}", allowed.finding.code, allowed.reason);
    if !told.allowed.is_empty() {
        let reasons: Vec<String> = told.allowed.iter().map(reasons).collect();
        text.push_str(&format!("{} let stand by the author:\n  {}\n", reasons.len(), reasons.join("\n  ")));
    }
    let Counts { computed, claimed, loose } = counts;
    if computed + claimed + loose > 0 {
        let spec = printable(&told.spec);
        text.push_str(&format!("{spec}: {computed} numbers computed, {claimed} claimed, {loose} loose\n"));
    }
    // A closed pipe is the reader's choice; the exit code still tells how it ended.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn print(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

fn refuse(message: &str) -> Outcome {
    let _ = io::stderr().lock().write_all(message.as_bytes());
    Outcome::Failed
}

fn explain(code: &str) -> Outcome {
    let Some(rule) = Rule::find(code) else { return refuse(&unknown_rule(code)) };
    let severity = rule.severity.word();
    let change = if rule.can_change {
        format!("The series can change it: [checks] {code} = \"error\", \"warning\", \"note\" or \"off\".")
    } else {
        "It cannot be changed.".to_owned()
    };
    print(&format!("{code} ({severity})\n\n{}\n# Severity\n{change}\n", rule.help));
    Outcome::Clean
}

fn unknown_rule(code: &str) -> String {
    let known = || RULES.iter().map(|rule| rule.code);
    let hint = match nearest(code, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the rules are {}", known().collect::<Vec<_>>().join(", ")),
    };
    format!("error: there is no rule `{code}`\n = hint: {hint}\n")
}
