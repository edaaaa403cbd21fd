//! One form of a thing throughout, and names as the edition writes them.

use std::ops::Range;

use super::Look;
use crate::style::Hit;
use crate::style::pairs::{automaton, is_whole};

/// The forms of one thing: the one that is used first is the one of the edition, the others are told.
pub(super) fn one_form(look: &Look<'_>) -> Vec<Hit> {
    let text = look.prose.masked(look.reads);
    let places =
        look.forms.iter().enumerate().flat_map(|(form, regex)| {
            regex.find_iter(text).map(move |found| (found.start()..found.end(), form))
        });
    let is_read = |range: &Range<usize>| {
        let line = look.prose.line_of(range);
        line.is_some_and(|line| look.scopes.contains(&line.scope)) && look.prose.is_typed(range)
    };
    let mut places: Vec<(Range<usize>, usize)> = places.filter(|(range, _)| is_read(range)).collect();
    places.sort_by_key(|(range, _)| range.start);
    let Some((first, form)) = places.first().cloned() else { return Vec::new() };
    let known = &look.prose.text[first];
    let others = places.into_iter().filter(|(_, other)| *other != form);
    others
        .map(|(range, _)| Hit::new(range, None).saying(format!("the edition begins with the form “{known}”")))
        .collect()
}

/// Whether capitals make words a name, and not only the first word of a line: "Bureau of National Statistics".
fn is_proper(name: &str) -> bool {
    name.split(' ').filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count() > 1
}

/// A name of the edition, or of the rule, in other letters: small ones for large ones.
pub(super) fn names(look: &Look<'_>) -> Vec<Hit> {
    let names = look.known.names.iter().chain(look.signs).map(String::as_str);
    let names: Vec<&str> = names.filter(|name| is_proper(name)).collect();
    let Ok(finder) = automaton(names.iter().copied()) else { return Vec::new() };
    let text = &look.prose.text;
    let hits = finder.find_iter(text).filter_map(|found| {
        let range = found.start()..found.end();
        let (written, name) = (&text[range.clone()], names[found.pattern().as_usize()]);
        let is_loud = !written.chars().any(char::is_lowercase);
        let is_other = written != name && !names.contains(&written) && is_whole(text, &range);
        (is_other && !is_loud).then(|| Hit::new(range, Some(name.to_owned())))
    });
    hits.collect()
}
