//! Sentences found by their words.

use chancery_model::{Day, DayInterval, Event, Extent};
use serde::{Serialize, Serializer};

/// What a search found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Search {
    /// What was typed.
    pub query: String,
    /// What else was asked for, in words.
    pub filters: Vec<String>,
    /// How many sentences there are, on all pages.
    pub total: u64,
    /// Those of this page, the best first.
    pub hits: Vec<SearchHit>,
    /// Where the next page begins after.
    pub next: Option<String>,
    /// What there is to say about the query.
    pub note: Option<String>,
    /// Where nothing was found: the words that no sentence holds.
    pub unknown: Vec<UnknownWord>,
}

/// A word that no sentence holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownWord {
    /// In lower case, without accents.
    pub word: String,
    /// The nearest that some sentence holds.
    pub nearest: Option<String>,
}

/// A sentence that was found.
#[derive(Clone, Debug, Serialize)]
pub struct SearchHit {
    /// The report's id.
    pub report: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its outlet.
    pub source: Option<String>,
    /// The day it was published, or the likeliest.
    pub date: Option<Day>,
    /// The days within which it was published.
    pub published: DayInterval,
    /// Id of the report that it copies.
    pub copy_of: Option<String>,
    /// The first character of the sentence in the report's text.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
    /// The sentence.
    pub text: String,
    /// Where the words stand in it, from its beginning.
    pub marks: Vec<Extent>,
    /// The events that it tells of; in JSON their ids and summaries.
    #[serde(serialize_with = "briefly")]
    pub events: Vec<Event>,
}

fn briefly<S: Serializer>(events: &[Event], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Brief<'e> {
        id: &'e str,
        summary: &'e str,
    }
    serializer.collect_seq(events.iter().map(|event| Brief { id: &event.id, summary: &event.summary }))
}

impl Search {
    /// Why nothing was found, and what to do, a sentence each; empty where something was.
    pub fn advice(&self) -> Vec<String> {
        if self.total > 0 {
            return Vec::new();
        }
        if let Some(note) = &self.note {
            return vec![format!("Nothing was looked for: {note}.")];
        }
        let mut advice = vec![format!("No sentence of the record’s reports fits “{}”.", self.query.trim())];
        for UnknownWord { word, nearest } in &self.unknown {
            advice.push(match nearest {
                Some(nearest) => format!("“{word}” stands nowhere; “{nearest}” does."),
                None => format!("“{word}” stands nowhere, nor anything like it."),
            });
        }
        if self.unknown.is_empty() {
            let looser = match self.filters.is_empty() {
                true => {
                    "Its words stand in some, but not as asked for: join them with OR, or look for fewer."
                }
                false => "Its words stand in some: look without the filters, or for fewer words.",
            };
            advice.push(looser.into());
        }
        advice
    }
}
