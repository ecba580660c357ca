//! Words of a passage with their places, their stems and their numbers.

use chancery_model::CharSpan;

/// A word with its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Its characters.
    pub span: CharSpan,
    /// In small letters, without accents.
    pub folded: String,
    /// The same for most of its forms.
    pub stem: String,
    /// It begins with a capital.
    pub capital: bool,
}

/// The words of a text: runs of letters and digits; a number keeps its point and commas, a possessive ending is no word.
pub(super) fn words(text: &str) -> Vec<Word> {
    let chars: Vec<char> = text.chars().collect();
    let inner = |at: usize| {
        let digit = |n: usize| chars.get(n).is_some_and(|c| c.is_ascii_digit());
        matches!(chars[at], '.' | ',') && at > 0 && digit(at - 1) && digit(at + 1)
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let from = at;
        while at < chars.len() && (chars[at].is_alphanumeric() || (at > from && inner(at))) {
            at += 1;
        }
        if at == from {
            at += 1;
            continue;
        }
        let written: String = chars[from..at].iter().collect();
        let possessive = from > 0 && matches!(chars[from - 1], '\'' | '’') && written == "s";
        if !possessive {
            let folded = crate::directory::fold(&written);
            out.push(Word {
                span: CharSpan::new(from as u32, at as u32),
                stem: stem(&folded),
                capital: chars[from].is_uppercase(),
                folded,
            });
        }
    }
    out
}

/// Endings that are taken off, the longest first. What is left keeps four letters.
const ENDINGS: [&str; 27] = [
    "izations", "isations", "ization", "isation", "ations", "ation", "ating", "ments", "ates", "ated",
    "itions", "ition", "ment", "ness", "ings", "ions", "ing", "ion", "ies", "ied", "ate", "ors", "ed", "es",
    "ly", "or", "s",
];

/// The stem of a folded word: inflection and the commonest endings of nouns off.
///
/// It is coarse on purpose: "cooperate" and "cooperation" are one, "consular" and "consultation" are not.
pub(super) fn stem(folded: &str) -> String {
    // "agreed" is "agree".
    let mut word = folded.strip_suffix('d').filter(|rest| rest.ends_with("ree")).unwrap_or(folded);
    let strip = |word: &'_ str, ending: &str| -> Option<usize> {
        let rest = word.strip_suffix(ending)?;
        (rest.chars().count() >= 4
            && !(ending == "s" && rest.ends_with(['s', 'u', 'i']))
            && !(ending == "es" && rest.ends_with('e')))
        .then_some(rest.len())
    };
    if let Some(length) = ENDINGS.iter().find_map(|ending| strip(word, ending)) {
        word = &word[..length];
    } else if let Some(rest) = word.strip_suffix('s')
        && rest.chars().count() >= 3
        && !rest.ends_with(['s', 'u', 'i'])
    {
        word = rest;
    }
    let mut out =
        word.strip_suffix(['e', 'y']).filter(|rest| rest.chars().count() >= 3).unwrap_or(word).to_owned();
    // "stopped" is "stop".
    let mut last = out.chars().rev();
    if let (Some(a), Some(b)) = (last.next(), last.next())
        && a == b
        && !"lsaeiou".contains(a)
        && out.chars().count() > 3
    {
        out.pop();
    }
    out
}

/// A number said of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// As digits, without commas: "83.7".
    pub value: String,
    /// What is counted: stems of the words after it, or "$" and "%".
    pub of: Vec<String>,
    /// The number with what it counts.
    pub span: CharSpan,
}

