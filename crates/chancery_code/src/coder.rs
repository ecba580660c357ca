//! Runs the patterns over a text and turns what they find into claims, still in tokens.

use crate::actors::{Cast, is_official};
use crate::backoff::pairs::{self, Pair};
use crate::backoff::{Backoff, Verdict};
use crate::frame::Frame;
use crate::matching::{Found, Scene, Somebody};
use crate::operators::{Effect, Operators};
use crate::pattern::{ActorTest, Library, Line, Pattern, Role, Sides, WordClass};
use crate::plans::{Act, By, act, planned};
use crate::quotes::Quotation;
use crate::standing::{Standing, Tense};
use crate::tree::Tree;
use crate::when::{Times, place_of};
use chancery_lang::{Deprel, Upos};
use chancery_model::{ClaimDate, EventType, MentionKind, Status};
use std::collections::BTreeMap;

/// Odds (logarithm, in 64ths) from which the back-off codes an event of its own.
const SURE: i32 = -96;

/// Odds from which what else a target's phrase names is the target too.
const PHRASE: i32 = -192;

/// Odds that an event of a pattern is given; measured: nine in ten of those on a pair of PLV are right.
const PATTERN: i32 = 192;

/// Odds from which it names the target of an event that a pattern found.
const LIKELY: i32 = -320;

/// A claim in tokens and mentions.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What was done.
    pub act: Act,
    /// Contexts that the pattern adds to those of its code.
    pub contexts: Vec<String>,
    /// Who does it.
    pub source: Vec<Somebody>,
    /// To whom.
    pub target: Vec<Somebody>,
    /// The first word that signals it.
    pub anchor: u32,
    /// All words that signal it, sorted.
    pub trigger: Vec<u32>,
    /// When.
    pub date: ClaimDate,
    /// Where: a mention.
    pub place: Option<u32>,
    /// The quotation in which it stands, where it is only somebody's words.
    pub said_by: Option<u32>,
    /// Name and line of the pattern.
    pub pattern: String,
    /// How likely it is rather than not: logarithm of the odds, in 64ths.
    pub odds: i32,
    /// How its sides stand to each other.
    pub sides: Sides,
    /// The operator that made it what it is.
    operator: Option<u32>,
}

/// What one text is coded with.
pub struct Coder<'a> {
    /// Trees, actors, operators, speakers.
    pub scene: Scene<'a>,
    /// The patterns.
    pub library: &'a Library,
    /// The report's times.
    pub times: &'a Times<'a>,
    /// The report's quotations.
    pub quotations: &'a [Quotation],
}

struct Candidate<'a> {
    frame: Frame,
    pattern: &'a Pattern,
    line: &'a Line,
    found: Found,
}

impl<'a> Coder<'a> {
    /// All claims of the text, in the order of their triggers.
    pub fn code(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let mut whereabouts = Vec::new();
        for s in 0..self.scene.tree.analysis.sentences.len() {
            whereabouts.extend(self.whereabouts(s));
            let mut found = self.code_sentence(s);
            for draft in
                found.iter_mut().filter(|d| d.place.is_none() && d.act.event_type == EventType::Consult)
            {
                draft.place = self.place_of_persons(draft, &whereabouts);
            }
            drafts.extend(found);
        }
        self.find_captors(&mut drafts);
        drafts.retain(|d| !d.source.is_empty() || self.is_deed(d));
        drafts
    }

    /// A deed without a doer is worth telling where force was used on somebody of a known state, in the report's own voice.
    fn is_deed(&self, draft: &Draft) -> bool {
        matches!(draft.act.event_type, EventType::Coerce | EventType::Assault | EventType::Retreat)
            && draft.said_by.is_none()
            && !self.states(&draft.target).is_empty()
    }

