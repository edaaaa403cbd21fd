//! What files and names hold cannot act on the terminal, forge a message of ours, or run in a page about a comparison.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Failed, Trial};

use super::{SERIES, build, text, workbook};
use crate::command::{Folder, expect};
use crate::fail;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("hostile::shown::no_message_is_forged", forged),
        Trial::test("hostile::shown::no_result_is_forged", results),
        Trial::test("hostile::shown::no_document_acts_on_a_page_about_it", pages),
    ]
}

/// As it is written in TOML between double quotes; a line of ours, colours, a cleared screen, a line turned round.
const FORGED: &str = "x\\nerror[fake]: all is lost\\r\\u001b[2J\\u009b31m\\u202e\\u2028\\u0085\\u000cy";

fn quarterly(arguments: &[&str]) -> Result<Output, Failed> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterly"));
    Ok(command.args(arguments).stdin(Stdio::null()).output()?)
}

/// Nothing told begins a line of ours, nor holds what acts on a terminal.
fn is_quiet(output: &Output, what: &str) -> Result<(), Failed> {
    for stream in [&output.stdout, &output.stderr] {
        let told = String::from_utf8_lossy(stream).into_owned();
        let forged = told.split(['\n', '\r']).any(|line| line.trim_start().starts_with("error[fake]"));
        expect(!forged, &format!("{what}: no line is forged"), output)?;
        let acts = |c: char| {
            (c.is_control() && c != '\n' && c != '\t')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
        };
        expect(!told.contains(acts), &format!("{what}: nothing acts on the terminal"), output)?;
        expect(!told.contains("panicked"), &format!("{what}: no panic"), output)?;
    }
    Ok(())
}

fn forged() -> Result<(), Failed> {
    let folder = Folder::new("hostile-forged")?;
    let path = |name: &str| folder.0.join(name).to_string_lossy().into_owned();
    let spec = path("edition.toml");
    let edition = text("words");
    let places = [
        edition.replace("2023-Q2", FORGED),
        edition.replace("A test", FORGED),
        edition.replace("\"mia\"", &format!("\"{FORGED}\"")),
        edition.replace("id    = \"one\"", &format!("id    = \"{FORGED}\"")),
        edition.replace("[figures.visas]", &format!("[figures.\"{FORGED}\"]")),
        edition.replace("CN = 50.3", &format!("\"{FORGED}\" = 50.3")),
        edition.replace("2022-Q2 = 2000", &format!("\"{FORGED}\" = 2000")),
        edition.replace("words", "{{ nothing }}").replace("visas issued", FORGED),
        format!("\"{FORGED}\" = 1\n{edition}"),
        format!("series = \"{FORGED}\"\n{edition}"),
        format!("language = \"{FORGED}\"\n{edition}"),
        format!("history = [\"{FORGED}\"]\n{edition}"),
        edition.replace(
            "\n[[chapter]]",
            &format!("csv = {{ file = \"{FORGED}\", key = \"a\", value = \"b\" }}\n\n[[chapter]]"),
        ),
        format!("{edition}\n[charts.\"{FORGED}\"]\nfigure = \"visas\"\nkind = \"donut\"\ntitle = \"T\"\n"),
        format!("{edition}\n[charts.a]\nfigure = \"{FORGED}\"\nkind = \"{FORGED}\"\ntitle = \"T\"\n"),
        format!("{edition}\n[photos.a]\nfile = \"{FORGED}\"\nalt = \"a\"\ncredit = \"b\"\n"),
        format!("allow = {{ code = \"{FORGED}\", found = \"{FORGED}\", reason = \"{FORGED}\" }}\n{edition}"),
        format!(
            "allow = {{ code = \"source-unused\", found = \"mia\", reason = \"a\\nerror[fake]: b\" }}\n{edition}"
        ),
        // A line is shown as it is written, and what stands behind a carriage return over its beginning.
        edition.replace("A test\"", "A test\" x\rerror[fake]: all is lost\r"),
        edition.replace("\nvalues", "\rerror[fake]: all is lost\nvalues"),
        edition
            .replace("'''\nwords", &format!("\"\"\"\n[words]({}) [words](=visas", &FORGED[..27]))
            .replace("\n'''", "\"\"\""),
    ];
    for (number, edition) in places.iter().enumerate() {
        fs::write(path("series.toml"), SERIES)?;
        fs::write(&spec, edition)?;
        let what = |call: &str| format!("place {number}, {call}");
        is_quiet(&quarterly(&["check", &spec, "--all"])?, &what("text"))?;
        is_quiet(&quarterly(&["build", &spec, "--out", &path("out")])?, &what("build"))?;
        for format in ["json", "sarif"] {
            let output = quarterly(&["check", &spec, "--format", format])?;
            is_quiet(&output, &what(format))?;
            let read: Result<serde_json::Value, _> = serde_json::from_slice(&output.stdout);
            expect(read.is_ok(), &what("it is JSON"), &output)?;
        }
    }
    forged_files(&folder)
}

