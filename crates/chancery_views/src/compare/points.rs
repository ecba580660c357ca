//! Passages: the smallest things that a report tells, and what each is made of.

use super::lexicon::{Class, Hit, Lexicon};
use super::report::{Happening, Telling, overlap, part_of_name};
use super::words::{Counted, Word, counted};
use chancery_model::{ActorKind, CharSpan, DayInterval, MentionKind, Status, TimeType};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How words stand in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Speech {
    /// The report tells it in its own voice.
    Own,
    /// The report says that somebody said it.
    Reported,
    /// Somebody's words in quotation marks.
    Direct,
}

/// Who is said to have said or done what a passage tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Voice {
    /// States of the speakers or doers, sorted; empty where none is named.
    pub states: Vec<String>,
    /// The speaker or doer as the report names them, where it is one.
    pub name: Option<String>,
    /// How the words stand there.
    pub speech: Speech,
}

impl Voice {
    const NOBODY: Voice = Voice { states: Vec::new(), name: None, speech: Speech::Own };
}

/// A claim that a passage holds.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The record's event.
    pub same: Option<String>,
    /// Type and sides.
    pub kind: String,
    pub status: Status,
    pub days: DayInterval,
    pub place: Option<(String, Option<String>)>,
    pub trigger: CharSpan,
}

/// A clause, a sentence or a quotation of one report.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    /// Index of the column.
    pub column: usize,
    /// Its characters.
    pub span: CharSpan,
    pub voice: Voice,
    /// It says nothing but a circumstance: "The talks were constructive."
    pub bare: bool,
    /// What it is about: term to how much of its rarity counts, in hundredths.
    pub terms: BTreeMap<String, u32>,
    pub topics: Vec<Hit>,
    pub standing: Vec<Hit>,
    pub hedges: Vec<Hit>,
    pub scopes: Vec<Hit>,
    pub bounds: Vec<Hit>,
    pub wordings: Vec<Hit>,
    pub numbers: Vec<Counted>,
    /// Days that it names, with their words.
    pub times: Vec<(CharSpan, DayInterval)>,
    /// Places that it names after "in" or "at".
    pub places: Vec<(CharSpan, Option<String>)>,
    pub told: Vec<Told>,
}

/// How an actor of any of the reports is known in all of them.
pub(super) struct Cast {
    /// Full names of persons, the fullest first.
    persons: Vec<String>,
}

