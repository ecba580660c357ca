//! Files go into records: in any order, in any number of builds and on any number of threads they make the same one.

#![allow(clippy::disallowed_methods)]

use chancery_build::{
    AnnotateOptions, BuildError, BuildOptions, BuildReport, Outcome, Progress, Silent, Skip, Stage, Tally,
    annotate_paths, build,
};
use chancery_code::Knowledge;
use chancery_store::{Store, StoreProblem};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

const NOW: &str = "2031-04-01T08:00:00Z";
static NEVER: AtomicBool = AtomicBool::new(false);

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| Knowledge::embedded().unwrap())
}

/// A folder of reports, a JSON Lines file among them.
struct Press {
    folder: tempfile::TempDir,
}

impl Press {
    fn new() -> Press {
        let press = Press { folder: tempfile::tempdir().unwrap() };
        press.add(
            "in/arvik.txt",
            "Canada and Japan to meet\n3 March 2031\n\nOTTAWA, March 3 -- The foreign ministers of Canada and Japan will \
             meet in Geneva on Thursday, a spokesman said. Canada condemned the attack on the embassy.\n",
        );
        press.add(
            "in/talks.txt",
            "TOKYO, March 7, 2031 -- Canadian Foreign Minister Mira Lind met her Japanese counterpart Ren Arvo in Geneva \
             on Thursday. \"We welcome the agreement,\" Lind said. Japan thanked Canada.\n",
        );
        let line = |n: u32, id: &str, text: &str| {
            serde_json::json!({"id": id, "text": text, "date": format!("2031-03-{:02}", n % 28 + 1)})
                .to_string()
                + "\n"
        };
        let mut lines: String = (0..40)
            .map(|n| {
                line(
                    n,
                    &format!("wire-{n}"),
                    &format!("Canada met with Japan {n} times last week. Italy accused Spain."),
                )
            })
            .collect();
        lines += &line(
            5,
            "fr",
            "Le ministre des Affaires étrangères du Canada a rencontré lundi à Genève son homologue japonais, \
            et les deux hommes ont parlé de la situation dans la région pendant plus de trois heures.",
        );
        lines += &line(6, "same", "Canada thanked Japan for its help on Monday.");
        lines += &line(6, "same", "Canada thanked Spain for its help on Monday.");
        lines += &line(6, "same", "Canada thanked Spain for its help on Monday.");
        lines += "this is no JSON\n";
        press.add("in/wire.jsonl", &lines);
        press.add("in/empty.txt", "  \n");
        press
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn add(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn build(&self, record: &str, paths: &[&str], options: &BuildOptions) -> BuildReport {
        let paths: Vec<PathBuf> = paths.iter().map(|path| self.path(path)).collect();
        build(&paths, &self.path(record), knowledge(), options, &mut Silent, &NEVER, NOW).unwrap()
    }
}

fn jobs(n: usize) -> BuildOptions {
    BuildOptions { jobs: NonZeroUsize::new(n), ..BuildOptions::default() }
}

fn export(record: &Path) -> String {
    serde_json::to_string_pretty(&Store::open_read_only(record).unwrap().record().unwrap()).unwrap()
}

#[test]
fn order_threads_and_the_number_of_builds_do_not_show_in_the_record() {
    let press = Press::new();
    let first = press.build("one.chancery", &["in"], &jobs(1));
    assert_eq!((first.read, first.new, first.repeated, first.skipped), (46, 45, 1, 2));
    assert_eq!((first.other_language, first.unchanged, first.reread, first.stopped), (1, 0, 0, false));
    assert_eq!(first.totals.reports, 45);
    assert_eq!(first.changes.reports_added, 45);
    assert!(first.skips.iter().all(|skip| matches!(skip, Skip::Unread(_))));
    let told: Vec<String> = first.skips.iter().map(Skip::to_string).collect();
    assert!(told[0].contains("empty.txt") && told[1].contains("wire.jsonl, line 45"), "{told:?}");

    press.build("two.chancery", &["in/wire.jsonl", "in/talks.txt", "in/arvik.txt"], &jobs(4));
    let one = export(&press.path("one.chancery"));
    assert_eq!(one, export(&press.path("two.chancery")));
    for path in ["in/talks.txt", "in/wire.jsonl", "in/talks.txt", "in/arvik.txt"] {
        press.build("three.chancery", &[path], &jobs(2));
    }
    assert_eq!(one, export(&press.path("three.chancery")));
    let ids: Vec<String> = Store::open(press.path("one.chancery"))
        .unwrap()
        .reports()
        .unwrap()
        .into_iter()
        .map(|r| r.id)
        .collect();
    assert_eq!(ids.iter().filter(|id| id.starts_with("same~")).count(), 2);
    assert!(!ids.contains(&"same".into()));
}

#[test]
fn feeding_again_changes_not_a_byte() {
    let press = Press::new();
    press.build("a.chancery", &["in"], &jobs(2));
    let bytes = std::fs::read(press.path("a.chancery")).unwrap();
    let again = press.build("a.chancery", &["in"], &jobs(2));
    assert_eq!((again.new, again.unchanged, again.repeated, again.recoded), (0, 45, 1, 0));
    assert_eq!(again.changes, Default::default());
    assert_eq!(std::fs::read(press.path("a.chancery")).unwrap(), bytes);
    assert_eq!(Store::open(press.path("a.chancery")).unwrap().log(None).unwrap().len(), 1);
}

#[test]
fn what_is_taken_out_again_leaves_no_trace_in_the_record() {
    let press = Press::new();
    press.build("without.chancery", &["in/wire.jsonl", "in/arvik.txt"], &jobs(2));
    press.build("with.chancery", &["in"], &jobs(2));
    let options = BuildOptions { remove: vec!["talks".into()], ..jobs(2) };
    let report = press.build("with.chancery", &[], &options);
    assert_eq!((report.removed, report.changes.reports_removed), (1, 1));
    assert_eq!(export(&press.path("with.chancery")), export(&press.path("without.chancery")));

    let before = std::fs::read(press.path("with.chancery")).unwrap();
    let ended = build(
        &[press.path("in")],
        &press.path("with.chancery"),
        knowledge(),
        &options,
        &mut Silent,
        &NEVER,
        NOW,
    );
    assert!(
        matches!(ended, Err(BuildError::Store(e)) if matches!(e.problem, StoreProblem::UnknownReport { .. }))
    );
    assert_eq!(std::fs::read(press.path("with.chancery")).unwrap(), before);
}

#[test]
fn a_build_that_is_stopped_is_gone_on_with() {
    struct StopAt(u64, AtomicBool);
    struct Stopper<'a>(&'a StopAt);
    impl Progress for Stopper<'_> {
        fn advance(&mut self, tally: Tally) {
            if tally.documents == self.0.0 {
                self.0.1.store(true, Ordering::Relaxed);
            }
        }
    }
    let press = Press::new();
    press.build("whole.chancery", &["in"], &jobs(1));
    let stop = StopAt(5, AtomicBool::new(false));
    let record = press.path("a.chancery");
    let stopped =
        build(&[press.path("in")], &record, knowledge(), &jobs(1), &mut Stopper(&stop), &stop.1, NOW)
            .unwrap();
    assert!(stopped.stopped && stopped.new >= 3 && stopped.new < 45, "{stopped:?}");
    assert_eq!(stopped.totals.reports, 0);
    assert!(Store::open(&record).unwrap().is_stale().unwrap());
    let rest = press.build("a.chancery", &["in"], &jobs(3));
    assert_eq!(rest.new + stopped.new, 45);
    assert_eq!(rest.unchanged, stopped.new);
    assert_eq!(export(&record), export(&press.path("whole.chancery")));
}

