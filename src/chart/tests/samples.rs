//! The charts of a real edition, written to `golden/store/chart` to be looked at.

use std::fs;
use std::path::PathBuf;

use resvg::tiny_skia;

use super::maps::mapped;
use super::{THEME, chart, number, single};
use crate::chart::{Around, layout, standalone, svg};
use crate::report::{
    Annotation, Chart, ChartKind, Legend, MapStyle, Number, ReferenceLine, Role, Series, Unit,
};

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

pub(in crate::chart) fn visas() -> Chart {
    let rows = [
        ("China", "50.3"),
        ("Türkiye", "16.9"),
        ("Afghanistan", "6.7"),
        ("Mongolia", "4.2"),
        ("Italy", "3.8"),
        ("India", "3.1"),
        ("Other", "15.0"),
    ];
    let hole = Some((number("1653", &Unit::default()), "visas".to_owned()));
    Chart { hole, ..single(ChartKind::Donut, "per cent", &rows) }
}

fn departures() -> Chart {
    let rows = [("January–June 2022", "12339"), ("January–June 2023", "6996")];
    let changes = vec![Some("43.3% fewer".to_owned())];
    Chart { changes, ..single(ChartKind::Columns, "", &rows) }
}

fn arrivals() -> Chart {
    let rows = [("January–June 2022", "6996"), ("January–June 2023", "7339")];
    let changes = vec![Some("4.9% more".to_owned())];
    Chart { changes, ..single(ChartKind::Columns, "", &rows) }
}

fn temporary() -> Chart {
    let rows = [
        ("Uzbekistan", "68.8"),
        ("Russian Federation", "22.3"),
        ("Kyrgyzstan", "3.9"),
        ("Tajikistan", "3.0"),
        ("Azerbaijan", "1.0"),
        ("Armenia", "0.7"),
        ("Belarus", "0.4"),
    ];
    let mut chart = single(ChartKind::Bars, "per cent", &rows);
    chart.categories[1].role = Role::Highlight;
    chart
}

pub(in crate::chart) fn permanent() -> Chart {
    let rows = [("Russian Federation", "36.1"), ("Uzbekistan", "28.4"), ("China", "18.0"), ("Other", "17.5")];
    single(ChartKind::Bars, "per cent", &rows)
}

fn workers() -> Chart {
    let rows = [
        ("China", "28.90"),
        ("Türkiye", "15.60"),
        ("India", "11.44"),
        ("United Kingdom of Great Britain and Northern Ireland", "6.40"),
        ("Ukraine", "5.10"),
        ("Philippines", "3.20"),
        ("Republic of Korea", "2.30"),
        ("Hungary", "2.05"),
        ("Iran (Islamic Republic of)", "1.90"),
        ("Other", "23.11"),
    ];
    single(ChartKind::Bars, "per cent", &rows)
}

fn balance() -> Chart {
    let rows = [
        ("Almaty", "1240"),
        ("Astana", "860"),
        ("Shymkent", "0"),
        ("East Kazakhstan", "-1310"),
        ("Kostanay", "-722"),
    ];
    single(ChartKind::Bars, "", &rows)
}

pub(crate) fn remittances() -> Chart {
    let layers = [
        ("No breakdown", "673.86", ""),
        ("Uzbekistan", "", "177.10"),
        ("Russian Federation", "", "133.98"),
        ("Türkiye", "", "112.86"),
        ("Georgia", "", "56.32"),
        ("China", "", "17.38"),
        ("Kyrgyzstan", "", "17.16"),
        ("Other", "", "43.56"),
    ];
    let unit = Unit::parse("USD million").unwrap();
    let series: Vec<_> = layers.iter().map(|(name, a, b)| (*name, strings(&[a, b]))).collect();
    let totals = vec![number("673.86", &unit), number("558.36", &unit)];
    let changes = vec![Some("17.14% less".to_owned())];
    let chart = chart(ChartKind::Stacked, "USD million", &["Q2 2022", "Q2 2023"], &series);
    Chart { totals, changes, ..chart }
}

