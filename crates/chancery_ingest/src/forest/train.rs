//! Learns a [`Forest`]: gradient boosting of trees on histograms (Friedman 2001, *Greedy function approximation*; Ke et al.
//! 2017, *LightGBM*), one thread, the same forest from the same examples.

use super::{Forest, Node, UNIT};

/// Examples, a row each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examples {
    /// Measures of each row, one after the other.
    pub measures: Vec<f32>,
    /// How many measures a row has.
    pub width: usize,
    /// What should come out.
    pub yes: Vec<bool>,
    /// How much a row counts.
    pub weights: Vec<f32>,
}

const TREES: usize = 240;
const LEAVES: usize = 24;
const RATE: f64 = 0.08;
/// No leaf has fewer rows.
const LEAST: u32 = 20;
/// Drawn towards no opinion, as if by this much evidence.
const PRIOR: f64 = 5.0;
/// Thresholds of a measure.
const BINS: usize = 64;

#[derive(Clone, Copy, Default)]
struct Sum {
    gradient: f64,
    curvature: f64,
    rows: u32,
}

impl Sum {
    fn plus(self, other: Sum) -> Sum {
        Sum {
            gradient: self.gradient + other.gradient,
            curvature: self.curvature + other.curvature,
            rows: self.rows + other.rows,
        }
    }

    fn minus(self, other: Sum) -> Sum {
        Sum {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
            rows: self.rows - other.rows,
        }
    }

    fn worth(self) -> f64 {
        self.gradient * self.gradient / (self.curvature + PRIOR)
    }
}

/// A leaf of a tree that grows.
struct Leaf {
    rows: Vec<u32>,
    sum: Sum,
    /// Gain, measure and bin of the best question.
    best: Option<(f64, usize, usize)>,
    /// Its place in the list of nodes.
    at: usize,
}

enum Grown {
    Leaf(f64),
    Split { measure: usize, bin: usize, below: usize, above: usize },
}

/// Learns from the examples.
pub(crate) fn learn(examples: &Examples) -> Forest {
    let rows = examples.yes.len();
    let thresholds: Vec<Vec<f32>> = (0..examples.width).map(|m| thresholds(examples, m)).collect();
    let bins: Vec<Vec<u8>> = thresholds
        .iter()
        .enumerate()
        .map(|(m, thresholds)| {
            let column = (0..rows).map(|r| examples.measures[r * examples.width + m]);
            column.map(|v| thresholds.partition_point(|t| *t < v) as u8).collect()
        })
        .collect();
    let mut odds = vec![0.0f64; rows];
    let mut forest = Forest::default();
    let mut slopes = vec![(0.0f64, 0.0f64); rows];
    for tree in 0..TREES {
        for (r, slope) in slopes.iter_mut().enumerate() {
            let p = 1.0 / (1.0 + (-odds[r]).exp());
            let weight = f64::from(examples.weights[r]);
            let wanted = f64::from(u8::from(examples.yes[r]));
            *slope = ((wanted - p) * weight, (p * (1.0 - p)).max(1e-6) * weight);
        }
        let drawn: Vec<u32> = (0..rows as u32).filter(|r| chance(tree, *r as usize) < 0.7).collect();
        let asked: Vec<usize> = (0..examples.width).filter(|m| chance(tree + 7_000_000, *m) < 0.5).collect();
        let grown = grow(drawn, &asked, &bins, &slopes);
        for (r, odds) in odds.iter_mut().enumerate() {
            let mut at = 0;
            *odds += loop {
                match grown[at] {
                    Grown::Leaf(value) => break value,
                    Grown::Split { measure, bin, below, above } => {
                        at = if usize::from(bins[measure][r]) <= bin { below } else { above };
                    }
                }
            };
        }
        let mut nodes = Vec::new();
        lay(&grown, 0, &thresholds, &mut nodes);
        forest.trees.push(nodes);
    }
    forest
}

