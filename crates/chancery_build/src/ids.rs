//! The ids of a run without a record: the same that a record of the same reports has.

use chancery_store::{ContentHash, report_ids};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Which ids several reports may share: of an id that is met once no more than a hash is kept.
#[derive(Debug, Default)]
pub struct Survey {
    met: HashSet<u64>,
    again: HashSet<String>,
}

impl Survey {
    /// Notes an id.
    pub fn add(&mut self, id: &str) {
        let [a, b, c, d, e, f, g, h, ..] = ContentHash::of([Some(id)]).short();
        if !self.met.insert(u64::from_le_bytes([a, b, c, d, e, f, g, h])) && !self.again.contains(id) {
            self.again.insert(id.into());
        }
    }

    /// Whether no id was met twice.
    pub fn is_clear(&self) -> bool {
        self.again.is_empty()
    }

    /// Whether the content of a report of this id bears on ids: others may share it, or digits may have been added to it.
    pub fn bears(&self, id: &str) -> bool {
        self.again.contains(id) || id.contains('~')
    }
}

/// The ids of many reports, of those that several share. Only of ids that do more than a hash is kept.
#[derive(Debug, Default)]
pub struct Gathering {
    /// The content of the first report of each id, by a hash of the id.
    first: HashMap<[u8; 16], ContentHash>,
    /// Ids that several reports share, and those that look as if digits had been added to them.
    kept: BTreeSet<(String, ContentHash)>,
}

impl Gathering {
    /// Notes a report.
    pub fn add(&mut self, id: &str, content: ContentHash) {
        match self.first.entry(ContentHash::of([Some(id)]).short()) {
            Entry::Vacant(place) => {
                place.insert(content);
                if id.contains('~') {
                    self.kept.insert((id.into(), content));
                }
            }
            Entry::Occupied(first) if *first.get() != content => {
                self.kept.insert((id.into(), *first.get()));
                self.kept.insert((id.into(), content));
            }
            Entry::Occupied(_) => {}
        }
    }

    /// The ids that differ from what was given.
    pub fn renamed(self) -> Renamed {
        let given: Vec<(&str, ContentHash)> =
            self.kept.iter().map(|(id, content)| (id.as_str(), *content)).collect();
        let mut renamed: HashMap<String, HashMap<ContentHash, String>> = HashMap::new();
        for ((id, content), new) in given.iter().zip(report_ids(&given)) {
            if new != *id {
                renamed.entry(id.to_string()).or_default().insert(*content, new);
            }
        }
        Renamed(renamed)
    }
}

/// The ids that differ from what was given, by id and content.
#[derive(Debug, Default)]
pub struct Renamed(HashMap<String, HashMap<ContentHash, String>>);

impl Renamed {
    /// Whether an id is shared, so that the content decides.
    pub fn shared(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The id of a report.
    pub fn id(&self, id: &str, content: ContentHash) -> Option<&String> {
        self.0.get(id)?.get(&content)
    }
}
