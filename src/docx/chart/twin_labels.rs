//! The proof that the labels of a native chart print what the report does: their fields, the copy of their cells, and the
//! cells of the workbook are read back.

use super::sheet::Cells;
use super::twin::{Outputs, all, cache, first, index, kinds, outputs, planted, val};
use crate::docx::package::tree::Element;
use crate::report::Chart;

/// The words of each series, totals last, by category.
type Words = Vec<Vec<Option<String>>>;

/// What the labels of each series of the part print, totals last, those that it hides left out.
fn labels_of(part: &Element, chart: &Chart) -> [Vec<Vec<Option<String>>>; 2] {
    let mut all_series = all(part, "c:ser");
    all_series.truncate(chart.series.len() + usize::from(!chart.totals.is_empty()));
    all_series.sort_by_key(|series| index(series));
    let of = |series: &&Element| {
        let cached = all(series, "c15:dlblRangeCache").first().map(|cells| cache(cells)).unwrap_or_default();
        let labels = all(series, "c:dLbl");
        let shown = |category: usize| {
            let label = labels.iter().find(|label| index(label) == category)?;
            let is_shown =
                all(label, "c15:showDataLabelsRange").first().is_some_and(|shown| val(shown) == "1");
            let field = first(label, &["c:tx", "c:rich", "a:p", "a:fld"])?;
            assert!(is_shown && field.get("type") == Some("CELLRANGE"), "{label:?}");
            Some(field.find("a:t")?.plain_text())
        };
        // A series that names itself, or a layer that is its bar's total, shows no value.
        let texts: Vec<_> = (0..cached.len()).map(shown).collect();
        let hidden =
            texts.iter().zip(&cached).map(|(shown, cell)| shown.as_ref().and(cell.clone())).collect();
        (texts, hidden)
    };
    let (texts, cells) = all_series.iter().map(of).unzip();
    [texts, cells]
}

/// The words of all cells that the labels of the part refer to.
fn label_cells(part: &Element, workbook: &[u8]) -> Vec<Vec<Option<String>>> {
    let cells = Cells::read(workbook).unwrap();
    let mut ranges = all(part, "c15:datalabelsRange");
    ranges.retain(|range| range.find("c15:f").is_some());
    let words = |range: &&Element| {
        let found = cells.range(&range.find("c15:f").unwrap().plain_text()).unwrap();
        found.into_iter().map(|cell| Some(cell?.value.clone())).collect()
    };
    ranges.iter().map(words).collect()
}

/// Whether values have labels: otherwise they stand on an axis with lines.
fn is_labelled(outputs: &Outputs) -> bool {
    all(&outputs.part, "c:majorGridlines").is_empty()
}

/// What was found, by its name, and what should have been.
fn compared(chart: &Chart, outputs: &Outputs) -> [(&'static str, Words, Words); 3] {
    let [shown, hidden] = labels_of(&outputs.part, chart);
    let ranges = all(&outputs.part, "c15:dlblRangeCache");
    let copies: Words = ranges.iter().map(|cells| cache(cells)).collect();
    let text = |number: &crate::report::Number| number.text().to_owned();
    let of_series =
        chart.series.iter().map(|series| series.values.iter().map(|n| n.as_ref().map(text)).collect());
    let of_totals: Vec<_> = chart.totals.iter().map(|total| Some(text(total))).collect();
    let all_words = of_series.chain((!of_totals.is_empty()).then_some(of_totals));
    let is_labelled = is_labelled(outputs);
    // The legend lists lines in another order.
    let sorted = |words: Words| {
        let mut words = words;
        words.sort();
        words
    };
    [
        ("part labels", shown, hidden),
        ("workbook labels", label_cells(&outputs.part, &outputs.workbook), copies.clone()),
        ("part labels of the model", sorted(copies), sorted(all_words.filter(|_| is_labelled).collect())),
    ]
}

#[test]
fn no_value_is_left_without_its_label() {
    for (name, chart) in kinds() {
        let part = outputs(&chart).part;
        let hidden =
            all(&part, "c:dLbl").into_iter().filter(|label| label.find("c:delete").is_some()).count();
        let silent = all(&part, "c:dLbls")
            .into_iter()
            .filter(|labels| labels.find("c:showVal").is_none_or(|shown| val(shown) != "1"));
        // Each value that is shown has the words of its cell; a series may name itself in one label.
        let words = all(&part, "c15:showDataLabelsRange").len()
            + all(&part, "c:showSerName").iter().filter(|name| val(name) == "1").count();
        let on_axis = all(&part, "c:majorGridlines").len();
        assert_eq!((hidden, silent.count().min(1)), (0, on_axis), "{name}");
        assert_eq!(words, all(&part, "c:dLbl").len(), "{name}");
    }
}

/// The names of what differs.
fn differences(chart: &Chart, outputs: &Outputs) -> Vec<&'static str> {
    let differing = compared(chart, outputs).into_iter().filter(|(_, found, expected)| found != expected);
    differing.map(|(what, ..)| what).collect()
}

#[test]
fn labels_of_every_kind_print_what_the_report_does() {
    for (name, chart) in kinds() {
        assert_eq!(differences(&chart, &outputs(&chart)), Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn a_difference_planted_in_a_label_is_found() {
    for (name, chart) in kinds() {
        let good = outputs(&chart);
        if !is_labelled(&good) {
            continue;
        }
        let in_field = planted(&good.part, "<a:fld ", "<a:t>", "<a:t>1");
        let in_copy = planted(&good.part, "<c15:dlblRangeCache>", "<c:v>", "<c:v>1");
        for (part, what) in [(in_field, "part labels"), (in_copy, "part labels of the model")] {
            let faults = differences(&chart, &Outputs { part, ..outputs(&chart) });
            assert!(faults.contains(&what), "{name}: {faults:?}");
        }
        let mut other = chart.clone();
        let values = &mut other.series[0].values;
        let first = values.iter().position(Option::is_some).unwrap();
        values[first] = None;
        let workbook = outputs(&other).workbook;
        let faults = differences(&chart, &Outputs { workbook, ..outputs(&chart) });
        assert!(faults.contains(&"workbook labels"), "{name}: {faults:?}");
    }
}