    /// Where a sentence says that its subject is: "Arvo is on a trip to Norvia for a summit in Norhaven". The actor, and
    /// the mention of the place.
    fn whereabouts(&self, s: usize) -> Option<(u32, u32)> {
        let tree = self.scene.tree;
        let cast = self.scene.cast;
        let tokens = tree.analysis.sentences[s].tokens.clone();
        let occasion =
            ["trip", "visit", "tour", "attend", "sideline", "summit", "forum", "conference", "gathering"];
        // Of a news conference nobody is met.
        let press = |t: u32| t > 0 && (tree.is(t - 1, "news") || tree.is(t - 1, "press"));
        let is_occasion = |t: u32| occasion.contains(&&*tree.lemma(t).to_lowercase()) && !press(t);
        if !tokens.clone().any(is_occasion) {
            return None;
        }
        let root = tokens.clone().find(|t| tree.head(*t).is_none())?;
        let subject = tree.child(root, Deprel::Nsubj)?;
        let person = cast.at(subject).into_iter().find(|m| is_person(cast, *m))?;
        let actor = cast.mentions[person as usize].actor?;
        let place = cast.mentions.iter().enumerate().rev().find(|(_, m)| {
            m.kind == MentionKind::Place
                && m.place_state.is_some()
                && tokens.contains(&m.tokens.start)
                && tree
                    .case_of(m.head)
                    .is_some_and(|c| tree.is(c, "in") || tree.is(c, "of") || tree.is(c, "to"))
        })?;
        Some((actor, place.0 as u32))
    }

    /// The place where one of those who take part was last said to be.
    fn place_of_persons(&self, draft: &Draft, whereabouts: &[(u32, u32)]) -> Option<u32> {
        if draft.act.mode == Some("phone") {
            return None;
        }
        let takes_part = |actor: u32| {
            draft
                .source
                .iter()
                .chain(&draft.target)
                .any(|s| self.scene.cast.mentions[s.mention as usize].actor == Some(actor))
        };
        whereabouts.iter().rev().find(|(actor, _)| takes_part(*actor)).map(|(_, place)| *place)
    }

    /// "The release of the two men": who held them lets them go, and who detained them is who detained them.
    fn find_captors(&self, drafts: &mut [Draft]) {
        let arrest = |d: &Draft| d.act.event_type == EventType::Coerce && d.act.mode == Some("arrest");
        let captors = Vec::from_iter(drafts.iter().filter(|d| arrest(d) && !d.source.is_empty()).map(|d| {
            let held = Vec::from_iter(d.target.iter().map(|t| self.actor_of(t)));
            (held, d.source.clone())
        }));
        for draft in drafts.iter_mut().filter(|d| d.source.is_empty()) {
            if !arrest(draft) && draft.act.mode != Some("release") {
                continue;
            }
            let known = captors
                .iter()
                .find(|(held, _)| draft.target.iter().any(|t| held.contains(&self.actor_of(t))));
            if let Some((_, captor)) = known {
                draft.source = captor.clone();
            }
        }
    }

    fn code_sentence(&self, s: usize) -> Vec<Draft> {
        let tree = self.scene.tree;
        let tokens = tree.analysis.sentences[s].tokens.clone();
        let mut drafts: Vec<Draft> = Vec::new();
        let mut used: Vec<u32> = Vec::new();
        for class in [WordClass::Verb, WordClass::Adj, WordClass::Noun] {
            for t in tokens.clone() {
                let fits = match class {
                    WordClass::Verb => tree.upos(t) == Upos::Verb,
                    WordClass::Adj => tree.upos(t) == Upos::Adj,
                    WordClass::Noun => {
                        tree.upos(t) == Upos::Noun || (tree.upos(t) == Upos::Propn && self.is_event_noun(t))
                    }
                };
                if !fits || (class == WordClass::Noun && used.contains(&t)) {
                    continue;
                }
                let Some(candidate) = self.best(t, class) else { continue };
                let made = self.draft(&candidate);
                if let Some(draft) = made {
                    used.extend(&candidate.found.used);
                    drafts.push(draft);
                }
            }
        }
        self.settle(&mut drafts);
        self.back_off(s, &mut drafts);
        drafts.sort_by_key(|d| d.anchor);
        drafts
    }

    /// Where patterns name no target, or are silent: what the learned model says.
    fn back_off(&self, s: usize, drafts: &mut Vec<Draft>) {
        let model = Backoff::embedded();
        let pairs = pairs::of_sentence(&self.scene, self.library, s);
        let judged = Vec::from_iter(pairs.iter().map(|pair| (pair, model.judge(&pair.features))));
        for draft in drafts.iter_mut() {
            if draft.target.is_empty() && draft.sides == Sides::Directed {
                self.find_target(draft, &judged);
            }
        }
        let mut best: BTreeMap<u32, (&Pair, Verdict)> = BTreeMap::new();
        for (pair, verdict) in judged.iter().filter(|(_, verdict)| verdict.odds >= SURE) {
            if best.get(&pair.anchor).is_none_or(|(_, known)| known.odds < verdict.odds) {
                best.insert(pair.anchor, (pair, *verdict));
            }
        }
        let mut ranked = Vec::from_iter(best.into_values());
        ranked.sort_by_key(|(pair, verdict)| (std::cmp::Reverse(verdict.odds), pair.anchor));
        for (pair, verdict) in ranked {
            if !drafts.iter().any(|draft| self.tells_of(draft, pair)) {
                let whole = self.whole_target(pair, &judged);
                drafts.extend(self.learnt(pair, whole, verdict));
            }
        }
    }

