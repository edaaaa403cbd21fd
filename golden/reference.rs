//! Holds a text against the reference that is kept of it.

use std::path::Path;

use libtest_mimic::Failed;

use super::fail;

/// Whether references are to be written anew.
pub(crate) fn is_update() -> bool {
    std::env::var("GOLDEN").is_ok_and(|value| value == "update")
}

/// Fails where a text differs from its reference, and shows the lines; with GOLDEN=update, writes it.
pub(crate) fn hold(path: impl AsRef<Path>, text: &str) -> Result<(), Failed> {
    let path = path.as_ref();
    if is_update() {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        return Ok(std::fs::write(path, text)?);
    }
    let known = std::fs::read_to_string(path)
        .map_err(|_| fail(format!("no `{}`; make it with GOLDEN=update", path.display())))?;
    // A checkout may have line ends of its own.
    if known == text || known.replace("\r\n", "\n") == text {
        return Ok(());
    }
    let lines =
        similar::TextDiff::from_lines(known.as_str(), text).unified_diff().context_radius(0).to_string();
    Err(fail(format!("`{}` differs:\n{lines}", path.display())))
}
