//! Edits documents as Word saves them: exactly these edits must be found.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::sample::Index;

use super::compare::longest_rise;
use super::{Edit, EditKind, Edits, RevisionKind, edits};
use crate::docx::package::archive::unzip;
use crate::docx::package::tree::parse;
use crate::docx::read::address::listed;
use crate::docx::read::lint::tests::broken;
use crate::docx::{Template, docx, sample};
use crate::report::Report;
use crate::theme::Theme;

const DOCUMENT: &str = "word/document.xml";
/// The title of an event, as it stands in its run.
const WORDS: &str = " xml:space=\"preserve\">Training on migration data</w:t>";

fn built() -> Vec<u8> {
    docx(&sample::report(), &Theme::embedded().unwrap(), &sample::locale()).unwrap()
}

/// What is found after the texts were replaced, each once, in a part.
fn found(part: &str, replacements: &[(&str, &str)]) -> Vec<Edit> {
    let mut docx = built();
    for (from, to) in replacements {
        docx = broken(&unzip(&docx).unwrap(), part, from, to);
    }
    edits(&docx).unwrap().changes
}

/// Kinds and keys.
fn told(changes: &[Edit]) -> Vec<(EditKind, &str)> {
    changes.iter().map(|change| (change.kind, change.key.as_str())).collect()
}

/// The whole paragraph with that text in it.
fn paragraph(text: &str) -> String {
    let document = String::from_utf8(unzip(&built()).unwrap()[DOCUMENT].clone()).unwrap();
    let at = document.find(text).unwrap();
    let start = document[..at].rfind("<w:p>").unwrap();
    let end = at + document[at..].find("</w:p>").unwrap() + "</w:p>".len();
    document[start..end].to_owned()
}

#[test]
fn a_document_as_built_has_no_edits() {
    let Edits { edition, blocks, changes, .. } = edits(&built()).unwrap();
    assert_eq!(changes, Vec::new());
    assert_eq!(edition, sample::report().id);
    assert!(blocks > 100, "{blocks}");
}

#[test]
fn an_edit_without_tracking_is_found() {
    let changes = found(DOCUMENT, &[(WORDS, ">Training on data</w:t>")]);
    assert_eq!(told(&changes), [(EditKind::Changed, "event/1/title")]);
    assert_eq!(changes[0].text, "Training on data");
}

#[test]
fn tracked_changes_are_told_with_author_and_day() {
    let by = "w:id=\"900\" w:author=\"A. Editor\" w:date=\"2023-08-01T10:00:00Z\"";
    let tracked = format!(
        ">Training</w:t></w:r><w:ins {by}><w:r><w:t> course</w:t></w:r></w:ins><w:del {by}><w:r><w:delText> on migration data</w:delText></w:r></w:del><w:r><w:t/>"
    );
    let changes = found(DOCUMENT, &[(WORDS, &tracked)]);
    assert_eq!(told(&changes), [(EditKind::Tracked, "event/1/title")]);
    assert_eq!(changes[0].text, "Training course");
    let revisions: Vec<_> = changes[0].revisions.iter().map(|r| (r.kind, r.text.as_str())).collect();
    assert_eq!(
        revisions,
        [(RevisionKind::Inserted, " course"), (RevisionKind::Deleted, " on migration data")]
    );
    assert!(changes[0].revisions.iter().all(|r| r.author == "A. Editor" && r.date.starts_with("2023-08-01")));
}

#[test]
fn a_tracked_deletion_and_an_untracked_one_are_told_apart() {
    let deleted =
        "<w:del w:author=\"A\"><w:r><w:delText>Training on migration data</w:delText></w:r></w:del>";
    let whole = paragraph(WORDS);
    let run = whole.find("<w:r>").unwrap()..whole.rfind("</w:r>").unwrap() + "</w:r>".len();
    let tracked = whole.replace(&whole[run], deleted);
    assert_eq!(told(&found(DOCUMENT, &[(&whole, &tracked)])), [(EditKind::Deleted, "event/1/title")]);
    assert_eq!(told(&found(DOCUMENT, &[(&whole, "<w:p/>")])), [(EditKind::Missing, "event/1/title")]);
}

#[test]
fn a_new_paragraph_is_found_with_the_block_before_it() {
    let whole = paragraph(WORDS);
    let longer = format!("{whole}<w:p><w:r><w:t>A new one.</w:t></w:r></w:p>");
    let changes = found(DOCUMENT, &[(&whole, &longer)]);
    assert_eq!(told(&changes), [(EditKind::New, "event/1/title")]);
    assert_eq!(changes[0].text, "A new one.");
}

