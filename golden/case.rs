//! One golden case: build an edition, compare everything that came out with the references.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use libtest_mimic::Failed;
use quarterly::build::{checked, differences, edition};
use quarterly::check::rule;
use quarterly::diag::{Code, Family, Warned};
use quarterly::diff::{html, pdf, pixels};
use quarterly::golden::{Snapshot, compare, explain};
use quarterly::pdf::{FLOW, Press};
use quarterly::spec::Spec;
use quarterly::theme::Theme;

use super::reference::is_update;
use super::theme::{self, Replaced};
use super::{fail, keep_docx, notes, read_folder};

pub(crate) fn check(name: &str, spec: &Path, language: Option<&str>) -> Result<(), Failed> {
    let (snapshot, pages) = snapshot(spec, language)?;
    let reference = Path::new("golden/ref").join(name);
    if is_update() {
        return write(&reference, &snapshot);
    }
    if !reference.is_dir() {
        return Err(fail(format!("no reference `{}`; make it with GOLDEN=update", reference.display())));
    }
    let known = Snapshot { files: read_folder(&reference, "") };
    let mut deltas = compare(&known, &snapshot);
    // What moved on which page says more than the parts it is written in.
    deltas.sort_by_key(|delta| (delta.file != "outline.txt", delta.file != "layout.txt"));
    if deltas.is_empty() {
        return Ok(());
    }
    write(&Path::new("golden/store").join(name), &snapshot)?;
    let mut message = String::new();
    if let Some(report) = explain(&known, &snapshot) {
        message.push_str(&report.text());
        let pictures = pages.and_then(|bytes| pdf::open(&bytes).ok()).map(|pdf| pixels::draw(&pdf, SCALE));
        let page = html::page(&report, ("golden/ref", "now"), (&[], &pictures.unwrap_or_default()), SCALE);
        let path = Path::new("golden/store").join(format!("{name}.html"));
        fs::write(&path, page)?;
        message.push_str(&format!("see {}\n", path.display()));
    }
    message.push_str(&format!(
        "{} of {} files differ from golden/ref/{name}\n",
        deltas.len(),
        known.files.len()
    ));
    for delta in deltas.iter().take(5) {
        message.push_str(&format!("{delta}\n"));
    }
    message.push_str(&format!("compare: git diff --no-index golden/ref/{name} golden/store/{name}"));
    Err(fail(message))
}

/// Pixels a point of the pages in the report of a failed case.
const SCALE: f32 = 1.0;

/// Everything that a case gives, as text: its findings, and the outputs when there are any. With the PDF.
fn snapshot(path: &Path, language: Option<&str>) -> Result<(Snapshot, Option<Vec<u8>>), Failed> {
    let mut snapshot = Snapshot::default();
    let theme = theme_of(path)?;
    let spec = match Spec::open_in(path, language, None, BTreeMap::new()) {
        Ok(spec) => spec,
        Err(faults) => {
            snapshot.add_diagnostics(&faults.diagnostics, &faults.sources);
            return Ok((snapshot, None));
        }
    };
    let Warned { output: edition, warnings } = match edition(&spec, &theme) {
        Ok(edition) => edition,
        Err(faults) => {
            snapshot.add_diagnostics(&faults.diagnostics, &faults.sources);
            return Ok((snapshot, None));
        }
    };
    let mut warnings = warnings;
    if language.is_some() {
        let own = Spec::open(path).ok().and_then(|own| checked(&own, &theme).ok()?.facts);
        if let (Some(own), Some(facts)) = (&own, &edition.facts) {
            warnings.extend(differences(own, facts, &spec).open);
        }
    }
    snapshot.add_diagnostics(&warnings, &spec.sources);
    // A case of a rule that does not look at pages is about what it finds, and nothing else.
    let is_about_rules = path.starts_with("golden/suite/as-published")
        || path.starts_with("golden/suite/rules/style")
        || rule_of(path).is_some_and(|rule| rule.family() != Family::Layout);
    if is_about_rules {
        return Ok((snapshot, None));
    }
    let pdf = edition.pdf(&Press::new(&theme)).map_err(|error| fail(error.to_string()))?;
    let mut inputs = edition.inputs(&theme, pdf.flow.spacing).map_err(|error| fail(error.to_string()))?;
    inputs.insert(FLOW.to_owned(), pdf.flow());
    let docx = edition.docx(&theme).map_err(|error| fail(error.to_string()))?;
    keep_docx(&docx)?;
    if let Some(warning) = pdf.warnings.first() {
        return Err(fail(format!("Typst warns: {}", warning.message)));
    }
    let findings: Vec<String> = pdf.findings.iter().map(ToString::to_string).collect();
    // A case of the layout contract is there to break one rule of it.
    if let Some(rule) = path.parent().filter(|folder| folder.starts_with("golden/suite/layout")) {
        let rule = rule.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !findings.iter().any(|finding| finding.starts_with(&format!("{rule}:"))) {
            return Err(fail(format!("{rule} is not found:\n{}", findings.join("\n"))));
        }
        snapshot.files.insert("findings.txt".to_owned(), findings.join("\n") + "\n");
        return Ok((snapshot, Some(pdf.bytes)));
    }
    if !findings.is_empty() {
        return Err(fail(format!("the layout has faults:\n{}", findings.join("\n"))));
    }
    let lints = quarterly::docx::lint(&docx);
    if !lints.is_empty() {
        return Err(fail(format!("the DOCX has faults: {lints:#?}")));
    }
    notes::alike(&pdf.document, &docx)?;
    // Of a small edition with one fault, what is said about it is the point; its outputs only have to be sound.
    if !path.starts_with("golden/suite/faults") && !path.starts_with("golden/suite/rules") {
        snapshot.add_outputs(&edition, &inputs, &pdf, &docx);
    }
    Ok((snapshot, Some(pdf.bytes)))
}

/// The theme of a case: the embedded one, with what its `theme.toml` replaces.
fn theme_of(spec: &Path) -> Result<Theme, Failed> {
    let path = spec.with_file_name("theme.toml");
    let Ok(text) = fs::read_to_string(path) else { return theme::embedded() };
    let replaced: Replaced = toml::from_str(&text)?;
    replaced.replace.iter().try_fold(theme::embedded()?, theme::with)
}

/// The rule that a case of `golden/suite/rules/<code>/` is about.
pub(crate) fn rule_of(path: &Path) -> Option<Code> {
    let code = path.strip_prefix("golden/suite/rules").ok()?.components().next()?;
    rule(&code.as_os_str().to_string_lossy())
}

/// Writes a snapshot into a folder, and deletes what is no longer part of it.
fn write(folder: &Path, snapshot: &Snapshot) -> Result<(), Failed> {
    for stale in read_folder(folder, "").keys().filter(|file| !snapshot.files.contains_key(*file)) {
        fs::remove_file(folder.join(stale))?;
    }
    for (file, text) in &snapshot.files {
        let path = folder.join(file);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            fs::write(path, text)?;
        }
    }
    Ok(())
}
