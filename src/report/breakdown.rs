//! What a figure is broken down into: shares, amounts, groups of them, in any period.

use rust_decimal::Decimal;

use super::compute::{Breakdown, Figure, Lists, NoValue, OTHER};
use super::gap::Of;
use super::list::{EMPTY, PartList};
use crate::data::period::Period;
use crate::data::quantity::{Quantity, Unit};
use crate::diag::listed;

impl Figure {
    /// What was given of the figure's parts in a period.
    pub fn lists(&self, at: Period) -> Lists<'_> {
        if at == self.period {
            return Lists { shares: &self.shares, parts: &self.parts };
        }
        match self.at.get(&at) {
            Some(Breakdown { shares, parts }) => Lists { shares, parts },
            None => Lists { shares: &EMPTY, parts: &EMPTY },
        }
    }

    /// The periods that it is broken down in, its own first.
    pub fn broken_down(&self) -> impl Iterator<Item = Period> {
        std::iter::once(self.period).chain(self.at.keys().copied().filter(|at| *at != self.period))
    }

    /// The parts of all periods, each as often as it was given.
    pub fn all_parts(&self) -> impl Iterator<Item = &str> {
        let others = self.at.values().flat_map(|at| at.shares.iter().chain(&at.parts));
        self.shares.iter().chain(&self.parts).chain(others).map(|(part, _)| part.as_str())
    }

    /// The share of a part in the figure's own period.
    ///
    /// # Errors
    /// As [`Figure::share_at`].
    pub fn share(&self, part: &str) -> Result<Quantity, NoValue> {
        self.share_at(part, self.period)
    }

    /// The amount of a part in the figure's own period.
    ///
    /// # Errors
    /// As [`Figure::part_at`].
    pub fn part(&self, part: &str) -> Result<Quantity, NoValue> {
        self.part_at(part, self.period)
    }

    /// A share in per cent: given, the sum of a group's, or computed from the amount, not rounded.
    ///
    /// # Errors
    /// Says which parts there are.
    pub fn share_at(&self, part: &str, at: Period) -> Result<Quantity, NoValue> {
        let Lists { shares, .. } = self.lists(at);
        if let Some(share) = shares.get(part) {
            return Ok(share.clone());
        }
        if let Some(gap) = self.gap_of_part(Of::Shares, part, at) {
            return Err(gap);
        }
        if part == OTHER && !shares.is_empty() {
            return self.rest(at, shares, Decimal::ONE_HUNDRED, Unit::PERCENT, &[]);
        }
        if let Some(members) = self.groups.members(part).filter(|_| !shares.is_empty()) {
            return self.group((part, members), shares, at, |member| self.share_at(member, at));
        }
        let amount = self.part_at(part, at)?;
        let total = self.value(at)?;
        self.exact(&[&amount, &total])?;
        if total.value().is_zero() {
            return Err(self.nothing_to_divide_by());
        }
        let share = amount.value() * Decimal::ONE_HUNDRED / total.value();
        let origin = self.computed(self.of_part("share", part, at), &[&amount, &total]);
        Ok(Quantity::new(share, Unit::PERCENT, origin))
    }

    /// An amount by part: given, the sum of a group's, or the rest of the total for `other`.
    ///
    /// # Errors
    /// Says which parts there are.
    pub fn part_at(&self, part: &str, at: Period) -> Result<Quantity, NoValue> {
        let Lists { shares, parts } = self.lists(at);
        if let Some(amount) = parts.get(part) {
            return Ok(amount.clone());
        }
        if let Some(gap) = self.gap_of_part(Of::Parts, part, at) {
            return Err(gap);
        }
        if part == OTHER && !parts.is_empty() {
            let total = self.value(at)?;
            return self.rest(at, parts, total.value(), self.unit.clone(), &[&total]);
        }
        if let Some(members) = self.groups.members(part).filter(|_| !parts.is_empty()) {
            return self.group((part, members), parts, at, |member| self.part_at(member, at));
        }
        let all = shares.iter().chain(parts).map(|(key, _)| key.as_str());
        let all = all.chain(self.gaps.missing_parts(at));
        let is_empty = !self.has_shares(at) && !self.has_parts(at);
        let place = self.table_of(at);
        let hint = match (is_empty, parts.is_empty() && shares.get(part).is_some()) {
            (true, _) => format!("give `{place}` parts or shares"),
            (_, true) => {
                format!("only its share is known: write `{}.{}`", self.key, self.of_part("share", part, at))
            }
            _ => format!("its parts are {}", listed(all)),
        };
        let message = format!("the figure `{}` has no part `{part}`{}", self.key, self.in_period(at));
        let fault = NoValue::new(message, hint);
        Err(if is_empty { self.without_parts_at(at, fault) } else { fault })
    }

    /// The sum of the parts of a group. A part that is not listed counts as nothing only where the list leaves no rest.
    fn group(
        &self,
        (name, members): (&str, &[String]),
        list: &PartList,
        at: Period,
        ask: impl Fn(&str) -> Result<Quantity, NoValue>,
    ) -> Result<Quantity, NoValue> {
        let is_listed = |member: &&String| list.get(member).is_some();
        let (listed, others): (Vec<&String>, Vec<&String>) = members.iter().partition(is_listed);
        let rest = ask(OTHER)?;
        let slack = rest.half_digit() * Decimal::from(list.len());
        let missing: Vec<&str> =
            others.into_iter().filter(|member| !self.groups.is_own(member)).map(String::as_str).collect();
        if !missing.is_empty() && rest.value().abs() > slack {
            let message = format!(
                "the figure `{}` does not list all parts of the group `{name}`{}: {} may be in the rest",
                self.key,
                self.in_period(at),
                missing.join(", ")
            );
            return Err(NoValue::new(
                message,
                "list them, with 0 where there are none, or leave them out of the group",
            ));
        }
        let values: Vec<Quantity> = listed.into_iter().map(|member| ask(member)).collect::<Result<_, _>>()?;
        let used: Vec<&Quantity> = values.iter().collect();
        self.exact(&used)?;
        let unit = rest.unit().clone();
        let method = if unit == Unit::PERCENT && self.unit != Unit::PERCENT { "share" } else { "part" };
        let origin = self.computed(self.of_part(method, name, at), &used);
        Ok(Quantity::new(used.iter().map(|value| value.value()).sum(), unit, origin))
    }

    /// How a part is asked for, in its own period without naming it.
    pub(super) fn of_part(&self, method: &str, part: &str, at: Period) -> String {
        if at == self.period {
            format!("{method}(\"{part}\")")
        } else {
            format!("{method}(\"{part}\", \"{at}\")")
        }
    }

    /// Words behind a figure's name for a period that is not its own.
    pub fn in_period(&self, at: Period) -> String {
        if at == self.period { String::new() } else { format!(" in {at}") }
    }

    /// The table of the spec that gives the parts of a period.
    pub(super) fn table_of(&self, at: Period) -> String {
        if at == self.period {
            format!("[figures.{}]", self.key)
        } else {
            format!("[figures.{}.at.{at}]", self.key)
        }
    }

    fn without_parts_at(&self, at: Period, fault: NoValue) -> NoValue {
        if at == self.period { self.without_parts(fault) } else { fault }
    }

    /// Parts of a period by size, the largest first, without the rest; equal ones in the order written.
    pub fn ranking(&self, of_shares: bool, at: Period) -> Vec<(String, Quantity)> {
        let lists = self.lists(at);
        let list = if of_shares { lists.shares } else { lists.parts };
        let mut list: Vec<_> = list.iter().filter(|(key, _)| key != OTHER).cloned().collect();
        list.sort_by_key(|(_, value)| std::cmp::Reverse(value.value()));
        list
    }

    /// The sum of the shares or amounts as they were given, whatever the total.
    ///
    /// # Errors
    /// Says that there are none.
    pub fn sum_of(&self, list: &str, at: Period) -> Result<Quantity, NoValue> {
        let lists = self.lists(at);
        let (given, unit) = match list {
            "shares" => (lists.shares, Unit::PERCENT),
            "parts" => (lists.parts, self.unit.clone()),
            _ => {
                let message = format!("`{list}` cannot be added up");
                let hint = format!("write {0}.sum(\"shares\") or {0}.sum(\"parts\")", self.key);
                return Err(NoValue::new(message, hint));
            }
        };
        let of = if list == "shares" { Of::Shares } else { Of::Parts };
        if let Some(gap) = self.gap_in(of, at) {
            return Err(gap);
        }
        if given.is_empty() {
            let message = format!("the figure `{}` has no {list}{}", self.key, self.in_period(at));
            let hint = format!("give `{}` a table {list} = {{ … }}", self.table_of(at));
            return Err(NoValue::new(message, hint));
        }
        let used: Vec<&Quantity> = given.iter().map(|(_, value)| value).collect();
        self.exact(&used)?;
        let sum = used.iter().map(|value| value.value()).sum();
        Ok(Quantity::new(sum, unit, self.computed(self.of_part("sum", list, at), &used)))
    }

    fn rest(
        &self,
        at: Period,
        list: &[(String, Quantity)],
        whole: Decimal,
        unit: Unit,
        also: &[&Quantity],
    ) -> Result<Quantity, NoValue> {
        let known: Decimal = list.iter().map(|(_, value)| value.value()).sum();
        let mut used: Vec<&Quantity> = list.iter().map(|(_, value)| value).collect();
        used.extend(also);
        self.exact(&used)?;
        // Where both are given, `other` is the share.
        let is_share = unit == Unit::PERCENT;
        let formula = match (at == self.period, is_share) {
            (false, true) => self.of_part("share", OTHER, at),
            (false, false) => self.of_part("part", OTHER, at),
            (true, false) if self.has_shares(at) => self.of_part("part", OTHER, at),
            (true, _) => OTHER.to_owned(),
        };
        Ok(Quantity::new(whole - known, unit, self.computed(formula, &used)))
    }
}
