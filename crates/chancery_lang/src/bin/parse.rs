//! Reads documents as JSON Lines (`id`, `text`) on standard input and writes what the front end finds in them, in the
//! fields of the annotation contract: for measuring the front end alone.

use std::io::{BufRead, Write};

use chancery_lang::{NameKind, Pipeline};
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
        let a = pipeline.analyse(text);
        // Byte offset to offset in characters.
        let mut at = vec![0u32; text.len() + 1];
        let mut n = 0;
        for (i, _) in text.char_indices() {
            at[i] = n;
            n += 1;
        }
        at[text.len()] = n;
        let c = |b: u32| at[b as usize];
        let sentences: Vec<Value> =
            a.sentences.iter().map(|s| json!({"start": c(s.start), "end": c(s.end)})).collect();
        let tokens: Vec<Value> = a
            .tokens
            .iter()
            .map(|t| {
                json!({"start": c(t.start), "end": c(t.end), "lemma": t.lemma, "upos": t.upos.as_str(),
                    "xpos": t.xpos.as_str(), "head": t.head, "deprel": t.deprel.as_str()})
            })
            .collect();
        let mentions: Vec<Value> = a
            .names
            .iter()
            .filter(|n| n.kind != NameKind::Other)
            .map(|n| {
                let (s, e) = (&a.tokens[n.tokens.start as usize], &a.tokens[n.tokens.end as usize - 1]);
                json!({"start": c(s.start), "end": c(e.end), "kind": n.kind.as_str()})
            })
            .collect();
        let doc = json!({"schema": 1, "id": doc["id"], "text": text, "sentences": sentences, "tokens": tokens,
            "mentions": mentions});
        writeln!(out, "{doc}")?;
    }
    Ok(out.flush()?)
}
