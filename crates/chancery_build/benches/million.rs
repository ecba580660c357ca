//! A record of a million claims: made by a seeded generator, linked in full, and added to.
//!
//! ```text
//! cargo bench -p chancery_build --bench million -- make FILE [CLAIMS] [SEED]   a record's file, coded and not yet linked
//! cargo bench -p chancery_build --bench million -- link FILE                   links what the file holds
//! cargo bench -p chancery_build --bench million -- lines FILE [CLAIMS] [SEED]  the reports alone, one a line
//! cargo bench -p chancery_build --bench million -- add FILE [REPORTS] [SEED]   adds so many reports, and links
//! cargo bench -p chancery_build --bench million -- swell FILE TIMES            repeats the events of a linked record on later days
//! ```
//!
//! `link` and `add` print wall time, CPU time and the peak of memory (where the system tells them). The reports are of a made-up
//! world of sixty states whose offices change hands. A tenth of the claims is between two of them. Things happen on a day,
//! and one to six reports tell each: what happened, what was said of it, and what went before. One report in ten is a copy
//! of another; one in thirty has no day.
#![allow(clippy::disallowed_methods)] // a program of its own: it reads its arguments and the clock

use chancery_build::linker;
use chancery_model::{
    Actor, ActorKind, Annotated, CharSpan, Claim, ClaimDate, ClaimPlace, DateBasis, DateCandidate, Day,
    DayInterval, EventType, Extent, Mention, MentionKind, Party, Plan, Published, Report, TimeType, Timex,
};
use chancery_store::{Identity, NewReport, Store};
use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

const CODER: &str = "million";
const NOW: &str = "2031-01-01T00:00:00Z";

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let number = |at: usize, or: u64| args.get(at).map_or(Ok(or), |n| n.parse::<u64>());
    match (args.first().map(String::as_str), args.get(1)) {
        (Some("make"), Some(file)) => {
            let mut world = World::new(number(3, 7)?, "");
            let mut store = Store::open_or_create(file)?;
            let made = put(&mut store, &mut world, number(2, 1_000_000)?, u64::MAX)?;
            store.finish()?;
            println!(
                "{} reports with {} claims, {} of them between two states",
                made.0, made.1, world.between_two
            );
        }
        (Some("lines"), Some(file)) => {
            lines(Path::new(file), World::new(number(3, 7)?, ""), number(2, 1_000_000)?)?
        }
        (Some("link"), Some(file)) => link(Path::new(file))?,
        (Some("add"), Some(file)) => {
            let seed = number(3, 8)?;
            let mut world = World::new(seed, &format!("later-{seed}-"));
            let mut store = Store::open(file)?;
            let made = put(&mut store, &mut world, u64::MAX, number(2, 100)?)?;
            store.finish()?;
            println!("{} reports with {} claims added", made.0, made.1);
            link(Path::new(file))?;
        }
        (Some("swell"), Some(file)) => swell(Path::new(file), number(2, 10)?)?,
        // `cargo bench` without a command: nothing to time.
        _ => println!(
            "million make FILE [CLAIMS] [SEED] | link FILE | add FILE [REPORTS] [SEED] | swell FILE TIMES"
        ),
    }
    Ok(())
}

/// Writes reports until there are so many claims.
fn lines(file: &Path, mut world: World, claims: u64) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    let mut told = 0;
    while told < claims {
        for annotated in world.happening() {
            told += annotated.events.len() as u64;
            writeln!(out, "{}", serde_json::to_string(&annotated)?)?;
        }
    }
    Ok(out.flush()?)
}

/// Stores reports until there are so many claims, or so many reports.
fn put(store: &mut Store, world: &mut World, claims: u64, reports: u64) -> Result<(u64, u64), Failure> {
    let mut batch = Vec::new();
    let (mut told, mut count) = (0, 0);
    while told < claims && count < reports {
        for annotated in world.happening() {
            if told >= claims || count >= reports {
                break;
            }
            told += annotated.events.len() as u64;
            count += 1;
            let report = Report {
                id: annotated.id.clone(),
                source: annotated.source.clone(),
                language: annotated.language.clone(),
                title: annotated.title.clone(),
                text: annotated.text.clone(),
                dates: annotated.published.candidates.clone(),
                ..Report::default()
            };
            batch.push(NewReport { identity: Identity::of(&report, "million"), report, annotated });
        }
        if batch.len() >= 1000 {
            store.put_reports(&std::mem::take(&mut batch), CODER)?;
        }
    }
    store.put_reports(&batch, CODER)?;
    Ok((count, told))
}

