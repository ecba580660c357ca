//! The types of the record: what a report is, what one report tells (its *claims*), and what many reports together
//! show (the *record*). The JSON forms are a public interface, written down in `contract/annotation.md` (one annotated
//! document) and `contract/record.md` (the record's tables); field names and meanings here are theirs.
//!
//! The decision that shaped this crate: **claims never change**. An [`Annotated`] document is a function of its report
//! alone; whatever needs another report lives in [`Record`], which is computed from all the claims.
//!
//! It does no work of its own beyond keeping units straight: offsets ([`CharSpan`], [`TextIndex`]), days
//! ([`DayInterval`]), the ontology's tables ([`ontology`]), the reckoning of relative times ([`reckon`]) and of
//! feasts ([`feast`]), the tables of words ([`table`]), names of states and towns ([`places`]), words bare of their dress and
//! words without matter ([`words`]).

pub mod annotated;
pub mod day;
pub mod feast;
pub mod ontology;
pub mod places;
pub mod reckon;
pub mod record;
pub mod report;
pub mod span;
pub mod table;
pub mod words;

pub use annotated::{
    Actor, ActorKind, Annotated, Claim, ClaimDate, ClaimPlace, Extent, Mention, MentionKind, OF_RECORD,
    Party, Pieces, Plan, Quote, Status, TimeType, Timex, TokenRow,
};
pub use day::{Day, DayInterval};
pub use feast::Feast;
pub use ontology::{CameoCode, CameoRow, EventType};
pub use reckon::Reckoning;
pub use record::{
    ClaimRef, CommitmentState, CopyEdit, CopyHow, Credit, Event, Evidence, Finding, HistoryEntry, Record,
    RecordPlace, ReportClaim, ReportRow, Side, Statement, StatementKind, Tenure, TenureEnd,
};
pub use report::{DateBasis, DateCandidate, Published, RemovalReason, Removed, Report};
pub use span::{ByteSpan, CharSpan, TextIndex};
