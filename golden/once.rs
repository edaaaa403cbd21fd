//! One slip of the hand is told once, where it is: every line of the edition is damaged in turn.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::build::checked;
use quarterly::diag::{Diagnostic, Severity, Sources, render};
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;
use rayon::prelude::*;

use super::fail;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("once::a_value_of_a_wrong_type_is_told_once", wrong_types),
        Trial::test("once::a_key_that_is_missing_is_told_once", missing_keys),
        Trial::test("once::a_sign_that_is_missing_is_told_once", missing_signs),
    ]
}

/// What is said of the edition with another text: errors only, with the line each stands in.
fn errors(
    files: &BTreeMap<String, Arc<[u8]>>,
    text: &str,
    theme: &Theme,
) -> (Vec<(usize, Diagnostic)>, String) {
    let mut files = files.clone();
    files.insert("2023-q2.toml".to_owned(), Arc::from(text.as_bytes()));
    let (found, sources) = match Spec::load(&Folder::Memory(files), "2023-q2.toml", "") {
        Err(faults) => (faults.diagnostics, faults.sources),
        Ok(spec) => match checked(&spec, theme) {
            Ok(checked) => (checked.findings, spec.sources),
            Err(faults) => (faults.diagnostics, faults.sources),
        },
    };
    let found: Vec<Diagnostic> = found.into_iter().filter(|f| f.severity == Severity::Error).collect();
    let line =
        |fault: &Diagnostic, sources: &Sources| fault.span.map_or(0, |span| sources.line_column(span).0);
    let shown = render(&found, &sources);
    (found.into_iter().map(|fault| (line(&fault, &sources), fault)).collect(), shown)
}

/// The files of the edition's folder.
fn files() -> Result<BTreeMap<String, Arc<[u8]>>, Failed> {
    let folder = Path::new("data/kazakhstan");
    let mut files = BTreeMap::new();
    for name in super::read_folder_names(folder) {
        let below = Path::new(&name).strip_prefix(folder)?.to_string_lossy().into_owned();
        files.insert(below, Arc::from(fs::read(&name)?));
    }
    Ok(files)
}

/// Damages the edition in many ways, and holds what is said to what is right.
fn each(
    damages: &[(usize, String)],
    is_right: impl Fn(usize, &[(usize, Diagnostic)]) -> bool + Sync,
) -> Result<(), Failed> {
    let files = files()?;
    let theme = super::theme::embedded()?;
    let wrong: Vec<String> = damages
        .par_iter()
        .filter_map(|(line, text)| {
            let (found, shown) = errors(&files, text, &theme);
            (!is_right(*line, &found)).then(|| format!("line {line}: {} errors\n{shown}", found.len()))
        })
        .collect();
    if wrong.is_empty() && damages.len() > 50 {
        return Ok(());
    }
    Err(fail(format!("{} of {} damages\n{}", wrong.len(), damages.len(), wrong.join("\n"))))
}

fn lines() -> Result<Vec<String>, Failed> {
    Ok(fs::read_to_string(super::EDITION.0)?.lines().map(str::to_owned).collect())
}

/// The edition with one line replaced, by the line's number.
fn with(lines: &[String], at: usize, new: &str) -> (usize, String) {
    let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    lines[at] = new;
    (at + 1, lines.join("\n") + "\n")
}

/// Lines `key = value` outside of texts, by number, key and value.
fn keys(lines: &[String]) -> Vec<(usize, &str, &str)> {
    let mut in_text = false;
    let mut keys = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let was_in_text = in_text;
        in_text ^= line.matches("'''").count() % 2 == 1;
        let Some((key, value)) = line.split_once('=').filter(|_| !was_in_text && !in_text) else { continue };
        let (key, value) = (key.trim_end(), value.trim());
        let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let opens = value.matches(['[', '{']).count() > value.matches([']', '}']).count();
        if !opens && !key.is_empty() && key.chars().all(is_key) {
            keys.push((at, key, value));
        }
    }
    keys
}

fn wrong_types() -> Result<(), Failed> {
    let lines = lines()?;
    let damages: Vec<(usize, String)> = keys(&lines)
        .into_iter()
        .flat_map(|(at, key, value)| {
            let others = ["true", "1979-05-27T07:32:00Z", "[[]]", "{ a = { b = 1 } }", "1.5"];
            // A number may stand for a number, a table for a table, and so on.
            let same = |other: &str| match value.chars().next() {
                Some('0'..='9' | '-') => other == "1.5",
                Some('t' | 'f') => other == "true",
                Some('{') => other.starts_with('{'),
                Some('[') => other.starts_with('['),
                _ => false,
            };
            let others = others.into_iter().filter(move |other| !same(other));
            others.map(|other| with(&lines, at, &format!("{key} = {other}"))).collect::<Vec<_>>()
        })
        .collect();
    each(&damages, |line, found| matches!(found, [(at, _)] if *at == line))
}

/// Where numbers are missing, every sentence and chart that asks for them is told.
fn missing_keys() -> Result<(), Failed> {
    const NUMBERS: [&str; 6] = ["history", "total", "shares", "values", "parts", "convert"];
    let lines = lines()?;
    let keys = keys(&lines).into_iter().filter(|(_, key, _)| !NUMBERS.contains(key));
    let damages: Vec<(usize, String)> = keys.map(|(at, ..)| with(&lines, at, "")).collect();
    each(&damages, |_, found| found.len() <= 1)
}

/// Without one quotation mark or bracket. A brace less around an expression is told too, unless it is the first: what
/// is left are words.
fn missing_signs() -> Result<(), Failed> {
    let lines = lines()?;
    let mut damages = Vec::new();
    let mut in_text = false;
    for (at, line) in lines.iter().enumerate() {
        let was_in_text = in_text;
        in_text ^= line.matches("'''").count() % 2 == 1;
        let sign = |c: char| "\"[]{}".contains(c);
        if let (true, Some((before, after))) = (was_in_text && !in_text, line.split_once("'''")) {
            damages.push(with(&lines, at, &format!("{before}{after}")));
        } else if !was_in_text && !in_text && !line.starts_with('#') {
            damages.extend(line.match_indices(sign).map(|(from, sign)| {
                with(&lines, at, &format!("{}{}", &line[..from], &line[from + sign.len()..]))
            }));
        }
    }
    each(&damages, |line, found| matches!(found, [(at, _)] if *at <= line))
}