fn months_stacked() -> Chart {
    let months = ["January", "February", "March", "April", "May", "June"];
    let series = [
        ("Russian Federation", strings(&["41.2", "39.0", "44.8", "47.1", "52.5", "60.9"])),
        ("Uzbekistan", strings(&["22.0", "24.4", "26.1", "25.0", "27.3", "28.2"])),
        ("Türkiye", strings(&["12.1", "11.0", "10.4", "9.9", "13.0", "14.1"])),
        ("China", strings(&["3.4", "2.9", "4.4", "3.1", "3.8", "4.0"])),
        ("Other", strings(&["6.1", "5.5", "7.0", "6.6", "7.2", "8.1"])),
    ];
    chart(ChartKind::Stacked, "KZT billion", &months, &series)
}

pub(in crate::chart) fn clustered() -> Chart {
    let names = ["Russian Federation", "Germany", "Poland", "United States of America", "Uzbekistan"];
    let series = [
        ("January–June 2022", strings(&["9875", "1332", "185", "182", "127"])),
        ("January–June 2023", strings(&["4820", "1401", "160", "182", "93"])),
    ];
    let changes = ["51.2% fewer", "5.2% more", "13.5% fewer", "unchanged", "26.8% fewer"];
    let changes = changes.map(|change| Some(change.to_owned())).to_vec();
    Chart { changes, ..chart(ChartKind::Clustered, "", &names, &series) }
}

fn clustered_many() -> Chart {
    let names: Vec<String> = (1..=12).map(|index| format!("Region number {index}")).collect();
    let series: Vec<(String, Vec<String>)> = (2019..2024)
        .map(|year| (year.to_string(), (1..=12).map(|i| ((year * i) % 977).to_string()).collect()))
        .collect();
    chart(ChartKind::Clustered, "", &names, &series)
}

fn line() -> Chart {
    let quarters = ["Q2 2022", "Q3 2022", "Q4 2022", "Q1 2023", "Q2 2023"];
    let series = [
        ("Money sent", strings(&["306.3", "289.4", "301.2", "240.0", "253.8"])),
        ("Money received", strings(&["213.5", "140.8", "122.9", "95.1", "80.9"])),
        ("Through money transfer systems", strings(&["60.1", "55.3", "51.0", "47.7", "44.2"])),
    ];
    chart(ChartKind::Line, "KZT billion", &quarters, &series)
}

fn line_months() -> Chart {
    let months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let months = months.map(|month| format!("{month} 2022"));
    let values = |from: i32, step: i32| {
        (0..12).map(|i| (from + step * i + (i * 37) % 11 * 90).to_string()).collect::<Vec<_>>()
    };
    let series =
        [("Arrivals", values(4200, 95)), ("Departures", values(5100, -210)), ("Transit", values(900, 10))];
    chart(ChartKind::Line, "", &months, &series)
}

fn columns_months() -> Chart {
    let rows = [
        ("January 2023", "812"),
        ("February 2023", "790"),
        ("March 2023", "1204"),
        ("April 2023", "1349"),
        ("May 2023", "980"),
        ("June 2023", "1861"),
    ];
    single(ChartKind::Columns, "", &rows)
}

/// Names and values to fill large charts with.
const PLACES: [&str; 15] = [
    "Russian Federation",
    "Uzbekistan",
    "United Kingdom of Great Britain and Northern Ireland",
    "Türkiye",
    "Iran (Islamic Republic of)",
    "Kyrgyzstan",
    "Republic of Korea",
    "Bolivia (Plurinational State of)",
    "China",
    "Germany",
    "Democratic People’s Republic of Korea",
    "Italy",
    "Қазақстан",
    "Российская Федерация",
    "Other",
];

