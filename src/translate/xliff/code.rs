//! Parts a text into words and what is no word.

use crate::spec::overlay::{same, stamp};

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// Words.
    Words(&'t str),
    /// An expression, an address, a mark of a note, a chart.
    Code(&'t str),
}

/// The parts of a text, in order.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let (mut parts, mut at) = (Vec::new(), 0);
    for place in stamp::protected(text) {
        if at < place.start {
            parts.push(Part::Words(&text[at..place.start]));
        }
        parts.push(Part::Code(&text[place.clone()]));
        at = place.end;
    }
    if at < text.len() {
        parts.push(Part::Words(&text[at..]));
    }
    parts
}

/// What of a text is no word, in order.
pub(super) fn codes(text: &str) -> Vec<&str> {
    let code = |part| match part {
        Part::Code(code) => Some(code),
        Part::Words(_) => None,
    };
    parts(text).into_iter().filter_map(code).collect()
}

/// What must be the same in all languages: an expression without its forms and roles, an address without the language
/// of the site.
pub(super) fn meant(code: &str) -> String {
    if code.starts_with("{{") {
        format!("{{{}", same::expression(code))
    } else if code.starts_with("](=") {
        format!("={}", same::expression(code))
    } else if code.starts_with("](") || code.starts_with("http") {
        same::address(code)
    } else {
        code.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, meant, parts};

    #[test]
    fn a_text_is_parted_without_loss() {
        let text = "In {{ period }}, [half](=visas.share(\"CN\")) of [them](https://iom.int).[^mia]";
        let joined: String = parts(text)
            .into_iter()
            .map(|part| match part {
                Part::Words(text) | Part::Code(text) => text,
            })
            .collect();
        assert_eq!(joined, text);
        assert_eq!(parts(text).iter().filter(|part| matches!(part, Part::Code(_))).count(), 4);
    }

    #[test]
    fn a_claim_is_no_computed_number() {
        assert_eq!(meant("{{ period }}"), meant("{{ period | in }}"));
        assert_ne!(meant("{{ visas }}"), meant("](=visas)"));
    }
}
