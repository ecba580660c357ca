//! A predicate with its arguments by logical role: passives, relatives, participles, control, shared subjects and
//! support verbs undone, so that a pattern is written once, in the active voice.
//!
//! The relations are those of Universal Dependencies v2.

use crate::operators::{Control, Effect, Operators};
use crate::pattern::{Role, WordClass};
use crate::tree::{Tree, is_day_word};
use chancery_lang::{Deprel, Upos, Xpos};

/// Whether what is done "by" somebody may be the noun itself ("in an attack by rebels"), not what is told of it.
fn has_own_doer(tree: &Tree, noun: u32) -> bool {
    tree.upos(noun) == Upos::Noun && tree.child(noun, Deprel::Det).is_some()
}

/// A predicate and its arguments.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The verb, event noun or adjective.
    pub anchor: u32,
    /// Its part of speech.
    pub class: WordClass,
    /// The verb that carries an event noun ("*paid* a visit"), whose tense and negation count.
    pub support: Option<u32>,
    /// Its arguments.
    pub args: Vec<Arg>,
    /// It is in the passive.
    pub passive: bool,
}

/// An argument.
#[derive(Clone, Debug)]
pub struct Arg {
    /// Its role.
    pub role: Role,
    /// Its head word.
    pub token: u32,
    /// It was not found at the predicate itself but carried over (control, coordination, support verb).
    pub inherited: bool,
}

impl Frame {
    /// The arguments of a role.
    pub fn of<'f>(&'f self, role: &'f Role) -> impl Iterator<Item = u32> + 'f {
        self.args.iter().filter(move |a| a.role == *role).map(|a| a.token)
    }

    /// The token that carries tense, mood and negation.
    pub fn finite(&self) -> u32 {
        self.support.unwrap_or(self.anchor)
    }

    fn has(&self, role: &Role) -> bool {
        self.args.iter().any(|a| a.role == *role)
    }

    fn push(&mut self, role: Role, token: u32, inherited: bool) {
        if token != self.anchor && !self.args.iter().any(|a| a.token == token && a.role == role) {
            self.args.push(Arg { role, token, inherited });
        }
    }

    /// The frame of the word `t` as a predicate of that class.
    pub fn of_word(tree: &Tree, operators: &Operators, t: u32, class: WordClass) -> Frame {
        match class {
            WordClass::Noun => Frame::of_noun(tree, operators, t),
            WordClass::Verb | WordClass::Adj => Frame::of_verb(tree, operators, t, class, 0),
        }
    }

    fn of_verb(tree: &Tree, operators: &Operators, t: u32, class: WordClass, depth: u32) -> Frame {
        let mut frame =
            Frame { anchor: t, class, support: None, args: Vec::new(), passive: is_passive(tree, t) };
        frame.add_clause_children(tree, t, false);
        frame.add_from_above(tree, operators, t, depth);
        frame
    }

