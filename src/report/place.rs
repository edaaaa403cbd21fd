//! Places of the publication that links lead to.

use std::fmt;
use std::str::FromStr;

/// A place of the publication that has a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A chapter or topic: `chapter-visas`.
    Chapter(String),
    /// A chart: `fig-visas`.
    Chart(String),
    /// A table: `tab-months`.
    Table(String),
}

/// The text names no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPlace;

impl Place {
    /// Name of the chapter, chart or table in the spec.
    pub fn id(&self) -> &str {
        match self {
            Self::Chapter(id) | Self::Chart(id) | Self::Table(id) => id,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chapter(id) => write!(f, "chapter-{id}"),
            Self::Chart(id) => write!(f, "fig-{id}"),
            Self::Table(id) => write!(f, "tab-{id}"),
        }
    }
}

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (kind, id) = text.split_once('-').ok_or(NoPlace)?;
        match kind {
            "chapter" => Ok(Self::Chapter(id.to_owned())),
            "fig" => Ok(Self::Chart(id.to_owned())),
            "tab" => Ok(Self::Table(id.to_owned())),
            _ => Err(NoPlace),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NoPlace, Place};

    #[test]
    fn a_place_is_read_as_it_is_written() {
        for text in ["chapter-migration-flows", "fig-visas", "tab-data-visas"] {
            assert_eq!(text.parse::<Place>().unwrap().to_string(), text);
        }
        assert_eq!("tab-data-visas".parse(), Ok(Place::Table("data-visas".to_owned())));
        for text in ["", "visas", "figure-visas", "topic-visas"] {
            assert_eq!(text.parse::<Place>(), Err(NoPlace), "{text}");
        }
    }
}
