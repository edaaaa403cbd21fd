//! Finds the numbers of a text that no figure gives; dates and numbers in names are left out.

use std::ops::Range;

use rust_decimal::Decimal;

use super::amount::is_behind_rate;
use super::line::Line;
use super::nearness::{Nearness, nearness};
use super::number::numbers;
use super::part::is_number;
use super::period::Mention;
use super::role::without_fillers;
use super::sign::{self, Sign};
use super::spoken::{Meaning, Spoken, spoken};
use super::years;
use crate::diag::Span;
use crate::language::{Language, Reading, last_words, year};

/// A number that an author typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// As it was typed, with the signs right before it.
    pub text: String,
    /// Its value, less than nothing behind a minus.
    pub value: Decimal,
    /// The sign that it was typed with.
    pub sign: Option<Sign>,
    /// Where in the line.
    pub range: Range<usize>,
    /// Where in the file.
    pub span: Span,
    /// How nearly it is meant, when words say so.
    pub nearness: Option<Nearness>,
    /// What it stands for.
    pub meaning: Meaning,
    /// Whether words before it make it what a rate is told for: "per 10,000".
    pub is_rate: bool,
    /// Whether words for per cent stand right behind it.
    pub is_percent: bool,
    /// Whether it is told only where other numbers of its sentence say something else: "every second".
    pub is_soft: bool,
}

/// Pages whose numbers are addresses, telephones and years of copyright.
const NO_FIGURES: [&str; 1] = ["imprint"];

/// The numbers of a line that an author typed without a link.
pub(super) fn loose(
    line: &Line<'_>,
    sentences: &[Range<usize>],
    mentions: &[Mention],
    locale: &Language,
) -> Vec<Loose> {
    if NO_FIGURES.contains(&line.passage.part.id.as_str()) {
        return Vec::new();
    }
    let mut found: Vec<_> = in_digits(line, mentions, locale);
    found.extend(spoken(line, sentences, locale));
    found.sort_by_key(|spoken| spoken.range.start);
    found
        .into_iter()
        .map(|Spoken { range, value, meaning, is_soft }| {
            let after = line.lower[range.end..].trim_start();
            let is_percent = locale.reading().percent.iter().any(|words| words.leads(after).is_some());
            let next = sentences.partition_point(|sentence| sentence.end <= range.start);
            let around = sentences.get(next).cloned().unwrap_or_else(|| line.whole());
            let (before, behind) =
                (around.start.min(range.start)..range.start, range.end..around.end.max(range.end));
            let ahead = without_currency(&line.lower[before], locale);
            let of_mark = without_mark(ahead, locale.reading());
            let ahead = of_mark.unwrap_or(ahead);
            let near = nearness("", ahead, &line.lower[behind], locale.reading())
                .map(|(near, _)| near)
                .or_else(|| passing(ahead, locale.reading()).map(|(near, _)| near));
            let is_rate = is_behind_rate(&line.lower[..range.start], locale.reading());
            let (range, sign) = with_signs(line, range);
            let value = if sign == Some(Sign::Minus) { -value } else { value };
            let is_round = (value % Decimal::TEN).is_zero();
            let is_soft = is_soft || is_mark(value, after, locale) || of_mark.is_some() && is_round;
            let (span, text) = (line.span(&range), line.text[range.clone()].to_owned());
            Loose { text, value, sign, range, span, nearness: near, meaning, is_rate, is_percent, is_soft }
        })
        .collect()
}

/// "The one million mark": a round number that something passes, and no value.
fn is_mark(value: Decimal, after: &str, locale: &Language) -> bool {
    let scales = locale.known().scales.iter().map(|(_, name)| name);
    let scale = scales.filter_map(|name| name.leads(after)).max();
    let rest = after[scale.unwrap_or_default()..].trim_start();
    let is_round = scale.is_some() || (value % Decimal::TEN).is_zero();
    is_round && locale.reading().spoken.marks.iter().any(|word| word.leads(rest).is_some())
}

/// "Passed the mark of 3,000": a text without the word for a mark at its end; none without one.
fn without_mark<'t>(text: &'t str, reading: &Reading) -> Option<&'t str> {
    let end = text.trim_end();
    let of = reading.spoken.parts_of.iter().find_map(|word| word.ends(end))?;
    let mark = end[..of].trim_end();
    let start = reading.spoken.marks.iter().find_map(|word| word.ends(mark))?;
    let before = mark[..start].trim_end();
    let filler = reading.fillers.iter().find_map(|word| word.ends(before));
    Some(&before[..filler.unwrap_or(before.len())])
}

