//! Turns running text into runs, links and marks of notes.

use super::body::Body;
use super::order::canonicalise;
use super::style::id;
use super::tree::{Element, Node, el};
use super::word::{Look, field, joined, line_break, run, run_with};
use crate::locale::fill;
use crate::report::{Inline, Language, Target, plain_text};

impl Body<'_> {
    /// The runs of a text.
    pub(super) fn inlines(&mut self, inlines: &[Inline], look: Look) -> Vec<Element> {
        let mut runs = Vec::new();
        for inline in inlines {
            match inline {
                Inline::Text(words) => runs.push(run(words, look)),
                Inline::Number(number) => runs.push(run(number.text(), look)),
                Inline::Claim(claim) => runs.extend(self.inlines(&claim.words, look)),
                Inline::Strong(inner) => runs.extend(self.inlines(inner, Look { bold: true, ..look })),
                Inline::Emphasis(inner) => {
                    // Emphasis within emphasis stands upright.
                    let italic = !look.italic;
                    runs.extend(self.inlines(inner, Look { italic, ..look }));
                }
                Inline::Link { target, content } => runs.extend(self.link(target, content, look)),
                Inline::Foreign { language, content } => {
                    let start = runs.len();
                    runs.extend(self.inlines(content, look));
                    runs[start..].iter_mut().for_each(|run| speak(run, language));
                }
                Inline::Note(index) => runs.extend(self.note_mark(*index)),
                Inline::Break => runs.push(line_break()),
            }
        }
        joined(runs)
    }

    fn link(&mut self, target: &Target, content: &[Inline], look: Look) -> Vec<Element> {
        match target {
            Target::Url(address) => {
                let runs = self.inlines(content, Look { style: Some(id::HYPERLINK), ..look });
                vec![self.hyperlink(address, runs)]
            }
            Target::Place(place) => self.reference(place, content, look),
        }
    }

    /// A link to a web address.
    pub(super) fn hyperlink(&mut self, address: &str, runs: Vec<Element>) -> Element {
        let relation = self.relations().address(address);
        el("w:hyperlink").attr("r:id", relation).attr("w:history", "1").with(runs)
    }

    /// A link within the document. One that reads as the figure's label and number is a field, so that it
    /// follows when an editor puts a figure in before it.
    fn reference(&mut self, place: &str, content: &[Inline], look: Look) -> Vec<Element> {
        let Some(name) = self.places.name(place).map(str::to_owned) else {
            return self.inlines(content, look);
        };
        let text = plain_text(content);
        if self.labels.get(place) == Some(&text.replace('\u{a0}', " ")) {
            let result = vec![run(&text.replace(' ', "\u{a0}"), look)];
            return field(&format!("REF {name} \\h"), result, look);
        }
        let runs = self.inlines(content, Look { style: Some(id::HYPERLINK), ..look });
        vec![el("w:hyperlink").attr("w:anchor", name).attr("w:history", "1").with(runs)]
    }

    /// The mark of a note: the note itself at its first mark, its number again at each later one.
    fn note_mark(&mut self, index: usize) -> Vec<Element> {
        let look = Look { style: Some(id::FOOTNOTE_MARK), ..Look::default() };
        if let Some(position) = self.notes.iter().position(|&note| note == index) {
            let number = position + 1;
            let result = vec![run(&number.to_string(), look)];
            let bookmark = self.addresses.note_bookmark(position);
            return field(&format!("NOTEREF {bookmark} \\f \\h"), result, look);
        }
        // Word has no notes within notes; one that nothing else marks would have no foot to stand at.
        if self.in_notes || index >= self.report.notes.len() {
            return Vec::new();
        }
        self.notes.push(index);
        let number = self.notes.len();
        let mark = run_with(el("w:footnoteReference").attr("w:id", number), look);
        let bookmark = self.addresses.note(&self.report.notes[index].id);
        self.places.around(&bookmark, vec![mark])
    }

    /// "Figure 1" in the edition's language.
    pub(super) fn label(&self, word: &str, number: u32) -> String {
        let number = number.to_string();
        fill(&self.locale.labels().reference, &[("label", word), ("number", &number)])
    }
}

/// Tells the language of every run in an element, and for scripts that run from right to left their direction.
fn speak(element: &mut Element, language: &Language) {
    if element.name == "w:r" {
        let tag = language.to_string();
        let properties = element.find_or_insert("w:rPr");
        if language.is_right_to_left() {
            properties.push(el("w:rtl"));
            properties.push(el("w:lang").attr("w:bidi", tag));
        } else {
            properties.push(el("w:lang").attr("w:val", tag));
        }
        return canonicalise(element);
    }
    for node in &mut element.children {
        if let Node::Element(child) = node {
            speak(child, language);
        }
    }
}
