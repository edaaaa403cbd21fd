//! What building a report needs at every place: the spec, the figures in reach, and what has been found so far.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compute::{Figure, MissingValue};
use super::file_kind::Unusable;
use super::groups::Groups;
use super::missing::Found;
use super::picture;
use super::place::Place;
use super::placed::Placed;
use super::scope::Scope;
use super::status::Shown;
use super::titles::Titles;
use super::unread::Unread;
use super::{Claim, Labelled, Part, Passage, PassageRole, Picture, Statuses};
use crate::data::geojson::{Area, BadMap};
use crate::data::period::Period;
use crate::diag::{Diagnostic, Guesses, Severity, Span, Spanned, code, listed};
use crate::language::Language;
use crate::spec::schema::List;
use crate::spec::{FigureSpec, Spec, Text};

/// The areas of a file, or why they cannot be drawn.
type Areas = Result<Vec<Area>, BadMap>;

/// The language of an edition, and that of the texts of it which have not been translated.
pub(super) type Languages<'l> = (&'l Language, Option<&'l Language>);

/// What building a report needs at every place.
pub(super) struct Builder<'a> {
    pub(super) spec: &'a Spec,
    pub(super) scope: Scope,
    pub(super) locale: Arc<Language>,
    /// What texts can reach that have not been translated, in their own language.
    source: Option<Scope>,
    /// Whether such a text is being read.
    pub(super) is_foreign: Cell<bool>,
    /// The areas of maps by file and property, read once however many charts show them.
    pub(super) areas: RefCell<BTreeMap<(String, String), Areas>>,
    /// The photographs by path, or why they cannot be used.
    pub(super) pictures: BTreeMap<&'a str, Result<Picture, Unusable>>,
    /// The photographs that the report has, with the places that name them.
    pub(super) photos: RefCell<Vec<Spanned<String>>>,
    /// What history files have of figures, by name.
    pub(super) history: BTreeMap<&'a str, Vec<&'a FigureSpec>>,
    /// What earlier editions have of figures, by name, the latest edition first.
    pub(super) earlier: BTreeMap<&'a str, Vec<&'a FigureSpec>>,
    /// The texts of notes and sources by name; the edition's stand before the series'.
    pub(super) note_texts: BTreeMap<&'a str, &'a Text>,
    pub(super) faults: RefCell<Vec<Found>>,
    /// What reading has left out.
    pub(super) unread: Unread<'a>,
    /// Names of notes in the order of their first mark, and the place of each among them.
    pub(super) notes: RefCell<Vec<String>>,
    pub(super) note_numbers: RefCell<BTreeMap<String, usize>>,
    /// The periods of notes whose words are those of another period than the edition's, by the names of the notes.
    pub(super) note_periods: RefCell<BTreeMap<String, Period>>,
    /// The period that the note or source line which is being read speaks of, where it is not the edition's.
    pub(super) spoken_of: Cell<Option<Period>>,
    pub(super) in_notes: Cell<bool>,
    /// Which numbers are provisional or estimated.
    pub(super) statuses: Arc<Statuses>,
    /// What has been shown that notes and legends explain.
    pub(super) shown: RefCell<Shown>,
    /// Whether a cell of a table is being read.
    pub(super) in_cell: Cell<bool>,
    /// Whether a line without marks is being read.
    pub(super) in_line: Cell<bool>,
    pub(super) counts: RefCell<Counts>,
    /// Places that links can lead to, with the words for them and where they were made.
    pub(super) places: RefCell<BTreeMap<Place, (String, Span)>>,
    /// The numbers of those that have one.
    pub(super) place_numbers: RefCell<BTreeMap<Place, String>>,
    /// Places whose number a link asks for, and where.
    pub(super) asked_numbers: RefCell<Vec<(Place, Span)>>,
    /// The words for places in lines without marks.
    pub(super) titles: Titles,
    /// Where links of the text lead, as it was written.
    pub(super) links: RefCell<Vec<(String, Span)>>,
    pub(super) charts: RefCell<Vec<Placed>>,
    /// Every claim, wherever it stands.
    pub(super) claims: RefCell<Vec<Claim>>,
    /// Every text read, piece by piece.
    pub(super) passages: RefCell<Vec<Passage>>,
    /// The part of the publication that is being read.
    pub(super) at: RefCell<Part>,
    /// What is being read there.
    pub(super) role: Cell<PassageRole>,
    /// Where numbers are asked for that are to be filled in, by the figure that they are to be written to.
    pub(super) waiting: RefCell<BTreeMap<String, BTreeSet<Span>>>,
    /// Figures that are not available, as cells of the table under way have said; its note says why.
    pub(super) absent: RefCell<Vec<Arc<Figure>>>,
    /// Figures whose remarks stand below tables, or give way to one of the table.
    pub(super) remarked: RefCell<BTreeSet<String>>,
    /// The lists that chapters have printed, and how many charts stood before the data of charts.
    pub(super) lists: RefCell<Vec<(List, Span, usize)>>,
    /// Bytes that what expressions gave so far takes, roughly.
    pub(super) taken: Cell<usize>,
    /// The corrections that were placed, by their number in the spec, for the page inside the cover.
    pub(super) corrections: RefCell<BTreeMap<usize, Labelled>>,
}

