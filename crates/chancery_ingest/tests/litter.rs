//! `tests/litter`: 48 documents of our own as crawlers leave pages, each line marked as body (`B`), litter (`L`) or title (`T`)
//! before the rules saw them. `cargo test --release -p chancery_ingest --test litter -- --nocapture` prints what stays that
//! should go, what goes that should stay, and the two shares.

#![allow(clippy::disallowed_methods)]

use chancery_ingest::{Options, Raw, prepare};
use std::path::Path;

/// Shares of litter lines gone and of body lines kept, under which the rules must not fall.
const GONE: f64 = 0.95;
const KEPT: f64 = 0.995;

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn litter_goes_and_the_body_stays() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/litter");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let (mut litter, mut gone, mut body, mut kept) = (0.0, 0.0, 0.0, 0.0);
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "txt")) {
        let marked = std::fs::read_to_string(file).expect("a text");
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let lines = Vec::from_iter(marked.lines().map(|line| line.split_once('\t').unwrap_or(("", line))));
        let text: String = lines.iter().map(|(_, line)| format!("{line}\n")).collect();
        let found =
            prepare(Raw::text("page.txt", &text), &Options::default()).map(|r| r.text).unwrap_or_default();
        let whole = flat(&found);
        let out = Vec::from_iter(found.lines().map(flat));
        for (mark, line) in &lines {
            let line = flat(line);
            // A short line is litter that stayed only where it stands alone.
            let stays = if line.chars().count() < 25 { out.contains(&line) } else { whole.contains(&line) };
            match *mark {
                "L" => {
                    litter += 1.0;
                    gone += f64::from(u8::from(!stays));
                    if stays {
                        println!("{name}: stays: {line}");
                    }
                }
                "B" => {
                    body += 1.0;
                    let stays = whole.contains(&line);
                    kept += f64::from(u8::from(stays));
                    if !stays {
                        println!("{name}: lost: {line}");
                    }
                }
                _ => {}
            }
        }
    }
    println!("{litter} litter lines, {:.3} gone; {body} body lines, {:.3} kept", gone / litter, kept / body);
    assert!(gone / litter >= GONE && kept / body >= KEPT);
}
