//! Turns an author's Markdown into blocks and inlines, with every expression evaluated.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::compute::Figure;
use super::context::Builder;
use super::marks::{ELSE, END, IF, Marked, Unclosed};
use super::markup::stray;
use super::passage::{Cell, Piece};
use super::walk::plain_text;
use super::{Align, Block, Column, Inline, PassageRole, Table};
use crate::diag::{Code, Diagnostic, Span, code};
use crate::spec::Text;

mod absent;
mod brace;
mod capital;
mod foreign;
mod fork;
pub(super) mod grid;
mod link;
mod open;
mod pasted;
mod words;

/// Lists inside lists; deeper ones are a mistake, and cannot be read on a page.
const DEEPEST: usize = 6;

/// One text being read.
struct Prose<'a> {
    builder: &'a Builder<'a>,
    text: &'a Text,
    marked: Marked,
    frames: Vec<Frame>,
    /// The pieces of the paragraph, heading or cell that is being read.
    pieces: Vec<Piece>,
    /// The cell of a table that is being read.
    cell: Option<Cell>,
    /// The lists that are open, the innermost last: the number of each, and how many of its items have begun.
    lists: Vec<(u32, usize)>,
    /// Expressions in it that ask figures which are not available, and their places.
    absent: Vec<(Span, Arc<Figure>)>,
}

/// What is open while events arrive.
enum Frame {
    /// Blocks of the whole text, of a list item.
    Blocks(Vec<Block>),
    /// Inlines of a paragraph, heading, cell, or of emphasis inside them.
    Inlines(Vec<Inline>),
    /// Items of a list.
    List(Option<u64>, Vec<Vec<Block>>),
    /// A table under way: columns, rows, cells of the current row.
    Table(Vec<Column>, Vec<Vec<Vec<Inline>>>, Vec<Vec<Inline>>),
    /// A picture, with what its alternative text gathers.
    Image(String, Vec<Inline>),
    /// A link, with what it shows.
    Link(Opened, Vec<Inline>),
    /// A paragraph's pictures, which become blocks of their own.
    Figures(Vec<Block>),
}

/// Expressions of a text that are told to be unclosed; more are of one kind.
const MOST_UNCLOSED: usize = 50;

/// Stands for the number of the place in the words of a link to it.
pub(super) const NUMBER: &str = "{}";

/// A link that has begun.
struct Opened {
    /// Where it leads.
    url: String,
    /// What stands in quotes behind that.
    title: String,
    /// The number of pieces before it.
    first: usize,
}

/// Reads a text as blocks. One that has not been translated yet is marked with its language.
pub(super) fn blocks(builder: &Builder<'_>, text: &Text) -> Vec<Block> {
    let mut blocks = builder.in_language_of(text, || blocks_of(builder, text));
    if let Some(language) = &text.language {
        foreign::mark(&mut blocks, language);
    }
    blocks
}

fn blocks_of(builder: &Builder<'_>, text: &Text) -> Vec<Block> {
    let holds = |expression: &str, place| fork::holds(builder, text, expression, place);
    let marked = Marked::new(&text.value, &holds);
    marked.left_out.iter().for_each(|left_out| fork::check_left_out(builder, text, left_out));
    for &Unclosed(sign, at) in marked.unclosed.iter().take(MOST_UNCLOSED) {
        let (message, hint) = match sign {
            IF => ("this `{{ if … }}` is never ended", "write `{{ end }}` behind the last sentence for it"),
            ELSE => {
                ("this `{{ else }}` belongs to no `{{ if … }}`", "write one `{{ else }}` between two cases")
            }
            END => ("this `{{ end }}` belongs to no `{{ if … }}`", "delete it, or write the `{{ if … }}`"),
            "{{" => ("`{{` is never closed", "close it with `}}`"),
            "}}" => ("`}}` closes nothing", "open it with `{{`, or delete it"),
            _ => ("`](=` is never closed", "close it with `)`"),
        };
        let length = if [IF, ELSE, END].contains(&sign) { 2 } else { sign.len() };
        let place = text.at(at, at + length);
        builder.fault(Diagnostic::new(code::UNCLOSED_EXPRESSION, place, message).hint(hint));
    }
    let source = marked.text.clone();
    let frames = vec![Frame::Blocks(Vec::new())];
    let (pieces, absent, lists) = (Vec::new(), Vec::new(), Vec::new());
    let mut prose = Prose { builder, text, marked, frames, pieces, cell: None, lists, absent };
    prose.tell_single_braces();
    prose.tell_pasted_signs();
    let parser = Parser::new_ext(&source, Options::ENABLE_TABLES);
    for (_, definition) in parser.reference_definitions().iter() {
        let hint = "write links as [words](https://…), and put other words before the bracket";
        prose.refuse(
            code::UNSUPPORTED_TEXT,
            &definition.span,
            "a line of the form [word]: … is not printed",
            hint,
        );
    }
    for (event, range) in parser.into_offset_iter() {
        if prose.is_too_deep() {
            prose.refuse(code::TOO_DEEP, &range, "lists are nested too deep", "use at most six levels");
            return Vec::new();
        }
        prose.event(event, range);
    }
    match prose.frames.pop() {
        Some(Frame::Blocks(blocks)) => blocks,
        _ => Vec::new(),
    }
}

