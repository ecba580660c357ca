//! In what the reports differ where they tell the same.
//!
//! A contradiction needs a value on each side, both exact, that can't both be true. What one report leaves out contradicts
//! nothing.

use super::lexicon::Hit;
use super::places;
use super::points::{Passage, Speech};
use super::report::Telling;
use chancery_model::{CharSpan, DayInterval, Evidence, Status};
use serde::Serialize;
use std::collections::BTreeSet;

/// In what reports differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DifferenceKind {
    /// How much of it: all or some, certain or possible, a longer or a shorter list.
    Scope,
    /// A number.
    Number,
    /// A day or time.
    Date,
    /// A place.
    Place,
    /// How far it has come: talked about, agreed, done, denied.
    Status,
    /// Who is said to have said or done it.
    Attribution,
    /// What the same thing is called.
    Wording,
}

/// What one report gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Value {
    /// Index of the column.
    pub column: usize,
    /// In a word or two; what the report says where the words themselves are the value.
    pub says: String,
    /// The words; `None` where it is the silence about something that the others give within the same point.
    pub quoted: Option<Evidence>,
}

/// One difference between the reports in one point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// In what.
    pub kind: DifferenceKind,
    /// The values can't all be true.
    pub contradicts: bool,
    /// What it is about, in a word or two: "hedge", "hours", "named only by one".
    pub about: String,
    /// What each report gives, in the order of the columns.
    pub values: Vec<Value>,
}

/// What one column says of a point.
pub(super) struct Side<'p, 't> {
    pub column: usize,
    pub telling: &'p Telling<'t>,
    pub passages: Vec<&'p Passage>,
}

impl Side<'_, '_> {
    fn quote(&self, span: CharSpan) -> Evidence {
        quote(self.telling, span)
    }

    fn value(&self, says: impl Into<String>, span: CharSpan) -> Value {
        Value { column: self.column, says: says.into(), quoted: Some(self.quote(span)) }
    }

    fn silent(&self, says: &str) -> Value {
        Value { column: self.column, says: says.into(), quoted: None }
    }

    fn all<T>(&self, of: impl Fn(&Passage) -> Vec<T>) -> Vec<T> {
        self.passages.iter().flat_map(|passage| of(passage)).collect()
    }

    fn hits(&self, of: impl Fn(&Passage) -> &Vec<Hit>) -> Vec<Hit> {
        self.passages.iter().flat_map(|passage| of(passage).iter().copied()).collect()
    }
}

/// The words of a range of a report.
pub(super) fn quote(telling: &Telling<'_>, span: CharSpan) -> Evidence {
    Evidence { doc: telling.annotated.id.clone(), start: span.start, end: span.end, text: telling.text(span) }
}

/// All differences of a point told by two or more columns.
pub(super) fn differences(sides: &[Side<'_, '_>]) -> Vec<Difference> {
    let mut out = Vec::new();
    out.extend(numbers(sides));
    out.extend(days(sides));
    out.extend(placed(sides));
    out.extend(status(sides));
    out.extend(attribution(sides));
    out.extend(hedges(sides));
    out.extend(stress(sides));
    out.extend(quantifiers(sides));
    out.extend(lists(sides));
    out.extend(wordings(sides));
    out
}

fn difference(
    kind: DifferenceKind,
    about: impl Into<String>,
    contradicts: bool,
    values: Vec<Value>,
) -> Difference {
    Difference { kind, contradicts, about: about.into(), values }
}

