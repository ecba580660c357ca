//! "The first visit in seven years", "their second meeting in a month": counts that reports give, tested against the record.
//!
//! A record is never complete, so that it holds fewer than a report counts says nothing. It speaks against "first" where it
//! holds another in the time between, and against "second" where it holds more than two.

use super::{finding, quoted};
use crate::calendar;
use crate::events::{Made, Maker};
use crate::offices;
use crate::tellings::{StateKey, claim_date, mode_key, state_code, state_key};
use crate::text::{self, Word};
use chancery_model::{Annotated, Claim, EventType, Finding, Status, TextIndex, TimeType, Timex};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Thing {
    Visit,
    Call,
    Meeting,
    Contact,
}

/// From when on a report counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Since {
    /// So many days before the event.
    Days(i32),
    /// After this time expression.
    After(u32),
    /// Within this time expression.
    Within(u32),
    /// Since somebody took office.
    Office,
}

/// A count that a sentence gives.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Count {
    number: u32,
    /// `None`: what the sentence tells.
    thing: Option<Thing>,
    since: Since,
    words: String,
}

struct Lexicon {
    numbers: HashMap<&'static str, u32>,
    things: Vec<(Vec<&'static str>, Option<Thing>)>,
    between: Vec<Vec<&'static str>>,
    office: Vec<Vec<&'static str>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon =
        Lexicon { numbers: HashMap::new(), things: Vec::new(), between: Vec::new(), office: Vec::new() };
    for (group, phrase, value) in super::words() {
        let words: Vec<&str> = phrase.split(' ').collect();
        match group {
            "number" => {
                lexicon.numbers.insert(phrase, value.parse().unwrap_or(0));
            }
            "thing" => {
                let thing = match value {
                    "visit" => Some(Thing::Visit),
                    "call" => Some(Thing::Call),
                    "meeting" => Some(Thing::Meeting),
                    "contact" => Some(Thing::Contact),
                    _ => None,
                };
                lexicon.things.push((words, thing));
            }
            "between" => lexicon.between.push(words),
            "office" => lexicon.office.push(words),
            _ => {}
        }
    }
    // The longest phrase first.
    lexicon.things.sort_by_key(|(words, _)| (std::cmp::Reverse(words.len()), words.clone()));
    lexicon
});

/// The count that a sentence gives, where it is one that can be tested.
fn count(doc: &Annotated, index: &TextIndex, words: &[Word], folded: &[String]) -> Option<Count> {
    (0..words.len()).find_map(|at| {
        let number = ordinal(&folded[at])?;
        let mut next = at + 1;
        while let Some(skip) = LEXICON.between.iter().find(|p| starts(folded, next, p)) {
            next += skip.len();
        }
        let (phrase, thing) = LEXICON.things.iter().find(|(p, _)| starts(folded, next, p))?;
        let (since, to) = since(doc, words, folded, next + phrase.len())?;
        let span = chancery_model::CharSpan::new(words[at].span.start, to);
        let said = index.byte_span(span).of(&doc.text).split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Count { number, thing: *thing, since, words: said })
    })
}

fn ordinal(word: &str) -> Option<u32> {
    let numeral = || {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
        digits.parse().ok().filter(|n| (1..100).contains(n))
    };
    LEXICON.numbers.get(word).copied().or_else(numeral)
}

fn starts(folded: &[String], at: usize, phrase: &[&str]) -> bool {
    folded.get(at..at + phrase.len()).is_some_and(|w| w.iter().zip(phrase).all(|(a, b)| a == b))
}

/// The period of a count, which follows the thing within some words, and where its words end.
fn since(doc: &Annotated, words: &[Word], folded: &[String], from: usize) -> Option<(Since, u32)> {
    let time_at = |at: usize, kinds: &[TimeType]| -> Option<(u32, &Timex)> {
        let start = words.get(at)?.span.start;
        let n =
            doc.times.iter().position(|t| t.start <= start && start < t.end && kinds.contains(&t.kind))?;
        Some((n as u32, &doc.times[n]))
    };
    for at in from..words.len().min(from + 14) {
        match folded[at].as_str() {
            "in" | "within" => {
                let Some((_, time)) =
                    time_at(at + 1, &[TimeType::Duration]).or_else(|| time_at(at, &[TimeType::Duration]))
                else {
                    continue;
                };
                return Some((Since::Days(days(&time.value)?), time.end));
            }
            "this" => {
                if let Some((n, time)) = time_at(at, &[TimeType::Date]) {
                    return Some((Since::Within(n), time.end));
                }
            }
            "since" => {
                let ahead = at + 1..words.len().min(at + 8);
                let office = ahead.clone().find_map(|n| {
                    let phrase = LEXICON.office.iter().find(|p| starts(folded, n, p))?;
                    Some((Since::Office, words[n + phrase.len() - 1].span.end))
                });
                let time = || {
                    ahead.clone().chain([at]).find_map(|n| {
                        let (n, time) = time_at(n, &[TimeType::Date])?;
                        Some((Since::After(n), time.end))
                    })
                };
                return office.or_else(time);
            }
            // Another clause.
            "but" | "which" | "who" | "when" | "after" | "before" | "as" => return None,
            _ => {}
        }
    }
    None
}

