//! Reads laid out pages: a snapshot as text, and what is wrong with the layout.

use typst_layout::PagedDocument;

use item::tenths;

mod finding;
mod item;
mod rules;
mod walk;
mod words;

pub use finding::{LayoutFinding, WORDS};
pub use item::{Item, ItemKind};
pub use rules::{body_edges, findings};
pub use words::{Drawn, Line, Mark, PageWords, Role, words};

/// Everything on the pages, in the order it is drawn.
pub fn items(document: &PagedDocument) -> Vec<Item> {
    walk::walk(document)
}

/// The pages as text, one item a line: equal pages give equal text, and the line that differs names
/// the page and the element.
pub fn snapshot(document: &PagedDocument) -> String {
    items(document).iter().map(|item| format!("{item}\n")).collect()
}

/// Where headings, figures, tables and notes stand, one a line: what moved, without all that moved
/// with it.
pub fn outline(document: &PagedDocument) -> String {
    let mut lines = String::new();
    let mut last = String::new();
    for item in items(document).into_iter().filter(|item| item.kind == ItemKind::Text) {
        let marked = ["heading", "caption", "footnote-entry", "title"].iter().any(|name| item.is_in(name));
        // Only the first line of an element.
        if marked && item.owner != last {
            let Item { page, owner, text, .. } = &item;
            lines.push_str(&format!("p{page:02} y{} [{owner}] {text:?}\n", tenths(item.y)));
        }
        last = item.owner;
    }
    lines
}
