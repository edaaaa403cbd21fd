//! Builds a quarterly migration overview: a TOML quarter spec in, charts as SVG, a branded
//! accessible PDF and an editable DOCX out.

pub mod build;
pub mod chart;
pub mod check;
pub mod cli;
pub mod data;
pub mod diag;
pub mod docx;
pub mod golden;
pub mod locale;
pub mod pdf;
pub mod report;
pub mod spec;
pub mod theme;
