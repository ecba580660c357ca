//! From text to [`Analysis`]: the stages in their order.

use std::ops::Range;
use std::sync::OnceLock;

use crate::Error;
use crate::analysis::{Analysis, Name, NameKind, Sentence, Token};
use crate::label::{Deprel, Upos, Xpos};
use crate::lemma::Lemmas;
use crate::names::{self, History, KINDS, Names, Scene};
use crate::parser::{Parser, State};
use crate::tagger::{Tag, Tagger};
use crate::token::Piece;
use crate::weights::{Narrow, Table, unpack};
use crate::words::{Lexicon, Word};
use crate::{sentence, token};

macro_rules! model {
    ($name:literal) => {
        include_bytes!(concat!("../../../models/", $name, ".bin"))
    };
}

/// The model files, packed.
#[derive(Clone, Copy, Debug)]
pub struct Files<'f> {
    /// Word clusters.
    pub clusters: &'f [u8],
    /// The tagger.
    pub tagger: &'f [u8],
    /// The parser's actions.
    pub actions: &'f [u8],
    /// The parser's labels.
    pub labels: &'f [u8],
    /// Lemma tables.
    pub lemmas: &'f [u8],
    /// The name tagger.
    pub names: &'f [u8],
}

/// What ships inside the program. A file that is not there stops the build.
const EMBEDDED: Files<'static> = Files {
    clusters: model!("clusters"),
    tagger: model!("tagger"),
    actions: model!("actions"),
    labels: model!("labels"),
    lemmas: model!("lemmas"),
    names: model!("names"),
};

/// The whole front end with its models.
///
/// ```
/// let text = "Estmark's president met the envoy of Norvia.";
/// let analysis = chancery_lang::Pipeline::embedded().analyse(text);
/// assert_eq!(analysis.sentences.len(), 1);
/// assert_eq!(analysis.tokens[0].text(text), "Estmark");
/// ```
#[derive(Debug)]
pub struct Pipeline {
    lexicon: Lexicon,
    tagger: Tagger,
    parser: Parser,
    lemmas: Lemmas,
    names: Names,
}

