//! Puts a report together from a spec: figures first, then everything that refers to them.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::compute::Figure;
use super::expr::{Outcome, Scope};
use super::own_change::{self, Beside};
use super::{
    Asked, Block, Change, Chapter, Chart, Claim, Decodes, Event, Inline, LegislativeNote, Part, Passage,
    Report, Tile, Topic, What, annex, formula, imprint, missing, picture, prose,
};
use crate::diag::{self, Diagnostic, Faults, Severity, Span, Spanned, Warned};
use crate::locale::Locale;
use crate::spec::schema::{ChapterSpec, DatedSpec, List, SectionSpec, StandingSpec, TileSpec};
use crate::spec::{Spec, Text};
use crate::theme::Theme;

impl Report {
    /// Resolves and computes everything that a spec says, in the words of a language.
    ///
    /// # Errors
    /// All faults that need other parts of the spec to be seen: unknown names, values that are not there,
    /// expressions that fail, charts that cannot be drawn.
    pub fn build(spec: &Spec, locale: &Locale, theme: &Theme) -> Result<Warned<Self>, Faults> {
        Self::build_with(spec, locale, theme, &picture::decodes)
    }

    /// As [`Self::build`], with a decoder of one's own: who prints the report may keep what it decodes.
    ///
    /// # Errors
    /// As [`Self::build`].
    pub fn build_with(
        spec: &Spec,
        locale: &Locale,
        theme: &Theme,
        decodes: Decodes<'_>,
    ) -> Result<Warned<Self>, Faults> {
        let builder = Builder::new(spec, Arc::new(locale.clone()));
        let damaged = Mutex::new(BTreeSet::new());
        // Decoding takes longer than all the rest of a report.
        let report = rayon::in_place_scope(|scope| {
            let pictures =
                builder.pictures.iter().filter_map(|(path, read)| Some((*path, read.as_ref().ok()?)));
            for (path, picture) in pictures {
                let damaged = &damaged;
                scope.spawn(move |_| {
                    if !decodes(picture) {
                        damaged.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
                    }
                });
            }
            builder.report(theme)
        });
        builder.tell_damaged(&damaged.into_inner().unwrap_or_else(PoisonError::into_inner));
        let mut diagnostics = builder.faults.into_inner();
        diagnostics.extend(spec.findings.iter().cloned());
        diag::sort(&mut diagnostics);
        missing::tell_once(&mut diagnostics);
        if diagnostics.iter().any(|fault| fault.severity == Severity::Error) {
            // Text that could not be read may well place what seems to be nowhere.
            diagnostics.retain(|fault| fault.code != "not-placed");
            return Err(Faults { sources: spec.sources.clone(), diagnostics });
        }
        Ok(Warned { output: report, warnings: diagnostics })
    }
}

/// What building a report needs at every place.
pub(super) struct Builder<'a> {
    pub(super) spec: &'a Spec,
    pub(super) scope: Arc<Scope>,
    pub(super) locale: Arc<Locale>,
    /// The photographs by path, or why they cannot be used.
    pub(super) pictures: BTreeMap<&'a str, Result<super::Picture, picture::Unusable>>,
    /// The photographs that the report has, with the places that name them.
    pub(super) photos: RefCell<Vec<Spanned<String>>>,
    faults: RefCell<Vec<Diagnostic>>,
    /// Names of notes in the order of their first mark.
    pub(super) notes: RefCell<Vec<String>>,
    pub(super) in_notes: Cell<bool>,
    /// Whether a line without marks is being read.
    pub(super) in_line: Cell<bool>,
    pub(super) counts: RefCell<Counts>,
    /// Places that links can lead to, with the words for them and where they were made.
    pub(super) places: RefCell<BTreeMap<String, (String, Span)>>,
    pub(super) links: RefCell<Vec<(String, Span)>>,
    pub(super) charts: RefCell<Vec<Chart>>,
    /// Every claim, wherever it stands.
    pub(super) claims: RefCell<Vec<Claim>>,
    /// Every text read, piece by piece.
    pub(super) passages: RefCell<Vec<Passage>>,
    /// The part of the publication that is being read.
    pub(super) at: RefCell<Part>,
    /// The lists that chapters have printed, and how many charts stood before the data of charts.
    lists: RefCell<Vec<(List, Span, usize)>>,
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
}

