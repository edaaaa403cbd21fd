//! Finds the file of a house style beside the series.

use std::path::Path;

use super::Loader;
use crate::diag::SourceId;
use crate::language::LanguageTag;
use crate::spec::folder::ReadError;
use crate::spec::schema::StyleSpec;

/// The folder of house styles beside a series.
const FOLDER: &str = "style";

impl Loader<'_> {
    /// The rules of a house for a language, when an author keeps them.
    pub(super) fn style_file(&mut self, style: &StyleSpec, language: &str, series: &str) -> Option<SourceId> {
        let house = &style.house.value;
        let is_name = !house.is_empty() && house.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !is_name || language.parse::<LanguageTag>().is_err() {
            return None;
        }
        let folder = Path::new(series).parent().map(|folder| folder.to_string_lossy().into_owned());
        let beside = folder.filter(|folder| !folder.is_empty()).map(|folder| format!("{folder}/"));
        let path = format!("{}{FOLDER}/{house}-{language}.toml", beside.unwrap_or_default());
        let tried = self.folder.read_at_most(&path, 0);
        let is_there = !matches!(tried, Err(ReadError::NotFound | ReadError::Outside));
        is_there.then(|| self.text(&path, None)).flatten()
    }
}
