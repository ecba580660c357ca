//! A sum of small decision trees over measures: the judge of a page's blocks (`models/pages.bin`).

pub mod train;

/// Trees whose leaves add up to the odds of a yes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Forest {
    trees: Vec<Vec<Node>>,
}

/// A question, or a leaf.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Node {
    /// At or below the threshold it goes on with the next node, above it with that one.
    Split { measure: u8, threshold: f32, above: u8 },
    /// Logarithm of the odds, in [`UNIT`]s.
    Leaf(i16),
}

/// Parts of a whole logarithm of odds: sums of whole numbers are the same on every machine.
const UNIT: f32 = 1024.0;

/// Odds of fifty to one, as a logarithm.
const CLEAR: i32 = 4;

impl Forest {
    /// Reads a model file; `None` where the bytes are none.
    pub(crate) fn read(mut file: &[u8]) -> Option<Forest> {
        fn take<const N: usize>(file: &mut &[u8]) -> Option<[u8; N]> {
            let (head, rest) = file.split_first_chunk::<N>()?;
            *file = rest;
            Some(*head)
        }
        let count = u16::from_le_bytes(take(&mut file)?);
        let mut forest = Forest::default();
        for _ in 0..count {
            let [size] = take(&mut file)?;
            let mut tree = Vec::with_capacity(size as usize);
            for at in 0..size {
                let [measure, above] = take(&mut file)?;
                tree.push(if above == 0 {
                    Node::Leaf(i16::from_le_bytes(take(&mut file)?))
                } else if above > at + 1 && above < size {
                    Node::Split { measure, threshold: f32::from_le_bytes(take(&mut file)?), above }
                } else {
                    return None;
                });
            }
            // A tree that ends in a question would run out of its nodes.
            if !matches!(tree.last(), Some(Node::Leaf(_))) {
                return None;
            }
            forest.trees.push(tree);
        }
        file.is_empty().then_some(forest)
    }

    /// The bytes of a model file.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = (self.trees.len() as u16).to_le_bytes().to_vec();
        for tree in &self.trees {
            out.push(tree.len() as u8);
            for node in tree {
                match node {
                    Node::Split { measure, threshold, above } => {
                        out.extend([*measure, *above]);
                        out.extend(threshold.to_le_bytes());
                    }
                    Node::Leaf(value) => {
                        out.extend([0, 0]);
                        out.extend(value.to_le_bytes());
                    }
                }
            }
        }
        out
    }

    /// Logarithm of the odds that the measures ask for a yes; once they are beyond [`CLEAR`] the other trees are not asked.
    pub(crate) fn odds(&self, measures: &[f32]) -> f32 {
        let mut sum = 0;
        for (n, tree) in self.trees.iter().enumerate() {
            sum += leaf(tree, measures);
            if n % 16 == 15 && sum.abs() > CLEAR * UNIT as i32 {
                break;
            }
        }
        sum as f32 / UNIT
    }
}

fn leaf(tree: &[Node], measures: &[f32]) -> i32 {
    let mut at = 0;
    loop {
        match tree.get(at) {
            Some(Node::Split { measure, threshold, above }) => {
                let value = measures.get(*measure as usize).copied().unwrap_or_default();
                at = if value <= *threshold { at + 1 } else { *above as usize };
            }
            Some(Node::Leaf(value)) => return i32::from(*value),
            None => return 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forest_is_read_as_it_was_written() {
        let split = Node::Split { measure: 1, threshold: 2.5, above: 2 };
        let forest =
            Forest { trees: vec![vec![split, Node::Leaf(-1024), Node::Leaf(512)], vec![Node::Leaf(7)]] };
        let bytes = forest.write();
        assert_eq!(Forest::read(&bytes).as_ref(), Some(&forest));
        assert_eq!(forest.odds(&[0.0, 2.5]), (7.0 - 1024.0) / UNIT);
        assert_eq!(forest.odds(&[0.0, 2.6]), (7.0 + 512.0) / UNIT);
        assert!((0..bytes.len()).all(|n| Forest::read(&bytes[..n]).is_none()));
    }
}
