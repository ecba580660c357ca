//! `chancery log`.

use crate::args::{self, When};
use crate::commands::read::open_store;
use crate::failure::{Failure, Outcome};
use crate::output::{paper, print, print_json};
use chancery_store::{Build, Change, LogEntry, Subject};
use chancery_views::terminal::{Ink, Piece, Sheet, correction};
use chancery_views::words::{count, list, thousands};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Of one build among several so many causes are shown, and so many changes of each; `--build` shows all.
const SHOWN: (usize, usize) = (30, 12);

/// What each build changed.
pub fn log(args: &args::Log) -> Result<Outcome, Failure> {
    let store = open_store(&args.record.record)?;
    let all = store.log(None)?;
    let titles = titles(&all);
    let mut builds: Vec<Build> = all.iter().filter(|build| is_wanted(build, args)).cloned().collect();
    if let Some(number) = args.build.filter(|_| builds.is_empty()) {
        return Err(Failure::Call(format!("there is no build {number}; the last is {}", all.len())));
    }
    if let Some(written) = &args.event {
        let id = event_id(&all, written)?;
        let today = store.id_today(&id)?.unwrap_or(id);
        builds = of_event(builds, &all, &today);
    }
    if args.json {
        print_json(&builds)?;
        return Ok(Outcome::Done);
    }
    let mut sheet = Sheet::new(paper());
    if builds.is_empty() {
        sheet.para(&[], 0, &[Piece::plain("No build changed anything in that time.")]);
    }
    let whole = args.build.is_some() || args.event.is_some();
    for (at, build) in builds.iter().enumerate() {
        if at > 0 {
            sheet.gap();
        }
        let holds = format!(
            "{}, {}",
            count(build.reports as usize, "report", "reports"),
            count(build.events as usize, "event", "events")
        );
        sheet.rule(&format!("Build {} · {}", build.build, moment(&build.time)), &holds);
        if args.event.is_none() {
            sheet.para(&[], 2, &[Piece::plain(counts(build).join(" · "))]);
        }
        match build.build {
            // Before the first there was nothing, so that it changed everything.
            1 if !whole => {
                sheet.para(&[], 2, &[Piece::soft("the first: chancery log --build 1 has all of it")])
            }
            _ => draw(&mut sheet, build, &titles, whole),
        }
    }
    print(&sheet.finish())?;
    Ok(Outcome::Done)
}

fn is_wanted(build: &Build, args: &args::Log) -> bool {
    let since = match args.since {
        None => true,
        Some(When::Build(number)) => build.build >= number,
        Some(When::Time(days)) => days.begin.is_none_or(|day| build.time >= day.to_string()),
    };
    since && args.build.is_none_or(|number| build.build == number)
}

/// The headlines of reports, as the builds noted them.
fn titles(builds: &[Build]) -> HashMap<String, String> {
    let entries = builds.iter().flat_map(|build| &build.entries);
    let reports = entries.filter(|entry| entry.subject == Subject::Report);
    reports.map(|entry| (entry.id.clone(), entry.message.clone())).collect()
}

/// The event's id that was written in full or by its beginning.
fn event_id(builds: &[Build], written: &str) -> Result<String, Failure> {
    let entries =
        builds.iter().flat_map(|build| &build.entries).filter(|entry| entry.subject == Subject::Event);
    let ids: BTreeSet<&String> = entries.flat_map(|entry| entry.old_id.iter().chain([&entry.id])).collect();
    let is_begun = |id: &&&String| written.chars().count() >= 4 && id.starts_with(written);
    let fits: Vec<&String> = match ids.get(&written.to_string()) {
        Some(id) => vec![id],
        None => ids.iter().filter(is_begun).copied().collect(),
    };
    match fits[..] {
        [id] => Ok(id.clone()),
        [] => Err(Failure::Call(format!(
            "no event {written} is known to the log; chancery timeline has the ids"
        ))),
        _ => Err(Failure::Call(format!("{written} may be {}", list(&fits)))),
    }
}

