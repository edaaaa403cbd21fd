//! Tells in which languages an edition is published, before it is read: faults are told when it is.

use std::path::Path;

use toml::de::DeTable;

use crate::language::LanguageTag;
use crate::spec::folder::Folder;
use crate::spec::head::head;

/// No text file of an edition is larger.
const LONGEST: u64 = 4 * 1024 * 1024;

/// The languages of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The language of the spec itself.
    pub own: String,
    /// The others, in the order given.
    pub others: Vec<String>,
}

impl Published {
    /// As the edition and its series say, as far as they can be read.
    pub fn of(path: &Path) -> Self {
        let folder = Folder::Disk(path.parent().map(Path::to_owned).unwrap_or_default());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let edition = Said::read(&folder, &name);
        let series = Said::read(&folder, edition.series.as_deref().unwrap_or("series.toml"));
        let own = edition.language.or(series.language).unwrap_or_else(|| "en".to_owned());
        let mut others: Vec<String> = Vec::new();
        for language in edition.languages.or(series.languages).unwrap_or_default() {
            if language != own && !others.contains(&language) && language.parse::<LanguageTag>().is_ok() {
                others.push(language);
            }
        }
        Self { own, others }
    }
}

/// What a file says of languages.
#[derive(Default)]
struct Said {
    language: Option<String>,
    languages: Option<Vec<String>>,
    series: Option<String>,
}

impl Said {
    fn read(folder: &Folder, path: &str) -> Self {
        let Ok(bytes) = folder.read_at_most(path, LONGEST) else { return Self::default() };
        let Ok(text) = std::str::from_utf8(&bytes) else { return Self::default() };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (table, _) = DeTable::parse_recoverable(head(text));
        let table = table.get_ref();
        let word = |key: &str| Some(table.get(key)?.get_ref().as_str()?.to_owned());
        let list = table.get("languages").and_then(|value| value.get_ref().as_array());
        let words = list.map(|list| {
            list.iter().filter_map(|value| Some(value.get_ref().as_str()?.to_owned())).collect::<Vec<_>>()
        });
        Self {
            language: word("language"),
            languages: words.filter(|words| !words.is_empty()),
            series: word("series"),
        }
    }
}
