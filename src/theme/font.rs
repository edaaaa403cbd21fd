//! The bundled fonts: their bytes for the PDF, and how wide a text is for the charts.

use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::font_bytes::FontBytes;
use super::font_name::is_name;
use super::shaper::Shaper;
use super::{ThemeError, font_check};

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
    /// As messages call the file.
    name: String,
    family: String,
    weight: u16,
    /// From 1 for the narrowest to 9; 5 is normal.
    width: u16,
    italic: bool,
    bytes: FontBytes,
    shaper: Arc<Shaper>,
}

/// A font as others ask for it.
#[derive(Debug, Clone, Copy)]
pub struct FontFace<'a> {
    /// Its family.
    pub family: &'a str,
    /// Its weight: 400 is regular.
    pub weight: u16,
    /// Whether it is italic.
    pub is_italic: bool,
    /// The file.
    pub bytes: &'a [u8],
}

/// A file that cannot be used as a font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFault {
    /// What is wrong, with the name of the file.
    pub message: String,
    /// What to do.
    pub hint: String,
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
        let read = |file| {
            let bytes = FontBytes::Embedded(include_dir::File::contents(file));
            // They are the same in every build, and have been looked through.
            let face =
                ttf_parser::Face::parse(bytes.as_ref(), 0).map_err(|error| ThemeError(error.to_string()))?;
            FontFile::new(&named(file), &face, bytes.clone()).map_err(|fault| ThemeError(fault.message))
        };
        Ok(Self::sorted(files.map(read).collect::<Result<_, _>>()?))
    }

    /// Fonts from files with their names.
    ///
    /// # Errors
    /// Names each file that is no TrueType or OpenType font, or one that nothing should be set in.
    pub fn new(
        files: impl IntoIterator<Item = (String, impl Into<FontBytes>)>,
    ) -> Result<Self, Vec<FontFault>> {
        let mut faults = Vec::new();
        let mut fonts = Vec::new();
        for (name, bytes) in files {
            match FontFile::parse(&name, bytes.into()) {
                Ok(font) => fonts.push(font),
                Err(fault) => faults.push(fault),
            }
        }
        let fonts = Self::sorted(fonts);
        faults.extend(fonts.twins());
        if faults.is_empty() { Ok(fonts) } else { Err(faults) }
    }

    fn sorted(mut files: Vec<FontFile>) -> Self {
        files.sort_by(|a, b| a.order().cmp(&b.order()));
        // The same file under two names is one font.
        files.dedup_by(|a, b| a.order() == b.order() && a.bytes.as_ref() == b.bytes.as_ref());
        Self { files }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Fonts that are told apart by nothing: which of them is set would be chance.
    fn twins(&self) -> impl Iterator<Item = FontFault> {
        self.files.windows(2).filter(|pair| pair[0].order() == pair[1].order()).map(|pair| FontFault {
            message: format!(
                "the fonts `{}` and `{}` are both `{}` of weight {}",
                pair[0].name, pair[1].name, pair[0].family, pair[0].weight
            ),
            hint: "keep one of them in the folder".to_owned(),
        })
    }

    /// The bytes of every font, in a fixed order.
    pub fn files(&self) -> impl Iterator<Item = &FontBytes> {
        self.files.iter().map(|file| &file.bytes)
    }

    /// Every font with what it is called, in the same order.
    pub fn faces(&self) -> impl Iterator<Item = FontFace<'_>> {
        self.files.iter().map(|file| FontFace {
            family: &file.family,
            weight: file.weight,
            is_italic: file.italic,
            bytes: file.bytes.as_ref(),
        })
    }

    /// Whether there is an upright font of that family.
    pub fn has_family(&self, family: &str) -> bool {
        self.file(family, Face::Regular).is_some()
    }

    /// The advance width of a text, in the unit of `size`, shaped with kerning.
    ///
    /// A text in a family that is not there is measured with the first font.
    pub fn width(&self, text: &str, family: &str, face: Face, size: f64) -> f64 {
        let width = self.asked(family, face, |font, shaper| {
            let shaped = shaper.shape(font, text);
            let advance: i32 = shaped.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
            f64::from(advance) / f64::from(font.units_per_em()) * size
        });
        width.unwrap_or(0.0)
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

    /// What a face says, or the first font where the family is not there.
    pub(super) fn asked<T>(
        &self,
        family: &str,
        face: Face,
        ask: impl FnOnce(&rustybuzz::Face<'_>, &Shaper) -> T,
    ) -> Option<T> {
        let file = self.file(family, face).or(self.files.first())?;
        file.shaper.with_face(&file.bytes, |font| ask(font, &file.shaper))
    }

    fn file(&self, family: &str, face: Face) -> Option<&FontFile> {
        let weight = match face {
            Face::Regular => 400,
            Face::Bold => 700,
        };
        let of = || {
            self.files.iter().filter(|file| file.family == family && file.weight == weight && !file.italic)
        };
        // Families have narrow faces under the same name.
        of().find(|file| file.width == NORMAL_WIDTH).or_else(|| of().next())
    }
}

/// Neither narrow nor wide.
const NORMAL_WIDTH: u16 = 5;

impl FontFile {
    /// Looks a file through and reads what it says of itself.
    fn parse(name: &str, bytes: FontBytes) -> Result<Self, FontFault> {
        let face = font_check::checked(bytes.as_ref()).map_err(|unfit| FontFault {
            message: format!("the font `{name}` cannot be used: {}", unfit.why),
            hint: unfit.hint.to_owned(),
        })?;
        Self::new(name, &face, bytes.clone())
    }

    fn new(name: &str, face: &ttf_parser::Face<'_>, bytes: FontBytes) -> Result<Self, FontFault> {
        let family = |id| {
            face.names().into_iter().find(|n| n.name_id == id && n.is_unicode()).and_then(|n| n.to_string())
        };
        let family = family(ttf_parser::name_id::TYPOGRAPHIC_FAMILY)
            .or_else(|| family(ttf_parser::name_id::FAMILY))
            .filter(|family| is_name(family))
            .ok_or_else(|| FontFault {
                message: format!("the font `{name}` has no family name that can be written"),
                hint: "use another font".to_owned(),
            })?;
        let (weight, width, italic) = (face.weight().to_number(), face.width().to_number(), face.is_italic());
        let shaper = Arc::new(Shaper::default());
        Ok(Self { name: name.to_owned(), family, weight, width, italic, bytes, shaper })
    }

    /// What fonts are told apart by.
    fn order(&self) -> (&str, u16, bool, u16) {
        (&self.family, self.weight, self.italic, self.width)
    }
}

#[cfg(test)]
mod tests {
    use super::{Face, FontBytes, Fonts};

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
    fn what_is_looked_for_in_foreign_fonts_is_not_in_ours() {
        let files =
            super::FONTS.files().filter(|file| file.path().extension().is_some_and(|ext| ext == "ttf"));
        let fonts =
            files.map(|file| (file.path().display().to_string(), FontBytes::Embedded(file.contents())));
        let (read, ours) = (Fonts::new(fonts).unwrap(), Fonts::embedded().unwrap());
        assert_eq!(format!("{read:?}"), format!("{ours:?}"));
    }

    #[test]
    fn a_file_that_is_no_font_is_named() {
        let faults = Fonts::new([("a.ttf".to_owned(), FontBytes::Embedded(b"text"))]).unwrap_err();
        assert!(faults[0].message.contains("a.ttf"), "{faults:?}");
    }
}
