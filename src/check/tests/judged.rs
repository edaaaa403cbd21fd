//! Sentences that judge a number: its sign, its place among others, what it counts.

use super::findings;
use crate::diag::{Code, code};

pub(super) const FIGURES: &str = r#"
[names]
south = "South Asia"
[groups]
south = ["IN", "PK"]
[figures.arrivals]
label = "arrivals for permanent residence"
source = "mia"
total = 3253
values = { 2022-Q1 = 2012, 2022-Q2 = 2420, 2022-Q3 = 2618, 2022-Q4 = 3480, 2023-Q1 = 2238, 2023-04 = 1204, 2023-05 = 1087, 2023-06 = 962 }
parts = { RU = 1490, KZ = 612, UZ = 498, TR = 301, other = 352 }
[figures.arrivals.at.2022-Q2]
parts = { RU = 1532, KZ = 330, UZ = 402, TR = 84, other = 72 }
[figures.leavers]
label = "emigrants who left for good"
source = "mia"
total = 3606
values = { 2022-Q1 = 2890, 2022-Q2 = 2344, 2022-Q3 = 3127, 2022-Q4 = 3101, 2023-Q1 = 3912 }
parts = { RU = 2164, KZ = 861, TR = 142, other = 439 }
[figures.net]
label = "net migration"
source = "mia"
balance = true
derive = "arrivals - leavers"
[figures.work]
label = "work permits issued to foreign citizens"
source = "mia"
total = 4860
parts = { CN = 2704, TR = 571, IN = 463, PK = 287, other = 835 }
[figures.residence]
label = "residence permits granted"
source = "mia"
total = 1312
parts = { RU = 604, KZ = 228, UZ = 173, other = 307 }
[figures.jobless]
label = "unemployment rate"
unit = "per cent"
source = "mia"
total = 4.1
values = { 2022-Q2 = 4.6, 2022-Q3 = 3.9, 2022-Q4 = 4.0, 2023-Q1 = 3.8 }
"#;

fn found(code: Code, text: &str) -> Vec<String> {
    findings(code, FIGURES, text).into_iter().filter_map(|finding| finding.found).collect()
}

