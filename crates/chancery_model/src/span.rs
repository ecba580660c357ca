//! Offsets with their unit in the type.

use serde::{Deserialize, Serialize};

/// A half-open range `[start, end)` counted in **Unicode scalar values** (what Python calls string indices).
///
/// Written to JSON as `[start, end]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct CharSpan {
    /// The first character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

impl CharSpan {
    /// A span from two offsets; `end` is never before `start`.
    pub fn new(start: u32, end: u32) -> Self {
        CharSpan { start, end: end.max(start) }
    }

    /// Whether the two spans share a character.
    pub fn overlaps(self, other: CharSpan) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: CharSpan) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for CharSpan {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        <Vec<u32> as utoipa::PartialSchema>::schema()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for CharSpan {}

impl From<(u32, u32)> for CharSpan {
    fn from((start, end): (u32, u32)) -> Self {
        CharSpan::new(start, end)
    }
}

impl From<CharSpan> for (u32, u32) {
    fn from(s: CharSpan) -> Self {
        (s.start, s.end)
    }
}

/// A half-open range `[start, end)` counted in UTF-8 **bytes**; never leaves the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteSpan {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl ByteSpan {
    /// A span from two offsets; `end` is never before `start`.
    pub fn new(start: u32, end: u32) -> Self {
        ByteSpan { start, end: end.max(start) }
    }

    /// The words of the span in `text`; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// Converts between byte and character offsets of one text, in constant time.
///
/// ```
/// use chancery_model::TextIndex;
/// let index = TextIndex::new("São Tomé said");
/// assert_eq!(index.char_of(4), 3);
/// assert_eq!(index.byte_of(3), 4);
/// ```
#[derive(Clone, Debug)]
pub struct TextIndex {
    /// For every 64th byte (or the start of the character that holds it), its character offset; empty for ASCII.
    marks: Vec<u32>,
    /// For every 64th character, its byte offset; empty for ASCII.
    bytes: Vec<u32>,
    text: Box<[u8]>,
    chars: u32,
}

impl TextIndex {
    /// Reads the text once. Texts are bounded well below 4 GiB by the reader's size limit.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return TextIndex {
                marks: Vec::new(),
                bytes: Vec::new(),
                text: Box::default(),
                chars: text.len() as u32,
            };
        }
        let mut marks = Vec::with_capacity(text.len() / 64 + 1);
        let mut bytes = Vec::with_capacity(text.len() / 64 + 1);
        let mut chars = 0u32;
        for (at, _) in text.char_indices() {
            while marks.len() * 64 <= at {
                marks.push(chars);
            }
            if chars.is_multiple_of(64) {
                bytes.push(at as u32);
            }
            chars += 1;
        }
        TextIndex { marks, bytes, text: text.as_bytes().into(), chars }
    }

    /// How many characters the text has.
    pub fn chars(&self) -> u32 {
        self.chars
    }

    /// The character offset of a byte offset; an offset inside a character counts as that character's end, one past the
    /// text as the text's end.
    pub fn char_of(&self, byte: u32) -> u32 {
        if self.marks.is_empty() {
            return byte.min(self.chars);
        }
        let byte = (byte as usize).min(self.text.len());
        let mark = (byte / 64).min(self.marks.len() - 1);
        // The mark counts the characters that start before byte 64 * mark.
        let from = mark * 64;
        self.marks[mark]
            + self.text[from.min(byte)..byte].iter().filter(|b| **b & 0xC0 != 0x80).count() as u32
    }

    /// The byte offset of a character offset; one past the text counts as the text's end.
    pub fn byte_of(&self, char: u32) -> u32 {
        if self.marks.is_empty() {
            return char.min(self.chars);
        }
        if char >= self.chars {
            return self.text.len() as u32;
        }
        let mut at = self.bytes[(char / 64) as usize] as usize;
        for _ in 0..char % 64 {
            at += 1;
            while at < self.text.len() && self.text[at] & 0xC0 == 0x80 {
                at += 1;
            }
        }
        at as u32
    }

    /// A byte span as characters.
    pub fn char_span(&self, span: ByteSpan) -> CharSpan {
        CharSpan::new(self.char_of(span.start), self.char_of(span.end))
    }

    /// A character span as bytes.
    pub fn byte_span(&self, span: CharSpan) -> ByteSpan {
        ByteSpan::new(self.byte_of(span.start), self.byte_of(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_agree_with_a_plain_count() {
        for text in ["", "plain", "é", "a “b” — ç 漢字 🙂 ", &"é🙂x".repeat(100)] {
            let index = TextIndex::new(text);
            assert_eq!(index.chars() as usize, text.chars().count());
            for (n, (at, _)) in text.char_indices().enumerate() {
                assert_eq!(index.char_of(at as u32), n as u32, "{text:?} byte {at}");
                assert_eq!(index.byte_of(n as u32), at as u32, "{text:?} char {n}");
            }
            assert_eq!(index.char_of(text.len() as u32 + 9), index.chars());
            assert_eq!(index.byte_of(index.chars() + 9) as usize, text.len());
        }
    }
}
