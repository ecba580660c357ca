//! What pronouns and descriptions point back to. Left open where more than one answer is as good.

use super::assemble::{Group, Stage};
use super::lexicon::Gender;
use super::office::Phrase;
use super::person::{Person, plain_office};
use super::scene::Scene;
use chancery_lang::{Deprel, Upos};
use chancery_model::ActorKind;

/// How many mentions back an answer is looked for: further than any reader remembers, and no text makes more work of it.
pub(crate) const REACH: usize = 400;

/// One mention of an actor, for what comes after.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub actor: u32,
    pub token: u32,
    pub sentence: u32,
    pub subject: bool,
    /// Subject of a verb of saying.
    pub speaker: bool,
    /// Only a nationality word or possessor.
    pub modifier: bool,
}

/// Who was mentioned so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    pub seen: Vec<Seen>,
    /// Every word that tells a state, in order.
    pub states: Vec<(u32, &'static str)>,
}

impl History {
    pub fn push(&mut self, scene: &Scene, actor: u32, token: u32, order: u8) {
        let rel = scene.tree.rel(token);
        let subject = matches!(rel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter);
        let speaker = subject && scene.tree.head(token).is_some_and(|h| is_speech(scene.tree.lemma(h)));
        // Where the tree is torn the clitic after a name tells better than the relation.
        let spot = scene.inside[token as usize];
        let possessive = match scene.spots.get(spot as usize) {
            Some(s) => matches!(scene.lower(s.tokens.end), "'s" | "'"),
            None => rel == Deprel::NmodPoss,
        };
        self.seen.push(Seen {
            speaker,
            actor,
            token,
            sentence: scene.tree.sentence_of(token),
            subject,
            modifier: order == 9 || possessive,
        });
    }

    pub fn state(&mut self, token: u32, code: &'static str) {
        self.states.push((token, code));
    }
}

/// Whether a description by `wanted` may mean somebody whose office has the class `class`.
pub(crate) fn class_fits(wanted: &Phrase, class: Option<&'static str>, office: Option<&str>) -> bool {
    let Some(class) = class else { return false };
    let office = office.unwrap_or("");
    match wanted.class {
        "minister" if wanted.office == "minister" || wanted.office == "secretary" => {
            matches!(class, "minister" | "foreign_minister" | "defence_minister" | "deputy")
                && (wanted.office == "secretary") == office.contains("secretary")
        }
        "leader" => {
            matches!(class, "leader" | "head_of_state" | "head_of_government" | "monarch" | "party_leader")
        }
        "monarch" if wanted.office == "monarch" => class == "monarch",
        "monarch" | "royal" => class == wanted.class && office == wanted.office,
        "diplomat" if wanted.office == "diplomat" => {
            matches!(class, "diplomat" | "ambassador" | "foreign_minister")
        }
        "diplomat" => matches!(class, "diplomat" | "ambassador"),
        "spokesperson" => class == "spokesperson",
        "ambassador" => class == "ambassador",
        "chief" | "director" | "chair" | "deputy" | "official" | "executive" | "chief_executive"
        | "adviser" | "minister" => {
            class == wanted.class
                && (office == wanted.office
                    || office.starts_with(&format!("{} ", wanted.office))
                    || office.ends_with(&format!(" {}", wanted.office)))
        }
        _ => class == wanted.class,
    }
}

/// How a person was named together with others.
enum Company {
    Alone,
    /// By words of their own, side by side ("Arvo and Lind").
    Side,
    /// By one word ("both ministers").
    One,
}

