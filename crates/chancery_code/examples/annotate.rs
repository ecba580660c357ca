//! Annotates JSON Lines (`id`, `text`, optionally `date`) with the pattern files of a folder, without building them in.
//!
//! `cargo run --release -p chancery_code --example annotate -- patterns < input.jsonl > output.jsonl`
#![allow(clippy::disallowed_methods)]

use chancery_code::actors::Lexicon;
use chancery_code::pattern::Library;
use chancery_code::{Knowledge, annotate};
use chancery_model::{DateBasis, DateCandidate, Report};
use std::io::{BufRead, Write};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = std::env::args().nth(1).unwrap_or_else(|| "patterns".into());
    let library = Library::of_folder(Path::new(&root))?;
    let knowledge = Knowledge::with(library, Lexicon::embedded());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let given: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| given[name].as_str().map(str::to_string);
        let mut report = Report {
            id: field("id").or_else(|| given["id"].as_i64().map(|n| n.to_string())).unwrap_or_default(),
            text: field("text").unwrap_or_default(),
            language: Some("en".into()),
            ..Report::default()
        };
        if let Some(date) = field("date").and_then(|d| d.parse().ok()) {
            let candidate = DateCandidate {
                date: Some(date),
                basis: DateBasis::Given,
                start: None,
                end: None,
                words: None,
            };
            report.dates.push(candidate);
        }
        serde_json::to_writer(&mut out, &annotate(&report, &knowledge))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
