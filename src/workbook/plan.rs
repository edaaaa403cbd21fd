//! From the edits of an edition to its files: how it reads with them, and what would be written.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::edits::FileEdits;
use crate::diag::Faults;
use crate::fix::Files;
use crate::patch::Refused;
use crate::patch::file::{Original, Planned};
use crate::spec::Spec;

/// Reads an edition as it will be once some of its files are others, by the names that messages show.
///
/// # Errors
/// As [`Spec::load`].
pub fn read_changed(path: &Path, languages: Option<&Path>, files: &Files) -> Result<Spec, Faults> {
    let prefix = Spec::prefix(path);
    let below = |name: &String| name.strip_prefix(&prefix).unwrap_or(name).to_owned();
    let changed: BTreeMap<String, Arc<[u8]>> =
        files.iter().map(|(name, text)| (below(name), Arc::clone(text))).collect();
    Spec::open_changed(path, languages, changed)
}

/// The new texts of the files of an edition, each waiting for the author's yes.
///
/// # Errors
/// The edits of a file do not fit together, or change nothing.
pub fn plan(path: &Path, spec: &Spec, edits: FileEdits) -> Result<Vec<Planned>, Refused> {
    let prefix = Spec::prefix(path);
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let plan = edits.into_iter().map(|(source, edits)| {
        let name = spec.sources.name(source);
        let path = folder.join(name.strip_prefix(&prefix).unwrap_or(name));
        // It was read again with all of this.
        Original::new(&path, spec.sources.text(source)).plan(edits, |_| Ok::<(), Refused>(()))
    });
    plan.collect()
}
