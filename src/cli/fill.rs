//! `quarterly fill`: a workbook that was filled in, and the spec that takes its numbers over after a yes.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::asking::{agreed, error_line, failed, of_patch};
use super::files::write_one;
use super::filling::FillArguments;
use super::ministry::{MAP_BEGINS, Maps, Tables};
use super::sheet::{theme_of, values};
use super::stream::{print, shown, tell};
use super::telling::Telling;
use super::{Outcome, threads};
use crate::build::checked;
use crate::data::sheet::grids;
use crate::diag::{Diagnostic, Extent, Faults, Severity, one_line, render};
use crate::fix::Files;
use crate::spec::{Spec, read_file};
use crate::workbook::{ChangeKind, Merged, Values, edits, filled, is_ours, merge, plan, prove};

/// No file that is filled in is larger.
const LARGEST: u64 = 64 << 20;

/// How faults of the spec are told.
const TELLING: Telling = Telling { extent: Extent::Short, consequence: "; nothing was written" };

pub(super) fn run(arguments: &FillArguments) -> Outcome {
    threads::start(None);
    one(arguments).unwrap_or_else(|told| failed(&told))
}

fn one(arguments: &FillArguments) -> Result<Outcome, String> {
    let bytes = read_file(&arguments.file, LARGEST).map_err(|error| {
        let hint = if is_locked(&error) {
            "close it in the program that has it open"
        } else {
            "look at its name and folder"
        };
        error_line(&format!("`{}` cannot be read: {error}", shown(&arguments.file)), hint)
    })?;
    if is_open_elsewhere(&arguments.file) {
        let name = shown(&arguments.file);
        tell(&format!("note: `{name}` is open in Excel: what is not saved there is not read\n"));
    }
    let languages = arguments.languages.as_deref();
    let spec = Spec::open_with(&arguments.spec, languages).map_err(|faults| TELLING.faults(&faults))?;
    let values = values(&spec, languages)?;
    let name = arguments.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let told = |faults: &[Diagnostic]| {
        let count = faults.len();
        let refusals =
            if count == 1 { "1 thing is refused".to_owned() } else { format!("{count} things are refused") };
        format!("{}{refusals}; nothing was written\n", render(faults, &spec.sources))
    };
    let is_workbook = !name.to_lowercase().ends_with(".csv");
    if !is_workbook || grids(&bytes).is_ok_and(|grids| !is_ours(&grids)) {
        let tables = Tables { arguments, spec: &spec, values: &values, name: &name, bytes: &bytes };
        let (merged, maps) = tables.read().map_err(|faults| told(&faults))?;
        return take_over(arguments, &spec, &values, (&merged, &maps));
    }
    let answers = filled(&name, &bytes, &spec, &values).map_err(|faults| told(&faults))?;
    let merged = merge(&answers, &values).map_err(|faults| told(&faults))?;
    take_over(arguments, &spec, &values, (&merged, &Maps::default()))
}

/// Shows what would change, asks, and writes it.
fn take_over(
    arguments: &FillArguments,
    spec: &Spec,
    values: &Values,
    (merged, maps): (&Merged, &Maps),
) -> Result<Outcome, String> {
    let edits = edits(spec, values, merged).map_err(|faults| render(&faults, &spec.sources))?;
    let read =
        |files: &Files| Spec::open_changed(&arguments.spec, arguments.languages.as_deref(), files.clone());
    print(&table(merged));
    if edits.is_empty() && maps.new.is_empty() {
        print("nothing to write: the edition has all of it already\n");
        return Ok(outcome(merged));
    }
    prove(spec, merged, &edits, read).map_err(|faults| TELLING.faults(&faults))?;
    let planned = plan(&arguments.spec, spec, edits).map_err(|refused| of_patch(&refused))?;
    for planned in &planned {
        print(&planned.shown());
    }
    for (path, text) in &maps.new {
        let what = if path.exists() { "changed" } else { "new" };
        print(&format!("{} ({what})\n{text}", shown(path)));
    }
    if arguments.dry_run {
        print("nothing was written (--dry-run)\n");
        return Ok(outcome(merged));
    }
    if arguments.yes && !maps.unproven.is_empty() {
        for why in &maps.unproven {
            print(&format!("not proven: {}\n", one_line(why)));
        }
        print(
            "--yes takes only what is proven: look at the table, and answer without it; nothing was written\n",
        );
        return Ok(Outcome::Findings);
    }
    let Some(yes) = agreed(arguments.yes) else {
        print("nothing was written\n");
        return Ok(Outcome::Findings);
    };
    for (path, text) in &maps.new {
        write_one(path, text.as_bytes(), MAP_BEGINS).map_err(|error| format!("error: {}\n", error.told()))?;
        print(&format!("wrote `{}`\n", shown(path)));
    }
    for planned in planned {
        let written = planned.confirm(&yes).map_err(|refused| of_patch(&refused))?;
        print(&format!("{written}\n"));
    }
    check(arguments)
}

