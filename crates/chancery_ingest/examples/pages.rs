//! How many pages a second are prepared, decoding, main text, dates and litter included, on one core:
//! `cargo run --release -p chancery_ingest --example pages -- PAGES.jsonl`, lines with `id`, `url` and `html`.
#![allow(clippy::disallowed_methods)]

use chancery_ingest::{Options, Raw, prepare};
use std::time::Instant;

fn main() {
    let path = std::env::args().nth(1).unwrap_or_default();
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let began = Instant::now();
    let (mut pages, mut empty) = (0, 0);
    for (n, line) in text.lines().enumerate() {
        pages += 1;
        empty +=
            u32::from(prepare(Raw::object("pages.jsonl", n as u64 + 1, line), &Options::default()).is_err());
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{pages} pages, {empty} without text, {seconds:.2} s, {:.0} a second",
        f64::from(pages) / seconds
    );
}
