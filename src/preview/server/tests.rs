use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use super::{Answer, Door, MOST_CONNECTIONS, MOST_STREAMS, Site, Status};
use crate::preview::http::MOST_BODY;
use crate::preview::state::{Assets, Part, State};

/// A site with one page and one thing to do.
struct Plain;

impl Site for Plain {
    fn get(&self, path: &str, query: &str) -> Answer {
        match path {
            "" => Answer::new("text/html; charset=utf-8", format!("page {query}")),
            _ => Answer::status(Status::NotFound),
        }
    }

    fn post(&self, path: &str, body: &[u8]) -> Answer {
        match path {
            "do" => Answer::new("text/plain", body),
            _ => Answer::status(Status::NotFound),
        }
    }
}

/// Opens a door, lets somebody knock, and closes it.
fn at_the_door(knock: impl FnOnce(&Door, &State)) {
    let door = Door::open(0).unwrap();
    let state = State::default();
    thread::scope(|scope| {
        scope.spawn(|| door.serve(scope, &state, &Plain));
        knock(&door, &state);
        door.close(&state);
    });
}

fn said(door: &Door, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", door.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(bytes).unwrap();
    let mut answer = String::new();
    // A connection that is ended with unread bytes may be reset behind the answer.
    let _ = stream.read_to_string(&mut answer);
    answer
}

/// The status of the answer to a request with some headers.
fn status(door: &Door, line: &str, headers: &str, body: &str) -> String {
    let request = format!("{line} HTTP/1.1\r\n{headers}\r\n{body}");
    said(door, request.as_bytes()).split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn only_this_host_is_answered_and_only_with_the_token() {
    at_the_door(|door, _| {
        let (port, token) = (door.port, door.token.clone());
        assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let get = |path: &str, headers: &str| status(door, &format!("GET {path}"), headers, "");
        let page = format!("/{token}/");
        for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}")] {
            assert_eq!(get(&page, &format!("Host: {host}\r\n")), "200");
        }
        let others = [
            "evil.example".to_owned(),
            format!("evil.example:{port}"),
            format!("127.0.0.1.evil.example:{port}"),
            format!("localhost.evil.example:{port}"),
            "127.0.0.1".to_owned(),
            "localhost".to_owned(),
            format!("127.0.0.1:{}", port ^ 1),
            format!("[::1]:{port}"),
            format!("0.0.0.0:{port}"),
            format!("127.0.0.1:{port}@evil.example"),
            String::new(),
        ];
        for host in others {
            assert_eq!(get(&page, &format!("Host: {host}\r\n")), "421", "{host}");
        }
        assert_eq!(get(&page, ""), "421");
        let host = format!("Host: 127.0.0.1:{port}\r\n");
        assert_eq!(get(&page, &format!("{host}{host}")), "400");
        let mut wrong = token.clone();
        wrong.replace_range(31..32, if wrong.ends_with('0') { "1" } else { "0" });
        for path in [
            "/",
            "/favicon.ico",
            &format!("/{wrong}/"),
            &format!("/{token}"),
            &format!("//{token}/"),
            &format!("/{}/", token.to_uppercase().replace(char::is_numeric, "A")),
        ] {
            assert_eq!(get(path, &host), "404", "{path}");
        }
        for path in ["../", "..%2f..%2fetc/passwd", "%2e%2e/", "./", "style.css/../"] {
            assert_eq!(get(&format!("{page}{path}"), &host), "404", "{path}");
        }
        assert!(said(door, format!("GET {page}?x HTTP/1.1\r\n{host}\r\n").as_bytes()).ends_with("page x"));
    });
}

#[test]
fn other_pages_are_refused() {
    at_the_door(|door, _| {
        let host = format!("Host: 127.0.0.1:{}\r\n", door.port);
        let page = format!("/{}/", door.token);
        for (site, answer) in [
            ("same-origin", "200"),
            ("none", "200"),
            ("cross-site", "403"),
            ("same-site", "403"),
            ("", "403"),
            ("x", "403"),
        ] {
            let headers = format!("{host}Sec-Fetch-Site: {site}\r\n");
            assert_eq!(status(door, &format!("GET {page}"), &headers, ""), answer, "{site}");
        }
        let post = |headers: &str| {
            let headers = format!("{host}{headers}Content-Length: 2\r\n");
            status(door, &format!("POST {page}do"), &headers, "{}")
        };
        let json = "Content-Type: application/json\r\n";
        let own = format!("Origin: http://127.0.0.1:{}\r\n", door.port);
        assert_eq!(post(&format!("{own}{json}")), "200");
        assert_eq!(post(json), "403");
        assert_eq!(post(&own), "403");
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/json, text/plain"] {
            assert_eq!(post(&format!("{own}Content-Type: {kind}\r\n")), "403", "{kind}");
        }
        let origins = [
            "null".to_owned(),
            "http://evil.example".to_owned(),
            format!("https://127.0.0.1:{}", door.port),
            format!("http://localhost:{}", door.port),
            format!("http://127.0.0.1:{}", door.port ^ 1),
            format!("http://127.0.0.1:{}.evil.example", door.port),
        ];
        for origin in origins {
            assert_eq!(post(&format!("Origin: {origin}\r\n{json}")), "403", "{origin}");
        }
        for method in ["OPTIONS", "PUT", "DELETE", "HEAD", "TRACE", "CONNECT", "get"] {
            assert_eq!(status(door, &format!("{method} {page}"), &host, ""), "405", "{method}");
        }
    });
}

