//! A report of the series' shape for tests: notes with repeats, charts, cards, and texts meant to break things.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::data::period::{Date, Period};
use crate::diag::Sources;
use crate::hash::fnv;
use crate::language::{ChangeForm, Language};
use crate::report::{
    Absent, Align, Block, Category, Change, Chapter, Chart, ChartKind, Column, Direction, Event, Headline,
    Imprint, Inline, Labelled, Legend, LegislativeNote, Link, Logo, Note, Number, Office, Origin, Photo,
    Picture, Quantity, Report, Role, Series, Table, Target, Tile, Topic, Unit,
};

/// Text that tries to break a writer.
pub(super) const HOSTILE: &str = "a & b < c > d \" e ' f ]]> <w:p/> &amp; \u{1}\u{8}\u{b}\u{0}\u{fffe}\u{e000}x\u{e001} \u{202e}left\u{202c} \
     \u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{49b}\u{4d9}\u{43b}\u{430} \u{1f469}\u{200d}\u{1f4bb}\ttab\nline";

pub(super) fn locale() -> Language {
    Language::embedded("en").unwrap()
}

pub(super) fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.to_owned())]
}

fn number(value: i64) -> Number {
    let mut sources = Sources::default();
    let id = sources.add("a.toml", "1");
    let span = crate::diag::Span { source: id, start: 0, end: 1 };
    locale().format(&Quantity::new(Decimal::from(value), Unit::default(), Origin::Given(span)))
}

pub(super) fn photo(name: &str, hue: u8) -> Photo {
    let image = image::RgbImage::from_fn(600, 420, |x, y| image::Rgb([(x / 3) as u8, (y / 2) as u8, hue]));
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let picture =
        Picture { name: name.to_owned(), bytes: Arc::from(bytes.into_inner()), width: 600, height: 420 };
    Photo {
        picture,
        alt: format!("People in a room & \"{name}\""),
        credit: "IOM 2023".to_owned(),
        focus: None,
    }
}

fn paragraph(note: usize) -> Block {
    let words = "Curabitur ad vel Malesuada Egestas Curabitur, ad vel tempor egestas ut 2023, 308,710 consectetur \
                 interdum malesuada facilisis aliquam ad Adipiscing. Amet in nunc enim elementum et Vulputate \
                 (68.8 per cent), non Quisque Parturient (22.3 per cent) sit Adipiscing (3.9 per cent), ";
    Block::Paragraph(vec![
        Inline::Text(words.to_owned()),
        Inline::Strong(vec![Inline::Text("as ".to_owned()), Inline::Emphasis(text("reported"))]),
        Inline::Text(".".to_owned()),
        Inline::Note(note),
    ])
}

fn chart(index: u32) -> Block {
    let category = |key: &str| Category { key: key.to_owned(), label: key.to_owned(), role: Role::Part };
    Block::Chart(Chart {
        id: format!("chart-{index}"),
        number: index,
        mark: None,
        kind: ChartKind::Bars,
        title: format!("Temporary residence permits, by nationality, April\u{2013}June 2023 ({index})"),
        message: Vec::new(),
        unit_text: "per cent".to_owned(),
        categories: ["CN", "TR"].map(category).into(),
        times: Vec::new(),
        reach: None,
        series: vec![Series {
            key: "a".to_owned(),
            label: "a".to_owned(),
            role: Role::Part,
            values: vec![Some(number(50)), None],
        }],
        changes: Vec::new(),
        totals: Vec::new(),
        map: None,
        references: Vec::new(),
        annotations: Vec::new(),
        told: Vec::new(),
        hole: None,
        alt: format!("Bar chart {index}. China 50.3%, T\u{fc}rkiye 16.9%."),
        source: text("Ministry of Internal Affairs, 2023"),
        remark: if index == 2 { text("Shares do not add up to 100 because of rounding") } else { Vec::new() },
        legend: Legend::default(),
    })
}

fn topic(chapter: u32, index: u32, blocks: Vec<Block>) -> Topic {
    Topic {
        id: format!("topic-{chapter}-{index}"),
        number: Some((chapter, index)),
        title: format!("Permanent residence permits {index}"),
        blocks,
    }
}

fn chapter(id: &str, number: Option<u32>, title: &str, blocks: Vec<Block>, topics: Vec<Topic>) -> Chapter {
    Chapter { id: id.to_owned(), number, title: title.to_owned(), blocks, topics }
}

