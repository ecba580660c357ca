//! The program: arguments, progress, exit statuses. What it shows is made by `chancery_views`, what it does by
//! `chancery_build`.

mod args;
mod commands;
mod failure;
mod output;
mod progress;
mod states;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match commands::run(args.command) {
        Ok(outcome) => outcome.into(),
        Err(failure) => failure.tell(),
    }
}
