//! Words and punctuation marks: a hand-written scanner with the conventions of the English treebanks.
//!
//! One pass over the text. White space parts chunks; a chunk loses its outer punctuation, then is split at inner
//! marks, hyphens and slashes, and its words lose their clitics (`n't`, `'s`). A chunk is never longer than
//! [`MAX_CHUNK`] bytes, so that a megabyte without a space is still read in linear time.

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing: the token touches the one before.
    None,
    /// Spaces on one line.
    Space,
    /// One line break.
    Line,
    /// A blank line, a form feed or the start of the text.
    Blank,
}

/// A token's place in the text, before it has been analysed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Byte offset of its first byte.
    pub start: u32,
    /// Byte offset after its last byte.
    pub end: u32,
    /// What stands before it.
    pub gap: Gap,
}

/// The longest chunk in bytes that is looked at as a whole.
const MAX_CHUNK: usize = 1024;

/// Prefixes that stay with their word (`non-profit`); any other hyphen is a token of its own.
const PREFIXES: [&str; 24] = [
    "non", "mid", "anti", "re", "co", "pre", "pro", "cross", "post", "over", "semi", "multi", "ex", "sub",
    "counter", "mini", "socio", "psycho", "inter", "intra", "micro", "arch", "un", "trans",
];

/// Words with a full stop of their own. Lower case; single letters and `U.S.`-like ones are known by shape.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "st", "vs", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    "inc", "corp", "co", "ltd", "bros", "al", "no", "nos", "ft", "jr", "sr", "rev", "lt", "gen", "col",
    "capt", "cpt", "cmdr", "adm", "maj", "sgt", "brig", "gov", "sen", "rep", "reps", "sens", "pres", "prof",
    "hon", "amb", "supt", "sec", "asst", "ass't", "dept", "univ", "ave", "blvd", "rd", "mt", "fig", "figs",
    "vol", "pp", "ed", "eds", "est", "approx", "ca", "cf", "e.g", "i.e", "eg", "viz", "ph.d", "m.sc", "b.sc",
    "messrs", "mme", "mlle", "msgr", "fr", "ext", "tel", "oz", "lb", "lbs", "yrs", "hrs", "min", "mins",
    "va", "pa", "ga", "la", "fla", "calif", "conn", "mass", "mich", "minn", "tenn", "tex", "wash", "wis",
    "ariz", "ark", "colo", "ill", "kan", "ky", "md", "mo", "neb", "nev", "okla", "ore", "que", "ont", "pte",
    "pvt", "plc", "gmbh", "bhd", "sdn", "esp", "ret", "dist", "div", "spec", "para", "ps",
];

/// Abbreviations that are common words too: the full stop is theirs only where a lower-case word, a digit or a
/// comma follows, or the word is capitalised and a name follows.
const DOUBTFUL: &[&str] = &[
    "no", "mar", "jun", "jul", "sun", "sat", "wed", "mon", "fri", "min", "fig", "la", "pa", "ill", "mass",
    "wash", "ore", "mo", "ark", "ed", "est", "al", "ms", "co", "col", "gen", "sec", "ca", "spec", "para",
    "ps", "tex", "fr", "ga", "va", "md", "div", "dist", "esp", "ret", "tel", "ext", "st", "ave",
];

/// Joined words and the length in bytes of their first part.
const JOINED: [(&str, usize); 17] = [
    ("cannot", 3),
    ("gonna", 3),
    ("wanna", 3),
    ("gotta", 3),
    ("dont", 2),
    ("doesnt", 4),
    ("didnt", 3),
    ("isnt", 2),
    ("wasnt", 3),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("shouldnt", 6),
    ("havent", 4),
    ("hasnt", 3),
    ("arent", 3),
    ("wont", 2),
    ("gimme", 3),
];

const EMOTICONS: [&str; 16] =
    [":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":p", "=)", "^_^", ":/", "(:", "<3", ":'("];

fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´')
}

/// Whether `word`, lower-cased and without its last full stop, is a listed abbreviation.
pub fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.contains(&word)
}

/// Whether a listed abbreviation is a common word too.
pub fn is_doubtful(word: &str) -> bool {
    DOUBTFUL.contains(&word)
}