/// A chart of so many places and series, with values that fall by place.
fn places(kind: ChartKind, unit: &str, count: usize, series: &[&str]) -> Chart {
    let value = |place: usize, index: usize| {
        let tenths = 9000 / ((place + 1) * (place + 1)) + (place * 37 + index * 61) % 97;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    let series: Vec<_> = series
        .iter()
        .enumerate()
        .map(|(index, &name)| (name, (0..count).map(|place| value(place, index)).collect()))
        .collect();
    chart(kind, unit, &PLACES[..count], &series)
}

const YEARS: [&str; 3] = ["April–June 2021", "April–June 2022", "April–June 2023"];
const LAYERS: [&str; 6] = [
    "Labour migration",
    "Study",
    "Family reunification",
    "Humanitarian grounds",
    "Permanent residence",
    "Other",
];

fn stacked_places(count: usize) -> Chart {
    let mut chart = places(ChartKind::Stacked, "", count, &LAYERS);
    for (index, series) in chart.series.iter_mut().enumerate() {
        series.values.rotate_left(index * 5 % count);
    }
    chart
}

fn render(name: &str, chart: &Chart) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/store/chart");
    fs::create_dir_all(&folder).unwrap();
    let svg = svg(chart, &THEME);
    fs::write(folder.join(format!("{name}.svg")), &svg).unwrap();
    let tree = super::written::tree(&svg);
    let zoom = 2.4;
    let scene = layout(chart, &THEME);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundred pixels")]
    let (width, height) = ((scene.width * zoom) as u32, (scene.height * zoom) as u32);
    let mut pixmap = tiny_skia::Pixmap::new(width + 40, height + 40).unwrap();
    pixmap.fill(tiny_skia::Color::WHITE);
    #[expect(clippy::cast_possible_truncation, reason = "a factor")]
    let scale = tiny_skia::Transform::from_scale(
        (f64::from(width) / f64::from(tree.size().width())) as f32,
        (f64::from(height) / f64::from(tree.size().height())) as f32,
    );
    resvg::render(&tree, scale.post_translate(20.0, 20.0), &mut pixmap.as_mut());
    pixmap.save_png(folder.join(format!("{name}.png"))).unwrap();
}

/// Limits, ranges, flags and a value that its source does not have, in one chart of each kind that draws them.
fn unsure(kind: ChartKind) -> Chart {
    let rows = [
        ("2021", ">550000"),
        ("2022", "480000 p"),
        ("2023", ""),
        ("2024", "430000-470000"),
        ("2025", "512000"),
    ];
    let legend = Legend { gaps: vec![(0, 2)], sign: "..".to_owned(), ..Legend::default() };
    Chart { legend, ..single(kind, "", &rows) }
}

/// The shares of parts in two periods.
fn slope() -> Chart {
    let series = [
        ("Russian Federation", strings(&["23.1", "50.2"])),
        ("Uzbekistan", strings(&["46.9", "23.4"])),
        ("Turkmenistan", strings(&["4.3", "4.9"])),
        ("Other", strings(&["25.7", "21.5"])),
    ];
    chart(ChartKind::Slope, "per cent", &["January–June 2022", "January–June 2023"], &series)
}

/// A line over periods at uneven distances.
fn line_uneven() -> Chart {
    let names = ["Q1 2019", "Q2 2022", "Q3 2022", "Q2 2023"];
    let series = [
        ("Arrivals", strings(&["1000", "1500", "1510", "1653"])),
        ("Departures", strings(&["2100", "1200", "1190", "900"])),
    ];
    Chart { times: vec![1.5, 40.5, 43.5, 52.5], ..chart(ChartKind::Line, "", &names, &series) }
}

/// Persons who came and who left, with what is left of both.
fn diverging() -> Chart {
    let names =
        ["Russian Federation", "Uzbekistan", "Turkmenistan", "Germany", "United States of America", "Other"];
    let came = ["6858", "3200", "671", "12", "4", "2907"];
    let left = ["4820", "93", "0", "1401", "182", "500"];
    both_ways(chart(
        ChartKind::Diverging,
        "",
        &names,
        &[("Arrivals", strings(&came)), ("Departures", strings(&left))],
    ))
}

/// A chart with lines at values to compare with and words at some of its marks.
fn guided(chart: Chart, lines: &[(&str, &str)], words: &[(usize, &str)]) -> Chart {
    let unit = chart.series[0].values[0].as_ref().unwrap().quantity().unit().clone();
    let line = |(label, value): &(&str, &str)| {
        let value = number(value, &unit);
        ReferenceLine { text: format!("{label}: {}", value.text()), value }
    };
    let at = |(category, text): &(usize, &str)| Annotation { category: *category, text: (*text).to_owned() };
    Chart {
        references: lines.iter().map(line).collect(),
        annotations: words.iter().map(at).collect(),
        ..chart
    }
}

