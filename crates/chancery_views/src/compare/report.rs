//! One report of the event: its words, and which of its sentences belong to the comparison.

use super::lexicon::{Class, Lexicon};
use super::words::{Word, words};
use chancery_model::{
    Actor, ActorKind, Annotated, CharSpan, Claim, DayInterval, Event, EventType, Record, ReportRow, Status,
    Timex,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Why a sentence was left out of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LeftOut {
    /// It tells what lies behind the event: it is dated otherwise.
    Background,
    /// It tells of another meeting.
    Elsewhere,
    /// Somebody speaks who did not take part.
    Outsider,
}

/// A report with at most so many words is a readout that belongs whole, where its event comes first.
const SHORT: usize = 260;

/// A report as it is compared.
pub(super) struct Telling<'a> {
    pub row: &'a ReportRow,
    pub annotated: Annotated,
    pub chars: Vec<char>,
    pub words: Vec<Word>,
    /// For each sentence, why it is left out.
    pub left_out: Vec<Option<LeftOut>>,
}

/// The event with what is asked of it again and again.
pub(super) struct Happening<'a> {
    pub event: &'a Event,
    /// Events of the record by id.
    pub events: BTreeMap<&'a str, &'a Event>,
    /// States of its sides.
    pub states: BTreeSet<&'a str>,
}

impl<'a> Happening<'a> {
    pub fn of(record: &'a Record, event: &'a Event) -> Self {
        let sides = event.source.iter().chain(&event.target);
        Happening {
            event,
            events: record.events.iter().map(|e| (e.id.as_str(), e)).collect(),
            states: sides.filter_map(|side| side.state.as_deref()).collect(),
        }
    }

    /// Whether an event is this one, holds it, or took place within it.
    pub fn holds(&self, id: &str) -> bool {
        let is_part =
            |id: &str| self.events.get(id).and_then(|e| e.part_of.as_deref()) == Some(self.event.id.as_str());
        id == self.event.id || is_part(id)
    }

    /// Whether an actor of a report took part, or speaks for a side.
    pub fn takes_part(&self, actor: &Actor) -> bool {
        let of_side = actor.state.as_deref().is_some_and(|state| self.states.contains(state));
        match actor.kind {
            ActorKind::Person => {
                self.is_participant(&actor.name) || (of_side && actor.sector.as_deref() == Some("GOV"))
            }
            ActorKind::State | ActorKind::Body => of_side,
            _ => of_side && matches!(actor.sector.as_deref(), Some("GOV" | "MIL" | "LEG" | "PTY")),
        }
    }

    /// The participant whom a word names, with their state: part of the name of one participant only.
    pub fn named_by(&self, word: &Word) -> Option<(&'a str, Option<&'a str>)> {
        let has =
            |name: &&String| crate::directory::fold(name).split_whitespace().any(|part| part == word.folded);
        let mut fits = self.event.participants.iter().filter(has);
        let (Some(name), None) = (fits.next().filter(|_| word.capital), fits.next()) else { return None };
        let side = self.event.source.iter().chain(&self.event.target).find(|side| side.name == *name);
        Some((name, side.and_then(|side| side.state.as_deref())))
    }

    /// Whether a name is, or is part of, a participant's.
    pub fn is_participant(&self, name: &str) -> bool {
        self.event.participants.iter().any(|full| part_of_name(name, full) || part_of_name(full, name))
    }
}

/// Whether all words of a name stand in a fuller one.
pub(super) fn part_of_name(name: &str, full: &str) -> bool {
    let (name, full) = (crate::directory::fold(name), crate::directory::fold(full));
    let full: Vec<&str> = full.split_whitespace().collect();
    !name.is_empty() && name.split_whitespace().all(|word| full.contains(&word))
}

impl<'a> Telling<'a> {
    pub fn of(happening: &Happening<'_>, row: &'a ReportRow, annotated: Annotated) -> Self {
        let words = words(&annotated.text);
        let chars = annotated.text.chars().collect();
        let mut telling = Telling { row, annotated, chars, words, left_out: Vec::new() };
        telling.left_out = telling.extent(happening);
        telling
    }

    /// The words of a range.
    pub fn text(&self, span: CharSpan) -> String {
        let end = (span.end as usize).min(self.chars.len());
        self.chars.get(span.start as usize..end).unwrap_or_default().iter().collect()
    }

