//! What the page shows at the moment: written by the thread that builds, read by those that answer.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::spec::Spec;

/// Something that the page fetches by the hash of its bytes.
#[derive(Debug, Clone)]
pub(super) struct Asset {
    pub(super) kind: &'static str,
    pub(super) bytes: Arc<[u8]>,
}

/// Assets by their names.
pub(super) type Assets = BTreeMap<String, Asset>;

/// What is told of the edition, each part for itself: the pages come first, what was found follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The pages.
    Pages,
    /// What was found, and the numbers.
    Findings,
}

impl Part {
    pub(super) const ALL: [Self; 2] = [Self::Pages, Self::Findings];

    /// The name of its event.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Findings => "findings",
        }
    }
}

/// What a part says, and how often it has said something.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) version: u64,
    pub(super) json: Arc<str>,
}

/// What the last good edition was made from.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) spec: Spec,
}

#[derive(Debug, Default)]
struct Current {
    said: [Said; 2],
    assets: Assets,
    /// Those of the pages before: a browser may be fetching them.
    before: Assets,
    kept: Option<Arc<Kept>>,
    /// The names of all files that took part, as messages show them.
    files: Vec<String>,
    /// The language that is asked for; none for the spec's own.
    language: Option<String>,
    /// Whether somebody has asked for it to be built anew.
    is_wanted: bool,
    is_over: bool,
}

/// The state, shared by all threads.
#[derive(Debug, Default)]
pub(super) struct State {
    current: Mutex<Current>,
    changed: Condvar,
}

impl State {
    pub(super) fn new(language: Option<String>) -> Self {
        Self { current: Mutex::new(Current { language, ..Current::default() }), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells a part, with the assets that it names. Assets of the time before stay until the part is told again.
    pub(super) fn tell(&self, part: Part, json: String, assets: Assets) {
        let mut current = self.lock();
        if part == Part::Pages {
            current.before = std::mem::take(&mut current.assets);
        }
        current.assets.extend(assets);
        let said = &mut current.said[part as usize];
        *said = Said { version: said.version + 1, json: Arc::from(json) };
        drop(current);
        self.changed.notify_all();
    }

    /// What differs from what somebody has seen; waits for it until the time is over. Nothing when there is no more.
    pub(super) fn news(&self, seen: [u64; 2], wait: Duration) -> Option<Vec<(Part, Said)>> {
        let is_old = |current: &mut Current| {
            !current.is_over && current.said.iter().zip(seen).all(|(said, seen)| said.version == seen)
        };
        let waited = self.changed.wait_timeout_while(self.lock(), wait, is_old);
        let (current, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if current.is_over {
            return None;
        }
        let all = Part::ALL.into_iter().zip(&current.said).zip(seen);
        Some(
            all.filter(|((_, said), seen)| said.version != *seen)
                .map(|((part, said), _)| (part, said.clone()))
                .collect(),
        )
    }

    pub(super) fn asset(&self, name: &str) -> Option<Asset> {
        let current = self.lock();
        current.assets.get(name).or_else(|| current.before.get(name)).cloned()
    }

    /// Keeps what a good edition was made from, or tells that there is none.
    pub(super) fn keep(&self, kept: Option<Arc<Kept>>) {
        self.lock().kept = kept;
    }

    pub(super) fn kept(&self) -> Option<Arc<Kept>> {
        self.lock().kept.clone()
    }

    pub(super) fn set_files(&self, files: Vec<String>) {
        self.lock().files = files;
    }

    /// The name of a file that took part, by its number.
    pub(super) fn file(&self, index: usize) -> Option<String> {
        self.lock().files.get(index).cloned()
    }

    pub(super) fn language(&self) -> Option<String> {
        self.lock().language.clone()
    }

    /// Asks for another language.
    pub(super) fn ask_language(&self, language: Option<String>) {
        self.lock().language = language;
        self.ask();
    }

    /// Asks for the edition to be looked at again.
    pub(super) fn ask(&self) {
        self.lock().is_wanted = true;
        self.changed.notify_all();
    }

    /// Whether somebody asks for the edition to be looked at again, which is then taken as done; waits until the time
    /// is over. Nothing when all is over.
    pub(super) fn is_asked(&self, wait: Duration) -> Option<bool> {
        let is_idle = |current: &mut Current| !current.is_wanted && !current.is_over;
        let waited = self.changed.wait_timeout_while(self.lock(), wait, is_idle);
        let (mut current, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if current.is_over { None } else { Some(std::mem::take(&mut current.is_wanted)) }
    }

    /// Ends all that waits.
    pub(super) fn end(&self) {
        self.lock().is_over = true;
        self.changed.notify_all();
    }

    pub(super) fn is_over(&self) -> bool {
        self.lock().is_over
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::{Asset, Assets, Part, State};

    fn asset(name: &str) -> Assets {
        let bytes = Arc::from(name.as_bytes());
        [(name.to_owned(), Asset { kind: "text/plain", bytes })].into()
    }

    #[test]
    fn only_what_is_new_is_told_and_assets_outlive_one_round() {
        let state = State::default();
        let now = Duration::ZERO;
        assert!(state.news([0, 0], now).unwrap().is_empty());
        state.tell(Part::Pages, "1".to_owned(), asset("one"));
        state.tell(Part::Findings, "f".to_owned(), asset("numbers"));
        let news = state.news([0, 0], now).unwrap();
        assert_eq!(news.iter().map(|(part, _)| part.name()).collect::<Vec<_>>(), ["pages", "findings"]);
        assert!(state.news([1, 1], now).unwrap().is_empty());
        state.tell(Part::Pages, "2".to_owned(), asset("two"));
        assert!(state.asset("one").is_some() && state.asset("two").is_some());
        state.tell(Part::Pages, "3".to_owned(), asset("three"));
        assert!(state.asset("one").is_none() && state.asset("two").is_some());
        state.end();
        assert!(state.news([0, 0], now).is_none() && state.is_asked(now).is_none());
    }
}
