//! The table of all rules.

use super::{
    Finds, Rule, base, claim, day, direction, drawn, edition, figure, form, glyph, label_period, label_unit,
    loose, part, renewed, step,
};
use crate::diag::Severity;

/// A rule that looks at the report and whose severity the series can change.
macro_rules! rule {
    ($code:literal, $severity:ident, $finds:expr) => {
        Rule {
            code: $code,
            severity: Severity::$severity,
            can_change: true,
            help: include_str!(concat!("help/", $code, ".md")),
            finds: $finds,
        }
    };
}

/// A rule of the layout contract; only the set pages tell what breaks it.
macro_rules! page_rule {
    ($code:literal) => {
        Rule {
            code: $code,
            severity: Severity::Warning,
            can_change: true,
            help: include_str!(concat!("../pdf/layout/help/", $code, ".md")),
            finds: Finds::Pages,
        }
    };
}

/// All rules whose findings can be explained, allowed and, with few exceptions, made more or less severe.
pub const RULES: &[Rule] = &[
    rule!("change-or-value", Warning, Finds::Report(step::change_or_value)),
    rule!("chart-alt", Warning, Finds::Report(drawn::chart_alt)),
    rule!("chart-reference", Warning, Finds::Report(drawn::chart_reference)),
    rule!("claim-direction", Warning, Finds::Report(direction::claim_direction)),
    rule!("claim-nearness", Warning, Finds::Report(claim::claim_nearness)),
    rule!("claim-part", Warning, Finds::Report(part::claim_part)),
    rule!("claim-period", Warning, Finds::Report(base::claim_period)),
    rule!("claim-unit", Warning, Finds::Report(claim::claim_unit)),
    rule!("claim-value", Warning, Finds::Report(claim::claim_value)),
    rule!("conversion-differs", Warning, Finds::Report(figure::conversion_differs)),
    rule!("event-outside", Warning, Finds::Report(edition::event_outside)),
    rule!("impossible-date", Warning, Finds::Report(day::impossible_date)),
    rule!("label-period", Warning, Finds::Report(label_period::label_period)),
    rule!("label-unit", Warning, Finds::Report(label_unit::label_unit)),
    rule!("loose-number", Warning, Finds::Report(loose::loose_number)),
    // A PDF with a missing glyph breaks its standards; no series can wish that away.
    Rule { can_change: false, ..rule!("missing-glyph", Error, Finds::Report(glyph::missing_glyph)) },
    rule!("mixed-decimals", Warning, Finds::Report(form::mixed_decimals)),
    rule!("needless-revision", Warning, Finds::Report(edition::needless_revision)),
    rule!("negative-count", Warning, Finds::Report(figure::negative_count)),
    rule!("no-base", Warning, Finds::Report(edition::no_base)),
    rule!("not-placed", Warning, Finds::Reading),
    rule!("not-renewed", Warning, Finds::Report(renewed::not_renewed)),
    rule!("other-change", Warning, Finds::Reading),
    rule!("other-missing", Warning, Finds::Report(drawn::other_missing)),
    rule!("parts-sum", Warning, Finds::Report(figure::parts_sum)),
    rule!("periods-sum", Warning, Finds::Report(figure::periods_sum)),
    rule!("photo-missing", Warning, Finds::Reading),
    rule!("printed-differently", Warning, Finds::Report(form::printed_differently)),
    rule!("published-early", Warning, Finds::Report(edition::published_early)),
    rule!("ranking-order", Warning, Finds::Report(form::ranking_order)),
    rule!("rate-reused", Warning, Finds::Report(figure::rate_reused)),
    rule!("share-of-total", Warning, Finds::Report(figure::share_of_total)),
    Rule { can_change: false, ..rule!("share-range", Error, Finds::Reading) },
    rule!("shares-sum", Warning, Finds::Report(figure::shares_sum)),
    rule!("sharp-break", Warning, Finds::Report(edition::sharp_break)),
    rule!("source-missing", Warning, Finds::Report(edition::source_missing)),
    rule!("source-unused", Warning, Finds::Report(edition::source_unused)),
    rule!("unused-allow", Warning, Finds::Reading),
    rule!("value-differs", Warning, Finds::Reading),
    // The layout contract.
    page_rule!("caption-apart"),
    page_rule!("cut-off"),
    page_rule!("heading-at-foot"),
    page_rule!("low-contrast"),
    page_rule!("low-resolution"),
    page_rule!("outside-frame"),
    page_rule!("outside-page"),
    page_rule!("page-budget"),
    page_rule!("short-last-line"),
    page_rule!("small-type"),
    page_rule!("source-apart"),
    page_rule!("sparse-page"),
    page_rule!("wide-spaces"),
];

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::pdf::layout;

    #[test]
    fn every_rule_of_the_layout_can_be_explained_and_allowed() {
        for rule in layout::RULES {
            assert!(RULES.iter().any(|known| known.code == rule.code), "{}", rule.code);
        }
    }

    #[test]
    fn codes_are_given_once() {
        let mut codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), RULES.len());
    }
}
