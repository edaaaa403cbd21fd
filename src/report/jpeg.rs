//! Takes the notes of cameras and programs out of a JPEG file, without touching the picture.

const START: u8 = 0xD8;
const SCAN: u8 = 0xDA;
const END: u8 = 0xD9;
/// Segments among those of frames that are none.
const TABLES: [u8; 3] = [0xC4, 0xC8, 0xCC];
/// Where programs write what they like: versions, colours, and all kinds of notes.
const FIRST_NOTE: u8 = 0xE0;
const LAST_NOTE: u8 = 0xEF;
const COMMENT: u8 = 0xFE;
/// Frames that every program decodes: baseline, extended and progressive.
const COMMON: [u8; 3] = [0xC0, 0xC1, 0xC2];
const EXIF: &[u8] = b"Exif\0\0";
/// A version, and the size of a pixel; a small second picture may follow, which is not published.
const VERSION: (u8, &[u8]) = (0xE0, b"JFIF\0");
const VERSION_LENGTH: usize = 18;
/// What decides about colours: a profile, and how they are told.
const COLOURS: [(u8, &[u8]); 2] = [(0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe")];

/// What is written into a JPEG file besides the picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Jpeg {
    /// The file without notes.
    pub(super) plain: Vec<u8>,
    /// The notes that say how the camera was held.
    pub(super) exif: Option<Vec<u8>>,
    /// Numbers a pixel has: 1 for grey, 3 for colours, 4 for those of printing presses.
    pub(super) channels: u8,
    /// Whether it is of the kinds that every program shows: one frame of eight bits, coded after Huffman.
    pub(super) is_common: bool,
    /// How often the decoder goes over the picture.
    pub(super) scans: u32,
    /// Tables, notes and other pieces.
    pub(super) segments: u32,
}

/// Reads the segments; gives nothing when they are damaged or the file has no end.
pub(super) fn read(jpeg: &[u8]) -> Option<Jpeg> {
    let mut read =
        Jpeg { plain: vec![0xFF, START], exif: None, channels: 0, is_common: true, scans: 0, segments: 0 };
    let mut frames = 0;
    let mut at = 2;
    jpeg.starts_with(&read.plain).then_some(())?;
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
        if marker == END {
            // What follows is no part of the picture: films, other pictures, their notes.
            read.plain.extend([0xFF, END]);
            read.is_common &= frames == 1;
            return Some(read);
        }
        let length = jpeg.get(at + 2..at + 4)?;
        let next = at + 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
        let segment = jpeg.get(at..next)?;
        let data = segment.get(4..).unwrap_or_default();
        if matches!(marker, 0xC0..=0xCF) && !TABLES.contains(&marker) {
            frames += 1;
            read.channels = *segment.get(9)?;
            read.is_common &= COMMON.contains(&marker) && segment.get(4) == Some(&8);
        }
        if marker == VERSION.0 && data.starts_with(VERSION.1) {
            write_version(segment, &mut read.plain);
        } else if !is_note(marker, data) {
            read.plain.extend_from_slice(segment);
        } else if marker == 0xE1 && read.exif.is_none() {
            read.exif = data.strip_prefix(EXIF).map(<[u8]>::to_vec);
        }
        at = next;
        if marker == SCAN {
            read.scans += 1;
            let data = jpeg.get(at..)?;
            let end = end_of_scan(data)?;
            read.plain.extend_from_slice(&data[..end]);
            at += end;
        } else if !is_note(marker, data) {
            read.segments += 1;
        }
    }
}

fn is_note(marker: u8, data: &[u8]) -> bool {
    let is_free = matches!(marker, FIRST_NOTE..=LAST_NOTE | COMMENT);
    is_free && !COLOURS.iter().any(|(of, name)| *of == marker && data.starts_with(name))
}

