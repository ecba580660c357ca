//! Word clusters from raw text: words that have the same neighbours.
//!
//! Left and right neighbours among the commonest words are counted, weighed by positive pointwise mutual information,
//! brought down to 64 dimensions by orthogonal iteration, and clustered by k-means.

use crate::hash::{HashedMap, Random};
use crate::words::{Lexicon, key};

/// Words that occur at least so often have a cluster.
const LEAST: u32 = 8;
/// Neighbours that count, on each side.
const NEIGHBOURS: usize = 3000;
const DIMENSIONS: usize = 64;
const ROUNDS: usize = 8;
const FINE: usize = 500;
const COARSE: usize = 60;
const KMEANS_ROUNDS: usize = 20;

/// Counts of words and of their neighbours.
#[derive(Default)]
pub struct Counts {
    ids: HashedMap<u32>,
    keys: Vec<u32>,
    counts: Vec<u32>,
    /// Every sentence, as word numbers, each closed by `u32::MAX`.
    stream: Vec<u32>,
}

impl Counts {
    /// Takes one sentence in.
    pub fn add<'f>(&mut self, forms: impl Iterator<Item = &'f str>) {
        for f in forms {
            let k = key(f);
            let next = self.keys.len() as u32;
            let id = *self.ids.entry(k).or_insert(next);
            if id == next {
                self.keys.push(k);
                self.counts.push(0);
            }
            self.counts[id as usize] += 1;
            self.stream.push(id);
        }
        self.stream.push(u32::MAX);
    }

    /// How many words were taken in.
    pub fn words(&self) -> u64 {
        self.counts.iter().map(|&c| u64::from(c)).sum()
    }

    /// The clusters of every word that is common enough.
    pub fn cluster(&self) -> Lexicon {
        // Words by falling count; equal counts by key, so that the order is fixed.
        let mut order: Vec<u32> =
            (0..self.keys.len() as u32).filter(|&i| self.counts[i as usize] >= LEAST).collect();
        order.sort_unstable_by_key(|&i| (u32::MAX - self.counts[i as usize], self.keys[i as usize]));
        let mut rank = vec![u32::MAX; self.keys.len()];
        for (r, &i) in order.iter().enumerate() {
            rank[i as usize] = r as u32;
        }
        let near = NEIGHBOURS.min(order.len());
        // Columns: left neighbours, right neighbours, and the sentence's edges.
        let columns = 2 * (near + 1);
        let mut pairs: Vec<u64> = Vec::with_capacity(self.stream.len() * 2);
        let column = |x: Option<&u32>| match x {
            None | Some(&u32::MAX) => Some(near),
            Some(&i) => Some(rank[i as usize] as usize).filter(|&r| r < near),
        };
        for (i, &w) in self.stream.iter().enumerate() {
            if w == u32::MAX || rank[w as usize] == u32::MAX {
                continue;
            }
            let row = u64::from(rank[w as usize]) << 32;
            if let Some(c) = column(i.checked_sub(1).and_then(|k| self.stream.get(k))) {
                pairs.push(row | c as u64);
            }
            if let Some(c) = column(self.stream.get(i + 1)) {
                pairs.push(row | (near + 1 + c) as u64);
            }
        }
        pairs.sort_unstable();
        let mut cells: Vec<(u32, u32, f32)> = Vec::new();
        for p in pairs {
            let (r, c) = ((p >> 32) as u32, p as u32);
            match cells.last_mut() {
                Some(l) if l.0 == r && l.1 == c => l.2 += 1.0,
                _ => cells.push((r, c, 1.0)),
            }
        }
        let rows = order.len();
        let (mut row_sums, mut column_sums, mut total) = (vec![0f64; rows], vec![0f64; columns], 0f64);
        for &(r, c, n) in &cells {
            row_sums[r as usize] += f64::from(n);
            column_sums[c as usize] += f64::from(n).powf(0.75);
            total += f64::from(n).powf(0.75);
        }
        cells.retain_mut(|x| {
            let pmi = (f64::from(x.2) / row_sums[x.0 as usize] * total / column_sums[x.1 as usize]).ln();
            x.2 = pmi as f32;
            pmi > 0.0
        });
        let vectors = reduce(&cells, rows, columns);
        let fine = kmeans(&vectors, FINE.min(rows));
        let coarse = kmeans(&vectors, COARSE.min(rows));
        let table = (0..rows).map(|r| (self.keys[order[r] as usize], (fine[r] + 1, coarse[r] + 1))).collect();
        Lexicon::of_clusters(table)
    }
}

