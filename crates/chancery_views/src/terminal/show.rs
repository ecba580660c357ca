//! One event, report, finding or actor.

use super::timeline::{dotted, place};
use super::{Ink, Paper, Piece, Sheet, id_length, short, sign, tone, width};
use crate::show::{DateSource, Mark, Says};
use crate::words::{self, count, sources};
use crate::{ActorView, Cited, Directory, EventView, ReportView, Shown, offices, period};
use chancery_model::{DateBasis, DayInterval, Event, Finding, Record, Side};

/// Columns of the labels.
const LABELS: usize = 10;

/// Draws what an id or name stands for.
pub fn draw_shown(shown: &Shown<'_>, record: &Record, directory: &Directory, paper: Paper) -> String {
    let mut sheet = Sheet::new(paper);
    match shown {
        Shown::Event(view) => event(&mut sheet, view, directory),
        Shown::Report(view) => report(&mut sheet, view, record),
        Shown::Finding(view) => super::check::finding(&mut sheet, &view.checked),
        Shown::Statement(view) => super::statements::statement(&mut sheet, view, directory),
        Shown::Actor(view) => actor(&mut sheet, view, record, directory),
    }
    sheet.finish()
}

/// A labelled fact.
pub(super) fn fact(sheet: &mut Sheet, label: &str, text: &[Piece]) {
    let lead = Piece::soft(format!("{label:<LABELS$}"));
    sheet.para(&[lead], LABELS, text);
}

fn event(sheet: &mut Sheet, view: &EventView<'_>, directory: &Directory) {
    let e = view.event;
    sheet.para(&[sign(e), Piece::plain(" ")], 2, &[Piece::strong(&e.summary)]);
    let mut facts = vec![
        vec![Piece::new(&view.kind, tone(e))],
        vec![Piece::plain(&view.when)],
        vec![Piece::plain(sources(e.documents.len(), e.independent as usize))],
    ];
    if let Some(names) = &e.said_by {
        facts.push(vec![Piece::new(words::only_in_words_of(names), Ink::Doubt)]);
    }
    sheet.para(&[Piece::plain("  ")], 2, &dotted(facts));
    sheet.gap();

    let both = !e.target.is_empty() && e.source == e.target;
    if both {
        fact(sheet, "between", &sides(&e.source, directory));
    } else {
        fact(sheet, "who", &sides(&e.source, directory));
        if !e.target.is_empty() {
            fact(sheet, "to whom", &sides(&e.target, directory));
        }
    }
    if !e.participants.is_empty() {
        let persons: Vec<String> = e
            .participants
            .iter()
            .map(|person| match view.offices.iter().find(|(name, _)| name == person) {
                Some((_, office)) => format!("{person} ({office})"),
                None => person.clone(),
            })
            .collect();
        fact(sheet, "persons", &[Piece::plain(words::list(&persons))]);
    }
    let date = e.date.unwrap_or_default();
    let hint = period::hint(&date).map(|hint| Piece::soft(format!("  {hint}")));
    let when: Vec<Piece> = [Piece::plain(&view.when)].into_iter().chain(hint).collect();
    fact(sheet, "when", &when);
    for source in shown_sources(&view.dated, &date) {
        fact(sheet, "", &[Piece::soft(source)]);
    }
    match place(e, directory) {
        Some(place) => fact(sheet, "where", &[Piece::plain(place)]),
        None => fact(sheet, "where", &[Piece::soft("no report says")]),
    }
    status(sheet, view);
    coding(sheet, e);
    if let Some((id, summary)) = view.within {
        fact(sheet, "during", &[Piece::plain(summary), Piece::soft(format!("  {id}"))]);
    }
    for (at, (id, summary)) in view.holds.iter().enumerate() {
        let label = if at == 0 { "holds" } else { "" };
        fact(sheet, label, &[Piece::plain(*summary), Piece::soft(format!("  {id}"))]);
    }
    for (at, line) in e.corrected.iter().enumerate() {
        let label = if at == 0 { "corrected" } else { "" };
        fact(sheet, label, &super::correction(line));
    }
    fact(sheet, "id", &[Piece::soft(&e.id)]);

    sheet.gap();
    sheet.rule("Evidence", &count(view.cited.len(), "sentence", "sentences"));
    let mut before = None;
    for cited in &view.cited {
        quote(sheet, cited, before != Some(&cited.evidence.doc));
        before = Some(&cited.evidence.doc);
    }
    findings(sheet, &view.findings);
}

