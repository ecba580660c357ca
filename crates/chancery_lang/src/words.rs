//! What the models see of a word: hashes of its form, its ends and its shape, its clusters and the tags it is known by.

use crate::Error;
use crate::hash::{HashedMap, Hasher};
use crate::weights::{read_number, read_u32, take, write_number};

/// The longest part of a word that is looked at, in characters.
const LONGEST: usize = 48;

/// One word as the models see it. Hashes are 0 where there is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The form, with quotation marks and dashes made plain.
    pub form: u32,
    /// The form in lower case, digits as 0.
    pub lower: u32,
    /// Last one to five characters, in lower case.
    pub suffix: [u32; 5],
    /// First one to four characters.
    pub prefix: [u32; 4],
    /// Kinds of characters.
    pub shape: u32,
    /// Fine cluster; 0 when the word has none.
    pub fine: u32,
    /// Coarse cluster; 0 when the word has none.
    pub coarse: u32,
    /// Tags that the word is known by; 0 when unknown.
    pub known: u32,
}

impl Word {
    /// Marks the places before and after a sentence: `n` from 1.
    pub fn edge(n: u32) -> Word {
        let h = 0xffff_ff00 + n;
        Word {
            form: h,
            lower: h,
            suffix: [h; 5],
            prefix: [h; 4],
            shape: h,
            fine: 0xffff,
            coarse: 0xffff,
            known: h,
        }
    }
}

/// Plain forms of quotation marks and dashes.
fn plain(c: char) -> char {
    match c {
        '’' | '‘' | '´' | '`' | '‛' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '–' | '‑' | '‐' | '−' => '-',
        '―' => '—',
        _ => c,
    }
}

fn lower(c: char) -> char {
    if c.is_ascii() {
        if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() }
    } else {
        c.to_lowercase().next().unwrap_or(c)
    }
}

/// Hash of `form` in lower case with digits as 0: the key of [`Lexicon`].
pub fn key(form: &str) -> u32 {
    let mut h = Hasher::default();
    for c in form.chars().take(LONGEST) {
        h.push(lower(plain(c)) as u32);
    }
    h.get()
}

/// What is known of words from counting: clusters from raw text, tags from the treebanks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    clusters: HashedMap<(u16, u16)>,
    tags: HashedMap<u32>,
}

impl Lexicon {
    /// A lexicon of clusters (fine and coarse, both from 1) by [`key`].
    pub fn of_clusters(clusters: HashedMap<(u16, u16)>) -> Lexicon {
        Lexicon { clusters, tags: HashedMap::default() }
    }

    /// The same with sets of tags, as one number each, by [`key`].
    pub fn with_tags(mut self, tags: HashedMap<u32>) -> Lexicon {
        self.tags = tags;
        self
    }

    /// Appends the clusters to `out`.
    pub fn write_clusters(&self, out: &mut Vec<u8>) {
        let mut rows: Vec<_> = self.clusters.iter().map(|(&k, &v)| (k, v)).collect();
        rows.sort_unstable();
        out.extend_from_slice(&(rows.len() as u32).to_le_bytes());
        let mut last = 0;
        for &(k, _) in &rows {
            write_number(out, k - last);
            last = k;
        }
        for &(_, (fine, _)) in &rows {
            out.extend_from_slice(&fine.to_le_bytes());
        }
        for &(_, (_, coarse)) in &rows {
            out.extend_from_slice(&coarse.to_le_bytes());
        }
    }