/// The same in what a call names.
fn forged_files(folder: &Folder) -> Result<(), Failed> {
    let path = |name: &str| folder.0.join(name).to_string_lossy().into_owned();
    let odd = if cfg!(unix) { "x\nerror[fake]: all is lost\u{1b}[2J\u{202e}" } else { "x\u{202e}" };
    let brand = fs::read_to_string("templates/brand.toml")?;
    fs::write(path("edition.toml"), text("words"))?;
    let spec = path("edition.toml");
    for (number, text) in [
        brand.replace("\"Carlito\"", &format!("\"{FORGED}\"")),
        brand.replace("\"Calibri\"", &format!("\"{FORGED}\"")),
        brand.replace("\"#418FDE\"", &format!("\"{FORGED}\"")),
        brand.replace("[logo]", &format!("[logo]\norganization = \"{FORGED}\"")),
        brand.replace("[logo]", &format!("[\"{FORGED}\"]\na = 1\n[logo]")),
        brand.replace("[layout]", &format!("[layout]\npages = \"{FORGED}\"")),
        brand.replace("body_size = 11.0", &format!("\"{FORGED}\" = 11.0")),
    ]
    .iter()
    .enumerate()
    {
        let file = path(&format!("{odd}.toml"));
        fs::write(&file, text)?;
        let output = quarterly(&["check", &spec, "--brand", &file])?;
        is_quiet(&output, &format!("brand {number}"))?;
        expect(output.status.code() == Some(2), "the brand is refused", &output)?;
    }
    fs::create_dir(path("fonts"))?;
    fs::write(path(&format!("fonts/{odd}.ttf")), "no font")?;
    is_quiet(&quarterly(&["check", &spec, "--fonts", &path("fonts")])?, "font")?;
    is_quiet(&quarterly(&["check", &spec, "--fonts", &path(odd)])?, "folder of fonts")?;
    is_quiet(&quarterly(&["check", &spec, "--template", &path(odd)])?, "folder of a template")?;
    is_quiet(&quarterly(&["check", &path(&format!("{odd}/none.toml"))])?, "spec")?;
    forged_parts(folder)
}

/// The same in names inside a document.
fn forged_parts(folder: &Folder) -> Result<(), Failed> {
    let path = |name: &str| folder.0.join(name).to_string_lossy().into_owned();
    fs::write(path("sound.docx"), document("words")?)?;
    for (number, name) in
        ["word/x\nerror[fake]: all is lost\r\u{1b}[2J.xml", "word/\u{202e}x\u{2028}error[fake]: y\u{85}.xml"]
            .into_iter()
            .enumerate()
    {
        fs::write(path("odd.docx"), workbook(&[(name, b"<a/>")])?)?;
        let (odd, sound, spec, out) =
            (path("odd.docx"), path("sound.docx"), path("edition.toml"), path("out"));
        for call in [
            ["edits", &odd].as_slice(),
            &["diff", &sound, &odd, "--no-pixels"],
            &["diff", &odd, &sound, "--no-pixels", "--format", "corrections"],
            &["build", &spec, "--out", &out, "--reference", &odd],
        ] {
            let output = quarterly(call)?;
            is_quiet(&output, &format!("part {number}, {}", call[0]))?;
            expect(output.status.code() == Some(2), "the document is refused", &output)?;
        }
    }
    Ok(())
}

/// The same in what commands print that is no message: names of editions and of their translations, the words of a rule
/// of style, the name of a table.
fn results() -> Result<(), Failed> {
    let folder = Folder::new("hostile-results")?;
    let call = |arguments: &[&str]| -> Result<Output, Failed> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quarterly"));
        Ok(command.args(arguments).current_dir(&folder.0).stdin(Stdio::null()).output()?)
    };
    let odd = if cfg!(unix) { "\nerror[fake]: all is lost\u{1b}[2J\u{202e}" } else { "\u{202e}" };
    let rule = format!(
        "[[rule]]\nid = \"a\"\nkind = \"pattern\"\nfind = \"words\"\nuse = \"{FORGED}\"\nfix = \"ask\"\n\
         level = \"always\"\nwhy = \"{FORGED}\"\nsource = \"N {FORGED}\"\nwrong = [\"words\"]\nright = [\"{FORGED}\"]\n"
    );
    fs::create_dir(folder.0.join("style"))?;
    fs::write(folder.0.join("style/own-en.toml"), rule)?;
    let languages = SERIES.replacen("id ", "languages = [\"en\", \"ru\"]\nid ", 1);
    fs::write(folder.0.join("series.toml"), format!("{languages}\n[style]\nhouse = \"own\"\n"))?;
    fs::write(folder.0.join("edition.toml"), text("some words here"))?;
    let output = call(&["check", "--explain", "style/a", "edition.toml"])?;
    expect(String::from_utf8_lossy(&output.stdout).contains("# Why"), "the rule is explained", &output)?;
    is_quiet(&output, "explain")?;
    fs::remove_file(folder.0.join("edition.toml"))?;
    fs::write(folder.0.join("series.toml"), languages)?;
    fs::write(folder.0.join(format!("2023-q2{odd}.toml")), text("words"))?;
    fs::write(folder.0.join(format!("2023-q2{odd}.ru.toml")), "title = \"T\"\n")?;
    let output = call(&[])?;
    expect(String::from_utf8_lossy(&output.stdout).contains("2023-Q2"), "the editions are told", &output)?;
    is_quiet(&output, "overview")?;
    let output = call(&["new", "."])?;
    expect(String::from_utf8_lossy(&output.stdout).contains("wrote"), "the next edition is made", &output)?;
    is_quiet(&output, "new")?;
    let figure = "[figures.residence]\nlabel = \"permits\"\nsource = \"mia\"\ntotal = \"?\"\n\
                  parts = { UZ = \"?\", RU = \"?\", other = \"?\" }\n\n[[chapter]]";
    fs::write(folder.0.join("series.toml"), SERIES)?;
    fs::write(folder.0.join("edition.toml"), text("words").replace("[[chapter]]", figure))?;
    let table = format!("table{odd}.csv");
    fs::write(folder.0.join(&table), "Name;All\nTotal;100\nUzbekistan;60\nRussia;30\nOther;10\n")?;
    let output = call(&["fill", "edition.toml", &table, "--figure", "residence", "--dry-run"])?;
    expect(String::from_utf8_lossy(&output.stdout).contains("(new)"), "a mapping is shown", &output)?;
    is_quiet(&output, "fill")
}

