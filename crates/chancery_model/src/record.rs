//! What many reports together show: `contract/record.md` as types.

use crate::{CameoCode, CharSpan, Day, DayInterval, EventType, Plan, Published, Removed, Status};
use serde::{Deserialize, Serialize};

/// The record: a pure function of the set of claims.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Ordered by date, then id.
    pub events: Vec<Event>,
    /// Ordered by state, office, first day, person.
    pub tenures: Vec<Tenure>,
    /// Ordered by id.
    pub findings: Vec<Finding>,
    /// Ordered by id.
    pub reports: Vec<ReportRow>,
}

/// One thing that happened, is planned, proposed or denied, told by one or more reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The contract's version: 1.
    pub schema: u32,
    /// Made from what the event is, never from the order of arrival.
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER contexts, sorted.
    pub contexts: Vec<String>,
    /// What was promised, scheduled or threatened.
    pub plans: Option<Plan>,
    /// CAMEO code.
    pub cameo: CameoCode,
    /// Quad class.
    pub quad: u8,
    /// Goldstein score.
    pub goldstein: f64,
    /// The latest status.
    pub status: Status,
    /// Where reports differ in status, by publication date.
    pub history: Vec<HistoryEntry>,
    /// Id of the visit or gathering within which it took place.
    pub part_of: Option<String>,
    /// Names of those in whose words alone it stands; `None` when a report tells it in its own voice.
    pub said_by: Option<Vec<String>>,
    /// Calendar days, inclusive; `None` when unknown.
    pub date: Option<DayInterval>,
    /// Where.
    pub place: Option<RecordPlace>,
    /// Who does it.
    pub source: Vec<Side>,
    /// To whom.
    pub target: Vec<Side>,
    /// Persons who took part, fullest form, sorted.
    pub participants: Vec<String>,
    /// One line in plain English, made from the fields.
    pub summary: String,
    /// Ids of the reports that tell of it, sorted, copies included.
    pub documents: Vec<String>,
    /// How many of them are no copies of another.
    pub independent: u32,
    /// The sentences.
    pub evidence: Vec<Evidence>,
    /// The claims it was merged from.
    #[serde(default)]
    pub claims: Vec<ClaimRef>,
}

/// One claim: the `event`th of the report `doc`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimRef {
    /// The report's id.
    pub doc: String,
    /// Index into its `events`.
    pub event: u32,
}

/// A status, as one report gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The status.
    pub status: Status,
    /// The report.
    pub doc: String,
}

/// Where an event took place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordPlace {
    /// As written.
    pub name: String,
    /// State, where known.
    pub state: Option<String>,
}

/// A side of an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Side {
    /// Fullest form.
    pub name: String,
    /// State and sector joined.
    pub code: Option<String>,
    /// State.
    pub state: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
}

/// A sentence (or part of one) that something rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// The report's id.
    pub doc: String,
    /// First character, in that report's cleaned text.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// A person in an office of a state, as learnt from titles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenure {
    /// Fullest form.
    pub person: String,
    /// The office as held, lower case.
    pub office: String,
    /// State of the office.
    pub state: String,
    /// First day on which the reports show it held.
    pub first: Option<Day>,
    /// Last day on which the reports show it held.
    pub last: Option<Day>,
    /// A report says that it began on `first`.
    pub first_is_start: bool,
    /// A report says that it ended on `last`.
    pub last_is_end: bool,
    /// Where the title stands.
    pub evidence: Vec<Evidence>,
}

/// What does not add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Made from kind and ids.
    pub id: String,
    /// `date-conflict`, `double-tenure`, `event-date`, `event-place`, `denial`.
    pub kind: String,
    /// One sentence for a person.
    pub message: String,
    /// Ids of the events, reports or actors concerned.
    pub ids: Vec<String>,
    /// The words of each side.
    pub evidence: Vec<Evidence>,
}

/// A report as the record shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportRow {
    /// Its id.
    pub id: String,
    /// Address.
    pub url: Option<String>,
    /// Outlet.
    pub source: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// The body after cleaning.
    pub text: String,
    /// What cleaning took out.
    pub removed: Vec<Removed>,
    /// When it was published, narrowed by what other reports show.
    pub published: Published,
    /// A label shared by a report and its copies.
    pub copy: Option<String>,
    /// The report that it copies.
    pub copy_of: Option<String>,
    /// A label shared by the reports of one happening.
    pub story: Option<String>,
    /// Its claims.
    pub events: Vec<ReportClaim>,
}

/// A claim as the reports table shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportClaim {
    /// The words that signal it.
    pub trigger: CharSpan,
    /// Its sentence.
    pub sentence: CharSpan,
    /// Id of the record's event.
    pub same: Option<String>,
}
