//! How a report tells that an office is held for the time being, was taken up or left: the phrases of
//! `lexicons/tenures.tsv`, found in the sentences that name office-holders.

use crate::scene::{self, Unit};
use chancery_model::table::rows;
use chancery_model::{Annotated, CharSpan, TextIndex, TimeType};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// What a phrase says of a person and an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Says {
    /// Held on the day of the report.
    Held,
    /// Held for the time being.
    Acting,
    /// Not held yet.
    Coming,
    /// Taken up not long ago.
    New,
    /// Soon to be left.
    Outgoing,
    /// Began at the time.
    Began,
    /// Ended at the time.
    Ended,
    /// Held no more.
    Former,
    /// Held at the time that is told of, and no more.
    Then,
}

/// One thing that a sentence says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn {
    /// The person, by actor of the report.
    pub actor: u32,
    /// The title, folded; where the phrase has none, the person's own office is meant.
    pub office: Option<String>,
    /// Another person of whose office it is, where the phrase has no title and the person may hold another by now.
    pub office_of: Option<u32>,
    /// What is said.
    pub says: Says,
    /// The time that goes with it, by its place in the report's.
    pub time: Option<u32>,
    /// The sentence.
    pub sentence: u32,
}

/// One member of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(Vec<&'static str>),
    May(Vec<&'static str>),
    Comma,
    /// No noun follows: "took office", not "took office furniture".
    Close,
    Comer,
    Goer,
    Office,
    MayOffice,
    Time,
}

struct Form {
    class: &'static str,
    parts: Vec<Part>,
}

struct Forms {
    forms: Vec<Form>,
    /// By the first word that must be there: form and the place of that part.
    by_word: HashMap<&'static str, Vec<(usize, usize)>>,
}

const TABLE: &str = include_str!("../../../lexicons/tenures.tsv");

static FORMS: LazyLock<Forms> = LazyLock::new(|| Forms::read(TABLE));

impl Forms {
    fn read(table: &'static str) -> Forms {
        let forms: Vec<Form> = rows(table)
            .filter_map(|cells| {
                let [class, form, ..] = cells[..] else { return None };
                Some(Form { class, parts: form.split(' ').map(part).collect() })
            })
            .collect();
        let mut by_word: HashMap<&'static str, Vec<(usize, usize)>> = HashMap::new();
        for (n, form) in forms.iter().enumerate() {
            let first = form.parts.iter().enumerate().find_map(|(at, part)| match part {
                Part::Words(words) => Some((at, words)),
                _ => None,
            });
            if let Some((at, words)) = first {
                for word in words {
                    by_word.entry(word).or_default().push((n, at));
                }
            }
        }
        Forms { forms, by_word }
    }
}

fn part(cell: &'static str) -> Part {
    match cell {
        "A" => Part::Comer,
        "B" => Part::Goer,
        "O" => Part::Office,
        "(O)" => Part::MayOffice,
        "T" => Part::Time,
        "," => Part::Comma,
        "." => Part::Close,
        _ => match cell.strip_prefix('(').and_then(|c| c.strip_suffix(')')) {
            Some(inner) => Part::May(inner.split('|').collect()),
            None => Part::Words(cell.split('|').collect()),
        },
    }
}

/// What was found for the members of a form.
#[derive(Clone, Default)]
struct Found {
    comer: Option<u32>,
    goer: Option<u32>,
    office: Option<(String, Option<u32>)>,
    /// Title beside the name of who comes or goes.
    beside: Option<String>,
    times: Vec<u32>,
    /// A time passed on the way back to the subject.
    passed: Option<u32>,
    /// The subject was reached through a relative pronoun.
    relative: bool,
}

/// All that the sentences of a report say of persons in offices; `wanted` are the sentences to read.
pub(crate) fn turns(doc: &Annotated, wanted: &BTreeSet<u32>) -> Vec<Turn> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let index = TextIndex::new(&doc.text);
    let mut out = Vec::new();
    for sentence in wanted {
        let Some(extent) = doc.sentences.get(*sentence as usize) else { continue };
        of_sentence(doc, &index, *sentence, extent.span(), &mut out);
    }
    out.sort();
    out.dedup();
    out
}

