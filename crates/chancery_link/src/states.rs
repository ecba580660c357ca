//! Names of states for people: from the lexicon, else as the reports write them.

use chancery_model::{ActorKind, Annotated, places::states};
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
pub(crate) struct StateNames(BTreeMap<String, BTreeMap<String, usize>>);

impl StateNames {
    /// Gathers how the reports name states that the lexicon does not hold.
    pub fn gather(docs: &[&Annotated]) -> StateNames {
        let mut names: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for actor in docs.iter().flat_map(|d| &d.actors).filter(|a| a.kind == ActorKind::State) {
            if let Some(code) = actor.state.as_ref().filter(|c| !LEXICON.contains_key(c.as_str())) {
                *names.entry(code.clone()).or_default().entry(actor.name.clone()).or_default() += 1;
            }
        }
        StateNames(names)
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
