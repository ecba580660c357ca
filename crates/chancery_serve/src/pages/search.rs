//! Sentences that hold the words looked for.

use super::{Asked, Frame, filters};
use crate::answer::{Packed, Page, Refusal, Rows};
use crate::links;
use crate::marked::{Marked, Piece, pieces};
use askama::Template;
use chancery_model::CharSpan;
use chancery_store::{Found, Hit, Query};
use serde::Serialize;
use utoipa::ToSchema;

/// `/search?q=…`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "search.html")]
pub struct SearchPage {
    #[serde(skip)]
    frame: Frame,
    /// What was looked for.
    q: String,
    #[serde(flatten)]
    found: Found,
    #[serde(skip)]
    note: String,
    #[serde(skip)]
    more: String,
}

pub fn page(asked: &Asked<'_>) -> Result<Packed, Refusal> {
    let directory = &asked.now.directory;
    let q = asked.query.get("q").unwrap_or_default().to_owned();
    let (since, until) = asked.query.days()?;
    let states = asked.query.all("state").map(|name| directory.state(name).map_err(Asked::nobody));
    let event_type = asked.query.get("type").map(|word| {
        word.to_uppercase()
            .parse()
            .map_err(|_| Refusal::Wrong(format!("“type” is a PLOVER type, not “{word}”.")))
    });
    let after = asked.query.get("after").map(|cursor| {
        cursor.parse().map_err(|_| Refusal::Wrong("“after” is what “next” was on the page before.".into()))
    });
    let query = Query {
        words: q.clone(),
        states: states.collect::<Result<_, _>>()?,
        since,
        until,
        source: asked.query.get("source").map(String::from),
        report: asked.query.get("report").map(String::from),
        event_type: event_type.transpose()?,
        limit: asked.limit()?.min(100),
        after: after.transpose()?,
    };
    let found = asked.archive.ask(|store| store.search(&query))?;
    let more = asked.more(found.next.as_ref().map(ToString::to_string).as_deref());
    let unknown = found.unknown.iter().map(|u| match &u.nearest {
        Some(near) => format!("No sentence holds “{}”; did you mean “{near}”?", u.word),
        None => format!("No sentence holds “{}”.", u.word),
    });
    let note: Vec<String> = found.note.iter().map(ToString::to_string).chain(unknown).collect();
    let page = SearchPage {
        frame: asked.frame(if q.is_empty() { "Search".into() } else { format!("“{q}”") }, "/search"),
        q,
        note: note.join(" "),
        more,
        found,
    };
    Packed::page(&page, asked.form)
}

impl SearchPage {
    fn total(&self) -> usize {
        self.found.total as usize
    }

    fn pieces(&self, hit: &Hit) -> Vec<Piece> {
        let mark = |m: &chancery_model::Extent| Marked {
            span: CharSpan::new(m.start, m.end),
            class: "what",
            title: String::new(),
            href: None,
        };
        pieces(&hit.text, &hit.marks.iter().map(mark).collect::<Vec<_>>(), &[])
    }

    fn place(&self, hit: &Hit) -> String {
        links::sentence(&hit.report, hit.start)
    }

    fn published(&self, hit: &Hit) -> String {
        hit.date.map_or_else(|| chancery_views::period::words(&hit.published), chancery_views::period::day)
    }

    fn events(&self, hit: &Hit) -> Vec<String> {
        hit.events.iter().map(|id| links::event(id)).collect()
    }
}

impl Page for SearchPage {
    fn rows(&self) -> Rows {
        let row = |h: &Hit| {
            vec![
                h.report.clone(),
                h.source.clone().unwrap_or_default(),
                h.date.map(|d| d.to_string()).unwrap_or_default(),
                h.start.to_string(),
                h.end.to_string(),
                h.text.clone(),
                h.events.join("; "),
            ]
        };
        Rows {
            head: &["report", "outlet", "published", "start", "end", "sentence", "events"],
            rows: self.found.hits.iter().map(row).collect(),
        }
    }
}
