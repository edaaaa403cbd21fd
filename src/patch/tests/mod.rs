//! Properties of edits and escapes, for texts that nobody wrote; and what becomes of files.

mod file;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::lines::shown;
use super::markdown::{Where, escape};
use super::toml::{Quotes, inside, key, number, parses, string};
use super::{Conflict, Edit, Patch};

/// Texts of every kind of character, those that mean something more often.
fn text() -> impl Strategy<Value = String> {
    let signs =
        "'\"\\\n\r\t #*_`[](){}<>|&;!^=-+~:.1a\0\u{8}\u{c}\u{1b}\u{7f}\u{85}\u{a0}\u{feff}\u{2028}қ😀";
    let pieces = ["'''", "\"\"\"", "\r\n", "{{", "](=", "[^a]", "&amp;", "word"];
    let piece = prop_oneof![
        4 => select(signs.chars().collect::<Vec<char>>()).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
        1 => select(pieces.to_vec()).prop_map(String::from),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A text and edits that fit together.
fn edited() -> impl Strategy<Value = (String, Vec<Edit>)> {
    (text(), vec((any::<u16>(), any::<u16>(), text()), 0..5)).prop_map(|(old, choices)| {
        let mut at = 0;
        let mut edits = Vec::new();
        for (skip, take, new) in choices {
            let places: Vec<usize> = (at..=old.len()).filter(|&at| old.is_char_boundary(at)).collect();
            let start = places[usize::from(skip) % places.len()];
            let ends: Vec<usize> = places.into_iter().filter(|&end| end >= start).collect();
            let end = ends[usize::from(take) % ends.len()];
            edits.push(Edit::new(start..end, new, "test"));
            at = end;
        }
        (old, edits)
    })
}

/// The same texts in every run, unless `PROPTEST_CASES` asks for more of them.
fn settled() -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settled())]

    #[test]
    fn bytes_outside_of_edits_stay((old, edits) in edited()) {
        let patch = Patch::new(old.as_str(), edits).unwrap();
        let new = patch.new_text();
        let (mut in_old, mut in_new) = (0, 0);
        for edit in patch.edits() {
            let kept = &old[in_old..edit.range.start];
            prop_assert_eq!(&new[in_new..in_new + kept.len()], kept);
            in_new += kept.len();
            prop_assert_eq!(&new[in_new..in_new + edit.text.len()], edit.text.as_str());
            in_new += edit.text.len();
            in_old = edit.range.end;
        }
        prop_assert_eq!(&new[in_new..], &old[in_old..]);
    }

    #[test]
    fn edits_lead_back((old, edits) in edited()) {
        let patch = Patch::new(old.as_str(), edits).unwrap();
        prop_assert_eq!(patch.undone().new_text(), old);
        prop_assert_eq!(patch.undone().undone().new_text(), patch.new_text());
    }

    #[test]
    fn what_is_shown_has_a_line_for_every_edit((old, edits) in edited()) {
        let patch = Patch::new(old.as_str(), edits).unwrap();
        prop_assert_eq!(shown(&patch).is_empty(), patch.edits().is_empty());
    }

    #[test]
    fn files_of_windows_keep_their_line_breaks((old, edits) in edited()) {
        let old = format!("a\r\n{}", old.replace('\r', "").replace('\n', "\r\n"));
        let is_place = |at: &usize| old.is_char_boundary(*at) && !old[*at..].starts_with('\n');
        let add = |edit: Edit| {
            let at = (edit.range.start..=old.len()).find(is_place)?;
            Some(Edit::new(at..at, edit.text.replace('\r', ""), edit.reason))
        };
        let patch = Patch::new(old.as_str(), edits.into_iter().filter_map(add).collect()).unwrap();
        let new = patch.new_text();
        prop_assert_eq!(new.matches('\n').count(), new.matches("\r\n").count());
    }

    #[test]
    fn a_text_reads_back_from_any_marks(first in text(), second in text(), is_windows in any::<bool>()) {
        for had in ["\"\"", "''", "''''''", "\"\"\"\"\"\"", "'''\n'''", "\"\"\"\n\"\"\"", "3.0"] {
            let file = format!("# c\na = {had} # d\n");
            let mut file = if is_windows { file.replace('\n', "\r\n") } else { file };
            // The second takes the place of the first, in the marks that it was given.
            for text in [&first, &second] {
                let value = file.find("= ").unwrap() + 2..file.rfind(" #").unwrap();
                let edit = Edit::new(value.clone(), string(text, &file[value]), "test");
                file = Patch::new(file, vec![edit]).unwrap().new_text();
                prop_assert_eq!(read(&file), Some(text.clone()), "{}", file);
            }
        }
    }

    #[test]
    fn a_piece_reads_back_between_others(piece in text()) {
        for quotes in [Quotes::Basic, Quotes::Literal, Quotes::BasicLines, Quotes::LiteralLines] {
            // One mark beside it is the worst that a text in marks of three can have.
            let besides: &[[&str; 2]] = match quotes {
                Quotes::LiteralLines => &[["x", "y"], ["x'", "'y"]],
                Quotes::BasicLines => &[["x", "y"], ["x\"", "\"y"]],
                Quotes::Basic | Quotes::Literal => &[["x", "y"], ["", ""]],
            };
            for [before, after] in besides {
                let Some(written) = inside(&piece, quotes) else { continue };
                let file = format!("a = {0}{before}{after}{0}\n", quotes.sign());
                let at = "a = ".len() + quotes.sign().len() + before.len();
                let file = Patch::new(file, vec![Edit::new(at..at, written, "test")]).unwrap().new_text();
                prop_assert_eq!(read(&file), Some(format!("{before}{piece}{after}")), "{}", file);
            }
        }
    }

    #[test]
    fn a_key_reads_back(name in text()) {
        let table: toml::Table = toml::from_str(&format!("{} = 1\n", key(&name))).unwrap();
        prop_assert_eq!(table.keys().collect::<Vec<_>>(), [&name]);
    }

    #[test]
    fn numbers_that_are_taken_are_toml(digits in "[-+]?[0-9]{0,4}[.]?[0-9]{0,3}") {
        if let Some(number) = number(&digits) {
            prop_assert_eq!(parses(&format!("a = {number}")), Ok(()));
        }
    }

    #[test]
    fn plain_words_read_back(words in text()) {
        if let Ok(written) = escape(&words, Where::Line) {
            for line in [written.clone(), format!("### {written}"), format!("- {written}")] {
                prop_assert_eq!(plain(&line), Some(words.clone()), "{}", line);
            }
        }
    }

    #[test]
    fn plain_words_read_back_between_others(words in text()) {
        if let Ok(written) = escape(&words, Where::Inside) {
            for (before, after) in [("x ", " y"), ("x", "y"), ("x ", "; y")] {
                let line = format!("{before}{written}{after}");
                prop_assert_eq!(plain(&line), Some(format!("{before}{words}{after}")), "{}", line);
            }
            for (line, shown) in [
                (format!("x [{written}](https://a.b)"), format!("x {words}")),
                (format!("x {written}[y](https://a.b)"), format!("x {words}y")),
            ] {
                prop_assert_eq!(plain(&line), Some(shown), "{}", line);
            }
        }
    }

    #[test]
    fn plain_words_read_back_in_a_cell(words in text()) {
        if let Ok(written) = escape(&words, Where::Cell) {
            let table = format!("| a | b |\n|---|---|\n| {written} | c |\n");
            prop_assert_eq!(cells(&table), ["a".to_owned(), "b".to_owned(), words, "c".to_owned()], "{}", table);
        }
    }
}

