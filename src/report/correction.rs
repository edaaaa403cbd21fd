//! What a corrected reissue says of itself: on the cover, on the page inside it, and where the correction was made.

use super::context::Builder;
use super::{Block, Inline, Labelled, prose};
use crate::data::period::{Date, When};
use crate::diag::{Diagnostic, Spanned, code};
use crate::language::fill;
use crate::spec::schema::CorrectionSpec;

impl Builder<'_> {
    /// The date of the document: of the last correction, if there is one.
    pub(super) fn date(&self) -> Date {
        let first = self.first_issued();
        self.last_corrected().map_or(first, |last| last.max(first))
    }

    /// The date of the first issue.
    fn first_issued(&self) -> Date {
        self.spec.edition.published.as_ref().map_or_else(|| self.spec.last_day(), |date| date.value)
    }

    fn last_corrected(&self) -> Option<Date> {
        let corrections = &self.spec.edition.corrections;
        corrections.iter().filter_map(|correction| correction.date.as_ref()).map(|date| date.value).max()
    }

    /// What the cover of a corrected reissue says.
    pub(super) fn corrected(&self) -> Option<String> {
        let date = self.last_corrected()?;
        Some(fill(&self.locale.labels().corrected, &[("date", &self.locale.when(When::Days(date, date)))]))
    }

    /// The corrections of a chapter or topic, which stand below its title.
    pub(super) fn corrections_of(&self, id: &str, heading: &str) -> Vec<Block> {
        let own = self.spec.edition.corrections.iter().enumerate();
        own.filter(|(_, correction)| correction.place.value == id)
            .map(|(index, correction)| {
                let (label, content) = self.correction(correction);
                let inside = Labelled {
                    label: fill(
                        &self.locale.labels().correction,
                        &[("corrected", &label), ("heading", heading)],
                    ),
                    content: content.clone(),
                };
                self.corrections.borrow_mut().insert(index, inside);
                Block::Correction(Labelled { label, content })
            })
            .collect()
    }

    fn correction(&self, spec: &CorrectionSpec) -> (String, Vec<Inline>) {
        let labels = self.locale.labels();
        let date = spec
            .date
            .as_ref()
            .map(|date| self.locale.when(When::Days(date.value, date.value)))
            .unwrap_or_default();
        let mut content = prose::inlines(self, &spec.what);
        if let Some(published) = &spec.published {
            // The words are those that were wrong: nothing holds them to the figures.
            let words = fill(&labels.had_been_published, &[("words", &published.value)]);
            content.extend([Inline::Text(" ".to_owned()), Inline::Text(words)]);
        }
        content.push(Inline::Text(" ".to_owned()));
        content.extend(prose::inlines(self, &spec.why));
        (fill(&labels.corrected, &[("date", &date)]), content)
    }

    /// Corrections of places that are not there, and those that are older than the document.
    pub(super) fn report_corrections(&self) {
        let first = self.first_issued();
        for (index, correction) in self.spec.edition.corrections.iter().enumerate() {
            if let Some(date) = correction.date.as_ref().filter(|date| date.value < first) {
                let document = self.locale.when(When::Days(first, first));
                let message = format!("the correction is dated before the document ({document})");
                let hint = "give the day of the reissue; `published` is that of the first issue";
                self.fault(Diagnostic::new(code::BAD_DATE, date.span, message).hint(hint));
            }
            if !self.corrections.borrow().contains_key(&index) {
                self.tell_unknown(&correction.place);
            }
        }
    }

    fn tell_unknown(&self, place: &Spanned<String>) {
        if place.value.is_empty() || self.unread.may_define(&place.value) {
            return;
        }
        let chapters = &self.spec.edition.chapters;
        let ids = chapters.iter().flat_map(|chapter| {
            let own = chapter.id.as_ref().or(chapter.standing.as_ref());
            own.into_iter().chain(chapter.topics.iter().map(|topic| &topic.id))
        });
        let known: Vec<&str> = ids.map(|id| id.value.as_str()).collect();
        let message = format!("there is no chapter or topic `{}` that could be corrected", place.value);
        let fault = Diagnostic::new(code::UNKNOWN_PLACE, place.span, message);
        let fault = fault.meant(self.scope.guesses.nearest(&place.value, known.iter().copied()));
        self.fault(if fault.hints.is_empty() {
            fault.hint(format!("name one by its id: {}", known.join(", ")))
        } else {
            fault
        });
    }
}
