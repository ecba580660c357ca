//! Codes in plain English.

use chancery_model::{CopyEdit, CopyHow, Credit, Event, EventType, Plan, RemovalReason, Status};

/// What kind of event it is, in a word or two: "phone call", "planned visit", "threat of sanctions".
pub fn kind(event: &Event) -> String {
    let word = thing(event.event_type, event.mode.as_deref(), event.cameo.as_str());
    let Some(plan) = &event.plans else { return word.into() };
    let plan = planned(plan);
    match (event.event_type, event.status) {
        (EventType::Agree, Status::Planned) => format!("planned {plan}"),
        (EventType::Agree, Status::Proposed) => format!("proposed {plan}"),
        (EventType::Agree, _) => format!("agreement on {plan}"),
        (EventType::Threaten, _) => format!("threat of {plan}"),
        (EventType::Request, _) => format!("request for {plan}"),
        (EventType::Reject, _) => format!("refusal of {plan}"),
        _ => format!("{word} ({plan})"),
    }
}

/// The thing that was promised, asked for, threatened or refused.
pub fn planned(plan: &Plan) -> &'static str {
    thing(plan.event_type, plan.mode.as_deref(), plan.cameo.as_str())
}

/// The word for a type, the finest that mode or code supports.
fn thing(event_type: EventType, mode: Option<&str>, cameo: &str) -> &'static str {
    match (event_type, mode, cameo) {
        (EventType::Consult, Some("phone"), _) => "phone call",
        (EventType::Consult, Some("visit"), _) => "visit",
        (EventType::Consult, Some("multilateral"), _) => "gathering",
        (EventType::Consult, _, "045") => "mediation",
        (EventType::Consult, _, "046") => "negotiations",
        (EventType::Consult, Some("third-party"), _) => "meeting",
        (EventType::Consult, ..) => "talks",
        (EventType::Agree, ..) => "agreement",
        (EventType::Support, _, "051") => "praise",
        (EventType::Support, _, "054") => "recognition",
        (EventType::Support, _, "055") => "apology",
        (EventType::Support, _, "057") => "signing",
        (EventType::Support, ..) => "support",
        (EventType::Cooperate, ..) => "cooperation",
        (EventType::Aid, _, code) if code.starts_with("072") => "military aid",
        (EventType::Aid, _, "075") => "asylum",
        (EventType::Aid, ..) => "aid",
        (EventType::Concede, ..) => "concession",
        (EventType::Retreat, Some("release"), _) => "release",
        (EventType::Retreat, Some("withdraw"), _) => "withdrawal",
        (EventType::Retreat, Some("ceasefire"), _) => "ceasefire",
        (EventType::Retreat, Some("disarm"), _) => "disarmament",
        (EventType::Retreat, Some("access"), _) => "access",
        (EventType::Retreat, Some("resign"), _) => "resignation",
        (EventType::Retreat, _, code) if code.starts_with("085") => "easing of sanctions",
        (EventType::Retreat, ..) => "easing",
        (EventType::Request, Some("meet"), _) => "call for talks",
        (EventType::Request, ..) => "request",
        (EventType::Accuse, _, code) if code.starts_with("111") => "criticism",
        (EventType::Accuse, _, "114") => "complaint",
        (EventType::Accuse, Some("investigate"), _) => "investigation",
        (EventType::Accuse, ..) => "accusation",
        (EventType::Reject, ..) => "refusal",
        (EventType::Threaten, ..) => "threat",
        (EventType::Protest, Some("strike"), _) => "strike",
        (EventType::Protest, Some("boycott"), _) => "boycott",
        (EventType::Protest, Some("riot"), _) => "riot",
        (EventType::Protest, ..) => "protest",
        (EventType::Sanction, Some("expel"), _) => "expulsion",
        (EventType::Sanction, Some("convict"), _) => "conviction",
        (EventType::Sanction, Some("withdraw"), _) => "breaking off",
        (EventType::Sanction, Some("discontinue"), _) => "discontinuation",
        (EventType::Sanction, ..) => "reduced relations",
        (EventType::Mobilize, ..) => "mobilization",
        (EventType::Coerce, Some("arrest"), _) => "arrest",
        (EventType::Coerce, Some("seize"), _) => "seizure",
        (EventType::Coerce, Some("deport"), _) => "deportation",
        (EventType::Coerce, Some("cyber"), _) => "cyber attack",
        (EventType::Coerce, Some("censor"), _) => "censorship",
        (EventType::Coerce, Some("curfew"), _) => "curfew",
        (EventType::Coerce, Some("martial-law"), _) => "martial law",
        (EventType::Coerce, Some("misinformation"), _) => "disinformation",
        (EventType::Coerce, _, code) if code.starts_with("163") => "sanctions",
        (EventType::Coerce, Some("restrict"), _) => "restrictions",
        (EventType::Coerce, ..) => "coercion",
        (EventType::Assault, Some("abduct"), _) => "abduction",
        (EventType::Assault, Some("torture"), _) => "torture",
        (EventType::Assault, Some("aerial"), _) => "air attack",
        (EventType::Assault, Some("drone"), _) => "drone attack",
        (EventType::Assault, Some("heavy-weapons"), _) => "shelling",
        (EventType::Assault, Some("destroy"), _) => "destruction",
        (EventType::Assault, ..) => "attack",
    }
}

/// A quad class: "verbal cooperation", "material cooperation", "verbal conflict", "material conflict".
pub fn quad(quad: u8) -> &'static str {
    match quad {
        1 => "verbal cooperation",
        2 => "material cooperation",
        3 => "verbal conflict",
        _ => "material conflict",
    }
}

