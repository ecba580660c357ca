//! The words of a cue.

use super::read::{OUTLETS, Reader};
use chancery_lang::{Deprel, Upos, Xpos};
use std::ops::Range;

impl Reader<'_, '_> {
    /// The cue around `head`: what helps it on its left, its particle and adverbs on its right.
    pub(super) fn cue(&self, head: u32) -> Range<u32> {
        let tree = self.tree;
        let helps = |t: u32, of: u32| {
            tree.head(t) == Some(of)
                && matches!(
                    tree.rel(t).base(),
                    Deprel::Aux | Deprel::Advmod | Deprel::Cop | Deprel::Mark | Deprel::Discourse
                )
                && (tree.rel(t) != Deprel::Mark || tree.token(t).xpos == Xpos::To)
                && !matches!(tree.token(t).xpos, Xpos::Wrb)
        };
        let aux = |t: u32| matches!(tree.upos(t), Upos::Aux | Upos::Part | Upos::Adv);
        let first = tree.sentence_tokens(head).start;
        let mut of = head;
        let mut start = head;
        let mut steps = 0;
        while start > first && steps < 12 {
            let t = start - 1;
            if helps(t, of) && (aux(t) || tree.rel(t) == Deprel::Cop) {
                start -= 1;
            } else if tree.head(of) == Some(t) && tree.rel(of) == Deprel::Xcomp && tree.upos(t) == Upos::Verb
            {
                // "went on to say", "tried to defend"
                of = t;
                start -= 1;
            } else if aux(t) && helps(t, head)
                || tree.rel(t) == Deprel::CompoundPrt && t > first && tree.head(of) == tree.head(t)
            {
                start -= 1;
            } else {
                break;
            }
            steps += 1;
        }
        // An adverb that opens the sentence is not part of it.
        while start < head && tree.upos(start) == Upos::Adv && start == first {
            start += 1;
        }
        let mut end = head + 1;
        let last = tree.sentence_tokens(head).end;
        while end < last {
            let part = tree.head(end) == Some(head) && tree.rel(end) == Deprel::CompoundPrt;
            if !part {
                break;
            }
            end += 1;
        }
        start..end
    }

    /// Adds what tells where it was said right after the cue: "said in a statement".
    pub(super) fn with_outlet(&self, head: u32, cue: Range<u32>) -> Range<u32> {
        let tree = self.tree;
        let outlet = |c: &&u32| {
            tree.rel(**c).base() == Deprel::Obl
                && self.span(**c).start == cue.end
                && tree.case_of(**c).is_some_and(|k| matches!(tree.lemma(k), "in" | "on" | "during" | "at"))
                && OUTLETS.contains(&tree.lemma(**c))
        };
        match tree.children(head).iter().find(outlet) {
            // The head noun, not what hangs on it: "in an interview | with the paper on Monday".
            Some(c) => cue.start..*c + 1,
            None => cue,
        }
    }
}
