//! The names of a language's files.

/// The files of a language: what is printed, how sentences are read, names of countries.
pub const FILES: [&str; 3] = ["print.toml", "read.toml", "countries.toml"];