/// Events of a type, for a heading: "meetings, calls, visits".
pub fn kinds(event_type: EventType) -> &'static str {
    match event_type {
        EventType::Agree => "agreements, promises",
        EventType::Consult => "meetings, calls, visits",
        EventType::Support => "support, recognition",
        EventType::Cooperate => "cooperation",
        EventType::Aid => "aid",
        EventType::Concede => "concessions",
        EventType::Retreat => "releases, withdrawals",
        EventType::Request => "requests",
        EventType::Accuse => "accusations, criticism",
        EventType::Reject => "refusals",
        EventType::Threaten => "threats",
        EventType::Protest => "protests",
        EventType::Sanction => "sanctions, restrictions",
        EventType::Mobilize => "shows of force",
        EventType::Coerce => "arrests, coercion",
        EventType::Assault => "attacks",
    }
}

/// Whether the thing took place or is taking place; what did not is drawn hollow.
pub fn took_place(status: Status) -> bool {
    matches!(status, Status::Happened | Status::Ongoing)
}

/// The name of a PLOVER sector.
pub fn sector(code: &str) -> Option<&'static str> {
    Some(match code {
        "GOV" => "government",
        "MIL" => "armed forces",
        "COP" => "police",
        "JUD" => "courts",
        "LEG" => "parliament",
        "PTY" => "party",
        "REB" => "armed opposition",
        "PRM" => "paramilitaries",
        "SPY" => "intelligence",
        "UAF" => "unidentified armed men",
        "OPP" => "opposition",
        "PRE" => "partly recognised entity",
        "AGR" => "farmers",
        "BUS" => "business",
        "CRM" => "criminals",
        "CVL" => "civilians",
        "EDU" => "education",
        "ELI" => "former officials",
        "JRN" => "media",
        "LAB" => "workers",
        "MED" => "health",
        "REF" => "refugees",
        "REL" => "religious body",
        "SOC" => "civil society",
        _ => return None,
    })
}

/// Why a piece was taken out of a report, for a heading.
pub fn removal(why: RemovalReason) -> &'static str {
    match why {
        RemovalReason::Title => "title",
        RemovalReason::Date => "date",
        RemovalReason::Byline => "byline",
        RemovalReason::Navigation => "navigation",
        RemovalReason::Share => "share buttons",
        RemovalReason::Related => "related stories",
        RemovalReason::Caption => "captions",
        RemovalReason::Notice => "notices",
        RemovalReason::Other => "other",
    }
}

/// A finding's kind, for a heading.
pub fn finding_kind(kind: &str) -> &str {
    match kind {
        "date-conflict" => "The date of a report against its own text",
        "double-tenure" => "One office, two holders at once",
        "event-date" => "Reports differ on the day",
        "event-place" => "Reports differ on the place",
        "event-rank" => "Reports differ on the rank",
        "count-claim" => "A count that the record speaks against",
        "unreported-plan" => "Planned, and nothing heard of it since",
        "denial" => "Told by one, denied by another",
        other => other,
    }
}

/// "1 report", "3 reports".
pub fn count(n: usize, one: &str, many: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{} {many}", thousands(n)),
    }
}

/// A number with its thousands set off: "12,345".
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A Goldstein score with its sign, to a tenth: "+3.5", "−0.4", "0.0".
pub fn score(points: f64) -> String {
    // A tenth is what it is rounded to, so that there is no "−0.0".
    let tenths = (points * 10.0).round() as i64;
    let sign = match tenths {
        ..0 => "−",
        0 => "",
        _ => "+",
    };
    format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
}

/// "A", "A and B", "A, B and C".
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().into(),
        [head @ .., last] => {
            let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", head.join(", "), last.as_ref())
        }
    }
}

/// In whose words alone an event stands.
pub fn only_in_words_of<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => "only in somebody’s words".into(),
        names => format!("only in the words of {}", list(names)),
    }
}

/// "3 reports, 2 independent"; the second number only where it is another.
pub fn sources(reports: usize, independent: usize) -> String {
    let reports_in_words = count(reports, "report", "reports");
    match independent {
        n if n == reports => reports_in_words,
        n => format!("{reports_in_words}, {n} independent"),
    }
}

/// How a copy differs from the report that it copies: "cut to 62 %, credits Reuters".
pub fn copy_how(how: &CopyHow) -> String {
    let CopyHow { edit, kept, added, credit } = how;
    let edit = match edit {
        CopyEdit::Exact => "the same words".to_owned(),
        CopyEdit::Retitled => "the same words under another headline".to_owned(),
        CopyEdit::Cut => format!("cut to {kept} %"),
        CopyEdit::Wrapped => format!("whole, with {added} % of its own"),
        CopyEdit::Light => format!("lightly edited, {kept} % kept, {added} % of its own"),
        CopyEdit::Heavy => format!("heavily edited, {kept} % kept, {added} % of its own"),
    };
    match credit {
        Some(Credit { agency: Some(agency), .. }) => format!("{edit}, credits {agency}"),
        Some(Credit { text, .. }) => format!("{edit}, credits “{text}”"),
        None => edit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists_read_well() {
        assert_eq!(thousands(1234567), "1,234,567");
        assert_eq!(thousands(999), "999");
        assert_eq!(count(1, "report", "reports"), "1 report");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!([3.46, -0.04, -10.0].map(score), ["+3.5", "0.0", "−10.0"]);
    }
}
