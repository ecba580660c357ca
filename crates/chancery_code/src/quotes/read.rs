//! One cue, read from its tree: who speaks, which words say so, what is said.

use super::lexicon::{Entry, Lexicon, Part};
use super::marks::Marks;
use crate::tree::Tree;
use chancery_lang::{Upos, Xpos};
use std::ops::Range;

/// A cue with its speaker and content.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// The word that the cue rests on.
    pub head: u32,
    /// How deep it stands in its sentence; a clause put in ("..., he said") stands above what it is put into.
    pub depth: u32,
    pub cue: Vec<Range<u32>>,
    pub speaker: Vec<Range<u32>>,
    pub speaker_head: Option<u32>,
    pub content: Vec<Range<u32>>,
    /// Somebody's words, not his thoughts: marks are followed.
    pub speech: bool,
}

/// The subject of a verb.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub head: u32,
    pub tokens: Range<u32>,
}

/// Reads the cues of a text.
pub(super) struct Reader<'t, 'a> {
    pub tree: &'t Tree<'a>,
    pub marks: Marks,
    /// First token and one past the last below each token.
    pub(super) extent: Vec<(u32, u32)>,
    pub(super) depth: Vec<u32>,
}

pub(super) const LIGHT: &[&str] = &[
    "express",
    "voice",
    "make",
    "have",
    "issue",
    "release",
    "give",
    "offer",
    "raise",
    "repeat",
    "show",
    "share",
    "air",
    "deliver",
    "publish",
    "put",
    "hold",
    "reiterate",
    "renew",
    "send",
    "write",
    "post",
    "signal",
    "harbor",
    "harbour",
];

pub(super) const TIMES: &[&str] =
    &["week", "month", "year", "night", "morning", "afternoon", "evening", "day"];

pub(super) const OUTLETS: &[&str] = &[
    "statement",
    "interview",
    "speech",
    "letter",
    "email",
    "e-mail",
    "tweet",
    "post",
    "memo",
    "report",
    "release",
    "briefing",
    "conference",
    "appearance",
    "message",
    "filing",
    "editorial",
    "column",
    "article",
    "remark",
    "testimony",
    "note",
    "op-ed",
    "video",
    "blog",
    "communique",
    "readout",
    "phone",
    "telephone",
    "call",
    "address",
    "debate",
];
impl<'t, 'a> Reader<'t, 'a> {
    pub(super) fn new(tree: &'t Tree<'a>) -> Self {
        let n = tree.len();
        let mut extent: Vec<(u32, u32)> = (0..n).map(|t| (t, t + 1)).collect();
        let mut depth = vec![0u32; n as usize];
        let mut order: Vec<u32> = Vec::with_capacity(n as usize);
        order.extend((0..n).filter(|t| tree.head(*t).is_none()));
        let mut i = 0;
        while i < order.len() {
            let t = order[i];
            for c in tree.children(t) {
                depth[*c as usize] = depth[t as usize] + 1;
                order.push(*c);
            }
            i += 1;
        }
        for t in order.into_iter().rev() {
            if let Some(h) = tree.head(t) {
                let (low, high) = extent[t as usize];
                let up = &mut extent[h as usize];
                *up = (up.0.min(low), up.1.max(high));
            }
        }
        Reader { tree, marks: Marks::new(tree), extent, depth }
    }

    /// All cues of the text, in the order of their words.
    pub(super) fn readings(&self) -> Vec<Reading> {
        let lexicon = Lexicon::embedded();
        let mut out = Vec::new();
        for t in 0..self.tree.len() {
            if self.tree.word(t) == ":" {
                out.extend(self.labelled(t).and_then(|r| self.tidied(r)));
            }
            if matches!(self.tree.upos(t), Upos::Punct | Upos::Det | Upos::Pron | Upos::Num) {
                continue;
            }
            let reading = match self.tree.lemma(t) {
                "accord" | "according" => self.according(t),
                "in" => self.surveyed(t),
                "reportedly" | "allegedly" | "purportedly" | "supposedly" => self.hearsay(t),
                lemma => {
                    let mut rows = lexicon.rows(lemma);
                    // A lemmatizer may miss the lemma of a rare verb: "growled".
                    let word = self.tree.word(t);
                    if rows.is_empty()
                        && self.tree.upos(t) == Upos::Verb
                        && let Some(stem) = word.strip_suffix("ed")
                    {
                        rows = lexicon.rows(stem);
                    }
                    let reading = (!rows.is_empty()).then(|| self.word(t, rows)).flatten();
                    // "was concerned": the lemma of the participle is the verb's.
                    let form = || lexicon.rows(self.tree.word(t));
                    let participle = || matches!(self.tree.token(t).xpos, Xpos::Vbn | Xpos::Jj | Xpos::Vbd);
                    match reading {
                        None if participle() && !form().is_empty() && self.tree.word(t) != lemma => {
                            self.word(t, form())
                        }
                        other => other,
                    }
                }
            };
            out.extend(reading.and_then(|r| self.tidied(r)));
        }
        out
    }

    pub(super) fn span(&self, t: u32) -> Range<u32> {
        let (low, high) = self.extent[t as usize];
        low..high
    }

    pub(super) fn word(&self, t: u32, rows: &[Entry]) -> Option<Reading> {
        let tree = self.tree;
        let participle = matches!(tree.token(t).xpos, Xpos::Vbn | Xpos::Jj | Xpos::Vbd);
        for entry in rows {
            if entry.lemma.split_once(' ').is_some_and(|(_, particle)| !self.follows(t, particle)) {
                continue;
            }
            let reading = match (entry.part, tree.upos(t)) {
                (Part::Verb, Upos::Verb | Upos::Aux) => self.verb(t, entry),
                (Part::Noun, Upos::Noun | Upos::Propn) => self.noun(t, entry),
                (Part::Adjective, Upos::Adj) => self.adjective(t, entry),
                (Part::Adjective, Upos::Verb) if participle => self.adjective(t, entry),
                _ => None,
            };
            if reading.is_some() {
                return reading;
            }
        }
        None
    }

    /// Whether the word after `t` is the particle `word`.
    pub(super) fn follows(&self, t: u32, word: &str) -> bool {
        t + 1 < self.tree.len()
            && self.tree.sentence_of(t) == self.tree.sentence_of(t + 1)
            && self.tree.is(t + 1, word)
    }
}
