//! Fits what was written to a template: ids of its styles for ours, its lists beside ours.

use std::collections::{BTreeMap, BTreeSet};

use super::Template;
use crate::docx::error::DocxError;
use crate::docx::package::order::canonicalise;
use crate::docx::package::style::id::{self, BULLET_LIST, HEADING_LIST};
use crate::docx::package::tree::{Element, el, val};

/// What a template has for our styles and lists.
pub(in crate::docx) struct Fit<'a> {
    template: &'a Template,
    /// Its ids of styles by ours.
    ids: BTreeMap<String, String>,
    /// Number of its list of bullets.
    bullets: Option<String>,
    /// Whether its headings have numbers of their own.
    numbers_headings: bool,
    /// Our lists have numbers above this.
    lists: u64,
}

/// Elements that name a style.
const NAMING: &[&str] = &["w:pStyle", "w:rStyle", "w:tblStyle"];

impl Template {
    /// Finds what the template has for our styles.
    ///
    /// # Errors
    /// Lists all styles that the texts use and the template lacks.
    pub(in crate::docx) fn fit(&self, ours: &Element, texts: &[&Element]) -> Result<Fit<'_>, DocxError> {
        let mut used = BTreeSet::new();
        for text in texts {
            text.walk(&mut |element| {
                if NAMING.contains(&element.name.as_ref()) {
                    used.extend(element.get("w:val").map(str::to_owned));
                }
            });
        }
        // Word does not tell cases apart in names of styles.
        let known: BTreeMap<(String, String), String> =
            named_styles(&self.styles).map(|(kind, name, id)| ((kind, name.to_lowercase()), id)).collect();
        let (mut ids, mut missing) = (BTreeMap::new(), Vec::new());
        for (kind, name, id) in named_styles(ours) {
            match known.get(&(kind, name.to_lowercase())) {
                Some(theirs) => {
                    ids.insert(id, theirs.clone());
                }
                None if used.contains(&id) => missing.push(shown(&name)),
                None => {}
            }
        }
        if !missing.is_empty() {
            return Err(DocxError::MissingStyles(missing));
        }
        let list = |ours: &str| ids.get(ours).and_then(|id| self.list_of(id));
        let lists = self.numbering.iter().flat_map(Element::elements).filter(|num| num.name == "w:num");
        Ok(Fit {
            bullets: list(id::BULLET),
            numbers_headings: list(id::HEADING_1).is_some(),
            lists: lists.filter_map(|num| num.get("w:numId")?.parse::<u32>().ok()).max().unwrap_or(0).into(),
            template: self,
            ids,
        })
    }

    /// The number of the list that a style is in.
    fn list_of(&self, style: &str) -> Option<String> {
        let style = self.styles.elements().find(|found| found.get("w:styleId") == Some(style))?;
        let list = style.find("w:pPr")?.find("w:numPr")?.find("w:numId")?.get("w:val")?;
        (list != "0").then(|| list.to_owned())
    }
}

