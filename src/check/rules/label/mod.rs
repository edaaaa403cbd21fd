//! Rules about titles, headers and the characters of all texts.

pub(in crate::check) mod crowded;
mod document;
pub(in crate::check) mod glyph;
pub(in crate::check) mod period;
pub(in crate::check) mod same;
mod told;
pub(in crate::check) mod unit;
mod word_glyph;
mod years;
