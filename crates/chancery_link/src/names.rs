//! Persons across reports: which names are variants of one name.
//!
//! Names are compared as sets of word skeletons, so neither accents, the order of surname and given name, nor the usual
//! slack of transliteration ("Sergei", "Sergey") keeps two spellings apart. Who bears one surname in one office of one state
//! is one person whose given name sounds alike ("George", "Giorgos"). A shorter name is its bearer's only where one bearer is
//! in question, or one that holds the office which the report gives to the name ("President Lund").

use crate::offices;
use crate::text;
use chancery_model::{Actor, ActorKind, Annotated};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Index into [`Persons::list`].
pub(crate) type PersonId = u32;

/// Everybody named in the reports.
#[derive(Default)]
pub(crate) struct Persons {
    /// One for each person.
    pub list: Arc<[Person]>,
    /// By report and actor.
    pub of: HashMap<(u32, u32), PersonId>,
}

/// One person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Person {
    /// The fullest form.
    pub name: String,
    /// States given to the person, sorted.
    pub states: Vec<String>,
    /// Of several states the one that most mentions give.
    pub home: Option<String>,
    /// For a surname that several persons bear: who it may be.
    pub may_be: Vec<PersonId>,
}

/// What forms of a name are known by: its words, sorted, and, where it is a lone surname, the state and the office that keep it
/// apart.
pub(crate) type FormKey = (Vec<String>, (String, String));

/// A name as reports write it, with what they say of who bears it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Form {
    /// The actor that bears it first, by report and place there: its words are in that order.
    first: (u32, u32),
    tokens: Vec<String>,
    names: BTreeSet<String>,
    /// How often each state is given.
    states: BTreeMap<String, usize>,
    wikidata: BTreeSet<String>,
    /// Offices that it is given, each with its state.
    offices: BTreeSet<(String, String)>,
}

impl Form {
    fn new(first: (u32, u32), tokens: Vec<String>) -> Form {
        let (names, states) = Default::default();
        Form { first, tokens, names, states, wikidata: BTreeSet::new(), offices: BTreeSet::new() }
    }

    fn add(&mut self, actor: &Actor) {
        if !self.names.contains(&actor.name) {
            self.names.insert(actor.name.clone());
        }
        self.wikidata.extend(actor.wikidata.clone());
        let Some(state) = &actor.state else { return };
        match self.states.get_mut(state) {
            Some(n) => *n += 1,
            None => drop(self.states.insert(state.clone(), 1)),
        }
        if let Some(office) = office(actor) {
            self.offices.insert((state.clone(), office));
        }
    }

    /// One form of two that are written alike.
    pub fn join(&mut self, other: Form) {
        if other.first < self.first {
            (self.first, self.tokens) = (other.first, other.tokens);
        }
        self.names.extend(other.names);
        for (state, n) in other.states {
            *self.states.entry(state).or_default() += n;
        }
        self.wikidata.extend(other.wikidata);
        self.offices.extend(other.offices);
    }

    fn shares_a_state(&self, other: &Form) -> bool {
        self.states.keys().any(|state| other.states.contains_key(state))
    }

    /// The state that most mentions give, where they give several.
    fn home(states: &BTreeMap<String, usize>) -> Option<String> {
        let (state, n) = states.iter().max_by_key(|(state, n)| (**n, std::cmp::Reverse(*state)))?;
        (states.len() > 1 && n * 2 > states.values().sum()).then(|| state.clone())
    }
}

/// The plain title of the office that a report gives to an actor.
fn office(actor: &Actor) -> Option<String> {
    let state = actor.state.as_deref().unwrap_or_default();
    actor.office.as_deref().map(|office| offices::plain(office, state))
}

