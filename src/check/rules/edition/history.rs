//! Rules about an edition beside those before it: revisions, sharp breaks, bases of comparison.

use rust_decimal::Decimal;

use crate::check::Subject;
use crate::check::place::{available, of_number};
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::language::Language;
use crate::report::{Figure, Quantity};
use crate::text::comparing;

#[doc = include_str!("needless-revision.md")]
pub(in crate::check) fn needless_revision(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for spec in &subject.spec.figures {
        let figure = subject.report.figures.get(&spec.key.value).filter(|figure| figure.is_available());
        let needless = spec
            .revised
            .iter()
            // A value that is to be filled in will be another one, or not.
            .filter(|(period, _)| {
                figure.is_some_and(|figure| {
                    figure.revision(period.value).is_none() && !figure.waits_for(period.value)
                })
            });
        findings.extend(needless.map(|(period, _)| {
            let message = format!(
                "figure `{}`: no earlier edition or history file has another value for {}",
                spec.key.value, period.value
            );
            let hint = "delete the line, or correct the period";
            let fault = Diagnostic::new(code::NEEDLESS_REVISION, period.span, message);
            fault.hint(hint).found(period.value.to_string())
        }));
    }
    findings
}

/// By which factor a value may differ from the one before it, unless the series says otherwise.
const USUAL_BREAK: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

#[doc = include_str!("remark-unused.md")]
pub(in crate::check) fn remark_unused(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Subject { spec, report, .. } = subject;
    let is_in_chart = |key: &str| {
        let mut shown = spec.edition.charts.iter().flat_map(|chart| &chart.figures);
        shown.any(|figure| figure.value == key)
    };
    let with_remark =
        spec.figures.iter().filter_map(|figure| Some((&figure.key.value, figure.remark.as_ref()?)));
    let unused = with_remark.filter(|(key, _)| !is_in_chart(key) && !report.remarked.contains(*key));
    let told = unused.map(|(key, remark)| {
        let message =
            format!("the remark of `{key}` is printed nowhere: no chart and no table shows the figure");
        let hint = "write it into the text, or show the figure in a chart or table";
        Diagnostic::new(code::REMARK_UNUSED, remark.span, message).hint(hint).found(key)
    });
    told.collect()
}

#[doc = include_str!("sharp-break.md")]
pub(in crate::check) fn sharp_break(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let factor = subject.spec.series.sharp_break.as_ref().map_or(USUAL_BREAK, |factor| factor.value);
    // What is left between two numbers can be many times what it was though both are hardly changed.
    let unexplained = available(subject).filter(|figure| figure.remark.is_none() && !figure.is_balance);
    unexplained.flat_map(|figure| breaks(subject, figure, factor)).collect()
}

/// The values of the edition's own time that are far from those before them.
fn breaks(subject: &Subject<'_>, figure: &Figure, factor: Decimal) -> Vec<Diagnostic> {
    let begins = subject.spec.edition.period.value.first_day();
    let mut periods: Vec<Period> =
        figure.values.keys().copied().filter(|period| period.last_day() >= begins).collect();
    if !periods.contains(&figure.period) {
        periods.push(figure.period);
    }
    let mut findings = Vec::new();
    for period in periods {
        let Ok(now) = figure.value(period) else { continue };
        // Of days and of the rounds of a survey, the one before is the last that there is.
        let mut known = figure.values.keys().copied();
        let last = known.rfind(|base| {
            base.is_before_in_kind(period) || (base.is_day() && period.is_day() && *base < period)
        });
        for base in [period.previous(), last, period.year_before()].into_iter().flatten() {
            let Ok(before) = figure.value(base) else { continue };
            let (low, high) = (now.value().min(before.value()), now.value().max(before.value()));
            let is_known = now.is_exact() && before.is_exact();
            if !is_known || low < Decimal::ZERO || high <= low * factor {
                continue;
            }
            findings.push(break_of(subject.locale, figure, [(period, &now), (base, &before)], factor));
            // One wrong value is far from both; it is told once.
            break;
        }
    }
    findings
}

fn break_of(
    locale: &Language,
    figure: &Figure,
    [(period, now), (base, before)]: [(Period, &Quantity); 2],
    factor: Decimal,
) -> Diagnostic {
    let message = format!(
        "figure `{}`: {period} has {}, {base} had {}: more than {factor} times apart",
        figure.key,
        locale.format(now).text(),
        locale.format(before).text()
    );
    let hint =
        "compare both with the letters; when they are right, tell readers why in the figure's `remark`";
    let fault = Diagnostic::new(code::SHARP_BREAK, of_number(figure, now), message).hint(hint);
    fault.found(format!("{} after {}", now.value(), before.value()))
}

#[doc = include_str!("no-base.md")]
pub(in crate::check) fn no_base(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let begins = subject.spec.edition.period.value.first_day();
    let has_base = |figure: &Figure| {
        !figure.given.is_empty()
            || figure.values.keys().chain(figure.at.keys()).any(|period| period.last_day() < begins)
    };
    if available(subject).any(has_base) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    // Standing texts and the imprint are of no edition.
    let own = subject.spec.edition.period.span.source;
    let pieces = subject.report.passages.iter().flat_map(|passage| &passage.pieces);
    for piece in pieces.filter(|piece| piece.span.source == own) {
        for (place, word) in comparing(piece, subject.locale) {
            let message = format!("“{word}” compares, and no figure has a value of an earlier period");
            let hint = "add the earlier values to the figures or to a history file";
            findings.push(Diagnostic::new(code::NO_BASE, place, message).hint(hint).found(word));
        }
    }
    findings
}
