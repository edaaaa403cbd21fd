//! Finds what leaves a page half empty because it does not fit: the text then flows past it.

use serde::Serialize;
use typst::foundations::Label;
use typst::introspection::Introspector;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use super::PdfError;
use super::layout::{Item, ItemKind, body_edges};
use crate::chart::Spacing;
use crate::diag::Diagnostic;
use crate::theme::Theme;

/// A gap at the foot of a page from this part of its height on is filled: a heading and three lines need as much.
const GAP: f64 = 0.12;

/// A gap that no chart leaves is one from this part of the height on: a card or a heading with its lines may need less.
const OTHER_GAP: f64 = 0.16;

/// A gap from this part of the height on looks like a mistake: charts of another height are tried, and changes taken back.
const SEEN_GAP: f64 = 0.2;

/// What charts of another height may leave empty of what is left empty with those of the usual one.
const WORTH: f64 = 0.8;

/// Most layouts of the pages of one edition.
const MOST_ROUNDS: usize = 32;

/// How many topics that begin earlier are taken back, each on its own, when a chart still leaves a gap.
const MOST_TAKEN_BACK: usize = 3;

/// How text flows past charts and tables, as the template reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Labels of the charts and tables that stand on top of the next page, since they do not fit where they stand.
    pub floating: Vec<String>,
    /// Labels of the topics that begin before a chart that has moved to the next page.
    pub passing: Vec<String>,
    /// How much room the charts have.
    #[serde(skip)]
    pub spacing: Spacing,
    /// Labels of the notes that Typst left on the page before their mark: it moves a line with the one that must not
    /// stand alone, and the note of that line not.
    pub apart: Vec<String>,
    /// Labels of the topics that do not, since a chart would move further still, or other pages be emptier.
    #[serde(skip)]
    refused: Vec<String>,
    /// How much floated when each topic was found to begin earlier.
    #[serde(skip)]
    floated: Vec<usize>,
}

/// One change to the flow.
#[derive(Debug, PartialEq, Eq)]
enum Change {
    Float(String),
    Pass(String),
}

/// Pages as they were set by a flow.
pub(super) struct Laid<W> {
    /// What they were set in.
    pub world: W,
    pub document: PagedDocument,
    pub warnings: Vec<Diagnostic>,
    pub items: Vec<Item>,
}

/// The flow that leaves the least room empty.
pub(super) struct Settled<W> {
    pub flow: Flow,
    pub laid: Laid<W>,
    /// How much it leaves empty before charts.
    emptiness: f64,
    /// How often the pages were set.
    rounds: usize,
}

/// The flow that fills each gap as it comes, and its pages; `set` sets the pages by a flow, beginning with others that
/// are nearly the same.
pub(super) fn settle<W>(
    theme: &Theme,
    spacing: Spacing,
    before: Option<&PagedDocument>,
    mut set: impl FnMut(&Flow, Option<&PagedDocument>) -> Result<Laid<W>, PdfError>,
) -> Result<Settled<W>, PdfError> {
    let none = Flow { spacing, ..Flow::default() };
    let first = set(&none, before)?;
    let mut rounds = 1;
    let (flow, laid) = filled(none, first, theme, &mut rounds, &mut set)?;
    Ok(Settled { emptiness: emptiness(&laid, theme), flow, laid, rounds })
}

/// Takes single changes back, as long as that leaves less room empty.
///
/// Each change was the best for its page; for the pages behind it, another one may be. What is taken back leads to other
/// changes, which may be taken back as well.
pub(super) fn reconsider<W>(
    mut best: Settled<W>,
    theme: &Theme,
    mut set: impl FnMut(&Flow, Option<&PagedDocument>) -> Result<Laid<W>, PdfError>,
) -> Result<Settled<W>, PdfError> {
    let mut rounds = best.rounds;
    let mut tried: Vec<Vec<String>> = Vec::new();
    let mut open: Vec<Flow> = vec![best.flow.clone()];
    while let Some(found) = (!open.is_empty()).then(|| open.remove(0)) {
        for index in (0..found.passing.len()).rev() {
            if best.emptiness == 0.0 || rounds >= MOST_ROUNDS || tried.len() >= MOST_TAKEN_BACK {
                return Ok(best);
            }
            let mut other = found.clone();
            other.refuse(index);
            if tried.contains(&other.refused) {
                continue;
            }
            tried.push(other.refused.clone());
            rounds += 1;
            let laid = set(&other, Some(&best.laid.document))?;
            let (flow, laid) = filled(other, laid, theme, &mut rounds, &mut set)?;
            open.push(flow.clone());
            let emptiness = emptiness(&laid, theme);
            if emptiness < best.emptiness {
                best = Settled { flow, laid, emptiness, rounds };
            }
        }
    }
    Ok(best)
}

