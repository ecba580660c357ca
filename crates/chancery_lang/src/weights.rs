//! Weights of the linear models: tables of hashed feature rows by labels.
//!
//! In training a table is dense and counts in whole numbers. What ships keeps 8 bits of each averaged weight, as
//! sign·√(|w|/max)·127, and only cells that matter; at run time a cell counts sign·q², so scores are whole numbers and
//! the same on every machine.
//!
//! A score adds up some hundred rows that lie anywhere in megabytes, so what it costs is waiting for memory. Two things
//! make that short: rows are packed tightly, [`Sparse`] with two bytes a cell, [`Narrow`] with two bytes a row; and each
//! step of a score (places of the rows, their cells, the sum) is a loop of its own without branches that depend on
//! what is loaded, so that the processor fetches many rows at once.

use std::collections::BTreeMap;

use crate::Error;

/// A dense table in training: whole-number weights and what averaging needs.
pub struct Training {
    labels: usize,
    mask: usize,
    /// Current weights, row by row.
    pub weights: Vec<i32>,
    /// Sum over updates of step × change.
    sums: Vec<i32>,
    /// The current step, from 1; one step is one sentence.
    pub step: i32,
}

impl Training {
    /// A table of `1 << bits` rows of `labels` cells.
    pub fn new(bits: u32, labels: usize) -> Training {
        let n = labels << bits;
        Training { labels, mask: (1 << bits) - 1, weights: vec![0; n], sums: vec![0; n], step: 1 }
    }

    /// Adds the rows of `features` into `scores`, which has one cell for each label.
    #[inline]
    pub fn score(&self, features: &[u32], scores: &mut [i32]) {
        scores.fill(0);
        for &f in features {
            let at = (f as usize & self.mask) * self.labels;
            for (s, w) in scores.iter_mut().zip(&self.weights[at..at + self.labels]) {
                *s += w;
            }
        }
    }

    /// Rewards label `right` and punishes label `wrong` on `features`.
    pub fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        for &f in features {
            let at = (f as usize & self.mask) * self.labels;
            self.weights[at + right] += 1;
            self.sums[at + right] += self.step;
            self.weights[at + wrong] -= 1;
            self.sums[at + wrong] -= self.step;
        }
    }

    /// Adds `share` of the averaged weights to `sum`, which starts empty. Linear models over the same features that were
    /// trained in different random orders are put together so: one table then scores as all of them.
    pub fn add_average(&self, share: f32, sum: &mut Vec<f32>) {
        let step = self.step as f32;
        sum.resize(self.weights.len(), 0.0);
        for ((x, &w), &s) in sum.iter_mut().zip(&self.weights).zip(&self.sums) {
            *x += share * (w as f32 - s as f32 / step);
        }
    }
}

/// No table has more rows.
const MOST_ROWS: usize = 1 << 24;
/// No table has more cells.
const MOST_CELLS: usize = (1 << 24) - 1;

/// A quantised table: its non-zero cells by row and label.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// How many rows, a power of two.
    pub rows: u32,
    /// How many labels.
    pub labels: u32,
    /// The greatest weight in training's units: that of q = ±127.
    pub max: f32,
    /// Where each row's cells begin, and where the last one's end.
    starts: Vec<u32>,
    names: Vec<u8>,
    values: Vec<i8>,
}

impl Table {
    /// Prunes and quantises averaged weights of `labels` cells a row. `prune` is the share of twice the median under
    /// which a weight is dropped.
    pub fn quantise(average: &[f32], labels: usize, prune: f32) -> Table {
        let mut sizes: Vec<f32> = average.iter().map(|w| w.abs()).filter(|&w| w > 0.0).collect();
        let (mut max, mut least) = (1.0, 0.0);
        if !sizes.is_empty() {
            let mid = sizes.len() / 2;
            let (_, median, _) = sizes.select_nth_unstable_by(mid, f32::total_cmp);
            least = prune * 2.0 * *median;
            max = average.iter().fold(0.0f32, |m, w| m.max(w.abs()));
        }
        let rows = (average.len() / labels) as u32;
        let mut table = Table {
            rows,
            labels: labels as u32,
            max,
            starts: vec![0],
            names: Vec::new(),
            values: Vec::new(),
        };
        for row in average.chunks_exact(labels) {
            for (label, &w) in row.iter().enumerate() {
                let q = ((w.abs() / max).sqrt() * 127.0).round() as i8;
                if w.abs() >= least && q > 0 {
                    table.names.push(label as u8);
                    table.values.push(if w < 0.0 { -q } else { q });
                }
            }
            table.starts.push(table.names.len() as u32);
        }
        table
    }

