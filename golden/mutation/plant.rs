//! The mistakes that are planted: each changes one place of the edition's text.

use std::ops::Range;

/// An edition with one mistake.
pub(crate) struct Planted {
    /// What kind of mistake.
    pub(crate) kind: &'static str,
    /// What stood there, with a few words before it.
    pub(crate) before: String,
    /// What stands there now.
    pub(crate) after: String,
    /// The whole text.
    pub(crate) text: String,
    /// Where in it the mistake stands.
    pub(crate) range: Range<usize>,
}

/// Every mistake; `computed` is the edition, `claimed` the same with every number typed.
pub(crate) fn all(computed: &str, claimed: &str) -> Vec<Planted> {
    let mut planted = Vec::new();
    given_numbers(computed, claimed, &mut planted);
    lists_of_parts(computed, &mut planted);
    words_of_claims(claimed, &mut planted);
    directions(claimed, &mut planted);
    periods(computed, claimed, &mut planted);
    parts(computed, &mut planted);
    references(computed, &mut planted);
    sentences(computed, &mut planted);
    labels(computed, &mut planted);
    planted
}

fn plant(kind: &'static str, text: &str, range: Range<usize>, after: &str, planted: &mut Vec<Planted>) {
    let mut start = range.start.saturating_sub(24);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    // One line, so that the list can be read.
    let shown = |words: &str| words.replace('\n', "¶");
    planted.push(Planted {
        kind,
        before: format!("{}«{}»", shown(&text[start..range.start]), shown(&text[range.clone()])),
        after: format!("«{}»", shown(after)),
        text: format!("{}{after}{}", &text[..range.start], &text[range.end..]),
        range: range.start..range.start + after.len(),
    });
}

/// Every place of a pattern.
fn places(text: &str, pattern: &str) -> Vec<Range<usize>> {
    text.match_indices(pattern).map(|(at, found)| at..at + found.len()).collect()
}

/// The part of the file that lists figures.
fn figures(text: &str) -> Range<usize> {
    text.find("[figures.").unwrap_or(0)..text.find("[charts.").unwrap_or(text.len())
}

/// The numbers behind an equals sign in the lines of figures that begin with one of these keys.
fn numbers_of(text: &str, keys: &[&str]) -> Vec<Range<usize>> {
    let area = figures(text);
    let mut found = Vec::new();
    let mut at = area.start;
    for line in text[area].split_inclusive('\n') {
        if keys.iter().any(|key| line.starts_with(key)) {
            for (equals, _) in line.match_indices("= ") {
                let start = at + equals + 2;
                let rest = &text[start..];
                let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(0);
                if length > 0 {
                    found.push(start..start + length);
                }
            }
        }
        at += line.len();
    }
    found
}

/// A number with its last digit changed.
fn other_digit(number: &str) -> String {
    let Some(last) = number.rfind(|c: char| c.is_ascii_digit()) else { return number.to_owned() };
    let digit = number[last..].chars().next().and_then(|c| c.to_digit(10)).unwrap_or(0);
    format!("{}{}{}", &number[..last], (digit + 5) % 10, &number[last + 1..])
}

/// Digits and signs of the numbers that the letters gave.
fn given_numbers(computed: &str, claimed: &str, planted: &mut Vec<Planted>) {
    for range in numbers_of(computed, &["total", "values", "shares", "parts"]) {
        let after = other_digit(&computed[range.clone()]);
        plant("a digit of a given number, prose computed", computed, range, &after, planted);
    }
    for range in numbers_of(claimed, &["total", "values", "shares", "parts"]) {
        let after = other_digit(&claimed[range.clone()]);
        plant("a digit of a given number, prose claimed", claimed, range, &after, planted);
    }
    for range in numbers_of(computed, &["total", "shares", "parts"]).into_iter().step_by(3) {
        let after = format!("-{}", &computed[range.clone()]);
        plant("a sign of a given number", computed, range, &after, planted);
    }
    for range in numbers_of(claimed, &["convert"]) {
        let after = other_digit(&claimed[range.clone()]);
        let is_rate = claimed[..range.start].ends_with("rate = ");
        let kind = if is_rate { "a digit of a rate" } else { "the last digit of a given conversion" };
        plant(kind, claimed, range, &after, planted);
    }
}

