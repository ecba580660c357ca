//! The event's own circumstances as each report gives them: day, place, persons, length, at whose wish, in what mood.

use super::differences::{Difference, DifferenceKind, Value, quote};
use super::lexicon::{Class, Lexicon};
use super::places;
use super::points::Cast;
use super::report::{Happening, Telling};
use super::words::counted;
use chancery_model::{ActorKind, CharSpan, Claim, DayInterval, Evidence, MentionKind, Status, TimeType};
use std::collections::BTreeSet;

/// A circumstance as one report gives it.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// In words that can be compared.
    pub says: String,
    /// The report's words.
    pub quoted: Evidence,
    value: Compared,
}

#[derive(Clone, Debug, PartialEq)]
enum Compared {
    Days(DayInterval),
    Place(String, Option<String>),
    Set(BTreeSet<String>),
    /// Of what sort, and whose or how much; the flag says whether it is exact.
    Exact(String, String, bool),
    Status(Status),
}

/// A circumstance with what each column gives, in their order.
pub(super) struct Fact {
    pub heading: &'static str,
    pub given: Vec<Option<Given>>,
    pub differences: Vec<Difference>,
}

/// The circumstances that at least one column gives.
pub(super) fn facts(tellings: &[Telling<'_>], happening: &Happening<'_>, cast: &Cast) -> Vec<Fact> {
    type Find = fn(&Telling<'_>, &Happening<'_>, &Cast) -> Option<Given>;
    let sorts: [(&'static str, Find); 7] = [
        ("When", day),
        ("Where", place),
        ("Who took part", persons),
        ("How long", length),
        ("At whose wish", asked),
        ("How it is described", tone),
        ("Whether it took place", status),
    ];
    let mut out = Vec::new();
    for (heading, find) in sorts {
        let given: Vec<Option<Given>> =
            tellings.iter().map(|telling| find(telling, happening, cast)).collect();
        if given.iter().all(Option::is_none) {
            continue;
        }
        // That a meeting took place is worth a line only where that is not plain.
        let plain = |given: &Given| given.value == Compared::Status(Status::Happened);
        if given.iter().flatten().all(plain) {
            continue;
        }
        let differences = differ(heading, &given);
        out.push(Fact { heading, given, differences });
    }
    out
}

fn differ(heading: &str, given: &[Option<Given>]) -> Vec<Difference> {
    let known: Vec<(usize, &Given)> =
        given.iter().enumerate().filter_map(|(at, g)| Some((at, g.as_ref()?))).collect();
    let mut kind = None;
    let mut contradicts = false;
    for (at, (_, a)) in known.iter().enumerate() {
        for (_, b) in &known[at + 1..] {
            if let Some((k, c)) = pair(&a.value, &b.value) {
                kind = Some(k);
                contradicts |= c;
            }
        }
    }
    let Some(kind) = kind else { return Vec::new() };
    let value = |(column, given): &(usize, &Given)| Value {
        column: *column,
        says: given.says.clone(),
        quoted: Some(given.quoted.clone()),
    };
    vec![Difference {
        kind,
        contradicts,
        about: heading.to_lowercase(),
        values: known.iter().map(value).collect(),
    }]
}

/// In what two values differ, and whether they can't both be true.
fn pair(a: &Compared, b: &Compared) -> Option<(DifferenceKind, bool)> {
    match (a, b) {
        (Compared::Days(a), Compared::Days(b)) if !a.meets(b, 0) => Some((DifferenceKind::Date, true)),
        (Compared::Days(a), Compared::Days(b)) => {
            let close = |days: &DayInterval| days.days().is_some_and(|n| n <= 7);
            (a != b && close(a) && close(b)).then_some((DifferenceKind::Date, false))
        }
        (Compared::Place(a, s), Compared::Place(b, t)) => {
            let fold = crate::directory::fold;
            let contradicts = places::contradict((a, s.as_deref()), (b, t.as_deref()));
            (fold(a) != fold(b)).then_some((DifferenceKind::Place, contradicts))
        }
        (Compared::Set(a), Compared::Set(b)) => (a != b).then_some((DifferenceKind::Scope, false)),
        (Compared::Exact(s, a, x), Compared::Exact(t, b, y)) if s == t => {
            let number = a.starts_with(|c: char| c.is_ascii_digit());
            let kind = if number { DifferenceKind::Number } else { DifferenceKind::Attribution };
            (a != b).then_some((kind, *x && *y))
        }
        (Compared::Exact(..), Compared::Exact(..)) => Some((DifferenceKind::Attribution, false)),
        (Compared::Status(a), Compared::Status(b)) => {
            let denied = (*a == Status::Denied) != (*b == Status::Denied);
            (a != b).then_some((DifferenceKind::Status, denied))
        }
        _ => None,
    }
}

/// The report's claims of the event itself.
fn claims<'t>(telling: &'t Telling<'_>, happening: &Happening<'_>) -> Vec<&'t Claim> {
    let refs = happening.event.claims.iter().filter(|claim| claim.doc == telling.annotated.id);
    refs.filter_map(|claim| telling.annotated.events.get(claim.event as usize)).collect()
}

