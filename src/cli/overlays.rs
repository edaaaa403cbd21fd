//! The overlays of an edition when `quarterly new` moves it: which there are, and what becomes of each.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::stream::{shown, tell};
use super::telling::Telling;
use crate::diag::{Extent, Faults, one_line};
use crate::language::LanguageTag;
use crate::roll::overlay::{RolledOverlay, StoppedOverlay, overlay};
use crate::roll::{Roles, Rolled, Spelling};
use crate::spec::Spec;
use crate::spec::overlay::path_of;
use crate::theme::Theme;

/// An overlay beside an edition.
pub(super) struct Beside {
    /// Its language.
    pub(super) language: String,
    /// Its file.
    pub(super) from: PathBuf,
    /// The file of the next edition's.
    pub(super) to: PathBuf,
}

/// The overlays of an edition, in the order of their languages.
pub(super) fn beside(from: &Path, to: &Path) -> Vec<Beside> {
    let (old, new) = (name_of(from), name_of(to));
    let stem = format!("{}.", old.strip_suffix(".toml").unwrap_or(&old));
    let folder = from.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let languages = entries.filter_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let language = name.strip_prefix(&stem)?.strip_suffix(".toml")?.to_owned();
        language.parse::<LanguageTag>().is_ok().then_some(language)
    });
    let mut languages: Vec<String> = languages.collect();
    languages.sort();
    let files = languages.into_iter().map(|language| Beside {
        from: from.with_file_name(path_of(&old, &language)),
        to: to.with_file_name(path_of(&new, &language)),
        language,
    });
    files.collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// An edition that has been moved, while its overlays are.
pub(super) struct Moving<'a> {
    pub(super) theme: &'a Theme,
    /// The two editions.
    pub(super) paths: [&'a Path; 2],
    pub(super) rolled: &'a Rolled,
    pub(super) roles: Roles,
    pub(super) spelling: Spelling,
    /// Files that stand in for those that come later.
    pub(super) files: &'a BTreeMap<String, Arc<[u8]>>,
}

impl Moving<'_> {
    /// Moves an overlay; gives its text, and the line that tells of it.
    pub(super) fn one(&self, beside: &Beside) -> (Option<String>, String) {
        let [from, to] = self.paths;
        let languages = self.theme.languages.as_deref();
        let (old_name, new_name) = (name_of(&beside.from), name_of(&beside.to));
        let shown_new = one_line(&new_name);
        let not = |why: String| (None, format!("  {shown_new}  is not written: {}\n", one_line(&why)));
        let old = match Spec::open_in(from, Some(&beside.language), languages, BTreeMap::new()) {
            Ok(old) => old,
            Err(_) => return not(self.of_old(&old_name, beside)),
        };
        let read = |edition: &str, own: &str| {
            let mut changed = self.files.clone();
            changed.insert(name_of(to), Arc::from(edition.as_bytes()));
            changed.insert(new_name.clone(), Arc::from(own.as_bytes()));
            Spec::open_in(to, Some(&beside.language), languages, changed)
        };
        let names = [name_of(from), name_of(to)];
        let names = names.each_ref().map(String::as_str);
        match overlay(&old, self.theme, (self.rolled, self.roles, self.spelling), names, &read) {
            Ok(RolledOverlay { text, told }) => {
                (Some(text), format!("  {shown_new}  from {}: {told}\n", one_line(&old_name)))
            }
            Err(StoppedOverlay::Old) => not(self.of_old(&old_name, beside)),
            Err(StoppedOverlay::New(faults)) => {
                told(&faults);
                not(format!(
                    "it would have errors; begin it with `quarterly translate {} --language {}`",
                    shown(to),
                    beside.language
                ))
            }
            Err(StoppedOverlay::Conflict(conflict)) => not(conflict.to_string()),
        }
    }

    fn of_old(&self, name: &str, beside: &Beside) -> String {
        let from = shown(self.paths[0]);
        format!(
            "`{name}` has errors, or cannot be read (quarterly check {from} --language {})",
            beside.language
        )
    }
}

fn told(faults: &Faults) {
    let telling = Telling { extent: Extent::Short, consequence: "" };
    tell(&telling.faults(faults));
}
