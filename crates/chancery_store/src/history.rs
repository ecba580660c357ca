//! The log: what each build changed, and because of which reports and corrections. It alone knows the order in which reports came.

use crate::claims::{json, to_json};
use crate::difference::Difference;
use crate::past::{self, Was};
use crate::store::Store;
use crate::{Snapshot, StoreError, StoreProblem};
use chancery_model::{Record, ReportRow};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What an entry of the log is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Subject {
    Report,
    Event,
    Tenure,
    Finding,
}

/// What happened to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Change {
    /// It was not there before.
    Added,
    /// It is told otherwise.
    Changed,
    /// It has another id.
    Renamed,
    /// An event became part of another that was there, or of a new one that has more from elsewhere.
    Merged,
    /// It is no longer there.
    Removed,
}

impl Subject {
    /// The word of the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Subject::Report => "report",
            Subject::Event => "event",
            Subject::Tenure => "tenure",
            Subject::Finding => "finding",
        }
    }
}

impl Change {
    /// The word of the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Changed => "changed",
            Change::Renamed => "renamed",
            Change::Merged => "merged",
            Change::Removed => "removed",
        }
    }
}

/// One thing that a build changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// What it is about.
    pub subject: Subject,
    /// What happened to it.
    pub change: Change,
    /// The id of today (of a removed thing, its last); for a tenure person, office and state.
    pub id: String,
    /// The id that it had, where it has another now.
    pub old_id: Option<String>,
    /// What it is and, for a change, in what it differs.
    pub message: String,
    /// Ids of the build's reports that made it so: its own where there are any, else those of the same states, else some
    /// of the build's.
    pub reports: Vec<String>,
    /// The lines of the corrections that made it so, each with its reason; of one that no longer holds "withdrawn: " and
    /// the line.
    #[serde(default)]
    pub corrections: Vec<String>,
}

/// A build, and what it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// Counted from 1.
    pub build: i64,
    /// As the caller handed it in.
    pub time: String,
    /// The coder's hash.
    pub coder: String,
    /// Reports in the record after it.
    pub reports: i64,
    /// Events in the record after it.
    pub events: i64,
    /// Of the reports that it added, how many are no copies; `None` of builds of which it was not noted.
    pub independent: Option<i64>,
    /// The corrections that the record rested on after it, one a line.
    pub corrections: Option<String>,
    /// What it changed: reports, then events in the record's order, tenures, findings.
    pub entries: Vec<LogEntry>,
}

/// How much a build changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Changes {
    pub reports_added: u64,
    pub reports_removed: u64,
    pub events_added: u64,
    /// Told otherwise, or under another id.
    pub events_changed: u64,
    /// Gone, or merged into others.
    pub events_removed: u64,
    pub tenures_added: u64,
    pub tenures_changed: u64,
    pub tenures_removed: u64,
    pub findings_added: u64,
    pub findings_changed: u64,
    pub findings_removed: u64,
}

impl Store {
    /// The builds that changed something, the first first; with `since` those noted at or after that time (a day, or a
    /// time in the form that the builds were given).
    pub fn log(&self, since: Option<&str>) -> Result<Vec<Build>, StoreError> {
        let read = || -> Result<Vec<Build>, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            let mut statement = reading.prepare_cached(
                "SELECT build, time, coder, reports, events, independent, corrections FROM builds WHERE ?1 IS NULL OR time >= ?1 ORDER BY build",
            )?;
            let builds = statement.query_map([since], |row| {
                Ok(Build {
                    build: row.get(0)?,
                    time: row.get(1)?,
                    coder: row.get(2)?,
                    reports: row.get(3)?,
                    events: row.get(4)?,
                    independent: row.get(5)?,
                    corrections: row.get(6)?,
                    entries: Vec::new(),
                })
            })?;
            let mut builds: Vec<Build> = builds.collect::<Result<_, _>>()?;
            let mut statement = reading.prepare_cached(
                "SELECT subject, change, id, old_id, message, reports, corrections FROM log WHERE build = ?1 ORDER BY entry",
            )?;
            for build in &mut builds {
                let mut rows = statement.query([build.build])?;
                while let Some(row) = rows.next()? {
                    let word = |column| -> Result<serde_json::Value, StoreProblem> {
                        Ok(row.get::<_, String>(column)?.into())
                    };
                    build.entries.push(LogEntry {
                        subject: serde_json::from_value(word(0)?).map_err(StoreProblem::damaged)?,
                        change: serde_json::from_value(word(1)?).map_err(StoreProblem::damaged)?,
                        id: row.get(2)?,
                        old_id: row.get(3)?,
                        message: row.get(4)?,
                        reports: json(row, 5)?,
                        corrections: json(row, 6)?,
                    });
                }
            }
            Ok(builds)
        };
        self.at(read())
    }

    /// The id that an event has today, given one that it had before; `None` for an id that no event had.
    pub fn id_today(&self, old: &str) -> Result<Option<String>, StoreError> {
        self.at(heir(&self.connection, old))
    }
}

