//! The layout contract: what every page of the series promises, one rule a function.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::LayoutFinding;
use super::item::{Item, ItemKind};
use crate::diag::{Code, code};
use crate::theme::{Contract, Theme};

/// Upper and lower edge of the text area of a page, in points.
pub fn body_edges(theme: &Theme) -> (f64, f64) {
    let page = &theme.brand.page;
    let points = |millimetres: f64| millimetres * 72.0 / 25.4;
    (points(page.top), points(page.height - page.bottom))
}

/// Finds what breaks a rule.
type Run = fn(&Pages<'_>) -> Vec<LayoutFinding>;

/// All rules: the code of each, and the function that finds what breaks it.
const RULES: [(Code, Run); 17] = [
    (code::OUTSIDE_PAGE, |pages| pages.noticed(code::OUTSIDE_PAGE)),
    (code::OUTSIDE_FRAME, |pages| pages.noticed(code::OUTSIDE_FRAME)),
    (code::CUT_OFF, |pages| pages.noticed(code::CUT_OFF)),
    // Found in the report before; here it holds for what the template itself says.
    (code::MISSING_GLYPH, |pages| pages.noticed(code::MISSING_GLYPH)),
    (code::HEADING_AT_FOOT, heading_at_foot),
    (code::CAPTION_APART, caption_apart),
    (code::SOURCE_APART, source_apart),
    (code::NOTE_APART, note_apart),
    (code::SPARSE_PAGE, sparse_page),
    (code::PAGE_BUDGET, page_budget),
    (code::SHORT_LAST_LINE, short_last_line),
    (code::TEXT_OVER_TEXT, text_over_text),
    (code::SMALL_TYPE, small_type),
    (code::LOW_CONTRAST, low_contrast),
    (code::LOW_RESOLUTION, low_resolution),
    (code::PHOTO_CUT, photo_cut),
    (code::WIDE_SPACES, wide_spaces),
];

/// The part of a photograph that may be shown without a word of what is cut.
const SHOWN: f64 = 0.75;

/// The part of the height of words from which on they lie on others.
const COVERED: f64 = 0.4;

/// What the rules look at.
pub(super) struct Pages<'a> {
    items: Vec<Item>,
    count: usize,
    theme: &'a Theme,
}

/// What is wrong with so many pages by all that stands on them, page by page; nothing for a sound document.
pub fn findings(items: Vec<Item>, count: usize, theme: &Theme) -> Vec<LayoutFinding> {
    let pages = Pages { items, count, theme };
    let mut findings: Vec<_> = RULES.iter().flat_map(|(_, run)| run(&pages)).collect();
    findings.sort_by(|a, b| (a.page, a.code, &a.element).cmp(&(b.page, b.code, &b.element)));
    findings.dedup();
    findings
}

impl Pages<'_> {
    fn contract(&self) -> &Contract {
        &self.theme.brand.layout
    }

    /// What the walk over the pages noticed by itself.
    fn noticed(&self, code: Code) -> Vec<LayoutFinding> {
        let of = |item: &&Item| item.faults.contains(&code);
        self.items.iter().filter(of).map(|item| LayoutFinding::new(code, item)).collect()
    }

    /// Upper and lower edge of the text area.
    fn edges(&self) -> (f64, f64) {
        body_edges(self.theme)
    }

    /// The page on which the first chapter opens.
    fn first_chapter(&self) -> usize {
        let is_chapter = |item: &&Item| item.owner.contains("heading<chapter-");
        self.items.iter().find(is_chapter).map_or(usize::MAX, |item| item.page)
    }

    /// What stands in the text area of the chapters' pages, without notes, running heads and page numbers.
    fn body(&self) -> BTreeMap<usize, Vec<&Item>> {
        let (top, bottom) = self.edges();
        let first = self.first_chapter();
        let mut pages: BTreeMap<usize, Vec<&Item>> = BTreeMap::new();
        for item in &self.items {
            // The back page follows the chapters.
            let inside = item.y >= top - 8.0 && item.y < bottom && (first..self.count).contains(&item.page);
            let shown = matches!(item.kind, ItemKind::Text | ItemKind::Image);
            if inside && shown && !item.is_in("footnote-entry") {
                pages.entry(item.page).or_default().push(item);
            }
        }
        pages
    }

    /// One finding for each element in which something is measured, the worst of it.
    fn worst(
        &self,
        code: Code,
        measure: impl Fn(&Item) -> Option<f64>,
        told: impl Fn(f64) -> String,
    ) -> Vec<LayoutFinding> {
        let mut worst: BTreeMap<(usize, &str), (f64, &Item)> = BTreeMap::new();
        for item in &self.items {
            let Some(value) = measure(item) else { continue };
            let known = worst.entry((item.page, &item.owner)).or_insert((value, item));
            if value < known.0 {
                *known = (value, item);
            }
        }
        worst.into_values().map(|(value, item)| LayoutFinding::saying(code, item, &told(value))).collect()
    }
}

