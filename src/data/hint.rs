//! Shows the names and cells of a table in messages, however long they are.

/// Names that a hint lists.
const MOST_LISTED: usize = 30;
/// Characters of a cell that a message shows.
const LONGEST_SHOWN: usize = 60;
/// Bytes of a name that somebody can have meant.
const LONGEST_MEANT: usize = 100;

/// A cell as a message shows it, so that the rest of the message is seen.
pub(super) fn start_of(cell: &str) -> String {
    match cell.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}

/// Names for a hint, the first of many.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names = names.into_iter();
    let mut shown: Vec<String> = names.by_ref().take(MOST_LISTED).map(start_of).collect();
    if names.next().is_some() {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

/// The names that can have been mistyped; comparing long texts takes long.
pub(super) fn meant<'a>(names: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    names.into_iter().filter(|name| name.len() <= LONGEST_MEANT)
}
