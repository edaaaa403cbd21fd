//! Pictures that are bombs, or tell more than they show.

use std::fs;
use std::io::Read;

use flate2::Compression;
use flate2::read::ZlibEncoder;
use libtest_mimic::{Failed, Trial};

use super::{build, refused, text, with_photo};
use crate::command::{Folder, expect};
use crate::fail;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("hostile::picture::bombs_are_refused", picture_bombs),
        Trial::test("hostile::picture::all_of_them_together_have_a_limit", all_pictures),
        Trial::test("hostile::picture::odd_ones_are_built", odd_pictures),
        Trial::test("hostile::picture::drawings_are_not_read", drawings),
        Trial::test("hostile::picture::notes_are_not_published", picture_notes),
    ]
}

fn picture_bombs() -> Result<(), Failed> {
    let folder = Folder::new("hostile-pictures")?;
    let spec = with_photo(&folder, "a.png")?;
    let rgba_16 = |side: u32| file(&[header(side, side, [16, 6, 0]), chunk(b"IDAT", EMPTY)]);
    let profile = |bytes: usize| -> Result<Vec<u8>, Failed> {
        Ok(noted(&[chunk(b"iCCP", &[b"sRGB\0\0".to_vec(), packed(bytes)?].concat())]))
    };
    for (picture, says) in [
        (png(60_000, 10), "longer than 12000 pixels"),
        (png(60_000, 60_000), "longer than 12000 pixels"),
        (png(12_000, 12_000), "too large: 12000 × 12000 pixels"),
        (png(9_000, 9_000), "damaged"),
        (rgba_16(9_000), "too large: 9000 × 9000 pixels"),
        (profile(64 << 20)?, "its colour profile is damaged, or unpacks to more than 4 MB"),
        (noted(&[chunk(b"iCCP", b"sRGB\0\0no zlib")]), "its colour profile is damaged"),
        (noted(&[chunk(b"acTL", &[0, 0, 0, 9, 0, 0, 0, 0])]), "an animated PNG"),
        (with_frame(0xC9, 8), "a JPEG of a kind that few programs can show"),
        (with_frame(0xC3, 8), "a JPEG of a kind that few programs can show"),
        (with_frame(0xC1, 12), "a JPEG of a kind that few programs can show"),
        (repeated(0xDA, 51)?, "a JPEG of 51 scans"),
        (repeated(0xDA, 4_000)?, "a JPEG of 4000 scans"),
        (repeated(0xC4, 100_000)?, "other parts"),
    ] {
        fs::write(folder.0.join("a.png"), picture)?;
        let output = build(&spec, &folder.0.join("out"), &[])?;
        let told = refused(&output, &["error[bad-picture]", says, "edition.toml:19:8", "hint: "]);
        told.map_err(|why| fail(format!("{says}: {}", why.message().unwrap_or_default())))?;
    }
    Ok(())
}

/// Many pictures of which each is within the limits.
fn all_pictures() -> Result<(), Failed> {
    let folder = Folder::new("hostile-all-pictures")?;
    // Of sixteen bits a colour, five of 36 million pixels are within the limit, and take as much memory as twice as many.
    let rgba_16 = file(&[header(6_000, 6_000, [16, 6, 0]), chunk(b"IDAT", EMPTY)]);
    too_many(&folder, &png(9_000, 9_000), "4.png")?;
    too_many(&folder, &rgba_16, "5.png")
}

/// Six equal pictures, of which this one and those behind it are too many.
fn too_many(folder: &Folder, picture: &[u8], first: &str) -> Result<(), Failed> {
    let mut spec = text("words");
    for number in 0..6 {
        fs::write(folder.0.join(format!("{number}.png")), picture)?;
        spec += &format!("\n[photos.p{number}]\nfile = \"{number}.png\"\nalt = \"a\"\ncredit = \"b\"\n");
    }
    let placed: String = (0..6).map(|number| format!("![](photo:p{number})\n\n")).collect();
    fs::write(folder.0.join("edition.toml"), spec.replace("words", &placed))?;
    fs::write(folder.0.join("series.toml"), super::SERIES)?;
    let output = build(&folder.0.join("edition.toml"), &folder.0.join("out"), &[])?;
    let says = format!(
        "`{first}` cannot be used as a picture: with it, the pictures of the edition have more than 400 million pixels"
    );
    refused(&output, &["error[bad-picture]", &says, "hint: make it smaller"])
}

