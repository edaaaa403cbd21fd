//! Figures that follow from others: `derive = "arrivals - departures"`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compute::{Derived, Figure};
use super::context::Builder;
use super::expr::{self, Chain, Word};
use super::scope::Scope;
use crate::data::period::Period;
use crate::data::quantity::{Quantity, Unit};
use crate::diag::{Diagnostic, Guesses, code};
use crate::spec::Text;
use crate::spec::schema::FigureSpec;

/// Figures that can be derived in one edition.
const MOST_DERIVED: usize = 200;
/// Values that all of them can have together: fifty figures of a hundred periods.
const MOST_VALUES: usize = 5_000;

/// A figure that is to be derived.
struct Task<'a> {
    spec: &'a FigureSpec,
    text: &'a Text,
    chain: Chain,
}

impl<'a> Task<'a> {
    fn key(&self) -> &'a str {
        &self.spec.key.value
    }
}

impl Builder<'_> {
    /// Computes the figures that follow from others, each after those that it rests on.
    pub(super) fn derive(&self, figures: &mut BTreeMap<String, Arc<Figure>>) {
        let mut tasks: Vec<Task<'_>> = Vec::new();
        for spec in &self.spec.figures {
            let Some(text) = &spec.derive else { continue };
            match expr::parse(&text.value) {
                Ok(chain) => tasks.push(Task { spec, text, chain }),
                Err(unread) => {
                    self.tell(text, &unread.fault);
                    leave_unknown(figures, &spec.key.value);
                }
            }
        }
        if let Some(task) = tasks.get(MOST_DERIVED) {
            let message = format!("there are {} derived figures", tasks.len());
            let fault = Diagnostic::new(code::TOO_MANY, task.text.span, message);
            self.fault(fault.hint(format!("derive at most {MOST_DERIVED}")));
            tasks.truncate(MOST_DERIVED);
        }
        let mut left = MOST_VALUES;
        while !tasks.is_empty() {
            let waiting: BTreeSet<&str> = tasks.iter().map(Task::key).collect();
            let is_ready =
                |task: &Task<'_>| !task.chain.names().iter().any(|name| waiting.contains(&name.text[..]));
            let (ready, rest): (Vec<_>, Vec<_>) = tasks.into_iter().partition(is_ready);
            if ready.is_empty() {
                rest.iter().for_each(|task| self.tell_circle(task, figures));
                return;
            }
            ready.iter().for_each(|task| self.derive_one(task, figures, &mut left));
            tasks = rest;
        }
    }

    fn tell(&self, text: &Text, fault: &expr::Fault) {
        // The cause is the entry that could not be read.
        let named = fault.place.as_ref().and_then(|place| text.value.get(place.clone()));
        if fault.code == code::UNKNOWN_FIGURE && named.is_some_and(|name| self.unread.may_define(name)) {
            return;
        }
        let span = fault.place.as_ref().map_or(text.span, |place| text.at(place.start, place.end));
        self.fault_of(
            Diagnostic::new(fault.code, span, &fault.message[..]).hint(&fault.hint[..]),
            fault.missing.as_deref().cloned(),
        );
    }

    fn tell_circle(&self, task: &Task<'_>, figures: &mut BTreeMap<String, Arc<Figure>>) {
        let message = format!("the figure `{}` follows from itself", task.spec.key.value);
        let fault = Diagnostic::new(code::BAD_EXPRESSION, task.text.span, message);
        self.fault(fault.hint("derive it from figures that the sources give"));
        leave_unknown(figures, task.key());
    }

    /// Why a figure is not available: what it follows from is not.
    fn reason_of(&self, task: &Task<'_>, scope: &Scope) -> String {
        let mut names = task.chain.names().into_iter().filter_map(|name| scope.figures.get(&name.text));
        let reason = names.find_map(|figure| figure.not_available.clone());
        reason.unwrap_or_else(|| self.locale.labels().not_available.clone())
    }

    /// Computes every period that the figures in the expression have values for.
    fn derive_one(&self, task: &Task<'_>, figures: &mut BTreeMap<String, Arc<Figure>>, left: &mut usize) {
        let key = &task.spec.key.value;
        let Some(own) = figures.get(key).map(|figure| figure.period) else { return };
        let mut scope = Scope {
            figures: figures.clone(),
            period: self.scope.period,
            at: None,
            groups: Arc::clone(&self.scope.groups),
            locale: Arc::clone(&self.scope.locale),
            names: self.scope.names.clone(),
            guesses: Guesses::default(),
        };
        let mut values: BTreeMap<Period, Quantity> = BTreeMap::new();
        let mut gaps: Vec<(Period, String)> = Vec::new();
        let (mut is_missing, mut is_told) = (false, false);
        let periods = periods(&task.chain, &scope, own);
        let Some(rest) = left.checked_sub(periods.len()) else {
            let message = format!("the derived figures up to `{key}` have more than {MOST_VALUES} values");
            let fault = Diagnostic::new(code::TOO_MANY, task.text.span, message);
            self.fault(fault.hint("derive fewer figures, or from figures with fewer periods"));
            *left = 0;
            leave_unknown(figures, key);
            return;
        };
        *left = rest;
        for period in periods {
            scope.at = Some(period);
            match expr::value_at(&task.chain, &scope) {
                Ok(Some(value)) => {
                    values.insert(period, value);
                }
                Ok(None) => is_missing = true,
                // What rests on a number that is to be filled in is to be filled in with it.
                Err(expr::Fault { is_gap: true, missing: Some(missing), .. }) => {
                    gaps.push((period, missing.figure));
                }
                // What other periods lack is told where somebody asks for them.
                Err(fault) if period == own || fault.missing.is_none() => {
                    self.tell(task.text, &fault);
                    is_told = true;
                    if fault.missing.is_none() {
                        break;
                    }
                }
                Err(_) => {}
            }
        }
        let given = (task.spec.unit != Unit::default()).then(|| task.spec.unit.clone());
        let computed = values.values().next().map(|value| value.unit().clone());
        if let (Some(given), Some(computed)) = (&given, &computed)
            && given != computed
        {
            let message = format!("what `{key}` is derived from gives another unit than its own");
            let fault = Diagnostic::new(code::UNIT_DIFFERS, task.text.span, message);
            self.fault(fault.hint("leave out the unit: the one that is computed holds"));
            leave_unknown(figures, key);
            return;
        }
        let formula = task.chain.to_string();
        let reason = self.reason_of(task, &scope);
        change(figures, key, |figure| {
            figure.unit = computed.unwrap_or_else(|| figure.unit.clone());
            for value in figure.values.values_mut() {
                *value = value.with(value.value(), Some(figure.unit.clone()));
            }
            for (period, value) in &values {
                figure.values.entry(*period).or_insert_with(|| value.clone());
            }
            for (period, root) in gaps {
                if !figure.values.contains_key(&period) {
                    figure.gaps.add_value(period, &root);
                }
            }
            if figure.values.is_empty() && is_missing {
                figure.not_available.get_or_insert(reason);
            }
            figure.is_balance |= task.chain.subtracts();
            let from = task.chain.names().into_iter().map(|name| name.text.to_string()).collect();
            figure.derived = Some(Derived { formula, from, values });
        });
        if is_told || rests_on_unknown(task, &scope) {
            leave_unknown(figures, key);
        }
    }
}

