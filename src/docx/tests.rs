//! Tests of whole documents.

use std::collections::BTreeMap;

use proptest::prelude::{ProptestConfig, any, prop_assert_eq, proptest};

use super::package::archive::unzip;
use super::package::tree::{Element, Node, parse};
use super::sample::{self, keep};
use super::{docx, lint, parts};
use crate::chart::tests::samples;
use crate::data::address::Address;
use crate::language::Language;
use crate::report::{
    Absent, Block, Chapter, Chart, Imprint, Inline, Logo, Note, Picture, Place, Report, Target, Topic,
};
use crate::spec::Spec;
use crate::theme::Theme;

fn write(report: &Report) -> Vec<u8> {
    let theme = Theme::embedded().unwrap();
    let docx = docx(report, &theme, &sample::locale()).unwrap();
    keep(&docx);
    docx
}

fn part(docx: &[u8], name: &str) -> Element {
    parse(&unzip(docx).unwrap()[name]).unwrap()
}

#[test]
fn a_sample_has_no_faults() {
    let docx = write(&sample::report());
    assert_eq!(lint(&docx), Vec::<String>::new());
}

#[test]
fn the_edition_of_the_series_has_no_faults() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/kazakhstan/2023-q2.toml");
    let theme = Theme::embedded().unwrap();
    let spec = Spec::open(path).unwrap();
    let locale = Language::embedded("en").unwrap();
    let report = Report::build(&spec, &locale, &theme).unwrap().output;
    let docx = docx(&report, &theme, &locale).unwrap();
    keep(&docx);
    assert_eq!(lint(&docx), Vec::<String>::new());
}

#[test]
fn two_documents_in_parallel_are_the_same_bytes() {
    let threads: Vec<_> = (0..3).map(|_| std::thread::spawn(|| write(&sample::report()))).collect();
    let first = write(&sample::report());
    for thread in threads {
        assert!(thread.join().unwrap() == first);
    }
}

/// The instructions of all fields, in the order of the text.
fn instructions(tree: &Element) -> Vec<String> {
    let mut found = Vec::new();
    tree.walk(&mut |element| {
        if element.name == "w:instrText" {
            found.push(element.plain_text().trim().to_owned());
        }
    });
    found
}

/// The texts of all paragraphs of a style.
fn texts(tree: &Element, style: &str) -> Vec<String> {
    let mut found = Vec::new();
    tree.walk(&mut |element| {
        let own = element.find("w:pPr").and_then(|p| p.find("w:pStyle")).and_then(|s| s.get("w:val"));
        if element.name == "w:p" && own == Some(style) {
            found.push(words(element));
        }
    });
    found
}

/// The text of an element without the instructions of its fields.
fn words(element: &Element) -> String {
    let mut text = String::new();
    element.walk(&mut |element| {
        if element.name == "w:t" {
            text.push_str(&element.plain_text());
        }
    });
    text
}

#[test]
fn each_mark_has_a_note_of_its_own() {
    let report = sample::report();
    let docx = write(&report);
    let (document, notes) = (part(&docx, "word/document.xml"), part(&docx, "word/footnotes.xml"));
    let mut marks = Vec::new();
    document.walk(&mut |element| {
        if element.name == "w:footnoteReference" {
            marks.push(element.get("w:id").unwrap().to_owned());
        }
    });
    let printed = notes.elements().count() - 2;
    assert_eq!(marks, (1..=printed).map(|id| id.to_string()).collect::<Vec<_>>());
    assert!(!instructions(&document).iter().any(|field| field.starts_with("NOTEREF")));
    let said = |note: &Element| words(note);
    let texts: Vec<_> = notes.elements().skip(2).map(said).collect();
    assert!(texts.iter().enumerate().any(|(index, text)| texts[..index].contains(text)), "{texts:?}");
    assert!(words(&notes).contains("(0) & others: page"));
}

#[test]
fn links_of_notes_belong_to_the_notes() {
    let docx = write(&sample::report());
    let targets = |name| {
        let relations = part(&docx, name);
        let targets = relations.elements().filter_map(|r| r.get("Target")).map(str::to_owned);
        targets.filter(|target| target.contains("example.int")).count()
    };
    assert!(targets("word/_rels/footnotes.xml.rels") > 5);
    // Notes that letters mark stand in the text, below the tiles, the table and the chart.
    assert_eq!(targets("word/_rels/document.xml.rels"), 3);
}

