//! Makes runs, paragraphs and tables with docx-rs, and corrects what it writes: no other file uses docx-rs.

use docx_rs::{
    AlignmentType, BreakType, BuildXML, FieldCharType, HeightRule, IndentLevel, LineSpacing, NumberingId,
    Paragraph, Run, Shading, ShdType, Table, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

use crate::docx::package::order::canonicalise;
use crate::docx::package::style::id;
use crate::docx::package::tree::{self, Element, Node, clean, el, val};
use crate::report::Align;

/// How a run looks beside its paragraph's style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// Character style.
    pub(super) style: Option<&'static str>,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// A number that comes from the data: an editor sees so by its style, and a reader sees nothing.
    pub(super) is_computed: bool,
    /// Something to be filled in: marked as with a pen, in the styles of any template.
    pub(super) is_gap: bool,
}

impl Look {
    fn run(self) -> Run {
        let mut run = Run::new();
        // A run has one style: what it cannot say stands beside it.
        let (style, bold, italic) = match (self.style, self.is_computed, self.bold, self.italic) {
            (Some(style), _, bold, italic) => (Some(style), bold, italic),
            (None, true, bold, italic) => (Some(id::COMPUTED), bold, italic),
            (None, false, true, italic) => (Some(id::STRONG), false, italic),
            (None, false, false, true) => (Some(id::EMPHASIS), false, false),
            (None, false, false, false) => (None, false, false),
        };
        if let Some(style) = style {
            run = run.style(style);
        }
        if bold {
            run = run.bold();
        }
        if italic {
            run = run.italic();
        }
        if self.is_gap {
            // Black, also where the words around are white.
            run = run.color("000000").highlight("yellow");
        }
        run
    }
}

/// A run of text; line ends become breaks and tabs become tabs, which docx-rs loses in text.
pub(super) fn run(text: &str, look: Look) -> Element {
    let text = clean(text);
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let mut run = look.run();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        for (index, piece) in line.split('\t').enumerate() {
            if index > 0 {
                run = run.add_tab();
            }
            if !piece.is_empty() {
                run = run.add_text(piece);
            }
        }
    }
    into_tree(&run)
}

/// The runs with neighbours of one look joined, as an editor expects to find them.
pub(super) fn joined(runs: Vec<Element>) -> Vec<Element> {
    let mut joined: Vec<Element> = Vec::new();
    for run in runs {
        match joined.last_mut() {
            Some(last) if is_text(last) && is_text(&run) && last.find("w:rPr") == run.find("w:rPr") => {
                let text = last.plain_text() + &run.plain_text();
                let properties = last.find("w:rPr").cloned();
                let text = el("w:t").attr("xml:space", "preserve").text(text);
                *last = el("w:r").with(properties).child(text);
            }
            _ => joined.push(run),
        }
    }
    joined
}

/// Whether a run holds text and nothing else.
fn is_text(run: &Element) -> bool {
    let texts = run.elements().filter(|child| child.name == "w:t").count();
    run.name == "w:r"
        && texts > 0
        && run.elements().all(|child| matches!(child.name.as_ref(), "w:t" | "w:rPr"))
}

/// A run that holds something docx-rs cannot make.
pub(super) fn run_with(child: Element, look: Look) -> Element {
    into_tree(&look.run()).child(child)
}

/// A run that breaks the line.
pub(super) fn line_break() -> Element {
    into_tree(&Run::new().add_break(BreakType::TextWrapping))
}

/// A run that holds a tab.
pub(super) fn tab() -> Element {
    into_tree(&Run::new().add_tab())
}

/// A field: its instruction, and its result as it stands before Word updates it.
pub(super) fn field(instruction: &str, result: Vec<Element>, look: Look) -> Vec<Element> {
    let mark = |kind| into_tree(&look.run().add_field_char(kind, false));
    let instruction = el("w:instrText").attr("xml:space", "preserve").text(format!(" {instruction} "));
    let mut runs =
        vec![mark(FieldCharType::Begin), run_with(instruction, look), mark(FieldCharType::Separate)];
    runs.extend(result);
    runs.push(mark(FieldCharType::End));
    runs
}