/// What happened to the event that has this id now, or had it last, back through the ids that it had.
fn of_event(wanted: Vec<Build>, all: &[Build], today: &str) -> Vec<Build> {
    let mut ids = BTreeSet::from([today.to_string()]);
    let mut kept: BTreeMap<i64, Vec<LogEntry>> = BTreeMap::new();
    for build in all.iter().rev() {
        let mut own: Vec<LogEntry> = Vec::new();
        for entry in build.entries.iter().filter(|entry| entry.subject == Subject::Event) {
            if ids.contains(&entry.id) || entry.old_id.as_ref().is_some_and(|old| ids.contains(old)) {
                own.push(entry.clone());
            }
        }
        ids.extend(own.iter().filter_map(|entry| entry.old_id.clone()));
        kept.insert(build.build, own);
    }
    let of = |mut build: Build| {
        build.entries = kept.remove(&build.build).unwrap_or_default();
        build
    };
    wanted.into_iter().map(of).filter(|build| !build.entries.is_empty()).collect()
}

/// "22 Nov 2026, 08:12 UTC".
pub fn moment(time: &str) -> String {
    let day = time.get(..10).and_then(|day| day.parse().ok());
    match (day, time.get(11..16)) {
        (Some(day), Some(clock)) => format!("{}, {clock} UTC", chancery_views::period::day(day)),
        _ => time.into(),
    }
}

/// "+3 reports (2 independent)", "5 events added, 2 changed, 1 merged".
fn counts(build: &Build) -> Vec<String> {
    let of = |subject, changes: &[Change]| {
        build.entries.iter().filter(|e| e.subject == subject && changes.contains(&e.change)).count()
    };
    let mut out = Vec::new();
    for (sign, change) in [("+", Change::Added), ("−", Change::Removed)] {
        let n = of(Subject::Report, &[change]);
        if n > 0 {
            let independent = build.independent.filter(|i| change == Change::Added && *i as usize != n);
            let of_which = independent.map(|i| format!(" ({} independent)", thousands(i as usize)));
            out.push(format!("{sign}{}{}", count(n, "report", "reports"), of_which.unwrap_or_default()));
        }
    }
    let other = of(Subject::Report, &[Change::Changed, Change::Renamed]);
    if other > 0 {
        out.push(format!("{} read or named otherwise", count(other, "report", "reports")));
    }
    for (subject, one, many) in [
        (Subject::Event, "event", "events"),
        (Subject::Tenure, "tenure", "tenures"),
        (Subject::Finding, "finding", "findings"),
    ] {
        let steps = [
            (of(subject, &[Change::Added]), "added"),
            (of(subject, &[Change::Changed, Change::Renamed]), "changed"),
            (of(subject, &[Change::Merged]), "merged"),
            (of(subject, &[Change::Removed]), "removed"),
        ];
        let mut told: Vec<String> = Vec::new();
        for (n, verb) in steps.into_iter().filter(|(n, _)| *n > 0) {
            let what = if told.is_empty() { count(n, one, many) } else { thousands(n) };
            told.push(format!("{what} {verb}"));
        }
        out.extend(Some(told.join(", ")).filter(|told| !told.is_empty()));
    }
    if out.is_empty() {
        out.push("only details, such as which reports are one story".into());
    }
    out
}

/// Changes with one cause.
#[derive(Default)]
struct Group<'b> {
    /// What happened to the one report that is the cause.
    report: Option<&'b LogEntry>,
    changes: Vec<&'b LogEntry>,
}

type Cause<'b> = (&'b [String], &'b [String]);

/// The changes of a build by their cause: corrections, reports, and reports that changed nothing else.
fn groups(build: &Build) -> Vec<(Cause<'_>, Group<'_>)> {
    let mut order: Vec<Cause<'_>> = Vec::new();
    let mut groups: HashMap<Cause<'_>, Group<'_>> = HashMap::new();
    for entry in &build.entries {
        let cause = (&entry.corrections[..], &entry.reports[..]);
        let group = groups.entry(cause).or_insert_with(|| {
            order.push(cause);
            Group::default()
        });
        if entry.subject == Subject::Report && entry.reports == [entry.id.clone()] {
            group.report = Some(entry);
        } else {
            group.changes.push(entry);
        }
    }
    let is_bare = |cause: &Cause<'_>| groups.get(cause).is_none_or(|group| group.changes.is_empty());
    order.sort_by_key(|cause| (cause.0.is_empty(), is_bare(cause)));
    order.into_iter().filter_map(|cause| Some((cause, groups.remove(&cause)?))).collect()
}

