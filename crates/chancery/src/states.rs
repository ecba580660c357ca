//! The names of states that a person may type, from the lexicon that ships with the program.

use chancery_code::actors::Lexicon;
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
