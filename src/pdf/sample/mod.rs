//! A report with every kind of content, for the tests of the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use image::{ImageFormat, Rgb, RgbImage};
use rust_decimal::Decimal;

use crate::data::period::{Date, Frequency, Period};
use crate::language::Language;
use crate::report::{
    Absent, Align, Attachment, Block, Change, Chapter, Chart, ChartKind, Column, Direction, Event, Headline,
    Inline, Legend, LegislativeNote, Logo, Note, Number, Origin, Photo, Picture, Quantity, Relationship,
    Report, Table, Target, Tile, Topic, Unit,
};
use crate::theme::Theme;

use super::{Pdf, layout};

mod imprint;

const TEXT: &str = include_str!("sample.txt");

/// The theme with the template as it stands in the source tree.
pub(super) fn theme() -> Theme {
    let mut theme = Theme::embedded().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    theme.template = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, Arc::from(std::fs::read(path).unwrap()))
        })
        .collect();
    theme
}

/// Leaves a PDF and its layout in the folder that `QUARTERLY_KEEP` names, to be looked at.
pub(super) fn keep(name: &str, pdf: &Pdf) {
    if let Some(folder) = std::env::var_os("QUARTERLY_KEEP") {
        let path = Path::new(&folder).join(name);
        std::fs::write(path.with_extension("pdf"), &pdf.bytes).unwrap();
        std::fs::write(path.with_extension("layout"), layout::snapshot(&pdf.document)).unwrap();
        std::fs::write(path.with_extension("outline"), layout::outline(&pdf.document)).unwrap();
    }
}

pub(super) fn locale() -> Language {
    Language::embedded("en").unwrap()
}

/// A placeholder picture for every chart.
pub(super) fn charts(report: &Report) -> Vec<(String, String)> {
    report.charts().iter().map(|chart| (chart.id.clone(), svg(chart))).collect()
}

fn svg(chart: &Chart) -> String {
    let mut svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"467\" height=\"180\" \
                   viewBox=\"0 0 467 180\" font-family=\"Open Sans\" font-size=\"8\">\n"
        .to_owned();
    for (index, name) in ["China", "Türkiye", "Afghanistan", "Mongolia", "Italy", "India"].iter().enumerate()
    {
        let (y, width) = (index * 28 + 8, 330 / (index + 1));
        svg.push_str(&format!(
            "<text x=\"70\" y=\"{}\" text-anchor=\"end\">{name}</text>\
             <rect x=\"78\" y=\"{y}\" width=\"{width}\" height=\"20\" fill=\"#0033A0\"/>\
             <text x=\"{}\" y=\"{}\">{}.{}%</text>\n",
            y + 13,
            width + 84,
            y + 13,
            50 / (index + 1),
            chart.number,
        ));
    }
    svg.push_str("</svg>\n");
    svg
}

/// The whole sample.
pub(super) fn report() -> Report {
    let mut notes = Notes::default();
    let tiles = tiles(&mut notes);
    let chapters = chapters(&mut notes);
    Report {
        is_draft: false,
        remarked: BTreeSet::new(),
        id: "sample-2023-q2".to_owned(),
        language: "en".to_owned(),
        period: quarter(2023, 2),
        period_text: "April–June\u{a0}2023".to_owned(),
        corrected: None,
        date: Date { year: 2023, month: 8, day: 15 },
        title: "Overview of the migration situation in Kazakhstan".to_owned(),
        kind: String::new(),
        country: "Kazakhstan".to_owned(),
        author: "International Organization for Migration".to_owned(),
        summary: "Visas, permits, labour migration and money transfers in the second quarter.".to_owned(),
        keywords: vec!["migration".to_owned(), "Kazakhstan".to_owned()],
        cover: None,
        logos: ["International Organization for Migration", "Swiss Agency for Development and Cooperation"]
            .map(|name| Logo { name: name.to_owned(), picture: None })
            .into(),
        imprint: imprint::imprint(),
        tiles,
        chapters,
        notes: notes.list,
        claims: Vec::new(),
        passages: Vec::new(),
        numbers_asked: BTreeSet::new(),
        statuses: Arc::default(),
        figures: BTreeMap::new(),
        attachments: vec![Attachment {
            name: "2023-q2.toml".to_owned(),
            mime: "application/toml".to_owned(),
            description: "The spec from which this publication was built".to_owned(),
            relationship: Relationship::Source,
            bytes: Arc::from(&b"period = \"2023-Q2\"\n"[..]),
        }],
    }
}

