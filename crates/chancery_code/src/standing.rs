//! How a predicate stands to the facts: told as done, planned, promised, refused, denied, asked for or merely supposed.

use crate::frame::{Frame, has_to, is_passive, is_ranked};
use crate::operators::{Effect, Operators};
use crate::tree::Tree;
use chancery_lang::{Deprel, Upos, Xpos};

/// How a predicate stands to the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What the words make of it.
    pub effect: Effect,
    /// The operator word, where there is one besides auxiliaries.
    pub operator: Option<u32>,
    /// It is negated (inside of the effect).
    pub negated: bool,
    /// The auxiliary that says so: "will", "would", "should", "must".
    pub modal: Option<u32>,
    /// Tense of the outermost verb of the chain.
    pub tense: Tense,
    /// It goes on as it is told ("is visiting").
    pub progressive: bool,
}

/// Tense of a finite verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tense {
    /// "met"
    Past,
    /// "had met"
    PastPerfect,
    /// "has met"
    Perfect,
    /// "meets"
    Present,
    /// "will meet"
    Future,
    /// None of its own ("meeting", "to meet").
    None,
}

const MODALS: [&str; 6] = ["would", "could", "may", "might", "can", "ought"];

impl Standing {
    /// Reads the words around and above the frame.
    pub fn of(tree: &Tree, operators: &Operators, frame: &Frame) -> Standing {
        let mut standing = Standing {
            effect: Effect::Fact,
            operator: None,
            negated: false,
            modal: None,
            tense: Tense::None,
            progressive: false,
        };
        standing.read_modifiers(tree, frame.anchor);
        let mut at = frame.anchor;
        if let Some(verb) = frame.support {
            // What stands between the noun and its verb ("a series of") says nothing; the verb itself does.
            standing.read_verb(tree, operators, verb);
            at = verb;
        } else if frame.class != crate::pattern::WordClass::Noun {
            standing.read_verb(tree, operators, at);
        }
        for _ in 0..12 {
            let Some(head) = tree.head(at) else { break };
            if !standing.step(tree, operators, at, head) {
                break;
            }
            at = head;
        }
        standing
    }

