//! What the pages promise.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::layout::{self, ItemKind};
use super::{Files, Pdf, PdfError, Supplement, sample};
use crate::diag::{Code, code};
use crate::report::{Absent, Block, Chapter, Inline, Place, Report, Target};

/// Strings that would do something if they were ever read as markup or code.
const HOSTILE: [&str; 10] = [
    "#panic(\"x\")",
    "*bold* _italic_",
    "@ref <lab>",
    "$x^2$",
    "back\\slash \\u{41}",
    "unbalanced ] [ { ( \"",
    "#set page(fill: red)",
    "= Heading",
    "// comment /* c",
    "`raw` -- ...",
];

fn of_charts(charts: &[(String, String)]) -> Supplement<'_> {
    Supplement { charts, ..Supplement::default() }
}

fn set(report: &Report) -> Pdf {
    match super::pdf(
        report,
        &super::Press::new(&sample::theme()),
        &sample::locale(),
        &of_charts(&sample::charts(report)),
    ) {
        Ok(pdf) => pdf,
        Err(error) => panic!("{error}"),
    }
}

fn payload(report: &Report) -> serde_json::Value {
    let charts = sample::charts(report);
    let files = super::inputs(report, &sample::theme(), &sample::locale(), &of_charts(&charts)).unwrap();
    serde_json::from_slice(&files[super::PAYLOAD]).unwrap()
}

/// A report of one chapter with these blocks.
fn with_blocks(blocks: Vec<Block>) -> Report {
    let chapter =
        Chapter { id: "only".to_owned(), number: None, title: "Only".to_owned(), blocks, topics: Vec::new() };
    Report { chapters: vec![chapter], tiles: Vec::new(), ..sample::report() }
}

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.to_owned())]
}

/// All words on the pages, without spaces, so that line breaks do not matter.
fn words(pdf: &Pdf) -> String {
    let items = layout::items(&pdf.document);
    let text: String = items.into_iter().filter(|item| item.kind == ItemKind::Text).map(|i| i.text).collect();
    text.split_whitespace().collect()
}

#[test]
fn the_sample_is_set_without_warnings_and_findings() {
    let pdf = set(&sample::report());
    sample::keep("sample", &pdf);
    assert_eq!(pdf.warnings, []);
    assert_eq!(pdf.findings, []);
    assert!((14..=18).contains(&pdf.pages), "{} pages", pdf.pages);
}

#[test]
fn a_back_cover_is_a_left_page_or_left_out() {
    let (mut with, mut without) = (0, 0);
    for paragraphs in [1, 8, 16, 24, 32] {
        let words = "A line of words that takes room upon its page and says nothing of anything. ".repeat(8);
        let pdf = set(&with_blocks(vec![Block::Paragraph(text(&words)); paragraphs]));
        let items = layout::items(&pdf.document);
        let last = items.iter().filter(|item| item.page == pdf.pages && item.kind == ItemKind::Text);
        let is_chapter = last.clone().any(|item| item.text.contains("line of words"));
        assert!(last.count() > 0, "{paragraphs} paragraphs: the last page is blank");
        assert_eq!(pdf.pages % 2, 0, "{paragraphs} paragraphs");
        if is_chapter {
            without += 1;
        } else {
            with += 1;
        }
    }
    assert!(with > 0 && without > 0, "{with} and {without}");
}

#[test]
fn equal_reports_give_equal_bytes() {
    let (a, b) = (set(&sample::report()), set(&sample::report()));
    assert!(a.bytes == b.bytes);
    assert_eq!(layout::snapshot(&a.document), layout::snapshot(&b.document));
}

#[test]
fn hostile_strings_are_printed_verbatim() {
    for hostile in HOSTILE {
        let mut report = with_blocks(vec![
            Block::Paragraph([text(hostile), vec![Inline::Note(0)]].concat()),
            Block::Heading(text(hostile)),
            Block::List { start: None, items: vec![vec![Block::Paragraph(text(hostile))]] },
            Block::Unavailable(Absent {
                id: "absent".to_owned(),
                number: 9,
                title: hostile.to_owned(),
                state: hostile.to_owned(),
                reason: hostile.to_owned(),
                sentence: hostile.to_owned(),
                is_gap: true,
            }),
            Block::Term { name: hostile.to_owned(), definition: text(hostile) },
            Block::Reference(text(hostile)),
        ]);
        report.notes[0].content = text(hostile);
        report.title = hostile.to_owned();
        report.imprint.citation.content = text(hostile);
        let pdf = set(&report);
        assert_eq!(pdf.warnings, []);
        let bare: String = hostile.split_whitespace().collect();
        let found = words(&pdf).matches(&bare).count();
        assert!(found >= 10, "{hostile}: {found} times");
    }
}

