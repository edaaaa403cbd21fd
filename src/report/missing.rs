//! Tells a value that is missing once, however many places need it.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;

/// The code of the findings.
const CODE: &str = "no-value";

/// Leaves the first finding of each missing value, with how many more there were. They are in order.
pub(super) fn tell_once(findings: &mut Vec<Diagnostic>) {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    findings.retain(|finding| {
        let Some(missing) = missing(finding) else { return true };
        let count = places.entry(missing).or_default();
        *count += 1;
        *count == 1
    });
    for finding in findings {
        let more = missing(finding).and_then(|missing| places.get(&missing)).map_or(0, |count| count - 1);
        if more > 0 {
            let places = if more == 1 {
                "one more place needs it".to_owned()
            } else {
                format!("{more} more places need it")
            };
            finding.message = format!("{}; {places}", finding.message);
        }
    }
}

/// What is missing: the message without the chart that it is told of.
fn missing(finding: &Diagnostic) -> Option<String> {
    let is_chart = |message: &str| message.starts_with("chart `");
    let message = finding.message.as_str();
    let of_figure = match message.split_once(": ") {
        Some((_, rest)) if is_chart(message) => rest,
        _ => message,
    };
    (finding.code == CODE && of_figure.contains(" has no value for ")).then(|| of_figure.to_owned())
}

#[cfg(test)]
mod tests {
    use super::tell_once;
    use crate::diag::Diagnostic;

    #[test]
    fn a_missing_value_is_told_once() {
        let told = |messages: &[&str]| {
            let mut findings: Vec<Diagnostic> =
                messages.iter().map(|message| Diagnostic::error("no-value", None, *message)).collect();
            tell_once(&mut findings);
            findings.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
        };
        let (one, two) =
            ("the figure `a` has no value for 2023-Q2", "the figure `b` has no value for 2023-Q2");
        let of_chart = format!("chart `c`: {one}");
        let right = [format!("{one}; 2 more places need it"), two.to_owned()];
        assert_eq!(told(&[one, two, &of_chart, one]), right);
        let others = ["the figure `a` has no part `DE`", "the figure `a` has no part `DE`"];
        assert_eq!(told(&others), others);
    }
}
