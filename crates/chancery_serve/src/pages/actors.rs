//! Who is in the record; one of them with offices, events and statements.

use super::offices::tenure_rows;
use super::{Asked, Frame, Line, event_rows, filters, latest_first, part};
use crate::answer::{Packed, Page, Refusal, Rows};
use crate::links;
use askama::Template;
use chancery_model::{Record, Statement, Tenure};
use chancery_views::{ActorView, Actors, Directory, Who, offices};
use serde::Serialize;
use utoipa::ToSchema;

/// `/actors`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "actors.html")]
pub struct ActorsPage<'a> {
    #[serde(skip)]
    frame: Frame,
    /// States, those with the most events first.
    states: &'a [StateRow],
}

/// A state with the people and bodies that have the most events.
#[derive(Serialize, ToSchema)]
pub struct StateRow {
    pub code: String,
    name: String,
    pub events: usize,
    /// How many people and bodies of it there are.
    of_it: usize,
    /// The first of them.
    actors: Vec<NameRow>,
}

/// Somebody by name.
#[derive(Serialize, ToSchema)]
pub struct NameRow {
    name: String,
    offices: String,
    events: usize,
}

/// So many people and bodies of each state are listed.
const LISTED: usize = 12;

/// The states of a record, those with the most events first.
pub fn state_rows(record: &Record, directory: &Directory) -> Vec<StateRow> {
    let actors = Actors::of(record, directory);
    let states = actors.states.iter().map(|state| StateRow {
        code: state.code.into(),
        name: state.name.clone(),
        events: state.events.len(),
        of_it: state.actors.len(),
        actors: state
            .actors
            .iter()
            .take(LISTED)
            .map(|a| NameRow { name: a.name.into(), offices: a.offices.join(", "), events: a.events.len() })
            .collect(),
    });
    states.collect()
}

pub fn all(asked: &Asked<'_>) -> Result<Packed, Refusal> {
    let page = ActorsPage { frame: asked.frame("Actors", "/actors"), states: &asked.now.prepared.states };
    Packed::page(&page, asked.form)
}

impl ActorsPage<'_> {
    fn link(&self, name: &str) -> String {
        links::actor(name)
    }
}

impl Page for ActorsPage<'_> {
    fn rows(&self) -> Rows {
        let rows = self.states.iter().flat_map(|s| {
            s.actors
                .iter()
                .map(|a| vec![s.code.clone(), a.name.clone(), a.offices.clone(), a.events.to_string()])
        });
        Rows { head: &["state", "name", "offices", "events"], rows: rows.collect() }
    }
}

/// `/actors/NAME`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "actor.html")]
pub struct ActorPage<'a> {
    #[serde(skip)]
    frame: Frame,
    /// Its name.
    name: String,
    /// Its code, where it has one.
    code: Option<String>,
    /// How many events it has.
    found: usize,
    /// Offices held by a person, or offices of a state.
    tenures: Vec<&'a Tenure>,
    /// With whom it has to do, and in how many events.
    with: Vec<(String, usize)>,
    /// What it said, the latest last.
    statements: Vec<&'a Statement>,
    /// Its events, the latest first.
    events: Vec<Line<'a>>,
    /// The id after which the rest of the list begins.
    next: Option<String>,
    #[serde(skip)]
    is_state: bool,
    #[serde(skip)]
    more: String,
}

/// So many statements stand on a page.
const STATEMENTS: usize = 20;

pub fn page(asked: &Asked<'_>, name: &str) -> Result<Packed, Refusal> {
    let directory = &asked.now.directory;
    let holdings = asked.now.holdings();
    let who = directory.who(name).map_err(Asked::nobody)?;
    let known = match &who {
        Who::State(code) => code,
        Who::Name(name) => name,
    };
    // What makes no sense is refused before it is sent elsewhere.
    let (filter, limit) = (asked.query.filter(directory)?, asked.limit()?);
    if known != name {
        return Err(asked.moved(links::actor(known)));
    }
    let view = ActorView::of(holdings, directory, &who);
    let wanted = latest_first(&view.events).filter(|e| filter.wants(e) == Some(true));
    let shown = part(wanted, |e| e.id.as_str(), asked.query.get("after"), limit)?;
    let says = |s: &&Statement| match &who {
        Who::State(code) => s.speaker.state.as_ref() == Some(code),
        Who::Name(name) => s.speaker.name == *name,
    };
    let statements = asked.now.prepared.statements(asked.now.record()).rev().filter(says).take(STATEMENTS);
    let mut statements: Vec<&Statement> = statements.collect();
    statements.reverse();
    let more = asked.more(shown.next.as_deref());
    let page = ActorPage {
        frame: asked.frame(view.name.clone(), links::actor(known)),
        name: view.name.clone(),
        code: view.code.clone(),
        found: view.events.len(),
        tenures: view.tenures.clone(),
        with: view.with.iter().take(12).map(|(name, events)| (name.clone(), events.len())).collect(),
        statements,
        events: Line::of(holdings, shown.items.into_iter()),
        next: shown.next,
        is_state: matches!(who, Who::State(_)),
        more,
    };
    Packed::page(&page, asked.form)
}

impl ActorPage<'_> {
    fn held(&self, tenure: &Tenure) -> (String, String) {
        (links::offices(&tenure.state), offices::held(tenure))
    }

    fn offices(&self) -> String {
        links::offices(self.code.as_deref().unwrap_or_default())
    }

    fn other(&self, name: &str) -> String {
        links::actor(name)
    }

    fn statement(&self, statement: &Statement) -> (String, String) {
        let when = chancery_views::period::words(&statement.date.unwrap_or_default());
        (links::statement(&statement.id), when)
    }
}

impl Page for ActorPage<'_> {
    fn rows(&self) -> Rows {
        match self.events.is_empty() {
            true => tenure_rows(self.tenures.iter().copied()),
            false => event_rows(self.events.iter().map(|line| line.event)),
        }
    }
}
