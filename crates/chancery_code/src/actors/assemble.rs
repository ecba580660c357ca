//! From names, offices and nouns to mentions and actors, in the order of the text.

use super::lexicon::{Gender, Lexicon, StateKind};
use super::office::{Phrase, is_post, phrases};
use super::person::Persons;
use super::point::{Pointer, pointers};
use super::refer::History;
use super::scene::{NONE, Scene};
use super::spot::{What, company_noun};
use super::{Cast, CastMention};
use crate::tree::Tree;
use chancery_lang::{Deprel, Upos};
use chancery_model::{Actor, ActorKind, MentionKind};
use std::collections::HashMap;
use std::ops::Range;

/// People or a body with no name of their own, or words that point back to such.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// The naming words, nationality included.
    pub tokens: Range<u32>,
    pub head: u32,
    pub word: &'static str,
    pub sector: Option<&'static str>,
    pub what: &'static str,
    pub states: Vec<&'static str>,
    pub nations: Vec<u32>,
    /// The organisation or person that it belongs to.
    pub owner: Option<u32>,
    pub pronoun: Option<u32>,
    pub plural: bool,
    pub definite: bool,
    pub both: bool,
}

/// What the rules know of an actor beside what they put out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extra {
    pub gender: Option<Gender>,
    pub class: Option<&'static str>,
    pub person: bool,
    /// Which of the persons with a name.
    pub named: Option<u32>,
    /// One of the table of widely known people.
    pub known: bool,
    pub plural: bool,
    /// One person without a name ("a Norvian man").
    pub single: bool,
    /// The noun that names it ("company"), where it has one.
    pub word: Option<&'static str>,
}

enum Item {
    Spot(u32),
    Phrase(u32),
    Pointer(u32),
    Group(u32),
    Pronoun(u32),
}

pub(crate) struct Stage<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub phrases: &'s [Phrase],
    pub persons: &'s Persons,
    pub actors: Vec<Actor>,
    pub extras: Vec<Extra>,
    pub mentions: Vec<CastMention>,
    pub history: History,
    keys: HashMap<String, u32>,
    /// Token, mention, order: which mentions say who the phrase headed by the token is.
    heads: Vec<(u32, u8, u32)>,
    modifiers: Vec<(u32, u32)>,
    /// For every spot the phrase that it belongs to as a holder.
    phrase_of: Vec<u32>,
    /// For every spot the phrase whose state it tells.
    nation_of: Vec<u32>,
    /// For every token whether a description that ends there was resolved.
    pub pointed: Vec<bool>,
}

pub(crate) fn assemble(tree: &Tree, lexicon: &Lexicon) -> Cast {
    if tree.is_empty() {
        return Cast::default();
    }
    let scene = Scene::new(tree, lexicon);
    let phrases = phrases(&scene);
    let persons = Persons::find(&scene, &phrases);
    let groups = groups(&scene, &phrases);
    let pointers = pointers(&scene, &phrases);
    let mut phrase_of = vec![NONE; scene.spots.len()];
    let mut nation_of = phrase_of.clone();
    for (i, phrase) in phrases.iter().enumerate() {
        for &spot in &phrase.holders {
            phrase_of[spot as usize] = i as u32;
        }
        for &spot in &phrase.nations {
            nation_of[spot as usize] = i as u32;
        }
    }
    let mut items: Vec<(u32, u8, Item)> = Vec::new();
    for (i, spot) in scene.spots.iter().enumerate() {
        items.push((spot.tokens.start, 1, Item::Spot(i as u32)));
    }
    let mut titled = vec![false; tree.len() as usize];
    for (i, phrase) in phrases.iter().enumerate() {
        for t in phrase.title.clone() {
            titled[t as usize] = true;
        }
        items.push((phrase.title.start, 0, Item::Phrase(i as u32)));
    }
    for (i, group) in groups.iter().enumerate() {
        items.push((group.head, 3, Item::Group(i as u32)));
    }
    for (i, pointer) in pointers.iter().enumerate() {
        items.push((pointer.head, 2, Item::Pointer(i as u32)));
    }
    for t in 0..tree.len() {
        if tree.upos(t) == Upos::Pron && scene.inside[t as usize] == NONE {
            items.push((t, 4, Item::Pronoun(t)));
        }
    }
    items.sort_by_key(|(t, order, _)| (*t, *order));
    let mut stage = Stage {
        scene: &scene,
        phrases: &phrases,
        persons: &persons,
        actors: Vec::new(),
        extras: Vec::new(),
        mentions: Vec::new(),
        history: History::default(),
        keys: HashMap::new(),
        heads: Vec::new(),
        modifiers: Vec::new(),
        phrase_of,
        nation_of,
        pointed: vec![false; tree.len() as usize],
    };
    for (_, _, item) in items {
        match item {
            Item::Spot(i) => stage.spot(i),
            Item::Phrase(i) => stage.phrase(&phrases[i as usize]),
            Item::Pointer(i) => stage.pointer(&pointers[i as usize]),
            Item::Group(i) => stage.group(&groups[i as usize]),
            Item::Pronoun(t) => stage.pronoun(t),
        }
    }
    stage.finish()
}

