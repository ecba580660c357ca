//! Learning the back-off from labelled sentences: `cargo run --release -p chancery_code --bin train_backoff`.
//!
//! A line of `labels/*.tsv` is a PLOVER type (or `NONE`), perhaps with a CAMEO code (`COERCE/1723`), a tab, and a sentence in which `{s:…}` marks who does it and `{t:…}` to
//! whom. A sentence that tells of two events stands twice. Every pair of actors that [`super::pairs`] finds in a sentence is
//! an example: of the type whose marks it overlaps, else of no event. One thread, fixed seed: the same labels, front
//! end and lexicons give the same file.
#![allow(clippy::disallowed_methods)]

use super::{Backoff, LABELS, Verdict, pairs};
use crate::actors::{Cast, Lexicon};
use crate::coder::{operators, speakers};
use crate::matching::{Scene, Somebody};
use crate::mend;
use crate::operators::Operators;
use crate::pattern::Library;
use crate::quotes;
use crate::tree::Tree;
use chancery_lang::Pipeline;
use chancery_lang::hash::Random;
use chancery_lang::weights::Table;
use chancery_model::{CameoCode, EventType};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Share of twice the median weight under which a weight is dropped.
const PRUNE: f32 = 0.2;
/// The same for the table of codes.
const PRUNE_CODES: f32 = 1.0;
const PASSES: usize = 14;
const SEEDS: u64 = 3;
const RATE: f32 = 0.05;
const DECAY: f32 = 2e-5;
/// The least that a rate is divided by.
const LEAST: f32 = 0.5;

/// Why the labels cannot be learnt from.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A file or folder cannot be read.
    #[error("{path} cannot be read: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not of the form.
    #[error("{path}:{line}: {problem}", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
}

/// A sentence with what it tells.
#[derive(Clone, Debug, Default)]
pub struct Labelled {
    /// The sentence without marks.
    pub text: String,
    /// Its events.
    pub events: Vec<Marked>,
}

/// A marked pair; ranges are bytes of the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The type.
    pub event_type: EventType,
    /// The CAMEO code, where the line has one.
    pub cameo: Option<CameoCode>,
    /// Who does it.
    pub source: Option<Range<usize>>,
    /// To whom.
    pub target: Option<Range<usize>>,
}

/// Reads all `.tsv` files of a folder; lines of one sentence are put together.
///
/// # Errors
/// [`TrainError`] names the file or the line.
pub fn read(folder: &Path) -> Result<Vec<Labelled>, TrainError> {
    let unread = |path: &Path| {
        let path = path.to_path_buf();
        move |source| TrainError::Read { path, source }
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unread(folder))? {
        let path = entry.map_err(unread(folder))?.path();
        if path.extension().is_some_and(|e| e == "tsv") {
            files.push(path);
        }
    }
    files.sort();
    let mut all: Vec<Labelled> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for path in files {
        let text = std::fs::read_to_string(&path).map_err(unread(&path))?;
        for (n, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (text, event) = parse(line).map_err(|problem| TrainError::Line {
                path: path.clone(),
                line: n + 1,
                problem,
            })?;
            let place = *at.entry(text.clone()).or_insert(all.len());
            if place == all.len() {
                all.push(Labelled { text, events: Vec::new() });
            }
            all[place].events.extend(event);
        }
    }
    Ok(all)
}

/// The sentences that the patterns must leave alone: of no event.
pub fn silent(library: &Library) -> Vec<Labelled> {
    let sentences = library.patterns().iter().flat_map(|p| p.silent.iter());
    sentences.map(|(_, text)| Labelled { text: text.clone(), events: Vec::new() }).collect()
}

/// One line: the sentence without marks, and its event.
///
/// # Errors
/// What is wrong with it.
pub fn parse(line: &str) -> Result<(String, Option<Marked>), String> {
    let (label, marked) = line.split_once('\t').ok_or("no tab after the type")?;
    let mut text = String::new();
    let (mut source, mut target) = (None, None);
    let mut rest = marked;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').ok_or("a mark is not closed")? + open;
        text.push_str(&rest[..open]);
        let begin = text.len();
        let (side, words) = match rest.get(open + 1..open + 3) {
            Some("s:") => (&mut source, &rest[open + 3..close]),
            Some("t:") => (&mut target, &rest[open + 3..close]),
            _ => return Err("a mark is {s:…} or {t:…}".into()),
        };
        text.push_str(words);
        if side.replace(begin..text.len()).is_some() {
            return Err("a side is marked twice".into());
        }
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    if label == "NONE" {
        return if source.is_none() && target.is_none() {
            Ok((text, None))
        } else {
            Err("NONE has no marks".into())
        };
    }
    let (event_type, cameo) = label.split_once('/').map_or((label, None), |(t, code)| (t, Some(code)));
    let event_type = event_type.parse().map_err(|e| format!("{e}"))?;
    let cameo = cameo.map(|code| code.parse().map_err(|e| format!("{e}"))).transpose()?;
    if source.is_none() && target.is_none() {
        return Err("no side is marked".into());
    }
    Ok((text, Some(Marked { event_type, cameo, source, target })))
}

