//! The record: written as a whole, read as a whole or in part.

use crate::claims::{json, numbers, to_json};
use crate::difference::{self, Known};
use crate::history::{self, Changes};
use crate::past;
use crate::search;
use crate::store::{CHANGES, CODER, CORRECTIONS, LINKED, LINKER, Store, counter, meta, set_meta};
use crate::{Snapshot, StoreError, StoreProblem};
use chancery_model::{
    ClaimRef, Day, DayInterval, Event, EventType, Evidence, Finding, Plan, Published, Record, RecordPlace,
    ReportRow, Side, Statement, Tenure,
};
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// Which events to read. An empty filter means all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Every one of these is the state of a side (ISO 3166-1 alpha-3, or a code of the ontology).
    pub states: Vec<String>,
    /// The event may have happened on or after this day.
    pub since: Option<Day>,
    /// The event may have happened on or before this day.
    pub until: Option<Day>,
    /// Its type.
    pub event_type: Option<EventType>,
    /// A person who took part, or a side: part of the name, in any case.
    pub person: Option<String>,
    /// At least so many reports that are no copies tell of it.
    pub min_independent: u32,
    /// This report tells of it.
    pub report: Option<String>,
}

impl Store {
    /// Puts a record in the place of the one that is there, in one transaction, and writes what changed, and because of
    /// which reports, to the log. `now` is the time to note, RFC 3339 in UTC (`2031-03-05T09:00:00Z`); a build that
    /// changes nothing is not noted.
    ///
    /// `record` is what `linker` makes of the claims of `snapshot`. Fails with [`StoreProblem::Moved`] where another
    /// build has stored reports since that was taken.
    pub fn replace_record(
        &mut self,
        record: &Record,
        snapshot: &Snapshot,
        linker: &str,
        now: &str,
    ) -> Result<Changes, StoreError> {
        let mut replace = || -> Result<Changes, StoreProblem> {
            self.write_ahead()?;
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if counter(&transaction, CHANGES)? != snapshot.changes {
                return Err(StoreProblem::Moved);
            }
            let before = Known::stored(&transaction)?;
            let after = Known::linked(record, snapshot)?;
            let recoded = meta(&transaction, CODER)?.is_some_and(|coder| coder != snapshot.coder);
            let corrections = meta(&transaction, CORRECTIONS)?.unwrap_or_default();
            let lines = difference::lines(&corrections, &snapshot.corrections);
            let difference = difference::between(&before, &after, recoded, lines)?;
            let past = past::changed(&transaction, &before, &after)?;
            drop(before);
            write(&transaction, record, snapshot)?;
            history::note(&transaction, &difference, &past, record, snapshot, now)?;
            transaction.execute("DELETE FROM texts WHERE leaving = 1", [])?;
            transaction.execute("DELETE FROM analyses WHERE coder <> ?1", [&snapshot.coder])?;
            set_meta(&transaction, LINKED, &snapshot.changes.to_string())?;
            set_meta(&transaction, CODER, &snapshot.coder)?;
            set_meta(&transaction, LINKER, linker)?;
            set_meta(&transaction, CORRECTIONS, &snapshot.corrections)?;
            search::update(&transaction)?;
            transaction.commit()?;
            Ok(difference.changes)
        };
        let replaced = replace();
        self.at(replaced)
    }