    /// What q² has to reach to count as much as `weight` did in training.
    pub fn scaled(&self, weight: f32) -> i32 {
        (weight / self.max * 127.0 * 127.0).round() as i32
    }

    /// How many cells are not zero.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether every cell is zero.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Appends the table to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut gaps = Vec::new();
        let mut last = 0;
        for (row, ends) in self.starts.windows(2).enumerate().filter(|x| x.1[0] < x.1[1]) {
            write_number(&mut gaps, row as u32 - last);
            write_number(&mut gaps, ends[1] - ends[0]);
            last = row as u32;
        }
        for x in [self.rows, self.labels, self.max.to_bits(), gaps.len() as u32, self.names.len() as u32] {
            out.extend_from_slice(&x.to_le_bytes());
        }
        out.extend_from_slice(&gaps);
        out.extend_from_slice(&self.names);
        out.extend(self.values.iter().map(|&q| q as u8));
    }

    /// Reads back what [`Table::write`] wrote.
    ///
    /// # Errors
    /// [`Error::Model`] when the bytes are not such a table.
    pub fn read(input: &mut &[u8]) -> Result<Table, Error> {
        let rows = read_u32(input)?;
        let labels = read_u32(input)?;
        let max = f32::from_bits(read_u32(input)?);
        let gaps_len = read_u32(input)? as usize;
        let n = read_u32(input)? as usize;
        if !rows.is_power_of_two()
            || rows as usize > MOST_ROWS
            || labels == 0
            || labels > 255
            || n > MOST_CELLS
        {
            return Err(Error::Model("table of an impossible size"));
        }
        let mut gaps = take(input, gaps_len)?;
        let names = take(input, n)?.to_vec();
        let values = take(input, n)?.iter().map(|&q| q as i8).collect();
        if names.iter().any(|&l| u32::from(l) >= labels) {
            return Err(Error::Model("cell outside its table"));
        }
        let mut starts = Vec::with_capacity(rows as usize + 1);
        let (mut row, mut cells) = (0u32, 0u32);
        while !gaps.is_empty() {
            row = row.saturating_add(read_number(&mut gaps)?);
            if row >= rows {
                return Err(Error::Model("cell outside its table"));
            }
            starts.resize(row as usize + 1, cells);
            let length = read_number(&mut gaps)?;
            if length > labels {
                return Err(Error::Model("cell outside its table"));
            }
            cells += length;
        }
        starts.resize(rows as usize + 1, cells);
        if cells as usize != n {
            return Err(Error::Model("table cut short"));
        }
        Ok(Table { rows, labels, max, starts, names, values })
    }

    /// The table as [`Sparse`] rows.
    pub fn sparse(&self) -> Sparse {
        let cell = |(&l, &q): (&u8, &i8)| u16::from_le_bytes([l, q as u8]);
        let padding = [0; COPIED];
        Sparse {
            labels: self.labels as usize,
            places: self.starts.windows(2).map(|ends| ends[0] << 8 | (ends[1] - ends[0])).collect(),
            cells: self.names.iter().zip(&self.values).map(cell).chain(padding).collect(),
        }
    }
}

#[inline(always)]
const fn weight(q: i8) -> i32 {
    let q = q as i32;
    q * q.abs()
}

/// What each cell counts, by its eight bits.
static WEIGHTS: [i32; 256] = {
    let mut out = [0; 256];
    let mut bits = 0;
    while bits < 256 {
        out[bits] = weight(bits as u8 as i8);
        bits += 1;
    }
    out
};

