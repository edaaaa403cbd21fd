//! Reads the sections of a number format: its conditions, digits and words.

use super::date::{self, Fields, Token};

/// One section of a format.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::data::sheet) struct Section {
    /// For which numbers it is meant, where it says so.
    pub(super) condition: Option<Condition>,
    /// What it shows.
    pub(super) kind: Kind,
}

/// A condition such as `[<1]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    sign: Sign,
    limit: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Less,
    LessOrEqual,
    Equal,
    Other,
    MoreOrEqual,
    More,
}

/// What a section shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// The number as it is.
    General,
    /// The number with so many digits.
    Digits(Digits),
    /// A day or a time.
    Date(Fields),
    /// Nothing of the number.
    Words(String),
}

/// How a section shows the digits of a number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Digits {
    /// Decimals that are shown even when they are zero.
    pub(super) least_decimals: u32,
    /// Decimals that are shown at most.
    pub(super) most_decimals: u32,
    /// Signs of per cent, each of which makes a hundred of one.
    pub(super) percents: u32,
    /// Commas behind the digits, each of which makes one of a thousand.
    pub(super) thousands: u32,
    /// What stands before the digits, between and behind them.
    before: String,
    between: String,
    behind: String,
}

impl Condition {
    fn new(text: &str) -> Option<Self> {
        let signs = [
            ("<=", Sign::LessOrEqual),
            (">=", Sign::MoreOrEqual),
            ("<>", Sign::Other),
            ("<", Sign::Less),
            (">", Sign::More),
            ("=", Sign::Equal),
        ];
        let (limit, sign) = signs.iter().find_map(|(sign, kind)| Some((text.strip_prefix(sign)?, *kind)))?;
        Some(Self { sign, limit: limit.trim().parse().ok()? })
    }

    /// Whether it holds for a number.
    pub(super) fn holds(self, number: f64) -> bool {
        match self.sign {
            Sign::Less => number < self.limit,
            Sign::LessOrEqual => number <= self.limit,
            Sign::Equal => number == self.limit,
            Sign::Other => number != self.limit,
            Sign::MoreOrEqual => number >= self.limit,
            Sign::More => number > self.limit,
        }
    }
}

impl Digits {
    /// Whether what stands beside the digits makes another number of them: `0"00"`, `"<"0`, `000\-00`.
    pub(super) fn changes_the_number(&self, number: f64) -> bool {
        let (before, behind) = (self.before.trim(), self.behind.trim());
        let is_glued = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let mut after = self.behind.chars();
        let is_decimal = matches!(after.next(), Some('.' | ',')) && is_glued(after.next());
        let is_minus = before.ends_with(['-', '−', '–']);
        !self.between.chars().all(char::is_whitespace)
            || is_glued(self.before.chars().last())
            || is_glued(self.behind.chars().next())
            || is_decimal
            || before.contains(['<', '>', '≤', '≥', '~', '≈', '±'])
            || behind.starts_with('+')
            || is_minus && number > 0.0
    }
}

/// Reads all sections of a format; of one that is empty too.
pub(super) fn sections(code: &str) -> Vec<Section> {
    let mut sections = vec![Reader::default()];
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let Some(reader) = sections.last_mut() else { break };
        let taken = if c == ';' { 0 } else { reader.take(c, rest) };
        if c == ';' {
            sections.push(Reader::default());
        }
        rest = &rest[taken.max(c.len_utf8())..];
    }
    sections.into_iter().map(Reader::section).collect()
}

/// What of a section has been read.
#[derive(Debug, Default)]
struct Reader {
    condition: Option<Condition>,
    is_general: bool,
    /// `E+00` and `# ?/?` show other signs than the digits.
    is_other_notation: bool,
    tokens: Vec<Token>,
    digits: Digits,
    has_digits: bool,
    has_point: bool,
    /// Decimals of the kind `#`, which are shown when something stands in or behind them.
    loose_decimals: u32,
    /// Commas since the last digit, while nothing else came.
    commas: u32,
    is_behind_digit: bool,
}

impl Reader {
    /// Takes what begins with a character; gives how many bytes it is long.
    fn take(&mut self, c: char, rest: &str) -> usize {
        let was_behind_digit = std::mem::replace(&mut self.is_behind_digit, false);
        match c {
            '"' => {
                let inner = &rest[1..];
                let end = inner.find('"').unwrap_or(inner.len());
                self.word(&inner[..end]);
                return (end + 2).min(rest.len());
            }
            '\\' | '_' | '*' => {
                let next = rest[1..].chars().next();
                match c {
                    '\\' => self.word(next.map(String::from).as_deref().unwrap_or_default()),
                    // A gap as wide as the next sign.
                    '_' => self.word(" "),
                    _ => {}
                }
                return 1 + next.map_or(0, char::len_utf8);
            }
            '[' => {
                let end = rest.find(']').unwrap_or(rest.len());
                self.bracket(&rest[1..end]);
                return (end + 1).min(rest.len());
            }
            '0' | '#' | '?' => self.digit(c),
            '.' if self.has_digits || rest[1..].starts_with(['0', '#', '?']) => {
                self.has_point = true;
                self.has_digits = true;
                self.digits.thousands += std::mem::take(&mut self.commas);
            }
            ',' if was_behind_digit => {
                self.commas += 1;
                self.is_behind_digit = true;
            }
            '%' => {
                self.digits.percents += 1;
                self.word("%");
            }
            'E' | 'e' if self.has_digits && rest[1..].starts_with(['+', '-']) => {
                self.is_other_notation = true;
            }
            '/' if self.has_digits => self.is_other_notation = true,
            '@' => self.is_general = true,
            _ if starts_with_word(rest, "general") => {
                self.is_general = true;
                return "general".len();
            }
            _ => {
                let (token, length) = date::token(rest);
                match token {
                    Some(token) => self.tokens.push(token),
                    None => self.word(&rest[..c.len_utf8()]),
                }
                return length.max(c.len_utf8());
            }
        }
        c.len_utf8()
    }

    fn word(&mut self, word: &str) {
        let place = if self.has_digits { &mut self.digits.behind } else { &mut self.digits.before };
        place.push_str(word);
    }

    fn digit(&mut self, c: char) {
        // What stood behind the digits stands between them now; commas there part thousands.
        let between = std::mem::take(&mut self.digits.behind);
        self.digits.between.push_str(&between);
        self.commas = 0;
        self.has_digits = true;
        self.is_behind_digit = true;
        if self.has_point {
            self.loose_decimals += 1;
            self.digits.most_decimals += 1;
            if c != '#' {
                self.digits.least_decimals += self.loose_decimals;
                self.loose_decimals = 0;
            }
        }
    }

    fn bracket(&mut self, inner: &str) {
        if let Some(condition) = Condition::new(inner) {
            self.condition = Some(condition);
        } else if let Some(money) = inner.strip_prefix('$') {
            self.word(money.split('-').next().unwrap_or_default());
        } else if let Some(token) = date::elapsed(inner) {
            self.tokens.push(token);
        }
    }

    fn section(mut self) -> Section {
        self.digits.thousands += self.commas;
        let kind = if !self.tokens.is_empty() {
            Kind::Date(date::fields(&self.tokens))
        } else if self.is_general || self.is_other_notation {
            Kind::General
        } else if self.has_digits {
            Kind::Digits(self.digits)
        } else {
            Kind::Words(self.digits.before)
        };
        Section { condition: self.condition, kind }
    }
}

/// Whether a text starts with a word, in large or small letters.
fn starts_with_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}
