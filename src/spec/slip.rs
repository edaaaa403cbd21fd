//! Says what is wrong with a value that begins with a digit and is no number.

use crate::data::period::Period;

/// Signs that people put between thousands, besides the comma.
const GROUPS: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’'];

/// A slip of an author: what was found, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) message: String,
    pub(super) hint: String,
}

/// What is wrong with the value that stands at, or right before, a place of a line.
pub(super) fn in_line(line: &str, at: usize) -> Option<Slip> {
    let slip =
        colon(line, at).or_else(|| span(line, at)).or_else(|| dash(line, at)).or_else(|| minus(line, at));
    if let Some(slip) = slip.or_else(|| apostrophe(line, at)) {
        return Some(slip);
    }
    let equals = line.get(..at)?.rfind('=')?;
    let value = line[equals + 1..].trim_start();
    let is_quoted = line[..equals].matches('"').count() % 2 == 1;
    let (_, rest) = digits(value).filter(|_| !is_quoted)?;
    let name = rest.trim_start().split(|c: char| !is_in_name(c)).next().unwrap_or_default();
    let behind = rest.trim_start().get(name.len()..).unwrap_or_default();
    if !name.is_empty() && rest.starts_with(char::is_whitespace) && behind.trim_start().starts_with('=') {
        let number = &value[..value.len() - rest.len()];
        let message = format!("nothing separates {number} from `{name}`");
        return Some(Slip {
            message,
            hint: format!("a comma is missing before {name}: {number}, {name} = …"),
        });
    }
    let is_text = rest.trim_start().starts_with(char::is_alphabetic);
    let hint = in_value(value)? + if is_text { "; text stands in quotes" } else { "" };
    let is_spaced = rest.starts_with(GROUPS);
    let ends = |c: char| matches!(c, '}' | ']' | '#') || (is_spaced && c == ',');
    let shown = value.split(ends).next().unwrap_or(value).split(", ").next().unwrap_or(value).trim_end();
    Some(Slip { message: format!("`{shown}` is not a number"), hint })
}

/// A period with a dash that only looks like the hyphen of a keyboard: `2025–9M`.
fn dash(line: &str, at: usize) -> Option<Slip> {
    let is_dash = |c: char| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}');
    let is_in_period = |c: char| c.is_ascii_alphanumeric() || c == '-' || is_dash(c);
    let before = line.get(..at)?;
    let start = before.trim_end_matches(is_in_period).len();
    let written = line[start..].split(|c| !is_in_period(c)).next().unwrap_or_default();
    let plain = written.replace(is_dash, "-");
    (plain != written && plain.parse::<Period>().is_ok()).then(|| Slip {
        message: format!("the period `{written}` is written with a dash"),
        hint: format!("write it with the hyphen of the keyboard: {plain}"),
    })
}

/// A number behind a dash that only looks like the minus of a keyboard: `−5057`.
fn minus(line: &str, at: usize) -> Option<Slip> {
    let value = line.get(at..)?;
    let rest = value.strip_prefix(['\u{2212}', '\u{2012}', '–', '—', '\u{2011}', '\u{2010}'])?;
    let (number, _) = digits(rest.trim_start())?;
    let shown = &value[..value.len() - rest.trim_start().len() + number.len()];
    Some(Slip {
        message: format!("`{shown}` is not a number"),
        hint: format!("a minus is the hyphen of the keyboard: -{number}"),
    })
}

/// A text in single quotes that an apostrophe ends: `'The ministry's data'`.
fn apostrophe(line: &str, at: usize) -> Option<Slip> {
    let (before, behind) = (line.get(..at)?, line.get(at..)?);
    let text = before.strip_suffix('\'')?;
    let start = text.find('\'')?;
    let is_one = !text[start + 1..].contains('\'') && !text[..start].contains('"') && start + 1 < text.len();
    let is_inside = text.ends_with(char::is_alphabetic) && behind.starts_with(char::is_alphabetic);
    (is_one && is_inside).then(|| Slip {
        message: format!(
            "the apostrophe before `{}` ends the text",
            behind.split_whitespace().next().unwrap_or(behind).trim_end_matches('\'')
        ),
        hint: "put a text that holds an apostrophe into double quotation marks: \"…\"".to_owned(),
    })
}

