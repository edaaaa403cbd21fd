//! Telephone numbers and versions, which are read alike in all languages: their signs part no thousands and no decimals.

use std::ops::Range;

/// Fewer digits than this behind a plus are no number of a telephone (ITU-T E.164 has up to 15).
const FEWEST: usize = 7;

/// Numbers that begin with a plus, in digits alone: `+7 (727) 258-26-43` is `77272582643`.
pub(super) fn telephones(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices('+') {
        if found.last().is_some_and(|(range, _): &(Range<usize>, String)| start < range.end) {
            continue;
        }
        let is_part =
            |c: char| c.is_ascii_digit() || c.is_whitespace() || ['(', ')', '-', '\u{2011}'].contains(&c);
        let run = &text[start + 1..];
        let run = &run[..run.find(|c: char| !is_part(c)).unwrap_or(run.len())];
        let end = run.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1);
        let digits: String = run[..end].chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= FEWEST {
            found.push((start..start + 1 + end, digits));
        }
    }
    found
}

/// Whether two numbers are one version, such as 3.0, in a language whose decimal sign is another one.
pub(super) fn is_version(text: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    text.get(first.end..second.start) == Some(".")
}

#[cfg(test)]
mod tests {
    use super::{is_version, telephones};

    #[test]
    fn spaces_brackets_and_hyphens_are_no_part_of_a_telephone_number() {
        for text in
            ["Tel.: +7 727 2582643", "Тел.: +7 (727) 258-26-43.", "+7\u{a0}727\u{a0}258\u{a0}26\u{a0}43"]
        {
            let found = telephones(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].1, "77272582643", "{text}");
            assert!(text[found[0].0.clone()].starts_with('+') && text[found[0].0.clone()].ends_with('3'));
        }
        assert_eq!(telephones("+5 and + 12 per cent, 2+2"), []);
    }

    #[test]
    fn a_version_has_nothing_but_a_point_between_its_numbers() {
        assert!(is_version("3.0", &(0..1), &(2..3)));
        assert!(!is_version("3. 0", &(0..1), &(3..4)) && !is_version("3,0", &(0..1), &(2..3)));
    }
}
