//! A build is killed at some moment, again and again; what comes out in the end is what one build makes.

#![allow(clippy::disallowed_methods)]

use chancery_build::{BuildOptions, Silent, build};
use chancery_code::Knowledge;
use chancery_store::{Store, StoreError, StoreProblem};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

const FOLDER: &str = "CHANCERY_TEST_KILLED";

fn run(folder: &Path, record: &str) {
    let options = BuildOptions { jobs: NonZeroUsize::new(2), ..BuildOptions::default() };
    let paths = [folder.join("wire.jsonl")];
    let knowledge = Knowledge::embedded().unwrap();
    let stop = AtomicBool::new(false);
    let now = "2031-04-01T08:00:00Z";
    build(&paths, &folder.join(record), &knowledge, &options, &mut Silent, &stop, now).unwrap();
}

/// Not a test of its own: the process that is killed. Does nothing unless it is started by the test below.
#[test]
fn build_until_killed() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        run(&PathBuf::from(folder), "killed.chancery");
    }
}

#[test]
fn a_killed_build_is_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let states = ["Canada", "Japan", "Italy", "Spain", "Norway", "Kenya", "Peru"];
    let lines: String = (0..1500)
        .map(|n| {
            let (a, b) = (states[n % 7], states[(n / 7 + n + 1) % 7]);
            let text = format!("{a} thanked {b} on Monday. Report {n} says that {b} met {a} in Geneva last week.");
            serde_json::json!({"id": n.to_string(), "text": text, "date": format!("2031-03-{:02}", n % 28 + 1)})
                .to_string()
                + "\n"
        })
        .collect();
    std::fs::write(folder.path().join("wire.jsonl"), lines).unwrap();
    run(folder.path(), "whole.chancery");
    let whole = Store::open(folder.path().join("whole.chancery")).unwrap();

    let record = folder.path().join("killed.chancery");
    let (mut killed, mut stored) = (0, false);
    for patience in [5, 20, 60, 120, 250, 400, 600] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "build_until_killed", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(patience));
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        // Whoever reads meanwhile sees nothing, or all of it.
        let opened = Store::open_read_only(&record);
        if let Err(StoreError { problem: StoreProblem::NotFound | StoreProblem::Empty, .. }) = &opened {
            assert!(!stored, "what was stored is gone");
        } else {
            stored = true;
            let reader = opened.unwrap();
            let reports = reader.totals().unwrap().reports;
            assert!(reports == 0 || reports == 1500, "{reports}");
            assert!(reader.record().is_ok());
        }
    }
    assert!(killed > 0, "the machine is faster than this test");
    run(folder.path(), "killed.chancery");
    let store = Store::open_read_only(&record).unwrap();
    assert_eq!(store.record().unwrap(), whole.record().unwrap());
    assert!(!store.is_stale().unwrap());
    drop(store);
    let mut left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["killed.chancery", "whole.chancery", "wire.jsonl"]);
}
