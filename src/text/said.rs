//! What a sentence says of a number that a figure gave, or that its author says a figure gives.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::Reader;
use super::amount::{Amount, agrees, amount};
use super::balance::{BalanceWords, balance};
use super::direction::{self, DirectionWord, NumberPlace};
use super::line::Line;
use super::loose::passing;
use super::nearness::{Nearness, nearness};
use super::part::{PartsNamed, SentenceParts};
use super::period::Mention;
use super::role::{RoleMark, role};
use super::sign::{self, Sign};
use super::step::{SmallWords, step};
use super::unit::{self, UnitSaid};
use crate::diag::Span;
use crate::language::{Language, Pattern, Reading};
use crate::report::{Asked, Claim, Expected, Number, Piece, PieceKind, What};

/// A number of a figure in a sentence, with what the words around it say of it.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    /// Where it stands in the text of the line.
    pub range: Range<usize>,
    /// Where it stands in the file.
    pub span: Span,
    /// What it is a number of.
    pub asked: &'a Asked,
    /// The number or the claim.
    pub shown: Shown<'a>,
    /// How much a claim says; none of a computed number.
    pub amount: Option<Amount>,
    /// How nearly it is meant, and the words that say so.
    pub nearness: Option<(Nearness, String)>,
    /// What it was before or became, and where the words begin that say so.
    pub marked: RoleMark,
    /// The word that says which way a change went.
    pub direction: Option<DirectionWord>,
    /// The words of "rose by" and "rose to" right beside it.
    pub step: SmallWords,
    /// The period that stands right beside it, as in "76.4 in April".
    pub beside: Option<Mention>,
    /// The plus or minus that the author wrote before it, and where that and what stands with it begin.
    pub sign: Option<(Sign, usize)>,
    /// What the sentence calls a number that is less than nothing, or one of a balance.
    pub balance: Option<BalanceWords>,
    /// The unit that words around a bare number name.
    pub unit: Option<UnitSaid>,
    /// The parts of its figure that the sentence names, when it is the number of a part.
    pub parts: Option<PartsNamed>,
}

/// How a number came into a sentence.
#[derive(Debug, Clone, Copy)]
pub enum Shown<'a> {
    /// The program computed it.
    Computed(&'a Number),
    /// The author wrote it.
    Claimed(&'a Claim),
}

/// A number in its sentence, before it is read.
pub(super) struct Around<'s, 'a> {
    pub(super) line: &'s Line<'a>,
    pub(super) sentence: &'s Range<usize>,
    pub(super) periods: &'s [Mention],
    /// Where the number before it ends, or the sentence begins.
    pub(super) before: usize,
    pub(super) place: Range<usize>,
}

/// What a piece gives or claims to be, when that is one value of one figure.
pub(super) fn shown<'a>(piece: &'a Piece, claims: &'a [Claim]) -> Option<(&'a Asked, Shown<'a>)> {
    match &piece.kind {
        PieceKind::Number { number, asked, .. } => Some((asked.as_ref()?, Shown::Computed(number))),
        PieceKind::Claimed(index) => {
            let claim = claims.get(*index)?;
            Some((claim.asked.as_ref()?, Shown::Claimed(claim)))
        }
        PieceKind::Words
        | PieceKind::Foreign
        | PieceKind::Made
        | PieceKind::Reference(_)
        | PieceKind::Unknown
        | PieceKind::Gap { .. } => None,
    }
}

/// Reads what the sentence says of a number.
pub(super) fn read<'a>(
    around: &Around<'_, 'a>,
    (asked, shown, span): (&'a Asked, Shown<'a>, Span),
    parts: &mut BTreeMap<&'a str, SentenceParts>,
    reader: &Reader<'_>,
) -> Said<'a> {
    let Around { line, sentence, periods, before, place: range } = around;
    let locale = reader.locale;
    let reading = locale.reading();
    let is_claimed = matches!(shown, Shown::Claimed(_));
    let start = is_claimed.then(|| fraction_start(&line.lower, range, reading)).flatten();
    let start = start.filter(|start| *start >= sentence.start).unwrap_or(range.start);
    let (words, ahead, after) =
        (&line.lower[start..range.end], &line.lower[..start], &line.lower[range.end..]);
    let own_words = if is_claimed { words } else { "" };
    let is_comparison =
        matches!(asked.what, What::Change { .. } | What::Ratio { .. } | What::Computed { .. });
    let place = NumberPlace { line, sentence, range, locale };
    let part = asked.what.part().filter(|_| reader.figures.contains_key(&asked.figure));
    let parts = part.map(|part| {
        // The numbers of a figure share what their sentence names.
        let named = parts
            .entry(asked.figure.as_str())
            .or_insert_with(|| SentenceParts::new(line, &asked.figure, sentence, reader.names, locale));
        let own = named.is_cut_by(range).then(|| {
            SentenceParts::new(line, &asked.figure, &(sentence.start..range.start), reader.names, locale)
        });
        PartsNamed {
            distinct: named.distinct(),
            ..own.as_ref().unwrap_or(named).seen_from(line, (*sentence, range), part, locale)
        }
    });
    let amount = is_claimed.then(|| amount(words, after, locale));
    let said = nearness(own_words, ahead, after, reading);
    let is_mark = said.is_none() && amount.as_ref().is_some_and(|amount| is_mark(amount, shown));
    let mark = || {
        let clause = ahead.get(sentence.start..)?;
        let (near, word) = passing(clause, reading)?;
        Some((near, word.to_owned()))
    };
    Said {
        range: range.clone(),
        span,
        asked,
        amount,
        nearness: if is_mark { mark() } else { said },
        marked: role(line, periods, *before, range, reading),
        direction: is_comparison.then(|| direction::of_change(&place, is_claimed)).flatten(),
        step: step(line, sentence, range, reading),
        beside: beside(line, periods, range, reading).cloned(),
        sign: written(line, range, is_claimed, locale),
        balance: may_be_negative(asked, shown, reader).then(|| balance(&place, *before)),
        unit: bare(shown, reader).then(|| unit::around(ahead, after, locale)),
        parts,
        shown,
    }
}

