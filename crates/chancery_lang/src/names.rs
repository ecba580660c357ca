//! Names of persons, organisations and places: begin-inside-last-single labels, greedily from left to right, with a
//! gazetteer and with what each word was called earlier in the document.

use std::collections::HashSet;
use std::ops::Range;

use crate::Error;
use crate::analysis::NameKind;
use crate::hash::{HashedMap, Hasher, Ready, one, three, two};
use crate::label::{Upos, Xpos};
use crate::parser::State;
use crate::tagger::{Tag, best};
use crate::weights::{Sparse, Table, read_number, read_u32, take, write_number};
use crate::words::{Lexicon, Word, key};

/// How many features a word has.
pub const FEATURES: usize = 84;
/// log₂ of the rows of the table.
pub const BITS: u32 = 20;
/// How many labels there are: outside, and four places in each kind of name.
pub const LABELS: usize = 17;
/// The label of a word outside all names.
pub const OUTSIDE: u8 = 0;
/// The longest phrase of the gazetteer in tokens.
const LONGEST: usize = 8;

/// The kinds of names in the order of their labels.
pub const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organization, NameKind::Place, NameKind::Other];

const PERSON: usize = 0;
const ORGANIZATION: usize = 1;
const PLACE: usize = 2;
const OTHER: usize = 3;

/// Place of a label in its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// First of several words.
    Begin,
    /// Neither first nor last.
    Inside,
    /// Last of several words.
    Last,
    /// The only word.
    Single,
}

/// The label of kind `kind` (index in [`KINDS`]) and place.
pub fn label(kind: usize, place: Place) -> u8 {
    1 + 4 * kind as u8 + place as u8
}

/// Kind and place of a label; `None` for [`OUTSIDE`].
pub fn parts(label: u8) -> Option<(usize, Place)> {
    let k = label.checked_sub(1)?;
    let place = [Place::Begin, Place::Inside, Place::Last, Place::Single][(k & 3) as usize];
    Some(((k >> 2) as usize, place))
}

/// Whether `next` may follow `last`; `end` when no word follows.
#[inline]
pub fn follows(last: u8, next: u8, end: bool) -> bool {
    let open = matches!(parts(last), Some((_, Place::Begin | Place::Inside)));
    match parts(next) {
        None => !open,
        Some((_, Place::Single)) => !open,
        Some((_, Place::Begin)) => !open && !end,
        Some((k, Place::Inside)) => open && !end && parts(last).is_some_and(|p| p.0 == k),
        Some((k, Place::Last)) => open && parts(last).is_some_and(|p| p.0 == k),
    }
}

/// Classes of phrases in the gazetteer.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    phrases: HashedMap<u16>,
}

/// Bits of the classes of phrases.
pub mod class {
    /// States and territories, their capitals, buildings that stand for them.
    pub const STATE: u16 = 1;
    /// Nationality words.
    pub const DEMONYM: u16 = 2;
    /// Organisations.
    pub const ORGANIZATION: u16 = 4;
    /// Other places.
    pub const PLACE: u16 = 8;
    /// Offices and titles.
    pub const OFFICE: u16 = 16;
    /// Words for groups and bodies.
    pub const GROUP: u16 = 32;
    /// Given names.
    pub const GIVEN: u16 = 64;
}

impl Gazetteer {
    /// Adds a phrase, as the [`Word::lower`] of its tokens.
    pub fn add(&mut self, words: impl Iterator<Item = u32>, class: u16) {
        let mut h = Hasher::default();
        let mut n = 0;
        for w in words {
            h.push(w);
            n += 1;
        }
        if (1..=LONGEST).contains(&n) {
            *self.phrases.entry(h.get()).or_insert(0) |= class;
        }
    }

    /// Classes of the phrase of these words; 0 when it is none.
    pub fn of(&self, words: impl Iterator<Item = u32>) -> u16 {
        let mut h = Hasher::default();
        words.for_each(|w| h.push(w));
        self.phrases.get(&h.get()).copied().unwrap_or(0)
    }

