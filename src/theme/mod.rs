//! Brand and fonts: what the outputs look like, read from `brand.toml` and a folder of fonts.

pub mod brand;
mod brand_check;
pub mod contract;
pub mod font;

pub use brand::{Brand, Colour};
pub use contract::Contract;
pub use font::{Face, FontBytes, Fonts};

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

/// Everything that decides how the outputs look.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Colours, type and page of the organization.
    pub brand: Brand,
    /// The fonts; nothing else is ever searched.
    pub fonts: Fonts,
    /// The logo files that the brand names.
    pub logos: Logos,
    /// Files of the Typst template by name; `report.typ` is the one compiled.
    pub template: BTreeMap<String, Arc<[u8]>>,
}

/// Logo files; without one, a placeholder is drawn.
#[derive(Debug, Clone, Default)]
pub struct Logos {
    /// The publishing organization's.
    pub organization: Option<Arc<[u8]>>,
    /// The donor's.
    pub donor: Option<Arc<[u8]>>,
}

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

impl Theme {
    /// The theme inside the program: the series template, its brand, the bundled fonts.
    ///
    /// # Errors
    /// Fails only when the program was built with a broken template folder.
    pub fn embedded() -> Result<Self, ThemeError> {
        let template = TEMPLATES
            .files()
            .map(|file| (file.path().to_string_lossy().into_owned(), Arc::from(file.contents())))
            .collect::<BTreeMap<String, Arc<[u8]>>>();
        let brand = template
            .get("brand.toml")
            .ok_or_else(|| ThemeError("no brand.toml in the template".to_owned()))?;
        let brand = Brand::parse("brand.toml", &String::from_utf8_lossy(brand))
            .map_err(|faults| ThemeError(faults.to_string()))?;
        Ok(Self { brand, fonts: Fonts::embedded()?, logos: Logos::default(), template })
    }
}

/// A brand, template or font folder cannot be used; the text says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeError(pub String);

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ThemeError {}