#[test]
fn only_counted_chapters_take_a_number() {
    let mut document = part(&write(&sample::report()), "word/document.xml");
    let all = texts(&document, "Heading1");
    let body = document.find_or_insert("w:body");
    body.children.retain(|node| match node {
        Node::Element(paragraph) => !paragraph.to_lines().contains("<w:numPr>"),
        Node::Text(_) => true,
    });
    let counted = texts(&document, "Heading1");
    assert_eq!((counted.len(), texts(&document, "Heading2").len()), (5, 4));
    let plain: Vec<_> = all.iter().filter(|title| !counted.contains(title)).collect();
    assert_eq!(plain[1..3], ["About the Migration Tracking Matrix", "Methodology & <limits>"]);
    let contents = texts(&document, "TOC1");
    assert!(contents.iter().any(|line| line.starts_with("2. Migration flows")), "{contents:?}");
    assert!(texts(&document, "TOC2")[0].starts_with("2.1. "));
}

#[test]
fn the_contents_show_guessed_pages_that_rise() {
    let contents = texts(&part(&write(&sample::report()), "word/document.xml"), "TOC1");
    assert!(contents[0].ends_with("iv"), "{contents:?}");
    let pages: Vec<u32> = contents[1..].iter().map(|line| page_at_end(line)).collect();
    assert!(pages[0] == 1 && pages.is_sorted() && pages.last() > pages.first(), "{contents:?}");
}

