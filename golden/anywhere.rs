//! Every command, given what no command expects: devices, pipes and files without end; documents that are bombs;
//! names and surroundings that a shell, a script or a mail program may make.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Failed, Trial};

use super::command::{Folder, expect};
use super::fail;
use super::hostile::{SERIES, build, refused, text, workbook};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("anywhere::documents_that_are_bombs_are_refused", document_bombs),
        Trial::test("anywhere::a_file_of_somebody_else_is_not_replaced", not_replaced),
        Trial::test("anywhere::any_command_answers_to_any_file", any_file),
        Trial::test("anywhere::names_and_surroundings_may_be_odd", surroundings),
    ]
}

/// A spec given as the place of a table, or of a page, stays what it was.
fn not_replaced() -> Result<(), Failed> {
    let folder = Folder::new("hostile-replaced")?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("a"))?;
    let before = fs::read(&spec)?;
    let shown = spec.to_string_lossy().into_owned();
    for arguments in
        [["check", &shown, "--record", &shown].as_slice(), &["diff", &shown, &shown, "--html", &shown]]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_quarterly")).args(arguments).output()?;
        refused(&output, &["there is another file of that name", "hint: "])?;
        expect(fs::read(&spec)? == before, "the spec stays", &output)?;
    }
    Ok(())
}

/// Runs any command within the limits.
fn run(arguments: &[&str]) -> Result<Output, Failed> {
    let mut limited = Command::new("prlimit");
    limited.args(["--cpu=4", "--as=2000000000", env!("CARGO_BIN_EXE_quarterly")]).args(arguments);
    Ok(limited.stdin(Stdio::null()).output()?)
}

