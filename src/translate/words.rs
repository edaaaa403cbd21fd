//! Shows what changed in a text, word by word.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::spec::overlay::stamp::without_periods;

/// The new text, with the words that went in `[-…-]` and those that came in `{+…+}`.
pub fn changed(then: &str, now: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) =
        (then.split_whitespace().collect(), now.split_whitespace().collect());
    let mut parts = Vec::new();
    // Periods inside expressions do not count: the next quarter asks for others.
    let [plain_a, plain_b] =
        [&a, &b].map(|words| words.iter().map(|word| without_periods(word)).collect::<Vec<_>>());
    for op in capture_diff_slices(Algorithm::Myers, &plain_a, &plain_b) {
        let (old, new) = (a[op.old_range()].join(" "), b[op.new_range()].join(" "));
        if op.tag() == DiffTag::Equal {
            parts.push(new);
            continue;
        }
        if !old.is_empty() {
            parts.push(format!("[-{old}-]"));
        }
        if !new.is_empty() {
            parts.push(format!("{{+{new}+}}"));
        }
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn words_that_went_and_came_are_marked() {
        let told = changed("Departures fell by\nfive.", "Departures did not fall by five.");
        assert_eq!(told, "Departures [-fell-] {+did not fall+} by five.");
        assert_eq!(changed("a b", "a  b"), "a b");
        let moved = ["{{ a.value(\"2022-9M\") }} left: 74.0", "{{ a.value(\"2022\") }} left: 52.3"];
        assert_eq!(changed(moved[0], moved[1]), "{{ a.value(\"2022\") }} left: [-74.0-] {+52.3+}");
    }
}
