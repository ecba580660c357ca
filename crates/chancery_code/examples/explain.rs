//! Shows what the coder sees in a sentence, with the invented states of the pattern files among the real ones.
//!
//! `cargo run --release -p chancery_code --example explain -- "SENTENCE" [YYYY-MM-DD]`
#![allow(clippy::disallowed_methods)]

use chancery_code::actors::Lexicon;
use chancery_code::pattern::Library;
use chancery_code::{Knowledge, explain, explanation};

fn main() {
    let mut args = std::env::args().skip(1);
    let sentence = args.next().unwrap_or_default();
    let published = args.next().and_then(|day| day.parse().ok()).unwrap_or(chancery_code::pattern::PUBLISHED);
    let library = Library::embedded().expect("the patterns are read");
    let knowledge = Knowledge::with(library, Lexicon::with_invented());
    print!("{}", explanation(&explain(&sentence, Some(published), &knowledge)));
}
