//! Names that an author gives: of chapters, charts, tables and photographs, and of the series.

use std::collections::BTreeMap;

use super::Loader;
use crate::data::file_name::{self, Fault};
use crate::diag::{Diagnostic, Span, Spanned, code};
use crate::spec::schema::{EditionSpec, SeriesSpec};

impl Loader<'_> {
    /// Names that links, bookmarks and files use must be simple, and those of chapters unique.
    pub(super) fn check_names(&self, edition: &EditionSpec) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let ids = || {
            edition.chapters.iter().flat_map(|chapter| {
                chapter
                    .id
                    .iter()
                    .chain(chapter.standing.iter().filter(|_| chapter.id.is_none()))
                    .chain(chapter.topics.iter().map(|topic| &topic.id))
            })
        };
        for id in ids().filter(|id| !id.value.is_empty()) {
            match seen.get(id.value.as_str()) {
                Some(first) => {
                    let (line, _) = self.sources.line_column(*first);
                    self.fault(
                        Diagnostic::new(
                            code::DUPLICATE_ID,
                            id.span,
                            format!("the id `{}` is used twice", id.value),
                        )
                        .hint(format!(
                            "it was first used in line {line}; give each chapter and topic its own"
                        )),
                    );
                }
                None => {
                    seen.insert(&id.value, id.span);
                }
            }
        }
        self.check_entries(edition);
        let charts = edition.charts.iter().map(|chart| &chart.key);
        let tables = edition.tables.iter().map(|table| &table.key);
        let photos = edition.photos.iter().map(|(key, _)| key);
        let used = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let named = charts.chain(tables).chain(photos);
        let unnamed = named.clone().filter(|id| id.value.is_empty());
        for id in ids().chain(named).filter(|id| !id.value.chars().all(used)).chain(unnamed) {
            let message = format!("`{}` cannot be a name", id.value);
            self.fault(Diagnostic::new(code::BAD_ID, id.span, message).hint(with_hyphens(&id.value)));
        }
        for chart in edition.charts.iter().map(|chart| &chart.key) {
            // What is no name at all has been told.
            let name = Some(&chart.value).filter(|name| !name.is_empty() && name.chars().all(used));
            self.check_file_name(name.map(|name| format!("{name}.svg")), &chart.value, chart.span);
        }
    }

    /// Names of entries of lists, which translations use, must be simple, and unique in their list.
    fn check_entries(&self, edition: &EditionSpec) {
        let lists: [(&str, Vec<&Option<Spanned<String>>>); 6] = [
            ("tile", edition.tiles.iter().map(|entry| &entry.id).collect()),
            ("legislation", edition.legislation.iter().map(|entry| &entry.id).collect()),
            ("event", edition.events.iter().map(|entry| &entry.id).collect()),
            ("finding", edition.findings.iter().map(|entry| &entry.id).collect()),
            ("reference", edition.references.iter().map(|entry| &entry.id).collect()),
            ("correction", edition.corrections.iter().map(|entry| &entry.id).collect()),
        ];
        lists.iter().for_each(|(list, ids)| self.check_list(list, ids));
    }

    /// The same of one list.
    pub(super) fn check_list(&self, list: &str, ids: &[&Option<Spanned<String>>]) {
        let used = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for id in ids.iter().filter_map(|id| id.as_ref()) {
            if id.value.is_empty() || !id.value.chars().all(used) {
                let message = format!("`{}` cannot be a name", id.value);
                let fault = Diagnostic::new(code::BAD_ID, id.span, message);
                self.fault(fault.hint(with_hyphens(&id.value)));
            } else if let Some(first) = seen.insert(&id.value, id.span) {
                let (line, _) = self.sources.line_column(first);
                let message = format!("the id `{}` is used twice", id.value);
                let hint = format!("it was first used in line {line}; give each [[{list}]] its own");
                self.fault(Diagnostic::new(code::DUPLICATE_ID, id.span, message).hint(hint));
            }
        }
    }

    /// A name of which that of a file is made must be one on every system.
    fn check_file_name(&self, file: Option<String>, name: &str, place: Span) {
        let Some(why) = file.and_then(|file| file_name::fault(&file)) else { return };
        let hint = match why {
            Fault::Device => format!("add a word to it: {name}-figures"),
            Fault::Hyphen => "let it begin with a letter or a digit".to_owned(),
            Fault::TooLong => "use a few words: at most 150 letters".to_owned(),
            Fault::Empty | Fault::Character(_) | Fault::Ending => {
                "use lowercase letters a to z, digits and hyphens".to_owned()
            }
        };
        let shown: String = name.chars().take(60).collect();
        let rest = if shown.len() < name.len() { "…" } else { "" };
        let message = format!("`{shown}{rest}` cannot be the name of a file: {why}");
        self.fault(Diagnostic::new(code::BAD_ID, place, message).hint(hint));
    }

    /// The series' id becomes the name of files.
    pub(super) fn check_series(&self, series: &SeriesSpec) {
        let used = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if series.id.value.is_empty() || !series.id.value.chars().all(used) {
            let message = format!("`{}` cannot be the name of files", series.id.value);
            self.fault(
                Diagnostic::new(code::BAD_ID, series.id.span, message)
                    .hint("use lowercase letters a to z, digits and hyphens, as in kazakhstan"),
            );
            return;
        }
        let file = format!("{}-2023-q2.inputs", series.id.value);
        self.check_file_name(Some(file), &series.id.value, series.id.span);
    }
}

/// What a name may have, with the name as it can be where only underscores are wrong: names of figures have those.
fn with_hyphens(name: &str) -> String {
    let used = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let plain = "use lowercase letters a to z, digits and hyphens";
    if name.contains('_') && name.chars().all(used) {
        return format!("{plain}, as in `{}`; names of figures alone have _", name.replace('_', "-"));
    }
    plain.to_owned()
}