/// A text without the currency at its end: "topped USD".
fn without_currency<'t>(text: &'t str, locale: &Language) -> &'t str {
    let known = locale.known().currencies.iter().map(|(name, _)| name);
    let others = locale.reading().money.iter().map(|(name, _)| name);
    let end = text.trim_end();
    let start = known.chain(others).filter_map(|name| name.ends(end)).min();
    start.map_or(text, |start| &end[..start])
}

/// "Exceeded 1,000", "did not reach 100": on which side of a number another one is said to lie, with the verb.
pub(super) fn passing<'r>(before: &str, reading: &'r Reading) -> Option<(Nearness, &'r str)> {
    let words = &reading.spoken;
    let before = before.trim_end();
    let mut verbs = words.passing.iter().chain(&words.reaching);
    let (place, verb) = verbs.find_map(|word| Some((word.ends(before)?, word.as_str())))?;
    let clause = before[..place].rsplit([';', ':']).next().unwrap_or_default();
    let is_denied = reading.negations.before.iter().chain(&words.neither).any(|word| word.is_in(clause));
    let is_reached = words.reaching.iter().any(|word| word.ends(before).is_some());
    let near = match (is_denied, is_reached) {
        (true, true) => Nearness::Below,
        (true, false) => Nearness::AtMost,
        (false, true) => return None,
        (false, false) => Nearness::Above,
    };
    Some((near, verb))
}

/// A number with the signs that were typed right before it, and the one of them that is plus or minus.
fn with_signs(line: &Line<'_>, range: Range<usize>) -> (Range<usize>, Option<Sign>) {
    let before = &line.text[..range.start];
    let mut start = sign::all(before);
    // What stands before may be no words of the author's.
    while start < range.start && !line.is_typed(start) {
        start += line.text[start..].chars().next().map_or(1, char::len_utf8);
    }
    let signs = &before[start..];
    let ends = signs.char_indices().map(|(at, c)| start + at + c.len_utf8());
    let sign = ends.rev().find_map(|end| sign::written(&before[..end]));
    (start..range.end, sign.map(|(sign, _)| sign))
}

/// Those in digits, with the letters right behind them that make them larger: "12k".
fn in_digits(line: &Line<'_>, mentions: &[Mention], locale: &Language) -> Vec<Spoken> {
    let suffixes = &locale.reading().suffixes;
    let whole = |(range, value): (Range<usize>, Decimal)| {
        let rest = &line.lower[range.end..];
        let suffix = suffixes.iter().find_map(|(suffix, factor)| Some((suffix.leads(rest)?, factor)));
        let (length, factor) = suffix.map_or((0, Decimal::ONE), |(length, factor)| (length, factor.value()));
        let range = range.start..range.end + length;
        let value = if length > 0 { value * factor } else { value };
        Spoken { range, value, meaning: Meaning::Number, is_soft: false }
    };
    let is_loose = |spoken: &Spoken| {
        line.is_typed(spoken.range.start) && !is_recognized(line, &spoken.range, mentions, locale)
    };
    numbers(&line.text, locale).into_iter().map(whole).filter(is_loose).collect()
}

/// Whether a number is a date, a name or a count of days, and no value of a figure.
fn is_recognized(line: &Line<'_>, range: &Range<usize>, named: &[Mention], locale: &Language) -> bool {
    let reading = locale.reading();
    let (before, after) = (&line.lower[..range.start], &line.lower[range.end..]);
    let is_year = |digits: &str| year(digits).is_some();
    let digits = &line.text[range.clone()];
    let word_before = before.trim_end_matches(sign::is_approximate);
    let word_before = word_before
        .trim_end_matches([' ', '('])
        .rsplit([' ', '(', '\u{2013}', '-'])
        .next()
        .unwrap_or_default();
    let starts_word =
        before.chars().next_back().is_none_or(sign::may_lead) || is_behind_currency(before, locale);
    let is_signed = |c: char| (sign::is_mathematical(c) && !sign::is_approximate(c)) || sign::is_money(c);
    let may_be_year = is_year(digits) && !before.ends_with(is_signed);
    let next = named.partition_point(|mention| mention.range.end < range.end);
    let around = named.get(next).map(|mention| &mention.range).filter(|around| *around != range);
    around.is_some_and(|around| around.start <= range.start)
        || (may_be_year && is_led_as_year(before, after, word_before, locale))
        || !starts_word
        || is_in_address(line, range)
        || is_clock_date_or_call(line, range)
        || ((is_day_of_month(digits) || is_year(digits)) && is_day(before, after, locale))
        || (reading.names.contain(word_before.trim_end_matches(','))
            && !(word_before.ends_with(',') && digits.len() > 2))
        || is_in_title(line, range, word_before, locale)
        || follows_named(before, locale)
        || is_share_of_days(before, after, locale)
        || counts(after, locale)
        || is_to_counted(after, locale)
        || is_price(line, range, locale)
}

