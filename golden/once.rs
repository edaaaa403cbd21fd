//! One slip of the hand is told once, where it is: every line of the edition is damaged in turn.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::build::checked;
use quarterly::diag::{Diagnostic, Sources, code, render};
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;
use rayon::prelude::*;

use super::{example_files, fail};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("once::a_value_of_a_wrong_type_is_told_once", wrong_types),
        Trial::test("once::a_key_that_is_missing_is_told_once", missing_keys),
        Trial::test("once::a_sign_that_is_missing_is_told_once", missing_signs),
        Trial::test("once::a_name_that_is_unknown_is_told_once", unknown_names),
        Trial::test("once::a_header_that_is_mistyped_is_told_once", unknown_headers),
        Trial::test("once::a_number_that_is_to_be_filled_in_is_told_once", to_fill),
    ]
}

/// What is said of the edition with another text, and is not said of the sound one, with the line each stands in.
fn told(
    files: &BTreeMap<String, Arc<[u8]>>,
    text: &str,
    theme: &Theme,
    known: &[String],
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
    let found: Vec<Diagnostic> = found.into_iter().filter(|f| !known.contains(&f.message)).collect();
    let line =
        |fault: &Diagnostic, sources: &Sources| fault.span.map_or(0, |span| sources.line_column(span).0);
    let shown = render(&found, &sources);
    (found.into_iter().map(|fault| (line(&fault, &sources), fault)).collect(), shown)
}

/// Damages the edition in many ways, and holds what is said to what is right.
fn each(
    damages: &[(usize, String)],
    is_right: impl Fn(usize, &[(usize, Diagnostic)]) -> bool + Sync,
) -> Result<(), Failed> {
    let files = example_files()?;
    let theme = super::theme::embedded()?;
    let (known, _) = told(&files, &fs::read_to_string(super::EDITION.0)?, &theme, &[]);
    let known: Vec<String> = known.into_iter().map(|(_, finding)| finding.message).collect();
    let wrong: Vec<String> = damages
        .par_iter()
        .filter_map(|(line, text)| {
            let (found, shown) = told(&files, text, &theme, &known);
            (!is_right(*line, &found)).then(|| format!("line {line}: {} findings\n{shown}", found.len()))
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

/// Each number of a figure in turn is left to be filled in: nothing that rests on it is told beside that.
fn to_fill() -> Result<(), Failed> {
    let lines = lines()?;
    let (mut damages, mut is_figure) = (Vec::new(), false);
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with('[') {
            is_figure = line.starts_with("[figures.");
        }
        let code = line.split('#').next().unwrap_or_default();
        for (equals, _) in code.match_indices('=').filter(|_| is_figure) {
            let rest = &code[equals + 1..];
            let number = rest.trim_start();
            let length = number.find(|c: char| !(c.is_ascii_digit() || ".-".contains(c)));
            let length = length.unwrap_or(number.len());
            if length > 0 {
                let start = equals + 1 + rest.len() - number.len();
                let new = format!("{}\"?\"{}", &line[..start], &line[start + length..]);
                damages.push(with(&lines, at, &new));
            }
        }
    }
    let is_right = |line: usize, found: &[(usize, Diagnostic)]| matches!(found, [(at, one)] if *at == line && one.code == code::TO_FILL);
    each(&damages, is_right)
}

/// Where numbers are missing, every sentence and chart that asks for them is told; without its periods, a chart is
/// another one, and its title is as wrong as what rests on it.
fn missing_keys() -> Result<(), Failed> {
    const NUMBERS: [&str; 7] = ["history", "total", "shares", "values", "parts", "convert", "periods"];
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

/// In each expression in turn, the figure that it asks has a name that nobody knows.
fn unknown_names() -> Result<(), Failed> {
    let lines = lines()?;
    let mut damages = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        for sign in ["{{ ", "](="] {
            damages.extend(line.match_indices(sign).map(|(from, _)| {
                let (before, after) = line.split_at(from + sign.len());
                with(&lines, at, &format!("{before}qq_{after}"))
            }));
        }
    }
    each(&damages, |line, found| matches!(found, [(at, _)] if *at == line))
}

/// Each header of a named table in turn is that of a table which nobody knows.
fn unknown_headers() -> Result<(), Failed> {
    let lines = lines()?;
    let headers = lines.iter().enumerate().filter(|(_, line)| line.starts_with('[') && line.ends_with(']'));
    let damages: Vec<(usize, String)> = headers
        .map(|(at, line)| with(&lines, at, &line.replacen('[', "[qq_", 1).replace("[qq_[", "[[qq_")))
        .collect();
    each(&damages, |line, found| matches!(found, [(at, _)] if *at == line))
}
