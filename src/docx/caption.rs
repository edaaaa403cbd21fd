//! Captions with numbers that Word counts, and the lists made from them.

use std::collections::BTreeMap;

use super::body::{Body, Series};
use super::place::{figure_place, table_place};
use super::style::id;
use super::tree::Element;
use super::word::{Look, Para, field, run};
use crate::locale::fill;

impl Body<'_> {
    /// A caption: label, number, title. The bookmark holds what a reference prints.
    pub(super) fn caption(
        &mut self,
        series: Series,
        word: &str,
        number: u32,
        place: &str,
        title: &str,
    ) -> Element {
        let labels = self.locale.labels();
        let values = [("label", word), ("title", title)];
        let counter = field(
            &format!("SEQ {} \\* ARABIC", series.name()),
            vec![run(&number.to_string(), Look::default())],
            Look::default(),
        );
        let (before, after) = labels.caption.split_once("{number}").unwrap_or((&labels.caption, ""));
        // Where a reference goes on behind the number, the bookmark does too.
        let tail = labels.reference.split_once("{number}").map_or("", |(_, tail)| tail);
        let (inside, outside) = match after.strip_prefix(tail) {
            Some(rest) => (tail, rest),
            None => ("", after),
        };
        let text = |pattern: &str| {
            let words = fill(pattern, &values);
            (!words.is_empty()).then(|| run(&words, Look::default()))
        };
        // The number stays on the line of its label, here and where a field repeats them.
        let before = before.replace(' ', "\u{a0}");
        let mut marked: Vec<_> = text(&before).into_iter().collect();
        marked.extend(counter);
        marked.extend(text(inside));
        let mut content = self.places.mark(place, marked);
        content.extend(text(outside));
        self.keyed("title", Para::of(id::CAPTION).with(content))
    }

    /// The caption as one text.
    pub(super) fn caption_text(&self, word: &str, number: u32, title: &str) -> String {
        let number = number.to_string();
        let values = [("label", word), ("number", number.as_str()), ("title", title)];
        fill(&self.locale.labels().caption, &values)
    }

    /// What references to figures and tables read, by place, with plain spaces.
    pub(super) fn reference_labels(&self) -> BTreeMap<String, String> {
        let labels = self.locale.labels();
        let figures = self
            .report
            .charts()
            .into_iter()
            .map(|chart| (figure_place(&chart.id), self.label(&labels.figure, chart.number)));
        let tables = self
            .report
            .tables()
            .into_iter()
            .filter_map(|table| Some((table_place(&table.id), self.label(&labels.table, table.number?))));
        figures.chain(tables).map(|(place, label)| (place, label.replace('\u{a0}', " "))).collect()
    }
}
