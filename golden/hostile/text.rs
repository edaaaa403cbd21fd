//! Texts that are too large or nested too deep.

use std::fs;

use libtest_mimic::{Failed, Trial};

use super::{SERIES, build, refused, text};
use crate::command::{Folder, expect};

pub(super) fn trials() -> Vec<Trial> {
    let trial = |case: Case| Trial::test(format!("hostile::text::{}", case.name), move || case.run());
    texts().into_iter().map(trial).collect()
}

/// An edition that is refused, and what has to be said.
struct Case {
    name: &'static str,
    edition: String,
    says: &'static [&'static str],
}

impl Case {
    fn run(&self) -> Result<(), Failed> {
        let folder = Folder::new(&format!("hostile-{}", self.name))?;
        fs::write(folder.0.join("series.toml"), SERIES)?;
        fs::write(folder.0.join("edition.toml"), &self.edition)?;
        let out = folder.0.join("out");
        let output = build(&folder.0.join("edition.toml"), &out, &[])?;
        refused(&output, self.says)?;
        expect(!out.exists(), "nothing is written", &output)
    }
}

/// Large and deeply nested texts.
fn texts() -> Vec<Case> {
    deep().into_iter().chain(large()).chain(many()).chain(much()).chain([derived()]).collect()
}

const LARGE: usize = 10 * 1024 * 1024;

