//! Fits what was written to a template: its styles, and ours for those that it does not have; its lists beside ours.

use std::collections::{BTreeMap, BTreeSet};

use super::graft::Graft;
use super::{Template, tile};
use crate::docx::package::order::canonicalise;
use crate::docx::package::style::chain::{Chain, TOGGLES};
use crate::docx::package::style::id::{self, HEADING_LIST};
use crate::docx::package::tree::{Element, Node, el, val};

/// What a template and our styles make together.
pub(in crate::docx) struct Fit<'a> {
    template: &'a Template,
    /// Ids of styles in the document by ours.
    ids: BTreeMap<String, String>,
    /// All styles of the document.
    styles: Element,
    /// Our lists have numbers above this.
    lists: u64,
}

/// What of the edition the styles depend on.
#[derive(Debug, Clone, Copy)]
pub(in crate::docx) struct Wanted<'a> {
    /// Our styles, in the colours of the template.
    pub(in crate::docx) styles: &'a Element,
    /// The language that Word proofs the text by.
    pub(in crate::docx) language: &'a str,
    /// Width of the text, in twips.
    pub(in crate::docx) width: usize,
}

/// Elements that name a style.
const NAMING: &[&str] = &["w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next", "w:link"];

impl Template {
    /// Takes the template's styles for ours, by name, and adds ours for those that it lacks.
    pub(in crate::docx) fn fit(&self, wanted: Wanted<'_>, texts: &[&Element]) -> Fit<'_> {
        let mut used = BTreeSet::new();
        for text in texts {
            text.walk(&mut |element| {
                if NAMING.contains(&element.name.as_ref()) {
                    used.extend(element.get("w:val"));
                }
            });
        }
        let Graft { styles, ids, own } = Graft::of(self, wanted.styles, &used);
        let lists = self.numbering.iter().flat_map(Element::elements).filter(|num| num.name == "w:num");
        let lists = lists.filter_map(|num| num.get("w:numId")?.parse::<u32>().ok()).max().unwrap_or(0);
        let mut fit = Fit { template: self, ids, styles, lists: lists.into() };
        fit.name_lists(&own);
        fit.speak(wanted.language);
        fit.number_headings(&own);
        fit.mark_lists();
        fit.list_contents(wanted.width, &own);
        fit.unbold_heads();
        if own.contains(fit.id(id::TILE_NUMBER))
            && let Some(style) = fit.style_mut(id::TILE_NUMBER)
        {
            tile::fit(style, texts, wanted.width);
        }
        fit.keep_with_next();
        canonicalise(&mut fit.styles);
        fit
    }
}

impl Fit<'_> {
    /// Names the document's styles and lists in a text of ours.
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

    /// The styles of the document.
    pub(in crate::docx) fn styles(&self) -> &Element {
        &self.styles
    }

    /// The number of a list of ours.
    fn list(&self, ours: &str) -> Option<String> {
        let number: u64 = ours.parse().ok().filter(|number| *number > 0)?;
        Some((number + self.lists).to_string())
    }

    /// The id of a style by ours.
    fn id(&self, ours: &str) -> &str {
        self.ids.get(ours).map_or("", String::as_str)
    }

    fn style_mut(&mut self, ours: &str) -> Option<&mut Element> {
        let id = self.ids.get(ours)?;
        self.styles.elements_mut().find(|style| style.get("w:styleId") == Some(id))
    }

    /// Puts a style into a list, or into none.
    fn set_list(&mut self, ours: &str, level: usize, list: &str) {
        let level = (level > 0).then(|| val("w:ilvl", level));
        let numbers = el("w:numPr").with(level).child(val("w:numId", list));
        if let Some(style) = self.style_mut(ours) {
            let properties = style.find_or_insert("w:pPr");
            properties.remove("w:numPr");
            properties.push(numbers);
        }
    }

    /// Our own styles are in our lists.
    fn name_lists(&mut self, own: &BTreeSet<String>) {
        let lists = self.lists;
        for style in self.styles.elements_mut() {
            if style.get("w:styleId").is_some_and(|id| own.contains(id)) {
                raise_lists(style, lists);
            }
        }
    }

    /// The text is in the edition's language, whatever that of the template was.
    fn speak(&mut self, language: &str) {
        for style in self.styles.elements_mut() {
            if style.name == "w:docDefaults" {
                let run = style.find_or_insert("w:rPrDefault").find_or_insert("w:rPr");
                run.find_or_insert("w:lang").set("w:val", language.to_owned());
            } else {
                forget_language(style);
            }
        }
    }

