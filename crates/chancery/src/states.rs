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

/// The lexicon's states: the name first, then what else they are called.
pub fn directory() -> Directory {
    let mut directory = Directory::default();
    let text = include_str!("../../../lexicons/states.tsv");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (Some(code), Some(name), Some(kind), Some(aliases)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        // "Soviet Union" is nobody's name for Russia today; a region or territory is asked for by its own name.
        if !matches!(kind, "state" | "union" | "pre") {
            continue;
        }
        directory.add_state(code, name);
        for alias in aliases.split(';').filter(|alias| !alias.is_empty()) {
            directory.add_state(code, alias);
        }
    }
    directory
}