/// The text of the key `a`, as TOML reads it; of a file of Windows, with line breaks as the reader of specs has them.
fn read(file: &str) -> Option<String> {
    let table: toml::Table = toml::from_str(file).ok()?;
    let text = table.get("a")?.as_str()?;
    let is_raw = file.contains("\r\n") && !file.contains("\\r");
    Some(if is_raw { text.replace("\r\n", "\n") } else { text.to_owned() })
}

/// The words of a text, when nothing in it marks anything but one paragraph, heading, item or link.
fn plain(markdown: &str) -> Option<String> {
    // These are read before Markdown is.
    if ["{{", "}}", "](=", "[^a]"].iter().any(|sign| markdown.contains(sign)) {
        return None;
    }
    let mut words = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) => words.push_str(&text),
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::List(None) | Tag::Item | Tag::Link { .. },
            )
            | Event::End(_) => {}
            _ => return None,
        }
    }
    Some(words)
}

/// The words of each cell of a table.
fn cells(markdown: &str) -> Vec<String> {
    let mut cells = Vec::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableCell) => cells.push(String::new()),
            Event::Text(text) => match cells.last_mut() {
                Some(cell) => cell.push_str(&text),
                None => cells.push(text.to_string()),
            },
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) | Event::End(_) => {}
            other => cells.push(format!("{other:?}")),
        }
    }
    cells
}

#[test]
fn edits_that_do_not_fit_are_refused() {
    let new = |places: &[(usize, usize)]| {
        let edit = |&(start, end): &(usize, usize)| Edit::new(start..end, "x", "test");
        Patch::new("aéb", places.iter().map(edit).collect())
    };
    assert!(matches!(new(&[(0, 2)]), Err(Conflict::InsideCharacter(_))));
    assert!(matches!(new(&[(3, 9)]), Err(Conflict::OutOfBounds(_))));
    assert!(matches!(new(&[(3, 1)]), Err(Conflict::OutOfBounds(_))));
    assert!(matches!(new(&[(3, 4), (1, 4)]), Err(Conflict::Overlap(_))));
    assert!(matches!(new(&[(0, 3), (1, 1)]), Err(Conflict::Overlap(_))));
    assert_eq!(new(&[(0, 1), (1, 3)]).unwrap().new_text(), "xxb");
}

#[test]
fn what_is_added_at_one_place_keeps_its_order() {
    let edits = [(1..2, "B"), (1..1, "1"), (1..1, "2"), (2..2, "3")];
    let edits = edits.map(|(range, text)| Edit::new(range, text, "test"));
    assert_eq!(Patch::new("abc", edits.into()).unwrap().new_text(), "a12B3c");
}

#[test]
fn line_breaks_are_those_of_the_place() {
    let edits = vec![Edit::new(1..1, "\nx", "test"), Edit::new(4..4, "\nx", "test")];
    assert_eq!(Patch::new("a\r\nb\nc", edits).unwrap().new_text(), "a\r\nx\r\nb\nx\nc");
}
