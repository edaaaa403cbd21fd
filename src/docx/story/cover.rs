//! The cover and the back page: panels of the brand's colour, as tables that hold the words.

use super::inline::hyperlink;
use super::photo::photo_run;
use super::word::{Cell, Grid, Height, Look, Para, Row, VerticalPlace, run, run_with};
use super::writer::{Shown, Writer};
use crate::docx::error::DocxError;
use crate::docx::package::drawing::Drawing;
use crate::docx::package::length::{from_mm, points, share};
use crate::docx::package::relation::Relations;
use crate::docx::package::style::id;
use crate::docx::package::tree::{Element, el};
use crate::language::fill;
use crate::report::{Align, Logo, plain_text};
use crate::theme::limits::BETWEEN_LOGOS;
use crate::theme::{Colour, Face};

/// Room that a cover leaves below its last row, so that the end of the section stays on its page.
const SLACK: usize = 60;

/// The cover: photograph or panel, title, country, period; below them the logos.
pub(super) fn cover(writer: &mut Writer<'_>) -> Result<Element, DocxError> {
    let page = &writer.theme.brand.page;
    let (width, height) = (from_mm(page.width), from_mm(page.height));
    let (inside, outside) = (from_mm(page.inside), from_mm(page.outside));
    let panel = height * 2 / 3;
    let mut rows = Vec::new();
    let mut band = panel;
    if let Some(cover) = &writer.report.cover {
        let photo = panel * 3 / 5;
        let picture = photo_run(writer, cover, width, Some(photo))?;
        let cell = Cell { margins: Some([0; 4]), ..Cell::of([Para::of(id::TABLE_PICTURE).with([picture])]) };
        rows.push(Row { cells: vec![cell], height: Height::Exact(photo) });
        band = panel - photo;
    }
    let words = writer.scoped("cover", |writer| {
        let mut words = vec![
            writer.keyed("title", Para::of(id::TITLE).text(&writer.report.title)),
            writer.keyed("period", Para::of(id::PERIOD).text(&writer.report.period_text)),
        ];
        if let Some(country) = writer.report.country_beside_title() {
            words.insert(1, writer.keyed("country", Para::of(id::SUBTITLE).text(country)));
        }
        if !writer.report.kind.is_empty() {
            words.insert(0, writer.keyed("kind", Para::of(id::SUBTITLE).text(&writer.report.kind)));
        }
        if let Some(corrected) = &writer.report.corrected {
            words.push(writer.keyed("corrected", Para::of(id::SUBTITLE).text(corrected)));
        }
        words
    });
    let look = Look { bold: true, is_gap: true, ..Look::default() };
    let draft = writer.report.is_draft.then(|| {
        let word = Para::of(id::SUBTITLE).with([run(&writer.locale.labels().draft, look)]);
        writer.scoped("cover", |writer| writer.keyed("draft", word))
    });
    let cell = Cell {
        fill: Some(writer.theme.brand.colours.primary.hex()),
        place: if writer.report.cover.is_some() { VerticalPlace::Middle } else { VerticalPlace::Bottom },
        margins: Some([400, inside, 900, outside]),
        ..Cell::of(words.into_iter().chain(draft))
    };
    rows.push(Row { cells: vec![cell], height: Height::Exact(band) });
    let foot = height - panel - SLACK;
    let edge = from_mm(writer.theme.brand.logo.edge);
    let logos = logos(writer, width - inside - outside)?;
    let cell = Cell {
        place: VerticalPlace::Bottom,
        margins: Some([0, inside, edge.saturating_sub(SLACK), outside]),
        ..Cell::of(logos)
    };
    rows.push(Row { cells: vec![cell], height: Height::Exact(foot) });
    let grid = Grid {
        style: id::LAYOUT,
        name: writer.report.title.clone(),
        columns: vec![width],
        rows,
        ..Grid::default()
    };
    Ok(grid.build())
}

/// The logos' places: one in the middle, two at the sides, at one height.
fn logos(writer: &mut Writer<'_>, width: usize) -> Result<Vec<Element>, DocxError> {
    let place = &writer.theme.brand.logo;
    let box_width = from_mm(place.width);
    let logos: Vec<Logo> = writer.report.logos.clone();
    let mut cells = Vec::new();
    let across = writer.theme.brand.logos_in_row(logos.len()).max(1);
    let room = width / across - from_mm(if across > 1 { BETWEEN_LOGOS } else { 0.0 });
    for (index, logo) in logos.iter().enumerate() {
        let run = logo_run(writer, logo, (box_width, room))?;
        let align = match (across, index % across) {
            (1, _) => Align::Center,
            (_, 0) => Align::Left,
            (count, index) if index + 1 == count => Align::Right,
            _ => Align::Center,
        };
        let para = Para { align: Some(align), ..Para::of(id::TABLE_PICTURE) };
        let cell = Cell { place: VerticalPlace::Middle, ..Cell::of([para.with([run])]) };
        // A row stands below the one before it as far as logos stand apart.
        let margins = (index >= across).then(|| [from_mm(BETWEEN_LOGOS), 0, 0, 0]);
        cells.push(Cell { margins, ..cell });
    }
    if cells.is_empty() {
        return Ok(Vec::new());
    }
    let names = logos.iter().map(|logo| logo.name.as_str()).collect::<Vec<_>>().join(", ");
    let columns = share(width, &vec![1; across]);
    let rows = cells.chunks(across).map(|row| {
        let empty = across - row.len();
        Row::of(row.iter().cloned().chain(std::iter::repeat_n(Cell::default(), empty)))
    });
    let grid = Grid { style: id::LAYOUT, name: names, columns, rows: rows.collect(), ..Grid::default() };
    Ok(vec![grid.build(), Para::of(id::END).with([])])
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
        margins: Some([900, inside, 900, outside]),
        ..Cell::of(words)
    };
    let grid = Grid {
        style: id::LAYOUT,
        name: writer.report.author.clone(),
        columns: vec![width],
        rows: vec![Row { cells: vec![cell], height: Height::Exact(height * 19 / 20) }],
        ..Grid::default()
    };
    grid.build()
}

fn back_words(writer: &mut Writer<'_>) -> Vec<Element> {
    let imprint = &writer.report.imprint;
    let publisher = plain_text(&imprint.publisher.content);
    let mut words = vec![writer.keyed("publisher", Para::of(id::BACK_TITLE).text(&publisher))];
    for office in &imprint.offices {
        words.push(writer.counted("office", Para::of(id::BACK_TITLE).text(&office.name)));
        for line in &office.lines {
            // Links keep the colour of the panel's text: the brand's own would not be seen on it.
            let text = plain_text(line);
            words.push(writer.counted("line", Para::of(id::BACK).text(&text)));
        }
    }
    if let Some(website) = &imprint.website {
        let runs = vec![run(&website.text, Look::default())];
        let link = hyperlink(writer, website.url.as_str(), runs);
        words.push(writer.keyed("website", Para::of(id::BACK_TITLE).with([link])));
    }
    words
}
