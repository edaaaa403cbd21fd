//! `quarterly diff`: two editions in, what differs out.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::apart::{bounded, take_bounds};
use super::files::write_one;
use super::side::{Side, SideError};
use super::{DiffArguments, Format, Outcome, theme};
use crate::diff::pixels::{self, PageDelta, Picture};
use crate::diff::report::Report;
use crate::diff::{html, pdf};

/// Pixels a point when pages are drawn: 96 dots an inch.
pub(super) const SCALE: f32 = 96.0 / 72.0;

/// How every page about a comparison begins.
const PAGE_BEGINS: &[u8] = b"<!doctype html>";
/// How long a comparison may take: a damaged PDF can keep its reader busy for ever.
const LONGEST: Duration = Duration::from_secs(120);
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

/// What is told when reading the files took what no file takes.
const STOPPED: &str = "error: the files cannot be compared: reading them takes more memory than any edition does\n = hint: one of them may be damaged; compare with --no-pixels, or build both anew\n";

/// Compares in a process of its own: readers of PDF are for files that are what they say.
pub(super) fn run(arguments: &DiffArguments) -> Outcome {
    if arguments.is_bounded {
        take_bounds();
        return run_bounded(arguments);
    }
    bounded("diff", STOPPED, || run_bounded(arguments))
}

fn run_bounded(arguments: &DiffArguments) -> Outcome {
    // Threads that are there already are as good as others.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    let (send, receive) = mpsc::channel();
    let own = arguments.clone();
    thread::spawn(move || {
        // A damaged file may bring a reader to its knees; that is no difference.
        let compared = catch_unwind(AssertUnwindSafe(|| compare_paths(&own)));
        let failed = || Err(SideError("the program itself failed; nothing was compared".to_owned()));
        // Nobody listens any more when it took too long.
        let _ = send.send(compared.unwrap_or_else(|_| failed()));
    });
    let too_long = |_| {
        let hint = "one of the files may be damaged; compare the DOCX, or build both anew";
        let seconds = LONGEST.as_secs();
        Err(SideError(format!("nothing was compared in {seconds} s\n = hint: {hint}")))
    };
    match receive.recv_timeout(LONGEST).unwrap_or_else(too_long) {
        Ok(report) => {
            let text = match arguments.format {
                Format::Text => report.text(),
                Format::Json => report.json(),
            };
            // A closed pipe is the reader's choice; the exit code still tells how it ended.
            let _ = io::stdout().lock().write_all(text.as_bytes());
            if report.is_same() { Outcome::Clean } else { Outcome::Findings }
        }
        Err(error) => {
            let _ = io::stderr().lock().write_all(error.told().as_bytes());
            Outcome::Failed
        }
    }
}

fn compare_paths(arguments: &DiffArguments) -> Result<Report, SideError> {
    let theme = theme::theme(&arguments.theme).map_err(|error| SideError(error.to_string()))?;
    let (old, new) =
        rayon::join(|| Side::read(&arguments.old, &theme), || Side::read(&arguments.new, &theme));
    let (old, new) = (old?, new?);
    if (old.pdf.is_none() || new.pdf.is_none()) && (old.docx.is_none() || new.docx.is_none()) {
        let hint = "compare a PDF with a PDF and a DOCX with a DOCX; a spec or a built folder has both";
        return Err(SideError(format!("the two have no document in common\n = hint: {hint}")));
    }
    let drawn = if arguments.html.is_some() {
        Drawn::All
    } else if arguments.no_pixels {
        Drawn::None
    } else {
        Drawn::Differing
    };
    let compared = compare(&old, &new, drawn)?;
    if let Some(path) = &arguments.html {
        let names = (arguments.old.display().to_string(), arguments.new.display().to_string());
        let page = html::page(&compared.report, (&names.0, &names.1), (&compared.old, &compared.new), SCALE);
        write_one(path, page.as_bytes(), PAGE_BEGINS).map_err(|error| SideError(error.told()))?;
    }
    Ok(compared.report)
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
    Ok(rayon::join(|| pixels::draw(&from, SCALE), || pixels::draw(&to, SCALE)))
}