impl<W> Settled<W> {
    /// Whether the pages may stay as they are: none leaves so much empty that the eye takes it for a mistake.
    pub(super) fn is_full(&self, theme: &Theme) -> bool {
        let gaps = gaps(&self.laid.items, self.laid.document.pages().len(), theme);
        gaps.into_iter().all(|gap| gap < SEEN_GAP)
    }

    /// Whether charts of another height leave so much less empty that it is worth it: bars look best as they are drawn
    /// alone.
    pub(super) fn is_fuller_than(&self, other: &Self, theme: &Theme) -> bool {
        let empty = |laid: &Laid<W>| all_emptiness(&laid.items, laid.document.pages().len(), theme);
        let [own, other] = [self, other].map(|settled| empty(&settled.laid));
        own < other * WORTH
    }
}

/// Changes a flow until no gap is left that a change can fill.
///
/// What has been found to float stays where it stands on its page, so that each round settles one gap.
fn filled<W>(
    mut flow: Flow,
    mut laid: Laid<W>,
    theme: &Theme,
    rounds: &mut usize,
    set: &mut impl FnMut(&Flow, Option<&PagedDocument>) -> Result<Laid<W>, PdfError>,
) -> Result<(Flow, Laid<W>), PdfError> {
    while *rounds < MOST_ROUNDS && flow.change(&laid.document, &laid.items, theme) {
        *rounds += 1;
        laid = set(&flow, Some(&laid.document))?;
    }
    Ok((flow, laid))
}

impl Flow {
    /// The file that the template reads.
    pub(super) fn file(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("plain text")
    }

    /// Has a topic not begin earlier, and takes back all that was changed after it did: what fits where it stands must
    /// not float, or it would stand on top of its own page, before it is mentioned.
    fn refuse(&mut self, index: usize) {
        self.floating.truncate(self.floated[index]);
        self.floated.truncate(index);
        self.refused.extend(self.passing.drain(index..).take(1));
    }

    /// Takes back what moved a chart too far, or changes one thing more; whether the pages are to be set again.
    fn change(&mut self, document: &PagedDocument, items: &[Item], theme: &Theme) -> bool {
        if !self.passing.is_empty() && self.floating.iter().any(|label| is_far(document, items, label)) {
            self.refuse(self.passing.len() - 1);
            return true;
        }
        match self.next(items, document.pages().len(), theme) {
            Some(Change::Float(label)) => self.floating.push(label),
            Some(Change::Pass(label)) => {
                self.passing.push(label);
                self.floated.push(self.floating.len());
            }
            None => match self.note_left(items) {
                Some(label) => self.apart.push(label),
                None => return false,
            },
        }
        true
    }

    /// The first note that stands on a page before that of its mark.
    fn note_left(&self, all: &[Item]) -> Option<String> {
        let label = |item: &Item, kind: &str| {
            let of = |part: &str| {
                Some(part.strip_prefix(kind)?.strip_prefix('<')?.trim_end_matches('>').to_owned())
            };
            item.owner.split('/').find_map(of)
        };
        let page_of = |note: &str| {
            let is_mark = |item: &&Item| label(item, "footnote").is_some_and(|own| own == note);
            all.iter().find(is_mark).map(|item| item.page)
        };
        let notes = all.iter().filter(|item| is_shown(item));
        let notes = notes.filter_map(|item| Some((item.page, label(item, "footnote-entry")?)));
        let mut left = notes.filter(|(page, note)| {
            !self.apart.contains(note) && page_of(note).is_some_and(|own| own > *page)
        });
        left.next().map(|(_, note)| note)
    }

    /// The first change that fills a gap.
    fn next(&self, all: &[Item], pages: usize, theme: &Theme) -> Option<Change> {
        let gap = |page: &usize| room(all, *page, theme) >= GAP && moved(all, *page, theme).is_some();
        (first_chapter(all)?..pages).filter(gap).find_map(|page| self.behind(all, page + 1, theme))
    }

