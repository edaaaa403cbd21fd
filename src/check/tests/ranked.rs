//! Places among parts that sentences tell by many words.

use super::judged::{finds, lets_stand};
use crate::diag::code;

#[test]
fn places_are_told_by_many_words() {
    finds(
        code::CLAIM_RANK,
        &[
            (
                "No nationality received more work permits than Indians ({{ work.part(\"IN\") }}).",
                "No nationality received more work permits than",
            ),
            ("India ({{ work.part(\"IN\") }}) held the second rank among work permits.", "held the second"),
            (
                "After China, most work permits were given to citizens of India ({{ work.part(\"IN\") }}).",
                "most",
            ),
            (
                "India ({{ work.part(\"IN\") }}) came before Türkiye ({{ work.part(\"TR\") }}) in work permits.",
                "came before",
            ),
            ("India was the runner-up in work permits, with {{ work.part(\"IN\") }}.", "runner-up"),
            (
                "Türkiye formed the largest group ({{ work.part(\"TR\") }}), followed by India ({{ work.part(\"IN\") }}).",
                "largest",
            ),
            (
                "Among recipients of work permits, Indians came second ({{ work.part(\"IN\") }}).",
                "came second",
            ),
            ("Indians ({{ work.part(\"IN\") }}) top the list of work permits.", "top the list"),
        ],
    );
    lets_stand(
        code::CLAIM_RANK,
        &[
            "No nationality received more work permits than Chinese ({{ work.part(\"CN\") }}).",
            "No nationality received more than [55.6 per cent](=work.share(\"CN\")) of the work permits.",
            "India ({{ work.part(\"IN\") }}) held the third rank among work permits.",
            "In 2023 it was the second in a row, with {{ work.part(\"IN\") }} permits for India.",
            "After China, most work permits were given to citizens of Türkiye ({{ work.part(\"TR\") }}).",
            "Türkiye ({{ work.part(\"TR\") }}) came before India ({{ work.part(\"IN\") }}) in work permits.",
            "Türkiye was the runner-up in work permits, with {{ work.part(\"TR\") }}.",
            "China formed the largest group ({{ work.part(\"CN\") }}), followed by Türkiye ({{ work.part(\"TR\") }}).",
            "The largest groups were Türkiye ({{ work.part(\"TR\") }}) and China ({{ work.part(\"CN\") }}).",
            "Among recipients of work permits, Turks came second ({{ work.part(\"TR\") }}).",
            "Among recipients from South Asia, Pakistanis came second ({{ work.part(\"PK\") }}).",
        ],
    );
}

#[test]
fn a_trend_may_be_told_beside_the_numbers_before_it() {
    finds(
        code::CLAIM_TREND,
        &[(
            "Departures have gone down for the second quarter running, following {{ leavers.value(\"2022-Q4\") }} in October–December 2022 and {{ leavers.value(\"2023-Q1\") }} in January–March 2023.",
            "second quarter running",
        )],
    );
    lets_stand(
        code::CLAIM_TREND,
        &[
            "Departures went down for the first time in a year, following {{ leavers.value(\"2023-Q1\") }} in January–March 2023.",
            "The number of cases has gone up for the second quarter running, following {{ work.part(\"IN\") }} for India.",
        ],
    );
}

#[test]
fn a_balance_is_no_outflow_that_was_exceeded() {
    let net = "[figures.inflow]\nlabel = \"inflow of money\"\nsource = \"mia\"\ntotal = 90\n[figures.outflow]\nlabel = \"outflow of money\"\nsource = \"mia\"\ntotal = 40\n[figures.money]\nlabel = \"net money\"\nsource = \"mia\"\nbalance = true\nderive = \"inflow - outflow\"\n";
    let found = |text: &str| {
        let codes = [code::CLAIM_SIGN, code::CLAIM_DIRECTION];
        let all = codes.into_iter().flat_map(|code| super::findings(code, net, text));
        all.filter_map(|finding| finding.found).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(found("Inflows exceeded outflows by [50](=money)."), "");
    assert_eq!(found("Outflows exceeded inflows by {{ money }}."), "Outflows exceeded inflows");
}

#[test]
fn a_sum_is_that_of_the_numbers_before_it() {
    finds(
        code::CLAIM_SUM,
        &[
            (
                "Russians ({{ arrivals.part(\"RU\") }}) and Kazakhs ({{ arrivals.part(\"KZ\") }}) together numbered [1,791](=arrivals.part(\"RU\") + arrivals.part(\"TR\")).",
                "1,791",
            ),
            (
                "April ({{ arrivals.value(\"2023-04\") }}) and May ({{ arrivals.value(\"2023-05\") }}) came to a combined [2,049](=arrivals.value(\"2023-05\") + arrivals.value(\"2023-06\")).",
                "2,049",
            ),
            (
                "In all, the first and third quarters of 2022 saw [4,432](=arrivals.value(\"2022-Q1\") + arrivals.value(\"2022-Q2\")) arrivals.",
                "4,432",
            ),
        ],
    );
    lets_stand(
        code::CLAIM_SUM,
        &[
            "Russians ({{ arrivals.part(\"RU\") }}) and Kazakhs ({{ arrivals.part(\"KZ\") }}) together numbered [2,102](=arrivals.part(\"RU\") + arrivals.part(\"KZ\")).",
            "Behind Russians ({{ arrivals.part(\"RU\") }}) and Kazakhs ({{ arrivals.part(\"KZ\") }}), the next two nationalities together numbered [799](=arrivals.part(\"UZ\") + arrivals.part(\"TR\")).",
            "Behind Russians ({{ arrivals.part(\"RU\") }}) and Kazakhs ({{ arrivals.part(\"KZ\") }}), Uzbeks and Turks together numbered [799](=arrivals.part(\"UZ\") + arrivals.part(\"TR\")).",
            "April ({{ arrivals.value(\"2023-04\") }}) and May ({{ arrivals.value(\"2023-05\") }}) came to a combined [2,291](=arrivals.value(\"2023-04\") + arrivals.value(\"2023-05\")).",
            "The second and third quarters of 2022 together saw [5,038](=arrivals.value(\"2022-Q2\") + arrivals.value(\"2022-Q3\")) arrivals.",
        ],
    );
}

#[test]
fn of_two_parts_the_first_has_more() {
    finds(
        code::CLAIM_DIRECTION,
        &[(
            "More foreign citizens were issued work permits in Pakistan ({{ work.part(\"PK\") }}) than in India ({{ work.part(\"IN\") }}).",
            "More",
        )],
    );
    lets_stand(
        code::CLAIM_DIRECTION,
        &[
            "More foreign citizens were issued work permits in India ({{ work.part(\"IN\") }}) than in Pakistan ({{ work.part(\"PK\") }}).",
            "More men were issued work permits in Pakistan ({{ work.part(\"PK\") }}) than in the town of Almaty, and fewer in India ({{ work.part(\"IN\") }}).",
        ],
    );
}
