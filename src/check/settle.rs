//! Applies to findings what the series and the author say of them: severities and exemptions.

use super::{rule, unknown_rule};
use crate::diag::{self, Code, Diagnostic, Family, Severity, Span, code};
use crate::spec::{AllowSpec, Spec};

/// A finding that the author allows.
#[derive(Debug, Clone)]
pub struct Allowed {
    /// The finding.
    pub finding: Diagnostic,
    /// The author's reason.
    pub reason: String,
    /// The exemption.
    pub span: Span,
}

/// Findings after severities and exemptions have been applied.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    /// Those that stay open.
    pub open: Vec<Diagnostic>,
    /// Those that the author allows.
    pub allowed: Vec<Allowed>,
}

/// Which findings are settled; an exemption is reported as needless only when its findings could have been
/// among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Those of reading and of the report.
    Report,
    /// Those of the set pages.
    Pages,
}

/// Sorts findings into open and allowed ones, gives them the severity that the series sets, and reports
/// exemptions and severities that have no effect. `own` are the codes of rules that the edition has of its own.
pub fn settle(findings: Vec<Diagnostic>, spec: &Spec, step: Step, own: &[Code]) -> Settled {
    let mut settled = Settled::default();
    let mut used = vec![false; spec.allows.len()];
    for finding in findings {
        let index = spec.allows.iter().position(|allow| covers(allow, &finding));
        match index {
            Some(index) if finding.severity != Severity::Error || finding.code.can_change() => {
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
            let fault = Diagnostic::new(code::EMPTY_TEXT, allow.reason.span, "the reason is not written yet");
            fault.hint("say why the finding stands: the record inside the PDF prints it")
        }));
        settled.open.extend(severities_that_mean_nothing(spec, own));
    }
    let needless: Vec<Diagnostic> = spec
        .allows
        .iter()
        .zip(used)
        .filter_map(|(allow, used)| needless(spec, (allow, used), (step, own), &settled.open))
        .filter_map(|finding| with_severity(finding, spec))
        .collect();
    settled.open.extend(needless);
    diag::sort(&mut settled.open);
    settled
}

/// Sorts findings of language versions into open and allowed ones, with the severities that the series sets.
pub fn let_stand(findings: Vec<Diagnostic>, spec: &Spec) -> Settled {
    let mut settled = Settled::default();
    for finding in findings {
        match spec.allows.iter().find(|allow| covers(allow, &finding)) {
            Some(AllowSpec { reason, span, .. }) => {
                settled.allowed.push(Allowed { finding, reason: reason.value.clone(), span: *span });
            }
            None => settled.open.extend(with_severity(finding, spec)),
        }
    }
    diag::sort(&mut settled.open);
    settled
}

fn covers(allow: &AllowSpec, finding: &Diagnostic) -> bool {
    allow.code.value == finding.code.as_str()
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

/// The finding with the severity that the series sets; none when the series turns its rule off.
fn with_severity(finding: Diagnostic, spec: &Spec) -> Option<Diagnostic> {
    let wished = spec.series.checks.iter().find(|(code, _)| code.value == finding.code.as_str());
    match wished.filter(|_| finding.code.can_change()).map(|(_, word)| word.value.as_str()) {
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

/// The rule of a code, the edition's own before the program's.
fn known(code: &str, own: &[Code]) -> Option<Code> {
    own.iter().copied().find(|own| own.as_str() == code).or_else(|| rule(code))
}

fn severities_that_mean_nothing(spec: &Spec, own: &[Code]) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (code, word) in &spec.series.checks {
        match known(&code.value, own) {
            None => faults.push(unknown_rule(&code.value, code.span)),
            Some(rule) if !rule.can_change() => {
                let message = format!("the severity of `{rule}` cannot be changed");
                faults
                    .push(Diagnostic::new(code::FIXED_SEVERITY, code.span, message).hint("delete this line"));
            }
            Some(_) => {}
        }
        if word.value != "off" && severity(&word.value).is_none() {
            let message = format!("unknown severity `{}`", word.value);
            let hint = "write one of: error, warning, note, off";
            faults.push(Diagnostic::new(code::UNKNOWN_CHOICE, word.span, message).hint(hint));
        }
    }
    faults
}

fn needless(
    spec: &Spec,
    (allow, used): (&AllowSpec, bool),
    (step, own): (Step, &[Code]),
    open: &[Diagnostic],
) -> Option<Diagnostic> {
    let Some(rule) = known(&allow.code.value, own) else {
        return (step == Step::Report).then(|| unknown_rule(&allow.code.value, allow.code.span));
    };
    let of_pages = rule.family() == Family::Layout;
    // What is allowed of the words of the spec is found in its own language, and told needless there.
    let is_elsewhere = spec.translation.as_ref().is_some_and(|translation| !translation.holds(allow.span));
    // What versions say otherwise is found when they are compared.
    let is_of_parity = allow.code.value.starts_with("parity-");
    if used || is_elsewhere || is_of_parity || of_pages != (step == Step::Pages) {
        return None;
    }
    let message = if rule.can_change() {
        format!("nothing here is found by `{rule}` as “{}”", allow.found.value)
    } else {
        format!("`{rule}` cannot be allowed")
    };
    let now = open.iter().find(|finding| finding.code == rule && meets(allow, finding));
    let hint = match now.and_then(|finding| finding.found.as_ref()) {
        Some(found) => {
            format!("“{found}” is found there now: name it if it is right, or delete this exemption")
        }
        None => "delete this exemption".to_owned(),
    };
    Some(Diagnostic::new(code::UNUSED_ALLOW, allow.span, message).hint(hint))
}