impl<'a> Builder<'a> {
    fn new(spec: &'a Spec, locale: Arc<Locale>) -> Self {
        let names = spec.common.iter().flat_map(|common| &common.names);
        let scope = Scope {
            figures: BTreeMap::new(),
            period: spec.edition.period.value,
            locale: Arc::clone(&locale),
            names: names.map(|(key, name)| (key.value.clone(), name.value.clone())).collect(),
        };
        let mut builder = Self {
            spec,
            scope: Arc::new(scope),
            locale: Arc::clone(&locale),
            pictures: spec
                .pictures
                .par_iter()
                .map(|(path, bytes)| (path.as_str(), picture::read("", bytes)))
                .collect(),
            photos: RefCell::default(),
            faults: RefCell::default(),
            notes: RefCell::default(),
            in_notes: Cell::new(false),
            in_line: Cell::new(false),
            counts: RefCell::default(),
            places: RefCell::default(),
            links: RefCell::default(),
            charts: RefCell::default(),
            claims: RefCell::default(),
            passages: RefCell::default(),
            at: RefCell::default(),
            lists: RefCell::default(),
        };
        let figures = builder.figures();
        let scope =
            Scope { figures, locale, period: builder.scope.period, names: builder.scope.names.clone() };
        builder.scope = Arc::new(scope);
        builder
    }

    fn report(&self, theme: &Theme) -> Report {
        let Spec { edition, series, .. } = self.spec;
        let country = self.country();
        let title = self.line(&edition.title);
        let period = edition.period.value;
        let mut report = Report {
            id: self.spec.stem(),
            language: self.locale.language().to_owned(),
            period,
            period_text: self.locale.period(period),
            date: edition.published.as_ref().map_or_else(|| period.last_day(), |date| date.value),
            title,
            country,
            author: series.author.as_ref().map(|text| self.line(text)).unwrap_or_default(),
            summary: edition.summary.as_ref().map(|text| self.line(text)).unwrap_or_default(),
            keywords: series.keywords.iter().map(|text| self.line(text)).collect(),
            cover: edition.cover.as_ref().and_then(|photo| self.photo(photo)),
            logos: picture::logos(self, theme),
            imprint: self.inside("imprint", "", || imprint::imprint(self)),
            tiles: self.inside("glance", &self.locale.labels().glance, || {
                edition.tiles.iter().filter_map(|tile| self.tile(tile)).collect()
            }),
            chapters: self.chapters(),
            notes: Vec::new(),
            claims: Vec::new(),
            passages: Vec::new(),
            figures: self.scope.figures.clone(),
            record: Vec::new(),
            attachments: Vec::new(),
        };
        report.notes = self.inside("notes", &self.locale.labels().note, || self.write_notes());
        self.report_unplaced();
        self.report_lists();
        self.resolve_links(&mut report);
        report.claims = self.claims.take();
        report.passages = self.passages.take();
        report.attachments = annex::attachments(self, &report);
        report
    }

    pub(super) fn fault(&self, diagnostic: Diagnostic) {
        self.faults.borrow_mut().push(diagnostic);
    }

    /// Does some reading inside a part of the publication.
    pub(super) fn inside<T>(&self, id: &str, heading: &str, read: impl FnOnce() -> T) -> T {
        let part = Part { id: id.to_owned(), heading: heading.to_owned() };
        let outer = self.at.replace(part);
        let done = read();
        self.at.replace(outer);
        done
    }

    /// A text that is printed as one line without marks.
    pub(super) fn line(&self, text: &Text) -> String {
        let outer = self.in_line.replace(true);
        let run = prose::inlines(self, text);
        self.in_line.set(outer);
        if run.iter().any(|inline| matches!(inline, Inline::Note(_))) {
            let fault = Diagnostic::error("note-in-title", text.span, "a note cannot be marked in this text");
            self.fault(fault.hint("mark it in the paragraph below"));
        }
        super::plain_text(&run)
    }

    fn country(&self) -> String {
        let code = &self.spec.series.country;
        self.scope.label(&code.value).unwrap_or_else(|| {
            let unknown = self.scope.unknown_part(&code.value);
            self.fault(Diagnostic::error("unknown-country", code.span, unknown.message).hint(unknown.hint));
            String::new()
        })
    }

