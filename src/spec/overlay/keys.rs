//! Goes through all texts of a spec that are words, each with its name: what a translation has to say, and no more.

use super::ids::{ids, slug};
use crate::data::period::{Period, When};
use crate::diag::Spanned;
use crate::spec::schema::{
    ChapterSpec, ChartSpec, CommonSpec, CorrectionSpec, DatedSpec, EditionSpec, EntrySpec, FigureSpec,
    PeriodSaid, PhotoSpec, SeriesSpec, SourceSpec, TableSpec, TermSpec, TileSpec,
};
use crate::spec::text::Text;

/// What is done with each text.
pub(in crate::spec) type Visit<'v> = dyn FnMut(String, &mut Text) + 'v;

/// The texts of an edition.
pub(in crate::spec) fn of_edition<'f>(
    edition: &mut EditionSpec,
    common: &mut CommonSpec,
    figures: impl Iterator<Item = &'f mut FigureSpec>,
    visit: &mut Visit<'_>,
) {
    visit("title".to_owned(), &mut edition.title);
    some("summary", edition.summary.as_mut(), visit);
    edition.cover.iter_mut().for_each(|cover| photo("cover", cover, visit));
    figures.for_each(|one| figure(one, visit));
    edition.charts.iter_mut().for_each(|one| chart(one, visit));
    edition.tables.iter_mut().for_each(|one| table(one, visit));
    for (key, one) in &mut edition.photos {
        photo(&format!("photos.{}", key.value), one, visit);
    }
    edition.chapters.iter_mut().for_each(|one| chapter(one, visit));
    dated("legislation", &mut edition.legislation, visit);
    dated("event", &mut edition.events, visit);
    entries("reference", &mut edition.references, visit);
    entries("finding", &mut edition.findings, visit);
    corrections(&mut edition.corrections, visit);
    tiles(&mut edition.tiles, visit);
    of_both(common, visit);
}

/// The texts of a series.
pub(in crate::spec) fn of_series(series: &mut SeriesSpec, common: &mut CommonSpec, visit: &mut Visit<'_>) {
    some("author", series.author.as_mut(), visit);
    some("kind", series.kind.as_mut(), visit);
    numbered("keywords", &mut series.keywords, visit);
    for standing in &mut series.standing {
        let name = format!("standing.{}", standing.key.value);
        visit(format!("{name}.title"), &mut standing.title);
        visit(format!("{name}.text"), &mut standing.text);
    }
    some("publisher.name", series.publisher.name.as_mut(), visit);
    for (index, (name, lines)) in series.publisher.offices.iter_mut().enumerate() {
        let office = format!("publisher.offices.{}", index + 1);
        visit(format!("{office}.name"), name);
        numbered(&format!("{office}.lines"), lines, visit);
    }
    for (index, donor) in series.donors.iter_mut().enumerate() {
        visit(format!("donor.{}.name", index + 1), &mut donor.name);
    }
    of_both(common, visit);
}

fn some(key: &str, text: Option<&mut Text>, visit: &mut Visit<'_>) {
    text.into_iter().for_each(|text| visit(key.to_owned(), text));
}

fn numbered(key: &str, texts: &mut [Text], visit: &mut Visit<'_>) {
    for (index, text) in texts.iter_mut().enumerate() {
        visit(format!("{key}.{}", index + 1), text);
    }
}

/// What both files may have.
fn of_both(common: &mut CommonSpec, visit: &mut Visit<'_>) {
    for (key, name) in &mut common.names {
        visit(format!("names.{}", key.value), name);
    }
    for named in &mut common.periods {
        visit(format!("periods.{}.label", named.period), &mut named.label);
    }
    for (key, note) in &mut common.notes {
        visit(format!("notes.{}", key.value), note);
    }
    common.sources.iter_mut().for_each(|one| source(one, visit));
    let names = ids(&common.terms, |term| term.id.as_ref(), |term| slug(&term.name.value));
    for (id, TermSpec { name, text, .. }) in names.into_iter().zip(&mut common.terms) {
        visit(format!("term.{id}.name"), name);
        visit(format!("term.{id}.text"), text);
    }
    for (key, text) in &mut common.imprint {
        visit(format!("imprint.{key}"), text);
    }
}

/// A note that is not given is the name, in every language.
fn source(spec: &mut SourceSpec, visit: &mut Visit<'_>) {
    let has_note = spec.note.span != spec.name.span;
    visit(format!("sources.{}.name", spec.key.value), &mut spec.name);
    if has_note {
        visit(format!("sources.{}.note", spec.key.value), &mut spec.note);
    } else {
        spec.note = spec.name.clone();
    }
}

fn photo(name: &str, photo: &mut PhotoSpec, visit: &mut Visit<'_>) {
    visit(format!("{name}.alt"), &mut photo.alt);
    visit(format!("{name}.credit"), &mut photo.credit);
}

