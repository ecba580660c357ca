//! What a person is shown of a record: views as plain structs, their drawing for a terminal, and the exports.
//!
//! The decision that shaped this crate: **a number is a list of ids**. A view never holds a bare count; it holds the ids
//! of the events, reports or findings that were counted, so that whoever reads the number can ask for what stands
//! behind it. Drawing ([`terminal`]) turns the lists into figures, and nothing else.
//!
//! It reads no file and no clock and knows nothing of where a record is kept: every function takes a
//! [`Record`](chancery_model::Record).

pub mod actors;
pub mod check;
pub mod compare;
pub mod csv;
pub mod directory;
pub mod export;
pub mod holdings;
pub mod index;
pub mod offices;
pub mod period;
pub mod search;
pub mod show;
pub mod statements;
pub mod svg;
pub mod terminal;
pub mod timeline;
pub mod words;

pub use actors::Actors;
pub use check::{Check, CheckedFinding};
pub use compare::{Comparison, Only, compare};
pub use directory::{Directory, Unknown, Who};
pub use export::{Format, Table, write_table};
pub use holdings::Holdings;
pub use index::{Series, SeriesFilter, Step, series};
pub use offices::{OfficeHolders, Offices};
pub use search::{Search, SearchHit, UnknownWord};
pub use show::{ActorView, Cited, EventView, FindingView, Mark, ReportView, Says, Shown, Tellings, show};
pub use statements::{StatementFilter, StatementView, Statements};
pub use timeline::{Entry, Filter, Kind, Timeline, timeline};
