//! Makes all outputs of an edition in memory: the one road from a spec to bytes.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::check::{self, Allowed, Known, LabelWords, Settled, Step, Subject};
use crate::diag::{
    self, Code, Diagnostic, Family, Faults, Severity, SourceId, Span, Spanned, Warned, code, place_of,
};
use crate::language::{Language, LanguageError, fill};
use crate::parity::{self, Facts};
use crate::pdf::layout::{self, LayoutFinding};
use crate::pdf::{Pdf, Press};
use crate::record::{self, Row};
use crate::report::{Chart, Decodes, Draft, Inline, MissingValue, Report, plain_lines, source_label};
use crate::spec::Spec;
use crate::spec::schema::PhotoSpec;
use crate::style::House;
use crate::text::{self, PartNames};
use crate::theme::Theme;
use crate::{chart, docx, pdf};

/// A checked edition with its charts drawn, ready to be printed.
#[derive(Debug, Clone)]
pub struct Edition {
    /// What is printed.
    pub report: Report,
    /// The language it is printed in.
    pub locale: Language,
    /// Every number of the publication, with what the checks say of it.
    pub record: Vec<Row>,
    /// SVG of each chart as the pages have it, by the chart's name.
    pub charts: Vec<(String, String)>,
    /// Findings that the author lets stand.
    pub allowed: Vec<Allowed>,
    /// What its texts say, when it is published in several languages.
    pub facts: Option<Facts>,
    /// The Word template that the series names.
    pub template: Option<docx::Template>,
}

/// What is to be said of a spec, and its report when that is whole.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What is printed; none when something of it is unknown.
    pub report: Option<Report>,
    /// The language it is printed in.
    pub locale: Language,
    /// Every number of the publication, with what the checks say of it; none without a report.
    pub record: Vec<Row>,
    /// Findings that stay open.
    pub findings: Vec<Diagnostic>,
    /// Findings that the author lets stand.
    pub allowed: Vec<Allowed>,
    /// Sentences that no check has judged, since something in them is unknown.
    pub sentences_left: usize,
    /// Values that something asks for and nobody has given.
    pub missing: Vec<MissingValue>,
    /// What its texts say, when it is published in several languages.
    pub facts: Option<Facts>,
}

/// What a translation says otherwise than the spec itself, but for what its author allows.
pub fn differences(own: &Facts, other: &Facts, spec: &Spec) -> Settled {
    check::let_stand(parity::differences(own, other), spec)
}

/// Resolves, computes and checks a spec, and tries the Word template that the series names. Errors are among the
/// findings, and what does not rest on them is checked all the same.
///
/// # Errors
/// The language of the edition cannot be read, so that nothing can be.
pub fn checked(spec: &Spec, theme: &Theme) -> Result<Checked, Faults> {
    let started = Started::new(spec, theme, None)?;
    let mut checked = started.finish(spec, theme);
    if let (Some(file), Some(report)) = (&spec.reference, &checked.report) {
        let place = Some(file.span);
        let tried = docx::Template::read(&file.value).and_then(|template| {
            checked.findings.extend(template.findings(theme, place));
            docx::try_template(report, theme, &checked.locale, &template)
        });
        checked.findings.extend(tried.err().and_then(|error| error.of_template(place)));
    }
    Ok(checked)
}