fn quarter(year: u16, index: u8) -> Period {
    Period::new(year, Frequency::Quarter, index).unwrap()
}

/// A picture of some hue, so that photographs can be told apart.
pub(super) fn photo(name: &str, hue: u8) -> Photo {
    let (width, height) = (1800, 1200);
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        let light = u8::try_from(80 + (x * 90 / width) + (y * 60 / height)).unwrap();
        Rgb([light, light.saturating_sub(hue), light.saturating_add(hue / 2)])
    });
    let mut bytes = Vec::new();
    pixels.write_to(&mut std::io::Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
    Photo {
        picture: Picture { name: format!("{name}.jpg"), bytes: Arc::from(bytes), width, height },
        alt: "Participants of a training sit around a table".to_owned(),
        credit: "IOM Kazakhstan 2023/A. Name".to_owned(),
        focus: None,
    }
}

/// Notes by name, in the order of their first mark.
#[derive(Default)]
pub(super) struct Notes {
    list: Vec<Note>,
    known: BTreeMap<String, usize>,
}

impl Notes {
    fn index(&mut self, id: &str) -> usize {
        if let Some(index) = self.known.get(id) {
            return *index;
        }
        let text = match id {
            "mia" => "Ministry of Internal Affairs, 2023",
            "bns" => "Bureau of National Statistics, 2023",
            "msc" => "Migration Service Committee of the Ministry of Internal Affairs, 2023",
            "nsc" => "National Security Committee, 2023",
            "nbk" => {
                "National Bank of the Republic of Kazakhstan, International Money Transfer System Report, \
                 April–June 2023"
            }
            _ => "Ministry of Labour and Social Protection of Population of the Republic of Kazakhstan",
        };
        self.list.push(Note { id: id.to_owned(), content: vec![Inline::Text(format!("{text}."))] });
        self.known.insert(id.to_owned(), self.list.len() - 1);
        self.list.len() - 1
    }

    /// Text with `**strong**` and `[^note]`.
    pub(super) fn inlines(&mut self, text: &str) -> Vec<Inline> {
        let mut inlines = Vec::new();
        for (index, piece) in text.split("**").enumerate() {
            let mut parts = Vec::new();
            let mut rest = piece;
            while let Some(open) = rest.find("[^") {
                let close = open + rest[open..].find(']').unwrap();
                parts.push(Inline::Text(rest[..open].to_owned()));
                parts.push(Inline::Note(self.index(&rest[open + 2..close])));
                rest = &rest[close + 1..];
            }
            if !rest.is_empty() {
                parts.push(Inline::Text(rest.to_owned()));
            }
            if index % 2 == 1 {
                inlines.push(Inline::Strong(parts));
            } else {
                inlines.append(&mut parts);
            }
        }
        inlines
    }
}

fn number(text: &str) -> Number {
    Number::new(
        Quantity::new(
            Decimal::from(1653),
            Unit::default(),
            Origin::Computed { figure: "visas".to_owned(), formula: "visas".to_owned(), from: Vec::new() },
        ),
        text.to_owned(),
    )
}

