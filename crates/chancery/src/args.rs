//! What can be typed.

use chancery_ingest::Field;
use chancery_model::{DayInterval, EventType};
use chancery_store::Cursor;
use clap::{Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Reads news reports and official readouts about relations between states and keeps the record: who did what to whom,
/// when, where, and who says so.
#[derive(Debug, Parser)]
#[command(
    name = "chancery",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    before_help = "Examples:\n  chancery build reports/\n  chancery timeline --between canada china\n  chancery search 'tariffs OR duties' --since 2025",
    after_help = "Exit status: 0 done, 1 some input was skipped, 2 the call was wrong, 3 the record or the machine failed."
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

/// The record that a command reads.
#[derive(Clone, Debug, clap::Args)]
pub struct RecordFile {
    /// The record
    #[arg(short, long = "record", value_name = "FILE", default_value = "record.chancery", value_hint = ValueHint::FilePath)]
    pub record: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read reports into a record
    ///
    /// Reads .txt, .html, .jsonl, .csv, .tsv, .parquet and .warc files and folders of them, each but .parquet also packed
    /// as .gz; “-” is JSON Lines on standard input. A report that is already there changes nothing. What was read, skipped
    /// and why is told at the end.
    #[command(
        before_help = "Examples:\n  chancery build reports/ more.jsonl\n  chancery build archive.jsonl --column text=BodyText -r archive.chancery\n  chancery build --remove report-17",
        after_help = "Beside the record, record.corrections may hold an analyst’s corrections, one a line; they hold on every build:\n  \
            merge e-1a2b3c4d5e e-99aa00bb11        # one call, told with two days\n  \
            split e-1a2b3c4d5e courier-2024-07-20  # this report tells of another meeting\n  \
            recode e-1a2b3c4d5e status=planned date=2025-11-11 place=\"Kuala Lumpur, MYS\"\n  \
            rename \"Mrs. Anand\" \"Anita Anand\""
    )]
    Build(Build),
    /// Annotate documents, one JSON object a line; touches no record
    ///
    /// Reads what “build” reads.
    #[command(
        before_help = "Examples:\n  chancery annotate report.html > report.jsonl\n  chancery annotate crawl.warc.gz news.csv > reports.jsonl"
    )]
    Annotate(Annotate),
    /// The events in order of time
    #[command(
        before_help = "Examples:\n  chancery timeline --between canada china --since 2025\n  chancery timeline --person \"Wang Yi\" --type visit\n  chancery timeline --type conflict --min-sources 2 --csv > conflict.csv"
    )]
    Timeline(Timeline),
    /// The course of a relation: events by period, their mean Goldstein score, turning points
    ///
    /// Each event counts once, in the period that it surely lies in. Only what happened or goes on is counted, in a report’s
    /// own voice, unless --status asks for more; what is not counted is told.
    #[command(
        before_help = "Examples:\n  chancery index canada china --by year\n  chancery index canada china --by month --since 2025 --svg course.svg\n  chancery index canada china --status happened,ongoing,said --min-sources 2 --csv"
    )]
    Index(Index),
    /// One event, report, statement, finding, state or person with all of its evidence
    #[command(
        before_help = "Examples:\n  chancery show b07c11      # an event, by its id or the beginning of it\n  chancery show report-17\n  chancery show canada"
    )]
    Show(Show),
    /// The reports of one event side by side: in what they agree, differ and contradict
    ///
    /// What only one report tells is shown as only that: silence is no denial. Reports that copy one another count as one.
    #[command(
        before_help = "Examples:\n  chancery compare 7f3a12aa                  # the event’s id or the beginning of it\n  chancery compare 7f3a12aa --only differs\n  chancery compare 7f3a12aa --only b         # what only report B tells"
    )]
    Compare(Compare),
    /// States, bodies and persons of the record, with their events counted
    #[command(before_help = "Examples:\n  chancery actors\n  chancery actors --json > actors.json")]
    Actors(Actors),
    /// Serve the record as web pages and a JSON API on this machine
    #[command(
        before_help = "Examples:\n  chancery serve                               # then open http://127.0.0.1:8080/\n  chancery serve -r ties.chancery --address 127.0.0.1:9000",
        after_help = "The pages are read anew when a build changes the record."
    )]
    Serve(Serve),
    /// Who held which office when, as the reports show it
    #[command(before_help = "Examples:\n  chancery offices canada")]
    Offices(Offices),
    /// Who said what to or of whom; promises with what later reports say of them
    #[command(
        before_help = "Examples:\n  chancery statements --by china --to canada --kind request\n  chancery statements --about tariffs --since 2025\n  chancery statements --kind commitment --state broken,withdrawn"
    )]
    Statements(Statements),
    /// Sentences of the reports by their words, the best first
    ///
    /// All the words must stand in a sentence, with their regular endings: visit finds visits, visited, visiting. "held
    /// talks" in double quotation marks finds these words as they stand; canol* what begins so; -tariffs leaves out sentences
    /// with that word; tariffs OR duties takes either. Accents and capitals don't matter.
    #[command(
        before_help = "Examples:\n  chancery search canola tariffs\n  chancery search '\"prisoner exchange\" -talks' --state canada,china\n  chancery search 'sanction* OR embargo' --since 2025 --type threaten"
    )]
    Search(Search),
    /// The findings: what does not add up
    #[command(
        before_help = "Examples:\n  chancery check\n  chancery check --kind event-date,denial\n  chancery check --json > findings.json"
    )]
    Check(Check),
    /// What each build changed, and because of which reports and corrections
    #[command(
        before_help = "Examples:\n  chancery log --since 2025-11-03\n  chancery log --build 1\n  chancery log --event e-1a2b3c4d5e\n  chancery timeline --as-of 1      # the record as it stood then"
    )]
    Log(Log),
    /// The record’s tables, for other programs
    #[command(
        before_help = "Examples:\n  chancery export > events.jsonl\n  chancery export --format parquet -o tables/         # all tables, a file each\n  \
            chancery export --format csv --table dyad_days -o dyads.csv\n  chancery export --format gdelt -o events.CSV",
        after_help = "What each column means: docs/exports.md."
    )]
    Export(Export),
    /// How a sentence is read, and the pattern and line that fired
    #[command(before_help = "Examples:\n  chancery explain \"The two presidents met in Lima on Saturday.\"")]
    Explain(Explain),
    /// The event patterns, and their own examples run
    #[command(
        before_help = "Examples:\n  chancery patterns\n  chancery patterns test consult/meeting\n  chancery patterns test"
    )]
    Patterns(Patterns),
    /// Manual pages, one for each command
    #[command(before_help = "Examples:\n  chancery man | man -l -\n  chancery man ~/.local/share/man/man1")]
    Man {
        /// Where to write them all; without it, the first goes to standard output
        #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
        folder: Option<PathBuf>,
    },
    /// Completions for a shell
    #[command(
        before_help = "Examples:\n  chancery completions bash > ~/.local/share/bash-completion/completions/chancery"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// How documents are read.
