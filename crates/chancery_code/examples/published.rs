//! What is decided of the day of publication of plain texts: `published FILE...`. A first line `date 2031-03-05` counts as a
//! date line; nothing else is cleaned.

use chancery_model::{DateBasis, DateCandidate, Report};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path)?;
        let mut report = Report { id: path.clone(), ..Report::default() };
        let body = text.trim_start();
        report.text = body.to_string();
        if let Some(rest) = body.strip_prefix("date ")
            && let Some(date) = rest.get(..10).and_then(|d| d.parse().ok())
        {
            report.dates.push(DateCandidate {
                date: Some(date),
                basis: DateBasis::Metadata,
                start: None,
                end: None,
                words: None,
            });
            report.text = rest[10..].to_string();
        }
        let analysis = chancery_lang::Pipeline::embedded().analyse(&report.text);
        let found = chancery_code::times::find(&report.text, &analysis);
        let tells = chancery_code::published::Tells { analysis: Some(&analysis) };
        let p = chancery_code::published::decide(&report, &found, &tells);
        println!(
            "{path}\n  date {:?} begin {:?} end {:?} basis {:?}\n  conflict {:?}",
            p.date, p.begin, p.end, p.basis, p.conflict
        );
    }
    Ok(())
}
