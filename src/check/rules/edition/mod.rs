//! Rules about an edition as a whole.

pub(in crate::check) mod citation;
pub(in crate::check) mod dates;
mod entry_text;
pub(in crate::check) mod history;
pub(in crate::check) mod same;
pub(in crate::check) mod sources;
