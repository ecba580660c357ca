//! Whether a line of a pattern holds for a frame, and who then stands on which side.

use crate::actors::Cast;
use crate::frame::{Arg, Frame};
use crate::operators::Operators;
use crate::pattern::{ActorTest, Condition, Filler, Line, Pattern, Role, WordSet};
use crate::tree::Tree;
use chancery_lang::{Deprel, Upos};
use chancery_model::MentionKind;

/// Somebody on a side of an event: a mention that names an actor, or a place that stands for its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Somebody {
    /// Index into [`Cast::mentions`].
    pub mention: u32,
    /// Not the words themselves name it but a modifier ("China" in "China's policy").
    pub via: bool,
}

/// What a line found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Who does it.
    pub source: Vec<Somebody>,
    /// To whom.
    pub target: Vec<Somebody>,
    /// Tokens of lexical slots: they belong to the trigger and are no events of their own.
    pub used: Vec<u32>,
    /// How much held: more conditions, more weight.
    pub weight: u32,
}

/// What a frame is matched against.
pub struct Scene<'a> {
    /// The trees.
    pub tree: &'a Tree<'a>,
    /// The actors.
    pub cast: &'a Cast,
    /// The operators.
    pub operators: &'a Operators,
    /// For each token the mention of the speaker in whose words it stands.
    pub speakers: &'a [Option<u32>],
}