/// What is wrong with a text that begins with a digit, when a number was meant.
pub(super) fn in_value(value: &str) -> Option<String> {
    let (number, rest) = digits(value)?;
    let thousands = number.trim_start_matches('-').split('.').collect::<Vec<_>>();
    let is_grouped = |group: &&str| group.len() == 3;
    if thousands.len() > 2 && thousands[0].len() <= 3 && thousands[1..].iter().all(is_grouped) {
        let all = number.replace('.', "");
        return Some(format!("a number has nothing between its thousands: {all}"));
    }
    let whole = !number.contains('.') && number.trim_start_matches('-').len() <= 3;
    let (groups, others) = groups(rest);
    if whole && !groups.is_empty() {
        let all = format!("{number}{groups}");
        let point = (groups.len() == 3 && rest.starts_with(','))
            .then(|| format!("; before its decimals it has a point: {number}.{groups}"));
        let all =
            all + others.split([',', '}', ']', ' ']).next().filter(|o| o.starts_with('.')).unwrap_or("");
        return Some(format!(
            "a number has nothing between its thousands: {all}{}",
            point.unwrap_or_default()
        ));
    }
    if let Some((decimals, _)) = rest.strip_prefix(',').and_then(digits) {
        if decimals.contains(['.', '-']) {
            return None;
        }
        return match number.split_once('.') {
            None => Some(format!("a number has a point before its decimals: {number}.{decimals}")),
            Some((thousands, others)) => (others.len() == 3).then(|| {
                let right = format!("{thousands}{others}.{decimals}");
                format!("a number has nothing between its thousands and a point before its decimals: {right}")
            }),
        };
    }
    if rest.trim_start().starts_with('%') {
        return Some(format!("leave out the percent sign: {number}"));
    }
    if rest.starts_with('…') {
        return Some(format!("a number stands alone: {number}"));
    }
    let is_more = rest.trim_start().starts_with(char::is_alphabetic);
    (is_more && rest.starts_with([' ', '\u{a0}'])).then(|| format!("a number stands alone: {number}"))
}

/// A span of months without quotation marks, which its stroke needs: `2023-10/2024-03`.
fn span(line: &str, at: usize) -> Option<Slip> {
    let is_in_span = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/');
    let before = line.get(..at)?;
    let start = before.trim_end_matches(is_in_span).len();
    let written = line[start..].split(|c| !is_in_span(c)).next().unwrap_or_default();
    let is_bare = !line[..start].ends_with(['"', '\'']);
    (is_bare && written.contains('/') && written.parse::<Period>().is_ok()).then(|| Slip {
        message: format!("the period {written} stands without quotation marks"),
        hint: format!("put it into quotes: \"{written}\""),
    })
}

/// A name with a colon behind it, as other formats have it.
fn colon(line: &str, at: usize) -> Option<Slip> {
    let (before, behind) = (line.get(..at)?, line.get(at..)?);
    let name = before.trim();
    let is_name = !name.is_empty() && name.chars().all(is_in_name);
    (is_name && behind.trim_start().starts_with(':')).then(|| Slip {
        message: "a colon stands where an equals sign belongs".to_owned(),
        hint: format!("write `=` behind the name: {name} = …"),
    })
}

fn is_in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-.".contains(c)
}

/// The digits that a text begins with, and what follows them.
fn digits(text: &str) -> Option<(&str, &str)> {
    let sign = usize::from(text.starts_with('-'));
    let length = text[sign..].find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len() - sign);
    let number = text[..sign + length].trim_end_matches('.');
    let begins = number[sign.min(number.len())..].starts_with(|c: char| c.is_ascii_digit());
    begins.then(|| text.split_at(number.len()))
}

/// The groups of three digits that a text goes on with, each behind a sign of one kind, and what follows them.
fn groups(text: &str) -> (String, &str) {
    let (mut found, mut rest) = (String::new(), text);
    let Some(sign) = text.chars().next().filter(|c| *c == ',' || GROUPS.contains(c)) else {
        return (found, rest);
    };
    while let Some(behind) = rest.strip_prefix(sign) {
        let length = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        if length != 3 {
            break;
        }
        found.push_str(&behind[..3]);
        rest = &behind[3..];
    }
    (found, rest)
}

