//! Takes a stream out of a compound file, the container of `.xls` workbooks.

use super::BadXls;

/// Marks the end of a chain of sectors; larger numbers are no sectors either.
const END: u32 = 0xFFFF_FFFA;
/// Bytes of an entry of the directory.
const ENTRY: usize = 128;
/// Numbers of sectors of the table that stand in the header.
const IN_HEADER: usize = 109;

/// A compound file.
pub(super) struct Container<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector.
    size: usize,
    /// Which sector follows each.
    next: Vec<u32>,
}

/// An entry of the directory.
struct Entry {
    name: String,
    start: u32,
    length: usize,
}

impl<'a> Container<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, BadXls> {
        let shift = u16_at(bytes, 30)?;
        if shift != 9 && shift != 12 {
            return Err(BadXls::Unreadable);
        }
        let mut container = Self { bytes, size: 1 << shift, next: Vec::new() };
        let mut tables: Vec<u32> = Vec::new();
        for index in 0..IN_HEADER {
            tables.push(u32_at(bytes, 76 + index * 4)?);
        }
        let mut more = u32_at(bytes, 68)?;
        let per_sector = container.size / 4 - 1;
        // A chain that is longer than the file goes round in circles.
        let mut left = bytes.len() / container.size + 1;
        while more < END && left > 0 {
            left -= 1;
            let sector = container.sector(more)?;
            for index in 0..per_sector {
                tables.push(u32_at(sector, index * 4)?);
            }
            more = u32_at(sector, per_sector * 4)?;
        }
        tables.retain(|sector| *sector < END);
        if tables.len() > bytes.len() / container.size + 1 {
            return Err(BadXls::Unreadable);
        }
        for table in tables {
            let sector = container.sector(table)?;
            container.next.extend(
                sector.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]])),
            );
        }
        Ok(container)
    }

    /// The bytes of a sector; the last of a file may be cut off.
    fn sector(&self, number: u32) -> Result<&'a [u8], BadXls> {
        let start = (number as usize + 1).checked_mul(self.size).ok_or(BadXls::Unreadable)?;
        let end = start.saturating_add(self.size).min(self.bytes.len());
        self.bytes.get(start..end).ok_or(BadXls::Unreadable)
    }

    /// All sectors of a chain.
    fn chain(&self, start: u32) -> Result<Vec<u8>, BadXls> {
        let mut out = Vec::new();
        let mut sector = start;
        let mut left = self.next.len() + 1;
        while sector < END {
            left = left.checked_sub(1).ok_or(BadXls::Unreadable)?;
            out.extend_from_slice(self.sector(sector)?);
            sector = *self.next.get(sector as usize).ok_or(BadXls::Unreadable)?;
        }
        Ok(out)
    }

    fn entries(&self) -> Result<Vec<Entry>, BadXls> {
        let directory = self.chain(u32_at(self.bytes, 48)?)?;
        directory
            .chunks_exact(ENTRY)
            .map(|entry| {
                let length = usize::from(u16_at(entry, 64)?).saturating_sub(2).min(62);
                let name: Vec<u16> =
                    entry[..length].chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
                Ok(Entry {
                    name: String::from_utf16_lossy(&name),
                    start: u32_at(entry, 116)?,
                    length: u32_at(entry, 120)? as usize,
                })
            })
            .collect()
    }

    /// A stream by its name.
    pub(super) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, BadXls> {
        let entries = self.entries()?;
        let Some(entry) = entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let small = u32_at(self.bytes, 56)? as usize;
        let mut stream =
            if entry.length >= small { self.chain(entry.start)? } else { self.small(&entries, entry)? };
        stream.truncate(entry.length);
        Ok(Some(stream))
    }

    /// A small stream: its sectors of 64 bytes stand in the stream of the first entry.
    fn small(&self, entries: &[Entry], entry: &Entry) -> Result<Vec<u8>, BadXls> {
        let root = entries.first().ok_or(BadXls::Unreadable)?;
        let (all, table) = (self.chain(root.start)?, self.chain(u32_at(self.bytes, 60)?)?);
        let mut out = Vec::new();
        let (mut sector, mut left) = (entry.start, table.len() / 4 + 1);
        while sector < END {
            left = left.checked_sub(1).ok_or(BadXls::Unreadable)?;
            let start = sector as usize * 64;
            out.extend_from_slice(all.get(start..(start + 64).min(all.len())).ok_or(BadXls::Unreadable)?);
            sector = u32_at(&table, sector as usize * 4)?;
        }
        Ok(out)
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Result<u16, BadXls> {
    let two = bytes.get(at..at + 2).ok_or(BadXls::Unreadable)?;
    Ok(u16::from_le_bytes([two[0], two[1]]))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Result<u32, BadXls> {
    let four = bytes.get(at..at + 4).ok_or(BadXls::Unreadable)?;
    Ok(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

pub(super) fn f64_at(bytes: &[u8], at: usize) -> Result<f64, BadXls> {
    let low = u64::from(u32_at(bytes, at)?);
    let high = u64::from(u32_at(bytes, at + 4)?);
    Ok(f64::from_bits((high << 32) | low))
}
