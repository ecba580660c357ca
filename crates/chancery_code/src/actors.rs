//! Who is named or meant: mentions, actors, and what points back to them.
//!
//! [`Cast::of`] reads a text in four steps: where names stand (`spot`), which offices stand in which phrases and who
//! holds them (`office`), who the persons are (`person`), and then, in the order of the text, what every name,
//! description and pronoun means (`assemble`, `refer`; nouns such as "the former", "his host", "the kingdom": `point`).
//! What cannot be told stays open.

use crate::tree::Tree;
use chancery_lang::Analysis;
use chancery_model::{Actor, MentionKind};
use std::ops::Range;

mod assemble;
mod lexicon;
mod office;
mod person;
mod point;
mod refer;
mod scene;
mod spot;

pub use lexicon::Lexicon;

/// Whether a sector is that of a state's own bodies, which act for it: government, forces, police, courts, parliament, services.
pub(crate) fn is_official(sector: Option<&str>) -> bool {
    matches!(sector, Some("GOV" | "MIL" | "COP" | "JUD" | "LEG" | "SPY"))
}

/// The actors of one report and the words that name or point to them.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// One for each actor however often named, in the order of their first mentions.
    pub actors: Vec<Actor>,
    /// Ordered by first token, longer first.
    pub mentions: Vec<CastMention>,
    /// Head tokens with their mentions, best first within a token.
    heads: Vec<(u32, u32)>,
    /// Noun tokens with the mentions that modify them.
    modifiers: Vec<(u32, u32)>,
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
    ///
    /// ```
    /// use chancery_code::actors::{Cast, Lexicon};
    /// let text = "The Norvian foreign minister said that Estmark had agreed.";
    /// let analysis = chancery_lang::Pipeline::embedded().analyse(text);
    /// let cast = Cast::of(text, &analysis, Lexicon::with_invented());
    /// assert!(cast.actors.iter().any(|a| a.code.as_deref() == Some("NVAGOV")));
    /// assert!(cast.actors.iter().any(|a| a.code.as_deref() == Some("ESK")));
    /// ```
    pub fn of(text: &str, analysis: &Analysis, lexicon: &Lexicon) -> Cast {
        let tree = Tree::new(text, analysis);
        assemble::assemble(&tree, lexicon)
    }

    /// The mentions that say who or what the noun phrase headed by `token` is, the one that names it best first;
    /// several where the phrase means several actors. Of coordinated names each has its own token.
    ///
    /// A nationality word alone ("Russian" for "strikes" in "Russian strikes") does not say who a thing is:
    /// [`Cast::possessor_or_nationality`] has it.
    pub fn at(&self, token: u32) -> Vec<u32> {
        of(&self.heads, token)
    }

    /// The mentions of the states and actors that modify a noun: "China" for "arrest" in "China's arrest of" and in
    /// "the arrest by China", "Russian" for "strikes" in "Russian strikes".
    pub fn possessor_or_nationality(&self, noun: u32) -> Vec<u32> {
        of(&self.modifiers, noun)
    }

    /// The actors that the mentions of [`Cast::at`] mean, each once, the best named first.
    pub fn actors_at(&self, token: u32) -> Vec<u32> {
        let mut out = Vec::new();
        for m in self.at(token) {
            if let Some(actor) = self.mentions[m as usize].actor
                && !out.contains(&actor)
            {
                out.push(actor);
            }
        }
        out
    }
}

fn of(pairs: &[(u32, u32)], token: u32) -> Vec<u32> {
    let from = pairs.partition_point(|(t, _)| *t < token);
    pairs[from..].iter().take_while(|(t, _)| *t == token).map(|(_, m)| *m).collect()
}
