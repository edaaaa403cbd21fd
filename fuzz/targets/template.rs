//! A Word template: whatever it holds, what is built from it holds nothing that acts, and is a document.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use quarterly::build::Edition;
use quarterly::diag::{Faults, Sources};
use quarterly::docx::{Template, docx_like, lint};

#[path = "support/package.rs"]
mod package;
mod support;

use package::Parts;

static EDITION: LazyLock<Edition> = LazyLock::new(|| support::sample().expect("it is whole"));
static SOUND: LazyLock<Parts> = LazyLock::new(|| {
    package::unpacked(&EDITION.docx(&support::THEME).expect("it is built"))
});
/// Words that no part of ours has, in small letters: relations, elements and fields that load or run something.
const ACTING: [&str; 20] = [
    "attachedtemplate", "oleobject", "vbaproject", "afchunk", "altchunk", "ddeauto", "includepicture", "includetext",
    "activex", "subdocument", "frameset", "mailmerge", "javascript:", "file:", "macrobutton", "externallink",
    "w:control", "o:ole", "v:imagedata", "embedregular",
];

fuzz_target!(|data: &[u8]| {
    let Some(bytes) = package::changed(&SOUND, data).or_else(|| data.starts_with(b"PK").then(|| data.to_vec())) else {
        return;
    };
    let template = match Template::read(&bytes) {
        Ok(template) => template,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    // Told as every finding is; a name in it may hold anything.
    let told = Faults::new(Sources::default(), template.findings(None)).to_string();
    assert!(!told.chars().any(|c| c.is_control() && c != '\n'), "{told:?}");
    match docx_like(&EDITION.report, &support::THEME, &EDITION.locale, &template) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(docx) => {
            let faults = lint(&docx);
            assert!(faults.is_empty(), "{faults:?}");
            for (name, bytes) in package::unpacked(&docx) {
                if name.ends_with(".xml") || name.ends_with(".rels") {
                    let text = String::from_utf8(bytes).expect("parts are text").to_lowercase();
                    let acts = ACTING.iter().find(|word| text.contains(**word));
                    assert!(acts.is_none(), "{name}: {acts:?}");
                    let mut outside = text.split("<relationship ").filter(|one| one.contains("\"external\""));
                    assert!(outside.all(|one| one.contains("\"http") || one.contains("\"mailto:")), "{name}: {text}");
                }
            }
        }
    }
});
