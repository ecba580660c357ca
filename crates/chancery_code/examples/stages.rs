//! Where the time of `annotate` goes, stage by stage, over JSON Lines (`id`, `text`): seconds on one core, measured by
//! the clock around each stage; the events are what is left of the whole.
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
    // One pass a stage, so that each meets the processor's caches as the whole does; the first report only warms up.
    if let Some(first) = reports.first() {
        std::hint::black_box(annotate(first, &knowledge));
    }
    let mut spent = [Duration::ZERO; 6];
    let mut timed = |stage: usize, work: &mut dyn FnMut()| {
        let began = Instant::now();
        work();
        spent[stage] += began.elapsed();
    };
    let mut annotated = Vec::new();
    timed(4, &mut || annotated = reports.iter().map(|r| annotate(r, &knowledge)).collect());
    let mut analyses = Vec::new();
    timed(0, &mut || analyses = reports.iter().map(|r| pipeline.analyse(&r.text)).collect());
    let read = || reports.iter().zip(&analyses);
    let mut casts = Vec::new();
    timed(1, &mut || casts = read().map(|(r, a)| Cast::of(&r.text, a, knowledge.lexicon())).collect());
    timed(2, &mut || {
        for ((report, analysis), cast) in read().zip(&casts) {
            std::hint::black_box(quotes::find(&Tree::new(&report.text, analysis), cast));
        }
    });
    timed(3, &mut || {
        for (report, analysis) in read() {
            let found = times::find(&report.text, analysis);
            let published = published::decide(report, &found, &Tells { analysis: Some(analysis) });
            std::hint::black_box(times::anchor(&found, &TextIndex::new(&report.text), &published));
        }
    });
    timed(5, &mut || {
        for annotated in &annotated {
            std::hint::black_box(serde_json::to_string(annotated).unwrap_or_default());
        }
    });
    let tokens: usize = analyses.iter().map(|a| a.tokens.len()).sum();
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
