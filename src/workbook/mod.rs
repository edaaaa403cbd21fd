//! Turns the numbers that an edition has or asks for into a workbook to be filled in, and a filled one, or the table of
//! a ministry, into edits of the edition.
//!
//! 1. [`Values::of`] lists every number of an edition with its key, its place in the files, and what was known of it a
//!    quarter and a year before. The workbook, its reader and whoever else lets numbers be typed go by this list.
//! 2. [`sheet()`] writes the workbook: the same bytes for the same edition.
//! 3. [`filled`] reads one back by its keys; what cannot be read is told by its cell.
//! 4. [`merge()`] holds what was filled in against what the edition has now and had when the workbook was written.
//! 5. [`edits()`] writes what follows from that as [`Edit`](crate::patch::Edit)s of the author's files.

mod answers;
mod base;
mod checks;
mod comment;
mod document;
mod edits;
mod formats;
mod key;
mod known;
mod layout;
mod merge;
pub mod ministry;
mod new;
mod notes;
mod number;
mod parts;
mod place;
mod places;
mod plan;
mod prove;
mod read;
mod sheet;
mod values;

pub use answers::{Answer, Answers, Given};
pub use edits::{FileEdits, edits, holds};
pub use key::{Key, Kind};
pub use known::Earlier;
pub use layout::Choice;
pub use merge::{Change, ChangeKind, Merged, merge};
pub use new::{NewFigure, NewNumber};
pub use parts::{part_name, part_names};
pub use plan::plan;
pub use prove::prove;
pub use read::{TypedIn, filled, is_ours, typed_in};
pub use sheet::sheet;
pub use values::{Entry, FigureValues, Held, Values};
