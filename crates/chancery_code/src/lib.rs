//! Actors, times, quotes, event patterns: one report to its claims.
//!
//! [`annotate`] is a pure function of a [`Report`](chancery_model::Report) and of the [`Knowledge`] that ships with the
//! program. The decision that shaped the crate: an event pattern is written once, in the active voice, over logical
//! arguments ([`frame`]); passives, relatives, control and support verbs are undone before patterns are tried, and what
//! the words make of a thing (promised, threatened, refused, denied) is read apart from what the thing is
//! ([`standing`], [`plans`]).
//!
//! It resolves nothing that needs another report; that is `chancery_link`'s.

pub mod actors;
pub mod annotate;
pub mod backoff;
pub mod coder;
pub mod explain;
pub mod frame;
pub mod matching;
mod mend;
pub mod operators;
pub mod pattern;
pub mod plans;
pub mod published;
pub mod quotes;
mod retag;
pub mod standing;
pub mod times;
pub mod tree;
pub mod when;

pub use annotate::{Knowledge, annotate};
pub use explain::{explain, explanation};
