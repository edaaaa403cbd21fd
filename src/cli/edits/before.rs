//! Finds the files as they were before words were carried back, which are kept beside them: a second editor's copy of the
//! document was built from these.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::cli::EditsArguments;
use crate::edits::{Files, Review};
use crate::spec::overlay::path_of;
use crate::spec::{Spec, read_file};
use crate::theme::Theme;

/// A document beside the files that it was built from.
pub(super) struct Before<'t> {
    pub(super) review: Review<'t>,
    /// What these files are called.
    pub(super) names: Vec<String>,
}

/// So many files of one name are looked at.
const MOST: usize = 8;
/// Largest of them.
const LARGEST: u64 = 16 << 20;

/// The files that a document was built from, when they are kept.
pub(super) fn found<'t>(
    arguments: &EditsArguments,
    (path, language): (&Path, Option<&str>),
    theme: &'t Theme,
    now: &Review<'_>,
    docx: &[u8],
) -> Option<Before<'t>> {
    let spec = now.spec();
    let own = spec.sources.name(spec.edition.period.span.source);
    let series = match own.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/series.toml"),
        None => "series.toml".to_owned(),
    };
    let mut all = vec![own.to_owned(), series];
    let overlays: Vec<String> = language
        .into_iter()
        .flat_map(|language| all.iter().map(move |name| path_of(name, language)))
        .collect();
    all.extend(overlays);
    let kept = |name: &String, number: usize| {
        let end = if number == 1 { ".before".to_owned() } else { format!(".before-{number}") };
        let file = Spec::file_of(path, &format!("{name}{end}"));
        let bytes = file.is_file().then(|| read_file(&file, LARGEST).ok()).flatten()?;
        Some((name.clone(), format!("{name}{end}"), Arc::<[u8]>::from(bytes)))
    };
    // The oldest first: each further one was kept when more was carried back.
    (1..=MOST).find_map(|number| {
        let files: Vec<_> = all.iter().filter_map(|name| kept(name, number)).collect();
        let names = files.iter().map(|(_, kept, _)| format!("`{kept}`")).collect();
        let files: Files =
            files.into_iter().map(|(name, _, bytes)| (name, bytes)).collect::<BTreeMap<_, _>>();
        if files.is_empty() {
            return None;
        }
        let spec = Spec::open_in(path, language, arguments.theme.languages.as_deref(), files).ok()?;
        let review = Review::new(spec, theme, docx).ok()?;
        review.moved_on.is_empty().then_some(Before { review, names })
    })
}