    /// For each word, without edges, the classes of phrases that begin there (low half) or go on there (high half). Of
    /// phrases that begin at one word, the longest of each class counts.
    pub fn mark(&self, words: &[Word], out: &mut Vec<u32>) {
        out.clear();
        out.resize(words.len(), 0);
        for i in 0..words.len() {
            let mut h = Hasher::default();
            let mut ends = [0usize; 7];
            for (k, w) in words[i..].iter().take(LONGEST).enumerate() {
                h.push(w.lower);
                if let Some(&c) = self.phrases.get(&h.get()) {
                    for (bit, e) in ends.iter_mut().enumerate() {
                        if c & 1 << bit != 0 {
                            *e = k + 1;
                        }
                    }
                }
            }
            for (bit, &e) in ends.iter().enumerate() {
                if e > 0 {
                    out[i] |= 1 << bit;
                    for x in &mut out[i + 1..i + e] {
                        *x |= 1 << (bit + 16);
                    }
                }
            }
        }
    }

    /// Appends the phrases to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut rows: Vec<_> = self.phrases.iter().map(|(&k, &v)| (k, v)).collect();
        rows.sort_unstable();
        write_number(out, rows.len() as u32);
        for (k, v) in rows {
            out.extend_from_slice(&k.to_le_bytes());
            out.extend_from_slice(&v.to_le_bytes());
        }
    }

    /// Reads what [`Gazetteer::write`] wrote.
    ///
    /// # Errors
    /// [`Error::Model`] when the bytes end first.
    pub fn read(input: &mut &[u8]) -> Result<Gazetteer, Error> {
        let n = read_number(input)?;
        let mut phrases = HashedMap::default();
        for _ in 0..n {
            let k = read_u32(input)?;
            let v = take(input, 2)?;
            phrases.insert(k, u16::from_le_bytes([v[0], v[1]]));
        }
        Ok(Gazetteer { phrases })
    }
}

/// What a document has shown so far.
#[derive(Clone, Debug, Default)]
pub struct History {
    called: HashedMap<u8>,
    small: HashSet<u32, std::hash::BuildHasherDefault<Ready>>,
}

impl History {
    /// Forgets the last document.
    pub fn clear(&mut self) {
        self.called.clear();
        self.small.clear();
    }

    /// Notes which words the document writes small.
    pub fn note_small(&mut self, words: &[Word]) {
        self.small.extend(words.iter().filter(|w| w.form == w.lower).map(|w| w.form));
    }

    /// Notes what the words of a sentence were called.
    pub fn note(&mut self, words: &[Word], labels: &[u8]) {
        for (w, &l) in words.iter().zip(labels) {
            if let Some((kind, place)) = parts(l)
                && w.form != w.lower
            {
                let end = u8::from(matches!(place, Place::Last | Place::Single));
                self.called.insert(w.lower, 1 + 2 * kind as u8 + end);
            }
        }
    }

    fn of(&self, w: &Word) -> u32 {
        if w.form == w.lower { 0 } else { self.called.get(&w.lower).map_or(0, |&k| u32::from(k)) }
    }
}

/// A sentence as the name tagger sees it.
#[derive(Debug, Default)]
pub struct Scene {
    /// Its words with two edges on either side.
    pub words: Vec<Word>,
    /// Their tags.
    pub tags: Vec<Tag>,
    /// Head of each word; its own number for the root.
    pub heads: Vec<u16>,
    /// Relation of each word to its head.
    pub relations: Vec<u8>,
    /// Gazetteer marks, see [`Gazetteer::mark`].
    pub marks: Vec<u32>,
    /// Whether each word begins with a capital.
    pub capital: Vec<bool>,
    runs: Vec<(u16, u16)>,
}

