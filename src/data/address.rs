//! The one gate for addresses: whatever becomes a link in an output passes here, wherever it came from.
//!
//! A link of ours is followed by somebody else's program. It gets nothing but the web and mail, whole and readable: no
//! other scheme, nothing that reads otherwise once it is decoded, no name or password before the host.

use std::fmt;
use std::str::FromStr;

use super::uri;

/// Longest address; Word takes no more than 2,083 characters.
const LONGEST: usize = 2000;
/// That longest one; a letter of another alphabet takes six characters or more.
const LONGEST_URI: usize = 2083;
/// How often an address is decoded: some programs do it twice.
const ROUNDS: usize = 3;
/// What a mail address may bring along; `attach` would name a file of the reader's.
const HEADERS: &[&str] = &["subject", "body", "cc"];

/// Why an address may not be a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressFault {
    /// It does not begin with `https://`, `http://` or `mailto:`.
    Scheme,
    /// It holds a space, a character that cannot be seen or a backslash, as it is or when it is decoded.
    Character,
    /// It leads to no host, or to one that no host is named as.
    Host,
    /// What stands behind the colon of its host is no number of a port.
    Port,
    /// A name stands before its host: readers take that for the host.
    User,
    /// It is no mail address, or brings along more than a subject, a text or a copy.
    Mail,
    /// It has more than 2,000 characters.
    Length,
}

impl fmt::Display for AddressFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "it does not begin with https://, http:// or mailto:",
            Self::Character => "it holds a space, a backslash or a character that cannot be seen",
            Self::Host => "it names no host",
            Self::Port => "its port is no number up to 65535",
            Self::User => "a name stands before its host",
            Self::Mail => "it is no mail address",
            Self::Length => "it has more than 2,000 characters",
        })
    }
}

impl std::error::Error for AddressFault {}

/// An address that has passed the gate, as a URI; links of a report hold nothing else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address(String);

impl Address {
    /// In the signs of a URI: the outputs print it as it is.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Address {
    type Err = AddressFault;

    fn from_str(address: &str) -> Result<Self, AddressFault> {
        let address = uri::without_spaces(address);
        allowed(&address)?;
        let is_led = |uri: &String| !matches!(allowed(uri), Err(AddressFault::Host | AddressFault::Port));
        let uri = uri::uri(&address).filter(is_led);
        let uri = uri.ok_or(AddressFault::Host)?;
        if uri.len() > LONGEST_URI { Err(AddressFault::Length) } else { Ok(Self(uri)) }
    }
}

impl AddressFault {
    /// What an author can do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Scheme => "links begin with https://, http:// or mailto:",
            Self::Character => {
                "write the address as the browser shows it, on one line, with %20 for a space and / for a backslash"
            }
            Self::Host => "write the whole address: https://kazakhstan.iom.int/data",
            Self::Port => "leave the colon and the number behind the host out, or write the right one",
            Self::User => "write the address without what stands before the @",
            Self::Mail => "write it as mailto:name@example.org; a subject may follow, ?subject=…",
            Self::Length => "link to a shorter address of the same page",
        }
    }
}

/// Whether an address may be a link.
///
/// # Errors
/// Says what is wrong with it.
pub fn allowed(address: &str) -> Result<(), AddressFault> {
    // Counted in bytes first: a text of megabytes is not decoded.
    if address.len() > 4 * LONGEST || address.chars().count() > LONGEST {
        return Err(AddressFault::Length);
    }
    let (scheme, rest) = address.split_once(':').ok_or(AddressFault::Scheme)?;
    let is_mail = scheme.eq_ignore_ascii_case("mailto");
    let is_web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if !(is_mail || is_web && rest.starts_with("//")) {
        return Err(AddressFault::Scheme);
    }
    if address.chars().any(|c| c.is_whitespace()) || has_hidden(address) {
        return Err(AddressFault::Character);
    }
    if is_mail { mail(rest) } else { web(&rest[2..]) }
}

/// Whether a character that cannot be seen, or a backslash, stands in it, as it is or decoded.
fn has_hidden(address: &str) -> bool {
    let mut text = address.to_owned();
    for _ in 0..ROUNDS {
        if text.chars().any(is_hidden) {
            return true;
        }
        let decoded = without_percents(&without_entities(&text));
        if decoded == text {
            return false;
        }
        text = decoded;
    }
    text.chars().any(is_hidden)
}

/// Whether a character is not seen, or turns what is seen around, or reads as another sign: a browser takes a
/// backslash for a slash. A space that was written as `%20` is seen.
fn is_hidden(c: char) -> bool {
    (c.is_whitespace() && c != ' ')
        || c.is_control()
        || c == '\\'
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{e000}'..='\u{f8ff}')
}