/// Checks a spec without trying a Word template, and shows what was read and found to somebody who looks for more in it.
///
/// # Errors
/// As [`checked`].
pub fn examined<T>(
    spec: &Spec,
    theme: &Theme,
    look: impl FnOnce(&Subject<'_>, &[Diagnostic]) -> T,
) -> Result<T, Faults> {
    let started = Started::new(spec, theme, None)?;
    Ok(started.checks_seen(spec, theme, look).1)
}

/// Resolves, computes and checks a spec, and draws its charts.
///
/// # Errors
/// All faults that an author has to mend first.
pub fn edition(spec: &Spec, theme: &Theme) -> Result<Warned<Edition>, Faults> {
    edition_with(spec, theme, None)
}

/// As [`edition`], with a decoder of pictures: see [`Draft::build`].
///
/// # Errors
/// As [`edition`].
pub fn edition_with(
    spec: &Spec,
    theme: &Theme,
    decodes: Option<Decodes<'_>>,
) -> Result<Warned<Edition>, Faults> {
    let started = Started::new(spec, theme, decodes)?;
    let (checks, charts) = rayon::join(|| started.checks(spec, theme), || started.charts(theme));
    let Checked { report, locale, record, mut findings, allowed, sentences_left, missing: _, facts } =
        started.checked(checks);
    let mut template = None;
    if let Some(file) = &spec.reference {
        match docx::Template::read(&file.value) {
            Ok(read) => {
                findings.extend(read.findings(theme, Some(file.span)));
                template = Some(read);
            }
            Err(error) => findings.extend(error.of_template(Some(file.span))),
        }
    }
    let Some(mut report) =
        report.filter(|_| findings.iter().all(|finding| finding.severity != Severity::Error))
    else {
        return Err(Faults { sources: spec.sources.clone(), diagnostics: findings, sentences_left });
    };
    report.attachments.extend(facts.as_ref().map(|facts| parity::attached(facts, &locale)));
    Ok(Warned {
        output: Edition { report, locale, record, charts, allowed, facts, template },
        warnings: findings,
    })
}

/// A report that has not been checked yet.
#[derive(Debug)]
pub struct Started {
    draft: Draft,
    locale: Language,
}

/// The language of an edition: files of the author's own win over those of the program.
fn language(spec: &Spec) -> Result<Language, Vec<Diagnostic>> {
    load_language(spec, &spec.language(), &spec.language_files)
}

/// The language of the spec itself, when the edition is a translation of it.
fn source_language(spec: &Spec) -> Result<Option<Language>, Vec<Diagnostic>> {
    let translation = spec.translation.as_ref();
    translation.map(|from| load_language(spec, &from.from, &from.language_files)).transpose()
}

/// Shows what is said of a file of a language at its place in it.
fn of_language_file(code: Code, source: SourceId, said: &LanguageError) -> Diagnostic {
    let range = said.range.clone().unwrap_or(0..0);
    let place = Span { source, start: range.start, end: range.end };
    let fault = Diagnostic::new(code, place, said.message.clone());
    match &said.hint {
        Some(hint) => fault.hint(hint.clone()),
        None => fault
            .hint("`quarterly new --language TAG --languages DIR` writes a file with every key of English"),
    }
}

/// What is to be said of the files of a language that can be used.
fn remarks_on(spec: &Spec, locale: &Language) -> Vec<Diagnostic> {
    let source = |file: &str| spec.language_files.iter().find(|(name, _)| *name == file).map(|(_, id)| *id);
    let remarks = locale.remarks().iter();
    remarks
        .filter_map(|said| Some(of_language_file(code::UNTRANSLATED_LANGUAGE, source(said.file)?, said)))
        .collect()
}

fn load_language(
    spec: &Spec,
    asked: &Spanned<String>,
    files: &[(&'static str, SourceId)],
) -> Result<Language, Vec<Diagnostic>> {
    let source = |file: &str| files.iter().find(|(name, _)| *name == file).map(|(_, id)| *id);
    let own = |file: &str| source(file).map(|id| spec.sources.text(id).to_owned());
    let told = |error: LanguageError| match source(error.file) {
        Some(source) => of_language_file(code::BAD_LANGUAGE_FILE, source, &error),
        None if !files.is_empty() => {
            let message = format!("the language `{}` has no `{}`", asked.value, error.file);
            let hint = "put it beside its other files; `quarterly new --language TAG --languages DIR` writes one with every key";
            Diagnostic::new(code::UNKNOWN_LANGUAGE, asked.span, message).hint(hint)
        }
        None => {
            let known = Language::languages().join(", ");
            let hint = format!("write one of: {known}; or name the folder with its files: --languages DIR");
            Diagnostic::new(code::UNKNOWN_LANGUAGE, asked.span, error.message).hint(hint)
        }
    };
    let loaded = Language::load(&asked.value, own);
    loaded
        .map(|language| language.with_periods(spec.named_periods()).with_currencies(&spec.currencies()))
        .map_err(|errors| errors.into_iter().map(told).collect())
}

/// What the rules found, and the record that follows from it.
#[derive(Debug)]
pub struct Checks {
    settled: Settled,
    record: Vec<Row>,
    sentences_left: usize,
    facts: Option<Facts>,
}

impl Started {
    /// Resolves and computes a spec, for who sets its pages before they are checked: the record inside the PDF is
    /// what only the checks know, and no page shows it.
    ///
    /// # Errors
    /// As [`checked`].
    pub fn new(spec: &Spec, theme: &Theme, decodes: Option<Decodes<'_>>) -> Result<Self, Faults> {
        let refused = |faults: Vec<Diagnostic>| {
            let mut diagnostics = spec.findings.clone();
            diagnostics.extend(faults);
            diag::sort(&mut diagnostics);
            Faults::new(spec.sources.clone(), diagnostics)
        };
        let locale = language(spec).map_err(refused)?;
        let source = source_language(spec).map_err(refused)?;
        let draft = Draft::build(spec, (&locale, source.as_ref()), theme, decodes);
        Ok(Self { draft, locale })
    }

    /// Whether there is no error in it, so that its pages can be set.
    pub fn is_whole(&self) -> bool {
        self.draft.is_whole()
    }

    /// The report, which only who knows that it is whole may print.
    pub fn report(&self) -> &Report {
        self.draft.to_check()
    }

    /// SVG of each chart, by the chart's name.
    pub fn charts(&self, theme: &Theme) -> Vec<(String, String)> {
        let charts = if self.is_whole() { self.report().charts() } else { Vec::new() };
        charts.par_iter().map(|chart| (chart.id.clone(), chart::svg(chart, theme))).collect()
    }

    /// Sets the pages of a report that is whole.
    ///
    /// # Errors
    /// The template refuses the report.
    pub fn pages(&self, press: &Press, charts: &[(String, String)]) -> Result<pdf::Pages, pdf::PdfError> {
        let supplement = pdf::Supplement { charts, record: &[], redraw: Some(chart::svg_spaced) };
        pdf::pages(self.report(), press, &self.locale, &supplement)
    }

    /// What the rules find.
    pub fn checks(&self, spec: &Spec, theme: &Theme) -> Checks {
        self.checks_seen(spec, theme, |_, _| ()).0
    }

    /// The checks, and what somebody sees in what was read and found.
    fn checks_seen<T>(
        &self,
        spec: &Spec,
        theme: &Theme,
        look: impl FnOnce(&Subject<'_>, &[Diagnostic]) -> T,
    ) -> (Checks, T) {
        let Self { draft, locale } = self;
        let report = draft.to_check();
        let mut findings = draft.findings().to_vec();
        findings.extend(remarks_on(spec, locale));
        let given = spec.common.iter().rev().flat_map(|common| &common.names);
        let given: Vec<(&str, &str)> =
            given.map(|(key, name)| (key.value.as_str(), name.value.as_str())).collect();
        let names = PartNames::new(report.figures.values().map(AsRef::as_ref), &given, locale);
        let text = text::read(report, &names, locale);
        let house = House::load(spec, locale).unwrap_or_else(|faults| {
            findings.extend(faults);
            None
        });
        let house = house.as_ref();
        let labels = LabelWords::new(spec, report, locale);
        let (text, names, labels) = (&text, &names, &labels);
        let subject = Subject { spec, report, theme, locale, text, names, labels, house };
        findings.extend(check::run(&subject));
        let own: Vec<Code> = house.into_iter().flat_map(House::codes).collect();
        let mut settled = check::settle(findings, spec, Step::Report, &own);
        let mut sentences_left = 0;
        // What rests on an error, or on a number that is to be filled in, is not judged.
        if !draft.is_whole() || report.is_draft {
            let known = Known::new(subject, draft.unknown());
            settled.open.retain(|finding| known.allows(finding));
            sentences_left = known.sentences_left();
        }
        leave_style_for_later(&mut settled.open, spec, draft.is_whole());
        let seen = look(&subject, &settled.open);
        let record = if draft.is_whole() { record::rows(&subject, &settled) } else { Vec::new() };
        let facts = if draft.is_whole() { parity::facts(&subject) } else { None };
        (Checks { settled, record, sentences_left, facts }, seen)
    }

    /// Checks it, and gives what is to be said.
    pub fn finish(self, spec: &Spec, theme: &Theme) -> Checked {
        let checks = self.checks(spec, theme);
        self.checked(checks)
    }

    /// What is to be said, once the rules have found it.
    pub fn checked(self, checks: Checks) -> Checked {
        let Self { draft, locale } = self;
        let Checks { settled: Settled { open, allowed }, record, sentences_left, facts } = checks;
        // The errors of a draft are among the findings that were settled.
        let missing = draft.missing().to_vec();
        let report = draft.whole().ok().map(|(report, _)| report);
        Checked { report, locale, record, findings: open, allowed, sentences_left, missing, facts }
    }
}

impl Edition {
    /// The PDF, set on the press of a theme.
    ///
    /// # Errors
    /// The template or a standard refuses the report.
    pub fn pdf(&self, press: &Press) -> Result<Pdf, pdf::PdfError> {
        pdf::pdf(&self.report, press, &self.locale, &self.supplement())
    }

    fn supplement(&self) -> pdf::Supplement<'_> {
        pdf::Supplement { charts: &self.charts, record: &self.record, redraw: Some(chart::svg_spaced) }
    }

    /// The charts as pictures that stand alone, by name: title, source and note inside, letters as outlines.
    pub fn pictures(&self, theme: &Theme) -> Vec<(String, String)> {
        let labels = self.locale.labels();
        let draw = |chart: &&Chart| {
            let number = chart.number.to_string();
            let values = [("label", labels.figure.as_str()), ("number", &number), ("title", &chart.title)];
            let lines =
                [(source_label(labels, &chart.source), &chart.source), (&*labels.note, &chart.remark)];
            let lines_of = |(label, run): (&str, &Vec<Inline>)| {
                let lines = plain_lines(run).into_iter().enumerate();
                let lines = lines.filter(|(_, words)| !words.trim().is_empty());
                let labelled = |(index, words): (usize, String)| {
                    if index == 0 { self.locale.labelled(label, &words) } else { words }
                };
                lines.map(labelled).collect::<Vec<_>>()
            };
            let around = chart::Around {
                caption: fill(&labels.caption, &values),
                below: lines.into_iter().flat_map(lines_of).collect(),
            };
            (chart.id.clone(), chart::standalone(chart, theme, &around))
        };
        self.report.charts().par_iter().map(draw).collect()
    }

    /// The DOCX, in the styles of the series' Word template if it names one.
    ///
    /// # Errors
    /// A picture or the workbook of a chart cannot be made, or the template lacks styles.
    pub fn docx(&self, theme: &Theme) -> Result<Vec<u8>, docx::DocxError> {
        match &self.template {
            Some(template) => self.docx_like(theme, template),
            None => docx::docx(&self.report, theme, &self.locale),
        }
    }

    /// The DOCX in the styles of another Word template.
    ///
    /// # Errors
    /// As [`Self::docx`].
    pub fn docx_like(&self, theme: &Theme, template: &docx::Template) -> Result<Vec<u8>, docx::DocxError> {
        docx::docx_like(&self.report, theme, &self.locale, template)
    }

    /// Everything that the template sees, by path, with the charts as high as [`Pdf::flow`] says.
    ///
    /// # Errors
    /// As [`pdf::inputs`].
    pub fn inputs(&self, theme: &Theme, spacing: chart::Spacing) -> Result<pdf::Files, pdf::PdfError> {
        pdf::inputs_spaced(&self.report, theme, &self.locale, &self.supplement(), spacing)
    }
}

/// Findings about the layout of set pages, and the warnings of Typst, to be settled like others.
pub fn on_pages(findings: &[LayoutFinding], warnings: &[Diagnostic], spec: &Spec) -> Vec<Diagnostic> {
    let findings = findings.iter().map(|finding| {
        // What belongs to no element of the text stands on the page itself: the cover, headers and footers.
        let element =
            if finding.element.is_empty() { String::new() } else { format!(" [{}]", finding.element) };
        let photo = photo_of(finding, spec);
        let message = format!("page {}{element}: {}{photo}", finding.page, finding.text);
        Diagnostic::new(finding.code, None, message).found(format!("page {}", finding.page))
    });
    warnings.iter().cloned().chain(findings).collect()
}

/// The file of the photograph that a finding is about, and where it is named: its words are those of the alternative text.
fn photo_of(finding: &LayoutFinding, spec: &Spec) -> String {
    let edition = &spec.edition;
    let is_of_photo = [code::LOW_RESOLUTION, code::PHOTO_CUT].contains(&finding.code);
    let named = edition.photos.iter().map(|(_, photo)| photo);
    let of_events = edition.events.iter().flat_map(|event| &event.photos);
    let mut photos = edition.cover.iter().chain(named).chain(of_events).filter(|_| is_of_photo);
    let is_it = |photo: &&PhotoSpec| {
        let words: String = photo.alt.value.chars().take(layout::WORDS).collect();
        !words.is_empty() && finding.text.ends_with(&format!(": {words}"))
    };
    photos.find(is_it).map_or_else(String::new, |photo| {
        format!(" (`{}`, {})", photo.file.value, place_of(photo.file.span, &spec.sources))
    })
}

/// House style is looked at when texts are as they are meant: not while something is wrong that hides words or prints
/// markup, and not on a line with the markup of a claim that is no claim.
fn leave_style_for_later(findings: &mut Vec<Diagnostic>, spec: &Spec, is_whole: bool) {
    let hides = |finding: &Diagnostic| [code::UNCLOSED_MARKUP, code::NOT_PLACED].contains(&finding.code);
    let is_meant = is_whole && !findings.iter().any(hides);
    // A line may be as long as a text, and have as many findings as words.
    let mut lines: BTreeMap<(SourceId, usize), bool> = BTreeMap::new();
    let mut is_half_a_claim = |span: Span| {
        let text = spec.sources.text(span.source);
        let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
        *lines.entry((span.source, start)).or_insert_with(|| {
            let line = text[start..].lines().next().unwrap_or_default();
            line.match_indices("(=").any(|(at, _)| !line[..at].ends_with(']'))
        })
    };
    findings.retain(|finding| {
        finding.code.family() != Family::Style
            || is_meant && finding.span.is_none_or(|span| !is_half_a_claim(span))
    });
}
