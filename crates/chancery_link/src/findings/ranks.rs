//! Reports of one event that give a person, or a side, different ranks.

use super::finding;
use crate::calendar;
use crate::events::{Made, Maker};
use crate::names::PersonId;
use crate::offices;
use chancery_model::{Evidence, Finding};
use std::collections::BTreeMap;

/// Days within which two reports can be expected to give one title.
const SAME_NEWS: i32 = 60;

/// A title of one person in one claim.
struct Title {
    claim: (u32, u32),
    actor: u32,
    plain: String,
}

/// "Foreign minister" in one report, "deputy foreign minister" in another, of one person at one event.
pub(super) fn findings(maker: &Maker<'_>, made: &[&Made]) -> Vec<Finding> {
    made.iter().filter(|m| m.event.documents.len() > 1).flat_map(|m| of_event(maker, m)).collect()
}

fn of_event(maker: &Maker<'_>, m: &Made) -> Vec<Finding> {
    let docs = maker.reading.docs;
    let mut titles: BTreeMap<(PersonId, String), Vec<Title>> = BTreeMap::new();
    for &(d, n) in &m.telling.claims {
        let claim = &docs[d as usize].events[n as usize];
        for party in claim.source.iter().chain(&claim.target).chain(&claim.persons) {
            let Some(actor) = docs[d as usize].actors.get(party.actor as usize) else { continue };
            let (Some(person), Some(office)) = (maker.reading.persons.of(d, party.actor), &actor.office)
            else {
                continue;
            };
            let state = actor.state.as_deref().unwrap_or("");
            let plain = offices::plain(office, state);
            if !actor.former && offices::level(&plain) > 0 {
                let claim = (d, n);
                titles.entry((person, state.to_owned())).or_default().push(Title {
                    claim,
                    actor: party.actor,
                    plain,
                });
            }
        }
    }
    let mut out = Vec::new();
    for ((person, state), titles) in titles {
        let clash = titles.iter().enumerate().find_map(|(n, a)| {
            let b = titles[n + 1..].iter().find(|b| differ(&a.plain, &b.plain) && apart(maker, a, b))?;
            Some((a, b))
        });
        let Some((a, b)) = clash else { continue };
        // One who rose from one to the other is called by either.
        let held = |plain: &str| {
            maker.reading.tenures.of_person(&state, person).any(|(o, s)| o == plain && s.days.len() > 1)
        };
        if held(&a.plain) && held(&b.plain) {
            continue;
        }
        let (first, second) = if a.plain <= b.plain { (a, b) } else { (b, a) };
        let id = |t: &Title| docs[t.claim.0 as usize].id.as_str();
        let message = format!(
            "Reports of one event ({}) give {} two ranks: {} ({}) and {} ({}).",
            m.event.summary,
            maker.reading.persons.name(person),
            first.plain,
            id(first),
            second.plain,
            id(second)
        );
        let mut evidence: Vec<Evidence> = Vec::new();
        for title in [first, second] {
            let doc = docs[title.claim.0 as usize];
            let words = crate::tenures::title_sentence(doc, title.actor).map(|s| crate::evidence(doc, s));
            evidence.extend(words.or_else(|| maker.sentence(title.claim)));
        }
        out.push(finding("event-rank", message, vec![m.event.id.clone()], evidence));
    }
    out
}

/// Whether two titles are one portfolio at two ranks.
fn differ(a: &str, b: &str) -> bool {
    let base = |t: &str| {
        let rank = ["deputy", "vice", "assistant", "under", "undersecretary", "first", "junior"];
        t.split(' ').filter(|w| !rank.contains(w)).collect::<Vec<_>>().join(" ")
    };
    offices::level(a) != offices::level(b) && base(a) == base(b) && base(a).contains(' ')
}

/// Whether two titles stand in reports that are no copies, of about the same time.
fn apart(maker: &Maker<'_>, a: &Title, b: &Title) -> bool {
    let day = |t: &Title| calendar::bounds(&maker.reading.published[t.claim.0 as usize].interval());
    maker.leader[a.claim.0 as usize] != maker.leader[b.claim.0 as usize]
        && calendar::meet(day(a), day(b), SAME_NEWS)
}

#[cfg(test)]
mod tests {
    use super::differ;

    #[test]
    fn one_portfolio_at_two_ranks() {
        assert!(differ("foreign minister", "deputy foreign minister"));
        assert!(!differ("foreign minister", "deputy prime minister"));
        assert!(!differ("foreign minister", "minister of foreign trade"));
        assert!(!differ("president", "vice president"));
    }
}
