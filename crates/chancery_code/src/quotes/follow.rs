//! Quotation marks followed over sentences and paragraphs.

use super::read::{Reader, Reading};
use chancery_lang::Upos;
use std::ops::Range;

impl Reader<'_, '_> {
    /// Whether it is somebody's words in marks with the cue outside them.
    pub(super) fn is_marked(&self, r: &Reading) -> bool {
        let inside = |t: u32| self.marks.at(t).is_some();
        r.speech && !inside(r.head) && r.content.iter().any(|c| inside(c.start) || inside(c.end - 1))
    }

    /// Follows words in marks to where their marks open and close, and on into what the same speaker says next; marks
    /// the content as owned by `me`.
    pub(super) fn follow_marks(&self, reading: &mut Reading, me: u32, owner: &mut [u32]) {
        let tree = self.tree;
        let regions = &self.marks.regions;
        let marked = self.is_marked(reading);
        let mut mine = reading.cue.clone();
        mine.extend(reading.speaker.iter().cloned());
        let mut parts = reading.content.clone();
        for part in &mut parts {
            let sentence = tree.sentence_tokens(part.start);
            let free = |r: &Range<u32>| {
                (marked || r.start >= sentence.start && r.end <= sentence.end)
                    && r.clone()
                        .all(|t| owner[t as usize] == u32::MAX && !mine.iter().any(|m| m.contains(&t)))
            };
            if let Some(region) = self.marks.at(part.start).map(|i| &regions[i].tokens)
                && free(&(region.start..part.start))
            {
                part.start = region.start;
            }
            if let Some(region) = self.marks.at(part.end - 1).map(|i| &regions[i].tokens)
                && free(&(part.end..region.end))
            {
                part.end = part.end.max(region.end);
            }
        }
        for part in &parts {
            owner[part.start as usize..part.end as usize].fill(me);
        }
        if reading.speech && self.marks.at(reading.head).is_none() {
            // On from the last word of content or cue; after plain words only with the next sentence.
            let mut last = mine.iter().chain(&parts).map(|p| p.end).max().unwrap_or(0);
            if !marked && last > 0 {
                let end = tree.sentence_tokens(last - 1).end;
                let quiet = |t: u32| owner[t as usize] == u32::MAX && self.marks.at(t).is_none();
                if !(last..end).all(quiet) {
                    reading.content = join(parts);
                    return;
                }
            }
            while let Some(next) = self.next_region(last, owner) {
                owner[next.start as usize..next.end as usize].fill(me);
                last = next.end;
                parts.push(next);
            }
        }
        reading.content = join(parts);
    }

    /// The region that goes on after `last`: the rest of its sentence holds no verb but marks, or the next sentence opens with a mark.
    pub(super) fn next_region(&self, last: u32, owner: &[u32]) -> Option<Range<u32>> {
        let tree = self.tree;
        if last == 0 || last >= tree.len() {
            return None;
        }
        let sentence = tree.sentence_tokens(last - 1);
        let mut t = last;
        // The rest of the sentence.
        let mut verb = false;
        while t < sentence.end {
            if let Some(region) = self.marks.at(t) {
                let region = &self.marks.regions[region].tokens;
                let parted =
                    matches!(tree.word(t - 1), "," | "." | ":" | ";" | "—" | "–" | "-" | "--" | "...")
                        || t == last;
                let free = !verb
                    && parted
                    && region.start >= t
                    && region.clone().all(|u| owner[u as usize] == u32::MAX);
                if free {
                    return Some(region.clone());
                }
                if region.end >= sentence.end || region.start < t {
                    return None;
                }
                t = region.end;
                continue;
            }
            if owner[t as usize] != u32::MAX {
                return None;
            }
            verb |= tree.is_finite(t);
            t += 1;
        }
        let i = self.marks.at(t)?;
        let region = &self.marks.regions[i];
        let tokens = &region.tokens;
        if tokens.start != t || tokens.clone().any(|u| owner[u as usize] != u32::MAX) {
            return None;
        }
        // Its last sentence must end with it: otherwise somebody else's cue follows.
        let end = tree.sentence_tokens(tokens.end - 1).end;
        let whole = (tokens.end..end).all(|u| tree.upos(u) == Upos::Punct);
        let same = self.marks.paragraph[t as usize] == self.marks.paragraph[last as usize - 1];
        // A new paragraph goes on where it is nothing but the quotation.
        let alone = end >= tree.len() || self.marks.paragraph[end as usize] != region.paragraph;
        (whole && (same || alone)).then(|| tokens.clone())
    }
}

/// Sorted, with ranges that touch made one.
fn join(mut parts: Vec<Range<u32>>) -> Vec<Range<u32>> {
    parts.sort_by_key(|p| p.start);
    let mut out: Vec<Range<u32>> = Vec::new();
    for p in parts {
        match out.last_mut() {
            Some(last) if last.end >= p.start => last.end = last.end.max(p.end),
            _ => out.push(p),
        }
    }
    out
}