/// A document that is small on the disk and endless inside.
fn document_bombs() -> Result<(), Failed> {
    let folder = Folder::new("hostile-documents")?;
    let path = |name: &str| folder.0.join(name).to_string_lossy().into_owned();
    let body = |inside: &str| format!("<w:document xmlns:w=\"w\"><w:body>{inside}</w:body></w:document>");
    let wide = format!("<w:p {}/>", "a=\"\" ".repeat(5_000_000));
    for (name, document) in [
        ("deep", body(&"<w:p>".repeat(100_000))),
        ("wide", body(&wide)),
        ("long", body(&"a".repeat(70 << 20))),
        ("type", format!("<!DOCTYPE w [<!ENTITY e \"x\">]>{}", body("&e;"))),
    ] {
        fs::write(path("a.docx"), workbook(&[("word/document.xml", document.as_bytes())])?)?;
        refused(&run(&["edits", &path("a.docx")])?, &["error: "]).map_err(|why| named(name, &why))?;
        refused(&run(&["diff", &path("a.docx"), &path("a.docx")])?, &["error: "])
            .map_err(|why| named(name, &why))?;
    }
    let objects = |second: &str| {
        format!(
            "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n{second}\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"
        )
    };
    for (name, second) in [
        ("deep", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        (
            "large",
            "<</Type/Pages/Count 1/Kids[<</Type/Page/Parent 2 0 R/MediaBox[0 0 1000000 1000000]>>]>>"
                .to_owned(),
        ),
    ] {
        compared(&path, objects(&second).as_bytes()).map_err(|why| named(name, &why))?;
    }
    let shows = |filters: &str, content: &[u8]| {
        let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 3 0 R>>";
        let pages = format!("<</Type/Pages/Count 1/Kids[{page}]>>\nendobj\n3 0 obj\n");
        let stream = format!("<</Length {}/Filter[{filters}]>>stream\n", content.len());
        let whole = objects(&(pages + &stream + "HERE\nendstream"));
        let (before, after) = whole.split_once("HERE").unwrap_or_default();
        [before.as_bytes(), content, after.as_bytes()].concat()
    };
    // Each pair of bytes becomes 128 of the second; of bytes of 129 that is so again and again. 128 is the end.
    let again = [&[129; 4096], [4, 2, 0, 128, 128, 128, 128].as_slice()].concat();
    let deep = [[129, b'['].repeat(40_000).as_slice(), &[128]].concat();
    let filter = "/RunLengthDecode";
    compared(&path, &shows(&filter.repeat(4), &again)).map_err(|why| named("memory", &why))?;
    compared(&path, &shows(filter, &deep)).map_err(|why| named("stack", &why))
}

/// Two PDFs that differ in nothing that is shown are refused.
fn compared(path: &impl Fn(&str) -> String, pdf: &[u8]) -> Result<(), Failed> {
    fs::write(path("a.pdf"), pdf)?;
    fs::write(path("b.pdf"), [pdf, b"\n"].concat())?;
    let output = run(&["diff", &path("a.pdf"), &path("b.pdf")])?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    expect(!told.contains("overflowed") && !told.contains("allocation"), "no words of the runtime", &output)?;
    refused(&output, &["error: "])
}

fn named(name: &str, why: &Failed) -> Failed {
    fail(format!("{name}: {}", why.message().unwrap_or_default()))
}

/// Devices, pipes, folders, loops of links and files without end, wherever a file can be named.
fn any_file() -> Result<(), Failed> {
    let folder = Folder::new("hostile-any")?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let path = |name: &str| folder.0.join(name).to_string_lossy().into_owned();
    let (spec, out) = (path("edition.toml"), path("out"));
    fs::write(&spec, text("a"))?;
    let large = fs::File::create(path("large"))?;
    large.set_len(10 << 30)?;
    assert!(Command::new("mkfifo").arg(path("pipe")).status()?.success());
    fs::create_dir(path("folder"))?;
    fs::create_dir(path("fonts"))?;
    let fonts = path("fonts");
    for (kind, of) in [
        ("device", "/dev/zero"),
        ("pipe", &path("pipe")),
        ("large", &path("large")),
        ("folder", &path("folder")),
    ] {
        for ending in ["toml", "pdf", "docx", "ttf"] {
            symlink(of, path(&format!("{kind}.{ending}")))?;
        }
    }
    for ending in ["toml", "pdf", "docx", "ttf"] {
        symlink(format!("loop.{ending}"), path(&format!("loop.{ending}")))?;
    }
    for kind in ["device", "pipe", "large", "folder", "loop", "missing"] {
        let [toml, pdf, docx, ttf] =
            ["toml", "pdf", "docx", "ttf"].map(|ending| path(&format!("{kind}.{ending}")));
        let _ = fs::remove_file(path("fonts/a.ttf"));
        symlink(&ttf, path("fonts/a.ttf"))?;
        let calls: [&[&str]; 16] = [
            &["build", &toml, "--out", &out],
            &["check", &toml],
            &["check", &toml, "--format", "json"],
            &["check", &toml, "--record", &path("record.csv")],
            &["golden", "check", &toml],
            &["golden", "update", &toml],
            &["edits", &docx],
            &["diff", &toml, &spec],
            &["diff", &spec, &pdf],
            &["diff", &docx, &spec],
            &["build", &spec, "--out", &out, "--reference", &docx],
            &["build", &spec, "--out", &out, "--brand", &toml],
            &["check", &spec, "--brand", &toml],
            &["build", &spec, "--out", &out, "--fonts", &fonts],
            &["build", &spec, "--out", &out, "--fonts", &ttf],
            &["build", &spec, "--out", &out, "--template", &toml],
        ];
        for call in calls {
            let output = run(call)?;
            let told = if call.contains(&"json") { &output.stdout } else { &output.stderr };
            let is_told = String::from_utf8_lossy(told).contains("error");
            expect(is_told, &format!("an error is told: {call:?}"), &output)?;
            refused(&output, &[]).map_err(|why| named(&format!("{call:?}"), &why))?;
        }
    }
    expect(!Path::new(&out).exists(), "nothing is written", &run(&["--version"])?)
}

/// What a shell, a script or a mail program may do to names and surroundings.
fn surroundings() -> Result<(), Failed> {
    let folder = Folder::new("hostile-odd")?;
    for name in ["sp ace", "new\nline", "q'u\"ote", "-dash", "Қазақ", "a\u{1b}[2Jb", "$(x)", "{}"] {
        let place = folder.0.join(name);
        fs::create_dir(&place)?;
        fs::write(place.join("series.toml"), SERIES)?;
        fs::write(place.join(format!("{name}.toml")), text("a"))?;
        let output = build(&place.join(format!("{name}.toml")), &place.join("out"), &[])?;
        expect(output.status.code() == Some(0), &format!("{name:?} is built"), &output)?;
        let wrong = place.join("none.toml").to_string_lossy().into_owned();
        for call in [
            ["build", &wrong].as_slice(),
            &["check", &wrong],
            &["edits", &wrong],
            &["diff", &wrong, &wrong],
            &["golden", "check", &wrong],
        ] {
            let output = run(call)?;
            refused(&output, &["none.toml"])?;
            expect(!output.stderr.contains(&0x1b), "nothing acts on the terminal", &output)?;
        }
    }
    fs::write(folder.0.join("back\\slash.toml"), text("a"))?;
    refused(
        &build(&folder.0.join("back\\slash.toml"), &folder.0.join("out"), &[])?,
        &["error[bad-name]", "hint: "],
    )?;
    let spec = folder.0.join("sp ace/sp ace.toml").to_string_lossy().into_owned();
    let program = env!("CARGO_BIN_EXE_quarterly");
    for (script, code) in [
        ("exec \"$0\" build \"$1\" --out o >&- 2>&- <&-", 0),
        ("\"$0\" check \"$1\" --format sarif | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}", 0),
        ("\"$0\" check \"$1\" --format json >/dev/full", 2),
        ("\"$0\" build \"$1\" --out o >/dev/full 2>&-", 2),
        ("ulimit -n 16; \"$0\" build \"$1\" --out o", 0),
        ("ulimit -n 5; \"$0\" build \"$1\" --out o2 2>&1 | grep -q 'raise that limit'", 0),
        ("ulimit -v 300000; \"$0\" build \"$1\" --out o3 2>&1 | grep -q 'needs 512'", 0),
        ("ulimit -s 128; \"$0\" build \"$1\" --out o", 0),
        ("ulimit -s 128; \"$0\" edits \"$1\"", 2),
        ("env -i \"$0\" build \"$1\" --out o", 0),
        ("COLUMNS=0 TERM= RAYON_NUM_THREADS=0 TMPDIR=/none \"$0\" build \"$1\" --out o", 0),
        ("mkdir gone && cd gone && rmdir ../gone && \"$0\" build \"$1\"", 2),
        ("mkdir gone && cd gone && rmdir ../gone && \"$0\" golden check", 2),
        ("\"$0\" build <(cat \"$1\") --out o", 2),
        ("cat \"$1\" | \"$0\" build /dev/stdin --out o", 2),
        ("\"$0\" build - --out o", 2),
    ] {
        let output =
            Command::new("bash").args(["-c", script, program, &spec]).current_dir(&folder.0).output()?;
        expect(output.status.code() == Some(code), script, &output)?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        expect(!told.contains("panicked"), script, &output)?;
    }
    Ok(())
}