/// The id that took the place of another: the last to which the log leads, or that of the event which a correction
/// made it part of before it ever stood in the record.
pub(crate) fn heir(connection: &Connection, old: &str) -> Result<Option<String>, StoreProblem> {
    let mut statement = connection.prepare_cached("SELECT id FROM old_ids WHERE old_id = ?1")?;
    let mut met = vec![old.to_owned()];
    while let Some(next) = statement.query_row([&met[met.len() - 1]], |row| row.get(0)).optional()? {
        if met.contains(&next) {
            break;
        }
        met.push(next);
    }
    match met.len() {
        1 => merged_into(connection, old),
        _ => Ok(met.pop()),
    }
}

fn merged_into(connection: &Connection, id: &str) -> Result<Option<String>, StoreProblem> {
    let mut statement = connection
        .prepare_cached("SELECT id, corrected FROM events WHERE corrected IS NOT NULL ORDER BY event_no")?;
    let mut rows = statement.query([])?;
    // A line may name an event by the beginning of its id.
    let is_begun = |word: &str| word == id || (word.len() >= 8 && id.starts_with(word));
    while let Some(row) = rows.next()? {
        let lines: Vec<String> = json(row, 1)?;
        let merges = |line: &String| {
            let mut words = line.split(" # ").next().unwrap_or_default().split_whitespace();
            words.next().is_some_and(|verb| verb.eq_ignore_ascii_case("merge")) && words.any(is_begun)
        };
        if lines.iter().any(merges) {
            return Ok(Some(row.get(0)?));
        }
    }
    Ok(None)
}

/// Writes a build's entries and what it changed; nothing where there are none.
pub(crate) fn note(
    connection: &Connection,
    difference: &Difference,
    past: &[Was],
    record: &Record,
    snapshot: &Snapshot,
    now: &str,
) -> Result<(), StoreProblem> {
    if difference.entries.is_empty() && past.is_empty() {
        return Ok(());
    }
    let is_first: bool =
        connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM builds)", [], |row| row.get(0))?;
    let is_new = |entry: &&LogEntry| entry.subject == Subject::Report && entry.change == Change::Added;
    let added: HashSet<&str> =
        difference.entries.iter().filter(is_new).map(|entry| entry.id.as_str()).collect();
    let is_independent = |row: &&ReportRow| row.copy_of.is_none() && added.contains(row.id.as_str());
    let independent = record.reports.iter().filter(is_independent).count();
    connection.execute(
        "INSERT INTO builds (time, coder, reports, events, independent, corrections) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            now,
            snapshot.coder,
            record.reports.len() as i64,
            record.events.len() as i64,
            independent as i64,
            Some(&snapshot.corrections).filter(|text| !text.is_empty())
        ],
    )?;
    let build = connection.last_insert_rowid();
    let mut insert = connection.prepare(
        "INSERT INTO log (build, subject, change, id, old_id, message, reports, corrections)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for LogEntry { subject, change, id, old_id, message, reports, corrections } in &difference.entries {
        insert.execute(params![
            build,
            subject.as_str(),
            change.as_str(),
            id,
            old_id,
            message,
            to_json(reports)?,
            to_json(corrections)?
        ])?;
    }
    for (old, new) in &difference.heirs {
        connection.prepare_cached("INSERT OR REPLACE INTO old_ids VALUES (?1, ?2)")?.execute([old, new])?;
    }
    // An id that an event has again is no old one.
    connection.execute("DELETE FROM old_ids WHERE old_id IN (SELECT id FROM events)", [])?;
    // Before the first build there was nothing.
    if is_first { Ok(()) } else { past::note(connection, build, past) }
}
