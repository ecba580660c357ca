//! Lemmas: a table of exceptions from the treebanks, then rules of English inflection by Penn tag.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;

use crate::Error;
use crate::hash::Ready;
use crate::label::{Upos, Xpos};
use crate::weights::{read_number, take, write_number};

/// A map by words of tables of our own; nobody can choose words that slow it down.
type WordMap<V> = HashMap<Box<str>, V, BuildHasherDefault<Ready>>;

/// The exceptions to the rules.
#[derive(Debug, Default)]
pub struct Lemmas {
    /// By class, lemma by form in lower case; where a form is not there, the rules are right.
    table: Vec<WordMap<Box<str>>>,
    /// Verbs and nouns seen as lemmas, which settle between `-e` and nothing.
    known: WordMap<()>,
}

/// Tags that inflect alike share a class.
pub fn class(upos: Upos, xpos: Xpos) -> u8 {
    match (upos, xpos) {
        (Upos::Adj | Upos::Verb | Upos::Num | Upos::Adv, Xpos::Nnp | Xpos::Nnps) => 9,
        (Upos::Verb | Upos::Aux, Xpos::Vbd | Xpos::Vbn) => 1,
        (Upos::Verb | Upos::Aux, Xpos::Vbg) => 2,
        (Upos::Verb | Upos::Aux, Xpos::Vbz) => 3,
        (Upos::Verb | Upos::Aux, Xpos::Vb | Xpos::Vbp) => 4,
        (Upos::Verb | Upos::Aux, _) => 5,
        (Upos::Noun, Xpos::Nns) => 6,
        (Upos::Noun, _) => 7,
        (Upos::Propn, Xpos::Nnps) => 8,
        (Upos::Propn, _) => 9,
        (Upos::Adj, Xpos::Jjr) => 10,
        (Upos::Adj, Xpos::Jjs) => 11,
        (Upos::Adj, Xpos::Vbg) => 2,
        (Upos::Adj, Xpos::Vbn) => 1,
        (Upos::Adj, _) => 12,
        (Upos::Adv, Xpos::Rbr) => 13,
        (Upos::Adv, Xpos::Rbs) => 14,
        (Upos::Adv, _) => 15,
        (Upos::Pron, Xpos::PrpPoss) => 16,
        (Upos::Pron, _) => 17,
        (Upos::Det, _) => 18,
        (Upos::Part, _) => 19,
        (Upos::Num, _) => 20,
        (Upos::Punct | Upos::Sym, _) => 21,
        (Upos::X, _) => 22,
        _ => 23,
    }
}

const PLAIN: [(char, char); 5] = [('’', '\''), ('‘', '\''), ('`', '\''), ('“', '"'), ('”', '"')];

fn plain(form: &str) -> Cow<'_, str> {
    let plain = |c: char| PLAIN.iter().find(|p| p.0 == c).map(|p| p.1);
    if form.chars().any(|c| plain(c).is_some()) {
        form.chars().map(|c| plain(c).unwrap_or(c)).collect()
    } else {
        form.into()
    }
}

fn lower(form: &str) -> Cow<'_, str> {
    let is_lower = form.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
    if is_lower { form.into() } else { form.to_lowercase().into() }
}

impl Lemmas {
    /// Tables of exceptions and known lemmas.
    pub fn new(
        exceptions: impl IntoIterator<Item = (u8, String, String)>,
        known: impl IntoIterator<Item = String>,
    ) -> Lemmas {
        let mut table: Vec<WordMap<Box<str>>> = Vec::new();
        for (class, form, lemma) in exceptions {
            let class = usize::from(class);
            table.resize_with(table.len().max(class + 1), WordMap::default);
            table[class].insert(form.into(), lemma.into());
        }
        Lemmas { table, known: known.into_iter().map(|k| (k.into(), ())).collect() }
    }

