//! Looks a font through before anything is set in it: a small file can ask for more work than any text does.
//!
//! Fonts come by mail with a brand. The parsers of this program and of Typst follow what a font says of itself, so that
//! glyphs made of glyphs, routines that call routines, or an alphabet of four thousand million letters would keep them
//! busy for hours. Nothing of that is in a font that people print with.

mod cff;
mod cmap;
mod glyf;
mod layout;
mod stream;
mod unfit;

use ttf_parser::{Face, Tag};

use unfit::{ANOTHER, NO_FONT, Unfit};

/// How far a line of a font reaches above or below, in its own units of size.
const HIGHEST_LINE: f64 = 5.0;
/// Glyphs are no wider; the widest of known fonts is a whole sentence in Arabic.
const WIDEST_GLYPH: f64 = 25.0;
/// Glyphs that are pictures or drawings in colours, each read by another parser.
const COLOURED: [&[u8; 4]; 4] = [b"COLR", b"SVG ", b"sbix", b"CBDT"];

/// A font that can be used.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn checked(bytes: &[u8]) -> Result<Face<'_>, Unfit> {
    match bytes.get(..4) {
        Some(b"wOFF" | b"wOF2") => {
            let hint = "use the file of the font that ends with .ttf or .otf; web pages have another";
            return Err(Unfit::new("it is a font for web pages (WOFF)", hint));
        }
        Some(b"ttcf") => {
            let hint = "use a file for each font, .ttf or .otf, as who makes it offers them";
            return Err(Unfit::new("it is a collection of fonts", hint));
        }
        _ => {}
    }
    let face = Face::parse(bytes, 0).map_err(|_| NO_FONT)?;
    let has = |tag: &[u8; 4]| face.raw_face().table(Tag::from_bytes(tag)).is_some();
    if face.is_variable() || has(b"CFF2") {
        let hint = "use its static files, one a weight; downloads have them in a folder `static`";
        return Err(Unfit::new("it is a variable font", hint));
    }
    if COLOURED.into_iter().any(has) {
        return Err(Unfit::new("it has glyphs in colours", "use a font without them"));
    }
    measures(&face)?;
    cmap::check(&face)?;
    layout::check(&face)?;
    glyf::check(&face)?;
    cff::check(&face)?;
    Ok(face)
}

/// Sizes that no line and no letter has would make pages of one letter each.
fn measures(face: &Face<'_>) -> Result<(), Unfit> {
    let em = f64::from(face.units_per_em());
    let lines = [face.ascender(), face.descender(), face.line_gap()];
    let is_high = lines.into_iter().any(|line| f64::from(line).abs() > HIGHEST_LINE * em);
    let glyphs = (0..face.number_of_glyphs()).map(ttf_parser::GlyphId);
    let mut widths = glyphs.filter_map(|glyph| face.glyph_hor_advance(glyph));
    if is_high || widths.any(|width| f64::from(width) > WIDEST_GLYPH * em) {
        return Err(Unfit::new("its lines or letters have sizes that no letter has", ANOTHER));
    }
    Ok(())
}
