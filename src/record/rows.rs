//! Writes the record: every number of a publication with its figure, formula, place and the outcome of the checks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::found::ByPlace;
use super::{How, Row};
use crate::check::{self, Allowed, Settled, Subject};
use crate::diag::Span;
use crate::language::{Language, fill};
use crate::report::{
    Asked, Chart, Expected, Figure, GLANCE, Gap, Headline, Number, Origin, Part, Piece, PieceKind, Place,
    Quantity, Report, plain_text, words_of,
};
use crate::spec::Spec;
use crate::text::{Loose, ReadPassage};

/// Digits of a value in the record; a computed one may have more than anybody can use.
const DIGITS: u32 = 6;

/// What the record is written from.
struct Recorder<'a> {
    spec: &'a Spec,
    report: &'a Report,
    locale: &'a Language,
    settled: &'a Settled,
    open: ByPlace,
    allowed: ByPlace,
    /// Which figure has the number that was written at a place, by which expression and with how many digits.
    given: BTreeMap<Span, (&'a str, String, u32)>,
    /// The names of sources by their keys.
    sources: BTreeMap<&'a str, &'a str>,
    /// Where words stand for a number that the others of their sentence say too.
    agreed: BTreeSet<Span>,
}

/// The record of a report: tiles, then texts in the order of reading, then charts.
///
/// The tables that print the data of charts once more are not in it.
pub fn rows(subject: &Subject<'_>, settled: &Settled) -> Vec<Row> {
    let Subject { spec, report, locale, text, .. } = *subject;
    let recorder =
        Recorder { agreed: check::agreed(subject), ..Recorder::new((spec, report, locale), settled) };
    let mut rows = recorder.tiles();
    for passage in &text.passages {
        rows.extend(recorder.passage(passage));
    }
    for chart in report.charts() {
        rows.extend(recorder.chart(chart));
    }
    rows
}

