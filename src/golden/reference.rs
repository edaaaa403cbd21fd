//! What a reference was made with, so that an upgrade is told from a change.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The versions that made a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// This program.
    pub quarterly: String,
    /// The typesetter in it.
    pub typst: String,
}

/// The version of Typst that is built in; a test compares it with the package file.
const TYPST: &str = "0.15.1";

impl Versions {
    /// The versions of this program.
    #[must_use]
    pub fn current() -> Self {
        Self { quarterly: env!("CARGO_PKG_VERSION").to_owned(), typst: TYPST.to_owned() }
    }

    /// Reads what [`Self::to_toml`] has written.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        toml::from_str(text).ok()
    }

    /// As it is kept beside a reference.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let Self { quarterly, typst } = self;
        format!(
            "# What this reference was made with; `quarterly golden update` writes it.\nquarterly = {quarterly:?}\ntypst = {typst:?}\n"
        )
    }

    /// What was upgraded since: `typst 0.15.0 to 0.15.1`; nothing when nothing was.
    #[must_use]
    pub fn upgrade_to(&self, new: &Self) -> Option<String> {
        let names = [("quarterly", &self.quarterly, &new.quarterly), ("typst", &self.typst, &new.typst)];
        let steps: Vec<String> = names
            .iter()
            .filter(|(_, a, b)| a != b)
            .map(|(name, a, b)| format!("{name} {a} to {b}"))
            .collect();
        (!steps.is_empty()).then(|| steps.join(", "))
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "quarterly {}, typst {}", self.quarterly, self.typst)
    }
}

#[cfg(test)]
mod tests {
    use super::{TYPST, Versions};

    #[test]
    fn the_version_of_typst_is_that_of_the_package() {
        let package = include_str!("../../Cargo.toml");
        assert!(package.contains(&format!("typst = \"={TYPST}\"")));
    }

    #[test]
    fn an_upgrade_is_named() {
        let now = Versions::current();
        let old = Versions { typst: "0.14.0".to_owned(), ..now.clone() };
        assert_eq!(Versions::parse(&old.to_toml()), Some(old.clone()));
        assert_eq!(old.upgrade_to(&now), Some(format!("typst 0.14.0 to {TYPST}")));
        assert_eq!(now.upgrade_to(&now), None);
    }
}