/// Splits `text` into tokens, in order. Every character that is neither white space nor a control character is in
/// exactly one token.
pub fn tokens(text: &str) -> Vec<Piece> {
    // Offsets are 32 bits wide; what lies beyond four gigabytes is not looked at.
    let mut limit = text.len().min(u32::MAX as usize);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let mut out = Scanner { text, pieces: Vec::with_capacity(limit / 5 + 1), gap: Gap::Blank };
    let mut start = None;
    let (mut newlines, mut blank) = (0, true);
    for (i, c) in text[..limit].char_indices() {
        if is_gap(c) {
            if let Some(s) = start.take() {
                out.chunk(s, i);
                newlines = 0;
                blank = false;
            }
            match c {
                '\n' | '\u{85}' | '\u{2028}' => newlines += 1,
                '\r' if text.as_bytes().get(i + 1) != Some(&b'\n') => newlines += 1,
                '\u{c}' | '\u{2029}' => blank = true,
                _ => {}
            }
            continue;
        }
        match start {
            None => {
                out.gap = match newlines {
                    _ if blank => Gap::Blank,
                    0 => Gap::Space,
                    1 => Gap::Line,
                    _ => Gap::Blank,
                };
                start = Some(i);
            }
            Some(s) if i - s >= MAX_CHUNK => {
                out.chunk(s, i);
                (newlines, blank) = (0, false);
                out.gap = Gap::None;
                start = Some(i);
            }
            Some(_) => {}
        }
    }
    if let Some(s) = start {
        out.chunk(s, limit);
    }
    out.pieces
}

/// Second syllables of Korean and Chinese given names as they are written behind a hyphen.
const SYLLABLES: &[&str] = &[
    "baek", "beom", "bian", "bok", "bong", "bum", "chan", "chang", "chao", "cheng", "chia", "chiang",
    "chieh", "chien", "chih", "chin", "ching", "chiu", "chiung", "chol", "choo", "chou", "chu", "chul",
    "chun", "chung", "deok", "dong", "eun", "feng", "fu", "geol", "geun", "gi", "gil", "goo", "guk", "gun",
    "gwon", "gyeom", "gyeong", "gyu", "hae", "hai", "hak", "hao", "hee", "heng", "ho", "hong", "hoon",
    "hsiang", "hsien", "hsin", "hsing", "hsiu", "hsiung", "hsuan", "hua", "hui", "hun", "hung", "hwa",
    "hwan", "hye", "hyeok", "hyeon", "hyeong", "hyok", "hyon", "hyong", "hyuk", "hyun", "hyung", "il", "jae",
    "jang", "je", "jen", "jeong", "jeou", "jin", "jong", "joo", "joon", "joong", "ju", "jui", "jun", "jung",
    "kai", "kang", "kap", "keun", "keung", "ki", "koo", "kuan", "kuang", "kuei", "kuk", "kun", "kuo", "kwan",
    "kwang", "kwon", "kyo", "kyong", "kyoung", "kyu", "kyun", "kyung", "lai", "lei", "li", "liang", "lin",
    "ling", "lung", "mao", "mei", "min", "ming", "mo", "moon", "myeong", "myung", "nam", "nien", "nyeo",
    "ok", "pei", "peng", "pil", "pyo", "rae", "ran", "ren", "rim", "rok", "ryeol", "ryol", "ryong", "ryul",
    "sang", "seob", "seok", "seon", "seong", "seop", "seul", "seung", "shek", "sheng", "shih", "shik",
    "shin", "shu", "shui", "sik", "sok", "son", "soo", "sook", "soon", "su", "sui", "suk", "sun", "sung",
    "sup", "tae", "taeg", "taek", "tak", "te", "teh", "teuk", "tien", "tsai", "tsun", "tsung", "tung", "tzu",
    "uk", "un", "wai", "wan", "wei", "wen", "wha", "won", "woo", "wook", "woon", "woong", "wu", "yan", "yao",
    "yen", "yeol", "yeon", "yeong", "yeop", "yi", "yih", "yin", "ying", "yol", "yon", "yong", "yoo", "yoon",
    "yop", "young", "yu", "yuan", "yueh", "yul", "yun", "yung", "yup",
];

/// First syllables behind which "in" and "on" are syllables too and no prepositions.
const BEFORE_IN: &[&str] = &[
    "Jae", "Kang", "Sang", "Ji", "Hye", "Seung", "Tae", "Su", "Soo", "Hyo", "Jong", "Kwang", "Chang",
    "Myung", "Kyung", "Se", "Yong", "Dong", "Hee",
];