fn tiles(notes: &mut Notes) -> Vec<Tile> {
    let rows = [
        ("1,653", "visas issued", None, "mia"),
        (
            "6,996",
            "departures for permanent residence, January–June 2023",
            Some((Direction::Down, "43.3 per cent fewer than in January–June 2022")),
            "bns",
        ),
        (
            "308,710",
            "temporary residence permits",
            Some((Direction::Up, "276.5 per cent more than in January–March 2023")),
            "msc",
        ),
        (
            "5,852",
            "permanent residence permits",
            Some((Direction::Down, "25.0 per cent fewer than in January–March 2023")),
            "bns",
        ),
        ("254,393", "migrant workers from CIS countries", Some((Direction::Same, "no change")), "msc"),
        ("13,090", "labour migrants from other countries", None, "nsc"),
        (
            "KZT\u{a0}253.8\u{a0}billion",
            "sent from Kazakhstan",
            Some((Direction::Down, "17.1 per cent less than in April–June 2022")),
            "nbk",
        ),
        (
            "KZT\u{a0}80.9\u{a0}billion",
            "received in Kazakhstan",
            Some((Direction::Down, "62.1 per cent less than in April–June 2022")),
            "nbk",
        ),
    ];
    rows.map(|(value, label, change, note)| Tile {
        number: Headline::Number(number(value)),
        label: vec![Inline::Text(label.to_owned())],
        change: change.map(|(direction, words)| Change {
            figure: String::new(),
            direction,
            percent: number("43.3"),
            part: None,
            exact_percent: number("43.3").quantity().clone(),
            amount: Some(number("5,343")),
            from: quarter(2022, 2),
            to: quarter(2023, 2),
            words: words.to_owned(),
            short: words.to_owned(),
        }),
        remark: if change.is_none() {
            vec![Inline::Text("Half of them for nationals of China".to_owned())]
        } else {
            Vec::new()
        },
        note: Some(notes.index(note)),
        asked: None,
        spark: None,
    })
    .into()
}

/// Reads `sample.txt`: `# chapter`, `## topic`, `### heading`, `! chart`, `@ event`, `= law`,
/// `* item`, `: term | definition`, `% missing chart`, `| table`, else a paragraph a line.
fn chapters(notes: &mut Notes) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    let (mut counted, mut charts) = (0, 0);
    for line in TEXT.lines().filter(|line| !line.is_empty()) {
        let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
        if mark == "#" {
            let number = rest.strip_prefix("+ ").is_some().then(|| {
                counted += 1;
                counted
            });
            let title = rest.trim_start_matches("+ ").to_owned();
            let id = title.to_lowercase().replace(' ', "-");
            chapters.push(Chapter { id, number, title, blocks: Vec::new(), topics: Vec::new() });
            continue;
        }
        let chapter = chapters.last_mut().unwrap();
        if mark == "##" {
            let number = chapter.number.map(|n| (n, u32::try_from(chapter.topics.len()).unwrap() + 1));
            let id = rest.to_lowercase().replace(' ', "-");
            chapter.topics.push(Topic { id, number, title: rest.to_owned(), blocks: Vec::new() });
            continue;
        }
        let blocks = match chapter.topics.last_mut() {
            Some(topic) => &mut topic.blocks,
            None => &mut chapter.blocks,
        };
        if mark == "!" {
            charts += 1;
        }
        push_block(blocks, mark, rest, line, charts, notes);
    }
    chapters
}

fn push_block(blocks: &mut Vec<Block>, mark: &str, rest: &str, line: &str, charts: u32, notes: &mut Notes) {
    match mark {
        "###" => blocks.push(Block::Heading(notes.inlines(rest))),
        "!" => blocks.push(Block::Chart(chart(charts, rest))),
        "%" => blocks.push(Block::Unavailable(Absent {
            id: format!("absent-{}", blocks.len()),
            number: 0,
            title: rest.to_owned(),
            state: "not available".to_owned(),
            reason: "The Bureau of National Statistics has not published the figure.".to_owned(),
            sentence: String::new(),
            is_gap: false,
        })),
        "@" => {
            let [day, title, photos] = three(rest);
            blocks.push(Block::Event(Event {
                id: format!("event-{}", blocks.len()),
                date: format!("{day} April 2023"),
                badge_day: day,
                badge_month: "April\u{a0}2023".to_owned(),
                title,
                blocks: Vec::new(),
                photos: (0..photos.parse().unwrap())
                    .map(|n| photo(&format!("photo-{}-{n}", blocks.len()), n * 40 + 20))
                    .collect(),
            }));
        }
        "=" => {
            let [date, title, _] = three(rest);
            blocks.push(Block::Legislation(LegislativeNote {
                id: format!("law-{}", blocks.len()),
                date,
                title,
                blocks: Vec::new(),
            }));
        }
        "*" => {
            let item = vec![Block::Paragraph(notes.inlines(rest))];
            match blocks.last_mut() {
                Some(Block::List { items, .. }) => items.push(item),
                _ => blocks.push(Block::List { start: None, items: vec![item] }),
            }
        }
        ":" => {
            let [name, definition, _] = three(rest);
            blocks.push(Block::Term { name, definition: notes.inlines(&definition) });
        }
        "|" => blocks.push(Block::Table(table(rest))),
        _ => {
            let paragraph = Block::Paragraph(notes.inlines(line));
            match blocks.last_mut() {
                Some(Block::Event(event)) => event.blocks.push(paragraph),
                Some(Block::Legislation(note)) => note.blocks.push(paragraph),
                _ => blocks.push(paragraph),
            }
        }
    }
}