/// Numbers written as words.
const NUMBERS: [(&str, &str); 34] = [
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("thirteen", "13"),
    ("fourteen", "14"),
    ("fifteen", "15"),
    ("sixteen", "16"),
    ("seventeen", "17"),
    ("eighteen", "18"),
    ("nineteen", "19"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("fifty", "50"),
    ("sixty", "60"),
    ("seventy", "70"),
    ("eighty", "80"),
    ("ninety", "90"),
    ("dozen", "12"),
    ("first", "1st"),
    ("second", "2nd"),
    ("third", "3rd"),
    ("fourth", "4th"),
    ("fifth", "5th"),
    ("sixth", "6th"),
    ("seventh", "7th"),
];

/// Words that make a number larger, with their noughts.
const SCALES: [(&str, &str); 5] = [
    ("thousand", "thousand"),
    ("million", "million"),
    ("billion", "billion"),
    ("trillion", "trillion"),
    ("bn", "billion"),
];

/// The numbers among the words `within` a text, each with up to three words that may say what is counted.
pub(super) fn counted(text: &str, within: &[Word]) -> Vec<Counted> {
    let chars: Vec<char> = text.chars().collect();
    let between = |a: &Word, b: &Word| -> String {
        chars.get(a.span.end as usize..b.span.start as usize).unwrap_or_default().iter().collect()
    };
    let mut out = Vec::new();
    for (at, word) in within.iter().enumerate() {
        let digits = word.folded.starts_with(|c: char| c.is_ascii_digit());
        let value = if digits && word.folded.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
            Some(word.folded.replace(',', ""))
        } else if digits {
            Some(word.folded.clone())
        } else {
            NUMBERS.iter().find(|(name, _)| *name == word.folded).map(|(_, value)| (*value).to_owned())
        };
        let Some(mut value) = value else { continue };
        let before = (word.span.start as usize).checked_sub(1).and_then(|n| chars.get(n));
        let mut of = Vec::new();
        let mut end = word.span.end;
        if before.is_some_and(|c| matches!(c, '$' | '€' | '£' | '¥')) {
            of.push("$".to_owned());
        }
        if chars.get(end as usize) == Some(&'%') {
            of.push("%".to_owned());
            end += 1;
        }
        let mut last = word;
        for next in within[at + 1..].iter().take(3) {
            if between(last, next).contains([',', '.', ';', ':', '(']) || next.folded == "and" {
                break;
            }
            if let Some((_, scale)) = SCALES.iter().find(|(name, _)| *name == next.folded) {
                value = format!("{value} {scale}");
                end = next.span.end;
            } else if matches!(next.folded.as_str(), "percent" | "per" | "cent") {
                of.push("%".to_owned());
                end = next.span.end;
            } else if next.folded.len() < 3
                || (chancery_model::words::is_function_word(&next.folded)
                    && !UNITS.contains(&next.folded.as_str()))
            {
                break;
            } else {
                of.push(next.stem.clone());
                end = next.span.end;
            }
            last = next;
        }
        if !of.is_empty() {
            out.push(Counted { value, of, span: CharSpan::new(word.span.start, end) });
        }
    }
    out
}

/// Function words that are counted all the same.
const UNITS: [&str; 12] = [
    "day", "days", "month", "months", "week", "weeks", "year", "years", "minister", "time", "people",
    "country",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_share_a_stem_and_other_words_do_not() {
        for (a, b) in [
            ("discussed", "discussions"),
            ("cooperate", "cooperation"),
            ("agreement", "agreed"),
            ("stopped", "stop"),
            ("communicate", "communications"),
            ("invests", "investment"),
            ("trade", "trading"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        for (a, b) in [
            ("consular", "consultation"),
            ("important", "imports"),
            ("invest", "investigate"),
            ("internal", "international"),
        ] {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
    }

    #[test]
    fn a_number_knows_what_it_counts() {
        let read = |text: &str| counted(text, &words(text));
        assert_eq!(read("worth $83.7 billion, he said")[0].value, "83.7 billion");
        assert_eq!(
            read("twelve hours of talks")[0],
            Counted { value: "12".into(), of: vec!["hour".into()], span: CharSpan::new(0, 12) }
        );
        assert_eq!(read("a 100 percent tariff")[0].of[0], "%");
        assert!(read("in 2024, trade grew").is_empty());
        assert_eq!(read("1,200 crew members")[0].value, "1200");
    }

    #[test]
    fn places_count_characters() {
        let found = words("Øyen’s café");
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].span, CharSpan::new(7, 11));
    }
}
