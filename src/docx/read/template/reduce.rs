//! Reads a part of a template and keeps what is on the list, in one pass: what is left out costs no memory.

use quick_xml::events::BytesStart;

use super::allowed::{Content, root};
use super::bound;
use super::edge::Ties;
use super::field;
use super::left::Kind;
use super::names::{Meaning, Names};
use super::silent;
use crate::docx::error::DocxError;
use crate::docx::package::tree::{Element, Limits, Node, Piece, Pieces, el, push_text};

/// Of a part that is taken over. The styles of Word's largest templates have a tenth.
const LIMITS: Limits = Limits { bytes: 8 << 20, elements: 200_000, pieces: 800_000 };

/// Elements whose content stays without them: controls, tags, what an editor has inserted.
const THROUGH: &[&str] = &["w:sdt", "w:sdtContent", "w:smartTag", "w:customXml", "w:ins", "w:moveTo"];

/// What Word writes by itself, or what says nothing in a header: left out without a word.
const QUIET: &[&str] = &[
    "a:custClrLst",
    "a:effectDag",
    "a:extLst",
    "a:extraClrSchemeLst",
    "a:flatTx",
    "a:objectDefaults",
    "a:scene3d",
    "a:sp3d",
    "pic:extLst",
    "w:bookmarkEnd",
    "w:bookmarkStart",
    "w:commentRangeEnd",
    "w:commentRangeStart",
    "w:commentReference",
    "w:customXmlPr",
    "w:del",
    "w:divId",
    "w:effect",
    "w:endnoteReference",
    "w:footnoteReference",
    "w:headers",
    "w:lastRenderedPageBreak",
    "w:legacy",
    "w:lvlPicBulletId",
    "w:moveFrom",
    "w:moveFromRangeEnd",
    "w:moveFromRangeStart",
    "w:moveToRangeEnd",
    "w:moveToRangeStart",
    "w:numIdMacAtCleanup",
    "w:numPicBullet",
    "w:permEnd",
    "w:permStart",
    "w:personal",
    "w:personalCompose",
    "w:personalReply",
    "w:pPrChange",
    "w:proofErr",
    "w:rPrChange",
    "w:rsid",
    "w:sdtEndPr",
    "w:sdtPr",
    "w:sectPr",
    "w:smartTagPr",
    "w:tblGridChange",
    "w:tblPrChange",
    "w:tblPrExChange",
    "w:tcPrChange",
    "w:trPrChange",
    "w:cellIns",
    "w:cellDel",
    "w:cellMerge",
    "w:numberingChange",
    "wpg:extLst",
    "wps:extLst",
];

/// Elements that stand once in another, and in a text before all else.
const PROPERTIES: &[&str] = &["w:pPr", "w:rPr", "w:sdtPr", "w:tblPr", "w:tcPr", "w:trPr"];

/// Objects of other programs, and other documents.
const OBJECTS: &[&str] = &["w:altChunk", "w:contentPart", "w:control", "w:object", "w:subDoc", "w:movie"];

/// Fonts in the file.
const FONTS: &[&str] = &["w:embedBold", "w:embedBoldItalic", "w:embedItalic", "w:embedRegular"];

/// Reduces a part to what is on the list below its first element; gives nothing when that is another element.
///
/// # Errors
/// Says why the part cannot be read.
pub(super) fn reduce(
    xml: &[u8],
    root_name: &'static str,
    ties: &mut Ties<'_, '_>,
) -> Result<Option<Element>, DocxError> {
    let content = root(root_name).ok_or_else(|| DocxError::template("it has a part of an unknown kind"))?;
    let mut pieces = Pieces::new(xml, LIMITS)?;
    let mut reduction = Reduction { ties, names: Names::default(), open: Vec::new(), skipped: 0, root: None };
    while let Some(piece) = pieces.next()? {
        match piece {
            Piece::Start(start) => reduction.start(&start, content)?,
            Piece::Text(text) => reduction.text(&text),
            Piece::End => reduction.end(),
        }
    }
    let Some(mut root) = reduction.root.take() else { return Ok(None) };
    for name in field::reduce(&mut root) {
        ties.lose(Kind::Field, &name);
    }
    Ok(Some(root))
}