/// How many of each have been numbered.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) charts: u32,
    pub(super) tables: u32,
    pub(super) plain_tables: u32,
    pub(super) pictures: u32,
    pub(super) marks: u32,
    pub(super) grids: u32,
    pub(super) lists: u32,
    stray: u32,
}

/// Stray signs that are told: so many findings are listed at all.
const MOST_STRAY: u32 = 1_000;

fn by_name<'a>(figures: impl IntoIterator<Item = &'a FigureSpec>) -> BTreeMap<&'a str, Vec<&'a FigureSpec>> {
    let mut found: BTreeMap<&str, Vec<&FigureSpec>> = BTreeMap::new();
    for figure in figures {
        found.entry(&figure.key.value).or_default().push(figure);
    }
    found
}

fn note_texts(spec: &Spec) -> BTreeMap<&str, &Text> {
    let mut found = BTreeMap::new();
    for common in spec.common.iter().rev() {
        let notes = common.notes.iter().map(|(key, text)| (key, text));
        for (key, text) in notes.chain(common.sources.iter().map(|source| (&source.key, &source.note))) {
            found.entry(key.value.as_str()).or_insert(text);
        }
    }
    found
}

/// The groups of parts that both files give; the edition's replaces the series' of the same name.
fn groups(spec: &Spec) -> Groups {
    let all = spec.common.iter().flat_map(|common| &common.groups);
    let members = |list: &[Spanned<String>]| list.iter().map(|part| part.value.clone()).collect();
    let groups = all.map(|(key, list)| (key.value.clone(), members(list))).collect();
    Groups::new(groups, spec.series.country.value.clone())
}

impl<'a> Builder<'a> {
    /// A builder with no figures in reach yet: it can read labels, and what else stands before them.
    pub(super) fn new(spec: &'a Spec, (locale, source): Languages<'_>, titles: Titles) -> Self {
        let locale = Arc::new(locale.clone());
        let names = spec.common.iter().flat_map(|common| &common.names);
        let scope = Scope {
            figures: BTreeMap::new(),
            period: spec.edition.period.value,
            at: None,
            groups: Arc::new(groups(spec)),
            locale: Arc::clone(&locale),
            names: names.map(|(key, name)| (key.value.clone(), name.value.clone())).collect(),
            guesses: Guesses::default(),
        };
        let source = source.zip(spec.translation.as_ref()).map(|(source, translation)| Scope {
            names: translation.names.iter().cloned().collect(),
            locale: Arc::new(source.clone()),
            ..scope.in_period(scope.period)
        });
        let (statuses, faults) = Statuses::new(spec);
        let faults = faults.into_iter().map(|diagnostic| Found { diagnostic, missing: None });
        Self {
            spec,
            scope,
            locale,
            source,
            is_foreign: Cell::new(false),
            areas: RefCell::default(),
            pictures: picture::read_all(&spec.pictures),
            photos: RefCell::default(),
            history: by_name(&spec.history),
            earlier: by_name(spec.earlier.iter().flat_map(|edition| &edition.figures)),
            note_texts: note_texts(spec),
            faults: RefCell::new(faults.collect()),
            unread: Unread::new(&spec.findings, &spec.sources),
            notes: RefCell::default(),
            note_numbers: RefCell::default(),
            note_periods: RefCell::default(),
            spoken_of: Cell::new(None),
            in_notes: Cell::new(false),
            statuses: Arc::new(statuses),
            shown: RefCell::default(),
            in_cell: Cell::new(false),
            in_line: Cell::new(false),
            counts: RefCell::default(),
            places: RefCell::default(),
            place_numbers: RefCell::default(),
            asked_numbers: RefCell::default(),
            titles,
            links: RefCell::default(),
            charts: RefCell::default(),
            claims: RefCell::default(),
            passages: RefCell::default(),
            at: RefCell::default(),
            role: Cell::default(),
            waiting: RefCell::default(),
            absent: RefCell::default(),
            remarked: RefCell::default(),
            lists: RefCell::default(),
            taken: Cell::new(0),
            corrections: RefCell::default(),
        }
    }

    /// Whether one more stray sign of a text is told; it is counted.
    pub(super) fn tells_stray_signs(&self) -> bool {
        let mut counts = self.counts.borrow_mut();
        counts.stray += 1;
        counts.stray <= MOST_STRAY
    }

    /// The same builder with figures in reach.
    pub(super) fn with_figures(self, figures: BTreeMap<String, Arc<Figure>>) -> Self {
        let source = self.source.map(|scope| Scope { figures: figures.clone(), ..scope });
        let scope = Scope { figures, ..self.scope };
        Self { scope, source, ..self }
    }

