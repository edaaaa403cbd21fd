//! Finds what leaves a page half empty because it does not fit: the text then flows past it.

use super::layout::{Item, ItemKind, body_edges};
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