fn link(file: &Path) -> Result<(), Failure> {
    let (wall, cpu) = (Instant::now(), cpu_seconds());
    let mut store = Store::open(file)?;
    let snapshot = store.snapshot(CODER)?;
    let reports = store.claims(&snapshot).collect::<Result<Vec<Annotated>, _>>()?;
    let read = wall.elapsed().as_secs_f64();
    let held = peak_mib();
    let record = chancery_link::link(&reports);
    drop(reports);
    let linked = wall.elapsed().as_secs_f64();
    let changes = store.replace_record(&record, &snapshot, &linker(), NOW)?;
    store.finish()?;
    println!(
        "{} reports, {} events ({} added, {} changed, {} removed); {} tenures, {} findings",
        record.reports.len(),
        record.events.len(),
        changes.events_added,
        changes.events_changed,
        changes.events_removed,
        record.tenures.len(),
        record.findings.len()
    );
    let all = wall.elapsed().as_secs_f64();
    println!(
        "wall {all:.1} s (reading {read:.1}, linking {:.1}, storing {:.1}), CPU {:.1} s, peak memory {} MiB ({held} once read)",
        linked - read,
        all - linked,
        cpu_seconds() - cpu,
        peak_mib()
    );
    Ok(())
}

/// Makes a record of so many times the events, for those who measure what is served of it: each is repeated, every time a day
/// later and under an id of its own.
fn swell(file: &Path, times: u64) -> Result<(), Failure> {
    let mut store = Store::open(file)?;
    let snapshot = store.snapshot(CODER)?;
    let mut record = store.record()?;
    let once = record.events.clone();
    for time in 1..times {
        let later = |day: Option<Day>| day.map(|d| chancery_model::day::plus_days(d, time as i32));
        record.events.extend(once.iter().map(|event| {
            let mut event = event.clone();
            event.id = format!("{}-{time}", event.id);
            event.date = event.date.map(|d| DayInterval { begin: later(d.begin), end: later(d.end) });
            event
        }));
    }
    record.events.sort_by_key(|e| e.date.map(|d| (d.begin, d.end)));
    store.replace_record(&record, &snapshot, &linker(), NOW)?;
    store.finish()?;
    println!("{} events", record.events.len());
    Ok(())
}

/// CPU time of this process so far, where the system tells it in the form of Linux.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// A small number, the least the likeliest.
    fn few(&mut self, most: usize) -> usize {
        self.below(most) * self.below(most) / most
    }

    fn name(&mut self, syllables: usize) -> String {
        const STARTS: [&str; 16] = [
            "Ka", "Ber", "Lo", "Mi", "Sta", "Ve", "Dro", "Fen", "Gu", "Ha", "Jor", "Ny", "Ol", "Pra", "Ru",
            "Tho",
        ];
        const ENDS: [&str; 16] = [
            "ran", "dov", "lia", "mar", "nik", "sel", "vath", "zen", "bor", "cas", "din", "fal", "gar",
            "hul", "jek", "pol",
        ];
        let mut name = STARTS[self.below(STARTS.len())].to_owned();
        for _ in 0..syllables {
            name += ENDS[self.below(ENDS.len())];
        }
        name
    }
}

const STATES: usize = 60;
const OFFICES: [&str; 3] = ["president", "foreign minister", "defense minister"];
/// Days on which things happen: 2001 to 2025.
const DAYS: usize = 9131;

struct State {
    name: String,
    code: String,
    towns: Vec<String>,
    /// By office: who took it up when.
    held: Vec<Vec<(usize, String)>>,
}

