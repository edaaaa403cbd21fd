//! Fonts that are bombs, or of kinds that nothing here should be set in. Each is made of a bundled font.

use std::collections::BTreeMap;
use std::fs;

use libtest_mimic::{Failed, Trial};

use super::{SERIES, build, numbered, refused, text};
use crate::command::expect;
use crate::fail;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("hostile::font::bombs_are_refused", bombs),
        Trial::test("hostile::font::other_kinds_are_named", kinds),
        Trial::test("hostile::font::fonts_that_cannot_be_told_apart_are_refused", twins),
        Trial::test("hostile::font::folders_that_are_no_folders_of_fonts_are_told", folders),
    ]
}

type Tables = BTreeMap<[u8; 4], Vec<u8>>;

const TRUE_TYPE: [u8; 4] = [0, 1, 0, 0];

fn bundled() -> Result<Tables, Failed> {
    let font = fs::read("fonts/OpenSans-Regular.ttf")?;
    let count = usize::from(u16::from_be_bytes([font[4], font[5]]));
    let table = |record: &[u8]| {
        let number = |at: usize| {
            u32::from_be_bytes([record[at], record[at + 1], record[at + 2], record[at + 3]]) as usize
        };
        let (start, length) = (number(8), number(12));
        ([record[0], record[1], record[2], record[3]], font[start..start + length].to_vec())
    };
    Ok(font[12..12 + 16 * count].chunks(16).map(table).collect())
}

