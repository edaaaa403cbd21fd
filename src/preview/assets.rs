//! What the page is made of: its document, style, script and fonts, all from inside the program.

use super::http::{Answer, Status};
use crate::theme::Theme;

pub(super) const HTML: &str = "text/html; charset=utf-8";
pub(super) const JSON: &str = "application/json";
pub(super) const SVG: &str = "image/svg+xml";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// What the page may do: take everything from here, and nothing from elsewhere; nobody puts it into a page of his own.
pub(super) const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");
const ICON: &str = include_str!("icon.svg");
const MAIN: &str = include_str!("main.js");
const DOM: &str = include_str!("dom.js");
const PAGES: &str = include_str!("pages.js");
const NOTES: &str = include_str!("notes.js");
const FIGURES: &str = include_str!("figures.js");

/// What is the same for every edition.
pub(super) fn fixed(path: &str, theme: &Theme) -> Answer {
    match path {
        "" => Answer { policy: POLICY.to_owned(), ..Answer::new(HTML, PAGE) },
        "style.css" => Answer::new(CSS, format!("{}\n{STYLE}", crate::diff::html::COMMON_STYLE)),
        "icon.svg" => Answer::new(SVG, ICON),
        "main.js" => Answer::new(SCRIPT, MAIN),
        "dom.js" => Answer::new(SCRIPT, DOM),
        "pages.js" => Answer::new(SCRIPT, PAGES),
        "notes.js" => Answer::new(SCRIPT, NOTES),
        "figures.js" => Answer::new(SCRIPT, FIGURES),
        "fonts.css" => Answer::new(CSS, faces(theme)),
        _ => Answer::status(Status::NotFound),
    }
}

/// The fonts of the pages, for the words over their pictures.
fn faces(theme: &Theme) -> String {
    let face = |(index, face): (usize, crate::theme::FontFace<'_>)| {
        let family: String =
            face.family.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect();
        let slant = if face.is_italic { "italic" } else { "normal" };
        format!(
            "@font-face {{ font-family: \"{family}\"; font-weight: {}; font-style: {slant}; src: url(\"font/{index}\"); }}\n",
            face.weight
        )
    };
    theme.fonts.faces().enumerate().map(face).collect()
}

/// A font by its number.
pub(super) fn font(name: &str, theme: &Theme) -> Answer {
    let face = name.parse::<usize>().ok().and_then(|index| theme.fonts.faces().nth(index));
    face.map_or_else(|| Answer::status(Status::NotFound), |face| Answer::new("font/ttf", face.bytes))
}

/// A page with the pages of two languages in two columns.
pub(super) fn side_by_side(columns: &[(String, Vec<String>)]) -> String {
    let count = columns.iter().map(|(_, pages)| pages.len()).max().unwrap_or(0);
    let cell = |(language, pages): &(String, Vec<String>), index: usize| {
        let alt = format!("Page {}, {language}", index + 1);
        match pages.get(index) {
            Some(name) => format!(
                "<figure><figcaption lang=\"en\">{alt}</figcaption><img class=\"sheet\" alt=\"{alt}\" src=\"page/{name}\"></figure>"
            ),
            None => format!("<figure><figcaption>{alt}</figcaption><p>There is no such page.</p></figure>"),
        }
    };
    let rows: String = (0..count)
        .map(|index| {
            let cells: String = columns.iter().map(|column| cell(column, index)).collect();
            format!("<section class=\"pair\" aria-label=\"Page {}\">{cells}</section>", index + 1)
        })
        .collect();
    let names: Vec<&str> = columns.iter().map(|(language, _)| language.as_str()).collect();
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{0}</title><link rel=\"icon\" href=\"icon.svg\"><link rel=\"stylesheet\" href=\"style.css\"></head><body class=\"beside-pages\"><header class=\"bar\"><h1>{0}, side by side</h1></header><main>{rows}</main></body></html>",
        names.join(" and ")
    )
}

/// What a page about a comparison may do: what it says of itself, and nobody puts it into a page of his own.
pub(super) fn policy_of_comparison(page: &[u8]) -> String {
    let text = String::from_utf8_lossy(page);
    let said =
        text.split_once("Content-Security-Policy\" content=\"").and_then(|(_, rest)| rest.split_once('"'));
    // Anything else would be another page.
    let said =
        said.map(|(said, _)| said).filter(|said| said.starts_with("default-src 'none'") && said.is_ascii());
    let said = said.filter(|said| !said.bytes().any(|byte| byte.is_ascii_control()));
    format!("{}; frame-ancestors 'none'", said.unwrap_or("default-src 'none'"))
}

#[cfg(test)]
mod tests {
    use super::{DOM, FIGURES, MAIN, NOTES, PAGE, PAGES, POLICY, policy_of_comparison, side_by_side};

    #[test]
    fn nothing_is_put_into_the_page_as_markup() {
        for script in [DOM, MAIN, PAGES, NOTES, FIGURES] {
            for way in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "new Function",
                "DOMParser",
            ] {
                assert!(!script.contains(way), "{way}");
            }
        }
        // The policy lets nothing of the kind run either, and the page has nothing that it would refuse.
        assert!(
            !POLICY.contains("unsafe") && !POLICY.contains("data:") && !POLICY.contains("http"),
            "{POLICY}"
        );
        assert!(!PAGE.contains("style=") && !PAGE.contains("<style") && !PAGE.contains(" onclick"), "{PAGE}");
        let columns = [("en".to_owned(), vec!["a.svg".to_owned()]), ("ru".to_owned(), Vec::new())];
        assert!(!side_by_side(&columns).contains("style="));
    }

    #[test]
    fn a_comparison_may_do_what_it_says_of_itself_and_nothing_more() {
        let page =
            |policy: &str| format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        let own = "default-src 'none'; img-src data:; script-src 'sha256-x'";
        assert_eq!(policy_of_comparison(page(own).as_bytes()), format!("{own}; frame-ancestors 'none'"));
        let none = "default-src 'none'; frame-ancestors 'none'";
        for other in ["", "script-src *", "default-src 'none'\r\nX: y"] {
            assert_eq!(policy_of_comparison(page(other).as_bytes()), none, "{other:?}");
        }
        assert_eq!(policy_of_comparison(b"<p>no policy</p>"), none);
    }
}
