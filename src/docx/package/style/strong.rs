//! Takes the style of bold words away where all words are bold: Word would print those as not bold.

use std::collections::BTreeMap;

use super::chain::Chain;
use crate::docx::package::tree::{Element, Node};

/// Settles the runs of a text in the final styles of its document.
pub(in crate::docx) fn settle(text: &mut Element, styles: &Element) {
    let chain = Chain::new(styles);
    let usual = styles
        .elements()
        .find(|style| style.get("w:type") == Some("paragraph") && style.get("w:default").is_some());
    let usual = usual.and_then(|style| style.get("w:styleId")).unwrap_or_default();
    let named = |name: &str| {
        let is_named = |style: &&Element| {
            let own = style.find("w:name").and_then(|own| own.get("w:val"));
            own.is_some_and(|own| own.eq_ignore_ascii_case(name)) && style.get("w:type") == Some("character")
        };
        styles.elements().find(is_named).and_then(|style| style.get("w:styleId"))
    };
    let Some(strong) = named("Strong") else { return };
    if !chain.is_on(strong, "w:rPr", "w:b") {
        return;
    }
    let mut settle = Settle { chain, usual, strong, known: BTreeMap::new() };
    settle.element(text);
}

struct Settle<'a> {
    chain: Chain<'a>,
    /// The style of paragraphs that name none.
    usual: &'a str,
    strong: &'a str,
    /// Whether the words of a paragraph style are bold.
    known: BTreeMap<String, bool>,
}

impl Settle<'_> {
    fn element(&mut self, element: &mut Element) {
        if element.name == "w:p" {
            let style = element.find("w:pPr").and_then(|properties| properties.find("w:pStyle"));
            let style = style.and_then(|style| style.get("w:val")).unwrap_or(self.usual).to_owned();
            let chain = &self.chain;
            let is_bold = *self.known.entry(style).or_insert_with_key(|id| chain.is_on(id, "w:rPr", "w:b"));
            if is_bold {
                self.plain(element);
            }
            return;
        }
        element.elements_mut().for_each(|child| self.element(child));
    }

    fn plain(&self, element: &mut Element) {
        if element.name == "w:rPr" {
            element.children.retain(|node| match node {
                Node::Element(child) => child.name != "w:rStyle" || child.get("w:val") != Some(self.strong),
                Node::Text(_) => true,
            });
            return;
        }
        element.elements_mut().for_each(|child| self.plain(child));
        element.children.retain(|node| match node {
            Node::Element(child) => child.name != "w:rPr" || !child.children.is_empty(),
            Node::Text(_) => true,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::settle;
    use crate::docx::package::tree::parse;

    #[test]
    fn bold_words_are_bold_in_a_bold_paragraph_too() {
        let styles = r#"<w:styles><w:style w:type="paragraph" w:default="1" w:styleId="N"/>
            <w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="B"/></w:style>
            <w:style w:type="paragraph" w:styleId="B"><w:rPr><w:b/></w:rPr></w:style>
            <w:style w:type="character" w:styleId="Fett"><w:name w:val="strong"/><w:rPr><w:b/></w:rPr></w:style></w:styles>"#;
        let run = r#"<w:r><w:rPr><w:rStyle w:val="Fett"/></w:rPr><w:t>a</w:t></w:r>"#;
        let text = format!(
            r#"<w:body><w:p>{run}</w:p><w:p><w:pPr><w:pStyle w:val="H"/></w:pPr>{run}</w:p></w:body>"#
        );
        let mut text = parse(text.as_bytes()).unwrap();
        settle(&mut text, &parse(styles.as_bytes()).unwrap());
        let lines = text.to_lines();
        assert_eq!(lines.matches("rStyle").count(), 1, "{lines}");
        assert!(lines.find("rStyle").unwrap() < lines.find("pStyle").unwrap(), "{lines}");
    }
}