fn draw(sheet: &mut Sheet, build: &Build, titles: &HashMap<String, String>, whole: bool) {
    let groups = groups(build);
    let (causes, changes) = if whole { (usize::MAX, usize::MAX) } else { SHOWN };
    let more = |sheet: &mut Sheet, indent: usize, n: usize, what: &str| {
        if n > 0 {
            let line = format!("… and {} {what}: chancery log --build {}", thousands(n), build.build);
            sheet.para(&[Piece::plain(" ".repeat(indent))], indent, &[Piece::soft(line)]);
        }
    };
    let mut after_bare = false;
    for ((corrections, reports), group) in groups.iter().take(causes) {
        let is_bare = group.changes.is_empty();
        if !(is_bare && after_bare) {
            sheet.gap();
        }
        after_bare = is_bare;
        for line in *corrections {
            sheet.para(&[Piece::strong("correction  ")], 12, &correction(line));
        }
        draw_reports(sheet, reports, group.report, titles);
        for entry in group.changes.iter().take(changes) {
            draw_change(sheet, entry);
        }
        more(sheet, 4, group.changes.len().saturating_sub(changes), "more");
    }
    more(sheet, 0, groups.len().saturating_sub(causes), "more causes");
}

/// The reports that are a cause, with their headlines where there are few.
fn draw_reports(
    sheet: &mut Sheet,
    reports: &[String],
    own: Option<&LogEntry>,
    titles: &HashMap<String, String>,
) {
    let sign = match own.map(|entry| entry.change) {
        Some(Change::Added) => "+ ",
        Some(Change::Removed) => "− ",
        Some(_) => "~ ",
        None => "  ",
    };
    if reports.len() > 3 {
        let more = format!("{} and {} more", reports[..3].join(", "), thousands(reports.len() - 3));
        sheet.para(&[Piece::plain(sign)], 4, &[Piece::strong(more)]);
        return;
    }
    for id in reports {
        let mut text = vec![Piece::strong(id)];
        if let Some(old) = own.and_then(|entry| entry.old_id.as_ref()) {
            text.push(Piece::soft(format!(" (was {old})")));
        }
        text.push(Piece::plain(format!("  {}", titles.get(id).map_or("", String::as_str).trim())));
        sheet.para(&[Piece::plain(sign)], 4, &text);
    }
}

fn draw_change(sheet: &mut Sheet, entry: &LogEntry) {
    let sign = match entry.change {
        Change::Added => "+",
        Change::Removed => "−",
        Change::Merged => "→",
        _ => "~",
    };
    let lead = [Piece::plain(format!("    {sign} "))];
    let (what, differs) = match entry.message.strip_suffix(']').and_then(|message| message.rsplit_once(" ["))
    {
        Some((what, differs)) if entry.subject == Subject::Event => (what, Some(differs)),
        _ => (entry.message.as_str(), None),
    };
    let (text, tail) = match entry.subject {
        Subject::Event | Subject::Report => (vec![Piece::plain(what)], vec![Piece::soft(&entry.id)]),
        Subject::Tenure => (vec![Piece::plain(&entry.id), Piece::soft(format!(": {what}"))], Vec::new()),
        Subject::Finding => {
            let ink = if entry.change == Change::Added { Ink::Doubt } else { Ink::Soft };
            (vec![Piece::new(what, ink)], vec![Piece::soft(&entry.id)])
        }
    };
    sheet.para_with_tail(&lead, 6, &text, &tail);
    let ids = match (&entry.old_id, entry.change) {
        (Some(old), Change::Merged) => Some(format!("{old} is part of {} now", entry.id)),
        (Some(old), _) => Some(format!("was {old}")),
        _ => None,
    };
    let facts: Vec<&str> = ids.iter().map(String::as_str).chain(differs).collect();
    if !facts.is_empty() {
        sheet.para(&[Piece::plain("      ")], 6, &[Piece::soft(facts.join(" · ").replace("; ", " · "))]);
    }
}
