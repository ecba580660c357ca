//! How far the mean of a period moves when its independent reports are drawn anew.
//!
//! A bootstrap over clusters (B. Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979; C. A. Field and A. H.
//! Welsh, "Bootstrapping Clustered Data", 2007): reports are drawn with replacement, as many as there are, and bring
//! the events they tell; an event told by n of them comes with a nth from each. What copies a report is no report of
//! its own here. Where there are very many, they are dealt into groups, and groups are drawn.

use serde::Serialize;

/// What one event weighs, parted among the reports that tell it.
pub(super) const WHOLE: i64 = 1 << 20;
/// How often reports are drawn anew.
const DRAWS: usize = 200;
/// Ranks, from 0, of the 5th and the 95th percentile of the draws.
const LOW: usize = DRAWS / 20 - 1;
const HIGH: usize = DRAWS - DRAWS / 20 - 1;
/// More reports than these are dealt into so many groups; a prime, so that no rhythm of the reports (two outlets in
/// turn) falls in with the dealing. An index takes 16 random bits, so this must stay far below
/// 65,536.
const GROUPS: usize = 127;
const SEED: u64 = 0x1648_1648_1648_1648;

/// Nine of ten draws lie within; Goldstein points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Band {
    /// 5th percentile.
    pub low: f64,
    /// 95th percentile.
    pub high: f64,
}

/// What a report tells of a period: its shares of events, and those times the events' scores in tenths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub(super) report: usize,
    pub(super) weight: i64,
    pub(super) pull: i64,
}

/// The band of a period from what each of its reports tells; `None` with fewer than two. The seed makes the draws of a
/// period its own, whatever else is counted.
pub(super) fn band(reports: &[Share], seed: i32) -> Option<Band> {
    let mut groups: Vec<(i64, i64)> = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        match groups.get_mut(at % GROUPS) {
            Some(group) => *group = (group.0 + report.pull, group.1 + report.weight),
            None => groups.push((report.pull, report.weight)),
        }
    }
    if groups.len() < 2 {
        return None;
    }
    let mut random = SplitMix64(SEED ^ seed as u64);
    let mut means = [0.0; DRAWS];
    for mean in &mut means {
        let (mut pull, mut weight, mut drawn) = (0, 0, 0);
        while drawn < groups.len() {
            let mut bits = random.next();
            for _ in 0..4.min(groups.len() - drawn) {
                let (p, w) = groups[((bits & 0xffff) as usize * groups.len()) >> 16];
                (pull, weight) = (pull + p, weight + w);
                bits >>= 16;
                drawn += 1;
            }
        }
        *mean = pull as f64 / weight.max(1) as f64;
    }
    let rank = |at: usize, means: &mut [f64]| {
        let tenths = *means.select_nth_unstable_by(at, f64::total_cmp).1;
        (tenths * 10.0).round() / 100.0
    };
    Some(Band { low: rank(LOW, &mut means), high: rank(HIGH, &mut means) })
}

/// G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(scores: &[i64]) -> Option<Band> {
        let share = |score: &i64| Share { report: 0, weight: WHOLE, pull: score * 10 * WHOLE };
        band(&scores.iter().map(share).collect::<Vec<_>>(), 1)
    }

    #[test]
    fn the_generator_is_the_published_one() {
        let mut random = SplitMix64(0);
        assert_eq!([random.next(), random.next()], [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
    }

    #[test]
    fn one_report_has_no_band_and_agreement_a_narrow_one() {
        assert_eq!(of(&[3]), None);
        assert_eq!(of(&[3, 3, 3]), Some(Band { low: 3.0, high: 3.0 }));
        assert_eq!(of(&[-10, 10]), Some(Band { low: -10.0, high: 10.0 }));
        let wide = of(&[-5, 5].repeat(10)).unwrap();
        let narrow = of(&[-5, 5].repeat(200)).unwrap();
        // The theory has 1.645 · 5 / √n on either side: 1.84 and 0.41.
        assert!((-2.6..-1.2).contains(&wide.low) && (1.2..2.6).contains(&wide.high), "{wide:?}");
        assert!(narrow.high - narrow.low < 1.2, "{narrow:?}");
    }
}
