//! The trainer: rebuilds every model from the treebanks and texts of a shared folder, to the byte.
//!
//! It uses no model that is embedded in the crate, so it also trains after a change that makes them unreadable; but the
//! crate does not compile without the files.
#![allow(clippy::disallowed_methods)]

pub mod clusters;
pub mod conllu;
pub mod lemma;
pub mod names;
pub mod parser;
pub mod tagger;

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::names::Names;
use crate::parser::{Parser, State, kinds};
use crate::tagger::Tagger;
use crate::weights::{Narrow, Table, pack, unpack};
use crate::words::Lexicon;
use conllu::GoldSentence;

/// Share of twice the median weight under which a weight is dropped.
pub const PRUNE: f32 = 0.4;

/// How many random orders each model is trained in; their mean is what ships.
const SEEDS: u64 = 3;

/// Why training failed.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A file that is needed cannot be read.
    #[error("{path} cannot be read: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A model cannot be written.
    #[error("{path} cannot be written: {source}", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is not in the file's format.
    #[error("{path}:{line}: not in the expected format", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// A model that was just trained cannot be read back.
    #[error("a fresh model cannot be used: {0}")]
    Model(#[from] crate::Error),
}

/// The text of a file.
fn read_text(path: &Path) -> Result<String, TrainError> {
    std::fs::read_to_string(path).map_err(|source| TrainError::Read { path: path.into(), source })
}

/// The texts of a compressed file of documents, one JSON object a line.
fn briefings(path: &Path) -> Result<Vec<String>, TrainError> {
    let unread = |source| TrainError::Read { path: path.into(), source };
    let file = std::fs::File::open(path).map_err(unread)?;
    let mut bytes = Vec::new();
    lzma_rs::xz_decompress(&mut std::io::BufReader::new(file), &mut bytes)
        .map_err(|e| unread(std::io::Error::other(format!("{e:?}"))))?;
    let mut out = Vec::new();
    for (n, line) in bytes.split(|&b| b == b'\n').enumerate().filter(|l| !l.1.is_empty()) {
        let doc: serde_json::Value =
            serde_json::from_slice(line).map_err(|_| TrainError::Line { path: path.into(), line: n + 1 })?;
        out.extend(doc["text"].as_str().map(String::from));
    }
    Ok(out)
}

fn write(path: &Path, content: &[u8]) -> Result<(), TrainError> {
    let file = pack(content);
    eprintln!("{}: {} bytes", path.display(), file.len());
    std::fs::write(path, file).map_err(|source| TrainError::Write { path: path.into(), source })
}