    /// What could stand on the page before: the first thing on a page that does not float there.
    fn behind(&self, all: &[Item], page: usize, theme: &Theme) -> Option<Change> {
        let has = |list: &[String], label: &str| list.iter().any(|known| known == label);
        let source = theme.brand.type_scale.source_size;
        let is_source = |item: &Item| item.size().is_some_and(|size| (size - source).abs() < 0.05);
        let mut items: Vec<&Item> = body(all, page, theme).collect();
        items.sort_by(|a, b| a.y.total_cmp(&b.y));
        for item in items {
            if let Some(label) = figure(&item.owner) {
                if !has(&self.floating, label) {
                    return Some(Change::Float(label.to_owned()));
                }
            } else if let Some(topic) = heading(&item.owner) {
                let is_open =
                    topic.starts_with("topic-") && !has(&self.passing, topic) && !has(&self.refused, topic);
                return is_open.then(|| Change::Pass(topic.to_owned()));
            } else if item.kind == ItemKind::Text && !item.text.trim().is_empty() && !is_source(item) {
                return None;
            }
        }
        None
    }
}

/// How much is left empty before charts and tables that stand on top of the next page: one large gap is worse than two
/// small ones. Nothing, where no gap is to be seen.
fn emptiness<W>(laid: &Laid<W>, theme: &Theme) -> f64 {
    let (all, pages) = (&laid.items, laid.document.pages().len());
    let least = |page: usize| if moved(all, page, theme).is_some() { GAP } else { f64::INFINITY };
    gaps_from(all, pages, theme, least).into_iter().map(|gap| gap * gap).sum()
}

/// The same with the gaps before all else that stands on the next page.
fn all_emptiness(all: &[Item], pages: usize, theme: &Theme) -> f64 {
    gaps(all, pages, theme).into_iter().map(|gap| gap * gap).sum()
}

/// The parts of their heights that pages leave empty before anything that stands on the next page.
fn gaps(all: &[Item], pages: usize, theme: &Theme) -> Vec<f64> {
    let (_, bottom) = body_edges(theme);
    // The back cover has no number; behind the last page of the chapters, nothing follows.
    let is_numbered = |item: &Item| item.kind == ItemKind::Text && item.is_in("artifact") && item.y >= bottom;
    let goes_on = |page: usize| all.iter().any(|item| item.page == page + 1 && is_numbered(item));
    gaps_from(all, pages, theme, |page| match moved(all, page, theme) {
        Some(_) => GAP,
        None if goes_on(page) => OTHER_GAP,
        None => f64::INFINITY,
    })
}

/// The parts that pages leave empty, from the least part on that is a gap on them.
fn gaps_from(all: &[Item], pages: usize, theme: &Theme, least: impl Fn(usize) -> f64) -> Vec<f64> {
    let first = first_chapter(all).unwrap_or(pages);
    let rooms = (first..pages).map(|page| (room(all, page, theme), least(page)));
    rooms.filter(|(room, least)| room >= least).map(|(room, _)| room).collect()
}

fn first_chapter(all: &[Item]) -> Option<usize> {
    Some(all.iter().find(|item| item.owner.contains("heading<chapter-"))?.page)
}

fn is_shown(item: &Item) -> bool {
    matches!(item.kind, ItemKind::Text | ItemKind::Image)
}

/// What stands in the text area of a page, without notes.
fn body<'a>(all: &'a [Item], page: usize, theme: &Theme) -> impl Iterator<Item = &'a Item> {
    let (top, bottom) = body_edges(theme);
    let on =
        all.iter().filter(move |item| is_shown(item) && item.page == page && !item.is_in("footnote-entry"));
    on.filter(move |item| item.y >= top - 8.0 && item.y < bottom)
}

/// The part of a page's height that is empty below its text, above its notes.
fn room(all: &[Item], page: usize, theme: &Theme) -> f64 {
    let (top, bottom) = body_edges(theme);
    let lowest = body(all, page, theme).map(Item::bottom).fold(top, f64::max);
    let notes = all.iter().filter(|item| is_shown(item) && item.page == page && item.is_in("footnote-entry"));
    (notes.map(|item| item.y).fold(bottom, f64::min) - lowest) / (bottom - top)
}

