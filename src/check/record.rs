//! Writes the record: every number of a publication with its figure, formula, place and the outcome of the checks.

use rust_decimal::Decimal;

use super::{Allowed, Loose, Subject};
use crate::diag::{Diagnostic, Span};
use crate::locale::Locale;
use crate::report::record::{How, Row, SUM};
use crate::report::{
    Asked, Chart, Expected, Number, Origin, Part, Passage, Piece, PieceKind, Quantity, Report, plain_text,
};
use crate::spec::Spec;

/// Digits of a value in the record; a computed one may have more than anybody can use.
const DIGITS: u32 = 6;

/// What the record is written from.
struct Recorder<'a> {
    spec: &'a Spec,
    report: &'a Report,
    locale: &'a Locale,
    open: &'a [Diagnostic],
    allowed: &'a [Allowed],
    loose: &'a [Loose],
}

/// The record of a report: tiles, then texts in the order of reading, then charts.
///
/// The tables that print the data of charts once more are not in it.
pub fn record(subject: &Subject<'_>, open: &[Diagnostic], allowed: &[Allowed]) -> Vec<Row> {
    let Subject { spec, report, locale, loose, .. } = *subject;
    let recorder = Recorder { spec, report, locale, open, allowed, loose };
    let mut rows = recorder.tiles();
    for passage in &report.passages {
        rows.extend(recorder.passage(passage));
    }
    for chart in report.charts() {
        rows.extend(recorder.chart(chart));
    }
    rows
}

impl Recorder<'_> {
    fn tiles(&self) -> Vec<Row> {
        let glance = Part { id: "glance".to_owned(), heading: self.locale.labels().glance.clone() };
        let numbers = self.report.tiles.iter().flat_map(|tile| {
            let change = tile.change.as_ref().map(|change| &change.percent);
            std::iter::once(&tile.number).chain(change).map(|number| (tile.number.mark(), number))
        });
        let rows = numbers.map(|(mark, number)| {
            let row = self.of_number(number, &glance, How::Tile);
            // A tile may round what its expression gives.
            let formula = match (number.quantity().origin(), row.digits) {
                (Origin::Computed { .. }, Some(digits)) => format!("{} | round({digits})", row.formula),
                _ => row.formula,
            };
            Row { mark, formula, ..row }
        });
        rows.collect()
    }

    fn passage(&self, passage: &Passage) -> Vec<Row> {
        let mut rows = Vec::new();
        for piece in &passage.pieces {
            match &piece.kind {
                PieceKind::Number { number, asked, formula } => {
                    let row = self.of_number(number, &passage.part, How::Computed);
                    let figure = asked.as_ref().map(|asked| asked.figure.clone()).unwrap_or(row.figure);
                    // Of a list of parts, each has an expression of its own.
                    let is_listed = asked.is_none() && !row.formula.is_empty();
                    let formula = if is_listed { row.formula } else { formula.clone() };
                    let row = Row { formula, figure, ..row };
                    rows.push(self.settled(Row { source: self.source(&row.figure), ..row }, piece.span));
                }
                PieceKind::Claimed(index) => rows.extend(self.claim(*index, piece, &passage.part)),
                PieceKind::Words => {
                    let here = self.loose.iter().filter(|loose| inside(loose.span, piece.span));
                    rows.extend(here.map(|loose| {
                        let row = Row {
                            text: loose.text.clone(),
                            value: loose.value.to_string(),
                            digits: Some(loose.value.scale()),
                            ..self.empty(&passage.part, How::Loose)
                        };
                        self.settled(row, loose.span)
                    }));
                }
                PieceKind::Foreign | PieceKind::Made | PieceKind::Reference(_) => {}
            }
        }
        rows
    }

    fn claim(&self, index: usize, piece: &Piece, part: &Part) -> Option<Row> {
        let claim = self.report.claims.get(index)?;
        let asked: &Asked = claim.asked.as_ref()?;
        let quantity = match &claim.expected {
            Expected::Quantity(quantity) => quantity.clone(),
            Expected::Change(change) => change.exact_percent.clone(),
        };
        let row = Row {
            mark: claim.mark,
            text: plain_text(&claim.words),
            value: value(&quantity),
            unit: self.locale.unit_name(quantity.unit()),
            figure: asked.figure.clone(),
            formula: claim.formula.clone(),
            source: self.source(&asked.figure),
            ..self.empty(part, How::Claimed)
        };
        Some(self.settled(row, piece.span))
    }

    fn chart(&self, chart: &Chart) -> Vec<Row> {
        let labels = self.locale.labels();
        let heading = format!("{} {}", labels.figure, chart.number);
        let part = Part { id: format!("fig-{}", chart.id), heading };
        let values = chart.series.iter().flat_map(|series| series.values.iter().flatten());
        let others = chart.totals.iter().chain(chart.hole.as_ref().map(|(number, _)| number));
        let numbers = values.chain(others);
        numbers.map(|number| Row { mark: chart.mark, ..self.of_number(number, &part, How::Chart) }).collect()
    }

    fn empty(&self, part: &Part, how: How) -> Row {
        Row {
            mark: None,
            part: part.clone(),
            text: String::new(),
            value: String::new(),
            unit: String::new(),
            digits: None,
            how,
            figure: String::new(),
            formula: String::new(),
            source: String::new(),
            place: String::new(),
            outcome: String::new(),
        }
    }

    /// What is known of a number by itself: its figure and place follow from where its value came from.
    fn of_number(&self, number: &Number, part: &Part, how: How) -> Row {
        let quantity = number.quantity();
        let spans = quantity.origin().spans();
        let (figure, formula) = match quantity.origin() {
            Origin::Given(_) => {
                let all = self.report.figures.values();
                let mut found = all.map(|figure| (figure.key.clone(), figure.expression(quantity)));
                found.find(|(_, formula)| !formula.is_empty()).unwrap_or_default()
            }
            Origin::Computed { formula, .. } => {
                let inner = formula.strip_prefix(SUM).unwrap_or(formula);
                let key = inner.split(['.', ' ']).next().unwrap_or_default();
                let figure = self.report.figures.get(key);
                (figure.map(|figure| figure.key.clone()).unwrap_or_default(), formula.clone())
            }
        };
        let row = Row {
            mark: number.mark(),
            text: number.text().to_owned(),
            value: value(quantity),
            unit: self.locale.unit_name(quantity.unit()),
            digits: Some(quantity.digits()),
            source: self.source(&figure),
            figure,
            formula,
            place: spans.first().map(|span| self.place(*span)).unwrap_or_default(),
            ..self.empty(part, how)
        };
        match spans.first() {
            Some(span) => Row { outcome: self.outcome(*span, how), ..row },
            None => row,
        }
    }

    fn source(&self, figure: &str) -> String {
        let key = self.report.figures.get(figure).and_then(|figure| figure.source.as_deref());
        let Some(key) = key else { return String::new() };
        let sources = self.spec.common.iter().rev().flat_map(|common| &common.sources);
        let named = sources.filter(|source| source.key.value == key).map(|source| source.name.value.clone());
        named.into_iter().next().unwrap_or_else(|| key.to_owned())
    }

    fn place(&self, span: Span) -> String {
        let (line, column) = self.spec.sources.line_column(span);
        let name = self.spec.sources.name(span.source);
        // The record travels with the publication; folders of the author's machine do not.
        let name = name.rsplit('/').next().unwrap_or(name);
        format!("{name}:{line}:{column}")
    }

    /// A row with its place in a text and what the checks say of it there.
    fn settled(&self, row: Row, span: Span) -> Row {
        let here = self.outcome(span, row.how);
        let outcome = match (row.outcome.is_empty() || row.outcome == "agrees", here.as_str()) {
            (true, _) | (_, "") => here,
            (false, "agrees") => row.outcome,
            (false, _) => format!("{here}; {}", row.outcome),
        };
        Row { place: self.place(span), outcome, ..row }
    }

    /// The codes of open findings at a place, and the reasons of those that the author lets stand.
    fn outcome(&self, span: Span, how: How) -> String {
        let at = |finding: &Diagnostic| finding.span.is_some_and(|other| meets(other, span));
        let open = self.open.iter().filter(|finding| at(finding)).map(|finding| finding.code.to_owned());
        let allowed = self.allowed.iter().filter(|allowed| at(&allowed.finding));
        let allowed = allowed.map(|allowed| format!("{} allowed: {}", allowed.finding.code, allowed.reason));
        let mut all: Vec<String> = open.chain(allowed).collect();
        all.dedup();
        match (all.is_empty(), how) {
            (true, How::Loose) => "not compared".to_owned(),
            (true, _) => "agrees".to_owned(),
            (false, _) => all.join("; "),
        }
    }
}

