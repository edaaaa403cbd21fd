//! Turns the blocks of a report into the nodes of the payload.

use std::sync::Arc;

use super::PdfError;
use super::convert::Converter;
use super::joined::{clean, held, let_break};
use super::payload::{ChartNode, ColumnHead, EventNode, Image, Node, Span, TableNode, TermText};
use crate::language::fill;
use crate::report::columns::{Fit, on_page, taken_by_event, taken_by_list};
use crate::report::{Align, Block, Chart, Event, Inline, Place, Table, plain_text};
use crate::theme::Face;

/// A table of more rows than this may go on over a page break.
const WHOLE_ROWS: usize = 20;
impl Converter<'_> {
    /// Blocks as nodes; `level` is that of a heading among them.
    pub(super) fn nodes(&mut self, blocks: &[Block], level: u8) -> Result<Vec<Node>, PdfError> {
        let mut nodes = Vec::new();
        for block in blocks {
            match block {
                // Terms and references in a row are one list.
                Block::Term { name, definition } => {
                    let width = self.bold_width(name);
                    let term = TermText { name: held(name), definition: self.spans(definition) };
                    match nodes.last_mut() {
                        Some(Node::Terms { width: widest, items, .. }) => {
                            *widest = width.max(*widest);
                            items.push(term);
                        }
                        _ => nodes.push(Node::Terms { level, width, items: vec![term] }),
                    }
                }
                Block::Reference(content) => {
                    let entry = self.spans(content);
                    match nodes.last_mut() {
                        Some(Node::References { items }) => items.push(entry),
                        _ => nodes.push(Node::References { items: vec![entry] }),
                    }
                }
                other => {
                    let node = self.node(other, level)?;
                    match (nodes.last_mut(), node) {
                        (Some(Node::Pair { tables }), Node::Pair { tables: more }) => tables.extend(more),
                        (_, node) => nodes.push(node),
                    }
                }
            }
        }
        Ok(nodes)
    }

    fn node(&mut self, block: &Block, level: u8) -> Result<Node, PdfError> {
        Ok(match block {
            Block::Paragraph(content) => Node::Paragraph { content: self.spans(content) },
            Block::Heading(content) => Node::Heading { level, content: self.spans(content) },
            Block::List { start, items } => {
                let room = taken_by_list(self.theme);
                let nodes = |own: &mut Self| {
                    items.iter().map(|item| own.nodes(item, level)).collect::<Result<_, _>>()
                };
                let items = self.within(room, nodes)?;
                Node::List { start: *start, items }
            }
            Block::Table(table) => {
                let (mut node, notes) = self.lettered(|own| own.table(table));
                node.notes = notes;
                let is_narrow = node.compact && node.room < self.text_width() * 0.6;
                let node = Node::Table(node);
                if is_narrow { Node::Pair { tables: vec![node] } } else { node }
            }
            Block::Chart(chart) => {
                let (node, notes) = self.lettered(|own| own.chart(chart));
                Node::Chart(ChartNode { notes, ..node? })
            }
            Block::Photo(photo) => Node::Photo { image: self.photo(photo)? },
            Block::Correction(entry) => {
                Node::Correction { label: clean(&entry.label), content: self.spans(&entry.content) }
            }
            Block::Unavailable(absent) => {
                let words = self.locale.labels();
                Node::Unavailable {
                    label: self.label(Place::Chart(absent.id.clone()).to_string()),
                    caption: caption(&words.caption, &words.figure, absent.number, &absent.title),
                    state: clean(&absent.state),
                    reason: held(&absent.reason),
                    is_gap: absent.is_gap,
                }
            }
            Block::Legislation(note) => Node::Legislation {
                level,
                label: self.label(format!("law-{}", note.id)),
                date: held(&note.date),
                title: held(&note.title),
                blocks: self.nodes(&note.blocks, level + 1)?,
            },
            Block::Event(event) => Node::Event(self.event(event, level)?),
            Block::Term { .. } | Block::Reference(_) => {
                return self.nodes(std::slice::from_ref(block), level).map(|mut nodes| nodes.remove(0));
            }
        })
    }

    fn event(&mut self, event: &Event, level: u8) -> Result<EventNode, PdfError> {
        let room = taken_by_event(self.theme, event.photos.len());
        let blocks = self.within(room, |own| own.nodes(&event.blocks, level + 1))?;
        let photos = event.photos.iter().map(|photo| self.photo(photo)).collect::<Result<_, _>>()?;
        Ok(EventNode {
            label: self.label(format!("event-{}", event.id)),
            level,
            day: held(&event.badge_day),
            month: held(&event.badge_month),
            title: held(&event.title),
            blocks,
            photos,
        })
    }

    fn chart(&mut self, chart: &Chart) -> Result<ChartNode, PdfError> {
        let svg =
            *self.charts.get(chart.id.as_str()).ok_or_else(|| PdfError::MissingChart(chart.id.clone()))?;
        let file = format!("charts/{}.svg", chart.id);
        self.file(&file, &Arc::from(svg.as_bytes()))?;
        let ratio = svg_ratio(svg).unwrap_or(2.0);
        let words = self.locale.labels();
        let caption = caption(&words.caption, &words.figure, chart.number, &chart.title);
        Ok(ChartNode {
            label: self.label(Place::Chart(chart.id.clone()).to_string()),
            message: self.spans(&chart.message),
            caption,
            mark: chart.mark,
            image: Image {
                file: format!("/{file}"),
                alt: clean(&chart.alt),
                ratio,
                credit: String::new(),
                focus: None,
            },
            source: self.spans(&chart.source),
            remark: self.spans(&chart.remark),
            notes: Vec::new(),
        })
    }

    fn table(&mut self, table: &Table) -> TableNode {
        let words = self.locale.labels();
        let breakable = table.rows.len() > WHOLE_ROWS || longest(table) > 1200;
        let (fit, room) = on_page(table, self.theme, self.taken_width);
        let columns = table
            .columns
            .iter()
            .zip(&fit.widths)
            .enumerate()
            .map(|(at, (column, width))| ColumnHead {
                header: self.cell(&column.header, &fit, at, Face::Bold),
                width: tenths(*width),
                align: match column.align {
                    Align::Left => "left",
                    Align::Center => "center",
                    Align::Right => "right",
                },
            })
            .collect();
        TableNode {
            label: self.label(Place::Table(table.id.clone()).to_string()),
            caption: match table.number {
                Some(number) => Some(caption(&words.caption, &words.table, number, &table.title)),
                None => Some(held(&table.title)).filter(|title| !title.is_empty()),
            },
            continued: table.number.filter(|_| breakable).map(|number| {
                let values = [("label", words.table.as_str()), ("number", &number.to_string())];
                clean(&fill(&words.continued, &values))
            }),
            size: fit.size,
            inset: tenths(fit.inset),
            room: tenths(room),
            compact: table.is_data,
            row_head: table.columns.iter().position(|column| column.align == Align::Left),
            columns,
            rows: table.rows.iter().map(|row| self.row(row, &fit)).collect(),
            source: self.spans(&table.source),
            remark: self.spans(&table.remark),
            notes: Vec::new(),
            breakable,
            header: breakable.then(|| table.id.clone()),
        }
    }

    fn row(&mut self, row: &[Vec<Inline>], fit: &Fit) -> Vec<Vec<Span>> {
        row.iter().enumerate().map(|(at, cell)| self.cell(cell, fit, at, Face::Regular)).collect()
    }

    /// A cell of a column, whose words may break where the column has no room for them.
    fn cell(&mut self, cell: &[Inline], fit: &Fit, column: usize, face: Face) -> Vec<Span> {
        let mut spans = self.spans(cell);
        if fit.crowded.iter().any(|(at, _)| *at == column) {
            let room = fit.widths.get(column).map_or(0.0, |width| width - 2.0 * fit.inset);
            let (fonts, family) = (&self.theme.fonts, &self.theme.brand.type_scale.body);
            let_break(&mut spans, &|word| fonts.width(word, family, face, fit.size) > room);
        }
        spans
    }

    /// Width of the text, in points.
    pub(super) fn text_width(&self) -> f64 {
        let page = &self.theme.brand.page;
        (page.width - page.inside - page.outside) * 72.0 / 25.4
    }

    fn bold_width(&self, text: &str) -> f64 {
        let sizes = &self.theme.brand.type_scale;
        let width = self.theme.fonts.width(text, &sizes.body, Face::Bold, sizes.body_size);
        tenths(width)
    }
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn caption(pattern: &str, label: &str, number: u32, title: &str) -> String {
    held(&fill(pattern, &[("label", label), ("number", &number.to_string()), ("title", title)]))
}