/// The label of the chart or table that begins on top of the page after this one.
fn moved<'a>(all: &'a [Item], page: usize, theme: &Theme) -> Option<&'a str> {
    let next = body(all, page + 1, theme).min_by(|a, b| a.y.total_cmp(&b.y))?;
    let label = figure(&next.owner)?;
    // What goes on over pages stands where its first row is.
    (begins(all, label)? > page).then_some(label)
}

/// The label of the chart or table that an element belongs to; what a chart shows stands above its caption.
fn figure(owner: &str) -> Option<&str> {
    owner.split('/').find_map(|part| {
        let label = part.strip_prefix("figure<").or_else(|| part.strip_prefix("block<message-"))?;
        Some(label.trim_end_matches('>'))
    })
}

/// The page on which a chart or table begins.
fn begins(all: &[Item], label: &str) -> Option<usize> {
    let name = format!("figure<{label}>");
    Some(all.iter().find(|item| item.owner.contains(&name))?.page)
}

/// The label of the chapter or topic whose heading an element belongs to.
fn heading(owner: &str) -> Option<&str> {
    owner.split('/').find_map(|part| Some(part.strip_prefix("heading<")?.trim_end_matches('>')))
}

/// Whether what floats stands further on than on top of the page after the one that it belongs to.
fn is_far(document: &PagedDocument, items: &[Item], label: &str) -> bool {
    let place = Label::new(PicoStr::intern(&format!("place-{label}")));
    let own = place.and_then(|place| {
        let introspector = document.introspector();
        let found = introspector.query_label(place).ok()?;
        Some(introspector.position(found.location()?)?.page.get())
    });
    own.zip(begins(items, label)).is_some_and(|(own, stands)| stands > own + 1)
}

#[cfg(test)]
mod tests {
    use super::{Flow, Spacing, begins, room};
    use crate::pdf::layout::ItemKind;
    use crate::pdf::{Pdf, Press, Supplement, layout, sample};
    use crate::report::{Align, Block, Chapter, Chart, Column, Inline, Report, Table, Topic};
    use crate::theme::Theme;

    fn set(report: &Report) -> Pdf {
        let charts = sample::charts(report);
        let supplement = Supplement { charts: &charts, ..Supplement::default() };
        crate::pdf::pdf(report, &Press::new(&sample::theme()), &sample::locale(), &supplement).unwrap()
    }

    fn paragraph(lines: usize) -> Block {
        let words = "A line of words that takes room upon its page and says nothing of any chart at all. ";
        Block::Paragraph(vec![Inline::Text(words.repeat(lines))])
    }

    /// A chapter of two topics with a chart each, the first of which stands behind so many lines.
    fn two_topics(lines: usize) -> Report {
        let report = sample::report();
        let blocks = |block: &Block| matches!(block, Block::Chart(_)).then(|| block.clone());
        let of_all = report.chapters.iter().flat_map(|chapter| {
            chapter.blocks.iter().chain(chapter.topics.iter().flat_map(|topic| &topic.blocks))
        });
        let charts: Vec<Block> = of_all.filter_map(blocks).take(2).collect();
        let topic = |id: &str, lines: usize, chart: &Block| Topic {
            id: id.to_owned(),
            number: None,
            title: id.to_owned(),
            blocks: vec![paragraph(lines), sample::link_to("fig-chart-1"), chart.clone()],
        };
        let topics = vec![topic("first", lines, &charts[0]), topic("second", 5, &charts[1])];
        let chapter = Chapter {
            id: "only".to_owned(),
            number: None,
            title: "Only".to_owned(),
            blocks: Vec::new(),
            topics,
        };
        Report { chapters: vec![chapter], tiles: Vec::new(), ..report }
    }

