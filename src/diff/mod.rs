//! Says what differs between two editions, in the words of the report: the cause first, what follows from it after.

mod align;
pub mod cause;
pub mod change;
pub mod compare;
pub mod document;
mod name;
mod place;
mod notation;
pub mod pdf;