#[cfg(test)]
mod tests {
    use super::{in_line, in_value};

    #[test]
    fn a_number_that_is_none_is_told_as_what_it_is() {
        let thousands = "a number has nothing between its thousands: ";
        for (value, hint) in [
            ("308 710", format!("{thousands}308710")),
            ("1\u{a0}653", format!("{thousands}1653")),
            ("1’234’567.5", format!("{thousands}1234567.5")),
            ("12,345,678", format!("{thousands}12345678")),
            ("308,710", format!("{thousands}308710; before its decimals it has a point: 308.710")),
            ("50,3", "a number has a point before its decimals: 50.3".to_owned()),
            ("-50,35", "a number has a point before its decimals: -50.35".to_owned()),
            ("1653 persons", "a number stands alone: 1653".to_owned()),
            ("9870…", "a number stands alone: 9870".to_owned()),
            ("4.001.714", format!("{thousands}4001714")),
            ("-4.001.714 of", format!("{thousands}-4001714")),
            ("50.3 %", "leave out the percent sign: 50.3".to_owned()),
            (
                "1.653,5",
                "a number has nothing between its thousands and a point before its decimals: 1653.5"
                    .to_owned(),
            ),
        ] {
            assert_eq!(in_value(value), Some(hint), "{value}");
        }
        for value in ["1653", "2023-Q2", "visas", "", "-", "1.2.3", "12e4"] {
            assert_eq!(in_value(value), None, "{value}");
        }
    }

    #[test]
    fn a_span_of_months_wants_quotes() {
        for (line, at) in [
            ("\"2022\" = 1, 2023-01/2023-09 = 5", "/2023"),
            ("period = 2023-10/2024-03 # winter", "2023-10"),
            ("values = { 2023-Q1/2023-Q3 = 5 }", "/2023"),
        ] {
            let slip = in_line(line, line.find(at).unwrap()).unwrap();
            assert!(slip.hint.starts_with("put it into quotes: \"2023-"), "{line}: {slip:?}");
        }
        assert_eq!(in_line("values = { a/b = 5 }", 12), None);
    }

    #[test]
    fn a_dash_for_a_minus_and_an_apostrophe_are_told() {
        for (line, at, hint) in [
            ("total = −5057", "−", "a minus is the hyphen of the keyboard: -5057"),
            ("a = { b = – 5.5, c = 2 }", "–", "a minus is the hyphen of the keyboard: -5.5"),
            ("values = { 2025–9M = 74 }", "–", "write it with the hyphen of the keyboard: 2025-9M"),
            (
                "values = { 2025\u{2011}Q3 = 74 }",
                "\u{2011}",
                "write it with the hyphen of the keyboard: 2025-Q3",
            ),
        ] {
            assert_eq!(in_line(line, line.find(at).unwrap()).unwrap().hint, hint, "{line}");
        }
        let line = "label = 'the bank's visas'";
        let slip = in_line(line, line.find("s visas").unwrap()).unwrap();
        assert_eq!(slip.message, "the apostrophe before `s` ends the text");
        assert_eq!(in_line("label = 'the bank' s", 18), None);
    }

    #[test]
    fn the_value_is_found_in_its_line() {
        let said = |line: &str, at: &str| in_line(line, line.find(at).unwrap()).map(|slip| slip.message);
        assert_eq!(said("total = 308 710 # given", "308").as_deref(), Some("`308 710` is not a number"));
        assert_eq!(said("a = { b = 1 653, c = 2 }", "1 653").as_deref(), Some("`1 653` is not a number"));
        assert_eq!(said("total = 308,710", ",").as_deref(), Some("`308,710` is not a number"));
        assert_eq!(said("a = { b = 5 c = 2 }", "5").as_deref(), Some("nothing separates 5 from `c`"));
        assert_eq!(said("total: 1653", ":").as_deref(), Some("a colon stands where an equals sign belongs"));
        assert_eq!(said("a = \"x: 5\" b", "b"), None);
        assert_eq!(said("period = 2023-Q2", "2023"), None);
    }
}