    /// The arguments that hang on the verb `t` itself.
    fn add_clause_children(&mut self, tree: &Tree, t: u32, inherited: bool) {
        let passive = self.passive;
        for &c in tree.children(t) {
            match tree.rel(c) {
                Deprel::Nsubj | Deprel::NsubjOuter if is_relative_pronoun(tree, c) => {}
                Deprel::NsubjPass if is_relative_pronoun(tree, c) => {}
                // The parser marks half of the passive subjects as plain ones; the voice of the verb decides.
                Deprel::Nsubj | Deprel::NsubjOuter | Deprel::NsubjPass => {
                    let role = if passive && !inherited { Role::Obj } else { Role::Subj };
                    self.push(role, c, inherited);
                }
                // "is to visit Norhaven next month", with the month for an object.
                Deprel::Obj if !is_thing(tree, c) && place_before(tree, c) == Some(t + 1) => {
                    self.push(Role::Obj, t + 1, inherited);
                }
                Deprel::Obj if passive && self.has(&Role::Obj) => self.push(Role::Iobj, c, inherited),
                Deprel::Obj => self.push(Role::Obj, c, inherited),
                Deprel::Iobj => self.push(Role::Iobj, c, inherited),
                Deprel::OblAgent if passive => self.push(Role::Subj, c, inherited),
                // "talked by phone": an instrument, whatever the parser calls it.
                Deprel::OblAgent => self.push(Role::Prep("by".into()), c, inherited),
                Deprel::Obl | Deprel::Nmod | Deprel::OblUnmarked => match tree.case_of(c) {
                    Some(case) if passive && tree.is(case, "by") => self.push(Role::Subj, c, inherited),
                    Some(case) => self.push(Role::Prep(lower(tree, case)), c, inherited),
                    // "will visit Norhaven next week": the parser hangs the place on the week.
                    None => {
                        let place = tree.child(c, Deprel::Compound).filter(|p| tree.upos(*p) == Upos::Propn);
                        if let Some(place) = place.filter(|p| *p == t + 1) {
                            self.push(Role::Obj, place, inherited);
                        } else if tree.rel(c) == Deprel::Obl
                            && c > t
                            && is_thing(tree, c)
                            && !self.has(&Role::Obj)
                        {
                            // "charged two citizens with spying": an oblique without a preposition is an object.
                            self.push(Role::Obj, c, inherited);
                        }
                    }
                },
                Deprel::Xcomp => self.push(Role::Xcomp, c, inherited),
                Deprel::Ccomp => self.push(Role::Ccomp, c, inherited),
                Deprel::Advcl => match tree.child(c, Deprel::Mark) {
                    // "accused it of spying", "condemned them for holding…": a clause behind a preposition.
                    Some(mark) if tree.token(c).xpos == Xpos::Vbg => {
                        self.push(Role::Prep(lower(tree, mark)), c, inherited);
                    }
                    _ => self.push(Role::Advcl, c, inherited),
                },
                Deprel::Aux => self.push(Role::Aux, c, inherited),
                _ => {}
            }
        }
        // "accused of espionage by the FSB", "detained in Norhaven by police": the parser hangs the doer on the noun before.
        if passive && !self.has(&Role::Subj) {
            let hosts = self.args.iter().filter(|a| a.token > t && !has_own_doer(tree, a.token));
            let doer = hosts.flat_map(|a| tree.children(a.token)).copied().find(|c| {
                matches!(tree.rel(*c), Deprel::Nmod | Deprel::Obl)
                    && tree.case_of(*c).is_some_and(|case| tree.is(case, "by"))
            });
            if let Some(doer) = doer {
                self.push(Role::Subj, doer, inherited);
            }
        }
        // "urged X to leave": the treebanks call X an indirect object; there is no other.
        if !self.has(&Role::Obj) {
            for t in Vec::from_iter(self.of(&Role::Iobj)) {
                self.push(Role::Obj, t, inherited);
            }
        }
    }