#[test]
fn control_characters_become_spaces() {
    let pdf = set(&with_blocks(vec![Block::Paragraph(text("a\u{7}b\u{0}c"))]));
    assert!(layout::snapshot(&pdf.document).contains("\"a b c\""));
}

#[test]
fn a_character_that_no_font_has_is_an_error_that_names_it() {
    let report = with_blocks(vec![Block::Paragraph(text("\u{65e5}"))]);
    let error =
        super::pdf(&report, &super::Press::new(&sample::theme()), &sample::locale(), &Supplement::default())
            .unwrap_err();
    assert!(error.to_string().contains('\u{65e5}'), "{error}");
}

#[test]
fn each_mark_brings_its_note() {
    let report = with_blocks(vec![Block::Paragraph(vec![Inline::Note(0), Inline::Note(1), Inline::Note(0)])]);
    let payload = payload(&report);
    let spans = &payload["chapters"][0]["blocks"][0]["content"];
    let kinds: Vec<_> = spans.as_array().unwrap().iter().map(|span| span["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["note", "note-comma", "note", "note-comma", "note"]);
    assert_eq!(spans[0]["content"], spans[4]["content"]);
    assert_eq!(spans[4]["label"], format!("{}:2", spans[0]["label"].as_str().unwrap()));
    // On one page too: the second mark has a number and a note of its own, as in Word.
    let items = layout::items(&set(&report).document);
    let entries: BTreeSet<_> = items
        .iter()
        .filter_map(|item| item.owner.split('/').find(|part| part.starts_with("footnote-entry")))
        .collect();
    assert_eq!(entries.len(), 3, "{entries:?}");
}

#[test]
fn the_payload_has_strings_ready_for_display() {
    let payload = payload(&sample::report());
    assert_eq!(
        payload["document"]["title"],
        "Overview of the migration situation in Kazakhstan, April–June\u{a0}2023"
    );
    assert_eq!(payload["document"]["date"], serde_json::json!([2023, 8, 15]));
    assert_eq!(payload["brand"]["primary"], "#0033A0");
    assert_eq!(payload["glance"]["columns"], 2);
    let chapter = &payload["chapters"][4];
    assert_eq!(chapter["title"], "2. Migration flows");
    assert_eq!(chapter["label"], "chapter-migration-flows");
    assert_eq!(chapter["topics"][1]["title"], "2.2. Migration outflow");
    let chart = &chapter["topics"][0]["blocks"][1];
    assert_eq!(chart["kind"], "chart");
    assert_eq!(
        chart["caption"],
        "Figure 1. Visas issued, by nationality, April–\u{2060}June 2023 (per cent)"
    );
    assert_eq!(chart["image"]["file"], "/charts/chart-1.svg");
}

#[test]
fn a_heading_never_skips_a_level() {
    let payload = payload(&with_blocks(vec![Block::Heading(text("Within a chapter"))]));
    assert_eq!(payload["chapters"][0]["blocks"][0]["level"], 2);
}

#[test]
fn links_to_places_lead_to_their_pages() {
    let mut report = sample::report();
    report.chapters[0].blocks.push(sample::link_to("fig-chart-1"));
    report.chapters[0].blocks.push(sample::link_to("chapter-overview"));
    let pdf = set(&report);
    let snapshot = layout::snapshot(&pdf.document);
    let page = |needle: &str| {
        let line = snapshot.lines().find(|line| line.contains(needle)).unwrap();
        line[1..3].trim_start_matches('0').to_owned()
    };
    let links: Vec<_> = snapshot.lines().filter(|l| l.starts_with("p05 link") && l.contains("[]")).collect();
    assert!(links[0].contains(&format!("page {} ", page("<fig-chart-1>/caption"))), "{links:?}");
    assert!(links[1].contains(&format!("page {} ", page("heading<topic-overview>"))), "{links:?}");
}

#[test]
fn a_link_to_nowhere_prints_its_words() {
    let pdf = set(&with_blocks(vec![Block::Paragraph(vec![Inline::Link {
        target: Target::Place(Place::Chart("lost".to_owned())),
        content: text("Figure 99"),
    }])]));
    assert!(words(&pdf).contains("Figure99"));
}

#[test]
fn a_chart_without_a_picture_is_named() {
    let report = sample::report();
    let error =
        super::pdf(&report, &super::Press::new(&sample::theme()), &sample::locale(), &Supplement::default())
            .unwrap_err();
    assert_eq!(error, PdfError::MissingChart("chart-1".to_owned()));
}

#[test]
fn two_pictures_of_one_name_are_named() {
    let (mut a, b) = (sample::photo("same", 10), sample::photo("same", 60));
    let report = with_blocks(vec![Block::Photo(a.clone()), Block::Photo(b)]);
    let error =
        super::pdf(&report, &super::Press::new(&sample::theme()), &sample::locale(), &Supplement::default())
            .unwrap_err();
    assert_eq!(error, PdfError::DuplicateFile("images/same.jpg".to_owned()));
    a.credit = String::new();
    set(&with_blocks(vec![Block::Photo(a.clone()), Block::Photo(a)]));
}

#[test]
fn a_cover_photograph_stands_above_the_title() {
    let mut report = sample::report();
    report.cover = Some(sample::photo("cover", 90));
    let pdf = set(&report);
    sample::keep("sample-cover", &pdf);
    let items = layout::items(&pdf.document);
    let photo = items.iter().find(|item| item.page == 1 && item.kind == ItemKind::Image).unwrap();
    let title = items.iter().find(|item| item.is_in("title")).unwrap();
    assert!(photo.bottom() < title.y);
    assert_eq!(pdf.findings, []);
}

#[test]
fn the_template_has_no_words_of_its_own() {
    let mut theme = sample::theme();
    theme.template.retain(|name, _| name.ends_with(".typ"));
    for (name, bytes) in &theme.template {
        let source = String::from_utf8(bytes.to_vec()).unwrap();
        let code: String = source.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
        for literal in code.split('"').skip(1).step_by(2) {
            let words = literal.split_whitespace().count();
            let known =
                literal.starts_with("unknown ") || words < 2 && !literal.starts_with(char::is_uppercase);
            assert!(known, "{name} says {literal:?}");
        }
    }
}

/// Everything that the first edition has not: other lengths, other shapes, nothing where something was.
fn odd() -> Report {
    let mut report = with_blocks(vec![
        Block::Heading(text("A heading that opens a chapter before anything else")),
        Block::List {
            start: Some(9),
            items: vec![
                vec![Block::Paragraph(text("Nine")), Block::Paragraph(text("and a second paragraph"))],
                vec![
                    Block::Paragraph(text("Ten")),
                    Block::List { start: None, items: vec![vec![Block::Paragraph(text("within ten"))]] },
                ],
            ],
        },
        Block::Table(sample::long_table(60)),
        Block::Photo(sample::photo("flow", 50)),
        Block::Event(sample::event("", "May\u{a0}2023", "", 1)),
        Block::Event(sample::event("28", "September\u{a0}2023", &"A long title ".repeat(9), 4)),
        Block::Term {
            name: "A term that is much too long to stand beside what it means".to_owned(),
            definition: text("Definition"),
        },
        Block::Reference(text(&"Author, title, place and publisher of a work. ".repeat(4))),
        Block::Reference(text("Author (2023).")),
    ]);
    report.title =
        "Overview of the migration situation in a country with quite a long official name".to_owned();
    report.logos = vec![report.logos.remove(0)];
    report.imprint = crate::report::Imprint::default();
    report.attachments.clear();
    report.keywords.clear();
    report.chapters[0].title = "A chapter with a title that does not fit on one line of the page".to_owned();
    report
}

#[test]
fn an_odd_report_is_set_without_warnings_and_findings() {
    let pdf = set(&odd());
    sample::keep("odd", &pdf);
    assert_eq!(pdf.warnings, []);
    assert_eq!(pdf.findings, []);
}

/// Finding codes of a page set from this Typst source.
fn findings(source: &str) -> Vec<(Code, usize)> {
    let theme = sample::theme();
    let files = Files::from([(super::MAIN.to_owned(), Arc::from(source.as_bytes()))]);
    let press = super::Press::new(&theme);
    let world = super::world::MemoryWorld::new(files, &press);
    let document = typst::compile::<typst_layout::PagedDocument>(&world).output.unwrap();
    layout::findings(layout::items(&document), document.pages().len(), &theme)
        .into_iter()
        .map(|finding| (finding.code, finding.page))
        .collect()
}

const PAGE: &str = "#set page(width: 210mm, height: 297mm, margin: 25mm)\n#set text(font: \"Carlito\")\n";

#[test]
fn lost_text_is_found() {
    let case = |body: &str| findings(&format!("{PAGE}{body}"));
    assert_eq!(case("#block(width: 40pt)[Word]"), []);
    assert_eq!(case("#block(width: 40pt)[Unbreakableandlong]"), [(code::OUTSIDE_FRAME, 1)]);
    assert_eq!(case("#block(height: 14pt)[a #linebreak() b #linebreak() c]"), [(code::OUTSIDE_FRAME, 1); 2]);
    assert_eq!(case("#place(dx: 170mm)[Beyond the edge]"), [(code::OUTSIDE_PAGE, 1)]);
    assert_eq!(case("#block(width: 30pt, clip: true)[Unbreakableandlong]"), [(code::CUT_OFF, 1)]);
    assert_eq!(case("\u{65e5}"), [(code::MISSING_GLYPH, 1)]);
}

#[test]
fn broken_pages_are_found() {
    let case = |body: &str| {
        let text = "#let chapter(id) = [#heading(level: 1, id)#label(\"chapter-\" + id)]\n";
        findings(&format!("{PAGE}{text}{body}\n#pagebreak()\nBack"))
    };
    assert_eq!(case("#chapter(\"a\")\nText\n#pagebreak()\n#v(1fr)Text"), [(code::SPARSE_PAGE, 1)]);
    let lonely = "#chapter(\"a\")\n#v(1fr)\n#chapter(\"b\")\n#pagebreak()\nText";
    assert_eq!(case(lonely), [(code::HEADING_AT_FOOT, 1)]);
    let parted = "#chapter(\"a\")\n#v(70%)\n#show figure: set block(breakable: true)\n\
                  #figure(caption: figure.caption(position: top)[Title], block(height: 50%, breakable: false)[Body])<fig-a>";
    assert_eq!(case(parted), [(code::CAPTION_APART, 1)]);
}

#[test]
fn the_first_edition_is_set_without_warnings_and_findings() {
    let theme = sample::theme();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/kazakhstan/2023-q2.toml");
    let spec = crate::spec::Spec::open(&path).unwrap();
    let locale = sample::locale();
    let report = Report::build(&spec, &locale, &theme).unwrap().output;
    let charts: Vec<_> =
        report.charts().iter().map(|chart| (chart.id.clone(), crate::chart::svg(chart, &theme))).collect();
    let pdf = super::pdf(&report, &super::Press::new(&theme), &locale, &of_charts(&charts)).unwrap();
    sample::keep("edition", &pdf);
    assert_eq!(pdf.warnings, []);
    assert_eq!(pdf.findings, []);
}

#[test]
fn a_mark_never_parts_from_its_word() {
    let mut blocks = vec![Block::Paragraph(vec![Inline::Note(0)])];
    for count in 20..50 {
        let words = format!("{} in\u{a0}2023", "abc ".repeat(count));
        blocks.push(Block::Paragraph([text(&words), vec![Inline::Note(0)], text(" and on")].concat()));
    }
    let items = layout::items(&set(&with_blocks(blocks)).document);
    // The first mark stands alone.
    let later = |owner: &str| owner.starts_with("footnote<") && owner.contains(':');
    let marks = items.iter().filter(|item| item.kind == ItemKind::Text && later(&item.owner));
    let marks: Vec<_> = marks.collect();
    assert!(marks.len() > 20);
    for mark in marks {
        let line = |item: &&layout::Item| item.page == mark.page && (item.y - mark.y).abs() < 1.0;
        assert!(items.iter().filter(line).any(|item| item.text.ends_with("2023")), "{mark}");
    }
}

#[test]
fn no_break_spaces_need_no_replacement_text() {
    let report = with_blocks(vec![Block::Paragraph(text("of these 50.3\u{a0}per\u{a0}cent are lost"))]);
    let pdf = set(&report);
    let snapshot = layout::snapshot(&pdf.document);
    assert!(snapshot.contains("\"of these 50.3\\u{a0}per\\u{a0}cent are lost\""), "{snapshot}");
    let spaces = layout::items(&pdf.document).into_iter().filter(|item| item.text == "\u{a0}");
    assert_eq!(spaces.count(), 0);
}

#[test]
fn no_line_ends_within_a_range_or_before_an_ending() {
    let lines = |words: &str| {
        let shifts = (0..80).map(|count| text(&format!("{}{words} and on", "a b ".repeat(count))));
        set(&with_blocks(shifts.map(Block::Paragraph).collect()))
    };
    for words in ["April–June 2023", "12–14", "2023-ж.", "non-CIS"] {
        let pdf = lines(words);
        let items = layout::items(&pdf.document);
        let of_text = items.iter().filter(|item| item.owner.is_empty() && item.kind == ItemKind::Text);
        let ends = of_text.filter(|item| item.text.trim_end().ends_with(['–', '-']));
        assert_eq!(ends.count(), 0, "{words}");
        // Who copies the words out of the PDF gets no sign that cannot be seen.
        assert!(!items.iter().any(|item| item.text.contains('\u{2060}')), "{words}");
    }
}

#[test]
fn pages_stay_sound_wherever_they_break() {
    for lines in [3, 8, 14, 21, 29, 38] {
        let mut report = sample::report();
        let shift = "A line that shifts what follows it by its height. ".repeat(lines * 2);
        report.chapters[0].blocks.push(Block::Paragraph(text(&shift)));
        let pdf = set(&report);
        assert_eq!(pdf.warnings, [], "{lines} lines");
        assert_eq!(pdf.findings, [], "{lines} lines");
    }
}
