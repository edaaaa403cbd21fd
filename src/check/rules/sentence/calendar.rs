//! Periods in the text that no calendar has, or that two names tell in two ways.

use std::ops::Range;

use crate::check::Subject;
use crate::data::period::{Date, Frequency, Period};
use crate::diag::{Diagnostic, code};
use crate::language::{Pattern, fill, is_whole, roman};
use crate::text::{Day, Line, Mention, Named, ReadPassage};

/// A quarter or half of more than these is looked for by its number.
const HIGHEST: usize = 9;

/// From the first month of a quarter to its last one.
const MONTHS_TO_LAST: u8 = 2;

/// What is wrong with the periods and dates of a passage.
pub(super) fn of_passage(
    subject: &Subject<'_>,
    passage: &ReadPassage<'_>,
    names: &[(Pattern, usize)],
) -> Vec<Diagnostic> {
    let line = &passage.line;
    let mut findings = two_names(subject, passage);
    findings.extend(no_such_period(subject, line, names));
    findings.extend(no_such_day(line));
    findings.extend(passage.days.windows(2).filter_map(|pair| match pair {
        [one, two] => turned(subject, line, one, two),
        _ => None,
    }));
    findings.extend(passage.days.iter().filter_map(|day| begins_later(subject, line, day)));
    findings
}

pub(super) fn finding(line: &Line<'_>, range: &Range<usize>, message: String, hint: &str) -> Diagnostic {
    let found = &line.text[range.clone()];
    Diagnostic::new(code::IMPOSSIBLE_DATE, line.span(range), message).hint(hint).found(found)
}

/// First and last month of what is named, in a year without a name when it has none.
pub(super) fn months(named: Named) -> Option<(u8, u8)> {
    let period = match named {
        Named::Period(period) => period,
        Named::Within(frequency, index) => Period::new(2000, frequency, index)?,
        _ => return None,
    };
    period.count_of_months()?;
    Some((period.first_month(), period.last_month()))
}

/// "The second quarter (May–July)".
fn two_names(subject: &Subject<'_>, passage: &ReadPassage<'_>) -> Vec<Diagnostic> {
    let (line, reading) = (&passage.line, subject.locale.reading());
    let named = &passage.named;
    let joints = [&reading.joints, &reading.to.before];
    let is_joint = |text: &str| {
        ["–", "-"].contains(&text)
            || joints.iter().any(|joints| joints.contain(text))
            || subject.locale.known().list_joints.iter().any(|joint| joint == text)
    };
    let mut findings = Vec::new();
    for (index, one) in named.iter().enumerate() {
        let Some(two) = named.get(index + 1) else { continue };
        let opener = line.lower[one.range.end..two.range.start].trim();
        let rest = &line.lower[two.range.end..];
        // "October–December 2025, the third quarter of that year, saw".
        let of_year = reading.extremes.of_year.iter().find_map(|word| word.leads(rest.trim_start()));
        let rest = of_year.map_or(rest, |end| &rest.trim_start()[end..]);
        let is_set_off = reading.ends.set_off.contain(opener) && rest.starts_with(',');
        let is_exact = is_set_off || reading.appositions.contain(opener);
        if !is_exact && !reading.narrowings.contain(opener) {
            continue;
        }
        let Some((first, last)) = months(one.named) else { continue };
        // "Between January and July".
        let third = named
            .get(index + 2)
            .filter(|three| is_joint(line.lower[two.range.end..three.range.start].trim()));
        let other = match (months(two.named), third.map(|three| (months(three.named), three))) {
            (Some((from, to)), Some((Some((_, end)), three))) if from == to => {
                Some(((from, end), two.range.start..three.range.end))
            }
            (Some((from, to)), None) => Some(((from, to), two.range.clone())),
            _ => None,
        };
        let Some(((from, to), range)) = other else { continue };
        let is_one_month = from == to || is_month(one);
        let is_inside = first <= from && to <= last;
        // "After the second quarter, from July to September" are two things.
        let are_as_long = last.abs_diff(first) == to.abs_diff(from);
        let is_shifted = are_as_long && from <= last && first <= to;
        let is_other = !is_exact && !is_shifted && (is_inside || from != first && to != last)
            || is_set_off && !are_as_long;
        // "The fourth quarter of 2025 (November–January)".
        let is_over_year = to < from && !(is_exact && !is_set_off && last == first + MONTHS_TO_LAST);
        let is_backward = last < first || is_over_year;
        if is_one_month || (from, to) == (first, last) || is_other || is_backward {
            continue;
        }
        let (one, two) = (&line.text[one.range.clone()], &line.text[range.clone()]);
        let message = format!("{one} and {two} are not the same months");
        findings.push(finding(line, &range, message, "correct the months, or the period before them"));
    }
    findings
}

fn is_month(mention: &Mention) -> bool {
    match mention.named {
        Named::Period(period) => period.frequency() == Frequency::Month,
        Named::Within(frequency, _) => frequency == Frequency::Month,
        _ => false,
    }
}

/// Names of quarters and halves that no year has, each with how many there are: "Q5", "the third half".
pub(super) fn impossible_names(subject: &Subject<'_>) -> Vec<(Pattern, usize)> {
    let reading = subject.locale.reading();
    let known = &subject.locale.known().ordinals;
    let ordinals: Vec<&String> = known.iter().chain(&reading.later_ordinals).collect();
    let kinds = [(&reading.quarter_names, 4_usize), (&reading.half_names, 2)];
    let mut names = Vec::new();
    for (patterns, most) in kinds {
        for index in most + 1..=HIGHEST {
            let number = index.to_string();
            names.extend(patterns.iter().filter_map(|pattern| {
                let name = match ordinals.get(index - 1) {
                    _ if pattern.contains("{roman}") => {
                        fill(pattern, &[("roman", &roman(index).to_lowercase())])
                    }
                    _ if pattern.contains("{index}") => fill(pattern, &[("index", &number)]),
                    Some(ordinal) => fill(pattern, &[("ordinal", ordinal)]),
                    None => return None,
                };
                Some((Pattern::from(name), most))
            }));
        }
    }
    names
}

