//! Reads the list of files at the end of a zip file, before anything is unpacked: readers must agree on what it holds.
//!
//! A name that stands there twice is one file for this program and another for Word; a name that leads elsewhere is
//! a trap for whoever unpacks.

use std::collections::BTreeSet;

use crate::docx::error::DocxError;

/// Most files: a document of ours has some sixty.
pub(in crate::docx) const MOST_FILES: usize = 4096;

const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
/// Longest comment behind the list.
const LONGEST_COMMENT: usize = 0xffff;
/// Longest name: of parts of Word, none has a hundred.
const LONGEST_NAME: usize = 512;
const IS_ENCRYPTED: u16 = 1;

/// Holds the list of files against what every reader makes of it.
///
/// # Errors
/// Says what is wrong with the list.
pub(in crate::docx) fn check(zip: &[u8]) -> Result<(), DocxError> {
    let damaged = || DocxError::Package("its list of files is damaged".to_owned());
    let (count, start, end) = bounds(zip).ok_or_else(damaged)?;
    if count > MOST_FILES {
        return Err(DocxError::Package(format!("it holds {count} files")));
    }
    let mut at = start;
    let mut names = BTreeSet::new();
    for _ in 0..count {
        let entry = zip.get(at..).filter(|rest| rest.starts_with(ENTRY)).ok_or_else(damaged)?;
        let word = |offset: usize| u16_at(entry, offset).ok_or_else(damaged);
        if word(8)? & IS_ENCRYPTED != 0 {
            return Err(DocxError::Package("it is protected by a password".to_owned()));
        }
        let lengths = [word(28)?, word(30)?, word(32)?].map(usize::from);
        let name = entry.get(ENTRY_LENGTH..ENTRY_LENGTH + lengths[0]).ok_or_else(damaged)?;
        let name = std::str::from_utf8(name).ok().filter(|name| is_plain(name)).ok_or_else(|| {
            DocxError::Package(format!("it holds a file of the name `{}`", String::from_utf8_lossy(name)))
        })?;
        // Names of parts that differ in case are the same.
        if !names.insert(name.to_ascii_lowercase()) {
            return Err(DocxError::Package(format!("it holds two files of the name `{name}`")));
        }
        at += ENTRY_LENGTH + lengths.iter().sum::<usize>();
    }
    if at == end { Ok(()) } else { Err(damaged()) }
}

/// How many files the list has, where it begins and where it ends.
fn bounds(zip: &[u8]) -> Option<(usize, usize, usize)> {
    let last = zip.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(LONGEST_COMMENT);
    // The comment may hold the signature; the end that is meant has its comment up to the end of the file.
    let end = (first..=last).rev().find(|&at| {
        zip[at..].starts_with(END)
            && u16_at(zip, at + 20).is_some_and(|comment| at + END_LENGTH + usize::from(comment) == zip.len())
    })?;
    let here = u16_at(zip, end + 8)?;
    let count = u16_at(zip, end + 10)?;
    let (size, start) = (u32_at(zip, end + 12)?, u32_at(zip, end + 16)?);
    // What does not fit these numbers stands in a second list (ZIP64); no document is that large. One of several disks
    // is no document either.
    let is_whole = here == count && u16_at(zip, end + 4)? == 0 && u16_at(zip, end + 6)? == 0;
    let (start, size) = (usize::try_from(start).ok()?, usize::try_from(size).ok()?);
    let stop = start.checked_add(size)?;
    (is_whole && stop <= end).then_some((usize::from(count), start, stop))
}

/// Whether a name is one of the package's own: below its root, and readable.
fn is_plain(name: &str) -> bool {
    let name = name.strip_suffix('/').unwrap_or(name);
    name.len() <= LONGEST_NAME
        && !name.chars().any(|c| c.is_control() || matches!(c, '\\' | ':'))
        && name.split('/').all(|piece| !matches!(piece, "" | "." | ".."))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::docx::package::archive::Package;

    fn zip(names: &[&str]) -> Vec<u8> {
        let mut package = Package::default();
        for name in names {
            package.add_media(name, b"a".to_vec());
        }
        package.into_zip().unwrap()
    }

    fn told(zip: &[u8]) -> String {
        check(zip).unwrap_err().to_string()
    }

    #[test]
    fn a_list_that_all_readers_read_alike_is_right() {
        assert!(check(&zip(&["word/document.xml", "a b.xml", "a/b/c.png"])).is_ok());
    }

    #[test]
    fn names_that_stand_twice_or_lead_elsewhere_are_refused() {
        let twice = zip(&["a/b.xml", "a/B.xml"]);
        assert!(told(&twice).contains("two files of the name `a/B.xml`"), "{}", told(&twice));
        // The writer here would not write one name twice.
        let mut same = zip(&["x1.png", "x2.png"]);
        for at in 0..same.len() - 6 {
            if same[at..].starts_with(b"x2.png") {
                same[at + 1] = b'1';
            }
        }
        assert!(told(&same).contains("two files of the name `x1.png`"), "{}", told(&same));
        for name in
            ["../a.xml", "a/../b.xml", "/a.xml", "a//b.xml", "a\\b.xml", "c:/a.xml", "a\nb.xml", "./a.xml"]
        {
            assert!(told(&zip(&[name])).contains("a file of the name"), "{name}");
        }
    }

    #[test]
    fn a_list_that_lies_is_refused() {
        let whole = zip(&["a.xml", "b.xml"]);
        let end = whole.len() - 22;
        for (at, by) in [(8, 1), (8, 2), (10, 1), (12, 1), (16, 1), (4, 1), (20, 1)] {
            let mut lies = whole.clone();
            lies[end + at] = by;
            assert!(told(&lies).contains("damaged"), "{at}");
        }
        let mut secret = whole.clone();
        let entry = whole.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        secret[entry + 8] |= 1;
        assert!(told(&secret).contains("a password"));
        assert!(told(&whole[..end]).contains("damaged"));
        assert!(told(b"PK").contains("damaged"));
        // More files than any document, and more than the list can count.
        let mut many = whole;
        many[end + 8..end + 12].copy_from_slice(&[0xff; 4]);
        assert!(told(&many).contains("65535 files"));
    }
}