impl<'a> Stage<'_, 'a> {
    /// The actor of that key; a new one where there is none yet.
    pub fn actor(&mut self, key: String, make: impl FnOnce() -> (Actor, Extra)) -> u32 {
        let next = self.actors.len() as u32;
        let at = *self.keys.entry(key).or_insert(next);
        if at == next {
            let (actor, extra) = make();
            self.actors.push(actor);
            self.extras.push(extra);
        }
        at
    }

    fn mention(
        &mut self,
        tokens: Range<u32>,
        head: u32,
        kind: MentionKind,
        actor: Option<u32>,
        anaphor: bool,
    ) -> u32 {
        let at = self.mentions.len() as u32;
        self.mentions.push(CastMention { tokens, head, kind, actor, anaphor, place_state: None });
        at
    }

    /// Says that the mention tells who the phrases headed by those tokens are.
    fn tells(&mut self, heads: &[u32], order: u8, mention: u32) {
        for &t in heads {
            self.heads.push((t, order, mention));
        }
        if let Some(actor) = self.mentions[mention as usize].actor
            && let Some(&head) = heads.first()
        {
            self.history.push(self.scene, actor, head, order);
        }
    }

    /// Says that the mention modifies the nouns that its phrase hangs on.
    fn modifies(&mut self, heads: &[u32], mention: u32) {
        let tree = self.scene.tree;
        for &t in heads {
            let rel = tree.rel(t);
            let Some(h) = tree.head(t) else { continue };
            let case = tree.case_of(t).map(|c| self.scene.lower(c));
            let nominal = matches!(tree.upos(h), Upos::Noun | Upos::Propn);
            let fits = match rel {
                Deprel::NmodPoss | Deprel::Compound | Deprel::Amod | Deprel::NmodDesc => true,
                Deprel::Nmod => matches!(case, Some("by" | "of" | "from")) && nominal,
                _ => false,
            };
            if fits {
                self.modifiers.push((h, mention));
            }
            // "Chinese and Canadian officials": the first of them stands for all.
            if rel == Deprel::Conj
                && matches!(tree.rel(h), Deprel::NmodPoss | Deprel::Compound | Deprel::Amod | Deprel::Nmod)
                && let Some(noun) = tree.head(h)
            {
                let case = tree.case_of(h).map(|c| self.scene.lower(c));
                if tree.rel(h) != Deprel::Nmod || matches!(case, Some("by" | "of" | "from")) {
                    self.modifiers.push((noun, mention));
                }
            }
        }
    }

    pub fn state_actor(&mut self, code: &'static str) -> u32 {
        let lexicon = self.scene.lexicon;
        self.actor(format!("state:{code}"), || {
            let row = lexicon.state_row(code).map(|r| &lexicon.states[r as usize]);
            let actor = Actor {
                name: row.map_or(code, |r| r.name).to_owned(),
                kind: ActorKind::State,
                state: Some(code.to_owned()),
                sector: None,
                code: Some(code.to_owned()),
                office: None,
                wikidata: row.map(|r| r.wikidata).filter(|w| !w.is_empty()).map(str::to_owned),
                former: false,
                unnamed: false,
            };
            (actor, Extra { word: Some("country"), ..Extra::default() })
        })
    }

    /// The government of a state (or of a part of one, where `row` is that).
    pub fn government(&mut self, code: &'static str, row: Option<u32>) -> u32 {
        let lexicon = self.scene.lexicon;
        let part = row
            .map(|r| &lexicon.states[r as usize])
            .filter(|r| matches!(r.kind, StateKind::Part | StateKind::Partly));
        let name = part.map_or_else(|| lexicon.state_name(code).unwrap_or(code), |p| p.name);
        let sector = match part.map(|p| p.kind) {
            Some(StateKind::Partly) => "PRE",
            _ => "GOV",
        };
        self.actor(format!("government:{code}:{}", part.map_or("", |p| p.name)), || {
            let actor = Actor {
                name: format!("Government of {}", article(name)),
                kind: ActorKind::Body,
                state: Some(code.to_owned()),
                sector: Some(sector.to_owned()),
                code: Some(format!("{code}{sector}")),
                office: None,
                wikidata: None,
                former: false,
                unnamed: false,
            };
            (actor, Extra { word: Some("government"), ..Extra::default() })
        })
    }

    /// A body or group described by a noun, one for each state and word.
    #[allow(clippy::too_many_arguments)]
    pub fn described(
        &mut self,
        words: &str,
        word: &'static str,
        what: &str,
        state: Option<&'static str>,
        sector: Option<&'static str>,
        owner: &str,
        plural: bool,
    ) -> u32 {
        let lexicon = self.scene.lexicon;
        let body = what.starts_with("body");
        if matches!(word, "government" | "administration" | "authority" | "regime" | "leadership" | "cabinet")
            && owner.is_empty()
            && let Some(code) = state
        {
            return self.government(code, None);
        }
        let place = if owner.is_empty() { state.unwrap_or("") } else { owner };
        let key = format!("described:{place}:{}", if body { canonical(word) } else { word.to_owned() });
        self.actor(key, || {
            let kind = match (body, sector) {
                (
                    true,
                    Some("BUS" | "NGO" | "EDU" | "JRN" | "SOC" | "LAB" | "MED" | "REL" | "PTY" | "OPP"),
                ) => ActorKind::Organization,
                (true, Some("REB" | "CRM" | "UAF" | "PRM")) => ActorKind::ArmedGroup,
                (true, _) => ActorKind::Body,
                _ => ActorKind::Group,
            };
            let adjective =
                state.and_then(|s| lexicon.state_row(s)).map(|r| lexicon.states[r as usize].adjective);
            let name = match adjective {
                Some(a)
                    if body
                        && owner.is_empty()
                        && !words.contains(a)
                        && !words.chars().next().is_some_and(char::is_uppercase) =>
                {
                    format!("{a} {words}")
                }
                _ => words.to_owned(),
            };
            let (state, sector) = (state.map(str::to_owned), sector.map(str::to_owned));
            let actor = Actor {
                name,
                kind,
                code: code(state.as_deref(), sector.as_deref()),
                state,
                sector,
                office: None,
                wikidata: None,
                former: false,
                unnamed: true,
            };
            let many = plural
                || matches!(
                    word,
                    "police"
                        | "people"
                        | "public"
                        | "community"
                        | "population"
                        | "family"
                        | "crowd"
                        | "mob"
                        | "staff"
                        | "troops"
                        | "crew"
                        | "special forces"
                        | "ground forces"
                        | "riot police"
                        | "personnel"
                        | "gunmen"
                        | "workforce"
                        | "infantry"
                        | "youth"
                );
            let gender = match word {
                "man" | "boy" | "husband" | "father" | "son" | "brother" | "uncle" | "businessman"
                | "policeman" => Some(Gender::Male),
                "woman" | "girl" | "wife" | "mother" | "daughter" | "sister" | "aunt" | "businesswoman" => {
                    Some(Gender::Female)
                }
                _ => None,
            };
            let single = what.starts_with("people") && !many;
            (actor, Extra { gender, plural: many, single, word: Some(word), ..Extra::default() })
        })
    }

    pub fn person_actor(&mut self, person: u32) -> u32 {
        let p = &self.persons.all[person as usize];
        self.actor(format!("person:{person}"), || {
            let (state, sector) = (p.state.map(str::to_owned), p.sector.map(str::to_owned));
            let actor = Actor {
                name: p.name.clone(),
                kind: ActorKind::Person,
                code: code(state.as_deref(), sector.as_deref()),
                state,
                sector,
                office: p.office.clone(),
                wikidata: None,
                former: p.former,
                unnamed: false,
            };
            (
                actor,
                Extra {
                    gender: p.gender,
                    class: p.class,
                    person: true,
                    known: p.known,
                    named: Some(person),
                    ..Extra::default()
                },
            )
        })
    }

    /// Whether the report has somebody known by that office alone already.
    pub fn has_post(&self, phrase: &Phrase, state: Option<&'static str>, office: &str) -> bool {
        let owner = phrase.organization.map_or("", |r| self.scene.lexicon.organizations[r as usize].name);
        self.keys.contains_key(&post_key(phrase, state, owner, office))
    }

    /// Somebody known by office alone.
    pub fn post_actor(
        &mut self,
        phrase: &Phrase,
        state: Option<&'static str>,
        office: &str,
        class: &'static str,
        again: bool,
    ) -> u32 {
        let lexicon = self.scene.lexicon;
        let sector = if phrase.former { Some("ELI") } else { phrase.sector };
        let owner = phrase.organization.map_or("", |r| lexicon.organizations[r as usize].name);
        let mut key = post_key(phrase, state, owner, office);
        if !again {
            key.push_str(&format!(":{}", phrase.title.start));
        }
        let adjective =
            state.and_then(|s| lexicon.state_row(s)).map(|r| lexicon.states[r as usize].adjective);
        let former = if phrase.former { "former " } else { "" };
        let name = match (adjective, owner) {
            (_, owner) if !owner.is_empty() && !office.contains(owner) => format!("{former}{owner} {office}"),
            (Some(a), "") => format!("{former}{a} {office}"),
            _ => format!("{former}{office}"),
        };
        let post = phrase.former;
        let gender = phrase.gender;
        self.actor(key, || {
            let (state, sector) = (state.map(str::to_owned), sector.map(str::to_owned));
            let actor = Actor {
                name,
                kind: ActorKind::Person,
                code: code(state.as_deref(), sector.as_deref()),
                state,
                sector,
                office: Some(office.to_owned()),
                wikidata: None,
                former: post,
                unnamed: true,
            };
            (actor, Extra { gender, class: Some(class), person: true, ..Extra::default() })
        })
    }

    fn spot(&mut self, i: u32) {
        let scene = self.scene;
        let lexicon = scene.lexicon;
        let spot = &scene.spots[i as usize];
        let tokens = spot.tokens.clone();
        let outward = scene.outward(&tokens);
        let own = outward.first().copied().unwrap_or(tokens.end - 1);
        let climbed = scene.climb(own);
        let modifier = climbed != own && !tokens.contains(&climbed);
        match spot.what {
            What::Person => {
                let person = self.persons.of_spot[i as usize];
                if person == NONE {
                    return;
                }
                let actor = self.person_actor(person);
                let phrase = self.phrase_of[i as usize];
                let mut heads = outward.clone();
                if phrase != NONE && !self.phrases[phrase as usize].plural {
                    let full = &self.phrases[phrase as usize].full;
                    heads.extend(scene.outward(full));
                    heads.sort_unstable();
                    heads.dedup();
                }
                // Where the tree is torn ("Huawei" as the head of "Huawei CFO Lind"), the token that the clause hangs on.
                let core = |t: &u32| is_core(scene.tree.rel(*t));
                let head = outward
                    .iter()
                    .copied()
                    .find(core)
                    .or_else(|| heads.iter().copied().find(core))
                    .unwrap_or(own);
                let mention = self.mention(tokens, head, MentionKind::Person, Some(actor), false);
                let mut order = heads.clone();
                order.sort_by_key(|t| (*t != head, *t));
                self.tells(&order, 0, mention);
                self.modifies(&outward, mention);
            }
            What::State(row) | What::Capital(row) | What::Seat(row) => {
                let state = &lexicon.states[row as usize];
                let whole = matches!(spot.what, What::State(_))
                    && !matches!(state.kind, StateKind::Part | StateKind::Partly);
                let (kind, actor) = if whole {
                    (MentionKind::State, Some(self.state_actor(state.code)))
                } else if spot.nested {
                    (MentionKind::Place, None)
                } else if acts(scene, i) {
                    let kind = if matches!(spot.what, What::Seat(_)) {
                        MentionKind::Organization
                    } else {
                        MentionKind::Place
                    };
                    (kind, Some(self.government(state.code, Some(row))))
                } else {
                    (MentionKind::Place, None)
                };
                self.history.state(own, state.code);
                let head = if modifier { climbed } else { own };
                let mention = self.mention(tokens, head, kind, actor, false);
                self.mentions[mention as usize].place_state = Some(state.code.to_owned());
                if spot.nested {
                    return;
                }
                if modifier {
                    self.modifiers.push((climbed, mention));
                    if let Some(actor) = actor {
                        self.history.push(scene, actor, own, 9);
                    }
                } else {
                    self.tells(&outward, 2, mention);
                }
                self.modifies(&outward, mention);
            }
            What::Nation(row, noun) => {
                let code = lexicon.states[row as usize].code;
                let adjective_alone = !modifier
                    && self.nation_of[i as usize] == NONE
                    && matches!(scene.tree.upos(own), Upos::Noun | Upos::Propn | Upos::Adj)
                    && !is_modifier(scene, own);
                let alone = (noun || adjective_alone) && scene.person_at(tokens.end).is_none();
                self.history.state(own, code);
                if alone && !spot.nested {
                    let the = tokens.start > 0 && scene.lower(tokens.start - 1) == "the";
                    let actor = if the && !noun {
                        self.government(code, Some(row))
                    } else {
                        let words = scene.words_of(&tokens);
                        self.described(&words, "citizen", "people", Some(code), Some("CVL"), "", noun)
                    };
                    let mention = self.mention(tokens, own, MentionKind::Group, Some(actor), false);
                    self.tells(&outward, 2, mention);
                    self.modifies(&outward, mention);
                } else {
                    let part =
                        matches!(lexicon.states[row as usize].kind, StateKind::Part | StateKind::Partly);
                    let actor = if part { self.government(code, Some(row)) } else { self.state_actor(code) };
                    let mention = self.mention(tokens, climbed, MentionKind::Group, Some(actor), false);
                    if spot.nested {
                        return;
                    }
                    self.modifiers.push((climbed, mention));
                    self.modifies(&outward, mention);
                    self.history.push(scene, actor, own, 9);
                }
            }
            What::People(row) => {
                let people = &lexicon.peoples[row as usize];
                let state = Some(people.state).filter(|s| !s.is_empty());
                let noun = !modifier && !is_modifier(scene, own) && scene.tree.upos(own) != Upos::Adj;
                let actor = (noun && !spot.nested).then(|| {
                    self.described(people.word, people.word, "people", state, Some("CVL"), "", true)
                });
                let mention = self.mention(tokens, climbed, MentionKind::Group, actor, false);
                if noun && !spot.nested {
                    self.tells(&outward, 2, mention);
                }
            }
            What::Organization(row) => {
                let org = &lexicon.organizations[row as usize];
                let beside = self.nation_beside(&tokens);
                let over = beside.filter(|b| {
                    (org.kind == "body" || org.sector == "PTY" || org.state.is_empty())
                        && *b != org.state
                        && lexicon.state_row(b).is_some()
                });
                let state = over.or(Some(org.state).filter(|s| !s.is_empty()));
                let name = match over.and_then(|s| lexicon.state_row(s)) {
                    Some(r) => format!("{} {}", lexicon.states[r as usize].adjective, org.name),
                    None => org.name.to_owned(),
                };
                let sector = Some(org.sector).filter(|s| !s.is_empty());
                let actor = self.actor(format!("organization:{}:{}", state.unwrap_or(""), org.name), || {
                    let kind = match org.kind {
                        "body" => ActorKind::Body,
                        "armed_group" => ActorKind::ArmedGroup,
                        _ => ActorKind::Organization,
                    };
                    let actor = Actor {
                        name,
                        kind,
                        code: code(state, sector),
                        state: state.map(str::to_owned),
                        sector: sector.map(str::to_owned),
                        office: None,
                        wikidata: None,
                        former: false,
                        unnamed: false,
                    };
                    (actor, Extra { word: noun_of(sector, org.kind, org.state), ..Extra::default() })
                });
                self.organization(tokens, &outward, own, climbed, modifier, actor, spot.nested);
            }
            What::Named => {
                let inner = scene.state_inside(i);
                let noun = company_noun(&scene.words, lexicon, tokens.start);
                let whole = noun.map_or(tokens.start, |n| n)..tokens.end;
                let state = inner.or_else(|| self.nation_beside(&whole));
                let sector = noun.map(|_| "BUS").or_else(|| scene.sector_of_name(&tokens));
                if inner.is_some()
                    || sector.is_some()
                    || tokens.len() > 1
                    || self.scene.tree.upos(own) == Upos::Propn
                {
                    let words = scene.words_of(&tokens);
                    let key = match (state, body_word(scene, &tokens)) {
                        (Some(s), Some(word)) => format!("described:{s}:{word}"),
                        _ => format!("named:{}:{}", state.unwrap_or(""), self.scene.lower_words(&tokens)),
                    };
                    let body = state.is_some() && super::is_official(sector);
                    let actor = self.actor(key, || {
                        let actor = Actor {
                            name: words.clone(),
                            kind: if body { ActorKind::Body } else { ActorKind::Organization },
                            code: code(state, sector),
                            state: state.map(str::to_owned),
                            sector: sector.map(str::to_owned),
                            office: None,
                            wikidata: None,
                            former: false,
                            unnamed: false,
                        };
                        (actor, Extra { word: noun_of(sector, "organization", ""), ..Extra::default() })
                    });
                    if self.actors[actor as usize].unnamed {
                        self.actors[actor as usize].unnamed = false;
                        self.actors[actor as usize].name = words;
                    }
                    self.organization(tokens, &outward, own, climbed, modifier, actor, spot.nested);
                }
            }
            What::Place(row) => {
                let state = lexicon.places[row as usize].state;
                let head = if modifier { climbed } else { own };
                let mention = self.mention(tokens, head, MentionKind::Place, None, false);
                self.mentions[mention as usize].place_state =
                    Some(state).filter(|s| !s.is_empty()).map(str::to_owned);
                if !spot.nested && !modifier {
                    self.tells(&outward, 3, mention);
                }
            }
            What::Site => {
                let state = scene.state_inside(i);
                let head = if modifier { climbed } else { own };
                let mention = self.mention(tokens, head, MentionKind::Place, None, false);
                self.mentions[mention as usize].place_state = state.map(str::to_owned);
                if !spot.nested && !modifier {
                    self.tells(&outward, 3, mention);
                }
            }
            What::Other => {}
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn organization(
        &mut self,
        tokens: Range<u32>,
        outward: &[u32],
        own: u32,
        climbed: u32,
        modifier: bool,
        actor: u32,
        nested: bool,
    ) {
        let head = if modifier { climbed } else { own };
        let mention = self.mention(tokens, head, MentionKind::Organization, Some(actor), false);
        if nested {
            return;
        }
        if modifier {
            self.modifiers.push((climbed, mention));
            self.history.push(self.scene, actor, own, 9);
        } else {
            self.tells(outward, 1, mention);
        }
        self.modifies(outward, mention);
    }

    /// The state of the nationality word or possessor right before some words, or of "of X" right after.
    fn nation_beside(&self, tokens: &Range<u32>) -> Option<&'static str> {
        let scene = self.scene;
        let mut t = tokens.start;
        let mut possessive = false;
        if t > 0 && (scene.lower(t - 1) == "'s" || scene.lower(t - 1) == "'") {
            t -= 1;
            possessive = true;
        }
        if t > 0 && scene.tree.sentence_of(t - 1) == scene.tree.sentence_of(tokens.start) {
            let spot = scene.inside[t as usize - 1];
            if spot != NONE && scene.spots[spot as usize].tokens.end == t {
                match scene.spots[spot as usize].what {
                    What::Nation(..) => return scene.state_of(spot),
                    What::State(_) | What::Capital(_) => return scene.state_of(spot),
                    What::Place(_) if possessive => return scene.state_of(spot),
                    _ => {}
                }
            }
        }
        let end = tokens.end;
        if scene.lower(end) == "of" || scene.lower(end) == "in" {
            let n = if scene.lower(end + 1) == "the" { end + 2 } else { end + 1 };
            if let Some(&spot) = scene.start_at.get(n as usize)
                && spot != NONE
                && (matches!(scene.spots[spot as usize].what, What::State(_)))
            {
                return scene.state_of(spot);
            }
        }
        None
    }

    fn phrase(&mut self, phrase: &Phrase) {
        let scene = self.scene;
        let title_heads = scene.outward(&phrase.title);
        let full_heads = scene.outward(&phrase.full);
        let own = title_heads.first().copied().unwrap_or(phrase.title.end - 1);
        let head_of = |h: u32| scene.climb(h);
        if !phrase.holders.is_empty() {
            for &spot in &phrase.holders {
                let person = self.persons.of_spot[spot as usize];
                if person == NONE {
                    continue;
                }
                let actor = self.person_actor(person);
                let tokens = scene.spots[spot as usize].tokens.clone();
                let name_heads = scene.outward(&tokens);
                let head = full_heads
                    .iter()
                    .copied()
                    .find(|t| tokens.contains(t))
                    .or_else(|| (!phrase.plural).then(|| full_heads.first().copied()).flatten())
                    .or_else(|| name_heads.first().copied())
                    .unwrap_or(own);
                let mention = self.mention(phrase.title.clone(), head, MentionKind::Role, Some(actor), false);
                // The name comes after as a mention of its own and tells the same heads; the title tells its own too.
                let heads: Vec<u32> = title_heads.iter().chain(&full_heads).copied().collect();
                for t in heads {
                    self.heads.push((t, 1, mention));
                }
            }
            return;
        }
        if phrase.plural || !is_post(phrase.class) {
            let actors = self.resolve_described(phrase);
            if !actors.is_empty() {
                let head = phrase.title.end - 1;
                self.point(phrase.title.end - 1..phrase.title.end, phrase.title.clone(), head, actors);
            }
            return;
        }
        let (actor, anaphor) = self.resolve_post(phrase);
        let Some(actor) = actor else { return };
        let head = full_heads.iter().copied().find(|t| phrase.title.contains(t)).unwrap_or(head_of(own));
        let mention = self.mention(phrase.title.clone(), head, MentionKind::Role, Some(actor), anaphor);
        let mut heads: Vec<u32> = vec![head];
        heads.extend(full_heads.iter().copied().filter(|t| *t != head));
        self.tells(&heads, 1, mention);
        self.modifies(&title_heads, mention);
    }

    /// Mentions for words that were found to point back to those actors.
    fn point(&mut self, noun: Range<u32>, tokens: Range<u32>, head: u32, actors: Vec<u32>) {
        let mut heads = self.scene.outward(&tokens);
        if !heads.contains(&head) {
            heads.insert(0, head);
        }
        self.pointed[noun.end as usize - 1] = true;
        for actor in actors {
            let person = self.actors[actor as usize].kind == ActorKind::Person;
            let kind = if person { MentionKind::Role } else { MentionKind::Group };
            let mention = self.mention(tokens.clone(), head, kind, Some(actor), true);
            self.tells(&heads, 1, mention);
            self.modifies(&heads, mention);
        }
    }

    fn kind_of_mention(&self, actor: u32) -> MentionKind {
        match self.actors[actor as usize].kind {
            ActorKind::Person => MentionKind::Person,
            ActorKind::State => MentionKind::State,
            ActorKind::Group => MentionKind::Group,
            _ => MentionKind::Organization,
        }
    }

    fn pointer(&mut self, pointer: &Pointer) {
        if self.pointed[pointer.head as usize] {
            return;
        }
        let actors = self.resolve_pointer(pointer);
        if !actors.is_empty() {
            self.point(pointer.tokens.clone(), pointer.tokens.clone(), pointer.head, actors);
        }
    }

    fn group(&mut self, group: &Group) {
        let scene = self.scene;
        if self.pointed[group.head as usize] {
            return;
        }
        // "the Swedish carmaker Nordvik": the name tells who that is.
        let next = scene.start_at.get(group.head as usize + 1).copied().unwrap_or(NONE);
        if next != NONE
            && !group.plural
            && matches!(scene.spots[next as usize].what, What::Named | What::Organization(_))
            && company_noun(&scene.words, scene.lexicon, group.head + 1).is_some()
        {
            return;
        }
        let heads = scene.outward(&group.tokens);
        let head = if heads.contains(&group.head) {
            group.head
        } else {
            heads.first().copied().unwrap_or(group.head)
        };
        let mut actors: Vec<u32> = Vec::new();
        let mut anaphor = false;
        let reference = matches!(group.what, "state" | "bloc" | "side" | "group");
        if group.both && (group.states.is_empty() || group.word == "government") || reference {
            if !group.states.is_empty()
                && (group.what == "side" || group.both && group.what == "body" && group.word == "government")
            {
                for code in group.states.clone() {
                    let actor = if group.what == "side" {
                        self.state_actor(code)
                    } else {
                        self.government(code, None)
                    };
                    actors.push(actor);
                }
                anaphor = group.what == "side";
            } else if group.states.is_empty() {
                actors = self.resolve_reference(group);
                anaphor = true;
            }
            if actors.is_empty()
                && group.what == "group"
                && (group.owner.is_some() || !group.states.is_empty())
            {
                let words = scene.words_of(&group.tokens);
                let state = group.states.first().copied();
                actors.push(self.described(&words, group.word, "body", state, None, "", group.plural));
                anaphor = false;
            }
            if actors.is_empty() {
                return;
            }
        } else if let Some(owner) = group.owner {
            actors.extend(self.owned(group, owner));
        } else if !group.states.is_empty() {
            let several = group.states.len() > 1;
            for code in group.states.clone() {
                let adjective =
                    scene.lexicon.state_row(code).map(|r| scene.lexicon.states[r as usize].adjective);
                let words = match adjective.filter(|_| several) {
                    Some(adjective) => format!("{adjective} {}", scene.tree.word(group.head)),
                    None => scene.words_of(&group.tokens),
                };
                actors.push(self.described(
                    &words,
                    group.word,
                    group.what,
                    Some(code),
                    group.sector,
                    "",
                    group.plural,
                ));
            }
        } else {
            let found = self.resolve_body(group);
            if let Some(actor) = found {
                actors.push(actor);
                anaphor = true;
            } else {
                let vague = matches!(
                    group.word,
                    "government"
                        | "administration"
                        | "regime"
                        | "leadership"
                        | "presidency"
                        | "cabinet"
                        | "state media"
                );
                if group.what == "thing"
                    || group.what.ends_with("weak")
                    || vague && !group.definite && !group.plural
                {
                    return;
                }
                let words = scene.words_of(&group.tokens);
                actors.push(self.described(
                    &words,
                    group.word,
                    group.what,
                    None,
                    group.sector,
                    "",
                    group.plural,
                ));
            }
        }
        let capital = scene.tree.word(group.head).chars().next().is_some_and(char::is_uppercase)
            && group.what.starts_with("body")
            && group.tokens.len() > 1;
        let kind = if capital { MentionKind::Organization } else { MentionKind::Group };
        if capital && let [actor] = actors[..] {
            let named = &mut self.actors[actor as usize];
            if named.unnamed && named.kind == ActorKind::Organization {
                named.unnamed = false;
            } else if named.unnamed && named.kind == ActorKind::Body {
                named.unnamed = false;
                named.name = body_name(scene, group);
            }
        }
        for actor in actors {
            let mention = self.mention(group.tokens.clone(), head, kind, Some(actor), anaphor);
            self.tells(&heads, 1, mention);
            self.modifies(&heads, mention);
        }
    }

    /// "the Lind administration", "Huawei's lawyers", "Hamas fighters".
    fn owned(&mut self, group: &Group, owner: u32) -> Option<u32> {
        let scene = self.scene;
        let words = scene.words_of(&group.tokens);
        let (state, name, sector) = match scene.spots[owner as usize].what {
            What::Person => {
                let person = self.persons.of_spot[owner as usize];
                let person = self.persons.all.get(person as usize)?;
                (person.state, person.name.clone(), group.sector)
            }
            What::Organization(r) => {
                let org = &scene.lexicon.organizations[r as usize];
                let state = Some(org.state).filter(|s| !s.is_empty());
                let own = matches!(group.sector, Some("GOV" | "MIL" | "UNK" | "REB" | "UAF" | "PRM") | None);
                let sector = if own { Some(org.sector).filter(|s| !s.is_empty()) } else { group.sector };
                (state, org.name.to_owned(), sector)
            }
            _ => (None, scene.words_of(&scene.spots[owner as usize].tokens), group.sector),
        };
        if let (Some(code), true) = (state, scene.spots[owner as usize].what == What::Person)
            && matches!(group.word, "government" | "administration" | "regime" | "cabinet" | "leadership")
        {
            return Some(self.government(code, None));
        }
        let within = group.tokens.contains(&scene.spots[owner as usize].tokens.start);
        let words = if within || words.contains(&name) { words } else { format!("{name} {words}") };
        Some(self.described(&words, group.word, group.what, state, sector, &name, group.plural))
    }

    fn pronoun(&mut self, t: u32) {
        let actors = self.resolve_pronoun(t);
        if actors.is_empty() {
            return;
        }
        for actor in actors {
            let state = self.actors[actor as usize].kind == ActorKind::State;
            let kind = self.kind_of_mention(actor);
            let mention = self.mention(t..t + 1, t, kind, Some(actor), true);
            if state {
                self.mentions[mention as usize].place_state = self.actors[actor as usize].state.clone();
            }
            if self.scene.tree.rel(t) == Deprel::NmodPoss {
                self.modifies(&[t], mention);
                self.heads.push((t, 1, mention));
                self.history.push(self.scene, actor, t, 9);
            } else {
                self.tells(&[t], 1, mention);
            }
        }
    }

    fn finish(self) -> Cast {
        let Stage { mut mentions, actors, mut heads, mut modifiers, .. } = self;
        // Mentions in order of their first tokens, the longer first.
        let mut order: Vec<u32> = (0..mentions.len() as u32).collect();
        order.sort_by_key(|i| {
            let m = &mentions[*i as usize];
            (m.tokens.start, std::cmp::Reverse(m.tokens.end), *i)
        });
        let mut new = vec![0u32; mentions.len()];
        for (at, &old) in order.iter().enumerate() {
            new[old as usize] = at as u32;
        }
        let mut sorted: Vec<CastMention> = Vec::with_capacity(mentions.len());
        for &old in &order {
            sorted.push(mentions[old as usize].clone());
        }
        mentions = sorted;
        // Actors in the order of their first mentions; those that nothing mentions go.
        let mut place = vec![NONE; actors.len()];
        let mut kept: Vec<Actor> = Vec::new();
        for mention in &mut mentions {
            if let Some(actor) = &mut mention.actor {
                let old = *actor as usize;
                if place[old] == NONE {
                    place[old] = kept.len() as u32;
                    kept.push(actors[old].clone());
                }
                *actor = place[old];
            }
        }
        heads.sort_by_key(|(t, rank, m)| (*t, *rank, new[*m as usize]));
        let mut out: Vec<(u32, u32)> = heads.into_iter().map(|(t, _, m)| (t, new[m as usize])).collect();
        out.dedup();
        for (_, m) in &mut modifiers {
            *m = new[*m as usize];
        }
        modifiers.sort_unstable();
        modifiers.dedup();
        Cast { actors: kept, mentions, heads: out, modifiers }
    }
}

