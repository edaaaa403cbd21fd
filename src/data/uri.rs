//! Writes an address in the signs of a URI (RFC 3986): letters of other alphabets are not among them.

use std::borrow::Cow;
use std::fmt::Write;

/// The address with `%20` for each space between other characters behind its host, or in what a mail brings along.
pub(super) fn without_spaces(address: &str) -> Cow<'_, str> {
    let (start, end) = (address.len() - behind_host(address).len(), address.trim_end_matches(' ').len());
    match address.get(start..end) {
        Some(rest) if rest.contains(' ') => {
            Cow::Owned([&address[..start], &rest.replace(' ', "%20"), &address[end..]].concat())
        }
        _ => Cow::Borrowed(address),
    }
}

/// The address as a URI; none when its host cannot be written in ASCII.
pub(super) fn uri(address: &str) -> Option<String> {
    let rest = behind_host(address);
    let head = &address[..address.len() - rest.len()];
    let (path, fragment) = rest.split_once('#').map_or((rest, None), |(path, part)| (path, Some(part)));
    let mut out = ascii(head)?;
    escape(path, &mut out);
    if let Some(fragment) = fragment {
        out.push('#');
        escape(fragment, &mut out);
    }
    Some(out)
}

/// What stands behind the host of a web address, or behind the mailboxes of a mail.
fn behind_host(address: &str) -> &str {
    let start = address.find("://").map_or(0, |at| at + 3);
    let ends: &[char] = if start > 0 { &['/', '?', '#'] } else { &['?'] };
    address[start..].find(ends).map_or("", |at| &address[start + at..])
}

/// Scheme and host, or scheme and mailboxes.
fn ascii(head: &str) -> Option<String> {
    if head.is_ascii() {
        return Some(head.to_owned());
    }
    if let Some(mailboxes) =
        head.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:")).map(|_| &head[7..])
    {
        let mailboxes: Option<Vec<String>> = mailboxes.split(',').map(mailbox).collect();
        return Some(format!("mailto:{}", mailboxes?.join(",")));
    }
    let (scheme, authority) = head.split_once("://")?;
    let (name, port) = authority.split_once(':').map_or((authority, None), |(name, port)| (name, Some(port)));
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{scheme}://{}{port}", host(name)?))
}

fn mailbox(mailbox: &str) -> Option<String> {
    let (local, name) = mailbox.rsplit_once('@')?;
    let mut out = String::new();
    escape(local, &mut out);
    Some(format!("{out}@{}", host(name)?))
}

/// A host in the letters that the domain name system knows (UTS 46, punycode).
fn host(name: &str) -> Option<String> {
    if name.is_ascii() { Some(name.to_owned()) } else { idna::domain_to_ascii(name).ok() }
}

/// Writes what a path, a query or a fragment may hold as it is, and all else in per cent escapes.
fn escape(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    for (index, c) in text.char_indices() {
        let is_kept = match c {
            '%' => {
                let digits = bytes.get(index + 1..index + 3);
                digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            }
            c => c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(c),
        };
        if is_kept {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}
