//! Finds what a reader would call broken: lost text, lonely headings, parted captions, empty pages.

use std::fmt;

use typst_layout::PagedDocument;

use super::Item;
use super::rules;
use crate::theme::Theme;

/// Something wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFinding {
    /// Code of the rule: one of [`super::RULES`].
    pub code: &'static str,
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

impl LayoutFinding {
    pub(super) fn new(code: &'static str, item: &Item) -> Self {
        let text = item.text.chars().take(60).collect();
        Self { code, page: item.page, element: item.owner.clone(), text }
    }

    /// With what was measured before the words.
    pub(super) fn saying(code: &'static str, item: &Item, told: &str) -> Self {
        let mut finding = Self::new(code, item);
        finding.text = format!("{told}: {}", finding.text);
        finding
    }
}

/// What is wrong with the pages, page by page; nothing for a sound document.
pub fn findings(document: &PagedDocument, theme: &Theme) -> Vec<LayoutFinding> {
    let mut findings = rules::run(document, theme);
    findings.sort_by(|a, b| (a.page, a.code, &a.element).cmp(&(b.page, b.code, &b.element)));
    findings.dedup();
    findings
}
