//! The SVG holds what the scene says: parsed by usvg with the bundled fonts alone.

use std::sync::Arc;

use resvg::usvg;

use super::{THEME, samples};
use crate::chart::{Anchor, Around, layout, standalone, svg};

/// Parses an SVG with no font but the bundled ones.
pub(super) fn tree(svg: &str) -> usvg::Tree {
    let mut options = usvg::Options::default();
    let fonts = Arc::make_mut(&mut options.fontdb);
    for file in THEME.fonts.files() {
        fonts.load_font_data(file.as_ref().to_vec());
    }
    usvg::Tree::from_str(svg, &options).unwrap()
}

fn texts(group: &usvg::Group, found: &mut Vec<usvg::Text>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => texts(group, found),
            usvg::Node::Text(text) => found.push((**text).clone()),
            usvg::Node::Path(_) | usvg::Node::Image(_) => {}
        }
    }
}

/// Texts of a written scene with their places in points: left and right end of the advance, top and
/// bottom of the letters' outlines. usvg gives the former in CSS pixels and the latter in those of the
/// canvas, ten a point.
fn letters(svg: &str) -> Vec<(String, [f64; 4])> {
    let tree = tree(svg);
    let mut found = Vec::new();
    texts(tree.root(), &mut found);
    found
        .iter()
        .map(|text| {
            let content = text.chunks().iter().map(usvg::TextChunk::text).collect();
            let (advance, outlines) = (text.abs_bounding_box(), text.flattened().abs_bounding_box());
            let [left, right] = [advance.left(), advance.right()].map(|x| f64::from(x) * 0.75);
            let [top, bottom] = [outlines.top(), outlines.bottom()].map(|y| f64::from(y) / 10.0);
            (content, [left, top, right, bottom])
        })
        .collect()
}

#[test]
fn letters_stand_where_the_scene_says() {
    for (name, chart) in samples::all() {
        let scene = layout(&chart, &THEME);
        let written = letters(&svg(&chart, &THEME));
        assert_eq!(written.len(), scene.texts.len(), "{name}");
        for (text, (content, [left, top, right, bottom])) in scene.texts.iter().zip(written) {
            assert_eq!(content, text.content, "{name}");
            let frame = text.frame;
            let told =
                format!("{name}: `{content}` at {left:.2} {top:.2} {right:.2} {bottom:.2}, not {frame:?}");
            assert!((left - frame.left).abs() < 0.1 && (right - frame.right).abs() < 0.1, "{told}");
            assert!(top > frame.top - 0.1 && bottom < frame.bottom + 0.1, "{told}");
            let hangs = |c: char| !c.is_ascii() || "gjpqyJQ,()".contains(c);
            if !content.contains(hangs) {
                assert!((bottom - text.baseline).abs() < 0.3, "{told}");
            }
        }
    }
}

#[test]
fn text_is_text_in_the_chart_font_at_its_size() {
    let chart = samples::visas();
    let scene = layout(&chart, &THEME);
    let tree = tree(&svg(&chart, &THEME));
    let mut found = Vec::new();
    texts(tree.root(), &mut found);
    for (text, written) in scene.texts.iter().zip(&found) {
        let span = &written.chunks()[0].spans()[0];
        assert_eq!(span.font().families(), [usvg::FontFamily::Named("Open Sans".to_owned())]);
        assert!((f64::from(span.font_size().get()) - text.size * 10.0).abs() < 1e-3);
        assert_eq!(matches!(written.chunks()[0].anchor(), usvg::TextAnchor::End), text.anchor == Anchor::End);
    }
}

#[test]
fn the_picture_says_what_it_is_and_how_large() {
    let chart = samples::visas();
    let svg = svg(&chart, &THEME);
    let height = layout(&chart, &THEME).height;
    assert!(svg.starts_with(&format!(
        "<svg role=\"img\" width=\"467pt\" height=\"{height}pt\" viewBox=\"0 0 4670 "
    )));
    assert!(svg.contains("<title>Sample</title>\n<desc>Sample &amp; example</desc>\n"));
    assert!(!svg.contains("000000000") && !svg.contains("99999999"), "numbers are rounded");
}

/// A picture drawn by a program that has these fonts only.
pub(super) fn drawn(svg: &str, fonts: bool) -> resvg::tiny_skia::Pixmap {
    let tree = if fonts { tree(svg) } else { usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap() };
    let size = tree.size().to_int_size();
    let mut pixmap = resvg::tiny_skia::Pixmap::new(size.width(), size.height()).unwrap();
    resvg::render(&tree, resvg::tiny_skia::Transform::default(), &mut pixmap.as_mut());
    pixmap
}

#[test]
fn without_any_font_a_picture_looks_the_same() {
    for (name, chart) in samples::all() {
        let scene = layout(&chart, &THEME);
        let outlined = svg::write_outlined(&scene, &chart, &THEME);
        let (with, without) = (drawn(&svg(&chart, &THEME), true), drawn(&outlined, false));
        assert_eq!((with.width(), with.height()), (without.width(), without.height()), "{name}");
        let differ = |(a, b): &(&u8, &u8)| a.abs_diff(**b) > 96;
        let count = with.data().iter().zip(without.data()).filter(differ).count();
        // Places of text are rounded to a tenth of a point.
        assert!(count * 500 < with.data().len(), "{name}: {count} of {} differ", with.data().len());
    }
}

#[test]
fn a_picture_alone_has_its_title_and_source_and_needs_no_font() {
    let chart = samples::visas();
    let below = vec!["Source: Ministry of Internal Affairs".to_owned()];
    let around = Around { caption: "Figure 1. Visas".to_owned(), below };
    let alone = standalone(&chart, &THEME, &around);
    assert!(!alone.contains("<text") && !alone.contains("font"), "{alone}");
    let bare = standalone(&chart, &THEME, &Around::default());
    let letters = |svg: &str| svg.matches("<use ").count();
    let printed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let around = printed(&around.caption) + printed(&around.below[0]);
    // Two letters that the font joins are one.
    assert!(letters(&alone) > letters(&bare) + around - 4, "{} and {}", letters(&alone), letters(&bare));
    assert!(alone.len() < 60_000, "{} bytes", alone.len());
    assert_eq!(
        alone,
        standalone(
            &chart,
            &THEME,
            &Around {
                caption: "Figure 1. Visas".to_owned(),
                below: vec!["Source: Ministry of Internal Affairs".to_owned(),]
            }
        )
    );
}

#[test]
fn bars_of_shares_can_have_one_scale() {
    let mut chart = samples::permanent();
    let longest = |chart: &crate::report::Chart| {
        let marks = layout(chart, &THEME).marks;
        let bars = marks.iter().filter_map(|mark| match (&mark.shape, mark.kind) {
            (crate::chart::Shape::Rect(rect), crate::chart::MarkKind::Value { .. }) => Some(rect.width()),
            _ => None,
        });
        bars.fold(0.0, f64::max)
    };
    let free = longest(&chart);
    chart.reach = Some(rust_decimal::Decimal::ONE_HUNDRED);
    assert!(longest(&chart) < free / 2.0, "{} of {free}", longest(&chart));
}

#[test]
fn charts_of_an_edition_have_the_height_of_a_figure() {
    for (name, chart) in samples::all() {
        let height = layout(&chart, &THEME).height / 72.0 * 25.4;
        assert!((25.0..=128.0).contains(&height), "{name} is {height:.0} mm high");
    }
}
