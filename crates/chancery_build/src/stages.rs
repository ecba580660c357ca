//! By what each stage is known: when one changes, what it made is made anew.

use chancery_code::Knowledge;
use chancery_ingest::Options;

/// Names the reader: its sources, and the options that bear on what it makes of a document.
pub fn reader(options: &Options) -> String {
    let cleaning = if options.verbatim { " verbatim" } else { "" };
    format!("{}{cleaning}", env!("CHANCERY_READER"))
}

/// Names the coder ([`Knowledge::hash`]).
pub fn coder(knowledge: &Knowledge) -> String {
    knowledge.hash().into()
}

/// Names the coder that ships with the program, without making it ready.
pub fn coder_hash() -> &'static str {
    Knowledge::EMBEDDED_HASH
}

/// Names the linker.
pub fn linker() -> String {
    env!("CHANCERY_LINKER").into()
}
