//! Makes what the page shows from the files as they are now: pages first, then what was found.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rayon::prelude::*;
use serde_json::json;
use sha2::{Digest, Sha256};
use typst::model::Numbering;
use typst_svg::SvgOptions;

use super::assets::{JSON, SVG};
use super::cards;
use super::charts::{self, DrawnChart, with_outlines};
use super::findings::{self, OnPages, Told};
use super::look::{Look, Looks, Renewed};
use super::places::Places;
use super::state::{Asset, Assets, Kept, Part, State};
use super::words;
use crate::build::{self, Checked, Started};
use crate::check::Settled;
use crate::diag::{Diagnostic, Faults, Severity};
use crate::hash::sha256;
use crate::pdf::layout::{self, PageWords};
use crate::pdf::{Pages, PdfError, decodes};
use crate::spec::Spec;
use crate::spec::overlay::Published;

/// A file that cannot be read may be half written: it is read again after this time, before anything is told.
const AGAIN: Duration = Duration::from_millis(150);

/// A page as it was shown last.
struct Shown {
    /// Of the page as Typst has it: one that is the same need not be drawn.
    frame: u128,
    /// Its picture and its words, by their names.
    assets: [(String, Asset); 2],
}

/// What is made of an edition, round by round.
pub(super) struct Rounds<'a> {
    pub(super) path: PathBuf,
    looks: &'a Looks<'a>,
    /// Of this round.
    look: Arc<Look>,
    /// Of all that was read in the last round.
    read: Option<[u8; 32]>,
    shown: Vec<Shown>,
    charts: Vec<DrawnChart>,
    /// How often something was told.
    round: u64,
}

/// The files of an edition as they are now.
struct Read {
    spec: Result<Spec, Faults>,
    hash: [u8; 32],
}

impl Read {
    /// Whether something cannot be read.
    fn is_broken(&self) -> bool {
        match &self.spec {
            Ok(spec) => spec.findings.iter().any(is_error),
            Err(_) => true,
        }
    }
}

fn is_error(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error
}

impl<'a> Rounds<'a> {
    pub(super) fn new(path: PathBuf, looks: &'a Looks<'a>) -> Self {
        let look = looks.now();
        Self { path, looks, look, read: None, shown: Vec::new(), charts: Vec::new(), round: 0 }
    }

    /// Looks at the files, and makes everything anew where they are others than before.
    pub(super) fn go(&mut self, state: &State) {
        match self.looks.renew() {
            Renewed::Same => {}
            Renewed::New => {
                self.look = self.looks.now();
                self.read = None;
                self.shown.clear();
                self.charts.clear();
            }
            Renewed::Broken(faults) => {
                self.read = None;
                self.round += 1;
                let told = Told::new(self.round, &faults.sources, true);
                let told = told.with(&faults.diagnostics, |_| Vec::new());
                state.tell(Part::Findings, told.json(), Assets::new());
                return;
            }
        }
        let mut read = self.read(state);
        if read.is_broken() && self.read.is_some_and(|known| known != read.hash) {
            thread::sleep(AGAIN);
            read = self.read(state);
        }
        if self.read == Some(read.hash) {
            return;
        }
        self.read = Some(read.hash);
        self.round += 1;
        match read.spec {
            Ok(spec) => self.of_spec(spec, state),
            Err(faults) => {
                state.set_files(names(&faults.sources));
                let told = Told::new(self.round, &faults.sources, true);
                state.tell(
                    Part::Findings,
                    told.with(&faults.diagnostics, |_| Vec::new()).json(),
                    Assets::new(),
                );
            }
        }
    }

    fn read(&self, state: &State) -> Read {
        let language = state.language();
        let spec = Spec::open_in(
            &self.path,
            language.as_deref(),
            self.look.theme.languages.as_deref(),
            BTreeMap::new(),
        );
        let mut hash = Sha256::new();
        hash.update(language.as_deref().unwrap_or_default());
        let mut add = |name: &str, bytes: &[u8]| {
            hash.update((name.len() as u64).to_le_bytes());
            hash.update(name);
            hash.update((bytes.len() as u64).to_le_bytes());
            // The files of pictures are large, and nobody wants to deceive.
            hash.update(typst::utils::hash128(bytes).to_le_bytes());
        };
        let (sources, found) = match &spec {
            Ok(spec) => (&spec.sources, &spec.findings),
            Err(faults) => (&faults.sources, &faults.diagnostics),
        };
        for source in sources.ids() {
            add(sources.name(source), sources.text(source).as_bytes());
        }
        for finding in found {
            add("", finding.message.as_bytes());
        }
        if let Ok(spec) = &spec {
            let all = spec.files.iter().map(|(name, bytes)| (name.as_str(), bytes));
            let all =
                all.chain(spec.pictures.iter().chain(&spec.maps).map(|(name, bytes)| (name.as_str(), bytes)));
            let reference = spec.reference.iter().map(|file| ("reference", &file.value));
            all.chain(reference).for_each(|(name, bytes)| add(name, bytes));
        }
        Read { spec, hash: hash.finalize().into() }
    }

