//! A report as it is read: its body, what was taken out of it, and every day on which it may have been published.

use crate::{Day, DayInterval};
use serde::{Deserialize, Serialize};

/// One document as `chancery_ingest` hands it on. Nothing in it is inferred from any other report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// As given; else the address, else the file's name (see `contract/annotation.md`, "Input").
    pub id: String,
    /// Address, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The outlet, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// ISO 639-1, as given or detected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// As given or found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The body, after cleaning.
    pub text: String,
    /// What cleaning took out, in order.
    #[serde(default)]
    pub removed: Vec<Removed>,
    /// Days found outside of the body's prose: given, in metadata, in the address, in a date line or dateline.
    #[serde(default)]
    pub dates: Vec<DateCandidate>,
}

/// A piece of the input that is not body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Removed {
    /// Where it stood: a character offset into the body.
    pub at: u32,
    /// Its words.
    pub text: String,
    /// Why it was taken out.
    pub why: RemovalReason,
}

/// Why a piece is not body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RemovalReason {
    Title,
    Date,
    Byline,
    Navigation,
    Share,
    Related,
    Caption,
    Notice,
    Other,
}

/// What a publication day rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DateBasis {
    /// The input's own date field.
    Given,
    /// A page's metadata, or a date line of its own.
    Metadata,
    /// The dateline that opens the body.
    Dateline,
    /// The address.
    Url,
    /// A date written in the body.
    Text,
    /// The day on which it was collected (a web archive's): publication was no later, and may have been years before. In the
    /// public forms a kind of `argued`.
    #[serde(rename(serialize = "argued", deserialize = "collected"))]
    Collected,
    /// Bounded by what the report tells.
    Argued,
    /// Narrowed by what other reports show (only in the record).
    Record,
}

impl DateBasis {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            DateBasis::Given => "given",
            DateBasis::Metadata => "metadata",
            DateBasis::Dateline => "dateline",
            DateBasis::Url => "url",
            DateBasis::Text => "text",
            DateBasis::Collected | DateBasis::Argued => "argued",
            DateBasis::Record => "record",
        }
    }
}

/// One day on which a report may have been published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DateCandidate {
    /// The day; `None` where the words name no whole day ("Nov. 11").
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub date: Option<Day>,
    /// Where it comes from.
    pub basis: DateBasis,
    /// The first character, where it stands in the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// One past the last character, where it stands in the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    /// The words it was read from, where they do not stand in the body, or name no whole day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl DateCandidate {
    /// Whether it is the day of a later change to the report: its words then begin with "updated". Such a day bounds
    /// publication from above, and speaks against no other.
    pub fn is_update(&self) -> bool {
        self.words.as_deref().is_some_and(|w| w.get(..7).is_some_and(|w| w.eq_ignore_ascii_case("updated")))
    }
}

/// When a report was published, what that rests on, and what speaks against it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Published {
    /// The day, or the likeliest of at most seven.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub date: Option<Day>,
    /// Not before.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub begin: Option<Day>,
    /// Not after.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub end: Option<Day>,
    /// What it rests on; `None` when nothing is known.
    pub basis: Option<DateBasis>,
    /// Which candidates can't both be true, or what in the text can't be before or after the date; one sentence.
    pub conflict: Option<String>,
    /// All candidates.
    pub candidates: Vec<DateCandidate>,
}

impl Published {
    /// The days that bound publication: relative times are reckoned from these.
    pub fn interval(&self) -> DayInterval {
        DayInterval { begin: self.begin, end: self.end }
    }
}
