//! Nouns that point back to somebody by what they are: "the former", "the trio", "the kingdom", "the company".

use super::assemble::Stage;
use super::lexicon::AnaphorRow;
use super::office::Phrase;
use super::refer::{REACH, Seen, class_fits};
use super::scene::{NONE, Scene};
use super::spot::What;
use chancery_lang::{Deprel, Upos, Xpos};
use chancery_model::{ActorKind, MentionKind};
use std::ops::Range;

/// A noun of `anaphors.tsv` with what stands before it.
#[derive(Clone, Debug)]
pub(crate) struct Pointer {
    /// The noun alone.
    pub tokens: Range<u32>,
    pub head: u32,
    /// Row of the table.
    pub row: u32,
    pub plural: bool,
    /// "his", "its" before it.
    pub pronoun: Option<u32>,
    /// How many it says: "both" and "the two" 2, "the three" 3.
    pub number: Option<usize>,
    /// The state of a nationality word before it.
    pub state: Option<&'static str>,
}

/// How many a word says there are.
pub(crate) fn number(lower: &str) -> Option<usize> {
    Some(match lower {
        "both" | "two" | "2" => 2,
        "three" | "3" => 3,
        "four" | "4" => 4,
        "five" | "5" => 5,
        _ => return None,
    })
}

/// All such nouns of the text, in order; of those that are part of a title with a holder none.
pub(crate) fn pointers(scene: &Scene, phrases: &[Phrase]) -> Vec<Pointer> {
    let (tree, words, lexicon) = (scene.tree, &scene.words, scene.lexicon);
    let mut taken = vec![false; tree.len() as usize];
    for phrase in phrases.iter().filter(|p| !p.holders.is_empty()) {
        for t in phrase.title.clone() {
            taken[t as usize] = true;
        }
    }
    let mut out = Vec::new();
    for sentence in &tree.analysis.sentences {
        let Range { start, end } = sentence.tokens.clone();
        let mut t = start;
        while t < end {
            let free = |u: u32| scene.inside[u as usize] == NONE && !taken[u as usize];
            // The longest row of the table has three words.
            let limit = (t..end.min(t + 4)).find(|u| !free(*u)).unwrap_or(end.min(t + 4));
            match words.longest_common(lexicon, &lexicon.anaphor_words, t, limit) {
                Some((to, values, plural)) => {
                    let row = &lexicon.anaphors[values[0] as usize];
                    out.extend(pointer(scene, t..to, values[0], row, plural, start, end));
                    t = to;
                }
                None => t += 1,
            }
        }
    }
    out
}

fn pointer(
    scene: &Scene,
    noun: Range<u32>,
    value: u32,
    row: &AnaphorRow,
    plural: bool,
    first: u32,
    end: u32,
) -> Option<Pointer> {
    let tree = scene.tree;
    let head = noun.end - 1;
    let ordinal = matches!(row.points, "first" | "second");
    if ordinal {
        // "the former president" is a president.
        let next = noun.end;
        let of_a_noun =
            next < end && matches!(tree.upos(next), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num);
        let other = if row.points == "first" { "latter" } else { "former" };
        let both = (noun.start.saturating_sub(40).max(first)..end.min(next + 40))
            .any(|u| scene.lower(u) == other && u > first && scene.lower(u - 1) == "the");
        if of_a_noun && !both || scene.lower(next) == "-" {
            return None;
        }
    } else if !matches!(tree.upos(head), Upos::Noun | Upos::Propn) {
        return None;
    }
    // "the company town", "the island of Rhodes", "the country that".
    let modifies =
        matches!(tree.rel(head), Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::Flat)
            && tree.head(head).is_some_and(|h| h == noun.end && h < end);
    let named_after = noun.end < end && scene.inside[noun.end as usize] != NONE && !ordinal;
    if modifies && !ordinal
        || named_after
        || matches!(scene.lower(noun.end), "of" | "that" | "which" | "where" | "-")
    {
        return None;
    }
    let mut pointer =
        Pointer { tokens: noun.clone(), head, row: value, plural, pronoun: None, number: None, state: None };
    let mut p = noun.start;
    for _ in 0..6 {
        if p == first {
            return None;
        }
        let q = p - 1;
        let spot = scene.inside[q as usize];
        if spot != NONE {
            // "the two African nations", "the Turkish carrier"; a possessor says another thing.
            match scene.spots[spot as usize].what {
                What::Nation(..) => pointer.state = scene.state_of(spot),
                What::People(_) => {}
                _ => return None,
            }
            p = scene.spots[spot as usize].tokens.start;
            continue;
        }
        match scene.lower(q) {
            "the" | "this" | "these" | "those" => return Some(pointer),
            "his" | "her" | "its" | "their" => {
                pointer.pronoun = Some(q);
                return Some(pointer);
            }
            "both" => {
                pointer.number = Some(2);
                return Some(pointer);
            }
            lower => match number(lower) {
                Some(n) => pointer.number = Some(n),
                None if matches!(tree.upos(q), Upos::Adj | Upos::Noun | Upos::Propn) => {}
                None => return None,
            },
        }
        p = q;
    }
    None
}

