//! The text of a chapter: Markdown with expressions, claims, notes, links and placed charts.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod support;

const EDITION: &str = r#"
period = "2023-Q2"
title  = "A test"
[names]
cis = "CIS countries"
[figures.visas]
label  = "visas issued"
source = "mia"
total  = 1653
values = { 2022-Q2 = 2000, 2023-04 = 76.4 }
shares = { CN = 50.3, TR = 16.9, cis = 2.0, other = 30.8 }
convert = { unit = "USD million", rate = 2.2 }
[figures.lost]
label = "lost"
source = "mia"
not_available = "no letter came"
[charts.visas]
figure = "visas"
kind = "donut"
title = "Visas"
[tables.t]
title = "T"
source = "mia"
text = "| a | b |\n|---|--:|\n| c | 1 |\n"
[notes]
law = "Law"
[[chapter]]
id = "one"
title = "One"
text = '''
"#;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if !text.contains("'''") {
        let edition = format!("{EDITION}{text}\n'''\n");
        support::build(&[("edition.toml", edition.as_bytes()), ("series.toml", support::SERIES)]);
    }
});
