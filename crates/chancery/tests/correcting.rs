//! The program with an analyst's corrections: what they make of the record, what the log says, what stood before.

mod common;

use common::chancery;
use serde_json::Value;
use std::path::Path;

const CALL: &str = "date 2031-03-04\n\nCanadian Foreign Minister Mira Lind spoke by telephone with Japanese Foreign \
Minister Ren Arvo on Monday, the ministry said.\n";
const LATER: &str = "date 2031-03-25\n\nCanadian Foreign Minister Mira Lind spoke by telephone with Japanese Foreign \
Minister Ren Arvo on Monday, a spokesman said.\n";

fn events(folder: &Path, args: &[&str]) -> Vec<Value> {
    let ran = chancery(folder, &[&["timeline", "--json"], args].concat());
    assert_eq!(ran.status, 0, "{}", ran.err);
    let mut json: Value = serde_json::from_str(&ran.out).unwrap();
    serde_json::from_value(json["events"].take()).unwrap()
}

#[test]
fn corrections_hold_on_every_build_and_the_log_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let run = |args: &[&str]| chancery(path, args);
    std::fs::write(path.join("call.txt"), CALL).unwrap();
    std::fs::write(path.join("later.txt"), LATER).unwrap();
    assert_eq!(run(&["build", "call.txt", "later.txt"]).status, 0);
    let before = events(path, &[]);
    let ids: Vec<String> = before.iter().map(|e| e["id"].as_str().unwrap().into()).collect();
    let [one, two] = &ids[..] else { panic!("two calls are told: {before:?}") };

    // A wrong line stops the build before anything is changed.
    let file = path.join("record.corrections");
    let bytes = std::fs::read(path.join("record.chancery")).unwrap();
    std::fs::write(&file, format!("merge {one} {two}\nrecode {one} status=over\nmrege a b\n")).unwrap();
    let refused = run(&["build", "call.txt"]);
    assert_eq!(refused.status, 2, "{}", refused.err);
    assert!(
        refused.err.contains("line 2: «over» is no status") && refused.err.contains("line 3: «mrege»"),
        "{}",
        refused.err
    );
    assert_eq!(std::fs::read(path.join("record.chancery")).unwrap(), bytes);

    let merge = format!("merge {one} {two}  # one call");
    std::fs::write(
        &file,
        format!("{merge}\nrecode {one} place=\"Kuala Lumpur, MYS\"\nmerge e-0000000000 {one}\n"),
    )
    .unwrap();
    let built = run(&["build", "call.txt"]);
    assert_eq!(built.status, 0, "{}", built.err);
    assert!(built.err.contains("line 3: there is no event e-0000000000; nothing corrected"), "{}", built.err);
    let after = events(path, &[]);
    assert_eq!(after.len(), 1);
    assert_eq!(
        (after[0]["id"].as_str(), after[0]["place"]["state"].as_str()),
        (Some(one.as_str()), Some("MYS"))
    );
    assert_eq!(after[0]["corrected"][0], merge);
    let shown = run(&["show", two]);
    assert!(
        shown.err.contains("a correction made them one") && shown.out.contains("# one call"),
        "{}",
        shown.err
    );
    assert!(run(&["timeline"]).out.contains("corrected"));

    let log = run(&["log"]);
    assert!(log.out.contains(&format!("correction  {merge}")), "{}", log.out);
    assert!(log.out.contains(&format!("{two} is part of {one} now")), "{}", log.out);
    let json: Value = serde_json::from_str(&run(&["log", "--event", two, "--json"]).out).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
    assert_eq!(run(&["log", "--build", "7"]).status, 2);

    // The record as it stood then.
    assert_eq!(events(path, &["--as-of", "1"]), before);
    assert_eq!(run(&["timeline", "--as-of", "1999"]).status, 2);
    assert_eq!(run(&["timeline", "--as-of", "3"]).status, 2);

    // Without the file, what the record keeps holds; an empty one takes it back.
    std::fs::remove_file(&file).unwrap();
    let kept = run(&["build", "call.txt"]);
    assert!(kept.err.contains("record.corrections is not there: the 3 corrections"), "{}", kept.err);
    assert_eq!(events(path, &[]), after);
    std::fs::write(&file, "").unwrap();
    assert_eq!(run(&["build", "call.txt"]).status, 0);
    assert_eq!(events(path, &[]), before);
    assert!(run(&["log", "--since", "3"]).out.contains("withdrawn: merge"));
    assert_eq!(run(&["build", "call.txt", "--corrections", "nowhere.txt"]).status, 2);
}