/// Puts given names that were parted at their hyphen together again: `Jong - un`, `Jae - in`. The treebanks have too few
/// of them to go by, and a preposition `in` torn out of a president's name spoils the sentence.
pub fn join_given_names(text: &str, pieces: &mut Vec<Piece>) {
    let form = |p: &Piece| &text[p.start as usize..p.end as usize];
    let mut kept = 0;
    let mut i = 0;
    while i < pieces.len() {
        let mut piece = pieces[i];
        if let Some([a, b, c]) = pieces.get(i..i + 3)
            && form(b) == "-"
            && b.gap == Gap::None
            && c.gap == Gap::None
            && !pieces.get(i + 3).is_some_and(|d| d.gap == Gap::None && form(d) == "-")
            && is_given_name(form(a), form(c))
        {
            piece.end = c.end;
            i += 2;
        }
        pieces[kept] = piece;
        kept += 1;
        i += 1;
    }
    pieces.truncate(kept);
}

/// Whether two syllables with a hyphen between them are a given name of Korea or China: `Jae`, `in`.
pub fn is_given_name(first: &str, second: &str) -> bool {
    (2..=6).contains(&first.len())
        && first.starts_with(|c: char| c.is_ascii_uppercase())
        && first[1..].bytes().all(|b| b.is_ascii_lowercase())
        && first != "Hard"
        && first != "Hands"
        && (SYLLABLES.contains(&second) || matches!(second, "in" | "on") && BEFORE_IN.contains(&first))
}

struct Scanner<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
    gap: Gap,
}

impl<'t> Scanner<'t> {
    fn emit(&mut self, start: usize, end: usize) {
        if start < end {
            self.pieces.push(Piece { start: start as u32, end: end as u32, gap: self.gap });
            self.gap = Gap::None;
        }
    }

    /// A run of characters without white space.
    fn chunk(&mut self, mut s: usize, mut e: usize) {
        let text = self.text;
        // The common case: letters only.
        if text.as_bytes()[s..e].iter().all(|b| b.is_ascii_alphabetic()) {
            return self.word(s, e);
        }
        if EMOTICONS.contains(&&text[s..e]) {
            return self.emit(s, e);
        }
        // Outer punctuation at the front.
        while let Some(n) = leading(&text[s..e]) {
            self.emit(s, s + n);
            s += n;
        }
        // Outer punctuation at the end, kept aside.
        let mut tail: Vec<usize> = Vec::new();
        if is_address(&text[s..e]) {
            while let Some(n) = address_tail(&text[s..e]) {
                tail.push(e);
                e -= n;
            }
            self.emit(s, e);
        } else {
            while let Some(n) = self.trailing(s, e) {
                tail.push(e);
                e -= n;
            }
            self.core(s, e);
        }
        let mut at = e;
        while let Some(to) = tail.pop() {
            self.emit(at, to);
            at = to;
        }
    }

    /// Length of the mark at the end of `s..e` that is a token of its own.
    fn trailing(&self, s: usize, e: usize) -> Option<usize> {
        let t = &self.text[s..e];
        let c = t.chars().next_back()?;
        match c {
            '.' => {
                let run = t.len() - t.trim_end_matches('.').len();
                if run == t.len() || run > 1 {
                    return Some(run);
                }
                (!self.keeps_stop(s, e)).then_some(1)
            }
            '!' | '?' => Some(t.len() - t.trim_end_matches(['!', '?']).len()),
            '…' | ',' | ';' | ':' | ')' | ']' | '}' | '"' | '”' | '“' | '»' | '›' | '%' | '>' | '|' | '—'
            | '–' | '°' | '*' | '‘' | '„' | '、' | '。' | '，' | '®' | '™' | '/' | '=' | '~' | '‟' => {
                Some(c.len_utf8())
            }
            '-' | '_' => Some(t.len() - t.trim_end_matches(c).len()),
            '\'' if t.ends_with("''") => Some(2),
            _ if is_apostrophe(c) && t.len() > c.len_utf8() => Some(c.len_utf8()),
            _ => None,
        }
    }

