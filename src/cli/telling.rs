//! Findings on the terminal: as they are listed, what was not looked at, and a line that counts them at the end.

use crate::diag::{Diagnostic, Extent, Faults, Severity, Sources, list, place_of, printable};

/// How findings are told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Telling {
    /// How much of many.
    pub(super) extent: Extent,
    /// What errors lead to.
    pub(super) consequence: &'static str,
}

impl Telling {
    /// Tells what stopped an edition.
    pub(super) fn faults(self, faults: &Faults) -> String {
        self.findings(&faults.diagnostics, &faults.sources, faults.sentences_left)
    }

    /// Tells findings, with how many sentences nobody has judged.
    pub(super) fn findings(
        self,
        findings: &[Diagnostic],
        sources: &Sources,
        sentences_left: usize,
    ) -> String {
        let mut text = list(findings, sources, self.extent);
        if sentences_left > 0 {
            let rest = if sentences_left == 1 { "rests" } else { "rest" };
            let sentences = plural(sentences_left, "sentence");
            let is_stopped = findings.iter().any(|finding| finding.severity == Severity::Error);
            let what = if is_stopped { "could not be read" } else { "is to be filled in" };
            text.push_str(&format!("not looked at: {sentences} that {rest} on what {what}\n"));
        }
        text.push_str(&self.summary(findings, sources));
        text
    }

    /// The line that counts findings and names the first of the worst.
    fn summary(self, findings: &[Diagnostic], sources: &Sources) -> String {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let (counts, worst) = match (errors, warnings) {
            (0, 0) => return String::new(),
            (0, warnings) => {
                let is_refused = findings.iter().any(Diagnostic::is_refused_when_final);
                let refused = if is_refused { "; a final build would refuse" } else { "" };
                (format!("{}{refused}", plural(warnings, "warning")), Severity::Warning)
            }
            (errors, 0) => (format!("{}{}", plural(errors, "error"), self.consequence), Severity::Error),
            (errors, warnings) => {
                let (errors, warnings) = (plural(errors, "error"), plural(warnings, "warning"));
                (format!("{errors}, {warnings}{}", self.consequence), Severity::Error)
            }
        };
        // What is named first is what holds a final build up, where something does.
        let holds_up = worst == Severity::Warning && findings.iter().any(Diagnostic::is_refused_when_final);
        let is_worst = |finding: &&Diagnostic| match holds_up {
            true => finding.is_refused_when_final(),
            false => finding.severity == worst,
        };
        let of_worst = findings.iter().filter(is_worst);
        let placed = of_worst.filter_map(|finding| Some((finding.span?, finding)));
        let first = placed.min_by_key(|(span, _)| (span.source, span.start)).filter(|_| findings.len() > 1);
        let first = first.map(|(span, finding)| {
            format!(". First: {} {}", place_of(span, sources), printable(&finding.message))
        });
        format!("{counts}{}\n", first.unwrap_or_default())
    }
}

fn plural(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::Telling;
    use crate::diag::{Diagnostic, Extent, Severity, Sources, Span, code};

    #[test]
    fn the_last_line_counts_findings_and_names_the_first_error() {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", "a\nb\nc\n");
        let at = |start| Span { source, start, end: start + 1 };
        let told = |findings: &[Diagnostic], left| {
            let telling = Telling { extent: Extent::Short, consequence: "; nothing was written" };
            let text = telling.findings(findings, &sources, left);
            text.lines().rev().take(2).map(str::to_owned).collect::<Vec<_>>()
        };
        let warning = Diagnostic::new(code::CLAIM_UNIT, at(0), "a unit");
        let errors = [4, 2].map(|start| Diagnostic::new(code::UNKNOWN_PART, at(start), "unknown part XZ"));
        let [one, two] = errors;
        let lines = told(&[warning.clone(), one, two], 3);
        assert_eq!(lines[0], "2 errors, 1 warning; nothing was written. First: a.toml:2 unknown part XZ");
        assert_eq!(lines[1], "not looked at: 3 sentences that rest on what could not be read");
        assert_eq!(told(std::slice::from_ref(&warning), 0)[0], "1 warning; a final build would refuse");
        // What a final build refuses is named before what it lets stand.
        let stands = Diagnostic::new(code::SAME_AS_LAST, at(0), "as before").with_severity(Severity::Warning);
        let both = [stands.clone(), Diagnostic { span: Some(at(2)), ..warning }];
        assert_eq!(told(&both, 0)[0], "2 warnings; a final build would refuse. First: a.toml:2 a unit");
        // Notes stop nothing, but for a gap on the cover.
        let note = Diagnostic::new(code::DONUT_PARTS, at(2), "seven parts");
        assert_eq!(told(&[stands.clone(), note], 0)[0], "1 warning. First: a.toml:1 as before");
        let logo = Diagnostic::new(code::PLACEHOLDER_LOGO, None, "no logo");
        assert_eq!(told(&[stands, logo], 0)[0], "1 warning; a final build would refuse");
    }
}
