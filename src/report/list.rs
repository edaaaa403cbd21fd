//! The parts of a figure, in the order written and by name.

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::data::quantity::Quantity;

/// Shares or amounts by part, in the order written.
#[derive(Debug, Clone, Default)]
pub struct PartList {
    list: Vec<(String, Quantity)>,
    /// Where each part stands first.
    places: BTreeMap<String, usize>,
}

/// A list of no parts.
pub(super) static EMPTY: PartList = PartList { list: Vec::new(), places: BTreeMap::new() };

impl PartList {
    /// What is given for a part.
    pub fn get(&self, part: &str) -> Option<&Quantity> {
        self.places.get(part).map(|place| &self.list[*place].1)
    }
}

impl FromIterator<(String, Quantity)> for PartList {
    fn from_iter<I: IntoIterator<Item = (String, Quantity)>>(parts: I) -> Self {
        let list: Vec<(String, Quantity)> = parts.into_iter().collect();
        let mut places = BTreeMap::new();
        for (place, (part, _)) in list.iter().enumerate() {
            places.entry(part.clone()).or_insert(place);
        }
        Self { list, places }
    }
}

impl Deref for PartList {
    type Target = [(String, Quantity)];

    fn deref(&self) -> &[(String, Quantity)] {
        &self.list
    }
}

impl<'a> IntoIterator for &'a PartList {
    type Item = &'a (String, Quantity);
    type IntoIter = std::slice::Iter<'a, (String, Quantity)>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}
