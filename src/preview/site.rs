//! Answers what the page of an edition asks for. No path is made from what is asked: every name is one of a list.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::Deserialize;
use typst_svg::SvgOptions;

use super::assets::{self, POLICY};
use super::charts::{self, with_outlines};
use super::figures;
use super::http::{Answer, Status};
use super::look::Looks;
use super::server::Site;
use super::state::{Asset, Assets, State};
use super::{Outside, Shown};
use crate::build::{Started, edition_with};
use crate::diag::Faults;
use crate::hash::sha256;
use crate::pdf::decodes;
use crate::spec::Spec;
use crate::spec::editions::editions;
use crate::spec::overlay::Published;

/// What an SVG of a page may do when somebody opens it by itself.
const POLICY_OF_PICTURE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; sandbox";

/// The site of an edition.
pub(super) struct PreviewSite<'a> {
    shown: &'a Shown,
    looks: &'a Looks<'a>,
    state: &'a State,
    outside: &'a dyn Outside,
    /// Pages of another language, which were asked for last.
    beside: Mutex<Assets>,
    /// One writes into the author's files at a time.
    writing: Mutex<()>,
}

/// A file to be opened.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    number: usize,
    line: usize,
    column: usize,
}

/// A language to be shown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    language: String,
}

impl<'a> PreviewSite<'a> {
    pub(super) fn new(
        shown: &'a Shown,
        looks: &'a Looks<'a>,
        state: &'a State,
        outside: &'a dyn Outside,
    ) -> Self {
        Self { shown, looks, state, outside, beside: Mutex::default(), writing: Mutex::default() }
    }

    fn asset(&self, name: &str) -> Answer {
        let beside = || self.beside.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        match self.state.asset(name).or_else(beside) {
            Some(Asset { kind, bytes }) => {
                let mut answer = Answer::new(kind, bytes.as_ref());
                if kind == assets::SVG {
                    POLICY_OF_PICTURE.clone_into(&mut answer.policy);
                }
                answer
            }
            None => Answer::status(Status::NotFound),
        }
    }

    fn download(&self, kind: &str) -> Answer {
        let Some(kept) = self.state.kept() else { return Answer::told(Status::Conflict, NOT_YET) };
        let look = self.looks.now();
        let edition = match edition_with(&kept.spec, &look.theme, Some(&decodes)) {
            Ok(edition) => edition.output,
            Err(faults) => return refused(&faults),
        };
        let (bytes, media) = match kind {
            "pdf" => (edition.pdf(&look.press).map(|pdf| pdf.bytes).map_err(|error| error.to_string()), PDF),
            _ => (edition.docx(&look.theme).map_err(|error| error.to_string()), DOCX),
        };
        match bytes {
            Ok(bytes) => {
                // Ids are names of files already; nothing else may stand in a header.
                let is_plain = |c: &char| c.is_ascii_alphanumeric() || "-_.".contains(*c);
                let id: String = edition.report.id.chars().filter(is_plain).collect();
                Answer { file: Some(format!("{id}.{kind}")), ..Answer::new(media, bytes) }
            }
            Err(error) => Answer::told(Status::Conflict, &error),
        }
    }

    /// A page about what differs from the last build or the last edition.
    fn compare(&self, query: &str) -> Answer {
        let Some(kept) = self.state.kept() else { return Answer::told(Status::Conflict, NOT_YET) };
        let spec = &self.shown.spec;
        let old = match query {
            "with=last-build" => {
                let built = self.shown.out.join(format!("{}.pdf", kept.spec.stem()));
                built.is_file().then_some(built).ok_or("nothing was built yet: quarterly build writes it")
            }
            "with=last-edition" => {
                last_edition(spec, &kept.spec).ok_or("there is no edition before this one")
            }
            _ => return Answer::status(Status::NotFound),
        };
        if kept.spec.translation.is_some() {
            return Answer::told(Status::Conflict, "the spec's own language is compared: choose it first");
        }
        let page = old.map_err(str::to_owned).and_then(|old| self.outside.compare(&old, spec));
        match page {
            Ok(page) => {
                let policy = assets::policy_of_comparison(&page);
                Answer { policy, ..Answer::new(assets::HTML, page) }
            }
            Err(why) => Answer::told(Status::Conflict, &why),
        }
    }

    /// A page with the pages of two languages side by side.
    fn beside(&self, query: &str) -> Answer {
        let Some(asked) = query.strip_prefix("language=") else { return Answer::status(Status::NotFound) };
        let Published { own, others } = Published::of(&self.shown.spec);
        if asked != own && !others.iter().any(|other| other == asked) {
            return Answer::status(Status::NotFound);
        }
        let here = self.state.language().unwrap_or_else(|| own.clone());
        let mut all = Assets::new();
        let mut columns = Vec::new();
        for language in [&here, asked] {
            match self.pages_in(language, &own, &mut all) {
                Ok(names) => columns.push((language.to_owned(), names)),
                Err(faults) => return refused(&faults),
            }
        }
        *self.beside.lock().unwrap_or_else(PoisonError::into_inner) = all;
        Answer { policy: POLICY.to_owned(), ..Answer::new(assets::HTML, assets::side_by_side(&columns)) }
    }

