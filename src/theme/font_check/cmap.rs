//! Counts the letters that a font says it has: of four bytes, a range may have four thousand million.

use ttf_parser::{Face, Tag};

use super::stream::Stream;
use super::unfit::{ANOTHER, Unfit};

/// Letters of all tables together; Unicode has 1,114,112, and fonts list theirs two or three times.
const MOST_LETTERS: u64 = 2_000_000;
/// Letters that a table of numbers of two bytes can list.
const OF_TWO_BYTES: u64 = 65_536;

pub(super) fn check(face: &Face<'_>) -> Result<(), Unfit> {
    let Some(cmap) = face.raw_face().table(Tag::from_bytes(b"cmap")) else { return Ok(()) };
    let mut letters = 0_u64;
    for start in tables(cmap).unwrap_or_default() {
        // A table that ends too early lists nothing.
        let listed = Stream::at(cmap, start).and_then(|table| count(table, MOST_LETTERS - letters));
        letters += listed.unwrap_or(0);
        if letters >= MOST_LETTERS {
            return Err(Unfit::new("it lists more letters than there are", ANOTHER));
        }
    }
    Ok(())
}

/// Where the tables of letters begin.
fn tables(cmap: &[u8]) -> Option<Vec<usize>> {
    let mut head = Stream::at(cmap, 2)?;
    let count = head.u16()?;
    let mut starts = Vec::new();
    for _ in 0..count {
        // What system and alphabet it is for.
        head.take(4)?;
        starts.push(usize::try_from(head.u32()?).ok()?);
    }
    Some(starts)
}

/// How many letters a table lists; counting ends at `most`.
fn count(mut table: Stream<'_>, most: u64) -> Option<u64> {
    let whole = table;
    match table.u16()? {
        0 => Some(256),
        4 => segments(whole, most),
        10 => {
            table.take(14)?;
            Some(u64::from(table.u32()?).min(most))
        }
        12 | 13 => {
            table.take(10)?;
            let count = table.u32()?;
            let mut letters = 0_u64;
            for _ in 0..count {
                let (first, last) = (table.u32()?, table.u32()?);
                table.take(4)?;
                letters += (u64::from(last) + 1).saturating_sub(u64::from(first));
                if letters >= most {
                    return Some(most);
                }
            }
            Some(letters)
        }
        _ => Some(OF_TWO_BYTES.min(most)),
    }
}

/// Letters of ranges whose ends stand in one list and whose beginnings in the next.
fn segments(table: Stream<'_>, most: u64) -> Option<u64> {
    let bytes = usize::from(Stream::at(table.0, 6)?.u16()?);
    let (mut ends, mut starts) = (Stream::at(table.0, 14)?, Stream::at(table.0, 16 + bytes)?);
    let mut letters = 0_u64;
    for _ in 0..bytes / 2 {
        let (first, last) = (starts.u16()?, ends.u16()?);
        letters += (u64::from(last) + 1).saturating_sub(u64::from(first));
        if letters >= most {
            return Some(most);
        }
    }
    Some(letters)
}
