//! Who does a verb.

use super::read::{LIGHT, OUTLETS, Reader, Subject, TIMES};
use crate::tree::is_day_word;
use chancery_lang::{Deprel, Upos, Xpos};
use std::ops::Range;

impl Reader<'_, '_> {
    pub(super) fn is_time(&self, t: u32) -> bool {
        let lower = self.tree.word(t).to_lowercase();
        is_day_word(&lower) || TIMES.contains(&lower.as_str())
    }

    pub(super) fn is_passive(&self, v: u32) -> bool {
        let voice =
            |c: &u32| matches!(self.tree.rel(*c), Deprel::AuxPass | Deprel::NsubjPass | Deprel::CsubjPass);
        // "“We go,” the envoy barked": no participle of the envoy.
        if let Some(noun) = self.tree.head(v).filter(|h| self.tree.rel(v) == Deprel::Acl && *h < v) {
            let start = self.span(noun).start;
            if start > 0 && self.marks.closes_at(start - 1) {
                return false;
            }
        }
        let perfect = |c: &u32| matches!(self.tree.rel(*c), Deprel::Aux | Deprel::Nsubj);
        self.tree.children(v).iter().any(voice)
            || !self.tree.children(v).iter().any(perfect)
                && (self.tree.token(v).xpos == Xpos::Vbn
                    && matches!(self.tree.rel(v), Deprel::Acl | Deprel::Advcl))
    }

    /// The subject that stands with `v` itself: the nearest, on the same side of quotation marks.
    pub(super) fn own_subject(&self, v: u32) -> Option<Subject> {
        let tree = self.tree;
        let outside = self.marks.at(v).is_none();
        let is = |c: &&u32| {
            matches!(tree.rel(**c), Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter | Deprel::Csubj)
                && !self.is_time(**c)
                && !(outside
                    && self.marks.at(**c).is_some()
                    && self.marks.at(**c) == self.marks.at(self.span(**c).start))
        };
        let head = *tree.children(v).iter().filter(is).min_by_key(|c| c.abs_diff(v))?;
        Some(self.phrase(head))
    }

    /// The noun phrase next to a verb of saying, where the parser saw none: right before it, or right after it where
    /// it follows what was said.
    pub(super) fn beside(&self, v: u32, cue: &Range<u32>) -> Option<Subject> {
        let tree = self.tree;
        if !matches!(tree.token(v).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Vbn) {
            return None;
        }
        let sentence = tree.sentence_tokens(v);
        let name = |t: u32| {
            (matches!(tree.upos(t), Upos::Propn | Upos::Noun | Upos::Pron)
                || matches!(tree.token(t).xpos, Xpos::Nnp | Xpos::Nnps))
                && !self.is_time(t)
        };
        let inner = |t: u32| {
            matches!(tree.upos(t), Upos::Propn | Upos::Noun | Upos::Pron | Upos::Adj | Upos::Det | Upos::Num)
                || matches!(tree.token(t).xpos, Xpos::Pos | Xpos::Hyph | Xpos::Nnp | Xpos::Nnps)
        };
        if cue.start > sentence.start && name(cue.start - 1) {
            let mut start = cue.start - 1;
            while start > sentence.start
                && inner(start - 1)
                && self.marks.at(start - 1) == self.marks.at(v)
                && tree.upos(start) != Upos::Det
                && tree.upos(start) != Upos::Pron
            {
                start -= 1;
            }
            return Some(Subject { head: cue.start - 1, tokens: start..cue.start });
        }
        // "Gov. Arvo (N.), said": past a bracket or an apposition.
        if cue.start > sentence.start + 2 && tree.word(cue.start - 1) == "," {
            let mut end = cue.start - 1;
            if tree.word(end - 1) == ")" {
                end = (sentence.start..end).rev().find(|t| tree.word(*t) == "(").unwrap_or(end);
            } else {
                let quiet = |t: &u32| !tree.is_finite(*t);
                end = (sentence.start.max(end.saturating_sub(14))..end)
                    .rev()
                    .take_while(quiet)
                    .find(|t| tree.word(*t) == ",")
                    .or_else(|| {
                        // "Arvo, who led the talks, said"
                        let from = sentence.start.max(end.saturating_sub(25));
                        let who =
                            |t: &u32| matches!(tree.token(*t).xpos, Xpos::Wp | Xpos::WpPoss | Xpos::Wdt);
                        let who = (from + 1..end).rev().find(who)?;
                        (tree.word(who - 1) == ",").then_some(who - 1)
                    })
                    .unwrap_or(end);
            }
            if end > sentence.start
                && end < cue.start - 1
                && name(end - 1)
                && self.marks.at(end - 1) == self.marks.at(v)
            {
                let mut start = end - 1;
                while start > sentence.start && inner(start - 1) && tree.upos(start) != Upos::Det {
                    start -= 1;
                }
                return Some(Subject { head: end - 1, tokens: start..cue.start });
            }
        }
        let opens = cue.start > sentence.start
            && (tree.word(cue.start - 1) == "," || self.marks.at(cue.start - 1).is_some());
        if opens && cue.end < sentence.end && inner(cue.end) {
            let mut end = cue.end;
            while end < sentence.end && inner(end) {
                end += 1;
            }
            let head = (cue.end..end).rev().find(|t| name(*t))?;
            return Some(Subject { head, tokens: cue.end..self.span(head).end.clamp(end, sentence.end) });
        }
        None
    }

