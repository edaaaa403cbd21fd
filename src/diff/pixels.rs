//! Draws the pages of PDFs with one renderer and compares them pixel by pixel, without tolerance.

use std::io::Cursor;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use rayon::prelude::*;
use serde::Serialize;

use super::change::{Difference, Kind};
use super::document::Area;

/// A drawn page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green and blue of each pixel.
    pub rgb: Vec<u8>,
}

/// A page that looks different.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageDelta {
    /// Page, from 1.
    pub page: usize,
    /// How many pixels differ; all of them when one of the documents has no such page.
    pub pixels: usize,
    /// Where, in points.
    pub regions: Vec<Area>,
}

impl PageDelta {
    /// As a difference of its own, for pages whose contents read the same.
    pub(super) fn change(&self) -> Difference {
        Difference {
            kind: Kind::Pixels,
            name: format!("page {}", self.page),
            several: "pages",
            section: String::new(),
            from: String::new(),
            to: format!("{} pixels", self.pixels),
            old: self.regions.clone(),
            new: self.regions.clone(),
            order: self.page,
            stands_elsewhere: false,
        }
    }
}

/// Draws all pages at so many pixels a point.
#[must_use]
pub fn draw(pdf: &Pdf, scale: f32) -> Vec<Picture> {
    let settings =
        RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
    let draw = |index: usize| {
        let page = pdf.pages().get(index)?;
        let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
        let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
        let rgba = drawn.data_as_u8_slice();
        Some(Picture {
            width,
            height,
            rgb: rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect(),
        })
    };
    (0..pdf.pages().len()).into_par_iter().filter_map(draw).collect()
}

/// The pages that differ.
#[must_use]
pub fn compare(old: &[Picture], new: &[Picture], scale: f32) -> Vec<PageDelta> {
    let count = old.len().max(new.len());
    let page = |index: usize| match (old.get(index), new.get(index)) {
        (Some(from), Some(to)) => delta(from, to, index + 1, scale),
        (Some(only), None) | (None, Some(only)) => {
            let whole = cells(only, index + 1, scale, |_, _| true);
            Some(PageDelta { page: index + 1, pixels: (only.width * only.height) as usize, regions: whole })
        }
        (None, None) => None,
    };
    (0..count).into_par_iter().filter_map(page).collect()
}

fn delta(from: &Picture, to: &Picture, page: usize, scale: f32) -> Option<PageDelta> {
    if from == to {
        return None;
    }
    let differs = |x: u32, y: u32| from.pixel(x, y) != to.pixel(x, y);
    let (width, height) = (from.width.max(to.width), from.height.max(to.height));
    let pixels = (0..height).map(|y| (0..width).filter(|x| differs(*x, y)).count()).sum();
    let larger = if from.width * from.height > to.width * to.height { from } else { to };
    Some(PageDelta { page, pixels, regions: cells(larger, page, scale, differs) })
}

impl Picture {
    fn pixel(&self, x: u32, y: u32) -> Option<&[u8]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let at = 3 * (y as usize * self.width as usize + x as usize);
        self.rgb.get(at..at + 3)
    }

    /// The picture as a PNG file.
    #[must_use]
    pub fn png(&self) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
        // Writing into memory fails only for a picture of another size than it says.
        let _ = encoder.write_image(&self.rgb, self.width, self.height, ExtendedColorType::Rgb8);
        bytes.into_inner()
    }
}

/// Pixels of this many in each direction are looked at together.
const CELL: u32 = 8;

/// Bands of cells in which something differs, joined where they touch.
fn cells(picture: &Picture, page: usize, scale: f32, differs: impl Fn(u32, u32) -> bool) -> Vec<Area> {
    let (columns, rows) = (picture.width.div_ceil(CELL), picture.height.div_ceil(CELL));
    let mut boxes: Vec<[u32; 4]> = Vec::new();
    for row in 0..rows {
        let is_marked = |column: u32| {
            let (x, y) = (column * CELL, row * CELL);
            (y..(y + CELL).min(picture.height))
                .any(|y| (x..(x + CELL).min(picture.width)).any(|x| differs(x, y)))
        };
        let marked: Vec<u32> = (0..columns).filter(|column| is_marked(*column)).collect();
        let (Some(&first), Some(&last)) = (marked.first(), marked.last()) else { continue };
        match boxes.last_mut() {
            Some(known) if known[3] + 1 >= row => {
                *known = [known[0].min(first), known[1], known[2].max(last), row];
            }
            _ => boxes.push([first, row, last, row]),
        }
    }
    let points = |cells: u32| f64::from(cells * CELL) / f64::from(scale);
    boxes
        .into_iter()
        .map(|[left, top, right, bottom]| Area {
            page,
            x: points(left),
            y: points(top),
            width: points(right + 1 - left),
            height: points(bottom + 1 - top),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Picture, compare};

    fn picture(dark: Option<(u32, u32)>) -> Picture {
        let mut rgb = vec![255; 3 * 40 * 40];
        if let Some((x, y)) = dark {
            rgb[3 * (y as usize * 40 + x as usize)] = 254;
        }
        Picture { width: 40, height: 40, rgb }
    }

    #[test]
    fn one_pixel_of_one_shade_is_found_and_placed() {
        let deltas = compare(&[picture(None)], &[picture(Some((20, 30)))], 2.0);
        assert_eq!((deltas.len(), deltas[0].pixels), (1, 1));
        let area = deltas[0].regions[0];
        assert_eq!((area.x, area.y, area.width, area.height), (8.0, 12.0, 4.0, 4.0));
        assert!(compare(&[picture(None)], &[picture(None)], 2.0).is_empty());
    }

    #[test]
    fn a_page_that_only_one_document_has_differs_as_a_whole() {
        let deltas = compare(&[], &[picture(None)], 1.0);
        assert_eq!((deltas[0].page, deltas[0].pixels, deltas[0].regions[0].height), (1, 1600, 40.0));
    }
}
