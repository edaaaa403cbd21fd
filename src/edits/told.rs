//! Says why an edit is left, and what to do about it.

use super::{Reason, Review};
use crate::diag::Span;

impl Reason {
    /// Why, and what to do, in two sentences.
    pub fn told(&self, review: &Review<'_>) -> (String, String) {
        let place = |span: Span| review.told_place(span);
        if let Some((why, what)) = self.fixed() {
            return (why.to_owned(), what.to_owned());
        }
        match self {
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
            Self::Origin(what) => (
                "refused: the program makes these words".to_owned(),
                format!("change `{what}` there: the words follow"),
            ),
            Self::Half(other) => (
                format!(
                    "for you: it belongs to `{other}`, which is left: half of it would say something else"
                ),
                "make both by hand".to_owned(),
            ),
            Self::Others(key) => {
                (format!("for you: `{key}` would read otherwise too"), "make it by hand".to_owned())
            }
            Self::Finding(finding) => (
                format!("refused: the checks would find {}: {}", finding.code.as_str(), finding.message),
                finding.hints.first().cloned().unwrap_or_else(|| "look at the sentence".to_owned()),
            ),
            _ => (String::new(), String::new()),
        }
    }

    /// The same of reasons that name nothing.
    fn fixed(&self) -> Option<(&'static str, &'static str)> {
        let told = match self {
            Self::Made => (
                "refused: the program makes these words",
                "they follow from the figures, or from the files of the language",
            ),
            Self::Deleted => (
                "for you: words that hold a number or a link are gone",
                "delete them there by hand, if they are to go",
            ),
            Self::Numbers => (
                "for you: it has numbers, notes or other words that the program makes",
                "make it by hand, with each number from its figure",
            ),
            Self::Elsewhere => (
                "for you: only paragraphs and items behind others of a text can be carried back",
                "make it by hand",
            ),
            Self::Reference => (
                "refused: it names a chart, a table or a chapter",
                "change its title, or where the link leads",
            ),
            Self::Gap => ("refused: it is to be filled in", "write the number into the spec"),
            Self::Several => {
                ("for you: the change goes over a link, a number or other emphasis", "make it by hand")
            }
            Self::Lines => ("for you: the new words have a line break", "make it by hand"),
            Self::Marks => (
                "for you: the mark of a note, or a raised sign, came, went or moved",
                "set the mark by hand: `[^…]` stands where the note is marked",
            ),
            Self::Signs => {
                ("for you: it has an equation, or a sign of a font of signs", "write by hand what is meant")
            }
            Self::Address => (
                "for you: these words are an address, and their link still leads to the old one",
                "change both by hand, words and link",
            ),
            Self::Unclear => ("for you: its place in the file cannot be told for certain", "make it by hand"),
            Self::Shared => (
                "for you: the text is shared with other editions",
                "say --shared to change it for all of them",
            ),
            Self::NotProven => {
                ("for you: with it, the block would not read as it was edited", "make it by hand")
            }
            Self::Structure => (
                "for you: it is a change of paragraphs or items as wholes",
                "say --structure to carry it back",
            ),
            Self::Again => (
                "for you: it stands somewhere else besides",
                "carry the words back, and say the same with --structure once more",
            ),
            Self::ByHand => ("for you: it is not a change of words alone", "make it by hand"),
            _ => return None,
        };
        Some(told)
    }
}
