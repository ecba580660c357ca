//! The record as one SQLite file: reports as read, what each of them tells, the record computed from that, and the log
//! of what changed. `docs/schema.md` describes every table and view for readers with other tools.
//!
//! The decision that shaped this crate: **a reader always sees the last complete record**. Reports and analyses are
//! only ever added beside what the record rests on; [`Store::replace_record`] swaps the whole record in one transaction
//! and only then takes away what nothing rests on any more. So a build can be killed at any moment: the old record
//! stands, and the next build finds the reports that were already coded.
//!
//! It does not code, link or read files of reports; it reads no clock (the caller hands in the time of a build).
//!
//! ```
//! use chancery_model::{Annotated, Record, Report};
//! use chancery_store::{Identity, NewReport, Store};
//!
//! let folder = tempfile::tempdir()?;
//! let mut store = Store::open_or_create(folder.path().join("estmark.chancery"))?;
//! let report = Report { id: "a".into(), text: "Estmark thanked Norvia.".into(), ..Report::default() };
//! let annotated = Annotated { id: "a".into(), text: report.text.clone(), ..Annotated::default() };
//! let identity = Identity::of(&report, "reader 1");
//! store.put_reports(&[NewReport { identity, report, annotated }], "coder 1")?;
//! assert!(store.is_stale()?);
//!
//! let snapshot = store.snapshot("coder 1")?;
//! let record = Record::default(); // what linking makes of `store.claims(&snapshot)`
//! # let row = chancery_model::ReportRow { id: "a".into(), url: None, source: None, title: None, language: None,
//! #     text: "Estmark thanked Norvia.".into(), removed: vec![], published: Default::default(), copy: None,
//! #     copy_of: None, copy_how: None, story: None, events: vec![] };
//! # let record = Record { reports: vec![row], ..record };
//! let changes = store.replace_record(&record, &snapshot, "linker 1", "2031-03-05T09:00:00Z")?;
//! assert_eq!(changes.reports_added, 1);
//! store.finish()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod claims;
mod content;
mod difference;
mod error;
mod history;
mod ids;
mod past;
mod record;
mod schema;
mod search;
mod store;

pub use claims::{Claims, Held, NewReport, Snapshot, TextKey};
pub use content::{ContentHash, Identity};
pub use error::{StoreError, StoreProblem};
pub use history::{Build, Change, Changes, LogEntry, Subject};
pub use ids::report_ids;
pub use record::EventFilter;
pub use schema::{APPLICATION_ID, SCHEMA_VERSION};
pub use search::{BadCursor, Cursor, Found, Hit, Note, Query, UnknownWord};
pub use store::{Store, Totals};
