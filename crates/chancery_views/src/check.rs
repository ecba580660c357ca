//! The findings: what does not add up.

use crate::show::Cited;
use chancery_model::{Finding, Record};
use serde::Serialize;
use std::collections::BTreeMap;

/// The kinds of findings.
pub const KINDS: [&str; 8] = [
    "count-claim",
    "date-conflict",
    "denial",
    "double-tenure",
    "event-date",
    "event-place",
    "event-rank",
    "unreported-plan",
];

/// Findings, by kind and id.
#[derive(Clone, Debug, Serialize)]
pub struct Check<'a> {
    /// The findings.
    pub findings: Vec<CheckedFinding<'a>>,
    /// The kinds asked for; none for all.
    #[serde(skip)]
    pub kinds: Vec<String>,
    /// How many reports were looked through.
    #[serde(skip)]
    pub reports: usize,
    /// How many of them are no copies.
    #[serde(skip)]
    pub independent: usize,
    /// How many events were looked through.
    #[serde(skip)]
    pub events: usize,
}

/// A finding with what it is about.
#[derive(Clone, Debug, Serialize)]
pub struct CheckedFinding<'a> {
    /// The record's finding.
    #[serde(flatten)]
    pub finding: &'a Finding,
    /// Id and one line for each event or report concerned.
    pub about: Vec<(&'a str, String)>,
    /// The words of each side, with where they stand.
    #[serde(skip)]
    pub cited: Vec<Cited<'a>>,
}

impl<'a> Check<'a> {
    /// The findings of a record, of these kinds; of all where none is named.
    pub fn of(record: &'a Record, kinds: &[String]) -> Self {
        let events: BTreeMap<&str, &str> =
            record.events.iter().map(|event| (event.id.as_str(), event.summary.as_str())).collect();
        let summary = |id: &str| events.get(id).map(|summary| summary.to_string());
        let asked = record.findings.iter().filter(|f| kinds.is_empty() || kinds.contains(&f.kind));
        let mut findings: Vec<CheckedFinding> =
            asked.map(|finding| CheckedFinding::with(record, finding, &summary)).collect();
        findings.sort_by_key(|f| (&f.finding.kind, &f.finding.id));
        let independent = record.reports.iter().filter(|report| report.copy_of.is_none()).count();
        let kinds = kinds.to_vec();
        Check { findings, kinds, reports: record.reports.len(), independent, events: record.events.len() }
    }
}

impl<'a> CheckedFinding<'a> {
    /// A finding with its events and reports looked up.
    pub fn of(record: &'a Record, finding: &'a Finding) -> Self {
        let find = |id: &str| record.events.iter().find(|event| event.id == id);
        CheckedFinding::with(record, finding, &|id| find(id).map(|event| event.summary.clone()))
    }

    fn with(record: &'a Record, finding: &'a Finding, summary: &dyn Fn(&str) -> Option<String>) -> Self {
        let about = finding.ids.iter().map(|id| {
            let line = summary(id).or_else(|| crate::timeline::report(record, id).map(crate::show::headline));
            (id.as_str(), line.unwrap_or_default())
        });
        let cited = finding.evidence.iter().map(|evidence| Cited::of(record, evidence, Vec::new()));
        CheckedFinding { finding, about: about.collect(), cited: cited.collect() }
    }
}
