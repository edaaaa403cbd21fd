//! Reads TOML as it is written: every key and value with its bytes, in the order of the file.
//!
//! Readers of specs want to know what a file means; who changes one wants to know where each sign of it stands. The
//! text has been read as a spec before, so that it is TOML.

use std::ops::Range;

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// A heading, or a key with its value.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// From its first sign to its last; comments are no part of it.
    pub(super) range: Range<usize>,
    /// What its keys stand below, or the keys of a heading themselves; of a list of tables, `#` and the number of the
    /// table follow its name.
    pub(super) path: Vec<String>,
    /// The keys that are written here.
    pub(super) keys: Vec<Key>,
    /// What stands behind the equals sign; nothing in a heading.
    pub(super) value: Option<Value>,
}

/// A key, without quotation marks, and its bytes with them.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) range: Range<usize>,
}

/// A value and its bytes.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// A text, as it is read.
    Text(String),
    /// A number, a date, true or false.
    Plain,
    /// A list.
    List(Vec<Value>),
    /// A table in braces.
    Table(Vec<Entry>),
}

/// A key with its value, within braces.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) keys: Vec<Key>,
    pub(super) value: Value,
}

impl Entry {
    /// From the first sign of its key to the last of its value.
    pub(super) fn range(&self) -> Range<usize> {
        self.keys.first().map_or(self.value.range.start, |key| key.range.start)..self.value.range.end
    }
}

impl Value {
    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }
}

impl Statement {
    /// Whether it is a heading.
    pub(super) fn is_heading(&self) -> bool {
        self.value.is_none()
    }

    /// The names of all that it stands below and of its own keys.
    pub(super) fn names(&self) -> Vec<&str> {
        let own = self.keys.iter().map(|key| key.name.as_str()).filter(|_| !self.is_heading());
        self.path.iter().map(String::as_str).chain(own).collect()
    }
}

/// All statements of a file.
pub(super) fn statements(text: &str) -> Vec<Statement> {
    let tokens = Source::new(text).lex().into_vec();
    let mut reader = Reader { text, tokens, at: 0 };
    let mut statements: Vec<Statement> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    loop {
        reader.skip(&[TokenKind::Whitespace, TokenKind::Comment, TokenKind::Newline]);
        let Some(start) = reader.peek().map(|token| token.span().start()) else { break };
        let before = reader.at;
        if reader.take(TokenKind::LeftSquareBracket) {
            let is_list = reader.take(TokenKind::LeftSquareBracket);
            let keys = reader.keys();
            while reader.take(TokenKind::RightSquareBracket) {}
            path = heading(&statements, &keys, is_list);
            let range = start..reader.end_before();
            statements.push(Statement { range, path: path.clone(), keys, value: None });
        } else {
            let keys = reader.keys();
            let value = if reader.take(TokenKind::Equals) { reader.value() } else { None };
            if let Some(value) = value {
                let range = start..value.range.end;
                statements.push(Statement { range, path: path.clone(), keys, value: Some(value) });
            }
        }
        // What is no TOML is stepped over.
        if reader.at == before {
            reader.at += 1;
        }
    }
    statements
}

