//! How the pages look: the theme with what is made of it, read anew when its files change.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use super::Outside;
use crate::diag::Faults;
use crate::pdf::Press;
use crate::theme::Theme;

/// Files with their sizes and times.
pub(super) type Seen = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// A theme, and its press.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) theme: Theme,
    pub(super) press: Press,
}

impl Look {
    fn new(theme: Theme) -> Arc<Self> {
        let press = Press::new(&theme);
        Arc::new(Self { theme, press })
    }
}

/// What became of the theme.
#[derive(Debug)]
pub(super) enum Renewed {
    /// Its files are as they were.
    Same,
    /// It was read anew.
    New,
    /// It cannot be read; the last good one stays.
    Broken(Faults),
}

/// The look of the moment.
pub(super) struct Looks<'a> {
    outside: &'a dyn Outside,
    current: RwLock<Arc<Look>>,
    /// The files when they were read last; none where they could not be read.
    read: Mutex<Option<Seen>>,
}

impl<'a> Looks<'a> {
    pub(super) fn new(theme: Theme, outside: &'a dyn Outside) -> Self {
        let looks = Self { outside, current: RwLock::new(Look::new(theme)), read: Mutex::new(None) };
        *looks.read.lock().unwrap_or_else(PoisonError::into_inner) = Some(looks.files());
        looks
    }

    /// The last good one.
    pub(super) fn now(&self) -> Arc<Look> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The files that the theme is made of, as they are.
    pub(super) fn files(&self) -> Seen {
        let paths = self.outside.theme_files(&self.now().theme).into_iter();
        let seen = paths.filter_map(|path| {
            let about = fs::metadata(&path).ok()?;
            Some((path, (about.len(), about.modified().ok())))
        });
        seen.collect()
    }

    /// Reads the theme anew where its files are others than before, or could not be read.
    pub(super) fn renew(&self) -> Renewed {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let files = self.files();
        if read.as_ref() == Some(&files) {
            return Renewed::Same;
        }
        match self.outside.theme() {
            Ok(theme) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Look::new(theme);
                // Another brand may name other logos.
                *read = Some(self.files());
                Renewed::New
            }
            Err(faults) => {
                *read = None;
                Renewed::Broken(faults)
            }
        }
    }
}