    /// The whole record, as of the last build that ended.
    pub fn record(&self) -> Result<Record, StoreError> {
        let read = || -> Result<Record, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            read_record(&reading, true)
        };
        self.at(read())
    }

    /// The events that a filter lets through, by date, then id.
    pub fn events(&self, filter: &EventFilter) -> Result<Vec<Event>, StoreError> {
        let read = || -> Result<Vec<Event>, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            let numbers = filtered(&reading, filter)?;
            let total: i64 = reading.query_row("SELECT count(*) FROM events", [], |row| row.get(0))?;
            if numbers.len() as i64 > total / 8 {
                let mut numbers = numbers.into_iter().peekable();
                let events = read_events(&reading, None)?.into_iter();
                Ok(events.filter_map(|(number, event)| numbers.next_if_eq(&number).map(|_| event)).collect())
            } else {
                let mut events = Vec::with_capacity(numbers.len());
                for number in numbers {
                    events.extend(read_events(&reading, Some(number))?.into_iter().map(|(_, event)| event));
                }
                Ok(events)
            }
        };
        self.at(read())
    }

    /// One event, by its id or by one that it had before. `None` where there is none.
    pub fn event(&self, id: &str) -> Result<Option<Event>, StoreError> {
        let read = || -> Result<Option<Event>, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            let number = |id: &str| -> Result<Option<i64>, StoreProblem> {
                let mut statement = reading.prepare_cached("SELECT event_no FROM events WHERE id = ?1")?;
                Ok(statement.query_row([id], |row| row.get(0)).optional()?)
            };
            let mut found = number(id)?;
            if found.is_none()
                && let Some(heir) = history::heir(&reading, id)?
            {
                found = number(&heir)?;
            }
            match found {
                None => Ok(None),
                found => Ok(read_events(&reading, found)?.pop().map(|(_, event)| event)),
            }
        };
        self.at(read())
    }

    /// One report as the record shows it. `None` where the record has none of that id (see [`Store::ids_given`]).
    pub fn report(&self, id: &str) -> Result<Option<ReportRow>, StoreError> {
        let read = || -> Result<Option<ReportRow>, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            Ok(read_reports(&reading, Some(id), true)?.pop().map(|(_, row)| row))
        };
        self.at(read())
    }

    /// All reports as the record shows them, ordered by id.
    pub fn reports(&self) -> Result<Vec<ReportRow>, StoreError> {
        let read = || -> Result<Vec<ReportRow>, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            Ok(read_reports(&reading, None, true)?.into_iter().map(|(_, row)| row).collect())
        };
        self.at(read())
    }

    /// The ids in the record of the reports that were given this id, sorted: several where their contents differ.
    pub fn ids_given(&self, given: &str) -> Result<Vec<String>, StoreError> {
        let read = || -> Result<Vec<String>, StoreProblem> {
            let mut statement = self.connection.prepare_cached(
                "SELECT id FROM reports JOIN texts USING (text_key) WHERE given_id = ?1 ORDER BY id",
            )?;
            let ids = statement.query_map([given], |row| row.get(0))?;
            Ok(ids.collect::<Result<_, _>>()?)
        };
        self.at(read())
    }

    /// Who held which office: ordered by state, office, first day, person.
    pub fn tenures(&self) -> Result<Vec<Tenure>, StoreError> {
        let read = || -> Result<Vec<Tenure>, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            read_tenures(&reading)
        };
        self.at(read())
    }

    /// Who said what, by report and place.
    pub fn statements(&self) -> Result<Vec<Statement>, StoreError> {
        let read = || -> Result<Vec<Statement>, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            read_statements(&reading)
        };
        self.at(read())
    }

    /// What does not add up, ordered by id.
    pub fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        let read = || -> Result<Vec<Finding>, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            read_findings(&reading)
        };
        self.at(read())
    }
}

// --- writing