/// What the date rests on: “on Saturday” in 003; at most four lines, the same words of several reports in one.
fn shown_sources(dated: &[DateSource], shown: &DayInterval) -> Vec<String> {
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for source in dated.iter().filter(|source| !source.days.is_unknown()) {
        let from = match (source.basis.as_str(), &source.words) {
            ("unknown", _) => continue,
            ("context", Some(words)) => format!("from “{words}” nearby"),
            (_, Some(words)) => format!("from “{words}”"),
            ("document", None) => "from the day of the report".into(),
            ("dateline", None) => "from the dateline".into(),
            ("background", None) => "told as what went before".into(),
            (basis, None) => format!("from {basis}"),
        };
        let from = match source.days == *shown {
            true => from,
            false => format!("{from}: {}", period::words(&source.days)),
        };
        match lines.iter_mut().find(|(line, _)| *line == from) {
            Some((_, docs)) => docs.push(&source.doc),
            None => lines.push((from, vec![&source.doc])),
        }
    }
    let more = lines.len().saturating_sub(4);
    let mut out: Vec<String> =
        lines.into_iter().take(4).map(|(from, docs)| format!("{from} ({})", words::list(&docs))).collect();
    if more > 0 {
        out.push(format!("and {more} more"));
    }
    out
}

pub(super) fn sides(sides: &[Side], directory: &Directory) -> Vec<Piece> {
    let mut out = Vec::new();
    for (at, side) in sides.iter().enumerate() {
        if at > 0 {
            out.push(Piece::plain(if at + 1 == sides.len() { " and " } else { ", " }));
        }
        out.push(Piece::plain(&side.name));
        let state = side.state.as_deref().map(|code| directory.state_name(code));
        let sector = side.sector.as_deref().map(|code| words::sector(code).unwrap_or(code));
        let about: Vec<&str> = state.filter(|state| *state != side.name).into_iter().chain(sector).collect();
        let code = side.code.as_deref();
        let note = match (about.is_empty(), code) {
            (true, None) => continue,
            (true, Some(code)) => code.to_string(),
            (false, None) => about.join(", "),
            (false, Some(code)) => format!("{}, {code}", about.join(" ")),
        };
        out.push(Piece::soft(format!(" ({note})")));
    }
    out
}

fn status(sheet: &mut Sheet, view: &EventView<'_>) {
    let e = view.event;
    let mut text = vec![Piece::plain(e.status.as_str())];
    if e.history.len() > 1 {
        let steps: Vec<String> =
            e.history.iter().map(|step| format!("{} ({})", step.status.as_str(), step.doc)).collect();
        text.push(Piece::soft(format!("  {}", steps.join(" → "))));
    }
    fact(sheet, "status", &text);
}

fn coding(sheet: &mut Sheet, e: &Event) {
    let mode = e.mode.as_ref().map(|mode| format!(" / {mode}")).unwrap_or_default();
    let text = vec![
        Piece::plain(format!("{}{mode}", e.event_type)),
        Piece::soft(" · CAMEO "),
        Piece::plain(format!("{} {}", e.cameo, e.cameo.row().label)),
        Piece::soft(" · "),
        Piece::new(words::quad(e.quad), tone(e)),
        Piece::soft(" · Goldstein "),
        Piece::plain(goldstein(e.goldstein)),
    ];
    fact(sheet, "coded", &text);
    if let Some(plan) = &e.plans {
        let mode = plan.mode.as_ref().map(|mode| format!(" / {mode}")).unwrap_or_default();
        let text = [
            Piece::plain(format!("{}{mode}", plan.event_type)),
            Piece::soft(" · CAMEO "),
            Piece::plain(format!("{} {}", plan.cameo, plan.cameo.row().label)),
        ];
        fact(sheet, "of", &text);
    }
    if !e.contexts.is_empty() {
        fact(sheet, "contexts", &[Piece::plain(e.contexts.join(", ").replace('_', " "))]);
    }
}