impl Fit<'_> {
    /// Names the template's styles and lists in a text of ours.
    pub(in crate::docx) fn apply(&self, element: &mut Element) {
        if NAMING.contains(&element.name.as_ref())
            && let Some(theirs) = element.get("w:val").and_then(|ours| self.ids.get(ours)).cloned()
        {
            element.set("w:val", theirs);
        }
        if element.name == "w:numId"
            && let Some(list) = element.get("w:val").and_then(|list| self.list(list))
        {
            element.set("w:val", list);
        }
        for child in element.elements_mut() {
            self.apply(child);
        }
    }

    fn list(&self, ours: &str) -> Option<String> {
        let number: u64 = ours.parse().ok().filter(|number| *number > 0)?;
        let own = self.bullets.clone().filter(|_| ours == BULLET_LIST.to_string());
        Some(own.unwrap_or_else(|| (number + self.lists).to_string()))
    }

    /// The template's styles, in the edition's language; its headings get our numbers if they have none.
    pub(in crate::docx) fn styles(&self, language: &str) -> Element {
        let mut styles = self.template.styles.clone();
        for element in styles.elements_mut() {
            if element.name == "w:docDefaults" {
                let run = element.find_or_insert("w:rPrDefault").find_or_insert("w:rPr");
                run.find_or_insert("w:lang").set("w:val", language.to_owned());
                canonicalise(element);
            }
        }
        if !self.numbers_headings {
            for (level, ours) in [id::HEADING_1, id::HEADING_2].into_iter().enumerate() {
                let theirs = self.ids.get(ours);
                let style =
                    styles.elements_mut().find(|style| style.get("w:styleId") == theirs.map(String::as_str));
                if let Some(style) = style {
                    let list = HEADING_LIST as u64 + self.lists;
                    let numbers = el("w:numPr").child(val("w:ilvl", level)).child(val("w:numId", list));
                    let properties = style.find_or_insert("w:pPr");
                    // The first level without a number has none at the second either.
                    properties.remove("w:numPr");
                    properties.push(numbers);
                    canonicalise(style);
                }
            }
        }
        styles
    }

    /// The lists that the template's styles are in, and ours above them.
    pub(in crate::docx) fn numbering(&self, ours: &Element) -> Element {
        let theirs = self.template.numbering.as_ref();
        let mut wanted = BTreeSet::new();
        let edges = self.template.edges.values().map(|part| &part.root);
        for part in edges.chain([&self.template.styles]) {
            part.walk(&mut |element| {
                if element.name == "w:numId" {
                    wanted.extend(element.get("w:val"));
                }
            });
        }
        let entries = |name: &'static str| {
            theirs.into_iter().flat_map(Element::elements).filter(move |entry| entry.name == name)
        };
        let nums: Vec<&Element> = entries("w:num")
            .filter(|num| num.get("w:numId").is_some_and(|list| wanted.contains(list)))
            .collect();
        let kinds: BTreeSet<&str> =
            nums.iter().filter_map(|num| num.find("w:abstractNumId")?.get("w:val")).collect();
        let ids =
            entries("w:abstractNum").filter_map(|kind| kind.get("w:abstractNumId")?.parse::<u32>().ok());
        let above = ids.max().map_or(0, |last| u64::from(last) + 1);
        let mut root = theirs.map_or_else(|| ours.clone(), Element::clone);
        root.children.clear();
        let is_wanted = |kind: &&Element| kind.get("w:abstractNumId").is_some_and(|id| kinds.contains(id));
        root.extend(entries("w:abstractNum").filter(is_wanted).cloned());
        root.extend(self.own(ours, "w:abstractNum", above));
        root.extend(nums.into_iter().cloned());
        root.extend(self.own(ours, "w:num", above));
        root
    }

    /// Our lists, or their kinds, with numbers above the template's; without those that it has itself.
    fn own(&self, ours: &Element, name: &'static str, above: u64) -> Vec<Element> {
        // The kinds of headings and bullets stand first, and so do their lists.
        let is_theirs = |index: usize| match index {
            0 => self.numbers_headings,
            1 => self.bullets.is_some(),
            _ => false,
        };
        let mut entries: Vec<Element> = ours.elements().filter(|entry| entry.name == name).cloned().collect();
        let mut index = 0;
        entries.retain(|_| {
            index += 1;
            !is_theirs(index - 1)
        });
        let raise = |element: &mut Element, name: &'static str, by: u64| {
            if let Some(number) = element.get(name).and_then(|number| number.parse::<u64>().ok()) {
                element.set(name, (number + by).to_string());
            }
        };
        for entry in &mut entries {
            raise(entry, "w:abstractNumId", above);
            raise(entry, "w:numId", self.lists);
            for child in entry.elements_mut().filter(|child| child.name == "w:abstractNumId") {
                raise(child, "w:val", above);
            }
            self.apply(entry);
        }
        entries
    }
}

/// Kind, name and id of each style.
fn named_styles(styles: &Element) -> impl Iterator<Item = (String, String, String)> {
    styles.elements().filter(|style| style.name == "w:style").filter_map(|style| {
        let name = style.find("w:name")?.get("w:val")?;
        Some((style.get("w:type")?.to_owned(), name.to_owned(), style.get("w:styleId")?.to_owned()))
    })
}

/// The name of a style as Word shows it: names of its own are written small in the file.
fn shown(name: &str) -> String {
    let word = |word: &str| match word {
        "of" => word.to_owned(),
        "toc" => "TOC".to_owned(),
        _ => {
            let mut rest = word.chars();
            rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
        }
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
