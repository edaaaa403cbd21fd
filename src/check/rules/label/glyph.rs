//! Rules about characters that the fonts cannot show.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::word_glyph;
use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::spec::Text;

#[doc = include_str!("missing-glyph.md")]
pub(in crate::check) fn missing_glyph(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let scale = &subject.theme.brand.type_scale;
    let Subject { spec, .. } = subject;
    let labels = spec.figures.iter().filter_map(|figure| figure.label.as_ref());
    let names = spec.common.iter().flat_map(|common| common.names.iter().map(|(_, name)| name));
    let printed = spec.texts.iter().map(|text| (text, &scale.body));
    let drawn = labels.chain(names).map(|text| (text, &scale.chart));
    // A text has some hundred different characters among its ten thousands; each is looked up once.
    let mut known = BTreeMap::new();
    let mut findings: Vec<Diagnostic> = printed
        .chain(drawn)
        .flat_map(|(text, family)| missing_in(subject, text, family, &mut known))
        .collect();
    let told: BTreeSet<(&str, char)> =
        known.into_iter().filter(|(_, is_missing)| *is_missing).map(|(sign, _)| sign).collect();
    findings.extend(word_glyph::faults(subject, told));
    findings
}

/// Characters that are looked up by their number.
const ASCII: usize = 128;

/// Where the addresses stand that the words of a text lead to: `[words](https://…)`.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let opened = text.match_indices("](").map(|(at, open)| at + open.len());
    let of = |from: usize| {
        let rest = &text[from..];
        let inner = &rest[..rest.find([')', ' ', '\n'])?];
        let is_address = ["https://", "http://", "mailto:"].iter().any(|scheme| inner.starts_with(scheme));
        is_address.then(|| from..from + inner.len())
    };
    opened.filter_map(of).collect()
}

/// Each character of a text that a font has no sign for, once.
fn missing_in<'a>(
    subject: &Subject<'_>,
    text: &Text,
    family: &'a str,
    known: &mut BTreeMap<(&'a str, char), bool>,
) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let mut findings = Vec::new();
    // Most characters have been seen before in the same text.
    let mut seen = [false; ASCII];
    let addresses = addresses(&text.value);
    // An address goes into the files in the signs of a URI, and is not printed.
    let is_printed = |at: usize| !addresses.iter().any(|address| address.contains(&at));
    for (at, c) in text.value.char_indices().filter(|(at, c)| c.is_ascii() || is_printed(*at)) {
        if let Some(seen) = seen.get_mut(c as usize)
            && std::mem::replace(seen, true)
        {
            continue;
        }
        let is_missing = *known
            .entry((family, c))
            .or_insert_with(|| subject.theme.fonts.missing(c.encode_utf8(&mut [0; 4]), family).is_some());
        if !is_missing || told.contains(&c) {
            continue;
        }
        told.push(c);
        let message = format!("the font {family} has no sign for `{c}` (U+{:04X})", c as u32);
        let fault = Diagnostic::new(code::MISSING_GLYPH, text.at(at, at + c.len_utf8()), message);
        findings.push(fault.hint(match c {
            // Word processors write these characters, and an author who pastes them cannot see the
            // difference.
            '\u{2010}' | '\u{2011}' => "write an ordinary hyphen, -",
            _ => "write it with other letters; a currency by its code, as in KZT",
        }));
    }
    findings
}
