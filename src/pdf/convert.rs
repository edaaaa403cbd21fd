//! Turns a report into the payload and the files beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::joined::{self, clean, held, push_text};
use super::payload::{
    AttachedFile, BrandSheet, Cover, Glance, Image, ImprintPage, LabelledText, LetteredNote, LogoPlace,
    OfficeLines, Part, Payload, Properties, Span, SparkImage, TileText, Trend, Web, Words,
};
use super::{Files, PdfError};
use crate::chart;
use crate::data::safe_name::SafeNames;
use crate::language::{Language, capitalised, fill, hold_together, tie_together};
use crate::record::RECORD;
use crate::report::{
    Block, Chapter, Direction, Headline, Inline, Labelled, Lettered, Logo, Photo, Picture, Place,
    Relationship, Report, Spark, Target, Tile, Topic, begins_with_mark, ends_with_mark,
};
use crate::theme::{Face, Theme};

/// From this many on, figures (or tables) get a list of their own below the contents.
const LISTED_FROM: usize = 6;
/// Type size of a tile's number, in points; the template sets the same.
const TILE_NUMBER: f64 = 24.0;

/// Reads a report into the template's contract.
pub(super) fn payload(
    report: &Report,
    theme: &Theme,
    locale: &Language,
    charts: &[(String, String)],
) -> Result<(Payload, Files), PdfError> {
    let mut converter = Converter {
        report,
        theme,
        locale,
        charts: charts.iter().map(|(id, svg)| (id.as_str(), svg.as_str())).collect(),
        places: places(report),
        taken: BTreeSet::new(),
        marked: BTreeMap::new(),
        letters: None,
        taken_width: 0.0,
        files: Files::new(),
    };
    let payload = converter.payload()?;
    Ok((payload, converter.files))
}

pub(super) struct Converter<'a> {
    pub(super) report: &'a Report,
    pub(super) theme: &'a Theme,
    pub(super) locale: &'a Language,
    pub(super) charts: BTreeMap<&'a str, &'a str>,
    /// Labels of elements by the names that links use.
    places: BTreeMap<Place, String>,
    /// Labels given away.
    taken: BTreeSet<String>,
    /// How often each note was marked with a number.
    marked: BTreeMap<usize, usize>,
    /// The notes of the table, chart or panel that is being written: their marks are letters.
    letters: Option<Lettered>,
    /// Width that lists and cards around the present block take of the page, in points.
    pub(super) taken_width: f64,
    files: Files,
}