/// What changes, number by number.
fn table(merged: &Merged) -> String {
    let rows: Vec<[String; 3]> = merged
        .changes
        .iter()
        .map(|change| {
            let new = match &change.kind {
                ChangeKind::Set | ChangeKind::Add => change.new.clone(),
                ChangeKind::Remove => "taken out".to_owned(),
                ChangeKind::Missing(_) => "no value".to_owned(),
            };
            let old = if change.old.is_empty() { "–".to_owned() } else { change.old.clone() };
            [change.key.to_string(), format!("{old} → {new}"), change.cell.clone()]
        })
        .collect();
    let new = merged.new.iter().flat_map(|figure| {
        let numbers = figure.numbers.iter().map(|number| {
            [figure.name_of(number).to_string(), format!("– → {}", number.text), number.cell.clone()]
        });
        let derived = figure.derive.iter();
        numbers.chain(derived.map(|derive| [figure.key.clone(), format!("– → {derive}"), String::new()]))
    });
    let rows: Vec<[String; 3]> = rows.into_iter().chain(new).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    let mut out = String::new();
    for [key, change, cell] in &rows {
        // Writing into a string cannot fail.
        let _ = writeln!(out, "  {:first$}  {:second$}  {}", one_line(key), one_line(change), one_line(cell));
    }
    for figure in &merged.new {
        let _ = writeln!(out, "  {}: a new figure ({})", one_line(&figure.key), one_line(&figure.label));
    }
    for (figure, reason) in &merged.not_available {
        let _ = writeln!(out, "  {}: not available ({})", one_line(figure), one_line(reason));
    }
    for line in &merged.told {
        let _ = writeln!(out, "note: {}", one_line(line));
    }
    let numbers: usize = merged.new.iter().map(|figure| figure.numbers.len()).sum();
    let open = match merged.still_open {
        1 => "1 is still to be filled in".to_owned(),
        open => format!("{open} are still to be filled in"),
    };
    let _ = match merged.changes.len() + numbers {
        1 => writeln!(out, "1 number changes; {open}"),
        count => writeln!(out, "{count} numbers change; {open}"),
    };
    out
}

fn outcome(merged: &Merged) -> Outcome {
    if merged.still_open == 0 { Outcome::Clean } else { Outcome::Findings }
}

/// Checks the edition as it is now.
fn check(arguments: &FillArguments) -> Result<Outcome, String> {
    let languages = arguments.languages.as_deref();
    let stopped = |faults: Faults| TELLING.faults(&faults);
    let spec = Spec::open_with(&arguments.spec, languages).map_err(stopped)?;
    let checked = checked(&spec, &theme_of(languages)?).map_err(stopped)?;
    let telling = Telling { extent: Extent::Short, consequence: "" };
    tell(&telling.findings(&checked.findings, &spec.sources, checked.sentences_left));
    let worst = checked.findings.iter().map(|finding| finding.severity).min();
    Ok(match worst {
        Some(Severity::Error | Severity::Warning) => Outcome::Findings,
        Some(Severity::Note) | None => Outcome::Clean,
    })
}

/// Whether Excel has a workbook open: it keeps a small file beside it.
fn is_open_elsewhere(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let after: String = name.chars().skip(2).collect();
    // Of long names, the first two letters give way to the sign.
    [format!("~${name}"), format!("~${after}")].iter().any(|name| path.with_file_name(name).exists())
}

/// Whether another program keeps a file from being read, as only Windows does.
fn is_locked(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}
