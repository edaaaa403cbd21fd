//! Puts the words of an overlay, the file of a translation, in the places of those of the spec.
//!
//! An overlay holds words alone, by the names that the spec gives its parts: `chapter.flows.outflow.text`. Figures,
//! dates, files and order are those of the spec and cannot differ.

use std::collections::BTreeMap;

use super::text::Text;
use crate::diag::{SourceId, Span, Spanned};

pub(super) mod alphabets;
pub(super) mod ids;
pub(super) mod keys;
mod published;
pub(super) mod read;
pub mod same;
pub mod stamp;

pub use published::Published;

/// Which of the two files that are translated a text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// The edition.
    Edition,
    /// Its series.
    Series,
}

/// A text that is words, of the spec itself.
#[derive(Debug, Clone)]
pub struct Word {
    /// The file that it stands in.
    pub home: Home,
    /// Its name: `charts.visas.title`.
    pub key: String,
    /// The text in the language of the spec.
    pub source: Text,
    /// The text that is printed: the translation, or the same where there is none.
    pub printed: Text,
}

impl Word {
    /// Whether it has been translated.
    pub fn is_translated(&self) -> bool {
        self.printed.span != self.source.span
    }

    /// Whether there is something to translate: a letter outside of expressions and addresses.
    pub fn has_words(&self) -> bool {
        stamp::has_words(&self.source.value)
    }
}

/// An overlay as it was read.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// Which file it translates.
    pub home: Home,
    /// The overlay itself.
    pub source: SourceId,
    /// Its path below the folder of the edition.
    pub path: String,
    /// The stamps of the source texts from which texts were translated, by key.
    pub stamps: BTreeMap<String, Spanned<String>>,
    /// Where each key of it stands, and its text.
    pub places: BTreeMap<String, (Span, Span)>,
}

/// What a spec is in a language that is not its own.
#[derive(Debug, Clone)]
pub struct Translation {
    /// The language of the spec itself.
    pub from: Spanned<String>,
    /// The overlays that are there, the edition's first.
    pub overlays: Vec<Overlay>,
    /// Names of parts that are not countries, in the language of the spec.
    pub names: Vec<(String, String)>,
    /// Files of the spec's own language that stand in for those of the program, by name.
    pub language_files: Vec<(&'static str, SourceId)>,
}

impl Translation {
    /// Whether a place lies in a file of the translation.
    pub fn holds(&self, place: Span) -> bool {
        self.overlays.iter().any(|overlay| overlay.source == place.source)
    }
}

/// The file of a translation: `2023-q2.ru.toml` for `2023-q2.toml`.
pub fn path_of(base: &str, language: &str) -> String {
    format!("{}.{language}.toml", base.strip_suffix(".toml").unwrap_or(base))
}
