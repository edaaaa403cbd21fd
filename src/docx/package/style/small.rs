//! The styles of tables of many columns, whose type is smaller: only documents with such a table have them.

use super::property::size;
use super::{Style, id};
use crate::docx::package::tree::{Element, el};

/// The sizes, in points, in the order of [`id::TABLE_SMALL`].
pub(in crate::docx) const SIZES: [f64; 2] = [8.0, 7.0];
/// The names, in the order of [`id::TABLE_SMALL`].
const NAMES: [[&str; 5]; 2] = [
    ["Table Text 8", "Table Number 8", "Table Text 8 Kept", "Table Number 8 Kept", "Table Head 8"],
    ["Table Text 7", "Table Number 7", "Table Text 7 Kept", "Table Number 7 Kept", "Table Head 7"],
];

/// The styles of those sizes that a document has.
pub(super) fn used(document: &Element) -> Vec<Style> {
    let mut is_used = [false; SIZES.len()];
    document.walk(&mut |element| {
        let style = element.get("w:val").filter(|_| element.name == "w:pStyle");
        for (ids, is_used) in id::TABLE_SMALL.iter().zip(&mut is_used) {
            *is_used |= style.is_some_and(|style| ids.contains(&style));
        }
    });
    let used = (0..SIZES.len()).filter(|index| is_used[*index]);
    used.flat_map(of_size).collect()
}

/// Each is as the style of the usual size, but for its size.
fn of_size(index: usize) -> [Style; 5] {
    let ids = id::TABLE_SMALL[index];
    let kept = vec![el("w:keepNext")];
    let bases = [id::TABLE_TEXT, id::TABLE_NUMBER, ids[0], ids[1], id::TABLE_HEAD];
    let own = || size(SIZES[index]);
    let looks = [(vec![], own()), (vec![], own()), (kept.clone(), vec![]), (kept, vec![]), (vec![], own())];
    let mut looks = looks.into_iter();
    std::array::from_fn(|at| {
        let (paragraph, run) = looks.next().unwrap_or_default();
        Style { id: ids[at], name: NAMES[index][at], based_on: bases[at], next: None, paragraph, run }
    })
}