/// Actors named side by side ("Estmark, Norvia and Sudland"), or by one plural ("both ministers").
struct Run {
    actors: Vec<u32>,
    subject: bool,
}

impl Stage<'_, '_> {
    /// What is named side by side in a sentence before the token `t`, in the order of the text.
    fn runs(&self, sentence: u32, t: u32) -> Vec<Run> {
        let tree = self.scene.tree;
        let mut seen: Vec<Seen> = self
            .history
            .seen
            .iter()
            .rev()
            .take(REACH)
            .skip_while(|s| s.sentence > sentence)
            .take_while(|s| s.sentence == sentence)
            .filter(|s| s.token < t && !s.modifier)
            .copied()
            .collect();
        seen.reverse();
        seen.sort_by_key(|s| s.token);
        let mut out = Vec::new();
        let mut at = 0;
        while at < seen.len() {
            let mut actors = vec![seen[at].actor];
            let mut subject = seen[at].subject;
            let mut next = at + 1;
            let mut whole = false;
            while next < seen.len() {
                let (a, b) = (seen[next - 1].token, seen[next].token);
                let joined = a == b || tree.rel(b) == Deprel::Conj && tree.head(b) == Some(a);
                if !joined && !self.side_by_side(a, b) {
                    break;
                }
                whole |= a == b || joined || (a..b).any(|u| matches!(self.scene.lower(u), "and" | "&"));
                if !actors.contains(&seen[next].actor) {
                    actors.push(seen[next].actor);
                }
                subject |= seen[next].subject;
                next += 1;
            }
            // "two citizens, Arvo and Lind": the names are the citizens.
            let many = self.extras[actors[0] as usize].plural;
            if many && actors.len() > 2 && actors[1..].iter().all(|a| self.extras[*a as usize].person) {
                actors.remove(0);
            }
            if actors.len() > 1 && whole {
                out.push(Run { actors, subject });
            }
            at = next;
        }
        out
    }

    /// Whether between two names stand only words of names and titles, commas and "and", where the tree is torn.
    pub fn side_by_side(&self, a: u32, b: u32) -> bool {
        let (scene, tree) = (self.scene, self.scene.tree);
        b - a <= 12
            && (a + 1..b).any(|u| matches!(scene.lower(u), "and" | "," | "&"))
            && (a + 1..b).all(|u| {
                matches!(
                    tree.upos(u),
                    Upos::Propn | Upos::Noun | Upos::Adj | Upos::Cconj | Upos::Det | Upos::Part
                ) && !matches!(scene.lower(u), "but" | "or" | "while")
                    || matches!(scene.lower(u), "," | "-" | "of" | "&")
            })
    }

    /// Whether some are named side by side in the sentence of `t` before it.
    pub fn named_side_by_side(&self, t: u32) -> bool {
        !self.runs(self.scene.tree.sentence_of(t), t).is_empty()
    }

