//! Looks a workbook through before it is read: what it says of itself need not be true.
//!
//! A reader that follows what a workbook declares is led astray: a list of texts may promise more entries than there are bytes, a number
//! format of a megabyte may be named by each of a million styles, and the place of one sheet by a million sheets; each
//! is a file of some kilobytes that takes gigabytes.

use super::archive::{ArchiveError, Limits, unpack};

/// What the parts of a workbook may take when unpacked.
pub(super) const LIMITS: Limits = Limits { files: 2_000, bytes: 64 * 1024 * 1024 };
/// How often a long name of a part may be written down by those that refer to it, in bytes of all.
const MOST_REPEATED: usize = 64 * 1024 * 1024;
/// Elements of a part: those of a sheet of a million cells.
const MOST_ELEMENTS: usize = 4_000_000;
/// Formats of cells; spreadsheet programs have 65,490, and list them twice.
const MOST_FORMATS: usize = 200_000;
/// How workbooks of Excel 97 begin, and those that a password protects.
pub(super) const OLD: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// A part of workbooks that a password protects, in the letters of two bytes that such files have.
const ENCRYPTED: &str = "EncryptedPackage";

/// Why a workbook is not read, and what to do.
pub(super) type Refusal = (&'static str, &'static str);

const ALONE: &str = "save the table alone in a new workbook";
const PROTECTED: Refusal = (
    "is protected by a password",
    "save it as an Excel workbook (.xlsx) without a password, or as CSV in UTF-8",
);
const ODD: Refusal = ("says of its parts what cannot be true", ALONE);

/// Unpacks everything once and counts; adds the bytes that were unpacked, also of a workbook that is refused.
///
/// # Errors
/// Says why nobody should read it.
pub(super) fn check(bytes: &[u8], unpacked_bytes: &mut u64) -> Result<(), Refusal> {
    if bytes.starts_with(&OLD) {
        let name: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_protected = bytes.windows(name.len()).any(|window| window == name);
        // What they say of themselves is not believed by their reader.
        *unpacked_bytes += bytes.len() as u64;
        return if is_protected { Err(PROTECTED) } else { Ok(()) };
    }
    let mut seen = Seen::default();
    let unpacked = unpack(bytes, LIMITS, |name, part| {
        let mut bytes = Vec::new();
        let read = part.read_to_end(&mut bytes)?;
        *unpacked_bytes += read as u64;
        // One that is too large is not looked at.
        if read as u64 <= LIMITS.bytes {
            seen.part(&name.to_ascii_lowercase(), &bytes);
        }
        Ok(read as u64)
    });
    match unpacked {
        Ok(()) if seen.is_odd() => Err(ODD),
        Ok(()) if seen.is_long => Err(("has a sheet of more than a million cells", ALONE)),
        Ok(()) => Ok(()),
        Err(ArchiveError::Zip(_)) => {
            Err(("is not an Excel workbook", "save it as an Excel workbook (.xlsx), or as CSV in UTF-8"))
        }
        Err(ArchiveError::Damaged(_)) => Err(("is damaged", ALONE)),
        Err(ArchiveError::TooMany(_)) => Err(("has too many parts", ALONE)),
        Err(ArchiveError::TooLarge) => Err(("unpacks to more than 64 MB", ALONE)),
    }
}

/// What the parts say.
#[derive(Debug, Default)]
struct Seen {
    /// Whether one says what cannot be.
    is_odd: bool,
    /// Whether one has more elements than a table.
    is_long: bool,
    /// The most elements of one part that may be sheets.
    sheets: usize,
    /// The longest value that says where a part stands.
    longest_place: usize,
}