/// An element that is open.
enum Open {
    /// One that stays. Whether it is spoiled: what it needs is left out, so that all of it is.
    Kept { element: Element, content: &'static Content, is_spoiled: bool },
    /// One whose content stays without it.
    Through,
    /// A choice between ways to say the same; whether one has been taken.
    Choice(bool),
}

struct Reduction<'t, 'a, 's> {
    ties: &'t mut Ties<'a, 's>,
    names: Names,
    open: Vec<Open>,
    /// How deep in something that is left out.
    skipped: usize,
    root: Option<Element>,
}

/// What becomes of an element.
enum Fate {
    Kept(&'static Content),
    Through,
    Choice,
    Left,
}

impl Reduction<'_, '_, '_> {
    fn start(&mut self, start: &BytesStart<'_>, first: &'static Content) -> Result<(), DocxError> {
        self.names.enter(start)?;
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        match self.fate(start, first)? {
            Fate::Left => self.skipped = 1,
            Fate::Through => self.open.push(Open::Through),
            Fate::Choice => self.open.push(Open::Choice(false)),
            Fate::Kept(content) => {
                self.ties.count()?;
                let element = self.element(start, content)?;
                match element {
                    Some(element) => self.open.push(Open::Kept { element, content, is_spoiled: false }),
                    // A link without its target is the words alone.
                    None if matches!(content.name, "w:hyperlink" | "w:fldSimple") => {
                        self.open.push(Open::Through);
                    }
                    None => self.skipped = 1,
                }
            }
        }
        Ok(())
    }

    fn fate(&mut self, start: &BytesStart<'_>, first: &'static Content) -> Result<Fate, DocxError> {
        let (meaning, local) = self.names.element(start.name());
        let name = match meaning {
            Meaning::Known(prefix) => format!("{prefix}:{local}"),
            Meaning::Extension => {
                if self.in_graphic() {
                    self.spoil(Kind::Object, local);
                }
                return Ok(Fate::Left);
            }
            Meaning::Other => {
                match self.in_graphic() {
                    true => self.spoil(Kind::Object, local),
                    false => self.lose(Kind::Element, local),
                }
                return Ok(Fate::Left);
            }
        };
        if self.open.is_empty() {
            return Ok(if name == first.name && self.root.is_none() {
                Fate::Kept(first)
            } else {
                Fate::Left
            });
        }
        if let Some(fate) = self.choice(&name, start) {
            return Ok(fate);
        }
        let name = self.sided(name);
        if let Some(content) = self.content().and_then(|content| content.child(&name)) {
            return Ok(if self.has_side(&name) { Fate::Left } else { Fate::Kept(content) });
        }
        let name = name.as_str();
        if THROUGH.contains(&name) {
            return Ok(Fate::Through);
        }
        if name == "w:pict" {
            self.lose(Kind::OldDrawing, name);
        } else if self.in_graphic() {
            self.spoil(Kind::Object, name);
        } else if OBJECTS.contains(&name) {
            self.lose(Kind::Object, name);
        } else if FONTS.contains(&name) {
            self.lose(Kind::Font, name);
        } else if !QUIET.contains(&name) && self.content().is_none_or(|content| content.name != "w:sdtPr") {
            self.lose(Kind::Element, name);
        }
        Ok(Fate::Left)
    }

    /// The strict form says "start" and "end" where the other says "left" and "right".
    fn sided(&self, name: String) -> String {
        let side = match name.as_str() {
            "w:start" => "w:left",
            "w:end" => "w:right",
            _ => return name,
        };
        let has_sides = self.content().is_some_and(|content| content.child(side).is_some());
        if has_sides { side.to_owned() } else { name }
    }

    /// Whether the element around has such a side already: a file may say both.
    fn has_side(&self, name: &str) -> bool {
        let around = self.open.iter().rev().find_map(|open| match open {
            Open::Kept { element, .. } => Some(element),
            Open::Through | Open::Choice(_) => None,
        });
        matches!(name, "w:left" | "w:right") && around.is_some_and(|around| around.find(name).is_some())
    }

