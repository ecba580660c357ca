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
pub mod passes;
mod places;
mod samples;
mod scene;
mod sets;
mod shelf;
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
use shelf::Shelf;
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
    docs.sort_by(|a, b| in_order(a, b));
    docs.dedup_by(|a, b| is_again(a, b));

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
    let Copies { leader, repeats } = copies_of(&docs, &published, &groups);
    let persons = names::Persons::gather(&docs);

    let merged = |published: &[Published], tenures: &tenures::Tenures| {
        let reading = reading(&docs, published, &persons, tenures);
        let mut groups = reading.groups();
        groups.values_mut().for_each(|group| group.retain(|claim| !repeats.is_repeat.contains_key(claim)));
        merging::merge(groups, &reading)
    };
    let turns = tenures::read_turns(&docs);
    let mut tenures = tenures::Tenures::gather(&docs, &turns, &published, &persons, &leader);
    let mut tellings = merged(&published, &tenures);
    let told = days::from_events(&docs, &mut published, &groups, &tellings);
    if days::from_company(&docs, &mut published, &groups, &persons) || told {
        drop(std::mem::take(&mut tellings));
        tenures = tenures::Tenures::gather(&docs, &turns, &published, &persons, &leader);
        tellings = merged(&published, &tenures);
    }

    let states = states::StateNames::gather(&docs);
    let maker = events::Maker {
        reading: reading(&docs, &published, &persons, &tenures),
        states: &states,
        leader: Shelf::All(&leader),
        repeats: &repeats.of,
    };
    let made = maker.finish(each::each_of_many(tellings, 4, |telling| maker.make(telling)));
    let (made, unapplied) = corrections::correct(&maker, made, corrections, renamed.marks());
    let findings = findings::findings(&maker, &made);
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
        let same = |at| event_of.get((n as u32, at)).map(|event| events[event].id.clone());
        let mut row = row(doc, &published[n], stories[n].clone(), same);
        row.copy = (size[&lead] > 1).then(|| label("c", &docs[lead as usize].id));
        if lead != n as u32 {
            row.copy_of = Some(docs[lead as usize].id.clone());
            row.copy_how = Some(edits::how(credited(lead as usize), credited(n)));
        }
        row
    });
    let rows = rows.collect();
    let tenures = tenures.table(&persons);
    (Record { events, tenures, findings, statements, reports: rows }, unapplied)
}

/// Reports are taken by id; those of one id by what they say.
fn in_order(a: &Annotated, b: &Annotated) -> std::cmp::Ordering {
    (&a.id, &a.text, &a.title, &a.url).cmp(&(&b.id, &b.text, &b.title, &b.url))
}

/// Whether two are one report.
fn is_again(a: &Annotated, b: &Annotated) -> bool {
    a.id == b.id && a.text == b.text
}

fn reading<'a>(
    docs: &'a [&'a Annotated],
    published: &'a [Published],
    persons: &'a names::Persons,
    tenures: &'a tenures::Tenures,
) -> tellings::Reading<'a> {
    tellings::Reading { docs: Shelf::All(docs), published: Shelf::All(published), persons, tenures }
}

/// A claim, by its report and its place there.
type ClaimAt = (u32, u32);

/// Claims of copies that only repeat a claim of another report of their group.
#[derive(Default)]
struct Repeats {
    is_repeat: HashMap<ClaimAt, ClaimAt>,
    of: BTreeMap<ClaimAt, Vec<ClaimAt>>,
}

/// What comes of reports being copies.
struct Copies {
    /// For each report the one that leads its copies.
    leader: Vec<u32>,
    repeats: Repeats,
}

fn copies_of(docs: &[&Annotated], published: &[Published], groups: &[u32]) -> Copies {
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (n, group) in (0u32..).zip(groups) {
        members.entry(*group).or_default().push(n);
    }
    let mut out = Copies { leader: (0..docs.len() as u32).collect(), repeats: Repeats::default() };
    for mut group in members.into_values().filter(|g| g.len() > 1) {
        group.sort_by_cached_key(|n| rank(*n, docs[*n as usize], &published[*n as usize]));
        let lead = group[0];
        group.iter().for_each(|n| out.leader[*n as usize] = lead);
        let in_order: Vec<(u32, &Annotated)> = group.into_iter().map(|n| (n, docs[n as usize])).collect();
        for (repeat, original) in repeats(&in_order) {
            out.repeats.is_repeat.insert(repeat, original);
            out.repeats.of.entry(original).or_default().push(repeat);
        }
    }
    out
}

/// Reports of one text lead by publication, then the fullest, then by id.
fn rank(n: u32, doc: &Annotated, published: &Published) -> (i32, Reverse<usize>, u32) {
    let latest = calendar::bounds(&published.interval()).1;
    let day = published.date.map_or(latest, calendar::day_number);
    (day, Reverse(doc.text.chars().count()), n)
}

/// The claims of copies, which come in the order in which they lead, that repeat a claim of one before; each with that one.
fn repeats(copies: &[(u32, &Annotated)]) -> Vec<(ClaimAt, ClaimAt)> {
    let mut out = Vec::new();
    let mut told: HashMap<String, ClaimAt> = HashMap::new();
    for &(d, doc) in copies {
        let index = TextIndex::new(&doc.text);
        let mut own: Vec<(String, ClaimAt)> = Vec::new();
        for (n, claim) in (0u32..).zip(&doc.events) {
            let key = claim_key(doc, claim, &index);
            match told.get(&key) {
                Some(original) => out.push(((d, n), *original)),
                None => own.push((key, (d, n))),
            }
        }
        for (key, place) in own {
            told.entry(key).or_insert(place);
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

/// A report as the record shows it, without its copies; `same` gives the event of a claim.
fn row(
    doc: &Annotated,
    published: &Published,
    story: Option<String>,
    same: impl Fn(u32) -> Option<String>,
) -> ReportRow {
    let claims = (0u32..).zip(&doc.events).map(|(at, claim)| ReportClaim {
        trigger: claim.trigger,
        sentence: doc.sentences.get(claim.sentence as usize).map_or(claim.trigger, |s| s.span()),
        same: same(at),
    });
    ReportRow {
        id: doc.id.clone(),
        url: doc.url.clone(),
        source: doc.source.clone(),
        title: doc.title.clone(),
        language: doc.language.clone(),
        text: doc.text.clone(),
        removed: doc.removed.clone(),
        published: published.clone(),
        copy: None,
        copy_of: None,
        copy_how: None,
        story,
        events: claims.collect(),
    }
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