    /// Appends the tables to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut text = String::new();
        for (class, forms) in self.table.iter().enumerate() {
            let mut rows: Vec<_> = forms.iter().collect();
            rows.sort_unstable();
            for (form, lemma) in rows {
                text.push_str(&format!("{class}\t{form}\t{lemma}\n"));
            }
        }
        let mut known: Vec<_> = self.known.keys().collect();
        known.sort_unstable();
        let mut words = String::new();
        for k in known {
            words.push_str(k);
            words.push('\n');
        }
        for t in [text, words] {
            write_number(out, t.len() as u32);
            out.extend_from_slice(t.as_bytes());
        }
    }

    /// Reads what [`Lemmas::write`] wrote.
    ///
    /// # Errors
    /// [`Error::Model`] when the bytes are no such tables.
    pub fn read(input: &mut &[u8]) -> Result<Lemmas, Error> {
        let mut part = || -> Result<String, Error> {
            let n = read_number(input)? as usize;
            String::from_utf8(take(input, n)?.to_vec()).map_err(|_| Error::Model("lemmas are not text"))
        };
        let (rows, words) = (part()?, part()?);
        let mut exceptions = Vec::new();
        for line in rows.lines() {
            let mut c = line.split('\t');
            let (Some(k), Some(f), Some(l)) = (c.next().and_then(|k| k.parse().ok()), c.next(), c.next())
            else {
                return Err(Error::Model("lemma table out of shape"));
            };
            exceptions.push((k, f.to_string(), l.to_string()));
        }
        Ok(Lemmas::new(exceptions, words.lines().map(String::from)))
    }

    /// The lemma of `form` under its tags.
    pub fn lemma(&self, form: &str, upos: Upos, xpos: Xpos) -> Box<str> {
        let class = class(upos, xpos);
        let form = plain(form);
        let lower = lower(&form);
        if let Some(l) = self.table.get(usize::from(class)).and_then(|forms| forms.get(&*lower)) {
            return restore(l, &form, class).into();
        }
        if (1..=5).contains(&class)
            && let Some(l) = irregular(&lower)
        {
            return l.into();
        }
        self.rule(&form, &lower, class).into()
    }

    /// What the rules alone say.
    pub fn rule(&self, form: &str, lower: &str, class: u8) -> String {
        match class {
            1 => self.past(lower),
            2 => self.participle(lower),
            3 | 6 => self.unplural(lower, class == 3),
            8 => {
                let mut s = form.to_string();
                if s.ends_with('s') && !s.ends_with("ss") && s.len() > 3 && !lower.ends_with("ies") {
                    s.pop();
                } else if lower.ends_with("ies") && s.len() > 4 {
                    s.truncate(s.len() - 3);
                    s.push('y');
                }
                s
            }
            9 => capital(form, lower),
            10 | 13 => self.degree(lower, "er"),
            11 | 14 => self.degree(lower, "est"),
            12 => {
                // Adjectives of nationality keep their capital, as in the treebanks.
                if form.chars().next().is_some_and(char::is_uppercase)
                    && !form.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
                    && self.proper_adjective(lower)
                {
                    form.to_string()
                } else {
                    lower.to_string()
                }
            }
            20 => lower.replace(',', ""),
            21 | 22 => form.to_string(),
            _ => lower.to_string(),
        }
    }

    fn is_known(&self, stem: &str) -> bool {
        self.known.contains_key(stem)
    }

    fn proper_adjective(&self, lower: &str) -> bool {
        const ENDS: [&str; 7] = ["an", "ese", "ish", "i", "ch", "ic", "ist"];
        !self.is_known(lower) && ENDS.iter().any(|e| lower.ends_with(e))
    }

    /// The best of the readings of a stem whose ending was taken off: as it is, with `e`, with its last consonant single.
    fn stem(&self, stem: &str) -> String {
        let with_e = format!("{stem}e");
        let single = doubled(stem).map(|n| stem[..n].to_string());
        if let Some(s) = &single {
            if self.is_known(s) && !self.is_known(stem) {
                return s.clone();
            }
            if self.is_known(stem) {
                return stem.to_string();
            }
            if !stem.ends_with("ll")
                && !stem.ends_with("ss")
                && !stem.ends_with("zz")
                && !stem.ends_with("ff")
            {
                return s.clone();
            }
            return stem.to_string();
        }
        match (self.is_known(stem), self.is_known(&with_e)) {
            (false, true) => return with_e,
            (true, false) => return stem.to_string(),
            _ => {}
        }
        if needs_e(stem) { with_e } else { stem.to_string() }
    }

    fn past(&self, lower: &str) -> String {
        if let Some(s) = lower.strip_suffix("ied")
            && s.len() > 1
        {
            return format!("{s}y");
        }
        match lower.strip_suffix("ed") {
            Some(s) if s.len() > 1 && s.contains(['a', 'e', 'i', 'o', 'u', 'y']) => self.stem(s),
            _ => lower.to_string(),
        }
    }

    fn participle(&self, lower: &str) -> String {
        let s = lower.strip_suffix("ing").or_else(|| lower.strip_suffix("in'"));
        match s {
            Some(s) if s.len() > 1 && s.contains(['a', 'e', 'i', 'o', 'u', 'y']) => self.stem(s),
            _ => lower.to_string(),
        }
    }

    fn unplural(&self, lower: &str, verb: bool) -> String {
        if !verb
            && matches!(
                lower,
                "series"
                    | "species"
                    | "headquarters"
                    | "premises"
                    | "earnings"
                    | "proceeds"
                    | "remains"
                    | "goods"
                    | "means"
            )
        {
            return lower.to_string();
        }
        if let Some(s) = lower.strip_suffix("ies")
            && s.len() > 2
        {
            return format!("{s}y");
        }
        if !verb {
            for (end, to) in [
                ("men", "man"),
                ("wives", "wife"),
                ("lives", "life"),
                ("knives", "knife"),
                ("leaves", "leaf"),
                ("selves", "self"),
                ("shelves", "shelf"),
                ("halves", "half"),
                ("wolves", "wolf"),
                ("thieves", "thief"),
            ] {
                if let Some(s) = lower.strip_suffix(end) {
                    return format!("{s}{to}");
                }
            }
        }
        if let Some(s) = lower.strip_suffix("es") {
            if s.ends_with("ss")
                || s.ends_with("sh")
                || s.ends_with("ch") && !s.ends_with("ach")
                || s.ends_with('x')
                || s.ends_with("zz")
            {
                return s.to_string();
            }
            let with_e = format!("{s}e");
            if self.is_known(&with_e) {
                return with_e;
            }
            if self.is_known(s) && (s.ends_with(['o', 's', 'z', 'h'])) {
                return s.to_string();
            }
            return with_e;
        }
        match lower.strip_suffix('s') {
            Some(s) if s.len() > 1 && !s.ends_with(['s', '\'']) => {
                if (s.ends_with('u') || s.ends_with('i')) && !verb && self.is_known(lower) {
                    lower.to_string()
                } else {
                    s.to_string()
                }
            }
            _ => lower.to_string(),
        }
    }

    fn degree(&self, lower: &str, end: &str) -> String {
        let Some(s) = lower.strip_suffix(end) else { return lower.to_string() };
        if s.len() < 2 {
            return lower.to_string();
        }
        if let Some(t) = s.strip_suffix('i') {
            return format!("{t}y");
        }
        self.stem(s)
    }
}

