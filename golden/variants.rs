//! Stressed layouts of a whole edition: 15 parts in bars and in a ring, a cover photograph with a title of six lines, two
//! donors, twelve events, six laws with long titles, very long names, no charts, portrait and panorama photographs, tables
//! of nine columns and sixty rows, three pages of text, no tiles, three and nine.
//!
//! Each has to be set without a finding of the layout contract but those of its reference: how many pages it takes, what
//! is found on them, and how often the checks of an edition find something. `golden/variants/base` has what they share.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::build::edition;
use quarterly::diag::Severity;
use quarterly::pdf::Press;
use quarterly::spec::{Folder, Spec};

use super::{fail, read_folder_names, reference};

const FOLDER: &str = "golden/variants";
/// Files that all of them share, and where the photographs of the edition are.
const SHARED: [(&str, &str); 2] = [("golden/variants/base", ""), ("data/kazakhstan/photos", "photos/")];

pub(crate) fn trials() -> Vec<Trial> {
    let entries = std::fs::read_dir(FOLDER).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| name != "base");
    names.sort();
    names.into_iter().map(|name| Trial::test(format!("variants::{name}"), move || laid_out(&name))).collect()
}

fn laid_out(name: &str) -> Result<(), Failed> {
    let theme = super::theme::embedded()?;
    let mut files = BTreeMap::new();
    for (folder, prefix) in SHARED {
        files.extend(files_of(Path::new(folder), prefix)?);
    }
    files.extend(files_of(&Path::new(FOLDER).join(name), "")?);
    let spec =
        Spec::load(&Folder::Memory(files), "2023-q2.toml", "").map_err(|faults| fail(faults.to_string()))?;
    let built = edition(&spec, &theme).map_err(|faults| fail(faults.to_string()))?;
    let pdf = built.output.pdf(&Press::new(&theme)).map_err(|error| fail(error.to_string()))?;
    let mut text = format!("{} pages\n", pdf.pages);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in built.warnings.iter().filter(|finding| finding.severity != Severity::Note) {
        *counts.entry(finding.code.to_string()).or_default() += 1;
    }
    counts.iter().try_for_each(|(code, count)| writeln!(text, "{code}: {count}"))?;
    pdf.findings.iter().try_for_each(|finding| writeln!(text, "{finding}"))?;
    reference::hold(format!("golden/ref/variants/{name}.txt"), &text)
}

fn files_of(folder: &Path, prefix: &str) -> Result<BTreeMap<String, Arc<[u8]>>, Failed> {
    let mut files = BTreeMap::new();
    for path in read_folder_names(folder).into_iter().map(PathBuf::from) {
        let below = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        files.insert(format!("{prefix}{below}"), Arc::from(std::fs::read(&path)?));
    }
    Ok(files)
}
