//! The form for figures: the numbers of an edition as rows, and what is typed into them, written into the spec by the
//! road that a workbook takes too. Nothing is written into a file that is not what the form was made of.

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Shown;
use super::assets::JSON;
use super::http::{Answer, Status};
use super::state::State;
use crate::build::checked;
use crate::check::finding_json;
use crate::diag::{Diagnostic, Faults, Sources};
use crate::fix::Files;
use crate::patch::Refused;
use crate::patch::file::{Planned, Yes};
use crate::spec::Spec;
use crate::theme::Theme;
use crate::workbook::{
    Entry, Merged, TypedIn, Values, edits, merge, part_name, part_names, plan, prove, typed_in,
};

/// What was typed into the form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    /// Of the files that the form was made of.
    hash: String,
    answers: Vec<FormAnswer>,
    /// Whether it is to be written, or only shown.
    write: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormAnswer {
    key: String,
    /// The name of a part that the edition does not list yet.
    #[serde(default)]
    part: String,
    value: String,
    /// What the form showed before.
    base: String,
    #[serde(default)]
    note: String,
}

/// The spec in its own language as it is now, with its numbers.
struct Now {
    spec: Spec,
    values: Values,
    rows: Vec<Value>,
    /// The names that parts can be chosen by, with their keys.
    names: Vec<(String, String)>,
}

impl Now {
    fn read(shown: &Shown, theme: &Theme) -> Result<Self, Faults> {
        let spec = Spec::open_with(&shown.spec, theme.languages.as_deref())?;
        let checked = checked(&spec, theme)?;
        let values = Values::of(&spec, &checked.missing);
        let rows = values
            .figures
            .iter()
            .map(|figure| {
                let entry = |entry: &Entry| {
                    json!({
                        "key": entry.key.to_string(),
                        "kind": entry.key.kind.name(),
                        "part": part_name(&spec, &entry.key.part, &checked.locale),
                        "period": checked.locale.period(entry.period),
                        "unit": checked.locale.unit_name(&entry.unit),
                        "held": entry.held.text(),
                        "open": entry.held.is_open(),
                        "of_file": entry.is_of_file,
                        "last": entry.last.as_ref().map(|last| &last.text),
                        "year_before": entry.year_before.as_ref().map(|before| &before.text),
                    })
                };
                json!({
                    "figure": figure.key.value,
                    "label": figure.label,
                    "source": figure.source,
                    "rows": figure.entries.iter().map(entry).collect::<Vec<_>>(),
                })
            })
            .collect();
        let names = part_names(&spec, &checked.locale);
        Ok(Self { spec, values, rows, names })
    }

    /// Of all text files that the numbers come from.
    fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for source in self.spec.sources.ids() {
            let (name, text) = (self.spec.sources.name(source), self.spec.sources.text(source));
            hash.update((name.len() as u64).to_le_bytes());
            hash.update(name);
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The rows of the form.
pub(super) fn listed(shown: &Shown, theme: &Theme) -> Answer {
    match Now::read(shown, theme) {
        Ok(now) => {
            let names: Vec<&str> = now.names.iter().map(|(name, _)| name.as_str()).collect();
            let told = json!({ "hash": now.hash(), "figures": now.rows, "names": names, "open": now.values.open(), "all": now.values.entries().count() });
            Answer::new(JSON, told.to_string())
        }
        Err(faults) => refused(Status::Conflict, &faults.diagnostics, &faults.sources),
    }
}

/// Shows what would be written, or writes it.
pub(super) fn fill(shown: &Shown, theme: &Theme, state: &State, body: &[u8]) -> Answer {
    let Ok(form) = serde_json::from_slice::<Form>(body) else { return Answer::status(Status::BadRequest) };
    let now = match Now::read(shown, theme) {
        Ok(now) => now,
        Err(faults) => return refused(Status::Conflict, &faults.diagnostics, &faults.sources),
    };
    if now.hash() != form.hash {
        return Answer {
            status: Status::Conflict,
            ..Answer::new(JSON, json!({ "changed": true }).to_string())
        };
    }
    match take_over(shown, theme, &now, &form) {
        Ok(told) => {
            if form.write {
                state.ask();
            }
            Answer::new(JSON, told.to_string())
        }
        Err(faults) => refused(Status::Unprocessable, &faults.diagnostics, &faults.sources),
    }
}

fn take_over(shown: &Shown, theme: &Theme, now: &Now, form: &Form) -> Result<Value, Faults> {
    let Now { spec, values, names, .. } = now;
    let faults = |diagnostics: Vec<Diagnostic>| Faults::new(spec.sources.clone(), diagnostics);
    let typed = form.answers.iter().map(|FormAnswer { key, part, value, base, note }| TypedIn {
        key,
        part,
        value,
        base,
        note,
    });
    let answers = typed_in(typed, (spec, names), values).map_err(faults)?;
    let merged = merge(&answers, values).map_err(faults)?;
    let edits = edits(spec, values, &merged).map_err(faults)?;
    if edits.is_empty() {
        return Ok(told(&merged, &[], &[]));
    }
    prove(spec, &merged, &edits, |files: &Files| {
        Spec::open_changed(&shown.spec, theme.languages.as_deref(), files.clone())
    })?;
    let refused = |refused: Refused| {
        let fault = Diagnostic::new(crate::diag::code::SHEET_BY_HAND, None, refused.to_string());
        faults(vec![fault.hint(refused.hint())])
    };
    let planned = plan(&shown.spec, spec, edits).map_err(refused)?;
    let lines: Vec<String> = planned.iter().map(Planned::shown).collect();
    let mut written = Vec::new();
    if form.write {
        // The author has pressed the button below the list of changes.
        let yes = Yes::by_option();
        for planned in planned {
            written.push(planned.confirm(&yes).map_err(refused)?.to_string());
        }
    }
    Ok(told(&merged, &lines, &written))
}

fn told(merged: &Merged, lines: &[String], written: &[String]) -> Value {
    let changes: Vec<Value> = merged
        .changes
        .iter()
        .map(|change| json!({ "key": change.key.to_string(), "old": change.old, "new": change.new }))
        .collect();
    json!({ "changes": changes, "told": merged.told, "lines": lines, "written": written, "still_open": merged.still_open })
}

fn refused(status: Status, found: &[Diagnostic], sources: &Sources) -> Answer {
    let findings: Vec<Value> = found.iter().map(|finding| finding_json(finding, sources)).collect();
    Answer { status, ..Answer::new(JSON, json!({ "findings": findings }).to_string()) }
}