/// Irregular verbs: lemma, then its other forms.
const IRREGULAR: &str = "arise arose arisen|awake awoke awoken|bear bore borne|beat beaten|become became|befall befell befallen|\
beget begot begotten|begin began begun|behold beheld|bend bent|beseech besought|bind bound|bite bit bitten|bleed bled|\
blow blew blown|break broke broken|breed bred|bring brought|build built|burn burnt|buy bought|catch caught|\
choose chose chosen|cling clung|come came|creep crept|deal dealt|dig dug|do did done does|draw drew drawn|dream dreamt|\
drink drank drunk|drive drove driven|dwell dwelt|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|\
flee fled|fling flung|fly flew flown flies|forbid forbade forbidden|foresee foresaw foreseen|foretell foretold|forget forgot forgotten|\
forgive forgave forgiven|forgo forwent forgone|forsake forsook forsaken|freeze froze frozen|get got gotten|give gave given|\
go went gone goes|grind ground|grow grew grown|hang hung|have had has|hear heard|hide hid hidden|hold held|keep kept|\
kneel knelt|know knew known|lay laid|lead led|lean leant|leap leapt|learn learnt|leave left|lend lent|lie lain lying|light lit|lose lost|\
make made|mean meant|meet met|mislead misled|mistake mistook mistaken|misunderstand misunderstood|outdo outdid outdone|\
overcome overcame|overdo overdid overdone|overhear overheard|oversee oversaw overseen|overtake overtook overtaken|\
overthrow overthrew overthrown|partake partook partaken|pay paid|plead pled|prove proven|rebuild rebuilt|repay repaid|\
rethink rethought|retake retook retaken|rewrite rewrote rewritten|rid|ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|\
seek sought|sell sold|resell resold|send sent|resend resent|sew sewn|shake shook shaken|shear shorn|shine shone|shoot shot|show shown|shrink shrank shrunk|\
sing sang sung|sink sank sunk|sit sat|slay slew slain|sleep slept|slide slid|sling slung|slink slunk|smell smelt|sneak snuck|sow sown|\
speak spoke spoken|speed sped|spell spelt|spend spent|spill spilt|spin spun|spit spat|spoil spoilt|spring sprang sprung|\
stand stood|steal stole stolen|stick stuck|sting stung|stink stank stunk|stride strode stridden|strike struck stricken|string strung|strive strove striven|\
swear swore sworn|sweep swept|swell swollen|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|\
throw threw thrown|tread trod trodden|undergo underwent undergone|understand understood|undertake undertook undertaken|undo undid undone|\
uphold upheld|wake woke woken|wear wore worn|weave wove woven|weep wept|win won|wind wound|withdraw withdrew withdrawn|withhold withheld|\
withstand withstood|wring wrung|write wrote written|die dying|tie tying|vie vying|be am are is was were been being";

/// The lemma of an irregular form of a verb.
fn irregular(lower: &str) -> Option<&'static str> {
    static FORMS: OnceLock<HashMap<&'static str, &'static str, BuildHasherDefault<Ready>>> = OnceLock::new();
    let forms = FORMS.get_or_init(|| {
        let mut forms = HashMap::default();
        for verb in IRREGULAR.split('|') {
            let mut words = verb.split_whitespace();
            if let Some(lemma) = words.next() {
                forms.extend(words.map(|f| (f, lemma)));
            }
        }
        forms
    });
    forms.get(lower).copied()
}

