//! Bookmarks: the places of a report that links lead to, under names that Word takes.

use std::collections::{BTreeMap, BTreeSet};

use crate::docx::package::tree::{Element, el};
use crate::hash::fnv;
use crate::language::{Language, fill};
pub(super) use crate::report::GLANCE;
use crate::report::{Place, Report};

/// Longest name that Word takes.
const LONGEST: usize = 40;

/// Names of bookmarks by place: `fig-visas` is `fig_visas`.
#[derive(Debug, Clone)]
pub(in crate::docx) struct Places {
    names: BTreeMap<String, String>,
    /// Those of the numbers of charts and tables that links, and titles of the tables with their data, print alone.
    numbers: BTreeMap<String, String>,
    marked: BTreeSet<String>,
    used: u32,
}

impl Places {
    /// The places of a report.
    pub(super) fn new(report: &Report) -> Self {
        let mut places = vec![GLANCE.to_owned()];
        for chapter in &report.chapters {
            places.push(chapter_place(&chapter.id));
            places.extend(chapter.topics.iter().map(|topic| chapter_place(&topic.id)));
        }
        places.extend(report.captions().iter().map(|caption| figure_place(caption.id)));
        places.extend(report.tables().iter().map(|table| table_place(&table.id)));
        let mut names = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for place in places {
            names.entry(place).or_insert_with_key(|place| free_name(place, &mut taken));
        }
        let asked = report.numbers_asked.iter().filter(|place| !matches!(place, Place::Chapter(_)));
        let repeated = report.tables().into_iter().filter(|table| table.is_data);
        let repeated = repeated.filter_map(|table| table.id.strip_prefix("data-")).map(figure_place);
        let numbers: BTreeSet<String> = asked.map(Place::to_string).chain(repeated).collect();
        let numbers = numbers.into_iter().filter(|place| names.contains_key(place));
        let numbers = numbers.map(|place| {
            let name = free_name(&format!("{place}_number"), &mut taken);
            (place, name)
        });
        let numbers = numbers.collect();
        Self { names, numbers, marked: BTreeSet::new(), used: 0 }
    }

    /// The name of the bookmark of a place's number.
    pub(super) fn number_name(&self, place: &str) -> Option<&str> {
        self.numbers.get(place).map(String::as_str)
    }

    /// The runs of a number with the bookmark of a place's number around them, where a link needs one.
    pub(super) fn mark_number(&mut self, place: &str, content: Vec<Element>) -> Vec<Element> {
        self.mark_as(self.numbers.get(place).cloned(), content)
    }

    /// The name of a place's bookmark.
    pub(super) fn name(&self, place: &str) -> Option<&str> {
        self.names.get(place).map(String::as_str)
    }

    /// The content with the place's bookmark around it.
    pub(super) fn mark(&mut self, place: &str, content: Vec<Element>) -> Vec<Element> {
        // Of two places with one name, links lead to the first.
        self.mark_as(self.names.get(place).cloned(), content)
    }

    /// The content with the bookmark around it that the contents lead to: when Word makes them anew, it takes away the
    /// ones of before, whatever else leads there.
    pub(super) fn mark_listed(&mut self, place: &str, content: Vec<Element>) -> Vec<Element> {
        self.mark_as(self.listed_name(place), content)
    }

    /// The name of the bookmark that an entry of the contents leads to: nine digits, as Word makes them itself.
    pub(super) fn listed_name(&self, place: &str) -> Option<String> {
        let position = self.names.keys().position(|known| known == place)?;
        // The digits follow from the place, as far as no other has them.
        let digits = |place: &str| 100_000_000 + fnv(place.as_bytes()) % 900_000_000;
        let own = digits(place);
        let same = self.names.keys().take(position).filter(|known| digits(known) == own).count() as u64;
        Some(format!("_Toc{}", own + same))
    }

    /// The content with a bookmark of that name around it, where there is one that has not been set yet.
    fn mark_as(&mut self, name: Option<String>, content: Vec<Element>) -> Vec<Element> {
        match name {
            Some(name) if self.marked.insert(name.clone()) => self.around(&name, content),
            _ => content,
        }
    }

    /// The content with a bookmark of that name around it.
    pub(super) fn around(&mut self, name: &str, content: Vec<Element>) -> Vec<Element> {
        self.used += 1;
        let mut marked = vec![el("w:bookmarkStart").attr("w:id", self.used).attr("w:name", name)];
        marked.extend(content);
        marked.push(el("w:bookmarkEnd").attr("w:id", self.used));
        marked
    }
}

/// The place of a chapter or topic.
pub(super) fn chapter_place(id: &str) -> String {
    Place::Chapter(id.to_owned()).to_string()
}

/// The place of a chart.
pub(super) fn figure_place(id: &str) -> String {
    Place::Chart(id.to_owned()).to_string()
}

/// The place of a table.
pub(super) fn table_place(id: &str) -> String {
    Place::Table(id.to_owned()).to_string()
}

/// "Figure 1" in the edition's language.
pub(super) fn label(locale: &Language, word: &str, number: u32) -> String {
    let number = number.to_string();
    fill(&locale.labels().reference, &[("label", word), ("number", &number)])
}

/// What references to figures and tables read, by place, with plain spaces.
pub(super) fn reference_labels(report: &Report, locale: &Language) -> BTreeMap<String, String> {
    let labels = locale.labels();
    let figures = report
        .captions()
        .into_iter()
        .map(|caption| (figure_place(caption.id), label(locale, &labels.figure, caption.number)));
    let tables = report
        .tables()
        .into_iter()
        .filter_map(|table| Some((table_place(&table.id), label(locale, &labels.table, table.number?))));
    figures.chain(tables).map(|(place, label)| (place, label.replace('\u{a0}', " "))).collect()
}

/// A name of letters, digits and underscores that no other place has; Word does not tell cases apart.
fn free_name(place: &str, taken: &mut BTreeSet<String>) -> String {
    let stem: String = place.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let mut name = shortened(&stem, LONGEST);
    let mut count = 1;
    while !taken.insert(name.to_lowercase()) {
        count += 1;
        let ending = format!("_{count}");
        name = shortened(&stem, LONGEST - ending.len()) + &ending;
    }
    name
}

/// The beginning of a text, in the units that Word counts: a rare letter is two.
fn shortened(text: &str, most: usize) -> String {
    let mut left = most;
    text.chars().map_while(|c| left.checked_sub(c.len_utf16()).map(|rest| (left = rest, c).1)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::free_name;

    #[test]
    fn names_are_short_and_distinct() {
        let mut taken = BTreeSet::new();
        let names: Vec<_> =
            ["fig-a-b", "fig-a_b", "FIG-a-b", &"fig-long".repeat(9)].map(|p| free_name(p, &mut taken)).into();
        assert_eq!(names[..3], ["fig_a_b", "fig_a_b_2", "FIG_a_b_3"]);
        assert_eq!(names[3].chars().count(), 40);
        assert_eq!(free_name(&"𠀀".repeat(30), &mut taken), "𠀀".repeat(20));
        assert_eq!(free_name(&"𠀀".repeat(31), &mut taken), "𠀀".repeat(19) + "_2");
    }
}
