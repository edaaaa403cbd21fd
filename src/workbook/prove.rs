//! Reads an edition again as edits would make it, before anybody is asked to agree to them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::edits::{FileEdits, holds};
use super::merge::Merged;
use super::values::Values;
use crate::diag::{Diagnostic, Faults, Severity, code};
use crate::fix::Files;
use crate::patch::Patch;
use crate::spec::Spec;

/// Holds an edition with edits against what they are for: it can be read as before, and has every number that was filled
/// in, digits and all.
///
/// `read` reads the edition, with some files as they will be, by the names that messages show.
///
/// # Errors
/// The edits do not fit together, the edition has errors that it did not have, or a number is not there.
pub fn prove(
    spec: &Spec,
    merged: &Merged,
    edits: &FileEdits,
    read: impl Fn(&Files) -> Result<Spec, Faults>,
) -> Result<(), Faults> {
    let fault = |message: String| {
        let hint = "nothing was written; make the change by hand, and please report this with the two files";
        let fault = Diagnostic::new(code::SHEET_BY_HAND, None, message).hint(hint);
        Faults::new(spec.sources.clone(), vec![fault])
    };
    let mut files = Files::new();
    for (source, edits) in edits {
        let patch = Patch::new(spec.sources.text(*source), edits.clone())
            .map_err(|error| fault(error.to_string()))?;
        files.insert(spec.sources.name(*source).to_owned(), Arc::from(patch.new_text().as_bytes()));
    }
    let new = read(&files)?;
    let errors = |spec: &Spec| -> BTreeSet<String> {
        let errors = spec.findings.iter().filter(|finding| finding.severity == Severity::Error);
        errors.map(|finding| format!("{}: {}", finding.code, finding.message)).collect()
    };
    let before = errors(spec);
    let is_new = |finding: &&Diagnostic| {
        finding.severity == Severity::Error
            && !before.contains(&format!("{}: {}", finding.code, finding.message))
    };
    let added: Vec<Diagnostic> = new.findings.iter().filter(is_new).cloned().collect();
    if !added.is_empty() {
        return Err(Faults::new(new.sources.clone(), added));
    }
    holds(&Values::of(&new, &[]), merged).map_err(fault)
}
