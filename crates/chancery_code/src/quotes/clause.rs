//! Clauses that were said: after the verb, before it, around it, in quotation marks.

use super::lexicon::{Entry, Lexicon, Part};
use super::read::{Reader, Reading, Subject};
use chancery_lang::{Deprel, Upos, Xpos};
use std::ops::Range;

impl Reader<'_, '_> {
    /// Whether `v` has an object, not the subject of a clause that the parser missed ("admitted it withheld").
    pub(super) fn has_object(&self, v: u32) -> bool {
        let tree = self.tree;
        let finite = |t: u32| tree.is_finite(t);
        tree.child(v, Deprel::Obj).is_some_and(|o| {
            let end = self.span(o).end;
            !(o > v && end < tree.sentence_tokens(v).end && finite(end)
                || o > v
                    && o + 1 < end
                    && finite(o + 1)
                    && tree.upos(o) != Upos::Propn
                    && tree.upos(o) != Upos::Noun)
        })
    }

    /// The words of speaker and cue, where both stand together.
    pub(super) fn speaking(&self, reading: &Reading, source: Option<&Subject>) -> Range<u32> {
        let cue = reading.cue[0].clone();
        match source {
            Some(s) if s.tokens.end <= cue.start && self.closes_up(s.tokens.end..cue.start) => {
                s.tokens.start..cue.end
            }
            Some(s) if s.tokens.start >= cue.end && s.tokens.start - cue.end < 8 => cue.start..s.tokens.end,
            _ => cue,
        }
    }

    /// Whether nothing but commas, adverbs and adjuncts of a few words stand in `gap`.
    pub(super) fn closes_up(&self, gap: Range<u32>) -> bool {
        gap.end - gap.start < 12 && gap.clone().all(|t| !self.tree.is_finite(t))
    }

    /// "The talks, he said, have failed." and "The talks have failed, he said on Monday."
    pub(super) fn put_in(&self, v: u32, reading: &mut Reading, source: Option<&Subject>) -> Vec<Range<u32>> {
        let tree = self.tree;
        let Some(source) = source else { return Vec::new() };
        let sentence = tree.sentence_tokens(v);
        let mine = self.speaking(reading, Some(source));
        let bare =
            tree.token(v).xpos == Xpos::Vbg && !tree.children(v).iter().any(|c| tree.rel(*c) == Deprel::Aux);
        if bare || mine.start <= sentence.start + 1 || mine.end > sentence.end || !mine.contains(&source.head)
        {
            return Vec::new();
        }
        let parted = |t: u32| matches!(tree.word(t), "," | "—" | "–" | "--") || self.marks.at(t).is_some();
        // "and", "but" before it begin a clause of its own.
        if !parted(mine.start - 1) || matches!(tree.upos(mine.start), Upos::Cconj | Upos::Sconj) {
            return Vec::new();
        }
        let finite = |t: u32| tree.is_finite(t);
        if !(sentence.start..mine.start).any(|t| finite(t) || self.marks.at(t).is_some()) {
            // "Many of the closures, he said, have been": the verb comes after.
            let after =
                mine.end < sentence.end && tree.word(mine.end) == "," && (mine.end..sentence.end).any(finite);
            if !after {
                return Vec::new();
            }
        }
        let closes =
            mine.end >= sentence.end || tree.word(mine.end) == "," || tree.upos(mine.end) == Upos::Punct;
        let adjunct = || {
            (mine.end..sentence.end).all(|t| !finite(t) && tree.word(t) != "that")
                && (mine.end >= sentence.end || !tree.is(mine.end, "that"))
        };
        if mine.end < sentence.end && tree.word(mine.end) == "," && self.marks.at(mine.start - 1).is_none() {
            reading.depth = 1;
            return vec![sentence.start..mine.start, mine.end..sentence.end];
        }
        if closes && self.marks.at(mine.start - 1).is_none()
            || adjunct() && tree.child(v, Deprel::Obj).is_none() && self.marks.at(mine.start - 1).is_none()
        {
            let rest_quoted = (mine.end..sentence.end).any(|t| self.marks.at(t).is_some());
            if rest_quoted {
                return Vec::new();
            }
            reading.depth = 1;
            return vec![sentence.start..mine.start];
        }
        Vec::new()
    }

