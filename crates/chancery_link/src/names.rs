//! Persons across reports: which names are variants of one name.
//!
//! Names are compared as sets of word skeletons, so neither accents, the order of surname and given name, nor the usual
//! slack of transliteration ("Sergei", "Sergey") keeps two spellings apart. Who bears one surname in one office of one state
//! is one person whose given name sounds alike ("George", "Giorgos"). A shorter name is its bearer's only where one bearer is
//! in question, or one that holds the office which the report gives to the name ("President Lund").

use crate::offices;
use crate::text;
use chancery_model::{ActorKind, Annotated};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Index into [`Persons::list`].
pub(crate) type PersonId = u32;

/// Everybody named in the reports.
#[derive(Default)]
pub(crate) struct Persons {
    /// One for each person.
    pub list: Vec<Person>,
    of: HashMap<(u32, u32), PersonId>,
}

/// One person.
#[derive(Clone, Debug, Default)]
pub(crate) struct Person {
    /// The fullest form.
    pub name: String,
    /// States given to the person, sorted.
    pub states: Vec<String>,
    /// For a surname that several persons bear: who it may be.
    pub may_be: Vec<PersonId>,
}

/// The sorted words of a name and, where it is a lone surname, the state and the office that keep it apart.
type Key = (Vec<String>, (String, String));

struct Form {
    tokens: Vec<String>,
    names: BTreeMap<String, usize>,
    states: BTreeSet<String>,
    wikidata: BTreeSet<String>,
    /// Offices that it is given, each with its state.
    offices: BTreeSet<(String, String)>,
    places: Vec<(u32, u32)>,
}

impl Persons {
    /// Gathers the persons of the reports; `docs` are in a fixed order.
    pub fn gather(docs: &[&Annotated]) -> Persons {
        // Forms with the same words are one; a lone surname is kept apart by state and office.
        let mut forms: BTreeMap<Key, Form> = BTreeMap::new();
        for (d, doc) in docs.iter().enumerate() {
            for (a, actor) in doc.actors.iter().enumerate() {
                if actor.kind != ActorKind::Person || actor.unnamed {
                    continue;
                }
                let tokens = name_words(&actor.name);
                if tokens.is_empty() {
                    continue;
                }
                let mut key = tokens.clone();
                key.sort();
                let state = actor.state.as_deref().unwrap_or_default();
                let office = actor.office.as_deref().map(|office| offices::plain(office, state));
                let apart = match key.len() {
                    1 => (state.to_owned(), office.clone().unwrap_or_default()),
                    _ => Default::default(),
                };
                let form = forms.entry((key, apart)).or_insert_with(|| Form {
                    tokens,
                    names: BTreeMap::new(),
                    states: BTreeSet::new(),
                    wikidata: BTreeSet::new(),
                    offices: BTreeSet::new(),
                    places: Vec::new(),
                });
                *form.names.entry(actor.name.clone()).or_default() += 1;
                form.states.extend(actor.state.clone());
                form.wikidata.extend(actor.wikidata.clone());
                if let (Some(office), Some(state)) = (office, &actor.state) {
                    form.offices.insert((state.clone(), office));
                }
                form.places.push((d as u32, a as u32));
            }
        }
        let forms: Vec<(Key, Form)> = forms.into_iter().collect();
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
            let ((key, (state, _)), form) = &forms[n];
            let fuller = holding[key[0].as_str()].iter().copied().filter(|m| {
                let ((longer, _), other) = &forms[*m as usize];
                longer.len() > key.len()
                    && key.iter().all(|word| longer.contains(word))
                    && (form.states.is_empty()
                        || other.states.is_empty()
                        || !form.states.is_disjoint(&other.states))
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
        let mut persons = Persons::default();
        let mut ids: HashMap<u32, PersonId> = HashMap::new();
        for (n, (_, form)) in forms.iter().enumerate() {
            let root = sets.root(n as u32);
            let id = *ids.entry(root).or_insert_with(|| {
                persons.list.push(Person::default());
                persons.list.len() as u32 - 1
            });
            let person = &mut persons.list[id as usize];
            for name in form.names.keys() {
                if fuller_name(name, &person.name) {
                    person.name = name.clone();
                }
            }
            person.states.extend(form.states.iter().cloned());
            person.states.sort();
            person.states.dedup();
            for place in &form.places {
                persons.of.insert(*place, id);
            }
        }
        for (n, bearers) in open {
            let id = ids[&sets.root(n)];
            let may_be: BTreeSet<PersonId> = bearers.iter().map(|b| ids[&sets.root(*b)]).collect();
            if !may_be.contains(&id) {
                persons.list[id as usize].may_be = may_be.into_iter().collect();
            }
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
    form.states.iter().any(|s| {
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