/// A proper noun that was written small, with its capital.
fn capital(form: &str, lower: &str) -> String {
    let mut c = form.chars();
    match c.next() {
        Some(f) if f.is_lowercase() && form == lower && form.len() > 3 => f.to_uppercase().chain(c).collect(),
        _ => form.to_string(),
    }
}

/// Length of `stem` without its doubled last consonant, where it ends in one.
fn doubled(stem: &str) -> Option<usize> {
    let b = stem.as_bytes();
    let n = b.len();
    (n > 2 && b[n - 1] == b[n - 2] && b[n - 1].is_ascii_lowercase() && !b"aeiou".contains(&b[n - 1]))
        .then(|| n - 1)
}

/// Whether a stem that lost `-ed` or `-ing` most likely had an `e`.
fn needs_e(stem: &str) -> bool {
    let b = stem.as_bytes();
    let n = b.len();
    if n < 2 || !stem.is_ascii() {
        return false;
    }
    let vowel = |c: u8| b"aeiou".contains(&c);
    let last = b[n - 1];
    if stem.ends_with("at") && n > 3
        || stem.ends_with("iz")
        || stem.ends_with("is") && n > 4
        || stem.ends_with("uat")
    {
        return true;
    }
    match last {
        b'v' | b'c' | b'u' => true,
        b'e' => !stem.ends_with("ee"),
        b'g' => !stem.ends_with("ng") || stem.ends_with("ang") && n > 4 && !stem.ends_with("bang"),
        b's' => {
            !stem.ends_with("ss") && !stem.ends_with("us")
                || stem.ends_with("aus")
                || stem.ends_with("cus") && n > 4
        }
        b'z' => !stem.ends_with("zz"),
        b'l' => n > 2 && !vowel(b[n - 2]) && b[n - 2] != b'l' && b[n - 2] != b'r' && b[n - 2] != b'w',
        b'r' => {
            n > 2
                && (stem.ends_with("ir") || stem.ends_with("ur") || stem.ends_with("ar"))
                && !vowel(b[n - 3])
                && n <= 6
        }
        b'd' | b't' | b'k' | b'm' | b'n' | b'p' | b'b' => {
            // One vowel before the last consonant: "mak-e", "hop-e"; "visit", "open" have two syllables.
            n > 2 && vowel(b[n - 2]) && !vowel(b[n - 3]) && stem.bytes().filter(|&c| vowel(c)).count() == 1
                || stem.ends_with("id") && n > 4 && !stem.ends_with("oid")
                || stem.ends_with("ut") && n > 4
                || stem.ends_with("ud") && n > 4
                || stem.ends_with("in") && n > 4 && !stem.ends_with("ain")
        }
        _ => false,
    }
}

/// A lemma from the table in the case that its class wants.
fn restore(lemma: &str, form: &str, class: u8) -> String {
    if matches!(class, 8 | 9)
        && form.chars().next().is_some_and(char::is_uppercase)
        && lemma.chars().next().is_some_and(char::is_lowercase)
    {
        let mut c = lemma.chars();
        if form.chars().all(|c| !c.is_lowercase()) {
            return lemma.to_uppercase();
        }
        return c.next().map(|f| f.to_uppercase().chain(c).collect()).unwrap_or_default();
    }
    lemma.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemma(form: &str, upos: Upos, xpos: Xpos) -> String {
        Lemmas::default().lemma(form, upos, xpos).into()
    }

    #[test]
    fn rules() {
        assert_eq!(lemma("stopped", Upos::Verb, Xpos::Vbd), "stop");
        assert_eq!(lemma("agreed", Upos::Verb, Xpos::Vbd), "agree");
        assert_eq!(lemma("making", Upos::Verb, Xpos::Vbg), "make");
        assert_eq!(lemma("visited", Upos::Verb, Xpos::Vbd), "visit");
        assert_eq!(lemma("carries", Upos::Verb, Xpos::Vbz), "carry");
        assert_eq!(lemma("ministries", Upos::Noun, Xpos::Nns), "ministry");
        assert_eq!(lemma("fled", Upos::Verb, Xpos::Vbd), "flee");
        assert_eq!(lemma("Prime", Upos::Adj, Xpos::Nnp), "Prime");
        assert_eq!(lemma("12,000", Upos::Num, Xpos::Cd), "12000");
        assert_eq!(lemma("Norvia", Upos::Propn, Xpos::Nnp), "Norvia");
        assert_eq!(lemma("negotiating", Upos::Verb, Xpos::Vbg), "negotiate");
    }
}
