//! How a sentence is read: its tree, who and when is found in it, and the pattern line behind each event.

use super::{Ink, Paper, Piece, Sheet, width};
use crate::{period, words};
use chancery_model::{Annotated, Claim, DayInterval, Party, TokenRow};

/// Draws an annotated sentence, or several.
pub fn draw_explained(annotated: &Annotated, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    let text = Text(annotated.text.chars().collect());
    for (at, sentence) in annotated.sentences.iter().enumerate() {
        if at > 0 {
            sheet.gap();
        }
        let held = |token: &&TokenRow| sentence.start <= token.start && token.end <= sentence.end;
        let count = words::count(annotated.tokens.iter().filter(held).count(), "token", "tokens");
        sheet.rule("Tree", &count);
        tree(&mut sheet, annotated, &text, sentence.start, sentence.end);
    }
    mentions(&mut sheet, annotated, &text);
    times(&mut sheet, annotated, &text);
    quotes(&mut sheet, annotated, &text);
    sheet.gap();
    sheet.rule("Events", &words::thousands(annotated.events.len()));
    if annotated.events.is_empty() {
        sheet.para(&[], 0, &[Piece::soft("No pattern fires.")]);
    }
    for claim in &annotated.events {
        event(&mut sheet, annotated, claim, &text);
    }
    sheet.finish()
}

struct Text(Vec<char>);

impl Text {
    fn words(&self, start: u32, end: u32) -> String {
        self.0.get(start as usize..end as usize).map(|chars| chars.iter().collect()).unwrap_or_default()
    }
}

/// The tokens in the order of the text, each with the way up to the root drawn at its left.
fn tree(sheet: &mut Sheet, annotated: &Annotated, text: &Text, start: u32, end: u32) {
    let tokens = &annotated.tokens;
    let held: Vec<usize> =
        (0..tokens.len()).filter(|&t| start <= tokens[t].start && tokens[t].end <= end).collect();
    // A head outside of the sentence, or a circle, would be a fault of the parser; it is drawn flat.
    let depth = |token: usize| {
        let mut depth = 0;
        let mut at = token;
        while let Some(head) = tokens[at].head.map(|head| head as usize).filter(|head| held.contains(head)) {
            depth += 1;
            at = head;
            if depth > held.len() {
                return 0;
            }
        }
        depth
    };
    let depths: Vec<usize> = held.iter().map(|&token| depth(token)).collect();
    let form = |token: usize| text.words(tokens[token].start, tokens[token].end);
    let column =
        held.iter().zip(&depths).map(|(&t, d)| 2 * d.min(&8) + width(&form(t))).max().unwrap_or(0).min(36);
    for (&token, &depth) in held.iter().zip(&depths) {
        let row = &tokens[token];
        let form = form(token);
        let indent = 2 * depth.min(8);
        let pad = " ".repeat((column + 2).saturating_sub(indent + width(&form)));
        let head = row
            .head
            .map(|head| tokens.get(head as usize).map_or(String::new(), |h| text.words(h.start, h.end)));
        let ink = if depth == 0 { Ink::Strong } else { Ink::Plain };
        let lemma = if row.lemma == form { String::new() } else { row.lemma.clone() };
        sheet.line(&[
            Piece::soft("· ".repeat(depth.min(8))),
            Piece::new(&form, ink),
            Piece::plain(pad),
            Piece::soft(format!("{:<6} ", row.upos)),
            Piece::plain(format!("{:<12} ", row.deprel)),
            Piece::soft(format!("{:<14} ", head.map_or("(root)".into(), |head| format!("← {head}")))),
            Piece::soft(lemma),
        ]);
    }
}

fn mentions(sheet: &mut Sheet, annotated: &Annotated, text: &Text) {
    if annotated.mentions.is_empty() {
        return;
    }
    sheet.gap();
    sheet.rule("Who and where", &words::thousands(annotated.mentions.len()));
    let shown = |m: &chancery_model::Mention| text.words(m.start, m.end);
    let column = annotated.mentions.iter().map(|m| width(&shown(m))).max().unwrap_or(0).min(36);
    for mention in &annotated.mentions {
        let kind = format!("{:?}", mention.kind).to_lowercase();
        let form = shown(mention);
        let pad = " ".repeat(column.saturating_sub(width(&form)));
        let lead = [Piece::plain(format!("{form}{pad}  ")), Piece::soft(format!("{kind:<13}"))];
        let actor = mention.actor.and_then(|a| annotated.actors.get(a as usize));
        let mut facts = Vec::new();
        match actor {
            None => facts.push(Piece::soft("no political actor")),
            Some(actor) => {
                facts.push(Piece::plain(&actor.name));
                facts.push(Piece::soft(format!("  {}", actor.code.as_deref().unwrap_or("no code"))));
                if let Some(office) = &actor.office {
                    let former = if actor.former { "former " } else { "" };
                    facts.push(Piece::soft(format!("  {former}{office}")));
                }
            }
        }
        if mention.anaphor {
            facts.push(Piece::soft("  pointed back to"));
        }
        sheet.para(&lead, column + 15, &facts);
    }
}

