//! A report as far as it could be built: with errors in it, nothing but the checks may see it.

use super::Report;
use super::compute::MissingValue;
use super::unknown::Unknown;
use crate::diag::{Diagnostic, Severity};

/// A report as far as it could be built. What is unknown is left out of it, so that it must not be printed unless it
/// is whole.
#[derive(Debug, Clone)]
pub struct Draft {
    report: Report,
    findings: Vec<Diagnostic>,
    unknown: Unknown,
    missing: Vec<MissingValue>,
}

impl Draft {
    pub(super) fn new(
        report: Report,
        findings: Vec<Diagnostic>,
        unknown: Unknown,
        missing: Vec<MissingValue>,
    ) -> Self {
        Self { report, findings, unknown, missing }
    }

    /// The values that something asks for and nobody has given, each once, those that are to be filled in aside.
    pub fn missing(&self) -> &[MissingValue] {
        &self.missing
    }

    /// Whether there is no error in it.
    pub fn is_whole(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }

    /// What was found while it was read and built, in the order of places.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// What is left out of it.
    pub fn unknown(&self) -> &Unknown {
        &self.unknown
    }

    /// The report as far as it goes, to be checked.
    pub(crate) fn to_check(&self) -> &Report {
        &self.report
    }

    /// The report, with what is to be said of it.
    ///
    /// # Errors
    /// Everything found, when there are errors.
    pub fn whole(self) -> Result<(Report, Vec<Diagnostic>), Vec<Diagnostic>> {
        if self.is_whole() { Ok((self.report, self.findings)) } else { Err(self.findings) }
    }
}
