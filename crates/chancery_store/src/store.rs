//! Opening, closing and watching over the file.

use crate::{StoreError, StoreProblem, schema};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another program that holds the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open record. One connection: [`Send`], not shared between threads.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    path: PathBuf,
    /// The file is in write-ahead mode, put there by this store.
    ahead: bool,
}

/// What a file is opened for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Read,
    Write,
    Create,
}

/// How much a record holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Reports of the record.
    pub reports: u64,
    /// Those of them that are no copies.
    pub independent: u64,
    /// Events.
    pub events: u64,
    /// Tenures.
    pub tenures: u64,
    /// Findings.
    pub findings: u64,
    /// Builds that changed something.
    pub builds: u64,
}

impl Store {
    /// Opens a record for reading and writing; one of an earlier version is brought up to date.
    ///
    /// Fails where there is none, where the file is no record or one of a later version, or can't be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        Store::open_for(path.as_ref(), Purpose::Write)
    }

    /// Opens a record, or makes an empty one where there is no file or an empty one.
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        Store::open_for(path.as_ref(), Purpose::Create)
    }

    /// Opens a record for reading alone. One of an earlier version is brought up to date first, and what a killed
    /// build left beside the file is taken in or undone, which needs a file that can be written; else it is left alone.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        Store::open_for(path.as_ref(), Purpose::Read)
    }

    fn open_for(path: &Path, purpose: Purpose) -> Result<Store, StoreError> {
        Store::opened(path, purpose).map_err(|problem| problem.at(path))
    }

    fn opened(path: &Path, purpose: Purpose) -> Result<Store, StoreProblem> {
        match path.metadata() {
            Ok(there) if there.is_dir() => return Err(StoreProblem::NotARecord),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && purpose != Purpose::Create => {
                return Err(StoreProblem::NotFound);
            }
            _ => {}
        }
        // SQLite opens a file for reading that it may not write; reading alone would keep it from undoing what a killed
        // build left half-written.
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, purpose == Purpose::Create);
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        match schema::kind(&connection)? {
            schema::Kind::Empty if purpose == Purpose::Create => {
                // Both count only before the first table.
                connection.pragma_update(None, "page_size", 8192)?;
                connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
                schema::migrate(&mut connection, 0)?;
            }
            schema::Kind::Empty => return Err(StoreProblem::Empty),
            schema::Kind::Foreign => return Err(StoreProblem::NotARecord),
            schema::Kind::Record(found) if found > schema::SCHEMA_VERSION => {
                return Err(StoreProblem::Newer { found, known: schema::SCHEMA_VERSION });
            }
            schema::Kind::Record(found) if found < schema::SCHEMA_VERSION => {
                match schema::migrate(&mut connection, found) {
                    Err(StoreProblem::ReadOnly | StoreProblem::CannotOpen { .. }) => {
                        return Err(StoreProblem::Older { found });
                    }
                    other => other?,
                }
            }
            schema::Kind::Record(_) => {}
        }
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "query_only", purpose == Purpose::Read)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Store { connection, path: path.to_path_buf(), ahead: false })
    }

    /// The record's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends a build: folds what was written ahead back into the one file, and gives back room that is no longer
    /// used. A reader that holds the file only delays the folding to the next build. Does nothing to a file in
    /// which nothing was written.
    pub fn finish(mut self) -> Result<(), StoreError> {
        let folded = self.fold();
        self.at(folded)
    }

    fn fold(&mut self) -> Result<(), StoreProblem> {
        let mode: String = self.connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        if mode != "wal" {
            return Ok(());
        }
        let number = |name: &str| self.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        if number("freelist_count")? > number("page_count")? / 4 {
            self.connection.execute_batch("PRAGMA incremental_vacuum")?;
        }
        if self.ahead {
            self.connection.execute_batch("PRAGMA optimize")?;
        }
        // Both wait for readers as long as the patience lasts, which is not worth it for tidiness.
        self.connection.busy_timeout(Duration::from_millis(200))?;
        let folded = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .and_then(|()| self.connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())));
        self.connection.busy_timeout(PATIENCE)?;
        match folded.map_err(StoreProblem::from) {
            Err(StoreProblem::InUse) => Ok(()),
            other => other,
        }
    }

    /// Called before the first write: from here on a kill loses at most what the last transaction held, and readers
    /// are not kept waiting. A file that nothing is written to stays as it is, to the byte.
    pub(crate) fn write_ahead(&mut self) -> Result<(), StoreProblem> {
        if !self.ahead {
            // A file system without shared memory keeps the mode it has, which is as safe and only slower.
            let mode: String =
                self.connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
            if mode == "wal" {
                self.connection.execute_batch("PRAGMA synchronous = NORMAL")?;
            }
            self.ahead = true;
        }
        Ok(())
    }

    /// How much the record holds.
    pub fn totals(&self) -> Result<Totals, StoreError> {
        let count = |table: &str| {
            self.connection
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))
                .map(|n| n as u64)
        };
        let totals = || -> Result<Totals, StoreProblem> {
            Ok(Totals {
                reports: count("reports")?,
                independent: count("reports WHERE copy_of IS NULL")?,
                events: count("events")?,
                tenures: count("tenures")?,
                findings: count("findings")?,
                builds: count("builds")?,
            })
        };
        self.at(totals())
    }

    /// Whether reports were stored or taken out since the record was last computed: a build was stopped, or is going on.
    /// The record is complete all the same, as of the last build that ended.
    pub fn is_stale(&self) -> Result<bool, StoreError> {
        let stale = || Ok(counter(&self.connection, CHANGES)? != counter(&self.connection, LINKED)?);
        self.at(stale())
    }

    /// Which build of the record this is: it changes with every build that changed something, and with nothing else.
    pub fn edition(&self) -> Result<(i64, i64), StoreError> {
        let edition = || -> Result<(i64, i64), StoreProblem> {
            let builds =
                self.connection
                    .query_row("SELECT coalesce(max(build), 0) FROM builds", [], |row| row.get(0))?;
            Ok((builds, counter(&self.connection, LINKED)?))
        };
        self.at(edition())
    }

    /// Whether the record is what this coder and this linker make of the reports stored, with these corrections
    /// (`Corrections::text`).
    pub fn is_current(&self, coder: &str, linker: &str, corrections: &str) -> Result<bool, StoreError> {
        let current = || -> Result<bool, StoreProblem> {
            Ok(counter(&self.connection, CHANGES)? == counter(&self.connection, LINKED)?
                && meta(&self.connection, CODER)?.as_deref() == Some(coder)
                && meta(&self.connection, LINKER)?.as_deref() == Some(linker)
                && meta(&self.connection, CORRECTIONS)?.unwrap_or_default() == corrections)
        };
        self.at(current())
    }

    /// The text of the corrections that the record rests on; empty where there are none.
    pub fn corrections(&self) -> Result<String, StoreError> {
        self.at(meta(&self.connection, CORRECTIONS).map(Option::unwrap_or_default))
    }

    /// Names the file in what went wrong.
    pub(crate) fn at<T>(&self, result: Result<T, StoreProblem>) -> Result<T, StoreError> {
        result.map_err(|problem| problem.at(&self.path))
    }
}

