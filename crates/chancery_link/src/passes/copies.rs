//! Reports numbered, and the groups of copies among them.

use super::hand::{Brief, Copy, Tables, Want};
use super::{Inbox, ONE, Outbox, PassError, hash_of};
use crate::copies::{CopyText, Loose, NEAR_WORDS, Print, Twins, join_loose, likeness, read_index};
use crate::credits::Credits;
use crate::names::{self, FormKey};
use crate::overlap::Index;
use crate::samples::{self, Size};
use crate::sets::Sets;
use crate::states::StateNames;
use crate::{calendar, days, edits, text};
use chancery_model::{Annotated, Published};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The id of a report, and a hash of its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Id(String, u64);

/// The number of the first report of an id.
#[derive(Serialize, Deserialize)]
struct Base(String, u32);

/// A report with its number.
#[derive(Serialize, Deserialize)]
struct Numbered {
    n: u32,
    doc: Annotated,
}

pub(super) fn read(report: Annotated, out: &mut Outbox) -> Result<(), PassError> {
    let id = Id(report.id.clone(), text::hash(report.text.as_bytes()));
    out.put("id", ONE, &id)?;
    out.put("report", hash_of(&id.0), &report)
}

/// Numbers all reports by id.
pub(super) fn number(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let ids: BTreeSet<Id> = inbox.rows("id")?.into_iter().collect();
    let mut last: Option<&str> = None;
    for (n, id) in (0u32..).zip(&ids) {
        if last.replace(&id.0) != Some(&id.0) {
            out.put("base", hash_of(&id.0), &Base(id.0.clone(), n))?;
        }
    }
    out.put("count", ONE, &(ids.len() as u32))
}

/// Gives each report its number, and what of it is asked of all.
pub(super) fn numbered(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let base: HashMap<String, u32> = inbox.rows::<Base>("base")?.into_iter().map(|b| (b.0, b.1)).collect();
    let mut docs: Vec<Annotated> = inbox.rows("report")?;
    docs.sort_by(crate::in_order);
    docs.dedup_by(|a, b| crate::is_again(a, b));
    let mut forms: BTreeMap<FormKey, names::Form> = BTreeMap::new();
    for same in docs.chunk_by(|a, b| a.id == b.id) {
        let Some(base) = same.first().and_then(|doc| base.get(&doc.id)) else { continue };
        for (n, doc) in (*base..).zip(same) {
            out.put("home", n.into(), &Numbered { n, doc: doc.clone() })?;
            print(n, doc, out)?;
            for (key, form) in names::forms_of(n, doc) {
                match forms.get_mut(&key) {
                    Some(known) => known.join(form),
                    None => drop(forms.insert(key, form)),
                }
            }
        }
    }
    let refs: Vec<&Annotated> = docs.iter().collect();
    out.put("state-names", ONE, &StateNames::gather(&refs))?;
    for (key, form) in forms {
        out.put("form", hash_of(&key), &(key, form))?;
    }
    Ok(())
}

/// What the words of a text are known by.
#[derive(Serialize, Deserialize)]
struct Printed {
    n: u32,
    print: Print,
    one_in: u32,
    /// The shingles sampled; none of a text of few words.
    sample: Vec<u32>,
}

fn print(n: u32, doc: &Annotated, out: &mut Outbox) -> Result<(), PassError> {
    let mut words = Vec::new();
    text::read_words(&doc.text, &mut words);
    let print = Print::of(&words, calendar::bounds(&doc.published.interval()));
    let is_near = words.len() >= NEAR_WORDS;
    let sample = if is_near { samples::sample(&words).collect() } else { Vec::new() };
    let row = Printed { n, print, one_in: samples::one_in(&words), sample };
    out.put("print", print.words.0, &row)
}

/// What many share: a number for each, and of whom.
#[derive(Serialize, Deserialize)]
struct Keys {
    n: u32,
    keys: Vec<u32>,
}

/// Puts keys to where each is looked at.
fn spread(channel: &'static str, n: u32, keys: &[u32], out: &mut Outbox) -> Result<(), PassError> {
    let mut by_key: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for key in keys {
        by_key.entry(out.key(u64::from(*key))).or_default().push(*key);
    }
    for (to, keys) in by_key {
        out.put(channel, to.into(), &Keys { n, keys })?;
    }
    Ok(())
}

/// Who holds each key, sorted; who holds it twice stands there twice.
fn holders(rows: &[Keys]) -> BTreeMap<u32, Vec<u32>> {
    let mut holders: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for row in rows {
        for key in &row.keys {
            holders.entry(*key).or_default().push(row.n);
        }
    }
    holders.values_mut().for_each(|all| all.sort_unstable());
    holders
}

/// Texts of the same words to the letter are joined, and only the first of them is sampled.
pub(super) fn twins(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut texts: Vec<Printed> = inbox.rows("print")?;
    texts.sort_by_key(|text| text.n);
    let mut twins = Twins::default();
    for text in texts {
        if let Some(twin) = twins.twin(text.n, &text.print) {
            out.put("twin", ONE, &(twin, text.n))?;
            continue;
        }
        out.put("sampled", text.n.into(), &(text.n, text.one_in))?;
        spread("sample", text.n, &text.sample, out)?;
    }
    Ok(())
}