impl Scene {
    /// Takes in what is known of the words `forms` besides `words` and `tags`, which are filled already: the tree in
    /// `state`, gazetteer marks and capitals. Where capitals say nothing, the words are seen as [`recased`] writes them.
    pub fn look(
        &mut self,
        forms: &[&str],
        recased: Option<&[String]>,
        lexicon: &Lexicon,
        state: &State,
        gazetteer: &Gazetteer,
    ) {
        let n = forms.len();
        let written = |i: usize| recased.map_or(forms[i], |r| &r[i]);
        if recased.is_some() {
            for i in 0..n {
                self.words[i + 2] = lexicon.word(written(i));
            }
        }
        gazetteer.mark(&self.words[2..n + 2], &mut self.marks);
        self.heads.clear();
        self.heads
            .extend((0..n).map(|i| if state.heads[i] as usize >= n { i as u16 } else { state.heads[i] }));
        self.relations.clear();
        self.relations.extend_from_slice(&state.labels[..n]);
        self.capital.clear();
        self.capital.extend((0..n).map(|i| written(i).starts_with(char::is_uppercase)));
        self.prepare(key("of"), key("-"), key("&"));
    }

    fn prepare(&mut self, of: u32, hyphen: u32, and: u32) {
        let n = self.capital.len();
        self.runs.clear();
        self.runs.resize(n, (u16::MAX, 0));
        let mut i = 0;
        while i < n {
            if !self.capital[i] {
                i += 1;
                continue;
            }
            let mut j = i + 1;
            loop {
                if j < n && self.capital[j] {
                    j += 1;
                } else if j + 1 < n
                    && self.capital[j + 1]
                    && [of, hyphen, and].contains(&self.words[j + 2].lower)
                {
                    j += 2;
                } else {
                    break;
                }
            }
            for r in &mut self.runs[i..j] {
                *r = (i as u16, j as u16);
            }
            i = j;
        }
    }

    /// Whether word `i` can be part of a name at all, after `last`.
    #[inline]
    pub fn plausible(&self, i: usize, last: u8) -> bool {
        if matches!(parts(last), Some((_, Place::Begin | Place::Inside))) {
            return true;
        }
        self.capital[i]
            || self.capital.get(i + 1).copied().unwrap_or(false)
            || self.capital.get(i + 2).copied().unwrap_or(false)
                && !self.capital.get(i + 1).copied().unwrap_or(true)
            || self.marks[i] & 0x4f != 0
    }

