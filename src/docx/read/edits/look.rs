//! Says what differs in the definitions of styles, and in where pages, columns and sections end.

use super::fold::InRow;
use super::format::{differing, listed as styles_listed};
use super::reading::Read;
use super::walk::{Break, kinds};
use super::{Aspect, AspectKind, Edit, EditKind, What};
use crate::docx::read::address::{Listed, hash_of};

/// Programs that write styles, and what paragraphs have beside them, anew when they save: then nobody has changed these.
const REWRITERS: [&str; 1] = ["LibreOffice"];

/// What of a document's looks can be compared with what it was built with.
pub(super) struct Compared {
    /// Whether what paragraphs and styles come to can.
    pub(super) formats: bool,
    /// The program that has written it anew, if one has.
    pub(super) rewritten_by: Option<String>,
}

impl Compared {
    /// What can be compared: of a document that another version, brand or template has built, or that does not say what
    /// it was built with, nothing can.
    pub(super) fn of(listed: &Listed, found: &Read, base: Option<&Read>, own: Option<&Listed>) -> Self {
        let rewriter = REWRITERS.into_iter().find(|name| found.program.starts_with(name));
        let theirs =
            if base.is_some() { own.and_then(|own| own.styles.as_ref()) } else { listed.styles.as_ref() };
        let is_known = theirs.is_some() && theirs == listed.styles.as_ref();
        let formats = is_known && rewriter.is_none();
        Self { formats, rewritten_by: rewriter.filter(|_| is_known).map(str::to_owned) }
    }

    /// Styles that come to something else.
    pub(super) fn styles(&self, listed: &Listed, found: &Read, base: Option<&Read>) -> Vec<Edit> {
        let styles = &found.formats.styles;
        if !self.formats || listed.styles.as_deref() == Some(&hash_of(&styles_listed(styles))) {
            return Vec::new();
        }
        // Word adds styles by itself: without those that were there, it cannot be said that one of them is another.
        let Some(base) = base else { return Vec::new() };
        let changed = base.formats.styles.iter().filter_map(|(name, was)| {
            // One that is gone was of no use to a paragraph, or its paragraphs are told.
            let now = styles.get(name).filter(|now| *now != was)?;
            let [was, now] = differing(was, now);
            let also = vec![Aspect { of: AspectKind::Format, was: Some(was), now }];
            Some(Edit { text: name.clone(), also, ..Edit::of("", What::Style, EditKind::Changed) })
        });
        changed.collect()
    }

    /// Ends of pages, columns and sections that came or went.
    pub(super) fn breaks(
        &self,
        listed: &Listed,
        found: &Read,
        base: Option<&Read>,
        own: Option<&Listed>,
    ) -> Vec<InRow> {
        let now = hash_of(&kinds(&found.breaks));
        let is_known = |listed: &Listed| listed.breaks.as_deref() == Some(now.as_str());
        if !self.formats || is_known(listed) || own.is_some_and(is_known) {
            return Vec::new();
        }
        let Some(base) = base else {
            return vec![InRow { edit: Edit::of("", What::Break, EditKind::Changed), row: None, order: 0 }];
        };
        let told = |found: &Break, kind: EditKind| {
            let key = found.after.map_or("", |after| listed.addresses[after].key.as_str());
            let edit = Edit { text: found.kind.clone(), ..Edit::of(key, What::Break, kind) };
            InRow { edit, row: None, order: found.after.map_or(0, |after| after + 1) }
        };
        let gone = without(&base.breaks, &found.breaks).map(|gone| told(gone, EditKind::Missing));
        let new = without(&found.breaks, &base.breaks).map(|new| told(new, EditKind::New));
        gone.chain(new).collect()
    }
}

/// Those of one list that the other has not, each counted.
fn without<'a>(one: &'a [Break], other: &'a [Break]) -> impl Iterator<Item = &'a Break> {
    let mut left: Vec<&Break> = other.iter().collect();
    one.iter().filter(move |own| {
        let found = left.iter().position(|other| other == own);
        found.map(|found| left.remove(found)).is_none()
    })
}
