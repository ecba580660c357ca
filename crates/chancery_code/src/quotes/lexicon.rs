//! The cue words of `lexicons/cues.tsv`.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What kind of word a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A verb, perhaps with a particle.
    Verb,
    /// A noun.
    Noun,
    /// An adjective or a participle used as one.
    Adjective,
}

/// One row of the lexicon.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The dictionary form; a verb and its particle are parted by a space.
    pub lemma: &'static str,
    /// What kind of word it is.
    pub part: Part,
    /// `say`, `think`, `judge`…
    pub class: &'static str,
    /// Words in quotation marks.
    pub quote: bool,
    /// A finite clause.
    pub that: bool,
    /// An infinitive.
    pub to: bool,
    /// A gerund.
    pub ing: bool,
    /// Its object.
    pub np: bool,
    /// Object and predicate ("called it a mistake").
    pub predicate: bool,
    /// Object and infinitive ("urged them to go").
    pub np_to: bool,
    /// Its object is who is told.
    pub addressee: bool,
    /// Its subject belongs to the content ("seems to").
    pub raise: bool,
    /// The object of these prepositions.
    pub prepositions: Vec<&'static str>,
    /// A sentence that it is found in, the content in braces.
    #[cfg_attr(not(test), allow(dead_code))]
    pub example: &'static str,
}

/// The lexicon, by first word of the lemma.
pub(super) struct Lexicon {
    rows: HashMap<&'static str, Vec<Entry>>,
}

const TABLE: &str = include_str!("../../../../lexicons/cues.tsv");

impl Lexicon {
    /// The lexicon that ships with the program.
    pub fn embedded() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            let mut rows: HashMap<&'static str, Vec<Entry>> = HashMap::new();
            for entry in chancery_model::table::rows(TABLE).filter_map(entry) {
                let key = entry.lemma.split(' ').next().unwrap_or_default();
                rows.entry(key).or_default().push(entry);
            }
            // A lemmatizer may lose the "e" of a rare verb ("mused").
            let short: Vec<(&'static str, Vec<Entry>)> = rows
                .iter()
                .filter_map(|(key, rows)| Some((key.strip_suffix('e')?, rows)))
                .filter(|(key, _)| !rows.contains_key(key))
                .map(|(key, rows)| (key, rows.iter().filter(|r| r.part == Part::Verb).cloned().collect()))
                .collect();
            rows.extend(short);
            Lexicon { rows }
        })
    }

    /// The rows whose first word is `lemma`.
    pub fn rows(&self, lemma: &str) -> &[Entry] {
        self.rows.get(lemma).map(Vec::as_slice).unwrap_or_default()
    }

    /// All rows, in no order.
    #[cfg(test)]
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        let own = |(key, rows): (&&'static str, &'static Vec<Entry>)| {
            let key = *key;
            rows.iter().filter(move |r| r.lemma.split(' ').next() == Some(key))
        };
        Lexicon::embedded().rows.iter().flat_map(own)
    }
}

fn entry(cells: Vec<&'static str>) -> Option<Entry> {
    let [lemma, part, class, frames, example] = cells[..] else { return None };
    let part = match part {
        "verb" => Part::Verb,
        "noun" => Part::Noun,
        "adjective" => Part::Adjective,
        _ => return None,
    };
    let has = |f: &str| frames.split(' ').any(|x| x == f);
    Some(Entry {
        lemma,
        part,
        class,
        quote: has("q"),
        that: has("that"),
        to: has("to"),
        ing: has("ing"),
        np: has("np"),
        predicate: has("oc"),
        np_to: has("np+to"),
        addressee: has("addr"),
        raise: has("raise"),
        prepositions: frames.split(' ').filter_map(|f| f.strip_prefix("p:")).collect(),
        example,
    })
}
