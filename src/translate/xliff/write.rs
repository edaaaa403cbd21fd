//! Writes the texts of an edition and its series, with the translations that there are.

use super::code::{Part, codes, meant, parts};
use crate::docx::package::tree::{Element, Node, el};
use crate::spec::Word;
use crate::spec::overlay::stamp::stamp;
use crate::translate::Sheet;

/// The namespace of XLIFF 1.2.
const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:1.2";

/// The file for a translator's program: a `<file>` for the edition and one for the series, a `<trans-unit>` a text.
/// `name` is that of the edition's file, `from` the language of the spec.
#[must_use]
pub fn export(sheets: &[Sheet<'_>], name: &str, from: &str) -> Vec<u8> {
    let files = sheets.iter().filter_map(|sheet| {
        let words: Vec<&Word> = sheet.words().into_iter().filter(|word| word.has_words()).collect();
        let units = words.iter().map(|word| unit(word, sheet));
        let file = el("file")
            .attr("original", sheet.base(name))
            .attr("source-language", from)
            .attr("target-language", &sheet.spec.language().value)
            .attr("datatype", "plaintext")
            .child(el("body").with(units));
        (!words.is_empty()).then_some(file)
    });
    let xliff = el("xliff").attr("version", "1.2").attr("xmlns", NAMESPACE).with(files).to_xml();
    // A text a line: a fault is told with its line. Texts themselves have `<` as `&lt;`.
    String::from_utf8_lossy(&xliff).replace("<trans-unit ", "\n<trans-unit ").into_bytes()
}

fn unit(word: &Word, sheet: &Sheet<'_>) -> Element {
    let source = &word.source.value;
    let numbers: Vec<String> = (1..=codes(source).len()).map(|number| number.to_string()).collect();
    let unit = el("trans-unit").attr("id", &word.key).attr("xml:space", "preserve").child(inline(
        el("source"),
        source,
        &numbers,
    ));
    if !word.is_translated() {
        return unit;
    }
    let stamped = sheet.overlay.and_then(|overlay| overlay.stamps.get(&word.key));
    let is_accepted = stamped.is_some_and(|stamped| stamped.value == stamp(source));
    let state = if is_accepted { "translated" } else { "needs-review-translation" };
    let target = &word.printed.value;
    unit.child(inline(el("target").attr("state", state), target, &numbered(source, target)))
}

/// The numbers of what is no word in a translation: those that it has in the source. What the source has not is
/// numbered on.
fn numbered(source: &str, target: &str) -> Vec<String> {
    let known: Vec<String> = codes(source).into_iter().map(meant).collect();
    let mut is_used = vec![false; known.len()];
    let mut next = known.len();
    let number = |code: &str| {
        let code = meant(code);
        let found = known.iter().zip(&is_used).position(|(known, is_used)| *known == code && !is_used);
        if let Some(index) = found {
            is_used[index] = true;
            return (index + 1).to_string();
        }
        next += 1;
        next.to_string()
    };
    codes(target).into_iter().map(number).collect()
}

fn inline(mut element: Element, text: &str, numbers: &[String]) -> Element {
    let mut numbers = numbers.iter();
    for part in parts(text) {
        match part {
            Part::Words(words) => element.children.push(Node::Text(words.to_owned())),
            Part::Code(code) => {
                let number = numbers.next().map_or("", String::as_str);
                element.push(el("ph").attr("id", number).text(code));
            }
        }
    }
    element
}
