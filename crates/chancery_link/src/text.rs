//! Words of a text: what shingles, themes and names are made of.

use chancery_model::CharSpan;
pub(crate) use chancery_model::words::is_function_word;

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

/// Lower case, without accents; letters that do not come apart are spelt out.
pub(crate) fn fold(text: &str) -> String {
    use unicode_normalization::char::{decompose_canonical, is_combining_mark};
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '`' | '’' | '‘' | 'ʼ' => out.push('\''),
            '‐' | '‑' | '–' => out.push('-'),
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' | 'İ' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'þ' | 'Þ' => out.push_str("th"),
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ => decompose_canonical(c, |part| {
                if !is_combining_mark(part) {
                    out.extend(part.to_lowercase());
                }
            }),
        }
    }
    out
}

/// The words of a text, folded: runs of letters and digits.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
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
    fn forms_of_a_word_share_a_stem() {
        assert_eq!(stem("arrested"), stem("arrest"));
        assert_eq!(stem("tariffs"), stem("tariff"));
        assert_eq!(stem("accuses"), stem("accused"));
        assert_ne!(stem("canola"), stem("steel"));
        assert_eq!(fold("Šefčovič Ærø"), "sefcovic aero");
    }
}
