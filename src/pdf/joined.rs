//! Readies words for the page, and joins what belongs together: an ending to the link before it, a range across spans.

use super::payload::Span;
use crate::language::{hold_together, tie_together};

/// Moves the letters that follow a link to a place into it, so that "1-сурет" with an ending is one link.
pub(super) fn endings_into_links(spans: &mut [Span]) {
    for at in 1..spans.len() {
        let (before, here) = spans.split_at_mut(at);
        let (Some(Span::Place { content, .. }), Some(Span::Text { text })) =
            (before.last_mut(), here.first_mut())
        else {
            continue;
        };
        let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        if let Some(Span::Text { text: words }) = content.last_mut()
            && words.ends_with(char::is_alphanumeric)
        {
            words.extend(text.drain(..end));
        }
    }
}

/// All words, in their order; notes stand elsewhere.
pub(super) fn texts<'a>(spans: &'a mut [Span], found: &mut Vec<&'a mut String>) {
    for span in spans {
        match span {
            Span::Text { text } | Span::Gap { text } => found.push(text),
            Span::Strong { content }
            | Span::Emphasis { content }
            | Span::Link { content, .. }
            | Span::Place { content, .. }
            | Span::Foreign { content, .. } => texts(content, found),
            Span::Note { .. } | Span::Letter { .. } | Span::NoteComma | Span::Mark { .. } | Span::Break => {}
        }
    }
}

/// Letters up to which a number that an author typed with its unit stays on one line, as those that are printed do.
const SHORT: usize = 24;

/// A number that an author typed: the line does not end within it, if it is short.
pub(super) fn amount(text: &str) -> String {
    let is_short = text.chars().count() <= SHORT && text.contains(|c: char| c.is_ascii_digit());
    if is_short { text.replace(' ', " \u{2060}") } else { text.to_owned() }
}

/// Lets words break that no column has room for, between any two letters: a hyphen shows where.
pub(super) fn let_break(spans: &mut [Span], is_too_wide: &dyn Fn(&str) -> bool) {
    let mut found = Vec::new();
    texts(spans, &mut found);
    for text in found {
        let words: Vec<String> = text.split(' ').map(|word| breakable(word, is_too_wide)).collect();
        *text = words.join(" ");
    }
}

/// Letters of a word that stay together at its beginning and end.
const TOGETHER: usize = 2;

fn breakable(word: &str, is_too_wide: &dyn Fn(&str) -> bool) -> String {
    let letters: Vec<char> = word.chars().collect();
    if letters.iter().any(char::is_ascii_digit) || !is_too_wide(word) {
        return word.to_owned();
    }
    let mut broken = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let is_inside = at >= TOGETHER && at + TOGETHER <= letters.len();
        if is_inside && letter.is_alphabetic() && letters[at - 1].is_alphabetic() {
            broken.push('\u{ad}');
        }
        broken.push(*letter);
    }
    broken
}

/// A text without control characters, which no font can show and PDF/A forbids.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The same, and no line breaks behind the dash of a range in it.
pub(super) fn held(text: &str) -> String {
    let mut text = clean(text);
    hold_together(&mut [&mut text]);
    tie_together(&mut [&mut text]);
    text
}

/// Adds words to those before them.
pub(super) fn push_text(spans: &mut Vec<Span>, text: &str) {
    let text = clean(text);
    match spans.last_mut() {
        Some(Span::Text { text: last }) => last.push_str(&text),
        _ => spans.push(Span::Text { text }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, amount, endings_into_links, let_break};

    fn text(text: &str) -> Span {
        Span::Text { text: text.to_owned() }
    }

    #[test]
    fn only_words_without_room_may_break() {
        let mut spans = vec![text("Naturalization of 1,234,567 persons")];
        let_break(&mut spans, &|word| word.chars().count() > 8);
        let shy = "Na\u{ad}t\u{ad}u\u{ad}r\u{ad}a\u{ad}l\u{ad}i\u{ad}z\u{ad}a\u{ad}t\u{ad}i\u{ad}on of 1,234,567 persons";
        assert_eq!(spans, [text(shy)]);
    }

    #[test]
    fn an_amount_stays_on_its_line() {
        assert_eq!(amount("USD 17.16 million"), "USD \u{2060}17.16 \u{2060}million");
        assert_eq!(amount("up by a third"), "up by a third");
        let long = "4,123 permits of all kinds that were issued";
        assert_eq!(amount(long), long);
    }

    #[test]
    fn an_ending_is_a_part_of_its_link() {
        let link = |words: &str| Span::Place { label: "fig-a".to_owned(), content: vec![text(words)] };
        let mut spans = vec![text("("), link("1-сурет"), text("ті қараңыз)")];
        endings_into_links(&mut spans);
        assert_eq!(spans, [text("("), link("1-суретті"), text(" қараңыз)")]);
        let mut plain = vec![link("Figure 1"), text(", as"), link("«1»"), text("a")];
        let same = plain.clone();
        endings_into_links(&mut plain);
        assert_eq!(plain, same);
    }
}