fn of_sentence(doc: &Annotated, index: &TextIndex, sentence: u32, span: CharSpan, out: &mut Vec<Turn>) {
    let row = scene::row(doc, index, span);
    // Where it begins with its subject, its first word, its end.
    let mut matches: Vec<(usize, usize, usize, &Form, Found)> = Vec::new();
    for (at, unit) in row.iter().enumerate() {
        let Unit::Word(word) = unit else { continue };
        for (n, key) in FORMS.by_word.get(word.as_str()).into_iter().flatten() {
            let form = &FORMS.forms[*n];
            let mut found = Found::default();
            if let Some(from) = back(&row, at, &form.parts[..*key], &mut found)
                && let Some(to) = ahead(&row, at, &form.parts[*key..], &mut found)
            {
                matches.push((from, at, to, form, found));
            }
        }
    }
    // Of forms that share words the longest speaks: "has been foreign minister since", "was replaced by".
    for (n, (from, at, to, form, found)) in matches.iter().enumerate() {
        let within = |(m, (_, a, t, other, _)): (usize, &(usize, usize, usize, &Form, Found))| {
            m != n
                && a <= at
                && to <= t
                && (a < at || to < t || other.parts.len() > form.parts.len())
                && !is_kind(form.class)
        };
        if matches.iter().enumerate().any(within) {
            continue;
        }
        let time =
            found.times.first().copied().or(found.passed).or_else(|| time_near(doc, &row, *from, *to, found));
        say(form.class, found, time, sentence, out);
    }
}

/// Whether a class says how a title is held; it stands beside what else the sentence tells.
fn is_kind(class: &str) -> bool {
    matches!(class, "former" | "then" | "acting" | "coming" | "new" | "outgoing" | "again")
}

fn say(class: &str, found: &Found, time: Option<u32>, sentence: u32, out: &mut Vec<Turn>) {
    let office = found.office.as_ref().map(|(office, _)| office.clone()).or_else(|| found.beside.clone());
    let owner = found.office.as_ref().and_then(|(_, owner)| *owner);
    let other = |own: Option<u32>| [found.goer, found.comer].into_iter().flatten().find(|a| Some(*a) != own);
    let mut put = |who: Option<u32>, says: Says, time: Option<u32>| {
        if let Some(actor) = who {
            let office_of = other(who).filter(|_| office.is_none());
            out.push(Turn { actor, office: office.clone(), office_of, says, time, sentence });
        }
    };
    let one = found.comer.or(found.goer).or(owner);
    match class {
        "former" => put(found.goer.or(owner), Says::Former, None),
        "then" => put(found.goer.or(owner), Says::Then, time),
        "acting" => put(one, Says::Acting, None),
        "coming" => put(one, Says::Coming, None),
        "new" => put(one, Says::New, None),
        "outgoing" | "ends" => put(one, Says::Outgoing, None),
        "again" => put(one, Says::Held, None),
        "began" | "since" => put(one, Says::Began, time),
        "begins" => put(one, Says::Coming, None),
        "ended" | "until" => put(one, Says::Ended, time),
        "served" => {
            put(one, Says::Began, found.times.first().copied());
            put(one, Says::Ended, found.times.get(1).copied());
        }
        "handover" => {
            put(found.comer, Says::Began, time);
            put(found.goer, Says::Ended, time);
        }
        "to-come" => {
            put(found.comer, Says::Coming, None);
            put(found.goer, Says::Outgoing, None);
        }
        _ => {}
    }
}

/// Words that may stand between a subject and what it did.
const BETWEEN: &[&str] = &[
    "who",
    "he",
    "she",
    "has",
    "had",
    "have",
    "also",
    "only",
    "just",
    "then",
    "later",
    "first",
    "formally",
    "officially",
    "abruptly",
    "recently",
    "unexpectedly",
    "suddenly",
    "himself",
    "herself",
    "himself",
    "subsequently",
    "finally",
    "duly",
    "eventually",
    "reluctantly",
    "promptly",
    "quietly",
    "temporarily",
    "himself",
    "previously",
    "been",
    "whose",
    "in",
    "on",
];
/// Words that may stand before a title or a name.
const ARTICLES: &[&str] = &[
    "the", "a", "an", "his", "her", "its", "their", "country", "nation", "s", "veteran", "longtime",
    "career", "former", "new", "mr", "mrs", "ms", "dr", "then", "outgoing", "acting", "interim",
];

