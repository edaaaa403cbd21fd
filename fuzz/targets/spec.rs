//! The edition's TOML: from the text to drawn charts.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod support;

fuzz_target!(|data: &[u8]| {
    support::build(&[("edition.toml", data), ("series.toml", support::SERIES)]);
});
