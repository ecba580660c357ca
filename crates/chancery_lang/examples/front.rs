//! Where the time of the analysis goes, stage by stage, over JSON Lines (`id`, `text`): seconds on one core by the
//! clock, a pass over all texts for each stage. The whole is timed apart: its stages contend for the processor's caches.
//!
//! `cargo run --release -p chancery_lang --example front < input.jsonl`
#![allow(clippy::disallowed_methods)]

use std::hint::black_box;
use std::io::BufRead;
use std::time::Instant;

use chancery_lang::lemma::Lemmas;
use chancery_lang::names::{History, Names, Scene, recased};
use chancery_lang::parser::{Parser, State};
use chancery_lang::tagger::Tagger;
use chancery_lang::weights::{Narrow, Table, unpack};
use chancery_lang::words::{Lexicon, Word};
use chancery_lang::{Pipeline, sentence, token};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let models = |part: &str| -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        Ok(unpack(&std::fs::read(format!("models/{part}.bin"))?)?)
    };
    let mut texts = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let given: serde_json::Value = serde_json::from_str(&line?)?;
        texts.push(given["text"].as_str().unwrap_or_default().to_string());
    }
    let mut rows = Vec::new();
    let mut timed = |stage: &'static str, work: &mut dyn FnMut()| {
        let began = Instant::now();
        work();
        rows.push((stage, began.elapsed().as_secs_f64()));
    };
    let mut pipeline = None;
    timed("models unpacked", &mut || pipeline = Some(Pipeline::embedded()));
    let Some(pipeline) = pipeline else { return Ok(()) };
    texts.iter().take(20).for_each(|text| drop(black_box(pipeline.analyse(text))));
    timed("the whole analysis", &mut || {
        texts.iter().for_each(|text| drop(black_box(pipeline.analyse(text))));
    });

    let mut lexicon = Lexicon::read_clusters(&mut &models("clusters")?[..])?;
    let tagger = Tagger::read(&mut &models("tagger")?[..], &mut lexicon)?;
    let (actions, labels) =
        (Narrow::read(&mut &models("actions")?[..])?, Table::read(&mut &models("labels")?[..])?);
    let parser = Parser::new(actions, &labels, &tagger.tags)?;
    let lemmas = Lemmas::read(&mut &models("lemmas")?[..])?;
    let names = Names::read(&mut &models("names")?[..])?;

    let mut pieces = Vec::new();
    timed("tokens", &mut || {
        pieces = texts
            .iter()
            .map(|text| {
                let mut its = token::tokens(text);
                token::join_given_names(text, &mut its);
                its
            })
            .collect();
    });
    let mut ranges = Vec::new();
    timed("sentences", &mut || {
        ranges = texts.iter().zip(&pieces).map(|(text, its)| sentence::sentences(text, its)).collect();
    });
    // One entry a sentence from here on, with the text it stands in.
    let mut sentences: Vec<(usize, Vec<&str>)> = Vec::new();
    for (n, its) in ranges.iter().enumerate() {
        for range in its {
            let its = &pieces[n][range.start as usize..range.end as usize];
            let forms = its.iter().map(|p| &texts[n][p.start as usize..p.end as usize]).collect();
            sentences.push((n, forms));
        }
    }
    let tokens: usize = sentences.iter().map(|s| s.1.len()).sum();
    let mut scenes: Vec<Scene> = sentences.iter().map(|_| Scene::default()).collect();
    timed("words", &mut || {
        for ((_, forms), scene) in sentences.iter().zip(&mut scenes) {
            scene.words.extend([Word::edge(1), Word::edge(2)]);
            scene.words.extend(forms.iter().map(|form| lexicon.word(form)));
            scene.words.extend([Word::edge(3), Word::edge(4)]);
        }
    });
    let mut seconds: Vec<Vec<u8>> = vec![Vec::new(); scenes.len()];
    timed("tags", &mut || {
        for (scene, seconds) in scenes.iter_mut().zip(&mut seconds) {
            tagger.tag(&scene.words, &mut scene.tags, seconds);
        }
    });
    let mut states: Vec<State> = scenes.iter().map(|_| State::default()).collect();
    timed("trees", &mut || {
        for ((scene, seconds), state) in scenes.iter().zip(&seconds).zip(&mut states) {
            parser.parse(&scene.words[2..scene.words.len() - 2], &scene.tags, seconds, state);
        }
    });
    timed("lemmas", &mut || {
        for ((_, forms), scene) in sentences.iter().zip(&scenes) {
            for (form, tag) in forms.iter().zip(&scene.tags) {
                let (upos, xpos) = tagger.tags[*tag as usize];
                black_box(lemmas.lemma(form, upos, xpos));
            }
        }
    });
    timed("names", &mut || {
        let mut found = Vec::new();
        let (mut text, mut history) = (0, History::default());
        for (((n, forms), scene), state) in sentences.iter().zip(&mut scenes).zip(&states) {
            if *n != text {
                (text, history) = (*n, History::default());
            }
            let written = recased(forms, &scene.tags, &tagger.tags);
            history.note_small(&scene.words[2..forms.len() + 2]);
            scene.look(forms, written.as_deref(), &lexicon, state, &names.gazetteer);
            names.tag(scene, &history, &mut found);
            history.note(&scene.words[2..forms.len() + 2], &found);
            black_box(names.names(scene, &found));
        }
    });
    for (stage, time) in &rows {
        println!("{stage:<20} {time:6.2} s {:9.0} tokens a second", tokens as f64 / time);
    }
    Ok(())
}
