//! What the pages promise.

use super::sample;

#[test]
fn the_sample_is_set_without_warnings() {
    let report = sample::report();
    let charts = sample::charts(&report);
    let pdf = super::pdf(&report, &sample::theme(), &sample::locale(), &charts).map_err(|e| e.to_string());
    let pdf = match pdf {
        Ok(pdf) => pdf,
        Err(error) => panic!("{error}"),
    };
    if let Ok(path) = std::env::var("QUARTERLY_SAMPLE") {
        std::fs::write(path, &pdf.bytes).unwrap();
    }
    assert_eq!(pdf.warnings, []);
}
