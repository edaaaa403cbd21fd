//! The cover and the back page: panels of the brand's colour, as tables that hold the words.

use super::inline::hyperlink;
use super::photo::photo_run;
use super::word::{Cell, Grid, Height, Look, Para, Row, VerticalPlace, run, run_with};
use super::writer::{Shown, Writer};
use crate::docx::error::DocxError;
use crate::docx::package::drawing::Drawing;
use crate::docx::package::length::{from_mm, points, share, twips};
use crate::docx::package::relation::Relations;
use crate::docx::package::style::id;
use crate::docx::package::tree::{Element, el};
use crate::language::{capitalised, fill};
use crate::report::{Align, Logo, plain_text};
use crate::theme::limits::BETWEEN_LOGOS;
use crate::theme::{Colour, Face};

/// Room that a cover leaves below its last row, so that the end of the section stays on its page.
const SLACK: usize = 60;

/// Space above and below the words of the cover and of the back page, in twips.
const ABOVE: usize = 400;
const BELOW: usize = 900;

/// The cover: photograph or panel, title, country, period; below them the logos.
///
/// Rows have no margins above and below and are as high as they say, or higher when an editor writes more: programs
/// differ in what they make of margins in rows of a fixed height.
pub(super) fn cover(writer: &mut Writer<'_>) -> Result<Vec<Element>, DocxError> {
    let page = &writer.theme.brand.page;
    let (width, height) = (from_mm(page.width), from_mm(page.height));
    let (inside, outside) = (from_mm(page.inside), from_mm(page.outside));
    let words = cover_words(writer);
    let needed = words_height(writer, width.saturating_sub(inside + outside));
    let panel = (height * 2 / 3).max(needed).min(height.saturating_sub(SLACK));
    let mut rows = Vec::new();
    let mut band = panel;
    if let Some(cover) = &writer.report.cover {
        let photo = (panel * 3 / 5).min(panel.saturating_sub(needed));
        if photo > 0 {
            let picture = photo_run(writer, cover, width, Some(photo))?;
            let cell =
                Cell { margins: Some([0; 4]), ..Cell::of([Para::of(id::TABLE_PICTURE).with([picture])]) };
            rows.push(Row { cells: vec![cell], height: Height::Exact(photo) });
            band = panel - photo;
        }
    }
    let cell = Cell {
        fill: Some(writer.theme.brand.colours.primary.hex()),
        place: if rows.is_empty() { VerticalPlace::Bottom } else { VerticalPlace::Middle },
        margins: Some([0, inside, 0, outside]),
        ..Cell::of(words)
    };
    rows.push(Row { cells: vec![cell], height: Height::AtLeast(band) });
    let grid = Grid {
        style: id::LAYOUT,
        name: writer.report.title.clone(),
        columns: vec![width],
        rows,
        ..Grid::default()
    };
    // Between two tables that are none within the other, a paragraph has to stand.
    let mut flow = vec![grid.build(), Para::of(id::END).with([])];
    flow.extend(logos(writer, height.saturating_sub(panel + SLACK))?);
    Ok(flow)
}

/// The words of the cover, with the space above and below them.
fn cover_words(writer: &mut Writer<'_>) -> Vec<Element> {
    let report = writer.report;
    let period = capitalised(&report.period_text);
    let mut words = vec![
        ("title", Para::of(id::TITLE), report.title.as_str()),
        ("period", Para::of(id::PERIOD), period.as_str()),
    ];
    if let Some(country) = report.country_beside_title() {
        words.insert(1, ("country", Para::of(id::SUBTITLE), country));
    }
    if !report.kind.is_empty() {
        words.insert(0, ("kind", Para::of(id::SUBTITLE), &report.kind));
    }
    if let Some(corrected) = &report.corrected {
        words.push(("corrected", Para::of(id::SUBTITLE), corrected));
    }
    if report.is_draft {
        words.push(("draft", Para::of(id::SUBTITLE), &writer.locale.labels().draft));
    }
    let last = words.len() - 1;
    writer.scoped("cover", |writer| {
        let spaced = |(index, (key, para, text)): (usize, (&str, Para, &str))| {
            let look = match key {
                "draft" => Look { bold: true, is_gap: true, ..Look::default() },
                _ => Look::default(),
            };
            let space = (index == 0 || index == last)
                .then_some([if index == 0 { ABOVE } else { 0 }, if index == last { BELOW } else { AFTER }]);
            writer.keyed(key, Para { space, ..para }.with([run(text, look)]))
        };
        words.into_iter().enumerate().map(spaced).collect()
    })
}

/// Space below the first line of the cover, in twips.
const AFTER: usize = 140;
/// Size and height of a line of the title of the cover, and height of a line of the words around it, in points.
const TITLE: (f64, f64) = (30.0, 34.0);
const LINE: f64 = 28.0;