/// What happened, as the generator knows it.
#[derive(Clone)]
struct Thing {
    pair: (usize, usize),
    day: usize,
    kind: usize,
    office: usize,
    town: String,
    words: Vec<String>,
}

/// Type, mode, what was promised, the words that tell it, how often in a hundred.
type Kind = (EventType, Option<&'static str>, Option<EventType>, &'static str, usize);

/// The kinds of things that happen.
const KINDS: [Kind; 10] = [
    (EventType::Consult, Some("visit"), None, "visited", 8),
    (EventType::Consult, None, None, "met", 20),
    (EventType::Consult, Some("phone"), None, "spoke by phone with", 6),
    (EventType::Agree, None, Some(EventType::Cooperate), "agreed to work with", 10),
    (EventType::Request, None, None, "urged", 16),
    (EventType::Accuse, None, None, "accused", 18),
    (EventType::Reject, None, None, "rejected a demand by", 8),
    (EventType::Threaten, None, None, "threatened", 6),
    (EventType::Coerce, Some("restrict"), None, "restricted imports from", 5),
    (EventType::Assault, None, None, "fired on troops of", 3),
];

struct World {
    random: Random,
    states: Vec<State>,
    vocabulary: Vec<String>,
    recent: HashMap<(usize, usize), VecDeque<Thing>>,
    prefix: String,
    made: u64,
    between_two: u64,
}

impl World {
    /// The states are the same whatever the seed: what is added later is of the same world.
    fn new(seed: u64, prefix: &str) -> World {
        let mut random = Random(2001);
        let states = (0..STATES).map(|n| {
            let held = OFFICES.map(|_| {
                let mut terms = Vec::new();
                let mut from = 0;
                while from < DAYS {
                    terms.push((from, format!("{} {}", random.name(1), random.name(2))));
                    from += 500 + random.below(1500);
                }
                terms
            });
            State {
                name: format!("{}ia", random.name(2)),
                code: format!("X{}{}", (b'A' + (n / 26) as u8) as char, (b'A' + (n % 26) as u8) as char),
                towns: (0..4).map(|_| format!("{}burg", random.name(2))).collect(),
                held: held.into(),
            }
        });
        let states = states.collect();
        let vocabulary = (0..4000).map(|_| random.name(2).to_lowercase()).collect();
        World {
            random: Random(seed),
            states,
            vocabulary,
            recent: HashMap::new(),
            prefix: prefix.to_owned(),
            made: 0,
            between_two: 0,
        }
    }

    /// A tenth of all is between two states; the others are the likelier the lower their number.
    fn pair(&mut self) -> (usize, usize) {
        if self.random.chance(10) {
            return (0, 1);
        }
        loop {
            let (a, b) = (self.random.few(STATES), self.random.below(STATES));
            if a != b && (a.min(b), a.max(b)) != (0, 1) {
                return (a.min(b), a.max(b));
            }
        }
    }

    fn thing(&mut self, pair: (usize, usize), day: usize) -> Thing {
        let mut at = self.random.below(100);
        let mut kind = 0;
        while at >= KINDS[kind].4 {
            at -= KINDS[kind].4;
            kind += 1;
        }
        let pair = if self.random.chance(50) { pair } else { (pair.1, pair.0) };
        let town = self.random.below(4);
        Thing {
            pair,
            day,
            kind,
            office: self.random.below(OFFICES.len()),
            town: self.states[pair.1].towns[town].clone(),
            words: self.words(5),
        }
    }

    fn words(&mut self, n: usize) -> Vec<String> {
        (0..n)
            .map(|_| {
                let at = self.random.few(self.vocabulary.len());
                self.vocabulary[at].clone()
            })
            .collect()
    }

