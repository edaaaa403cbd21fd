//! Listens on this machine alone, and answers what the page of this program asks for. Everybody else is refused.
//!
//! Every page that a browser shows may send requests to this machine. So nothing is answered but a request that
//! carries the token of the address, asks for this host by its name, and was not sent by another page.

use std::io;
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use super::http::{Answer, Events, Method, NoRequest, Request, Status};
use super::state::State;

/// Connections at a time. A browser has six to one host, and holds one of them for each tab that is shown.
pub(super) const MOST_CONNECTIONS: usize = 32;
/// Streams of events at a time: of the six connections that a browser has to one host, some are left for the rest. The
/// oldest gives way to a new one, and comes again by itself: so each of many windows hears what is new.
const MOST_STREAMS: usize = 4;
/// How often a stream of events says that it is alive.
const BEAT: Duration = Duration::from_secs(5);
/// How often it looks whether the other side is still there.
const LOOK: Duration = Duration::from_secs(1);
/// Begins after which the listener looks whether all is over.
const PAUSE: Duration = Duration::from_millis(200);

/// What is answered to requests that passed the door.
pub(super) trait Site: Sync {
    /// The answer to a GET of a path below the token, without a leading slash.
    fn get(&self, path: &str, query: &str) -> Answer;
    /// The answer to a POST, which has a body of JSON.
    fn post(&self, path: &str, body: &[u8]) -> Answer;
}

/// Where it listens, and by which token its page is known.
#[derive(Debug)]
pub(super) struct Door {
    listener: TcpListener,
    port: u16,
    token: String,
    /// The streams of events that are open, each with whether it has to give way.
    streams: Mutex<Vec<Arc<AtomicBool>>>,
}

impl Door {
    /// Takes a port of this machine; 0 takes one that is free.
    ///
    /// # Errors
    /// The port is in use, or the system has no random numbers for the token.
    pub(super) fn open(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind(SocketAddrV4::new(Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        Ok(Self { listener, port, token: token()?, streams: Mutex::default() })
    }

    /// The address of the page.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// Answers until all is over.
    pub(super) fn serve<'s>(&'s self, scope: &'s Scope<'s, '_>, state: &'s State, site: &'s dyn Site) {
        let open = Arc::new(AtomicUsize::new(0));
        for stream in self.listener.incoming() {
            if state.is_over() {
                return;
            }
            let Ok(mut stream) = stream else {
                // Too many open files, for instance: it passes.
                thread::sleep(PAUSE);
                continue;
            };
            // What is answered is short, and waits for nothing.
            let _ = stream.set_nodelay(true);
            let seat = Seat::take(&open);
            if open.load(Ordering::SeqCst) > MOST_CONNECTIONS {
                let _ = Answer::status(Status::Unavailable).write(&mut stream);
                continue;
            }
            let answer = move || {
                let _seat = seat;
                self.answer(&mut stream, state, site);
            };
            // Where there can be no more threads, the browser asks again.
            let _ = thread::Builder::new().spawn_scoped(scope, answer);
        }
    }

    /// Ends [`Self::serve`].
    pub(super) fn close(&self, state: &State) {
        state.end();
        // The listener waits for a connection.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }

    fn answer(&self, stream: &mut TcpStream, state: &State, site: &dyn Site) {
        let request = match Request::read(stream) {
            Ok(request) => request,
            Err(NoRequest::Gone) => return,
            Err(NoRequest::Refused(status)) => {
                let _ = Answer::status(status).write(stream);
                return;
            }
        };
        let answer = match self.let_in(&request) {
            Err(status) => Answer::status(status),
            Ok(path) => match (request.method, path) {
                (Method::Get, "events") => return self.events(stream, state),
                (Method::Get, path) => site.get(path, &request.query),
                (Method::Post, path) => site.post(path, &request.body),
            },
        };
        // Where nobody waits for it any more, it is lost.
        let _ = answer.write(stream);
    }

    /// Tells what is new as long as somebody listens.
    fn events(&self, stream: &mut TcpStream, state: &State) {
        let has_to_end = Arc::new(AtomicBool::new(false));
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.push(Arc::clone(&has_to_end));
        let too_many = streams.len().saturating_sub(MOST_STREAMS);
        streams.drain(..too_many).for_each(|oldest| oldest.store(true, Ordering::SeqCst));
        drop(streams);
        events(stream, state, &has_to_end);
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        streams.retain(|known| !Arc::ptr_eq(known, &has_to_end));
    }

    /// The path below the token, if the request comes from the page of this program, or from who typed its address.
    fn let_in<'r>(&self, request: &'r Request) -> Result<&'r str, Status> {
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        // A name that somebody has made lead to this machine comes with that name.
        let host = request.header("host")?.filter(|host| hosts.iter().any(|known| known == host));
        let host = host.ok_or(Status::Misdirected)?;
        match request.header("sec-fetch-site")? {
            None | Some("same-origin" | "none") => {}
            Some(_) => return Err(Status::Forbidden),
        }
        let (token, path) = request.path[1..].split_once('/').ok_or(Status::NotFound)?;
        if !is_same(token.as_bytes(), self.token.as_bytes()) {
            return Err(Status::NotFound);
        }
        if request.method == Method::Post {
            let is_own = request.header("origin")?.is_some_and(|origin| origin == format!("http://{host}"));
            let is_json = request.header("content-type")?.is_some_and(|kind| kind == "application/json");
            if !is_own || !is_json {
                return Err(Status::Forbidden);
            }
        }
        Ok(path)
    }
}

/// A connection among those that are open.
struct Seat(Arc<AtomicUsize>);

impl Seat {
    fn take(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(open))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// 128 random bits, which nobody guesses.
fn token() -> io::Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn is_same(one: &[u8], two: &[u8]) -> bool {
    one.len() == two.len() && one.iter().zip(two).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

fn events(stream: &mut TcpStream, state: &State, has_to_end: &AtomicBool) {
    let Ok(mut events) = Events::begin(stream) else { return };
    let mut seen = [0, 0];
    let mut last = Instant::now();
    // The first beat says at once that there is somebody.
    let mut is_told = events.tell("beat", "0");
    while is_told.is_ok() {
        let Some(news) = state.news(seen, LOOK) else { return };
        for (part, said) in news {
            seen[part as usize] = said.version;
            last = Instant::now();
            is_told = is_told.and_then(|()| events.tell(part.name(), &said.json));
        }
        if last.elapsed() >= BEAT {
            last = Instant::now();
            is_told = is_told.and_then(|()| events.tell("beat", "0"));
        }
        if events.is_closed() || has_to_end.load(Ordering::SeqCst) {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