    /// The arguments that a verb owes to what stands above it.
    fn add_from_above(&mut self, tree: &Tree, operators: &Operators, t: u32, depth: u32) {
        let Some(head) = tree.head(t).filter(|_| depth < 6) else { return };
        // "…infuriated Norvia, which detained two": the parser hangs the clause on the verb; the pronoun knows better.
        let pronoun = tree.children(t).iter().copied().find(|c| {
            matches!(tree.rel(*c), Deprel::Nsubj | Deprel::NsubjPass)
                && (tree.is(*c, "which") || tree.is(*c, "who"))
                && *c > tree.sentence_tokens(t).start
        });
        if let Some(pronoun) = pronoun.filter(|_| !matches!(tree.rel(t), Deprel::AclRelcl | Deprel::Acl)) {
            let start = tree.sentence_tokens(t).start;
            let antecedent = (start..pronoun).rev().find(|u| tree.upos(*u) != Upos::Punct);
            if let Some(noun) = antecedent.filter(|u| matches!(tree.upos(*u), Upos::Noun | Upos::Propn)) {
                self.push(if self.passive { Role::Obj } else { Role::Subj }, noun, false);
                return;
            }
        }
        let above = |class| Frame::of_verb(tree, operators, head, class, depth + 1);
        match tree.rel(t) {
            Deprel::AclRelcl => {
                let pronoun = tree.children(t).iter().copied().find(|c| is_relative_pronoun(tree, *c));
                match pronoun.map(|p| (p, tree.rel(p))) {
                    Some((_, Deprel::Nsubj | Deprel::NsubjPass)) if self.passive => {
                        self.push(Role::Obj, head, false)
                    }
                    Some((_, Deprel::Nsubj | Deprel::NsubjOuter)) => self.push(Role::Subj, head, false),
                    Some((_, Deprel::NsubjPass)) => self.push(Role::Obj, head, false),
                    Some((_, Deprel::Obj)) => self.push(Role::Obj, head, false),
                    Some((p, _)) => {
                        if let Some(case) = tree.case_of(p) {
                            self.push(Role::Prep(lower(tree, case)), head, false);
                        } else if !self.has(&Role::Subj) {
                            self.push(Role::Subj, head, false);
                        }
                    }
                    None if self.has(&Role::Subj) && !self.has(&Role::Obj) => {
                        self.push(Role::Obj, head, false)
                    }
                    None if self.passive && !self.has(&Role::Obj) => self.push(Role::Obj, head, false),
                    None if !self.has(&Role::Subj) => self.push(Role::Subj, head, false),
                    None => {}
                }
            }
            // The parser takes many a short main clause for a participle: "Estmark promised Norvia its support." A past
            // participle behind its noun has no object of its own, and stands not alone with the root.
            Deprel::Acl if self.is_main_verb_after_all(tree, t, head) => self.push(Role::Subj, head, false),
            Deprel::Acl => match tree.token(t).xpos {
                Xpos::Vbn | Xpos::Vbd => {
                    self.passive = true;
                    self.args.retain(|a| a.role != Role::Obj || a.token > t);
                    for arg in &mut self.args {
                        if arg.role == Role::Prep("by".into()) {
                            arg.role = Role::Subj;
                        }
                        if arg.role == Role::Obj {
                            arg.role = Role::Iobj;
                        }
                    }
                    self.push(Role::Obj, head, false);
                }
                Xpos::Vbg => self.push(Role::Subj, head, false),
                // "is the first leader to visit Norhaven"
                _ if has_to(tree, t) && !self.has(&Role::Subj) && is_ranked(tree, head) => {
                    self.push(Role::Subj, described(tree, head), true);
                }
                // "its decision to withdraw": who decides withdraws.
                _ if has_to(tree, t) && !self.has(&Role::Subj) => {
                    let noun = Frame::of_noun(tree, operators, head);
                    let mut found = Vec::from_iter(noun.of(&Role::Poss).chain(noun.of(&Role::Subj)));
                    found.extend(noun.of(&Role::Prep("by".into())));
                    for subject in found {
                        self.push(Role::Subj, subject, true);
                    }
                }
                _ => {}
            },
            Deprel::Xcomp | Deprel::Advcl | Deprel::Parataxis | Deprel::Ccomp if !self.has(&Role::Subj) => {
                if tree.rel(t) == Deprel::Ccomp && !has_to(tree, t) && tree.token(t).xpos != Xpos::Vbg {
                    return;
                }
                let class = if tree.upos(head) == Upos::Adj { WordClass::Adj } else { WordClass::Verb };
                let upper = above(class);
                let control = operators.control(tree, head);
                let object = upper.args.iter().find(|a| a.role == Role::Obj && !is_clause(tree, a.token));
                // "was quoted as saying", "quoted him as warning": who is quoted says it.
                let quoted = matches!(tree.lemma(head), "quote" | "cite")
                    && tree.children(t).iter().any(|c| *c < t && tree.is(*c, "as"));
                let subject = match control {
                    _ if quoted => object,
                    Control::Object if tree.rel(t) != Deprel::Advcl => {
                        let called = |a: &&Arg| matches!(&a.role, Role::Prep(p) if matches!(&**p, "on" | "upon" | "to" | "for"));
                        let subject = || upper.args.iter().find(|a| a.role == Role::Subj);
                        object.or_else(|| upper.args.iter().find(called)).or_else(subject)
                    }
                    // "was accused of spying", "arrested for stealing": who is accused is said to have spied.
                    _ if upper.passive => object,
                    _ => upper.args.iter().find(|a| a.role == Role::Subj),
                };
                if let Some(subject) = subject.map(|a| a.token).filter(|s| *s != t) {
                    let role = if self.passive { Role::Obj } else { Role::Subj };
                    self.push(role, subject, true);
                }
            }
            Deprel::Conj if matches!(tree.upos(head), Upos::Verb | Upos::Aux | Upos::Adj) => {
                let class = if tree.upos(head) == Upos::Adj { WordClass::Adj } else { WordClass::Verb };
                let upper = above(class);
                let own_voice =
                    tree.children(t).iter().any(|c| matches!(tree.rel(*c), Deprel::Aux | Deprel::AuxPass));
                if upper.passive && !own_voice && tree.token(t).xpos == Xpos::Vbn {
                    self.passive = true;
                }
                let own_subject = tree.children(t).iter().any(|c| {
                    matches!(tree.rel(*c), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Csubj | Deprel::Expl)
                });
                if !own_subject {
                    // The surface subject is shared: logical subject of an active, object of a passive.
                    let surface = if upper.passive { Role::Obj } else { Role::Subj };
                    let role = if self.passive { Role::Obj } else { Role::Subj };
                    for arg in upper.args.iter().filter(|a| a.role == surface) {
                        if !self.has(&role) || self.args.iter().any(|a| a.inherited && a.role == role) {
                            self.push(role.clone(), arg.token, true);
                        }
                    }
                }
                // "arrested and deported two men": the object stands behind the last verb.
                if !self.passive && !self.has(&Role::Obj) {
                    for arg in upper.args.iter().filter(|a| a.role == Role::Obj && a.token > t) {
                        self.push(Role::Obj, arg.token, true);
                    }
                }
            }
            _ => {}
        }
        // "arrested and later deported two men", seen from the first verb.
        if !self.passive && !self.has(&Role::Obj) && self.class == WordClass::Verb {
            let next = tree.children(t).iter().copied().find(|c| tree.rel(*c) == Deprel::Conj && *c > t);
            let object = next.filter(|n| !is_passive(tree, *n)).and_then(|n| tree.child(n, Deprel::Obj));
            if let (Some(object), Some(next)) = (object, next)
                && next - t <= 3
            {
                self.push(Role::Obj, object, true);
            }
        }
    }

