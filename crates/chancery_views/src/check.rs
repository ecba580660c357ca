//! The findings: what does not add up.

use crate::Holdings;
use crate::show::Cited;
use chancery_model::Finding;
use serde::Serialize;

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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    pub fn of(holdings: &Holdings<'a>, kinds: &[String]) -> Self {
        let record = holdings.record;
        let asked = record.findings.iter().filter(|f| kinds.is_empty() || kinds.contains(&f.kind));
        let mut findings: Vec<CheckedFinding> =
            asked.map(|finding| CheckedFinding::of(holdings, finding)).collect();
        findings.sort_by_key(|f| (&f.finding.kind, &f.finding.id));
        let independent = record.reports.iter().filter(|report| report.copy_of.is_none()).count();
        let kinds = kinds.to_vec();
        Check { findings, kinds, reports: record.reports.len(), independent, events: record.events.len() }
    }
}

impl<'a> CheckedFinding<'a> {
    /// A finding with its events and reports looked up.
    pub fn of(holdings: &Holdings<'a>, finding: &'a Finding) -> Self {
        let about = finding.ids.iter().map(|id| {
            let event = holdings.event(id).map(|event| event.summary.clone());
            let line = event.or_else(|| holdings.report(id).map(crate::show::headline));
            (id.as_str(), line.unwrap_or_default())
        });
        let cited = finding.evidence.iter().map(|evidence| Cited::of(holdings.record, evidence, Vec::new()));
        CheckedFinding { finding, about: about.collect(), cited: cited.collect() }
    }
}