fn day(telling: &Telling<'_>, happening: &Happening<'_>, _: &Cast) -> Option<Given> {
    let told = claims(telling, happening).into_iter().filter_map(|claim| {
        let time = telling.annotated.times.get(claim.date.time? as usize)?;
        let days = telling.days(claim);
        (!days.is_unknown()).then_some((days, time.span()))
    });
    let told = told.min_by_key(|(days, span)| (days.days().unwrap_or(i32::MAX), span.start));
    let (days, span) = told.or_else(|| day_named(telling, happening))?;
    // "on Tuesday" of a report whose own day is unknown stays that Tuesday.
    let known = days.days().is_some_and(|n| n <= 7);
    let says = if known { crate::period::words(&days) } else { telling.text(span) };
    Some(Given { says, quoted: quote(telling, span), value: Compared::Days(days) })
}

/// A day that a report names in what it tells of the event, and that can be the event's.
fn day_named(telling: &Telling<'_>, happening: &Happening<'_>) -> Option<(DayInterval, CharSpan)> {
    let date = happening.event.date?;
    let compared = |span: CharSpan| {
        let at = telling.annotated.sentences.iter().position(|s| s.span().contains(span));
        at.is_some_and(|at| telling.left_out[at].is_none())
    };
    telling.annotated.times.iter().find_map(|time| {
        let weekday = chancery_model::day::WEEKDAYS.iter().any(|day| telling.text(time.span()).contains(day));
        let days = telling.reckoned(time);
        let one = time.kind == TimeType::Date && (weekday || days.day().is_some());
        (one && compared(time.span()) && !days.is_unknown() && days.meets(&date, 0))
            .then_some((days, time.span()))
    })
}

fn place(telling: &Telling<'_>, happening: &Happening<'_>, _: &Cast) -> Option<Given> {
    claims(telling, happening).into_iter().find_map(|claim| {
        let place = claim.place.as_ref()?;
        let span = telling.annotated.mentions.get(place.mention? as usize)?.span();
        Some(Given {
            says: place.name.clone(),
            quoted: quote(telling, span),
            value: Compared::Place(place.name.clone(), place.state.clone()),
        })
    })
}

fn persons(telling: &Telling<'_>, happening: &Happening<'_>, cast: &Cast) -> Option<Given> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut spans: Vec<CharSpan> = Vec::new();
    for claim in claims(telling, happening) {
        for party in claim.source.iter().chain(&claim.target).chain(&claim.persons) {
            let Some(actor) = telling.annotated.actors.get(party.actor as usize) else { continue };
            if actor.kind != ActorKind::Person || actor.unnamed {
                continue;
            }
            names.insert(cast.person(&actor.name).to_owned());
            spans.extend(telling.annotated.mentions.get(party.mention as usize).map(|m| m.span()));
        }
    }
    // The words from the first name to the last that stands in its sentence.
    let first = *spans.iter().min_by_key(|span| span.start)?;
    let sentence = telling.annotated.sentences.iter().find(|s| s.span().contains(first))?.span();
    let end = spans.iter().filter(|span| sentence.contains(**span)).map(|span| span.end).max()?;
    let listed: Vec<&String> = names.iter().collect();
    let quoted = quote(telling, CharSpan::new(first.start, end));
    Some(Given { says: crate::words::list(&listed), quoted, value: Compared::Set(names.clone()) })
}

/// Stems of units in which talks and visits are measured.
const LENGTHS: [&str; 4] = ["hour", "minut", "day", "week"];

fn length(telling: &Telling<'_>, happening: &Happening<'_>, _: &Cast) -> Option<Given> {
    let of_event: BTreeSet<u32> = claims(telling, happening).iter().map(|claim| claim.sentence).collect();
    for (at, sentence) in telling.annotated.sentences.iter().enumerate() {
        let words = telling.words_in(sentence.span());
        let talks = words.iter().any(|word| TALKS.contains(&word.stem.as_str()));
        let near = of_event.contains(&(at as u32)) || (talks && telling.left_out[at].is_none());
        if !near {
            continue;
        }
        for number in counted(&telling.annotated.text, words) {
            let Some(unit) = number.of.first().filter(|unit| LENGTHS.contains(&unit.as_str())) else {
                continue;
            };
            // "three days ago", "within two weeks", "a month later" measure no talk.
            let after = telling.words_in(CharSpan::new(number.span.start, number.span.end + 12));
            let before =
                telling.words_in(CharSpan::new(number.span.start.saturating_sub(16), number.span.start));
            if after
                .iter()
                .any(|w| matches!(w.folded.as_str(), "ago" | "later" | "earlier" | "before" | "after"))
                || before.last().is_some_and(|w| {
                    matches!(w.folded.as_str(), "within" | "in" | "next" | "last" | "past" | "every")
                })
            {
                continue;
            }
            let bounds = Lexicon::get().find(Class::Bound, before);
            let bound = bounds.last().filter(|hit| before.len() - hit.words.1 == 0);
            let span = CharSpan::new(bound.map_or(number.span.start, |hit| hit.span.start), number.span.end);
            let exact = bound.is_none();
            return Some(Given {
                says: telling.text(span),
                quoted: quote(telling, span),
                value: Compared::Exact(unit.clone(), number.value.clone(), exact),
            });
        }
    }
    None
}

