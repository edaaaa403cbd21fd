//! Finds in a document what Word does otherwise than its author means, and what hinders an editor in it.

use super::{DOCUMENT, Lint};
use crate::docx::package::style::chain::{Chain, TOGGLES, is_on};
use crate::docx::package::tree::Element;

const STYLES: &str = "word/styles.xml";

impl Lint<'_> {
    /// Looks through text, styles, lists and settings.
    pub(super) fn word(&mut self) {
        let mut faults = Vec::new();
        if let Some(document) = self.trees.get(DOCUMENT) {
            rows(document, &mut faults);
            direct(document, &mut faults);
            listed(document, &mut faults);
            heads(document, &mut faults);
            if let Some(styles) = self.trees.get(STYLES) {
                let styles = Styles::new(styles);
                styles.toggles(document, &mut faults);
                styles.navigation(document, &mut faults);
                styles.lists(&mut faults);
                styles.contents(&mut faults);
            }
        }
        if self.trees.get(STYLES).is_none_or(|styles| styles.find("w:latentStyles").is_none()) {
            faults.push("styles that are not in the file have no place in Word's list".to_owned());
        }
        let settings = self.trees.get("word/settings.xml");
        if settings.is_none_or(|settings| !settings.find("w:trackRevisions").is_some_and(is_on)) {
            faults.push("what an editor changes is not tracked".to_owned());
        }
        let kinds = self.trees.get("word/numbering.xml").into_iter().flat_map(|part| part.elements());
        let bare = kinds.filter(|kind| kind.name == "w:abstractNum" && kind.find("w:nsid").is_none()).count();
        // A template's own lists are as its program wrote them.
        if bare > 0 && !self.names.iter().any(|name| name.starts_with("reference/")) {
            faults.push(format!("{bare} kinds of lists have no number of their own"));
        }
        self.faults.extend(faults);
    }
}

fn number(element: Option<&Element>, name: &str) -> i64 {
    element.and_then(|element| element.get(name)?.parse().ok()).unwrap_or(0)
}

/// A row that is higher than its page goes to the next one, and leaves one empty. Margins of cells are counted: LibreOffice
/// does not add them to the height of a row, Word does.
fn rows(document: &Element, faults: &mut Vec<String>) {
    let mut tables: Vec<&Element> = Vec::new();
    for block in document.find("w:body").into_iter().flat_map(Element::elements) {
        let section = if block.name == "w:sectPr" {
            Some(block)
        } else {
            block.find("w:pPr").and_then(|properties| properties.find("w:sectPr"))
        };
        if block.name == "w:tbl" {
            tables.push(block);
        }
        let Some(section) = section else { continue };
        let (size, margins) = (section.find("w:pgSz"), section.find("w:pgMar"));
        let (top, bottom) = (number(margins, "w:top").abs(), number(margins, "w:bottom").abs());
        let page = number(size, "w:h") - top - bottom;
        let heights: Vec<i64> = tables.iter().flat_map(|table| table.elements()).filter_map(height).collect();
        // A page without margins is one page.
        let whole: i64 = if top + bottom == 0 { heights.iter().sum() } else { 0 };
        let highest = heights.into_iter().max().unwrap_or(0).max(whole);
        if highest > page {
            faults.push(format!("rows of {highest} twips stand on a page that has {page}"));
        }
        tables.clear();
    }
}

/// Height of a row with the margins of its cells, when it has one.
fn height(row: &Element) -> Option<i64> {
    let height = row.find("w:trPr")?.find("w:trHeight")?;
    let margins = row.elements().filter(|cell| cell.name == "w:tc").map(|cell| {
        let margins = cell.find("w:tcPr").and_then(|properties| properties.find("w:tcMar"));
        let side = |name: &str| number(margins.and_then(|margins| margins.find(name)), "w:w");
        side("w:top") + side("w:bottom")
    });
    Some(number(Some(height), "w:val") + margins.max().unwrap_or(0))
}

/// What a style can say stands in a style: formats that are set by hand are lost when an editor sets it anew. Words in
/// another language say so, gaps are marked, and a run has but one style.
fn direct(document: &Element, faults: &mut Vec<String>) {
    let mut count = 0;
    document.walk(&mut |element| {
        let Some(own) = element.find("w:rPr").filter(|_| element.name == "w:r") else { return };
        let has = |name: &str| own.find(name).is_some();
        let is_right = has("w:rStyle") || has("w:highlight");
        let emphasis = ["w:b", "w:i"].iter().any(|name| has(name));
        let other = ["w:sz", "w:rFonts", "w:u", "w:vertAlign", "w:caps"].iter().any(|name| has(name));
        count += usize::from(other || emphasis && !is_right);
    });
    for paragraph in document.find("w:body").into_iter().flat_map(Element::elements) {
        let own = paragraph.find("w:pPr").filter(|_| paragraph.name == "w:p");
        let has = |name: &&str| own.is_some_and(|own| own.find(name).is_some());
        count += ["w:jc", "w:ind", "w:keepNext", "w:keepLines", "w:shd", "w:pBdr"]
            .iter()
            .filter(|n| has(n))
            .count();
    }
    if count > 0 {
        faults.push(format!("{count} formats are set by hand"));
    }
}

