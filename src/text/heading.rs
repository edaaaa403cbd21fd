//! Finds the periods that words outside of an edition name: the title of a ministry's table.

use super::day;
use super::line::Line;
use super::period::{Calendar, Named, every, mentions};
use crate::diag::{Sources, Span};
use crate::language::Language;
use crate::report::{Part, Passage, PassageRole, Piece, PieceKind};

/// A period or day that a heading names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingPeriod {
    /// How.
    pub named: Named,
    /// Whether its words say that it is that of the numbers: "in 2025", and not "the Law of 2025"; "on 1 July 2025", and
    /// not "letter of 1 July 2025".
    pub is_led: bool,
}

/// The periods that headings name in one language, in the order of each; days among them.
pub fn headings(texts: &[&str], locale: &Language) -> Vec<Vec<HeadingPeriod>> {
    let calendar = Calendar::new(locale);
    texts.iter().map(|text| heading(text, &calendar, locale)).collect()
}

fn heading(text: &str, calendar: &Calendar<'_>, locale: &Language) -> Vec<HeadingPeriod> {
    let source = Sources::default().add("", text);
    let span = Span { source, start: 0, end: text.len() };
    let piece = Piece { text: text.to_owned(), span, kind: PieceKind::Words };
    let passage =
        Passage { part: Part::default(), cell: None, role: PassageRole::default(), pieces: vec![piece] };
    let line = Line::new(&passage, locale);
    let all = every(&line, calendar);
    let of_numbers = mentions(&line, all.clone(), locale);
    let periods = all.into_iter().map(|mention| {
        let is_led = of_numbers.contains(&mention);
        (mention.range, HeadingPeriod { named: mention.named, is_led })
    });
    let days = day::days(&line, locale).into_iter();
    let days = days.filter_map(|day| {
        Some((day.range.clone(), HeadingPeriod { named: day.named()?, is_led: day.is_led }))
    });
    let mut found: Vec<_> = days.collect();
    // A day is no month.
    let is_free = |range: &std::ops::Range<usize>| {
        found.iter().all(|(day, _)| range.end <= day.start || day.end <= range.start)
    };
    let periods: Vec<_> = periods.filter(|(range, _)| is_free(range)).collect();
    found.extend(periods);
    found.sort_by_key(|(range, _)| range.start);
    found.into_iter().map(|(_, period)| period).collect()
}

#[cfg(test)]
mod tests {
    use super::headings;
    use crate::language::Language;
    use crate::text::Named;

    fn named(text: &str, tag: &str) -> String {
        let found = headings(&[text], &Language::embedded(tag).unwrap()).remove(0);
        let named = found.into_iter().map(|period| {
            let named = match period.named {
                Named::Period(period) => period.to_string(),
                Named::Year(year) => year.to_string(),
                other => format!("{other:?}"),
            };
            if period.is_led { named } else { format!("({named})") }
        });
        named.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn titles_of_tables_name_periods() {
        for (text, tag, right) in [
            ("за II квартал 2026 года", "ru", "2026-Q2"),
            ("СВЕДЕНИЯ О ВЪЕЗДЕ ЗА III КВАРТАЛ 2025 ГОДА", "ru", "2025-Q3"),
            ("за 9 месяцев 2026 года", "ru", "2026-9M"),
            ("за январь - сентябрь 2023 года", "ru", "2023-9M"),
            ("за январь–сентябрь 2023 г.", "ru", "2023-9M"),
            ("по состоянию на 1 октября 2026 года", "ru", "2026-10-01"),
            ("письмо от 9 октября 2026 года", "ru", "(2026-10-09)"),
            ("за 2025 год", "ru", "2025"),
            ("Миграция 2025", "ru", "(2025)"),
            ("за I полугодие 2026 года", "ru", "2026-H1"),
            ("III кв. 2026 г.", "ru", "(2026)"),
            ("3 квартал 2026", "ru", "2026-Q3"),
            ("Arrivals in the second quarter of 2026", "en", "2026-Q2"),
            ("Arrivals, January to September 2026", "en", "2026-9M"),
            ("Countries that may differ", "en", ""),
            ("2023 жылғы 3-тоқсан, %", "kk", "2023-Q3"),
        ] {
            assert_eq!(named(text, tag), right, "{text}");
        }
    }
}
