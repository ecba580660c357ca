//! Learns the judge of pages' blocks:
//! `cargo run --release -p chancery_ingest --bin train_pages -- [--shared FOLDER] [--labels FILE] [--model FILE] [--validate FILE]`.
//!
//! With `--validate` no model is written but, as JSON Lines of `id` and `text`, each page's main text by a model that was learnt
//! without it.
#![allow(clippy::disallowed_methods)]

use chancery_ingest::body::train;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut shared = PathBuf::from("../shared");
    let mut labels = PathBuf::from("labels/pages/text.tsv");
    let mut model = PathBuf::from("models/pages.bin");
    let mut validate = None;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), args.next()) {
            ("--shared", Some(v)) => shared = v.into(),
            ("--labels", Some(v)) => labels = v.into(),
            ("--model", Some(v)) => model = v.into(),
            ("--validate", Some(v)) => validate = Some(PathBuf::from(v)),
            _ => {
                eprintln!(
                    "usage: train_pages [--shared FOLDER] [--labels FILE] [--model FILE] [--validate FILE]"
                );
                return ExitCode::from(2);
            }
        }
    }
    let pages = match train::read(&labels, &shared) {
        Ok(pages) => pages,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    println!("{} pages", pages.len());
    let (path, bytes) = match validate {
        Some(path) => {
            let lines = train::validate(&pages).into_iter();
            let lines = lines.map(|(id, text)| format!("{}\n", serde_json::json!({"id": id, "text": text})));
            (path, lines.collect::<String>().into_bytes())
        }
        None => (model, train::model(&Vec::from_iter(&pages))),
    };
    match std::fs::write(&path, &bytes) {
        Ok(()) => {
            println!("{}: {} bytes", path.display(), bytes.len());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{} cannot be written: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
