//! Trains every model of the front end: `cargo run --release -p chancery_lang --bin train -- --shared ../shared`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut shared = PathBuf::from("../shared");
    let mut models = PathBuf::from("models");
    let mut args = std::env::args().skip(1);
    while let Some(a) = args.next() {
        match (a.as_str(), args.next()) {
            ("--shared", Some(v)) => shared = v.into(),
            ("--models", Some(v)) => models = v.into(),
            _ => {
                eprintln!("usage: train [--shared FOLDER] [--models FOLDER]");
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
    match chancery_lang::train::run(&shared, &models) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}
