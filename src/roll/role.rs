//! Says what a period of one edition is in the next one: its quarter, the months of it, the quarter before, the year so far.

use crate::data::period::{Date, Period};

/// What becomes of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It moves as the edition does.
    Moves(Period),
    /// It began in January and ends with the edition: now it reaches further, or begins anew.
    Grows(Period),
    /// It has nothing to do with the edition's own time.
    Stays,
}

impl Role {
    /// The period in the new edition, when it is another.
    pub fn period(self) -> Option<Period> {
        match self {
            Self::Moves(to) | Self::Grows(to) => Some(to),
            Self::Stays => None,
        }
    }
}

/// From which period to which an edition is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roles {
    from: Period,
    to: Period,
}

/// The period after one, when it is clear which that is.
pub fn next(period: Period) -> Option<Period> {
    let months = period.count_of_months()?;
    // Only these have one of their kind before them; so only they have one behind.
    period.previous()?;
    shifted(period, i32::from(months))
}

impl Roles {
    /// Of two periods, none of which a series names.
    pub fn new(from: Period, to: Period) -> Self {
        Self { from, to }
    }

    /// The period of the edition that is there.
    pub fn from(self) -> Period {
        self.from
    }

    /// The period of the new one.
    pub fn to(self) -> Period {
        self.to
    }

    /// How many months the edition moves.
    pub fn distance(self) -> i32 {
        number(self.to.first_day()) - number(self.from.first_day())
    }

    /// Whether both are of one length: else only the edition's own period and what began in January have a role.
    fn is_even(self) -> bool {
        self.from.count_of_months().is_some() && self.from.count_of_months() == self.to.count_of_months()
    }

    /// What becomes of a period.
    pub fn of(self, period: Period) -> Role {
        if period.is_named() {
            return Role::Stays;
        }
        if period == self.from {
            return Role::Moves(self.to);
        }
        if let Some(to) = self.to_date(period) {
            return Role::Grows(to);
        }
        if !self.is_even() {
            return Role::Stays;
        }
        let near = [Some(self.from), self.from.previous(), self.from.year_before()];
        let is_near = near.into_iter().flatten().any(|near| {
            // What is there on the first day of July closes the second quarter.
            near.contains(period) || (period.is_day() && near.last_day().next() == Some(period.first_day()))
        });
        let moved = if is_near { shifted(period, self.distance()) } else { None };
        moved.map_or(Role::Stays, Role::Moves)
    }

    /// Whether a period may be meant as the edition's own and as the year so far.
    pub fn is_both(self, period: Period) -> bool {
        self.from.to_date() == Some(period) && self.from == period
    }

    /// What the year so far becomes, of this year or of another one.
    fn to_date(self, period: Period) -> Option<Period> {
        let (old, new) = (self.from.to_date()?, self.to.to_date()?);
        let is_of_kind = period.first_month() == 1
            && period.count_of_months() == old.count_of_months()
            && old != self.from;
        let years = i32::from(self.from.year()) - i32::from(period.year());
        // The fourth quarter ends the year, and most years that are named are not the year so far.
        let is_whole_year = old.count_of_months() == Some(12);
        if !is_of_kind || (is_whole_year && !(0..=1).contains(&years)) {
            return None;
        }
        new.in_year(u16::try_from(i32::from(self.to.year()) - years).ok()?)
    }

    /// Periods that stand in a row, when they have to move together: their steps are even and the last one moves, or
    /// two of them would become the same.
    pub fn together(self, periods: &[Period]) -> Option<Vec<Period>> {
        let length = periods.first()?.count_of_months()?;
        let is_of_one = periods.iter().all(|period| period.count_of_months() == Some(length));
        if !is_of_one || !self.is_even() {
            return None;
        }
        let last = self.of(*periods.last()?);
        let steps: Vec<i32> = periods
            .windows(2)
            .map(|pair| number(pair[1].first_day()) - number(pair[0].first_day()))
            .collect();
        let is_row = steps.len() > 1 && steps.iter().all(|step| *step == steps[0] && *step > 0);
        let alone: Vec<Period> =
            periods.iter().map(|period| self.of(*period).period().unwrap_or(*period)).collect();
        let is_twice = (1..alone.len()).any(|index| alone[..index].contains(&alone[index]));
        let moves = matches!(last, Role::Moves(_));
        let is_in_row = is_row && moves;
        if !is_in_row && !is_twice {
            return None;
        }
        periods.iter().map(|period| shifted(*period, self.distance())).collect()
    }

    /// The months or quarters from January to the end of the edition's period, when these are they, as they are in the
    /// new edition.
    pub fn since_january(self, periods: &[Period]) -> Option<Vec<Period>> {
        let first = *periods.first()?;
        let length = first.count_of_months()?;
        let all = |of: Period| -> Option<Vec<Period>> {
            let months = of.count_of_months().filter(|months| months.is_multiple_of(length))?;
            (0..months / length)
                .map(|index| {
                    Period::months(of.first_day().year, u8::try_from(index * length + 1).ok()?, length)
                })
                .collect()
        };
        // Two quarters are more often one and the one before it.
        let is_more = self.from.to_date()? != self.from && periods.len() > 2;
        (is_more && periods == all(self.from.to_date()?)?).then_some(())?;
        // Of a year that has just begun, one or two points are no row: then the whole row moves.
        all(self.to.to_date()?).filter(|new| new.len() > 2)
    }
}