/// A heading, or the caption of a table or chart, that nothing follows on its page.
fn heading_at_foot(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let lowest =
        |items: &Vec<&Item>| items.iter().max_by(|a, b| a.bottom().total_cmp(&b.bottom())).copied().cloned();
    let lonely = |item: &Item| {
        item.is_in("heading")
            // Of a caption with a name, `caption-apart` tells more.
            || (item.is_in("caption") && figure(item).is_none())
            || item.owner.contains("block<law-")
    };
    let found = pages.body().values().filter_map(lowest).filter(|item| lonely(item)).collect::<Vec<_>>();
    found.iter().map(|item| LayoutFinding::new(code::HEADING_AT_FOOT, item)).collect()
}

/// The label of the figure that an item stands in.
fn figure(item: &Item) -> Option<&str> {
    item.owner.split('/').find(|part| part.starts_with("figure<"))
}

/// A caption must stand on the page of what it names.
fn caption_apart(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let mut captions: BTreeMap<&str, &Item> = BTreeMap::new();
    let mut bodies: BTreeMap<&str, usize> = BTreeMap::new();
    for item in pages.items.iter().filter(|item| matches!(item.kind, ItemKind::Text | ItemKind::Image)) {
        // What repeats on pages stands within a figure that two pages part.
        let Some(figure) = figure(item).filter(|_| !item.is_in("artifact")) else { continue };
        if item.is_in("caption") {
            captions.insert(figure, item);
        } else {
            bodies.entry(figure).or_insert(item.page);
        }
    }
    let is_apart =
        |(figure, caption): &(&str, &Item)| bodies.get(figure).is_some_and(|page| *page != caption.page);
    captions
        .into_iter()
        .filter(is_apart)
        .map(|(_, item)| LayoutFinding::new(code::CAPTION_APART, item))
        .collect()
}

/// The source line of a chart or table must stand on the page on which that ends.
fn source_apart(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let size = pages.theme.brand.type_scale.source_size;
    let mut found = Vec::new();
    let mut last: Option<&Item> = None;
    for item in pages.items.iter().filter(|item| matches!(item.kind, ItemKind::Text | ItemKind::Image)) {
        if item.is_in("artifact") {
            continue;
        }
        if figure(item).is_some() && !item.is_in("caption") {
            last = Some(item);
        } else if item.kind == ItemKind::Text && !item.is_in("footnote-entry") {
            // Captions of the data behind the charts have the size of a source.
            let has_size = item.measures.size.is_some_and(|found| (found - size).abs() < 0.05);
            let is_source = has_size && !item.is_in("caption");
            if let Some(body) = last.take().filter(|body| is_source && body.page != item.page) {
                found.push(LayoutFinding::saying(
                    code::SOURCE_APART,
                    item,
                    &format!("what it is the source of ends on page {}", body.page),
                ));
            }
        }
    }
    found
}

/// The note of a mark must stand at the foot of its page; in a template of somebody's own, several marks of one page
/// may share it.
fn note_apart(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    // `<note-mia:2>` is the second mark of the note `mia`.
    let note = |name: &str| name.trim_matches(['<', '>']).split(':').next().unwrap_or_default().to_owned();
    let noted = |item: &Item| {
        let entry = item.owner.split('/').find_map(|part| part.strip_prefix("footnote-entry"))?;
        Some((item.page, note(entry)))
    };
    let notes: BTreeSet<_> = pages.items.iter().filter_map(noted).collect();
    let mut told = BTreeSet::new();
    let marks = pages.items.iter().filter(|item| item.kind == ItemKind::Text && !item.is_in("artifact"));
    let apart = marks.filter(|item| {
        let mut mark = item.owner.split('/').filter_map(|part| part.strip_prefix("footnote"));
        let mark = mark.rfind(|name| name.starts_with('<'));
        mark.is_some_and(|name| {
            let place = (item.page, note(name));
            !notes.contains(&place) && told.insert(place)
        })
    });
    apart.map(|item| LayoutFinding::new(code::NOTE_APART, item)).collect()
}

