//! Which reports tell of one happening.
//!
//! A report's main event is the one that its opening tells most of. Reports with one main event are one story, and copies are
//! always of the story of what they copy.

use crate::sets::Sets;
use chancery_model::{Annotated, Event};
use std::collections::{BTreeMap, HashMap};

/// For each report its story's label.
pub(crate) fn labels(docs: &[&Annotated], leader: &[u32], events: &[Event]) -> Vec<Option<String>> {
    let index: HashMap<&str, u32> = docs.iter().enumerate().map(|(n, d)| (d.id.as_str(), n as u32)).collect();
    // Per report and event: how much its opening tells of it.
    let mut weight: Vec<BTreeMap<usize, i32>> = vec![BTreeMap::new(); docs.len()];
    for (n, event) in events.iter().enumerate() {
        for claim in &event.claims {
            let Some(&d) = index.get(claim.doc.as_str()) else { continue };
            let Some(told) = docs[d as usize].events.get(claim.event as usize) else { continue };
            *weight[d as usize].entry(n).or_default() += match told.sentence {
                0 => 8,
                1 => 5,
                2 => 3,
                _ => 1,
            };
        }
    }
    let mut sets = Sets::new(docs.len());
    let mut first: HashMap<usize, u32> = HashMap::new();
    for (d, events_of) in weight.iter().enumerate() {
        let main = events_of.iter().max_by_key(|(n, w)| (**w, std::cmp::Reverse(**n)));
        if let Some((&main, w)) = main
            && *w >= 3
        {
            sets.join(*first.entry(main).or_insert(d as u32), d as u32);
        }
    }
    for (d, lead) in leader.iter().enumerate() {
        sets.join(*lead, d as u32);
    }
    let roots: Vec<u32> = (0..docs.len() as u32).map(|d| sets.root(d)).collect();
    let mut size: HashMap<u32, usize> = HashMap::new();
    for root in &roots {
        *size.entry(*root).or_default() += 1;
    }
    roots.iter().map(|r| (size[r] > 1).then(|| crate::label("s", &docs[*r as usize].id))).collect()
}
