//! Reports written by hand for the tests: sentences of invented states, each with the claim that a coder would make of it.

use chancery_model::{
    Actor, ActorKind, Annotated, CharSpan, Claim, ClaimDate, ClaimPlace, DateBasis, Day, EventType, Extent,
    Mention, MentionKind, Party, Pieces, Plan, Published, Quote, Reckoning, Status, TimeType, Timex,
};

/// The foreign ministers of two invented states, as [`Told::by`] has them.
pub const LIND: &str = "Ada Lind@NVA:foreign minister";
pub const ARVO: &str = "Ivo Arvo@ESK:foreign minister";

pub fn day(s: &str) -> Day {
    s.parse().expect("a day of a test")
}

/// An empty report, published on a day; "" for an unknown one.
pub fn report(id: &str, published: &str) -> Annotated {
    let mut doc = Annotated { schema: 1, id: id.into(), ..Annotated::default() };
    if !published.is_empty() {
        let date = Some(day(published));
        doc.published =
            Published { date, begin: date, end: date, basis: Some(DateBasis::Given), ..Published::default() };
    }
    doc
}

/// A claim in the making.
#[derive(Clone)]
pub struct Told {
    claim: Claim,
    source: Vec<String>,
    target: Vec<String>,
    word: String,
    said_by: Option<String>,
    time: Option<Reckoning>,
}

pub fn told(event_type: EventType, word: &str) -> Told {
    Told {
        claim: Claim::bare(event_type, (0, 0).into(), 0),
        source: Vec::new(),
        target: Vec::new(),
        word: word.into(),
        said_by: None,
        time: None,
    }
}

impl Told {
    pub fn mode(mut self, mode: &str) -> Self {
        self.claim.mode = Some(mode.into());
        self
    }

    /// One-way: who to whom. A party is `ESK` (a state), `ESKGOV` (a state's sector), `Ada Lind@NVA:foreign minister` (a person)
    /// or `?@NVA:foreign minister` (known by office alone).
    pub fn by(mut self, source: &str, target: &str) -> Self {
        let split = |s: &str| s.split(';').filter(|p| !p.is_empty()).map(str::to_owned).collect();
        self.source = split(source);
        self.target = split(target);
        self
    }

    /// Each side in both lists.
    pub fn both(self, a: &str, b: &str) -> Self {
        let all = format!("{a};{b}");
        self.by(&all, &all)
    }

    pub fn on(self, date: &str) -> Self {
        self.between(date, date)
    }

    /// Bounds told in the sentence; "" for an open end.
    pub fn between(mut self, begin: &str, end: &str) -> Self {
        let parse = |s: &str| (!s.is_empty()).then(|| day(s));
        self.claim.date =
            ClaimDate { begin: parse(begin), end: parse(end), basis: "time".into(), time: None };
        self
    }

    pub fn basis(mut self, basis: &str) -> Self {
        self.claim.date.basis = basis.into();
        self
    }

    /// A relative time, which the builder reckons from the report's day.
    pub fn when(mut self, reckoning: Reckoning) -> Self {
        self.time = Some(reckoning);
        self
    }

    pub fn at(mut self, name: &str, state: &str) -> Self {
        self.claim.place = Some(ClaimPlace { name: name.into(), state: Some(state.into()), mention: None });
        self
    }

    pub fn status(mut self, status: Status) -> Self {
        self.claim.status = status;
        self
    }

    pub fn plans(mut self, event_type: EventType, mode: Option<&str>) -> Self {
        self.claim.plans =
            Some(Plan { event_type, mode: mode.map(Into::into), cameo: event_type.general_cameo() });
        self
    }

    pub fn said_by(mut self, who: &str) -> Self {
        self.said_by = Some(who.into());
        self
    }
}

pub trait Tells: Sized {
    /// Adds a sentence with nothing to code.
    fn says(self, sentence: &str) -> Self;
    /// Adds a sentence with its claim.
    fn tells(self, sentence: &str, told: Told) -> Self;
    /// Adds a sentence that names an office-holder.
    fn names(self, sentence: &str, person: &str) -> Self;
    /// Adds a sentence in which somebody is said to have said something: "{speaker} [cue] <content>". The words in braces are
    /// the speaker's, those in brackets the cue, those in angle brackets what was said; `others` are named too.
    fn quotes(self, sentence: &str, speaker: &str, others: &[&str]) -> Self;
    /// Marks a time in the last sentence: TIMEX3 type, value, and days ("" for none).
    fn time(self, words: &str, kind: TimeType, value: &str, days: (&str, &str)) -> Self;
    /// Marks another person in the last sentence of a report without claims.
    fn with(self, person: &str) -> Self;
}

