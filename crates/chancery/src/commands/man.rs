//! `chancery man`: the manual, made of what `--help` says.

use crate::args::Args;
use crate::failure::{Failure, Outcome};
use crate::output::{out, say};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use roff::{Roff, bold, roman};
use std::io::{self, Write};
use std::path::Path;

/// Files that a command reads or writes, and what each is.
const FILES: &[(&str, &str)] = &[
    ("record.chancery", "the record, one SQLite file; another is named with -r"),
    ("record.corrections", "an analyst’s corrections, beside the record; they hold on every build"),
];

/// What the exit status says.
const STATUS: &[(&str, &str)] = &[
    ("0", "done; also where nothing was found, and where the reader of the output left early"),
    ("1", "done, but some input was skipped, and named on standard error"),
    ("2", "the call was wrong"),
    ("3", "the record or the machine failed"),
];

/// Writes every page into a folder, or the first to standard output.
pub fn man(folder: Option<&Path>) -> Result<Outcome, Failure> {
    let mut program = Args::command();
    program.build();
    let Some(folder) = folder else {
        let mut out = out();
        page(&program, &program, &mut out)?;
        out.flush()?;
        return Ok(Outcome::Done);
    };
    let failed = |e: io::Error| Failure::Machine(format!("{}: it can’t be written ({e})", folder.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut commands = Vec::new();
    collect(&program, &mut commands);
    for command in &commands {
        let mut text = Vec::new();
        page(command, &program, &mut text)?;
        std::fs::write(folder.join(format!("{}.1", name(command))), text).map_err(failed)?;
    }
    say(&format!("{} pages in {}", commands.len(), folder.display()));
    Ok(Outcome::Done)
}

fn collect<'c>(command: &'c Command, all: &mut Vec<&'c Command>) {
    all.push(command);
    let inner = command.get_subcommands().filter(|inner| !inner.is_hide_set() && inner.get_name() != "help");
    inner.for_each(|inner| collect(inner, all));
}

/// "chancery-patterns-test".
fn name(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).into()
}

fn page(command: &Command, program: &Command, out: &mut dyn Write) -> io::Result<()> {
    let page = Man::new(command.clone().disable_version_flag(true))
        .title(name(command).to_uppercase())
        .source(format!("chancery {}", program.get_version().unwrap_or_default()))
        .manual("Chancery");
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    if command.has_subcommands() {
        page.render_subcommands_section(out)?;
    }
    let mut more = Roff::new();
    let examples = command.get_before_help().map(ToString::to_string).unwrap_or_default();
    as_written(&mut more, "EXAMPLES", examples.trim_start_matches("Examples:\n"));
    if let Some(notes) = command.get_after_help().filter(|_| name(command) != name(program)) {
        as_written(&mut more, "NOTES", &notes.to_string());
    }
    listed(&mut more, "FILES", FILES);
    listed(&mut more, "EXIT STATUS", STATUS);
    let mut others = Vec::new();
    collect(program, &mut others);
    let others = others.into_iter().map(name).filter(|other| *other != name(command));
    let others: Vec<String> = others.map(|other| format!("{other}(1)")).collect();
    more.control("SH", ["SEE ALSO"]).text([roman(others.join(", "))]);
    more.to_writer(out)
}

/// A section whose lines stay as they are.
fn as_written(page: &mut Roff, heading: &str, text: &str) {
    page.control("SH", [heading]).control("nf", []);
    for line in text.lines() {
        page.text([roman(line)]);
    }
    page.control("fi", []);
}

/// A section of things, each with what it is.
fn listed(page: &mut Roff, heading: &str, things: &[(&str, &str)]) {
    page.control("SH", [heading]);
    for (thing, meaning) in things {
        page.control("TP", []).text([bold(*thing)]).text([roman(*meaning)]);
    }
}