/// Stems of words for a meeting.
const TALKS: [&str; 13] = [
    "meet",
    "talk",
    "exchang",
    "discuss",
    "dialogu",
    "convers",
    "call",
    "session",
    "consult",
    "atmospher",
    "visit",
    "encount",
    "summit",
];

fn asked(telling: &Telling<'_>, _: &Happening<'_>, _: &Cast) -> Option<Given> {
    for (at, sentence) in telling.annotated.sentences.iter().enumerate() {
        if telling.left_out[at].is_some() {
            continue;
        }
        let sentence = sentence.span();
        for hit in Lexicon::get().find(Class::Asked, telling.words_in(sentence)) {
            let words = telling.text(hit.span);
            let owner_after = words.ends_with("of") || words.ends_with("by");
            let owner_within = !owner_after && words.starts_with("at");
            let mut mentions = telling.annotated.mentions.iter().filter(|m| {
                sentence.contains(m.span())
                    && telling.actor(m.actor).is_some_and(|actor| actor.state.is_some())
            });
            let owner = if owner_after {
                mentions.find(|m| m.start >= hit.span.end && m.start - hit.span.end <= 40)
            } else if owner_within {
                mentions.find(|m| hit.span.contains(m.span()))
            } else {
                mentions.rfind(|m| m.end <= hit.span.start)
            };
            let Some(owner) = owner else { continue };
            let state = telling.actor(owner.actor)?.state.clone()?;
            let span = CharSpan::new(hit.span.start.min(owner.start), hit.span.end.max(owner.end));
            return Some(Given {
                says: format!("{} of {state}", hit.entry.value),
                quoted: quote(telling, span),
                value: Compared::Exact(hit.entry.value.into(), state, true),
            });
        }
    }
    None
}

fn tone(telling: &Telling<'_>, happening: &Happening<'_>, _: &Cast) -> Option<Given> {
    let here = happening.event.place.as_ref().map(|place| crate::directory::fold(&place.name));
    for (at, sentence) in telling.annotated.sentences.iter().enumerate() {
        let sentence = sentence.span();
        if telling.left_out[at].is_some() || tells_of_another(telling, happening, at, here.as_deref()) {
            continue;
        }
        let words = telling.words_in(sentence);
        let hits = Lexicon::get().find(Class::Tone, words);
        let describes = |at: usize| {
            let after = words[at..].iter().take(5).any(|word| TALKS.contains(&word.stem.as_str()));
            let before = words[..at]
                .iter()
                .rev()
                .take(4)
                .any(|word| matches!(word.folded.as_str(), "were" | "was" | "as"))
                && words[..at].iter().rev().take(8).any(|word| TALKS.contains(&word.stem.as_str()));
            after || before
        };
        // "In the spirit of friendly consultations" is somebody's wish.
        let spoken = |span: CharSpan| {
            telling
                .annotated
                .quotes
                .iter()
                .any(|q| q.cue.is_some() && q.content.iter().any(|c| c.contains(span)))
        };
        let found: Vec<_> =
            hits.into_iter().filter(|hit| describes(hit.words.0) && !spoken(hit.span)).collect();
        if let (Some(first), Some(last)) = (found.first(), found.last()) {
            let names: Vec<String> =
                found.iter().map(|hit| crate::directory::fold(&telling.text(hit.span))).collect();
            let span = CharSpan::new(first.span.start, last.span.end);
            return Some(Given {
                says: crate::words::list(&names),
                quoted: quote(telling, span),
                value: Compared::Set(found.iter().map(|hit| hit.entry.value.to_owned()).collect()),
            });
        }
    }
    None
}

/// Whether a sentence tells of another meeting, or of one at another place.
fn tells_of_another(telling: &Telling<'_>, happening: &Happening<'_>, at: usize, here: Option<&str>) -> bool {
    let sentence = telling.annotated.sentences[at].span();
    let other = telling.claims_of(at).any(|(claim, same)| {
        claim.event_type == chancery_model::EventType::Consult && !same.is_some_and(|id| happening.holds(id))
    });
    let own = telling.claims_of(at).any(|(_, same)| same.is_some_and(|id| happening.holds(id)));
    let elsewhere = telling.annotated.mentions.iter().any(|m| {
        m.kind == MentionKind::Place
            && sentence.contains(m.span())
            && here.is_none_or(|here| crate::directory::fold(&telling.text(m.span())) != here)
    });
    (other || elsewhere) && !own
}

fn status(telling: &Telling<'_>, happening: &Happening<'_>, _: &Cast) -> Option<Given> {
    let claims = claims(telling, happening);
    let claim = claims.first()?;
    Some(Given {
        says: claim.status.as_str().into(),
        quoted: quote(telling, claim.trigger),
        value: Compared::Status(claim.status),
    })
}
