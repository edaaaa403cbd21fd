//! Months and days that are told by their place in a period: "in May, the last month of the second quarter", "the
//! quarter, which began on 1 April".

use std::ops::Range;

use super::calendar::{finding, months};
use crate::check::Subject;
use crate::data::period::{Frequency, Period};
use crate::diag::Diagnostic;
use crate::text::{Day, Mention, Named, ReadPassage};

/// What is wrong with them in a passage.
pub(super) fn of_passage(subject: &Subject<'_>, passage: &ReadPassage<'_>) -> Vec<Diagnostic> {
    let words = &subject.locale.reading().ends;
    let line = &passage.line;
    let between = |from: usize, to: usize| line.lower.get(from..to).map(str::trim).unwrap_or_default();
    let mut findings = Vec::new();
    let mut tell = |range: Range<usize>| {
        let said = line.text[range.clone()].to_owned();
        let message = format!("{said}: the calendar says otherwise");
        findings.push(finding(
            line,
            &range,
            message,
            "correct the month or the day, or the period that it is of",
        ));
    };
    for pair in passage.named.windows(2) {
        let [one, two] = pair else { continue };
        let (Some((month, same)), Some((first, last))) = (months(one.named), months(two.named)) else {
            continue;
        };
        let text = between(one.range.end, two.range.start);
        let right = match text {
            _ if month != same || first == last => continue,
            text if words.first_month.contain(text) => first,
            text if words.second_month.contain(text) => first + 1,
            text if words.last_month.contain(text) => last,
            _ => continue,
        };
        if month != right {
            tell(one.range.start..two.range.end);
        }
    }
    for day in &passage.days {
        let next = passage.named.iter().find(|mention| mention.range.start >= day.range.end);
        let before = passage.named.iter().rfind(|mention| mention.range.end <= day.range.start);
        if let Some((mention, period)) = next.and_then(|mention| Some((mention, of(mention, day)?))) {
            let text = between(day.range.end, mention.range.start);
            let is_wrong = words.last_day.contain(text) && !is_last(day, period)
                || words.first_day.contain(text) && !is_first(day, period);
            if is_wrong {
                tell(day.range.start..mention.range.end);
            }
        }
        if let Some((mention, period)) = before.and_then(|mention| Some((mention, of(mention, day)?))) {
            let text = between(mention.range.end, day.range.start);
            let is_wrong = words.ended.contain(text) && !is_last(day, period)
                || words.began.contain(text) && !is_first(day, period);
            if is_wrong {
                tell(mention.range.start..day.range.end);
            }
        }
    }
    findings
}

/// The period of months that is named, in the year of a day when it names none.
fn of(mention: &Mention, day: &Day) -> Option<Period> {
    let period = match mention.named {
        Named::Period(period) => period,
        Named::Within(frequency, index) => Period::new(day.year.unwrap_or(2000), frequency, index)?,
        Named::Year(year) => Period::new(year, Frequency::Year, 1)?,
        _ => return None,
    };
    period.count_of_months().map(|_| period)
}

fn is_last(day: &Day, period: Period) -> bool {
    let last = period.last_day();
    // In a year that is not named, February may end on either day.
    day.month == last.month && (day.day == u16::from(last.day) || day.month == 2 && day.day > 27)
}

fn is_first(day: &Day, period: Period) -> bool {
    let first = period.first_day();
    (day.month, day.day) == (first.month, u16::from(first.day))
}
