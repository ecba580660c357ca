//! Asks a running server at a steady rate, however slow it answers, and tells how long the answers took.
//!
//! ```text
//! cargo bench -p chancery_serve --bench load -- 127.0.0.1:8080 [REQUESTS A SECOND] [SECONDS]
//! ```
//!
//! Of the requests 40 % are relations, 25 % events, 15 % reports, 10 % searches and 10 % other pages; hardly an address is
//! asked for twice, so that pages kept from before hide nothing. A request is timed from the moment that it was due, so
//! that one which waits behind another counts its waiting.
#![allow(clippy::disallowed_methods)] // a program of its own: it reads its arguments and the clock

use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What was asked for, how long the first byte and the whole took, and whether it went well.
type Timed = (&'static str, Duration, Duration, bool);

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let Some(address) = args.first().cloned() else {
        println!("load ADDRESS [REQUESTS A SECOND] [SECONDS]");
        return Ok(());
    };
    let number = |at: usize, or: u64| args.get(at).map_or(Ok(or), |n| n.parse::<u64>());
    let (rate, seconds) = (number(1, 200)?, number(2, 30)?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(load(&address, rate.max(1), seconds))
}

async fn load(address: &str, rate: u64, seconds: u64) -> Result<(), Failure> {
    let pages = Pages::of(address).await?;
    println!(
        "{} relations, {} events, {} reports to ask for",
        pages.relations.len(),
        pages.events.len(),
        pages.reports.len()
    );
    let idle: Arc<Mutex<Vec<TcpStream>>> = Arc::default();
    let mut dice = Dice(7);
    let begin = Instant::now();
    let mut asked = Vec::new();
    for n in 0..rate * seconds {
        let due = begin + Duration::from_micros(n * 1_000_000 / rate);
        tokio::time::sleep_until(due.into()).await;
        let (kind, path) = pages.any(&mut dice);
        let (address, idle) = (address.to_owned(), idle.clone());
        asked.push(tokio::spawn(async move {
            let kept = idle.lock().ok().and_then(|mut idle| idle.pop());
            let answer = async {
                let mut stream = match kept {
                    Some(stream) => stream,
                    None => TcpStream::connect(&address).await?,
                };
                let (status, first, _) = ask(&mut stream, &address, &path).await?;
                if let Ok(mut idle) = idle.lock() {
                    idle.push(stream);
                }
                Ok::<_, Failure>((status == 200, first - due))
            };
            match answer.await {
                Ok((fine, first)) => {
                    if !fine {
                        eprintln!("refused: {path}");
                    }
                    (kind, first, due.elapsed(), fine)
                }
                Err(failure) => {
                    eprintln!("{failure}: {path}");
                    (kind, due.elapsed(), due.elapsed(), false)
                }
            }
        }));
    }
    let mut by_kind: BTreeMap<&str, Vec<Timed>> = BTreeMap::new();
    for answer in asked {
        let timed = answer.await?;
        by_kind.entry(timed.0).or_default().push(timed);
        by_kind.entry("all").or_default().push(timed);
    }
    println!("{rate} requests a second for {seconds} s; milliseconds");
    println!(
        "{:<10}{:>7}{:>8}{:>8}{:>8}{:>8}{:>8}{:>10}",
        "", "asked", "failed", "p50", "p90", "p99", "max", "first p99"
    );
    for (kind, timed) in &by_kind {
        let failed = timed.iter().filter(|t| !t.3).count();
        let (mut whole, mut first): (Vec<_>, Vec<_>) = timed.iter().map(|t| (t.2, t.1)).unzip();
        whole.sort_unstable();
        first.sort_unstable();
        let at = |list: &[Duration], part: usize| {
            list[(list.len() * part / 100).min(list.len() - 1)].as_secs_f64() * 1e3
        };
        println!(
            "{kind:<10}{:>7}{failed:>8}{:>8.1}{:>8.1}{:>8.1}{:>8.1}{:>10.1}",
            timed.len(),
            at(&whole, 50),
            at(&whole, 90),
            at(&whole, 99),
            at(&whole, 100),
            at(&first, 99)
        );
    }
    Ok(())
}

/// A generator of numbers, the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % below.max(1)
    }

    fn one<'l>(&mut self, list: &'l [String]) -> &'l str {
        list.get(self.roll(list.len())).map_or("", String::as_str)
    }
}

