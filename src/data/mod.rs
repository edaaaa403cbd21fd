//! Turns what an edition says of time, quantities, addresses and tables beside it into typed values.

pub mod address;
pub mod apostrophe;
pub(crate) mod archive;
pub mod certainty;
pub mod chart;
pub mod column;
pub mod country;
pub mod csv;
pub(crate) mod file_name;
pub mod geojson;
mod hint;
pub mod number;
pub mod period;
pub mod quantity;
mod row;
pub(crate) mod safe_name;
pub mod sheet;
pub mod table;
mod uri;
mod workbook;
mod written;
