//! Holds what a chart is said to show to the figures that it draws.

use crate::check::Subject;
use crate::check::printed::printed_charts;
use crate::diag::{Diagnostic, code};
use crate::report::{PieceKind, plain_text};
use crate::spec::Text;

/// The most words of a message: what a reader takes in at a glance, by the house style of the Office for National
/// Statistics for titles of charts.
const MOST_WORDS: usize = 15;

#[doc = include_str!("chart-message.md")]
pub(in crate::check) fn chart_message(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (spec, chart) in printed_charts(subject) {
        let Some(message) = &spec.message else { continue };
        let shown = plain_text(&chart.message);
        let words = shown.split_whitespace().count();
        if words > MOST_WORDS {
            let told =
                format!("the message of chart `{}` has {words} words, more than {MOST_WORDS}", chart.id);
            let fault = Diagnostic::new(code::CHART_MESSAGE, message.span, told)
                .hint("say one thing, and leave periods and units to the caption");
            findings.push(fault.found(format!("{words} words")));
        }
        // A number without its link, a link that has lost a sign, and a name that nobody knows are told by themselves.
        let has_lost = shown.contains("(=") || shown.contains("]=");
        let is_told = has_lost
            || subject.text.at(message.span).is_some_and(|passage| {
                let pieces = &passage.line.passage.pieces;
                !passage.loose.is_empty()
                    || pieces.iter().any(|piece| matches!(piece.kind, PieceKind::Unknown))
            });
        if is_told {
            continue;
        }
        let names = names(message);
        let drawn: Vec<&str> = spec.figures.iter().map(|name| name.value.as_str()).collect();
        let is_drawn = |name: &&str| {
            drawn.contains(name)
                || derived_from(subject, name).iter().any(|of| drawn.contains(&of.as_str()))
                || drawn.iter().any(|figure| derived_from(subject, figure).iter().any(|of| of == *name))
        };
        if !names.iter().any(is_drawn) {
            let told = format!("the message of chart `{}` holds to none of its figures", chart.id);
            let first = drawn.first().copied().unwrap_or_default();
            let hint = format!("write its number as {{{{ {first} }}}} or its words as [words](={first})");
            findings.push(Diagnostic::new(code::CHART_MESSAGE, message.span, told).hint(hint).found(first));
        }
    }
    findings
}

/// The words of the expressions in a text.
fn names(text: &Text) -> Vec<&str> {
    let inside = |open: &'static str, close: &'static str| {
        text.value.split(open).skip(1).filter_map(move |rest| Some(rest.split_once(close)?.0))
    };
    inside("{{", "}}").chain(inside("](=", ")")).flat_map(words_of).collect()
}

/// The names that the formula of a derived figure has.
fn derived_from(subject: &Subject<'_>, name: &str) -> Vec<String> {
    let spec = subject.spec.figures.iter().find(|figure| figure.key.value == name);
    let formula = spec.and_then(|figure| figure.derive.as_ref());
    formula.map(|text| words_of(&text.value).map(str::to_owned).collect()).unwrap_or_default()
}

fn words_of(formula: &str) -> impl Iterator<Item = &str> {
    formula.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}
