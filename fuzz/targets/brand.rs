//! A brand file: what is taken as one can be built.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use quarterly::build;
use quarterly::pdf::Press;
use quarterly::spec::Spec;
use quarterly::theme::Brand;

mod support;

static SPEC: LazyLock<Spec> = LazyLock::new(|| support::sample_spec().expect("it is read"));

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let brand = match Brand::parse("brand.toml", text) {
        Ok(brand) => brand,
        Err(faults) => {
            assert!(faults.to_string().starts_with("error["));
            return;
        }
    };
    let mut theme = support::THEME.clone();
    // Which fonts there are is another question, which is asked before.
    let (body, chart) = (theme.brand.type_scale.body.clone(), theme.brand.type_scale.chart.clone());
    theme.brand = brand;
    theme.brand.type_scale.body = body;
    theme.brand.type_scale.chart = chart;
    let edition = build::edition(&SPEC, &theme).expect("findings are no errors").output;
    edition.docx(&theme).expect("a brand that is taken can be built");
    // Pages take long.
    if data.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)) % 32 == 0 {
        edition.pdf(&Press::new(&theme)).expect("a brand that is taken can be set");
    }
});
