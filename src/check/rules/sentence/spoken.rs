//! Holds numbers in words against the other numbers of their sentence: "more than half of them (50.3 per cent)".

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::spoken_values::{
    amounts, in_time, multiples, of_akin, parts, quantities, quotients, scale_behind, since, steps, told,
};
use crate::check::Subject;
use crate::diag::{Code, Diagnostic, Span, code};
use crate::language::{Reading, words_of};
use crate::report::{Measure, Origin, Quantity, Scale, Unit, What};
use crate::text::amount::power;
use crate::text::{Loose, Meaning, Nearness, ReadPassage, Said, Sentence, is_close, segment, words_in};

/// "About a third" reaches as far as "almost a third": a tenth of it.
const NEAR: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// "A little more than half" reaches to four sevenths, and so for other parts: between them, few have a name.
const LITTLE_MORE: Decimal = Decimal::from_parts(143, 0, 0, false, 3);

/// "Four in ten" without a word for how nearly is said of 37 to 43 per cent.
const PLAIN: Decimal = Decimal::from_parts(75, 0, 0, false, 3);

/// And what rounding to tenths leaves.
const TENTH: Decimal = Decimal::from_parts(45, 0, 0, false, 3);

/// What "almost halved" has left more than a half of: up to a fifth of it.
const HARDLY_HALVED: Decimal = Decimal::from_parts(12, 0, 0, false, 1);

/// Words between a verb and "from": "tripled within a year, from", "doubled from the second to the third quarter, from".
const WORDS_TO_FROM: usize = 9;

/// Numbers of a sentence that words are held to, each with each other; with more of them, nobody can tell which are
/// meant.
const MOST_COMPARED: usize = 40;

/// What a sentence says of a number in words.
pub(super) enum Verdict {
    /// Its other numbers say the same.
    Agrees,
    /// They say something else: the value nearest to the words.
    Differs(Decimal),
    /// None of them can be compared with it.
    Open,
}

/// The numbers in words that differ from those of their sentence: those that only the words for how nearly make wrong
/// have a code of their own.
pub(super) fn wrong(subject: &Subject<'_>, of: Code) -> Vec<Diagnostic> {
    let passages = subject.text.passages.iter();
    let all = passages.flat_map(|passage| passage.loose.iter().map(move |loose| (passage, loose)));
    let found = all.filter_map(|(passage, loose)| {
        if of == code::CLAIM_NEARNESS && loose.nearness.is_none() {
            return None;
        }
        let Verdict::Differs(exact) = verdict(subject, passage, loose) else { return None };
        let is_near =
            loose.nearness.is_some() && (is_close(loose.value, exact) || loose.meaning == Meaning::Number);
        let code = if is_near { code::CLAIM_NEARNESS } else { code::CLAIM_VALUE };
        (code == of).then(|| finding(subject, loose, exact, code))
    });
    found.collect()
}

/// Where the numbers in words stand that their sentence says too.
pub(in crate::check) fn agreed(subject: &Subject<'_>) -> BTreeSet<Span> {
    let passages = subject.text.passages.iter();
    let all = passages.flat_map(|passage| passage.loose.iter().map(move |loose| (passage, loose)));
    let agreed = all.filter(|(passage, loose)| {
        let is_compared = loose.meaning != Meaning::Number;
        is_compared && matches!(verdict(subject, passage, loose), Verdict::Agrees)
    });
    agreed.map(|(_, loose)| loose.span).collect()
}

fn finding(subject: &Subject<'_>, loose: &Loose, exact: Decimal, code: Code) -> Diagnostic {
    let (value, unit) = match loose.meaning {
        Meaning::Part | Meaning::Step | Meaning::Left => (exact * Decimal::ONE_HUNDRED, Unit::PERCENT),
        Meaning::Number if loose.is_percent => (exact, Unit::PERCENT),
        Meaning::Times | Meaning::Number => (exact, Unit::RATIO),
    };
    let gives = match loose.meaning {
        Meaning::Number if !loose.is_percent => value.normalize().to_string(),
        _ => {
            let gives = Quantity::new(value.round_dp(2), unit, Origin::Given(loose.span)).rounded(1);
            subject.locale.format(&gives).text().to_owned()
        }
    };
    let message = format!("the words say “{}”, the other numbers of the sentence give {gives}", loose.text);
    let hint = "write other words, or correct the numbers that they go with";
    Diagnostic::new(code, loose.span, message).hint(hint).found(loose.text.as_str())
}

