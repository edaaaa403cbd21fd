//! What numbers count and what they are parts of, by words that labels do not have.

use super::judged::{finds, lets_stand};
use crate::diag::code;

#[test]
fn words_of_the_other_way_are_told() {
    finds(
        code::CLAIM_FIGURE,
        &[
            ("In the second quarter, {{ leavers }} people arrived in the country.", "3,606"),
            ("Immigration came to {{ leavers }} in the second quarter.", "3,606"),
            ("The outflow of people numbered [3,253](=arrivals.total).", "3,253"),
            (
                "Of the persons who arrived, [60.0 per cent](=leavers.share(\"RU\")) were Russian.",
                "60.0 per cent",
            ),
            (
                "Russians were {{ leavers.share(\"RU\") }} of those who came to live in the country.",
                "60.0 per cent",
            ),
            (
                "Of all who arrived and left, {{ leavers.share(\"RU\") }} were Russian citizens.",
                "60.0 per cent",
            ),
        ],
    );
    lets_stand(
        code::CLAIM_FIGURE,
        &[
            "In the second quarter, {{ leavers }} people left the country.",
            "Emigration came to {{ leavers }}, after an inflow of students in spring.",
            "Emigration rose, reaching {{ leavers }} after the inflow of spring.",
            "Of the emigrants, {{ leavers.share(\"RU\") }} were citizens of the Russian Federation.",
            "There were {{ arrivals }} arrivals, and {{ leavers }} people left.",
            "The Russian Federation received {{ leavers.part(\"RU\") }} people.",
            "Of those who left, {{ leavers.share(\"RU\") }} went to the Russian Federation.",
        ],
    );
}

#[test]
fn the_contrary_of_a_word_of_the_label_is_told() {
    finds(
        code::CLAIM_FIGURE,
        &[
            ("Employment was at {{ jobless }} in the second quarter.", "4.1 per cent"),
            ("Study permits numbered {{ work }} in the second quarter.", "4,860"),
            ("Arrivals for temporary residence came to {{ arrivals }}.", "3,253"),
        ],
    );
    lets_stand(
        code::CLAIM_FIGURE,
        &[
            "Unemployment stood at {{ jobless }}, and employment grew.",
            "Work permits numbered {{ work }}, and residence permits were fewer.",
            "Arrivals for permanent residence, unlike those for temporary stays, came to {{ arrivals }}.",
        ],
    );
}

#[test]
fn a_share_is_one_of_all_and_not_of_the_part() {
    finds(
        code::CLAIM_PART,
        &[
            ("Among Russian citizens, {{ leavers.share(\"RU\") }} left.", "60.0 per cent"),
            (
                "Of the work permits for South Asian workers, [9.5 per cent](=percent(work.part(\"IN\"), work)) were issued to nationals of India.",
                "9.5 per cent",
            ),
            ("Russian citizens made up {{ leavers.share(\"RU\") }} of the population.", "60.0 per cent"),
        ],
    );
    lets_stand(
        code::CLAIM_PART,
        &[
            "Among the emigrants, {{ leavers.share(\"RU\") }} were Russian citizens.",
            "Of the work permits, {{ work.share(\"IN\") }} went to India.",
            "Russian citizens made up {{ leavers.share(\"RU\") }} of all emigrants.",
        ],
    );
}

#[test]
fn an_amount_of_a_change_is_no_value() {
    finds(
        code::CHANGE_OR_VALUE,
        &[
            ("In the second quarter, [1,015](=arrivals.change(\"2023-Q1\").amount) people arrived.", "1,015"),
            (
                "Arrivals grew from {{ arrivals.value(\"2023-Q1\") }} to {{ arrivals.change(\"2023-Q1\").amount }}.",
                "1,015",
            ),
            ("A fall of {{ leavers }} was registered, as against the first quarter.", "fall of 3,606"),
            (
                "Departures surpassed those of the first quarter by {{ leavers }}.",
                "surpassed those of the first quarter by 3,606",
            ),
        ],
    );
    lets_stand(
        code::CHANGE_OR_VALUE,
        &[
            "Arrivals grew by {{ arrivals.change(\"2023-Q1\").amount }} people.",
            "There were {{ arrivals.change(\"2023-Q1\").amount }} more arrivals than in the first quarter.",
            "The difference was {{ arrivals.change(\"2023-Q1\").amount }} people.",
            "The net loss of {{ abs(net) }} people surpassed that of a year before.",
            "Arrivals surpassed those of the first quarter by {{ arrivals.change(\"2023-Q1\").amount }}.",
        ],
    );
}
