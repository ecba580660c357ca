//! Across reports: copies, publication days, tenures, the same event, stories, findings. [`link`] computes the record from
//! what each report tells.
//!
//! The decision that shaped this crate: **the record is a pure function of the set of reports**. It has no memory and no
//! order; reports are sorted by id, decisions are made in whole numbers, best fit first, with ties broken by place. The work
//! is done in passes, each over closed groups, as `ARCHITECTURE.md` says: `copies` over the texts; `days` narrows
//! publication; `tenures` learns who held which office; `merging` makes events of claims by the states they name (with `fit`
//! to say whether two can be one), and then lets claims that name one side join the one event they fit.
//!
//! It reads no file, clock or network, needs no tokens, and knows nothing of patterns or models.
//!
//! ```
//! let record = chancery_link::link(&[]);
//! assert!(record.events.is_empty());
//! ```

mod calendar;
mod copies;
mod corrections;
mod credits;
mod days;
mod each;
mod edits;
mod events;
mod few;
mod findings;
mod fit;
mod merging;
mod names;
mod offices;
mod overlap;
mod places;
mod samples;
mod scene;
mod sets;
mod statements;
mod states;
mod stories;
mod summaries;
mod tellings;
mod tenures;
mod text;
mod turns;

pub use copies::copies;
pub use corrections::{Corrections, Problem, Unapplied, Wrong, WrongLine};