/// Months since the year 0.
fn number(day: Date) -> i32 {
    i32::from(day.year) * 12 + i32::from(day.month) - 1
}

/// A period of months, or a day, so many months later. The last day of a month becomes the last day of a month.
fn shifted(period: Period, months: i32) -> Option<Period> {
    let at = |day: Date| -> Option<(u16, u8)> {
        let number = number(day) + months;
        Some((u16::try_from(number.div_euclid(12)).ok()?, u8::try_from(number.rem_euclid(12)).ok()? + 1))
    };
    let (year, month) = at(period.first_day())?;
    if let Some(length) = period.count_of_months() {
        return Period::months(year, month, length);
    }
    let whole = Period::months(year, month, 1)?;
    let day = period.first_day();
    let is_last = day.next().is_none_or(|next| next.month != day.month);
    let last = whole.last_day().day;
    period
        .is_day()
        .then(|| Period::day(Date { year, month, day: if is_last { last } else { day.day.min(last) } }))
}

#[cfg(test)]
mod tests {
    use super::{Role, Roles, next};
    use crate::data::period::Period;

    fn p(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn row(text: &str) -> Vec<Period> {
        text.split(' ').map(p).collect()
    }

    /// What some periods become, as they are written; `-` for one that stays.
    fn told(from: &str, to: &str, periods: &str) -> String {
        let roles = Roles::new(p(from), p(to));
        let told = periods.split(' ').map(|period| match roles.of(p(period)) {
            Role::Moves(to) => to.to_string(),
            Role::Grows(to) => format!("+{to}"),
            Role::Stays => "-".to_owned(),
        });
        told.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn periods_move_by_what_they_are_in_the_edition() {
        let all = "2023-Q2 2023-04 2023-Q1 2023-02 2022-Q2 2022-05 2023-H1 2021-H1 2022-Q1 2019 2022-H2";
        let moved = "2023-Q3 2023-07 2023-Q2 2023-05 2022-Q3 2022-08 +2023-9M +2021-9M - - -";
        assert_eq!(told("2023-Q2", "2023-Q3", all), moved);
        let days = "2023-07-01 2023-06-30 2023-04-01 2023-04-30 2022-07-01 2021-07-01";
        assert_eq!(
            told("2023-Q2", "2023-Q3", days),
            "2023-10-01 2023-09-30 2023-07-01 2023-07-31 2022-10-01 -"
        );
        assert_eq!(
            told("2024-Q3", "2024-Q4", "2024-9M 2023-9M 2024-Q2 2024-09"),
            "+2024 +2023 2024-Q3 2024-12"
        );
    }

    #[test]
    fn a_new_year_begins_anew() {
        let all = "2023-Q4 2023 2022 2021 2023-Q3 2022-Q4 2023-11 2023-12-31 2024-01-01";
        let moved = "2024-Q1 +2024-Q1 +2023-Q1 - 2023-Q4 2023-Q1 2024-02 2024-03-31 2024-04-01";
        assert_eq!(told("2023-Q4", "2024-Q1", all), moved);
        assert_eq!(
            told("2023-Q1", "2023-Q2", "2023-Q1 2022-Q1 2022-Q4 2023-01"),
            "2023-Q2 2022-Q2 2023-Q1 2023-04"
        );
        assert!(Roles::new(p("2023-Q1"), p("2023-Q2")).is_both(p("2023-Q1")));
    }

    #[test]
    fn a_jump_keeps_the_roles() {
        assert_eq!(
            told("2023-Q2", "2023-Q4", "2023-Q2 2023-Q1 2023-H1 2022-H1"),
            "2023-Q4 2023-Q3 +2023 +2022"
        );
        assert_eq!(told("2023-H1", "2023-9M", "2023-H1 2022-H1 2023-Q1"), "2023-9M - -");
    }

    #[test]
    fn lists_move_together_where_they_are_one() {
        let roles = Roles::new(p("2023-Q2"), p("2023-Q3"));
        let together = |text: &str| roles.together(&row(text));
        assert_eq!(together("2022-Q3 2022-Q4 2023-Q1 2023-Q2"), Some(row("2022-Q4 2023-Q1 2023-Q2 2023-Q3")));
        assert_eq!(together("2021-Q2 2022-Q2 2023-Q2"), Some(row("2021-Q3 2022-Q3 2023-Q3")));
        assert_eq!(together("2022-Q2 2022-Q3"), Some(row("2022-Q3 2022-Q4")));
        assert_eq!(together("2022-Q2 2023-Q2"), None);
        assert_eq!(together("2022-H1 2023-H1"), None);
        assert_eq!(together("2019 2020 2021"), None);
        assert_eq!(
            roles.since_january(&row("2023-01 2023-02 2023-03 2023-04 2023-05 2023-06")),
            Some(row("2023-01 2023-02 2023-03 2023-04 2023-05 2023-06 2023-07 2023-08 2023-09"))
        );
        let over = Roles::new(p("2023-Q4"), p("2024-Q1"));
        assert_eq!(over.since_january(&row("2023-Q1 2023-Q2 2023-Q3 2023-Q4")), None);
    }

    #[test]
    fn the_next_period_is_of_the_same_kind() {
        for (from, to) in
            [("2023-Q4", "2024-Q1"), ("2023-H1", "2023-H2"), ("2023", "2024"), ("2023-12", "2024-01")]
        {
            assert_eq!(next(p(from)), Some(p(to)));
        }
        assert_eq!((next(p("2023-9M")), next(p("2023-07-01"))), (None, None));
    }
}
