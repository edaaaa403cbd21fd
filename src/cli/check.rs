//! `quarterly check`: specs in, findings out.

use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;

use super::build::{guarded, with_summary};
use super::{CheckArguments, Format, Outcome};
use crate::build::{Checked, checked};
use crate::check::{Allowed, RULES, Rule, Told, json, sarif};
use crate::diag::{Diagnostic, Faults, Severity, nearest};
use crate::spec::Spec;
use crate::theme::Theme;

pub(super) fn run(arguments: &CheckArguments) -> Outcome {
    if let Some(code) = &arguments.explain {
        return explain(code);
    }
    if let Some(unknown) = arguments.deny.iter().find(|code| Rule::find(code).is_none()) {
        return refuse(&unknown_rule(unknown));
    }
    let theme = match Theme::embedded() {
        Ok(theme) => theme,
        Err(error) => return refuse(&format!("error: {error}\n")),
    };
    let told: Result<Vec<Told>, String> = arguments
        .specs
        .par_iter()
        .map(|path| guarded(|| one(path, &theme, &arguments.deny)).map_err(|failed| failed.messages))
        .collect();
    let told = match told {
        Ok(told) => told,
        Err(messages) => return refuse(&messages),
    };
    let worst = |told: &Told| match told.findings.iter().map(|finding| finding.severity).min() {
        Some(Severity::Error) => Outcome::Failed,
        Some(Severity::Warning) => Outcome::Findings,
        Some(Severity::Note) | None => Outcome::Clean,
    };
    let outcome = told.iter().map(worst).max().unwrap_or(Outcome::Clean);
    match arguments.format {
        Format::Text => told.iter().for_each(tell),
        Format::Json => print(&json(&told)),
        Format::Sarif => print(&sarif(&told)),
    }
    outcome
}

/// Checks one spec; what it is accused of comes first, what stops it from being read is no less told.
fn one(path: &Path, theme: &Theme, deny: &[String]) -> Told {
    let name = path.to_string_lossy().replace('\\', "/");
    let stopped = |faults: Faults| Told {
        spec: name.clone(),
        findings: faults.diagnostics,
        allowed: Vec::new(),
        sources: faults.sources,
    };
    let spec = match Spec::open(path) {
        Ok(spec) => spec,
        Err(faults) => return stopped(faults),
    };
    match checked(&spec, theme) {
        Ok(Checked { findings, allowed, .. }) => {
            let findings = findings.into_iter().map(|finding| denied(finding, deny)).collect();
            Told { spec: name, findings, allowed, sources: spec.sources }
        }
        Err(faults) => stopped(faults),
    }
}

/// A finding of a denied rule is an error.
pub(super) fn denied(finding: Diagnostic, deny: &[String]) -> Diagnostic {
    let is_denied = deny.iter().any(|code| code == finding.code);
    let severity = if is_denied { Severity::Error } else { finding.severity };
    Diagnostic { severity, ..finding }
}

fn tell(told: &Told) {
    let mut text = with_summary(&told.findings, &told.sources, "");
    let reasons = |allowed: &Allowed| format!("{}: {}", allowed.finding.code, allowed.reason);
    if !told.allowed.is_empty() {
        let reasons: Vec<String> = told.allowed.iter().map(reasons).collect();
        text.push_str(&format!("{} let stand by the author:\n  {}\n", reasons.len(), reasons.join("\n  ")));
    }
    let open = told.findings.iter().any(|finding| finding.severity != Severity::Note);
    if !open {
        text.push_str(&format!("{}: every number agrees with its figures\n", told.spec));
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
    let severity = match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
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
