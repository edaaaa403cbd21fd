//! Reads days that heads and titles name: `01.10.2026`, `1 октября 2026 г.`

use super::words::TableWords;
use crate::data::period::{Date, Period};

/// The day of a text that is a date in digits. `07/01/2026` is the first of July or the seventh of January: none.
pub(super) fn date(text: &str) -> Option<Date> {
    let bare =
        text.trim().trim_end_matches(|c: char| c == '.' || c.is_whitespace() || c.is_alphabetic()).trim();
    if let Ok(date) = bare.parse() {
        return Some(date);
    }
    let parts: Vec<&str> = bare.split(['.', '/']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let is_digits = |text: &&&str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_date =
        year.len() == 4 && day.len() <= 2 && month.len() <= 2 && parts.iter().filter(is_digits).count() == 3;
    let could_be_two = bare.contains('/') && day != month && day.parse::<u8>().ok()? <= 12;
    let date = || format!("{year}-{month:0>2}-{day:0>2}").parse().ok();
    (is_date && !could_be_two).then(date).flatten()
}

/// Both days that a date in digits may be: `07/01/2026` is the first of July or the seventh of January.
pub(super) fn readings(text: &str) -> Option<[Date; 2]> {
    let bare = text.trim().trim_matches(|c: char| !c.is_ascii_digit());
    let parts: Vec<&str> = bare.split('/').collect();
    let [one, two, year] = parts.as_slice() else { return None };
    let is_date = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        && year.len() == 4
        && one.len() <= 2
        && two.len() <= 2
        && one.trim_start_matches('0') != two.trim_start_matches('0');
    let read = |month: &str, day: &str| format!("{year}-{month:0>2}-{day:0>2}").parse().ok();
    is_date.then(|| Some([read(one, two)?, read(two, one)?])).flatten()
}

/// Whether a word is a date in digits, in whatever order.
pub(super) fn is_date(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_ascii_digit());
    let parts: Vec<&str> = bare.split(['.', '/', '-']).collect();
    parts.len() == 3
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

impl TableWords {
    /// The one day that words name: in digits, or by the name of its month.
    pub(super) fn day(&self, text: &str, year: Option<u16>) -> Option<Period> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut written =
            words.iter().filter_map(|word| date(word.trim_matches(|c: char| !c.is_ascii_digit())));
        if let Some(day) = written.next() {
            return written.next().is_none().then(|| Period::day(day));
        }
        let tokens: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).collect();
        let mut months = (0..tokens.len()).filter_map(|at| Some((at, self.month(tokens[at])?)));
        let (at, month) = months.next()?;
        let number = |at: Option<usize>| -> Option<u8> {
            tokens.get(at?)?.parse().ok().filter(|day| (1..=31).contains(day))
        };
        let is_year = |token: &&str| token.len() == 4 && token.bytes().all(|byte| byte.is_ascii_digit());
        let own = tokens.iter().rfind(|token| is_year(token)).and_then(|token| token.parse::<u16>().ok());
        // Behind its month, a number is a day where a year follows: `October 1, 2026`.
        let behind = || number(Some(at + 1)).filter(|_| tokens.get(at + 2).is_some_and(is_year));
        let day = number(at.checked_sub(1)).or_else(behind)?;
        let date: Date = format!("{}-{month:02}-{day:02}", own.or(year)?).parse().ok()?;
        months.next().is_none().then(|| Period::day(date))
    }
}

#[cfg(test)]
mod tests {
    use super::{TableWords, date, readings};

    #[test]
    fn days_are_read_in_digits_and_words() {
        let words = TableWords::embedded();
        for (text, right) in [
            ("01.10.2026", Some("2026-10-01")),
            ("на 01.10.2026 г.", Some("2026-10-01")),
            ("на 1 октября 2026 г.", Some("2026-10-01")),
            ("on 1 October 2026", Some("2026-10-01")),
            ("October 1, 2026", Some("2026-10-01")),
            ("2026 жылғы 1 қазан", Some("2026-10-01")),
            ("на 1 июля", Some("2025-07-01")),
            ("с 01.01.2026 по 30.09.2026", None),
            ("с 1 июля по 30 сентября 2026 г.", None),
            ("9 месяцев 2026 г.", None),
            ("сентябрь 2026", None),
            ("I квартал (январь–март)", None),
        ] {
            assert_eq!(words.day(text, Some(2025)).map(|day| day.to_string()).as_deref(), right, "{text}");
        }
        assert_eq!(date("07/01/2026"), None);
        assert_eq!(date("1.234.567"), None);
        let both = readings("07/01/2026").unwrap().map(|day| day.to_string());
        assert_eq!(both, ["2026-07-01", "2026-01-07"]);
        assert!(
            ["07/07/2026", "31/12/2026", "07.01.2026", "2026/27"].iter().all(|text| readings(text).is_none())
        );
        assert!(date("31/12/2026").is_some() && date("2026-10-01").is_some());
    }
}
