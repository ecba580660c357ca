//! Training the tagger.

use std::collections::BTreeMap;

use super::conllu::GoldSentence;
use crate::hash::{HashedMap, Random};
use crate::label::{Upos, Xpos};
use crate::tagger::{BITS, NEAR_FEATURES, OWN_FEATURES, Tag, Tagger, best, near_features, own_features};
use crate::weights::{Table, Training};
use crate::words::{Lexicon, Word, key};

const PASSES: usize = 6;
const MARGIN: i32 = 5;

/// The joint tags that occur at least eight times, in the order of the enums.
pub fn tag_set(sentences: &[GoldSentence]) -> Vec<(Upos, Xpos)> {
    let mut counts = BTreeMap::new();
    for w in sentences.iter().flat_map(|s| &s.words) {
        *counts.entry((w.upos, w.xpos)).or_insert(0) += 1;
    }
    counts.into_iter().filter(|c| c.1 >= 8).map(|c| c.0).collect()
}

/// The label of a joint tag; the commonest with the same universal tag where it is too rare to be one.
pub fn tag_of(tags: &[(Upos, Xpos)], t: (Upos, Xpos)) -> Tag {
    tags.iter().position(|&x| x == t).or_else(|| tags.iter().position(|x| x.0 == t.0)).unwrap_or(0) as Tag
}

/// Sets of tags that words of at least eight occurrences are known by, as one number each.
pub fn known_tags(sentences: &[&GoldSentence], tags: &[(Upos, Xpos)]) -> HashedMap<u32> {
    let mut counts: HashedMap<BTreeMap<Tag, u32>> = HashedMap::default();
    for w in sentences.iter().flat_map(|s| &s.words) {
        *counts.entry(key(&w.form)).or_default().entry(tag_of(tags, (w.upos, w.xpos))).or_insert(0) += 1;
    }
    let mut out = HashedMap::default();
    for (k, c) in counts {
        let n: u32 = c.values().sum();
        if n < 8 {
            continue;
        }
        // The commonest tag first, then others of at least one in twenty.
        let mut by: Vec<(u32, Tag)> = c.iter().map(|(&t, &n)| (n, t)).collect();
        by.sort_unstable_by_key(|&(n, t)| (u32::MAX - n, t));
        let mut set = 0u32;
        for &(m, t) in by.iter().take(3) {
            if m * 20 >= n {
                set = set << 8 | (u32::from(t) + 1);
            }
        }
        out.insert(k, set);
    }
    out
}

/// Forms of at least thirty occurrences that have one tag in 99.5 % of them.
fn fixed(sentences: &[&GoldSentence], tags: &[(Upos, Xpos)], lexicon: &Lexicon) -> HashedMap<Tag> {
    let mut counts: HashedMap<BTreeMap<Tag, u32>> = HashedMap::default();
    for w in sentences.iter().flat_map(|s| &s.words) {
        let h = lexicon.word(&w.form).form;
        *counts.entry(h).or_default().entry(tag_of(tags, (w.upos, w.xpos))).or_insert(0) += 1;
    }
    let mut out = HashedMap::default();
    for (k, c) in counts {
        let n: u32 = c.values().sum();
        if let Some((&t, &m)) = c.iter().max_by_key(|x| *x.1)
            && n >= 30
            && m * 1000 >= n * 995
        {
            out.insert(k, t);
        }
    }
    out
}

/// The words of a sentence with two edges on either side.
pub fn edged<'f>(lexicon: &Lexicon, forms: impl Iterator<Item = &'f str>) -> Vec<Word> {
    let mut out = vec![Word::edge(1), Word::edge(2)];
    out.extend(forms.map(|f| lexicon.word(f)));
    out.extend([Word::edge(3), Word::edge(4)]);
    out
}

/// Trains a tagger on `sentences`, as the mean of runs in `seeds` random orders; returns it with its table and the
/// lexicon that it needs.
pub fn train(
    sentences: &[&GoldSentence],
    tags: &[(Upos, Xpos)],
    clusters: &Lexicon,
    seeds: u64,
) -> (Tagger, Table, Lexicon) {
    let lexicon = clusters.clone().with_tags(known_tags(sentences, tags));
    let fixed = fixed(sentences, tags, &lexicon);
    let data: Vec<(Vec<Word>, Vec<Tag>)> = sentences
        .iter()
        .map(|s| {
            let words = edged(&lexicon, s.words.iter().map(|w| w.form.as_str()));
            (words, s.words.iter().map(|w| tag_of(tags, (w.upos, w.xpos))).collect())
        })
        .collect();
    // Copies without the help of capitals, as headlines, shouting and careless typing have them.
    let mut data = data;
    for (i, s) in sentences.iter().enumerate().filter(|x| x.0 % 10 == 0) {
        let forms: Vec<String> = s.words.iter().map(|w| recase(&w.form, i / 10 % 3)).collect();
        data.push((edged(&lexicon, forms.iter().map(String::as_str)), data[i].1.clone()));
    }
    let mut sum = Vec::new();
    for seed in 0..seeds {
        run(&data, tags.len(), &fixed, 17 + seed).add_average(1.0 / seeds as f32, &mut sum);
    }
    let table = Table::quantise(&sum, tags.len(), super::PRUNE);
    (Tagger::new(tags.to_vec(), fixed, &table), table, lexicon)
}

/// `form` small (0), in capitals (1), or as a headline has it (2).
pub fn recase(form: &str, way: usize) -> String {
    let mut c = form.chars();
    match way {
        0 => form.to_lowercase(),
        1 => form.to_uppercase(),
        _ if form.len() < 4
            && form.chars().all(|c| c.is_ascii_lowercase())
            && !matches!(form, "say" | "cut" | "set" | "win" | "new" | "is" | "he" | "war" | "aid") =>
        {
            form.into()
        }
        _ => c.next().map(|f| f.to_uppercase().chain(c).collect()).unwrap_or_default(),
    }
}

fn run(data: &[(Vec<Word>, Vec<Tag>)], labels: usize, fixed: &HashedMap<Tag>, seed: u64) -> Training {
    let mut model = Training::new(BITS, labels);
    let mut random = Random(seed);
    let mut order: Vec<usize> = (0..data.len()).collect();
    let mut f = [0; OWN_FEATURES + NEAR_FEATURES];
    let mut scores = vec![0; labels];
    let mut guess: Vec<Tag> = Vec::new();
    for _ in 0..PASSES {
        random.shuffle(&mut order);
        for &s in &order {
            let (words, gold) = &data[s];
            guess.clear();
            for (i, &g) in gold.iter().enumerate() {
                if let Some(&t) = fixed.get(&words[i + 2].form) {
                    guess.push(t);
                    continue;
                }
                f[..OWN_FEATURES].copy_from_slice(&own_features(&words[i + 2]));
                f[OWN_FEATURES..].copy_from_slice(&near_features(words, &guess, i));
                model.score(&f, &mut scores);
                let right = scores[g as usize];
                guess.push(best(&scores) as Tag);
                scores[g as usize] = i32::MIN;
                let wrong = best(&scores);
                if right < scores[wrong] + MARGIN {
                    model.update(&f, g as usize, wrong);
                }
            }
            model.step += 1;
        }
    }
    model
}
