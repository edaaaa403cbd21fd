//! Turns running text into runs, links and marks of notes.

use super::word::{Look, field, joined, line_break, run, run_with};
use super::writer::Writer;
use crate::docx::package::order::canonicalise;
use crate::docx::package::style::id;
use crate::docx::package::tree::{Element, Node, el};
use crate::report::{
    Inline, Labelled, LanguageTag, Lettered, Target, begins_with_mark, ends_with_mark, plain_text,
};

/// A label, bold, and what it labels.
pub(super) fn labelled_words(writer: &mut Writer<'_>, labelled: &Labelled) -> Vec<Element> {
    let bold = Look { bold: true, ..Look::default() };
    around(writer, &labelled.label, bold, &labelled.content)
}

/// A label in its look, and what it labels, in the order of the language.
pub(super) fn around(writer: &mut Writer<'_>, label: &str, look: Look, content: &[Inline]) -> Vec<Element> {
    let [before, behind] = writer.locale.around_labelled(label);
    let side = |words: &str| (!words.is_empty()).then(|| run(words, look));
    let mut words: Vec<Element> = side(&before).into_iter().collect();
    words.extend(inlines(writer, content, Look::default()));
    words.extend(side(&behind));
    words
}

/// The runs of a text.
pub(super) fn inlines(writer: &mut Writer<'_>, content: &[Inline], look: Look) -> Vec<Element> {
    let mut runs = Vec::new();
    for (index, inline) in content.iter().enumerate() {
        if begins_with_mark(inline) && ends_with_mark(&content[..index]) {
            runs.push(note_comma());
        }
        match inline {
            Inline::Text(words) => runs.push(run(words, look)),
            Inline::Number(number) => runs.push(run(number.text(), Look { is_computed: true, ..look })),
            Inline::PlaceNumber(number) => runs.extend(place_number(writer, number, look)),
            Inline::Gap(gap) => runs.push(run(&gap.text, Look { is_gap: true, ..look })),
            Inline::Claim(claim) => {
                // Words about a number are the author's; digits have to be those of the data.
                let has_digits = plain_text(&claim.words).contains(|c: char| c.is_ascii_digit());
                let is_computed = look.is_computed || has_digits;
                runs.extend(inlines(writer, &claim.words, Look { is_computed, ..look }));
            }
            Inline::Strong(inner) => runs.extend(inlines(writer, inner, Look { bold: true, ..look })),
            Inline::Emphasis(inner) => {
                // Emphasis within emphasis stands upright.
                let italic = !look.italic;
                runs.extend(inlines(writer, inner, Look { italic, ..look }));
            }
            Inline::Link { target, content } => runs.extend(link(writer, target, content, look)),
            Inline::Foreign { language, content } => {
                let start = runs.len();
                runs.extend(inlines(writer, content, look));
                runs[start..].iter_mut().for_each(|run| speak(run, language));
            }
            Inline::Note(index) => runs.extend(note_mark(writer, *index)),
            Inline::Break => runs.push(line_break()),
        }
    }
    joined(runs)
}

fn link(writer: &mut Writer<'_>, target: &Target, content: &[Inline], look: Look) -> Vec<Element> {
    match target {
        Target::Url(address) => {
            let runs = inlines(writer, content, Look { style: Some(id::HYPERLINK), ..look });
            vec![hyperlink(writer, address.as_str(), runs)]
        }
        Target::Place(place) => reference(writer, &place.to_string(), content, look),
    }
}

/// A link to a web address.
pub(super) fn hyperlink(writer: &mut Writer<'_>, address: &str, runs: Vec<Element>) -> Element {
    let relation = writer.relations().address(address);
    let link = el("w:hyperlink").attr("r:id", relation);
    // Word shows no longer one.
    let is_short = address.encode_utf16().count() <= LONGEST_TIP;
    let link = if is_short { link.attr("w:tooltip", address) } else { link };
    link.attr("w:history", "1").with(runs)
}

/// Most characters of what is shown above a link.
const LONGEST_TIP: usize = 260;

/// A link within the document. One that reads as the figure's label and number is a field, so that it
/// follows when an editor puts a figure in before it.
fn reference(writer: &mut Writer<'_>, place: &str, content: &[Inline], look: Look) -> Vec<Element> {
    let Some(name) = writer.places.name(place).map(str::to_owned) else {
        return inlines(writer, content, look);
    };
    let text = plain_text(content);
    if writer.labels.get(place) == Some(&text.replace('\u{a0}', " ")) {
        // It looks like the other links, and keeps that when Word computes it anew.
        let linked = Look { style: Some(id::HYPERLINK), ..look };
        let result = vec![run(&text.replace(' ', "\u{a0}"), linked)];
        return field(&format!("REF {name} \\h \\* MERGEFORMAT"), result, look);
    }
    let outer = std::mem::replace(&mut writer.linked, writer.places.number_name(place).map(str::to_owned));
    let runs = inlines(writer, content, Look { style: Some(id::HYPERLINK), ..look });
    writer.linked = outer;
    vec![el("w:hyperlink").attr("w:anchor", name).attr("w:history", "1").with(runs)]
}

/// The number of what the link around leads to: a field, so that it follows when an editor puts a figure in before it.
fn place_number(writer: &Writer<'_>, number: &str, look: Look) -> Vec<Element> {
    let result = vec![run(number, look)];
    match &writer.linked {
        Some(name) => field(&format!("REF {name}"), result, look),
        None => result,
    }
}

/// The lines of the notes that letters mark.
pub(super) fn letter_lines(writer: &mut Writer<'_>, letters: &Lettered) -> Vec<Element> {
    let report = writer.report;
    let mut lines = Vec::new();
    for (letter, index) in letters.notes() {
        if !lines.is_empty() {
            lines.push(line_break());
        }
        lines.push(raised(&letter));
        lines.push(run("\u{a0}", Look::default()));
        lines.extend(inlines(writer, &report.notes[index].content, Look::default()));
    }
    lines
}

/// A letter that marks a note.
fn raised(letter: &str) -> Element {
    run(letter, Look { style: Some(id::NOTE_LETTER), ..Look::default() })
}

/// What parts two marks that stand side by side.
pub(super) fn note_comma() -> Element {
    run(",", Look { style: Some(id::FOOTNOTE_MARK), ..Look::default() })
}

/// The mark of a note with a note of its own, so that Word prints it at the foot of each page that marks it; in
/// a table or panel a letter.
fn note_mark(writer: &mut Writer<'_>, index: usize) -> Vec<Element> {
    let look = Look { style: Some(id::FOOTNOTE_MARK), ..Look::default() };
    // Word has no notes within notes.
    if writer.in_notes || index >= writer.report.notes.len() {
        return Vec::new();
    }
    if let Some(letter) = writer.letter(index) {
        return vec![raised(&letter)];
    }
    writer.notes.push(index);
    let number = writer.notes.len();
    let mark = run_with(el("w:footnoteReference").attr("w:id", number), look);
    let bookmark = writer.addresses.note(&writer.report.notes[index].id);
    writer.places.around(&bookmark, vec![mark])
}

/// Tells the language of every run in an element, and for scripts that run from right to left their direction.
fn speak(element: &mut Element, language: &LanguageTag) {
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
