//! HTTP/1.1 as far as a page on the same machine needs it: one request a connection, with limits on everything that
//! the other side decides about.
//!
//! No crate: those that are small (tiny_http 0.12) have no limit on the length of a line, on the number of connections
//! or on the time that a request may take.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Bytes of the lines before a body.
const MOST_HEAD: usize = 16 << 10;
/// Bytes of a body: some thousand numbers of a form.
pub(super) const MOST_BODY: usize = 64 << 10;
/// How long a request may take until it is whole.
const LONGEST: Duration = Duration::from_secs(5);
/// How long a write may wait for the other side.
const LONGEST_WRITE: Duration = Duration::from_secs(10);
/// Lines before a body.
const MOST_LINES: usize = 100;

/// What is asked for how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: Method,
    /// The path, without what stands behind a question mark.
    pub(super) path: String,
    /// What stands behind the question mark.
    pub(super) query: String,
    /// Names in small letters.
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// Why there is no request.
#[derive(Debug)]
pub(super) enum NoRequest {
    /// It is to be answered with this status.
    Refused(Status),
    /// Nobody waits for an answer.
    Gone,
}

/// The statuses of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Ok,
    BadRequest,
    Forbidden,
    NotFound,
    NotAllowed,
    Timeout,
    Conflict,
    TooLarge,
    Misdirected,
    Unprocessable,
    HeadTooLarge,
    Unavailable,
}

impl Status {
    /// Number and words.
    pub(super) fn line(self) -> &'static str {
        match self {
            Self::Ok => "200 OK",
            Self::BadRequest => "400 Bad Request",
            Self::Forbidden => "403 Forbidden",
            Self::NotFound => "404 Not Found",
            Self::NotAllowed => "405 Method Not Allowed",
            Self::Timeout => "408 Request Timeout",
            Self::Conflict => "409 Conflict",
            Self::TooLarge => "413 Content Too Large",
            Self::Misdirected => "421 Misdirected Request",
            Self::Unprocessable => "422 Unprocessable Content",
            Self::HeadTooLarge => "431 Request Header Fields Too Large",
            Self::Unavailable => "503 Service Unavailable",
        }
    }
}

impl From<io::Error> for NoRequest {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => Self::Refused(Status::Timeout),
            _ => Self::Gone,
        }
    }
}

impl Request {
    /// Reads a request from a connection.
    ///
    /// # Errors
    /// It is not whole in time, too long, or none that is understood.
    pub(super) fn read(stream: &mut TcpStream) -> Result<Self, NoRequest> {
        let end = Instant::now() + LONGEST;
        let mut bytes = Vec::new();
        let head = loop {
            if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            if bytes.len() > MOST_HEAD {
                return Err(NoRequest::Refused(Status::HeadTooLarge));
            }
            more(stream, &mut bytes, end)?;
        };
        if head > MOST_HEAD {
            return Err(NoRequest::Refused(Status::HeadTooLarge));
        }
        let mut body = bytes.split_off(head + 4);
        let mut request = Self::parse(&bytes[..head]).map_err(NoRequest::Refused)?;
        let length = request.length().map_err(NoRequest::Refused)?;
        while body.len() < length {
            more(stream, &mut body, end)?;
        }
        body.truncate(length);
        request.body = body;
        Ok(request)
    }

    fn parse(head: &[u8]) -> Result<Self, Status> {
        let text = std::str::from_utf8(head).map_err(|_| Status::BadRequest)?;
        let mut lines = text.split("\r\n");
        let words: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
        let [method, target, "HTTP/1.1"] = words[..] else { return Err(Status::BadRequest) };
        let method = match method {
            "GET" => Method::Get,
            "POST" => Method::Post,
            _ => return Err(Status::NotAllowed),
        };
        let is_plain = target.starts_with('/') && target.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_plain {
            return Err(Status::BadRequest);
        }
        let mut headers = Vec::new();
        for line in lines {
            let (name, value) = line.split_once(':').ok_or(Status::BadRequest)?;
            let is_name =
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
            if !is_name || value.chars().any(|c| c.is_control() && c != '\t') {
                return Err(Status::BadRequest);
            }
            if headers.len() == MOST_LINES {
                return Err(Status::HeadTooLarge);
            }
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let [path, query] = [path, query].map(str::to_owned);
        Ok(Self { method, path, query, headers, body: Vec::new() })
    }

    /// Bytes of the body.
    fn length(&self) -> Result<usize, Status> {
        // Bodies in pieces are for those who do not know how much they will say.
        if self.headers.iter().any(|(name, _)| name == "transfer-encoding") {
            return Err(Status::BadRequest);
        }
        match self.header("content-length")? {
            None => Ok(0),
            Some(length) if !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit()) => {
                // What is too long for a number is too long for a body.
                length.parse::<usize>().ok().filter(|length| *length <= MOST_BODY).ok_or(Status::TooLarge)
            }
            Some(_) => Err(Status::BadRequest),
        }
    }

    /// The value of a header that may be given once.
    ///
    /// # Errors
    /// It is given more than once.
    pub(super) fn header(&self, name: &str) -> Result<Option<&str>, Status> {
        let named = self.headers.iter().filter(|(known, _)| known == name);
        let mut values = named.map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() { Err(Status::BadRequest) } else { Ok(first) }
    }
}

/// Reads some more bytes, until a moment.
fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>, end: Instant) -> Result<(), NoRequest> {
    let left = end.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(NoRequest::Refused(Status::Timeout));
    }
    stream.set_read_timeout(Some(left))?;
    let mut part = [0; 4096];
    let length = stream.read(&mut part)?;
    if length == 0 {
        return Err(NoRequest::Gone);
    }
    bytes.extend_from_slice(&part[..length]);
    Ok(())
}

