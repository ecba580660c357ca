//! Which places can be one: whether two names of places contradict each other.

use crate::text;
use std::collections::HashSet;
use std::sync::LazyLock;

struct Lexicon {
    cities: HashSet<String>,
    /// Venues, regions, seas, states: they lie in, or hold, a city.
    others: HashSet<String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon { cities: HashSet::new(), others: HashSet::new() };
    let rows = include_str!("../../../lexicons/places.tsv").lines().filter(|l| !l.starts_with('#'));
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        if let [name, aliases, _, kind, ..] = cells.as_slice() {
            let list = if *kind == "city" { &mut lexicon.cities } else { &mut lexicon.others };
            list.extend(std::iter::once(*name).chain(aliases.split(';')).map(text::fold));
        }
    }
    let rows = include_str!("../../../lexicons/states.tsv").lines().filter(|l| !l.starts_with('#'));
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        if let [_, name, _, aliases, _, _, capital, ..] = cells.as_slice() {
            lexicon.others.extend(std::iter::once(*name).chain(aliases.split(';')).map(text::fold));
            lexicon.cities.extend(capital.split(';').filter(|c| !c.is_empty()).map(text::fold));
        }
    }
    lexicon
});

/// Whether it is the name of a town.
pub(crate) fn is_city(name: &str) -> bool {
    LEXICON.cities.contains(&text::fold(name))
}

/// Whether the name says which town it was, as far as is known: no state, region, sea or venue.
fn is_town(name: &str) -> bool {
    let folded = text::fold(name);
    let words =
        ["house", "palace", "hotel", "embassy", "airport", "hall", "ministry", "centre", "center", "base"];
    let long = folded.split(' ').count() > 3;
    is_city(name)
        || !(long || LEXICON.others.contains(&folded) || folded.split(' ').any(|w| words.contains(&w)))
}

/// Whether two names of towns contradict each other; one of them is known to be a town.
pub(crate) fn differ(a: &str, b: &str) -> bool {
    let (x, y) = (text::fold(a), text::fold(b));
    let known = LEXICON.cities.contains(&x) || LEXICON.cities.contains(&y);
    // "Geneva" and "Geneva, Switzerland" do not.
    let apart = !x.contains(&y) && !y.contains(&x);
    known && apart && is_town(a) && is_town(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_contradict_each_other_and_venues_do_not() {
        assert!(differ("San Francisco", "Woodside"));
        assert!(differ("Vienna", "Geneva"));
        assert!(!differ("Beijing", "Villa of the Three Lakes"));
        assert!(!differ("Beijing", "China"));
        assert!(!differ("Geneva", "Geneva, Switzerland"));
    }
}
