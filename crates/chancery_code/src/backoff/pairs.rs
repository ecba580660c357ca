//! Pairs of actors that a predicate may bind, and what is seen of them.

use crate::frame::Frame;
use crate::matching::{Scene, Somebody};
use crate::pattern::{ActorTest, Library, Role, WordClass};
use crate::standing::Standing;
use chancery_lang::{Deprel, Pipeline, Upos, hash};
use chancery_model::MentionKind;

/// A predicate, who does it, and somebody in what it governs.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The predicate.
    pub anchor: u32,
    /// Who does it.
    pub source: Vec<Somebody>,
    /// To whom it may be done.
    pub target: Vec<Somebody>,
    /// The word of the target's phrase that was looked at.
    pub token: u32,
    /// The two are coordinated, so that each is on both sides.
    pub both: bool,
    /// Rows of the model's table.
    pub features: Vec<u32>,
}

/// How deep below the predicate a target is looked for, and how many are weighed.
const DEEPEST: usize = 6;
const MOST: usize = 12;

/// How many tokens behind the predicate a target may stand that the parser hung elsewhere.
const FURTHEST: u32 = 24;

/// All pairs of one sentence.
pub fn of_sentence(scene: &Scene, library: &Library, sentence: usize) -> Vec<Pair> {
    let tokens = scene.tree.analysis.sentences[sentence].tokens.clone();
    let mut pairs = Vec::new();
    for t in tokens {
        let class = match scene.tree.upos(t) {
            Upos::Verb => WordClass::Verb,
            // "Norvia's police": somebody, and nothing done.
            Upos::Noun if scene.cast.at(t).is_empty() => WordClass::Noun,
            _ => continue,
        };
        of_word(scene, library, t, class, &mut pairs);
    }
    pairs
}

/// All pairs of one predicate.
pub fn of_word(scene: &Scene, library: &Library, anchor: u32, class: WordClass, pairs: &mut Vec<Pair>) {
    let tree = scene.tree;
    let frame = Frame::of_word(tree, scene.operators, anchor, class);
    let Some((source, from)) = source(scene, &frame) else { return };
    let mut found = targets(scene, &frame, &source, &from);
    let together = beside(scene, &source, &from);
    let together = together.map(|(one, others)| {
        found.push(others);
        (one, found.len() - 1)
    });
    if found.is_empty() {
        return;
    }
    let seen = Seen::of(scene, library, &frame, &source);
    let count = found.len();
    for (rank, target) in found.into_iter().enumerate() {
        let features = seen.features(scene, &target, rank, count);
        let both = together.as_ref().filter(|(_, at)| *at == rank);
        pairs.push(Pair {
            anchor,
            source: both.map_or_else(|| source.clone(), |(one, _)| one.clone()),
            target: target.who,
            token: target.token,
            both: both.is_some(),
            features,
        });
    }
}

/// Any actor, and places.
fn anybody() -> ActorTest {
    use MentionKind::{Group, Organization, Person, Place, Role, State};
    ActorTest { kinds: vec![Person, Organization, Place, State, Role, Group], ..ActorTest::default() }
}

/// Who does it, and the words that say so.
fn source(scene: &Scene, frame: &Frame) -> Option<(Vec<Somebody>, Vec<u32>)> {
    let actors = ActorTest::default();
    let mut roles = vec![Role::Subj];
    if frame.class == WordClass::Noun {
        roles.extend([Role::Poss, Role::Prep("by".into()), Role::Prep("from".into())]);
    }
    for role in &roles {
        let words = Vec::from_iter(frame.of(role));
        let mut who: Vec<Somebody> = Vec::new();
        for word in &words {
            for one in scene.somebodies(*word, &actors) {
                if !who.contains(&one) {
                    who.push(one);
                }
            }
        }
        if !who.is_empty() {
            return Some((who, words));
        }
    }
    // The parser has no subject for it: the nearest noun phrase before it that no preposition governs.
    if frame.class != WordClass::Verb {
        return None;
    }
    let tree = scene.tree;
    let start = tree.sentence_tokens(frame.anchor).start;
    for t in (start..frame.anchor).rev() {
        if tree.is_finite(t) {
            return None;
        }
        if !matches!(tree.upos(t), Upos::Noun | Upos::Propn | Upos::Pron) || tree.case_of(t).is_some() {
            continue;
        }
        let who = scene.somebodies(t, &actors);
        if !who.is_empty() {
            return Some((who, vec![t]));
        }
    }
    None
}