/// What cannot be shown is told, and what can is built: notes that are bombs are left out unread.
fn odd_pictures() -> Result<(), Failed> {
    let folder = Folder::new("hostile-odd-pictures")?;
    let spec = with_photo(&folder, "a.png")?;
    let bomb = packed(64 << 20)?;
    let notes = [
        chunk(b"zTXt", &[b"a\0\0".as_slice(), &bomb].concat()),
        chunk(b"iTXt", &[b"a\0\x01\0\0\0".as_slice(), &bomb].concat()),
    ];
    // Rows in the order of Adam, each with a byte that says how it is told.
    let passes = [(8, 8), (8, 8), (4, 8), (4, 4), (2, 4), (2, 2), (1, 2)];
    let starts = [(0, 0), (4, 0), (0, 4), (2, 0), (0, 2), (1, 0), (0, 1)];
    let mut rows = Vec::new();
    for ((across, down), (x, y)) in passes.into_iter().zip(starts) {
        let wide = (x..40_usize).step_by(across).count();
        (y..40_usize).step_by(down).for_each(|_| rows.extend(vec![0; 1 + 2 * wide]));
    }
    let mut data = Vec::new();
    ZlibEncoder::new(rows.as_slice(), Compression::fast()).read_to_end(&mut data)?;
    let interlaced = file(&[header(40, 40, [16, 0, 1]), chunk(b"IDAT", &data)]);
    for (name, picture) in
        [("notes", noted(&notes)), ("interlaced", interlaced), ("scans", repeated(0xDA, 20)?)]
    {
        fs::write(folder.0.join("a.png"), picture)?;
        let output = build(&spec, &folder.0.join("out"), &[])?;
        expect(output.status.code().is_some_and(|code| code < 2), &format!("{name}: it is built"), &output)?;
    }
    Ok(())
}

/// A logo that is a drawing is not read, whatever is in it.
fn drawings() -> Result<(), Failed> {
    let folder = Folder::new("hostile-drawings")?;
    fs::write(folder.0.join("series.toml"), super::SERIES)?;
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("words"))?;
    let brand = folder.0.join("brand.toml");
    fs::write(
        &brand,
        fs::read_to_string("templates/brand.toml")?.replace("[logo]", "[logo]\norganization = \"logo.svg\""),
    )?;
    let uses: String = (1..12)
        .map(|level| {
            format!("<g id=\"g{level}\">{}</g>", format!("<use href=\"#g{}\"/>", level - 1).repeat(10))
        })
        .collect();
    let entities: String = (1..10)
        .map(|level| format!("<!ENTITY e{level} \"{}\">", format!("&e{};", level - 1).repeat(10)))
        .collect();
    let root = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"40\"";
    for (name, drawing) in [
        ("script", format!("{root} onload=\"alert(1)\"><script>alert(1)</script></svg>")),
        (
            "outside",
            format!(
                "{root}><image href=\"https://evil.example/a.png\"/><image href=\"file:///etc/passwd\"/></svg>"
            ),
        ),
        ("uses", format!("{root}><path id=\"g0\" d=\"M0 0h1\"/>{uses}<use href=\"#g11\"/></svg>")),
        ("entities", format!("<!DOCTYPE svg [<!ENTITY e0 \"x\">{entities}]>{root}><text>&e9;</text></svg>")),
        (
            "filter",
            format!(
                "{root}><filter id=\"f\" width=\"99999999\"><feGaussianBlur stdDeviation=\"1e9\"/></filter><rect filter=\"url(#f)\" width=\"9\" height=\"9\"/></svg>"
            ),
        ),
        ("path", format!("{root}><path d=\"M0 0{}\"/></svg>", "l1 1".repeat(2_000_000))),
        ("deep", format!("{root}>{}{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000))),
    ] {
        fs::write(folder.0.join("logo.svg"), drawing)?;
        let output = build(&spec, &folder.0.join("out"), &["--brand", &brand.to_string_lossy()])?;
        let told = refused(&output, &["error[bad-picture]", "an SVG drawing", "hint: export it as PNG"]);
        told.map_err(|why| fail(format!("{name}: {}", why.message().unwrap_or_default())))?;
    }
    Ok(())
}

/// An empty stream of zlib.
const EMPTY: &[u8] = &[0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];

/// A PNG file whose header promises more than its data hold.
fn png(width: u32, height: u32) -> Vec<u8> {
    file(&[header(width, height, [8, 2, 0]), chunk(b"IDAT", EMPTY)])
}

/// A sound PNG file of one colour, some thousand times as small as what it holds.
pub(crate) fn white(width: u32, height: u32) -> Result<Vec<u8>, Failed> {
    let rows = packed((1 + width.div_ceil(8)) as usize * height as usize)?;
    Ok(file(&[header(width, height, [1, 0, 0]), chunk(b"IDAT", &rows)]))
}

fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunks.concat(), chunk(b"IEND", &[])].concat()
}

/// Bits, kind of colours, and whether rows come in the order of Adam.
fn header(width: u32, height: u32, [bits, colours, order]: [u8; 3]) -> Vec<u8> {
    let data = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[bits, colours, 0, 0, order]].concat();
    chunk(b"IHDR", &data)
}

