//! `quarterly diff`: two editions in, what differs out.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use super::apart::{self, Answer, Asked, Bounds};
use super::facts;
use super::files::write_one;
use super::guard::guarded;
use super::side::{self, Side, SideError};
use super::stream::{print, shown, tell};
use super::{DiffArguments, DiffFormat, Outcome, theme, threads};
use crate::diff::corrections::{Titled, corrections};
use crate::diff::pixels::{self, PageDelta, Picture};
use crate::diff::report::Report;
use crate::diff::{html, pdf};

/// Pixels a point when pages are drawn: 96 dots an inch.
pub(super) const SCALE: f32 = 96.0 / 72.0;

/// How every page about a comparison begins.
const PAGE_BEGINS: &[u8] = b"<!doctype html>";
/// How long a comparison may take, in processor time: of the smallest files and of the largest; and how many bytes,
/// some dozen pages, are drawn in a second at least.
const LEAST_TIME: Duration = Duration::from_secs(4);
const MOST_TIME: Duration = Duration::from_secs(120);
const BYTES_OF_SECOND: u64 = 128 << 10;
/// Bytes of addresses: without any page, and with many. The pages of two editions of 500 pages, drawn, are 3.5 GB.
const LEAST_MEMORY: u64 = 7 << 28;
const MOST_MEMORY: u64 = 6 << 30;
/// What a thread reserves and hardly uses: its stack, and what the system's library sets aside for it.
const MEMORY_OF_THREAD: u64 = STACK as u64 + (128 << 20);
const MEMORY_OF_BYTE: u64 = 1024;
/// More bytes make no difference.
const LARGEST: u64 = 16 << 20;
/// What building an edition counts as.
const SIZE_OF_SPEC: u64 = 3 << 20;
/// What documents are nested on: readers of PDF call themselves.
const STACK: usize = 64 << 20;
/// Pages that are drawn: those of twenty editions.
const MOST_PAGES: usize = 1_000;
/// Points of the side of a page, the most that readers of PDF show.
const LONGEST_SIDE: f32 = 14_400.0;

/// A comparison with the pages that were drawn for it.
pub(super) struct Compared {
    pub(super) report: Report,
    pub(super) old: Vec<Picture>,
    pub(super) new: Vec<Picture>,
}

/// Compares in a process of its own, since readers of PDF are not made for damaged files.
pub(super) fn run(arguments: &DiffArguments) -> Outcome {
    let bounds = bounds(&arguments.old, &arguments.new);
    if arguments.is_bounded {
        return apart::serve(bounds, || answer(arguments));
    }
    let answer = match apart::ask("diff", bounds) {
        Asked::Answered(answer) => answer,
        Asked::Stopped => Answer::failed(stopped(bounds)),
        Asked::Alone => {
            apart::take_bounds(bounds);
            answer(arguments)
        }
    };
    deliver(arguments, &answer)
}

/// The page for a browser about what differs between two sides, made in a process of its own. `options` are those of
/// the theme.
///
/// # Errors
/// They cannot be compared; the message says why.
pub(super) fn page(old: &Path, new: &Path, options: Vec<OsString>) -> Result<Vec<u8>, String> {
    let bounds = bounds(old, new);
    // No file is written by that process, so that its name means nothing.
    let own = ["diff", "--html=-", "--"].map(OsString::from);
    let [command, html, end] = own;
    let mut arguments = vec![command, html];
    arguments.extend(options);
    arguments.extend([end, old.into(), new.into()]);
    match apart::ask_for("diff", arguments, bounds) {
        Asked::Answered(Answer { outcome: Outcome::Failed, messages, .. }) => Err(messages),
        Asked::Answered(Answer { page, .. }) => Ok(page),
        Asked::Stopped => Err(stopped(bounds)),
        Asked::Alone => Err("error: there can be no other process, which reads the files\n".to_owned()),
    }
}

/// Writes and prints what was found. The process that read the files does not: nobody could tell what a damaged
/// one makes of it.
fn deliver(arguments: &DiffArguments, answer: &Answer) -> Outcome {
    tell(&answer.messages);
    if answer.outcome == Outcome::Failed {
        return Outcome::Failed;
    }
    if let Some(path) = &arguments.html
        && let Err(error) = write_one(path, &answer.page, PAGE_BEGINS)
    {
        tell(&SideError(error.told()).told());
        return Outcome::Failed;
    }
    print(&answer.text);
    answer.outcome
}

/// The message when a reader of files fails.
const UNREADABLE: &str = "the files cannot be compared: their reader failed\n = hint: one of them may be damaged; compare with --no-pixels, or build both anew";

/// What a comparison may take: a damaged PDF can keep its reader busy for ever, and a sound one takes more the
/// larger it is.
fn bounds(old: &Path, new: &Path) -> Bounds {
    let bytes: u64 = [old, new].into_iter().map(size).sum();
    let bytes = bytes.min(LARGEST);
    Bounds {
        time: (LEAST_TIME + Duration::from_secs(bytes / BYTES_OF_SECOND)).min(MOST_TIME),
        memory: (LEAST_MEMORY + bytes * MEMORY_OF_BYTE).min(MOST_MEMORY)
            + threads::wanted() as u64 * MEMORY_OF_THREAD,
    }
}

/// Bytes of what is read of a side. A spec is built, which takes as long as for a large document.
fn size(path: &Path) -> u64 {
    let of_file = |path: &Path| path.metadata().map_or(0, |about| about.len());
    if path.is_dir() {
        return side::entries(path).unwrap_or_default().iter().map(|path| of_file(path)).sum();
    }
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        return SIZE_OF_SPEC;
    }
    of_file(path)
}

