//! Prints the numbers of a template's headings as Word does, for the contents that no program has made anew yet.

use super::Template;
use super::graft::heading;
use crate::docx::package::style::chain::{Chain, is_on};
use crate::docx::package::style::id;
use crate::docx::package::tree::Element;

/// How a template numbers headings of the two levels that the contents list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::docx) struct HeadingNumbers {
    levels: [Option<Level>; 2],
}

/// The number of a level.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Level {
    /// The text: `%1.%2`.
    pattern: String,
    /// The format of each level that it names: `decimal`.
    formats: [String; 2],
    /// What each level begins with.
    starts: [u32; 2],
}

impl Template {
    /// How the template numbers its headings; none when it does not, and ours are.
    pub(in crate::docx) fn heading_numbers(&self) -> Option<HeadingNumbers> {
        let chain = Chain::new(&self.styles);
        let level = |ours: &str, name: &str, own: &'static str| {
            let style = heading(&self.styles, ours, name)?;
            let (list, level) = chain.list(style)?;
            let kind = self.kind(list)?;
            // A level that names the style wins over what the style says itself.
            let linked = kind
                .elements()
                .find(|found| found.find("w:pStyle").and_then(|linked| linked.get("w:val")) == Some(style));
            let level = linked.and_then(|found| found.get("w:ilvl")).unwrap_or(level);
            self.level(list, if level == "0" || level == "1" { level } else { own })
        };
        let first = level(id::HEADING_1, "heading 1", "0")?;
        let second = level(id::HEADING_2, "heading 2", "1").or_else(|| {
            // A second heading of ours goes on in the list of the first.
            let (list, _) = chain.list(heading(&self.styles, id::HEADING_1, "heading 1")?)?;
            let is_ours = heading(&self.styles, id::HEADING_2, "heading 2").is_none();
            is_ours.then(|| self.level(list, "1")).flatten()
        });
        Some(HeadingNumbers { levels: [Some(first), second] })
    }

    /// Whether a list of the template has a level that prints something.
    pub(super) fn has_level(&self, list: &str, level: &str) -> bool {
        self.level(list, level).is_some()
    }

    /// The kind of a list.
    fn kind(&self, list: &str) -> Option<&Element> {
        let entries = || self.numbering.iter().flat_map(Element::elements);
        let num = entries().find(|entry| entry.name == "w:num" && entry.get("w:numId") == Some(list))?;
        let kind = num.find("w:abstractNumId")?.get("w:val")?;
        entries().find(|entry| entry.name == "w:abstractNum" && entry.get("w:abstractNumId") == Some(kind))
    }

    fn level(&self, list: &str, level: &str) -> Option<Level> {
        let kind = self.kind(list)?;
        let at = |level: &str| {
            kind.elements().find(|found| found.name == "w:lvl" && found.get("w:ilvl") == Some(level))
        };
        let own = at(level)?;
        let value = |level: &Element, name: &str| Some(level.find(name)?.get("w:val")?.to_owned());
        let pattern = value(own, "w:lvlText")?;
        let is_legal = own.find("w:isLgl").is_some_and(is_on);
        let format = |level: &str| match is_legal {
            true => "decimal".to_owned(),
            false => {
                at(level).and_then(|level| value(level, "w:numFmt")).unwrap_or_else(|| "decimal".to_owned())
            }
        };
        let start =
            |level: &str| at(level).and_then(|level| value(level, "w:start")?.parse().ok()).unwrap_or(1);
        Some(Level { pattern, formats: ["0", "1"].map(format), starts: ["0", "1"].map(start) })
    }
}

impl HeadingNumbers {
    /// The number of a chapter, or of a topic in it, counted from 1.
    pub(in crate::docx) fn print(&self, chapter: u32, topic: Option<u32>) -> String {
        let Some(level) = &self.levels[usize::from(topic.is_some())] else { return String::new() };
        let number = |index: usize, count: u32| {
            print(&level.formats[index], count.saturating_sub(1).saturating_add(level.starts[index]))
        };
        level.pattern.replace("%1", &number(0, chapter)).replace("%2", &number(1, topic.unwrap_or(1)))
    }
}

/// A number in one of Word's formats; those of other scripts as digits.
fn print(format: &str, number: u32) -> String {
    match format {
        "none" | "bullet" => String::new(),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letter(number),
        "lowerLetter" => letter(number).to_lowercase(),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// Word doubles letters behind Z: AA, BB.
fn letter(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    letter.to_string().repeat(usize::try_from(index / 26).unwrap_or(0).min(20) + 1)
}

fn roman(number: u32) -> String {
    let signs = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number.min(9_999);
    let mut text = String::new();
    for (value, sign) in signs {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{HeadingNumbers, Level, print};

    #[test]
    fn numbers_read_as_word_prints_them() {
        let cases = [
            ("decimal", 12, "12"),
            ("upperRoman", 49, "XLIX"),
            ("lowerRoman", 8, "viii"),
            ("upperLetter", 27, "AA"),
            ("lowerLetter", 3, "c"),
            ("decimalZero", 7, "07"),
            ("none", 7, ""),
            ("ideographDigital", 7, "7"),
        ];
        for (format, number, text) in cases {
            assert_eq!(print(format, number), text, "{format}");
        }
    }

    #[test]
    fn a_level_prints_those_above_it() {
        let level = |pattern: &str| {
            let formats = ["upperRoman", "lowerLetter"].map(str::to_owned);
            Some(Level { pattern: pattern.to_owned(), formats, starts: [1, 1] })
        };
        let numbers = HeadingNumbers { levels: [level("Chapter %1:"), level("%1.%2)")] };
        assert_eq!(numbers.print(4, None), "Chapter IV:");
        assert_eq!(numbers.print(4, Some(2)), "IV.b)");
        assert_eq!(HeadingNumbers { levels: [level("%1"), None] }.print(4, Some(2)), "");
    }
}
