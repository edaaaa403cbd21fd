//! Rules about charts.

pub(in crate::check) mod drawn;