impl Stage<'_, '_> {
    /// The actor of an office without a name, and whether it points back to somebody.
    pub fn resolve_post(&mut self, phrase: &Phrase) -> (Option<u32>, bool) {
        let scene = self.scene;
        let capital = scene.tree.word(phrase.title.start).chars().next().is_some_and(char::is_uppercase);
        let sentence_start = scene.tree.sentence_tokens(phrase.title.start).start == phrase.title.start;
        let known =
            phrase.definite || capital && !sentence_start || !phrase.nations.is_empty() && !phrase.indefinite;
        // "his Norvian counterpart": the office of the one who is meant by "his".
        if phrase.class == "counterpart" {
            return self.resolve_counterpart(phrase);
        }
        if phrase.former && phrase.indefinite {
            let mut same = self.at_hand().into_iter().filter(|i| {
                let p = &self.persons.all[*i as usize];
                p.former && p.class == Some(phrase.class) && p.state.is_some() && p.state == phrase.state
            });
            if let (Some(person), None) = (same.next(), same.next()) {
                return (Some(self.person_of(person)), true);
            }
            return (
                Some(self.post_actor(phrase, phrase.state, &phrase.office.clone(), phrase.class, false)),
                false,
            );
        }
        if phrase.indefinite {
            let generic =
                matches!(phrase.class, "chief" | "leader" | "director" | "chair" | "executive" | "deputy")
                    && phrase.state.is_none()
                    && phrase.organization.is_none();
            if generic {
                return (None, false);
            }
            return (
                Some(self.post_actor(phrase, phrase.state, &phrase.office.clone(), phrase.class, false)),
                false,
            );
        }
        let mut state = phrase.state;
        if state.is_none()
            && let Some(pronoun) = phrase.pronoun
        {
            state = self.pronoun_state(pronoun);
        }
        if let Some(principal) = phrase.principal
            && state.is_none()
        {
            let person = self.persons.of_spot[principal as usize];
            state = self.persons.all.get(person as usize).and_then(|p| p.state);
        }
        if known || phrase.principal.is_some() {
            // Somebody named in the report who holds that office: the nearest before, else the only one.
            let mut found: Option<(bool, u32, u32)> = None;
            let mut several = false;
            let written = scene.lower_words(&phrase.title);
            let at_hand = self.at_hand();
            // "The taoiseach" is the one whom the report called so, not another head of government.
            let called = |i: &u32| {
                let person = &self.persons.all[*i as usize];
                // "the minister" rather of a foreign minister than of a policy chief
                let minister = phrase.class == "minister" && !written.contains(' ');
                person.former == phrase.former
                    && person.titles.iter().any(|x| *x == written || minister && x.ends_with(&written))
                    && (state.is_none() || person.state == state)
            };
            let only_called = phrase.class != "spokesperson" && at_hand.iter().any(called);
            for i in at_hand {
                let person = &self.persons.all[i as usize];
                if only_called && !called(&i)
                    || !only_called && !class_fits(phrase, person.class, person.office.as_deref())
                    || person.former != phrase.former
                {
                    continue;
                }
                if state.is_some() && person.state != state {
                    continue;
                }
                if phrase.class == "spokesperson"
                    && phrase.office.contains(' ')
                    && person.office.as_deref() != Some(&phrase.office)
                {
                    continue;
                }
                if let Some(gender) = phrase.gender
                    && person.gender.is_some_and(|g| g != gender)
                {
                    continue;
                }
                let before = person.first < phrase.title.start;
                let near = self.last_seen_person(i, phrase.title.start).unwrap_or(0);
                let better = found.is_none_or(|(b, n, _)| (before, near) > (b, n));
                several |= found.is_some();
                if better {
                    found = Some((before, near, i));
                }
            }
            if let Some((before, _, person)) = found
                && (before || state.is_some() && !several)
            {
                // Without a state, several holders of one office at hand leave it open unless one was named just now.
                let clear = state.is_some() || !several || self.seen_within(person, phrase.title.start, 1);
                if clear {
                    return (Some(self.person_of(person)), true);
                }
            }
        }
        // "The Burundian minister" where the report named one from Burundi and no office of theirs.
        if let Some(code) = state
            && phrase.nations.len() + usize::from(phrase.pronoun.is_some()) > 0
            && phrase.organization.is_none()
            && matches!(
                phrase.class,
                "leader" | "minister" | "head_of_state" | "head_of_government" | "diplomat"
            )
        {
            let official = |p: &Person| p.known || p.sector.is_none() || p.sector == Some("GOV");
            if let Some(person) = self.only_one_of(code, phrase.title.start, official) {
                let actor = self.person_of(person);
                self.extras[actor as usize].class.get_or_insert(phrase.class);
                return (Some(actor), true);
            }
        }
        // Somebody described before by the same office.
        if known && state.is_none() {
            let mut found = None;
            for seen in self.history.seen.iter().rev().take(REACH) {
                let extra = self.extras[seen.actor as usize];
                let actor = &self.actors[seen.actor as usize];
                if extra.person && actor.unnamed && class_fits(phrase, extra.class, actor.office.as_deref()) {
                    found = Some(seen.actor);
                    break;
                }
            }
            if let Some(actor) = found {
                return (Some(actor), true);
            }
            let bare = phrase.organization.is_none()
                && matches!(
                    phrase.class,
                    "chief"
                        | "leader"
                        | "director"
                        | "chair"
                        | "deputy"
                        | "executive"
                        | "adviser"
                        | "minister"
                        | "commander"
                )
                && phrase.principal.is_none();
            if bare && (phrase.office == "minister" || phrase.class != "minister") {
                return (None, false);
            }
        }
        let generic =
            matches!(phrase.class, "chief" | "leader" | "director" | "chair" | "deputy" | "executive");
        if state.is_none()
            && phrase.organization.is_none()
            && (generic || !known)
            && phrase.principal.is_none()
        {
            // "leader", "chief" without article or state: a predicate or a part of a compound.
            if generic || !matches!(phrase.class, "spokesperson" | "ambassador" | "foreign_minister") {
                return (None, false);
            }
        }
        // The same spokesman may be another tomorrow, but one report means one by one office.
        let office = phrase.office.clone();
        let again = self.has_post(phrase, state, &office);
        let actor = self.post_actor(phrase, state, &office, phrase.class, true);
        (Some(actor), again && phrase.definite)
    }

    fn resolve_counterpart(&mut self, phrase: &Phrase) -> (Option<u32>, bool) {
        let Some(state) = phrase.state else { return (None, false) };
        let pronoun = phrase.pronoun.and_then(|p| self.resolve_pronoun(p).first().copied());
        let other = pronoun.filter(|o| self.extras[*o as usize].class.is_some());
        let (class, office) = match other {
            Some(o) => (self.extras[o as usize].class, self.actors[o as usize].office.clone()),
            None => match self.persons.counterpart_of(self.scene, self.phrases, phrase) {
                Some(p) => {
                    let person = &self.persons.all[p as usize];
                    (person.class, person.office.clone())
                }
                None => (None, None),
            },
        };
        // "The Brazilian president told his Argentine counterpart" where the report named one from Argentina, without office.
        if other.is_some()
            && let Some(person) = self.only_one_of(state, phrase.title.start, |_| true)
        {
            return (Some(self.person_of(person)), true);
        }
        let (Some(class), Some(office)) = (class, office) else { return (None, false) };
        let named = self.at_hand().into_iter().find(|i| {
            let p = &self.persons.all[*i as usize];
            p.state == Some(state) && !p.former && p.class == Some(class)
        });
        if let Some(person) = named {
            return (Some(self.person_of(person)), true);
        }
        let office = plain_office(&office, Some(class));
        (Some(self.post_actor(phrase, Some(state), &office, class, true)), false)
    }

    fn person_of(&mut self, person: u32) -> u32 {
        // Every person has a mention of their own, so that the actor is made here or there alike.
        self.person_actor(person)
    }

    fn last_seen_person(&self, person: u32, before: u32) -> Option<u32> {
        let starts = self.persons.starts.get(person as usize)?;
        let at = starts.partition_point(|t| *t < before);
        at.checked_sub(1).map(|i| starts[i])
    }