fn inside(span: Span, outer: Span) -> bool {
    span.source == outer.source && span.start >= outer.start && span.end <= outer.end
}

fn meets(one: Span, two: Span) -> bool {
    one.source == two.source
        && one.start < two.end.max(two.start + 1)
        && two.start < one.end.max(one.start + 1)
}

/// A value with a point before its decimals and no more digits than can be used.
fn value(quantity: &Quantity) -> String {
    let value: Decimal = quantity.value();
    if value.scale() > DIGITS { value.round_dp(DIGITS).normalize().to_string() } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::sync::Arc;

    use super::value;
    use crate::build::edition;
    use crate::locale::Locale;
    use crate::report::expr::{Outcome, Scope};
    use crate::report::record::{How, SUM};
    use crate::spec::Spec;
    use crate::theme::Theme;

    #[test]
    fn formulas_give_the_values_beside_them() {
        let spec = Spec::open(Path::new("data/kazakhstan/2023-q2.toml")).unwrap();
        let report = edition(&spec, &Theme::embedded().unwrap()).unwrap().output.report;
        let scope = Arc::new(Scope {
            figures: report.figures.clone(),
            period: report.period,
            locale: Arc::new(Locale::embedded("en").unwrap()),
            names: BTreeMap::new(),
        });
        let mut compared = 0;
        for row in report.record.iter().filter(|row| row.how != How::Loose && !row.formula.starts_with(SUM)) {
            let gives = match scope.eval(&row.formula) {
                Ok(Outcome::Quantity(found)) => vec![value(&found.quantity()), value(found.exact())],
                Ok(Outcome::Change(change)) => {
                    vec![value(change.percent.quantity()), value(&change.exact_percent)]
                }
                other => panic!("{}: {other:?}", row.formula),
            };
            assert!(gives.contains(&row.value), "{} gives {gives:?}, not {}", row.formula, row.value);
            compared += 1;
        }
        assert!(compared > 200, "{compared}");
        let joined: Vec<&str> =
            report.record.iter().map(|row| row.formula.as_str()).filter(|f| f.starts_with(SUM)).collect();
        let right = [
            "sum of (visas.share(\"GB\"), visas.share(\"other\"))",
            "sum of (inflow.part(\"KG\"), inflow.other) | convert",
        ];
        assert_eq!(joined, right);
    }
}
