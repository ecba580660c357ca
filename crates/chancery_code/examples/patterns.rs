//! Runs the examples of the pattern files in a folder, without building them into the program first.
//!
//! `cargo run --release -p chancery_code --example patterns -- patterns [NAME…]`
#![allow(clippy::disallowed_methods)]

use chancery_code::Knowledge;
use chancery_code::actors::Lexicon;
use chancery_code::pattern::{Library, check};
use std::path::Path;

fn main() {
    let mut args = std::env::args().skip(1);
    let root = args.next().unwrap_or_else(|| "patterns".into());
    let wanted = Vec::from_iter(args);
    let library = match Library::of_folder(Path::new(&root)) {
        Ok(library) => library,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    };
    let knowledge = Knowledge::with(library, Lexicon::with_invented());
    let (mut examples, mut failed) = (0, 0);
    for pattern in knowledge.library().patterns() {
        if !wanted.is_empty() && !wanted.iter().any(|w| pattern.name.starts_with(w.as_str())) {
            continue;
        }
        let outcome = check(pattern, &knowledge);
        examples += outcome.examples;
        failed += outcome.failures.len();
        for failure in outcome.failures {
            println!("{failure}");
        }
    }
    println!("{} passed, {failed} failed", examples - failed.min(examples));
    std::process::exit(i32::from(failed > 0));
}