use chancery_model::{
    Annotated, CharSpan, Claim, Evidence, Published, Record, ReportClaim, ReportRow, TextIndex,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// The record of a set of reports. Neither their order nor a report given twice shows in it.
///
/// Reports are known by their ids, which the caller keeps apart (`contract/record.md`). Analyses of tokens are not read, so
/// a store may leave them out.
pub fn link(reports: &[Annotated]) -> Record {
    link_corrected(reports, &Corrections::default()).0
}

/// The same with an analyst's corrections, which act in the order of their file; and what of them did not apply.
pub fn link_corrected(reports: &[Annotated], corrections: &Corrections) -> (Record, Vec<Unapplied>) {
    let renamed = corrections::rename(reports, corrections);
    let mut docs: Vec<&Annotated> = reports.iter().enumerate().map(|(n, r)| renamed.report(n, r)).collect();
    docs.sort_by(|a, b| (&a.id, &a.text, &a.title, &a.url).cmp(&(&b.id, &b.text, &b.title, &b.url)));
    docs.dedup_by(|a, b| a.id == b.id && a.text == b.text);

    let texts: Vec<copies::CopyText<'_>> = docs
        .iter()
        .map(|d| copies::CopyText {
            text: &d.text,
            published: calendar::bounds(&d.published.interval()),
            source: d.source.as_deref(),
            credits: credits::Credits::of(d),
        })
        .collect();
    let groups = copies::groups(&texts);
    let mut published: Vec<Published> = docs.iter().map(|d| d.published.clone()).collect();
    days::from_copies(&mut published, &groups);
    let order = order(&docs, &published);
    let leader = leaders(&order, &groups);
    let repeats = repeats(&docs, &order, &groups);
    let persons = names::Persons::gather(&docs);

    let merged = |published: &[Published], tenures: &tenures::Tenures| {
        let reading = tellings::Reading { docs: &docs, published, persons: &persons, tenures };
        let mut groups = reading.groups();
        groups.values_mut().for_each(|group| group.retain(|claim| !repeats.is_repeat.contains_key(claim)));
        merging::merge(groups, &reading)
    };
    let turns = tenures::read_turns(&docs);
    let mut tenures = tenures::Tenures::gather(&docs, &turns, &published, &persons);
    let mut tellings = merged(&published, &tenures);
    let told = days::from_events(&docs, &mut published, &groups, &tellings);
    if days::from_company(&docs, &mut published, &groups, &persons) || told {
        drop(std::mem::take(&mut tellings));
        tenures = tenures::Tenures::gather(&docs, &turns, &published, &persons);
        tellings = merged(&published, &tenures);
    }

    let states = states::StateNames::gather(&docs);
    let maker = events::Maker {
        reading: tellings::Reading {
            docs: &docs,
            published: &published,
            persons: &persons,
            tenures: &tenures,
        },
        states: &states,
        leader: &leader,
        repeats: &repeats.of,
    };
    let made = maker.finish(each::each_of_many(tellings, 4, |telling| maker.make(telling)));
    let (made, unapplied) = corrections::correct(&maker, made, corrections, renamed.marks());
    let findings = findings::findings(&maker, &made, &docs, &published, &tenures, &persons);
    let mut events: Vec<chancery_model::Event> = made.into_iter().map(|m| m.event).collect();
    events.shrink_to_fit();
    let event_of = events::EventOf::of(&docs, &events);
    let stories = stories::labels(&docs, &published, &leader, &event_of);
    let statements = statements::statements(&maker, &events, &event_of);

    let mut size: HashMap<u32, usize> = HashMap::new();
    for lead in &leader {
        *size.entry(*lead).or_default() += 1;
    }
    let credited = |n: usize| (docs[n], &texts[n].credits);
    let rows = docs.iter().enumerate().map(|(n, doc)| {
        let lead = leader[n];
        let is_group = size[&lead] > 1;
        ReportRow {
            id: doc.id.clone(),
            url: doc.url.clone(),
            source: doc.source.clone(),
            title: doc.title.clone(),
            language: doc.language.clone(),
            text: doc.text.clone(),
            removed: doc.removed.clone(),
            published: published[n].clone(),
            copy: is_group.then(|| label("c", &docs[lead as usize].id)),
            copy_of: (lead != n as u32).then(|| docs[lead as usize].id.clone()),
            copy_how: (lead != n as u32).then(|| edits::how(credited(lead as usize), credited(n))),
            story: stories[n].clone(),
            events: (0u32..)
                .zip(&doc.events)
                .map(|(at, claim)| ReportClaim {
                    trigger: claim.trigger,
                    sentence: doc.sentences.get(claim.sentence as usize).map_or(claim.trigger, |s| s.span()),
                    same: event_of.get((n as u32, at)).map(|event| events[event].id.clone()),
                })
                .collect(),
        }
    });
    let rows = rows.collect();
    let tenures = tenures.table(&persons, &leader);
    (Record { events, tenures, findings, statements, reports: rows }, unapplied)
}

/// The order in which reports of one text lead: by publication, then the fullest, then by id. Gives each report's place.
fn order(docs: &[&Annotated], published: &[Published]) -> Vec<u32> {
    let rank = |n: usize| {
        let latest = calendar::bounds(&published[n].interval()).1;
        let day = published[n].date.map_or(latest, calendar::day_number);
        (day, Reverse(docs[n].text.chars().count()), n)
    };
    let mut by_rank: Vec<usize> = (0..docs.len()).collect();
    by_rank.sort_by_cached_key(|n| rank(*n));
    let mut place = vec![0; docs.len()];
    for (at, n) in by_rank.into_iter().enumerate() {
        place[n] = at as u32;
    }
    place
}

/// For each report the one that leads its copies.
fn leaders(order: &[u32], groups: &[u32]) -> Vec<u32> {
    let mut best: BTreeMap<u32, u32> = BTreeMap::new();
    for (n, group) in groups.iter().enumerate() {
        let lead = best.entry(*group).or_insert(n as u32);
        if order[n] < order[*lead as usize] {
            *lead = n as u32;
        }
    }
    groups.iter().map(|g| best[g]).collect()
}

/// Claims of copies that only repeat a claim of another report of their group.
struct Repeats {
    is_repeat: HashMap<(u32, u32), (u32, u32)>,
    of: BTreeMap<(u32, u32), Vec<(u32, u32)>>,
}

fn repeats(docs: &[&Annotated], order: &[u32], groups: &[u32]) -> Repeats {
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (n, group) in groups.iter().enumerate() {
        members.entry(*group).or_default().push(n as u32);
    }
    let mut out = Repeats { is_repeat: HashMap::new(), of: BTreeMap::new() };
    for mut group in members.into_values().filter(|g| g.len() > 1) {
        group.sort_by_key(|n| order[*n as usize]);
        let mut told: HashMap<String, (u32, u32)> = HashMap::new();
        for d in group {
            let doc = docs[d as usize];
            let index = TextIndex::new(&doc.text);
            let mut own: Vec<(String, (u32, u32))> = Vec::new();
            for (n, claim) in doc.events.iter().enumerate() {
                let key = claim_key(doc, claim, &index);
                match told.get(&key) {
                    Some(original) => {
                        out.is_repeat.insert((d, n as u32), *original);
                        out.of.entry(*original).or_default().push((d, n as u32));
                    }
                    None => own.push((key, (d, n as u32))),
                }
            }
            for (key, place) in own {
                told.entry(key).or_insert(place);
            }
        }
    }
    out
}

/// What a claim says and in which words, without its days: a reprint reckons "on Tuesday" from its own.
fn claim_key(doc: &Annotated, claim: &Claim, index: &TextIndex) -> String {
    let words = |span: CharSpan| text::words(index.byte_span(span).of(&doc.text)).join(" ");
    let sentence = doc.sentences.get(claim.sentence as usize).map_or(claim.trigger, |s| s.span());
    let side = |parties: &[chancery_model::Party]| {
        let codes = parties.iter().filter_map(|p| doc.actors.get(p.actor as usize));
        codes.map(|a| a.code.clone().unwrap_or_else(|| a.name.clone())).collect::<Vec<_>>().join("+")
    };
    format!(
        "{}|{}|{}|{}|{}|{}|{}",
        claim.event_type,
        claim.mode.as_deref().unwrap_or(""),
        claim.status.as_str(),
        side(&claim.source),
        side(&claim.target),
        words(claim.trigger),
        words(sentence)
    )
}

/// The words of a range of a report.
fn evidence(doc: &Annotated, span: CharSpan) -> Evidence {
    let words = TextIndex::new(&doc.text).byte_span(span).of(&doc.text).to_owned();
    Evidence { doc: doc.id.clone(), start: span.start, end: span.end, text: words }
}

/// A short stable label: a letter and ten hex digits of a hash of what it stands for.
fn label(kind: &str, key: &str) -> String {
    format!("{kind}-{:010x}", text::hash(key.as_bytes()) >> 24)
}
