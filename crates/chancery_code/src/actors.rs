//! Who is named or meant: mentions, actors, and what points back to them.

use chancery_lang::Analysis;
use chancery_model::{Actor, MentionKind};
use std::ops::Range;

/// The actors of one report and the words that name or point to them.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// One for each actor however often named.
    pub actors: Vec<Actor>,
    /// Ordered by first token, longer first.
    pub mentions: Vec<CastMention>,
}

/// A mention in tokens. A plural one ("the two sides") stands once for each actor that it means, with the same tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CastMention {
    /// Its tokens.
    pub tokens: Range<u32>,
    /// The syntactic head of the whole noun phrase that it belongs to ("Anand" for "Foreign Minister" in "Foreign Minister Anand").
    pub head: u32,
    /// What the words are.
    pub kind: MentionKind,
    /// Index into [`Cast::actors`].
    pub actor: Option<u32>,
    /// A pronoun or description that was resolved.
    pub anaphor: bool,
    /// For a place: the state that it lies in, ISO 3166-1 alpha-3.
    pub place_state: Option<String>,
}

impl Cast {
    /// Finds the mentions and actors of an analysed text.
    pub fn of(_text: &str, _analysis: &Analysis) -> Cast {
        Cast::default()
    }

    /// The mentions that say who or what the noun phrase headed by `token` is, the one that names it best first;
    /// several where the phrase means several actors.
    pub fn at(&self, _token: u32) -> Vec<u32> {
        Vec::new()
    }
}