/// A page of which little is filled, within a chapter, or on which front matter goes on.
fn sparse_page(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let (top, bottom) = pages.edges();
    let body = pages.body();
    let last = body.keys().max().copied().unwrap_or(0);
    let least = (bottom - top) * pages.contract().least_filled;
    let sparse = |(page, items): (&usize, &Vec<&Item>)| {
        let lowest = items.iter().map(|item| item.bottom()).fold(top, f64::max);
        let item = items.last().filter(|_| *page < last && lowest - top < least)?;
        Some(LayoutFinding::new(code::SPARSE_PAGE, item))
    };
    let mut found: Vec<_> = body.iter().filter_map(sparse).collect();
    found.extend(sparse_front(pages, least));
    found
}

/// Pages between imprint and chapters that nothing opens and that hold little or nothing.
fn sparse_front(pages: &Pages<'_>, least: f64) -> Vec<LayoutFinding> {
    let (top, bottom) = pages.edges();
    let first = pages.first_chapter();
    let end = if first == usize::MAX { 0 } else { first };
    let sparse = |page: usize| {
        let shown =
            |item: &&Item| matches!(item.kind, ItemKind::Text | ItemKind::Image) && !item.is_in("artifact");
        let on = || pages.items.iter().filter(move |item| item.page == page).filter(shown);
        let body: Vec<&Item> = on().filter(|item| item.y >= top - 8.0 && item.y < bottom).collect();
        if body.iter().any(|item| item.is_in("heading")) {
            return None;
        }
        let lowest = body.iter().map(|item| item.bottom()).fold(top, f64::max);
        let text = body.last().map_or("nothing stands on it", |item| item.text.as_str());
        let element = body.last().map_or_else(String::new, |item| item.owner.clone());
        let text = text.chars().take(60).collect();
        (lowest - top < least).then_some(LayoutFinding { code: code::SPARSE_PAGE, page, element, text })
    };
    // The cover and the page inside it come first.
    (3..end).filter_map(sparse).collect()
}

/// More or fewer pages than the series has.
fn page_budget(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let Some(budget) = pages.contract().pages else { return Vec::new() };
    let last = pages.items.last();
    let is_over = !(budget.from..=budget.to).contains(&pages.count);
    let found = last.filter(|_| is_over);
    let told = format!("the edition has {} pages, the series {budget}", pages.count);
    found.map(|item| LayoutFinding::saying(code::PAGE_BUDGET, item, &told)).into_iter().collect()
}

/// A paragraph of a card whose last line is a word.
fn short_last_line(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let mut found = Vec::new();
    let mut lines: Vec<(&Item, String)> = Vec::new();
    let least = pages.contract().least_words;
    let mut close = |lines: &mut Vec<(&Item, String)>| {
        if let Some((item, text)) = lines.last().filter(|_| lines.len() > 1) {
            let words =
                text.split([' ', '\u{a0}']).filter(|word| word.chars().any(char::is_alphanumeric)).count();
            if words < least {
                found.push(LayoutFinding::new(code::SHORT_LAST_LINE, item));
            }
        }
        lines.clear();
    };
    for item in pages.items.iter().filter(|item| item.kind == ItemKind::Text) {
        if !item.owner.contains("block<event-") {
            close(&mut lines);
            continue;
        }
        // The mark of a note is no word of the line.
        if item.is_in("footnote") {
            continue;
        }
        let follows = lines.last().map(|(last, _)| {
            let (down, size) = (item.y - last.y, item.measures.size.unwrap_or(item.height));
            let same = last.page == item.page && last.measures.size == item.measures.size;
            (
                same && down.abs() < 0.5,
                same && down > 0.5 && down < size * 1.4 && (last.x - item.x).abs() < 0.5,
            )
        });
        match follows {
            Some((true, _)) => {
                if let Some((_, text)) = lines.last_mut() {
                    text.push_str(&item.text);
                }
            }
            Some((_, true)) => lines.push((item, item.text.clone())),
            _ => {
                close(&mut lines);
                lines.push((item, item.text.clone()));
            }
        }
    }
    close(&mut lines);
    found
}

