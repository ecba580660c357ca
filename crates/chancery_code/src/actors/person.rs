//! The persons of a report: which names are one person's, of which state, in which office.

use super::lexicon::{Gender, fold};
use super::office::{Phrase, is_held, rank};
use super::scene::{NONE, Scene};
use super::spot::{Spot, What, honorific};
use chancery_lang::{Deprel, Upos};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How many tokens away an office may stand whose state a name's title takes.
const FAR: u32 = 500;

/// Somebody with a name.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// The fullest form of the name, as written.
    pub name: String,
    /// Its words, folded and in lower case, hyphens kept within them.
    pub words: Vec<String>,
    pub state: Option<&'static str>,
    /// The text itself tells the state.
    pub state_told: bool,
    pub sector: Option<&'static str>,
    pub office: Option<String>,
    pub class: Option<&'static str>,
    pub former: bool,
    /// The words of their offices as the report writes them, in lower case ("taoiseach").
    pub titles: Vec<String>,
    pub gender: Option<Gender>,
    /// One of the table of widely known people.
    pub known: bool,
    /// The first token that names it.
    pub first: u32,
    /// The last spot that names it.
    last: u32,
}

/// All persons, and which of them each spot names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Persons {
    pub all: Vec<Person>,
    /// For every spot its person, [`NONE`] for other spots.
    pub of_spot: Vec<u32>,
    /// For every spot the phrases whose holder it is.
    pub phrases_of: Vec<Vec<u32>>,
    /// For every person the tokens at which a name of theirs starts, in order.
    pub starts: Vec<Vec<u32>>,
    /// Words of names, and pieces of long ones, with the persons that bear them.
    index: HashMap<String, Vec<u32>>,
}

