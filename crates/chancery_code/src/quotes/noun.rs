//! Nouns and adjectives as cues: "his claim that", "is confident that".

use super::lexicon::Entry;
use super::read::{LIGHT, Reader, Reading};
use chancery_lang::{Deprel, Xpos};
use std::ops::Range;

impl Reader<'_, '_> {
    pub(super) fn noun(&self, t: u32, entry: &Entry) -> Option<Reading> {
        let tree = self.tree;
        let to = |c: u32| self.has_to(c);
        let that = |c: u32| {
            tree.children(c).iter().any(|m| {
                *m < c && tree.rel(*m) == Deprel::Mark && matches!(tree.lemma(*m), "that" | "whether")
            })
        };
        let mut cue = t..t + 1;
        let mut content = None;
        for c in tree.children(t).iter().copied().filter(|c| *c > t) {
            let span = self.span(c);
            let found = match tree.rel(c).base() {
                Deprel::Acl | Deprel::Ccomp => {
                    entry.that && that(c) || entry.to && to(c) && tree.rel(c) == Deprel::Acl
                }
                Deprel::Nmod => match tree.case_of(c) {
                    Some(k) if k > t && entry.prepositions.contains(&tree.lemma(k)) => {
                        cue.end = k + 1;
                        content = Some(k + 1..span.end);
                        break;
                    }
                    _ => false,
                },
                _ => false,
            };
            if found {
                content = Some(span);
                break;
            }
        }
        // What follows at once belongs to the noun, wherever the parser hung it.
        let next = t + 1;
        if content.is_none() && entry.that && self.follows(t, "that") {
            content = self.that_clause(next);
        }
        if content.is_none() && entry.to && self.follows(t, "to") && tree.rel(next) == Deprel::Mark {
            content = tree.head(next).filter(|c| *c > next).map(|c| next..self.span(c).end);
        }
        if content.is_none()
            && next < tree.len()
            && tree.rel(next) == Deprel::Case
            && tree.sentence_of(next) == tree.sentence_of(t)
            && entry.prepositions.contains(&tree.lemma(next))
            && let Some(c) = tree.head(next).filter(|c| *c > next)
        {
            cue.end = next + 1;
            content = Some(next + 1..self.span(c).end);
        }
        let mut source = tree
            .child(t, Deprel::NmodPoss)
            .or_else(|| tree.children(t).iter().copied().find(|c| tree.rel(*c) == Deprel::NmodPoss));
        let mut speaker = source.map(|s| self.span(s));
        let mut first = t;
        // "expressed concern that"
        if let Some(v) = tree.head(t)
            && tree.rel(t) == Deprel::Obj
            && v < t
            && LIGHT.contains(&tree.lemma(v))
            && !self.is_passive(v)
            && let Some(s) = self.subject(v, 6)
        {
            source = Some(s.head);
            speaker = Some(s.tokens);
            first = self.cue(v).start;
            // What hangs on the verb may belong to the noun.
            if content.is_none() {
                content = tree
                    .children(v)
                    .iter()
                    .copied()
                    .find(|c| *c > t && tree.rel(*c) == Deprel::Ccomp)
                    .map(|c| self.span(c));
            }
        }
        let content = content?;
        let prepositional = cue.end > t + 1;
        if speaker.is_none() && (prepositional || entry.class != "say") {
            return None;
        }
        cue.start = first;
        Some(Reading {
            head: t,
            depth: self.depth[t as usize] * 2 + 2,
            cue: vec![cue],
            speaker: speaker.into_iter().collect(),
            speaker_head: source,
            content: vec![content],
            speech: entry.class == "say",
        })
    }

    /// The clause that the conjunction at `that` begins, wherever the parser hung it.
    pub(super) fn that_clause(&self, that: u32) -> Option<Range<u32>> {
        let tree = self.tree;
        let below = tree.upward(that).take_while(|u| self.span(*u).start == that).last()?;
        let finite = |t: u32| tree.is_finite(t);
        let clause = self.span(below);
        // In a relative clause "that" is the subject or there is no other object.
        let relative = tree.token(that).xpos == Xpos::Wdt
            && (tree.rel(that).base() == Deprel::Nsubj
                || !tree.children(below).iter().any(|c| *c > below && tree.rel(*c) == Deprel::Obj));
        (below > that && !relative && clause.clone().any(finite)).then_some(clause)
    }

    pub(super) fn adjective(&self, t: u32, entry: &Entry) -> Option<Reading> {
        let tree = self.tree;
        let predicate =
            tree.children(t).iter().any(|c| matches!(tree.rel(*c), Deprel::Cop | Deprel::AuxPass))
                || matches!(
                    tree.rel(t).base(),
                    Deprel::Xcomp | Deprel::Acl | Deprel::Advcl | Deprel::Amod | Deprel::Conj
                );
        if !predicate {
            return None;
        }
        let to = |c: u32| self.has_to(c);
        let subject = match tree.rel(t).base() {
            Deprel::Acl | Deprel::Amod => None,
            _ => self.subject(t, 6),
        };
        let it = subject.as_ref().is_some_and(|s| tree.is(s.head, "it"))
            || tree.children(t).iter().any(|c| tree.rel(*c) == Deprel::Expl);
        let mut cue = self.cue(t);
        let mut content = None;
        for c in tree.children(t).iter().copied().filter(|c| *c > t) {
            let span = self.span(c);
            match tree.rel(c).base() {
                Deprel::Ccomp | Deprel::Csubj if entry.that => content = Some(span),
                Deprel::Conj | Deprel::Advcl | Deprel::Parataxis | Deprel::Xcomp
                    if entry.that && tree.is(span.start, "that") && span.start == t + 1 =>
                {
                    content = Some(span);
                }
                Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl if to(c) && entry.to => content = Some(span),
                Deprel::Advcl
                    if entry.that && tree.children(c).iter().any(|m| *m < c && tree.is(*m, "that")) =>
                {
                    content = Some(span);
                }
                Deprel::Obl | Deprel::Nmod => {
                    if let Some(k) =
                        tree.case_of(c).filter(|k| *k > t && entry.prepositions.contains(&tree.lemma(*k)))
                    {
                        if k == t + 1 {
                            cue.end = k + 1;
                        }
                        content = Some(k + 1..span.end);
                    }
                }
                _ => {}
            }
            if content.is_some() {
                break;
            }
        }
        let content = content?;
        let mut reading = Reading {
            head: t,
            depth: self.depth[t as usize] * 2 + 2,
            cue: vec![cue],
            speaker: Vec::new(),
            speaker_head: None,
            content: vec![content],
            speech: false,
        };
        if entry.class == "know" && it {
            if let Some(s) = subject
                && s.tokens.end == reading.cue[0].start
            {
                reading.cue[0].start = s.tokens.start;
            }
            return Some(reading);
        }
        if it || entry.class == "know" && entry.prepositions.is_empty() {
            return None;
        }
        let subject = subject?;
        reading.speaker = vec![subject.tokens];
        reading.speaker_head = Some(subject.head);
        Some(reading)
    }
}