/// The named persons of a report, each with its place among the actors.
pub(crate) fn named(doc: &Annotated) -> impl Iterator<Item = (u32, FormKey, Vec<String>)> {
    let persons = (0u32..).zip(&doc.actors).filter(|(_, a)| a.kind == ActorKind::Person && !a.unnamed);
    persons.filter_map(|(a, actor)| {
        let tokens = name_words(&actor.name);
        let mut key = tokens.clone();
        key.sort();
        let apart = match key.len() {
            1 => (actor.state.clone().unwrap_or_default(), office(actor).unwrap_or_default()),
            _ => Default::default(),
        };
        (!key.is_empty()).then_some((a, (key, apart), tokens))
    })
}

/// Names by form, each with the actors that bear it where they are asked for.
type Forms = BTreeMap<FormKey, (Form, Vec<(u32, u32)>)>;

/// Adds the names of a report to the forms, which are those with the same words.
fn read_forms(d: u32, doc: &Annotated, forms: &mut Forms) {
    for (a, key, tokens) in named(doc) {
        let (form, places) = forms.entry(key).or_insert_with(|| (Form::new((d, a), tokens), Vec::new()));
        form.add(&doc.actors[a as usize]);
        places.push((d, a));
    }
}

/// The names of one report.
pub(crate) fn forms_of(d: u32, doc: &Annotated) -> impl Iterator<Item = (FormKey, Form)> {
    let mut forms = Forms::new();
    read_forms(d, doc, &mut forms);
    forms.into_iter().map(|(key, (form, _))| (key, form))
}

impl Persons {
    /// Gathers the persons of the reports; `docs` are in a fixed order.
    pub fn gather(docs: &[&Annotated]) -> Persons {
        let mut forms = Forms::new();
        for (d, doc) in (0u32..).zip(docs) {
            read_forms(d, doc, &mut forms);
        }
        let list: Vec<(&FormKey, &Form)> = forms.iter().map(|(key, (form, _))| (key, form)).collect();
        let (list, ids) = settle(&list);
        let mut persons = Persons { list: list.into(), of: HashMap::new() };
        for ((_, places), id) in forms.values().zip(ids) {
            persons.of.extend(places.iter().map(|place| (*place, id)));
        }
        persons
    }

    /// Who the actor of a report is; `None` for what is no named person.
    pub fn of(&self, doc: u32, actor: u32) -> Option<PersonId> {
        self.of.get(&(doc, actor)).copied()
    }

    /// Whether two names can be one person's.
    pub fn same(&self, a: PersonId, b: PersonId) -> bool {
        a == b || self.list[a as usize].may_be.contains(&b) || self.list[b as usize].may_be.contains(&a)
    }

    /// Whether two names may be one person's in spellings that are not known to be one, or those of a couple: they share
    /// a word of some length.
    pub fn alike(&self, a: PersonId, b: PersonId) -> bool {
        let words = |id: PersonId| {
            let list = name_words(self.name(id));
            list.into_iter().filter(|w| w.chars().count() > 3).collect::<BTreeSet<_>>()
        };
        self.same(a, b) || !words(a).is_disjoint(&words(b))
    }

    /// The fullest form of the person's name.
    pub fn name(&self, id: PersonId) -> &str {
        &self.list[id as usize].name
    }
}

