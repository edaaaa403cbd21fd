//! Leaves out what rests on something unknown: after an error, a second finding about what it hides would be a guess.

use std::collections::BTreeSet;

use super::Subject;
use crate::diag::{Code, Diagnostic, Family, Regions, Span, code};
use crate::report::compute::OTHER;
use crate::report::{PieceKind, Unknown};
use crate::text::{ReadPassage, Sentence};

/// What the checks of a report that is not whole may be asked about.
#[derive(Debug)]
pub struct Known<'a> {
    subject: Subject<'a>,
    unknown: &'a Unknown,
    /// Sentences with something in them that could not be computed.
    sentences: Regions,
    /// Where the figures are defined, in the order of the files; of each whether it lacks a value.
    figures: Vec<(Span, bool)>,
}

impl<'a> Known<'a> {
    /// What is known of a report.
    pub fn new(subject: Subject<'a>, unknown: &'a Unknown) -> Self {
        let doubtful = |figure: &str| unknown.is_doubtful(figure);
        let sentences = subject.text.passages.iter().flat_map(|passage| unknown_in(passage, &doubtful));
        let sentences = Regions::new(sentences.collect());
        let figures = subject.report.figures.values();
        let mut figures: Vec<(Span, bool)> =
            figures.map(|figure| (figure.span, unknown.is_doubtful(&figure.key))).collect();
        figures.sort_by_key(|(span, _)| (span.source, span.start));
        Self { subject, unknown, sentences, figures }
    }

    /// How many sentences no check has judged.
    pub fn sentences_left(&self) -> usize {
        self.sentences.len()
    }

    /// Whether a finding rests on nothing unknown. What no series can wish away is no judgement, and a file that is
    /// missing is missing.
    pub fn allows(&self, finding: &Diagnostic) -> bool {
        let Some(span) = finding.span else { return true };
        let code = finding.code;
        if code == code::MISSING_GLYPH {
            return !self.unknown.is_told(span);
        }
        let is_of_words = [code::PHOTO_MISSING, code::SAME_AS_LAST].contains(&code);
        if !code.can_change() || is_of_words || code.family() == Family::Style {
            return true;
        }
        if code.family() == Family::Figure && self.is_of_doubtful(span)
            || code == code::LABEL_PERIOD && self.is_label_of_doubtful(span)
        {
            return false;
        }
        !(self.sentences.hold(span) || self.unknown.covers(span) || self.may_stand_elsewhere(code, span))
    }

    /// Whether a place lies in the table of a figure that lacks a value: what it has may be meant otherwise.
    fn is_of_doubtful(&self, span: Span) -> bool {
        let before = |place: &Span| (place.source, place.start) <= (span.source, span.start);
        let next = self.figures.partition_point(|(place, _)| before(place));
        let last = next.checked_sub(1).map(|last| self.figures[last]);
        last.is_some_and(|(place, is_doubtful)| place.source == span.source && is_doubtful)
    }

    /// Whether a place lies in the label of a tile whose figure lacks a value.
    fn is_label_of_doubtful(&self, span: Span) -> bool {
        let Subject { spec, report, .. } = &self.subject;
        let mut tiles = spec.edition.tiles.iter().zip(&report.tiles);
        tiles.any(|(spec, tile)| {
            let is_in = |place: Span| place.source == span.source && place.range().contains(&span.start);
            let is_here = spec.label.as_ref().is_some_and(|label| is_in(label.span));
            is_here && tile.asked.as_ref().is_some_and(|asked| self.unknown.is_doubtful(&asked.figure))
        })
    }

    /// Whether what is missed may stand in what could not be read.
    fn may_stand_elsewhere(&self, code: Code, span: Span) -> bool {
        let written = self.subject.spec.sources.text(span.source).get(span.range()).unwrap_or_default();
        let is_named = |name: &str| self.unknown.may_name(name, &self.subject.spec.sources);
        code == code::SOURCE_UNUSED && is_named(written.trim_matches(['"', '\'']))
            || code == code::NO_BASE && self.unknown_figures().next().is_some()
            || code == code::OTHER_MISSING && self.unknown.may_ask_for(OTHER)
            || code == code::UNUSED_ALLOW && self.may_need(span)
            || code == code::CHART_REFERENCE && is_named(chart_of(written))
            || code == code::REMARK_UNUSED && self.may_be_in_a_chart()
            || code == code::SOURCE_MISSING && self.unknown.has_lost_tables() && is_named(written)
    }

    /// Whether any figure may be in a chart: one is lost, or does not say what it shows.
    fn may_be_in_a_chart(&self) -> bool {
        let mut charts = self.subject.spec.edition.charts.iter();
        self.unknown.has_lost_tables() || charts.any(|chart| chart.figures.is_empty())
    }

    /// The figures whose values are unknown, or to be filled in.
    fn unknown_figures(&self) -> impl Iterator<Item = &'a str> {
        let figures = self.subject.report.figures.values();
        figures
            .filter(|figure| figure.is_unknown || !figure.gaps.is_empty())
            .map(|figure| figure.key.as_str())
    }

    /// Whether an exemption may be of use once everything around it is known.
    fn may_need(&self, exemption: Span) -> bool {
        let allow = self.subject.spec.allows.iter().find(|allow| allow.span == exemption);
        let Some(allow) = allow else { return false };
        let text = self.subject.spec.sources.text(allow.region.source);
        let table = text.get(allow.region.range()).unwrap_or_default();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let words: BTreeSet<&str> = table.split(|c| !is_word(c)).collect();
        let header = table.lines().next().unwrap_or_default();
        let name = header.rsplit('.').next().unwrap_or_default().trim_matches([']', '[', ' ']);
        self.unknown.has_lost_tables()
            || self.unknown.may_name(name, &self.subject.spec.sources)
            || self.unknown.may_mean(name)
            || self.unknown.meets(allow.region)
            || self.sentences.meet(allow.region)
            || self.unknown_figures().any(|figure| words.contains(figure))
    }
}

/// The chart that a link leads to.
fn chart_of(link: &str) -> &str {
    let name = link.split_once("#fig-").map_or(link, |(_, name)| name);
    name.split(')').next().unwrap_or_default()
}

/// The places of the sentences of a passage in which something is unknown, or asked of a doubtful figure.
fn unknown_in(passage: &ReadPassage<'_>, is_doubtful: &dyn Fn(&str) -> bool) -> Vec<Span> {
    let is_unknown = |sentence: &&Sentence<'_>| {
        sentence.pieces.iter().any(|piece| matches!(piece.kind, PieceKind::Unknown | PieceKind::Gap { .. }))
            || sentence.numbers.iter().any(|said| is_doubtful(&said.asked.figure))
    };
    let sentences = passage.sentences.iter().filter(is_unknown);
    sentences.filter_map(|sentence| place_of(passage, sentence)).collect()
}

/// Where a sentence was written, from its first piece to its last.
fn place_of(passage: &ReadPassage<'_>, sentence: &Sentence<'_>) -> Option<Span> {
    let line = &passage.line;
    let pieces = line.pieces_of(&sentence.range).filter(|(start, piece)| {
        let end = start + line.length(piece).max(1);
        *start < sentence.range.end && sentence.range.start < end
    });
    let places = pieces.map(|(start, piece)| {
        let end = start + line.length(piece);
        let inside = sentence.range.start.max(start)..sentence.range.end.min(end);
        if inside.is_empty() { piece.span } else { line.span(&inside) }
    });
    places.reduce(|all, next| Span { start: all.start.min(next.start), end: all.end.max(next.end), ..all })
}