    /// The persons to think of: all of a report of ordinary size, of a monstrous one those named lately.
    fn at_hand(&self) -> Vec<u32> {
        if self.persons.all.len() <= 256 {
            return (0..self.persons.all.len() as u32).collect();
        }
        let lately = self.history.seen.iter().rev().take(REACH);
        let mut out: Vec<u32> = lately.filter_map(|s| self.extras[s.actor as usize].named).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The one person of that state without an office whom the sentences before `start` name and who fits; none where there
    /// are two.
    fn only_one_of(&self, state: &str, start: u32, fits: impl Fn(&Person) -> bool) -> Option<u32> {
        let mut found = self.at_hand().into_iter().filter(|i| {
            let p = &self.persons.all[*i as usize];
            p.state == Some(state)
                && p.class.is_none()
                && p.first < start
                && fits(p)
                && self.seen_within(*i, start, 4)
        });
        found.next().filter(|_| found.next().is_none())
    }

    fn seen_within(&self, person: u32, token: u32, sentences: u32) -> bool {
        let here = self.scene.tree.sentence_of(token);
        self.last_seen_person(person, token)
            .is_some_and(|t| here - self.scene.tree.sentence_of(t) <= sentences)
    }

    /// The state of whom a possessive pronoun means.
    pub fn pronoun_state(&mut self, pronoun: u32) -> Option<&'static str> {
        let actor = self.resolve_pronoun(pronoun).first().copied()?;
        let code = self.actors[actor as usize].state.clone()?;
        self.scene.lexicon.state_row(&code).map(|r| self.scene.lexicon.states[r as usize].code)
    }

    /// Whom a pronoun means; empty where that is open.
    pub fn resolve_pronoun(&mut self, t: u32) -> Vec<u32> {
        let scene = self.scene;
        if scene.tree.rel(t) == Deprel::Expl {
            return Vec::new();
        }
        match scene.lower(t) {
            "he" | "him" | "his" | "himself" => self.person_before(t, Gender::Male).into_iter().collect(),
            "she" | "her" | "hers" | "herself" => self.person_before(t, Gender::Female).into_iter().collect(),
            "it" | "its" | "itself" => self.thing_before(t).into_iter().collect(),
            "they" | "them" | "their" | "themselves" | "theirs" => self.several_before(t),
            _ => Vec::new(),
        }
    }

    fn person_before(&mut self, t: u32, gender: Gender) -> Option<u32> {
        let scene = self.scene;
        let tree = scene.tree;
        let here = tree.sentence_of(t);
        // The clause that the pronoun is in, and the subjects of the clauses above it.
        let above: Vec<u32> = tree.upward(t).skip(1).collect();
        let reflexive = matches!(scene.lower(t), "himself" | "herself");
        let object =
            matches!(tree.rel(t), Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::OblAgent | Deprel::Nmod)
                && !reflexive;
        let clause = tree.upward(t).skip(1).find(|u| {
            matches!(tree.upos(*u), Upos::Verb | Upos::Aux) || tree.child(*u, Deprel::Nsubj).is_some()
        });
        // "The president thanked the monarch and invited him": the subject of the first verb is that of the second.
        let shared = clause
            .filter(|c| {
                tree.rel(*c) == Deprel::Conj
                    && tree.child(*c, Deprel::Nsubj).is_none()
                    && tree.child(*c, Deprel::NsubjPass).is_none()
            })
            .and_then(|c| tree.head(c))
            // "Arvo said Lind was lying and called him a puppet" goes on with Arvo.
            .map(|h| if tree.rel(h) == Deprel::Ccomp { tree.head(h).unwrap_or(h) } else { h });
        let mut barred: Vec<u32> = Vec::new();
        // "Arvo said that Lind was polite and that he had fallen": Lind's clause is not above.
        let above: Vec<u32> = above
            .iter()
            .copied()
            .filter(|u| {
                !std::iter::once(t).chain(above.iter().copied()).any(|c| {
                    tree.rel(c) == Deprel::Conj
                        && tree.head(c) == Some(*u)
                        && tree.child(c, Deprel::Nsubj).is_some()
                })
            })
            .collect();
        // "he added" goes on with whoever spoke last.
        let speaks =
            matches!(tree.rel(t), Deprel::Nsubj) && tree.head(t).is_some_and(|h| is_speech(tree.lemma(h)));
        if let Some(actor) = self.cataphor(t, gender) {
            return Some(actor);
        }
        let harmed = self.harmed(t);
        let mut best: Option<(i32, u32)> = None;
        let mut second: Option<(i32, u32)> = None;
        for (count, seen) in self.history.seen.iter().rev().take(REACH).enumerate() {
            let back = here.saturating_sub(seen.sentence);
            if back > 3 || count > 60 {
                break;
            }
            let extra = self.extras[seen.actor as usize];
            if !(extra.person || extra.single) || seen.token >= t {
                continue;
            }
            if extra.gender.is_some_and(|g| g != gender) {
                continue;
            }
            let mut score: i32 = match back {
                0 => 60,
                1 => 45,
                2 => 25,
                _ => 10,
            };
            if seen.subject {
                score += 14;
                if back == 0 && tree.head(seen.token).is_some_and(|h| above.contains(&h)) {
                    score += 8;
                }
            }
            if speaks && seen.speaker {
                score += 14;
            }
            if seen.modifier {
                score -= 6;
            }
            // "Both ministers" brings no one of them to the fore.
            match self.together(self.history.seen.len() - 1 - count, gender) {
                Company::One if back == 0 => continue,
                Company::One => score -= 16,
                Company::Side if back > 0 => score -= 8,
                _ => {}
            }
            if extra.gender.is_none() {
                // "The Moss case, following her release": who is named right there is meant, known or not.
                score -= if back == 0 && tree.rel(t) == Deprel::NmodPoss { 5 } else { 12 };
            }
            // "Arvo met him": not Arvo.
            let own = tree.head(seen.token);
            if object && back == 0 && seen.subject && (own == clause || shared.is_some() && own == shared) {
                barred.push(seen.actor);
            }
            if barred.contains(&seen.actor) {
                continue;
            }
            // "Arvo said that Lind blocked his account": what one harms is another's.
            if harmed.is_some() && back == 0 && seen.subject && own == harmed {
                score -= 40;
            }
            // In his own words one is "I".
            if scene.quoted[t as usize] && !scene.quoted[seen.token as usize] && back == 0 && seen.subject {
                let speaks = tree.head(seen.token).is_some_and(|h| is_speech(tree.lemma(h)));
                if speaks {
                    continue;
                }
            }
            let entry = (score, seen.actor);
            match best {
                Some((_, a)) if a == seen.actor => {
                    if best.is_some_and(|(s, _)| score > s) {
                        best = Some(entry);
                    }
                }
                Some((s, _)) if score > s => {
                    second = best;
                    best = Some(entry);
                }
                Some(_) => {
                    if second.is_none_or(|(s, a)| a != seen.actor && score > s) {
                        second = Some(entry);
                    }
                }
                None => best = Some(entry),
            }
        }
        let Some((score, actor)) = best else { return self.named_after(t, gender) };
        if score < 20 || second.is_some_and(|(s, a)| a != actor && score - s < 4) {
            return None;
        }
        // "Arvo thanked Lind for his help": either.
        let possessive = tree.rel(t) == Deprel::NmodPoss;
        let between = possessive
            && self.history.seen.iter().rev().take(REACH).take_while(|s| s.sentence == here).any(|s| {
                let extra = self.extras[s.actor as usize];
                s.actor != actor
                    && extra.person
                    && extra.gender.is_none_or(|g| g == gender)
                    && matches!(tree.rel(s.token), Deprel::Obj | Deprel::Iobj)
                    && tree.head(s.token) == clause
            });
        if between {
            return None;
        }
        // The word tells the gender of one whose gender was not known.
        if self.extras[actor as usize].gender.is_none() && score >= 30 {
            self.extras[actor as usize].gender = Some(gender);
        }
        Some(actor)
    }