    /// The features of word `i` after words labelled `labels`.
    pub fn features(&self, history: &History, labels: &[u8], i: usize) -> [u32; FEATURES] {
        let words = &self.words;
        let (a, b, w, c, d) = (&words[i], &words[i + 1], &words[i + 2], &words[i + 3], &words[i + 4]);
        let tag = |k: usize| self.tags.get(k).map_or(250, |&t| u32::from(t));
        let back = |k: usize| if i >= k { u32::from(self.tags[i - k]) } else { 251 };
        let (t, ta, tb, tc, td) = (tag(i), back(2), back(1), tag(i + 1), tag(i + 2));
        let l1 = if i > 0 { u32::from(labels[i - 1]) } else { 99 };
        let l2 = if i > 1 { u32::from(labels[i - 2]) } else { 99 };
        let g = self.marks[i];
        let gb = if i > 0 { self.marks[i - 1] } else { 0 };
        let gc = self.marks.get(i + 1).copied().unwrap_or(0);
        let h = history.of(w);
        let (hb, hc) = (history.of(b), history.of(c));
        let small = u32::from(history.small.contains(&w.lower)) | u32::from(i == 0) << 1;
        let head = self.heads[i] as usize;
        let (hw, ht) = words.get(head + 2).filter(|_| head != i).map_or((1, 249), |w| (w.lower, tag(head)));
        let relation = u32::from(self.relations[i]);
        let (from, to) = self.runs[i];
        let inside = from != u16::MAX;
        let (from, to) = if inside { (from as usize, to as usize) } else { (i, i + 1) };
        let run = u32::from(inside) << 8 | ((i - from).min(5) as u32) << 4 | (to - 1 - i).min(5) as u32;
        let (first, last) = (&words[from + 2], &words[to + 1]);
        let (before, after) = (&words[from + 1], &words[to + 2]);
        [
            one(0, w.form),
            one(1, w.lower),
            one(2, w.suffix[1]),
            one(3, w.suffix[2]),
            one(4, w.suffix[3]),
            one(5, w.prefix[1]),
            one(6, w.prefix[2]),
            one(7, w.prefix[3]),
            one(8, w.shape),
            one(9, w.fine),
            one(10, w.coarse),
            one(11, b.lower),
            one(12, b.shape),
            one(13, b.fine),
            one(14, b.suffix[2]),
            one(15, c.lower),
            one(16, c.shape),
            one(17, c.fine),
            one(18, c.suffix[2]),
            one(19, a.lower),
            one(20, a.fine),
            one(21, d.lower),
            one(22, d.fine),
            one(23, t),
            one(24, tb),
            one(25, tc),
            two(26, tb, t),
            two(27, t, tc),
            three(28, tb, t, tc),
            one(29, ta),
            one(30, td),
            one(31, l1),
            two(32, l1, l2),
            two(33, l1, w.lower),
            two(34, l1, w.shape),
            two(35, l1, t),
            two(36, l1, w.fine),
            two(37, l1, c.lower),
            two(38, l1, c.shape),
            two(39, b.lower, w.lower),
            two(40, w.lower, c.lower),
            two(41, b.fine, w.fine),
            two(42, w.fine, c.fine),
            three(43, b.shape, w.shape, c.shape),
            one(44, g),
            two(45, g, gc),
            two(46, g, w.shape),
            two(47, g, l1),
            two(48, gb, g),
            three(49, g, l1, t),
            two(50, g & 0x0001_0001, l1),
            two(51, g & 0x0004_0004, l1),
            two(52, g & 0x0008_0008, l1),
            two(53, g & 0x0040_0040, gc & 0x0040_0040),
            two(54, gb & 0x0010_0010, l1),
            one(55, h),
            two(56, h, l1),
            two(57, h, hc),
            two(58, hb, h),
            two(59, h, w.lower),
            two(60, small, w.shape),
            two(61, small, t),
            two(62, small, l1),
            two(63, relation, hw),
            two(64, relation, ht),
            two(65, hw, t),
            one(66, run),
            two(67, run, l1),
            one(68, last.lower),
            one(69, first.lower),
            one(70, before.lower),
            one(71, after.lower),
            two(72, last.lower, l1),
            two(73, last.fine, run),
            two(74, before.lower, l1),
            two(75, before.lower, run),
            two(76, after.lower, run),
            two(77, last.lower, run),
            two(78, first.lower, run),
            three(79, before.fine, after.fine, run),
            two(80, l1, w.suffix[2]),
            two(81, self.marks[from], run),
            two(82, self.marks[to - 1], run),
            two(83, c.lower, d.lower),
        ]
    }
}

/// The name tagger at run time.
#[derive(Debug, Default)]
pub struct Names {
    weights: Sparse,
    /// The gazetteer.
    pub gazetteer: Gazetteer,
    /// What is taken off the score of [`OUTSIDE`], in units of the table.
    outside: i32,
    offices: HashedMap<()>,
}

/// Words that end an office before a person's name: "Norvian Foreign Minister Ida Lind".
const OFFICES: [&str; 30] = [
    "minister",
    "president",
    "premier",
    "chancellor",
    "ambassador",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "envoy",
    "chairman",
    "chairwoman",
    "ceo",
    "cfo",
    "commander",
    "king",
    "queen",
    "senator",
    "governor",
    "mayor",
    "councillor",
    "councilor",
    "counselor",
    "councilman",
    "congressman",
    "emir",
    "sultan",
    "colonel",
    "lieutenant",
    "admiral",
    "negotiator",
];

impl Names {
    /// A name tagger; `outside` is taken off the score of being outside, in units of training.
    pub fn new(table: &Table, gazetteer: Gazetteer, outside: f32) -> Names {
        let offices = OFFICES.iter().map(|o| (key(o), ())).collect();
        Names { weights: table.sparse(), gazetteer, outside: table.scaled(outside), offices }
    }

    /// Appends what [`Names::new`] takes to `out`.
    pub fn write(table: &Table, gazetteer: &Gazetteer, outside: f32, out: &mut Vec<u8>) {
        out.extend_from_slice(&outside.to_bits().to_le_bytes());
        gazetteer.write(out);
        table.write(out);
    }

