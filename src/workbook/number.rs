//! Takes the number that somebody typed into a cell, with the digits that it is to be printed with.

use rust_decimal::Decimal;

use crate::data::certainty::Bound;
use crate::data::number;
use crate::data::sheet::Content;

/// Decimals of a number that somebody types.
const MOST_DECIMALS: u32 = 6;

/// A number as it is to be written into the spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) number: Decimal,
    /// As it is written: `3.0`, `>550000`.
    pub(super) text: String,
    /// What was made of what the cell holds or shows, where that is worth a word.
    pub(super) told: Option<String>,
}

/// Why a cell gives no number, to be told behind its name, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NoNumber {
    pub(super) why: String,
    pub(super) hint: String,
}

impl NoNumber {
    pub(super) fn new(why: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { why: why.into(), hint: hint.into() }
    }
}

/// What a number is, as far as that matters for reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Hundredths.
    Percent,
    /// Anything else.
    Other,
}

/// Reads a cell.
///
/// # Errors
/// It holds no number, or more than one can be meant.
pub(super) fn typed(content: &Content, of: Of) -> Result<Typed, NoNumber> {
    match content {
        Content::Unusable { why, hint, .. } => Err(NoNumber::new(why, hint)),
        Content::Text(text) => of_text(text.trim(), of),
        Content::Number { is_percent: true, .. } if of != Of::Percent => Err(NoNumber::new(
            "shows a number in per cent, where none is asked for",
            "give the cell the format of a number, and type the number itself",
        )),
        Content::Number { shown, exact, .. } => of_number(*shown, *exact),
    }
}

/// The shortest number that the cell holds, with zeros up to the decimals that it shows.
fn of_number(shown: Decimal, exact: Decimal) -> Result<Typed, NoNumber> {
    let exact = exact.normalize();
    if exact.scale() > MOST_DECIMALS {
        return Err(NoNumber::new(
            format!("holds {exact}, which has more than {MOST_DECIMALS} decimals"),
            "type the number with the decimals that are to be printed; of a formula, round the result",
        ));
    }
    let mut number = exact;
    if number.scale() < shown.scale() {
        number.rescale(shown.scale());
    }
    if number::parse(&number.to_string()).is_err() {
        return Err(NoNumber::new(format!("holds {number}, which is too long"), number::LONG_HINT));
    }
    let told = (number != shown).then(|| format!("shows {shown} and holds {number}: all digits are kept"));
    Ok(Typed { number, text: number.to_string(), told })
}

/// A number that stands as text: with gaps between its thousands, a comma before its decimals, or a sign of per cent.
pub(super) fn of_text(text: &str, of: Of) -> Result<Typed, NoNumber> {
    if let Ok((number, _)) = Bound::parse(text) {
        let text = text.replace('≥', ">=").replace('≤', "<=").replace('–', "-").replace(' ', "");
        return Ok(Typed { number, text, told: None });
    }
    let bare = match text.strip_suffix('%') {
        Some(number) if of == Of::Percent => number.trim_end(),
        _ => text,
    };
    let no_number = || {
        NoNumber::new(
            format!("holds the text `{}`, which is no number", start_of(text)),
            "type the number alone; where the source has none, type n/a",
        )
    };
    let (sign, digits) = match bare.strip_prefix(['-', '−', '–']) {
        Some(digits) => ("-", digits.trim_start()),
        None => ("", bare.trim_start_matches('+')),
    };
    let plain = without_gaps(digits).ok_or_else(no_number)?;
    let signs: Vec<(usize, char)> = plain.char_indices().filter(|(_, c)| matches!(c, ',' | '.')).collect();
    let number = match signs.as_slice() {
        [] => plain.clone(),
        [(at, _)] => {
            let (whole, decimals) = (&plain[..*at], &plain[at + 1..]);
            let could_be_group =
                decimals.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            if could_be_group && plain == digits {
                let why = format!(
                    "holds the text `{}`, which could be {sign}{whole}{decimals} or {sign}{whole}.{decimals}",
                    start_of(text)
                );
                let rest = decimals.trim_end_matches('0');
                let more = if rest.len() < decimals.len() { rest.to_owned() } else { format!("{decimals}0") };
                let point = if more.is_empty() { "" } else { "." };
                let hint = format!(
                    "type {sign}{whole}{decimals}, or {sign}{whole}{point}{more} for the other one; in a cell of a workbook, type it as a number"
                );
                return Err(NoNumber::new(why, hint));
            }
            format!("{whole}.{decimals}")
        }
        _ => return Err(no_number()),
    };
    let number = format!("{sign}{number}");
    match number::parse(&number) {
        Ok(value) if !number.contains('_') => {
            let told =
                (number != text).then(|| format!("holds the text `{}`, read as {number}", start_of(text)));
            Ok(Typed { number: value, text: value.to_string(), told })
        }
        Err(number::BadNumber::TooLong) => Err(NoNumber::new(
            format!("holds the text `{}`, which is too long", start_of(text)),
            number::LONG_HINT,
        )),
        Ok(_) | Err(number::BadNumber::NotDigits) => Err(no_number()),
    }
}