fn guided_columns() -> Chart {
    let words = [(2, "Quota for seasonal workers opened on 1 March"), (4, "Border closed for two weeks")];
    guided(columns_months(), &[("Mean of 2018\u{2013}2022", "1120"), ("2022", "1500")], &words)
}

fn guided_bars() -> Chart {
    let words = [(1, "Visa-free since April"), (4, "Counted by another ministry since 2023")];
    guided(balance(), &[("Mean of five years", "510")], &words)
}

fn guided_line() -> Chart {
    let words = [(1, "Exchange rate fell by a fifth"), (3, "New rules for transfers")];
    guided(line(), &[("Mean of 2019\u{2013}2021", "61.5")], &words)
}

fn guided_lines() -> Chart {
    let lines = [("Arrivals, mean of five years", "1300"), ("Departures, mean of five years", "1750")];
    guided(line_uneven(), &lines, &[(2, "Border closed for two weeks")])
}

/// More lines than upright columns have room for names: the columns lie down.
fn guided_lying() -> Chart {
    let words = [(3, "Counted by another ministry since 2023")];
    guided(places(ChartKind::Columns, "KZT billion", 15, &["Sent"]), &[("Mean of five years", "10")], &words)
}

/// Areas with values of all sizes, one that is not known and one that is provisional.
fn map(style: MapStyle) -> Chart {
    let rows = [
        ("The capital", "3858"),
        ("Northern region", "2700 p"),
        ("Coast", "671"),
        ("Southern region with a very long name of its own", "265"),
        ("Eastern region", "265"),
        ("Steppe", ""),
        ("Uplands", "12"),
        ("Islands", "0"),
        ("Other", "361"),
    ];
    let legend = Legend { gaps: vec![(0, 5)], sign: "..".to_owned(), ..Legend::default() };
    mapped(Chart { legend, ..single(ChartKind::Map, "", &rows) }, style)
}

/// The same small plot for parts over five quarters.
fn multiples() -> Chart {
    let quarters = ["Q2 2022", "Q3 2022", "Q4 2022", "Q1 2023", "Q2 2023"];
    let series = [
        ("Russian Federation", strings(&["1682", "3100", "9875", "7020", "6858"])),
        ("Uzbekistan", strings(&["3418", "3302", "3190", "3240", "3200"])),
        ("Turkmenistan", strings(&["312", "400 p", "", "<640", "671"])),
        ("United Kingdom of Great Britain and Northern Ireland", strings(&["12", "8", "0", "14", "9"])),
        ("China", strings(&["220", "240", "251", "258", "265"])),
        ("Other", strings(&["1643", "1700", "1812", "2104", "2649"])),
    ];
    let legend = Legend { gaps: vec![(2, 2)], sign: "..".to_owned(), ..Legend::default() };
    Chart { legend, ..chart(ChartKind::Multiples, "", &quarters, &series) }
}

/// Plots of so many periods that an axis tells the values.
fn multiples_months() -> Chart {
    Chart { kind: ChartKind::Multiples, ..line_months() }
}

/// The same with limits, a value that is missing, and periods.
fn diverging_unsure() -> Chart {
    let series = [
        (
            "Arrivals of persons who had not been registered before",
            strings(&["13.5", "33.0 p", "<40", "21.0"]),
        ),
        ("Departures", strings(&["21.5", "10-20", "20 p", ""])),
    ];
    let legend = Legend { gaps: vec![(1, 3)], sign: "..".to_owned(), ..Legend::default() };
    let quarters = ["Q3 2022", "Q4 2022", "Q1 2023", "Q2 2023"];
    both_ways(Chart { legend, ..chart(ChartKind::Diverging, "KZT billion", &quarters, &series) })
}

