//! Input that is made to break the program: too large to be stored as a case, or made of more than files.
//!
//! Every build runs as a user would run it, within 2 seconds of processor time and 1 GB of memory, and says what is wrong.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Failed, Trial};

use super::command::{Folder, expect};

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials: Vec<Trial> = texts()
        .into_iter()
        .map(|case| Trial::test(format!("hostile::text::{}", case.name), move || case.run()))
        .collect();
    trials.extend([
        Trial::test("hostile::picture_bombs_are_refused", picture_bombs),
        Trial::test("hostile::workbook_bombs_are_refused", workbook_bombs),
        Trial::test("hostile::brands_and_fonts_are_told_with_their_places", brands_and_fonts),
        Trial::test("hostile::notes_in_pictures_are_not_published", picture_notes),
    ]);
    #[cfg(unix)]
    trials.push(Trial::test("hostile::paths_lead_nowhere_else", paths));
    trials
}

pub(crate) const SERIES: &str = include_str!("suite/faults/no-value/series.toml");
pub(crate) const EDITION: &str = r#"period = "2023-Q2"
title  = "A test"

[figures.visas]
label  = "visas issued"
source = "mia"
total  = 1653
values = { 2022-Q2 = 2000 }
shares = { CN = 50.3, TR = 16.9, other = 32.8 }

[[chapter]]
id    = "one"
title = "One"
"#;

/// Runs a build within the limits.
pub(crate) fn build(spec: &Path, out: &Path, arguments: &[&str]) -> Result<Output, Failed> {
    Ok(command(spec, out, arguments).output()?)
}

pub(crate) fn command(spec: &Path, out: &Path, arguments: &[&str]) -> Command {
    let program = env!("CARGO_BIN_EXE_quarterly");
    let mut command = if cfg!(target_os = "linux") {
        let mut limited = Command::new("prlimit");
        limited.args(["--cpu=2", "--as=1000000000", program]);
        limited
    } else {
        Command::new(program)
    };
    command.arg("build").arg(spec).arg("--out").arg(out).args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// An edition that is refused, and what has to be said.
struct Case {
    name: &'static str,
    edition: String,
    says: &'static [&'static str],
}

impl Case {
    fn run(&self) -> Result<(), Failed> {
        let folder = Folder::new(&format!("hostile-{}", self.name))?;
        fs::write(folder.0.join("series.toml"), SERIES)?;
        fs::write(folder.0.join("edition.toml"), &self.edition)?;
        let out = folder.0.join("out");
        let output = build(&folder.0.join("edition.toml"), &out, &[])?;
        refused(&output, self.says)?;
        expect(!out.exists(), "nothing is written", &output)
    }
}

/// The build ended with 2, said all of that, and said it briefly.
pub(crate) fn refused(output: &Output, says: &[&str]) -> Result<(), Failed> {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(output.status.code() == Some(2), "it ends with 2", output)?;
    expect(!told.contains("panicked") && !told.contains("itself failed"), "it does not panic", output)?;
    expect(told.len() < 200_000, "it does not flood the terminal", output)?;
    says.iter().try_for_each(|words| expect(told.contains(words), &format!("it says `{words}`"), output))
}

pub(crate) fn text(words: &str) -> String {
    format!("{EDITION}text  = '''\n{words}\n'''\n")
}

/// Large and deeply nested texts.
fn texts() -> Vec<Case> {
    deep().into_iter().chain(large()).collect()
}

const LARGE: usize = 10 * 1024 * 1024;

