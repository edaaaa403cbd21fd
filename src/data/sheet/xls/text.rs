//! Reads the texts of an `.xls` workbook, which may go on in the next record at any character.

use super::BadXls;
use crate::data::sheet::cell::Held;

/// Texts longer than a cell can hold are no texts.
const LONGEST: usize = 32_767;

/// The bytes of a record and of those that carry it on.
pub(super) struct Bytes<'a> {
    pieces: Vec<&'a [u8]>,
    piece: usize,
    at: usize,
}

impl<'a> Bytes<'a> {
    pub(super) fn new(pieces: Vec<&'a [u8]>) -> Self {
        Self { pieces, piece: 0, at: 0 }
    }

    fn byte(&mut self) -> Result<u8, BadXls> {
        loop {
            let piece = self.pieces.get(self.piece).ok_or(BadXls::Unreadable)?;
            if let Some(byte) = piece.get(self.at) {
                self.at += 1;
                return Ok(*byte);
            }
            self.piece += 1;
            self.at = 0;
        }
    }

    pub(super) fn u16(&mut self) -> Result<u16, BadXls> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn u32(&mut self) -> Result<u32, BadXls> {
        let (low, high) = (self.u16()?, self.u16()?);
        Ok(u32::from(low) | (u32::from(high) << 16))
    }

    fn skip(&mut self, count: usize) -> Result<(), BadXls> {
        let mut left = count;
        while left > 0 {
            let piece = self.pieces.get(self.piece).ok_or(BadXls::Unreadable)?;
            let here = left.min(piece.len() - self.at);
            left -= here;
            self.at += here;
            if left > 0 {
                self.piece += 1;
                self.at = 0;
            }
        }
        Ok(())
    }

    /// Characters; each further record says anew whether they have one byte or two.
    fn characters(&mut self, count: usize, is_wide: bool) -> Result<Vec<u16>, BadXls> {
        let mut is_wide = is_wide;
        let mut out = Vec::new();
        while out.len() < count {
            if self.pieces.get(self.piece).is_some_and(|piece| self.at >= piece.len()) {
                self.piece += 1;
                self.at = 0;
                is_wide = self.byte()? & 1 == 1;
            }
            out.push(if is_wide { self.u16()? } else { u16::from(self.byte()?) });
        }
        Ok(out)
    }

    /// A text whose length is a number of two bytes; `fonts` tells which of the fonts are raised.
    pub(super) fn text(&mut self, fonts: &[bool]) -> Result<Held, BadXls> {
        let count = usize::from(self.u16()?);
        self.text_of(count, fonts)
    }

    /// A text of so many characters.
    pub(super) fn text_of(&mut self, count: usize, fonts: &[bool]) -> Result<Held, BadXls> {
        if count > LONGEST {
            return Err(BadXls::Unreadable);
        }
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(self.u16()?) };
        let more = if flags & 4 == 0 { 0 } else { self.u32()? as usize };
        let characters = self.characters(count, flags & 1 == 1)?;
        // Where a run begins, and whether it is raised.
        let mut starts = vec![(0, false)];
        for _ in 0..runs {
            let (start, font) = (usize::from(self.u16()?), usize::from(self.u16()?));
            // No font has the number 4.
            let font = if font > 4 { font - 1 } else { font };
            starts.push((start, fonts.get(font).copied().unwrap_or(false)));
        }
        self.skip(more)?;
        let (mut text, mut raised) = (Vec::new(), Vec::new());
        for (index, (start, is_raised)) in starts.iter().enumerate() {
            let end = starts.get(index + 1).map_or(count, |(next, _)| *next).min(count);
            let run = characters.get(*start..end).unwrap_or_default();
            if *is_raised { raised.extend_from_slice(run) } else { text.extend_from_slice(run) }
        }
        Ok(Held::rich(&String::from_utf16_lossy(&text), &String::from_utf16_lossy(&raised)))
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;
    use crate::data::sheet::cell::Held;

    #[test]
    fn a_text_goes_on_in_the_next_record_with_letters_of_another_width() {
        // `Bä` in one byte each, then `й` and `x` in two, the last raised by the second font.
        let first = [4, 0, 8, 1, 0, b'B', 0xE4];
        let second = [1, 0x39, 0x04, b'x', 0, 3, 0, 1, 0];
        let read = Bytes::new(vec![&first, &second]).text(&[false, true]).unwrap();
        assert_eq!(read, Held::rich("Bäй", "x"));
        let cut = Bytes::new(vec![&first, &second[..4]]).text(&[]);
        assert!(cut.is_err());
    }
}
