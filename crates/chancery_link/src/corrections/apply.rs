//! Events merged, split and recoded as the corrections say.
//!
//! Lines act one after the other, each on what those before it left. An event that is made anew (by a merge or a split) is
//! recoded again as its earlier lines say. No line changes the id of an event that is left alone.

use super::recoding::Recoding;
use super::{Act, Correction, Corrections, Marks, Problem, Unapplied};
use crate::events::{Made, Maker};
use crate::summaries;
use crate::tellings::Telling;
use std::collections::{BTreeMap, BTreeSet};

/// The shortest beginning of an id that stands for it: as long as a timeline prints.
const SHORTEST: usize = 8;

/// Corrects events that have their ids, and settles anew what follows from all of them. Returns what did not apply.
pub(crate) fn correct(
    maker: &Maker<'_>,
    made: Vec<Made>,
    corrections: &Corrections,
    renamed: &Marks,
) -> (Vec<Made>, Vec<Unapplied>) {
    if corrections.is_empty() {
        return (made, Vec::new());
    }
    let events = made.into_iter().map(|made| (made.event.id.clone(), Corrected::from(made))).collect();
    let mut desk = Desk { maker, corrections, events, heirs: BTreeMap::new(), unapplied: Vec::new() };
    for (n, correction) in corrections.lines.iter().enumerate() {
        let done = match &correction.act {
            Act::Merge(ids) => desk.merge(n, ids),
            Act::Split(event, reports) => desk.split(n, event, reports),
            Act::Recode(event, recoding) => desk.recode(n, event, recoding),
            Act::Rename(..) => Ok(()),
        };
        if let Err(problem) = done {
            desk.unapplied.push(correction.unapplied(problem, false));
        }
    }
    let Desk { events, mut unapplied, .. } = desk;
    let made = events.into_values().map(|corrected| corrected.finished(corrections, renamed)).collect();
    unapplied.extend(renamed.unapplied.iter().cloned());
    unapplied.sort_by_key(|unapplied| unapplied.line);
    (maker.settle(made), unapplied)
}

impl Correction {
    pub(super) fn unapplied(&self, problem: Problem, in_part: bool) -> Unapplied {
        Unapplied { line: self.line, text: self.text.clone(), problem, in_part }
    }
}

/// Claims, by report and place in it.
type Places = BTreeSet<(u32, u32)>;

/// An event, and the lines that made it so, by their place in the file.
struct Corrected {
    made: Made,
    lines: BTreeSet<usize>,
    recoded: Vec<usize>,
}

impl From<Made> for Corrected {
    fn from(made: Made) -> Self {
        Corrected { made, lines: BTreeSet::new(), recoded: Vec::new() }
    }
}

impl Corrected {
    fn finished(mut self, corrections: &Corrections, renamed: &Marks) -> Made {
        let event = &mut self.made.event;
        self.lines.extend(event.claims.iter().flat_map(|claim| renamed.of_claim(&claim.doc, claim.event)));
        event.corrected = self.lines.iter().map(|n| corrections.lines[*n].text.clone()).collect();
        self.made
    }
}

struct Desk<'a> {
    maker: &'a Maker<'a>,
    corrections: &'a Corrections,
    events: BTreeMap<String, Corrected>,
    /// Ids of events that were merged, with the one that they became part of.
    heirs: BTreeMap<String, String>,
    unapplied: Vec<Unapplied>,
}

