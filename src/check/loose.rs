//! The rule about numbers in prose that no figure gives.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Subject;
use super::mention::{Calendar, Mention, mentions};
use super::pieces::numbers;
use super::said::{agrees, is_close, leads};
use super::sentence::{Line, is_whole};
use super::spoken::{Meaning, spoken};
use crate::diag::{Diagnostic, Span};
use crate::locale::Locale;
use crate::report::{Figure, Measure, Passage, Quantity};

/// A number that an author typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// As it was typed.
    pub text: String,
    /// Its value.
    pub value: Decimal,
    /// Where.
    pub span: Span,
    /// What it stands for.
    pub meaning: Meaning,
    /// Whether words for per cent stand right behind it.
    pub is_percent: bool,
}

/// Pages whose numbers are addresses, telephones and years of copyright.
const NO_FIGURES: [&str; 1] = ["imprint"];

/// Whole numbers below this are proposed a figure only when it is the same exactly.
const SMALL: Decimal = Decimal::ONE_THOUSAND;

/// How many figures are proposed for a loose number.
const PROPOSALS: usize = 3;

#[doc = include_str!("help/loose-number.md")]
pub(super) fn loose_number(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject
        .loose
        .iter()
        .map(|loose| {
            let is_in_digits = loose.text.starts_with(|c: char| c.is_ascii_digit());
            let message = if is_in_digits {
                format!("the number {} is not linked to a figure", loose.text)
            } else {
                format!("“{}” tells a number that is not linked to a figure", loose.text)
            };
            let proposals = match loose.meaning {
                Meaning::Number => proposals(subject, loose),
                Meaning::Times | Meaning::Part => near(subject, loose),
            };
            let hint = match &proposals[..] {
                [] if is_in_digits => {
                    "no figure gives it: add one, or write the number so that it is seen to be a date or name"
                        .to_owned()
                }
                [] => "no figure gives it: add one, or say it without a number".to_owned(),
                list => {
                    // What words tell is mostly not what the figure prints.
                    let print = if is_in_digits {
                        format!("write {{{{ {} }}}}, or ", list[0])
                    } else {
                        String::new()
                    };
                    let all = list.join(", ");
                    format!("it is what {all} gives: {print}link your words: [{}](={})", loose.text, list[0])
                }
            };
            Diagnostic::warning("loose-number", loose.span, message).hint(hint).found(loose.text.as_str())
        })
        .collect()
}

/// The numbers that an author typed without a link, dates and names of things aside.
pub fn all_loose(passages: &[Passage], locale: &Locale) -> Vec<Loose> {
    let calendar = Calendar::new(locale);
    passages.iter().flat_map(|passage| loose(passage, &calendar, locale)).collect()
}

/// Those of one passage.
fn loose(passage: &Passage, calendar: &Calendar<'_>, locale: &Locale) -> Vec<Loose> {
    if NO_FIGURES.contains(&passage.part.id.as_str()) {
        return Vec::new();
    }
    let line = Line::new(passage);
    let mut found: Vec<_> = in_digits(&line, calendar, locale);
    found.extend(spoken(&line, locale));
    found.sort_by_key(|(range, ..)| range.start);
    found
        .into_iter()
        .map(|(range, value, meaning)| {
            let after = &line.lower[range.end..];
            let is_percent = locale.words().reading.percent.iter().any(|words| leads(after, words));
            let (span, text) = (line.span(&range), line.text[range].to_owned());
            Loose { text, value, span, meaning, is_percent }
        })
        .collect()
}

/// Those in digits, with the letters right behind them that make them larger: "12k".
fn in_digits(
    line: &Line<'_>,
    calendar: &Calendar<'_>,
    locale: &Locale,
) -> Vec<(Range<usize>, Decimal, Meaning)> {
    let numbers = numbers(&line.text, locale);
    if numbers.is_empty() {
        return Vec::new();
    }
    let named = mentions(line, &(0..line.text.len()), calendar);
    let suffixes = &locale.words().reading.suffixes;
    let whole = |(range, value): (Range<usize>, Decimal)| {
        let rest = &line.lower[range.end..];
        let is_next =
            |suffix: &&String| rest.starts_with(suffix.as_str()) && is_whole(rest, &(0..suffix.len()));
        match suffixes.iter().find(|(suffix, _)| is_next(suffix)) {
            Some((suffix, factor)) => {
                (range.start..range.end + suffix.len(), value * factor.value(), Meaning::Number)
            }
            None => (range, value, Meaning::Number),
        }
    };
    let is_loose = |(range, ..): &(Range<usize>, Decimal, Meaning)| {
        line.is_typed(range.start) && !is_recognized(line, range, &named, locale)
    };
    numbers.into_iter().map(whole).filter(is_loose).collect()
}

