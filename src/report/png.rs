//! Takes the notes of cameras and programs out of a PNG file, without touching the picture.

use std::borrow::Cow;
use std::io::{self, Read};

use flate2::read::ZlibDecoder;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Length, name and check sum of a chunk, without its data.
const AROUND: usize = 12;
/// Optional chunks that decide how the picture looks: transparency, colours, and the size of a pixel.
const KEPT: [&[u8; 4]; 9] = [b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"pHYs", b"bKGD"];

/// What is written into a PNG file besides the picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Png<'a> {
    /// The file without notes.
    pub(super) plain: Cow<'a, [u8]>,
    /// The notes that say how the camera was held.
    pub(super) exif: Option<&'a [u8]>,
    /// Whether there are several pictures; only the first would be printed.
    pub(super) is_animated: bool,
    /// Its colours.
    pub(super) profile: Profile,
}

/// What a file says of its colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Profile {
    /// Nothing, or a profile that can be used.
    Fit,
    /// A profile that is packed wrongly, or that unpacks to more than any printer has.
    Unfit,
}

/// Bytes of a colour profile; those of printing presses have one or two million.
const LARGEST_PROFILE: u64 = 4 * 1024 * 1024;

/// Unpacks a profile, and keeps nothing of it: a reader that trusts it takes a thousand times its bytes.
fn profile(data: &[u8]) -> Option<Profile> {
    // A name that ends with a zero, and the way it is packed.
    let end = data.iter().take(80).position(|byte| *byte == 0)?;
    let packed = data.get(end + 2..)?;
    let mut unpacked = ZlibDecoder::new(packed).take(LARGEST_PROFILE + 1);
    let length = io::copy(&mut unpacked, &mut io::sink()).ok()?;
    Some(if length > LARGEST_PROFILE { Profile::Unfit } else { Profile::Fit })
}

/// Reads the chunks; gives nothing when they are damaged or the file has no end.
pub(super) fn read(png: &[u8]) -> Option<Png<'_>> {
    let mut out = SIGNATURE.to_vec();
    let mut at = SIGNATURE.len();
    let (mut is_animated, mut exif, mut colours) = (false, None, Profile::Fit);
    png.starts_with(SIGNATURE).then_some(())?;
    loop {
        let length = u32::from_be_bytes(*png.get(at..)?.first_chunk()?);
        let next = at.checked_add(AROUND)?.checked_add(usize::try_from(length).ok()?)?;
        let chunk = png.get(at..next)?;
        let name: &[u8; 4] = chunk[4..].first_chunk()?;
        let data = chunk.get(8..chunk.len() - 4).unwrap_or_default();
        match name {
            b"acTL" => is_animated = true,
            b"eXIf" if exif.is_none() => exif = Some(data),
            b"iCCP" if colours == Profile::Fit => colours = profile(data).unwrap_or(Profile::Unfit),
            _ => {}
        }
        // The first letter of a chunk that no reader can do without is a capital.
        if name[0].is_ascii_uppercase() || KEPT.contains(&name) {
            out.extend_from_slice(chunk);
        }
        at = next;
        if name == b"IEND" {
            // What follows is no part of the picture; programs have left whole other files there.
            let plain = if out.len() == png.len() { Cow::Borrowed(png) } else { Cow::Owned(out) };
            return Some(Png { plain, exif, is_animated, profile: colours });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use std::io::Read;

    use flate2::Compression;
    use flate2::read::ZlibEncoder;

    use super::{LARGEST_PROFILE, Profile, SIGNATURE, read};

    fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        // Nobody here looks at check sums: the decoder does.
        [&(data.len() as u32).to_be_bytes()[..], name, data, &[1, 2, 3, 4]].concat()
    }

    fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
        [SIGNATURE.to_vec(), chunks.concat()].concat()
    }

    fn packed(profile: &[u8]) -> Vec<u8> {
        let mut data = b"sRGB\0\0".to_vec();
        ZlibEncoder::new(profile, Compression::best()).read_to_end(&mut data).unwrap();
        data
    }

    #[test]
    fn a_profile_that_nobody_should_unpack_is_seen() {
        let with = |data: &[u8]| read(&file(&[chunk(b"iCCP", data), chunk(b"IEND", b"")])).unwrap().profile;
        let largest = vec![0; LARGEST_PROFILE as usize];
        assert_eq!(with(&packed(&largest)), Profile::Fit);
        assert_eq!(with(&packed(&[largest.as_slice(), &[0]].concat())), Profile::Unfit);
        for damaged in [b"".as_slice(), b"sRGB", b"sRGB\0", b"sRGB\0\0", b"sRGB\0\0not packed"] {
            assert_eq!(with(damaged), Profile::Unfit, "{damaged:?}");
        }
    }

    #[test]
    fn notes_are_taken_out_and_the_rest_is_kept() {
        let picture = [
            chunk(b"IHDR", b"size"),
            chunk(b"iCCP", &packed(b"colours")),
            chunk(b"pHYs", b"dots"),
            chunk(b"PLTE", b"palette"),
            chunk(b"tRNS", b"clear"),
            chunk(b"IDAT", b"pixels"),
            chunk(b"IEND", b""),
        ];
        let plain = file(&picture);
        assert!(matches!(read(&plain).unwrap().plain, Cow::Borrowed(_)));
        let mut noted = picture.to_vec();
        for (at, name) in [b"tEXt", b"eXIf", b"iTXt", b"zTXt", b"tIME", b"prVt"].into_iter().enumerate() {
            noted.insert(1 + at % 5, chunk(name, b"51.1605 N, 71.4704 E"));
        }
        let noted = [file(&noted), b"behind the end".to_vec()].concat();
        let read = read(&noted).unwrap();
        assert_eq!(read.plain, plain);
        assert_eq!(read.exif, Some(&b"51.1605 N, 71.4704 E"[..]));
        assert!(!read.is_animated);
    }

    #[test]
    fn several_pictures_are_seen() {
        let moving =
            [chunk(b"IHDR", b"size"), chunk(b"acTL", b""), chunk(b"IDAT", b"acTL"), chunk(b"IEND", b"")];
        assert!(read(&file(&moving)).unwrap().is_animated);
        let still = [chunk(b"IHDR", b"size"), chunk(b"IDAT", b"acTL"), chunk(b"IEND", b"")];
        assert!(!read(&file(&still)).unwrap().is_animated);
    }

    #[test]
    fn a_file_without_an_end_is_not_taken() {
        let whole = file(&[chunk(b"IHDR", b"size"), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")]);
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]), None, "{length}");
        }
        let endless = [SIGNATURE, &[0xFF; 20]].concat();
        assert_eq!(read(&endless), None);
    }
}