fn chars(s: &str) -> u32 {
    s.chars().count() as u32
}

fn add_sentence(doc: &mut Annotated, sentence: &str) -> Extent {
    if !doc.text.is_empty() {
        doc.text.push(' ');
    }
    let start = chars(&doc.text);
    doc.text.push_str(sentence);
    let extent = Extent { start, end: chars(&doc.text) };
    doc.sentences.push(extent);
    extent
}

fn actor(doc: &mut Annotated, spec: &str) -> u32 {
    let (name, rest) = spec.split_once('@').unwrap_or(("", spec));
    let (code, office) = rest.split_once(':').unwrap_or((rest, ""));
    let (code, former) = code.strip_suffix('!').map_or((code, false), |c| (c, true));
    let state: String = code.chars().take(3).collect();
    let sector: String = code.chars().skip(3).collect();
    let sector = if name.is_empty() || !sector.is_empty() { sector } else { "GOV".into() };
    let kind = match (name, sector.as_str()) {
        ("", "") => ActorKind::State,
        ("", "GOV") => ActorKind::Body,
        ("", _) => ActorKind::Group,
        _ => ActorKind::Person,
    };
    let state_name = match state.as_str() {
        "ESK" => "Estmark",
        "NVA" => "Norvia",
        other => other,
    };
    let full = match (name, sector.as_str()) {
        ("", "" | "GOV") | ("?", _) => state_name.to_owned(),
        ("", other) => format!("{state_name} {other}"),
        _ => name.to_owned(),
    };
    if doc.actors.iter().all(|a| a.kind != ActorKind::State || a.state.as_deref() != Some(&state)) {
        doc.actors.push(Actor {
            name: state_name.to_owned(),
            kind: ActorKind::State,
            code: Some(state.clone()),
            state: Some(state.clone()),
            sector: None,
            office: None,
            wikidata: None,
            former: false,
            unnamed: false,
        });
    }
    let made = Actor {
        name: full,
        kind,
        code: Some(format!("{state}{sector}")),
        state: Some(state),
        sector: Some(sector).filter(|s| !s.is_empty()),
        office: Some(office.to_owned()).filter(|s| !s.is_empty()),
        wikidata: None,
        former,
        unnamed: name == "?",
    };
    if let Some(known) = doc.actors.iter().position(|a| *a == made) {
        return known as u32;
    }
    doc.actors.push(made);
    doc.actors.len() as u32 - 1
}

fn party(doc: &mut Annotated, spec: &str, extent: Extent, sentence: &str) -> Party {
    let at = actor(doc, spec);
    let name = doc.actors[at as usize].name.clone();
    let kind = match doc.actors[at as usize].kind {
        ActorKind::Person if spec.starts_with('?') => MentionKind::Role,
        ActorKind::Person => MentionKind::Person,
        ActorKind::State => MentionKind::State,
        _ => MentionKind::Group,
    };
    let found = name.split(' ').rev().find_map(|word| sentence.find(word).map(|byte| (byte, word)));
    let (start, end) = found.map_or((extent.start, extent.start + 1), |(byte, word)| {
        let start = extent.start + chars(&sentence[..byte]);
        (start, start + chars(word))
    });
    let mention = Mention { start, end, kind, actor: Some(at), anaphor: false };
    doc.mentions.push(mention);
    Party { actor: at, mention: doc.mentions.len() as u32 - 1 }
}

impl Tells for Annotated {
    fn says(mut self, sentence: &str) -> Self {
        add_sentence(&mut self, sentence);
        self
    }

    fn names(mut self, sentence: &str, person: &str) -> Self {
        let extent = add_sentence(&mut self, sentence);
        party(&mut self, person, extent, sentence);
        self
    }