    /// Reads what [`Names::write`] wrote.
    ///
    /// # Errors
    /// [`Error::Model`] when the bytes are no name tagger.
    pub fn read(input: &mut &[u8]) -> Result<Names, Error> {
        let outside = f32::from_bits(read_u32(input)?);
        let gazetteer = Gazetteer::read(input)?;
        let table = Table::read(input)?;
        if table.labels as usize != LABELS {
            return Err(Error::Model("table of another label set"));
        }
        Ok(Names::new(&table, gazetteer, outside))
    }

    /// The names of a sentence, as kind (index in [`KINDS`]) and words, read off its labels and put right by what the
    /// gazetteer knows for certain.
    pub fn names(&self, scene: &Scene, labels: &[u8]) -> Vec<(usize, Range<usize>)> {
        let mut out = Vec::new();
        for (kind, words) in spans(labels) {
            self.tidy(scene, kind, words, &mut out);
        }
        self.states(scene, &mut out);
        out
    }

    /// One name: an office that it was run together with is cut off, and what follows it is a person; two states joined
    /// by a hyphen are two names; a state is a place and a listed organisation is one.
    fn tidy(
        &self,
        scene: &Scene,
        mut kind: usize,
        mut words: Range<usize>,
        out: &mut Vec<(usize, Range<usize>)>,
    ) {
        let hyphen = key("-");
        let lower = |i: usize| scene.words[i + 2].lower;
        let listed = |r: Range<usize>| self.gazetteer.of(r.map(lower));
        // "Ida Lind in Norhaven": where it was is no part of a person's name.
        let place = |from: usize, end: usize| {
            (from + 1..end).find(|&i| !scene.capital[i] && is_preposition(lower(i))).unwrap_or(end)
        };
        if let Some(i) = words.clone().rev().find(|&i| self.offices.contains_key(&lower(i))) {
            let rest = i + 1..place(i + 1, words.end);
            if rest.is_empty() {
                // "the Prime Minister" is no name; "the Office of the Prime Minister" is.
                if kind == PERSON {
                    return;
                }
            } else if (kind == PERSON || i > words.start)
                && rest.len() <= 6
                && rest.clone().all(|i| scene.capital[i] || lower(i) == hyphen)
            {
                (kind, words) = (PERSON, rest);
            }
        }
        if kind == PERSON {
            words.end = place(words.start, words.end);
        }
        if let Some(i) = words.clone().find(|&i| lower(i) == hyphen) {
            let sides = [words.start..i, i + 1..words.end];
            let known = sides.clone().map(|r| listed(r) & (class::STATE | class::DEMONYM));
            let body = listed(sides[0].clone()) & class::ORGANIZATION;
            if (known[0] | body) != 0 && known[1] != 0 && listed(words.clone()) == 0 {
                for side in sides {
                    self.tidy(scene, kind, side, out);
                }
                return;
            }
        }
        let known = listed(words.clone());
        if known & class::STATE != 0
            && (kind == ORGANIZATION || kind == OTHER)
            && known & class::ORGANIZATION == 0
        {
            kind = PLACE;
        } else if known == class::ORGANIZATION {
            kind = ORGANIZATION;
        } else if known == class::DEMONYM {
            kind = OTHER;
        }
        out.push((kind, words));
    }

    /// Adds the states that no label found.
    fn states(&self, scene: &Scene, out: &mut Vec<(usize, Range<usize>)>) {
        let n = scene.tags.len();
        let mut free = vec![true; n];
        for (_, r) in out.iter() {
            free[r.clone()].fill(false);
        }
        let mut i = 0;
        while i < n {
            let begins = free[i] && scene.capital[i] && scene.marks[i] & u32::from(class::STATE) != 0;
            let longest = begins.then(|| {
                (1..=LONGEST.min(n - i)).rev().find(|&k| {
                    free[i..i + k].iter().all(|&f| f)
                        && self.gazetteer.of(scene.words[i + 2..i + 2 + k].iter().map(|w| w.lower))
                            & class::STATE
                            != 0
                })
            });
            match longest.flatten() {
                // A given name alone ("Jordan") is left to the labels.
                Some(k) if k > 1 || scene.marks[i] & u32::from(class::GIVEN) == 0 => {
                    out.push((PLACE, i..i + k));
                    i += k;
                }
                _ => i += 1,
            }
        }
        out.sort_unstable_by_key(|x| x.1.start);
    }

