//! `quarterly golden`: holds editions against references that are kept beside their data.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use super::crew::each;
use super::files::{Names, OutFolder, WriteError};
use super::guard::guarded;
use super::side::SideError;
use super::stream::{print, shown, tell};
use super::{GoldenArguments, GoldenCommand, Outcome, theme, threads};
use crate::diff::html;
use crate::diff::report::Report;
use crate::golden::compare;
use crate::theme::Theme;
use reference::{Made, Reference, SCALE};

mod reference;

/// An edition and its reference.
struct Edition {
    made: Made,
    reference: Option<Reference>,
    /// Nothing when they are the same.
    report: Option<Report>,
}

pub(super) fn run(command: &GoldenCommand) -> Outcome {
    let (GoldenCommand::Check(arguments)
    | GoldenCommand::Update(arguments)
    | GoldenCommand::Review(arguments)) = command;
    threads::start(None);
    let editions = match editions(arguments) {
        Ok(editions) => editions,
        Err(error) => return failed(&error),
    };
    let mut outcome = Outcome::Clean;
    let mut read = Vec::new();
    for edition in editions {
        match edition {
            Ok(edition) => read.push(edition),
            Err(error) => outcome = failed(&error),
        }
    }
    let done = match command {
        GoldenCommand::Check(_) => check(&read),
        GoldenCommand::Update(_) => update(&read),
        GoldenCommand::Review(_) => review(&read),
    };
    let done =
        done.and_then(|done| arguments.html.as_ref().map_or(Ok(done), |folder| pages(&read, folder, done)));
    match done {
        Ok(done) => outcome.max(done),
        Err(error) => failed(&error),
    }
}

fn failed(error: &SideError) -> Outcome {
    tell(&error.told());
    Outcome::Failed
}

/// Builds all editions and compares each with its reference.
fn editions(arguments: &GoldenArguments) -> Result<Vec<Result<Edition, SideError>>, SideError> {
    let theme = theme::theme(&arguments.theme).map_err(|error| SideError(error.to_string()))?;
    let specs =
        if arguments.specs.is_empty() { reference::specs(Path::new("."))? } else { arguments.specs.clone() };
    if specs.is_empty() {
        let hint =
            "name specs: `quarterly golden update data/kazakhstan/2023-q2.toml` makes their references";
        return Err(SideError(format!("there is no reference below this folder\n = hint: {hint}")));
    }
    let one = |spec: &PathBuf| guarded(|| edition(spec, &theme)).unwrap_or_else(|told| Err(SideError(told)));
    Ok(each(specs.iter().collect(), one))
}

fn edition(spec: &Path, theme: &Theme) -> Result<Edition, SideError> {
    let made = Made::new(spec, theme)?;
    let reference = Reference::read(spec)?;
    let report = match &reference {
        Some(reference) if reference.snapshot != made.snapshot => Some(report(reference, &made)),
        _ => None,
    };
    Ok(Edition { made, reference, report })
}

/// What differs, in the words of the edition where the reference is of today's form.
fn report(reference: &Reference, made: &Made) -> Report {
    let known = reference.snapshot.content().zip(made.snapshot.content());
    let report = known.map(|(old, new)| Report::new(&old, &new)).unwrap_or_default();
    let lines = compare(&reference.snapshot, &made.snapshot).iter().map(ToString::to_string).collect();
    report.or_lines(lines)
}

/// The name of an edition, and what was upgraded since its reference was made.
fn title(edition: &Edition) -> String {
    let name = shown(&edition.made.spec);
    match edition.reference.as_ref().and_then(|reference| reference.upgrade()) {
        Some(upgrade) => format!("{name} (upgraded from {upgrade})"),
        None => name,
    }
}

fn check(editions: &[Edition]) -> Result<Outcome, SideError> {
    let mut outcome = Outcome::Clean;
    for edition in editions {
        let told = match (&edition.reference, &edition.report) {
            (None, _) => {
                let hint = "`quarterly golden update` makes it";
                let name = shown(&edition.made.spec);
                return Err(SideError(format!("`{name}` has no reference\n = hint: {hint}")));
            }
            (_, None) => format!("{}: as its reference\n", title(edition)),
            (_, Some(report)) => {
                outcome = Outcome::Findings;
                // The reason is the first line; whose it is comes with it when there are several.
                let text = report.text();
                let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
                format!("{}: {first}\n{rest}", title(edition))
            }
        };
        print(&told);
    }
    Ok(outcome)
}

