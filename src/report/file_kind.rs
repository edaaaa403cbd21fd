//! Says what a file is that was given as a picture and is none that can be used.

/// Why a picture cannot be used, and what to do.
pub(super) type Unusable = (String, &'static str);

const SAVE: &str = "save it as JPEG or PNG";
pub(super) const ONE: &str = "save one picture of it as JPEG or PNG";
pub(super) const AGAIN: &str = "send or save it again; it may have been cut off on its way";

/// What the file is, and what to do.
pub(super) fn other_kind(bytes: &[u8]) -> Unusable {
    let (what, hint) = match bytes {
        [] => return ("it is empty".to_owned(), AGAIN),
        [b'G', b'I', b'F', b'8', ..] => ("a GIF file", ONE),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => ("a WebP file", SAVE),
        [b'R', b'I', b'F', b'F', ..] => ("a film or sound", ONE),
        [_, _, _, _, b'f', b't', b'y', b'p', kind @ ..] => boxes(kind),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => {
            ("a TIFF file or the raw file of a camera", SAVE)
        }
        [b'B', b'M', ..] => ("a BMP file", SAVE),
        [b'8', b'B', b'P', b'S', ..] => ("a Photoshop file", SAVE),
        [0xFF, 0x0A, ..] | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => ("a JPEG XL file", SAVE),
        [0, 0, 0, 12, b'j', b'P', ..] | [0xFF, 0x4F, 0xFF, 0x51, ..] => ("a JPEG 2000 file", SAVE),
        [b'%', b'P', b'D', b'F', ..] => ("a PDF file", "save the picture in it as JPEG or PNG"),
        [b'P', b'K', 3, 4, ..] => {
            ("a Word document, a workbook or an archive", "save the picture in it as JPEG or PNG")
        }
        _ => text(bytes),
    };
    (format!("it is {what}, neither JPEG nor PNG"), hint)
}

/// Files of the family that phones write.
fn boxes(kind: &[u8]) -> (&'static str, &'static str) {
    match kind.get(..4) {
        Some(b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1") => {
            ("a HEIC photograph, as an iPhone takes them", SAVE)
        }
        Some(b"avif" | b"avis") => ("an AVIF file", SAVE),
        _ => ("a film", ONE),
    }
}

fn text(bytes: &[u8]) -> (&'static str, &'static str) {
    // Enough to find the first element behind comments.
    let start = &bytes[..bytes.len().min(4_096)];
    let start = String::from_utf8_lossy(start).to_lowercase();
    if start.contains("<svg") {
        ("an SVG drawing", "export it as PNG")
    } else if start.contains("<!doctype html") || start.contains("<html") {
        ("a web page", "save the picture itself, not the page that shows it")
    } else if std::str::from_utf8(bytes).is_ok() {
        ("text", SAVE)
    } else {
        ("an unknown kind of file", SAVE)
    }
}

#[cfg(test)]
mod tests {
    use super::other_kind;

    #[test]
    fn each_kind_is_named_whatever_the_file_is_called() {
        for (bytes, name) in [
            (&b"GIF89a..."[..], "a GIF file"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "a WebP file"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1", "a HEIC photograph"),
            (b"\0\0\0\x18ftypavif", "an AVIF file"),
            (b"\0\0\0\x14ftypqt  ", "a film"),
            (b"\0\0\0\x14ftyp", "a film"),
            (b"II*\0", "a TIFF file"),
            (b"MM\0*", "a TIFF file"),
            (b"BM1234", "a BMP file"),
            (b"%PDF-1.7", "a PDF file"),
            (b"PK\x03\x04", "a Word document"),
            (b"<?xml version='1.0'?><!-- x --><SVG onload='x'>", "an SVG drawing"),
            (b"<!DOCTYPE html><html>", "a web page"),
            (b"Dear colleague", "text"),
            (b"\x00\xFF\x13\x37", "an unknown kind of file"),
            (b"", "it is empty"),
        ] {
            let (what, hint) = other_kind(bytes);
            assert!(what.contains(name) && !hint.is_empty(), "{what}");
        }
    }
}
