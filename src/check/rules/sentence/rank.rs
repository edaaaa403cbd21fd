//! The rule about the place of a part among the others: "the largest", "the second largest", "more than any other".

use std::collections::BTreeSet;
use std::ops::Range;

use rust_decimal::Decimal;

use super::attached::attached;
use crate::check::Subject;
use crate::data::period::Period;
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, Patterns};
use crate::report::compute::OTHER;
use crate::report::{Figure, PartOf, What};
use crate::text::{
    Extreme, Line, NamedPart, ReadPassage, Said, Sentence, named_parts, segment, stretch, words_in,
};

/// Words between "after" or "ahead of" and the name that it is about: "ahead of citizens of".
const WORDS_BETWEEN: usize = 3;

#[doc = include_str!("claim-rank.md")]
pub(in crate::check) fn claim_rank(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let sentences = subject.text.sentences().filter(|(_, sentence)| sentence.numbers.iter().any(is_of_part));
    sentences.flat_map(|(passage, sentence)| of_sentence(subject, passage, sentence)).collect()
}

fn is_of_part(said: &Said<'_>) -> bool {
    said.asked.what.part().is_some_and(|part| part != OTHER)
}

/// Parts of a figure with their sizes, the largest first.
struct Ranking<'a> {
    figure: &'a Figure,
    parts: Vec<(String, Decimal)>,
}

impl Ranking<'_> {
    fn value(&self, part: &str) -> Option<Decimal> {
        self.parts.iter().find(|(key, _)| key == part).map(|(_, value)| *value)
    }

    /// How many parts are larger than one, or smaller.
    fn before(&self, part: &str, is_highest: bool, without: &BTreeSet<&str>) -> Option<usize> {
        let own = self.value(part)?;
        // Of balances and changes, losses are compared with losses.
        let is_before = |value: Decimal| {
            let is_alike = value.is_sign_negative() == own.is_sign_negative();
            let (value, size) = (value.abs(), own.abs());
            is_alike && if is_highest { value > size } else { value < size }
        };
        let others =
            self.parts.iter().filter(|(key, value)| is_before(*value) && !without.contains(key.as_str()));
        Some(others.count())
    }
}

/// The parts that a number is one of.
fn ranking<'a>(subject: &Subject<'a>, said: &Said<'_>) -> Option<Ranking<'a>> {
    let figure: &Figure = subject.report.figures.get(&said.asked.figure)?;
    let sorted = |is_share: bool, at: Period| -> Option<Vec<(String, Decimal)>> {
        let list = figure.ranking(is_share, at);
        let all = list.into_iter().map(|(key, value)| value.is_exact().then(|| (key, value.value())));
        all.collect()
    };
    let parts = match &said.asked.what {
        What::Share(PartOf { at, .. }) | What::Part(PartOf { at, .. }) => {
            let lists = figure.lists(*at);
            let is_share = matches!(said.asked.what, What::Share(_)) && !lists.shares.is_empty();
            sorted(is_share, *at)?
        }
        What::Change { from, to, part: Some(_) } => {
            let keys: BTreeSet<&str> = figure.all_parts().filter(|part| *part != OTHER).collect();
            let of = |key: &str| {
                let change = figure.change_of(key, *from, *to).ok()?;
                let percent = change.percent.ok()?.value().abs();
                let sign =
                    if change.direction == crate::report::Direction::Down { -percent } else { percent };
                Some((key.to_owned(), sign))
            };
            keys.into_iter().filter_map(of).collect()
        }
        _ => return None,
    };
    Some(Ranking { figure, parts })
}

fn of_sentence(subject: &Subject<'_>, passage: &ReadPassage<'_>, sentence: &Sentence<'_>) -> Vec<Diagnostic> {
    let line = &passage.line;
    let mut findings: Vec<Diagnostic> = Vec::new();
    for extreme in sentence.extremes(line, subject.locale) {
        findings.extend(of_extreme(subject, passage, sentence, extreme));
    }
    if findings.is_empty() {
        findings.extend(compared(subject, line, sentence));
    }
    findings
}

/// Names in a part of a sentence that are of one figure's parts.
fn names(subject: &Subject<'_>, line: &Line<'_>, figure: &Figure, range: &Range<usize>) -> Vec<NamedPart> {
    named_parts(line, &figure.key, range, subject.names, subject.locale)
}

