//! What of expressions and addresses is the same in all languages: not their forms, nor the language of a site.

/// Filters that change what a number is printed as, and not only its words.
const OF_VALUE: [&str; 5] = ["round", "convert", "short", "bare", "signed"];
/// Parts of addresses that name the language of a site's pages.
const LANGUAGES: [&str; 11] = ["en", "eng", "ru", "rus", "kk", "kaz", "kz", "qaz", "en-us", "ru-ru", "kk-kz"];

/// An expression without the forms and roles of a language, as in `| of`, `| noun("виза", "визы")`, `.when`.
pub fn expression(code: &str) -> String {
    let inside = code.trim().trim_start_matches("{{").trim_end_matches("}}");
    let inside = inside.strip_prefix("](=").map_or(inside, |claim| claim.strip_suffix(')').unwrap_or(claim));
    let mut filters = top_level(inside, '|').into_iter();
    let first = filters.next().unwrap_or_default().trim().replace('\'', "\"");
    let forms = [".when", ".words", ".ordinal", ".total"];
    let stem = forms.iter().find_map(|form| first.strip_suffix(form)).unwrap_or(&first);
    let is_of_value = |filter: &&str| OF_VALUE.iter().any(|name| filter.trim().starts_with(name));
    let kept: Vec<&str> = filters.filter(is_of_value).map(str::trim).collect();
    let plain: String = std::iter::once(stem).chain(kept).collect::<Vec<_>>().join("|");
    plain.chars().filter(|c| !c.is_whitespace()).collect()
}

/// An address without the language of the site's pages: `https://adilet.zan.kz/*/docs/Z1`.
pub fn address(url: &str) -> String {
    let fold = |part: &str| {
        let is_language = LANGUAGES.contains(&part.to_ascii_lowercase().as_str());
        if is_language { "*".to_owned() } else { part.to_owned() }
    };
    url.trim().split('/').map(fold).collect::<Vec<_>>().join("/")
}

/// Parts between signs that stand in no quotation marks and brackets.
fn top_level(text: &str, sign: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, c) if c == sign && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            (None, _) => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::{address, expression};

    #[test]
    fn forms_and_roles_make_no_other_expression() {
        for (one, other) in [
            ("{{ period }}", "{{ period | in }}"),
            ("{{ visas.total }}", "{{ visas | noun(\"виза\", \"визы\", \"виз\") }}"),
            ("{{ span('2022-H1') }}", "{{ span(\"2022-H1\").when }}"),
            ("](=a.change(\"2022-H1\"))", "](=a.change('2022-H1'))"),
        ] {
            assert_eq!(expression(one), expression(other));
        }
        assert_ne!(expression("{{ a | round(2) }}"), expression("{{ a }}"));
        assert_ne!(expression("{{ a.share(\"CN\") }}"), expression("{{ a.share(\"TR\") }}"));
    }

    #[test]
    fn the_language_of_a_site_makes_no_other_address() {
        let pages = ["https://adilet.zan.kz/eng/docs/Z1", "https://adilet.zan.kz/kaz/docs/Z1"];
        assert_eq!(address(pages[0]), address(pages[1]));
        assert_ne!(address(pages[0]), address("https://adilet.zan.kz/eng/docs/Z2"));
    }
}