impl Converter<'_> {
    // The order is that of the pages, as that of the numbers of notes.
    fn payload(&mut self) -> Result<Payload, PdfError> {
        let report = self.report;
        // The data of charts have no number; the list of figures leads to what they are the data of.
        let captioned = report.tables().iter().filter(|table| table.number.is_some()).count();
        let cover = self.cover()?;
        let (mut imprint, notes) = self.lettered(Self::imprint);
        imprint.notes = notes;
        let glance = self.glance()?;
        let mut chapters = Vec::new();
        for chapter in &report.chapters {
            chapters.push(self.chapter(chapter)?);
        }
        Ok(Payload {
            document: self.properties(),
            brand: brand(self.theme),
            labels: self.words(),
            cover,
            imprint,
            glance,
            list_of_figures: report.captions().len() >= LISTED_FROM,
            list_of_tables: captioned >= LISTED_FROM,
            chapters,
            attachments: self.attachments()?,
        })
    }

    fn properties(&self) -> Properties {
        let report = self.report;
        let mut subtags = report.language.split('-');
        let language = subtags.next().unwrap_or_default().to_lowercase();
        let region = subtags.find(|tag| tag.len() == 2).map(str::to_uppercase);
        let clean = |text: &str| clean(text).trim().to_owned();
        Properties {
            title: clean(&self.locale.titled(&report.title, &report.period_text)),
            short_title: clean(&report.title),
            author: clean(&report.author),
            language,
            region,
            keywords: report.keywords.iter().map(|word| clean(word)).collect(),
            description: clean(&report.summary),
            date: [report.date.year, u16::from(report.date.month), u16::from(report.date.day)],
        }
    }

    fn words(&self) -> Words {
        let labels = self.locale.labels();
        Words {
            contents: labels.contents.clone(),
            figures: labels.figures.clone(),
            tables: labels.tables.clone(),
            glance: labels.glance.clone(),
            source: labels.source.clone(),
            sources: labels.sources.clone(),
            note: labels.note.clone(),
            labelled: labels.labelled.clone(),
            page_of: labels.page_of.clone(),
            draft: self.report.is_draft.then(|| labels.draft.clone()),
        }
    }

    fn cover(&mut self) -> Result<Cover, PdfError> {
        let report = self.report;
        let photo = report.cover.as_ref().map(|photo| self.photo(photo)).transpose()?;
        let mut logos = Vec::new();
        for logo in &report.logos {
            logos.push(self.logo(logo)?);
        }
        Ok(Cover {
            title: clean(&report.title),
            kind: Some(clean(&report.kind)).filter(|kind| !kind.is_empty()),
            country: report.country_beside_title().map(clean),
            period: capitalised(&clean(&report.period_text)),
            corrected: report.corrected.as_deref().map(clean),
            photo,
            logo_columns: Some(self.theme.brand.logos_in_row(logos.len())).filter(|row| *row < logos.len()),
            logos,
        })
    }

    fn logo(&mut self, logo: &Logo) -> Result<LogoPlace, PdfError> {
        let image = logo.picture.as_ref().map(|picture| self.image(picture, &logo.name, "")).transpose()?;
        let placeholder = fill(&self.locale.labels().logo_placeholder, &[("name", &logo.name)]);
        Ok(LogoPlace { name: clean(&logo.name), image, placeholder: clean(&placeholder) })
    }

    fn imprint(&mut self) -> ImprintPage {
        let imprint = &self.report.imprint;
        ImprintPage {
            statements: imprint.statements.iter().map(|text| self.spans(text)).collect(),
            publisher: self.labelled(&imprint.publisher),
            offices: imprint
                .offices
                .iter()
                .map(|office| OfficeLines {
                    name: clean(&office.name),
                    lines: office.lines.iter().map(|line| self.spans(line)).collect(),
                })
                .collect(),
            website: imprint
                .website
                .as_ref()
                .map(|web| Web { text: clean(&web.text), url: web.url.as_str().to_owned() }),
            flags: imprint.flags.iter().map(|text| self.spans(text)).collect(),
            corrections: imprint.corrections.iter().map(|entry| self.labelled(entry)).collect(),
            citation: self.labelled(&imprint.citation),
            rights: imprint.rights.iter().map(|text| self.spans(text)).collect(),
            notes: Vec::new(),
        }
    }

    fn labelled(&mut self, labelled: &Labelled) -> LabelledText {
        LabelledText { label: clean(&labelled.label), content: self.spans(&labelled.content) }
    }

    fn glance(&mut self) -> Result<Option<Glance>, PdfError> {
        let tiles = &self.report.tiles;
        if tiles.is_empty() {
            return Ok(None);
        }
        let brand = &self.theme.brand;
        let text_width = self.text_width();
        // A third of the page less gutters and padding.
        let room = (text_width - 28.0) / 3.0 - 14.0;
        let fits = |tile: &Tile| {
            let family = &brand.type_scale.body;
            self.theme.fonts.width(tile.number.text(), family, Face::Bold, TILE_NUMBER) <= room
        };
        let columns = if tiles.len().is_multiple_of(3) && tiles.iter().all(fits) { 3 } else { 2 };
        let (tiles, notes) = self.lettered(|own| {
            tiles.iter().enumerate().map(|(index, tile)| own.tile(index, tile)).collect::<Result<_, _>>()
        });
        Ok(Some(Glance { columns, tiles: tiles?, notes }))
    }

    fn tile(&mut self, index: usize, tile: &Tile) -> Result<TileText, PdfError> {
        let mut label = self.spans(&tile.label);
        if let Some(note) = tile.note {
            label.extend(ends_with_mark(&tile.label).then_some(Span::NoteComma));
            label.extend(self.mark(note));
        }
        let change = tile.change.as_ref().map(|change| Trend {
            direction: match change.direction {
                Direction::Up => "up",
                Direction::Same => "same",
                Direction::Down => "down",
            },
            words: held(&change.words),
        });
        let spark = match &tile.spark {
            Some(series) => Some(self.spark(index, series)?),
            None => None,
        };
        Ok(TileText {
            number: clean(tile.number.text()),
            is_gap: matches!(tile.number, Headline::ToFill { .. }),
            is_absent: matches!(tile.number, Headline::NotAvailable(_)),
            mark: tile.number.mark(),
            label,
            change,
            remark: self.spans(&tile.remark),
            spark,
        })
    }

    fn spark(&mut self, index: usize, series: &Spark) -> Result<SparkImage, PdfError> {
        let svg = chart::spark(series, self.theme);
        let file = format!("tiles/{}.svg", index + 1);
        self.file(&file, &Arc::from(svg.as_bytes()))?;
        let (file, alt) = (format!("/{file}"), clean(&series.alt));
        let image = Image { file, alt, ratio: chart::SPARK_RATIO, credit: String::new(), focus: None };
        Ok(SparkImage { image, span: clean(&series.span) })
    }

    fn chapter(&mut self, chapter: &Chapter) -> Result<Part, PdfError> {
        let number = chapter
            .number
            .map(|number| fill(&self.locale.labels().chapter_number, &[("chapter", &number.to_string())]));
        let label = self.label(Place::Chapter(chapter.id.clone()).to_string());
        let blocks = self.nodes(&chapter.blocks, 2)?;
        let mut topics = Vec::new();
        for topic in &chapter.topics {
            topics.push(self.topic(topic)?);
        }
        Ok(part(label, number.as_deref(), &chapter.title, blocks, topics))
    }

    fn topic(&mut self, topic: &Topic) -> Result<Part, PdfError> {
        let number = topic.number.map(|(chapter, number)| {
            let values = [("chapter", &*chapter.to_string()), ("topic", &*number.to_string())];
            fill(&self.locale.labels().topic_number, &values)
        });
        let label = self.label(format!("topic-{}", topic.id));
        let blocks = self.nodes(&topic.blocks, 3)?;
        Ok(part(label, number.as_deref(), &topic.title, blocks, Vec::new()))
    }

    /// Gives a label to an element; a second element of the same name goes without.
    pub(super) fn label(&mut self, label: String) -> Option<String> {
        self.taken.insert(label.clone()).then_some(label)
    }

    pub(super) fn photo(&mut self, photo: &Photo) -> Result<Image, PdfError> {
        let credit = if photo.credit.is_empty() {
            String::new()
        } else {
            fill(&self.locale.labels().photo_credit, &[("credit", &photo.credit)])
        };
        let image = self.image(&photo.picture, &photo.alt, &credit)?;
        Ok(Image { focus: photo.focus, ..image })
    }

    fn image(&mut self, picture: &Picture, alt: &str, credit: &str) -> Result<Image, PdfError> {
        let file = format!("images/{}", picture.name);
        self.file(&file, &picture.bytes)?;
        let ratio = f64::from(picture.width.max(1)) / f64::from(picture.height.max(1));
        Ok(Image { file: format!("/{file}"), alt: clean(alt), ratio, credit: clean(credit), focus: None })
    }

    /// Adds a file to the virtual folder; the same picture may be shown twice.
    pub(super) fn file(&mut self, name: &str, bytes: &Arc<[u8]>) -> Result<(), PdfError> {
        match self.files.insert(name.to_owned(), Arc::clone(bytes)) {
            Some(other) if other != *bytes => Err(PdfError::DuplicateFile(name.to_owned())),
            _ => Ok(()),
        }
    }

    fn attachments(&mut self) -> Result<Vec<AttachedFile>, PdfError> {
        let mut attached = Vec::new();
        let mut names = SafeNames::default();
        // The record is attached last, under its own name.
        names.give(RECORD);
        for attachment in &self.report.attachments {
            let name = names.give(&attachment.name);
            let file = format!("attachments/{name}");
            self.file(&file, &attachment.bytes)?;
            attached.push(AttachedFile {
                name,
                file: format!("/{file}"),
                mime: attachment.mime.clone(),
                description: clean(&attachment.description),
                relationship: match attachment.relationship {
                    Relationship::Source => "source",
                    Relationship::Data => "data",
                },
            });
        }
        Ok(attached)
    }

    /// Running text as spans.
    pub(super) fn spans(&mut self, inlines: &[Inline]) -> Vec<Span> {
        let mut spans = self.loose(inlines);
        joined::endings_into_links(&mut spans);
        let mut texts = Vec::new();
        joined::texts(&mut spans, &mut texts);
        hold_together(&mut texts);
        tie_together(&mut texts);
        spans
    }

    /// Running text as spans that nothing holds together.
    fn loose(&mut self, inlines: &[Inline]) -> Vec<Span> {
        let mut spans = Vec::new();
        for (index, inline) in inlines.iter().enumerate() {
            if begins_with_mark(inline) && ends_with_mark(&inlines[..index]) {
                spans.push(Span::NoteComma);
            }
            match inline {
                Inline::Text(text) => push_text(&mut spans, text),
                Inline::Number(number) => {
                    spans.extend(number.mark().map(|id| Span::Mark { id }));
                    push_text(&mut spans, number.text());
                }
                Inline::PlaceNumber(number) => push_text(&mut spans, number),
                Inline::Gap(gap) => {
                    spans.extend(gap.mark.map(|id| Span::Mark { id }));
                    spans.push(Span::Gap { text: clean(&gap.text) });
                }
                Inline::Claim(claim) => {
                    spans.extend(claim.mark.map(|id| Span::Mark { id }));
                    for span in self.loose(&claim.words) {
                        match span {
                            Span::Text { text } => push_text(&mut spans, &joined::amount(&text)),
                            other => spans.push(other),
                        }
                    }
                }
                Inline::Strong(inner) => spans.push(Span::Strong { content: self.loose(inner) }),
                Inline::Emphasis(inner) => spans.push(Span::Emphasis { content: self.loose(inner) }),
                Inline::Link { target, content } => {
                    let content = self.loose(content);
                    self.link(&mut spans, target, content);
                }
                Inline::Foreign { language, content } => spans.push(Span::Foreign {
                    language: language.code().to_owned(),
                    region: language.country().map(str::to_owned),
                    content: self.loose(content),
                }),
                Inline::Note(index) => spans.extend(self.mark(*index)),
                Inline::Break => spans.push(Span::Break),
            }
        }
        spans
    }

    fn link(&self, spans: &mut Vec<Span>, target: &Target, content: Vec<Span>) {
        match target {
            Target::Url(url) => spans.push(Span::Link { url: url.as_str().to_owned(), content }),
            Target::Place(place) => match self.places.get(place) {
                Some(label) => spans.push(Span::Place { label: label.clone(), content }),
                // A report has no such links; should one come, its words still stand.
                None => spans.extend(content),
            },
        }
    }

    fn mark(&mut self, index: usize) -> Option<Span> {
        let note = self.report.notes.get(index)?;
        if let Some(letters) = &mut self.letters {
            return Some(Span::Letter { text: letters.mark(index) });
        }
        // A reader looks for the note of each mark at the foot of its page, by its number: each mark has a note of its
        // own, as in Word, so that both documents number them alike. A label stands once in a document.
        let count = self.marked.entry(index).or_default();
        *count += 1;
        let label = match *count {
            1 => format!("note-{}", note.id),
            count => format!("note-{}:{count}", note.id),
        };
        Some(Span::Note { label, content: self.spans(&note.content) })
    }

    /// Writes something that stands in a list or card, which takes so much of the width.
    pub(super) fn within<T>(&mut self, width: f64, write: impl FnOnce(&mut Self) -> T) -> T {
        self.taken_width += width;
        let written = write(self);
        self.taken_width -= width;
        written
    }

    /// Writes a table, a chart or a panel, whose notes stand directly below it.
    pub(super) fn lettered<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> (T, Vec<LetteredNote>) {
        let outer = self.letters.replace(Lettered::default());
        let written = write(self);
        let own = std::mem::replace(&mut self.letters, outer).unwrap_or_default();
        let report = self.report;
        let notes = own.notes().into_iter().filter_map(|(letter, index)| {
            let content = self.spans(&report.notes.get(index)?.content);
            Some(LetteredNote { letter, content })
        });
        (written, notes.collect())
    }
}

