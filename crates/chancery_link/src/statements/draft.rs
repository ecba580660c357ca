//! What one report alone tells of what was said: drafts of statements, and words on what became of earlier promises.
//! Nothing here looks at another report.

use super::lexicon::{Class, Lexicon, Outcome, Part};
use super::place::{Place, Whose};
use crate::text;
use chancery_model::{
    Actor, ActorKind, Annotated, CharSpan, Claim, EventType, OF_RECORD, Party, Plan, Quote, StatementKind,
    Status,
};
use std::collections::{BTreeMap, BTreeSet};

/// A statement as its report tells it. Actors, claims and times are indices into the report's.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// Who said it.
    pub speaker: u32,
    /// To whom or of whom, in order, each once.
    pub hearers: Vec<u32>,
    /// What is done by saying it.
    pub kind: StatementKind,
    /// What it is about.
    pub topic: Option<&'static str>,
    /// All of it stands in quotation marks.
    pub direct: bool,
    /// What was said; empty where the sentence only tells of the act.
    pub words: Vec<CharSpan>,
    /// These words can be read without their sentence.
    pub whole: bool,
    /// The sentences.
    pub sentences: Vec<CharSpan>,
    /// The claim of the meeting, call or visit at which it was said.
    pub scene: Option<u32>,
    /// The claim that tells of it as an act, where there is one.
    pub claim: Option<u32>,
    /// What is promised.
    pub plans: Option<Plan>,
    /// The times told of the thing promised.
    pub times: Vec<u32>,
    /// Hashed stems of what was said, without names of the sides, sorted.
    pub terms: Vec<u32>,
    /// The stem of the first verb of a promise.
    pub deed: Option<u32>,
}

/// A sentence that may tell what became of a promise.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Echo {
    /// What it says of the promise.
    pub outcome: Outcome,
    /// Whose promise: the actor named last before the words.
    pub of: u32,
    /// The sentence.
    pub sentence: CharSpan,
    /// Hashed stems of the sentence, sorted.
    pub terms: Vec<u32>,
    /// The stem of the word that follows.
    pub deed: Option<u32>,
}

/// What one report tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Told {
    /// In the order of the text.
    pub drafts: Vec<Draft>,
    /// In the order of the text.
    pub echoes: Vec<Echo>,
    /// Hashed stems of the sentences in which deeds are told, by sentence.
    pub deeds: BTreeMap<u32, Vec<u32>>,
}

/// Whether a thing of this type can be what was promised, or its refusal.
pub(super) fn is_deed(event_type: EventType) -> bool {
    use EventType::{Accuse, Agree, Protest, Request, Threaten};
    !matches!(event_type, Agree | Request | Accuse | Threaten | Protest)
}

/// The statements of one report.
pub(super) fn told(doc: &Annotated) -> Told {
    if doc.quotes.is_empty() && doc.events.is_empty() {
        return Told::default();
    }
    let reader = Reader { doc, place: Place::new(doc), lexicon: Lexicon::embedded() };
    let mut drafts: Vec<Draft> = Vec::new();
    let owned: Vec<Vec<u32>> = doc.quotes.iter().map(|q| reader.acts_of(q)).collect();
    let taken: BTreeSet<u32> = owned.iter().flatten().copied().collect();
    for (quote, acts) in doc.quotes.iter().zip(&owned) {
        drafts.extend(reader.quoted(quote, acts));
    }
    for n in (0..doc.events.len() as u32).filter(|n| !taken.contains(n)) {
        for draft in reader.acted(n) {
            // The same sentence told as words and as an act is one statement.
            let known = drafts.iter().any(|d| {
                d.speaker == draft.speaker
                    && d.kind == draft.kind
                    && d.sentences.first() == draft.sentences.first()
            });
            if !known {
                drafts.push(draft);
            }
        }
    }
    // "Announcing the move, the ministry said that": what it said is the statement.
    let said: Vec<(u32, Option<CharSpan>)> =
        drafts.iter().filter(|d| d.whole).map(|d| (d.speaker, d.sentences.first().copied())).collect();
    drafts.retain(|d| {
        d.whole
            || d.kind != StatementKind::Position
            || !said.contains(&(d.speaker, d.sentences.first().copied()))
    });
    drafts.sort_by_key(|d| (d.sentences.first().copied(), d.words.first().copied(), d.kind, d.speaker));
    reader.set_scenes(&mut drafts);
    Told { drafts, echoes: reader.echoes(), deeds: reader.deeds() }
}

