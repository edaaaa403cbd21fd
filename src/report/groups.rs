//! Groups of parts that can be asked for together: `central_asia = ["KG", "TJ", "TM", "UZ"]`.

use std::collections::BTreeMap;

/// Groups of parts by name, and the part that is the reporting country itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    members: BTreeMap<String, Vec<String>>,
    own: String,
}

impl Groups {
    /// Groups of a series; `own` is the country that is reported on, which has no movements with itself.
    pub fn new(members: BTreeMap<String, Vec<String>>, own: String) -> Self {
        Self { members, own }
    }

    /// The parts of a group.
    pub fn members(&self, group: &str) -> Option<&[String]> {
        self.members.get(group).map(Vec::as_slice)
    }

    /// The names of the groups.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    /// Whether a part is the reporting country.
    pub fn is_own(&self, part: &str) -> bool {
        self.own == part
    }
}
