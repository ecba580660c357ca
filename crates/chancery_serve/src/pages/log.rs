//! What each build changed, and because of which reports.

use super::{Asked, Frame, filters, part};
use crate::answer::{Packed, Page, Refusal, Rows};
use crate::links;
use askama::Template;
use chancery_store::{Build, Change, LogEntry, Subject};
use serde::Serialize;
use utoipa::ToSchema;

/// `/log`
#[derive(Template, Serialize, ToSchema)]
#[template(path = "log.html")]
pub struct LogPage<'a> {
    #[serde(skip)]
    frame: Frame,
    /// The builds, the last first, each with the beginning of what it changed.
    builds: Vec<Shown<'a>>,
    /// The number of the build after which the rest of the list begins.
    next: Option<String>,
    #[serde(skip)]
    more: String,
}

/// A build.
#[derive(Serialize, ToSchema)]
pub struct Shown<'a> {
    /// Its number.
    build: i64,
    /// When it ended, UTC.
    time: &'a str,
    /// Reports in the record after it.
    reports: i64,
    /// Events in the record after it.
    events: i64,
    /// How many things it changed.
    changes: usize,
    /// The first of them.
    entries: Vec<&'a LogEntry>,
    #[serde(skip)]
    number: String,
}

/// So many changes of a build are shown.
const ENTRIES: usize = 200;

pub fn page(asked: &Asked<'_>) -> Result<Packed, Refusal> {
    let limit = asked.limit()?.min(20);
    let show = |build: &'_ Build| build.build.to_string();
    let numbered: Vec<(String, &Build)> = asked.now.builds.iter().rev().map(|b| (show(b), b)).collect();
    let shown = part(numbered.into_iter(), |b| b.0.as_str(), asked.query.get("after"), limit)?;
    let more = asked.more(shown.next.as_deref());
    let builds = shown.items.into_iter().map(|(number, b)| Shown {
        build: b.build,
        time: &b.time,
        reports: b.reports,
        events: b.events,
        changes: b.entries.len(),
        entries: b.entries.iter().take(ENTRIES).collect(),
        number,
    });
    let page =
        LogPage { frame: asked.frame("Log", "/log"), builds: builds.collect(), next: shown.next, more };
    Packed::page(&page, asked.form)
}

impl LogPage<'_> {
    fn subject(&self, entry: &LogEntry) -> String {
        let old = entry.old_id.as_deref().map(|old| format!(", before {old}")).unwrap_or_default();
        format!("{} {}{old}", entry.subject.as_str(), entry.change.as_str())
    }

    fn link(&self, entry: &LogEntry) -> Option<String> {
        match (entry.subject, entry.change) {
            (_, Change::Removed) => None,
            (Subject::Event, _) => Some(links::event(&entry.id)),
            (Subject::Report, _) => Some(links::report(&entry.id)),
            (Subject::Finding, _) => Some(links::finding(&entry.id)),
            (Subject::Tenure, _) => None,
        }
    }

    fn because(&self, entry: &LogEntry) -> Vec<(String, String)> {
        let by = entry.reports.iter().filter(|r| **r != entry.id).take(3);
        by.map(|id| (links::report(id), id.clone())).collect()
    }
}

impl Page for LogPage<'_> {
    fn rows(&self) -> Rows {
        let rows = self.builds.iter().flat_map(|b| {
            b.entries.iter().map(|e| {
                vec![
                    b.build.to_string(),
                    b.time.to_owned(),
                    e.subject.as_str().into(),
                    e.change.as_str().into(),
                    e.id.clone(),
                    e.old_id.clone().unwrap_or_default(),
                    e.message.clone(),
                    e.reports.join("; "),
                ]
            })
        });
        Rows {
            head: &["build", "time", "subject", "change", "id", "old_id", "message", "reports"],
            rows: rows.collect(),
        }
    }
}
