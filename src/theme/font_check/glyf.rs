//! Counts what the glyphs of a TrueType font come to: a glyph may be made of others, and those of others again.

use ttf_parser::{Face, Tag};

use super::stream::Stream;
use super::unfit::{ANOTHER, Unfit};

/// Points of a glyph with all that it is made of; drawings of maps have some thousands.
const MOST_POINTS: u32 = 20_000;
/// Parts of a glyph with the parts of those.
const MOST_PARTS: u32 = 500;
/// Parts of parts; fonts have two or three.
const DEEPEST: u8 = 8;

/// What a glyph comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cost {
    points: u32,
    parts: u32,
    /// How many glyphs stand in each other below it.
    height: u8,
}

pub(super) fn check(face: &Face<'_>) -> Result<(), Unfit> {
    let table = |tag: &[u8; 4]| face.raw_face().table(Tag::from_bytes(tag));
    let (Some(glyf), Some(loca), Some(head)) = (table(b"glyf"), table(b"loca"), table(b"head")) else {
        return Ok(());
    };
    let long = Stream::at(head, 50).and_then(|mut head| head.u16()).is_some_and(|format| format != 0);
    let count = face.number_of_glyphs();
    let mut glyphs = Glyphs { glyf, loca, long, known: vec![None; usize::from(count)] };
    (0..count).try_for_each(|glyph| glyphs.cost(glyph, 0).map(|_| ()))
}

struct Glyphs<'a> {
    glyf: &'a [u8],
    loca: &'a [u8],
    /// Whether places are given in four bytes.
    long: bool,
    known: Vec<Option<Cost>>,
}

impl<'a> Glyphs<'a> {
    fn data(&self, glyph: u16) -> Option<Stream<'a>> {
        let place = |index: usize| {
            if self.long {
                usize::try_from(Stream::at(self.loca, 4 * index)?.u32()?).ok()
            } else {
                Some(2 * usize::from(Stream::at(self.loca, 2 * index)?.u16()?))
            }
        };
        let index = usize::from(glyph);
        self.glyf.get(place(index)?..place(index + 1)?).map(Stream)
    }

    fn cost(&mut self, glyph: u16, depth: u8) -> Result<Cost, Unfit> {
        let too_much = Err(Unfit::new(TOO_MUCH_OF_GLYPHS, ANOTHER));
        if let Some(known) = self.known.get(usize::from(glyph)).copied().flatten() {
            return if depth + known.height > DEEPEST { too_much } else { Ok(known) };
        }
        // A glyph that is a part of itself ends here too.
        if depth > DEEPEST {
            return too_much;
        }
        let mut cost = Cost::default();
        if let Some(mut data) = self.data(glyph) {
            match data.i16() {
                Some(contours @ 1..) => cost.points = points(data, contours.unsigned_abs()).unwrap_or(0),
                Some(..=-1) => {
                    for part in parts(data) {
                        let below = self.cost(part, depth + 1)?;
                        cost.points = cost.points.saturating_add(below.points);
                        cost.parts = cost.parts.saturating_add(below.parts).saturating_add(1);
                        cost.height = cost.height.max(below.height + 1);
                        if cost.parts > MOST_PARTS {
                            return too_much;
                        }
                    }
                }
                Some(0) | None => {}
            }
        }
        if cost.points > MOST_POINTS {
            return too_much;
        }
        if let Some(known) = self.known.get_mut(usize::from(glyph)) {
            *known = Some(cost);
        }
        Ok(cost)
    }
}

const TOO_MUCH_OF_GLYPHS: &str =
    "one of its glyphs is made of so many others, or of itself, that it cannot be drawn";

/// Points of a glyph of so many contours: one more than the number of the last.
fn points(mut data: Stream<'_>, contours: u16) -> Option<u32> {
    // Four numbers before them say how far the glyph reaches.
    data.take(8)?;
    data.take(2 * (usize::from(contours) - 1))?;
    Some(u32::from(data.u16()?) + 1)
}

/// The glyphs that a glyph is made of.
fn parts(mut data: Stream<'_>) -> impl Iterator<Item = u16> {
    const WORDS: u16 = 0x0001;
    const SCALE: u16 = 0x0008;
    const MORE: u16 = 0x0020;
    const TWO_SCALES: u16 = 0x0040;
    const MATRIX: u16 = 0x0080;
    let mut is_more = data.take(8).is_some();
    std::iter::from_fn(move || {
        if !is_more {
            return None;
        }
        let (flags, glyph) = (data.u16()?, data.u16()?);
        let has = |flag: u16| flags & flag != 0;
        let scale = if has(SCALE) {
            2
        } else if has(TWO_SCALES) {
            4
        } else if has(MATRIX) {
            8
        } else {
            0
        };
        let skipped = data.take(if has(WORDS) { 4 } else { 2 } + scale).is_some();
        is_more = has(MORE) && skipped;
        Some(glyph)
    })
}