impl Pipeline {
    /// The pipeline with the models that ship inside the program. They are unpacked on the first call.
    ///
    /// # Panics
    /// Never: that the embedded files can be read is the same in every run of a program, and a test watches it.
    pub fn embedded() -> &'static Pipeline {
        static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
        PIPELINE.get_or_init(|| Pipeline::load(&EMBEDDED).expect("a test reads the embedded models"))
    }

    /// A pipeline from model files.
    ///
    /// # Errors
    /// [`Error::Model`] when a file is damaged or of another version, or they were not trained together.
    pub fn load(files: &Files<'_>) -> Result<Pipeline, Error> {
        let lemmas = Lemmas::read(&mut &unpack(files.lemmas)?[..])?;
        let mut lexicon = Lexicon::read_clusters(&mut &unpack(files.clusters)?[..])?;
        let tagger = Tagger::read(&mut &unpack(files.tagger)?[..], &mut lexicon)?;
        let actions = Narrow::read(&mut &unpack(files.actions)?[..])?;
        let labels = Table::read(&mut &unpack(files.labels)?[..])?;
        let parser = Parser::new(actions, &labels, &tagger.tags)?;
        let names = Names::read(&mut &unpack(files.names)?[..])?;
        Ok(Pipeline { lexicon, tagger, parser, lemmas, names })
    }

    /// What the models see of a word: its hashes and clusters.
    pub fn word(&self, form: &str) -> Word {
        self.lexicon.word(form)
    }

    /// Analyses `text`. Takes time linear in its length, whatever it holds, and never fails; the same text gives the
    /// same analysis on every machine.
    pub fn analyse(&self, text: &str) -> Analysis {
        let mut pieces = token::tokens(text);
        token::join_given_names(text, &mut pieces);
        let mut out = Analysis::default();
        out.tokens.reserve(pieces.len());
        let mut scratch = Scratch::default();
        // A model is used on many sentences before the next one is: together they don't fit the processor's caches.
        for ranges in sentence::sentences(text, &pieces).chunks(TOGETHER) {
            let its = |r: &Range<u32>| &pieces[r.start as usize..r.end as usize];
            let mut sentences: Vec<Tagged<'_>> =
                ranges.iter().map(|r| self.tag(text, its(r), r.start)).collect();
            for (sentence, r) in sentences.iter_mut().zip(ranges) {
                self.parse(its(r), sentence, &mut scratch, &mut out);
                if let (Some(a), Some(z)) = (its(r).first(), its(r).last()) {
                    out.sentences.push(Sentence { start: a.start, end: z.end, tokens: r.clone() });
                }
            }
            self.names(&sentences, &mut scratch, &mut out);
        }
        join_surnames(text, &mut out);
        out
    }

    /// Tags one sentence, whose first token is number `first`.
    fn tag<'t>(&self, text: &'t str, its: &[Piece], first: u32) -> Tagged<'t> {
        let forms: Vec<&str> = its.iter().map(|p| &text[p.start as usize..p.end as usize]).collect();
        let (mut scene, mut seconds) = (Scene::default(), Vec::with_capacity(its.len()));
        scene.words.reserve(its.len() + 4);
        scene.words.extend([Word::edge(1), Word::edge(2)]);
        scene.words.extend(forms.iter().map(|f| self.lexicon.word(f)));
        scene.words.extend([Word::edge(3), Word::edge(4)]);
        self.tagger.tag(&scene.words, &mut scene.tags, &mut seconds);
        self.verbs_behind_modals(&forms, &mut scene.tags);
        Tagged { first, forms, scene, seconds }
    }

    /// Parses one sentence, and keeps what its names will be read from.
    fn parse(&self, its: &[Piece], sentence: &mut Tagged<'_>, scratch: &mut Scratch, out: &mut Analysis) {
        let Tagged { first, forms, scene, seconds } = sentence;
        let n = its.len() as u32;
        let words = &scene.words[2..its.len() + 2];
        let state = &mut scratch.state;
        self.parser.parse(words, &scene.tags, seconds, state);
        let recased = names::recased(forms, &scene.tags, &self.tagger.tags);
        for (i, p) in its.iter().enumerate() {
            let (upos, xpos) = self.tagger.tags[scene.tags[i] as usize];
            let written = recased.as_ref().map_or(forms[i], |r| &r[i]);
            let head = u32::from(state.heads[i]);
            out.tokens.push(Token {
                start: p.start,
                end: p.end,
                lemma: self.lemmas.lemma(written, upos, xpos),
                upos,
                xpos,
                head: (head < n).then_some(*first + head),
                deprel: Deprel::ALL.get(state.labels[i] as usize).copied().unwrap_or(Deprel::Dep),
            });
        }
        scratch.history.note_small(words);
        scene.look(forms, recased.as_deref(), &self.lexicon, state, &self.names.gazetteer);
    }

    /// "would free 1,500 prisoners": an adjective that is a verb too is one between a modal and a noun phrase.
    fn verbs_behind_modals(&self, forms: &[&str], tags: &mut [Tag]) {
        let read = |tag: Tag| self.tagger.tags[tag as usize];
        for i in 1..forms.len().saturating_sub(1) {
            let opens = matches!(
                read(tags[i + 1]).0,
                Upos::Det | Upos::Adj | Upos::Num | Upos::Noun | Upos::Propn | Upos::Pron
            );
            if opens
                && read(tags[i]).0 == Upos::Adj
                && read(tags[i - 1]).1 == Xpos::Md
                && VERBS_TOO.contains(&forms[i])
                && let Some(verb) = self.tagger.tags.iter().position(|t| *t == (Upos::Verb, Xpos::Vb))
            {
                tags[i] = verb as Tag;
            }
        }
    }

    /// Finds the names of `sentences`, which were parsed.
    fn names(&self, sentences: &[Tagged<'_>], scratch: &mut Scratch, out: &mut Analysis) {
        for Tagged { first, scene, .. } in sentences {
            self.names.tag(scene, &scratch.history, &mut scratch.labels);
            scratch.history.note(&scene.words[2..2 + scratch.labels.len()], &scratch.labels);
            out.names.extend(self.names.names(scene, &scratch.labels).into_iter().map(|(kind, r)| Name {
                kind: KINDS[kind],
                tokens: first + r.start as u32..first + r.end as u32,
            }));
        }
    }
}

