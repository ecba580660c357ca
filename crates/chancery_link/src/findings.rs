//! What does not add up, each with the words of both sides.

pub(crate) mod counts;
pub(crate) mod plans;
mod ranks;

use crate::calendar;
use crate::events::{Made, Maker};
use crate::names::Persons;
use crate::shelf::Shelf;
use crate::states::StateNames;
use crate::summaries;
use crate::tenures::Tenures;
use chancery_model::table::rows;
use chancery_model::{Annotated, CharSpan, Evidence, Finding, Published};
pub(crate) use plans::wanted;

/// All findings, ordered by id.
pub(crate) fn findings(maker: &Maker<'_>, made: &[Made]) -> Vec<Finding> {
    let reading = &maker.reading;
    let mut out = Vec::new();
    for (n, doc) in reading.docs.iter() {
        out.extend(date_conflict(doc, &reading.published[n as usize]));
    }
    out.extend(double_tenures(reading.tenures, reading.persons, maker.states));
    for m in made {
        out.extend(of_event(maker, m));
    }
    let list: Vec<&Made> = made.iter().collect();
    let meetings = counts::Meetings::of(&list);
    out.extend(counts::findings(maker, &list, &meetings));
    let wanted = wanted(&list);
    let later = plans::later(reading, |pair| wanted.contains(&pair));
    out.extend(plans::findings(maker, &list, &list, &meetings, &later));
    out.extend(ranks::findings(maker, &list));
    in_order(out)
}

/// By id, each once.
pub(crate) fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (&a.id, &a.message).cmp(&(&b.id, &b.message)));
    findings.dedup_by(|a, b| a.id == b.id);
    findings
}

/// What the events of some pairs of states come to; `others` are events of more states, to which these two belong.
pub(crate) fn of_pair(
    maker: &Maker<'_>,
    made: &[Made],
    others: &[Made],
    later: &plans::AllLater,
) -> Vec<Finding> {
    let own: Vec<&Made> = made.iter().collect();
    let all: Vec<&Made> = made.iter().chain(others).collect();
    let meetings = counts::Meetings::of(&all);
    let mut out: Vec<Finding> = own.iter().flat_map(|m| of_event(maker, m)).collect();
    out.extend(counts::findings(maker, &own, &meetings));
    out.extend(plans::findings(maker, &own, &all, &meetings, later));
    out.extend(ranks::findings(maker, &own));
    out
}

/// A report whose days contradict each other.
pub(crate) fn date_conflict(doc: &Annotated, day: &Published) -> Option<Finding> {
    let conflict = day.conflict.as_ref()?;
    let spans = day.candidates.iter().filter_map(|c| Some(CharSpan::new(c.start?, c.end?)));
    let evidence = spans.map(|s| crate::evidence(doc, s)).collect();
    Some(finding("date-conflict", conflict.clone(), vec![doc.id.clone()], evidence))
}

/// Two persons in one office.
pub(crate) fn double_tenures(tenures: &Tenures, persons: &Persons, states: &StateNames) -> Vec<Finding> {
    let mut out = Vec::new();
    for (state, office, a, b) in tenures.clashes(persons) {
        let (one, other) = (persons.name(a.person), persons.name(b.person));
        let message = format!(
            "Reports show both {one} and {other} as {office} of {} on the same days.",
            states.name(state)
        );
        let mut ids = vec![one.to_owned(), other.to_owned()];
        ids.sort();
        let evidence = a.held_words().chain(b.held_words()).cloned().collect();
        out.push(finding("double-tenure", message, ids, evidence));
    }
    out
}

