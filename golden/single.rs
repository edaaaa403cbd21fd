//! Proof that differences are found and named: single changes of the full edition, each with what the first line
//! of the report has to say about it, and changes that must not be found because there is nothing to see.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use libtest_mimic::{Failed, Trial};
use quarterly::build::edition;
use quarterly::diff::docx::{self, Parts};
use quarterly::diff::pdf;
use quarterly::diff::report::{Content, Report};
use quarterly::pdf::Press;
use quarterly::spec::Spec;
use quarterly::theme::Theme;
use serde::Deserialize;

use super::contract::copy_folder;
use super::theme::{self, Replace};
use super::{EDITION, fail, keep_docx};

/// The list of changes.
const LIST: &str = "golden/changes.toml";
/// Fewer changes prove too little.
const LEAST: usize = 60;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    change: Vec<Change>,
}

/// A single change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    name: String,
    file: String,
    old: String,
    new: String,
    says: Vec<String>,
}

pub(crate) fn trials() -> Vec<Trial> {
    let list = fs::read_to_string(LIST).unwrap_or_default();
    let changes = match toml::from_str::<Changes>(&list) {
        Ok(changes) => changes.change,
        Err(error) => {
            let message = format!("{LIST}: {error}");
            return vec![Trial::test("change::the_list_is_read", move || Err(fail(message)))];
        }
    };
    let count = changes.len();
    let enough = move || if count >= LEAST { Ok(()) } else { Err(fail(format!("only {count} changes"))) };
    let mut trials = vec![
        Trial::test("change::there_are_enough_changes", enough),
        Trial::test("change::nothing_changed_is_no_difference", nothing),
        Trial::test("change::another_folder_and_one_thread_are_no_difference", elsewhere),
    ];
    for change in changes {
        let name = format!("change::{}", change.name.replace([' ', ',', '\''], "_"));
        trials.push(Trial::test(name, move || found(&change)));
    }
    trials
}

/// An edition as it is compared, and the parts of its DOCX.
#[derive(Debug, Clone, PartialEq)]
struct Made {
    content: Content,
    parts: Parts,
}

/// The edition as it is.
fn base() -> Result<&'static Made, Failed> {
    static BASE: OnceLock<Result<Made, String>> = OnceLock::new();
    let make = || {
        let theme = Theme::embedded().map_err(|error| error.to_string())?;
        made(Path::new(EDITION.0), &theme).map_err(|error| error.message().unwrap_or_default().to_owned())
    };
    BASE.get_or_init(make).as_ref().map_err(fail)
}

fn made(spec: &Path, theme: &Theme) -> Result<Made, Failed> {
    let spec = Spec::open(spec).map_err(|faults| fail(faults.to_string()))?;
    let edition = edition(&spec, theme).map_err(|faults| fail(faults.to_string()))?.output;
    let file = edition.pdf(&Press::new(theme)).map_err(|error| fail(error.to_string()))?;
    let file = pdf::open(&file.bytes).map_err(|error| fail(error.to_string()))?;
    let docx = edition.docx(theme).map_err(|error| fail(error.to_string()))?;
    keep_docx(&docx)?;
    let parts = quarterly::docx::parts(&docx).map_err(|error| fail(error.to_string()))?;
    let document = docx::read_parts(&parts).map_err(|error| fail(error.to_string()))?;
    let files = edition.charts.iter().map(|(id, svg)| (format!("charts/{id}.svg"), svg.clone())).collect();
    Ok(Made { content: Content { pdf: Some(pdf::read(&file)), docx: Some(document), files }, parts })
}

fn found(change: &Change) -> Result<(), Failed> {
    let report = Report::new(&base()?.content, &changed(change)?);
    let Some(first) = report.headline() else {
        return Err(fail("the change is not found"));
    };
    let missing: Vec<&String> = change.says.iter().filter(|words| !first.contains(words.as_str())).collect();
    if missing.is_empty() && !change.says.is_empty() {
        return Ok(());
    }
    Err(fail(format!("the first line does not say {missing:?}\n{}", report.text())))
}

/// The edition with one change.
fn changed(change: &Change) -> Result<Content, Failed> {
    let Change { file, old, new, .. } = change;
    let replaced = |text: &str| {
        let is_there = text.contains(old.as_str());
        is_there
            .then(|| text.replacen(old.as_str(), new, 1))
            .ok_or_else(|| fail(format!("`{old}` does not stand in {file}")))
    };
    let theme = theme::embedded()?;
    if let Some(name) = file.strip_prefix("docx/") {
        let Made { mut content, mut parts } = base()?.clone();
        let part = parts.get_mut(name).ok_or_else(|| fail(format!("there is no part {file}")))?;
        *part = replaced(part)?;
        content.docx = Some(docx::read_parts(&parts).map_err(|error| fail(error.to_string()))?);
        return Ok(content);
    }
    if let Some(name) = file.strip_prefix("templates/") {
        let replace = Replace { file: name.to_owned(), old: old.clone(), new: new.clone() };
        return Ok(made(Path::new(EDITION.0), &theme::with(theme, &replace)?)?.content);
    }
    let folder = tempfile::tempdir()?;
    copy_folder(Path::new("data/kazakhstan"), folder.path())?;
    let path = folder.path().join(file);
    fs::write(&path, replaced(&fs::read_to_string(&path)?)?)?;
    Ok(made(&folder.path().join("2023-q2.toml"), &theme)?.content)
}

fn same(new: &Made) -> Result<(), Failed> {
    let report = Report::new(&base()?.content, &new.content);
    if report.is_same() && base()? == new { Ok(()) } else { Err(fail(report.text())) }
}

fn nothing() -> Result<(), Failed> {
    let theme = theme::embedded()?;
    same(&made(Path::new(EDITION.0), &theme)?)
}

fn elsewhere() -> Result<(), Failed> {
    let theme = theme::embedded()?;
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("another folder");
    copy_folder(Path::new("data/kazakhstan"), &copy)?;
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    same(&one_thread.install(|| made(&copy.join("2023-q2.toml"), &theme))?)
}