/// A sound PNG file with more chunks behind its header.
fn noted(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut data = Vec::new();
    let rows = vec![0_u8; 40 * (1 + 3 * 40)];
    ZlibEncoder::new(rows.as_slice(), Compression::fast())
        .read_to_end(&mut data)
        .expect("memory can be read");
    file(&[header(40, 40, [8, 2, 0]), chunks.concat(), chunk(b"IDAT", &data)])
}

/// So many zeros, packed a thousandfold.
fn packed(zeros: usize) -> Result<Vec<u8>, Failed> {
    let mut data = Vec::new();
    ZlibEncoder::new(std::io::repeat(0).take(zeros as u64), Compression::fast()).read_to_end(&mut data)?;
    Ok(data)
}

fn jpeg() -> Result<Vec<u8>, Failed> {
    let photo = image::GrayImage::from_fn(40, 30, |x, y| image::Luma([(x * y) as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    photo.write_to(&mut bytes, image::ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}

/// The place of a segment, and of what follows it: of a scan, with its data.
fn segment(jpeg: &[u8], marker: u8) -> (usize, usize) {
    let start = jpeg.windows(2).position(|pair| pair == [0xFF, marker]).unwrap_or_default();
    let end = if marker == 0xDA {
        jpeg.len() - 2
    } else {
        start + 2 + usize::from(u16::from_be_bytes([jpeg[start + 2], jpeg[start + 3]]))
    };
    (start, end)
}

/// A JPEG whose frame is of another kind, or of other bits.
fn with_frame(kind: u8, bits: u8) -> Vec<u8> {
    let mut jpeg = jpeg().expect("a picture can be written");
    let (start, _) = segment(&jpeg, 0xC0);
    jpeg[start + 1] = kind;
    jpeg[start + 4] = bits;
    jpeg
}

/// A JPEG with one of its pieces so many times.
fn repeated(marker: u8, times: usize) -> Result<Vec<u8>, Failed> {
    let jpeg = jpeg()?;
    let (start, end) = segment(&jpeg, marker);
    Ok([&jpeg[..start], &jpeg[start..end].repeat(times), &jpeg[end..]].concat())
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [name.as_slice(), data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &body, &crc32(&body).to_be_bytes()].concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

/// Where a photograph was taken stands in many places of a file; in none of what is published.
fn picture_notes() -> Result<(), Failed> {
    const PLACE: &[u8] = b"51.1605 N, 71.4704 E";
    let folder = Folder::new("hostile-notes")?;
    let photo = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8, y as u8, 7]));
    let encoded = |format| -> Result<Vec<u8>, Failed> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        photo.write_to(&mut bytes, format)?;
        Ok(bytes.into_inner())
    };
    let (png, jpeg) = (encoded(image::ImageFormat::Png)?, encoded(image::ImageFormat::Jpeg)?);
    let notes = [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"prVt"].map(|name| chunk(name, PLACE)).concat();
    // After the header of 33 bytes, and behind the end.
    let noted_png = [&png[..33], &notes, &png[33..], PLACE].concat();
    let note = |marker: u8| [&[0xFF, marker, 0, PLACE.len() as u8 + 2], PLACE].concat();
    let notes = [0xE1, 0xE2, 0xEB, 0xED, 0xFE].map(note).concat();
    let noted_jpeg = [&jpeg[..2], &notes, &jpeg[2..], PLACE].concat();
    for (name, noted, plain) in [("a.png", noted_png, png), ("a.jpg", noted_jpeg, jpeg)] {
        let spec = with_photo(&folder, name)?;
        let out = folder.0.join("out");
        let mut built = Vec::new();
        for bytes in [&noted, &plain] {
            fs::write(folder.0.join(name), bytes)?;
            let output = build(&spec, &out, &["--keep"])?;
            expect(output.status.code().is_some_and(|code| code < 2), "it is built", &output)?;
            let files = crate::read_folder_names(&out);
            let read: Vec<(String, Vec<u8>)> = files
                .into_iter()
                .map(|name| Ok((name.clone(), fs::read(name)?)))
                .collect::<Result<_, std::io::Error>>()?;
            let holds = |bytes: &[u8]| bytes.windows(PLACE.len()).any(|window| window == PLACE);
            if let Some((file, _)) = read.iter().find(|(_, bytes)| holds(bytes)) {
                return Err(fail(format!("`{file}` tells where the photograph was taken")));
            }
            built.push(read);
        }
        // Neither do packed parts: with and without notes, all is the same.
        if built[0] != built[1] {
            return Err(fail(format!("the notes of {name} change what is published")));
        }
    }
    Ok(())
}
