//! Two states: the course of their relation as a chart, and its events.

use super::{Asked, Choice, Found, Frame, Line, event_rows, filters, latest_first, part};
use crate::answer::{Form, Packed, Page, Refusal, Rows};
use crate::links;
use askama::Template;
use chancery_model::{Event, EventType, Status};
use chancery_views::{Who, period, words};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use utoipa::ToSchema;

/// `/relations/CAN/CHN`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "relation.html")]
pub struct RelationPage<'a> {
    #[serde(skip)]
    frame: Frame,
    /// Codes of the two states.
    states: [String; 2],
    /// Their names.
    names: [String; 2],
    /// The filters in words.
    filters: Vec<String>,
    /// How many events the filters let through.
    found: usize,
    /// How many of those stand only in somebody's words.
    only_said: usize,
    /// How many reports tell them.
    reports: usize,
    /// How many of those are no copies.
    independent: usize,
    /// From when to when, in words.
    span: String,
    /// The chart, for people.
    #[serde(skip)]
    charts: Vec<String>,
    #[serde(skip)]
    choices: Vec<(&'static str, Vec<Choice>)>,
    /// Findings about the events shown.
    findings: Vec<Found<'a>>,
    /// The events, the latest first.
    events: Vec<Line<'a>>,
    /// The id after which the rest of the list begins.
    next: Option<String>,
    #[serde(skip)]
    more: String,
}

pub fn page(asked: &Asked<'_>, a: &str, b: &str) -> Result<Packed, Refusal> {
    let directory = &asked.now.directory;
    let code = |name: &str| directory.state(name).map_err(Asked::nobody);
    let (from, to) = (code(a)?, code(b)?);
    if from == to {
        return Err(Refusal::Wrong("A relation has two states.".into()));
    }
    // What makes no sense is refused before it is sent elsewhere.
    let (mut filter, limit) = (asked.query.filter(directory)?, asked.limit()?);
    // One address for each: the codes, in their order.
    let (first, second) = if from < to { (from, to) } else { (to, from) };
    if (a, b) != (first.as_str(), second.as_str()) {
        return Err(asked.moved(links::relation(&first, &second)));
    }
    let holdings = asked.now.holdings();
    let sides = (Who::State(first.clone()), Who::State(second.clone()));
    filter.between = Some(sides.clone());
    let all: Vec<&Event> = {
        let between = chancery_views::Filter { between: Some(sides.clone()), ..Default::default() };
        holdings.between(&sides.0, &sides.1).filter(|e| between.wants(e) == Some(true)).collect()
    };
    let found: Vec<&Event> = all.iter().copied().filter(|e| filter.wants(e) == Some(true)).collect();
    let docs: HashSet<&str> = found.iter().flat_map(|e| e.documents.iter().map(String::as_str)).collect();
    let independent = docs.iter().filter(|d| holdings.report(d).is_some_and(|r| r.copy_of.is_none())).count();
    let dated = |e: &&Event| e.date.filter(|d| !d.is_unknown());
    let begin = found.iter().filter_map(dated).filter_map(|d| d.begin.or(d.end)).min();
    let end = found.iter().filter_map(dated).filter_map(|d| d.end.or(d.begin)).max();
    let span = match (begin, end) {
        (Some(a), Some(b)) => period::words(&chancery_model::DayInterval { begin: Some(a), end: Some(b) }),
        _ => String::new(),
    };
    let shown = part(latest_first(&found), |e| e.id.as_str(), asked.query.get("after"), limit)?;
    let names = [&first, &second].map(|code| directory.state_name(code).to_owned());
    let events = Line::of(holdings, shown.items.iter().copied());
    let mut findings: Vec<&chancery_model::Finding> =
        shown.items.iter().flat_map(|e| holdings.findings(&e.id)).collect();
    findings.sort_by(|a, b| a.id.cmp(&b.id));
    findings.dedup_by(|a, b| a.id == b.id);
    let more = asked.more(shown.next.as_deref());
    let page = RelationPage {
        frame: asked.frame(format!("{} – {}", names[0], names[1]), links::relation(&first, &second)),
        filters: filter.words(),
        found: found.len(),
        only_said: found.iter().filter(|e| e.said_by.is_some()).count(),
        reports: docs.len(),
        independent,
        span,
        charts: if asked.form == Form::Page {
            crate::chart::relation(asked.now, [&first, &second], &found)
        } else {
            Vec::new()
        },
        choices: if asked.form == Form::Page { choices(asked, &all, &filter) } else { Vec::new() },
        findings: findings.into_iter().map(Found::of).collect(),
        events,
        next: shown.next,
        more,
        names,
        states: [first, second],
    };
    Packed::page(&page, asked.form)
}

/// The filters as links, with how many events of the relation each leads to.
fn choices(
    asked: &Asked<'_>,
    all: &[&Event],
    filter: &chancery_views::Filter,
) -> Vec<(&'static str, Vec<Choice>)> {
    let mut types: BTreeMap<EventType, usize> = BTreeMap::new();
    let mut statuses: BTreeMap<Status, usize> = BTreeMap::new();
    let mut persons: HashMap<&str, usize> = HashMap::new();
    let mut years: BTreeSet<i16> = BTreeSet::new();
    let mut several = 0;
    for event in all {
        *types.entry(event.event_type).or_default() += 1;
        *statuses.entry(event.status).or_default() += 1;
        several += usize::from(event.independent > 1);
        for person in &event.participants {
            *persons.entry(person).or_default() += 1;
        }
        years.extend(event.date.and_then(|d| d.begin.or(d.end)).map(|d| d.year()));
    }
    let everything = Choice {
        label: "all".into(),
        count: Some(all.len()),
        href: asked.query.with("type", None).link(),
        current: filter.kinds.is_empty(),
    };
    let of_type = types
        .iter()
        .map(|(t, n)| asked.choice("type", &t.as_str().to_lowercase(), words::kinds(*t), Some(*n)));
    let of_status = statuses.iter().map(|(s, n)| asked.choice("status", s.as_str(), s.as_str(), Some(*n)));
    let mut persons: Vec<(&str, usize)> = persons.into_iter().collect();
    persons.sort_by_key(|(name, n)| (std::cmp::Reverse(*n), *name));
    let of_person = persons.into_iter().take(8).map(|(name, n)| asked.choice("person", name, name, Some(n)));
    let year = |year: i16| {
        let (since, until) = (format!("{year:04}"), format!("{year:04}"));
        let current = asked.query.get("since") == Some(&since) && asked.query.get("until") == Some(&until);
        let query = match current {
            true => asked.query.with("since", None).with("until", None),
            false => asked.query.with("since", Some(&since)).with("until", Some(&until)),
        };
        Choice { label: since, count: None, href: query.link(), current }
    };
    let recent = years.iter().rev().take(12).map(|y| year(*y));
    vec![
        ("Type", std::iter::once(everything).chain(of_type).collect()),
        ("Sources", vec![asked.choice("min-sources", "2", words::sources(2, 2) + " or more", Some(several))]),
        ("Status", of_status.collect()),
        ("Person", of_person.collect()),
        ("Year", recent.collect()),
    ]
}

impl Page for RelationPage<'_> {
    fn rows(&self) -> Rows {
        event_rows(self.events.iter().map(|line| line.event))
    }
}
