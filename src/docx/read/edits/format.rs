//! What styles and paragraphs look like, as the values that they come to: programs write the same look in many ways.

use std::collections::BTreeMap;

use crate::docx::package::style::chain::{Chain, is_on};
use crate::docx::package::tree::Element;

/// Values by the names under which they are told.
pub(super) type Values = BTreeMap<&'static str, String>;

/// What is compared: its name, the element and attribute that say it, and what holds where nothing is said. Without an
/// attribute, it is on or off.
type Property = (&'static str, &'static str, Option<&'static str>, &'static str);

/// Of paragraphs.
const OF_PARAGRAPHS: [Property; 11] = [
    ("alignment", "w:jc", Some("w:val"), "left"),
    ("space before", "w:spacing", Some("w:before"), "0"),
    ("space after", "w:spacing", Some("w:after"), "0"),
    ("line spacing", "w:spacing", Some("w:line"), "240"),
    ("kind of line spacing", "w:spacing", Some("w:lineRule"), "auto"),
    ("left indent", "w:ind", Some("w:left"), "0"),
    ("right indent", "w:ind", Some("w:right"), "0"),
    ("indent of the first line", "w:ind", Some("w:firstLine"), "0"),
    ("hanging indent", "w:ind", Some("w:hanging"), "0"),
    ("page break before", "w:pageBreakBefore", None, "no"),
    ("keep with next", "w:keepNext", None, "no"),
];

/// Of the words of a style.
const OF_WORDS: [Property; 9] = [
    ("font", "w:rFonts", Some("w:ascii"), ""),
    ("size", "w:sz", Some("w:val"), "20"),
    ("colour", "w:color", Some("w:val"), "auto"),
    ("bold", "w:b", None, "no"),
    ("italic", "w:i", None, "no"),
    ("capitals", "w:caps", None, "no"),
    ("small capitals", "w:smallCaps", None, "no"),
    ("underline", "w:u", Some("w:val"), "none"),
    ("raised or lowered", "w:vertAlign", Some("w:val"), "baseline"),
];

const LIST: &str = "list";
const NO_LIST: &str = "none";

/// The styles and lists of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Formats {
    /// Names of styles by id, in small letters.
    names: BTreeMap<String, String>,
    /// What each comes to, by name.
    pub(super) styles: BTreeMap<String, Values>,
    /// What numbers stand before paragraphs, by list and level.
    lists: BTreeMap<(String, String), String>,
}

impl Formats {
    /// Reads the parts that have the styles and the lists.
    pub(super) fn read(styles: Option<&Element>, numbering: Option<&Element>) -> Self {
        let mut formats = Self { lists: numbering.map(lists).unwrap_or_default(), ..Self::default() };
        let Some(part) = styles else { return formats };
        let chain = Chain::new(part);
        let default = |kind: &str, inner: &str| {
            let defaults = part.find("w:docDefaults")?.find(kind)?.find(inner);
            defaults.map(|defaults| (inner.to_owned(), defaults))
        };
        let defaults: Vec<_> = [default("w:pPrDefault", "w:pPr"), default("w:rPrDefault", "w:rPr")]
            .into_iter()
            .flatten()
            .collect();
        for style in part.elements().filter(|element| element.name == "w:style") {
            let (Some(id), Some(name)) =
                (style.get("w:styleId"), style.find("w:name").and_then(|name| name.get("w:val")))
            else {
                continue;
            };
            let name = name.to_lowercase();
            formats.names.insert(id.to_owned(), name.clone());
            let is_paragraph = style.get("w:type").is_none_or(|kind| kind == "paragraph");
            if !is_paragraph && style.get("w:type") != Some("character") {
                continue;
            }
            let given = |kind: &str, property: &Property| {
                let own = chain.steps(id).find_map(|style| said(style.find(kind), property));
                let by_default = || {
                    let of_kind = defaults.iter().find(|(name, _)| name == kind);
                    of_kind.and_then(|(_, defaults)| said(Some(*defaults), property))
                };
                // What a style of characters does not say, the paragraph around does.
                own.or_else(|| by_default().filter(|_| is_paragraph))
            };
            let mut values = Values::new();
            let of_paragraphs = OF_PARAGRAPHS.iter().filter(|_| is_paragraph).map(|p| ("w:pPr", p));
            for (kind, property) in of_paragraphs.chain(OF_WORDS.iter().map(|p| ("w:rPr", p))) {
                let value = given(kind, property).filter(|value| value != property.3);
                values.extend(value.map(|value| (property.0, value)));
            }
            let list = chain.list(id).and_then(|(list, level)| formats.list(list, level));
            values.extend(list.map(|list| (LIST, list)));
            formats.styles.insert(name, values);
        }
        formats
    }

    /// The name of a style, in small letters.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    fn list(&self, list: &str, level: &str) -> Option<String> {
        self.lists.get(&(list.to_owned(), level.to_owned())).cloned()
    }

    /// What a paragraph of a style has beside it.
    pub(super) fn own(&self, properties: Option<&Element>, style: Option<&str>) -> Values {
        let Some(properties) = properties else { return Values::new() };
        let style = self.styles.get(style.and_then(|id| self.name(id)).unwrap_or("normal"));
        let of_style = |property: &str| style.and_then(|style| style.get(property)).map(String::as_str);
        let mut values = Values::new();
        for property in &OF_PARAGRAPHS {
            let value = said(Some(properties), property);
            let value = value.filter(|value| value != of_style(property.0).unwrap_or(property.3));
            values.extend(value.map(|value| (property.0, value)));
        }
        let own = properties.find("w:numPr").and_then(|list| {
            let part = |name| list.find(name).and_then(|part| part.get("w:val"));
            Some((part("w:numId")?, part("w:ilvl").unwrap_or("0")))
        });
        let list = own.map(|(list, level)| self.list(list, level).unwrap_or_else(|| NO_LIST.to_owned()));
        let list = list.filter(|list| list != of_style(LIST).unwrap_or(NO_LIST));
        values.extend(list.map(|list| (LIST, list)));
        values
    }
}

