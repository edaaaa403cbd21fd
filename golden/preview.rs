//! `quarterly preview` as a process: it listens, shows the edition, follows its files, and says why it cannot begin.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use libtest_mimic::{Failed, Trial};

use super::command::Folder;
use super::contract::copy_folder;
use super::fail;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("preview::it_shows_an_edition_and_follows_its_files", follows),
        Trial::test("preview::what_keeps_it_from_beginning_is_told", refused),
    ]
}

/// A process that ends with the test.
struct Preview {
    child: Child,
    port: u16,
    path: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        // One that has ended already cannot be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    fn start(folder: &Path, arguments: &[&str]) -> Result<Self, Failed> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quarterly"));
        command.current_dir(folder).args(arguments).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let out = child.stdout.take().ok_or("no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let found = line.trim().strip_prefix("http://127.0.0.1:").and_then(|rest| rest.split_once('/'));
        let Some((port, path)) = found else {
            let _ = child.kill();
            return Err(fail(format!("no address: {line}")));
        };
        Ok(Self { port: port.parse()?, path: format!("/{path}"), child })
    }

    fn ask(&self, name: &str) -> Result<TcpStream, Failed> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let Self { port, path, .. } = self;
        stream
            .write_all(format!("GET {path}{name} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").as_bytes())?;
        Ok(stream)
    }
}

fn follows() -> Result<(), Failed> {
    let folder = Folder::new("preview")?;
    copy_folder(Path::new("golden/suite/minimal"), &folder.0)?;
    let preview = Preview::start(&folder.0, &["preview", "edition.toml", "--no-open"])?;
    let mut page = String::new();
    preview.ask("")?.read_to_string(&mut page)?;
    if !page.starts_with("HTTP/1.1 200 OK\r\n") || !page.contains("<main id=\"pages\"") {
        return Err(fail(page));
    }
    let mut events = BufReader::new(preview.ask("events")?);
    let mut next = |name: &str| -> Result<String, Failed> {
        let mut line = String::new();
        loop {
            line.clear();
            if events.read_line(&mut line)? == 0 {
                return Err(fail(format!("the stream has ended before {name}")));
            }
            if line.trim_end() == format!("event: {name}") {
                line.clear();
                events.read_line(&mut line)?;
                return Ok(line);
            }
        }
    };
    next("pages")?;
    next("findings")?;
    let spec = folder.0.join("edition.toml");
    let text = fs::read_to_string(&spec)?;
    fs::write(&spec, text.replace("title", "titel"))?;
    let told = next("findings")?;
    if !told.contains("\"failed\":true") {
        return Err(fail(told));
    }
    fs::write(&spec, text)?;
    let told = next("findings")?;
    if told.contains("\"failed\":true") { Err(fail(told)) } else { Ok(()) }
}

fn refused() -> Result<(), Failed> {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = taken.local_addr()?.port().to_string();
    let spec = "golden/suite/minimal/edition.toml";
    for (arguments, words) in [
        (vec!["preview", spec, "--no-open", "--port", &port], format!("error: the port {port} is in use")),
        (vec!["preview", "nowhere.toml", "--no-open"], "error: there is no spec `nowhere.toml`".to_owned()),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_quarterly")).args(&arguments).output()?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() != Some(2) || !told.starts_with(&words) || !told.contains("hint: ") {
            return Err(fail(format!("{arguments:?}: {:?} {told}", output.status.code())));
        }
    }
    Ok(())
}
