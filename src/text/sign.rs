//! Reads the signs right before a number: plus and minus, other signs of mathematics, and those of currencies.

use unicode_normalization::char::is_combining_mark;

use crate::language::Language;

/// A sign that tells on which side of nothing a number lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `+`.
    Plus,
    /// `−`, or a hyphen or dash that stands for it.
    Minus,
}

impl Sign {
    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "\u{2212}",
        }
    }
}

/// The sign that a text ends with, right before a number, and how many bytes it has.
pub(super) fn written(before: &str) -> Option<(Sign, usize)> {
    let last = before.chars().next_back()?;
    let rest = &before[..before.len() - last.len_utf8()];
    let sign = match last {
        '+' | '\u{ff0b}' => Sign::Plus,
        '\u{2212}' | '\u{ff0d}' => Sign::Minus,
        // Between two words or numbers, they join or part; with a space on one side alone, they stand for a minus.
        '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '–' if opens(rest) => Sign::Minus,
        _ => return None,
    };
    Some((sign, last.len_utf8()))
}

/// Whether nothing, a space behind a word, a bracket or another sign stands before a dash: one between two numbers parts
/// them, however it is spaced.
fn opens(before: &str) -> bool {
    let is_opening = |c: char| matches!(c, ' ' | '(' | '[') || is_mathematical(c) || is_money(c);
    before.chars().next_back().is_none_or(is_opening)
        && !before.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// The plus or minus of a number behind a text, and where its signs begin; the name of a currency may stand between.
pub(super) fn of_number(before: &str, locale: &Language) -> Option<(Sign, usize)> {
    let (printed, others) = (&locale.known().currencies, &locale.reading().money);
    let names = printed.iter().map(|(name, _)| name).chain(others.iter().map(|(name, _)| name));
    let lead = before.trim_end();
    let currency = names.filter_map(|name| name.ends(lead)).min();
    let signs = &before[..currency.unwrap_or(before.len())];
    let start = all(signs);
    let mut ends = signs[start..].char_indices().map(|(at, c)| start + at + c.len_utf8());
    ends.find_map(|end| written(&signs[..end])).map(|(sign, _)| (sign, start))
}

/// Where the signs begin that a text ends with, all that belong to a number behind them: "≥ −", "~$".
pub(super) fn all(before: &str) -> usize {
    let mut at = before.len();
    while let Some(c) = before[..at].chars().next_back() {
        let is_sign = written(&before[..at]).is_some() || is_mathematical(c) || is_money(c);
        if !is_sign {
            break;
        }
        at -= c.len_utf8();
    }
    at
}

/// Whether a number may begin behind a character: whatever is no letter, no digit and no part of a name does not keep
/// it from that.
pub(super) fn may_lead(c: char) -> bool {
    let joins = matches!(c, '.' | ',' | '_' | '@' | '^' | '\'' | '’' | '\\' | '&');
    !c.is_alphanumeric() && !joins && !is_combining_mark(c)
}

/// Whether it says that a number is about, above or below something: its year is still a year.
pub(super) fn is_approximate(c: char) -> bool {
    matches!(c, '~' | '<' | '>' | '\u{223c}' | '\u{2243}'..='\u{224c}' | '\u{2264}'..='\u{226b}')
}

/// Signs of mathematics (Unicode's category Sm): `+ < = > ~ ± × ÷ − ≈ ≤ ≥`; not the stroke, which parts words.
pub(super) fn is_mathematical(c: char) -> bool {
    matches!(c, '+' | '<'..='>' | '~' | '¬' | '±' | '×' | '÷' | '\u{3f6}' | '\u{2044}' | '\u{2052}'
        | '\u{207a}'..='\u{207c}' | '\u{208a}'..='\u{208c}' | '\u{2190}'..='\u{2194}' | '\u{2200}'..='\u{22ff}'
        | '\u{27c0}'..='\u{27e5}' | '\u{2a00}'..='\u{2aff}' | '\u{fe62}' | '\u{fe64}'..='\u{fe66}'
        | '\u{ff0b}' | '\u{ff1c}'..='\u{ff1e}' | '\u{ff5e}')
}

/// Signs of currencies (Unicode's category Sc): `$ € £ ¥ ₸ ₽`.
pub(super) fn is_money(c: char) -> bool {
    matches!(c, '$' | '\u{a2}'..='\u{a5}' | '\u{58f}' | '\u{60b}' | '\u{7fe}' | '\u{7ff}' | '\u{9f2}' | '\u{9f3}'
        | '\u{9fb}' | '\u{af1}' | '\u{bf9}' | '\u{e3f}' | '\u{17db}' | '\u{20a0}'..='\u{20cf}' | '\u{a838}'
        | '\u{fdfc}' | '\u{fe69}' | '\u{ff04}' | '\u{ffe0}' | '\u{ffe1}' | '\u{ffe5}' | '\u{ffe6}')
}

#[cfg(test)]
mod tests {
    use super::{Sign, all, written};

    #[test]
    fn a_dash_between_words_is_no_minus() {
        for (text, right) in [
            ("+", Some(Sign::Plus)),
            ("was \u{2212}", Some(Sign::Minus)),
            ("was -", Some(Sign::Minus)),
            ("(–", Some(Sign::Minus)),
            ("5–", None),
            ("5 –", None),
            ("COVID-", None),
            ("was ±", None),
            ("was ", None),
        ] {
            assert_eq!(written(text).map(|(sign, _)| sign), right, "{text}");
        }
    }

    #[test]
    fn all_signs_of_a_number_are_taken() {
        for (text, right) in
            [("was ~$", "~$"), ("≥-", "≥-"), ("5–", ""), ("a (+", "+"), ("US$", "$"), ("≈ ", "")]
        {
            assert_eq!(&text[all(text)..], right, "{text}");
        }
    }
}
