//! Tests of the road from a spec to a report, on small editions in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::scope::Scope;
use super::{Block, Inline, Report, plain_text};
use crate::diag::{Guesses, Warned, code};
use crate::language::Language;
use crate::spec::{Folder, Spec};
use crate::theme::Theme;

const SERIES: &str = "id = \"test\"\ncountry = \"KZ\"\n[sources.mia]\nname = \"Ministry\"\n";
const FIGURES: &str = r#"
[figures.visas]
label = "visas issued"
source = "mia"
total = 1653
values = { 2022-Q2 = 2000 }
shares = { CN = 50.3, TR = 16.9, GB = 3.0, other = 29.8 }
[figures.sent]
unit = "KZT billion"
values = { 2023-04 = 76.4, 2023-05 = 89.9, 2023-06 = 87.5 }
parts = { UZ = 80.5, RU = 60.9 }
convert = { unit = "USD million", rate = 2.2 }
[figures.rate]
unit = "per cent"
values = { 2023-04 = 5.1, 2023-05 = 5.0, 2023-06 = 4.9 }
[figures.lost]
not_available = "The letter has not come."
"#;

const HISTORY: &str = "[figures.sent]\nvalues = { 2023-Q1 = 182.9, 2023-04 = 76.40 }\n";

/// Builds an edition whose single chapter has this text.
fn build(text: &str, more: &str) -> Result<Report, Vec<String>> {
    build_with(text, more, HISTORY)
}

fn build_with(text: &str, more: &str, history: &str) -> Result<Report, Vec<String>> {
    let told = |faults: crate::diag::Faults| -> Vec<String> {
        let place = |d: &crate::diag::Diagnostic| {
            d.span.map_or("", |s| &faults.sources.text(s.source)[s.range()]).to_owned()
        };
        let said = faults.diagnostics.iter().filter(|d| d.code != code::PLACEHOLDER_LOGO);
        said.map(|d| format!("{} at `{}`", d.code, place(d))).collect()
    };
    try_build(text, more, history).map(|warned| warned.output).map_err(told)
}

fn build_warned(text: &str, more: &str) -> Warned<Report> {
    try_build(text, more, HISTORY).unwrap()
}

fn try_build(text: &str, more: &str, history: &str) -> Result<Warned<Report>, crate::diag::Faults> {
    let edition = format!(
        "period = \"2023-Q2\"\ntitle = \"T\"\nhistory = [\"history.toml\"]\n{FIGURES}\n{more}\n[[chapter]]\nid = \"c\"\ntitle = \"C\"\ntext = '''\n{text}'''\n"
    );
    let files = [("edition.toml", edition.as_str()), ("series.toml", SERIES), ("history.toml", history)];
    let files = files.map(|(name, text)| (name.to_owned(), Arc::from(text.as_bytes())));
    let folder = Folder::Memory(BTreeMap::from(files));
    let spec = Spec::load(&folder, "edition.toml", "")?;
    let (locale, theme) = (Language::embedded("en").unwrap(), Theme::embedded().unwrap());
    Report::build(&spec, &locale, &theme)
}

/// The text of the chapter's paragraphs, one a line.
fn printed(text: &str) -> String {
    let report = build(text, "").unwrap();
    let mut lines = Vec::new();
    report.walk(&mut |block| match block {
        Block::Paragraph(run) | Block::Heading(run) => lines.push(plain_text(run).replace('\u{a0}', " ")),
        _ => {}
    });
    lines.join("\n")
}

/// What expressions reach when there are no figures.
fn scope() -> Scope {
    Scope {
        figures: BTreeMap::new(),
        period: "2023-Q2".parse().unwrap(),
        at: None,
        groups: Arc::default(),
        locale: Arc::new(Language::embedded("en").unwrap()),
        names: BTreeMap::new(),
        guesses: Guesses::default(),
    }
}

fn faults(text: &str) -> Vec<String> {
    build(text, "").unwrap_err()
}

