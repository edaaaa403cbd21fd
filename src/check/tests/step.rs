use super::{finds, lets_stand};
use crate::diag::{Code, code};

const RULE: Code = code::CHANGE_OR_VALUE;

#[test]
fn what_stands_behind_by_is_a_change() {
    finds(
        RULE,
        &[
            ("The share of China rose by {{ visas.share(\"CN\") }}.", "by 50.3 per cent"),
            ("Permits grew by {{ permits.ratio(\"2023-Q1\") }}.", "by 3.8 times"),
            ("Departures fell by «V».", "by 6,996"),
            ("Departures fell to «C».", "to 43.3 per cent"),
            ("Departures were up by «V» on the year before.", "by 6,996"),
            (
                "Departures were [43.3 per cent](=departures.change(\"2022-H1\")) of those of a year before.",
                "43.3 per cent of",
            ),
            ("Permits improved by {{ permits.total }}.", "by 308,710"),
            (
                "The number of departures stood at [43.3 per cent](=departures.change(\"2022-H1\")).",
                "stood at 43.3 per cent",
            ),
            ("Departures reached «C» in the first half of 2023.", "reached 43.3 per cent"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "The share of China rose to {{ visas.share(\"CN\") }}.",
            "Permits grew {{ permits.ratio(\"2023-Q1\") }}.",
            "Permits grew to {{ permits.ratio(\"2023-Q1\") }} the number of the quarter before.",
            "Departures fell by «C» to «V».",
            "Departures were up to «V», down by «C».",
            "A fall by «C» of the number was seen, and a fall of «C» of it.",
            "Departures were down to [56.7 per cent](=departures.ratio(\"2022-H1\")) of the level of a year before.",
            "The fall reached «C» in the first half of 2023.",
            "Compared with the first half of 2022, the change amounted to «C».",
            "The share of China reached {{ visas.share(\"CN\") }}.",
            "The year-on-year dynamics of departures reached «C».",
            "The increase was borne by {{ visas.share(\"CN\") }} of them.",
        ],
    );
}
