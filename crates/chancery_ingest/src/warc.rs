//! Web archives (WARC, ISO 28500): a document for each page or text that was fetched in full.
//!
//! Archives are written over months by programs that crash, so nothing that a record says of its length is believed
//! before the next record is seen to begin there. Where it does not, that record is told of and reading goes on at the
//! next beginning, which may stand in the middle of what the wrong length claimed.

use crate::http::{Head, Headers, head, media_type};
use crate::raw::{Body, Documents, Fetched, Raw};
use crate::stream::{Bytes, Members, Meter, Source, reason};
use crate::{Note, SkipReason, Skipped};
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// How much is read at once, and how long the head of a record may be.
const CHUNK: usize = 1 << 16;
/// How many sorts of records that are passed over are told apart.
const SORTS: usize = 200;

/// The records of a file.
pub(crate) struct Warc {
    path: Arc<Path>,
    window: Window,
    meter: Meter,
    limit: u64,
    /// The record that was read last, from 1.
    row: u64,
    passed: BTreeMap<String, u64>,
    over: bool,
    told: bool,
}

/// What became of one record.
enum Step {
    Document(Box<Fetched>),
    Passed(String),
    Bad(SkipReason),
}

const LENGTH: Step = Step::Bad(SkipReason::BadRecord("it is not as long as it says"));

/// Where the body of a record stands that holds a document, and what is known of it.
struct Found {
    /// Into the block.
    start: usize,
    about: Fetched,
}

impl Warc {
    /// Fails where it does not begin as an archive does.
    pub fn new(path: &Path, bytes: Bytes, limit: u64) -> Result<Warc, SkipReason> {
        let source = Source::new(bytes);
        let meter = source.meter();
        let input = source.members().map_or_else(Input::Plain, Input::Packed);
        let mut window = Window::new(input);
        window.fill(1);
        if window.bytes().is_empty() && window.failed.is_none() {
            return Err(SkipReason::Empty);
        }
        Ok(Warc {
            path: path.into(),
            window,
            meter,
            limit,
            row: 0,
            passed: BTreeMap::new(),
            over: false,
            told: false,
        })
    }

    /// Reads one record; `None` at the end.
    fn read(&mut self) -> Option<Step> {
        let window = &mut self.window;
        while window.fill(1) && matches!(window.bytes()[0], b'\r' | b'\n') {
            window.consume(1);
        }
        if !window.fill(1) {
            let error = window.failed.take()?;
            self.row += 1;
            window.resume();
            return Some(Step::Bad(reason(&error)));
        }
        self.row += 1;
        window.fill(CHUNK);
        let bytes = window.bytes();
        let parsed = begins_record(bytes).then(|| head(&bytes[..bytes.len().min(CHUNK)])).flatten();
        let Some((length, lines)) = parsed else {
            let cut = begins_record(bytes) && bytes.len() < CHUNK;
            window.consume(1);
            return Some(window.skip_to_record(if cut { SkipReason::CutShort } else { NO_RECORD }));
        };
        let headers = Headers::of(bytes[lines].split(|b| *b == b'\n').skip(1));
        let block: Option<u64> = headers.get("content-length").and_then(|n| n.parse().ok());
        let (Some(block), Some(_)) = (block, headers.get("warc-type")) else {
            window.consume(length);
            return Some(window.skip_to_record(NO_RECORD));
        };
        let from = length;
        if block > self.limit {
            window.fill(from + CHUNK);
            let shown = window.bytes();
            let found = found(&headers, &shown[from.min(shown.len())..]);
            window.consume(from);
            if !window.read_past(block) {
                return Some(LENGTH);
            }
            return Some(match found {
                Ok(_) => Step::Bad(SkipReason::TooLarge { limit: self.limit }),
                Err(sort) => Step::Passed(sort),
            });
        }
        let end = from + block as usize;
        let whole = window.fill(end);
        if let Some(at) = window.member_within(1, end) {
            window.consume(at);
            return Some(LENGTH);
        }
        if !whole {
            window.consume(from);
            let cut = if window.failed.is_some() { None } else { Some(SkipReason::CutShort) };
            return Some(match next_record(window.bytes()) {
                Some(at) => {
                    window.consume(at);
                    LENGTH
                }
                None => {
                    window.consume(window.bytes().len());
                    let error = window.failed.take();
                    window.resume();
                    Step::Bad(cut.or(error.as_ref().map(reason)).unwrap_or(SkipReason::CutShort))
                }
            });
        }
        // Two line ends by the standard; some writers have fewer or more.
        let mut next = end;
        while window.fill(next + 1) && next < end + 16 && matches!(window.bytes()[next], b'\r' | b'\n') {
            next += 1;
        }
        window.fill(next + BEGINNING);
        let after = &window.bytes()[next..];
        // Where the blank lines stand as they should, it is what follows that is damaged.
        let sound = after.is_empty()
            || begins_record(after)
            || window.bytes()[end..].starts_with(b"\r\n\r\n")
            || window.member_within(next, next + 1).is_some();
        if !sound {
            window.consume(from);
            return Some(window.skip_to_record(SkipReason::BadRecord("it is not as long as it says")));
        }
        let block = &window.bytes()[from..end];
        let step = match found(&headers, block) {
            Ok(Found { start, about }) => {
                Step::Document(Box::new(Fetched { body: block[start..].to_vec(), ..about }))
            }
            Err(sort) => Step::Passed(sort),
        };
        window.consume(end);
        Some(step)
    }
}