/// Words that run, load or lead somewhere when a page takes them for more than words.
const ACTING: [&str; 20] = [
    "</script><script>alert(1)</script>",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<!--",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "{{script}}{{pages}}{{changes}}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`${alert(1)}`",
    "\u{202e}\u{2066}xyz\u{200f}",
    "<form action=//evil.example><button>x",
];

/// A document with these words as its title and in its text.
fn document(words: &str) -> Result<Vec<u8>, Failed> {
    let escaped =
        words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let body = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
         <w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>{escaped}</w:t></w:r></w:p>\
         <w:p><w:r><w:t>One {escaped} two</w:t></w:r></w:p>\
         <w:tbl><w:tblPr><w:tblDescription w:val=\"{escaped}\"/></w:tblPr><w:tr><w:tc><w:p><w:r><w:t>{escaped}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
         </w:body></w:document>"
    );
    let core = format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{escaped}</dc:title><dc:creator>{escaped}</dc:creator></cp:coreProperties>"
    );
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"b\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";
    workbook(&[
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", body.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

fn pages() -> Result<(), Failed> {
    let folder = Folder::new("hostile-pages")?;
    let path = |name: &str| folder.0.join(name).to_string_lossy().into_owned();
    fs::write(path("old.docx"), document("harmless")?)?;
    for words in ACTING {
        // The name of a file is shown as well; systems have names that a page must not take for more.
        let name =
            if cfg!(unix) { format!("{}.docx", words.replace('/', "∕")) } else { "new.docx".to_owned() };
        fs::write(path(&name), document(words)?)?;
        let output = quarterly(&[
            "diff",
            &path("old.docx"),
            &path(&name),
            "--html",
            &path("page.html"),
            "--no-pixels",
        ])?;
        expect(output.status.code() == Some(1), &format!("{words:?} is a difference"), &output)?;
        is_quiet(&output, words)?;
        let page = fs::read_to_string(path("page.html"))?;
        fs::remove_file(path("page.html"))?;
        acts(&page).map_or(Ok(()), |why| Err(fail(format!("{words:?}: {why}\n{page}"))))?;
    }
    let output = build(Path::new("none.toml"), Path::new(&path("out")), &[])?;
    expect(output.status.code() == Some(2), "a comparison leaves nothing behind", &output)
}

/// What a page holds that is not ours. Ours are a fixed number of elements without any of these attributes.
fn acts(page: &str) -> Option<&'static str> {
    let small = page.to_lowercase();
    let body = small.split("<body").nth(1).unwrap_or_default();
    let count = |text: &str| small.matches(text).count();
    if count("<script") != 1 || count("</script") != 1 || count("<style") != 1 || count("</style") != 1 {
        return Some("a script or style is not ours");
    }
    if count("<title") != 1 || count("</title") != 1 || count("<meta") != 3 || count("<body") != 1 {
        return Some("the head is not ours");
    }
    if ["<iframe", "<svg", "<base", "<form", "<object", "<embed", "<link", "<img src=x", "<!--"]
        .iter()
        .any(|tag| body.contains(tag))
    {
        return Some("an element is not ours");
    }
    // Within tags, an attribute that runs.
    let tags = body.split('<').skip(1).filter_map(|tag| tag.split('>').next());
    let runs = |tag: &str| {
        [" onerror", " onload", " onmouseover", " onfocus", "javascript:", "srcdoc"]
            .iter()
            .any(|name| tag.contains(name))
    };
    if tags.clone().any(|tag| !tag.contains("const ") && runs(tag)) {
        return Some("an attribute runs");
    }
    if page.contains("{{") {
        return Some("a place of the page is left");
    }
    let turns = |c: char| {
        matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
            || (c.is_control() && c != '\n')
    };
    page.contains(turns).then_some("a line is turned round")
}
