use super::{finds, lets_stand};
use crate::diag::{Code, code};

const RULE: Code = code::IMPOSSIBLE_DATE;

#[test]
fn days_that_no_calendar_has_are_found() {
    finds(
        RULE,
        &[
            ("The Law of 31 June 2023.", "31 June 2023"),
            ("From 5 to 30 February 2023.", "30 February 2023"),
            ("On 45 May 2023.", "45 May 2023"),
            ("On 29 February 2023, and 31 April.", "29 February 2023; 31 April"),
            ("The days 28\u{2013}31 September 2023.", "31 September 2023"),
            ("On 0 May 2023.", "0 May 2023"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "The Law of 30 June 2023, and 31 May.",
            "On 29 February 2024, and every 29 February.",
            "On 1 and 28 February 2023; April 2023, June 31 persons.",
            "The 45 May arrivals, and 1,031 June ones.",
            "Some 32 may 2023 be right; point 3.31 June follows.",
            "Between 5\u{2013}6 April and 31 July 2023.",
        ],
    );
}

#[test]
fn two_names_of_one_time_have_the_same_months() {
    finds(
        RULE,
        &[
            ("In the fourth quarter of 2022 (November\u{2013}January), few came.", "November\u{2013}January"),
            ("In October\u{2013}December 2022, the third quarter of that year, few came.", "third quarter"),
        ],
    );
    lets_stand(
        RULE,
        &[
            "In the fourth quarter of 2022 (October\u{2013}December), few came.",
            "In October\u{2013}December 2022, the fourth quarter of that year, few came.",
            "In October\u{2013}December 2022, the third quarter of the financial year, few came.",
            "In the second half of the season (November\u{2013}April), few came.",
        ],
    );
}
