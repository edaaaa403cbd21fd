use super::{finds, lets_stand};
use crate::diag::{Code, code};

const RULE: Code = code::CLAIM_DIRECTION;

#[test]
fn two_values_hold_a_word_of_direction() {
    finds(
        RULE,
        &[
            ("Departures rose from «B» to «V».", "rose"),
            ("Departures rose to «V» from «B».", "rose"),
            (
                "Departures rose in January–June 2023, from [12,339](=departures.value(\"2022-H1\")) to [6,996](=departures).",
                "rose",
            ),
            ("From «B» in January–June 2022, departures increased to «V».", "increased"),
            (
                "Permits fell from {{ permits.value(\"2023-Q1\") }} in January–March 2023 to {{ permits.total }} in April–June 2023.",
                "fell",
            ),
            (
                "The number of permits declined to a total of {{ permits.total }}, compared with {{ permits.value(\"2023-Q1\") }} in the previous quarter.",
                "declined",
            ),
            ("Compared with January–June 2022 («B»), departures rose to «V».", "rose"),
            ("In January–June 2023, «V» persons left, up from «B» a year earlier.", "up"),
            ("An increase in departures from «B» to «V» was seen.", "increase"),
            (
                "Remittances sent fell from {{ sent.value(\"2023-Q1\") }} ({{ sent.value(\"2023-Q1\") | convert }}) to {{ sent.total }} ({{ sent.total | convert }}).",
                "fell",
            ),
            (
                "Sent were {{ sent.value(\"2023-04\") }} in April, which fell to {{ sent.value(\"2023-05\") }} in May.",
                "fell",
            ),
            (
                "They rose from {{ sent.value(\"2023-05\") }} in May to {{ sent.value(\"2023-06\") }} in June, after {{ sent.value(\"2023-04\") }} in April.",
                "rose",
            ),
            ("Departures did not fall from «B» to «V».", "not fall"),
            ("Departures rose, in January–June 2023, from «B» to «V».", "rose"),
            ("Departures fell from «V» to «B».", "fell"),
            ("Departures rose from «V» to «B».", "rose"),
            ("Departures improved from «B» to «V».", "improved"),
            ("Departures remained stable, from «B» to «V».", "stable"),
        ],
    );
}

#[test]
fn two_values_hold_a_comparative() {
    finds(
        RULE,
        &[
            ("Departures («V») were higher than in January–June 2022 («B»).", "higher"),
            (
                "There were more departures in January–June 2023 («V») than in January–June 2022 («B»).",
                "more",
            ),
            ("At «V», departures were no lower than in the same period of 2022 («B»).", "no lower"),
            (
                "Departures of January–June 2022 («B») were lower than those of January–June 2023 («V»).",
                "lower",
            ),
        ],
    );
    lets_stand(
        RULE,
        &[
            "Departures («V») were lower than in January–June 2022 («B»).",
            "There were fewer departures in January–June 2023 («V») than in January–June 2022 («B»).",
            "At «V», departures were no higher than in the same period of 2022 («B»).",
            "Departures of January–June 2022 («B») were higher than those of January–June 2023 («V»).",
            "In January–June 2023, «V» persons left, and visas were higher than in April–June 2022; in January–June 2022, «B» did.",
            "More than a hundred offices counted «V» persons, fewer than the «B» of January–June 2022.",
            "Departures («V») were «C» fewer than in January–June 2022 («B»).",
        ],
    );
}

#[test]
fn a_value_behind_another_is_compared_and_not_said_to_be_near() {
    finds(RULE, &[("In January–June 2023, «V» persons left, more than «B» in January–June 2022.", "more")]);
    finds(
        code::CLAIM_NEARNESS,
        &[
            ("In January–June 2022, more than «B» persons left.", "more than 12,339"),
            ("There were «V» departures, and fewer than «B» in January–June 2022.", "fewer than 12,339"),
        ],
    );
    lets_stand(
        code::CLAIM_NEARNESS,
        &[
            "In January–June 2023, «V» persons left, fewer than «B» in January–June 2022.",
            "There were «V» departures, less than [12,339](=departures.value(\"2022-H1\")).",
        ],
    );
}

#[test]
fn right_or_unclear_words_beside_two_values_stand() {
    lets_stand(
        RULE,
        &[
            "Departures fell from «B» to «V».",
            "Departures fell to «V» from «B».",
            "From «B» in January–June 2022, departures decreased to «V».",
            "In January–June 2023, «V» persons left, down from «B» a year earlier.",
            "Departures fell by «C», from «B» to «V».",
            "Permits rose from {{ permits.value(\"2023-Q1\") }} in January–March 2023 to {{ permits.total }} in April–June 2023.",
            "Departures had risen to «B» in January–June 2022, and were «V» in January–June 2023.",
            "While visas rose, departures went from «B» to «V».",
            "Visas rose and departures went from «B» to «V».",
            "Despite the rise in fees, departures went from «B» to «V».",
            "Departures went, after a rise in fees, from «B» to «V».",
            "Visas rose; from «B», departures fell to «V».",
            "In April {{ sent.value(\"2023-04\") }} were sent, and in June the amount fell to {{ sent.value(\"2023-06\") }}.",
            "It rose from {{ sent.value(\"2023-04\") }} in April to {{ sent.value(\"2023-05\") }} in May and fell to {{ sent.value(\"2023-06\") }} in June.",
            "Visas and departures rose and fell from «B» and {{ visas.value(\"2022-Q2\") }} to «V» and {{ visas.total }} respectively.",
            "Rising numbers were expected: «V» persons left, and «B» had left in January–June 2022.",
            "Departures did not rise: they fell from «B» to «V».",
            "Departures did not rise from «B» to «V».",
            "Visas were stable, from {{ permits.value(\"2022-Q2\") }} to {{ permits.total }}.",
            "Those who left from Kazakhstan («V») were fewer; a year earlier, «B» had risen to the challenge.",
            "Advanced training was held as departures went from «B» to «V».",
        ],
    );
}