/// The text with `&#10;`, `&#xA;` and the entities for space and line ends as the characters they stand for.
fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let found = after.split_once(';').and_then(|(name, after)| Some((entity(name)?, after)));
        match found {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character of an entity: of a number, or of a name that hides something.
fn entity(name: &str) -> Option<char> {
    let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    });
    match (number, name) {
        (Some(number), _) => char::from_u32(number.ok()?),
        (None, "Tab") => Some('\t'),
        (None, "NewLine") => Some('\n'),
        (None, "amp") => Some('&'),
        (None, "bsol") => Some('\\'),
        (None, "colon") => Some(':'),
        (None, "nbsp") => Some('\u{a0}'),
        (None, "percnt") => Some('%'),
        (None, "rlm") => Some('\u{200f}'),
        (None, "lrm") => Some('\u{200e}'),
        (None, "shy") => Some('\u{ad}'),
        (None, "sol") => Some('/'),
        (None, "zwj" | "zwnj" | "ZeroWidthSpace") => Some('\u{200b}'),
        (None, _) => None,
    }
}

/// The text with `%0A` as the character it stands for; what is no text becomes U+FFFD.
fn without_percents(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let hex = |at: usize| bytes.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        match (byte, hex(index + 1), hex(index + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.extend(u8::try_from(high * 16 + low));
                index += 3;
            }
            _ => {
                out.push(byte);
                index += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// What stands behind `https://`.
fn web(rest: &str) -> Result<(), AddressFault> {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(AddressFault::User);
    }
    let (host, port) = match authority.rsplit_once(':') {
        // The colons of an IPv6 address stand in brackets.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_port =
        port.is_none_or(|port| port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok());
    match (is_host(host), is_port) {
        (true, true) => Ok(()),
        (true, false) => Err(AddressFault::Port),
        (false, _) => Err(AddressFault::Host),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inside) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return inside.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_') || is_mark(c))
    };
    host.strip_suffix('.').unwrap_or(host).split('.').all(label)
}

/// Marks that letters of some alphabets are written with: without them no name of Devanagari could be an address.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{34e}' | '\u{350}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}' | '\u{e34}'..='\u{e4e}')
}

/// What stands behind `mailto:`.
fn mail(rest: &str) -> Result<(), AddressFault> {
    let (to, headers) = rest.split_once('?').unwrap_or((rest, ""));
    let are_known = headers.split('&').filter(|header| !header.is_empty()).all(|header| {
        let name = header.split('=').next().unwrap_or_default();
        HEADERS.iter().any(|known| name.eq_ignore_ascii_case(known))
    });
    if are_known && to.split(',').all(is_mailbox) { Ok(()) } else { Err(AddressFault::Mail) }
}

fn is_mailbox(mailbox: &str) -> bool {
    let Some((local, host)) = mailbox.rsplit_once('@') else { return false };
    let part = |c: char| c.is_alphanumeric() || is_mark(c) || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    !local.is_empty() && local.chars().all(part) && is_host(host)
}

#[cfg(test)]
mod tests {
    use super::{Address, AddressFault, allowed};

    #[test]
    fn the_web_and_mail_are_let_through() {
        for address in [
            "https://kazakhstan.iom.int",
            "http://iom.int:8080/a/b.html?c=1&d=%20#e",
            "HTTPS://IOM.INT/",
            "https://stat.gov.kz/api/%D0%B0/файл_1.xlsx?lang=ru&amp=2",
            "https://қоғам.қаз/",
            "https://[2001:db8::1]:443/",
            "https://example.org./~a/(b),c;d'e!f*g",
            "https://example.org/a:b@c",
            "mailto:iom@iom.int",
            "mailto:a.b+c@iom.int,d@iom.int?subject=A%20report&cc=e@iom.int",
        ] {
            assert_eq!(allowed(address), Ok(()), "{address}");
        }
    }

    #[test]
    fn other_schemes_are_refused() {
        for address in [
            "",
            "iom.int",
            "//iom.int",
            "https:",
            "https:iom.int",
            "https:/iom.int",
            "file:///etc/passwd",
            "file://host/share/a.hta",
            "\\\\host\\share",
            "smb://host/a",
            "javascript:alert(1)",
            "javascript://x%0aalert(1)",
            "data:text/html,a",
            "ms-word:ofe|u|https://a.b/c.docx",
            "search-ms:query=a&crumb=location:\\\\host",
            "vbscript:a",
            "ftp://a.b",
            "tel:1",
            "http&#58;//a.b",
            "h\tttp://a.b",
            " https://a.b",
            "view-source:https://a.b",
            "mailto",
            "cid:a",
            "ms-settings:",
        ] {
            assert_eq!(allowed(address), Err(AddressFault::Scheme), "{address}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_refused_however_it_is_written() {
        for part in [
            " ",
            "\n",
            "\r",
            "\t",
            "\0",
            "\u{7f}",
            "\u{85}",
            "\u{a0}",
            "\u{ad}",
            "\u{202e}",
            "\u{200b}",
            "\u{2066}",
            "\u{2028}",
            "\u{feff}",
            "\u{e0041}",
            "\u{e000}",
            "\\",
            "%0a",
            "%0D",
            "%00",
            "%E2%80%AE",
            "%c2%85",
            "%5c",
            "&#10;",
            "&#x0A;",
            "&#x202E;",
            "&#8238;",
            "&NewLine;",
            "&Tab;",
            "&rlm;",
            "%250a",
            "%26%2310;",
            "&#37;0a",
            "&amp;#10;",
            "%e2%80%8b",
        ] {
            for address in [format!("https://a.b/{part}c"), format!("mailto:a@b.c?subject={part}d")] {
                assert_eq!(allowed(&address), Err(AddressFault::Character), "{address:?}");
            }
        }
    }

    #[test]
    fn a_host_is_named_and_nothing_before_it() {
        for address in [
            "https://",
            "https:///a",
            "https://?a",
            "https://#a",
            "https://:80",
            "https://a..b",
            "https://-a.b",
            "https://[::1",
            "https://[x]",
            "https://a%2eb",
            "https://a\"b",
            "https://a<b>",
            "https://.",
            "https://a,b",
        ] {
            assert_eq!(allowed(address), Err(AddressFault::Host), "{address}");
        }
        for address in ["https://a.b:99999", "https://a.b:x", "https://a.b:+80", "https://пример.рф:99999/"]
        {
            assert_eq!(allowed(address), Err(AddressFault::Port), "{address}");
        }
        for address in ["https://iom.int@evil.example", "https://a:b@c.d/", "http://@a.b"] {
            assert_eq!(allowed(address), Err(AddressFault::User), "{address}");
        }
    }

    #[test]
    fn a_mail_address_brings_no_file_along() {
        for address in [
            "mailto:",
            "mailto:a",
            "mailto:@b.c",
            "mailto:a@",
            "mailto:a@b.c?attach=/etc/passwd",
            "mailto:a@b.c?subject=d&attachment=e",
            "mailto:a@b.c,",
            "mailto:a@b@c.d",
            "mailto://a.b",
            "mailto:a\"@b.c",
        ] {
            assert_eq!(allowed(address), Err(AddressFault::Mail), "{address}");
        }
    }

    #[test]
    fn an_address_becomes_a_uri() {
        for (address, uri) in [
            (
                "https://kk.wikipedia.org/wiki/Қазақстан",
                "https://kk.wikipedia.org/wiki/%D2%9A%D0%B0%D0%B7%D0%B0%D2%9B%D1%81%D1%82%D0%B0%D0%BD",
            ),
            ("https://example.org/a b.pdf?c d#e f", "https://example.org/a%20b.pdf?c%20d#e%20f"),
            ("https://қоғам.қаз:8080/ә?ә#ә", "https://xn--80aye45aib.xn--80ao21a:8080/%D3%99?%D3%99#%D3%99"),
            (
                "https://a.b/%D0%B0/%zz%2/<>\"^`{|}[]#a#b",
                "https://a.b/%D0%B0/%25zz%252/%3C%3E%22%5E%60%7B%7C%7D%5B%5D#a%23b",
            ),
            ("HTTPS://IOM.INT/A(b),c;d'e!f*g=~", "HTTPS://IOM.INT/A(b),c;d'e!f*g=~"),
            ("https://[2001:db8::1]:443/ә", "https://[2001:db8::1]:443/%D3%99"),
            (
                "mailto:ә@қоғам.қаз?subject=A report",
                "mailto:%D3%99@xn--80aye45aib.xn--80ao21a?subject=A%20report",
            ),
        ] {
            assert_eq!(address.parse::<Address>().as_ref().map(Address::as_str), Ok(uri), "{address}");
        }
        for (address, fault) in [
            ("https://a b.c/", AddressFault::Character),
            ("https://a.b/c ", AddressFault::Character),
            (" https://a.b", AddressFault::Scheme),
            ("mailto:a b@c.d", AddressFault::Character),
            ("https://a.b/\\c d", AddressFault::Character),
        ] {
            assert_eq!(address.parse::<Address>(), Err(fault), "{address}");
        }
        assert_eq!(format!("https://a.b/{}", "ә".repeat(400)).parse::<Address>(), Err(AddressFault::Length));
    }

    #[test]
    fn an_address_has_an_end() {
        let long = |count: usize| format!("https://a.b/{}", "c".repeat(count));
        assert_eq!(allowed(&long(1900)), Ok(()));
        assert_eq!(allowed(&long(2000)), Err(AddressFault::Length));
        assert_eq!(allowed(&long(10_000_000)), Err(AddressFault::Length));
    }
}
