//! Training the name tagger.

use std::path::Path;

use super::TrainError;
use crate::analysis::NameKind;
use crate::hash::Random;
use crate::names::{
    BITS, Gazetteer, History, KINDS, LABELS, Names, OUTSIDE, Place, Scene, class, follows, label, spans,
};
use crate::parser::{Parser, State};
use crate::tagger::{Tagger, best};
use crate::token::{join_given_names, tokens};
use crate::weights::{Table, Training};
use crate::words::{Lexicon, key};

const PASSES: usize = 8;
const MARGIN: i32 = 10;

/// What is taken off the score of being outside, in units of training; chosen on dev.
pub const OUTSIDE_BIAS: f32 = 1.0;

/// A document to learn names from, or to measure on.
pub struct Document {
    /// Prefix of its `sent_id`s, which tells the corpus.
    pub corpus: String,
    /// Its sentences and the right labels.
    pub sentences: Vec<(Scene, Vec<u8>)>,
    /// Whether names of other kinds were marked in it.
    pub others: bool,
}

/// The models that come before names.
pub struct Before<'m> {
    /// Words.
    pub lexicon: &'m Lexicon,
    /// Tags.
    pub tagger: &'m Tagger,
    /// Trees.
    pub parser: &'m Parser,
}

/// The phrases of the project's lexicons.
///
/// # Errors
/// When a table is there but cannot be read.
pub fn gazetteer(lexicons: &Path) -> Result<Gazetteer, TrainError> {
    let mut g = Gazetteer::default();
    let mut add = |phrase: &str, c: u16| {
        let phrase = phrase.trim().trim_end_matches('-');
        if phrase.is_empty() {
            return;
        }
        let mut pieces = tokens(phrase);
        join_given_names(phrase, &mut pieces);
        g.add(pieces.iter().map(|p| key(&phrase[p.start as usize..p.end as usize])), c);
    };
    // Table, and the columns that hold phrases with their class.
    let tables: [(&str, &[(&str, u16)]); 5] = [
        (
            "states.tsv",
            &[
                ("name", class::STATE),
                ("aliases", class::STATE),
                ("adjectives", class::DEMONYM),
                ("people", class::DEMONYM),
                ("capital", class::STATE),
                ("metonyms", class::ORGANIZATION),
            ],
        ),
        ("organizations.tsv", &[("name", class::ORGANIZATION), ("aliases", class::ORGANIZATION)]),
        ("places.tsv", &[("name", class::PLACE), ("aliases", class::PLACE)]),
        ("offices.tsv", &[("form", class::OFFICE)]),
        ("groups.tsv", &[("word", class::GROUP)]),
    ];
    for (file, columns) in tables {
        let path = lexicons.join(file);
        if !path.is_file() {
            eprintln!("{}: not there, left out", path.display());
            continue;
        }
        let text = super::read_text(&path)?;
        // The last comment line names the columns.
        let header = text.lines().take_while(|l| l.starts_with('#')).last().unwrap_or_default();
        let names: Vec<&str> = header.trim_start_matches('#').trim().split('\t').collect();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            // The Union stands among the states, but its name is an organisation's.
            let union = names.iter().position(|&n| n == "kind").and_then(|i| cells.get(i)) == Some(&"union");
            for (column, c) in columns {
                if let Some(cell) = names.iter().position(|n| n == column).and_then(|i| cells.get(i)) {
                    for phrase in cell.split(';') {
                        add(phrase, if union && *c == class::STATE { class::ORGANIZATION } else { *c });
                        if *c == class::DEMONYM {
                            add(&format!("{phrase}s"), *c);
                        }
                    }
                }
            }
        }
    }
    for line in include_str!("../../data/given-names.txt").lines().filter(|l| !l.starts_with('#')) {
        for name in line.split_whitespace() {
            add(name, class::GIVEN);
        }
    }
    Ok(g)
}