/// Parts dropped from their list, and values of neighbours swapped.
fn lists_of_parts(computed: &str, planted: &mut Vec<Planted>) {
    let mut at = 0;
    for line in computed.split_inclusive('\n') {
        let is_list = ["shares", "parts"].iter().any(|key| line.starts_with(key));
        let bounds = line.find("{ ").zip(line.rfind(" }")).filter(|_| is_list);
        if let Some((open, close)) = bounds {
            let list = open + 2..close;
            let entries: Vec<&str> = line[list.clone()].split(", ").collect();
            let range = at + list.start..at + list.end;
            for dropped in 0..entries.len() {
                let rest: Vec<&str> = entries
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| *i != dropped)
                    .map(|(_, entry)| *entry)
                    .collect();
                plant("a dropped part", computed, range.clone(), &rest.join(", "), planted);
            }
        }
        at += line.len();
    }
}

/// The words of every claim: `[43.3 per cent](=…)`.
fn claims(text: &str) -> Vec<Range<usize>> {
    let ends = places(text, "](=");
    ends.into_iter().filter_map(|end| Some(text[..end.start].rfind('[')? + 1..end.start)).collect()
}

/// What is typed in claims: digits, units, how nearly, the link itself.
fn words_of_claims(claimed: &str, planted: &mut Vec<Planted>) {
    let swaps = [
        ("a unit", "per\u{a0}cent", "percentage points"),
        ("a unit", "billion", "million"),
        ("a unit", "KZT", "USD"),
        ("a word for how nearly", "almost", "over"),
        ("a word for how nearly", "just over", "almost"),
    ];
    for range in claims(claimed) {
        let words = &claimed[range.clone()];
        if words.contains(|c: char| c.is_ascii_digit()) {
            let last = words.rfind(|c: char| c.is_ascii_digit()).unwrap_or(0);
            let after = format!("{}{}", other_digit(&words[..=last]), &words[last + 1..]);
            plant("a digit of a typed number", claimed, range.clone(), &after, planted);
        }
        for (kind, word, other) in swaps {
            if words.contains(word) {
                plant(kind, claimed, range.clone(), &words.replacen(word, other, 1), planted);
            }
        }
    }
    // Every fifth claim: a word before it, and the link left out.
    for range in claims(claimed).into_iter().step_by(5) {
        let words = claimed[range.clone()].to_owned();
        if words.contains(|c: char| c.is_ascii_digit()) {
            plant("a word for how nearly", claimed, range.clone(), &format!("over {words}"), planted);
            let end = range.end + closing(&claimed[range.end..]);
            plant("a number without its link", claimed, range.start - 1..end, &words, planted);
        }
    }
}

/// Where a claim's formula is closed: behind the bracket that belongs to `](`.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    0
}

/// Words that say which way a number went, in sentences with a comparison.
fn directions(claimed: &str, planted: &mut Vec<Planted>) {
    let pairs = [
        ("fell by", "rose by"),
        ("grew by", "shrank by"),
        ("declined by", "increased by"),
        ("fell by", "increased by"),
        ("declined", "increased"),
        (" more than", " fewer than"),
        ("[declined]", "[grew]"),
        ("[fell]", "[increased]"),
    ];
    let prose = claimed.find("[[chapter]]").unwrap_or(0);
    for (word, other) in
        [("fell by [", "fell to ["), ("grew by [", "grew to ["), ("declined by [", "declined to [")]
    {
        for range in places(claimed, word).into_iter().filter(|range| range.start > prose) {
            plant("a value for a change", claimed, range, other, planted);
        }
    }
    for (word, other) in pairs {
        for range in places(claimed, word).into_iter().filter(|range| range.start > prose) {
            plant("a word of direction", claimed, range, other, planted);
        }
    }
}

