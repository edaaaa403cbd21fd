//! Reads the chapters of an edition: texts, topics, and the lists that they print.

use super::context::Builder;
use super::place::Place;
use super::{Block, Chapter, Event, LegislativeNote, PassageRole, Topic, annex, prose};
use crate::diag::{Diagnostic, Spanned, code};
use crate::language::{capitalised, fill};
use crate::spec::schema::{ChapterSpec, DatedSpec, EntrySpec, List, SectionSpec, StandingSpec};

impl<'a> Builder<'a> {
    pub(super) fn chapters(&self) -> Vec<Chapter> {
        let mut number = 0;
        self.spec.edition.chapters.iter().map(|spec| self.chapter(spec, &mut number)).collect()
    }

    fn chapter(&self, spec: &ChapterSpec, number: &mut u32) -> Chapter {
        let standing = spec.standing.as_ref().and_then(|name| self.standing(name));
        // What it lacks was told; the rest of it is read all the same.
        let nameless = || Spanned::new(String::new(), spec.span);
        let id = spec.id.clone().or_else(|| spec.standing.clone()).unwrap_or_else(nameless);
        let title = spec.title.as_ref().or(standing.map(|standing| &standing.title));
        let own = spec.numbered.then(|| {
            *number += 1;
            *number
        });
        let title =
            title.map(|title| self.as_role(PassageRole::Title(1), || self.line(title))).unwrap_or_default();
        let place = Place::Chapter(id.value.clone());
        match own {
            Some(own) => self.numbered_place(place, own.to_string(), title.clone(), id.span),
            None => self.place(place, title.clone(), id.span),
        }
        let number_text =
            own.map(|own| fill(&self.locale.labels().chapter_number, &[("chapter", &own.to_string())]));
        let heading = self.heading(number_text, &title);
        let (blocks, topics) =
            self.inside(&id.value, &heading, || self.content(spec, standing, &id, own, &heading));
        Chapter { id: id.value, number: own, title, blocks, topics }
    }

    /// A title with its number.
    fn heading(&self, number: Option<String>, title: &str) -> String {
        number.map_or_else(
            || title.to_owned(),
            |number| fill(&self.locale.labels().heading, &[("number", &number), ("title", title)]),
        )
    }

    /// What stands in a chapter: its text, its list, its topics.
    fn content(
        &self,
        spec: &ChapterSpec,
        standing: Option<&StandingSpec>,
        id: &Spanned<String>,
        own: Option<u32>,
        heading: &str,
    ) -> (Vec<Block>, Vec<Topic>) {
        let mut blocks = self.corrections_of(&id.value, heading);
        blocks.extend(standing.iter().flat_map(|standing| prose::blocks(self, &standing.text)));
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
    pub(super) fn report_lists(&self) {
        let edition = &self.spec.edition;
        let lists = self.lists.borrow();
        let terms = &self.spec.common[1].terms;
        let entries = [
            (List::Legislation, "legislation", edition.legislation.first().map(|entry| entry.title.span)),
            (List::Events, "event", edition.events.first().map(|entry| entry.title.span)),
            (List::References, "reference", edition.references.first().map(|entry| entry.text.span)),
            (List::Findings, "finding", edition.findings.first().map(|entry| entry.text.span)),
            (List::Terms, "term", terms.first().map(|term| term.name.span)),
        ];
        for (list, name, first) in entries {
            let printed = lists.iter().any(|(other, ..)| *other == list);
            if let (Some(span), false) = (first, printed) {
                let message = format!("no chapter prints the entries of [[{name}]]");
                let hint =
                    "give a chapter a line list = \"…\": findings, legislation, events, terms or references";
                self.fault(Diagnostic::new(code::NOT_PLACED, span, message).hint(hint));
            }
        }
        for (index, (list, span, charts)) in lists.iter().enumerate() {
            if lists[..index].iter().any(|(other, ..)| other == list) {
                let fault = Diagnostic::new(code::PLACED_TWICE, *span, "two chapters print the same list");
                self.fault(fault.hint("delete `list = …` from one of them"));
            }
            if *list == List::Data && *charts < self.charts.borrow().len() {
                let message = "charts come after the chapter that lists the data of all charts";
                self.fault(
                    Diagnostic::new(code::DATA_BEFORE_CHARTS, *span, message).hint("put this chapter last"),
                );
            }
        }
    }

    fn standing(&self, name: &Spanned<String>) -> Option<&'a StandingSpec> {
        let all = &self.spec.series.standing;
        let found = all.iter().find(|standing| standing.key.value == name.value);
        if found.is_none() && !self.unread.may_define(&name.value) {
            let known = all.iter().map(|standing| standing.key.value.as_str());
            let message = format!("the series has no standing text `{}`", name.value);
            self.fault(
                Diagnostic::new(code::UNKNOWN_STANDING_TEXT, name.span, message)
                    .meant(self.scope.guesses.nearest(&name.value, known))
                    .hint(format!("add [standing.{}] to the series file", name.value)),
            );
        }
        found
    }

