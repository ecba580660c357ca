//! Reports as read and what each of them tells: the part of the file that the record is computed from.

use crate::error::StoreProblem;
use crate::ids::report_ids;
use crate::store::{CHANGES, Store, count_change, counter};
use crate::{ContentHash, Identity, StoreError};
use chancery_model::{Annotated, Report};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// A report as read, known inside one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextKey(pub(crate) i64);

/// A report to be stored with what it tells.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// By which it is known.
    pub identity: Identity,
    /// The report, under the id that it was given.
    pub report: Report,
    /// What it tells. Tokens are not stored.
    pub annotated: Annotated,
}

/// What a file holds of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nothing.
    Unknown,
    /// Its content, in a reading whose place this one is to take.
    OtherReading,
    /// Its content, not yet coded by this coder.
    Uncoded(TextKey),
    /// All of it.
    Coded(TextKey),
}

/// The reports that are stored and coded at one moment, with the ids that they have in the record.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(crate) changes: i64,
    pub(crate) coder: String,
    /// Sorted by id.
    pub(crate) reports: Vec<SnapshotReport>,
    /// The corrections with which the record is computed.
    pub(crate) corrections: String,
}

#[derive(Clone, Debug)]
pub(crate) struct SnapshotReport {
    pub id: String,
    pub key: TextKey,
    pub hash: ContentHash,
}

impl Snapshot {
    /// Notes the corrections with which the record is computed (`Corrections::text`); there are none otherwise.
    pub fn corrected_by(mut self, corrections: &str) -> Snapshot {
        self.corrections = corrections.into();
        self
    }

    /// How many reports it holds.
    pub fn len(&self) -> usize {
        self.reports.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// The ids of its reports, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.reports.iter().map(|report| report.id.as_str())
    }
}

/// What each report of a snapshot tells, ordered by id, read one at a time.
#[derive(Debug)]
pub struct Claims<'s> {
    store: &'s Store,
    coder: &'s str,
    reports: std::slice::Iter<'s, SnapshotReport>,
}

impl Iterator for Claims<'_> {
    type Item = Result<Annotated, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let report = self.reports.next()?;
        let read = annotated(&self.store.connection, report.key, self.coder).and_then(|found| {
            let mut annotated = found.ok_or(StoreProblem::Moved)?;
            annotated.id.clone_from(&report.id);
            Ok(annotated)
        });
        Some(self.store.at(read))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.reports.size_hint()
    }
}

impl Store {
    /// What the file holds of a report.
    pub fn held(&self, identity: &Identity, coder: &str) -> Result<Held, StoreError> {
        let held = || -> Result<Held, StoreProblem> {
            let mut statement = self.connection.prepare_cached(
                "SELECT text_key, reader, reading,
                        EXISTS (SELECT 1 FROM analyses a WHERE a.text_key = t.text_key AND a.coder = ?2)
                 FROM texts t WHERE content = ?1 AND leaving = 0",
            )?;
            let mut rows = statement.query(params![identity.content.to_string(), coder])?;
            let Some(row) = rows.next()? else { return Ok(Held::Unknown) };
            let key = TextKey(row.get(0)?);
            Ok(if identity.replaces(&row.get::<_, String>(1)?, hash(row, 2)?) {
                Held::OtherReading
            } else if row.get(3)? {
                Held::Coded(key)
            } else {
                Held::Uncoded(key)
            })
        };
        self.at(held())
    }

    /// The ids that reports were given, with the hash of each; sorted by id, then hash.
    pub fn known_reports(&self) -> Result<Vec<(String, ContentHash)>, StoreError> {
        let known = live(&self.connection, None)
            .map(|texts| texts.into_iter().map(|(id, _, hash)| (id, hash)).collect());
        self.at(known)
    }

    /// Stores reports with what they tell, all of them or none. The record does not change until
    /// [`Store::replace_record`]. What is there already is left as it is.
    pub fn put_reports(&mut self, reports: &[NewReport], coder: &str) -> Result<(), StoreError> {
        let put = self.put(reports, coder);
        self.at(put)
    }

