//! Reads which house style a series keeps.

use super::reader::Table;
use super::schema::StyleSpec;

/// The table `[style]`; the rules in it are read with those of the house.
pub(super) fn style(root: &Table<'_>) -> Option<StyleSpec> {
    let t = root.table("style")?;
    let style = StyleSpec {
        house: t.required_word("house"),
        names: t.words("names"),
        off: t.words("off"),
        span: t.span(),
    };
    t.ignore_rest();
    t.finish();
    Some(style)
}
