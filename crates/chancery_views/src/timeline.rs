//! Events in order of time, filtered, with what was counted.

use crate::{Directory, Holdings, Who, period, words};
use chancery_model::{Day, DayInterval, Event, EventType, Evidence, Record, Side, Status};
use serde::Serialize;
use std::collections::BTreeSet;

/// Which events are wanted; the default wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Events that the one does to the other, or both together.
    pub between: Option<(Who, Who)>,
    /// Events that can lie on or after this day; undated events are left out, and counted.
    pub since: Option<Day>,
    /// Events that can lie on or before this day; undated events are left out, and counted.
    pub until: Option<Day>,
    /// Any of these kinds; all where empty.
    pub kinds: Vec<Kind>,
    /// Events in which this person took part or is a side.
    pub person: Option<String>,
    /// Told by at least so many reports that are no copies.
    pub min_sources: u32,
    /// Any of these statuses; all where empty.
    pub statuses: Vec<Status>,
}

/// A kind of event to filter by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A PLOVER type, of the event or of what it plans.
    Type(EventType),
    /// A PLOVER mode ("visit", "phone"), of the event or of what it plans.
    Mode(&'static str),
    /// Quad classes 1 and 2, or 3 and 4.
    Conflict(bool),
    /// One quad class.
    Quad(u8),
}

/// The words are no kind of event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no event type “{query}” is known{}; the types: {}. Modes (visit, phone, arrest …), “cooperation” and “conflict” do as well",
    nearest.first().map(|near| format!("; did you mean {near}?")).unwrap_or_default(),
    EventType::ALL.map(|t| t.as_str().to_lowercase()).join(", ")
)]
pub struct NoKind {
    /// As typed.
    pub query: String,
    /// The nearest known.
    pub nearest: Vec<String>,
}

impl Kind {
    /// Reads a kind as a person writes it: `CONSULT`, `visit`, `conflict`, `verbal conflict`.
    pub fn parse(query: &str) -> Result<Kind, NoKind> {
        let folded = crate::directory::fold(query);
        let modes = || EventType::ALL.into_iter().flat_map(EventType::modes).copied();
        if let Ok(event_type) = folded.parse() {
            return Ok(Kind::Type(event_type));
        }
        match folded.as_str() {
            "cooperation" => return Ok(Kind::Conflict(false)),
            "conflict" => return Ok(Kind::Conflict(true)),
            "call" | "phone call" => return Ok(Kind::Mode("phone")),
            _ => {}
        }
        if let Some(quad) = (1..=4).find(|quad| words::quad(*quad) == folded) {
            return Ok(Kind::Quad(quad));
        }
        if let Some(mode) = modes().find(|mode| *mode == folded) {
            return Ok(Kind::Mode(mode));
        }
        let mut known: Vec<String> = EventType::ALL.map(|t| t.as_str().to_lowercase()).into();
        known.extend(modes().chain(["cooperation", "conflict"]).map(String::from));
        let known = known.iter().map(|word| (word.as_str(), word.as_str()));
        let nearest = crate::directory::nearest(query, known);
        Err(NoKind { query: query.into(), nearest })
    }

    fn fits(&self, event: &Event) -> bool {
        let plan = event.plans.as_ref();
        match self {
            Kind::Type(t) => event.event_type == *t || plan.is_some_and(|p| p.event_type == *t),
            Kind::Mode(m) => {
                event.mode.as_deref() == Some(m) || plan.is_some_and(|p| p.mode.as_deref() == Some(m))
            }
            Kind::Conflict(conflict) => (event.quad > 2) == *conflict,
            Kind::Quad(quad) => event.quad == *quad,
        }
    }

    /// As a person writes it.
    pub fn words(&self) -> String {
        match self {
            Kind::Type(t) => t.as_str().to_lowercase(),
            Kind::Mode(m) => (*m).into(),
            Kind::Conflict(true) => "conflict".into(),
            Kind::Conflict(false) => "cooperation".into(),
            Kind::Quad(quad) => words::quad(*quad).into(),
        }
    }
}

