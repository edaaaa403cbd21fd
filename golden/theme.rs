//! The embedded theme with words of its template or brand replaced.

use std::sync::Arc;

use libtest_mimic::Failed;
use quarterly::theme::{Brand, Theme};
use serde::Deserialize;

use super::fail;

/// Words of a file of the template, and what stands there instead.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Replace {
    /// Name of the file: `figures.typ`, `brand.toml`.
    pub(crate) file: String,
    pub(crate) old: String,
    pub(crate) new: String,
}

/// What a case's `theme.toml` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Replaced {
    pub(crate) replace: Vec<Replace>,
}

pub(crate) fn embedded() -> Result<Theme, Failed> {
    Theme::embedded().map_err(|error| fail(error.to_string()))
}

/// The theme with one file changed; what is to be replaced has to be there.
pub(crate) fn with(mut theme: Theme, Replace { file, old, new }: &Replace) -> Result<Theme, Failed> {
    let bytes = theme.template.get_mut(file).ok_or_else(|| fail(format!("there is no template {file}")))?;
    let text = String::from_utf8_lossy(bytes).into_owned();
    if !text.contains(old.as_str()) {
        return Err(fail(format!("`{old}` does not stand in {file}")));
    }
    let text = text.replacen(old.as_str(), new, 1);
    if file == "brand.toml" {
        theme.brand = Brand::parse("brand.toml", &text).map_err(|error| fail(error.to_string()))?;
    }
    *bytes = Arc::from(text.into_bytes());
    Ok(theme)
}