#[derive(Clone, Debug, clap::Args)]
pub struct Reading {
    /// Leave a text that the input gives as it is, to the character
    #[arg(long)]
    pub verbatim: bool,
    /// Threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Read past a report larger than this (16MB, 500kB, 2GB, or bytes)
    #[arg(long, value_name = "SIZE", default_value = "16MB", value_parser = size)]
    pub max_report_size: u64,
    /// Read a field from this column of JSON Lines and tables: text=BodyText
    #[arg(long = "column", value_name = "FIELD=COLUMN", value_parser = column)]
    pub columns: Vec<(Field, String)>,
}

#[derive(Debug, clap::Args)]
pub struct Build {
    /// Files and folders
    #[arg(value_name = "PATH", required_unless_present_any = ["remove", "corrections"], value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub record: RecordFile,
    /// Take a report out again
    #[arg(long, value_name = "ID")]
    pub remove: Vec<String>,
    /// Corrections of events and names [default: the record’s name with .corrections, where it is there]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub corrections: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    /// Print what was done as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Annotate {
    /// Files and folders
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, clap::Args)]
pub struct Timeline {
    #[command(flatten)]
    pub record: RecordFile,
    /// As the record stood after this build (12) or at the end of this time (2025-11-03)
    #[arg(long, value_name = "BUILD|DATE", value_parser = when)]
    pub as_of: Option<When>,
    /// Between these two: states (canada, CAN), bodies or persons
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub between: Option<Vec<String>>,
    /// From this time on: 2025, 2025-11 or 2025-11-03
    #[arg(long, value_name = "DATE", value_parser = chancery_views::period::parse)]
    pub since: Option<DayInterval>,
    /// Up to this time, included
    #[arg(long, value_name = "DATE", value_parser = chancery_views::period::parse)]
    pub until: Option<DayInterval>,
    /// Only this type (consult, threaten …), mode (visit, phone, arrest …), “cooperation” or “conflict”; several, by commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = chancery_views::Kind::parse)]
    pub kinds: Vec<chancery_views::Kind>,
    /// Only with this person; part of the name will do
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    /// Only told by at least so many reports that are no copies
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub min_sources: u32,
    /// Under each event, the words of one report
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    pub evidence: bool,
    /// As JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// As comma-separated values
    #[arg(long)]
    pub csv: bool,
}

