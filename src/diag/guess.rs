//! Guesses which name was meant by a mistyped one.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Guesses names for a file or an edition, as long as that takes little time: who has thousands of wrong names is helped
/// by the first guesses, and mends the rest in one go.
#[derive(Debug)]
pub struct Guesses {
    /// Steps that may still be taken; a pair of names of n and m letters takes n · m when they are alike.
    left: AtomicUsize,
}

/// Some thousand wrong names among some hundred right ones of usual length.
const MOST_STEPS: usize = 10_000_000;

/// Names that a hint lists at most.
const MOST_LISTED: usize = 100;

impl Default for Guesses {
    fn default() -> Self {
        Self { left: AtomicUsize::new(MOST_STEPS) }
    }
}

impl Guesses {
    /// The known name nearest to a mistyped one, if any is near enough to be meant.
    pub fn nearest<'a>(&self, found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        // Of very short names, such as codes, almost any other is one letter away; very long ones are no names, and
        // take long to be compared.
        let limit = match found.len() {
            101.. => return None,
            _ => found.chars().count(),
        };
        let limit = match limit {
            0..=2 => 0,
            3..=4 => 1,
            length => length / 3 + 1,
        };
        let found = Letters::new(found);
        let mut best: Option<(usize, &str)> = None;
        for name in known {
            let most = best.map_or(limit, |(distance, _)| distance.saturating_sub(1));
            // Nothing is nearer than what is the same.
            if best.is_some_and(|(distance, _)| distance == 0) {
                break;
            }
            let distance = self.distance(&found, name, most)?;
            if distance.is_some_and(|distance| distance <= most) {
                best = distance.map(|distance| (distance, name));
            }
        }
        best.map(|(_, name)| name)
    }

    /// How many letters apart two names are, unless that is seen to be more than so many; none at all when no steps are
    /// left.
    fn distance(&self, found: &Letters, name: &str, most: usize) -> Option<Option<usize>> {
        // No letter takes more than four bytes.
        if name.len() > 4 * (found.length + most) {
            return self.take(1).then_some(None);
        }
        let name = Letters::new(name);
        if !self.take(1 + name.length) {
            return None;
        }
        if found.apart(&name) > most {
            return Some(None);
        }
        self.take(found.length * name.length)
            .then(|| Some(strsim::damerau_levenshtein(&found.text, &name.text)))
    }

    fn take(&self, steps: usize) -> bool {
        let left = self.left.load(Ordering::Relaxed).checked_sub(steps);
        self.left.store(left.unwrap_or(0), Ordering::Relaxed);
        left.is_some()
    }
}

/// A name in small letters, with how often it has which.
struct Letters {
    text: String,
    length: usize,
    counts: [u16; Self::KINDS],
}

impl Letters {
    /// Letters that are told apart: those of an alphabet lie beside each other.
    const KINDS: usize = 32;

    fn new(name: &str) -> Self {
        let text = name.to_lowercase();
        let (mut length, mut counts) = (0, [0_u16; Self::KINDS]);
        for c in text.chars() {
            let count = &mut counts[c as usize % Self::KINDS];
            *count = count.saturating_add(1);
            length += 1;
        }
        Self { text, length, counts }
    }

    /// How many letters two names are apart at least: those that one of them has more of.
    fn apart(&self, other: &Self) -> usize {
        let more = |one: &Self, two: &Self| -> usize {
            one.counts.iter().zip(&two.counts).map(|(one, two)| usize::from(one.saturating_sub(*two))).sum()
        };
        more(self, other).max(more(other, self)).max(self.length.abs_diff(other.length))
    }
}

/// The known name nearest to a mistyped one, if any is near enough to be meant.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Guesses::default().nearest(found, known)
}

/// Names as a hint lists them; thousands of them help nobody.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names = names.into_iter();
    let mut text = names.by_ref().take(MOST_LISTED).collect::<Vec<_>>().join(", ");
    if names.next().is_some() {
        text.push_str(", …");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Guesses, listed, nearest};

    #[test]
    fn the_nearest_name_is_meant() {
        let names = ["visas", "permits", "permit", "departures", "сведения"];
        for (found, right) in [
            ("visa", Some("visas")),
            ("VISAS", Some("visas")),
            ("permts", Some("permits")),
            ("permt", Some("permit")),
            ("depratures", Some("departures")),
            ("сведенья", Some("сведения")),
            ("xxxxx", None),
            ("vi", None),
            ("", None),
        ] {
            assert_eq!(nearest(found, names), right, "{found}");
        }
        assert_eq!(nearest("ab", ["AB", "ab"]), Some("AB"));
    }

    /// As it was computed when every name was compared with every other.
    fn plainly<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
        let limit = match found.chars().count() {
            0..=2 => 0,
            3..=4 => 1,
            length => length / 3 + 1,
        };
        let distances = known
            .iter()
            .map(|name| (strsim::damerau_levenshtein(&found.to_lowercase(), &name.to_lowercase()), *name));
        let near = distances.filter(|(distance, _)| *distance <= limit);
        near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
    }

    #[test]
    fn what_is_left_out_is_never_the_nearest() {
        let syllables = ["vi", "sa", "per", "mit", "ä", "ЖУ", "ı", "İ", "ß", "_", "x", "ffi"];
        let mut seed = 7_usize;
        let mut next = |below: usize| {
            seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
            (seed >> 8) % below
        };
        let mut name = || (0..=next(6)).map(|_| syllables[next(syllables.len())]).collect::<String>();
        let mut near = 0;
        for _ in 0..400 {
            let (found, known) = (name(), (0..12).map(|_| name()).collect::<Vec<_>>());
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            assert_eq!(nearest(&found, known.iter().copied()), plainly(&found, &known), "{found}: {known:?}");
            near += usize::from(plainly(&found, &known).is_some());
        }
        assert!((30..400).contains(&near), "{near}");
    }

    #[test]
    fn thousands_of_wrong_names_get_no_guesses() {
        let known: Vec<String> = (0..200).map(|n| format!("{}{n:03}", "x".repeat(90))).collect();
        let guesses = Guesses::default();
        let guess = |found: &str| guesses.nearest(found, known.iter().map(String::as_str)).is_some();
        let found = "x".repeat(95);
        let guessed = (0..100).filter(|_| guess(&found)).count();
        assert!((5..50).contains(&guessed), "{guessed}");
        assert!(!guess("xxxxxxxx"));
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed(["a", "b"]), "a, b");
        let names = vec!["a"; 101];
        assert!(listed(names.iter().copied()).ends_with("a, a, …"));
        assert!(!listed(names[1..].iter().copied()).contains('…'));
    }
}
