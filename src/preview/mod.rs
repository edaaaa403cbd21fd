//! Shows an edition in a browser while it is written: its pages, what was found beside them, and where each number
//! comes from. It follows the files, and everything stays on this machine.
//!
//! Three threads work on it: one watches the files (`watch`), one makes pages of them (`round`), and one listens
//! (`server`), with a short-lived one for each request. What they share is `state`. Nothing is written but what the
//! form for figures is told to (`figures`), by the road of [`crate::patch`].
//!
//! The page asks for no network, no clock and no other program, unless somebody presses a button that does: what that
//! needs comes from outside ([`Outside`]).

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

mod assets;
mod cards;
mod cells;
mod charts;
mod figures;
mod findings;
mod http;
mod look;
mod places;
mod round;
mod server;
mod site;
mod state;
#[cfg(test)]
mod tests;
mod watch;
mod words;

use crate::diag::Faults;
use crate::theme::Theme;
use look::Looks;
use round::Rounds;
use server::Door;
use site::PreviewSite;
use state::{Assets, Part, State};
use watch::Watch;

/// What the page asks of the rest of the program.
pub trait Outside: Sync {
    /// Opens a file of the edition in the author's editor.
    ///
    /// # Errors
    /// There is no editor that can be told a line; the text is for the author.
    fn open(&self, path: &Path, line: usize, column: usize) -> Result<(), String>;

    /// A page for a browser about what differs between two editions or documents.
    ///
    /// # Errors
    /// They cannot be compared; the text is for the author.
    fn compare(&self, old: &Path, new: &Path) -> Result<Vec<u8>, String>;

    /// The theme, read anew.
    ///
    /// # Errors
    /// Everything that is wrong with its files.
    fn theme(&self) -> Result<Theme, Faults>;

    /// The files that a theme is made of; none where all of it is inside the program.
    fn theme_files(&self, theme: &Theme) -> Vec<PathBuf>;
}

/// What is shown, and where it is listened.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The spec.
    pub spec: PathBuf,
    /// The language that is shown first; none for the spec's own.
    pub language: Option<String>,
    /// The port; 0 for one that is free.
    pub port: u16,
    /// The folder that builds are written into, to compare with.
    pub out: PathBuf,
}

/// How often it is looked whether all is over.
const PAUSE: Duration = Duration::from_millis(500);

/// Shows an edition until the program is ended. The address is given to `ready` once somebody listens there.
///
/// # Errors
/// Nobody can listen: the port is in use, for instance.
pub fn run(shown: &Shown, theme: Theme, outside: &dyn Outside, ready: impl FnOnce(&str)) -> io::Result<()> {
    let door = Door::open(shown.port)?;
    let state = State::new(shown.language.clone());
    let looks = Looks::new(theme, outside);
    let site = PreviewSite::new(shown, &looks, &state, outside);
    let watch = Watch::new(&shown.spec, Some(&looks));
    thread::scope(|scope| {
        // Nothing of them outlives the program, and nobody waits for their end.
        let listens = thread::Builder::new().spawn_scoped(scope, || door.serve(scope, &state, &site));
        let watches = thread::Builder::new().spawn_scoped(scope, || watch.run(&state));
        if let Err(error) = listens.and(watches) {
            door.close(&state);
            return Err(error);
        }
        let mut rounds = Rounds::new(shown.spec.clone(), &looks);
        ready(&door.address());
        state.ask();
        while let Some(is_asked) = state.is_asked(PAUSE) {
            if is_asked && catch_unwind(AssertUnwindSafe(|| rounds.go(&state))).is_err() {
                state.tell(Part::Findings, FAULT.to_owned(), Assets::new());
            }
        }
        Ok(())
    })
}

/// What is told when the program itself fails.
const FAULT: &str = r#"{"round":0,"failed":true,"left":0,"allowed":[],"findings":[],"broken":"the program itself failed on these files; please report it with them"}"#;
