//! Who is said to have said (thought, wanted, written, shown) what.
//!
//! Cue words come from `lexicons/cues.tsv`, with the ways in which each is joined to its content. A sentence is read
//! from its trees; words in quotation marks are then followed over sentences and paragraphs. What stands inside
//! somebody's words is theirs: a cue inside another's content is not read again.

// Lists of one range are what most readings are.
#![allow(clippy::single_range_in_vec_init)]

mod clause;
mod cue;
mod follow;
mod lexicon;
mod marks;
mod noun;
mod read;
mod source;
mod subject;
mod tidy;
mod verb;

use crate::actors::Cast;
use crate::tree::Tree;
use chancery_lang::Deprel;
use std::ops::Range;

use read::{Reader, Reading};

/// Words attributed to somebody; one for each cue. Ranges are tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotation {
    /// Words that name the speaker, without the cue; empty where there is none.
    pub speaker: Vec<Range<u32>>,
    /// Words that say that something was said; empty where there is none.
    pub cue: Vec<Range<u32>>,
    /// What was said.
    pub content: Vec<Range<u32>>,
    /// All of it stands in quotation marks.
    pub direct: bool,
    /// The mention that names the speaker, an index into [`Cast::mentions`].
    pub mention: Option<u32>,
}

/// Finds the quotations of a text, ordered by the first of their words.
pub fn find(tree: &Tree, cast: &Cast) -> Vec<Quotation> {
    let reader = Reader::new(tree);
    let mut readings = reader.readings();
    // Words in marks with a cue outside go first: no cue in them counts. Then the outermost cue of a sentence owns
    // what stands inside it.
    readings.sort_by_key(|r| (!reader.is_marked(r), tree.sentence_of(r.head), r.depth, r.head));
    let mut owner = vec![u32::MAX; tree.len() as usize];
    let mut kept: Vec<Reading> = Vec::new();
    for mut reading in readings {
        if owner[reading.head as usize] != u32::MAX {
            continue;
        }
        let before = size(&reading.content);
        reading.content = free(&reading.content, &owner);
        if reading.content.is_empty() || size(&reading.content) * 2 < before {
            continue;
        }
        reader.follow_marks(&mut reading, kept.len() as u32, &mut owner);
        kept.push(reading);
    }
    let mut found: Vec<Quotation> = kept.iter().map(|r| quotation(&reader, cast, r)).collect();
    found.retain(|q| !q.content.is_empty());
    found.sort_by_key(|q| [&q.speaker, &q.cue, &q.content].into_iter().flatten().map(|r| r.start).min());
    name_papers(tree, &mut found);
    found
}

/// "The statement added": whose words it holds is who spoke last, at most two sentences before.
fn name_papers(tree: &Tree, found: &mut [Quotation]) {
    let mut last: Option<(u32, u32)> = None;
    for quotation in found {
        let Some(speaker) = quotation.speaker.first() else { continue };
        let sentence = tree.sentence_of(speaker.start);
        let paper = speaker.len() == 2
            && tree.is(speaker.start, "the")
            && matches!(
                tree.lemma(speaker.start + 1),
                "statement" | "communique" | "communiqué" | "readout" | "message"
            );
        if quotation.mention.is_none() && paper {
            quotation.mention = last.filter(|(_, s)| sentence.abs_diff(*s) <= 2).map(|(mention, _)| mention);
        }
        last = quotation.mention.map(|mention| (mention, sentence)).or(last);
    }
}

fn size(ranges: &[Range<u32>]) -> u32 {
    ranges.iter().map(|r| r.end - r.start).sum()
}

/// The parts of `ranges` that nobody owns.
fn free(ranges: &[Range<u32>], owner: &[u32]) -> Vec<Range<u32>> {
    let mut out: Vec<Range<u32>> = Vec::new();
    for t in ranges.iter().cloned().flatten().filter(|t| owner[*t as usize] == u32::MAX) {
        match out.last_mut() {
            Some(last) if last.end == t => last.end += 1,
            _ => out.push(t..t + 1),
        }
    }
    out
}

fn quotation(reader: &Reader, cast: &Cast, reading: &Reading) -> Quotation {
    let tree = reader.tree;
    let mention = reading.speaker_head.and_then(|head| {
        let named = |t: u32| cast.at(t).first().copied();
        // "the minister, who said": the noun says who.
        let antecedent = || {
            let clause = tree.upward(head).find(|t| tree.rel(*t) == Deprel::AclRelcl)?;
            (tree.head(head)? == clause).then(|| tree.head(clause)).flatten()
        };
        named(head).or_else(|| antecedent().and_then(named))
    });
    Quotation {
        speaker: reading.speaker.clone(),
        cue: reading.cue.clone(),
        content: reading.content.clone(),
        direct: reader.marks.all_inside(tree, &reading.content),
        mention,
    }
}

#[cfg(test)]
mod tests;
