//! The reader behind the checks of a DOCX file.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = quarterly::docx::parts(data);
    let _ = quarterly::docx::lint(data);
});