    fn quotes(mut self, sentence: &str, speaker: &str, others: &[&str]) -> Self {
        let plain: String = sentence.chars().filter(|c| !"{}[]<>".contains(*c)).collect();
        let extent = add_sentence(&mut self, &plain);
        let between = |open: char, close: char| {
            let mut at = extent.start;
            let mut start = None;
            for c in sentence.chars() {
                match c {
                    c if c == open => start = Some(at),
                    c if c == close => return start.map(|start| CharSpan::new(start, at)),
                    c if "{}[]<>".contains(c) => {}
                    _ => at += 1,
                }
            }
            None
        };
        let mut content = vec![between('<', '>').expect("the sentence holds what was said")];
        content.retain(|c| c.start < c.end);
        let said_by = actor(&mut self, speaker);
        party(&mut self, speaker, extent, &plain);
        for other in others {
            party(&mut self, other, extent, &plain);
        }
        self.mentions.sort_by_key(|m| m.start);
        self.quotes.push(Quote {
            speaker: between('{', '}').map(Pieces::One),
            cue: between('[', ']').map(Pieces::One),
            direct: sentence.contains("<“"),
            content,
            actor: Some(said_by),
        });
        self
    }

    fn time(mut self, words: &str, kind: TimeType, value: &str, days: (&str, &str)) -> Self {
        let extent = *self.sentences.last().expect("a sentence");
        let sentence: String = self.text.chars().skip(extent.start as usize).collect();
        let at = sentence.find(words).expect("the sentence holds the time");
        let start = extent.start + chars(&sentence[..at]);
        let bound = |s: &str| (!s.is_empty()).then(|| day(s));
        self.times.push(Timex {
            start,
            end: start + chars(words),
            kind,
            value: value.into(),
            begin: bound(days.0),
            end_date: bound(days.1),
            reckoning: None,
        });
        self
    }

    fn with(mut self, person: &str) -> Self {
        assert!(self.events.is_empty());
        let extent = *self.sentences.last().expect("a sentence");
        let sentence: String = self.text.chars().skip(extent.start as usize).collect();
        party(&mut self, person, extent, &sentence);
        self.mentions.sort_by_key(|m| m.start);
        self
    }

    fn tells(mut self, sentence: &str, told: Told) -> Self {
        let extent = add_sentence(&mut self, sentence);
        let mut claim = told.claim;
        claim.sentence = self.sentences.len() as u32 - 1;
        let at = sentence.find(&told.word).expect("the sentence holds its signal");
        let start = extent.start + chars(&sentence[..at]);
        claim.trigger = (start, start + chars(&told.word)).into();
        let mut parties = |list: &[String]| -> Vec<Party> {
            list.iter().map(|spec| party(&mut self, spec, extent, sentence)).collect()
        };
        claim.source = parties(&told.source);
        claim.target = parties(&told.target);
        if let Some(who) = told.said_by {
            let speaker = actor(&mut self, &who);
            self.quotes.push(Quote {
                speaker: None,
                cue: None,
                content: vec![extent.span()],
                direct: false,
                actor: Some(speaker),
            });
            claim.said_by = Some(self.quotes.len() as u32 - 1);
        }
        if let Some(reckoning) = told.time {
            let days = reckoning.reckon(&self.published.interval());
            self.times.push(Timex {
                start: extent.start,
                end: extent.start + 1,
                kind: TimeType::Date,
                value: String::new(),
                begin: days.begin,
                end_date: days.end,
                reckoning: Some(reckoning),
            });
            claim.date = ClaimDate {
                begin: days.begin,
                end: days.end,
                basis: "time".into(),
                time: Some(self.times.len() as u32 - 1),
            };
        }
        self.events.push(claim);
        // Mentions are ordered by start; parties point into them.
        let mut order: Vec<usize> = (0..self.mentions.len()).collect();
        order.sort_by_key(|n| self.mentions[*n].start);
        let mut place = vec![0u32; order.len()];
        for (to, from) in order.iter().enumerate() {
            place[*from] = to as u32;
        }
        self.mentions = order.iter().map(|n| self.mentions[*n].clone()).collect();
        for claim in &mut self.events {
            for party in claim.source.iter_mut().chain(&mut claim.target).chain(&mut claim.persons) {
                party.mention = place[party.mention as usize];
            }
        }
        self
    }
}
