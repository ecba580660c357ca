//! The work of [`link`](crate::link) as passes over rows, for a cluster: each is a pure function of the rows of one key and of
//! a few small tables.
//!
//! Who runs them only routes rows. [`STEPS`] says in which order the passes come and what each takes; [`read`] makes the first
//! rows of annotated reports. A pass is given the rows of one key at a time, and gives [`Row`]s, each for a channel and a key;
//! a later step takes some channels, and its rows are grouped by key. Rows of a step's tables are gathered whole and given to
//! the steps that need them. What comes out of the channels of [`OUT`] is the record: [`gather`] puts it in order.
//!
//! A key stands for many groups that have nothing to do with each other (copies of one text, claims of two states), which
//! a pass tells apart; `keys` says over how many keys they are spread. Neither that nor the order of rows shows in the record.
//! Rows are lines of JSON, plain text to whoever carries them.

mod claims;
mod copies;
mod days;
mod events;
mod hand;
mod people;
mod sayings;
mod stories;

use crate::text;
use chancery_model::{Annotated, Record};
pub use hand::Tables;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Lines for one key of one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What they are.
    pub channel: &'static str,
    /// The key by which the step that takes them is grouped.
    pub key: u32,
    /// One or several lines of JSON.
    pub data: String,
}

/// One step of the plan.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Its name, which no other has.
    pub name: &'static str,
    /// The steps and channels that it takes.
    pub takes: &'static [(&'static str, &'static str)],
    /// The tables that it needs.
    pub needs: &'static [&'static str],
    /// The channels that are tables.
    pub tables: &'static [&'static str],
    /// It is done only where the table `days` has rows; else what this earlier step gave stands for what it would give.
    pub again: Option<&'static str>,
    pass: Pass,
}