fn part(
    label: Option<String>,
    number: Option<&str>,
    title: &str,
    blocks: Vec<super::payload::Node>,
    topics: Vec<Part>,
) -> Part {
    let head = clean(title);
    let title = number.map_or_else(|| head.clone(), |number| format!("{number} {head}"));
    Part { label, title, head, blocks, topics }
}

/// The labels of all elements that a link may lead to.
fn places(report: &Report) -> BTreeMap<Place, String> {
    let mut places = BTreeMap::new();
    for topic in report.chapters.iter().flat_map(|chapter| &chapter.topics) {
        places.insert(Place::Chapter(topic.id.clone()), format!("topic-{}", topic.id));
    }
    let mut add = |place: Place| {
        let label = place.to_string();
        places.insert(place, label);
    };
    // A chapter wins over a topic of the same name.
    report.chapters.iter().for_each(|chapter| add(Place::Chapter(chapter.id.clone())));
    report.walk(&mut |block| match block {
        Block::Chart(chart) => add(Place::Chart(chart.id.clone())),
        Block::Unavailable(absent) => add(Place::Chart(absent.id.clone())),
        Block::Table(table) => add(Place::Table(table.id.clone())),
        _ => {}
    });
    places
}

fn brand(theme: &Theme) -> BrandSheet {
    let brand = &theme.brand;
    let (colours, sizes, page) = (&brand.colours, &brand.type_scale, &brand.page);
    BrandSheet {
        primary: colours.primary.to_string(),
        secondary: colours.secondary.to_string(),
        accent: colours.accent.to_string(),
        text: colours.text.to_string(),
        muted: colours.muted.to_string(),
        rule: colours.rule.to_string(),
        panel: colours.panel.to_string(),
        link: colours.link.to_string(),
        body_font: sizes.body.clone(),
        chart_font: sizes.chart.clone(),
        body_size: sizes.body_size,
        leading: sizes.leading,
        footnote_size: sizes.footnote_size,
        footnote_leading: sizes.footnote_leading,
        caption_size: sizes.caption_size,
        source_size: sizes.source_size,
        source_leading: sizes.source_leading,
        chapter_size: sizes.chapter_size,
        heading_size: sizes.heading_size,
        page_width: page.width,
        page_height: page.height,
        inside: page.inside,
        outside: page.outside,
        top: page.top,
        bottom: page.bottom,
        logo_ratio: brand.logo.ratio,
        logo_width: brand.logo.width,
        logo_edge: brand.logo.edge,
    }
}
