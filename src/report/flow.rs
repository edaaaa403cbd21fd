//! Places blocks in the text flow, numbers them, and leads links to them.

use std::collections::BTreeSet;

use super::context::Builder;
use super::place::Place;
use super::placed::Placed;
use super::prose::NUMBER;
use super::{Block, Inline, Report, Target, annex, chart, walk};
use crate::diag::{Diagnostic, Span, code};
use crate::language::fill;

impl Builder<'_> {
    /// The block for `![](chart:…)`, `![](table:…)` or `![](photo:…)`.
    pub(super) fn placed(&self, url: &str, alt: &str, span: Span) -> Option<Block> {
        let edition = &self.spec.edition;
        let unknown = |what: &str, name: &str, known: Vec<&str>| {
            if self.unread.may_define(name) {
                return None;
            }
            let message = format!("unknown {what} `{name}`");
            let mut fault = Diagnostic::new(code::UNKNOWN_BLOCK, span, message)
                .meant(self.scope.guesses.nearest(name, known));
            if fault.hints.is_empty() {
                fault = fault.hint(format!("add [{what}s.{name}] to the spec"));
            }
            self.fault(fault);
            None
        };
        match url.split_once(':') {
            Some(("chart", name)) => match edition.charts.iter().find(|chart| chart.key.value == name) {
                Some(spec) => {
                    let number = self.count(|counts| &mut counts.charts);
                    let labels = self.locale.labels();
                    let words = fill(
                        &labels.reference,
                        &[("label", &labels.figure), ("number", &number.to_string())],
                    );
                    let block = chart::chart(self, spec, number);
                    self.keep_for_data(block.as_ref());
                    // One that cannot be shown keeps its place: its number, and the words that lead there.
                    let place = Place::Chart(name.to_owned());
                    self.numbered_place(place, number.to_string(), words, span);
                    block
                }
                None => unknown("chart", name, edition.charts.iter().map(|c| c.key.value.as_str()).collect()),
            },
            Some(("table", name)) => match edition.tables.iter().find(|table| table.key.value == name) {
                Some(spec) => annex::table(self, spec, span),
                None => unknown("table", name, edition.tables.iter().map(|t| t.key.value.as_str()).collect()),
            },
            Some(("photo", name)) => match edition.photos.iter().find(|(key, _)| key.value == name) {
                Some((_, spec)) => {
                    let mut photo = self.photo(spec)?;
                    if !alt.is_empty() {
                        alt.clone_into(&mut photo.alt);
                    }
                    Some(Block::Photo(photo))
                }
                None => {
                    unknown("photo", name, edition.photos.iter().map(|(key, _)| key.value.as_str()).collect())
                }
            },
            _ => {
                let message = format!("`{url}` is not a chart, table or photo of the spec");
                self.fault(
                    Diagnostic::new(code::UNKNOWN_BLOCK, span, message)
                        .hint("write chart:name, table:name or photo:name"),
                );
                None
            }
        }
    }

    /// Keeps a chart for the list of their data. One that is placed twice is a fault of its own, and listed once.
    fn keep_for_data(&self, block: Option<&Block>) {
        let placed = match block {
            Some(Block::Chart(chart)) => Placed::Shown(Box::new(chart.clone())),
            Some(Block::Unavailable(absent)) => Placed::Absent(absent.clone()),
            _ => return,
        };
        let mut charts = self.charts.borrow_mut();
        if charts.iter().all(|known| known.id() != placed.id()) {
            charts.push(placed);
        }
    }

    /// The charts that stand before this place of the text.
    pub(super) fn charts_placed(&self) -> Vec<Placed> {
        self.charts.borrow().clone()
    }

    /// The next table's number with the words that refer to it.
    pub(super) fn next_table(&self, id: &str, span: Span) -> u32 {
        let number = self.count(|counts| &mut counts.tables);
        let labels = self.locale.labels();
        let words = fill(&labels.reference, &[("label", &labels.table), ("number", &number.to_string())]);
        self.numbered_place(Place::Table(id.to_owned()), number.to_string(), words, span);
        number
    }

    /// Makes the place of a chart's data, with the words that refer to it.
    pub(super) fn data_of(&self, id: &str, chart: u32, span: Span) {
        let labels = self.locale.labels();
        let values = [("figure", labels.figure.as_str()), ("number", &chart.to_string())];
        self.place(Place::Table(id.to_owned()), fill(&labels.chart_description, &values), span);
    }

    pub(super) fn report_unplaced(&self) {
        let places = self.places.borrow();
        let edition = &self.spec.edition;
        let charts = edition.charts.iter().map(|chart| &chart.key);
        let charts = charts.map(|key| (Place::Chart(key.value.clone()), "chart", key));
        let tables = edition.tables.iter().map(|table| &table.key);
        let tables = tables.map(|key| (Place::Table(key.value.clone()), "table", key));
        for (place, what, key) in charts.chain(tables) {
            if !places.contains_key(&place) {
                let message = format!("the {what} `{}` is nowhere in the text", key.value);
                let hint = format!("put ![]({what}:{}) on a line of its own, or delete it", key.value);
                self.fault(Diagnostic::new(code::NOT_PLACED, key.span, message).hint(hint));
            }
        }
        let known: BTreeSet<String> = places.keys().map(Place::to_string).collect();
        let numbers = self.place_numbers.borrow();
        for (place, span) in self.asked_numbers.borrow().iter() {
            if places.contains_key(place) && !numbers.contains_key(place) {
                let message = format!("`#{place}` has no number to stand for {NUMBER}");
                let hint = format!("write the words out, or [](#{place}) for its title");
                self.fault(Diagnostic::new(code::BAD_LINK, *span, message).hint(hint));
            }
        }
        for (place, span) in self.links.borrow().iter() {
            if !known.contains(place.as_str()) && !self.may_be_unread(place) {
                let mut fault =
                    Diagnostic::new(code::UNKNOWN_PLACE, *span, format!("there is no `{place}` to refer to"));
                fault = match self.scope.guesses.nearest(place, known.iter().map(String::as_str)) {
                    Some(near) => fault.hint(format!("did you mean `#{near}`?")),
                    None => fault.hint("places are #fig-name, #tab-name and #chapter-name"),
                };
                self.fault(fault);
            }
        }
    }

    /// Whether a place may be one that could not be read; of a chapter without an `id`, no name is known.
    fn may_be_unread(&self, place: &str) -> bool {
        let is_nameless =
            |fault: &Diagnostic| fault.code == code::MISSING_KEY && fault.message.ends_with("`id`");
        let name = place.split_once('-').map_or(place, |(_, name)| name);
        self.unread.may_define(name)
            || self.unread.may_place(name)
            || self.spec.findings.iter().any(is_nameless)
    }

    /// Gives links without words of their own the name of what they lead to, and the others its number where they have room
    /// for it.
    pub(super) fn resolve_links(&self, report: &mut Report) {
        let (places, numbers) = (self.places.borrow(), self.place_numbers.borrow());
        walk::inlines_mut(report, &mut |inline| {
            let Inline::Link { target: Target::Place(place), content } = inline else { return };
            if let Some((words, _)) = places.get(place).filter(|_| content.is_empty()) {
                content.push(Inline::Text(words.clone()));
            }
            let number = numbers.get(place);
            hold_numbers(content);
            walk::run_mut(content, &mut |inline| {
                if let (Inline::PlaceNumber(words), Some(number)) = (inline, number) {
                    words.clone_from(number);
                }
            });
        });
    }
}

/// Keeps the number of a place on the line of the word before it.
fn hold_numbers(words: &mut [Inline]) {
    for at in 1..words.len() {
        let [before, here] = &mut words[at - 1..=at] else { continue };
        if let (Inline::Text(text), Inline::PlaceNumber(_)) = (before, here)
            && let Some(words) = text.strip_suffix(' ')
        {
            *text = format!("{words}\u{a0}");
        }
    }
}
