//! Who held which office when, as the reports show it.

use crate::Directory;
use chancery_model::{Record, Tenure};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The holders of one office, in order of time.
#[derive(Clone, Debug, Serialize)]
pub struct OfficeHolders<'a> {
    /// State of the office.
    pub state: &'a str,
    /// Its name.
    pub state_name: String,
    /// The office, lower case.
    pub office: &'a str,
    /// Its holders, by first day seen.
    pub tenures: Vec<&'a Tenure>,
}

/// Offices, by state and office.
#[derive(Clone, Debug, Serialize)]
pub struct Offices<'a> {
    /// The offices.
    pub offices: Vec<OfficeHolders<'a>>,
    /// By copy: the report that it copies.
    #[serde(skip)]
    copies: BTreeMap<&'a str, &'a str>,
}

impl<'a> Offices<'a> {
    /// The offices of a state, or of all.
    pub fn of(record: &'a Record, directory: &Directory, state: Option<&str>) -> Self {
        let mut tenures: Vec<&Tenure> =
            record.tenures.iter().filter(|t| state.is_none_or(|state| t.state == state)).collect();
        tenures.sort_by_key(|t| (&t.state, &t.office, t.first.or(t.last), &t.person));
        let mut offices: Vec<OfficeHolders> = Vec::new();
        for tenure in tenures {
            match offices.last_mut().filter(|o| o.state == tenure.state && o.office == tenure.office) {
                Some(office) => office.tenures.push(tenure),
                None => offices.push(OfficeHolders {
                    state: &tenure.state,
                    state_name: directory.state_name(&tenure.state).into(),
                    office: &tenure.office,
                    tenures: vec![tenure],
                }),
            }
        }
        let copies = record.reports.iter().filter_map(|r| Some((r.id.as_str(), r.copy_of.as_deref()?)));
        Offices { offices, copies: copies.collect() }
    }

    /// How many reports show a tenure, and how many of those say it of themselves.
    pub fn reports(&self, tenure: &Tenure) -> (usize, usize) {
        let docs: BTreeSet<&str> = tenure.evidence.iter().map(|e| e.doc.as_str()).collect();
        let originals: BTreeSet<&str> =
            docs.iter().map(|doc| self.copies.get(doc).copied().unwrap_or(doc)).collect();
        (docs.len(), originals.len())
    }
}

/// From when to when a tenure is shown, in words: "seen 3 Mar 2031 – 9 Jun 2031", "from 3 Mar 2031, seen until 9 Jun 2031".
pub fn held(tenure: &Tenure) -> String {
    let day = crate::period::day;
    match (tenure.first, tenure.last) {
        (None, None) => "undated".into(),
        (Some(a), None) if tenure.first_is_start => format!("since {}", day(a)),
        (Some(a), None) => format!("seen {}", day(a)),
        (None, Some(b)) if tenure.last_is_end => format!("until {}", day(b)),
        (None, Some(b)) => format!("seen {}", day(b)),
        (Some(a), Some(b)) => match (tenure.first_is_start, tenure.last_is_end) {
            (true, true) => format!("{} to {}", day(a), day(b)),
            (true, false) if a == b => format!("since {}", day(a)),
            (true, false) => format!("since {}, seen until {}", day(a), day(b)),
            (false, true) if a == b => format!("until {}", day(b)),
            (false, true) => format!("seen from {}, until {}", day(a), day(b)),
            (false, false) if a == b => format!("seen {}", day(a)),
            (false, false) => format!("seen {} to {}", day(a), day(b)),
        },
    }
}