/// "Chinese Foreign Ministry" for "China's Foreign Ministry" too.
fn body_name(scene: &Scene, group: &Group) -> String {
    let words = scene.words_of(&group.tokens);
    let row = group
        .states
        .first()
        .and_then(|s| scene.lexicon.state_row(s))
        .map(|r| &scene.lexicon.states[r as usize]);
    match row {
        Some(row)
            if !words.starts_with(row.adjective)
                && group
                    .nations
                    .iter()
                    .all(|n| scene.spots[*n as usize].tokens.end <= group.tokens.start) =>
        {
            format!("{} {words}", row.adjective)
        }
        _ => words,
    }
}

fn post_key(phrase: &Phrase, state: Option<&str>, owner: &str, office: &str) -> String {
    format!("post:{}:{owner}:{office}:{}", state.unwrap_or(""), phrase.former)
}

/// State and sector joined; the one that is known where only one is.
fn code(state: Option<&str>, sector: Option<&str>) -> Option<String> {
    match (state, sector) {
        (None, None) => None,
        (state, sector) => Some(format!("{}{}", state.unwrap_or(""), sector.unwrap_or(""))),
    }
}

/// "the United States", where the name takes the article.
fn article(name: &str) -> String {
    let takes = name.starts_with("United ")
        || name.ends_with(" Republic")
        || name.ends_with("Islands")
        || name.ends_with(" Union")
        || matches!(
            name,
            "Netherlands" | "Philippines" | "Maldives" | "Bahamas" | "Comoros" | "Seychelles" | "Holy See"
        )
        || name.starts_with("Democratic Republic")
        || name.starts_with("Republic ");
    if takes { format!("the {name}") } else { name.to_owned() }
}