/// Periods in formulas, and those that sentences name.
fn periods(computed: &str, claimed: &str, planted: &mut Vec<Planted>) {
    let prose = |text: &str| text.find("[[chapter]]").unwrap_or(0);
    let swaps = [
        ("change(\"2022-H1\")", "change(\"2022-H1\").amount"),
        ("outflow.change(\"2022-Q2\")", "outflow.change(\"2023-Q1\")"),
        ("outflow.change(\"2023-Q1\")", "outflow.change(\"2022-Q2\")"),
        ("change(\"2022-H1\", \"2023-H1\")", "change(\"2023-Q1\")"),
        ("permanent_permits.change(\"2023-Q1\")", "permanent_permits.change(\"2022-H1\", \"2023-H1\")"),
        ("value(\"2022-H1\")", "value(\"2023-H1\")"),
        ("value(\"2023-H1\")", "value(\"2023-Q1\")"),
        ("value(\"2023-Q1\")", "value(\"2023-Q2\")"),
        ("value(\"2022-Q2\")", "value(\"2023-Q2\")"),
        ("value(\"2023-04\")", "value(\"2023-05\")"),
        ("value(\"2023-05\")", "value(\"2023-06\")"),
        ("value(\"2023-06\")", "value(\"2023-04\")"),
        ("period.previous", "period.year_before"),
        ("period.year_before", "period.previous"),
        ("span(\"2022-H1\")", "span(\"2023-H1\")"),
        ("span(\"2023-H1\")", "span(\"2022-H1\")"),
        ("in {{ period }}", "in {{ period.previous }}"),
    ];
    for (kind, text) in [("a period, prose computed", computed), ("a period, prose claimed", claimed)] {
        for (word, other) in swaps {
            for range in places(text, word).into_iter().filter(|range| range.start > prose(text)) {
                plant(kind, text, range, other, planted);
            }
        }
    }
}

/// The number of one part in the place of another's.
fn parts(computed: &str, planted: &mut Vec<Planted>) {
    let prose = computed.find("[[chapter]]").unwrap_or(0);
    for (word, other) in [
        ("part(\"UZ\")", "part(\"RU\")"),
        ("part(\"RU\")", "part(\"UZ\")"),
        ("part(\"TR\")", "part(\"KG\")"),
        ("part(\"KG\")", "part(\"TR\")"),
        ("share(\"CN\")", "share(\"TR\")"),
        ("share(\"TR\")", "share(\"CN\")"),
        ("share(\"UZ\")", "share(\"RU\")"),
        ("share(\"RU\")", "share(\"UZ\")"),
    ] {
        for range in places(computed, word).into_iter().filter(|range| range.start > prose) {
            plant("the number of another part", computed, range, other, planted);
        }
    }
}

/// References to other charts, other figures in charts, dates of events.
fn references(computed: &str, planted: &mut Vec<Planted>) {
    for range in
        places(computed, "[](#fig-visas)").into_iter().chain(places(computed, "[](#fig-cis-workers)"))
    {
        plant("a reference to another chart", computed, range, "[](#fig-departures)", planted);
    }
    for chart in ["departures", "permanent-permits", "non-cis-workers", "remittances-in"] {
        for range in places(computed, &format!("[](#fig-{chart})")) {
            plant("a reference to another chart", computed, range, "[](#fig-visas)", planted);
        }
    }
    for (date, other) in
        [("2023-04-12", "2023-07-12"), ("2023-06-16", "2022-06-16"), ("2023-06-19", "2023-03-19")]
    {
        for range in places(computed, &format!("date  = \"{date}\"")) {
            plant("the date of an event", computed, range, &format!("date  = \"{other}\""), planted);
        }
    }
    for range in places(computed, "source = \"nsc\"\n") {
        plant("a missing source", computed, range, "", planted);
    }
    for (change, other) in [
        ("departures.change(\"2022-H1\")", "cis_workers.change(\"2023-Q1\")"),
        ("outflow.change(\"2022-Q2\")", "inflow.change(\"2022-Q2\")"),
        ("outflow.change(\"2022-Q2\")", "outflow.change(\"2023-Q1\")"),
    ] {
        let before = ["change = '", "change  = '"].map(|key| format!("{key}{change}"));
        for line in before.iter().flat_map(|line| places(computed, line)) {
            plant(
                "the change of another figure or period",
                computed,
                line.end - change.len()..line.end,
                other,
                planted,
            );
        }
    }
    for range in places(computed, "figure = \"visas\"") {
        plant("another figure in a chart", computed, range, "figure = \"temporary_permits\"", planted);
    }
}

/// Whole sentences with one fault each, behind the first sentence on temporary permits.
fn sentences(computed: &str, planted: &mut Vec<Planted>) {
    let Some(place) = places(computed, " The holders were nationals of").first().cloned() else { return };
    for (kind, sentence) in SENTENCES {
        plant(kind, computed, place.start..place.start, &format!(" {sentence}"), planted);
    }
}

