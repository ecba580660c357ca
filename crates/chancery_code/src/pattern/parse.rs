//! Reading a pattern file.

use super::{
    ActorTest, Anchor, Condition, Example, Expected, Filler, Line, Pattern, Role, Sides, Thing, WordClass,
    WordSet,
};
use chancery_model::{CameoCode, EventType, MentionKind, Status};
use std::collections::BTreeMap;

/// A line that does not follow the language.
#[derive(Debug, thiserror::Error)]
#[error("patterns/{pattern}.pattern:{line}: {problem}")]
pub struct PatternError {
    /// The pattern's name.
    pub pattern: String,
    /// Line of the file.
    pub line: u32,
    /// What is wrong and what to write instead.
    pub problem: String,
}

/// Reads the named word sets of `patterns/sets.txt`: `@name  word word "several words"`, continued on indented lines.
pub fn parse_sets(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default();
        if line.trim().is_empty() {
            continue;
        }
        let mut words = split(line).into_iter();
        if line.starts_with('@') {
            current = words.next().unwrap_or_default()[1..].to_string();
        }
        sets.entry(current.clone()).or_default();
        for word in words {
            match word.strip_prefix('@') {
                Some(other) => {
                    let included = Vec::from_iter(sets.get(other).into_iter().flatten().cloned());
                    sets.entry(current.clone()).or_default().extend(included);
                }
                None => sets.entry(current.clone()).or_default().push(word),
            }
        }
    }
    sets
}

/// Reads one pattern file; `sets` are the named word sets.
///
/// # Errors
/// The first line that does not follow the language.
pub fn parse(name: &str, text: &str, sets: &BTreeMap<String, Vec<String>>) -> Result<Pattern, PatternError> {
    let mut pattern = Pattern {
        name: name.to_string(),
        about: String::new(),
        lines: Vec::new(),
        excepts: Vec::new(),
        codes: Vec::new(),
        silent: Vec::new(),
    };
    let mut thing: Option<Thing> = None;
    for (number, key, rest) in statements(text) {
        let fail = |problem: String| PatternError { pattern: name.to_string(), line: number, problem };
        match key.as_str() {
            "event" => thing = Some(read_thing(&rest, None).map_err(fail)?),
            "about" => {
                if !pattern.about.is_empty() {
                    pattern.about.push(' ');
                }
                pattern.about.push_str(rest.trim());
            }
            "match" => {
                let base = thing.as_ref().ok_or_else(|| fail("a match line before the event line".into()))?;
                let (body, own) = match rest.split_once("=>") {
                    Some((body, own)) => (body, read_thing(own, Some(base)).map_err(fail)?),
                    None => (rest.as_str(), base.clone()),
                };
                pattern.lines.push(read_line(number, body, own, sets).map_err(fail)?);
            }
            "except" => {
                for item in split_items(&rest) {
                    pattern.excepts.push(read_condition(&item, sets).map_err(fail)?);
                }
            }
            "codes" => {
                let base = thing.as_ref().ok_or_else(|| fail("a codes line before the event line".into()))?;
                let (sentence, expected) = read_example(&rest, base).map_err(fail)?;
                pattern.codes.push(Example { number, sentence, expected });
            }
            "silent" => pattern.silent.push((number, unquote(rest.trim()).map_err(fail)?)),
            other => {
                return Err(fail(format!("«{other}» is none of event, about, match, except, codes, silent")));
            }
        }
    }
    if pattern.lines.is_empty() {
        return Err(PatternError { pattern: name.into(), line: 1, problem: "it has no match line".into() });
    }
    Ok(pattern)
}

/// Statements with their first line's number; an indented line continues the one before.
fn statements(text: &str) -> Vec<(u32, String, String)> {
    let mut all: Vec<(u32, String, String)> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let line = strip_comment(line);
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with(char::is_whitespace) {
            if let Some(last) = all.last_mut() {
                last.2.push(' ');
                last.2.push_str(line.trim());
            }
            continue;
        }
        let (key, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        all.push((n as u32 + 1, key.to_string(), rest.trim().to_string()));
    }
    all
}

/// Cuts a comment: a `#` outside of quotation marks.
fn strip_comment(line: &str) -> &str {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted => return &line[..at],
            _ => {}
        }
    }
    line
}

