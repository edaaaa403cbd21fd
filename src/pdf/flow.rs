//! Finds what leaves a page half empty because it does not fit: the text then flows past it. And marks that share the
//! note of a mark before them, which came to stand on another page: they get a note of their own.

use super::layout::{Item, ItemKind, body_edges, marks_apart};
use crate::theme::Theme;

/// A gap at the foot of a page from this part of its height on is filled.
const GAP: f64 = 0.18;

/// The label of the first chart or table that stands on top of a page while the page before has room, and does not
/// float yet.
pub(super) fn pushed(all: &[Item], pages: usize, theme: &Theme, floating: &[String]) -> Option<String> {
    let (top, bottom) = body_edges(theme);
    let shown = |item: &&Item| matches!(item.kind, ItemKind::Text | ItemKind::Image);
    let on = |page: usize| all.iter().filter(shown).filter(move |item| item.page == page);
    let first = all.iter().find(|item| item.owner.contains("heading<chapter-"))?.page;
    (first..pages).find_map(|page| {
        let is_note = |item: &&Item| item.is_in("footnote-entry");
        let body = |item: &&Item| !is_note(item) && item.y >= top - 8.0 && item.y < bottom;
        let lowest = on(page).filter(body).map(Item::bottom).fold(top, f64::max);
        let room = on(page).filter(is_note).map(|item| item.y).fold(bottom, f64::min) - lowest;
        if room < (bottom - top) * GAP {
            return None;
        }
        let next = on(page + 1).filter(body).min_by(|a, b| a.y.total_cmp(&b.y))?;
        // What a chart shows stands above its caption.
        let part = |part: &'_ str| part.starts_with("figure<") || part.starts_with("block<message-");
        let figure = next.owner.split('/').find(|name| part(name))?;
        let label =
            figure.trim_start_matches("figure<").trim_start_matches("block<message-").trim_end_matches('>');
        // What goes on over pages stands where its first row is.
        let begins = all.iter().find(|item| item.owner.contains(&format!("figure<{label}>")))?.page > page;
        (begins && !floating.iter().any(|known| known == label)).then(|| label.to_owned())
    })
}

/// The label of the first mark that shares a note and stands apart from it. Whether it may share one depends on where it
/// stands, and that on the room which notes take: the two need not agree.
pub(super) fn lonely(all: &[Item], own: &[String]) -> Option<String> {
    let label = |item: &Item| {
        let name = item.owner.split('/').filter_map(|part| part.strip_prefix("footnote<")).next_back()?;
        Some(name.trim_end_matches('>').to_owned())
    };
    // The first mark of a note, which has no number behind its name, has the note already.
    let shares = |label: &String| label.contains(':') && !own.contains(label);
    marks_apart(all).into_iter().filter_map(label).find(shares)
}