#[test]
fn a_split_paragraph_keeps_its_key_and_words_at_the_edges_belong_to_it() {
    let split = ">Training on</w:t></w:r></w:p><w:p><w:r><w:t> migration data</w:t>";
    let changes = found(DOCUMENT, &[(WORDS, split)]);
    assert_eq!(told(&changes), [(EditKind::Split, "event/1/title")]);
    assert_eq!(changes[0].text, "Training on\n migration data");
    // Word puts what is typed at the edges of a bookmark outside of it.
    let whole = paragraph(WORDS);
    let start = whole.find("<w:bookmarkStart").unwrap();
    let before = format!("{}<w:r><w:t>New </w:t></w:r>{}", &whole[..start], &whole[start..]);
    let after = whole.replace("</w:p>", "<w:r><w:t> end</w:t></w:r></w:p>");
    for edited in [before, after] {
        assert_eq!(told(&found(DOCUMENT, &[(&whole, &edited)])), [(EditKind::Changed, "event/1/title")]);
    }
}

#[test]
fn a_moved_paragraph_is_told_once() {
    let first = paragraph(WORDS);
    let caption = paragraph("w:name=\"fig_chart_1\"");
    let changes = found(DOCUMENT, &[(&caption, ""), (&first, &format!("{first}{caption}"))]);
    assert_eq!(told(&changes), [(EditKind::Moved, "chart/chart-1/title")]);
}

#[test]
fn words_that_fields_print_are_not_compared() {
    let changes =
        found(DOCUMENT, &[("<w:t xml:space=\"preserve\">Figure\u{a0}2</w:t>", "<w:t>Figure 77</w:t>")]);
    assert_eq!(changes, Vec::new());
}

/// Runs in a field that leads to an address.
fn leading(address: &str, runs: &str) -> String {
    let mark = |kind| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let [begin, separate, end] = ["begin", "separate", "end"].map(mark);
    format!("{begin}<w:r><w:instrText> HYPERLINK \"{address}\" </w:instrText></w:r>{separate}{runs}{end}")
}

#[test]
fn a_link_that_is_written_as_a_field_is_the_same_link() {
    let files = unzip(&built()).unwrap();
    let [document, relations] = [DOCUMENT, "word/_rels/document.xml.rels"]
        .map(|part| String::from_utf8(files[part].clone()).unwrap());
    let (_, from) = document.split_once("<w:hyperlink r:id=\"").unwrap();
    let (id, from) = from.split_once('"').unwrap();
    let (attributes, from) = from.split_once('>').unwrap();
    let (runs, _) = from.split_once("</w:hyperlink>").unwrap();
    let mut relations = relations.split("<Relationship ");
    let relation = relations.find(|relation| relation.contains(&format!("Id=\"{id}\""))).unwrap();
    let address = relation.split("Target=\"").nth(1).unwrap().split('"').next().unwrap();
    let link = format!("<w:hyperlink r:id=\"{id}\"{attributes}>{runs}</w:hyperlink>");
    let whole = paragraph(&link);
    let same = whole.replace(&link, &leading(address, runs));
    assert_eq!(found(DOCUMENT, &[(&whole, &same)]), Vec::new());
    let other = whole.replace(&link, &leading("https://other.example/", runs));
    assert_eq!(found(DOCUMENT, &[(&whole, &other)])[0].kind, EditKind::Look);
}

#[test]
fn notes_are_compared_too() {
    let changes = found("word/footnotes.xml", &[("others", "other")]);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(changes[0].kind == EditKind::Changed && changes[0].key.starts_with("note/"), "{changes:?}");
}

#[test]
fn comments_are_told() {
    let mut files = unzip(&built()).unwrap();
    let comments = "<w:comments xmlns:w=\"x\"><w:comment w:id=\"4\" w:author=\"B\" w:date=\"2023-08-02\"><w:p><w:r><w:t>Source?</w:t></w:r></w:p></w:comment></w:comments>";
    files.insert("word/comments.xml".to_owned(), comments.as_bytes().to_vec());
    let relations = String::from_utf8(files["word/_rels/document.xml.rels"].clone()).unwrap();
    let relation = "<Relationship Id=\"c\" Type=\"a/comments\" Target=\"comments.xml\"/></Relationships>";
    let relations = relations.replace("</Relationships>", relation);
    files.insert("word/_rels/document.xml.rels".to_owned(), relations.into_bytes());
    let mark = ">Training on migration data</w:t></w:r><w:r><w:commentReference w:id=\"4\"/>";
    let changes = edits(&broken(&files, DOCUMENT, WORDS, mark)).unwrap().changes;
    assert_eq!(told(&changes), [(EditKind::Commented, "event/1/title")]);
    assert_eq!(changes[0].comments[0].text, "Source?");
}