/// How a text shares some shingles.
#[derive(Serialize, Deserialize)]
struct Share {
    n: u32,
    rare: u32,
    common: Vec<u32>,
}

/// How often two texts hold the same, the later first.
type Near = (u32, u32, u32);

/// Who shares the shingles that few hold.
pub(super) fn shingles(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let rows: Vec<Keys> = inbox.rows("sample")?;
    let holders = holders(&rows);
    for row in &rows {
        let (common, rare): (Vec<u32>, Vec<u32>) =
            row.keys.iter().partition(|key| samples::is_common(holders[*key].len()));
        let before = rare.iter().flat_map(|key| holders[key].iter().copied().take_while(|n| *n < row.n));
        near("near", row.n, before, out)?;
        out.put("share", row.n.into(), &Share { n: row.n, rare: rare.len() as u32, common })?;
    }
    Ok(())
}

/// Counts with whom a text shares something.
fn near(
    channel: &'static str,
    n: u32,
    others: impl Iterator<Item = u32>,
    out: &mut Outbox,
) -> Result<(), PassError> {
    let mut count: BTreeMap<u32, u32> = BTreeMap::new();
    others.for_each(|other| *count.entry(other).or_default() += 1);
    for (other, shared) in count {
        out.put(channel, n.into(), &(n, other, shared))?;
    }
    Ok(())
}

/// How much of each text can be shared, and its common shingles in pairs.
pub(super) fn held(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut texts: BTreeMap<u32, (Size, Vec<u32>)> = BTreeMap::new();
    for (n, one_in) in inbox.rows("sampled")? {
        texts.insert(n, (Size { one_in, ..Size::default() }, Vec::new()));
    }
    for share in inbox.rows::<Share>("share")? {
        let Some((size, common)) = texts.get_mut(&share.n) else { continue };
        size.rare += share.rare;
        common.extend(share.common);
    }
    for (n, (mut size, mut common)) in texts {
        let pairs: Vec<u32> = samples::pairs_of(&mut common).collect();
        size.pairs = pairs.len() as u32;
        out.put("sizes", ONE, &(n, size))?;
        spread("pairs", n, &pairs, out)?;
    }
    Ok(())
}

/// Who shares pairs of shingles that many hold.
pub(super) fn pairs(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let rows: Vec<Keys> = inbox.rows("pairs")?;
    let holders = holders(&rows);
    for row in &rows {
        let before = row.keys.iter().flat_map(|key| samples::led_to(&holders[key], row.n)).copied();
        near("near-pairs", row.n, before, out)?;
    }
    Ok(())
}

/// Which texts share enough to be looked at.
pub(super) fn looked(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    type Enough = fn(Size, Size, u32) -> bool;
    let mut looked: BTreeSet<(u32, u32)> = BTreeSet::new();
    let ways: [(&str, Enough); 2] = [("near", Size::enough), ("near-pairs", Size::enough_pairs)];
    for (channel, enough) in ways {
        let mut shared: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for (n, other, count) in inbox.rows::<Near>(channel)? {
            *shared.entry((n, other)).or_default() += count;
        }
        let size = |n: u32| tables.sizes.get(&n).copied().unwrap_or_default();
        let found = shared.into_iter().filter(|((n, other), count)| enough(size(*n), size(*other), *count));
        looked.extend(found.map(|(pair, _)| pair));
    }
    for (n, other) in looked {
        out.put("look", n.into(), &(n, other))?;
        for wanted in [n, other] {
            out.put("want-text", wanted.into(), &Want { n: wanted, key: out.key(n.into()) })?;
        }
    }
    Ok(())
}

/// What comparing asks of a report.
#[derive(Serialize, Deserialize)]
struct Text {
    n: u32,
    text: String,
    published: (i32, i32),
    source: Option<String>,
    agencies: Vec<String>,
}

/// Hands texts to where they are looked at.
pub(super) fn texts(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut wants: HashMap<u32, BTreeSet<u32>> = HashMap::new();
    for Want { n, key } in inbox.rows("want-text")? {
        wants.entry(n).or_default().insert(key);
    }
    for Numbered { n, doc } in inbox.rows("home")? {
        let Some(keys) = wants.get(&n) else { continue };
        let text = Text {
            n,
            published: calendar::bounds(&doc.published.interval()),
            agencies: Credits::of(&doc).agencies.into_iter().map(String::from).collect(),
            source: doc.source,
            text: doc.text,
        };
        for key in keys {
            out.put("text", u64::from(*key), &text)?;
        }
    }
    Ok(())
}

