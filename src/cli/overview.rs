//! `quarterly` without a command: which editions lie here, what each lacks, and what to do next.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::stream::{print, shown};
use super::{Arguments, Outcome, ThemeArguments, theme, threads};
use crate::build::checked;
use crate::diag::{Severity, code};
use crate::spec::Spec;
use crate::spec::editions::{Found, editions};
use crate::theme::Theme;

/// So deep below this folder editions are looked for: `data/kazakhstan` is two.
const DEEPEST: usize = 3;
/// More folders are not looked into.
const MOST_FOLDERS: usize = 500;
/// More editions of a folder are not told one by one: the latest are.
const MOST_EDITIONS: usize = 8;

pub(super) fn run() -> Outcome {
    let mut folders = Vec::new();
    gather(Path::new(""), 0, &mut folders);
    let series: BTreeMap<PathBuf, Vec<Found>> = folders
        .into_iter()
        .map(|folder| (folder.clone(), editions(&folder)))
        .filter(|(_, editions)| !editions.is_empty())
        .collect();
    if series.is_empty() {
        print(
            "no edition lies in this folder or below it\n\
             next: go to the folder of your editions, or begin a series:\n      \
             quarterly new --country KG --period 2026-Q3 data/kyrgyzstan\n      \
             quarterly --help lists all commands\n",
        );
        return Outcome::Clean;
    }
    threads::start(None);
    let none = ThemeArguments { template: None, brand: None, fonts: None, languages: None };
    let theme = theme::theme(&none).ok();
    let mut text = String::new();
    let mut last = None;
    for (folder, editions) in &series {
        let name = if folder.as_os_str().is_empty() { "this folder".to_owned() } else { shown(folder) };
        text.push_str(&format!("{name}\n"));
        let skipped = editions.len().saturating_sub(MOST_EDITIONS);
        if skipped > 0 {
            text.push_str(&format!("  {skipped} earlier editions\n"));
        }
        for Found { period, path, .. } in editions.iter().skip(skipped) {
            let file = shown(Path::new(path.file_name().unwrap_or_default()));
            let (state, gaps) = theme.as_ref().map_or_else(Default::default, |theme| state(path, theme));
            text.push_str(&format!("  {period}  {file}  {state}\n"));
            last = Some((folder, path, gaps > 0));
        }
    }
    print(&text);
    if let Some((folder, path, has_gaps)) = last {
        print(&next_steps(folder, path, has_gaps));
    }
    Outcome::Clean
}

/// Folders that may have editions; those that are hidden, or made by programs, have none.
fn gather(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    if found.len() >= MOST_FOLDERS {
        return;
    }
    found.push(folder.to_owned());
    if depth == DEEPEST {
        return;
    }
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut below: Vec<PathBuf> = fs::read_dir(here)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            !name.starts_with('.') && !["target", "out", "golden", "node_modules"].contains(&name.as_str())
        })
        .map(|entry| folder.join(entry.file_name()))
        .collect();
    below.sort();
    below.iter().for_each(|folder| gather(folder, depth + 1, found));
}

/// What an edition lacks, and how many of its values are to be filled in.
fn state(path: &Path, theme: &Theme) -> (String, usize) {
    let unread = || ("cannot be read: quarterly check tells why".to_owned(), 0);
    let Ok(spec) = Spec::open_with(path, None) else { return unread() };
    let Ok(checked) = checked(&spec, theme) else { return unread() };
    let count = |holds: &dyn Fn(&crate::diag::Diagnostic) -> bool| {
        checked.findings.iter().filter(|one| holds(one)).count()
    };
    let gaps: usize = spec.figures.iter().map(|figure| figure.gaps.len()).sum();
    let errors = count(&|one| one.severity == Severity::Error);
    // Those in what is not drawn yet are told by no finding.
    let own = spec.texts.iter().filter(|text| text.span.source == spec.edition.period.span.source);
    let to_write: usize = own.map(|text| text.value.matches("[?](=").count()).sum();
    let others = count(&|one| {
        one.severity == Severity::Warning && one.code != code::TO_WRITE && one.code != code::TO_FILL
    });
    let told: Vec<String> = [
        (errors, "error", "errors"),
        (gaps, "value to fill in", "values to fill in"),
        (to_write, "claim to write", "claims to write"),
        (others, "warning", "warnings"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, more)| format!("{count} {}", if count == 1 { one } else { more }))
    .collect();
    // Another logo may stand in a brand file.
    let logos = count(&|one| one.code == code::PLACEHOLDER_LOGO);
    let state = match (told.is_empty(), logos) {
        (false, _) => told.join(", "),
        (true, 0) => "nothing is open".to_owned(),
        (true, 1) => "nothing is open but 1 logo, which a final build wants".to_owned(),
        (true, _) => format!("nothing is open but {logos} logos, which a final build wants"),
    };
    (state, gaps)
}

fn next_steps(folder: &Path, path: &Path, has_gaps: bool) -> String {
    let (folder, path) =
        (if folder.as_os_str().is_empty() { ".".to_owned() } else { shown(folder) }, shown(path));
    let mut steps = Vec::new();
    let command = Arguments::command();
    let mut add = |name: &str, what: &str, why: &str| {
        // Commands that this program does not have are not told.
        if command.find_subcommand(name).is_some() {
            steps.push(format!("quarterly {name} {what}   {why}"));
        }
    };
    add("preview", &path, "its pages, beside the text");
    if has_gaps {
        add("sheet", &path, "a workbook for its values");
    }
    add("check", &path, "what is left to do");
    add("build", &path, "the PDF and the Word file");
    add("new", &folder, "the next edition");
    format!("next: {}\n      quarterly --help lists all commands\n", steps.join("\n      "))
}