/// The number that a line of the contents ends in.
fn page_at_end(line: &str) -> u32 {
    line.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

#[test]
fn pages_are_numbered_and_the_last_of_the_text_can_be_named() {
    let docx = write(&sample::report());
    let foot = |file: &str| part(&docx, &format!("word/{file}.xml"));
    // A language that names the last page, too, is the made-up one of the golden suite.
    for file in ["footer1", "footer2", "footer4", "footer5"] {
        assert_eq!(foot(file).plain_text().replace(" PAGE ", ""), "1", "{file}");
        assert_eq!(instructions(&foot(file)), ["PAGE"], "{file}");
    }
    // The bookmark stands at the end of the third of four sections, whose footers these are.
    let (mut sections, mut found) = (0, None);
    part(&docx, "word/document.xml").walk(&mut |element| {
        sections += usize::from(element.name == "w:sectPr");
        if element.get("w:name") == Some("_last_page") {
            found = Some(sections);
        }
    });
    assert_eq!(found, Some(3));
}

#[test]
fn a_reference_to_a_figure_follows_its_number() {
    let document = part(&write(&sample::report()), "word/document.xml");
    let fields = instructions(&document);
    for field in [
        "REF fig_chart_2 \\h \\* MERGEFORMAT",
        "REF tab_months \\h \\* MERGEFORMAT",
        "SEQ Figure \\* ARABIC",
        "SEQ Table \\* ARABIC",
    ] {
        assert!(fields.iter().any(|found| found == field), "{field}");
    }
    assert!(texts(&document, "Caption")[1].starts_with("Figure\u{a0}2. Temporary"));
}

#[test]
fn hostile_text_arrives_whole() {
    let document = part(&write(&sample::report()), "word/document.xml");
    let body = texts(&document, "BodyText");
    let line = body.iter().find(|line| line.contains("]]>")).unwrap();
    assert!(line.contains("a & b < c > d \" e ' f ]]> <w:p/> &amp; "), "{line}");
    assert!(line.contains("\u{5e9}\u{5dc}\u{5d5}\u{5dd}") && line.contains("\u{202e}left"), "{line}");
    assert!(!line.contains(['\u{1}', '\u{e000}', '\u{fffe}']), "{line}");
}

#[test]
fn every_picture_has_its_alternative_text() {
    let report = sample::report();
    let docx = write(&report);
    let mut alts = Vec::new();
    part(&docx, "word/document.xml").walk(&mut |element| {
        if element.name == "wp:docPr" {
            alts.push(element.get("descr").unwrap().to_owned());
        }
    });
    for chart in report.charts() {
        assert!(alts.contains(&chart.alt), "{}", chart.alt);
    }
    assert!(alts.contains(&"People in a room & \"one.jpg\"".to_owned()), "{alts:?}");
}

#[test]
fn a_picture_that_cannot_be_drawn_is_named() {
    let broken =
        Picture { name: "logo.svg".to_owned(), bytes: b"<svg".as_slice().into(), width: 9, height: 9 };
    let logo = Logo { name: "IOM".to_owned(), picture: Some(broken) };
    let report = Report { logos: vec![logo], ..sample::report() };
    let error = docx(&report, &Theme::embedded().unwrap(), &sample::locale()).unwrap_err();
    assert!(error.to_string().starts_with("picture `logo.svg` cannot be drawn: "), "{error}");
}

#[test]
fn charts_of_every_kind_have_no_faults() {
    // LibreOffice stretches the charts of a document that has more than twenty.
    for charts in samples::all().chunks(12) {
        let mut report = sample::report();
        let mut blocks = Vec::new();
        for (number, (name, chart)) in (1..).zip(charts) {
            let (id, title) = (format!("sample-{number}"), (*name).to_owned());
            let source = sample::text("Ministry of Internal Affairs, 2023");
            blocks.push(Block::Chart(Chart { id, number, title, source, ..chart.clone() }));
        }
        report.chapters = vec![Chapter { blocks, topics: Vec::new(), ..report.chapters[0].clone() }];
        let docx = write(&report);
        assert_eq!(lint(&docx), Vec::<String>::new());
    }
}

#[test]
fn a_cover_photograph_logos_and_cards_with_photographs_are_shown() {
    let report = sample::report();
    let square = Picture { width: 600, height: 420, ..sample::photo("logo.jpg", 150).picture };
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='100'><rect width='300' height='100' fill='#0033A0'/></svg>";
    let drawn =
        Picture { name: "logo.svg".to_owned(), bytes: svg.as_bytes().into(), width: 300, height: 100 };
    let logo = |name: &str, picture| Logo { name: name.to_owned(), picture: Some(picture) };
    let events = vec![sample::event(6, vec![sample::photo("a.jpg", 9), sample::photo("b.jpg", 99)])];
    let chapter = Chapter { blocks: events, topics: Vec::new(), ..report.chapters[0].clone() };
    let report = Report {
        cover: Some(sample::photo("cover.jpg", 60)),
        logos: vec![logo("IOM", drawn), logo("SDC", square)],
        chapters: vec![chapter],
        ..report
    };
    let docx = write(&report);
    assert_eq!(lint(&docx), Vec::<String>::new());
    let names: Vec<_> = parts(&docx).unwrap().into_keys().filter(|name| name.contains("media")).collect();
    assert_eq!(names.iter().filter(|name| name.ends_with(".jpeg")).count(), 4, "{names:?}");
}

/// A chart with these words wherever it has words.
fn absent(words: &str) -> Block {
    let (title, state, reason) = (words.to_owned(), words.to_owned(), words.to_owned());
    let (id, sentence) = (format!("absent{words}"), words.to_owned());
    Block::Unavailable(Absent { id, number: 98, title, state, reason, sentence, is_gap: true })
}

fn chart_named(words: &str) -> Chart {
    let mut chart = samples::remittances();
    chart.title = words.to_owned();
    chart.alt = format!("A{words}");
    chart.unit_text = words.to_owned();
    chart.changes = vec![Some(words.to_owned())];
    chart.source = sample::text(words);
    chart.categories[0].label = words.to_owned();
    chart.series[1].label = words.to_owned();
    chart
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_text_breaks_a_document(words in any::<String>(), id in any::<String>(), address in any::<String>()) {
        let report = sample::report();
        let text = || vec![Inline::Text(words.clone())];
        let link = |target| Inline::Link { target, content: text() };
        // Whatever the gate lets through.
        let address = address.parse().or_else(|_| format!("https://a.b/{address}").parse());
        let address: Address = address.unwrap_or("https://a.b/?c=\"<&>'".parse().unwrap());
        let blocks = vec![
            Block::Heading(text()),
            Block::Paragraph(vec![Inline::Foreign { language: "ar-KZ".parse().unwrap(), content: text() }]),
            Block::Paragraph(vec![link(Target::Url(address.clone())), link(Target::Place(Place::Chapter(id.clone())))]),
            Block::Term { name: words.clone(), definition: text() },
            absent(&words),
            Block::Chart(chart_named(&words)),
        ];
        let topic = Topic { id: id.clone(), number: None, title: format!("T{words}"), blocks };
        let chapter = Chapter { id, number: None, title: format!("C{words}"), blocks: Vec::new(), topics: vec![topic] };
        let note = Note { id: words.clone(), content: vec![link(Target::Url(address.clone()))] };
        let report = Report {
            title: format!("R{words}"),
            period_text: words.clone(),
            kind: words.clone(),
            country: words.clone(),
            keywords: vec![words.clone()],
            chapters: vec![chapter],
            notes: vec![note; 12],
            ..report
        };
        let faults = lint(&write(&report));
        // A heading of nothing but space is the author's fault, not the writer's.
        let faults: Vec<_> = faults.into_iter().filter(|fault| fault != "a heading is empty").collect();
        prop_assert_eq!(faults, Vec::<String>::new());
    }
}

/// Words that are marked as another language.
fn foreign(tag: &str, words: &str) -> Inline {
    Inline::Foreign { language: tag.parse().unwrap(), content: sample::text(words) }
}

#[test]
fn every_run_in_another_language_says_so() {
    let report = sample::report();
    let address = Target::Url("https://example.org".parse().unwrap());
    let words = vec![
        foreign("kk", "Қоғам"),
        Inline::Strong(vec![Inline::Emphasis(vec![foreign("ru-KZ", "Закон")])]),
        Inline::Link { target: address.clone(), content: vec![foreign("kk-Latn", "Zań")] },
        Inline::Foreign {
            language: "ky".parse().unwrap(),
            content: vec![Inline::Link { target: address, content: sample::text("Мыйзам") }],
        },
        foreign("ar", "قانون"),
        Inline::Text("law".to_owned()),
    ];
    let chapter =
        Chapter { blocks: vec![Block::Paragraph(words)], topics: Vec::new(), ..report.chapters[0].clone() };
    let docx = write(&Report { chapters: vec![chapter], ..report });
    assert_eq!(lint(&docx), Vec::<String>::new());
    let mut found = BTreeMap::new();
    part(&docx, "word/document.xml").walk(&mut |run| {
        let Some(look) = run.find("w:rPr").filter(|_| run.name == "w:r") else { return };
        if let Some(language) = look.find("w:lang") {
            let of = |name| language.get(name).map(|tag| format!("{name}={tag}"));
            let tag = of("w:val").or_else(|| of("w:bidi")).unwrap_or_default();
            found.insert(run.plain_text(), (tag, look.find("w:rtl").is_some()));
        }
    });
    let right = [
        ("Zań", "w:val=kk-Latn", false),
        ("Закон", "w:val=ru-KZ", false),
        ("Мыйзам", "w:val=ky", false),
        ("Қоғам", "w:val=kk", false),
        ("قانون", "w:bidi=ar", true),
    ];
    let right = right.map(|(words, tag, is_rtl)| (words.to_owned(), (tag.to_owned(), is_rtl)));
    assert_eq!(found, BTreeMap::from(right));
}

#[test]
fn an_empty_report_is_a_sound_document() {
    let report = sample::report();
    let chapter = Chapter { blocks: Vec::new(), topics: Vec::new(), ..report.chapters[0].clone() };
    let empty = Report {
        chapters: vec![chapter],
        tiles: Vec::new(),
        logos: Vec::new(),
        imprint: Imprint::default(),
        notes: Vec::new(),
        ..report
    };
    assert_eq!(lint(&write(&empty)), Vec::<String>::new());
}

#[test]
fn the_language_is_that_of_the_report() {
    let report = Report { language: "kk".to_owned(), ..sample::report() };
    let words = include_str!("../../data/languages/en/print.toml")
        .replace("proofing = \"en-GB\"", "proofing = \"kk-KZ\"");
    let own = |file: &str| (file == "print.toml").then(|| words.clone());
    let (theme, locale) = (Theme::embedded().unwrap(), Language::load("en", own).unwrap());
    let docx = docx(&report, &theme, &locale).unwrap();
    keep(&docx);
    let parts = parts(&docx).unwrap();
    assert!(parts["docProps/core.xml"].contains("<dc:language>kk</dc:language>"));
    assert!(parts["word/styles.xml"].contains("<w:lang w:val=\"kk-KZ\""));
    assert!(parts["word/settings.xml"].contains("<w:themeFontLang w:val=\"kk-KZ\""));
    assert!(parts["word/charts/chart1.xml"].contains("<c:lang val=\"kk-KZ\"/>"));
    assert!(parts.keys().any(|name| name.starts_with("word/media/") && parts[name].contains(" bytes, ")));
}