/// Reads the remarks below a chart or table; one that several figures share is printed once.
pub(super) fn remarks(builder: &Builder<'_>, remarks: &[&Text]) -> Vec<Inline> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for text in remarks {
        let own = builder.as_role(PassageRole::Caption, || inlines(builder, text));
        // Two texts may print the same, with a number of each figure.
        if seen.insert(plain_text(&own)) {
            append(&mut all, own);
        }
    }
    all
}

/// Reads a text that is one line: a title, a caption, a note.
pub(super) fn inlines(builder: &Builder<'_>, text: &Text) -> Vec<Inline> {
    let mut blocks = blocks(builder, text);
    if blocks.len() > 1 {
        builder.fault(
            Diagnostic::new(code::NOT_ONE_PARAGRAPH, text.span, "this text must be a single paragraph")
                .hint("delete the empty lines, lists and headings in it"),
        );
    }
    match blocks.drain(..).next() {
        Some(Block::Paragraph(inlines)) => inlines,
        Some(_) => {
            builder.fault(
                Diagnostic::new(code::NOT_ONE_PARAGRAPH, text.span, "this text must be a single paragraph")
                    .hint("write it without list marks, `#` at its beginning, tables and pictures"),
            );
            Vec::new()
        }
        None => Vec::new(),
    }
}

impl Builder<'_> {
    /// A text that is printed as one line without marks.
    pub(super) fn line(&self, text: &Text) -> String {
        let outer = self.in_line.replace(true);
        let role = if self.role.get() == PassageRole::Text { PassageRole::Caption } else { self.role.get() };
        let run = self.as_role(role, || inlines(self, text));
        self.in_line.set(outer);
        if run.iter().any(|inline| matches!(inline, Inline::Note(_))) {
            let fault =
                Diagnostic::new(code::NOTE_IN_TITLE, text.span, "a note cannot be marked in this text");
            self.fault(fault.hint("mark it in the paragraph below"));
        }
        plain_text(&run)
    }
}

/// Adds a sentence to a text.
pub(super) fn append(text: &mut Vec<Inline>, sentence: Vec<Inline>) {
    if !text.is_empty() && !sentence.is_empty() {
        text.push(Inline::Text(" ".to_owned()));
    }
    text.extend(sentence);
}