#[test]
fn every_answer_says_what_may_be_made_of_it() {
    at_the_door(|door, _| {
        let host = format!("Host: 127.0.0.1:{}\r\n", door.port);
        for path in ["/", &format!("/{}/", door.token)] {
            let answer = said(door, format!("GET {path} HTTP/1.1\r\n{host}\r\n").as_bytes());
            for line in [
                "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options: nosniff",
                "X-Frame-Options: DENY",
                "Referrer-Policy: no-referrer",
                "Cross-Origin-Resource-Policy: same-origin",
                "Cross-Origin-Opener-Policy: same-origin",
                "Cache-Control: no-store",
            ] {
                assert!(answer.contains(&format!("\r\n{line}\r\n")), "{line}: {answer}");
            }
            assert!(!answer.to_lowercase().contains("access-control-allow"), "{answer}");
        }
    });
}

#[test]
fn requests_have_limits() {
    at_the_door(|door, _| {
        let host = format!("Host: 127.0.0.1:{}\r\n", door.port);
        let page = format!("/{}/", door.token);
        let long = format!("{host}X: {}\r\n", "x".repeat(20_000));
        assert_eq!(status(door, &format!("GET {page}"), &long, ""), "431");
        let many = format!("{host}{}", "A: b\r\n".repeat(200));
        assert_eq!(status(door, &format!("GET {page}"), &many, ""), "431");
        let own =
            format!("{host}Origin: http://127.0.0.1:{}\r\nContent-Type: application/json\r\n", door.port);
        let post = |length: usize, body: &str| {
            status(door, &format!("POST {page}do"), &format!("{own}Content-Length: {length}\r\n"), body)
        };
        assert_eq!(post(MOST_BODY, &" ".repeat(MOST_BODY)), "200");
        assert_eq!(post(MOST_BODY + 1, ""), "413");
        // It waits for the rest, but not for ever.
        assert_eq!(post(2, "{"), "408");
        assert_eq!(
            status(door, &format!("POST {page}do"), &format!("{own}Transfer-Encoding: chunked\r\n"), ""),
            "400"
        );
    });
}

#[test]
fn so_many_connections_and_no_more() {
    at_the_door(|door, _| {
        let host = format!("Host: 127.0.0.1:{}\r\n", door.port);
        let page = format!("GET /{}/", door.token);
        let idle: Vec<TcpStream> =
            (0..MOST_CONNECTIONS).map(|_| TcpStream::connect(("127.0.0.1", door.port)).unwrap()).collect();
        assert_eq!(status(door, &page, &host, ""), "503");
        for stream in &idle {
            stream.shutdown(Shutdown::Both).unwrap();
        }
        drop(idle);
        let ended = (0..200).any(|_| {
            thread::sleep(Duration::from_millis(20));
            status(door, &page, &host, "") == "200"
        });
        assert!(ended);
    });
}

#[test]
fn a_port_in_use_is_told() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    assert_eq!(Door::open(port).unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    assert_ne!(Door::open(0).unwrap().port, port);
}

#[test]
fn events_tell_what_is_there_and_what_comes() {
    at_the_door(|door, state| {
        state.tell(Part::Pages, "{\"round\":1}".to_owned(), Assets::default());
        let mut stream = TcpStream::connect(("127.0.0.1", door.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let request = format!("GET /{}/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", door.token, door.port);
        stream.write_all(request.as_bytes()).unwrap();
        let mut told = String::new();
        let mut part = [0; 512];
        let mut until = |words: &str| {
            while !told.contains(words) {
                let length = stream.read(&mut part).unwrap();
                assert!(length > 0, "{told}");
                told.push_str(std::str::from_utf8(&part[..length]).unwrap());
            }
        };
        until("event: beat\ndata: 0\n\n");
        until("event: pages\ndata: {\"round\":1}\n\n");
        state.tell(Part::Findings, "{\"round\":2}".to_owned(), Assets::default());
        until("event: findings\ndata: {\"round\":2}\n\n");
        // Somebody else has not seen any of it.
        let both = said_of_events(door);
        assert!(both.contains("\"round\":1") && both.contains("\"round\":2"), "{both}");
    });
}

#[test]
fn of_many_streams_the_oldest_gives_way() {
    at_the_door(|door, _| {
        let request = format!("GET /{}/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", door.token, door.port);
        let open = || {
            let mut stream = TcpStream::connect(("127.0.0.1", door.port)).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut part = [0; 1024];
            assert!(stream.read(&mut part).unwrap() > 0);
            stream
        };
        let mut streams: Vec<TcpStream> = (0..=MOST_STREAMS).map(|_| open()).collect();
        let mut rest = String::new();
        streams[0].read_to_string(&mut rest).unwrap();
        // The others are still told that there is somebody.
        let mut part = [0; 1024];
        assert!(streams[MOST_STREAMS].read(&mut part).unwrap() > 0);
        assert_eq!(
            status(door, &format!("GET /{}/", door.token), &format!("Host: 127.0.0.1:{}\r\n", door.port), ""),
            "200"
        );
    });
}

/// The first events that somebody hears who comes now.
fn said_of_events(door: &Door) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", door.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let request = format!("GET /{}/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", door.token, door.port);
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let mut part = [0; 512];
    while let Ok(length @ 1..) = stream.read(&mut part) {
        bytes.extend_from_slice(&part[..length]);
    }
    String::from_utf8(bytes).unwrap()
}