    /// What the text that is being read can reach: one that has not been translated, in its own language.
    pub(super) fn reach(&self) -> &Scope {
        self.source.as_ref().filter(|_| self.is_foreign.get()).unwrap_or(&self.scope)
    }

    /// Reads a text as one of the language that it is in.
    pub(super) fn in_language_of<T>(&self, text: &Text, read: impl FnOnce() -> T) -> T {
        let outer = self.is_foreign.replace(text.language.is_some());
        let done = read();
        self.is_foreign.set(outer);
        done
    }

    pub(super) fn fault(&self, diagnostic: Diagnostic) {
        self.fault_of(diagnostic, None);
    }

    /// Tells a fault with the value whose absence is its cause, if one is.
    pub(super) fn fault_of(&self, diagnostic: Diagnostic, missing: Option<MissingValue>) {
        self.faults.borrow_mut().push(Found { diagnostic, missing });
    }

    /// Keeps that a place needs a number that is to be filled in.
    pub(super) fn waits(&self, figure: &str, place: Span) {
        self.waiting.borrow_mut().entry(figure.to_owned()).or_default().insert(place);
    }

    /// Does some reading inside a part of the publication.
    pub(super) fn inside<T>(&self, id: &str, heading: &str, read: impl FnOnce() -> T) -> T {
        let part = Part { id: id.to_owned(), heading: heading.to_owned() };
        let outer = self.at.replace(part);
        let done = read();
        self.at.replace(outer);
        done
    }

    /// Does some reading of passages that are something in their part.
    pub(super) fn as_role<T>(&self, role: PassageRole, read: impl FnOnce() -> T) -> T {
        let outer = self.role.replace(role);
        let done = read();
        self.role.set(outer);
        done
    }

    /// A figure by name, or a fault at the place where it was named.
    pub(super) fn figure(&self, name: &str, span: Span) -> Option<Arc<Figure>> {
        let found = self.scope.figures.get(name).cloned();
        if found.is_none() && !self.unread.may_define(name) {
            let known = || self.scope.figures.keys().map(String::as_str);
            let mut fault = Diagnostic::new(code::UNKNOWN_FIGURE, span, format!("unknown figure `{name}`"))
                .meant(self.scope.guesses.nearest(name, known()));
            if fault.hints.is_empty() {
                fault = fault.hint(format!("figures: {}", listed(known())));
            }
            self.fault(fault);
        }
        found
    }

    /// Whether an error was found in the table with this name when it was read, so that what it lacks is told.
    pub(super) fn is_broken(&self, name: Span) -> bool {
        let text = self.spec.sources.text(name.source);
        let end = text[name.start..].find("\n[").map_or(text.len(), |at| name.start + at);
        self.spec.findings.iter().any(|fault| {
            let inside = |span: Span| span.source == name.source && (name.start..end).contains(&span.start);
            fault.severity == Severity::Error && fault.span.is_some_and(inside)
        })
    }

    pub(super) fn count(&self, which: impl FnOnce(&mut Counts) -> &mut u32) -> u32 {
        let mut counts = self.counts.borrow_mut();
        let count = which(&mut counts);
        *count += 1;
        *count
    }

    /// A mark for a number, by which the record finds its page.
    pub(super) fn next_mark(&self) -> u32 {
        self.count(|counts| &mut counts.marks)
    }

    /// The number of a table that an author wrote, with a caption or without.
    pub(super) fn next_grid(&self) -> u32 {
        self.count(|counts| &mut counts.grids)
    }

    /// The number of a list.
    pub(super) fn next_list(&self) -> u32 {
        self.count(|counts| &mut counts.lists)
    }

    /// A name for a table without caption.
    pub(super) fn next_table_id(&self) -> String {
        format!("plain-{}", self.count(|counts| &mut counts.plain_tables))
    }

    /// Makes a place that links can lead to, with the words for it.
    pub(super) fn place(&self, place: Place, words: String, span: Span) {
        let earlier = self.places.borrow_mut().insert(place.clone(), (words, span));
        // The ids of chapters are compared when the spec is read.
        if let Some((_, first)) = earlier.filter(|_| !matches!(place, Place::Chapter(_))) {
            let (line, _) = self.spec.sources.line_column(first);
            let message = format!("`{}` is placed twice", place.id());
            self.fault(
                Diagnostic::new(code::PLACED_TWICE, span, message)
                    .hint(format!("it stands in line {line} already; delete one")),
            );
        }
    }

    /// Makes a place that has a number.
    pub(super) fn numbered_place(&self, place: Place, number: String, words: String, span: Span) {
        self.place_numbers.borrow_mut().entry(place.clone()).or_insert(number);
        self.place(place, words, span);
    }

    /// A link into the document; its words are known when everything is placed.
    pub(super) fn link_to(&self, place: &str, span: Span) {
        self.links.borrow_mut().push((place.to_owned(), span));
    }
}
