//! Sentences that tell which way a number went in other words, add parts up, name a part behind its number, or name
//! periods that there are not.

use super::judged::{finds, lets_stand};
use crate::diag::code;

#[test]
fn ways_are_read_in_differences_and_beside_balances() {
    finds(
        code::CLAIM_DIRECTION,
        &[
            (
                "With {{ arrivals }} people, arrivals were up on the {{ arrivals.value(\"2022-Q4\") }} of October–December 2022.",
                "up on",
            ),
            (
                "Arrivals, at {{ arrivals }}, were below the {{ arrivals.value(\"2022-Q2\") }} of a year before.",
                "below",
            ),
            (
                "The [3,253](=arrivals.total) arrivals fell short of the [2,420](=arrivals.value(\"2022-Q2\")) of a year before.",
                "fell short of",
            ),
            (
                "A rise of the unemployment rate by {{ jobless.value(\"2022-Q2\") - jobless }} was observed.",
                "rise",
            ),
            (
                "The unemployment rate was [0.5 percentage points](=jobless.value(\"2022-Q2\") - jobless) higher than a year before.",
                "higher",
            ),
            (
                "Unemployment decreased by {{ jobless - jobless.value(\"2023-Q1\") }} in the quarter.",
                "decreased",
            ),
            (
                "Arrivals did not rise: there were {{ arrivals.value(\"2022-Q2\") }} a year before and {{ arrivals }} in the quarter.",
                "not rise",
            ),
            (
                "Arrivals fell: there were {{ arrivals.value(\"2022-Q2\") }} a year before and {{ arrivals }} in the quarter.",
                "fell",
            ),
            (
                "The net outflow widened from {{ abs(net.value(\"2023-Q1\")) }} in January–March to {{ abs(net) }} in April–June 2023.",
                "widened",
            ),
            (
                "The net loss grew from {{ abs(net.value(\"2023-Q1\")) }} in January–March to {{ abs(net) }} in April–June 2023.",
                "grew",
            ),
            (
                "Arrivals from Kazakhstan fell from {{ arrivals.part(\"KZ\", \"2022-Q2\") }} to {{ arrivals.part(\"KZ\") }}.",
                "fell",
            ),
            ("Arrivals were down by {{ arrivals.change(\"2022-Q2\") }} on a year before.", "down by"),
            ("The number of arrivals sank by {{ arrivals.change(\"2022-Q2\") }} within a year.", "sank"),
        ],
    );
    lets_stand(
        code::CLAIM_DIRECTION,
        &[
            "With {{ arrivals }} people, arrivals were down on the {{ arrivals.value(\"2022-Q4\") }} of October–December 2022.",
            "Arrivals, at {{ arrivals }}, were above the {{ arrivals.value(\"2022-Q2\") }} of a year before.",
            "Arrivals stayed below 4,000: {{ arrivals }} in the quarter and {{ arrivals.value(\"2022-Q2\") }} a year before.",
            "A decline of the unemployment rate by {{ jobless.value(\"2022-Q2\") - jobless }} was observed.",
            "The unemployment rate was [0.5 percentage points](=jobless.value(\"2022-Q2\") - jobless) lower than a year before.",
            "Arrivals did not fall: there were {{ arrivals.value(\"2022-Q2\") }} a year before and {{ arrivals }} in the quarter.",
            "The net outflow narrowed from {{ abs(net.value(\"2023-Q1\")) }} in January–March to {{ abs(net) }} in April–June 2023.",
            "The net loss shrank from {{ abs(net.value(\"2023-Q1\")) }} in January–March to {{ abs(net) }} in April–June 2023.",
            "The net outflow fell by {{ net.change(\"2023-Q1\").amount }} people in the quarter.",
            "Net migration rose by {{ net.change(\"2023-Q1\").amount }} people in the quarter.",
            "Arrivals from Kazakhstan rose from {{ arrivals.part(\"KZ\", \"2022-Q2\") }} to {{ arrivals.part(\"KZ\") }}.",
            "Arrivals from Kazakhstan ({{ arrivals.part(\"KZ\") }}) rose, but fewer came from the Russian Federation ({{ arrivals.part(\"RU\") }}).",
            "Arrivals were up by {{ arrivals.change(\"2022-Q2\") }} on a year before.",
            "After a rise in fees, {{ arrivals.value(\"2022-Q4\") }} people came in October–December 2022 and {{ arrivals.value(\"2023-Q1\") }} in January–March 2023.",
            "The difference between arrivals and emigrants was {{ arrivals - leavers }}, although arrivals rose.",
        ],
    );
    finds(
        code::CHANGE_OR_VALUE,
        &[
            ("The net outflow narrowed by [353](=abs(net)) people.", "by 353"),
            ("It narrowed to [353](=abs(net)) people.", ""),
        ],
    );
}