fn times(sheet: &mut Sheet, annotated: &Annotated, text: &Text) {
    if annotated.times.is_empty() {
        return;
    }
    sheet.gap();
    sheet.rule("When", &words::thousands(annotated.times.len()));
    let column =
        annotated.times.iter().map(|t| width(&text.words(t.start, t.end))).max().unwrap_or(0).min(36);
    for time in &annotated.times {
        let form = text.words(time.start, time.end);
        let pad = " ".repeat(column.saturating_sub(width(&form)));
        let days = if time.interval().is_unknown() {
            "no day known; give the day of the report with --date".to_string()
        } else {
            period::words(&time.interval())
        };
        let facts = [Piece::soft(format!("{:<14} ", time.value)), Piece::plain(days)];
        sheet.para(&[Piece::plain(format!("{form}{pad}  "))], column + 2, &facts);
    }
}

fn quotes(sheet: &mut Sheet, annotated: &Annotated, text: &Text) {
    if annotated.quotes.is_empty() {
        return;
    }
    sheet.gap();
    sheet.rule("Whose words", &words::thousands(annotated.quotes.len()));
    for quote in &annotated.quotes {
        let actor = quote.actor.and_then(|a| annotated.actors.get(a as usize));
        let speaker = quote.speaker.as_ref().map(|pieces| {
            pieces.spans().iter().map(|s| text.words(s.start, s.end)).collect::<Vec<_>>().join(" … ")
        });
        let name = actor.map(|a| a.name.clone()).or(speaker).unwrap_or_else(|| "nobody named".into());
        let content: Vec<String> = quote.content.iter().map(|s| text.words(s.start, s.end)).collect();
        let how = if quote.direct { "  in quotation marks" } else { "  reported" };
        let facts = [Piece::plain(content.join(" … ")), Piece::soft(how)];
        sheet.para(&[Piece::strong(name), Piece::plain(": ")], 2, &facts);
    }
}

fn event(sheet: &mut Sheet, annotated: &Annotated, claim: &Claim, text: &Text) {
    let tone = match claim.quad {
        1 => Ink::CoopWord,
        2 => Ink::CoopDeed,
        3 => Ink::ConfWord,
        _ => Ink::ConfDeed,
    };
    let mode = claim.mode.as_ref().map(|mode| format!(" / {mode}")).unwrap_or_default();
    let (source, target) = (side(annotated, &claim.source), side(annotated, &claim.target));
    let mut head = match (source == target, source.len()) {
        (true, 2..) => vec![Piece::plain(source.join(" ↔ "))],
        _ => vec![Piece::plain(words::list(&source)), Piece::soft(" → "), Piece::plain(words::list(&target))],
    };
    head.extend([
        Piece::plain("  "),
        Piece::new(format!("{}{mode}", claim.event_type), tone),
        Piece::plain(format!("  {}", claim.status.as_str())),
    ]);
    if let Some(plan) = &claim.plans {
        head.push(Piece::plain(format!(", plans {}", words::planned(plan))));
    }
    if let Some(quote) = claim.said_by.and_then(|quote| annotated.quotes.get(quote as usize)) {
        let actor = quote.actor.and_then(|a| annotated.actors.get(a as usize));
        let name = actor.map_or("somebody", |actor| &actor.name);
        head.push(Piece::new(format!("  only in the words of {name}"), Ink::Doubt));
    }
    sheet.para(&[], 4, &head);
    let row = claim.cameo.row();
    let coded = format!("CAMEO {} {}  {}", claim.cameo, row.label, words::quad(claim.quad));
    sheet.para(&[Piece::plain("    ")], 4, &[Piece::soft(coded)]);
    let date = DayInterval { begin: claim.date.begin, end: claim.date.end };
    let place = claim.place.as_ref().map(|place| format!("  in {}", place.name)).unwrap_or_default();
    let when = match date.is_unknown() {
        true => "no day known".to_string(),
        false => format!("{} (from: {})", period::words(&date), claim.date.basis),
    };
    sheet.para(&[Piece::plain("    ")], 4, &[Piece::soft(format!("{when}{place}"))]);
    let by = match claim.pattern.as_str() {
        "" => "?",
        "backoff" => "no pattern; the learned back-off",
        pattern => pattern,
    };
    let sure = claim.score.map(|score| format!(" (score {score})")).unwrap_or_default();
    let fired = [
        Piece::soft("fired: "),
        Piece::strong(by),
        Piece::soft(&sure),
        Piece::soft("  on “"),
        Piece::plain(text.words(claim.trigger.start, claim.trigger.end)),
        Piece::soft("”"),
    ];
    sheet.para(&[Piece::plain("    ")], 4, &fired);
}

/// Names and codes of a side, each once, sorted.
fn side(annotated: &Annotated, parties: &[Party]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for party in parties {
        let Some(actor) = annotated.actors.get(party.actor as usize) else { continue };
        let name = match actor.code.as_deref() {
            Some(code) => format!("{} [{code}]", actor.name),
            None => actor.name.clone(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push("nobody".into());
    }
    names.sort();
    names
}
