//! Words of a report with what is marked in them, as pieces that a template can write.

use chancery_model::{CharSpan, Evidence};
use chancery_views::{Mark, Says};
use serde::Serialize;

/// A run of characters with the same marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The characters.
    pub text: String,
    /// Classes of the marks that it has, with spaces between.
    pub class: String,
    /// In words, for who points at it.
    pub title: String,
    /// Where it leads.
    pub href: Option<String>,
    /// The name of this place on the page.
    pub place: Option<String>,
}

/// Something marked in a text: from where to where, its class, what is said of it, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Characters of the text.
    pub span: CharSpan,
    /// Its class.
    pub class: &'static str,
    /// In words.
    pub title: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// Cuts a text wherever a mark begins or ends, and at the places named. Of marks over one run of characters the last that
/// leads somewhere does.
pub fn pieces(text: &str, marks: &[Marked], places: &[(u32, String)]) -> Vec<Piece> {
    let mut cuts: Vec<u32> = marks.iter().flat_map(|m| [m.span.start, m.span.end]).collect();
    cuts.extend(places.iter().map(|(at, _)| *at));
    cuts.sort_unstable();
    cuts.dedup();
    let mut order: Vec<&Marked> = marks.iter().filter(|m| m.span.start < m.span.end).collect();
    order.sort_by_key(|m| m.span);
    let mut cuts = cuts.into_iter().filter(|cut| *cut > 0).peekable();
    let (mut out, mut text_of, mut from, mut at) = (Vec::new(), String::new(), 0u32, 0u32);
    let piece = |from: u32, text: String| {
        let over: Vec<&&Marked> = order[..order.partition_point(|m| m.span.start <= from)]
            .iter()
            .filter(|m| m.span.end > from)
            .collect();
        let mut classes: Vec<&str> = over.iter().map(|m| m.class).collect();
        classes.sort_unstable();
        classes.dedup();
        let titles: Vec<&str> = over.iter().map(|m| m.title.as_str()).filter(|t| !t.is_empty()).collect();
        Piece {
            text,
            class: classes.join(" "),
            title: titles.join("; "),
            href: over.iter().rev().find_map(|m| m.href.clone()),
            place: places.iter().find(|(at, _)| *at == from).map(|(_, name)| name.clone()),
        }
    };
    for c in text.chars() {
        if cuts.next_if_eq(&at).is_some() {
            out.push(piece(from, std::mem::take(&mut text_of)));
            from = at;
        }
        text_of.push(c);
        at += 1;
    }
    out.push(piece(from, text_of));
    out.retain(|p| !p.text.is_empty());
    out
}

/// A sentence with the words marked that say what, who, when and where.
pub fn sentence(evidence: &Evidence, marks: &[Mark]) -> Vec<Piece> {
    let marks: Vec<Marked> = marks
        .iter()
        .map(|mark| {
            let (class, title) = match mark.says {
                Says::What => ("what", "what happened"),
                Says::Who => ("who", "who"),
                Says::When => ("when", "when"),
                Says::Where => ("where", "where"),
            };
            Marked { span: CharSpan::new(mark.start, mark.end), class, title: title.into(), href: None }
        })
        .collect();
    pieces(&evidence.text, &marks, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: u32, end: u32, class: &'static str) -> Marked {
        Marked { span: CharSpan::new(start, end), class, title: String::new(), href: Some(class.into()) }
    }

    #[test]
    fn marks_may_overlap_and_no_character_is_lost() {
        let text = "Über Ny-Ålesund sprach <b>Lind</b>.";
        let cut = pieces(
            text,
            &[mark(5, 15, "place"), mark(0, 22, "quote"), mark(200, 210, "none")],
            &[(5, "c5".into())],
        );
        assert_eq!(cut.iter().map(|p| p.text.as_str()).collect::<String>(), text);
        let words: Vec<(&str, &str)> = cut.iter().map(|p| (p.text.as_str(), p.class.as_str())).collect();
        assert_eq!(words[..3], [("Über ", "quote"), ("Ny-Ålesund", "place quote"), (" sprach", "quote")]);
        assert_eq!((cut[1].href.as_deref(), cut[1].place.as_deref()), (Some("place"), Some("c5")));
    }
}
