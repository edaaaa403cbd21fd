//! Rules about charts.

pub(in crate::check) mod drawn;
pub(in crate::check) mod kind;
pub(in crate::check) mod message;
