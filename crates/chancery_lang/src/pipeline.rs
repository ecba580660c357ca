//! From text to [`Analysis`]: the stages in their order.

use std::sync::OnceLock;

use crate::Error;
use crate::analysis::{Analysis, Name, Sentence, Token};
use crate::label::{Deprel, Upos, Xpos};
use crate::lemma::Lemmas;
use crate::names::{self, History, KINDS, Names, Scene};
use crate::parser::{Parser, State};
use crate::tagger::Tagger;
use crate::weights::{Table, unpack};
use crate::words::{Lexicon, Word, key};
use crate::{sentence, token};

macro_rules! model {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".bin"))
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
    models: Option<Models>,
    lemmas: Lemmas,
}

#[derive(Debug)]
struct Models {
    lexicon: Lexicon,
    tagger: Tagger,
    parser: Parser,
    names: Option<Names>,
    keys: [u32; 3],
}

impl Pipeline {
    /// The pipeline with the models that ship inside the program. They are unpacked on the first call.
    pub fn embedded() -> &'static Pipeline {
        static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
        PIPELINE.get_or_init(|| {
            let files = Files {
                clusters: model!("clusters"),
                tagger: model!("tagger"),
                actions: model!("actions"),
                labels: model!("labels"),
                lemmas: model!("lemmas"),
                names: model!("names"),
            };
            Pipeline::load(&files).unwrap_or(Pipeline { models: None, lemmas: Lemmas::default() })
        })
    }

    /// A pipeline from model files.
    ///
    /// # Errors
    /// [`Error::Model`] when a file is missing or damaged, or they were not trained together.
    pub fn load(files: &Files<'_>) -> Result<Pipeline, Error> {
        let lemmas = if files.lemmas.is_empty() {
            Lemmas::default()
        } else {
            Lemmas::read(&mut &unpack(files.lemmas)?[..])?
        };
        let mut lexicon = if files.clusters.is_empty() {
            Lexicon::default()
        } else {
            Lexicon::read_clusters(&mut &unpack(files.clusters)?[..])?
        };
        let tagger = Tagger::read(&mut &unpack(files.tagger)?[..], &mut lexicon)?;
        let actions = Table::read(&mut &unpack(files.actions)?[..])?;
        let labels = Table::read(&mut &unpack(files.labels)?[..])?;
        let parser = Parser::new(&actions, &labels, &tagger.tags)?;
        let names =
            if files.names.is_empty() { None } else { Some(Names::read(&mut &unpack(files.names)?[..])?) };
        let keys = [key("of"), key("-"), key("&")];
        Ok(Pipeline { models: Some(Models { lexicon, tagger, parser, names, keys }), lemmas })
    }

    /// Analyses `text`. Takes time linear in its length, whatever it holds, and never fails; the same text gives the
    /// same analysis on every machine.
    pub fn analyse(&self, text: &str) -> Analysis {
        let pieces = token::tokens(text);
        let mut out = Analysis::default();
        out.tokens.reserve(pieces.len());
        let mut scenes: Vec<Scene> = Vec::new();
        let mut history = History::default();
        let mut state = State::default();
        for r in sentence::sentences(text, &pieces) {
            let first = r.start;
            let its = &pieces[r.start as usize..r.end as usize];
            let form = |p: &token::Piece| &text[p.start as usize..p.end as usize];
            if let Some(m) = &self.models {
                let mut scene = Scene::default();
                let (words, tags) = (&mut scene.words, &mut scene.tags);
                words.extend([Word::edge(1), Word::edge(2)]);
                words.extend(its.iter().map(|p| m.lexicon.word(form(p))));
                words.extend([Word::edge(3), Word::edge(4)]);
                m.tagger.tag(words, tags);
                let words = &words[2..words.len() - 2];
                m.parser.parse(words, tags, &mut state);
                for (i, p) in its.iter().enumerate() {
                    let (upos, xpos) = m.tagger.tags[tags[i] as usize];
                    let head = u32::from(state.heads[i]);
                    out.tokens.push(Token {
                        start: p.start,
                        end: p.end,
                        lemma: self.lemmas.lemma(form(p), upos, xpos),
                        upos,
                        xpos,
                        head: (head < its.len() as u32).then_some(first + head),
                        deprel: Deprel::ALL.get(state.labels[i] as usize).copied().unwrap_or(Deprel::Dep),
                    });
                }
                if let Some(names) = &m.names {
                    let n = its.len();
                    names.gazetteer.mark(words, &mut scene.marks);
                    history.note_small(words);
                    scene.heads.extend(
                        (0..n).map(|i| if state.heads[i] as usize >= n { i as u16 } else { state.heads[i] }),
                    );
                    scene.relations.extend_from_slice(&state.labels[..n]);
                    scene
                        .capital
                        .extend(its.iter().map(|p| form(p).chars().next().is_some_and(char::is_uppercase)));
                    scene.prepare(m.keys[0], m.keys[1], m.keys[2]);
                    scenes.push(scene);
                }
            } else {
                for (i, p) in its.iter().enumerate() {
                    let (upos, xpos) = crude_tag(form(p));
                    out.tokens.push(Token {
                        start: p.start,
                        end: p.end,
                        lemma: self.lemmas.lemma(form(p), upos, xpos),
                        upos,
                        xpos,
                        head: (i > 0).then_some(first),
                        deprel: if i == 0 { Deprel::Root } else { Deprel::Dep },
                    });
                }
            }
            let (Some(a), Some(z)) = (its.first(), its.last()) else { continue };
            out.sentences.push(Sentence { start: a.start, end: z.end, tokens: r });
        }
        if let Some(names) = self.models.as_ref().and_then(|m| m.names.as_ref()) {
            let mut labels = Vec::new();
            for (scene, sentence) in scenes.iter().zip(&out.sentences) {
                names.tag(scene, &history, &mut labels);
                history.note(&scene.words[2..2 + labels.len()], &labels);
                out.names.extend(names::spans(&labels).into_iter().map(|(kind, r)| Name {
                    kind: KINDS[kind],
                    tokens: sentence.tokens.start + r.start as u32..sentence.tokens.start + r.end as u32,
                }));
            }
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
