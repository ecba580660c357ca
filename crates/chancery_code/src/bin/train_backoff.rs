//! Learns the back-off: `cargo run --release -p chancery_code --bin train_backoff [-- --labels FOLDER] [--model FILE] [--validate]`.
#![allow(clippy::disallowed_methods)]

use chancery_code::actors::Lexicon;
use chancery_code::backoff::train;
use chancery_code::pattern::Library;
use chancery_lang::weights::pack;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut labels = PathBuf::from("labels");
    let mut model = PathBuf::from("models/backoff.bin");
    let mut validate = false;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--validate" {
            validate = true;
            continue;
        }
        match (arg.as_str(), args.next()) {
            ("--labels", Some(v)) => labels = v.into(),
            ("--model", Some(v)) => model = v.into(),
            _ => {
                eprintln!("usage: train_backoff [--labels FOLDER] [--model FILE] [--validate]");
                return ExitCode::from(2);
            }
        }
    }
    let mut labelled = match train::read(&labels) {
        Ok(labelled) => labelled,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let library = match Library::embedded() {
        Ok(library) => library,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    labelled.extend(train::silent(&library));
    let examples = train::examples(&labelled, Lexicon::with_invented(), &library);
    let pairs: usize = examples.iter().map(Vec::len).sum();
    println!("{} sentences, {pairs} pairs of actors", labelled.len());
    if validate {
        let thresholds = [-128, -64, -32, 0, 32, 64, 96, 128, 192, 256];
        println!("odds  marked  reachable  found  right   precision  recall   code");
        for (threshold, f) in thresholds.iter().zip(train::validate(&labelled, &examples, &thresholds)) {
            let out = f.found + f.wrong;
            println!(
                "{:>4}  {:>6}  {:>9}  {:>5}  {:>5}   {:>9.3}  {:>6.3}  {:>5.3}",
                threshold,
                f.marked,
                f.reachable,
                f.found,
                f.right,
                f.right as f64 / out.max(1) as f64,
                f.right as f64 / f.marked.max(1) as f64,
                f.same_code as f64 / f.coded.max(1) as f64
            );
        }
        return ExitCode::SUCCESS;
    }
    let all = Vec::from_iter(examples.iter());
    let mut bytes = Vec::new();
    let (types, codes) = train::learn(&all);
    types.write(&mut bytes);
    codes.write(&mut bytes);
    let bytes = pack(&bytes);
    match std::fs::write(&model, &bytes) {
        Ok(()) => {
            println!("{}: {} bytes", model.display(), bytes.len());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{} cannot be written: {error}", model.display());
            ExitCode::FAILURE
        }
    }
}