fn table() -> Block {
    let column = |header: &str, align| Column { header: text(header), align };
    let row = |month: &str, value: &str| vec![text(month), text(value), Vec::new()];
    Block::Table(Table {
        id: "months".to_owned(),
        number: Some(1),
        title: "Money transfers by month".to_owned(),
        columns: vec![
            column("Month", Align::Left),
            column("KZT billion", Align::Right),
            column("Mark", Align::Center),
        ],
        rows: vec![row("April", "76.4"), row("May", "89.9"), row("June", "87.5"), row(HOSTILE, "253.8")],
        source: text("National Bank of Kazakhstan, 2023"),
        remark: Vec::new(),
        is_data: false,
    })
}

fn link(target: Target, words: &str) -> Inline {
    Inline::Link { target, content: text(words) }
}

fn links() -> Block {
    let place = |place: &str| Target::Place(place.parse().unwrap());
    let mut content = text("See ");
    content.push(link(place("fig-chart-2"), "Figure 2"));
    content.extend(text(", "));
    content.push(link(place("tab-months"), "Table 1"));
    content.extend(text(", "));
    content.push(link(place("chapter-flows"), "the chapter on flows"));
    content.extend(text(" and "));
    content.push(link(Target::Url("https://www.iom.int/a?b=1&c=<2>".parse().unwrap()), "the website"));
    content.push(Inline::Break);
    content.extend(text(HOSTILE));
    Block::Paragraph(content)
}

pub(super) fn event(index: u32, photos: Vec<Photo>) -> Block {
    Block::Event(Event {
        id: format!("event-{index}"),
        date: format!("{index}\u{2013}{} April 2023", index + 1),
        badge_day: format!("{index}\u{2013}{}", index + 1),
        badge_month: "April 2023".to_owned(),
        title: "Training on migration data".to_owned(),
        blocks: vec![paragraph(4 + index as usize)],
        photos,
    })
}

fn tile(note: usize, direction: Direction) -> Tile {
    let period: Period = "2023-H1".parse().unwrap();
    let percent = number(43);
    let before = period.year_before().unwrap();
    let words = locale().change(direction, percent.quantity(), &Unit::default(), before, ChangeForm::Full);
    let change = Change {
        figure: String::new(),
        direction,
        percent: percent.clone(),
        part: None,
        exact_percent: percent.quantity().clone(),
        amount: Some(number(5343)),
        from: period.year_before().unwrap(),
        to: period,
        words,
        short: String::new(),
    };
    Tile {
        number: Headline::Number(number(6996)),
        label: text("departures for permanent residence"),
        change: Some(change),
        remark: Vec::new(),
        note: Some(note),
        asked: None,
        spark: None,
    }
}

fn imprint() -> Imprint {
    let long = "Non praesent elementum et sed libero nec augue et sed aliquam nec id sit consectetur aliquam nec \
                augue et sed Sollicitudin Pellentesque vel Malesuada (Sed). Non sollicitudin interdum sit sed \
                sollicitudin ad interdum et sed ipsum nec viverra adipiscing sed ipsum tellus id sit egestas.";
    let office = |name: &str| Office {
        name: name.to_owned(),
        lines: vec![
            text("14, Mambetov Street, 010000"),
            vec![link(Target::Url("mailto:a@iom.int".parse().unwrap()), "a@iom.int")],
        ],
    };
    Imprint {
        statements: vec![text(long), text(long), text(long)],
        publisher: Labelled {
            label: "Publisher".to_owned(),
            content: text("International Organization for Migration"),
        },
        offices: vec![office("IOM Astana"), office("IOM Almaty")],
        website: Some(Link {
            text: "kazakhstan.iom.int".to_owned(),
            url: "https://kazakhstan.iom.int".parse().unwrap(),
        }),
        flags: vec![text("This publication was issued without formal editing by IOM.")],
        corrections: Vec::new(),
        citation: Labelled {
            label: "Required citation".to_owned(),
            content: text("International Organization for Migration (IOM), 2023."),
        },
        rights: vec![text("\u{a9} IOM 2023"), text(long)],
    }
}