    /// Whether the full stop at the end of `s..e` belongs to the word.
    fn keeps_stop(&self, s: usize, e: usize) -> bool {
        let text = self.text;
        let stem = &text[s..e - 1];
        // Only what follows the last inner mark counts: "and/or Mr." or "(Mr."
        let stem = stem.rsplit(['(', '"', '“', '/', '-', '—', '–', '[', '‘']).next().unwrap_or(stem);
        let Some(last) = stem.chars().next_back() else { return false };
        if !last.is_alphabetic() {
            return false;
        }
        let mut after = text[e..].chars();
        let mut next = after.next();
        let mut broken = 0;
        while let Some(c) = next.filter(|&c| is_gap(c)) {
            broken += usize::from(c == '\n');
            next = after.next();
            if broken > 1 {
                break;
            }
        }
        let ends_text = next.is_none() || broken > 1;
        let count = stem.chars().count();
        if count == 1 {
            // "J. Smith", "plan B." at the end of the text: the treebanks keep neither apart consistently.
            return last.is_uppercase() && !ends_text && last != 'I'
                || last.is_lowercase() && !ends_text && next.is_some_and(|c| c.is_ascii_digit());
        }
        if stem.contains('.') {
            // "U.S.", "p.m.", "Ph.D.": letters parted by full stops, none longer than three.
            let parts_short = stem.split('.').all(|p| {
                let n = p.chars().count();
                (1..=3).contains(&n) && p.chars().all(char::is_alphabetic)
            });
            return parts_short && stem.split('.').any(|p| p.chars().count() == 1);
        }
        if stem.len() > 8 {
            return false;
        }
        let lower = stem.to_lowercase();
        if !is_abbreviation(&lower) {
            return false;
        }
        if is_doubtful(&lower) {
            let capital = stem.chars().next().is_some_and(char::is_uppercase);
            return match next {
                None => false,
                _ if ends_text => false,
                Some(c) if c.is_ascii_digit() => true,
                Some(',' | ')' | ';') => true,
                Some(c) if c.is_lowercase() => lower != "no",
                Some(c) if c.is_uppercase() => {
                    capital
                        && !matches!(
                            lower.as_str(),
                            "no" | "mar" | "sat" | "sun" | "ill" | "mass" | "min" | "est"
                        )
                }
                _ => false,
            };
        }
        true
    }

    /// What is left of a chunk without its outer punctuation.
    fn core(&mut self, s: usize, e: usize) {
        let text = self.text;
        let t = &text[s..e];
        if t.is_empty() {
            return;
        }
        if is_file_name(t) || is_number_chain(t) {
            return self.emit(s, e);
        }
        let mut from = s;
        let mut chars = t.char_indices().peekable();
        let mut prev: Option<char> = None;
        while let Some((i, c)) = chars.next() {
            let next = chars.peek().map(|&(_, c)| c);
            let at = s + i;
            let mut len = c.len_utf8();
            let digit_before = prev.is_some_and(|c| c.is_ascii_digit());
            let digit_after = next.is_some_and(|c| c.is_ascii_digit());
            let split = match c {
                '—' | '–' | '―' | '…' | '(' | ')' | '[' | ']' | '{' | '}' | '"' | '“' | '”' | '«' | '»'
                | ';' | '<' | '>' | '=' | '|' | '‑' => true,
                ',' => !(digit_before && digit_after),
                ':' => !(digit_before && digit_after),
                '?' | '!' => next.is_some_and(char::is_alphabetic),
                '/' => splits_slash(text, from, at, e),
                '.' => {
                    let run = text[at..e].len() - text[at..e].trim_start_matches('.').len();
                    if run > 1 {
                        len = run;
                        for _ in 1..run {
                            chars.next();
                        }
                        true
                    } else {
                        splits_stop(text, from, at, e)
                    }
                }
                '-' => {
                    let run = text[at..e].len() - text[at..e].trim_start_matches('-').len();
                    if run > 1 {
                        len = run;
                        for _ in 1..run {
                            chars.next();
                        }
                        true
                    } else {
                        splits_hyphen(&text[from..at], &text[at + 1..e])
                    }
                }
                _ => false,
            };
            if split {
                self.part(from, at);
                self.emit(at, at + len);
                from = at + len;
            }
            prev = Some(c);
        }
        self.part(from, e);
    }

