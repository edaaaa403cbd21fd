//! Reads the list of what is taken over from a template, and holds elements and values against it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The list; its first lines say how it is written.
const LIST: &str = include_str!("allowed.txt");
/// Most characters of a text that has no limit of its own.
const LONGEST: usize = 4096;

/// Longest length, in twips: 22 inches.
const LONGEST_LENGTH: f64 = 31_680.0;

/// What an element may hold.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Name of the element.
    pub(super) name: &'static str,
    attributes: Vec<Attribute>,
    children: BTreeMap<&'static str, usize>,
    /// Whether it holds text.
    pub(super) has_text: bool,
}

#[derive(Debug)]
struct Attribute {
    name: &'static str,
    values: Vec<Values>,
    is_needed: bool,
}

/// What a value may be.
#[derive(Debug, Clone)]
enum Values {
    OnOff,
    Number(i64, i64),
    /// A length with its unit, which becomes one in so many pieces of a point.
    Measure(f64),
    Percent,
    /// Hexadecimal digits: so many, or any even number of them.
    Hex(Option<usize>),
    Text(usize),
    Word(&'static [&'static str]),
}

static LISTED: LazyLock<Vec<Content>> = LazyLock::new(read);

/// The content of an element that no other holds; none when there is no such line.
pub(super) fn root(name: &str) -> Option<&'static Content> {
    LISTED.iter().find(|content| content.name == name)
}

impl Content {
    /// The content of an element in this one; none when it may not stand here.
    pub(super) fn child(&self, name: &str) -> Option<&'static Self> {
        LISTED.get(*self.children.get(name)?)
    }

    /// The value of an attribute as it is taken over. `None`: the element has no such attribute; `Some(None)`: that is
    /// no value of it.
    pub(super) fn value<'v>(
        &self,
        name: &str,
        value: &'v str,
    ) -> Option<(&'static str, Option<Cow<'v, str>>)> {
        let known = |name: &str| self.attributes.iter().find(|attribute| attribute.name == name);
        // The strict form of the format says "start" and "end", and percentages where the other has numbers.
        let attribute = side(name).and_then(known).or_else(|| known(name))?;
        let value = side(value).filter(|_| SIDED.contains(&self.name)).unwrap_or(value);
        if let Some(number) = self.of_percentage(value) {
            let taken = attribute.values.iter().find_map(|values| values.take(&number));
            return Some((attribute.name, taken.map(|taken| Cow::Owned(taken.into_owned()))));
        }
        Some((attribute.name, attribute.values.iter().find_map(|values| values.take(value))))
    }

    /// A percentage of the strict form as the number that the other form has in its place.
    fn of_percentage(&self, value: &str) -> Option<String> {
        let percentage = number(value.strip_suffix('%')?)?;
        let times = match self.name {
            "w:w" => 1.0,
            name if name.starts_with("a:") => 1000.0,
            _ => return None,
        };
        Some(digits(percentage * times))
    }

    /// An attribute without which the element means nothing, and that is not among these.
    pub(super) fn missing(&self, has: impl Fn(&str) -> bool) -> Option<&'static str> {
        self.attributes.iter().find(|attribute| attribute.is_needed && !has(attribute.name)).map(|a| a.name)
    }
}

/// Elements whose value is a side.
const SIDED: [&str; 3] = ["w:jc", "w:lvlJc", "w:tab"];

/// The side that the beginning or the end of a line is.
fn side(name: &str) -> Option<&'static str> {
    Some(match name {
        "start" => "left",
        "end" => "right",
        "w:start" => "w:left",
        "w:end" => "w:right",
        "w:startChars" => "w:leftChars",
        "w:endChars" => "w:rightChars",
        _ => return None,
    })
}

/// Points of a unit of length.
fn points(unit: &str) -> Option<f64> {
    Some(match unit {
        "mm" => 72.0 / 25.4,
        "cm" => 72.0 / 2.54,
        "in" => 72.0,
        "pt" => 1.0,
        "pc" | "pi" => 12.0,
        _ => return None,
    })
}

/// A number, within what the format can hold.
fn number(text: &str) -> Option<f64> {
    whole(text)?;
    text.parse().ok()
}

/// A number as a whole one, in digits.
fn digits(number: f64) -> String {
    format!("{:.0}", number.round())
}

