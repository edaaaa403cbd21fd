//! Rules about how numbers stand beside each other: order, decimals, the same value in two places.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Subject;
use super::claim::exact;
use super::pieces::{asked, numbers, sentences};
use super::place::{available, of_number};
use super::said::{agrees, nearness};
use super::sentence::plain;
use crate::data::period::Frequency;
use crate::diag::{Diagnostic, SourceId, Span};
use crate::report::compute::OTHER;
use crate::report::{Asked, Claim, Expected, Figure, Piece, PieceKind, Quantity, Unit, What, plain_text};
use crate::spec::schema::FigureSpec;

#[doc = include_str!("help/ranking-order.md")]
pub(super) fn ranking_order(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for sentence in subject.report.passages.iter().flat_map(sentences) {
        // The part that was named last, of each figure's shares and amounts.
        let mut last: BTreeMap<(&str, bool), (&str, Quantity)> = BTreeMap::new();
        for piece in sentence {
            let Some(Asked { figure, what }) = asked(subject.report, piece) else { continue };
            let (is_share, part) = match what {
                What::Share(part) => (true, part),
                What::Part(part) => (false, part),
                What::Value(_)
                | What::Change { .. }
                | What::Ratio { .. }
                | What::Shares
                | What::Parts
                | What::Rate => continue,
            };
            let found = subject.report.figures.get(figure);
            let value = found.map(|found| if is_share { found.share(part) } else { found.part(part) });
            let Some(Ok(value)) = value else { continue };
            if let Some((before, earlier)) = last.insert((figure, is_share), (part, value.clone())) {
                findings.extend(out_of_order((before, &earlier), (part, &value), figure, piece.span));
            }
        }
    }
    findings
}

fn out_of_order(
    (before, earlier): (&str, &Quantity),
    (part, value): (&str, &Quantity),
    figure: &str,
    span: Span,
) -> Option<Diagnostic> {
    // An amount is often followed by the same amount in another unit.
    if before == part || part == OTHER {
        return None;
    }
    let shown = |value: &Quantity| if value.digits() > 2 { value.rounded(1) } else { value.clone() };
    let message = if before == OTHER {
        format!("figure `{figure}`: the rest stands before `{part}` in this sentence")
    } else if value.value() > earlier.value() {
        let (earlier, value) = (shown(earlier).value(), shown(value).value());
        format!(
            "figure `{figure}`: `{before}` with {earlier} stands before `{part}` with {value} in this sentence"
        )
    } else {
        return None;
    };
    let hint = "name the largest first and the rest last; `ranking(n)` does it";
    Some(Diagnostic::warning("ranking-order", span, message).hint(hint).found(format!("{before}, {part}")))
}

#[doc = include_str!("help/mixed-decimals.md")]
pub(super) fn mixed_decimals(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    // What an earlier edition printed is printed.
    let earlier = subject.spec.earlier.iter().flat_map(|earlier| &earlier.figures);
    let of_figure = |figure: &FigureSpec| {
        let values = figure.values.iter().map(|(_, value)| value.span.source);
        values.chain(figure.total.iter().map(|total| total.span.source)).collect::<Vec<_>>()
    };
    let earlier: Vec<SourceId> = earlier.flat_map(of_figure).collect();
    let is_own = |value: &Quantity| !value.origin().spans().iter().any(|span| earlier.contains(&span.source));
    for figure in available(subject) {
        let of_parts = |list: &[(String, Quantity)]| list.iter().map(|(_, value)| value.clone()).collect();
        let mut sets: Vec<(&str, Vec<Quantity>)> =
            vec![("shares", of_parts(&figure.shares)), ("parts", of_parts(&figure.parts))];
        for (frequency, name) in [
            (Frequency::Month, "months"),
            (Frequency::Quarter, "quarters"),
            (Frequency::Half, "half-years"),
            (Frequency::Year, "years"),
        ] {
            let of_length = figure
                .values
                .iter()
                .filter(|(period, value)| period.frequency() == frequency && is_own(value));
            sets.push((name, of_length.map(|(_, value)| value.clone()).collect()));
        }
        findings.extend(sets.iter().filter_map(|(name, set)| of_other_decimals(figure, name, set)));
    }
    findings
}

