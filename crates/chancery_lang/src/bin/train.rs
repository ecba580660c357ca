//! Trains every model of the front end: `cargo run --release -p chancery_lang --bin train -- --shared ../shared`.
#![allow(clippy::disallowed_methods)]

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut shared = PathBuf::from("../shared");
    let mut models = PathBuf::from("models");
    let mut lexicons = PathBuf::from("lexicons");
    let mut only_names = false;
    let mut args = std::env::args().skip(1);
    while let Some(a) = args.next() {
        if a == "--only-names" {
            only_names = true;
            continue;
        }
        match (a.as_str(), args.next()) {
            ("--lexicons", Some(v)) => lexicons = v.into(),
            ("--shared", Some(v)) => shared = v.into(),
            ("--models", Some(v)) => models = v.into(),
            _ => {
                eprintln!(
                    "usage: train [--shared FOLDER] [--models FOLDER] [--lexicons FOLDER] [--only-names]"
                );
                return ExitCode::from(2);
            }
        }
    }
    if !shared.join("data/ud/train.conllu").is_file() {
        eprintln!(
            "The training data is missing: {} holds no data/ud/train.conllu. Give the shared folder with --shared; \
             the models that ship with the program need no training.",
            shared.display()
        );
        return ExitCode::from(2);
    }
    let run = if only_names { chancery_lang::train::run_names } else { chancery_lang::train::run };
    match run(&shared, &models, &lexicons) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}
