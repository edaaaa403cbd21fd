//! In which languages a command works on an edition.

use std::path::Path;

use crate::language::LanguageTag;
use crate::spec::overlay::Published;

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
