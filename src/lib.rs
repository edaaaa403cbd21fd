//! Builds a quarterly migration overview: a TOML quarter spec in, charts as SVG, a branded
//! accessible PDF and an editable DOCX out.

pub mod data;
pub mod diag;
pub mod docx;
pub mod locale;
pub mod report;
pub mod theme;