impl<'a> Recorder<'a> {
    fn new((spec, report, locale): (&'a Spec, &'a Report, &'a Language), settled: &'a Settled) -> Self {
        let mut given = BTreeMap::new();
        for figure in report.figures.values() {
            for (span, expression, digits) in figure.expressions() {
                given.entry(span).or_insert((figure.key.as_str(), expression, digits));
            }
        }
        let mut sources = BTreeMap::new();
        for source in spec.common.iter().rev().flat_map(|common| &common.sources) {
            sources.entry(source.key.value.as_str()).or_insert(source.name.value.as_str());
        }
        let open = ByPlace::new(settled.open.iter().map(|finding| finding.span));
        let allowed = ByPlace::new(settled.allowed.iter().map(|allowed| allowed.finding.span));
        Self { spec, report, locale, settled, open, allowed, given, sources, agreed: BTreeSet::new() }
    }

    fn tiles(&self) -> Vec<Row> {
        let glance = Part { id: GLANCE.to_owned(), heading: self.locale.labels().glance.clone() };
        let open = self.report.tiles.iter().filter_map(|tile| match &tile.number {
            Headline::ToFill { gap, figure, formula } => {
                Some(self.gap(gap, (figure, formula), &glance, How::Tile))
            }
            Headline::Number(_) | Headline::NotAvailable(_) => None,
        });
        let numbers = self.report.tiles.iter().flat_map(|tile| {
            let change = tile.change.as_ref().map(|change| &change.percent);
            tile.number.number().into_iter().chain(change).map(|number| (tile.number.mark(), number))
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
        rows.chain(open).collect()
    }

    /// A number that is to be filled in has no value.
    fn gap(&self, gap: &Gap, (figure, formula): (&str, &str), part: &Part, how: How) -> Row {
        Row {
            mark: gap.mark,
            text: gap.text.clone(),
            formula: formula.to_owned(),
            source: self.source(figure),
            figure: figure.to_owned(),
            outcome: self.locale.labels().to_fill.clone(),
            ..self.empty(part, how)
        }
    }

    fn passage(&self, read: &ReadPassage<'_>) -> Vec<Row> {
        let passage = read.line.passage;
        let mut rows = Vec::new();
        for piece in &passage.pieces {
            match &piece.kind {
                PieceKind::Number { number, asked, formula, .. } => {
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
                    let here = read.loose.iter().filter(|loose| inside(loose.span, piece.span));
                    rows.extend(here.map(|loose: &Loose| {
                        let row = Row {
                            text: loose.text.clone(),
                            value: loose.value.to_string(),
                            digits: Some(loose.value.scale()),
                            ..self.empty(&passage.part, How::Loose)
                        };
                        let row = self.settled(row, loose.span);
                        let words = &self.locale.words().record;
                        let is_agreed =
                            row.outcome == words.not_compared && self.agreed.contains(&loose.span);
                        if is_agreed { Row { outcome: words.agrees.clone(), ..row } } else { row }
                    }));
                }
                PieceKind::Gap { figure, formula, mark } => {
                    let gap = Gap { text: piece.text.clone(), mark: *mark };
                    let row = self.gap(&gap, (figure, formula), &passage.part, How::Computed);
                    rows.push(Row { place: self.place(piece.span), span: Some(piece.span), ..row });
                }
                PieceKind::Foreign | PieceKind::Made | PieceKind::Reference(_) | PieceKind::Unknown => {}
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
            status: self.status(&quantity),
            origins: quantity.origin().spans(),
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
        let values = [("figure", labels.figure.as_str()), ("number", &chart.number.to_string())];
        let heading = fill(&labels.chart_heading, &values);
        let part = Part { id: Place::Chart(chart.id.clone()).to_string(), heading };
        let values = chart.series.iter().flat_map(|series| series.values.iter().flatten());
        let others = chart.totals.iter().chain(chart.hole.as_ref().map(|(number, _)| number));
        let lines = chart.references.iter().map(|line| &line.value);
        let numbers = values.chain(others).chain(lines);
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
            span: None,
            origins: Vec::new(),
            status: String::new(),
        }
    }

    /// What a number itself says for its row: figure and place follow from where its value came from.
    fn of_number(&self, number: &Number, part: &Part, how: How) -> Row {
        let quantity = number.quantity();
        let spans = quantity.origin().spans();
        let (figure, formula) = match quantity.origin() {
            Origin::Given(span) => match self.given.get(span) {
                Some((figure, formula, digits)) if *digits == quantity.digits() => {
                    ((*figure).to_owned(), formula.clone())
                }
                Some((figure, formula, _)) => {
                    ((*figure).to_owned(), format!("{formula} | round({})", quantity.digits()))
                }
                None => (String::new(), String::new()),
            },
            Origin::Computed { figure, formula, .. } => (figure.clone(), formula.clone()),
        };
        let row = Row {
            mark: number.mark(),
            text: number.text().to_owned(),
            value: value(quantity),
            status: self.status(quantity),
            unit: self.locale.unit_name(quantity.unit()),
            digits: Some(quantity.digits()),
            source: self.source(&figure),
            figure,
            formula,
            place: spans.first().map(|span| self.place(*span)).unwrap_or_default(),
            origins: spans.clone(),
            ..self.empty(part, how)
        };
        match spans.first() {
            Some(span) => Row { outcome: self.outcome(*span, how), ..row },
            None => row,
        }
    }

    /// What the source says of how sure a value is.
    fn status(&self, quantity: &Quantity) -> String {
        let words = &self.locale.words().record;
        let mut said = words_of(quantity, self.report.statuses.of(quantity), words);
        let is_here = |value: &Quantity| value.origin() == quantity.origin();
        let mut figures = self.report.figures.values();
        let is_revised = figures.any(|figure| {
            let revised = |period| figure.values.get(&period).is_some_and(is_here);
            figure.revisions.iter().any(|revision| revised(revision.period))
        });
        said.extend(is_revised.then_some(words.revised.as_str()));
        let is_given = |figure: &Arc<Figure>| figure.given.iter().any(|given| is_here(&given.percent));
        let is_given = self.report.figures.values().any(is_given);
        said.extend(is_given.then_some(words.given.as_str()));
        said.join(&words.separator)
    }

    fn source(&self, figure: &str) -> String {
        let key = self.report.figures.get(figure).and_then(|figure| figure.source.as_deref());
        key.map_or_else(String::new, |key| self.sources.get(key).copied().unwrap_or(key).to_owned())
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
        let words = &self.locale.words().record;
        let outcome = match (row.outcome.is_empty() || row.outcome == words.agrees, here.as_str()) {
            (true, _) | (_, "") => here,
            (false, here) if here == words.agrees => row.outcome,
            (false, here) => format!("{here}{}{}", words.separator, row.outcome),
        };
        Row { place: self.place(span), span: Some(span), outcome, ..row }
    }

    /// The codes of open findings at a place, and the author's reasons for the allowed ones.
    fn outcome(&self, span: Span, how: How) -> String {
        let open = self.open.at(span).into_iter().map(|index| self.settled.open[index].code.to_string());
        let allowed = self.allowed.at(span).into_iter().map(|index| &self.settled.allowed[index]);
        let words = &self.locale.words().record;
        let reason = |allowed: &Allowed| {
            let values = [("code", allowed.finding.code.as_str()), ("reason", &allowed.reason)];
            fill(&words.allowed, &values)
        };
        let allowed = allowed.map(reason);
        let mut all: Vec<String> = open.chain(allowed).collect();
        all.dedup();
        match (all.is_empty(), how) {
            (true, How::Loose) => words.not_compared.clone(),
            (true, _) => words.agrees.clone(),
            (false, _) => all.join(&words.separator),
        }
    }
}

fn inside(span: Span, outer: Span) -> bool {
    span.source == outer.source && span.start >= outer.start && span.end <= outer.end
}

/// A value with a point before its decimals and no more digits than can be used.
fn value(quantity: &Quantity) -> String {
    let value: Decimal = quantity.value();
    if !quantity.is_exact() {
        return quantity.written();
    }
    if value.scale() > DIGITS { value.round_dp(DIGITS).normalize().to_string() } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::sync::Arc;

    use super::value;
    use crate::build::edition;
    use crate::diag::Guesses;
    use crate::language::Language;
    use crate::record::How;
    use crate::report::expr::{Outcome, evaluate};
    use crate::report::scope::Scope;
    use crate::spec::Spec;
    use crate::theme::Theme;

    #[test]
    fn formulas_give_the_values_beside_them() {
        let spec = Spec::open(Path::new("data/kazakhstan/2023-q2.toml")).unwrap();
        let edition = edition(&spec, &Theme::embedded().unwrap()).unwrap().output;
        let (report, record) = (&edition.report, &edition.record);
        let scope = Scope {
            figures: report.figures.clone(),
            period: report.period,
            at: None,
            groups: Arc::default(),
            locale: Arc::new(Language::embedded("en").unwrap()),
            names: BTreeMap::new(),
            guesses: Guesses::default(),
        };
        let mut compared = 0;
        for row in record.iter().filter(|row| row.how != How::Loose) {
            let gives = match evaluate(&row.formula, &scope) {
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
    }
}
