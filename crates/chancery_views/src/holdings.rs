//! A record with its registers: what stands where, so that a page is made without going through all of it.

use crate::Who;
use chancery_model::{Event, Finding, Record, ReportRow, Statement, Tenure};
use std::collections::{BTreeMap, HashMap};

/// Places in one of the record's lists, in its order.
type Places = Vec<u32>;

/// A record and its registers.
///
/// ```
/// use chancery_views::Holdings;
///
/// let record = chancery_model::Record::default();
/// let holdings = Holdings::of(&record);
/// assert!(holdings.event("e-1").is_none() && holdings.relations().next().is_none());
/// ```
#[derive(Debug)]
pub struct Holdings<'a> {
    /// The record.
    pub record: &'a Record,
    events: HashMap<&'a str, u32>,
    reports: HashMap<&'a str, u32>,
    /// By the visit or gathering: events within it.
    parts: HashMap<&'a str, Places>,
    /// By pair of states, the lesser code first: events of both.
    pairs: BTreeMap<&'a str, BTreeMap<&'a str, Places>>,
    /// By state: events of which it is a side.
    of_state: BTreeMap<&'a str, Places>,
    /// By name of a side or of a person who took part.
    of_name: BTreeMap<&'a str, Places>,
    /// By report: events that it tells.
    told_in: HashMap<&'a str, Places>,
    /// By event, report, person or state: findings about it.
    findings: HashMap<&'a str, Places>,
    /// By report: its copies.
    copies: HashMap<&'a str, Places>,
    statements: HashMap<&'a str, u32>,
    /// By event: what was said at it.
    said_at: HashMap<&'a str, Places>,
    /// By report: what was said in it.
    said_in: HashMap<&'a str, Places>,
    /// By person: offices held.
    held_by: HashMap<&'a str, Places>,
    /// By state: its offices.
    offices_of: HashMap<&'a str, Places>,
}

impl<'a> Holdings<'a> {
    /// Enters a record into registers.
    pub fn of(record: &'a Record) -> Self {
        let mut holdings = Holdings {
            record,
            events: HashMap::new(),
            reports: HashMap::new(),
            parts: HashMap::new(),
            pairs: BTreeMap::new(),
            of_state: BTreeMap::new(),
            of_name: BTreeMap::new(),
            told_in: HashMap::new(),
            findings: HashMap::new(),
            copies: HashMap::new(),
            statements: HashMap::new(),
            said_at: HashMap::new(),
            said_in: HashMap::new(),
            held_by: HashMap::new(),
            offices_of: HashMap::new(),
        };
        for (n, event) in (0u32..).zip(&record.events) {
            holdings.enter(n, event);
        }
        for (n, finding) in (0u32..).zip(&record.findings) {
            for id in &finding.ids {
                holdings.findings.entry(id).or_default().push(n);
            }
        }
        for (n, report) in (0u32..).zip(&record.reports) {
            holdings.reports.insert(&report.id, n);
            if let Some(original) = &report.copy_of {
                holdings.copies.entry(original).or_default().push(n);
            }
        }
        for (n, statement) in (0u32..).zip(&record.statements) {
            holdings.statements.insert(&statement.id, n);
            holdings.said_in.entry(&statement.doc).or_default().push(n);
            if let Some(event) = &statement.event {
                holdings.said_at.entry(event).or_default().push(n);
            }
        }
        for (n, tenure) in (0u32..).zip(&record.tenures) {
            holdings.held_by.entry(&tenure.person).or_default().push(n);
            holdings.offices_of.entry(&tenure.state).or_default().push(n);
        }
        holdings
    }