    /// The `n` actors that fit and stand side by side nearest before `t`, subjects first within a sentence.
    pub(super) fn joined(
        &self,
        t: u32,
        n: usize,
        sentences: u32,
        fits: impl Fn(&Self, u32) -> bool,
    ) -> Vec<u32> {
        let here = self.scene.tree.sentence_of(t);
        for back in 0..=sentences.min(here) {
            let runs = self.runs(here - back, t);
            let mut good =
                runs.into_iter().filter(|r| r.actors.len() == n && r.actors.iter().all(|a| fits(self, *a)));
            let mut best = good.next();
            for run in good {
                if run.subject || best.as_ref().is_some_and(|b| !b.subject) {
                    best = Some(run);
                }
            }
            if let Some(run) = best {
                return run.actors;
            }
        }
        Vec::new()
    }

    /// Whom "they", "them", "their" mean by nearness: those side by side, or a group, that stand out.
    pub fn several_near(&self, t: u32) -> Vec<u32> {
        let tree = self.scene.tree;
        let here = tree.sentence_of(t);
        let subject = matches!(tree.rel(t), Deprel::Nsubj | Deprel::NsubjPass);
        let possessive = tree.rel(t) == Deprel::NmodPoss;
        let verb = tree.upward(t).skip(1).find(|u| matches!(tree.upos(*u), Upos::Verb | Upos::Aux));
        let mut scored: Vec<(i32, Vec<u32>)> = Vec::new();
        for back in 0..=here.min(2) {
            let near = [60, 45, 15][back as usize];
            for run in self.runs(here - back, t) {
                let side = if run.subject { 14 } else { 0 } - if subject && !run.subject { 10 } else { 0 };
                scored.push((near + 4 + side, run.actors));
            }
            for seen in self.history.seen.iter().rev().take(REACH) {
                if seen.sentence + back < here {
                    break;
                }
                let (actor, extra) = (&self.actors[seen.actor as usize], self.extras[seen.actor as usize]);
                let many = extra.plural
                    || matches!(actor.kind, ActorKind::Group | ActorKind::ArmedGroup) && !extra.single
                    || actor.sector.as_deref() == Some("COP") && !extra.person;
                if seen.sentence + back != here || seen.token >= t || seen.modifier || extra.person || !many {
                    continue;
                }
                // "The Taliban vowed to hunt them down": not the Taliban.
                let own = seen.subject && back == 0 && !subject && !possessive;
                if own
                    && (tree.head(seen.token) == verb
                        || verb.and_then(|v| tree.head(v)) == tree.head(seen.token))
                {
                    continue;
                }
                let side = if seen.subject { 14 } else { 0 } - if subject && !seen.subject { 16 } else { 0 };
                scored.push((near + side, vec![seen.actor]));
            }
            // Things that "they" may mean as well ("The accords will be signed").
            if back < 2 {
                let sentence = &tree.analysis.sentences[(here - back) as usize].tokens;
                let sentence =
                    sentence.start.max(sentence.end.min(t).saturating_sub(80))..sentence.end.min(t);
                let things = sentence.filter(|u| {
                    matches!(tree.token(*u).xpos, Xpos::Nns)
                        && matches!(tree.rel(*u), Deprel::Nsubj | Deprel::NsubjPass)
                        && !self.pointed[*u as usize]
                        && !self.history.seen.iter().rev().take(REACH).any(|s| s.token == *u)
                });
                scored.extend(things.map(|_| (near + 14, Vec::new())));
            }
        }
        if scored.iter().all(|(_, actors)| actors.is_empty()) && subject {
            let pair = self.two_who_met(t, |_, _| true);
            if !pair.is_empty() && tree.sentence_of(t) > 0 && scored.iter().all(|(s, _)| *s <= 59) {
                return pair;
            }
        }
        // Of members and the whole that holds them the whole counts.
        let Some((score, actors)) = scored.iter().max_by_key(|(s, a)| (*s, a.len())).cloned() else {
            return Vec::new();
        };
        let clear = scored.iter().all(|(s, a)| {
            *a == actors || a.iter().all(|x| actors.contains(x)) && !a.is_empty() || score - s >= 4
        });
        if clear { actors } else { Vec::new() }
    }