type Pass = fn(&Inbox<'_>, &Tables, &mut Outbox) -> Result<(), PassError>;

/// Why a pass ended.
#[derive(Debug, thiserror::Error)]
pub enum PassError {
    /// There is no step of that name.
    #[error("there is no step “{0}”")]
    NoStep(String),
    /// A row is not what the pass takes.
    #[error("a row of “{channel}” cannot be read: {why}")]
    Row {
        /// Its channel.
        channel: String,
        /// What is wrong with it.
        why: serde_json::Error,
    },
    /// What a pass gives cannot be written.
    #[error("a row for “{channel}” cannot be written: {why}")]
    Write {
        /// Its channel.
        channel: &'static str,
        /// What is wrong with it.
        why: serde_json::Error,
    },
}

/// The channels that the record comes out of.
pub const OUT: [&str; 5] =
    ["event", "tenure", "finding-of-record", "statement-of-record", "report-of-record"];

const PEOPLE: &[&str] = &["persons", "forms"];
const READING: &[&str] = &["persons", "tenures", "states", "days"];

/// The steps, in order.
pub const STEPS: &[Step] = &[
    step("number", &[("read", "id")], &[], &["count"], copies::number),
    step("numbered", &[("read", "report"), ("number", "base")], &[], &[], copies::numbered),
    // Copies.
    step("twins", &[("numbered", "print")], &[], &[], copies::twins),
    step("shingles", &[("twins", "sample")], &[], &[], copies::shingles),
    step("held", &[("twins", "sampled"), ("shingles", "share")], &[], &["sizes"], copies::held),
    step("pairs", &[("held", "pairs")], &[], &[], copies::pairs),
    step("looked", &[("shingles", "near"), ("pairs", "near-pairs")], &["sizes"], &[], copies::looked),
    step("texts", &[("numbered", "home"), ("looked", "want-text")], &[], &[], copies::texts),
    step("compare", &[("looked", "look"), ("texts", "text")], &[], &[], copies::compare),
    step("groups", &[("twins", "twin"), ("compare", "likeness")], &["count"], &["groups"], copies::groups),
    // Persons, and names of states.
    step("forms", &[("numbered", "form")], &[], &[], people::forms),
    step(
        "persons",
        &[("forms", "form-whole"), ("numbered", "state-names")],
        &[],
        &["persons", "forms", "states"],
        people::persons,
    ),
    step("members", &[("numbered", "home")], &["groups"], &[], copies::members),
    step("copied", &[("members", "member")], PEOPLE, &[], copies::copied),
    // Offices, then claims merged to events, on the days that the reports give themselves.
    step("turns", &[("copied", "brief")], &["persons"], &[], people::turns),
    step("offices", &[("turns", "shown")], &["persons"], &[], people::offices),
    step("holders", &[("offices", "held")], &[], &[], people::holders),
    step("stays", &[("holders", "stay")], &["persons"], &["tenures"], people::stays),
    step("told", &[("copied", "brief")], &["persons", "tenures"], &[], claims::told),
    step("merge", &[("told", "tell")], &["persons", "tenures"], &[], claims::merge),
    step("join", &[("merge", "candidate"), ("merge", "half")], &["persons"], &[], claims::join),
    step("joined", &[("merge", "whole"), ("join", "joining"), ("join", "whole")], &[], &[], claims::joined),
    // Days that other reports show.
    step("dated", &[("copied", "brief"), ("joined", "want-dated")], &[], &[], hand::fetch),
    step("dating", &[("joined", "dating"), ("dated", "dating-hand")], &["persons"], &[], days::dating),
    step("narrow", &[("copied", "brief"), ("dating", "bound")], &["persons"], &[], days::narrow),
    step("company", &[("narrow", "guest")], &[], &[], days::company),
    step(
        "narrowed",
        &[("copied", "brief"), ("narrow", "narrowed"), ("company", "company")],
        &[],
        &["days"],
        days::narrowed,
    ),
    // The same again, where they showed any.
    again("turns", step("turns-2", &[("copied", "brief")], &["persons", "days"], &[], people::turns)),
    again("offices", step("offices-2", &[("turns-2", "shown")], &["persons"], &[], people::offices)),
    again("holders", step("holders-2", &[("offices-2", "held")], &[], &[], people::holders)),
    again("stays", step("stays-2", &[("holders-2", "stay")], &["persons"], &["tenures"], people::stays)),
    again("told", step("told-2", &[("copied", "brief")], &["persons", "tenures", "days"], &[], claims::told)),
    again(
        "merge",
        step("merge-2", &[("told-2", "tell")], &["persons", "tenures", "days"], &[], claims::merge),
    ),
    again(
        "join",
        step("join-2", &[("merge-2", "candidate"), ("merge-2", "half")], &["persons"], &[], claims::join),
    ),
    again(
        "joined",
        step(
            "joined-2",
            &[("merge-2", "whole"), ("join-2", "joining"), ("join-2", "whole")],
            &[],
            &[],
            claims::joined,
        ),
    ),
    // Events.
    step("fetch", &[("copied", "brief"), ("joined-2", "want")], &[], &[], hand::fetch),
    step("make", &[("joined-2", "telling"), ("fetch", "hand")], READING, &[], events::make),
    step("identify", &[("make", "sketch")], &[], &[], events::identify),
    step(
        "settle",
        &[("make", "made"), ("identify", "named"), ("fetch", "hand")],
        READING,
        &["wanted"],
        events::settle,
    ),
    // Findings.
    step("later", &[("copied", "brief")], &["wanted", "days"], &[], events::later),
    step(
        "findings",
        &[("settle", "final"), ("settle", "guest-event"), ("fetch", "hand"), ("later", "later")],
        READING,
        &[],
        events::findings,
    ),
    step("clashes", &[("stays-2", "spell")], &["persons", "states"], &[], events::clashes),
    // Statements.
    step("heard", &[("copied", "brief"), ("settle", "tells")], &["days"], &["latest"], sayings::heard),
    step("said", &[("heard", "saying")], READING, &[], sayings::said),
    step("own", &[("settle", "deed-here"), ("said", "own")], &[], &[], sayings::own),
    step(
        "outcome",
        &[("said", "promise"), ("said", "echo"), ("settle", "deed"), ("own", "deed")],
        &["latest"],
        &[],
        sayings::outcome,
    ),
    step("stated", &[("said", "statement"), ("outcome", "statement")], &[], &[], sayings::stated),
    // Stories.
    step("terms", &[("copied", "brief")], &["days"], &[], stories::terms),
    step("weigh", &[("terms", "term")], &["count", "groups"], &[], stories::weigh),
    step("bags", &[("terms", "outline"), ("weigh", "weighed")], &[], &[], stories::bags),
    step("strong", &[("bags", "strong")], &[], &[], stories::strong),
    step("near", &[("strong", "follows")], &[], &[], stories::near),
    step("bags-near", &[("bags", "bag"), ("near", "want-bag")], &[], &[], stories::fetch_bags),
    step("alike", &[("near", "near"), ("bags-near", "bag-near")], &[], &[], stories::alike),
    step("stories", &[("heard", "main"), ("alike", "alike")], &["count"], &[], stories::stories),
    // The reports themselves.
    step(
        "rows",
        &[("copied", "brief"), ("settle", "tells"), ("stories", "story")],
        &["days"],
        &[],
        events::rows,
    ),
    step(
        "found",
        &[("findings", "finding"), ("clashes", "finding"), ("rows", "finding")],
        &[],
        &[],
        events::found,
    ),
];

const fn step(
    name: &'static str,
    takes: &'static [(&'static str, &'static str)],
    needs: &'static [&'static str],
    tables: &'static [&'static str],
    pass: Pass,
) -> Step {
    Step { name, takes, needs, tables, again: None, pass }
}