    /// The reports of one thing that happened.
    fn happening(&mut self) -> Vec<Annotated> {
        let pair = self.pair();
        let day = self.random.below(DAYS);
        let main = self.thing(pair, day);
        let about: Vec<Thing> = (0..3).map(|_| self.thing(pair, day)).collect();
        let others: Vec<Thing> = self.recent.get(&pair).into_iter().flatten().cloned().collect();
        let count = 1 + self.random.few(6);
        let mut reports: Vec<Annotated> = Vec::new();
        for n in 0..count {
            if n > 0 && self.random.chance(10) {
                let mut copy = reports[0].clone();
                copy.id = self.id();
                copy.source = Some(format!("{} Post", self.random.name(1)));
                self.count(pair, &copy);
                reports.push(copy);
                continue;
            }
            let mut told: Vec<(Thing, bool)> = vec![(main.clone(), true), (main.clone(), true)];
            told.extend(about.iter().map(|t| (t.clone(), true)));
            told.extend((0..2).map(|_| (self.thing(pair, day), true)));
            for _ in 0..3 {
                let earlier =
                    if others.is_empty() { main.clone() } else { self.random.pick(&others).clone() };
                told.push((earlier, false));
            }
            let report = self.report(day, &told);
            self.count(pair, &report);
            reports.push(report);
        }
        let recent = self.recent.entry(pair).or_default();
        recent.push_back(main);
        if recent.len() > 20 {
            recent.pop_front();
        }
        reports
    }

    fn count(&mut self, pair: (usize, usize), report: &Annotated) {
        self.between_two += if pair == (0, 1) { report.events.len() as u64 } else { 0 };
    }

    fn id(&mut self) -> String {
        self.made += 1;
        format!("{}r{:07}", self.prefix, self.made)
    }

    /// A report of a day that tells these things: as of the day itself, or as what went before.
    fn report(&mut self, day: usize, told: &[(Thing, bool)]) -> Annotated {
        let out_on = calendar(day + self.random.below(2));
        let mut page = Page::default();
        for (thing, is_new) in told {
            self.tell(&mut page, thing, *is_new);
        }
        let published = if self.random.chance(97) {
            let candidate = DateCandidate {
                date: Some(out_on),
                basis: DateBasis::Given,
                start: None,
                end: None,
                words: Some(out_on.to_string()),
            };
            Published {
                date: Some(out_on),
                begin: Some(out_on),
                end: Some(out_on),
                basis: Some(DateBasis::Given),
                conflict: None,
                candidates: vec![candidate],
            }
        } else {
            Published::default()
        };
        Annotated {
            schema: 1,
            id: self.id(),
            source: Some(format!("{} Herald", self.random.name(1))),
            language: Some("en".into()),
            title: Some(told[0].0.words.join(" ")),
            text: page.text,
            published,
            sentences: page.sentences,
            mentions: page.mentions,
            actors: page.actors,
            times: page.times,
            events: page.claims,
            ..Annotated::default()
        }
    }

    /// One sentence, with its claim.
    fn tell(&mut self, page: &mut Page, thing: &Thing, is_new: bool) {
        let (event_type, mode, promised, verb, _) = KINDS[thing.kind];
        let start = page.at();
        let from = self.side(page, thing.pair.0, thing.office, thing.day);
        page.push(" ");
        let trigger = page.push(verb);
        page.push(" ");
        let to = self.side(page, thing.pair.1, thing.office, thing.day);
        page.push(" in ");
        let place = page.push(&thing.town);
        page.mention(place, MentionKind::Place, None);
        let place = page.mentions.len() as u32 - 1;
        let dated = is_new && self.random.chance(60) || !is_new && self.random.chance(80);
        let days = calendar(thing.day);
        let date = if dated {
            page.push(" on ");
            let at = page.push(&days.to_string());
            page.times.push(Timex {
                start: at.start,
                end: at.end,
                kind: TimeType::Date,
                value: days.to_string(),
                begin: Some(days),
                end_date: Some(days),
                reckoning: None,
            });
            let time = Some(page.times.len() as u32 - 1);
            ClaimDate { begin: Some(days), end: Some(days), basis: "time".into(), time }
        } else if is_new {
            ClaimDate { begin: Some(days), end: Some(days), basis: "document".into(), time: None }
        } else {
            ClaimDate { begin: None, end: Some(days), basis: "background".into(), time: None }
        };
        page.push(" over ");
        let mut words = thing.words.clone();
        words.extend(self.words(2));
        page.push(&words.join(" "));
        page.push(". ");
        page.sentences.push(Extent { start, end: page.at() - 1 });
        let reciprocal = event_type == EventType::Consult && mode != Some("visit");
        let (source, target) =
            if reciprocal { (vec![from, to], vec![from, to]) } else { (vec![from], vec![to]) };
        page.claims.push(Claim {
            mode: mode.map(String::from),
            contexts: vec!["diplomatic".into()],
            plans: promised.map(|thing| Plan { event_type: thing, mode: None, cameo: thing.general_cameo() }),
            source,
            target,
            date,
            place: Some(ClaimPlace {
                name: thing.town.clone(),
                state: Some(self.states[thing.pair.1].code.clone()),
                mention: Some(place),
            }),
            score: Some(1.0),
            pattern: "million".into(),
            ..Claim::bare(event_type, trigger, page.sentences.len() as u32 - 1)
        });
    }

