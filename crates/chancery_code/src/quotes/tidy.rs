//! What is left of a reading when cue, speaker and asides are taken out of it.

use super::read::{Reader, Reading};
use chancery_lang::{Upos, Xpos};
use std::ops::Range;

impl Reader<'_, '_> {
    /// Content without speaker and cue, everything without outer punctuation.
    pub(super) fn tidied(&self, mut r: Reading) -> Option<Reading> {
        let cue = r.cue.clone();
        // A speaker does not reach over its verb.
        r.speaker = r
            .speaker
            .iter()
            .flat_map(|s| minus(s.clone(), &cue))
            .filter(|s| r.speaker_head.is_none_or(|h| s.contains(&h)))
            .filter_map(|s| self.trimmed(s))
            .collect();
        let mut taken = cue;
        taken.extend(r.speaker.iter().cloned());
        let parts: Vec<Range<u32>> =
            r.content.iter().filter(|c| c.start < c.end).flat_map(|c| minus(c.clone(), &taken)).collect();
        let cut = |c: Range<u32>| {
            let after = c.start > r.head;
            // Only what stands after the cue: a participle there is the speaker's own doing.
            let from = r.head.max(c.start);
            let end = (from + 1..c.end).find(|t| after && self.goes_on(*t, c.start)).unwrap_or(c.end);
            // "…, implicitly putting": the adverb goes with the participle.
            let adverb = end < c.end && end > from + 2 && self.tree.upos(end - 1) == Upos::Adv;
            let end = if adverb && self.tree.word(end - 2) == "," { end - 1 } else { end };
            let end = if after { self.aside(c.start, end) } else { end };
            let end = (from + 1..end)
                .find_map(|t| self.next_act(t, r.head, c.start).filter(|_| after))
                .unwrap_or(end);
            let end = (from + 1..end).find(|t| after && r.speech && self.says_next(*t, end)).unwrap_or(end);
            let mut start = c.start;
            if !after && start == self.tree.sentence_tokens(start).start {
                start = self.opening(start, end);
            }
            if after && r.speech {
                start = self.past_time(start, end);
            }
            // "speculation as to | whether"
            let question = |t: u32| matches!(self.tree.lemma(t), "whether" | "how" | "why" | "what" | "who");
            if start + 3 < end
                && self.tree.is(start, "as")
                && self.tree.is(start + 1, "to")
                && question(start + 2)
            {
                start += 2;
            }
            start..end
        };
        let mut parts: Vec<Range<u32>> = parts.into_iter().map(cut).filter_map(|c| self.trimmed(c)).collect();
        parts.sort_by_key(|c| c.start);
        r.content = parts;
        (!r.content.is_empty()).then_some(r)
    }

    /// Whether a comma and a conjunction at `t` lead on to what somebody says next: "yes, but half of them say that".
    fn says_next(&self, t: u32, end: u32) -> bool {
        let tree = self.tree;
        let joins = ["but", "and", "while", "though", "although"];
        t + 2 < end
            && tree.word(t) == ","
            && self.marks.at(t).is_none()
            && joins.contains(&tree.lemma(t + 1))
            && (t + 2..end.min(t + 10)).any(|u| {
                tree.upos(u) == Upos::Verb
                    && matches!(tree.lemma(u), "say" | "add" | "tell" | "note" | "declare")
            })
    }

    /// Past the time of the speaking: "said | Tuesday | his actions are lawful", "said | earlier this year | that".
    pub(super) fn past_time(&self, start: u32, end: u32) -> u32 {
        let tree = self.tree;
        let quoted = |t: u32| self.marks.at(t).is_some();
        let that = (start + 1..end.min(start + 10)).find(|t| tree.is(*t, "that"));
        let aside = |t: u32| {
            !quoted(t)
                && (self.is_time(t)
                    || matches!(
                        tree.upos(t),
                        Upos::Adp | Upos::Det | Upos::Adv | Upos::Adj | Upos::Num | Upos::Noun | Upos::Propn
                    ))
        };
        match that {
            Some(t)
                if tree.token(t).xpos == Xpos::In
                    && (start..t).all(aside)
                    && (start..t).any(|u| self.is_time(u)) =>
            {
                t
            }
            _ if start + 2 < end
                && self.is_time(start)
                && !quoted(start)
                && tree.upos(start) == Upos::Propn
                && matches!(tree.upos(start + 1), Upos::Pron | Upos::Det | Upos::Propn) =>
            {
                start + 1
            }
            _ => start,
        }
    }

    /// Past a conjunction or adverb that joins the sentence to the one before: "But", "However,".
    pub(super) fn opening(&self, start: u32, end: u32) -> u32 {
        let tree = self.tree;
        if start + 2 >= end || self.marks.at(start).is_some() {
            return start;
        }
        if tree.upos(start) == Upos::Cconj && tree.word(start + 1) != "," {
            return start + 1;
        }
        let joins = ["however", "but", "and", "moreover", "meanwhile", "still", "instead", "yet", "so"];
        if tree.word(start + 1) == "," && joins.contains(&tree.word(start).to_lowercase().as_str()) {
            return start + 2;
        }
        start
    }

    /// Where an aside of the reporter begins, after a dash that nothing closes; `end` where there is none.
    pub(super) fn aside(&self, start: u32, end: u32) -> u32 {
        let tree = self.tree;
        let dash = |t: u32| {
            matches!(tree.word(t), "—" | "–" | "―" | "--")
                || tree.word(t) == "-" && t > 0 && tree.token(t - 1).end < tree.token(t).start
        };
        let outside = |t: &u32| self.marks.at(*t).is_none();
        let first = (start + 3..end).filter(outside).find(|t| dash(*t));
        let Some(t) = first.filter(|t| t + 1 < end) else { return end };
        let closed = dash(t) && (t + 1..end).any(dash);
        if closed || self.marks.at(t + 1).is_some() || tree.upos(t + 1) == Upos::Cconj {
            return end;
        }
        t
    }

    /// Without commas, stops and dashes at its ends; quotation marks stay. `None` where no word is left.
    pub(super) fn trimmed(&self, mut r: Range<u32>) -> Option<Range<u32>> {
        let loose =
            |t: u32| matches!(self.tree.word(t), "," | "." | ";" | ":" | "-" | "—" | "–" | "--" | "…");
        while r.start < r.end && loose(r.start) {
            r.start += 1;
        }
        while r.start < r.end && loose(r.end - 1) {
            r.end -= 1;
        }
        r.clone().any(|t| self.tree.word(t).contains(char::is_alphanumeric)).then_some(r)
    }
}

/// `r` without the parts that `taken` covers.
fn minus(r: Range<u32>, taken: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut parts = vec![r];
    for cut in taken {
        parts = parts
            .into_iter()
            .flat_map(|p| [p.start..p.end.min(cut.start), p.start.max(cut.end)..p.end])
            .filter(|p| p.start < p.end)
            .collect();
    }
    parts
}
