//! How much room a report gives to each side's words.

use super::points::{Passage, Speech, quoted};
use super::report::{Happening, Telling};
use chancery_model::CharSpan;
use serde::Serialize;
use std::collections::BTreeMap;

/// Words of one side in one report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Words {
    /// The state whose side speaks; `None` for all others, and for both sides together.
    pub state: Option<String>,
    /// Both sides are said to speak together: "The two leaders agreed".
    pub together: bool,
    /// Words in quotation marks.
    pub direct: usize,
    /// Words reported without.
    pub reported: usize,
    /// The passages that were counted.
    pub spans: Vec<CharSpan>,
}

impl Words {
    /// Direct and reported together.
    pub fn all(&self) -> usize {
        self.direct + self.reported
    }
}

/// The words that one report spends on the event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Room {
    /// All of them.
    pub words: usize,
    /// Words in the report's own voice.
    pub own: usize,
    /// Words of each side, sorted by state, the others last.
    pub sides: Vec<Words>,
}

impl Room {
    /// Words that are somebody's, not the report's own.
    pub fn spoken(&self) -> usize {
        self.sides.iter().map(Words::all).sum()
    }
}

/// Counts each word once, for the speaker of the narrowest quotation that holds it.
pub(super) fn room(telling: &Telling<'_>, passages: &[&Passage], happening: &Happening<'_>) -> Room {
    let marks = quoted(telling);
    let mut sides: BTreeMap<Key, Words> = BTreeMap::new();
    for state in &happening.states {
        sides.insert(Key::Side((*state).to_owned()), Words::default());
    }
    let mut room = Room::default();
    for passage in passages {
        let quotes: Vec<_> = telling
            .annotated
            .quotes
            .iter()
            .filter(|quote| quote.cue.is_some() && quote.content.iter().any(|c| c.overlaps(passage.span)))
            .collect();
        for word in telling.words_in(passage.span) {
            room.words += 1;
            let holding = quotes.iter().filter(|quote| quote.content.iter().any(|c| c.contains(word.span)));
            let quote =
                holding.min_by_key(|quote| quote.content.iter().map(|c| c.end - c.start).sum::<u32>());
            let together = passage.voice.states.len() > 1;
            let spoken = passage.voice.speech != Speech::Own && (quote.is_some() || quotes.is_empty());
            let speaker =
                quote.filter(|_| !together).and_then(|quote| telling.actor(quote.actor)?.state.clone());
            let state =
                speaker.or_else(|| passage.voice.states.first().filter(|_| spoken && !together).cloned());
            let key = match state {
                Some(state) if happening.states.contains(state.as_str()) => Key::Side(state),
                None if spoken && together => Key::Together,
                None if !spoken => {
                    room.own += 1;
                    continue;
                }
                _ => Key::Others,
            };
            let words = sides.entry(key).or_default();
            if marks.iter().any(|range| range.contains(word.span)) {
                words.direct += 1;
            } else {
                words.reported += 1;
            }
            if words.spans.last() != Some(&passage.span) {
                words.spans.push(passage.span);
            }
        }
    }
    room.sides = sides
        .into_iter()
        .map(|(key, words)| match key {
            Key::Side(state) => Words { state: Some(state), ..words },
            Key::Together => Words { together: true, ..words },
            Key::Others => words,
        })
        .collect();
    room
}

/// Whose words they are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Side(String),
    Together,
    Others,
}
