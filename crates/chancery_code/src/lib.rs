//! Actors, times, quotes, event patterns: one report to its claims.

pub mod actors;
pub mod published;
pub mod times;
