//! Findings for programs: as JSON of our own, and as SARIF 2.1.0 (OASIS standard of 2020).

use serde_json::{Value, json};

use super::{Allowed, rules};
use crate::diag::{Code, Diagnostic, Family, Sources, Span, json_text};

/// The findings of one spec.
#[derive(Debug, Clone)]
pub struct EditionFindings {
    /// Path of the spec.
    pub spec: String,
    /// The language, when it is not the spec's own.
    pub language: Option<String>,
    /// Findings that stay open.
    pub findings: Vec<Diagnostic>,
    /// Findings that the author allows.
    pub allowed: Vec<Allowed>,
    /// The files that findings point into.
    pub sources: Sources,
}

/// Findings as one JSON object.
pub fn json(told: &[EditionFindings]) -> String {
    let editions: Vec<Value> = told
        .iter()
        .map(|told| {
            let findings = told.findings.iter().map(|finding| finding_json(finding, &told.sources));
            let allowed = told.allowed.iter().map(|allowed| {
                let mut entry = finding_json(&allowed.finding, &told.sources);
                entry["reason"] = json!(allowed.reason);
                entry
            });
            let mut edition = json!({
                "spec": told.spec,
                "findings": findings.collect::<Vec<_>>(),
                "allowed": allowed.collect::<Vec<_>>(),
            });
            if let Some(language) = &told.language {
                edition["language"] = json!(language);
            }
            edition
        })
        .collect();
    json_text(&json!({ "version": 1, "editions": editions }))
}

/// A finding as an object of JSON.
pub fn finding_json(finding: &Diagnostic, sources: &Sources) -> Value {
    let place = finding.span.map(|span| {
        let ((line, column), (end_line, end_column)) = ends(span, sources);
        json!({
            "file": sources.name(span.source),
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
        })
    });
    json!({
        "code": finding.code.as_str(),
        "severity": finding.severity.word(),
        "message": finding.message,
        "found": finding.found,
        "hints": finding.hints,
        "place": place,
    })
}

/// Line and column of the first character, and those behind the last.
fn ends(span: Span, sources: &Sources) -> ((usize, usize), (usize, usize)) {
    (sources.line_column(span), sources.line_column(Span { start: span.end, ..span }))
}

/// Findings as a SARIF log, with the help pages of the rules; allowed findings are suppressed results.
pub fn sarif(told: &[EditionFindings]) -> String {
    let mut rules = rules();
    let findings = told
        .iter()
        .flat_map(|told| told.findings.iter().chain(told.allowed.iter().map(|allowed| &allowed.finding)));
    // Rules of a house style are those of its file; a log describes the ones that it tells of.
    let mut of_style: Vec<Code> =
        findings.map(|finding| finding.code).filter(|code| code.family() == Family::Style).collect();
    of_style.sort_unstable();
    of_style.dedup();
    rules.extend(of_style);
    let results: Vec<Value> = told
        .iter()
        .flat_map(|told| {
            let open = told.findings.iter().map(|finding| result(finding, &rules, &told.sources, None));
            let allowed = told
                .allowed
                .iter()
                .map(|allowed| result(&allowed.finding, &rules, &told.sources, Some(&allowed.reason)));
            open.chain(allowed).collect::<Vec<_>>()
        })
        .collect();
    let driver = json!({
        "name": "quarterly",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().copied().map(descriptor).collect::<Vec<_>>(),
    });
    json_text(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    }))
}

fn descriptor(rule: Code) -> Value {
    let short = rule.help().split("\n\n").next().unwrap_or_default().replace('\n', " ");
    json!({
        "id": rule.as_str(),
        "shortDescription": { "text": short },
        "help": { "text": rule.help(), "markdown": rule.help() },
        "defaultConfiguration": { "level": rule.severity().word() },
    })
}

fn result(finding: &Diagnostic, rules: &[Code], sources: &Sources, reason: Option<&str>) -> Value {
    let hints = finding.hints.iter().map(|hint| format!("; {hint}")).collect::<String>();
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "level": finding.severity.word(),
        "message": { "text": format!("{}{hints}", finding.message) },
    });
    if let Some(index) = rules.iter().position(|rule| *rule == finding.code) {
        result["ruleIndex"] = json!(index);
    }
    if let Some(span) = finding.span {
        let ((line, column), (end_line, end_column)) = ends(span, sources);
        result["locations"] = json!([{ "physicalLocation": {
            "artifactLocation": { "uri": uri(sources.name(span.source)) },
            "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
        } }]);
    }
    if let Some(reason) = reason {
        result["suppressions"] = json!([{ "kind": "inSource", "justification": reason }]);
    }
    result
}

/// A path as a relative reference (RFC 3986): what is not a letter, digit or one of a few signs is encoded. One with a
/// drive becomes a whole address, or the drive would be read as a scheme.
fn uri(path: &str) -> String {
    let drive = path.get(..3).filter(|drive| cfg!(windows) && drive.ends_with(":/")).unwrap_or_default();
    let mut out = if drive.is_empty() { String::new() } else { format!("file:///{drive}") };
    for byte in path[drive.len()..].bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
