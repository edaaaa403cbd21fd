//! Workbooks and tables that are bombs, or say of themselves what cannot be true.

use std::fs;

use libtest_mimic::{Failed, Trial};

use super::{SERIES, build, limited, numbered, refused, text, workbook};
use crate::command::{Folder, expect};
use crate::fail;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("hostile::workbook::bombs_are_refused", workbook_bombs),
        Trial::test("hostile::workbook::many_figures_share_one", many_figures),
        Trial::test("hostile::workbook::many_tables_have_a_limit", many_tables),
        Trial::test("hostile::workbook::what_it_says_of_itself_is_not_believed", lies),
        Trial::test("hostile::workbook::what_is_odd_and_harmless_is_read", harmless),
        Trial::test("hostile::workbook::other_kinds_are_named", kinds),
        Trial::test("hostile::workbook::tables_of_text_have_limits", tables_of_text),
        Trial::test("hostile::workbook::what_is_written_once_is_not_multiplied", repeated),
    ]
}

/// A text that many cells name, a part that many sheets are, and texts that all sheets share.
fn repeated() -> Result<(), Failed> {
    let cells: String = (3..400)
        .map(|row| format!("<row r=\"{row}\">{}</row>", "<c t=\"s\"><v>3</v></c>".repeat(100)))
        .collect();
    let long = format!("<si><t>{}</t></si></sst>", "a".repeat(20_000));
    let strings = Book::new().strings.replace("</sst>", &long);
    let book = Book { sheet: sheet(&cells), strings, ..Book::new() };
    let folder = numbered("hostile-repeated")?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    fs::write(folder.0.join("edition.toml"), text("{{ visas.total }}"))?;
    fs::write(folder.0.join("a.xlsx"), book.zip()?)?;
    let output =
        limited().current_dir(&folder.0).args(["fill", "edition.toml", "a.xlsx", "--dry-run"]).output()?;
    refused(&output, &["`a.xlsx` has cells with more than 32 MB of text"])?;
    let sheets = |id: &dyn Fn(usize) -> String| -> String {
        (0..300).map(|at| format!("<sheet name=\"S{at}\" sheetId=\"{at}\" r:id=\"{}\"/>", id(at))).collect()
    };
    let of_sheets = |sheets: String| format!("<workbook {MAIN}><sheets>{sheets}</sheets></workbook>");
    let one = Book { workbook: of_sheets(sheets(&|_| "r1".to_owned())), ..Book::new() };
    refused(&told("a.xlsx", &one.zip()?)?, &["error[bad-xlsx]: `a.xlsx` cannot be read"])?;
    let mut many = Book { workbook: of_sheets(sheets(&|at| format!("s{at}"))), ..Book::new() };
    many.strings = many.strings.replace("</sst>", &format!("{}</sst>", "<si/>".repeat(300_000)));
    for at in 0..300 {
        many.relations +=
            &format!("<Relationship Id=\"s{at}\" Type=\"{OF}/worksheet\" Target=\"worksheets/s{at}.xml\"/>");
        many.more.push((format!("xl/worksheets/s{at}.xml"), many.sheet.clone().into_bytes()));
    }
    let output = tables(300, "a.xlsx", &many.zip()?, |at| format!("sheet = \"S{at}\", value = \"n\""))?;
    expect(output.status.code().is_some_and(|code| code < 2), "texts are read once", &output)
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

const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const OF: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a workbook, of which each case changes one.
#[derive(Clone)]
struct Book {
    workbook: String,
    relations: String,
    strings: String,
    styles: String,
    sheet: String,
    more: Vec<(String, Vec<u8>)>,
}

impl Book {
    fn new() -> Self {
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{OF}/{kind}\" Target=\"{target}\"/>")
        };
        Self {
            workbook: format!(
                "<workbook {MAIN}><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
            relations: relation("r1", "worksheet", "worksheets/sheet1.xml")
                + &relation("r2", "sharedStrings", "sharedStrings.xml")
                + &relation("r3", "styles", "styles.xml"),
            strings: format!(
                "<sst {MAIN} count=\"3\" uniqueCount=\"3\"><si><t>key</t></si><si><t>n</t></si><si><t>2022-Q1</t></si></sst>"
            ),
            styles: format!("<styleSheet {MAIN}><cellXfs><xf numFmtId=\"0\"/></cellXfs></styleSheet>"),
            sheet: sheet(""),
            more: Vec::new(),
        }
    }

    fn zip(&self) -> Result<Vec<u8>, Failed> {
        let relations = |inside: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
            )
        };
        let root = relations(&format!(
            "<Relationship Id=\"a\" Type=\"{OF}/officeDocument\" Target=\"xl/workbook.xml\"/>"
        ));
        let inner = relations(&self.relations);
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("_rels/.rels", root.as_bytes()),
            ("xl/workbook.xml", self.workbook.as_bytes()),
            ("xl/_rels/workbook.xml.rels", inner.as_bytes()),
            ("xl/sharedStrings.xml", self.strings.as_bytes()),
            ("xl/styles.xml", self.styles.as_bytes()),
            ("xl/worksheets/sheet1.xml", self.sheet.as_bytes()),
        ];
        parts.extend(self.more.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
        workbook(&parts)
    }
}

