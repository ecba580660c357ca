//! `chancery compare` on the two pairs of readouts under `examples`: what their authors put into them on purpose
//! (`examples/README.md`) is what comes out.

mod common;

use common::{Ran, chancery};
use serde_json::Value;
use std::path::PathBuf;

/// A record of one pair of readouts, and the id of the meeting that both tell of.
fn pair(name: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let examples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    let built = chancery(folder.path(), &["build", examples.to_str().unwrap()]);
    assert_eq!(built.status, 0, "{}", built.err);
    let timeline =
        json(&chancery(folder.path(), &["timeline", "--json", "--type", "consult", "--min-sources", "2"]));
    let meetings = timeline["events"].as_array().unwrap();
    let meeting =
        meetings.iter().find(|event| event["status"] == "happened").expect("one meeting, told by both");
    let id = meeting["id"].as_str().unwrap().to_owned();
    (folder, id)
}

fn json(ran: &Ran) -> Value {
    assert_eq!(ran.status, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The point of which some report's words hold these.
#[track_caller]
fn point<'v>(view: &'v Value, words: &str) -> &'v Value {
    let holds = |point: &&Value| {
        let accounts = list(&point["accounts"]).iter().filter(|account| !account.is_null());
        let mut passages = accounts.flat_map(|account| list(&account["passages"]));
        passages.any(|passage| passage["text"].as_str().unwrap().contains(words))
            && point["circumstance"] == false
    };
    list(&view["points"]).iter().find(holds).unwrap_or_else(|| panic!("no point with “{words}”"))
}

#[track_caller]
fn circumstance<'v>(view: &'v Value, heading: &str) -> &'v Value {
    let found = list(&view["points"]).iter().find(|point| point["heading"] == heading);
    found.unwrap_or_else(|| panic!("no circumstance “{heading}”"))
}

fn kinds(point: &Value) -> Vec<&str> {
    list(&point["differences"]).iter().map(|difference| difference["kind"].as_str().unwrap()).collect()
}

#[track_caller]
fn both_tell(view: &Value, one: &str, other: &str) {
    assert!(std::ptr::eq(point(view, one), point(view, other)), "“{one}” and “{other}” are two points");
}

#[test]
fn kazan_two_days_and_two_names_of_a_quarrel() {
    let (folder, id) = pair("china-india");
    let view = json(&chancery(folder.path(), &["compare", &id, "--json"]));
    assert_eq!(list(&view["columns"]).len(), 2);
    assert_eq!(circumstance(&view, "When")["standing"], "contradicts");
    assert_eq!(circumstance(&view, "Where")["standing"], "same");
    let contradicting = list(&view["points"]).iter().filter(|point| point["standing"] == "contradicts");
    assert_eq!(contradicting.count(), 1);

    both_tell(&view, "relevant issues in the border areas", "complete disengagement");
    let border = point(&view, "complete disengagement");
    for kind in ["scope", "wording", "attribution"] {
        assert!(kinds(border).contains(&kind), "{kind} is not in {:?}", kinds(border));
    }
    both_tell(&view, "make good use of the Special Representatives", "will meet at an early date");
    assert!(kinds(point(&view, "at an early date")).contains(&"scope"));
    both_tell(&view, "sound and steady development", "stabilise and rebuild ties");
    for alone in ["Shanghai Cooperation Organization", "no threat", "first formal meeting", "multipolar"] {
        assert_eq!(point(&view, alone)["standing"], "only", "{alone}");
    }
}

#[test]
fn geneva_hours_prisoners_and_whose_wish() {
    let (folder, id) = pair("russia-united-states");
    let view = json(&chancery(folder.path(), &["compare", &id, "--json"]));
    let length = circumstance(&view, "How long");
    assert_eq!(length["standing"], "contradicts");
    let quoted: Vec<&str> = list(&length["differences"][0]["values"])
        .iter()
        .map(|value| value["quoted"]["text"].as_str().unwrap())
        .collect();
    assert_eq!(quoted, ["four hours", "three hours"]);
    assert_eq!(circumstance(&view, "When")["standing"], "same");
    assert_eq!(circumstance(&view, "At whose wish")["standing"], "only");
    assert_eq!(circumstance(&view, "How it is described")["standing"], "differs");

    both_tell(&view, "ambassadors will return", "go back to their posts");
    assert_eq!(point(&view, "ambassadors will return")["standing"], "same");
    both_tell(&view, "exchange of imprisoned citizens", "wrongfully detained Americans");
    for kind in ["scope", "wording", "attribution"] {
        assert!(kinds(point(&view, "wrongfully detained")).contains(&kind), "{kind}");
    }
    both_tell(&view, "dialogue on arms control", "Strategic Stability Dialogue");
    for alone in ["Navalny", "Afghanistan", "nuclear war cannot be won"] {
        assert_eq!(point(&view, alone)["standing"], "only", "{alone}");
    }
}

#[test]
fn a_comparison_is_called_as_a_person_would() {
    let (folder, id) = pair("russia-united-states");
    let run = |args: &[&str]| chancery(folder.path(), args);
    let plain = run(&["compare", &id]);
    assert_eq!((plain.status, plain.err.as_str()), (0, ""));
    assert!(
        plain.out.contains("Two accounts of one meeting") && !plain.out.contains('\u{1b}'),
        "{}",
        plain.out
    );
    assert!(plain.out.lines().all(|line| line.chars().count() <= 80));
    let beginning = &id[..8];
    assert_eq!(run(&["compare", beginning]).out, plain.out);
    let only = run(&["compare", &id, "--only", "contradicts"]).out;
    assert!(only.contains("four hours") && !only.contains("Navalny"), "{only}");
    let only = json(&run(&["compare", &id, "--only", "b", "--json"]));
    assert!(!list(&only["points"]).is_empty());
    for point in list(&only["points"]) {
        assert!(point["accounts"][0].is_null() && !point["accounts"][1].is_null());
    }

    let refused = |args: &[&str], words: &str| {
        let ran = run(args);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(words), "{args:?}: {}", ran.err);
    };
    refused(&["compare", "e-000000"], "no event “e-000000” is known");
    refused(&["compare", "arbat-2021-06-16-geneva"], "is a report");
    refused(&["compare", &id, "--only", "c"], "the reports: A and B");
    refused(&["compare", &id, "--only", "some"], "both, differs, contradicts");
}
