//! What holds for the full edition whatever its references say: every published figure stands in it,
//! and the same input gives the same bytes.

use std::collections::BTreeMap;
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use quarterly::build::edition;
use quarterly::check;
use quarterly::diag::Family;
use quarterly::pdf::Press;
use quarterly::spec::Spec;
use quarterly::theme::Theme;
use typst_layout::PagedDocument;

use super::{EDITION, fail, keep_docx};

/// The outputs of an edition.
struct Outputs {
    files: BTreeMap<String, Vec<u8>>,
    pdf_text: String,
    docx_text: String,
}

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("contract::every_published_figure_is_in_both_documents", published_figures),
        Trial::test("contract::every_rule_has_its_cases", every_rule_has_its_cases),
        Trial::test("contract::outputs_do_not_depend_on_folder_or_threads", same_bytes),
    ]
}

/// Every rule has a small edition that breaks it, where it fires, and one that does not, where it is silent.
fn every_rule_has_its_cases() -> Result<(), Failed> {
    let mut faults = Vec::new();
    for rule in check::rules() {
        // The cases of the layout contract say themselves which rule they break.
        if rule.family() == Family::Layout {
            if !Path::new("golden/suite/layout").join(rule.as_str()).is_dir() {
                faults.push(format!("there is no case `layout/{rule}`"));
            }
            continue;
        }
        for (case, fires) in [("fires", true), ("quiet", false)] {
            let name = format!("rules/{rule}/{case}");
            let reference = Path::new("golden/ref").join(&name).join("diagnostics.txt");
            if !Path::new("golden/suite").join(&name).join("edition.toml").is_file() {
                faults.push(format!("there is no case `{name}`"));
                continue;
            }
            let told = std::fs::read_to_string(reference).unwrap_or_default();
            if told.contains(&format!("[{rule}]")) != fires {
                faults.push(format!(
                    "`{rule}` is wrongly {} in `{name}`",
                    if fires { "silent" } else { "told" }
                ));
            }
        }
        for heading in ["# Why", "# Example"] {
            if !rule.help().contains(heading) {
                faults.push(format!("the help of `{rule}` has no `{heading}`"));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(fail(faults.join("\n"))) }
}

fn build(spec: &Path) -> Result<Outputs, Failed> {
    let theme = Theme::embedded().map_err(|error| fail(error.to_string()))?;
    let spec = Spec::open(spec).map_err(|faults| fail(faults.to_string()))?;
    let edition = edition(&spec, &theme).map_err(|faults| fail(faults.to_string()))?.output;
    let pdf = edition.pdf(&Press::new(&theme)).map_err(|error| fail(error.to_string()))?;
    let docx = edition.docx(&theme).map_err(|error| fail(error.to_string()))?;
    keep_docx(&docx)?;
    let mut files: BTreeMap<String, Vec<u8>> =
        edition.charts.iter().map(|(id, svg)| (format!("{id}.svg"), svg.clone().into_bytes())).collect();
    let parts = quarterly::docx::parts(&docx).map_err(|error| fail(error.to_string()))?;
    let docx_text = parts.iter().filter_map(|(name, text)| docx_text(name, text)).collect::<String>();
    let charts: String = edition.charts.iter().map(|(_, svg)| text_of(svg)).collect();
    let pdf_text = words(&pdf.document) + &charts;
    files.insert("pdf".to_owned(), pdf.bytes);
    files.insert("docx".to_owned(), docx);
    Ok(Outputs { files, pdf_text, docx_text })
}

/// The words of a part of the DOCX that its pages show: text, notes, and the charts' data as they are printed.
fn docx_text(name: &str, part: &str) -> Option<String> {
    if name.ends_with(".xlsx") {
        let printed = part.lines().filter_map(|line| line.split_once(" printed ")?.1.split(" by ").next());
        return Some(printed.map(|number| format!(" {number} ")).collect());
    }
    let shown =
        ["word/document.xml", "word/footnotes.xml"].contains(&name) || name.starts_with("word/drawings/");
    // What keeps words on one line is not seen.
    shown.then(|| text_of(part).replace('\u{2060}', ""))
}

/// The words of the pages, in the order they are drawn.
fn words(document: &PagedDocument) -> String {
    let items = quarterly::pdf::layout::items(document);
    items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>().join(" ").replace('\u{a0}', " ")
}

/// The character data of XML.
fn text_of(xml: &str) -> String {
    let texts = xml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ").replace('\u{a0}', " ")
}

/// Numbers that stand in the published edition, one a line, with what they are; `golden/suite/published.txt`.
fn published_figures() -> Result<(), Failed> {
    let outputs = build(Path::new(EDITION.0))?;
    let list = std::fs::read_to_string("golden/suite/published.txt")?;
    let mut missing = Vec::new();
    let mut count = 0;
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let figure = line.split('\t').next().unwrap_or_default();
        count += 1;
        for (output, text) in [("PDF", &outputs.pdf_text), ("DOCX", &outputs.docx_text)] {
            if !stands_in(text, figure) {
                missing.push(format!("{line} is not in the {output}"));
            }
        }
    }
    if count < 100 {
        return Err(fail(format!("the list of published figures has only {count} entries")));
    }
    if missing.is_empty() { Ok(()) } else { Err(fail(missing.join("\n"))) }
}

/// Whether a number stands in a text by itself: 3.9 does not stand in 13.9 or 3.95.
fn stands_in(text: &str, figure: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    text.match_indices(figure).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + figure.len()..].chars();
        let next = after.next();
        let continues = matches!(next, Some('.' | ',')) && digit(after.next());
        !digit(before) && !matches!(before, Some('.')) && !digit(next) && !continues
    })
}

fn same_bytes() -> Result<(), Failed> {
    let first = build(Path::new(EDITION.0))?;
    let elsewhere = std::env::temp_dir().join(format!("quarterly-golden-{}", std::process::id()));
    let copy = elsewhere.join("another folder");
    copy_folder(Path::new("data/kazakhstan"), &copy)?;
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let second = one_thread.install(|| build(&copy.join("2023-q2.toml")));
    std::fs::remove_dir_all(&elsewhere)?;
    let second = second?;
    if first.files.keys().ne(second.files.keys()) {
        return Err(fail("two builds of the same input give different files"));
    }
    for (name, bytes) in &first.files {
        if second.files.get(name) != Some(bytes) {
            return Err(fail(format!("{name} differs between two builds of the same input")));
        }
    }
    Ok(())
}

pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<(), Failed> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
