//! Names the numbers of an edition.

use std::fmt;

/// What a number of a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The value of the figure's own period.
    Total,
    /// The value of another period, or of a part of its own.
    Value,
    /// The share of a part in per cent.
    Share,
    /// The amount of a part.
    Part,
    /// The rate of conversion.
    Rate,
    /// A converted number, which is only compared.
    Converted,
}

impl Kind {
    /// All of them, in the order in which a figure has them.
    const ALL: [(Self, &'static str); 6] = [
        (Self::Total, "total"),
        (Self::Value, "value"),
        (Self::Share, "share"),
        (Self::Part, "part"),
        (Self::Rate, "rate"),
        (Self::Converted, "converted"),
    ];

    /// Its name in keys.
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }

    /// Whether it is one of a list of parts.
    pub fn is_of_part(self) -> bool {
        matches!(self, Self::Share | Self::Part)
    }
}

/// The name of a number within its edition: figure, kind, part and period, as in `visas|share|CN|2023-Q2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Name of the figure.
    pub figure: String,
    /// What it is.
    pub kind: Kind,
    /// Key of the part; empty where there is none. A row for a part that is to be added has `+1` to `+5`.
    pub part: String,
    /// The period, as it is written.
    pub period: String,
}

impl Key {
    /// Reads `visas|share|CN|2023-Q2`.
    pub fn parse(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.split('|').collect();
        let [figure, kind, part, period] = fields.as_slice() else { return None };
        let [figure, part, period] = [figure, part, period].map(|field| (*field).to_owned());
        Some(Self { figure, kind: Kind::parse(kind)?, part, period })
    }

    /// Whether the key is that of an empty row, in which somebody may add a part.
    pub fn is_to_add(&self) -> bool {
        self.part.starts_with('+')
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}|{}|{}", self.figure, self.kind.name(), self.part, self.period)
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Kind};

    #[test]
    fn keys_read_back_as_they_are_written() {
        for text in ["visas|share|CN|2023-Q2", "visas|total||2023-Q2", "a|part|+1|2023-01/2023-09"] {
            assert_eq!(Key::parse(text).map(|key| key.to_string()).as_deref(), Some(text));
        }
        for text in ["visas", "visas|cut|CN|2023-Q2", "a|share|CN|2023|x", ""] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
        assert!(
            Key { figure: "a".into(), kind: Kind::Part, part: "+1".into(), period: String::new() }
                .is_to_add()
        );
    }
}