/// Height that the words of the cover need, in twips.
fn words_height(writer: &Writer<'_>, width: usize) -> usize {
    let report = writer.report;
    let family = &writer.theme.brand.type_scale.body;
    let lines = |text: &str, size: f64| {
        let wide = writer.theme.fonts.width(text, family, Face::Bold, size);
        // A word that goes to the next line leaves a gap.
        (wide * 1.15 / f64::from(points(width.max(1)))).ceil().max(1.0)
    };
    let small = [&report.period_text, &report.country, &report.kind].map(|text| lines(text, 18.0) * LINE);
    let more = if report.corrected.is_some() { LINE } else { 0.0 } + if report.is_draft { LINE } else { 0.0 };
    let title = lines(&report.title, TITLE.0) * TITLE.1 + 14.0;
    let needed = usize::try_from(twips(title + small.iter().sum::<f64>() + more)).unwrap_or(0);
    needed + ABOVE + BELOW
}

/// The logos' places at the foot of the cover: one in the middle, two at the sides, at one height.
fn logos(writer: &mut Writer<'_>, height: usize) -> Result<Option<Element>, DocxError> {
    let page = &writer.theme.brand.page;
    let (inside, outside) = (from_mm(page.inside), from_mm(page.outside));
    let width = from_mm(page.width).saturating_sub(inside + outside);
    let place = &writer.theme.brand.logo;
    let (box_width, logo_height, edge) =
        (from_mm(place.width), from_mm(place.width / place.ratio), from_mm(place.edge));
    let logos: Vec<Logo> = writer.report.logos.clone();
    let across = writer.theme.brand.logos_in_row(logos.len()).max(1);
    let room = (width / across).saturating_sub(from_mm(if across > 1 { BETWEEN_LOGOS } else { 0.0 }));
    let count = logos.len().div_ceil(across);
    let mut cells = Vec::new();
    for (index, logo) in logos.iter().enumerate() {
        let run = logo_run(writer, logo, (box_width, room))?;
        let column = index % across;
        let align = match (across, column) {
            (1, _) => Align::Center,
            (_, 0) => Align::Left,
            (count, index) if index + 1 == count => Align::Right,
            _ => Align::Center,
        };
        // The foot of the page stays free below the last row.
        let below = if index / across + 1 == count { edge.saturating_sub(SLACK) } else { 0 };
        let para =
            Para { align: Some(align), space: Some([0, below]), ..Para::of(id::TABLE_PICTURE) }.with([run]);
        let margins =
            [0, if column == 0 { inside } else { 0 }, 0, if column + 1 == across { outside } else { 0 }];
        cells.push(Cell { place: VerticalPlace::Bottom, margins: Some(margins), ..Cell::of([para]) });
    }
    if cells.is_empty() {
        return Ok(None);
    }
    let names = logos.iter().map(|logo| logo.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut columns = share(width, &vec![1; across]);
    columns[0] += inside;
    columns[across - 1] += outside;
    // Rows below the first are as high as a logo and what parts two.
    let row = logo_height + from_mm(BETWEEN_LOGOS);
    let last = row + edge.saturating_sub(SLACK);
    let rows = cells.chunks(across).enumerate().map(|(index, cells)| {
        let below: usize = (index + 1..count).map(|index| if index + 1 == count { last } else { row }).sum();
        let own = match index {
            0 => height.saturating_sub(below),
            index if index + 1 == count => last,
            _ => row,
        };
        let empty = across - cells.len();
        let cells = cells.iter().cloned().chain(std::iter::repeat_n(Cell::default(), empty));
        Row { height: Height::AtLeast(own), ..Row::of(cells) }
    });
    let grid = Grid { style: id::LAYOUT, name: names, columns, rows: rows.collect(), ..Grid::default() };
    Ok(Some(grid.build()))
}

/// A logo of the brand's width, or its placeholder, in a column that leaves so much room.
fn logo_run(
    writer: &mut Writer<'_>,
    logo: &Logo,
    (width, room): (usize, usize),
) -> Result<Element, DocxError> {
    let (bitmap, alt) = match &logo.picture {
        Some(picture) => (writer.painter.convert(picture, points(width))?, logo.name.clone()),
        None => {
            let text = fill(&writer.locale.labels().logo_placeholder, &[("name", &logo.name)]);
            let svg = placeholder(writer, &text, f64::from(points(width)));
            (writer.painter.paint(&logo.name, &svg.to_xml(), points(width))?, text)
        }
    };
    // Logos have one height; a wide one gets more width for it.
    let height = from_mm(writer.theme.brand.logo.width / writer.theme.brand.logo.ratio);
    let width = (height * bitmap.width as usize / (bitmap.height as usize).max(1)).min(room);
    let drawing = writer.drawing(&bitmap, Shown { name: &logo.name, alt: &alt, width, crop: None });
    Ok(run_with(drawing, Look::default()))
}

/// A box that says whose logo goes there.
fn placeholder(writer: &Writer<'_>, text: &str, width: f64) -> Element {
    let brand = &writer.theme.brand;
    let (size, leading) = (8.0, 10.0);
    let height = width / brand.logo.ratio;
    let face = brand.type_scale.body.as_str();
    let measure = |line: &str| writer.theme.fonts.width(line, face, Face::Regular, size);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if measure(&format!("{line} {word}")) < width - 12.0 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let Colour([r, g, b]) = brand.colours.muted;
    let ink = format!("rgb({r},{g},{b})");
    let frame = el("rect")
        .attr("x", 0.5)
        .attr("y", 0.5)
        .attr("width", width - 1.0)
        .attr("height", height - 1.0)
        .attr("fill", "none")
        .attr("stroke", &ink)
        .attr("stroke-dasharray", "3 2");
    #[expect(clippy::cast_precision_loss, reason = "a logo's name has few lines")]
    let top = |index: usize| {
        height / 2.0 - leading * (lines.len() as f64 - 1.0) / 2.0 + size * 0.35 + leading * index as f64
    };
    let text = lines.iter().enumerate().map(|(index, line)| {
        el("text")
            .attr("x", width / 2.0)
            .attr("y", top(index))
            .attr("text-anchor", "middle")
            .attr("font-family", face)
            .attr("font-size", size)
            .attr("fill", &ink)
            .text(line.clone())
    });
    el("svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("width", width)
        .attr("height", height)
        .child(frame)
        .with(text)
}

/// The colour of the back page, to its edges, with the relations of the header it stands in: no
/// row of a table may be as high as the page.
pub(super) fn backdrop(writer: &mut Writer<'_>) -> Result<(Element, Relations), DocxError> {
    let brand = &writer.theme.brand;
    let colour = brand.colours.primary.to_string();
    let size =
        |name: &'static str| el(name).attr("width", brand.page.width).attr("height", brand.page.height);
    let svg =
        size("svg").attr("xmlns", "http://www.w3.org/2000/svg").child(size("rect").attr("fill", colour));
    let bitmap = writer.painter.paint("back", &svg.to_xml(), 70.0)?;
    let mut relations = Relations::default();
    let relation = relations.part("image", &writer.media_file(&bitmap));
    let drawing = Drawing {
        id: writer.next_drawing(),
        name: &writer.report.title,
        alt: "",
        relation: &relation,
        width: from_mm(writer.theme.brand.page.width),
        ratio: (bitmap.width, bitmap.height),
        crop: None,
    };
    Ok((drawing.backdrop(), relations))
}

/// The back page: who publishes, where the offices are, the web address.
pub(super) fn back_page(writer: &mut Writer<'_>) -> Element {
    let words = writer.scoped("back", back_words);
    let page = &writer.theme.brand.page;
    let (width, height) = (from_mm(page.width), from_mm(page.height));
    let (inside, outside) = (from_mm(page.inside), from_mm(page.outside));
    let cell = Cell {
        fill: Some(writer.theme.brand.colours.primary.hex()),
        place: VerticalPlace::Bottom,
        margins: Some([0, inside, 0, outside]),
        ..Cell::of(words)
    };
    let grid = Grid {
        style: id::LAYOUT,
        name: writer.report.author.clone(),
        columns: vec![width],
        rows: vec![Row { cells: vec![cell], height: Height::AtLeast(height * 19 / 20) }],
        ..Grid::default()
    };
    grid.build()
}

fn back_words(writer: &mut Writer<'_>) -> Vec<Element> {
    let imprint = &writer.report.imprint;
    let publisher = plain_text(&imprint.publisher.content);
    let lines = imprint.offices.iter().map(|office| 1 + office.lines.len()).sum::<usize>();
    let last = lines + usize::from(imprint.website.is_some());
    let mut position = 0;
    // Below the last line, the foot of the page stays free.
    let mut of = |style: &'static str| {
        let space = (position == last).then_some([if style == id::BACK { 0 } else { 280 }, BELOW]);
        position += 1;
        Para { space, ..Para::of(style) }
    };
    let mut words = vec![writer.keyed("publisher", of(id::BACK_TITLE).text(&publisher))];
    for office in &imprint.offices {
        words.push(writer.counted("office", of(id::BACK_TITLE).text(&office.name)));
        for line in &office.lines {
            // Links keep the colour of the panel's text: the brand's own would not be seen on it.
            let text = plain_text(line);
            words.push(writer.counted("line", of(id::BACK).text(&text)));
        }
    }
    if let Some(website) = &imprint.website {
        let runs = vec![run(&website.text, Look::default())];
        let link = hyperlink(writer, website.url.as_str(), runs);
        words.push(writer.keyed("website", of(id::BACK_TITLE).with([link])));
    }
    words
}