fn of_extreme(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    sentence: &Sentence<'_>,
    extreme: &Extreme,
) -> Option<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let own = segment(line, &sentence.range, extreme.range.start, reading);
    let is_record = stretch(line, &own, extreme, &passage.named, subject.locale).is_some();
    let is_change = |said: &&Said<'_>| matches!(said.asked.what, What::Change { .. });
    let numbers = || sentence.numbers.iter().filter(|said| is_of_part(said));
    // A superlative beside the value of a whole figure is about periods.
    let of_it = sentence.numbers.iter().filter(|said| !is_ahead(subject, line, sentence, (extreme, said)));
    let said = attached(line, &own, extreme, of_it)?;
    if is_record || extreme.is_of_periods || !is_of_part(said) || is_change(&said) != extreme.is_of_change {
        return None;
    }
    let ranking = ranking(subject, said)?;
    let named = names(subject, line, ranking.figure, &own);
    let (of, part) = told_of(subject, line, (extreme, said), &named)?;
    let ranking = within_group(subject, line, &own, (ranking, part))?;
    ranking.value(part)?;
    if extreme.needs_name && !is_named_near(line, (extreme, said), &named, part) {
        return None;
    }
    if is_of_other_time(passage, (extreme, said)) {
        return None;
    }
    if let Some(count) = extreme.count {
        return of_many(line, (extreme, count), (&ranking, &named));
    }
    let mut left_out = left_out(subject, line, &own, (extreme, &named), ranking.figure)?;
    // "The largest foreign group": citizens of the country itself are none.
    if line.has(&reading.counted.foreign, &own) {
        left_out.insert(&subject.spec.series.country.value);
    }
    // Another name before the number may be what the word is about.
    let is_about_other = |(range, name): &&NamedPart| {
        range.start < said.range.start && name != part && !left_out.contains(name.as_str())
    };
    let others = named.iter().filter(is_about_other).count();
    let same: Vec<&Said<'_>> = numbers()
        .filter(|other| own.contains(&other.range.start) && other.asked.figure == said.asked.figure)
        .collect();
    if others >= same.len() && others > 0 && named.iter().all(|(_, name)| name != part) {
        return None;
    }
    let before = ranking.before(part, extreme.is_highest, &left_out)?;
    // "The United States (341.5) overtook Italy (318.7) as the second-largest": behind two numbers, it may be of either.
    let is_behind = |other: &&Said<'_>| other.range.end <= extreme.range.start;
    let is_last = said.range.end <= extreme.range.start && same.iter().copied().filter(is_behind).count() > 1;
    let is_holder = |other: &&Said<'_>| {
        let place =
            other.asked.what.part().and_then(|part| ranking.before(part, extreme.is_highest, &left_out));
        place.is_some_and(|place| place + 1 == extreme.nth)
    };
    if is_last && same.iter().any(is_holder) {
        return None;
    }
    let is_listed = same.len() > 1 && extreme.nth == 1;
    let is_right = if is_listed {
        before < same.len()
    } else {
        let whole = ranking.before(part, extreme.is_highest, &BTreeSet::new())?;
        before + 1 == extreme.nth || whole + 1 == extreme.nth && extreme.nth > 1
    } || is_tied(&ranking, part, extreme);
    if is_right {
        return None;
    }
    Some(wrong(subject, line, (of, said, extreme), &ranking, &left_out))
}

