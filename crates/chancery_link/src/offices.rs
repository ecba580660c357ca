//! Offices: which titles are one office, of what rank, and held by one person at a time.

use crate::text;

/// An office's title in its plain form, so that variants of it are equal: "Minister of Foreign Affairs" is "foreign minister",
/// a spokeswoman is a spokesperson, and what a state calls its foreign minister is one.
pub(crate) fn plain(office: &str, state: &str) -> String {
    let folded = text::fold(office);
    let mut words: Vec<&str> = folded
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\''))
        .filter(|w| {
            !w.is_empty()
                && !matches!(*w, "the" | "acting" | "interim" | "caretaker" | "new" | "current" | "union")
        })
        .collect();
    for word in &mut words {
        *word = match *word {
            "spokesman" | "spokeswoman" => "spokesperson",
            "chairman" | "chairwoman" | "chairperson" => "chair",
            "defence" => "defense",
            "vice" if folded.contains("minister") => "deputy",
            other => other,
        };
    }
    // "minister of (for) X affairs and Y" is "X minister".
    let head = |w: &str| matches!(w, "minister" | "secretary");
    if let Some(at) = words.iter().position(|w| head(w))
        && matches!(words.get(at + 1), Some(&"of" | &"for"))
        && !(words[at] == "secretary" && words.get(at + 2) == Some(&"state"))
    {
        let title = words[at];
        let topic: Vec<&str> = words[at + 2..]
            .iter()
            .copied()
            .take_while(|w| !matches!(*w, "and" | "of" | "for" | "affairs"))
            .collect();
        if !topic.is_empty() {
            words = words[..at].iter().copied().chain(topic).chain([title]).collect();
        }
    }
    if words.starts_with(&["secretary", "of", "state", "for"]) {
        let topic: Vec<&str> =
            words[4..].iter().copied().take_while(|w| !matches!(*w, "and" | "affairs")).collect();
        words = topic.into_iter().chain(["secretary"]).collect();
    }
    words.retain(|w| *w != "affairs");
    let title = words.join(" ");
    match (title.as_str(), state) {
        (
            "external minister" | "foreign secretary" | "secretary of state" | "top diplomat"
            | "chief diplomat",
            _,
        ) if !(title == "foreign secretary" && matches!(state, "IND" | "PAK" | "BGD")) => {
            "foreign minister".into()
        }
        ("defense secretary" | "secretary of defense", _) => "defense minister".into(),
        // These have premiers of provinces.
        ("premier", "AUS" | "CAN" | "ZAF") => title,
        ("premier" | "pm", _) => "prime minister".into(),
        ("king" | "queen" | "emperor", _) => "monarch".into(),
        _ => title,
    }
}

/// Whether a plain title names an office and not only a rank or a calling ("minister", "diplomat", "official").
pub(crate) fn is_office(plain: &str) -> bool {
    !matches!(
        plain,
        "" | "minister"
            | "secretary"
            | "official"
            | "diplomat"
            | "adviser"
            | "aide"
            | "officer"
            | "leader"
            | "politician"
            | "representative"
            | "spokesperson"
            | "head"
            | "chief"
            | "chair"
            | "director"
            | "member"
            | "citizen"
            | "envoy"
            | "ambassador"
            | "deputy minister"
            | "vice minister"
    )
}

/// Whether one person at a time holds the office (given in its plain form).
pub(crate) fn is_sole(plain: &str) -> bool {
    if plain.contains("deputy") || plain.contains("assistant") || plain.contains("junior") {
        return false;
    }
    matches!(plain, "president" | "prime minister" | "monarch" | "chancellor" | "supreme leader")
        || matches!(
            plain,
            "foreign minister"
                | "defense minister"
                | "interior minister"
                | "finance minister"
                | "trade minister"
        )
        || plain.starts_with("ambassador to ")
}

/// The rank at which an office-holder meets others, as one bit; none for those who only speak for others.
pub(crate) fn level(plain: &str) -> u8 {
    let has = |w: &str| plain.split(' ').any(|x| x == w);
    if plain.is_empty() || has("spokesperson") {
        0
    } else if has("deputy") || has("vice") || has("under") || has("undersecretary") || has("assistant") {
        4
    } else if has("ambassador") || has("envoy") || has("consul") || has("diplomat") {
        8
    } else if plain == "prime minister"
        || has("president")
        || has("chancellor")
        || has("monarch")
        || has("premier")
        || has("leader")
        || plain.contains("head of state")
        || plain.contains("head of government")
    {
        1
    } else if has("minister") || has("secretary") {
        2
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_of_a_title_are_one_office() {
        for title in [
            "Foreign Minister",
            "Minister of Foreign Affairs",
            "minister for foreign affairs",
            "Minister of Foreign Affairs and Trade",
            "Foreign Affairs Minister",
        ] {
            assert_eq!(plain(title, "EST"), "foreign minister", "{title}");
        }
        assert_eq!(plain("Secretary of State", "USA"), "foreign minister");
        assert_eq!(plain("Secretary of State for Defence", "GBR"), "defense minister");
        assert_eq!(plain("Vice Foreign Minister", "EST"), plain("deputy foreign minister", "EST"));
        assert_eq!(plain("Premier", "CHN"), "prime minister");
        assert_eq!(plain("premier", "AUS"), "premier");
        assert_eq!(plain("ambassador to Norvia", "EST"), "ambassador to norvia");
        assert_eq!(level("foreign minister"), 2);
        assert_ne!(level("prime minister"), level("foreign minister"));
        assert!(is_sole("foreign minister") && !is_sole("deputy foreign minister"));
    }
}
