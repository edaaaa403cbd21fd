//! Places among parts and periods, trends, and the size of changes.

use super::judged::{finds, lets_stand};
use crate::diag::code;

#[test]
fn places_are_held_to_the_order_of_the_parts() {
    finds(
        code::CLAIM_RANK,
        &[
            ("Türkiye, with {{ leavers.part(\"TR\") }}, ranked second.", "ranked second"),
            ("Türkiye took second place, with {{ leavers.part(\"TR\") }}.", "took second"),
            ("Most emigrants went to Türkiye ({{ leavers.part(\"TR\") }}).", "Most"),
            ("Most emigrants, {{ leavers.part(\"TR\") }}, went to Türkiye.", "Most"),
            ("Türkiye holds second place, with {{ leavers.part(\"TR\") }}.", "holds second"),
            ("People left above all for Türkiye ({{ leavers.part(\"TR\") }}).", "above all"),
        ],
    );
    lets_stand(
        code::CLAIM_RANK,
        &[
            "Türkiye, with {{ leavers.part(\"TR\") }}, ranked third.",
            "Türkiye, which had ranked second a year earlier, came third with {{ leavers.part(\"TR\") }}.",
            "Most emigrants went to the Russian Federation ({{ leavers.part(\"RU\") }}).",
            "They left mainly for the Russian Federation ({{ leavers.part(\"RU\") }}).",
            "Most of them were men; {{ leavers.part(\"TR\") }} people went to Türkiye.",
            "Mainly because of the law, {{ leavers.part(\"TR\") }} people went to Türkiye.",
            "The second quarter was the first in which {{ leavers.part(\"TR\") }} people went to Türkiye.",
            "Among the countries of South Asia, India had the most work permits ({{ work.part(\"IN\") }}).",
        ],
    );
}

#[test]
fn records_are_told_of_months_and_of_years_that_begin() {
    finds(
        code::CLAIM_RECORD,
        &[
            (
                "Arrivals reached their highest level in May, at [1,087](=arrivals.value(\"2023-05\")).",
                "highest",
            ),
            ("Arrivals, at {{ arrivals }}, were the highest since the beginning of 2022.", "highest"),
            (
                "Not since July–September 2022 have so few people left as in the second quarter ([3,606](=leavers.total)).",
                "Not since July–September 2022 have so few",
            ),
        ],
    );
    lets_stand(
        code::CLAIM_RECORD,
        &[
            "April was the strongest month, at [1,204](=arrivals.value(\"2023-04\")).",
            "Arrivals, at {{ arrivals }}, were the highest since the beginning of 2023.",
            "Arrivals, at {{ arrivals }}, were the highest since the beginning of the year.",
            "The largest group came in May ([1,087](=arrivals.value(\"2023-05\"))).",
        ],
    );
}

#[test]
fn trends_are_held_to_every_value_between() {
    finds(
        code::CLAIM_TREND,
        &[
            ("Arrivals rose for the third quarter in a row, to {{ arrivals }}.", "third quarter in a row"),
            ("Arrivals rose for the second consecutive quarter, to {{ arrivals }}.", "second consecutive"),
            (
                "Arrivals have risen every quarter since April–June 2022, to {{ arrivals }}.",
                "every quarter since April–June 2022",
            ),
            (
                "Arrivals rose for the fifth quarter in a row, to {{ arrivals.value(\"2022-Q4\") }}.",
                "fifth quarter in a row",
            ),
            ("In a straight third quarter, arrivals rose, to {{ arrivals }}.", "straight third quarter"),
            (
                "Arrivals rose month by month: {{ arrivals.value(\"2023-04\") }}, {{ arrivals.value(\"2023-05\") }} and {{ arrivals.value(\"2023-06\") }}.",
                "month by month",
            ),
        ],
    );
    lets_stand(
        code::CLAIM_TREND,
        &[
            "Arrivals rose for the third quarter in a row, to {{ arrivals.value(\"2022-Q4\") }}.",
            "In three consecutive quarters, arrivals rose, to {{ arrivals.value(\"2022-Q4\") }}.",
            "For the third year in a row, {{ arrivals }} people came.",
            "Arrivals fell month by month: {{ arrivals.value(\"2023-04\") }}, {{ arrivals.value(\"2023-05\") }} and {{ arrivals.value(\"2023-06\") }}.",
            "Arrivals rose month by month; in the three months there were {{ arrivals.value(\"2023-04\") }}, {{ arrivals.value(\"2023-05\") }} and {{ arrivals.value(\"2023-06\") }}.",
            "Each month, arrivals rose in the first half and fell in the second: {{ arrivals.value(\"2023-04\") }}, {{ arrivals.value(\"2023-05\") }}, {{ arrivals.value(\"2023-06\") }}.",
            "Three meetings in a row were held, and arrivals rose to {{ arrivals }}.",
        ],
    );
}

