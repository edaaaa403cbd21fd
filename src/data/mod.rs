//! Turns what an edition says of time and of tables beside it into typed values.

pub mod number;
pub mod period;
pub mod sheet;
pub mod table;
