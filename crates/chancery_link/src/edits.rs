//! How a copy differs from the report that it copies.

use crate::credits::Credits;
use crate::overlap::Index;
use crate::samples::hash;
use crate::text;
use chancery_model::{Annotated, CopyEdit, CopyHow};

/// Words compared at a time.
const WIDTH: usize = 3;

/// What was done to `original` to make `copy` of it, and the line of the copy that credits an agency: the original's, if it
/// credits several.
pub(crate) fn how(
    (original, theirs): (&Annotated, &Credits),
    (copy, mine): (&Annotated, &Credits),
) -> CopyHow {
    let [from, to] = [original, copy].map(|doc| {
        let mut words = Vec::new();
        text::read_words(&doc.text, &mut words);
        words
    });
    let mut index = Index::default();
    index.read(from.windows(WIDTH).map(hash));
    let [kept, taken] =
        index.overlap(to.windows(WIDTH).map(hash), WIDTH).covers(1).map(|cover| percent(cover.found));
    let edit = match (from == to, kept, 100 - taken) {
        (true, ..) if same_title(original, copy) => CopyEdit::Exact,
        (true, ..) => CopyEdit::Retitled,
        (_, 95.., 6..) => CopyEdit::Wrapped,
        (_, ..95, ..6) => CopyEdit::Cut,
        (_, 80.., ..21) => CopyEdit::Light,
        _ => CopyEdit::Heavy,
    };
    let (kept, added) = if from == to { (100, 0) } else { (kept, 100 - taken) };
    let is_theirs =
        |agency: &Option<String>| agency.as_deref().is_some_and(|name| theirs.agencies.contains(&name));
    let credit = mine.lines.iter().find(|line| is_theirs(&line.agency)).or(mine.lines.first()).cloned();
    CopyHow { edit, kept, added, credit }
}

/// Of thousandths, rounded.
fn percent(thousandths: usize) -> u32 {
    ((thousandths + 5) / 10) as u32
}

fn same_title(a: &Annotated, b: &Annotated) -> bool {
    let words = |doc: &Annotated| doc.title.as_deref().map(text::words).unwrap_or_default();
    words(a).is_empty() || words(b).is_empty() || words(a) == words(b)
}
