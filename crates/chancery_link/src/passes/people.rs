//! Persons, and who held which office.

use super::events::Ordered;
use super::hand::{Brief, FormOf, Hand, Stays, Tables};
use super::{Inbox, ONE, Outbox, PassError, hash_of};
use crate::names::{self, Form, FormKey, Person};
use crate::states::StateNames;
use crate::tenures::{self, Gathered, Holders, Office, Offices};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What reports say under each form of a name.
pub(super) fn forms(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut forms: BTreeMap<FormKey, Form> = BTreeMap::new();
    for (key, form) in inbox.rows::<(FormKey, Form)>("form")? {
        match forms.get_mut(&key) {
            Some(known) => known.join(form),
            None => drop(forms.insert(key, form)),
        }
    }
    for form in forms {
        out.put("form-whole", ONE, &form)?;
    }
    Ok(())
}

/// Who bears the forms; and what states are called.
pub(super) fn persons(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut forms: Vec<(FormKey, Form)> = inbox.rows("form-whole")?;
    forms.sort_by(|a, b| a.0.cmp(&b.0));
    let list: Vec<(&FormKey, &Form)> = forms.iter().map(|(key, form)| (key, form)).collect();
    let (persons, ids) = names::settle(&list);
    for (n, person) in (0u32..).zip(persons) {
        out.put::<(u32, Person)>("persons", ONE, &(n, person))?;
    }
    for ((key, _), person) in forms.into_iter().zip(ids) {
        out.put("forms", ONE, &FormOf { key, person })?;
    }
    let mut states = StateNames::default();
    inbox.rows("state-names")?.into_iter().for_each(|names| states.add(names));
    out.put("states", ONE, &states)
}

/// What is shown of a person in an office.
#[derive(Serialize, Deserialize)]
struct Shown {
    office: Office,
    person: u32,
    shown: Gathered,
}

/// What each report shows of persons in offices.
pub(super) fn turns(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let hand = Hand::of(inbox.rows::<Brief>("brief")?, tables);
    let docs = hand.docs();
    let reading = hand.reading(&docs, tables);
    for (n, doc) in reading.docs.iter() {
        let mut offices = Offices::new();
        let (turns, published) = (tenures::turns_of(doc), &reading.published[n as usize]);
        tenures::of_report(
            (n, hand.leads()[n as usize]),
            doc,
            &turns,
            published,
            &hand.persons,
            &mut offices,
        );
        for (office, holders) in offices {
            let key = hash_of(&office);
            put(offices_of(office, holders), "shown", |_| key, out)?;
        }
    }
    Ok(())
}

fn offices_of(office: Office, holders: Holders) -> impl Iterator<Item = Shown> {
    holders.into_iter().map(move |(person, shown)| Shown { office: office.clone(), person, shown })
}

fn put(
    rows: impl Iterator<Item = Shown>,
    channel: &'static str,
    key: impl Fn(&Shown) -> u64,
    out: &mut Outbox,
) -> Result<(), PassError> {
    for row in rows {
        out.put(channel, key(&row), &row)?;
    }
    Ok(())
}

fn gather(rows: Vec<Shown>) -> Offices {
    let mut offices = Offices::new();
    for Shown { office, person, shown } in rows {
        offices.entry(office).or_default().entry(person).or_default().join(shown);
    }
    offices
}

/// The holders of each office, a surname with its bearer.
pub(super) fn offices(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let persons = names::Persons { list: tables.persons.clone(), ..Default::default() };
    for (office, mut holders) in gather(inbox.rows("shown")?) {
        tenures::by_full_name(&mut holders, &persons);
        put(offices_of(office, holders), "held", |row| row.person.into(), out)?;
    }
    Ok(())
}

/// The offices of each person, put right.
pub(super) fn holders(inbox: &Inbox<'_>, _: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let mut offices = gather(inbox.rows("held")?);
    tenures::right(&mut offices);
    for (office, holders) in offices {
        let key = hash_of(&office);
        put(offices_of(office, holders), "stay", |_| key, out)?;
    }
    Ok(())
}

/// The stays in each office: the table of tenures, and what of them the other passes need.
pub(super) fn stays(inbox: &Inbox<'_>, tables: &Tables, out: &mut Outbox) -> Result<(), PassError> {
    let persons = names::Persons { list: tables.persons.clone(), ..Default::default() };
    for (office, holders) in gather(inbox.rows("stay")?) {
        let mut spells = tenures::spells(holders);
        for (at, spell) in (0u32..).zip(&spells) {
            let row = tenures::row(&office.0, spell, &persons);
            out.put("tenure", ONE, &Ordered { order: (office.1.clone(), at), row })?;
        }
        spells.iter_mut().for_each(tenures::Spell::forget_words);
        let mut stays = Stays { office, spells };
        out.put("spell", ONE, &stays)?;
        stays.spells.iter_mut().for_each(|spell| spell.seen.clear());
        out.put("tenures", ONE, &stays)?;
    }
    Ok(())
}