/// Whether a number is that of a part that stands ahead: "China (21.9) holds the second place, behind only Uzbekistan (27.4)".
fn is_ahead(
    subject: &Subject<'_>,
    line: &Line<'_>,
    sentence: &Sentence<'_>,
    (extreme, said): (&Extreme, &Said<'_>),
) -> bool {
    let before = sentence.numbers.iter().rfind(|other| other.range.end <= said.range.start);
    let is_next = before.is_some_and(|before| before.range.end <= extreme.range.start)
        && extreme.range.end <= said.range.start;
    let behind = &subject.locale.reading().extremes.behind;
    is_next && line.has(behind, &(extreme.range.end..said.range.start))
}

/// The parts that a superlative leaves out; none when nobody can tell which they are.
fn left_out<'n>(
    subject: &Subject<'_>,
    line: &Line<'_>,
    own: &Range<usize>,
    (extreme, named): (&Extreme, &'n [NamedPart]),
    figure: &'n Figure,
) -> Option<BTreeSet<&'n str>> {
    let words = &subject.locale.reading().extremes;
    let joints = &subject.locale.known().list_joints;
    let mut left_out: BTreeSet<&str> =
        [&words.after, &words.behind].into_iter().flat_map(|words| led(line, named, words, joints)).collect();
    // "Apart from the neighbouring countries, the largest number came from China".
    let mut named_or_grouped = subject.names.groups_in(line, own);
    if !named_or_grouped.is_empty() {
        named_or_grouped.extend(named.iter().cloned());
        named_or_grouped.sort_by_key(|(place, _)| place.start);
    }
    for left in led(line, &named_or_grouped, &words.after, joints) {
        match figure.groups.members(left) {
            Some(members) => left_out.extend(members.iter().map(String::as_str)),
            None => left_out.extend(named.iter().map(|(_, name)| name.as_str()).filter(|name| *name == left)),
        }
    }
    // "Ranked second, behind China" counts China; "after China, the second largest" may or may not.
    if extreme.nth > 1 {
        let is_behind = |(range, _): &&NamedPart| range.start >= extreme.range.end;
        for (_, name) in named.iter().filter(is_behind) {
            left_out.remove(name.as_str());
        }
    }
    // "Apart from the neighbouring countries", and no group is called so: nobody can tell which are left out.
    (!leaves_out_unknown(subject, line, own, &named_or_grouped)).then_some(left_out)
}

/// Whether a part of a sentence begins by leaving out some that have no name here.
fn leaves_out_unknown(
    subject: &Subject<'_>,
    line: &Line<'_>,
    own: &Range<usize>,
    grouped: &[NamedPart],
) -> bool {
    let reading = subject.locale.reading();
    let text = &line.lower[own.clone()];
    let start = own.start + (text.len() - text.trim_start().len());
    let led = reading.extremes.after.iter().find_map(|word| word.leads(&line.lower[start..own.end]));
    let Some(led) = led.map(|end| start + end) else { return false };
    let end = line.lower[led..own.end].find(',').map_or(own.end, |at| led + at);
    let things = [&reading.extremes.things, &reading.places];
    let places =
        things.into_iter().flat_map(|words| words.iter()).flat_map(|word| line.find(word, &(led..end)));
    places
        .into_iter()
        .any(|place| !grouped.iter().any(|(known, _)| known.start <= place.start && place.end <= known.end))
}

/// "Georgia ranked second, ahead of Iran (61)": the name that a place is told of where the number behind it is that of
/// another. Nothing at all when the sentence does not name it.
fn told_of<'n>(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (extreme, said): (&Extreme, &'n Said<'_>),
    named: &'n [NamedPart],
) -> Option<(&'n Range<usize>, &'n str)> {
    let words = &subject.locale.reading().extremes.ahead;
    let own = said.asked.what.part()?;
    let is_own = |(range, name): &&NamedPart| {
        name == own && extreme.range.end <= range.start && range.end <= said.range.start
    };
    let Some((range, _)) = named.iter().rfind(is_own) else { return Some((&said.range, own)) };
    let places = words.iter().flat_map(|word: &Pattern| line.find(word, &(extreme.range.end..range.start)));
    let is_led = places.into_iter().any(|place| is_near(line, place.end..range.start));
    if !is_led || named.iter().any(|(other, name)| name == own && other.end <= extreme.range.start) {
        return Some((&said.range, own));
    }
    let before = named.iter().rfind(|(other, name)| other.end <= range.start && name != own);
    before.map(|(range, name)| (range, name.as_str()))
}

