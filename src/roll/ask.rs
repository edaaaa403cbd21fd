//! Asks for values that an edition wants and nobody has: `"?"` among the values of their figures.

use std::collections::{BTreeMap, BTreeSet};

use super::clear::{GAP, PartAsked};
use super::tree::Tree;
use super::written::Kind;
use crate::data::period::Period;
use crate::patch::{Edit, Newline, toml};

/// Why it is done.
const REASON: &str = "asked for, and in no earlier edition";

/// The edits that add values to be filled in to figures which have a table of their own.
pub(super) fn edits(text: &str, wanted: &BTreeSet<(String, Period)>) -> Vec<Edit> {
    let tree = Tree::new(text);
    let mut figures: BTreeMap<&str, Vec<Period>> = BTreeMap::new();
    for (figure, period) in wanted {
        figures.entry(figure).or_default().push(*period);
    }
    figures.into_iter().filter_map(|(figure, periods)| edit(&tree, figure, &periods)).collect()
}

/// The edits that add parts of other periods to be filled in: a table of its own for each period that has none yet.
pub(super) fn parts(text: &str, wanted: &[PartAsked]) -> Vec<Edit> {
    let tree = Tree::new(text);
    let mut tables: BTreeMap<(&str, Period, &str), Vec<&str>> = BTreeMap::new();
    for (figure, list, part, period) in wanted {
        let name = period.to_string();
        if tree.below(&["figures", figure, "at", &name]).next().is_none() {
            tables.entry((figure, *period, list)).or_default().push(part);
        }
    }
    let edits = tables.into_iter().filter_map(|((figure, period, list), parts)| {
        let is_of = |path: &[String]| path.len() >= 2 && path[0] == "figures" && path[1] == figure;
        let last = tree.statements.iter().rfind(|one| is_of(&one.path))?;
        let at = tree.line_end(last.range.end);
        let entries: Vec<String> = parts.iter().map(|part| format!("{} = {GAP}", toml::key(part))).collect();
        let [figure, period] = [figure.to_owned(), period.to_string()].map(|key| toml::key(&key));
        let block =
            format!("\n[figures.{figure}.at.{period}]   # {REASON}\n{list} = {{ {} }}\n", entries.join(", "));
        let is_open = at == tree.text.len() && !tree.text.ends_with('\n');
        let block = if is_open { format!("\n{}", block.trim_end()) } else { block };
        let newline = Newline::at(tree.text, at.saturating_sub(1));
        Some(Edit::new(at..at, newline.write(&block), REASON))
    });
    edits.collect()
}

fn edit(tree: &Tree<'_>, figure: &str, periods: &[Period]) -> Option<Edit> {
    let written = |period: &Period| format!("{} = {GAP}", toml::key(&period.to_string()));
    let entries: Vec<String> = periods.iter().map(written).collect();
    let values = tree.items.iter().find(|item| item.path == ["figures", figure, "values"]);
    if let Some(item) = values
        && let Kind::Table(inside) = &item.value.kind
    {
        return Some(match inside.last() {
            Some(last) => {
                let at = last.range().end;
                Edit::new(at..at, format!(", {}", entries.join(", ")), REASON)
            }
            None => Edit::new(item.value.range.clone(), format!("{{ {} }}", entries.join(", ")), REASON),
        });
    }
    let below = |path: &[&str]| {
        let index = tree.statements.iter().position(|one| one.is_heading() && one.path == path)?;
        let own = tree.statements[index..].iter().take_while(|one| one.path == path).last()?;
        Some(tree.line_end(own.range.end))
    };
    let (at, line) = if let Some(at) = below(&["figures", figure, "values"]) {
        (at, entries.iter().map(|entry| format!("{entry}\n")).collect())
    } else {
        (below(&["figures", figure])?, format!("values = {{ {} }}   # {REASON}\n", entries.join(", ")))
    };
    // A last line may have no end.
    let is_open = at == tree.text.len() && !tree.text.ends_with('\n');
    let line = if is_open { format!("\n{}", line.trim_end()) } else { line };
    let newline = Newline::at(tree.text, at.saturating_sub(1));
    Some(Edit::new(at..at, newline.write(&line), REASON))
}

#[cfg(test)]
mod tests {
    use super::edits;
    use crate::patch::Patch;

    /// A text that asks for the values of two periods.
    fn asked(text: &str) -> String {
        let wanted = ["2022-Q3", "2022-9M"].map(|period| ("x".to_owned(), period.parse().unwrap()));
        Patch::new(text, edits(text, &wanted.into_iter().collect())).unwrap().new_text()
    }

    #[test]
    fn values_are_added_where_the_figure_has_its_own() {
        let all = "2022-9M = \"?\", 2022-Q3 = \"?\"";
        let with = |values: &str| format!("[figures.x]\nvalues = {values}\ntotal = 1\n");
        assert_eq!(asked(&with("{ 2019 = 1 }")), with(&format!("{{ 2019 = 1, {all} }}")));
        assert_eq!(asked(&with("{}")), with(&format!("{{ {all} }}")));
        let new = asked("[figures.x]\r\ntotal = 1\r\n\r\n[figures.y]\r\n");
        let line = format!("values = {{ {all} }}   # asked for, and in no earlier edition\r\n");
        assert_eq!(new, format!("[figures.x]\r\ntotal = 1\r\n{line}\r\n[figures.y]\r\n"));
        let new = asked("[figures.x]\n[figures.x.values]\n2019 = 1\n[a]\n");
        assert_eq!(new, "[figures.x]\n[figures.x.values]\n2019 = 1\n2022-9M = \"?\"\n2022-Q3 = \"?\"\n[a]\n");
        assert!(asked("[figures.x]\ntotal = 1").ends_with("total = 1\nvalues = { 2022-9M = \"?\", 2022-Q3 = \"?\" }   # asked for, and in no earlier edition"));
    }
}
