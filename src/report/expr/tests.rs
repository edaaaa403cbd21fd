//! What an expression is read as, and what is told of one that cannot be read.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};

use super::syntax::{LONGEST, Unread, parse};
use super::tree::{Chain, Head, Operation, Operator, Step, Word};
use super::{Outcome, evaluate};
use crate::data::quantity::{Origin, Quantity, Unit};
use crate::diag::{Guesses, Sources, Span};
use crate::language::Language;
use crate::report::compute::Figure;
use crate::report::scope::Scope;
use crate::report::{Gaps, PartList};

/// A tree without places, which follow from how a text is spaced.
fn bare(chain: &Chain) -> Chain {
    let word = |word: &Word| Word { text: word.text.clone(), place: 0..0 };
    let all = |chains: &[Chain]| chains.iter().map(bare).collect::<Vec<_>>();
    let head = match &chain.head {
        Head::Name { name, arguments } => {
            Head::Name { name: word(name), arguments: arguments.as_deref().map(all) }
        }
        Head::Operation(both) => {
            let (left, right) = (bare(&both.left), bare(&both.right));
            Head::Operation(Box::new(Operation { left, operator: both.operator, right }))
        }
        other => other.clone(),
    };
    let steps = chain.steps.iter().map(|step| match step {
        Step::Ask { name, arguments } => {
            Step::Ask { name: word(name), arguments: arguments.as_deref().map(all) }
        }
        Step::Filter { name, arguments } => Step::Filter { name: word(name), arguments: all(arguments) },
    });
    Chain { head, steps: steps.collect() }
}

fn name(text: &str) -> Word {
    Word { text: text.to_owned(), place: 0..0 }
}

fn of(head: Head, steps: Vec<Step>) -> Chain {
    Chain { head, steps }
}

fn figure(text: &str, steps: Vec<Step>) -> Chain {
    of(Head::Name { name: name(text), arguments: None }, steps)
}

fn ask(text: &str, arguments: Option<Vec<Chain>>) -> Step {
    Step::Ask { name: name(text), arguments }
}

fn filter(text: &str, arguments: Vec<Chain>) -> Step {
    Step::Filter { name: name(text), arguments }
}

fn text(words: &str) -> Chain {
    of(Head::Text(words.to_owned()), Vec::new())
}

fn number(digits: &str) -> Chain {
    of(Head::Number(digits.to_owned()), Vec::new())
}

fn operation(left: Chain, operator: Operator, right: Chain, steps: Vec<Step>) -> Chain {
    of(Head::Operation(Box::new(Operation { left, operator, right })), steps)
}

#[test]
fn products_bind_more_tightly_than_sums_and_filters_least() {
    let name = |text: &str| figure(text, Vec::new());
    let product = operation(name("b"), Operator::Times, number("2"), Vec::new());
    let short = || vec![filter("short", Vec::new())];
    for (written, tree) in [
        ("a - b * 2", operation(name("a"), Operator::Minus, product.clone(), Vec::new())),
        ("a - b - c", {
            let left = operation(name("a"), Operator::Minus, name("b"), Vec::new());
            operation(left, Operator::Minus, name("c"), Vec::new())
        }),
        ("a - (b - c)", {
            let right = operation(name("b"), Operator::Minus, name("c"), Vec::new());
            operation(name("a"), Operator::Minus, right, Vec::new())
        }),
        ("a / b | short", operation(name("a"), Operator::Over, name("b"), short())),
        ("(a + b) | short", operation(name("a"), Operator::Plus, name("b"), short())),
    ] {
        assert_eq!(parse(written).map(|chain| bare(&chain)), Ok(tree.clone()), "{written}");
        assert_eq!(parse(&tree.to_string()).map(|chain| bare(&chain)), Ok(tree), "{written}");
    }
}

#[test]
fn each_construct_is_read() {
    let share = |part: &str| vec![ask("share", Some(vec![text(part)]))];
    for (written, tree) in [
        ("visas", figure("visas", Vec::new())),
        ("visas.total", figure("visas", vec![ask("total", None)])),
        (" visas . total ", figure("visas", vec![ask("total", None)])),
        ("visas.share(\"CN\")", figure("visas", share("CN"))),
        ("visas.share('CN')", figure("visas", share("CN"))),
        ("visas.share(\"a 'b'\",)", figure("visas", share("a 'b'"))),
        ("visas.value()", figure("visas", vec![ask("value", Some(Vec::new()))])),
        (
            "visas.ranking(2, 'parts')",
            figure("visas", vec![ask("ranking", Some(vec![number("2"), text("parts")]))]),
        ),
        (
            "a.change(period.previous).amount|round(1) | short",
            figure(
                "a",
                vec![
                    ask("change", Some(vec![figure("period", vec![ask("previous", None)])])),
                    ask("amount", None),
                    filter("round", vec![number("1")]),
                    filter("short", Vec::new()),
                ],
            ),
        ),
        ("((visas).total) | short", figure("visas", vec![ask("total", None), filter("short", Vec::new())])),
        ("(visas | short).x", figure("visas", vec![filter("short", Vec::new()), ask("x", None)])),
        ("visas | round(-1)", figure("visas", vec![filter("round", vec![number("-1")])])),
        ("visas | round(1.5)", figure("visas", vec![filter("round", vec![number("1.5")])])),
        (
            "country(\"KR\")",
            of(Head::Name { name: name("country"), arguments: Some(vec![text("KR")]) }, Vec::new()),
        ),
        ("'so ' * 2", text("so so ")),
    ] {
        assert_eq!(parse(written).map(|chain| bare(&chain)), Ok(tree), "{written}");
    }
}