    fn topic(&self, spec: &SectionSpec, chapter: &Spanned<String>, number: Option<(u32, u32)>) -> Topic {
        let title = self.as_role(PassageRole::Title(2), || self.line(&spec.title));
        self.place(Place::Chapter(spec.id.value.clone()), title.clone(), spec.id.span);
        let number_text = number.map(|(chapter, topic)| {
            let values = [("chapter", chapter.to_string()), ("topic", topic.to_string())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            fill(&self.locale.labels().topic_number, &values)
        });
        let heading = self.heading(number_text, &title);
        let id = format!("{}/{}", chapter.value, spec.id.value);
        let blocks = self.inside(&id, &heading, || {
            let text = || spec.text.iter().flat_map(|text| prose::blocks(self, text));
            self.corrections_of(&spec.id.value, &heading).into_iter().chain(text()).collect()
        });
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
                let entry = |entry: &EntrySpec| Block::Reference(prose::inlines(self, &entry.text));
                self.as_role(PassageRole::Reference, || edition.references.iter().map(entry).collect())
            }
            // Each is read as any text of the edition, sentence by sentence.
            List::Findings => {
                let items = edition.findings.iter().map(|entry| prose::blocks(self, &entry.text));
                let items: Vec<Vec<Block>> = items.filter(|item| !item.is_empty()).collect();
                if items.is_empty() { Vec::new() } else { vec![Block::List { start: Some(1), items }] }
            }
            // The charts are not all known yet; the tables are filled in when they are.
            List::Data => annex::tables(self),
        }
    }

    fn legislation(&self, spec: &DatedSpec, index: usize) -> LegislativeNote {
        let date =
            spec.date.as_ref().map(|date| capitalised(&self.locale.when(date.value))).unwrap_or_default();
        let title = self.as_role(PassageRole::Title(0), || self.line(&spec.title));
        let id = entry_id("legislation", spec, index);
        let blocks = self.inside(&id, &title, || prose::blocks(self, &spec.text));
        LegislativeNote { id, date, title, blocks }
    }

    fn event(&self, spec: &DatedSpec, index: usize) -> Event {
        let date = spec.date.as_ref().map(|date| date.value);
        let (badge_day, badge_month) = date.map(|date| self.locale.badge(date)).unwrap_or_default();
        let title = self.as_role(PassageRole::Title(0), || self.line(&spec.title));
        let id = entry_id("event", spec, index);
        let blocks = self.inside(&id, &title, || prose::blocks(self, &spec.text));
        Event {
            id,
            date: date.map(|date| capitalised(&self.locale.when(date))).unwrap_or_default(),
            badge_day,
            badge_month,
            title,
            blocks,
            photos: spec.photos.iter().filter_map(|photo| self.photo(photo)).collect(),
        }
    }
}

/// The name of an entry of a list: with the author's own, or its place in the list.
fn entry_id(list: &str, spec: &DatedSpec, index: usize) -> String {
    match &spec.id {
        Some(id) => format!("{list}-{}", id.value),
        None => format!("{list}-{index}"),
    }
}
