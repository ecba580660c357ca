//! Who the record knows: finds states, bodies and persons as a person would write them.

use chancery_model::Record;
use chancery_model::places::states;
use std::collections::{BTreeMap, BTreeSet};

/// A state, or somebody by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Anybody of that state; its code.
    State(String),
    /// A person or body; the name as the record has it.
    Name(String),
}

/// The words name nobody, or too many.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// Nobody is known by that name.
    #[error("no {what} “{query}” is known{}", suggestion(nearest))]
    Nobody {
        /// What was looked for: "state", "person".
        what: &'static str,
        /// As typed.
        query: String,
        /// The nearest known, best first; may be empty.
        nearest: Vec<String>,
    },
    /// Several are known by that name.
    #[error("“{query}” can be {}; name one in full", crate::words::list(fits))]
    Several {
        /// As typed.
        query: String,
        /// All that it fits.
        fits: Vec<String>,
    },
}

fn suggestion(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        [head @ .., last] if !head.is_empty() => {
            format!("; did you mean {} or {last}?", head.join(", "))
        }
        [one, ..] => format!("; did you mean {one}?"),
    }
}

/// Names of states, persons and bodies.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// Code to the name shown.
    states: BTreeMap<String, String>,
    /// Folded name or code to code.
    aliases: BTreeMap<String, String>,
    /// Persons and bodies as the record names them.
    names: BTreeSet<String>,
    /// Those of them that are persons.
    persons: BTreeSet<String>,
    /// States that occur in the record.
    present: BTreeSet<String>,
}

impl Directory {
    /// The states of the lexicon that ships with the program: the name first, then what else they are called.
    pub fn of_states() -> Self {
        let mut directory = Directory::default();
        // "Soviet Union" is nobody's name for Russia today; a region or territory is asked for by its own name.
        for row in states().filter(|row| matches!(row.kind, "state" | "union" | "pre")) {
            for name in std::iter::once(row.name).chain(row.aliases()) {
                directory.add_state(row.code, name);
            }
        }
        directory
    }

    /// Everybody whom the record names.
    pub fn of(record: &Record) -> Self {
        let mut directory = Directory::default();
        directory.learn(record);
        directory
    }

    /// Adds everybody whom the record names. A state that has no name yet takes the one that the record gives it.
    pub fn learn(&mut self, record: &Record) {
        let directory = self;
        for event in &record.events {
            for side in event.source.iter().chain(&event.target) {
                match &side.state {
                    Some(state) => {
                        directory.present.insert(state.clone());
                        let as_such = side.sector.is_none() && side.code.as_ref() == Some(state);
                        if as_such && !directory.states.contains_key(state) {
                            directory.add_state(state, &side.name);
                        } else if !(as_such && directory.state_name(state) == side.name) {
                            directory.names.insert(side.name.clone());
                        }
                    }
                    None => {
                        directory.names.insert(side.name.clone());
                    }
                }
            }
            directory.persons.extend(event.participants.iter().cloned());
        }
        for side in record.statements.iter().flat_map(|s| std::iter::once(&s.speaker).chain(&s.hearers)) {
            directory.present.extend(side.state.clone());
            if side.state.as_deref().is_none_or(|state| directory.state_name(state) != side.name) {
                directory.names.insert(side.name.clone());
            }
        }
        for tenure in &record.tenures {
            directory.present.insert(tenure.state.clone());
            directory.persons.insert(tenure.person.clone());
        }
        directory.names.extend(directory.persons.iter().cloned());
        for state in directory.present.clone() {
            directory.aliases.entry(fold(&state)).or_insert(state);
        }
    }

    /// Adds a state's name, or a further name of it; the first name added is the one shown.
    pub fn add_state(&mut self, code: &str, name: &str) {
        self.states.entry(code.into()).or_insert_with(|| name.into());
        self.aliases.entry(fold(name)).or_insert_with(|| code.into());
        self.aliases.entry(fold(code)).or_insert_with(|| code.into());
    }