    /// The `n` persons last named whose office may be what `wanted` says; of persons without a known office those side
    /// by side.
    fn persons_last(
        &self,
        t: u32,
        n: usize,
        other: bool,
        wanted: &impl Fn(&Self, u32) -> Option<bool>,
    ) -> Vec<u32> {
        let here = self.scene.tree.sentence_of(t);
        let take = if other { n + 1 } else { n };
        let mut found = self.gather(t, take, 8, |s, i| wanted(s, i) == Some(true));
        if found.len() < take {
            found =
                self.joined(t, take, 2, |s, i| s.extras[i as usize].person && wanted(s, i) != Some(false));
        }
        if found.len() < take {
            found = self.gather(t, take, 2, |s, i| wanted(s, i) != Some(false));
        }
        if found.len() < take {
            return Vec::new();
        }
        if other {
            // "Arvo left early. The other two leaders stayed."
            let left = self
                .history
                .seen
                .iter()
                .rev()
                .take(REACH)
                .find(|s| s.token < t && s.subject && s.sentence < here && found.contains(&s.actor));
            found.retain(|a| left.is_none_or(|l| l.actor != *a));
        }
        found
    }

    /// "Arvo met Lind. The leaders agreed…": the two persons of two states of whom alone the sentences before tell, where
    /// those tell of their meeting.
    fn two_who_met(&self, t: u32, fits: impl Fn(&Self, u32) -> bool) -> Vec<u32> {
        let tree = self.scene.tree;
        let here = tree.sentence_of(t);
        let found = self.gather(t, 3, 2, |s, i| fits(s, i));
        let [a, b] = found[..] else { return Vec::new() };
        let (a, b) = (&self.actors[a as usize].state, &self.actors[b as usize].state);
        // "The group met. It was set up by Arvo and Lind. The officials…": the meeting is told of others.
        let named = |back: u32| {
            let lately = self.history.seen.iter().rev().take(REACH);
            lately
                .take_while(|s| s.sentence + back >= here)
                .any(|s| s.sentence + back == here && s.token < t && found.contains(&s.actor))
        };
        let met = (0..=here.min(2)).filter(|back| named(*back)).any(|back| {
            let words = tree.analysis.sentences[(here - back) as usize].tokens.clone();
            words.into_iter().take_while(|u| *u < t).any(|u| {
                matches!(
                    tree.lemma(u),
                    "meet" | "meeting" | "host" | "receive" | "welcome" | "talk" | "summit"
                )
            })
        });
        if met && a.is_some() && b.is_some() && a != b { found } else { Vec::new() }
    }

    /// The `n` persons last seen that fit, in the order of the text.
    fn gather(&self, t: u32, n: usize, sentences: u32, fits: impl Fn(&Self, u32) -> bool) -> Vec<u32> {
        let here = self.scene.tree.sentence_of(t);
        let mut found: Vec<u32> = Vec::new();
        for seen in self.history.seen.iter().rev().take(REACH) {
            if seen.token >= t || found.contains(&seen.actor) || !self.extras[seen.actor as usize].person {
                continue;
            }
            if here.saturating_sub(seen.sentence) > sentences || found.len() == n {
                break;
            }
            if fits(self, seen.actor) {
                found.push(seen.actor);
            }
        }
        found.reverse();
        found
    }

