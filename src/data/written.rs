//! Reads numbers that stand as text in the cell of a table, and says what is wrong with those that only look like one.

use rust_decimal::Decimal;

use super::number::{self, BadNumber};

/// Why a text is no number, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotANumber {
    /// What is wrong, if that can be said: ", which has a no-break space between its digits".
    pub(super) why: Option<String>,
    /// What to do.
    pub(super) hint: String,
}

/// Whose text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A CSV file, which has points before the decimals.
    Csv,
    /// A workbook: a text of it can be a number that Excel did not take for one, in any language.
    Workbook,
}

/// Reads a text without gaps at its ends.
pub(super) fn parse(text: &str, of: Of) -> Result<Decimal, NotANumber> {
    let both = (of == Of::Workbook).then(|| of_point(text)).flatten();
    if let Some((thousands, decimals)) = both {
        let why = Some(format!("could be {thousands} or {decimals}"));
        return Err(NotANumber { why, hint: "type it as a number".to_owned() });
    }
    match number::parse(text) {
        // Underscores are for those who write TOML.
        Ok(number) if !text.contains('_') => Ok(number),
        Err(BadNumber::TooLong) => Err(NotANumber { why: None, hint: number::LONG_HINT.to_owned() }),
        Ok(_) | Err(BadNumber::NotDigits) => Err(judge(text)),
    }
}

/// The two numbers that `1.234` can be where nobody says which sign parts thousands.
fn of_point(text: &str) -> Option<(String, String)> {
    let (whole, rest) = text.trim_start_matches(['-', '+']).split_once('.')?;
    let is_group = rest.len() == 3 && all_digits(rest);
    let is_start = (1..=3).contains(&whole.len()) && all_digits(whole) && !whole.starts_with('0');
    (is_group && is_start).then(|| (format!("{whole}{rest}"), format!("{whole}.{rest}")))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What to do about a limit, which a table does not hold.
const LIMIT_HINT: &str =
    "leave its row out with `skip`, and give it in the figure, in quotes: parts = { UZ = \"<10\" }";

fn judge(text: &str) -> NotANumber {
    if !text.chars().any(|c| c.is_ascii_digit()) {
        let hint = "empty the cell when there is no value, and write 0 when there is none of it";
        return NotANumber { why: None, hint: hint.to_owned() };
    }
    let why = oddity(text).map(str::to_owned);
    let meant = readings(text);
    let is_limit = text.contains(['<', '>', '≤', '≥']);
    let hint = match meant.as_slice() {
        _ if is_limit => LIMIT_HINT.to_owned(),
        [one] => format!("write {one}"),
        [one, two] => format!("write {one} or {two}, whichever is meant"),
        _ => number::HINT.to_owned(),
    };
    NotANumber { why, hint }
}

/// What is odd about a text with digits, the least visible first.
fn oddity(text: &str) -> Option<&'static str> {
    let has = |signs: &[char]| text.contains(signs);
    let between = text.trim();
    if between.contains(['\u{a0}', '\u{202f}']) {
        Some("has a no-break space between its digits")
    } else if between.contains(['\u{2009}', '\u{200a}', '\u{2006}', '\u{2008}', '\u{2007}']) {
        Some("has a thin space between its digits")
    } else if text.contains(['\u{200b}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}']) {
        Some("holds a sign that is not seen")
    } else if has(&RAISED) || text.ends_with(['*', '†', '‡']) {
        Some("ends with the mark of a note")
    } else if has(&['−', '–', '—']) {
        Some("has a dash for a minus sign")
    } else if has(&['"', '“', '”', '„', '«', '»', '\'', '’', '‘']) {
        Some("has a quotation mark or apostrophe")
    } else if text.contains('_') {
        Some("has an underscore")
    } else if text.contains('%') {
        Some("has a sign of per cent")
    } else if between.contains(char::is_whitespace) {
        Some("has a space between its digits")
    } else if text.contains(',') {
        Some("has a comma")
    } else if text.contains(['<', '>', '≤', '≥', '~', '≈']) {
        Some("is a limit, not a number")
    } else {
        None
    }
}

