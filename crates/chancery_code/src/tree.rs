//! The dependency trees of one text, with the way down as well as the way up.

use chancery_lang::{Analysis, Deprel, Token, Upos, Xpos};
use std::ops::Range;

/// Whether a word in small letters names a day: of the week, or from the day of writing.
pub fn is_day_word(lower: &str) -> bool {
    matches!(
        lower,
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "yesterday"
            | "today"
            | "tomorrow"
    )
}

/// An analysed text whose tokens know their children.
pub struct Tree<'a> {
    /// The text.
    pub text: &'a str,
    /// Its analysis.
    pub analysis: &'a Analysis,
    children: Vec<u32>,
    first_child: Vec<u32>,
    sentence: Vec<u32>,
}

impl<'a> Tree<'a> {
    /// Reads the heads once.
    pub fn new(text: &'a str, analysis: &'a Analysis) -> Self {
        let n = analysis.tokens.len();
        let mut first_child = vec![0u32; n + 1];
        for token in &analysis.tokens {
            if let Some(head) = token.head {
                first_child[head as usize + 1] += 1;
            }
        }
        for i in 0..n {
            first_child[i + 1] += first_child[i];
        }
        let mut next = first_child.clone();
        let mut children = vec![0u32; first_child[n] as usize];
        for (i, token) in analysis.tokens.iter().enumerate() {
            if let Some(head) = token.head {
                children[next[head as usize] as usize] = i as u32;
                next[head as usize] += 1;
            }
        }
        let mut sentence = vec![0u32; n];
        for (s, one) in analysis.sentences.iter().enumerate() {
            for t in one.tokens.clone() {
                sentence[t as usize] = s as u32;
            }
        }
        Tree { text, analysis, children, first_child, sentence }
    }

    /// How many tokens there are.
    pub fn len(&self) -> u32 {
        self.analysis.tokens.len() as u32
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.analysis.tokens.is_empty()
    }

    /// A token.
    pub fn token(&self, t: u32) -> &'a Token {
        &self.analysis.tokens[t as usize]
    }

    /// The word as written.
    pub fn word(&self, t: u32) -> &'a str {
        self.token(t).text(self.text)
    }

    /// The dictionary form, in lower case for all but proper nouns.
    pub fn lemma(&self, t: u32) -> &'a str {
        &self.token(t).lemma
    }

    /// Whether the token's lemma or word is `word`, which is in lower case.
    pub fn is(&self, t: u32, word: &str) -> bool {
        self.lemma(t).eq_ignore_ascii_case(word) || self.word(t).eq_ignore_ascii_case(word)
    }

    /// Relation to the head.
    pub fn rel(&self, t: u32) -> Deprel {
        self.token(t).deprel
    }

    /// Part of speech.
    pub fn upos(&self, t: u32) -> Upos {
        self.token(t).upos
    }

    /// Whether the word is a verb that can stand alone in a clause, or its modal.
    pub fn is_finite(&self, t: u32) -> bool {
        matches!(self.token(t).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md)
    }

    /// The head.
    pub fn head(&self, t: u32) -> Option<u32> {
        self.token(t).head
    }

    /// The children, in order.
    pub fn children(&self, t: u32) -> &[u32] {
        &self.children[self.first_child[t as usize] as usize..self.first_child[t as usize + 1] as usize]
    }

    /// The first child with that relation (subtypes apart).
    pub fn child(&self, t: u32, rel: Deprel) -> Option<u32> {
        self.children(t).iter().copied().find(|c| self.rel(*c) == rel)
    }

    /// Index of the sentence.
    pub fn sentence_of(&self, t: u32) -> u32 {
        self.sentence[t as usize]
    }

    /// The tokens of the sentence that holds `t`.
    pub fn sentence_tokens(&self, t: u32) -> Range<u32> {
        self.analysis.sentences[self.sentence[t as usize] as usize].tokens.clone()
    }

    /// The preposition or postposition that marks `t`: the first `case` child, with what is fixed to it ("because of").
    pub fn case_of(&self, t: u32) -> Option<u32> {
        let is_case = |c: &u32| self.rel(*c) == Deprel::Case && self.upos(*c) != Upos::Part;
        let own = |t: u32| self.children(t).iter().copied().find(is_case);
        // "with Foreign Minister Arvo": the parser hangs the preposition on the title.
        own(t).or_else(|| {
            let title = |c: &&u32| {
                **c < t && matches!(self.rel(**c), Deprel::NmodDesc | Deprel::Compound | Deprel::Flat)
            };
            self.children(t).iter().filter(title).find_map(|c| own(*c))
        })
    }

    /// `t` and the tokens coordinated with it.
    pub fn conjuncts(&self, t: u32) -> Vec<u32> {
        let mut all = vec![t];
        let mut i = 0;
        while i < all.len() && all.len() < 32 {
            let at = all[i];
            all.extend(self.children(at).iter().filter(|c| self.rel(**c) == Deprel::Conj));
            i += 1;
        }
        all
    }

    /// Whether `t` stands below `above` (or is it).
    pub fn is_within(&self, t: u32, above: u32) -> bool {
        self.upward(t).any(|u| u == above)
    }

    /// `t`, its head, that one's head, and so on; bounded, so that a malformed tree ends too.
    pub fn upward(&self, t: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(Some(t), move |u| self.head(*u)).take(200)
    }

    /// The first and one past the last token below `t`, `t` included.
    pub fn extent(&self, t: u32) -> Range<u32> {
        let (mut low, mut high) = (t, t);
        let mut stack = vec![t];
        let mut steps = 0;
        while let Some(at) = stack.pop() {
            low = low.min(at);
            high = high.max(at);
            steps += 1;
            if steps > 2000 {
                break;
            }
            stack.extend_from_slice(self.children(at));
        }
        low..high + 1
    }
}
