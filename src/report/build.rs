//! Puts a report together from a spec: figures first, then everything that refers to them.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::context::{Builder, Languages};
use super::missing::{self, Found};
use super::titles::Titles;
use super::unknown::Unknown;
use super::{Decodes, Draft, GLANCE, PassageRole, Picture, Report, annex, figures, imprint, photo, picture};
use crate::diag::{Diagnostic, Faults, Warned, code};
use crate::language::Language;
use crate::spec::Spec;
use crate::theme::Theme;

impl Report {
    /// Resolves and computes everything that a spec says, in the words of a language.
    ///
    /// # Errors
    /// All faults that need other parts of the spec to be seen: unknown names, values that are not there,
    /// expressions that fail, charts that cannot be drawn.
    pub fn build(spec: &Spec, locale: &Language, theme: &Theme) -> Result<Warned<Self>, Faults> {
        match Draft::build(spec, (locale, None), theme, None).whole() {
            Ok((output, warnings)) => Ok(Warned { output, warnings }),
            Err(diagnostics) => Err(Faults::new(spec.sources.clone(), diagnostics)),
        }
    }
}

impl Draft {
    /// Resolves and computes what can be of a spec, in the words of a language; of a translation, that of its spec
    /// stands beside it. Who prints the report may bring a decoder of pictures, and keep what it decodes.
    pub fn build(
        spec: &Spec,
        languages: (&Language, Option<&Language>),
        theme: &Theme,
        decodes: Option<Decodes<'_>>,
    ) -> Self {
        let decodes = decodes.unwrap_or(&picture::decodes);
        let mut titles = Titles::default();
        loop {
            let (draft, next) = Self::round(spec, (languages, theme), decodes, titles);
            let Some(next) = next else { return draft };
            titles = next;
        }
    }

    /// Builds with what is known of places, and tells what has to be known to build better.
    fn round(
        spec: &Spec,
        (languages, theme): (Languages<'_>, &Theme),
        decodes: Decodes<'_>,
        titles: Titles,
    ) -> (Self, Option<Titles>) {
        // Labels are read with no figures in reach, figures need labels, and all that follows needs figures.
        let builder = Builder::new(spec, languages, titles);
        let labels = figures::labels(&builder);
        let figures = figures::figures(&builder, &labels);
        let builder = builder.with_figures(figures);
        let damaged = Mutex::new(BTreeSet::new());
        let try_one = |(path, picture): (_, &Picture)| {
            if !decodes(picture) {
                damaged.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
            }
        };
        let try_one = &try_one;
        // Decoding takes longer than all the rest of a report.
        let report = rayon::in_place_scope(|scope| {
            let pictures =
                builder.pictures.iter().filter_map(|(path, read)| Some((*path, read.as_ref().ok()?)));
            let (large, small): (Vec<_>, Vec<_>) =
                pictures.partition(|(_, picture)| picture::is_large(picture));
            small.into_iter().for_each(|one| scope.spawn(move |_| try_one(one)));
            scope.spawn(move |_| large.into_iter().for_each(try_one));
            builder.report(theme)
        });
        builder.tell_damaged(&damaged.into_inner().unwrap_or_else(PoisonError::into_inner));
        let next = builder.titles.next_round(&builder.places.borrow());
        let next = next.unwrap_or_else(|faults| {
            faults.into_iter().for_each(|fault| builder.fault(fault));
            None
        });
        let mut found = builder.faults.into_inner();
        let missing = missing::values(&found);
        let unknown = Unknown::new(&builder.unread, &found, &report.passages, &spec.sources);
        found
            .extend(spec.findings.iter().map(|finding| Found { diagnostic: finding.clone(), missing: None }));
        let mut findings = missing::told_once(found);
        findings
            .retain(|finding| finding.code != code::NOT_PLACED || !unknown.may_place(finding, &spec.sources));
        (Self::new(report, findings, unknown, missing), next)
    }
}

impl Builder<'_> {
    fn report(&self, theme: &Theme) -> Report {
        let Spec { edition, series, .. } = self.spec;
        let country = self.country();
        let title = self.as_role(PassageRole::Title(0), || self.line(&edition.title));
        let period = edition.period.value;
        let mut report = Report {
            id: self.spec.stem(),
            language: self.locale.language().to_owned(),
            period,
            period_text: self.locale.period(period),
            date: self.date(),
            corrected: self.corrected(),
            title,
            kind: series.kind.as_ref().map(|text| self.line(text)).unwrap_or_default(),
            country,
            author: series.author.as_ref().map(|text| self.line(text)).unwrap_or_default(),
            summary: edition.summary.as_ref().map(|text| self.line(text)).unwrap_or_default(),
            keywords: series.keywords.iter().map(|text| self.line(text)).collect(),
            cover: edition.cover.as_ref().and_then(|photo| self.photo(photo)),
            logos: photo::logos(self, theme),
            imprint: self
                .inside("imprint", "", || self.as_role(PassageRole::Imprint, || imprint::imprint(self))),
            tiles: self.inside(GLANCE, &self.locale.labels().glance, || {
                let tiles = || edition.tiles.iter().filter_map(|tile| self.tile(tile)).collect();
                self.as_role(PassageRole::Caption, tiles)
            }),
            chapters: self.chapters(),
            notes: Vec::new(),
            claims: Vec::new(),
            passages: Vec::new(),
            numbers_asked: BTreeSet::new(),
            statuses: Arc::clone(&self.statuses),
            is_draft: false,
            remarked: BTreeSet::new(),
            figures: self.scope.figures.clone(),
            attachments: Vec::new(),
        };
        report.notes = self.inside("notes", &self.locale.labels().note, || self.write_notes());
        self.tell_gaps();
        report.is_draft = self.is_draft();
        report.remarked = self.remarked.take();
        self.report_unplaced();
        self.report_lists();
        self.report_corrections();
        report.imprint.corrections = self.corrections.take().into_values().collect();
        self.resolve_links(&mut report);
        report.claims = self.claims.take();
        report.passages = self.passages.take();
        report.numbers_asked = self.asked_numbers.take().into_iter().map(|(place, _)| place).collect();
        report.attachments = annex::attachments(self, &report);
        report
    }

    fn country(&self) -> String {
        let code = &self.spec.series.country;
        self.scope.label(&code.value).unwrap_or_else(|| {
            let unknown = self.scope.unknown_part(&code.value);
            self.fault(Diagnostic::new(code::UNKNOWN_COUNTRY, code.span, unknown.message).hint(unknown.hint));
            String::new()
        })
    }
}