/// One name for one kind of body: "ministry of foreign affairs" is the foreign ministry.
fn canonical(word: &str) -> String {
    match word {
        "ministry of foreign affairs" | "foreign affairs ministry" | "ministry of external affairs" => {
            "foreign ministry".into()
        }
        "ministry of defence"
        | "ministry of defense"
        | "defense ministry"
        | "ministry of national defense"
        | "ministry of national defence"
        | "national defense ministry" => "defence ministry".into(),
        "army" | "armed forces" | "armed force" => "military".into(),
        _ => match word.strip_prefix("ministry of ") {
            Some(what) => format!("{} ministry", what.strip_prefix("the ").unwrap_or(what)),
            None => word.to_owned(),
        },
    }
}

/// The kind of body that a name without its nationality says it is ("foreign ministry").
fn body_word(scene: &Scene, tokens: &Range<u32>) -> Option<String> {
    let start = tokens.clone().find(|t| {
        let from = scene.spots.partition_point(|s| s.tokens.start < tokens.start);
        let within = scene.spots[from..].iter().take_while(|s| s.tokens.start < tokens.end);
        let nested = within.clone().any(|s| s.nested && s.tokens.contains(t));
        !nested && scene.lower(*t) != "'s"
    })?;
    let (to, values, _) =
        scene.words.longest_common(scene.lexicon, &scene.lexicon.group_words, start, tokens.end)?;
    (to == tokens.end).then(|| canonical(scene.lexicon.groups[values[0] as usize].word))
}

