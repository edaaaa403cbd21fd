//! Rules about charts: that the words beside them tell of the same data.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Subject;
use super::pieces::{asked, figure_of, numbers, sentences};
use crate::diag::Diagnostic;
use crate::report::compute::OTHER;
use crate::report::{Chart, Figure, PieceKind, Unit, What};
use crate::spec::schema::ChartSpec;

/// The charts that are printed, each with what was written.
pub(super) fn printed<'a>(subject: &Subject<'a>) -> Vec<(&'a ChartSpec, &'a Chart)> {
    let specs = &subject.spec.edition.charts;
    let charts = subject.report.charts().into_iter();
    charts.filter_map(|chart| Some((specs.iter().find(|spec| spec.key.value == chart.id)?, chart))).collect()
}

#[doc = include_str!("help/chart-alt.md")]
pub(super) fn chart_alt(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (spec, chart) in printed(subject) {
        let Some(written) = &spec.alt else { continue };
        let values = values_of(chart, subject);
        for (range, number) in numbers(&chart.alt, subject.locale) {
            if values.iter().any(|value| is_rounded_to(*value, number)) {
                continue;
            }
            let digits = &chart.alt[range];
            let place = match written.value.find(digits) {
                Some(at) => written.at(at, at + digits.len()),
                None => written.span,
            };
            let message =
                format!("the alternative text says {digits}, which chart `{}` does not show", chart.id);
            let hint = "correct it, or delete `alt`: without it, the text is made from the data";
            findings.push(Diagnostic::warning("chart-alt", place, message).hint(hint).found(digits));
        }
    }
    findings
}

/// Every number that a chart shows: values, totals, changes, and those in its names and title, such as years.
fn values_of(chart: &Chart, subject: &Subject<'_>) -> Vec<Decimal> {
    let drawn = chart.series.iter().flat_map(|series| series.values.iter().flatten());
    let drawn = drawn.chain(&chart.totals).chain(chart.hole.iter().map(|(number, _)| number));
    let mut values: Vec<Decimal> = drawn.map(|number| number.quantity().value().abs()).collect();
    let names = chart.categories.iter().map(|category| &category.label);
    let names = names.chain(chart.series.iter().map(|series| &series.label));
    let texts = names.chain([&chart.title]).chain(chart.changes.iter().flatten());
    values.extend(texts.flat_map(|text| numbers(text, subject.locale)).map(|(_, number)| number));
    // "The five largest groups" counts what is drawn.
    values.extend(
        [chart.categories.len(), chart.series.len(), chart.categories.len().saturating_sub(1)]
            .map(Decimal::from),
    );
    values
}

fn is_rounded_to(value: Decimal, shown: Decimal) -> bool {
    value.round_dp_with_strategy(shown.scale(), RoundingStrategy::MidpointAwayFromZero) == shown
}

#[doc = include_str!("help/chart-reference.md")]
pub(super) fn chart_reference(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for sentence in subject.report.passages.iter().flat_map(sentences) {
        let mut told: Vec<&str> =
            sentence.iter().filter_map(|piece| figure_of(subject.report, piece)).collect();
        told.dedup();
        for piece in &sentence {
            let PieceKind::Reference(place) = &piece.kind else { continue };
            let name = place.strip_prefix("fig-").unwrap_or_default();
            let Some(spec) = subject.spec.edition.charts.iter().find(|chart| chart.key.value == name) else {
                continue;
            };
            let shows = |figure: &&str| spec.figures.iter().any(|name| name.value == **figure);
            if told.is_empty() || told.iter().any(shows) {
                continue;
            }
            let drawn: Vec<String> = spec.figures.iter().map(|name| format!("`{}`", name.value)).collect();
            let message = format!(
                "this sentence has numbers of `{}`, and chart `{name}`, which it refers to, shows {}",
                told.join("` and `"),
                drawn.join(", ")
            );
            let hint = "refer to the chart that shows these numbers";
            findings
                .push(Diagnostic::warning("chart-reference", piece.span, message).hint(hint).found(place));
        }
    }
    findings
}

#[doc = include_str!("help/other-missing.md")]
pub(super) fn other_missing(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (spec, chart) in printed(subject) {
        let keys = chart.categories.iter().map(|category| &category.key);
        if !keys.chain(chart.series.iter().map(|series| &series.key)).any(|key| key == OTHER) {
            continue;
        }
        for name in &spec.figures {
            let Some(figure) = subject.report.figures.get(&name.value) else { continue };
            let of_shares = chart.series.iter().any(|series| {
                let mut values = series.values.iter().flatten();
                values.any(|number| *number.quantity().unit() == Unit::PERCENT)
            });
            let Some((sum, whole)) = falls_short(figure, of_shares) else { continue };
            if is_told(subject, figure) {
                continue;
            }
            let message = format!(
                "chart `{}`: the parts of `{}` add up to {sum} of {whole}; the rest is drawn as other, and nobody has given or told it",
                chart.id, figure.key
            );
            let hint = format!(
                "tell the reader in the text, with {{{{ {}.other }}}}, or give `other` as the source has it",
                figure.key
            );
            let fault = Diagnostic::warning("other-missing", spec.key.span, message).hint(hint);
            findings.push(fault.found(format!("{sum} of {whole}")));
        }
    }
    findings
}

/// The sum of the parts and the whole, when the parts do not reach it and no rest is given.
fn falls_short(figure: &Figure, of_shares: bool) -> Option<(Decimal, Decimal)> {
    let (list, whole) = if of_shares && !figure.shares.is_empty() {
        (&figure.shares, Decimal::ONE_HUNDRED)
    } else {
        (&figure.parts, figure.total().ok()?.value())
    };
    if list.is_empty() || list.iter().any(|(key, _)| key == OTHER) {
        return None;
    }
    let sum: Decimal = list.iter().map(|(_, value)| value.value()).sum();
    let slack: Decimal = list.iter().map(|(_, value)| value.half_digit()).sum();
    (whole - sum > slack).then_some((sum, whole))
}

/// Whether a text tells how large the rest of a figure is.
fn is_told(subject: &Subject<'_>, figure: &Figure) -> bool {
    let mut pieces = subject.report.passages.iter().flat_map(|passage| &passage.pieces);
    pieces.any(|piece| {
        asked(subject.report, piece).is_some_and(|asked| {
            let rest = matches!(&asked.what, What::Share(part) | What::Part(part) if part == OTHER);
            rest && asked.figure == figure.key
        })
    })
}