#[derive(Debug, clap::Args)]
pub struct Index {
    /// A state (canada, CAN), body or person
    #[arg(value_name = "A")]
    pub a: String,
    /// The other
    #[arg(value_name = "B")]
    pub b: String,
    #[command(flatten)]
    pub record: RecordFile,
    /// As the record stood after this build (12) or at the end of this time (2025-11-03)
    #[arg(long, value_name = "BUILD|DATE", value_parser = when)]
    pub as_of: Option<When>,
    /// How long a period is: day, week, month, quarter or year
    #[arg(long, value_name = "PERIOD", default_value = "quarter", value_parser = chancery_views::Step::parse)]
    pub by: chancery_views::Step,
    /// Only of these statuses: happened, ongoing, planned, proposed, denied, hypothetical; “said” adds what stands only in
    /// somebody’s words; several, by commas [default: happened,ongoing]
    #[arg(long = "status", value_name = "STATUS", value_delimiter = ',', value_parser = chancery_views::index::Asked::parse)]
    pub statuses: Vec<chancery_views::index::Asked>,
    /// Only told by at least so many reports that are no copies
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub min_sources: u32,
    /// From this time on: 2025, 2025-11 or 2025-11-03
    #[arg(long, value_name = "DATE", value_parser = chancery_views::period::parse)]
    pub since: Option<DayInterval>,
    /// Up to this time, included
    #[arg(long, value_name = "DATE", value_parser = chancery_views::period::parse)]
    pub until: Option<DayInterval>,
    /// Write the chart here
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub svg: Option<PathBuf>,
    /// As JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// As comma-separated values
    #[arg(long)]
    pub csv: bool,
}