impl Filter {
    /// Whether the event is wanted; `None` where only its missing date keeps it out.
    pub fn wants(&self, event: &Event) -> Option<bool> {
        let kind = self.kinds.is_empty() || self.kinds.iter().any(|kind| kind.fits(event));
        let sides = self.between.as_ref().is_none_or(|(a, b)| faces(event, a, b) || faces(event, b, a));
        let person = self.person.as_ref().is_none_or(|name| {
            event.participants.contains(name)
                || event.source.iter().chain(&event.target).any(|side| side.name == *name)
        });
        let status = self.statuses.is_empty() || self.statuses.contains(&event.status);
        if !kind || !sides || !person || !status || event.independent < self.min_sources {
            return Some(false);
        }
        if self.since.is_none() && self.until.is_none() {
            return Some(true);
        }
        let date = event.date.filter(|date| !date.is_unknown())?;
        Some(date.meets(&DayInterval { begin: self.since, end: self.until }, 0))
    }

    /// The filter in words, empty for all: "since 1 Jan 2025 · with Jonas Lind".
    pub fn words(&self) -> Vec<String> {
        let mut out = Vec::new();
        match (self.since, self.until) {
            (Some(a), Some(b)) => out.push(period::words(&DayInterval { begin: Some(a), end: Some(b) })),
            (Some(a), None) => out.push(format!("since {}", period::day(a))),
            (None, Some(b)) => out.push(format!("until {}", period::day(b))),
            (None, None) => {}
        }
        if !self.kinds.is_empty() {
            let kinds: Vec<String> = self.kinds.iter().map(Kind::words).collect();
            out.push(format!("type {}", kinds.join(" or ")));
        }
        if let Some(person) = &self.person {
            out.push(format!("with {person}"));
        }
        if !self.statuses.is_empty() {
            let statuses: Vec<&str> = self.statuses.iter().map(|s| s.as_str()).collect();
            out.push(statuses.join(" or "));
        }
        if self.min_sources > 0 {
            let reports =
                words::count(self.min_sources as usize, "independent report", "independent reports");
            out.push(format!("at least {reports}"));
        }
        out
    }
}

/// Whether `a` does it and `b` is the one that it is done to. An event of both together lists each on either side.
pub fn faces(event: &Event, a: &Who, b: &Who) -> bool {
    has(&event.source, event, a) && has(&event.target, event, b)
}

fn has(sides: &[Side], event: &Event, who: &Who) -> bool {
    sides.iter().any(|side| match who {
        Who::State(code) => side.state.as_ref() == Some(code),
        Who::Name(name) => side.name == *name,
    }) || matches!(who, Who::Name(name) if event.participants.contains(name))
}

/// An event as a line of a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct Entry<'a> {
    /// The year that it is listed under; `None` for an undated one.
    pub year: Option<i16>,
    /// The month, where all its days lie in one.
    pub month: Option<i8>,
    /// Its date in words.
    pub when: String,
    /// Its kind in words.
    pub kind: String,
    /// Ids of the findings that concern it.
    pub findings: Vec<&'a str>,
    /// Summaries of the visit or gathering within which it took place.
    pub within: Option<&'a str>,
    /// The record's event.
    #[serde(flatten)]
    pub event: &'a Event,
}

impl<'a> Entry<'a> {
    /// An event as a line.
    pub fn of(holdings: &Holdings<'a>, event: &'a Event) -> Entry<'a> {
        let date = event.date.unwrap_or_default();
        let (year, month) = period::group(&date);
        Entry {
            year,
            month,
            when: period::words(&date),
            kind: words::kind(event),
            findings: holdings.findings(&event.id).map(|f| f.id.as_str()).collect(),
            within: event.part_of.as_deref().and_then(|id| Some(holdings.event(id)?.summary.as_str())),
            event,
        }
    }
}

/// What a timeline counts: each number as the ids behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts<'a> {
    /// Events that a report tells in its own voice.
    pub told: Vec<&'a str>,
    /// Events that stand only in somebody's words.
    pub said: Vec<&'a str>,
    /// Of `told`: happened or ongoing.
    pub took_place: Vec<&'a str>,
    /// Of `told`: planned, proposed or hypothetical.
    pub to_come: Vec<&'a str>,
    /// Of `told`: denied.
    pub denied: Vec<&'a str>,
    /// Of `took_place`: quad classes 1 and 2.
    pub cooperation: Vec<&'a str>,
    /// Of `took_place`: quad classes 3 and 4.
    pub conflict: Vec<&'a str>,
    /// Events left out only because no report dates them.
    pub undated_left_out: Vec<&'a str>,
    /// Reports that tell of the events.
    pub reports: BTreeSet<&'a str>,
    /// Those of them that are no copies.
    pub independent: BTreeSet<&'a str>,
    /// Findings about the events or their reports.
    pub findings: BTreeSet<&'a str>,
}