    /// A side: by its state, by who held the office, or by the office alone.
    fn side(&mut self, page: &mut Page, state: usize, office: usize, day: usize) -> Party {
        let State { name, code, held, .. } = &self.states[state];
        let title = OFFICES[office];
        let holder = &held[office].iter().rev().find(|(from, _)| *from <= day).unwrap_or(&held[office][0]).1;
        match self.random.below(10) {
            0..4 => {
                let at = page.push(name);
                let actor = page.actor(name, |actor| {
                    actor.kind = ActorKind::State;
                    actor.state = Some(code.clone());
                    actor.code = Some(code.clone());
                });
                page.mention(at, MentionKind::State, Some(actor))
            }
            4..8 => {
                let at = page.push(title);
                page.push(" ");
                let named = page.push(holder);
                let actor = page.actor(holder, |actor| official(actor, code, title));
                page.mention(at, MentionKind::Role, Some(actor));
                page.mention(named, MentionKind::Person, Some(actor))
            }
            _ => {
                let words = format!("the {title} of {name}");
                let at = page.push(&words);
                let actor = page.actor(&words, |actor| {
                    official(actor, code, title);
                    actor.unnamed = true;
                });
                page.mention(at, MentionKind::Role, Some(actor))
            }
        }
    }
}

fn official(actor: &mut Actor, code: &str, title: &str) {
    actor.state = Some(code.to_owned());
    actor.sector = Some("GOV".into());
    actor.code = Some(format!("{code}GOV"));
    actor.office = Some(title.to_owned());
}

fn calendar(day: usize) -> Day {
    chancery_model::day::plus_days(Day::constant(2001, 1, 1), day as i32)
}

/// A report while it is written.
#[derive(Default)]
struct Page {
    text: String,
    sentences: Vec<Extent>,
    mentions: Vec<Mention>,
    actors: Vec<Actor>,
    times: Vec<Timex>,
    claims: Vec<Claim>,
}

impl Page {
    /// All words are ASCII, so bytes are characters.
    fn at(&self) -> u32 {
        self.text.len() as u32
    }

    fn push(&mut self, words: &str) -> CharSpan {
        let start = self.at();
        self.text.push_str(words);
        CharSpan::new(start, self.at())
    }

    fn actor(&mut self, name: &str, fill: impl FnOnce(&mut Actor)) -> u32 {
        if let Some(known) = self.actors.iter().position(|a| a.name == name) {
            return known as u32;
        }
        let mut actor = Actor {
            name: name.to_owned(),
            kind: ActorKind::Person,
            state: None,
            sector: None,
            code: None,
            office: None,
            wikidata: None,
            former: false,
            unnamed: false,
        };
        fill(&mut actor);
        self.actors.push(actor);
        self.actors.len() as u32 - 1
    }

    fn mention(&mut self, at: CharSpan, kind: MentionKind, actor: Option<u32>) -> Party {
        self.mentions.push(Mention { start: at.start, end: at.end, kind, actor, anaphor: false });
        Party { actor: actor.unwrap_or(0), mention: self.mentions.len() as u32 - 1 }
    }
}
