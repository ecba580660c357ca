//! Cuts between characters, and words without their dress.

/// At most `bytes` bytes from the start of a text.
pub(crate) fn first(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// At most `bytes` bytes at the end of a text.
pub(crate) fn last(text: &str, bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// Letters and digits only, in lower case: two titles, or a paragraph and its teaser, are the
/// same when these are.
pub(crate) fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