/// The chapters between "About" and "Key terms".
fn middle() -> Vec<Chapter> {
    let law = |index: usize| {
        Block::Legislation(LegislativeNote {
            id: format!("law-{index}"),
            date: "May 2023".to_owned(),
            title: "Visa exemption with China".to_owned(),
            blocks: vec![paragraph(index)],
        })
    };
    let item = |words: &str| vec![Block::Paragraph(text(words))];
    let nested = vec![
        Block::Paragraph(text("with parts")),
        Block::List { start: Some(3), items: vec![item("third")] },
    ];
    let list = Block::List { start: None, items: vec![item("China and T\u{fc}rkiye lead"), nested] };
    let topics = (1..=4).map(|index| {
        topic(
            2,
            index,
            vec![paragraph(3), chart(2 * index - 1), paragraph(4 + index as usize), chart(2 * index)],
        )
    });
    let mut topics: Vec<Topic> = topics.collect();
    topics[0].blocks.extend([links(), table(), Block::Heading(text("A heading of level 3")), paragraph(1)]);
    let unavailable = Block::Unavailable(Absent {
        id: "border".to_owned(),
        number: 99,
        title: "Border crossings".to_owned(),
        state: "not available".to_owned(),
        reason: "Not received in time".to_owned(),
        sentence: String::new(),
        is_gap: false,
    });
    let mut events: Vec<Block> = (1..=3).map(|index| event(index, Vec::new())).collect();
    events.push(event(4, vec![photo("one.jpg", 80)]));
    events.push(event(5, vec![photo("two.jpg", 200)]));
    events.push(Block::Photo(photo("three.jpg", 20)));
    vec![
        chapter("law", Some(1), "Legislative developments", vec![law(0), law(1), law(2)], vec![]),
        chapter("flows", Some(2), "Migration flows", vec![], topics),
        chapter("events", Some(3), "Training and recent developments", events, vec![]),
        chapter("end", Some(4), "Conclusions", vec![paragraph(3), list, unavailable], vec![]),
    ]
}

pub(super) fn report() -> Report {
    let term = |name: &str| Block::Term {
        name: name.to_owned(),
        definition: text(
            "A person who is to be engaged in a remunerated activity in a State of which he or she is not a national.",
        ),
    };
    let notes = (0..12).map(|index| Note {
        id: format!("note-{index}"),
        content: vec![
            Inline::Text(format!("Ministry of Internal Affairs, 2023 ({index}) & others: ")),
            link(Target::Url(format!("https://example.int/{index}?a=1&b=2").parse().unwrap()), "page"),
        ],
    });
    let mut chapters = vec![
        chapter(
            "about",
            None,
            "About the Migration Tracking Matrix",
            vec![paragraph(0), paragraph(0)],
            vec![],
        ),
        chapter("method", None, "Methodology & <limits>", vec![paragraph(0)], vec![]),
    ];
    chapters.extend(middle());
    let terms = vec![term("Migrant worker"), term("Migrant flow (international)"), paragraph(10)];
    chapters.push(chapter("terms", Some(5), "Key terms", terms, vec![]));
    let references = vec![Block::Reference(text("IOM, Glossary on Migration, Geneva, 2019."))];
    chapters.push(chapter("references", None, "References", references, vec![]));
    let directions =
        [Direction::Down, Direction::Up, Direction::Same, Direction::Down, Direction::Up, Direction::Up];
    Report {
        is_draft: false,
        remarked: BTreeSet::new(),
        id: "kazakhstan-2023-q2".to_owned(),
        language: "en".to_owned(),
        period: "2023-Q2".parse().unwrap(),
        period_text: "April\u{2013}June 2023".to_owned(),
        date: Date { year: 2023, month: 8, day: 15 },
        corrected: None,
        title: "Overview of the migration situation in Kazakhstan".to_owned(),
        kind: String::new(),
        country: "Kazakhstan".to_owned(),
        author: "International Organization for Migration".to_owned(),
        summary: "Migration in the second quarter of 2023 & before".to_owned(),
        keywords: vec!["migration".to_owned(), "Kazakhstan".to_owned()],
        cover: None,
        logos: vec![
            Logo { name: "International Organization for Migration".to_owned(), picture: None },
            Logo { name: "Swiss Agency for Development and Cooperation".to_owned(), picture: None },
        ],
        imprint: imprint(),
        tiles: directions.into_iter().enumerate().map(|(index, way)| tile(index % 3, way)).collect(),
        chapters,
        notes: notes.collect(),
        claims: Vec::new(),
        passages: Vec::new(),
        numbers_asked: BTreeSet::new(),
        statuses: Arc::default(),
        figures: BTreeMap::new(),
        attachments: Vec::new(),
    }
}

/// Leaves a document that a test made where other validators find it, if a folder is named for that.
pub(super) fn keep(docx: &[u8]) {
    let Ok(folder) = std::env::var("KEEP_DOCX") else { return };
    std::fs::create_dir_all(&folder).unwrap();
    // A name made of the bytes: what several tests make stands there once.
    std::fs::write(format!("{folder}/unit-{:016x}.docx", fnv(docx)), docx).unwrap();
}