/// The common noun that may point back to an organisation.
fn noun_of(sector: Option<&str>, kind: &str, state: &str) -> Option<&'static str> {
    Some(match (sector, kind) {
        (Some("BUS"), _) => "company",
        (_, "armed_group") => "group",
        (Some("PTY"), _) => "party",
        (Some("JRN"), _) => "media",
        (Some("GOV"), "body") => "ministry",
        (Some("JUD"), _) => "court",
        (Some("LEG"), _) => "parliament",
        _ if matches!(state, "IGO" | "UNO") => "organization",
        _ if state == "NGO" => "organization",
        _ => return None,
    })
}

/// Whether the relation is one of a verb's own parties.
fn is_core(rel: Deprel) -> bool {
    matches!(
        rel,
        Deprel::Nsubj
            | Deprel::NsubjPass
            | Deprel::NsubjOuter
            | Deprel::Obj
            | Deprel::Iobj
            | Deprel::Obl
            | Deprel::OblAgent
            | Deprel::Nmod
            | Deprel::NmodPoss
    )
}

/// Whether the token is an attribute of a noun that follows it.
fn is_modifier(scene: &Scene, t: u32) -> bool {
    let token = scene.tree.token(t);
    matches!(token.deprel, Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::Flat)
        && token.head.is_some_and(|h| h != t)
        || token.deprel == Deprel::Conj
            && token.head.is_some_and(|h| matches!(scene.tree.rel(h), Deprel::Amod | Deprel::Compound))
}

