//! One cue, read from its tree: who speaks, which words say so, what is said.

use super::lexicon::{Entry, Lexicon, Part};
use super::marks::Marks;
use crate::tree::Tree;
use chancery_lang::{Deprel, Upos, Xpos};
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
struct Subject {
    head: u32,
    tokens: Range<u32>,
}

/// Reads the cues of a text.
pub(super) struct Reader<'t, 'a> {
    pub tree: &'t Tree<'a>,
    pub marks: Marks,
    /// First token and one past the last below each token.
    extent: Vec<(u32, u32)>,
    depth: Vec<u32>,
}

const LIGHT: &[&str] = &[
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
    "win",
    "draw",
    "face",
    "reiterate",
    "renew",
    "announce",
    "send",
    "write",
    "post",
    "signal",
    "take",
    "bear",
    "harbor",
    "harbour",
    "sign",
    "spark",
    "get",
    "receive",
    "reject",
    "dismiss",
    "deny",
];

const TIMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tomorrow",
    "week",
    "month",
    "year",
    "night",
    "morning",
    "afternoon",
    "evening",
    "day",
];

const OUTLETS: &[&str] = &[
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
    pub fn new(tree: &'t Tree<'a>) -> Self {
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
    pub fn readings(&self) -> Vec<Reading> {
        let lexicon = Lexicon::embedded();
        let mut out = Vec::new();
        for t in 0..self.tree.len() {
            if matches!(self.tree.upos(t), Upos::Punct | Upos::Det | Upos::Pron | Upos::Num) {
                continue;
            }
            let reading = match self.tree.lemma(t) {
                "accord" | "according" => self.according(t),
                "per" => None,
                lemma => {
                    let rows = lexicon.rows(lemma);
                    (!rows.is_empty()).then(|| self.word(t, rows)).flatten()
                }
            };
            out.extend(reading.and_then(|r| self.tidied(r)));
        }
        out
    }

    fn span(&self, t: u32) -> Range<u32> {
        let (low, high) = self.extent[t as usize];
        low..high
    }

    fn word(&self, t: u32, rows: &[Entry]) -> Option<Reading> {
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
    fn follows(&self, t: u32, word: &str) -> bool {
        t + 1 < self.tree.len()
            && self.tree.sentence_of(t) == self.tree.sentence_of(t + 1)
            && self.tree.is(t + 1, word)
    }

    // --- subjects -----------------------------------------------------------------------------------------------

    fn is_time(&self, t: u32) -> bool {
        TIMES.contains(&self.tree.word(t).to_lowercase().as_str())
    }

    fn is_passive(&self, v: u32) -> bool {
        let voice =
            |c: &u32| matches!(self.tree.rel(*c), Deprel::AuxPass | Deprel::NsubjPass | Deprel::CsubjPass);
        let perfect = |c: &u32| self.tree.rel(*c) == Deprel::Aux;
        self.tree.children(v).iter().any(voice)
            || !self.tree.children(v).iter().any(perfect)
                && (self.tree.token(v).xpos == Xpos::Vbn
                    && matches!(self.tree.rel(v), Deprel::Acl | Deprel::Advcl))
    }

    /// The subject that stands with `v` itself: the nearest, on the same side of quotation marks.
    fn own_subject(&self, v: u32) -> Option<Subject> {
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
    fn beside(&self, v: u32, cue: &Range<u32>) -> Option<Subject> {
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
                let quiet =
                    |t: &u32| !matches!(tree.token(*t).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
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
    fn phrase(&self, head: u32) -> Subject {
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
    fn subject(&self, v: u32, bound: u32) -> Option<Subject> {
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

    fn agent(&self, v: u32) -> Option<Subject> {
        let tree = self.tree;
        let by = |c: &&u32| {
            tree.rel(**c) == Deprel::OblAgent
                || (tree.rel(**c) == Deprel::Obl && tree.case_of(**c).is_some_and(|k| tree.lemma(k) == "by"))
        };
        tree.children(v).iter().find(by).map(|c| self.phrase(*c))
    }

    // --- the words of a cue -----------------------------------------------------------------------------------------

    /// The cue around `head`: what helps it on its left, its particle and adverbs on its right.
    fn cue(&self, head: u32) -> Range<u32> {
        let tree = self.tree;
        let helps = |t: u32, of: u32| {
            tree.head(t) == Some(of)
                && matches!(
                    tree.rel(t).base(),
                    Deprel::Aux | Deprel::Advmod | Deprel::Cop | Deprel::Mark | Deprel::Discourse
                )
                && (tree.rel(t) != Deprel::Mark || tree.token(t).xpos == Xpos::To)
                && !matches!(tree.token(t).xpos, Xpos::Wrb)
        };
        let aux = |t: u32| matches!(tree.upos(t), Upos::Aux | Upos::Part | Upos::Adv);
        let first = tree.sentence_tokens(head).start;
        let mut of = head;
        let mut start = head;
        let mut steps = 0;
        while start > first && steps < 12 {
            let t = start - 1;
            if helps(t, of) && (aux(t) || tree.rel(t) == Deprel::Cop) {
                start -= 1;
            } else if tree.head(of) == Some(t) && tree.rel(of) == Deprel::Xcomp && tree.upos(t) == Upos::Verb
            {
                // "went on to say", "tried to defend"
                of = t;
                start -= 1;
            } else if aux(t) && helps(t, head)
                || tree.rel(t) == Deprel::CompoundPrt && t > first && tree.head(of) == tree.head(t)
            {
                start -= 1;
            } else {
                break;
            }
            steps += 1;
        }
        // An adverb that opens the sentence is not part of it.
        while start < head && tree.upos(start) == Upos::Adv && start == first {
            start += 1;
        }
        let mut end = head + 1;
        let last = tree.sentence_tokens(head).end;
        while end < last {
            let part = tree.head(end) == Some(head) && tree.rel(end) == Deprel::CompoundPrt;
            if !part {
                break;
            }
            end += 1;
        }
        start..end
    }

    /// Adds what tells where it was said right after the cue: "said in a statement".
    fn with_outlet(&self, head: u32, cue: Range<u32>) -> Range<u32> {
        let tree = self.tree;
        let outlet = |c: &&u32| {
            tree.rel(**c).base() == Deprel::Obl
                && self.span(**c).start == cue.end
                && tree.case_of(**c).is_some_and(|k| matches!(tree.lemma(k), "in" | "on" | "during" | "at"))
                && OUTLETS.contains(&tree.lemma(**c))
        };
        match tree.children(head).iter().find(outlet) {
            // The head noun, not what hangs on it: "in an interview | with the paper on Monday".
            Some(c) => cue.start..*c + 1,
            None => cue,
        }
    }

    // --- verbs ------------------------------------------------------------------------------------------------------

    fn verb(&self, v: u32, entry: &Entry) -> Option<Reading> {
        let tree = self.tree;
        let passive = self.is_passive(v);
        if tree.rel(v) == Deprel::Amod {
            return None;
        }
        let speech = matches!(entry.class, "say" | "write" | "ask");
        let mut reading = Reading {
            head: v,
            depth: self.depth[v as usize] * 2 + 2,
            cue: vec![self.cue(v)],
            speaker: Vec::new(),
            speaker_head: None,
            content: Vec::new(),
            speech,
        };
        let mut source = if passive { self.agent(v) } else { self.subject(v, 6) };
        let patient = if passive { self.subject(v, 6) } else { None };
        if entry.raise {
            return self.raised(v, entry, reading);
        }
        let speaks = speech && entry.quote && self.marks.at(v).is_none();
        if !passive && speaks && self.own_subject(v).is_none() {
            // A subject shared with a verb inside the quotation is not its own.
            source = source.filter(|s| self.marks.at(s.head).is_none());
            let follows = reading.cue[0].start > 0 && self.marks.closes_at(reading.cue[0].start - 1);
            if source.is_none() || follows {
                source = self.beside(v, &reading.cue[0]).or(source);
            }
        }
        // A report needs somebody whose it is, or a passive.
        if source.is_none() && !passive {
            return None;
        }
        let expletive = |s: &Subject| tree.is(s.head, "it") || tree.is(s.head, "there");
        if !passive && source.as_ref().is_some_and(|s| tree.rel(s.head) == Deprel::Expl) {
            source = None;
        }

        let mut content = Vec::new();
        if speaks && !passive {
            content = self.put_in(v, &mut reading, source.as_ref());
        }
        if content.is_empty() {
            content = self.clause(v, entry, &mut reading, source.as_ref());
        }
        if content.is_empty() && speech && !passive {
            content = self.marked(v, entry, source.as_ref(), &mut reading);
        }
        if content.is_empty() && !passive {
            content = self.infinitive(v, entry);
        }
        if content.is_empty()
            && !passive
            && entry.that
            && (entry.addressee || !(entry.np && self.has_object(v)))
        {
            content = self.rest(v, entry, &reading, source.as_ref());
        }
        if content.is_empty() && passive && (entry.to || entry.np_to || entry.that) {
            content = self.infinitive(v, entry);
            if !content.is_empty()
                && !entry.addressee
                && let Some(p) = &patient
            {
                content.insert(0, p.tokens.clone());
            }
        }
        if content.is_empty() {
            content = self.prepositional(v, entry, &mut reading, passive);
            if !content.is_empty()
                && passive
                && entry.np
                && let Some(p) = &patient
            {
                content.insert(0, p.tokens.clone());
            }
        }
        if content.is_empty()
            && !passive
            && LIGHT.contains(&entry.lemma)
            && let Some(noun) = tree.child(v, Deprel::Obj)
            && Lexicon::embedded()
                .rows(tree.lemma(noun))
                .iter()
                .any(|e| e.part == Part::Noun && self.noun(noun, e).is_some())
        {
            return None;
        }
        if content.is_empty() && (entry.np || entry.predicate || entry.ing) {
            content = if passive {
                // "was criticised by": somebody must do it, or the verb be one of calling.
                match &patient {
                    Some(p) if (source.is_some() || entry.predicate) && !expletive(p) => {
                        let mut all = vec![p.tokens.clone()];
                        all.extend(tree.child(v, Deprel::Xcomp).map(|x| self.span(x)));
                        all
                    }
                    _ => Vec::new(),
                }
            } else {
                self.object(v, entry)
            };
        }
        if content.is_empty() {
            return None;
        }
        if passive && patient.as_ref().is_some_and(expletive) {
            // "it is said that"
        }
        reading.content = content;
        if let Some(s) = source {
            reading.speaker = vec![s.tokens.clone()];
            reading.speaker_head = Some(s.head);
        }
        if tree.rel(v) == Deprel::Acl
            && tree.token(v).xpos == Xpos::Vbg
            && let Some(noun) = tree.head(v)
            && let Some(above) = tree.head(noun)
            && tree.rel(noun) == Deprel::Obj
            && LIGHT.contains(&tree.lemma(above))
            && v > above
            && v - above < 8
            && reading.speaker_head.is_some_and(|s| s != noun)
        {
            // "issued a statement saying"
            reading.cue = vec![self.cue(above).start..reading.cue[0].end];
            reading.depth = reading.depth.min(self.depth[above as usize] * 2 + 2);
        }
        if speech || entry.class == "promise" {
            reading.cue = reading.cue.iter().map(|c| self.with_outlet(v, c.clone())).collect();
        }
        Some(reading)
    }

    /// Whether `v` has an object, not the subject of a clause that the parser missed ("admitted it withheld").
    fn has_object(&self, v: u32) -> bool {
        let tree = self.tree;
        let finite = |t: u32| matches!(tree.token(t).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
        tree.child(v, Deprel::Obj).is_some_and(|o| {
            let end = self.span(o).end;
            !(o > v && end < tree.sentence_tokens(v).end && finite(end)
                || o > v
                    && finite(o + 1)
                    && o + 1 < end
                    && tree.upos(o) != Upos::Propn
                    && tree.upos(o) != Upos::Noun)
        })
    }

    /// The words of speaker and cue, where both stand together.
    fn speaking(&self, reading: &Reading, source: Option<&Subject>) -> Range<u32> {
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
    fn closes_up(&self, gap: Range<u32>) -> bool {
        gap.end - gap.start < 12
            && gap
                .clone()
                .all(|t| !matches!(self.tree.token(t).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md))
    }

    /// "The talks, he said, have failed." and "The talks have failed, he said on Monday."
    fn put_in(&self, v: u32, reading: &mut Reading, source: Option<&Subject>) -> Vec<Range<u32>> {
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
        let finite = |t: u32| matches!(tree.token(t).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
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
                && !tree.is(mine.end, "that")
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
    fn rest(&self, v: u32, entry: &Entry, reading: &Reading, source: Option<&Subject>) -> Vec<Range<u32>> {
        let tree = self.tree;
        let sentence = tree.sentence_tokens(v);
        let mine = self.speaking(reading, source);
        if mine.end >= sentence.end || mine.end <= v || self.marks.at(v).is_some() {
            return Vec::new();
        }
        let finite = |t: u32| matches!(tree.token(t).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
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
    fn told(&self, v: u32, from: u32, end: u32) -> Vec<Range<u32>> {
        let tree = self.tree;
        let finite = |t: u32| matches!(tree.token(t).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
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
    fn clause(
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
    fn conjoined_before(&self, v: u32, start: u32) -> bool {
        let tree = self.tree;
        tree.rel(v) == Deprel::Conj
            && tree
                .head(v)
                .is_some_and(|h| h < start && tree.upos(h) == Upos::Verb && self.own_subject(h).is_some())
    }

    /// Where the clause after `v` begins that the parser lets begin at `start`: without a conjunction in front, all
    /// that follows the cue belongs to it but who is told, when and where.
    fn clause_start(&self, v: u32, entry: &Entry, start: u32, after: u32) -> u32 {
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
    fn clause_end(&self, v: u32, clause: u32, start: u32) -> u32 {
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
    fn is_new_act(&self, c: u32) -> bool {
        match self.own_subject(c) {
            None => true,
            Some(s) => matches!(self.tree.word(s.head).to_lowercase().as_str(), "he" | "she"),
        }
    }

    /// Whether a participle of saying after a comma goes on with what the speaker did: "…, adding that".
    fn goes_on(&self, t: u32, start: u32) -> bool {
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

    /// Words in quotation marks right before or after a verb of saying.
    fn marked(
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

    fn infinitive(&self, v: u32, entry: &Entry) -> Vec<Range<u32>> {
        let tree = self.tree;
        if !(entry.to || entry.np_to || entry.ing || entry.that) {
            return Vec::new();
        }
        let to = |c: u32| self.has_to(c);
        let object = tree
            .child(v, Deprel::Obj)
            .or_else(|| tree.child(v, Deprel::Iobj))
            .filter(|o| *o > v || entry.np_to);
        let verb = tree.children(v).iter().copied().find(|c| {
            *c > v
                && match tree.rel(*c) {
                    Deprel::Xcomp | Deprel::Ccomp => {
                        to(*c) && (entry.to || entry.np_to)
                            || tree.token(*c).xpos == Xpos::Vbg && entry.ing && tree.rel(*c) == Deprel::Xcomp
                    }
                    Deprel::Advcl => {
                        to(*c)
                            && (entry.np_to || entry.to && object.is_none())
                            && tree.word(self.span(*c).start) != ","
                    }
                    _ => false,
                }
        });
        let Some(verb) = verb else { return Vec::new() };
        let mut span = self.span(verb);
        span.end = span.end.max(self.tail(v, verb));
        match object {
            Some(o) if !entry.addressee && (entry.np_to || entry.to) => {
                if o < v {
                    vec![self.span(o), span]
                } else {
                    vec![self.span(o).start..span.end]
                }
            }
            _ => vec![span.start.max(v + 1)..span.end],
        }
    }

    /// Whether `c` is an infinitive with "to".
    fn has_to(&self, c: u32) -> bool {
        let tree = self.tree;
        tree.children(c).iter().any(|m| {
            *m < c && (tree.token(*m).xpos == Xpos::To || tree.rel(*m) == Deprel::Mark && tree.is(*m, "to"))
        })
    }

    /// The end of what hangs on `v` after `from` without a comma in between.
    fn tail(&self, v: u32, from: u32) -> u32 {
        let tree = self.tree;
        let mut end = self.span(from).end;
        for c in tree.children(v).iter().copied().filter(|c| *c > from) {
            let span = self.span(c);
            let joined = span.start == end
                && matches!(tree.rel(c).base(), Deprel::Obl | Deprel::Advcl | Deprel::Advmod | Deprel::Nmod);
            if !joined {
                break;
            }
            end = span.end;
        }
        end
    }

    /// The object with what is said of it: "accused Norvia of breaking", "praised him for".
    fn object(&self, v: u32, entry: &Entry) -> Vec<Range<u32>> {
        let tree = self.tree;
        let Some(object) = tree.child(v, Deprel::Obj).or_else(|| tree.child(v, Deprel::Iobj)) else {
            return Vec::new();
        };
        if self.is_time(object) && tree.children(object).is_empty() {
            return Vec::new();
        }
        if matches!(tree.lemma(object), "himself" | "herself" | "themselves" | "itself") && !entry.predicate {
            return Vec::new();
        }
        if object < v {
            // "which he called a mistake"
            let mut all = vec![self.span(object)];
            if entry.predicate
                && let Some(x) = tree.child(v, Deprel::Xcomp)
            {
                all.push(self.span(x));
            }
            return all;
        }
        let mut span = self.span(object);
        span.start = span.start.max(v + 1);
        for c in tree.children(v).iter().copied().filter(|c| *c > object) {
            let next = self.span(c);
            if next.start != span.end {
                continue;
            }
            let joined = match tree.rel(c).base() {
                Deprel::Xcomp | Deprel::Ccomp => true,
                Deprel::Obl | Deprel::Nmod => tree.case_of(c).is_some_and(|k| {
                    matches!(
                        tree.lemma(k),
                        "for"
                            | "as"
                            | "of"
                            | "over"
                            | "with"
                            | "to"
                            | "about"
                            | "from"
                            | "against"
                            | "between"
                            | "among"
                            | "into"
                            | "without"
                            | "through"
                            | "than"
                            | "toward"
                            | "towards"
                            | "under"
                    )
                }),
                Deprel::Advcl => tree.children(c).iter().any(|m| {
                    *m < c && matches!(tree.lemma(*m), "for" | "as" | "of" | "over" | "from" | "to")
                }),
                _ => false,
            };
            if !joined {
                break;
            }
            span.end = next.end;
        }
        vec![span]
    }

    /// The object of a preposition that belongs to the verb: "called for a truce".
    fn prepositional(&self, v: u32, entry: &Entry, reading: &mut Reading, passive: bool) -> Vec<Range<u32>> {
        let tree = self.tree;
        if entry.prepositions.is_empty() {
            return Vec::new();
        }
        for c in tree.children(v).iter().copied().filter(|c| *c > v) {
            let marker = match tree.rel(c).base() {
                Deprel::Obl | Deprel::Nmod => tree.case_of(c),
                Deprel::Advcl | Deprel::Ccomp | Deprel::Xcomp => tree
                    .children(c)
                    .iter()
                    .copied()
                    .find(|m| *m < c && matches!(tree.rel(*m), Deprel::Mark | Deprel::Case)),
                _ => None,
            };
            let Some(marker) = marker.filter(|m| *m > v) else { continue };
            if !entry.prepositions.contains(&tree.lemma(marker)) || tree.token(marker).xpos == Xpos::To {
                continue;
            }
            if passive
                && entry.class == "judge"
                && !entry.addressee
                && !matches!(tree.lemma(marker), "of" | "for")
            {
                continue;
            }
            let span = self.span(c);
            // "accused Norvia of": the object belongs to what is said.
            if let Some(object) = tree.child(v, Deprel::Obj).filter(|o| *o > v && *o < c) {
                if !entry.addressee && entry.np {
                    return vec![self.span(object).start..span.end];
                }
                if !entry.addressee {
                    continue;
                }
            }
            let near = &mut reading.cue[0];
            if near.end <= marker
                && marker - near.end <= 2
                && (near.end..marker).all(|t| tree.upos(t) != Upos::Punct)
            {
                near.end = marker + 1;
            }
            let mut end = self.tail(v, c);
            end = end.max(span.end);
            return vec![marker + 1..end];
        }
        Vec::new()
    }

    /// "The talks seem to have failed": nobody says so.
    fn raised(&self, v: u32, entry: &Entry, mut reading: Reading) -> Option<Reading> {
        let tree = self.tree;
        let subject = self.subject(v, 6);
        let rest = tree.children(v).iter().copied().find(|c| {
            *c > v && matches!(tree.rel(*c).base(), Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl)
        })?;
        let _ = entry;
        // "seemed to suggest": who seems to, says it.
        if tree.rel(rest) == Deprel::Xcomp
            && Lexicon::embedded()
                .rows(tree.lemma(rest))
                .iter()
                .any(|e| e.part == Part::Verb && e.class != "raise" && self.verb(rest, e).is_some())
        {
            return None;
        }
        reading.content = match subject {
            Some(s) if !tree.is(s.head, "it") || tree.rel(rest) == Deprel::Xcomp => {
                vec![s.tokens, self.span(rest).start..self.tail(v, rest)]
            }
            _ => vec![self.span(rest)],
        };
        Some(reading)
    }

    // --- nouns and adjectives -----------------------------------------------------------------------------------------

    fn noun(&self, t: u32, entry: &Entry) -> Option<Reading> {
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

    fn adjective(&self, t: u32, entry: &Entry) -> Option<Reading> {
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

    // --- according to -------------------------------------------------------------------------------------------------

    fn according(&self, t: u32) -> Option<Reading> {
        let tree = self.tree;
        let sentence = tree.sentence_tokens(t);
        if t + 2 >= sentence.end || !tree.is(t + 1, "to") {
            return None;
        }
        // The noun phrase: as far as the parser joins it, at least one word, at most to the end of the sentence.
        let mut head = match tree.rel(t) {
            Deprel::Case | Deprel::Mark => tree.head(t)?,
            _ => tree.children(t).iter().copied().find(|c| *c > t + 1 && tree.upos(*c) != Upos::Punct)?,
        };
        if head <= t + 1 {
            head = t + 2;
        }
        let mut end = self.span(head).end.clamp(t + 3, sentence.end);
        let opening = t <= sentence.start + 2;
        if opening {
            // The first comma with the main clause after it.
            let comma = (t + 2..sentence.end).find(|c| tree.word(*c) == "," && *c >= self.noun_end(t + 2));
            end = comma?;
            head = head.min(end - 1);
        }
        let own = t..end;
        let clause = tree
            .upward(head)
            .skip(1)
            .find(|u| !own.contains(u) && matches!(tree.upos(*u), Upos::Verb | Upos::Aux))
            .or_else(|| tree.upward(head).find(|u| !own.contains(u)));
        let mut content = match clause {
            Some(c) if tree.head(c).is_some() && !opening => {
                let mut all = self.span(c);
                if let Some(cc) = tree.children(c).iter().find(|k| tree.rel(**k) == Deprel::Cc && **k < c) {
                    all.start = cc + 1;
                }
                // What stands before a joined clause without its own subject is its subject's.
                all
            }
            _ => sentence.clone(),
        };
        if opening {
            content = end..sentence.end;
        }
        let depth = clause.map_or(1, |c| self.depth[c as usize] * 2 + 1);
        let parts = vec![
            content.start..own.start.clamp(content.start, content.end),
            own.end.clamp(content.start, content.end)..content.end,
        ];
        Some(Reading {
            head: t,
            depth,
            cue: vec![t..t + 2],
            speaker: vec![t + 2..end],
            speaker_head: Some(head.max(t + 2)),
            content: parts,
            speech: true,
        })
    }

    /// One past the last token of the simple noun phrase that begins at `t`.
    fn noun_end(&self, t: u32) -> u32 {
        let tree = self.tree;
        let mut end = t;
        while end < tree.len()
            && matches!(
                tree.upos(end),
                Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron
            )
        {
            end += 1;
        }
        end
    }

    // --- tidying ------------------------------------------------------------------------------------------------------

    /// Content without speaker and cue, everything without outer punctuation.
    fn tidied(&self, mut r: Reading) -> Option<Reading> {
        let cue = r.cue.clone();
        // A speaker does not reach over its verb.
        r.speaker = r
            .speaker
            .iter()
            .flat_map(|s| minus(s.clone(), &cue))
            .filter(|s| r.speaker_head.is_none_or(|h| s.contains(&h)))
            .filter_map(|s| self.trimmed(s))
            .collect();
        let mut taken = cue;
        taken.extend(r.speaker.iter().cloned());
        let parts: Vec<Range<u32>> =
            r.content.iter().filter(|c| c.start < c.end).flat_map(|c| minus(c.clone(), &taken)).collect();
        let cut = |c: Range<u32>| {
            // Only what stands after the cue: a participle there is the speaker's own doing.
            let from = r.head.max(c.start);
            let end =
                (from + 1..c.end).find(|t| c.start > r.head && self.goes_on(*t, c.start)).unwrap_or(c.end);
            c.start..end
        };
        let mut parts: Vec<Range<u32>> = parts.into_iter().map(cut).filter_map(|c| self.trimmed(c)).collect();
        parts.sort_by_key(|c| c.start);
        r.content = parts;
        (!r.content.is_empty()).then_some(r)
    }

    /// Past a conjunction or adverb that joins the sentence to the one before: "But", "However,".
    fn opening(&self, start: u32, end: u32) -> u32 {
        let tree = self.tree;
        if start + 2 >= end || self.marks.at(start).is_some() {
            return start;
        }
        if tree.upos(start) == Upos::Cconj && tree.word(start + 1) != "," {
            return start + 1;
        }
        let joins = ["however", "but", "and", "moreover", "meanwhile", "still", "instead", "yet", "so"];
        if tree.word(start + 1) == "," && joins.contains(&tree.word(start).to_lowercase().as_str()) {
            return start + 2;
        }
        start
    }

    /// Where an aside of the reporter begins, after a dash or a colon that nothing closes; `end` where there is none.
    fn aside(&self, start: u32, end: u32) -> u32 {
        let tree = self.tree;
        let dash = |t: u32| {
            matches!(tree.word(t), "—" | "–" | "―" | "--")
                || tree.word(t) == "-" && t > 0 && tree.token(t - 1).end < tree.token(t).start
        };
        let outside = |t: &u32| self.marks.at(*t).is_none();
        let first = (start + 3..end).filter(outside).find(|t| dash(*t) || tree.word(*t) == ":");
        let Some(t) = first.filter(|t| t + 1 < end) else { return end };
        let closed = dash(t) && (t + 1..end).any(dash);
        if closed || self.marks.at(t + 1).is_some() || tree.upos(t + 1) == Upos::Cconj {
            return end;
        }
        t
    }

    /// Without commas, stops and dashes at its ends; quotation marks stay. `None` where no word is left.
    fn trimmed(&self, mut r: Range<u32>) -> Option<Range<u32>> {
        let loose =
            |t: u32| matches!(self.tree.word(t), "," | "." | ";" | ":" | "-" | "—" | "–" | "--" | "…");
        while r.start < r.end && loose(r.start) {
            r.start += 1;
        }
        while r.start < r.end && loose(r.end - 1) {
            r.end -= 1;
        }
        r.clone().any(|t| self.tree.word(t).contains(char::is_alphanumeric)).then_some(r)
    }

    // --- quotation marks over sentences -------------------------------------------------------------------------------

    /// Whether it is somebody's words in marks with the cue outside them.
    pub fn is_marked(&self, r: &Reading) -> bool {
        let inside = |t: u32| self.marks.at(t).is_some();
        r.speech && !inside(r.head) && r.content.iter().any(|c| inside(c.start) || inside(c.end - 1))
    }

    /// Follows words in marks to where their marks open and close, and on into what the same speaker says next; marks
    /// the content as owned by `me`.
    pub fn follow_marks(&self, reading: &mut Reading, me: u32, owner: &mut [u32]) {
        let tree = self.tree;
        let regions = &self.marks.regions;
        let marked = self.is_marked(reading);
        let mut mine = reading.cue.clone();
        mine.extend(reading.speaker.iter().cloned());
        let mut parts = reading.content.clone();
        for part in &mut parts {
            let sentence = tree.sentence_tokens(part.start);
            let free = |r: &Range<u32>| {
                (marked || r.start >= sentence.start && r.end <= sentence.end)
                    && r.clone()
                        .all(|t| owner[t as usize] == u32::MAX && !mine.iter().any(|m| m.contains(&t)))
            };
            if let Some(region) = self.marks.at(part.start).map(|i| &regions[i].tokens)
                && free(&(region.start..part.start))
            {
                part.start = region.start;
            }
            if let Some(region) = self.marks.at(part.end - 1).map(|i| &regions[i].tokens)
                && free(&(part.end..region.end))
            {
                part.end = part.end.max(region.end);
            }
        }
        for part in &parts {
            owner[part.start as usize..part.end as usize].fill(me);
        }
        if reading.speech && self.marks.at(reading.head).is_none() {
            // On from the last word of content or cue; after plain words only with the next sentence.
            let mut last = mine.iter().chain(&parts).map(|p| p.end).max().unwrap_or(0);
            if !marked && last > 0 {
                let end = tree.sentence_tokens(last - 1).end;
                let quiet = |t: u32| owner[t as usize] == u32::MAX && self.marks.at(t).is_none();
                if !(last..end).all(quiet) {
                    reading.content = join(parts);
                    return;
                }
            }
            while let Some(next) = self.next_region(last, owner) {
                owner[next.start as usize..next.end as usize].fill(me);
                last = next.end;
                parts.push(next);
            }
        }
        reading.content = join(parts);
    }

    /// The region that goes on after `last`: the rest of its sentence holds no verb but marks, or the next sentence opens with a mark.
    fn next_region(&self, last: u32, owner: &[u32]) -> Option<Range<u32>> {
        let tree = self.tree;
        if last == 0 || last >= tree.len() {
            return None;
        }
        let sentence = tree.sentence_tokens(last - 1);
        let mut t = last;
        // The rest of the sentence.
        let mut verb = false;
        while t < sentence.end {
            if let Some(region) = self.marks.at(t) {
                let region = &self.marks.regions[region].tokens;
                let parted =
                    matches!(tree.word(t - 1), "," | "." | ":" | ";" | "—" | "–" | "-" | "--" | "...")
                        || t == last;
                let free = !verb
                    && parted
                    && region.start >= t
                    && region.clone().all(|u| owner[u as usize] == u32::MAX);
                if free {
                    return Some(region.clone());
                }
                if region.end >= sentence.end || region.start < t {
                    return None;
                }
                t = region.end;
                continue;
            }
            if owner[t as usize] != u32::MAX {
                return None;
            }
            verb |= matches!(tree.token(t).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
            t += 1;
        }
        let i = self.marks.at(t)?;
        let region = &self.marks.regions[i];
        let tokens = &region.tokens;
        if tokens.start != t || tokens.clone().any(|u| owner[u as usize] != u32::MAX) {
            return None;
        }
        // Its last sentence must end with it: otherwise somebody else's cue follows.
        let end = tree.sentence_tokens(tokens.end - 1).end;
        let whole = (tokens.end..end).all(|u| tree.upos(u) == Upos::Punct);
        let same = self.marks.paragraph[t as usize] == self.marks.paragraph[last as usize - 1];
        // A new paragraph goes on where it is nothing but the quotation.
        let alone = end >= tree.len() || self.marks.paragraph[end as usize] != region.paragraph;
        (whole && (same || alone)).then(|| tokens.clone())
    }
}

/// `r` without the parts that `taken` covers.
fn minus(r: Range<u32>, taken: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut parts = vec![r];
    for cut in taken {
        parts = parts
            .into_iter()
            .flat_map(|p| [p.start..p.end.min(cut.start), p.start.max(cut.end)..p.end])
            .filter(|p| p.start < p.end)
            .collect();
    }
    parts
}

/// Sorted, with ranges that touch made one.
fn join(mut parts: Vec<Range<u32>>) -> Vec<Range<u32>> {
    parts.sort_by_key(|p| p.start);
    let mut out: Vec<Range<u32>> = Vec::new();
    for p in parts {
        match out.last_mut() {
            Some(last) if last.end >= p.start => last.end = last.end.max(p.end),
            _ => out.push(p),
        }
    }
    out
}
