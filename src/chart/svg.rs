//! Turns a scene into SVG through the SVG backend of plotters.
//!
//! The backend has integer coordinates, so the canvas has ten pixels a point and every place is
//! rounded to a tenth of a point. What it writes of its own accord is constant: `opacity="1"` on each
//! element, which is taken out again, and a line break before `</text>`, which SVG drops.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

use super::scene::{Anchor, Mark, Point, Scene, Shape, Text};
use crate::report::{Chart, plain_text};
use crate::theme::{Colour, Face, Theme};

/// Pixels of the canvas a point.
const FINE: f64 = 10.0;

/// The backend moves a text that hangs from its top down by so many ems (`dy="0.76em"`).
const HANG: f64 = 0.76;

/// The backend divides the size of a font by this.
const SHRINK: f64 = 1.24;

/// Writes a scene as SVG, text as text.
pub(super) fn write(scene: &Scene, chart: &Chart, theme: &Theme) -> String {
    let svg = draw(scene, |backend| {
        for text in &scene.texts {
            draw_text(backend, text, &theme.brand.type_scale.chart);
        }
    });
    describe(&svg, (scene.width, scene.height), words_of(chart))
}

/// Writes a scene without texts as SVG, with its title and what it is to those who do not see it.
pub(super) fn write_plain(scene: &Scene, title: &str, alt: &str) -> String {
    let size = (scene.width, scene.height);
    describe(&draw(scene, |_| {}), size, (title.to_owned(), alt))
}

/// The title of a chart, which is what it shows where that is told, and its alternative text.
fn words_of(chart: &Chart) -> (String, &str) {
    let message = plain_text(&chart.message);
    (if message.is_empty() { chart.title.clone() } else { message }, &chart.alt)
}

/// Writes a scene as SVG, text as outlines: each letter once, and used where it stands.
pub(super) fn write_outlined(scene: &Scene, chart: &Chart, theme: &Theme) -> String {
    let mut svg = describe(&draw(scene, |_| {}), (scene.width, scene.height), words_of(chart));
    svg = svg.replacen("<svg ", "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\" ", 1);
    let family = &theme.brand.type_scale.chart;
    let mut letters: BTreeMap<(char, u16), Option<Arc<str>>> = BTreeMap::new();
    let mut lines = String::new();
    for text in &scene.texts {
        let sign = if text.face == Face::Bold { 'b' } else { 'r' };
        let Some(shaped) = theme.fonts.shape(&text.content, family, text.face) else { continue };
        let scale = text.size * FINE / f64::from(shaped.units);
        let (x, y, hex) = (tenth(text.frame.left * FINE), tenth(text.baseline * FINE), text.colour.hex());
        // Writing to a string does not fail.
        let _ = write!(
            lines,
            "<g fill=\"#{hex}\" transform=\"translate({x} {y}) scale({scale:.5} -{scale:.5})\">"
        );
        for (glyph, (x, y)) in shaped.glyphs {
            let outline = || theme.fonts.outline(glyph, family, text.face);
            if letters.entry((sign, glyph)).or_insert_with(outline).is_some() {
                let _ = write!(lines, "<use xlink:href=\"#{sign}{glyph}\" x=\"{x}\" y=\"{y}\"/>");
            }
        }
        lines.push_str("</g>\n");
    }
    let mut defs = String::from("<defs>\n");
    for ((sign, glyph), path) in letters {
        if let Some(path) = path {
            let _ = writeln!(defs, "<path id=\"{sign}{glyph}\" d=\"{path}\"/>");
        }
    }
    let end = svg.rfind("</svg>").unwrap_or(svg.len());
    svg.insert_str(end, &format!("{defs}</defs>\n{lines}"));
    svg
}

/// Has the backend draw the marks of a scene, and what else is wanted.
fn draw(scene: &Scene, more: impl FnOnce(&mut SVGBackend<'_>)) -> String {
    let mut svg = String::new();
    let mut backend = SVGBackend::with_string(&mut svg, (pixels(scene.width), pixels(scene.height)));
    for mark in &scene.marks {
        draw_mark(&mut backend, mark);
    }
    more(&mut backend);
    backend.present().expect("a string takes all that is written");
    drop(backend);
    svg
}

/// A place to a hundredth of a point.
fn tenth(pixels: f64) -> f64 {
    libm::round(pixels * 10.0) / 10.0
}

/// Gives the picture its true size instead of the canvas', and says what it is to those who do not
/// see it; the backend has no means for either.
fn describe(svg: &str, (width, height): (f64, f64), (title, alt): (String, &str)) -> String {
    let root = format!("<svg width=\"{}\" height=\"{}\"", pixels(width), pixels(height));
    let sized = format!("<svg role=\"img\" width=\"{width}pt\" height=\"{height}pt\"");
    // No text can hold these words: the backend escapes quotation marks.
    let mut out = svg.replace(" opacity=\"1\"", "").replacen(&root, &sized, 1);
    if let Some(end) = out.find(">\n") {
        let words = format!("<title>{}</title>\n<desc>{}</desc>\n", escape(&title), escape(alt));
        out.insert_str(end + 2, &words);
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn draw_mark(backend: &mut SVGBackend<'_>, mark: &Mark) {
    let colour = rgb(mark.colour);
    let drawn = match &mark.shape {
        Shape::Rect(rect) => backend.draw_rect(
            place(Point { x: rect.left, y: rect.top }),
            place(Point { x: rect.right, y: rect.bottom }),
            &colour,
            true,
        ),
        Shape::Polygon(points) => backend.fill_polygon(points.iter().copied().map(place), &colour),
        Shape::Path { points, width } => {
            let style = ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: pixels(*width) };
            backend.draw_path(points.iter().copied().map(place), &style)
        }
        Shape::Dot { centre, radius } => backend.draw_circle(place(*centre), pixels(*radius), &colour, true),
    };
    drawn.expect("a string takes all that is written");
}

fn draw_text(backend: &mut SVGBackend<'_>, text: &Text, family: &str) {
    let style = match text.face {
        Face::Regular => FontStyle::Normal,
        Face::Bold => FontStyle::Bold,
    };
    let anchor = match text.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let size = text.size * FINE;
    let font = FontDesc::new(FontFamily::Name(family), enlarged(size), style);
    let colour = rgb(text.colour);
    let style = TextStyle::from(font).color(&colour).pos(Pos::new(anchor, VPos::Top));
    let top = Point { x: text.x, y: text.baseline - HANG * text.size };
    backend.draw_text(&text.content, &style, place(top)).expect("a string takes all that is written");
}

/// The size that the backend's division turns into the one wanted, to the last bit.
fn enlarged(size: f64) -> f64 {
    let near = size * SHRINK;
    [near, near.next_up(), near.next_down()].into_iter().find(|&size_| size_ / SHRINK == size).unwrap_or(near)
}

fn rgb(Colour([r, g, b]): Colour) -> RGBColor {
    RGBColor(r, g, b)
}

fn place(point: Point) -> (i32, i32) {
    (whole(point.x * FINE), whole(point.y * FINE))
}

fn pixels(points: f64) -> u32 {
    u32::try_from(whole(points * FINE)).unwrap_or(0)
}

fn whole(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a place on a canvas of some thousand pixels")]
    let whole = libm::round(value) as i32;
    whole
}