/// Rows of `DIMENSIONS` for each row of the sparse matrix, of length 1.
fn reduce(cells: &[(u32, u32, f32)], rows: usize, columns: usize) -> Vec<f32> {
    const D: usize = DIMENSIONS;
    let mut random = Random(41);
    let mut q: Vec<f32> =
        (0..columns * D).map(|_| (random.draw() >> 40) as f32 / (1 << 24) as f32 - 0.5).collect();
    let multiply = |q: &[f32]| {
        let mut y = vec![0f32; rows * D];
        for &(r, c, x) in cells {
            let (a, b) = (&mut y[r as usize * D..][..D], &q[c as usize * D..][..D]);
            for k in 0..D {
                a[k] += x * b[k];
            }
        }
        y
    };
    for _ in 0..ROUNDS {
        orthogonal(&mut q, columns);
        let y = multiply(&q);
        q.fill(0.0);
        for &(r, c, x) in cells {
            let (a, b) = (&mut q[c as usize * D..][..D], &y[r as usize * D..][..D]);
            for k in 0..D {
                a[k] += x * b[k];
            }
        }
    }
    orthogonal(&mut q, columns);
    let mut y = multiply(&q);
    // Weigh each dimension by the root of its singular value.
    let mut norms = vec![0f64; D];
    for row in y.chunks_exact(D) {
        for k in 0..D {
            norms[k] += f64::from(row[k]) * f64::from(row[k]);
        }
    }
    let scale: Vec<f32> =
        norms.iter().map(|&n| if n > 0.0 { (1.0 / n.sqrt().sqrt()) as f32 } else { 0.0 }).collect();
    for row in y.chunks_exact_mut(D) {
        let mut length = 0f32;
        for k in 0..D {
            row[k] *= scale[k];
            length += row[k] * row[k];
        }
        if length > 0.0 {
            let by = 1.0 / length.sqrt();
            row.iter_mut().for_each(|x| *x *= by);
        }
    }
    y
}

/// Makes the columns of a `n` × `DIMENSIONS` matrix orthonormal, first to last.
fn orthogonal(q: &mut [f32], n: usize) {
    const D: usize = DIMENSIONS;
    for k in 0..D {
        for _ in 0..2 {
            let mut dots = [0f64; D];
            for r in 0..n {
                let row = &q[r * D..][..D];
                for j in 0..k {
                    dots[j] += f64::from(row[j]) * f64::from(row[k]);
                }
            }
            for r in 0..n {
                let row = &mut q[r * D..][..D];
                let mut x = f64::from(row[k]);
                for j in 0..k {
                    x -= dots[j] * f64::from(row[j]);
                }
                row[k] = x as f32;
            }
        }
        let norm: f64 = (0..n).map(|r| f64::from(q[r * D + k]).powi(2)).sum();
        let by = if norm > 0.0 { (1.0 / norm.sqrt()) as f32 } else { 0.0 };
        for r in 0..n {
            q[r * D + k] *= by;
        }
    }
}

/// The cluster of each row, from 0; the first `k` rows, the commonest words, are the first centres.
fn kmeans(rows: &[f32], k: usize) -> Vec<u16> {
    const D: usize = DIMENSIONS;
    let n = rows.len() / D;
    let mut centres = rows[..k * D].to_vec();
    let mut of = vec![0u16; n];
    for _ in 0..KMEANS_ROUNDS {
        for (row, mine) in rows.chunks_exact(D).zip(&mut of) {
            let (mut best, mut most) = (0, f32::MIN);
            for (c, centre) in centres.chunks_exact(D).enumerate() {
                // Rows and centres have length 1: the nearest has the greatest product.
                let mut lanes = [0f32; 8];
                for (a, b) in row.chunks_exact(8).zip(centre.chunks_exact(8)) {
                    for l in 0..8 {
                        lanes[l] += a[l] * b[l];
                    }
                }
                let dot: f32 = lanes.iter().sum();
                if dot > most {
                    (best, most) = (c, dot);
                }
            }
            *mine = best as u16;
        }
        centres.fill(0.0);
        for (row, &c) in rows.chunks_exact(D).zip(&of) {
            for (a, b) in centres[c as usize * D..][..D].iter_mut().zip(row) {
                *a += b;
            }
        }
        for centre in centres.chunks_exact_mut(D) {
            let norm: f32 = centre.iter().map(|x| x * x).sum();
            if norm > 0.0 {
                let by = 1.0 / norm.sqrt();
                centre.iter_mut().for_each(|x| *x *= by);
            }
        }
    }
    of
}