    /// Whether the mention at `at` named beside its actor another person whom the pronoun may mean as well.
    fn together(&self, at: usize, gender: Gender) -> Company {
        let own = self.history.seen[at];
        let mut company = Company::Alone;
        // Nationality words stand between.
        for n in at.saturating_sub(3)..=at + 3 {
            let Some(other) = self.history.seen.get(n) else { continue };
            let extra = self.extras[other.actor as usize];
            let person = extra.person && other.actor != own.actor;
            if person && other.token == own.token {
                company = Company::Side;
            }
            let rival = person && extra.gender.is_none_or(|g| g == gender);
            if !rival || other.sentence != own.sentence || other.modifier {
                continue;
            }
            if other.token == own.token {
                return Company::One;
            }
            if self.side_by_side(own.token.min(other.token), own.token.max(other.token)) {
                company = Company::Side;
            }
        }
        company
    }

    /// "During a meeting with his counterpart, Lind said": the subject that comes right after what opens the sentence.
    fn cataphor(&mut self, t: u32, gender: Gender) -> Option<u32> {
        let scene = self.scene;
        let tree = scene.tree;
        // Nobody of the sentence was named before the pronoun, and it stands below an opening phrase or clause.
        let sentence = tree.sentence_tokens(t);
        let here = tree.sentence_of(t);
        if self
            .history
            .seen
            .iter()
            .rev()
            .take(REACH)
            .take_while(|s| s.sentence == here)
            .any(|s| self.extras[s.actor as usize].person && s.token < t)
        {
            return None;
        }
        let opening = tree.upward(t).find(|u| matches!(tree.rel(*u).base(), Deprel::Obl | Deprel::Advcl))?;
        let verb = tree.head(opening).filter(|v| *v > opening)?;
        let subject = tree.child(verb, Deprel::Nsubj).filter(|s| *s > t)?;
        let comma = (opening..subject).any(|u| scene.lower(u) == ",");
        let mut spot = scene.inside[subject as usize];
        let from = self.phrases.partition_point(|p| p.title.start < t);
        let later = self.phrases[from..].iter().take_while(|p| p.title.start < sentence.end);
        if let Some(phrase) =
            later.clone().find(|p| p.full.contains(&subject) && p.holders.len() == 1 && p.full.start > t)
        {
            spot = phrase.holders[0];
        }
        if !comma || !sentence.contains(&subject) || spot == super::scene::NONE {
            return None;
        }
        let person = self.persons.of_spot[spot as usize];
        let found = self.persons.all.get(person as usize)?;
        if found.gender.is_some_and(|g| g != gender) {
            return None;
        }
        Some(self.person_actor(person))
    }

    /// "On his arrival in Estgrad, Norvian President Lind was greeted": the person named right after the comma, where
    /// nobody was named before and the tree is torn.
    fn named_after(&mut self, t: u32, gender: Gender) -> Option<u32> {
        let (scene, tree) = (self.scene, self.scene.tree);
        let sentence = tree.sentence_tokens(t);
        let opens = (sentence.start..t.min(sentence.start + 40))
            .any(|u| matches!(tree.upos(u), Upos::Adp | Upos::Sconj))
            || matches!(scene.lower(sentence.start), "when" | "while" | "after" | "before");
        let comma = (t..sentence.end.min(t + 40)).find(|u| scene.lower(*u) == ",").filter(|_| opens)?;
        let from = scene.spots.partition_point(|s| s.tokens.start <= comma);
        let (at, _) = scene.spots[from..]
            .iter()
            .enumerate()
            .take_while(|(_, s)| s.tokens.start < sentence.end.min(comma + 9))
            .find(|(_, s)| s.what == super::spot::What::Person)?;
        let start = scene.spots[from + at].tokens.start;
        let plain = (comma + 1..start)
            .all(|u| matches!(tree.upos(u), Upos::Propn | Upos::Adj | Upos::Noun | Upos::Det | Upos::Part));
        let person = self.persons.of_spot[from + at];
        let found = self.persons.all.get(person as usize)?;
        if !plain || found.gender.is_some_and(|g| g != gender) {
            return None;
        }
        Some(self.person_actor(person))
    }

