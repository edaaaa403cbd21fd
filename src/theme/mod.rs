//! Brand and fonts: what the outputs look like, read from `brand.toml` and a folder of fonts.

pub mod brand;
mod brand_check;
mod colour;
pub mod contract;
pub mod font;
mod font_bytes;
mod font_check;
mod font_name;
pub mod limits;
mod logos;
pub mod outline;
mod shaper;

pub use brand::Brand;
pub use colour::Colour;
pub use contract::Contract;
pub use font::{Face, FontFace, Fonts};
pub use font_bytes::FontBytes;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
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
    /// A folder of languages that wins over the one beside a series.
    pub languages: Option<PathBuf>,
}

/// Logo files; without one, a placeholder is drawn.
#[derive(Debug, Clone, Default)]
pub struct Logos {
    /// The publishing organization's.
    pub organization: Option<Arc<[u8]>>,
    /// The donors', in the order of the series.
    pub donors: Vec<Arc<[u8]>>,
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
        Ok(Self { brand, fonts: Fonts::embedded()?, logos: Logos::default(), template, languages: None })
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