fn write(connection: &Connection, record: &Record, snapshot: &Snapshot) -> Result<(), StoreProblem> {
    connection.execute_batch(
        "DELETE FROM statement_evidence; DELETE FROM statement_hearers; DELETE FROM statements;
         DELETE FROM event_evidence; DELETE FROM event_claims; DELETE FROM event_documents; DELETE FROM event_sides;
         DELETE FROM events; DELETE FROM tenure_evidence; DELETE FROM tenures; DELETE FROM finding_evidence;
         DELETE FROM findings; DELETE FROM reports;",
    )?;
    let Record { events, tenures, findings, statements, reports } = record;
    let keys: HashMap<&str, i64> =
        snapshot.reports.iter().map(|report| (report.id.as_str(), report.key.0)).collect();
    let mut insert = connection.prepare(
        "INSERT INTO reports VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    for (row, number) in reports.iter().zip(1i64..) {
        let ReportRow {
            id,
            url: _,
            source: _,
            title: _,
            language,
            text: _,
            removed: _,
            published,
            copy,
            copy_of,
            copy_how,
            story,
            events,
        } = row;
        let Published { date, begin, end, basis, conflict, candidates } = published;
        let Some(key) = keys.get(id.as_str()) else {
            return Err(unknown(id));
        };
        insert
            .execute(params![
                number,
                id,
                key,
                language,
                date.map(day),
                begin.map(day),
                end.map(day),
                basis.as_ref().map(word).transpose()?,
                conflict,
                to_json(candidates)?,
                copy,
                copy_of,
                story,
                to_json(events)?,
                copy_how.as_ref().map(to_json).transpose()?
            ])
            .map_err(|e| twice(e, id))?;
    }
    let numbers = numbers(reports.iter().map(|row| row.id.as_str()));
    let number_of = |id: &str| numbers.get(id).copied().ok_or_else(|| unknown(id));

    let mut insert = connection.prepare(
        "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
             ?19, ?20, ?21, ?22, ?23)",
    )?;
    let mut insert_side =
        connection.prepare("INSERT INTO event_sides VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    let mut insert_document = connection.prepare("INSERT INTO event_documents VALUES (?1, ?2, ?3)")?;
    let mut insert_claim = connection.prepare("INSERT INTO event_claims VALUES (?1, ?2, ?3, ?4)")?;
    let put_evidence = |table: &str, owner: i64, evidence: &[Evidence]| -> Result<(), StoreProblem> {
        let mut insert =
            connection.prepare_cached(&format!("INSERT INTO {table} VALUES (?1, ?2, ?3, ?4, ?5, ?6)"))?;
        for (Evidence { doc, start, end, text }, n) in evidence.iter().zip(1i64..) {
            insert.execute(params![owner, n, number_of(doc)?, start, end, text])?;
        }
        Ok(())
    };
    for (event, number) in events.iter().zip(1i64..) {
        let Event {
            schema: _,
            id,
            event_type,
            mode,
            contexts,
            plans,
            cameo,
            quad,
            goldstein,
            status,
            history,
            part_of,
            said_by,
            date,
            place,
            source,
            target,
            participants,
            summary,
            documents,
            independent,
            evidence,
            claims,
            corrected,
        } = event;
        let date = date.unwrap_or(DayInterval::UNKNOWN);
        insert
            .execute(params![
                number,
                id,
                event_type.as_str(),
                mode,
                to_json(contexts)?,
                plans.as_ref().map(|p| p.event_type.as_str()),
                plans.as_ref().and_then(|p| p.mode.as_deref()),
                plans.as_ref().map(|p| p.cameo.as_str()),
                cameo.as_str(),
                quad,
                goldstein,
                status.as_str(),
                to_json(history)?,
                part_of,
                said_by.as_ref().map(to_json).transpose()?,
                date.begin.map(day),
                date.end.map(day),
                place.as_ref().map(|p| p.name.as_str()),
                place.as_ref().and_then(|p| p.state.as_deref()),
                to_json(participants)?,
                summary,
                independent,
                (!corrected.is_empty()).then(|| to_json(corrected)).transpose()?
            ])
            .map_err(|e| twice(e, id))?;
        for (side, parties) in [("source", source), ("target", target)] {
            for (Side { name, code, state, sector }, n) in parties.iter().zip(1i64..) {
                insert_side.execute(params![number, side, n, name, code, state, sector])?;
            }
        }
        for (doc, n) in documents.iter().zip(1i64..) {
            insert_document.execute([number, n, number_of(doc)?])?;
        }
        for (ClaimRef { doc, event }, n) in claims.iter().zip(1i64..) {
            insert_claim.execute([number, n, number_of(doc)?, i64::from(*event)])?;
        }
        put_evidence("event_evidence", number, evidence)?;
    }

    let mut insert = connection.prepare(
        "INSERT INTO tenures VALUES
         (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    )?;
    for (tenure, number) in tenures.iter().zip(1i64..) {
        let Tenure {
            person,
            office,
            state,
            first,
            last,
            first_is_start,
            last_is_end,
            began,
            ended,
            former_by,
            not_before,
            acting,
            independent,
            earliest,
            latest,
            evidence,
        } = tenure;
        let (began, ended) = (began.unwrap_or_default(), ended.unwrap_or_default());
        insert.execute(params![
            number,
            state,
            office,
            person,
            first.map(day),
            last.map(day),
            first_is_start,
            last_is_end,
            began.begin.map(day),
            began.end.map(day),
            ended.begin.map(day),
            ended.end.map(day),
            former_by.map(day),
            not_before.map(day),
            acting,
            independent,
            earliest.as_ref().map(to_json).transpose()?,
            latest.as_ref().map(to_json).transpose()?
        ])?;
        put_evidence("tenure_evidence", number, evidence)?;
    }

    let mut insert = connection.prepare("INSERT INTO findings VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (Finding { id, kind, message, ids, evidence }, number) in findings.iter().zip(1i64..) {
        insert.execute(params![number, id, kind, message, to_json(ids)?]).map_err(|e| twice(e, id))?;
        put_evidence("finding_evidence", number, evidence)?;
    }
    write_statements(
        connection,
        statements,
        &numbers,
        &crate::claims::numbers(events.iter().map(|e| e.id.as_str())),
    )
}

/// Writes the statements; `reports` and `events` are the numbers by id.
fn write_statements(
    connection: &Connection,
    statements: &[Statement],
    reports: &HashMap<&str, i64>,
    events: &HashMap<&str, i64>,
) -> Result<(), StoreProblem> {
    let number_of = |id: &str| reports.get(id).copied().ok_or_else(|| unknown(id));
    let mut insert = connection.prepare(
        "INSERT INTO statements VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    let mut insert_hearer =
        connection.prepare("INSERT INTO statement_hearers VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut insert_evidence =
        connection.prepare("INSERT INTO statement_evidence VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (statement, number) in statements.iter().zip(1i64..) {
        let Statement {
            id,
            doc,
            speaker,
            hearers,
            topic,
            kind,
            direct,
            words,
            date,
            event,
            evidence,
            state,
            state_evidence,
        } = statement;
        let date = date.unwrap_or(DayInterval::UNKNOWN);
        let event = match event.as_deref() {
            None => None,
            Some(id) => Some(events.get(id).copied().ok_or_else(|| no_event(id))?),
        };
        insert
            .execute(params![
                number,
                id,
                number_of(doc)?,
                speaker.name,
                speaker.code,
                speaker.state,
                speaker.sector,
                kind.as_str(),
                topic,
                direct,
                words,
                date.begin.map(day),
                date.end.map(day),
                event,
                state.map(|s| s.as_str())
            ])
            .map_err(|e| twice(e, id))?;
        for (Side { name, code, state, sector }, n) in hearers.iter().zip(1i64..) {
            insert_hearer.execute(params![number, n, name, code, state, sector])?;
        }
        for (shows, evidence) in [("statement", evidence), ("state", state_evidence)] {
            for (Evidence { doc, start, end, text }, n) in evidence.iter().zip(1i64..) {
                insert_evidence.execute(params![number, shows, n, number_of(doc)?, start, end, text])?;
            }
        }
    }
    Ok(())
}

fn no_event(id: &str) -> StoreProblem {
    StoreProblem::Inconsistent { detail: format!("there is no event «{id}»") }
}

fn unknown(id: &str) -> StoreProblem {
    StoreProblem::Inconsistent { detail: format!("there is no report «{id}»") }
}

fn twice(error: rusqlite::Error, id: &str) -> StoreProblem {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => {
            StoreProblem::Inconsistent { detail: format!("«{id}» occurs twice") }
        }
        _ => error.into(),
    }
}

fn day(day: Day) -> String {
    day.to_string()
}

/// The word that a unit enum is written as.
fn word<T: Serialize>(value: &T) -> Result<String, StoreProblem> {
    Ok(to_json(value)?.trim_matches('"').to_string())
}

// --- reading

/// The record; without the texts of its reports where those are not asked for.
pub(crate) fn read_record(connection: &Connection, texts: bool) -> Result<Record, StoreProblem> {
    Ok(Record {
        events: read_events(connection, None)?.into_iter().map(|(_, event)| event).collect(),
        tenures: read_tenures(connection)?,
        findings: read_findings(connection)?,
        statements: read_statements(connection)?,
        reports: read_reports(connection, None, texts)?.into_iter().map(|(_, row)| row).collect(),
    })
}

fn filtered(connection: &Connection, filter: &EventFilter) -> Result<Vec<i64>, StoreProblem> {
    let EventFilter { states, since, until, event_type, person, min_independent, report } = filter;
    // A day that is not known may be any day, yet an event of which nothing is known is in no period.
    let mut statement = connection.prepare(
        "SELECT event_no FROM events e
         WHERE (?1 IS NULL OR coalesce(date_end >= ?1, date_begin IS NOT NULL))
           AND (?2 IS NULL OR coalesce(date_begin <= ?2, date_end IS NOT NULL))
           AND (?3 IS NULL OR type = ?3)
           AND independent >= ?4
           AND NOT EXISTS (SELECT 1 FROM json_each(?5) wanted WHERE NOT EXISTS
               (SELECT 1 FROM event_sides s WHERE s.event_no = e.event_no AND s.state = wanted.value))
           AND (?6 IS NULL
                OR EXISTS (SELECT 1 FROM json_each(e.participants) p WHERE instr(lower(p.value), ?6))
                OR EXISTS (SELECT 1 FROM event_sides s WHERE s.event_no = e.event_no AND instr(lower(s.name), ?6)))
           AND (?7 IS NULL OR EXISTS (SELECT 1 FROM event_documents d JOIN reports r USING (report_no)
               WHERE d.event_no = e.event_no AND r.id = ?7))
         ORDER BY event_no",
    )?;
    let numbers = statement.query_map(
        params![
            since.map(day),
            until.map(day),
            event_type.map(EventType::as_str),
            min_independent,
            to_json(states)?,
            // SQLite's own lower() knows ASCII alone; the fold must be the same on both sides.
            person.as_ref().map(|p| p.to_ascii_lowercase()),
            report
        ],
        |row| row.get(0),
    )?;
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// Rows of a table that belong to a numbered thing, by its number; of one number alone where it is given.
fn parts<T>(
    connection: &Connection,
    columns: &str,
    table: &str,
    owner: &str,
    only: Option<i64>,
    read: impl Fn(&Row<'_>) -> Result<T, StoreProblem>,
) -> Result<HashMap<i64, Vec<T>>, StoreProblem> {
    let only_one = if only.is_some() { format!("WHERE {owner} = ?1") } else { String::new() };
    let mut statement = connection
        .prepare_cached(&format!("SELECT {owner}, {columns} FROM {table} {only_one} ORDER BY {owner}, n"))?;
    let mut rows = match only {
        Some(number) => statement.query([number])?,
        None => statement.query([])?,
    };
    let mut parts: HashMap<i64, Vec<T>> = HashMap::new();
    while let Some(row) = rows.next()? {
        parts.entry(row.get(0)?).or_default().push(read(row)?);
    }
    Ok(parts)
}

fn evidence(
    connection: &Connection,
    table: &str,
    owner: &str,
    only: Option<i64>,
) -> Result<HashMap<i64, Vec<Evidence>>, StoreProblem> {
    let joined = format!("{table} JOIN reports USING (report_no)");
    parts(connection, "id, start, \"end\", text", &joined, owner, only, |row| {
        Ok(Evidence { doc: row.get(1)?, start: row.get(2)?, end: row.get(3)?, text: row.get(4)? })
    })
}

fn read_events(connection: &Connection, only: Option<i64>) -> Result<Vec<(i64, Event)>, StoreProblem> {
    let owner = "event_no";
    let side = |side: &str| {
        let table = format!("(SELECT * FROM event_sides WHERE side = '{side}')");
        parts(connection, "name, code, state, sector", &table, owner, only, |row| {
            Ok(Side { name: row.get(1)?, code: row.get(2)?, state: row.get(3)?, sector: row.get(4)? })
        })
    };
    let (mut sources, mut targets) = (side("source")?, side("target")?);
    let mut documents =
        parts(connection, "id", "event_documents JOIN reports USING (report_no)", owner, only, |row| {
            Ok(row.get::<_, String>(1)?)
        })?;
    let mut claims =
        parts(connection, "id, claim", "event_claims JOIN reports USING (report_no)", owner, only, |row| {
            Ok(ClaimRef { doc: row.get(1)?, event: row.get(2)? })
        })?;
    let mut evidence = evidence(connection, "event_evidence", owner, only)?;

    let only_one = if only.is_some() { "WHERE event_no = ?1" } else { "" };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT event_no, id, type, mode, contexts, plan_type, plan_mode, plan_cameo, cameo, quad, goldstein, status,
                history, part_of, said_by, date_begin, date_end, place_name, place_state, participants, summary,
                independent, corrected
         FROM events {only_one} ORDER BY event_no"
    ))?;
    let mut rows = match only {
        Some(number) => statement.query([number])?,
        None => statement.query([])?,
    };
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let plans = match row.get_ref(5)? {
            rusqlite::types::ValueRef::Null => None,
            _ => Some(Plan { event_type: parsed(row, 5)?, mode: row.get(6)?, cameo: parsed(row, 7)? }),
        };
        let date = DayInterval { begin: days(row, 15)?, end: days(row, 16)? };
        let place = row.get::<_, Option<String>>(17)?;
        events.push((
            number,
            Event {
                schema: 1,
                id: row.get(1)?,
                event_type: parsed(row, 2)?,
                mode: row.get(3)?,
                contexts: json(row, 4)?,
                plans,
                cameo: parsed(row, 8)?,
                quad: row.get(9)?,
                goldstein: row.get(10)?,
                status: unit(row, 11)?,
                history: json(row, 12)?,
                part_of: row.get(13)?,
                said_by: match row.get_ref(14)? {
                    rusqlite::types::ValueRef::Null => None,
                    _ => Some(json(row, 14)?),
                },
                date: (!date.is_unknown()).then_some(date),
                place: match place {
                    None => None,
                    Some(name) => Some(RecordPlace { name, state: row.get(18)? }),
                },
                source: sources.remove(&number).unwrap_or_default(),
                target: targets.remove(&number).unwrap_or_default(),
                participants: json(row, 19)?,
                summary: row.get(20)?,
                documents: documents.remove(&number).unwrap_or_default(),
                independent: row.get(21)?,
                evidence: evidence.remove(&number).unwrap_or_default(),
                claims: claims.remove(&number).unwrap_or_default(),
                corrected: match row.get_ref(22)? {
                    rusqlite::types::ValueRef::Null => Vec::new(),
                    _ => json(row, 22)?,
                },
            },
        ));
    }
    Ok(events)
}

pub(crate) fn read_reports(
    connection: &Connection,
    only: Option<&str>,
    texts: bool,
) -> Result<Vec<(i64, ReportRow)>, StoreProblem> {
    let only_one = if only.is_some() { "WHERE id = ?1" } else { "" };
    let words = if texts { "t.text, t.removed" } else { "'', '[]'" };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT text_key, id, url, source, title, r.language, {words}, published_date, published_begin, published_end,
                published_basis, published_conflict, published_candidates, copy, copy_of, story, claims,
                copy_how
         FROM reports r JOIN texts t USING (text_key) {only_one} ORDER BY report_no"
    ))?;
    let mut rows = match only {
        Some(id) => statement.query([id])?,
        None => statement.query([])?,
    };
    let mut reports = Vec::new();
    while let Some(row) = rows.next()? {
        let published = Published {
            date: days(row, 8)?,
            begin: days(row, 9)?,
            end: days(row, 10)?,
            basis: match row.get_ref(11)? {
                rusqlite::types::ValueRef::Null => None,
                _ => Some(unit(row, 11)?),
            },
            conflict: row.get(12)?,
            candidates: json(row, 13)?,
        };
        reports.push((
            row.get(0)?,
            ReportRow {
                id: row.get(1)?,
                url: row.get(2)?,
                source: row.get(3)?,
                title: row.get(4)?,
                language: row.get(5)?,
                text: row.get(6)?,
                removed: json(row, 7)?,
                published,
                copy: row.get(14)?,
                copy_of: row.get(15)?,
                copy_how: match row.get_ref(18)? {
                    rusqlite::types::ValueRef::Null => None,
                    _ => Some(json(row, 18)?),
                },
                story: row.get(16)?,
                events: json(row, 17)?,
            },
        ));
    }
    Ok(reports)
}

