//! Reads workbooks made by hand, part by part.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Workbooks, read};
use crate::data::column::ColumnSpec;
use crate::data::country::Names;
use crate::data::table::{TableKind, TableSpec};
use crate::diag::{Sources, Span, Spanned};

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Formats that cells of these workbooks have, by the number of their style.
const FORMATS: [&str; 8] =
    ["General", "0.0", "0.0%", "mmm\\-yy", "d\\-mmm", "[&lt;10]\"&lt;10\";0", "0.0,", "0;-0;\"–\""];

/// A workbook with one sheet `Data`, whose part holds these elements; `<s>` stands for an inline text.
fn workbook(sheet: &str, strings: &str) -> Vec<u8> {
    let sheet = sheet.replace("<s>", "<is><t>").replace("</s>", "</t></is>");
    let codes = FORMATS.iter().enumerate();
    let codes: String = codes
        .map(|(id, code)| {
            format!("<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", id + 164, code.replace('"', "&quot;"))
        })
        .collect();
    let used: String = (0..FORMATS.len()).map(|id| format!("<xf numFmtId=\"{}\"/>", id + 164)).collect();
    let parts = [
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns:r=\"{RELATION}\"><sheets><sheet name=\"Data\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{RELATION}/worksheet\" Target=\"worksheets/a.xml\"/><Relationship Id=\"r2\" Type=\"{RELATION}/styles\" Target=\"/xl/styles.xml\"/><Relationship Id=\"r3\" Type=\"{RELATION}/sharedStrings\" Target=\"./strings.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/a.xml", format!("<worksheet>{sheet}</worksheet>")),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs>{used}</cellXfs></styleSheet>"
            ),
        ),
        ("xl/strings.xml", format!("<sst>{strings}</sst>")),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn span() -> Span {
    Span { source: Sources::default().add("a.toml", ""), start: 0, end: 0 }
}

fn word(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), span())
}

fn column(text: &str) -> ColumnSpec {
    match text.split_once('@') {
        Some((name, letter)) => {
            ColumnSpec { name: (!name.is_empty()).then(|| word(name)), letter: Some(word(letter)) }
        }
        None => ColumnSpec { name: Some(word(text)), letter: None },
    }
}

fn spec(value: &str, target: &'static str) -> TableSpec {
    TableSpec {
        kind: TableKind::Xlsx,
        file: word("a.xlsx"),
        sheet: None,
        header: None,
        last: None,
        key: column("key"),
        value: column(value),
        target,
        only: Vec::new(),
        skip: Vec::new(),
        rename: Vec::new(),
    }
}

/// The rows, and what is told of them; or the faults.
fn run(sheet: &str, spec: &TableSpec) -> Vec<String> {
    run_with(sheet, "", spec)
}

fn run_with(sheet: &str, strings: &str, spec: &TableSpec) -> Vec<String> {
    read_bytes(&workbook(sheet, strings), spec)
}

fn read_bytes(bytes: &[u8], spec: &TableSpec) -> Vec<String> {
    match read(spec, bytes, &Names::default(), &mut Workbooks::default()) {
        Ok(read) => {
            let rows =
                read.output.into_iter().map(|(key, value)| format!("{} {}", key.value, value.value.unwrap()));
            rows.chain(read.warnings.into_iter().map(|told| format!("{}: {}", told.code, told.message)))
                .collect()
        }
        Err(faults) => faults.into_iter().map(|fault| fault.message).collect(),
    }
}

const HEADER: &str =
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><s>key</s></c><c r=\"B1\" t=\"inlineStr\"><s>n</s></c></row>";

/// A sheet of rows, each a key and the XML of its value.
fn sheet(rows: &[(&str, &str)]) -> String {
    let row = |(index, (key, value)): (usize, &(&str, &str))| {
        format!("<row r=\"{0}\"><c r=\"A{0}\" t=\"inlineStr\"><s>{key}</s></c>{value}</row>", index + 2)
    };
    format!("<sheetData>{HEADER}{}</sheetData>", rows.iter().enumerate().map(row).collect::<String>())
}

