//! Tests of whole documents.

use std::collections::BTreeMap;

use super::sample;
use super::tree::{Element, parse};
use super::{DocxError, docx, docx_with_pages, lint, parts};
use crate::chart;
use crate::locale::Locale;
use crate::report::{Block, Report};
use crate::spec::Spec;
use crate::theme::Theme;

fn write(report: &Report) -> Vec<u8> {
    let theme = Theme::embedded().unwrap();
    docx(report, &theme, &sample::locale(), &sample::charts()).unwrap()
}

fn part(docx: &[u8], name: &str) -> Element {
    parse(&super::package::unzip(docx).unwrap()[name]).unwrap()
}

/// Writes a document where a person can look at it, when one asks for it.
fn keep(variable: &str, docx: &[u8]) {
    if let Ok(path) = std::env::var(variable) {
        std::fs::write(path, docx).unwrap();
    }
}

#[test]
fn a_sample_has_no_faults() {
    let docx = write(&sample::report());
    keep("DOCX_SAMPLE", &docx);
    assert_eq!(lint(&docx), Vec::<String>::new());
}

#[test]
fn the_edition_of_the_series_has_no_faults() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/kazakhstan/2023-q2.toml");
    let theme = Theme::embedded().unwrap();
    let spec = Spec::open(path).unwrap();
    let locale = Locale::embedded("en").unwrap();
    let report = Report::build(&spec, &locale, &theme).unwrap().output;
    let charts: Vec<_> = report.charts().into_iter().map(|c| (c.id.clone(), chart::svg(c, &theme))).collect();
    let start = std::time::Instant::now();
    let docx = docx(&report, &theme, &locale, &charts).unwrap();
    if std::env::var("DOCX_TIME").is_ok() {
        panic!("{:?}", start.elapsed());
    }
    keep("DOCX_EDITION", &docx);
    assert_eq!(lint(&docx), Vec::<String>::new());
}

#[test]
fn two_documents_in_parallel_are_the_same_bytes() {
    let threads: Vec<_> = (0..3).map(|_| std::thread::spawn(|| write(&sample::report()))).collect();
    let first = write(&sample::report());
    for thread in threads {
        assert!(thread.join().unwrap() == first);
    }
}