/// Who bears the forms, which are sorted by key: the persons, and for each form which of them.
pub(crate) fn settle(forms: &[(&FormKey, &Form)]) -> (Vec<Person>, Vec<PersonId>) {
    let mut sets = crate::sets::Sets::new(forms.len());
    let mut by_id: HashMap<&str, u32> = HashMap::new();
    for (n, (_, form)) in forms.iter().enumerate() {
        for id in &form.wikidata {
            let first = *by_id.entry(id).or_insert(n as u32);
            sets.join(first, n as u32);
        }
    }
    let mut in_office: BTreeMap<(&(String, String), &str, String), u32> = BTreeMap::new();
    for (n, (_, form)) in forms.iter().enumerate() {
        let Some((surname, given)) = surname_and_given(form) else { continue };
        for office in &form.offices {
            let first = *in_office.entry((office, surname, sound(given))).or_insert(n as u32);
            sets.join(first, n as u32);
        }
    }
    let mut holding: HashMap<&str, Vec<u32>> = HashMap::new();
    for (n, ((key, _), _)) in forms.iter().enumerate() {
        for word in key.iter().collect::<BTreeSet<_>>() {
            holding.entry(word).or_default().push(n as u32);
        }
    }
    // The longest names first, so that "A. B. Cole" is known before "Cole" asks for its bearer.
    let mut order: Vec<usize> = (0..forms.len()).collect();
    order.sort_by_key(|n| (std::cmp::Reverse(forms[*n].0.0.len()), *n));
    let mut open: Vec<(u32, Vec<u32>)> = Vec::new();
    // Lone surnames of a state that nobody is found for stay one.
    let mut lone: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for n in order {
        let ((key, (state, _)), form) = forms[n];
        let fuller = holding[key[0].as_str()].iter().copied().filter(|m| {
            let ((longer, _), other) = &forms[*m as usize];
            longer.len() > key.len()
                && key.iter().all(|word| longer.contains(word))
                && (form.states.is_empty() || other.states.is_empty() || form.shares_a_state(other))
                && (key.len() > 1 || is_surname(&key[0], other))
        });
        let mut bearers: Vec<u32> = Vec::new();
        let mut holders: Vec<u32> = Vec::new();
        for m in fuller {
            bearers.push(sets.root(m));
            if !form.offices.is_disjoint(&forms[m as usize].1.offices) {
                holders.push(sets.root(m));
            }
        }
        for list in [&mut bearers, &mut holders] {
            list.sort_unstable();
            list.dedup();
        }
        match (bearers.as_slice(), holders.as_slice()) {
            ([one], _) | (_, [one]) => sets.join(*one, n as u32),
            _ => {
                if key.len() == 1 {
                    sets.join(*lone.entry((&key[0], state)).or_insert(n as u32), n as u32);
                }
                if !bearers.is_empty() {
                    open.push((n as u32, bearers));
                }
            }
        }
    }
    let mut list: Vec<Person> = Vec::new();
    let mut states: Vec<BTreeMap<String, usize>> = Vec::new();
    let mut of: Vec<PersonId> = Vec::with_capacity(forms.len());
    let mut ids: HashMap<u32, PersonId> = HashMap::new();
    for (n, (_, form)) in forms.iter().enumerate() {
        let root = sets.root(n as u32);
        let id = *ids.entry(root).or_insert_with(|| {
            list.push(Person::default());
            states.push(BTreeMap::new());
            list.len() as u32 - 1
        });
        let person = &mut list[id as usize];
        for name in &form.names {
            if fuller_name(name, &person.name) {
                person.name = name.clone();
            }
        }
        for (state, n) in &form.states {
            *states[id as usize].entry(state.clone()).or_default() += n;
        }
        of.push(id);
    }
    for (n, bearers) in open {
        let id = ids[&sets.root(n)];
        let may_be: BTreeSet<PersonId> = bearers.iter().map(|b| ids[&sets.root(*b)]).collect();
        if !may_be.contains(&id) {
            list[id as usize].may_be = may_be.into_iter().collect();
        }
    }
    for (person, states) in list.iter_mut().zip(states) {
        person.home = Form::home(&states);
        person.states = states.into_keys().collect();
    }
    (list, of)
}

/// Whether `a` says more of a name than `b`: more words, then more letters, then more accents, then the first by alphabet.
pub(crate) fn fuller_name(a: &str, b: &str) -> bool {
    let rank = |s: &str| (s.split_whitespace().count().min(4), s.chars().count(), s.len());
    (rank(a), std::cmp::Reverse(a)) > (rank(b), std::cmp::Reverse(b))
}

fn is_surname(word: &str, form: &Form) -> bool {
    form.tokens.last().is_some_and(|t| t == word) || (surname_first(form) && form.tokens[0] == word)
}

