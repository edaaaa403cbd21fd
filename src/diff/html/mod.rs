//! Writes a comparison as one page for a browser: what differs, and the pages side by side.

use sha2::{Digest, Sha256};

use super::cause::Cause;
use super::document::Area;
use super::pixels::Picture;
use super::report::{Report, ShownCause};
use crate::diag::one_line;

const PAGE: &str = include_str!("page.html");
/// What pages of this program have in common.
pub(crate) const COMMON_STYLE: &str = include_str!("common.css");
const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The page. It asks no network for anything: pictures, style and script are in it.
#[must_use]
pub fn page(report: &Report, names: (&str, &str), pictures: (&[Picture], &[Picture]), scale: f32) -> String {
    let stops = stops(report);
    let headline = report.headline().unwrap_or_else(|| "No difference".to_owned());
    let count = pictures.0.len().max(pictures.1.len());
    let pages: String = (0..count).map(|index| sheet(index, report, &stops, pictures, scale)).collect();
    let none = "<p>No pages: the documents have none of their own.</p>".to_owned();
    own(PAGE)
        .replace("{{headline}}", &escaped(&sentence(&headline)))
        .replace("{{old}}", &escaped(names.0))
        .replace("{{new}}", &escaped(names.1))
        .replace("{{stages}}", &stages(report))
        .replace("{{changes}}", &changes(report, &stops))
        .replace("{{pages}}", if count == 0 { &none } else { &pages })
}

/// The page with its style and script. The script runs by its hash alone, so that no other would.
fn own(page: &str) -> String {
    let page = page.replace("{{style}}", &format!("{COMMON_STYLE}{STYLE}")).replace("{{script}}", SCRIPT);
    let script = page.split_once("<script>").and_then(|(_, rest)| rest.split_once("</script>"));
    let hash = base64(&Sha256::digest(script.map_or("", |(script, _)| script)));
    page.replace("{{hash}}", &hash)
}

/// One thing that a reader steps to: a change of a cause, or a whole group of what follows.
struct Stop<'a> {
    told: &'a ShownCause,
    /// What is marked for it on the old and on the new pages.
    old: Vec<&'a Area>,
    new: Vec<&'a Area>,
    /// What it is called in the list below its cause.
    name: Option<String>,
}

/// A cause with more places than this is one stop at its first places.
const STOPS: usize = 40;

fn stops(report: &Report) -> Vec<Stop<'_>> {
    let mut stops = Vec::new();
    for told in &report.causes {
        let Cause { changes, is_cause, .. } = &told.cause;
        if *is_cause && changes.len() > 1 {
            for change in changes.iter().take(STOPS) {
                let page = change.new.first().or(change.old.first()).map_or(0, |area| area.page);
                let name =
                    if page == 0 { change.name.clone() } else { format!("page {page}: {}", change.name) };
                stops.push(Stop {
                    told,
                    old: change.old.iter().collect(),
                    new: change.new.iter().collect(),
                    name: Some(name),
                });
            }
        } else {
            let old = changes.iter().flat_map(|change| &change.old).collect();
            let new = changes.iter().flat_map(|change| &change.new).collect();
            stops.push(Stop { told, old, new, name: None });
        }
    }
    stops
}

fn stages(report: &Report) -> String {
    let row = |name: &str, differs: Option<&str>| {
        let (class, told) = differs.map_or(("same", "the same"), |told| ("differs", told));
        format!(
            "<tr class=\"{class}\"><th scope=\"row\">{}</th><td>{}</td></tr>",
            escaped(name),
            escaped(told)
        )
    };
    report.stages.iter().map(|stage| row(stage.name, stage.differs.as_deref())).collect()
}

