//! Reports as the passes hand them on, and the tables that go with them.

use super::{Inbox, Outbox, PassError};
use crate::names::{FormKey, Person, PersonId, Persons};
use crate::samples::Size;
use crate::shelf::Shelf;
use crate::states::StateNames;
use crate::tellings::{ClaimAt, Reading, StateKey};
use crate::tenures::{Office, Spell, Tenures};
use chancery_model::{Annotated, CopyHow, Published};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// A report with what is known of it once its copies are.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Brief {
    /// Its number.
    pub n: u32,
    /// What its group of copies is known by: the number of its first report.
    pub group: u32,
    /// The report that leads its copies.
    pub lead: u32,
    /// As its copies narrow it.
    pub published: Published,
    /// By actor: who it is.
    pub people: Vec<(u32, PersonId)>,
    /// Its claims that only repeat one of another copy.
    pub repeats: Vec<u32>,
    /// Its claims that copies repeat, with those.
    pub repeated: Vec<(u32, Vec<ClaimAt>)>,
    pub copy: Option<Copy>,
    pub doc: Annotated,
}

/// How a report stands among its copies.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Copy {
    pub label: String,
    pub of: Option<String>,
    pub how: Option<CopyHow>,
}

/// A key that a report, or what is kept at its number, is wanted at.
#[derive(Serialize, Deserialize)]
pub(super) struct Want {
    pub n: u32,
    pub key: u32,
}

/// Hands reports to those who want them.
pub(super) fn fetch(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let briefs: Vec<Brief> = inbox.rows("brief")?;
    for (wanted, given) in [("want", "hand"), ("want-dated", "dating-hand")] {
        let mut wants: HashMap<u32, Vec<u32>> = HashMap::new();
        for Want { n, key } in inbox.rows(wanted)? {
            wants.entry(n).or_default().push(key);
        }
        for brief in &briefs {
            let Some(keys) = wants.get_mut(&brief.n) else { continue };
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                out.put(given, u64::from(*key), brief)?;
            }
        }
    }
    Ok(())
}

/// The reports at hand, by number.
pub(super) struct Hand {
    pub briefs: Vec<Brief>,
    numbers: Vec<u32>,
    published: Vec<Published>,
    leads: Vec<u32>,
    pub groups: Vec<u32>,
    pub persons: Persons,
    /// Claims of copies, by the claim that they repeat.
    pub repeats: BTreeMap<ClaimAt, Vec<ClaimAt>>,
}

impl Hand {
    pub fn of(mut briefs: Vec<Brief>, tables: &Tables) -> Hand {
        briefs.sort_by_key(|brief| brief.n);
        briefs.dedup_by_key(|brief| brief.n);
        let mut of = HashMap::new();
        let mut repeats = BTreeMap::new();
        for brief in &mut briefs {
            let n = brief.n;
            of.extend(brief.people.iter().map(|(a, person)| ((n, *a), *person)));
            repeats.extend(brief.repeated.iter().map(|(c, by)| ((n, *c), by.clone())));
            if let Some(days) = tables.days.get(&n) {
                brief.published.clone_from(days);
            }
        }
        Hand {
            numbers: briefs.iter().map(|b| b.n).collect(),
            published: briefs.iter().map(|b| b.published.clone()).collect(),
            leads: briefs.iter().map(|b| b.lead).collect(),
            groups: briefs.iter().map(|b| b.group).collect(),
            persons: Persons { list: tables.persons.clone(), of },
            repeats,
            briefs,
        }
    }

    /// For [`Hand::reading`].
    pub fn docs(&self) -> Vec<&Annotated> {
        self.briefs.iter().map(|b| &b.doc).collect()
    }

    /// The same as a reading of all reports, of these.
    pub fn reading<'a>(&'a self, docs: &'a [&'a Annotated], tables: &'a Tables) -> Reading<'a> {
        Reading {
            docs: self.shelf(docs),
            published: self.shelf(&self.published),
            persons: &self.persons,
            tenures: &tables.tenures,
        }
    }

    pub fn leads(&self) -> Shelf<'_, u32> {
        self.shelf(&self.leads)
    }

    pub fn shelf<'a, T>(&'a self, of: &'a [T]) -> Shelf<'a, T> {
        Shelf::Some(&self.numbers, of)
    }
}

/// A form of a name and whose it is.
#[derive(Serialize, Deserialize)]
pub(super) struct FormOf {
    pub key: FormKey,
    pub person: PersonId,
}

/// The stays in one office.
#[derive(Serialize, Deserialize)]
pub(super) struct Stays {
    pub office: Office,
    pub spells: Vec<Spell>,
}

/// Small tables that passes gathered, for those that come after.
#[derive(Default)]
pub struct Tables {
    /// How many reports there are.
    pub(super) count: u32,
    pub(super) sizes: HashMap<u32, Size>,
    /// The group of every report that has copies.
    pub(super) groups: HashMap<u32, u32>,
    pub(super) persons: Arc<[Person]>,
    pub(super) forms: HashMap<FormKey, PersonId>,
    pub(super) states: StateNames,
    pub(super) tenures: Tenures,
    /// Days of reports that other reports narrow.
    pub(super) days: HashMap<u32, Published>,
    /// Pairs of states that plan to meet.
    pub(super) wanted: HashSet<(StateKey, StateKey)>,
    /// The latest day on which a report is known to have come out.
    pub(super) latest: i32,
}

impl Tables {
    /// Reads tables, each given by its name with all of its rows in any order. A table that no step needs is left alone.
    pub fn read<'r>(tables: impl IntoIterator<Item = (&'r str, Vec<&'r str>)>) -> Result<Tables, PassError> {
        let mut out = Tables { latest: crate::calendar::OPEN.0, ..Tables::default() };
        for (name, rows) in tables {
            let rows: Vec<(&str, &str)> = rows.into_iter().map(|data| (name, data)).collect();
            out.take(name, &Inbox(&rows))?;
        }
        Ok(out)
    }

    fn take(&mut self, name: &str, inbox: &Inbox<'_>) -> Result<(), PassError> {
        fn all<T: DeserializeOwned, C: FromIterator<T>>(of: &Inbox<'_>, name: &str) -> Result<C, PassError> {
            Ok(of.rows::<T>(name)?.into_iter().collect())
        }
        match name {
            "count" => self.count = inbox.rows::<u32>(name)?.into_iter().sum(),
            "sizes" => self.sizes = all(inbox, name)?,
            "groups" => self.groups = all(inbox, name)?,
            "persons" => {
                let mut persons: Vec<(u32, Person)> = inbox.rows(name)?;
                persons.sort_by_key(|(n, _)| *n);
                self.persons = persons.into_iter().map(|(_, person)| person).collect();
            }
            "forms" => {
                let forms = inbox.rows::<FormOf>(name)?;
                self.forms = forms.into_iter().map(|form| (form.key, form.person)).collect();
            }
            "states" => inbox.rows(name)?.into_iter().for_each(|names| self.states.add(names)),
            "tenures" => {
                let stays = inbox.rows::<Stays>(name)?;
                self.tenures = stays.into_iter().map(|s| (s.office, s.spells)).collect();
            }
            "days" => self.days = all(inbox, name)?,
            "wanted" => self.wanted = all(inbox, name)?,
            "latest" => self.latest = inbox.rows(name)?.into_iter().fold(self.latest, i32::max),
            _ => {}
        }
        Ok(())
    }
}