    /// A part of a chunk between inner marks: currency, numbers with units, words.
    fn part(&mut self, mut s: usize, mut e: usize) {
        let text = self.text;
        let mut percent = false;
        if e > s + 1 && text.as_bytes()[e - 1] == b'%' {
            percent = true;
            e -= 1;
        }
        let t = &text[s..e];
        if let Some(i) = t.find(['$', '€', '£', '¥', '₹'])
            && t[i..].chars().nth(1).is_some_and(|c| c.is_ascii_digit())
        {
            let n = i + t[i..].chars().next().map_or(1, char::len_utf8);
            self.emit(s, s + n);
            s += n;
        }
        let t = &text[s..e];
        if t.starts_with(|c: char| c.is_ascii_digit()) {
            let n =
                t.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ':'))).unwrap_or(t.len());
            let rest = &t[n..];
            let unit = !rest.is_empty()
                && rest.len() <= 8
                && rest.chars().all(char::is_alphabetic)
                && !matches!(rest.to_ascii_lowercase().as_str(), "st" | "nd" | "rd" | "th" | "s" | "d" | "g")
                && (rest.chars().all(char::is_lowercase)
                    || matches!(rest, "AM" | "PM" | "K" | "MM" | "Hz" | "MW" | "GW"));
            if unit {
                self.emit(s, s + n);
                self.emit(s + n, e);
            } else {
                self.word(s, e);
            }
        } else {
            self.word(s, e);
        }
        if percent {
            self.emit(e, e + 1);
        }
    }

    /// A word, which may end in a clitic.
    fn word(&mut self, s: usize, e: usize) {
        let t = &self.text[s..e];
        if let Some(n) = clitic(t) {
            self.emit(s, e - n);
            self.emit(e - n, e);
            return;
        }
        if (4..=8).contains(&t.len()) && t.is_ascii() {
            for (word, n) in JOINED {
                if t.eq_ignore_ascii_case(word) && !(word == "wont" && t != "wont") {
                    self.emit(s, s + n);
                    self.emit(s + n, e);
                    return;
                }
            }
        }
        self.emit(s, e);
    }
}

/// Length in bytes of the clitic at the end of `t`, where something stands before it.
fn clitic(t: &str) -> Option<usize> {
    // An apostrophe is at most five bytes and two letters from the end.
    let mut tail = t.char_indices().rev();
    let (mut at, mut found) = (0, None);
    for _ in 0..3 {
        let (i, c) = tail.next()?;
        if is_apostrophe(c) {
            found = Some(c);
            at = i;
            break;
        }
        if !c.is_ascii_alphabetic() {
            return None;
        }
    }
    let c = found?;
    let after = &t[at + c.len_utf8()..];
    let before = &t[..at];
    if before.is_empty() {
        return None;
    }
    let lower = after.to_ascii_lowercase();
    match lower.as_str() {
        "t" if before.len() > 1 && before.ends_with(['n', 'N']) => {
            // "can't" is "ca" and "n't"; the n goes with the clitic.
            Some(t.len() - at + 1)
        }
        "s" | "m" | "d" | "ll" | "re" | "ve" => Some(t.len() - at),
        _ => None,
    }
}

