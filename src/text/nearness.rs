//! How nearly a number is said to be the true one: "almost", "more than", "about".

use rust_decimal::Decimal;

use super::{side, sign};
use crate::language::{Pattern, Reading, Sides};

/// How nearly a number is said to be the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// A little less.
    Nearly,
    /// A little more.
    JustOver,
    /// Less.
    Below,
    /// More.
    Above,
    /// As much, or more.
    AtLeast,
    /// As much, or less.
    AtMost,
    /// Either, not far from it.
    About,
}

/// "Almost" and "just over" mean a distance of at most this part of the number. A convention of ours: half of
/// the step from four to five times, as readers take it.
const NEAR: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// "About", and numbers that words give without saying how nearly, mean at most this part of the number.
const CLOSE: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

impl Nearness {
    /// Whether an exact value is as near to the number as is said.
    pub fn holds(self, said: Decimal, exact: Decimal) -> bool {
        let distance = (exact - said).abs();
        match self {
            Self::Nearly => exact < said && distance <= nearest(said),
            Self::JustOver => exact > said && distance <= nearest(said),
            Self::Below => exact < said,
            Self::Above => exact > said,
            Self::AtLeast => exact >= said,
            Self::AtMost => exact <= said,
            Self::About => distance <= said.abs() * CLOSE,
        }
    }

    fn words(self, reading: &Reading) -> &Sides {
        match self {
            Self::Nearly => &reading.nearly,
            Self::JustOver => &reading.just_over,
            Self::Below => &reading.below,
            Self::Above => &reading.above,
            Self::AtLeast => &reading.at_least,
            Self::AtMost => &reading.at_most,
            Self::About => &reading.about,
        }
    }

    /// The words that would be right for a value, with a space behind them; none when the number is exact.
    pub fn right_words(said: Decimal, exact: Decimal, reading: &Reading) -> Option<String> {
        if said == exact {
            return Some(String::new());
        }
        let right = [Self::Nearly, Self::JustOver].into_iter().find(|near| near.holds(said, exact));
        right.map(|near| format!("{} ", near.words(reading).first_words()))
    }
}

/// How far from a number "almost" reaches: a tenth of it, and no farther than the next number that is as round.
fn nearest(said: Decimal) -> Decimal {
    let tenth = said.abs() * NEAR;
    step(said).map_or(tenth, |step| tenth.min(step))
}

/// What the last digit of a number counts: 10 in 90, 5 in 85, 1 in 83. Parts of one have none: a third is as round as a half.
fn step(said: Decimal) -> Option<Decimal> {
    let said = said.abs().normalize();
    if said < Decimal::ONE {
        return None;
    }
    let (mut rest, mut step) = (said, Decimal::ONE);
    while !rest.fract().is_zero() {
        (rest, step) = (rest.checked_mul(Decimal::TEN)?, step / Decimal::TEN);
    }
    while (rest % Decimal::TEN).is_zero() {
        (rest, step) = (rest / Decimal::TEN, step * Decimal::TEN);
    }
    let is_half = (rest % Decimal::TEN) == Decimal::from(5);
    Some(if is_half { step * Decimal::from(5) } else { step })
}

/// Whether two values are so near that words of a numeral may stand for both.
pub fn is_close(said: Decimal, exact: Decimal) -> bool {
    (exact - said).abs() <= said.abs() * CLOSE
}

/// All kinds, in the order in which words of equal length are taken.
const KINDS: [Nearness; 7] = [
    Nearness::JustOver,
    Nearness::Nearly,
    Nearness::Below,
    Nearness::Above,
    Nearness::AtLeast,
    Nearness::AtMost,
    Nearness::About,
];