/// Rows at run time that hold only their non-zero cells.
#[derive(Debug, Default)]
pub struct Sparse {
    labels: usize,
    /// Of each row, where its cells begin (24 bits) and how many there are (8 bits).
    places: Vec<u32>,
    /// Label (low byte) and value (high byte) of the cells, row by row, and [`COPIED`] of padding.
    cells: Vec<u16>,
}

/// So many rows are looked up before the first is read.
const AHEAD: usize = 64;
/// Cells are copied together in runs of this length; most rows are one run.
const COPIED: usize = 24;
/// So many cells are added up at a time.
const GATHERED: usize = 1024;

impl Sparse {
    /// How many labels there are.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Sums the rows of `features` into `scores`, one cell for each label.
    #[inline]
    pub fn score(&self, features: &[u32], scores: &mut [i32; 256]) {
        scores[..self.labels].fill(0);
        self.add(features, scores);
    }

    /// Adds the rows of `features` to `scores`.
    #[inline]
    pub fn add(&self, features: &[u32], scores: &mut [i32; 256]) {
        let mask = self.places.len() - 1;
        let mut places = [0; AHEAD];
        let mut gathered = [0; GATHERED];
        for features in features.chunks(AHEAD) {
            for (place, &f) in places.iter_mut().zip(features) {
                *place = self.places[f as usize & mask];
            }
            let mut n = 0;
            for place in &places[..features.len()] {
                // What is copied behind the end of a row, the next row overwrites.
                let (mut from, mut to) = ((place >> 8) as usize, n);
                n += (place & 0xff) as usize;
                loop {
                    gathered[to..to + COPIED].copy_from_slice(&self.cells[from..from + COPIED]);
                    (from, to) = (from + COPIED, to + COPIED);
                    if to >= n {
                        break;
                    }
                }
                if n > GATHERED - COPIED - 0xff {
                    add(&gathered[..n], scores);
                    n = 0;
                }
            }
            add(&gathered[..n], scores);
        }
    }
}

#[inline]
fn add(cells: &[u16], scores: &mut [i32; 256]) {
    for cell in cells {
        let [label, value] = cell.to_le_bytes();
        scores[label as usize] += WEIGHTS[value as usize];
    }
}

/// Rows at run time of three labels. Of all rows there can be, few occur: a row is the number of its kind.
#[derive(Debug, Default, PartialEq)]
pub struct Narrow {
    /// Of each row, its kind.
    codes: Vec<u16>,
    /// The kinds, the commonest first: what the cells count, and a fourth cell for the sake of even steps.
    kinds: Vec<[i16; 4]>,
}

/// In a file a kind is one byte if it is less than this, else this and two more bytes elsewhere.
const RARE: u8 = 255;

impl Narrow {
    /// The rows of `table`, which has three labels.
    ///
    /// # Errors
    /// [`Error::Model`] when it has another number of labels, or more kinds of rows than 16 bits can number.
    pub fn of(table: &Table) -> Result<Narrow, Error> {
        if table.labels != 3 {
            return Err(Error::Model("table of another label set"));
        }
        let row = |ends: &[u32]| {
            let its = ends[0] as usize..ends[1] as usize;
            let mut row = [0; 4];
            for (&l, &q) in table.names[its.clone()].iter().zip(&table.values[its]) {
                row[l as usize & 3] = weight(q) as i16;
            }
            row
        };
        let rows = || table.starts.windows(2).map(row);
        let mut counts = BTreeMap::new();
        for row in rows() {
            *counts.entry(row).or_insert(0u32) += 1;
        }
        let mut kinds: Vec<[i16; 4]> = counts.keys().copied().collect();
        kinds.sort_by_key(|kind| u32::MAX - counts[kind]);
        let numbers: BTreeMap<[i16; 4], u16> = kinds.iter().copied().zip(0..=u16::MAX).collect();
        let codes: Option<Vec<u16>> = rows().map(|row| numbers.get(&row).copied()).collect();
        Ok(Narrow { codes: codes.ok_or(Error::Model("too many kinds of rows"))?, kinds })
    }

