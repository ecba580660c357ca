//! Where the time of `annotate` goes, stage by stage, over JSON Lines (`id`, `text`): CPU seconds on one core, measured by
//! the process clock around each stage, the coder being what is left of the whole.
//!
//! `cargo run --release -p chancery_code --example stages < input.jsonl`
#![allow(clippy::disallowed_methods)]

use chancery_code::actors::Cast;
use chancery_code::published::{self, Tells};
use chancery_code::tree::Tree;
use chancery_code::{Knowledge, annotate, quotes, times};
use chancery_lang::Pipeline;
use chancery_model::{Report, TextIndex};
use std::io::BufRead;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let knowledge = Knowledge::embedded()?;
    let pipeline = Pipeline::embedded();
    let mut reports = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let given: serde_json::Value = serde_json::from_str(&line?)?;
        let text = given["text"].as_str().unwrap_or_default().to_string();
        reports.push(Report { id: "r".into(), text, language: Some("en".into()), ..Report::default() });
    }
    let mut spent = [Duration::ZERO; 6];
    let mut tokens = 0;
    for report in &reports {
        let began = Instant::now();
        let analysis = pipeline.analyse(&report.text);
        spent[0] += began.elapsed();
        tokens += analysis.tokens.len();
        let began = Instant::now();
        let cast = Cast::of(&report.text, &analysis, knowledge.lexicon());
        spent[1] += began.elapsed();
        let began = Instant::now();
        let tree = Tree::new(&report.text, &analysis);
        let found = quotes::find(&tree, &cast);
        std::hint::black_box(found);
        spent[2] += began.elapsed();
        let began = Instant::now();
        let found = times::find(&report.text, &analysis);
        let published = published::decide(report, &found, &Tells { analysis: Some(&analysis) });
        std::hint::black_box(times::anchor(&found, &TextIndex::new(&report.text), &published));
        spent[3] += began.elapsed();
        let began = Instant::now();
        let annotated = annotate(report, &knowledge);
        spent[4] += began.elapsed();
        let began = Instant::now();
        std::hint::black_box(serde_json::to_string(&annotated)?);
        spent[5] += began.elapsed();
    }
    let parts = spent[0] + spent[1] + spent[2] + spent[3];
    let whole = (spent[4] + spent[5]).as_secs_f64();
    let rows = [
        ("analysis (tokens, tags, trees, names)", spent[0]),
        ("actors", spent[1]),
        ("quotations", spent[2]),
        ("times and publication day", spent[3]),
        ("events", spent[4].saturating_sub(parts)),
        ("JSON", spent[5]),
    ];
    for (name, time) in rows {
        println!("{name:<40} {:6.2} s {:5.1} %", time.as_secs_f64(), 100.0 * time.as_secs_f64() / whole);
    }
    println!("{tokens} tokens, {:.0} a second", tokens as f64 / whole);
    Ok(())
}