fn read_tenures(connection: &Connection) -> Result<Vec<Tenure>, StoreProblem> {
    let mut evidence = evidence(connection, "tenure_evidence", "tenure_no", None)?;
    let mut statement = connection.prepare_cached(
        "SELECT tenure_no, person, office, state, first, last, first_is_start, last_is_end, began_begin, began_end,
                ended_begin, ended_end, former_by, not_before, acting, independent, earliest, latest
         FROM tenures ORDER BY tenure_no",
    )?;
    let mut rows = statement.query([])?;
    let mut tenures = Vec::new();
    let told = |begin: Option<Day>, end: Option<Day>| {
        Some(DayInterval { begin, end }).filter(|interval| !interval.is_unknown())
    };
    while let Some(row) = rows.next()? {
        tenures.push(Tenure {
            person: row.get(1)?,
            office: row.get(2)?,
            state: row.get(3)?,
            first: days(row, 4)?,
            last: days(row, 5)?,
            first_is_start: row.get(6)?,
            last_is_end: row.get(7)?,
            began: told(days(row, 8)?, days(row, 9)?),
            ended: told(days(row, 10)?, days(row, 11)?),
            former_by: days(row, 12)?,
            not_before: days(row, 13)?,
            acting: row.get(14)?,
            independent: row.get(15)?,
            earliest: optional(row, 16)?,
            latest: optional(row, 17)?,
            evidence: evidence.remove(&row.get(0)?).unwrap_or_default(),
        });
    }
    Ok(tenures)
}