fn figure(figure: &mut FigureSpec, visit: &mut Visit<'_>) {
    let name = format!("figures.{}", figure.key.value);
    some(&format!("{name}.label"), figure.label.as_mut(), visit);
    some(&format!("{name}.remark"), figure.remark.as_mut(), visit);
    some(&format!("{name}.not_available"), figure.not_available.as_mut(), visit);
    let revised = figure.revised.iter_mut().map(|(period, why)| (&*period, why));
    reasons(&format!("{name}.revised"), revised, visit);
    let certainty = &mut figure.certainty;
    let said = [
        ("provisional", &mut certainty.provisional),
        ("estimated", &mut certainty.estimated),
        ("missing", &mut certainty.missing),
    ];
    for (what, periods) in said {
        let given =
            periods.iter_mut().filter_map(|PeriodSaid { period, why }| Some((&*period, why.as_mut()?)));
        reasons(&format!("{name}.{what}"), given, visit);
    }
}

fn reasons<'t>(
    name: &str,
    given: impl Iterator<Item = (&'t Spanned<Period>, &'t mut Text)>,
    visit: &mut Visit<'_>,
) {
    given.for_each(|(period, why)| visit(format!("{name}.{}", period.value), why));
}

fn chart(chart: &mut ChartSpec, visit: &mut Visit<'_>) {
    let name = format!("charts.{}", chart.key.value);
    visit(format!("{name}.title"), &mut chart.title);
    for (key, text) in
        [("message", &mut chart.message), ("alt", &mut chart.alt), ("remark", &mut chart.remark)]
    {
        some(&format!("{name}.{key}"), text.as_mut(), visit);
    }
    for (index, line) in chart.references.iter_mut().enumerate() {
        visit(format!("{name}.reference.{}.label", index + 1), &mut line.label);
    }
    for (index, one) in chart.annotations.iter_mut().enumerate() {
        visit(format!("{name}.annotation.{}.text", index + 1), &mut one.text);
    }
}

fn table(table: &mut TableSpec, visit: &mut Visit<'_>) {
    let name = format!("tables.{}", table.key.value);
    visit(format!("{name}.title"), &mut table.title);
    some(&format!("{name}.remark"), table.remark.as_mut(), visit);
    visit(format!("{name}.text"), &mut table.text);
}

fn chapter(chapter: &mut ChapterSpec, visit: &mut Visit<'_>) {
    // What has no name has been told.
    let Some(id) = chapter.id.as_ref().or(chapter.standing.as_ref()) else { return };
    let name = format!("chapter.{}", id.value);
    some(&format!("{name}.title"), chapter.title.as_mut(), visit);
    some(&format!("{name}.text"), chapter.text.as_mut(), visit);
    for topic in &mut chapter.topics {
        let name = format!("{name}.{}", topic.id.value);
        visit(format!("{name}.title"), &mut topic.title);
        some(&format!("{name}.text"), topic.text.as_mut(), visit);
    }
}

/// The name of a note on legislation or an event: its own, or its first day or month.
pub(in crate::spec) fn dated_ids(entries: &[DatedSpec]) -> Vec<String> {
    let day = |entry: &DatedSpec| match entry.date.as_ref().map(|date| date.value) {
        Some(When::Days(first, _)) => first.to_string(),
        Some(When::Within(period)) => slug(&period.to_string()),
        None => String::new(),
    };
    ids(entries, |entry| entry.id.as_ref(), day)
}

fn dated(list: &str, entries: &mut [DatedSpec], visit: &mut Visit<'_>) {
    for (id, entry) in dated_ids(entries).into_iter().zip(entries) {
        let name = format!("{list}.{id}");
        visit(format!("{name}.title"), &mut entry.title);
        visit(format!("{name}.text"), &mut entry.text);
        for (index, one) in entry.photos.iter_mut().enumerate() {
            photo(&format!("{name}.photos.{}", index + 1), one, visit);
        }
    }
}

fn entries(list: &str, entries: &mut [EntrySpec], visit: &mut Visit<'_>) {
    let names = ids(entries, |entry| entry.id.as_ref(), |_| String::new());
    for (id, entry) in names.into_iter().zip(entries) {
        visit(format!("{list}.{id}.text"), &mut entry.text);
    }
}

fn corrections(entries: &mut [CorrectionSpec], visit: &mut Visit<'_>) {
    let names = ids(entries, |entry| entry.id.as_ref(), |entry| slug(&entry.place.value));
    for (id, entry) in names.into_iter().zip(entries) {
        let name = format!("correction.{id}");
        some(&format!("{name}.published"), entry.published.as_mut(), visit);
        visit(format!("{name}.what"), &mut entry.what);
        visit(format!("{name}.why"), &mut entry.why);
    }
}

/// The names of tiles: their own, or what they ask for.
pub(in crate::spec) fn tile_ids(tiles: &[TileSpec]) -> Vec<String> {
    let asked = |tile: &TileSpec| slug(tile.value.value.trim().trim_end_matches(".total"));
    ids(tiles, |tile| tile.id.as_ref(), asked)
}

fn tiles(tiles: &mut [TileSpec], visit: &mut Visit<'_>) {
    for (id, tile) in tile_ids(tiles).into_iter().zip(tiles) {
        some(&format!("tile.{id}.label"), tile.label.as_mut(), visit);
        some(&format!("tile.{id}.text"), tile.text.as_mut(), visit);
    }
}
