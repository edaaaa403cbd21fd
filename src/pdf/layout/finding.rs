//! What a reader would call broken: lost text, lonely headings, parted captions, empty pages.

use std::fmt;

use super::item::Item;
use crate::diag::Code;

/// Something wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFinding {
    /// Code of the rule.
    pub code: Code,
    /// Page, from 1.
    pub page: usize,
    /// Path of the element, with the names from the spec: `figure<fig-visas>/caption`.
    pub element: String,
    /// The words concerned.
    pub text: String,
}

impl fmt::Display for LayoutFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, page, element, text } = self;
        write!(f, "{code}: page {page} [{element}] {text:?}")
    }
}

/// Characters of the words of an element that a finding tells.
pub const WORDS: usize = 60;

impl LayoutFinding {
    pub(super) fn new(code: Code, item: &Item) -> Self {
        let text = item.text.chars().take(WORDS).collect();
        Self { code, page: item.page, element: item.owner.clone(), text }
    }

    /// With what was measured before the words.
    pub(super) fn saying(code: Code, item: &Item, told: &str) -> Self {
        let mut finding = Self::new(code, item);
        finding.text = format!("{told}: {}", finding.text);
        finding
    }
}