/// The parts of the group that a sentence ranks: "among the four countries of Central Asia, Turkmenistan had the most".
/// Nothing when it ranks some that are no group.
fn within_group<'a>(
    subject: &Subject<'_>,
    line: &Line<'_>,
    own: &Range<usize>,
    (ranking, part): (Ranking<'a>, &str),
) -> Option<Ranking<'a>> {
    let groups = subject.names.groups_in(line, own);
    let members = groups.iter().filter_map(|(_, group)| ranking.figure.groups.members(group));
    if let Some(members) = members.into_iter().find(|members| members.iter().any(|member| member == part)) {
        let parts = ranking.parts.into_iter().filter(|(key, _)| members.contains(key)).collect();
        return Some(Ranking { parts, ..ranking });
    }
    let (reading, text) = (subject.locale.reading(), line.lower[own.clone()].trim_start());
    let led = reading.counted.among.iter().find_map(|word| word.leads(text));
    let phrase = led.and_then(|led| text[led..].split(',').next()).unwrap_or_default();
    let is_of_some =
        [&reading.extremes.things, &reading.places].into_iter().any(|words| words.are_in(phrase));
    let is_all = phrase.split_whitespace().all(|word| {
        reading.fillers.contain(word)
            || reading.numerals.get(word).is_some()
            || word.chars().all(|c| c.is_ascii_digit())
            || reading.extremes.things.contain(word)
            || reading.places.contain(word)
            || reading.counted.all.contain(word)
    });
    (!is_of_some || is_all).then_some(ranking)
}

/// Words between "mainly" and the name that it is said of: "mainly to male citizens of".
const WORDS_TO_NAME: usize = 5;

/// Whether the first name behind an adverb is that of the number's part, near it or, behind "most", in its clause.
fn is_named_near(
    line: &Line<'_>,
    (extreme, said): (&Extreme, &Said<'_>),
    named: &[NamedPart],
    part: &str,
) -> bool {
    let Some((range, name)) = named.iter().find(|(range, _)| range.start >= extreme.range.end) else {
        return false;
    };
    let between = &line.lower[extreme.range.end..range.start];
    let most = if line.text[extreme.range.clone()].starts_with(char::is_uppercase) {
        2 * WORDS_TO_NAME
    } else {
        WORDS_TO_NAME
    };
    let is_near =
        !between.contains([',', ';', ':', '(']) && words_in(line, extreme.range.end..range.start) <= most;
    let is_beside = said.range.start >= range.end && line.lower[range.end..said.range.start].trim() == "(";
    is_near && name == part && is_beside
}

/// Whether a place among parts is that of another time: "which had ranked second a year earlier".
fn is_of_other_time(passage: &ReadPassage<'_>, (extreme, said): (&Extreme, &Said<'_>)) -> bool {
    let next = passage.named.partition_point(|mention| mention.range.start < extreme.range.end);
    let Some(mention) = passage.named.get(next) else { return false };
    let between = extreme.range.end..mention.range.start;
    let is_near =
        passage.line.lower.get(between.clone()).is_some_and(|text| !text.contains([',', ';', ':', '(', '.']))
            && words_in(&passage.line, between) <= WORDS_BETWEEN;
    let periods = said.asked.what.periods();
    is_near && !periods.iter().any(|at| mention.named.means(*at, *at))
}

/// Whether parts of one size share the place that is told.
fn is_tied(ranking: &Ranking<'_>, part: &str, extreme: &Extreme) -> bool {
    let Some(own) = ranking.value(part) else { return false };
    let Some(before) = ranking.before(part, extreme.is_highest, &BTreeSet::new()) else { return false };
    let equal = ranking.parts.iter().filter(|(_, value)| *value == own).count();
    equal > 1 && (before + 1..=before + equal).contains(&extreme.nth)
}