#[derive(Debug, clap::Args)]
pub struct Show {
    /// The id of an event, report, statement or finding, or the name of a state or person
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub record: RecordFile,
    /// As the record stood after this build (12) or at the end of this time (2025-11-03)
    #[arg(long, value_name = "BUILD|DATE", value_parser = when)]
    pub as_of: Option<When>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Compare {
    /// The event’s id or the beginning of it, as “timeline” shows it
    #[arg(value_name = "EVENT")]
    pub event: String,
    #[command(flatten)]
    pub record: RecordFile,
    /// Only the points told by both, by a, by b …, those that differ, or those that contradict
    #[arg(long, value_name = "WHICH", value_parser = chancery_views::Only::parse)]
    pub only: Option<chancery_views::Only>,
    /// Give copies of a report columns of their own
    #[arg(long)]
    pub split: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Actors {
    #[command(flatten)]
    pub record: RecordFile,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Serve {
    #[command(flatten)]
    pub record: RecordFile,
    /// Address and port to listen on; port 0 lets the system choose
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub address: std::net::SocketAddr,
}

#[derive(Debug, clap::Args)]
pub struct Offices {
    /// Only of this state (canada, CAN)
    #[arg(value_name = "STATE")]
    pub state: Option<String>,
    #[command(flatten)]
    pub record: RecordFile,
    /// As the record stood after this build (12) or at the end of this time (2025-11-03)
    #[arg(long, value_name = "BUILD|DATE", value_parser = when)]
    pub as_of: Option<When>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Statements {
    #[command(flatten)]
    pub record: RecordFile,
    /// As the record stood after this build (12) or at the end of this time (2025-11-03)
    #[arg(long, value_name = "BUILD|DATE", value_parser = when)]
    pub as_of: Option<When>,
    /// Only said by this state (canada, CAN), body or person
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// Only said to or of this state, body or person
    #[arg(long, value_name = "WHO")]
    pub to: Option<String>,
    /// Only about this: a topic (trade, climate …) or any words
    #[arg(long, value_name = "WORDS")]
    pub about: Option<String>,
    /// Only of this kind: commitment, request, accusation, praise, denial, warning, position; several, by commas
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',', value_parser = chancery_views::statements::kind)]
    pub kinds: Vec<chancery_model::StatementKind>,
    /// Only commitments in this state: open, due, kept, broken, withdrawn; several, by commas
    #[arg(long = "state", value_name = "STATE", value_delimiter = ',', value_parser = chancery_views::statements::state)]
    pub states: Vec<chancery_model::CommitmentState>,
    /// Said from this time on: 2025, 2025-11 or 2025-11-03
    #[arg(long, value_name = "DATE", value_parser = chancery_views::period::parse)]
    pub since: Option<DayInterval>,
    /// Said up to this time, included
    #[arg(long, value_name = "DATE", value_parser = chancery_views::period::parse)]
    pub until: Option<DayInterval>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Search {
    /// What to look for; best in single quotation marks, so that the shell leaves it alone
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    #[command(flatten)]
    pub record: RecordFile,
    /// Only sentences that name this state (canada, CAN) or somebody of it; of several, by commas, all
    #[arg(long = "state", value_name = "STATE", value_delimiter = ',')]
    pub states: Vec<String>,
    /// Published from this time on: 2025, 2025-11 or 2025-11-03
    #[arg(long, value_name = "DATE", value_parser = chancery_views::period::parse)]
    pub since: Option<DayInterval>,
    /// Published up to this time, included
    #[arg(long, value_name = "DATE", value_parser = chancery_views::period::parse)]
    pub until: Option<DayInterval>,
    /// Only in this outlet; part of its name will do
    #[arg(long, value_name = "OUTLET")]
    pub source: Option<String>,
    /// Only in this report
    #[arg(long, value_name = "ID")]
    pub report: Option<String>,
    /// Only sentences that tell of an event of this type (consult, threaten …)
    #[arg(long = "type", value_name = "TYPE", value_parser = event_type)]
    pub event_type: Option<EventType>,
    /// So many at most, up to 1000
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    /// Only what comes after this place, which the page before told
    #[arg(long, value_name = "PLACE")]
    pub after: Option<Cursor>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Check {
    /// Only findings of this kind (event-date, denial); several with commas
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',', value_parser = chancery_views::check::KINDS)]
    pub kinds: Vec<String>,
    #[command(flatten)]
    pub record: RecordFile,
    /// As the record stood after this build (12) or at the end of this time (2025-11-03)
    #[arg(long, value_name = "BUILD|DATE", value_parser = when)]
    pub as_of: Option<When>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Log {
    #[command(flatten)]
    pub record: RecordFile,
    /// Builds from this one (12) or this time (2025, 2025-11, 2025-11-03) on
    #[arg(long, value_name = "BUILD|DATE", value_parser = when)]
    pub since: Option<When>,
    /// Only this build, with all that it changed
    #[arg(long, value_name = "N", conflicts_with = "since")]
    pub build: Option<i64>,
    /// Only what ever happened to this event, under whatever id
    #[arg(long, value_name = "ID")]
    pub event: Option<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// A build by its number, or by the time of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// By its number.
    Build(i64),
    /// By the days of a day, month or year.
    Time(DayInterval),
}

/// A layout that tables are exported in.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    /// JSON Lines
    Jsonl,
    /// Comma-separated values with a header
    Csv,
    /// Apache Parquet, flat tables
    Parquet,
    /// Events in the 40 columns of POLECAT
    Polecat,
    /// Events in the 20 columns of ICEWS
    Icews,
    /// Events in the 61 columns of GDELT 2.0
    Gdelt,
}

/// A table of the record.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Table {
    /// Merged events, by date and id
    Events,
    /// Who did it and to whom, one a row
    EventSides,
    /// Each source with each target, with the number that ICEWS and GDELT rows carry
    EventPairs,
    /// The reports that tell of an event, one a row
    EventSources,
    /// The sentences of an event, one a row
    EventEvidence,
    /// Everybody who acts, is acted on or speaks
    Actors,
    /// Who held which office
    Tenures,
    /// Who said what
    Statements,
    /// The sentences of a statement, one a row
    StatementEvidence,
    /// What does not add up
    Findings,
    /// The sentences of a finding, one a row
    FindingEvidence,
    /// Reports, by id
    Reports,
    /// Events between two states on one day, counted
    DyadDays,
}

/// A status of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Status {
    /// It took place
    Happened,
    /// It is going on
    Ongoing,
    /// It is to come
    Planned,
    /// It was put forward
    Proposed,
    /// Somebody says that it did not happen
    Denied,
    /// It is only supposed
    Hypothetical,
}

