//! Reads `brand.toml`: colours, type sizes, page and logo places.

use serde::Deserialize;

use super::{Colour, Contract, brand_check};
use crate::diag::{self, Diagnostic, Faults, Sources, Span, code};

/// The brand of an organization's series.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// Colours of the pages.
    pub colours: Colours,
    /// Colours and rules of charts.
    pub chart: ChartStyle,
    /// Faces and sizes.
    #[serde(rename = "type")]
    pub type_scale: TypeScale,
    /// Page size and margins.
    pub page: Page,
    /// Logo places.
    pub logo: LogoPlace,
    /// What the pages promise.
    #[serde(default)]
    pub layout: Contract,
}

impl Brand {
    /// Reads a brand file under the name that messages show.
    ///
    /// # Errors
    /// Everything that is missing, unknown, of another kind or out of range, with its place.
    pub fn parse(name: &str, text: &str) -> Result<Self, Faults> {
        let mut sources = Sources::default();
        let source = sources.add(name, text);
        let mut diagnostics = brand_check::faults(source, text);
        diag::sort(&mut diagnostics);
        if diagnostics.is_empty() {
            match toml::from_str(text) {
                Ok(brand) => return Ok(brand),
                Err(error) => {
                    let range = error.span().unwrap_or(0..0);
                    let span = Span { source, start: range.start, end: range.end };
                    let hint = "templates/brand.toml shows what is written here";
                    diagnostics.push(Diagnostic::new(code::BAD_BRAND, span, error.message()).hint(hint));
                }
            }
        }
        Err(Faults::new(sources, diagnostics))
    }
}

/// Colours of the pages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Headings, rules, page number, first series.
    pub primary: Colour,
    /// Second series.
    pub secondary: Colour,
    /// One accent a page at most.
    pub accent: Colour,
    /// Running text.
    pub text: Colour,
    /// Running heads and credits.
    pub muted: Colour,
    /// Thin rules.
    pub rule: Colour,
    /// Tinted backgrounds.
    pub panel: Colour,
    /// Links.
    pub link: Colour,
}

/// Colours and rules of charts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartStyle {
    /// One to six hues in the order they are used.
    pub series: Vec<Colour>,
    /// The highlighted part.
    pub highlight: Colour,
    /// The rest of the parts.
    pub other: Colour,
    /// Labels.
    pub text: Colour,
    /// Axis lines.
    pub axis: Colour,
    /// Grid lines, where values are not written at the marks.
    pub grid: Colour,
}

/// Faces and sizes, in points.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it: size and leading of each kind of text, in points")]
pub struct TypeScale {
    pub body: String,
    pub chart: String,
    pub word: String,
    pub body_size: f64,
    pub leading: f64,
    pub footnote_size: f64,
    pub footnote_leading: f64,
    pub caption_size: f64,
    pub source_size: f64,
    pub source_leading: f64,
    pub chapter_size: f64,
    pub heading_size: f64,
}

/// Page size and margins, in millimetres.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it, in millimetres")]
pub struct Page {
    pub width: f64,
    pub height: f64,
    pub inside: f64,
    pub outside: f64,
    pub top: f64,
    pub bottom: f64,
}

/// Logo places on the cover, in millimetres.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogoPlace {
    /// Width to height of a placeholder box.
    pub ratio: f64,
    /// Width of one logo alone.
    pub width: f64,
    /// Distance from the lower edge of the cover.
    pub edge: f64,
    /// The organization's logo file, beside the brand file.
    pub organization: Option<String>,
    /// The donors' logo files, beside the brand file.
    #[serde(default)]
    pub donor: LogoFiles,
}

/// One file of a logo, or several in a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum LogoFiles {
    /// One.
    One(String),
    /// Several, in the order of the donors.
    Several(Vec<String>),
}

impl Default for LogoFiles {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl LogoFiles {
    /// The names of the files.
    pub fn files(&self) -> &[String] {
        match self {
            Self::One(file) => std::slice::from_ref(file),
            Self::Several(files) => files,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Brand;

    const BRAND: &str = include_str!("../../templates/brand.toml");

    #[test]
    fn the_bundled_brand_is_valid() {
        Brand::parse("brand.toml", BRAND).unwrap();
    }

    #[test]
    fn everything_that_is_wrong_is_told_with_its_place() {
        let text = BRAND
            .replace("\"#418FDE\"", "\"blue\"")
            .replace("muted =", "mutd =")
            .replace("body_size = 11.0", "body_size = \"11\"")
            .replace("width = 210.0", "width = -210.0")
            .replace("top = 25.0", "top = nan")
            .replace("series = [", "series = [7, \"#12345g\", ")
            .replace("[logo]", "[extra]\na = 1\n[logo]\ndonor = 3");
        let told = Brand::parse("brand.toml", &text).unwrap_err().to_string();
        let expected = [
            "error[bad-colour]: `blue` is not a colour\n  ┌─ brand.toml:6:13",
            "error[missing-key]: [colours] has no `muted`",
            "error[unknown-key]: unknown key `mutd` in [colours]",
            "error[wrong-type]: expected a colour in quotes, found an integer",
            "error[bad-colour]: `#12345g` is not a colour",
            "error[too-many]: `series` has 8 colours",
            "error[wrong-type]: expected a number, found a string",
            "error[out-of-range]: `width` cannot be `-210.0`",
            "hint: write a number from 120 to 558",
            "error[out-of-range]: `top` cannot be `nan`",
            "error[unknown-key]: unknown key `extra` in the file",
            "error[wrong-type]: expected text in quotes, found an integer",
        ];
        for words in expected {
            assert!(told.contains(words), "{words} is not in\n{told}");
        }
        let text = BRAND.replace("series = [", "series = []\nunused = [");
        let told = Brand::parse("brand.toml", &text).unwrap_err().to_string();
        assert!(told.contains("error[empty-list]: `series` has 0 colours"), "{told}");
    }

    #[test]
    fn a_limit_that_cannot_be_read_is_told() {
        let text = BRAND.replace("[layout]", "[layout]\npages = \"twelve\"");
        let told = Brand::parse("brand.toml", &text).unwrap_err().to_string();
        assert!(told.contains("error[bad-brand]: `twelve` is no number of pages"), "{told}");
    }

    #[test]
    fn broken_toml_is_told_with_its_place() {
        let told = Brand::parse("brand.toml", "[colours\nprimary = 1").unwrap_err().to_string();
        assert!(told.contains("error[toml-syntax]") && told.contains("brand.toml:1:9"), "{told}");
    }
}