    /// Whom a title means that holds no post of its own: "both presidents", "the three ministers", "his host",
    /// "the general".
    pub fn resolve_described(&mut self, phrase: &Phrase) -> Vec<u32> {
        let scene = self.scene;
        let t = phrase.title.start;
        if phrase.plural {
            let before = phrase.full.start..phrase.title.start;
            if phrase.class == "relation" || !phrase.nations.is_empty() || phrase.organization.is_some() {
                return Vec::new();
            }
            let other = before.start > 0 && (before.start - 1..before.end).any(|u| scene.lower(u) == "other");
            let wanted = |s: &Self, i: u32| {
                let (extra, actor) = (s.extras[i as usize], &s.actors[i as usize]);
                match extra.class {
                    None => (extra.known && phrase.class == "leader").then_some(true),
                    // Nobody calls presidents "the officials".
                    Some("head_of_state" | "head_of_government" | "monarch")
                        if phrase.class == "official" =>
                    {
                        Some(false)
                    }
                    Some(_) if phrase.class == "official" => Some(actor.sector.as_deref() == Some("GOV")),
                    class => Some(class_fits(phrase, class, actor.office.as_deref())),
                }
            };
            return match before.clone().find_map(|u| number(scene.lower(u))) {
                Some(n) => self.persons_last(t, n, other, &wanted),
                None if phrase.definite && !other => self.two_who_met(t, |s, i| wanted(s, i) == Some(true)),
                None => Vec::new(),
            };
        }
        if phrase.indefinite || !phrase.definite {
            return Vec::new();
        }
        match phrase.class {
            "relation" => self.resolve_relation(phrase).into_iter().collect(),
            "officer" | "cleric" if phrase.pronoun.is_none() => {
                let sector = phrase.sector;
                self.nearest(t, 3, |s, i| {
                    let actor = &s.actors[i as usize];
                    let see = sector == Some("REL") && actor.state.as_deref() == Some("VAT");
                    s.extras[i as usize].person
                        && !actor.unnamed
                        && (actor.sector.as_deref() == sector || see)
                })
            }
            _ => Vec::new(),
        }
    }

    /// "His host", "her rival", "the visitor": the other person of those just spoken of.
    fn resolve_relation(&mut self, phrase: &Phrase) -> Option<u32> {
        let scene = self.scene;
        let t = phrase.title.start;
        let here = scene.tree.sentence_of(t);
        let own = match phrase.pronoun {
            Some(p) => Some(*self.resolve_pronoun(p).first().filter(|a| self.extras[**a as usize].person)?),
            None => None,
        };
        // The state in which they are, for host and visitor.
        let place = || {
            let near = self.mentions.iter().rev().take(60).filter(|m| m.kind == MentionKind::Place);
            near.filter(|m| here.saturating_sub(scene.tree.sentence_of(m.head)) <= 3)
                .find_map(|m| m.place_state.clone())
        };
        let place = if own.is_none() && phrase.state.is_none() { Some(place()?) } else { None };
        let at_home = match phrase.office.as_str() {
            "host" => true,
            "guest" | "visitor" => false,
            _ if place.is_some() => return None,
            _ => true,
        };
        for back in 0..=here.min(3) {
            let mut found: Vec<u32> = Vec::new();
            for seen in self.history.seen.iter().rev().take(REACH) {
                if seen.sentence + back < here {
                    break;
                }
                let (actor, extra) = (&self.actors[seen.actor as usize], self.extras[seen.actor as usize]);
                let fits = extra.person
                    && Some(seen.actor) != own
                    && seen.sentence + back == here
                    && seen.token < t
                    && phrase.state.is_none_or(|s| actor.state.as_deref() == Some(s))
                    && phrase.gender.is_none_or(|g| extra.gender.is_none_or(|e| e == g))
                    && place.as_ref().is_none_or(|p| {
                        actor.state.is_some() && (actor.state.as_ref() == Some(p)) == at_home
                    });
                if fits && !found.contains(&seen.actor) {
                    found.push(seen.actor);
                }
            }
            match found[..] {
                [] => {}
                [one] => return Some(one),
                _ => return None,
            }
        }
        None
    }