/// Characters in all cells, a measure of height for tables of running text.
fn longest(table: &Table) -> usize {
    table.rows.iter().flatten().map(|cell| plain_text(cell).chars().count()).sum()
}

/// Width by height of an SVG, from its `viewBox` or its `width` and `height`.
fn svg_ratio(svg: &str) -> Option<f64> {
    let open = svg.find("<svg")?;
    let root = &svg[open..open + svg[open..].find('>')?];
    let attribute = |name: &str| {
        let start = root.find(&format!(" {name}=\""))? + name.len() + 3;
        let rest = &root[start..];
        Some(&rest[..rest.find('"')?])
    };
    let number = |text: &str| text.trim_end_matches(|c: char| c.is_alphabetic()).parse::<f64>().ok();
    let size = |text: &str| {
        let sides: Vec<f64> = text.split([' ', ',']).filter(|s| !s.is_empty()).filter_map(number).collect();
        (sides.len() == 4).then(|| (sides[2], sides[3]))
    };
    let (width, height) = attribute("viewBox")
        .and_then(size)
        .or_else(|| Some((attribute("width").and_then(number)?, attribute("height").and_then(number)?)))?;
    (width > 0.0 && height > 0.0).then(|| width / height)
}

#[cfg(test)]
mod tests {
    use super::svg_ratio;

    #[test]
    fn the_view_box_gives_the_shape_of_a_chart() {
        assert_eq!(svg_ratio(r#"<svg width="9" height="9" viewBox="0 0 400 200">"#), Some(2.0));
        assert_eq!(svg_ratio(r#"<?xml?><svg width="300pt" height="100pt">"#), Some(3.0));
        assert_eq!(svg_ratio("<svg>"), None);
    }
}
