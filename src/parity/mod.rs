//! Holds language versions of an edition against each other: what each text says, as facts that no language changes.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::quantity::Direction;
use crate::diag::Span;

mod compare;
mod gather;
mod kept;
mod shape;
mod telephone;

pub use compare::differences;
pub use gather::facts;
pub use kept::{FACTS, KeptFact, KeptFacts, KeptText, attached, differences_kept};

/// A fact of a text, and where it stands.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is, the same in all languages: `visas share CN 2023-Q2: 50.3`.
    pub what: String,
    /// Where it stands.
    pub span: Span,
    /// The same as file, line and column.
    pub place: String,
}

/// The facts of one text.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Numbers of figures, with their values as printed.
    pub numbers: Vec<Fact>,
    /// Days, periods, numbers of laws, and other digits that the author typed.
    pub typed: Vec<Fact>,
    /// Addresses of links, and marks of notes.
    pub links: Vec<Fact>,
    /// Paragraphs, lists, tables and charts, in order.
    pub shape: String,
    /// How nearly numbers are meant.
    pub nearness: Vec<Fact>,
    /// Which way numbers went, as the words beside them say.
    pub ways: BTreeMap<String, (BTreeSet<Direction>, Span)>,
    /// The whole text.
    pub whole: Option<(Span, String)>,
}

/// The facts of an edition in one language, text by text.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The language.
    pub language: String,
    /// By the names of the texts.
    pub texts: BTreeMap<String, Said>,
    /// The charts with their values.
    pub charts: BTreeSet<String>,
    /// Texts that have not been translated.
    pub open: usize,
}

impl Facts {
    /// SHA-256 of all facts in a fixed order: equal for versions that say the same. None as long as texts are not
    /// translated.
    ///
    /// Which way numbers went is left out: the figures say it, and each version is held to them.
    pub fn digest(&self) -> Option<String> {
        KeptFacts::new(self).digest
    }
}
