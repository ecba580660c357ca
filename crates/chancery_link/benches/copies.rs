//! What it costs to find copies, apart from everything else: `copies TEXTS.jsonl [GROUPS.jsonl]` reads the texts into memory,
//! groups them and prints how many there were, the processor seconds the grouping alone took, and the groups found. With a
//! second name the groups are written there, for a scorer: `{"id", "copy"}`.
#![allow(clippy::disallowed_methods)] // a program of its own: it reads its arguments, a file and the clock

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

#[derive(serde::Deserialize)]
struct Report {
    id: String,
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The test and bench runners add options of their own.
    let mut names = std::env::args().skip(1).filter(|a| !a.starts_with('-'));
    let Some(source) = names.next() else { return Ok(()) };
    let lines = BufReader::new(File::open(source)?).lines();
    let reports: Vec<Report> =
        lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Result<_, Error>>()?;
    let texts: Vec<&str> = reports.iter().map(|r| r.text.as_str()).collect();

    let start = processor_seconds();
    let groups = chancery_link::copies(&texts);
    let spent = processor_seconds() - start;

    let mut size = vec![0u32; groups.len()];
    for group in &groups {
        size[*group as usize] += 1;
    }
    println!(
        "{} documents, {spent:.2} processor seconds, {:.0} documents a second, {} groups of copies",
        groups.len(),
        groups.len() as f64 / spent,
        size.iter().filter(|n| **n > 1).count()
    );
    if let Some(out) = names.next() {
        let mut out = BufWriter::new(File::create(out)?);
        for (report, group) in reports.iter().zip(&groups) {
            writeln!(out, "{}", serde_json::json!({ "id": report.id, "copy": group }))?;
        }
        out.flush()?;
    }
    Ok(())
}

type Error = Box<dyn std::error::Error>;

/// Seconds that this thread has run, where the system tells; else those on the clock.
fn processor_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let ran = told.as_deref().and_then(|t| t.split(' ').next()?.parse::<f64>().ok());
    ran.map_or_else(on_the_clock, |nanoseconds| nanoseconds / 1e9)
}

fn on_the_clock() -> f64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0.0, |t| t.as_secs_f64())
}
