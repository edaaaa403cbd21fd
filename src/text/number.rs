//! Reads numbers in digits, as a language groups and divides them.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::language::Language;

/// Digits between two signs of a group.
const GROUP: usize = 3;

/// The numbers that a text shows in digits, each with its place.
///
/// A number is one to three digits and groups of three behind a sign of the language, or digits alone; a decimal sign
/// belongs to it only when a digit follows at once. Digits with more decimal signs, as in 20.08.2023, are no number.
pub fn numbers(text: &str, language: &Language) -> Vec<(Range<usize>, Decimal)> {
    let known = language.known();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) {
        let whole = grouped(text, start, &known.groups);
        let end = decimals(text, whole, &known.decimal);
        let mut last = end;
        loop {
            let next = decimals(text, last, &known.decimal);
            if next == last {
                break;
            }
            last = next;
        }
        at = last;
        // A code such as a date: its parts are no numbers either.
        if last > end {
            continue;
        }
        let mut plain: String = text[start..whole].chars().filter(char::is_ascii_digit).collect();
        if end > whole {
            plain.push('.');
            plain.push_str(&text[whole + known.decimal.len()..end]);
        }
        found.extend(plain.parse().ok().map(|number| (start..end, number)));
    }
    found
}

/// Where the digits that begin at a place end, with all their groups.
fn grouped(text: &str, start: usize, signs: &[char]) -> usize {
    let mut end = start + digits(&text[start..]);
    if end - start > GROUP {
        return end;
    }
    let mut sign = None;
    while let Some(next) = text[end..].chars().next().filter(|c| is_group_sign(*c, signs)) {
        let behind = end + next.len_utf8();
        // 12,339 but not 12,33; and one sign throughout: "in 2,300 450 came".
        if digits(&text[behind..]) != GROUP || sign.is_some_and(|sign| sign != next) {
            break;
        }
        sign = Some(next);
        end = behind + GROUP;
    }
    end
}

fn is_group_sign(c: char, signs: &[char]) -> bool {
    signs.iter().any(|sign| *sign == c || (*sign == ' ' && c.is_whitespace()))
}

/// Where the decimals end that begin at a place; the place itself when there are none.
fn decimals(text: &str, at: usize, sign: &str) -> usize {
    let count = text[at..].strip_prefix(sign).map_or(0, digits);
    if count == 0 { at } else { at + sign.len() + count }
}

/// How many digits a text begins with.
fn digits(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::numbers;
    use crate::language::Language;

    fn read(text: &str, language: &Language) -> String {
        let found = numbers(text, language).into_iter();
        found.map(|(at, number)| format!("{}:{number}", at.start)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_are_found_where_they_stand() {
        let english = Language::embedded("en").unwrap();
        for (text, right) in [
            ("In 2023, 1,653 (50.3%).", "3:2023 9:1653 16:50.3"),
            ("fell by 43.3 per cent, or 5,343.", "8:43.3 26:5343"),
            ("1,234,567 and 12,33 and 1,2345", "0:1234567 14:12 17:33 24:1 26:2345"),
            ("on 20.08.2023, at 192.168.0.1, version 1.2.3", ""),
            ("34. 7 of 3.", "0:34 4:7 9:3"),
        ] {
            assert_eq!(read(text, &english), right, "{text}");
        }
    }

    #[test]
    fn a_language_groups_by_spaces_of_every_kind() {
        let print = include_str!("../../data/languages/en/print.toml")
            .replace("decimal = \".\"", "decimal = \",\"")
            .replace("group = \",\"", "group = \"~\"");
        let own = |file: &str| (file == "print.toml").then(|| print.clone());
        let language = Language::load("en", own).unwrap();
        for (text, right) in [
            ("6996, 12 339", "0:6996 6:12339"),
            ("7800, 5852", "0:7800 6:5852"),
            ("12\u{202f}339 and 12\u{a0}339,5", "0:12339 13:12339.5"),
            ("in 2023 450 came", "3:2023 8:450"),
            ("43,3 and 43, 3", "0:43.3 9:43 13:3"),
        ] {
            assert_eq!(read(text, &language), right, "{text}");
        }
    }
}