/// Whether the surname may stand before the given name.
fn surname_first(form: &Form) -> bool {
    form.states.keys().any(|s| {
        matches!(s.as_str(), "CHN" | "TWN" | "HKG" | "KOR" | "PRK" | "VNM" | "JPN" | "SGP" | "KHM" | "HUN")
    })
}

/// Surname and given name of a name of two words, or of more where the given name stands first.
fn surname_and_given(form: &Form) -> Option<(&str, &str)> {
    match form.tokens.as_slice() {
        [given, .., surname] if !surname_first(form) => Some((surname, given)),
        _ => None,
    }
}

/// What is left of a given name when languages have written it their own way: its consonants, without a last "s" as Greek has
/// it. Names of one consonant are left whole.
fn sound(given: &str) -> String {
    let mut out = String::new();
    for c in given.replace('x', "ks").chars() {
        let c = match c {
            'c' | 'q' => 'k',
            'z' => 's',
            c => c,
        };
        if !"aeiou".contains(c) && !out.ends_with(c) {
            out.push(c);
        }
    }
    let stem = out.strip_suffix('s').filter(|stem| stem.chars().count() > 1).unwrap_or(&out);
    if stem.chars().count() < 2 { given.to_owned() } else { stem.to_owned() }
}

/// Skeletons of the words of a name, in order, without titles and initials.
fn name_words(name: &str) -> Vec<String> {
    let folded = text::fold(name).replace(['-', '\''], "");
    let all: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let kept: Vec<String> = all
        .iter()
        .filter(|w| w.chars().count() > 1 && !TITLES.contains(w))
        .map(|w| skeleton(in_full(w)))
        .collect();
    if kept.is_empty() { all.iter().map(|w| skeleton(w)).collect() } else { kept }
}

const TITLES: &[&str] =
    &["mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "jr", "sr", "ii", "iii", "hon"];

/// A given name in full, where it is known by a short form.
fn in_full(word: &str) -> &str {
    SHORT_FORMS.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| full)
}

const SHORT_FORMS: &[(&str, &str)] = &[
    ("abe", "abraham"),
    ("al", "albert"),
    ("alex", "alexander"),
    ("andy", "andrew"),
    ("anthony", "antony"),
    ("ben", "benjamin"),
    ("bill", "william"),
    ("bob", "robert"),
    ("chris", "christopher"),
    ("chuck", "charles"),
    ("dan", "daniel"),
    ("dave", "david"),
    ("dick", "richard"),
    ("don", "donald"),
    ("ed", "edward"),
    ("fred", "frederick"),
    ("greg", "gregory"),
    ("jake", "jacob"),
    ("jeff", "jeffrey"),
    ("jim", "james"),
    ("jimmy", "james"),
    ("joe", "joseph"),
    ("jon", "jonathan"),
    ("ken", "kenneth"),
    ("matt", "matthew"),
    ("mike", "michael"),
    ("nick", "nicholas"),
    ("pat", "patrick"),
    ("pete", "peter"),
    ("rick", "richard"),
    ("rob", "robert"),
    ("ron", "ronald"),
    ("steve", "steven"),
    ("stephen", "steven"),
    ("ted", "edward"),
    ("tim", "timothy"),
    ("tom", "thomas"),
    ("tony", "antony"),
    ("will", "william"),
];