/// Words after which a city is a place.
const LOCAL: &[&str] = &[
    "in",
    "at",
    "near",
    "into",
    "outside",
    "around",
    "across",
    "through",
    "via",
    "toward",
    "towards",
    "over",
    "inside",
    "within",
    "off",
    "throughout",
    "above",
    "beyond",
    "along",
    "onto",
];
/// What one gets from a government rather than from a city.
const FROM_A_GOVERNMENT: &[&str] = &[
    "demand",
    "pressure",
    "criticism",
    "support",
    "message",
    "response",
    "statement",
    "condemnation",
    "backlash",
    "call",
    "concession",
    "permission",
    "approval",
    "order",
    "independence",
    "request",
    "signal",
    "loan",
    "aid",
    "anger",
    "reaction",
    "threat",
    "retaliation",
    "warning",
    "rebuke",
    "protest",
    "pushback",
    "assurance",
    "guarantee",
    "word",
    "comment",
    "help",
    "assistance",
    "interference",
    "commitment",
    "money",
    "fund",
    "draw",
    "hear",
    "receive",
    "win",
    "seek",
    "instruction",
];
/// What one gives to a government rather than to a city.
const TO_A_GOVERNMENT: &[&str] = &[
    "message",
    "warning",
    "response",
    "concession",
    "offer",
    "threat",
    "letter",
    "say",
    "give",
    "sell",
    "supply",
    "appeal",
    "signal",
    "loyal",
    "close",
    "loyalty",
    "aid",
    "hand",
    "pledge",
    "proposal",
    "demand",
    "alternative",
    "respond",
    "speak",
    "talk",
    "owe",
    "belong",
    "protest",
    "complain",
    "apologize",
    "apologise",
    "matter",
    "important",
    "friendly",
    "hostile",
    "challenge",
    "rebuke",
    "blow",
    "gift",
    "sale",
    "assistance",
    "support",
    "debt",
    "opposed",
    "sympathetic",
    "subservient",
    "proximity",
    "note",
    "reply",
    "overture",
    "submit",
    "convey",
    "deliver",
    "pass",
    "extend",
    "provide",
    "lose",
    "present",
    "request",
];
/// What one does to a place.
const DONE_TO_PLACES: &[&str] = &[
    "visit", "reach", "leave", "enter", "rock", "hit", "bomb", "shell", "strike", "seize", "capture",
    "attack", "target", "pound", "besiege", "surround", "tour", "retake", "liberate", "take", "storm",
    "occupy", "defend", "evacuate", "flee", "depart", "quit", "bombard", "overrun", "encircle", "shake",
    "near", "approach", "blanket", "paralyse", "paralyze",
];
/// Things of a city.
const OF_A_PLACE: &[&str] = &[
    "street",
    "airport",
    "suburb",
    "outskirts",
    "district",
    "university",
    "hospital",
    "center",
    "centre",
    "square",
    "port",
    "neighbourhood",
    "neighborhood",
    "mayor",
    "metro",
    "population",
    "resident",
    "south",
    "north",
    "east",
    "west",
    "city",
    "downtown",
    "skyline",
    "landmark",
    "museum",
    "stadium",
    "hotel",
    "cathedral",
    "police",
];

