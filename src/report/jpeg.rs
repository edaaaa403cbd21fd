//! Takes the notes of cameras and programs out of a JPEG file, without touching the picture.

use std::borrow::Cow;

const START: u8 = 0xD8;
const SCAN: u8 = 0xDA;
const END: u8 = 0xD9;
/// Segments among those of frames that are none.
const TABLES: [u8; 3] = [0xC4, 0xC8, 0xCC];
/// EXIF and XMP, with the place where a photograph was taken; IPTC; comments.
const NOTES: [u8; 3] = [0xE1, 0xED, 0xFE];

/// What is written into a JPEG file besides the picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Jpeg {
    /// The file without notes, when it has some.
    pub(super) plain: Option<Vec<u8>>,
    /// Numbers a pixel has: 1 for grey, 3 for colours, 4 for those of printing presses.
    pub(super) channels: u8,
}

/// Reads the segments before the picture; gives nothing when they are damaged or the file has no end.
pub(super) fn read(jpeg: &[u8]) -> Option<Jpeg> {
    let mut out = Cow::Borrowed(jpeg);
    let mut channels = 0;
    let mut at = 2;
    jpeg.starts_with(&[0xFF, START]).then_some(())?;
    loop {
        // A marker may be preceded by any number of fill bytes.
        let marker = match jpeg.get(at..)? {
            [0xFF, 0xFF, ..] => {
                at += 1;
                continue;
            }
            [0xFF, marker, ..] => *marker,
            _ => return None,
        };
        if marker == SCAN {
            let ends = jpeg.get(at..)?.windows(2).any(|pair| pair == [0xFF, END]);
            let plain = match out {
                Cow::Borrowed(_) => None,
                Cow::Owned(mut start) => {
                    start.extend_from_slice(&jpeg[at..]);
                    Some(start)
                }
            };
            return ends.then_some(Jpeg { plain, channels });
        }
        let length = jpeg.get(at + 2..at + 4)?;
        let next = at + 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
        let segment = jpeg.get(at..next)?;
        if matches!(marker, 0xC0..=0xCF) && !TABLES.contains(&marker) {
            channels = *segment.get(9)?;
        }
        match &mut out {
            Cow::Owned(kept) if !NOTES.contains(&marker) => kept.extend_from_slice(segment),
            Cow::Borrowed(_) if NOTES.contains(&marker) => out = Cow::Owned(jpeg[..at].to_vec()),
            Cow::Owned(_) | Cow::Borrowed(_) => {}
        }
        at = next;
    }
}

#[cfg(test)]
mod tests {
    use super::{Jpeg, read};

    const HEAD: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0, 0, 3, 7];
    const NOTE: &[u8] = &[0xFF, 0xE1, 0, 4, 1, 2];
    const REST: &[u8] = &[0xFF, 0xC0, 0, 9, 8, 0, 1, 0, 1, 4, 9, 0xFF, 0xDA, 0, 2, 5, 5, 0xFF, 0xD9];

    #[test]
    fn notes_are_taken_out_and_the_rest_is_kept() {
        let with = [HEAD, NOTE, NOTE, REST].concat();
        let plain = [HEAD, REST].concat();
        assert_eq!(read(&plain), Some(Jpeg { plain: None, channels: 4 }));
        assert_eq!(read(&with), Some(Jpeg { plain: Some(plain), channels: 4 }));
    }

    #[test]
    fn a_file_without_an_end_is_not_taken() {
        let whole = [HEAD, NOTE, REST].concat();
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]), None, "{length}");
        }
    }
}