fn wrong(
    subject: &Subject<'_>,
    line: &Line<'_>,
    (of, said, extreme): (&Range<usize>, &Said<'_>, &Extreme),
    ranking: &Ranking<'_>,
    left_out: &BTreeSet<&str>,
) -> Diagnostic {
    let words = &line.text[extreme.range.clone()];
    let is_negative =
        said.asked.what.part().and_then(|part| ranking.value(part)).is_some_and(|own| own.is_sign_negative());
    let is_alike = |(key, value): &&(String, Decimal)| {
        !left_out.contains(key.as_str()) && value.is_sign_negative() == is_negative
    };
    let mut parts: Vec<&(String, Decimal)> = ranking.parts.iter().filter(is_alike).collect();
    parts.sort_by_key(|(_, value)| std::cmp::Reverse(value.abs()));
    if !extreme.is_highest {
        parts.reverse();
    }
    let right = parts.get(extreme.nth - 1).or(parts.last()).map_or("", |(key, _)| key.as_str());
    let name = subject.names.of(right).first().map_or(right, String::as_str);
    let number = &line.text[of.clone()];
    let message = format!("“{words}” is not true of {number}: in `{}`, it is {name}", ranking.figure.key);
    let hint = format!("name {name} and its number, or take the word out");
    Diagnostic::new(code::CLAIM_RANK, line.span(&extreme.range), message).hint(hint).found(words)
}

/// "The three main destinations were A, B and C".
fn of_many(
    line: &Line<'_>,
    (extreme, count): (&Extreme, usize),
    (ranking, named): (&Ranking<'_>, &[NamedPart]),
) -> Option<Diagnostic> {
    let behind = named.iter().filter(|(range, _)| range.start >= extreme.range.end);
    let distinct: BTreeSet<&str> = behind.clone().map(|(_, name)| name.as_str()).collect();
    if distinct.len() != count || extreme.is_of_change {
        return None;
    }
    let none = BTreeSet::new();
    let is_outside =
        |name: &str| ranking.before(name, extreme.is_highest, &none).is_some_and(|before| before >= count);
    let (range, name) = behind.clone().find(|(_, name)| is_outside(name))?;
    let (words, named) = (&line.text[extreme.range.clone()], &line.text[range.clone()]);
    let message = format!(
        "“{words}” is not true of {named}: `{name}` is not among the first {count} of `{}`",
        ranking.figure.key
    );
    let hint = format!("{{{{ {}.names({count}) }}}} names them", ranking.figure.key);
    let place = line.span(range);
    Some(Diagnostic::new(code::CLAIM_RANK, place, message).hint(hint).found(named))
}

/// The parts that are named behind some words.
fn led<'n>(
    line: &Line<'_>,
    named: &'n [NamedPart],
    words: &Patterns,
    joints: &[String],
) -> impl Iterator<Item = &'n str> {
    let mut led: Vec<&str> = Vec::new();
    let mut end = None;
    for (range, name) in named {
        let is_led = words.iter().any(|word: &Pattern| {
            let places = line.find(word, &(0..range.start));
            places.last().is_some_and(|place| is_near(line, place.end..range.start))
        });
        // "After China and Türkiye".
        let goes_on = end.is_some_and(|end: usize| {
            end <= range.start
                && words_in(line, end..range.start) <= 1
                && joints.iter().any(|joint| line.lower[end..range.start].contains(joint.as_str()))
        });
        if is_led || goes_on {
            led.push(name);
            end = Some(range.end);
        } else {
            end = None;
        }
    }
    led.into_iter()
}

fn is_near(line: &Line<'_>, range: Range<usize>) -> bool {
    !line.text[range.clone()].contains([',', ';', '(']) && words_in(line, range) <= WORDS_BETWEEN
}

/// "China was ahead of Türkiye".
fn compared(subject: &Subject<'_>, line: &Line<'_>, sentence: &Sentence<'_>) -> Option<Diagnostic> {
    let reading = subject.locale.reading();
    let words = &reading.extremes;
    let kinds = [(&words.ahead, true), (&words.behind, false)];
    let places = kinds.into_iter().flat_map(|(words, is_ahead)| {
        let places = words.iter().flat_map(|word: &Pattern| line.find(word, &sentence.range));
        places.map(move |place| (place, is_ahead)).collect::<Vec<_>>()
    });
    places.into_iter().find_map(|(place, is_ahead)| {
        let own = segment(line, &sentence.range, place.start, reading);
        let said = sentence.numbers.iter().find(|said| own.contains(&said.range.start) && is_of_part(said))?;
        if matches!(said.asked.what, What::Change { .. }) {
            return None;
        }
        let ranking = ranking(subject, said)?;
        let named = names(subject, line, ranking.figure, &own);
        let (_, one) = named.iter().rfind(|(range, _)| range.end <= place.start)?;
        let (range, two) = named.iter().find(|(range, _)| range.start >= place.end)?;
        if one == two || !is_near(line, place.end..range.start) {
            return None;
        }
        let (first, second) = (ranking.value(one)?, ranking.value(two)?);
        if first == second || (first > second) == is_ahead {
            return None;
        }
        let found = &line.text[place.clone()];
        let message = format!(
            "“{found}” says another order than the figures: in `{}`, `{one}` has {first} and `{two}` {second}",
            ranking.figure.key
        );
        let hint = "name the larger one first";
        Some(Diagnostic::new(code::CLAIM_RANK, line.span(&place), message).hint(hint).found(found))
    })
}
