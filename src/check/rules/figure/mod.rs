//! Rules about figures: their sums, shares and digits.

pub(in crate::check) mod counts;
pub(in crate::check) mod decimals;
pub(in crate::check) mod derived;
pub(in crate::check) mod given;
pub(in crate::check) mod renewed;
pub(in crate::check) mod sums;