/// What the sentences of a report are about in which deeds are told.
pub(super) fn deeds(doc: &Annotated) -> BTreeMap<u32, Vec<u32>> {
    if doc.events.is_empty() {
        return BTreeMap::new();
    }
    Reader { doc, place: Place::new(doc), lexicon: Lexicon::embedded() }.deeds()
}

struct Reader<'a> {
    doc: &'a Annotated,
    place: Place<'a>,
    lexicon: &'static Lexicon,
}

/// Whether an actor speaks for a state or for a body of states.
fn speaks(actor: &Actor) -> bool {
    if actor.former {
        return false;
    }
    let official = |sector: &str| {
        matches!(sector, "GOV" | "MIL" | "LEG" | "JUD" | "SPY" | "COP" | "PTY" | "OPP" | "PRE")
    };
    let between_states = matches!(actor.state.as_deref(), Some("IGO" | "UNO" | "EUR"));
    match (actor.state.as_deref(), actor.sector.as_deref(), actor.kind) {
        (Some("NGO" | "MNC" | "IMG" | "ISM"), ..) => false,
        (_, Some(sector), _) => official(sector) || (between_states && sector != "JRN"),
        (Some(_), None, ActorKind::State) => true,
        (_, None, ActorKind::Person) => actor.office.is_some() || actor.state.is_none(),
        (_, None, _) => between_states,
    }
}

