//! Rules about an edition as a whole.

pub(in crate::check) mod citation;
pub(in crate::check) mod dates;
pub(in crate::check) mod history;
pub(in crate::check) mod same;
pub(in crate::check) mod sources;