    /// The subject, before `t`, of the clause that holds it or of one above; else of the sentence before.
    fn subject_before(&self, t: u32) -> Option<u32> {
        let tree = self.scene.tree;
        for u in tree.upward(t).skip(1) {
            let subject = tree
                .children(u)
                .iter()
                .copied()
                .find(|c| matches!(tree.rel(*c), Deprel::Nsubj | Deprel::NsubjPass) && *c < t && *c != t);
            if let Some(s) = subject
                && s != t
                && !tree.upward(t).any(|x| x == s)
            {
                // A relative pronoun stands for what its clause describes.
                if tree.upos(s) == Upos::Pron && matches!(self.scene.lower(s), "which" | "who" | "that") {
                    return tree.head(u).filter(|_| tree.rel(u) == Deprel::AclRelcl).or(Some(s));
                }
                return Some(s);
            }
        }
        let here = tree.sentence_of(t);
        let before = here.checked_sub(1)?;
        let sentence = &tree.analysis.sentences[before as usize];
        let root = sentence.tokens.clone().find(|u| tree.rel(*u) == Deprel::Root)?;
        tree.children(root)
            .iter()
            .copied()
            .find(|c| matches!(tree.rel(*c), Deprel::Nsubj | Deprel::NsubjPass))
    }

    fn actors_headed(&self, token: u32) -> Vec<u32> {
        let mut out = Vec::new();
        for seen in self.history.seen.iter().rev().take(80) {
            if seen.token == token && !seen.modifier && !out.contains(&seen.actor) {
                out.push(seen.actor);
            }
        }
        out.reverse();
        out
    }

    fn thing_before(&mut self, t: u32) -> Option<u32> {
        let tree = self.scene.tree;
        // "it is important that": nobody.
        if self.scene.lower(t) == "it"
            && tree.head(t).is_some_and(|h| {
                tree.children(h).iter().any(|c| matches!(tree.rel(*c), Deprel::Csubj | Deprel::Expl))
                    || tree.upos(h) == Upos::Adj
                        && tree.child(h, Deprel::Cop).is_some()
                        && !self.scene.lexicon.is_minded(self.scene.lower(h))
                    || self.empty_it(t, h)
                    || matches!(
                        tree.lemma(h),
                        "seem" | "appear" | "remain" | "rain" | "happen" | "come" | "be" | "mean" | "clear"
                    )
            })
        {
            return None;
        }
        let subject = self.subject_before(t);
        let fits = |a: &u32| {
            let actor = &self.actors[*a as usize];
            !self.extras[*a as usize].person
                && matches!(
                    actor.kind,
                    ActorKind::State | ActorKind::Body | ActorKind::Organization | ActorKind::ArmedGroup
                )
        };
        if let Some(owner) = self.reconsidering(t).filter(fits) {
            return Some(owner);
        }
        // "The union said that the chamber had ignored its advice": the union's.
        if let Some(verb) = self.harmed(t)
            && let Some(inner) = tree.child(verb, Deprel::Nsubj)
        {
            let doers = self.actors_headed(inner);
            let above =
                tree.upward(verb).skip(1).find_map(|u| tree.child(u, Deprel::Nsubj).filter(|s| *s < inner));
            let owners: Vec<u32> = above.map_or(Vec::new(), |s| self.actors_headed(s));
            if let [owner] = owners[..]
                && fits(&owner)
                && !doers.contains(&owner)
            {
                return Some(owner);
            }
        }
        let same = subject.is_some_and(|s| tree.sentence_of(s) == tree.sentence_of(t));
        let headed: Vec<u32> =
            subject.map_or(Vec::new(), |s| self.actors_headed(s)).into_iter().filter(fits).collect();
        if same && let [actor] = headed[..] {
            return Some(actor);
        }
        let here = tree.sentence_of(t);
        let mut subjects: Vec<u32> = Vec::new();
        for seen in self.history.seen.iter().rev().take(REACH).take_while(|s| s.sentence == here) {
            if seen.subject
                && !seen.modifier
                && seen.token < t
                && fits(&seen.actor)
                && !subjects.contains(&seen.actor)
            {
                subjects.push(seen.actor);
            }
        }
        if let [actor] = subjects[..] {
            return Some(actor);
        }
        // "Lind said that Norvia would defend its": the subject of the inner clause was tried first; a possessive may
        // also mean the object right before it.
        if self.scene.lower(t) == "its" {
            let mut near: Option<u32> = None;
            for seen in self.history.seen.iter().rev().take(REACH) {
                if seen.sentence != here || t.saturating_sub(seen.token) > 12 {
                    break;
                }
                if seen.token < t && !seen.modifier && fits(&seen.actor) {
                    if near.is_some_and(|n| n != seen.actor) {
                        return None;
                    }
                    near = Some(seen.actor);
                }
            }
            if near.is_some() {
                return near;
            }
        }
        // The subject of the sentence before, for what opens this one.
        let opens = tree.upward(t).any(|u| matches!(tree.rel(u), Deprel::Nsubj | Deprel::NsubjPass));
        match headed[..] {
            [actor] if !same && opens => Some(actor),
            _ => None,
        }
    }

