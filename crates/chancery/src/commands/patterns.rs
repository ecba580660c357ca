//! `chancery patterns`.

use crate::args::{self, PatternsAction};
use crate::failure::{Failure, Outcome};
use crate::output::{paper, print, print_json};
use chancery_code::Knowledge;
use chancery_code::actors::Lexicon;
use chancery_code::pattern::{Library, Pattern, check};
use chancery_views::terminal::{Ink, Piece, Sheet, width};
use chancery_views::words::count;
use serde::Serialize;

/// A pattern as listed.
#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    about: &'a str,
    /// CAMEO codes that its lines give.
    cameo: Vec<&'a str>,
    lines: usize,
    codes: usize,
    silent: usize,
}

/// Lists the patterns, or runs their examples.
pub fn patterns(args: &args::Patterns) -> Result<Outcome, Failure> {
    let library = Library::embedded().map_err(bad_pattern)?;
    match &args.action {
        None => list(&library, args.json),
        Some(PatternsAction::Test { name }) => test(library, name.as_deref()),
    }
}

fn bad_pattern(error: impl std::fmt::Display) -> Failure {
    Failure::Machine(format!("this program was built with a bad pattern: {error}"))
}

fn list(library: &Library, json: bool) -> Result<Outcome, Failure> {
    let listed: Vec<Listed> = library
        .patterns()
        .iter()
        .map(|pattern| {
            let mut cameo: Vec<&str> = pattern.lines.iter().map(|line| line.thing.cameo.as_str()).collect();
            cameo.sort();
            cameo.dedup();
            Listed {
                name: &pattern.name,
                about: &pattern.about,
                cameo,
                lines: pattern.lines.len(),
                codes: pattern.codes.len(),
                silent: pattern.silent.len(),
            }
        })
        .collect();
    if json {
        print_json(&listed)?;
        return Ok(Outcome::Done);
    }
    let mut sheet = Sheet::new(paper());
    let column = listed.iter().map(|pattern| width(pattern.name)).max().unwrap_or(0).min(32);
    for pattern in &listed {
        let pad = " ".repeat(column.saturating_sub(width(pattern.name)));
        let examples = count(pattern.codes + pattern.silent, "example", "examples");
        let text =
            [Piece::plain(pattern.about), Piece::soft(format!("  {}, {examples}", pattern.cameo.join(" ")))];
        sheet.para(&[Piece::strong(pattern.name), Piece::plain(format!("{pad}  "))], column + 2, &text);
    }
    print(&sheet.finish())?;
    Ok(Outcome::Done)
}

fn test(library: Library, name: Option<&str>) -> Result<Outcome, Failure> {
    let wanted = |pattern: &Pattern| {
        name.is_none_or(|name| {
            let name =
                name.trim_start_matches("patterns/").trim_end_matches(".pattern").trim_end_matches('/');
            let rest = pattern.name.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    if let Some(name) = name
        && !library.patterns().iter().any(wanted)
    {
        let known = library.patterns().iter().map(|pattern| (pattern.name.as_str(), pattern.name.as_str()));
        let near = chancery_views::directory::nearest(name, known);
        let hint = match near.first() {
            Some(near) => format!("did you mean {near}?"),
            None => "“chancery patterns” lists them".into(),
        };
        return Err(Failure::Call(format!("there is no pattern “{name}”; {hint}")));
    }
    // The examples speak of invented states only.
    let knowledge = Knowledge::with(library, Lexicon::with_invented());
    let mut sheet = Sheet::new(paper());
    let (mut examples, mut failures) = (0, 0);
    for pattern in knowledge.library().patterns().iter().filter(|pattern| wanted(pattern)) {
        let outcome = check(pattern, &knowledge);
        examples += outcome.examples;
        failures += outcome.failures.len();
        let text = count(outcome.examples, "example", "examples");
        if outcome.failures.is_empty() {
            sheet.line(&[
                Piece::new("ok    ", Ink::CoopWord),
                Piece::plain(format!("{}  ", pattern.name)),
                Piece::soft(text),
            ]);
        } else {
            let failed = format!("{text}, {} failed", outcome.failures.len());
            sheet.line(&[
                Piece::new("FAIL  ", Ink::ConfDeed),
                Piece::strong(format!("{}  ", pattern.name)),
                Piece::plain(failed),
            ]);
            for failure in &outcome.failures {
                for line in failure.lines() {
                    let indent = line.len() - line.trim_start().len();
                    sheet.para(
                        &[Piece::plain(" ".repeat(6 + indent))],
                        10 + indent,
                        &[Piece::plain(line.trim_start())],
                    );
                }
            }
        }
    }
    sheet.gap();
    let line = match failures {
        0 => format!("{}, all as written", count(examples, "example", "examples")),
        n => format!("{}, {n} not as written", count(examples, "example", "examples")),
    };
    sheet.para(&[], 0, &[Piece::strong(line)]);
    print(&sheet.finish())?;
    Ok(if failures == 0 { Outcome::Done } else { Outcome::Skipped })
}