pub(super) fn finds(code: Code, texts: &[(&str, &str)]) {
    let told = texts.iter().map(|(text, right)| (found(code, text).join("; "), *right, *text));
    let wrong: Vec<_> = told.filter(|(told, right, _)| told != right).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

pub(super) fn lets_stand(code: Code, texts: &[&str]) {
    finds(code, &texts.iter().map(|text| (*text, "")).collect::<Vec<_>>());
}

fn lets_stand_all(texts: &[&str]) {
    signs(&texts.iter().map(|text| (*text, "")).collect::<Vec<_>>());
}

/// What the rules about signs tell together.
fn signs(texts: &[(&str, &str)]) {
    let codes = [code::CLAIM_SIGN, code::CLAIM_DIRECTION, code::CLAIM_VALUE];
    let told = texts.iter().map(|(text, right)| {
        let told = codes.into_iter().flat_map(|code| found(code, text)).collect::<Vec<_>>().join("; ");
        (told, *right, *text)
    });
    let wrong: Vec<_> = told.filter(|(told, right, _)| told != right).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_word_beside_a_balance_has_its_sign() {
    // The balance is −353, that of a year before 76, of a quarter before −1,674.
    signs(&[
        ("The country had a net inflow of {{ abs(net) }} people.", "net inflow"),
        ("The quarter ended with a surplus of [353](=abs(net)) people.", "surplus"),
        ("The population gained {{ abs(net) }} people through migration.", "gained"),
        ("There was a net gain of [353](=net.total) people.", "gain"),
        ("Net migration was positive, at {{ net }}.", "positive"),
        ("The balance was positive: [353](=abs(net)).", "positive"),
        ("Arrivals exceeded departures by {{ abs(net) }}.", "Arrivals exceeded departures"),
        (
            "More people settled in the country than left it, the difference being {{ abs(net) }}.",
            "More people settled in the country than left",
        ),
        ("Fewer people left than came; the difference was [353](=abs(net)).", "Fewer people left than came"),
        (
            "Departures were exceeded by arrivals, the difference being {{ abs(net) }}.",
            "Departures were exceeded by arrivals",
        ),
        ("A year before, the net outflow was [76](=net.value(\"2022-Q2\")).", "net outflow"),
        ("A year before, migration brought a loss of {{ net.value(\"2022-Q2\") }} people.", "loss"),
        ("A net outflow of {{ net }} people was recorded.", "−353"),
        ("The migration balance was [353](=net.total).", "353"),
        ("Net migration amounted to [353](=net) people in April–June 2023.", "353"),
        (
            "With the Russian Federation, the country gained {{ leavers.part(\"RU\") - arrivals.part(\"RU\") }} people.",
            "gained",
        ),
        (
            "The deficit of [1,674](=abs(net.value(\"2023-Q1\"))) turned into a surplus of [353](=abs(net)).",
            "surplus",
        ),
    ]);
    lets_stand_all(&[
        "The country had a net outflow of {{ abs(net) }} people.",
        "The quarter ended with a deficit of [353](=abs(net)) people.",
        "The population lost {{ abs(net) }} people through migration.",
        "Net migration was negative, at {{ net }}.",
        "Net migration was negative: [353](=abs(net)) people.",
        "The balance was [minus 353](=net.total).",
        "The balance was [−353](=net.total).",
        "The balance was −[353](=net.total).",
        "Net migration was {{ net }}.",
        "Departures exceeded arrivals by {{ abs(net) }}.",
        "Departures outnumbered arrivals, the difference being [353](=abs(net)).",
        "Arrivals were exceeded by departures, the difference being {{ abs(net) }}.",
        "More people left the country than settled in it, the difference being {{ abs(net) }}.",
        "{{ abs(net) }} more people left the country than settled in it.",
        "Fewer people came than left; the difference was [353](=abs(net)).",
        "A year before, the net inflow was [76](=net.value(\"2022-Q2\")).",
        "A year before, the country gained {{ net.value(\"2022-Q2\") }} people.",
        "The net outflow narrowed from {{ abs(net.value(\"2023-Q1\")) }} in January–March to {{ abs(net) }} in April–June 2023.",
        "The surplus of [76](=net.value(\"2022-Q2\")) turned into a deficit of [353](=abs(net)).",
        "The country had a net inflow of {{ net.value(\"2022-Q2\") }}, but a net outflow of {{ abs(net) }} in April–June 2023.",
        "Migration brought no gain: the balance was {{ net }}.",
        "Net migration changed by {{ net - net.value(\"2022-Q2\") }}.",
        "The loss went on. It was [353](=abs(net)) people.",
        "The difference was {{ leavers.part(\"RU\") - arrivals.part(\"RU\") }} for the Russian Federation.",
    ]);
}

#[test]
fn a_record_is_held_against_the_other_periods() {
    finds(
        code::CLAIM_RECORD,
        &[
            ("With {{ leavers }} people leaving, the second quarter was the strongest of 2023.", "strongest"),
            (
                "Departures were at their lowest of the year in April–June 2023, with [3,253](=arrivals.total).",
                "lowest",
            ),
            (
                "The largest monthly number of the quarter, [962](=arrivals.value(\"2023-06\")), came in June 2023.",
                "largest",
            ),
            (
                "In no quarter of 2022 did fewer people come than in October–December, with {{ arrivals.value(\"2022-Q4\") }}.",
                "In no quarter of 2022 did fewer people come than",
            ),
            (
                "The [3,253](=arrivals.total) arrivals are the highest number since the second quarter of 2022.",
                "highest",
            ),
            ("Arrivals stood at {{ arrivals }}, the highest level since April–June 2022.", "highest"),
            ("At {{ jobless }}, unemployment was the highest since the first quarter of 2022.", "highest"),
            ("The net outflow of {{ abs(net) }} people was the largest since 2022.", "largest"),
            (
                "In the second quarter, {{ leavers }} people left, more than in any other quarter of 2023.",
                "more than in any other",
            ),
            (
                "The {{ leavers }} emigrants are the most on record; no quarter had the most before.",
                "the most",
            ),
            (
                "Of all quarters of 2022, the first had the highest number of emigrants ([2,890](=leavers.value(\"2022-Q1\"))).",
                "highest",
            ),
            // The figure does not reach back.
            (
                "Arrivals stood at {{ leavers.value(\"2023-Q1\") }}, the highest level since the first quarter of 2019.",
                "highest",
            ),
        ],
    );
    lets_stand(
        code::CLAIM_RECORD,
        &[
            "With {{ leavers.value(\"2023-Q1\") }} people leaving, the first quarter was the strongest of 2023.",
            "The smallest monthly number of the quarter, [962](=arrivals.value(\"2023-06\")), came in June 2023.",
            "In no quarter of 2022 did more people come than in October–December, with {{ arrivals.value(\"2022-Q4\") }}.",
            "The [3,253](=arrivals.total) arrivals are the highest number since the fourth quarter of 2022.",
            "Arrivals stood at {{ arrivals }}, the highest level since October–December 2022, when they were {{ arrivals.value(\"2022-Q4\") }}.",
            "At {{ jobless }}, unemployment was the highest since the second quarter of 2022.",
            "The net outflow of {{ abs(net.value(\"2023-Q1\")) }} people was the largest of 2023.",
            "In the first quarter, {{ leavers.value(\"2023-Q1\") }} people left, more than in any other quarter of 2023.",
            "The {{ leavers.value(\"2023-Q1\") }} emigrants of January–March 2023 are the most on record.",
            "The third quarter of 2022 was not the strongest of 2022, with {{ arrivals.value(\"2022-Q3\") }}.",
            "It was one of the highest numbers of 2023: {{ arrivals }}.",
            "April was the strongest month of the quarter ({{ arrivals.value(\"2023-04\") }}), June the weakest of the quarter ({{ arrivals.value(\"2023-06\") }}).",
            "The highest number of people, {{ arrivals }}, came to the capital.",
            "The second highest number of 2022 was {{ arrivals.value(\"2022-Q3\") }}.",
            "Of all quarters of 2022, the third had the highest number of emigrants ([3,127](=leavers.value(\"2022-Q3\"))).",
        ],
    );
}

#[test]
fn a_rank_is_held_against_the_other_parts() {
    finds(
        code::CLAIM_RANK,
        &[
            ("The main country was Türkiye, whose citizens got {{ work.part(\"TR\") }} permits.", "main"),
            ("India received the largest number of work permits, [463](=work.part(\"IN\")).", "largest"),
            ("India, with [463](=work.part(\"IN\")), was the second largest recipient.", "second largest"),
            ("After China, India received the most work permits, {{ work.part(\"IN\") }}.", "the most"),
            (
                "Citizens of India ([463](=work.part(\"IN\"))) got more permits than those of any other country.",
                "more permits than those of any other",
            ),
            (
                "India ([463](=work.part(\"IN\"))) was ahead of Türkiye ([571](=work.part(\"TR\"))).",
                "ahead of",
            ),
            ("Türkiye ([571](=work.part(\"TR\"))) came behind India.", "behind"),
            (
                "The two main countries were China and India, with {{ work.part(\"CN\") }} and {{ work.part(\"IN\") }} permits.",
                "India",
            ),
            ("The smallest group came from India ({{ work.part(\"IN\") }}).", "smallest"),
            ("Citizens of Türkiye made up the largest share, {{ work.share(\"TR\") }}.", "largest"),
            (
                "The largest increase was that of Kazakhstan, {{ arrivals.change_of(\"KZ\", \"2022-Q2\") }}.",
                "largest",
            ),
            (
                "Türkiye accounted for {{ work.share(\"TR\") }}, more than any other country.",
                "more than any other",
            ),
        ],
    );
    lets_stand(
        code::CLAIM_RANK,
        &[
            "The main country was China, whose citizens got {{ work.part(\"CN\") }} permits.",
            "Türkiye, with [571](=work.part(\"TR\")), was the second largest recipient.",
            "After China, Türkiye received the most work permits, {{ work.part(\"TR\") }}.",
            "After China and Türkiye, India received the most work permits, {{ work.part(\"IN\") }}.",
            "Citizens of China ([2,704](=work.part(\"CN\"))) got more permits than those of any other country.",
            "Türkiye ([571](=work.part(\"TR\"))) was ahead of India.",
            "India ([463](=work.part(\"IN\"))) came behind Türkiye.",
            "The two main countries were China and Türkiye, with {{ work.part(\"CN\") }} and {{ work.part(\"TR\") }} permits.",
            "The smallest group came from Pakistan ({{ work.part(\"PK\") }}).",
            "The largest groups were citizens of China ({{ work.part(\"CN\") }}), Türkiye ({{ work.part(\"TR\") }}) and India ({{ work.part(\"IN\") }}).",
            "India is one of the largest groups, with {{ work.part(\"IN\") }}.",
            "In Osh, the second largest city, {{ work.part(\"IN\") }} permits went to citizens of India.",
            "China is the largest recipient, while India received {{ work.part(\"IN\") }} permits.",
            "The largest increase was that of Türkiye, {{ arrivals.change_of(\"TR\", \"2022-Q2\") }}.",
            "The largest share of the {{ work }} permits went to citizens of China ({{ work.share(\"CN\") }}).",
            "At least {{ work.part(\"IN\") }} permits went to citizens of India.",
            "The main change in law concerns citizens of India ({{ work.part(\"IN\") }}).",
            "For India, {{ work.part(\"IN\") }} is the highest number since 2019.",
        ],
    );
}

#[test]
fn another_figures_words_are_told() {
    finds(
        code::CLAIM_FIGURE,
        &[
            ("In the quarter, {{ leavers }} people arrived for permanent residence.", "3,606"),
            ("Arrivals numbered {{ leavers }}.", "3,606"),
            ("The number of emigrants was {{ arrivals }}.", "3,253"),
            ("Nationals of China got {{ work.part(\"CN\") }} residence permits.", "2,704"),
            ("The unemployment rate was {{ work.share(\"TR\") }}.", ""),
            (
                "Of all residence permits granted, {{ work.share(\"TR\") }} went to citizens of Türkiye.",
                "11.7 per cent",
            ),
            (
                "Of all emigrants, [45.8 per cent](=arrivals.share(\"RU\")) went to the Russian Federation.",
                "45.8 per cent",
            ),
        ],
    );
    lets_stand(
        code::CLAIM_FIGURE,
        &[
            "In the quarter, {{ arrivals }} people arrived for permanent residence.",
            "In the quarter, {{ arrivals }} people arrived and {{ leavers }} left.",
            "Emigrants numbered {{ leavers }}.",
            "While {{ leavers }} emigrants left, {{ arrivals }} people came.",
            "Arrivals were fewer than emigrants, so that net migration was {{ net }}.",
            "The country lost {{ abs(net) }} people: emigrants exceeded arrivals.",
            "Nationals of China got {{ work.part(\"CN\") }} work permits.",
            "Nationals of China got {{ work.part(\"CN\") }} permits.",
            "Foreign citizens were given {{ residence }} papers of residence.",
            "Of those who came, {{ arrivals.share(\"RU\") }} came from the Russian Federation.",
            "There were {{ arrivals - leavers }} more arrivals than emigrants.",
            "They outnumbered arrivals: {{ leavers }} people went away.",
            "The loss was {{ abs(net) }} people, since emigrants exceeded arrivals.",
            "More people went away than arrived, {{ leavers }}.",
            "Unlike emigrants, they came for good: {{ arrivals }} people.",
        ],
    );
}