/// `CONSULT / phone  cameo 041  both sides  context economic technology`
fn read_thing(text: &str, base: Option<&Thing>) -> Result<Thing, String> {
    let words = Vec::from_iter(text.split_whitespace());
    let mut at = 0;
    let mut event_type = base.map(|b| b.event_type);
    let mut mode = base.and_then(|b| b.mode);
    let mut cameo: Option<CameoCode> = base.map(|b| b.cameo);
    let mut contexts = base.map(|b| b.contexts.clone()).unwrap_or_default();
    let mut sides = base.map_or(Sides::Directed, |b| b.sides);
    while at < words.len() {
        match words[at] {
            "/" => {
                let t = event_type.ok_or("a mode before the type")?;
                let word = *words.get(at + 1).ok_or("no mode after «/»")?;
                mode = if word == "none" {
                    None
                } else {
                    Some(t.modes().iter().copied().find(|m| *m == word).ok_or_else(|| {
                        format!("«{word}» is no mode of {t}; its modes: {}", t.modes().join(", "))
                    })?)
                };
                at += 2;
            }
            "cameo" => {
                let word = *words.get(at + 1).ok_or("no code after «cameo»")?;
                cameo = Some(word.parse().map_err(|e| format!("{e}"))?);
                at += 2;
            }
            "both" | "mutual" | "directed" => {
                sides = match words[at] {
                    "both" => Sides::Both,
                    "mutual" => Sides::Mutual,
                    _ => Sides::Directed,
                };
                at += if words.get(at + 1) == Some(&"sides") { 2 } else { 1 };
            }
            "context" => {
                contexts.extend(words[at + 1..].iter().map(|w| w.trim_end_matches(',').to_string()));
                at = words.len();
            }
            word => {
                let t: EventType = word.parse().map_err(|e| format!("{e}"))?;
                if event_type != Some(t) {
                    mode = None;
                    cameo = None;
                }
                event_type = Some(t);
                at += 1;
            }
        }
    }
    let event_type = event_type.ok_or("the event line names no PLOVER type")?;
    let cameo = cameo.unwrap_or_else(|| event_type.general_cameo());
    contexts.sort();
    contexts.dedup();
    Ok(Thing { event_type, mode, cameo, contexts, sides })
}

fn read_line(
    number: u32,
    body: &str,
    thing: Thing,
    sets: &BTreeMap<String, Vec<String>>,
) -> Result<Line, String> {
    let items = split_items(body);
    let mut items = items.iter();
    let first = items.next().ok_or("an empty match line")?;
    let (class, braces) = match first.split_once('{') {
        Some(("", rest)) | Some(("verb", rest)) => (WordClass::Verb, rest),
        Some(("noun", rest)) => (WordClass::Noun, rest),
        Some(("adj", rest)) => (WordClass::Adj, rest),
        _ => {
            return Err(format!(
                "a match line begins with {{lemmas}}, noun{{…}} or adj{{…}}, not with «{first}»"
            ));
        }
    };
    let mut lemmas = Vec::new();
    for word in expand(braces.trim_end_matches('}'), sets)? {
        match word.split_once('_') {
            Some((verb, particle)) => lemmas.push((verb.into(), Some(particle.into()))),
            // A set may hold several words in a row; an anchor is one.
            None if word.contains(' ') => {}
            None => lemmas.push((word.into(), None)),
        }
    }
    let mut conditions = Vec::new();
    let rest = Vec::from_iter(items);
    let mut at = 0;
    while at < rest.len() {
        if rest[at].starts_with('"') {
            let mut any = vec![phrase(rest[at])?];
            while rest.get(at + 1).is_some_and(|i| i.as_str() == "|") {
                any.push(phrase(rest.get(at + 2).ok_or("nothing after «|»")?)?);
                at += 2;
            }
            conditions.push(Condition::Phrase { any, negated: false });
        } else {
            conditions.push(read_condition(rest[at], sets)?);
        }
        at += 1;
    }
    Ok(Line { number, thing, anchor: Anchor { class, lemmas }, conditions })
}

