//! Prints the reports that files hold, one JSON object a line, in the form of `contract/annotation.md` as far as it is
//! known before analysis: `cargo run --release -p chancery_ingest --example reports -- [--verbatim] PATH…`
//!
//! `published.date` is the first candidate that names a day: enough to look at, not what the program answers.

#![allow(clippy::disallowed_methods)] // a program

use chancery_ingest::{Options, open, prepare};
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let verbatim = args.iter().any(|a| a == "--verbatim");
    args.retain(|a| a != "--verbatim");
    let options = Options { verbatim, ..Options::default() };
    let paths: Vec<PathBuf> = args.into_iter().map(PathBuf::from).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut reader = open(&paths, &options);
    for raw in &mut reader {
        let line = match raw.and_then(|raw| prepare(raw, &options)) {
            Ok(r) => {
                let first = r.dates.iter().find(|d| d.date.is_some());
                let published = json!({
                    "date": first.and_then(|d| d.date), "basis": first.map(|d| d.basis), "candidates": r.dates,
                });
                json!({
                    "schema": 1, "id": r.id, "url": r.url, "source": r.source, "language": r.language,
                    "title": r.title, "text": r.text, "removed": r.removed, "published": published,
                })
            }
            Err(skipped) => json!({ "id": skipped.id, "error": skipped.to_string() }),
        };
        writeln!(out, "{line}")?;
    }
    for note in reader.notes() {
        eprintln!("{note}");
    }
    Ok(())
}
