//! From the edits of an edition to what would be written into its files.

use std::path::Path;

use super::edits::FileEdits;
use crate::patch::Refused;
use crate::patch::file::{Original, Planned};
use crate::spec::Spec;

/// The new texts of the files of an edition, each waiting for the author's yes.
///
/// # Errors
/// The edits of a file do not fit together, or change nothing.
pub fn plan(path: &Path, spec: &Spec, edits: FileEdits) -> Result<Vec<Planned>, Refused> {
    let plan = edits.into_iter().map(|(source, edits)| {
        let path = Spec::file_of(path, spec.sources.name(source));
        // It was read again with all of this.
        Original::new(&path, spec.sources.text(source)).plan(edits, |_| Ok::<(), Refused>(()))
    });
    plan.collect()
}
