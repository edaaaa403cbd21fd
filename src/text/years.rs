//! Spans of years that words part: "between 2010 and 2023", "2010 to 2023".

use crate::language::Language;

/// Digits of a year.
const DIGITS: usize = 4;

/// Whether a number that can be a year begins such a span; `before` and `after` are what stands around it.
pub(super) fn is_first(before: &str, after: &str, locale: &Language) -> bool {
    let (reading, known) = (locale.reading(), locale.known());
    let rest = after.trim_start();
    let Some(end) = rest.find(' ') else { return false };
    let (joint, second) = (&rest[..end], rest[end..].trim_start());
    let count = second.find(|c: char| !c.is_ascii_digit()).unwrap_or(second.len());
    // "2010 to 2,023": no year is grouped.
    let is_grouped = second[count..].starts_with(known.groups.as_slice())
        && second[count..].chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    if count != DIGITS || is_grouped || second[count..].starts_with(char::is_alphabetic) {
        return false;
    }
    let is_between = || {
        let before = before.trim_end();
        reading.between.before.iter().any(|word| word.ends(before).is_some())
            && known.list_joints.iter().any(|known| known == joint)
    };
    reading.joints.contain(joint) || is_between()
}

#[cfg(test)]
mod tests {
    use super::is_first;
    use crate::language::Language;

    #[test]
    fn two_years_are_a_span() {
        let english = Language::embedded("en").unwrap();
        for (before, after, right) in [
            ("between ", " and 2023, arrivals rose", true),
            ("arrivals ", " to 2023.", true),
            ("in the years ", " to 2023 arrivals rose", true),
            ("arrivals ", " and 2023 departures", false),
            ("between ", " and 2,023 people", false),
            ("arrivals ", " to 350", false),
            ("arrivals ", " of 2023", false),
            ("", "", false),
        ] {
            assert_eq!(is_first(before, after, &english), right, "{before}2010{after}");
        }
    }
}
