//! Precision and recall on the reports in `tests/corpus`, whose gold was written before the program read them and is
//! never edited to fit what it puts out. `cargo test --release -p chancery --test corpus -- --nocapture` prints the figures.
//!
//! An event counts as found when one of the record has its type (or one that the gold holds equally right), a state on
//! each side in common (for acts of both sides: two states in any role), and a sentence in common.

mod common;

use common::chancery;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

struct Act {
    kinds: Vec<String>,
    source: BTreeSet<String>,
    target: BTreeSet<String>,
    doc: String,
    sentences: Vec<String>,
}

impl Act {
    fn of(event: &Value, doc: &str, sentences: Vec<String>) -> Act {
        let mut kinds = vec![text(&event["type"])];
        kinds.extend(list(&event["alt_types"]).iter().map(text));
        Act {
            kinds,
            source: states(&event["source"]),
            target: states(&event["target"]),
            doc: doc.to_owned(),
            sentences,
        }
    }

    fn is_told_as(&self, other: &Act) -> bool {
        let both = ["CONSULT", "AGREE", "COOPERATE", "SUPPORT"].contains(&other.kinds[0].as_str());
        let all = |a: &Act| a.source.union(&a.target).cloned().collect::<BTreeSet<_>>();
        let sides = if both {
            all(self).intersection(&all(other)).count() >= all(self).len().min(2)
        } else {
            !self.source.is_disjoint(&other.source)
                && (self.target.is_empty() || !self.target.is_disjoint(&other.target))
        };
        let words = |a: &str, b: &str| a.contains(b) || b.contains(a);
        sides
            && self.doc == other.doc
            && self.kinds.contains(&other.kinds[0])
            && self.sentences.iter().any(|a| other.sentences.iter().any(|b| words(a, b)))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// States of a side, from codes ("CANGOV") or from the export's sides.
fn states(side: &Value) -> BTreeSet<String> {
    let code = |v: &Value| v.as_str().map(str::to_owned).or_else(|| v["code"].as_str().map(str::to_owned));
    list(side).iter().filter_map(code).map(|c| c.chars().take(3).collect()).collect()
}

/// A sentence with plain spaces.
fn plain(sentence: &str) -> String {
    sentence.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_record_tells_what_the_reports_tell() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let gold: Value = serde_json::from_slice(&std::fs::read(corpus.join("gold.json")).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let ran = chancery(folder.path(), args);
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran.out
    };
    for entry in std::fs::read_dir(&corpus).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "txt") {
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    run(&["build", "."]);
    let told = run(&["export", "--format", "jsonl"]);
    let mut predicted: Vec<Vec<Act>> = Vec::new();
    for line in told.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let by_doc = list(&event["evidence"])
            .iter()
            .map(|e| Act::of(&event, &text(&e["doc"]), vec![plain(&text(&e["text"]))]));
        predicted.push(by_doc.collect());
    }
    let (mut found, mut wanted, mut found_main, mut wanted_main) = (0, 0, 0, 0);
    let mut right = vec![false; predicted.len()];
    for (doc, report) in gold.as_object().unwrap() {
        for event in list(&report["events"]) {
            let sentences = list(&event["mentions"]).iter().map(|m| plain(&text(m))).collect();
            let act = Act::of(event, doc, sentences);
            let mut hit = false;
            for (tellings, right) in predicted.iter().zip(&mut right) {
                if tellings.iter().any(|p| act.is_told_as(p)) {
                    hit = true;
                    *right = true;
                }
            }
            if event["optional"] != true {
                wanted += 1;
                found += usize::from(hit);
            }
            if event["main"] == true {
                wanted_main += 1;
                found_main += usize::from(hit);
            }
        }
    }
    let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    let precision = share(right.iter().filter(|r| **r).count(), right.len());
    let (recall, main) = (share(found, wanted), share(found_main, wanted_main));
    println!("events {} precision {precision:.3} recall {recall:.3} main recall {main:.3}", right.len());
    assert!(precision >= 0.75 && recall >= 0.38 && main >= 0.55, "{precision:.3} {recall:.3} {main:.3}");
}