#[test]
fn words_for_the_size_are_held_to_the_change() {
    finds(
        code::CLAIM_SIZE,
        &[
            ("Arrivals rose slightly, by {{ arrivals.change(\"2023-Q1\") }}.", "slightly"),
            ("There was a slight rise in arrivals, of {{ arrivals.change(\"2023-Q1\") }}.", "slight"),
            ("Departures fell sharply, by {{ leavers.change(\"2023-Q1\") }}.", "sharply"),
            ("Departures fell steeply from {{ leavers.value(\"2023-Q1\") }} to {{ leavers }}.", "steeply"),
        ],
    );
    lets_stand(
        code::CLAIM_SIZE,
        &[
            "Arrivals rose sharply, by {{ arrivals.change(\"2023-Q1\") }}.",
            "Departures fell by {{ leavers.change(\"2023-Q1\") }}.",
            "Departures fell from {{ leavers.value(\"2023-Q1\") }} to slightly more than [3,600](=leavers.total).",
        ],
    );
}

#[test]
fn the_larger_of_two_numbers_is_told_as_the_larger() {
    finds(
        code::CLAIM_DIRECTION,
        &[
            ("Arrivals ({{ arrivals }}) exceeded departures ({{ leavers }}).", "exceeded"),
            (
                "Kazakhs ({{ leavers.part(\"KZ\") }}) outnumbered Russians ({{ leavers.part(\"RU\") }}).",
                "outnumbered",
            ),
            (
                "Having risen to [1,204](=arrivals.value(\"2023-04\")) in April, arrivals climbed to [1,087](=arrivals.value(\"2023-05\")) in May.",
                "climbed",
            ),
            (
                "More people arrived in May: [1,087](=arrivals.value(\"2023-05\")), compared with [1,204](=arrivals.value(\"2023-04\")) in April.",
                "More",
            ),
            ("Compared with October–December 2022, arrivals rose to {{ arrivals }}.", "rose"),
        ],
    );
    lets_stand(
        code::CLAIM_DIRECTION,
        &[
            "Departures ({{ leavers }}) exceeded arrivals ({{ arrivals }}).",
            "Arrivals ({{ arrivals }}) were exceeded by departures ({{ leavers }}).",
            "Russians ({{ leavers.part(\"RU\") }}) outnumbered Kazakhs ({{ leavers.part(\"KZ\") }}).",
            "Fewer people arrived in May: [1,087](=arrivals.value(\"2023-05\")), compared with [1,204](=arrivals.value(\"2023-04\")) in April.",
            "Compared with October–December 2022, arrivals fell to {{ arrivals }}.",
        ],
    );
}