impl<'a> Reader<'a> {
    fn actor(&self, n: u32) -> Option<&'a Actor> {
        self.doc.actors.get(n as usize)
    }

    fn state(&self, n: u32) -> Option<&'a str> {
        self.actor(n)?.state.as_deref()
    }

    /// Whether two actors are one, or speak for one state.
    fn one_side(&self, a: u32, b: u32) -> bool {
        a == b || (self.state(a).is_some() && self.state(a) == self.state(b))
    }

    fn sentence(&self, claim: &Claim) -> Option<CharSpan> {
        Some(self.doc.sentences.get(claim.sentence as usize)?.span())
    }

    /// The claims that tell of a quotation as an act: signalled by its cue, or in its words by the speaker's own side.
    fn acts_of(&self, quote: &Quote) -> Vec<u32> {
        let cue = quote.cue.as_ref().map(|c| c.spans()).unwrap_or_default();
        let is_act = |claim: &Claim| {
            let by_cue = cue.iter().any(|c| c.overlaps(claim.trigger));
            let inside = quote.content.iter().any(|c| c.contains(claim.trigger));
            by_cue || inside
        };
        (0..self.doc.events.len() as u32).filter(|n| is_act(&self.doc.events[*n as usize])).collect()
    }

    /// The statement of a quotation.
    fn quoted(&self, quote: &Quote, acts: &[u32]) -> Option<Draft> {
        let speaker = quote.actor.filter(|a| self.actor(*a).is_some_and(speaks))?;
        let named = quote.speaker.as_ref()?.spans();
        let cue = quote.cue.as_ref()?.spans();
        let of_several = |span: &CharSpan| {
            let words = self.place.words(*span);
            words.first().is_some_and(|w| matches!(w.as_str(), "each" | "both" | "neither" | "two"))
        };
        if named.iter().any(of_several) {
            return None;
        }
        let said: Vec<String> = quote.content.iter().flat_map(|c| self.place.words(*c)).collect();
        let class = self.class_of(cue, &quote.content, &said)?;
        let by_cue = match class {
            Class::Kind(kind) => kind,
            Class::Opinion | Class::News => StatementKind::Position,
            _ => return None,
        };
        let negated = |w: &String| w == "not" || w == "never" || w.ends_with("n't");
        let cue_alone = cue.iter().flat_map(|c| self.place.words(*c)).any(|w| negated(&w));
        if cue_alone || self.is_supposed(cue) || (by_cue == StatementKind::Position && !says_something(&said))
        {
            return None;
        }
        let in_cue = |n: &u32| cue.iter().any(|c| c.overlaps(self.doc.events[*n as usize].trigger));
        // "Called Lind on Monday": nothing is said of what was said.
        let met = |n: &u32| in_cue(n) && self.doc.events[*n as usize].event_type == EventType::Consult;
        if acts.iter().any(met) && self.place.words(cue[0]).iter().any(|w| w.starts_with("call")) {
            return None;
        }
        let acts: Vec<u32> = acts.iter().copied().filter(|n| self.is_act_by(*n, speaker)).collect();
        let act = acts.iter().copied().find(in_cue).or(acts.first().copied());
        let act_in_cue = acts.iter().copied().find(in_cue).and_then(|n| self.kind_of_act(n, true));
        let by_words = || {
            let act = act.filter(|n| !in_cue(n)).and_then(|n| self.kind_of_act(n, false));
            act.or_else(|| self.kind_of_words(&quote.content, speaker, quote.direct))
        };
        let kind = match (class, act_in_cue) {
            (Class::Opinion, Some(StatementKind::Accusation)) => StatementKind::Accusation,
            (Class::Opinion, _) => StatementKind::Position,
            (Class::News, _) => {
                by_words().filter(|k| *k == StatementKind::Commitment).unwrap_or(StatementKind::Position)
            }
            // "Reaffirmed the policy" praises nobody.
            (_, Some(kind)) if by_cue == StatementKind::Position && kind != StatementKind::Praise => kind,
            _ if by_cue == StatementKind::Position => by_words().unwrap_or(by_cue),
            _ => by_cue,
        };
        let mut sentences: Vec<CharSpan> = Vec::new();
        for span in named.iter().chain(cue).chain(&quote.content) {
            sentences.extend(self.place.sentences(*span));
        }
        sentences.sort_unstable();
        sentences.dedup();
        let mut hearers = self.told(cue, &quote.content);
        if let Some(act) = act.filter(|n| hearers.is_empty() && self.kind_of_act(*n, true) == Some(kind)) {
            hearers = self.doc.events[act as usize].target.iter().map(|p| p.actor).collect();
        }
        let aimed = !matches!(kind, StatementKind::Position | StatementKind::Commitment);
        if hearers.is_empty() && aimed && kind == by_cue {
            hearers.extend(self.first_named(&quote.content));
        }
        let promise = (kind == StatementKind::Commitment).then_some(()).and(act);
        Some(Draft {
            speaker,
            hearers: self.others(speaker, hearers),
            kind,
            topic: self.topic(&quote.content, &sentences),
            direct: quote.direct,
            words: quote.content.clone(),
            whole: said.len() > FEW,
            scene: None,
            claim: act,
            plans: promise.and_then(|n| self.doc.events[n as usize].plans.clone()),
            times: self.times(&quote.content),
            terms: self.place.terms(&quote.content),
            deed: self.deed(&quote.content),
            sentences,
        })
    }

    /// What a cue says; where it says no more than that something was said, with the words between: "expressing the hope | that".
    fn class_of(&self, cue: &[CharSpan], content: &[CharSpan], said: &[String]) -> Option<Class> {
        let mut words: Vec<String> = cue.iter().flat_map(|c| self.place.words(*c)).collect();
        let plain = self.lexicon.cue(&words, said);
        if !matches!(plain, None | Some(Class::Kind(StatementKind::Position))) {
            return plain;
        }
        if let (Some(cue), Some(said)) = (cue.last(), content.first())
            && (cue.end..cue.end + 24).contains(&said.start)
        {
            words.extend(self.place.words(CharSpan::new(cue.end, said.start)));
        }
        self.lexicon.cue(&words, said).or(plain)
    }

    /// "Would not say whether he planned", "if it agreed": nothing was said.
    fn is_supposed(&self, cue: &[CharSpan]) -> bool {
        let Some(sentence) = cue.first().and_then(|c| self.place.sentences(*c).next()) else { return true };
        let before = CharSpan::new(sentence.start, cue[0].start.max(sentence.start));
        let words = self.place.words(before);
        let near = words.iter().rev().take(3);
        near.into_iter()
            .any(|w| matches!(w.as_str(), "whether" | "if" | "unless" | "not" | "never" | "may" | "might"))
    }

    /// The statements of an act that no quotation holds: one for each speaker.
    fn acted(&self, n: u32) -> Vec<Draft> {
        let claim = &self.doc.events[n as usize];
        let (Some(kind), Some(sentence)) = (self.kind_of_act(n, true), self.sentence(claim)) else {
            return Vec::new();
        };
        if self.kind_of_signal(claim, sentence) != Some(kind) {
            return Vec::new();
        }
        let within = |q: &Quote| q.content.iter().any(|c| c.contains(claim.trigger));
        if claim.said_by.is_some() || self.doc.quotes.iter().any(within) {
            return Vec::new();
        }
        let speakers: BTreeSet<u32> = claim.source.iter().map(|p| p.actor).collect();
        let speakers = speakers.into_iter().filter(|a| self.actor(*a).is_some_and(speaks));
        let draft = |speaker| Draft {
            speaker,
            hearers: self.others(speaker, claim.target.iter().map(|p| p.actor)),
            kind,
            topic: self.topic(&[sentence], &[]),
            direct: false,
            words: Vec::new(),
            whole: false,
            sentences: vec![sentence],
            scene: None,
            claim: Some(n),
            plans: claim.plans.clone().filter(|_| kind == StatementKind::Commitment),
            times: self.times(&[sentence]),
            terms: self.place.terms(&[sentence]),
            deed: self.deed(&[CharSpan::new(claim.trigger.end.min(sentence.end), sentence.end)]),
        };
        speakers.map(draft).collect()
    }

    /// The kind that the words which signal an act give: "threatened", "drew condemnation", "called on"; a deed gives none.
    fn kind_of_signal(&self, claim: &Claim, sentence: CharSpan) -> Option<StatementKind> {
        let signal = self.place.words(claim.trigger);
        let rest = CharSpan::new(claim.trigger.end.min(sentence.end), sentence.end);
        let after: Vec<String> = self.place.words(rest).into_iter().take(3).collect();
        let with_next = signal.iter().chain(after.first()).cloned().collect::<Vec<_>>();
        [(&with_next, after.get(1..).unwrap_or_default()), (&signal, after.as_slice())].into_iter().find_map(
            |(cue, said)| match self.lexicon.cue(cue, said)? {
                Class::Kind(kind) if kind != StatementKind::Position => Some(kind),
                _ => None,
            },
        )
    }

    /// Whether a claim is told of the speaker's own side.
    fn is_act_by(&self, n: u32, speaker: u32) -> bool {
        let claim = &self.doc.events[n as usize];
        claim.score.is_none_or(|score| score >= OF_RECORD)
            && claim.source.iter().any(|p| self.one_side(p.actor, speaker))
    }

    /// The kind of the act that a claim tells, if it is one of words. `bare`: nothing but the claim says so.
    fn kind_of_act(&self, n: u32, bare: bool) -> Option<StatementKind> {
        let claim = &self.doc.events[n as usize];
        if claim.score.is_some_and(|score| score < OF_RECORD) {
            return None;
        }
        if claim.status == Status::Denied {
            return None;
        }
        let code = claim.cameo.as_str();
        let promised = claim.plans.is_some() && (claim.status == Status::Happened || !bare);
        match claim.event_type {
            EventType::Request if claim.status == Status::Happened => Some(StatementKind::Request),
            EventType::Accuse if code.starts_with("11") && claim.mode.as_deref() != Some("investigate") => {
                let judged = claim
                    .source
                    .iter()
                    .any(|p| self.actor(p.actor).is_some_and(|a| a.sector.as_deref() == Some("JUD")));
                (!judged).then_some(StatementKind::Accusation)
            }
            EventType::Reject => Some(StatementKind::Denial),
            EventType::Threaten => Some(StatementKind::Warning),
            EventType::Support if code.starts_with("051") || code.starts_with("052") => {
                Some(StatementKind::Praise)
            }
            EventType::Agree if promised && !self.is_wish(claim) => Some(StatementKind::Commitment),
            _ => None,
        }
    }

    /// "Is willing to", "wants to", "hopes to": a position, which promises nothing.
    fn is_wish(&self, claim: &Claim) -> bool {
        let Some(sentence) = self.sentence(claim) else { return true };
        let before =
            CharSpan::new(claim.trigger.start.saturating_sub(30).max(sentence.start), claim.trigger.end);
        let is_wish = |w: &String| {
            matches!(
                w.as_str(),
                "willing"
                    | "willingness"
                    | "ready"
                    | "readiness"
                    | "want"
                    | "wants"
                    | "wanted"
                    | "hope"
                    | "hopes"
                    | "hoped"
                    | "wish"
                    | "wishes"
                    | "seek"
                    | "seeks"
                    | "would"
                    | "could"
                    | "may"
                    | "might"
                    | "desire"
                    | "prepared"
                    | "eager"
                    | "expected"
                    | "proposed"
                    | "propose"
                    | "proposes"
            )
        };
        self.place.words(before).iter().any(is_wish)
    }

    /// The kind that the words of what was said give by themselves: the first of them that gives one.
    fn kind_of_words(&self, content: &[CharSpan], speaker: u32, direct: bool) -> Option<StatementKind> {
        for span in content {
            let words = self.place.placed(*span);
            let plain: Vec<String> = words.iter().map(|w| w.0.clone()).collect();
            let found = self.lexicon.find(Part::Content, &plain);
            let idle: BTreeSet<usize> = found.iter().filter(|f| f.0 == Class::Idle).map(|f| f.1).collect();
            let mut best: Option<(usize, std::cmp::Reverse<usize>, StatementKind)> = None;
            for (class, start, end) in found {
                let Class::Kind(kind) = class else { continue };
                let whose = || self.place.whose(&words, start, speaker, direct);
                let holds = match kind {
                    StatementKind::Commitment => {
                        !idle.contains(&start) && matches!(whose(), Whose::Own | Whose::Both)
                    }
                    StatementKind::Request if is_duty(&plain[start]) => {
                        whose() != Whose::Own && !(start > 0 && is_nothing(&plain[start - 1]))
                    }
                    StatementKind::Request if is_asking(&plain[start]) => whose() != Whose::Other,
                    StatementKind::Accusation if plain[start].starts_with("fail") => whose() == Whose::Other,
                    StatementKind::Praise | StatementKind::Denial if is_act(&plain[start]) => {
                        matches!(whose(), Whose::Own | Whose::Both)
                    }
                    _ => true,
                };
                let rank = (start, std::cmp::Reverse(end), kind);
                if holds && best.is_none_or(|b| rank < b) {
                    best = Some(rank);
                }
            }
            if let Some((.., kind)) = best {
                return Some(kind);
            }
        }
        None
    }

    /// Who is told, between the cue and what is said or right after the cue: "told Lind that", "“…,” Arvo told Lind".
    fn told(&self, cue: &[CharSpan], content: &[CharSpan]) -> Vec<u32> {
        let Some(cue) = cue.last() else { return Vec::new() };
        let tells = self.place.words(*cue).iter().any(|w| {
            let forms: &[&str] = &[
                "tell", "told", "inform", "assur", "reassur", "remind", "notif", "urg", "warn", "ask",
                "brief",
            ];
            forms.iter().any(|form| w.starts_with(form))
        });
        let next = content.iter().map(|c| c.start).filter(|start| *start >= cue.end).min();
        let until = next.unwrap_or(u32::MAX).min(cue.end + 90);
        let region = CharSpan::new(cue.end, self.place.clause_end(cue.end, until));
        let words = self.place.words(region);
        let first = words.first().map(String::as_str);
        if !(tells || first == Some("to")) || !self.lexicon.find(Part::Audience, &words).is_empty() {
            return Vec::new();
        }
        let mut out: Vec<u32> = self.place.named(region).collect();
        // "Told his Norvian counterpart, Berg": person and state are one hearer.
        if let Some(person) =
            out.iter().copied().find(|a| self.actor(*a).is_some_and(|a| a.kind == ActorKind::Person))
        {
            out.retain(|a| *a == person || !self.one_side(*a, person));
        }
        out
    }

    /// The actor with which what is said begins: "accused | Norvia of", "urged | Norvia to".
    fn first_named(&self, content: &[CharSpan]) -> Option<u32> {
        let first = content.first()?;
        let start = CharSpan::new(first.start, first.end.min(first.start + 40));
        let before = |at: u32| self.place.words(CharSpan::new(first.start, at)).len();
        let (actor, at) = self.place.named_at(start).next()?;
        (before(at) <= 3).then_some(actor)
    }

    /// Hearers of another state than the speaker's, each once.
    fn others(&self, speaker: u32, hearers: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut out: Vec<u32> = Vec::new();
        for hearer in hearers {
            let known =
                self.actor(hearer).is_some_and(|a| a.state.is_some() && a.sector.as_deref() != Some("JRN"));
            if known && !self.one_side(hearer, speaker) && !out.contains(&hearer) {
                out.push(hearer);
            }
        }
        // A person stands for the state.
        let is_person = |a: u32| self.actor(a).is_some_and(|a| a.kind == ActorKind::Person);
        let persons: Vec<u32> = out.iter().copied().filter(|a| is_person(*a)).collect();
        out.retain(|a| is_person(*a) || !persons.iter().any(|p| self.one_side(*p, *a)));
        out
    }

    fn topic(&self, content: &[CharSpan], sentences: &[CharSpan]) -> Option<&'static str> {
        let of = |spans: &[CharSpan]| {
            let words: Vec<String> = spans.iter().flat_map(|s| self.place.words(*s)).collect();
            self.lexicon.topic(&words)
        };
        of(content).or_else(|| of(sentences))
    }

    fn times(&self, spans: &[CharSpan]) -> Vec<u32> {
        let inside = |n: &u32| spans.iter().any(|s| s.contains(self.doc.times[*n as usize].span()));
        (0..self.doc.times.len() as u32).filter(inside).collect()
    }

    /// The stem of the first verb of a promise: what follows "to" or "will", else the first word.
    fn deed(&self, content: &[CharSpan]) -> Option<u32> {
        let words = self.place.words(*content.first()?);
        let after =
            words.iter().position(|w| matches!(w.as_str(), "to" | "will" | "would" | "shall" | "we'll"));
        let rest = words.iter().skip(after.map_or(0, |at| at + 1));
        rest.map(String::as_str).find(|w| !text::is_empty_word(w)).map(stem)
    }

    /// Finds the meeting, call or visit at which each was said, and its other side where nobody is told to have heard it.
    fn set_scenes(&self, drafts: &mut [Draft]) {
        let mut last: Option<(u32, u32)> = None;
        for draft in drafts {
            let Some(at) = draft.sentences.first().and_then(|s| self.place.sentence_at(s.start)) else {
                continue;
            };
            if self.is_public(draft) {
                continue;
            }
            let inside = |claim: &Claim| draft.words.iter().any(|w| w.contains(claim.trigger));
            let near = (0..self.doc.events.len() as u32).filter(|n| {
                let claim = &self.doc.events[*n as usize];
                claim.sentence <= at
                    && at - claim.sentence <= NEAR
                    && !inside(claim)
                    && self.is_scene(claim)
                    && self.takes_part(claim, draft.speaker)
                    && self.is_said_there(claim, draft)
            });
            let nearest = near.max_by_key(|n| (self.doc.events[*n as usize].sentence, std::cmp::Reverse(*n)));
            let carried = last.filter(|(_, sentence)| at - sentence <= NEAR).map(|(scene, _)| scene);
            let carried = carried.filter(|n| {
                let claim = &self.doc.events[*n as usize];
                self.takes_part(claim, draft.speaker) && self.is_said_there(claim, draft)
            });
            draft.scene = nearest.or(carried);
            let Some(scene) = draft.scene else { continue };
            last = Some((scene, at));
            if draft.hearers.is_empty() {
                let claim = &self.doc.events[scene as usize];
                draft.hearers = self.others(draft.speaker, persons_first(self, claim));
            }
        }
    }

    fn is_scene(&self, claim: &Claim) -> bool {
        let recent = match (claim.date.end, self.doc.published.begin) {
            (Some(day), Some(published)) => chancery_model::day::days_between(day, published) <= 14,
            _ => true,
        };
        claim.event_type == EventType::Consult
            && matches!(claim.status, Status::Happened | Status::Ongoing)
            && claim.score.is_none_or(|score| score >= OF_RECORD)
            && claim.said_by.is_none()
            && claim.date.basis != "background"
            && recent
    }

    /// Whether the speaker is among those who met: by name, or for a state of which nobody is named.
    fn takes_part(&self, claim: &Claim, speaker: u32) -> bool {
        let parties = || claim.source.iter().chain(&claim.target).chain(&claim.persons).map(|p| p.actor);
        if parties().any(|a| a == speaker) {
            return true;
        }
        let is_person = |a: u32| self.actor(a).is_some_and(|a| a.kind == ActorKind::Person);
        !parties().any(|a| is_person(a) && self.one_side(a, speaker))
            && parties().any(|a| self.one_side(a, speaker))
    }

    /// What is asked of somebody, or promised, is not said at a meeting with others.
    fn is_said_there(&self, claim: &Claim, draft: &Draft) -> bool {
        let parties = || claim.source.iter().chain(&claim.target).chain(&claim.persons).map(|p| p.actor);
        !matches!(draft.kind, StatementKind::Request | StatementKind::Commitment)
            || draft.hearers.is_empty()
            || draft.hearers.iter().any(|h| parties().any(|p| self.one_side(*h, p)))
    }

    /// Whether it was said to the public: reporters, parliament, in a statement.
    fn is_public(&self, draft: &Draft) -> bool {
        let Some(first) = draft.sentences.first() else { return false };
        let words = self.place.words_outside(*first, &draft.words);
        !draft.words.is_empty() && !self.lexicon.find(Part::Audience, &words).is_empty()
    }

    /// What the sentences are about in which deeds are told in the report's own voice.
    fn deeds(&self) -> BTreeMap<u32, Vec<u32>> {
        let told = self.doc.events.iter().filter(|c| {
            matches!(c.status, Status::Happened | Status::Ongoing)
                && c.said_by.is_none()
                && is_deed(c.event_type)
        });
        told.filter_map(|c| Some((c.sentence, self.place.terms(&[self.sentence(c)?])))).collect()
    }

    /// Sentences that may tell what became of a promise.
    fn echoes(&self) -> Vec<Echo> {
        let mut out = Vec::new();
        for sentence in &self.doc.sentences {
            let span = sentence.span();
            let words = self.place.placed(span);
            let plain: Vec<String> = words.iter().map(|w| w.0.clone()).collect();
            for (class, start, end) in self.lexicon.find(Part::Later, &plain) {
                let Class::Outcome(outcome) = class else { continue };
                let before = CharSpan::new(span.start, words[start].1.start);
                let Some(of) = self.place.named(before).filter(|a| self.state(*a).is_some()).last() else {
                    continue;
                };
                let deed = plain.get(end).map(|w| stem(w));
                out.push(Echo { outcome, of, sentence: span, terms: self.place.terms(&[span]), deed });
            }
        }
        out.dedup();
        out
    }
}