/// With its sign: "+3.5", "−4".
fn goldstein(score: f64) -> String {
    if score < 0.0 { format!("−{}", -score) } else { format!("+{score}") }
}

/// A sentence with its marks; the report above the first of its sentences.
fn quote(sheet: &mut Sheet, cited: &Cited<'_>, with_report: bool) {
    let evidence = cited.evidence;
    if with_report {
        let mut facts = vec![vec![Piece::strong(&evidence.doc)]];
        facts.extend(cited.source.map(|source| vec![Piece::soft(source)]));
        facts.push(vec![Piece::soft(&cited.published)]);
        facts.extend(cited.copy_of.map(|of| vec![Piece::new(format!("a copy of {of}"), Ink::Doubt)]));
        sheet.para(&[], 2, &dotted(facts));
    }
    let mut text = sheet.marked(&evidence.text, &cited.marks);
    text.push(Piece::soft(format!("  {}–{}", evidence.start, evidence.end)));
    sheet.block(&[Piece::soft("  │ ")], &text);
}

pub(super) fn quotes(sheet: &mut Sheet, cited: &[Cited<'_>]) {
    let mut before = None;
    for cited in cited {
        quote(sheet, cited, before != Some(&cited.evidence.doc));
        before = Some(&cited.evidence.doc);
    }
}

fn findings(sheet: &mut Sheet, findings: &[&Finding]) {
    if findings.is_empty() {
        return;
    }
    sheet.gap();
    sheet.rule("Findings", &words::thousands(findings.len()));
    for finding in findings {
        let text = [Piece::plain(&finding.message), Piece::soft(format!("  {}", finding.id))];
        sheet.para(&[Piece::new("! ", Ink::Doubt)], 2, &text);
    }
}

fn report(sheet: &mut Sheet, view: &ReportView<'_>, record: &Record) {
    let r = view.report;
    sheet.para(&[], 0, &[Piece::strong(crate::show::headline(r))]);
    let mut facts = Vec::new();
    facts.extend(r.source.as_deref().map(|source| vec![Piece::plain(source)]));
    facts.push(vec![Piece::plain(crate::show::published(r))]);
    facts.push(vec![Piece::soft(&r.id)]);
    sheet.para(&[], 0, &dotted(facts));
    if let Some(url) = &r.url {
        sheet.para(&[], 2, &[Piece::soft(url)]);
    }
    sheet.gap();

    published(sheet, view);
    if let Some(language) = r.language.as_deref().filter(|language| *language != "en") {
        fact(sheet, "language", &[Piece::plain(format!("{language}: kept, not analysed (only English is)"))]);
    }
    if let Some(of) = &r.copy_of {
        let how = r.copy_how.as_ref().map(|how| format!(": {}", words::copy_how(how))).unwrap_or_default();
        fact(sheet, "copy", &[Piece::new(format!("of {of}{how}; no source of its own"), Ink::Doubt)]);
    }
    for (n, (id, how)) in view.copies.iter().enumerate() {
        let how = how.map(|how| format!(": {}", words::copy_how(how))).unwrap_or_default();
        fact(sheet, if n == 0 { "copies" } else { "" }, &[Piece::plain(*id), Piece::soft(how)]);
    }
    if let Some(story) = &r.story {
        let others: Vec<&str> = record
            .reports
            .iter()
            .filter(|other| other.story.as_ref() == Some(story) && other.id != r.id)
            .map(|other| other.id.as_str())
            .collect();
        if !others.is_empty() {
            fact(sheet, "story", &[Piece::plain(format!("told by {} too", words::list(&others)))]);
        }
    }

    sheet.gap();
    sheet.rule("Text", &count(r.text.chars().count(), "character", "characters"));
    body(sheet, view);

    if !view.claims.is_empty() {
        sheet.gap();
        sheet.rule("What it tells", &count(view.claims.len(), "claim", "claims"));
        let length = id_length(record.events.iter().map(|event| event.id.as_str()));
        for (at, (_, event)) in view.claims.iter().enumerate() {
            let number = format!("{:>4} ", format!("[{}]", at + 1));
            match event {
                Some((event, kind)) => {
                    let when = period::words(&event.date.unwrap_or_default());
                    let lead = [Piece::soft(number), sign(event), Piece::plain(" ")];
                    let tail = [Piece::soft(short(&event.id, length))];
                    sheet.para_with_tail(&lead, 7, &[Piece::plain(&event.summary)], &tail);
                    let facts = vec![vec![Piece::new(kind, tone(event))], vec![Piece::soft(when)]];
                    sheet.para(&[Piece::plain("       ")], 7, &dotted(facts));
                }
                None => sheet.para(
                    &[Piece::soft(number)],
                    7,
                    &[Piece::soft("a claim that the record keeps apart from its events")],
                ),
            }
        }
    }
    removed(sheet, view);
    // What is said of the date already stands beside it.
    let conflict = r.published.conflict.as_deref();
    let others: Vec<&Finding> =
        view.findings.iter().copied().filter(|f| Some(f.message.as_str()) != conflict).collect();
    findings(sheet, &others);
}

fn published(sheet: &mut Sheet, view: &ReportView<'_>) {
    let p = &view.report.published;
    let mut text = vec![Piece::plain(period::words(&p.interval()))];
    if p.interval().day().is_none() {
        text.extend(p.date.map(|day| Piece::plain(format!(", likeliest {}", period::day(day)))));
    }
    text.extend(p.basis.map(|basis| Piece::soft(format!("  {}", basis_words(basis)))));
    fact(sheet, "published", &text);
    let agreed = p.candidates.iter().all(|candidate| candidate.date.is_none() || candidate.date == p.date);
    if p.candidates.len() > 1 || !agreed {
        for (at, candidate) in p.candidates.iter().enumerate() {
            let label = if at == 0 { "could be" } else { "" };
            let day = candidate.date.map_or("no whole day".into(), period::day);
            let mut text = vec![
                Piece::plain(format!("{day:<12}")),
                Piece::soft(format!(" {}", basis_words(candidate.basis))),
            ];
            let words = candidate.words.clone().or_else(|| {
                let (start, end) = (candidate.start? as usize, candidate.end? as usize);
                Some(view.report.text.chars().skip(start).take(end.saturating_sub(start)).collect())
            });
            text.extend(words.map(|words| Piece::soft(format!(": “{}”", words.trim()))));
            fact(sheet, label, &text);
        }
    }
    if let Some(conflict) = &p.conflict {
        fact(sheet, "but", &[Piece::new(conflict, Ink::Doubt)]);
    }
}

fn basis_words(basis: DateBasis) -> &'static str {
    match basis {
        DateBasis::Given => "as given",
        DateBasis::Metadata => "from a date line or the page’s metadata",
        DateBasis::Dateline => "from the dateline",
        DateBasis::Url => "from the address",
        DateBasis::Text => "written in the text",
        DateBasis::Collected => "at the latest, when it was collected",
        DateBasis::Argued => "argued from what it tells",
        DateBasis::Record => "narrowed by other reports",
    }
}

