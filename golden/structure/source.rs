//! Reads of Rust source what it names in other files: its imports and the paths in its text.

use std::collections::{BTreeMap, BTreeSet};

/// What a file names, before anybody knows where it stands.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Paths by the names that `use` gives them, those that are handed on (`pub use`) too.
    pub(super) imports: BTreeMap<String, Path>,
    /// All paths, with the line they stand in.
    pub(super) paths: Vec<(usize, Path)>,
    /// Modules that are declared for tests alone.
    pub(super) tests: BTreeSet<String>,
}

/// `crate::chart::Scene` as its words.
pub(super) type Path = Vec<String>;

/// Reads a file. `children` are the modules whose files stand below it: their paths may begin without `self`.
pub(super) fn read(text: &str, children: &BTreeSet<String>) -> Source {
    let mut tokens = tokens(&plain(text));
    let tests = without_tests(&mut tokens);
    let mut reader =
        Reader { tokens: &tokens, at: 0, children, inner: Vec::new(), source: Source::default() };
    reader.read();
    Source { tests, ..reader.source }
}

/// A word or a sign, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    line: usize,
    text: String,
}

/// The text with spaces for comments and for what stands in quotation marks.
fn plain(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let end = skipped(&chars, at);
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

/// Where a comment or a literal that begins here ends; the same place where none begins.
fn skipped(chars: &[char], at: usize) -> usize {
    let next = |ahead: usize| chars.get(at + ahead).copied().unwrap_or(' ');
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let begins = at == 0 || !is_word(chars[at - 1]);
    let find = |from: usize, end: &str| {
        let end: Vec<char> = end.chars().collect();
        (from..chars.len()).find(|&i| chars[i..].starts_with(&end)).map_or(chars.len(), |i| i + end.len())
    };
    match (chars[at], next(1)) {
        ('/', '/') => (at..chars.len()).find(|&i| chars[i] == '\n').unwrap_or(chars.len()),
        ('/', '*') => find(at + 2, "*/"),
        ('"', _) => quoted(chars, at + 1, '"'),
        ('b', '"') if begins => quoted(chars, at + 2, '"'),
        ('r', '"' | '#') | ('b', 'r') if begins => {
            let start = if chars[at] == 'b' { at + 2 } else { at + 1 };
            let marks = chars[start..].iter().take_while(|c| **c == '#').count();
            if chars.get(start + marks) != Some(&'"') {
                return at;
            }
            find(start + marks + 1, &format!("\"{}", "#".repeat(marks)))
        }
        // A lifetime has no mark at its end.
        ('\'', '\\') => quoted(chars, at + 1, '\''),
        ('\'', _) if next(2) == '\'' => at + 3,
        _ => at,
    }
}

fn quoted(chars: &[char], from: usize, mark: char) -> usize {
    let mut at = from;
    while at < chars.len() && chars[at] != mark {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

fn tokens(plain: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (line, text) in (1..).zip(plain.lines()) {
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let end = if is_word(first) {
                rest.find(|c| !is_word(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            tokens.push(Token { line, text: rest[..end].to_owned() });
            rest = rest[end..].trim_start();
        }
    }
    tokens
}

/// Takes away what stands behind `#[cfg(test)]`; gives the modules among it whose text is in files of their own.
fn without_tests(tokens: &mut Vec<Token>) -> BTreeSet<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut names = BTreeSet::new();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_mark =
            MARK.iter().enumerate().all(|(i, mark)| tokens.get(at + i).is_some_and(|t| t.text == *mark));
        if !is_mark {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let start = at + MARK.len();
        let ends = |token: &Token| matches!(token.text.as_str(), ";" | "{");
        let Some(length) = tokens[start..].iter().position(ends) else { break };
        at = start + length;
        if tokens[at].text == ";" {
            if let [.., word, name] = &tokens[start..at]
                && word.text == "mod"
            {
                names.insert(name.text.clone());
            }
            at += 1;
        } else {
            at = closing(tokens, at) + 1;
        }
    }
    *tokens = kept;
    names
}

/// The brace that closes the one at that place.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    children: &'a BTreeSet<String>,
    /// Ends of the modules within the file that stand around.
    inner: Vec<usize>,
    source: Source,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.text)
    }

    fn read(&mut self) {
        while self.at < self.tokens.len() {
            self.inner.retain(|end| *end > self.at);
            let before = if self.at == 0 { "" } else { self.word(self.at - 1) };
            let begins = before != "::" && before != "in";
            match self.word(self.at) {
                "use" => {
                    self.at += 1;
                    self.tree(&mut Vec::new());
                }
                "mod" if self.word(self.at + 2) == "{" => {
                    self.inner.push(closing(self.tokens, self.at + 2));
                    self.at += 3;
                }
                word if begins && self.word(self.at + 1) == "::" && self.is_start(word) => {
                    let line = self.tokens[self.at].line;
                    let mut path = vec![word.to_owned()];
                    self.at += 1;
                    while self.word(self.at) == "::" && is_name(self.word(self.at + 1)) {
                        path.push(self.word(self.at + 1).to_owned());
                        self.at += 2;
                    }
                    self.path(line, path);
                }
                _ => self.at += 1,
            }
        }
    }

    fn is_start(&self, word: &str) -> bool {
        matches!(word, "crate" | "super" | "self" | "quarterly") || self.children.contains(word)
    }

    /// One tree of a `use`: a path, or several with one beginning.
    fn tree(&mut self, start: &mut Path) {
        let length = start.len();
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        loop {
            match self.word(self.at) {
                "{" => {
                    self.at += 1;
                    while !matches!(self.word(self.at), "}" | "") {
                        self.tree(start);
                        if self.word(self.at) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    break start.truncate(length);
                }
                word if is_name(word) => {
                    start.push(word.to_owned());
                    self.at += 1;
                    if self.word(self.at) == "::" {
                        self.at += 1;
                        continue;
                    }
                    let mut path = start.clone();
                    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                        path.pop();
                    }
                    let mut name = path.last().cloned().unwrap_or_default();
                    if self.word(self.at) == "as" {
                        self.word(self.at + 1).clone_into(&mut name);
                        self.at += 2;
                    }
                    if self.is_start(&path[0]) {
                        // Names within an inner module are no names of the file.
                        if self.inner.is_empty() {
                            self.source.imports.insert(name, path.clone());
                        }
                        self.path(line, path);
                    }
                    break start.truncate(length);
                }
                _ => {
                    self.at += 1;
                    break start.truncate(length);
                }
            }
        }
    }

    /// Keeps a path; `super` within an inner module is this file.
    fn path(&mut self, line: usize, mut path: Path) {
        for _ in 0..self.inner.len() {
            if path.first().is_some_and(|word| word == "super") {
                path.remove(0);
            }
        }
        match path.first().map(String::as_str) {
            None => return,
            Some("crate" | "super" | "self" | "quarterly") => {}
            Some(word) if self.children.contains(word) => path.insert(0, "self".to_owned()),
            Some(_) => return,
        }
        self.source.paths.push((line, path));
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}
