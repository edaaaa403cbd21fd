//! Makes a zip file say the same of the system it was written on, whichever that was.

/// What begins the entry of a file in the list at the end.
const ENTRY: &[u8] = b"PK\x01\x02";
/// What begins the end of that list; nothing but itself follows it here.
const END: &[u8] = b"PK\x05\x06";
const LENGTH_OF_END: usize = 22;
const LENGTH_OF_ENTRY: usize = 46;
/// The number of Unix among the systems that the format knows.
const UNIX: u8 = 3;

/// Names Unix in every entry of a zip file that has no comment: `rust_xlsxwriter` names the system of who builds, so
/// that one edition would be other bytes on Windows. What is no such file comes back as it was.
pub(crate) fn made_on_unix(mut zip: Vec<u8>) -> Vec<u8> {
    let Some(end) = zip.len().checked_sub(LENGTH_OF_END).filter(|end| zip[*end..].starts_with(END)) else {
        return zip;
    };
    let mut at = number(&zip, end + 16, 4);
    while zip.get(at..end).is_some_and(|rest| rest.len() >= LENGTH_OF_ENTRY && rest.starts_with(ENTRY)) {
        zip[at + 5] = UNIX;
        // Its name, its extra field and its comment follow it.
        at += LENGTH_OF_ENTRY
            + [28, 30, 32].into_iter().map(|field| number(&zip, at + field, 2)).sum::<usize>();
    }
    zip
}

/// A number of so many bytes, the lowest first.
fn number(bytes: &[u8], at: usize, length: usize) -> usize {
    bytes[at..at + length].iter().rev().fold(0, |number, byte| (number << 8) | usize::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;
    use zip::{System, ZipArchive, ZipWriter};

    use super::made_on_unix;

    fn made_on(system: System) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "below/b.xml"] {
            let options = SimpleFileOptions::default().unix_permissions(0o600).system(system);
            zip.start_file(name, options).unwrap();
            zip.write_all(b"PK\x01\x02 as a text").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn every_entry_names_unix_whatever_wrote_it() {
        let (unix, dos) = (made_on(System::Unix), made_on(System::Dos));
        assert_eq!(unix.iter().zip(&dos).filter(|(one, other)| one != other).count(), 2);
        assert_eq!(made_on_unix(dos), unix);
        assert_eq!(made_on_unix(unix.clone()), unix);
        assert_eq!(ZipArchive::new(Cursor::new(unix)).unwrap().len(), 2);
    }

    #[test]
    fn what_is_no_zip_file_stays() {
        let unix = made_on(System::Unix);
        for length in 0..unix.len() {
            assert_eq!(made_on_unix(unix[..length].to_vec()), unix[..length]);
        }
    }
}
