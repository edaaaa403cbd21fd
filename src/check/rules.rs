//! The table of all rules.

use super::{Finds, Rule, base, claim, direction, glyph, loose};
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

/// All rules whose findings can be explained, allowed and, with few exceptions, made more or less severe.
pub const RULES: &[Rule] = &[
    rule!("claim-value", Warning, Finds::Report(claim::claim_value)),
    rule!("claim-unit", Warning, Finds::Report(claim::claim_unit)),
    rule!("claim-nearness", Warning, Finds::Report(claim::claim_nearness)),
    rule!("claim-direction", Warning, Finds::Report(direction::claim_direction)),
    rule!("claim-period", Warning, Finds::Report(base::claim_period)),
    rule!("loose-number", Warning, Finds::Report(loose::loose_number)),
    // A PDF with a missing glyph breaks its standards; no series can wish that away.
    Rule { can_change: false, ..rule!("missing-glyph", Error, Finds::Report(glyph::missing_glyph)) },
    rule!("not-placed", Warning, Finds::Reading),
    rule!("photo-missing", Warning, Finds::Reading),
    rule!("value-differs", Warning, Finds::Reading),
];