/// Where a paragraph begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Opening {
    /// Below the one before.
    #[default]
    Flow,
    /// On a new page.
    Page,
    /// On the new page of a section.
    Section,
}

/// What a paragraph has beside its style and content.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Para {
    pub(super) style: &'static str,
    pub(super) opening: Opening,
    pub(super) align: Option<Align>,
    /// Number of the list and level in it.
    pub(super) numbering: Option<(usize, usize)>,
    /// Space above and below, in twips, where a row of a table has one height in every program: of an exact height and
    /// the margins of its cells, each makes another.
    pub(super) space: Option<[usize; 2]>,
}

impl Para {
    /// A paragraph of that style.
    pub(super) fn of(style: &'static str) -> Self {
        Self { style, ..Self::default() }
    }

    /// With that content.
    pub(super) fn with(self, content: impl IntoIterator<Item = Element>) -> Element {
        let mut paragraph = Paragraph::new().style(self.style);
        match self.opening {
            Opening::Flow => {}
            // Word keeps the space above a heading at the top of a page that it was told to open.
            Opening::Section => paragraph = paragraph.line_spacing(LineSpacing::new().before(0)),
            Opening::Page => {
                paragraph = paragraph.page_break_before(true).line_spacing(LineSpacing::new().before(0));
            }
        }
        if let Some([before, after]) = self.space {
            let twips = |twips: usize| u32::try_from(twips).unwrap_or(0);
            paragraph = paragraph.line_spacing(LineSpacing::new().before(twips(before)).after(twips(after)));
        }
        if let Some((list, level)) = self.numbering {
            paragraph = paragraph.numbering(NumberingId::new(list), IndentLevel::new(level));
        }
        if let Some(align) = self.align {
            paragraph = paragraph.align(match align {
                Align::Left => AlignmentType::Left,
                Align::Center => AlignmentType::Center,
                Align::Right => AlignmentType::Right,
            });
        }
        into_tree(&paragraph).with(content)
    }

    /// With that text.
    pub(super) fn text(self, text: &str) -> Element {
        self.with([run(text, Look::default())])
    }
}

/// A table to be made.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    pub(super) style: &'static str,
    /// Name that a reader without sight hears first.
    pub(super) name: String,
    /// What the table holds.
    pub(super) description: String,
    /// Widths in twips.
    pub(super) columns: Vec<usize>,
    pub(super) rows: Vec<Row>,
    /// First row or column that heads the others.
    pub(super) heads: Heads,
}

/// Which cells of a table head the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Heads {
    #[default]
    None,
    FirstRow,
    FirstColumn,
    Both,
}

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    pub(super) height: Height,
}

/// Height of a row, in twips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Height {
    #[default]
    Auto,
    AtLeast(usize),
    Exact(usize),
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) content: Vec<Element>,
    /// Background, as six hexadecimal digits.
    pub(super) fill: Option<String>,
    pub(super) place: VerticalPlace,
    /// Margins in twips: top, left, bottom, right.
    pub(super) margins: Option<[usize; 4]>,
}

/// Where the content of a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum VerticalPlace {
    #[default]
    Top,
    Middle,
    Bottom,
}

impl Cell {
    /// A cell with that content.
    pub(super) fn of(content: impl IntoIterator<Item = Element>) -> Self {
        Self { content: content.into_iter().collect(), ..Self::default() }
    }