/// Two numbers of one thing.
fn numbers(sides: &[Side<'_, '_>]) -> Vec<Difference> {
    let mut out: Vec<Difference> = Vec::new();
    let mut done: BTreeSet<String> = BTreeSet::new();
    for (at, side) in sides.iter().enumerate() {
        for number in side.all(|p| p.numbers.clone()) {
            let same_thing = |other: &super::words::Counted| other.of.iter().any(|of| number.of.contains(of));
            let mut values = vec![side.value(&number.value, number.span)];
            let mut exact = !bounded(side, number.span);
            let mut differ = false;
            for other in &sides[at + 1..] {
                let theirs = other.all(|p| p.numbers.clone());
                if theirs.iter().any(|n| same_thing(n) && n.value == number.value) {
                    continue;
                }
                // A number that the first report gives too, elsewhere in the point, is no other number.
                let ours = side.all(|p| p.numbers.clone());
                let fresh = |n: &&super::words::Counted| {
                    same_thing(n)
                        && !ours.iter().any(|o| o.value == n.value && o.of.iter().any(|of| n.of.contains(of)))
                };
                if let Some(n) = theirs.iter().find(fresh) {
                    differ = true;
                    exact &= !bounded(other, n.span);
                    values.push(other.value(&n.value, n.span));
                }
            }
            let about = number.of.first().cloned().unwrap_or_default();
            if differ && done.insert(about.clone()) {
                let about = match about.as_str() {
                    "$" => "amount".to_owned(),
                    "%" => "percentage".to_owned(),
                    _ => "number".to_owned(),
                };
                out.push(difference(DifferenceKind::Number, about, exact, values));
            }
        }
    }
    if out.is_empty() {
        out.extend(number_of_one(sides));
    }
    out
}

/// A number that only some give.
fn number_of_one(sides: &[Side<'_, '_>]) -> Option<Difference> {
    let telling = |side: &Side<'_, '_>| {
        let large = |n: &super::words::Counted| {
            n.of[0] == "$" || n.of[0] == "%" || n.value.parse::<u64>().is_ok_and(|v| v > 3)
        };
        side.all(|p| p.numbers.clone()).into_iter().find(large)
    };
    let found: Vec<_> = sides.iter().map(|side| (side, telling(side))).collect();
    let with = found.iter().filter(|(_, number)| number.is_some()).count();
    let without = sides.iter().filter(|side| side.all(|p| p.numbers.clone()).is_empty()).count();
    if with == 0 || without == 0 || with + without < sides.len() {
        return None;
    }
    let values = found.into_iter().map(|(side, number)| match number {
        Some(number) => side.value(side.telling.text(number.span), number.span),
        None => side.silent("no number"),
    });
    Some(difference(DifferenceKind::Number, "a number in one only", false, values.collect()))
}

/// Whether "more than" or "nearly" stands before a number.
fn bounded(side: &Side<'_, '_>, number: CharSpan) -> bool {
    side.hits(|p| &p.bounds)
        .iter()
        .any(|hit| hit.span.end <= number.start && number.start - hit.span.end <= 4)
}

/// Days on which they put it.
fn days(sides: &[Side<'_, '_>]) -> Option<Difference> {
    // One event of the record dated by two reports, else the only day that each names.
    let event_days = |side: &Side<'_, '_>| -> Vec<(String, DayInterval, CharSpan)> {
        side.all(|p| {
            let placed = p.told.iter().filter(|told| told.days.days().is_some());
            placed.filter_map(|told| Some((told.same.clone()?, told.days, told.trigger))).collect()
        })
    };
    for (at, side) in sides.iter().enumerate() {
        for (id, days, _) in event_days(side) {
            for other in &sides[at + 1..] {
                let theirs = event_days(other);
                let clash = theirs.iter().find(|(i, d, _)| *i == id && !d.meets(&days, 0));
                if let Some((_, d, _)) = clash
                    && let (Some(a), Some(b)) = (named_day(side, &days), named_day(other, d))
                {
                    let words = crate::period::words;
                    let values = vec![side.value(words(&days), a), other.value(words(d), b)];
                    return Some(difference(DifferenceKind::Date, "day", true, values));
                }
            }
        }
    }
    let single = |side: &Side<'_, '_>| -> Option<(CharSpan, DayInterval)> {
        let times = side.all(|p| p.times.clone());
        match times[..] {
            [(span, days)] if days.days().is_some_and(|n| n <= 62) => Some((span, days)),
            _ => None,
        }
    };
    let named: Vec<_> = sides.iter().map(|side| (side, single(side))).collect();
    let clash = named.iter().enumerate().any(|(at, (_, a))| {
        named[at + 1..].iter().any(|(_, b)| matches!((a, b), (Some((_, a)), Some((_, b))) if !a.meets(b, 0)))
    });
    if !clash {
        return None;
    }
    let values = named.into_iter().filter_map(|(side, time)| {
        let (span, days) = time?;
        Some(side.value(crate::period::words(&days), span))
    });
    Some(difference(DifferenceKind::Date, "day", false, values.collect()))
}

