//! Editions in memory for all targets; none needs everything here.
#![allow(dead_code, reason = "each target is a crate of its own")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use quarterly::build::{Edition, edition};
use quarterly::diag::Faults;
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;

/// Brand and fonts take longer to read than an input.
pub static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::embedded().expect("the theme is whole"));

/// The series of `golden/suite/faults`.
pub const SERIES: &[u8] = include_bytes!("../../golden/suite/faults/no-value/series.toml");

/// An edition with a chart, a table, a list and a note.
const SAMPLE: &str = r#"period = "2023-Q2"
title = "A test"
[figures.visas]
label = "visas issued"
source = "mia"
total = 1653
values = { 2022-Q2 = 2000 }
shares = { CN = 50.3, TR = 16.9, other = 32.8 }
[charts.visas]
figure = "visas"
kind = "donut"
title = "Visas"
[tables.t]
title = "T"
source = "mia"
text = "| a | b |\n|---|--:|\n| c | 1 |\n"
[[chapter]]
id = "one"
title = "One"
text = '''
In all, {{ visas }} visas were issued.[^mia]

- [One](https://a.example/)
- Two

![](chart:visas)

![](table:t)
'''
"#;

fn read(files: &[(&str, &[u8])]) -> Result<Spec, Faults> {
    let files: BTreeMap<String, Arc<[u8]>> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), Arc::from(*bytes))).collect();
    Spec::load(&Folder::Memory(files), "edition.toml", "")
}

/// Reads, computes, checks and draws an edition; every answer is right but a panic.
pub fn build(files: &[(&str, &[u8])]) {
    match read(files) {
        Err(faults) => assert!(!faults.to_string().is_empty()),
        Ok(spec) => {
            if let Err(faults) = edition(&spec, &THEME) {
                assert!(!faults.to_string().is_empty());
            }
        }
    }
}

/// The spec of a small edition that is whole.
pub fn sample_spec() -> Result<Spec, Faults> {
    read(&[("edition.toml", SAMPLE.as_bytes()), ("series.toml", SERIES)])
}

/// A small edition that is whole.
pub fn sample() -> Result<Edition, Faults> {
    Ok(edition(&sample_spec()?, &THEME)?.output)
}