/// Words that say nothing without their sentence.
const FEW: usize = 4;

/// Whether what was said says anything: "said so when", "called it frank", "agreed on in May" do not.
fn says_something(said: &[String]) -> bool {
    let loose = |w: &String| {
        matches!(
            w.as_str(),
            "so" | "it" | "that" | "in" | "on" | "at" | "with" | "over" | "for" | "about" | "of" | "this"
        )
    };
    match said {
        [] | [_] => false,
        [first, rest @ ..] => first != "so" && !(rest.len() < 3 && loose(first)),
    }
}

/// Sentences over which a meeting is still the scene.
const NEAR: u32 = 4;

/// Persons of a meeting; its other sides where there are none.
fn persons_first(reader: &Reader<'_>, claim: &Claim) -> Vec<u32> {
    let all: Vec<&Party> = claim.source.iter().chain(&claim.target).chain(&claim.persons).collect();
    let is_person = |p: &&&Party| reader.actor(p.actor).is_some_and(|a| a.kind == ActorKind::Person);
    let persons: Vec<u32> = all.iter().filter(is_person).map(|p| p.actor).collect();
    let named = |p: &Party| persons.iter().any(|a| reader.one_side(*a, p.actor));
    let bodies = all.iter().filter(|p| !named(p)).map(|p| p.actor);
    persons.iter().copied().chain(bodies).collect()
}

