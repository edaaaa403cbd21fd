//! The bytes of a font, wherever they lie.

use std::sync::Arc;

/// The file of a font: inside the program, or read.
#[derive(Debug, Clone)]
pub enum FontBytes {
    /// Inside the program.
    Embedded(&'static [u8]),
    /// Read from a folder.
    Read(Arc<[u8]>),
}

impl From<Arc<[u8]>> for FontBytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self::Read(bytes)
    }
}

impl AsRef<[u8]> for FontBytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Read(bytes) => bytes,
        }
    }
}