impl Scene<'_> {
    /// Matches one line.
    pub fn matches(&self, pattern: &Pattern, line: &Line, frame: &Frame) -> Option<Found> {
        let mut found = Found::default();
        for condition in &line.conditions {
            match condition {
                Condition::Slot { roles, filler, optional, negated } => {
                    let held = self.fill(frame, roles, filler, &mut found);
                    match (held, negated, optional) {
                        (true, true, _) => return None,
                        (false, false, false) => return None,
                        (true, false, _) => found.weight += if *optional { 1 } else { 2 },
                        _ => {}
                    }
                }
                Condition::Phrase { any, negated } => {
                    let held = any.iter().find_map(|phrase| self.phrase(frame, phrase));
                    if held.is_some() == *negated {
                        return None;
                    }
                    // What hangs on the phrase hangs on the predicate: "spoke by telephone with them".
                    found.used.extend(held);
                    found.weight += 2;
                }
            }
        }
        let mut scratch = Found::default();
        let excluded = pattern.excepts.iter().any(|except| match except {
            Condition::Slot { roles, filler, .. } => self.fill(frame, roles, filler, &mut scratch),
            Condition::Phrase { any, .. } => any.iter().any(|phrase| self.phrase(frame, phrase).is_some()),
        });
        (!excluded).then_some(found)
    }

    /// Fills a slot from the frame, and prepositions also from the words already found ("imposed *sanctions on*").
    fn fill(&self, frame: &Frame, roles: &[Role], filler: &Filler, found: &mut Found) -> bool {
        for role in roles {
            if *role == Role::Speaker {
                if self.fill_speaker(frame, filler, found) {
                    return true;
                }
                continue;
            }
            if *role == Role::Inside {
                if self.fill_inside(frame, filler, found) {
                    return true;
                }
                continue;
            }
            // "the Norvian rejection of": a nationality word is nobody's own noun phrase.
            if *role == Role::Poss && frame.class == crate::pattern::WordClass::Noun {
                let test = match filler {
                    Filler::Source(test) | Filler::Target(test) | Filler::Actor(test) => Some(test),
                    Filler::Words(_) | Filler::Any => None,
                };
                let before = |m: &u32| self.cast.mentions[*m as usize].head < frame.anchor;
                let whose = self.cast.possessor_or_nationality(frame.anchor).into_iter().filter(before);
                let whose = whose.map(|mention| Somebody { mention, via: true });
                let fits = |s: &Somebody| {
                    test.is_some_and(|t| self.passes(*s, t))
                        && !found.source.contains(s)
                        && !found.target.contains(s)
                };
                let whose = Vec::from_iter(whose.filter(fits).take(1));
                if !whose.is_empty() {
                    match filler {
                        Filler::Source(_) => found.source.extend(whose),
                        Filler::Target(_) => found.target.extend(whose),
                        _ => {}
                    }
                    return true;
                }
            }
            let direct = Vec::from_iter(frame.of(role));
            if direct.iter().any(|t| self.fill_with(*t, filler, found)) {
                return true;
            }
            if let Role::Prep(_) | Role::Poss | Role::Xcomp | Role::Ccomp | Role::Compound | Role::Amod = role
            {
                for noun in found.used.clone() {
                    if self.tree.upos(noun) == Upos::Verb {
                        continue;
                    }
                    let inner =
                        Frame::of_word(self.tree, self.operators, noun, crate::pattern::WordClass::Noun);
                    let tokens =
                        Vec::from_iter(inner.args.iter().filter(|a| a.role == *role && !a.inherited));
                    if tokens.iter().any(|a| self.fill_with(a.token, filler, found)) {
                        return true;
                    }
                }
            }
        }
        // "imposed by Estmark on Norvia": the parser hangs the last phrase on the one before.
        let side = matches!(filler, Filler::Source(_) | Filler::Target(_));
        for role in roles.iter().filter(|r| side && matches!(r, Role::Prep(_))) {
            // What an "of" hangs on is its own ("over the expulsion of six"), but not a place's ("the arrest in Norhaven of").
            let Role::Prep(wanted) = role else { continue };
            let own_of = &**wanted == "of";
            for arg in frame.args.iter().filter(|a| !a.inherited && self.tree.upos(a.token) != Upos::Verb) {
                if own_of && self.tree.upos(arg.token) != Upos::Propn {
                    continue;
                }
                for &c in self.tree.children(arg.token) {
                    let marked = self.tree.rel(c) == Deprel::Nmod
                        && self.tree.case_of(c).is_some_and(|case| self.tree.is(case, wanted));
                    if marked && self.fill_with(c, filler, found) {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn fill_speaker(&self, frame: &Frame, filler: &Filler, found: &mut Found) -> bool {
        let Some(mention) = self.speakers[frame.anchor as usize] else { return false };
        let somebody = Somebody { mention, via: false };
        match filler {
            Filler::Source(test) if self.passes(somebody, test) => found.source.push(somebody),
            Filler::Target(test) if self.passes(somebody, test) => found.target.push(somebody),
            Filler::Actor(test) => return self.passes(somebody, test),
            Filler::Any => {}
            _ => return false,
        }
        true
    }

    /// Arguments of the complement clause, its object first.
    fn fill_inside(&self, frame: &Frame, filler: &Filler, found: &mut Found) -> bool {
        let complement = |a: &&Arg| matches!(a.role, Role::Xcomp | Role::Ccomp);
        let mut clauses = Vec::from_iter(frame.args.iter().filter(complement).map(|a| a.token));
        // "was given a week to leave", with the infinitive for an adverbial clause.
        // "warned its citizens in May that they risked arrest", "against travelling there": the same.
        let marked = |t: u32| {
            let mark = |c: &u32| self.tree.is(*c, "that") || self.tree.is(*c, "against");
            self.tree.children(t).iter().any(|c| self.tree.rel(*c) == Deprel::Mark && mark(c))
        };
        let aim = |a: &&Arg| {
            a.role == Role::Advcl && crate::frame::has_to(self.tree, a.token)
                || matches!(a.role, Role::Advcl | Role::Prep(_)) && marked(a.token)
        };
        clauses.extend(frame.args.iter().filter(aim).map(|a| a.token));
        // "expressed readiness to work with them"
        for noun in found.used.iter().filter(|n| self.tree.upos(**n) == Upos::Noun) {
            let inner = Frame::of_word(self.tree, self.operators, *noun, crate::pattern::WordClass::Noun);
            clauses.extend(inner.args.iter().filter(complement).map(|a| a.token));
        }
        for clause in clauses {
            let class = match self.tree.upos(clause) {
                Upos::Noun => crate::pattern::WordClass::Noun,
                Upos::Adj => crate::pattern::WordClass::Adj,
                _ => crate::pattern::WordClass::Verb,
            };
            let inner = Frame::of_word(self.tree, self.operators, clause, class);
            let own = || inner.args.iter().filter(|a| !a.inherited);
            // Of "said that they release him" they are meant, of "refused to release him" he is.
            let first = if self.tree.rel(clause) == Deprel::Ccomp { Role::Subj } else { Role::Obj };
            let ordered = own().filter(|a| a.role == first).chain(own().filter(|a| {
                a.role != first && matches!(a.role, Role::Obj | Role::Subj | Role::Iobj | Role::Prep(_))
            }));
            if ordered.into_iter().any(|a| self.fill_with(a.token, filler, found)) {
                return true;
            }
        }
        false
    }

    fn fill_with(&self, t: u32, filler: &Filler, found: &mut Found) -> bool {
        match filler {
            Filler::Any => true,
            Filler::Words(set) => match self.word(t, set) {
                Some(token) => {
                    found.used.push(token);
                    // "telephone conversation" says more than "conversation".
                    found.weight += u32::from(!set.has(self.tree.lemma(token)));
                    true
                }
                None => false,
            },
            Filler::Source(test) | Filler::Target(test) | Filler::Actor(test) => {
                let mut somebodies = self.somebodies(t, test);
                somebodies.retain(|s| !found.source.contains(s) && !found.target.contains(s));
                if somebodies.is_empty() {
                    return false;
                }
                match filler {
                    Filler::Source(_) => found.source.extend(somebodies),
                    Filler::Target(_) => found.target.extend(somebodies),
                    _ => {}
                }
                true
            }
        }
    }

    /// Who the noun phrase at `t` and its conjuncts are.
    pub fn somebodies(&self, t: u32, test: &ActorTest) -> Vec<Somebody> {
        let mut all = Vec::new();
        for t in self.tree.conjuncts(t) {
            let t = self.counted(t);
            let mut own = Vec::from_iter(
                self.cast
                    .at(t)
                    .into_iter()
                    .map(|mention| Somebody { mention, via: false })
                    .filter(|s| self.passes(*s, test)),
            );
            if own.is_empty()
                && !test.direct
                && matches!(self.tree.upos(t), Upos::Noun | Upos::Propn | Upos::Verb)
            {
                let via = self.whose(t, 2).into_iter();
                own.extend(
                    via.map(|mention| Somebody { mention, via: true }).filter(|s| self.passes(*s, test)),
                );
            }
            // "two citizens, Arvo and Lind": the persons rather than the description.
            let described = |s: &Somebody| self.cast.mentions[s.mention as usize].kind == MentionKind::Group;
            if own.iter().all(described) && !own.is_empty() {
                let named = self.named_behind(t);
                if !named.is_empty() && named.iter().all(|s| self.passes(*s, test)) {
                    own = named;
                }
            }
            for one in own {
                if !all.contains(&one) {
                    all.push(one);
                }
            }
        }
        all
    }

    /// The persons named right behind a noun, after a comma or dash. The parser makes of them what it likes, so only the
    /// order of the words counts.
    fn named_behind(&self, t: u32) -> Vec<Somebody> {
        let tree = self.tree;
        let end = tree.sentence_tokens(t).end;
        let person_at = |at: u32| {
            self.cast
                .mentions
                .iter()
                .position(|m| m.kind == MentionKind::Person && m.tokens.start == at && !m.anaphor)
        };
        let mark = |at: u32| {
            tree.upos(at) == Upos::Punct && matches!(tree.word(at), "," | "-" | "--" | "–" | "—" | ":" | "(")
        };
        let mut named = Vec::new();
        let mut at = t + 1;
        if at >= end || !mark(at) {
            return named;
        }
        while at < end && (mark(at) || (!named.is_empty() && tree.is(at, "and"))) {
            at += 1;
            while at < end && (mark(at) || tree.is(at, "and")) {
                at += 1;
            }
            // "the detainees – former diplomat Arvo and businessman Lind"
            let described = (at..end.min(at + 5)).find(|t| {
                person_at(*t).is_some() || !matches!(tree.upos(*t), Upos::Noun | Upos::Adj | Upos::Propn)
            });
            let Some(mention) = described.and_then(person_at) else { break };
            named.push(Somebody { mention: mention as u32, via: false });
            at = self.cast.mentions[mention].tokens.end;
        }
        named
    }

    /// For "a number of companies" the companies, for "the government of X" itself.
    fn counted(&self, t: u32) -> u32 {
        if !self.operators.is_quantity(self.tree.lemma(t)) || !self.cast.at(t).is_empty() {
            return t;
        }
        let of = |c: &&u32| {
            self.tree.rel(**c) == Deprel::Nmod
                && self.tree.case_of(**c).is_some_and(|case| self.tree.is(case, "of"))
        };
        self.tree.children(t).iter().find(of).copied().unwrap_or(t)
    }

    /// For "£600m in aid", "five billion worth of weapons" the aid, the weapons.
    fn valued(&self, t: u32) -> u32 {
        let tree = self.tree;
        let sum = matches!(tree.upos(t), Upos::Num | Upos::Sym)
            || matches!(
                tree.lemma(t),
                "million" | "billion" | "dollar" | "euro" | "pound" | "worth" | "m" | "bn"
            )
            || tree.word(t).contains(['$', '£', '€', '¥']);
        let of = |c: &&u32| {
            tree.rel(**c) == Deprel::Nmod
                && tree.case_of(**c).is_some_and(|case| tree.is(case, "in") || tree.is(case, "of"))
        };
        tree.children(t).iter().find(of).copied().filter(|_| sum).unwrap_or(t)
    }

    /// Whose a thing is: who modifies it, or, for "imports of Norvian wine", who modifies what it is of.
    fn whose(&self, t: u32, depth: u32) -> Vec<u32> {
        let mut own = self.cast.possessor_or_nationality(t);
        if let Some(first) = own.first().map(|m| self.cast.mentions[*m as usize].head) {
            // One modifier says whose it is, and what is coordinated with it ("China's and Canada's ministers").
            let together = self.tree.conjuncts(first);
            own.retain(|m| together.contains(&self.cast.mentions[*m as usize].head));
        }
        if !own.is_empty() || depth == 0 {
            return own;
        }
        let below = self.tree.children(t).iter().filter(|c| {
            self.tree.rel(**c) == Deprel::Nmod
                && self.tree.case_of(**c).is_some_and(|case| {
                    matches!(
                        &*self.tree.word(case).to_lowercase(),
                        "of" | "by" | "against" | "from" | "on" | "for"
                    )
                })
        });
        let mut found = Vec::new();
        for c in below {
            found.extend(
                self.cast.at(*c).into_iter().filter(|m| self.cast.mentions[*m as usize].actor.is_some()),
            );
            if found.is_empty() {
                found.extend(self.whose(*c, depth - 1));
            }
            if !found.is_empty() {
                break;
            }
        }
        found
    }

    fn passes(&self, somebody: Somebody, test: &ActorTest) -> bool {
        let mention = &self.cast.mentions[somebody.mention as usize];
        // A capital that acts ("Norhaven said") has an actor of its own; only then is it more than a place.
        let is_place = mention.kind == MentionKind::Place && mention.actor.is_none();
        if mention.actor.is_none() && !(is_place && mention.place_state.is_some()) {
            return false;
        }
        // A place stands for its state only where the pattern says so.
        if is_place && !test.kinds.contains(&MentionKind::Place) {
            return false;
        }
        let kind = match mention.kind {
            MentionKind::Place if !is_place => MentionKind::State,
            kind => kind,
        };
        if !test.kinds.is_empty() && !test.kinds.contains(&kind) && !test.kinds.contains(&mention.kind) {
            return false;
        }
        if test.not_kinds.contains(&kind) {
            return false;
        }
        let sector = mention.actor.and_then(|a| self.cast.actors[a as usize].sector.as_deref());
        if !test.sectors.is_empty() && !sector.is_some_and(|s| test.sectors.iter().any(|t| t == s)) {
            return false;
        }
        !sector.is_some_and(|s| test.not_sectors.iter().any(|t| t == s))
    }

    /// The token among `t`, its conjuncts and what it counts whose word is in the set.
    fn word(&self, t: u32, set: &WordSet) -> Option<u32> {
        let candidates =
            self.tree.conjuncts(t).into_iter().flat_map(|t| [t, self.counted(t), self.valued(t)]);
        candidates.into_iter().find(|t| self.is_in(*t, set))
    }

    fn is_in(&self, t: u32, set: &WordSet) -> bool {
        let lemma = self.tree.lemma(t);
        if set.has(lemma) || (lemma.bytes().any(|b| b.is_ascii_uppercase()) && set.has(&lemma.to_lowercase()))
        {
            return true;
        }
        // "troops" and the like have no singular of their own for the lemmatiser.
        if lemma.strip_suffix('s').is_some_and(|singular| set.has(singular)) {
            return true;
        }
        set.several.iter().any(|words| {
            let start = (t + 1).checked_sub(words.len() as u32);
            let first = self.tree.sentence_tokens(t).start;
            start.is_some_and(|start| {
                start >= first && words.iter().zip(start..).all(|(w, at)| self.tree.is(at, w))
            })
        })
    }

    /// The last of the words, where they stand in a row in the clause of the frame.
    fn phrase(&self, frame: &Frame, words: &[Box<str>]) -> Option<u32> {
        let extent = self.tree.extent(frame.finite());
        let last = extent.end.saturating_sub(words.len() as u32 - 1);
        let found = |start: &u32| words.iter().zip(*start..).all(|(w, at)| self.tree.is(at, w));
        (extent.start..last).find(found).map(|start| start + words.len() as u32 - 1)
    }
}
