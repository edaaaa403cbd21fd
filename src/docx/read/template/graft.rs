//! Puts our styles on a template's base where it has none of that name: its fonts, its size of type, its colours.

use std::collections::{BTreeMap, BTreeSet};

use super::Template;
use crate::docx::package::style::chain::{Chain, is_on};
use crate::docx::package::style::id;
use crate::docx::package::tree::{Element, Node, el, val};

/// The styles of a template, with ours for those that it lacks.
pub(super) struct Graft {
    pub(super) styles: Element,
    /// Ids of styles by ours.
    pub(super) ids: BTreeMap<String, String>,
    /// The ids of those that are ours.
    pub(super) own: BTreeSet<String>,
}

/// Styles that run on as the template's own text does: they keep its indents, its alignment and its spaces.
const FLOWING: [&str; 2] = [id::BODY, id::REFERENCE];
/// Styles of ours that are seen only on a table style of ours.
const ON_OURS: [(&str, &str); 1] = [(id::TABLE_HEAD, id::TABLE)];
/// Our headings, with the level by which a template's own are found that are called otherwise.
const HEADINGS: [(&str, &str); 3] = [(id::HEADING_1, "0"), (id::HEADING_2, "1"), (id::HEADING_3, "2")];
/// Size of type where a document says none, in half points.
const USUAL_SIZE: f64 = 20.0;

impl Graft {
    /// Takes the template's styles for ours, by name; of those that it lacks, adds the used and the offered ones.
    pub(super) fn of(template: &Template, ours: &Element, used: &BTreeSet<&str>) -> Self {
        let theirs = Known::new(&template.styles);
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        let mut missing: Vec<&Element> = Vec::new();
        for style in ours.elements().filter(|element| element.name == "w:style") {
            let own = style.get("w:styleId").unwrap_or_default();
            match theirs.like(style) {
                Some(found) => {
                    ids.insert(own.to_owned(), found.to_owned());
                }
                None => missing.push(style),
            }
        }
        // On the table of another, our white head is not seen, nor its black one on ours.
        for (style, table) in ON_OURS {
            let is_theirs = ids.contains_key(style) && !ids.contains_key(table);
            if is_theirs && let Some(own) = find(ours, style) {
                ids.remove(style);
                missing.push(own);
            }
        }
        let wanted = wanted(&missing, used);
        missing.retain(|style| style.get("w:styleId").is_some_and(|id| wanted.contains(id)));
        let mut names = theirs.names();
        let mut taken: BTreeSet<String> = theirs.ids();
        let mut added: Vec<Element> = Vec::new();
        let base = Base::of(&template.styles, ours);
        for style in missing {
            let own = style.get("w:styleId").unwrap_or_default();
            let new = free(own, "", &mut taken);
            let mut style = base.put(style, own, template);
            style.set("w:styleId", new.clone());
            for name in style.elements_mut().filter(|child| child.name == "w:name") {
                let free = free(name.get("w:val").unwrap_or_default(), " ", &mut names);
                name.set("w:val", free);
            }
            ids.insert(own.to_owned(), new);
            added.push(style);
        }
        let own: BTreeSet<String> =
            added.iter().filter_map(|s| s.get("w:styleId")).map(str::to_owned).collect();
        added.iter_mut().for_each(|style| rename(style, &ids));
        for (ours, _) in HEADINGS {
            let style =
                added.iter_mut().find(|style| style.get("w:styleId") == ids.get(ours).map(String::as_str));
            if let (Some(style), Some(base)) = (style, theirs.of_level(ours)) {
                look_like(style, base);
            }
        }
        let mut styles = template.styles.clone();
        complete(&mut styles, ours);
        styles.extend(added);
        Self { styles, ids, own }
    }
}

/// The styles of a template by what they are looked for.
pub(super) struct Known<'a> {
    styles: Vec<&'a Element>,
    by_name: BTreeMap<(String, String), &'a str>,
}