/// What there is to ask for.
struct Pages {
    relations: Vec<String>,
    events: Vec<String>,
    reports: Vec<String>,
    words: Vec<String>,
    states: Vec<String>,
}

impl Pages {
    async fn of(address: &str) -> Result<Pages, Failure> {
        let mut stream = TcpStream::connect(address).await?;
        let mut pages = Pages {
            relations: Vec::new(),
            events: Vec::new(),
            reports: Vec::new(),
            words: Vec::new(),
            states: Vec::new(),
        };
        let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let data = json(&mut stream, address, "/relations.json?limit=1000").await?;
        for relation in list(&data["relations"]) {
            let states = [words(&relation["states"][0]), words(&relation["states"][1])];
            pages.relations.push(format!("/relations/{}/{}", states[0], states[1]));
            pages.states.extend(states);
        }
        pages.states.sort_unstable();
        pages.states.dedup();
        for relation in pages.relations.iter().take(100) {
            let data = json(&mut stream, address, &format!("{relation}.json?limit=1000")).await?;
            for event in list(&data["events"]) {
                pages.events.push(words(&event["id"]));
                pages.reports.extend(list(&event["documents"]).iter().map(words));
                let said = list(&event["evidence"]).first().map(|e| words(&e["text"])).unwrap_or_default();
                let plain = |w: &&str| w.len() > 3 && w.bytes().all(|b| b.is_ascii_alphabetic());
                pages.words.extend(said.split(' ').filter(plain).map(str::to_lowercase));
            }
        }
        for list in [&mut pages.reports, &mut pages.words] {
            list.sort_unstable();
            list.dedup();
        }
        Ok(pages)
    }

    fn any(&self, dice: &mut Dice) -> (&'static str, String) {
        const TYPES: [&str; 8] =
            ["agree", "consult", "support", "aid", "request", "accuse", "sanction", "threaten"];
        let year = 2024 + dice.roll(7);
        match dice.roll(100) {
            0..40 => {
                let page = dice.one(&self.relations);
                let limit = 60 + dice.roll(60);
                let filter = match dice.roll(4) {
                    0 => format!("?type={}&limit={limit}", TYPES[dice.roll(8)]),
                    1 => format!("?since={year}&limit={limit}"),
                    2 => format!("?min-sources={}&limit={limit}", dice.roll(4)),
                    _ => format!("?limit={limit}"),
                };
                ("relation", format!("{page}{filter}"))
            }
            40..65 => ("event", format!("/events/{}", dice.one(&self.events))),
            65..80 => ("report", format!("/reports/{}", dice.one(&self.reports))),
            80..90 => ("search", format!("/search?q={}+{}", dice.one(&self.words), dice.one(&self.words))),
            _ => {
                let state = dice.one(&self.states);
                let limit = 40 + dice.roll(80);
                let path = match dice.roll(8) {
                    0 => "/".into(),
                    1 => format!("/relations?limit={limit}"),
                    2 => "/actors".into(),
                    3 => format!("/actors/{state}?limit={limit}"),
                    4 => format!("/statements?by={state}&limit={limit}"),
                    5 => format!("/findings?limit={limit}"),
                    6 => format!("/log?limit={limit}"),
                    _ => "/offices".into(),
                };
                ("others", path)
            }
        }
    }
}

async fn json(stream: &mut TcpStream, address: &str, path: &str) -> Result<Value, Failure> {
    let (_, _, body) = ask(stream, address, path).await?;
    Ok(serde_json::from_slice(&body)?)
}

/// Asks for a page over a connection that is kept: its status, when its first byte came, and its body.
async fn ask(stream: &mut TcpStream, address: &str, path: &str) -> Result<(u16, Instant, Vec<u8>), Failure> {
    let head = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    let (mut read, mut first, mut length) = (Vec::new(), None, None);
    loop {
        if stream.read_buf(&mut read).await? == 0 {
            return Err("the server hung up".into());
        }
        first.get_or_insert_with(Instant::now);
        if length.is_none()
            && let Some(end) = read.windows(4).position(|w| w == b"\r\n\r\n")
        {
            let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
            let body = head.lines().find_map(|l| l.strip_prefix("content-length: ")?.parse::<usize>().ok());
            length = Some((end + 4, body.ok_or("no length")?));
        }
        if let Some((start, body)) = length
            && read.len() >= start + body
        {
            let status = String::from_utf8_lossy(&read[9..12]).parse()?;
            return Ok((status, first.unwrap_or_else(Instant::now), read.split_off(start)));
        }
    }
}