/// An answer that is known as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: Status,
    pub(super) kind: &'static str,
    /// What a page may do that is made of it.
    pub(super) policy: String,
    /// The name under which it is to be saved.
    pub(super) file: Option<String>,
    pub(super) body: Vec<u8>,
}

/// What most answers may do as a page: nothing.
pub(super) const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

impl Answer {
    /// An answer with a body.
    pub(super) fn new(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: Status::Ok, kind, policy: NOTHING.to_owned(), file: None, body: body.into() }
    }

    /// A status with its own words.
    pub(super) fn status(status: Status) -> Self {
        Self { status, ..Self::new(TEXT, status.line()) }
    }

    /// A status with other words.
    pub(super) fn told(status: Status, words: &str) -> Self {
        Self { status, ..Self::new(TEXT, words) }
    }

    /// Writes the whole answer.
    ///
    /// # Errors
    /// The other side has gone.
    pub(super) fn write(&self, stream: &mut TcpStream) -> io::Result<()> {
        let mut head = head(self.status, self.kind, &self.policy);
        if let Some(file) = &self.file {
            head.push_str(&format!("Content-Disposition: attachment; filename=\"{file}\"\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", self.body.len()));
        stream.set_write_timeout(Some(LONGEST_WRITE))?;
        stream.write_all(head.as_bytes())?;
        stream.write_all(&self.body)?;
        stream.flush()
    }
}

/// Plain text.
pub(super) const TEXT: &str = "text/plain; charset=utf-8";

/// The lines before the body of any answer.
fn head(status: Status, kind: &str, policy: &str) -> String {
    format!(
        "HTTP/1.1 {}\r\n\
         Content-Type: {kind}\r\n\
         Content-Security-Policy: {policy}\r\n\
         X-Content-Type-Options: nosniff\r\n\
         X-Frame-Options: DENY\r\n\
         Referrer-Policy: no-referrer\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n\
         Cross-Origin-Opener-Policy: same-origin\r\n\
         Cache-Control: no-store\r\n\
         Connection: close\r\n",
        status.line()
    )
}

/// An answer that goes on: a stream of events.
pub(super) struct Events<'s> {
    stream: &'s mut TcpStream,
}

impl<'s> Events<'s> {
    /// Begins it.
    ///
    /// # Errors
    /// The other side has gone.
    pub(super) fn begin(stream: &'s mut TcpStream) -> io::Result<Self> {
        // A stream that has ended comes again after so many milliseconds.
        let head = head(Status::Ok, "text/event-stream", NOTHING) + "\r\nretry: 1500\n\n";
        stream.set_write_timeout(Some(LONGEST_WRITE))?;
        stream.write_all(head.as_bytes())?;
        stream.flush()?;
        Ok(Self { stream })
    }

    /// Tells an event; the data are one line.
    ///
    /// # Errors
    /// The other side has gone.
    pub(super) fn tell(&mut self, name: &str, data: &str) -> io::Result<()> {
        self.stream.write_all(format!("event: {name}\ndata: {data}\n\n").as_bytes())?;
        self.stream.flush()
    }

    /// Whether the other side has closed the connection.
    pub(super) fn is_closed(&self) -> bool {
        let mut byte = [0];
        if self.stream.set_nonblocking(true).is_err() {
            return true;
        }
        let is_closed = matches!(self.stream.peek(&mut byte), Ok(0));
        self.stream.set_nonblocking(false).is_err() || is_closed
    }
}

#[cfg(test)]
mod tests {
    use super::{Request, Status};

    #[test]
    fn what_is_no_request_is_none() {
        let parse = |head: &str| Request::parse(head.as_bytes()).map(|request| request.path);
        assert_eq!(parse("GET /a?b HTTP/1.1\r\nHost: x").as_deref(), Ok("/a"));
        for (head, status) in [
            ("", Status::BadRequest),
            ("GET / HTTP/1.0", Status::BadRequest),
            ("GET  / HTTP/1.1", Status::BadRequest),
            ("GET http://evil.example/ HTTP/1.1", Status::BadRequest),
            ("GET /ä HTTP/1.1", Status::BadRequest),
            ("OPTIONS / HTTP/1.1", Status::NotAllowed),
            ("GET / HTTP/1.1\r\nno header", Status::BadRequest),
            ("GET / HTTP/1.1\r\nHost : x", Status::BadRequest),
            ("GET / HTTP/1.1\r\nHost: x\u{0}y", Status::BadRequest),
            ("GET / HTTP/1.1\nHost: x", Status::BadRequest),
        ] {
            assert_eq!(parse(head), Err(status), "{head:?}");
        }
        let length = |lines: &str| {
            Request::parse(format!("POST / HTTP/1.1\r\n{lines}").as_bytes())
                .and_then(|request| request.length())
        };
        assert_eq!(length("Content-Length: 65536"), Ok(65536));
        assert_eq!(length("Content-Length: 65537"), Err(Status::TooLarge));
        assert_eq!(length("Content-Length: 99999999999999999999999"), Err(Status::TooLarge));
        assert_eq!(length("Content-Length: +1"), Err(Status::BadRequest));
        assert_eq!(length("Content-Length: x"), Err(Status::BadRequest));
        assert_eq!(length("Content-Length: 1\r\nContent-Length: 1"), Err(Status::BadRequest));
        assert_eq!(length("Transfer-Encoding: chunked"), Err(Status::BadRequest));
    }
}