fn update(editions: &[Edition]) -> Result<Outcome, SideError> {
    for edition in editions {
        let touched = write(edition)?;
        let (name, what) =
            (shown(&edition.made.spec), if edition.reference.is_none() { "made" } else { "updated" });
        print(&match touched {
            0 => format!("{name}: nothing to update\n"),
            1 => format!("{name}: {what}, 1 file\n"),
            more => format!("{name}: {what}, {more} files\n"),
        });
    }
    Ok(Outcome::Clean)
}

/// Writes a reference, only the files of it that differ; gives their number.
fn write(edition: &Edition) -> Result<usize, SideError> {
    edition.made.write(edition.reference.as_ref())
}

/// Shows each difference and asks whether it is meant.
fn review(editions: &[Edition]) -> Result<Outcome, SideError> {
    let mut answers = io::stdin().lock().lines();
    let mut ask = |question: &str| {
        print(question);
        let answer = answers.next().and_then(Result::ok).unwrap_or_default();
        print("\n");
        matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
    };
    let (upgraded, others): (Vec<&Edition>, Vec<&Edition>) = editions
        .iter()
        .filter(|edition| edition.report.is_some() || edition.reference.is_none())
        .partition(|edition| edition.reference.as_ref().is_some_and(|known| known.upgrade().is_some()));
    let mut outcome = Outcome::Clean;
    // What an upgrade changes is one step, whatever the number of editions it changes.
    if let Some(upgrade) = upgraded.first().and_then(|edition| edition.reference.as_ref()?.upgrade()) {
        for edition in &upgraded {
            print(&format!(
                "{}: {}",
                title(edition),
                edition.report.as_ref().map(Report::text).unwrap_or_default()
            ));
        }
        let count = upgraded.len();
        let plural = if count == 1 { "edition" } else { "editions" };
        if ask(&format!("the upgrade from {upgrade} changes {count} {plural}; is that meant? [y/n] ")) {
            for edition in &upgraded {
                write(edition)?;
            }
        } else {
            outcome = Outcome::Findings;
        }
    }
    for edition in &others {
        if one(edition, &mut ask) {
            let touched = write(edition)?;
            print(&format!("{}: reference written, {touched} file(s)\n", shown(&edition.made.spec)));
        } else {
            outcome = Outcome::Findings;
            print(&format!("{}: the reference stays as it was\n", shown(&edition.made.spec)));
        }
    }
    if upgraded.is_empty() && others.is_empty() {
        print("nothing to review\n");
    }
    Ok(outcome)
}

/// Whether every difference of an edition is meant.
fn one(edition: &Edition, ask: &mut impl FnMut(&str) -> bool) -> bool {
    let Some(report) = &edition.report else {
        return ask(&format!("{} has no reference; make it? [y/n] ", shown(&edition.made.spec)));
    };
    let steps = report.steps();
    let count = steps.len();
    let name = shown(&edition.made.spec);
    let mut refused = 0;
    for (at, step) in steps.iter().enumerate() {
        if !ask(&format!("{name} ({} of {count})\n{step}is that meant? [y/n] ", at + 1)) {
            refused += 1;
        }
    }
    refused == 0
}

/// Writes a page for a browser about each edition that differs.
fn pages(editions: &[Edition], folder: &Path, outcome: Outcome) -> Result<Outcome, SideError> {
    let fault = |error: WriteError| SideError(error.told());
    let out = OutFolder::new(folder, Names::Pages);
    let mut pending = out.start().map_err(fault)?;
    let mut written = String::new();
    for edition in editions {
        let (Some(report), Some(reference)) = (&edition.report, &edition.reference) else { continue };
        let mut report = report.clone();
        let (old, new) = (reference.pictures(), edition.made.pictures());
        report.add_pixels(crate::diff::pixels::compare(&old, &new, SCALE));
        let name = shown(&edition.made.spec);
        let page = html::page(&report, (&format!("reference of {name}"), &name), (&old, &new), SCALE);
        let file = format!("{}.html", edition.made.id);
        let path = pending.write(file, page.as_bytes()).map_err(fault)?;
        written.push_str(&format!("wrote {}\n", shown(&path)));
    }
    pending.place().map_err(fault)?;
    print(&written);
    Ok(outcome)
}