/// A pair with its label.
#[derive(Clone, Debug)]
pub struct Example {
    /// Rows of the table.
    pub features: Vec<u32>,
    /// 0 for no event, else the type.
    pub label: usize,
    /// Where its CAMEO code stands among [`super::codes`], if it is known.
    pub code: Option<usize>,
    /// Which event of the sentence it is.
    pub event: Option<usize>,
    /// The predicate.
    pub anchor: u32,
}

/// The pairs of every sentence.
pub fn examples(labelled: &[Labelled], lexicon: &Lexicon, library: &Library) -> Vec<Vec<Example>> {
    let operators = operators();
    labelled.iter().map(|one| of_sentence(one, lexicon, library, &operators)).collect()
}

fn of_sentence(one: &Labelled, lexicon: &Lexicon, library: &Library, operators: &Operators) -> Vec<Example> {
    let analysis = mend::analyse(Pipeline::embedded(), operators, &one.text);
    let tree = Tree::new(&one.text, &analysis);
    let cast = Cast::of(&one.text, &analysis, lexicon);
    let quotations = quotes::find(&tree, &cast);
    let speakers = speakers(&tree, &quotations);
    let scene = Scene { tree: &tree, cast: &cast, operators, speakers: &speakers };
    let within = |side: &[Somebody], marked: &Option<Range<usize>>| {
        marked.as_ref().is_some_and(|marked| {
            side.iter().any(|s| {
                let tokens = &cast.mentions[s.mention as usize].tokens;
                let (first, last) = (tree.token(tokens.start), tree.token(tokens.end.max(1) - 1));
                (first.start as usize) < marked.end && marked.start < last.end as usize
            })
        })
    };
    let mut found = Vec::new();
    for s in 0..analysis.sentences.len() {
        for pair in pairs::of_sentence(&scene, library, s) {
            let event = one
                .events
                .iter()
                .position(|e| within(&pair.source, &e.source) && within(&pair.target, &e.target));
            let label = event.map_or(0, |e| label_of(one.events[e].event_type));
            let cameo = event.and_then(|e| one.events[e].cameo);
            let code = cameo.and_then(|cameo| super::codes().iter().position(|code| *code == cameo));
            found.push(Example { features: pair.features, label, code, event, anchor: pair.anchor });
        }
    }
    found
}

fn label_of(event_type: EventType) -> usize {
    EventType::ALL.iter().position(|t| *t == event_type).map_or(0, |p| p + 1)
}

/// A line of a table to learn from: features, the right label, and those that it is to be told from.
struct Lesson<'e> {
    features: &'e [u32],
    label: usize,
    among: Range<usize>,
}

/// Learns the tables of types and of codes.
pub fn learn(sentences: &[&Vec<Example>]) -> (Table, Table) {
    let examples = || sentences.iter().flat_map(|s| s.iter());
    let types = examples().map(|e| Lesson { features: &e.features, label: e.label, among: 0..LABELS });
    let codes = examples().filter_map(|e| {
        let label = e.code?;
        let among = super::codes_of(super::codes()[label].row().event_type);
        Some(Lesson { features: &e.features, label, among })
    });
    let types = Vec::from_iter(types);
    let codes = Vec::from_iter(codes);
    (
        mean(&types, LABELS, super::BITS, PRUNE),
        mean(&codes, super::codes().len(), super::CODE_BITS, PRUNE_CODES),
    )
}

/// The mean of tables that saw the lessons in different random orders.
fn mean(lessons: &[Lesson], labels: usize, bits: u32, prune: f32) -> Table {
    let mut mean = vec![0f32; labels << bits];
    for seed in 0..SEEDS {
        for (sum, weight) in mean.iter_mut().zip(descend(lessons, labels, bits, seed)) {
            *sum += weight / SEEDS as f32;
        }
    }
    Table::quantise(&mean, labels, prune)
}