/// `subj:SOURCE`, `?with:TARGET[state]`, `!obj:{call}`, `{to with}:TARGET`, `!"words"`
fn read_condition(item: &str, sets: &BTreeMap<String, Vec<String>>) -> Result<Condition, String> {
    let (optional, negated, body) = match item.as_bytes().first() {
        Some(b'?') => (true, false, &item[1..]),
        Some(b'!') => (false, true, &item[1..]),
        _ => (false, false, item),
    };
    if body.starts_with('"') {
        return Ok(Condition::Phrase { any: vec![phrase(body)?], negated });
    }
    let (roles, filler) = if let Some(rest) = body.strip_prefix('{') {
        let (inside, after) =
            rest.split_once('}').ok_or_else(|| format!("«{item}»: a brace that does not close"))?;
        let roles = expand(inside, sets)?;
        let filler = after.strip_prefix(':').ok_or_else(|| format!("«{item}»: no «:» after the roles"))?;
        (roles, filler)
    } else {
        let (role, filler) = body.split_once(':').ok_or_else(|| format!("«{item}» is not role:filler"))?;
        (vec![role.to_string()], filler)
    };
    let roles = roles.iter().map(|r| role(r)).collect();
    Ok(Condition::Slot { roles, filler: read_filler(filler, sets)?, optional, negated })
}

fn role(word: &str) -> Role {
    match word {
        "subj" => Role::Subj,
        "obj" => Role::Obj,
        "iobj" => Role::Iobj,
        "poss" => Role::Poss,
        "xcomp" => Role::Xcomp,
        "ccomp" => Role::Ccomp,
        "advcl" => Role::Advcl,
        "compound" => Role::Compound,
        "amod" => Role::Amod,
        "speaker" => Role::Speaker,
        "aux" => Role::Aux,
        "inside" => Role::Inside,
        preposition => Role::Prep(preposition.into()),
    }
}

fn read_filler(text: &str, sets: &BTreeMap<String, Vec<String>>) -> Result<Filler, String> {
    if let Some(inside) = text.strip_prefix('{') {
        return Ok(Filler::Words(word_set(expand(inside.trim_end_matches('}'), sets)?)));
    }
    let (name, tests) = match text.split_once('[') {
        Some((name, rest)) => (name, rest.trim_end_matches(']')),
        None => (text, ""),
    };
    let (name, direct) = match name.strip_suffix('!') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let mut test = ActorTest { direct, ..ActorTest::default() };
    for word in tests.split_whitespace() {
        let (negative, word) = match word.strip_prefix('-') {
            Some(word) => (true, word),
            None => (false, word),
        };
        let kind = match word {
            "person" => Some(MentionKind::Person),
            "org" => Some(MentionKind::Organization),
            "place" => Some(MentionKind::Place),
            "state" => Some(MentionKind::State),
            "role" => Some(MentionKind::Role),
            "group" => Some(MentionKind::Group),
            _ => None,
        };
        match (kind, negative) {
            (Some(kind), false) => test.kinds.push(kind),
            (Some(kind), true) => test.not_kinds.push(kind),
            (None, _) if word.len() != 3 || !word.bytes().all(|b| b.is_ascii_uppercase()) => {
                return Err(format!(
                    "«{word}» is neither a kind (person, org, place, state, role, group) nor a PLOVER sector"
                ));
            }
            (None, false) => test.sectors.push(word.into()),
            (None, true) => test.not_sectors.push(word.into()),
        }
    }
    match name {
        "SOURCE" => Ok(Filler::Source(test)),
        "TARGET" => Ok(Filler::Target(test)),
        "ACTOR" => Ok(Filler::Actor(test)),
        "ANY" => Ok(Filler::Any),
        _ => Err(format!("«{text}» is none of SOURCE, TARGET, ACTOR, ANY and {{words}}")),
    }
}

fn word_set(words: Vec<String>) -> WordSet {
    let mut set = WordSet::default();
    for word in words {
        match word.contains(' ') {
            true => set.several.push(word.split(' ').map(Into::into).collect()),
            false => set.single.push(word.into()),
        }
    }
    set.single.sort();
    set.single.dedup();
    set
}

fn phrase(item: &str) -> Result<Vec<Box<str>>, String> {
    Ok(unquote(item)?.to_lowercase().split_whitespace().map(Into::into).collect())
}