/// Length of the mark at the front of a chunk that is a token of its own; `None` when a word starts here.
fn leading(t: &str) -> Option<usize> {
    let mut chars = t.chars();
    let c = chars.next()?;
    let next = chars.next();
    let n = c.len_utf8();
    if c.is_ascii_alphanumeric() {
        return None;
    }
    match c {
        '.' => {
            let run = t.len() - t.trim_start_matches('.').len();
            (run > 1 || next.is_none()).then_some(run)
        }
        '!' | '?' => Some(t.len() - t.trim_start_matches(['!', '?']).len()),
        '-' | '=' | '*' | '_' | '~' => Some(t.len() - t.trim_start_matches(c).len()),
        '<' | '>' => Some(t.len() - t.trim_start_matches(c).len()),
        '`' if t.starts_with("``") => Some(2),
        '\'' if t.starts_with("''") => Some(2),
        _ if is_apostrophe(c) => {
            let rest = &t[n..];
            let word: String =
                rest.chars().take(5).take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
            let alone = word.len() == rest.len() || rest.starts_with(|c: char| c.is_ascii_digit());
            let clitic = matches!(word.as_str(), "s" | "m" | "d" | "ll" | "re" | "ve")
                && word.len() == rest.trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '”']).len();
            let cut = matches!(word.as_str(), "em" | "til" | "till" | "cause" | "tis" | "twas" | "n");
            let year = rest.len() >= 2 && rest.chars().take(2).all(|c| c.is_ascii_digit());
            if clitic || (alone && cut) || year { None } else { Some(n) }
        }
        '+' => (!next.is_some_and(|c| c.is_ascii_digit())).then_some(n),
        '#' => (!next.is_some_and(char::is_alphabetic)).then_some(n),
        '@' => (!next.is_some_and(char::is_alphanumeric)).then_some(n),
        '&' => Some(n),
        '(' | ')' | '[' | ']' | '{' | '}' | '"' | '“' | '”' | '„' | '‘' | '«' | '»' | '‹' | '›' | ','
        | ';' | ':' | '$' | '€' | '£' | '¥' | '₹' | '%' | '/' | '|' | '—' | '–' | '―' | '…' | '•' | '·'
        | '¿' | '¡' | '^' | '°' | '§' | '©' | '■' | '►' | '●' | '▪' | '‟' | '→' | '\\' | '、' | '。'
        | '，' => Some(n),
        _ => None,
    }
}

fn is_address(t: &str) -> bool {
    if !t.contains(['.', ':', '@']) {
        return false;
    }
    if t.contains("://") || starts_with_ignore_case(t, "www.") || starts_with_ignore_case(t, "mailto:") {
        return true;
    }
    if let Some(at) = t.find('@') {
        return at > 0
            && t[at + 1..].contains('.')
            && !t[at + 1..].contains('@')
            && t[..at].chars().all(|c| c.is_ascii_alphanumeric() || "._-+%".contains(c));
    }
    // A bare host name with a well-known ending, perhaps with a path.
    let host = t
        .split('/')
        .next()
        .unwrap_or(t)
        .trim_end_matches(['.', ',', ')', ';', ':', '?', '!', '"', '”', '\'', '’']);
    host.rsplit_once('.').is_some_and(|(name, end)| {
        matches!(
            end.to_ascii_lowercase().as_str(),
            "com" | "org" | "net" | "gov" | "edu" | "uk" | "cn" | "ru" | "info" | "io"
        ) && !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
            && name.chars().any(|c| c.is_ascii_lowercase())
    })
}

fn starts_with_ignore_case(t: &str, prefix: &str) -> bool {
    t.get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix))
}

fn address_tail(t: &str) -> Option<usize> {
    let c = t.chars().next_back()?;
    let closes = c == ')' && !t.contains('(');
    (closes
        || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '\'' | '”' | '’' | '>' | ']' | '»')
            && t.len() > 1)
        .then_some(c.len_utf8())
}

fn is_file_name(t: &str) -> bool {
    t.rsplit_once('.').is_some_and(|(name, end)| {
        matches!(
            end.to_ascii_lowercase().as_str(),
            "doc" | "docx" | "pdf" | "xls" | "xlsx" | "txt" | "jpg" | "png" | "html" | "htm" | "zip"
        ) && !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || "-_.#%+".contains(c))
    })
}

/// Telephone numbers and dates in figures: digits with hyphens that are no range.
fn is_number_chain(t: &str) -> bool {
    if !t.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'/') || !t.contains('-') {
        return false;
    }
    let parts: Vec<&str> = t.split(['-', '/']).collect();
    parts.iter().all(|p| !p.is_empty()) && (parts.len() > 2 || parts[0].len() == 3 && parts[1].len() == 4)
}

/// Whether the slash at `at`, with a part from `from` before and the rest to `e` behind, is a token of its own.
fn splits_slash(text: &str, from: usize, at: usize, e: usize) -> bool {
    let before = &text[from..at];
    let rest = &text[at + 1..e];
    let after = &rest[..rest.find(['/', '-', ',', ';', '.', '—', '–']).unwrap_or(rest.len())];
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if digits(before) && digits(after) {
        return false;
    }
    if before.chars().count() == 1 && (after.chars().count() <= 1 || matches!(after, "out" | "he")) {
        return false;
    }
    true
}

