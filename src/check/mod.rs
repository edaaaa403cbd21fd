//! Checks a report against its own figures and fonts; every rule has a code.

use crate::diag::{self, Diagnostic};
use crate::locale::Locale;
use crate::report::Report;
use crate::spec::Spec;
use crate::theme::Theme;

mod glyph;
mod number;

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What was written.
    pub spec: &'a Spec,
    /// What is printed.
    pub report: &'a Report,
    /// The fonts it is printed in.
    pub theme: &'a Theme,
    /// The language it is printed in.
    pub locale: &'a Locale,
}

/// A rule: its code, and the function that finds what breaks it.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Code of its findings.
    pub code: &'static str,
    /// Finds what breaks it.
    pub run: fn(&Subject<'_>) -> Vec<Diagnostic>,
}

/// All rules.
pub const RULES: [Rule; 2] = [
    Rule { code: "claim-value", run: number::claim_value },
    Rule { code: "missing-glyph", run: glyph::missing_glyph },
];

/// Runs all rules.
pub fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let of = |rule: &Rule| {
        (rule.run)(subject)
            .into_iter()
            .map(|finding| Diagnostic { code: rule.code, ..finding })
            .collect::<Vec<_>>()
    };
    let mut findings: Vec<Diagnostic> = RULES.iter().flat_map(of).collect();
    diag::sort(&mut findings);
    findings
}