/// The words of a name: folded, lower case, hyphenated ones whole.
fn name_words(scene: &Scene, tokens: &Range<u32>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut glue = false;
    for t in tokens.clone() {
        let word = scene.lower(t);
        if word == "-" {
            glue = !out.is_empty();
            continue;
        }
        match out.last_mut() {
            Some(last) if glue => {
                last.push('-');
                last.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
        glue = false;
    }
    out
}

impl Persons {
    pub fn find(scene: &Scene, phrases: &[Phrase]) -> Persons {
        let mut persons = Persons {
            all: Vec::new(),
            of_spot: vec![NONE; scene.spots.len()],
            phrases_of: vec![Vec::new(); scene.spots.len()],
            starts: Vec::new(),
            index: HashMap::new(),
        };
        for (i, phrase) in phrases.iter().enumerate() {
            for &holder in &phrase.holders {
                persons.phrases_of[holder as usize].push(i as u32);
            }
        }
        // Full names first, so that a surname that stands before its full name finds it.
        for pass in 0..2 {
            for (i, spot) in scene.spots.iter().enumerate() {
                if spot.what != What::Person {
                    continue;
                }
                let words = name_words(scene, &spot.tokens);
                if words.is_empty() || (words.len() > 1) != (pass == 0) {
                    continue;
                }
                persons.add(scene, phrases, i as u32, words);
            }
        }
        persons.starts = vec![Vec::new(); persons.all.len()];
        for (i, spot) in scene.spots.iter().enumerate() {
            if persons.of_spot[i] != NONE {
                persons.starts[persons.of_spot[i] as usize].push(spot.tokens.start);
            }
        }
        persons.tell_counterparts(scene, phrases);
        persons.tell_states(scene, phrases);
        persons
    }

    fn add(&mut self, scene: &Scene, phrases: &[Phrase], spot: u32, words: Vec<String>) {
        let tokens = scene.spots[spot as usize].tokens.clone();
        let told: Vec<&Phrase> =
            self.phrases_of[spot as usize].iter().map(|i| &phrases[*i as usize]).collect();
        let state = told.iter().filter(|p| !p.plural || p.holders.len() == 1).find_map(|p| p.state);
        let beside = state_beside(scene, &tokens).or_else(|| described_as(scene, &tokens));
        let own = state
            .or(beside.map(|b| b.0))
            .or_else(|| told.iter().find(|p| p.plural).and_then(|_| state_after(scene, &tokens)));
        let class = told.iter().filter(|p| !p.former).map(|p| p.class).min_by_key(|c| rank(c));
        let at = match self.same(&words, own, class, tokens.start) {
            Some(at) => at,
            None => {
                self.all.push(Person {
                    name: scene.words_of(&tokens),
                    words: words.clone(),
                    state: None,
                    state_told: false,
                    sector: None,
                    office: None,
                    class: None,
                    former: false,
                    titles: Vec::new(),
                    gender: None,
                    known: false,
                    first: tokens.start,
                    last: spot,
                });
                self.enter(self.all.len() - 1);
                self.all.len() - 1
            }
        };
        self.of_spot[spot as usize] = at as u32;
        let person = &mut self.all[at];
        person.last = spot;
        person.first = person.first.min(tokens.start);
        let fuller = words.len() > person.words.len();
        if fuller {
            person.name = scene.words_of(&tokens);
            person.words = words;
        }
        if let Some(state) = own
            && !person.state_told
        {
            person.state = Some(state);
            person.state_told = true;
        }
        if let Some((_, sector)) = beside
            && told.is_empty()
            && person.sector.is_none()
            && person.office.is_none()
        {
            person.sector = sector;
        }
        if tokens.start > 0
            && let Some(Some(gender)) = honorific(scene.lower(tokens.start - 1))
        {
            person.gender = Some(gender);
        }
        for phrase in told {
            if phrase.gender.is_some() && person.gender.is_none() {
                person.gender = phrase.gender;
            }
            let title = scene.lower_words(&phrase.title);
            if person.titles.len() < 16 && !person.titles.contains(&title) {
                person.titles.push(title);
            }
            if phrase.class == "counterpart" {
                continue;
            }
            if !is_held(phrase.class) && phrase.former {
                continue;
            }
            let held = is_held(phrase.class);
            let better = person.office.is_none()
                || person.former && !phrase.former
                || person.former == phrase.former
                    && person.class.is_some_and(|c| {
                        rank(phrase.class) < rank(c)
                            || phrase.class == c
                                && phrase.office.len() > person.office.as_ref().map_or(0, String::len)
                    });
            if held && better {
                person.office = Some(phrase.office.clone());
                person.class = Some(phrase.class);
                person.former = phrase.former;
                person.sector = if phrase.former { Some("ELI") } else { phrase.sector };
                if !phrase.former && phrase.sector.is_none() {
                    person.sector = None;
                }
            } else if !held && person.office.is_none() && person.sector.is_none() {
                person.sector = phrase.sector;
            }
        }
        if fuller {
            self.enter(at);
        }
    }

    /// A counterpart holds the office of the one whose counterpart he is: the subject of the sentence, mostly.
    fn tell_counterparts(&mut self, scene: &Scene, phrases: &[Phrase]) {
        for phrase in phrases.iter().filter(|p| p.class == "counterpart") {
            let Some(&holder) = phrase.holders.first() else { continue };
            let person = self.of_spot[holder as usize];
            if person == NONE || self.all[person as usize].office.is_some() {
                continue;
            }
            if let Some(other) = self.counterpart_of(scene, phrases, phrase)
                && let Some(office) = self.all[other as usize].office.clone()
            {
                let (class, sector) = (self.all[other as usize].class, self.all[other as usize].sector);
                let person = &mut self.all[person as usize];
                person.office = Some(plain_office(&office, class));
                person.class = class;
                person.sector = sector;
            }
        }
    }

    /// "Foreign Minister Arvo received his Norvian counterpart": of the one other state that the report tells there, where
    /// it tells one.
    fn tell_hosts(&mut self, scene: &Scene, phrases: &[Phrase]) {
        for phrase in phrases.iter().filter(|p| p.class == "counterpart") {
            let Some(theirs) = phrase.state else { continue };
            let Some(person) = self.counterpart_of(scene, phrases, phrase) else { continue };
            if self.all[person as usize].state.is_some() || self.all[person as usize].former {
                continue;
            }
            let here = scene.tree.sentence_of(phrase.title.start) as usize;
            let sentences = &scene.tree.analysis.sentences;
            let near = sentences[here.saturating_sub(1)].tokens.start
                ..sentences[(here + 1).min(sentences.len() - 1)].tokens.end;
            let mut others = states_told(scene, near).into_iter().filter(|s| *s != theirs);
            if let (Some(own), None) = (others.next(), others.next()) {
                self.all[person as usize].state = Some(own);
            }
        }
    }

    /// Who leads a state's delegation is of that state: "Lind led the Norvian delegation", "a Norvian team headed by Lind".
    fn tell_leaders(&mut self, scene: &Scene) {
        let tree = scene.tree;
        let leads = |verb: &u32| matches!(tree.lemma(*verb), "lead" | "head");
        for t in 0..tree.len() {
            if !matches!(tree.lemma(t), "delegation" | "team" | "mission" | "contingent") {
                continue;
            }
            let Some(state) = states_told(scene, tree.extent(t).start..t).pop() else { continue };
            let led_by = tree
                .children(t)
                .iter()
                .filter(|verb| leads(verb))
                .find_map(|verb| tree.child(*verb, Deprel::OblAgent));
            let leader = match tree.head(t).filter(|verb| leads(verb) && tree.rel(t) == Deprel::Obj) {
                Some(verb) => tree.child(verb, Deprel::Nsubj),
                None => led_by,
            };
            let person = leader.map(|t| scene.inside[t as usize]).filter(|spot| *spot != NONE);
            let person = person.map(|spot| self.of_spot[spot as usize]).filter(|person| *person != NONE);
            if let Some(person) = person.map(|person| &mut self.all[person as usize])
                && person.state.is_none()
            {
                person.state = Some(state);
            }
        }
    }

    /// The person whose counterpart the phrase means: the subject before it, else the nearest named before, else the
    /// subject after.
    pub fn counterpart_of(&self, scene: &Scene, phrases: &[Phrase], phrase: &Phrase) -> Option<u32> {
        let sentence = scene.tree.sentence_tokens(phrase.title.start);
        let mut nearest = None;
        let mut subject = None;
        let mut after = None;
        let from = scene.spots.partition_point(|s| s.tokens.start < sentence.start);
        for (i, spot) in scene.spots.iter().enumerate().skip(from).take(400) {
            if spot.tokens.start >= sentence.end {
                break;
            }
            let person = self.of_spot[i];
            if person == NONE
                || !sentence.contains(&spot.tokens.start)
                || phrase.holders.contains(&(i as u32))
            {
                continue;
            }
            if self.all[person as usize].office.is_none() {
                continue;
            }
            let phrase_of = self.phrases_of[i].first().map(|p| phrases[*p as usize].full.clone());
            let is_subject = scene
                .outward(phrase_of.as_ref().unwrap_or(&spot.tokens))
                .iter()
                .any(|t| matches!(scene.tree.rel(*t), Deprel::Nsubj | Deprel::NsubjPass));
            if spot.tokens.start < phrase.title.start {
                nearest = Some(person);
                if is_subject {
                    subject = Some(person);
                }
            } else if is_subject && after.is_none() {
                after = Some(person);
            }
        }
        subject.or(nearest).or(after)
    }

    /// The persons who share a word with the name, or nearly: of a very common word only those named last.
    fn alike(&self, words: &[String]) -> Vec<usize> {
        const NEAREST: usize = 48;
        let mut out: Vec<usize> = Vec::new();
        for key in keys(words) {
            if let Some(bearers) = self.index.get(&key) {
                out.extend(bearers.iter().rev().take(NEAREST).map(|p| *p as usize));
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    fn enter(&mut self, person: usize) {
        for key in keys(&self.all[person].words) {
            let bearers = self.index.entry(key).or_default();
            if bearers.last() != Some(&(person as u32)) {
                bearers.push(person as u32);
            }
        }
    }

    /// The person who bears that name already.
    fn same(&self, words: &[String], state: Option<&str>, class: Option<&str>, at: u32) -> Option<usize> {
        let mut best: Option<(u32, usize)> = None;
        for i in self.alike(words) {
            let person = &self.all[i];
            let fit = fit(words, &person.words);
            if fit == 0 {
                continue;
            }
            let clash = state.is_some() && person.state_told && person.state != state;
            if clash && fit < 100 {
                continue;
            }
            let mut score = fit;
            if state.is_some() && person.state == state {
                score += 30;
            }
            if class.is_some() && person.class == class {
                score += 30;
            }
            // Named before rather than later, and then the nearest.
            if person.first < at {
                score += 5;
            }
            if best.is_none_or(|(s, b)| score > s || score == s && self.all[i].last > self.all[b].last) {
                best = Some((score, i));
            }
        }
        best.map(|(_, i)| i)
    }

    /// States that the persons' own words do not tell: from whom they speak for, from an office named with its state
    /// elsewhere, from the table of known people.
    fn tell_states(&mut self, scene: &Scene, phrases: &[Phrase]) {
        // A spokesman is of the state of the one whom he speaks for; twice, for a spokesman's spokesman.
        for _ in 0..2 {
            for spot in 0..scene.spots.len() {
                let person = self.of_spot[spot];
                if person == NONE || self.all[person as usize].state.is_some() {
                    continue;
                }
                for &i in &self.phrases_of[spot] {
                    if phrases[i as usize].class == "lawyer" {
                        continue;
                    }
                    let principal = phrases[i as usize]
                        .principal
                        .map(|s| self.of_spot[s as usize])
                        .filter(|p| *p != NONE);
                    if let Some(principal) = principal
                        && principal != person
                    {
                        let state = self.all[principal as usize].state;
                        self.all[person as usize].state = state;
                    }
                }
            }
        }
        for person in &mut self.all {
            let key = |words: &[&str]| words.join(" ").replace('-', " - ");
            let words: Vec<&str> = person.words.iter().map(|w| &**w).collect();
            // "Ada R. Lind" is Ada Lind.
            let plain: Vec<&str> =
                words.iter().copied().filter(|w| w.trim_end_matches('.').len() > 1).collect();
            let row = scene.lexicon.person(&key(&words)).or_else(|| scene.lexicon.person(&key(&plain)));
            if let Some(row) = row {
                person.known = true;
                if person.state.is_none() {
                    person.state = Some(row.state);
                }
                person.gender = person.gender.or(row.gender);
            }
        }
        // "Ambassador Lind" where the report has one "Norvian ambassador".
        let open: Vec<&Phrase> = phrases
            .iter()
            .filter(|p| p.state.is_some() && !p.plural && !p.former && p.holders.is_empty())
            .collect();
        let mut holders: HashSet<(&'static str, &'static str)> = HashSet::new();
        for person in self.all.iter().filter(|p| !p.former) {
            if let (Some(state), Some(class)) = (person.state, person.class) {
                holders.insert((state, class));
            }
        }
        for at in 0..self.all.len() {
            if self.all[at].state.is_some() || self.all[at].class.is_none() {
                continue;
            }
            let class = self.all[at].class;
            let office = self.all[at].office.clone().unwrap_or_default();
            let first = self.all[at].first;
            let mut near: Option<(u32, &'static str, &Phrase)> = None;
            let mut several = false;
            let from = open.partition_point(|p| p.title.start + FAR < first);
            for &phrase in open[from..].iter().take_while(|p| p.title.start < first + FAR) {
                if Some(phrase.class) != class {
                    continue;
                }
                let alike = phrase.office == office
                    || phrase.office.starts_with(&office)
                    || matches!(phrase.class, "foreign_minister" | "head_of_government" | "head_of_state");
                if !alike {
                    continue;
                }
                let far = phrase.title.start.abs_diff(first);
                if near.is_some_and(|(_, s, _)| Some(s) != phrase.state) {
                    several = true;
                }
                if near.is_none_or(|(f, _, _)| far < f)
                    && let Some(state) = phrase.state
                {
                    near = Some((far, state, phrase));
                }
            }
            // Another named person may hold that office already.
            let held = near.is_some_and(|(_, state, _)| class.is_some_and(|c| holders.contains(&(state, c))));
            if let Some((far, state, phrase)) = near
                && !held
                && far < if several { 120 } else { FAR }
            {
                let full = phrase.office.clone();
                if let Some(class) = class {
                    holders.insert((state, class));
                }
                let person = &mut self.all[at];
                person.state = Some(state);
                person.state_told = true;
                if full.len() > office.len() {
                    person.office = Some(full);
                }
            }
        }
        self.tell_leaders(scene);
        // "SANTIAGO - Chile recalled its envoy, Foreign Minister Lind said": a dateline's own officials go without their state.
        if let Some(home) = dateline(scene) {
            let named = |t: u32| {
                let sentence = scene.tree.sentence_tokens(t);
                (0..scene.spots.len() as u32).any(|s| {
                    sentence.contains(&scene.spots[s as usize].tokens.start)
                        && is_of_state(scene, s)
                        && scene.state_of(s) == Some(home)
                })
            };
            let official = [
                "foreign_minister",
                "head_of_state",
                "head_of_government",
                "defence_minister",
                "minister",
                "deputy",
            ];
            // A city where others meet says nothing of whose minister speaks there: the report has to tell of its state.
            let told = states_told(scene, 0..scene.tree.len()).contains(&home);
            let alone = |t: u32| told && states_told(scene, scene.tree.sentence_tokens(t)).is_empty();
            for person in self.all.iter_mut().filter(|p| p.state.is_none() && !p.former) {
                if person.class.is_some_and(|c| official.contains(&c))
                    && (named(person.first) || alone(person.first))
                {
                    person.state = Some(home);
                }
            }
        }
        self.tell_hosts(scene, phrases);
        for person in &mut self.all {
            if person.gender.is_none() && person.words.len() > 1 {
                let first = person.name.split([' ', '\n']).next().unwrap_or_default();
                let last = person.words.last().map_or("", String::as_str);
                let given = scene.lexicon.given_name(&fold(first)).flatten();
                person.gender = given.or_else(|| scene.lexicon.gender_of_family(last));
            }
        }
    }
}

/// The state of a text's dateline: a place in capitals among its first words ("SANTIAGO, 12 May - ").
fn dateline(scene: &Scene) -> Option<&'static str> {
    let sentences = scene.tree.analysis.sentences.iter().take(3);
    let starts = Vec::from_iter(sentences.map(|s| s.tokens.start));
    let opens = |s: &Spot| {
        starts.contains(&s.tokens.start)
            && matches!(s.what, What::Capital(_) | What::Place(_) | What::Seat(_))
            && scene.tree.word(s.tokens.start).len() > 3
            && is_shouted(scene, &s.tokens)
    };
    scene.spots.iter().position(opens).and_then(|s| scene.state_of(s as u32))
}

/// The states that the words name, by name, nationality or capital, each once.
fn states_told(scene: &Scene, tokens: Range<u32>) -> Vec<&'static str> {
    let mut told = Vec::new();
    let from = scene.spots.partition_point(|s| s.tokens.start < tokens.start);
    for (i, spot) in scene.spots.iter().enumerate().skip(from) {
        if spot.tokens.start >= tokens.end {
            break;
        }
        let state = match spot.what {
            What::State(_) | What::Nation(..) => scene.state_of(i as u32),
            // A dateline says where the report was written.
            What::Capital(_) if !is_shouted(scene, &spot.tokens) => scene.state_of(i as u32),
            _ => None,
        };
        if let Some(state) = state.filter(|s| !told.contains(s)) {
            told.push(state);
        }
    }
    told
}

/// Whether words stand in capitals, as in a dateline.
fn is_shouted(scene: &Scene, tokens: &Range<u32>) -> bool {
    tokens.clone().all(|t| scene.tree.word(t).chars().all(|c| c.is_uppercase() || !c.is_alphabetic()))
}

/// Whether a spot names a state, or a place in one.
fn is_of_state(scene: &Scene, spot: u32) -> bool {
    use What::{Capital, Nation, Place, Seat, State};
    matches!(scene.spots[spot as usize].what, State(_) | Nation(..) | Capital(_) | Seat(_) | Place(_))
}

/// The office as a counterpart holds it: "top diplomat" is told of one's own side only.
pub(crate) fn plain_office(office: &str, class: Option<&str>) -> String {
    // Others than the one side have no "external affairs minister" and no "top diplomat".
    let own = !office.contains("minister") && !office.contains("secretary") || office.contains("external");
    if class == Some("foreign_minister") && own {
        return "foreign minister".into();
    }
    for cut in [" to ", " of ", " for "] {
        if let Some((own, _)) = office.split_once(cut)
            && own != "secretary"
        {
            return own.to_owned();
        }
    }
    office.to_owned()
}

/// Under what a name is entered: its words, without articles and with one ending of Slavic names, and the first and last
/// letters of long ones, of which a slip leaves one.
fn keys(words: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for word in words.iter().filter(|w| !is_particle(w)) {
        let bare = bare(word);
        if let Some(stem) = slavic(&bare) {
            out.push(format!("~{stem}"));
        }
        let letters: Vec<char> = bare.chars().collect();
        if letters.len() >= 6 {
            out.push(format!("{}<", letters[..3].iter().collect::<String>()));
            out.push(format!(">{}", letters[letters.len() - 3..].iter().collect::<String>()));
        }
        out.push(bare);
    }
    out
}

/// The word without its article and apostrophes ("al-assad").
fn bare(word: &str) -> String {
    let word = word
        .strip_prefix("al-")
        .or_else(|| word.strip_prefix("el-"))
        .or_else(|| word.strip_prefix("ash-"))
        .unwrap_or(word);
    word.replace('\'', "")
}

/// The stem of a name in -sky, however that is spelt.
fn slavic(word: &str) -> Option<String> {
    ["skyy", "skyi", "skiy", "skij", "skii", "sky", "ski"]
        .iter()
        .find_map(|e| word.strip_suffix(e).map(str::to_owned))
}

/// How well a name fits a person's: 0 not at all, 100 the same.
fn fit(words: &[String], known: &[String]) -> u32 {
    if words == known {
        return 100;
    }
    let plain = |w: &&String| !is_particle(w);
    let a: Vec<&String> = words.iter().filter(plain).collect();
    let b: Vec<&String> = known.iter().filter(plain).collect();
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a.len() == 1 || b.len() == 1 {
        let (one, many) = if a.len() == 1 { (a[0], &b) } else { (b[0], &a) };
        let last = many.len() - 1;
        return many
            .iter()
            .enumerate()
            .map(|(i, w)| {
                let whole = same_word(one, w);
                let place = if i == last || i == 0 { 10 } else { 0 };
                match whole {
                    2 => 60 + place,
                    1 if i == last || i == 0 => 40,
                    _ => 0,
                }
            })
            .max()
            .unwrap_or(0);
    }
    // Both of several words: one holds the other's, or all but one are the same and that one is a slip.
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let mut rest: Vec<&&String> = long.iter().collect();
    let mut exact = 0;
    let mut close = 0;
    for w in short {
        if let Some(at) = rest.iter().position(|r| same_word(w, r) == 2) {
            exact += 1;
            rest.remove(at);
        } else if let Some(at) = rest.iter().position(|r| same_word(w, r) == 1 || initial(w, r)) {
            close += 1;
            rest.remove(at);
        }
    }
    if exact == short.len() {
        90
    } else if exact + close == short.len() && exact >= 1 {
        75
    } else {
        0
    }
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "jr" | "jr."
            | "sr"
            | "sr."
            | "al"
            | "el"
            | "bin"
            | "de"
            | "van"
            | "von"
            | "der"
            | "der."
            | "ii"
            | "iii"
    )
}

/// "J." for "john".
fn initial(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let stem = short.trim_end_matches('.');
    stem.chars().count() == 1 && long.starts_with(stem)
}

/// 2: the same word, an article apart ("assad", "al-assad"); 1: a slip of one letter in a long word; 0: another.
fn same_word(a: &str, b: &str) -> u8 {
    if a == b {
        return 2;
    }
    let (a, b) = (bare(a), bare(b));
    if a == b {
        return 2;
    }
    if let (Some(x), Some(y)) = (slavic(&a), slavic(&b))
        && x == y
    {
        return 2;
    }
    u8::from(a.len() >= 6 && b.len() >= 6 && one_slip(&a, &b))
}

/// Whether one letter put in, left out, changed or swapped makes one word the other.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if long.len() - short.len() > 1 || short.first() != long.first() {
        return false;
    }
    let same = short.iter().zip(long.iter()).take_while(|(x, y)| x == y).count();
    let tail = |x: &[char], y: &[char]| x == y;
    if short.len() == long.len() {
        tail(&short[same + 1..], &long[same + 1..])
            || same + 1 < short.len()
                && short[same] == long[same + 1]
                && short[same + 1] == long[same]
                && tail(&short[same + 2..], &long[same + 2..])
    } else {
        tail(&short[same..], &long[same + 1..])
    }
}

/// The state of a nationality word or possessor that stands right before a name: "Canadian Lind", "Norvia's Lind".
fn state_beside(scene: &Scene, tokens: &Range<u32>) -> Option<(&'static str, Option<&'static str>)> {
    let mut t = tokens.start;
    if t > 0 && honorific(scene.lower(t - 1)).is_some() {
        t -= 1;
    }
    if t == 0 || scene.tree.sentence_of(t - 1) != scene.tree.sentence_of(tokens.start) {
        return None;
    }
    let possessive = scene.lower(t - 1) == "'s" || scene.lower(t - 1) == "'";
    if possessive {
        t -= 1;
        if t == 0 {
            return None;
        }
    }
    let spot = scene.inside[t as usize - 1];
    if spot == NONE || scene.spots[spot as usize].tokens.end != t {
        return None;
    }
    match scene.spots[spot as usize].what {
        What::Nation(r, _) => Some((scene.lexicon.states[r as usize].code, Some("CVL"))),
        What::State(r) if possessive => Some((scene.lexicon.states[r as usize].code, None)),
        What::Organization(_) if possessive => scene.state_of(spot).map(|s| (s, None)),
        _ => None,
    }
}

/// The state of "of Norvia" right after a name in a list.
fn state_after(scene: &Scene, tokens: &Range<u32>) -> Option<&'static str> {
    if scene.lower(tokens.end) != "of" {
        return None;
    }
    let n = if scene.lower(tokens.end + 1) == "the" { tokens.end + 2 } else { tokens.end + 1 };
    let spot = *scene.start_at.get(n as usize)?;
    (spot != NONE && matches!(scene.spots[spot as usize].what, What::State(_)))
        .then(|| scene.state_of(spot))
        .flatten()
}

