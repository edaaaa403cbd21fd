//! Periods that are told by what they are to an edition's own: `period.previous`, `period.month(2)`.

use super::Period;

/// Begins all of them, and is the edition's own period.
const OWN: &str = "period";

impl Period {
    /// One of its months, counted from 1.
    pub fn month(self, number: u8) -> Option<Self> {
        self.count_of_months().filter(|months| (1..=*months).contains(&u16::from(number)))?;
        let before = u16::from(self.first_month()) - 1 + u16::from(number) - 1;
        Self::months(self.first_day().year + before / 12, u8::try_from(before % 12).ok()? + 1, 1)
    }

    /// The period that a text names by what it is to this one: `period`, `period.to_date.year_before`.
    pub fn relative(self, text: &str) -> Option<Self> {
        let mut steps = text.trim().split('.').map(str::trim);
        (steps.next()? == OWN).then_some(())?;
        steps.try_fold(self, |period, step| match step {
            "previous" => period.previous(),
            "year_before" => period.year_before(),
            "half" => period.half(),
            "to_date" => period.to_date(),
            _ => period.month(step.strip_prefix("month(")?.strip_suffix(')')?.trim().parse().ok()?),
        })
    }

    /// How a period can be told by what it is to this one; the shortest way.
    pub fn told_by(self, period: Self) -> Option<String> {
        let near = [
            (OWN, Some(self)),
            ("period.previous", self.previous()),
            ("period.year_before", self.year_before()),
        ];
        let whole = |(name, near): &(&str, Option<Self>)| (*near == Some(period)).then(|| (*name).to_owned());
        let so_far = self.to_date();
        let so_far =
            [("period.to_date", so_far), ("period.to_date.year_before", so_far.and_then(Self::year_before))];
        let months = near.iter().find_map(|(name, near)| {
            let near = near.filter(|near| near.contains(period) && period.count_of_months() == Some(1))?;
            (1..=12)
                .find(|number| near.month(*number) == Some(period))
                .map(|number| format!("{name}.month({number})"))
        });
        near.iter().find_map(whole).or_else(|| so_far.iter().find_map(whole)).or(months)
    }
}

#[cfg(test)]
mod tests {
    use crate::data::period::Period;

    #[test]
    fn periods_are_told_by_what_they_are_to_another() {
        let own: Period = "2023-Q3".parse().unwrap();
        for (text, period) in [
            ("period", "2023-Q3"),
            ("period.previous", "2023-Q2"),
            ("period.year_before", "2022-Q3"),
            ("period.to_date", "2023-9M"),
            ("period.to_date.year_before", "2022-9M"),
            ("period.month(2)", "2023-08"),
            ("period.year_before.month(3)", "2022-09"),
        ] {
            let period: Period = period.parse().unwrap();
            assert_eq!(own.relative(text), Some(period), "{text}");
            assert_eq!(own.told_by(period).as_deref(), Some(text));
        }
        for text in ["periods", "period.month(4)", "period.month(0)", "period.next", "period.", "", "2023-Q3"]
        {
            assert_eq!(own.relative(text), None, "{text}");
        }
        assert_eq!(own.told_by("2019".parse().unwrap()), None);
    }
}
