use super::{finds, lets_stand};

const RULE: &str = "change-or-value";

#[test]
fn what_stands_behind_by_is_a_change() {
    finds(
        RULE,
        &[
            ("The share of China rose by {{ visas.share(\"CN\") }}.", "by 50.3 per cent"),
            ("Permits grew by {{ permits.ratio(\"2023-Q1\") }}.", "by 3.8 times"),
            ("Departures fell by «V».", "by 6,996"),
            ("Departures fell to «C».", "to 43.3 per cent"),
            ("Permits improved by {{ permits.total }}.", "by 308,710"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "The share of China rose to {{ visas.share(\"CN\") }}.",
            "Permits grew {{ permits.ratio(\"2023-Q1\") }}.",
            "Permits grew to {{ permits.ratio(\"2023-Q1\") }} the number of the quarter before.",
            "Departures fell by «C» to «V».",
            "The increase was borne by {{ visas.share(\"CN\") }} of them.",
        ],
    );
}
