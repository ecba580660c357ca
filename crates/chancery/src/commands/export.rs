//! `chancery export`.

use super::read::{Open, open};
use crate::args;
use crate::failure::{Failure, Outcome};
use crate::output::say;
use chancery_model::{Event, Record, Status};
use chancery_views::Table;
use chancery_views::export::{Format, export_events, happened};
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Writes tables where they are wanted.
pub fn export(args: &args::Export) -> Result<Outcome, Failure> {
    let job = Job::of(args)?;
    let Open { record, .. } = open(&args.record, args.as_of)?;
    match &args.output {
        None => job.to_stdout(&record)?,
        Some(path) if is_folder(path) => job.to_folder(&record, path)?,
        Some(path) => job.to_file(&record, path)?,
    }
    job.say_what_is_missing(&record);
    Ok(Outcome::Done)
}

/// What is to be written.
struct Job {
    format: Format,
    /// None where none was named.
    tables: Vec<Table>,
    /// None where none was named.
    statuses: Vec<Status>,
}

impl Job {
    fn of(args: &args::Export) -> Result<Self, Failure> {
        let format = format(args.format);
        let tables: Vec<Table> = args.tables.iter().copied().map(table).collect();
        let statuses: Vec<Status> = args.status.iter().copied().map(status).collect();
        if format.is_layout() && tables.iter().any(|table| *table != Table::Events) {
            return Err(Failure::Call(
                "that layout holds events only: leave --table out, or take --format csv or parquet".into(),
            ));
        }
        if !format.is_layout() && !statuses.is_empty() {
            return Err(Failure::Call(
                "--status is for polecat, icews and gdelt: the other tables have it as a column".into(),
            ));
        }
        Ok(Job { format, tables, statuses })
    }

    /// The one table that was named, else events.
    fn table(&self) -> Result<Table, Failure> {
        match self.tables[..] {
            [] => Ok(Table::Events),
            [table] => Ok(table),
            _ => Err(Failure::Call("several tables go into a folder: -o FOLDER/".into())),
        }
    }

    fn to_stdout(&self, record: &Record) -> Result<(), Failure> {
        let table = self.table()?;
        let stdout = io::stdout();
        if self.format == Format::Parquet && stdout.is_terminal() {
            return Err(Failure::Call(
                "Parquet is no text for a terminal: write it to a file with -o FILE, or read --format csv"
                    .into(),
            ));
        }
        let mut out = BufWriter::with_capacity(1 << 16, stdout);
        self.write(record, table, &mut out)?;
        out.flush()?;
        Ok(())
    }

    fn to_folder(&self, record: &Record, folder: &Path) -> Result<(), Failure> {
        fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
        let tables = match &self.tables[..] {
            [] if self.format.is_layout() => &[Table::Events],
            [] => &Table::ALL[..],
            named => named,
        };
        for table in tables {
            self.put(record, *table, &folder.join(self.format.file_name(*table)))?;
        }
        Ok(())
    }

    fn to_file(&self, record: &Record, path: &Path) -> Result<(), Failure> {
        self.put(record, self.table()?, path)
    }

    fn put(&self, record: &Record, table: Table, path: &Path) -> Result<(), Failure> {
        let rows = write_whole(path, |out| self.write(record, table, out))
            .map_err(|error| unwritten(path, &error))?;
        let rows = format!("{rows} {}", if rows == 1 { "row" } else { "rows" });
        say(&format!("{rows} in {}", path.display()));
        Ok(())
    }

    fn write(&self, record: &Record, table: Table, out: &mut (impl Write + Send)) -> io::Result<usize> {
        if self.format.is_layout() {
            export_events(record, self.format, |event| self.wants(event), out)
        } else {
            chancery_views::export::export(record, self.format, table, out)
        }
    }

    fn wants(&self, event: &Event) -> bool {
        if self.statuses.is_empty() { happened(event) } else { self.statuses.contains(&event.status) }
    }

    /// What another data set's layout cannot show is said, lest it be taken for all that there is.
    fn say_what_is_missing(&self, record: &Record) {
        if !self.format.is_layout() {
            return;
        }
        let (kept, left): (Vec<&Event>, Vec<&Event>) =
            record.events.iter().partition(|event| self.wants(event));
        let undated = kept.iter().filter(|event| event.date.and_then(|date| date.day()).is_none()).count();
        if !left.is_empty() {
            let why = if self.statuses.is_empty() {
                "planned, proposed, denied or only supposed (--status takes them in)"
            } else {
                "of another status"
            };
            say(&format!("{} left out: {why}.", events(left.len())));
        }
        if undated > 0 {
            say(&format!("{} without a date here: not known to the day.", events(undated)));
        }
    }
}

fn events(count: usize) -> String {
    format!("{count} {}", if count == 1 { "event" } else { "events" })
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    Failure::Machine(format!("{}: it can’t be written ({error})", path.display()))
}

/// Writes a file as a whole: whoever looks sees the old one or the new one. What is no file (a pipe, a device) is written as it
/// comes.
fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<usize>,
) -> io::Result<usize> {
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        let mut out = BufWriter::new(File::options().write(true).open(path)?);
        let rows = write(&mut out)?;
        out.flush()?;
        return Ok(rows);
    }
    // A link stays one: what it leads to is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.into());
    let part = beside(&path);
    let written = File::create(&part).map(BufWriter::new).and_then(|mut out| {
        let rows = write(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&part, &path)?;
        Ok(rows)
    });
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}

/// A name in the same folder that no other run takes.
fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

fn format(format: args::Format) -> Format {
    match format {
        args::Format::Jsonl => Format::Jsonl,
        args::Format::Csv => Format::Csv,
        args::Format::Parquet => Format::Parquet,
        args::Format::Polecat => Format::Polecat,
        args::Format::Icews => Format::Icews,
        args::Format::Gdelt => Format::Gdelt,
    }
}

fn table(table: args::Table) -> Table {
    match table {
        args::Table::Events => Table::Events,
        args::Table::EventSides => Table::EventSides,
        args::Table::EventPairs => Table::EventPairs,
        args::Table::EventSources => Table::EventSources,
        args::Table::EventEvidence => Table::EventEvidence,
        args::Table::Actors => Table::Actors,
        args::Table::Tenures => Table::Tenures,
        args::Table::Statements => Table::Statements,
        args::Table::StatementEvidence => Table::StatementEvidence,
        args::Table::Findings => Table::Findings,
        args::Table::FindingEvidence => Table::FindingEvidence,
        args::Table::Reports => Table::Reports,
        args::Table::DyadDays => Table::DyadDays,
    }
}

fn status(status: args::Status) -> Status {
    match status {
        args::Status::Happened => Status::Happened,
        args::Status::Ongoing => Status::Ongoing,
        args::Status::Planned => Status::Planned,
        args::Status::Proposed => Status::Proposed,
        args::Status::Denied => Status::Denied,
        args::Status::Hypothetical => Status::Hypothetical,
    }
}