/// Coordinated sources as a pair: the first, and the others as the target.
fn beside(scene: &Scene, source: &[Somebody], from: &[u32]) -> Option<(Vec<Somebody>, Target)> {
    let actor = |s: &Somebody| scene.cast.mentions[s.mention as usize].actor;
    let (one, others) = source.split_first()?;
    let who = Vec::from_iter(others.iter().filter(|s| actor(s) != actor(one)).copied());
    let first = who.first()?;
    let token = scene.cast.mentions[first.mention as usize].head;
    let arg = *from.first()?;
    let target = Target { who, token, way: Way::Beside, arg, path: Vec::new(), above: arg, clause: false };
    Some((vec![*one], target))
}

/// Somebody below the predicate, with the way to them.
struct Target {
    who: Vec<Somebody>,
    token: u32,
    /// The way in which they stand to the predicate.
    way: Way,
    /// The argument's word.
    arg: u32,
    /// Relations (with prepositions) from the argument's word down.
    path: Vec<u32>,
    /// The word that the target's word hangs on.
    above: u32,
    /// The clause in which they stand has a subject of its own.
    clause: bool,
}

/// How a target stands to the predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    /// In an argument.
    Argument(Role),
    /// Coordinated with the source ("the two ministers met", told of each by name).
    Beside,
    /// Below a noun of the subject.
    Subject,
    /// Behind the predicate, wherever the parser hung it: how many verbs stand between.
    Behind(u32),
}

impl Way {
    fn code(&self) -> u32 {
        match self {
            Way::Argument(role) => role_code(role),
            Way::Beside => 20,
            Way::Subject => 21,
            Way::Behind(verbs) => 22 + verbs.min(&3),
        }
    }
}

fn targets(scene: &Scene, frame: &Frame, source: &[Somebody], from: &[u32]) -> Vec<Target> {
    let tree = scene.tree;
    let test = anybody();
    let actor = |s: &Somebody| scene.cast.mentions[s.mention as usize].actor;
    let mut found: Vec<Target> = Vec::new();
    let mut done: Vec<u32> = Vec::new();
    let ours = |t: u32| from.contains(&t) || t == frame.anchor;
    let mut starts = Vec::new();
    for arg in &frame.args {
        if !matches!(arg.role, Role::Subj | Role::Aux | Role::Amod) && !ours(arg.token) {
            starts.push((arg.token, Way::Argument(arg.role.clone())));
        }
    }
    for subject in from {
        for &c in tree.children(*subject) {
            match tree.rel(c) {
                Deprel::Nmod | Deprel::Obl => starts.push((c, Way::Subject)),
                _ => {}
            }
        }
    }
    let mut verbs = 0;
    let sentence = tree.sentence_tokens(frame.anchor);
    let beyond =
        Vec::from_iter((frame.anchor + 1..sentence.end.min(frame.anchor + FURTHEST)).filter_map(|t| {
            verbs += u32::from(tree.is_finite(t));
            let modifies = matches!(
                tree.rel(t),
                Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::NmodDesc | Deprel::Flat
            );
            (!modifies && !scene.cast.at(t).is_empty()).then_some((t, Way::Behind(verbs)))
        }));
    starts.extend(beyond);
    for (first, way) in starts {
        if done.contains(&first) || ours(first) {
            continue;
        }
        let mut stack = vec![(first, Vec::new(), false)];
        while let Some((t, path, clause)) = stack.pop() {
            if done.contains(&t) || ours(t) || found.len() >= MOST {
                continue;
            }
            done.push(t);
            let nominal =
                matches!(tree.upos(t), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj);
            let mut who = if nominal { scene.somebodies(t, &test) } else { Vec::new() };
            who.retain(|s| actor(s).is_none() || source.iter().all(|o| actor(o) != actor(s)));
            if !who.is_empty() {
                found.push(Target {
                    who,
                    token: t,
                    way: way.clone(),
                    arg: first,
                    above: tree.head(t).unwrap_or(frame.anchor),
                    path: path.clone(),
                    clause,
                });
            }
            if path.len() >= DEEPEST {
                continue;
            }
            for &c in tree.children(t).iter().rev() {
                let rel = tree.rel(c);
                let inner =
                    matches!(
                        rel,
                        Deprel::Case | Deprel::Det | Deprel::Punct | Deprel::Mark | Deprel::Cc | Deprel::Aux
                    ) || matches!(rel, Deprel::Flat | Deprel::Conj) && nominal && !is_clause(tree.upos(c));
                // Modifiers were looked at with their noun.
                let modifier = nominal
                    && matches!(rel, Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::NmodDesc);
                if inner || modifier {
                    continue;
                }
                let own = is_clause(tree.upos(c)) && tree.child(c, Deprel::Nsubj).is_some();
                let mut path = path.clone();
                path.push(step(scene, c));
                stack.push((c, path, clause || own));
            }
        }
    }
    found.sort_by_key(|t| (matches!(t.way, Way::Behind(_)), t.path.len(), t.token));
    found
}