    fn put(&mut self, reports: &[NewReport], coder: &str) -> Result<(), StoreProblem> {
        self.write_ahead()?;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut changed = false;
        for new in reports {
            changed |= put_report(&transaction, new, coder)?;
        }
        if changed {
            count_change(&transaction)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The reports that this coder has not coded, in the order in which they were stored.
    pub fn uncoded(&self, coder: &str) -> Result<Vec<TextKey>, StoreError> {
        let uncoded = || -> Result<Vec<TextKey>, StoreProblem> {
            let mut statement = self.connection.prepare(
                "SELECT text_key FROM texts t WHERE leaving = 0 AND NOT EXISTS
                     (SELECT 1 FROM analyses a WHERE a.text_key = t.text_key AND a.coder = ?1)
                 ORDER BY text_key",
            )?;
            let keys = statement.query_map([coder], |row| Ok(TextKey(row.get(0)?)))?;
            Ok(keys.collect::<Result<_, _>>()?)
        };
        self.at(uncoded())
    }

    /// A report as it was read, under the id that it was given: all that coding it again needs.
    pub fn report_as_read(&self, key: TextKey) -> Result<Report, StoreError> {
        let read = || -> Result<Report, StoreProblem> {
            let mut statement = self.connection.prepare_cached(
                "SELECT given_id, url, source, language, title, text, removed, dates FROM texts WHERE text_key = ?1",
            )?;
            let mut rows = statement.query([key.0])?;
            let row = rows.next()?.ok_or(StoreProblem::Moved)?;
            Ok(Report {
                id: row.get(0)?,
                url: row.get(1)?,
                source: row.get(2)?,
                language: row.get(3)?,
                title: row.get(4)?,
                text: row.get(5)?,
                removed: json(row, 6)?,
                dates: json(row, 7)?,
            })
        };
        self.at(read())
    }

    /// Stores what reports tell that are stored already, all of it or none.
    pub fn put_analyses(&mut self, analyses: &[(TextKey, Annotated)], coder: &str) -> Result<(), StoreError> {
        if analyses.is_empty() {
            return Ok(());
        }
        let mut put = || -> Result<(), StoreProblem> {
            self.write_ahead()?;
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for (key, annotated) in analyses {
                put_analysis(&transaction, *key, annotated, coder)?;
            }
            count_change(&transaction)?;
            transaction.commit()?;
            Ok(())
        };
        let put = put();
        self.at(put)
    }

    /// Takes reports out, all of them or none: the next record is computed without them. An id is the report's in the
    /// record, or the one it was given where no other report was given the same.
    pub fn remove_reports(&mut self, ids: &[String]) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut remove = || -> Result<(), StoreProblem> {
            let keys = ids.iter().map(|id| resolve(&self.connection, id)).collect::<Result<Vec<_>, _>>()?;
            self.write_ahead()?;
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for key in keys {
                transaction.execute("UPDATE texts SET leaving = 1 WHERE text_key = ?1", [key.0])?;
            }
            count_change(&transaction)?;
            transaction.commit()?;
            Ok(())
        };
        let removed = remove();
        self.at(removed)
    }

    /// Takes one report out, as [`Store::remove_reports`] does.
    pub fn remove_report(&mut self, id: &str) -> Result<(), StoreError> {
        self.remove_reports(&[id.to_string()])
    }

    /// The reports that this coder has coded, as they stand now.
    pub fn snapshot(&self, coder: &str) -> Result<Snapshot, StoreError> {
        let snapshot = || -> Result<Snapshot, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            let changes = counter(&reading, CHANGES)?;
            let texts = live(&reading, Some(coder))?;
            let given: Vec<_> = texts.iter().map(|(id, _, hash)| (id.as_str(), *hash)).collect();
            let mut reports: Vec<_> = report_ids(&given)
                .into_iter()
                .zip(&texts)
                .map(|(id, (_, key, hash))| SnapshotReport { id, key: *key, hash: *hash })
                .collect();
            reports.sort_by(|a, b| a.id.cmp(&b.id));
            Ok(Snapshot { changes, coder: coder.into(), reports, corrections: String::new() })
        };
        self.at(snapshot())
    }