/// Values that part the values of a measure into about equal shares; a value falls into the bin of the first threshold that is
/// not below it.
fn thresholds(examples: &Examples, measure: usize) -> Vec<f32> {
    let rows = examples.yes.len();
    let mut values: Vec<f32> = (0..rows).map(|r| examples.measures[r * examples.width + measure]).collect();
    values.sort_by(f32::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() > BINS {
        distinct = (1..=BINS).map(|n| values[(n * rows / BINS).min(rows) - 1]).collect();
        distinct.dedup();
    }
    distinct.pop();
    distinct
}

/// A number from 0 to 1 that is always the same for two numbers (the finalizer of SplitMix64).
fn chance(a: usize, b: usize) -> f64 {
    let mut z =
        (a as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (b as u64).wrapping_mul(0xd1b5_4a32_d192_ed03);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// A tree, the leaf with the most to gain split first.
fn grow(rows: Vec<u32>, asked: &[usize], bins: &[Vec<u8>], slopes: &[(f64, f64)]) -> Vec<Grown> {
    let leaf = |rows: Vec<u32>, at: usize| {
        let sum = rows.iter().fold(Sum::default(), |sum, r| {
            let (gradient, curvature) = slopes[*r as usize];
            sum.plus(Sum { gradient, curvature, rows: 1 })
        });
        let best = question(&rows, sum, asked, bins, slopes);
        Leaf { rows, sum, best, at }
    };
    let value = |sum: Sum| RATE * sum.gradient / (sum.curvature + PRIOR);
    let mut leaves = vec![leaf(rows, 0)];
    let mut grown = vec![Grown::Leaf(value(leaves[0].sum))];
    while leaves.len() < LEAVES {
        let gain = |leaf: &Leaf| leaf.best.map_or(0.0, |b| b.0);
        let Some(most) = (0..leaves.len()).max_by(|a, b| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b])))
        else {
            break;
        };
        let Some((gain, measure, bin)) = leaves[most].best else { break };
        if gain < 1e-3 {
            break;
        }
        let split = leaves.swap_remove(most);
        let (low, high): (Vec<u32>, Vec<u32>) =
            split.rows.into_iter().partition(|r| usize::from(bins[measure][*r as usize]) <= bin);
        let (below, above) = (grown.len(), grown.len() + 1);
        let (low, high) = (leaf(low, below), leaf(high, above));
        grown.push(Grown::Leaf(value(low.sum)));
        grown.push(Grown::Leaf(value(high.sum)));
        grown[split.at] = Grown::Split { measure, bin, below, above };
        leaves.extend([low, high]);
    }
    grown
}

/// The question that tells most about the rows of a leaf.
fn question(
    rows: &[u32],
    sum: Sum,
    asked: &[usize],
    bins: &[Vec<u8>],
    slopes: &[(f64, f64)],
) -> Option<(f64, usize, usize)> {
    if sum.rows < 2 * LEAST {
        return None;
    }
    let mut best: Option<(f64, usize, usize)> = None;
    for measure in asked {
        let mut sums = [Sum::default(); BINS + 1];
        let column = &bins[*measure];
        for r in rows {
            let (gradient, curvature) = slopes[*r as usize];
            let bin = &mut sums[usize::from(column[*r as usize])];
            *bin = bin.plus(Sum { gradient, curvature, rows: 1 });
        }
        let mut low = Sum::default();
        for (bin, here) in sums.iter().enumerate().take(BINS) {
            low = low.plus(*here);
            let high = sum.minus(low);
            if here.rows == 0 || low.rows < LEAST || high.rows < LEAST {
                continue;
            }
            let gain = low.worth() + high.worth() - sum.worth();
            if best.is_none_or(|b| gain > b.0) {
                best = Some((gain, *measure, bin));
            }
        }
    }
    best
}

/// Lays a grown tree out as it is kept: the lower branch of a question stands right behind it.
fn lay(grown: &[Grown], at: usize, thresholds: &[Vec<f32>], out: &mut Vec<Node>) {
    match &grown[at] {
        Grown::Leaf(value) => {
            let units = (*value as f32 * UNIT).round().clamp(f32::from(i16::MIN), f32::from(i16::MAX));
            out.push(Node::Leaf(units as i16));
        }
        Grown::Split { measure, bin, below, above } => {
            let here = out.len();
            out.push(Node::Leaf(0));
            lay(grown, *below, thresholds, out);
            out[here] = Node::Split {
                measure: *measure as u8,
                threshold: thresholds[*measure][*bin],
                above: out.len() as u8,
            };
            lay(grown, *above, thresholds, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_measures_tell_together_is_learnt() {
        let mut examples = Examples { width: 3, ..Examples::default() };
        for n in 0..2000usize {
            let row: [f32; 3] = std::array::from_fn(|m| (chance(n, m) * 10.0) as f32);
            examples.yes.push((row[0] > 4.0) != (row[1] > 6.0));
            examples.measures.extend(row);
            examples.weights.push(1.0);
        }
        let forest = learn(&examples);
        let right = examples
            .measures
            .chunks(3)
            .zip(&examples.yes)
            .filter(|(row, yes)| (forest.odds(row) > 0.0) == **yes);
        assert!(right.count() > 1960);
        assert_eq!(Forest::read(&forest.write()), Some(forest));
    }
}