#[test]
fn what_was_not_built_here_is_refused() {
    let told = |docx: &[u8]| edits(docx).unwrap_err().to_string();
    let files = unzip(&built()).unwrap();
    assert!(told(&broken(&files, "customXml/item1.xml", "", "")).contains("it was not built here"));
    assert!(told(&broken(&files, DOCUMENT, "", "")).contains("no text"));
    assert!(told(&broken(&files, DOCUMENT, "</w:body>", "")).contains("not well-formed"));
    assert!(told(b"PK").contains("cannot be used"));
}

/// Bookmarks by key.
fn addresses(report: &Report) -> BTreeMap<String, String> {
    let docx = docx(report, &Theme::embedded().unwrap(), &sample::locale()).unwrap();
    let part = parse(&unzip(&docx).unwrap()["customXml/item1.xml"]).unwrap();
    listed(&part).unwrap().addresses.into_iter().map(|address| (address.key, address.bookmark)).collect()
}

#[test]
fn parts_may_have_other_names() {
    // Word Online numbers them.
    let mut files = unzip(&built()).unwrap();
    let renamed = |text: &[u8]| {
        let text = String::from_utf8(text.to_vec()).unwrap();
        let text = text.replace("document.xml", "document2.xml").replace("footnotes.xml", "footnotes2.xml");
        text.into_bytes()
    };
    let lists = [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/_rels/document.xml.rels",
        "word/_rels/footnotes.xml.rels",
    ];
    let names = [DOCUMENT, "word/footnotes.xml"].into_iter().chain(lists);
    for name in names {
        let Some(bytes) = files.remove(name) else { continue };
        let new = String::from_utf8(renamed(name.as_bytes())).unwrap();
        let bytes = if lists.contains(&name) { renamed(&bytes) } else { bytes };
        files.insert(new, bytes);
    }
    let as_built = edits(&broken(&files, "", "", "")).unwrap();
    assert_eq!(as_built.changes, Vec::new());
    let edited = edits(&broken(&files, "word/document2.xml", WORDS, ">Training on data</w:t>")).unwrap();
    assert_eq!(told(&edited.changes), [(EditKind::Changed, "event/1/title")]);
}

#[test]
fn a_section_that_moves_or_goes_changes_no_other_key() {
    let report = sample::report();
    let known = addresses(&report);
    let mut moved = report.clone();
    moved.chapters.reverse();
    assert_eq!(addresses(&moved), known);
    let mut shorter = report.clone();
    let gone = shorter.chapters.remove(2);
    let left = addresses(&shorter);
    assert!(left.iter().all(|(key, bookmark)| known[key] == *bookmark));
    assert!(
        known.keys().any(|key| key.starts_with(&format!("chapter/{}/", gone.id)) && !left.contains_key(key))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_damage_makes_the_reader_fail(at in any::<Index>(), by in any::<u8>(), cut in any::<Index>()) {
        static BUILT: LazyLock<Vec<u8>> = LazyLock::new(built);
        let files = unzip(&BUILT).unwrap();
        let read = [DOCUMENT, "word/footnotes.xml", "customXml/item1.xml", "word/styles.xml"];
        let of_templates = ["word/header1.xml", "word/numbering.xml", "word/theme/theme1.xml", "_rels/.rels"];
        for name in read.into_iter().chain(of_templates) {
            let mut bytes = files[name].clone();
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            bytes.drain(cut.index(bytes.len()).min(at)..at);
            let mut files = files.clone();
            files.insert(name.to_owned(), bytes);
            // Whatever comes out, something does.
            let damaged = broken(&files, "", "", "");
            let _ = edits(&damaged);
            let _ = Template::read(&damaged);
        }
    }
}

#[test]
fn the_longest_rise_is_found() {
    assert_eq!(longest_rise(&[0, 1, 5, 2, 3, 4]), [0, 1, 2, 3, 4]);
    assert_eq!(longest_rise(&[3, 0, 1, 2]), [0, 1, 2]);
    assert!(longest_rise(&[]).is_empty());
}
