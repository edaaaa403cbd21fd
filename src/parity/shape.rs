//! Reads what stands in a text besides words: its blocks, links and marks of notes.

use std::ops::Range;

use crate::spec::overlay::{same, stamp};

/// The blocks of a text, in order: `p p list3 table4 chart:visas`.
pub(super) fn shape(text: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for block in text.replace("\r\n", "\n").split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let lines: Vec<&str> = block.lines().map(str::trim).collect();
        let first = lines.first().copied().unwrap_or_default();
        let items = lines.iter().filter(|line| is_item(line)).count();
        blocks.push(match first {
            _ if first.starts_with('#') => format!("h{}", first.chars().take_while(|c| *c == '#').count()),
            _ if first.starts_with("![") => {
                let target = first.rsplit("](").next().unwrap_or_default();
                target.trim_end_matches(')').to_owned()
            }
            _ if first.starts_with('|') => {
                format!("table{}x{}", lines.len(), first.matches('|').count().saturating_sub(1))
            }
            _ if items > 0 => format!("list{items}"),
            _ => "p".to_owned(),
        });
    }
    blocks.join(" ")
}

fn is_item(line: &str) -> bool {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    line.starts_with("- ") || line.starts_with("* ") || (digits > 0 && line[digits..].starts_with(". "))
}

/// Where the links of a text lead, and the notes that it marks, with their places in it.
pub(super) fn links(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    for place in stamp::links(text) {
        let code = &text[place.clone()];
        if let Some(note) = code.strip_prefix("[^") {
            found.push((format!("note {}", note.trim_end_matches(']')), place));
        } else if let Some(link) = code.strip_prefix("](") {
            let address = link.trim_end_matches(')').split_whitespace().next().unwrap_or_default();
            let address = address.trim_matches(['<', '>']);
            if !address.starts_with('=') && !address.starts_with("lang:") {
                found.push((format!("link {}", same::address(address)), place));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{links, shape};

    #[test]
    fn blocks_are_told_in_order() {
        let text = "A b.\nc.\n\n- d\n- e\n\n![](chart:visas)\n\n### F\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
        assert_eq!(shape(text), "p list2 chart:visas h3 table3x2");
    }

    #[test]
    fn links_and_notes_are_found() {
        let text = "[No. 4](https://adilet.zan.kz/eng/docs/Z1), [43](=a.change(\"x\")),[^mia] [](#fig-a)";
        let found: Vec<String> = links(text).into_iter().map(|(what, _)| what).collect();
        assert_eq!(found, ["link https://adilet.zan.kz/*/docs/Z1", "note mia", "link #fig-a"]);
    }
}