#[test]
fn a_cell_gives_the_number_that_it_shows() {
    let rows = [
        ("CN", "<c s=\"0\"><v>16.900000000000006</v></c>"),
        ("TR", "<c s=\"1\"><v>16.94736842105263</v></c>"),
        ("RU", "<c s=\"2\"><v>0.50302480338777979</v></c>"),
        ("DE", "<c s=\"7\"><v>0</v></c>"),
        ("FR", "<c t=\"str\"><f>A1</f><v>5.5</v></c>"),
        ("IT", "<c s=\"1\"><f>A1</f><v>3</v></c>"),
        ("other", "<c s=\"1\"><v>1.25</v></c>"),
    ];
    let read = run(&sheet(&rows), &spec("n", "shares"));
    assert_eq!(
        read,
        [
            "CN 16.9",
            "TR 16.9",
            "RU 50.3",
            "DE 0",
            "FR 5.5",
            "IT 3.0",
            "other 1.3",
            "more-digits: Data!B8 holds 1.25 and shows 1.3, which is read",
        ]
    );
}

#[test]
fn what_is_no_number_is_told_at_its_cell() {
    let rows = [
        ("CN", "<c s=\"5\"><v>7</v></c>"),
        ("TR", "<c s=\"3\"><v>45017</v></c>"),
        ("RU", "<c t=\"inlineStr\"><s>4\u{a0}123</s></c>"),
        ("DE", "<c t=\"s\"><v>0</v></c>"),
        ("FR", "<c t=\"e\"><v>#N/A</v></c>"),
        ("IT", "<c><f>A1</f></c>"),
        ("JP", "<c t=\"b\"><v>1</v></c>"),
        ("KR", "<c><v>0.3333333333333333</v></c>"),
    ];
    let strings = "<si><r><t>1653</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>2</t></r></si>";
    assert_eq!(
        run_with(&sheet(&rows), strings, &spec("n", "parts")),
        [
            "Data!B2 holds 7 and shows `<10`",
            "Data!B3 holds a date, not a number",
            "Data!B4 holds the text `4\u{a0}123`, which has a no-break space between its digits",
            "Data!B5 holds `1653` with a raised `2`",
            "Data!B6 holds the error #N/A",
            "the formula in Data!B7 has no result",
            "Data!B8 holds no number",
            "Data!B9 holds `0.333333333333333`, which is not a number that can be printed",
        ]
    );
}

#[test]
fn a_format_that_divides_is_told() {
    let read = run(&sheet(&[("CN", "<c s=\"6\"><v>1234567</v></c>")]), &spec("n", "parts"));
    assert_eq!(read, ["CN 1234.6", "more-digits: Data!B2 holds 1234567 and shows 1234.6, which is read"]);
}

#[test]
fn marks_of_notes_are_no_part_of_names() {
    let strings =
        "<si><r><t>Kazakhstan</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></si>";
    let cells = format!("<sheetData>{HEADER}<row><c t=\"s\"><v>0</v></c><c><v>5</v></c></row></sheetData>");
    assert_eq!(run_with(&cells, strings, &spec("n", "parts")), ["KZ 5"]);
}

#[test]
fn dates_are_periods_as_they_are_shown() {
    let key = |style: u8| {
        format!("<sheetData>{HEADER}<row><c s=\"{style}\"><v>45017</v></c><c><v>5</v></c></row></sheetData>")
    };
    assert_eq!(run(&key(3), &spec("n", "values")), ["2023-04 5"]);
    let told = ["Data!A2 holds the date 2023-04-01 and shows it without the year"];
    assert_eq!(run(&key(4), &spec("n", "values")), told);
    assert_eq!(run(&key(3), &spec("n", "parts")), ["Data!A2 holds the date 2023-04-01, not a name"]);
    let words = run(&sheet(&[("April", "<c><v>5</v></c>")]), &spec("n", "values"));
    assert_eq!(words, ["Data!A2 holds `April`, which is not a period"]);
    let rename = vec![(word("April"), word("2023-04"))];
    let renamed = TableSpec { rename, ..spec("n", "values") };
    assert_eq!(run(&sheet(&[("April", "<c><v>5</v></c>")]), &renamed), ["2023-04 5"]);
}