/// Trains everything from `shared`, and the phrases of `lexicons`, into `models`, printing accuracies as it goes.
///
/// # Errors
/// When something cannot be read or written.
pub fn run(shared: &Path, models: &Path, lexicons: &Path) -> Result<(), TrainError> {
    let began = Instant::now();
    let done = |what: &str| eprintln!("{:6.1} s  {what}", began.elapsed().as_secs_f32());
    let train = conllu::read(&shared.join("data/ud/train.conllu"))?;
    let dev = conllu::read(&shared.join("data/ud/dev.conllu"))?;
    done("treebanks read");

    let lemmas = lemma::train(&train);
    let mut content = Vec::new();
    lemmas.write(&mut content);
    write(&models.join("lemmas.bin"), &content)?;
    let mut right = [0, 0];
    for w in dev.iter().flat_map(|s| &s.words).filter(|w| w.lemma != "_") {
        let ok = *lemmas.lemma(&w.form, w.upos, w.xpos) == *w.lemma;
        right[0] += usize::from(ok);
        right[1] += 1;
    }
    println!("lemmas with gold tags, dev: {:.2}", 100.0 * right[0] as f64 / right[1] as f64);

    let raw = shared.join("data/raw/briefings.jsonl.xz");
    let mut counts = clusters::Counts::default();
    for s in &train {
        counts.add(s.words.iter().map(|w| w.form.as_str()));
    }
    for text in briefings(&raw)? {
        let pieces = crate::token::tokens(&text);
        for r in crate::sentence::sentences(&text, &pieces) {
            counts.add(
                pieces[r.start as usize..r.end as usize]
                    .iter()
                    .map(|p| &text[p.start as usize..p.end as usize]),
            );
        }
    }
    done(&format!("{} words of raw text read", counts.words()));
    let clusters = counts.cluster();
    drop(counts);
    let mut content = Vec::new();
    clusters.write_clusters(&mut content);
    write(&models.join("clusters.bin"), &content)?;
    done("clusters");

    let tags = tagger::tag_set(&train);
    let all: Vec<&GoldSentence> = train.iter().collect();
    let (full, table, lexicon) = tagger::train(&all, &tags, &clusters, SEEDS);
    let mut content = Vec::new();
    full.write(&table, &lexicon, &mut content);
    write(&models.join("tagger.bin"), &content)?;
    done("tagger");

    // Tags for the parser to learn from: each quarter's from a tagger trained on the other three.
    let mut examples = Vec::new();
    let mut unsure = 0;
    for part in 0..4 {
        let rest: Vec<&GoldSentence> =
            train.iter().enumerate().filter(|x| x.0 % 4 != part).map(|x| x.1).collect();
        let (quarter, _, its_lexicon) = tagger::train(&rest, &tags, &clusters, 1);
        for s in train.iter().skip(part).step_by(4) {
            let words = tagger::edged(&its_lexicon, s.words.iter().map(|w| w.form.as_str()));
            let (mut guess, mut seconds) = (Vec::new(), Vec::new());
            quarter.tag(&words, &mut guess, &mut seconds);
            unsure += seconds.iter().filter(|&&t| t != crate::tagger::SURE).count();
            let words = tagger::edged(&lexicon, s.words.iter().map(|w| w.form.as_str()));
            examples.push(parser::Example {
                words: words[2..words.len() - 2].to_vec(),
                tags: guess,
                seconds,
                heads: s.words.iter().map(|w| w.head as u16).collect(),
                labels: s.words.iter().map(|w| w.deprel as u8).collect(),
            });
        }
    }
    done(&format!("tags for the parser; {unsure} with a second opinion"));

    let (actions, labels) = parser::train(&examples, &kinds(&tags), SEEDS);
    let actions = Narrow::of(&actions)?;
    drop(examples);
    let mut content = Vec::new();
    actions.write(&mut content);
    write(&models.join("actions.bin"), &content)?;
    let mut content = Vec::new();
    labels.write(&mut content);
    write(&models.join("labels.bin"), &content)?;
    done("parser");
    let parser = Parser::new(actions, &labels, &tags)?;
    measure(&dev, &full, &parser, &lexicon);
    train_names(
        shared,
        models,
        lexicons,
        &names::Before { lexicon: &lexicon, tagger: &full, parser: &parser },
    )?;
    done("names");
    Ok(())
}

/// Trains the name tagger alone, with the models before it as they lie in `models`.
///
/// # Errors
/// When something cannot be read or written.
pub fn run_names(shared: &Path, models: &Path, lexicons: &Path) -> Result<(), TrainError> {
    let read = |part: &str| {
        let path = models.join(format!("{part}.bin"));
        std::fs::read(&path).map_err(|source| TrainError::Read { path, source })
    };
    let mut lexicon = Lexicon::read_clusters(&mut &unpack(&read("clusters")?)?[..])?;
    let tagger = Tagger::read(&mut &unpack(&read("tagger")?)?[..], &mut lexicon)?;
    let actions = Narrow::read(&mut &unpack(&read("actions")?)?[..])?;
    let labels = Table::read(&mut &unpack(&read("labels")?)?[..])?;
    let parser = Parser::new(actions, &labels, &tagger.tags)?;
    train_names(
        shared,
        models,
        lexicons,
        &names::Before { lexicon: &lexicon, tagger: &tagger, parser: &parser },
    )
}