/// Whether a figure that something is derived from could not be read.
fn rests_on_unknown(task: &Task<'_>, scope: &Scope) -> bool {
    let is_unknown = |name: &Word| scope.figures.get(&name.text).is_some_and(|from| from.is_unknown);
    task.chain.names().into_iter().any(is_unknown)
}

/// Leaves a figure without values unknown, after the cause was told: what asks for it is not told again.
fn leave_unknown(figures: &mut BTreeMap<String, Arc<Figure>>, key: &str) {
    change(figures, key, |figure| {
        if figure.values.is_empty() {
            figure.is_unknown = true;
            figure.not_available.get_or_insert_default();
        }
    });
}

fn change(figures: &mut BTreeMap<String, Arc<Figure>>, key: &str, change: impl FnOnce(&mut Figure)) {
    if let Some(figure) = figures.get_mut(key) {
        change(Arc::make_mut(figure));
    }
}

/// The periods at which an expression can be tried: the figure's own, and those that figures alone in it have values
/// for, with the longer periods around them.
fn periods(chain: &Chain, scope: &Scope, own: Period) -> BTreeSet<Period> {
    let mut periods = BTreeSet::from([own]);
    for name in chain.alone() {
        let Some(figure) = scope.figures.get(&name.text) else { continue };
        for period in figure.values.keys().copied().chain(figure.gaps.periods()).chain([figure.period]) {
            periods.insert(period);
            periods.extend(period.around());
        }
    }
    periods
}