    /// Appends the rows to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        let rare: Vec<u16> =
            self.codes.iter().filter(|&&c| c >= RARE.into()).map(|c| c - u16::from(RARE)).collect();
        for n in [self.kinds.len(), self.codes.len(), rare.len()] {
            out.extend_from_slice(&(n as u32).to_le_bytes());
        }
        for cell in self.kinds.iter().flat_map(|kind| &kind[..3]) {
            out.extend_from_slice(&cell.to_le_bytes());
        }
        out.extend(self.codes.iter().map(|&c| c.min(RARE.into()) as u8));
        out.extend(rare.iter().map(|c| c.to_le_bytes()[0]));
        out.extend(rare.iter().map(|c| c.to_le_bytes()[1]));
    }

    /// Reads back what [`Narrow::write`] wrote.
    ///
    /// # Errors
    /// [`Error::Model`] when the bytes are not such rows.
    pub fn read(input: &mut &[u8]) -> Result<Narrow, Error> {
        let [kinds, rows, rare] = [read_u32(input)?, read_u32(input)?, read_u32(input)?].map(|n| n as usize);
        if kinds > 1 << 16 || !rows.is_power_of_two() || rows > MOST_ROWS || rare > rows {
            return Err(Error::Model("table of an impossible size"));
        }
        let cell = |b: &[u8], k: usize| i16::from_le_bytes([b[2 * k], b[2 * k + 1]]);
        let kinds: Vec<[i16; 4]> = take(input, 6 * kinds)?
            .chunks_exact(6)
            .map(|b| [cell(b, 0), cell(b, 1), cell(b, 2), 0])
            .collect();
        let common = take(input, rows)?;
        let (low, high) = (take(input, rare)?, take(input, rare)?);
        // One more, for where a row is common and the rare ones have run out.
        let rare: Vec<u16> =
            low.iter().zip(high).map(|(&l, &h)| u16::from_le_bytes([l, h])).chain([0]).collect();
        let mut met = 0;
        let mut most = 0;
        let mut codes = Vec::with_capacity(rows);
        codes.extend(common.iter().map(|&c| {
            let is_rare = c == RARE;
            let more = rare[met] & u16::from(is_rare).wrapping_neg();
            met = (met + usize::from(is_rare)).min(rare.len() - 1);
            let code = u16::from(c).saturating_add(more);
            most = most.max(code);
            code
        }));
        if met + 1 != rare.len() || most as usize >= kinds.len() {
            return Err(Error::Model("cell outside its table"));
        }
        Ok(Narrow { codes, kinds })
    }

    /// Sums the rows of `features`.
    #[inline]
    pub fn score<const N: usize>(&self, features: &[u32; N]) -> [i32; 4] {
        let mask = self.codes.len() - 1;
        let codes = features.map(|f| self.codes[f as usize & mask]);
        let mut scores = [0; 4];
        for code in codes {
            for (score, &cell) in scores.iter_mut().zip(&self.kinds[code as usize]) {
                *score += i32::from(cell);
            }
        }
        scores
    }
}

/// Appends a number in groups of seven bits.
pub fn write_number(out: &mut Vec<u8>, mut x: u32) {
    while x >= 0x80 {
        out.push(x as u8 | 0x80);
        x >>= 7;
    }
    out.push(x as u8);
}

/// Reads a number that [`write_number`] wrote.
///
/// # Errors
/// [`Error::Model`] when the bytes end first.
pub fn read_number(input: &mut &[u8]) -> Result<u32, Error> {
    let (mut x, mut shift) = (0u32, 0);
    loop {
        let (&b, rest) = input.split_first().ok_or(Error::Model("number cut short"))?;
        *input = rest;
        if shift > 28 {
            return Err(Error::Model("number too long"));
        }
        x |= u32::from(b & 0x7f) << shift;
        if b & 0x80 == 0 {
            return Ok(x);
        }
        shift += 7;
    }
}

/// Reads four bytes, least first.
///
/// # Errors
/// [`Error::Model`] when the bytes end first.
pub fn read_u32(input: &mut &[u8]) -> Result<u32, Error> {
    let b = take(input, 4)?;
    Ok(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// Takes `n` bytes off the front.
///
/// # Errors
/// [`Error::Model`] when there are fewer.
pub fn take<'i>(input: &mut &'i [u8], n: usize) -> Result<&'i [u8], Error> {
    if n > input.len() {
        return Err(Error::Model("file cut short"));
    }
    let (a, b) = input.split_at(n);
    *input = b;
    Ok(a)
}

