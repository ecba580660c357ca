//! The record as it stood after an earlier build.
//!
//! Each build keeps, of everything that it changed, what it was before. So an earlier record is today's with the builds
//! since undone, the last first.

use crate::claims::to_json;
use crate::difference::Known;
use crate::history::Subject;
use crate::record::read_record;
use crate::store::{Store, meta};
use crate::{StoreError, StoreProblem};
use chancery_model::{Day, Event, Finding, Record, ReportRow, Statement, Tenure};
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The first build as of which the record is known, in a file that was made before this was kept.
const PAST: &str = "past";

/// What the statements of a report are kept under.
const STATEMENTS: &str = "statement";

/// What a thing was before a build.
pub(crate) struct Was {
    subject: &'static str,
    id: String,
    /// As JSON; `None` where it was not there.
    thing: Option<String>,
}

/// A report as it was, without its text: that is found again by what it is known by.
#[derive(Serialize, Deserialize)]
struct PastReport {
    content: String,
    reading: String,
    row: ReportRow,
}

/// Tenures of one person in one office by how the log names them.
type Tenures<'r> = BTreeMap<String, Vec<&'r Tenure>>;

fn tenures(record: &Record) -> Tenures<'_> {
    let mut by_id = Tenures::new();
    for tenure in &record.tenures {
        let Tenure { person, office, state, .. } = tenure;
        by_id.entry(format!("{person}, {office}, {state}")).or_default().push(tenure);
    }
    by_id
}

/// Statements by report, in their order.
fn statements(record: &Record) -> BTreeMap<&str, Vec<&Statement>> {
    let mut by_doc: BTreeMap<&str, Vec<&Statement>> = BTreeMap::new();
    for statement in &record.statements {
        by_doc.entry(&statement.doc).or_default().push(statement);
    }
    by_doc
}

/// Everything that differs between two records, as it was in the first.
pub(crate) fn changed(
    connection: &Connection,
    before: &Known<'_>,
    after: &Known<'_>,
) -> Result<Vec<Was>, StoreProblem> {
    let mut was = Vec::new();
    let mut reading = connection.prepare("SELECT content, reading FROM texts WHERE text_key = ?1")?;
    let past = |row: &&ReportRow| -> Result<String, StoreProblem> {
        let key = before.contents.get(&row.id).map(|(_, key)| key);
        let (content, reading) = reading.query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let row = ReportRow { text: String::new(), removed: Vec::new(), ..(*row).clone() };
        to_json(&PastReport { content, reading, row })
    };
    let same = |a: &&ReportRow, b: &&ReportRow| {
        before.contents.get(&a.id) == after.contents.get(&b.id) && same_but_text(a, b)
    };
    let (old, new) = (&before.record, &after.record);
    let (a, b) = (by_id(&old.reports, |row| &row.id), by_id(&new.reports, |row| &row.id));
    compare(Subject::Report.as_str(), &a, &b, same, past, &mut was)?;
    let (a, b) = (by_id(&old.events, |event| &event.id), by_id(&new.events, |event| &event.id));
    compare(Subject::Event.as_str(), &a, &b, |a, b| a == b, to_json, &mut was)?;
    compare(Subject::Tenure.as_str(), &tenures(old), &tenures(new), |a, b| a == b, to_json, &mut was)?;
    let (a, b) = (by_id(&old.findings, |finding| &finding.id), by_id(&new.findings, |finding| &finding.id));
    compare(Subject::Finding.as_str(), &a, &b, |a, b| a == b, to_json, &mut was)?;
    compare(STATEMENTS, &statements(old), &statements(new), |a, b| a == b, to_json, &mut was)?;
    Ok(was)
}

fn by_id<T>(things: &[T], id: impl Fn(&T) -> &String) -> BTreeMap<&str, &T> {
    things.iter().map(|thing| (id(thing).as_str(), thing)).collect()
}

fn compare<K: Ord + AsRef<str>, T>(
    subject: &'static str,
    old: &BTreeMap<K, T>,
    new: &BTreeMap<K, T>,
    same: impl Fn(&T, &T) -> bool,
    mut json: impl FnMut(&T) -> Result<String, StoreProblem>,
    was: &mut Vec<Was>,
) -> Result<(), StoreProblem> {
    for (id, thing) in old {
        if !new.get(id).is_some_and(|now| same(thing, now)) {
            was.push(Was { subject, id: id.as_ref().into(), thing: Some(json(thing)?) });
        }
    }
    let came = new.keys().filter(|id| !old.contains_key(*id));
    was.extend(came.map(|id| Was { subject, id: id.as_ref().into(), thing: None }));
    Ok(())
}

fn same_but_text(a: &ReportRow, b: &ReportRow) -> bool {
    let ReportRow {
        id,
        url,
        source,
        title,
        language,
        text: _,
        removed: _,
        published,
        copy,
        copy_of,
        copy_how,
        story,
        events,
    } = a;
    (id, url, source, title, language) == (&b.id, &b.url, &b.source, &b.title, &b.language)
        && (published, copy, copy_of, copy_how, story)
            == (&b.published, &b.copy, &b.copy_of, &b.copy_how, &b.story)
        && *events == b.events
}

