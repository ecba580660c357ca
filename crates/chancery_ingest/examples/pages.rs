//! Takes pages apart on one thread and tells how long each part took: tree, data and dates, main text.
//!
//! `cargo run --release -p chancery_ingest --example pages -- FILE…`, each a file of JSON Lines with `html`.

use chancery_ingest::page_parts;
use std::io::{BufRead, BufReader};
use std::time::Instant;

#[allow(clippy::disallowed_methods)] // a program of its own reads its arguments and the clock
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut pages = Vec::new();
    for path in std::env::args_os().skip(1) {
        for line in BufReader::new(std::fs::File::open(path)?).lines() {
            let page: serde_json::Value = serde_json::from_str(&line?)?;
            pages.extend(page["html"].as_str().map(str::to_owned));
        }
    }
    // Once to make the tables ready.
    pages.iter().for_each(|page| page_parts(page, |_| ()));
    let mut sums: Vec<(&str, f64)> = Vec::new();
    for page in &pages {
        let mut began = Instant::now();
        page_parts(page, |part| {
            let seconds = began.elapsed().as_secs_f64();
            match sums.iter_mut().find(|(name, _)| *name == part) {
                Some((_, sum)) => *sum += seconds,
                None => sums.push((part, seconds)),
            }
            began = Instant::now();
        });
    }
    let all = sums.iter().map(|(_, seconds)| seconds).sum();
    for (what, seconds) in sums.into_iter().chain([("all", all)]) {
        println!("{what}: {seconds:.2} s, {:.0} pages a second", pages.len() as f64 / seconds);
    }
    Ok(())
}