/// A sheet with a table of one row, and with more rows.
fn sheet(more: &str) -> String {
    let row = |number: u32, cells: &str| format!("<row r=\"{number}\">{cells}</row>");
    let head = row(1, "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>");
    let first = row(2, "<c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\"><v>7</v></c>");
    format!("<worksheet {MAIN}><sheetData>{head}{first}{more}</sheetData></worksheet>")
}

/// A build of an edition with a figure in that file.
fn told(name: &str, bytes: &[u8]) -> Result<std::process::Output, Failed> {
    let folder = numbered("hostile-book")?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let kind = if name.ends_with("csv") { "csv" } else { "xlsx" };
    let table = format!("{kind} = {{ file = \"{name}\", key = \"key\", value = \"n\" }}\n\n[[chapter]]");
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("{{ visas.total }}").replace("\n[[chapter]]", &table))?;
    fs::write(folder.0.join(name), bytes)?;
    build(&spec, &folder.0.join("out"), &[])
}

/// A build of an edition with many figures, each of them in one of so many files.
fn shared(figures: usize, files: usize, bytes: &[u8]) -> Result<std::process::Output, Failed> {
    let folder = numbered("hostile-books")?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    let more: String = (0..figures)
        .map(|figure| {
            let file = figure % files;
            format!(
                "[figures.f{figure}]\nlabel = \"f\"\nsource = \"mia\"\nxlsx = {{ file = \"{file}.xlsx\", key = \"key\", value = \"n\" }}\n\n"
            )
        })
        .collect();
    for file in 0..files {
        fs::write(folder.0.join(format!("{file}.xlsx")), bytes)?;
    }
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("{{ visas.total }}").replace("[[chapter]]", &format!("{more}[[chapter]]")))?;
    build(&spec, &folder.0.join("out"), &[])
}

/// One workbook that many figures name, and many workbooks, cost no more than the largest of them.
fn many_figures() -> Result<(), Failed> {
    let rows: String =
        (3..1_900).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"/><c r=\"B{row}\"/></row>")).collect();
    let large = Book {
        sheet: sheet(&rows),
        more: vec![("xl/a.xml".to_owned(), vec![b' '; 60 << 20])],
        ..Book::new()
    };
    let output = shared(500, 1, &large.zip()?)?;
    expect(
        output.status.code().is_some_and(|code| code < 2),
        "one workbook of 500 figures is read",
        &output,
    )?;
    let zeros = workbook(&[("xl/sharedStrings.xml", &vec![b' '; 100 << 20])])?;
    refused(&shared(500, 1, &zeros)?, &["error[bad-xlsx]: `0.xlsx` unpacks to more than 64 MB"])?;
    let says =
        ["`0.xlsx` unpacks to more than 64 MB", "the workbooks of this edition unpack to more than 256 MB"];
    refused(&shared(100, 100, &zeros)?, &says)
}

