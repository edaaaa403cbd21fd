//! In which languages a command works on an edition.

use std::fs;
use std::path::Path;

use super::asking::error_line;
use super::stream::shown;
use crate::diag::Sources;
use crate::language::{Language, LanguageError, LanguageTag};
use crate::spec::overlay::Published;

/// Errors of the files of a language that are told: of a new one, some hundred keys are missing at first.
const MOST_TOLD: usize = 20;

/// The languages of an edition that are asked for, its own first as none; without any, all that it is published in.
/// One that is not listed is taken as well.
pub(super) fn chosen(path: &Path, asked: &[String]) -> Vec<Option<String>> {
    let Published { own, others } = Published::of(path);
    if asked.is_empty() {
        return std::iter::once(None).chain(others.into_iter().map(Some)).collect();
    }
    // What the series does not list may have an overlay all the same; its own language is then one of several.
    let is_listed = asked.iter().all(|language| *language == own || others.contains(language));
    let mut chosen: Vec<Option<String>> = Vec::new();
    for language in asked {
        let one = Some(language.clone()).filter(|language| *language != own || !is_listed);
        if !chosen.contains(&one) {
            chosen.push(one);
        }
    }
    chosen.sort_by_key(|one| one.as_ref().is_some_and(|language| *language != own));
    chosen
}

/// The tag of a language, as an argument.
pub(super) fn tag(text: &str) -> Result<String, String> {
    match text.parse::<LanguageTag>() {
        // As files are named: `RU` is `ru`.
        Ok(tag) => Ok(tag.to_string()),
        Err(_) => Err("it is not the tag of a language, such as ru or kk".to_owned()),
    }
}

/// A language by its tag: its files in the folder that the call names, others, or those of the program.
///
/// # Errors
/// There is no such language, or its files cannot be used; in words for the terminal.
pub(super) fn locale(
    tag: &str,
    folder: Option<&Path>,
    other: impl Fn(&str) -> Option<String>,
) -> Result<Language, String> {
    let path = |file: &str| folder.map(|folder| folder.join(tag).join(file));
    let named = |file: &str| path(file).and_then(|path| fs::read_to_string(path).ok());
    let own = |file: &str| named(file).or_else(|| other(file));
    Language::load(tag, own).map_err(|errors| {
        let told = |error: &LanguageError| match (named(error.file), &error.range) {
            (Some(text), Some(range)) => {
                let mut sources = Sources::default();
                let source = sources.add("", &text);
                let place = crate::diag::Span { source, start: range.start, end: range.end };
                let (line, column) = sources.line_column(place);
                let name = path(error.file).map(|path| shown(&path)).unwrap_or_default();
                let hint = error.hint.as_deref().unwrap_or("mend it there");
                error_line(&format!("{name}:{line}:{column}: {}", error.message), hint)
            }
            (None, Some(_)) => {
                let hint = error.hint.as_deref().unwrap_or("mend it there");
                error_line(&format!("`{tag}/{}`: {}", error.file, error.message), hint)
            }
            (_, None) => {
                let known = Language::languages().join(", ");
                let hint =
                    format!("write one of: {known}; or name the folder with its files: --languages DIR");
                error_line(&error.message, &hint)
            }
        };
        let mut text: String = errors.iter().take(MOST_TOLD).map(told).collect();
        if errors.len() > MOST_TOLD {
            text.push_str(&format!("{} more errors in the files of `{tag}`\n", errors.len() - MOST_TOLD));
        }
        text
    })
}
