//! Texts put into a TOML file by edits: every answer is right but a panic, or another text than the one given.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quarterly::patch::markdown::{Where, escape};
use quarterly::patch::{Edit, Patch, lines, toml};

fuzz_target!(|data: &[u8]| {
    let Some((numbers, text)) = data.split_at_checked(4) else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let [first, second, third, fourth] = [0, 1, 2, 3].map(|at| usize::from(numbers[at]));
    for place in [Where::Line, Where::Inside, Where::Cell] {
        let _ = escape(text, place);
    }

    // Edits at any places of any text.
    let edits = vec![Edit::new(first..second, "a\nb", "first"), Edit::new(third..fourth, text, "second")];
    if let Ok(patch) = Patch::new(text, edits) {
        assert_eq!(patch.undone().new_text(), text);
        assert!(!lines::shown(&patch).is_empty());
    }

    // A text as a value, in marks of every kind.
    let had = ["\"\"", "''", "\"\"\"\"\"\"", "'''\n'''"][first % 4];
    let value = toml::string(text, had);
    let file = format!("a = {had} # stays\n");
    let edits = vec![Edit::new(4..4 + had.len(), value, "value")];
    let new = Patch::new(file, edits).expect("the value is there").new_text();
    toml::parses(&new).expect("a file with a text is TOML");
});