    /// The target with what its phrase names besides, of the same state or of none that is known: "Estmarkian positions
    /// around Estgrad".
    fn whole_target(&self, pair: &Pair, judged: &[(&Pair, Verdict)]) -> Vec<Somebody> {
        let tree = self.scene.tree;
        let mut whole = pair.target.clone();
        let own = Vec::from_iter(self.states(&whole).into_iter().map(str::to_string));
        for (other, verdict) in judged {
            let phrase = other.anchor == pair.anchor
                && other.token != pair.token
                && !other.both
                && (tree.is_within(other.token, pair.token) || tree.is_within(pair.token, other.token));
            let states = self.states(&other.target);
            let alike =
                own.is_empty() || states.is_empty() || states.iter().all(|s| own.iter().any(|o| o == s));
            if phrase && alike && verdict.odds >= PHRASE {
                whole.extend(other.target.iter().filter(|t| !pair.target.contains(t)).copied());
            }
        }
        whole
    }

    /// Whether a draft has said already what the pair would.
    fn tells_of(&self, draft: &Draft, pair: &Pair) -> bool {
        let tree = self.scene.tree;
        if draft.trigger.contains(&pair.anchor) || draft.operator == Some(pair.anchor) {
            return true;
        }
        let chain = tree.is_within(draft.anchor, pair.anchor) || tree.is_within(pair.anchor, draft.anchor);
        let all = Vec::from_iter(draft.source.iter().chain(&draft.target).copied());
        chain && self.share(&all, &pair.source) && (self.share(&all, &pair.target) || draft.target.is_empty())
    }

    /// Whether somebody stands on both sides.
    fn share(&self, a: &[Somebody], b: &[Somebody]) -> bool {
        a.iter().any(|x| b.iter().any(|y| self.actor_of(x) == self.actor_of(y)))
    }

    /// The likeliest target of a draft that has none.
    fn find_target(&self, draft: &mut Draft, judged: &[(&Pair, Verdict)]) {
        // Who resigns does nothing to another.
        if draft.act.mode == Some("resign") {
            return;
        }
        let own = |pair: &Pair| {
            (draft.anchor == pair.anchor || draft.operator == Some(pair.anchor))
                && self.share(&pair.source, &draft.source)
        };
        let fitting =
            judged.iter().filter(|(pair, verdict)| !pair.both && verdict.odds >= LIKELY && own(pair));
        let Some((pair, _)) =
            fitting.max_by_key(|(pair, verdict)| (verdict.odds, std::cmp::Reverse(pair.token)))
        else {
            return;
        };
        draft.target = self.whole_target(pair, judged);
        self.drop_shared(&mut draft.source, &mut draft.target, draft.sides);
    }

    /// The event that the model sees in a pair.
    fn learnt(&self, pair: &Pair, target: Vec<Somebody>, verdict: Verdict) -> Option<Draft> {
        let tree = self.scene.tree;
        let class = if tree.upos(pair.anchor) == Upos::Noun { WordClass::Noun } else { WordClass::Verb };
        let frame = Frame::of_word(tree, self.scene.operators, pair.anchor, class);
        let standing = Standing::of(tree, self.scene.operators, &frame);
        let event_type = verdict.event_type;
        // What was not done, or failed, is no event, whatever its words are like.
        let undone = standing.negated && standing.effect == Effect::Fact;
        if (undone || standing.effect == Effect::Void) && event_type != EventType::Reject {
            return None;
        }
        // "Their first contact since she took over": a clause of circumstances does nothing to who stands outside of it.
        let circumstance =
            |c: &u32| tree.rel(*c) == Deprel::Mark && !tree.is(*c, "that") && !tree.is(*c, "to");
        if tree.children(pair.anchor).iter().any(circumstance) && !tree.is_within(pair.token, pair.anchor) {
            return None;
        }
        // "The two rejected it": not each other.
        if pair.both && !event_type.can_be_reciprocal() {
            return None;
        }
        let to_come = event_type == EventType::Agree && standing.effect == Effect::Plan;
        let status = if to_come { Status::Planned } else { Status::Happened };
        let cameo = Backoff::embedded().code(&pair.features, event_type);
        let act =
            Act { event_type, mode: cameo.row().mode, cameo, status, plans: planned(cameo), by: By::Source };
        let sides = if pair.both { Sides::Both } else { Sides::Directed };
        let (mut source, mut target) = (pair.source.clone(), target);
        self.drop_shared(&mut source, &mut target, sides);
        if source.is_empty() || target.is_empty() {
            return None;
        }
        let date = self.times.date(tree, &frame, standing.tense, event_type, status, false);
        let draft = Draft {
            act,
            contexts: Vec::new(),
            source,
            target,
            anchor: pair.anchor,
            trigger: vec![pair.anchor],
            date,
            place: place_of(tree, self.scene.cast, &frame),
            said_by: None,
            pattern: "backoff".into(),
            odds: verdict.odds,
            sides,
            operator: None,
        };
        Some(self.attribute(draft, &standing))
    }

