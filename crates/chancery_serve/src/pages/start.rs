//! What the record holds, and what is new.

use super::{Asked, Found, Frame, Line, event_rows, filters};
use crate::answer::{Packed, Page, Refusal, Rows};
use crate::links;
use askama::Template;
use chancery_views::words;
use serde::Serialize;
use utoipa::ToSchema;

/// `/`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "start.html")]
pub struct Start<'a> {
    #[serde(skip)]
    frame: Frame,
    /// How many reports.
    reports: usize,
    /// How many of them are no copies.
    independent: usize,
    /// How many events.
    events: usize,
    /// How many statements.
    statements: usize,
    /// How many offices with a holder.
    tenures: usize,
    /// Pairs of states with the most events.
    relations: Vec<Relation>,
    /// The last build that changed something.
    last: Option<Built<'a>>,
    /// Findings, the first of them.
    findings: Vec<Found<'a>>,
    /// Events that the last build added or changed, the latest first.
    new: Vec<Line<'a>>,
}

/// Two states and how many events they have.
#[derive(Serialize, ToSchema)]
pub struct Relation {
    /// Their codes.
    pub states: [String; 2],
    /// Their names.
    pub names: [String; 2],
    /// How many events.
    pub events: usize,
}

impl Relation {
    pub fn link(&self) -> String {
        links::relation(&self.states[0], &self.states[1])
    }
}

/// A build in a line.
#[derive(Serialize, ToSchema)]
pub struct Built<'a> {
    /// Its number.
    build: i64,
    /// When, in UTC.
    time: String,
    /// What it did.
    did: &'a [String],
}

pub fn page(asked: &Asked<'_>) -> Result<Packed, Refusal> {
    let (record, holdings) = (asked.now.record(), asked.now.holdings());
    let name = |code: &str| asked.now.directory.state_name(code).to_owned();
    let mut relations: Vec<((&str, &str), usize)> = holdings.relations().collect();
    relations.sort_by_key(|(pair, n)| (std::cmp::Reverse(*n), *pair));
    let relations = relations.into_iter().take(12).map(|((a, b), events)| Relation {
        states: [a.into(), b.into()],
        names: [name(a), name(b)],
        events,
    });
    let last = asked.now.builds.last();
    let built = last.map(|build| Built {
        build: build.build,
        time: build.time.clone(),
        did: &asked.now.prepared.did,
    });
    let start = Start {
        frame: asked.frame("What the record holds", "/index"),
        reports: record.reports.len(),
        independent: record.reports.iter().filter(|r| r.copy_of.is_none()).count(),
        events: record.events.len(),
        statements: record.statements.len(),
        tenures: record.tenures.len(),
        relations: relations.collect(),
        last: built,
        findings: record.findings.iter().take(5).map(Found::of).collect(),
        new: Line::of(holdings, asked.now.prepared.new.iter().filter_map(|id| holdings.event(id))),
    };
    Packed::page(&start, asked.form)
}

impl Page for Start<'_> {
    fn rows(&self) -> Rows {
        event_rows(self.new.iter().map(|line| line.event))
    }
}
