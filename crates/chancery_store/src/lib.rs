//! The record as one SQLite file.
