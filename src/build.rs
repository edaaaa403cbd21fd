//! Makes all outputs of an edition in memory: the one road from a spec to bytes.

use rayon::prelude::*;

use crate::check::{self, Allowed, Settled, Step, Subject};
use crate::diag::{Diagnostic, Faults, Severity, Warned};
use crate::locale::Locale;
use crate::pdf::{Pdf, Press};
use crate::report::record::Row;
use crate::report::{Decodes, Report};
use crate::spec::Spec;
use crate::theme::Theme;
use crate::{chart, docx, pdf};

/// A checked edition with its charts drawn, ready to be printed.
#[derive(Debug, Clone)]
pub struct Edition {
    /// What is printed.
    pub report: Report,
    /// The language it is printed in.
    pub locale: Locale,
    /// SVG of each chart, by the chart's name.
    pub charts: Vec<(String, String)>,
    /// Findings that the author lets stand.
    pub allowed: Vec<Allowed>,
    /// The Word template that the series names.
    pub reference: Option<docx::Reference>,
}

/// A report with what is to be said of it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What is printed.
    pub report: Report,
    /// The language it is printed in.
    pub locale: Locale,
    /// Findings that stay open.
    pub findings: Vec<Diagnostic>,
    /// Findings that the author lets stand.
    pub allowed: Vec<Allowed>,
}

/// Resolves, computes and checks a spec, and tries the Word template that the series names. Errors are among the
/// findings; what is told here stops nothing.
///
/// # Errors
/// Faults that leave no report to be checked.
pub fn checked(spec: &Spec, theme: &Theme) -> Result<Checked, Faults> {
    let draft = Draft::new(spec, theme, None)?;
    let checks = draft.checks(spec, theme);
    let mut checked = draft.checked(checks);
    if let Some(file) = &spec.reference {
        let tried = docx::Reference::read(&file.value).and_then(|reference| {
            let options = docx::Options { reference: Some(&reference), ..docx::Options::default() };
            docx::docx_with(&checked.report, theme, &checked.locale, &options)
        });
        let fault = tried.err().and_then(|error| error.of_reference(Some(file.span)));
        checked.findings.extend(fault);
    }
    Ok(checked)
}

/// Resolves, computes and checks a spec, and draws its charts.
///
/// # Errors
/// All faults that an author has to mend first.
pub fn edition(spec: &Spec, theme: &Theme) -> Result<Warned<Edition>, Faults> {
    edition_with(spec, theme, None)
}

/// As [`edition`], with a decoder of pictures: see [`Report::build_with`].
///
/// # Errors
/// As [`edition`].
pub fn edition_with(
    spec: &Spec,
    theme: &Theme,
    decodes: Option<Decodes<'_>>,
) -> Result<Warned<Edition>, Faults> {
    let draft = Draft::new(spec, theme, decodes)?;
    let drawn = || {
        let charts = draft.report.charts();
        charts.par_iter().map(|chart| (chart.id.clone(), chart::svg(chart, theme))).collect()
    };
    let (checks, charts) = rayon::join(|| draft.checks(spec, theme), drawn);
    let Checked { report, locale, mut findings, allowed } = draft.checked(checks);
    let mut reference = None;
    if let Some(file) = &spec.reference {
        match docx::Reference::read(&file.value) {
            Ok(read) => reference = Some(read),
            Err(error) => findings.extend(error.of_reference(Some(file.span))),
        }
    }
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Faults { sources: spec.sources.clone(), diagnostics: findings });
    }
    Ok(Warned { output: Edition { report, locale, charts, allowed, reference }, warnings: findings })
}

/// A report that has not been checked yet.
struct Draft {
    report: Report,
    locale: Locale,
    /// What was found while it was computed.
    findings: Vec<Diagnostic>,
}

/// What the rules found, and the record that follows from it.
struct Checks {
    settled: Settled,
    record: Vec<Row>,
}

impl Draft {
    fn new(spec: &Spec, theme: &Theme, decodes: Option<Decodes<'_>>) -> Result<Self, Faults> {
        let stop = |diagnostics| Faults { sources: spec.sources.clone(), diagnostics };
        let locale = Locale::embedded(&spec.language().value).map_err(|error| {
            let hint = format!(
                "write one of: {}; data/locales/ has a file for each",
                Locale::languages().join(", ")
            );
            let fault = Diagnostic::error("unknown-language", spec.language().span, error.to_string());
            stop(vec![fault.hint(hint)])
        })?;
        let built = match decodes {
            Some(decodes) => Report::build_with(spec, &locale, theme, decodes),
            None => Report::build(spec, &locale, theme),
        };
        let Warned { output: report, warnings: findings } = built?;
        Ok(Self { report, locale, findings })
    }

    fn checks(&self, spec: &Spec, theme: &Theme) -> Checks {
        let Self { report, locale, .. } = self;
        let mut findings = self.findings.clone();
        let loose = check::all_loose(&report.passages, locale);
        let subject = Subject { spec, report, theme, locale, loose: &loose };
        findings.extend(check::run(&subject));
        let settled = check::settle(findings, spec, Step::Report);
        let record = check::record(&subject, &settled.open, &settled.allowed);
        Checks { settled, record }
    }

    fn checked(self, checks: Checks) -> Checked {
        let Self { mut report, locale, .. } = self;
        report.record = checks.record;
        Checked { report, locale, findings: checks.settled.open, allowed: checks.settled.allowed }
    }
}

impl Edition {
    /// The PDF, set on the press of a theme.
    ///
    /// # Errors
    /// The template or a standard refuses the report.
    pub fn pdf(&self, press: &Press<'_>) -> Result<Pdf, pdf::PdfError> {
        pdf::pdf(&self.report, press, &self.locale, &self.charts)
    }

    /// The DOCX, in the styles of the series' Word template if it names one.
    ///
    /// # Errors
    /// A picture or the workbook of a chart cannot be made, or the template lacks styles.
    pub fn docx(&self, theme: &Theme) -> Result<Vec<u8>, docx::DocxError> {
        self.docx_in(theme, self.reference.as_ref())
    }

    /// The DOCX in the styles of another Word template.
    ///
    /// # Errors
    /// As [`Self::docx`].
    pub fn docx_like(&self, theme: &Theme, reference: &docx::Reference) -> Result<Vec<u8>, docx::DocxError> {
        self.docx_in(theme, Some(reference))
    }

    fn docx_in(
        &self,
        theme: &Theme,
        reference: Option<&docx::Reference>,
    ) -> Result<Vec<u8>, docx::DocxError> {
        let options = docx::Options { reference, ..docx::Options::default() };
        docx::docx_with(&self.report, theme, &self.locale, &options)
    }

    /// Everything that the template sees, by path.
    ///
    /// # Errors
    /// As [`pdf::inputs`].
    pub fn inputs(&self, theme: &Theme) -> Result<pdf::Files, pdf::PdfError> {
        pdf::inputs(&self.report, theme, &self.locale, &self.charts)
    }
}