/// Reads IOB2, tokenises its texts anew and analyses them.
///
/// # Errors
/// When the file cannot be read or is not IOB2.
pub fn read(path: &Path, before: &Before<'_>, gazetteer: &Gazetteer) -> Result<Vec<Document>, TrainError> {
    let text = super::read_text(path)?;
    let mut out: Vec<Document> = Vec::new();
    let (mut doc, mut last_doc, mut id, mut words) = ("", "", "", "");
    let mut rows: Vec<(&str, &str)> = Vec::new();
    for (n, line) in text.lines().chain([""]).enumerate() {
        if let Some(x) = line.strip_prefix("# newdoc id = ") {
            doc = x;
        } else if let Some(x) = line.strip_prefix("# sent_id = ") {
            id = x;
        } else if let Some(x) = line.strip_prefix("# text = ") {
            words = x;
        } else if line.is_empty() {
            if rows.is_empty() {
                continue;
            }
            let bad = || TrainError::Line { path: path.into(), line: n + 1 };
            let corpus = ["GUM_", "re3d-", "wikigold-", "crossner-"]
                .into_iter()
                .find(|p| id.starts_with(p))
                .unwrap_or("EWT");
            let sentence = scene(words, &rows, before, gazetteer).ok_or_else(bad)?;
            // CrossNER has no documents.
            if out.is_empty() || doc != last_doc || corpus == "crossner-" {
                out.push(Document {
                    corpus: corpus.into(),
                    sentences: Vec::new(),
                    others: !matches!(corpus, "GUM_" | "EWT"),
                });
                last_doc = doc;
            }
            if let Some(d) = out.last_mut() {
                d.sentences.push(sentence);
            }
            rows.clear();
        } else if !line.starts_with('#') {
            let mut c = line.split('\t').skip(1);
            if let (Some(form), Some(tag)) = (c.next(), c.next()) {
                rows.push((form, tag));
            }
        }
    }
    Ok(out)
}

/// One sentence with its labels; `None` when its tokens are not in its text.
fn scene(
    text: &str,
    rows: &[(&str, &str)],
    before: &Before<'_>,
    gazetteer: &Gazetteer,
) -> Option<(Scene, Vec<u8>)> {
    // Spans in bytes.
    let mut at = 0;
    let mut names: Vec<(usize, usize, usize)> = Vec::new();
    let mut open = false;
    for &(form, tag) in rows {
        let form = match form {
            "-LRB-" if !text[at..].trim_start().starts_with(form) => "(",
            "-RRB-" if !text[at..].trim_start().starts_with(form) => ")",
            "``" | "''" if !text[at..].trim_start().starts_with(form) => "\"",
            _ => form,
        };
        let (start, end) = find(text, form, at)?;
        at = end;
        let kind = tag.get(2..).and_then(|k| ["PER", "ORG", "LOC"].iter().position(|&x| x == k).or(Some(3)));
        match (tag.chars().next(), kind) {
            (Some('I'), Some(k)) if open && names.last().is_some_and(|n| n.2 == k) => {
                if let Some(n) = names.last_mut() {
                    n.1 = end;
                }
            }
            (Some('B' | 'I'), Some(k)) => {
                names.push((start, end, k));
                open = true;
            }
            _ => open = false,
        }
    }
    let mut pieces = tokens(text);
    join_given_names(text, &mut pieces);
    let forms: Vec<&str> = pieces.iter().map(|p| &text[p.start as usize..p.end as usize]).collect();
    let scene = see(&forms, before, gazetteer);
    let mut labels = vec![OUTSIDE; pieces.len()];
    for (start, end, kind) in names {
        let from = pieces.partition_point(|p| p.end as usize <= start);
        let to = pieces.partition_point(|p| (p.start as usize) < end);
        let (from, to) = bare(&forms, from, to, KINDS[kind] == NameKind::Person, gazetteer);
        if from >= to || labels[from..to].iter().any(|&l| l != OUTSIDE) {
            continue;
        }
        if to - from == 1 {
            labels[from] = label(kind, Place::Single);
        } else {
            labels[from] = label(kind, Place::Begin);
            labels[from + 1..to - 1].fill(label(kind, Place::Inside));
            labels[to - 1] = label(kind, Place::Last);
        }
    }
    Some((scene, labels))
}

