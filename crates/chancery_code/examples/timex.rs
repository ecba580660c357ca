//! Time expressions of JSON Lines documents: reads `{"id", "text", "date"}` on standard input, writes
//! `{"id", "text", "times"}`, for scoring.

use chancery_model::{Published, TextIndex};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let text = row["text"].as_str().unwrap_or("");
        let analysis = chancery_lang::Pipeline::embedded().analyse(text);
        let day = row["date"].as_str().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok());
        let published = Published { date: day, begin: day, end: day, ..Published::default() };
        let found = chancery_code::times::find(text, &analysis);
        let times = chancery_code::times::anchor(&found, &TextIndex::new(text), &published);
        serde_json::to_writer(&mut out, &serde_json::json!({"id": row["id"], "text": text, "times": times}))?;
        writeln!(out)?;
    }
    Ok(())
}