/// A font of these tables.
fn font(magic: [u8; 4], tables: &Tables) -> Vec<u8> {
    let mut head = magic.to_vec();
    head.extend((tables.len() as u16).to_be_bytes());
    head.extend([0; 6]);
    let mut body = Vec::new();
    let start = 12 + 16 * tables.len();
    for (tag, table) in tables {
        head.extend(tag);
        // Nobody here looks at check sums.
        head.extend([0; 4]);
        head.extend(((start + body.len()) as u32).to_be_bytes());
        head.extend((table.len() as u32).to_be_bytes());
        body.extend(table);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    head.extend(body);
    head
}

/// The bundled font with one table in the place of another, or more.
fn with(tag: &[u8; 4], table: Vec<u8>) -> Result<Vec<u8>, Failed> {
    let mut tables = bundled()?;
    tables.insert(*tag, table);
    Ok(font(TRUE_TYPE, &tables))
}

fn words(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// A font whose first glyphs are made of others: `parts` gives those of each.
fn composite(count: u16, parts: impl Fn(u16) -> Vec<u16>) -> Result<Vec<u8>, Failed> {
    let mut tables = bundled()?;
    let glyphs = usize::from(u16::from_be_bytes([tables[b"maxp"][4], tables[b"maxp"][5]]));
    let long = tables[b"head"][51] == 1;
    let place = |index: usize| {
        let loca = &tables[b"loca"];
        if long {
            u32::from_be_bytes([
                loca[4 * index],
                loca[4 * index + 1],
                loca[4 * index + 2],
                loca[4 * index + 3],
            ])
        } else {
            2 * u32::from(u16::from_be_bytes([loca[2 * index], loca[2 * index + 1]]))
        }
    };
    let old = &tables[b"glyf"];
    let (mut glyf, mut loca) = (Vec::new(), Vec::new());
    for glyph in 0..glyphs {
        loca.extend((glyf.len() as u32).to_be_bytes());
        let number = glyph as u16;
        if number > 0 && number <= count {
            // No contours of its own, and four numbers that say how far it reaches.
            glyf.extend(words(&[0xFFFF, 0, 0, 1000, 1000]));
            let parts = parts(number);
            for (index, part) in parts.iter().enumerate() {
                let more = if index + 1 < parts.len() { 0x20 } else { 0 };
                // Two bytes say where the part stands.
                glyf.extend(words(&[0x0002 | more, *part, 0]));
            }
        } else {
            glyf.extend(&old[place(glyph) as usize..place(glyph + 1) as usize]);
        }
        glyf.resize(glyf.len().next_multiple_of(4), 0);
    }
    loca.extend((glyf.len() as u32).to_be_bytes());
    tables.insert(*b"glyf", glyf);
    tables.insert(*b"loca", loca);
    tables.get_mut(b"head").ok_or_else(|| fail("a font has a head"))?[51] = 1;
    Ok(font(TRUE_TYPE, &tables))
}

/// A table of letters of one format, given behind its head.
fn letters(table: &[u8]) -> Vec<u8> {
    // One table, for Windows and all of Unicode, 12 bytes from here.
    [words(&[0, 1, 3, 10, 0, 12]), table.to_vec()].concat()
}

/// A font whose outlines are programs: routines that each call the next one many times.
fn postscript() -> Result<Vec<u8>, Failed> {
    let index = |pieces: &[Vec<u8>]| {
        let mut out = (pieces.len() as u16).to_be_bytes().to_vec();
        if !pieces.is_empty() {
            out.push(4);
            let mut at = 1_u32;
            out.extend(at.to_be_bytes());
            for piece in pieces {
                at += piece.len() as u32;
                out.extend(at.to_be_bytes());
            }
            out.extend(pieces.concat());
        }
        out
    };
    let number = |number: i16| [vec![28], number.to_be_bytes().to_vec()].concat();
    let call = |routine: i16| [number(routine - 107), vec![29]].concat();
    let mut routines: Vec<Vec<u8>> = (1..9).map(|next| [call(next).repeat(100), vec![11]].concat()).collect();
    routines.push([number(1), number(1), vec![5, 11]].concat());
    let glyph = [number(0), number(0), vec![21], call(0), vec![14]].concat();
    let (names, routines, glyphs) = (index(&[b"A".to_vec()]), index(&routines), index(&vec![glyph; 20]));
    let top = |place: u32| index(&[[vec![29], place.to_be_bytes().to_vec(), vec![17]].concat()]);
    let before = 4 + names.len() + top(0).len() + 2 + routines.len();
    let cff = [vec![1, 0, 4, 4], names, top(before as u32), vec![0, 0], routines, glyphs].concat();
    let mut tables = bundled()?;
    for tag in [b"glyf", b"loca", b"cvt ", b"fpgm", b"prep"] {
        tables.remove(tag);
    }
    tables.insert(*b"CFF ", cff);
    tables.insert(*b"maxp", words(&[0, 0x5000, 20]));
    Ok(font(*b"OTTO", &tables))
}

/// A list of rules that names one rule as often as it can.
fn rules() -> Vec<u8> {
    let (scripts, features) = (words(&[0]), words(&[0]));
    let count = 5_000;
    let mut lookups = words(&[count]);
    // Behind the list of places stands the one list that all of them lead to.
    lookups.extend(words(&vec![2 + 2 * count; usize::from(count)]));
    lookups.extend(words(&[1, 0, count]));
    lookups.extend(words(&vec![6 + 2 * count; usize::from(count)]));
    lookups.extend(words(&[1, 6, 0, 1, 0]));
    [words(&[1, 0, 10, 12, 14]), scripts, features, lookups].concat()
}

/// A build with a folder of these fonts.
fn told(fonts: &[(&str, &[u8])]) -> Result<std::process::Output, Failed> {
    let folder = numbered("hostile-fonts")?;
    let place = folder.0.join("fonts");
    fs::create_dir(&place)?;
    for (name, bytes) in fonts {
        fs::write(place.join(name), bytes)?;
    }
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("a"))?;
    let out = folder.0.join("out");
    let output = build(&spec, &out, &["--fonts", &place.to_string_lossy()])?;
    expect(output.status.code() != Some(2) || !out.exists(), "nothing is written", &output)?;
    Ok(output)
}

fn each_refused(cases: &[(&str, Vec<u8>, &str)]) -> Result<(), Failed> {
    for (name, bytes, says) in cases {
        let output = told(&[("a.ttf", bytes)])?;
        let is_told = refused(&output, &["error[bad-font]: ", "`a.ttf`", says, "hint: "]);
        is_told.map_err(|why| fail(format!("{name}: {}", why.message().unwrap_or_default())))?;
    }
    Ok(())
}

fn bombs() -> Result<(), Failed> {
    let (of_itself, too_much) = ("made of so many others, or of itself", "asks for more work");
    let too_many = "lists more letters than there are";
    let ranges = |count: u32| {
        let head = [12_u16, 0].map(u16::to_be_bytes).concat();
        let numbers: Vec<u32> = [16 + 12 * count, 0, count]
            .into_iter()
            .chain((0..count).flat_map(|_| [0, u32::MAX, 0]))
            .collect();
        letters(&[head, numbers.into_iter().flat_map(u32::to_be_bytes).collect()].concat())
    };
    let segments = {
        let count = 8_000_u16;
        let list = |number: u16| vec![number; usize::from(count)];
        let numbers =
            [vec![4, 0xFFFF, 0, 2 * count, 0, 0, 0], list(0xFFFE), vec![0], list(0), list(0), list(0)]
                .concat();
        letters(&words(&numbers))
    };
    let high = {
        let mut hhea = bundled()?.remove(b"hhea").unwrap_or_default();
        hhea[4..6].copy_from_slice(&32_767_i16.to_be_bytes());
        hhea
    };
    let mut os2 = bundled()?.remove(b"OS/2").unwrap_or_default();
    os2[68..70].copy_from_slice(&32_767_i16.to_be_bytes());
    let mut tall = bundled()?;
    tall.extend([(*b"hhea", high), (*b"OS/2", os2)]);
    each_refused(&[
        (
            "ten glyphs of ten glyphs, eight times",
            composite(9, |glyph| vec![if glyph < 9 { glyph + 1 } else { 40 }; 10])?,
            of_itself,
        ),
        ("a glyph of itself", composite(1, |_| vec![1])?, of_itself),
        ("two glyphs of each other", composite(2, |glyph| vec![3 - glyph])?, of_itself),
        ("a chain of glyphs", composite(60, |glyph| vec![glyph + 1])?, of_itself),
        ("a glyph of a thousand", composite(1, |_| vec![40; 1_000])?, of_itself),
        ("four thousand million letters", with(b"cmap", ranges(1))?, too_many),
        ("the same again and again", with(b"cmap", ranges(1_000))?, too_many),
        ("ranges of two bytes", with(b"cmap", segments)?, too_many),
        ("routines of routines", postscript()?, too_much),
        ("rules of rules", with(b"GSUB", rules())?, too_much),
        ("lines of ten pages", font(TRUE_TYPE, &tall), "sizes that no letter has"),
    ])
}

fn kinds() -> Result<(), Failed> {
    let axis = [&words(&[1, 0, 16, 2, 1, 20, 0, 8]), b"wght".as_slice(), &[0; 16]].concat();
    let bundled = fs::read("fonts/OpenSans-Regular.ttf")?;
    let mut named = self::bundled()?;
    // One name, of a family, in two bytes a letter: a line of ours.
    let name: Vec<u16> = "a\nerror[fake]".encode_utf16().collect();
    let head = words(&[0, 1, 18, 3, 1, 0x409, 1, 2 * name.len() as u16, 0]);
    named.insert(*b"name", [head, words(&name)].concat());
    each_refused(&[
        ("web", [b"wOFF".as_slice(), &bundled].concat(), "a font for web pages (WOFF)"),
        ("newer web", [b"wOF2".as_slice(), &bundled].concat(), "a font for web pages (WOFF)"),
        (
            "collection",
            [b"ttcf\0\x01\0\0\0\0\x27\x10".as_slice(), &[0; 40_000]].concat(),
            "a collection of fonts",
        ),
        ("variable", with(b"fvar", axis)?, "a variable font"),
        ("second PostScript", with(b"CFF2", vec![0; 40])?, "a variable font"),
        ("colours", with(b"COLR", vec![0; 40])?, "glyphs in colours"),
        ("drawings", with(b"SVG ", b"<svg/>".to_vec())?, "glyphs in colours"),
        ("text", b"Dear colleague".to_vec(), "no TrueType or OpenType font"),
        ("cut off", bundled[..200].to_vec(), "no TrueType or OpenType font"),
        ("nothing", Vec::new(), "no TrueType or OpenType font"),
        ("no name", font(TRUE_TYPE, &named), "no family name that can be written"),
    ])
}

fn twins() -> Result<(), Failed> {
    let read = |name: &str| fs::read(format!("fonts/{name}.ttf"));
    let names = [
        "Carlito-Regular",
        "Carlito-Bold",
        "Carlito-Italic",
        "Carlito-BoldItalic",
        "OpenSans-Regular",
        "OpenSans-Bold",
    ];
    let files: Vec<(String, Vec<u8>)> = names
        .iter()
        .map(|name| Ok((format!("{name}.ttf"), read(name)?)))
        .collect::<Result<_, std::io::Error>>()?;
    let mut fonts: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let output = told(&fonts)?;
    expect(output.status.code() == Some(0), "the bundled fonts can be named", &output)?;
    // A copy is no other font.
    fonts.push(("copy of Carlito.ttf", fonts[0].1));
    expect(told(&fonts)?.status.code() == Some(0), "a copy is let stand", &output)?;
    let mut other = fonts[0].1.to_vec();
    other.push(0);
    fonts.push(("other.ttf", &other));
    refused(
        &told(&fonts)?,
        &["error[bad-font]: the fonts `", "` are both `Carlito` of weight 400", "hint: keep one of them"],
    )
}

fn folders() -> Result<(), Failed> {
    let many: Vec<String> = (0..201).map(|number| format!("{number}.ttf")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    refused(&told(&many)?, &["error[too-many]", "has 201 fonts", "hint: "])?;
    refused(&told(&[("a.woff2", b"wOF2")])?, &["error[bad-font]", "but `a.woff2`", "hint: "])?;
    refused(&told(&[("a.txt", b"x")])?, &["error[bad-font]: there is no font in the folder", "hint: "])
}