#[test]
fn the_same_files_read_otherwise_take_the_place_of_what_was_there() {
    let press = Press::new();
    let paths = ["in/arvik.txt", "in/talks.txt"];
    press.build("a.chancery", &paths, &jobs(2));
    let mut verbatim = jobs(2);
    verbatim.reading.verbatim = true;
    let report = press.build("a.chancery", &paths, &verbatim);
    assert_eq!((report.new, report.reread, report.totals.reports), (0, 2, 2));
    press.build("b.chancery", &paths, &verbatim);
    assert_eq!(export(&press.path("a.chancery")), export(&press.path("b.chancery")));
    let text = Store::open(press.path("a.chancery")).unwrap().report("arvik").unwrap().unwrap().text;
    assert!(text.starts_with("Canada and Japan to meet\n"));
}

#[test]
fn annotating_and_building_give_the_same_ids_and_texts() {
    let press = Press::new();
    press.build("a.chancery", &["in"], &jobs(2));
    let store = Store::open(press.path("a.chancery")).unwrap();
    let run = |n: usize| {
        let mut lines = Vec::new();
        let options = AnnotateOptions { jobs: NonZeroUsize::new(n), ..AnnotateOptions::default() };
        let summary = annotate_paths(
            &[press.path("in")],
            knowledge(),
            &options,
            |outcome| serde_json::to_string(&outcome).unwrap(),
            |line| {
                lines.push(line);
                Ok(())
            },
            &mut Silent,
            &NEVER,
        )
        .unwrap();
        (summary, lines)
    };
    let (summary, lines) = run(1);
    assert_eq!((summary.annotated, summary.skipped, summary.other_language), (46, 2, 1));
    assert_eq!(run(3), (summary, lines.clone()));
    let mut failed = 0;
    for line in &lines {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        if value.get("error").is_some() {
            assert_eq!(value.as_object().unwrap().len(), 2);
            failed += 1;
            continue;
        }
        let mut annotated: chancery_model::Annotated = serde_json::from_value(value).unwrap();
        annotated.tokens.clear();
        assert_eq!(store.annotated(&annotated.id).unwrap().as_ref(), Some(&annotated));
    }
    assert_eq!(failed, 2);
}

