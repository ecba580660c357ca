//! Names put right in the annotated reports, before anything is compared.

use super::{Act, Corrections, Problem, Unapplied};
use crate::text;
use chancery_model::{Annotated, TextIndex};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What renaming made of the reports.
#[derive(Default)]
pub(crate) struct Renamed {
    /// The reports in which a name was put right, by their place among all.
    reports: HashMap<usize, Annotated>,
    marks: Marks,
}

/// Where renaming bears on the record.
#[derive(Default)]
pub(crate) struct Marks {
    /// By report and claim: the corrections, by their place in the file, that bear on its sides or its place.
    claims: BTreeMap<(String, u32), BTreeSet<usize>>,
    /// Names that nobody and nothing bears.
    pub unapplied: Vec<Unapplied>,
}

impl Renamed {
    /// The report of that place, with its names put right.
    pub fn report<'a>(&'a self, place: usize, report: &'a Annotated) -> &'a Annotated {
        self.reports.get(&place).unwrap_or(report)
    }

    /// Where it bears on the record.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }
}

impl Marks {
    /// The corrections that bear on a claim.
    pub fn of_claim(&self, doc: &str, claim: u32) -> impl Iterator<Item = usize> + '_ {
        self.claims.get(&(doc.to_owned(), claim)).into_iter().flatten().copied()
    }
}

/// Renames actors and places of claims, line by line.
pub(crate) fn rename(reports: &[Annotated], corrections: &Corrections) -> Renamed {
    let mut out = Renamed::default();
    for (n, correction) in corrections.lines.iter().enumerate() {
        let Act::Rename(from, to) = &correction.act else { continue };
        let name = Name { written: from, folded: text::fold(from) };
        let mut found = false;
        for (place, report) in reports.iter().enumerate() {
            let report = out.reports.get(&place).unwrap_or(report);
            let actors = name.actors(report);
            let claims = name.places(report);
            if actors.is_empty() && claims.is_empty() {
                continue;
            }
            found = true;
            let mut report = report.clone();
            for actor in &actors {
                let actor = &mut report.actors[*actor];
                actor.name.clone_from(to);
                // Who it was taken for came with the name.
                actor.wikidata = None;
            }
            for (at, claim) in report.events.iter_mut().enumerate() {
                let here = claims.contains(&at);
                if let Some(place) = claim.place.as_mut().filter(|_| here) {
                    place.name.clone_from(to);
                }
                let mut parties = claim.source.iter().chain(&claim.target).chain(&claim.persons);
                if here || parties.any(|party| actors.contains(&(party.actor as usize))) {
                    out.marks.claims.entry((report.id.clone(), at as u32)).or_default().insert(n);
                }
            }
            out.reports.insert(place, report);
        }
        if !found {
            out.marks.unapplied.push(correction.unapplied(Problem::Nobody { name: from.clone() }, false));
        }
    }
    out
}

/// A name as it is written; neither case nor accents count.
struct Name<'a> {
    written: &'a str,
    folded: String,
}

impl Name<'_> {
    /// The actors that bear it, or that the report once writes so ("Mrs. Anand" of one known as "Anand").
    fn actors(&self, report: &Annotated) -> BTreeSet<usize> {
        let mut found: BTreeSet<usize> = (0..report.actors.len())
            .filter(|actor| text::fold(&report.actors[*actor].name) == self.folded)
            .collect();
        let last = self.folded.rsplit(' ').next().unwrap_or_default();
        let index = std::cell::OnceCell::new();
        for mention in report.mentions.iter().filter(|mention| !mention.anaphor) {
            let Some(actor) = mention.actor.map(|actor| actor as usize) else { continue };
            // The words of most mentions end otherwise than the name.
            let named = |actor: &chancery_model::Actor| text::fold(&actor.name).ends_with(last);
            if found.contains(&actor) || !report.actors.get(actor).is_some_and(named) {
                continue;
            }
            let index = index.get_or_init(|| TextIndex::new(&report.text));
            let start = mention.end.saturating_sub(self.written.chars().count() as u32);
            if start > mention.start {
                continue;
            }
            let words =
                |start, end| index.byte_span(chancery_model::CharSpan::new(start, end)).of(&report.text);
            let alone = start == 0 || words(start - 1, start).chars().all(|c| !c.is_alphanumeric());
            if alone && text::fold(words(start, mention.end)) == self.folded {
                found.insert(actor);
            }
        }
        found
    }

    /// The claims whose place bears it.
    fn places(&self, report: &Annotated) -> BTreeSet<usize> {
        let bears = |claim: &chancery_model::Claim| {
            claim.place.as_ref().is_some_and(|place| text::fold(&place.name) == self.folded)
        };
        (0..report.events.len()).filter(|claim| bears(&report.events[*claim])).collect()
    }
}
