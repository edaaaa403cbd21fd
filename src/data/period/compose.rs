//! Puts periods together from shorter ones.

use super::{Frequency, Period};

/// Months of the parts that a calendar names: years, halves, quarters, months.
const NATURAL: [u16; 4] = [12, 6, 3, 1];

/// Of a longer span, the months and quarters are too many to be looked at each for itself.
const LONG: u16 = 24;

impl Period {
    /// The ways to put the period together from shorter ones that a calendar names, the fewest parts first. A day and
    /// a period that a series names have none.
    pub fn compositions(self) -> Vec<Vec<Self>> {
        let mut ways: Vec<Vec<Self>> = NATURAL.iter().filter_map(|most| self.in_parts_of(*most)).collect();
        ways.dedup();
        if self.count_of_months() > Some(LONG) {
            ways.truncate(1);
        }
        // Statistics of the first nine months are published, and the year is what the last quarter adds.
        if self.frequency() == Frequency::Year {
            let parts = [Self::months(self.year(), 1, 9), Self::new(self.year(), Frequency::Quarter, 4)];
            ways.insert(1, parts.into_iter().flatten().collect());
        }
        ways
    }

    /// The longer periods that a calendar names, and the first nine months of a year, that it is a part of.
    pub fn around(self) -> impl Iterator<Item = Self> {
        let longer = move |months: u32| {
            let (start, end) = self.month_places()?;
            let first = if months == 9 { start / 12 * 12 } else { start / months * months };
            let is_longer = end - start < months && end <= first + months;
            if is_longer { Self::at(first, u16::try_from(months).ok()?) } else { None }
        };
        [3, 6, 9, 12].into_iter().filter_map(longer)
    }

    /// The period in parts of so many months at most, each as long as can be; none when it is no longer than such.
    fn in_parts_of(self, most: u16) -> Option<Vec<Self>> {
        let (start, end) = self.month_places()?;
        let mut parts = Vec::new();
        let mut at = start;
        while at < end {
            let fits = |months: &&u16| {
                **months <= most
                    && at.is_multiple_of(u32::from(**months))
                    && at + u32::from(**months) <= end
                    && u32::from(**months) < end - start
            };
            let months = NATURAL.iter().find(fits)?;
            parts.push(Self::at(at, *months)?);
            at += u32::from(*months);
        }
        Some(parts)
    }

    /// The fewest of some known periods that together are this one, in time; none when they leave a gap. Of ways of
    /// the same number of parts, that whose last part begins first.
    pub fn cover(self, known: impl IntoIterator<Item = Self>) -> Option<Vec<Self>> {
        let (start, end) = self.month_places().filter(|(start, end)| end - start > 1)?;
        let length = usize::try_from(end - start).ok()?;
        let places = |part: Self| {
            let (from, to) = part.month_places()?;
            let inside = start <= from && to <= end && part != self;
            let place = |at: u32| usize::try_from(at - start).ok();
            if inside { place(from).zip(place(to)) } else { None }
        };
        let mut parts: Vec<(Self, (usize, usize))> =
            known.into_iter().filter_map(|part| Some((part, places(part)?))).collect();
        parts.sort();
        // For each month of the span, the fewest parts that reach it and the last of them.
        let mut reached: Vec<Option<(usize, Self, usize)>> = vec![None; length + 1];
        for (part, (from, to)) in parts {
            let before = if from == 0 { Some(0) } else { reached[from].map(|(count, ..)| count) };
            let Some(count) = before.map(|count| count + 1) else { continue };
            if reached[to].is_none_or(|(known, ..)| count < known) {
                reached[to] = Some((count, part, from));
            }
        }
        let mut cover = Vec::new();
        let mut at = length;
        while at > 0 {
            let (_, part, from) = reached[at]?;
            cover.push(part);
            at = from;
        }
        cover.reverse();
        Some(cover)
    }

    /// Its first month and the one behind its last, counted from the beginning of the calendar; none of a day or a
    /// period that a series names.
    fn month_places(self) -> Option<(u32, u32)> {
        let months = self.count_of_months()?;
        let start = u32::from(self.first.year) * 12 + u32::from(self.first.month - 1);
        Some((start, start + u32::from(months)))
    }

    /// The period of so many months that begins at a place.
    fn at(place: u32, months: u16) -> Option<Self> {
        let (year, month) = (u16::try_from(place / 12).ok()?, u8::try_from(place % 12).ok()? + 1);
        Self::months(year, month, months)
    }
}