    fn of_spec(&mut self, spec: Spec, state: &State) {
        state.set_files(names(&spec.sources));
        let started = match Started::new(&spec, &self.look.theme, Some(&decodes)) {
            Ok(started) => started,
            Err(faults) => {
                let told = Told::new(self.round, &spec.sources, true);
                state.tell(
                    Part::Findings,
                    told.with(&faults.diagnostics, |_| Vec::new()).json(),
                    Assets::new(),
                );
                return;
            }
        };
        if !started.is_whole() {
            let checked = started.finish(&spec, &self.look.theme);
            let told = Told::new(self.round, &spec.sources, true).left(checked.sentences_left);
            let told = told.with_open(&spec, &checked.missing);
            state.tell(Part::Findings, told.with(&checked.findings, |_| Vec::new()).json(), Assets::new());
            return;
        }
        let charts = started.charts(&self.look.theme);
        // The pages are told as soon as they are there.
        let look = Arc::clone(&self.look);
        let (theme, press) = (&look.theme, &look.press);
        let (set, checks) = rayon::join(
            || {
                let (set, drawn) = rayon::join(
                    || started.pages(press, &charts),
                    || charts::drawn(started.report(), theme, &charts, &self.charts),
                );
                let set = set?;
                let words = layout::words(&set.document);
                self.charts = drawn;
                self.tell_pages(&spec, &started, &set, &words, state);
                Ok::<(Pages, Vec<PageWords>), PdfError>((set, words))
            },
            || started.checks(&spec, theme),
        );
        let body = layout::body_edges(&self.look.theme);
        let mut checked = started.checked(checks);
        if let Some(settled) = self.held_against_own(&spec, &checked) {
            checked.findings.extend(settled.open);
            checked.allowed.extend(settled.allowed);
        }
        let told = Told::new(self.round, &spec.sources, false).left(checked.sentences_left);
        let mut told = told.with_open(&spec, &checked.missing);
        match set {
            Ok((set, words)) => {
                let passages =
                    checked.report.as_ref().map(|report| report.passages.as_slice()).unwrap_or_default();
                let places = Places::new(&words, passages, body);
                let rows = places.of_rows(&checked.record, &self.charts);
                let on_pages =
                    OnPages { places: &places, record: &checked.record, rows: &rows, charts: &self.charts };
                let of_pages = findings::of_pages(&set, &self.look.theme, &spec);
                told = told
                    .with(&checked.findings, |finding| findings::areas(finding, &spec, &on_pages))
                    .with_pages(&of_pages, &places)
                    .with_allowed(&checked.allowed, |finding| findings::areas(finding, &spec, &on_pages));
                let numbers = cards::numbers(&spec, &checked, &rows);
                let (name, asset) = named(numbers, "json", JSON);
                told = told.numbers(&name);
                state.tell(Part::Findings, told.json(), [(name, asset)].into());
            }
            Err(error) => {
                let told = told.failed(&error).with(&checked.findings, |_| Vec::new());
                state.tell(Part::Findings, told.json(), Assets::new());
                return;
            }
        }
        state.keep(Some(Arc::new(Kept { spec })));
    }

    /// What a translation says otherwise than the spec itself.
    fn held_against_own(&self, spec: &Spec, checked: &Checked) -> Option<Settled> {
        spec.translation.as_ref()?;
        let own = Published::of(&self.path).own;
        let languages = self.look.theme.languages.as_deref();
        let own = Spec::open_in(&self.path, Some(&own), languages, BTreeMap::new()).ok()?;
        let own = build::checked(&own, &self.look.theme).ok()?.facts?;
        Some(build::differences(&own, checked.facts.as_ref()?, spec))
    }

    /// Draws the pages that are others than before, and tells all.
    fn tell_pages(
        &mut self,
        spec: &Spec,
        started: &Started,
        set: &Pages,
        words: &[PageWords],
        state: &State,
    ) {
        let pages = set.document.pages();
        let options = SvgOptions::default();
        let draw = |(index, (page, words)): (usize, (&typst_layout::Page, &PageWords))| {
            let frame = typst::utils::hash128(page);
            let known = self.shown.get(index).filter(|shown| shown.frame == frame);
            let drawn = || {
                let svg = with_outlines(typst_svg::svg(page, &options), &self.charts);
                let words = words::json(words, &self.charts);
                [named(svg, "svg", SVG), named(words, "json", JSON)]
            };
            Shown { frame, assets: known.map_or_else(drawn, |shown| shown.assets.clone()) }
        };
        let drawn: Vec<Shown> = pages.par_iter().zip(words).enumerate().map(draw).collect();
        let mut assets = Assets::new();
        let mut all = Vec::new();
        for (page, Shown { assets: own, .. }) in pages.iter().zip(&drawn) {
            assets.extend(own.iter().cloned());
            let [(svg, _), (text, _)] = own;
            let size = page.frame.size();
            let (width, height) = (size.x.to_pt(), size.y.to_pt());
            let number = match &page.numbering {
                Some(Numbering::Pattern(pattern)) => pattern.apply(None, &[page.number]).ok(),
                Some(Numbering::Func(_)) | None => None,
            };
            all.push(json!({ "svg": svg, "text": text, "width": width, "height": height, "number": number.as_deref() }));
        }
        self.shown = drawn;
        let published = Published::of(&self.path);
        let report = started.report();
        let told = json!({
            "round": self.round,
            "title": report.title,
            "period": report.period_text,
            "id": report.id,
            "language": report.language,
            "languages": std::iter::once(&published.own).chain(&published.others).collect::<Vec<_>>(),
            "own": published.own,
            "confidential": spec.edition.confidential,
            "draft": report.is_draft,
            "pages": all,
        });
        state.tell(Part::Pages, told.to_string(), assets);
    }
}

/// The names of files, as messages show them.
fn names(sources: &crate::diag::Sources) -> Vec<String> {
    sources.ids().map(|id| sources.name(id).to_owned()).collect()
}

/// A text under the name that their hash gives them.
fn named(text: String, ending: &str, kind: &'static str) -> (String, Asset) {
    let bytes = text.into_bytes();
    (format!("{}.{ending}", &sha256(&bytes)[..32]), Asset { kind, bytes: Arc::from(bytes) })
}