fn case(name: &'static str, edition: String, says: &'static [&'static str]) -> Case {
    Case { name, edition, says }
}

fn deep() -> Vec<Case> {
    const DEEP: usize = 10_000;
    let deep =
        |open: &str, close: &str, times: usize| text(&(open.repeat(times) + "a" + &close.repeat(times)));
    let no_space = &["error[too-long]", "edition.toml:14:9", "hint: put spaces"];
    let lists = &["error[too-deep]", "edition.toml:15:", "hint: use at most six levels"];
    vec![
        case(
            "arrays_10_000_deep",
            text("a") + &format!("x = {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP)),
            &["error[toml-syntax]", "edition.toml:17:"],
        ),
        case(
            "tables_10_000_deep",
            text("a") + &format!("x = {}1{}\n", "{a=".repeat(DEEP), "}".repeat(DEEP)),
            &["error[toml-syntax]", "edition.toml:17:"],
        ),
        case(
            "keys_10_000_deep",
            format!("a{} = 1\n{}", ".a".repeat(DEEP), text("a")),
            &["error[toml-syntax]", "edition.toml:1:"],
        ),
        case("brackets_10_000_deep", deep("[", "]", DEEP), no_space),
        case(
            "parentheses_10_000_deep",
            text(&format!("{{{{ {}1{} }}}}", "(".repeat(DEEP), ")".repeat(DEEP))),
            no_space,
        ),
        case(
            "parentheses_in_an_expression",
            text(&format!("{{{{ {}1{} }}}}", "(".repeat(240), ")".repeat(240))),
            &["error[bad-expression]", "edition.toml:15:4"],
        ),
        case("lists_10_000_deep", text(&("- ".repeat(DEEP) + "a")), lists),
        case("emphasis_3_000_deep", text(&("*a ".repeat(3_000) + &"a* ".repeat(3_000))), lists),
        case(
            "quotations_3_000_deep",
            text(&("> ".repeat(3_000) + "a")),
            &["error[unsupported-text]", "edition.toml:15:1"],
        ),
        case(
            "claims_3_000_deep",
            deep("[ ", " ](=visas)", 3_000),
            &["error[bad-claim]", "edition.toml:15:", "more findings like these"],
        ),
        case(
            "expressions_never_closed",
            text(&"{{ ".repeat(DEEP)),
            &["error[unclosed-expression]", "edition.toml:15:", "hint: close it with `}}`"],
        ),
    ]
}

/// Values of forty years each, a month apart: many begin in each of them.
fn spans(count: usize) -> String {
    let span = |i: usize| format!("\"{}-{:02}/{}-12\" = {i}", 1500 + i / 12, i % 12 + 1, 1540 + i / 12);
    (0..count).map(span).collect::<Vec<_>>().join(", ")
}

fn derived() -> Case {
    case(
        "1_000_derived_figures",
        text("a")
            + &(0..1_000)
                .map(|i| format!("[figures.d{i}]\nsource = \"mia\"\nderive = \"visas + visas\"\n"))
                .collect::<String>(),
        &["error[too-many]: there are 1000 derived figures", "hint: derive at most 200"],
    )
}

/// A figure with that many parts, and a text that asks for something of it again and again.
fn of_parts(parts: usize, asks: &str, times: usize) -> String {
    let names: String = (0..parts).map(|i| format!("p{i} = \"Name {i}\"\n")).collect();
    let list: Vec<String> = (0..parts).map(|i| format!("p{i} = {}", i + 1)).collect();
    let figure = format!(
        "[figures.many]\nlabel = \"many\"\nsource = \"mia\"\ntotal = 9999999\nparts = {{ {} }}\n\n[names]\n{names}",
        list.join(", ")
    );
    text(&asks.repeat(times)).replace("[[chapter]]", &format!("{figure}\n[[chapter]]"))
}

/// Short expressions that give much.
fn much() -> Vec<Case> {
    let full =
        &["error[too-many]: the expressions of this edition give more", "hint: ask for shorter rankings"];
    vec![
        case("1_000_rankings_of_1_900_parts", of_parts(1_900, "{{ many.ranking(1900) }}.\n\n", 1_000), full),
        case("2_000_rests_of_1_900_parts", of_parts(1_900, "{{ many.other }}.\n\n", 2_000), full),
        case("1_600_sums_of_1_900_parts", of_parts(1_900, "{{ many.sum('parts') }}.\n\n", 1_600), full),
        case(
            "1_200_conditions_of_1_900_parts",
            of_parts(1_900, "{{ if many.names(1900) }}a{{ end }} ", 1_200),
            full,
        ),
        case(
            "199_figures_each_twice_the_one_before",
            text("a")
                + &(0..199)
                    .map(|i| {
                        let one = if i == 0 { "visas".to_owned() } else { format!("d{}", i - 1) };
                        format!("[figures.d{i}]\nsource = \"mia\"\nderive = \"{one} + {one}\"\n")
                    })
                    .collect::<String>(),
            &["error[bad-expression]: the result is too large", "hint: check the units"],
        ),
    ]
}

fn large() -> Vec<Case> {
    let file = &["error[too-long]: `", "edition.toml` has more than 4 MB of text", "hint: divide it"];
    vec![
        case("a_text_of_10_mb", text(&"word ".repeat(LARGE / 5)), file),
        case("a_word_of_10_mb", text(&"a".repeat(LARGE)), file),
        case(
            "a_key_of_3_mb",
            format!("{} = 1\n{}", "a".repeat(LARGE / 3), text("a")),
            &["error[unknown-key]", "edition.toml:1:1"],
        ),
        case(
            "a_number_of_3_mb",
            text("a").replace("1653", &"1".repeat(LARGE / 3)),
            &["error[bad-number]", "edition.toml:7:10", "hint: write at most 12 digits"],
        ),
        case(
            "a_line_of_quotation_marks",
            text("a") + "x = " + &"\"".repeat(LARGE / 3),
            &["error[toml-syntax]", "edition.toml:17:"],
        ),
        case(
            "a_line_of_lists_never_closed",
            text("a") + "x = [" + &"[\"\"],".repeat(LARGE / 20),
            &["error[toml-syntax]", "edition.toml:17:5", "hint: close it with `]`"],
        ),
        case(
            "a_title_of_3_mb",
            text("a").replace("A test", &"a ".repeat(LARGE / 6)),
            &["error[too-long]", "edition.toml:2:10", "hint: say it in fewer words"],
        ),
        case(
            "a_chapter_of_3_mb",
            text(&"word\n\n".repeat(LARGE / 20)),
            &["error[too-long]", "edition.toml:14:9", "hint: divide it into chapters"],
        ),
    ]
}

/// So many chapters, each of so many topics.
fn chapters(count: usize, topics: usize) -> String {
    let topic = |i: usize| format!("[[chapter.topic]]\nid = \"t{i}\"\ntitle = \"T\"\ntext = \"x\"\n");
    let all: String = (0..topics).map(topic).collect();
    (0..count).map(|i| format!("[[chapter]]\nid = \"c{i}\"\ntitle = \"C\"\n{all}")).collect()
}

fn many() -> Vec<Case> {
    vec![
        case(
            "100_000_shares",
            text("a").replace(
                "TR = 16.9",
                &(0..100_000).map(|i| format!("a{i} = 1")).collect::<Vec<_>>().join(", "),
            ),
            &["error[too-many]: there are 100002 entries", "edition.toml:9:10"],
        ),
        case(
            "50_000_named_periods",
            text("a")
                + "[periods]\n"
                + &(0..50_000)
                    .map(|i| format!("p{i} = {{ label = \"x\", from = 2023-01-01, to = 2023-01-02 }}\n"))
                    .collect::<String>(),
            &["error[too-many]: there are 50000 entries in [periods]", "edition.toml:17:1"],
        ),
        case(
            "4_000_topics_of_ten_chapters",
            text("a") + &chapters(10, 400),
            &["error[too-many]: there are 4000 topics in all", "edition.toml:", "hint: give at most 2000"],
        ),
        case(
            "2_000_spans_of_forty_years",
            text("{{ visas.total }}").replace("total  = 1653\n", "").replace("2022-Q2 = 2000", &spans(1_999)),
            &["error[no-value]: the figure `visas` has no value for 2023-Q2", "edition.toml:14:4"],
        ),
        case(
            "200_000_unknown_keys",
            (0..200_000).map(|i| format!("k{i} = 1\n")).collect::<String>() + &text("a"),
            &["error[unknown-key]", "edition.toml:1:1", "hint: "],
        ),
        case(
            "500_000_broken_lines",
            text("a") + &"= = =\n".repeat(500_000),
            &["error[toml-syntax]", "edition.toml:17:1"],
        ),
        case(
            "9_000_wrong_expressions",
            text(&"{{ visa }} ".repeat(4_000)),
            &[
                "error[unknown-figure]",
                "edition.toml:15:4",
                "more findings like these",
                "did you mean `visas`",
            ],
        ),
        case(
            "2_000_reversing_characters",
            text(&"\u{202e}".repeat(1_900)),
            &["error[forbidden-character]", "edition.toml:15:1"],
        ),
        case(
            "carriage_returns_alone",
            text("a").replace('\n', "\r"),
            &["error[toml-syntax]", "edition.toml:1:"],
        ),
        case("nothing_but_brackets", "[".repeat(LARGE / 4), &["error[toml-syntax]", "edition.toml:1:"]),
    ]
}
