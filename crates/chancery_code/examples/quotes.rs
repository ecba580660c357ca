//! Reads documents as JSON Lines (`id`, `text`) on standard input and writes their quotations in the fields of the
//! annotation contract: for measuring this part alone.

use std::io::{BufRead, Write};
use std::ops::Range;

use chancery_code::actors::{Cast, Lexicon};
use chancery_code::quotes;
use chancery_code::tree::Tree;
use chancery_lang::Pipeline;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pipeline = Pipeline::embedded();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let doc: Value = serde_json::from_str(&line)?;
        let text = doc["text"].as_str().unwrap_or_default();
        let analysis = pipeline.analyse(text);
        let tree = Tree::new(text, &analysis);
        let cast = Cast::of(text, &analysis, Lexicon::embedded());
        // Byte offset to offset in characters.
        let mut at = vec![0u32; text.len() + 1];
        let mut n = 0;
        for (i, _) in text.char_indices() {
            at[i] = n;
            n += 1;
        }
        at[text.len()] = n;
        let span = |r: &Range<u32>| {
            json!([at[tree.token(r.start).start as usize], at[tree.token(r.end - 1).end as usize]])
        };
        let spans = |rs: &[Range<u32>]| rs.iter().map(span).collect::<Vec<Value>>();
        let found: Vec<Value> = quotes::find(&tree, &cast)
            .iter()
            .map(|q| {
                let actor = q.mention.and_then(|m| cast.mentions[m as usize].actor);
                json!({"speaker": spans(&q.speaker), "cue": spans(&q.cue), "content": spans(&q.content),
                    "direct": q.direct, "actor": actor})
            })
            .collect();
        writeln!(out, "{}", json!({"schema": 1, "id": doc["id"], "text": text, "quotes": found}))?;
    }
    Ok(out.flush()?)
}