fn three(text: &str) -> [String; 3] {
    let mut parts = text.split(" | ").map(str::to_owned);
    [(); 3].map(|()| parts.next().unwrap_or_default())
}

fn chart(number: u32, title: &str) -> Chart {
    Chart {
        id: format!("chart-{number}"),
        number,
        mark: None,
        kind: ChartKind::Bars,
        title: title.to_owned(),
        message: Vec::new(),
        unit_text: String::new(),
        categories: Vec::new(),
        times: Vec::new(),
        reach: None,
        series: Vec::new(),
        changes: Vec::new(),
        totals: Vec::new(),
        map: None,
        references: Vec::new(),
        annotations: Vec::new(),
        told: Vec::new(),
        hole: None,
        alt: format!("Bar chart. {title}. China 50.3%, Türkiye 16.9%, Afghanistan 6.7%."),
        source: vec![Inline::Text("Ministry of Internal Affairs, 2023.".to_owned())],
        remark: if number == 2 {
            vec![Inline::Text(
                "Departures are counted for permanent residence only; persons who left for work or study \
                 are not among them. Countries are ranked by the total of both periods, and the rest is \
                 joined."
                    .to_owned(),
            )]
        } else {
            Vec::new()
        },
        legend: Legend::default(),
    }
}

fn table(title: &str) -> Table {
    let text = |words: &str| vec![Inline::Text(words.to_owned())];
    let column = |header: &str, align| Column { header: text(header), align };
    Table {
        id: "months".to_owned(),
        number: Some(1),
        title: title.to_owned(),
        columns: vec![
            column("Month", Align::Left),
            column("KZT billion", Align::Right),
            column("USD million", Align::Right),
        ],
        rows: [("April", "76.4", "168.08"), ("May", "89.9", "197.78"), ("June", "87.5", "192.50")]
            .map(|(month, tenge, dollars)| vec![text(month), text(tenge), text(dollars)])
            .into(),
        source: text("National Bank of the Republic of Kazakhstan, 2023."),
        remark: Vec::new(),
        is_data: false,
    }
}

/// A table of that many rows.
pub(super) fn long_table(rows: usize) -> Table {
    let first = table("A table that goes on over a page break");
    let rows = (0..rows).map(|index| first.rows[index % first.rows.len()].clone()).collect();
    Table { id: "long".to_owned(), rows, ..first }
}

/// An event with some photographs.
pub(super) fn event(day: &str, month: &str, title: &str, photos: u8) -> Event {
    Event {
        id: format!("event-{month}"),
        date: format!("{day} {month}"),
        badge_day: day.to_owned(),
        badge_month: month.to_owned(),
        title: title.to_owned(),
        blocks: vec![Block::Paragraph(vec![Inline::Text("What took place. ".repeat(12))])],
        photos: (0..photos).map(|n| photo(&format!("odd-{photos}-{n}"), n * 30 + 10)).collect(),
    }
}

/// A paragraph that links to a place.
pub(super) fn link_to(place: &str) -> Block {
    Block::Paragraph(vec![Inline::Link {
        target: Target::Place(place.parse().unwrap()),
        content: vec![Inline::Text("Figure 1".to_owned())],
    }])
}
