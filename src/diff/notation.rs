//! Writes a document as text, one element and then its runs and marks a line, and reads it back.

use std::fmt;

use super::document::{Area, Document, Drawn, Element, Run, tenth};

/// First line of the text; a later form has another number.
const HEAD: &str = "layout 1";

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}")?;
        for (width, height) in &self.pages {
            writeln!(f, "page {} {}", tenth(*width), tenth(*height))?;
        }
        for (name, value) in &self.properties {
            writeln!(f, "property {} {}", quoted(name), quoted(value))?;
        }
        let mut last = 0;
        for element in &self.elements {
            // A step from the element before: a new group then changes one line, not all that follow.
            let step = if element.group == usize::MAX {
                String::new()
            } else {
                let step = element.group as i64 - last;
                last = element.group as i64;
                format!("{step:+}")
            };
            write_element(f, element, &step)?;
        }
        Ok(())
    }
}

fn write_element(f: &mut fmt::Formatter<'_>, element: &Element, step: &str) -> fmt::Result {
    let Element { role, path, title, alt, attributes, group: _, runs, marks, links } = element;
    write!(f, "{} {} {}", quoted(role), quoted(path), quoted(step))?;
    for (key, value) in [("title", title), ("alt", alt), ("with", attributes)] {
        if !value.is_empty() {
            write!(f, " {key} {}", quoted(value))?;
        }
    }
    writeln!(f)?;
    for Run { area, style, text } in runs {
        writeln!(f, "  text {} {} {}", places(area), quoted(style), quoted(text))?;
    }
    for Drawn { area, look, outline } in marks {
        writeln!(f, "  mark {} {} {outline:016x}", places(area), quoted(look))?;
    }
    for link in links {
        writeln!(f, "  link {}", quoted(link))?;
    }
    Ok(())
}

fn places(area: &Area) -> String {
    let Area { page, x, y, width, height } = area;
    let [x, y, width, height] = [x, y, width, height].map(|value| tenth(*value));
    format!("p{page:02} {x:.1} {y:.1} {width:.1} {height:.1}")
}

/// In quotes, with what no reviewer would see written out.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).expect("a text can always be written as JSON");
    json.chars()
        .map(|c| {
            if c.is_whitespace() && c != ' ' || c.is_control() {
                format!("\\u{:04x}", c as u32)
            } else {
                c.to_string()
            }
        })
        .collect()
}

impl Document {
    /// Reads what `Display` has written.
    ///
    /// # Errors
    /// The number of the first line that is not of that form.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut lines = text.lines().enumerate();
        if lines.next().map(|(_, line)| line) != Some(HEAD) {
            return Err(1);
        }
        let mut document = Self { grain: 0.1, ..Self::default() };
        let mut group = 0;
        for (number, line) in lines {
            read_line(&mut document, line, &mut group).ok_or(number + 1)?;
        }
        Ok(document)
    }
}

fn read_line(document: &mut Document, line: &str, group: &mut i64) -> Option<()> {
    let mut words = Words(line.trim_start());
    if line.starts_with('"') {
        document.elements.push(read_element(&mut words, group)?);
        return Some(());
    }
    match words.word()? {
        "page" => document.pages.push((words.number()?, words.number()?)),
        "property" => {
            let name = words.text()?;
            document.properties.insert(name, words.text()?);
        }
        "text" => {
            let run = Run { area: words.area()?, style: words.text()?, text: words.text()? };
            document.elements.last_mut()?.runs.push(run);
        }
        "mark" => {
            let (area, look) = (words.area()?, words.text()?);
            let outline = u64::from_str_radix(words.word()?, 16).ok()?;
            document.elements.last_mut()?.marks.push(Drawn { area, look, outline });
        }
        "link" => document.elements.last_mut()?.links.push(words.text()?),
        _ => return None,
    }
    Some(())
}

fn read_element(words: &mut Words<'_>, last: &mut i64) -> Option<Element> {
    let mut element = Element { role: words.text()?, path: words.text()?, ..Element::default() };
    let step = words.text()?;
    element.group = if step.is_empty() {
        usize::MAX
    } else {
        *last = last.checked_add(step.parse().ok()?)?;
        usize::try_from(*last).ok()?
    };
    while let Some(key) = words.word() {
        let value = words.text()?;
        match key {
            "title" => element.title = value,
            "alt" => element.alt = value,
            "with" => element.attributes = value,
            _ => return None,
        }
    }
    Some(element)
}

/// What is left of a line.
struct Words<'a>(&'a str);

impl<'a> Words<'a> {
    fn word(&mut self) -> Option<&'a str> {
        let (word, rest) = self.0.split_once(' ').unwrap_or((self.0, ""));
        self.0 = rest;
        Some(word).filter(|word| !word.is_empty())
    }

    fn number(&mut self) -> Option<f64> {
        self.word()?.parse().ok()
    }

    fn area(&mut self) -> Option<Area> {
        let page = self.word()?.strip_prefix('p')?.parse().ok()?;
        let (x, y) = (self.number()?, self.number()?);
        Some(Area { page, x, y, width: self.number()?, height: self.number()? })
    }

    fn text(&mut self) -> Option<String> {
        let mut stream = serde_json::Deserializer::from_str(self.0).into_iter::<String>();
        let text = stream.next()?.ok()?;
        self.0 = self.0.get(stream.byte_offset()..)?.trim_start_matches(' ');
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::{Area, Document, Drawn, Element, Run};

    #[test]
    fn what_is_written_is_read_back() {
        let area = Area { page: 3, x: 1.5, y: -2.0, width: 10.0, height: 12.1 };
        let element = Element {
            role: "H2".to_owned(),
            path: "Document/Sect".to_owned(),
            title: "a \"title\"".to_owned(),
            alt: "of\ntwo lines".to_owned(),
            attributes: "Scope Row".to_owned(),
            group: 4,
            runs: vec![Run { area, style: "Carlito 9pt".to_owned(), text: "per\u{a0}cent ".to_owned() }],
            marks: vec![Drawn { area, look: "fill #fff".to_owned(), outline: 7 }],
            links: vec!["https://example.org".to_owned()],
        };
        let artifact = Element { group: usize::MAX, ..Element::default() };
        let document = Document {
            pages: vec![(595.3, 841.9)],
            elements: vec![element, artifact],
            properties: [("title".to_owned(), "x".to_owned())].into(),
            grain: 0.1,
        };
        let text = document.to_string();
        assert!(text.contains("per\\u00a0cent"), "{text}");
        assert_eq!(Document::parse(&text), Ok(document));
        assert_eq!(Document::parse("layout 1\nnonsense"), Err(2));
    }
}