/// "More than a [third]": where the words of a fraction begin whose brackets hold its noun alone, and not the article or
/// the numeral before it.
fn fraction_start(text: &str, range: &Range<usize>, reading: &Reading) -> Option<usize> {
    let words = text[range.clone()].trim();
    let ahead = text[..range.start].trim_end_matches([' ', '-']);
    if words.is_empty() || words.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let starts = reading.fractions.iter().filter_map(|(phrase, _)| {
        let head = phrase.as_str().strip_suffix(words)?.strip_suffix(' ')?;
        Pattern::from(head).ends(ahead)
    });
    starts.min()
}

/// How far a value may be from the round mark that it is said to have passed: a tenth of it.
const FARTHEST_FROM_MARK: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// "Surpassed 5,000": whether words name a round mark near the value, and not the value itself.
fn is_mark(amount: &Amount, shown: Shown<'_>) -> bool {
    let (Amount::Number(said), Shown::Claimed(claim)) = (amount, shown) else { return false };
    let Expected::Quantity(exact) = &claim.expected else { return false };
    let value = said.in_unit(exact.unit());
    let is_round = said.scale.is_some() || (said.value % Decimal::ONE_HUNDRED).is_zero();
    let distance = (exact.value() - value).abs();
    // "Exceeded 8 per cent", of 7.8: what is right as a round number may lie on the other side of it.
    let is_rounded = agrees(value, exact.value()) && !distance.is_zero() && value.fract().is_zero();
    is_rounded || is_round && !agrees(value, exact.value()) && distance <= value.abs() * FARTHEST_FROM_MARK
}

/// The sign in the words of a claim, or right before a number.
fn written(
    line: &Line<'_>,
    range: &Range<usize>,
    is_claimed: bool,
    locale: &Language,
) -> Option<(Sign, usize)> {
    let digits = line.text[range.clone()].find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let inside = || {
        let (sign, start) = sign::of_number(&line.lower[range.start..range.start + digits], locale)?;
        Some((sign, range.start + start))
    };
    let outside =
        || sign::of_number(&line.lower[..range.start], locale).filter(|(_, start)| line.is_typed(*start));
    is_claimed.then(inside).flatten().or_else(outside)
}

/// Whether a number is of something that may be less than nothing.
fn may_be_negative(asked: &Asked, shown: Shown<'_>, reader: &Reader<'_>) -> bool {
    let is_below = match shown {
        Shown::Computed(number) => number.quantity().value() < Decimal::ZERO,
        Shown::Claimed(claim) => match &claim.expected {
            Expected::Quantity(quantity) => quantity.value() < Decimal::ZERO,
            Expected::Change(_) => false,
        },
    };
    is_below || reader.figures.get(&asked.figure).is_some_and(|figure| figure.is_balance)
}

/// Whether a number was printed without its unit.
fn bare(shown: Shown<'_>, reader: &Reader<'_>) -> bool {
    match shown {
        Shown::Computed(number) => reader.locale.format_bare(number.quantity()).text() == number.plain(),
        Shown::Claimed(_) => false,
    }
}

/// Bytes between a number and the period that it is of, brackets and all; nobody reads the two together from farther.
const FARTHEST: usize = 500;

/// The period named right behind a number, "76.4 in April", or right before it, "April–June 2022 (306.3)".
fn beside<'m>(
    line: &Line<'_>,
    periods: &'m [Mention],
    number: &Range<usize>,
    reading: &Reading,
) -> Option<&'m Mention> {
    // They stand in order, none within another.
    let next = periods.partition_point(|mention| mention.range.start < number.end);
    let behind = periods.get(next).filter(|mention| {
        let between = number.end..mention.range.start;
        between.len() <= FARTHEST
            && reading.period_leads.contain(without_brackets(&line.lower[between]).trim())
    });
    behind.or_else(|| {
        let next = periods.partition_point(|mention| mention.range.end <= number.start);
        let before = periods.get(next.checked_sub(1)?)?;
        let between = line.text[before.range.end..number.start].trim_start();
        (between.starts_with('(') && !between.contains(')')).then_some(before)
    })
}

/// A text without what stands in round brackets, closed before it or in it.
fn without_brackets(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' => out.clear(),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