/// The same with the net values of its two series.
pub(super) fn both_ways(mut chart: Chart) -> Chart {
    let net = |(one, two): (&Option<Number>, &Option<Number>)| {
        let [one, two] = [one.as_ref()?.quantity(), two.as_ref()?.quantity()];
        let is_exact = one.is_exact() && two.is_exact();
        is_exact.then(|| number(&(one.value() - two.value()).to_string(), one.unit()))
    };
    let values = chart.series[0].values.iter().zip(&chart.series[1].values).map(net).collect();
    let label = "Net".to_owned();
    chart.series.push(Series { key: "net".to_owned(), label, role: Role::Net, values });
    chart
}

fn unsure_both() -> Chart {
    let series =
        [("Arrivals", strings(&["13.5", "33.0 p", "<10"])), ("Departures", strings(&["", "10-20", "-20 p"]))];
    let legend = Legend { gaps: vec![(1, 0)], sign: "..".to_owned(), ..Legend::default() };
    Chart { legend, ..chart(ChartKind::Clustered, "per cent", &["Almaty", "Astana", "Shymkent"], &series) }
}

pub(crate) fn all() -> Vec<(&'static str, Chart)> {
    vec![
        ("visas", visas()),
        ("departures", departures()),
        ("arrivals", arrivals()),
        ("temporary", temporary()),
        ("permanent", permanent()),
        ("workers", workers()),
        ("balance", balance()),
        ("remittances", remittances()),
        ("months-stacked", months_stacked()),
        ("clustered", clustered()),
        ("clustered-many", clustered_many()),
        ("line", line()),
        ("line-months", line_months()),
        ("columns-months", columns_months()),
        ("bars-15", places(ChartKind::Bars, "KZT billion", 15, &["Sent"])),
        ("columns-15", places(ChartKind::Columns, "KZT billion", 15, &["Sent"])),
        ("columns-5", places(ChartKind::Columns, "KZT billion", 5, &["Sent"])),
        ("donut-15", places(ChartKind::Donut, "per cent", 15, &["Sent"])),
        ("clustered-3", places(ChartKind::Clustered, "", 6, &YEARS)),
        ("clustered-2-15", places(ChartKind::Clustered, "", 15, &YEARS[1..])),
        ("stacked-4", stacked_places(4)),
        ("stacked-15", stacked_places(15)),
        ("unsure-bars", unsure(ChartKind::Bars)),
        ("unsure-columns", unsure(ChartKind::Columns)),
        ("unsure-line", unsure(ChartKind::Line)),
        ("unsure-clustered", unsure_both()),
        ("line-uneven", line_uneven()),
        ("dumbbell", Chart { kind: ChartKind::Dumbbell, changes: Vec::new(), ..clustered() }),
        ("dumbbell-15", places(ChartKind::Dumbbell, "", 15, &YEARS[1..])),
        ("slope", slope()),
        ("guided-columns", guided_columns()),
        ("guided-bars", guided_bars()),
        ("guided-line", guided_line()),
        ("guided-lines", guided_lines()),
        ("guided-lying", guided_lying()),
        ("map-shaded", map(MapStyle::Shaded)),
        ("map-circles", map(MapStyle::Circles)),
        ("multiples", multiples()),
        ("multiples-months", multiples_months()),
        ("diverging", diverging()),
        ("diverging-unsure", diverging_unsure()),
        ("diverging-15", both_ways(places(ChartKind::Diverging, "", 15, &YEARS[1..]))),
        ("line-6", places(ChartKind::Line, "per cent", 7, &LAYERS)),
    ]
}

#[test]
fn charts_of_an_edition_are_small_files() {
    let around =
        Around { caption: "Figure 1. A sample".to_owned(), below: vec!["Source: a sample.".to_owned()] };
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/store/chart");
    fs::create_dir_all(&folder).unwrap();
    let alone = standalone(&visas(), &THEME, &around);
    super::written::drawn(&alone, false).save_png(folder.join("alone.png")).unwrap();
    fs::write(folder.join("alone.svg"), alone).unwrap();
    for (name, chart) in all() {
        render(name, &chart);
        let size = svg(&chart, &THEME).len();
        assert!(size < 40_000, "{name} has {size} bytes");
    }
}
