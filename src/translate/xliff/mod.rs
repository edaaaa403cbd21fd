//! Gives a translation to the programs of translators and takes it back, as XLIFF 1.2 (OASIS, 1 February 2008).
//!
//! What is no word stands in `<ph>`: expressions, addresses of links, marks of notes, charts. Each has to come back
//! once.

mod code;
mod read;
mod taken;
mod write;

pub use read::{NoXliff, Piece, Unit, read};
pub use taken::{Refusal, taken};
pub use write::export;
