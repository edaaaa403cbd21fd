//! Which codes are rules, and the table that joins each with the function that finds what breaks it.

use std::collections::BTreeMap;

use super::Subject;
use crate::diag::{Code, Diagnostic, Family, Span, code};
use crate::style;

mod chart;
mod edition;
mod figure;
mod label;
pub(super) mod sentence;

/// Finds what breaks a rule.
pub(super) type Run = fn(&Subject<'_>) -> Vec<Diagnostic>;

/// All rules that look at the report.
pub(super) const RULES: &[(Code, Run)] = &[
    (code::CHANGE_OR_VALUE, sentence::step::change_or_value),
    (code::CHART_ALT, chart::drawn::chart_alt),
    (code::CHART_MESSAGE, chart::message::chart_message),
    (code::CHART_PERIODS, chart::kind::chart_periods),
    (code::CHART_REFERENCE, chart::drawn::chart_reference),
    (code::CITATION_TITLE, edition::citation::citation_title),
    (code::CLAIM_DIRECTION, sentence::direction::claim_direction),
    (code::CLAIM_FIGURE, sentence::labels::claim_figure),
    (code::CLAIM_NEARNESS, sentence::claim::claim_nearness),
    (code::CLAIM_PART, sentence::alone::claim_part),
    (code::CLAIM_PERIOD, sentence::period::claim_period),
    (code::CLAIM_RANK, sentence::rank::claim_rank),
    (code::CLAIM_RECORD, sentence::record::claim_record),
    (code::CLAIM_SIGN, sentence::tile_sign::claim_sign),
    (code::CLAIM_SIZE, sentence::size::claim_size),
    (code::CLAIM_SUM, sentence::sum::claim_sum),
    (code::CLAIM_TREND, sentence::trend::claim_trend),
    (code::CLAIM_UNIT, sentence::claim::claim_unit),
    (code::CLAIM_VALUE, sentence::claim::claim_value),
    (code::CONVERSION_DIFFERS, figure::sums::conversion_differs),
    (code::CROWDED_TABLE, label::crowded::crowded_table),
    (code::DERIVED_DIFFERS, figure::derived::derived_differs),
    (code::DATE_ORDER, edition::dates::date_order),
    (code::DONUT_PARTS, chart::kind::donut_parts),
    (code::EVENT_OUTSIDE, edition::dates::event_outside),
    (code::GIVEN_DIFFERS, figure::given::given_differs),
    (code::IMPOSSIBLE_DATE, sentence::day::impossible_date),
    (code::LABEL_PERIOD, label::period::label_period),
    (code::LABEL_UNIT, label::unit::label_unit),
    (code::LOOSE_NUMBER, sentence::loose::loose_number),
    (code::MISSING_GLYPH, label::glyph::missing_glyph),
    (code::MIXED_DECIMALS, figure::decimals::mixed_decimals),
    (code::NEEDLESS_REVISION, edition::history::needless_revision),
    (code::NEGATIVE_COUNT, figure::sums::negative_count),
    (code::NO_BASE, edition::history::no_base),
    (code::NOT_RENEWED, figure::renewed::not_renewed),
    (code::ODD_COUNT, figure::counts::odd_count),
    (code::OTHER_MISSING, chart::drawn::other_missing),
    (code::PARTS_SUM, figure::sums::parts_sum),
    (code::PERIODS_SUM, figure::sums::periods_sum),
    (code::PRINTED_DIFFERENTLY, sentence::printed::printed_differently),
    (code::PUBLISHED_EARLY, edition::dates::published_early),
    (code::RANKING_ORDER, sentence::order::ranking_order),
    (code::RATE_REUSED, figure::sums::rate_reused),
    (code::REMARK_UNUSED, edition::history::remark_unused),
    (code::SAME_AS_LAST, edition::same::same_as_last),
    (code::SAME_LABEL, label::same::same_label),
    (code::SHARE_OF_TOTAL, figure::sums::share_of_total),
    (code::SHARES_SUM, figure::sums::shares_sum),
    (code::SHARP_BREAK, edition::history::sharp_break),
    (code::SOURCE_MISSING, edition::sources::source_missing),
    (code::SOURCE_UNUSED, edition::sources::source_unused),
    (code::TYPED_NUMBERS, sentence::loose::typed_numbers),
];

/// The codes whose findings can be allowed and denied, those of the set pages last.
pub fn rules() -> Vec<Code> {
    let mut rules: Vec<Code> = code::all().filter(|code| code.family().is_of_rules()).collect();
    rules.sort_by_key(|code| code.family() == Family::Layout);
    rules
}

/// The code of that text: one of the program's, or of a rule of a house style inside it.
pub fn code(text: &str) -> Option<Code> {
    Code::find(text).or_else(|| style::code(text))
}

/// The rule of that code.
pub fn rule(text: &str) -> Option<Code> {
    code(text).filter(|code| code.family().is_of_rules())
}

/// There is no rule of that code.
pub fn unknown_rule(code: &str, span: impl Into<Option<Span>>) -> Diagnostic {
    unknown("rule", code, span, &rules())
}

/// The program prints no such code.
pub fn unknown_code(code: &str) -> Diagnostic {
    unknown("code", code, None, &code::all().collect::<Vec<_>>())
}

/// A code that is not among the known ones, with the nearest of them, or all family by family.
fn unknown(what: &str, code: &str, span: impl Into<Option<Span>>, known: &[Code]) -> Diagnostic {
    let fault = Diagnostic::new(code::UNKNOWN_RULE, span, format!("there is no {what} `{code}`"));
    let fault = fault.did_you_mean(code, known.iter().map(|code| code.as_str()));
    if !fault.hints.is_empty() {
        return fault;
    }
    let mut families: BTreeMap<Family, Vec<&str>> = BTreeMap::new();
    for code in known {
        families.entry(code.family()).or_default().push(code.as_str());
    }
    let list = |(family, codes): (Family, Vec<&str>)| format!("{family}: {}", codes.join(", "));
    families.into_iter().map(list).fold(fault, Diagnostic::hint)
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::diag::{Code, Family, code};

    /// Found where a spec or its translation is read, resolved, compared or settled, so that no function looks for them here.
    const FOUND_WHILE_READING: [Code; 18] = [
        code::HIDDEN_CELLS,
        code::MIXED_ALPHABETS,
        code::MORE_DIGITS,
        code::NOT_AVAILABLE,
        code::NOT_PLACED,
        code::OTHER_CHANGE,
        code::PARITY_LINK,
        code::PARITY_NUMBER,
        code::PARITY_SENSE,
        code::PARITY_STRUCTURE,
        code::PARITY_TYPED,
        code::PHOTO_MISSING,
        code::SHARE_RANGE,
        code::TRANSLATION_MISSING,
        code::TRANSLATION_STALE,
        code::UNTRANSLATED_LANGUAGE,
        code::UNUSED_ALLOW,
        code::VALUE_DIFFERS,
    ];

    #[test]
    fn every_rule_has_one_function_or_is_found_while_reading() {
        let with_function = RULES.iter().map(|(code, _)| *code);
        let mut known: Vec<Code> = with_function.chain(FOUND_WHILE_READING).collect();
        known.sort_unstable();
        let of_check = |code: &Code| code.family().is_of_rules() && code.family() != Family::Layout;
        assert_eq!(known, code::all().filter(of_check).collect::<Vec<_>>());
    }
}