/// Words between a price and its number: "the fee for a temporary permit is GEL".
const WORDS_TO_PRICE: usize = 9;
/// Words between a price and an amount of money: "the fine is EUR 500 for each worker, up to a limit of EUR 20,000".
const WORDS_TO_MONEY: usize = 25;

/// "A fee of 350 lari"; beside a number of a figure, an amount of money farther off may be one of it.
fn is_price(line: &Line<'_>, range: &Range<usize>, locale: &Language) -> bool {
    let (before, after) = (&line.lower[..range.start], &line.lower[range.end..]);
    let near = |count: usize, ends: &[char]| {
        before[last_words(before, count)..].rsplit(ends).next().unwrap_or_default()
    };
    let is_said = |text: &str| locale.reading().spoken.prices.are_in(text);
    let money = || {
        let printed = locale.known().currencies.iter().map(|(name, _)| name);
        printed.chain(locale.reading().money.iter().map(|(name, _)| name))
    };
    let is_money = || {
        let (ahead, behind) = (before.trim_end(), after.trim_start());
        money().any(|name| name.ends(ahead).is_some() || name.leads(behind).is_some())
    };
    let is_farther = || {
        let text = near(WORDS_TO_MONEY, &['.', ';']);
        let from = range.start - text.len();
        is_said(text) && !line.pieces_in(&(from..range.start)).any(|(_, piece)| is_number(piece))
    };
    is_said(near(WORDS_TO_PRICE, &['.', ';', ','])) || is_money() && is_farther()
}

/// "From 5 to 30 days", "between 18 and 35 years of age": joined with a number that counts.
fn is_to_counted(after: &str, locale: &Language) -> bool {
    let (reading, known) = (locale.reading(), locale.known());
    let rest = after.trim_start();
    let end = rest.find(' ').unwrap_or(rest.len());
    let (joint, rest) = (&rest[..end], rest[end..].trim_start());
    let joins = ["–", "-"].contains(&joint)
        || known.list_joints.iter().any(|known| known == joint)
        || reading.joints.contain(joint);
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    joins && behind.len() < rest.len() && counts(behind, locale)
}

/// "KZT905": the name of a currency stands right before its number.
fn is_behind_currency(before: &str, locale: &Language) -> bool {
    let printed = locale.known().currencies.iter().map(|(name, _)| name);
    let others = locale.reading().money.iter().map(|(name, _)| name);
    printed.chain(others).any(|name| name.ends(before).is_some())
}

/// Two digits at most; that no month has 45 days is told otherwise.
fn is_day_of_month(digits: &str) -> bool {
    digits.len() <= 2 && digits.chars().all(|c| c.is_ascii_digit())
}

/// "in 2023", "(2023)", "2022 and 2023", "2010 to 2023": a year, and not 2,023 of something.
fn is_led_as_year(before: &str, after: &str, word: &str, locale: &Language) -> bool {
    // "Since at least 2022".
    let bare = without_fillers(before, locale.reading());
    let bare = bare.rsplit([' ', '(']).next().unwrap_or_default();
    let leads = &locale.reading().year_leads;
    let led = leads.contain(word) || leads.contain(bare) || locale.known().is_month(word);
    let closing = &locale.reading().sentence.closing;
    let enclosed = before.trim_end().is_empty()
        || before.ends_with(['(', '–', '-', '/'])
        || before.trim_end().ends_with([',', ';', ':']);
    let closes = after.trim_start().is_empty()
        || after.starts_with(['.', ',', ';', ':', '–', '-', '/'])
        || after.starts_with(|c| closing.contains(&c));
    led || enclosed || closes || years::is_first(before, after, locale)
}