/// Makes one name of a surname and the given name behind it that stands between hyphens: `Moon` and `Jae-in`.
fn join_surnames(text: &str, analysis: &mut Analysis) {
    let Analysis { tokens, names, .. } = analysis;
    let is_given = |t: u32| {
        let token = tokens.get(t as usize)?;
        let (first, second) = text.get(token.start as usize..token.end as usize)?.split_once('-')?;
        Some(token::is_given_name(first, second))
    };
    for name in names.iter_mut() {
        let Range { start, end } = name.tokens;
        if name.kind == NameKind::Person && end == start + 1 && is_given(end) == Some(true) {
            name.tokens.end = end + 1;
        }
    }
    // What the longer name now holds is no name of its own.
    let mut end = 0;
    names.retain(|name| {
        let apart = name.tokens.start >= end;
        end = end.max(name.tokens.end);
        apart
    });
}

/// Adjectives that are verbs too, and take an object.
const VERBS_TOO: [&str; 20] = [
    "calm", "clear", "close", "complete", "correct", "empty", "exempt", "free", "lower", "moderate",
    "narrow", "open", "perfect", "ready", "secure", "separate", "slow", "smooth", "warm", "welcome",
];

/// So many sentences go through each stage together: a name may be told by how the document writes a word later on, but
/// a text of any length is read in bounded memory.
const TOGETHER: usize = 1000;

/// A sentence with its tags.
struct Tagged<'t> {
    /// Number of its first token.
    first: u32,
    forms: Vec<&'t str>,
    /// What its names will be read from.
    scene: Scene,
    /// The tagger's runners-up.
    seconds: Vec<Tag>,
}

/// What one analysis keeps between sentences.
#[derive(Default)]
struct Scratch {
    state: State,
    history: History,
    labels: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_models_can_be_read() {
        assert_eq!(Pipeline::load(&EMBEDDED).err(), None);
    }

    #[test]
    fn a_surname_and_its_given_name_are_one() {
        let text = "South Korean President Moon Jae-in met Foreign Minister Kang Kyung-wha on Monday.";
        let analysis = Pipeline::embedded().analyse(text);
        let words = |name: &Name| {
            let (a, z) = (name.tokens.start as usize, name.tokens.end as usize - 1);
            &text[analysis.tokens[a].start as usize..analysis.tokens[z].end as usize]
        };
        let persons: Vec<&str> =
            analysis.names.iter().filter(|n| n.kind == NameKind::Person).map(words).collect();
        assert_eq!(persons, ["Moon Jae-in", "Kang Kyung-wha"]);
    }

    #[test]
    fn a_damaged_model_is_refused() {
        let refused = |files: Files<'_>| assert!(Pipeline::load(&files).is_err());
        let half = |file: &'static [u8]| &file[..file.len() / 2];
        refused(Files { clusters: b"", ..EMBEDDED });
        refused(Files { clusters: half(EMBEDDED.clusters), ..EMBEDDED });
        refused(Files { tagger: half(EMBEDDED.tagger), ..EMBEDDED });
        refused(Files { actions: half(EMBEDDED.actions), ..EMBEDDED });
        refused(Files { labels: EMBEDDED.actions, ..EMBEDDED });
        refused(Files { lemmas: half(EMBEDDED.lemmas), ..EMBEDDED });
        refused(Files { names: b"", ..EMBEDDED });
    }
}
