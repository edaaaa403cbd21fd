//! What of an edition is not known: what could not be read, resolved or computed. No check judges what rests on it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::missing::Found;
use super::passage::{Passage, PieceKind};
use super::unread::{Entries, Unread};
use crate::diag::{Diagnostic, Regions, Severity, SourceId, Sources, Span, code};

/// Letters by which a mistyped name may differ.
const MISTYPED: usize = 2;

/// What of an edition is not known.
#[derive(Debug, Clone, Default)]
pub struct Unknown {
    /// Entries and paragraphs of the author's files with an error in them.
    places: Regions,
    /// The words of these places, gathered when somebody asks for one: what is refused may be long.
    words: OnceLock<BTreeSet<String>>,
    /// The words of expressions that failed.
    asked: BTreeSet<String>,
    /// Figures that do not have a value which they are asked for: what they have may be meant otherwise.
    doubtful: BTreeSet<String>,
    /// Where errors were told.
    told: BTreeSet<(SourceId, usize)>,
    /// Whether a header was not understood, so that anything may stand below it.
    has_lost_tables: bool,
}

impl Unknown {
    /// What the errors found while reading and while building leave unknown. An expression that failed makes its
    /// sentence unknown, not the whole paragraph; that is for who reads sentences.
    pub(super) fn new(unread: &Unread<'_>, found: &[Found], passages: &[Passage], sources: &Sources) -> Self {
        let pieces = passages.iter().flat_map(|passage| &passage.pieces);
        let mut failed: Vec<Span> =
            pieces.filter(|piece| matches!(piece.kind, PieceKind::Unknown)).map(|piece| piece.span).collect();
        failed.sort_unstable();
        let is_expression = |span: Span| {
            let next =
                failed.partition_point(|failed| (failed.source, failed.start) <= (span.source, span.start));
            let last = next.checked_sub(1).and_then(|last| failed.get(last));
            last.is_some_and(|failed| failed.source == span.source && span.start <= failed.end)
        };
        let mut entries = Entries::new(sources);
        let mut unknown =
            Self { told: unread.told.clone(), has_lost_tables: unread.has_lost_tables, ..Self::default() };
        let mut places = unread.entries.clone();
        for Found { diagnostic: fault, missing } in found {
            if fault.severity != Severity::Error {
                continue;
            }
            unknown.doubtful.extend(missing.iter().map(|missing| missing.figure.clone()));
            unknown.told.extend(fault.span.map(|span| (span.source, span.start)));
            let Some(span) = fault.span.filter(|span| !is_expression(*span)) else { continue };
            // Of a text that is nested too deep, nothing is read.
            let is_whole = fault.code == code::TOO_DEEP;
            places.push(if is_whole { entries.around(span) } else { entries.paragraph(span) });
        }
        unknown.places = Regions::new(places);
        failed.iter().for_each(|place| add_words(written(*place, sources), &mut unknown.asked));
        unknown
    }

    /// Whether a place lies in an entry or paragraph that is not known.
    pub fn covers(&self, place: Span) -> bool {
        self.places.hold(place)
    }

    /// Whether some place of a region is not known.
    pub fn meets(&self, region: Span) -> bool {
        self.places.meet(region)
    }

    /// Whether a name stands in what is not known, so that nobody can say that it stands nowhere.
    pub fn may_name(&self, name: &str, sources: &Sources) -> bool {
        let words = self.words.get_or_init(|| {
            let mut words = BTreeSet::new();
            self.places.iter().for_each(|place| add_words(written(place, sources), &mut words));
            words
        });
        words.contains(name) || self.asked.contains(name)
    }

    /// Whether what seems to stand nowhere may stand in what is unknown.
    pub(super) fn may_place(&self, finding: &Diagnostic, sources: &Sources) -> bool {
        finding.span.is_some_and(|span| {
            let name = written(span, sources).trim_matches(['"', '\'']);
            // A list that no chapter prints has no name of its own.
            self.covers(span) || self.may_name(name, sources) || self.may_name("list", sources)
        })
    }

    /// Whether an expression that failed has a word.
    pub fn may_ask_for(&self, word: &str) -> bool {
        self.asked.contains(word)
    }

    /// Whether a word of an expression that failed may be a name, mistyped.
    pub fn may_mean(&self, name: &str) -> bool {
        let is_near = |word: &String| {
            word.contains(name)
                || word.len().abs_diff(name.len()) <= MISTYPED && strsim::levenshtein(word, name) <= MISTYPED
        };
        !name.is_empty() && self.asked.iter().any(is_near)
    }

    /// Whether tables are lost below a header that was not understood.
    pub fn has_lost_tables(&self) -> bool {
        self.has_lost_tables
    }

    /// Whether a figure lacks a value that it was asked for.
    pub fn is_doubtful(&self, figure: &str) -> bool {
        self.doubtful.contains(figure)
    }

    /// Whether an error was told of this very place.
    pub fn is_told(&self, place: Span) -> bool {
        self.told.contains(&(place.source, place.start))
    }
}

fn written(place: Span, sources: &Sources) -> &str {
    sources.text(place.source).get(place.range()).unwrap_or_default()
}

/// The words of a text as names are written, and what stands behind the hyphens in them: `visas` of `#fig-visas`.
fn add_words(text: &str, words: &mut BTreeSet<String>) {
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')) {
        words.insert(word.to_owned());
        words.extend(word.match_indices('-').map(|(at, _)| word[at + 1..].to_owned()));
    }
}
