//! Finds what a reader would call broken: lost text, lonely headings, parted captions, empty pages.

use std::collections::BTreeMap;
use std::fmt;

use typst_layout::PagedDocument;

use super::{Item, Kind, items};
use crate::theme::Theme;

/// A page of which less than this part is filled is too empty to stand within the text.
const SPARSE: f64 = 1.0 / 3.0;

/// Something wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFinding {
    /// Kind of finding: `outside-page`, `outside-frame`, `cut-off`, `missing-glyph`,
    /// `heading-at-foot`, `caption-apart` or `sparse-page`.
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
    fn new(code: &'static str, item: &Item) -> Self {
        let text = item.text.chars().take(60).collect();
        Self { code, page: item.page, element: item.owner.clone(), text }
    }
}

/// What is wrong with the pages, page by page; nothing for a sound document.
pub fn findings(document: &PagedDocument, theme: &Theme) -> Vec<LayoutFinding> {
    let items = items(document);
    let mut findings = Vec::new();
    for item in &items {
        findings.extend(item.faults.iter().map(|code| LayoutFinding::new(code, item)));
    }
    let body = Body::new(&items, theme);
    body.headings(&mut findings);
    body.sparse(&mut findings);
    captions(&items, &mut findings);
    findings.sort_by(|a, b| (a.page, a.code, &a.element).cmp(&(b.page, b.code, &b.element)));
    findings.dedup();
    findings
}

/// The text area of the chapters' pages, without notes, running heads and page numbers.
struct Body<'a> {
    pages: BTreeMap<usize, Vec<&'a Item>>,
    top: f64,
    height: f64,
}

impl<'a> Body<'a> {
    fn new(items: &'a [Item], theme: &Theme) -> Self {
        let page = &theme.brand.page;
        let points = |millimetres: f64| millimetres * 72.0 / 25.4;
        let (top, bottom) = (points(page.top), points(page.height - page.bottom));
        let is_chapter = |item: &Item| item.owner.contains("heading<chapter-");
        let first = items.iter().find(|item| is_chapter(item)).map_or(usize::MAX, |item| item.page);
        // The back page follows the chapters.
        let last = items.iter().map(|item| item.page).max().unwrap_or(0);
        let mut pages: BTreeMap<usize, Vec<&Item>> = BTreeMap::new();
        for item in items {
            let inside = item.y >= top - 8.0 && item.y < bottom && (first..last).contains(&item.page);
            let shown = matches!(item.kind, Kind::Text | Kind::Image);
            if inside && shown && !item.is_in("footnote-entry") {
                pages.entry(item.page).or_default().push(item);
            }
        }
        Self { pages, top, height: bottom - top }
    }

    fn headings(&self, findings: &mut Vec<LayoutFinding>) {
        for items in self.pages.values() {
            let lowest = items.iter().max_by(|a, b| a.bottom().total_cmp(&b.bottom()));
            if let Some(item) = lowest
                && (item.is_in("heading") || item.owner.contains("block<law-"))
            {
                findings.push(LayoutFinding::new("heading-at-foot", item));
            }
        }
    }

    fn sparse(&self, findings: &mut Vec<LayoutFinding>) {
        let last = self.pages.keys().max().copied().unwrap_or(0);
        for (page, items) in &self.pages {
            let bottom = items.iter().map(|item| item.bottom()).fold(self.top, f64::max);
            if *page < last
                && bottom - self.top < self.height * SPARSE
                && let Some(item) = items.last()
            {
                findings.push(LayoutFinding::new("sparse-page", item));
            }
        }
    }
}

/// A caption must stand on the page of what it names.
fn captions(items: &[Item], findings: &mut Vec<LayoutFinding>) {
    let mut captions: BTreeMap<&str, &Item> = BTreeMap::new();
    let mut bodies: BTreeMap<&str, usize> = BTreeMap::new();
    for item in items.iter().filter(|item| matches!(item.kind, Kind::Text | Kind::Image)) {
        let Some(figure) = item.owner.split('/').find(|part| part.starts_with("figure<")) else { continue };
        if item.is_in("caption") {
            captions.insert(figure, item);
        } else {
            bodies.entry(figure).or_insert(item.page);
        }
    }
    for (figure, caption) in captions {
        if bodies.get(figure).is_some_and(|page| *page != caption.page) {
            findings.push(LayoutFinding::new("caption-apart", caption));
        }
    }
}
