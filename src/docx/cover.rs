//! The cover and the back page: panels of the brand's colour, as tables that hold the words.

use super::DocxError;
use super::body::{Body, points};
use super::package::Relations;
use super::picture::Drawing;
use super::style::{id, twips};
use super::tree::{Element, el};
use super::word::{Cell, Grid, Height, Look, Para, Place, Row, run, run_with};
use crate::locale::fill;
use crate::report::Logo;
use crate::theme::{Colour, Face};

/// Room that a cover leaves below its last row, so that the end of the section stays on its page.
const SLACK: usize = 60;

/// Twips of a length in millimetres.
pub(super) fn from_mm(millimetres: f64) -> usize {
    usize::try_from(twips(millimetres * 72.0 / 25.4)).unwrap_or(0)
}

impl Body<'_> {
    /// The cover: photograph or panel, title, country, period; below them the logos.
    pub(super) fn cover(&mut self) -> Result<Element, DocxError> {
        let page = &self.theme.brand.page;
        let (width, height) = (from_mm(page.width), from_mm(page.height));
        let (inside, outside) = (from_mm(page.inside), from_mm(page.outside));
        let panel = height * 2 / 3;
        let mut rows = Vec::new();
        let mut band = panel;
        if let Some(cover) = &self.report.cover {
            let photo = panel * 3 / 5;
            let picture = self.photo_run(cover, width, Some(photo))?;
            let cell =
                Cell { margins: Some([0; 4]), ..Cell::of([Para::of(id::TABLE_PICTURE).with([picture])]) };
            rows.push(Row { cells: vec![cell], height: Height::Exact(photo) });
            band = panel - photo;
        }
        let words = self.scoped("cover", |body| {
            [
                body.keyed("title", Para::of(id::TITLE).text(&body.report.title)),
                body.keyed("country", Para::of(id::SUBTITLE).text(&body.report.country)),
                body.keyed("period", Para::of(id::PERIOD).text(&body.report.period_text)),
            ]
        });
        let cell = Cell {
            fill: Some(self.theme.brand.colours.primary.hex()),
            place: if self.report.cover.is_some() { Place::Middle } else { Place::Bottom },
            margins: Some([400, inside, 900, outside]),
            ..Cell::of(words)
        };
        rows.push(Row { cells: vec![cell], height: Height::Exact(band) });
        let foot = height - panel - SLACK;
        let edge = from_mm(self.theme.brand.logo.edge);
        let logos = self.logos(width - inside - outside)?;
        let cell = Cell {
            place: Place::Bottom,
            margins: Some([0, inside, edge.saturating_sub(SLACK), outside]),
            ..Cell::of(logos)
        };
        rows.push(Row { cells: vec![cell], height: Height::Exact(foot) });
        let grid = Grid {
            style: id::LAYOUT,
            name: self.report.title.clone(),
            columns: vec![width],
            rows,
            ..Grid::default()
        };
        Ok(grid.build())
    }

    /// The logos' places: one in the middle, two at the sides, at one height.
    fn logos(&mut self, width: usize) -> Result<Vec<Element>, DocxError> {
        let place = &self.theme.brand.logo;
        let box_width = from_mm(place.width);
        let logos: Vec<Logo> = self.report.logos.clone();
        let mut cells = Vec::new();
        for (index, logo) in logos.iter().enumerate() {
            let run = self.logo(logo, box_width)?;
            let align = match (logos.len(), index) {
                (1, _) => crate::report::Align::Center,
                (_, 0) => crate::report::Align::Left,
                (count, index) if index + 1 == count => crate::report::Align::Right,
                _ => crate::report::Align::Center,
            };
            let para = Para { align: Some(align), ..Para::of(id::TABLE_PICTURE) };
            cells.push(Cell { place: Place::Middle, ..Cell::of([para.with([run])]) });
        }
        if cells.is_empty() {
            return Ok(Vec::new());
        }
        let names = logos.iter().map(|logo| logo.name.as_str()).collect::<Vec<_>>().join(", ");
        let columns = super::table::share(width, &vec![1; cells.len()]);
        let grid =
            Grid { style: id::LAYOUT, name: names, columns, rows: vec![Row::of(cells)], ..Grid::default() };
        Ok(vec![grid.build(), Para::of(id::END).with([])])
    }

    fn logo(&mut self, logo: &Logo, width: usize) -> Result<Element, DocxError> {
        let (bitmap, alt) = match &logo.picture {
            Some(picture) => (self.painter.convert(picture, points(width))?, logo.name.clone()),
            None => {
                let text = fill(&self.locale.labels().logo_placeholder, &[("name", &logo.name)]);
                let svg = self.placeholder(&text, f64::from(points(width)));
                (self.painter.paint(&logo.name, &svg.to_xml(), points(width))?, text)
            }
        };
        // Logos have one height; a wide one gets more width for it.
        let height = from_mm(self.theme.brand.logo.width / self.theme.brand.logo.ratio);
        let width = height * bitmap.width as usize / (bitmap.height as usize).max(1);
        let drawing = self.drawing(&bitmap, &logo.name, &alt, width, None);
        Ok(run_with(drawing, Look::default()))
    }

    /// A box that says whose logo goes there.
    fn placeholder(&self, text: &str, width: f64) -> Element {
        let brand = &self.theme.brand;
        let (size, leading) = (8.0, 10.0);
        let height = width / brand.logo.ratio;
        let face = brand.type_scale.body.as_str();
        let measure = |line: &str| self.theme.fonts.width(line, face, Face::Regular, size);
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
    pub(super) fn backdrop(&mut self) -> Result<(Element, Relations), DocxError> {
        let brand = &self.theme.brand;
        let colour = brand.colours.primary.to_string();
        let size =
            |name: &'static str| el(name).attr("width", brand.page.width).attr("height", brand.page.height);
        let svg =
            size("svg").attr("xmlns", "http://www.w3.org/2000/svg").child(size("rect").attr("fill", colour));
        let bitmap = self.painter.paint("back", &svg.to_xml(), 70.0)?;
        let mut relations = Relations::default();
        let relation = relations.part("image", &self.media_file(&bitmap));
        let drawing = Drawing {
            id: self.next_drawing(),
            name: &self.report.title,
            alt: "",
            relation: &relation,
            width: from_mm(self.theme.brand.page.width),
            ratio: (bitmap.width, bitmap.height),
            crop: None,
        };
        Ok((drawing.backdrop(), relations))
    }

    /// The back page: who publishes, where the offices are, the web address.
    pub(super) fn back_page(&mut self) -> Element {
        let words = self.scoped("back", Self::back_words);
        let page = &self.theme.brand.page;
        let (width, height) = (from_mm(page.width), from_mm(page.height));
        let (inside, outside) = (from_mm(page.inside), from_mm(page.outside));
        let cell = Cell {
            fill: Some(self.theme.brand.colours.primary.hex()),
            place: Place::Bottom,
            margins: Some([900, inside, 900, outside]),
            ..Cell::of(words)
        };
        let grid = Grid {
            style: id::LAYOUT,
            name: self.report.author.clone(),
            columns: vec![width],
            rows: vec![Row { cells: vec![cell], height: Height::Exact(height * 19 / 20) }],
            ..Grid::default()
        };
        grid.build()
    }

    fn back_words(&mut self) -> Vec<Element> {
        let imprint = &self.report.imprint;
        let publisher = crate::report::plain_text(&imprint.publisher.content);
        let mut words = vec![self.keyed("publisher", Para::of(id::BACK_TITLE).text(&publisher))];
        for office in &imprint.offices {
            words.push(self.counted("office", Para::of(id::BACK_TITLE).text(&office.name)));
            for line in &office.lines {
                // Links keep the colour of the panel's text: the brand's own would not be seen on it.
                let text = crate::report::plain_text(line);
                words.push(self.counted("line", Para::of(id::BACK).text(&text)));
            }
        }
        if let Some(website) = &imprint.website {
            let runs = vec![run(&website.text, Look::default())];
            let link = self.hyperlink(&website.url, runs);
            words.push(self.keyed("website", Para::of(id::BACK_TITLE).with([link])));
        }
        words
    }
}
