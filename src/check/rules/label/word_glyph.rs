//! Characters that no font shows in what is printed and nobody typed into the edition: words of the language, names of
//! countries and periods, numbers with their units.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Subject;
use crate::check::printed::printed_charts;
use crate::diag::{Diagnostic, SourceId, Span, code};
use crate::language::{FILES, written};
use crate::report::{Chart, PieceKind, plain_text};

/// Words of the workbook of figures, which Excel shows in fonts of its own.
const OF_EXCEL: &str = "sheet";

/// A text of a file of the language.
struct Word {
    source: SourceId,
    table: String,
    text: String,
    start: usize,
    end: usize,
}

/// The characters of fonts: whether they are missing, each looked up once, and which have been told.
struct Signs<'s> {
    subject: &'s Subject<'s>,
    known: BTreeMap<(&'s str, char), bool>,
    told: BTreeSet<(&'s str, char)>,
}

/// All that is found, but for the characters that have been told by font and character.
pub(super) fn faults<'s>(subject: &'s Subject<'s>, told: BTreeSet<(&'s str, char)>) -> Vec<Diagnostic> {
    let scale = &subject.theme.brand.type_scale;
    let words = words(subject);
    let mut findings = Vec::new();
    let mut signs = Signs { subject, known: BTreeMap::new(), told };
    let print = source(subject, FILES[0]);
    for word in words.iter().filter(|word| Some(word.source) == print && word.table != OF_EXCEL) {
        let place = |c| Some(place(subject, word, c));
        findings.extend(signs.missing(&scale.body, &word.text, "", place));
    }
    let known = |c: char| words.iter().find(|word| word.text.contains(c)).map(|word| place(subject, word, c));
    for (spec, chart) in printed_charts(subject) {
        let of = format!(" of the chart `{}`", chart.id);
        let place = |c| known(c).or(Some(spec.key.span));
        for text in drawn(chart) {
            findings.extend(signs.missing(&scale.chart, &text, &of, place));
        }
    }
    for passage in &subject.report.passages {
        // What somebody typed is looked at where it was typed.
        let is_typed =
            |kind: &PieceKind| matches!(kind, PieceKind::Words | PieceKind::Foreign | PieceKind::Claimed(_));
        for piece in passage.pieces.iter().filter(|piece| !is_typed(&piece.kind)) {
            let place = |c| known(c).or(Some(piece.span));
            findings.extend(signs.missing(&scale.body, &piece.text, "", place));
        }
    }
    findings
}

/// What a chart draws besides the words of its author: names of countries and periods, numbers, units.
fn drawn(chart: &Chart) -> Vec<String> {
    let labels = chart.categories.iter().map(|category| category.label.clone());
    let series = chart.series.iter().flat_map(|series| {
        let values = series.values.iter().flatten().map(|value| value.text().to_owned());
        std::iter::once(series.label.clone()).chain(values)
    });
    let totals = chart.totals.iter().map(|total| total.text().to_owned());
    let hole = chart.hole.iter().flat_map(|(number, word)| [number.text().to_owned(), word.clone()]);
    let guides = chart.references.iter().map(|line| line.text.clone());
    let notes = chart.annotations.iter().map(|note| note.text.clone());
    let changes = chart.changes.iter().flatten().cloned();
    let around = [&chart.source, &chart.remark].map(|text| plain_text(text));
    let blank = chart.map.iter().filter_map(|map| map.blank.clone());
    let mut all: Vec<String> =
        [chart.title.clone(), chart.unit_text.clone(), chart.legend.sign.clone()].into();
    all.extend(labels.chain(series).chain(totals).chain(hole).chain(guides).chain(notes));
    all.extend(changes.chain(around).chain(blank));
    all
}

/// The texts of the files of the language that are the author's own, in their order.
fn words(subject: &Subject<'_>) -> Vec<Word> {
    let files = [FILES[0], FILES[2]].into_iter().filter_map(|file| source(subject, file));
    let of_file = |source: SourceId| {
        let texts = written(subject.spec.sources.text(source)).into_iter();
        texts.map(move |text| Word {
            source,
            table: text.table,
            text: text.value,
            start: text.range.start,
            end: text.range.end,
        })
    };
    files.flat_map(of_file).collect()
}

fn source(subject: &Subject<'_>, file: &str) -> Option<SourceId> {
    subject.spec.language_files.iter().find(|(name, _)| *name == file).map(|(_, source)| *source)
}

/// The place of a character in a text of a file.
fn place(subject: &Subject<'_>, word: &Word, c: char) -> Span {
    let raw = subject.spec.sources.text(word.source).get(word.start..word.end).unwrap_or_default();
    match raw.find(c) {
        Some(at) => Span { source: word.source, start: word.start + at, end: word.start + at + c.len_utf8() },
        // It is written as an escape.
        None => Span { source: word.source, start: word.start, end: word.end },
    }
}

impl<'s> Signs<'s> {
    /// The characters of a text that a font has no sign for and that have not been told.
    fn missing(
        &mut self,
        family: &'s str,
        text: &str,
        of: &str,
        place: impl Fn(char) -> Option<Span>,
    ) -> Vec<Diagnostic> {
        let fonts = &self.subject.theme.fonts;
        let mut findings = Vec::new();
        for c in text.chars().filter(|c| !c.is_ascii()) {
            let look = || fonts.missing(c.encode_utf8(&mut [0; 4]), family).is_some();
            if *self.known.entry((family, c)).or_insert_with(look) && self.told.insert((family, c)) {
                let message =
                    format!("the font {family} has no sign for `{c}` (U+{:04X}) in “{text}”{of}", c as u32);
                let hint = "write it with another letter, or give fonts that have it: --fonts DIR, and their names in [type] of the brand";
                findings.push(Diagnostic::new(code::MISSING_GLYPH, place(c), message).hint(hint));
            }
        }
        findings
    }
}