/// The text, with the words of each claim marked and numbered.
fn body(sheet: &mut Sheet, view: &ReportView<'_>) {
    let chars: Vec<char> = view.report.text.chars().collect();
    let mut start = 0;
    let mut first = true;
    for line in chars.split(|c| *c == '\n') {
        let end = start + line.len();
        if line.iter().all(|c| c.is_whitespace()) {
            start = end + 1;
            continue;
        }
        if !first {
            sheet.gap();
        }
        first = false;
        let mut text = Vec::new();
        let mut at = start;
        let claims: Vec<_> = view
            .claims
            .iter()
            .enumerate()
            .filter(|(_, (claim, _))| (start..end).contains(&(claim.trigger.start as usize)))
            .collect();
        let mut claims = claims.into_iter().peekable();
        while let Some((number, (claim, _))) = claims.next() {
            let (a, b) = ((claim.trigger.start as usize).max(at), (claim.trigger.end as usize).min(end));
            text.push(Piece::plain(chars[at..a].iter().collect::<String>()));
            // Claims of the same words share one mark.
            let mut numbers = vec![format!("{}", number + 1)];
            let mut b = b.max(a);
            while let Some((more, (other, _))) =
                claims.next_if(|(_, (other, _))| (other.trigger.start as usize) < b)
            {
                b = b.max((other.trigger.end as usize).min(end));
                numbers.push(format!("{}", more + 1));
            }
            let words: String = chars[a..b].iter().collect();
            let mark = Mark { start: 0, end: words.chars().count() as u32, says: Says::What };
            text.extend(sheet.marked(&words, &[mark]));
            text.push(Piece::soft(format!("[{}]", numbers.join(","))));
            at = b;
        }
        text.push(Piece::plain(chars[at..end].iter().collect::<String>().trim_end()));
        sheet.para(&[], 0, &text);
        start = end + 1;
    }
    if first {
        sheet.para(&[], 0, &[Piece::soft("(no text)")]);
    }
}