    /// Reads what [`Lexicon::write_clusters`] wrote.
    ///
    /// # Errors
    /// [`Error::Model`] when the bytes are no such table.
    pub fn read_clusters(input: &mut &[u8]) -> Result<Lexicon, Error> {
        let n = read_u32(input)? as usize;
        if n > input.len() {
            return Err(Error::Model("clusters cut short"));
        }
        let mut keys = Vec::with_capacity(n);
        let mut last = 0u32;
        for _ in 0..n {
            last = last.wrapping_add(read_number(input)?);
            keys.push(last);
        }
        let fine = take(input, 2 * n)?;
        let coarse = take(input, 2 * n)?;
        let number = |b: &[u8], i: usize| u16::from_le_bytes([b[2 * i], b[2 * i + 1]]);
        let clusters =
            keys.iter().enumerate().map(|(i, &k)| (k, (number(fine, i), number(coarse, i)))).collect();
        Ok(Lexicon { clusters, tags: HashedMap::default() })
    }

    /// Appends the sets of tags to `out`.
    pub fn write_tags(&self, out: &mut Vec<u8>) {
        let mut rows: Vec<_> = self.tags.iter().map(|(&k, &v)| (k, v)).collect();
        rows.sort_unstable();
        let mut sets: Vec<u32> = rows.iter().map(|r| r.1).collect();
        sets.sort_unstable();
        sets.dedup();
        out.extend_from_slice(&(sets.len() as u32).to_le_bytes());
        for s in &sets {
            out.extend_from_slice(&s.to_le_bytes());
        }
        out.extend_from_slice(&(rows.len() as u32).to_le_bytes());
        let mut last = 0;
        for &(k, _) in &rows {
            write_number(out, k - last);
            last = k;
        }
        for &(_, v) in &rows {
            write_number(out, sets.binary_search(&v).unwrap_or(0) as u32);
        }
    }

    /// Reads what [`Lexicon::write_tags`] wrote into this lexicon.
    ///
    /// # Errors
    /// [`Error::Model`] when the bytes are no such table.
    pub fn read_tags(&mut self, input: &mut &[u8]) -> Result<(), Error> {
        let n = read_u32(input)? as usize;
        let mut sets = Vec::new();
        for _ in 0..n {
            sets.push(read_u32(input)?);
        }
        let n = read_u32(input)? as usize;
        if n > input.len() {
            return Err(Error::Model("tag sets cut short"));
        }
        let mut keys = Vec::with_capacity(n);
        let mut last = 0u32;
        for _ in 0..n {
            last = last.wrapping_add(read_number(input)?);
            keys.push(last);
        }
        for k in keys {
            let i = read_number(input)? as usize;
            self.tags.insert(k, *sets.get(i).ok_or(Error::Model("no such tag set"))?);
        }
        Ok(())
    }

    /// What the models see of `form`.
    pub fn word(&self, form: &str) -> Word {
        let mut chars = ['\0'; LONGEST];
        let mut n = 0;
        for c in form.chars().take(LONGEST) {
            chars[n] = plain(c);
            n += 1;
        }
        let chars = &chars[..n];
        let mut w = Word::default();
        let (mut hf, mut hl, mut hs) = (Hasher::default(), Hasher::default(), Hasher::default());
        let (mut kind, mut run) = (0u32, 0);
        for (i, &c) in chars.iter().enumerate() {
            hf.push(c as u32);
            hl.push(lower(c) as u32);
            if i < 4 {
                w.prefix[i] = hf.get();
            }
            let k = if c.is_ascii_digit() {
                1
            } else if c.is_uppercase() {
                2
            } else if c.is_alphabetic() {
                3
            } else {
                c as u32
            };
            run = if k == kind { run + 1 } else { 0 };
            kind = k;
            if run < 2 {
                hs.push(k);
            }
        }
        w.form = hf.get();
        w.lower = hl.get();
        w.shape = hs.get();
        let mut h = Hasher::default();
        for (i, &c) in chars.iter().rev().take(5).enumerate() {
            h.push(lower(c) as u32);
            w.suffix[i] = h.get();
        }
        if let Some(&(fine, coarse)) = self.clusters.get(&w.lower) {
            w.fine = u32::from(fine);
            w.coarse = u32::from(coarse);
        }
        w.known = self.tags.get(&w.lower).copied().unwrap_or(0);
        w
    }
}
