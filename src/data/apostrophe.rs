//! The signs that stand for one apostrophe: keyboards have few of them, and nobody sees which was typed.

/// Straight, as quotation marks, and as the letters of alphabets that have one: "Oʻzbekiston", "Sanoʼ", "Côte d’Ivoire".
pub const APOSTROPHES: [char; 5] = ['\'', '’', '‘', 'ʻ', 'ʼ'];

/// Whether a sign is one of them.
pub fn is_apostrophe(c: char) -> bool {
    APOSTROPHES.contains(&c)
}

/// A text with each of the signs for its apostrophes; one without them is the only spelling of itself.
pub fn spellings(text: String) -> Vec<String> {
    if !text.contains(is_apostrophe) {
        return vec![text];
    }
    let spelt =
        |sign: char| text.chars().map(|c| if is_apostrophe(c) { sign } else { c }).collect::<String>();
    let mut all = vec![text.clone()];
    all.extend(APOSTROPHES.into_iter().map(spelt).filter(|one| *one != text));
    all
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn each_sign_gives_a_spelling() {
        assert_eq!(spellings("china".to_owned()), ["china"]);
        let all = spellings("oʻn toʼrt".to_owned());
        assert_eq!(all.len(), 6);
        assert!(all.contains(&"o'n to'rt".to_owned()) && all.contains(&"oʻn toʼrt".to_owned()), "{all:?}");
    }
}
