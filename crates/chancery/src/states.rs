//! The names of states that a person may type, from the lexicon that ships with the program.

use chancery_code::actors::Lexicon;
use chancery_model::places::states;
use chancery_views::{Directory, Unknown, Who};

/// A state, body or person of the record; a state by its nationality word or capital too ("Canadian", "Beijing").
pub fn who(directory: &Directory, query: &str) -> Result<Who, Unknown> {
    directory.who(query).or_else(|unknown| match Lexicon::embedded().state_named(query) {
        Some(code) => Ok(Who::State(code.into())),
        None => Err(unknown),
    })
}

/// A state, in the same way.
pub fn state(directory: &Directory, query: &str) -> Result<String, Unknown> {
    directory
        .state(query)
        .or_else(|unknown| Lexicon::embedded().state_named(query).map(String::from).ok_or(unknown))
}

/// The lexicon's states: the name first, then what else they are called.
pub fn directory() -> Directory {
    let mut directory = Directory::default();
    // "Soviet Union" is nobody's name for Russia today; a region or territory is asked for by its own name.
    for row in states().filter(|row| matches!(row.kind, "state" | "union" | "pre")) {
        for name in std::iter::once(row.name).chain(row.aliases()) {
            directory.add_state(row.code, name);
        }
    }
    directory
}