impl Desk<'_> {
    /// The id of the event that a line names, by its id or the beginning of it.
    fn find(&self, written: &str) -> Result<String, Problem> {
        let mut id = written;
        while let Some(heir) = self.heirs.get(id) {
            id = heir;
        }
        if self.events.contains_key(id) {
            return Ok(id.to_owned());
        }
        let begin = |(id, _): &(&String, &Corrected)| id.starts_with(written);
        let mut fits: Vec<String> = match written.len() {
            SHORTEST.. => {
                self.events.range(written.to_owned()..).take_while(begin).map(|e| e.0.clone()).collect()
            }
            _ => Vec::new(),
        };
        match fits.len() {
            1 => Ok(fits.remove(0)),
            0 => Err(Problem::NoEvent { id: written.into() }),
            _ => Err(Problem::Several { id: written.into(), fits }),
        }
    }

    fn note_part(&mut self, line: usize, problem: Problem) {
        self.unapplied.push(self.corrections.lines[line].unapplied(problem, true));
    }

    fn merge(&mut self, line: usize, ids: &[String]) -> Result<(), Problem> {
        let Some((first, others)) = ids.split_first() else { return Ok(()) };
        let first = self.find(first)?;
        let mut problems = Vec::new();
        let mut joined: Vec<String> = Vec::new();
        for other in others {
            match self.find(other) {
                Ok(id) if id == first || joined.contains(&id) => {
                    problems.push(Problem::Merged { id: other.clone(), of: first.clone() });
                }
                Ok(id) => joined.push(id),
                Err(problem) => problems.push(problem),
            }
        }
        if joined.is_empty() {
            return problems.into_iter().next().map_or(Ok(()), Err);
        }
        let Some(Corrected { made, mut lines, recoded }) = self.events.remove(&first) else { return Ok(()) };
        let mut telling = made.telling;
        for id in joined {
            if let Some(other) = self.events.remove(&id) {
                telling.join(&other.made.telling);
                lines.extend(other.lines);
                self.heirs.insert(id, first.clone());
            }
        }
        lines.insert(line);
        self.put(first, telling, lines, recoded);
        problems.into_iter().for_each(|problem| self.note_part(line, problem));
        Ok(())
    }

    fn split(&mut self, line: usize, event: &str, reports: &[String]) -> Result<(), Problem> {
        let id = self.find(event)?;
        let named: BTreeSet<&str> = reports.iter().map(String::as_str).collect();
        let Some(corrected) = self.events.get(&id) else { return Ok(()) };
        let mut missing: BTreeSet<&str> = named.clone();
        corrected.made.event.documents.iter().for_each(|doc| {
            missing.remove(doc.as_str());
        });
        let told_in = |claim: &(u32, u32)| {
            // What a copy repeats goes where the copy goes.
            let repeats = self.maker.repeats.get(claim).into_iter().flatten();
            let mut docs = std::iter::once(claim).chain(repeats);
            docs.any(|(doc, _)| named.contains(self.maker.reading.docs[*doc as usize].id.as_str()))
        };
        let (part, rest): (Places, Places) =
            corrected.made.telling.claims.iter().partition(|claim| told_in(claim));
        let missing: Vec<String> = missing.into_iter().map(String::from).collect();
        let not_told = |report: &String| Problem::NotTold { report: report.clone(), event: id.clone() };
        let (Some(part), Some(rest)) = (self.telling(&part), self.telling(&rest)) else {
            let nothing = Problem::NothingLeft { event: id.clone() };
            return Err(missing.first().map_or(nothing, not_told));
        };
        let part_id = crate::label("e", &format!("{id}|{}", named.into_iter().collect::<Vec<_>>().join("|")));
        if self.events.contains_key(&part_id) {
            return Err(Problem::Merged { id: part_id.clone(), of: part_id });
        }
        let problems: Vec<Problem> = missing.iter().map(not_told).collect();
        let Some(Corrected { mut lines, recoded, .. }) = self.events.remove(&id) else { return Ok(()) };
        lines.insert(line);
        self.put(part_id, part, lines.clone(), Vec::new());
        self.put(id, rest, lines, recoded);
        problems.into_iter().for_each(|problem| self.note_part(line, problem));
        Ok(())
    }

    fn recode(&mut self, line: usize, event: &str, recoding: &Recoding) -> Result<(), Problem> {
        let id = self.find(event)?;
        let Some(corrected) = self.events.get_mut(&id) else { return Ok(()) };
        recode(self.maker, &mut corrected.made, recoding)?;
        corrected.lines.insert(line);
        corrected.recoded.push(line);
        Ok(())
    }

    /// Claims of the record as one telling, those that name both sides first; `None` of none.
    fn telling(&self, claims: &Places) -> Option<Telling> {
        let mut told = self.maker.reading.tellings(&Vec::from_iter(claims.iter().copied()));
        told.sort_by_key(|t| (t.source.is_empty() || t.target.is_empty(), t.claims.clone()));
        let mut told = told.into_iter();
        let mut telling = told.next()?;
        told.for_each(|other| telling.join(&other));
        Some(telling)
    }

    fn put(&mut self, id: String, telling: Telling, lines: BTreeSet<usize>, recoded: Vec<usize>) {
        let mut made = self.maker.make(telling);
        made.event.id.clone_from(&id);
        for line in &recoded {
            if let Act::Recode(_, recoding) = &self.corrections.lines[*line].act {
                // A mode that its new type does not know is left out, as it was never there.
                let _ = recode(self.maker, &mut made, recoding);
            }
        }
        self.events.insert(id, Corrected { made, lines, recoded });
    }
}

/// Sets the fields of an event. What the analyst settled is no contradiction any more.
fn recode(maker: &Maker<'_>, made: &mut Made, recoding: &Recoding) -> Result<(), Problem> {
    recoding.apply(&mut made.event)?;
    made.event.summary = summaries::summary(&made.event, maker.states);
    let (when, where_, whether) = recoding.settles();
    if when {
        made.day_clash.clear();
    }
    if where_ {
        made.place_clash.clear();
    }
    if whether {
        made.denials.clear();
    }
    Ok(())
}