    /// All that follows the cue in its sentence, where the parser saw no clause but a finite verb is there.
    pub(super) fn rest(
        &self,
        v: u32,
        entry: &Entry,
        reading: &Reading,
        source: Option<&Subject>,
    ) -> Vec<Range<u32>> {
        let tree = self.tree;
        let sentence = tree.sentence_tokens(v);
        let mine = self.speaking(reading, source);
        if mine.end >= sentence.end || mine.end <= v || self.marks.at(v).is_some() {
            return Vec::new();
        }
        let finite = |t: u32| tree.is_finite(t);
        if entry.addressee {
            return self.told(v, mine.end, sentence.end);
        }
        let that = (mine.end..sentence.end.min(mine.end + 8))
            .find(|t| tree.token(*t).xpos == Xpos::In && tree.is(*t, "that"));
        let start = match that {
            Some(t) if (mine.end..t).all(|u| !finite(u)) => t,
            _ => mine.end,
        };
        let begins = matches!(
            tree.upos(start),
            Upos::Det | Upos::Pron | Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num
        ) || that == Some(start);
        // "said families of the dead file lawsuits": a verb that the tagger missed.
        let certain = entry.lemma == "say"
            && sentence.end - start > 5
            && matches!(tree.upos(start), Upos::Det | Upos::Propn | Upos::Noun | Upos::Adj)
            && !matches!(
                tree.lemma(start),
                "the"
                    | "nothing"
                    | "something"
                    | "anything"
                    | "much"
                    | "more"
                    | "all"
                    | "a"
                    | "this"
                    | "that"
            );
        if !begins || !(certain || (start..sentence.end).any(finite)) {
            return Vec::new();
        }
        vec![start..sentence.end]
    }

    /// What somebody was told, where the parser saw no clause: from its conjunction on, or from right behind who was
    /// told.
    pub(super) fn told(&self, v: u32, from: u32, end: u32) -> Vec<Range<u32>> {
        let tree = self.tree;
        let finite = |t: u32| tree.is_finite(t);
        let opens = |t: u32| matches!(tree.word(t), "that" | "whether" | "why" | "how" | "what" | "if");
        if let Some(t) = (from..end).take_while(|t| !finite(*t)).find(|t| opens(*t) && *t > from) {
            return vec![t..end];
        }
        let Some(object) =
            tree.child(v, Deprel::Obj).or_else(|| tree.child(v, Deprel::Iobj)).filter(|o| *o >= from)
        else {
            return Vec::new();
        };
        let start = object + 1;
        let begins = start < end && matches!(tree.upos(start), Upos::Det | Upos::Pron | Upos::Propn);
        if begins
            && !matches!(tree.token(start).xpos, Xpos::Wp | Xpos::Wdt)
            && (start..end.min(start + 12)).any(finite)
        {
            return vec![start..end];
        }
        Vec::new()
    }

    /// A finite clause: after the verb, before it, or around it.
    pub(super) fn clause(
        &self,
        v: u32,
        entry: &Entry,
        reading: &mut Reading,
        source: Option<&Subject>,
    ) -> Vec<Range<u32>> {
        let tree = self.tree;
        if !(entry.that || entry.quote) {
            return Vec::new();
        }
        let sentence = tree.sentence_tokens(v);
        // "..., he said" and "as he said" put into another clause.
        let as_clause = tree.rel(v) == Deprel::Advcl
            && tree.children(v).iter().any(|c| tree.rel(*c) == Deprel::Mark && tree.is(*c, "as"));
        let that = |c: u32| {
            c > v
                && tree.rel(c) == Deprel::Ccomp
                && tree.children(c).iter().any(|m| tree.rel(*m) == Deprel::Mark && tree.is(*m, "that"))
        };
        let clause = tree.children(v).iter().copied().find(|c| that(*c)).or_else(|| {
            tree.children(v).iter().copied().find(|c| {
                matches!(tree.rel(*c), Deprel::Ccomp)
                    || (tree.rel(*c) == Deprel::Parataxis
                        && entry.quote
                        && (*c > v || tree.child(v, Deprel::Ccomp).is_none())
                        && self.marks.at(*c).is_some())
            })
        });
        if clause.is_none()
            && (tree.rel(v) == Deprel::Parataxis || as_clause)
            && (entry.quote || matches!(entry.class, "think" | "know"))
            && tree.child(v, Deprel::Obj).is_none()
            && let Some(head) = tree.head(v)
        {
            let mine = self.span(v);
            let mine = source.map_or(mine.clone(), |s| mine.start.min(s.tokens.start)..mine.end);
            let all = if tree.head(head).is_none() { sentence.clone() } else { self.span(head) };
            reading.depth = (self.depth[head as usize] * 2 + 1).min(reading.depth);
            return vec![all.start..mine.start.max(all.start), mine.end.min(all.end)..all.end];
        }
        let Some(clause) = clause else { return Vec::new() };
        let whole = self.span(clause);
        let mine = reading.cue[0].clone();
        let mine = source.map_or(mine.clone(), |s| {
            if s.tokens.contains(&clause) {
                mine
            } else {
                mine.start.min(s.tokens.start)..mine.end.max(s.tokens.end)
            }
        });
        if clause > v {
            let finite = !matches!(tree.token(clause).xpos, Xpos::Vbg) || self.own_subject(clause).is_some();
            if !entry.that && !entry.quote && !finite {
                return Vec::new();
            }
            let start = self.clause_start(v, entry, whole.start.max(v + 1), mine.end);
            return vec![start..self.clause_end(v, clause, start)];
        }
        // Before the verb: all that stands before, when the verb heads its sentence.
        let top = tree.head(v).is_none()
            || tree.rel(v) == Deprel::Conj && tree.head(tree.head(v).unwrap_or(v)).is_none();
        let start = if top && !self.conjoined_before(v, whole.start) { sentence.start } else { whole.start };
        let mut all = vec![start..mine.start.max(start)];
        if whole.end > mine.end {
            all.push(mine.end..whole.end);
        }
        all
    }