fn unquote(text: &str) -> Result<String, String> {
    let inside = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    inside
        .map(str::to_string)
        .ok_or_else(|| format!("{text}: a sentence or phrase stands in \"quotation marks\""))
}

/// Words and named sets (`@name`) in braces.
fn expand(inside: &str, sets: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    for word in split(inside) {
        match word.strip_prefix('@') {
            Some(name) => {
                let set = sets.get(name).ok_or_else(|| format!("«@{name}» is not in patterns/sets.txt"))?;
                words.extend(set.iter().cloned());
            }
            None => words.push(word),
        }
    }
    Ok(words)
}

/// Splits at spaces outside of quotation marks; the marks are dropped.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Splits a line at spaces outside of quotation marks, braces and brackets.
fn split_items(text: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    let (mut quoted, mut depth) = (false, 0i32);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '{' | '[' if !quoted => depth += 1,
            '}' | ']' if !quoted => depth -= 1,
            _ => {}
        }
        if c.is_whitespace() && !quoted && depth <= 0 {
            if !item.is_empty() {
                items.push(std::mem::take(&mut item));
            }
        } else {
            item.push(c);
        }
    }
    if !item.is_empty() {
        items.push(item);
    }
    items
}

/// `"Sentence." -> ESKGOV > NVAGOV happened 2031-03-03 -> …`
fn read_example(text: &str, thing: &Thing) -> Result<(String, Vec<Expected>), String> {
    let end = text.rfind('"').ok_or("a codes line begins with a sentence in quotation marks")?;
    let sentence = unquote(text[..=end].trim())?;
    let mut expected = Vec::new();
    for part in text[end + 1..].split("->").filter(|part| !part.trim().is_empty()) {
        expected.push(read_expected(part, thing)?);
    }
    if expected.is_empty() {
        return Err("a codes line says after «->» what it codes".into());
    }
    Ok((sentence, expected))
}

fn read_expected(text: &str, thing: &Thing) -> Result<Expected, String> {
    let words = Vec::from_iter(text.split_whitespace());
    let arrow = words.iter().position(|w| *w == ">" || *w == "=");
    let arrow = arrow
        .ok_or_else(|| format!("«{text}»: write SOURCE > TARGET, or SIDE = SIDE for a reciprocal event"))?;
    let codes = |words: &[&str]| {
        let codes = words.iter().flat_map(|w| w.split(',')).filter(|w| !w.is_empty() && *w != "none");
        let mut codes = Vec::from_iter(codes.map(str::to_string));
        codes.sort();
        codes
    };
    let is_code = |w: &str| {
        w.split(',').all(|c| c.is_empty() || c == "none" || c.bytes().all(|b| b.is_ascii_uppercase()))
            && w.parse::<EventType>().is_err()
    };
    let after = words[arrow + 1..].iter().take_while(|w| is_code(w)).count();
    let (mut source, mut target) = (codes(&words[..arrow]), codes(&words[arrow + 1..arrow + 1 + after]));
    if words[arrow] == "=" {
        source.extend(target);
        source.sort();
        target = source.clone();
    }
    let mut expected = Expected {
        source,
        target,
        event_type: thing.event_type,
        mode: None,
        status: Status::Happened,
        plans: None,
        date: None,
        said: false,
    };
    let mut rest = words[arrow + 1 + after..].iter();
    while let Some(word) = rest.next() {
        match *word {
            "happened" => expected.status = Status::Happened,
            "ongoing" => expected.status = Status::Ongoing,
            "planned" => expected.status = Status::Planned,
            "proposed" => expected.status = Status::Proposed,
            "denied" => expected.status = Status::Denied,
            "hypothetical" => expected.status = Status::Hypothetical,
            "said" => expected.said = true,
            "plans" => {
                let word = rest.next().ok_or("no type after «plans»")?;
                expected.plans = Some(word.parse().map_err(|e| format!("{e}"))?);
            }
            "/" => expected.mode = rest.next().map(|m| m.to_string()),
            word if word.as_bytes()[0].is_ascii_digit() => {
                expected.date = Some(word.parse().map_err(|e| format!("«{word}»: {e}"))?);
            }
            word => expected.event_type = word.parse().map_err(|e| format!("{e}"))?,
        }
    }
    Ok(expected)
}
