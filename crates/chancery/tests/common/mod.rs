//! What the tests of the program share: running it.

use std::path::Path;
use std::process::{Command, Output};

/// How a run ended, and what it wrote.
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The program, to be run in a folder; lines are as wide as without a terminal.
pub fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.current_dir(folder).args(args).env_remove("COLUMNS");
    command
}

/// Runs the program in a folder.
pub fn chancery(folder: &Path, args: &[&str]) -> Ran {
    program(folder, args).output().unwrap().into()
}