fn train_names(
    shared: &Path,
    models: &Path,
    lexicons: &Path,
    before: &names::Before<'_>,
) -> Result<(), TrainError> {
    let gazetteer = names::gazetteer(lexicons)?;
    let mut train = names::read(&shared.join("data/ner/train.iob2"), before, &gazetteer)?;
    let dev = names::read(&shared.join("data/ner/dev.iob2"), before, &gazetteer)?;
    println!("names learnt from the training part alone:");
    let table = names::train(&train, SEEDS);
    names::measure(&dev, &Names::new(&table, gazetteer.clone(), names::OUTSIDE_BIAS));
    // UNER's training part could not be had: what ships has learnt from its dev part, and is no longer measured on it.
    let (more, dev): (Vec<_>, Vec<_>) = dev.into_iter().partition(|d| d.corpus == "EWT");
    train.extend(more);
    println!("names as shipped, learnt from the dev part of EWT too:");
    let table = names::train(&train, SEEDS);
    names::measure(&dev, &Names::new(&table, gazetteer.clone(), names::OUTSIDE_BIAS));
    let mut content = Vec::new();
    Names::write(&table, &gazetteer, names::OUTSIDE_BIAS, &mut content);
    write(&models.join("names.bin"), &content)
}

/// Prints accuracies on gold tokens, by treebank, and the speed.
fn measure(dev: &[GoldSentence], tagger: &Tagger, parser: &Parser, lexicon: &Lexicon) {
    let mut state = State::default();
    let (mut guess, mut seconds) = (Vec::new(), Vec::new());
    let began = Instant::now();
    let mut tokens = 0;
    for gum in [false, true] {
        let (mut n, mut upos, mut xpos, mut uas, mut las, mut full) = (0, 0, 0, 0, 0, 0);
        for s in dev.iter().filter(|s| s.is_gum() == gum) {
            let words = tagger::edged(lexicon, s.words.iter().map(|w| w.form.as_str()));
            tagger.tag(&words, &mut guess, &mut seconds);
            parser.parse(&words[2..words.len() - 2], &guess, &seconds, &mut state);
            for (i, w) in s.words.iter().enumerate() {
                n += 1;
                let t = tagger.tags[guess[i] as usize];
                upos += usize::from(t.0 == w.upos);
                xpos += usize::from(t.1 == w.xpos);
                let label = crate::Deprel::ALL[state.labels[i] as usize];
                if state.heads[i] as usize == w.head {
                    uas += 1;
                    las += usize::from(label.base() == w.deprel.base());
                    full += usize::from(label == w.deprel);
                }
            }
        }
        tokens += n;
        let p = |k: usize| 100.0 * k as f64 / n as f64;
        println!(
            "{} dev, gold tokens: UPOS {:.2}  XPOS {:.2}  UAS {:.2}  LAS {:.2}  LAS with subtypes {:.2}",
            if gum { "GUM" } else { "EWT" },
            p(upos),
            p(xpos),
            p(uas),
            p(las),
            p(full)
        );
    }
    let seconds_taken = began.elapsed().as_secs_f64();
    for (way, name) in [(0, "small letters"), (1, "capitals"), (2, "headline capitals")] {
        let (mut n, mut upos) = (0, 0);
        for s in dev {
            let forms: Vec<String> = s.words.iter().map(|w| tagger::recase(&w.form, way)).collect();
            let words = tagger::edged(lexicon, forms.iter().map(String::as_str));
            tagger.tag(&words, &mut guess, &mut seconds);
            n += s.words.len();
            upos += s.words.iter().zip(&guess).filter(|x| tagger.tags[*x.1 as usize].0 == x.0.upos).count();
        }
        println!("dev in {name}: UPOS {:.2}", 100.0 * upos as f64 / n as f64);
    }
    println!("{:.0} tokens a second for tags and trees", tokens as f64 / seconds_taken);
}