/// Counts every change to the reports stored.
pub(crate) const CHANGES: &str = "changes";
/// The count of changes on which the record rests.
pub(crate) const LINKED: &str = "linked";
/// The coder whose analyses the record rests on.
pub(crate) const CODER: &str = "coder";
/// The linker that made the record.
pub(crate) const LINKER: &str = "linker";
/// The corrections that the record rests on.
pub(crate) const CORRECTIONS: &str = "corrections";

pub(crate) fn meta(connection: &Connection, name: &str) -> Result<Option<String>, StoreProblem> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub(crate) fn set_meta(connection: &Connection, name: &str, value: &str) -> Result<(), StoreProblem> {
    connection.prepare_cached("INSERT OR REPLACE INTO meta VALUES (?1, ?2)")?.execute([name, value])?;
    Ok(())
}

pub(crate) fn counter(connection: &Connection, name: &str) -> Result<i64, StoreProblem> {
    match meta(connection, name)? {
        None => Ok(0),
        Some(value) => value.parse().map_err(|_| StoreProblem::damaged(format!("meta {name} is «{value}»"))),
    }
}

/// Notes that the reports stored have changed.
pub(crate) fn count_change(connection: &Connection) -> Result<(), StoreProblem> {
    let count = counter(connection, CHANGES)? + 1;
    set_meta(connection, CHANGES, &count.to_string())
}

#[doc(hidden)]
impl Store {
    /// Lets the file grow to so many pages, as a full disk would; for tests.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        let limited = self
            .connection
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .map_err(StoreProblem::from);
        self.at(limited)
    }
}
