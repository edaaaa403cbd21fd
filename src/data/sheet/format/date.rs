//! Reads what a date format shows: the year, the month, the day, a time.

/// What a date format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::data::sheet) struct Fields {
    /// The year, with two digits or four.
    pub(in crate::data::sheet) year: bool,
    /// The month, as a number or by its name.
    pub(in crate::data::sheet) month: bool,
    /// The day of the month or of the week.
    pub(in crate::data::sheet) day: bool,
    /// Hours, minutes, seconds.
    pub(in crate::data::sheet) time: bool,
}

/// A group of letters of a date format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Year,
    /// A month, or minutes: which of them, its neighbours tell.
    Month,
    Day,
    Hour,
    Second,
    HalfDay,
}

/// The group of letters that a text begins with, and how long it is.
pub(super) fn token(text: &str) -> (Option<Token>, usize) {
    for half in ["am/pm", "a/p"] {
        if text.get(..half.len()).is_some_and(|start| start.eq_ignore_ascii_case(half)) {
            return (Some(Token::HalfDay), half.len());
        }
    }
    let Some(first) = text.chars().next() else { return (None, 0) };
    let token = match first.to_ascii_lowercase() {
        // `e` is the year, `b` that of the Buddhist calendar, and `g` the era.
        'y' | 'e' | 'b' | 'g' => Token::Year,
        'm' => Token::Month,
        'd' | 'a' => Token::Day,
        'h' => Token::Hour,
        's' => Token::Second,
        _ => return (None, first.len_utf8()),
    };
    let length = text.chars().take_while(|c| c.eq_ignore_ascii_case(&first)).count();
    // `aaa` is the day of the week; one alone is a letter.
    if first.eq_ignore_ascii_case(&'a') && length < 3 {
        return (None, length);
    }
    (Some(token), length)
}

/// A time that may have more than 24 hours, as `[h]:mm`, by what stands in brackets.
pub(super) fn elapsed(inner: &str) -> Option<Token> {
    let first = inner.chars().next()?.to_ascii_lowercase();
    let is_one = inner.chars().all(|c| c.to_ascii_lowercase() == first);
    match first {
        'h' if is_one => Some(Token::Hour),
        's' if is_one => Some(Token::Second),
        // Minutes: neighbours of hours.
        'm' if is_one => Some(Token::Hour),
        _ => None,
    }
}

/// What groups of letters show together.
pub(super) fn fields(tokens: &[Token]) -> Fields {
    let mut fields = Fields::default();
    for (index, token) in tokens.iter().enumerate() {
        let is_before = index > 0 && matches!(tokens[index - 1], Token::Hour);
        let is_behind = matches!(tokens.get(index + 1), Some(Token::Second));
        match token {
            Token::Year => fields.year = true,
            Token::Month if is_before || is_behind => fields.time = true,
            Token::Month => fields.month = true,
            Token::Day => fields.day = true,
            Token::Hour | Token::Second | Token::HalfDay => fields.time = true,
        }
    }
    fields
}

/// Year, month and day of a number of days, as Excel counts them.
pub(in crate::data::sheet) fn day(number: f64, is_1904: bool) -> Option<(i64, i64, i64)> {
    // Longer than the calendar of Excel goes.
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let mut days = number.floor() as i64;
    if is_1904 {
        days += 1462;
    } else if days < 61 {
        // Excel has a 29 February 1900; days before it are one off.
        days += 1;
    }
    // Days since 1 March of the year 0: 25,569 days of Excel lie before 1970.
    let days = days - 25_569 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some((year, month, of_year - (153 * shifted + 2) / 5 + 1))
}