    /// Whom a noun of `anaphors.tsv` means; empty where that is open.
    pub fn resolve_pointer(&mut self, pointer: &Pointer) -> Vec<u32> {
        let scene = self.scene;
        let t = pointer.tokens.start;
        let row = &scene.lexicon.anaphors[pointer.row as usize];
        let (word, fits) = (row.word, row.fits);
        let any = |_: &Self, _: u32| true;
        match row.points {
            "first" | "second" => {
                let mut pair = self.joined(t, 2, 2, any);
                if pair.is_empty() {
                    pair = self.gather(t, 2, 1, any);
                }
                match pair[..] {
                    [a, b] => vec![if row.points == "first" { a } else { b }],
                    _ => Vec::new(),
                }
            }
            "persons" => {
                let Ok(n) = fits.parse::<usize>() else { return Vec::new() };
                let found = self.joined(t, n, 2, |s, i| s.extras[i as usize].person);
                if found.is_empty() { self.persons_last(t, n, false, &|_, _| None) } else { found }
            }
            "parties" => match pointer.number {
                Some(n) => {
                    let found = self.joined(t, n, 2, any);
                    if found.is_empty() && n == 2 { self.gather_pair(t) } else { found }
                }
                None => self.other_state(pointer),
            },
            "state" => self.pointed_state(pointer, fits),
            "other_state" if pointer.plural => self.two_states(pointer),
            "other_state" => self.other_state(pointer),
            "organization" => {
                let igo = |s: &Self, i: u32| {
                    matches!(s.actors[i as usize].state.as_deref(), Some("EUR" | "IGO" | "UNO" | "NGO"))
                };
                let of_kind = |s: &Self, i: u32| {
                    let actor = &s.actors[i as usize];
                    let named = !actor.unnamed || fits == "LEG";
                    let sector = actor.sector.as_deref();
                    let open = fits == "BUS"
                        && sector.is_none()
                        && actor.kind == ActorKind::Organization
                        && !igo(s, i);
                    !s.extras[i as usize].person
                        && named
                        && pointer.state.is_none_or(|p| actor.state.as_deref() == Some(p))
                        && (sector == Some(fits) && !fits.is_empty() || open || fits == "IGO" && igo(s, i))
                };
                let by_name = |s: &Self, i: u32| {
                    let actor = &s.actors[i as usize];
                    !s.extras[i as usize].person
                        && !actor.unnamed
                        && actor.kind != ActorKind::Group
                        && actor.name.split_whitespace().any(|w| w.eq_ignore_ascii_case(word))
                };
                if let (Some(n), true) = (pointer.number, pointer.plural) {
                    return self.joined(t, n, 2, of_kind);
                }
                if pointer.plural || pointer.pronoun.is_some() {
                    return Vec::new();
                }
                let named = self.nearest(t, 6, by_name);
                if named.is_empty() { self.nearest(t, 4, of_kind) } else { named }
            }
            "somebody" if !pointer.plural && pointer.pronoun.is_none() => {
                let above: Vec<u32> = scene.tree.upward(t).skip(1).take(12).collect();
                self.nearest(t, 3, |s, i| {
                    let extra = s.extras[i as usize];
                    let speaks = s.history.seen.iter().rev().take(40).any(|x| {
                        x.actor == i
                            && x.subject
                            && scene.tree.head(x.token).is_some_and(|h| above.contains(&h))
                    });
                    extra.person && extra.class.is_none() && !s.actors[i as usize].unnamed && !speaks
                })
            }
            "armed" if pointer.pronoun.is_none() => self.nearest(t, 3, |s, i| {
                let actor = &s.actors[i as usize];
                !actor.unnamed
                    && !s.extras[i as usize].person
                    && (actor.kind == ActorKind::ArmedGroup
                        || matches!(actor.sector.as_deref(), Some("REB" | "UAF")))
                    && pointer.state.is_none_or(|p| actor.state.as_deref() == Some(p))
            }),
            _ => Vec::new(),
        }
    }

    /// "The two sides" of a conflict within one state ("the army and the Norvian Liberation Front").
    pub fn sides_within(&self, t: u32) -> Vec<u32> {
        let side = |s: &Self, i: u32| {
            matches!(
                s.actors[i as usize].kind,
                ActorKind::Body | ActorKind::Organization | ActorKind::ArmedGroup
            ) && s.extras[i as usize].word != Some("government")
        };
        let pair = self.joined(t, 2, 2, side);
        match pair[..] {
            [a, b] if self.actors[a as usize].state == self.actors[b as usize].state => pair,
            _ => Vec::new(),
        }
    }