    /// The noun phrase of `head`.
    pub(super) fn phrase(&self, head: u32) -> Subject {
        let mut tokens = self.span(head);
        // A preposition in front is not part of it; neither is a clause after it that tells something new.
        if let Some(case) = self.tree.case_of(head)
            && case < head
        {
            let after = |t: u32| self.tree.rel(t) == Deprel::Fixed && self.tree.head(t) == Some(case);
            let mut first = case + 1;
            while first < head && after(first) {
                first += 1;
            }
            tokens.start = tokens.start.max(first);
        }
        let tree = self.tree;
        // Nor do words in quotation marks belong to a phrase outside.
        if self.marks.at(head).is_none() {
            if let Some(t) = (tokens.start..head).rev().find(|t| self.marks.closes_at(*t)) {
                tokens.start = t + 1;
                while tokens.start < head && tree.upos(tokens.start) == Upos::Punct {
                    tokens.start += 1;
                }
            }
            if let Some(t) =
                (head + 1..tokens.end).find(|t| self.marks.at(*t).is_some() && tree.word(*t - 1) == ",")
            {
                tokens.end = t;
            }
        }
        // Where and when it was said is not part of who said it.
        for c in tree.children(head).iter().copied().filter(|c| *c > head) {
            let outlet = || OUTLETS.contains(&tree.lemma(c)) || self.is_time(c);
            let away = tree
                .case_of(c)
                .is_some_and(|k| matches!(tree.lemma(k), "in" | "on" | "at" | "during" | "after"));
            let aside = tree.rel(c) == Deprel::Advmod && tree.upos(c) == Upos::Adv && tree.word(c - 1) == ",";
            if away && outlet() || aside {
                tokens.end = tokens.end.min(self.span(c).start);
            }
        }
        // A dateline in front.
        if let Some(dash) =
            (tokens.start..head).rev().find(|t| matches!(tree.word(*t), "—" | "–" | "―" | "--"))
            && (tokens.start..dash).all(|t| matches!(tree.upos(t), Upos::Propn | Upos::Punct | Upos::Num))
            && tree.sentence_tokens(head).start == tokens.start
        {
            tokens.start = dash + 1;
        }
        // What the parser left outside on the left: "Former President".
        let first = tree.sentence_tokens(head).start;
        let part = |t: u32| {
            matches!(tree.upos(t), Upos::Adj | Upos::Propn | Upos::Noun)
                && !self.is_time(t)
                && tree.case_of(t).is_none()
        };
        let joins = |t: u32| matches!(tree.upos(t), Upos::Adj | Upos::Propn | Upos::Noun | Upos::Num);
        while tokens.start > first
            && tokens.start <= head
            && joins(tokens.start)
            && part(tokens.start - 1)
            && self.marks.at(tokens.start - 1) == self.marks.at(head)
        {
            tokens.start -= 1;
        }
        Subject { head, tokens }
    }

    /// Who does `v`: its own subject, or the one it shares with the verb that it hangs on.
    pub(super) fn subject(&self, v: u32, bound: u32) -> Option<Subject> {
        let tree = self.tree;
        if let Some(own) = self.own_subject(v) {
            return Some(own);
        }
        let head = tree.head(v).filter(|_| bound > 0)?;
        match tree.rel(v).base() {
            Deprel::Conj | Deprel::Xcomp => {
                if tree.rel(v) == Deprel::Xcomp
                    && let Some(object) = tree.child(head, Deprel::Obj).filter(|o| *o < v)
                {
                    return Some(self.phrase(object));
                }
                self.subject(head, bound - 1)
            }
            Deprel::Advcl | Deprel::Parataxis
                if matches!(tree.token(v).xpos, Xpos::Vbg | Xpos::Vb | Xpos::Vbn) =>
            {
                self.subject(head, bound - 1)
            }
            Deprel::Acl if tree.token(v).xpos == Xpos::Vbg => {
                // "issued a statement saying": who issued it.
                match tree.head(head) {
                    Some(above)
                        if tree.rel(head) == Deprel::Obj
                            && LIGHT.contains(&tree.lemma(above))
                            && self.subject(above, bound - 1).is_some() =>
                    {
                        self.subject(above, bound - 1)
                    }
                    _ => {
                        let mut it = self.phrase(head);
                        it.tokens.end = it.tokens.end.min(self.span(v).start);
                        Some(it)
                    }
                }
            }
            _ => None,
        }
    }

    pub(super) fn agent(&self, v: u32) -> Option<Subject> {
        let tree = self.tree;
        let by = |c: &&u32| {
            tree.rel(**c) == Deprel::OblAgent
                || (tree.rel(**c) == Deprel::Obl && tree.case_of(**c).is_some_and(|k| tree.lemma(k) == "by"))
        };
        tree.children(v).iter().find(by).map(|c| self.phrase(*c))
    }
}
