//! Says why an edit is left, and what to do about it.

use super::{Reason, Review};
use crate::diag::Span;

impl Reason {
    /// Why, and what to do, in two sentences.
    pub fn told(&self, review: &Review<'_>) -> (String, String) {
        let place = |span: Span| review.told_place(span);
        let (why, what): (String, String) = match self {
            Self::Computed(formula, figure) => {
                let place = review.figure(figure).map(|span| format!(" ({})", review.told_place(span)));
                (
                    format!("refused: computed from `{formula}`{}", place.unwrap_or_default()),
                    "if the source says so, change the figure there: all that rests on it follows".to_owned(),
                )
            }
            Self::Claimed(formula, span) => (
                format!("refused: linked to `{formula}` ({})", place(*span)),
                "the checks hold these digits against the figure: change both, or neither".to_owned(),
            ),
            Self::Made => (
                "refused: the program makes these words".to_owned(),
                "they follow from the figures, or from the files of the language".to_owned(),
            ),
            Self::Reference => (
                "refused: it names a chart, a table or a chapter".to_owned(),
                "change its title, or where the link leads".to_owned(),
            ),
            Self::Gap => {
                ("refused: it is to be filled in".to_owned(), "write the number into the spec".to_owned())
            }
            Self::Several => (
                "for you: the change goes over a link, a number or other emphasis".to_owned(),
                "make it by hand".to_owned(),
            ),
            Self::Lines => {
                ("for you: the new words have a line break".to_owned(), "make it by hand".to_owned())
            }
            Self::Unclear => (
                "for you: its place in the file cannot be told for certain".to_owned(),
                "make it by hand".to_owned(),
            ),
            Self::Shared => (
                "for you: the text is shared with other editions".to_owned(),
                "say --shared to change it for all of them".to_owned(),
            ),
            Self::NotProven => (
                "for you: with it, the block would not read as it was edited".to_owned(),
                "make it by hand".to_owned(),
            ),
            Self::Others(key) => {
                (format!("for you: `{key}` would read otherwise too"), "make it by hand".to_owned())
            }
            Self::Finding(finding) => (
                format!("refused: the checks would find {}: {}", finding.code.as_str(), finding.message),
                finding.hints.first().cloned().unwrap_or_else(|| "look at the sentence".to_owned()),
            ),
            Self::Structure => (
                "for you: it is a change of paragraphs or items as wholes".to_owned(),
                "say --structure to carry it back".to_owned(),
            ),
            Self::Again => (
                "for you: it stands somewhere else besides".to_owned(),
                "carry the words back, and say the same with --structure once more".to_owned(),
            ),
            Self::ByHand => {
                ("for you: it is not a change of words alone".to_owned(), "make it by hand".to_owned())
            }
        };
        (why, what)
    }
}