    /// The words within a range.
    pub fn words_in(&self, span: CharSpan) -> &[Word] {
        let from = self.words.partition_point(|word| word.span.start < span.start);
        let to = self.words.partition_point(|word| word.span.end <= span.end);
        &self.words[from..to.max(from)]
    }

    /// The actor that words stand for.
    pub fn actor(&self, index: Option<u32>) -> Option<&Actor> {
        self.annotated.actors.get(index? as usize)
    }

    /// Claims of a sentence with the record's event of each.
    pub fn claims_of(&self, sentence: usize) -> impl Iterator<Item = (&Claim, Option<&str>)> {
        let all = self.annotated.events.iter().enumerate();
        all.filter(move |(_, claim)| claim.sentence as usize == sentence)
            .map(|(at, claim)| (claim, self.row.events.get(at).and_then(|c| c.same.as_deref())))
    }

    /// Days of a time expression, reckoned from the day of publication as the record narrowed it.
    pub fn reckoned(&self, time: &Timex) -> DayInterval {
        let leaning = time.reckoning.as_ref().filter(|reckoning| reckoning.from.is_none());
        leaning.map_or(time.interval(), |reckoning| reckoning.reckon(&self.row.published.interval()))
    }

    /// Days of a claim, reckoned in the same way.
    pub fn days(&self, claim: &Claim) -> DayInterval {
        let time = claim.date.time.and_then(|at| self.annotated.times.get(at as usize));
        match time.filter(|time| time.reckoning.is_some()) {
            Some(time) => {
                let told = self.reckoned(time);
                claim.date.interval().meet(&told).unwrap_or(told)
            }
            None => claim.date.interval(),
        }
    }

    fn extent(&self, happening: &Happening<'_>) -> Vec<Option<LeftOut>> {
        let count = self.annotated.sentences.len();
        let anchors: Vec<bool> = (0..count).map(|at| self.is_anchor(happening, at)).collect();
        let first = anchors.iter().position(|anchor| *anchor).unwrap_or(0);
        let short = self.words.len() <= SHORT && first <= 1 && self.is_of_the_day(happening);
        let elsewhere: Vec<bool> =
            (0..count).map(|at| !anchors[at] && self.is_elsewhere(happening, at)).collect();
        let mut inside =
            (first <= 3 && !elsewhere[..first].contains(&true)).then_some(()).ok_or(LeftOut::Elsewhere);
        let mut turned = 0;
        let mut out = Vec::with_capacity(count);
        for at in 0..count {
            let spoken = self.is_spoken_by_side(happening, at);
            let left = if anchors[at] {
                inside = Ok(());
                None
            } else if elsewhere[at] {
                inside = Err(LeftOut::Elsewhere);
                Some(LeftOut::Elsewhere)
            } else if self.is_outsiders(happening, at) {
                Some(LeftOut::Outsider)
            } else if !spoken && !short && self.is_background(happening, at) {
                turned += 1;
                if turned > 1 && inside.is_ok() {
                    inside = Err(LeftOut::Background);
                }
                Some(LeftOut::Background)
            } else {
                if spoken && inside == Err(LeftOut::Background) {
                    inside = Ok(());
                }
                inside.err()
            };
            if left.is_none() {
                turned = 0;
            }
            out.push(left);
        }
        out
    }

    /// Whether the report was published within a week of the event.
    fn is_of_the_day(&self, happening: &Happening<'_>) -> bool {
        let end = happening.event.date.and_then(|date| date.end);
        let published = self.row.published.date.or(self.row.published.begin);
        match (end, published) {
            (Some(end), Some(published)) => chancery_model::day::days_between(end, published) <= 7,
            _ => true,
        }
    }

    fn is_anchor(&self, happening: &Happening<'_>, at: usize) -> bool {
        self.claims_of(at).any(|(_, same)| same.is_some_and(|id| happening.holds(id)))
    }

