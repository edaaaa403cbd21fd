//! A document that comes back from editors: checked, its edits told, compared with what was built.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use quarterly::diff::corrections::corrections;
use quarterly::diff::docx::read;
use quarterly::diff::html;
use quarterly::diff::report::{Content, Report};
use quarterly::docx::{edits, lint, parts};

#[path = "support/package.rs"]
mod package;
mod support;

use package::Parts;

static BUILT: LazyLock<Vec<u8>> =
    LazyLock::new(|| support::sample().expect("it is whole").docx(&support::THEME).expect("it is built"));
static SOUND: LazyLock<Parts> = LazyLock::new(|| package::unpacked(&BUILT));
static OLD: LazyLock<Content> = LazyLock::new(|| content(&BUILT).expect("it is read"));

fn content(docx: &[u8]) -> Option<Content> {
    Some(Content { docx: Some(read(docx).ok()?), ..Content::default() })
}

fuzz_target!(|data: &[u8]| {
    let changed = package::changed(&SOUND, data);
    let docx = changed.as_deref().unwrap_or(data);
    let _ = parts(docx);
    let _ = lint(docx);
    let _ = edits(docx);
    let Some(new) = content(docx) else { return };
    let report = Report::new(&OLD, &new);
    let told = report.text();
    let acts = |c: char| c.is_control() && c != '\n' && c != '\t';
    assert!(!told.contains(acts), "{told:?}");
    let page = html::page(&report, ("old", "new"), (&[], &[]), 1.0);
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    // Whatever the words, they are a value of what is to be put into a spec, and nothing beside it.
    let entries = corrections(&report, &[]);
    for line in entries.lines() {
        let is_known = ["#", "[[correction]]", "date = ", "place = ", "published = ", "what = ", "why = "];
        assert!(line.is_empty() || is_known.iter().any(|start| line.starts_with(start)), "{line:?}");
    }
});