fn removed(sheet: &mut Sheet, view: &ReportView<'_>) {
    if view.removed_by.is_empty() {
        return;
    }
    sheet.gap();
    sheet.rule("Taken out", &count(view.report.removed.len(), "piece", "pieces"));
    let label = view.removed_by.keys().map(|why| width(why)).max().unwrap_or(0) + 2;
    for (why, pieces) in &view.removed_by {
        for (at, piece) in pieces.iter().enumerate() {
            let why = if at == 0 { *why } else { "" };
            let lead = Piece::soft(format!("{why:<label$}"));
            sheet.line(&[lead, Piece::plain(piece.split_whitespace().collect::<Vec<_>>().join(" "))]);
        }
    }
}

fn actor(sheet: &mut Sheet, view: &ActorView<'_>, record: &Record, directory: &Directory) {
    let code = view.code.as_deref().filter(|code| *code != view.name);
    let mut title = vec![Piece::strong(&view.name)];
    title.extend(code.map(|code| Piece::soft(format!("  {code}"))));
    sheet.para(&[], 0, &title);
    let mut facts = vec![count(view.events.len(), "event", "events")];
    if !view.with.is_empty() {
        let with: Vec<String> =
            view.with.iter().take(4).map(|(name, ids)| format!("{name} ({})", ids.len())).collect();
        let more = view.with.len().saturating_sub(4);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        facts.push(format!("with {}{more}", with.join(", ")));
    }
    sheet.para(&[], 0, &[Piece::soft(facts.join(" · "))]);
    if !view.tenures.is_empty() {
        sheet.gap();
        sheet.rule("Offices", &words::thousands(view.tenures.len()));
        for tenure in &view.tenures {
            let state = directory.state_name(&tenure.state);
            let what = if view.code.as_deref() == Some(&tenure.state) {
                format!("{}: {}", tenure.office, tenure.person)
            } else {
                format!("{}, {state}", tenure.office)
            };
            let text = [Piece::plain(what), Piece::soft(format!("  {}", offices::held(tenure)))];
            sheet.para(&[Piece::plain("  ")], 4, &text);
        }
    }
    if !view.events.is_empty() {
        sheet.gap();
        sheet.rule("Events", &words::thousands(view.events.len()));
        let length = id_length(record.events.iter().map(|event| event.id.as_str()));
        let dates: Vec<String> =
            view.events.iter().map(|event| period::words(&event.date.unwrap_or_default())).collect();
        let column = dates.iter().map(|date| width(date)).max().unwrap_or(0).min(22);
        for (event, date) in view.events.iter().zip(&dates) {
            let pad = " ".repeat(column.saturating_sub(width(date)));
            let lead = [Piece::plain(format!("{pad}{date}  ")), sign(event), Piece::plain(" ")];
            let tail = [Piece::soft(short(&event.id, length))];
            sheet.para_with_tail(&lead, column + 4, &[Piece::plain(&event.summary)], &tail);
        }
    }
}
