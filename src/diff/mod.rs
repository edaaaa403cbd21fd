//! Says what differs between two editions, in the words of the report: the cause first, what follows from it after.

mod align;
pub mod cause;
pub mod change;
pub mod compare;
pub mod corrections;
pub mod document;
pub mod docx;
pub mod html;
mod main_part;
mod name;
mod notation;
pub mod pdf;
pub mod pixels;
mod place;
pub mod report;