    /// Whether something of another clause stands before `start` in the sentence of `v`.
    pub(super) fn conjoined_before(&self, v: u32, start: u32) -> bool {
        let tree = self.tree;
        tree.rel(v) == Deprel::Conj
            && tree
                .head(v)
                .is_some_and(|h| h < start && tree.upos(h) == Upos::Verb && self.own_subject(h).is_some())
    }

    /// Where the clause after `v` begins that the parser lets begin at `start`: without a conjunction in front, all
    /// that follows the cue belongs to it but who is told, when and where.
    pub(super) fn clause_start(&self, v: u32, entry: &Entry, start: u32, after: u32) -> u32 {
        let tree = self.tree;
        if entry.addressee || after >= start || matches!(tree.lemma(start), "that" | "whether" | "if") {
            return start;
        }
        let mut t = after;
        while t < start {
            let next = tree.children(v).iter().copied().find(|c| {
                let span = self.span(*c);
                span.start == t
                    && span.end <= start
                    && match tree.rel(*c).base() {
                        Deprel::Obl | Deprel::Nmod => tree.case_of(*c).is_some() || self.is_time(*c),
                        Deprel::Advmod | Deprel::Punct | Deprel::CompoundPrt => true,
                        _ => self.is_time(*c),
                    }
            });
            match next {
                Some(c) => t = self.span(c).end,
                None => break,
            }
        }
        // A preposition there begins something that was not said.
        if t < start && tree.upos(t) == Upos::Adp { start } else { t }
    }

    /// Where the clause after `v` that begins at `start` ends: what the parser hung too high is taken along, a new clause of the speaker is not.
    pub(super) fn clause_end(&self, v: u32, clause: u32, start: u32) -> u32 {
        let tree = self.tree;
        let mut end = self.span(clause).end.max(self.span(v).end);
        let last = tree.sentence_tokens(v).end;
        for c in tree.children(v).iter().copied().filter(|c| *c > clause && *c >= start) {
            let breaks = match tree.rel(c).base() {
                Deprel::Conj => self.is_new_act(c),
                Deprel::Parataxis => true,
                Deprel::Advcl => {
                    let from = self.span(c).start;
                    from > 0 && tree.word(from - 1) == "," || tree.word(from) == ","
                }
                _ => false,
            };
            if breaks {
                end = end.min(self.span(c).start.max(start));
            }
        }
        // "…, adding that": the same speaker goes on.
        for t in clause + 1..end.min(last) {
            if self.goes_on(t, start) {
                end = end.min(t);
            }
        }
        end
    }

    /// Whether a verb joined to a cue tells what the speaker did next, and not what else was said: it shares the
    /// subject, or has a pronoun for it.
    pub(super) fn is_new_act(&self, c: u32) -> bool {
        match self.own_subject(c) {
            None => true,
            Some(s) => matches!(self.tree.word(s.head).to_lowercase().as_str(), "he" | "she"),
        }
    }