/// Writes the segment without the small picture in it.
fn write_version(segment: &[u8], plain: &mut Vec<u8>) {
    match segment.get(..VERSION_LENGTH) {
        Some([_, _, _, _, told @ .., _, _]) => {
            let length = u16::try_from(VERSION_LENGTH - 2).unwrap_or_default();
            plain.extend([0xFF, VERSION.0]);
            plain.extend(length.to_be_bytes());
            plain.extend_from_slice(told);
            plain.extend([0, 0]);
        }
        // Too short to hold one.
        _ => plain.extend_from_slice(segment),
    }
}

/// Length of the data of a scan: up to a marker that is neither a part of them nor of none.
fn end_of_scan(data: &[u8]) -> Option<usize> {
    let is_marker = |at: &usize| data.get(at + 1).is_some_and(|next| !matches!(next, 0 | 0xFF | 0xD0..=0xD7));
    memchr::memchr_iter(0xFF, data).find(is_marker)
}

#[cfg(test)]
mod tests {
    use super::{Jpeg, read};

    const START: &[u8] = &[0xFF, 0xD8];
    const HEAD: &[u8] = b"\xFF\xE0\0\x10JFIF\0\x01\x02\x01\0\x48\0\x48\0\0";
    /// With a picture of one pixel.
    const PICTURED: &[u8] = b"\xFF\xE0\0\x13JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01\x07\x08\x09";
    const COLOURS: &[u8] = b"\xFF\xE2\0\x10ICC_PROFILE\0\x01\x01\xFF\xEE\0\x08Adobe\0";
    const NOTES: &[u8] =
        b"\xFF\xE1\0\x08Exif\0\0\xFF\xE2\0\x06MPF\0\xFF\xFE\0\x03c\xFF\xEB\0\x04JP\xFF\xE0\0\x07JFXX\0";
    const REST: &[u8] = &[
        0xFF, 0xC0, 0, 9, 8, 0, 1, 0, 1, 4, 9, 0xFF, 0xDA, 0, 2, 5, 0xFF, 0, 6, 0xFF, 0xD0, 7, 0xFF, 0xDA, 0,
        2, 5, 0xFF, 0xD9,
    ];

    #[test]
    fn notes_are_taken_out_and_the_rest_is_kept() {
        let plain = [START, HEAD, COLOURS, REST].concat();
        let told = |exif: Option<&[u8]>| Jpeg {
            plain: plain.clone(),
            exif: exif.map(<[u8]>::to_vec),
            channels: 4,
            is_common: true,
            scans: 2,
            segments: 3,
        };
        assert_eq!(read(&plain), Some(told(None)));
        let noted =
            [START, PICTURED, NOTES, COLOURS, NOTES, REST, b"\0\0ftyp: a film with its place"].concat();
        assert_eq!(read(&noted), Some(told(Some(b""))));
    }

    #[test]
    fn what_few_programs_decode_is_seen() {
        let with = |old: &[u8], new: &[u8]| {
            let at = REST.windows(old.len()).position(|window| window == old).unwrap();
            [START, &REST[..at], new, &REST[at + old.len()..]].concat()
        };
        for (name, file) in [
            ("arithmetic", with(&[0xFF, 0xC0], &[0xFF, 0xC9])),
            ("lossless", with(&[0xFF, 0xC0], &[0xFF, 0xC3])),
            ("of twelve bits", with(&[0, 9, 8], &[0, 9, 12])),
            (
                "of two frames",
                with(&[0xFF, 0xC0, 0, 9], &[0xFF, 0xC0, 0, 9, 8, 0, 1, 0, 1, 4, 9, 0xFF, 0xC0, 0, 9]),
            ),
        ] {
            assert!(!read(&file).unwrap().is_common, "{name}");
        }
        for common in [0xC0, 0xC1, 0xC2] {
            assert!(read(&with(&[0xFF, 0xC0], &[0xFF, common])).unwrap().is_common);
        }
    }

    #[test]
    fn a_file_without_an_end_is_not_taken() {
        let whole = [START, HEAD, NOTES, REST].concat();
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]), None, "{length}");
        }
    }
}
