//! Sentences, tokens, tags, lemmas, dependencies and names, with the trainer of their models.

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
