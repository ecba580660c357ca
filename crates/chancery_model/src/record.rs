//! What many reports together show: `contract/record.md` as types.

use crate::{CameoCode, CharSpan, Day, DayInterval, EventType, Plan, Published, Removed, Status};
use serde::{Deserialize, Serialize};

/// The record: a pure function of the set of claims.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Record {
    /// Ordered by date, then id.
    pub events: Vec<Event>,
    /// Ordered by state, office, first day, person.
    pub tenures: Vec<Tenure>,
    /// Ordered by id.
    pub findings: Vec<Finding>,
    /// Ordered by report, place and id.
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// Ordered by id.
    pub reports: Vec<ReportRow>,
}

/// One thing that happened, is planned, proposed or denied, told by one or more reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// The lines of an analyst that made it so, each with its reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<String>,
}

/// One claim: the `event`th of the report `doc`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimRef {
    /// The report's id.
    pub doc: String,
    /// Index into its `events`.
    pub event: u32,
}

/// A status, as one report gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryEntry {
    /// The status.
    pub status: Status,
    /// The report.
    pub doc: String,
}

/// Where an event took place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordPlace {
    /// As written.
    pub name: String,
    /// State, where known.
    pub state: Option<String>,
}

/// A side of an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

/// A person in an office of a state, as learnt from titles and from what is told of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tenure {
    /// Fullest form.
    pub person: String,
    /// The office as held, lower case.
    pub office: String,
    /// State of the office.
    pub state: String,
    /// First day on which the reports show it held.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub first: Option<Day>,
    /// Last day on which the reports show it held.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub last: Option<Day>,
    /// A report says, to the month or better, that it began then.
    pub first_is_start: bool,
    /// A report says, to the month or better, that it ended then.
    pub last_is_end: bool,
    /// Days within which it began, where a report says so ("took office last year").
    #[serde(default)]
    pub began: Option<DayInterval>,
    /// Days within which it ended, where a report says so ("resigned on Tuesday").
    #[serde(default)]
    pub ended: Option<DayInterval>,
    /// First day on which a report shows it over ("former"), where none says when it ended.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub former_by: Option<Day>,
    /// Last day on which a report shows it yet to begin ("designate"), where none says when it began.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub not_before: Option<Day>,
    /// Held for the time being: acting, interim, caretaker.
    #[serde(default)]
    pub acting: bool,
    /// How many of the reports that show it are no copies of another.
    #[serde(default)]
    pub independent: u32,
    /// What stands at its beginning.
    #[serde(default)]
    pub earliest: Option<TenureEnd>,
    /// What stands at its end.
    #[serde(default)]
    pub latest: Option<TenureEnd>,
    /// Where the title stands.
    pub evidence: Vec<Evidence>,
}

/// The words at one end of a tenure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenureEnd {
    /// What they say of the office: `held`, `began`, `ended`, `former`, `to come`.
    pub says: String,
    /// Days on which that was; of `former` and `to come` the report's.
    pub days: DayInterval,
    /// The words.
    pub evidence: Evidence,
}

/// What does not add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// Made from kind and ids.
    pub id: String,
    /// `date-conflict` (the date of a report against its own text), `double-tenure` (one office, two holders at once),
    /// `event-date`, `event-place`, `event-rank` (reports of one event differ), `denial` (told by one, denied by another),
    /// `count-claim` ("first in seven years" against the record), `unreported-plan` (nothing heard of it since).
    pub kind: String,
    /// One sentence for a person.
    pub message: String,
    /// Ids of the events, reports or actors concerned.
    pub ids: Vec<String>,
    /// The words of each side.
    pub evidence: Vec<Evidence>,
}