/// The words that name a day of an interval.
fn named_day(side: &Side<'_, '_>, days: &DayInterval) -> Option<CharSpan> {
    side.all(|p| p.times.clone()).into_iter().find(|(_, named)| named.meets(days, 0)).map(|(span, _)| span)
}

/// Places where they put it.
fn placed(sides: &[Side<'_, '_>]) -> Option<Difference> {
    type Place = (String, Option<String>, CharSpan, Option<String>);
    // (name, state, words, event of the record)
    let found = |side: &Side<'_, '_>| -> Vec<Place> {
        side.all(|p| {
            let named = p.places.iter().map(|(span, state)| {
                let name = side.telling.text(*span);
                let told =
                    p.told.iter().find(|told| told.place.as_ref().is_some_and(|(place, _)| *place == name));
                let state = told.and_then(|t| t.place.as_ref()?.1.clone()).or_else(|| state.clone());
                (name, state, *span, told.and_then(|told| told.same.clone()))
            });
            named.collect()
        })
    };
    let places: Vec<Vec<Place>> = sides.iter().map(found).collect();
    for (at, mine) in places.iter().enumerate() {
        for (next, theirs) in places.iter().enumerate().skip(at + 1) {
            let ([a], [b]) = (mine.as_slice(), theirs.as_slice()) else { continue };
            if places::contradict((&a.0, a.1.as_deref()), (&b.0, b.1.as_deref())) {
                let one_event = a.3.is_some() && a.3 == b.3;
                let values = vec![sides[at].value(&a.0, a.2), sides[next].value(&b.0, b.2)];
                return Some(difference(DifferenceKind::Place, "place", one_event, values));
            }
        }
    }
    None
}

/// How far it has come, from talked about to done; `None` for words that only say that it was said.
fn rank(value: &str) -> Option<u8> {
    Some(match value {
        "denied" => 0,
        "talked" => 1,
        "asked" | "wished" | "objected" => 2,
        "planned" => 4,
        "agreed" => 5,
        "done" => 6,
        _ => return None,
    })
}

fn status(sides: &[Side<'_, '_>]) -> Option<Difference> {
    // What the coder read of one event of the record.
    let told = |side: &Side<'_, '_>| -> Vec<(String, Status, CharSpan)> {
        side.all(|p| p.told.iter().filter_map(|t| Some((t.same.clone()?, t.status, t.trigger))).collect())
    };
    for (at, side) in sides.iter().enumerate() {
        for (id, status, words) in told(side) {
            for other in &sides[at + 1..] {
                let theirs = told(other).into_iter().find(|(i, s, _)| *i == id && *s != status);
                if let Some((_, s, w)) = theirs {
                    let denied = (status == Status::Denied) != (s == Status::Denied);
                    let values = vec![side.value(status.as_str(), words), other.value(s.as_str(), w)];
                    return Some(difference(DifferenceKind::Status, "whether it took place", denied, values));
                }
            }
        }
    }
    // The word that governs a passage comes first in it.
    let first = |side: &Side<'_, '_>| -> Option<(u8, Hit)> {
        let hits = side.hits(|p| &p.standing);
        let denied = hits.iter().find(|hit| hit.entry.value == "denied");
        let hit = denied.or_else(|| hits.iter().find(|hit| rank(hit.entry.value).is_some()))?;
        Some((rank(hit.entry.value)?, *hit))
    };
    let found: Vec<_> = sides.iter().filter_map(|side| Some((side, first(side)?))).collect();
    let ranks: Vec<u8> = found.iter().map(|(_, (rank, _))| *rank).collect();
    let (least, most) = (ranks.iter().min()?, ranks.iter().max()?);
    let denied = *least == 0 && *most > 0;
    // "urged" against "raised" is a matter of tone; "agreed" against "urged" is one of substance.
    let far = *most >= 4 && *least <= 2;
    if !denied && !far {
        return None;
    }
    let substance = denied && *most >= 5;
    let values = found.iter().map(|(side, (_, hit))| side.value(hit.entry.value, hit.span)).collect();
    Some(difference(DifferenceKind::Status, "how far it has come", substance, values))
}

