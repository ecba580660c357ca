//! Collecting lemmas.

use std::collections::{BTreeMap, BTreeSet};

use super::conllu::GoldSentence;
use crate::label::Upos;
use crate::lemma::{Lemmas, class};

/// Exceptions to the rules, and the lemmas that the rules lean on.
pub fn train(sentences: &[GoldSentence]) -> Lemmas {
    let mut known = BTreeMap::new();
    let mut seen: BTreeMap<(u8, String), BTreeMap<String, u32>> = BTreeMap::new();
    for w in sentences.iter().flat_map(|s| &s.words) {
        if w.lemma == "_" {
            continue;
        }
        if matches!(w.upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Adv)
            && w.lemma.chars().all(|c| c.is_ascii_lowercase())
        {
            *known.entry(w.lemma.clone()).or_insert(0) += 1;
        }
        let form: String =
            w.form.chars().map(|c| if matches!(c, '’' | '‘' | '`') { '\'' } else { c }).collect();
        *seen
            .entry((class(w.upos, w.xpos), form.to_lowercase()))
            .or_default()
            .entry(w.lemma.clone())
            .or_insert(0) += 1;
        let _ = form;
    }
    let known: BTreeSet<String> = known.into_keys().collect();
    let rules = Lemmas::new([], known.iter().cloned());
    // A form counts as an exception where most of its occurrences under a class contradict the rule.
    let mut wrong: BTreeMap<(u8, String), (u32, u32)> = BTreeMap::new();
    for w in sentences.iter().flat_map(|s| &s.words) {
        if w.lemma == "_" {
            continue;
        }
        let k = class(w.upos, w.xpos);
        let right = *rules.lemma(&w.form, w.upos, w.xpos) == *w.lemma;
        let e = wrong.entry((k, w.form.replace(['’', '‘', '`'], "'").to_lowercase())).or_default();
        e.0 += u32::from(!right);
        e.1 += 1;
    }
    let mut exceptions = Vec::new();
    for ((k, f), (bad, n)) in wrong {
        if bad * 2 > n
            && let Some(lemmas) = seen.get(&(k, f.clone()))
            && let Some((l, _)) = lemmas.iter().max_by_key(|x| *x.1)
        {
            exceptions.push((k, f, l.clone()));
        }
    }
    Lemmas::new(exceptions, known)
}