/// What the sentence of a number in words, or of one in digits, says of it.
pub(super) fn verdict(subject: &Subject<'_>, passage: &ReadPassage<'_>, loose: &Loose) -> Verdict {
    let next = passage.sentences.partition_point(|sentence| sentence.range.end <= loose.range.start);
    let Some(sentence) = passage.sentences.get(next) else { return Verdict::Open };
    if sentence.numbers.is_empty() && loose.meaning != Meaning::Number {
        return Verdict::Open;
    }
    // "−3.8 per 10,000 inhabitants", in whatever words: the figure itself is told of so many.
    let is_base = |quantity: &Quantity| matches!(quantity.unit().measure, Measure::Per(of) if Decimal::from(of) == loose.value);
    if loose.meaning == Meaning::Number && sentence.numbers.iter().flat_map(quantities).any(is_base) {
        return Verdict::Agrees;
    }
    let is_share = loose.is_percent && !loose.text.starts_with(|c: char| c.is_ascii_digit());
    let bound = bound(passage, sentence, loose);
    // "Twice as many as a year before (924)": a value in brackets may be what another one is held against.
    let is_alone = |said: &&Said<'_>| {
        let is_part = |quantity: &Quantity| match quantity.unit().measure {
            Measure::Percent => {
                loose.meaning != Meaning::Times || matches!(said.asked.what, What::Change { .. })
            }
            Measure::Ratio => true,
            _ => false,
        };
        loose.meaning == Meaning::Number || quantities(said).into_iter().any(is_part)
    };
    let numbers: Vec<&Said<'_>> = match bound.filter(is_alone) {
        Some(said) => vec![said],
        None => sentence.numbers.iter().collect(),
    };
    let is_crowded = numbers.len() > MOST_COMPARED;
    let before = next.checked_sub(1).and_then(|last| passage.sentences.get(last));
    let (firm, others) = match loose.meaning {
        Meaning::Number if loose.is_rate => return rate(sentence, loose),
        Meaning::Number if is_share && is_crowded => return Verdict::Open,
        Meaning::Number if is_share => {
            let (firm, _) = parts(subject, &numbers, (before, &[]));
            let is_told = firm.iter().any(|exact| is_meant(loose, exact * Decimal::ONE_HUNDRED));
            return if is_told { Verdict::Agrees } else { Verdict::Open };
        }
        Meaning::Number => {
            return of_round(subject, (passage, sentence), (&numbers, bound.is_some()), loose);
        }
        Meaning::Part | Meaning::Times | Meaning::Step | Meaning::Left if is_crowded => {
            return Verdict::Open;
        }
        Meaning::Part => {
            let (firm, mut others) = parts(subject, &numbers, (before, &sentence.periods));
            others.extend(excess(subject, passage, loose, &numbers));
            if firm.is_empty() {
                others.extend(of_akin(subject, passage, loose, &numbers));
            }
            (firm, others)
        }
        Meaning::Step => {
            let told = told(subject, &numbers);
            // A number in brackets is the change that is meant.
            let told = told.iter().filter(|_| bound.is_none());
            let since = told.flat_map(|told| since(told, &sentence.periods));
            (steps(subject, &numbers), since.map(|ratio| (ratio - Decimal::ONE).abs()).collect())
        }
        Meaning::Left => left(subject, (passage, sentence, before), &numbers, loose),
        Meaning::Times if loose.is_soft => (compared(passage, sentence, loose), Vec::new()),
        Meaning::Times if numbers.len() == 1 && is_of_span(subject, (passage, sentence), &numbers, loose) => {
            return Verdict::Open;
        }
        Meaning::Times => multiple(subject, (passage, sentence), &numbers, loose),
    };
    // Without a number in brackets behind it, what need not be told is held to nothing that only may be meant.
    let is_bound = bound.is_some_and(|said| is_alone(&said));
    if loose.is_soft && loose.meaning == Meaning::Part && !is_bound && firm.len() != 1 {
        return Verdict::Open;
    }
    let is_near = |exact: &Decimal| (*exact - loose.value).abs() <= loose.value * NEAR;
    // Without anything firm, "fewer than half as many" may be said of any two that it is true of.
    let is_side = matches!(loose.nearness, Some(Nearness::Above | Nearness::Below));
    let is_open = firm.is_empty() && is_side && loose.meaning == Meaning::Times;
    let mut all = firm.iter().chain(others.iter().filter(|exact| is_open || is_near(exact)));
    if all.any(|exact| is_meant(loose, *exact)) {
        return Verdict::Agrees;
    }
    let nearest = firm.into_iter().min_by_key(|exact| (*exact - loose.value).abs());
    nearest.map_or(Verdict::Open, |nearest| {
        Verdict::Differs(of_two(subject, &numbers, loose).unwrap_or(nearest))
    })
}

