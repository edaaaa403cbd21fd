//! What a corrected reissue has to say: the words that differ from what was published, as entries of a spec.

use super::change::{Difference, Kind};
use super::report::{Report, ShownCause};
use crate::diag::printable;

/// A chapter or topic: its title, and its name in the spec.
pub type Titled = (String, String);

/// The differences of words as `[[correction]]` entries, to be read, completed and put into the spec; nothing when no
/// words differ.
#[must_use]
pub fn corrections(report: &Report, places: &[Titled]) -> String {
    let document = if report.causes.iter().any(|told| told.document == "PDF") { "PDF" } else { "DOCX" };
    let told = report.causes.iter().filter(|told| told.document == document && told.cause.is_cause);
    told.filter_map(|told| entry(told, places)).collect::<Vec<_>>().join("\n")
}

fn entry(told: &ShownCause, places: &[Titled]) -> Option<String> {
    let is_words = |change: &&Difference| matches!(change.kind, Kind::Text | Kind::Added | Kind::Removed);
    let changes: Vec<&Difference> = told.cause.changes.iter().filter(is_words).collect();
    let first = *changes.first()?;
    let place = changes.iter().find_map(|change| place_of(&change.section, places));
    let mut text = format!("# {}\n", told.line());
    for change in &changes {
        let page = change.new.first().or(change.old.first()).map_or(0, |area| area.page);
        let section = if change.section.is_empty() { "no chapter" } else { change.section.as_str() };
        text.push_str(&format!("#   page {page}, {}: {}\n", printable(section), printable(&change.name)));
    }
    let quoted = |words: &str| toml::Value::String(printable(words)).to_string();
    text.push_str("[[correction]]\ndate = \"\"                # of the reissue: 2023-10-02\n");
    text.push_str(&format!("place = {}\n", quoted(place.unwrap_or_default())));
    if !first.from.is_empty() {
        text.push_str(&format!("published = {}\n", quoted(&first.from)));
    }
    let now = if first.to.is_empty() { "" } else { &first.to };
    text.push_str(&format!("what = {}\nwhy = \"\"\n", quoted(now)));
    Some(text)
}

/// The name of the chapter or topic with this heading, which stands behind its number.
fn place_of<'a>(heading: &str, places: &'a [Titled]) -> Option<&'a str> {
    let heading = heading.to_lowercase();
    let ends = |title: &str| {
        let title = title.to_lowercase();
        heading.strip_suffix(&title).is_some_and(|before| before.is_empty() || before.ends_with(' '))
    };
    let found = places.iter().filter(|(title, _)| !title.is_empty() && ends(title));
    found.max_by_key(|(title, _)| title.len()).map(|(_, id)| id.as_str())
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn a_heading_leads_to_the_chapter_or_topic_with_the_longest_title() {
        let places = [("Outflow", "a"), ("Migration outflow", "b"), ("", "c")];
        let places = places.map(|(title, id)| (title.to_owned(), id.to_owned()));
        assert_eq!(place_of("2.2. MIGRATION OUTFLOW", &places), Some("b"));
        assert_eq!(place_of("Outflow", &places), Some("a"));
        assert_eq!(place_of("2.3. Inflow", &places), None);
        assert_eq!(place_of("", &places), None);
    }
}