/// "Must", "should": what one's own side must do is asked of nobody.
fn is_duty(word: &str) -> bool {
    matches!(word, "must" | "should" | "ought" | "need" | "needs" | "needed" | "have" | "has")
}

/// "It should be": nobody must do anything.
fn is_nothing(word: &str) -> bool {
    matches!(word, "it" | "this" | "that" | "there" | "which" | "what")
}

/// Verbs that ask something of somebody only where the speaker's side is their subject.
fn is_asking(word: &str) -> bool {
    ["urg", "call", "demand", "ask", "appeal", "insist", "expect", "request", "invit"]
        .iter()
        .any(|v| word.starts_with(v))
}

/// Words that praise or refuse only where the speaker's side is their subject.
fn is_act(word: &str) -> bool {
    let acts = [
        "welcom",
        "prais",
        "appreciat",
        "thank",
        "congratulat",
        "commend",
        "applaud",
        "support",
        "admir",
        "deny",
    ];
    let more = ["denie", "reject", "oppos", "will", "won't", "cannot", "fully", "stand", "stood"];
    acts.iter().chain(&more).any(|act| word.starts_with(act))
}

/// A folded word's stem, hashed.
pub(super) fn stem(word: &str) -> u32 {
    text::hash(text::stem(word).as_bytes()) as u32
}
