//! Gives the drawings of a template what a reader who does not see them needs: their words, or the mark of decoration.

use crate::docx::package::drawing::decoration;
use crate::docx::package::tree::Element;

/// Most letters of an alternative text that is made of words in a drawing.
const LONGEST: usize = 200;

/// Describes a drawing of a header or footer that says nothing of itself; gives its name when it had to be marked as
/// decoration. One with words is described by them, since a checker asks for an alternative text of each shape.
pub(super) fn describe(drawing: &mut Element) -> Option<String> {
    let words = words(drawing);
    let place = drawing.elements_mut().next()?;
    let properties = place.elements_mut().find(|child| child.name == "wp:docPr")?;
    let has = |name: &str| properties.get(name).is_some_and(|text| !text.trim().is_empty());
    if has("descr") || is_decorative(properties) {
        return None;
    }
    let title = properties.get("title").map(str::to_owned).filter(|title| !title.trim().is_empty());
    if let Some(text) = title.or(words) {
        properties.set("descr", text);
        return None;
    }
    let name = properties.get("name").unwrap_or_default().to_owned();
    // A list of extensions stands once; what else it had was left out.
    properties.remove("a:extLst");
    properties.push(decoration());
    Some(name)
}

/// Whether a drawing says of itself that it shows nothing.
fn is_decorative(properties: &Element) -> bool {
    let mut is_marked = false;
    properties.walk(&mut |element| {
        is_marked |= element.name == "adec:decorative"
            && element.get("val").is_some_and(|value| matches!(value, "1" | "true" | "on"));
    });
    is_marked
}

/// The words of a drawing, in one line.
fn words(drawing: &Element) -> Option<String> {
    let mut text = String::new();
    drawing.walk(&mut |element| match element.name.as_ref() {
        "w:p" | "w:tab" | "w:br" => text.push(' '),
        "w:t" => text.push_str(&element.plain_text()),
        _ => {}
    });
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().take(LONGEST).collect();
    // A number alone is that of a page, which another page has another of.
    line.chars().any(char::is_alphabetic).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::describe;
    use crate::docx::package::tree::parse;

    /// The properties of a drawing after it was described, with what was told.
    fn described(properties: &str, content: &str) -> (String, Option<String>) {
        let xml = format!(
            "<w:drawing><wp:inline><wp:docPr {properties}</wp:docPr><a:graphic>{content}</a:graphic></wp:inline></w:drawing>"
        );
        let mut drawing = parse(xml.as_bytes()).unwrap();
        let told = describe(&mut drawing);
        let place = drawing.elements().next().unwrap();
        (String::from_utf8(place.find("wp:docPr").unwrap().to_xml()).unwrap(), told)
    }

    const MARK: &str = "decorative";

    #[test]
    fn a_drawing_without_words_is_decoration_and_told() {
        for (properties, content) in [
            ("id=\"1\" name=\"Bar\">", ""),
            ("id=\"1\" name=\"Bar\" descr=\" \">", "<w:p><w:r><w:t>3</w:t></w:r></w:p>"),
            ("id=\"1\" name=\"Bar\"><a:extLst><a:ext><adec:decorative val=\"0\"/></a:ext></a:extLst>", ""),
        ] {
            let (xml, told) = described(properties, content);
            assert!(xml.matches("extLst").count() <= 2 && xml.contains("val=\"1\""), "{xml}");
            assert_eq!(told.as_deref(), Some("Bar"), "{xml}");
        }
    }

    #[test]
    fn what_says_something_says_that() {
        let words = "<w:p><w:r><w:t>The Unit</w:t></w:r></w:p><w:p><w:r><w:t>Bern</w:t></w:r></w:p>";
        for (properties, content, said) in [
            ("id=\"1\" name=\"a\" descr=\"The seal\">", words, "descr=\"The seal\""),
            ("id=\"1\" name=\"a\" title=\"A seal\">", words, "descr=\"A seal\""),
            ("id=\"1\" name=\"a\">", words, "descr=\"The Unit Bern\""),
        ] {
            let (xml, told) = described(properties, content);
            assert!(xml.contains(said) && !xml.contains(MARK) && told.is_none(), "{xml}");
        }
        let marked = "id=\"1\" name=\"a\"><a:extLst><a:ext><adec:decorative val=\"1\"/></a:ext></a:extLst>";
        let (xml, told) = described(marked, words);
        assert!(!xml.contains("descr") && told.is_none(), "{xml}");
    }
}