/// Whether a capital, seat or territory acts for its government here, rather than being where something happens.
fn acts(scene: &Scene, spot: u32) -> bool {
    let tree = scene.tree;
    let s = &scene.spots[spot as usize];
    let tokens = &s.tokens;
    let sentence = tree.sentence_tokens(tokens.start);
    // "BEIJING, Nov. 11 --", "MOSCOW (Reuters) -", "Ottawa, Canada"
    if tokens.start == sentence.start {
        let next = scene.lower(tokens.end);
        let caps =
            tree.word(tokens.start).len() > 3 && tree.word(tokens.start).chars().all(|c| !c.is_lowercase());
        if caps && tokens.end < sentence.end && [",", "(", "-", "--", "—", "–", ":", "/"].contains(&next)
            || next == "("
        {
            return false;
        }
    }
    if tokens.end + 1 < sentence.end && scene.lower(tokens.end) == "," {
        let next = scene.start_at[tokens.end as usize + 1];
        if next != NONE
            && matches!(scene.spots[next as usize].what, What::State(_))
            && scene.state_of(next) == scene.state_of(spot)
        {
            return false;
        }
    }
    let head = scene.outward(tokens).first().copied().unwrap_or(tokens.end - 1);
    acts_at(scene, head, 0)
}

fn acts_at(scene: &Scene, head: u32, depth: u32) -> bool {
    let tree = scene.tree;
    let above = tree.head(head);
    let lemma = above.map_or("", |h| tree.lemma(h)).to_lowercase();
    let lemma = lemma.as_str();
    match tree.rel(head) {
        Deprel::Nsubj | Deprel::Iobj | Deprel::Vocative | Deprel::NsubjOuter => true,
        Deprel::Obj | Deprel::NsubjPass => !DONE_TO_PLACES.contains(&lemma),
        Deprel::NmodPoss => !OF_A_PLACE.contains(&lemma),
        Deprel::OblAgent => true,
        Deprel::Nmod | Deprel::Obl => {
            let case = tree.case_of(head).map_or("", |c| scene.lower(c));
            match case {
                // "Estgrad and Norhaven earlier this month agreed", read as an adverb.
                "" => above.is_some_and(|h| {
                    h > head
                        && tree.upos(h) == Upos::Verb
                        && tree.child(h, Deprel::Nsubj).is_none()
                        && tree.child(h, Deprel::NsubjPass).is_none()
                }),
                c if LOCAL.contains(&c) => false,
                "from" => FROM_A_GOVERNMENT.contains(&lemma),
                "to" => TO_A_GOVERNMENT.contains(&lemma),
                "for" => !["leave", "depart", "bind", "head", "bound", "destine"].contains(&lemma),
                "of" => {
                    !OF_A_PLACE.contains(&lemma)
                        && ![
                            "capital",
                            "outside",
                            "edge",
                            "part",
                            "kilometre",
                            "kilometer",
                            "mile",
                            "km",
                            "heart",
                        ]
                        .contains(&lemma)
                }
                _ => true,
            }
        }
        // "informed Beijing", read as a verb
        Deprel::Xcomp if tree.upos(head) == Upos::Verb => {
            head == above.map_or(0, |h| h + 1) && !DONE_TO_PLACES.contains(&lemma)
        }
        Deprel::Conj if depth < 4 => above.is_some_and(|h| acts_at(scene, h, depth + 1)),
        Deprel::Root => true,
        Deprel::Compound | Deprel::Amod => above.is_some_and(|h| {
            [
                "official",
                "government",
                "authority",
                "policymaker",
                "diplomat",
                "regime",
                "administration",
                "side",
            ]
            .contains(&tree.lemma(h))
        }),
        _ => false,
    }
}

/// All groups and descriptions of the text by common nouns.
fn groups(scene: &Scene, phrases: &[Phrase]) -> Vec<Group> {
    let (tree, words, lexicon) = (scene.tree, &scene.words, scene.lexicon);
    let mut taken = vec![false; tree.len() as usize];
    let mut out = Vec::new();
    for phrase in phrases {
        let free = phrase.holders.is_empty() && (phrase.plural || !is_post(phrase.class));
        if !free {
            for t in phrase.title.clone() {
                taken[t as usize] = true;
            }
        }
    }
    for sentence in &tree.analysis.sentences {
        let Range { start, end } = sentence.tokens.clone();
        let mut t = start;
        while t < end {
            if scene.inside[t as usize] != NONE || taken[t as usize] {
                t += 1;
                continue;
            }
            let limit =
                (t..end).find(|u| scene.inside[*u as usize] != NONE || taken[*u as usize]).unwrap_or(end);
            let Some((to, values, plural)) = words.longest_common(lexicon, &lexicon.group_words, t, limit)
            else {
                t += 1;
                continue;
            };
            if let Some(group) = group(scene, t..to, values[0], plural, start, end) {
                t = group.tokens.end.max(to);
                out.push(group);
            } else {
                t = if to > t + 1 { to } else { t + 1 };
            }
        }
    }
    // "the foreign ministers of Estmark and Norvia", "Norvian and Estmarkian ministers"
    for phrase in phrases {
        if phrase.plural
            && phrase.holders.is_empty()
            && let Ok(at) = out.binary_search_by_key(&(phrase.title.end - 1), |g| g.head)
        {
            let group = &mut out[at];
            group.tokens.start = group.tokens.start.min(phrase.title.start);
            for &nation in &phrase.nations {
                if let Some(code) = scene.state_of(nation)
                    && !group.states.contains(&code)
                {
                    group.states.push(code);
                    group.nations.push(nation);
                }
            }
        }
    }
    out
}