    /// Headings have the template's numbers, or ours where it has none; the first two levels alone have any.
    fn number_headings(&mut self, own: &BTreeSet<String>) {
        let ours = (HEADING_LIST as u64 + self.lists).to_string();
        let (first, second) = (self.id(id::HEADING_1).to_owned(), self.id(id::HEADING_2).to_owned());
        let chain = Chain::new(&self.styles);
        // One of ours that looks like the template's has no list of its own.
        let is_ours = |id: &str| {
            let style = chain.steps(id).next();
            own.contains(id) && style.is_some_and(|style| style.find("w:pPr").is_some())
        };
        let theirs = chain.list(&first).filter(|_| !is_ours(&first)).map(|(list, _)| list.to_owned());
        match theirs {
            // A heading of ours goes on in the list of those above.
            Some(list) if is_ours(&second) => {
                let has_level = self.template.has_level(&list, "1");
                self.set_list(id::HEADING_2, usize::from(has_level), if has_level { &list } else { "0" });
            }
            Some(_) => {}
            None => {
                self.set_list(id::HEADING_1, 0, &ours);
                self.set_list(id::HEADING_2, 1, &ours);
            }
        }
        // What is based on a heading is not counted with the chapters.
        let numbered = [id::HEADING_1, id::HEADING_2].map(|ours| self.id(ours).to_owned());
        let chain = Chain::new(&self.styles);
        let mut uncounted: BTreeSet<String> = [id::HEADING_3, id::HEADING_4, id::TOC_HEADING]
            .iter()
            .map(|ours| self.id(ours).to_owned())
            .filter(|id| chain.list(id).is_some())
            .collect();
        let inherits = |style: &&Element| {
            let id = style.get("w:styleId").unwrap_or_default();
            let has_own = style.find("w:pPr").is_some_and(|properties| properties.find("w:numPr").is_some());
            let mut bases = chain.steps(id).skip(1).filter_map(|base| base.get("w:styleId"));
            !has_own
                && !numbered.iter().any(|own| own == id)
                && bases.any(|b| numbered.iter().any(|n| n == b))
        };
        let heirs = self.styles.elements().filter(inherits).filter_map(|style| style.get("w:styleId"));
        uncounted.extend(heirs.map(str::to_owned));
        for style in self.styles.elements_mut() {
            if style.get("w:styleId").is_some_and(|id| uncounted.contains(id)) {
                let properties = style.find_or_insert("w:pPr");
                properties.remove("w:numPr");
                properties.push(el("w:numPr").child(val("w:numId", 0)));
            }
        }
    }

    /// Styles of lists that are in none get ours.
    fn mark_lists(&mut self) {
        let lists = [(id::BULLETS, id::BULLET_LIST), (id::NUMBERS, id::NUMBER_LIST)];
        for (styles, list) in lists {
            for (level, ours) in styles.into_iter().enumerate() {
                let is_bare = Chain::new(&self.styles).list(self.id(ours)).is_none();
                if is_bare && self.ids.contains_key(ours) {
                    let list = (list as u64 + self.lists).to_string();
                    self.set_list(ours, level, &list);
                }
            }
        }
    }

    /// Lines of contents end at the right margin, where page numbers stand; the heading above is no entry.
    fn list_contents(&mut self, width: usize, own: &BTreeSet<String>) {
        for ours in [id::TOC_1, id::TOC_2, id::FIGURES] {
            if own.contains(self.id(ours)) {
                continue;
            }
            if let Some(style) = self.style_mut(ours) {
                fit_stops(style.find_or_insert("w:pPr"), width);
            }
        }
        // Words that the program numbers itself are in no list besides.
        for ours in [id::TOC_1, id::TOC_2, id::FIGURES, id::CAPTION] {
            if Chain::new(&self.styles).list(self.id(ours)).is_some() {
                self.set_list(ours, 0, "0");
            }
        }
        if let Some(style) = self.style_mut(id::TOC_HEADING) {
            let properties = style.find_or_insert("w:pPr");
            properties.remove("w:outlineLvl");
            properties.push(val("w:outlineLvl", 9));
        }
    }

    /// Bold twice, by the table's head and by its paragraphs, is not bold at all.
    fn unbold_heads(&mut self) {
        let chain = Chain::new(&self.styles);
        let twice: Vec<&str> =
            TOGGLES.into_iter().filter(|name| chain.is_on(self.id(id::TABLE_HEAD), "w:rPr", name)).collect();
        let Some(style) = self.style_mut(id::TABLE) else { return };
        for part in style.elements_mut().filter(|part| part.name == "w:tblStylePr") {
            for run in part.elements_mut().filter(|run| run.name == "w:rPr") {
                twice.iter().for_each(|name| run.remove(name));
            }
        }
    }

    /// A heading or caption stays on the page of what it heads, as every house means it.
    fn keep_with_next(&mut self) {
        for ours in [id::HEADING_1, id::HEADING_2, id::HEADING_3, id::CAPTION] {
            if Chain::new(&self.styles).property(self.id(ours), "w:pPr", "w:keepNext").is_none()
                && let Some(style) = self.style_mut(ours)
            {
                style.find_or_insert("w:pPr").push(el("w:keepNext"));
            }
        }
    }