/// Word makes the bookmarks anew that the contents lead to: what else leads there is lost.
fn listed(document: &Element, faults: &mut Vec<String>) {
    document.walk(&mut |element| {
        if element.name != "w:instrText" {
            return;
        }
        let text = element.plain_text();
        let mut words = text.split_whitespace();
        let (Some(field), Some(target)) = (words.next(), words.next()) else { return };
        let is_listed = target.starts_with("_Toc");
        if field == "PAGEREF" && !is_listed {
            faults.push(format!("an entry of the contents leads to `{target}`"));
        }
        if field == "REF" && is_listed {
            faults.push(format!("a reference leads to `{target}`, which Word makes anew"));
        }
    });
}

/// Word's accessibility checker asks for the head of every table.
fn heads(document: &Element, faults: &mut Vec<String>) {
    document.walk(&mut |element| {
        let Some(properties) = element.find("w:tblPr").filter(|_| element.name == "w:tbl") else { return };
        if properties.find("w:tblLook").and_then(|look| look.get("w:firstRow")) != Some("1") {
            faults.push("a table has no first row of its own".to_owned());
        }
        element.elements().flat_map(Element::elements).flat_map(Element::elements).for_each(|content| {
            if content.name == "w:tbl" {
                faults.push("a table stands in a table".to_owned());
            }
        });
    });
}

struct Styles<'a> {
    part: &'a Element,
    chain: Chain<'a>,
}

impl<'a> Styles<'a> {
    fn new(part: &'a Element) -> Self {
        Self { part, chain: Chain::new(part) }
    }

    /// The style of that name.
    fn named(&self, name: &str) -> Option<&'a str> {
        let is_named = |style: &&Element| {
            let own = style.find("w:name").and_then(|own| own.get("w:val"));
            own.is_some_and(|own| own.eq_ignore_ascii_case(name))
        };
        self.part.elements().find(is_named)?.get("w:styleId")
    }

    /// Bold twice is not bold, in a table's head and in words of a bold paragraph.
    fn toggles(&self, document: &Element, faults: &mut Vec<String>) {
        let strong = self.named("Strong");
        let style = |element: &Element, kind: &str, name: &str| -> Option<String> {
            Some(element.find(kind)?.find(name)?.get("w:val")?.to_owned())
        };
        document.walk(&mut |element| {
            if element.name == "w:tbl" {
                let Some(table) = style(element, "w:tblPr", "w:tblStyle") else { return };
                let head = self.chain.steps(&table).find_map(|table| {
                    let is_head = |part: &&Element| part.get("w:type") == Some("firstRow");
                    table.elements().filter(|part| part.name == "w:tblStylePr").find(is_head)?.find("w:rPr")
                });
                let Some(first) = element.elements().find(|row| row.name == "w:tr") else { return };
                first.walk(&mut |paragraph| {
                    let Some(own) = style(paragraph, "w:pPr", "w:pStyle") else { return };
                    let twice = TOGGLES.iter().find(|name| {
                        head.and_then(|head| head.find(name)).is_some_and(is_on)
                            && self.chain.is_on(&own, "w:rPr", name)
                    });
                    if let Some(name) = twice {
                        faults.push(format!(
                            "`{name}` is set by the table and by `{own}`: twice is not at all"
                        ));
                    }
                });
            }
            if element.name == "w:p" {
                let Some(own) = style(element, "w:pPr", "w:pStyle") else { return };
                if self.chain.is_on(&own, "w:rPr", "w:b") {
                    element.walk(&mut |run| {
                        if style(run, "w:rPr", "w:rStyle").is_some_and(|id| Some(id.as_str()) == strong) {
                            faults.push(format!("bold words in `{own}`, which is bold, are not bold"));
                        }
                    });
                }
            }
        });
    }

    /// Word's Navigation pane shows no heading that stands in a table.
    fn navigation(&self, document: &Element, faults: &mut Vec<String>) {
        let titles: Vec<&str> =
            ["Card Title", "Note Title"].iter().filter_map(|name| self.named(name)).collect();
        document.walk(&mut |element| {
            if element.name != "w:tc" {
                return;
            }
            element.walk(&mut |paragraph| {
                let style = paragraph.find("w:pPr").and_then(|own| own.find("w:pStyle")?.get("w:val"));
                if style.is_some_and(|style| titles.contains(&style)) {
                    faults.push(format!("the heading `{}` stands in a table", paragraph.plain_text()));
                }
            });
        });
        for title in titles {
            if self.chain.property(title, "w:pPr", "w:outlineLvl").is_none() {
                faults.push(format!("`{title}` is no heading"));
            }
        }
    }

    /// Styles of lists are in lists.
    fn lists(&self, faults: &mut Vec<String>) {
        for name in ["List Bullet", "List Bullet 2", "List Number", "List Number 2"] {
            if self.named(name).is_some_and(|style| self.chain.list(style).is_none()) {
                faults.push(format!("`{name}` marks and counts nothing"));
            }
        }
        let contents = self.named("TOC Heading");
        if contents.is_some_and(|style| self.chain.list(style).is_some()) {
            faults.push("the heading of the contents is counted".to_owned());
        }
    }

    /// Long entries of the contents turn before the page numbers.
    fn contents(&self, faults: &mut Vec<String>) {
        for name in ["toc 1", "toc 2", "table of figures"] {
            let Some(style) = self.named(name) else { continue };
            let indent = self.chain.property(style, "w:pPr", "w:ind");
            if number(indent, "w:right") <= 0 {
                faults.push(format!("`{name}` leaves no room to page numbers"));
            }
        }
    }
}
