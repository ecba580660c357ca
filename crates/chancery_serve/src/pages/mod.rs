//! One file a page. Which address leads where is told here and nowhere else.

mod actors;
mod compare;
mod event;
mod findings;
mod log;
mod offices;
mod relation;
mod relations;
mod report;
mod search;
mod start;
mod statements;

pub use actors::{ActorPage, ActorsPage, StateRow, state_rows};
pub use compare::ComparePage;
pub use event::EventPage;
pub use findings::FindingsPage;
pub use log::LogPage;
pub use offices::{OfficeStates, OfficesPage};
pub use relation::RelationPage;
pub use relations::Relations;
pub use report::ReportPage;
pub use search::SearchPage;
pub use start::Start;
pub use statements::StatementsPage;

use crate::answer::{Form, Packed, Refusal, Rows};
use crate::archive::{Archive, Loaded};
use crate::links;
use crate::query::{Query, Wrong};
use askama::Template;
use chancery_model::{Event, Finding};
use chancery_views::{Cited, Entry, Holdings, Unknown, words};
use serde::Serialize;
use utoipa::ToSchema;

/// What a page is made from.
pub struct Asked<'a> {
    /// The file.
    pub archive: &'a Archive,
    /// The record.
    pub now: &'a Loaded,
    /// What follows the question mark.
    pub query: &'a Query,
    /// In which form.
    pub form: Form,
}

/// The page of an address, given as its parts.
pub fn page(archive: &Archive, named: &[String], query: &Query, form: Form) -> Result<Packed, Refusal> {
    let now = archive.now();
    let asked = Asked { archive, now: &now, query, form };
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    match named[..] {
        [] | ["index"] => start::page(&asked),
        ["relations"] => relations::page(&asked),
        ["relations", a, b] => relation::page(&asked, a, b),
        ["events", id] => event::page(&asked, id),
        ["events", id, "compare"] => compare::page(&asked, id),
        ["reports", id] => report::page(&asked, id),
        ["actors"] => actors::all(&asked),
        ["actors", name] => actors::page(&asked, name),
        ["offices"] => offices::all(&asked),
        ["offices", state] => offices::page(&asked, state),
        ["statements"] => statements::page(&asked),
        ["statements", id] => statements::one(&asked, id),
        ["search"] => search::page(&asked),
        ["findings"] => findings::page(&asked),
        ["log"] => log::page(&asked),
        _ => Err(Refusal::Unknown("There is no such page.".into())),
    }
}

/// What stands around every page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The record's file.
    pub record: String,
    /// The title of the page.
    pub title: String,
    /// The page's address without its end, for its other forms.
    pub address: String,
    /// The filters, as they stand in the address.
    pub query: String,
    /// How many findings the record has.
    pub findings: usize,
    /// Words searched for.
    pub sought: String,
}

impl Asked<'_> {
    /// The frame of a page.
    pub fn frame(&self, title: impl Into<String>, address: impl Into<String>) -> Frame {
        Frame {
            record: self.archive.name(),
            title: title.into(),
            address: address.into(),
            query: self.query.address(),
            findings: self.now.record().findings.len(),
            sought: self.query.get("q").unwrap_or_default().into(),
        }
    }

    /// How many of a list are wanted at a time.
    pub fn limit(&self) -> Result<usize, Wrong> {
        let limit = self.query.number("limit", 100, 1000)?;
        if limit == 0 { Err(Wrong("“limit” is at least 1.".into())) } else { Ok(limit) }
    }

    /// The same page at another address, in the same form and with the same filters.
    pub fn moved(&self, to: String) -> Refusal {
        Refusal::Moved(format!("{to}{}{}", self.form.end(), self.query.address()))
    }

    /// The event of an id; one that it had before leads to the page of this name under the id of today.
    pub fn event(&self, id: &str, page: &str) -> Result<&Event, Refusal> {
        let holdings = self.now.holdings();
        if let Some(event) = holdings.event(id) {
            return Ok(event);
        }
        Err(match self.archive.ask(|store| store.id_today(id))? {
            Some(today) if holdings.event(&today).is_some() => self.moved(links::event(&today) + page),
            _ => Refusal::Unknown(format!("The record has no event {id}.")),
        })
    }

    /// A filter as a link: it sets a value or, where that is set, takes it out.
    pub fn choice(&self, name: &str, value: &str, label: impl Into<String>, count: Option<usize>) -> Choice {
        let current = self.query.all(name).any(|set| set == value);
        let href = self.query.with(name, (!current).then_some(value)).link();
        Choice { label: label.into(), count, href, current }
    }

    /// Where the rest of a list stands, after the item of this id; empty where there is no more.
    pub fn more(&self, next: Option<&str>) -> String {
        next.map(|id| self.query.with("after", Some(id)).address()).unwrap_or_default()
    }

    /// A name that a part of the address gives, where nobody has it: what is near.
    pub fn nobody(unknown: Unknown) -> Refusal {
        Refusal::Unknown(capital(&unknown.to_string()))
    }
}