/// A build of an edition with so many figures, each in a table of one file.
fn tables(
    figures: usize,
    file: &str,
    bytes: &[u8],
    of: impl Fn(usize) -> String,
) -> Result<std::process::Output, Failed> {
    let folder = numbered("hostile-tables")?;
    fs::write(folder.0.join("series.toml"), SERIES)?;
    fs::write(folder.0.join(file), bytes)?;
    let kind = if file.ends_with("csv") { "csv" } else { "xlsx" };
    let figure = |at: usize| {
        let of = of(at);
        format!(
            "[figures.f{at}]\nlabel = \"f\"\nsource = \"mia\"\n{kind} = {{ file = \"{file}\", key = \"key\", {of} }}\n\n"
        )
    };
    let more: String = (0..figures).map(figure).collect();
    let spec = folder.0.join("edition.toml");
    fs::write(&spec, text("{{ visas.total }}").replace("[[chapter]]", &format!("{more}[[chapter]]")))?;
    build(&spec, &folder.0.join("out"), &[])
}

/// What all figures together make of one large file has a limit, and so has what is told of it.
fn many_tables() -> Result<(), Failed> {
    let row = |cells: &str| format!("<row>{cells}</row>");
    let wide = |name: &str| -> String {
        (0..2_000).map(|at| format!("<c t=\"str\"><v>{name}{at}</v></c>")).collect()
    };
    let above: String = (0..20).map(|_| row(&wide("x"))).collect();
    let sheet = format!("<worksheet {MAIN}><sheetData>{}{above}</sheetData></worksheet>", row(&wide("n")));
    let book = Book { sheet, ..Book::new() }.zip()?;
    let output = tables(1_900, "a.xlsx", &book, |at| format!("value = \"nothing {at}\""))?;
    refused(&output, &["error[unknown-column]", "20 tables in `a.xlsx` have faults; those of more figures"])?;
    // Of each, two rows are read; of the file, all is gone through.
    let csv = format!("key,n\n2023-Q2,5\n{}", "2022-Q1,1\n".repeat(380_000));
    let output = tables(60, "a.csv", csv.as_bytes(), |_| "value = \"n\", last = 2".to_owned())?;
    refused(
        &output,
        &["error[too-many]: `a.csv` is one table too many: together they are more than 128 MB"],
    )?;
    let wide: String = (0..1_000).map(|at| format!(",n{at}")).collect();
    let csv = format!("key{wide}\n2023-Q2{}\n", ",5".repeat(1_000));
    let output = tables(100, "a.csv", csv.as_bytes(), |at| format!("value = \"n{at}\""))?;
    expect(
        output.status.code().is_some_and(|code| code < 2),
        "a hundred figures of one table are read",
        &output,
    )
}

fn each_refused(cases: &[(&str, Book, &str)]) -> Result<(), Failed> {
    for (name, book, says) in cases {
        let is_told = refused(&told("a.xlsx", &book.zip()?)?, &["error[", says, "edition.toml:", "hint: "]);
        is_told.map_err(|why| fail(format!("{name}: {}", why.message().unwrap_or_default())))?;
    }
    Ok(())
}

