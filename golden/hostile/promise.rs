//! Holds SECURITY.md to what there is: each promise names a test, and each test that is named exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};

use crate::{fail, read_folder};

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("hostile::promise::each_has_its_test", promises)]
}

fn promises() -> Result<(), Failed> {
    let page = fs::read_to_string("SECURITY.md")?;
    let promised = page.split("\n## ").find(|part| part.starts_with("What is promised")).unwrap_or_default();
    let rows = promised.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| promise"));
    let mut code = String::new();
    for folder in ["golden", "src"] {
        let files = read_folder(Path::new(folder), "");
        files.iter().filter(|(name, _)| name.ends_with(".rs")).for_each(|(_, text)| code.push_str(text));
    }
    let mut faults = BTreeSet::new();
    let mut count = 0;
    for row in rows {
        count += 1;
        // The last cell; a sign for "or" within code parts no cells here.
        let tests = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        let named: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        if named.is_empty() {
            faults.insert(format!("no test: {row}"));
        }
        for name in named {
            let is_test = code.contains(&format!("\"{name}\"")) || code.contains(&format!("fn {name}("));
            if !is_test && !Path::new(name).exists() {
                faults.insert(format!("there is no `{name}`"));
            }
        }
    }
    if count < 15 {
        faults.insert(format!("{count} promises were found; mend this test"));
    }
    if faults.is_empty() { Ok(()) } else { Err(fail(faults.into_iter().collect::<Vec<_>>().join("\n"))) }
}
