//! Finds the areas of a map for the parts that a chart shows, and puts their values into classes.

use rust_decimal::Decimal;

use super::{Data, Maker};
use crate::data::chart::MapStyle;
use crate::data::geojson::{self, BadMap};
use crate::data::quantity::Quantity;
use crate::language::fill;
use crate::report::compute::OTHER;
use crate::report::{ChartKind, Map, MapArea, MapClass};

/// The most classes that a reader tells apart by how dark they are.
const MOST_CLASSES: usize = 4;
/// The property that names areas when the spec does not say which one.
const PROPERTY: &str = "id";

impl Maker<'_> {
    /// The map of a chart; none where the chart is none, or after a fault was told.
    pub(super) fn map(&self, data: &Data) -> Option<Map> {
        let file = self.spec.map.as_ref();
        if self.spec.kind != ChartKind::Map {
            if let Some(file) = file {
                self.refuse(file.span, "only kind = \"map\" has a map", "delete `map`, or change `kind`");
            } else if self.spec.map_style.is_some() || self.spec.map_key.is_some() {
                let hint = "delete `map_style` and `map_key`, or change `kind`";
                self.refuse(self.spec.span, "only kind = \"map\" has areas", hint);
            }
            return None;
        }
        let Some(file) = file else {
            let hint = "write map = \"regions.geojson\", a file of your office beside the spec";
            self.refuse(self.spec.span, "a map needs the areas that it shows", hint);
            return None;
        };
        // That a file is not there was told when it was read.
        let bytes = self.builder.spec.maps.get(&file.value)?;
        let property = self.spec.map_key.as_ref().map_or(PROPERTY, |key| key.value.as_str());
        let key = (file.value.clone(), property.to_owned());
        let mut known = self.builder.areas.borrow_mut();
        let read = match known.entry(key).or_insert_with(|| geojson::read(bytes, property)).clone() {
            Ok(areas) => areas,
            Err(BadMap { message, hint }) => {
                self.refuse(file.span, &format!("`{}`: {message}", file.value), hint);
                return None;
            }
        };
        let is_named =
            |name: &str, (key, label): &(String, String)| key.eq_ignore_ascii_case(name) || label == name;
        let areas: Vec<MapArea> = read
            .into_iter()
            .map(|area| MapArea {
                category: data.categories.iter().position(|category| is_named(&area.name, category)),
                polygons: area.polygons,
            })
            .collect();
        let is_drawn = |index: usize| areas.iter().any(|area| area.category == Some(index));
        let lost = data.categories.iter().enumerate().find(|(at, (key, _))| key != OTHER && !is_drawn(*at));
        if let Some((_, (key, _))) = lost {
            let hint =
                "give the area in the file the key or the name of the part, or join the part into others";
            self.refuse(file.span, &format!("`{}` has no area for the part `{key}`", file.value), hint);
            return None;
        }
        let words = self.builder.locale.words();
        let has_blank = areas.iter().any(|area| area.category.is_none());
        let blank = has_blank.then(|| words.chart.map_blank.clone());
        let style = self.spec.map_style.unwrap_or(MapStyle::Shaded);
        Some(Map { areas, style, classes: self.classes(data), blank })
    }

    /// Values in classes of about as many areas each, the greatest first; equal values stand in one class.
    fn classes(&self, data: &Data) -> Vec<MapClass> {
        let Some((_, _, values)) = data.series.first() else { return Vec::new() };
        let is_other = |index: usize| data.categories.get(index).is_some_and(|(key, _)| key == OTHER);
        let mut all: Vec<(usize, &Quantity)> = values
            .iter()
            .enumerate()
            .filter(|(index, _)| !is_other(*index))
            .filter_map(|(index, value)| Some((index, value.as_ref()?)))
            .collect();
        all.sort_by_key(|(_, value)| std::cmp::Reverse(value.drawn()));
        let mut distinct: Vec<Decimal> = all.iter().map(|(_, value)| value.drawn()).collect();
        distinct.dedup();
        let count = MOST_CLASSES.min(distinct.len());
        let mut classes: Vec<Vec<(usize, &Quantity)>> = vec![Vec::new(); count];
        let mut before: Option<(Decimal, usize)> = None;
        for (place, (index, value)) in all.iter().enumerate() {
            let even = place * count / all.len();
            let class = before.filter(|(known, _)| *known == value.drawn()).map_or(even, |(_, class)| class);
            before = Some((value.drawn(), class));
            classes[class].push((*index, value));
        }
        let text = |value: &Quantity| self.builder.locale.format_short(value).text().to_owned();
        let label = |class: &[(usize, &Quantity)]| {
            let [high, low] = [class.first()?, class.last()?].map(|(_, value)| text(value));
            let span = &self.builder.locale.words().chart.span;
            Some(if high == low { high } else { fill(span, &[("from", &low), ("to", &high)]) })
        };
        let classes = classes.iter().filter_map(|class| {
            let categories = class.iter().map(|(index, _)| *index).collect();
            Some(MapClass { label: label(class)?, categories })
        });
        classes.collect()
    }
}