#[test]
fn progress_is_told_in_full() {
    #[derive(Default)]
    struct Notes(Vec<(Stage, Option<u64>)>, Tally, usize);
    impl Progress for Notes {
        fn begin(&mut self, stage: Stage, total: Option<u64>) {
            self.0.push((stage, total));
        }
        fn advance(&mut self, tally: Tally) {
            self.1 = tally;
        }
        fn skip(&mut self, _: &Skip) {
            self.2 += 1;
        }
    }
    let press = Press::new();
    let mut notes = Notes::default();
    build(&[press.path("in")], &press.path("a.chancery"), knowledge(), &jobs(2), &mut notes, &NEVER, NOW)
        .unwrap();
    let total = notes.0[0].1.unwrap();
    assert_eq!(notes.0, [(Stage::Reading, Some(total)), (Stage::Linking, None)]);
    assert_eq!(notes.1, Tally { done: total, documents: 48, skipped: 2 });
    assert_eq!(notes.2, 2);
}

#[test]
fn an_output_that_fails_ends_the_run() {
    let press = Press::new();
    let ended = annotate_paths(
        &[press.path("in")],
        knowledge(),
        &AnnotateOptions::default(),
        |outcome: Outcome| outcome,
        |_| Err(std::io::ErrorKind::BrokenPipe.into()),
        &mut Silent,
        &NEVER,
    );
    assert!(matches!(ended, Err(BuildError::Output(e)) if e.kind() == std::io::ErrorKind::BrokenPipe));
}

#[test]
fn two_builds_at_once_fill_one_record() {
    let press = Press::new();
    press.build("whole.chancery", &["in"], &jobs(2));
    for round in 0..4 {
        let record = format!("shared-{round}.chancery");
        std::thread::scope(|scope| {
            for path in ["in/wire.jsonl", "in/talks.txt", "in/arvik.txt"] {
                let (record, press) = (press.path(&record), &press);
                scope.spawn(move || {
                    // Who was overtaken may give up; what it stored is in the record of whoever came last.
                    for _ in 0..50 {
                        let built = build(
                            &[press.path(path)],
                            &record,
                            knowledge(),
                            &jobs(1),
                            &mut Silent,
                            &NEVER,
                            NOW,
                        );
                        match built {
                            // As the message says: try again when that has ended.
                            Err(BuildError::Store(error)) if matches!(error.problem, StoreProblem::InUse) => {
                            }
                            Err(BuildError::Store(error)) => {
                                assert!(matches!(error.problem, StoreProblem::Moved), "{error}");
                                return;
                            }
                            other => {
                                other.unwrap();
                                return;
                            }
                        }
                    }
                    panic!("the record stayed in use");
                });
            }
        });
        let store = Store::open(press.path(&record)).unwrap();
        assert!(!store.is_stale().unwrap());
        assert_eq!(export(&press.path(&record)), export(&press.path("whole.chancery")));
    }
}
