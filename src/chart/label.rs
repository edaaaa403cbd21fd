//! Measures, wraps and places texts with the theme's own font.

use super::palette::{WHITE, outline};
use super::scene::{Anchor, Decisions, Ground, Mark, MarkKind, Point, Rect, Scene, Shape, Spacing, Text};
use crate::language::{JOINER, hold_together};
use crate::theme::{Colour, Face, Theme};

/// From one line of a label to the next, in ems.
const LEADING: f64 = 1.2;

/// Height of capitals and figures, in ems, for putting them in the middle of a bar.
const CAPITAL: f64 = 0.714;

/// Width of the line around a light shape.
const EDGE: f64 = 0.7;

/// A size and weight in a colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) face: Face,
    pub(super) colour: Colour,
}

impl Style {
    /// The same in another colour.
    pub(super) fn in_colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The same at another size, in points.
    pub(super) fn at(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// Height of so many lines.
    pub(super) fn height(&self, lines: usize) -> f64 {
        self.size * LEADING * f64::from(u32::try_from(lines).unwrap_or(u32::MAX))
    }
}

/// A scene in the making.
pub(super) struct Sketch<'a> {
    pub(super) theme: &'a Theme,
    pub(super) scene: Scene,
    pub(super) spacing: Spacing,
}

impl<'a> Sketch<'a> {
    /// An empty scene of that width.
    pub(super) fn new(theme: &'a Theme, width: f64) -> Self {
        Self {
            theme,
            spacing: Spacing::default(),
            scene: Scene {
                width,
                height: 0.0,
                marks: Vec::new(),
                texts: Vec::new(),
                decisions: Decisions::default(),
            },
        }
    }

    /// Names of categories and series.
    pub(super) fn label(&self) -> Style {
        Style { size: 8.5, face: Face::Regular, colour: self.theme.brand.chart.text }
    }

    /// Values.
    pub(super) fn figure(&self) -> Style {
        Style { face: Face::Bold, ..self.label() }
    }

    /// The unit and ticks.
    pub(super) fn small(&self) -> Style {
        Style { size: 7.5, face: Face::Regular, colour: self.theme.brand.colours.muted }
    }

    /// The advance width of a text.
    pub(super) fn width(&self, text: &str, style: Style) -> f64 {
        self.theme.fonts.width(text, &self.theme.brand.type_scale.chart, style.face, style.size)
    }

    /// Width of the widest line.
    pub(super) fn widest(&self, lines: &[String], style: Style) -> f64 {
        lines.iter().map(|line| self.width(line, style)).fold(0.0, f64::max)
    }

    /// Puts one line of text on the page.
    pub(super) fn text(&mut self, content: &str, at: (Anchor, f64), baseline: f64, style: Style) {
        self.text_on(content, at, baseline, style, Ground::Page);
    }

    /// Puts one line of text on a mark or the page.
    pub(super) fn text_on(
        &mut self,
        content: &str,
        (anchor, x): (Anchor, f64),
        baseline: f64,
        style: Style,
        ground: Ground,
    ) {
        if content.is_empty() {
            return;
        }
        let width = self.width(content, style);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let (ascent, descent) = self.extent(style);
        let frame = Rect { left, right: left + width, top: baseline - ascent, bottom: baseline + descent };
        self.scene.texts.push(Text {
            content: content.to_owned(),
            x,
            baseline,
            anchor,
            size: style.size,
            face: style.face,
            colour: style.colour,
            frame,
            ground,
        });
    }

    /// Puts lines of text so that their middle is at a height.
    pub(super) fn lines(&mut self, lines: &[String], at: (Anchor, f64), middle: f64, style: Style) {
        let mut baseline = middle - style.height(lines.len()) / 2.0 + self.first_baseline(style);
        for line in lines {
            self.text(line, at, baseline, style);
            baseline += style.height(1);
        }
    }

    /// The baseline that puts figures and capitals in the middle of a height.
    pub(super) fn centred(middle: f64, style: Style) -> f64 {
        middle + style.size * CAPITAL / 2.0
    }

    /// From the top of a line to its baseline, with the capitals in the middle of the line.
    fn first_baseline(&self, style: Style) -> f64 {
        Self::centred(style.height(1) / 2.0, style)
    }

