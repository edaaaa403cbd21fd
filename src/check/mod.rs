//! Checks a report against its own figures, words and fonts; every rule has a code, a page of help and a severity.

use rayon::prelude::*;

use crate::diag::{self, Diagnostic, Severity};
use crate::locale::Locale;
use crate::report::Report;
use crate::spec::Spec;
use crate::theme::Theme;

mod base;
mod claim;
mod day;
mod direction;
mod drawn;
mod edition;
mod figure;
mod form;
mod glyph;
mod grid;
mod label_period;
mod label_unit;
mod loose;
mod mention;
mod pair;
mod part;
mod phrase;
mod pieces;
mod place;
mod record;
mod renewed;
mod rules;
mod said;
mod sentence;
mod settle;
mod spoken;
mod step;
#[cfg(test)]
mod tests;
mod told;
mod unit;

pub use loose::{Loose, all_loose};
pub use record::record;
pub use rules::RULES;
pub use settle::{Allowed, Settled, Step, settle};
pub use spoken::Meaning;
pub use told::{Told, json, sarif};

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
    /// The numbers that the author typed without a link.
    pub loose: &'a [Loose],
}

/// A rule: its code, its severity, its page of help, and the function that finds what breaks it.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Code of its findings.
    pub code: &'static str,
    /// How bad its findings are, unless the series says otherwise.
    pub severity: Severity,
    /// Whether the series can say otherwise.
    pub can_change: bool,
    /// What it finds, why that is bad, an example; for `--explain`.
    pub help: &'static str,
    /// Where its findings come from.
    pub finds: Finds,
}

/// Where the findings of a rule come from.
#[derive(Debug, Clone, Copy)]
pub enum Finds {
    /// From a look at the report.
    Report(fn(&Subject<'_>) -> Vec<Diagnostic>),
    /// From reading and resolving the spec, where the fault is met.
    Reading,
    /// From the set pages; only a build has them.
    Pages,
}

impl Rule {
    /// The rule of that code.
    pub fn find(code: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.code == code)
    }
}

/// Runs all rules that look at the report; what the series and exemptions say of them is for [`settle`].
pub fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let of_rule = |rule: &Rule| {
        let Finds::Report(run) = rule.finds else { return Vec::new() };
        let found = run(subject).into_iter();
        found.map(|finding| Diagnostic { code: rule.code, severity: rule.severity, ..finding }).collect()
    };
    let mut findings: Vec<Diagnostic> = RULES.par_iter().flat_map_iter(of_rule).collect();
    diag::sort(&mut findings);
    findings
}
