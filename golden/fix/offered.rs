//! What findings offer to write instead is clean once it is written: no finding of the kind any more, and no other.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use libtest_mimic::{Failed, Trial};
use quarterly::build::checked;
use quarterly::diag::Diagnostic;
use quarterly::spec::{Folder, Spec};
use quarterly::theme::Theme;

use super::{SETS, fail, reference};

const REFERENCE: &str = "golden/ref/fix/offered.txt";

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("fix::what_findings_offer_to_write_is_clean", offered)]
}

/// A sentence with what one of its findings offers written into it.
struct Written {
    sentence: String,
    code: &'static str,
    hint: String,
    new: String,
    /// How many findings of each code the sentence had.
    had: BTreeMap<&'static str, usize>,
}

fn offered() -> Result<(), Failed> {
    let theme = crate::theme::embedded()?;
    let mut out = String::new();
    for (set, country) in SETS {
        let folder = Path::new("golden/strangers").join(set);
        let read =
            |name: &str| std::fs::read_to_string(folder.join(name)).map(|text| text.replace("\r\n", "\n"));
        let (figures, wrong) = (read("figures.toml")?, read("wrong.txt")?);
        let sentences: Vec<&str> = wrong.lines().filter_map(|line| line.split('\t').nth(1)).collect();
        let found = found(&figures, country, &sentences, &theme)?;
        let mut written = Vec::new();
        for (sentence, findings) in sentences.iter().zip(&found) {
            let mut had = BTreeMap::new();
            for (_, finding) in findings {
                *had.entry(finding.code.as_str()).or_default() += 1;
            }
            for (at, finding) in findings {
                for new in writings(sentence, *at, finding) {
                    let (sentence, had) = ((*sentence).to_owned(), had.clone());
                    let hint = finding.hints.first().cloned().unwrap_or_default();
                    written.push(Written { sentence, code: finding.code.as_str(), hint, new, had });
                }
            }
        }
        let new: Vec<&str> = written.iter().map(|written| written.new.as_str()).collect();
        let left = self::found(&figures, country, &new, &theme)?;
        let (mut clean, mut lines) = (0, String::new());
        for (written, left) in written.iter().zip(&left) {
            let mut has: BTreeMap<&str, usize> = BTreeMap::new();
            for (_, finding) in left {
                *has.entry(finding.code.as_str()).or_default() += 1;
            }
            let ends = |(code, count): (&&str, &usize)| {
                let had = written.had.get(code).copied().unwrap_or_default();
                *count <= had - usize::from(had > 0 && *code == written.code)
            };
            if has.iter().all(ends) {
                clean += 1;
                continue;
            }
            writeln!(
                lines,
                "  {}\n      {}: {}\n      {}",
                written.sentence, written.code, written.hint, written.new
            )?;
            for (_, finding) in left {
                writeln!(lines, "      left: {}: {}", finding.code, finding.message)?;
            }
        }
        writeln!(out, "the {set} set: {} offered, {clean} clean once written\n{lines}", written.len())?;
    }
    reference::hold(REFERENCE, &out.replace('\u{a0}', " "))
}

/// The findings of sentences that stand in one edition, each with its place in its sentence.
fn found(
    figures: &str,
    country: &str,
    sentences: &[&str],
    theme: &Theme,
) -> Result<Vec<Vec<(usize, Diagnostic)>>, Failed> {
    let mut text = format!("{figures}\n\n[[chapter]]\nid = \"all\"\ntitle = \"All\"\n");
    let mut starts = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        write!(text, "\n[[chapter.topic]]\nid = \"s{index}\"\ntitle = \"S\"\ntext = '''\n")?;
        starts.push(text.len());
        writeln!(text, "{sentence}\n'''")?;
    }
    let series = format!("id = \"strangers\"\ncountry = \"{country}\"\n");
    let files = [("edition.toml", text), ("series.toml", series)];
    let files = files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes())));
    let folder = Folder::Memory(files.into_iter().collect());
    let spec = Spec::load(&folder, "edition.toml", "").map_err(|faults| fail(faults.to_string()))?;
    let own = spec.edition.period.span.source;
    let mut found: Vec<Vec<(usize, Diagnostic)>> = vec![Vec::new(); sentences.len()];
    for finding in checked(&spec, theme).map_err(|faults| fail(faults.to_string()))?.findings {
        let Some(span) = finding.span.filter(|span| span.source == own) else { continue };
        let index = starts.partition_point(|start| *start <= span.start);
        let Some(index) = index.checked_sub(1) else { continue };
        if span.end <= starts[index] + sentences[index].len() {
            found[index].push((span.start - starts[index], finding));
        }
    }
    Ok(found)
}

/// The sentence with each of the words that a finding offers.
fn writings(sentence: &str, at: usize, finding: &Diagnostic) -> Vec<String> {
    let Some(span) = finding.span else { return Vec::new() };
    let (Some(hint), Some(found)) = (finding.hints.first(), &finding.found) else { return Vec::new() };
    let Some(offer) = hint.strip_prefix("write ") else { return Vec::new() };
    let place = at..at + (span.end - span.start);
    let put = |range: std::ops::Range<usize>, words: &str| {
        format!("{}{words}{}", &sentence[..range.start], &sentence[range.end..])
    };
    let is_claim = sentence[place.end..].starts_with("](=");
    let quoted = quoted(offer);
    if quoted.is_empty() {
        // "write 43.3 per cent or 5,343, or correct the figures that … rests on"
        let words = offer.split(", or correct the figures").next().unwrap_or_default();
        let is_plain = is_claim && !words.contains(['“', '`', '{']) && !words.contains(", or ");
        let all = words.split(" or ").filter(|_| is_plain);
        return all.map(|words| put(place.clone(), &plain(words))).collect();
    }
    let found = plain(found);
    let of = |words: &String| {
        if plain(&sentence[place.clone()]) == found {
            return Some(put(place.clone(), words));
        }
        // "over 40" for "almost 40": what stands before the number changes, wherever its markup begins.
        let both = common_end(&found, words);
        let (old, new) = (found[..found.len() - both].trim_end(), words[..words.len() - both].trim_end());
        let open = if is_claim { place.start.checked_sub(1)? } else { sentence[..place.end].rfind("{{")? };
        let before = sentence[..open].trim_end();
        let start = before.len().checked_sub(old.len())?;
        let is_here = before.get(start..)?.eq_ignore_ascii_case(old) && !old.is_empty();
        is_here.then(|| put(start..before.len() + usize::from(new.is_empty()), new))
    };
    quoted.iter().filter_map(of).collect()
}

/// Words in quotation marks with nothing but "or" between them.
fn quoted(offer: &str) -> Vec<String> {
    let (mut all, mut rest) = (Vec::new(), offer);
    while let Some((words, behind)) = rest.strip_prefix('“').and_then(|rest| rest.split_once('”')) {
        if behind.starts_with(" before it") {
            return Vec::new();
        }
        all.push(plain(words));
        rest = behind.strip_prefix(" or ").unwrap_or_default();
    }
    all
}

/// How many bytes two texts end with in common, from the beginning of a word.
fn common_end(one: &str, two: &str) -> usize {
    let shared = one.chars().rev().zip(two.chars().rev()).take_while(|(one, two)| one == two);
    let shared: usize = shared.map(|(c, _)| c.len_utf8()).sum();
    let end = &one[one.len() - shared..];
    if shared == one.len() || shared == two.len() || end.starts_with(' ') {
        return shared;
    }
    end.find(' ').map_or(0, |space| shared - space)
}

fn plain(words: &str) -> String {
    words.replace('\u{a0}', " ")
}