    #[test]
    fn charts_are_lower_where_that_leaves_less_empty() {
        let (theme, locale) = (sample::theme(), sample::locale());
        let lower = |_: &Chart, _: &Theme, spacing: Spacing| {
            let height = if spacing == Spacing::Close { 60 } else { 400 };
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 467 {height}\"/>")
        };
        let mut changed = 0;
        for lines in (18..40).step_by(3) {
            let report = two_topics(lines);
            // Two of them do not fit on one page, and leave most of it empty.
            let high = |chart: &&Chart| (chart.id.clone(), lower(chart, &theme, Spacing::Usual));
            let charts: Vec<_> = report.charts().iter().map(high).collect();
            let usual = Supplement { charts: &charts, ..Supplement::default() };
            let press = Press::new(&theme);
            let set = |supplement| crate::pdf::pages(&report, &press, &locale, &supplement).unwrap();
            let (fixed, free) = (set(usual), set(Supplement { redraw: Some(lower), ..usual }));
            let empty = |pages: &crate::pdf::Pages| {
                let count = pages.document.pages().len();
                super::all_emptiness(&pages.items, count, &theme)
            };
            assert_eq!(fixed.flow.spacing, Spacing::Usual);
            if free.flow.spacing == Spacing::Close {
                changed += 1;
                assert!(empty(&free) < empty(&fixed), "{lines} lines");
            }
        }
        assert!(changed > 0);
    }

    #[test]
    fn the_next_topic_begins_before_a_chart_that_has_moved() {
        let mut passed = 0;
        for lines in (18..40).step_by(3) {
            let pdf = set(&two_topics(lines));
            let items = layout::items(&pdf.document);
            let of = |name: &str| items.iter().find(|item| item.owner.contains(name)).unwrap().page;
            let [first, second] = ["fig-chart-1", "fig-chart-2"].map(|label| begins(&items, label).unwrap());
            assert!(first <= second, "{lines} lines");
            assert!(
                of("heading<topic-first>") <= first && first <= of("heading<topic-first>") + 1,
                "{lines} lines"
            );
            if pdf.flow.passing.is_empty() {
                continue;
            }
            passed += 1;
            assert_eq!(pdf.flow.passing, ["topic-second"]);
            assert!(of("heading<topic-second>") < first, "{lines} lines");
            assert!(room(&items, first - 1, &sample::theme()) < 0.3, "{lines} lines");
        }
        assert!(passed > 1, "{passed}");
    }

    /// A table with a number and so many rows.
    fn table(number: u32, rows: usize) -> Block {
        let cell = |words: &str| vec![Inline::Text(words.to_owned())];
        let column = |words: &str| Column { header: cell(words), align: Align::Left };
        Block::Table(Table {
            id: format!("t{number}"),
            number: Some(number),
            title: "A table".to_owned(),
            columns: vec![column("A"), column("B")],
            rows: vec![vec![cell("a"), cell("b")]; rows],
            source: Vec::new(),
            remark: Vec::new(),
            is_data: false,
        })
    }

    /// A report of one chapter of those blocks.
    fn of_blocks(blocks: Vec<Block>) -> Report {
        let title = "Only".to_owned();
        let chapter = Chapter { id: "only".to_owned(), number: None, title, blocks, topics: Vec::new() };
        Report { chapters: vec![chapter], tiles: Vec::new(), ..sample::report() }
    }

    #[test]
    fn a_table_never_begins_before_one_with_an_earlier_number() {
        for lines in (12..40).step_by(6) {
            let blocks =
                vec![paragraph(lines), table(1, 16), paragraph(3), table(2, 60), paragraph(4), table(3, 3)];
            let items = layout::items(&set(&of_blocks(blocks)).document);
            let begin = |name: &str| {
                let own = items.iter().find(|item| item.owner.contains(name)).unwrap();
                (own.page, own.y)
            };
            let [first, second, third] = ["figure<tab-t1>", "figure<tab-t2>", "figure<tab-t3>"].map(begin);
            assert!(first < second && second < third, "{lines} lines: {first:?} {second:?} {third:?}");
        }
    }

    #[test]
    fn a_note_that_was_left_behind_is_known_once() {
        let any = layout::items(&set(&of_blocks(vec![paragraph(1)])).document);
        let any = any.into_iter().find(|item| item.kind == ItemKind::Text).unwrap();
        let item = |page: usize, owner: &str| {
            let mut item = any.clone();
            (item.page, item.owner) = (page, owner.to_owned());
            item
        };
        let pages =
            |mark: usize| [item(10, "footnote-entry<note-a:3>"), item(mark, "cell/footnote<note-a:3>")];
        assert_eq!(Flow::default().note_left(&pages(11)), Some("note-a:3".to_owned()));
        assert_eq!(Flow::default().note_left(&pages(10)), None);
        let flow = Flow { apart: vec!["note-a:3".to_owned()], ..Flow::default() };
        assert_eq!(flow.note_left(&pages(11)), None);
    }
}
