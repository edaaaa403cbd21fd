//! Says whether a text can be the name of a family of fonts, which stands in every output.

use crate::diag::one_line;

/// Characters of a name.
const LONGEST: usize = 100;
/// Signs that part names from one another in the formats that name fonts.
const PARTING: [char; 6] = ['<', '>', '&', '"', '\\', ';'];

/// Whether it can be seen, is no longer than any, and holds no sign of a format.
pub(super) fn is_name(name: &str) -> bool {
    !name.trim().is_empty()
        && name.chars().count() <= LONGEST
        && one_line(name) == name
        && !name.contains('\t')
        && !name.contains(PARTING)
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_can_be_written_in_every_format() {
        for name in ["Carlito", "Open Sans", "King's Caslon", "ヒラギノ角ゴ Pro W3", "Gill Sans Nova (W1G)"]
        {
            assert!(is_name(name), "{name}");
        }
        let long = "a".repeat(101);
        for name in [
            "",
            " ",
            "a\nb",
            "a\u{202e}b",
            "a\0",
            "a\tb",
            "x\" onload=\"y",
            "a<b",
            "a&b",
            "a\\b",
            "a;b",
            &long,
        ] {
            assert!(!is_name(name), "{name}");
        }
    }
}