    fn skeleton(&self, width: usize) -> TableCell {
        let mut cell = TableCell::new().width(width, WidthType::Dxa);
        if let Some(fill) = &self.fill {
            cell = cell.shading(Shading::new().shd_type(ShdType::Clear).color("auto").fill(fill));
        }
        match self.place {
            VerticalPlace::Top => cell,
            VerticalPlace::Middle => cell.vertical_align(VAlignType::Center),
            VerticalPlace::Bottom => cell.vertical_align(VAlignType::Bottom),
        }
    }
}

impl Row {
    /// A row of those cells.
    pub(super) fn of(cells: impl IntoIterator<Item = Cell>) -> Self {
        Self { cells: cells.into_iter().collect(), height: Height::Auto }
    }

    fn skeleton(&self, columns: &[usize]) -> TableRow {
        let cells = self.cells.iter().zip(columns).map(|(cell, &width)| cell.skeleton(width)).collect();
        // A row that breaks over pages tears cards and badges apart.
        let row = TableRow::new(cells).cant_split();
        match self.height {
            Height::Auto => row,
            Height::AtLeast(twips) => row.row_height(points(twips)).height_rule(HeightRule::AtLeast),
            Height::Exact(twips) => row.row_height(points(twips)).height_rule(HeightRule::Exact),
        }
    }
}

/// docx-rs takes row heights as a float that it writes without decimals.
#[expect(clippy::cast_precision_loss, reason = "twips of a page are far below 2^24")]
fn points(twips: usize) -> f32 {
    twips as f32
}

impl Grid {
    /// The table.
    pub(super) fn build(self) -> Element {
        let rows = self.rows.iter().map(|row| row.skeleton(&self.columns)).collect();
        let table = Table::without_borders(rows)
            .set_grid(self.columns.clone())
            .layout(TableLayoutType::Fixed)
            .width(self.columns.iter().sum(), WidthType::Dxa)
            .style(self.style);
        let mut tree = into_tree(&table);
        self.correct_properties(tree.find_or_insert("w:tblPr"));
        let rows = tree.children.iter_mut().filter_map(|node| match node {
            Node::Element(row) if row.name == "w:tr" => Some(row),
            _ => None,
        });
        for (index, (tree, row)) in rows.zip(self.rows).enumerate() {
            if index == 0 && matches!(self.heads, Heads::FirstRow | Heads::Both) {
                tree.find_or_insert("w:trPr").push(el("w:tblHeader"));
            }
            fill_cells(tree, row.cells);
        }
        canonicalise(&mut tree);
        tree
    }

    fn correct_properties(&self, properties: &mut Element) {
        // docx-rs writes these into each table, and they would win over the table's style.
        properties.children.retain(|node| match node {
            Node::Element(child) => !matches!(child.name.as_ref(), "w:jc" | "w:tblBorders" | "w:tblCellMar"),
            Node::Text(_) => false,
        });
        let has_column = matches!(self.heads, Heads::FirstColumn | Heads::Both);
        // Word's accessibility checker asks every table for a first row of its own; of tables that only place things it
        // has no look. The same again in bits, which is all that older readers look at.
        let bits = match self.heads {
            Heads::None | Heads::FirstRow => "0620",
            Heads::FirstColumn | Heads::Both => "06A0",
        };
        properties.push(
            val("w:tblLook", bits)
                .attr("w:firstRow", "1")
                .attr("w:lastRow", "0")
                .attr("w:firstColumn", u8::from(has_column))
                .attr("w:lastColumn", "0")
                .attr("w:noHBand", "1")
                .attr("w:noVBand", "1"),
        );
        // Values of attributes, where Word knows no fields: a number in them is as old as the build.
        for (name, text) in [("w:tblCaption", &self.name), ("w:tblDescription", &self.description)] {
            if !text.is_empty() {
                properties.push(val(name, text));
            }
        }
    }
}

