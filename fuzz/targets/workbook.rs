//! Workbooks whose parts are damaged before they are packed: XML of `.xlsx`, records of `.xls`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

#[path = "support/package.rs"]
mod package;
mod support;

use package::Parts;

/// A workbook of one sheet with a table of two rows, texts, formats and a merged cell.
static SOUND: LazyLock<Parts> = LazyLock::new(|| {
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            "<Relationships><Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>key</t></si><si><r><t>n</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></si><si><t>CN</t></si><si><t>2023-Q2</t></si></sst>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"#,##0.0;[Red]\\-0.0%\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"17\"/></cellXfs></styleSheet>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" s=\"1\"><v>50.3</v></c></row><row r=\"3\" hidden=\"1\"><c r=\"A3\" t=\"s\"><v>3</v></c><c r=\"B3\"><f>B2*2</f><v>7</v></c></row></sheetData><mergeCells><mergeCell ref=\"C1:D1\"/></mergeCells></worksheet>",
        ),
    ];
    parts.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect()
});
/// Begins records of an `.xls` workbook.
const OLD: &[u8] = b"XLS\n";
const SECTOR: usize = 512;

fuzz_target!(|data: &[u8]| {
    let workbook = match data.strip_prefix(OLD) {
        Some(records) if records.len() < 400 * SECTOR => compound(records),
        Some(_) => return,
        None => match package::changed(&SOUND, data) {
            Some(workbook) => workbook,
            None => return,
        },
    };
    for (target, more) in [("values", ""), ("shares", ", last = 9"), ("parts", ", header = 2, sheet = \"Data\"")] {
        let edition = format!(
            "period = \"2023-Q2\"\ntitle = \"A test\"\n[figures.visas]\nlabel = \"visas\"\nsource = \"mia\"\n\
             xlsx = {{ file = \"a.xlsx\", key = \"key\", value = \"n\", as = \"{target}\"{more} }}\n\
             [[chapter]]\nid = \"one\"\ntitle = \"One\"\ntext = \"{{{{ visas.total }}}}\"\n"
        );
        support::build(&[("edition.toml", edition.as_bytes()), ("series.toml", support::SERIES), ("a.xlsx", &workbook)]);
    }
});

/// A compound file with one stream of that name, in sectors of their own: a header, a table, a directory, the stream.
fn compound(stream: &[u8]) -> Vec<u8> {
    // Shorter streams would stand among the small ones.
    let length = stream.len().max(4096);
    let sectors = length.div_ceil(SECTOR);
    let tables = (sectors + 8).div_ceil(SECTOR / 4);
    let mut file = vec![0; SECTOR * (1 + tables + 1 + sectors)];
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    let number = |number: usize| u32::try_from(number).expect("it is small").to_le_bytes();
    put(0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    put(24, &[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    put(44, &number(tables));
    put(48, &number(tables));
    put(56, &number(4096));
    put(60, &[0xFE, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF]);
    for index in 0..109 {
        put(76 + index * 4, &if index < tables { number(index) } else { [0xFF; 4] });
    }
    // The table: itself, the directory, the stream.
    for index in 0..tables * SECTOR / 4 {
        let entry = if index < tables {
            [0xFD, 0xFF, 0xFF, 0xFF]
        } else if index == tables || index == tables + sectors {
            [0xFE, 0xFF, 0xFF, 0xFF]
        } else if index < tables + sectors {
            number(index + 1)
        } else {
            [0xFF; 4]
        };
        put(SECTOR + index * 4, &entry);
    }
    let directory = SECTOR * (1 + tables);
    for (index, (name, kind, start, size)) in
        [("Root Entry", 5, usize::MAX, 0), ("Workbook", 2, tables + 1, length)].into_iter().enumerate()
    {
        let at = directory + index * 128;
        let letters: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(at, &letters);
        put(at + 64, &[u8::try_from(letters.len() + 2).expect("it is short"), 0, kind, 1]);
        put(at + 68, &[0xFF; 12]);
        put(at + 116, &if start == usize::MAX { [0xFE, 0xFF, 0xFF, 0xFF] } else { number(start) });
        put(at + 120, &number(size));
    }
    put(SECTOR * (2 + tables), stream);
    file
}