/// "Q5 of 2024", "the third half of 2024".
fn no_such_period(subject: &Subject<'_>, line: &Line<'_>, names: &[(Pattern, usize)]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (name, most) in names {
        for range in line.find(name, &line.whole()) {
            if !line.is_typed_or_claimed(range.start) || !is_of_year(subject, line, &range) {
                continue;
            }
            let name = &line.text[range.clone()];
            let message = format!("there is no {name}: a year has {most} of them");
            findings.push(finding(line, &range, message, "correct the number of the period"));
        }
    }
    findings
}

/// Whether a year stands right behind a name, or right before it: else it may count the quarters of something else.
fn is_of_year(subject: &Subject<'_>, line: &Line<'_>, range: &Range<usize>) -> bool {
    let within = &subject.locale.reading().extremes.within.before;
    let behind = line.lower[range.end..].trim_start_matches([' ', '/', ',']);
    let behind =
        within.iter().find_map(|word| word.leads(behind)).map_or(behind, |end| behind[end..].trim_start());
    let before = line.lower[..range.start].trim_end();
    let is_year = |text: Option<&str>| text.is_some_and(|text| text.chars().all(|c| c.is_ascii_digit()));
    let has_end = behind.get(4..).is_none_or(|rest| !rest.starts_with(char::is_alphanumeric));
    let start = before.len().checked_sub(4);
    is_year(behind.get(..4)) && has_end
        || is_year(start.and_then(|start| before.get(start..)).filter(|text| text.len() == 4))
}

/// "15.13.2024", "2024-02-30".
fn no_such_day(line: &Line<'_>) -> Vec<Diagnostic> {
    let is_sign = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '/');
    let mut findings = Vec::new();
    let mut at = 0;
    let text = &line.text;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) {
        let length = text[start..].find(|c: char| !is_sign(c)).unwrap_or(text.len() - start);
        let written = text[start..start + length].trim_end_matches(['.', '-', '/']);
        let range = start..start + written.len();
        at = start + length;
        if is_date_of_none(written) && is_whole(text, &range) && line.is_typed_or_claimed(start) {
            let message = format!("there is no {written}");
            findings.push(finding(line, &range, message, "correct the day or the month"));
        }
    }
    findings
}

/// Whether a text has the form of a date and is that of no day, in whatever order.
fn is_date_of_none(written: &str) -> bool {
    let signs: Vec<char> = written.chars().filter(|c| !c.is_ascii_digit()).collect();
    let [sign, other] = signs[..] else { return false };
    let fields: Vec<&str> = written.split(sign).collect();
    let [one, two, three] = fields[..] else { return false };
    if sign != other {
        return false;
    }
    let is =
        |year: &str, month: &str, day: &str| format!("{year}-{month:0>2}-{day:0>2}").parse::<Date>().is_ok();
    match (one.len(), two.len(), three.len()) {
        (1 | 2, 1 | 2, 4) => !is(three, two, one) && !is(three, one, two),
        (4, 2, 2) if sign == '-' => !is(one, two, three),
        _ => false,
    }
}

/// "From 26 November 2024 to 22 October 2024".
fn turned(subject: &Subject<'_>, line: &Line<'_>, one: &Day, two: &Day) -> Option<Diagnostic> {
    // Of two days that share their month, one lies in the other: "10 April 11".
    let between = line.lower.get(one.range.end..two.range.start)?.trim();
    let is_joined = ["–", "-"].contains(&between) || subject.locale.reading().to.before.contain(between);
    let is_same_year =
        one.year == two.year && one.year.is_some() || one.year.is_none() && one.month == two.month;
    let is_later = (one.month, one.day) > (two.month, two.day);
    let is_wrong = is_joined && is_same_year && is_later && one.is_typed && two.is_typed;
    is_wrong.then(|| ends_before(line, &(one.range.start..two.range.end)))
}

/// "From 26 to 22 November 2024".
fn begins_later(subject: &Subject<'_>, line: &Line<'_>, day: &Day) -> Option<Diagnostic> {
    if !subject.locale.known().is_day_first || !day.is_typed {
        return None;
    }
    let before = line.lower[..day.range.start].trim_end();
    let words = &subject.locale.reading().to.before;
    let joint =
        ["–", "-"].into_iter().find(|dash| before.ends_with(dash)).map(|dash| before.len() - dash.len());
    let is_dash = joint.is_some();
    let joint = joint.or_else(|| words.iter().find_map(|word| word.ends(before)))?;
    let head = before[..joint].trim_end();
    let start = head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    // "Of 30 to 5 May arrivals" tells of no days.
    let from = &subject.locale.reading().from.before;
    if !is_dash && !from.iter().any(|word| word.ends(head[..start].trim_end()).is_some()) {
        return None;
    }
    let first: u16 = head[start..].parse().ok()?;
    let is_own =
        !head[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '.' | ':' | '/'));
    let is_wrong = is_own && (1..=31).contains(&first) && first > day.day;
    is_wrong.then(|| ends_before(line, &(start..day.range.end)))
}

fn ends_before(line: &Line<'_>, range: &Range<usize>) -> Diagnostic {
    let said = &line.text[range.clone()];
    finding(line, range, format!("{said} ends before it begins"), "put the earlier day first")
}
