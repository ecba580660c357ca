//! Weights of the linear models: tables of hashed feature rows by labels.
//!
//! In training a table is dense and counts in whole numbers. What ships keeps 8 bits of each averaged weight, as
//! sign·√(|w|/max)·127, and only cells that matter; at run time a cell counts sign·q², so scores are whole numbers and
//! the same on every machine.

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
        if !rows.is_power_of_two() || rows > 1 << 24 || labels == 0 || labels > 255 {
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
            cells = cells.saturating_add(read_number(&mut gaps)?);
        }
        starts.resize(rows as usize + 1, cells);
        if cells as usize != n {
            return Err(Error::Model("table cut short"));
        }
        Ok(Table { rows, labels, max, starts, names, values })
    }

    /// The table as [`Sparse`] rows.
    pub fn sparse(&self) -> Sparse {
        let cell = |(&l, &q): (&u8, &i8)| (weight(q) as u32) << 16 | u32::from(l);
        let cells = self.names.iter().zip(&self.values).map(cell).collect();
        Sparse {
            mask: self.rows as usize - 1,
            labels: self.labels as usize,
            starts: self.starts.clone(),
            cells,
        }
    }

    /// The table, of at most four labels, as [`Narrow`] rows.
    pub fn narrow(&self) -> Narrow {
        let mut rows = vec![[0i8; 4]; self.rows as usize];
        for (row, ends) in rows.iter_mut().zip(self.starts.windows(2)) {
            let its = ends[0] as usize..ends[1] as usize;
            for (&l, &q) in self.names[its.clone()].iter().zip(&self.values[its]) {
                row[l as usize & 3] = q;
            }
        }
        Narrow { mask: self.rows as usize - 1, rows }
    }
}

#[inline(always)]
fn weight(q: i8) -> i32 {
    let q = i32::from(q);
    q * q.abs()
}

/// Rows at run time that hold only their non-zero cells.
#[derive(Debug, Default)]
pub struct Sparse {
    mask: usize,
    labels: usize,
    starts: Vec<u32>,
    cells: Vec<u32>,
}

impl Sparse {
    /// How many labels there are.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// Sums the rows of `features` into `scores`, one cell for each label.
    #[inline]
    pub fn score(&self, features: &[u32], scores: &mut [i32; 256]) {
        scores[..self.labels].fill(0);
        for &f in features {
            let row = f as usize & self.mask;
            let (a, b) = (self.starts[row] as usize, self.starts[row + 1] as usize);
            for &c in &self.cells[a..b] {
                scores[(c & 0xff) as usize] += (c as i32) >> 16;
            }
        }
    }
}

/// Rows at run time of at most four labels.
#[derive(Debug, Default)]
pub struct Narrow {
    mask: usize,
    rows: Vec<[i8; 4]>,
}

impl Narrow {
    /// Sums the rows of `features`.
    #[inline]
    pub fn score(&self, features: &[u32]) -> [i32; 4] {
        let mut scores = [0i32; 4];
        for &f in features {
            let row = self.rows[f as usize & self.mask];
            for k in 0..4 {
                scores[k] += weight(row[k]);
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

    #[test]
    fn a_table_survives_writing_and_scores_alike() -> Result<(), Error> {
        let mut t = Training::new(8, 5);
        for i in 0..2000u32 {
            t.step = i as i32 + 1;
            t.update(&[i.wrapping_mul(2654435761), i], (i % 5) as usize, ((i + 1) % 5) as usize);
        }
        let mut sum = Vec::new();
        t.add_average(1.0, &mut sum);
        let table = Table::quantise(&sum, 5, 0.3);
        let mut bytes = Vec::new();
        table.write(&mut bytes);
        let file = pack(&bytes);
        let content = unpack(&file)?;
        let back = Table::read(&mut &content[..])?;
        assert_eq!(back, table);
        let mut scores = [0; 256];
        back.sparse().score(&[3, 77], &mut scores);
        let cell = |row: usize| {
            let its = table.starts[row] as usize..table.starts[row + 1] as usize;
            its.filter(|&k| table.names[k] == 2).map(|k| weight(table.values[k])).sum::<i32>()
        };
        let by_hand = cell(3) + cell(77);
        assert_eq!(scores[2], by_hand);
        Ok(())
    }

    #[test]
    fn damaged_files_are_refused() {
        assert!(unpack(b"").is_err());
        assert!(unpack(b"CHLM\x02\xff\xff\x00\x00abc").is_err());
        assert!(Table::read(&mut &[0u8; 20][..]).is_err());
    }
}
