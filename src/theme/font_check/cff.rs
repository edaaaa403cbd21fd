//! Counts what the glyphs of a PostScript font come to: their outlines are small programs that call routines.
//!
//! Each glyph is run as its readers do, without drawing anything, until it has taken more steps than any drawing
//! needs (Adobe Technical Notes 5176, the tables, and 5177, the programs).

use ttf_parser::{Face, Tag};

use super::stream::Stream;
use super::unfit::{ANOTHER, TOO_MUCH, Unfit};

/// Steps of a glyph; drawings of maps have some ten thousand.
const MOST_OF_GLYPH: u32 = 100_000;
/// Steps of a glyph in a font whose letters with accents are told by the names of their parts, an old way: what those
/// are made of is not followed here, and they may be so again, to the depth of [`DEEPEST`].
const MOST_OF_ACCENTED: u32 = 5_000;
/// Steps of all glyphs of a font; those of Chinese have ten million.
const MOST_OF_FONT: u32 = 40_000_000;
/// Routines that call each other; the format allows no more.
const DEEPEST: u8 = 10;
/// Numbers that a program can keep.
const MOST_KEPT: usize = 48;

pub(super) fn check(face: &Face<'_>) -> Result<(), Unfit> {
    let Some(cff) = face.raw_face().table(Tag::from_bytes(b"CFF ")) else { return Ok(()) };
    // A table that cannot be read has no glyphs for anybody.
    let Some(font) = Font::read(cff) else { return Ok(()) };
    let too_much = Err(Unfit::new(TOO_MUCH, ANOTHER));
    let (mut left, mut longest, mut is_accented) = (MOST_OF_FONT, 0, false);
    for glyph in 0..font.glyphs.count {
        let Some(program) = font.glyphs.get(glyph) else { continue };
        let most = left.min(MOST_OF_GLYPH);
        let mut run = Run {
            global: font.global,
            local: font.local(glyph),
            steps: most,
            kept: Vec::new(),
            stems: 0,
            is_accented: false,
        };
        // What a reader would refuse has come to its end here too.
        if run.program(program, 0) == Some(End::TooMuch) {
            return too_much;
        }
        let steps = most - run.steps;
        left -= steps;
        longest = longest.max(steps);
        is_accented |= run.is_accented;
    }
    if is_accented && longest > MOST_OF_ACCENTED { too_much } else { Ok(()) }
}

/// A list of pieces of bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Index<'a> {
    count: usize,
    offset_size: usize,
    offsets: &'a [u8],
    data: &'a [u8],
}

impl<'a> Index<'a> {
    /// Reads a list, and steps behind it.
    fn read(stream: &mut Stream<'a>) -> Option<Self> {
        let count = usize::from(stream.u16()?);
        if count == 0 {
            return Some(Self::default());
        }
        let offset_size = usize::from(stream.u8()?);
        if !(1..=4).contains(&offset_size) {
            return None;
        }
        let offsets = stream.take((count + 1) * offset_size)?;
        // Places are counted from the byte before the data.
        let end = Stream::at(offsets, count * offset_size)?.number(offset_size)?.checked_sub(1)?;
        let data = stream.take(end)?;
        Some(Self { count, offset_size, offsets, data })
    }

    fn get(&self, index: usize) -> Option<&'a [u8]> {
        let place = |index: usize| {
            Stream::at(self.offsets, index * self.offset_size)?.number(self.offset_size)?.checked_sub(1)
        };
        if index >= self.count {
            return None;
        }
        self.data.get(place(index)?..place(index + 1)?)
    }

    /// What is added to the number of a routine in a program.
    fn bias(&self) -> i32 {
        match self.count {
            0..=1_239 => 107,
            1_240..=33_899 => 1_131,
            _ => 32_768,
        }
    }
}

/// What of a font its programs use.
struct Font<'a> {
    global: Index<'a>,
    glyphs: Index<'a>,
    /// Routines by the part of the font that a glyph belongs to; most fonts have one part.
    local: Vec<Index<'a>>,
    parts: Parts<'a>,
}

/// Which part of a font a glyph belongs to.
enum Parts<'a> {
    One,
    /// A number for each glyph.
    Each(&'a [u8]),
    /// First glyphs of ranges in two bytes, each with a number in one.
    Ranges(&'a [u8]),
}

impl<'a> Font<'a> {
    fn read(cff: &'a [u8]) -> Option<Self> {
        let mut stream = Stream::at(cff, usize::from(*cff.get(2)?))?;
        let _names = Index::read(&mut stream)?;
        let top = Index::read(&mut stream)?;
        let _words = Index::read(&mut stream)?;
        let global = Index::read(&mut stream)?;
        let top = dict(top.get(0)?)?;
        let place = |key: u16, at: usize| {
            let values = &top.iter().find(|(known, _)| *known == key)?.1;
            usize::try_from(*values.get(at)?).ok()
        };
        let glyphs = Index::read(&mut Stream::at(cff, place(17, 0)?)?)?;
        let (mut local, mut parts) = (Vec::new(), Parts::One);
        if let Some(array) = place(ESCAPED | 36, 0) {
            let array = Index::read(&mut Stream::at(cff, array)?)?;
            for part in 0..array.count {
                local.push(
                    array.get(part).and_then(dict).and_then(|part| routines(cff, &part)).unwrap_or_default(),
                );
            }
            let mut select = Stream::at(cff, place(ESCAPED | 37, 0)?)?;
            parts = match select.u8()? {
                0 => Parts::Each(select.0),
                _ => {
                    let count = usize::from(select.u16()?);
                    Parts::Ranges(select.take(3 * count)?)
                }
            };
        } else {
            local.push(routines(cff, &top).unwrap_or_default());
        }
        Some(Self { global, glyphs, local, parts })
    }

    /// The routines of a glyph's own part.
    fn local(&self, glyph: usize) -> Index<'a> {
        let part = match self.parts {
            Parts::One => 0,
            Parts::Each(of) => of.get(glyph).copied().map_or(0, usize::from),
            Parts::Ranges(ranges) => {
                let first = |range: &[u8]| usize::from(u16::from_be_bytes([range[0], range[1]]));
                let of = ranges.chunks_exact(3).take_while(|range| first(range) <= glyph).last();
                of.map_or(0, |range| usize::from(range[2]))
            }
        };
        self.local.get(part).copied().unwrap_or_default()
    }
}