    /// Whether a sentence turns to a meeting with others.
    fn is_elsewhere(&self, happening: &Happening<'_>, at: usize) -> bool {
        self.claims_of(at).any(|(claim, same)| {
            if claim.event_type != EventType::Consult || claim.said_by.is_some() {
                return false;
            }
            if same.is_some_and(|id| happening.event.part_of.as_deref() == Some(id)) {
                return false;
            }
            let states: BTreeSet<&str> = claim
                .source
                .iter()
                .chain(&claim.target)
                .filter_map(|party| self.annotated.actors.get(party.actor as usize)?.state.as_deref())
                .collect();
            let others = states.iter().any(|state| !happening.states.contains(state));
            others && states.iter().any(|state| happening.states.contains(state)) && states.len() > 1
        })
    }

    /// Whether a sentence holds words of a side: in a quotation, or after "Arvo, for his part, said".
    fn is_spoken_by_side(&self, happening: &Happening<'_>, at: usize) -> bool {
        let here = self.annotated.sentences[at].span();
        let words = self.words_in(here);
        let says = words
            .iter()
            .take(10)
            .find(|word| matches!(word.folded.as_str(), "said" | "told" | "added" | "noted"));
        let speaker = says.is_some_and(|says| {
            let before = words.iter().take_while(|word| word.span.start < says.span.start);
            before.into_iter().any(|word| happening.named_by(word).is_some())
        });
        speaker
            || self.annotated.quotes.iter().any(|quote| {
                quote.content.iter().any(|span| span.overlaps(here))
                    && self.actor(quote.actor).is_some_and(|actor| happening.takes_part(actor))
            })
    }

    /// Whether most of a sentence is said by somebody who did not take part.
    fn is_outsiders(&self, happening: &Happening<'_>, at: usize) -> bool {
        let here = self.annotated.sentences[at].span();
        let length = here.end - here.start;
        let by_outsider = self.annotated.quotes.iter().any(|quote| {
            let covered: u32 = quote.content.iter().map(|span| overlap(*span, here)).sum();
            let outsider = self.actor(quote.actor).is_some_and(|actor| {
                actor.kind == ActorKind::Person
                    && !happening.takes_part(actor)
                    && !self.is_named_in_claim(happening, actor)
            });
            outsider && covered * 2 > length
        });
        let voices = Lexicon::get().find(Class::Background, self.words_in(here));
        by_outsider
            || (voices.iter().any(|hit| hit.entry.value != "past") && !self.is_spoken_by_side(happening, at))
    }

    /// A person who is party to a claim of the event takes part, however the record calls them.
    fn is_named_in_claim(&self, happening: &Happening<'_>, actor: &Actor) -> bool {
        let claims = happening.event.claims.iter().filter(|claim| claim.doc == self.annotated.id);
        claims.filter_map(|claim| self.annotated.events.get(claim.event as usize)).any(|claim| {
            let parties = claim.source.iter().chain(&claim.target).chain(&claim.persons);
            parties
                .filter_map(|party| self.annotated.actors.get(party.actor as usize))
                .any(|a| a.name == actor.name)
        })
    }

    /// Whether a sentence tells only what lies before or after the event: every day that it names, or every deed that it
    /// tells, is another; or it says so.
    fn is_background(&self, happening: &Happening<'_>, at: usize) -> bool {
        let here = self.annotated.sentences[at].span();
        let Some(DayInterval { begin: Some(begin), end }) = happening.event.date else { return false };
        let end = end.unwrap_or(begin);
        let between = chancery_model::day::days_between;
        let before = |days: DayInterval| days.end.is_some_and(|last| between(last, begin) > 1);
        let after = |days: DayInterval| days.begin.is_some_and(|first| between(end, first) > 7);
        let times: Vec<DayInterval> = self
            .annotated
            .times
            .iter()
            .filter(|time| here.contains(time.span()) && time.begin.is_some())
            .map(|time| self.reckoned(time))
            .collect();
        let earlier = !times.is_empty() && times.iter().all(|days| before(*days));
        let past = Lexicon::get().find(Class::Background, self.words_in(here));
        let past = past.iter().any(|hit| hit.entry.value == "past");
        let deeds: Vec<&Claim> = self.claims_of(at).map(|(claim, _)| claim).collect();
        let other = |claim: &&Claim| {
            let days = self.days(claim);
            before(days) || (after(days) && !matches!(claim.status, Status::Planned | Status::Proposed))
        };
        let told_apart = !deeds.is_empty() && deeds.iter().all(other);
        earlier || past || told_apart
    }
}

/// How many characters two ranges share.
pub(super) fn overlap(a: CharSpan, b: CharSpan) -> u32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
