//! Makes names that are safe on every system of names that somebody gave on one.

use std::collections::BTreeSet;

use super::file_name::{Fault, fault};

/// Bytes of a name that was cut; a number may come behind it.
const CUT: usize = 180;
/// Bytes of an ending that is kept when a name is cut.
const LONGEST_ENDING: usize = 20;

/// Names that were given away; systems differ in whether they tell capitals from small letters.
#[derive(Debug, Default)]
pub(crate) struct SafeNames(BTreeSet<String>);

impl SafeNames {
    /// A name that nothing else has, like the one that is wanted, and the same where that is safe and free.
    pub(crate) fn give(&mut self, wanted: &str) -> String {
        let name = safe(wanted);
        let (stem, ending) = parted(&name);
        let mut free = name.clone();
        let mut number = 2;
        while !self.0.insert(free.to_lowercase()) {
            free = format!("{stem}-{number}{ending}");
            number += 1;
        }
        free
    }
}

/// The name without what some system reads otherwise.
fn safe(name: &str) -> String {
    let mut name = name.to_owned();
    // Each step takes out one kind of fault, and none brings back another for ever.
    while let Some(why) = fault(&name) {
        name = match why {
            Fault::Empty => "file".to_owned(),
            Fault::Character(c) => name.replace(c, "-"),
            Fault::Device => format!("file-{name}"),
            Fault::Ending => name.trim_end_matches(['.', ' ']).to_owned(),
            Fault::Hyphen => name.trim_start_matches('-').to_owned(),
            Fault::TooLong => {
                let (stem, ending) = parted(&name);
                let ending = if ending.len() > LONGEST_ENDING { "" } else { ending };
                format!("{}{ending}", &stem[..stem.floor_char_boundary(CUT - ending.len())])
            }
        };
    }
    name
}

/// A name before its last dot, and from it on.
fn parted(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 => name.split_at(at),
        _ => (name, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::{SafeNames, safe};
    use crate::data::file_name::fault;

    #[test]
    fn a_safe_name_stays_and_another_becomes_one() {
        for (name, made) in [
            ("2023-q2.toml", "2023-q2.toml"),
            ("tables-Қазақ a.csv", "tables-Қазақ a.csv"),
            ("CON.csv", "file-CON.csv"),
            ("a:b|c?.csv", "a-b-c-.csv"),
            ("a\nb\u{202e}.csv", "a-b-.csv"),
            ("-x.csv", "x.csv"),
            ("--", "file"),
            ("a. . ", "a"),
            ("...", "file"),
            ("-con.csv", "file-con.csv"),
            ("", "file"),
        ] {
            assert_eq!(safe(name), made, "{name:?}");
        }
        for long in [
            "ä".repeat(300) + ".csv",
            "a.".to_owned() + &"ä".repeat(300),
            "-".repeat(300) + "a",
            "? ".repeat(200),
        ] {
            let made = safe(&long);
            assert_eq!(fault(&made), None, "{made}");
        }
        assert!(safe(&("ä".repeat(300) + ".csv")).ends_with("ä.csv"));
    }

    #[test]
    fn no_name_is_given_twice_on_any_system() {
        let mut names = SafeNames::default();
        let given: Vec<String> = ["a.csv", "A.CSV", "a:csv", "a?csv", "a.csv", "a-2.csv", "b", "B"]
            .iter()
            .map(|name| names.give(name))
            .collect();
        assert_eq!(given, ["a.csv", "A-2.CSV", "a-csv", "a-csv-2", "a-3.csv", "a-2-2.csv", "b", "B-2"]);
    }
}
