//! Says whether a name can be that of a file on every system, so that a folder can be handed on.

use std::fmt;

/// Bytes of the longest name; systems allow 255, and names of temporary files are made of it.
const LONGEST: usize = 200;
/// What Windows takes for a device, whatever the ending.
const DEVICES: [&str; 7] = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];
/// Devices that are numbered, as `COM1`.
const NUMBERED: [&str; 2] = ["com", "lpt"];
/// Characters that part names from one another, or stand for several, on some system.
const PARTING: [char; 9] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// Why a name cannot be that of a file on every system; reads as "it …".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It has no character.
    Empty,
    /// A character that Windows does not allow, or that turns what a terminal shows.
    Character(char),
    /// A device of Windows, such as `NUL`.
    Device,
    /// The dot or space at its end, which Windows drops.
    Ending,
    /// The hyphen at its beginning, which programs take for an option.
    Hyphen,
    /// More bytes than [`LONGEST`].
    TooLong,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Character(c) if PARTING.contains(c) => {
                write!(f, "it holds `{c}`, which no name on Windows can")
            }
            Self::Character(c) => {
                write!(f, "it holds the invisible character U+{:04X}", u32::from(*c))
            }
            Self::Device => f.write_str("Windows takes it for a device"),
            Self::Ending => f.write_str("it ends with a dot or a space, which Windows drops"),
            Self::Hyphen => f.write_str("it begins with a hyphen, as options do"),
            Self::TooLong => write!(f, "it is longer than {LONGEST} bytes"),
        }
    }
}

/// What keeps a single name, without its folders, from being that of a file on every system.
pub(crate) fn fault(name: &str) -> Option<Fault> {
    if name.is_empty() {
        return Some(Fault::Empty);
    }
    if let Some(c) = name.chars().find(|&c| PARTING.contains(&c) || is_invisible(c)) {
        return Some(Fault::Character(c));
    }
    if is_device(name) {
        return Some(Fault::Device);
    }
    if name.ends_with(['.', ' ']) {
        return Some(Fault::Ending);
    }
    if name.starts_with('-') {
        return Some(Fault::Hyphen);
    }
    (name.len() > LONGEST).then_some(Fault::TooLong)
}

/// Controls, ends of lines, and what turns the direction of a line.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{061c}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether Windows opens a device under this name: its ending, and spaces before that, do not matter.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ').to_lowercase();
    DEVICES.contains(&stem.as_str())
        || NUMBERED.iter().any(|kind| stem.strip_prefix(kind).is_some_and(is_digit))
}

/// A single digit; Windows counts devices with raised ones too.
fn is_digit(text: &str) -> bool {
    let mut digits = text.chars();
    digits.next().is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c)) && digits.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::{Fault, fault};

    #[test]
    fn names_that_are_safe_everywhere_are_let_stand() {
        let long = "x".repeat(200);
        for name in [
            "a",
            "kazakhstan-2023-q2.pdf",
            ".written",
            "Қазақстан.svg",
            "con-1.svg",
            "console",
            "com",
            "com10",
            "lpt.1",
            "nullen.csv",
            "a b",
            "a..b",
            "icon",
            &long,
        ] {
            assert_eq!(fault(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_some_system_reads_otherwise_are_not() {
        let long = "ä".repeat(101);
        for (name, why) in [
            ("", Fault::Empty),
            ("a:b", Fault::Character(':')),
            ("a|b?.csv", Fault::Character('|')),
            ("a/b", Fault::Character('/')),
            ("a\\b", Fault::Character('\\')),
            ("a\nb", Fault::Character('\n')),
            ("a\u{1b}[2J", Fault::Character('\u{1b}')),
            ("a\u{202e}fdp.exe", Fault::Character('\u{202e}')),
            ("a\u{9b}", Fault::Character('\u{9b}')),
            ("NUL", Fault::Device),
            ("con.svg", Fault::Device),
            ("Con .csv", Fault::Device),
            ("aux.tar.gz", Fault::Device),
            ("COM1", Fault::Device),
            ("lpt0.txt", Fault::Device),
            ("COM²", Fault::Device),
            ("CONOUT$", Fault::Device),
            ("x.", Fault::Ending),
            ("x ", Fault::Ending),
            ("..", Fault::Ending),
            ("-rf", Fault::Hyphen),
            (&long, Fault::TooLong),
        ] {
            assert_eq!(fault(name), Some(why), "{name:?}");
        }
    }

    #[test]
    fn each_reason_reads_as_a_sentence() {
        assert_eq!(Fault::Character(':').to_string(), "it holds `:`, which no name on Windows can");
        assert_eq!(Fault::Character('\n').to_string(), "it holds the invisible character U+000A");
        assert_eq!(Fault::Device.to_string(), "Windows takes it for a device");
    }
}