impl Seen {
    fn part(&mut self, name: &str, bytes: &[u8]) {
        self.is_long |= memchr::memchr_iter(b'<', bytes).count() > MOST_ELEMENTS;
        if self.is_long {
            // It is refused, whatever else it says.
            return;
        }
        let text = || String::from_utf8_lossy(bytes);
        if name.ends_with("sharedstrings.xml") {
            let text = text();
            let counts = text.match_indices("uniqueCount").map(|(at, _)| declared(&text[at..]));
            // Each text takes more bytes than one.
            self.is_odd |= counts.flatten().any(|count| count > bytes.len() as u64);
        }
        if name.ends_with("styles.xml") {
            let text = text();
            let formats = text.matches("xf").count();
            self.is_odd |=
                formats > MOST_FORMATS || formats.saturating_mul(longest_value(&text)) > MOST_REPEATED;
        }
        if name.ends_with(".rels") {
            self.longest_place = self.longest_place.max(longest_value(&text()));
        } else {
            let is_end = |at: usize| bytes.get(at + "sheet".len()).is_some_and(u8::is_ascii_whitespace);
            let sheets = memchr::memmem::find_iter(bytes, "sheet").filter(|at| is_end(*at));
            self.sheets = self.sheets.max(sheets.count());
        }
    }

    fn is_odd(&self) -> bool {
        self.is_odd || self.sheets.saturating_mul(self.longest_place) > MOST_REPEATED
    }
}

/// The number that an attribute says, the text beginning with its name.
fn declared(text: &str) -> Option<u64> {
    let value = text.split_once(['"', '\''])?.1;
    let digits = value.bytes().take_while(u8::is_ascii_digit);
    Some(
        digits.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))),
    )
}

/// Bytes of the longest value of an attribute. Quotation marks between elements count as well, which nobody needs in
/// these parts.
fn longest_value(text: &str) -> usize {
    let mut longest = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'']) {
        let (quote, value) = rest[at..].split_at(1);
        let end = value.find(quote).unwrap_or(value.len());
        longest = longest.max(end);
        rest = value.get(end + 1..).unwrap_or_default();
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::{Seen, declared, longest_value};

    #[test]
    fn what_cannot_be_true_is_seen() {
        let odd = |parts: &[(&str, &str)]| {
            let mut seen = Seen::default();
            parts.iter().for_each(|(name, text)| seen.part(name, text.as_bytes()));
            seen.is_odd()
        };
        let strings =
            |count: &str| format!("<sst xmlns=\"x\" count=\"2\" uniqueCount={count}><si/><si/></sst>");
        assert!(!odd(&[("xl/sharedstrings.xml", &strings("\"2\""))]));
        for count in
            ["\"100000000000\"", "'18446744073709551616'", " = \"99999999999999999999999\"", "\"1000\""]
        {
            assert!(odd(&[("a/sharedstrings.xml", &strings(count))]), "{count}");
        }
        let styles = |formats: usize, code: usize| {
            let code = format!("<numFmt numFmtId=\"200\" formatCode=\"{}\"/>", "0".repeat(code));
            format!(
                "<styleSheet>{code}<cellXfs>{}</cellXfs></styleSheet>",
                "<xf numFmtId=\"200\"/>".repeat(formats)
            )
        };
        assert!(!odd(&[("xl/styles.xml", &styles(1_000, 255))]));
        assert!(odd(&[("xl/styles.xml", &styles(1_000, 100_000))]));
        assert!(odd(&[("xl/styles.xml", &styles(200_001, 1))]));
        let book =
            |sheets: usize| format!("<sheets>{}</sheets>", "<sheet name='a' r:id='r'/>".repeat(sheets));
        let places = |length: usize| format!("<Relationship Id=\"r\" Target=\"{}\"/>", "a".repeat(length));
        assert!(!odd(&[("w.xml", &book(500)), ("_rels/w.xml.rels", &places(200))]));
        assert!(odd(&[("_rels/w.xml.rels", &places(100_000)), ("w.xml", &book(1_000))]));
    }

    #[test]
    fn values_are_measured_between_their_marks() {
        assert_eq!(longest_value("<a b='x\"y' c=\"abcd\"/>it's"), 4);
        assert_eq!(longest_value("<a b=\"never closed"), 12);
        assert_eq!(declared("uniqueCount=\"12\" a=\"3\""), Some(12));
        assert_eq!(declared("uniqueCount"), None);
    }
}
