//! Turns what an edition says of time, quantities and tables beside it into typed values.

pub mod chart;
pub mod number;
pub mod period;
pub mod quantity;
pub mod sheet;
pub mod table;
