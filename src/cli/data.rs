//! `quarterly data`: editions in; a table of their numbers out, with what portals want to know.

use std::path::{Path, PathBuf};

use super::asking::{error_line, failed};
use super::files::{Names, OutFolder, WriteError};
use super::stream::{print, shown, tell};
use super::telling::Telling;
use super::{DataArguments, Outcome, theme, threads};
use crate::build::checked;
use crate::diag::{Extent, Faults};
use crate::opendata::{About, Computed, Edition, Refused, Row, csv, hdx, package, rows, xlsx};
use crate::spec::Spec;
use crate::spec::editions::editions;
use crate::theme::Theme;

/// The folder for the files, unless another is named.
const OUT: &str = "out/data";

pub(super) fn run(arguments: &DataArguments) -> Outcome {
    threads::start(None);
    done(arguments).unwrap_or_else(|outcome| outcome)
}

fn done(arguments: &DataArguments) -> Result<Outcome, Outcome> {
    let theme = theme::theme(&arguments.theme).map_err(|faults| told(&faults))?;
    let mut all: Vec<Edition> = Vec::new();
    let mut is_refused = false;
    for path in paths(&arguments.specs)? {
        match read(&path, &theme) {
            Ok(edition) => all.push(edition),
            Err(faults) => {
                told(&faults);
                is_refused = true;
            }
        }
    }
    for edition in &all {
        if let Some(why) = edition.refused() {
            let (why, hint) = reason(why);
            refuse(&format!("`{}` {why}", edition.name), hint);
            is_refused = true;
        }
    }
    if is_refused {
        return Err(Outcome::Failed);
    }
    all.sort_by_key(|edition| (edition.period().last_day(), edition.period()));
    let Some(latest) = all.last() else { return Err(Outcome::Failed) };
    let id = &latest.spec.series.id.value;
    if let Some(other) = all.iter().find(|edition| edition.spec.series.id.value != *id) {
        let message = format!("`{}` and `{}` are of two series", other.name, latest.name);
        return Err(refuse(&message, "name the editions of one series"));
    }
    let computed = if arguments.computed { Computed::Added } else { Computed::Left };
    let rows = rows(&all, computed);
    let Some(about) = About::new(latest, &rows).filter(|_| !rows.is_empty()) else {
        return Err(refuse("there is no number in what was named", "name editions with figures"));
    };
    write(arguments, &rows, &about)?;
    if about.licence.is_none() {
        tell(
            "note: no licence is written: nobody knows what may be done with the numbers\n = hint: add it to the series, below [data]: licence = \"CC-BY-3.0-IGO\"\n",
        );
    }
    Ok(Outcome::Clean)
}

/// The editions that are named, those of a folder one by one.
fn paths(named: &[PathBuf]) -> Result<Vec<PathBuf>, Outcome> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for path in named {
        let found = if path.is_dir() {
            let found: Vec<PathBuf> = editions(path).into_iter().map(|found| found.path).collect();
            if found.is_empty() {
                return Err(refuse(&format!("no edition lies in `{}`", shown(path)), "name the file of one"));
            }
            found
        } else {
            vec![path.clone()]
        };
        found.into_iter().for_each(|path| {
            if !paths.contains(&path) {
                paths.push(path);
            }
        });
    }
    Ok(paths)
}

fn read(path: &Path, theme: &Theme) -> Result<Edition, Faults> {
    let spec = Spec::open_with(path, theme.languages.as_deref())?;
    let checked = checked(&spec, theme)?;
    Ok(Edition { name: shown(path), spec, checked })
}

fn reason(why: Refused) -> (String, &'static str) {
    match why {
        Refused::Confidential => {
            ("is confidential".to_owned(), "what is not for everybody is no open data; leave it out")
        }
        Refused::ToFill(1) => {
            ("has a value that is to be filled in".to_owned(), "fill it in first, or leave the edition out")
        }
        Refused::ToFill(count) => (
            format!("has {count} values that are to be filled in"),
            "fill them in first, or name only the editions that are done",
        ),
        Refused::Errors(1) => ("has an error".to_owned(), "quarterly check tells it"),
        Refused::Errors(count) => (format!("has {count} errors"), "quarterly check tells them"),
    }
}

/// Writes all files, or none.
fn write(arguments: &DataArguments, rows: &[Row], about: &About) -> Result<(), Outcome> {
    let table = csv(rows).map_err(|error| refuse(&error.to_string(), "name fewer editions"))?;
    let workbook = xlsx(rows, about).map_err(|error| refuse(&error.to_string(), "name fewer editions"))?;
    let name = format!("{}-figures.csv", about.id);
    let files = [
        (name.clone(), table.clone()),
        (format!("{}-figures.xlsx", about.id), workbook),
        ("datapackage.json".to_owned(), package(about, &name, &table).into_bytes()),
        ("hdx.txt".to_owned(), hdx(about).into_bytes()),
    ];
    let folder =
        OutFolder::chosen(arguments.out.as_deref(), OUT, Names::Data).map_err(|told| failed(&told))?;
    let written = || -> Result<Vec<String>, WriteError> {
        let mut pending = folder.start()?;
        let mut lines = Vec::new();
        for (name, bytes) in &files {
            lines.push(shown(&pending.write(name, bytes)?));
        }
        pending.place()?;
        Ok(lines)
    };
    let lines = written().map_err(|error| {
        tell(&format!("error: {}\n", error.told()));
        Outcome::Failed
    })?;
    let values = if rows.len() == 1 { "1 value".to_owned() } else { format!("{} values", rows.len()) };
    print(&format!("wrote {}: {values}\n", lines.join(", ")));
    Ok(())
}

fn told(faults: &Faults) -> Outcome {
    let telling = Telling { extent: Extent::Short, consequence: "" };
    tell(&telling.faults(faults));
    Outcome::Failed
}

fn refuse(message: &str, hint: &str) -> Outcome {
    failed(&error_line(message, hint))
}