/// Events in order of time.
#[derive(Clone, Debug, Serialize)]
pub struct Timeline<'a> {
    /// The two sides in words, where two were asked for.
    pub between: Option<[String; 2]>,
    /// Further filters in words.
    pub filters: Vec<String>,
    /// What was counted.
    pub counts: Counts<'a>,
    /// By first day, then last day, then id; undated ones last.
    pub events: Vec<Entry<'a>>,
    /// How many events the record holds in all.
    #[serde(skip)]
    pub of: usize,
}

/// The events of a record that the filter wants.
pub fn timeline<'a>(holdings: &Holdings<'a>, directory: &Directory, filter: &Filter) -> Timeline<'a> {
    let record = holdings.record;
    let copies: BTreeSet<&str> =
        record.reports.iter().filter(|r| r.copy_of.is_some()).map(|r| r.id.as_str()).collect();
    let mut counts = Counts::default();
    let mut events = Vec::new();
    for event in &record.events {
        match filter.wants(event) {
            Some(true) => {}
            Some(false) => continue,
            None => {
                counts.undated_left_out.push(&event.id);
                continue;
            }
        }
        counts.add(event, &copies);
        let entry = Entry::of(holdings, event);
        counts.findings.extend(&entry.findings);
        for doc in &event.documents {
            counts.findings.extend(holdings.findings(doc).map(|f| f.id.as_str()));
        }
        events.push(entry);
    }
    events.sort_by_key(|entry| sort_key(entry.event));
    let between = filter.between.as_ref().map(|(a, b)| [a, b].map(|who| name_of(who, directory)));
    Timeline { between, filters: filter.words(), counts, events, of: record.events.len() }
}

/// Dated first; then the first day known, the last day known, the id.
fn sort_key(event: &Event) -> (bool, Option<Day>, Option<Day>, &str) {
    let date = event.date.unwrap_or_default();
    (date.is_unknown(), date.begin.or(date.end), date.end.or(date.begin), &event.id)
}

/// A state's name, or the name.
pub fn name_of(who: &Who, directory: &Directory) -> String {
    match who {
        Who::State(code) => directory.state_name(code).into(),
        Who::Name(name) => name.clone(),
    }
}

impl<'a> Counts<'a> {
    fn add(&mut self, event: &'a Event, copies: &BTreeSet<&str>) {
        let id = event.id.as_str();
        let docs = event.documents.iter().map(String::as_str);
        self.reports.extend(docs.clone());
        self.independent.extend(docs.filter(|doc| !copies.contains(doc)));
        if event.said_by.is_some() {
            self.said.push(id);
            return;
        }
        self.told.push(id);
        if words::took_place(event.status) {
            self.took_place.push(id);
            if event.quad > 2 { &mut self.conflict } else { &mut self.cooperation }.push(id);
        } else if event.status == Status::Denied {
            self.denied.push(id);
        } else {
            self.to_come.push(id);
        }
    }
}

/// The words that signal an event, as ranges of one sentence of its evidence, in characters from the sentence's start.
pub fn triggers(record: &Record, event: &str, evidence: &Evidence) -> Vec<(u32, u32)> {
    let Some(report) = report(record, &evidence.doc) else { return Vec::new() };
    let mut out: Vec<(u32, u32)> = report
        .events
        .iter()
        .filter(|claim| claim.same.as_deref() == Some(event))
        .filter(|claim| evidence.start <= claim.trigger.start && claim.trigger.end <= evidence.end)
        .map(|claim| (claim.trigger.start - evidence.start, claim.trigger.end - evidence.start))
        .collect();
    out.sort();
    out.dedup();
    out
}

/// A report by id; the record keeps them ordered by it.
pub(crate) fn report<'a>(record: &'a Record, id: &str) -> Option<&'a chancery_model::ReportRow> {
    let at = record.reports.binary_search_by(|report| report.id.as_str().cmp(id));
    at.ok().map(|at| &record.reports[at])
}