    /// From the baseline up and down. Fonts leave room above for stacked accents, which labels do
    /// not have; without it a label's lines can stand as close as in print.
    fn extent(&self, style: Style) -> (f64, f64) {
        let family = &self.theme.brand.type_scale.chart;
        let (ascent, descent) = self.theme.fonts.extent(family, style.face, style.size);
        (ascent * 0.89, descent * 0.84)
    }

    /// Adds a filled rectangle.
    pub(super) fn rect(&mut self, rect: Rect, colour: Colour, kind: MarkKind) {
        self.mark(Shape::Rect(rect), colour, kind);
    }

    /// Adds a stroked path.
    pub(super) fn path(&mut self, points: &[(f64, f64)], width: f64, colour: Colour, kind: MarkKind) {
        let points = points.iter().map(|&(x, y)| Point { x, y }).collect();
        self.mark(Shape::Path { points, width }, colour, kind);
    }

    /// Adds a filled polygon.
    pub(super) fn polygon(&mut self, points: &[(f64, f64)], colour: Colour, kind: MarkKind) {
        let points = points.iter().map(|&(x, y)| Point { x, y }).collect();
        self.mark(Shape::Polygon(points), colour, kind);
    }

    /// Adds a filled circle.
    pub(super) fn dot(&mut self, (x, y): (f64, f64), radius: f64, colour: Colour, kind: MarkKind) {
        self.mark(Shape::Dot { centre: Point { x, y }, radius }, colour, kind);
    }

    /// Adds white between two neighbours that touch.
    pub(super) fn separator(&mut self, points: &[(f64, f64)], width: f64) {
        self.path(points, width, WHITE, MarkKind::Separator);
    }

    fn mark(&mut self, shape: Shape, colour: Colour, kind: MarkKind) {
        let edge = match kind {
            MarkKind::Value { .. } | MarkKind::Swatch => outline(colour).zip(edge(&shape)),
            MarkKind::Line { .. }
            | MarkKind::Separator
            | MarkKind::Outline
            | MarkKind::Leader
            | MarkKind::Axis
            | MarkKind::Grid
            | MarkKind::Bracket
            | MarkKind::Reference => None,
        };
        self.scene.marks.push(Mark { shape, colour, kind });
        if let Some((colour, points)) = edge {
            let shape = Shape::Path { points, width: EDGE };
            self.scene.marks.push(Mark { shape, colour, kind: MarkKind::Outline });
        }
    }

    /// Breaks a text into lines no wider than `limit`: as few as can be, and even ones.
    pub(super) fn wrap(&self, text: &str, limit: f64, style: Style) -> Vec<String> {
        let words = self.words(text, limit, style);
        let count = fill(&words, limit).len();
        narrowest(&words, count, limit)
    }

    /// Breaks texts that stand beside each other: all into two lines when one needs two, as far as they
    /// have words: "May / 2023" beside "September / 2023".
    pub(super) fn wrap_alike<'n>(
        &self,
        texts: impl Iterator<Item = &'n str>,
        limit: f64,
        style: Style,
    ) -> Vec<Vec<String>> {
        let words: Vec<_> = texts.map(|text| self.words(text, limit, style)).collect();
        let needed: Vec<usize> = words.iter().map(|words| fill(words, limit).len()).collect();
        let least = needed.iter().copied().max().unwrap_or(0).min(2);
        words.iter().zip(needed).map(|(words, count)| narrowest(words, count.max(least), limit)).collect()
    }

    /// The words of a text; one wider than the limit is cut.
    fn words(&self, text: &str, limit: f64, style: Style) -> Vec<Word> {
        let space = self.width(" ", style);
        let mut words = Vec::new();
        // Not split_whitespace: a no-break space stays within its word.
        for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
            let mut gap = space;
            let is_narrow =
                |pieces: &Vec<String>| pieces.iter().all(|piece| self.width(piece, style) <= limit);
            // An ending behind a hyphen stands alone rather than that a word is cut.
            let held = Some(pieces(word, Hyphens::Held)).filter(is_narrow);
            for piece in held.unwrap_or_else(|| pieces(word, Hyphens::Loose)) {
                for part in self.cut(&piece, limit, style) {
                    let width = self.width(&part, style);
                    words.push(Word { text: part, width, gap });
                    gap = 0.0;
                }
            }
        }
        words
    }

    fn cut(&self, word: &str, limit: f64, style: Style) -> Vec<String> {
        if self.width(word, style) <= limit {
            return vec![word.to_owned()];
        }
        let mut parts = Vec::new();
        let mut part = String::new();
        for c in word.chars() {
            part.push(c);
            if part.chars().nth(1).is_some() && self.width(&part, style) > limit {
                part.pop();
                parts.push(std::mem::replace(&mut part, c.to_string()));
            }
        }
        parts.push(part);
        parts
    }
}

