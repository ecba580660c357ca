//! The words of a line: parted by white space, with what quotation marks hold kept together.

use super::Wrong;

/// A line taken apart.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub words: Vec<Word>,
    /// What stands behind the `#`.
    pub reason: Option<String>,
}

/// A word, as written and without its quotation marks.
#[derive(Debug, Default)]
pub(super) struct Word {
    pub written: String,
    pub value: String,
}

/// Takes a line apart. A `#` begins a comment where a word could begin.
pub(super) fn words(line: &str) -> Result<Line, Wrong> {
    let mut out = Line::default();
    let mut word: Option<Word> = None;
    let mut within = false;
    for (at, c) in line.char_indices() {
        if c == '#' && !within && word.as_ref().is_none_or(|word| word.written.ends_with(['"', '”'])) {
            let reason = line[at + 1..].trim();
            out.reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
            break;
        }
        if c.is_whitespace() && !within {
            out.words.extend(word.take());
            continue;
        }
        let word = word.get_or_insert_default();
        word.written.push(c);
        match c {
            '"' | '“' | '”' => within = !within,
            c => word.value.push(c),
        }
    }
    if within {
        return Err(Wrong::Unclosed);
    }
    out.words.extend(word);
    Ok(out)
}