#[test]
fn fractions_are_held_to_the_number_in_brackets() {
    finds(
        code::CLAIM_VALUE,
        &[
            ("Arrivals grew by a third ([45.4 per cent](=arrivals.change(\"2023-Q1\"))).", "a third"),
            ("Every second emigrant ({{ leavers.share(\"KZ\") }}) went to Kazakhstan.", "Every second"),
            (
                "Four out of ten emigrants ([60.0 per cent](=leavers.share(\"RU\"))) went to Russia.",
                "Four out of ten",
            ),
        ],
    );
    finds(code::CLAIM_NEARNESS, &[("Arrivals came to {{ arrivals }}, just over 3,300.", "3,300")]);
    lets_stand(
        code::LOOSE_NUMBER,
        &[
            "Arrivals grew by almost a half ([45.4 per cent](=arrivals.change(\"2023-Q1\"))).",
            "Every fourth emigrant ({{ leavers.share(\"KZ\") }}) went to Kazakhstan; every second day, 3 more cities were told.",
            "Six out of ten emigrants ([60.0 per cent](=leavers.share(\"RU\"))) went to Russia; the fee is 350 lari.",
            "Neither Türkiye ({{ leavers.part(\"TR\") }}) nor the others reached 200; call 116 from 9 to 18 o'clock.",
        ],
    );
}

#[test]
fn a_superlative_without_a_number_is_held_to_the_figure_that_its_words_name() {
    finds(
        code::CLAIM_RANK,
        &[
            ("Most residence permits were granted to citizens of Kazakhstan.", "Most"),
            ("The largest number of residence permits went to citizens of Uzbekistan.", "largest"),
            ("After the Russian Federation, Uzbekistan got the most residence permits.", "the most"),
            (
                "Citizens of Pakistan received more work permits than those of any other country.",
                "more work permits than those of any other",
            ),
            ("Citizens of India were second by number of work permits.", "were second"),
        ],
    );
    lets_stand(
        code::CLAIM_RANK,
        &[
            "Most residence permits were granted to citizens of the Russian Federation.",
            "After the Russian Federation, Kazakhstan got the most residence permits.",
            "Citizens of Türkiye were second by number of work permits.",
            // Only some of them are ranked, or those of another time, or of something else.
            "Most renewed residence permits were granted to citizens of Kazakhstan.",
            "Most residence permits for students in Almaty went to citizens of Kazakhstan.",
            "In 2021, most residence permits were granted to citizens of Kazakhstan.",
            "Most residence permits were once granted to citizens of Kazakhstan, in earlier years.",
            "Most residence permits were not granted to citizens of Kazakhstan.",
            "In Germany, most residence permits were granted to citizens of Kazakhstan.",
            "Most permits were granted to citizens of Kazakhstan.",
            "Most residence permits were granted to citizens of Kazakhstan and Uzbekistan.",
        ],
    );
}

#[test]
fn an_ordinal_before_what_is_ranked_is_a_place() {
    finds(
        code::CLAIM_RANK,
        &[(
            "Türkiye was the second country of destination, with {{ leavers.part(\"TR\") }}.",
            "was the second",
        )],
    );
    lets_stand(
        code::CLAIM_RANK,
        &[
            "Türkiye was the third country of destination, with {{ leavers.part(\"TR\") }}.",
            "Türkiye was the second country to open its borders; {{ leavers.part(\"TR\") }} people went there.",
        ],
    );
}

#[test]
fn a_place_is_told_of_the_name_before_the_one_that_it_is_ahead_of() {
    finds(
        code::CLAIM_RANK,
        &[
            ("Türkiye ranked second, ahead of Kazakhstan ({{ leavers.part(\"KZ\") }}).", "ranked second"),
            ("Kazakhstan, with {{ leavers.part(\"KZ\") }}, ranked third, ahead of Türkiye.", "ranked third"),
        ],
    );
    lets_stand(
        code::CLAIM_RANK,
        &[
            "Kazakhstan ranked second, ahead of Türkiye ({{ leavers.part(\"TR\") }}).",
            "Ranked second among all, it was ahead of Türkiye ({{ leavers.part(\"TR\") }}).",
        ],
    );
}

#[test]
fn words_for_how_nearly_a_part_is_meant_tell_no_size() {
    finds(
        code::CLAIM_SIZE,
        &[("Arrivals grew a little, by {{ arrivals.change(\"2023-Q1\") }}.", "a little")],
    );
    lets_stand(
        code::CLAIM_SIZE,
        &["Arrivals grew by a little under a half, by {{ arrivals.change(\"2023-Q1\") }}."],
    );
}