#[test]
fn numbers_are_computed_and_written_as_the_language_does() {
    for (expression, expected) in [
        ("visas", "1,653"),
        ("visas.total", "1,653"),
        ("visas.share(\"TR\")", "16.9 per cent"),
        ("visas.share(\"TR\") | short", "16.9%"),
        ("visas.share(\"TR\") | bare", "16.9"),
        ("visas.other", "29.8 per cent"),
        ("visas.names(2)", "China and Türkiye"),
        (
            "visas.ranking(3)",
            "China (50.3 per cent), Türkiye (16.9 per cent) and the United Kingdom (3.0 per cent)",
        ),
        ("visas.change(\"2022-Q2\")", "17.4 per cent"),
        ("visas.change(period.year_before) | round(2)", "17.35 per cent"),
        ("visas.change(\"2022-Q2\").amount", "347"),
        ("visas.change(\"2022-Q2\").words", "17.4 per cent fewer than in April–June 2022"),
        ("visas.ratio(\"2022-Q2\")", "0.8 times"),
        ("visas - visas.value(\"2022-Q2\")", "−347"),
        ("abs(visas - visas.value(\"2022-Q2\"))", "347"),
        ("sent.part(\"UZ\") + sent.part(\"RU\")", "KZT 141.4 billion"),
        ("percent(sent.part(\"UZ\") + sent.part(\"RU\"), sent) | round(2)", "55.71 per cent"),
        ("visas.share(\"CN\") - visas.share(\"TR\")", "33.4 percentage points"),
        ("rate.change(\"2023-04\", \"2023-05\").amount", "0.1 percentage points"),
        ("visas / visas.value(\"2022-Q2\")", "0.8 times"),
        ("sent / 3 | round(2)", "KZT 84.60 billion"),
        ("mean(visas, visas.value(\"2022-Q2\"))", "1,826.5"),
        ("per(1000, visas, visas.value(\"2022-Q2\"))", "826.5 per 1,000"),
        ("visas.change(\"2022-Q2\") | bare", "17.4"),
        ("visas.change(\"2022-Q2\") | short", "17.4%"),
        ("lost - visas", "not available"),
        ("sent.total", "KZT 253.8 billion"),
        ("sent | convert", "USD 558.36 million"),
        ("sent.value(\"2023-06\") | convert | round(1)", "USD 192.5 million"),
        // History adds earlier values in the edition's unit.
        ("sent.value(\"2023-Q1\")", "KZT 182.9 billion"),
        ("sent.change(\"2023-Q1\") | round(2)", "38.76 per cent"),
        ("sent.part(\"other\")", "KZT 112.4 billion"),
        ("sent.share(\"UZ\")", "31.7 per cent"),
        ("sent.share(\"UZ\") | round(2)", "31.72 per cent"),
        ("period", "April–June 2023"),
        ("period.ordinal", "second quarter of 2023"),
        ("period.previous.short", "Q1 2023"),
        ("span(\"2022-H1\")", "January–June 2022"),
        ("country(\"KR\")", "the Republic of Korea"),
        ("lost.total", "not available"),
        ("lost.change(\"2022-Q2\").amount | round(1)", "not available"),
    ] {
        assert_eq!(
            printed(&format!("a {{{{ {expression} }}}} z")),
            format!("a {expected} z"),
            "{expression}"
        );
    }
}

#[test]
fn what_an_author_types_reaches_the_page() {
    for text in [
        "C# and #3, @home, $5 & 7 < 8 > 6, \"quoted\", 'single', [brackets], {braces}, 100 % ~x~ ^y^ | z",
        "*one star, _one line, `one tick",
        "a\\b \\ c",
        "#panic(\"x\") #set page() = Heading @ref <lab",
        "қазақ тілі, ₸ is not here – Ünïcode “quotes”",
    ] {
        let text = text.replace("₸ is not here", "no sign");
        assert_eq!(printed(&text), text);
    }
    assert_eq!(printed(r"\*not emphasis\* \# \[x\]"), "*not emphasis* # [x]");
}