#[derive(Debug, clap::Args)]
pub struct Export {
    #[command(flatten)]
    pub record: RecordFile,
    /// As the record stood after this build (12) or at the end of this time (2025-11-03)
    #[arg(long, value_name = "BUILD|DATE", value_parser = when)]
    pub as_of: Option<When>,
    /// The layout
    #[arg(long, value_enum, default_value = "jsonl")]
    pub format: Format,
    /// The table; several, by commas, into a folder. Without it: events, into a folder all tables
    #[arg(long = "table", value_name = "TABLE", value_enum, value_delimiter = ',')]
    pub tables: Vec<Table>,
    /// Of polecat, icews and gdelt: the events with this status; several, by commas. Those layouts have no column that
    /// tells it. Without it: happened and ongoing
    #[arg(long, value_name = "STATUS", value_enum, value_delimiter = ',')]
    pub status: Vec<Status>,
    /// Write here instead of to standard output; into a folder where it is one or ends with a “/”
    #[arg(short, long, value_name = "FILE|FOLDER", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Explain {
    /// The sentence
    #[arg(value_name = "SENTENCE")]
    pub sentence: String,
    /// The day on which it is taken to be published, for “on Tuesday” and the like
    #[arg(long, value_name = "DATE", value_parser = chancery_views::period::parse)]
    pub date: Option<DayInterval>,
    /// As JSON, the annotated sentence
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Patterns {
    #[command(subcommand)]
    pub action: Option<PatternsAction>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum PatternsAction {
    /// Run the examples written in the patterns
    #[command(before_help = "Examples:\n  chancery patterns test\n  chancery patterns test consult/meeting")]
    Test {
        /// Only of this pattern (consult/meeting), or of those in this folder (consult)
        name: Option<String>,
    },
}

fn size(words: &str) -> Result<u64, String> {
    let folded = words.trim().to_ascii_lowercase();
    let digits = folded.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit: u64 = match folded[digits.len()..].trim() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return Err("write a size as 16MB, 500kB, 2GB or a number of bytes".into()),
    };
    let number: u64 = digits.parse().map_err(|_| "write a size as 16MB, 500kB, 2GB or a number of bytes")?;
    number.checked_mul(unit).filter(|bytes| *bytes > 0).ok_or_else(|| "that is no size of a report".into())
}

fn event_type(words: &str) -> Result<EventType, String> {
    match chancery_views::Kind::parse(words).map_err(|unknown| unknown.to_string())? {
        chancery_views::Kind::Type(event_type) => Ok(event_type),
        _ => Err(format!(
            "“{words}” is no type; the types: {}",
            EventType::ALL.map(|t| t.as_str().to_lowercase()).join(", ")
        )),
    }
}

/// A number below a thousand, or with a # before it, is a build's; "2025" is a year.
fn when(words: &str) -> Result<When, String> {
    let number = words.strip_prefix('#').or(Some(words).filter(|words| words.len() < 4));
    if let Some(build) = number.and_then(|number| number.parse().ok()).filter(|build| *build > 0) {
        return Ok(When::Build(build));
    }
    chancery_views::period::parse(words).map(When::Time).map_err(|_| {
        "write the number of a build (12), or a day, month or year (2025-11-03, 2025-11, 2025)".into()
    })
}

fn column(words: &str) -> Result<(Field, String), String> {
    let (field, column) = words.split_once('=').ok_or("write FIELD=COLUMN, as text=BodyText")?;
    let field = field.trim().to_ascii_lowercase();
    let known = Field::ALL.into_iter().find(|known| known.name() == field);
    let names = || Field::ALL.map(Field::name).join(", ");
    let field = known.ok_or_else(|| format!("“{field}” is no field; the fields: {}", names()))?;
    Ok((field, column.into()))
}

#[cfg(test)]
#[path = "../tests/common/shell.rs"]
mod shell;

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_hold_together() {
        Args::command().debug_assert();
    }