    fn is_main_verb_after_all(&self, tree: &Tree, t: u32, head: u32) -> bool {
        let xpos = tree.token(t).xpos;
        if !matches!(xpos, Xpos::Vbd | Xpos::Vbn) || self.has(&Role::Subj) {
            return false;
        }
        let object = tree.child(t, Deprel::Obj).is_some();
        let root = tree.head(head).is_none();
        let agent = tree.children(t).iter().any(|c| tree.case_of(*c).is_some_and(|case| tree.is(case, "by")));
        !agent && (xpos == Xpos::Vbd || object || (root && t == tree.extent(head).start.max(head + 1)))
    }

    fn of_noun(tree: &Tree, operators: &Operators, t: u32) -> Frame {
        let mut frame =
            Frame { anchor: t, class: WordClass::Noun, support: None, args: Vec::new(), passive: false };
        frame.add_noun_children(tree, t);
        // A noun in coordination shares what stands before the first ("Canada's arrest and detention of…").
        if let Some(first) = tree.head(t).filter(|_| tree.rel(t) == Deprel::Conj) {
            for &c in tree.children(first) {
                if matches!(tree.rel(c), Deprel::NmodPoss | Deprel::Amod) && c < first {
                    frame.push(Role::Poss, c, true);
                }
            }
        }
        frame.add_support(tree, operators, t);
        frame
    }