/// The numbers of a set that do not have the decimals that most of it has.
fn of_other_decimals(figure: &Figure, name: &str, set: &[Quantity]) -> Option<Diagnostic> {
    let count = |digits: u32| set.iter().filter(|value| value.digits() == digits).count();
    let usual = set.iter().map(Quantity::digits).max_by_key(|digits| (count(*digits), *digits))?;
    let odd: Vec<&Quantity> = set.iter().filter(|value| value.digits() != usual).collect();
    let first = odd.first()?;
    let found = odd.iter().map(|value| value.value().to_string()).collect::<Vec<_>>().join(", ");
    let decimals = match usual {
        0 => "no decimals".to_owned(),
        1 => "one decimal".to_owned(),
        more => format!("{more} decimals"),
    };
    let message = format!(
        "figure `{}`: of its {name}, {found} {} other decimals than the rest, which {} {decimals}",
        figure.key,
        if odd.len() == 1 { "has" } else { "have" },
        if set.len() - odd.len() == 1 { "has" } else { "have" },
    );
    let hint = "give all of them with the same decimals, as the source has them";
    Some(Diagnostic::warning("mixed-decimals", of_number(figure, first), message).hint(hint).found(found))
}

/// A value as it is printed in one place.
struct Printed<'a> {
    value: Decimal,
    text: &'a str,
    span: Span,
    is_typed: bool,
    /// Whether it is what the figures give.
    is_right: bool,
}

impl Printed<'_> {
    /// Whether two printed numbers can be roundings of one value.
    fn agrees(&self, other: &Self) -> bool {
        let half = |value: Decimal| Decimal::new(5, value.scale() + 1);
        let (one, two) = (self.value.abs(), other.value.abs());
        one == two || (one - two).abs() < half(one) + half(two)
    }
}

#[doc = include_str!("help/printed-differently.md")]
pub(super) fn printed_differently(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut printed: BTreeMap<(&Asked, Unit), Vec<Printed<'_>>> = BTreeMap::new();
    let pieces = subject.report.passages.iter().flat_map(|passage| {
        let before = std::iter::once(None).chain(passage.pieces.iter().map(Some));
        passage.pieces.iter().zip(before)
    });
    for (piece, before) in pieces {
        let Some(asked) = asked(subject.report, piece) else { continue };
        let before = before.map_or("", |before| before.text.as_str());
        let Some((unit, value)) = shown(subject, piece, before) else { continue };
        let is_right = exact(subject, asked, &unit).is_none_or(|exact| agrees(value.abs(), exact.value()));
        let all = printed.entry((asked, unit)).or_default();
        let is_typed = matches!(piece.kind, PieceKind::Claimed(_));
        all.push(Printed { value, text: &piece.text, span: piece.span, is_typed, is_right });
    }
    let mut findings = Vec::new();
    for ((asked, _), places) in &printed {
        let mut known: Vec<&Printed<'_>> = Vec::new();
        for place in places {
            // The same slip in three places is told once.
            if known.iter().any(|known| known.agrees(place)) {
                continue;
            }
            known.push(place);
            let [first, .., last] = known[..] else { continue };
            // What the author typed can be mended, what the program printed cannot; of two typed numbers the wrong one.
            let is_last = last.is_typed && !(last.is_right && first.is_typed && !first.is_right);
            let (here, there) = if is_last { (last, first) } else { (first, last) };
            let (line, _) = subject.spec.sources.line_column(there.span);
            let message = format!(
                "figure `{}`: one value is printed as “{}” here and as “{}” in line {line}",
                asked.figure, here.text, there.text
            );
            let hint = "make both the same; `{{ … }}` prints what the figures give";
            let fault = Diagnostic::warning("printed-differently", here.span, message).hint(hint);
            findings.push(fault.found(here.text));
        }
    }
    findings
}

/// The number that a piece shows, with its unit; none when it shows several, or one in words.
fn shown(subject: &Subject<'_>, piece: &Piece, before: &str) -> Option<(Unit, Decimal)> {
    match &piece.kind {
        PieceKind::Number { number, .. } => {
            Some((number.quantity().unit().clone(), number.quantity().value()))
        }
        PieceKind::Claimed(index) => {
            let claim = subject.report.claims.get(*index)?;
            let words = plain_text(&claim.words);
            // "More than 40" and 43.3 are no two values.
            if nearness(&plain(&words), &plain(before), &subject.locale.words().reading).is_some() {
                return None;
            }
            match numbers(&words, subject.locale)[..] {
                [(_, value)] => Some((unit_of(claim, subject), value)),
                _ => None,
            }
        }
        PieceKind::Words | PieceKind::Foreign | PieceKind::Made | PieceKind::Reference(_) => None,
    }
}

fn unit_of(claim: &Claim, subject: &Subject<'_>) -> Unit {
    let words = plain_text(&claim.words).replace('\u{a0}', " ");
    match &claim.expected {
        Expected::Quantity(quantity) => quantity.unit().clone(),
        Expected::Change(_)
            if words.contains('%') || words.contains(&subject.locale.unit_name(&Unit::PERCENT)) =>
        {
            Unit::PERCENT
        }
        Expected::Change(change) => change.amount.quantity().unit().clone(),
    }
}