/// Whether a number dates, names or counts days, instead of telling a figure.
fn is_recognized(line: &Line<'_>, range: &Range<usize>, named: &[Mention], locale: &Locale) -> bool {
    let reading = &locale.words().reading;
    let (before, after) = (&line.lower[..range.start], &line.lower[range.end..]);
    let is_year = |digits: &str| {
        digits.len() == 4 && digits.parse().is_ok_and(|year: u16| (1900..=2100).contains(&year))
    };
    let digits = &line.text[range.clone()];
    let word_before =
        before.trim_end_matches([' ', '(']).rsplit([' ', '(', '\u{2013}', '-']).next().unwrap_or_default();
    let starts_word = before.is_empty() || before.ends_with([' ', '(', '“', '"', '–', '-', '/', '□']);
    let in_mention =
        named.iter().any(|m| m.range.start <= range.start && range.end <= m.range.end && m.range != *range);
    in_mention
        || (is_year(digits) && is_led_as_year(before, after, word_before, locale))
        || !starts_word
        || is_in_address(line, range)
        || is_clock_date_or_call(line, range)
        || is_day(before, after, locale)
        || reading.names.iter().any(|name| name == word_before.trim_end_matches(','))
        || follows_named(before, locale)
        || counts(after, locale)
}

/// "in 2023", "(2023)", "2022 and 2023": a year, and not 2,023 of something.
fn is_led_as_year(before: &str, after: &str, word: &str, locale: &Locale) -> bool {
    let reading = &locale.words().reading;
    let months = locale.words().period.months.iter().map(|month| month.to_lowercase());
    let led =
        reading.year_leads.iter().any(|lead| lead == word) || months.into_iter().any(|month| month == word);
    let enclosed = before.trim_end().is_empty()
        || before.ends_with(['(', '–', '-', '/'])
        || before.trim_end().ends_with([',', ';', ':']);
    let closes = after.trim_start().is_empty()
        || after.starts_with([')', '.', ',', ';', ':', '–', '-', '/', '”', '’']);
    led || enclosed || closes
}

/// "19 April", "5–6 April", "April 19".
fn is_day(before: &str, after: &str, locale: &Locale) -> bool {
    let months: Vec<String> = locale.words().period.months.iter().map(|month| month.to_lowercase()).collect();
    let is_month = |word: Option<&str>| {
        word.is_some_and(|word| {
            months.iter().any(|month| month == word.trim_matches(|c: char| !c.is_alphabetic()))
        })
    };
    // "5–6 April", "5 and 6 April", "5 to 6 April".
    let joins = |word: &&str| locale.words().reading.year_leads.iter().any(|lead| lead == word);
    let is_last_day = |word: &&str| word.parse::<u8>().is_ok();
    let rest = after.trim_start_matches(|c: char| c == '–' || c == '-' || c.is_ascii_digit());
    let mut words = rest.split_whitespace();
    let mut next = words.next();
    if next.as_ref().is_some_and(joins) {
        next = words.next().filter(is_last_day).and(words.next());
    }
    is_month(next) || is_month(before.split_whitespace().next_back())
}

/// The second and later numbers of "articles 3, 4 and 5".
fn follows_named(before: &str, locale: &Locale) -> bool {
    let list = &locale.words().list;
    let joints = [list.separator.trim(), list.last.trim(), list.last_of_many.trim(), "–", "-"];
    let more = &locale.words().reading.joints;
    for (steps, word) in before.split_whitespace().rev().enumerate() {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
        let is_joint = joints.contains(&word) || core.is_empty() || more.iter().any(|joint| joint == core);
        let is_number = core.starts_with(|c: char| c.is_ascii_digit());
        if locale.words().reading.names.iter().any(|name| name == core) {
            return steps > 0;
        }
        if !is_joint && !is_number {
            return false;
        }
    }
    false
}

