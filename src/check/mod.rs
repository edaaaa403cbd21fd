//! Checks a report against its own figures, words and fonts; every rule has a code, a page of help and a severity.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diag::{self, Diagnostic, Span};
use crate::language::Language;
use crate::report::Report;
use crate::spec::Spec;
use crate::style::House;
use crate::text::{PartNames, Text};
use crate::theme::Theme;

mod exact;
mod known;
mod place;
mod printed;
mod rules;
mod settle;
mod terms;
#[cfg(test)]
mod tests;
mod told;

pub use known::Known;
pub(crate) use rules::sentence::claim::other_decimal_sign;
pub use rules::sentence::label_words::LabelWords;
pub(crate) use rules::sentence::label_words::{is_akin, words as telling_words};
pub use rules::{code, rule, rules, unknown_code, unknown_rule};
pub use settle::{Allowed, Settled, Step, let_stand, settle};
pub use told::{EditionFindings, finding_json, json, sarif};

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
    pub locale: &'a Language,
    /// What the report's passages say, read once.
    pub text: &'a Text<'a>,
    /// The names of the parts of figures.
    pub names: &'a PartNames,
    /// The words of the labels of figures.
    pub labels: &'a LabelWords<'a>,
    /// The house style that its series keeps.
    pub house: Option<&'a House>,
}

/// Where words stand for a number that no figure is linked to and the other numbers of their sentence say too.
pub fn agreed(subject: &Subject<'_>) -> BTreeSet<Span> {
    rules::sentence::spoken::agreed(subject)
}

/// Runs all rules that look at the report; [`settle`] then applies the series' severities and exemptions.
pub fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let styled = || {
        let house = subject.house.into_iter();
        house
            .flat_map(|house| house.findings(subject.report, &subject.spec.sources, subject.locale))
            .collect()
    };
    let judged = || rules::RULES.par_iter().flat_map_iter(|(_, run)| run(subject)).collect();
    let (mut findings, styled): (Vec<Diagnostic>, Vec<Diagnostic>) = rayon::join(judged, styled);
    findings.extend(styled);
    if let Some(house) = subject.house {
        house.dress(&mut findings);
    }
    diag::sort(&mut findings);
    findings
}
