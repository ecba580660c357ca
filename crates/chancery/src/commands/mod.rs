//! One function for each command.

mod annotate;
mod build;
mod compare;
mod explain;
mod export;
mod index;
mod log;
mod man;
mod patterns;
mod read;
mod search;
mod serve;

use crate::args::{Args, Command};
use crate::failure::{Failure, Outcome};
use clap::CommandFactory;

/// Does what was asked for.
pub fn run(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Build(args) => build::build(&args),
        Command::Annotate(args) => annotate::annotate(&args),
        Command::Timeline(args) => read::timeline(&args),
        Command::Index(args) => index::index(&args),
        Command::Show(args) => read::show(&args),
        Command::Compare(args) => compare::compare(&args),
        Command::Actors(args) => read::actors(&args),
        Command::Offices(args) => read::offices(&args),
        Command::Serve(args) => serve::serve(&args),
        Command::Statements(args) => read::statements(&args),
        Command::Search(args) => search::search(&args),
        Command::Check(args) => read::check(&args),
        Command::Log(args) => log::log(&args),
        Command::Export(args) => export::export(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Patterns(args) => patterns::patterns(&args),
        Command::Man { folder } => man::man(folder.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "chancery", &mut script);
            crate::output::print(&String::from_utf8_lossy(&script))?;
            Ok(Outcome::Done)
        }
    }
}