/// "19 April", "5–6 April", "April 19".
fn is_day(before: &str, after: &str, locale: &Language) -> bool {
    let is_month = |word: Option<&str>| {
        word.is_some_and(|word| locale.known().is_month(word.trim_matches(|c: char| !c.is_alphabetic())))
    };
    // "5–6 April", "5 and 6 April", "5 to 6 April".
    let joins = |word: &&str| locale.reading().year_leads.contain(word);
    let is_last_day = |word: &&str| word.parse::<u8>().is_ok();
    let rest = after.trim_start_matches(|c: char| c == '–' || c == '-' || c.is_ascii_digit());
    let mut words = rest.split_whitespace();
    let mut next = words.next();
    if next.as_ref().is_some_and(joins) {
        next = words.next().filter(is_last_day).and(words.next());
    }
    is_month(next) || is_month(before.split_whitespace().next_back())
}

/// "Report 1": the number of a document, behind a word with a capital, as titles have it.
fn is_in_title(line: &Line<'_>, range: &Range<usize>, word: &str, locale: &Language) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = line.lower[..range.start].rfind(word).unwrap_or_default();
    let is_plain = line.text[range.clone()].chars().all(|c| c.is_ascii_digit());
    is_plain && locale.reading().titles.contain(word) && line.text[start..].starts_with(char::is_uppercase)
}

/// The second number of "90 days in 180", when no word follows that it could count.
fn is_share_of_days(before: &str, after: &str, locale: &Language) -> bool {
    let (counts, leads) = (&locale.reading().counts, &locale.reading().period_leads);
    let mut words = before.split_whitespace().rev();
    let lead = words.next().is_some_and(|word| leads.contain(word));
    let counted = words.next().is_some_and(|word| counts.contain(word));
    let is_number = |word: &str| word.ends_with(|c: char| c.is_ascii_digit());
    lead && counted
        && words.next().is_some_and(is_number)
        && !after.trim_start().starts_with(char::is_alphabetic)
}

/// Words of a list of articles, paragraphs and the like: longer ones are none.
const MOST_LISTED: usize = 100;

/// The second and later numbers of "articles 3, 4 and 5".
fn follows_named(before: &str, locale: &Language) -> bool {
    let (reading, known) = (locale.reading(), locale.known());
    for (steps, word) in before.split_whitespace().rev().take(MOST_LISTED).enumerate() {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
        let is_joint = ["–", "-"].contains(&word)
            || known.list_joints.iter().any(|joint| joint == word)
            || core.is_empty()
            || reading.joints.contain(core);
        let is_number = core.starts_with(|c: char| c.is_ascii_digit());
        if reading.names.contain(core) {
            return steps > 0;
        }
        if !is_joint && !is_number {
            return false;
        }
    }
    false
}

/// "two 3-day courses", "14 days", "the 5th".
fn counts(after: &str, locale: &Language) -> bool {
    let text = after.trim_start_matches([' ', '-', '\u{2011}']);
    let further = locale.reading().spoken.further.iter().find_map(|word| word.leads(text));
    let word = further.map_or(text, |end| text[end..].trim_start());
    let end = word.find(|c: char| !c.is_alphabetic() && !matches!(c, '.' | '\'' | '’')).unwrap_or(word.len());
    let word = &word[..end];
    let Reading { counts, places, .. } = locale.reading();
    let is_known = |word: &str| counts.contain(word) || places.contain(word);
    !word.is_empty() && (is_known(word) || is_known(word.trim_end_matches('.')))
}

/// Part of a web or e-mail address, a path, a code such as COVID-19.
fn is_in_address(line: &Line<'_>, range: &Range<usize>) -> bool {
    let before = line.text[..range.start].rsplit(' ').next().unwrap_or_default();
    let after = line.text[range.end..].split(' ').next().unwrap_or_default();
    let letters_joined = after.starts_with(|c: char| c.is_alphabetic());
    let code =
        before.ends_with(['-', '\u{2010}', '\u{2011}', '–', '+']) && before.chars().any(char::is_alphabetic);
    // "№ 34" is a name, as "No. 34" is one; what is written as an amount is none.
    let is_name =
        before.contains(['#', '№', '§']) && line.text[range.clone()].chars().all(|c| c.is_ascii_digit());
    before.contains(['@', '/']) || after.contains(['@', '/']) || letters_joined || code || is_name
}

