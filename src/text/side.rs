//! Words right beside a number: before it, behind it, or glued to it.

use crate::language::Pattern;

/// How many words may stand between a number and one behind it: its unit, what is counted.
const WORDS_BETWEEN: usize = 2;

/// Joins an ending to digits: "7800-ден".
const HYPHENS: [char; 2] = ['-', '\u{2011}'];

/// Where an ending stops that is glued to what a text continues, or to its next word: "12 339ден", "12 339 адамнан".
pub(super) fn glued(after: &str, ending: &str) -> Option<usize> {
    let rest = after.trim_start_matches(HYPHENS);
    let at = after.len() - rest.len();
    let ends = |end: usize| !after[end..].starts_with(char::is_alphanumeric);
    if rest.starts_with(ending) && ends(at + ending.len()) {
        return Some(at + ending.len());
    }
    let start = after.len() - after.trim_start_matches(' ').len();
    let length = after[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len() - start);
    let word = &after[start..start + length];
    let is_ending = start > 0 && word.len() > ending.len() && word.ends_with(ending);
    (is_ending && word.chars().all(char::is_alphabetic)).then_some(start + length)
}

/// Whether an ending is glued to what a text continues, or to its next word.
pub(super) fn is_glued(after: &str, ending: &str) -> bool {
    glued(after, ending).is_some()
}

/// Whether a pattern stands behind what a text continues, with few words between.
pub(super) fn follows(after: &str, pattern: &Pattern) -> bool {
    place_behind(after, pattern).is_some()
}

/// Where a pattern begins that stands behind what a text continues, with few words between.
pub(super) fn place_behind(after: &str, pattern: &Pattern) -> Option<usize> {
    let mut at = 0;
    for _ in 0..=WORDS_BETWEEN {
        at += after[at..].len() - after[at..].trim_start_matches([' ', ')', '-']).len();
        if pattern.leads(&after[at..]).is_some() {
            return Some(at);
        }
        let word = after[at..].find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len() - at);
        if word == 0 {
            return None;
        }
        at += word;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{follows, glued};
    use crate::language::Pattern;

    #[test]
    fn an_ending_is_glued_to_the_number_or_to_the_word_behind_it() {
        for (after, right) in [
            ("-ден 5", Some(7)),
            ("ден", Some(6)),
            (" адамден кетті", Some(15)),
            (" ден", None),
            (" адам", None),
            ("деңгей", None),
        ] {
            assert_eq!(glued(after, "ден"), right, "{after}");
        }
    }

    #[test]
    fn a_word_may_stand_behind_the_unit() {
        let pattern = Pattern::from("жуық");
        assert!(follows(" адамға жуық", &pattern) && follows("-ға жуық", &pattern));
        assert!(!follows(" бір екі үш жуық", &pattern) && !follows(", жуық", &pattern));
    }
}