#[test]
fn a_sum_is_that_of_the_names_in_its_list() {
    finds(
        code::CLAIM_SUM,
        &[
            (
                "China and Türkiye together received {{ work.part(\"CN\") + work.part(\"IN\") }} permits.",
                "3,167",
            ),
            (
                "Together, citizens of India, Pakistan and Türkiye got {{ work.part(\"IN\") + work.part(\"PK\") }} permits.",
                "750",
            ),
            (
                "Chinese and Turkish citizens had a combined share of {{ work.share(\"CN\") + work.share(\"PK\") | round(1) }}.",
                "61.5 per cent",
            ),
            (
                "The permits of India and China total [3,275](=sum(work.part(\"CN\"), work.part(\"TR\"))).",
                "3,275",
            ),
            (
                "April and May 2023 together brought {{ arrivals.value(\"2023-05\") + arrivals.value(\"2023-06\") }} people.",
                "2,049",
            ),
        ],
    );
    lets_stand(
        code::CLAIM_SUM,
        &[
            "China and Türkiye together received {{ work.part(\"CN\") + work.part(\"TR\") }} permits.",
            "Together, citizens of India, Pakistan and of Türkiye got {{ work.part(\"IN\") + work.part(\"PK\") + work.part(\"TR\") }} permits.",
            "Chinese and Turkish citizens had a combined share of {{ work.share(\"CN\") + work.share(\"TR\") }}.",
            "South Asia received {{ work.part(\"IN\") + work.part(\"PK\") }} permits, China {{ work.part(\"CN\") }}.",
            "{{ work.names(2) }} received {{ work.part(\"CN\") + work.part(\"TR\") }} permits between them.",
            "May and June 2023 together brought {{ arrivals.value(\"2023-05\") + arrivals.value(\"2023-06\") }} people.",
            "From April to June 2023, {{ arrivals.value(\"2023-04\") + arrivals.value(\"2023-05\") + arrivals.value(\"2023-06\") }} people came in total.",
            "Kazakhstan and Uzbekistan sent {{ arrivals.part(\"KZ\") + arrivals.part(\"UZ\") }} people; the Russian Federation and Türkiye, {{ arrivals.part(\"RU\") + arrivals.part(\"TR\") }}.",
        ],
    );
}

#[test]
fn a_part_is_named_in_other_words_and_behind_its_number() {
    finds(
        code::CLAIM_PART,
        &[
            ("Indian citizens received [571](=work.part(\"TR\")) permits.", "571"),
            ("The ministry gave {{ work.part(\"IN\") }} permits to Turks.", "463"),
            ("Some [571](=work.part(\"TR\")) citizens of Pakistan got permits.", "571"),
            ("[498](=arrivals.part(\"UZ\")) people came from Kazakhstan.", "498"),
            ("People from Russia numbered {{ arrivals.part(\"KZ\") }}.", "612"),
            (
                "The highest growth, of [85.5 per cent](=arrivals.change_of(\"KZ\", \"2022-Q2\")), was that of Türkiye.",
                "85.5 per cent",
            ),
            ("South Asia received {{ work.part(\"CN\") }} permits.", "2,704"),
            ("China received {{ work.part(\"south\") }} permits.", "750"),
        ],
    );
    lets_stand(
        code::CLAIM_PART,
        &[
            "Turkish citizens received [571](=work.part(\"TR\")) permits.",
            "The ministry gave {{ work.part(\"IN\") }} permits to Indians.",
            "People from Russia numbered {{ arrivals.part(\"RU\") }}.",
            "[498](=arrivals.part(\"UZ\")) people came from Uzbekistan, more than from Türkiye.",
            "In South Asia, Indians led with {{ work.part(\"IN\") }} permits.",
            "South Asia received {{ work.part(\"south\") }} permits.",
            "India and Pakistan received {{ work.part(\"south\") }} permits.",
            "In South Asia, {{ work.part(\"IN\") }} permits went to one country.",
            "Of these, {{ work.part(\"TR\") }} went to one country; China received {{ work.part(\"CN\") }}.",
            "It received {{ work.part(\"TR\") }} permits, while China had the most.",
            "All others received {{ work.part(\"other\") }} permits, most of them from China.",
        ],
    );
}

#[test]
fn periods_that_there_are_not_are_found() {
    finds(
        code::IMPOSSIBLE_DATE,
        &[
            ("In Q5 of 2024, it began.", "Q5"),
            ("In the fifth quarter of 2024, it began.", "fifth quarter"),
            ("In the third half of 2024, it began.", "third half"),
            ("In 2024 Q6 it began.", "Q6"),
            ("The rules apply from 15.13.2024 on.", "15.13.2024"),
            ("The rules apply from 2024-02-30 on.", "2024-02-30"),
            ("The course was held from 26 to 22 November 2024.", "26 to 22 November 2024"),
            ("The course was held on 6–5 April 2024.", "6–5 April 2024"),
            ("It lasted from 26 November 2024 to 22 October 2024.", "26 November 2024 to 22 October 2024"),
            ("In the fourth quarter of 2024 (September–December 2024), it began.", "September–December 2024"),
            ("In the third quarter of 2024, that is from June to September, it began.", "June to September"),
            ("In the first half of 2024, between January and July, it began.", "January and July"),
            ("In the first nine months of 2024 (January–October 2024), it began.", "January–October 2024"),
        ],
    );
    lets_stand(
        code::IMPOSSIBLE_DATE,
        &[
            "In Q4 of 2024, it began; question Q5 was left out.",
            "For the fifth quarter in a row, in 2024, it grew.",
            "The rules apply from 15.12.2024 on, and from 12/15/2024 elsewhere, or 2024-02-29.",
            "Version 15.13.2 and Section 1.2.24 were left.",
            "The course was held from 22 to 26 November 2024, and 5–6 April 2024.",
            "It lasted from 26 November 2024 to 22 January 2025, and from 26 November to 22 January 2025.",
            "In the fourth quarter of 2024 (October–December 2024), it began.",
            "In the third quarter of 2024, that is from July to September, it began.",
            "In the first half of 2024, between March and May, it began.",
            "In the second quarter of 2024, in June, it began.",
            "In the second quarter of 2024 (May), it began.",
            "From April–June 2023 to July–September 2023, from January to March, it grew.",
            "Of 30 to 5 May arrivals, none stayed.",
        ],
    );
}
