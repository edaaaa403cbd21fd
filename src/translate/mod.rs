//! Turns a spec and its overlays into what a translator has to do, and what a translator did into overlays.
//!
//! 1. [`Listing`] says which texts are missing, stale or without a base.
//! 2. [`skeleton`] writes the places for what is missing, [`accept`] the stamps of what was read again; both as edits
//!    that [`crate::patch`] makes after a yes.
//! 3. [`xliff`] gives all texts to the programs of translators, and turns what comes back into edits.

use crate::diag::Span;
use crate::spec::overlay::stamp::stamp;
use crate::spec::overlay::{Home, Overlay, path_of};
use crate::spec::{Spec, Word};

pub mod accept;
mod comment;
pub mod skeleton;
mod table;
mod words;
pub mod xliff;

pub use words::changed;

/// A file of a translation: there already, or to be written.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'s> {
    /// Which file it translates.
    pub home: Home,
    /// The overlay, when there is one.
    pub overlay: Option<&'s Overlay>,
    /// The spec that it belongs to.
    pub spec: &'s Spec,
}

/// A translated text whose source is another one now.
#[derive(Debug, Clone)]
pub struct Stale<'s> {
    /// The text.
    pub word: &'s Word,
    /// The source as it was, when the overlay has kept it.
    pub then: Option<String>,
}

/// What is to be done about one file of a translation.
#[derive(Debug, Clone, Default)]
pub struct Listing<'s> {
    /// Texts that have words.
    pub count: usize,
    /// Those that are not translated.
    pub missing: Vec<&'s Word>,
    /// Those whose source is another one now.
    pub stale: Vec<Stale<'s>>,
    /// Those that nobody has accepted yet.
    pub open: Vec<&'s Word>,
    /// Texts of the overlay that translate nothing, with their places.
    pub orphaned: Vec<(String, Span)>,
}

/// The files of a translation: the edition's and the series'.
pub fn sheets(spec: &Spec) -> [Sheet<'_>; 2] {
    let overlays = || spec.translation.iter().flat_map(|translation| &translation.overlays);
    [Home::Edition, Home::Series].map(|home| Sheet {
        home,
        overlay: overlays().find(|overlay| overlay.home == home),
        spec,
    })
}

impl<'s> Sheet<'s> {
    /// All texts of the file that it translates, in the order in which they stand there.
    pub fn words(&self) -> Vec<&'s Word> {
        let mut words: Vec<&Word> = self.spec.words.iter().filter(|word| word.home == self.home).collect();
        words.sort_by_key(|word| (word.source.span.source, word.source.span.start));
        words
    }

    /// The path of the overlay below the folder of the edition; `name` is that of the edition's file.
    pub fn path(&self, name: &str) -> String {
        path_of(self.base(name), &self.spec.language().value)
    }

    /// The file that it translates.
    pub fn base<'n>(&self, name: &'n str) -> &'n str
    where
        's: 'n,
    {
        match self.home {
            Home::Edition => name,
            Home::Series => &self.spec.edition.series.value,
        }
    }

    /// The text of the overlay; empty when there is none.
    pub fn text(&self) -> &'s str {
        self.overlay.map_or("", |overlay| self.spec.sources.text(overlay.source))
    }

    /// What is to be done.
    pub fn listing(&self) -> Listing<'s> {
        let words = self.words();
        let mut listing =
            Listing { count: words.iter().filter(|word| word.has_words()).count(), ..Listing::default() };
        for &word in &words {
            if !word.is_translated() {
                listing.missing.extend(Some(word).filter(|word| word.has_words()));
                continue;
            }
            let stamped = self.overlay.and_then(|overlay| overlay.stamps.get(&word.key));
            match stamped {
                None => listing.open.push(word),
                Some(stamped) if stamped.value == stamp(&word.source.value) => {}
                Some(stamped) => {
                    let kept = self.kept(&word.key).filter(|kept| stamp(kept) == stamped.value);
                    listing.stale.push(Stale { word, then: kept });
                }
            }
        }
        let is_known = |key: &&String| words.iter().any(|word| word.key == **key);
        let places = self.overlay.iter().flat_map(|overlay| &overlay.places);
        let orphaned =
            places.filter(|(key, _)| !is_known(key)).map(|(key, (place, _))| (key.clone(), *place));
        listing.orphaned = orphaned.collect();
        listing
    }

    /// The source of a text as the overlay has kept it above its key.
    fn kept(&self, key: &str) -> Option<String> {
        let (place, _) = self.overlay?.places.get(key)?;
        comment::above(self.text(), place.start).map(|(_, kept)| kept)
    }
}
