//! Puts the page inside the cover together, in the order of the layout manual (iom.md §3, LM 13).

use super::context::Builder;
use super::labelled::Labelled;
use super::{Inline, Target, prose};
use crate::data::address::{Address, AddressFault};
use crate::diag::{Diagnostic, code};
use crate::language::fill;
use crate::spec::Text;

/// The page inside the cover, in the order of the layout manual (iom.md §3, LM 13).
#[derive(Debug, Clone, Default)]
pub struct Imprint {
    /// Paragraphs before the rule: disclaimer, principle, donor support.
    pub statements: Vec<Vec<Inline>>,
    /// Label of the publisher block, such as "Publisher", and the publisher's name lines.
    pub publisher: Labelled,
    /// The offices, printed side by side.
    pub offices: Vec<Office>,
    /// Web address, shown and linked.
    pub website: Option<Link>,
    /// Paragraphs after the publisher: who made it, the three issue flags, the cover photo's credit.
    pub flags: Vec<Vec<Inline>>,
    /// Of a corrected reissue, what was corrected.
    pub corrections: Vec<Labelled>,
    /// The required citation, set off by rules.
    pub citation: Labelled,
    /// Paragraphs below: ISBN or ISSN, ©, licence, commercial use, permissions, code.
    pub rights: Vec<Vec<Inline>>,
}

/// An office of the publisher: name and lines of address.
#[derive(Debug, Clone)]
pub struct Office {
    /// Name: "IOM Astana".
    pub name: String,
    /// Address, telephone, e-mail, one a line.
    pub lines: Vec<Vec<Inline>>,
}

/// A web address with its text.
#[derive(Debug, Clone)]
pub struct Link {
    /// Shown: "kazakhstan.iom.int".
    pub text: String,
    /// Linked: `https://kazakhstan.iom.int`.
    pub url: Address,
}

/// The page inside the cover, from the texts of the series and the edition.
pub(super) fn imprint(builder: &Builder<'_>) -> Imprint {
    let edition = &builder.spec.edition;
    let publisher = &builder.spec.series.publisher;
    let labels = builder.locale.labels();
    let text = |key: &str| text(builder, key).map(|text| prose::inlines(builder, text));
    let mut flags: Vec<Vec<Inline>> = text("developed").into_iter().collect();
    for (passed, key) in [
        (edition.flags.edited, "edited"),
        (edition.flags.approved, "approved"),
        (edition.flags.endorsed, "endorsed"),
    ] {
        flags.extend(text(key).filter(|_| !passed));
    }
    if let Some(cover) = &edition.cover {
        let credit = builder.line(&cover.credit);
        flags.push(vec![Inline::Text(fill(&labels.cover_photo, &[("credit", &credit)]))]);
    }
    let rights = ["identifiers", "copyright", "licence", "commercial", "permissions", "code"]
        .into_iter()
        .filter(|key| !(edition.confidential && *key == "licence"))
        .filter_map(text)
        .collect();
    Imprint {
        statements: ["disclaimer", "principle", "support"].into_iter().filter_map(text).collect(),
        publisher: Labelled {
            label: labels.publisher.clone(),
            content: publisher.name.as_ref().map(|name| prose::inlines(builder, name)).unwrap_or_default(),
        },
        offices: publisher
            .offices
            .iter()
            .map(|(name, lines)| Office {
                name: builder.line(name),
                lines: lines.iter().map(|line| prose::inlines(builder, line)).map(linked).collect(),
            })
            .collect(),
        website: publisher.website.as_ref().and_then(|url| website(builder, url)),
        flags,
        corrections: Vec::new(),
        citation: Labelled { label: labels.citation.clone(), content: text("citation").unwrap_or_default() },
        rights,
    }
}

/// A text of the imprint; the edition's before the series'.
fn text<'a>(builder: &Builder<'a>, key: &str) -> Option<&'a Text> {
    let mut both = builder.spec.common.iter().rev();
    both.find_map(|common| common.imprint.iter().find(|(name, _)| *name == key).map(|(_, text)| text))
}

/// The publisher's web address; one without `https://` has it added.
fn website(builder: &Builder<'_>, written: &Text) -> Option<Link> {
    let url = written.value.as_str();
    let text = url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    let url = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
    match url.parse() {
        Ok(url) => Some(Link { text: text.to_owned(), url }),
        Err(why) => {
            let message = format!("`{}` cannot be the address of a website: {why}", written.value);
            let hint = match why {
                AddressFault::Scheme => "write it as kazakhstan.iom.int or https://kazakhstan.iom.int",
                why => why.hint(),
            };
            builder.fault(Diagnostic::new(code::BAD_LINK, written.span, message).hint(hint));
            None
        }
    }
}

/// Makes an e-mail address in a line of address a link.
fn linked(line: Vec<Inline>) -> Vec<Inline> {
    line.into_iter().flat_map(linked_words).collect()
}

fn linked_words(inline: Inline) -> Vec<Inline> {
    let Inline::Text(words) = &inline else { return vec![inline] };
    let Some(at) = words.find('@') else { return vec![inline] };
    let part_of_address = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let start = words[..at]
        .rfind(|c| !part_of_address(c))
        .map_or(0, |i| i + words[i..].chars().next().map_or(1, char::len_utf8));
    let end = words[at + 1..].find(|c| !part_of_address(c)).map_or(words.len(), |i| at + 1 + i);
    let address = words[start..end].trim_end_matches('.');
    let Ok(target) = format!("mailto:{address}").parse() else { return vec![inline] };
    if start == at || !address[at - start..].contains('.') {
        return vec![inline];
    }
    let link = Inline::Link { target: Target::Url(target), content: vec![Inline::Text(address.to_owned())] };
    let mut parts = vec![
        Inline::Text(words[..start].to_owned()),
        link,
        Inline::Text(words[start + address.len()..].to_owned()),
    ];
    parts.retain(|part| !matches!(part, Inline::Text(text) if text.is_empty()));
    parts
}
