//! Tests of whole documents.

use std::collections::BTreeMap;

use super::package::unzip;
use super::sample;
use super::{docx, docx_with_pages, lint, parts};
use crate::theme::Theme;

fn sample_docx() -> Vec<u8> {
    let theme = Theme::embedded().unwrap();
    docx(&sample::report(), &theme, &sample::locale(), &sample::charts()).unwrap()
}

#[test]
fn a_sample_has_no_faults() {
    let docx = sample_docx();
    if let Ok(path) = std::env::var("DOCX_SAMPLE") {
        std::fs::write(path, &docx).unwrap();
    }
    assert_eq!(lint(&docx), Vec::<String>::new());
}

#[test]
fn two_documents_in_parallel_are_the_same_bytes() {
    let threads: Vec<_> = (0..3).map(|_| std::thread::spawn(sample_docx)).collect();
    let first = sample_docx();
    for thread in threads {
        assert!(thread.join().unwrap() == first);
    }
}
