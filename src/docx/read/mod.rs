//! Reads documents: a template whose look is taken over, what an editor changed, what is wrong, all parts as text.

pub(super) mod address;
pub(super) mod edits;
pub(super) mod lint;
mod names;
pub(super) mod snapshot;
mod source;
pub(super) mod template;