    fn enter(&mut self, n: u32, event: &'a Event) {
        self.events.insert(&event.id, n);
        if let Some(whole) = &event.part_of {
            self.parts.entry(whole).or_default().push(n);
        }
        for doc in &event.documents {
            self.told_in.entry(doc).or_default().push(n);
        }
        let sides = || event.source.iter().chain(&event.target);
        let mut names: Vec<&str> =
            sides().map(|s| s.name.as_str()).chain(event.participants.iter().map(String::as_str)).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            self.of_name.entry(name).or_default().push(n);
        }
        let states = states(event);
        for (at, a) in states.iter().enumerate() {
            self.of_state.entry(a).or_default().push(n);
            for b in &states[at + 1..] {
                self.pairs.entry(a).or_default().entry(b).or_default().push(n);
            }
        }
    }

    /// An event by its id.
    pub fn event(&self, id: &str) -> Option<&'a Event> {
        self.events.get(id).map(|n| &self.record.events[*n as usize])
    }

    /// A report by its id.
    pub fn report(&self, id: &str) -> Option<&'a ReportRow> {
        self.reports.get(id).map(|n| &self.record.reports[*n as usize])
    }

    /// The report that a report copies, else itself: reports of one lead are one source.
    pub fn lead<'d>(&self, doc: &'d str) -> &'d str
    where
        'a: 'd,
    {
        self.report(doc).and_then(|report| report.copy_of.as_deref()).unwrap_or(doc)
    }

    /// A statement by its id.
    pub fn statement(&self, id: &str) -> Option<&'a Statement> {
        self.statements.get(id).map(|n| &self.record.statements[*n as usize])
    }

    /// The events within a visit or gathering.
    pub fn parts(&self, whole: &str) -> impl DoubleEndedIterator<Item = &'a Event> + Clone {
        at(self.parts.get(whole), &self.record.events)
    }

    /// The events of two sides, as far as a register leads to them; who is on which side is for the caller to see.
    pub fn between(&self, a: &Who, b: &Who) -> impl DoubleEndedIterator<Item = &'a Event> + Clone {
        let places = match (a, b) {
            (Who::State(a), Who::State(b)) => {
                self.pairs.get(a.min(b).as_str()).and_then(|with| with.get(a.max(b).as_str()))
            }
            (Who::Name(name), _) | (_, Who::Name(name)) => self.of_name.get(name.as_str()),
        };
        at(places, &self.record.events)
    }

    /// The events of a state, or of a person or body by name.
    pub fn with(&self, who: &Who) -> impl DoubleEndedIterator<Item = &'a Event> + Clone {
        let places = match who {
            Who::State(code) => self.of_state.get(code.as_str()),
            Who::Name(name) => self.of_name.get(name.as_str()),
        };
        at(places, &self.record.events)
    }

    /// The events that a report tells.
    pub fn told_in(&self, report: &str) -> impl DoubleEndedIterator<Item = &'a Event> + Clone {
        at(self.told_in.get(report), &self.record.events)
    }

    /// The findings about an event, report, person or state.
    pub fn findings(&self, id: &str) -> impl DoubleEndedIterator<Item = &'a Finding> + Clone {
        at(self.findings.get(id), &self.record.findings)
    }

    /// The copies of a report.
    pub fn copies(&self, report: &str) -> impl DoubleEndedIterator<Item = &'a ReportRow> + Clone {
        at(self.copies.get(report), &self.record.reports)
    }

    /// What was said at an event.
    pub fn said_at(&self, event: &str) -> impl DoubleEndedIterator<Item = &'a Statement> + Clone {
        at(self.said_at.get(event), &self.record.statements)
    }

    /// What was said in a report.
    pub fn said_in(&self, report: &str) -> impl DoubleEndedIterator<Item = &'a Statement> + Clone {
        at(self.said_in.get(report), &self.record.statements)
    }

    /// The offices of a state, or those that a person held.
    pub fn with_offices(&self, who: &Who) -> impl DoubleEndedIterator<Item = &'a Tenure> + Clone {
        at(
            match who {
                Who::State(code) => self.offices_of.get(code.as_str()),
                Who::Name(name) => self.held_by.get(name.as_str()),
            },
            &self.record.tenures,
        )
    }

    /// The offices that a person held.
    pub fn held_by(&self, person: &str) -> impl DoubleEndedIterator<Item = &'a Tenure> + Clone {
        at(self.held_by.get(person), &self.record.tenures)
    }

    /// The pairs of states that have events, by code, with how many.
    pub fn relations(&self) -> impl Iterator<Item = ((&'a str, &'a str), usize)> {
        self.pairs.iter().flat_map(|(a, with)| with.iter().map(|(b, places)| ((*a, *b), places.len())))
    }

    /// The states that are sides of events, by code, with how many.
    pub fn states(&self) -> impl Iterator<Item = (&'a str, usize)> {
        self.of_state.iter().map(|(state, places)| (*state, places.len()))
    }
}

/// What stands at these places of a list.
fn at<'l, 'a, T>(
    places: Option<&'l Places>,
    list: &'a [T],
) -> impl DoubleEndedIterator<Item = &'a T> + Clone + use<'l, 'a, T> {
    places.map(Vec::as_slice).unwrap_or_default().iter().map(|n| &list[*n as usize])
}

/// The states of an event, sorted.
pub fn states(event: &Event) -> Vec<&str> {
    let mut states: Vec<&str> =
        event.source.iter().chain(&event.target).filter_map(|side| side.state.as_deref()).collect();
    states.sort_unstable();
    states.dedup();
    states
}