impl Prose<'_> {
    /// Whether too many lists are open, or too much else: emphasis in emphasis in a link and so on.
    fn is_too_deep(&self) -> bool {
        let lists = self.frames.iter().filter(|frame| matches!(frame, Frame::List(..))).count();
        lists > DEEPEST || self.frames.len() > 4 * DEEPEST
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) | Event::Code(text) => {
                self.warn_of_stray_signs(&range);
                self.refuse_coded(&text, &range);
                self.words(&text, &range);
            }
            Event::SoftBreak => self.push_words(" ", &range),
            Event::HardBreak => {
                self.push_piece(" ", &range);
                self.push(Inline::Break);
            }
            Event::Html(_) => {}
            Event::InlineHtml(_) => {
                self.refuse(
                    code::HTML_IN_TEXT,
                    &range,
                    "HTML is not allowed in text",
                    "use Markdown: *italic*, **bold**, lists; write \\< for the sign itself",
                );
            }
            Event::Rule => {
                self.refuse(code::UNSUPPORTED_TEXT, &range, "a rule cannot be printed", "delete this line");
            }
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {
                self.refuse(code::UNSUPPORTED_TEXT, &range, "this cannot be printed", "use plain words");
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.frames.push(Frame::Inlines(Vec::new())),
            Tag::Heading { level, .. } => {
                if level < HeadingLevel::H3 {
                    self.refuse(
                        code::HEADING_LEVEL,
                        range,
                        "a heading inside a text is one of level 3",
                        "write it with ###",
                    );
                }
                self.frames.push(Frame::Inlines(Vec::new()));
            }
            Tag::List(start) => {
                self.close_tight_paragraph();
                self.frames.push(Frame::List(start, Vec::new()));
                self.lists.push((self.builder.next_list(), 0));
            }
            Tag::Item => {
                self.frames.push(Frame::Blocks(Vec::new()));
                self.lists.last_mut().into_iter().for_each(|(_, items)| *items += 1);
            }
            Tag::Table(aligns) => {
                let columns =
                    aligns.iter().map(|align| Column { header: Vec::new(), align: alignment(*align) });
                self.frames.push(Frame::Table(columns.collect(), Vec::new(), Vec::new()));
                self.cell = Some(Cell { table: self.builder.next_grid(), row: 0, column: 0 });
                self.builder.in_cell.set(true);
            }
            Tag::TableHead => {}
            Tag::TableRow => {
                self.check_row(range);
                self.cell = self.cell.map(|cell| Cell { row: cell.row + 1, column: 0, ..cell });
            }
            Tag::TableCell | Tag::Strong | Tag::Emphasis => self.frames.push(Frame::Inlines(Vec::new())),
            Tag::Link { dest_url, title, .. } => {
                let (url, title) = (dest_url.to_string(), title.to_string());
                let opened = Opened { url, title, first: self.pieces.len() };
                self.frames.push(Frame::Link(opened, Vec::new()));
            }
            Tag::Image { dest_url, .. } => self.frames.push(Frame::Image(dest_url.to_string(), Vec::new())),
            Tag::HtmlBlock => {
                self.refuse(
                    code::HTML_IN_TEXT,
                    range,
                    "HTML is not allowed in text",
                    "use Markdown: *italic*, **bold**, lists; write \\< for the sign itself",
                );
            }
            Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {
                let hint = "use paragraphs and lists; a line must not begin with > or four spaces";
                self.refuse(
                    code::UNSUPPORTED_TEXT,
                    range,
                    "quotations and program text cannot be printed",
                    hint,
                );
                self.frames.push(Frame::Blocks(Vec::new()));
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(range),
            TagEnd::Heading(_) => {
                let inlines = self.pop_inlines();
                let builder = self.builder;
                builder.as_role(PassageRole::Title(3), || self.push_block(Block::Heading(inlines)));
            }
            TagEnd::Item => {
                self.close_tight_paragraph();
                if let (Some(Frame::Blocks(blocks)), Some(Frame::List(_, items))) =
                    (self.frames.pop(), self.frames.last_mut())
                {
                    items.push(blocks);
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
                if let Some(Frame::List(start, items)) = self.frames.pop() {
                    self.push_block(Block::List { start, items });
                }
            }
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead => {
                if let Some(Frame::Table(columns, _, cells)) = self.frames.last_mut() {
                    for (column, header) in columns.iter_mut().zip(cells.drain(..)) {
                        column.header = header;
                    }
                }
            }
            TagEnd::TableRow => {
                if let Some(Frame::Table(_, rows, cells)) = self.frames.last_mut() {
                    rows.push(std::mem::take(cells));
                }
            }
            TagEnd::Table => {
                self.cell = None;
                self.builder.in_cell.set(false);
                if let Some(Frame::Table(columns, rows, _)) = self.frames.pop() {
                    let id = self.builder.next_table_id();
                    // What its marks mean, and why its cells say "not available", with a caption or without.
                    let mut remark = self.builder.take_legend();
                    append(&mut remark, self.builder.reasons_of_table());
                    let table = Table {
                        id,
                        number: None,
                        title: String::new(),
                        columns,
                        rows,
                        source: Vec::new(),
                        remark,
                        is_data: false,
                    };
                    self.push_block(Block::Table(table));
                }
            }
            TagEnd::Strong => {
                let inner = self.pop_inlines();
                self.push(Inline::Strong(inner));
            }
            TagEnd::Emphasis => {
                let inner = self.pop_inlines();
                self.push(Inline::Emphasis(inner));
            }
            TagEnd::Link => self.end_link(range),
            TagEnd::Image => self.end_image(range),
            TagEnd::HtmlBlock => {}
            TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {
                self.close_tight_paragraph();
                self.frames.pop();
            }
        }
    }

    fn end_cell(&mut self) {
        let cell = self.pop_inlines();
        self.end_passage();
        if let Some(place) = &mut self.cell {
            place.column += 1;
        }
        if let Some(Frame::Table(_, _, cells)) = self.frames.last_mut() {
            cells.push(cell);
        }
    }

    fn warn_of_stray_signs(&self, range: &Range<usize>) {
        let found = stray(&self.marked.text, range);
        if let Some((place, sign)) = found.filter(|_| self.builder.tells_stray_signs()) {
            let message = format!("this `{sign}` opens or closes nothing and is printed as it is");
            let hint = match sign {
                "(=" => "a claim lacks its `]` before it: write [words](=expression)",
                "]=" => "a claim lacks its `(` behind `]`: write [words](=expression)",
                _ => "close it with its pair, or write a backslash before it",
            };
            self.builder.fault(Diagnostic::new(code::UNCLOSED_MARKUP, self.span(&place), message).hint(hint));
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        let (start, end) = (self.marked.original(range.start), self.marked.original(range.end));
        // Blocks end with their line break; the place of a fault does not.
        let end = start + self.text.value[start..end.max(start)].trim_end().len();
        self.text.at(start, end)
    }

    fn refuse_picture_in_line(&self, range: &Range<usize>) {
        let hint = "put it on a line of its own, with an empty line before and after";
        self.refuse(code::PICTURE_IN_LINE, range, "a chart, table or photo stands inside a paragraph", hint);
    }

    fn refuse(&self, code: Code, range: &Range<usize>, message: &str, hint: &str) {
        self.builder.fault(Diagnostic::new(code, self.span(range), message).hint(hint));
    }
}

fn alignment(align: Alignment) -> Align {
    match align {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}