/// "two 3-day courses", "14 days", "the 5th".
fn counts(after: &str, locale: &Locale) -> bool {
    let word = after.trim_start_matches([' ', '-', '\u{2011}']);
    let end = word.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(word.len());
    let word = &word[..end];
    let reading = &locale.words().reading;
    !word.is_empty()
        && reading.counts.iter().any(|count| count == word || count == word.trim_end_matches('.'))
}

/// Part of a web or e-mail address, a path, a code such as COVID-19.
fn is_in_address(line: &Line<'_>, range: &Range<usize>) -> bool {
    let before = line.text[..range.start].rsplit(' ').next().unwrap_or_default();
    let after = line.text[range.end..].split(' ').next().unwrap_or_default();
    let letters_joined = after.starts_with(|c: char| c.is_alphabetic());
    let code =
        before.trim_end_matches(['-', '–']).len() < before.len() && before.chars().any(char::is_alphabetic);
    before.contains(['@', '/', '+', '#', '№', '§']) || after.contains(['@', '/']) || letters_joined || code
}

/// "17:00", "2023-08-20", "20.08.2023", "+7 727 258 26 43", a code that begins with zero.
fn is_clock_date_or_call(line: &Line<'_>, range: &Range<usize>) -> bool {
    let text = &line.text;
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let digit = |c: char| c.is_ascii_digit();
    let is_clock = before.strip_suffix(':').is_some_and(|b| b.ends_with(digit))
        || after.strip_prefix(':').is_some_and(|a| a.starts_with(digit));
    let start = before.rfind(' ').map_or(0, |at| at + 1);
    let end = after.find(' ').map_or(text.len(), |at| range.end + at);
    let groups: Vec<usize> = text[start..end].split(|c| !digit(c)).map(str::len).filter(|n| *n > 0).collect();
    let is_date = matches!(groups[..], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4]);
    // Groups of digits with single spaces between them, four at least, or behind a plus sign.
    let is_call_sign = |c: char| digit(c) || matches!(c, ' ' | '-' | '(' | ')');
    let outside = before.trim_end_matches(is_call_sign);
    let behind = after.len() - after.trim_start_matches(is_call_sign).len();
    let call = &text[outside.len()..range.end + behind];
    let has_plus = outside.ends_with('+');
    let count = call.split(|c| !digit(c)).filter(|group| !group.is_empty()).count();
    let digits = &text[range.clone()];
    let is_code = digits.len() > 1 && digits.starts_with('0') && digits.chars().all(digit);
    is_clock || is_date || is_code || count >= 4 || (has_plus && count >= 2)
}

/// Expressions that give a number at its digits.
fn proposals(subject: &Subject<'_>, loose: &Loose) -> Vec<String> {
    let value = loose.value;
    let mut found = Vec::new();
    for figure in subject.report.figures.values() {
        for (expression, quantity) in values(figure) {
            let exact = quantity.value();
            // Small whole numbers are rounded from anything, and three of something is no share of 3.0.
            let is_other = quantity.unit().measure == Measure::Percent && !loose.is_percent;
            let fits = if value < SMALL && value.scale() == 0 {
                value == exact && !is_other
            } else {
                agrees(value, exact)
            };
            if fits && !found.contains(&expression) {
                found.push(expression);
            }
        }
    }
    // Values first: they agree in all their digits.
    found.sort_by_key(|expression| expression.contains("change") || expression.contains("ratio"));
    found.truncate(PROPOSALS);
    found
}

/// Expressions that give about as many times, or such a part: words are not exact.
fn near(subject: &Subject<'_>, loose: &Loose) -> Vec<String> {
    let mut found = Vec::new();
    for figure in subject.report.figures.values() {
        for (expression, quantity) in values(figure) {
            let is_share = expression.contains(".share(") && loose.meaning == Meaning::Part;
            let exact = quantity.value();
            let exact = if is_share { exact / Decimal::ONE_HUNDRED } else { exact };
            if (is_share || expression.contains(".ratio(")) && is_close(loose.value, exact) {
                found.push(expression);
            }
        }
    }
    found.truncate(PROPOSALS);
    found
}