/// A ministry's table: a title, groups of columns, the row of the whole, a note below.
const MINISTRY: &str = "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData>\
    <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><s>Выдано разрешений</s></c></row>\
    <row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><s>Гражданство</s></c><c r=\"B4\" t=\"inlineStr\"><s>Апрель</s></c><c r=\"D4\" t=\"inlineStr\"><s>Всего\nза квартал</s></c></row>\
    <row r=\"5\"><c r=\"B5\" t=\"inlineStr\"><s>муж.</s></c><c r=\"C5\" t=\"inlineStr\"><s>жен.</s></c></row>\
    <row r=\"6\"><c r=\"A6\" t=\"inlineStr\"><s>ВСЕГО</s></c><c r=\"B6\"><v>30</v></c><c r=\"C6\"><v>12</v></c><c r=\"D6\"><v>42</v></c></row>\
    <row r=\"7\"><c r=\"A7\" t=\"inlineStr\"><s> Россия</s></c><c r=\"B7\"><v>20</v></c><c r=\"C7\"><v>10</v></c><c r=\"D7\"><v>30</v></c></row>\
    <row r=\"8\" hidden=\"1\"><c r=\"A8\" t=\"inlineStr\"><s>КНР</s></c><c r=\"B8\"><v>7</v></c><c r=\"C8\"><v>1</v></c><c r=\"D8\"><v>8</v></c></row>\
    <row r=\"9\"><c r=\"A9\" t=\"inlineStr\"><s>Прочие</s></c><c r=\"B9\"><v>3</v></c><c r=\"C9\"><v>1</v></c><c r=\"D9\"><v>4</v></c></row>\
    <row r=\"11\"><c r=\"A11\" t=\"inlineStr\"><s>Источник: МВД</s></c></row></sheetData>\
    <mergeCells><mergeCell ref=\"A2:D2\"/><mergeCell ref=\"A4:A5\"/><mergeCell ref=\"B4:C4\"/><mergeCell ref=\"D4:D5\"/><mergeCell ref=\"A11:D11\"/></mergeCells>";

fn ministry(value: &str) -> TableSpec {
    TableSpec {
        header: Some(Spanned::new(5, span())),
        key: column("Гражданство"),
        skip: vec![word("всего")],
        ..spec(value, "parts")
    }
}

#[test]
fn a_table_of_a_ministry_is_read_with_its_header_of_two_rows() {
    let hidden = "hidden-cells: row 8 of `a.xlsx` is hidden, and read all the same";
    let rows = ["RU 30", "CN 8", "other 4", hidden];
    assert_eq!(run(MINISTRY, &ministry("Всего за квартал")), rows);
    // The note below the table is no part without a value, though the rest is not given.
    let skip = vec![word("ВСЕГО"), word("Прочие")];
    assert_eq!(run(MINISTRY, &TableSpec { skip, ..ministry("Всего за квартал") }), ["RU 30", "CN 8", hidden]);
    let women = run(MINISTRY, &ministry("жен."));
    assert_eq!(women[..3], ["RU 10", "CN 1", "other 1"]);
    assert!(women[3].starts_with("hidden-cells: column C of `a.xlsx` is hidden"), "{women:?}");
}

#[test]
fn rows_are_chosen_by_name_and_those_that_are_not_there_are_told() {
    let some =
        TableSpec { only: vec![word("CN"), word("Прочие")], skip: Vec::new(), ..ministry("муж.") };
    assert_eq!(run(MINISTRY, &some)[..2], ["CN 7", "other 3"]);
    let none = TableSpec { skip: vec![word("Итого"), word("ВСЕГО")], ..ministry("муж.") };
    assert_eq!(run(MINISTRY, &none), ["the file `a.xlsx` has no row `Итого`"]);
    let whole = TableSpec { skip: Vec::new(), ..ministry("муж.") };
    assert_eq!(run(MINISTRY, &whole), ["Data!A6: `ВСЕГО` is the row of the whole, not a part"]);
}

