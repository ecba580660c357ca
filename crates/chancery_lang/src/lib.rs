//! Sentences, tokens, tags, lemmas, dependencies and names, with the trainer of their models.
//!
//! [`Pipeline::analyse`] takes a text and returns an [`Analysis`]. The stages, each a module:
//!
//! | module | what it does | from |
//! | --- | --- | --- |
//! | [`token`] | words and marks, by the conventions of the English treebanks | rules |
//! | [`sentence`] | where sentences end, blank lines and wrapped lines included | rules |
//! | [`words`] | what the models see of a word: hashes, clusters, known tags | `models/clusters.bin` |
//! | [`tagger`] | one joint universal and Penn tag a word | `models/tagger.bin` |
//! | [`parser`] | a tree: heads and relations | `models/actions.bin`, `models/labels.bin` |
//! | [`lemma`] | dictionary forms | rules, `models/lemmas.bin` |
//! | [`names`] | persons, organisations, places | `models/names.bin` |
//!
//! The decision that shaped the crate: every model is linear over hashed features, decides greedily from left to right,
//! and scores in whole numbers. So it needs no library of numerics, some 170 thousand tokens pass a second on one core,
//! and the same text gives the same analysis on every machine, to the bit.
//!
//! [`train`] rebuilds every model from `../shared` with fixed seeds on one thread:
//! `cargo run --release -p chancery_lang --bin train -- --shared ../shared`. What went into the models, under which
//! licence, and how well they do, stands in `models/CARD.md`.
//!
//! What the crate does not do: tell which actor a name means, find pronouns' referents, read dates, or analyse any
//! language but English (another language goes through, with nonsense for trees).
//!
//! Offsets here are bytes; whoever hands them out converts them to characters.

pub mod analysis;
pub mod hash;
pub mod label;
pub mod lemma;
pub mod names;
pub mod parser;
pub mod pipeline;
pub mod sentence;
pub mod tagger;
pub mod token;
pub mod train;
pub mod weights;
pub mod words;

pub use analysis::{Analysis, Name, NameKind, Sentence, Token};
pub use label::{Deprel, Upos, Xpos};
pub use pipeline::Pipeline;

/// What can be wrong with a model file.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// The bytes are not a model of this version.
    #[error("model file: {0}")]
    Model(&'static str),
}