/// A line along the inner side of a shape; none where the shape has no room for one.
fn edge(shape: &Shape) -> Option<Vec<Point>> {
    let half = EDGE / 2.0;
    match shape {
        Shape::Rect(rect) if rect.width().min(rect.height()) > 2.0 * EDGE => {
            let (left, right) = (rect.left + half, rect.right - half);
            let (top, bottom) = (rect.top + half, rect.bottom - half);
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
            Some(corners.map(|(x, y)| Point { x, y }).to_vec())
        }
        Shape::Polygon(points) => Some(points.iter().chain(points.first()).copied().collect()),
        Shape::Rect(_) | Shape::Path { .. } | Shape::Dot { .. } => None,
    }
}

/// A word, or a part of one that a line may end with.
struct Word {
    text: String,
    width: f64,
    /// Before it on the same line; nothing before a part of a word.
    gap: f64,
}

/// Whether a line may end with every hyphen, or with none beside a digit or a short part: "1-жартыжылдық".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hyphens {
    Held,
    Loose,
}

/// A word with breaks after hyphens, dashes and slashes.
fn pieces(word: &str, hyphens: Hyphens) -> Vec<String> {
    let mut held = word.to_owned();
    if hyphens == Hyphens::Held {
        hold_together(&mut [&mut held]);
    }
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut letters = held.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_sign = matches!(letter, '-' | '\u{2013}' | '/');
        let is_held = is_sign && letters.next_if_eq(&JOINER).is_some();
        piece.push(letter);
        // Periods are long: in a chart, a line may end with their dash.
        if is_sign && !(is_held && letter == '-') {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// Lines as narrow, and so as even, as can be without more of them than `count`.
fn narrowest(words: &[Word], count: usize, limit: f64) -> Vec<String> {
    let (mut low, mut high) = (0.0, limit);
    for _ in 0..12 {
        let middle = (low + high) / 2.0;
        let fits = words.iter().all(|word| word.width <= middle);
        if fits && fill(words, middle).len() <= count { high = middle } else { low = middle }
    }
    fill(words, high)
}

fn fill(words: &[Word], limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut width = f64::INFINITY;
    for word in words {
        match lines.last_mut() {
            Some(line) if width + word.gap + word.width <= limit => {
                if word.gap > 0.0 {
                    line.push(' ');
                }
                line.push_str(&word.text);
                width += word.gap + word.width;
            }
            _ => {
                lines.push(word.text.clone());
                width = word.width;
            }
        }
    }
    lines
}

/// A thing on a line: where its middle would like to be, and how long it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    pub(super) middle: f64,
    pub(super) length: f64,
}

/// Middles as near to the wishes as can be, in their order, apart by `gap`, between two ends.
///
/// `None` when there is no room. Neighbours that would meet form a block that moves as one.
pub(super) fn spread(wishes: &[Wish], gap: f64, low: f64, high: f64) -> Option<Vec<f64>> {
    struct Block {
        first: usize,
        length: f64,
        /// Sum of where each member would have the block start.
        starts: f64,
        count: f64,
    }
    let place = |block: &Block| (block.starts / block.count).min(high - block.length).max(low);
    let gaps = gap * f64::from(u32::try_from(wishes.len().saturating_sub(1)).unwrap_or(u32::MAX));
    if wishes.iter().map(|wish| wish.length).sum::<f64>() + gaps > high - low + 1e-9 {
        return None;
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (index, wish) in wishes.iter().enumerate() {
        let mut block =
            Block { first: index, length: wish.length, starts: wish.middle - wish.length / 2.0, count: 1.0 };
        while let Some(last) = blocks.pop() {
            if place(&last) + last.length + gap <= place(&block) {
                blocks.push(last);
                break;
            }
            let shift = last.length + gap;
            block = Block {
                first: last.first,
                length: shift + block.length,
                starts: last.starts + block.starts - shift * block.count,
                count: last.count + block.count,
            };
        }
        blocks.push(block);
    }
    let mut middles = Vec::with_capacity(wishes.len());
    for (index, block) in blocks.iter().enumerate() {
        let end = blocks.get(index + 1).map_or(wishes.len(), |next| next.first);
        let mut at = place(block);
        for wish in &wishes[block.first..end] {
            middles.push(at + wish.length / 2.0);
            at += wish.length + gap;
        }
    }
    Some(middles)
}

#[cfg(test)]
mod tests {
    use super::{Sketch, Wish, spread};
    use crate::theme::Theme;

    #[test]
    fn lines_are_few_and_even() {
        let theme = Theme::embedded().unwrap();
        let sketch = Sketch::new(&theme, 400.0);
        let wrap = |text| sketch.wrap(text, 120.0, sketch.label());
        assert_eq!(wrap("Russian Federation"), ["Russian Federation"]);
        assert_eq!(wrap("United Kingdom of Great Britain"), ["United Kingdom", "of Great Britain"]);
        assert_eq!(wrap("April\u{2013}June 2023"), ["April\u{2013}June 2023"]);
    }

    #[test]
    fn a_no_break_space_keeps_its_word_together() {
        let theme = Theme::embedded().unwrap();
        let sketch = Sketch::new(&theme, 400.0);
        let found = sketch.wrap("quarter Q2\u{a0}2023", 50.0, sketch.label());
        assert_eq!(found, ["quarter", "Q2\u{a0}2023"]);
    }

    #[test]
    fn a_line_ends_with_a_hyphen_beside_a_digit_only_where_the_word_has_no_room() {
        let theme = Theme::embedded().unwrap();
        let sketch = Sketch::new(&theme, 400.0);
        let word = "1-жартыжылдық";
        let width = sketch.width(word, sketch.label());
        let wrap = |limit| sketch.wrap("2021\u{a0}ж. 1-жартыжылдық", limit, sketch.label());
        assert_eq!(wrap(width + 0.5), ["2021\u{a0}ж.", word]);
        assert_eq!(wrap(width - 1.0).last().unwrap(), "жартыжылдық");
    }

    #[test]
    fn a_word_too_long_for_a_line_is_cut_and_loses_nothing() {
        let theme = Theme::embedded().unwrap();
        let sketch = Sketch::new(&theme, 400.0);
        let word = "мамандандырылғандығымыздан";
        let lines = sketch.wrap(word, 50.0, sketch.label());
        assert!(lines.len() > 1 && lines.concat() == word, "{lines:?}");
        assert!(lines.iter().all(|line| sketch.width(line, sketch.label()) <= 50.0), "{lines:?}");
    }

    #[test]
    fn names_beside_each_other_have_as_many_lines() {
        let theme = Theme::embedded().unwrap();
        let sketch = Sketch::new(&theme, 400.0);
        let found = sketch.wrap_alike(["May 2023", "September 2023"].into_iter(), 50.0, sketch.label());
        assert_eq!(found, [["May", "2023"], ["September", "2023"]]);
    }

    #[test]
    fn labels_part_evenly_and_stay_between_the_ends() {
        let wish = |middle| Wish { middle, length: 10.0 };
        assert_eq!(spread(&[wish(20.0), wish(60.0)], 2.0, 0.0, 100.0), Some(vec![20.0, 60.0]));
        assert_eq!(spread(&[wish(50.0), wish(50.0)], 2.0, 0.0, 100.0), Some(vec![44.0, 56.0]));
        assert_eq!(spread(&[wish(1.0), wish(2.0)], 2.0, 0.0, 100.0), Some(vec![5.0, 17.0]));
        assert_eq!(spread(&[wish(99.0), wish(99.0)], 2.0, 0.0, 100.0), Some(vec![83.0, 95.0]));
        assert_eq!(spread(&[wish(1.0), wish(2.0)], 2.0, 0.0, 21.0), None);
    }
}
