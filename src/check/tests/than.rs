//! Comparatives with "than" about one number, words for more than half, and units that are told twice.

use super::judged::{finds, lets_stand};
use crate::diag::code;

#[test]
fn a_number_alone_is_held_against_the_period_that_is_named() {
    finds(
        code::CLAIM_DIRECTION,
        &[
            ("In all, {{ arrivals }} people came, fewer than a year earlier.", "fewer"),
            ("In all, {{ arrivals }} people came, fewer than in April–June 2022.", "fewer"),
            ("Arrivals stood at {{ arrivals }}, lower than in the previous quarter.", "lower"),
            ("There were fewer arrivals ({{ arrivals }}) than a year earlier.", "fewer"),
            (
                "Nationals of Uzbekistan came {{ arrivals.part(\"UZ\") }} times, fewer than a year earlier.",
                "fewer",
            ),
            ("The rate was {{ jobless }}, higher than a year earlier.", "higher"),
            ("Arrivals numbered {{ arrivals }}, down from the previous quarter.", "down"),
            ("Departures numbered {{ leavers }}, no fewer than in the previous quarter.", "no fewer"),
        ],
    );
    lets_stand(
        code::CLAIM_DIRECTION,
        &[
            "In all, {{ arrivals }} people came, more than a year earlier.",
            "In all, {{ arrivals }} people came, more than in January–March 2023 or April–June 2022.",
            "There were more arrivals ({{ arrivals }}) than a year earlier.",
            "Nationals of the Russian Federation came {{ arrivals.part(\"RU\") }} times, fewer than a year earlier.",
            "The rate was {{ jobless }}, lower than a year earlier.",
            // Something else is compared, or with something else.
            "In all, {{ arrivals }} people came, although fees were lower than a year earlier.",
            "The {{ arrivals }} newcomers paid less than a year earlier.",
            "In all, {{ arrivals }} people came, and fewer of them were women than a year earlier.",
            "In all, {{ arrivals }} people came, fewer than planned a year earlier.",
            "In all, {{ arrivals }} people came, fewer than in any quarter of 2022 but one.",
            "In all, {{ arrivals }} people came, with fewer children among them than a year earlier.",
            "In all, {{ arrivals }} people came, fewer than twice as many as a year earlier.",
            "In all, {{ arrivals }} people came, fewer than in 2021.",
            "Of {{ arrivals.value(\"2022-Q4\") }} in October–December 2022, there were no more than {{ arrivals }} left.",
        ],
    );
}

#[test]
fn two_parts_are_held_to_the_order_in_which_they_are_told() {
    finds(
        code::CLAIM_DIRECTION,
        &[
            (
                "Nationals of India ({{ work.part(\"IN\") }}) got more permits than nationals of Türkiye ({{ work.part(\"TR\") }}).",
                "more",
            ),
            (
                "Nationals of China got fewer permits ({{ work.part(\"CN\") }}) than nationals of India ({{ work.part(\"IN\") }}).",
                "fewer",
            ),
        ],
    );
    lets_stand(
        code::CLAIM_DIRECTION,
        &[
            "Nationals of India ({{ work.part(\"IN\") }}) got fewer permits than nationals of Türkiye ({{ work.part(\"TR\") }}).",
            "Nationals of China got more permits ({{ work.part(\"CN\") }}) than nationals of India ({{ work.part(\"IN\") }}).",
            "Nationals of India ({{ work.part(\"IN\") }}) waited longer and paid more fees than nationals of Türkiye ({{ work.part(\"TR\") }}).",
        ],
    );
}

#[test]
fn the_majority_is_more_than_half() {
    finds(
        code::CLAIM_VALUE,
        &[
            ("The majority of permits went to Türkiye ({{ work.share(\"TR\") }}).", "majority"),
            ("The majority of permits, [571](=work.part(\"TR\")), went to Türkiye.", "majority"),
        ],
    );
    lets_stand(
        code::CLAIM_VALUE,
        &[
            "The majority of permits went to China ({{ work.share(\"CN\") }}).",
            "Not the majority of permits went to Türkiye ({{ work.share(\"TR\") }}).",
            "Those below the age of majority came from Türkiye ({{ work.share(\"TR\") }}).",
            "Most permits beside China's went to Türkiye ({{ work.share(\"TR\") }}).",
        ],
    );
}

#[test]
fn almost_reaches_no_farther_than_the_next_number_that_is_as_round() {
    finds(
        code::CLAIM_NEARNESS,
        &[
            ("It was [almost 60 per cent](=work.share(\"CN\")).", ""),
            ("It was [almost 56 per cent](=work.share(\"CN\")).", ""),
            ("It was [almost 58 per cent](=work.share(\"CN\")).", "almost 58 per cent"),
            ("It was [just over 51 per cent](=work.share(\"CN\")).", "just over 51 per cent"),
            ("It was [just over half](=work.share(\"CN\")).", "just over half"),
        ],
    );
}

#[test]
fn a_record_of_so_many_periods_is_held_to_them() {
    finds(
        code::CLAIM_RECORD,
        &[
            ("Departures numbered {{ leavers }}, the highest in five quarters.", "highest"),
            ("Departures numbered {{ leavers }}, the highest number in the last two quarters.", "highest"),
            ("Departures reached a record {{ leavers }}.", "a record"),
            ("Departures, at {{ leavers }}, were the highest of the past five quarters.", "highest"),
        ],
    );
    lets_stand(
        code::CLAIM_RECORD,
        &[
            "Departures numbered {{ leavers.value(\"2023-Q1\") }}, the highest in five quarters.",
            "The Ministry keeps a record of departures: {{ leavers }}.",
        ],
    );
}