/// What somebody said to or of somebody, as one report tells it. A copy's statements are its original's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statement {
    /// Made from the report, the place and the kind.
    pub id: String,
    /// The report.
    pub doc: String,
    /// Who said it.
    pub speaker: Side,
    /// To whom, or of whom.
    pub hearers: Vec<Side>,
    /// What it is about, a plain term ("trade"); `None` where no word tells.
    pub topic: Option<String>,
    /// What is done by saying it.
    pub kind: StatementKind,
    /// All of it stands in quotation marks.
    pub direct: bool,
    /// What was said, without speaker and cue; of an act that names no words, the sentence.
    pub words: String,
    /// When it was said, as far as the reports tell.
    pub date: Option<DayInterval>,
    /// Id of the meeting, call or visit at which it was said.
    pub event: Option<String>,
    /// The sentences.
    pub evidence: Vec<Evidence>,
    /// What later reports make of a commitment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<CommitmentState>,
    /// The later words that the state rests on; empty where it is open or due.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub state_evidence: Vec<Evidence>,
}

/// What is done by saying something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum StatementKind {
    /// The speaker's side says what it will do.
    Commitment,
    /// Somebody is asked or told to do something.
    Request,
    /// Somebody is blamed.
    Accusation,
    /// Somebody or something is approved of.
    Praise,
    /// Something is denied, rejected or refused.
    Denial,
    /// Harm is foretold or threatened.
    Warning,
    /// Anything else that is said.
    Position,
}

impl StatementKind {
    /// All kinds.
    pub const ALL: [StatementKind; 7] = [
        StatementKind::Commitment,
        StatementKind::Request,
        StatementKind::Accusation,
        StatementKind::Praise,
        StatementKind::Denial,
        StatementKind::Warning,
        StatementKind::Position,
    ];

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            StatementKind::Commitment => "commitment",
            StatementKind::Request => "request",
            StatementKind::Accusation => "accusation",
            StatementKind::Praise => "praise",
            StatementKind::Denial => "denial",
            StatementKind::Warning => "warning",
            StatementKind::Position => "position",
        }
    }
}

/// What later reports make of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CommitmentState {
    /// No later words speak of it, and its day, if it has one, has not come.
    Open,
    /// Its day has passed and no later words speak of it.
    Due,
    /// A later report tells that it was done.
    Kept,
    /// A later report tells that it was not done.
    Broken,
    /// A later report tells that it was taken back.
    Withdrawn,
}

impl CommitmentState {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            CommitmentState::Open => "open",
            CommitmentState::Due => "due",
            CommitmentState::Kept => "kept",
            CommitmentState::Broken => "broken",
            CommitmentState::Withdrawn => "withdrawn",
        }
    }
}

/// A report as the record shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// How it differs from that report; `None` where it copies none.
    #[serde(default)]
    pub copy_how: Option<CopyHow>,
    /// A label shared by the reports of one happening.
    pub story: Option<String>,
    /// Its claims.
    pub events: Vec<ReportClaim>,
}

/// What was done to a report to make a copy of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CopyHow {
    /// The kind of edit.
    pub edit: CopyEdit,
    /// How much of the report's words stand in the copy, in hundredths.
    pub kept: u32,
    /// How much of the copy's words do not stand in the report, in hundredths.
    pub added: u32,
    /// The copy's words that say which agency it is from.
    pub credit: Option<Credit>,
}

/// A kind of edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CopyEdit {
    /// The same words.
    Exact,
    /// The same words under another headline.
    Retitled,
    /// Next to nothing was added, and part left out.
    Cut,
    /// Next to nothing was left out, and something added.
    Wrapped,
    /// A fifth at most was left out, and a fifth at most is new.
    Light,
    /// More than that.
    Heavy,
}

/// A line that credits a news agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credit {
    /// The agency's name; `None` where the line names none ("with agencies").
    pub agency: Option<String>,
    /// First character, in the report's cleaned text; for a line that cleaning took out, where it stood.
    pub start: u32,
    /// One past the last character; `start` for a line that cleaning took out.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// A claim as the reports table shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportClaim {
    /// The words that signal it.
    pub trigger: CharSpan,
    /// Its sentence.
    pub sentence: CharSpan,
    /// Id of the record's event.
    pub same: Option<String>,
}
