//! The program reading reports: what it keeps, what it skips, what it says, and with which status.

mod common;

use common::{chancery, program};
use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

/// A folder with files in it.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

const CALL: &[u8] = b"date 2031-03-04\n\nPresident Arvo of Estmark and President Lind of Norvia spoke by telephone on \
Monday, the palace said. They agreed to meet next week. Estmark had accused Norvia of detaining two fishing crews.\n";
const FRENCH: &[u8] =
    "Le président Arvo a téléphoné lundi au président Lind pour évoquer la situation des pêcheurs. Les \
deux dirigeants sont convenus de se rencontrer la semaine prochaine dans la capitale du pays voisin.\n"
        .as_bytes();

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_kept() {
    let lines = b"{\"id\": \"a\", \"text\": \"Estmark and Norvia signed an agreement on Monday.\"}\n{\"id\": \"b\", \"text\": \n";
    let folder = folder(&[
        ("in/call.txt", CALL),
        ("in/empty.txt", b""),
        (
            "in/picture.txt",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89",
        ),
        ("in/lines.jsonl", lines),
        ("in/french.txt", FRENCH),
        ("in/notes.xyz", b"what is this"),
    ]);
    let ran = chancery(folder.path(), &["build", "in", "missing.txt"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{}", ran.err);
    for words in [
        "Read 3 reports",
        "3 new",
        "1 report is in another language",
        "Skipped 4:",
        "empty.txt: it is empty",
        "picture.txt: it is not text but",
        "lines.jsonl, line 2: it is not JSON",
        "missing.txt: there is no such file",
        "notes.xyz",
        "from 3 reports",
        "next: chancery timeline",
    ] {
        assert!(ran.err.contains(words), "“{words}” is not in:\n{}", ran.err);
    }
    assert!(!ran.err.contains('\u{1b}') && !ran.err.contains('\r'), "{}", ran.err);

    let again = chancery(folder.path(), &["build", "in"]);
    assert!(again.err.contains("3 unchanged") && again.err.contains("nothing changed"), "{}", again.err);
    let one = chancery(folder.path(), &["build", "in/call.txt", "--json"]);
    assert_eq!((one.status, one.err.as_str()), (0, ""));
    let json: Value = serde_json::from_str(&one.out).unwrap();
    assert_eq!((json["unchanged"].as_u64(), json["reports"].as_u64()), (Some(1), Some(3)));

    let removed = chancery(folder.path(), &["build", "--remove", "french"]);
    assert_eq!(removed.status, 0, "{}", removed.err);
    assert!(removed.err.contains("Took out 1 report"), "{}", removed.err);
    let unknown = chancery(folder.path(), &["build", "--remove", "nothing-like-it"]);
    assert_eq!(unknown.status, 2, "{}", unknown.err);
}

#[test]
fn a_wrong_call_makes_no_record() {
    let folder = folder(&[("notes.txt", b"No record at all.\n")]);
    let run = |args: &[&str]| chancery(folder.path(), args);
    for (args, words) in [
        (&["build", "no-such-folder"][..], "no file or folder no-such-folder"),
        (&["build"], "PATH"),
        (&["build", "notes.txt", "--jobs", "0"], "--jobs"),
        (&["build", "notes.txt", "--max-report-size", "big"], "16MB"),
        (&["build", "notes.txt", "--column", "words=x"], "the fields: id, text"),
        (&["annotate", "no-such-file.txt"], "no-such-file.txt"),
    ] {
        let ran = run(args);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(words), "{args:?}: {}", ran.err);
    }
    assert!(!folder.path().join("record.chancery").exists());
    let taken = run(&["build", "notes.txt", "-r", "notes.txt"]);
    assert_eq!(taken.status, 3, "{}", taken.err);
    assert!(taken.err.contains("not a chancery record"), "{}", taken.err);
    assert_eq!(std::fs::read(folder.path().join("notes.txt")).unwrap(), b"No record at all.\n");
    let nowhere = run(&["build", "notes.txt", "-r", "nowhere/x.chancery"]);
    assert_eq!(nowhere.status, 3, "{}", nowhere.err);
}

#[test]
fn annotating_touches_no_record_and_keeps_the_order() {
    let folder = folder(&[("a.txt", CALL), ("b.txt", b""), ("c.txt", FRENCH)]);
    let one = chancery(folder.path(), &["annotate", "a.txt", "b.txt", "c.txt", "--jobs", "1"]);
    let many = chancery(folder.path(), &["annotate", "a.txt", "b.txt", "c.txt", "--jobs", "8"]);
    assert_eq!(one.out, many.out);
    assert_eq!(one.status, 1);
    let documents: Vec<Value> = one.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&str> = documents.iter().map(|d| d["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(documents[1].as_object().unwrap().keys().collect::<Vec<_>>(), ["error", "id"]);
    assert_eq!(documents[2]["language"], "fr");
    assert!(
        one.err.contains("b.txt: it is empty") && one.err.contains("Annotated 2 documents"),
        "{}",
        one.err
    );
    assert!(!folder.path().join("record.chancery").exists());
}

#[test]
fn json_lines_come_in_by_standard_input() {
    let folder = folder(&[]);
    let mut child = program(folder.path(), &["annotate", "-", "--verbatim"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let line = "{\"id\": \"x\", \"text\": \"  Estmark thanked Norvia.  \"}\n";
    child.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["text"], "  Estmark thanked Norvia.  ");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_examples_of_the_project_make_a_record() {
    let examples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let folder = folder(&[]);
    let ran = chancery(folder.path(), &["build", examples.to_str().unwrap(), "-r", "examples.chancery"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("next: chancery timeline -r examples.chancery"), "{}", ran.err);
    for args in [
        &["timeline", "--between", "canada", "china", "--since", "2025-01-01"][..],
        &["actors"],
        &["offices", "CAN"],
        &["check"],
        &["log"],
        &["statements", "--by", "china", "--about", "trade"],
        &["export", "--format", "jsonl"],
        &["export", "--table", "statements"],
        &["export", "--table", "reports", "--format", "jsonl"],
    ] {
        let ran = chancery(folder.path(), &[args, &["-r", "examples.chancery"]].concat());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{args:?}");
    }
    // A promise that a later report tells kept, one told broken, one taken back.
    for (state, words) in [
        ("kept", "to start government talks on artificial intelligence"),
        ("broken", "to lift the limits on exports of rare earths"),
        ("withdrawn", "set up a working group on climate"),
    ] {
        let ran =
            chancery(folder.path(), &["statements", "--state", state, "--json", "-r", "examples.chancery"]);
        assert!(ran.out.contains(words), "{state}: {}", ran.out);
    }
    let table = |jobs: &str, name: &str| {
        let made =
            chancery(folder.path(), &["build", examples.to_str().unwrap(), "-r", name, "--jobs", jobs]);
        assert_eq!(made.status, 0, "{}", made.err);
        chancery(folder.path(), &["export", "-r", name]).out
    };
    assert_eq!(table("1", "one.chancery"), table("7", "seven.chancery"));
}
