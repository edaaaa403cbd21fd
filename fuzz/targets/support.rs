//! An edition in memory for all targets.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use quarterly::build::edition;
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;

static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::embedded().expect("the theme is whole"));

/// The series of `golden/suite/faults`.
pub const SERIES: &[u8] = include_bytes!("../../golden/suite/faults/no-value/series.toml");

/// Reads, computes, checks and draws an edition; every answer is right but a panic.
pub fn build(files: &[(&str, &[u8])]) {
    let files: BTreeMap<String, Arc<[u8]>> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), Arc::from(*bytes))).collect();
    match Spec::load(&Folder::Memory(files), "edition.toml", "") {
        Err(faults) => assert!(!faults.to_string().is_empty()),
        Ok(spec) => {
            if let Err(faults) = edition(&spec, &THEME) {
                assert!(!faults.to_string().is_empty());
            }
        }
    }
}