/// What properties say of one of them.
fn said(properties: Option<&Element>, (_, name, attribute, _): &Property) -> Option<String> {
    let element = properties?.find(name)?;
    let Some(attribute) = attribute else {
        return Some(if is_on(element) { "yes" } else { "no" }.to_owned());
    };
    // Of two names that an attribute has, the first wins.
    let names = match *attribute {
        "w:left" => ["w:start", "w:left"],
        "w:right" => ["w:end", "w:right"],
        "w:ascii" => ["w:asciiTheme", "w:ascii"],
        same => [same; 2],
    };
    let value = names.into_iter().find_map(|name| element.get(name))?;
    Some(match (*attribute, value) {
        ("w:val", "start") => "left".to_owned(),
        ("w:val", "end") => "right".to_owned(),
        (_, value) => value.chars().take(LONGEST).collect(),
    })
}

/// Most characters of a value that is told.
const LONGEST: usize = 80;

/// What stands before the paragraphs of each list and level: the kind of number, and the words around it.
fn lists(part: &Element) -> BTreeMap<(String, String), String> {
    let named = |name: &'static str| part.elements().filter(move |element| element.name == name);
    let of = |element: &Element, name: &str| Some(element.find(name)?.get("w:val")?.to_owned());
    let mut levels: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for list in named("w:abstractNum") {
        let level = |level: &Element| {
            let kind = of(level, "w:numFmt").unwrap_or_else(|| "decimal".to_owned());
            // Programs have signs of their own for the same bullet.
            let words = of(level, "w:lvlText").filter(|_| kind != "bullet").unwrap_or_default();
            let told: String = format!("{kind} {words}").trim_end().chars().take(LONGEST).collect();
            Some((level.get("w:ilvl")?.to_owned(), told))
        };
        let own = list.elements().filter(|element| element.name == "w:lvl").filter_map(level);
        levels.insert(list.get("w:abstractNumId").unwrap_or_default(), own.collect());
    }
    let mut lists = BTreeMap::new();
    for number in named("w:num") {
        let (Some(id), Some(list)) = (number.get("w:numId"), of(number, "w:abstractNumId")) else { continue };
        for (level, told) in levels.get(list.as_str()).into_iter().flatten() {
            lists.insert((id.to_owned(), level.clone()), told.clone());
        }
    }
    lists
}

/// Values in a line: `alignment center; space before 120`.
pub(super) fn told(values: &Values) -> String {
    values.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join("; ")
}

/// The values of two that differ, of each.
pub(super) fn differing(one: &Values, other: &Values) -> [String; 2] {
    let only = |own: &Values, than: &Values| {
        let differ = own.iter().filter(|(name, value)| than.get(*name) != Some(value));
        told(&differ.map(|(name, value)| (*name, value.clone())).collect())
    };
    [only(one, other), only(other, one)]
}

/// All styles in lines.
pub(super) fn listed(styles: &BTreeMap<String, Values>) -> String {
    styles.iter().map(|(name, values)| format!("{name}: {}\n", told(values))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Formats, Values, told};
    use crate::docx::package::tree::parse;

    const STYLES: &str = "<w:styles><w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:after=\"160\"/></w:pPr></w:pPrDefault></w:docDefaults>\
        <w:style w:type=\"paragraph\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Body\"><w:name w:val=\"Body Text\"/><w:basedOn w:val=\"Normal\"/>\
        <w:pPr><w:spacing w:before=\"40\"/></w:pPr><w:rPr><w:sz w:val=\"22\"/><w:b w:val=\"0\"/></w:rPr></w:style></w:styles>";

    fn own(properties: &str) -> String {
        let styles = parse(STYLES.as_bytes()).unwrap();
        let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"3\"/></w:num></w:numbering>";
        let formats = Formats::read(Some(&styles), Some(&parse(numbering.as_bytes()).unwrap()));
        told(&formats.own(Some(&parse(properties.as_bytes()).unwrap()), Some("Body")))
    }

    #[test]
    fn a_style_comes_to_what_it_says_and_what_it_is_based_on() {
        let formats = Formats::read(Some(&parse(STYLES.as_bytes()).unwrap()), None);
        let expected = [("space after", "160"), ("space before", "40"), ("size", "22")];
        let expected: Values = expected.map(|(name, value)| (name, value.to_owned())).into();
        assert_eq!(formats.styles["body text"], expected);
    }

    #[test]
    fn a_paragraph_has_what_its_style_has_not() {
        assert_eq!(
            own(
                "<w:pPr><w:spacing w:before=\"40\" w:after=\"160\" w:line=\"240\"/><w:jc w:val=\"start\"/></w:pPr>"
            ),
            ""
        );
        assert_eq!(
            own("<w:pPr><w:jc w:val=\"end\"/><w:ind w:start=\"720\"/></w:pPr>"),
            "alignment right; left indent 720"
        );
        assert_eq!(own("<w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr></w:pPr>"), "list decimal %1.");
        assert_eq!(
            own("<w:pPr><w:numPr><w:numId w:val=\"0\"/></w:numPr><w:pageBreakBefore/></w:pPr>"),
            "page break before yes"
        );
    }
}