#[test]
fn faults_in_prose_point_at_the_words() {
    for (text, expected) in [
        ("a {{ visa.total }}", "unknown-figure at `visa`"),
        ("a {{ visas.totl }}", "unknown-name at `visas.totl`"),
        ("a {{ visas.share(\"XX\") }}", "no-value at `visas.share(\"XX\")`"),
        ("a {{ visas.value(\"2021-Q2\") }}", "no-value at `visas.value(\"2021-Q2\")`"),
        ("a {{ visas +* }}", "bad-expression at `*`"),
        ("a {{ sent | convert | convert }}", "no-value at `sent | convert | convert`"),
        ("a {{ sent.share(\"UZ\") | convert }}", "no-value at `sent.share(\"UZ\") | convert`"),
        ("a {{ rate.total }}", "no-value at `rate.total`"),
        ("a {{ visas - sent }}", "no-value at `visas - sent`"),
        ("a {{ 1653 }}", "bad-expression at `1653`"),
        ("a {{ \"\\u0001\" }}", "bad-expression at `\\`"),
        ("a &#x202e;b", "unsupported-text at `&#x202e;`"),
        ("a \\[b](=visas)", "bad-claim at `(=visas)`"),
        ("[a](https://b.c/{{ visas }})", "bad-link at `[a](https://b.c/{{ visas }})`"),
        ("[Note]: word", "unsupported-text at `[Note]: word`"),
        ("a {{ visas ~ \"x\" }}", "bad-expression at `~`"),
        ("a {{ visas + 1 }}", "bad-expression at `visas + 1`"),
        ("a {{ visas", "unclosed-expression at `{{`"),
        ("a [b](=visas", "unclosed-expression at `](=`"),
        ("é [b](=visa.total) c", "unknown-figure at `visa`"),
        ("a.[^mai]", "unknown-note at `mai`"),
        ("a [b](javascript:x) c", "bad-link at `[b](javascript:x)`"),
        ("a <b>c</b>", "html-in-text at `<b>`"),
        ("![](chart:none)", "unknown-block at `![](chart:none)`"),
        ("a ![](chart:none) b", "unknown-block at `![](chart:none)`"),
        ("see [](#fig-none)", "unknown-place at `[](#fig-none)`"),
        ("# Title", "heading-level at `# Title`"),
        ("{{ range(1000000) }}", "unknown-figure at `range`"),
    ] {
        let found = faults(text);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{text}: {found:?}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    assert_eq!(faults("{{ a }} and {{ b }}\n\n[c](ftp://d) [^e]").len(), 4);
}

#[test]
fn faults_of_tables_and_of_prose_are_told_together() {
    let more = "colour = 1\n[figures.odd]\ntotal = \"many\"\n";
    let found = build("{{ odd.total }} {{ odd.change(\"2022-Q2\") }} {{ visa }}", more).unwrap_err();
    // What rests on the broken figure is not a fault of its own.
    assert_eq!(found, ["unknown-key at `colour`", "wrong-type at `\"many\"`", "unknown-figure at `visa`"]);
}

#[test]
fn a_note_keeps_its_number_when_it_is_marked_again() {
    let mut report = build("a.[^mia]\n\nb.[^mia]", "").unwrap();
    assert_eq!(report.notes.len(), 1);
    let mut marks = 0;
    super::walk::inlines_mut(&mut report, &mut |inline| {
        marks += usize::from(matches!(inline, Inline::Note(0)));
    });
    assert_eq!(marks, 2);
}

#[test]
fn a_donut_joins_small_slices_and_adds_up() {
    let chart = "[charts.v]\nfigure = \"visas\"\nkind = \"donut\"\ntitle = \"V\"\njoin_below = 5\n";
    let report = build("![](chart:v)", chart).unwrap();
    let chart = report.chart("v").unwrap();
    let keys: Vec<&str> = chart.categories.iter().map(|category| category.key.as_str()).collect();
    let values: Vec<&str> = chart.series[0].values.iter().flatten().map(super::Number::text).collect();
    assert_eq!((keys, values), (vec!["CN", "TR", "other"], vec!["50.3%", "16.9%", "32.8%"]));
    assert!(chart.alt.starts_with("Donut chart. V. China 50.3"), "{}", chart.alt);
}

#[test]
fn a_chart_of_a_missing_figure_says_why() {
    let chart = "[charts.l]\nfigure = \"lost\"\nkind = \"bars\"\ntitle = \"L\"\n";
    let report = build("![](chart:l)", chart).unwrap();
    assert!(
        matches!(&report.chapters[0].blocks[0], Block::Unavailable(absent) if absent.reason.contains("letter") && absent.number == 1)
    );
}

#[test]
fn links_without_words_get_the_name_of_their_place() {
    let chart = "[charts.v]\nfigure = \"visas\"\nkind = \"bars\"\ntitle = \"V\"\n";
    let report = build("See [](#fig-v) in [](#chapter-c).\n\n![](chart:v)", chart).unwrap();
    let Block::Paragraph(run) = &report.chapters[0].blocks[0] else { panic!("a paragraph comes first") };
    assert_eq!(plain_text(run).replace('\u{a0}', " "), "See Figure 1 in C.");
}

#[test]
fn lists_and_tables_keep_their_shape() {
    let report = build("1. a\n2. b\n   - c\n\n| x | y |\n|:--|--:|\n| d | {{ visas }} |", "").unwrap();
    let Block::List { start: Some(1), items } = &report.chapters[0].blocks[0] else {
        panic!("a numbered list")
    };
    assert!(matches!(items[1][..], [Block::Paragraph(_), Block::List { start: None, .. }]), "{items:?}");
    let table = report.tables()[0];
    assert_eq!(plain_text(&table.rows[0][1]), "1,653");
    assert_eq!(table.columns[1].align, super::Align::Right);
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    let deep: String = (0..200).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    assert!(faults(&deep).iter().any(|fault| fault.starts_with("too-deep")));
}

#[test]
fn another_value_in_the_history_is_told() {
    let more = "[figures.old]\nvalues = { 2023-Q1 = 5 }\n";
    let report = build("{{ old.value(\"2023-Q1\") }}", more).unwrap();
    assert!(report.notes.is_empty());
    let history = HISTORY.replace("76.40", "77.0");
    let found = build_with("{{ nothing }}", "", &history).unwrap_err();
    assert!(found.contains(&"value-differs at `76.4`".to_owned()), "{found:?}");
}

#[test]
fn claims_of_titles_and_notes_are_compared_too() {
    let more = "[notes]\nn = \"[7](=visas)\"\n[charts.v]\nfigure = \"visas\"\nkind = \"bars\"\ntitle = \"[8](=visas)\"\n";
    let report = build("[9](=visas).[^n]\n\n![](chart:v)", more).unwrap();
    let words: Vec<String> = report.claims.iter().map(|claim| plain_text(&claim.words)).collect();
    assert_eq!(words, ["9", "8", "7"]);
}

#[test]
fn entries_that_no_chapter_prints_are_told() {
    let entry = "[[event]]\ndate = \"2023-04-01\"\ntitle = \"E\"\ntext = \"T\"\n";
    let found = build("{{ nothing }}", entry).unwrap_err();
    let both = ["not-placed at `\"E\"`", "unknown-figure at `nothing`"];
    assert_eq!(found, both, "an error elsewhere hides no warning");
    let nameless = "[[chapter]]\nlist = \"event\"\ntitle = \"C\"\n";
    let found = build("x", &format!("{entry}{nameless}")).unwrap_err();
    assert!(
        found.iter().all(|fault| !fault.starts_with("not-placed")),
        "what cannot be read may print it: {found:?}"
    );
    let Warned { warnings, .. } = build_warned("x", entry);
    assert!(
        warnings
            .iter()
            .any(|warning| warning.code == code::NOT_PLACED && warning.message.contains("[[event]]"))
    );
}

#[test]
fn the_code_of_a_country_is_found_by_its_name() {
    for (written, meant) in [
        ("Turkey", "`TR` (Türkiye)"),
        ("Russia", "`RU` (Russian Federation)"),
        ("UZB", "`UZ` (Uzbekistan)"),
        ("kz", "`KZ` (Kazakhstan)"),
    ] {
        let hint = scope().unknown_part(written).hint;
        assert!(hint.contains(meant), "{written}: {hint}");
    }
    for written in ["Korea", "Nowhere", "", "Q"] {
        let hint = scope().unknown_part(written).hint;
        assert!(!hint.contains("did you mean"), "{written}: {hint}");
    }
}

#[test]
fn an_expression_in_a_name_is_not_printed_as_it_stands() {
    let names = "[names]\ncis = \"CIS {{ period }}\"\n";
    assert_eq!(build("x", names).unwrap_err(), ["unsupported-text at `{{`"]);
}

/// The remark and the alternative text of the edition's chart.
fn remark_of_chart(lines: &str) -> (String, String) {
    let figure = "[figures.many]\nlabel = \"permits\"\nsource = \"mia\"\ntotal = 100\nshares = { CN = 30, TR = 20, UZ = 15, RU = 12, KR = 9, DE = 6, KG = 5, other = 3 }\n";
    let chart = format!("[charts.c]\nfigure = \"many\"\nkind = \"donut\"\ntitle = \"Permits\"\n{lines}\n");
    let report = build("![](chart:c)\n", &format!("{figure}{chart}")).unwrap();
    let chart = report.charts()[0];
    (plain_text(&chart.remark), chart.alt.replace('\u{a0}', " "))
}

#[test]
fn a_chart_may_name_its_own_source() {
    let figures = "[sources.a]\nname = \"A\"\n[sources.b]\nname = \"B\"\n[figures.one]\nsource = \"a\"\ntotal = 1\n\
        [figures.two]\nsource = \"b\"\ntotal = 2\n[notes]\nboth = \"Of A and B.\"\n";
    let chart = "[charts.c]\nfigures = [\"one\", \"two\"]\nkind = \"bars\"\ntitle = \"C\"\n";
    let more = |source: &str| format!("{figures}{chart}{source}\n");
    let below = |source: &str| {
        let Warned { output, warnings } = build_warned("![](chart:c)\n", &more(source));
        let is_told = warnings.iter().any(|told| told.code == code::SOURCE_MISSING);
        (plain_text(&output.charts()[0].source), is_told)
    };
    assert_eq!(below(""), ("A B".to_owned(), false));
    assert_eq!(below("source = \"both\""), ("Of A and B.".to_owned(), false));
    // One of them alone says too little; that of a figure which is not drawn is another one's.
    assert_eq!(below("source = \"a\""), ("A".to_owned(), true));
    assert_eq!(below("source = \"mia\""), ("Ministry".to_owned(), true));
    let unknown = build("![](chart:c)\n", &more("source = \"c\"")).unwrap_err();
    assert_eq!(unknown, ["unknown-source at `\"c\"`"]);
}

#[test]
fn a_chart_says_which_named_parts_the_rest_holds() {
    let (remark, alt) = remark_of_chart("join_below = 0");
    assert_eq!(remark, "“Other” includes Kyrgyzstan.");
    assert!(alt.ends_with(", Other 8 per cent; permits: 100. “Other” includes Kyrgyzstan."), "{alt}");
    let (remark, _) = remark_of_chart("join_below = 10");
    assert_eq!(remark, "“Other” includes the Republic of Korea, Germany and Kyrgyzstan.");
    let (remark, _) = remark_of_chart("remark = \"Others are Kyrgyzstan and more.\"");
    assert_eq!(remark, "Others are Kyrgyzstan and more.");
}

#[test]
fn a_figure_without_parts_is_told_once() {
    let more = "[figures.bare]\ntotal = 5\n";
    let text = "{{ bare.part(\"CN\") }} and {{ bare.share(\"TR\") }}, {{ bare.ranking(2) }}";
    assert_eq!(build(text, more).unwrap_err(), ["no-value at `bare.part(\"CN\")`"]);
}

#[test]
fn an_unknown_source_of_a_figure_is_told_once_though_a_tile_shows_it() {
    let figure = "[figures.guests]\nsource = \"mya\"\ntotal = 7\n[[tile]]\nvalue = \"guests\"\n";
    assert_eq!(build("x", figure).unwrap_err(), ["unknown-source at `\"mya\"`"]);
    let own = "[figures.guests]\ntotal = 7\n[[tile]]\nvalue = \"guests\"\nsource = \"mya\"\n";
    assert_eq!(build("x", own).unwrap_err(), ["unknown-source at `\"mya\"`"]);
}

#[test]
fn an_expression_that_begins_a_sentence_begins_with_a_capital() {
    for (text, right) in [
        (
            "{{ period.when }}, visas were issued {{ period.when }}.",
            "In April–June 2023, visas were issued in April–June 2023.",
        ),
        ("Visas were issued. {{ period.when }}, few.", "Visas were issued. In April–June 2023, few."),
        (
            "Visas (approx. {{ country(\"GB\") }}), No. {{ country(\"GB\") }}",
            "Visas (approx. the United Kingdom), No. the United Kingdom",
        ),
        ("### {{ period.ordinal }}", "Second quarter of 2023"),
        ("- {{ country(\"GB\") }}. {{ country(\"GB\") }}", "the United Kingdom. The United Kingdom"),
    ] {
        assert_eq!(printed(text), right);
    }
}

#[test]
fn a_tile_says_why_its_source_has_no_value() {
    let figure = |missing: &str| {
        format!(
            "[figures.inflow]\nlabel = \"money\"\nsource = \"mia\"\nvalues = {{ 2023-Q1 = 7 }}\n{missing}\n[[tile]]\nvalue = 'inflow'\nchange = 'inflow.change(\"2023-Q1\")'\n"
        )
    };
    let report = build("A word.\n", &figure("missing = { 2023-Q2 = \"The bank was late.\" }")).unwrap();
    let tile = &report.tiles[0];
    assert!(matches!(tile.number, super::Headline::NotAvailable(_)) && tile.change.is_none());
    assert_eq!(plain_text(&tile.remark), "The bank was late.");
    let told = build("A word.\n", &figure("missing = [\"2023-Q2\"]")).unwrap_err();
    assert_eq!(told[0], "no-value at `'inflow'`", "{told:?}");
}
