//! A photograph.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod support;

const EDITION: &str = r#"
period = "2023-Q2"
title  = "A test"
[photos.a]
file = "a.jpg"
alt = "A picture"
credit = "Nobody"
[[chapter]]
id = "one"
title = "One"
text = "![](photo:a)"
"#;

fuzz_target!(|data: &[u8]| {
    let files = [("edition.toml", EDITION.as_bytes()), ("series.toml", support::SERIES), ("a.jpg", data)];
    support::build(&files);
});