/// Writes what a build changed.
pub(crate) fn note(connection: &Connection, build: i64, past: &[Was]) -> Result<(), StoreProblem> {
    let mut insert = connection.prepare("INSERT INTO past VALUES (?1, ?2, ?3, ?4)")?;
    for Was { subject, id, thing } in past {
        insert.execute(params![build, subject, id, thing])?;
    }
    Ok(())
}

impl Store {
    /// The record as it stood after a build, counted from 1. The text of a report that was taken out since is empty.
    ///
    /// Fails with [`StoreProblem::NoBuild`] where there was no such build, with [`StoreProblem::NoPast`] where the file was
    /// made by a version of the program that kept too little.
    pub fn record_as_of(&self, build: i64) -> Result<Record, StoreError> {
        let read = || -> Result<Record, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            let last: i64 =
                reading.query_row("SELECT coalesce(max(build), 0) FROM builds", [], |row| row.get(0))?;
            if !(1..=last).contains(&build) {
                return Err(StoreProblem::NoBuild { build, last });
            }
            let from = meta(&reading, PAST)?.map_or(Ok(1), |from| from.parse());
            let from = from.map_err(StoreProblem::damaged)?;
            if build < from {
                return Err(StoreProblem::NoPast { build, from });
            }
            let record = read_record(&reading, true)?;
            if build == last { Ok(record) } else { undone(&reading, record, build) }
        };
        self.at(read())
    }

    /// The last build noted on that day or before it; `None` where there was none yet.
    pub fn build_on(&self, day: Day) -> Result<Option<i64>, StoreError> {
        let read = || -> Result<Option<i64>, StoreProblem> {
            let sql = "SELECT max(build) FROM builds WHERE substr(time, 1, 10) <= ?1";
            Ok(self.connection.query_row(sql, [day.to_string()], |row| row.get(0))?)
        };
        self.at(read())
    }
}

/// The record with the builds after `build` undone.
fn undone(connection: &Connection, record: Record, build: i64) -> Result<Record, StoreProblem> {
    let mut tenures: BTreeMap<String, Vec<Tenure>> =
        tenures(&record).into_iter().map(|(id, held)| (id, held.into_iter().cloned().collect())).collect();
    let mut statements: BTreeMap<String, Vec<Statement>> = statements(&record)
        .into_iter()
        .map(|(doc, said)| (doc.to_owned(), said.into_iter().cloned().collect()))
        .collect();
    let mut events: BTreeMap<String, Event> = record.events.into_iter().map(|e| (e.id.clone(), e)).collect();
    let mut findings: BTreeMap<String, Finding> =
        record.findings.into_iter().map(|f| (f.id.clone(), f)).collect();
    let mut reports: BTreeMap<String, ReportRow> =
        record.reports.into_iter().map(|r| (r.id.clone(), r)).collect();
    // What stands longest back is what counts.
    let mut statement = connection
        .prepare("SELECT subject, id, thing FROM past WHERE build > ?1 ORDER BY build DESC, subject, id")?;
    let mut rows = statement.query([build])?;
    while let Some(row) = rows.next()? {
        let subject: String = row.get(0)?;
        let (id, thing): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        match subject.as_str() {
            "event" => put(&mut events, id, parsed(thing)?),
            "tenure" => put(&mut tenures, id, parsed(thing)?),
            "finding" => put(&mut findings, id, parsed(thing)?),
            STATEMENTS => put(&mut statements, id, parsed(thing)?),
            _ => {
                let past: Option<PastReport> = parsed(thing)?;
                put(&mut reports, id, past.map(|past| with_text(connection, past)).transpose()?);
            }
        }
    }
    // The order of the record, see `contract/record.md`.
    let mut events: Vec<Event> = events.into_values().collect();
    events.sort_by_cached_key(|event| {
        let date = event.date.unwrap_or_default();
        let first = date.begin.or(date.end);
        (first.is_none(), first, date.end, event.id.clone())
    });
    let mut tenures: Vec<Tenure> = tenures.into_values().flatten().collect();
    tenures.sort_by(|a, b| {
        (&a.state, &a.office, a.first, &a.person).cmp(&(&b.state, &b.office, b.first, &b.person))
    });
    Ok(Record {
        events,
        tenures,
        findings: findings.into_values().collect(),
        statements: statements.into_values().flatten().collect(),
        reports: reports.into_values().collect(),
    })
}

fn put<T>(things: &mut BTreeMap<String, T>, id: String, thing: Option<T>) {
    match thing {
        Some(thing) => things.insert(id, thing),
        None => things.remove(&id),
    };
}

fn parsed<T: DeserializeOwned>(thing: Option<String>) -> Result<Option<T>, StoreProblem> {
    thing.map(|thing| serde_json::from_str(&thing).map_err(StoreProblem::damaged)).transpose()
}

/// The report with its text, where the file still holds it.
fn with_text(connection: &Connection, past: PastReport) -> Result<ReportRow, StoreProblem> {
    let PastReport { content, reading, mut row } = past;
    let held: Option<(String, String)> = connection
        .prepare_cached("SELECT text, removed FROM texts WHERE content = ?1 AND reading = ?2")?
        .query_row([content, reading], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((text, removed)) = held {
        row.text = text;
        row.removed = serde_json::from_str(&removed).map_err(StoreProblem::damaged)?;
    }
    Ok(row)
}
