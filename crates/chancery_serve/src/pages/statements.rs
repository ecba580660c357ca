//! Who said what to whom; commitments with what later reports say of them.

use super::{Asked, Choice, Frame, Quoted, filters, part};
use crate::answer::{Packed, Page, Refusal, Rows};
use crate::links;
use askama::Template;
use chancery_model::{Side, Statement};
use chancery_views::{StatementFilter, StatementView, statements};
use serde::Serialize;
use utoipa::ToSchema;

/// `/statements`, `/statements/ID`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "statements.html")]
pub struct StatementsPage<'a> {
    #[serde(skip)]
    frame: Frame,
    /// The filters in words.
    filters: Vec<String>,
    /// How many the filters let through.
    found: usize,
    #[serde(skip)]
    choices: Vec<(&'static str, Vec<Choice>)>,
    /// The statements, the latest first.
    statements: Vec<StatementView<'a>>,
    /// The id after which the rest of the list begins.
    next: Option<String>,
    #[serde(skip)]
    more: String,
    #[serde(skip)]
    alone: bool,
}

pub fn page(asked: &Asked<'_>) -> Result<Packed, Refusal> {
    let (directory, holdings) = (&asked.now.directory, asked.now.holdings());
    let who =
        |name: &str| asked.query.get(name).map(|who| directory.who(who).map_err(Asked::nobody)).transpose();
    let wrong = |no: &dyn std::fmt::Display| Refusal::Wrong(no.to_string());
    let (since, until) = asked.query.days()?;
    let filter = StatementFilter {
        by: who("by")?,
        to: who("to")?,
        about: asked.query.get("about").map(String::from),
        kinds: asked
            .query
            .all("kind")
            .map(statements::kind)
            .collect::<Result<_, _>>()
            .map_err(|e| wrong(&e))?,
        states: asked
            .query
            .all("state")
            .map(statements::state)
            .collect::<Result<_, _>>()
            .map_err(|e| wrong(&e))?,
        since,
        until,
    };
    let prepared = &asked.now.prepared;
    let wanted: Vec<&Statement> =
        prepared.statements(asked.now.record()).filter(|s| filter.wants(s)).collect();
    let found = wanted.len();
    let shown = part(wanted.into_iter().rev(), |s| s.id.as_str(), asked.query.get("after"), asked.limit()?)?;
    let choice = |name: &str, value: &str, count: usize| asked.choice(name, value, value, Some(count));
    let kinds = prepared.kinds.iter().map(|(kind, n)| choice("kind", kind.as_str(), *n)).collect();
    let states = prepared.commitments.iter().map(|(state, n)| choice("state", state.as_str(), *n)).collect();
    let more = asked.more(shown.next.as_deref());
    let page = StatementsPage {
        frame: asked.frame("Statements", "/statements"),
        filters: filter.words(directory),
        found,
        choices: vec![("Kind", kinds), ("Commitments", states)],
        statements: shown.items.iter().map(|s| StatementView::of(holdings, s)).collect(),
        next: shown.next,
        more,
        alone: false,
    };
    Packed::page(&page, asked.form)
}

pub fn one(asked: &Asked<'_>, id: &str) -> Result<Packed, Refusal> {
    let holdings = asked.now.holdings();
    let Some(statement) = holdings.statement(id) else {
        return Err(Refusal::Unknown(format!("The record has no statement {id}.")));
    };
    let page = StatementsPage {
        frame: asked.frame(format!("What {} said", statement.speaker.name), links::statement(id)),
        filters: Vec::new(),
        found: 1,
        choices: Vec::new(),
        statements: vec![StatementView::of(holdings, statement)],
        next: None,
        more: String::new(),
        alone: true,
    };
    Packed::page(&page, asked.form)
}

impl StatementsPage<'_> {
    fn speaker(&self, s: &Statement) -> String {
        links::actor(&s.speaker.name)
    }

    fn hearers(&self, s: &Statement) -> Vec<(String, String)> {
        s.hearers.iter().map(|h: &Side| (links::actor(&h.name), h.name.clone())).collect()
    }

    fn state(&self, s: &Statement) -> &'static str {
        s.state.map_or("", statements::state_words)
    }

    fn quoted(&self, view: &StatementView<'_>) -> Vec<Quoted> {
        view.cited.iter().map(Quoted::of).collect()
    }

    fn later(&self, view: &StatementView<'_>) -> Vec<Quoted> {
        view.later.iter().map(Quoted::of).collect()
    }

    fn made_at(&self, view: &StatementView<'_>) -> Option<(String, String)> {
        view.made_at.map(|(id, summary)| (links::event(id), summary.to_owned()))
    }
}

impl Page for StatementsPage<'_> {
    fn rows(&self) -> Rows {
        let day = |day: Option<chancery_model::Day>| day.map(|d| d.to_string()).unwrap_or_default();
        let row = |view: &StatementView<'_>| {
            let s = view.statement;
            let date = s.date.unwrap_or_default();
            vec![
                s.id.clone(),
                s.doc.clone(),
                day(date.begin),
                day(date.end),
                s.speaker.name.clone(),
                s.speaker.state.clone().unwrap_or_default(),
                s.hearers.iter().map(|h| h.name.as_str()).collect::<Vec<_>>().join("; "),
                s.kind.as_str().into(),
                s.topic.clone().unwrap_or_default(),
                s.direct.to_string(),
                s.state.map_or("", |state| state.as_str()).into(),
                s.event.clone().unwrap_or_default(),
                s.words.clone(),
            ]
        };
        Rows {
            head: &[
                "id",
                "report",
                "begin",
                "end",
                "speaker",
                "speaker_state",
                "hearers",
                "kind",
                "topic",
                "direct",
                "state",
                "event",
                "words",
            ],
            rows: self.statements.iter().map(row).collect(),
        }
    }
}
