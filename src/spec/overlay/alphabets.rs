//! Finds words whose letters are of two alphabets: a Latin "c" in a Cyrillic word looks right and is not found again.

use std::ops::Range;

use super::stamp::words;

/// The alphabets that have letters of one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Cyrillic,
}

fn alphabet(c: char) -> Option<Alphabet> {
    match c {
        'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' => Some(Alphabet::Latin),
        '\u{400}'..='\u{52f}' => Some(Alphabet::Cyrillic),
        _ => None,
    }
}

/// A word of two alphabets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::spec) struct Mixed {
    /// Where it stands.
    pub(in crate::spec) place: Range<usize>,
    /// Its letters of the alphabet that it has fewer of.
    pub(in crate::spec) odd: String,
    /// What that alphabet is called.
    pub(in crate::spec) name: &'static str,
}

/// The words of a text whose letters are of two alphabets; expressions and addresses are none.
pub(in crate::spec) fn mixed(text: &str) -> Vec<Mixed> {
    let plain = words(text);
    let mut found = Vec::new();
    let mut at = 0;
    for word in plain.split_inclusive(|c: char| !c.is_alphabetic()) {
        let letters = word.trim_end_matches(|c: char| !c.is_alphabetic());
        let count = |which| letters.chars().filter(|c| alphabet(*c) == Some(which)).count();
        let (latin, cyrillic) = (count(Alphabet::Latin), count(Alphabet::Cyrillic));
        if latin > 0 && cyrillic > 0 {
            let (which, name) =
                if latin <= cyrillic { (Alphabet::Latin, "Latin") } else { (Alphabet::Cyrillic, "Cyrillic") };
            let odd = letters.chars().filter(|c| alphabet(*c) == Some(which)).collect();
            found.push(Mixed { place: at..at + letters.len(), odd, name });
        }
        at += word.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::mixed;

    #[test]
    fn a_letter_of_the_other_alphabet_is_found() {
        // The first letter is Latin.
        let text = "Cальдо миграции {{ net }}";
        let [found] = &mixed(text)[..] else { panic!("{:?}", mixed(text)) };
        assert_eq!((&text[found.place.clone()], found.odd.as_str(), found.name), ("Cальдо", "C", "Latin"));
        assert_eq!(mixed("№ 86-VІI")[0].odd, "І");
    }

    #[test]
    fn words_of_one_alphabet_stand_beside_each_other() {
        for text in
            ["COVID-19-дан кейін", "закон № 477-IV, IT-компания", "{{ визы_x }} [МОМ](https://iom.int/ру)"]
        {
            assert_eq!(mixed(text), [], "{text}");
        }
    }
}