/// What of the words `from..to`, which a corpus calls a name, is the name alone: without article, title, apposition or
/// common noun around it. Empty where no name is left: corpora differ in whether "the Government", "our partners" or "the
/// Secretary" are names, and here they are not.
fn bare(
    forms: &[&str],
    mut from: usize,
    mut to: usize,
    person: bool,
    gazetteer: &Gazetteer,
) -> (usize, usize) {
    const TITLES: [&str; 34] = [
        "mr", "mrs", "ms", "dr", "mr.", "mrs.", "ms.", "dr.", "prof.", "sir", "lord", "lady", "gen.", "lt.",
        "col.", "maj.", "capt.", "sgt.", "adm.", "brig.", "cmdr.", "rep.", "sen.", "gov.", "rev.", "hon.",
        "amb.", "sec.", "st.", "cpl.", "pvt.", "gen", "lt", "col",
    ];
    const PARTICLES: [&str; 14] =
        ["al", "el", "de", "van", "von", "bin", "ibn", "da", "di", "del", "der", "den", "la", "le"];
    const PRONOUNS: [&str; 16] = [
        "I", "We", "He", "She", "It", "They", "You", "His", "Her", "Their", "Our", "My", "Its", "This",
        "These", "That",
    ];
    let is =
        |i: usize, class: u16, n: usize| gazetteer.of(forms[i..i + n].iter().map(|f| key(f))) & class != 0;
    let common = |f: &str| {
        !f.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && f.starts_with(char::is_alphanumeric)
            || matches!(f, "The" | "A" | "An")
            || PRONOUNS.contains(&f)
    };
    if person {
        // "the Prime Minister, Ida Lind": the name is what follows the comma.
        if let Some(k) = (from..to).rev().find(|&i| forms[i] == ",") {
            let after = k + 1;
            if after < to && !common(forms[after]) && !matches!(forms[after], "Jr." | "Sr." | "Jr" | "Sr") {
                from = after;
            }
        }
        // Whatever ends in an office before the name goes: "Iraqi President", "U.S. Army General".
        for i in (from..to).rev() {
            let n = (1..=5).rev().find(|&n| i + n <= to && is(i, class::OFFICE, n));
            if let Some(n) = n {
                from = i + n;
                break;
            }
        }
        while from < to && TITLES.contains(&forms[from].to_lowercase().as_str()) {
            from += 1;
        }
        if to - from.min(to) == 1 && is(from, class::DEMONYM, 1) {
            return (to, to);
        }
    }
    while from < to && common(forms[from]) {
        let particle =
            PARTICLES.contains(&forms[from].to_lowercase().as_str()) && from + 1 < to && forms[from] != "The";
        if particle {
            break;
        }
        from += 1;
    }
    while from < to && common(forms[to - 1]) {
        to -= 1;
    }
    (from, to)
}

/// Finds `form` in `text` from byte `at`, past white space; spaces inside do not count.
fn find(text: &str, form: &str, at: usize) -> Option<(usize, usize)> {
    let start = at + (text[at..].len() - text[at..].trim_start().len());
    let mut end = start;
    for c in form.chars().filter(|c| !c.is_whitespace()) {
        let rest = &text[end..];
        let skipped = rest.len() - rest.trim_start().len();
        let skipped = if end > start { skipped } else { 0 };
        if !text[end + skipped..].starts_with(c) {
            return None;
        }
        end += skipped + c.len_utf8();
    }
    Some((start, end))
}

/// What the name tagger sees of a sentence.
pub fn see(forms: &[&str], before: &Before<'_>, gazetteer: &Gazetteer) -> Scene {
    let mut scene = Scene::default();
    scene.words = super::tagger::edged(before.lexicon, forms.iter().copied());
    let mut state = State::default();
    let mut seconds = Vec::new();
    before.tagger.tag(&scene.words, &mut scene.tags, &mut seconds);
    let words = &scene.words[2..scene.words.len() - 2];
    before.parser.parse(words, &scene.tags, &seconds, &mut state);
    let recased = crate::names::recased(forms, &scene.tags, &before.tagger.tags);
    scene.look(forms, recased.as_deref(), before.lexicon, &state, gazetteer);
    scene
}

