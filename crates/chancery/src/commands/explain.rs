//! `chancery explain`.

use crate::args;
use crate::failure::{Failure, Outcome};
use crate::output::{paper, print, print_json, warn};
use chancery_code::Knowledge;
use chancery_views::terminal::draw_explained;

/// How a sentence is read, and what fired.
pub fn explain(args: &args::Explain) -> Result<Outcome, Failure> {
    if args.sentence.trim().is_empty() {
        return Err(Failure::Call("there is no sentence to explain; give one in quotation marks".into()));
    }
    let published = match args.date {
        Some(days) => Some(days.day().ok_or_else(|| {
            Failure::Call("a sentence is published on one day; write --date 2025-11-03".into())
        })?),
        None => None,
    };
    let annotated = chancery_code::explain(&args.sentence, published, &knowledge()?);
    if annotated.sentences.len() > 1 {
        warn(&format!("That is read as {} sentences.", annotated.sentences.len()));
    }
    if args.json {
        print_json(&annotated)?;
    } else {
        print(&draw_explained(&annotated, paper()))?;
    }
    Ok(Outcome::Done)
}

/// What the program knows; a pattern that can't be read is a fault of the program as built.
pub fn knowledge() -> Result<Knowledge, Failure> {
    Knowledge::embedded()
        .map_err(|error| Failure::Machine(format!("this program was built with a bad pattern: {error}")))
}
