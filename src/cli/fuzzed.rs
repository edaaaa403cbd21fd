//! What fuzzing reaches of the commands. Only there when the compiler is told `--cfg fuzzing`, as cargo-fuzz does.

use std::path::Path;

use super::files::{Names, OutFolder};

/// What a folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Outputs of editions.
    Edition,
    /// References of editions.
    Reference,
    /// Pages about comparisons.
    Pages,
}

/// Recovers what an interrupted build is said to have left in a folder, and writes a file into it, as a build does.
///
/// # Errors
/// Says why nothing can be written.
pub fn build_into(folder: &Path, kind: Kind) -> Result<(), String> {
    let names = match kind {
        Kind::Edition => Names::Edition,
        Kind::Reference => Names::Reference,
        Kind::Pages => Names::Pages,
    };
    let out = OutFolder::new(folder, names);
    out.mend();
    let written = out.start().and_then(|mut pending| {
        pending.write("new.pdf", b"new")?;
        pending.place()
    });
    written.map_err(|error| error.told())
}