/// Matches the parts before the word at `at`, the last first; gives where they begin.
fn back(row: &[Unit], at: usize, parts: &[Part], found: &mut Found) -> Option<usize> {
    let mut to = at;
    for (n, part) in parts.iter().enumerate().rev() {
        match part {
            Part::Comer | Part::Goer => {
                let (place, actor, title) = subject(row, to, found)?;
                let slot = if *part == Part::Comer { &mut found.comer } else { &mut found.goer };
                *slot = Some(actor);
                found.beside = found.beside.take().or(title);
                to = place;
            }
            Part::Office => {
                // A title right before, or one of a person named with it.
                let place = to.checked_sub(1)?;
                let place = match &row[place] {
                    Unit::Comma if n > 0 => return None,
                    _ => place,
                };
                match &row[place] {
                    Unit::Title(office, actor) => found.office = Some((office.clone(), *actor)),
                    _ => return None,
                }
                to = place;
                // "Lind, the foreign minister since"
                let passes = |unit: &Unit| match unit {
                    Unit::Nation | Unit::Comma => true,
                    Unit::Word(word) => ARTICLES.contains(&word.as_str()),
                    _ => false,
                };
                while to > 0 && passes(&row[to - 1]) {
                    to -= 1;
                }
            }
            Part::Comma => {
                to = to.checked_sub(1).filter(|t| row[*t] == Unit::Comma)?;
            }
            Part::May(words) => {
                if to > 0 && matches!(&row[to - 1], Unit::Word(w) if words.contains(&w.as_str())) {
                    to -= 1;
                }
            }
            Part::MayOffice => {}
            Part::Words(_) | Part::Time | Part::Close => return None,
        }
    }
    Some(to)
}

/// The person before the place `to`, past pronouns, adverbs, times and what commas set off; its place, actor and title.
fn subject(row: &[Unit], to: usize, found: &mut Found) -> Option<(usize, u32, Option<String>)> {
    let mut at = to;
    while at > 0 {
        at -= 1;
        match &row[at] {
            Unit::Person(actor, title) => return Some((at, *actor, title.clone())),
            Unit::Title(office, Some(actor)) => return Some((at, *actor, Some(office.clone()))),
            Unit::Title(..) => return None,
            Unit::Word(word) if BETWEEN.contains(&word.as_str()) => {
                found.relative |= matches!(word.as_str(), "who" | "whose");
            }
            Unit::Word(_) | Unit::Nation => return None,
            Unit::Time(n) => found.passed = Some(*n),
            Unit::Comma => {
                if at > 0 && matches!(row[at - 1], Unit::Person(..) | Unit::Title(_, Some(_))) {
                    continue;
                }
                // "Lind, a lawyer of 58, took office": the comma before.
                let from = at.saturating_sub(14);
                let open = (from + 1..at).rev().find(|n| row[*n] == Unit::Comma)?;
                match &row[open - 1] {
                    Unit::Person(actor, title) => return Some((open - 1, *actor, title.clone())),
                    Unit::Title(office, Some(actor)) => {
                        return Some((open - 1, *actor, Some(office.clone())));
                    }
                    _ => return None,
                }
            }
        }
    }
    None
}

/// Matches the parts from the word at `at` on; gives where they end.
fn ahead(row: &[Unit], at: usize, parts: &[Part], found: &mut Found) -> Option<usize> {
    let mut at = at;
    for part in parts {
        let word = |at: usize| match row.get(at) {
            Some(Unit::Word(word)) => Some(word.as_str()),
            _ => None,
        };
        match part {
            Part::Words(words) => {
                // "was formally appointed"
                if word(at).is_some_and(|w| w.ends_with("ly") && !words.contains(&w)) {
                    at += 1;
                }
                if !words.contains(&word(at)?) {
                    return None;
                }
                at += 1;
            }
            Part::May(words) => {
                if word(at).is_some_and(|w| words.contains(&w)) {
                    at += 1;
                }
            }
            Part::Comma => {
                if row.get(at) != Some(&Unit::Comma) {
                    return None;
                }
                at += 1;
            }
            Part::Close => {
                if word(at).is_some_and(|w| w.chars().count() > 3 && !crate::text::is_function_word(w)) {
                    return None;
                }
            }
            Part::Time => {
                let from = at + usize::from(matches!(word(at), Some("early" | "late" | "in" | "on" | "at")));
                let Some(Unit::Time(n)) = row.get(from) else { return None };
                found.times.push(*n);
                at = from + 1;
            }
            Part::Comer | Part::Goer => {
                let from = past_articles(row, at, true);
                let (actor, title) = match row.get(from)? {
                    Unit::Person(actor, title) => (*actor, title.clone()),
                    Unit::Title(_, Some(actor)) if matches!(row.get(from + 1), Some(Unit::Comma)) => {
                        match row.get(from + 2) {
                            Some(Unit::Person(named, _)) if named == actor => (*actor, None),
                            _ => return None,
                        }
                    }
                    _ => return None,
                };
                let slot = if *part == Part::Comer { &mut found.comer } else { &mut found.goer };
                if slot.is_some() {
                    return None;
                }
                *slot = Some(actor);
                found.beside = found.beside.take().or(title);
                at = from + 1;
            }
            Part::Office | Part::MayOffice => {
                let from = past_articles(row, at, false);
                let subject = found.comer.or(found.goer);
                let office = match row.get(from) {
                    Some(Unit::Title(office, actor)) => Some((office.clone(), *actor)),
                    Some(Unit::Person(actor, Some(title))) if subject.is_none_or(|s| s == *actor) => {
                        Some((title.clone(), Some(*actor)))
                    }
                    _ => None,
                };
                match office {
                    Some(office) => {
                        found.office = Some(office);
                        at = from + 1;
                        // "prime minister of Britain"
                        if matches!(word(at), Some("of" | "for")) {
                            let next = at + 1 + usize::from(word(at + 1) == Some("the"));
                            if row.get(next) == Some(&Unit::Nation) {
                                at = next + 1;
                            }
                        }
                    }
                    None if *part == Part::MayOffice => {}
                    None => return None,
                }
            }
        }
    }
    Some(at)
}