/// Whether the full stop at `at` parts two sentences that lack a space: "…in May.The talks…".
fn splits_stop(text: &str, from: usize, at: usize, e: usize) -> bool {
    let before = &text[from..at];
    let mut after = text[at + 1..e].chars();
    let mut behind = before.chars().rev();
    let closes = |c: char| matches!(c, '"' | '”' | ')');
    match (behind.next(), behind.next(), after.next(), after.next()) {
        (Some(b1), Some(b2), Some(a1), Some(a2)) => {
            (b1.is_lowercase() && b2.is_alphabetic() || closes(b1))
                && a1.is_uppercase()
                && (a2.is_lowercase() || a2 == '\'' || a2 == '’')
                && before.chars().count() > 2
                && !before.contains('.')
        }
        _ => false,
    }
}

/// Whether the hyphen between `before` and `after` is a token of its own.
fn splits_hyphen(before: &str, after: &str) -> bool {
    if before.is_empty() || after.is_empty() {
        return true;
    }
    let mut lower = [0u8; 8];
    if before.len() <= lower.len() && before.is_ascii() {
        lower[..before.len()].copy_from_slice(before.as_bytes());
        lower.make_ascii_lowercase();
        let prefix = std::str::from_utf8(&lower[..before.len()]).unwrap_or_default();
        if PREFIXES.contains(&prefix) {
            return false;
        }
        if prefix == "e" && starts_with_ignore_case(after, "mail") {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|p| &text[p.start as usize..p.end as usize]).collect()
    }

    #[test]
    fn clitics_and_joined_words() {
        assert_eq!(
            words("They can't, won't and cannot."),
            ["They", "ca", "n't", ",", "wo", "n't", "and", "can", "not", "."]
        );
        assert_eq!(words("Estmark’s envoy’ll go"), ["Estmark", "’s", "envoy", "’ll", "go"]);
        assert_eq!(words("the ministers' talks"), ["the", "ministers", "'", "talks"]);
        assert_eq!(words("O'Hara didn’t"), ["O'Hara", "did", "n’t"]);
    }

    #[test]
    fn full_stops() {
        assert_eq!(
            words("Mr. Lind left the U.S. on Sept. 3."),
            ["Mr.", "Lind", "left", "the", "U.S.", "on", "Sept.", "3", "."]
        );
        assert_eq!(
            words("He said no. Then J. Arvo spoke."),
            ["He", "said", "no", ".", "Then", "J.", "Arvo", "spoke", "."]
        );
        assert_eq!(words("Wait... what?!"), ["Wait", "...", "what", "?!"]);
        assert_eq!(words("It ended in May.The talks"), ["It", "ended", "in", "May", ".", "The", "talks"]);
    }

    #[test]
    fn numbers_and_addresses() {
        assert_eq!(
            words("$1.5bn (10%) at 10:30am"),
            ["$", "1.5", "bn", "(", "10", "%", ")", "at", "10:30", "am"]
        );
        assert_eq!(words("US$200,000"), ["US$", "200,000"]);
        assert_eq!(
            words("See https://example.org/a-b, or ask a.b@example.org."),
            ["See", "https://example.org/a-b", ",", "or", "ask", "a.b@example.org", "."]
        );
    }

    #[test]
    fn hyphens() {
        assert_eq!(
            words("the Norvia-led non-aggression pact"),
            ["the", "Norvia", "-", "led", "non-aggression", "pact"]
        );
        assert_eq!(words("2031-03-03"), ["2031-03-03"]);
        assert_eq!(words("peace—at last"), ["peace", "—", "at", "last"]);
    }

    #[test]
    fn given_names_stay_together() {
        let text = "Moon Jae-in and Kim Jong-un checked in; a Sit-in and US-led talks.";
        let mut pieces = tokens(text);
        join_given_names(text, &mut pieces);
        let forms: Vec<&str> = pieces.iter().map(|p| &text[p.start as usize..p.end as usize]).collect();
        assert_eq!(forms[..5], ["Moon", "Jae-in", "and", "Kim", "Jong-un"]);
        assert_eq!(forms[8..], ["a", "Sit", "-", "in", "and", "US", "-", "led", "talks", "."]);
    }

    #[test]
    fn gaps() {
        let gaps: Vec<Gap> = tokens("a b\nc\n \nd.").iter().map(|p| p.gap).collect();
        assert_eq!(gaps, [Gap::Blank, Gap::Space, Gap::Line, Gap::Blank, Gap::None]);
    }
}