/// Who says or does it.
fn attribution(sides: &[Side<'_, '_>]) -> Option<Difference> {
    let states = |side: &Side<'_, '_>| -> BTreeSet<String> {
        side.all(|p| p.voice.states.clone()).into_iter().collect()
    };
    // Where one report gives a matter to several voices there is no one to compare.
    let one_voice =
        |side: &Side<'_, '_>| side.passages.iter().all(|p| p.voice.states == side.passages[0].voice.states);
    let known: Vec<(&Side<'_, '_>, BTreeSet<String>)> = sides
        .iter()
        .map(|side| (side, states(side)))
        .filter(|(side, states)| !states.is_empty() && one_voice(side))
        .collect();
    let differ = known.iter().enumerate().any(|(at, (_, a))| known[at + 1..].iter().any(|(_, b)| a != b));
    let whose = |side: &Side<'_, '_>, states: &BTreeSet<String>| {
        let name = side.passages.iter().find_map(|p| p.voice.name.clone()).filter(|_| states.len() == 1);
        name.unwrap_or_else(|| states.iter().cloned().collect::<Vec<_>>().join(" and "))
    };
    let head =
        |side: &Side<'_, '_>| side.passages.first().map_or(CharSpan::default(), |p| opening(side.telling, p));
    if differ {
        let values = known.iter().map(|(side, states)| side.value(whose(side, states), head(side)));
        return Some(difference(DifferenceKind::Attribution, "who", false, values.collect()));
    }
    // Told as a fact by one, as somebody's words by the other.
    let speech =
        |side: &Side<'_, '_>| side.passages.iter().map(|p| p.voice.speech).max().unwrap_or(Speech::Own);
    let own = sides.iter().any(|side| {
        speech(side) == Speech::Own && states(side).is_empty() && side.hits(|p| &p.standing).is_empty()
    });
    let said = known.iter().any(|(side, _)| speech(side) != Speech::Own);
    if !(own && said) {
        return None;
    }
    let values = sides.iter().map(|side| match speech(side) {
        Speech::Own => side.value("in its own voice", head(side)),
        _ => side.value(format!("in the words of {}", whose(side, &states(side))), head(side)),
    });
    Some(difference(DifferenceKind::Attribution, "whose words", false, values.collect()))
}

/// The first words of a passage.
fn opening(telling: &Telling<'_>, passage: &Passage) -> CharSpan {
    let words = telling.words_in(passage.span);
    let end = words.get(7.min(words.len().saturating_sub(1))).map_or(passage.span.end, |word| word.span.end);
    CharSpan::new(passage.span.start, end)
}

/// A hedge in some and none in the others.
fn hedges(sides: &[Side<'_, '_>]) -> Option<Difference> {
    let found: Vec<_> = sides.iter().map(|side| (side, side.hits(|p| &p.hedges))).collect();
    let with = found.iter().filter(|(_, hits)| !hits.is_empty()).count();
    if with == 0 || with == sides.len() {
        return None;
    }
    let values = found.iter().map(|(side, hits)| match hits.first() {
        Some(hit) => side.value(hit.entry.value, hit.span),
        None => side.silent("no such reserve"),
    });
    Some(difference(DifferenceKind::Scope, "reserve", false, values.collect()))
}