/// Compares texts word by word: how alike two are, and whether so much that what is a copy of one is one of the other.
pub(super) fn compare(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let texts: Vec<Text> = inbox.rows("text")?;
    let texts: BTreeMap<u32, CopyText<'_>> = texts.iter().map(|t| (t.n, copy_text(t))).collect();
    let pairs: BTreeSet<(u32, u32)> = inbox.rows("look")?.into_iter().collect();
    let (mut sampled, mut index, mut words, mut theirs) =
        (Index::default(), Index::default(), vec![], vec![]);
    let mut open = None;
    for (n, other) in pairs {
        let (Some(this), Some(that)) = (texts.get(&n), texts.get(&other)) else { continue };
        if open.replace(n) != Some(n) {
            text::read_words(this.text, &mut words);
            sampled.read(samples::sample(&words).map(u64::from));
            read_index(&words, &mut index);
        }
        text::read_words(that.text, &mut theirs);
        let sample: Vec<u32> = samples::sample(&theirs).collect();
        let is_alike = samples::one_in(&words) == samples::one_in(&theirs);
        if is_alike && !samples::may_be_copies(&sampled, sample.into_iter().map(u64::from)) {
            continue;
        }
        if let Some(likeness) = likeness(&index, &theirs, this, that) {
            out.put("likeness", ONE, &(other, n, likeness.least(), likeness.is_close()))?;
        }
    }
    Ok(())
}

fn copy_text(text: &Text) -> CopyText<'_> {
    CopyText {
        text: &text.text,
        published: text.published,
        source: text.source.as_deref(),
        credits: Credits::from_names(&text.agencies),
    }
}

/// The groups of copies, from who is like whom.
pub(super) fn groups(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut sets = Sets::new(tables.count as usize);
    for (twin, n) in inbox.rows("twin")? {
        sets.join(twin, n);
    }
    let is_fresh: Vec<bool> = (0..tables.count).map(|n| sets.root(n) == n).collect();
    let mut loose: Vec<Loose> = Vec::new();
    for (other, n, least, is_close) in inbox.rows("likeness")? {
        if is_close {
            sets.join(other, n);
        } else {
            loose.push((Reverse(least), other, n));
        }
    }
    join_loose(&mut sets, loose, &is_fresh);
    let roots: Vec<u32> = (0..tables.count).map(|n| sets.root(n)).collect();
    let mut size: HashMap<u32, u32> = HashMap::new();
    roots.iter().for_each(|root| *size.entry(*root).or_default() += 1);
    for (n, root) in (0u32..).zip(&roots).filter(|(_, root)| size[root] > 1) {
        out.put("groups", ONE, &(n, *root))?;
    }
    Ok(())
}

/// Sends each report to where its copies are.
pub(super) fn members(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    for report in inbox.rows::<Numbered>("home")? {
        let group = tables.groups.get(&report.n).copied().unwrap_or(report.n);
        out.put("member", group.into(), &(group, report))?;
    }
    Ok(())
}

/// Days from copies, who leads them, and which claims are repeats.
pub(super) fn copied(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut groups: BTreeMap<u32, Vec<Numbered>> = BTreeMap::new();
    for (group, report) in inbox.rows("member")? {
        groups.entry(group).or_default().push(report);
    }
    for (group, mut reports) in groups {
        reports.sort_by_key(|report| report.n);
        for brief in briefs(group, reports, tables) {
            out.put("brief", brief.n.into(), &brief)?;
        }
    }
    Ok(())
}

/// The reports of one group of copies.
fn briefs(group: u32, reports: Vec<Numbered>, tables: &Tables) -> Vec<Brief> {
    let mut published: Vec<Published> = reports.iter().map(|r| r.doc.published.clone()).collect();
    days::from_copies(&mut published, &vec![group; reports.len()]);
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_cached_key(|at| crate::rank(reports[*at].n, &reports[*at].doc, &published[*at]));
    let Some(&first) = order.first() else { return Vec::new() };
    let lead = &reports[first];
    let credits = Credits::of(&lead.doc);
    let copies: Vec<Copy> = reports
        .iter()
        .filter(|_| reports.len() > 1)
        .map(|report| {
            let differs = report.n != lead.n;
            let how = || edits::how((&lead.doc, &credits), (&report.doc, &Credits::of(&report.doc)));
            Copy {
                label: crate::label("c", &lead.doc.id),
                of: differs.then(|| lead.doc.id.clone()),
                how: differs.then(how),
            }
        })
        .collect();
    let in_order: Vec<(u32, &Annotated)> =
        order.iter().map(|at| (reports[*at].n, &reports[*at].doc)).collect();
    let repeats = if reports.len() > 1 { crate::repeats(&in_order) } else { Vec::new() };
    let lead = lead.n;
    let mut copies = copies.into_iter();
    let with_days = reports.into_iter().zip(published);
    with_days
        .map(|(Numbered { n, doc }, published)| {
            let mut repeated: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
            for (repeat, original) in repeats.iter().filter(|(_, original)| original.0 == n) {
                repeated.entry(original.1).or_default().push(*repeat);
            }
            let people = names::named(&doc);
            Brief {
                n,
                group,
                lead,
                published,
                people: people.filter_map(|(a, key, _)| Some((a, *tables.forms.get(&key)?))).collect(),
                repeats: repeats.iter().filter(|(r, _)| r.0 == n).map(|(r, _)| r.1).collect(),
                repeated: repeated.into_iter().collect(),
                copy: copies.next(),
                doc,
            }
        })
        .collect()
}