#[test]
fn a_fault_points_at_what_is_meant() {
    for (written, message, place) in [
        ("", "there is no expression", ""),
        ("visas +", "the expression is not complete", ""),
        ("visas.", "the expression is not complete", ""),
        ("visas.share(\"CN\"", "the expression is not complete", ""),
        ("(visas", "the expression is not complete", ""),
        ("visas +* 1", "`*` does not belong here", "*"),
        ("visas total", "`total` does not belong here", "total"),
        ("visas..total", "`.` does not belong here", ".t"),
        ("visas.share(\"CN\") )", "`)` does not belong here", ")"),
        ("visas | 7", "`7` does not belong here", "7"),
        ("visas.share(\"CN)", "a quotation mark is not closed", "\"CN"),
        ("visas ~ 'x'", "values cannot be joined to words with ~", "~"),
        ("visas.share(\"C\\N\")", "an expression cannot hold a backslash", "\\"),
        ("visas; period", "`;` means nothing in an expression", ";"),
        ("қазақ", "`қ` means nothing in an expression", "қ"),
        ("visas | short.total", "nothing can be asked for behind a filter", ".total"),
        ("visas == 1", "nothing can be computed or compared in an expression", ""),
        ("visas | short - 1", "nothing can be computed behind a filter", "- 1"),
        ("not visas", "nothing can be computed or compared in an expression", ""),
        ("visas if period else visas", "nothing can be computed or compared in an expression", ""),
        ("visas is not defined", "nothing can be computed or compared in an expression", ""),
        ("visas not in period", "the expression gives nothing that can be printed", ""),
        ("visas['total']", "the expression gives nothing that can be printed", ""),
        ("[visas, period]", "the expression gives nothing that can be printed", ""),
        ("(visas, period)", "the expression gives nothing that can be printed", ""),
        ("{'a': visas}.a | short", "the expression gives nothing that can be printed", ""),
        ("'a' * 600", "the expression gives nothing that can be printed", ""),
        ("'a' * 900000000", "the expression takes too many steps", ""),
    ] {
        let Err(Unread { fault, .. }) = parse(written) else { panic!("{written} is read") };
        assert_eq!(fault.message, message, "{written}");
        // The place begins where the words begin that are told.
        match fault.place {
            Some(found) => {
                assert!(
                    !place.is_empty() && written[found.start..].starts_with(place),
                    "{written}: {found:?}"
                );
            }
            None => assert_eq!(place, "", "{written}"),
        }
    }
}