/// "Complete" or "immediate" in some and not in the others.
fn stress(sides: &[Side<'_, '_>]) -> Option<Difference> {
    let full = |side: &Side<'_, '_>| side.hits(|p| &p.scopes).into_iter().find(|hit| hit.entry.value == FULL);
    let found: Vec<_> = sides.iter().map(|side| (side, full(side))).collect();
    let with = found.iter().filter(|(_, hit)| hit.is_some()).count();
    if with == 0 || with == sides.len() {
        return None;
    }
    let values = found.iter().map(|(side, hit)| match hit {
        Some(hit) => side.value(hit.entry.value, hit.span),
        None => side.silent("no such word"),
    });
    Some(difference(DifferenceKind::Scope, "how much of it", false, values.collect()))
}

/// The value of words that tell even alone.
const FULL: &str = "in full";

/// All in one, some in the other.
fn quantifiers(sides: &[Side<'_, '_>]) -> Option<Difference> {
    let first =
        |side: &Side<'_, '_>| side.hits(|p| &p.scopes).into_iter().find(|hit| hit.entry.value != FULL);
    let found: Vec<_> = sides.iter().filter_map(|side| Some((side, first(side)?))).collect();
    let values: BTreeSet<&str> = found.iter().map(|(_, hit)| hit.entry.value).collect();
    if values.len() < 2 {
        return None;
    }
    let values = found.iter().map(|(side, hit)| side.value(hit.entry.value, hit.span)).collect();
    Some(difference(DifferenceKind::Scope, "how much of it", false, values))
}

/// A longer and a shorter list of matters.
fn lists(sides: &[Side<'_, '_>]) -> Option<Difference> {
    let topics = |side: &Side<'_, '_>| -> Vec<Hit> {
        let mut seen = BTreeSet::new();
        side.hits(|p| &p.topics).into_iter().filter(|hit| seen.insert(hit.entry.value)).collect()
    };
    let found: Vec<_> = sides.iter().map(|side| (side, topics(side))).collect();
    let longest = found.iter().map(|(_, hits)| hits.len()).max()?;
    let names = |hits: &[Hit]| hits.iter().map(|hit| hit.entry.value).collect::<BTreeSet<&str>>();
    let sets: Vec<BTreeSet<&str>> = found.iter().map(|(_, hits)| names(hits)).collect();
    let shared = sets.iter().skip(1).fold(sets.first()?.clone(), |all, set| &all & set);
    if longest < 3 || shared.is_empty() || sets.iter().all(|set| *set == shared) {
        return None;
    }
    let values = found.iter().map(|(side, hits)| {
        let extra: Vec<&Hit> = hits.iter().filter(|hit| !shared.contains(hit.entry.value)).collect();
        match (extra.first(), extra.last()) {
            (Some(first), Some(_)) => {
                let names: Vec<&str> = extra.iter().map(|hit| hit.entry.value).collect();
                side.value(format!("also {}", crate::words::list(&names)), first.span)
            }
            _ => side.silent("nothing more"),
        }
    });
    Some(difference(DifferenceKind::Scope, "what is named", false, values.collect()))
}

/// The same thing by another name.
fn wordings(sides: &[Side<'_, '_>]) -> Vec<Difference> {
    let found: Vec<_> = sides.iter().map(|side| (side, side.hits(|p| &p.wordings))).collect();
    let things: BTreeSet<&str> =
        found.iter().flat_map(|(_, hits)| hits.iter().map(|hit| hit.entry.value)).collect();
    let mut out = Vec::new();
    for thing in things {
        let used: Vec<(&Side<'_, '_>, Vec<&Hit>)> = found
            .iter()
            .map(|(side, hits)| {
                (*side, hits.iter().filter(|hit| hit.entry.value == thing).collect::<Vec<_>>())
            })
            .filter(|(_, hits)| !hits.is_empty())
            .collect();
        let variants = |hits: &[&Hit]| hits.iter().map(|hit| hit.entry.variant).collect::<BTreeSet<&str>>();
        let apart = used
            .iter()
            .enumerate()
            .any(|(at, (_, a))| used[at + 1..].iter().any(|(_, b)| variants(a).is_disjoint(&variants(b))));
        if apart {
            let values =
                used.iter().map(|(side, hits)| side.value(hits[0].entry.variant, hits[0].span)).collect();
            out.push(difference(DifferenceKind::Wording, thing, false, values));
        }
    }
    out
}