fn is_clause(upos: Upos) -> bool {
    matches!(upos, Upos::Verb | Upos::Aux)
}

fn step(scene: &Scene, t: u32) -> u32 {
    let tree = scene.tree;
    let case = tree.case_of(t).map_or(0, |c| hash::of(&tree.word(c).to_lowercase()));
    hash::two(90, hash::of(tree.rel(t).as_str()), case)
}

/// What is seen of a predicate and its source, whoever the target.
struct Seen {
    lemma: u32,
    fine: u32,
    coarse: u32,
    rows: Vec<u32>,
    /// Words of the arguments: their lemmas and clusters.
    args: Vec<(u32, u32, u32)>,
    object: Option<u32>,
    complement: Option<u32>,
    source_kind: u32,
    source_sector: u32,
    source_state: Option<String>,
}

impl Seen {
    fn of(scene: &Scene, library: &Library, frame: &Frame, source: &[Somebody]) -> Seen {
        let tree = scene.tree;
        let anchor = frame.anchor;
        let lemma_of = |t: u32| hash::of(&tree.lemma(t).to_lowercase());
        let particle = tree.child(anchor, Deprel::CompoundPrt).map_or(0, lemma_of);
        let lemma = hash::two(91, lemma_of(anchor), particle);
        let word = Pipeline::embedded().word(tree.lemma(anchor));
        let standing = Standing::of(tree, scene.operators, frame);
        let mut rows = Vec::with_capacity(64);
        let effect = standing.effect as u32 * 2 + u32::from(standing.negated);
        let modal = standing.modal.map_or(0, lemma_of);
        let governor = tree.head(frame.finite()).filter(|_| {
            matches!(
                tree.rel(frame.finite()).base(),
                Deprel::Xcomp
                    | Deprel::Ccomp
                    | Deprel::Advcl
                    | Deprel::Acl
                    | Deprel::Conj
                    | Deprel::Parataxis
            ) || frame.class == WordClass::Noun
        });
        let rel = hash::of(tree.rel(frame.finite()).as_str());
        let class = u32::from(frame.class == WordClass::Noun);
        rows.extend([
            hash::one(1, 0),
            hash::one(2, lemma),
            hash::one(3, word.fine),
            hash::one(4, word.coarse),
            hash::one(5, effect),
            hash::two(6, effect, lemma),
            hash::one(7, modal),
            hash::two(8, modal, lemma),
            hash::two(9, standing.tense as u32, class),
            hash::two(10, rel, class),
            hash::two(11, u32::from(frame.passive), lemma),
        ]);
        if let Some(operator) = standing.operator {
            rows.push(hash::one(12, lemma_of(operator)));
            rows.push(hash::two(13, lemma_of(operator), lemma));
        }
        if let Some(governor) = governor {
            rows.push(hash::two(14, lemma_of(governor), rel));
            rows.push(hash::two(15, lemma_of(governor), lemma));
        }
        if let Some(support) = frame.support {
            rows.push(hash::one(16, lemma_of(support)));
            rows.push(hash::two(17, lemma_of(support), lemma));
        }
        // What the patterns know of the words: types of the lines that hang on them.
        for kind in kinds(library, frame.class, tree.lemma(anchor)) {
            rows.extend([hash::one(32, kind), hash::two(33, kind, effect)]);
            rows.push(hash::two(38, kind, modal));
        }
        let mut args = Vec::new();
        for arg in frame.args.iter().filter(|a| !matches!(a.role, Role::Subj | Role::Aux)) {
            let its = Pipeline::embedded().word(tree.lemma(arg.token));
            args.push((lemma_of(arg.token), its.fine, arg.token));
            let role = role_code(&arg.role);
            let class = if is_clause(tree.upos(arg.token)) { WordClass::Verb } else { WordClass::Noun };
            for kind in kinds(library, class, tree.lemma(arg.token)) {
                rows.extend([
                    hash::two(34, kind, role),
                    hash::two(35, kind, lemma),
                    hash::two(36, kind, effect),
                ]);
                rows.push(hash::two(37, kind, word.fine));
            }
            rows.extend([
                hash::one(18, lemma_of(arg.token)),
                hash::two(19, lemma_of(arg.token), lemma),
                hash::two(20, its.fine, word.fine),
                hash::two(21, role, lemma),
                hash::two(22, role, lemma_of(arg.token)),
            ]);
        }
        for &c in tree.children(anchor) {
            if matches!(tree.rel(c), Deprel::Advmod) {
                rows.push(hash::one(23, lemma_of(c)));
                rows.push(hash::two(24, lemma_of(c), lemma));
            }
        }
        let object = frame.of(&Role::Obj).next();
        let complement = frame.of(&Role::Xcomp).next().or_else(|| frame.of(&Role::Ccomp).next());
        if let Some(inner) = complement {
            let its = tree.child(inner, Deprel::Obj).map_or(0, lemma_of);
            rows.push(hash::two(25, lemma_of(inner), its));
            rows.push(hash::three(26, lemma, lemma_of(inner), its));
        }
        let first = source.first();
        let mention = first.map(|s| &scene.cast.mentions[s.mention as usize]);
        let actor = mention.and_then(|m| m.actor).map(|a| &scene.cast.actors[a as usize]);
        let source_kind = mention.map_or(0, |m| m.kind as u32 + 1);
        let source_sector = actor.and_then(|a| a.sector.as_deref()).map_or(0, hash::of);
        rows.push(hash::one(27, source_kind));
        rows.push(hash::one(28, source_sector));
        rows.push(hash::two(29, source_sector, lemma));
        // "Iraqi warplanes": the source is a state's by its thing.
        for subject in frame.of(&Role::Subj) {
            rows.push(hash::one(30, lemma_of(subject)));
            rows.push(hash::two(31, Pipeline::embedded().word(tree.lemma(subject)).fine, word.fine));
        }
        Seen {
            lemma,
            fine: word.fine,
            coarse: word.coarse,
            rows,
            args,
            object,
            complement,
            source_kind,
            source_sector,
            source_state: actor.and_then(|a| a.state.clone()),
        }
    }

