//! One annotated document: `contract/annotation.md` as types.

use crate::{CameoCode, CharSpan, Day, DayInterval, EventType, Published, Reckoning, Removed};
use serde::{Deserialize, Serialize};

/// What one report tells. All offsets count Unicode scalar values into [`Annotated::text`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotated {
    /// The contract's version: 1.
    pub schema: u32,
    /// The report's id.
    pub id: String,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// ISO 639-1; a report that is not in English has no analysis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The body after cleaning.
    pub text: String,
    /// What cleaning took out.
    pub removed: Vec<Removed>,
    /// When it was published.
    pub published: Published,
    /// Sentences, in order, apart.
    #[serde(default)]
    pub sentences: Vec<Extent>,
    /// Tokens with their Universal Dependencies analysis. The store keeps none.
    #[serde(default)]
    pub tokens: Vec<TokenRow>,
    /// Mentions, ordered by start.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// One for each actor of the report however often named.
    #[serde(default)]
    pub actors: Vec<Actor>,
    /// Time expressions.
    #[serde(default)]
    pub times: Vec<Timex>,
    /// Who is said to have said what.
    #[serde(default)]
    pub quotes: Vec<Quote>,
    /// The claims.
    #[serde(default)]
    pub events: Vec<Claim>,
}

/// A range written as `{start, end}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Extent {
    /// The first character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

impl Extent {
    /// The same range as a span.
    pub fn span(self) -> CharSpan {
        CharSpan::new(self.start, self.end)
    }
}

impl From<CharSpan> for Extent {
    fn from(s: CharSpan) -> Self {
        Extent { start: s.start, end: s.end }
    }
}

/// A token: Universal Dependencies v2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRow {
    /// The first character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Index into [`Annotated::tokens`]; `None` for a root.
    pub head: Option<u32>,
    /// Relation to the head.
    pub deprel: String,
}

/// Words that name or point to somebody or a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The first character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// What the words are.
    pub kind: MentionKind,
    /// Index into [`Annotated::actors`]; `None` where it names no political actor.
    pub actor: Option<u32>,
    /// A pronoun or definite description that was resolved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anaphor: bool,
}

impl Mention {
    /// Its range.
    pub fn span(&self) -> CharSpan {
        CharSpan::new(self.start, self.end)
    }
}

/// What the words of a mention are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// A person's name, without title.
    Person,
    /// An organisation's name.
    Organization,
    /// A place's name.
    Place,
    /// A state's name.
    State,
    /// An office or title ("Foreign Minister").
    Role,
    /// Nationality words, and people or bodies with no name of their own ("Canadian", "protesters").
    Group,
}

/// Somebody who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Fullest form in the report; the state's English name for a state.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3, or `EUR`, `UNO`, `IGO`, `NGO`, `ISM`, `IMG`, `MNC`, `KOS`.
    pub state: Option<String>,
    /// PLOVER sector; `None` for a state named as such.
    pub sector: Option<String>,
    /// State and sector joined (`CANGOV`, `CAN`).
    pub code: Option<String>,
    /// The title as held ("foreign minister").
    pub office: Option<String>,
    /// Wikidata identifier, where the lexicon has one.
    pub wikidata: Option<String>,
    /// The office is said to be no longer held ("former").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub former: bool,
    /// Known by office or description alone; linking may find the person.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unnamed: bool,
}

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A state as such.
    State,
    /// A body of a state.
    Body,
    /// A person.
    Person,
    /// An organisation.
    Organization,
    /// An armed group.
    ArmedGroup,
    /// People with no name of their own.
    Group,
}

/// A time expression (TIMEX3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timex {
    /// The first character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimeType,
    /// TIMEX3 value (ISO 8601).
    pub value: String,
    /// Not before, where it can be placed.
    pub begin: Option<Day>,
    /// Not after, where it can be placed.
    pub end_date: Option<Day>,
    /// How the bounds follow from the day of publication, where they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reckoning: Option<Reckoning>,
}

impl Timex {
    /// Its bounds.
    pub fn interval(&self) -> DayInterval {
        DayInterval { begin: self.begin, end: self.end_date }
    }

    /// Its range.
    pub fn span(&self) -> CharSpan {
        CharSpan::new(self.start, self.end)
    }

    /// How many days a length of time has at least and at most, as people count ("a month" is two weeks to six).
    pub fn length_in_days(&self) -> Option<(i32, i32)> {
        let value = self.value.strip_prefix('P').filter(|_| self.kind == TimeType::Duration)?;
        let unit = value.chars().next_back()?;
        let number = value.strip_suffix(unit)?;
        let (days, slack) = match unit {
            'D' => (1, 0),
            'W' => (7, 3),
            'M' if !value.starts_with('T') => (30, 15),
            'Y' => (365, 183),
            _ => return None,
        };
        if number == "X" {
            return Some((days, 10 * days));
        }
        let n = number.parse::<i32>().ok().filter(|n| (0..1000).contains(n))?;
        Some(((n * days - slack).max(0), n * days + slack + n * days / 20))
    }
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum TimeType {
    Date,
    Time,
    Duration,
    Set,
}

/// One range, or several where the words are broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Pieces {
    /// Unbroken words.
    One(CharSpan),
    /// Broken words, in order.
    Many(Vec<CharSpan>),
}

