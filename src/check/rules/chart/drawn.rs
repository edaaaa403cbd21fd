//! Rules about charts: the words beside a chart must be about the data that it shows.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::check::Subject;
use crate::check::printed::printed_charts;
use crate::diag::{Diagnostic, code};
use crate::report::compute::OTHER;
use crate::report::{
    Chart, Expected, Figure, Piece, PieceKind, Place, Quantity, Report, Unit, What, plain_text,
};
use crate::text::numbers;

#[doc = include_str!("chart-alt.md")]
pub(in crate::check) fn chart_alt(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (spec, chart) in printed_charts(subject) {
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
            findings.push(Diagnostic::new(code::CHART_ALT, place, message).hint(hint).found(digits));
        }
    }
    findings
}

/// Every number that a chart shows: values, totals, changes, and those in its names and title, such as years.
fn values_of(chart: &Chart, subject: &Subject<'_>) -> Vec<Decimal> {
    let drawn = chart.series.iter().flat_map(|series| series.values.iter().flatten());
    let drawn = drawn.chain(&chart.totals).chain(chart.hole.iter().map(|(number, _)| number));
    let drawn = drawn.chain(chart.references.iter().map(|line| &line.value));
    let ends = drawn.flat_map(|number| {
        let ends = number.quantity().ends();
        ends.low.into_iter().chain(ends.high)
    });
    let mut values: Vec<Decimal> = ends.map(|value| value.abs()).collect();
    let names = chart.categories.iter().map(|category| &category.label);
    let names = names.chain(chart.series.iter().map(|series| &series.label));
    let message = plain_text(&chart.message);
    let told = plain_text(&chart.told);
    let texts = names.chain([&chart.title, &message, &told]).chain(chart.changes.iter().flatten());
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

#[doc = include_str!("chart-reference.md")]
pub(in crate::check) fn chart_reference(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for sentence in subject.text.passages.iter().flat_map(|passage| &passage.sentences) {
        let numbers: Vec<(&str, &Piece)> = sentence
            .pieces
            .iter()
            .filter_map(|&piece| Some((figure_of(subject.report, piece)?, piece)))
            .collect();
        let mut told: Vec<&str> = numbers.iter().map(|(figure, _)| *figure).collect();
        told.dedup();
        for piece in &sentence.pieces {
            let PieceKind::Reference(place @ Place::Chart(name)) = &piece.kind else { continue };
            let Some(spec) = subject.spec.edition.charts.iter().find(|chart| chart.key.value == *name) else {
                continue;
            };
            let shown: Vec<&str> = spec.figures.iter().map(|name| &name.value[..]).collect();
            let chart = subject.report.chart(name);
            let shows = |(figure, number): &(&str, &Piece)| {
                rests_on(subject.report, figure, &shown)
                    || chart.is_some_and(|chart| draws(chart, subject.report, number))
            };
            if numbers.is_empty() || numbers.iter().any(shows) {
                continue;
            }
            let drawn: Vec<String> = spec.figures.iter().map(|name| format!("`{}`", name.value)).collect();
            let message = format!(
                "this sentence has numbers of `{}`, and chart `{name}`, which it refers to, shows {}",
                told.join("` and `"),
                drawn.join(", ")
            );
            let hint = "refer to the chart that shows these numbers";
            let fault = Diagnostic::new(code::CHART_REFERENCE, piece.span, message);
            findings.push(fault.hint(hint).found(place.to_string()));
        }
    }
    findings
}

#[doc = include_str!("other-missing.md")]
pub(in crate::check) fn other_missing(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (spec, chart) in printed_charts(subject) {
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
            if is_told(subject, figure) || is_to_be_translated(subject, figure) {
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
            let fault = Diagnostic::new(code::OTHER_MISSING, spec.key.span, message).hint(hint);
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
        (&figure.parts, figure.total().ok().filter(Quantity::is_exact)?.value())
    };
    // What limits leave of a whole, nobody knows.
    let is_told = |(key, value): &(String, Quantity)| key == OTHER || !value.is_exact();
    if list.is_empty() || list.iter().any(is_told) {
        return None;
    }
    let sum: Decimal = list.iter().map(|(_, value)| value.value()).sum();
    let slack: Decimal = list.iter().map(|(_, value)| value.half_digit()).sum();
    (whole - sum > slack).then_some((sum, whole))
}

/// Whether a text gives the size of the rest of a figure.
fn is_told(subject: &Subject<'_>, figure: &Figure) -> bool {
    subject.text.numbers().any(|(_, _, said)| {
        let rest = matches!(&said.asked.what, What::Share(of) | What::Part(of) if of.part == OTHER);
        rest && said.asked.figure == figure.key
    })
}

/// Whether a text that has no translation yet tells the rest of a figure: then it is told once it has one.
fn is_to_be_translated(subject: &Subject<'_>, figure: &Figure) -> bool {
    let spec = subject.spec;
    let key = &figure.key;
    let tells = |text: &str| {
        let marks = ['"', '\''];
        let of_part = |method: &str| {
            marks.iter().any(|mark| text.contains(&format!("{key}.{method}({mark}{OTHER}{mark}")))
        };
        text.contains(&format!("{key}.{OTHER}")) || of_part("share") || of_part("part")
    };
    spec.translation.is_some()
        && spec.words.iter().any(|word| !word.is_translated() && tells(&word.source.value))
}

/// Whether a figure is one of those shown, follows from one, or one follows from it.
fn rests_on(report: &Report, figure: &str, shown: &[&str]) -> bool {
    let follows = |from: &str, of: &str| {
        let derived = report.figures.get(from).and_then(|figure| figure.derived.as_ref());
        derived.is_some_and(|derived| derived.from.iter().any(|name| name == of))
    };
    shown.iter().any(|name| *name == figure || follows(figure, name) || follows(name, figure))
}

/// Whether a chart draws the value of a number: one figure may hold what another one gives in parts or in other periods.
fn draws(chart: &Chart, report: &Report, number: &Piece) -> bool {
    let told = match &number.kind {
        PieceKind::Number { number, .. } => number.quantity(),
        PieceKind::Claimed(index) => match report.claims.get(*index).map(|claim| &claim.expected) {
            Some(Expected::Quantity(quantity)) => quantity,
            _ => return false,
        },
        _ => return false,
    };
    let mut drawn =
        chart.series.iter().flat_map(|series| series.values.iter().flatten()).chain(&chart.totals);
    drawn.any(|drawn| {
        let drawn = drawn.quantity();
        drawn.is_exact() && drawn.value() == told.value() && drawn.unit() == told.unit()
    })
}

/// The name of the figure that a number comes from, rankings included.
fn figure_of<'a>(report: &'a Report, piece: &'a Piece) -> Option<&'a str> {
    match &piece.kind {
        PieceKind::Number { figure, .. } | PieceKind::Gap { figure, .. } => Some(figure),
        PieceKind::Claimed(index) => Some(&report.claims.get(*index)?.asked.as_ref()?.figure),
        PieceKind::Words
        | PieceKind::Foreign
        | PieceKind::Made
        | PieceKind::Reference(_)
        | PieceKind::Unknown => None,
    }
}
