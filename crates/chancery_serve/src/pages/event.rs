//! An event: its fields, each with the words that it came from, and every report's telling.

use super::{Asked, Found, Frame, Quoted, colour, event_rows};
use crate::answer::{Packed, Page, Refusal, Rows};
use crate::links;
use askama::Template;
use chancery_model::Event;
use chancery_views::{EventView, period, show::DateSource, words};
use serde::Serialize;
use utoipa::ToSchema;

/// `/events/ID`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "event.html")]
pub struct EventPage<'a> {
    #[serde(skip)]
    frame: Frame,
    /// The record's event.
    #[serde(flatten)]
    event: &'a Event,
    #[serde(skip)]
    view: EventView<'a>,
    #[serde(skip)]
    quoted: Vec<Quoted>,
    /// What its date rests on, by report.
    dated: Vec<DateSource>,
    /// Ids of the events within it.
    holds: Vec<&'a str>,
    /// Ids of the statements made at it.
    statements: Vec<&'a str>,
    /// Findings about it.
    findings: Vec<Found<'a>>,
    #[serde(skip)]
    said: Vec<Said>,
    #[serde(skip)]
    relations: Vec<(String, String)>,
}

/// A statement in a line.
pub struct Said {
    pub link: String,
    pub speaker: String,
    pub kind: &'static str,
    pub words: String,
    pub state: &'static str,
}

pub fn page(asked: &Asked<'_>, id: &str) -> Result<Packed, Refusal> {
    let holdings = asked.now.holdings();
    let event = asked.event(id, "")?;
    let tellings = |doc: &str| asked.archive.telling(doc);
    let view = EventView::of(holdings, event, &tellings);
    let states = chancery_views::holdings::states(event);
    let mut relations = Vec::new();
    for (n, a) in states.iter().enumerate().take(4) {
        for b in states[n + 1..].iter().take(4) {
            let name = |code: &str| asked.now.directory.state_name(code).to_owned();
            relations.push((links::relation(a, b), format!("{} – {}", name(a), name(b))));
        }
    }
    let said = holdings.said_at(id).map(|s| Said {
        link: links::statement(&s.id),
        speaker: s.speaker.name.clone(),
        kind: s.kind.as_str(),
        words: s.words.clone(),
        state: s.state.map_or("", |state| state.as_str()),
    });
    let page = EventPage {
        frame: asked.frame(event.summary.clone(), links::event(id)),
        event,
        quoted: view.cited.iter().map(Quoted::of).collect(),
        dated: view.dated.clone(),
        holds: view.holds.iter().map(|(id, _)| *id).collect(),
        statements: holdings.said_at(id).map(|s| s.id.as_str()).collect(),
        findings: holdings.findings(id).map(Found::of).collect(),
        said: said.collect(),
        relations,
        view,
    };
    Packed::page(&page, asked.form)
}

impl EventPage<'_> {
    fn colour(&self) -> &'static str {
        colour(self.event.quad)
    }

    fn sources(&self) -> String {
        words::sources(self.event.documents.len(), self.event.independent as usize)
    }

    fn quad(&self) -> &'static str {
        words::quad(self.event.quad)
    }

    fn side(&self, sides: &[chancery_model::Side]) -> Vec<(String, String, String)> {
        let code = |s: &chancery_model::Side| s.code.clone().or_else(|| s.state.clone()).unwrap_or_default();
        sides.iter().map(|s| (links::actor(&s.name), s.name.clone(), code(s))).collect()
    }

    fn people(&self) -> Vec<(String, &str, String)> {
        let office = |name: &str| {
            let held = self.view.offices.iter().find(|(person, _)| *person == name);
            held.map(|(_, office)| office.clone()).unwrap_or_default()
        };
        self.event.participants.iter().map(|p| (links::actor(p), p.as_str(), office(p))).collect()
    }

    fn rests_on(&self) -> Vec<String> {
        let line = |d: &DateSource| {
            let words = d.words.as_deref().map(|w| format!("“{w}”")).unwrap_or_else(|| d.basis.clone());
            format!("{words} in {} ({})", d.doc, period::words(&d.days))
        };
        self.dated.iter().map(line).collect()
    }

    fn history(&self) -> Vec<(String, &'static str, &str)> {
        self.event
            .history
            .iter()
            .map(|h| (links::report(&h.doc), h.status.as_str(), h.doc.as_str()))
            .collect()
    }

    fn compare(&self) -> Option<String> {
        (self.event.independent > 1).then(|| format!("{}/compare", links::event(&self.event.id)))
    }

    fn parts(&self) -> Vec<(String, &str)> {
        self.view.holds.iter().map(|(id, summary)| (links::event(id), *summary)).collect()
    }

    fn whole(&self) -> Option<(String, &str)> {
        self.view.within.map(|(id, summary)| (links::event(id), summary))
    }

    fn only_said(&self) -> Option<String> {
        self.event.said_by.as_deref().map(words::only_in_words_of)
    }
}

impl Page for EventPage<'_> {
    fn rows(&self) -> Rows {
        event_rows(std::iter::once(self.event))
    }
}