    /// The labels of a sentence.
    pub fn tag(&self, scene: &Scene, history: &History, labels: &mut Vec<u8>) {
        labels.clear();
        let n = scene.tags.len();
        let mut scores = [0; 256];
        for i in 0..n {
            let last = labels.last().copied().unwrap_or(OUTSIDE);
            if !scene.plausible(i, last) {
                labels.push(OUTSIDE);
                continue;
            }
            self.weights.score(&scene.features(history, labels, i), &mut scores);
            scores[OUTSIDE as usize] -= self.outside;
            for l in 0..LABELS as u8 {
                if !follows(last, l, i + 1 == n) {
                    scores[l as usize] = i32::MIN;
                }
            }
            labels.push(best(&scores[..LABELS]) as u8);
        }
    }
}

/// The words of a sentence as their tags would have them written, where its capitals say nothing: everything in
/// capitals, everything small, or a headline with a capital on every word. `None` where capitals can be trusted.
pub fn recased(forms: &[&str], tags: &[Tag], tag_set: &[(Upos, Xpos)]) -> Option<Vec<String>> {
    let upos = |i: usize| tag_set.get(tags[i] as usize).map_or(Upos::X, |t| t.0);
    let (mut words, mut letters, mut large, mut small, mut longer, mut longer_capital, mut common) =
        (0, 0, 0, 0, 0, 0, 0);
    for (i, f) in forms.iter().enumerate() {
        let Some(first) = f.chars().next().filter(|c| c.is_alphabetic()) else { continue };
        words += 1;
        letters += f.len();
        large += f.chars().filter(|c| c.is_uppercase()).count();
        small += f.chars().filter(|c| c.is_lowercase()).count();
        if f.len() > 3 {
            longer += 1;
            longer_capital += usize::from(first.is_uppercase());
            common += usize::from(first.is_uppercase() && upos(i) != Upos::Propn);
        }
    }
    let capitals = small == 0 && words >= 3 && letters >= 10;
    let smalls = large == 0 && words >= 4;
    let headline = longer >= 4 && longer_capital * 20 >= longer * 17 && common >= 2;
    if !(capitals || smalls || headline) {
        return None;
    }
    let write = |i: usize| {
        let f = forms[i];
        let short = f.len() <= 3 && f.chars().all(char::is_uppercase);
        let mixed = f.chars().skip(1).any(char::is_uppercase) && f.chars().any(char::is_lowercase);
        if mixed || !capitals && short {
            return f.to_string();
        }
        match upos(i) {
            Upos::Propn if short => f.to_string(),
            Upos::Propn => {
                let mut c = f.chars();
                let acronym = !capitals && f.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
                if acronym {
                    f.to_string()
                } else {
                    c.next()
                        .map(|x| x.to_uppercase().chain(c.flat_map(char::to_lowercase)).collect())
                        .unwrap_or_default()
                }
            }
            _ => f.to_lowercase(),
        }
    };
    Some((0..forms.len()).map(write).collect())
}

/// The names that `labels` spell: kind and range of words.
pub fn spans(labels: &[u8]) -> Vec<(usize, Range<usize>)> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, &l) in labels.iter().enumerate() {
        match parts(l) {
            Some((_, Place::Begin)) => start = i,
            Some((k, Place::Last)) => out.push((k, start..i + 1)),
            Some((k, Place::Single)) => out.push((k, i..i + 1)),
            _ => {}
        }
    }
    out
}