/// What "fell to a third" is held to: the numbers of its part of the sentence, of which "to" tells the later one.
fn left(
    subject: &Subject<'_>,
    (passage, sentence, before): (&ReadPassage<'_>, &Sentence<'_>, Option<&Sentence<'_>>),
    numbers: &[&Said<'_>],
    loose: &Loose,
) -> (Vec<Decimal>, Vec<Decimal>) {
    let own = segment(&passage.line, &sentence.range, loose.range.start, subject.locale.reading());
    let here: Vec<&Said<'_>> =
        numbers.iter().copied().filter(|said| own.contains(&said.range.start)).collect();
    let (mut firm, others) = multiples(subject, &here, (&sentence.periods, true));
    firm.extend(ends(subject, passage, (sentence, loose)));
    // "The share fell to a third" may be told of a whole as well.
    let (shares, _) = parts(subject, &here, (before, &[]));
    (firm, others.into_iter().chain(shares).collect())
}

/// What "doubled" and "twice as many" are held to.
fn multiple(
    subject: &Subject<'_>,
    (passage, sentence): (&ReadPassage<'_>, &Sentence<'_>),
    numbers: &[&Said<'_>],
    loose: &Loose,
) -> (Vec<Decimal>, Vec<Decimal>) {
    let words = subject.locale.reading().spoken.alone.contain(&loose.text.to_lowercase());
    let is_verb = words && !loose.text.contains(' ');
    let (mut firm, others) = multiples(subject, numbers, (&sentence.periods, is_verb));
    firm.extend(ends(subject, passage, (sentence, loose)).filter(|_| is_verb));
    (firm, others)
}

/// How many times the larger one of two figures, the only ones that a sentence tells of, holds the other: nothing else
/// is what "three times as many people arrived as left" gives.
fn of_two(subject: &Subject<'_>, numbers: &[&Said<'_>], loose: &Loose) -> Option<Decimal> {
    if loose.meaning != Meaning::Times || loose.value <= Decimal::ONE || is_verb(&loose.text) {
        return None;
    }
    let told = amounts(subject, numbers);
    let [one, two] = &told[..] else { return None };
    let (one, two) = one.of_other(two)?;
    one.max(two).checked_div(one.min(two))
}

/// The number in brackets right behind one in words: "over a third of the refusals (31.0 per cent)".
fn bound<'s, 'a>(
    passage: &ReadPassage<'_>,
    sentence: &'s Sentence<'a>,
    loose: &Loose,
) -> Option<&'s Said<'a>> {
    let next = sentence.numbers.partition_point(|said| said.range.start < loose.range.end);
    let said = sentence.numbers.get(next)?;
    let between = &passage.line.lower[loose.range.end..said.range.start];
    let (outside, inside) = between.split_once('(')?;
    let is_inside = !inside.contains([')', ',', ';']) && !outside.contains([')', ',', ';', ':']);
    // "More than half (34.6 and 18.2 per cent)": of several numbers, none alone is meant.
    let rest = passage.line.lower[said.range.end..sentence.range.end].split(')').next().unwrap_or_default();
    let close = said.range.end + rest.len();
    let is_inside =
        is_inside && sentence.numbers.get(next + 1).is_none_or(|other| other.range.start >= close);
    let is_next = passage.loose.iter().all(|other| {
        other.range == loose.range
            || other.range.end <= loose.range.end
            || other.range.start >= said.range.start
    });
    (is_inside && is_next).then_some(said)
}

/// "Tripled, from 1.9 to 4.1 per cent": how many times what stands behind "to" holds what stands behind "from", which leads
/// from the verb.
fn ends(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (sentence, loose): (&Sentence<'_>, &Loose),
) -> Option<Decimal> {
    let reading = subject.locale.reading();
    let next = sentence.numbers.partition_point(|said| said.range.start < loose.range.end);
    let [from, to] = sentence.numbers.get(next..next + 2)? else { return None };
    let between = passage.line.lower[loose.range.end..from.range.start].trim_end();
    let is_led = reading.from.before.iter().any(|word| word.ends(between).is_some())
        && words_in(&passage.line, loose.range.end..from.range.start) <= WORDS_TO_FROM
        && !between.contains(['(', ';'])
        && !reading.clauses.are_in(between);
    in_time(subject, [from, to]).filter(|_| is_led)
}

/// How many times the larger of the two numbers around some words holds the smaller one: "three times that of".
fn compared(passage: &ReadPassage<'_>, sentence: &Sentence<'_>, loose: &Loose) -> Vec<Decimal> {
    let next = sentence.numbers.partition_point(|said| said.range.start < loose.range.start);
    // "Three times as often (1,140) as Iranians (612)", or one number on either side.
    let first = next.saturating_sub(1);
    let Some([one, two]) = sentence.numbers.get(first..first + 2) else { return Vec::new() };
    // "Double those of the quarter before, and 874 for family reunification": the next number is none of those.
    let mut named = sentence.periods.iter().map(|mention| &mention.range);
    let is_of_time = named.any(|named| {
        let is_between = loose.range.end <= named.start && named.end <= two.range.start;
        let is_bracketed =
            || passage.line.lower.get(named.end..two.range.start).is_some_and(|text| text.trim() == "(");
        is_between && !(one.range.end <= loose.range.start && is_bracketed())
    });
    if is_of_time {
        return Vec::new();
    }
    let ([one], [two]) = (&quantities(one)[..], &quantities(two)[..]) else { return Vec::new() };
    let (one, two) = if one.unit() == two.unit() { (one.value(), two.value()) } else { return Vec::new() };
    one.max(two).checked_div(one.min(two)).into_iter().collect()
}

/// Whether words for a multiple are a verb, "halved", and not "half as many".
pub(super) fn is_verb(words: &str) -> bool {
    let words = words.trim();
    !words.is_empty() && !words.contains(' ')
}

/// "Almost halved" and "more than halved": what is left of something is held to the words the other way round.
pub(super) fn is_fallen(said: Decimal, nearness: Option<Nearness>, exact: Decimal) -> bool {
    match nearness {
        Some(Nearness::Nearly | Nearness::Below) => exact > said && exact <= said * HARDLY_HALVED,
        Some(Nearness::Above | Nearness::JustOver) => exact < said,
        _ => (exact - said).abs() <= said * NEAR,
    }
}

fn is_meant(loose: &Loose, exact: Decimal) -> bool {
    if loose.meaning == Meaning::Times && loose.value < Decimal::ONE && is_verb(&loose.text) {
        return is_fallen(loose.value, loose.nearness, exact);
    }
    // "Four in ten" is rounded to a tenth.
    let is_tenths =
        (loose.value * Decimal::TEN).fract().is_zero() && loose.is_soft && loose.text.contains(' ');
    let plain = if is_tenths { (loose.value * PLAIN).max(TENTH) } else { loose.value * PLAIN };
    match loose.nearness {
        None => (exact - loose.value).abs() <= plain,
        Some(Nearness::About) => (exact - loose.value).abs() <= loose.value * NEAR,
        Some(Nearness::JustOver) if loose.meaning == Meaning::Part => {
            exact > loose.value && exact - loose.value <= loose.value * LITTLE_MORE
        }
        Some(near) => near.holds(loose.value, exact),
    }
}

/// "Stayed below 720": a round number that is no value, when one of the sentence lies on that side of it. One that lies
/// just on the other side is what was meant.
fn threshold(numbers: &[&Said<'_>], is_bound: bool, (loose, scale): (&Loose, Option<Scale>)) -> Verdict {
    let Some(near) = loose.nearness else { return Verdict::Open };
    let is_round = scale.is_some() || loose.value.fract().is_zero() && (loose.value % Decimal::TEN).is_zero();
    let is_round = is_round || loose.is_percent && (loose.value % Decimal::from(5)).is_zero();
    // "Less than 3 per cent": told of a value that fits, and of none that is another one.
    let is_small = loose.value.fract().is_zero() && loose.value.abs() < Decimal::ONE_HUNDRED;
    if !(is_round || is_small) || near == Nearness::About {
        return Verdict::Open;
    }
    let alike = numbers
        .iter()
        .flat_map(|said| quantities(said))
        .filter(|quantity| (quantity.unit().measure == Measure::Percent) == loose.is_percent);
    // "Above ten thousand (10,124)", "over 1.4 billion (1,408.4 million)".
    let in_scale = |quantity: &Quantity| match scale {
        Some(scale) => quantity.value() * power(quantity.unit().scale) / power(scale),
        None => quantity.value(),
    };
    let values: Vec<Decimal> = alike.map(in_scale).collect();
    let is_far = |exact: Decimal| {
        let distance = (exact - loose.value).abs();
        distance
            > loose.value * if matches!(near, Nearness::Nearly | Nearness::JustOver) { NEAR } else { FAR }
    };
    if values.iter().any(|exact| near.holds(loose.value, *exact) && !is_far(*exact)) {
        return Verdict::Agrees;
    }
    match values[..] {
        _ if !is_round => Verdict::Open,
        [exact] if (exact - loose.value).abs() <= loose.value * NEAR && !exact.is_zero() => {
            Verdict::Differs(exact)
        }
        [exact, ..] if is_bound && !is_far(exact) => Verdict::Differs(exact),
        _ => Verdict::Open,
    }
}

/// "Since then there have been fewer than 12,000": a round number is held to those of its own part of the sentence.
fn of_round(
    subject: &Subject<'_>,
    (passage, sentence): (&ReadPassage<'_>, &Sentence<'_>),
    (numbers, is_bound): (&[&Said<'_>], bool),
    loose: &Loose,
) -> Verdict {
    let own = segment(&passage.line, &sentence.range, loose.range.start, subject.locale.reading());
    let here: Vec<&Said<'_>> =
        numbers.iter().copied().filter(|said| own.contains(&said.range.start)).collect();
    if here.is_empty() && !numbers.is_empty() && loose.nearness.is_some() && is_very_round(loose) {
        return Verdict::Agrees;
    }
    if let Some(verdict) = each_since(subject, passage, (&own, &here), loose) {
        return verdict;
    }
    match threshold(&here, is_bound, (loose, scale_behind(subject, passage, loose))) {
        Verdict::Open if is_of_others(subject, (passage, sentence), numbers, loose) => Verdict::Agrees,
        verdict => verdict,
    }
}

/// "Exceeded those of the others by two thirds": by how much each number exceeds another one.
fn excess(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    loose: &Loose,
    numbers: &[&Said<'_>],
) -> Vec<Decimal> {
    let ahead = passage.line.lower[..loose.range.start].trim_end();
    if !subject.locale.reading().by.before.iter().any(|word| word.ends(ahead).is_some()) {
        return Vec::new();
    }
    quotients(numbers).into_iter().map(|ratio| (ratio - Decimal::ONE).abs()).collect()
}

/// "Peaked at 11,384 and has stayed under 10,000 in each quarter since": what came behind the one number is held to it.
fn each_since(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    (own, here): (&std::ops::Range<usize>, &[&Said<'_>]),
    loose: &Loose,
) -> Option<Verdict> {
    let (near, [said]) = (loose.nearness?, here) else { return None };
    let What::Value(at) = said.asked.what else { return None };
    let rest = passage.line.lower.get(loose.range.end..own.end)?.trim_start();
    let every = &subject.locale.reading().trends.every;
    let end = every.before.iter().filter_map(|word| word.leads(rest)).max()?;
    if rest[end..].trim_start().starts_with(char::is_alphanumeric) {
        return None;
    }
    let figure = subject.report.figures.get(&said.asked.figure)?;
    let periods: BTreeSet<_> = figure.values.keys().copied().chain([figure.period]).collect();
    let later = periods.into_iter().filter(|other| other.frequency() == at.frequency() && *other > at);
    let values: Option<Vec<Decimal>> =
        later.map(|other| Some(figure.value(other).ok().filter(Quantity::is_exact)?.value())).collect();
    let values = values.filter(|values| !values.is_empty())?;
    let other = values.into_iter().find(|exact| !near.holds(loose.value, *exact));
    Some(other.map_or(Verdict::Agrees, Verdict::Differs))
}

/// "No other nationality reached 10 per cent": a round mark that the numbers of the sentence have passed.
fn is_of_others(
    subject: &Subject<'_>,
    (passage, sentence): (&ReadPassage<'_>, &Sentence<'_>),
    numbers: &[&Said<'_>],
    loose: &Loose,
) -> bool {
    let never = &subject.locale.reading().extremes.never;
    let own = segment(&passage.line, &sentence.range, loose.range.start, subject.locale.reading());
    let ahead = own.start.min(loose.range.start)..loose.range.start;
    let is_round = loose.value.fract().is_zero()
        && (loose.value < Decimal::ONE_HUNDRED || (loose.value % Decimal::TEN).is_zero());
    let mut alike = numbers
        .iter()
        .flat_map(|said| quantities(said))
        .filter(|quantity| (quantity.unit().measure == Measure::Percent) == loose.is_percent);
    is_round
        && matches!(loose.nearness, Some(Nearness::Below | Nearness::AtMost))
        && never.iter().any(|word| passage.line.has_one(word, &ahead))
        && alike.any(|quantity| quantity.value() >= loose.value)
}

/// "Twice as many as two years before": a numeral and a word for a stretch of time behind a multiple name a base that
/// is neither the period before nor that of a year before.
fn is_of_span(
    subject: &Subject<'_>,
    (passage, sentence): (&ReadPassage<'_>, &Sentence<'_>),
    numbers: &[&Said<'_>],
    loose: &Loose,
) -> bool {
    let reading = subject.locale.reading();
    let is_value =
        |said: &&Said<'_>| matches!(said.asked.what, What::Value(_) | What::Part(_) | What::Share(_));
    let behind = passage.line.lower.get(loose.range.end..sentence.range.end).unwrap_or_default();
    let words: Vec<&str> = words_of(behind).map(|(_, word)| word).collect();
    let is_many = |word: &str| {
        let told = reading.numerals.get(word).map(|number| number.value());
        told.or_else(|| word.parse().ok()).is_some_and(|number: Decimal| number > Decimal::ONE)
    };
    let spans = [&reading.spoken.spans, &reading.counts];
    let is_span = |word: &str| spans.iter().any(|known| known.contain(word)) || is_plural(reading, word);
    numbers.iter().all(is_value) && words.windows(2).any(|pair| is_many(pair[0]) && is_span(pair[1]))
}

/// "Three quarters": the words of trends.
fn is_plural(reading: &Reading, word: &str) -> bool {
    let trends = &reading.trends;
    [&trends.quarters, &trends.months, &trends.halves].iter().any(|known| known.contain(word))
}

/// Whether a number is told in hundreds at least.
fn is_very_round(loose: &Loose) -> bool {
    loose.value.fract().is_zero() && (loose.value % Decimal::ONE_HUNDRED).is_zero() && !loose.is_percent
}

/// "Fewer than 100" may be said of 58, and of nothing that is farther away than half of it.
const FAR: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// "Per 10,000 residents": how many a rate is told for, which the expression of a computed one tells too.
fn rate(sentence: &Sentence<'_>, loose: &Loose) -> Verdict {
    let number = loose.value.normalize().to_string();
    let told = sentence.numbers.iter().filter_map(|said| match &said.asked.what {
        What::Computed { formula } => formula.strip_prefix(RATE),
        _ => None,
    });
    let told: Vec<&str> = told.filter_map(|rest| rest.split(',').next()).collect();
    let is_other = !told.is_empty() && !told.iter().any(|known| known.trim() == number);
    if is_other { Verdict::Open } else { Verdict::Agrees }
}

/// Begins the expression of a rate.
const RATE: &str = "per(";
