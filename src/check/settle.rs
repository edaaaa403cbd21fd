//! Applies to findings what the series and the author say of them: severities and exemptions.

use super::{Finds, RULES, Rule};
use crate::diag::{self, Diagnostic, Severity, Span, nearest};
use crate::spec::{AllowSpec, Spec};

/// A finding that the author lets stand.
#[derive(Debug, Clone)]
pub struct Allowed {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it stands.
    pub reason: String,
    /// The exemption.
    pub span: Span,
}

/// Findings after all that is said of them has been heard.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    /// Those that stay open.
    pub open: Vec<Diagnostic>,
    /// Those that the author lets stand.
    pub allowed: Vec<Allowed>,
}

/// Which findings there are to settle; an exemption is needless only when its findings could have been there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Those of reading and of the report.
    Report,
    /// Those of the set pages.
    Pages,
}

/// Sorts findings into open and allowed ones, gives them the severity that the series wishes, and tells of
/// exemptions and severities that mean nothing.
pub fn settle(findings: Vec<Diagnostic>, spec: &Spec, step: Step) -> Settled {
    let mut settled = Settled::default();
    let mut used = vec![false; spec.allows.len()];
    for finding in findings {
        let index = spec.allows.iter().position(|allow| covers(allow, &finding));
        match index {
            Some(index) if finding.severity != Severity::Error || can_change(finding.code) => {
                used[index] = true;
                let AllowSpec { reason, span, .. } = &spec.allows[index];
                settled.allowed.push(Allowed { finding, reason: reason.value.clone(), span: *span });
            }
            _ => settled.open.extend(with_severity(finding, spec)),
        }
    }
    if step == Step::Report {
        let without = spec.allows.iter().filter(|allow| allow.reason.value.trim() == "…");
        settled.open.extend(without.map(|allow| {
            let fault = Diagnostic::error("empty-text", allow.reason.span, "the reason is not written yet");
            fault.hint("say why the finding stands: the record inside the PDF prints it")
        }));
        settled.open.extend(severities_that_mean_nothing(spec));
    }
    let needless: Vec<Diagnostic> = spec
        .allows
        .iter()
        .zip(used)
        .filter_map(|(allow, used)| needless(allow, used, step, &settled.open))
        .filter_map(|finding| with_severity(finding, spec))
        .collect();
    settled.open.extend(needless);
    diag::sort(&mut settled.open);
    settled
}

fn covers(allow: &AllowSpec, finding: &Diagnostic) -> bool {
    allow.code.value == finding.code
        && finding.found.as_ref() == Some(&allow.found.value)
        && meets(allow, finding)
}

/// Whether a finding lies in the table of an exemption.
fn meets(allow: &AllowSpec, finding: &Diagnostic) -> bool {
    finding.span.is_none_or(|span| {
        span.source == allow.region.source
            && span.start >= allow.region.start
            && span.start <= allow.region.end
    })
}

fn can_change(code: &str) -> bool {
    Rule::find(code).is_some_and(|rule| rule.can_change)
}

/// The finding as severe as the series wants it; none when the series does not want it.
fn with_severity(finding: Diagnostic, spec: &Spec) -> Option<Diagnostic> {
    let wished = spec.series.checks.iter().find(|(code, _)| code.value == finding.code);
    match wished.filter(|_| can_change(finding.code)).map(|(_, word)| word.value.as_str()) {
        Some("off") => None,
        Some(word) => Some(Diagnostic { severity: severity(word).unwrap_or(finding.severity), ..finding }),
        None => Some(finding),
    }
}

fn severity(word: &str) -> Option<Severity> {
    match word {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        _ => None,
    }
}

fn severities_that_mean_nothing(spec: &Spec) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (code, word) in &spec.series.checks {
        match Rule::find(&code.value) {
            None => faults.push(unknown_rule(&code.value, code.span)),
            Some(rule) if !rule.can_change => {
                let message = format!("the severity of `{}` cannot be changed", rule.code);
                faults.push(Diagnostic::error("fixed-severity", code.span, message).hint("delete this line"));
            }
            Some(_) => {}
        }
        if word.value != "off" && severity(&word.value).is_none() {
            let message = format!("unknown severity `{}`", word.value);
            let hint = "write one of: error, warning, note, off";
            faults.push(Diagnostic::error("unknown-choice", word.span, message).hint(hint));
        }
    }
    faults
}

fn needless(allow: &AllowSpec, used: bool, step: Step, open: &[Diagnostic]) -> Option<Diagnostic> {
    let Some(rule) = Rule::find(&allow.code.value) else {
        return (step == Step::Report).then(|| unknown_rule(&allow.code.value, allow.code.span));
    };
    let of_pages = matches!(rule.finds, Finds::Pages);
    if used || of_pages != (step == Step::Pages) {
        return None;
    }
    let message = if rule.can_change {
        format!("nothing here is found by `{}` as “{}”", rule.code, allow.found.value)
    } else {
        format!("`{}` cannot be allowed", rule.code)
    };
    let now = open.iter().find(|finding| finding.code == rule.code && meets(allow, finding));
    let hint = match now.and_then(|finding| finding.found.as_ref()) {
        Some(found) => {
            format!("“{found}” is found there now: name it if it is right, or delete this exemption")
        }
        None => "delete this exemption".to_owned(),
    };
    Some(Diagnostic::warning("unused-allow", allow.span, message).hint(hint))
}

fn unknown_rule(code: &str, span: Span) -> Diagnostic {
    let known = || RULES.iter().map(|rule| rule.code);
    let fault = Diagnostic::error("unknown-rule", span, format!("there is no rule `{code}`"));
    match nearest(code, known()) {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None => fault.hint(format!("the rules are {}", known().collect::<Vec<_>>().join(", "))),
    }
}