impl Pieces {
    /// The ranges.
    pub fn spans(&self) -> &[CharSpan] {
        match self {
            Pieces::One(span) => std::slice::from_ref(span),
            Pieces::Many(spans) => spans,
        }
    }
}

/// Who is said to have said (thought, written, shown) what; one entry for each cue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Words that name the speaker.
    pub speaker: Option<Pieces>,
    /// Words that say that something was said.
    pub cue: Option<Pieces>,
    /// What was said; two ranges where the cue breaks it.
    pub content: Vec<CharSpan>,
    /// All of it stands in quotation marks.
    pub direct: bool,
    /// Index into [`Annotated::actors`].
    pub actor: Option<u32>,
}

/// One report's telling of one thing: an entry of `events`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// PLOVER contexts, sorted.
    pub contexts: Vec<String>,
    /// What was promised, scheduled or threatened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plans: Option<Plan>,
    /// CAMEO code of the type.
    pub cameo: CameoCode,
    /// Quad class of the CAMEO root, 1 to 4.
    pub quad: u8,
    /// Goldstein score of the code.
    pub goldstein: f64,
    /// Who does it; a reciprocal event lists each side here and in `target`.
    pub source: Vec<Party>,
    /// To whom; empty where there is none.
    pub target: Vec<Party>,
    /// Persons who take part, where the sides are their states or bodies as well as where they are the sides.
    #[serde(default)]
    pub persons: Vec<Party>,
    /// The words that signal it.
    pub trigger: CharSpan,
    /// Index into [`Annotated::sentences`].
    pub sentence: u32,
    /// Days that bound when it happened.
    pub date: ClaimDate,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<ClaimPlace>,
    /// Whether it happened.
    pub status: Status,
    /// How sure the coder is, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Index into [`Annotated::quotes`] where it is only somebody's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_by: Option<u32>,
    /// The pattern that fired and its line ("consult/phone-call:7").
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pattern: String,
}

impl Claim {
    /// A claim of which only this much is known: its type, with that type's general code, and the words of a sentence
    /// that signal it. It happened; nobody and no day is told.
    pub fn bare(event_type: EventType, trigger: CharSpan, sentence: u32) -> Claim {
        let cameo = event_type.general_cameo();
        Claim {
            event_type,
            mode: None,
            contexts: Vec::new(),
            plans: None,
            cameo,
            quad: cameo.quad(),
            goldstein: cameo.row().goldstein,
            source: Vec::new(),
            target: Vec::new(),
            persons: Vec::new(),
            trigger,
            sentence,
            date: ClaimDate { basis: "unknown".into(), ..ClaimDate::default() },
            place: None,
            status: Status::Happened,
            score: None,
            said_by: None,
            pattern: String::new(),
        }
    }
}

/// A side of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Party {
    /// Index into [`Annotated::actors`].
    pub actor: u32,
    /// Index into [`Annotated::mentions`].
    pub mention: u32,
}

/// The thing that was promised, scheduled or threatened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    /// PLOVER type of the thing.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// Its mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Its CAMEO code.
    pub cameo: CameoCode,
}

/// When a claim's event happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimDate {
    /// Not before.
    pub begin: Option<Day>,
    /// Not after.
    pub end: Option<Day>,
    /// `time` (an expression in the sentence), `document` (its day), `dateline`, `context` (a time told nearby),
    /// `background` (told as what went before), `unknown`.
    pub basis: String,
    /// Index into [`Annotated::times`] of the expression it rests on; linking reckons it again from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<u32>,
}

impl ClaimDate {
    /// Its bounds.
    pub fn interval(&self) -> DayInterval {
        DayInterval { begin: self.begin, end: self.end }
    }
}

/// The [`Claim::score`] from which a claim is sure enough to stand in a record. Set on the development clusters.
pub const OF_RECORD: f64 = 0.78;

/// Where a claim's event happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimPlace {
    /// As written.
    pub name: String,
    /// State it lies in, ISO 3166-1 alpha-3, where known.
    pub state: Option<String>,
    /// Index into [`Annotated::mentions`].
    pub mention: Option<u32>,
}

/// Whether a thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Status {
    /// It took place.
    Happened,
    /// It is going on.
    Ongoing,
    /// It is to come.
    Planned,
    /// It was put forward.
    Proposed,
    /// Somebody says that it did not happen.
    Denied,
    /// It is only supposed ("if", "might").
    Hypothetical,
}

impl Status {
    /// All of them, the surest first.
    pub const ALL: [Status; 6] = [
        Status::Happened,
        Status::Ongoing,
        Status::Planned,
        Status::Proposed,
        Status::Denied,
        Status::Hypothetical,
    ];

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Happened => "happened",
            Status::Ongoing => "ongoing",
            Status::Planned => "planned",
            Status::Proposed => "proposed",
            Status::Denied => "denied",
            Status::Hypothetical => "hypothetical",
        }
    }
}
