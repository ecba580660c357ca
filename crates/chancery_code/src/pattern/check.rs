//! A pattern's own examples, run.

use super::{Expected, Pattern};
use crate::annotate::Knowledge;
use crate::explain::explain;
use chancery_model::{Annotated, Claim, Day, OF_RECORD, Party};

/// The day on which the examples of pattern files are taken to be published: a Wednesday.
pub const PUBLISHED: Day = jiff::civil::date(2031, 3, 5);

/// How a pattern's examples went.
#[derive(Clone, Debug, Default)]
pub struct CheckOutcome {
    /// How many examples there are.
    pub examples: usize,
    /// One line for each that failed: where it stands, what was expected, what was coded.
    pub failures: Vec<String>,
}

/// Runs the examples of one pattern against all patterns; `knowledge` holds the invented states of the examples.
pub fn check(pattern: &Pattern, knowledge: &Knowledge) -> CheckOutcome {
    let mut outcome = CheckOutcome::default();
    for example in &pattern.codes {
        outcome.examples += 1;
        let annotated = explain(&example.sentence, Some(PUBLISHED), knowledge);
        for expected in &example.expected {
            if !annotated.events.iter().any(|claim| fits(&annotated, claim, expected)) {
                let coded = Vec::from_iter(annotated.events.iter().map(|claim| shown(&annotated, claim)));
                let coded = if coded.is_empty() { "nothing".to_string() } else { coded.join("; ") };
                outcome.failures.push(format!(
                    "patterns/{}.pattern:{}: {}\n    expected {}\n    coded    {coded}",
                    pattern.name,
                    example.number,
                    example.sentence,
                    expectation(expected)
                ));
            }
        }
    }
    for (number, sentence) in &pattern.silent {
        outcome.examples += 1;
        let annotated = explain(sentence, Some(PUBLISHED), knowledge);
        // What the back-off is unsure of is no fault of a pattern.
        let sure = |claim: &&Claim| claim.score.is_none_or(|score| score >= OF_RECORD);
        if let Some(claim) = annotated.events.iter().find(sure) {
            outcome.failures.push(format!(
                "patterns/{}.pattern:{number}: {sentence}\n    expected silence\n    coded    {}",
                pattern.name,
                shown(&annotated, claim)
            ));
        }
    }
    outcome
}

fn codes(annotated: &Annotated, side: &[Party]) -> Vec<String> {
    let codes =
        side.iter().map(|p| annotated.actors[p.actor as usize].code.clone().unwrap_or_else(|| "none".into()));
    let mut codes = Vec::from_iter(codes);
    codes.sort();
    codes.dedup();
    codes
}

fn fits(annotated: &Annotated, claim: &Claim, expected: &Expected) -> bool {
    codes(annotated, &claim.source) == expected.source
        && codes(annotated, &claim.target) == expected.target
        && claim.event_type == expected.event_type
        && claim.status == expected.status
        && claim.said_by.is_some() == expected.said
        && expected.mode.as_ref().is_none_or(|mode| claim.mode.as_ref() == Some(mode))
        && expected.plans.is_none_or(|plans| claim.plans.as_ref().is_some_and(|p| p.event_type == plans))
        && expected.date.is_none_or(|date| claim.date.begin == Some(date))
}

fn shown(annotated: &Annotated, claim: &Claim) -> String {
    let mode = claim.mode.as_ref().map(|m| format!(" / {m}")).unwrap_or_default();
    let plans = claim.plans.as_ref().map(|p| format!(" plans {}", p.event_type)).unwrap_or_default();
    let said = if claim.said_by.is_some() { " said" } else { "" };
    format!(
        "{} > {} {} {}{mode}{plans}{said} {} (by {})",
        codes(annotated, &claim.source).join(","),
        codes(annotated, &claim.target).join(","),
        claim.status.as_str(),
        claim.event_type,
        claim.date.begin.map(|d| d.to_string()).unwrap_or_default(),
        claim.pattern
    )
}

fn expectation(expected: &Expected) -> String {
    let mode = expected.mode.as_ref().map(|m| format!(" / {m}")).unwrap_or_default();
    let plans = expected.plans.map(|p| format!(" plans {p}")).unwrap_or_default();
    let said = if expected.said { " said" } else { "" };
    format!(
        "{} > {} {} {}{mode}{plans}{said} {}",
        expected.source.join(","),
        expected.target.join(","),
        expected.status.as_str(),
        expected.event_type,
        expected.date.map(|d| d.to_string()).unwrap_or_default()
    )
}