    fn add_noun_children(&mut self, tree: &Tree, t: u32) {
        let predicate = tree.child(t, Deprel::Cop).is_some();
        for &c in tree.children(t) {
            match tree.rel(c) {
                // "is on a visit to Norhaven"
                Deprel::Nsubj if predicate && !is_relative_pronoun(tree, c) => {
                    self.push(Role::Subj, c, false)
                }
                Deprel::NmodPoss => self.push(Role::Poss, c, false),
                Deprel::Amod => {
                    self.push(Role::Amod, c, false);
                    self.push(Role::Poss, c, false);
                }
                Deprel::Compound | Deprel::NmodDesc => {
                    self.push(Role::Compound, c, false);
                    if tree.upos(c) == Upos::Propn {
                        self.push(Role::Poss, c, false);
                    }
                }
                // "the first by a minister": a noun behind a preposition, whatever the parser calls it.
                Deprel::Nmod | Deprel::Obl | Deprel::Advcl => {
                    if let Some(case) = tree.case_of(c) {
                        self.push(Role::Prep(lower(tree, case)), c, false);
                    }
                }
                Deprel::Acl => {
                    if has_to(tree, c) {
                        self.push(Role::Xcomp, c, false);
                    } else if tree.token(c).xpos == Xpos::Vbn {
                        // "the visit made by…", "talks held with…"
                        for &d in tree.children(c) {
                            if let (Deprel::Obl | Deprel::OblAgent, Some(case)) =
                                (tree.rel(d), tree.case_of(d))
                            {
                                let role = if tree.is(case, "by") {
                                    Role::Subj
                                } else {
                                    Role::Prep(lower(tree, case))
                                };
                                self.push(role, d, false);
                            }
                        }
                    }
                }
                Deprel::Ccomp => self.push(Role::Ccomp, c, false),
                _ => {}
            }
        }
    }

    /// An event noun takes over the arguments of the verb that carries it.
    fn add_support(&mut self, tree: &Tree, operators: &Operators, t: u32) {
        let mut top = t;
        // "a series of talks", "a round of negotiations"
        while let Some(head) = tree.head(top) {
            let of = tree.rel(top) == Deprel::Nmod && tree.case_of(top).is_some_and(|c| tree.is(c, "of"));
            let listed = tree.rel(top) == Deprel::Conj && tree.upos(head) == Upos::Noun;
            if (of && operators.is_quantity(tree.lemma(head))) || listed {
                top = head;
            } else {
                break;
            }
        }
        let Some(verb) = tree.head(top).filter(|v| matches!(tree.upos(*v), Upos::Verb)) else { return };
        // "In a telephone conversation with X, Y said", "during the visit Y met": who does the rest takes part.
        let talks = ["talk", "meeting", "call", "conversation", "visit", "trip", "summit", "negotiation"];
        let aside = tree.rel(top) == Deprel::Obl
            && tree.case_of(top).is_some_and(|c| match &*tree.word(c).to_lowercase() {
                "in" | "during" | "at" | "through" => true,
                // "after talks with them", but not "protested over the killing of them".
                "after" | "over" | "on" => talks.contains(&tree.lemma(t)),
                _ => false,
            });
        if aside && !self.has(&Role::Poss) && !self.has(&Role::Prep("between".into())) {
            let upper = Frame::of_verb(tree, operators, verb, WordClass::Verb, 1);
            for subject in Vec::from_iter(upper.of(&Role::Subj)) {
                self.push(Role::Subj, subject, true);
            }
        }
        let support = operators.is_support(tree, verb);
        // "is considering tariffs", "threatened strikes": who weighs the thing would do it.
        let weighs = matches!(
            operators.effect(tree, verb),
            Some(
                Effect::Promise
                    | Effect::Plan
                    | Effect::Propose
                    | Effect::Threat
                    | Effect::Refusal
                    | Effect::Denial
            )
        );
        if !support && !weighs {
            return;
        }
        let upper = Frame::of_verb(tree, operators, verb, WordClass::Verb, 1);
        let carried = upper.args.iter().any(|a| a.token == top && a.role != Role::Subj)
            || upper
                .args
                .iter()
                .any(|a| a.token == top && a.role == Role::Subj && operators.is_happening(tree, verb));
        if !carried {
            return;
        }
        if support {
            self.support = Some(verb);
        }
        for arg in upper.args.iter().filter(|a| a.token != top) {
            match &arg.role {
                Role::Subj | Role::Iobj | Role::Prep(_) | Role::Aux | Role::Obj => {
                    self.push(arg.role.clone(), arg.token, true)
                }
                _ => {}
            }
        }
    }
}