fn case(name: &'static str, edition: String, says: &'static [&'static str]) -> Case {
    Case { name, edition, says }
}

fn deep() -> Vec<Case> {
    const DEEP: usize = 10_000;
    let deep =
        |open: &str, close: &str, times: usize| text(&(open.repeat(times) + "a" + &close.repeat(times)));
    let no_space = &["error[too-long]", "edition.toml:14:9", "hint: put spaces"];
    let lists = &["error[too-deep]", "edition.toml:15:", "hint: use at most six levels"];
    vec![
        case(
            "arrays_10_000_deep",
            text("a") + &format!("x = {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP)),
            &["error[toml-syntax]", "edition.toml:17:"],
        ),
        case(
            "tables_10_000_deep",
            text("a") + &format!("x = {}1{}\n", "{a=".repeat(DEEP), "}".repeat(DEEP)),
            &["error[toml-syntax]", "edition.toml:17:"],
        ),
        case(
            "keys_10_000_deep",
            format!("a{} = 1\n{}", ".a".repeat(DEEP), text("a")),
            &["error[toml-syntax]", "edition.toml:1:"],
        ),
        case("brackets_10_000_deep", deep("[", "]", DEEP), no_space),
        case(
            "parentheses_10_000_deep",
            text(&format!("{{{{ {}1{} }}}}", "(".repeat(DEEP), ")".repeat(DEEP))),
            no_space,
        ),
        case(
            "parentheses_in_an_expression",
            text(&format!("{{{{ {}1{} }}}}", "(".repeat(240), ")".repeat(240))),
            &["error[bad-expression]", "edition.toml:15:4"],
        ),
        case("lists_10_000_deep", text(&("- ".repeat(DEEP) + "a")), lists),
        case("emphasis_3_000_deep", text(&("*a ".repeat(3_000) + &"a* ".repeat(3_000))), lists),
        case(
            "quotations_3_000_deep",
            text(&("> ".repeat(3_000) + "a")),
            &["error[unsupported-text]", "edition.toml:15:1"],
        ),
        case(
            "claims_3_000_deep",
            deep("[ ", " ](=visas)", 3_000),
            &["error[bad-claim]", "edition.toml:15:", "more findings like these"],
        ),
        case(
            "expressions_never_closed",
            text(&"{{ ".repeat(DEEP)),
            &["error[unclosed-expression]", "edition.toml:15:", "hint: close it with `}}`"],
        ),
    ]
}

fn large() -> Vec<Case> {
    let file = &["error[too-long]: `", "edition.toml` has more than 4 MB of text", "hint: divide it"];
    vec![
        case("a_text_of_10_mb", text(&"word ".repeat(LARGE / 5)), file),
        case("a_word_of_10_mb", text(&"a".repeat(LARGE)), file),
        case(
            "a_key_of_3_mb",
            format!("{} = 1\n{}", "a".repeat(LARGE / 3), text("a")),
            &["error[unknown-key]", "edition.toml:1:1"],
        ),
        case(
            "a_number_of_3_mb",
            text("a").replace("1653", &"1".repeat(LARGE / 3)),
            &["error[bad-number]", "edition.toml:7:10", "hint: write at most 12 digits"],
        ),
        case(
            "a_title_of_3_mb",
            text("a").replace("A test", &"a ".repeat(LARGE / 6)),
            &["error[too-long]", "edition.toml:2:10", "hint: say it in fewer words"],
        ),
        case(
            "a_chapter_of_3_mb",
            text(&"word\n\n".repeat(LARGE / 20)),
            &["error[too-long]", "edition.toml:14:9", "hint: divide it into chapters"],
        ),
        case(
            "100_000_shares",
            text("a").replace(
                "TR = 16.9",
                &(0..100_000).map(|i| format!("a{i} = 1")).collect::<Vec<_>>().join(", "),
            ),
            &["error[too-many]: there are 100002 entries", "edition.toml:9:10"],
        ),
        case(
            "200_000_unknown_keys",
            (0..200_000).map(|i| format!("k{i} = 1\n")).collect::<String>() + &text("a"),
            &["error[unknown-key]", "edition.toml:1:1", "hint: "],
        ),
        case(
            "500_000_broken_lines",
            text("a") + &"= = =\n".repeat(500_000),
            &["error[toml-syntax]", "edition.toml:17:1"],
        ),
        case(
            "9_000_wrong_expressions",
            text(&"{{ visa }} ".repeat(4_000)),
            &[
                "error[unknown-figure]",
                "edition.toml:15:4",
                "more findings like these",
                "did you mean `visas`",
            ],
        ),
        case(
            "2_000_reversing_characters",
            text(&"\u{202e}".repeat(1_900)),
            &["error[forbidden-character]", "edition.toml:15:1"],
        ),
        case(
            "carriage_returns_alone",
            text("a").replace('\n', "\r"),
            &["error[toml-syntax]", "edition.toml:1:"],
        ),
        case("nothing_but_brackets", "[".repeat(LARGE / 4), &["error[toml-syntax]", "edition.toml:1:"]),
    ]
}

/// Writes an edition with one photograph.
fn with_photo(folder: &Folder, file: &str) -> Result<PathBuf, Failed> {
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let photo = format!("\n[photos.a]\nfile = \"{file}\"\nalt = \"A picture\"\ncredit = \"Nobody\"\n");
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("![](photo:a)") + &photo)?;
    Ok(spec)
}

fn picture_bombs() -> Result<(), Failed> {
    let folder = Folder::new("hostile-pictures")?;
    let spec = with_photo(&folder, "a.png")?;
    for (width, height, says) in [
        (60_000, 10, "longer than 12000 pixels"),
        (60_000, 60_000, "longer than 12000 pixels"),
        (12_000, 12_000, "too large: 12000 × 12000 pixels"),
        (9_000, 9_000, "damaged"),
    ] {
        fs::write(folder.0.join("a.png"), png(width, height))?;
        let output = build(&spec, &folder.0.join("out"), &[])?;
        refused(&output, &["error[bad-picture]", says, "edition.toml:19:8", "hint: "])?;
    }
    Ok(())
}

/// A PNG file whose header promises more than its data hold.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    bytes.extend(chunk(b"IHDR", &header));
    // An empty stream of zlib.
    bytes.extend(chunk(b"IDAT", &[0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]));
    bytes.extend(chunk(b"IEND", &[]));
    bytes
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [name.as_slice(), data].concat();
    [&(data.len() as u32).to_be_bytes()[..], &body, &crc32(&body).to_be_bytes()].concat()
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

fn workbook_bombs() -> Result<(), Failed> {
    let folder = Folder::new("hostile-workbooks")?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let spec = folder.0.join("edition.toml");
    let table = "xlsx = { file = \"a.xlsx\", key = \"key\", value = \"n\" }\n\n[[chapter]]";
    fs::write(&spec, text("{{ visas.total }}").replace("\n[[chapter]]", table))?;
    let says = ["error[bad-xlsx]: `a.xlsx` unpacks to more than 64 MB", "edition.toml:10:17", "hint: "];
    let zeros = vec![b' '; 100 * 1024 * 1024];
    fs::write(folder.0.join("a.xlsx"), workbook(&[("xl/sharedStrings.xml", &zeros)])?)?;
    refused(&build(&spec, &folder.0.join("out"), &[])?, &says)?;
    let many: Vec<(String, Vec<u8>)> = (0..2_001).map(|i| (format!("xl/{i}.xml"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    fs::write(folder.0.join("a.xlsx"), workbook(&many)?)?;
    refused(&build(&spec, &folder.0.join("out"), &[])?, &["error[bad-xlsx]: `a.xlsx` has too many parts"])?;
    // Entities that double nine times: nothing is expanded, so the sheet cannot be read.
    let entities: String =
        (1..10).map(|i| format!("<!ENTITY e{i} \"{}\">", format!("&e{};", i - 1).repeat(10))).collect();
    let sheet = format!(
        "<!DOCTYPE w [<!ENTITY e0 \"x\">{entities}]><workbook><sheets><sheet name=\"&e9;\"/></sheets></workbook>"
    );
    fs::write(folder.0.join("a.xlsx"), workbook(&[("xl/workbook.xml", sheet.as_bytes())])?)?;
    refused(&build(&spec, &folder.0.join("out"), &[])?, &["error[bad-xlsx]", "edition.toml:10:17"])
}

pub(crate) fn workbook(parts: &[(&str, &[u8])]) -> Result<Vec<u8>, Failed> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())?;
        std::io::Write::write_all(&mut zip, bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn brands_and_fonts() -> Result<(), Failed> {
    let folder = Folder::new("hostile-theme")?;
    let brand = folder.0.join("brand.toml");
    let good = fs::read_to_string("templates/brand.toml")?;
    fs::write(&brand, good.replace("\"#418FDE\"", "\"blue\"").replace("muted =", "mutd ="))?;
    fs::create_dir(folder.0.join("fonts"))?;
    for name in ["a.ttf", "b.OTF"] {
        fs::write(folder.0.join("fonts").join(name), "Dear colleague")?;
    }
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("a"))?;
    let path = |name: &str| folder.0.join(name).to_string_lossy().into_owned();
    let out = folder.0.join("out");
    let says = [
        "brand.toml:6:13",
        "error[unknown-key]: unknown key `mutd`",
        "did you mean `muted`",
        "error[bad-colour]",
    ];
    refused(&build(&spec, &out, &["--brand", &path("brand.toml")])?, &says)?;
    let says = ["error[bad-font]: font `a.ttf`", "error[bad-font]: font `b.OTF`", "hint: "];
    refused(&build(&spec, &out, &["--fonts", &path("fonts")])?, &says)?;
    fs::write(&brand, good.replace("\"Carlito\"", "\"Comic Sans\""))?;
    refused(
        &build(&spec, &out, &["--brand", &path("brand.toml")])?,
        &["error[unknown-font]", "`Comic Sans`"],
    )?;
    fs::write(&brand, good.replace("[logo]", "[logo]\ndonor = \"../../../etc/passwd\""))?;
    refused(&build(&spec, &out, &["--brand", &path("brand.toml")])?, &["error[path-outside]"])
}

#[cfg(unix)]
fn paths() -> Result<(), Failed> {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("hostile-paths")?;
    fs::create_dir(folder.0.join("inside.jpg"))?;
    symlink("/etc/passwd", folder.0.join("passwd.jpg"))?;
    symlink("/dev/zero", folder.0.join("zero.jpg"))?;
    symlink("loop.jpg", folder.0.join("loop.jpg"))?;
    assert!(Command::new("mkfifo").arg(folder.0.join("pipe.jpg")).status()?.success());
    for (file, says) in [
        ("/dev/zero", "error[path-outside]"),
        ("../series.toml", "error[path-outside]"),
        ("passwd.jpg", "error[path-outside]"),
        ("zero.jpg", "error[path-outside]"),
        ("inside.jpg", "error[file-unreadable]"),
        ("pipe.jpg", "error[file-unreadable]"),
        ("loop.jpg", "error[file-unreadable]"),
    ] {
        let spec = with_photo(&folder, file)?;
        refused(&build(&spec, &folder.0.join("out"), &[])?, &[says, "edition.toml:19:8"])?;
    }
    for spec in ["/dev/zero", "/dev/null/a.toml", "golden"] {
        refused(&build(Path::new(spec), &folder.0.join("out"), &[])?, &["error["])?;
    }
    Ok(())
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
            let files = super::read_folder_names(&out);
            let read: Vec<(String, Vec<u8>)> = files
                .into_iter()
                .map(|name| Ok((name.clone(), fs::read(name)?)))
                .collect::<Result<_, std::io::Error>>()?;
            let holds = |bytes: &[u8]| bytes.windows(PLACE.len()).any(|window| window == PLACE);
            if let Some((file, _)) = read.iter().find(|(_, bytes)| holds(bytes)) {
                return Err(super::fail(format!("`{file}` tells where the photograph was taken")));
            }
            built.push(read);
        }
        // Neither do packed parts: with and without notes, all is the same.
        if built[0] != built[1] {
            return Err(super::fail(format!("the notes of {name} change what is published")));
        }
    }
    Ok(())
}