impl<'a> Known<'a> {
    pub(super) fn new(part: &'a Element) -> Self {
        let styles: Vec<&Element> = part.elements().filter(|element| element.name == "w:style").collect();
        let mut by_name = BTreeMap::new();
        for style in &styles {
            let (Some(kind), Some(id)) = (style.get("w:type"), style.get("w:styleId")) else { continue };
            // The name of a style stands before its other names.
            for name in [name_of(style)].into_iter().chain(aliases(style)).filter(|name| !name.is_empty()) {
                by_name.entry((kind.to_owned(), name)).or_insert(id);
            }
        }
        Self { styles, by_name }
    }

    /// The template's style for one of ours: by name, and of a kind's default by that. Word does not tell cases apart.
    pub(super) fn like(&self, ours: &Element) -> Option<&'a str> {
        let kind = ours.get("w:type")?;
        if ours.get("w:default").is_some() {
            let is_default = |style: &&&Element| {
                style.get("w:type") == Some(kind)
                    && matches!(style.get("w:default"), Some("1" | "true" | "on"))
            };
            if let Some(default) = self.styles.iter().find(is_default) {
                return default.get("w:styleId");
            }
        }
        self.by_name.get(&(kind.to_owned(), name_of(ours))).copied()
    }

    /// The template's heading of the level of one of ours, whatever it is called.
    fn of_level(&self, ours: &str) -> Option<&'a str> {
        let (_, level) = HEADINGS.iter().find(|(id, _)| *id == ours)?;
        let is_heading = |style: &&&Element| {
            let own = style.find("w:pPr").and_then(|p| p.find("w:outlineLvl")).and_then(|l| l.get("w:val"));
            style.get("w:type") == Some("paragraph") && own == Some(*level)
        };
        self.styles.iter().find(is_heading)?.get("w:styleId")
    }

    fn names(&self) -> BTreeSet<String> {
        self.styles.iter().flat_map(|style| [name_of(style)].into_iter().chain(aliases(style))).collect()
    }

    fn ids(&self) -> BTreeSet<String> {
        self.styles.iter().filter_map(|style| style.get("w:styleId")).map(str::to_lowercase).collect()
    }
}

/// The id of the template's heading of a level, by its name, or by its level where it is called otherwise.
pub(super) fn heading<'e>(styles: &'e Element, ours: &str, name: &str) -> Option<&'e str> {
    let known = Known::new(styles);
    let named = known.by_name.get(&("paragraph".to_owned(), name.to_owned())).copied();
    named.or_else(|| known.of_level(ours))
}

fn name_of(style: &Element) -> String {
    let name = style.find("w:name").and_then(|name| name.get("w:val")).unwrap_or_default();
    name.trim().to_lowercase()
}

fn aliases(style: &Element) -> Vec<String> {
    let names = style.find("w:aliases").and_then(|names| names.get("w:val")).unwrap_or_default();
    names.split(',').map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect()
}

fn find<'e>(styles: &'e Element, id: &str) -> Option<&'e Element> {
    styles.elements().find(|style| style.get("w:styleId") == Some(id))
}

/// The styles of those that are missing that a text uses, or an editor may, with those that they name.
fn wanted<'a>(missing: &[&'a Element], used: &BTreeSet<&str>) -> BTreeSet<&'a str> {
    let id = |style: &&'a Element| style.get("w:styleId").unwrap_or_default();
    let is_wanted = |style: &&&'a Element| {
        used.contains(id(style)) || style.find("w:qFormat").is_some() || style.get("w:default").is_some()
    };
    let mut wanted: BTreeSet<&str> = missing.iter().filter(is_wanted).map(id).collect();
    loop {
        let of_wanted = missing.iter().filter(|style| wanted.contains(id(style)));
        let names = of_wanted.flat_map(|style| [style.find("w:basedOn"), style.find("w:next")]);
        let more: Vec<&str> = names.flatten().filter_map(|name| name.get("w:val")).collect();
        let before = wanted.len();
        wanted.extend(missing.iter().map(id).filter(|id| more.contains(id)));
        if wanted.len() == before {
            return wanted;
        }
    }
}