/// Logistic regression by stochastic gradient descent with per-weight rates (Duchi, Hazan and Singer 2011).
fn descend(lessons: &[Lesson], labels: usize, bits: u32, seed: u64) -> Vec<f32> {
    let mask = (1u32 << bits) - 1;
    let cells = labels << bits;
    let mut weights = vec![0f32; cells];
    let mut squares = vec![1e-4f32; cells];
    let mut random = Random(seed);
    let mut order = Vec::from_iter(lessons);
    let mut chances = vec![0f32; labels];
    for _ in 0..PASSES {
        random.shuffle(&mut order);
        for lesson in &order {
            let chances = &mut chances[..lesson.among.len()];
            chances.fill(0.0);
            let first = lesson.among.start;
            for f in lesson.features {
                let at = (f & mask) as usize * labels + first;
                for (c, w) in chances.iter_mut().zip(&weights[at..]) {
                    *c += w;
                }
            }
            let top = chances.iter().fold(f32::MIN, |m, c| m.max(*c));
            let mut sum = 0.0;
            for c in chances.iter_mut() {
                *c = (*c - top).exp();
                sum += *c;
            }
            for (label, c) in chances.iter_mut().enumerate() {
                *c = *c / sum - f32::from(u8::from(first + label == lesson.label));
            }
            for f in lesson.features {
                let at = (f & mask) as usize * labels + first;
                for (label, c) in chances.iter().enumerate() {
                    if c.abs() < 1e-4 {
                        continue;
                    }
                    let gradient = c + DECAY * weights[at + label];
                    squares[at + label] += gradient * gradient;
                    weights[at + label] -= RATE * gradient / squares[at + label].sqrt().max(LEAST);
                }
            }
        }
    }
    weights
}

/// What would be coded of one sentence: the best pair of each predicate that is sure enough, as (example, verdict).
pub fn chosen<'e>(model: &Backoff, examples: &'e [Example], threshold: i32) -> Vec<(&'e Example, Verdict)> {
    let mut best: BTreeMap<u32, (&Example, Verdict)> = BTreeMap::new();
    for example in examples {
        let verdict = model.judge(&example.features);
        if verdict.odds < threshold {
            continue;
        }
        match best.get(&example.anchor) {
            Some((_, known)) if known.odds >= verdict.odds => {}
            _ => {
                best.insert(example.anchor, (example, verdict));
            }
        }
    }
    best.into_values().collect()
}

/// Figures of one threshold, over folds that were not learnt from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// Marked pairs with both sides.
    pub marked: usize,
    /// Of these, found among the candidates at all.
    pub reachable: usize,
    /// Found by the model.
    pub found: usize,
    /// Found and of the right type.
    pub right: usize,
    /// Pairs put out that are none of the marked ones.
    pub wrong: usize,
    /// Of those of the right type, with a CAMEO code in the labels.
    pub coded: usize,
    /// Of these, given that code.
    pub same_code: usize,
}

/// Ten-fold cross-validation by sentence.
pub fn validate(labelled: &[Labelled], examples: &[Vec<Example>], thresholds: &[i32]) -> Vec<Figures> {
    let mut all = vec![Figures::default(); thresholds.len()];
    let folds = 10;
    for fold in 0..folds {
        let train =
            Vec::from_iter(examples.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, e)| e));
        let (types, codes) = learn(&train);
        let model = Backoff::of(&types, &codes);
        for (i, sentence) in examples.iter().enumerate().filter(|(i, _)| i % folds == fold) {
            let events = &labelled[i].events;
            for (figures, threshold) in all.iter_mut().zip(thresholds) {
                let chosen = chosen(&model, sentence, *threshold);
                for (e, event) in events.iter().enumerate() {
                    if event.source.is_none() || event.target.is_none() {
                        continue;
                    }
                    figures.marked += 1;
                    figures.reachable += usize::from(sentence.iter().any(|x| x.event == Some(e)));
                    let hit = chosen.iter().filter(|(x, _)| x.event == Some(e)).max_by_key(|(_, v)| v.odds);
                    if let Some((example, verdict)) = hit {
                        figures.found += 1;
                        let right = verdict.event_type == event.event_type;
                        figures.right += usize::from(right);
                        if let Some(cameo) = event.cameo.filter(|_| right) {
                            figures.coded += 1;
                            figures.same_code +=
                                usize::from(model.code(&example.features, event.event_type) == cameo);
                        }
                    }
                }
                figures.wrong += chosen.iter().filter(|(x, _)| x.event.is_none()).count();
            }
        }
    }
    all
}
