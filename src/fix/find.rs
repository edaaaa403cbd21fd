//! Goes through the findings of an edition and collects what could be changed.

use std::collections::BTreeMap;

use super::choose::{Choice, Chooser};
use super::context::{Context, Names};
use super::gives::Gives;
use super::place::{expression, place};
use super::{Found, Near, Proposal, allow, claim};
use crate::check::Subject;
use crate::diag::{Diagnostic, Replacement, Severity, Span, code};
use crate::patch::Edit;
use crate::report::Quantity;
use crate::text::{Loose, ReadPassage};

/// Decimals of a value that is told as it is.
const MOST_DIGITS: u32 = 2;

/// What could be changed to end findings of an edition. None of it is proven.
pub fn found(subject: &Subject<'_>, findings: &[Diagnostic]) -> Found {
    let of = |code| findings.iter().filter(move |finding| finding.code == code);
    let mut found = Found::default();
    let loose: BTreeMap<Span, &Diagnostic> =
        of(code::LOOSE_NUMBER).filter_map(|finding| Some((finding.span?, finding))).collect();
    links(subject, &loose, &mut found);
    let wrong: BTreeMap<Span, &Diagnostic> =
        of(code::CLAIM_VALUE).filter_map(|finding| Some((finding.span?, finding))).collect();
    found.proposals.extend(claim::corrections(subject, &wrong));
    found.proposals.extend(of(code::UNUSED_ALLOW).filter_map(|finding| allow::removal(subject, finding)));
    for proposal in findings.iter().filter_map(mended) {
        // Of two on one place the first is taken; the next run proposes the other.
        if !found.proposals.iter().any(|other| meet(other, &proposal)) {
            found.proposals.push(proposal);
        }
    }
    found.proposals.sort_by_key(|proposal| {
        let first = proposal.edits.first().map(|edit| edit.range.start);
        (proposal.source, first)
    });
    found
}

/// What a finding itself says that would mend it.
fn mended(finding: &Diagnostic) -> Option<Proposal> {
    let Replacement { place, text, certain } = *finding.replacement.clone()?;
    let edits = vec![Edit::new(place.range(), text, finding.message.clone())];
    Some(Proposal { finding: finding.clone(), source: place.source, edits, is_safe: certain })
}

/// Whether two proposals change the same bytes.
fn meet(one: &Proposal, other: &Proposal) -> bool {
    let mut pairs = one.edits.iter().flat_map(|edit| other.edits.iter().map(move |more| (edit, more)));
    let overlap = |(a, b): (&Edit, &Edit)| a.range.start < b.range.end && b.range.start < a.range.end;
    one.source == other.source && pairs.any(overlap)
}

/// Links for typed numbers.
fn links(subject: &Subject<'_>, findings: &BTreeMap<Span, &Diagnostic>, found: &mut Found) {
    if findings.values().all(|finding| finding.severity == Severity::Error) {
        return;
    }
    let chooser = Chooser::new(subject);
    let cells =
        subject.text.passages.iter().filter_map(|passage| Some((passage.line.passage.cell?, passage)));
    let cells: BTreeMap<(u32, usize, usize), &ReadPassage<'_>> =
        cells.map(|(cell, passage)| ((cell.table, cell.row, cell.column), passage)).collect();
    let names = |passage: &ReadPassage<'_>| {
        let cell = passage.line.passage.cell.filter(|cell| cell.row > 0 && cell.column > 0)?;
        let (head, first) =
            (cells.get(&(cell.table, 0, cell.column))?, cells.get(&(cell.table, cell.row, 0))?);
        Some(Names { head, first })
    };
    for passage in &subject.text.passages {
        for loose in &passage.loose {
            let Some(finding) = findings.get(&loose.span) else { continue };
            let Some(context) = Context::new(subject, passage, loose, names(passage)) else { continue };
            match chooser.choose(subject, &context) {
                Choice::One(gives) => {
                    found.proposals.extend(link(subject, passage, (&context, finding), gives));
                }
                Choice::Near(gives) => found.near.push(Near {
                    span: loose.span,
                    told: format!(
                        "{}: `{}` is {}",
                        loose.text,
                        gives.expression,
                        value(subject, &gives.quantity)
                    ),
                }),
                Choice::Open => {}
            }
        }
    }
}

/// The typed words as a claim; nothing where they do not stand in the file as they are printed.
fn link(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (context, finding): (&Context<'_, '_>, &Diagnostic),
    gives: &Gives<'_>,
) -> Option<Proposal> {
    let line = &passage.line;
    let Loose { range, .. } = context.loose;
    let span = place(subject, line, &context.words).or_else(|| place(subject, line, range))?;
    let written = expression(subject, span, &gives.expression)?;
    let gives = format!(
        "{}: `{}` is {} ({})",
        context.loose.text,
        gives.expression,
        value(subject, &gives.quantity),
        gives.figure.label
    );
    let edits = vec![
        Edit::new(span.start..span.start, "[", gives.clone()),
        Edit::new(span.end..span.end, format!("](={written})"), gives),
    ];
    Some(Proposal { finding: (*finding).clone(), source: span.source, edits, is_safe: false })
}

/// A value in words, as it can be printed: a computed one has more digits than anybody wants.
fn value(subject: &Subject<'_>, quantity: &Quantity) -> String {
    let shown =
        if quantity.digits() > MOST_DIGITS { quantity.rounded(MOST_DIGITS) } else { quantity.clone() };
    subject.locale.format(&shown).text().to_owned()
}