    /// A capitalised event noun ("the Summit"), not part of a name of somebody.
    fn is_event_noun(&self, t: u32) -> bool {
        self.scene.cast.at(t).is_empty()
    }

    /// The line that holds best for a word.
    fn best(&self, t: u32, class: WordClass) -> Option<Candidate<'a>> {
        let tree = self.scene.tree;
        let lemma = tree.lemma(t);
        let particle = tree.children(t).iter().copied().find(|c| tree.rel(*c) == Deprel::CompoundPrt);
        let mut frame = None;
        let mut best: Option<(Found, &'a Pattern, &'a Line)> = None;
        let modal = class == WordClass::Verb && tree.child(t, Deprel::Aux).is_some();
        let any = self.library.any_verb().filter(|_| modal);
        // A wrong guess of the lemmatiser ("fre", "severe" for "freed", "severed") is mended by what the patterns know.
        let longer = format!("{lemma}e");
        let mended = [lemma, &longer, lemma.strip_suffix('e').unwrap_or(lemma)];
        let known = mended.into_iter().find(|l| self.library.lines(class, l).next().is_some());
        let lemma = known.filter(|_| class == WordClass::Verb).unwrap_or(lemma);
        for (pattern, line) in self.library.lines(class, lemma).chain(any) {
            let anchored = line.anchor.lemmas.iter().any(|(l, p)| {
                &**l == "*"
                    || &**l == lemma
                        && match (p, particle) {
                            (None, None) => true,
                            (None, Some(_)) => false,
                            (Some(p), Some(c)) => tree.is(c, p),
                            // The parser takes half of the particles for adverbs.
                            (Some(p), None) => {
                                tree.children(t)
                                    .iter()
                                    .any(|c| tree.rel(*c) == Deprel::Advmod && tree.is(*c, p))
                                    || (t + 1 < tree.sentence_tokens(t).end && tree.is(t + 1, p))
                            }
                        }
            });
            if !anchored {
                continue;
            }
            let frame = frame.get_or_insert_with(|| Frame::of_word(tree, self.scene.operators, t, class));
            if let Some(found) = self.scene.matches(pattern, line, frame) {
                let found = self.complete(found, line, frame);
                if best.as_ref().is_none_or(|(b, _, _)| found.weight > b.weight) {
                    best = Some((found, pattern, line));
                }
            }
        }
        let (found, pattern, line) = best?;
        Some(Candidate { frame: frame?, pattern, line, found })
    }

    fn complete(&self, mut found: Found, line: &Line, frame: &Frame) -> Found {
        if line.anchor.lemmas.iter().any(|(l, _)| &**l == "*") {
            found.weight = found.weight.saturating_sub(3);
        }
        // "suspended Norvian imports": whose the thing is, is the target where the line names none.
        if found.target.is_empty() && line.thing.sides == Sides::Directed {
            let open = ActorTest::default();
            for noun in &found.used {
                let near = frame.args.iter().any(|a| a.token == *noun && a.role != Role::Subj);
                let whose = self.scene.somebodies(*noun, &open);
                let other = whose.into_iter().filter(|s| {
                    !self.states(std::slice::from_ref(s)).is_empty() && !self.same_side(s, &found.source)
                });
                if near {
                    found.target.extend(other);
                }
            }
        }
        if !found.source.is_empty() && !found.target.is_empty() {
            found.weight += 3;
        }
        found
    }

    fn actor(&self, s: &Somebody) -> Option<&'a chancery_model::Actor> {
        let cast = self.scene.cast;
        cast.mentions[s.mention as usize].actor.map(|a| &cast.actors[a as usize])
    }

    /// People of no state and no name ("students", "reporters") are no side, save in protest and violence.
    fn drop_nobodies(&self, source: &mut Vec<Somebody>, target: &mut Vec<Somebody>, event_type: EventType) {
        let somebody = |s: &Somebody| {
            self.actor(s).is_none_or(|a| {
                a.state.is_some()
                    || is_official(a.sector.as_deref())
                    || a.kind != chancery_model::ActorKind::Group
            })
        };
        if !matches!(event_type, EventType::Protest | EventType::Assault) {
            source.retain(somebody);
            // "released several suspects": to somebody it was done.
            if target.iter().any(somebody) || event_type == EventType::Consult {
                target.retain(somebody);
            }
        }
        if event_type == EventType::Consult {
            let talks = |s: &Somebody| self.actor(s).is_none_or(|a| a.sector.as_deref() != Some("JRN"));
            source.retain(talks);
            target.retain(talks);
        }
    }

    /// The other side of words without an addressee: the one other state that the sentence, or else the one before,
    /// speaks of. Two others, or none, leave it open.
    fn other_side(&self, frame: &Frame, source: &[Somebody], event_type: EventType) -> Option<Somebody> {
        let words = [EventType::Accuse, EventType::Reject, EventType::Request, EventType::Threaten];
        let measures = [EventType::Sanction, EventType::Coerce];
        let official = |s: &Somebody| {
            self.actor(s).is_none_or(|a| {
                (a.sector.is_none() || is_official(a.sector.as_deref()))
                    && !(a.kind == chancery_model::ActorKind::Person && a.sector.is_none())
            })
        };
        let own = self.states(source);
        let fits =
            words.contains(&event_type) || measures.contains(&event_type) && source.iter().all(official);
        if !fits || own.len() != 1 {
            return None;
        }
        let cast = self.scene.cast;
        let sentence = self.scene.tree.sentence_of(frame.anchor);
        for s in [Some(sentence), sentence.checked_sub(1)].into_iter().flatten() {
            let tokens = self.scene.tree.analysis.sentences[s as usize].tokens.clone();
            let mut other: Option<(&str, Somebody)> = None;
            for (m, mention) in cast.mentions.iter().enumerate().filter(|(_, m)| tokens.contains(&m.head)) {
                let Some(actor) = mention.actor.map(|a| &cast.actors[a as usize]) else { continue };
                let Some(state) = actor.state.as_deref().filter(|state| *state != own[0]) else { continue };
                match other {
                    Some((known, _)) if known != state => return None,
                    Some(_) => {}
                    None => other = Some((state, Somebody { mention: m as u32, via: true })),
                }
            }
            if other.is_some() {
                return other.map(|(_, somebody)| somebody);
            }
        }
        None
    }

    /// Whether an event stands between political actors: not a person's journey home, not words to one's own side, not
    /// the talk of people who speak for nobody.
    fn is_between(&self, source: &[Somebody], target: &[Somebody], act: &Act, sides: Sides) -> bool {
        let (from, to) = (self.states(source), self.states(target));
        let same = !from.is_empty() && from == to;
        let dealings = matches!(
            act.event_type,
            EventType::Aid
                | EventType::Support
                | EventType::Cooperate
                | EventType::Agree
                | EventType::Sanction
        );
        if same && dealings && sides == Sides::Directed {
            return false;
        }
        let visit =
            act.event_type == EventType::Consult && act.mode == Some("visit") && sides == Sides::Directed;
        if visit && (same || from.is_empty() || to.is_empty()) {
            return false;
        }
        if same && act.event_type == EventType::Request {
            return false;
        }
        // Ministers of one government who talk are no event between actors.
        let mut all = Vec::from_iter(source.iter().chain(target).copied());
        all.dedup();
        let government =
            all.iter().all(|s| self.actor(s).is_some_and(|a| a.sector.as_deref() == Some("GOV")));
        if act.event_type == EventType::Consult && government && self.states(&all).len() == 1 {
            return false;
        }
        let words = matches!(
            act.event_type,
            EventType::Agree
                | EventType::Request
                | EventType::Accuse
                | EventType::Reject
                | EventType::Threaten
                | EventType::Support
        );
        let speaks = source.iter().any(|s| {
            self.actor(s).is_none_or(|a| {
                let sector = a.sector.as_deref().unwrap_or_default();
                !matches!(sector, "JRN" | "EDU" | "CVL" | "MED" | "CRM" | "REF") || !target.is_empty()
            })
        });
        let known = source.iter().all(|s| {
            self.actor(s).is_none_or(|a| a.state.is_some() || a.kind != chancery_model::ActorKind::Person)
        });
        source.is_empty() || !words || (speaks && known)
    }

    /// Whether somebody is of a state that already stands on that side.
    fn same_side(&self, one: &Somebody, side: &[Somebody]) -> bool {
        let state = self.states(std::slice::from_ref(one));
        side.contains(one) || (!state.is_empty() && self.states(side).contains(&state[0]))
    }

    fn draft(&self, candidate: &Candidate) -> Option<Draft> {
        let Candidate { frame, pattern, line, found } = candidate;
        let tree = self.scene.tree;
        let mut standing = Standing::of(tree, self.scene.operators, frame);
        let wildcard = line.anchor.lemmas.iter().any(|(l, _)| &**l == "*");
        if wildcard || self.has_slot(line, &Role::Aux) {
            // The pattern itself reads the auxiliary.
            standing.effect = Effect::Fact;
            standing.negated = false;
        }
        let thing = &line.thing;
        let act = act(thing, &standing)?;
        let (mut source, mut target) = (found.source.clone(), found.target.clone());
        if act.by == By::Asker {
            let operator = standing.operator?;
            let asker = self.subject_of(operator);
            target = if source.is_empty() { target } else { source };
            source = asker;
            if source.is_empty() {
                return None;
            }
        }
        self.drop_shared(&mut source, &mut target, thing.sides);
        self.drop_nobodies(&mut source, &mut target, act.event_type);
        if target.is_empty() && thing.sides == Sides::Directed {
            // "urged rich countries": somebody was addressed, whoever it was.
            let addressed = act.event_type == EventType::Request
                && frame.args.iter().any(|a| {
                    matches!(a.role, Role::Obj | Role::Iobj)
                        && tree.upos(a.token) == Upos::Noun
                        && !found.used.contains(&a.token)
                });
            if !addressed {
                target.extend(self.other_side(frame, &source, act.event_type));
            }
        }
        if !self.is_between(&source, &target, &act, thing.sides) {
            return None;
        }
        // Help without a recipient, trade without a partner, relations cut with nobody are no events between actors.
        if target.is_empty()
            && act.plans.is_none()
            && matches!(act.event_type, EventType::Aid | EventType::Cooperate | EventType::Sanction)
            && thing.sides == Sides::Directed
        {
            return None;
        }
        let told_of = frame.passive || frame.class == WordClass::Noun;
        if source.is_empty() && (target.is_empty() || !told_of) {
            return None;
        }
        let sides = if act.event_type == thing.event_type || act.event_type == EventType::Agree {
            thing.sides
        } else {
            Sides::Directed
        };
        if sides != Sides::Directed && target.is_empty() && self.states(&source).len() < 2 && source.len() < 2
        {
            return None;
        }
        let promised = act.plans.is_some()
            && matches!(
                standing.effect,
                Effect::Promise | Effect::Threat | Effect::Refusal | Effect::Request
            )
            || (act.plans.is_some() && act.status == Status::Happened);
        let tense = standing.tense;
        let status = act.status;
        let date = self.times.date(tree, frame, tense, act.event_type, status, promised);
        let mut trigger = found.used.clone();
        trigger.push(frame.anchor);
        trigger.sort_unstable();
        trigger.dedup();
        let draft = Draft {
            contexts: thing.contexts.clone(),
            source,
            target,
            anchor: frame.anchor,
            trigger,
            date,
            place: place_of(tree, self.scene.cast, frame),
            said_by: None,
            pattern: format!("{}:{}", pattern.name, line.number),
            odds: PATTERN,
            sides,
            operator: standing.operator.filter(|_| act.plans.is_some() || act.status == Status::Denied),
            act,
        };
        Some(self.attribute(draft, &standing))
    }

    fn has_slot(&self, line: &Line, role: &Role) -> bool {
        line.conditions.iter().any(|c| {
            matches!(c, crate::pattern::Condition::Slot { roles, negated: false, optional: false, .. } if roles.contains(role))
        })
    }

    /// Who does what the operator says.
    fn subject_of(&self, operator: u32) -> Vec<Somebody> {
        let tree = self.scene.tree;
        let class = match tree.upos(operator) {
            Upos::Noun => WordClass::Noun,
            Upos::Adj => WordClass::Adj,
            _ => WordClass::Verb,
        };
        let frame = Frame::of_word(tree, self.scene.operators, operator, class);
        let roles = [Role::Subj, Role::Poss, Role::Prep("by".into()), Role::Prep("from".into())];
        let open = ActorTest::default();
        for role in &roles {
            let found = Vec::from_iter(frame.of(role).flat_map(|t| self.scene.somebodies(t, &open)));
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// One actor is not both sides of a directed event, nor twice on one.
    fn drop_shared(&self, source: &mut Vec<Somebody>, target: &mut Vec<Somebody>, sides: Sides) {
        let key = |s: &Somebody| {
            let mention = &self.scene.cast.mentions[s.mention as usize];
            (mention.actor, mention.actor.is_none().then(|| mention.place_state.clone()))
        };
        for side in [&mut *source, &mut *target] {
            let mut seen = Vec::new();
            side.retain(|s| {
                let k = key(s);
                let new = !seen.contains(&k);
                seen.push(k);
                new
            });
        }
        // "Norvia condemned the arrest of its consul": nobody acts against what is its own.
        if sides == Sides::Directed {
            let own = self.states(source);
            let own = Vec::from_iter(own.into_iter().map(str::to_string));
            // "Norvia stopped the train between Norhaven and Estgrad": it is done to the other side.
            let others = self.states(target).iter().any(|s| !own.iter().any(|o| o == s));
            let among = others && target.len() > 1;
            target.retain(|t| {
                !(t.via || among)
                    || !self.states(std::slice::from_ref(t)).iter().any(|s| own.iter().any(|o| o == s))
            });
        }
        // "NATO will extend its mission in Norvia": with one's own forces something is done, not to them.
        if sides == Sides::Directed {
            let cast = self.scene.cast;
            let owners =
                Vec::from_iter(source.iter().filter_map(|s| cast.mentions[s.mention as usize].actor));
            target.retain(|t| {
                let force = self.actor(t).is_some_and(|a| a.sector.as_deref() == Some("MIL"));
                let whose = cast.possessor_or_nationality(cast.mentions[t.mention as usize].head);
                let own = |m: &u32| {
                    let mention = &cast.mentions[*m as usize];
                    mention.anaphor && mention.actor.is_some_and(|a| owners.contains(&a))
                };
                !(force && whose.iter().any(own))
            });
        }
        if sides != Sides::Mutual {
            let sources = Vec::from_iter(source.iter().map(key));
            target.retain(|s| !sources.contains(&key(s)));
        }
    }

    fn states(&self, side: &[Somebody]) -> Vec<&str> {
        let cast = self.scene.cast;
        let mut states = Vec::from_iter(side.iter().filter_map(|s| {
            let mention = &cast.mentions[s.mention as usize];
            match mention.actor {
                Some(a) => cast.actors[a as usize].state.as_deref(),
                None => mention.place_state.as_deref(),
            }
        }));
        states.sort_unstable();
        states.dedup();
        states
    }

    /// Whether the event stands only in somebody's words: in a quotation, and not the speaker's own act.
    fn attribute(&self, mut draft: Draft, standing: &Standing) -> Draft {
        let Some(q) =
            self.quotations.iter().position(|q| q.content.iter().any(|r| r.contains(&draft.anchor)))
        else {
            return draft;
        };
        let cast = self.scene.cast;
        let quotation = &self.quotations[q];
        let state_of = |m: u32| {
            let actor = cast.mentions[m as usize].actor?;
            let actor = &cast.actors[actor as usize];
            Some((actor.state.clone(), cast.mentions[m as usize].actor))
        };
        let speaker = quotation.mention.and_then(state_of);
        // "threatened to impose": the words that make it a threat are the cue of what is threatened.
        if draft.operator.is_some_and(|o| quotation.cue.iter().any(|r| r.contains(&o)))
            && draft.act.status != Status::Denied
        {
            return draft;
        }
        let own = speaker.is_some_and(|(state, actor)| {
            draft.source.iter().any(|s| {
                let mention = &cast.mentions[s.mention as usize];
                let its = mention
                    .actor
                    .map(|a| cast.actors[a as usize].state.clone())
                    .unwrap_or(mention.place_state.clone());
                mention.actor == actor || (state.is_some() && its == state)
            })
        });
        let verbal = matches!(
            draft.act.event_type,
            EventType::Agree
                | EventType::Request
                | EventType::Accuse
                | EventType::Reject
                | EventType::Threaten
                | EventType::Support
                | EventType::Concede
                | EventType::Consult
        );
        // What a speaker says of the own side's words and meetings is told; of deeds, it is only said.
        if !(own && (verbal || standing.tense == Tense::Past)) {
            draft.said_by = Some(q as u32);
        }
        draft
    }

    /// Where an operator and what it governs were both coded, one remains.
    fn settle(&self, drafts: &mut Vec<Draft>) {
        let operators = Vec::from_iter(drafts.iter().filter_map(|d| d.operator.map(|o| (o, d.anchor))));
        let fill = |d: &Draft, drafts: &[Draft]| {
            let operator = d.operator?;
            let upper = drafts.iter().find(|u| u.anchor == operator)?;
            let target = Vec::from_iter(upper.target.iter().filter(|t| !d.source.contains(t)).copied());
            (d.target.is_empty() && !target.is_empty()).then_some(target)
        };
        let filled = Vec::from_iter(drafts.iter().map(|d| fill(d, drafts)));
        for (draft, target) in drafts.iter_mut().zip(filled) {
            if let Some(target) = target {
                draft.target = target;
                self.drop_shared(&mut draft.source, &mut draft.target, draft.sides);
            }
        }
        drafts.retain(|d| !operators.iter().any(|(o, by)| *o == d.anchor && *by != d.anchor));
        // What is governed by a coded word of another event is that event's content ("accused it of bombing").
        let mut keep = Vec::with_capacity(drafts.len());
        for (i, d) in drafts.iter().enumerate() {
            let same = drafts[..i].iter().any(|e| {
                e.act.event_type == d.act.event_type
                    && e.act.plans == d.act.plans
                    && e.source.iter().map(|s| self.actor_of(s)).eq(d.source.iter().map(|s| self.actor_of(s)))
                    && e.target.iter().map(|s| self.actor_of(s)).eq(d.target.iter().map(|s| self.actor_of(s)))
                    && e.date == d.date
                    && e.act.mode == d.act.mode
            });
            keep.push(!same);
        }
        let mut keep = keep.into_iter();
        drafts.retain(|_| keep.next().unwrap_or(true));
    }

    fn actor_of(&self, s: &Somebody) -> (Option<u32>, Option<&str>) {
        let mention = &self.scene.cast.mentions[s.mention as usize];
        (mention.actor, mention.place_state.as_deref().filter(|_| mention.actor.is_none()))
    }
}

/// For each token the mention of the speaker in whose quoted words it stands.
pub fn speakers(tree: &Tree, quotations: &[Quotation]) -> Vec<Option<u32>> {
    let mut speakers = vec![None; tree.len() as usize];
    for quotation in quotations {
        for t in quotation.content.iter().cloned().flatten() {
            if let Some(slot) = speakers.get_mut(t as usize) {
                *slot = quotation.mention;
            }
        }
    }
    speakers
}

/// The mode of a CONSULT from its place and sides, and whether it is a visit from one side to the other.
///
/// `phone` stays; `multilateral` from three sides on; `visit` when one side is host at home; `third-party` elsewhere;
/// none when the place is unknown.
pub fn consult_mode(
    mode: Option<&'static str>,
    states: &[String],
    place_state: Option<&str>,
) -> Option<&'static str> {
    if mode == Some("phone") || mode == Some("visit") {
        return mode;
    }
    match (states.len(), place_state) {
        (3.., _) => Some("multilateral"),
        (_, Some(place)) if states.iter().any(|s| s == place) => Some("visit"),
        (2, Some(_)) => Some("third-party"),
        _ => mode,
    }
}

/// Operators of the program.
pub fn operators() -> Operators {
    Operators::read(include_str!("../../../patterns/operators.tsv"))
}

/// Whether a mention is of a person.
pub fn is_person(cast: &Cast, mention: u32) -> bool {
    let m = &cast.mentions[mention as usize];
    m.kind == MentionKind::Person
        || m.actor.is_some_and(|a| cast.actors[a as usize].kind == chancery_model::ActorKind::Person)
}