    /// Sets the pages in a language; gives the names of their pictures.
    fn pages_in(&self, language: &str, own: &str, all: &mut Assets) -> Result<Vec<String>, Faults> {
        let asked = Some(language).filter(|language| *language != own);
        let look = self.looks.now();
        let theme = &look.theme;
        let spec = Spec::open_in(&self.shown.spec, asked, theme.languages.as_deref(), BTreeMap::new())?;
        let started = Started::new(&spec, theme, Some(&decodes))?;
        if !started.is_whole() {
            let found = started.finish(&spec, theme).findings;
            return Err(Faults::new(spec.sources, found));
        }
        let charts = started.charts(theme);
        let stopped = |error: crate::pdf::PdfError| {
            let fault = crate::diag::Diagnostic::new(crate::diag::code::TYPST, None, error.to_string());
            Faults::new(spec.sources.clone(), vec![fault])
        };
        let set = started.pages(&look.press, &charts).map_err(stopped)?;
        let outlines = charts::drawn(started.report(), theme, &charts, &[]);
        let draw = |page: &typst_layout::Page| {
            with_outlines(typst_svg::svg(page, &SvgOptions::default()), &outlines).into_bytes()
        };
        let drawn: Vec<Vec<u8>> = set.document.pages().par_iter().map(draw).collect();
        let named = drawn.into_iter().map(|bytes| {
            let name = format!("{}.svg", &sha256(&bytes)[..32]);
            all.insert(name.clone(), Asset { kind: assets::SVG, bytes: Arc::from(bytes) });
            name
        });
        Ok(named.collect())
    }

    fn open(&self, body: &[u8]) -> Answer {
        let Ok(Open { number, line, column }) = serde_json::from_slice(body) else {
            return Answer::status(Status::BadRequest);
        };
        let Some(name) = self.state.file(number) else { return Answer::status(Status::NotFound) };
        match self.outside.open(Path::new(&name), line, column) {
            Ok(()) => Answer::new(assets::JSON, "{}"),
            Err(why) => Answer::told(Status::Conflict, &why),
        }
    }

    fn language(&self, body: &[u8]) -> Answer {
        let Ok(Language { language }) = serde_json::from_slice(body) else {
            return Answer::status(Status::BadRequest);
        };
        let Published { own, others } = Published::of(&self.shown.spec);
        if language != own && !others.contains(&language) {
            return Answer::status(Status::NotFound);
        }
        self.state.ask_language(Some(language).filter(|language| *language != own));
        Answer::new(assets::JSON, "{}")
    }
}

/// What is told where no good edition was seen yet.
const NOT_YET: &str = "the edition has errors: mend them first";
const PDF: &str = "application/pdf";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

fn refused(faults: &Faults) -> Answer {
    Answer::told(Status::Conflict, &faults.to_string())
}

/// The edition of the series right before this one, in its folder.
fn last_edition(path: &Path, spec: &Spec) -> Option<PathBuf> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let (period, series) = (spec.edition.period.value, &spec.edition.series.value);
    let before =
        editions(folder).into_iter().filter(|found| found.period < period && found.series == *series);
    before.max_by_key(|found| found.period).map(|found| found.path)
}

impl Site for PreviewSite<'_> {
    fn get(&self, path: &str, query: &str) -> Answer {
        match path {
            "" | "style.css" | "fonts.css" | "icon.svg" | "main.js" | "dom.js" | "pages.js" | "notes.js"
            | "figures.js" => assets::fixed(path, &self.looks.now().theme),
            "download/pdf" => self.download("pdf"),
            "download/docx" => self.download("docx"),
            "compare" => self.compare(query),
            "beside" => self.beside(query),
            "figures.json" => figures::listed(self.shown, &self.looks.now().theme),
            _ => match (path.strip_prefix("page/"), path.strip_prefix("font/")) {
                (Some(name), _) => self.asset(name),
                (_, Some(name)) => assets::font(name, &self.looks.now().theme),
                (None, None) => Answer::status(Status::NotFound),
            },
        }
    }

    fn post(&self, path: &str, body: &[u8]) -> Answer {
        match path {
            "open" => self.open(body),
            "language" => self.language(body),
            "fill" => {
                let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
                figures::fill(self.shown, &self.looks.now().theme, self.state, body)
            }
            _ => Answer::status(Status::NotFound),
        }
    }
}