    /// A state's name, else its code.
    pub fn state_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.states.get(code).map_or(code, String::as_str)
    }

    /// Codes of the states that occur in the record, sorted.
    pub fn states(&self) -> impl Iterator<Item = &str> {
        self.present.iter().map(String::as_str)
    }

    /// The state that the words name: a code or a name, in any case, with or without accents.
    pub fn state(&self, query: &str) -> Result<String, Unknown> {
        let folded = fold(query);
        let without_the = folded.strip_prefix("the ").unwrap_or(&folded);
        if let Some(code) = self.aliases.get(&folded).or_else(|| self.aliases.get(without_the)) {
            return Ok(code.clone());
        }
        let shown = self.aliases.iter().map(|(alias, code)| (alias.as_str(), self.state_name(code)));
        Err(Unknown::Nobody { what: "state", query: query.into(), nearest: nearest(query, shown) })
    }

    /// The person whom the words name: in full, or by any part of the name that only one person has.
    pub fn person(&self, query: &str) -> Result<String, Unknown> {
        one_of(&self.persons, "person", query)
    }

    /// A state, person or body.
    pub fn who(&self, query: &str) -> Result<Who, Unknown> {
        if let Ok(code) = self.state(query) {
            return Ok(Who::State(code));
        }
        match one_of(&self.names, "state, person or body", query) {
            Ok(name) => Ok(Who::Name(name)),
            Err(Unknown::Nobody { what, query, .. }) => {
                let states = self.aliases.iter().map(|(alias, code)| (alias.as_str(), self.state_name(code)));
                let names = self.names.iter().map(|name| (name.as_str(), name.as_str()));
                let nearest = nearest(&query, states.chain(names));
                Err(Unknown::Nobody { what, query, nearest })
            }
            Err(other) => Err(other),
        }
    }
}

fn one_of(names: &BTreeSet<String>, what: &'static str, query: &str) -> Result<String, Unknown> {
    let folded = fold(query);
    if let Some(name) = names.iter().find(|name| fold(name) == folded) {
        return Ok(name.clone());
    }
    let wanted: Vec<&str> = folded.split_whitespace().collect();
    let fits: Vec<&String> = names
        .iter()
        .filter(|name| {
            let name = fold(name);
            let parts: Vec<&str> = name.split_whitespace().collect();
            !wanted.is_empty() && wanted.iter().all(|word| parts.contains(word))
        })
        .collect();
    match fits[..] {
        [one] => Ok(one.clone()),
        [] => {
            let shown = names.iter().map(|name| (name.as_str(), name.as_str()));
            Err(Unknown::Nobody { what, query: query.into(), nearest: nearest(query, shown) })
        }
        _ => Err(Unknown::Several { query: query.into(), fits: fits.into_iter().cloned().collect() }),
    }
}

/// Lower case, without accents, with single spaces.
pub fn fold(words: &str) -> String {
    let folded = chancery_model::words::fold(words);
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Up to three of `known` (as matched, as shown) whose matched form is nearest to `query` by edits; none that is far.
pub fn nearest<'a>(query: &str, known: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let query = fold(query);
    let length = query.chars().count();
    let mut ranked: Vec<(usize, &str)> = known
        .filter_map(|(alias, shown)| {
            let alias = fold(alias);
            let mut distance = strsim::damerau_levenshtein(&query, &alias);
            if length >= 3 && alias.split_whitespace().any(|word| word.starts_with(&query)) {
                distance = distance.min(1);
            }
            (distance <= (length / 3).max(1)).then_some((distance, shown))
        })
        .collect();
    ranked.sort();
    let mut out: Vec<String> = Vec::new();
    for (_, shown) in ranked {
        if out.len() < 3 && !out.iter().any(|name| name == shown) {
            out.push(shown.into());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> Directory {
        let mut directory = Directory::default();
        directory.add_state("EMK", "Estmark");
        directory.add_state("NVA", "Norvia");
        directory.add_state("CUR", "Curaçia");
        for name in ["Ansel Arvo", "Mira Arvo", "Jonas Lind"] {
            directory.persons.insert(name.into());
            directory.names.insert(name.into());
        }
        directory
    }

    #[test]
    fn a_state_is_found_as_typed() {
        let directory = directory();
        for query in ["EMK", "emk", "Estmark", "ESTMARK", " estmark ", "the Estmark"] {
            assert_eq!(directory.state(query).unwrap(), "EMK");
        }
        assert_eq!(directory.state("curacia").unwrap(), "CUR");
        let message = directory.state("Estmrak").unwrap_err().to_string();
        assert_eq!(message, "no state “Estmrak” is known; did you mean Estmark?");
        assert_eq!(directory.state("Xyzzy").unwrap_err().to_string(), "no state “Xyzzy” is known");
    }

    #[test]
    fn part_of_a_name_will_do_where_only_one_has_it() {
        let directory = directory();
        assert_eq!(directory.person("lind").unwrap(), "Jonas Lind");
        assert_eq!(directory.person("mira").unwrap(), "Mira Arvo");
        assert_eq!(
            directory.person("Arvo").unwrap_err().to_string(),
            "“Arvo” can be Ansel Arvo and Mira Arvo; name one in full"
        );
        assert_eq!(directory.who("Norvia").unwrap(), Who::State("NVA".into()));
        assert_eq!(directory.who("Jonas Lind").unwrap(), Who::Name("Jonas Lind".into()));
    }
}
