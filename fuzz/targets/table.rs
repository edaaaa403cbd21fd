//! Tables beside the spec: what begins like a zip or compound file is read as a workbook, other text as CSV.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod support;

fuzz_target!(|data: &[u8]| {
    let is_workbook = data.starts_with(b"PK") || data.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    let (key, file) = if is_workbook { ("xlsx", "a.xlsx") } else { ("csv", "a.csv") };
    for target in ["values", "shares", "parts"] {
        let edition = format!(
            "period = \"2023-Q2\"\ntitle = \"A test\"\n[figures.visas]\nlabel = \"visas\"\nsource = \"mia\"\n\
             {key} = {{ file = \"{file}\", key = \"key\", value = \"n\", as = \"{target}\" }}\n\
             [[chapter]]\nid = \"one\"\ntitle = \"One\"\ntext = \"{{{{ visas.total }}}}\"\n"
        );
        let files = [("edition.toml", edition.as_bytes()), ("series.toml", support::SERIES), (file, data)];
        support::build(&files);
    }
});