fn fill_cells(row: &mut Element, cells: Vec<Cell>) {
    let trees = row.children.iter_mut().filter_map(|node| match node {
        Node::Element(cell) if cell.name == "w:tc" => Some(cell),
        _ => None,
    });
    for (tree, cell) in trees.zip(cells) {
        tree.children.retain(|node| matches!(node, Node::Element(child) if child.name == "w:tcPr"));
        if let Some(margins) = cell.margins {
            let sides = ["w:top", "w:left", "w:bottom", "w:right"].into_iter().zip(margins);
            let margins = sides.map(|(side, twips)| el(side).attr("w:w", twips).attr("w:type", "dxa"));
            tree.find_or_insert("w:tcPr").push(el("w:tcMar").with(margins));
        }
        let ends_in_paragraph = cell.content.last().is_some_and(|last| last.name == "w:p");
        tree.extend(cell.content);
        if !ends_in_paragraph {
            // Word calls a file corrupt when a cell does not end in a paragraph.
            tree.push(el("w:p"));
        }
    }
}

/// The tree of what docx-rs writes, without what it should not have written.
fn into_tree(element: &impl BuildXML) -> Element {
    let mut tree = tree::parse(&element.build()).expect("docx-rs writes well-formed XML from clean text");
    correct(&mut tree);
    canonicalise(&mut tree);
    tree
}

fn correct(element: &mut Element) {
    // Ids of paragraphs come from a counter of the thread, so that two builds would differ;
    // `w:type` on a grid column and `w:dirty="false"` on a field are not in the schema Word checks.
    element.attributes.retain(|(name, value)| {
        name != "w14:paraId"
            && !(name == "w:type" && element.name == "w:gridCol")
            && !(name == "w:dirty" && value == "false")
    });
    for node in &mut element.children {
        if let Node::Element(child) = node {
            correct(child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Element, Grid, Heads, Look, Para, Row, joined, run};

    #[test]
    fn line_ends_and_tabs_are_not_lost() {
        let tree = run("a\nb\tc\r\nd", Look::default());
        let names: Vec<_> = tree.elements().map(|e| e.name.to_string()).collect();
        assert_eq!(names, ["w:t", "w:br", "w:t", "w:tab", "w:t", "w:br", "w:t"]);
        assert_eq!(tree.plain_text(), "abcd");
    }

    #[test]
    fn neighbours_of_one_look_are_joined() {
        let bold = Look { bold: true, ..Look::default() };
        let plain = |text| run(text, Look::default());
        let runs = joined(vec![plain("a"), plain(" b"), run("c", bold), plain("d"), plain("\n"), plain("e")]);
        let texts: Vec<_> = runs.iter().map(Element::plain_text).collect();
        assert_eq!(texts, ["a b", "c", "d", "", "e"]);
    }

    #[test]
    fn control_characters_do_not_break_a_run() {
        assert_eq!(run("a\u{1}& <b>]]>", Look::default()).plain_text(), "a\u{fffd}& <b>]]>");
    }

    #[test]
    fn a_table_has_a_header_row_and_no_borders_of_its_own() {
        let cell = || Cell::of([Para::of("A").text("x")]);
        let table = Grid {
            style: "T",
            name: "N & M".to_owned(),
            columns: vec![100, 200],
            rows: vec![Row::of([cell(), cell()]), Row::of([cell(), cell()])],
            heads: Heads::FirstRow,
            ..Grid::default()
        };
        let lines = table.build().to_lines();
        assert_eq!(lines.matches("<w:tblHeader/>").count(), 1, "{lines}");
        assert_eq!(lines.matches("<w:cantSplit/>").count(), 2, "{lines}");
        assert!(lines.contains("<w:tblCaption w:val=\"N &amp; M\"/>"), "{lines}");
        assert!(!lines.contains("Borders") && !lines.contains("paraId"), "{lines}");
    }

    #[test]
    fn a_cell_ends_in_a_paragraph() {
        let table = Grid { columns: vec![100], rows: vec![Row::of([Cell::default()])], ..Grid::default() };
        assert!(table.build().to_lines().contains("<w:p/>"));
    }
}