impl Values {
    fn read(word: &str, words: &BTreeMap<&str, &'static [&'static str]>) -> Option<Self> {
        let count = |stem: &str| word.strip_prefix(stem).and_then(|digits| digits.parse().ok());
        Some(match word {
            "on" => Self::OnOff,
            "measure" => Self::Measure(20.0),
            "halves" => Self::Measure(2.0),
            "percent" => Self::Percent,
            "hex" => Self::Hex(None),
            "text" => Self::Text(LONGEST),
            _ => match (word.split_once(".."), count("hex"), count("text"), words.get(word)) {
                (Some((least, most)), ..) => Self::Number(least.parse().ok()?, most.parse().ok()?),
                (_, Some(digits), ..) => Self::Hex(Some(digits)),
                (_, _, Some(characters), _) => Self::Text(characters),
                (.., words) => Self::Word(words?),
            },
        })
    }

    fn take<'v>(&self, value: &'v str) -> Option<Cow<'v, str>> {
        let same = |is_right: bool| is_right.then_some(Cow::Borrowed(value));
        match self {
            Self::OnOff => same(matches!(value, "1" | "0" | "true" | "false" | "on" | "off")),
            Self::Number(least, most) => {
                let number = whole(value).filter(|number| (*least..=*most).contains(number))?;
                // Other programs write decimals, which Word does not read.
                Some(if value.contains('.') { Cow::Owned(number.to_string()) } else { Cow::Borrowed(value) })
            }
            Self::Measure(pieces) => {
                let (length, unit) = value.split_at_checked(value.len().checked_sub(2)?)?;
                let length = number(length)? * points(unit)? * pieces;
                (length.abs() <= LONGEST_LENGTH).then(|| Cow::Owned(digits(length)))
            }
            Self::Percent => {
                // In fiftieths.
                Some(Cow::Owned(digits(number(value.strip_suffix('%')?)?.clamp(-600.0, 600.0) * 50.0)))
            }
            Self::Hex(digits) => {
                let is_long_enough =
                    digits.map_or(value.len().is_multiple_of(2) && value.len() <= 64, |n| n == value.len());
                same(is_long_enough && value.bytes().all(|b| b.is_ascii_hexdigit()))
            }
            // A character has at most four bytes: a long text is not counted.
            Self::Text(most) => same(value.len() <= 4 * most && value.chars().count() <= *most),
            Self::Word(words) => same(words.contains(&value)),
        }
    }
}

/// A number as a whole one, within what the format can hold.
#[expect(clippy::cast_possible_truncation, reason = "the digits of a number are counted first")]
fn whole(text: &str) -> Option<i64> {
    let is_number =
        text.len() <= 24 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.'));
    if !is_number {
        return None;
    }
    match text.split_once('.') {
        None => text.parse().ok(),
        Some((before, _)) => {
            let number: f64 = text.parse().ok()?;
            (before.len() <= 15).then(|| number.round() as i64)
        }
    }
}

/// Lines of a text, each with those that go on with it.
fn lines(text: &'static str) -> Vec<Vec<&'static str>> {
    let mut lines: Vec<Vec<&str>> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        match lines.last_mut().filter(|_| line.starts_with(' ')) {
            Some(last) => last.extend(line.split_whitespace()),
            None => lines.push(line.split_whitespace().collect()),
        }
    }
    lines
}

fn read() -> Vec<Content> {
    let (elements, words) = LIST.split_once("\n= words\n").unwrap_or((LIST, ""));
    let words: BTreeMap<&str, &'static [&'static str]> = lines(words)
        .into_iter()
        .filter_map(|line| line.split_first().map(|(name, words)| (*name, &*words.to_vec().leak())))
        .collect();
    let lines = lines(elements);
    let names = |line: &[&'static str]| -> Vec<&'static str> {
        line.iter().take_while(|word| !matches!(**word, ":" | ">")).copied().collect()
    };
    let index: BTreeMap<&str, usize> =
        lines.iter().flat_map(|line| names(line)).enumerate().map(|(index, name)| (name, index)).collect();
    let mut contents = Vec::new();
    for line in &lines {
        for name in names(line) {
            let mut content = Content { name: bare(name), ..Content::default() };
            let mut rest = line.iter().skip_while(|word| !matches!(**word, ":" | ">"));
            for word in rest.by_ref().take_while(|word| **word != ">").filter(|word| **word != ":") {
                match word.split_once('=') {
                    None => content.has_text = true,
                    Some((name, values)) => {
                        let is_needed = values.starts_with('!');
                        let values = values.trim_start_matches('!').split('|');
                        let values = values.filter_map(|word| Values::read(word, &words)).collect();
                        content.attributes.push(Attribute { name, values, is_needed });
                    }
                }
            }
            content.children = rest.filter_map(|child| Some((bare(child), *index.get(child)?))).collect();
            contents.push(content);
        }
    }
    contents
}

