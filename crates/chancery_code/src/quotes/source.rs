//! Sources that no verb names: "according to", "in a poll", a speaker in front of a colon, hearsay.

use super::read::{Reader, Reading};
use chancery_lang::{Deprel, NameKind, Upos};

impl Reader<'_, '_> {
    pub(super) fn according(&self, t: u32) -> Option<Reading> {
        let tree = self.tree;
        let sentence = tree.sentence_tokens(t);
        if t + 2 >= sentence.end || !tree.is(t + 1, "to") {
            return None;
        }
        // The noun phrase: as far as the parser joins it, at least one word, at most to the end of the sentence.
        let mut head = match tree.rel(t) {
            Deprel::Case | Deprel::Mark => tree.head(t)?,
            _ => tree.children(t).iter().copied().find(|c| *c > t + 1 && tree.upos(*c) != Upos::Punct)?,
        };
        if head <= t + 1 {
            head = t + 2;
        }
        let mut end = self.span(head).end.clamp(t + 3, sentence.end);
        let opening = t <= sentence.start + 2;
        if opening {
            // The first comma with the main clause after it.
            let comma = (t + 2..sentence.end).find(|c| tree.word(*c) == "," && *c >= self.noun_end(t + 2));
            end = comma?;
            head = head.min(end - 1);
        }
        let own = t..end;
        let clause = tree
            .upward(head)
            .skip(1)
            .find(|u| !own.contains(u) && matches!(tree.upos(*u), Upos::Verb | Upos::Aux))
            .or_else(|| tree.upward(head).find(|u| !own.contains(u)));
        // At the end it is of the whole sentence, whatever clause the parser hangs it on.
        let closing = (end..sentence.end).all(|u| tree.upos(u) == Upos::Punct);
        let content = match clause {
            _ if opening => end..sentence.end,
            Some(c) if tree.head(c).is_some() && !closing => {
                let mut all = self.span(c);
                if let Some(cc) = tree.children(c).iter().find(|k| tree.rel(**k) == Deprel::Cc && **k < c) {
                    all.start = cc + 1;
                }
                all
            }
            _ => sentence.clone(),
        };
        let depth = clause.map_or(1, |c| self.depth[c as usize] * 2 + 1);
        let parts = vec![
            content.start..own.start.clamp(content.start, content.end),
            own.end.clamp(content.start, content.end)..content.end,
        ];
        Some(Reading {
            head: t,
            depth,
            cue: vec![t..t + 2],
            speaker: vec![t + 2..end],
            speaker_head: Some(head.max(t + 2)),
            content: parts,
            speech: true,
        })
    }

    /// One past the last token of the simple noun phrase that begins at `t`.
    pub(super) fn noun_end(&self, t: u32) -> u32 {
        let tree = self.tree;
        let mut end = t;
        while end < tree.len()
            && matches!(
                tree.upos(end),
                Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron
            )
        {
            end += 1;
        }
        end
    }

    /// "In a poll, most say": a survey in which something was found.
    pub(super) fn surveyed(&self, t: u32) -> Option<Reading> {
        let tree = self.tree;
        let survey = tree.head(t).filter(|h| *h > t && matches!(tree.lemma(*h), "poll" | "survey"))?;
        if tree.rel(t) != Deprel::Case || !matches!(tree.rel(survey).base(), Deprel::Obl | Deprel::Nmod) {
            return None;
        }
        let sentence = tree.sentence_tokens(t);
        let end = self.span(survey).end;
        let clause = tree.upward(survey).skip(1).find(|u| matches!(tree.upos(*u), Upos::Verb | Upos::Aux))?;
        let all = if tree.head(clause).is_none() { sentence } else { self.span(clause) };
        Some(Reading {
            head: t,
            depth: self.depth[clause as usize] * 2 + 3,
            cue: vec![t..t + 1],
            speaker: vec![t + 1..end],
            speaker_head: Some(survey),
            content: vec![all.start..t.max(all.start), end.min(all.end)..all.end],
            speech: false,
        })
    }

    /// "Arvo: We leave now": a person's name, a colon and what he said, as headlines and transcripts have it.
    pub(super) fn labelled(&self, colon: u32) -> Option<Reading> {
        let tree = self.tree;
        let paragraph = |t: u32| self.marks.paragraph.get(t as usize).copied();
        let mut start = colon;
        while start > 0 && paragraph(start - 1) == paragraph(colon) && colon - start < 6 {
            start -= 1;
        }
        let opens = start == 0 || paragraph(start - 1) != paragraph(colon);
        let whole = (start..colon).all(|t| matches!(tree.upos(t), Upos::Propn | Upos::Noun | Upos::Adj));
        let names = &tree.analysis.names;
        let person = names
            .get(names.partition_point(|n| n.tokens.end < colon))
            .is_some_and(|n| n.kind == NameKind::Person && n.tokens.end == colon && n.tokens.start >= start);
        if start == colon || !opens || !whole || !person {
            return None;
        }
        let mut end = colon + 1;
        while end < tree.len() && paragraph(end) == paragraph(colon) {
            end += 1;
        }
        if end - colon < 4 {
            return None;
        }
        Some(Reading {
            head: colon,
            depth: 0,
            cue: vec![colon..colon + 1],
            speaker: vec![start..colon],
            speaker_head: Some(colon - 1),
            content: vec![colon + 1..end],
            speech: true,
        })
    }

    /// "The talks have reportedly failed": hearsay of nobody in particular.
    pub(super) fn hearsay(&self, t: u32) -> Option<Reading> {
        let tree = self.tree;
        let verb = tree.head(t).filter(|_| tree.rel(t) == Deprel::Advmod)?;
        let mut span = self.span(verb);
        if let Some(cc) = tree.children(verb).iter().find(|c| tree.rel(**c) == Deprel::Cc && **c < t) {
            span.start = cc + 1;
        }
        // A clause joined to this one is not part of it.
        for c in tree.children(verb).iter().filter(|c| **c > verb && tree.rel(**c).base() == Deprel::Conj) {
            if self.subject(*c, 0).is_some() {
                span.end = span.end.min(self.span(*c).start);
            }
        }
        Some(Reading {
            head: t,
            depth: self.depth[verb as usize] * 2 + 1,
            cue: vec![t..t + 1],
            speaker: Vec::new(),
            speaker_head: None,
            content: vec![span.start..t.max(span.start), (t + 1).min(span.end)..span.end],
            speech: false,
        })
    }
}