    /// A figure by name, or a fault at the place where it was named.
    pub(super) fn figure(&self, name: &str, span: Span) -> Option<Arc<Figure>> {
        let found = self.scope.figures.get(name).cloned();
        if found.is_none() {
            let mut fault = Diagnostic::error("unknown-figure", span, format!("unknown figure `{name}`"))
                .did_you_mean(name, self.scope.figures.keys().map(String::as_str));
            if fault.hints.is_empty() {
                let known: Vec<&str> = self.scope.figures.keys().map(String::as_str).collect();
                fault = fault.hint(format!("figures: {}", known.join(", ")));
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

    fn chapters(&self) -> Vec<Chapter> {
        let mut number = 0;
        self.spec.edition.chapters.iter().filter_map(|spec| self.chapter(spec, &mut number)).collect()
    }

    fn chapter(&self, spec: &ChapterSpec, number: &mut u32) -> Option<Chapter> {
        let standing = match &spec.standing {
            Some(name) => Some(self.standing(name)?),
            None => None,
        };
        let id = spec.id.clone().or_else(|| spec.standing.clone())?;
        let title = spec.title.as_ref().or(standing.map(|standing| &standing.title))?;
        let own = spec.numbered.then(|| {
            *number += 1;
            *number
        });
        let title = self.line(title);
        self.place(format!("chapter-{}", id.value), title.clone(), id.span);
        let heading = match own {
            Some(own) => format!("{own}. {title}"),
            None => title.clone(),
        };
        let (blocks, topics) = self.inside(&id.value, &heading, || self.content(spec, standing, &id, own));
        Some(Chapter { id: id.value, number: own, title, blocks, topics })
    }

    /// What stands in a chapter: its text, its list, its topics.
    fn content(
        &self,
        spec: &ChapterSpec,
        standing: Option<&StandingSpec>,
        id: &Spanned<String>,
        own: Option<u32>,
    ) -> (Vec<Block>, Vec<Topic>) {
        let mut blocks = standing.map(|standing| prose::blocks(self, &standing.text)).unwrap_or_default();
        blocks.extend(spec.text.iter().flat_map(|text| prose::blocks(self, text)));
        if let Some(list) = spec.list {
            self.lists.borrow_mut().push((list, id.span, self.charts.borrow().len()));
            blocks.extend(self.list(list));
        }
        let topics = spec
            .topics
            .iter()
            .zip(1..)
            .map(|(topic, index)| self.topic(topic, id, own.map(|own| (own, index))))
            .collect();
        (blocks, topics)
    }

    /// Entries that no chapter prints, lists that two chapters print, data that come before their charts.
    fn report_lists(&self) {
        let edition = &self.spec.edition;
        let lists = self.lists.borrow();
        let terms = &self.spec.common[1].terms;
        let entries = [
            (List::Legislation, "legislation", edition.legislation.first().map(|entry| entry.title.span)),
            (List::Events, "event", edition.events.first().map(|entry| entry.title.span)),
            (List::References, "reference", edition.references.first().map(|text| text.span)),
            (List::Terms, "term", terms.first().map(|term| term.name.span)),
        ];
        for (list, name, first) in entries {
            let printed = lists.iter().any(|(other, ..)| *other == list);
            if let (Some(span), false) = (first, printed) {
                let message = format!("no chapter prints the entries of [[{name}]]");
                let hint = "give a chapter a line list = \"…\": legislation, events, terms or references";
                self.fault(Diagnostic::warning("not-placed", span, message).hint(hint));
            }
        }
        for (index, (list, span, charts)) in lists.iter().enumerate() {
            if lists[..index].iter().any(|(other, ..)| other == list) {
                let fault = Diagnostic::error("placed-twice", *span, "two chapters print the same list");
                self.fault(fault.hint("delete `list = …` from one of them"));
            }
            if *list == List::Data && *charts < self.charts.borrow().len() {
                let message = "charts come after the chapter that lists the data of all charts";
                self.fault(
                    Diagnostic::error("data-before-charts", *span, message).hint("put this chapter last"),
                );
            }
        }
    }

    fn standing(&self, name: &Spanned<String>) -> Option<&'a StandingSpec> {
        let all = &self.spec.series.standing;
        let found = all.iter().find(|standing| standing.key.value == name.value);
        if found.is_none() {
            let known = all.iter().map(|standing| standing.key.value.as_str());
            let message = format!("the series has no standing text `{}`", name.value);
            self.fault(
                Diagnostic::error("unknown-standing-text", name.span, message)
                    .did_you_mean(&name.value, known)
                    .hint(format!("add [standing.{}] to the series file", name.value)),
            );
        }
        found
    }

    fn topic(&self, spec: &SectionSpec, chapter: &Spanned<String>, number: Option<(u32, u32)>) -> Topic {
        let title = self.line(&spec.title);
        self.place(format!("chapter-{}", spec.id.value), title.clone(), spec.id.span);
        let heading = match number {
            Some((chapter, topic)) => format!("{chapter}.{topic}. {title}"),
            None => title.clone(),
        };
        let id = format!("{}/{}", chapter.value, spec.id.value);
        let blocks = self
            .inside(&id, &heading, || spec.text.iter().flat_map(|text| prose::blocks(self, text)).collect());
        Topic { id: spec.id.value.clone(), number, title, blocks }
    }

    fn list(&self, list: List) -> Vec<Block> {
        let edition = &self.spec.edition;
        match list {
            List::Legislation => {
                let notes = edition.legislation.iter().zip(1..);
                notes.map(|(spec, index)| Block::Legislation(self.legislation(spec, index))).collect()
            }
            List::Events => edition
                .events
                .iter()
                .zip(1..)
                .map(|(spec, index)| Block::Event(self.event(spec, index)))
                .collect(),
            List::Terms => {
                // An edition's own definition replaces the series' of the same term.
                let [series, own] = &self.spec.common;
                let replaced = |name: &str| own.terms.iter().any(|term| term.name.value == name);
                let kept = series.terms.iter().filter(|term| !replaced(&term.name.value));
                let terms = kept.chain(&own.terms);
                terms
                    .map(|term| Block::Term {
                        name: self.line(&term.name),
                        definition: prose::inlines(self, &term.text),
                    })
                    .collect()
            }
            List::References => {
                edition.references.iter().map(|text| Block::Reference(prose::inlines(self, text))).collect()
            }
            // The charts are not all known yet; the tables are filled in when they are.
            List::Data => annex::tables(self),
        }
    }

    fn legislation(&self, spec: &DatedSpec, index: usize) -> LegislativeNote {
        let date = spec.date.as_ref().map(|date| self.locale.when(date.value)).unwrap_or_default();
        let title = self.line(&spec.title);
        let id = format!("legislation-{index}");
        let blocks = self.inside(&id, &title, || prose::blocks(self, &spec.text));
        LegislativeNote { id, date, title, blocks }
    }

    fn event(&self, spec: &DatedSpec, index: usize) -> Event {
        let date = spec.date.as_ref().map(|date| date.value);
        let (badge_day, badge_month) = date.map(|date| self.locale.badge(date)).unwrap_or_default();
        let (id, title) = (format!("event-{index}"), self.line(&spec.title));
        let blocks = self.inside(&id, &title, || prose::blocks(self, &spec.text));
        Event {
            id,
            date: date.map(|date| self.locale.when(date)).unwrap_or_default(),
            badge_day,
            badge_month,
            title,
            blocks,
            photos: spec.photos.iter().filter_map(|photo| self.photo(photo)).collect(),
        }
    }

    /// Tells of a tile's change that is not of the value it shows.
    fn check_change(&self, text: &Text, change: &Change, asked: &Asked) {
        let Some(figure) = self.scope.figures.get(&asked.figure) else { return };
        let to = match asked.what {
            What::Value(period) => period,
            What::Change { to, .. } | What::Ratio { to, .. } => to,
            What::Share(_) | What::Part(_) | What::Shares | What::Parts | What::Rate => figure.period,
        };
        let beside = Beside { what: "tile", figure: &asked.figure, from: None, to };
        own_change::check(self, text, change, &beside);
    }

    fn tile(&self, spec: &TileSpec) -> Option<Tile> {
        // A value that is missing was told when it was read.
        (!spec.value.value.trim().is_empty()).then_some(())?;
        let (number, asked) = match formula::expression(self, &spec.value)? {
            Outcome::Quantity(quantity) => (quantity.number(&self.locale), quantity.asked()),
            Outcome::NotAvailable(_) => return None,
            Outcome::Change(_) | Outcome::Inlines(_) | Outcome::Text(_) => {
                self.fault(
                    Diagnostic::error("bad-tile", spec.value.span, "a tile needs a value")
                        .hint("write it like value = \"visas.total\""),
                );
                return None;
            }
        };
        let change = match spec.change.as_ref().map(|text| (text, formula::expression(self, text))) {
            Some((text, Some(Outcome::Change(change)))) => {
                self.check_change(text, &change, &asked);
                Some(*change)
            }
            Some((text, Some(Outcome::Quantity(_) | Outcome::Inlines(_) | Outcome::Text(_)))) => {
                let hint = "write it like change = 'departures.change(\"2022-H1\")'";
                self.fault(
                    Diagnostic::error("bad-tile", text.span, "the change of a tile must be a change")
                        .hint(hint),
                );
                None
            }
            Some((_, Some(Outcome::NotAvailable(_)) | None)) | None => None,
        };
        let name = spec.value.value.split(['.', ' ', '|']).next().unwrap_or_default();
        let figure = self.scope.figures.get(name);
        let label = match &spec.label {
            Some(label) => prose::inlines(self, label),
            None => vec![Inline::Text(figure.map(|figure| figure.label.clone()).unwrap_or_default())],
        };
        let own =
            figure.and_then(|figure| figure.source.clone()).map(|name| Spanned::new(name, spec.value.span));
        let source = spec.source.clone().or(own);
        let note =
            source.filter(|name| self.known_source(name)).and_then(|name| self.note(&name.value, name.span));
        let mut remark = spec.text.as_ref().map(|text| prose::inlines(self, text)).unwrap_or_default();
        prose::append(&mut remark, self.revised_tile(&asked, change.as_ref()));
        Some(Tile { number: number.at(self.next_mark()), label, change, remark, note })
    }
}
