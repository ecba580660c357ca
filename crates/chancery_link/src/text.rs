//! Words of a text: what shingles, themes and names are made of.

use chancery_model::CharSpan;
use chancery_model::words::fold_each;
pub(crate) use chancery_model::words::{fold, is_function_word};

/// A stable hash: FNV-1a, stirred so that any bits of it may be used.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for b in bytes {
        h = (h ^ u64::from(*b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    stir(h)
}

/// Spreads every bit over all others.
pub(crate) fn stir(mut h: u64) -> u64 {
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

/// The words of a text, folded: runs of letters and digits.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Reads the [`words`] of a text as hashes, in one pass.
pub(crate) fn read_words(text: &str, words: &mut Vec<u32>) {
    words.clear();
    let mut word = Hash::default();
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte.is_ascii() {
            at += 1;
            match ASCII_FOLDED[usize::from(byte)] {
                0 => word.end(words),
                letter => word.add(letter.into()),
            }
        } else if let Some(c) = text[at..].chars().next() {
            at += c.len_utf8();
            fold_each(c, |c| if c.is_alphanumeric() { word.add(c.into()) } else { word.end(words) });
        }
    }
    word.end(words);
}

/// By ASCII character: its lower case where it is a letter or digit, else 0.
const ASCII_FOLDED: [u8; 128] = {
    let mut folded = [0; 128];
    let mut c = 0;
    while c < 128 {
        if (c as u8).is_ascii_alphanumeric() {
            folded[c] = (c as u8).to_ascii_lowercase();
        }
        c += 1;
    }
    folded
};

/// The hash of a word in the making; 0 before its first letter.
#[derive(Default)]
struct Hash(u64);

impl Hash {
    fn add(&mut self, letter: u32) {
        self.0 = (self.0 ^ u64::from(letter)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(5);
    }

    fn end(&mut self, words: &mut Vec<u32>) {
        if self.0 != 0 {
            words.push(stir(std::mem::take(&mut self.0)) as u32);
        }
    }
}

/// A word with its place in the text.
pub(crate) struct Word {
    /// Its characters.
    pub span: CharSpan,
    /// As written.
    pub text: String,
}

/// The words of the characters `span` of `text`, given as a slice that starts at `span.start`.
pub(crate) fn placed(slice: &str, start: u32) -> Vec<Word> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut from = start;
    let mut at = start;
    for c in slice.chars() {
        if c.is_alphanumeric() {
            if word.is_empty() {
                from = at;
            }
            word.push(c);
        } else if !word.is_empty() {
            out.push(Word { span: CharSpan::new(from, at), text: std::mem::take(&mut word) });
        }
        at += 1;
    }
    if !word.is_empty() {
        out.push(Word { span: CharSpan::new(from, at), text: word });
    }
    out
}

/// A rough stem of a folded word, the same for most of its forms: endings off, six letters kept.
pub(crate) fn stem(folded: &str) -> String {
    let mut w = folded.to_owned();
    for ending in ["ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y"] {
        if let Some(rest) = w.strip_suffix(ending)
            && rest.chars().count() >= 3
        {
            w.truncate(rest.len());
            break;
        }
    }
    if let Some((at, _)) = w.char_indices().nth(6) {
        w.truncate(at);
    }
    w
}

/// Whether a word says nothing about what a sentence is about: function words, reporting words, words of time and number.
pub(crate) fn is_empty_word(folded: &str) -> bool {
    folded.chars().count() < 3 || folded.starts_with(|c: char| c.is_ascii_digit()) || is_function_word(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_of_words_follow_the_words() {
        let hashes = |text: &str| {
            let mut out = Vec::new();
            read_words(text, &mut out);
            out
        };
        assert_eq!(hashes("Šefčovič’s 2nd visit – to Æra"), hashes("sefcovic's (2ND) Visit to aera"));
        assert_eq!(hashes("Šefčovič’s 2nd visit").len(), words("Šefčovič’s 2nd visit").len());
        assert_ne!(hashes("talks on steel"), hashes("talks on canola"));
        assert_ne!(hashes("air port"), hashes("airport"));
        assert!(hashes(" – … ").is_empty());
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        assert_eq!(stem("arrested"), stem("arrest"));
        assert_eq!(stem("tariffs"), stem("tariff"));
        assert_eq!(stem("accuses"), stem("accused"));
        assert_ne!(stem("canola"), stem("steel"));
    }
}
