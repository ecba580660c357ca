//! Actors, times, quotes, event patterns: one report to its claims.

pub mod actors;
pub mod published;
pub mod quotes;
pub mod times;
pub mod tree;