fn read_findings(connection: &Connection) -> Result<Vec<Finding>, StoreProblem> {
    let mut evidence = evidence(connection, "finding_evidence", "finding_no", None)?;
    let mut statement = connection
        .prepare_cached("SELECT finding_no, id, kind, message, ids FROM findings ORDER BY finding_no")?;
    let mut rows = statement.query([])?;
    let mut findings = Vec::new();
    while let Some(row) = rows.next()? {
        findings.push(Finding {
            id: row.get(1)?,
            kind: row.get(2)?,
            message: row.get(3)?,
            ids: json(row, 4)?,
            evidence: evidence.remove(&row.get(0)?).unwrap_or_default(),
        });
    }
    Ok(findings)
}

fn read_statements(connection: &Connection) -> Result<Vec<Statement>, StoreProblem> {
    let owner = "statement_no";
    let mut hearers =
        parts(connection, "name, code, state, sector", "statement_hearers", owner, None, |row| {
            Ok(Side { name: row.get(1)?, code: row.get(2)?, state: row.get(3)?, sector: row.get(4)? })
        })?;
    let evidence_of = |shows: &str| {
        let table = format!("(SELECT * FROM statement_evidence WHERE shows = '{shows}')");
        evidence(connection, &table, owner, None)
    };
    let (mut said, mut later) = (evidence_of("statement")?, evidence_of("state")?);
    let mut statement = connection.prepare_cached(
        "SELECT statement_no, s.id, r.id, speaker_name, speaker_code, speaker_state, speaker_sector, kind, topic, direct,
                words, s.date_begin, s.date_end, e.id, state
         FROM statements s JOIN reports r USING (report_no) LEFT JOIN events e USING (event_no)
         ORDER BY statement_no",
    )?;
    let mut rows = statement.query([])?;
    let mut statements = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let date = DayInterval { begin: days(row, 11)?, end: days(row, 12)? };
        statements.push(Statement {
            id: row.get(1)?,
            doc: row.get(2)?,
            speaker: Side { name: row.get(3)?, code: row.get(4)?, state: row.get(5)?, sector: row.get(6)? },
            hearers: hearers.remove(&number).unwrap_or_default(),
            kind: unit(row, 7)?,
            topic: row.get(8)?,
            direct: row.get(9)?,
            words: row.get(10)?,
            date: (!date.is_unknown()).then_some(date),
            event: row.get(13)?,
            evidence: said.remove(&number).unwrap_or_default(),
            state: match row.get_ref(14)? {
                rusqlite::types::ValueRef::Null => None,
                _ => Some(unit(row, 14)?),
            },
            state_evidence: later.remove(&number).unwrap_or_default(),
        });
    }
    Ok(statements)
}

/// A column of JSON that may be empty.
fn optional<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Option<T>, StoreProblem> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => json(row, column).map(Some),
    }
}

fn days(row: &Row<'_>, column: usize) -> Result<Option<Day>, StoreProblem> {
    match row.get::<_, Option<String>>(column)? {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(StoreProblem::damaged),
    }
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
    row: &Row<'_>,
    column: usize,
) -> Result<T, StoreProblem> {
    String::column_result(row.get_ref(column)?)
        .map_err(StoreProblem::damaged)?
        .parse()
        .map_err(StoreProblem::damaged)
}

/// Reads a unit enum from its word.
fn unit<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, StoreProblem> {
    let word: String = row.get(column)?;
    serde_json::from_value(word.into()).map_err(StoreProblem::damaged)
}