const NO_RECORD: SkipReason = SkipReason::BadRecord("no head of a record stands where one should");

/// Where the document stands in a record's block, of which at least the head is given; else what the record is instead.
fn found(headers: &Headers, block: &[u8]) -> Result<Found, String> {
    let sort = headers.get("warc-type").unwrap_or("").to_ascii_lowercase();
    if !matches!(sort.as_str(), "response" | "resource" | "conversion") {
        return Err(sort);
    }
    let url = headers.get("warc-target-uri").map(|u| u.trim_start_matches('<').trim_end_matches('>'));
    let scheme = url.and_then(|u| u.split_once(':')).map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    // Crawlers keep their own logs and notes as resources.
    if !matches!(scheme.as_str(), "http" | "https" | "file" | "ftp" | "") {
        return Err(format!("{sort} \"{scheme}:\""));
    }
    let mut about = Fetched {
        url: url.map(str::to_owned),
        at: headers.get("warc-date").map(str::to_owned),
        ..Fetched::default()
    };
    let mut start = 0;
    let mut told = headers.get("content-type").map(str::to_owned);
    if sort == "response" {
        let Some(head) = Head::of(block) else { return Err("response without a head".into()) };
        if head.status != 200 {
            return Err(format!("status {}", head.status));
        }
        start = head.length;
        let has = |name: &str| head.headers.get(name);
        about.chunked = has("transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
        about.packed = has("content-encoding").map(str::to_owned);
        told = has("content-type").or(headers.get("warc-identified-payload-type")).map(str::to_owned);
    }
    let (kind, charset) = match told {
        Some(told) => media_type(&told),
        None if begins_page(&block[start..]) => ("text/html".into(), None),
        None => return Err("without a type".into()),
    };
    about.charset = charset;
    about.page = match kind.as_str() {
        "text/html" | "application/xhtml+xml" => true,
        "text/plain" if url.is_some_and(|u| u.ends_with("/robots.txt")) => return Err("robots.txt".into()),
        "text/plain" => false,
        _ => return Err(kind),
    };
    Ok(Found { start, about })
}

fn begins_page(body: &[u8]) -> bool {
    let first = body.trim_ascii_start();
    [&b"<!doctype html"[..], b"<html"]
        .iter()
        .any(|tag| first.get(..tag.len()).is_some_and(|f| f.eq_ignore_ascii_case(tag)))
}

fn begins_record(bytes: &[u8]) -> bool {
    let [b'W', b'A', b'R', b'C', b'/', b'0'..=b'9', b'.', b'0'..=b'9', rest @ ..] = bytes else {
        return false;
    };
    matches!(rest, [b'\n', ..] | [b'\r', b'\n', ..])
}

/// How many bytes show that a record begins.
const BEGINNING: usize = 10;

/// Where the next record may begin; damage may have taken the line end before it.
fn next_record(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(i) = bytes[at..].iter().position(|b| *b == b'W') {
        at += i;
        if begins_record(&bytes[at..]) {
            return Some(at);
        }
        at += 1;
    }
    None
}

impl Documents for Warc {
    fn next(&mut self) -> Option<Result<Raw, Skipped>> {
        while !self.over {
            let Some(step) = self.read() else {
                self.over = true;
                break;
            };
            match step {
                Step::Passed(sort) => {
                    let room = self.passed.len() < SORTS || self.passed.contains_key(&sort);
                    let sort = if room { crate::text::first(&sort, 60) } else { "others" };
                    *self.passed.entry(sort.to_owned()).or_default() += 1;
                }
                Step::Document(fetched) => {
                    let size = self.meter.advance();
                    return Some(Ok(Raw::row_of(&self.path, self.row, size, Body::Fetched(fetched))));
                }
                Step::Bad(reason) => {
                    let size = self.meter.advance();
                    return Some(Err(Skipped::row(&self.path, self.row, size, reason)));
                }
            }
        }
        None
    }

    fn note(&mut self) -> Option<Note> {
        if !self.over || self.told || self.passed.is_empty() {
            return None;
        }
        self.told = true;
        let mut passed: Vec<(String, u64)> = std::mem::take(&mut self.passed).into_iter().collect();
        passed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Some(Note::Records { path: self.path.to_path_buf(), passed })
    }
}

enum Input {
    Plain(Bytes),
    Packed(Members),
}

/// The part of a file that is looked at.
struct Window {
    input: Input,
    held: Vec<u8>,
    /// Where the part begins that is not consumed.
    at: usize,
    /// Where members of a gzip file begin, as seen from the first byte held.
    members: VecDeque<usize>,
    over: bool,
    /// Why it is over before the end.
    failed: Option<io::Error>,
}

impl Window {
    fn new(input: Input) -> Window {
        Window { input, held: Vec::new(), at: 0, members: VecDeque::new(), over: false, failed: None }
    }

    fn bytes(&self) -> &[u8] {
        &self.held[self.at..]
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.held.len());
    }

    /// Reads on until `n` bytes are there, or the end; whether they are.
    fn fill(&mut self, n: usize) -> bool {
        while self.held.len() - self.at < n && !self.over {
            if self.at > CHUNK && self.at * 2 > self.held.len() {
                self.held.drain(..self.at);
                self.members.retain(|m| *m >= self.at);
                self.members.iter_mut().for_each(|m| *m -= self.at);
                self.at = 0;
            }
            let length = self.held.len();
            self.held.resize(length + CHUNK, 0);
            let (read, fresh) = match &mut self.input {
                Input::Plain(bytes) => (bytes.read(&mut self.held[length..]), false),
                Input::Packed(members) => {
                    let begun = members.begun();
                    let read = members.read(&mut self.held[length..]);
                    (read, members.begun() > begun)
                }
            };
            self.held.truncate(length + read.as_ref().map_or(0, |n| *n));
            match read {
                Ok(0) => self.over = true,
                Ok(_) if fresh => self.members.push_back(length),
                Ok(_) => {}
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => (self.over, self.failed) = (true, Some(e)),
            }
        }
        self.held.len() - self.at >= n
    }

    /// Where a member begins, between two places, and a record with it.
    fn member_within(&self, from: usize, to: usize) -> Option<usize> {
        let places = self.members.iter().filter_map(|m| m.checked_sub(self.at));
        let mut within = places.filter(|m| (from..to).contains(m));
        within.find(|m| begins_record(&self.bytes()[*m..]))
    }

    /// After a failure: goes on with the next member of a gzip file.
    fn resume(&mut self) {
        if let Input::Packed(members) = &mut self.input
            && members.resume()
        {
            self.over = false;
        }
    }

    /// Goes to where the next record begins, or to the end.
    fn skip_to_record(&mut self, reason: SkipReason) -> Step {
        loop {
            let there = self.bytes().len();
            let next = [next_record(self.bytes()), self.member_within(0, there)].into_iter().flatten().min();
            if let Some(at) = next {
                self.consume(at);
                return Step::Bad(reason);
            }
            // A beginning may be cut by the end of what is there.
            self.consume(there.saturating_sub(BEGINNING));
            if !self.fill(there.min(BEGINNING) + 1) {
                self.consume(BEGINNING);
                return Step::Bad(reason);
            }
        }
    }

    /// Reads past a block that is too long to be held; false where a record begins in it.
    fn read_past(&mut self, mut block: u64) -> bool {
        loop {
            let wanted = usize::try_from(block).unwrap_or(CHUNK).min(CHUNK);
            // With what shows whether a record begins at its very end.
            self.fill(wanted + BEGINNING);
            let there = self.bytes().len().min(wanted + BEGINNING);
            let member = self.member_within(0, wanted);
            let blank_before = |at: usize| self.bytes()[..at].ends_with(b"\n\r\n");
            let next = next_record(&self.bytes()[..there]).filter(|at| *at < wanted && blank_before(*at));
            if let Some(at) = [member, next].into_iter().flatten().min() {
                self.consume(at);
                return false;
            }
            let taken = wanted.min(there);
            self.consume(taken);
            block -= taken as u64;
            if block == 0 || taken == 0 {
                return true;
            }
        }
    }
}
