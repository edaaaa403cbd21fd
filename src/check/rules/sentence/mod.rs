//! Rules about sentences: what they say of the numbers in them.

pub(in crate::check) mod alone;
mod attached;
pub(in crate::check) mod balance;
mod calendar;
pub(in crate::check) mod claim;
mod course;
pub(in crate::check) mod day;
pub(in crate::check) mod direction;
pub(in crate::check) mod figure;
mod given;
mod limit;
pub(in crate::check) mod loose;
pub(in crate::check) mod order;
pub(in crate::check) mod part;
pub(in crate::check) mod period;
pub(in crate::check) mod printed;
pub(in crate::check) mod rank;
pub(in crate::check) mod record;
mod sign;
pub(in crate::check) mod spoken;
pub(in crate::check) mod step;
pub(in crate::check) mod sum;
pub(in crate::check) mod unit;
