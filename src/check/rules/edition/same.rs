//! The rule about paragraphs and notes that the edition before has too.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::language::{Language, plain, words_of, year};
use crate::spec::{Spec, Text};

/// The fewest words of a paragraph that is told: shorter ones are headings and labels.
const FEWEST_WORDS: usize = 4;
/// So much of a paragraph names it.
const LONGEST_NAME: usize = 40;

#[doc = include_str!("same-as-last.md")]
pub(in crate::check) fn same_as_last(subject: &Subject<'_>) -> Vec<Diagnostic> {
    // The latest edition comes first, and its own file before its tables.
    let before = subject.spec.earlier.first().and_then(|earlier| earlier.files.first());
    let Some((name, bytes)) = before else { return Vec::new() };
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let mut known = BTreeSet::new();
    gather(
        &DeTable::parse_recoverable(text.strip_prefix('\u{feff}').unwrap_or(text)).0.into_inner(),
        &mut known,
    );
    let own = subject.spec.edition.period.span.source;
    let texts = subject.spec.texts.iter().filter(|text| text.span.source == own);
    let mut findings = Vec::new();
    for text in texts.filter(|text| text.value.split_whitespace().count() >= FEWEST_WORDS) {
        for (at, paragraph) in paragraphs(&text.value) {
            let is_known = known.contains(&without_expressions(paragraph));
            if is_known
                && (is_paragraph(text, subject) && is_to_be_read(paragraph, subject.locale)
                    || is_note(text, subject.spec) && is_of_late(paragraph, subject))
            {
                let place = text.at(at, at + paragraph.len());
                let words = beginning(paragraph);
                let message = format!("word for word what `{name}` has: “{words}”");
                let hint = if is_note(text, subject.spec) {
                    "read it again; a time that moves is written as {{ period }}; if it holds in every edition, allow it in the table of its source or at the top of the file"
                } else {
                    "read it again; if it holds in every edition, allow it and say so"
                };
                findings.push(Diagnostic::new(code::SAME_AS_LAST, place, message).hint(hint).found(words));
            }
        }
    }
    findings
}

/// Whether a text is one that paragraphs are printed from, and no reason, label or title.
fn is_paragraph(text: &Text, subject: &Subject<'_>) -> bool {
    let edition = &subject.spec.edition;
    let of_chapters = edition.chapters.iter().flat_map(|chapter| {
        chapter.text.iter().chain(chapter.topics.iter().filter_map(|topic| topic.text.as_ref()))
    });
    let of_lists = edition.legislation.iter().chain(&edition.events).map(|entry| &entry.text);
    let of_tiles = edition.tiles.iter().filter_map(|tile| tile.text.as_ref());
    let remarks = subject.spec.figures.iter().filter_map(|figure| figure.remark.as_ref());
    let mut all = of_chapters
        .chain(of_lists)
        .chain(of_tiles)
        .chain(edition.findings.iter().map(|finding| &finding.text))
        .chain(remarks);
    all.any(|other| other.span == text.span)
}

/// Whether a text is what a note prints: of a source, or one with a name.
fn is_note(text: &Text, spec: &Spec) -> bool {
    spec.note_texts().any(|other| other.span == text.span)
}

/// Whether a note names a month, or a year that the edition before was about: what was published long ago is quoted as
/// it was.
fn is_of_late(note: &str, subject: &Subject<'_>) -> bool {
    let written = without_expressions(note);
    let mut words = words_of(&written).map(|(_, word)| word);
    let first = subject.spec.edition.period.value.year().saturating_sub(1);
    let months = &subject.locale.known().months;
    words.any(|word| {
        year(word).is_some_and(|year| year >= first) || months.iter().any(|month| month.written == word)
    })
}

/// The paragraphs and items of a text, with their places.
fn paragraphs(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '-', '*', '\t']).trim_end();
        let start = at + line.len() - line.trim_start_matches([' ', '-', '*', '\t']).len();
        // Tables and pictures are no sentences.
        if words.split_whitespace().count() >= FEWEST_WORDS && !words.starts_with(['|', '!']) {
            found.push((start, words));
        }
        at += line.len();
    }
    found
}

/// A paragraph without what is computed in it, and what its claims rest on.
fn without_expressions(paragraph: &str) -> String {
    let mut out = String::new();
    let mut rest = paragraph;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        out.push_str("{{}}");
        rest = after.split_once("}}").map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    let mut plain = String::new();
    let mut rest = out.as_str();
    while let Some((before, after)) = rest.split_once("](=") {
        // The words of a claim are written anew in each edition.
        plain.push_str(before.rfind('[').map_or(before, |start| &before[..start]));
        plain.push_str("[](=)");
        let end = after.find([' ', '\n']).unwrap_or(after.len());
        rest = after[..end].rfind(')').map_or(&after[end..], |close| &after[close + 1..]);
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a paragraph names a time, judges, or has nothing computed in it.
fn is_to_be_read(paragraph: &str, locale: &Language) -> bool {
    let written = without_expressions(paragraph);
    let is_computed = written.contains("{{}}") || written.contains("[](=)");
    let mut words = written.split(|c: char| !c.is_alphanumeric());
    let is_time = |word: &str| {
        let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        (is_year && word.bytes().all(|b| b.is_ascii_digit()))
            || locale.known().months.iter().any(|month| month.written == word)
    };
    !is_computed || words.any(is_time) || locale.reading().passing.are_in(&plain(&written))
}

fn beginning(paragraph: &str) -> String {
    let mut words = String::new();
    let plain = without_expressions(paragraph).replace("{{}}", "…").replace("[](=)", "…");
    for word in plain.split_whitespace() {
        if words.chars().count() + word.chars().count() > LONGEST_NAME {
            words.push_str(" …");
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// All paragraphs of a file.
fn gather(table: &DeTable<'_>, known: &mut BTreeSet<String>) {
    table.values().for_each(|value| gather_value(value.get_ref(), known));
}

fn gather_value(value: &DeValue<'_>, known: &mut BTreeSet<String>) {
    match value {
        DeValue::String(text) => {
            known.extend(paragraphs(text).into_iter().map(|(_, words)| without_expressions(words)));
        }
        DeValue::Array(values) => values.iter().for_each(|value| gather_value(value.get_ref(), known)),
        DeValue::Table(table) => gather(table, known),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}
