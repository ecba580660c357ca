//! What the pipeline returns: sentences, tokens with their tree, and names, over one text.

use std::ops::Range;

use crate::label::{Deprel, Upos, Xpos};

/// One word or punctuation mark of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Byte offset of the first byte in the text.
    pub start: u32,
    /// Byte offset after the last byte in the text.
    pub end: u32,
    /// Dictionary form: `go` for `went`; a proper noun keeps its case.
    pub lemma: Box<str>,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn tag.
    pub xpos: Xpos,
    /// Index into [`Analysis::tokens`] of the word this one hangs on; `None` for the root of its sentence.
    pub head: Option<u32>,
    /// Relation to the head; [`Deprel::Root`] for the root.
    pub deprel: Deprel,
}

impl Token {
    /// The words of the token in the text that was analysed.
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// One sentence: a tree of tokens with exactly one root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Byte offset of its first token.
    pub start: u32,
    /// Byte offset after its last token.
    pub end: u32,
    /// Its tokens, as a range of [`Analysis::tokens`]; never empty.
    pub tokens: Range<u32>,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organisation, ministry, company, party or armed group.
    Organization,
    /// A state, city, region, sea or building.
    Place,
    /// Anything else with a name: an agreement, a war, a prize, a nationality.
    Other,
}

impl NameKind {
    /// `person`, `organization`, `place` or `other`.
    pub const fn as_str(self) -> &'static str {
        match self {
            NameKind::Person => "person",
            NameKind::Organization => "organization",
            NameKind::Place => "place",
            NameKind::Other => "other",
        }
    }
}

/// A name: a run of tokens of one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// What it names.
    pub kind: NameKind,
    /// Its tokens, as a range of [`Analysis::tokens`]; never empty, inside one sentence.
    pub tokens: Range<u32>,
}

/// Everything the front end finds in one text.
///
/// Sentences are in order, apart, and together hold every token; names are in order and apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    /// The sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The tokens of all sentences, in order.
    pub tokens: Vec<Token>,
    /// The names, in order; none contains another.
    pub names: Vec<Name>,
}

impl Analysis {
    /// The tokens of `sentence`.
    pub fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        self.tokens.get(sentence.tokens.start as usize..sentence.tokens.end as usize).unwrap_or_default()
    }

    /// Index of the sentence that holds token `token`; `None` when there is no such token.
    pub fn sentence_of(&self, token: u32) -> Option<usize> {
        let i = self.sentences.partition_point(|s| s.tokens.end <= token);
        (i < self.sentences.len()).then_some(i)
    }
}
