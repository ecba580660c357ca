//! The sentences in `silent.tsv` tell of no act between actors; the back-off has not learnt from them.
//! `cargo test --release -p chancery_code --test silent -- --nocapture` prints those that are coded all the same.

use chancery_code::{Knowledge, explain};
use chancery_model::OF_RECORD;

/// The share of them that may be coded with a score that enters a record ([`OF_RECORD`]), and at all.
const SURE: f64 = 0.08;
const ANY: f64 = 0.25;

#[test]
fn where_nothing_happened_little_is_coded() {
    let knowledge = Knowledge::embedded().expect("the patterns are read");
    let sentences = include_str!("silent.tsv").lines().filter_map(|line| line.strip_prefix("NONE\t"));
    let (mut total, mut any, mut sure) = (0.0, 0.0, 0.0);
    for sentence in sentences {
        total += 1.0;
        let found = explain(sentence, None, &knowledge);
        let Some(best) = found
            .events
            .iter()
            .max_by(|a, b| a.score.partial_cmp(&b.score).unwrap_or(std::cmp::Ordering::Equal))
        else {
            continue;
        };
        any += 1.0;
        if best.score.is_none_or(|s| s >= OF_RECORD) {
            sure += 1.0;
        }
        println!("{:?} {} by {}: {sentence}", best.score, best.event_type, best.pattern);
    }
    println!("{total} sentences: {:.1} % coded, {:.1} % surely", any / total * 100.0, sure / total * 100.0);
    assert!(sure / total <= SURE && any / total <= ANY, "{any} and {sure} of {total}");
}