/// Whether the verb is in the passive: by its auxiliary, its subject or, for a bare participle, its agent.
pub fn is_passive(tree: &Tree, t: u32) -> bool {
    if tree.token(t).xpos != Xpos::Vbn && tree.token(t).xpos != Xpos::Vbd {
        return false;
    }
    let mut auxiliary = None;
    for &c in tree.children(t) {
        match tree.rel(c) {
            Deprel::AuxPass | Deprel::NsubjPass => return true,
            Deprel::OblAgent if tree.token(t).xpos == Xpos::Vbn && tree.child(t, Deprel::Nsubj).is_none() => {
                return true;
            }
            Deprel::Aux if auxiliary.is_none() || tree.is(c, "be") => auxiliary = Some(c),
            _ => {}
        }
    }
    auxiliary.is_some_and(|a| tree.token(t).xpos == Xpos::Vbn && tree.lemma(a) == "be")
}

/// A proper noun that the parser takes for the first part of a measure of time.
fn place_before(tree: &Tree, t: u32) -> Option<u32> {
    tree.child(t, Deprel::Compound).filter(|p| tree.upos(*p) == Upos::Propn)
}

/// A noun that is no measure of time.
fn is_thing(tree: &Tree, t: u32) -> bool {
    let lemma = tree.lemma(t).to_lowercase();
    matches!(tree.upos(t), Upos::Noun | Upos::Propn)
        && !is_day_word(&lemma)
        && !matches!(
            lemma.as_str(),
            "day" | "week" | "month" | "year" | "morning" | "evening" | "night" | "time" | "hour"
        )
}

/// Whether the noun is one of a row: "the first leader", "the only country".
pub fn is_ranked(tree: &Tree, t: u32) -> bool {
    let ranks = |u: u32| {
        matches!(
            tree.lemma(u),
            "first" | "second" | "third" | "fourth" | "last" | "late" | "latest" | "only" | "next"
        )
    };
    ranks(t) || tree.children(t).iter().any(|c| tree.rel(*c) == Deprel::Amod && ranks(*c))
}

/// Whom a noun describes: the subject of its copula or of "become", what it stands in apposition to; else itself.
fn described(tree: &Tree, t: u32) -> u32 {
    if tree.child(t, Deprel::Cop).is_some() {
        return tree.child(t, Deprel::Nsubj).filter(|s| !is_relative_pronoun(tree, *s)).unwrap_or(t);
    }
    let Some(head) = tree.head(t) else { return t };
    match tree.rel(t) {
        Deprel::Appos => head,
        Deprel::Obj | Deprel::Xcomp if tree.lemma(head) == "become" => {
            tree.child(head, Deprel::Nsubj).unwrap_or(t)
        }
        _ => t,
    }
}

fn is_relative_pronoun(tree: &Tree, t: u32) -> bool {
    matches!(tree.token(t).xpos, Xpos::Wdt | Xpos::Wp)
        || (tree.is(t, "that") && matches!(tree.upos(t), Upos::Pron))
        || tree.is(t, "which")
}

fn is_clause(tree: &Tree, t: u32) -> bool {
    tree.upos(t) == Upos::Verb
}

/// Whether an infinitive marker stands before the verb.
pub fn has_to(tree: &Tree, t: u32) -> bool {
    tree.children(t).iter().any(|c| tree.rel(*c) == Deprel::Mark && tree.is(*c, "to"))
}

fn lower(tree: &Tree, t: u32) -> Box<str> {
    let word = tree.word(t).to_lowercase();
    // "because of", "along with", "according to": what is fixed to the preposition belongs to it.
    match tree.child(t, Deprel::Fixed) {
        Some(next) => format!("{word} {}", tree.word(next).to_lowercase()).into(),
        None => word.into(),
    }
}
