//! Prints the mentions and actors of texts: `cargo run --release -p chancery_code --example cast [-t] [-q] [-i] TEXT|FILE…`.
//! `-t` prints the trees too, `-i` knows the invented states, `-q` prints only how fast it went.
#![allow(clippy::disallowed_methods)]

use chancery_code::actors::{Cast, Lexicon};

fn main() {
    let (mut tree, mut quiet) = (false, false);
    let mut lexicon = Lexicon::embedded();
    let (mut tokens, mut spent) = (0, std::time::Duration::ZERO);
    for arg in std::env::args().skip(1) {
        match arg.as_str() {
            "-t" => tree = true,
            "-q" => quiet = true,
            "-i" => lexicon = Lexicon::with_invented(),
            _ => {
                let text = std::fs::read_to_string(&arg).unwrap_or(arg);
                let analysis = chancery_lang::Pipeline::embedded().analyse(&text);
                let begin = std::time::Instant::now();
                let cast = Cast::of(&text, &analysis, lexicon);
                spent += begin.elapsed();
                tokens += analysis.tokens.len();
                if !quiet {
                    print(&text, &analysis, &cast, tree);
                }
            }
        }
    }
    if quiet {
        println!("{tokens} tokens in {spent:?}: {:.0} a second", tokens as f64 / spent.as_secs_f64());
    }
}

fn print(text: &str, analysis: &chancery_lang::Analysis, cast: &Cast, tree: bool) {
    let words = |r: &std::ops::Range<u32>| {
        let (a, b) = (analysis.tokens[r.start as usize].start, analysis.tokens[r.end as usize - 1].end);
        text[a as usize..b as usize].replace('\n', " ")
    };
    for s in &analysis.sentences {
        println!("\n## {}", text[s.start as usize..s.end as usize].replace('\n', " "));
        if tree {
            for t in s.tokens.clone() {
                let k = &analysis.tokens[t as usize];
                println!("   {t}\t{}\t{}\t{}\t{:?}\t{}", k.text(text), k.lemma, k.upos, k.head, k.deprel);
            }
        }
        for (i, m) in cast.mentions.iter().enumerate().filter(|(_, m)| s.tokens.contains(&m.tokens.start)) {
            let actor = m.actor.map(|a| &cast.actors[a as usize]);
            println!(
                "  {i:3} {:28} {:?}{} -> {}  [head {}]{}",
                words(&m.tokens),
                m.kind,
                if m.anaphor { "*" } else { "" },
                actor.map_or("-".into(), |a| format!("{} <{}>", a.name, a.code.as_deref().unwrap_or("?"))),
                words(&(m.head..m.head + 1)),
                m.place_state.as_deref().map_or(String::new(), |p| format!(" in {p}")),
            );
        }
    }
    println!("\nACTORS");
    for a in &cast.actors {
        println!(
            "  {} {:?} <{}> {}{}{}",
            a.name,
            a.kind,
            a.code.as_deref().unwrap_or("?"),
            a.office.as_deref().unwrap_or(""),
            if a.former { " (former)" } else { "" },
            if a.unnamed { " (unnamed)" } else { "" },
        );
    }
}
