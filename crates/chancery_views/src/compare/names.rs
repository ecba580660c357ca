//! What the reports call the same thing.

use super::differences::quote;
use super::lexicon::{Class, Lexicon};
use super::points::Cast;
use super::report::{Happening, Telling};
use crate::Directory;
use chancery_model::{ActorKind, CharSpan, Evidence, MentionKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A name that a report uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Used {
    /// As written, the first time.
    pub quoted: Evidence,
    /// Where it stands, each time.
    pub spans: Vec<CharSpan>,
}

/// One thing that the reports call differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Naming {
    /// What it is: a person's or state's name, or the matter.
    pub thing: String,
    /// For each column, its names for it in order; empty where it doesn't speak of it.
    pub used: Vec<Vec<Used>>,
}

/// Everything that two columns or more speak of by different names.
pub(super) fn names(
    tellings: &[Telling<'_>],
    happening: &Happening<'_>,
    cast: &Cast,
    directory: &Directory,
) -> Vec<Naming> {
    let mut out = persons(tellings, cast);
    out.extend(states(tellings, happening, directory));
    out.extend(relations(tellings));
    out.extend(wordings(tellings));
    out
}

/// Names by a key that says whether two are the same.
type Keyed = BTreeMap<String, Used>;

fn add(names: &mut Keyed, key: String, telling: &Telling<'_>, span: CharSpan) {
    names
        .entry(key)
        .or_insert_with(|| Used { quoted: quote(telling, span), spans: Vec::new() })
        .spans
        .push(span);
}

/// A row for each thing of which two columns share no name.
fn rows(things: BTreeMap<String, Vec<Keyed>>) -> Vec<Naming> {
    let mut out = Vec::new();
    for (thing, columns) in things {
        let known: Vec<BTreeSet<&String>> =
            columns.iter().filter(|names| !names.is_empty()).map(|names| names.keys().collect()).collect();
        let apart = known.iter().enumerate().any(|(at, a)| known[at + 1..].iter().any(|b| a.is_disjoint(b)));
        if apart {
            let used = columns.into_iter().map(|names| {
                let mut used: Vec<Used> = names.into_values().collect();
                used.sort_by_key(|used| used.quoted.start);
                used
            });
            out.push(Naming { thing, used: used.collect() });
        }
    }
    out
}

fn compared(telling: &Telling<'_>, span: CharSpan) -> bool {
    let at = telling.annotated.sentences.iter().position(|s| s.span().contains(span));
    at.is_some_and(|at| telling.left_out[at].is_none())
}

/// Forms of address that stand before a name and are no office.
const HONORIFICS: [&str; 9] = ["dr", "mr", "mrs", "ms", "sir", "dame", "lord", "lady", "madam"];

/// Persons by the titles before or after their names.
fn persons(tellings: &[Telling<'_>], cast: &Cast) -> Vec<Naming> {
    let mut things: BTreeMap<String, Vec<Keyed>> = BTreeMap::new();
    for (column, telling) in tellings.iter().enumerate() {
        for mention in &telling.annotated.mentions {
            let Some(actor) = telling.actor(mention.actor) else { continue };
            let named =
                actor.kind == ActorKind::Person && mention.kind == MentionKind::Person && !mention.anaphor;
            if !named || !compared(telling, mention.span()) {
                continue;
            }
            let Some((key, span)) = titled(telling, mention.span(), mention.actor) else { continue };
            let person = cast.person(&actor.name).to_owned();
            let columns = things.entry(person).or_insert_with(|| vec![Keyed::new(); tellings.len()]);
            add(&mut columns[column], key, telling, span);
        }
    }
    rows(things)
}

/// A name with the title next to it: the title folded, and the whole as it stands.
fn titled(telling: &Telling<'_>, name: CharSpan, actor: Option<u32>) -> Option<(String, CharSpan)> {
    let roles = telling
        .annotated
        .mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Role && m.actor == actor && !m.anaphor);
    let before = roles.clone().find(|m| m.end <= name.start && name.start - m.end <= 2);
    let after = roles.clone().find(|m| {
        m.start >= name.end && m.start - name.end <= 24 && {
            let between = telling.text(CharSpan::new(name.end, m.start));
            between.trim_start().starts_with(',')
        }
    });
    let key = |span: CharSpan| {
        let folded = crate::directory::fold(&telling.text(span));
        folded.strip_prefix("the ").map(str::to_owned).unwrap_or(folded)
    };
    if let Some(role) = before {
        // "Canadian Foreign Minister": the nationality word before the title belongs to it.
        let group = telling
            .annotated
            .mentions
            .iter()
            .find(|m| m.end < role.start && role.start - m.end <= 3 && m.kind != MentionKind::Person);
        let start = group.map_or(role.start, |m| m.start);
        return Some((key(role.span()), CharSpan::new(start, name.end)));
    }
    if let Some(role) = after {
        return Some((key(role.span()), CharSpan::new(name.start, role.end)));
    }
    let word = telling.words_in(CharSpan::new(name.start.saturating_sub(6), name.start)).last()?;
    let next = name.start - word.span.end <= 2;
    (next && HONORIFICS.contains(&word.folded.as_str()))
        .then(|| (word.folded.clone(), CharSpan::new(word.span.start, name.end)))
}

/// States by the names used for them, where one report never uses another's.
fn states(tellings: &[Telling<'_>], happening: &Happening<'_>, directory: &Directory) -> Vec<Naming> {
    let mut things: BTreeMap<String, Vec<Keyed>> = BTreeMap::new();
    for (column, telling) in tellings.iter().enumerate() {
        for mention in &telling.annotated.mentions {
            let Some(actor) = telling.actor(mention.actor) else { continue };
            let named = actor.kind == ActorKind::State
                && matches!(mention.kind, MentionKind::State | MentionKind::Place)
                && !mention.anaphor;
            let Some(state) =
                actor.state.as_deref().filter(|state| named && happening.states.contains(state))
            else {
                continue;
            };
            if !compared(telling, mention.span()) {
                continue;
            }
            let columns = things
                .entry(directory.state_name(state).to_owned())
                .or_insert_with(|| vec![Keyed::new(); tellings.len()]);
            let name = crate::directory::fold(&telling.text(mention.span()));
            // "US" says what "United States" says; a capital or a full style says more.
            let styled =
                ["republic", "kingdom", "federation", "union"].iter().any(|word| name.contains(word));
            let key = if !styled && directory.state(&name).is_ok() { state.to_owned() } else { name };
            add(&mut columns[column], key, telling, mention.span());
        }
    }
    rows(things)
}

/// Words for what lies between two states.
const RELATIONS: [&str; 6] = ["relation", "tie", "relationship", "friendship", "partnership", "cooper"];

/// "China-Canada relations" or "Canada-China relations".
fn relations(tellings: &[Telling<'_>]) -> Vec<Naming> {
    let mut columns = vec![Keyed::new(); tellings.len()];
    for (column, telling) in tellings.iter().enumerate() {
        for three in telling.words.windows(3) {
            let [first, second, what] = three else { continue };
            let joined = telling.text(CharSpan::new(first.span.end, second.span.start));
            let pair = first.capital && second.capital && matches!(joined.as_str(), "-" | "–" | "‑");
            let span = CharSpan::new(first.span.start, what.span.end);
            if pair && RELATIONS.contains(&what.stem.as_str()) && compared(telling, span) {
                let key = format!("{} {}", first.folded, second.folded);
                add(&mut columns[column], key, telling, span);
            }
        }
    }
    rows(BTreeMap::from([("which of the two is named first".to_owned(), columns)]))
}

/// Matters that have more than one name.
fn wordings(tellings: &[Telling<'_>]) -> Vec<Naming> {
    let mut things: BTreeMap<String, Vec<Keyed>> = BTreeMap::new();
    for (column, telling) in tellings.iter().enumerate() {
        for (at, sentence) in telling.annotated.sentences.iter().enumerate() {
            if telling.left_out[at].is_some() {
                continue;
            }
            for hit in Lexicon::get().find(Class::Wording, telling.words_in(sentence.span())) {
                let columns = things
                    .entry(hit.entry.value.to_owned())
                    .or_insert_with(|| vec![Keyed::new(); tellings.len()]);
                add(&mut columns[column], hit.entry.variant.to_owned(), telling, hit.span);
            }
        }
    }
    rows(things)
}
