//! What findings are about: the families of codes.

use std::fmt;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Syntax and shape of specs, tables and workbooks.
    Reading,
    /// Markup of the author's texts.
    Markup,
    /// Names, values and expressions that cannot be resolved.
    Resolving,
    /// Brand, fonts and template.
    Brand,
    /// Files that are read and written.
    Files,
    /// Figures, held against themselves and each other.
    Figure,
    /// The edition as a whole: sources, events, photographs, earlier editions.
    Edition,
    /// Numbers and the words around them.
    Sentence,
    /// Labels and signs.
    Label,
    /// Charts.
    Chart,
    /// Set pages; only a build has them.
    Layout,
    /// Language versions, held against each other.
    Translation,
    /// House style: wording and form. Its codes come from rules that are data.
    Style,
}

impl Family {
    /// Whether its codes are rules: they judge an edition that can be read, and an author can let a finding stand.
    pub fn is_of_rules(self) -> bool {
        match self {
            Self::Reading | Self::Markup | Self::Resolving | Self::Brand | Self::Files => false,
            Self::Figure
            | Self::Edition
            | Self::Sentence
            | Self::Label
            | Self::Chart
            | Self::Layout
            | Self::Translation
            | Self::Style => true,
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Reading => "reading",
            Self::Markup => "markup",
            Self::Resolving => "resolving",
            Self::Brand => "brand",
            Self::Files => "files",
            Self::Figure => "figures",
            Self::Edition => "edition",
            Self::Sentence => "sentences",
            Self::Label => "labels",
            Self::Chart => "charts",
            Self::Layout => "pages",
            Self::Translation => "translation",
            Self::Style => "house style",
        })
    }
}
