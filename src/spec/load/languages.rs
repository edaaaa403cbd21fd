//! Reads the files of a language that lie beside the series, or in a folder that the call names.

use std::path::Path;
use std::sync::Arc;

use super::Loader;
use crate::data::country::Names;
use crate::diag::{Diagnostic, SourceId, Spanned, code};
use crate::language::{FILES, LanguageTag};
use crate::spec::folder::{Folder, ReadError};
use crate::spec::schema::CommonSpec;

/// The folder of languages beside a series.
const FOLDER: &str = "languages";
/// The file that names countries.
const COUNTRIES: &str = FILES[2];

impl Loader<'_> {
    /// The files of a language that stand in for those of the program, by name.
    pub(super) fn language_files(
        &mut self,
        language: Option<&Spanned<String>>,
        series: &str,
    ) -> Vec<(&'static str, SourceId)> {
        let tag = language.map_or("en", |language| language.value.as_str());
        if tag.parse::<LanguageTag>().is_err() {
            return Vec::new();
        }
        let series = Path::new(series).parent().map(|folder| folder.to_string_lossy().into_owned());
        let beside = series.filter(|folder| !folder.is_empty()).map(|folder| format!("{folder}/"));
        let beside = beside.unwrap_or_default();
        let mut found = Vec::new();
        for file in FILES {
            let path = format!("{FOLDER}/{tag}/{file}");
            let named = self.languages.as_ref().map(|folder| folder.read(&format!("{tag}/{file}")));
            let source = match named {
                Some(Ok(bytes)) => {
                    let shown = self.named_file(tag, file);
                    self.own_language(&path, &shown, &bytes)
                }
                Some(Err(ReadError::Unreadable(why))) => {
                    let message =
                        format!("the language file `{}` cannot be read: {why}", self.named_file(tag, file));
                    self.fault(Diagnostic::new(code::FILE_UNREADABLE, None, message));
                    None
                }
                Some(Err(ReadError::NotFound | ReadError::Outside)) | None => {
                    let path = format!("{beside}{path}");
                    // Where a series outside would have its languages, nothing is looked for.
                    let tried = self.folder.read_at_most(&path, 0);
                    let is_there = !matches!(tried, Err(ReadError::NotFound | ReadError::Outside));
                    is_there.then(|| self.text(&path, None)).flatten()
                }
            };
            found.extend(source.map(|source| (file, source)));
        }
        found
    }

    /// A file in the folder that the call names, as the caller would call it.
    fn named_file(&self, tag: &str, file: &str) -> String {
        match &self.languages {
            Some(Folder::Disk(root)) => {
                let root = root.to_string_lossy().replace('\\', "/");
                format!("{}/{tag}/{file}", root.trim_end_matches('/'))
            }
            _ => format!("{FOLDER}/{tag}/{file}"),
        }
    }

    /// A file that travels inside the PDF by its path, and is called otherwise in messages.
    fn own_language(&mut self, path: &str, shown: &str, bytes: &Arc<[u8]>) -> Option<SourceId> {
        self.spend(0, bytes.len())?;
        self.text_of(path, shown, bytes, None)
    }

    /// The names in tables, which are looked up in the language of the spec, whatever is printed.
    pub(super) fn names<'c>(
        &self,
        commons: impl Iterator<Item = &'c CommonSpec>,
        own_files: &[(&'static str, SourceId)],
    ) -> Names {
        let own = commons.flat_map(|common| &common.names);
        let names = Names::new(own.map(|(key, label)| (key.value.as_str(), label.value.as_str())));
        match own_files.iter().find(|(file, _)| *file == COUNTRIES) {
            Some((_, source)) => names.with_countries(self.sources.text(*source)),
            None => names,
        }
    }
}
