//! Pieces of running text, as the template reads them.

use serde::Serialize;

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Span {
    /// Words, printed verbatim.
    Text {
        /// The words.
        text: String,
    },
    /// Something to be filled in.
    Gap {
        /// What stands in its place.
        text: String,
    },
    /// Bold.
    Strong {
        /// What is bold.
        content: Vec<Self>,
    },
    /// Italic.
    Emphasis {
        /// What is italic.
        content: Vec<Self>,
    },
    /// A link to a web address.
    Link {
        /// Address.
        url: String,
        /// Shown.
        content: Vec<Self>,
    },
    /// A link to an element of the document.
    Place {
        /// Label of the element.
        label: String,
        /// Shown.
        content: Vec<Self>,
    },
    /// Words in another language.
    Foreign {
        /// Code of the language.
        language: String,
        /// Code of the country whose usage is meant.
        region: Option<String>,
        /// The words.
        content: Vec<Self>,
    },
    /// Mark of a note at the foot of its page, with the note, which is its alone.
    Note {
        /// Label of the mark and its note.
        label: String,
        /// Its text.
        content: Vec<Self>,
    },
    /// Mark of a note that stands directly below the table, chart or panel.
    Letter {
        /// The letter.
        text: String,
    },
    /// The raised comma between two marks that stand side by side.
    NoteComma,
    /// Where a number of the record stands.
    Mark {
        /// The mark.
        id: u32,
    },
    /// A line break.
    Break,
}