const fn again(of: &'static str, step: Step) -> Step {
    Step { again: Some(of), ..step }
}

/// The first rows, of annotated reports: from them the step “number” and “numbered” begin.
pub fn read(reports: impl IntoIterator<Item = Annotated>, keys: u32) -> Result<Vec<Row>, PassError> {
    let mut out = Outbox::new(keys);
    for mut report in reports {
        report.tokens = Vec::new();
        copies::read(report, &mut out)?;
    }
    Ok(out.close())
}

/// Does a step over the rows of one key, each with its channel.
pub fn run(step: &str, rows: &[(&str, &str)], tables: &Tables, keys: u32) -> Result<Vec<Row>, PassError> {
    let step = STEPS.iter().find(|s| s.name == step).ok_or_else(|| PassError::NoStep(step.into()))?;
    let mut out = Outbox::new(keys);
    (step.pass)(&Inbox(rows), tables, &mut out)?;
    Ok(out.close())
}

/// The record, of all that came out of the channels of [`OUT`].
pub fn gather<'r>(rows: impl IntoIterator<Item = (&'r str, &'r str)>) -> Result<Record, PassError> {
    let rows: Vec<(&str, &str)> = rows.into_iter().collect();
    let inbox = Inbox(&rows);
    let mut events: Vec<events::Ordered<_, u32>> = inbox.rows("event")?;
    let mut tenures: Vec<events::Ordered<chancery_model::Tenure, (String, u32)>> = inbox.rows("tenure")?;
    let mut statements: Vec<events::Ordered<_, (u32, chancery_model::CharSpan, String)>> =
        inbox.rows("statement-of-record")?;
    let mut reports: Vec<events::Ordered<_, u32>> = inbox.rows("report-of-record")?;
    let mut findings: Vec<chancery_model::Finding> = inbox.rows("finding-of-record")?;
    events.sort_by_key(|e| e.order);
    tenures.sort_by(|a, b| {
        crate::tenures::compare(&a.row, &b.row)
            .then_with(|| (&a.row.state, &a.order).cmp(&(&b.row.state, &b.order)))
    });
    statements.sort_by(|a, b| a.order.cmp(&b.order));
    reports.sort_by_key(|r| r.order);
    findings.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Record {
        events: events.into_iter().map(|e| e.row).collect(),
        tenures: tenures.into_iter().map(|t| t.row).collect(),
        findings,
        statements: statements.into_iter().map(|s| s.row).collect(),
        reports: reports.into_iter().map(|r| r.row).collect(),
    })
}

/// The rows of one key.
pub(crate) struct Inbox<'a>(&'a [(&'a str, &'a str)]);

impl Inbox<'_> {
    /// Those of one channel.
    fn rows<T: DeserializeOwned>(&self, channel: &str) -> Result<Vec<T>, PassError> {
        let of_channel = self.0.iter().filter(|(c, _)| *c == channel);
        let lines = of_channel.flat_map(|(_, data)| data.lines());
        let read = |line| {
            serde_json::from_str(line).map_err(|why| PassError::Row { channel: channel.to_owned(), why })
        };
        lines.map(read).collect()
    }
}

/// The one key of a step that sees all rows.
const ONE: u64 = 0;
/// Lines for one key are handed on when they are so many bytes.
const FULL: usize = 1 << 20;

/// What a pass gives.
pub(crate) struct Outbox {
    keys: u32,
    open: BTreeMap<(&'static str, u32), String>,
    full: Vec<Row>,
}

impl Outbox {
    fn new(keys: u32) -> Outbox {
        Outbox { keys: keys.max(1), open: BTreeMap::new(), full: Vec::new() }
    }

    /// The key of a number or a hash.
    fn key(&self, of: u64) -> u32 {
        (of % u64::from(self.keys)) as u32
    }

    fn put<T: Serialize>(&mut self, channel: &'static str, of: u64, row: &T) -> Result<(), PassError> {
        let key = self.key(of);
        let line = serde_json::to_string(row).map_err(|why| PassError::Write { channel, why })?;
        let lines = self.open.entry((channel, key)).or_default();
        if !lines.is_empty() && lines.len() + line.len() > FULL {
            self.full.push(Row { channel, key, data: std::mem::take(lines) });
        }
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(&line);
        Ok(())
    }

    fn close(mut self) -> Vec<Row> {
        let open = self.open.into_iter().map(|((channel, key), data)| Row { channel, key, data });
        self.full.extend(open);
        self.full
    }
}

/// A number for a group that is known by words or numbers.
fn hash_of<T: Serialize + ?Sized>(of: &T) -> u64 {
    serde_json::to_vec(of).map_or(0, |bytes| text::hash(&bytes))
}