    /// "Norvia asked Estmark to review its decision": whoever is asked to think again, the decision is theirs.
    fn reconsidering(&self, t: u32) -> Option<u32> {
        let tree = self.scene.tree;
        let noun = tree.head(t).filter(|_| tree.rel(t) == Deprel::NmodPoss)?;
        let verb = tree.head(noun).filter(|_| tree.rel(noun) == Deprel::Obj)?;
        let own = matches!(tree.lemma(noun), "decision" | "position" | "stance" | "policy" | "plan" | "move");
        let again = matches!(
            tree.lemma(verb),
            "review"
                | "reconsider"
                | "reverse"
                | "revoke"
                | "rescind"
                | "withdraw"
                | "revise"
                | "rethink"
                | "change"
        );
        let asking = tree.head(verb).filter(|_| own && again && tree.rel(verb) == Deprel::Xcomp)?;
        let asked = tree.children(asking).iter().copied().find(|c| {
            *c > asking
                && *c < verb
                && match tree.rel(*c) {
                    Deprel::Obj | Deprel::Iobj => true,
                    Deprel::Obl => tree.case_of(*c).is_some_and(|case| tree.is(case, "on")),
                    _ => false,
                }
        })?;
        match self.actors_headed(asked)[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// "It took six months", "it was up to them", "it was announced": nobody.
    fn empty_it(&self, t: u32, head: u32) -> bool {
        let (scene, tree) = (self.scene, self.scene.tree);
        let took = tree.lemma(head) == "take" && tree.child(head, Deprel::CompoundPrt).is_none();
        let told = tree.rel(t) == Deprel::NsubjPass
            && (is_speech(tree.lemma(head))
                || matches!(
                    tree.lemma(head),
                    "report"
                        | "believe"
                        | "expect"
                        | "hope"
                        | "decide"
                        | "agree"
                        | "know"
                        | "reveal"
                        | "confirm"
                        | "understand"
                        | "estimate"
                        | "allege"
                        | "rumour"
                ));
        let sentence = tree.sentence_tokens(t);
        let predicate = (t + 1..sentence.end.min(t + 6))
            .skip_while(|u| matches!(tree.upos(*u), Upos::Aux | Upos::Adv | Upos::Part))
            .find(|u| tree.upos(*u) != Upos::Det);
        let copula = (t + 1..sentence.end.min(t + 4)).any(|u| tree.lemma(u) == "be");
        let times = copula && (scene.is_time(head) || matches!(scene.lower(head), "hour" | "hours"));
        let set = copula
            && (predicate.is_some_and(|u| {
                (u..sentence.end.min(u + 4))
                    .take_while(|u| matches!(tree.upos(*u), Upos::Adj | Upos::Num | Upos::Noun | Upos::Verb))
                    .any(|u| scene.is_time(u))
            }) || (t + 1..sentence.end.min(t + 5))
                .any(|u| matches!(scene.lower(u), "until" | "up" | "time")));
        took || told || times || set
    }

    /// The verb of harm whose object is possessed by the pronoun, where another actor may be meant than who does it
    /// ("blocked its account", "fired on its positions"). Of one's own side ("blamed his rival") nothing follows.
    fn harmed(&self, t: u32) -> Option<u32> {
        let tree = self.scene.tree;
        if tree.rel(t) != Deprel::NmodPoss {
            return None;
        }
        let noun = tree.head(t)?;
        let relation = self.scene.words.longest_common(
            self.scene.lexicon,
            &self.scene.lexicon.office_words,
            noun,
            noun + 1,
        );
        let mut verb = tree.head(noun)?;
        // "opened fire on its positions", read as part of "fire"
        if tree.upos(verb) == Upos::Noun && tree.rel(verb) == Deprel::Obj {
            verb = tree.head(verb)?;
        }
        let object = matches!(tree.rel(noun), Deprel::Obj | Deprel::Obl | Deprel::Nmod);
        let subject = tree.child(verb, Deprel::Nsubj)?;
        let clause = matches!(
            tree.rel(verb),
            Deprel::Ccomp | Deprel::Advcl | Deprel::Conj | Deprel::Acl | Deprel::AclRelcl
        );
        let fire = tree.lemma(verb) == "open"
            && tree.child(verb, Deprel::Obj).is_some_and(|o| self.scene.lower(o) == "fire");
        (object
            && clause
            && subject < t
            && relation.is_none()
            && (fire || self.scene.lexicon.is_harm(tree.lemma(verb))))
        .then_some(verb)
    }

    fn several_before(&mut self, t: u32) -> Vec<u32> {
        let object =
            matches!(self.scene.tree.rel(t), Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::Nmod)
                && self.scene.lower(t) != "themselves";
        if object {
            return self.several_near(t);
        }
        // "Photo: Lind and Arvo before their meeting": those beside, not the subject of the sentence before.
        let tree = self.scene.tree;
        let beside = tree.rel(t) == Deprel::NmodPoss
            && self.subject_before(t).is_none_or(|s| tree.sentence_of(s) != tree.sentence_of(t))
            && self.named_side_by_side(t);
        if beside {
            return self.several_near(t);
        }
        let actors = self.several_subject(t);
        if actors.is_empty() { self.several_near(t) } else { actors }
    }

    fn several_subject(&mut self, t: u32) -> Vec<u32> {
        let tree = self.scene.tree;
        let Some(subject) = self.subject_before(t) else { return Vec::new() };
        let mut actors: Vec<u32> = Vec::new();
        for c in tree.conjuncts(subject) {
            for a in self.actors_headed(c) {
                if !actors.contains(&a) {
                    actors.push(a);
                }
            }
        }
        match actors[..] {
            [] => Vec::new(),
            [one] => {
                let plural = self.extras[one as usize].plural
                    || matches!(self.actors[one as usize].kind, ActorKind::Group | ActorKind::ArmedGroup)
                        && !self.extras[one as usize].single
                    || self.extras[one as usize].word == Some("government")
                        && matches!(
                            tree.token(subject).xpos,
                            chancery_lang::Xpos::Nns | chancery_lang::Xpos::Nnps
                        );
                if plural { actors } else { Vec::new() }
            }
            _ => actors,
        }
    }

    /// The two states that "the two sides" before `t` are.
    pub fn pair_of_states(&self, t: u32) -> Option<[&'static str; 2]> {
        let scene = self.scene;
        let here = scene.tree.sentence_of(t);
        let doer = self.doer_to(t);
        let country = |code: &str| {
            !matches!(code, "UNO" | "IGO" | "NGO" | "IMG" | "ISM") && Some(code) != doer.as_deref()
        };
        let mut told: Vec<(u32, &'static str)> = self
            .history
            .states
            .iter()
            .rev()
            .take(REACH)
            .copied()
            .filter(|(at, code)| *at < t && country(code))
            .collect();
        for seen in self.history.seen.iter().rev().take(REACH) {
            if let Some(row) =
                self.actors[seen.actor as usize].state.as_deref().and_then(|c| scene.lexicon.state_row(c))
                && self.extras[seen.actor as usize].person
                && seen.token < t
            {
                let code = scene.lexicon.states[row as usize].code;
                if country(code) {
                    told.push((seen.token, code));
                }
            }
        }
        let mut found: Vec<&'static str> = Vec::new();
        for back in 0..=here.min(8) {
            let sentence = here - back;
            let mut new: Vec<&'static str> = Vec::new();
            for (_, code) in told.iter().filter(|(at, _)| scene.tree.sentence_of(*at) == sentence) {
                if !found.contains(code) && !new.contains(code) {
                    new.push(code);
                }
            }
            if found.len() + new.len() == 2 {
                found.extend(new);
                // In the order in which the text first names them there.
                let first = |code: &str| {
                    told.iter()
                        .filter(|(at, c)| *c == code && scene.tree.sentence_of(*at) >= sentence)
                        .map(|(at, _)| *at)
                        .min()
                };
                found.sort_by_key(|code| first(code));
                return Some([found[0], found[1]]);
            }
            if found.len() + new.len() > 2 {
                // Among more than two those who stand side by side, else the pair that the report is about.
                if let Some(pair) = self.states_side_by_side(t) {
                    return Some(pair);
                }
                let top = top_two(&told);
                let mut all = found.clone();
                all.extend(new);
                return top.filter(|pair| {
                    pair.iter().all(|c| all.contains(c)) && found.iter().all(|c| pair.contains(c))
                });
            }
            found.extend(new);
        }
        None
    }

    /// "Lind congratulated both countries": the state of who does something to them, which is none of the two.
    fn doer_to(&self, t: u32) -> Option<String> {
        let tree = self.scene.tree;
        let noun = tree.upward(t).find(|u| tree.upos(*u) == Upos::Noun)?;
        let object = matches!(tree.rel(noun), Deprel::Obj | Deprel::Iobj);
        let verb = tree.head(noun).filter(|v| object && tree.upos(*v) == Upos::Verb)?;
        let subject = tree.child(verb, Deprel::Nsubj).filter(|s| *s < t)?;
        match self.actors_headed(subject)[..] {
            [one] => self.actors[one as usize].state.clone(),
            _ => None,
        }
    }

    /// The two states that are joined as a subject in this sentence or the one before.
    fn states_side_by_side(&self, t: u32) -> Option<[&'static str; 2]> {
        let state = |s: &Self, a: u32| s.actors[a as usize].kind == ActorKind::State;
        let lexicon = self.scene.lexicon;
        let codes = self.joined(t, 2, 1, state).into_iter().filter_map(|a| {
            let row = lexicon.state_row(self.actors[a as usize].state.as_deref()?)?;
            Some(lexicon.states[row as usize].code)
        });
        let codes: Vec<&'static str> = codes.collect();
        codes.try_into().ok()
    }

    /// The persons that "the two leaders", "both ministers", "the pair" are.
    fn pair_of_persons(&self, t: u32, fits: impl Fn(&str) -> bool, any: bool) -> Vec<u32> {
        let here = self.scene.tree.sentence_of(t);
        let mut found: Vec<u32> = Vec::new();
        for seen in self.history.seen.iter().rev().take(REACH) {
            if seen.token >= t {
                continue;
            }
            let back = here.saturating_sub(seen.sentence);
            if back > 8 || any && back > 2 {
                break;
            }
            let extra = self.extras[seen.actor as usize];
            let ruler = extra.known && extra.class.is_none() && fits("head_of_state");
            if !extra.person
                || !(any || ruler || extra.class.is_some_and(&fits))
                || found.contains(&seen.actor)
            {
                continue;
            }
            // Two of one side are no pair.
            let state = &self.actors[seen.actor as usize].state;
            if !any && found.iter().any(|f| state.is_some() && self.actors[*f as usize].state == *state) {
                continue;
            }
            found.push(seen.actor);
            if found.len() == 2 {
                found.reverse();
                return found;
            }
        }
        Vec::new()
    }

    /// Whom "the two sides", "both countries", "the company", "the bloc" mean; empty where that is open.
    pub fn resolve_reference(&mut self, group: &Group) -> Vec<u32> {
        let t = group.tokens.start;
        if group.both {
            let sides = if group.what == "side" { self.sides_within(t) } else { Vec::new() };
            if !sides.is_empty() {
                return sides;
            }
            return match group.what {
                "state" | "side" => match self.pair_of_states(t) {
                    Some(pair) => pair.into_iter().map(|c| self.state_actor(c)).collect(),
                    None => Vec::new(),
                },
                "body" if group.word == "government" => match self.pair_of_states(t) {
                    Some(pair) => pair.into_iter().map(|c| self.government(c, None)).collect(),
                    None => Vec::new(),
                },
                // "the two navies"
                "body" if super::is_official(group.sector) => {
                    let Some(pair) = self.pair_of_states(t) else { return Vec::new() };
                    let words = self.scene.words_of(&group.tokens);
                    let one = |s: &mut Self, code| {
                        s.described(&words, group.word, group.what, Some(code), group.sector, "", false)
                    };
                    pair.into_iter().map(|code| one(self, code)).collect()
                }
                "people" if group.word == "leader" => self.pair_of_persons(
                    t,
                    |c| matches!(c, "head_of_state" | "head_of_government" | "monarch" | "leader"),
                    false,
                ),
                "people" if group.word == "minister" => {
                    let ministers = self.pair_of_persons(t, |c| c == "foreign_minister", false);
                    let ministers = if ministers.is_empty() {
                        self.pair_of_persons(t, |c| c == "defence_minister", false)
                    } else {
                        ministers
                    };
                    if ministers.is_empty() {
                        self.pair_of_persons(
                            t,
                            |c| matches!(c, "minister" | "foreign_minister" | "deputy"),
                            false,
                        )
                    } else {
                        ministers
                    }
                }
                "people"
                    if matches!(group.word, "man" | "woman" | "politician" | "diplomat" | "official") =>
                {
                    self.pair_of_persons(t, |_| false, true)
                }
                _ => Vec::new(),
            };
        }
        if !group.definite || group.plural {
            return Vec::new();
        }
        match group.what {
            "state" => self.nearest(t, 2, |s, i| {
                s.actors[i as usize].kind == ActorKind::State
                    && s.actors[i as usize].state.as_deref() != Some("EUR")
            }),
            "bloc" => self.nearest(t, 6, |s, i| {
                !s.extras[i as usize].person
                    && matches!(s.actors[i as usize].state.as_deref(), Some("EUR" | "IGO"))
            }),
            "group" => {
                let word = group.word;
                self.nearest(t, 2, move |s, i| {
                    let armed = s.actors[i as usize].kind == ActorKind::ArmedGroup;
                    let org = s.actors[i as usize].kind == ActorKind::Organization;
                    match word {
                        "group" | "movement" => {
                            armed || org && s.extras[i as usize].word == Some("organization")
                        }
                        "organization" | "organisation" | "body" | "institution" => {
                            org && s.extras[i as usize].word == Some("organization")
                        }
                        _ => false,
                    }
                })
            }
            _ => Vec::new(),
        }
    }

    /// A body without nationality that was named before: "the company", "the ministry", "the government".
    pub fn resolve_body(&mut self, group: &Group) -> Option<u32> {
        let t = group.tokens.start;
        // "Norvian soldiers turned back traders. The soldiers said"
        if group.definite && group.pronoun.is_none() && group.what.starts_with("people") {
            let (word, plural) = (group.word, group.plural);
            let same = self.nearest(t, 4, |s, i| {
                let extra = s.extras[i as usize];
                extra.word == Some(word)
                    && extra.plural == plural
                    && s.actors[i as usize].unnamed
                    && !extra.person
            });
            if let Some(actor) = same.first() {
                return Some(*actor);
            }
        }
        if let Some(pronoun) = group.pronoun
            && !group.plural
        {
            let state = self.pronoun_state(pronoun)?;
            return match group.word {
                "government" | "administration" => Some(self.government(state, None)),
                _ => None,
            };
        }
        if group.definite
            && !group.plural
            && group.what == "people"
            && matches!(
                group.word,
                "executive"
                    | "diplomat"
                    | "lawmaker"
                    | "senator"
                    | "general"
                    | "journalist"
                    | "activist"
                    | "businessman"
                    | "politician"
                    | "professor"
                    | "scholar"
                    | "prosecutor"
                    | "judge"
                    | "commander"
                    | "cleric"
                    | "dissident"
                    | "envoy"
                    | "ambassador"
                    | "academic"
            )
        {
            let sector = group.sector;
            return self
                .nearest(t, 3, move |s, i| {
                    let actor = &s.actors[i as usize];
                    s.extras[i as usize].person
                        && (actor.sector.as_deref() == sector
                            || actor.sector.as_deref() == Some("ELI") && sector == Some("GOV"))
                        && !s.actors[i as usize].unnamed
                })
                .first()
                .copied();
        }
        if !group.definite || group.plural || !group.what.starts_with("body") {
            return None;
        }
        let word = group.word;
        match word {
            "company" | "firm" | "corporation" | "business" | "tech giant" | "manufacturer" => self
                .nearest(t, 3, |s, i| {
                    s.actors[i as usize].sector.as_deref() == Some("BUS")
                        && !s.extras[i as usize].person
                        && !s.actors[i as usize].unnamed
                })
                .first()
                .copied(),
            "government" => {
                let states: Vec<&'static str> = self.pair_or_one(t);
                match states[..] {
                    [one] => Some(self.government(one, None)),
                    _ => None,
                }
            }
            "party" | "ruling party" => self
                .nearest(t, 3, |s, i| {
                    s.actors[i as usize].sector.as_deref() == Some("PTY") && !s.extras[i as usize].person
                })
                .first()
                .copied(),
            _ => self
                .nearest(t, 8, move |s, i| {
                    s.actors[i as usize].kind == ActorKind::Body
                        && (s.extras[i as usize].word == Some(word)
                            || word == "ministry"
                                && s.actors[i as usize].name.to_lowercase().contains("ministry")
                            || word == "embassy"
                                && s.actors[i as usize].name.to_lowercase().contains("embassy")
                            || word == "foreign ministry"
                                && s.actors[i as usize].name.to_lowercase().contains("foreign")
                                && s.actors[i as usize].sector.as_deref() == Some("GOV"))
                })
                .first()
                .copied(),
        }
    }

    /// The states told in this sentence before `t` and in the one before.
    fn pair_or_one(&self, t: u32) -> Vec<&'static str> {
        let here = self.scene.tree.sentence_of(t);
        let mut out: Vec<&'static str> = Vec::new();
        for (at, code) in self.history.states.iter().rev().take(REACH) {
            if *at >= t {
                continue;
            }
            if here.saturating_sub(self.scene.tree.sentence_of(*at)) > 1 {
                break;
            }
            if !out.contains(code) {
                out.push(code);
            }
        }
        out
    }

    /// The one actor that fits in the nearest sentence that has any; subjects go before others.
    pub fn nearest(&self, t: u32, sentences: u32, fits: impl Fn(&Self, u32) -> bool) -> Vec<u32> {
        let here = self.scene.tree.sentence_of(t);
        for back in 0..=sentences.min(here) {
            let mut all: Vec<u32> = Vec::new();
            let mut subjects: Vec<u32> = Vec::new();
            for seen in self.history.seen.iter().rev().take(REACH) {
                if seen.sentence + back < here {
                    break;
                }
                if seen.sentence + back != here || seen.token >= t || !fits(self, seen.actor) {
                    continue;
                }
                if !all.contains(&seen.actor) {
                    all.push(seen.actor);
                }
                if seen.subject && !subjects.contains(&seen.actor) {
                    subjects.push(seen.actor);
                }
            }
            if all.len() == 1 {
                return all;
            }
            if subjects.len() == 1 {
                return subjects;
            }
            if !all.is_empty() {
                return Vec::new();
            }
        }
        Vec::new()
    }
}

fn is_speech(lemma: &str) -> bool {
    matches!(
        lemma,
        "say"
            | "tell"
            | "add"
            | "note"
            | "warn"
            | "state"
            | "declare"
            | "announce"
            | "write"
            | "explain"
            | "insist"
            | "argue"
            | "ask"
    )
}

/// The two states that are told most, where they stand out.
fn top_two(told: &[(u32, &'static str)]) -> Option<[&'static str; 2]> {
    let mut counts: Vec<(u32, &'static str)> = Vec::new();
    for (_, code) in told {
        match counts.iter_mut().find(|(_, c)| c == code) {
            Some(entry) => entry.0 += 1,
            None => counts.push((1, code)),
        }
    }
    counts.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    match counts[..] {
        [(_, a), (_, b)] => Some([a, b]),
        [(_, a), (n, b), (third, _), ..] if n > third => Some([a, b]),
        _ => None,
    }
}
