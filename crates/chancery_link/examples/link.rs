//! Links annotated documents: `link TABLE < annotated.jsonl`, TABLE one of events, reports, tenures, findings.
//! For trying things out; the program's `build` and `export` do this with a store.
#![allow(clippy::disallowed_methods)] // a program of its own: it reads its arguments

use chancery_model::Annotated;
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let table = std::env::args().nth(1).unwrap_or_else(|| "events".into());
    let mut reports: Vec<Annotated> = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if !line.trim().is_empty() {
            reports.push(serde_json::from_str(&line)?);
        }
    }
    let record = chancery_link::link(&reports);
    let mut out = std::io::stdout().lock();
    let rows: Vec<serde_json::Value> = match table.as_str() {
        "reports" => record.reports.iter().map(serde_json::to_value).collect::<Result<_, _>>()?,
        "tenures" => record.tenures.iter().map(serde_json::to_value).collect::<Result<_, _>>()?,
        "findings" => record.findings.iter().map(serde_json::to_value).collect::<Result<_, _>>()?,
        _ => record.events.iter().map(serde_json::to_value).collect::<Result<_, _>>()?,
    };
    for row in rows {
        writeln!(out, "{row}")?;
    }
    Ok(())
}
