//! Sentences, tokens, tags, lemmas, dependencies and names, with the trainer of their models.

pub mod analysis;
pub mod label;
pub mod pipeline;
pub mod sentence;
pub mod token;

pub use analysis::{Analysis, Name, NameKind, Sentence, Token};
pub use label::{Deprel, Upos, Xpos};
pub use pipeline::Pipeline;
