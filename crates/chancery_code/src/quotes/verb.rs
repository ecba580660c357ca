//! What is joined to a verb: an infinitive, an object, the object of a preposition.

use super::lexicon::{Entry, Lexicon, Part};
use super::read::{LIGHT, Reader, Reading, Subject};
use chancery_lang::{Deprel, Upos, Xpos};
use std::ops::Range;

/// Verbs of telling whose object is what one declines to tell.
const TELLING: [&str; 13] = [
    "say", "name", "provide", "offer", "discuss", "answer", "reveal", "disclose", "specify", "identify",
    "give", "address", "describe",
];

impl Reader<'_, '_> {
    pub(super) fn verb(&self, v: u32, entry: &Entry) -> Option<Reading> {
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

    pub(super) fn infinitive(&self, v: u32, entry: &Entry) -> Vec<Range<u32>> {
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
        // "declined to name the delegates", "refused to say that": what is kept back, not the telling.
        if matches!(entry.lemma, "decline" | "refuse") && TELLING.contains(&tree.lemma(verb)) {
            let inner = tree.child(verb, Deprel::Obj).or_else(|| tree.child(verb, Deprel::Ccomp));
            if let Some(inner) = inner.filter(|i| *i > verb) {
                return vec![self.span(inner).start..self.span(inner).end.max(self.tail(verb, inner))];
            }
        }
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
    pub(super) fn has_to(&self, c: u32) -> bool {
        let tree = self.tree;
        tree.children(c).iter().any(|m| {
            *m < c && (tree.token(*m).xpos == Xpos::To || tree.rel(*m) == Deprel::Mark && tree.is(*m, "to"))
        })
    }

    /// The end of what hangs on `v` after `from` without a comma in between.
    pub(super) fn tail(&self, v: u32, from: u32) -> u32 {
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
    pub(super) fn object(&self, v: u32, entry: &Entry) -> Vec<Range<u32>> {
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
                Deprel::Obl
                | Deprel::Nmod
                | Deprel::Dep
                | Deprel::Appos
                | Deprel::Obj
                | Deprel::Iobj
                | Deprel::Advcl
                    if entry.predicate && tree.case_of(c).is_none() =>
                {
                    !self.is_time(c)
                }
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
        // "prefers nominee | Ada Lind": a name that the parser tore off its title.
        let last = tree.sentence_tokens(v).end;
        while span.end < last
            && matches!(tree.upos(span.end - 1), Upos::Propn | Upos::Noun)
            && tree.upos(span.end) == Upos::Propn
            && !self.is_time(span.end)
        {
            span.end += 1;
        }
        vec![span]
    }

    /// The object of a preposition that belongs to the verb: "called for a truce".
    pub(super) fn prepositional(
        &self,
        v: u32,
        entry: &Entry,
        reading: &mut Reading,
        passive: bool,
    ) -> Vec<Range<u32>> {
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
            // "called for talks, warning of war", "called for her ouster, but his battles…": what comes next is told.
            let next = (marker + 2..end).find(|t| {
                tree.word(*t - 1) == ","
                    && self.marks.at(*t).is_none()
                    && (tree.token(*t).xpos == Xpos::Vbg || matches!(tree.lemma(*t), "but" | "while"))
            });
            let end = next.map_or(end, |t| t - 1);
            return vec![marker + 1..end];
        }
        Vec::new()
    }

    /// "The talks seem to have failed": nobody says so.
    pub(super) fn raised(&self, v: u32, entry: &Entry, mut reading: Reading) -> Option<Reading> {
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
}
