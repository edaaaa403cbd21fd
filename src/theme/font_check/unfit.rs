//! Why a font cannot be used.

/// Why a file cannot be used as a font, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::theme) struct Unfit {
    pub(in crate::theme) why: &'static str,
    pub(in crate::theme) hint: &'static str,
}

impl Unfit {
    pub(super) const fn new(why: &'static str, hint: &'static str) -> Self {
        Self { why, hint }
    }
}

pub(super) const ANOTHER: &str = "download the font again from who makes it, or use another one";
pub(super) const NO_FONT: Unfit =
    Unfit::new("it is no TrueType or OpenType font", "use a TrueType or OpenType file");
/// What is said of all that no font needs.
pub(super) const TOO_MUCH: &str = "it asks for more work than any font that texts are printed with";