fn group(scene: &Scene, noun: Range<u32>, value: u32, plural: bool, first: u32, end: u32) -> Option<Group> {
    let (tree, lexicon) = (scene.tree, scene.lexicon);
    let row = &lexicon.groups[value as usize];
    let head = noun.end - 1;
    if !matches!(tree.upos(head), Upos::Noun | Upos::Propn | Upos::Adj) {
        return None;
    }
    if tree.upos(head) == Upos::Adj
        && matches!(
            tree.rel(head),
            Deprel::Amod
                | Deprel::Advmod
                | Deprel::Root
                | Deprel::Xcomp
                | Deprel::Ccomp
                | Deprel::Acl
                | Deprel::AclRelcl
        )
    {
        return None;
    }
    // A modifier of another noun ("police station", "security forces base") is nobody, but before a name it is.
    if matches!(tree.rel(head), Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::Flat)
        && tree.head(head).is_some_and(|h| h > head && h < end && scene.inside[h as usize] == NONE)
    {
        return None;
    }
    // "the Foreign Ministers' Meeting": a gathering's name.
    if plural
        && ["'", "’", "'s"].contains(&scene.lower(noun.end))
        && ["meeting", "summit", "forum", "conference", "congress"].contains(&scene.lower(noun.end + 1))
    {
        return None;
    }
    let mut g = Group {
        tokens: noun.clone(),
        head,
        word: row.word,
        sector: Some(row.sector).filter(|s| *s != "UNK" && !s.is_empty()),
        what: row.what,
        states: Vec::new(),
        nations: Vec::new(),
        owner: None,
        pronoun: None,
        plural,
        definite: false,
        both: false,
    };
    let mut p = noun.start;
    let mut naming = noun.start;
    let mut possessive = false;
    let mut steps = 0;
    while p > first && steps < 12 {
        steps += 1;
        let q = p - 1;
        let lower = scene.lower(q);
        let spot = scene.inside[q as usize];
        if spot != NONE {
            let s = &scene.spots[spot as usize];
            if s.tokens.end != p {
                break;
            }
            match s.what {
                What::State(_)
                | What::Nation(..)
                | What::Capital(_)
                | What::Seat(_)
                | What::Place(_)
                | What::People(_) => {
                    if let Some(code) = scene.state_of(spot)
                        && !g.states.contains(&code)
                    {
                        g.states.insert(0, code);
                    }
                    g.nations.push(spot);
                    if !possessive && !matches!(s.what, What::Place(_)) {
                        naming = s.tokens.start;
                    }
                }
                What::Organization(_) | What::Person | What::Named => {
                    if g.states.is_empty() {
                        g.owner = Some(spot);
                        if let What::Named = s.what
                            && let Some(code) = scene.state_inside(spot)
                        {
                            g.states.push(code);
                            g.owner = None;
                        }
                    }
                    p = s.tokens.start;
                    if !possessive {
                        naming = p;
                    }
                    break;
                }
                _ => break,
            }
            p = s.tokens.start;
            possessive = false;
            continue;
        }
        if lower == "'s" || (lower == "'" || lower == "’") && q > first && scene.lower(q - 1).ends_with('s')
        {
            if q == first || scene.inside[q as usize - 1] == NONE {
                break;
            }
            possessive = true;
            p = q;
            continue;
        }
        if ["and", ",", "&"].contains(&lower) && q > first {
            // "Norvian and Estmarkian officials"
            let left = scene.inside[q as usize - 1];
            let right = scene.inside[p as usize];
            let nation = |s: u32| {
                s != NONE && matches!(scene.spots[s as usize].what, What::Nation(_, false) | What::State(_))
            };
            if nation(left) && nation(right) && scene.spots[left as usize].tokens.end == q {
                p = q;
                continue;
            }
            break;
        }
        match lower {
            "the" | "this" | "that" | "these" | "those" => {
                g.definite = true;
                break;
            }
            "both" => {
                g.both = true;
                g.definite = true;
                p = q;
                continue;
            }
            "two" | "2"
                if q > first && ["the", "these", "those", "our", "their"].contains(&scene.lower(q - 1)) =>
            {
                g.both = true;
                p = q;
                continue;
            }
            "his" | "her" | "its" | "their" => {
                g.pronoun = Some(q);
                break;
            }
            "a" | "an" | "any" | "some" | "no" | "another" | "each" | "every" | "either" | "neither" => break,
            _ => {}
        }
        if matches!(tree.upos(q), Upos::Adj | Upos::Num | Upos::Noun | Upos::Propn)
            && tree.rel(q) != Deprel::Root
            || lower == "-"
            || tree.upos(q) == Upos::Verb && matches!(tree.rel(q), Deprel::Amod | Deprel::Compound)
        {
            // The noun before must belong to this one.
            let inner = tree.upward(q).skip(1).take(6).any(|u| u == head);
            if !inner && lower != "-" {
                break;
            }
            p = q;
            continue;
        }
        break;
    }
    if tree.upos(head) == Upos::Adj && g.nations.is_empty() && !g.definite {
        return None;
    }
    g.tokens.start = naming;
    // "police in Canada", "the government of Norvia", "residents of Estgrad"
    let next = scene.lower(noun.end);
    if g.states.is_empty()
        && g.owner.is_none()
        && matches!(next, "of" | "in" | "from" | "at")
        && noun.end + 1 < end
    {
        let n = if scene.lower(noun.end + 1) == "the" { noun.end + 2 } else { noun.end + 1 };
        if let Some(&spot) = scene.start_at.get(n as usize)
            && spot != NONE
            && n < end
        {
            let mut spot = spot;
            for _ in 0..4 {
                let hangs = scene
                    .outward(&scene.spots[spot as usize].tokens)
                    .iter()
                    .any(|t| tree.upward(*t).skip(1).take(3).any(|u| u == head));
                if let Some(code) = scene.state_of(spot)
                    && (hangs || next == "of")
                    && !g.states.contains(&code)
                    && (next != "at" || row.what.starts_with("body"))
                {
                    g.states.push(code);
                    g.nations.push(spot);
                }
                let after = scene.spots[spot as usize].tokens.end;
                let m = if scene.lower(after + 1) == "the" { after + 2 } else { after + 1 };
                match scene.start_at.get(m as usize) {
                    Some(&s)
                        if s != NONE
                            && m < end
                            && ["and", ",", "&"].contains(&scene.lower(after))
                            && matches!(scene.spots[s as usize].what, What::State(_)) =>
                    {
                        spot = s
                    }
                    _ => break,
                }
            }
        }
    }
    // "the government of President Lind", "supporters of Lind", "fighters of Hamas"
    if g.states.is_empty() && g.owner.is_none() && next == "of" {
        let title = |t: u32| tree.upos(t) == Upos::Propn || scene.lower(t) == "the";
        let name = (noun.end + 1..end.min(noun.end + 5)).find(|t| scene.start_at[*t as usize] != NONE);
        let spot = name.filter(|n| (noun.end + 1..*n).all(title)).map(|n| scene.start_at[n as usize]);
        let owns = |s: &u32| matches!(scene.spots[*s as usize].what, What::Person | What::Organization(_));
        g.owner = spot.filter(owns);
    }
    if matches!(g.what, "state") && (!g.definite || !g.states.is_empty() || g.plural && !g.both) {
        return None;
    }
    if g.what == "bloc" && !g.definite {
        return None;
    }
    if g.what == "side" && (g.states.is_empty() && !g.both) {
        return None;
    }
    if g.what == "group" && g.states.is_empty() && g.owner.is_none() && !g.definite {
        return None;
    }
    if g.what == "group" && g.states.is_empty() && !g.definite && g.owner.is_none() {
        return None;
    }
    if (g.what == "thing" || g.what.ends_with("weak")) && g.states.is_empty() && g.owner.is_none() {
        return None;
    }
    if g.word == "counterpart" && g.states.is_empty() {
        return None;
    }
    Some(g)
}
