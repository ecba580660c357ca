//! Where words, sentences and names stand in one report.

use super::draft::stem;
use crate::text;
use chancery_model::{ActorKind, Annotated, CharSpan, TextIndex};

/// A report's text with what stands where.
pub(super) struct Place<'a> {
    doc: &'a Annotated,
    index: TextIndex,
}

/// Whose doing a verb is, as seen from the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The speaker's own side's.
    Own,
    /// Both sides'.
    Both,
    /// Another's, or nobody's that is known.
    Other,
}

/// A folded word with its characters.
pub(super) type Word = (String, CharSpan);

impl<'a> Place<'a> {
    pub fn new(doc: &'a Annotated) -> Self {
        Place { doc, index: TextIndex::new(&doc.text) }
    }

    fn slice(&self, span: CharSpan) -> &'a str {
        self.index.byte_span(span).of(&self.doc.text)
    }

    /// Folded words of a span.
    pub fn words(&self, span: CharSpan) -> Vec<String> {
        super::lexicon::words(self.slice(span))
    }

    /// Folded words of a span, each with its characters.
    pub fn placed(&self, span: CharSpan) -> Vec<Word> {
        let mut out = Vec::new();
        let mut raw = String::new();
        let mut from = span.start;
        let mut close = |raw: &mut String, from: u32, to: u32| {
            // One run of letters gives one word, or none where it is but a dash.
            if let Some(word) = super::lexicon::words(raw).pop() {
                out.push((word, CharSpan::new(from, to)));
            }
            raw.clear();
        };
        let mut at = span.start;
        for c in self.slice(span).chars() {
            if c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '‐' | '‑') {
                if raw.is_empty() {
                    from = at;
                }
                raw.push(c);
            } else if !raw.is_empty() {
                close(&mut raw, from, at);
            }
            at += 1;
        }
        if !raw.is_empty() {
            close(&mut raw, from, at);
        }
        out
    }

    /// Folded words of a span that lie in none of `but`.
    pub fn words_outside(&self, span: CharSpan, but: &[CharSpan]) -> Vec<String> {
        let words = self.placed(span).into_iter();
        words.filter(|(_, at)| !but.iter().any(|b| b.overlaps(*at))).map(|(word, _)| word).collect()
    }

    /// Hashed stems of what the spans are about: no words of grammar, no names of states and persons.
    pub fn terms(&self, spans: &[CharSpan]) -> Vec<u32> {
        let mut out = Vec::new();
        for span in spans {
            let sides: Vec<CharSpan> = self
                .mentions(*span)
                .filter(|m| {
                    m.actor.and_then(|a| self.doc.actors.get(a as usize)).is_some_and(|a| a.state.is_some())
                })
                .map(|m| m.span())
                .collect();
            for word in text::placed(self.slice(*span), span.start) {
                let folded = text::fold(&word.text);
                if !text::is_empty_word(&folded) && !sides.iter().any(|s| s.overlaps(word.span)) {
                    out.push(stem(&folded));
                }
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The number of the sentence that holds a character.
    pub fn sentence_at(&self, at: u32) -> Option<u32> {
        let after = self.doc.sentences.partition_point(|s| s.start <= at);
        (after > 0).then(|| after as u32 - 1)
    }

    /// The sentences that a span touches.
    pub fn sentences(&self, span: CharSpan) -> impl Iterator<Item = CharSpan> {
        let from = self.doc.sentences.partition_point(|s| s.end <= span.start);
        self.doc.sentences[from..].iter().map(|s| s.span()).take_while(move |s| s.start < span.end)
    }

    /// Where the clause that begins at `from` ends, at most at `until`: at a comma, a stop or a quotation mark.
    pub fn clause_end(&self, from: u32, until: u32) -> u32 {
        let until = until.min(self.index.chars()).max(from);
        let stop = |c: char| matches!(c, ',' | '.' | ';' | ':' | '“' | '”' | '"' | '\n' | '—');
        let length = self.slice(CharSpan::new(from, until)).chars().take_while(|c| !stop(*c)).count();
        from + length as u32
    }

    fn mentions(&self, span: CharSpan) -> impl Iterator<Item = &'a chancery_model::Mention> {
        let doc = self.doc;
        let from = doc.mentions.partition_point(|m| m.start < span.start);
        doc.mentions[from..].iter().take_while(move |m| m.start < span.end)
    }

    /// The actors named in a span, in order, with where.
    pub fn named_at(&self, span: CharSpan) -> impl Iterator<Item = (u32, u32)> {
        self.mentions(span).filter_map(|m| Some((m.actor?, m.start)))
    }

    /// The actors named in a span, in order, each once.
    pub fn named(&self, span: CharSpan) -> impl Iterator<Item = u32> {
        let mut seen: Vec<u32> = Vec::new();
        for (actor, _) in self.named_at(span) {
            if !seen.contains(&actor) {
                seen.push(actor);
            }
        }
        seen.into_iter()
    }

    /// Whose doing the verb `words[at]` is: what stands right before it says.
    pub fn whose(&self, words: &[Word], at: usize, speaker: u32, direct: bool) -> Whose {
        let before = words[..at].iter().rev().filter(|(w, _)| !is_adverb(w)).take(8).collect::<Vec<_>>();
        let Some((subject, span)) = before.first().map(|w| (&w.0, w.1)) else { return Whose::Other };
        let is = |list: &[&str]| list.contains(&subject.as_str());
        let nearby = |list: &[&str]| before.iter().take(4).any(|(w, _)| list.contains(&w.as_str()));
        if is(&["we", "i"]) {
            return Whose::Own;
        }
        if is(&["sides", "countries", "nations", "governments", "parties", "leaders", "ministers", "peoples"])
        {
            return if nearby(&["both", "two", "our"]) { Whose::Both } else { Whose::Other };
        }
        let side = |span: CharSpan| -> Option<bool> {
            let mut here = self.mentions(CharSpan::new(span.start.saturating_sub(60), span.end));
            let actor = here.find(|m| m.span().overlaps(span)).and_then(|m| m.actor)?;
            Some(self.one_side(actor, speaker))
        };
        let named = side(span).or_else(|| {
            let noun = is(&[
                "side",
                "government",
                "ministry",
                "administration",
                "forces",
                "troops",
                "authorities",
                "country",
                "embassy",
                "army",
                "officials",
            ]);
            let (_, before) = before.get(1)?;
            if noun { side(*before) } else { None }
        });
        match named {
            Some(true) => Whose::Own,
            Some(false) if before.get(1).is_some_and(|w| w.0 == "and") => match before.get(2) {
                Some((_, span)) if side(*span) == Some(true) => Whose::Both,
                _ => Whose::Other,
            },
            Some(false) => Whose::Other,
            None if !direct && is(&["it", "he", "she", "they", "his", "her"]) => Whose::Own,
            None if is(&["country", "government"]) && nearby(&["our", "my", "his", "her"]) => Whose::Own,
            None => Whose::Other,
        }
    }

    fn one_side(&self, a: u32, b: u32) -> bool {
        let state = |n: u32| {
            let actor = self.doc.actors.get(n as usize)?;
            // A person's own doing is not that of a crowd of the same nation.
            (actor.kind != ActorKind::Group || actor.sector.is_some()).then_some(actor.state.as_deref()?)
        };
        a == b || (state(a).is_some() && state(a) == state(b))
    }
}

fn is_adverb(word: &str) -> bool {
    word.ends_with("ly")
        || matches!(word, "also" | "now" | "still" | "always" | "never" | "not" | "soon" | "therefore")
}