/// Files of some kilobytes that would take gigabytes when they are believed.
fn lies() -> Result<(), Failed> {
    let book = Book::new();
    let odd = "says of its parts what cannot be true";
    let strings = |count: &str| Book {
        strings: book.strings.replace("uniqueCount=\"3\"", &format!("uniqueCount=\"{count}\"")),
        ..book.clone()
    };
    let long = "0".repeat(100_000);
    let formats = format!(
        "<styleSheet {MAIN}><numFmts><numFmt numFmtId=\"200\" formatCode=\"{long}\"/></numFmts><cellXfs>{}</cellXfs></styleSheet>",
        "<xf numFmtId=\"200\"/>".repeat(60_000)
    );
    let fonts = format!(
        "<styleSheet {MAIN}><fonts><font><name val=\"{long}\"/></font></fonts><cellXfs>{}</cellXfs></styleSheet>",
        "<xf fontId=\"0\"/>".repeat(60_000)
    );
    let many = format!("<styleSheet {MAIN}><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(3_000_000));
    let places = Book {
        workbook: format!(
            "<workbook {MAIN}><sheets>{}</sheets></workbook>",
            "<sheet name=\"S\" r:id=\"r1\"/>".repeat(50_000)
        ),
        relations: book.relations.replace("worksheets/sheet1.xml", &format!("{long}.xml")),
        ..book.clone()
    };
    // Every cell shows the same long text; each would be kept.
    let text = format!("<sst {MAIN}><si><t>{}</t></si></sst>", "word ".repeat(200_000));
    let cells: String = (0..16_000).map(|_| "<c t=\"s\"><v>0</v></c>").collect();
    let head = Book {
        strings: text.clone(),
        sheet: format!("<worksheet {MAIN}><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>"),
        ..book.clone()
    };
    let rows: String = (3..1_900)
        .map(|row| {
            format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>3</v></c><c r=\"B{row}\"><v>1</v></c></row>")
        })
        .collect();
    let keys = Book {
        strings: book.strings.replace("</sst>", &text[text.find("<si>").unwrap_or(0)..]),
        sheet: sheet(&rows),
        ..book.clone()
    };
    let wide: String = (0..17_000).map(|_| "<c t=\"s\"><v>0</v></c>").collect();
    let wide = Book {
        sheet: format!("<worksheet {MAIN}><sheetData><row r=\"1\">{wide}</row></sheetData></worksheet>"),
        ..book.clone()
    };
    let sheets: String =
        (0..10_000).map(|number| format!("<sheet name=\"S{number}\" r:id=\"r1\"/>")).collect();
    let sheets =
        Book { workbook: format!("<workbook {MAIN}><sheets>{sheets}</sheets></workbook>"), ..book.clone() };
    each_refused(&[
        ("texts of all memory", strings("18446744073709551615"), odd),
        ("texts of 4 TB", strings("100000000000"), odd),
        ("texts of 4 GB", strings("100000000"), odd),
        ("a format of 100 KB for each style", Book { styles: formats, ..book.clone() }, odd),
        ("a font of 100 KB for each style", Book { styles: fonts, ..book.clone() }, odd),
        ("three million styles", Book { styles: many, ..book.clone() }, odd),
        ("a place of 100 KB for each sheet", places, odd),
        ("a column of 1 MB, 16,000 times", head, "has no column `key`"),
        ("a part of 1 MB, 1,900 times", keys, "is not a period"),
        ("17,000 columns", wide, "has more than 16384 columns"),
        ("10,000 sheets", sheets, "has more than 1000 sheets"),
        (
            "five million cells",
            Book { sheet: sheet(&format!("<row>{}</row>", "<c/>".repeat(5_000_000))), ..book.clone() },
            "more than a million cells",
        ),
    ])
}

