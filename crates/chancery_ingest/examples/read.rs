//! Reads and prepares documents on one thread and counts them: what the reader costs in time and memory.
//!
//! `cargo run --release -p chancery_ingest --example read -- [--raw] PATH…`; with `--raw` nothing is prepared.

use chancery_ingest::{Options, open, prepare};
use std::path::PathBuf;
use std::time::Instant;

#[allow(clippy::disallowed_methods)] // a program of its own reads its arguments
fn main() {
    let (flags, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        std::env::args_os().skip(1).map(PathBuf::from).partition(|a| a.as_os_str() == "--raw");
    let options = Options::default();
    let began = Instant::now();
    let mut reader = open(&paths, &options);
    let (mut documents, mut skipped, mut characters) = (0u64, 0u64, 0usize);
    for raw in &mut reader {
        documents += 1;
        let told = match raw {
            Ok(_) if !flags.is_empty() => continue,
            Ok(raw) => prepare(raw, &options),
            Err(skipped) => Err(skipped),
        };
        match told {
            Ok(report) => characters += report.text.len(),
            Err(reason) => {
                skipped += 1;
                eprintln!("{reason}");
            }
        }
    }
    for note in reader.notes() {
        eprintln!("{note}");
    }
    let seconds = began.elapsed().as_secs_f64();
    let rate = documents as f64 / seconds;
    println!(
        "{documents} documents, {skipped} skipped, {characters} bytes of text, {seconds:.2} s, {rate:.0} a second"
    );
}
