//! Unpacks zip files within limits: a small file can unpack to gigabytes.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

/// How much an archive may hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Most files.
    pub(crate) files: usize,
    /// Most bytes of all files together.
    pub(crate) bytes: u64,
}

/// Why an archive is not unpacked.
#[derive(Debug)]
pub(crate) enum ArchiveError {
    /// It is no zip file, or a broken one.
    Zip(ZipError),
    /// What it holds cannot be read.
    Damaged(io::Error),
    /// It has so many files.
    TooMany(usize),
    /// It unpacks to more bytes than are allowed.
    TooLarge,
}

/// Unpacks one file after the other. `take` gets its name and content, and gives the number of bytes it read.
///
/// What a file says of its own size is not trusted.
///
/// # Errors
/// Says what is wrong with the archive, or which limit it breaks.
pub(crate) fn unpack(
    archive: &[u8],
    limits: Limits,
    mut take: impl FnMut(&str, &mut dyn Read) -> io::Result<u64>,
) -> Result<(), ArchiveError> {
    let mut zip = ZipArchive::new(Cursor::new(archive)).map_err(ArchiveError::Zip)?;
    if zip.len() > limits.files {
        return Err(ArchiveError::TooMany(zip.len()));
    }
    let mut left = limits.bytes;
    for index in 0..zip.len() {
        let file = zip.by_index(index).map_err(ArchiveError::Zip)?;
        let name = file.name().to_owned();
        let read = take(&name, &mut file.take(left + 1)).map_err(ArchiveError::Damaged)?;
        left = left.checked_sub(read).ok_or(ArchiveError::TooLarge)?;
    }
    Ok(())
}