/// Words that lie on other words.
fn text_over_text(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let words = |item: &&Item| item.kind == ItemKind::Text && !item.text.trim().is_empty();
    let mut by_page: BTreeMap<usize, Vec<&Item>> = BTreeMap::new();
    for item in pages.items.iter().filter(words) {
        by_page.entry(item.page).or_default().push(item);
    }
    let mut found = BTreeMap::new();
    for items in by_page.values_mut() {
        items.sort_by(|a, b| a.y.total_cmp(&b.y));
        for (index, upper) in items.iter().enumerate() {
            let beside = items[index + 1..].iter().take_while(|lower| lower.y < upper.bottom());
            let covered = beside.filter(|lower| {
                let height = upper.bottom().min(lower.bottom()) - lower.y;
                let width = upper.right().min(lower.right()) - upper.x.max(lower.x);
                // Lines of a tight setting touch; accents and descenders may.
                height > upper.height.min(lower.height) * COVERED && width > 1.0
            });
            for lower in covered {
                let told = format!("lies on {:?}", lower.text.chars().take(30).collect::<String>());
                let finding = || LayoutFinding::saying(code::TEXT_OVER_TEXT, upper, &told);
                found.entry((upper.page, upper.owner.as_str())).or_insert_with(finding);
            }
        }
    }
    found.into_values().collect()
}

/// Text smaller than anybody should have to read.
fn small_type(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let least = pages.contract().least_size;
    // Half a tenth of a point is rounding, as in a chart that is scaled to its column.
    let measure = |item: &Item| item.measures.size.filter(|size| *size < least - 0.05);
    pages.worst(code::SMALL_TYPE, measure, |size| format!("{size:.1} pt, at least {least:.1} pt are wanted"))
}

/// Text that hardly differs from what it stands on.
fn low_contrast(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let least = pages.contract().least_contrast;
    let measure = |item: &Item| {
        // Large letters are read at two thirds of the contrast, says WCAG.
        let wanted = if item.measures.is_large { least * 2.0 / 3.0 } else { least };
        item.measures.contrast.filter(|contrast| *contrast < wanted)
    };
    pages.worst(code::LOW_CONTRAST, measure, |contrast| {
        format!("contrast {contrast:.1} to 1, at least {least:.1} is wanted")
    })
}

/// A picture with too few pixels for its size.
fn low_resolution(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let least = pages.contract().least_dpi;
    let measure = |item: &Item| item.measures.dpi.filter(|dpi| *dpi < least);
    pages.worst(code::LOW_RESOLUTION, measure, |dpi| {
        format!("{dpi:.0} pixels an inch, at least {least:.0} are wanted")
    })
}

/// A photograph of which much is cut off, and nobody said which part matters.
fn photo_cut(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let measure = |item: &Item| {
        let is_cut = |shown: &f64| *shown < SHOWN && !item.owner.contains("image<focused>");
        item.measures.shown.filter(is_cut)
    };
    pages.worst(code::PHOTO_CUT, measure, |shown| {
        let shown = shown * 100.0;
        format!("{shown:.0} per cent of the picture is shown; focus = [0.5, 0.3] says which part matters")
    })
}

/// Words that stand too far apart because their line was drawn to the width of the column.
fn wide_spaces(pages: &Pages<'_>) -> Vec<LayoutFinding> {
    let widest = pages.contract().widest_space;
    let measure = |item: &Item| Some(-item.measures.space).filter(|space| -space > widest);
    pages.worst(code::WIDE_SPACES, measure, |space| {
        format!("spaces {:.1} times as wide as the font's, at most {widest:.1} are wanted", -space)
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::RULES;
    use crate::diag::{Code, Family, code};

    #[test]
    fn every_code_of_the_layout_has_one_function() {
        let mut with_function: Vec<Code> = RULES.iter().map(|(code, _)| *code).collect();
        with_function.sort_unstable();
        let of_pages = |code: &Code| code.family() == Family::Layout || *code == code::MISSING_GLYPH;
        assert_eq!(with_function, code::all().filter(of_pages).collect::<Vec<_>>());
    }

    #[test]
    fn every_rule_is_explained_and_broken_by_a_case() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let docs = std::fs::read_to_string(root.join("docs/layout.md")).unwrap();
        for (code, _) in RULES {
            let (what, rest) = code.help().split_once("\n\n# Why\n").unwrap();
            assert!(what.ends_with('.') && rest.contains("\n\n# Example\n"), "{code}");
            assert!(docs.contains(&format!("## {code}\n{what}")), "{code} is not in docs/layout.md");
            // Typst refuses to write a PDF with a missing sign; `faults/missing-glyph` is found before that.
            let case = root.join("golden/suite/layout").join(code.as_str());
            assert!(code == code::MISSING_GLYPH || case.is_dir(), "{code} has no case that breaks it");
        }
    }
}
