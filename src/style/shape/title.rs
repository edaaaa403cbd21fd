//! Titles: sentence case, no lone one, no two alike, no full stop.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;

use super::Look;
use crate::language::words_of;
use crate::report::PassageRole;
use crate::style::pairs::is_whole;
use crate::style::{Hit, Scope};

/// Letters of a word that is shorter than those which are typed in capitals to be loud.
const SHORT: usize = 3;

/// Words of a title with capitals that the text writes small.
pub(super) fn case(look: &Look<'_>) -> Vec<Hit> {
    let text = look.prose.masked(look.reads);
    let mut hits = Vec::new();
    for line in look.prose.lines.iter().filter(|line| look.scopes.contains(&line.scope)) {
        let title = &text[line.range.clone()];
        // The credit of a photograph is names throughout.
        if title.trim_start().starts_with('©') {
            continue;
        }
        let words: Vec<&str> = words(title).collect();
        let long = || words.iter().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > SHORT);
        if long().next().is_some() && words.iter().all(|word| !word.chars().any(char::is_lowercase)) {
            let is_word = long().any(|word| !look.known.acronyms.contains(*word));
            hits.extend(is_word.then(|| Hit::new(line.range.clone(), None).saying("typed in capitals")));
            continue;
        }
        let is_loud = |word: &&str| {
            word.chars().next().is_some_and(char::is_uppercase) && is_small(look, text, &word.to_lowercase())
        };
        // A remark below a chart may have several sentences, each with its capital.
        let mut loud: Vec<&str> =
            sentences(title).flat_map(|sentence| self::words(sentence).skip(1)).filter(is_loud).collect();
        if !loud.is_empty() {
            let spoken: Vec<&str> = look
                .prose
                .lines
                .iter()
                .filter(|line| is_spoken(line.scope))
                .map(|line| &look.prose.text[line.range.clone()])
                .collect();
            let names = names(title, &spoken);
            loud.retain(|word| !names.contains(word));
        }
        if !loud.is_empty() {
            let mut quiet = String::new();
            for sentence in sentences(&look.prose.text[line.range.clone()]) {
                quiet.push_str(&loud.iter().fold(sentence.to_owned(), |quiet, word| lower(&quiet, word)));
            }
            let what = format!("a title has a capital at its beginning and in names: {}", loud.join(", "));
            hits.push(Hit::new(line.range.clone(), Some(quiet)).saying(what));
        }
    }
    hits
}

/// Whether a line is one of sentences, in which words are written as they are.
fn is_spoken(scope: Scope) -> bool {
    matches!(scope, Scope::Text | Scope::Lists | Scope::Notes)
}

/// Whether sentences have a word in small letters.
fn is_small(look: &Look<'_>, text: &str, word: &str) -> bool {
    memmem::find_iter(text.as_bytes(), word).any(|at| {
        let range = at..at + word.len();
        is_whole(text, &range) && look.prose.line_of(&range).is_some_and(|line| is_spoken(line.scope))
    })
}

/// The runs of letters and digits of a title.
fn words(title: &str) -> impl Iterator<Item = &str> {
    words_of(title).map(|(_, word)| word)
}

/// The sentences of a line, each with the space behind it.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(". ")
}

/// The words of a title that belong to a name: several capitals in a row, perhaps with short words between them, that
/// the text has too.
fn names<'t>(title: &'t str, spoken: &[&str]) -> BTreeSet<&'t str> {
    let is_large = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let words: Vec<&str> = title.split(' ').collect();
    let mut found = BTreeSet::new();
    for from in 0..words.len() {
        for to in (from + 2..=words.len()).rev() {
            let run = &words[from..to];
            let is_run = is_large(run[0]) && is_large(run[run.len() - 1]);
            let joins = |word: &&str| is_large(word) || word.chars().count() <= SHORT;
            let name = run.join(" ");
            let name = name.trim_end_matches(|c: char| !c.is_alphanumeric());
            if is_run && run.iter().all(joins) && spoken.iter().any(|text| text.contains(name)) {
                found.extend(run.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())));
                break;
            }
        }
    }
    found
}

/// A title with one of its words in small letters, behind its first.
fn lower(title: &str, word: &str) -> String {
    let from = title.find(' ').unwrap_or(0);
    let (first, rest) = title.split_at(from);
    format!("{first}{}", rest.replace(word, &word.to_lowercase()))
}

/// A topic that is the only one of its chapter.
pub(super) fn alone(look: &Look<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let titles = look.prose.lines.iter().filter_map(|line| match line.passage.role {
        PassageRole::Title(level) if level > 0 => Some((level, line)),
        _ => None,
    });
    let titles: Vec<_> = titles.collect();
    for (index, (level, line)) in titles.iter().enumerate() {
        let before = titles[..index].iter().rev().take_while(|(other, _)| other >= level);
        let after = titles[index + 1..].iter().take_while(|(other, _)| other >= level);
        let is_alone = !before.chain(after).any(|(other, _)| other == level);
        if is_alone && *level > 1 {
            hits.push(Hit::new(line.range.clone(), None));
        }
    }
    hits
}

/// A title that another one has too.
pub(super) fn twice(look: &Look<'_>) -> Vec<Hit> {
    let mut known: BTreeMap<String, ()> = BTreeMap::new();
    let mut hits = Vec::new();
    for line in look.prose.lines.iter().filter(|line| look.scopes.contains(&line.scope)) {
        let text = look.prose.text[line.range.clone()].trim().to_lowercase();
        if matches!(line.passage.role, PassageRole::Title(1..))
            && !text.is_empty()
            && known.insert(text, ()).is_some()
        {
            hits.push(Hit::new(line.range.clone(), None));
        }
    }
    hits
}

/// A line that ends with a sign of the rule.
pub(super) fn line_stop(look: &Look<'_>) -> Vec<Hit> {
    let lines = look.prose.lines.iter().filter(|line| look.scopes.contains(&line.scope));
    let hits = lines.filter_map(|line| {
        let text = &look.prose.text[line.range.clone()];
        let sign = look.signs.iter().find(|sign| text.ends_with(sign.as_str()))?;
        // Sentences keep their stops: only a lone one is too much.
        let is_lone = !text[..text.len() - sign.len()].contains(". ");
        let start = line.range.end - sign.len();
        is_lone.then(|| Hit::new(start..line.range.end, Some(String::new())))
    });
    hits.collect()
}