/// A part of a long list, and where the rest begins.
pub struct Part<T> {
    /// The items.
    pub items: Vec<T>,
    /// The last of them by id, where there are more.
    pub next: Option<String>,
}

/// The items after the one of this id, so many at most.
pub fn part<T>(
    list: impl Iterator<Item = T>,
    id: impl Fn(&T) -> &str,
    after: Option<&str>,
    limit: usize,
) -> Result<Part<T>, Refusal> {
    let mut list = list.peekable();
    if let Some(after) = after {
        let found = list.by_ref().any(|item| id(&item) == after);
        if !found {
            return Err(Refusal::Unknown(format!(
                "“after”: {after} is not in this list any more; begin at its beginning."
            )));
        }
    }
    let items: Vec<T> = list.by_ref().take(limit).collect();
    let next = items.last().filter(|_| list.peek().is_some()).map(|last| id(last).to_owned());
    Ok(Part { items, next })
}

/// Events in the order of the record, the other way round: the latest first. Those without a day still come last.
pub fn latest_first<'a>(events: &[&'a Event]) -> impl Iterator<Item = &'a Event> + Clone {
    let is_dated = |e: &&'a Event| e.date.is_some_and(|date| !date.is_unknown());
    let dated = events.iter().rev().copied().filter(is_dated);
    dated.chain(events.iter().copied().filter(move |e| !is_dated(e)))
}

/// An event as a line of a list.
#[derive(Serialize, ToSchema)]
pub struct Line<'a> {
    /// The record's event.
    #[serde(flatten)]
    pub event: &'a Event,
    #[serde(skip)]
    pub entry: Entry<'a>,
    /// Years change here: the heading.
    #[serde(skip)]
    pub year: Option<String>,
    /// The first sentences.
    #[serde(skip)]
    pub cited: Vec<Quoted>,
}

impl<'a> Line<'a> {
    /// The lines of events in their order, with a heading wherever the year changes.
    pub fn of(holdings: &Holdings<'a>, events: impl Iterator<Item = &'a Event>) -> Vec<Line<'a>> {
        let mut last: Option<Option<i16>> = None;
        let line = |event: &'a Event| {
            let entry = Entry::of(holdings, event);
            let heading = entry.year.map_or("Undated".to_owned(), |year| year.to_string());
            let year = (last != Some(entry.year)).then_some(heading);
            last = Some(entry.year);
            let cited = event.evidence.iter().take(3).map(|e| {
                let marks = chancery_views::timeline::triggers(holdings.record, &event.id, e);
                let what =
                    |(start, end)| chancery_views::Mark { start, end, says: chancery_views::Says::What };
                Quoted::of(&Cited::of(holdings.record, e, marks.into_iter().map(what).collect()))
            });
            Line { event, entry, year, cited: cited.collect() }
        };
        events.map(line).collect()
    }

    /// Cooperation or conflict, dark for material.
    pub fn colour(&self) -> &'static str {
        colour(self.event.quad)
    }

    /// What did not take place is drawn hollow.
    pub fn hollow(&self) -> &'static str {
        if words::took_place(self.event.status) { "" } else { "hollow" }
    }

    pub fn sources(&self) -> String {
        words::sources(self.event.documents.len(), self.event.independent as usize)
    }

    pub fn link(&self) -> String {
        links::event(&self.event.id)
    }

    /// How many sentences tell it.
    pub fn sentences(&self) -> String {
        words::count(self.event.evidence.len(), "sentence", "sentences")
    }

    pub fn only_said(&self) -> Option<String> {
        self.event.said_by.as_deref().map(words::only_in_words_of)
    }

    pub fn status(&self) -> &'static str {
        match self.event.status {
            chancery_model::Status::Happened => "",
            status => status.as_str(),
        }
    }
}

