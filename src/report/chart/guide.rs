//! What helps to read a chart: lines at values to compare with, and words at a category.

use super::{Data, Maker};
use crate::data::quantity::Unit;
use crate::diag::{Diagnostic, Span, code};
use crate::language::fill;
use crate::report::expr::Outcome;
use crate::report::walk::plain_text;
use crate::report::{Annotation, ChartKind, Inline, ReferenceLine, formula, prose};
use crate::spec::schema::{AnnotationSpec, ReferenceLineSpec};

/// The most of each in one chart.
const MOST_LINES: usize = 2;
const MOST_WORDS: usize = 3;

/// What helps to read a chart, and the same in words.
#[derive(Default)]
pub(super) struct Guide {
    pub(super) references: Vec<ReferenceLine>,
    pub(super) annotations: Vec<Annotation>,
    pub(super) told: Vec<Inline>,
    /// Names of the figures that the lines are of.
    pub(super) compared: Vec<String>,
}

impl Maker<'_> {
    /// The lines and words that the spec asks for.
    pub(super) fn guide(&self, data: &Data, unit: &Unit) -> Guide {
        let mut guide = Guide::default();
        let (lines, words) = (&self.spec.references, &self.spec.annotations);
        let first = lines.iter().map(|line| line.value.span).chain(words.iter().map(|words| words.at.span));
        let has_room = matches!(self.spec.kind, ChartKind::Bars | ChartKind::Columns | ChartKind::Line);
        if let Some(span) = first.into_iter().next().filter(|_| !has_room) {
            let told = "a chart of this kind has no reference line and no annotation";
            self.refuse(span, told, "use kind = \"bars\", \"columns\" or \"line\"");
            return guide;
        }
        for (index, line) in lines.iter().enumerate() {
            if index == MOST_LINES {
                self.refuse(line.value.span, "a chart has two reference lines at most", "leave out the rest");
            }
            self.reference(line, unit, &mut guide);
        }
        for (index, words) in words.iter().enumerate() {
            if index == MOST_WORDS {
                self.refuse(words.at.span, "a chart has three annotations at most", "leave out the rest");
            }
            self.annotation(words, data, &mut guide);
        }
        if !guide.told.is_empty() {
            let pattern = &self.builder.locale.words().chart.told;
            let (before, after) = pattern.split_once("{data}").unwrap_or(("", pattern));
            guide.told.insert(0, Inline::Text(before.to_owned()));
            guide.told.push(Inline::Text(after.to_owned()));
            guide.told.retain(|piece| !matches!(piece, Inline::Text(text) if text.is_empty()));
        }
        guide
    }

    /// Tells what a chart cannot have.
    pub(super) fn refuse(&self, span: Span, what: &str, hint: &str) {
        let message = format!("chart `{}`: {what}", self.spec.key.value);
        self.builder.fault(Diagnostic::new(code::BAD_CHART, span, message).hint(hint));
    }

    fn reference(&self, line: &ReferenceLineSpec, unit: &Unit, guide: &mut Guide) {
        let (builder, span) = (self.builder, line.value.span);
        let label = prose::inlines(builder, &line.label);
        // Empty texts and expressions that fail were told.
        let quantity = match formula::expression(builder, &line.value) {
            Some(Outcome::Quantity(quantity)) => quantity,
            Some(Outcome::ToFill { .. } | Outcome::Gap(_)) | None => return,
            Some(Outcome::NotAvailable(_)) => {
                let hint = "delete the line as long as the figure is not available";
                return self.refuse(span, "the value of its reference line is not available", hint);
            }
            Some(Outcome::Change(_) | Outcome::Ranking { .. } | Outcome::Text(_)) => {
                let hint = "write it like value = 'mean(visas.value(\"2021-Q2\"), visas.value(\"2022-Q2\"))'";
                return self.refuse(span, "a reference line stands at a value", hint);
            }
        };
        guide.compared.extend(quantity.figures().map(|figure| figure.key.clone()));
        let quantity = quantity.quantity();
        if quantity.unit() != unit {
            let hint = "give a value in the unit that the chart draws";
            return self.refuse(span, "its reference line has another unit than its values", hint);
        }
        if !quantity.is_exact() {
            let hint = "compare with a value that is known";
            return self.refuse(span, "a reference line cannot stand at a limit or range", hint);
        }
        let value = builder.flagged(builder.locale.format_short(&quantity));
        let text = self.labelled(&plain_text(&label), value.text());
        self.tell(guide, label, Inline::Number(value.clone()));
        guide.references.push(ReferenceLine { text, value });
    }

    fn annotation(&self, words: &AnnotationSpec, data: &Data, guide: &mut Guide) {
        let text = prose::inlines(self.builder, &words.text);
        let at = &words.at.value;
        let period = self.builder.locale.named_periods().parse(at).map(|period| period.to_string());
        let is_it = |key: &String| key == at || period.as_ref().is_ok_and(|period| period == key);
        let Some(category) = data.categories.iter().position(|(key, _)| is_it(key)) else {
            let keys: Vec<&str> = data.categories.iter().map(|(key, _)| key.as_str()).collect();
            let message = format!("the chart has nothing at `{at}` to write words at");
            let fault = Diagnostic::new(code::UNKNOWN_PART, words.at.span, message);
            self.builder.fault(fault.hint(format!("it shows {}", keys.join(", "))));
            return;
        };
        let (label, words) = (&data.categories[category].1, plain_text(&text));
        if words.is_empty() {
            return;
        }
        self.tell(guide, vec![Inline::Text(label.clone())], Inline::Text(words.clone()));
        guide.annotations.push(Annotation { category, text: words });
    }

    fn labelled(&self, label: &str, text: &str) -> String {
        fill(&self.builder.locale.words().chart.alt_series, &[("series", label), ("data", text)])
    }

    /// Adds a name and what is said of it to the words for where neither is drawn.
    fn tell(&self, guide: &mut Guide, label: Vec<Inline>, said: Inline) {
        let words = &self.builder.locale.words().chart;
        let pattern = words.alt_series.split_once("{data}").unwrap_or((&words.alt_series, ""));
        let (before, between) = pattern.0.split_once("{series}").unwrap_or(("", pattern.0));
        if !guide.told.is_empty() {
            guide.told.push(Inline::Text(words.alt_series_separator.clone()));
        }
        let pieces = [Inline::Text(before.to_owned())].into_iter().chain(label);
        let pieces =
            pieces.chain([Inline::Text(between.to_owned()), said, Inline::Text(pattern.1.to_owned())]);
        guide.told.extend(pieces);
    }
}