    /// What each report of the snapshot tells, ordered by id; without tokens. An item fails where the file can't be
    /// read, or another build has stored reports since.
    pub fn claims<'s>(&'s self, snapshot: &'s Snapshot) -> Claims<'s> {
        Claims { store: self, coder: &snapshot.coder, reports: snapshot.reports.iter() }
    }

    /// What one report of the record tells, with its mentions, times and quotes; without tokens. `None` where the record
    /// has no such report.
    pub fn annotated(&self, id: &str) -> Result<Option<Annotated>, StoreError> {
        let read = || -> Result<Option<Annotated>, StoreProblem> {
            let reading = self.connection.unchecked_transaction()?;
            let key = reading
                .prepare_cached("SELECT text_key FROM reports WHERE id = ?1")?
                .query_row([id], |row| Ok(TextKey(row.get(0)?)))
                .optional()?;
            let Some(key) = key else { return Ok(None) };
            let coder = crate::store::meta(&reading, crate::store::CODER)?.unwrap_or_default();
            let mut found = annotated(&reading, key, &coder)?;
            if let Some(annotated) = &mut found {
                annotated.id = id.into();
            }
            Ok(found)
        };
        self.at(read())
    }
}

/// Given id, key and hash of the reports that are to be in the record, sorted by given id, then hash; with a coder only
/// those that it has coded.
fn live(
    connection: &Connection,
    coder: Option<&str>,
) -> Result<Vec<(String, TextKey, ContentHash)>, StoreProblem> {
    let mut statement = connection.prepare(
        "SELECT given_id, text_key, content FROM texts t WHERE leaving = 0 AND (?1 IS NULL OR EXISTS
             (SELECT 1 FROM analyses a WHERE a.text_key = t.text_key AND a.coder = ?1))
         ORDER BY given_id, content",
    )?;
    let mut rows = statement.query([coder])?;
    let mut texts = Vec::new();
    while let Some(row) = rows.next()? {
        texts.push((row.get(0)?, TextKey(row.get(1)?), hash(row, 2)?));
    }
    Ok(texts)
}

/// The stored report that an id names.
fn resolve(connection: &Connection, id: &str) -> Result<TextKey, StoreProblem> {
    let mut statement = connection.prepare_cached(
        "SELECT text_key, content FROM texts
         WHERE given_id = ?1 AND leaving = 0 AND substr(content, 1, length(?2)) = ?2 ORDER BY content",
    )?;
    let mut named = |given: &str, digits: &str| -> Result<Vec<(TextKey, ContentHash)>, StoreProblem> {
        let mut rows = statement.query([given, digits])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((TextKey(row.get(0)?), hash(row, 1)?));
        }
        Ok(found)
    };
    let mut found = named(id, "")?;
    if found.is_empty()
        && let Some((given, digits)) = id.rsplit_once('~')
        && digits.len() >= 6
    {
        found = named(given, digits)?;
    }
    match &found[..] {
        [] => Err(StoreProblem::UnknownReport { id: id.into() }),
        [(key, _)] => Ok(*key),
        several => {
            let given: Vec<_> = several.iter().map(|(_, hash)| (id, *hash)).collect();
            Err(StoreProblem::SharedId { id: id.into(), ids: report_ids(&given) })
        }
    }
}

