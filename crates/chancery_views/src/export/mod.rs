//! The record's tables for other programs: JSON Lines as `contract/record.md` has them, flat tables as CSV and Parquet, and the
//! events in the column layouts of POLECAT, ICEWS and GDELT 2.0. `docs/exports.md` tells what each column means.
//!
//! Each layout is one list of columns, a name and what stands in it (`column`): `flat`, `polecat`, `icews`, `gdelt`. What is
//! unknown stays empty everywhere; the same record gives the same bytes.

mod claims;
mod codes;
mod column;
mod comparison;
mod contract;
mod delimited;
mod flat;
mod gathered;
mod gdelt;
mod icews;
mod pairs;
mod parquet;
mod polecat;
mod series;

use chancery_model::{Event, Record, Status};
use delimited::TABBED;
pub use gathered::{Gathered, Selection, Values, gathered};
pub use series::write_series_csv;
use std::io::{self, Write};

/// What a table is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines.
    Jsonl,
    /// Comma-separated values (RFC 4180), with a header.
    Csv,
    /// Apache Parquet, flat.
    Parquet,
    /// Events as POLECAT has them.
    Polecat,
    /// Events as ICEWS has them.
    Icews,
    /// Events as GDELT 2.0 has them.
    Gdelt,
}

impl Format {
    /// Whether it is another data set's layout, which holds events only and has no column for their status.
    pub fn is_layout(self) -> bool {
        matches!(self, Format::Polecat | Format::Icews | Format::Gdelt)
    }

    /// The name of a table's file in a folder.
    pub fn file_name(self, table: Table) -> String {
        match self {
            Format::Jsonl => format!("{}.jsonl", table.name()),
            Format::Csv => format!("{}.csv", table.name()),
            Format::Parquet => format!("{}.parquet", table.name()),
            Format::Polecat => "polecat.txt".into(),
            Format::Icews => "icews.tab".into(),
            Format::Gdelt => "gdelt.export.CSV".into(),
        }
    }
}

/// A table of the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Table {
    /// Merged events, by date and then id.
    #[default]
    Events,
    /// The sides of each event, one a row.
    EventSides,
    /// The pairs of sides of each event, source to target, as ICEWS and GDELT count them.
    EventPairs,
    /// The reports of each event, one a row.
    EventSources,
    /// The sentences of each event, one a row.
    EventEvidence,
    /// Everybody who is a side of an event or of a statement, by name and code.
    Actors,
    /// Tenures, by state, office, first day and person.
    Tenures,
    /// Statements, by report and place.
    Statements,
    /// The sentences of each statement, one a row.
    StatementEvidence,
    /// Findings, by id.
    Findings,
    /// The sentences of each finding, one a row.
    FindingEvidence,
    /// Reports, by id.
    Reports,
    /// Events between two states on one day, counted.
    DyadDays,
}

impl Table {
    /// All tables.
    pub const ALL: [Table; 13] = [
        Table::Events,
        Table::EventSides,
        Table::EventPairs,
        Table::EventSources,
        Table::EventEvidence,
        Table::Actors,
        Table::Tenures,
        Table::Statements,
        Table::StatementEvidence,
        Table::Findings,
        Table::FindingEvidence,
        Table::Reports,
        Table::DyadDays,
    ];

    /// The table of that name.
    ///
    /// ```
    /// use chancery_views::Table;
    /// assert_eq!((Table::of_name("dyad_days"), Table::of_name("days")), (Some(Table::DyadDays), None));
    /// ```
    pub fn of_name(name: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|table| table.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Table::Events => "events",
            Table::EventSides => "event_sides",
            Table::EventPairs => "event_pairs",
            Table::EventSources => "event_sources",
            Table::EventEvidence => "event_evidence",
            Table::Actors => "actors",
            Table::Tenures => "tenures",
            Table::Statements => "statements",
            Table::StatementEvidence => "statement_evidence",
            Table::Findings => "findings",
            Table::FindingEvidence => "finding_evidence",
            Table::Reports => "reports",
            Table::DyadDays => "dyad_days",
        }
    }
}

/// Writes a table as JSON Lines; how many lines it wrote.
///
/// ```
/// let mut out = Vec::new();
/// let record = chancery_model::Record::default();
/// let lines = chancery_views::write_table(&record, chancery_views::Table::Events, &mut out)?;
/// assert_eq!((lines, out.len()), (0, 0));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_table(record: &Record, table: Table, out: &mut (impl Write + Send)) -> io::Result<usize> {
    export(record, Format::Jsonl, table, out)
}

/// Writes a table; how many rows it wrote, the header not counted. Of another data set's layout there is only one table, of
/// the events that [`happened`]; [`export_events`] lets a caller choose others.
///
/// ```
/// use chancery_views::export::{Format, Table, export};
/// let mut out = Vec::new();
/// export(&chancery_model::Record::default(), Format::Csv, Table::EventSides, &mut out)?;
/// assert_eq!(out, b"event_id,side,position,actor_id,name,code,state,sector\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn export(
    record: &Record,
    format: Format,
    table: Table,
    out: &mut (impl Write + Send),
) -> io::Result<usize> {
    match (format, table) {
        (Format::Polecat | Format::Icews | Format::Gdelt, _) => export_events(record, format, happened, out),
        (Format::Jsonl, Table::Events) => contract::write_events(record, out),
        (Format::Jsonl, Table::Tenures) => contract::lines(&record.tenures, out),
        (Format::Jsonl, Table::Statements) => contract::lines(&record.statements, out),
        (Format::Jsonl, Table::Findings) => contract::lines(&record.findings, out),
        (Format::Jsonl, Table::Reports) => contract::lines(&record.reports, out),
        _ => flat::write(record, format, table, out),
    }
}

/// Whether an event took place, as far as its reports tell: it happened or goes on.
pub fn happened(event: &Event) -> bool {
    matches!(event.status, Status::Happened | Status::Ongoing)
}

/// Writes the events that are wanted in another data set's layout; how many rows it wrote.
/// POLECAT has one row an event; ICEWS and GDELT have one for each pair of source and target. In any other format these
/// are all events, whatever is wanted.
pub fn export_events(
    record: &Record,
    format: Format,
    wanted: impl Fn(&Event) -> bool,
    out: &mut (impl Write + Send),
) -> io::Result<usize> {
    match format {
        Format::Polecat => {
            delimited::write(&TABBED, &polecat::columns(), &polecat::rows(record, wanted), out)
        }
        Format::Icews => {
            let tabbed = delimited::Form { latin1: true, missing: "", ..TABBED };
            delimited::write(&tabbed, &icews::columns(), &icews::rows(record, wanted), out)
        }
        Format::Gdelt => {
            let tabbed = delimited::Form { header: false, missing: "", ..TABBED };
            delimited::write(&tabbed, &gdelt::columns(), &gdelt::rows(record, wanted), out)
        }
        Format::Jsonl | Format::Csv | Format::Parquet => export(record, format, Table::Events, out),
    }
}
