//! Actors, times, quotes, event patterns: one report to its claims.