    fn gather_pair(&self, t: u32) -> Vec<u32> {
        let pair = self.gather(t, 2, 2, |_, _| true);
        if pair.len() == 2 { pair } else { Vec::new() }
    }

    fn two_states(&mut self, pointer: &Pointer) -> Vec<u32> {
        let state = |s: &Self, i: u32| s.actors[i as usize].kind == ActorKind::State;
        match pointer.number {
            Some(2) => {}
            Some(n) => return self.joined(pointer.tokens.start, n, 2, state),
            // "The neighbours agreed": two, where just two were named side by side.
            None if pointer.pronoun.is_none() && pointer.state.is_none() => {
                return self.joined(pointer.tokens.start, 2, 2, state);
            }
            None => return Vec::new(),
        }
        match self.pair_of_states(pointer.tokens.start) {
            Some(pair) => pair.into_iter().map(|c| self.state_actor(c)).collect(),
            None => {
                self.joined(pointer.tokens.start, 2, 2, |s, i| s.actors[i as usize].kind == ActorKind::State)
            }
        }
    }

    /// "The kingdom", "his country", "both nations".
    fn pointed_state(&mut self, pointer: &Pointer, fits: &str) -> Vec<u32> {
        let t = pointer.tokens.start;
        if pointer.plural {
            return self.two_states(pointer);
        }
        if pointer.state.is_some() {
            return Vec::new();
        }
        if let Some(p) = pointer.pronoun {
            let code = self.pronoun_state(p);
            return code.map(|c| self.state_actor(c)).into_iter().collect();
        }
        if fits.is_empty() {
            return Vec::new();
        }
        let of_kind = |s: &Self, i: u32| {
            let actor = &s.actors[i as usize];
            matches!(actor.kind, ActorKind::State | ActorKind::Body)
                && (actor.kind == ActorKind::State || s.extras[i as usize].word == Some("government"))
                && actor.state.as_deref().is_some_and(|c| fits.split(';').any(|f| f == c))
        };
        self.as_states(t, 6, of_kind)
    }

    /// The states of what is found nearest.
    fn as_states(&mut self, t: u32, sentences: u32, fits: impl Fn(&Self, u32) -> bool) -> Vec<u32> {
        let found = self.nearest(t, sentences, fits);
        let code = found.first().and_then(|a| self.actors[*a as usize].state.clone());
        let row = code.and_then(|c| self.scene.lexicon.state_row(&c));
        row.map(|r| self.state_actor(self.scene.lexicon.states[r as usize].code)).into_iter().collect()
    }

    /// "Its northern neighbour": of the states just spoken of the one that is not meant by "its".
    fn other_state(&mut self, pointer: &Pointer) -> Vec<u32> {
        let Some(pronoun) = pointer.pronoun.filter(|_| !pointer.plural) else { return Vec::new() };
        if !matches!(self.scene.lower(pronoun), "its" | "their") {
            return Vec::new();
        }
        let t = pointer.tokens.start;
        let Some(own) = self.pronoun_state(pronoun) else { return Vec::new() };
        let country = |c: &str| c != own && !matches!(c, "UNO" | "IGO" | "NGO" | "IMG" | "ISM");
        let found = self.as_states(t, 3, |s, i| {
            let actor = &s.actors[i as usize];
            actor.state.as_deref().is_some_and(country)
                && (actor.kind == ActorKind::State || s.extras[i as usize].word == Some("government"))
        });
        if !found.is_empty() {
            return found;
        }
        // Told by a city or a nationality word alone.
        let tree = self.scene.tree;
        let here = tree.sentence_of(t);
        let lately = self.history.states.iter().rev().take(REACH);
        let mut told: Vec<&'static str> = lately
            .skip_while(|(at, _)| *at >= t)
            .take_while(|(at, _)| here.saturating_sub(tree.sentence_of(*at)) <= 3)
            .map(|(_, code)| *code)
            .filter(|code| country(code))
            .collect();
        told.sort_unstable();
        told.dedup();
        match told[..] {
            [one] => vec![self.state_actor(one)],
            _ => Vec::new(),
        }
    }
}