#[test]
fn a_header_that_is_elsewhere_is_found_for_the_author() {
    let told = |spec: &TableSpec| match read(
        spec,
        &workbook(MINISTRY, ""),
        &Names::default(),
        &mut Workbooks::default(),
    ) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.into_iter().flat_map(|fault| fault.hints).collect::<Vec<String>>(),
    };
    let first = TableSpec { header: None, ..ministry("муж.") };
    assert_eq!(told(&first), ["row 4 has it: add header = 4", "row 5 has it: add header = 5"]);
    let group = TableSpec { header: Some(Spanned::new(4, span())), ..ministry("Апрель") };
    assert_eq!(
        told(&group),
        ["say which by its letter, as in value = { name = \"Апрель\", column = \"B\" }"]
    );
    let letter = TableSpec { value: column("Апрель@C"), ..group.clone() };
    assert!(run(MINISTRY, &letter)[0].starts_with("the cells Data!A4:A5 are merged"));
    let other = TableSpec { value: column("муж.@C"), ..ministry("муж.") };
    assert_eq!(run(MINISTRY, &other), ["column C is called `жен.` (C5), not `муж.`"]);
}

#[test]
fn all_sheets_of_an_edition_have_a_limit() {
    let bytes = workbook(&sheet(&[("A1", "<v>1</v>")]), "");
    let mut books = Workbooks::default();
    books.sheets("a", &bytes).unwrap();
    assert!(books.sheet("a", 0).is_ok());
    let mut books = Workbooks::full();
    books.sheets("a", &bytes).unwrap();
    assert!(books.sheet("a", 0).unwrap_err().0.contains("more than 4 million cells"));
}

#[test]
fn damaged_workbooks_are_refused() {
    for bytes in [&b""[..], b"PK", b"<html>", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &[0xD0; 600]] {
        assert_eq!(read_bytes(bytes, &spec("n", "parts")).len(), 1);
    }
    let whole = workbook(&sheet(&[("CN", "<c><v>5</v></c>")]), "");
    for end in 0..whole.len() {
        assert_eq!(read_bytes(&whole[..end], &spec("n", "parts")).len(), 1);
    }
    for broken in [
        "<sheetData><row r=\"0\"><c><v>1</v></c></row></sheetData>",
        "<sheetData><row>",
        "<sheetData><row r=\"1\"><c r=\"ZZZZ1\"/></row></sheetData>",
        "<sheetData><row r=\"4294967295\"/><row/><row/></sheetData>",
    ] {
        assert_eq!(run(broken, &spec("n", "parts")).len(), 1, "{broken}");
    }
}

/// A workbook of Excel 97 with a percentage, a month, a hidden row, merged cells and a raised mark, damaged at each byte.
#[test]
fn old_workbooks_are_read_like_new_ones_and_never_panic() {
    let whole = include_bytes!("../../../golden/suite/tables/read/permits.xls");
    let read = |bytes: &[u8]| {
        read_bytes(
            bytes,
            &TableSpec {
                header: Some(Spanned::new(3, span())),
                key: column("Гражданство"),
                sheet: Some(word("Доли")),
                ..spec("доля", "shares")
            },
        )
    };
    assert_eq!(
        read(whole),
        [
            "RU 50.3",
            "UZ 26.0",
            "TR 11.9",
            "CN 7.3",
            "other 4.5",
            "hidden-cells: row 5 of `a.xlsx` is hidden, and read all the same",
        ]
    );
    let mut damaged = whole.to_vec();
    for at in 0..damaged.len() {
        let byte = std::mem::replace(&mut damaged[at], 0xFF);
        read(&damaged);
        damaged[at] = byte;
    }
}

#[test]
fn of_many_faults_of_one_kind_the_first_are_told() {
    let names: Vec<String> = (1..100).map(|number| format!("nothing {number}")).collect();
    let rows: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "<c><v>5</v></c>")).collect();
    let told = run(&sheet(&rows), &spec("n", "values"));
    assert_eq!(told.len(), 21);
    assert_eq!(told[20], "`a.xlsx` has 79 more faults of this kind");
}