/// The list that a reader steps through: causes, their places, and what follows.
fn changes(report: &Report, stops: &[Stop<'_>]) -> String {
    let mut html = String::new();
    let mut number = 0;
    let mut is_open = false;
    for told in &report.causes {
        if !told.cause.is_cause && !is_open {
            is_open = true;
            html.push_str("</ol><h3 id=\"follows\">What follows from it</h3><ol class=\"follows\" aria-labelledby=\"follows\">");
        }
        let own: Vec<(usize, &Stop<'_>)> =
            stops.iter().enumerate().filter(|(_, stop)| std::ptr::eq(stop.told, told)).collect();
        let line = escaped(&sentence(&told.line()));
        match own.as_slice() {
            [(at, Stop { name: None, .. })] => {
                html.push_str(&format!(
                    "<li><button type=\"button\" data-stop=\"{at}\">{line}</button></li>"
                ));
            }
            several => {
                html.push_str(&format!("<li><p>{line}</p><ol>"));
                for (at, stop) in several {
                    let name = escaped(&sentence(stop.name.as_deref().unwrap_or_default()));
                    html.push_str(&format!(
                        "<li><button type=\"button\" data-stop=\"{at}\">{name}</button></li>"
                    ));
                }
                html.push_str("</ol>");
                let more = told.cause.changes.len() - several.len();
                if more > 0 {
                    html.push_str(&format!("<p>and {more} more</p>"));
                }
                html.push_str("</li>");
            }
        }
        number += 1;
    }
    if number == 0 { "<li><p>Nothing differs.</p></li>".to_owned() } else { html }
}

/// Both pictures of a page, with what differs marked on them.
fn sheet(
    index: usize,
    report: &Report,
    stops: &[Stop<'_>],
    (old, new): (&[Picture], &[Picture]),
    scale: f32,
) -> String {
    let number = index + 1;
    let delta = report.pixels.iter().find(|delta| delta.page == number);
    // References of tests keep no pictures: then the new pages alone are shown, where something is marked.
    let has_old = !old.is_empty();
    let is_marked = |area: &&Area| area.page == number;
    let marked = stops.iter().any(|stop| stop.new.iter().any(is_marked) || stop.old.iter().any(is_marked));
    let is_same =
        delta.is_none() && index < new.len() && (index < old.len() || !has_old) && (has_old || !marked);
    let pixels = match delta {
        None if !has_old => String::new(),
        None => "looks the same".to_owned(),
        Some(delta) => format!("{} pixels differ", delta.pixels),
    };
    let side = |pictures: &[Picture], class: &str, name: &str, areas: &dyn Fn(&Stop<'_>) -> Vec<Area>| {
        let Some(picture) = pictures.get(index) else {
            return format!(
                "<figure class=\"{class} none\"><figcaption>{name}</figcaption><p>There is no page {number}.</p></figure>"
            );
        };
        let size =
            (f64::from(picture.width) / f64::from(scale), f64::from(picture.height) / f64::from(scale));
        let mut marks = String::new();
        for area in delta.iter().flat_map(|delta| &delta.regions) {
            marks.push_str(&mark(area, size, "pixels", None));
        }
        for (at, stop) in stops.iter().enumerate() {
            let class = if stop.told.cause.is_cause { "cause" } else { "follow" };
            for area in areas(stop).iter().filter(|area| area.page == number) {
                marks.push_str(&mark(area, size, class, Some(at)));
            }
        }
        let (data, alt) = (base64(&picture.png()), format!("Page {number}, {name}"));
        let (width, height) = (picture.width, picture.height);
        format!(
            "<figure class=\"{class}\"><figcaption>{name}</figcaption><div class=\"sheet\"><img width=\"{width}\" height=\"{height}\" alt=\"{alt}\" src=\"data:image/png;base64,{data}\">{marks}</div></figure>"
        )
    };
    let copied = |areas: &[&Area]| areas.iter().map(|area| **area).collect::<Vec<Area>>();
    let both = if is_same {
        side(new, "both", if has_old { "old and new" } else { "new" }, &|stop| copied(&stop.new))
    } else if !has_old {
        side(new, "new", "new", &|stop| copied(&stop.new))
    } else {
        side(old, "old", "old", &|stop| copied(&stop.old))
            + &side(new, "new", "new", &|stop| copied(&stop.new))
    };
    let class = if is_same { "page same" } else { "page differs" };
    format!(
        "<section class=\"{class}\" id=\"page-{number}\" tabindex=\"-1\" aria-labelledby=\"title-{number}\"><h2 id=\"title-{number}\">Page {number} <small>{pixels}</small></h2><div class=\"pair\">{both}</div></section>\n"
    )
}

fn mark(area: &Area, (width, height): (f64, f64), class: &str, stop: Option<usize>) -> String {
    // A little larger than what it marks, so that it does not cover its edge.
    let margin = 2.0;
    let share = |value: f64, whole: f64| (value / whole * 10_000.0).round() / 100.0;
    let (left, top) = (share(area.x - margin, width), share(area.y - margin, height));
    let (wide, high) = (share(area.width + 2.0 * margin, width), share(area.height + 2.0 * margin, height));
    let stop = stop.map(|stop| format!(" data-stop=\"{stop}\"")).unwrap_or_default();
    format!(
        "<i class=\"mark {class}\"{stop} style=\"left:{left}%;top:{top}%;width:{wide}%;height:{high}%\"></i>"
    )
}

/// Beginning with a capital letter, as a sentence on a page does.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Words of a document, or a name, between tags or as a value in double quotes.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // A brace of an author must not be taken for a place of the page.
            '{' => out.push_str("&#123;"),
            c => out.push(c),
        }
    }
    out
}

/// Bytes as text (RFC 4648).
pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let letter = LETTERS[(group >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::super::report::{Content, Report};
    use super::{base64, escaped, page};

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn the_words_of_a_document_cannot_act_on_the_page() {
        assert_eq!(escaped("<b> & \"x\" {{old}}"), "&lt;b&gt; &amp; &quot;x&quot; &#123;&#123;old}}");
        let html =
            page(&Report::new(&Content::default(), &Content::default()), ("<old>", "n"), (&[], &[]), 1.0);
        assert!(html.contains("&lt;old&gt;") && !html.contains("<old>") && !html.contains("{{"), "{html}");
        assert!(!html.contains("http:") && !html.contains("https:"), "nothing outside the page is named");
        // What a browser computes of the text of the element.
        let script = format!("\n{}\n", super::SCRIPT);
        let hash = base64(&Sha256::digest(&script));
        assert!(
            html.contains(&format!("script-src 'sha256-{hash}'"))
                && html.contains(&format!("<script>{script}</script>"))
        );
        assert_eq!(html.matches("unsafe-inline").count(), 1, "of styles, which the marks on pages have");
    }
}
