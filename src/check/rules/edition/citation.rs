//! The rule about a citation that names another title.

use crate::check::Subject;
use crate::diag::{Diagnostic, code};
use crate::language::words_of;
use crate::report::plain_text;

#[doc = include_str!("citation-title.md")]
pub(in crate::check) fn citation_title(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Subject { spec, report, .. } = subject;
    let citation = plain_text(&report.imprint.citation.content);
    let (title, cited) = (folded(&report.title), folded(&citation));
    let texts = spec.common.iter().rev();
    let text = texts
        .filter_map(|common| common.imprint.iter().find(|(name, _)| *name == "citation"))
        .map(|(_, text)| text)
        .next();
    let Some(text) = text.filter(|_| !title.is_empty() && !cited.contains(&title)) else { return Vec::new() };
    let message = format!("the citation does not name the title of the edition, “{}”", report.title);
    let hint = "write the title into `citation` of [imprint] as it stands on the cover";
    vec![Diagnostic::new(code::CITATION_TITLE, text.span, message).hint(hint).found(&report.title)]
}

/// Words as they are compared: letters and digits alone, in small letters.
fn folded(text: &str) -> String {
    words_of(text).map(|(_, word)| word.to_lowercase()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn signs_and_capitals_make_no_other_title() {
        assert_eq!(folded("Overview: the “Situation”,\u{a0}2023"), folded("overview – The situation 2023"));
        assert_ne!(folded("Migration in A"), folded("Migration in B"));
    }
}