fn harmless() -> Result<(), Failed> {
    let book = Book::new();
    let with = |sheet: String| Book { sheet, ..book.clone() };
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let part = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    let outside = Book {
        relations: book.relations.clone()
            + &format!(
                "<Relationship Id=\"r9\" Type=\"{OF}/externalLink\" Target=\"file://evil.example/a.xlsx\" TargetMode=\"External\"/>"
            ),
        more: vec![
            part("../../evil.txt", b"x"),
            part("/etc/passwd", b"x"),
            part("C:\\evil.txt", b"x"),
            part("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        ],
        ..book.clone()
    };
    let merged: String = (10..60_000).map(|row| format!("<mergeCell ref=\"C{row}:D{row}\"/>")).collect();
    let merged =
        book.sheet.replace("</worksheet>", &format!("<mergeCells>{merged}</mergeCells></worksheet>"));
    let named = book.workbook.replace("name=\"S\"", "name=\"&#x1b;[2J&#x202e;S&#10;error[fake]: x\"");
    for (name, book) in [
        ("the last cell of all", with(sheet(far))),
        (
            "a size that is not true",
            with(book.sheet.replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>")),
        ),
        (
            "a hundred thousand empty cells",
            with(sheet(&format!("<row r=\"3\">{}</row>", "<c/>".repeat(100_000)))),
        ),
        ("other files, and links to them", outside),
        ("fifty thousand merged cells elsewhere", with(merged)),
        ("a sheet with an odd name", Book { workbook: named, ..book.clone() }),
        (
            "spaces that are kept",
            Book {
                strings: book.strings.replace("<t>key</t>", "<t xml:space=\"preserve\"> key </t>"),
                ..book.clone()
            },
        ),
    ] {
        let output = told("a.xlsx", &book.zip()?)?;
        expect(output.status.code().is_some_and(|code| code < 2), &format!("{name}: it is built"), &output)?;
    }
    Ok(())
}

fn kinds() -> Result<(), Failed> {
    let book = Book::new();
    let old = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], vec![0; 1_000].as_slice(), &name, &[0xFF; 1_000]]
            .concat()
    };
    let twice = {
        // Two parts of one name; the writer refuses that, so that the second gets its name here.
        let mut zip =
            Book { more: vec![("xl/workbook.xmm".to_owned(), b"x".to_vec())], ..book.clone() }.zip()?;
        for at in 0..zip.len() - 15 {
            if zip[at..].starts_with(b"xl/workbook.xmm") {
                zip[at + 14] = b'l';
            }
        }
        zip
    };
    for (name, bytes, says) in [
        ("a password", old("EncryptedPackage"), "is protected by a password"),
        ("Excel 97 without cells", old("Workbook"), "cannot be read as an Excel workbook"),
        ("text", b"key,n\n".to_vec(), "is not an Excel workbook"),
        ("nothing", Vec::new(), "is not an Excel workbook"),
        ("cut off", book.zip()?[..400].to_vec(), "is not an Excel workbook"),
        ("another archive", workbook(&[("a.txt", b"x")])?, "cannot be read as an Excel workbook"),
        ("two workbooks in one", twice, "cannot be read as an Excel workbook"),
        (
            "a sheet that is not there",
            Book { relations: book.relations.replace("sheet1", "../../../etc/passwd"), ..book.clone() }
                .zip()?,
            "cannot be read as an Excel workbook",
        ),
    ] {
        let is_told =
            refused(&told("a.xlsx", &bytes)?, &["error[bad-xlsx]", says, "edition.toml:10:17", "hint: "]);
        is_told.map_err(|why| fail(format!("{name}: {}", why.message().unwrap_or_default())))?;
    }
    Ok(())
}

fn tables_of_text() -> Result<(), Failed> {
    let utf_16: Vec<u8> = "key,n\n2022-Q1,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = |count: usize| format!("key{}\n", ",a".repeat(count)).into_bytes();
    let rows = format!("key,n\n{}", "2022-Q1,1\n".repeat(300_000)).into_bytes();
    for (name, bytes, says) in [
        ("zeros", b"key,n\n2022-\0Q1,1\n".to_vec(), "is not a period"),
        ("nothing but zeros", vec![0; 100_000], "error["),
        ("two bytes a letter", utf_16, "is UTF-16 text, not UTF-8"),
        (
            "a cell of 4 MB",
            format!("key,n\n\"{}\",1\n", "a\n".repeat(2_000_000)).into_bytes(),
            "cell A2 has more than 5000 bytes",
        ),
        (
            "a number of 4 MB",
            format!("key,n\n2022-Q1,\"{}\"\n", "1".repeat(4_000_000)).into_bytes(),
            "cell B2 has more than 5000 bytes",
        ),
        (
            "a quotation mark that is never closed",
            format!("key,n\n\"{}", "a,b\n".repeat(900_000)).into_bytes(),
            "error[",
        ),
        ("a million columns", wide(1_000_000), "has more than 16384 columns"),
        ("16,000 columns", wide(16_000), "has no column `n`"),
        ("300,000 rows", rows, "has more than 2000 rows"),
    ] {
        let is_told = refused(&told("a.csv", &bytes)?, &["error[", says, "hint: "]);
        is_told.map_err(|why| fail(format!("{name}: {}", why.message().unwrap_or_default())))?;
    }
    Ok(())
}