/// The state and sector that words around a name give it: "Lind, a Norvian consultant", "two Norvians, Lind and Arvo".
fn described_as(scene: &Scene, tokens: &Range<u32>) -> Option<(&'static str, Option<&'static str>)> {
    let tree = scene.tree;
    let sentence = tree.sentence_tokens(tokens.start);
    if scene.lower(tokens.end) == ","
        && tokens.end + 3 < sentence.end
        && ["a", "an", "the"].contains(&scene.lower(tokens.end + 1))
    {
        for t in tokens.end + 2..(tokens.end + 6).min(sentence.end) {
            let spot = scene.start_at[t as usize];
            if spot != NONE {
                let What::Nation(r, false) = scene.spots[spot as usize].what else { break };
                let after = scene.spots[spot as usize].tokens.end;
                let code = scene.lexicon.states[r as usize].code;
                let noun = (after..(after + 4).min(sentence.end)).find(|t| tree.upos(*t) == Upos::Noun)?;
                let found =
                    scene.words.longest_common(scene.lexicon, &scene.lexicon.group_words, noun, sentence.end);
                let row = found.map(|(_, values, _)| &scene.lexicon.groups[values[0] as usize]);
                let people = row.is_none_or(|g| g.what.starts_with("people"));
                return people.then(|| (code, row.map(|g| g.sector).filter(|s| *s != "UNK").or(Some("CVL"))));
            }
            if !matches!(tree.upos(t), Upos::Adj | Upos::Noun | Upos::Num) {
                break;
            }
        }
    }
    // Back over the other names of the list to what introduces it.
    let mut t = tokens.start;
    for _ in 0..12 {
        if t <= sentence.start {
            return None;
        }
        let q = t - 1;
        let spot = scene.inside[q as usize];
        if spot != NONE {
            let s = &scene.spots[spot as usize];
            match s.what {
                What::Person => t = s.tokens.start,
                What::Nation(r, true) => return Some((scene.lexicon.states[r as usize].code, Some("CVL"))),
                _ => return None,
            }
            continue;
        }
        match scene.lower(q) {
            "," | "and" | "--" | "-" | "—" | "–" | ":" | "(" => t = q,
            _ => {
                // "two Norvian citizens, Lind and Arvo"
                if t == tokens.start {
                    return None;
                }
                let noun = q;
                let (to, values, plural) =
                    scene.words.longest_common(scene.lexicon, &scene.lexicon.group_words, noun, t)?;
                let row = &scene.lexicon.groups[values[0] as usize];
                let before = noun.checked_sub(1)?;
                let spot = scene.inside[before as usize];
                let several = plural || matches!(row.word, "couple" | "pair" | "duo" | "trio" | "family");
                if to != t || !several || spot == NONE || !row.what.starts_with("people") {
                    return None;
                }
                let What::Nation(r, false) = scene.spots[spot as usize].what else { return None };
                let sector = Some(row.sector).filter(|s| *s != "UNK");
                return Some((scene.lexicon.states[r as usize].code, sector));
            }
        }
    }
    None
}
