//! Turns what came back into edits of overlays, or says what of it cannot be taken.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Part, codes, meant, parts};
use super::read::{Piece, Unit};
use crate::patch::{Edit, toml};
use crate::spec::Word;
use crate::translate::Sheet;

/// Why a text cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The line of the file that came back.
    pub line: usize,
    /// The name of the text.
    pub key: String,
    /// What is wrong.
    pub what: String,
}

/// Edits of an overlay that write what was translated, and all that cannot be taken. `name` is that of the edition's
/// file.
#[must_use]
pub fn taken(sheet: &Sheet<'_>, name: &str, units: &[Unit]) -> (Vec<Edit>, Vec<Refusal>) {
    let words: BTreeMap<&str, &Word> =
        sheet.words().into_iter().map(|word| (word.key.as_str(), word)).collect();
    let (mut edits, mut refused, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for unit in units.iter().filter(|unit| unit.file == sheet.base(name)) {
        let mut refuse =
            |what: String| refused.push(Refusal { line: unit.line, key: unit.key.clone(), what });
        let Some(word) = words.get(unit.key.as_str()) else {
            refuse("the spec has no such text any more".to_owned());
            continue;
        };
        if !seen.insert(&unit.key) {
            refuse("the file has this text twice".to_owned());
            continue;
        }
        if is_empty(&unit.target) {
            continue;
        }
        let faults = faults(word, unit);
        if !faults.is_empty() {
            faults.into_iter().for_each(refuse);
            continue;
        }
        let text = text(word, &unit.target);
        if word.is_translated() && text == word.printed.value {
            continue;
        }
        let Some((_, place)) = sheet.overlay.and_then(|overlay| overlay.places.get(&unit.key)) else {
            refuse(
                "the overlay has no place for it: run `quarterly translate` without --import first"
                    .to_owned(),
            );
            continue;
        };
        let written = sheet.text().get(place.range()).unwrap_or_default();
        edits.push(Edit::new(place.range(), toml::string(&text, written), format!("`{}`", unit.key)));
    }
    (edits, refused)
}

fn is_empty(pieces: &[Piece]) -> bool {
    pieces.iter().all(|piece| matches!(piece, Piece::Words(words) if words.trim().is_empty()))
}

/// What is wrong with a translation, or with the text that it translates.
fn faults(word: &Word, unit: &Unit) -> Vec<String> {
    let source = &word.source.value;
    let then: String = unit
        .source
        .iter()
        .map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            Piece::Code(_, inside) => inside.as_str(),
        })
        .collect();
    if folded(&then) != folded(source)
        && unit.source.iter().all(|piece| !matches!(piece, Piece::Code(_, inside) if inside.is_empty()))
    {
        return vec![
            "the text has changed since the file was written, and is left: write it anew with --export"
                .to_owned(),
        ];
    }
    let known = codes(source);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for piece in &unit.target {
        let (id, inside) = match piece {
            Piece::Words(words) => {
                for part in parts(words) {
                    if let Part::Code(code) = part {
                        found.push(format!("`{code}` is typed; it is a placeholder's"));
                    }
                }
                continue;
            }
            Piece::Code(id, inside) => (id, inside),
        };
        *counts.entry(id).or_insert(0) += 1;
        match code_of(id, &known) {
            None => found.push(format!("placeholder {id} is none of the source's")),
            Some(code) if !inside.trim().is_empty() && meant(inside) != meant(code) => {
                found.push(format!("placeholder {id} holds `{inside}`, and stands for `{code}`"));
            }
            Some(_) => {}
        }
    }
    for (index, code) in known.iter().enumerate() {
        let id = (index + 1).to_string();
        match counts.get(id.as_str()) {
            None => found.push(format!("placeholder {id} is lost: `{code}`")),
            Some(1) => {}
            Some(count) => found.push(format!("placeholder {id} stands there {count} times: `{code}`")),
        }
    }
    found
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn code_of<'c>(id: &str, known: &[&'c str]) -> Option<&'c str> {
    known.get(id.parse::<usize>().ok()?.checked_sub(1)?).copied()
}

/// The translation as it is written into the overlay. An empty placeholder stands for what the source has.
fn text(word: &Word, target: &[Piece]) -> String {
    let source = &word.source.value;
    let known = codes(source);
    let piece = |piece: &Piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::Code(id, inside) if inside.trim().is_empty() => {
            code_of(id, &known).unwrap_or_default().to_owned()
        }
        Piece::Code(_, inside) => inside.clone(),
    };
    let text: String = target.iter().map(piece).collect();
    // Programs drop the line break at the end of a text of several paragraphs, or break lines around a text.
    let words = source.trim();
    let (before, behind) = source.split_once(words).filter(|_| !words.is_empty()).unwrap_or_default();
    format!("{before}{}{behind}", text.trim())
}