fn put_report(connection: &Connection, new: &NewReport, coder: &str) -> Result<bool, StoreProblem> {
    let Identity { content, reader, reading } = &new.identity;
    let content = content.to_string();
    let mut changed = false;
    let held: Option<(i64, String, String, bool)> = connection
        .prepare_cached(
            "SELECT text_key, reader, reading, leaving FROM texts WHERE content = ?1
             ORDER BY leaving, reading <> ?2, text_key DESC LIMIT 1",
        )?
        .query_row(params![content, reading.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let key = match held {
        Some((key, _, held, leaving)) if held == reading.to_string() => {
            connection
                .prepare_cached("UPDATE texts SET reader = ?2, leaving = 0 WHERE text_key = ?1")?
                .execute(params![key, reader])?;
            changed |= leaving;
            key
        }
        Some((_, by, held, false)) if !new.identity.replaces(&by, parse_hash(&held)?) => return Ok(false),
        held => {
            if let Some((key, _, _, false)) = held {
                // The record that stands rests on the earlier reading until the next takes its place.
                connection
                    .prepare_cached("UPDATE texts SET leaving = 1 WHERE text_key = ?1")?
                    .execute([key])?;
            }
            changed = true;
            let Report { id, url, source, language, title, text, removed, dates } = &new.report;
            connection
                .prepare_cached(
                    "INSERT INTO texts (content, reader, reading, given_id, url, source, language, title, text,
                         removed, dates)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                )?
                .execute(params![
                    content,
                    reader,
                    reading.to_string(),
                    id,
                    url,
                    source,
                    language,
                    title,
                    text,
                    to_json(removed)?,
                    to_json(dates)?
                ])?;
            connection.last_insert_rowid()
        }
    };
    Ok(put_analysis(connection, TextKey(key), &new.annotated, coder)? || changed)
}

fn put_analysis(
    connection: &Connection,
    key: TextKey,
    annotated: &Annotated,
    coder: &str,
) -> Result<bool, StoreProblem> {
    let Annotated {
        schema: _,
        id: _,
        url: _,
        source: _,
        language,
        title: _,
        text: _,
        removed: _,
        published,
        sentences,
        tokens: _,
        mentions,
        actors,
        times,
        quotes,
        events,
    } = annotated;
    let written = connection
        .prepare_cached(
            "INSERT INTO analyses
                 (text_key, coder, language, published, sentences, mentions, actors, times, quotes, events)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            key.0,
            coder,
            language,
            to_json(published)?,
            to_json(sentences)?,
            to_json(mentions)?,
            to_json(actors)?,
            to_json(times)?,
            to_json(quotes)?,
            to_json(events)?
        ])?;
    Ok(written > 0)
}

/// What a report tells, under the id that it was given.
pub(crate) fn annotated(
    connection: &Connection,
    key: TextKey,
    coder: &str,
) -> Result<Option<Annotated>, StoreProblem> {
    let mut statement = connection.prepare_cached(
        "SELECT t.given_id, t.url, t.source, a.language, t.title, t.text, t.removed, a.published, a.sentences,
                a.mentions, a.actors, a.times, a.quotes, a.events
         FROM texts t JOIN analyses a USING (text_key) WHERE text_key = ?1 AND coder = ?2",
    )?;
    let mut rows = statement.query(params![key.0, coder])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Annotated {
        schema: 1,
        id: row.get(0)?,
        url: row.get(1)?,
        source: row.get(2)?,
        language: row.get(3)?,
        title: row.get(4)?,
        text: row.get(5)?,
        removed: json(row, 6)?,
        published: json(row, 7)?,
        sentences: list(row, 8)?,
        tokens: Vec::new(),
        mentions: list(row, 9)?,
        actors: list(row, 10)?,
        times: list(row, 11)?,
        quotes: list(row, 12)?,
        events: list(row, 13)?,
    }))
}

/// Reads a column of JSON.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, StoreProblem> {
    let value = row.get_ref(column)?;
    let text = value.as_str().map_err(StoreProblem::damaged)?;
    serde_json::from_str(text).map_err(StoreProblem::damaged)
}

/// Reads a column that holds a list, which takes no more memory than it fills: linking holds those of all reports.
fn list<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Vec<T>, StoreProblem> {
    let mut list: Vec<T> = json(row, column)?;
    list.shrink_to_fit();
    Ok(list)
}

/// Writes a column of JSON.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreProblem> {
    serde_json::to_string(value).map_err(|e| StoreProblem::Inconsistent { detail: e.to_string() })
}

/// Reads a column that holds a hash.
pub(crate) fn hash(row: &Row<'_>, column: usize) -> Result<ContentHash, StoreProblem> {
    parse_hash(&row.get::<_, String>(column)?)
}

fn parse_hash(hex: &str) -> Result<ContentHash, StoreProblem> {
    ContentHash::parse(hex).ok_or_else(|| StoreProblem::damaged(format!("«{hex}» is no hash of a report")))
}

/// The number of each report of a list, by id.
pub(crate) fn numbers<'r>(ids: impl Iterator<Item = &'r str>) -> HashMap<&'r str, i64> {
    ids.zip(1..).collect()
}