/// Everything that a figure can be asked for, with its exact value.
fn values(figure: &Figure) -> Vec<(String, Quantity)> {
    let key = &figure.key;
    let mut values = Vec::new();
    let mut add = |expression: String, exact: &Quantity| values.push((expression, exact.clone()));
    if let Ok(total) = figure.total() {
        add(format!("{key}.total"), &total);
    }
    for (part, share) in &figure.shares {
        add(format!("{key}.share(\"{part}\")"), share);
    }
    for (part, amount) in &figure.parts {
        add(format!("{key}.part(\"{part}\")"), amount);
    }
    let periods: Vec<_> =
        figure.values.keys().copied().chain([figure.period, figure.period.half()]).collect();
    for period in &periods {
        let Ok(exact) = figure.value(*period) else { continue };
        if *period != figure.period {
            add(format!("{key}.value(\"{period}\")"), &exact);
        }
        if let Ok(other) = figure.converted(&exact) {
            add(format!("{key}.value(\"{period}\") | convert"), &other);
        }
        if period.frequency() != figure.period.frequency() || *period == figure.period {
            continue;
        }
        if let Ok(change) = figure.change(*period, figure.period) {
            add(format!("{key}.change(\"{period}\")"), &change.percent);
            add(format!("{key}.change(\"{period}\").amount"), &change.amount);
        }
        if let Ok(ratio) = figure.ratio(*period, figure.period) {
            add(format!("{key}.ratio(\"{period}\")"), &ratio);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::all_loose;
    use crate::diag::{Sources, Span};
    use crate::locale::Locale;
    use crate::report::{Part, Passage, Piece, PieceKind};

    fn found(text: &str) -> Vec<String> {
        let span = Span { source: Sources::default().add("a", text), start: 0, end: text.len() };
        let piece = Piece { text: text.to_owned(), span, kind: PieceKind::Words };
        let passage = Passage { part: Part::default(), cell: None, pieces: vec![piece] };
        let locale = Locale::embedded("en").unwrap();
        all_loose(&[passage], &locale).into_iter().map(|loose| loose.text).collect()
    }

    #[test]
    fn numbers_without_a_figure_are_found() {
        assert_eq!(found("In all, 1,653 visas, or 50.3 per cent."), ["1,653", "50.3"]);
        assert_eq!(found("They gave 2023 visas (12 of them to minors)."), ["2023", "12"]);
        assert_eq!(found("From 5 to 6 persons came, 7 on 8 or 9 April."), ["5", "6", "7", "8"]);
    }

    #[test]
    fn numbers_in_words_are_found() {
        for (text, right) in [
            ("Visas doubled, and permits tripled.", "doubled; tripled"),
            ("A third of all visas and two-thirds of them; half of the visas.", "A third; two-thirds; half"),
            ("Two thirds went to China, one in six to others.", "Two thirds; one in six"),
            ("Visas rose fivefold. There was a threefold increase.", "fivefold; threefold"),
            (
                "Twelve per cent of them, two million persons, twenty-five per cent.",
                "Twelve; two; twenty-five",
            ),
            ("They sent 12k and 1.5bn.", "12k; 1.5bn"),
            (
                "There were four times as many, twice as many, half as much.",
                "four; twice as many; half as much",
            ),
        ] {
            assert_eq!(found(text).join("; "), right, "{text}");
        }
    }

    #[test]
    fn idioms_tell_no_number() {
        for text in [
            "In the first half of 2023, in the half-year and in the third quarter, one of the two sides met twice.",
            "In the latter half of the year, half of April and two thirds of the session were spent on it.",
            "A quarter of 2023 had passed; a third country was named, and a third party came third.",
            "The office doubled its efforts, a double agreement with a twofold aim, tenfold thanks.",
            "A two-thirds majority voted; on the one hand, ten offices and two trainings in five regions.",
            "Most of them, the majority, half an hour, a half-day, one quarter to the next, six months.",
            "Halved fees and a doubled number of desks; half of the time, half of each day, a third of the way.",
            "They met four times, four times a year; 12km from the border, 5G and 3D.",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn dates_and_names_are_none() {
        for text in [
            "On 19 April 2023, from 5–6 April, 5 and 6 April and in 2022 and 2023, since 2020.",
            "Law No. 34 of 2022, paragraph 92 of article 1, articles 3, 4 and 5",
            "a 2-day course for persons aged 18 of COVID-19, phase 2; 14 days; the 5th; (2023)",
            "+7 7172 696553, 8 800 080 80 80, at 17:00 (p. 7), aged 25 to 34, 2023-08-20, code 010000",
            "Q2 2023, the second quarter of 2023, April–June 2023, https://a.b/12 and a1@b.c",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
