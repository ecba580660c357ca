//! A sentence as a row of words, persons, titles and times: what phrases of several words are matched against.

use crate::text;
use chancery_model::{ActorKind, Annotated, CharSpan, MentionKind, TextIndex};

/// One member of the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A word, folded.
    Word(String),
    /// A comma, semicolon, colon or dash.
    Comma,
    /// A person, by actor; with the title where it stands beside the name.
    Person(u32, Option<String>),
    /// A title that stands alone, folded, with whom it belongs to.
    Title(String, Option<u32>),
    /// A state or nationality.
    Nation,
    /// A time expression, by its place in the report's.
    Time(u32),
}

/// Words before a title that say how it is held; they are no part of it.
const BEFORE: &[&str] = &[
    "acting",
    "interim",
    "caretaker",
    "provisional",
    "former",
    "ex",
    "then",
    "late",
    "outgoing",
    "incoming",
    "new",
    "newly",
    "current",
    "incumbent",
    "last",
    "this",
    "next",
    "week",
    "month",
    "year",
];
/// Such words after a title.
const AFTER: &[&str] = &["designate", "elect", "nominee"];

/// A title in small letters without the words that say how it is held: "acting foreign minister" is "foreign minister".
pub(crate) fn bare_title(title: &str) -> String {
    let folded = text::fold(title);
    let words: Vec<&str> = folded.split(|c: char| c.is_whitespace() || c == '-').collect();
    let (from, to) = bare(&words);
    if from == 0 && to == words.len() {
        return title.to_lowercase();
    }
    words[from..to].join(" ")
}

fn bare<W: AsRef<str>>(words: &[W]) -> (usize, usize) {
    let from = words.iter().position(|w| !BEFORE.contains(&w.as_ref())).unwrap_or(0);
    let to = words.iter().rposition(|w| !AFTER.contains(&w.as_ref())).map_or(words.len(), |at| at + 1);
    (from, to.max(from))
}

/// The members of the characters `span` of a report, in order.
pub(crate) fn row(doc: &Annotated, index: &TextIndex, span: CharSpan) -> Vec<Unit> {
    enum Mark {
        Mention(usize),
        Time(usize),
    }
    let first = doc.mentions.partition_point(|m| m.start < span.start);
    let mentions = doc.mentions[first..].iter().enumerate().take_while(|(_, m)| m.start < span.end);
    let mut marks: Vec<(u32, u32, Mark)> = mentions
        .filter(|(_, m)| m.end <= span.end)
        .map(|(n, m)| (m.start, m.end, Mark::Mention(first + n)))
        .collect();
    let times = doc.times.iter().enumerate().filter(|(_, t)| span.start <= t.start && t.end <= span.end);
    marks.extend(times.map(|(n, t)| (t.start, t.end, Mark::Time(n))));
    marks.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));

    let words = |from: u32, to: u32| index.byte_span(CharSpan::new(from, to)).of(&doc.text);
    let mut units = Vec::new();
    let mut at = span.start;
    for (start, end, mark) in marks {
        if start < at {
            continue;
        }
        plain(words(at, start), &mut units);
        match mark {
            Mark::Time(n) => units.push(Unit::Time(n as u32)),
            Mark::Mention(n) => {
                let mention = &doc.mentions[n];
                let said = words(start, end);
                let of = |a: u32| doc.actors.get(a as usize).filter(|a| a.kind == ActorKind::Person);
                let person = mention.actor.filter(|a| of(*a).is_some());
                let named = person.filter(|a| of(*a).is_some_and(|a| !a.unnamed));
                match mention.kind {
                    MentionKind::Role => title(said, person.filter(|_| named.is_some()), &mut units),
                    MentionKind::Person => match named {
                        Some(actor) => name(actor, &mut units),
                        None => plain(said, &mut units),
                    },
                    MentionKind::State => units.push(Unit::Nation),
                    MentionKind::Group if mention.actor.is_some_and(|a| is_state(doc, a)) => {
                        units.push(Unit::Nation)
                    }
                    _ => plain(said, &mut units),
                }
            }
        }
        at = end;
    }
    plain(words(at, span.end.max(at)), &mut units);
    units
}

fn is_state(doc: &Annotated, actor: u32) -> bool {
    doc.actors.get(actor as usize).is_some_and(|a| a.kind == ActorKind::State)
}

/// A name; the title of the same person right before it joins it.
fn name(actor: u32, units: &mut Vec<Unit>) {
    let title = match units.last() {
        Some(Unit::Title(office, Some(of))) if *of == actor => Some(office.clone()),
        _ => None,
    };
    if title.is_some() {
        units.pop();
    }
    units.push(Unit::Person(actor, title));
}

/// A title between the words that say how it is held.
fn title(said: &str, actor: Option<u32>, units: &mut Vec<Unit>) {
    let words = text::words(said);
    if let [one] = words.as_slice()
        && matches!(one.as_str(), "predecessor" | "successor" | "nominee" | "replacement")
    {
        units.push(Unit::Word(one.clone()));
        return;
    }
    let (from, to) = bare(&words);
    units.extend(words[..from].iter().cloned().map(Unit::Word));
    if from < to {
        units.push(Unit::Title(words[from..to].join(" "), actor));
    }
    units.extend(words[to..].iter().cloned().map(Unit::Word));
}

/// Words and what parts them; the "s" of a possessive is none.
fn plain(said: &str, units: &mut Vec<Unit>) {
    let folded = text::fold(said);
    let mut word = String::new();
    let mut possessive = false;
    for c in folded.chars().chain([' ']) {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            let whole = std::mem::take(&mut word);
            if !(possessive && whole == "s") {
                units.push(Unit::Word(whole));
            }
        }
        possessive = c == '\'';
        if matches!(c, ',' | ';' | ':' | '(' | ')' | '—' | '"' | '“' | '”')
            && units.last() != Some(&Unit::Comma)
        {
            units.push(Unit::Comma);
        }
    }
}