/// The name of an element without the number of its content.
fn bare(name: &'static str) -> &'static str {
    name.split_once('.').map_or(name, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::{LISTED, lines, root};

    fn taken(element: &[&str], attribute: &str, value: &str) -> Option<String> {
        let mut content = root(element[0]).unwrap();
        for name in &element[1..] {
            content = content.child(name).unwrap();
        }
        content.value(attribute, value).unwrap().1.map(|value| value.into_owned())
    }

    #[test]
    fn the_list_is_whole() {
        assert!(LISTED.len() > 400, "{}", LISTED.len());
        let (elements, words) = super::LIST.split_once("\n= words\n").unwrap();
        let words: Vec<&str> = lines(words).iter().map(|line| line[0]).collect();
        let all: Vec<&str> = lines(elements).into_iter().flatten().collect();
        let known = |name: &str| all.contains(&name);
        for line in lines(elements) {
            let names: Vec<&str> =
                line.iter().take_while(|word| !matches!(**word, ":" | ">")).copied().collect();
            assert!(!names.is_empty(), "{line:?}");
            for child in line.iter().skip_while(|word| **word != ">").skip(1) {
                assert!(known(child), "{child} of {names:?}");
            }
        }
        for content in LISTED.iter() {
            for attribute in &content.attributes {
                assert!(!attribute.values.is_empty(), "{} {}", content.name, attribute.name);
            }
        }
        assert!(words.contains(&"Jc"));
    }

    #[test]
    fn nothing_that_acts_is_on_the_list() {
        for content in LISTED.iter() {
            for attribute in &content.attributes {
                let name = attribute.name;
                let acts =
                    ["r:", "o:", "href", "src", "macro", "action"].iter().any(|part| name.contains(part));
                assert!(!acts, "{} {name}", content.name);
            }
            let acts =
                ["object", "control", "pict", "altChunk", "subDoc", "embed", "ffData", "audio", "video"];
            assert!(!acts.iter().any(|name| content.name.ends_with(name)), "{}", content.name);
        }
    }

    #[test]
    fn values_are_held_to_what_the_schema_says() {
        let size = ["w:styles", "w:style", "w:rPr", "w:sz"];
        for (value, expected) in [("22", Some("22")), ("22.4", Some("22")), ("10.5pt", Some("21"))] {
            assert_eq!(taken(&size, "w:val", value).as_deref(), expected);
        }
        for wrong in
            ["NaN", "", "inf", "1e3", "-2", "99999", "99999999999999999999999", "0x10", "1.5.2", "٣", "pt"]
        {
            assert_eq!(taken(&size, "w:val", wrong), None, "{wrong}");
        }
        let page = ["w:pgSz"];
        assert_eq!(taken(&page, "w:w", "11906").as_deref(), Some("11906"));
        assert_eq!(taken(&page, "w:w", "31681"), None);
        assert_eq!(taken(&page, "w:w", "NaN"), None);
        // As the strict form of the format says it.
        assert_eq!(taken(&page, "w:w", "595.30pt").as_deref(), Some("11906"));
        assert_eq!(taken(&page, "w:w", "9999in"), None);
        let indent = ["w:styles", "w:style", "w:pPr", "w:ind"];
        assert_eq!(taken(&indent, "w:start", "1.5pt").as_deref(), Some("30"));
        let text_scale = ["w:styles", "w:style", "w:rPr", "w:w"];
        assert_eq!(taken(&text_scale, "w:val", "90%").as_deref(), Some("90"));
        let width = ["w:hdr", "w:tbl", "w:tblPr", "w:tblW"];
        assert_eq!(taken(&width, "w:w", "50%").as_deref(), Some("2500"));
        let tint = ["a:theme", "a:themeElements", "a:clrScheme", "a:accent1", "a:srgbClr", "a:tint"];
        assert_eq!(taken(&tint, "val", "40%").as_deref(), Some("40000"));
        let align = ["w:styles", "w:style", "w:pPr", "w:jc"];
        assert_eq!(taken(&align, "w:val", "both").as_deref(), Some("both"));
        assert_eq!(taken(&align, "w:val", "start").as_deref(), Some("left"));
        assert_eq!(taken(&align, "w:val", "javascript"), None);
        let colour = ["w:styles", "w:style", "w:rPr", "w:color"];
        assert_eq!(taken(&colour, "w:val", "auto").as_deref(), Some("auto"));
        assert_eq!(taken(&colour, "w:val", "12345"), None);
        assert!(root("w:pgSz").unwrap().value("r:id", "x").is_none());
    }
}