/// Digits that are raised: those of notes.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The numbers that can be meant by a text: none, one, or two where a sign can part thousands or decimals.
fn readings(text: &str) -> Vec<String> {
    let quotes = ['"', '“', '”', '„', '«', '»', '\'', '’', '‘'];
    let marks: Vec<char> = RAISED.iter().copied().chain(['*', '†', '‡', '%', ' ']).collect();
    let bare = text.trim_matches(quotes).trim().trim_end_matches(marks.as_slice());
    let (sign, digits) = match bare.strip_prefix(['-', '−', '–', '—']) {
        Some(digits) => ("-", digits),
        None => ("", bare.trim_start_matches('+')),
    };
    let is_gap = |c: char| c.is_whitespace() || "_'’\u{200b}\u{200e}\u{200f}\u{2060}\u{feff}".contains(c);
    let digits: String = digits.chars().filter(|c| !is_gap(*c)).collect();
    if let Some(whole) = power_of_ten(&digits) {
        return vec![format!("{sign}{whole}")];
    }
    let commas = digits.matches(',').count();
    let points = digits.matches('.').count();
    let plain = match (commas, points) {
        (0, 0 | 1) => vec![digits],
        (1, 0) => {
            let (whole, rest) = digits.split_once(',').unwrap_or((&digits, ""));
            let decimal = format!("{whole}.{rest}");
            if rest.len() == 3 && whole.len() <= 3 {
                vec![format!("{whole}{rest}"), decimal]
            } else {
                vec![decimal]
            }
        }
        (_, 0) => vec![digits.replace(',', "")],
        (0, _) => vec![digits.replace('.', "")],
        // The last of two signs parts the decimals.
        (1, _) if digits.rfind(',') > digits.rfind('.') => vec![digits.replace('.', "").replace(',', ".")],
        (_, 1) if digits.rfind('.') > digits.rfind(',') => vec![digits.replace(',', "")],
        _ => Vec::new(),
    };
    let plain = plain.into_iter().filter(|number| number::parse(number).is_ok());
    plain.map(|number| format!("{sign}{number}")).collect()
}

/// `1e+05` as programs for statistics write it, in digits.
fn power_of_ten(text: &str) -> Option<String> {
    let (digits, exponent) = text.split_once(['e', 'E'])?;
    let exponent: u32 = exponent.trim_start_matches('+').parse().ok().filter(|exponent| *exponent <= 12)?;
    let number = number::parse(digits).ok()?.checked_mul(Decimal::from(10_u64.pow(exponent)))?;
    Some(number.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::{Of, parse};

    fn told(text: &str) -> (String, String) {
        let fault = parse(text, Of::Workbook).unwrap_err();
        (fault.why.unwrap_or_default(), fault.hint)
    }

    #[test]
    fn what_only_looks_like_a_number_is_told_with_what_to_write() {
        for (text, why, hint) in [
            ("4 123", "has a space", "write 4123"),
            ("4\u{a0}123,5", "no-break space", "write 4123.5"),
            ("4\u{202f}123", "no-break space", "write 4123"),
            ("4\u{2009}123", "thin space", "write 4123"),
            ("12,5", "has a comma", "write 12.5"),
            ("1,234", "has a comma", "write 1234 or 1.234, whichever"),
            ("1.234", "could be 1234 or 1.234", "type it as a number"),
            ("1,234,567", "has a comma", "write 1234567"),
            ("1.234.567,8", "has a comma", "write 1234567.8"),
            ("1 653¹", "mark of a note", "write 1653"),
            ("1653*", "mark of a note", "write 1653"),
            ("−5", "dash for a minus", "write -5"),
            ("1_653", "underscore", "write 1653"),
            ("'1653", "apostrophe", "write 1653"),
            ("1'653", "apostrophe", "write 1653"),
            ("\"1653\"", "quotation mark", "write 1653"),
            ("50.3%", "sign of per cent", "write 50.3"),
            ("1e+05", "", "write 100000"),
            ("<5", "is a limit", "in the figure, in quotes"),
            ("1653 persons", "has a space", "write digits"),
            ("2–3", "has a dash", "write digits"),
            ("…", "", "empty the cell"),
            ("-", "", "empty the cell"),
            ("n/a", "", "empty the cell"),
        ] {
            let found = told(text);
            assert!(found.0.contains(why) && found.1.contains(hint), "{text}: {found:?}");
        }
        assert_eq!(told("1234567890123").0, "");
    }

    #[test]
    fn digits_with_a_point_are_numbers() {
        for text in ["1653", "-5", "+5", "50.3", "0.125", "1234.567", "12.34"] {
            assert!(parse(text, Of::Workbook).is_ok(), "{text}");
        }
        // A CSV file has points before the decimals.
        assert!(parse("1.234", Of::Csv).is_ok());
    }
}