/// Marks keys of two bytes.
const ESCAPED: u16 = 12 << 8;

/// The entries of a dictionary: its keys with the whole numbers before them.
fn dict(bytes: &[u8]) -> Option<Vec<(u16, Vec<i32>)>> {
    let mut stream = Stream(bytes);
    let (mut entries, mut values) = (Vec::new(), Vec::new());
    while !stream.is_empty() {
        match stream.u8()? {
            12 => entries.push((ESCAPED | u16::from(stream.u8()?), std::mem::take(&mut values))),
            key @ 0..=21 => entries.push((u16::from(key), std::mem::take(&mut values))),
            28 => values.push(i32::from(stream.i16()?)),
            29 => values.push(stream.u32()?.cast_signed()),
            // A number with decimals ends with four bits that are all set; no place is one.
            30 => {
                while stream.u8().is_some_and(|pair| pair & 0x0F != 0x0F && pair >> 4 != 0x0F) {}
                values.push(0);
            }
            byte @ 32..=246 => values.push(i32::from(byte) - 139),
            byte @ 247..=250 => values.push((i32::from(byte) - 247) * 256 + i32::from(stream.u8()?) + 108),
            byte @ 251..=254 => values.push(-(i32::from(byte) - 251) * 256 - i32::from(stream.u8()?) - 108),
            _ => return None,
        }
    }
    Some(entries)
}

/// The routines that a dictionary leads to by way of its private one.
fn routines<'a>(cff: &'a [u8], top: &[(u16, Vec<i32>)]) -> Option<Index<'a>> {
    let private = &top.iter().find(|(key, _)| *key == 18)?.1;
    let (size, start) = (usize::try_from(*private.first()?).ok()?, usize::try_from(*private.get(1)?).ok()?);
    let private = dict(cff.get(start..start.checked_add(size)?)?)?;
    let offset = *private.iter().find(|(key, _)| *key == 19)?.1.first()?;
    Index::read(&mut Stream::at(cff, start.checked_add(usize::try_from(offset).ok()?)?)?)
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// A routine goes back to what called it.
    Back,
    /// The glyph is drawn.
    Drawn,
    /// It has taken more steps than any drawing.
    TooMuch,
}

/// A glyph that is run.
struct Run<'a> {
    global: Index<'a>,
    local: Index<'a>,
    /// Steps that are left.
    steps: u32,
    /// Numbers that are kept for the next order.
    kept: Vec<i32>,
    stems: usize,
    /// Whether it names a letter and an accent that it is made of.
    is_accented: bool,
}

impl Run<'_> {
    /// Runs a program or routine; nothing when it is broken.
    fn program(&mut self, program: &[u8], depth: u8) -> Option<End> {
        let mut stream = Stream(program);
        while !stream.is_empty() {
            let Some(left) = self.steps.checked_sub(1) else { return Some(End::TooMuch) };
            self.steps = left;
            let byte = stream.u8()?;
            let number = match byte {
                28 => i32::from(stream.i16()?),
                32..=246 => i32::from(byte) - 139,
                247..=250 => (i32::from(byte) - 247) * 256 + i32::from(stream.u8()?) + 108,
                251..=254 => -(i32::from(byte) - 251) * 256 - i32::from(stream.u8()?) - 108,
                // Of sixteen bits before the point and sixteen behind it.
                255 => stream.u32()?.cast_signed() >> 16,
                order => {
                    if let Some(end) = self.order(order, &mut stream, depth)? {
                        return Some(end);
                    }
                    continue;
                }
            };
            if self.kept.len() >= MOST_KEPT {
                return None;
            }
            self.kept.push(number);
        }
        Some(End::Back)
    }

    /// Follows an order; gives how the program ends with it, if it does.
    fn order(&mut self, order: u8, stream: &mut Stream<'_>, depth: u8) -> Option<Option<End>> {
        let end = match order {
            10 | 29 => {
                // Deeper ones are refused by who draws, but not by who copies.
                if depth == DEEPEST {
                    return Some(Some(End::TooMuch));
                }
                let routines = if order == 10 { self.local } else { self.global };
                let index = self.kept.pop()?.checked_add(routines.bias())?;
                let routine = routines.get(usize::try_from(index).ok()?)?;
                match self.program(routine, depth + 1)? {
                    End::Back => None,
                    end => Some(end),
                }
            }
            11 => Some(End::Back),
            14 => {
                self.is_accented |= self.kept.len() >= 4;
                Some(End::Drawn)
            }
            // Stems, and the bits that say which of them count.
            1 | 3 | 18 | 23 => {
                self.stems += self.kept.len() / 2;
                self.kept.clear();
                None
            }
            19 | 20 => {
                self.stems += self.kept.len() / 2;
                self.kept.clear();
                stream.take(self.stems.div_ceil(8))?;
                None
            }
            12 => {
                stream.u8()?;
                self.kept.clear();
                None
            }
            _ => {
                self.kept.clear();
                None
            }
        };
        Some(end)
    }
}