/// Whether it is a preposition that stands in no name of a person ("of" and "bin" may).
fn is_preposition(lower: u32) -> bool {
    const WORDS: [&str; 14] = [
        "about", "after", "at", "before", "between", "by", "during", "for", "from", "in", "on", "over", "to",
        "with",
    ];
    WORDS.iter().any(|word| key(word) == lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_only_as_names_do() {
        let (b, i, l, u) =
            (label(0, Place::Begin), label(0, Place::Inside), label(0, Place::Last), label(1, Place::Single));
        assert!(follows(OUTSIDE, b, false) && !follows(OUTSIDE, b, true));
        assert!(follows(b, i, false) && follows(b, l, true) && !follows(b, OUTSIDE, false));
        assert!(
            !follows(b, label(1, Place::Last), false) && follows(l, u, true) && !follows(OUTSIDE, i, false)
        );
        assert_eq!(spans(&[OUTSIDE, b, i, l, u]), [(0, 1..4), (1, 4..5)]);
    }

    #[test]
    fn capitals_that_say_nothing_are_not_trusted() {
        let tags = [(Upos::Propn, Xpos::Nnp), (Upos::Verb, Xpos::Vbz), (Upos::Noun, Xpos::Nn)];
        let forms = ["NORVIA", "RECALLS", "ENVOY"];
        assert_eq!(
            recased(&forms, &[0, 1, 2], &tags),
            Some(vec!["Norvia".into(), "recalls".into(), "envoy".into()])
        );
        let forms = ["Norvia", "Recalls", "Envoy", "From", "Estmark"];
        let right = ["Norvia", "recalls", "envoy", "from", "Estmark"].map(String::from).to_vec();
        assert_eq!(recased(&forms, &[0, 1, 2, 2, 0], &tags), Some(right));
        assert_eq!(recased(&["Norvia", "recalls", "its", "envoy"], &[0, 1, 2, 2], &tags), None);
    }

    #[test]
    fn an_office_is_cut_off_the_name_behind_it() {
        let lexicon = crate::words::Lexicon::default();
        let forms = ["Norvian", "Foreign", "Minister", "Ida", "Lind"];
        let mut scene =
            Scene { capital: vec![true; 5], tags: vec![0; 5], marks: vec![0; 5], ..Scene::default() };
        scene.words.extend([Word::edge(1), Word::edge(2)]);
        scene.words.extend(forms.map(|f| lexicon.word(f)));
        let names = Names::new(&Table::quantise(&[0.0; LABELS], LABELS, 0.4), Gazetteer::default(), 1.0);
        let (b, i, l) = (label(1, Place::Begin), label(1, Place::Inside), label(1, Place::Last));
        assert_eq!(names.names(&scene, &[b, i, i, i, l]), [(0, 3..5)]);
        assert_eq!(names.names(&scene, &[b, i, l, OUTSIDE, OUTSIDE]), [(1, 0..3)]);
    }

    #[test]
    fn a_place_is_cut_off_the_name_before_it() {
        let lexicon = crate::words::Lexicon::default();
        let forms = ["Ida", "Lind", "in", "Norhaven"];
        let capital = vec![true, true, false, true];
        let mut scene = Scene { capital, tags: vec![0; 4], marks: vec![0; 4], ..Scene::default() };
        scene.words.extend([Word::edge(1), Word::edge(2)]);
        scene.words.extend(forms.map(|f| lexicon.word(f)));
        let names = Names::new(&Table::quantise(&[0.0; LABELS], LABELS, 0.4), Gazetteer::default(), 1.0);
        let [b, i, l] = [Place::Begin, Place::Inside, Place::Last].map(|place| label(PERSON, place));
        assert_eq!(names.names(&scene, &[b, i, i, l]), [(PERSON, 0..2)]);
        // A particle is part of a name.
        scene.words.truncate(2);
        scene.words.extend(["Ida", "van", "der", "Lind"].map(|f| lexicon.word(f)));
        scene.capital = vec![true, false, false, true];
        assert_eq!(names.names(&scene, &[b, i, i, l]), [(PERSON, 0..4)]);
    }

    #[test]
    fn the_longest_phrase_is_marked() {
        let lexicon = crate::words::Lexicon::default();
        let words: Vec<Word> = ["Gulf", "of", "Norvia"].map(|f| lexicon.word(f)).to_vec();
        let mut g = Gazetteer::default();
        g.add(words.iter().map(|w| w.lower), class::PLACE);
        g.add(words[2..].iter().map(|w| w.lower), class::STATE);
        let mut marks = Vec::new();
        g.mark(&words, &mut marks);
        assert_eq!(marks, [8, 8 << 16, 8 << 16 | 1]);
    }
}
