//! Findings for programs: as JSON of our own, and as SARIF 2.1.0 (OASIS standard of 2020).

use serde_json::{Value, json};

use super::{Allowed, RULES, Rule};
use crate::diag::{Diagnostic, Sources, Span};

/// What is to be said of one spec.
#[derive(Debug, Clone)]
pub struct Told {
    /// Path of the spec.
    pub spec: String,
    /// Findings that stay open.
    pub findings: Vec<Diagnostic>,
    /// Findings that the author lets stand.
    pub allowed: Vec<Allowed>,
    /// The files that findings point into.
    pub sources: Sources,
}

/// Findings as one JSON object.
pub fn json(told: &[Told]) -> String {
    let editions: Vec<Value> = told
        .iter()
        .map(|told| {
            let findings = told.findings.iter().map(|finding| object(finding, &told.sources));
            let allowed = told.allowed.iter().map(|allowed| {
                let mut entry = object(&allowed.finding, &told.sources);
                entry["reason"] = json!(allowed.reason);
                entry
            });
            json!({
                "spec": told.spec,
                "findings": findings.collect::<Vec<_>>(),
                "allowed": allowed.collect::<Vec<_>>(),
            })
        })
        .collect();
    pretty(&json!({ "version": 1, "editions": editions }))
}

fn object(finding: &Diagnostic, sources: &Sources) -> Value {
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
        "code": finding.code,
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

/// Findings as a SARIF log, with the help of the rules; findings let stand are suppressed results.
pub fn sarif(told: &[Told]) -> String {
    let rules: Vec<Value> = RULES.iter().map(descriptor).collect();
    let results: Vec<Value> = told
        .iter()
        .flat_map(|told| {
            let open = told.findings.iter().map(|finding| result(finding, &told.sources, None));
            let allowed = told
                .allowed
                .iter()
                .map(|allowed| result(&allowed.finding, &told.sources, Some(&allowed.reason)));
            open.chain(allowed).collect::<Vec<_>>()
        })
        .collect();
    let driver = json!({
        "name": "quarterly",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    pretty(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    }))
}

fn descriptor(rule: &Rule) -> Value {
    let short = rule.help.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    json!({
        "id": rule.code,
        "shortDescription": { "text": short },
        "help": { "text": rule.help, "markdown": rule.help },
        "defaultConfiguration": { "level": rule.severity.word() },
    })
}

fn result(finding: &Diagnostic, sources: &Sources, reason: Option<&str>) -> Value {
    let hints = finding.hints.iter().map(|hint| format!("; {hint}")).collect::<String>();
    let mut result = json!({
        "ruleId": finding.code,
        "level": finding.severity.word(),
        "message": { "text": format!("{}{hints}", finding.message) },
    });
    if let Some(index) = RULES.iter().position(|rule| rule.code == finding.code) {
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

/// A path as a relative reference (RFC 3986): what is not a letter, digit or one of a few signs is encoded.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("plain data with text keys") + "\n"
}
