//! Texts as the words that a search compares: lower case, without accents.

use chancery_model::words::fold_each;

/// Bytes of a folded word that count; what is longer is no word of any language.
const LONGEST: usize = 120;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded: of letters and digits alone.
    pub folded: String,
    /// The first character, in Unicode scalar values.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// The words of a text: runs of letters and digits. Signs of scripts that put no space between words stand alone, so that
/// a phrase finds them.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (at, c) in (0u32..).zip(text.chars()) {
        if is_accent(c) || is_silent(c) {
            if let Some(word) = words.last_mut().filter(|_| open && is_accent(c)) {
                word.end = at + 1;
            }
            continue;
        }
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        let alone = stands_alone(c);
        if !open || alone {
            words.push(Word { folded: String::new(), start: at, end: at });
        }
        open = !alone;
        if let Some(word) = words.last_mut() {
            word.end = at + 1;
            if word.folded.len() < LONGEST {
                fold_each(c, |c| word.folded.extend(Some(c).filter(|c| c.is_alphanumeric())));
            }
        }
    }
    words.retain(|word| !word.folded.is_empty());
    words
}

/// Marks over and under letters: of Latin, Greek and Cyrillic, and the vowels of Hebrew and Arabic.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// What stands within words and isn't seen.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana, Chinese characters.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A word with its regular endings, itself first: "visit" with "visits", "visited", "visiting"; "tariffs" with "tariff". What
/// can't be an English word stands alone.
pub fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_string()];
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return forms;
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if word.ends_with('s') && !ends(&["ss", "us", "is"]) {
        forms.extend(singular(word));
        return forms;
    }
    let vowel = |b: &u8| b"aeiou".contains(b);
    let bytes = word.as_bytes();
    let (last, before) = (bytes[bytes.len() - 1], bytes[bytes.len() - 2]);
    let rest = &word[..word.len() - 1];
    if last == b'y' && !vowel(&before) {
        forms.extend([format!("{rest}ies"), format!("{rest}ied"), format!("{word}ing")]);
    } else if last == b'e' {
        let stem = if b"eoy".contains(&before) { word } else { rest };
        forms.extend([format!("{word}s"), format!("{word}d"), format!("{stem}ing")]);
    } else {
        let hissing = ends(&["s", "x", "z", "ch", "sh"]);
        forms.push(format!("{word}{}", if hissing { "es" } else { "s" }));
        let short = bytes.iter().filter(|b| vowel(b)).count() == 1 && vowel(&before);
        let twice = if short && !b"wxys".contains(&last) && !vowel(&last) { &word[rest.len()..] } else { "" };
        forms.extend([format!("{word}{twice}ed"), format!("{word}{twice}ing")]);
    }
    forms
}

fn singular(word: &str) -> Option<String> {
    let without = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.len() > 1);
    if let Some(stem) = without("ies") {
        return Some(format!("{stem}y"));
    }
    let hissing = ["sses", "xes", "zes", "ches", "shes"].iter().any(|ending| word.ends_with(ending));
    without(if hissing { "es" } else { "s" }).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_folded_and_stand_where_they_stood() {
        assert_eq!(folded("Erdoğan’s Łódź–Türkiye"), ["erdogan", "s", "lodz", "turkiye"]);
        assert_eq!(folded("Київ, ΣΟΦΊΑΣ 习近平 G7"), ["киів", "σοφιασ", "习", "近", "平", "g7"]);
        assert_eq!(folded("« … » 🙂 * \0"), Vec::<String>::new());
        let decomposed = words("(Turku\u{308}) co\u{ad}operate");
        assert_eq!((decomposed[0].start, decomposed[0].end), (1, 7));
        assert_eq!(decomposed[1].folded, "cooperate");
        assert!(words(&"x".repeat(9999))[0].folded.len() <= LONGEST);
    }

    #[test]
    fn endings_are_regular_ones() {
        for (word, all) in [
            ("visit", "visit visits visited visiting"),
            ("trade", "trade trades traded trading"),
            ("agree", "agree agrees agreed agreeing"),
            ("deny", "deny denies denied denying"),
            ("plan", "plan plans planned planning"),
            ("press", "press presses pressed pressing"),
            ("tariffs", "tariffs tariff"),
            ("countries", "countries country"),
            ("matches", "matches match"),
            ("us", "us"),
            ("g20", "g20"),
            ("київ", "київ"),
        ] {
            assert_eq!(forms(word).join(" "), all);
        }
    }
}