    /// Adjectives and determiners of a noun: "a planned visit", "no talks", "a possible deal".
    fn read_modifiers(&mut self, tree: &Tree, t: u32) {
        for &c in tree.children(t) {
            let lemma = tree.lemma(c);
            match tree.rel(c) {
                Deprel::Det if matches!(lemma, "no" | "neither") => self.negated = true,
                Deprel::Amod | Deprel::Compound | Deprel::Acl => match lemma {
                    "planned" | "upcoming" | "forthcoming" | "scheduled" | "future" | "impending"
                    | "expected" | "plan" | "schedule" | "expect" | "anticipated" | "looming"
                    | "imminent"
                        if tree.rel(c) != Deprel::Acl || tree.token(c).xpos == Xpos::Vbn =>
                    {
                        self.impose(Effect::Plan, c);
                    }
                    "possible" | "potential" | "proposed" | "prospective" | "propose" => {
                        self.impose(Effect::Propose, c)
                    }
                    "alleged" | "supposed" | "hypothetical" => self.impose(Effect::Hypothetical, c),
                    "threatened" | "threaten" if tree.rel(c) == Deprel::Amod => {
                        self.impose(Effect::Threat, c)
                    }
                    "cancelled" | "canceled" | "aborted" | "failed" | "cancel" => {
                        self.impose(Effect::Void, c)
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// Auxiliaries, negation and tense of a verb.
    fn read_verb(&mut self, tree: &Tree, operators: &Operators, v: u32) {
        let mut have = None;
        let mut be = None;
        let mut subject_no = false;
        for &c in tree.children(v) {
            let word = tree.word(c).to_lowercase();
            match tree.rel(c) {
                Deprel::Advmod if matches!(&*word, "not" | "n't" | "n’t" | "never") => {
                    self.negated = !self.negated
                }
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop => match &*word {
                    "will" | "'ll" | "’ll" | "shall" | "wo" => {
                        self.tense = Tense::Future;
                        self.modal = Some(c);
                        self.impose(Effect::Plan, c);
                    }
                    "should" | "must" => {
                        self.modal = Some(c);
                        self.impose(Effect::Hypothetical, c);
                    }
                    // "said that it would…": the future of what was said.
                    "would" | "'d" | "’d" if is_backshifted(tree, operators, v) => {
                        self.tense = Tense::Future;
                        self.modal = Some(c);
                        self.impose(Effect::Plan, c);
                    }
                    w if MODALS.contains(&w) || w == "'d" || w == "ca" => {
                        self.modal = Some(c);
                        self.impose(Effect::Hypothetical, c);
                    }
                    "has" | "have" | "'ve" | "’ve" => have = Some(Tense::Perfect),
                    "had" => have = Some(Tense::PastPerfect),
                    "was" | "were" => be = Some(Tense::Past),
                    "is" | "are" | "am" | "'s" | "'re" | "’s" | "’re" => be = Some(Tense::Present),
                    "did" => self.tense = Tense::Past,
                    "do" | "does" => self.tense = Tense::Present,
                    _ => {}
                },
                Deprel::Nsubj | Deprel::NsubjPass => {
                    subject_no =
                        tree.children(c).iter().any(|d| tree.rel(*d) == Deprel::Det && tree.is(*d, "no"))
                            || matches!(&*word, "nobody" | "neither" | "none");
                }
                Deprel::Mark if matches!(&*word, "if" | "unless" | "whether" | "lest") => {
                    self.impose(Effect::Hypothetical, c)
                }
                _ => {}
            }
        }
        if subject_no {
            self.negated = true;
        }
        if self.tense == Tense::None {
            let xpos = tree.token(v).xpos;
            self.tense = match (have, be, xpos) {
                (Some(perfect), _, _) => perfect,
                (None, Some(be), Xpos::Vbg) => {
                    self.progressive = true;
                    be
                }
                (None, Some(be), _) => be,
                (None, None, Xpos::Vbd) => Tense::Past,
                (None, None, Xpos::Vbz | Xpos::Vbp) => Tense::Present,
                _ => Tense::None,
            };
        }
        // "is going to meet", "is to meet"
        if has_to(tree, v) {
            if let Some(head) = tree.head(v).filter(|_| matches!(tree.rel(v), Deprel::Xcomp | Deprel::Ccomp))
            {
                let going = tree.is(head, "going") && !is_passive(tree, head);
                if going || tree.lemma(head) == "be" {
                    self.impose(Effect::Plan, head);
                }
            }
            let to =
                tree.children(v).iter().copied().find(|c| tree.is(*c, "to") && tree.rel(*c) == Deprel::Mark);
            let to_be = tree.children(v).iter().any(|c| {
                matches!(tree.rel(*c), Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
                    && tree.lemma(*c) == "be"
                    && to.is_some_and(|to| *c < to)
            });
            // "Norvia to send doctors": a headline.
            let headline = tree.head(v).is_none()
                && tree.child(v, Deprel::Nsubj).zip(to).is_some_and(|(subject, to)| subject < to);
            if to_be || headline {
                self.impose(Effect::Plan, v);
            }
        }
    }

    /// One step up the tree; `false` where the clause ends.
    fn step(&mut self, tree: &Tree, operators: &Operators, at: u32, head: u32) -> bool {
        let rel = tree.rel(at);
        match rel {
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => {
                // "called the claims baseless" asks for nothing.
                let named = tree.upos(at) == Upos::Adj
                    && !has_to(tree, at)
                    && operators.effect(tree, head) == Some(Effect::Request);
                if !named {
                    self.govern(tree, operators, head);
                }
                if rel != Deprel::Ccomp || self.tense == Tense::None {
                    self.outer_verb(tree, operators, head);
                } else {
                    self.negate_by(tree, head);
                }
                true
            }
            Deprel::Obj | Deprel::Nmod | Deprel::Obl | Deprel::Nsubj | Deprel::NsubjPass
                if tree.upos(at) == Upos::Noun =>
            {
                // An event noun under an operator: "proposed a visit", "called for a ceasefire", "threat of sanctions".
                let case = tree.case_of(at);
                let governs = match rel {
                    Deprel::Obj => true,
                    Deprel::NsubjPass => true,
                    Deprel::Nsubj => is_passive(tree, head) || tree.upos(head) == Upos::Adj,
                    _ => case.is_some_and(|c| {
                        matches!(
                            &*tree.word(c).to_lowercase(),
                            "of" | "for" | "to" | "on" | "against" | "about"
                        )
                    }),
                };
                if governs {
                    // "called the meeting a success", "asked a guest": only some verbs ask for what is their object.
                    let asks = rel != Deprel::Obj
                        || matches!(
                            tree.lemma(head),
                            "demand" | "request" | "seek" | "urge" | "press" | "order"
                        );
                    if let Some(effect) = operators.effect(tree, head) {
                        let named = effect == Effect::Request && !asks;
                        if !named && !matches!(effect, Effect::Report | Effect::Fact | Effect::Permit) {
                            self.impose(effect, head);
                            self.outer_verb(tree, operators, head);
                            return true;
                        }
                    }
                }
                if rel == Deprel::Obl
                    && case.is_some_and(|c| matches!(&*tree.word(c).to_lowercase(), "before" | "ahead"))
                {
                    self.impose(Effect::Plan, at);
                }
                if self.tense == Tense::None && tree.upos(head) == Upos::Verb {
                    self.outer_tense(tree, operators, head);
                }
                false
            }
            // "was the first to visit": it was done.
            Deprel::Acl if has_to(tree, at) && is_ranked(tree, head) => {
                let copula = tree.child(head, Deprel::Cop).map(|_| head);
                let verb = copula.or_else(|| tree.head(head).filter(|v| tree.lemma(*v) == "become"));
                if let Some(verb) = verb {
                    self.outer_verb(tree, operators, verb);
                }
                false
            }
            Deprel::Acl if has_to(tree, at) => {
                match operators.effect(tree, head) {
                    Some(effect) => self.govern_with(effect, head),
                    None => self.impose(Effect::Hypothetical, head),
                }
                // "made a promise to": what governs the noun counts too.
                if let Some(verb) = tree.head(head).filter(|v| tree.upos(*v) == Upos::Verb) {
                    self.outer_tense(tree, operators, verb);
                }
                false
            }
            Deprel::Acl if tree.upos(head) == Upos::Noun && tree.token(at).xpos == Xpos::Vbg => {
                if let Some(effect) = operators.effect(tree, head).filter(|e| *e != Effect::Report) {
                    self.govern_with(effect, head);
                }
                false
            }
            Deprel::Advcl => {
                // "committed to sending", "agreed on sending"
                let gerund = tree.token(at).xpos == Xpos::Vbg && tree.child(at, Deprel::Mark).is_some();
                if gerund
                    && let Some(effect) =
                        operators.effect(tree, head).filter(|e| !matches!(e, Effect::Report | Effect::Fact))
                {
                    self.govern_with(effect, head);
                    self.outer_tense(tree, operators, head);
                    return false;
                }
                // "became the first country to recognise it"
                let ranked = tree.child(head, Deprel::Xcomp).or_else(|| tree.child(head, Deprel::Obj));
                if has_to(tree, at)
                    && tree.lemma(head) == "become"
                    && ranked.is_some_and(|r| is_ranked(tree, r))
                {
                    self.outer_verb(tree, operators, head);
                    return false;
                }
                if has_to(tree, at) {
                    // A purpose: "flew to the capital to meet"; whether it came about is not said.
                    let travel =
                        ["arrive", "travel", "fly", "head", "come", "go", "leave", "visit", "host", "meet"];
                    let effect =
                        if travel.contains(&tree.lemma(head)) { Effect::Plan } else { Effect::Hypothetical };
                    self.impose(effect, head);
                    return false;
                }
                if self.tense == Tense::None {
                    self.outer_tense(tree, operators, head);
                }
                // "accused of spying": the deed is only charged.
                if tree.child(at, Deprel::Mark).is_some_and(|m| {
                    tree.is(m, "of")
                        || tree.is(m, "for")
                        || tree.is(m, "from")
                        || tree.is(m, "without")
                        || tree.is(m, "against")
                }) {
                    self.impose(Effect::Hypothetical, head);
                }
                false
            }
            Deprel::Conj => {
                if self.tense == Tense::None
                    || (self.tense == Tense::Past && tree.token(at).xpos == Xpos::Vbn)
                {
                    self.outer_tense(tree, operators, head);
                }
                let own = tree.children(at).iter().any(|c| {
                    matches!(
                        tree.rel(*c),
                        Deprel::Aux | Deprel::AuxPass | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Mark
                    )
                });
                if !own && tree.upos(head) == Upos::Verb {
                    self.shared_modal(tree, head);
                }
                true
            }
            Deprel::Parataxis => true,
            _ => false,
        }
    }

    /// A conjoined verb shares the first one's modal ("will meet and sign") and infinitive marker.
    fn shared_modal(&mut self, tree: &Tree, head: u32) {
        for &c in tree.children(head) {
            if tree.rel(c) == Deprel::Aux {
                match &*tree.word(c).to_lowercase() {
                    "will" | "'ll" | "’ll" | "shall" | "wo" => {
                        self.modal = Some(c);
                        self.tense = Tense::Future;
                        self.impose(Effect::Plan, c);
                    }
                    w if MODALS.contains(&w) || w == "should" || w == "must" => {
                        self.modal = Some(c);
                        self.impose(Effect::Hypothetical, c);
                    }
                    _ => {}
                }
            }
        }
    }

    fn govern(&mut self, tree: &Tree, operators: &Operators, head: u32) {
        if let Some(effect) = operators.effect(tree, head) {
            self.govern_with(effect, head);
        }
    }

    fn govern_with(&mut self, effect: Effect, head: u32) {
        match effect {
            Effect::Fact | Effect::Report => {}
            // "promised not to attack", "denied that it will": the inner negation is settled by the outer word.
            _ => self.impose(effect, head),
        }
    }

    /// An outer word decides over an inner one; a denial over all.
    fn impose(&mut self, effect: Effect, by: u32) {
        let keep = matches!(
            (self.effect, effect),
            (Effect::Denial, _)
                | (Effect::Void, Effect::Promise | Effect::Plan | Effect::Request | Effect::Threat)
                | (Effect::Hypothetical, Effect::Plan)
                | (
                    Effect::Promise | Effect::Threat | Effect::Refusal | Effect::Request | Effect::Propose,
                    Effect::Plan,
                )
        );
        if !keep {
            self.effect = effect;
            self.operator = Some(by);
        }
    }

    /// Negation, modal and tense of a verb that governs what was read so far.
    fn outer_verb(&mut self, tree: &Tree, operators: &Operators, head: u32) {
        self.negate_by(tree, head);
        self.outer_tense(tree, operators, head);
    }

    fn negate_by(&mut self, tree: &Tree, head: u32) {
        let no = |c: &u32| {
            tree.rel(*c) == Deprel::Advmod
                && matches!(&*tree.word(*c).to_lowercase(), "not" | "n't" | "n’t" | "never")
        };
        if tree.children(head).iter().any(no) {
            match self.effect {
                // "did not agree to", "is not ready to": a refusal; "did not refuse": nothing.
                Effect::Promise | Effect::Plan | Effect::Permit => self.effect = Effect::Refusal,
                Effect::Refusal | Effect::Threat | Effect::Request | Effect::Denial | Effect::Propose => {
                    self.effect = Effect::Void;
                }
                _ => self.negated = !self.negated,
            }
        }
    }

    fn outer_tense(&mut self, tree: &Tree, operators: &Operators, head: u32) {
        let mut outer = Standing {
            tense: Tense::None,
            negated: false,
            effect: Effect::Fact,
            operator: None,
            modal: None,
            progressive: false,
        };
        outer.read_verb(tree, operators, head);
        if outer.tense != Tense::None {
            self.tense = outer.tense;
            self.progressive = outer.progressive;
        }
        if matches!(outer.effect, Effect::Hypothetical) {
            self.effect = Effect::Hypothetical;
            self.modal = outer.modal;
        }
        if outer.effect == Effect::Plan && matches!(self.effect, Effect::Fact) {
            self.effect = Effect::Plan;
            self.operator = outer.operator;
        }
    }
}

/// Whether the clause of `v` is what somebody said in the past, so that its "would" is a "will".
fn is_backshifted(tree: &Tree, operators: &Operators, v: u32) -> bool {
    let mut at = v;
    for _ in 0..3 {
        let Some(head) = tree.head(at) else { return false };
        match tree.rel(at) {
            Deprel::Ccomp | Deprel::Parataxis => {
                return operators.effect(tree, head) == Some(Effect::Report)
                    && matches!(tree.token(head).xpos, Xpos::Vbd | Xpos::Vbn | Xpos::Vbg);
            }
            Deprel::Conj => at = head,
            _ => return false,
        }
    }
    false
}