/// The class of a quad class.
pub fn colour(quad: u8) -> &'static str {
    match quad {
        1 => "coop light",
        2 => "coop",
        3 => "conf light",
        _ => "conf",
    }
}

/// A sentence as a page quotes it.
#[derive(Clone, Debug)]
pub struct Quoted {
    pub pieces: Vec<crate::marked::Piece>,
    pub doc: String,
    pub link: String,
    pub outlet: String,
    pub published: String,
    pub copy_of: Option<String>,
}

impl Quoted {
    pub fn of(cited: &Cited<'_>) -> Quoted {
        Quoted {
            pieces: crate::marked::sentence(cited.evidence, &cited.marks),
            doc: cited.evidence.doc.clone(),
            link: links::sentence(&cited.evidence.doc, cited.evidence.start),
            outlet: cited.source.unwrap_or_default().into(),
            published: cited.published.clone(),
            copy_of: cited.copy_of.map(String::from),
        }
    }
}

/// A finding as other pages show it.
#[derive(Serialize, ToSchema)]
#[schema(as = FindingLine)]
pub struct Found<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    pub message: &'a str,
}

impl<'a> Found<'a> {
    pub fn of(finding: &'a Finding) -> Found<'a> {
        Found { id: &finding.id, kind: &finding.kind, message: &finding.message }
    }

    pub fn link(&self) -> String {
        links::finding(self.id)
    }
}

/// A link with what it says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Choice {
    /// What it says.
    pub label: String,
    /// How many it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// Where it leads.
    pub href: String,
    /// It is what is shown.
    pub current: bool,
}

/// The rows of events.
pub fn event_rows<'a>(events: impl Iterator<Item = &'a Event>) -> Rows {
    const HEAD: &[&str] = &[
        "id",
        "begin",
        "end",
        "type",
        "mode",
        "cameo",
        "quad",
        "goldstein",
        "status",
        "source",
        "target",
        "place",
        "place_state",
        "independent",
        "documents",
        "summary",
    ];
    let day = |day: Option<chancery_model::Day>| day.map(|d| d.to_string()).unwrap_or_default();
    let sides =
        |sides: &[chancery_model::Side]| sides.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("; ");
    let row = |e: &Event| {
        let date = e.date.unwrap_or_default();
        vec![
            e.id.clone(),
            day(date.begin),
            day(date.end),
            e.event_type.to_string(),
            e.mode.clone().unwrap_or_default(),
            e.cameo.to_string(),
            e.quad.to_string(),
            e.goldstein.to_string(),
            e.status.as_str().into(),
            sides(&e.source),
            sides(&e.target),
            e.place.as_ref().map(|p| p.name.clone()).unwrap_or_default(),
            e.place.as_ref().and_then(|p| p.state.clone()).unwrap_or_default(),
            e.independent.to_string(),
            e.documents.join("; "),
            e.summary.clone(),
        ]
    };
    Rows { head: HEAD, rows: events.map(row).collect() }
}

/// With a capital.
pub fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Why there is no page.
#[derive(Template)]
#[template(path = "refused.html")]
pub struct Refused<'a> {
    pub record: &'a str,
    pub message: &'a str,
    pub status: u16,
}

/// What templates may do with a value.
mod filters {
    use askama::{Result, Values};

    /// A number with its thousands set off.
    #[askama::filter_fn]
    pub fn thousands(n: impl std::fmt::Display, _: &dyn Values) -> Result<String> {
        Ok(chancery_views::words::thousands(n.to_string().parse().unwrap_or_default()))
    }

    /// With a capital.
    #[askama::filter_fn]
    pub fn capital(words: &str, _: &dyn Values) -> Result<String> {
        Ok(super::capital(words))
    }

    /// A word of the contract.
    #[askama::filter_fn]
    pub fn word(value: &dyn std::fmt::Debug, _: &dyn Values) -> Result<String> {
        Ok(format!("{value:?}").to_lowercase())
    }

    /// A time of the log, to the minute.
    #[askama::filter_fn]
    pub fn moment(time: &str, _: &dyn Values) -> Result<String> {
        Ok(time.chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect::<String>() + " UTC")
    }
}