/// A name that no other style has, in small letters or large.
fn free(name: &str, gap: &str, taken: &mut BTreeSet<String>) -> String {
    let mut free = name.to_owned();
    let mut count = 1;
    while !taken.insert(free.to_lowercase()) {
        count += 1;
        free = format!("{name}{gap}{count}");
    }
    free
}

/// Names the styles of the document in a style of ours.
fn rename(style: &mut Element, ids: &BTreeMap<String, String>) {
    for child in style.elements_mut() {
        if matches!(child.name.as_ref(), "w:basedOn" | "w:next" | "w:link")
            && let Some(new) = child.get("w:val").and_then(|old| ids.get(old)).cloned()
        {
            child.set("w:val", new);
        }
    }
}

/// A heading that looks like the template's of its level: based on it, and nothing of its own but the name.
fn look_like(style: &mut Element, base: &str) {
    style.remove("w:pPr");
    style.remove("w:rPr");
    for child in style.elements_mut().filter(|child| child.name == "w:basedOn") {
        child.set("w:val", base.to_owned());
    }
}

/// Whether a style is that of plain paragraphs.
fn is_normal(style: &&Element) -> bool {
    let is_default = matches!(style.get("w:default"), Some("1" | "true" | "on"));
    is_default && style.get("w:type") == Some("paragraph")
}

/// Whether a template says what type its text is set in; one that does not is set in ours.
fn has_type(styles: &Element) -> bool {
    styles.find("w:docDefaults").is_some()
        || styles
            .elements()
            .find(is_normal)
            .and_then(|style| style.find("w:rPr"))
            .is_some_and(|run| run.find("w:rFonts").is_some() || run.find("w:sz").is_some())
}

/// Adds what no list of styles is without.
fn complete(styles: &mut Element, ours: &Element) {
    let mut first = Vec::new();
    if styles.find("w:docDefaults").is_none() {
        let defaults = ours.find("w:docDefaults").filter(|_| !has_type(styles));
        first.push(defaults.cloned().unwrap_or_else(|| el("w:docDefaults")));
    }
    if styles.find("w:latentStyles").is_none() {
        first.extend(ours.find("w:latentStyles").cloned());
    }
    let at = usize::from(styles.find("w:docDefaults").is_some());
    styles.children.splice(at..at, first.into_iter().map(Node::Element));
}

/// What our styles stand on in a template.
struct Base<'a> {
    chain: Chain<'a>,
    defaults: Option<&'a Element>,
    /// The id of the style of plain paragraphs.
    normal: String,
    /// How much larger its type is than ours.
    scale: f64,
}

impl<'a> Base<'a> {
    fn of(styles: &'a Element, ours: &Element) -> Self {
        let normal = styles.elements().find(is_normal).and_then(|style| style.get("w:styleId"));
        let normal = normal.unwrap_or_default();
        let defaults = styles.find("w:docDefaults");
        let base = Self { chain: Chain::new(styles), defaults, normal: normal.to_owned(), scale: 1.0 };
        let size = |run: Option<&Element>| run?.find("w:sz")?.get("w:val")?.parse::<f64>().ok();
        let own = size(ours.find("w:docDefaults").and_then(|d| d.find("w:rPrDefault")?.find("w:rPr")));
        let theirs = base.property("w:rPr", "w:sz").and_then(|size| size.get("w:val")?.parse::<f64>().ok());
        let theirs = theirs.or(own.filter(|_| !has_type(styles))).unwrap_or(USUAL_SIZE);
        Self { scale: (theirs / own.unwrap_or(theirs).max(1.0)).clamp(0.8, 1.25), ..base }
    }