/// The days of a duration as TIMEX3 writes it: "P7Y", "P1M".
fn days(value: &str) -> Option<i32> {
    let rest = value.strip_prefix('P')?;
    let unit = rest.chars().last()?;
    let n: i32 = rest[..rest.len() - unit.len_utf8()].parse().ok().filter(|n| (1..1000).contains(n))?;
    let length = match unit {
        'Y' if rest.ends_with("DEY") => return None,
        'Y' => 365,
        'M' => 30,
        'W' => 7,
        'D' => 1,
        _ => return None,
    };
    Some(n * length)
}

/// What an event is, as far as it can be counted.
fn thing_of(made: &Made) -> Option<Thing> {
    let multilateral = Some("multilateral");
    match made.event.mode.as_deref() {
        Some("visit") => Some(Thing::Visit),
        Some("phone") => Some(Thing::Call),
        mode if mode == multilateral => None,
        _ => Some(Thing::Meeting),
    }
}

/// Events of consultation that took place, by pair of states, each list by day.
pub(crate) struct Meetings<'m>(HashMap<(StateKey, StateKey), Vec<&'m Made>>);

impl<'m> Meetings<'m> {
    pub(super) fn of(made: &[&'m Made]) -> Meetings<'m> {
        let mut by_pair: HashMap<(StateKey, StateKey), Vec<&Made>> = HashMap::new();
        for &m in made {
            let happened =
                matches!(m.event.status, Status::Happened | Status::Ongoing) && m.event.said_by.is_none();
            if m.event.event_type == EventType::Consult && happened && m.event.date.is_some() {
                for pair in pairs(m) {
                    by_pair.entry(pair).or_default().push(m);
                }
            }
        }
        Meetings(by_pair)
    }

    pub(super) fn between(&self, pair: (StateKey, StateKey)) -> &[&'m Made] {
        self.0.get(&pair).map_or(&[], Vec::as_slice)
    }
}

/// The pairs of states of an event; none for a gathering of many.
pub(crate) fn pairs(made: &Made) -> Vec<(StateKey, StateKey)> {
    let states = made.telling.states();
    if states.len() > 4 {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (n, a) in states.iter().enumerate() {
        out.extend(states[n + 1..].iter().map(|b| (*a, *b)));
    }
    out
}

/// Days of an event that is known well enough.
fn when(made: &Made) -> Option<(i32, i32)> {
    let days = calendar::bounds(&made.event.date?);
    (calendar::slack(days) <= 31).then_some(days)
}

/// Counts that the record speaks against.
pub(super) fn findings(maker: &Maker<'_>, made: &[&Made], meetings: &Meetings<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for m in made {
        if m.event.event_type != EventType::Consult || m.event.status != Status::Happened {
            continue;
        }
        for &at in &m.telling.claims {
            out.extend(of_claim(maker, m, at, meetings));
        }
    }
    out
}

fn of_claim(maker: &Maker<'_>, m: &Made, at: (u32, u32), meetings: &Meetings<'_>) -> Option<Finding> {
    let doc = maker.reading.docs[at.0 as usize];
    let claim = &doc.events[at.1 as usize];
    if !matches!(claim.status, Status::Happened | Status::Ongoing) || claim.plans.is_some() {
        return None;
    }
    let sentence = doc.sentences.get(claim.sentence as usize)?.span();
    let index = TextIndex::new(&doc.text);
    let slice = index.byte_span(sentence).of(&doc.text);
    let words = text::placed(slice, sentence.start);
    let folded: Vec<String> = words.iter().map(|w| text::fold(&w.text)).collect();
    let count = count(doc, &index, &words, &folded)?;
    // One claim in the sentence, or the one whose words are counted.
    let rival = |c: &Claim| {
        c.sentence == claim.sentence && c.event_type == EventType::Consult && c.trigger != claim.trigger
    };
    if doc.events.iter().any(rival) && !count.words.contains(index.byte_span(claim.trigger).of(&doc.text)) {
        return None;
    }
    let alike = Alike::of(maker, m, at, &count)?;
    let published = calendar::bounds(&maker.reading.published[at.0 as usize].interval());
    let pair = match *m.telling.states() {
        [a, b] => (a, b),
        _ => return None,
    };
    let mut all: Vec<((i32, i32), &Made)> = meetings
        .between(pair)
        .iter()
        .filter(|x| alike.holds(maker, x))
        .filter_map(|x| Some((when(x)?, *x)))
        .collect();
    all.sort_by(|a, b| (a.0, &a.1.event.id).cmp(&(b.0, &b.1.event.id)));
    // The event that is counted: the claim's own, or the latest that its report can mean.
    let (date, _) = claim_date(doc, claim, &maker.reading.published[at.0 as usize]);
    let own = calendar::bounds(&date.interval());
    let anchor = if calendar::slack(own) <= 31 {
        own
    } else {
        all.iter().map(|(d, _)| *d).rfind(|d| d.0 <= published.1 && d.1 >= published.0 - 14)?
    };
    let times = |n: u32| {
        let time = &doc.times[n as usize];
        calendar::bounds(&match &time.reckoning {
            Some(reckoning) => reckoning.reckon(&maker.reading.published[at.0 as usize].interval()),
            None => time.interval(),
        })
    };
    let from = match count.since {
        // "Seven years" may be six and a half.
        Since::Days(n) if count.number == 1 => anchor.0 - n + (n / 6).max(3),
        Since::Days(n) => anchor.0 - n,
        Since::After(n) if count.number == 1 => times(n).1.saturating_add(1),
        Since::After(n) | Since::Within(n) => times(n).0,
        Since::Office => i32::MIN,
    };
    let in_office = |x: &Made| count.since != Since::Office || alike.in_office(maker, x);
    // Told apart by more than the days of one visit.
    let mut before: Vec<((i32, i32), &Made)> = Vec::new();
    for (days, x) in all.into_iter().filter(|(d, x)| d.0 >= from && d.1 < anchor.0 - 3 && in_office(x)) {
        let apart = before.last().is_none_or(|(last, _)| days.0 > last.1 + 3);
        if apart && x.event.id != m.event.id && m.event.part_of.as_ref() != Some(&x.event.id) {
            before.push((days, x));
        }
    }
    if before.len() < count.number as usize {
        return None;
    }
    let others: Vec<String> =
        before.iter().map(|(d, x)| format!("{} ({})", x.event.summary, super::span(*d))).collect();
    let name = &doc.id;
    let held = match before.len() {
        1 => "an earlier one".to_owned(),
        n => format!("{n} before"),
    };
    let message =
        format!("“The {}”, says {name}; the record holds {held}: {}.", count.words, others.join("; "));
    let mut evidence: Vec<_> = maker.sentence(at).into_iter().collect();
    for (_, x) in before.iter().take(4) {
        evidence.extend(quoted(maker, x, 1));
    }
    let ids =
        std::iter::once(m.event.id.clone()).chain(before.iter().map(|(_, x)| x.event.id.clone())).collect();
    Some(finding("count-claim", message, ids, evidence))
}

/// What an event must share to be counted with another: persons or, where the count is "by a foreign minister", the office.
struct Alike {
    thing: Thing,
    directed: Option<(StateKey, StateKey)>,
    persons: Vec<(StateKey, u32)>,
    offices: Vec<(StateKey, String)>,
}

impl Alike {
    fn of(maker: &Maker<'_>, m: &Made, at: (u32, u32), count: &Count) -> Option<Alike> {
        let doc = maker.reading.docs[at.0 as usize];
        let claim = &doc.events[at.1 as usize];
        let thing = count.thing.or(thing_of(m))?;
        let mut alike = Alike { thing, directed: None, persons: Vec::new(), offices: Vec::new() };
        if thing == Thing::Visit {
            match (&*m.telling.source, &*m.telling.target) {
                ([a], [b]) => alike.directed = Some((*a, *b)),
                _ => return None,
            }
        }
        let by_office = [" by a ", " by an ", " by any "].iter().any(|by| count.words.contains(by));
        let visitors = claim.source.iter().chain(&claim.persons);
        for (party, host) in visitors.map(|p| (p, false)).chain(claim.target.iter().map(|p| (p, true))) {
            let actor = doc.actors.get(party.actor as usize)?;
            let Some(state) = maker.reading.state(at.0, party.actor).map(state_key) else { continue };
            // Whom a visitor saw is not counted.
            if thing == Thing::Visit && (host || alike.directed.is_some_and(|(from, _)| from != state)) {
                continue;
            }
            if by_office && let Some(office) = &actor.office {
                alike.offices.push((state, offices::plain(office, actor.state.as_deref().unwrap_or(""))));
            } else if let Some(person) = maker.reading.person(at.0, party.actor, m.telling.when) {
                alike.persons.push((state, person));
            } else if actor.unnamed {
                return None;
            }
        }
        // "The first talks of the two states": at which level, nobody says.
        let sides: BTreeSet<StateKey> =
            alike.persons.iter().map(|p| p.0).chain(alike.offices.iter().map(|o| o.0)).collect();
        let enough = if thing == Thing::Visit { 1 } else { 2 };
        (sides.len() >= enough).then_some(alike)
    }

    fn holds(&self, maker: &Maker<'_>, x: &Made) -> bool {
        let Some(thing) = thing_of(x) else { return false };
        let phone = x.telling.mode == mode_key("phone");
        let same = match self.thing {
            Thing::Contact => true,
            Thing::Meeting => thing == Thing::Meeting || thing == Thing::Visit,
            Thing::Call => phone,
            Thing::Visit => thing == Thing::Visit,
        };
        let way =
            self.directed.is_none_or(|(a, b)| x.telling.source.contains(&a) && x.telling.target.contains(&b));
        let person = |(state, p): &(StateKey, u32)| {
            x.telling.persons.iter().any(|(s, q)| s == state && maker.reading.persons.same(*p, *q))
        };
        let office = |(state, plain): &(StateKey, String)| {
            x.telling.claims.iter().any(|(d, n)| {
                let doc = maker.reading.docs[*d as usize];
                let claim = &doc.events[*n as usize];
                claim.source.iter().chain(&claim.target).chain(&claim.persons).any(|party| {
                    let own = doc.actors.get(party.actor as usize).filter(|a| !a.former);
                    let told = own.and_then(|a| Some((a.state.as_deref()?, a.office.as_deref()?)));
                    told.is_some_and(|(s, o)| state_key(s) == *state && offices::plain(o, s) == *plain)
                })
            })
        };
        same && way && self.persons.iter().all(person) && self.offices.iter().all(office)
    }

    /// Whether a person who is counted held the office then, as far as the reports show.
    fn in_office(&self, maker: &Maker<'_>, x: &Made) -> bool {
        let Some(days) = when(x) else { return false };
        self.persons.iter().all(|(state, person)| {
            let ranked = x.telling.levels.iter().any(|(s, l)| s == state && *l & 7 != 0);
            ranked
                || maker
                    .reading
                    .tenures
                    .of_person(&state_code(*state), *person)
                    .any(|(_, spell)| spell.bounds().is_some_and(|b| b.0 <= days.0))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::Extent;

    /// A sentence with its times, which stand in <>.
    fn counted(sentence: &str) -> Option<Count> {
        let mut doc = Annotated::default();
        let mut chars = sentence.chars().peekable();
        while let Some(c) = chars.next() {
            if c != '<' {
                doc.text.push(c);
                continue;
            }
            let said: String = chars.by_ref().take_while(|c| *c != '>').collect();
            let start = doc.text.chars().count() as u32;
            doc.text.push_str(&said);
            let duration = said.ends_with("years") || said.ends_with("month");
            doc.times.push(Timex {
                start,
                end: doc.text.chars().count() as u32,
                kind: if duration && !said.starts_with("this") { TimeType::Duration } else { TimeType::Date },
                value: if said.ends_with("years") { "P7Y".into() } else { "P1M".into() },
                begin: None,
                end_date: None,
                reckoning: None,
            });
        }
        doc.sentences.push(Extent { start: 0, end: doc.text.chars().count() as u32 });
        let words = text::placed(&doc.text, 0);
        let folded: Vec<String> = words.iter().map(|w| text::fold(&w.text)).collect();
        count(&doc, &TextIndex::new(&doc.text), &words, &folded)
    }

    #[test]
    fn every_word_of_a_count_is_read_in_its_example() {
        let marked = |s: &str| {
            ["seven years", "a month", "this year", "2016"]
                .iter()
                .fold(s.to_owned(), |s, t| s.replace(t, &format!("<{t}>")))
        };
        let mut n = 0;
        for row in chancery_model::table::rows(crate::findings::TABLE) {
            let [group, _, value, example, leaves] = row[..] else { panic!("{row:?}: five columns") };
            if group == "dropped" {
                continue;
            }
            let found = counted(&marked(example));
            assert!(found.is_some(), "{row:?}");
            if group == "number" {
                assert_eq!(found.map(|c| c.number.to_string()).as_deref(), Some(value), "{row:?}");
            }
            assert_eq!(counted(&marked(leaves)), None, "{row:?}");
            n += 1;
        }
        assert!(n > 30);
    }

    #[test]
    fn a_count_with_its_period_is_read() {
        let count = counted("It was the third meeting of Lind and Arvo <this year>.").unwrap();
        assert_eq!((count.number, count.since), (3, Since::Within(0)));
        assert_eq!(count.words, "third meeting of Lind and Arvo this year");
        let count = counted("She made the 2nd visit by a Norvian minister in <seven years>.").unwrap();
        assert_eq!((count.number, count.thing, count.since), (2, Some(Thing::Visit), Since::Days(7 * 365)));
        // Narrowed by what the record cannot tell.
        assert_eq!(counted("It was the first state visit since <2016>."), None);
        assert_eq!(counted("It was the first visit, he said."), None);
    }
}