/// Reports of one event that contradict each other.
fn of_event(maker: &Maker<'_>, m: &Made) -> Vec<Finding> {
    let docs = maker.reading.docs;
    let mut out = Vec::new();
    let words = |claims: &[(u32, u32)]| -> Vec<Evidence> {
        let mut list: Vec<Evidence> = claims.iter().filter_map(|c| maker.sentence(*c)).collect();
        list.dedup();
        list
    };
    let ids = || vec![m.event.id.clone()];
    let what = &m.event.summary;
    if !m.day_clash.is_empty() {
        let days = reports(docs, &m.day_clash);
        let message = format!("Reports give days that cannot all be true of one event ({what}): {days}.");
        out.push(finding("event-date", message, ids(), words(&m.day_clash)));
    }
    if !m.place_clash.is_empty() {
        let mut names: Vec<String> = m
            .place_clash
            .iter()
            .filter_map(|(d, n)| docs[*d as usize].events[*n as usize].place.as_ref().map(|p| p.name.clone()))
            .collect();
        names.sort();
        names.dedup();
        let message = format!("Reports place one event ({what}) in {}.", summaries::join(&names));
        out.push(finding("event-place", message, ids(), words(&m.place_clash)));
    }
    if !m.denials.is_empty() {
        let told_by: Vec<(u32, u32)> =
            m.telling.claims.iter().copied().filter(|c| !m.denials.contains(c)).collect();
        let message =
            format!("Told as done in {} and denied in {}: {what}.", count(&told_by), count(&m.denials));
        let mut evidence = words(&m.denials);
        evidence.extend(words(&told_by[..told_by.len().min(3)]));
        out.push(finding("denial", message, ids(), evidence));
    }
    out
}

const TABLE: &str = include_str!("../../../lexicons/findings.tsv");

/// Words that findings look for: group, phrase and value, as `lexicons/findings.tsv` has them.
fn words() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    rows(TABLE)
        .filter_map(|cells| match cells[..] {
            [group, phrases, value, ..] => Some((group, phrases, value)),
            _ => None,
        })
        .flat_map(|(group, phrases, value)| phrases.split('|').map(move |phrase| (group, phrase, value)))
}

/// The first sentences of an event.
fn quoted(maker: &Maker<'_>, made: &Made, most: usize) -> Vec<Evidence> {
    let mut list: Vec<Evidence> = made.telling.claims.iter().filter_map(|c| maker.sentence(*c)).collect();
    list.dedup();
    list.truncate(most);
    list
}

/// Days in words: "4 Mar 2031", "4 Mar 2031 to 6 Mar 2031".
fn span(days: (i32, i32)) -> String {
    let day = |n: i32| {
        calendar::day(n).map_or("?".to_owned(), |d| {
            let month = chancery_model::day::MONTHS.get(d.month() as usize - 1).map_or("", |m| &m[..3]);
            format!("{} {month} {}", d.day(), d.year())
        })
    };
    if days.0 == days.1 { day(days.0) } else { format!("{} to {}", day(days.0), day(days.1)) }
}

fn count(claims: &[(u32, u32)]) -> String {
    let mut docs: Vec<u32> = claims.iter().map(|c| c.0).collect();
    docs.sort_unstable();
    docs.dedup();
    match docs.len() {
        1 => "one report".to_owned(),
        n => format!("{n} reports"),
    }
}

fn reports(docs: Shelf<'_, &Annotated>, claims: &[(u32, u32)]) -> String {
    let mut days: Vec<String> = claims
        .iter()
        .map(|(d, n)| {
            let doc = docs[*d as usize];
            let date = &doc.events[*n as usize].date;
            let day = |d: Option<chancery_model::Day>| d.map_or("?".to_owned(), |d| d.to_string());
            let span = if date.begin == date.end {
                day(date.begin)
            } else {
                format!("{} to {}", day(date.begin), day(date.end))
            };
            format!("{span} ({})", doc.id)
        })
        .collect();
    days.sort();
    days.dedup();
    days.join(", ")
}

fn finding(kind: &str, message: String, ids: Vec<String>, evidence: Vec<Evidence>) -> Finding {
    let key = format!("{kind}|{}", ids.join("|"));
    let mut message = message;
    if let Some(first) = message.get(..1) {
        message = first.to_uppercase() + &message[1..];
    }
    Finding { id: crate::label("f", &key), kind: kind.to_owned(), message, ids, evidence }
}
