//! Places blocks in the text flow, numbers them, and leads links to them.

use super::build::{Builder, Counts};
use super::{Block, Chart, Inline, Report, annex, chart};
use crate::diag::{Diagnostic, Span, nearest};
use crate::locale::fill;

impl Builder<'_> {
    /// The block for `![](chart:…)`, `![](table:…)` or `![](photo:…)`.
    pub(super) fn placed(&self, url: &str, alt: &str, span: Span) -> Option<Block> {
        let edition = &self.spec.edition;
        let unknown = |what: &str, name: &str, known: Vec<&str>| {
            let message = format!("unknown {what} `{name}`");
            let mut fault =
                Diagnostic::error("unknown-block", span, message).did_you_mean(name, known.iter().copied());
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
                    if let Some(Block::Chart(chart)) = &block {
                        let mut charts = self.charts.borrow_mut();
                        // A chart placed twice is a fault of its own; its data are listed once.
                        if charts.iter().all(|known| known.id != chart.id) {
                            charts.push(chart.clone());
                        }
                    }
                    if matches!(block, Some(Block::Chart(_)) | None) {
                        self.place(format!("fig-{name}"), words, span);
                    } else {
                        // A chart that is not shown takes no number.
                        self.counts.borrow_mut().charts -= 1;
                        self.place(format!("fig-{name}"), labels.not_available.clone(), span);
                    }
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
                    Diagnostic::error("unknown-block", span, message)
                        .hint("write chart:name, table:name or photo:name"),
                );
                None
            }
        }
    }

    /// The charts that stand before this place of the text.
    pub(super) fn charts_placed(&self) -> Vec<Chart> {
        self.charts.borrow().clone()
    }

    /// The next table's number with the words that refer to it.
    pub(super) fn next_table(&self, id: &str, span: Span) -> u32 {
        let number = self.count(|counts| &mut counts.tables);
        let labels = self.locale.labels();
        let words = fill(&labels.reference, &[("label", &labels.table), ("number", &number.to_string())]);
        self.place(format!("tab-{id}"), words, span);
        number
    }

    /// The number of a table that an author wrote, with a caption or without.
    pub(super) fn next_grid(&self) -> u32 {
        self.count(|counts| &mut counts.grids)
    }

    /// A name for a table without caption.
    pub(super) fn next_table_id(&self) -> String {
        format!("plain-{}", self.count(|counts| &mut counts.plain_tables))
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

    pub(super) fn place(&self, name: String, words: String, span: Span) {
        let earlier = self.places.borrow_mut().insert(name.clone(), (words, span));
        // The ids of chapters are compared when the spec is read.
        if let Some((_, first)) = earlier.filter(|_| !name.starts_with("chapter-")) {
            let (line, _) = self.spec.sources.line_column(first);
            let message = format!("`{}` is placed twice", name.split_once('-').map_or(&*name, |(_, id)| id));
            self.fault(
                Diagnostic::error("placed-twice", span, message)
                    .hint(format!("it stands in line {line} already; delete one")),
            );
        }
    }

    /// A link into the document; its words are known when everything is placed.
    pub(super) fn link_to(&self, place: &str, span: Span) {
        self.links.borrow_mut().push((place.to_owned(), span));
    }

    pub(super) fn report_unplaced(&self) {
        let places = self.places.borrow();
        let charts = self.spec.edition.charts.iter().map(|chart| ("fig", "chart", &chart.key));
        let tables = self.spec.edition.tables.iter().map(|table| ("tab", "table", &table.key));
        for (prefix, what, key) in charts.chain(tables) {
            if !places.contains_key(&format!("{prefix}-{}", key.value)) {
                let message = format!("the {what} `{}` is nowhere in the text", key.value);
                let hint = format!("put ![]({what}:{}) on a line of its own, or delete it", key.value);
                self.fault(Diagnostic::warning("not-placed", key.span, message).hint(hint));
            }
        }
        for (place, span) in self.links.borrow().iter() {
            if !places.contains_key(place) {
                let mut fault =
                    Diagnostic::error("unknown-place", *span, format!("there is no `{place}` to refer to"));
                fault = match nearest(place, places.keys().map(String::as_str)) {
                    Some(near) => fault.hint(format!("did you mean `#{near}`?")),
                    None => fault.hint("places are #fig-name, #tab-name and #chapter-name"),
                };
                self.fault(fault);
            }
        }
    }

    /// Gives links without words of their own the name of what they lead to.
    pub(super) fn resolve_links(&self, report: &mut Report) {
        let places = self.places.borrow();
        super::walk::inlines_mut(report, &mut |inline| {
            if let Inline::Link { target: super::Target::Place(place), content } = inline
                && content.is_empty()
                && let Some((words, _)) = places.get(place)
            {
                content.push(Inline::Text(words.clone()));
            }
        });
    }
}
