//! What is decided of the day of publication of plain texts: `published FILE...`. A first line `date 2031-03-05` counts as a
//! date line; nothing else is cleaned. Without files: JSON Lines `{"id", "text", "date"}` on standard input, of which those
//! are printed whose date is refuted or doubted.
#![allow(clippy::disallowed_methods)]

use chancery_model::{DateBasis, DateCandidate, Published, Report};
use std::io::BufRead;

fn decide(report: &Report) -> Published {
    let analysis = chancery_lang::Pipeline::embedded().analyse(&report.text);
    let found = chancery_code::times::find(&report.text, &analysis);
    let tells = chancery_code::published::Tells { analysis: Some(&analysis) };
    chancery_code::published::decide(report, &found, &tells)
}

fn given(date: Option<chancery_model::Day>, basis: DateBasis) -> DateCandidate {
    DateCandidate { date, basis, start: None, end: None, words: None }
}

fn main() -> std::io::Result<()> {
    if std::env::args().len() == 1 {
        let (mut doubted, mut all) = (0, 0);
        for line in std::io::stdin().lock().lines() {
            let row: serde_json::Value = serde_json::from_str(&line?)?;
            let text = |key: &str| row[key].as_str().unwrap_or("").to_string();
            let date = text("date").get(..10).and_then(|d| d.parse().ok());
            let report = Report {
                id: text("id"),
                text: text("text"),
                dates: vec![given(date, DateBasis::Given)],
                ..Report::default()
            };
            let p = decide(&report);
            all += 1;
            if let Some(conflict) = p.conflict {
                doubted += 1;
                println!("{}\t{:?}\t{:?}\t{conflict}", report.id, date, p.date);
            }
        }
        println!("{doubted} of {all} doubted");
        return Ok(());
    }
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let mut report = Report { id: path.clone(), ..Report::default() };
        let body = text.trim_start();
        report.text = body.to_string();
        if let Some(rest) = body.strip_prefix("date ")
            && let Some(date) = rest.get(..10).and_then(|d| d.parse().ok())
        {
            report.dates.push(given(Some(date), DateBasis::Metadata));
            report.text = rest[10..].to_string();
        }
        let p = decide(&report);
        println!(
            "{path}\n  date {:?} begin {:?} end {:?} basis {:?}\n  conflict {:?}",
            p.date, p.begin, p.end, p.basis, p.conflict
        );
    }
    Ok(())
}
