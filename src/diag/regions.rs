//! Regions of an author's files, and whether a place lies in one of them.

use super::{SourceId, Span};

/// Regions of files, which may lie within each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Regions {
    /// In order, each once.
    spans: Vec<Span>,
    /// How far those reach that begin in the same file up to each of them.
    reach: Vec<usize>,
}

impl Regions {
    /// Puts regions in order.
    pub fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        spans.dedup();
        let mut last: Option<(SourceId, usize)> = None;
        let reach = spans.iter().map(|span| {
            let before = last.filter(|(source, _)| *source == span.source).map_or(0, |(_, end)| end);
            let end = before.max(span.end);
            last = Some((span.source, end));
            end
        });
        let reach = reach.collect();
        Self { spans, reach }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The regions in order.
    pub fn iter(&self) -> impl Iterator<Item = Span> {
        self.spans.iter().copied()
    }

    /// Whether the first byte of a place lies in one of them.
    pub fn hold(&self, place: Span) -> bool {
        self.reach_before((place.source, place.start + 1)).is_some_and(|end| place.start < end)
    }

    /// Whether one of them and a region have a byte in common.
    pub fn meet(&self, region: Span) -> bool {
        self.reach_before((region.source, region.end)).is_some_and(|end| region.start < end)
    }

    /// How far those reach that begin in a file before a place.
    fn reach_before(&self, (source, place): (SourceId, usize)) -> Option<usize> {
        let next = self.spans.partition_point(|span| (span.source, span.start) < (source, place));
        let last = next.checked_sub(1)?;
        (self.spans[last].source == source).then_some(self.reach[last])
    }
}

#[cfg(test)]
mod tests {
    use super::{Regions, Span};
    use crate::diag::Sources;

    #[test]
    fn a_place_is_found_in_any_region_around_it() {
        let mut sources = Sources::default();
        let files = ["a", "b", "c"].map(|name| sources.add(name, ""));
        let span = |file: usize, start, end| Span { source: files[file], start, end };
        let all = vec![span(0, 2, 20), span(2, 4, 5), span(0, 3, 6), span(0, 30, 30), span(2, 4, 5)];
        let regions = Regions::new(all.clone());
        assert_eq!(regions.len(), 4);
        for file in 0..3 {
            for start in 0..40 {
                let place = span(file, start, start + 1);
                let holds = |one: &Span| one.source == place.source && one.range().contains(&start);
                assert_eq!(regions.hold(place), all.iter().any(holds), "{place:?}");
                for end in start..40 {
                    let region = span(file, start, end);
                    let meets =
                        |one: &Span| one.source == region.source && one.start < end && start < one.end;
                    assert_eq!(regions.meet(region), all.iter().any(meets), "{region:?}");
                }
            }
        }
    }
}
