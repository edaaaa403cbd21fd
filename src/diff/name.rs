//! Names elements as a reader of the report would.

use super::document::{Document, Element};

/// The name of an element, and of the section it stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// `the caption 'Figure 3. Temporary residence permits …'`.
    pub(super) name: String,
    /// What several of its kind are called: `captions`.
    pub(super) kind: &'static str,
    /// The heading before it; nothing for headings and what comes before the first.
    pub(super) section: String,
}

/// The names of all elements of a document.
pub(super) fn names(document: &Document) -> Vec<Name> {
    let mut section = String::new();
    let mut caption: Option<(usize, String)> = None;
    let mut names = Vec::new();
    for element in &document.elements {
        let text = shortened(&element.text());
        if is_heading(&element.role) {
            section = heading(element);
            names.push(Name { name: format!("'{section}'"), kind: "headings", section: String::new() });
            continue;
        }
        if is_caption(&element.role) {
            caption = Some((element.group, number(&element.text())));
        }
        let of = caption.as_ref().filter(|(group, _)| {
            // A table counts as the group inside that of its caption.
            element.group >= *group && element.group <= group + 1
        });
        let (kind, name) = named(element, &text, of.map(|(_, number)| number.as_str()));
        let is_beside = element.is_artifact()
            || element.path.contains("footnotes")
            || matches!(element.role.as_str(), "style" | "numbering" | "part");
        let section = if is_beside { String::new() } else { section.clone() };
        names.push(Name { name, kind, section });
    }
    names
}

fn named(element: &Element, text: &str, caption: Option<&str>) -> (&'static str, String) {
    match element.role.as_str() {
        "Title" => ("titles", format!("the title '{text}'")),
        role if is_caption(role) => ("captions", format!("the caption '{text}'")),
        "Figure" => match caption {
            Some(number) => ("charts", format!("the chart of '{number}'")),
            None => ("pictures", format!("the picture '{}'", shortened(&element.alt))),
        },
        "TD" | "TH" => match caption {
            Some(number) => ("cells", format!("the cell '{text}' of '{number}'")),
            None => ("cells", format!("the cell '{text}'")),
        },
        "Note" => match text.strip_prefix('[').and_then(|text| text.split_once(']')) {
            Some((number, text)) => ("notes", format!("note {number} '{}'", text.trim())),
            None => ("notes", format!("the note '{}'", text.trim())),
        },
        "TOCI" => ("entries of the contents", format!("the contents' entry '{text}'")),
        role if role.starts_with("TOC") || role == "TableofFigures" => {
            ("entries of the contents", format!("the contents' entry '{text}'"))
        }
        "LBody" | "Lbl" => ("list items", format!("the list item '{text}'")),
        "P" if element.path.contains("/LBody") => ("list items", format!("the list item '{text}'")),
        "P" => ("paragraphs", format!("the paragraph '{text}'")),
        "Artifact" if text.is_empty() => {
            ("rules and panels", format!("a rule or panel of page {}", element.first().page))
        }
        "Artifact" => (
            "running heads and page numbers",
            format!("'{text}' in the head or foot of page {}", element.first().page),
        ),
        "style" => ("styles", format!("the style '{}'", element.title)),
        "numbering" => ("lists", format!("the numbering of {}", element.title)),
        "chart" => ("native charts", format!("the native chart of '{}'", caption.unwrap_or(&element.title))),
        "workbook" => ("workbooks", format!("the workbook of '{}'", caption.unwrap_or(&element.title))),
        "labels" => {
            ("native charts", format!("the labels drawn over '{}'", caption.unwrap_or(&element.title)))
        }
        "part" => ("parts", format!("the part `{}`", element.title)),
        "section" => ("sections", "the page setup".to_owned()),
        "table" if !element.alt.is_empty() => ("tables", format!("the table '{}'", shortened(&element.alt))),
        "table" | "table row" | "table cell" => {
            ("properties", format!("the properties of a {}", element.role))
        }
        _ if element.path.starts_with("word") && !text.is_empty() => {
            ("paragraphs", format!("the paragraph '{text}'"))
        }
        _ if element.marks.iter().any(|mark| mark.look.starts_with("chart")) => {
            ("charts", format!("the chart of '{}'", caption.unwrap_or(&element.alt)))
        }
        _ if !element.alt.is_empty() => ("pictures", format!("the picture '{}'", shortened(&element.alt))),
        other if text.is_empty() => ("parts", other.to_owned()),
        other => ("elements", format!("{other} '{text}'")),
    }
}

/// Whether a role is that of a caption: in Word, one below what a chart shows has a style of its own.
fn is_caption(role: &str) -> bool {
    matches!(role, "Caption" | "CaptionBelow" | "Caption Below")
}

/// Whether a role is that of a heading, in a PDF or in Word.
pub(super) fn is_heading(role: &str) -> bool {
    matches!(role, "H1" | "H2" | "H3" | "H4" | "H5" | "H6") || role.starts_with("Heading")
}

fn heading(element: &Element) -> String {
    if element.title.is_empty() { element.text() } else { element.title.clone() }
}

/// `Figure 3` of a caption.
fn number(caption: &str) -> String {
    shortened(caption.split_once(". ").map_or(caption, |(number, _)| number))
}

/// The first words of a text.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 48;
    let text = text.replace('\u{a0}', " ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole} …")
}
