//! Who held which office when, as the reports show it.

use crate::{Directory, Holdings, Who, period};
use chancery_model::Tenure;
use serde::Serialize;
use std::collections::BTreeSet;

/// The holders of one office, in order of time.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficeHolders<'a> {
    /// State of the office.
    pub state: &'a str,
    /// Its name.
    pub state_name: String,
    /// The office, lower case.
    pub office: &'a str,
    /// Its holders, by first day seen.
    pub tenures: Vec<&'a Tenure>,
    /// For each of the holders the findings that tell of two at one time.
    pub conflicts: Vec<Vec<&'a str>>,
    /// For each of the holders how many reports show it, and how many of those say it of themselves.
    #[serde(skip)]
    pub sources: Vec<(usize, usize)>,
}

/// Offices, by state and office.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offices<'a> {
    /// The offices.
    pub offices: Vec<OfficeHolders<'a>>,
}

impl<'a> Offices<'a> {
    /// The offices of a state, or of all.
    pub fn of(holdings: &Holdings<'a>, directory: &Directory, state: Option<&str>) -> Self {
        let mut tenures: Vec<&Tenure> = match state {
            Some(state) => holdings.with_offices(&Who::State(state.into())).collect(),
            None => holdings.record.tenures.iter().collect(),
        };
        tenures.sort_by_key(|t| (&t.state, &t.office, when(t), &t.person));
        let mut offices: Vec<OfficeHolders> = Vec::new();
        for tenure in tenures {
            let own = |f: &&chancery_model::Finding| f.evidence.iter().any(|e| tenure.evidence.contains(e));
            let double = holdings.findings(&tenure.person).filter(|f| f.kind == "double-tenure");
            let conflicts = double.filter(own).map(|f| f.id.as_str()).collect();
            let sources = reports(holdings, tenure);
            match offices.last_mut().filter(|o| o.state == tenure.state && o.office == tenure.office) {
                Some(office) => {
                    office.tenures.push(tenure);
                    office.conflicts.push(conflicts);
                    office.sources.push(sources);
                }
                None => offices.push(OfficeHolders {
                    state: &tenure.state,
                    state_name: directory.state_name(&tenure.state).into(),
                    office: &tenure.office,
                    tenures: vec![tenure],
                    conflicts: vec![conflicts],
                    sources: vec![sources],
                }),
            }
        }
        Offices { offices }
    }
}

/// How many reports show a tenure, and how many of those say it of themselves.
fn reports(holdings: &Holdings<'_>, tenure: &Tenure) -> (usize, usize) {
    let docs: BTreeSet<&str> = tenure.evidence.iter().map(|e| e.doc.as_str()).collect();
    let originals: BTreeSet<&str> = docs.iter().map(|doc| holdings.lead(doc)).collect();
    (docs.len(), originals.len())
}

/// What orders the holders of an office: when it was held, else when it was over or yet to come; the undated last.
fn when(tenure: &Tenure) -> (bool, Option<chancery_model::Day>) {
    let day = tenure.first.or(tenure.last).or(tenure.former_by).or(tenure.not_before);
    (day.is_none(), day)
}

/// From when to when a tenure is shown, with what each end rests on: "seen 3 Mar 2031 – 9 Jun 2031",
/// "began 3 Mar 2031, seen to 9 Jun 2031, former by 5 Feb 2032".
pub fn held(tenure: &Tenure) -> String {
    let day = period::day;
    let mut said: Vec<String> = Vec::new();
    let began = tenure.began.map(|days| format!("began {}", period::words(&days)));
    let ended = tenure.ended.map(|days| format!("ended {}", period::words(&days)));
    match (began, ended, tenure.first, tenure.last) {
        (Some(began), Some(ended), ..) => said.extend([began, ended]),
        (Some(began), None, _, last) => {
            said.push(began);
            let later = last.filter(|l| tenure.began.and_then(|b| b.end).is_none_or(|end| *l > end));
            said.extend(later.map(|last| format!("seen to {}", day(last))));
        }
        (None, Some(ended), first, _) => {
            let before = first.filter(|f| tenure.ended.and_then(|e| e.begin).is_none_or(|begin| *f < begin));
            said.extend(before.map(|first| format!("seen from {}", day(first))));
            said.push(ended);
        }
        (None, None, Some(a), Some(b)) if a != b => said.push(format!("seen {} – {}", day(a), day(b))),
        (None, None, Some(a), _) | (None, None, None, Some(a)) => said.push(format!("seen {}", day(a))),
        (None, None, None, None) => {}
    }
    said.extend(tenure.not_before.map(|d| format!("yet to begin {}", day(d))));
    said.extend(tenure.former_by.map(|d| format!("former by {}", day(d))));
    if said.is_empty() { "undated".into() } else { said.join(", ") }
}