/// Digits and signs without the gaps between thousands; nothing where a gap is anywhere else.
fn without_gaps(text: &str) -> Option<String> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '\u{202f}' | '\u{2009}' | '\'' | '’');
    if !text.contains(is_gap) {
        return Some(text.to_owned());
    }
    let (whole, decimals) = match text.find(['.', ',']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let groups: Vec<&str> = whole.split(is_gap).collect();
    let is_grouped = groups.iter().enumerate().all(|(index, group)| {
        let is_right = if index == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        is_right && group.bytes().all(|byte| byte.is_ascii_digit())
    });
    (is_grouped && !decimals.contains(is_gap)).then(|| groups.concat() + decimals)
}

/// The first characters of a text, for a message.
pub(super) fn start_of(text: &str) -> String {
    let plain = text.replace(char::is_control, " ");
    match plain.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Of, typed};
    use crate::data::sheet::Content;

    fn read(content: &Content, of: Of) -> Result<String, String> {
        typed(content, of).map(|typed| typed.text).map_err(|fault| fault.why)
    }

    fn text(text: &str) -> Result<String, String> {
        read(&Content::Text(text.into()), Of::Percent)
    }

    fn number(shown: &str, exact: &str) -> Result<String, String> {
        let [shown, exact] = [shown, exact].map(|text| text.parse::<Decimal>().unwrap());
        read(&Content::Number { shown, exact, is_percent: false }, Of::Other)
    }

    #[test]
    fn a_number_has_the_digits_that_are_shown_and_all_that_were_typed() {
        assert_eq!(number("3.0", "3").as_deref(), Ok("3.0"));
        assert_eq!(number("11.4", "11.44").as_deref(), Ok("11.44"));
        assert_eq!(number("4123", "4123").as_deref(), Ok("4123"));
        assert_eq!(
            number("33.3", "33.3333333333333").unwrap_err(),
            "holds 33.3333333333333, which has more than 6 decimals"
        );
    }

    #[test]
    fn a_text_is_a_number_where_only_one_can_be_meant() {
        for (written, right) in [
            ("4 123", "4123"),
            ("4\u{a0}123,5", "4123.5"),
            ("4\u{202f}123", "4123"),
            ("12,5", "12.5"),
            ("50.3%", "50.3"),
            ("50,3 %", "50.3"),
            ("−5", "-5"),
            (">550000", ">550000"),
            ("3.0", "3.0"),
            ("1 234,567", "1234.567"),
        ] {
            assert_eq!(text(written).as_deref(), Ok(right), "{written}");
        }
        for written in ["1.234", "1,234", "-1,234"] {
            assert!(text(written).unwrap_err().contains("could be"), "{written}");
        }
        for written in ["", "abc", "1 23", "1,2,3", "1.2.3", "12 persons", "1e5", "٣"] {
            assert!(text(written).unwrap_err().contains("no number"), "{written}");
        }
    }

    #[test]
    fn per_cent_is_read_where_it_is_asked_for() {
        let shown = Content::Number {
            shown: "50.3".parse().unwrap(),
            exact: "50.3".parse().unwrap(),
            is_percent: true,
        };
        assert_eq!(read(&shown, Of::Percent).as_deref(), Ok("50.3"));
        assert!(read(&shown, Of::Other).unwrap_err().contains("per cent"));
        assert!(read(&Content::Text("50%".into()), Of::Other).is_err());
    }
}
