//! Walks through a report in reading order.

use super::{Absent, Block, Caption, Chart, Inline, Photo, Report, Table};
use crate::language::Labels;

impl Report {
    /// The country for the cover, where the title does not name it already.
    pub fn country_beside_title(&self) -> Option<&str> {
        let is_named = self.title.to_lowercase().contains(&self.country.to_lowercase());
        (!is_named).then_some(self.country.as_str())
    }

    /// All charts in the order of their numbers.
    pub fn charts(&self) -> Vec<&Chart> {
        let mut charts = Vec::new();
        self.walk(&mut |block| {
            if let Block::Chart(chart) = block {
                charts.push(chart);
            }
        });
        charts
    }

    /// The captions of all charts, those that cannot be shown among them.
    pub fn captions(&self) -> Vec<Caption<'_>> {
        let mut captions = Vec::new();
        self.walk(&mut |block| match block {
            Block::Chart(Chart { id, number, title, .. })
            | Block::Unavailable(Absent { id, number, title, .. }) => {
                captions.push(Caption { id, number: *number, title });
            }
            _ => {}
        });
        captions
    }

    /// All tables in the order of the text.
    pub fn tables(&self) -> Vec<&Table> {
        let mut tables = Vec::new();
        self.walk(&mut |block| {
            if let Block::Table(table) = block {
                tables.push(table);
            }
        });
        tables
    }

    /// All photographs, the one on the cover first.
    pub fn photos(&self) -> Vec<&Photo> {
        let mut photos: Vec<&Photo> = self.cover.iter().collect();
        self.walk(&mut |block| {
            if let Block::Event(event) = block {
                photos.extend(&event.photos);
            }
        });
        photos
    }

    /// The chart of that name.
    pub fn chart(&self, id: &str) -> Option<&Chart> {
        self.charts().into_iter().find(|chart| chart.id == id)
    }

    /// Calls a function on every block in reading order, blocks inside blocks included.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Block)) {
        for chapter in &self.chapters {
            walk_blocks(&chapter.blocks, visit);
            for topic in &chapter.topics {
                walk_blocks(&topic.blocks, visit);
            }
        }
    }
}

fn walk_blocks<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        match block {
            Block::List { items, .. } => items.iter().for_each(|item| walk_blocks(item, visit)),
            Block::Legislation(note) => walk_blocks(&note.blocks, visit),
            Block::Event(event) => walk_blocks(&event.blocks, visit),
            Block::Paragraph(_)
            | Block::Heading(_)
            | Block::Table(_)
            | Block::Chart(_)
            | Block::Photo(_)
            | Block::Unavailable(_)
            | Block::Correction(_)
            | Block::Term { .. }
            | Block::Reference(_) => {}
        }
    }
}

/// The plain text of inlines, as it is printed, without the marks of notes.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

/// The plain text of inlines, line by line as they are broken.
pub fn plain_lines(inlines: &[Inline]) -> Vec<String> {
    inlines.split(|inline| matches!(inline, Inline::Break)).map(plain_text).collect()
}

/// The label of the sources of a chart or table, each of which stands on a line.
pub fn source_label<'l>(labels: &'l Labels, sources: &[Inline]) -> &'l str {
    let has_more = sources.iter().any(|inline| matches!(inline, Inline::Break));
    if has_more { &labels.sources } else { &labels.source }
}

fn push_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::PlaceNumber(words) => text.push_str(words),
            Inline::Number(number) => text.push_str(number.text()),
            Inline::Gap(gap) => text.push_str(&gap.text),
            Inline::Claim(claim) => push_plain(&claim.words, text),
            Inline::Strong(inner) | Inline::Emphasis(inner) => push_plain(inner, text),
            Inline::Link { content, .. } | Inline::Foreign { content, .. } => push_plain(content, text),
            Inline::Note(_) => {}
            Inline::Break => text.push(' '),
        }
    }
}

/// Whether a piece of running text begins with the mark of a note.
pub fn begins_with_mark(inline: &Inline) -> bool {
    match inline {
        Inline::Note(_) => true,
        Inline::Strong(inner)
        | Inline::Emphasis(inner)
        | Inline::Link { content: inner, .. }
        | Inline::Foreign { content: inner, .. } => inner.first().is_some_and(begins_with_mark),
        Inline::Claim(claim) => claim.words.first().is_some_and(begins_with_mark),
        Inline::Text(_) | Inline::Number(_) | Inline::Gap(_) | Inline::PlaceNumber(_) | Inline::Break => {
            false
        }
    }
}

