//! What the coder saw in a sentence: tokens, tree, and the pattern and line that fired.

use crate::annotate::{Knowledge, annotate};
use chancery_model::{Annotated, Report};
use std::fmt::Write;

/// Annotates a sentence as if it were a report of its own.
///
/// `published` is the day on which it is taken to be published; without one, relative times stay open.
pub fn explain(sentence: &str, published: Option<chancery_model::Day>, knowledge: &Knowledge) -> Annotated {
    let mut report = Report {
        id: "sentence".into(),
        text: sentence.into(),
        language: Some("en".into()),
        ..Report::default()
    };
    if let Some(day) = published {
        report.dates.push(chancery_model::DateCandidate {
            date: Some(day),
            basis: chancery_model::DateBasis::Given,
            start: None,
            end: None,
            words: None,
        });
    }
    annotate(&report, knowledge)
}

/// The same for a person to read.
pub fn explanation(annotated: &Annotated) -> String {
    let mut out = String::new();
    let chars = Vec::from_iter(annotated.text.chars());
    let words = |start: u32, end: u32| {
        chars.get(start as usize..end as usize).map(|c| c.iter().collect::<String>()).unwrap_or_default()
    };
    for sentence in &annotated.sentences {
        let first = annotated.tokens.iter().position(|t| t.start >= sentence.start).unwrap_or(0);
        for (i, token) in
            annotated.tokens.iter().enumerate().skip(first).take_while(|(_, t)| t.end <= sentence.end)
        {
            let head =
                token.head.map_or("–".into(), |h| (h as usize - first.min(h as usize) + 1).to_string());
            let _ = writeln!(
                out,
                "{:>3}  {:<18} {:<16} {:<6} {:>3}  {}",
                i - first + 1,
                words(token.start, token.end),
                token.lemma,
                token.upos,
                head,
                token.deprel
            );
        }
        out.push('\n');
    }
    if !annotated.mentions.is_empty() {
        out.push_str("mentions\n");
    }
    for mention in &annotated.mentions {
        let actor = mention.actor.and_then(|a| annotated.actors.get(a as usize));
        let actor = actor.map_or("–".into(), |a| {
            let office = a.office.as_ref().map(|o| format!(", {o}")).unwrap_or_default();
            format!("{} [{}]{office}", a.name, a.code.as_deref().unwrap_or("?"))
        });
        let kind = format!("{:?}", mention.kind).to_lowercase();
        let _ = writeln!(out, "  {:<28} {kind:<13} {actor}", words(mention.start, mention.end));
    }
    for time in &annotated.times {
        let bounds = (time.begin.map(|d| d.to_string()), time.end_date.map(|d| d.to_string()));
        let open = || "…".to_string();
        let _ = writeln!(
            out,
            "time\n  {:<28} {} {} – {}",
            words(time.start, time.end),
            time.value,
            bounds.0.unwrap_or_else(open),
            bounds.1.unwrap_or_else(open)
        );
    }
    out.push_str(if annotated.events.is_empty() { "no event\n" } else { "events\n" });
    for claim in &annotated.events {
        let side = |side: &[chancery_model::Party]| {
            let codes = side.iter().filter_map(|p| annotated.actors[p.actor as usize].code.as_deref());
            let codes = codes.collect::<Vec<_>>().join(",");
            if codes.is_empty() { "none".to_string() } else { codes }
        };
        let mode = claim.mode.as_ref().map(|m| format!(" / {m}")).unwrap_or_default();
        let plans = claim.plans.as_ref().map(|p| format!(" plans {}", p.event_type)).unwrap_or_default();
        let said = if claim.said_by.is_some() { " said" } else { "" };
        let score = claim.score.map(|s| format!(" ({s})")).unwrap_or_default();
        let _ = writeln!(
            out,
            "  {} > {}  {}{mode} {}{plans}{said}  cameo {}  {}..{}  «{}»  by {}{score}",
            side(&claim.source),
            side(&claim.target),
            claim.event_type,
            claim.status.as_str(),
            claim.cameo,
            claim.date.begin.map(|d| d.to_string()).unwrap_or_default(),
            claim.date.end.map(|d| d.to_string()).unwrap_or_default(),
            words(claim.trigger.start, claim.trigger.end),
            claim.pattern
        );
    }
    out
}