    fn features(&self, scene: &Scene, target: &Target, rank: usize, count: usize) -> Vec<u32> {
        let tree = scene.tree;
        let lemma_of = |t: u32| hash::of(&tree.lemma(t).to_lowercase());
        let mut rows = self.rows.clone();
        let role = target.way.code();
        let path = target.path.iter().fold(role, |h, step| hash::two(92, h, *step));
        let case = tree.case_of(target.token).map_or(0, |c| hash::of(&tree.word(c).to_lowercase()));
        let own = lemma_of(target.token);
        let fine = Pipeline::embedded().word(tree.lemma(target.token)).fine;
        let above = lemma_of(target.above);
        let above_fine = Pipeline::embedded().word(tree.lemma(target.above)).fine;
        let arg = lemma_of(target.arg);
        let depth = target.path.len().min(4) as u32;
        let near = (rank.min(3) * 4 + count.min(3)) as u32;
        let first = target.who.first();
        let via = u32::from(first.is_some_and(|s| s.via));
        let mention = first.map(|s| &scene.cast.mentions[s.mention as usize]);
        let actor = mention.and_then(|m| m.actor).map(|a| &scene.cast.actors[a as usize]);
        let kind = mention.map_or(0, |m| m.kind as u32 + 1);
        let sector = actor.and_then(|a| a.sector.as_deref()).map_or(0, hash::of);
        let state =
            actor.and_then(|a| a.state.as_deref()).or_else(|| mention.and_then(|m| m.place_state.as_deref()));
        let same = match (self.source_state.as_deref(), state) {
            (Some(a), Some(b)) => 1 + u32::from(a == b),
            _ => 0,
        };
        let place = u32::from(mention.is_some_and(|m| m.kind == MentionKind::Place));
        let clause = u32::from(target.clause);
        rows.extend([
            hash::two(40, role, self.lemma),
            hash::two(41, path, self.lemma),
            hash::one(42, path),
            hash::two(43, case, self.lemma),
            hash::two(44, path, self.fine),
            hash::two(45, path, self.coarse),
            hash::two(46, above, case),
            hash::three(47, above, case, self.lemma),
            hash::two(48, above_fine, case),
            hash::two(49, above_fine, self.fine),
            hash::two(50, depth, clause),
            hash::two(51, near, depth),
            hash::two(52, near, role),
            hash::two(53, kind, self.source_kind),
            hash::two(54, sector, self.source_sector),
            hash::two(55, sector, self.lemma),
            hash::two(56, kind, self.lemma),
            hash::two(57, same, self.lemma),
            hash::two(58, same, via),
            hash::two(59, place, case),
            hash::two(60, place, self.lemma),
            hash::two(61, via, path),
            hash::two(62, kind, path),
            hash::two(63, clause, role),
            hash::two(64, arg, path),
            hash::two(65, sector, path),
        ]);
        if via == 1 || matches!(mention.map(|m| m.kind), Some(MentionKind::Group | MentionKind::Role)) {
            rows.extend([
                hash::one(70, own),
                hash::two(71, own, self.lemma),
                hash::one(72, fine),
                hash::two(73, fine, self.fine),
            ]);
        }
        if let Some(object) = self.object.filter(|o| *o != target.token) {
            rows.extend([
                hash::two(74, lemma_of(object), case),
                hash::two(75, lemma_of(object), path),
                hash::three(76, self.lemma, lemma_of(object), case),
            ]);
        }
        if let Some(inner) = self.complement.filter(|c| *c != target.token) {
            rows.extend([hash::two(77, lemma_of(inner), path), hash::two(78, lemma_of(inner), case)]);
        }
        for (lemma, fine, token) in self.args.iter().filter(|a| a.2 != target.token) {
            rows.push(hash::two(79, *lemma, role));
            rows.push(hash::three(80, *fine, self.fine, role));
            rows.push(hash::two(81, u32::from(*token == target.arg), *lemma));
        }
        rows
    }
}

/// The types of the pattern lines that hang on a word, each once.
fn kinds(library: &Library, class: WordClass, lemma: &str) -> Vec<u32> {
    let mut kinds = Vec::from_iter(library.lines(class, lemma).map(|(_, line)| line.thing.event_type as u32));
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn role_code(role: &Role) -> u32 {
    match role {
        Role::Prep(word) => hash::two(93, hash::of(word), 1),
        Role::Subj => 1,
        Role::Obj => 2,
        Role::Iobj => 3,
        Role::Poss => 4,
        Role::Xcomp => 5,
        Role::Ccomp => 6,
        Role::Advcl => 7,
        Role::Compound => 8,
        Role::Amod => 9,
        Role::Speaker => 10,
        Role::Aux => 11,
        Role::Inside => 12,
    }
}