impl Cast {
    pub fn of(tellings: &[Telling<'_>], happening: &Happening<'_>) -> Self {
        let named = tellings.iter().flat_map(|telling| &telling.annotated.actors);
        let named = named
            .filter(|actor| actor.kind == ActorKind::Person && !actor.unnamed)
            .map(|actor| actor.name.clone());
        let mut persons: Vec<String> = named.chain(happening.event.participants.iter().cloned()).collect();
        persons.sort_by(|a, b| (b.split(' ').count(), a).cmp(&(a.split(' ').count(), b)));
        persons.dedup();
        Cast { persons }
    }

    /// The fullest name that holds this one.
    pub fn person<'n>(&'n self, name: &'n str) -> &'n str {
        self.persons.iter().find(|full| part_of_name(name, full)).map_or(name, String::as_str)
    }
}

/// How much of a term's rarity counts.
const WHOLE: u32 = 100;
const TOPIC: u32 = 130;
const UNDER_TOPIC: u32 = 45;
const COMMON: u32 = 25;
const ACTOR: u32 = 60;
const SIDE: u32 = 10;
const EVENT: u32 = 120;

/// The passages of a report, in order.
pub(super) fn passages(
    telling: &Telling<'_>,
    column: usize,
    happening: &Happening<'_>,
    cast: &Cast,
) -> Vec<Passage> {
    let mut out: Vec<Passage> = Vec::new();
    let mut last: Voice = Voice::NOBODY;
    for (at, sentence) in telling.annotated.sentences.iter().enumerate() {
        if telling.left_out[at].is_some() {
            continue;
        }
        let sentence = sentence.span();
        if is_dateline(&telling.text(sentence)) {
            continue;
        }
        let mut inherited: Option<Voice> = None;
        for span in split(telling, sentence) {
            let voice = voice(telling, happening, cast, span, sentence, &last, inherited.as_ref());
            if voice.speech != Speech::Own {
                last = voice.clone();
            }
            inherited = Some(voice.clone());
            out.push(passage(telling, column, happening, cast, span, at, voice));
        }
    }
    out
}

/// Whether words are the place and day before a report's first sentence: "ARVIK, Nov. 11 (NNA) --", "ARVIK:".
fn is_dateline(words: &str) -> bool {
    let words = words.trim_end();
    words.ends_with(['-', '–', '—']) || (words.ends_with(':') && !words.contains(char::is_lowercase))
}

/// Parts a sentence where it turns to another matter: at a semicolon, and where "and" or a comma is followed by a word
/// that says something anew ("and asked", ", calling it", "while").
fn split(telling: &Telling<'_>, sentence: CharSpan) -> Vec<CharSpan> {
    let words = telling.words_in(sentence);
    let spans = |hits: Vec<Hit>| hits.into_iter().map(|hit| hit.span.start).collect::<BTreeSet<u32>>();
    let mut starts = spans(Lexicon::get().find(Class::Standing, words));
    for quote in &telling.annotated.quotes {
        if let Some(cue) = quote.cue.as_ref().and_then(|cue| cue.spans().first()) {
            starts.insert(cue.start);
        }
    }
    let mut cuts: Vec<u32> = Vec::new();
    for (at, word) in words.iter().enumerate().skip(1) {
        let before = &words[at - 1];
        let gap = telling.text(CharSpan::new(before.span.end, word.span.start));
        let comma = gap.contains(',');
        let verb = |word: &Word| {
            let past = word.folded.ends_with("ed")
                || word.folded.ends_with("ing")
                || IRREGULAR.contains(&word.folded.as_str());
            past && word.folded != "according" && starts.contains(&word.span.start)
        };
        let joined = at >= 2 && matches!(before.folded.as_str(), "and" | "but" | "also");
        if gap.contains(';') {
            cuts.push(word.span.start);
        } else if gap.contains('—') || gap.contains("--") {
            // What stands before a dash is a place and day as often as a clause.
            if content(&words[..at]) > 5 {
                cuts.push(word.span.start);
            }
        } else if joined && verb(word) {
            cuts.push(before.span.start);
        } else if comma {
            let turns = verb(word) || matches!(word.folded.as_str(), "while" | "but" | "whereas");
            let begins = leads(&words[0]) && cuts.is_empty() && begins_actor(telling, word);
            if turns || begins {
                cuts.push(word.span.start);
            }
        }
    }
    cuts.dedup();
    let mut spans: Vec<CharSpan> = Vec::new();
    let mut from = sentence.start;
    for cut in cuts.into_iter().chain([sentence.end]) {
        let span = CharSpan::new(from, cut);
        // "Arvo, for his part": a name alone says nothing.
        let thin = |span: CharSpan| {
            let words = telling.words_in(span).iter();
            words.filter(|word| says_something(word) && !is_of_person(telling, word)).count() < 2
        };
        let (thin, rest_is_thin) = (thin(span), thin(CharSpan::new(cut, sentence.end)));
        if (thin || rest_is_thin) && cut != sentence.end {
            continue;
        }
        spans.push(trimmed(telling, span));
        from = cut;
    }
    spans
}

/// Whether a sentence that begins so has its speaker after the comma: "Calling it a step, Arvo said …", "In a telephone
/// conversation with Lind, Arvo said …".
fn leads(first: &Word) -> bool {
    first.folded.ends_with("ing") || matches!(first.folded.as_str(), "in" | "during" | "at" | "when" | "on")
}

/// Verbs of saying whose past does not end in "ed".
const IRREGULAR: [&str; 14] = [
    "said",
    "told",
    "drew",
    "spoke",
    "set",
    "took",
    "gave",
    "sought",
    "thought",
    "withdrew",
    "undertook",
    "made",
    "held",
    "met",
];

fn begins_actor(telling: &Telling<'_>, word: &Word) -> bool {
    let mentions = &telling.annotated.mentions;
    mentions.iter().any(|m| m.start == word.span.start && m.actor.is_some() && m.kind != MentionKind::Place)
}

fn is_of_person(telling: &Telling<'_>, word: &Word) -> bool {
    let mentions = &telling.annotated.mentions;
    mentions.iter().any(|m| m.kind == MentionKind::Person && m.span().overlaps(word.span))
}

/// How many words say something.
fn content(words: &[Word]) -> usize {
    words.iter().filter(|word| says_something(word)).count()
}

fn says_something(word: &Word) -> bool {
    word.folded.chars().count() > 2 && !chancery_model::words::is_function_word(&word.folded)
}

/// Without the spaces, commas and joining word at its ends.
fn trimmed(telling: &Telling<'_>, span: CharSpan) -> CharSpan {
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    let at = |n: usize| telling.chars.get(n).copied().unwrap_or(' ');
    while end > start && (at(end - 1).is_whitespace() || matches!(at(end - 1), ',' | ';' | '—')) {
        end -= 1;
    }
    while start < end && (at(start).is_whitespace() || matches!(at(start), ',' | ';' | '—' | '-')) {
        start += 1;
    }
    let span = CharSpan::new(start as u32, end as u32);
    match telling.words_in(span) {
        [first, second, ..] if matches!(first.folded.as_str(), "and" | "but") => {
            CharSpan::new(second.span.start, span.end)
        }
        _ => span,
    }
}

fn voice(
    telling: &Telling<'_>,
    happening: &Happening<'_>,
    cast: &Cast,
    span: CharSpan,
    sentence: CharSpan,
    last: &Voice,
    inherited: Option<&Voice>,
) -> Voice {
    let length = (span.end - span.start).max(1);
    let covers = |content: &[CharSpan]| content.iter().map(|c| overlap(*c, span)).sum::<u32>();
    let quotes = telling
        .annotated
        .quotes
        .iter()
        .filter(|quote| quote.cue.is_some() && covers(&quote.content) * 5 > length * 2);
    let size = |content: &[CharSpan]| content.iter().map(|c| c.end - c.start).sum::<u32>();
    let quote = quotes.min_by_key(|quote| size(&quote.content));
    let marked = quoted_chars(telling, span) * 2 > length;
    let speech =
        if marked || quote.is_some_and(|quote| quote.direct) { Speech::Direct } else { Speech::Reported };
    if let Some(quote) = quote {
        let speaker = quote.speaker.as_ref().map(|pieces| pieces.spans().to_vec()).unwrap_or_default();
        if is_joint(telling, happening, &speaker, sentence) {
            return Voice { states: sides(happening), name: None, speech };
        }
        if let Some(actor) = telling.actor(quote.actor).filter(|actor| actor.state.is_some()) {
            return Voice {
                states: actor.state.iter().cloned().collect(),
                name: Some(cast.person(&actor.name).to_owned()),
                speech,
            };
        }
    }
    // "In a telephone conversation with Lind, …" says who met, not who speaks.
    let aside = span.start == sentence.start && span.end + 1 < sentence.end;
    if quote.is_none() && aside && telling.words_in(span).first().is_some_and(leads) {
        return Voice::NOBODY;
    }
    let doers = doers(telling, happening, span, sentence, inherited.is_some());
    if doers.states.is_empty()
        && let Some(voice) = inherited
    {
        return voice.clone();
    }
    // "Anand, for her part, said …": a speaker, a word of saying, and no quotation found.
    let words = telling.words_in(sentence);
    let says = words.iter().position(|w| matches!(w.folded.as_str(), "said" | "told" | "added" | "noted"));
    let named = says.and_then(|says| words[..says.min(10)].iter().find_map(|word| happening.named_by(word)));
    if let Some((name, state)) = named {
        return Voice {
            states: state.iter().map(|s| (*s).to_owned()).collect(),
            name: Some(name.to_owned()),
            speech,
        };
    }
    // "…, she said": whoever spoke last.
    let pronoun = words.iter().any(|word| matches!(word.folded.as_str(), "he" | "she" | "they"));
    if quote.is_some() && pronoun && doers.name.is_none() && doers.states.len() < 2 && !last.states.is_empty()
    {
        return Voice { speech, ..last.clone() };
    }
    let own = quote.is_none() && says.is_none();
    let name = doers.name.as_deref().map(|name| cast.person(name).to_owned());
    Voice { name, speech: if own { doers.speech } else { speech }, ..doers }
}

/// Whether both sides speak: "The two leaders", "They", "Presidents Arvo and Lind".
fn is_joint(
    telling: &Telling<'_>,
    happening: &Happening<'_>,
    speaker: &[CharSpan],
    sentence: CharSpan,
) -> bool {
    let Some(start) = speaker.iter().map(|span| span.start).min() else { return false };
    let end = speaker.iter().map(|span| span.end).max().unwrap_or(start);
    // The words that name a speaker may leave the article out.
    let wider = CharSpan::new(start.saturating_sub(9).max(sentence.start), end);
    if !Lexicon::get().find(Class::Jointly, telling.words_in(wider)).is_empty() {
        return true;
    }
    let first = telling.annotated.mentions.iter().find(|m| m.start >= start && m.actor.is_some());
    first.is_some_and(|m| second_doer(telling, happening, m, sentence))
}

/// Whether somebody of the other side is joined to a mention with "and", close by.
fn second_doer(
    telling: &Telling<'_>,
    happening: &Happening<'_>,
    first: &chancery_model::Mention,
    within: CharSpan,
) -> bool {
    let state = telling.actor(first.actor).and_then(|actor| actor.state.clone());
    let near = CharSpan::new(first.end, (first.end + 60).min(within.end));
    telling.annotated.mentions.iter().filter(|m| near.contains(m.span())).any(|m| {
        let between = telling.words_in(CharSpan::new(first.end, m.start));
        let other = telling.actor(m.actor).is_some_and(|a| happening.takes_part(a) && a.state != state);
        // Names, titles and what joins them; a verb between them ends the list.
        let listed = |word: &Word| {
            word.capital
                || matches!(word.folded.as_str(), "and" | "of" | "the" | "his" | "her" | "its")
                || telling.annotated.mentions.iter().any(|n| n.span().contains(word.span))
        };
        other && between.iter().any(|word| word.folded == "and") && between.iter().all(listed)
    })
}

fn sides(happening: &Happening<'_>) -> Vec<String> {
    happening.states.iter().map(|state| (*state).to_owned()).collect()
}

/// Who does what a passage tells in the report's own voice: both sides where it begins so, else its first actor.
fn doers(
    telling: &Telling<'_>,
    happening: &Happening<'_>,
    span: CharSpan,
    sentence: CharSpan,
    later: bool,
) -> Voice {
    let from = if later { span } else { CharSpan::new(sentence.start, span.end) };
    let words = telling.words_in(from);
    let early = |start: u32| words.iter().take_while(|word| word.span.start < start).count() < 12;
    let joint = Lexicon::get()
        .find(Class::Jointly, words)
        .into_iter()
        .find(|hit| hit.words.0 < 4)
        .map(|hit| hit.span.start);
    let mut mentions = telling.annotated.mentions.iter().filter(|m| {
        from.contains(m.span()) && early(m.start) && m.kind != MentionKind::Place && m.actor.is_some()
    });
    let of_side = |m: &&chancery_model::Mention| {
        telling.actor(m.actor).is_some_and(|actor| actor.state.is_some())
            && matches!(
                m.kind,
                MentionKind::Person | MentionKind::State | MentionKind::Role | MentionKind::Organization
            )
    };
    let first = mentions.find(of_side);
    match (first, joint) {
        (Some(m), joint) if joint.is_none_or(|at| m.start < at) => {
            let Some(actor) = telling.actor(m.actor) else { return Voice::NOBODY };
            if second_doer(telling, happening, m, from) {
                return Voice { states: sides(happening), name: None, speech: Speech::Own };
            }
            let name = (actor.kind == ActorKind::Person).then(|| actor.name.clone());
            Voice { states: actor.state.iter().cloned().collect(), name, speech: Speech::Own }
        }
        (_, Some(_)) => Voice { states: sides(happening), name: None, speech: Speech::Own },
        _ => Voice::NOBODY,
    }
}

/// How many characters of a range stand in quotation marks.
pub(super) fn quoted_chars(telling: &Telling<'_>, span: CharSpan) -> u32 {
    quoted(telling).iter().map(|range| overlap(*range, span)).sum()
}

/// What stands in quotation marks, the marks left out.
pub(super) fn quoted(telling: &Telling<'_>) -> Vec<CharSpan> {
    let mut out = Vec::new();
    let mut open: Option<u32> = None;
    for (at, c) in telling.chars.iter().enumerate() {
        let at = at as u32;
        match (c, open) {
            ('“', _) => open = Some(at + 1),
            ('”', Some(from)) => {
                out.push(CharSpan::new(from, at));
                open = None;
            }
            ('"', None) => open = Some(at + 1),
            ('"', Some(from)) => {
                out.push(CharSpan::new(from, at));
                open = None;
            }
            // A mark that was never closed ends with its paragraph.
            ('\n', Some(_)) => open = None,
            _ => {}
        }
    }
    out
}

fn passage(
    telling: &Telling<'_>,
    column: usize,
    happening: &Happening<'_>,
    cast: &Cast,
    span: CharSpan,
    at: usize,
    voice: Voice,
) -> Passage {
    let words = telling.words_in(span);
    let find = |class| Lexicon::get().find(class, words);
    let times: Vec<(CharSpan, DayInterval)> = telling
        .annotated
        .times
        .iter()
        .filter(|time| span.contains(time.span()) && matches!(time.kind, TimeType::Date | TimeType::Time))
        .map(|time| (time.span(), telling.reckoned(time)))
        .collect();
    let dated = |at: CharSpan| times.iter().any(|(time, _)| time.overlaps(at));
    let numbers = counted(&telling.annotated.text, words)
        .into_iter()
        .filter(|n| !dated(CharSpan::new(n.span.start, n.span.start + 1)));
    let told =
        telling.claims_of(at).filter(|(claim, _)| span.overlaps(claim.trigger)).map(|(claim, same)| {
            let side = |parties: &[chancery_model::Party]| {
                let states = parties
                    .iter()
                    .filter_map(|party| telling.annotated.actors.get(party.actor as usize)?.state.clone());
                states.collect::<BTreeSet<String>>().into_iter().collect::<Vec<_>>().join("+")
            };
            Told {
                same: same.map(Into::into),
                kind: format!("{} {} {}", claim.event_type, side(&claim.source), side(&claim.target)),
                status: claim.status,
                days: telling.days(claim),
                place: claim.place.as_ref().map(|place| (place.name.clone(), place.state.clone())),
                trigger: claim.trigger,
            }
        });
    let told: Vec<Told> = told.collect();
    // Who met whom is not who says so.
    let event = happening.event;
    let meets = !event.target.is_empty() && event.source == event.target;
    let own = told.iter().any(|told| told.same.as_deref() == Some(event.id.as_str()));
    let voice = match voice.speech {
        Speech::Own if meets && own => Voice { states: sides(happening), name: None, ..voice },
        _ => voice,
    };
    let mut out = Passage {
        column,
        span,
        voice,
        bare: false,
        terms: BTreeMap::new(),
        topics: find(Class::Topic).into_iter().filter(|hit| !within_name(telling, hit.span)).collect(),
        standing: find(Class::Standing),
        hedges: find(Class::Hedge),
        scopes: find(Class::Scope),
        bounds: find(Class::Bound),
        wordings: find(Class::Wording),
        numbers: numbers.collect(),
        places: places(telling, span),
        told,
        times: Vec::new(),
    };
    out.times = times;
    out.terms = terms(telling, happening, cast, &out, words);
    out.bare = words.len() <= 2
        || !out
            .terms
            .iter()
            .any(|(term, share)| *share > COMMON && !term.starts_with("who ") && !term.starts_with("event "));
    out
}

/// Whether words are only part of the name of an organisation: "Economic" in "Economic Leaders' Meeting".
fn within_name(telling: &Telling<'_>, span: CharSpan) -> bool {
    telling
        .annotated
        .mentions
        .iter()
        .any(|m| m.kind == MentionKind::Organization && m.span().contains(span) && m.span() != span)
}

/// Places named after "in" or "at", with the state that an actor of that name belongs to.
fn places(telling: &Telling<'_>, span: CharSpan) -> Vec<(CharSpan, Option<String>)> {
    let mentions =
        telling.annotated.mentions.iter().filter(|m| span.contains(m.span()) && m.kind == MentionKind::Place);
    mentions
        .filter(|m| {
            let before = telling.words_in(CharSpan::new(m.start.saturating_sub(24), m.start));
            before.last().is_some_and(|word| matches!(word.folded.as_str(), "in" | "at"))
        })
        .map(|m| (m.span(), telling.actor(m.actor).and_then(|actor| actor.state.clone())))
        .collect()
}

/// What a passage is about.
fn terms(
    telling: &Telling<'_>,
    happening: &Happening<'_>,
    cast: &Cast,
    passage: &Passage,
    words: &[Word],
) -> BTreeMap<String, u32> {
    let mut out: BTreeMap<String, u32> = BTreeMap::new();
    let mut add = |term: String, share: u32| {
        let known = out.entry(term).or_default();
        *known = (*known).max(share);
    };
    let mut taken: Vec<CharSpan> = passage.times.iter().map(|(span, _)| *span).collect();
    for mention in telling.annotated.mentions.iter().filter(|m| passage.span.contains(m.span())) {
        let Some(actor) = telling.actor(mention.actor) else { continue };
        if mention.kind != MentionKind::Role && !mention.anaphor {
            taken.push(mention.span());
        }
        match (actor.kind, &actor.state) {
            (ActorKind::Person, _) => {
                let name = cast.person(&actor.name);
                let share = if happening.is_participant(name) { SIDE } else { ACTOR };
                add(format!("who {name}"), share);
            }
            (ActorKind::State | ActorKind::Group, Some(state)) => {
                let share = if happening.states.contains(state.as_str()) { SIDE } else { ACTOR };
                add(format!("who {state}"), share);
            }
            _ => add(format!("who {}", crate::directory::fold(&actor.name)), ACTOR),
        }
    }
    let topics: Vec<(usize, usize)> = passage.topics.iter().map(|hit| hit.words).collect();
    for hit in &passage.topics {
        match hit.entry.is_broad() {
            true => add(format!("broad {}", hit.entry.value), ACTOR),
            false => add(format!("topic {}", hit.entry.value), TOPIC),
        }
    }
    let common: BTreeSet<usize> =
        Lexicon::get().find(Class::Common, words).iter().flat_map(|h| h.words.0..h.words.1).collect();
    let tones: BTreeSet<usize> =
        Lexicon::get().find(Class::Tone, words).iter().flat_map(|h| h.words.0..h.words.1).collect();
    // "Released" and "signed" say what was done, "discussed" only that something was.
    let reporting: BTreeSet<usize> = passage
        .standing
        .iter()
        .filter(|hit| hit.entry.value != "done")
        .flat_map(|hit| hit.words.0..hit.words.1)
        .collect();
    for (at, word) in words.iter().enumerate() {
        let digit = word.folded.starts_with(|c: char| c.is_ascii_digit());
        if !says_something(word) || digit || taken.iter().any(|span| span.overlaps(word.span)) {
            continue;
        }
        let share = match at {
            at if topics.iter().any(|(from, to)| (*from..*to).contains(&at)) => UNDER_TOPIC,
            at if common.contains(&at) || reporting.contains(&at) || tones.contains(&at) => COMMON,
            _ => WHOLE,
        };
        add(format!("word {}", word.stem), share);
    }
    // "The two leaders" counts nothing.
    for number in passage
        .numbers
        .iter()
        .filter(|number| number.value.parse::<u64>().is_ok_and(|n| n > 3) || number.of[0].len() == 1)
    {
        add(format!("number {}", number.value), WHOLE);
    }
    for told in &passage.told {
        if let Some(id) = &told.same {
            add(format!("event {id}"), if happening.holds(id) { ACTOR } else { EVENT });
        }
        add(format!("act {}", told.kind), COMMON);
    }
    out
}
