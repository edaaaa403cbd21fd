//! The SVG holds what the scene says: parsed by usvg with the bundled fonts alone.

use std::sync::Arc;

use resvg::usvg;

use super::THEME;

/// Parses an SVG with no font but the bundled ones.
pub(super) fn tree(svg: &str) -> usvg::Tree {
    let mut options = usvg::Options::default();
    let fonts = Arc::make_mut(&mut options.fontdb);
    for file in THEME.fonts.files() {
        fonts.load_font_data(file.to_vec());
    }
    usvg::Tree::from_str(svg, &options).unwrap()
}
