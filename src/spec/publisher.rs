//! Reads who publishes and who pays.

use super::reader::Table;
use super::schema::{DonorSpec, PublisherSpec};

/// One donor in a table, or several in a list of tables.
pub(super) fn donors(root: &Table<'_>) -> Vec<DonorSpec> {
    let is_one = root.is_table("donor");
    let tables = if is_one { root.table("donor").into_iter().collect() } else { root.tables("donor") };
    let read = |t: Table<'_>| {
        let donor = DonorSpec { name: t.required_text("name"), logo: t.word("logo") };
        t.finish();
        donor
    };
    tables.into_iter().map(read).collect()
}

/// The organization that publishes.
pub(super) fn publisher(t: Table<'_>) -> PublisherSpec {
    let publisher = PublisherSpec {
        name: t.text("name"),
        logo: t.word("logo"),
        website: t.text("website"),
        offices: t
            .tables("offices")
            .into_iter()
            .map(|office| {
                let parts = (office.required_text("name"), office.texts("lines"));
                office.finish();
                parts
            })
            .collect(),
    };
    t.finish();
    publisher
}