/// Trains the table, as the mean of runs in `seeds` random orders.
pub fn train(documents: &[Document], seeds: u64) -> Table {
    let mut sum = Vec::new();
    for seed in 0..seeds {
        run(documents, 53 + seed).add_average(1.0 / seeds as f32, &mut sum);
    }
    Table::quantise(&sum, LABELS, super::PRUNE)
}

fn run(documents: &[Document], seed: u64) -> Training {
    let mut model = Training::new(BITS, LABELS);
    let mut random = Random(seed);
    let mut order: Vec<usize> = (0..documents.len()).collect();
    let mut history = History::default();
    let mut scores = [0; LABELS];
    let mut labels: Vec<u8> = Vec::new();
    for _ in 0..PASSES {
        random.shuffle(&mut order);
        for &d in &order {
            let doc = &documents[d];
            history.clear();
            for (scene, _) in &doc.sentences {
                history.note_small(&scene.words);
            }
            for (scene, gold) in &doc.sentences {
                labels.clear();
                let n = gold.len();
                for (i, &g) in gold.iter().enumerate() {
                    let last = labels.last().copied().unwrap_or(OUTSIDE);
                    if !scene.plausible(i, last) {
                        labels.push(OUTSIDE);
                        continue;
                    }
                    let f = scene.features(&history, &labels, i);
                    model.score(&f, &mut scores);
                    let mut legal = scores;
                    for l in 0..LABELS as u8 {
                        // Where other kinds were not marked, nothing is learnt about them.
                        if !follows(last, l, i + 1 == n) || !doc.others && l > 12 {
                            legal[l as usize] = i32::MIN;
                        }
                    }
                    let guess = best(&legal) as u8;
                    if follows(last, g, i + 1 == n) {
                        let right = legal[g as usize];
                        legal[g as usize] = i32::MIN;
                        let wrong = best(&legal);
                        if legal[wrong] != i32::MIN && right < legal[wrong] + MARGIN {
                            model.update(&f, g as usize, wrong);
                        }
                    }
                    labels.push(guess);
                }
                history.note(&scene.words[2..2 + n], &labels);
                model.step += 1;
            }
        }
    }
    model
}

/// Prints span F1 by corpus; names of other kinds are left out.
pub fn measure(documents: &[Document], names: &Names) {
    let mut history = History::default();
    let mut labels = Vec::new();
    let mut corpora: Vec<&str> = documents.iter().map(|d| d.corpus.as_str()).collect();
    corpora.sort_unstable();
    corpora.dedup();
    for corpus in corpora {
        let mut counts = [[0usize; 3]; 4];
        for d in documents.iter().filter(|d| d.corpus == corpus) {
            history.clear();
            for (scene, _) in &d.sentences {
                history.note_small(&scene.words);
            }
            for (scene, gold) in &d.sentences {
                names.tag(scene, &history, &mut labels);
                history.note(&scene.words[2..2 + labels.len()], &labels);
                let (g, s) = (spans(gold), names.names(scene, &labels));
                for x in &g {
                    counts[x.0][0] += 1;
                }
                for x in &s {
                    counts[x.0][1] += 1;
                    counts[x.0][2] += usize::from(g.contains(x));
                }
            }
        }
        let f1 = |c: [usize; 3]| 200.0 * c[2] as f64 / (c[0] + c[1]).max(1) as f64;
        let all = [0, 1, 2].map(|k| counts[0][k] + counts[1][k] + counts[2][k]);
        println!(
            "{corpus} names, F1: all {:.2} (P {:.1} R {:.1})  person {:.2}  organization {:.2}  place {:.2}",
            f1(all),
            100.0 * all[2] as f64 / all[1].max(1) as f64,
            100.0 * all[2] as f64 / all[0].max(1) as f64,
            f1(counts[0]),
            f1(counts[1]),
            f1(counts[2])
        );
    }
}
