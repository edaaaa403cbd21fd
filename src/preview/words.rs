//! The words of a page as the script puts them over its picture.

use serde_json::{Value, json};

use super::charts::DrawnChart;
use crate::pdf::layout::{Drawn, Line, PageWords, Role};

/// The lines of a page with their places, in blocks that are read as one, and its pictures.
pub(super) fn json(page: &PageWords, charts: &[DrawnChart]) -> String {
    let mut blocks: Vec<(String, Vec<&Line>)> = Vec::new();
    for line in page.lines.iter().filter(|line| line.role != Role::Artifact && !line.text.trim().is_empty()) {
        let role = match line.role {
            Role::Heading(level) => format!("h{}", level.clamp(1, 6)),
            Role::Text | Role::Artifact => "p".to_owned(),
            Role::Note => "note".to_owned(),
        };
        let goes_on = |(known, lines): &(String, Vec<&Line>)| {
            *known == role && lines.last().is_some_and(|last| is_next(last, line))
        };
        match blocks.last_mut().filter(|block| goes_on(block)) {
            Some((_, lines)) => lines.push(line),
            None => blocks.push((role, vec![line])),
        }
    }
    let blocks: Vec<Value> = blocks
        .iter()
        .map(|(role, lines)| json!({ "role": role, "lines": lines.iter().map(|line| written(line)).collect::<Vec<_>>() }))
        .collect();
    let pictures: Vec<Value> = page
        .pictures
        .iter()
        .map(|picture| {
            let area = [picture.x, picture.y, picture.width, picture.height].map(hundredths);
            json!({ "alt": picture.alt, "area": area })
        })
        .collect();
    json!({ "blocks": blocks, "pictures": pictures, "labels": labels(page, charts) }).to_string()
}

/// The texts of the charts of a page, which stand in their pictures and are read with them.
fn labels(page: &PageWords, charts: &[DrawnChart]) -> Vec<Value> {
    let shown = page.marks.iter().filter_map(|mark| {
        let chart = charts.iter().find(|chart| chart.mark == Some(mark.id))?;
        Some((chart, page.pictures.get(mark.picture)?))
    });
    let label = |(chart, picture): (&'_ DrawnChart, &Drawn)| {
        let (x, y, width, height) = (picture.x, picture.y, picture.width, picture.height);
        let place = |[left, top, wide, high]: [f64; 4]| {
            [x + left * width, y + top * height, wide * width, high * height].map(hundredths)
        };
        chart.texts.iter().map(|(text, share)| json!([text, place(*share)])).collect::<Vec<_>>()
    };
    shown.flat_map(label).collect()
}

/// Whether a line stands behind another one, or right below it, as lines of a paragraph do.
fn is_next(last: &Line, line: &Line) -> bool {
    let below = line.y - last.y;
    let is_beside = below.abs() < last.height / 2.0;
    let is_below = below > 0.0 && below < last.height * 1.6 && (line.size - last.size).abs() < 0.5;
    is_beside || is_below
}

fn written(line: &Line) -> Value {
    let area = [line.x(), line.y, line.right() - line.x(), line.height].map(hundredths);
    let style = match (line.is_bold, line.is_italic) {
        (false, false) => "",
        (true, false) => "b",
        (false, true) => "i",
        (true, true) => "bi",
    };
    json!([line.text.replace('\u{a0}', " "), area, hundredths(line.size), line.family, style])
}

pub(super) fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0 + 0.0
}