    /// Whether a participle of saying after a comma goes on with what the speaker did: "…, adding that".
    pub(super) fn goes_on(&self, t: u32, start: u32) -> bool {
        let tree = self.tree;
        if t <= start + 1 || !matches!(tree.token(t).xpos, Xpos::Vbg | Xpos::In) || self.marks.at(t).is_some()
        {
            return false;
        }
        let adverb = tree.upos(t - 1) == Upos::Adv && t > start + 2;
        let comma = if adverb { t - 2 } else { t - 1 };
        if !matches!(tree.word(comma), "," | "—" | "–") {
            return false;
        }
        if tree.is(t, "according") {
            return true;
        }
        tree.token(t).xpos == Xpos::Vbg
            && Lexicon::embedded()
                .rows(tree.lemma(t))
                .iter()
                .any(|e| e.part == Part::Verb && matches!(e.class, "say" | "write" | "ask" | "judge"))
    }

    /// Where the conjunction stands, if `t` is a verb of saying that goes on with what the speaker of `cue` did, in
    /// the same tense and without a subject of its own: "said that the talks failed and called it a mistake".
    pub(super) fn next_act(&self, t: u32, cue: u32, start: u32) -> Option<u32> {
        let tree = self.tree;
        let tense = tree.token(cue).xpos;
        let finite = matches!(tense, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp) && tree.token(t).xpos == tense;
        if !finite || t < start + 3 || self.marks.at(t).is_some() || tree.rel(t) != Deprel::Conj {
            return None;
        }
        let and = if tree.upos(t - 1) == Upos::Adv { t - 2 } else { t - 1 };
        let reports = Lexicon::embedded().rows(tree.lemma(t)).iter().any(|e| {
            e.part == Part::Verb && matches!(e.class, "say" | "write" | "ask" | "judge" | "promise")
        });
        (tree.upos(and) == Upos::Cconj && reports && self.own_subject(t).is_none()).then_some(and)
    }

    /// Words in quotation marks right before or after a verb of saying.
    pub(super) fn marked(
        &self,
        v: u32,
        entry: &Entry,
        source: Option<&Subject>,
        reading: &mut Reading,
    ) -> Vec<Range<u32>> {
        let tree = self.tree;
        if !entry.quote || self.marks.at(v).is_some() {
            return Vec::new();
        }
        let sentence = tree.sentence_tokens(v);
        let own = reading.cue[0].clone();
        let mine = source.map_or(own.clone(), |s| {
            let near = s.tokens.start >= sentence.start && s.tokens.end <= sentence.end;
            if near { own.start.min(s.tokens.start)..own.end.max(s.tokens.end) } else { own.clone() }
        });
        // Before: marks, then at once the speaker or the verb.
        let mut t = mine.start;
        while t > sentence.start && tree.upos(t - 1) == Upos::Punct && self.marks.at(t - 1).is_none() {
            t -= 1;
        }
        if t > 0
            && let Some(region) = self.marks.at(t - 1)
            && self.marks.regions[region].tokens.end == t
        {
            let mut start = self.marks.regions[region].tokens.start;
            if t > sentence.start {
                start = start.max(sentence.start);
            }
            reading.depth = 1;
            return vec![start..t];
        }
        // After: only who is told, where and when may stand between.
        let last = sentence.end;
        let mut t = mine.end;
        let mut steps = 0;
        while t < last && steps < 25 && self.marks.at(t).is_none() {
            let plain =
                !matches!(tree.upos(t), Upos::Verb) || matches!(tree.token(t).xpos, Xpos::Vbn | Xpos::Vbg);
            if !plain {
                return Vec::new();
            }
            t += 1;
            steps += 1;
        }
        if t < last
            && let Some(region) = self.marks.at(t)
            && self.marks.regions[region].tokens.start == t
            && (t > 0 && matches!(tree.word(t - 1), "," | ":" | "that" | "—" | "–" | "-") || t == mine.end)
        {
            let end = self.marks.regions[region].tokens.end.min(last);
            return vec![t..end];
        }
        // "He said:" and the words on the next line.
        if last > 0
            && tree.word(last - 1) == ":"
            && t + 1 >= last
            && last < tree.len()
            && let Some(region) = self.marks.at(last)
            && self.marks.regions[region].tokens.start == last
        {
            return vec![self.marks.regions[region].tokens.clone()];
        }
        Vec::new()
    }
}