/// A word of a name with the usual slack of transliteration taken out.
fn skeleton(word: &str) -> String {
    let mut w = word.to_owned();
    for (from, to) in [
        ("kh", "h"),
        ("ph", "f"),
        ("ck", "k"),
        ("dj", "j"),
        ("tch", "ch"),
        ("ou", "u"),
        ("w", "v"),
        ("y", "i"),
    ] {
        w = w.replace(from, to);
    }
    let mut out = String::with_capacity(w.len());
    for c in w.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::Actor;

    fn doc(names: &[(&str, &str)]) -> Annotated {
        let actors = names.iter().map(|(name, state)| Actor {
            name: (*name).into(),
            kind: ActorKind::Person,
            state: Some((*state).into()).filter(|s: &String| !s.is_empty()),
            sector: None,
            code: None,
            office: None,
            wikidata: None,
            former: false,
            unnamed: false,
        });
        Annotated { actors: actors.collect(), ..Annotated::default() }
    }

    #[test]
    fn a_given_name_of_another_language_is_one_person_in_one_office() {
        let minister = |name: &str, office: Option<&str>| {
            let mut doc = doc(&[(name, "EST")]);
            doc.actors[0].office = office.map(String::from);
            doc
        };
        let docs = [
            minister("Georgi Arvo", Some("foreign minister")),
            minister("Giorgos Arvo", Some("minister of foreign affairs")),
            minister("Greta Arvo", Some("foreign minister")),
            minister("Yorgo Arvo", Some("foreign minister")),
            minister("George Arvo", None),
            minister("Oleksandr Brandt", Some("president")),
            minister("Alexander Brandt", Some("president")),
        ];
        let p = Persons::gather(&docs.iter().collect::<Vec<_>>());
        assert_eq!(p.of(0, 0), p.of(1, 0));
        assert_eq!(p.of(5, 0), p.of(6, 0));
        for other in [2, 3, 4] {
            assert_ne!(p.of(0, 0), p.of(other, 0), "{other}");
        }
    }

    #[test]
    fn of_several_bearers_of_a_surname_the_one_in_office_is_meant() {
        let docs = [
            doc(&[("Otto Lund", "NOR")]),
            doc(&[("Ilse Lund", "NOR")]),
            doc(&[("Lund", "NOR")]),
            doc(&[("Lund", "NOR")]),
            doc(&[("Lund", "NOR")]),
        ];
        let mut docs = docs.to_vec();
        for (n, office) in [(0, "president"), (2, "president"), (3, "ambassador")] {
            docs[n].actors[0].office = Some(office.into());
        }
        let p = Persons::gather(&docs.iter().collect::<Vec<_>>());
        assert_eq!(p.of(2, 0), p.of(0, 0));
        assert_ne!(p.of(3, 0), p.of(0, 0));
        assert_eq!(p.of(3, 0), p.of(4, 0), "nobody is known to be meant");
        assert!(p.same(p.of(4, 0).unwrap(), p.of(1, 0).unwrap()));
    }

    #[test]
    fn variants_of_a_name_are_one_person() {
        let docs = [
            doc(&[
                ("Sergei Arvenko", "EST"),
                ("Ilse Brandt", "NOR"),
                ("Brandt", "NOR"),
                ("Kim Dae-sun", "KOR"),
            ]),
            doc(&[("Arvenko Sergey", "EST"), ("Arvenko", "EST"), ("Ílse M. Brandt", "NOR"), ("Kim", "KOR")]),
            doc(&[("Otto Brandt", "EST"), ("Brandt", "EST"), ("Kim Bo-ra", "KOR")]),
            doc(&[("Joe Lund", "NOR"), ("Joseph R. Lund", "NOR")]),
        ];
        let refs: Vec<&Annotated> = docs.iter().collect();
        let p = Persons::gather(&refs);
        assert_eq!(p.of(0, 0), p.of(1, 0));
        assert_eq!(p.of(0, 0), p.of(1, 1));
        assert_eq!(p.of(0, 1), p.of(1, 2));
        assert_eq!(p.of(0, 1), p.of(0, 2));
        assert_ne!(p.of(2, 1), p.of(0, 2));
        assert_eq!(p.of(2, 0), p.of(2, 1));
        assert_eq!(p.of(3, 0), p.of(3, 1));
        // Two persons are called Kim; the lone surname may be either, and is neither for certain.
        let (kim, dae, bo) = (p.of(1, 3).unwrap(), p.of(0, 3).unwrap(), p.of(2, 2).unwrap());
        assert!(kim != dae && kim != bo && p.same(kim, dae) && p.same(kim, bo) && !p.same(dae, bo));
        assert_eq!(p.name(p.of(0, 1).unwrap()), "Ílse M. Brandt");
    }
}