/// Marks a model file. The last byte is raised whenever features or layouts change, so that a model is never used by a
/// program that reads it otherwise.
const MARK: &[u8] = b"CHLM\x02";

/// Packs the content of a model file: a mark, a version, the content under zstd.
pub fn pack(content: &[u8]) -> Vec<u8> {
    let mut out = MARK.to_vec();
    out.extend_from_slice(&(content.len() as u32).to_le_bytes());
    out.extend_from_slice(&zstd::bulk::compress(content, 19).unwrap_or_default());
    out
}

/// Unpacks what [`pack`] made.
///
/// # Errors
/// [`Error::Model`] when it is no such file.
pub fn unpack(file: &[u8]) -> Result<Vec<u8>, Error> {
    let mut input = file.strip_prefix(MARK).ok_or(Error::Model("not a model file of this version"))?;
    let n = read_u32(&mut input)? as usize;
    zstd::bulk::decompress(input, n).map_err(|_| Error::Model("cannot be decompressed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::Random;

    /// A table with rows of every length, and of more than three hundred kinds.
    fn table(labels: usize) -> Table {
        let mut random = Random(3);
        let mut average = vec![0.0; labels << 10];
        for (row, cells) in average.chunks_exact_mut(labels).enumerate() {
            for cell in cells.iter_mut().take(row % (labels + 1)) {
                *cell = random.below(2001) as f32 - 1000.0;
            }
        }
        Table::quantise(&average, labels, 0.3)
    }

    /// The sum of one label's cells.
    fn by_hand(table: &Table, features: &[u32], label: u8) -> i32 {
        let cells = |row: usize| table.starts[row] as usize..table.starts[row + 1] as usize;
        let its = features.iter().flat_map(|&f| cells((f % table.rows) as usize));
        its.filter(|&k| table.names[k] == label).map(|k| weight(table.values[k])).sum()
    }

    #[test]
    fn a_table_survives_writing_and_scores_alike() -> Result<(), Error> {
        let table = table(90);
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        let back = Table::read(&mut &unpack(&pack(&bytes))?[..])?;
        assert_eq!(back, table);
        let mut scores = [0; 256];
        for n in [0, 1, 64, 65, 200] {
            let features: Vec<u32> = (0..n).map(|k| k * 1013).collect();
            back.sparse().score(&features, &mut scores);
            let expected: Vec<i32> = (0..90).map(|label| by_hand(&table, &features, label)).collect();
            assert_eq!(scores[..90], expected);
        }
        Ok(())
    }

    #[test]
    fn narrow_rows_survive_writing_and_score_alike() -> Result<(), Error> {
        let table = table(3);
        let narrow = Narrow::of(&table)?;
        assert!(narrow.kinds.len() > usize::from(RARE) + 2);
        let mut bytes = Vec::new();
        narrow.write(&mut bytes);
        assert_eq!(Narrow::read(&mut &bytes[..])?, narrow);
        let features: [u32; 50] = std::array::from_fn(|k| k as u32 * 1013);
        let expected = [0, 1, 2].map(|label| by_hand(&table, &features, label));
        assert_eq!(narrow.score(&features)[..3], expected);
        for cut in 0..bytes.len() {
            assert!(Narrow::read(&mut &bytes[..cut]).is_err());
        }
        // A kind that is not there.
        bytes[0] -= 1;
        bytes.drain(12..18);
        assert!(Narrow::read(&mut &bytes[..]).is_err());
        assert!(Narrow::of(&self::table(4)).is_err());
        Ok(())
    }

    #[test]
    fn damaged_files_are_refused() {
        assert!(unpack(b"").is_err());
        assert!(unpack(b"CHLM\x02\xff\xff\x00\x00abc").is_err());
        assert!(Table::read(&mut &[0u8; 20][..]).is_err());
    }
}