/// Whether the mark of a note stands in a text.
pub fn has_note(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Note(_) => true,
        Inline::Strong(inner)
        | Inline::Emphasis(inner)
        | Inline::Link { content: inner, .. }
        | Inline::Foreign { content: inner, .. } => has_note(inner),
        Inline::Claim(claim) => has_note(&claim.words),
        Inline::Text(_) | Inline::Number(_) | Inline::Gap(_) | Inline::PlaceNumber(_) | Inline::Break => {
            false
        }
    })
}

/// Whether a text ends with the mark of a note, so that another one beside it would read as one number.
pub fn ends_with_mark(inlines: &[Inline]) -> bool {
    match inlines.last() {
        Some(Inline::Note(_)) => true,
        Some(
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Link { content: inner, .. }
            | Inline::Foreign { content: inner, .. },
        ) => ends_with_mark(inner),
        Some(Inline::Claim(claim)) => ends_with_mark(&claim.words),
        Some(
            Inline::Text(_) | Inline::Number(_) | Inline::Gap(_) | Inline::PlaceNumber(_) | Inline::Break,
        )
        | None => false,
    }
}

/// Calls a function on every piece of running text of a report, the innermost first.
pub(super) fn inlines_mut(report: &mut Report, visit: &mut impl FnMut(&mut Inline)) {
    for tile in &mut report.tiles {
        run_mut(&mut tile.label, visit);
        run_mut(&mut tile.remark, visit);
    }
    report.notes.iter_mut().for_each(|note| run_mut(&mut note.content, visit));
    report.imprint.corrections.iter_mut().for_each(|entry| run_mut(&mut entry.content, visit));
    let imprint = &mut report.imprint;
    let runs = imprint.statements.iter_mut().chain(&mut imprint.flags).chain(&mut imprint.rights);
    let labelled = [&mut imprint.publisher.content, &mut imprint.citation.content];
    let lines = imprint.offices.iter_mut().flat_map(|office| &mut office.lines);
    runs.chain(labelled).chain(lines).for_each(|run| run_mut(run, visit));
    for chapter in &mut report.chapters {
        walk_blocks_mut(&mut chapter.blocks, visit);
        for topic in &mut chapter.topics {
            walk_blocks_mut(&mut topic.blocks, visit);
        }
    }
}

fn walk_blocks_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph(run) | Block::Heading(run) | Block::Reference(run) => run_mut(run, visit),
            Block::Term { definition, .. } => run_mut(definition, visit),
            Block::List { items, .. } => items.iter_mut().for_each(|item| walk_blocks_mut(item, visit)),
            Block::Table(table) => {
                let headers = table.columns.iter_mut().map(|column| &mut column.header);
                let cells = headers.chain(table.rows.iter_mut().flatten());
                cells.chain([&mut table.source, &mut table.remark]).for_each(|run| run_mut(run, visit));
            }
            Block::Chart(chart) => {
                run_mut(&mut chart.message, visit);
                run_mut(&mut chart.source, visit);
                run_mut(&mut chart.remark, visit);
            }
            Block::Legislation(note) => walk_blocks_mut(&mut note.blocks, visit),
            Block::Event(event) => walk_blocks_mut(&mut event.blocks, visit),
            Block::Correction(correction) => run_mut(&mut correction.content, visit),
            Block::Photo(_) | Block::Unavailable(_) => {}
        }
    }
}

/// Calls a function on every piece of a run of text, the innermost first.
pub(super) fn run_mut(run: &mut [Inline], visit: &mut impl FnMut(&mut Inline)) {
    for inline in run {
        match inline {
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Link { content: inner, .. }
            | Inline::Foreign { content: inner, .. } => run_mut(inner, visit),
            Inline::Claim(claim) => run_mut(&mut claim.words, visit),
            Inline::Text(_)
            | Inline::Number(_)
            | Inline::Gap(_)
            | Inline::PlaceNumber(_)
            | Inline::Note(_)
            | Inline::Break => {}
        }
        visit(inline);
    }
}