/// Bytes on either side of a number that may be those of a telephone number.
const LONGEST_CALL: usize = 200;
/// Digits without any sign between them that are a telephone number behind a plus.
const SHORTEST_CALL: usize = 8;

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
    let near = (
        before.ceil_char_boundary(before.len().saturating_sub(LONGEST_CALL)),
        after.floor_char_boundary(LONGEST_CALL),
    );
    let (before, after) = (&before[near.0..], &after[..near.1]);
    let outside = before.trim_end_matches(is_call_sign);
    let behind = after.len() - after.trim_start_matches(is_call_sign).len();
    let call = &text[near.0 + outside.len()..range.end + behind];
    let has_plus = outside.ends_with('+');
    let count = |text: &str| text.split(|c| !digit(c)).filter(|group| !group.is_empty()).count();
    let digits = &text[range.clone()];
    // Groups beside the number itself, which may have some too: "+7,298" is no call, "+7 727 258" is one.
    let beside = count(&before[outside.len()..]) + count(&after[..behind]);
    let is_call = (beside > 0 && (has_plus || count(call) >= 4))
        || (has_plus && digits.len() >= SHORTEST_CALL && digits.chars().all(digit));
    let is_code = digits.len() > 1 && digits.starts_with('0') && digits.chars().all(digit);
    is_clock || is_date || is_code || is_call
}

#[cfg(test)]
mod tests {
    use crate::language::Language;
    use crate::text::line::tests::passage;
    use crate::text::tests::read_alone;

    fn found(text: &str) -> Vec<String> {
        let (passages, english) = ([passage(text)], Language::embedded("en").unwrap());
        let read = read_alone(&passages, &english);
        read.loose().map(|loose| loose.text.clone()).collect()
    }

    #[test]
    fn numbers_without_a_figure_are_found() {
        assert_eq!(found("In all, 1,653 visas, or 50.3 per cent."), ["1,653", "50.3"]);
        assert_eq!(found("They gave 2023 visas (12 of them to minors)."), ["2023", "12"]);
        assert_eq!(found("From 5 to 6 persons came, 7 on 8 or 9 April."), ["5", "6", "7"]);
    }

    #[test]
    fn numbers_behind_signs_are_found() {
        for (text, right) in [
            ("It was +7,298, after −5,075, ±44 and -12.", "+7,298; −5,075; ±44; -12"),
            (
                "Then >550,000, <10, ≥910, ≤9, ~911, ≈908, =5 and ×4.",
                ">550,000; <10; ≥910; ≤9; ~911; ≈908; =5; ×4",
            ),
            (
                "Sent: $905 million, €906, ₸5,907, ₽1.5, £3, US$7, KZT8, US$ 9.",
                "$905; €906; ₸5,907; ₽1.5; £3; $7; 8; 9",
            ),
            (
                "Visas (1,653), [12], “13”, ‘14’, «15», **16**, 17*; №7,298.",
                "1,653; 12; 13; 14; 15; 16; 17; 7,298",
            ),
            ("By 5%, 6‰, at 40°C or 41 °C; total:1,655; visas/1,656.", "5; 6; 40; 41; 1,655"),
            (
                "They report 17 visas and reports 18; the Report 1,653; in 14 days for 905 people.",
                "17; 18; 1,653; 905",
            ),
            ("n=1,653 answered; in April 905 came; (+2023 of them); $2024.", "=1,653; 905; +2023; $2024"),
            ("There were 1,234,567,890 of them, +1,234 and ~−5.", "1,234,567,890; +1,234; ~−5"),
        ] {
            assert_eq!(found(text).join("; "), right, "{text}");
        }
    }

    #[test]
    fn signs_in_names_calls_and_years_are_none() {
        for text in [
            "Law № 34, №34, #5, § 7, §7; UTC+5, COVID‑19, COVID-19, ’23, A_1, B^2, v1.2",
            "+7 7172 696553, +77172696553, +7(727)258-26-43; +7 (727) 258 26 43; since ~2020 and >2019.",
            "5–6 April, the 5th–6th; 17:00–18:30; April 19; April–June 2023; (2023); 2023/24",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
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
            "Within 5 working days, 30 calendar days and 2 consecutive years.",
            "They met four times, four times a year; 12km from the border, 5G and 3D.",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn dates_and_names_are_none() {
        for text in [
            "On 19 April 2023, from 5–6 April, 5 and 6 April and in 2022 and 2023, since 2020.",
            "Report 1, “Report 2”, the Global Compact 2; 90 days in 180, or 30 days of 90, rounds 3 and 4",
            "Law No. 34 of 2022, paragraph 92 of article 1, articles 3, 4 and 5",
            "a 2-day course for persons aged 18 of COVID-19, phase 2; 14 days; the 5th; (2023)",
            "+7 7172 696553, 8 800 080 80 80, at 17:00 (p. 7), aged 25 to 34, 2023-08-20, code 010000",
            "Q2 2023, the second quarter of 2023, April–June 2023, https://a.b/12 and a1@b.c",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