    /// A property of plain paragraphs.
    fn property(&self, kind: &'static str, name: &str) -> Option<&'a Element> {
        let defaults = if kind == "w:pPr" { "w:pPrDefault" } else { "w:rPrDefault" };
        let of_all = || self.defaults?.find(defaults)?.find(kind)?.find(name);
        self.chain.property(&self.normal, kind, name).or_else(of_all)
    }

    /// A style of ours as it is on this base.
    fn put(&self, style: &Element, id: &str, template: &Template) -> Element {
        let mut style = style.clone();
        template.untie(&mut style);
        if style.get("w:default").is_some() {
            return style;
        }
        scale(&mut style, self.scale);
        let is_on_normal = style.find("w:basedOn").and_then(|base| base.get("w:val")) == Some("Normal");
        if style.get("w:type") != Some("paragraph") || !is_on_normal {
            return style;
        }
        let flows = FLOWING.contains(&id);
        let spaces = self.property("w:pPr", "w:spacing");
        let has_spaces = spaces.is_some_and(|spaces| {
            ["w:after", "w:before", "w:line"].iter().any(|name| spaces.get(name).is_some_and(|v| v != "0"))
        });
        let own = style.find_or_insert("w:pPr");
        if flows {
            if has_spaces {
                own.remove("w:spacing");
            }
            return style;
        }
        // Of a list, its level says how far it is indented.
        if !(id::BULLETS.contains(&id) || id::NUMBERS.contains(&id)) {
            self.outdent(own);
        }
        self.straighten(own, spaces);
        let run = style.find_or_insert("w:rPr");
        for name in ["w:b", "w:bCs", "w:i", "w:iCs", "w:caps", "w:smallCaps"] {
            if run.find(name).is_none() && self.property("w:rPr", name).is_some_and(is_on) {
                run.push(val(name, 0));
            }
        }
        style
    }

    /// Takes away the template's own indents.
    fn outdent(&self, own: &mut Element) {
        if let Some(indent) = self.property("w:pPr", "w:ind") {
            let names = ["w:left", "w:right", "w:firstLine", "w:hanging"];
            let ours = own.find_or_insert("w:ind");
            for name in names.into_iter().filter(|name| indent.get(name).is_some_and(|value| value != "0")) {
                let is_said = ours.get(name).is_some()
                    || matches!(name, "w:firstLine") && ours.get("w:hanging").is_some();
                if !is_said {
                    ours.set(name, "0".to_owned());
                }
            }
            if ours.attributes.is_empty() {
                own.remove("w:ind");
            }
        }
    }

    /// Takes away what else the template does with its own paragraphs and a heading, a cell or a line of the cover has no
    /// use for: alignment, lists, breaks, spaces that are automatic.
    fn straighten(&self, own: &mut Element, spaces: Option<&Element>) {
        let is_moved = self.property("w:pPr", "w:jc").is_some_and(|jc| jc.get("w:val") != Some("left"));
        if is_moved && own.find("w:jc").is_none() {
            own.push(val("w:jc", "left"));
        }
        if self.chain.list(&self.normal).is_some() && own.find("w:numPr").is_none() {
            own.push(el("w:numPr").child(val("w:numId", 0)));
        }
        for name in ["w:contextualSpacing", "w:keepNext", "w:pageBreakBefore"] {
            if own.find(name).is_none() && self.property("w:pPr", name).is_some_and(is_on) {
                own.push(val(name, 0));
            }
        }
        for name in ["w:beforeAutospacing", "w:afterAutospacing"] {
            if spaces.is_some_and(|spaces| spaces.get(name).is_some_and(|value| value != "0")) {
                own.find_or_insert("w:spacing").set(name, "0".to_owned());
            }
        }
    }
}

/// Least size of type, in half points, below which none is set for a small template.
const LEAST: f64 = 16.0;

/// Scales the sizes of type in a style.
fn scale(element: &mut Element, by: f64) {
    if matches!(element.name.as_ref(), "w:sz" | "w:szCs")
        && let Some(size) = element.get("w:val").and_then(|size| size.parse::<f64>().ok())
    {
        let scaled = (size * by).round().max(size.min(LEAST));
        element.set("w:val", format!("{scaled:.0}"));
    }
    element.elements_mut().for_each(|child| scale(child, by));
}