    /// The lists that the styles are in, and ours above those of the template.
    pub(in crate::docx) fn numbering(&self, ours: &Element) -> Element {
        let theirs = self.template.numbering.as_ref();
        let mut wanted = BTreeSet::new();
        let edges = self.template.edges.values().map(|part| &part.root);
        for part in edges.chain([&self.styles]) {
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
        let is_wanted = |kind: &&Element| kind.get("w:abstractNumId").is_some_and(|id| kinds.contains(id));
        let mut root = theirs.map_or_else(|| ours.clone(), Element::clone);
        root.children.clear();
        root.extend(entries("w:abstractNum").filter(is_wanted).cloned());
        root.extend(self.own(ours, "w:abstractNum", above));
        root.extend(nums.into_iter().cloned());
        root.extend(self.own(ours, "w:num", above));
        self.link_levels(&mut root);
        distinguish(&mut root);
        canonicalise(&mut root);
        root
    }

    /// Our lists, or their kinds, with numbers above the template's.
    fn own(&self, ours: &Element, name: &'static str, above: u64) -> Vec<Element> {
        let mut entries: Vec<Element> = ours.elements().filter(|entry| entry.name == name).cloned().collect();
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

    /// A level of a list names the style that is in it, and no style is in two.
    fn link_levels(&self, numbering: &mut Element) {
        let chain = Chain::new(&self.styles);
        let kinds: BTreeMap<String, String> = numbering
            .elements()
            .filter(|entry| entry.name == "w:num")
            .filter_map(|num| {
                let kind = num.find("w:abstractNumId")?.get("w:val")?;
                Some((num.get("w:numId")?.to_owned(), kind.to_owned()))
            })
            .collect();
        for kind in numbering.elements_mut().filter(|entry| entry.name == "w:abstractNum") {
            let own = kind.get("w:abstractNumId").map(str::to_owned);
            for level in kind.elements_mut() {
                let style = level.find("w:pStyle").and_then(|style| style.get("w:val"));
                let list = style.and_then(|style| chain.list(style)).and_then(|(list, _)| kinds.get(list));
                if list != own.as_ref() {
                    level.remove("w:pStyle");
                }
            }
        }
    }
}

/// Adds to the number in an attribute.
fn raise(element: &mut Element, name: &'static str, by: u64) {
    if let Some(number) = element.get(name).and_then(|number| number.parse::<u64>().ok()) {
        element.set(name, (number + by).to_string());
    }
}

fn raise_lists(element: &mut Element, by: u64) {
    if element.name == "w:numId" && element.get("w:val") != Some("0") {
        raise(element, "w:val", by);
    }
    element.elements_mut().for_each(|child| raise_lists(child, by));
}

fn forget_language(element: &mut Element) {
    element.remove("w:lang");
    element.elements_mut().for_each(forget_language);
}

/// Room at the right that a long entry leaves to page numbers, in twips.
const PAGE_COLUMN: usize = 100;

/// Sets the stop for page numbers at the margin, with the leader that the template has there.
fn fit_stops(properties: &mut Element, width: usize) {
    let is_right = |tab: &Element| tab.get("w:val") == Some("right");
    let tabs = properties.find_or_insert("w:tabs");
    let leader = tabs.elements().find(|tab| is_right(tab)).map(|tab| tab.get("w:leader").unwrap_or("none"));
    let stop = val("w:tab", "right").attr("w:leader", leader.unwrap_or("dot")).attr("w:pos", width);
    let is_before = |tab: &Element| {
        let place = tab.get("w:pos").and_then(|place| place.parse::<i64>().ok()).unwrap_or(0);
        place < i64::try_from(width).unwrap_or(i64::MAX)
    };
    tabs.children.retain(|node| match node {
        Node::Element(tab) => !is_right(tab) && is_before(tab),
        Node::Text(_) => false,
    });
    tabs.push(stop);
    let indent = properties.find_or_insert("w:ind");
    if indent.get("w:right").is_none_or(|right| right == "0") {
        indent.set("w:right", PAGE_COLUMN.to_string());
    }
}

/// Gives each kind of list a number of its own: Word takes two with one for the same.
fn distinguish(numbering: &mut Element) {
    let mut next = BTreeMap::new();
    for kind in numbering.elements_mut().filter(|entry| entry.name == "w:abstractNum") {
        for own in kind.elements_mut().filter(|child| child.name == "w:nsid") {
            let number = own.get("w:val").and_then(|id| u32::from_str_radix(id, 16).ok()).unwrap_or(1);
            own.set("w:val", format!("{:08X}", free(&mut next, number)));
        }
    }
}

/// The first number from one on that is not taken, and takes it. Behind each that is, stands where to look next.
fn free(next: &mut BTreeMap<u32, u32>, from: u32) -> u32 {
    let (mut number, mut seen) = (from, Vec::new());
    while let Some(behind) = next.get(&number) {
        seen.push(number);
        number = *behind;
    }
    let behind = number.wrapping_add(1);
    next.extend(seen.into_iter().chain([number]).map(|taken| (taken, behind)));
    number
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::free;

    #[test]
    fn lists_of_one_number_get_others_in_the_time_of_their_count() {
        let mut next = BTreeMap::new();
        assert_eq!(
            [7, 7, 8, 7, 9, 3, u32::MAX, u32::MAX].map(|from| free(&mut next, from)),
            [7, 8, 9, 10, 11, 3, u32::MAX, 0]
        );
        // Counted up from the first for each, this would take minutes.
        let mut next = BTreeMap::new();
        let last = (0..100_000).map(|_| free(&mut next, 1)).last();
        assert_eq!(last, Some(100_000));
    }
}