    /// Of ways to say the same, the first that is known: drawings of today are followed by such of 2007.
    fn choice(&mut self, name: &str, start: &BytesStart<'_>) -> Option<Fate> {
        if name == "mc:AlternateContent" {
            return Some(Fate::Choice);
        }
        let Some(Open::Choice(is_taken)) = self.open.last_mut() else {
            return name.starts_with("mc:").then_some(Fate::Left);
        };
        let is_known = name == "mc:Fallback"
            || name == "mc:Choice"
                && start.try_get_attribute("Requires").ok().flatten().is_some_and(|required| {
                    let mut prefixes = required.value.split(|byte| *byte == b' ');
                    prefixes.all(|prefix| matches!(self.names.prefix(prefix), Meaning::Known("wps" | "wpg")))
                });
        if *is_taken || !is_known {
            return Some(Fate::Left);
        }
        *is_taken = true;
        Some(Fate::Through)
    }

    /// What the element around may hold.
    fn content(&self) -> Option<&'static Content> {
        self.open.iter().rev().find_map(|open| match open {
            Open::Kept { content, .. } => Some(*content),
            Open::Through | Open::Choice(_) => None,
        })
    }

    /// Whether a shape, a chart or whatever else a drawing shows comes next.
    fn in_graphic(&self) -> bool {
        self.content().is_some_and(|content| content.name == "a:graphicData")
    }

    /// Notes that something is left out.
    fn lose(&mut self, kind: Kind, what: &str) {
        self.ties.lose(kind, what);
    }

    /// As [`Self::lose`], of what a drawing or a theme is nothing without: all of it is left out.
    fn spoil(&mut self, kind: Kind, what: &str) {
        self.ties.lose(kind, what);
        let whole = self.open.iter_mut().rev().find_map(|open| match open {
            Open::Kept { content, is_spoiled, .. } if matches!(content.name, "w:drawing" | "a:theme") => {
                Some(is_spoiled)
            }
            _ => None,
        });
        if let Some(is_spoiled) = whole {
            *is_spoiled = true;
        }
    }

    /// Notes a value that is none. A drawing or a theme is not taken over without a piece; a text is.
    fn wrong(&mut self, content: &Content, what: &str) {
        match content.name.starts_with("w:") {
            true => self.lose(Kind::Value, what),
            false => self.spoil(Kind::Value, what),
        }
    }

    /// The element with the attributes that are taken over; none when it means nothing without those that are not.
    fn element(
        &mut self,
        start: &BytesStart<'_>,
        content: &'static Content,
    ) -> Result<Option<Element>, DocxError> {
        let mut element = el(content.name);
        let mut ties: Vec<(String, String)> = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| DocxError::Xml(error.to_string()))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let Some(name) = self.names.attribute(attribute.key) else { continue };
            let value =
                std::str::from_utf8(&attribute.value).map_err(|error| DocxError::Xml(error.to_string()))?;
            let value =
                quick_xml::escape::unescape(value).map_err(|error| DocxError::Xml(error.to_string()))?;
            if name.starts_with("r:") {
                ties.push((name, value.into_owned()));
                continue;
            }
            match content.value(&name, &value) {
                None => {}
                Some((name, Some(value))) if element.get(name).is_none() => {
                    element = element.attr(name, value);
                }
                Some((_, Some(_))) => {}
                Some((_, None)) => {
                    self.wrong(content, &format!("{}: {name}=\"{value}\"", content.name));
                    return Ok(None);
                }
            }
        }
        if let Some(name) = content.missing(|name| element.get(name).is_some()) {
            self.wrong(content, &format!("{}: no {name}", content.name));
            return Ok(None);
        }
        Ok(self.tied(element, &ties))
    }

    /// The element with its relations made ours, its field looked at; none when it cannot stay.
    fn tied(&mut self, mut element: Element, ties: &[(String, String)]) -> Option<Element> {
        let tie = |name: &str| ties.iter().find(|(known, _)| known == name).map(|(_, id)| id.as_str());
        let lost = match element.name.as_ref() {
            "a:blip" => self.ties.picture(tie("r:embed"), tie("r:link")).map(|id| element.set("r:embed", id)),
            "a:hlinkClick" => match tie("r:id").filter(|id| !id.is_empty()) {
                // Word marks a picture so that had a link once.
                None => return None,
                Some(id) => {
                    let id = self.ties.link(id)?;
                    element.set("r:id", id);
                    Ok(())
                }
            },
            "w:hyperlink" => {
                let id = self.ties.link(tie("r:id")?)?;
                element.set("r:id", id);
                Ok(())
            }
            "w:fldSimple" => {
                let asked = element.get("w:instr").unwrap_or_default().to_owned();
                let asked = field::allowed_or_lost(&asked, self.ties)?;
                element.set("w:instr", asked);
                Ok(())
            }
            "wp:docPr" | "pic:cNvPr" | "wps:cNvPr" | "wpg:cNvPr" => {
                let id = self.ties.next_drawing();
                element.set("id", id.to_string());
                Ok(())
            }
            _ => Ok(()),
        };
        match lost {
            Ok(()) => Some(element),
            Err((kind, what)) => {
                self.spoil(kind, &what);
                None
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        if let Some(Open::Kept { element, content, .. }) = self.open.last_mut()
            && content.has_text
        {
            push_text(element, text);
        }
    }

    fn end(&mut self) {
        self.names.leave();
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(Open::Kept { mut element, content, is_spoiled }) = self.open.pop() else { return };
        if is_spoiled || !is_whole(&element, content) {
            return;
        }
        complete(&mut element);
        if element.name == "w:drawing"
            && let Some(name) = silent::describe(&mut element)
        {
            self.lose(Kind::Silent, &name);
        }
        let control = (element.name == "w:sdt" && !bound::is_bound(&mut element))
            .then(|| std::mem::replace(&mut element, el("")));
        let around = self.open.iter_mut().rev().find_map(|open| match open {
            Open::Kept { element, .. } => Some(element),
            Open::Through | Open::Choice(_) => None,
        });
        match around {
            // Of a control that is bound to nothing, its content stays.
            Some(around) if control.is_some() => {
                around.children.extend(control.into_iter().flat_map(bound::content));
            }
            Some(around) if PROPERTIES.contains(&element.name.as_ref()) => add_properties(around, element),
            // A property is said once; some programs say it twice, which no schema allows.
            Some(around)
                if PROPERTIES.contains(&around.name.as_ref()) && around.find(&element.name).is_some() => {}
            Some(around) => around.push(element),
            None => self.root = self.root.take().or(Some(element)),
        }
    }
}

/// Adds properties, once; in a text they stand before all else.
fn add_properties(around: &mut Element, properties: Element) {
    if around.find(&properties.name).is_some() {
        return;
    }
    match around.name.as_ref() {
        "w:p" | "w:r" | "w:tbl" | "w:tc" => around.children.insert(0, Node::Element(properties)),
        _ => around.push(properties),
    }
}

/// Whether an element still means something.
fn is_whole(element: &Element, content: &Content) -> bool {
    let has = |name: &str| element.find(name).is_some();
    match content.name {
        "w:drawing" => element.elements().any(|place| {
            let graphic = place.find("a:graphic").and_then(|graphic| graphic.find("a:graphicData"));
            graphic.is_some_and(|data| data.elements().count() == 1)
                && ["wp:extent", "wp:docPr"].iter().all(|name| place.find(name).is_some())
                && (place.name == "wp:inline"
                    || ["wp:simplePos", "wp:positionH", "wp:positionV"]
                        .iter()
                        .all(|name| place.find(name).is_some()))
        }),
        "wp:posOffset" => element.plain_text().trim().parse::<i32>().is_ok(),
        "wp:align" => {
            let text = element.plain_text();
            ["left", "right", "center", "inside", "outside", "top", "bottom"].contains(&text.trim())
        }
        "w:num" => has("w:abstractNumId"),
        "w:tbl" => has("w:tr"),
        "w:tr" => has("w:tc"),
        "a:extLst" => has("a:ext"),
        "a:ext" if element.get("uri").is_some() => has("adec:decorative"),
        _ => true,
    }
}

/// Puts in what an element of the text cannot be without.
fn complete(element: &mut Element) {
    let is_last =
        |element: &Element, name: &str| element.elements().last().is_some_and(|last| last.name == name);
    match element.name.as_ref() {
        "w:tc" | "w:hdr" | "w:ftr" | "w:txbxContent" if !is_last(element, "w:p") => element.push(el("w:p")),
        "w:tbl" => {
            for (at, name) in ["w:tblPr", "w:tblGrid"].into_iter().enumerate() {
                if element.find(name).is_none() {
                    element.children.insert(at.min(element.children.len()), Node::Element(el(name)));
                }
            }
        }
        _ => {}
    }
}
