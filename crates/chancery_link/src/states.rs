//! Names of states for people: from the lexicon, else as the reports write them.

use chancery_model::{ActorKind, Annotated, places::states};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static LEXICON: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    for row in states().filter(|row| matches!(row.kind, "state" | "union")) {
        names.entry(row.code).or_insert(row.name);
    }
    names
});

/// Names by code.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct StateNames(BTreeMap<String, BTreeMap<String, usize>>);

/// The states of a report that the lexicon does not hold: code and name.
fn unknown(doc: &Annotated) -> impl Iterator<Item = (&str, &str)> {
    let states = doc.actors.iter().filter(|a| a.kind == ActorKind::State);
    states.filter_map(|actor| {
        let code = actor.state.as_deref().filter(|code| !LEXICON.contains_key(code))?;
        Some((code, actor.name.as_str()))
    })
}

impl StateNames {
    /// Gathers how the reports name states that the lexicon does not hold.
    pub fn gather(docs: &[&Annotated]) -> StateNames {
        let mut names: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for (code, name) in docs.iter().flat_map(|doc| unknown(doc)) {
            *names.entry(code.to_owned()).or_default().entry(name.to_owned()).or_default() += 1;
        }
        StateNames(names)
    }

    /// Adds how often others found names.
    pub fn add(&mut self, other: StateNames) {
        for (code, names) in other.0 {
            let all = self.0.entry(code).or_default();
            names.into_iter().for_each(|(name, n)| *all.entry(name).or_default() += n);
        }
    }

    /// The state's name; its code where none is known.
    pub fn name(&self, code: &str) -> String {
        if let Some(name) = LEXICON.get(code) {
            return (*name).to_owned();
        }
        match code {
            "UNO" => return "the United Nations".into(),
            "EUR" => return "the European Union".into(),
            _ => {}
        }
        let written = self.0.get(code).and_then(|names| {
            names.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(name.as_str()))).map(|(name, _)| name)
        });
        written.cloned().unwrap_or_else(|| code.to_owned())
    }
}