/// The path of a heading: tables of lists below which it stands have their numbers.
fn heading(before: &[Statement], keys: &[Key], is_list: bool) -> Vec<String> {
    let mut path: Vec<String> = Vec::new();
    for (index, key) in keys.iter().enumerate() {
        path.push(key.name.clone());
        let is_last = index + 1 == keys.len();
        let mut numbered = path.clone();
        numbered.push(String::new());
        let known = before.iter().rev().filter(|other| other.is_heading()).find_map(|other| {
            let number = other.path.get(path.len())?.strip_prefix('#')?.parse::<usize>().ok()?;
            (other.path[..path.len()] == path[..]).then_some(number)
        });
        match known {
            Some(number) if is_last && is_list => path.push(format!("#{}", number + 1)),
            None if is_last && is_list => path.push("#0".to_owned()),
            Some(number) => path.push(format!("#{number}")),
            None => {}
        }
    }
    path
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).filter(|token| token.kind() != TokenKind::Eof)
    }

    fn kind(&self) -> Option<TokenKind> {
        self.peek().map(Token::kind)
    }

    fn skip(&mut self, kinds: &[TokenKind]) {
        while self.kind().is_some_and(|kind| kinds.contains(&kind)) {
            self.at += 1;
        }
    }

    /// Steps over blanks and one sign, if it is there.
    fn take(&mut self, kind: TokenKind) -> bool {
        self.skip(&[TokenKind::Whitespace]);
        let is_there = self.kind() == Some(kind);
        self.at += usize::from(is_there);
        is_there
    }

    fn end_before(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.span().end())
    }

    /// Keys with points between them.
    fn keys(&mut self) -> Vec<Key> {
        let mut keys = Vec::new();
        loop {
            self.skip(&[TokenKind::Whitespace]);
            let Some(token) = self.peek() else { break };
            let range = token.span().start()..token.span().end();
            let written = &self.text[range.clone()];
            match token.kind() {
                TokenKind::Dot => {}
                TokenKind::Atom => keys.push(Key { name: written.to_owned(), range }),
                TokenKind::BasicString | TokenKind::LiteralString => {
                    keys.push(Key { name: decoded(written), range });
                }
                _ => break,
            }
            self.at += 1;
        }
        keys
    }

    fn value(&mut self) -> Option<Value> {
        self.skip(&[TokenKind::Whitespace]);
        let token = self.peek()?;
        let start = token.span().start();
        let kind = match token.kind() {
            TokenKind::LeftSquareBracket => {
                self.at += 1;
                let mut values = Vec::new();
                while self.goes_on(TokenKind::RightSquareBracket) {
                    values.push(self.value()?);
                }
                Kind::List(values)
            }
            TokenKind::LeftCurlyBracket => {
                self.at += 1;
                let mut entries = Vec::new();
                while self.goes_on(TokenKind::RightCurlyBracket) {
                    let keys = self.keys();
                    if !self.take(TokenKind::Equals) {
                        return None;
                    }
                    entries.push(Entry { keys, value: self.value()? });
                }
                Kind::Table(entries)
            }
            TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString => {
                let text = decoded(&self.text[start..token.span().end()]);
                self.at += 1;
                Kind::Text(text)
            }
            TokenKind::Atom | TokenKind::Dot => {
                // A number has a point between two atoms.
                self.skip(&[TokenKind::Atom, TokenKind::Dot]);
                Kind::Plain
            }
            _ => return None,
        };
        Some(Value { range: start..self.end_before(), kind })
    }

    /// Steps to the next entry of what is in brackets, or over the bracket that ends it.
    fn goes_on(&mut self, end: TokenKind) -> bool {
        let between = [TokenKind::Whitespace, TokenKind::Newline, TokenKind::Comment, TokenKind::Comma];
        self.skip(&between);
        match self.kind() {
            None => false,
            Some(kind) if kind == end => {
                self.at += 1;
                false
            }
            Some(_) => true,
        }
    }
}

/// A text without its quotation marks and escapes.
fn decoded(written: &str) -> String {
    let table = toml::from_str::<toml::Table>(&format!("v = {written}"));
    let text = table.ok().and_then(|table| table.get("v").and_then(toml::Value::as_str).map(str::to_owned));
    text.unwrap_or_else(|| written.trim_matches(['"', '\'']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Kind, statements};

    #[test]
    fn every_key_and_value_has_its_bytes() {
        let text = "a = 3.10 # c\r\n[figures.x.at.2022-Q2]\r\nparts = { CN = 1, \"b c\" = '?' }\r\n[[event]]\nt = '''\nx\n'''\n[[event.photo]]\nf = [1,\n 2]\n[[event]]\nu = 2023-10-01\n";
        let read: Vec<String> = statements(text)
            .iter()
            .map(|one| format!("{}={}", one.names().join("/"), &text[one.range.clone()]))
            .collect();
        assert_eq!(
            read,
            [
                "a=a = 3.10",
                "figures/x/at/2022-Q2=[figures.x.at.2022-Q2]",
                "figures/x/at/2022-Q2/parts=parts = { CN = 1, \"b c\" = '?' }",
                "event/#0=[[event]]",
                "event/#0/t=t = '''\nx\n'''",
                "event/#0/photo/#0=[[event.photo]]",
                "event/#0/photo/#0/f=f = [1,\n 2]",
                "event/#1=[[event]]",
                "event/#1/u=u = 2023-10-01",
            ]
        );
        let all = statements(text);
        let Some(Kind::Table(entries)) = all[2].value.as_ref().map(|value| &value.kind) else { panic!() };
        assert_eq!(&text[entries[1].range()], "\"b c\" = '?'");
        assert_eq!((entries[1].keys[0].name.as_str(), entries[1].value.text()), ("b c", Some("?")));
    }
}