/// How nearly a number is meant, when words right beside it, or words of a claim, say so; with those words.
pub(super) fn nearness(
    words: &str,
    before: &str,
    after: &str,
    reading: &Reading,
) -> Option<(Nearness, String)> {
    if let Some(found) = of_signs(words, before) {
        return Some(found);
    }
    let before = before.trim_end_matches([' ', '(']);
    let found = KINDS.into_iter().flat_map(|near| {
        let sides = near.words(reading);
        let leads = |pattern: &&Pattern| pattern.is_in(words) || pattern.ends(before).is_some();
        let follows = |pattern: &&Pattern| pattern.is_in(words) || side::follows(after, pattern);
        let stands = sides.before.iter().filter(leads).chain(sides.behind.iter().filter(follows));
        let glued = sides.suffix.iter().filter(|ending| side::is_glued(after, ending));
        let phrases = stands.map(Pattern::as_str).chain(glued.map(String::as_str)).collect::<Vec<_>>();
        phrases.into_iter().map(move |phrase| (near, phrase.to_owned()))
    });
    // "slightly more than" before "more than".
    let (near, phrase) = found.max_by_key(|(_, phrase)| phrase.len())?;
    let clause = before.rsplit([',', ';', ':']).next().unwrap_or_default();
    let is_denied = reading.negations.before.iter().any(|word| {
        let last = word.find(clause, &(0..clause.len())).pop();
        // "No fewer than" holds its own.
        last.is_some_and(|place| !phrase.starts_with(word.as_str()) && !clause[place.end..].is_empty())
    });
    let near = match near {
        Nearness::Above if is_denied => Nearness::AtMost,
        Nearness::Below if is_denied => Nearness::AtLeast,
        near => near,
    };
    Some((near, phrase))
}

/// What signs of mathematics say before the digits of a claim, or right before a number: "> 1,600" is more than that,
/// "≈ 1,650" about so many. They are those of every language.
fn of_signs(words: &str, before: &str) -> Option<(Nearness, String)> {
    let digits = words.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let ahead = before.trim_end();
    of_sign(&words[..digits]).or_else(|| of_sign(&ahead[sign::all(ahead)..]))
}

/// Arrows that are made of other signs; "<-5" is none, since it may be said of a number below nothing.
const ARROWS: [&str; 3] = ["->", "\u{2212}>", "=>"];

/// What the first sign in a text says of a number, with it; an arrow such as "->" says nothing.
fn of_sign(signs: &str) -> Option<(Nearness, String)> {
    let start = signs.find(sign::is_approximate)?;
    let is_arrow = ARROWS.iter().any(|arrow| signs.contains(arrow));
    let sign = signs[start..].chars().next()?;
    let has_equal = signs[start + sign.len_utf8()..].starts_with('=');
    let near = match sign {
        _ if is_arrow => return None,
        '>' if has_equal => Nearness::AtLeast,
        '<' if has_equal => Nearness::AtMost,
        '>' => Nearness::Above,
        '<' => Nearness::Below,
        '\u{2265}' | '\u{2267}' => Nearness::AtLeast,
        '\u{2264}' | '\u{2266}' => Nearness::AtMost,
        '~' | '\u{223c}' | '\u{2243}'..='\u{224c}' => Nearness::About,
        _ => return None,
    };
    let end = start + sign.len_utf8() + usize::from(has_equal && matches!(sign, '<' | '>'));
    Some((near, signs[start..end].to_owned()))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Nearness, nearness};
    use crate::language::Language;

    #[test]
    fn how_nearly_a_number_is_meant() {
        let english = Language::embedded("en").unwrap();
        let near = |words| nearness(words, "", "", english.reading()).map(|(near, _)| near);
        assert_eq!(near("almost four times"), Some(Nearness::Nearly));
        assert_eq!(near("slightly more than 4"), Some(Nearness::JustOver));
        assert_eq!(near("over kzt 253 billion"), Some(Nearness::Above));
        assert_eq!(near("no less than 40 per cent"), Some(Nearness::AtLeast));
        assert_eq!(near("four times"), None);
        for (signs, right) in [
            (">1,600", Some(Nearness::Above)),
            ("<5", Some(Nearness::Below)),
            (">=5", Some(Nearness::AtLeast)),
            ("≥5", Some(Nearness::AtLeast)),
            ("≤5", Some(Nearness::AtMost)),
            ("≈1,650", Some(Nearness::About)),
            ("~5", Some(Nearness::About)),
            ("->5", None),
            ("5 > 4", None),
        ] {
            assert_eq!(near(signs), right, "{signs}");
            let digits = signs.find(|c: char| c.is_ascii_digit()).unwrap();
            let before = nearness("", &signs[..digits], "", english.reading());
            assert_eq!(before.map(|(near, _)| near), right, "before a number: {signs}");
        }
        let holds = |near: Nearness, exact: &str| near.holds(Decimal::from(4), exact.parse().unwrap());
        assert!(holds(Nearness::Nearly, "3.76") && !holds(Nearness::Nearly, "4.01"));
        assert!(!holds(Nearness::Nearly, "3.2") && holds(Nearness::JustOver, "4.01"));
        assert!(!holds(Nearness::Above, "4") && holds(Nearness::About, "3.9"));
    }
}