/// The message when reading the files takes more memory or time than any sound file needs.
fn stopped(bounds: Bounds) -> String {
    let (seconds, memory) = (bounds.time.as_secs(), bounds.memory as f64 / f64::from(1 << 30));
    let what = "the files cannot be compared: reading them takes more than any edition does";
    let hint = "one of them may be damaged; compare with --no-pixels, or build both anew";
    format!("error: {what} ({seconds} s of processor time, or {memory:.1} GB)\n = hint: {hint}\n")
}

fn answer(arguments: &DiffArguments) -> Answer {
    threads::start(Some(STACK));
    if arguments.facts {
        let compared =
            guarded(|| facts::compared(arguments)).unwrap_or_else(|_| Err(SideError(UNREADABLE.to_owned())));
        return compared.unwrap_or_else(|error| Answer::failed(error.told()));
    }
    // A damaged file may make its reader panic; that is no difference.
    let compared =
        guarded(|| compare_paths(arguments)).unwrap_or_else(|_| Err(SideError(UNREADABLE.to_owned())));
    match compared {
        Ok((report, page, places)) => Answer {
            outcome: if report.is_same() { Outcome::Clean } else { Outcome::Findings },
            text: match arguments.format {
                DiffFormat::Text => report.text(),
                DiffFormat::Json => report.json(),
                DiffFormat::Corrections => corrections(&report, &places),
            },
            messages: String::new(),
            page,
        },
        Err(error) => Answer::failed(error.told()),
    }
}

/// What differs, and the page for a browser if one is asked for.
fn compare_paths(arguments: &DiffArguments) -> Result<(Report, Vec<u8>, Vec<Titled>), SideError> {
    let theme = theme::theme(&arguments.theme).map_err(|error| SideError(error.to_string()))?;
    let (old, new) =
        rayon::join(|| Side::read(&arguments.old, &theme), || Side::read(&arguments.new, &theme));
    let (old, new) = (old?, new?);
    if (old.pdf.is_none() || new.pdf.is_none()) && (old.docx.is_none() || new.docx.is_none()) {
        let hint = "compare a PDF with a PDF and a DOCX with a DOCX; a spec or a built folder has both";
        return Err(SideError(format!("the two have no document in common\n = hint: {hint}")));
    }
    let places = new.places.clone();
    let drawn = if arguments.html.is_some() {
        Drawn::All
    } else if arguments.no_pixels {
        Drawn::None
    } else {
        Drawn::Differing
    };
    let Compared { report, old, new } = compare(&old, &new, drawn)?;
    if arguments.html.is_none() {
        return Ok((report, Vec::new(), places));
    }
    let names = (shown(&arguments.old), shown(&arguments.new));
    let page = html::page(&report, (&names.0, &names.1), (&old, &new), SCALE);
    Ok((report, page.into_bytes(), places))
}

/// Which pages are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    /// None.
    None,
    /// All, when the two PDFs are not the same bytes.
    Differing,
    /// All.
    All,
}

/// Compares two sides, the quickest stage first: bytes that are the same need no reading.
pub(super) fn compare(old: &Side, new: &Side, drawn: Drawn) -> Result<Compared, SideError> {
    let is_same_pdf = old.pdf == new.pdf;
    let (report, pictures) = rayon::join(
        || {
            let (from, to) = rayon::join(|| old.content(), || new.content());
            Ok::<Report, SideError>(Report::new(&from?, &to?))
        },
        || {
            let wanted = drawn == Drawn::All || (drawn == Drawn::Differing && !is_same_pdf);
            match (&old.pdf, &new.pdf) {
                (Some(from), Some(to)) if wanted => draw(from, to).map(Some),
                _ => Ok(None),
            }
        },
    );
    let mut report = report?;
    let (from, to) = match pictures? {
        Some((from, to)) => {
            report.add_pixels(pixels::compare(&from, &to, SCALE));
            (from, to)
        }
        None if is_same_pdf && old.pdf.is_some() && drawn != Drawn::None => {
            report.add_pixels(Vec::<PageDelta>::new());
            (Vec::new(), Vec::new())
        }
        None => (Vec::new(), Vec::new()),
    };
    let has_both = |a: &Option<Vec<u8>>, b: &Option<Vec<u8>>| a.is_some() && b.is_some();
    let same = |a: &Option<Vec<u8>>, b: &Option<Vec<u8>>| !has_both(a, b) || a == b;
    report.add_bytes(same(&old.pdf, &new.pdf), same(&old.docx, &new.docx));
    Ok(Compared { report, old: from, new: to })
}

fn draw(old: &[u8], new: &[u8]) -> Result<(Vec<Picture>, Vec<Picture>), SideError> {
    let fault = |error: pdf::NoPdf| SideError(error.to_string());
    let (from, to) = (pdf::open(old).map_err(fault)?, pdf::open(new).map_err(fault)?);
    for pdf in [&from, &to] {
        let is_large = |(width, height): (f32, f32)| width.max(height) > LONGEST_SIDE;
        let pages = pdf.pages();
        if pages.len() > MOST_PAGES || pages.iter().any(|page| is_large(page.render_dimensions())) {
            let what = format!("a PDF has more than {MOST_PAGES} pages, or one that no reader shows");
            return Err(SideError(format!("{what}\n = hint: compare without drawing: --no-pixels")));
        }
    }
    if ![&from, &to].into_iter().all(pdf::can_be_drawn) {
        let what = "a PDF has lines of more dashes than can be drawn; it may be damaged";
        return Err(SideError(format!("{what}\n = hint: compare without drawing: --no-pixels")));
    }
    Ok(rayon::join(|| pixels::draw(&from, SCALE), || pixels::draw(&to, SCALE)))
}
