//! What can go wrong with a record's file.

use std::path::{Path, PathBuf};

/// A record could not be opened, read or written. Names the file; [`StoreError::problem`] says what happened.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct StoreError {
    /// The record's file.
    pub path: PathBuf,
    /// What happened.
    pub problem: StoreProblem,
}

/// What happened to a record's file, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreProblem {
    /// There is no such file, and it was not to be made.
    #[error("there is no such record; make one with `chancery build PATH -r FILE`")]
    NotFound,
    /// Nothing was ever stored in the file.
    #[error("the record is empty; fill it with `chancery build PATH -r FILE`")]
    Empty,
    /// The file is a folder, no SQLite database, or a database that is not a record.
    #[error("this is not a chancery record; name a file that `chancery build` made")]
    NotARecord,
    /// The file's schema is of a later version than this program knows.
    #[error(
        "made by a newer chancery (record version {found}, this program reads up to {known}): update the program"
    )]
    Newer {
        /// The file's version.
        found: u32,
        /// The newest version that this program reads.
        known: u32,
    },
    /// The file is of an earlier version and can't be written, so it can't be brought up to date.
    #[error(
        "made by an older chancery (record version {found}), and the file can't be written to bring it up to date: copy it to where it can be written"
    )]
    Older {
        /// The file's version.
        found: u32,
    },
    /// Another program holds the file.
    #[error("in use by another program; try again when that has ended")]
    InUse,
    /// The disk, or the quota on it, is full. What was complete before is still there.
    #[error("the disk is full; make room and build again: nothing that was stored is lost")]
    Full,
    /// The file or its folder can't be written.
    #[error("the file or its folder can't be written")]
    ReadOnly,
    /// The file can't be opened: permissions, or a folder that is not there.
    #[error("the file can't be opened ({detail})")]
    CannotOpen {
        /// SQLite's words.
        detail: String,
    },
    /// SQLite finds the file broken, or a value in it can't be read.
    #[error("the file is damaged ({detail}); build the record again from its reports")]
    Damaged {
        /// Where, and what was found.
        detail: String,
    },
    /// No report of the record has that id.
    #[error("there is no report «{id}» in the record")]
    UnknownReport {
        /// The id asked for.
        id: String,
    },
    /// Reports of different content were given that id; each has one of its own.
    #[error("several reports were given the id «{id}»; name one of {}", ids.join(", "))]
    SharedId {
        /// The id asked for.
        id: String,
        /// The ids of the reports, sorted.
        ids: Vec<String>,
    },
    /// Another build stored reports since the snapshot was taken: link again from a new one.
    #[error("another build stored reports in the meantime; link again")]
    Moved,
    /// The record to be stored names a report or repeats an id in a way that can't be stored.
    #[error("the record does not fit its reports: {detail}")]
    Inconsistent {
        /// What does not fit.
        detail: String,
    },
    /// No build has that number.
    #[error("there is no build {build}; the last is {last}: `chancery log` has them all")]
    NoBuild {
        /// The number.
        build: i64,
        /// The last build's number.
        last: i64,
    },
    /// The record was made by a version of the program that kept nothing of what it changed.
    #[error("the record as of build {build} is not known: what was changed is kept only since build {from}")]
    NoPast {
        /// The build asked for.
        build: i64,
        /// The first build as of which the record is known.
        from: i64,
    },
    /// Reading or writing failed in another way.
    #[error("reading or writing failed ({0})")]
    Sqlite(#[source] rusqlite::Error),
}

impl StoreProblem {
    /// Names the file.
    pub(crate) fn at(self, path: &Path) -> StoreError {
        StoreError { path: path.to_path_buf(), problem: self }
    }

    pub(crate) fn damaged(detail: impl std::fmt::Display) -> Self {
        StoreProblem::Damaged { detail: detail.to_string() }
    }
}

impl From<rusqlite::Error> for StoreProblem {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match &error {
            rusqlite::Error::SqliteFailure(failure, detail) => match failure.code {
                Code::DiskFull => StoreProblem::Full,
                Code::DatabaseBusy | Code::DatabaseLocked => StoreProblem::InUse,
                Code::NotADatabase => StoreProblem::NotARecord,
                Code::ReadOnly => StoreProblem::ReadOnly,
                Code::CannotOpen | Code::PermissionDenied => {
                    StoreProblem::CannotOpen { detail: detail.clone().unwrap_or_else(|| failure.to_string()) }
                }
                Code::DatabaseCorrupt => {
                    StoreProblem::damaged(detail.clone().unwrap_or_else(|| failure.to_string()))
                }
                _ => StoreProblem::Sqlite(error),
            },
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => StoreProblem::damaged(error),
            _ => StoreProblem::Sqlite(error),
        }
    }
}
