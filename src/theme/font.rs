//! The bundled fonts: their bytes for the PDF, and how wide a text is for the charts.

use std::sync::Arc;

use include_dir::{Dir, include_dir};
use rustybuzz::UnicodeBuffer;

use super::ThemeError;

static FONTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

/// The weights that the outputs use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// 400.
    Regular,
    /// 700.
    Bold,
}

/// One font file.
#[derive(Clone)]
struct FontFile {
    family: String,
    weight: u16,
    italic: bool,
    bytes: FontBytes,
}

/// The file of a font: inside the program, or read.
#[derive(Debug, Clone)]
pub enum FontBytes {
    /// Inside the program.
    Embedded(&'static [u8]),
    /// Read from a folder.
    Read(Arc<[u8]>),
}

impl From<Arc<[u8]>> for FontBytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::Read(bytes)
    }
}

impl AsRef<[u8]> for FontBytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Read(bytes) => bytes,
        }
    }
}

/// All fonts that the program may use.
#[derive(Clone)]
pub struct Fonts {
    files: Vec<FontFile>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.files.iter().map(|file| (&file.family, file.weight, file.italic)))
            .finish()
    }
}

impl Fonts {
    /// The fonts inside the program.
    ///
    /// # Errors
    /// Fails only when the program was built with a broken font folder.
    pub fn embedded() -> Result<Self, ThemeError> {
        let files = FONTS.files().filter(|file| file.path().extension().is_some_and(|ext| ext == "ttf"));
        let named = |file: &include_dir::File<'static>| file.path().to_string_lossy().into_owned();
        Self::new(files.map(|file| (named(file), FontBytes::Embedded(file.contents()))))
    }

    /// Fonts from files with their names.
    ///
    /// # Errors
    /// Names the file that is not a TrueType or OpenType font.
    pub fn new(files: impl IntoIterator<Item = (String, impl Into<FontBytes>)>) -> Result<Self, ThemeError> {
        let mut fonts = Vec::new();
        for (name, bytes) in files {
            fonts.push(FontFile::parse(&name, bytes.into())?);
        }
        fonts.sort_by(|a, b| (&a.family, a.weight, a.italic).cmp(&(&b.family, b.weight, b.italic)));
        if fonts.is_empty() {
            return Err(ThemeError("there is no .ttf font in the font folder".to_owned()));
        }
        Ok(Self { files: fonts })
    }

    /// The bytes of every font, in a fixed order.
    pub fn files(&self) -> impl Iterator<Item = &FontBytes> {
        self.files.iter().map(|file| &file.bytes)
    }

    /// Whether there is an upright font of that family.
    pub fn has_family(&self, family: &str) -> bool {
        self.file(family, Face::Regular).is_some()
    }

    /// The advance width of a text, in the unit of `size`, shaped with kerning.
    ///
    /// A text in a family that is not there is measured with the first font.
    pub fn width(&self, text: &str, family: &str, face: Face, size: f64) -> f64 {
        let Some(file) = self.file(family, face).or(self.files.first()) else { return 0.0 };
        let Some(font) = rustybuzz::Face::from_slice(file.bytes.as_ref(), 0) else { return 0.0 };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        let advance: i32 =
            rustybuzz::shape(&font, &[], buffer).glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
        f64::from(advance) / f64::from(font.units_per_em()) * size
    }

    /// Ascender and descender above and below the baseline, both positive, in the unit of `size`.
    pub fn extent(&self, family: &str, face: Face, size: f64) -> (f64, f64) {
        let Some(file) = self.file(family, face).or(self.files.first()) else { return (size, 0.0) };
        let Ok(font) = ttf_parser::Face::parse(file.bytes.as_ref(), 0) else { return (size, 0.0) };
        let scale = size / f64::from(font.units_per_em());
        (f64::from(font.ascender()) * scale, -f64::from(font.descender()) * scale)
    }

    /// The first character of a text that an upright font of the family cannot show.
    pub fn missing(&self, text: &str, family: &str) -> Option<char> {
        let font = ttf_parser::Face::parse(self.file(family, Face::Regular)?.bytes.as_ref(), 0).ok()?;
        let invisible = |c: char| c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}');
        text.chars().find(|&c| !invisible(c) && font.glyph_index(c).is_none())
    }

    fn file(&self, family: &str, face: Face) -> Option<&FontFile> {
        let weight = match face {
            Face::Regular => 400,
            Face::Bold => 700,
        };
        self.files.iter().find(|file| file.family == family && file.weight == weight && !file.italic)
    }
}

impl FontFile {
    fn parse(name: &str, bytes: FontBytes) -> Result<Self, ThemeError> {
        let face = ttf_parser::Face::parse(bytes.as_ref(), 0)
            .map_err(|error| ThemeError(format!("font `{name}`: {error}")))?;
        let family = |id| {
            face.names().into_iter().find(|n| n.name_id == id && n.is_unicode()).and_then(|n| n.to_string())
        };
        let family = family(ttf_parser::name_id::TYPOGRAPHIC_FAMILY)
            .or_else(|| family(ttf_parser::name_id::FAMILY))
            .ok_or_else(|| ThemeError(format!("font `{name}` has no family name")))?;
        let (weight, italic) = (face.weight().to_number(), face.is_italic());
        Ok(Self { family, weight, italic, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::{Face, Fonts};

    #[test]
    fn bundled_families_are_there() {
        let fonts = Fonts::embedded().unwrap();
        assert!(fonts.has_family("Carlito") && fonts.has_family("Open Sans"), "{fonts:?}");
    }

    #[test]
    fn wider_text_measures_wider() {
        let fonts = Fonts::embedded().unwrap();
        let width = |text| fonts.width(text, "Open Sans", Face::Regular, 10.0);
        assert!(width("WWW") > width("iii") * 2.0);
        assert!((width("\u{49b}\u{43e}\u{493}\u{430}\u{43c}") - 31.0).abs() < 3.0);
    }

    #[test]
    fn a_file_that_is_no_font_is_named() {
        let error = Fonts::new([("a.ttf".to_owned(), super::FontBytes::Embedded(b"text"))]).unwrap_err();
        assert!(error.0.contains("a.ttf"), "{error}");
    }
}