#[test]
fn nouns_and_moves_are_held_to_a_change() {
    finds(
        RULE,
        &[
            ("There was a «C» increase in departures.", "increase"),
            ("A «C» annual growth in departures was seen.", "growth"),
            ("[A 43.3 per cent](=departures.change(\"2022-H1\")) surge in departures was seen.", "surge"),
            ("Departures jumped by «C».", "jumped"),
            ("Departures spiked by «C».", "spiked"),
            ("Departures improved by «C».", "improved"),
            ("Departures advanced by «C».", "advanced"),
            ("Departures did not fall by «C».", "not fall"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "There was a «C» decrease in departures.",
            "A «C» year-on-year drop in departures was seen.",
            "[A 43.3 per cent](=departures.change(\"2022-H1\")) reduction in departures was seen.",
            "Departures plunged by «C», increasing the pressure.",
            "Departures shrank by «C» and increased later.",
            "Departures fell by «C» thanks to improved checks.",
            "Advanced training and improved checks cut departures by «C».",
            "Departures did not rise, but fell by «C».",
        ],
    );
}

#[test]
fn what_stands_above_another_level_is_held_to_a_change() {
    finds(
        RULE,
        &[
            (
                "Although falling throughout, departures remained «C» above the level of January–June 2022.",
                "above",
            ),
            ("Departures were «C» above the level of January–June 2022.", "above"),
            (
                "Permits, which stood at {{ permits.value(\"2023-Q1\") }} a quarter earlier, dropped by more than a half to {{ permits.total }}.",
                "dropped",
            ),
        ],
    );
    lets_stand(
        RULE,
        &[
            "Although rising throughout, departures remained «C» below the level of January–June 2022.",
            "Permits, which stood at {{ permits.value(\"2023-Q1\") }} a quarter earlier, climbed by more than a half to {{ permits.total }}.",
        ],
    );
}

#[test]
fn words_for_more_than_numbers_say_so_beside_their_small_word() {
    finds(
        RULE,
        &[
            ("Departures strengthened by «C».", "strengthened"),
            ("Departures recovered slightly, from «B» to «V».", "recovered"),
            ("Departures rallied markedly to «V» from «B».", "rallied"),
            ("Compared with January–June 2022, departures escalated to «V».", "escalated"),
            ("Departures saw a recovery of «C».", "recovery"),
            ("Departures soared by «C».", "soared"),
            ("Departures trended up by «C».", "up by"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "Departures weakened by «C».",
            "Departures slipped slightly, from «B» to «V».",
            "Departures faltered markedly to «V» from «B».",
            "Compared with January–June 2022, departures subsided to «V».",
            "The recovery of the economy was felt: departures fell by «C».",
            "As ties with neighbours strengthened, departures went from «B» to «V».",
        ],
    );
}

#[test]
fn a_comparative_far_from_its_change_is_held_to_it() {
    finds(
        RULE,
        &[
            (
                "More departures than in January–June 2022 were recorded, the difference being [5,343](=departures.change(\"2022-H1\").amount).",
                "More",
            ),
            ("By «C», the number of departures was higher than in January–June 2022.", "higher"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "Fewer departures than in January–June 2022 were recorded, the difference being [5,343](=departures.change(\"2022-H1\").amount).",
            "By «C», the number of departures was lower than in January–June 2022.",
            "More than half of the offices told of a difference of [5,343](=departures.change(\"2022-H1\").amount).",
        ],
    );
}

#[test]
fn a_word_that_stands_alone_behind_two_values_is_held_to_them() {
    finds(
        RULE,
        &[
            ("«V» persons left, after «B» a year earlier: an increase.", "increase"),
            ("«V» persons left, against «B» in January–June 2022, a sharp rise.", "rise"),
            ("The trend in departures strengthened, as «V» after «B» show.", "strengthened"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "«V» persons left, after «B» a year earlier: a decrease.",
            "«V» persons left, against «B» in January–June 2022, a sharp fall.",
            "«V» persons left, after «B» a year earlier, despite the rise in fees.",
            "The trend in departures weakened, as «V» after «B» show.",
            "The situation improved: «V» persons left, after «B» a year earlier.",
            "Since ties with neighbours strengthened, as «V» departures after «B» show, fewer leave.",
        ],
    );
}