/// Past articles, nationalities and, before a name, commas.
fn past_articles(row: &[Unit], at: usize, commas: bool) -> usize {
    let mut at = at;
    while match row.get(at) {
        Some(Unit::Word(word)) => ARTICLES.contains(&word.as_str()),
        Some(Unit::Nation) => true,
        Some(Unit::Comma) => commas,
        _ => false,
    } {
        at += 1;
    }
    at
}

/// Words that end a clause.
const BREAKS: &[&str] = &[
    "and",
    "but",
    "before",
    "after",
    "when",
    "while",
    "who",
    "which",
    "that",
    "said",
    "because",
    "since",
    "until",
    "although",
    "though",
    "whose",
    "where",
    "amid",
    "following",
];

/// The time of a clause: the first after the phrase, else the one with which the sentence begins.
fn time_near(doc: &Annotated, row: &[Unit], from: usize, to: usize, found: &Found) -> Option<u32> {
    let is_day =
        |n: u32| doc.times.get(n as usize).is_some_and(|t| matches!(t.kind, TimeType::Date | TimeType::Time));
    for unit in row.iter().skip(to).take(9) {
        match unit {
            Unit::Time(n) if is_day(*n) => return Some(*n),
            Unit::Comma => break,
            Unit::Word(word) if BREAKS.contains(&word.as_str()) => break,
            _ => {}
        }
    }
    if found.relative {
        return None;
    }
    let lead = row.iter().take(3).position(|unit| matches!(unit, Unit::Time(_)))?;
    let clear = from <= lead
        || !row[lead..from].iter().any(|u| matches!(u, Unit::Word(w) if BREAKS.contains(&w.as_str())));
    match row[lead] {
        Unit::Time(n) if lead < to && clear && is_day(n) => Some(n),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::{Actor, ActorKind, Extent, Mention, MentionKind, Timex};

    /// A report of one sentence whose persons, titles and times are marked: {name}, {name|word}, [title], <time>.
    pub(crate) fn marked(sentence: &str) -> Annotated {
        let mut doc = Annotated::default();
        for name in ["Ada Lind", "Greta Moe"] {
            doc.actors.push(Actor {
                name: name.into(),
                kind: ActorKind::Person,
                state: Some("NVA".into()),
                sector: Some("GOV".into()),
                code: None,
                office: Some("foreign minister".into()),
                wikidata: None,
                former: false,
                unnamed: false,
            });
        }
        let mut chars = sentence.chars();
        let mut titles: Vec<usize> = Vec::new();
        while let Some(c) = chars.next() {
            let start = doc.text.chars().count() as u32;
            match c {
                '{' | '[' | '<' => {
                    let inner: String =
                        chars.by_ref().take_while(|c| !matches!(c, '}' | ']' | '>')).collect();
                    let (who, word) = inner.split_once('|').unwrap_or((&inner, &inner));
                    doc.text.push_str(word);
                    let end = doc.text.chars().count() as u32;
                    let actor = doc.actors.iter().position(|a| a.name == who).map(|a| a as u32);
                    match c {
                        '<' => doc.times.push(Timex {
                            start,
                            end,
                            kind: TimeType::Date,
                            value: String::new(),
                            begin: None,
                            end_date: None,
                            reckoning: None,
                        }),
                        _ => {
                            let kind = if c == '{' { MentionKind::Person } else { MentionKind::Role };
                            if c == '[' {
                                titles.push(doc.mentions.len());
                            }
                            doc.mentions.push(Mention { start, end, kind, actor, anaphor: false });
                        }
                    }
                }
                _ => doc.text.push(c),
            }
        }
        // A title is of the person right after it, or right before it and a comma.
        for t in titles {
            let (start, end) = (doc.mentions[t].start, doc.mentions[t].end);
            let near = |m: &Mention| {
                m.kind == MentionKind::Person
                    && (m.start >= end && m.start - end <= 12 || m.end <= start && start - m.end <= 2)
            };
            doc.mentions[t].actor = doc.mentions.iter().filter(|m| near(m)).find_map(|m| m.actor);
        }
        doc.sentences.push(Extent { start: 0, end: doc.text.chars().count() as u32 });
        doc
    }

    fn read(sentence: &str) -> Vec<Turn> {
        turns(&marked(sentence), &[0].into())
    }

    /// Who is said to do what, for each class.
    fn expected(class: &str) -> &'static [(u32, Says)] {
        match class {
            "former" => &[(1, Says::Former)],
            "then" => &[(1, Says::Then)],
            "acting" => &[(0, Says::Acting)],
            "coming" | "begins" => &[(0, Says::Coming)],
            "new" => &[(0, Says::New)],
            "outgoing" | "ends" => &[(1, Says::Outgoing)],
            "again" => &[(0, Says::Held)],
            "began" | "since" => &[(0, Says::Began)],
            "ended" | "until" => &[(1, Says::Ended)],
            "served" => &[(1, Says::Began), (1, Says::Ended)],
            "handover" => &[(0, Says::Began), (1, Says::Ended)],
            "to-come" => &[(0, Says::Coming), (1, Says::Outgoing)],
            _ => &[],
        }
    }

    #[test]
    fn every_phrase_reads_its_example_and_leaves_what_it_must() {
        let mut wrong = Vec::new();
        let mut n = 0;
        for row in rows(TABLE) {
            let [class, form, example, leaves] = row[..] else { panic!("{row:?}: four columns") };
            let wanted = expected(class);
            assert!(!wanted.is_empty(), "{form}: no such class {class}");
            let got = read(example);
            for (actor, says) in wanted {
                let turn = got.iter().find(|t| t.actor == *actor && t.says == *says);
                let timed = turn.is_some_and(|t| {
                    let needs = example.contains('<') && matches!(says, Says::Began | Says::Ended);
                    !needs || t.time.is_some()
                });
                if !timed {
                    wrong.push(format!("{class} {form}: {example} -> {got:?}"));
                }
            }
            let left = read(leaves);
            if left.iter().any(|t| wanted.contains(&(t.actor, t.says))) {
                wrong.push(format!("{class} {form} must leave: {leaves} -> {left:?}"));
            }
            n += 1;
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(n >= 100);
    }

    #[test]
    fn a_time_belongs_to_its_clause() {
        let timed = |sentence: &str| {
            let doc = marked(sentence);
            let all = turns(&doc, &[0].into());
            let time = all.iter().find_map(|t| t.time)?;
            let span = doc.times[time as usize].span();
            Some(TextIndex::new(&doc.text).byte_span(span).of(&doc.text).to_owned())
        };
        assert_eq!(
            timed("{Ada Lind}, who took office <last year>, flies out <on Monday>.").as_deref(),
            Some("last year")
        );
        assert_eq!(timed("<In March> {Ada Lind} took office.").as_deref(), Some("In March"));
        assert_eq!(timed("{Ada Lind} <on Tuesday> took office.").as_deref(), Some("on Tuesday"));
        let both = "{Ada Lind}, who took office <in May>, succeeded {Greta Moe} as [foreign minister].";
        assert_eq!(timed(both).as_deref(), Some("in May"));
        assert_eq!(timed("{Ada Lind} took office and flew out <on Monday>."), None);
        assert_eq!(timed("<On Monday> {Ada Lind}, who took office without a party, flew out."), None);
    }
}