const SENTENCES: &[(&str, &str)] = &[
    (
        "a word of direction beside two values",
        "Permits fell from {{ temporary_permits.value(\"2023-Q1\") }} in {{ period.previous }} to {{ temporary_permits.total }} in {{ period }}.",
    ),
    (
        "a word of direction beside two values",
        "Departures rose from [12,339](=departures.value(\"2022-H1\")) to [6,996](=departures).",
    ),
    (
        "a word of direction beside two values",
        "Remittances received rose to {{ inflow.total }} from {{ inflow.value(\"2022-Q2\") }}.",
    ),
    (
        "a word of direction beside two values",
        "Departures ([6,996](=departures)) were higher than in {{ span(\"2022-H1\") }} ([12,339](=departures.value(\"2022-H1\"))).",
    ),
    (
        "a noun of direction behind a change",
        "There was a {{ departures.change(\"2022-H1\") }} increase in departures.",
    ),
    (
        "a noun of direction behind a change",
        "A {{ outflow.change(\"2023-Q1\") | round(2) }} drop in remittances since {{ period.previous }} was seen.",
    ),
    ("a unit typed around a bare number", "They were {{ outflow.total | bare }} million tenge."),
    ("a unit typed around a bare number", "They were USD {{ outflow.total | bare }} billion."),
    (
        "a unit typed around a bare number",
        "They were KZT {{ outflow.total | convert | round(2) | bare }} billion.",
    ),
    ("a unit typed around a bare number", "They were {{ visas.share(\"CN\") | bare }} thousand."),
    ("a share or a ratio for a change", "The share of China rose by {{ visas.share(\"CN\") }}."),
    ("a share or a ratio for a change", "Permits grew by {{ temporary_permits.ratio(\"2023-Q1\") }}."),
    ("a day that no calendar has", "The order is of 31 June 2023."),
    ("a day that no calendar has", "The order is of 30 February 2023."),
    ("a day that no calendar has", "The order is of 45 May 2023."),
    ("a number in words", "Visas doubled."),
    ("a number in words", "A third of all visas went to others."),
    ("a number in words", "Two thirds of the visas went to others."),
    ("a number in words", "Visas rose fivefold."),
    ("a number in words", "Twelve per cent went to others."),
    ("a number in words", "They sent 12k."),
];

/// What titles, headers and first cells of rows say of the numbers below and beside them.
fn labels(computed: &str, planted: &mut Vec<Planted>) {
    let units = [
        ("(per cent)", "(persons)"),
        ("(persons)", "(per cent)"),
        ("(USD million)", "(KZT billion)"),
        ("(USD million)", "(USD billion)"),
        ("(KZT billion)", "(KZT million)"),
        ("(KZT billion)", "(USD million)"),
    ];
    for (word, other) in units {
        let joined = word.replace(' ', "\u{a0}");
        let mut all = places(computed, word);
        all.extend(places(computed, &joined).into_iter().filter(|_| joined != word));
        for range in all {
            plant("a unit in a title or header", computed, range, other, planted);
        }
    }
    for range in places(computed, "\nconvert = true") {
        plant("a chart that is not converted", computed, range, "", planted);
    }
    let table = computed.find("[tables.").unwrap_or(0);
    let cells = table..table + computed[table..].find("\n[[").unwrap_or(0);
    let in_table = |word: &str| places(computed, word).into_iter().filter(|at| cells.contains(&at.start));
    for range in in_table(" | convert | round(1) | bare") {
        plant("a cell that is not converted", computed, range, " | bare", planted);
    }
    for (word, other) in [("2023-04", "2023-05"), ("2023-05", "2023-04"), ("2023-06", "2023-04")] {
        for range in in_table(word) {
            plant("a period in a cell", computed, range, other, planted);
        }
    }
    for (word, other) in [("| April |", "| May |"), ("| May |", "| July |"), ("| June |", "| April |")] {
        for range in in_table(word) {
            plant("the first cell of a row", computed, range, other, planted);
        }
    }
    let titles = places(computed, "{{ period }}").into_iter().filter(|range| {
        let line = computed[..range.start].rfind('\n').map_or(0, |at| at + 1);
        computed[line..].starts_with("title") && range.start < cells.end
    });
    for range in titles {
        plant("a period in a title", computed, range, "January–March 2023", planted);
    }
}