#[test]
fn length_and_depth_have_limits() {
    let message = |written: &str| parse(written).map_err(|unread| unread.fault.message);
    let deep = |depth: usize| format!("{}visas{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&deep(38)).is_ok());
    assert_eq!(message(&deep(240)), Err("the expression has too many brackets".to_owned()));
    assert_eq!(message(&"-".repeat(400)), Err("the expression has too many brackets".to_owned()));
    assert!(parse(&format!("visas{}", ".a".repeat(240))).is_ok());
    assert!(parse(&format!("a{}", " + a".repeat(40))).is_ok());
    let many = message(&format!("a{}", " + a".repeat(41)));
    assert_eq!(many, Err("the expression computes with too many values".to_owned()));
    assert_eq!(message(&"a".repeat(501)), Err("the expression is too long".to_owned()));
}

/// What expressions reach: one figure with values, and one that is not available.
static SCOPE: LazyLock<Scope> = LazyLock::new(|| {
    let span = Span { source: Sources::default().add("a.toml", ""), start: 0, end: 0 };
    let value = |digits: &str| Quantity::new(digits.parse().unwrap(), Unit::default(), Origin::Given(span));
    let figure = |key: &str, values: &[(&str, &str)], not_available: Option<&str>| {
        let values = values.iter().map(|(period, digits)| (period.parse().unwrap(), value(digits)));
        let figure = Figure {
            gaps: Gaps::default(),
            key: key.to_owned(),
            label: "visas issued".to_owned(),
            unit: Unit::default(),
            period: "2023-Q2".parse().unwrap(),
            is_stock: false,
            values: values.collect(),
            shares: PartList::default(),
            parts: [("CN".to_owned(), value("900"))].into_iter().collect(),
            at: BTreeMap::new(),
            groups: Arc::default(),
            is_balance: false,
            derived: None,
            missing: BTreeMap::new(),
            given: Vec::new(),
            convert: None,
            source: None,
            is_unknown: false,
            revisions: Vec::new(),
            remark: None,
            not_available: not_available.map(str::to_owned),
            span,
        };
        (key.to_owned(), Arc::new(figure))
    };
    let visas = figure("visas", &[("2023-Q2", "1653"), ("2022-Q2", "2000")], None);
    Scope {
        figures: BTreeMap::from([visas, figure("lost", &[], Some("no letter"))]),
        period: "2023-Q2".parse().unwrap(),
        at: None,
        groups: Arc::default(),
        locale: Arc::new(Language::embedded("en").unwrap()),
        names: BTreeMap::new(),
        guesses: Guesses::default(),
    }
});

#[test]
fn a_fault_of_asking_says_what_to_write() {
    for (written, message, hint, place) in [
        ("visas.totl", "the figure `visas` cannot be asked for `totl`", "did you mean `total`?", None),
        (
            "visas.share",
            "the figure `visas` cannot be asked for `share`",
            "write what is asked for in brackets: `share(…)`",
            None,
        ),
        (
            "visas.total()",
            "the figure `visas` cannot be asked for `total(…)`",
            "write it without brackets: `total`",
            Some("total"),
        ),
        (
            "period.previous()",
            "a period cannot be asked for `previous(…)`",
            "write it without brackets: `previous`",
            Some("previous"),
        ),
        (
            "visas.total.round(1)",
            "a value cannot be asked for `round`",
            "ask the figure, as in visas.total; digits and forms stand behind a bar, as in visas.total | short",
            Some("round"),
        ),
        (
            "visas(1)",
            "`visas` takes nothing in brackets",
            "ask it for something, as in visas.total",
            Some("visas"),
        ),
        (
            "visas | short(1)",
            "`short` takes nothing in brackets",
            "write it like visas.total | short",
            Some("short"),
        ),
        ("country", "this takes one name in quotes", "write it like country(\"KR\")", None),
        ("exchange", "unknown figure `exchange`", "figures: lost, visas", Some("exchange")),
        // The name in quotes is not meant, nor the one that holds it.
        ("visas.share('vis', vis)", "unknown figure `vis`", "figures: lost, visas", Some("vis)")),
        (
            "visas + 1",
            "a plain number cannot be added to a value: no source gives it",
            "give the number a figure of its own, and add that",
            None,
        ),
        (
            "mean(visas)",
            "`mean` takes other values",
            "write it like mean(outflow.value(\"2023-04\"), outflow.value(\"2023-05\"))",
            Some("mean"),
        ),
        ("mean(vis, visas)", "unknown figure `vis`", "figures: lost, visas", Some("vis,")),
        ("visas / 0", "1653 cannot be computed with 0", "use a number that is not zero", None),
        (
            "per(12, visas, visas)",
            "`per` needs 100, 1000, 10000, 100000 or 1000000 first",
            "write it like per(1000, marriages.total, population.total)",
            Some("per"),
        ),
        (
            "visas + visas.change('2022-Q2')",
            "a change is both a percentage and a difference",
            "say which one: .percent or .amount",
            None,
        ),
        ("[vis] + 1", "unknown figure `vis`", "figures: lost, visas", Some("vis]")),
    ] {
        let fault = evaluate(written, &SCOPE).unwrap_err();
        assert_eq!((fault.message.as_str(), fault.hint.as_str()), (message, hint), "{written}");
        let found = fault.place.map(|place| &written[place.start..]);
        assert_eq!(found.is_some(), place.is_some(), "{written}: {found:?}");
        assert!(found.unwrap_or_default().starts_with(place.unwrap_or_default()), "{written}: {found:?}");
    }
}

#[test]
fn a_missing_value_is_named_beside_its_message() {
    let fault = evaluate("visas.change('2021-Q2')", &SCOPE).unwrap_err();
    let missing = fault.missing.unwrap();
    assert_eq!((missing.figure.as_str(), missing.period), ("visas", "2021-Q2".parse().ok()));
    assert_eq!(evaluate("visas.part('DE')", &SCOPE).unwrap_err().missing, None);
}

#[test]
fn what_is_asked_of_a_lost_figure_is_not_available() {
    for written in ["lost", "lost.total", "lost.change('2022-Q2').amount | round(1)", "lost.other | convert"]
    {
        let found = evaluate(written, &SCOPE);
        assert!(matches!(found, Ok(Outcome::NotAvailable(_))), "{written}: {found:?}");
    }
    assert!(matches!(evaluate("lost.label", &SCOPE), Ok(Outcome::Text(_))));
}

#[test]
fn a_ranking_names_its_figure() {
    let Ok(Outcome::Ranking { figure, .. }) = evaluate("visas.ranking(1)", &SCOPE) else {
        panic!("a ranking")
    };
    assert_eq!(figure, "visas");
}

/// Trees of any shape that authors could write.
fn chains() -> impl Strategy<Value = Chain> {
    let word = || {
        "[a-z_][a-z0-9_]{0,6}".prop_filter("an operator", |word| {
            !["not", "and", "or", "in", "is", "if", "else"].contains(&word.as_str())
        })
    };
    let leaf = prop_oneof![
        word().prop_map(|word| figure(&word, Vec::new())),
        "[^\"\\\\~]{0,5}".prop_map(|words| text(&words)),
        "-?[0-9]{1,3}(\\.[0-9]{1,2})?".prop_map(|digits| number(&digits)),
    ];
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let arguments = || prop::collection::vec(inner.clone(), 0..3);
        let given = || prop_oneof![Just(None), arguments().prop_map(Some)];
        let step = prop_oneof![
            (word(), given()).prop_map(|(word, arguments)| ask(&word, arguments)),
            (word(), arguments()).prop_map(|(word, arguments)| filter(&word, arguments)),
        ];
        let head = prop_oneof![
            inner.clone().prop_map(|chain| chain.head),
            (word(), arguments())
                .prop_map(|(word, arguments)| Head::Name { name: name(&word), arguments: Some(arguments) }),
        ];
        let signs = [Operator::Plus, Operator::Minus, Operator::Times, Operator::Over];
        let side = || inner.clone().prop_filter("words", |side| !matches!(side.head, Head::Text(_)));
        let both = (side(), prop::sample::select(signs.to_vec()), side());
        let both = both.prop_map(|(left, operator, right)| operation(left, operator, right, Vec::new()).head);
        (prop_oneof![head, both], prop::collection::vec(step, 0..4)).prop_map(|(head, steps)| of(head, steps))
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_the_same(chain in chains()) {
        let written = chain.to_string();
        if written.len() <= LONGEST {
            let read = parse(&written).map(|chain| bare(&chain));
            assert_eq!(read, Ok(chain), "{written}");
        }
    }

    #[test]
    fn no_text_stops_the_program(written in any::<String>()) {
        let _ = evaluate(&written, &SCOPE);
    }

    #[test]
    fn no_tokens_in_any_order_stop_the_program(
        tokens in prop::collection::vec(prop_oneof![
            Just("visas"), Just("period"), Just("lost"), Just("."), Just("|"), Just("("), Just(")"), Just(","),
            Just("["), Just("]"), Just("{"), Just("}"), Just(":"), Just("*"), Just("-"), Just("not"), Just("in"),
            Just("is"), Just("if"), Just("'CN'"), Just("\"2022-Q2\""), Just("7"), Just("1.5"), Just("total"),
            Just("share"), Just("change"), Just("ranking"), Just("mean"), Just("per"), Just("+"), Just("/"), Just("round"), Just("short"), Just("convert"),
        ], 0..40)
    ) {
        let written = tokens.join(" ");
        let found = evaluate(&written, &SCOPE);
        if let Ok(chain) = parse(&written) {
            let again = chain.to_string();
            assert_eq!(parse(&again).map(|chain| bare(&chain)), Ok(bare(&chain)), "{written}: {again}");
        }
        if let Some(place) = found.err().and_then(|fault| fault.place) {
            assert!(written.get(place.clone()).is_some_and(|part| !part.is_empty()), "{written}: {place:?}");
        }
    }
}

#[test]
fn names_take_forms_and_roles_of_the_language() {
    for (expression, expected) in [
        ("period | in", "in April–June 2023"),
        ("span(\"2023\") | in", "in 2023"),
        ("span(\"2023-07-01\") | in", "on 1 July 2023"),
        ("period.ordinal | of", "of the second quarter of 2023"),
        ("country(\"GB\") | of", "of the United Kingdom"),
        ("country(\"GB\") | text", "the United Kingdom"),
        ("country(\"GB\") | name", "United Kingdom"),
        ("visas.total | noun(\"visa\", \"visas\")", "1,653 visas"),
    ] {
        let shown = match evaluate(expression, &SCOPE).unwrap() {
            Outcome::Text(text) => text,
            Outcome::Quantity(quantity) => quantity.number(&SCOPE.locale).text().to_owned(),
            other => panic!("{expression}: {other:?}"),
        };
        assert_eq!(shown.replace('\u{a0}', " "), expected, "{expression}");
    }
}