    fn every_command<'c>(command: &'c clap::Command, all: &mut Vec<&'c clap::Command>) {
        all.push(command);
        command.get_subcommands().for_each(|inner| every_command(inner, all));
    }

    #[test]
    fn every_help_begins_with_examples_that_can_be_typed() {
        let program = Args::command();
        let mut all = Vec::new();
        every_command(&program, &mut all);
        assert!(all.len() > 15);
        for command in all {
            let name = command.get_name();
            let help = command.clone().render_long_help().to_string();
            let lines: Vec<&str> = help.lines().skip(1).map_while(|line| line.strip_prefix("  ")).collect();
            assert!(help.starts_with("Examples:\n") && !lines.is_empty(), "{name}: {help}");
            for line in lines {
                let words = shell::words(line);
                assert_eq!(words[0], "chancery", "{name}: {line}");
                // Of the program itself any command will do.
                assert!(
                    name == "chancery" || name == "log" || words.iter().any(|word| word == name),
                    "{name}: {line}"
                );
                Args::try_parse_from(&words).unwrap_or_else(|e| panic!("{name}: {line}: {e}"));
            }
        }
    }

    #[test]
    fn a_build_is_told_from_a_year() {
        assert_eq!(when("12"), Ok(When::Build(12)));
        assert_eq!(when("#2025"), Ok(When::Build(2025)));
        assert!(matches!(when("2025"), Ok(When::Time(_))) && matches!(when("2025-11-03"), Ok(When::Time(_))));
        assert!(when("0").is_err() && when("-3").is_err() && when("then").is_err());
    }

    #[test]
    fn sizes_are_read_as_written() {
        assert_eq!(size("16MB"), Ok(16_000_000));
        assert_eq!(size("2 gib"), Ok(2 << 30));
        assert_eq!(size("512"), Ok(512));
        for bad in ["", "MB", "16XB", "-1", "0", "99999999999999GB"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
