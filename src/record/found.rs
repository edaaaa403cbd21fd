//! What the checks found, by place: many numbers ask what is said of each.

use crate::diag::{SourceId, Span};

/// Findings in the order of their places.
pub(super) struct ByPlace {
    /// The place of each and its number among the findings.
    places: Vec<(Span, usize)>,
    /// How far those reach that begin in the same file up to each of them.
    reach: Vec<usize>,
}

impl ByPlace {
    pub(super) fn new(places: impl IntoIterator<Item = Option<Span>>) -> Self {
        let numbered = places.into_iter().enumerate();
        let mut places: Vec<(Span, usize)> =
            numbered.filter_map(|(index, place)| Some((place?, index))).collect();
        places.sort_unstable();
        let mut last: Option<(SourceId, usize)> = None;
        let reach = places.iter().map(|(place, _)| {
            let before = last.filter(|(source, _)| *source == place.source).map_or(0, |(_, end)| end);
            let end = before.max(end_of(*place));
            last = Some((place.source, end));
            end
        });
        let reach = reach.collect();
        Self { places, reach }
    }

    /// The numbers of the findings that have a byte in common with a place.
    pub(super) fn at(&self, place: Span) -> Vec<usize> {
        let behind = (place.source, end_of(place));
        let next = self.places.partition_point(|(other, _)| (other.source, other.start) < behind);
        let before = self.places[..next].iter().zip(&self.reach).rev();
        let near =
            before.take_while(|((other, _), reach)| other.source == place.source && **reach > place.start);
        let found = near.filter(|((other, _), _)| place.start < end_of(*other));
        let mut found: Vec<usize> = found.map(|((_, index), _)| *index).collect();
        found.sort_unstable();
        found
    }
}

/// Where a place ends; one without length stands before a byte.
fn end_of(place: Span) -> usize {
    place.end.max(place.start + 1)
}

#[cfg(test)]
mod tests {
    use super::ByPlace;
    use crate::diag::{Sources, Span};

    #[test]
    fn all_that_meet_a_place_are_found() {
        let mut sources = Sources::default();
        let files = ["a", "b"].map(|name| sources.add(name, ""));
        let span = |file: usize, start, end| Span { source: files[file], start, end };
        let all =
            [Some(span(0, 9, 12)), None, Some(span(0, 2, 20)), Some(span(1, 3, 3)), Some(span(0, 4, 5))];
        let by_place = ByPlace::new(all);
        for file in 0..2 {
            for start in 0..25 {
                for end in start..25 {
                    let place = span(file, start, end);
                    let meets = |other: Span| {
                        other.source == place.source
                            && other.start < end.max(start + 1)
                            && start < other.end.max(other.start + 1)
                    };
                    let right = (0..all.len()).filter(|index| all[*index].is_some_and(meets));
                    assert_eq!(by_place.at(place), right.collect::<Vec<_>>(), "{place:?}");
                }
            }
        }
    }
}
